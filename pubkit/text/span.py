"""Places in a text, in code points: the only unit inside the house.

`Lines` is the one door to every other unit: rows and columns for people, UTF-16 for editors, bytes for parsers.
"""

from __future__ import annotations

from bisect import bisect_right
from types import MethodType
from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Span(NamedTuple):
    """A half-open range of code points: `text[start:end]`."""

    start: int
    end: int

    def __contains__(self, offset: object) -> bool:
        return isinstance(offset, int) and self.start <= offset < self.end

    def of(self, text: str) -> str:
        """The text that stands here."""
        return text[self.start : self.end]


#: `new_span((start, end))` is `Span(start, end)` at half the cost, for places that make hundreds a page: what
#: `NamedTuple` writes as a constructor is a function of Python, this one is the tuple's own. Other types that are made
#: as often have one too, beside them. They take every field, in order: defaults belong to the other constructor.
new_span: Callable[[tuple[int, int]], Span] = MethodType(tuple.__new__, Span)


class Location(NamedTuple):
    """A place for a person: row and column from 1, the column in code points."""

    row: int
    column: int


class Lines:
    r"""The lines of a text (`\n` only), and the conversions between code points and the units of neighbours."""

    __slots__ = ("_starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        starts = [0]
        find, at = text.find, text.find("\n") + 1
        while at:
            starts.append(at)
            at = find("\n", at) + 1
        self._starts = starts

    def __len__(self) -> int:
        return len(self._starts)

    def row(self, offset: int) -> int:
        """The row, from 1, of the line that holds `offset`."""
        return bisect_right(self._starts, offset)

    def location(self, offset: int) -> Location:
        """Row and column, both from 1, of a code point."""
        row = bisect_right(self._starts, offset)
        return Location(row, offset - self._starts[row - 1] + 1)

    def offset(self, location: Location) -> int:
        """The code point at a row and column; a column behind the line's end is its end.

        Raises `IndexError` for a row that the text does not have.
        """
        row, column = location
        if not 1 <= row <= len(self._starts):
            raise IndexError(row)
        return min(self._starts[row - 1] + column - 1, self.span(row).end)

    def span(self, row: int) -> Span:
        """The line `row` (from 1) without its line break."""
        start = self._starts[row - 1]
        end = self._starts[row] - 1 if row < len(self._starts) else len(self.text)
        return new_span((start, end))

    def line(self, row: int) -> str:
        """The text of line `row` (from 1) without its line break."""
        return self.span(row).of(self.text)

    def utf16_column(self, offset: int) -> int:
        """UTF-16 code units, from 0, before `offset` on its line: the column of the Language Server Protocol."""
        start = self._starts[bisect_right(self._starts, offset) - 1]
        return offset - start + sum(c > "\uffff" for c in self.text[start:offset])

    def offset_of_utf16(self, line: int, utf16_column: int) -> int:
        """The code point at a line (from 0) and UTF-16 column (from 0), as the Language Server Protocol gives them."""
        start, end = self.span(line + 1)
        units = 0
        for offset in range(start, end):
            if units >= utf16_column:
                return offset
            units += 2 if self.text[offset] > "\uffff" else 1
        return end


def code_points_between(source: bytes, here: int, there: int) -> int:
    """How many code points lie between two byte offsets of UTF-8, negative where `there` is before `here`."""
    if there < here:
        return -len(source[there:here].decode())
    between = source[here:there]
    return there - here if between.isascii() else len(between.decode())


class ByteCursor:
    """Code-point offsets of UTF-8 byte offsets, for a parser that counts bytes and tells its places in order.

    It stands at a place, `byte` and `at`, and counts from there: all places together cost what decoding the text once costs.
    """

    __slots__ = ("at", "byte", "source")

    def __init__(self, text: str) -> None:
        self.source = text.encode("utf-8")
        self.byte = 0
        self.at = 0  # the same in code points

    def go(self, byte: int) -> int:
        """Goes to a byte offset, forward or back, and tells its code point."""
        self.at += code_points_between(self.source, self.byte, byte)
        self.byte = byte
        return self.at
