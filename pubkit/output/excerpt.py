"""The part of a line that is shown around a place, counted in the cells of a terminal (UAX #11: a Han takes two).

A long paragraph is one line in Markdown: most of it must be left out.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from pubkit.text.chars import NO_CELL, WIDE, cell_marks

if TYPE_CHECKING:
    from pubkit.text.span import Lines

_ELLIPSIS = "…"
#: The two cells of what is wide.
_LEFT, _RIGHT = b"\x80", b"\x81"


class Line:
    """A line of which findings are shown. `row` is counted from 1, `start` and `end` are places of the text."""

    __slots__ = ("_cells", "_marks", "_places", "_text", "end", "lines", "row", "start")

    def __init__(self, lines: Lines, row: int) -> None:
        self.lines = lines
        self.row = str(row)
        self.start, self.end = lines.span(row)
        self._text: str | None = None  # this and the following are made when the line is first shown
        self._marks = b""  # a byte for each code point that takes cells
        self._cells = 0  # of the whole line
        self._places: list[int] | None = None  # of these code points in the line, where there are others

    def _begin(self) -> str:
        """Makes what all excerpts of the line need, and returns its text."""
        self._text = text = self.lines.text[self.start : self.end].replace("\t", " ")
        marks = cell_marks(text) + b" "  # a caret may stand behind the end
        if NO_CELL in marks:
            self._places = [place for place, mark in enumerate(marks) if mark]
            marks = marks.replace(NO_CELL, b"")
        self._marks = marks
        self._cells = len(marks) - 1 + marks.count(WIDE)
        return text

    def excerpt(self, start: int, end: int, width: int) -> tuple[str, str]:
        """What stands around a place of the text in at most `width` cells, and the carets under it."""
        text, places = self._text, self._places
        if text is None:
            text, places = self._begin(), self._places
        start -= self.start
        end = (end if end < self.end else self.end) - self.start
        if places is not None:
            start, end = bisect_left(places, start), bisect_left(places, end)
        first, last, indent, marked = self._window(start, end if end > start else start + 1, width)
        before = _ELLIPSIS if first else ""
        after = _ELLIPSIS if last < len(self._marks) - 1 else ""
        if places is not None:
            first, last = places[first] if first else 0, places[last] if after else len(text)
            last = min(last, first + width * 4)  # however many have no cell
        shown = text[first:last]
        if not shown.isprintable():
            shown = _printable(shown)
        return f"{before}{shown.rstrip()}{after}", " " * (len(before) + indent) + "^" * marked

    def _window(self, start: int, end: int, width: int) -> tuple[int, int, int, int]:
        """From where to where the line is shown, and the cells before the place and of it, all of what takes cells.

        As much is shown before the place as behind it, with room for two ellipses. What is wide and half outside is left out.
        Only what stands near is looked at: a line may be a book, with thousands of findings.
        """
        marks = self._marks
        stop = len(marks) - (start + 1 < len(marks))  # the caret behind the end has its place, too
        marked = end - start + marks.count(WIDE, start, end)
        if self._cells + stop - len(marks) < width:
            return 0, stop, start + marks.count(WIDE, 0, start), marked
        room = (width - 2 - (marked if marked < width // 2 else width // 2)) // 2
        first = start - room if start > room else 0
        cells = marks[first : start + width].replace(WIDE, _LEFT + _RIGHT)  # a byte a cell
        here = start - first + marks.count(WIDE, first, start)
        edge = here - room
        if edge > 0:
            first = start - room + cells.count(_RIGHT, edge, here)
            edge += cells.startswith(_RIGHT, edge)
        else:
            edge = 0
        indent = here - edge
        edge += width - 2
        if edge >= len(cells):
            return first, stop, indent, marked
        last = start + edge - here - cells.count(_LEFT, here, edge)
        return first, last, indent, marked if last >= end else last - start + marks.count(WIDE, start, last)


def _printable(text: str) -> str:
    """Control characters as a visible sign: a file must not steer the terminal."""
    return "".join(c if c.isprintable() else "\u2423" if c == " " else "\ufffd" for c in text)
