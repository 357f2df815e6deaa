"""What a run of the linter has to show: the findings of each file, in the order of the files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.span import Lines


class FileReport(NamedTuple):
    """The findings of one file; `fixed` counts the fixes that were made before these were found.

    `byte_order_mark` matters to a format that counts the bytes of the file.
    """

    filename: str
    lines: Lines
    findings: tuple[Diagnostic, ...]
    fixed: int = 0
    byte_order_mark: bool = False
