"""The formats by their names on the command line: each makes a piece a file, and a whole of the pieces.

Those for people and for programs at a terminal are here; each of the others is a module that loads when it is asked for.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from pubkit.output.json import json_piece, json_whole
from pubkit.output.text import TextWriter
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.lint.report import FileReport
    from pubkit.pipeline.checking import Format
    from pubkit.text.phrase import Language

NAMES = ("text", "json", "sarif", "github", "gitlab", "junit", "rdjson", "markdown")
#: Formats whose readers count paths from the checkout, not from where pubkit runs.
_FROM_CHECKOUT = frozenset({"sarif", "github", "gitlab"})


class Text(NamedTuple):
    """For people at a terminal."""

    language: Language
    colour: bool
    width: int

    def piece(self, report: FileReport) -> str:
        return "".join(TextWriter(self.language, colour=self.colour, width=self.width).write([report]))

    def whole(self, pieces: Sequence[str]) -> str:
        return "".join(pieces)


class Json(NamedTuple):
    """For programs."""

    language: Language

    def piece(self, report: FileReport) -> str:
        return json_piece(report, self.language)

    def whole(self, pieces: Sequence[str]) -> str:
        return json_whole(pieces)


def machine_format(name: str, language: Language) -> Format:
    """The format of this name, other than `text`, which needs to know the terminal."""
    if name == "json":
        return Json(language)
    made = getattr(importlib.import_module(f"pubkit.output.{name}"), name.capitalize())
    if name not in _FROM_CHECKOUT:
        return made(language)  # type: ignore[no-any-return]
    from pubkit.output.root import Root

    return made(language, Root.here())  # type: ignore[no-any-return]
