"""Help as a terminal shows it: lines are measured in cells, Chinese breaks between characters, and a name is never broken.

Click counts code points and breaks at spaces and hyphens: a Chinese line came out twice as wide as the terminal, and
`gbt7714-2025-author-date` in two pieces. Source: UAX #11 (width), clreq 3.1.3 (marks that may not begin or end a line).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from pubkit.text.chars import cells
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: What is set in one line: code, a word, or one wide character, with the marks that may not be parted from it.
_PIECE: Final = lazy(
    r"[ \n]+|[（《「『“‘(\[]*(?:`[^`]*`|[^\s`\u2018-\u201d\u2026\u3000-\u30ff\u3400-\u9fff\uff00-\uff60]+|.)"
    r"[、，。；：！？）》」』”’…)\],.;:!?]*"
)
_COLUMN_MOST: Final = 32
_GAP: Final = 2
_LEAST: Final = 24


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a paragraph in at most `width` cells; only a name that is longer than a line makes it longer."""
    line = ""
    for piece in _PIECE.findall(text):
        if not piece.strip():
            line += " " if line else ""
        elif line and cells(line) + cells(piece) > width:
            yield line.rstrip()
            line = piece
        else:
            line += piece
    if line.strip():
        yield line.rstrip()


class HelpFormatter(click.HelpFormatter):
    """Click's formatter with lines that fit."""

    def write_heading(self, heading: str) -> None:
        colon = ":" if heading.isascii() else "："
        self.write(f"{'':>{self.current_indent}}{heading}{colon}\n")

    def write_text(self, text: str) -> None:
        indent = " " * self.current_indent
        for line in wrapped(text, self.width - self.current_indent):
            self.write(f"{indent}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = _COLUMN_MOST, col_spacing: int = _GAP) -> None:
        """Names and what they mean in two columns; a name that is too wide has a line of its own."""
        rows = list(rows)
        widths = [cells(name) for name, _ in rows if cells(name) <= col_max]
        column = max(widths, default=0) + col_spacing
        indent, hanging = " " * self.current_indent, " " * (self.current_indent + column)
        for name, meaning in rows:
            lines = list(wrapped(meaning, max(_LEAST, self.width - len(hanging)))) or [""]
            is_beside = cells(name) + col_spacing <= column
            self.write(f"{indent}{name}{' ' * (column - cells(name))}{lines[0]}".rstrip() + "\n" if is_beside else f"{indent}{name}\n")
            for line in lines[1:] if is_beside else lines:
                self.write(f"{hanging}{line}\n")


class Context(click.Context):
    """A context whose help is laid out by `HelpFormatter`."""

    formatter_class = HelpFormatter
