"""The pages of the PDF, and what each begins with: a place that the e-book has as well.

The PDF is set from the same chapters as the book, so a place is named by what it is and not by its words: the n-th block of
the text, the row of a table, and how many letters and digits of the block stand on the pages before.
What does not belong here: finding the place in the book (`page_breaks`), layout (`pdf`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from pubkit.publish.page_feet import stands_before
from pubkit.publish.pdf_metadata import FRONT_PAGES
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

#: Blocks that are counted. What stands in a table is found by its row.
BLOCKS: Final = frozenset({"p", "h2", "h3", "h4", "h5", "h6", "li", "pre", "figure", "dt", "dd"})
#: Parts of the text that the book has elsewhere, or not at all.
ELSEWHERE: Final = frozenset({"notes", "index", "references-graph"})
_ROMAN: Final = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))

Kind = Literal["title", "imprint", "contents", "colophon", "block", "table", "row"]


class Place(NamedTuple):
    """A place in the text. `number` counts blocks or tables, `row` those of a table's body; all from 0.

    `offset` is how many letters and digits of the block stand before it.
    """

    kind: Kind
    number: int = 0
    row: int = 0
    offset: int = 0


class PageStart(NamedTuple):
    """A page of the PDF: the number that is printed on it, and its first place; None where it has nothing of the text."""

    label: str
    place: Place | None


class PrintedPages(NamedTuple):
    """The pages of a PDF. `blocks` is how many blocks its text has: a book with another number has another text."""

    starts: tuple[PageStart, ...]
    blocks: int


def printed_pages(laid_out: Any) -> PrintedPages:
    """The pages of a document that WeasyPrint has laid out."""
    pages = [page._page_box for page in laid_out.pages]
    if not pages:
        return PrintedPages((), 0)
    numbered = _Numbered.of(pages[0].children[0].element)
    labels = _labels([page.page_type.name for page in pages])
    starts: list[PageStart] = []
    last: Any = None  # the element that the page before ended with
    for n, page in enumerate(pages):
        element = _first(page, numbered.places)
        place = numbered.places.get(element)
        if place is not None and element is last:
            place = _continued(place, pages[:n], element)
        starts.append(PageStart(labels[n], place))
        ended = _last(page, numbered.places)
        last = last if ended is None else ended  # an element without children counts as false
    return PrintedPages(tuple(starts), numbered.blocks)


def _labels(names: Sequence[str | None]) -> list[str]:
    """What is printed on the pages: roman numbers before the text, as in `pdf_metadata.label_pages`."""
    front = next((n for n, name in enumerate(names) if name not in FRONT_PAGES), 0)
    return [_roman(n + 1) for n in range(front)] + [str(n + 1) for n in range(len(names) - front)]


def _roman(number: int) -> str:
    shown = ""
    for value, letters in _ROMAN:
        shown += letters * (number // value)
        number %= value
    return shown


@dataclass(slots=True)
class _Numbered:
    """The elements of a document that a page may begin with, and their places."""

    places: dict[Any, Place] = field(default_factory=dict)
    blocks: int = 0
    tables: int = 0

    @classmethod
    def of(cls, root: Any) -> _Numbered:
        found = cls()
        found.read(root, in_text=False)
        return found

    def read(self, element: Any, *, in_text: bool) -> None:
        for child in element:
            tag, names = child.tag, frozenset((child.get("class") or "").split())
            if tag == "table":
                self.read_table(child, is_counted=in_text)
            elif part := _part(tag, names):
                self.places[child] = Place(part)
            elif not names & ELSEWHERE:
                if in_text and tag in BLOCKS:
                    self.places[child] = Place("block", self.blocks)
                    self.blocks += 1
                self.read(child, in_text=in_text or tag == "main")

    def read_table(self, table: Any, *, is_counted: bool) -> None:
        """Tables have their numbers from before wide ones are moved behind the text."""
        number = int(table.get("data-number") or self.tables)
        self.tables = number + 1
        if not is_counted:
            return
        self.places[table] = Place("table", number)
        bodies = [row for body in table.iter("tbody") for row in body.iter("tr")]
        self.places.update({row: Place("row", number, n) for n, row in enumerate(bodies)})


def _part(tag: str, names: frozenset[str]) -> Kind | None:
    """Which of the parts around the text an element is."""
    if tag == "header" and "title-block" in names:
        return "title"
    if tag == "section" and "imprint" in names:
        return "imprint"
    if tag == "nav" and "contents" in names and "list-of" not in names:
        return "contents"
    return "colophon" if tag == "footer" and "colophon" in names else None


def _first(box: Any, places: Mapping[Any, Place]) -> Any:
    """The innermost element with a place around the first line or picture; None where there is none."""
    return next(_around(box, places, None, backwards=False), None)


def _last(box: Any, places: Mapping[Any, Place]) -> Any:
    return next(_around(box, places, None, backwards=True), None)


def _around(box: Any, places: Mapping[Any, Place], inside: Any, *, backwards: bool) -> Iterator[Any]:
    """For each line or picture the element with a place around it. Left out are repeated heads of tables, page
    margins, and figures that the text has passed: it is the text that is cited by its page.
    """
    kind = type(box).__name__
    if kind in ("MarginBox", "FootnoteAreaBox") or getattr(box, "is_header", False) or stands_before(box) is not None:
        return
    own = box.element if box.element in places and not (box.element_tag or "").endswith("::marker") else inside
    if kind == "LineBox" or not hasattr(box, "children"):
        yield own
        return
    for child in reversed(box.children) if backwards else box.children:
        yield from _around(child, places, own, backwards=backwards)


def _continued(place: Place, before: Sequence[Any], element: Any) -> Place:
    """The place inside a block that begins on a page before; of a row, the next one."""
    if place.kind == "row":
        return place._replace(row=place.row + 1)
    if place.kind != "block":
        return place._replace(offset=1)
    offset = 0
    for page in reversed(before):
        fragment = _fragment(page, element)
        if fragment is None:
            break
        offset += sum(map(letters_in, _texts(fragment)))
    return place._replace(offset=offset)


def _fragment(box: Any, element: Any) -> Any:
    """The part of an element that a page holds: looked for from the page's end, where a part that goes on stands."""
    if box.element is element and hasattr(box, "children") and not (box.element_tag or "").endswith("::marker"):
        return box
    for child in reversed(getattr(box, "children", ())):
        if (found := _fragment(child, element)) is not None:
            return found
    return None


def _texts(box: Any) -> Iterator[str]:
    """The words of a box, without those that the style sheet makes."""
    if "::" in (box.element_tag or ""):
        return
    text = getattr(box, "text", None)
    if isinstance(text, str):
        yield text
    for child in getattr(box, "children", ()):
        yield from _texts(child)


def letters_in(text: str) -> int:
    """Letters and digits of a text: what a place inside a block is counted by."""
    return sum(map(str.isalnum, text))
