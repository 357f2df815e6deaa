"""Where the pages of the PDF begin in the e-book, so that both are cited by the same page numbers.

A page that begins inside a paragraph begins there in the book, before the nearest letter; one that begins inside a row of a
table, before the next row; one that holds nothing of the book (a list of figures, the index), before what follows, or at the
book's end. Where the two do not have the same blocks, the book has no pages: none are better than wrong ones.
Source: EPUB Accessibility 1.1, 4.1.2 (page navigation).
What does not belong here: the list of pages (`epub_navigation`), the layout (`printed_pages`).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import escape
from pubkit.publish.printed_pages import BLOCKS, ELSEWHERE, letters_in
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pubkit.publish.printed_pages import Kind, Place, PrintedPages

#: Blocks that a mark may not stand before, but in.
_INSIDE: Final = frozenset({"li", "dt", "dd"})
#: What is not parted: a mark before its first letter stands before it.
_WHOLE: Final = frozenset({"a", "sup", "sub", "math"})
_TAG: Final = re.compile(r"<(?P<end>/?)(?P<tag>[a-z][a-z0-9]*)(?P<attributes>[^>]*)>")
_PIECE: Final = re.compile(_TAG.pattern + r"|&[^;\s]*;|[^<&]", re.DOTALL)
_CLASS: Final = re.compile(r'\bclass="([^"]*)"')


class PageBreak(NamedTuple):
    """A mark in the book: what is printed on the page, and the identifier of its beginning."""

    label: str
    identifier: str

    @property
    def html(self) -> str:
        """The mark."""
        label = escape(self.label)
        return f'<span id="{self.identifier}" role="doc-pagebreak" class="page-break" aria-label="{label}"></span>'


def with_page_breaks(
    parts: Mapping[str, str], text: Sequence[str], pages: PrintedPages
) -> tuple[dict[str, str], list[str], list[PageBreak]]:
    """The parts around the text, and the pages of the text, with a mark where each page of the PDF begins; and the marks in order.

    `parts` holds the pages of the kinds of `Place` that the book has, `text` its chapters and lists of references. The marks
    stand in the order title, imprint, contents, text, colophon, which is that of the book. No mark where the texts differ.
    """
    unchanged = dict(parts), list(text), list[PageBreak]()
    counted = _Counted.of(text)
    if not pages.starts or counted.blocks != pages.blocks:
        return unchanged
    order = _Order(parts, text, counted)
    marks = [PageBreak(start.label, f"printed-page-{start.label}") for start in pages.starts]
    spots = _in_order([order.spot(start.place) for start in pages.starts], order.end)
    contents = order.contents
    for mark, (unit, at) in reversed(list(zip(marks, spots, strict=True))):
        contents[unit] = contents[unit][:at] + mark.html + contents[unit][at:]
    changed = iter(contents)
    before = {name: next(changed) for name in order.before}
    inner = [next(changed) for _ in text]
    return {**parts, **before, **{name: next(changed) for name in order.behind}}, inner, marks


def _in_order(spots: list[_Spot | None], end: _Spot) -> list[_Spot]:
    """Every page has a spot: that of the next page where it has none of its own, and never one before the page before."""
    following, filled = end, []
    for spot in reversed(spots):
        following = min(spot, following) if spot else following
        filled.append(following)
    return filled[::-1]


class _Spot(NamedTuple):
    """A place in the book: number of the unit, and code points of it before the place."""

    unit: int
    at: int


@dataclass(slots=True)
class _Counted:
    """The blocks and rows of the text of the book: where the mark before each stands."""

    blocks: int = 0
    tables: int = 0
    spots: dict[tuple[Kind, int, int], _Spot] = field(default_factory=dict)
    ends: dict[int, _Spot] = field(default_factory=dict)  # of tables

    @classmethod
    def of(cls, text: Sequence[str]) -> _Counted:
        found = cls()
        for unit, content in enumerate(text):
            found.read(unit, content)
        return found

    def read(self, unit: int, content: str) -> None:
        """Counts as `_Numbered` does. Notes stand at the end of a chapter."""
        in_table, row, in_body, box = False, 0, False, -1
        for piece in _TAG.finditer(content):
            tag, end = piece["tag"], bool(piece["end"])
            names = frozenset(found[1].split()) if (found := _CLASS.search(piece["attributes"])) else frozenset()
            if not end and tag == "section" and names & ELSEWHERE:
                return
            if tag == "div" and "table" in names:
                box = piece.start()
            if tag == "table":
                in_table, row = not end, 0
                if end:
                    self.ends[self.tables - 1] = _Spot(unit, piece.end())
                else:
                    self.spots["table", self.tables, 0] = _Spot(unit, box if box >= 0 else piece.start())
                    self.tables += 1
                box = -1
            elif in_table:
                in_body = (not end) if tag == "tbody" else in_body
                if tag == "tr" and not end and in_body:
                    self.spots["row", self.tables - 1, row] = _Spot(unit, _inside_cell(content, piece.end()))
                    row += 1
            elif tag in BLOCKS and not end:
                self.spots["block", self.blocks, 0] = _Spot(unit, piece.end() if tag in _INSIDE else piece.start())
                self.blocks += 1


def _inside_cell(content: str, at: int) -> int:
    """Behind the opening tag of the first cell of a row whose tag ends at `at`."""
    return content.index(">", at) + 1


@dataclass(slots=True)
class _Order:
    """The units of the book in order: what stands before the text, the text, what stands behind it."""

    parts: Mapping[str, str]
    text: Sequence[str]
    counted: _Counted

    @property
    def before(self) -> list[str]:
        return [name for name in ("title", "imprint", "contents") if name in self.parts]

    @property
    def behind(self) -> list[str]:
        return [name for name in ("colophon",) if name in self.parts]

    @property
    def contents(self) -> list[str]:
        return [*(self.parts[n] for n in self.before), *self.text, *(self.parts[n] for n in self.behind)]

    @property
    def end(self) -> _Spot:
        contents = self.contents
        return _Spot(len(contents) - 1, len(contents[-1]))

    def spot(self, place: Place | None) -> _Spot | None:
        """Where a page begins; None where the book does not have that."""
        if place is None:
            return None
        if place.kind in ("block", "table", "row"):
            return self._in_text(place)
        names = [*self.before, *self.text, *self.behind]
        if place.kind not in self.parts:
            return None
        unit = names.index(place.kind)
        return _Spot(unit, len(self.parts[place.kind]) if place.offset else 0)

    def _in_text(self, place: Place) -> _Spot | None:
        found = self.counted.spots.get((place.kind, place.number, place.row))
        if found is None and place.kind == "row":
            found = self.counted.ends.get(place.number)
        if found is None:
            return None
        at = _letter(self.text[found.unit], found.at, place.offset) if place.offset else found.at
        return _Spot(found.unit + len(self.before), at)


def _letter(content: str, start: int, offset: int) -> int:
    """Before the letter that has `offset` letters and digits of its block before it; formulas have none.

    A link and what is set high is not parted. An offset that the block does not reach is its end.
    """
    depth, opened, seen, formulas = 0, start, 0, 0
    for piece in _PIECE.finditer(content, start):
        tag, end = piece["tag"], bool(piece["end"])
        if tag is not None and (tag in BLOCKS and piece.start() > start):
            return piece.start()
        if tag in _WHOLE:
            opened = piece.start() if not depth and not end else opened
            depth += -1 if end else 1
            formulas += (-1 if end else 1) if tag == "math" else 0
        elif tag is None and not formulas:
            seen += letters_in(html.unescape(piece[0]))
            if seen > offset:
                return opened if depth else piece.start()
    return len(content)
