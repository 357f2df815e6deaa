"""The foot of a page: a figure that does not fit leaves no hole there, and a tint ends with its last line. A patch of WeasyPrint.

Publishers let a figure with a caption float: it stands at the top of the next page, and the text behind it fills the page that it has
left. WeasyPrint has no `float: top`. Within `filled_pages()`, where a figure or a table that is kept whole would leave more than three
lines white, the paragraphs behind it go before it: no heading is passed and no other figure, no words that speak of what stands above,
and what leads to a list stays with it. In the structure tree and in the e-book the figure keeps its place (`structure_tree`,
`printed_pages`).
CSS has a block that is broken by a page fill that page; where it has a ground of its own, that is a box of tint without text.
Sources: CSS Fragmentation 3, 4.4 and 5; WeasyPrint 70.0, layout/page.py.
What does not belong here: tables that are turned (`sideways_tables`), pages that end badly (`pdf`).
"""

from __future__ import annotations

import re
from copy import deepcopy
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.fitted_figures import Change, figure_at, is_drawing, parted, smaller
from pubkit.publish.weasyprint_patch import Patch, patched
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

#: The white at a page's foot that is no harm, in sizes of the type: three lines of Chinese.
_WHITE: Final = 5.2
#: So much is worth parting a drawing for: a third of a page.
_LARGE_WHITE: Final = 22.0
#: Blocks of text that a figure passes at the most: what speaks of it stands on the same pair of pages.
_MOST_PASSED: Final = 6
_PASSED: Final = frozenset({"p", "ul", "ol", "dl", "blockquote", "pre"})
_KEPT: Final = frozenset({"avoid", "avoid-page"})
#: Words of what stands above: they stay below it.
_ABOVE: Final = re.compile(r"[上此该該][图圖表]|以上|上の[図表]|这张[图表]|這張[圖表]|\babove\b|\bthis (?:figure|table|chart)\b|ci-dessus|\boben\b|위의", re.IGNORECASE)


def filled_pages() -> AbstractContextManager[None]:
    """Within it figures float, and tints end with their text. Not for several threads at once.

    Raises `ToolError` where WeasyPrint is not the release that this was written for.
    """
    return patched((Patch("layout.page", "make_page", "context root_box page_type resume_at page_number page_state", _patch_page),))


def stands_before(box: Any) -> Any:
    """The element that a figure stands before in the text, though its page shows it behind; None for all other boxes."""
    return box.__dict__.get("stands_before")


def undo_changes(context: Any, page_number: int) -> None:
    """Puts the figures of a page, and of those made behind it, back to where the text has them, as large as they were: these are made again."""
    changes = context.__dict__.get("changes", [])
    while changes and changes[-1].page_number >= page_number:
        changes.pop().undo()
    tried = context.__dict__.get("tried", {})
    for figure in [figure for figure, number in tried.items() if number >= page_number]:
        del tried[figure]


def _patch_page(original: Callable[..., Any]) -> Callable[..., Any]:
    def make_page(context: Any, root_box: Any, page_type: Any, resume_at: Any, page_number: int, page_state: Any) -> Any:
        beginning = _Beginning.of(context)
        state = deepcopy(page_state) if page_type.name == "text" else None
        made = original(context, root_box, page_type, resume_at, page_number, page_state)
        if state is not None:

            def again() -> Any:
                beginning.restore(context)
                return original(context, root_box, page_type, resume_at, page_number, deepcopy(state))

            made = _filled(context, root_box, made, page_number, again)
        _end_tints(made[0], made[1])
        return made

    return make_page


def _filled(context: Any, root_box: Any, made: Any, page_number: int, again: Callable[[], Any]) -> Any:
    """A page that was made, made again while there is something to fill its foot with."""
    changes = context.__dict__.setdefault("changes", [])
    while broken := _Break.of(root_box, made):
        if passed := broken.let_pass(context.page_bottom, page_number):
            changes.append(passed)
            made = again()
        elif fitted := _fitted(context, broken, page_number, made, again):
            change, made = fitted
            changes.append(change)
        else:
            break
    return made


def _fitted(context: Any, broken: _Break, page_number: int, made: Any, again: Callable[[], Any]) -> tuple[Change, Any] | None:
    """The page with the figure that begins the next one, smaller or parted; None where neither helps, and where both were tried."""
    figure = figure_at(broken.parent.children, broken.number)
    white = broken.white(context.page_bottom)
    tried = context.__dict__.setdefault("tried", {})
    if figure is None or white < _WHITE * broken.parent.style["font_size"] or figure.element in tried:
        return None
    tried[figure.element] = page_number
    found = _best_size(smaller(figure, page_number, broken.fragment.width), made, again)
    if found is None and is_drawing(figure) and white > _LARGE_WHITE * broken.parent.style["font_size"]:
        found = next(_that_fit(parted(figure, page_number), made, again), None)
    return found


def _best_size(sizes: Iterator[Change], made: Any, again: Callable[[], Any]) -> tuple[Change, Any] | None:
    """The largest size that fits: none where the smallest, which comes first, does not."""
    smallest = next(_that_fit(islice(sizes, 1), made, again), None)
    if smallest is None:
        return None
    smallest[0].undo()
    larger = next(_that_fit(sizes, made, again), None)
    if larger is None:
        smallest[0].redo()
    return larger or smallest


def _that_fit(changes: Iterable[Change], made: Any, again: Callable[[], Any]) -> Iterator[tuple[Change, Any]]:
    """Those of several changes with which the page ends elsewhere, with that page; the others are undone."""
    for change in changes:
        other = again()
        if other[1] != made[1]:
            yield change, other
        else:
            change.undo()


class _Beginning(NamedTuple):
    """What the making of a page takes from the pages before it."""

    broken_out_of_flow: Any
    reported_footnotes: Any

    @classmethod
    def of(cls, context: Any) -> _Beginning:
        return cls(dict(context.broken_out_of_flow), list(context.reported_footnotes))

    def restore(self, context: Any) -> None:
        """Lets the page be made again. We set no notes at the foot of a page, and no note is on its way to it."""
        context.broken_out_of_flow, context.reported_footnotes = dict(self.broken_out_of_flow), list(self.reported_footnotes)


class _Pass(NamedTuple):
    """That text has passed figures: on which page, and what was before."""

    page_number: int  # the first is 1
    parent: Any
    children: list[Any]
    figures: list[tuple[Any, Any, int]]  # boxes, with what each stood before, and how many blocks had passed it

    def undo(self) -> None:
        """As if it had not been."""
        self.parent.children = self.children
        for box, before, count in self.figures:
            box.stands_before, box.passed_by = before, count


class _Break(NamedTuple):
    """Where a page ends: before a child of a box, which is the parent of that child before layout, and its part on the page."""

    parent: Any
    number: int
    fragment: Any

    @classmethod
    def of(cls, root_box: Any, made: Any) -> _Break | None:
        """The break behind a page that was made; None where it is inside a paragraph or a table, and at the end."""
        page, resume_at, next_page = made
        if resume_at is None or next_page["break"] != "any" or next_page["page"] not in (None, page.page_type.name):
            return None
        parent, fragment, path = root_box, page.children[0], resume_at
        while len(path) == 1:
            ((number, path),) = path.items()
            if path is None:
                return cls(parent, number, fragment) if fragment.children else None
            parent, fragment = parent.children[number], _last(fragment)
            if fragment is None or fragment.element is not parent.element or parent.element_tag in ("table", "p", "pre"):
                return None
        return None

    def white(self, bottom: float) -> float:
        """How much of the page is left below its text, in pixels."""
        return bottom - _bottom(_last(self.fragment))

    def let_pass(self, bottom: float, page_number: int) -> _Pass | None:
        """Puts the next block of text before the figures that begin the next page. None where none may, and where there is no room.

        How many have passed is kept with a figure: WeasyPrint makes a page again where a number on it was not known.
        """
        children = list(self.parent.children)
        figures = _figures(children, self.number)
        kept = [(box, stands_before(box), box.__dict__.get("passed_by", 0)) for box in children[self.number : self.number + figures]]
        passed = max((count for _, _, count in kept), default=0)
        if not figures or passed == _MOST_PASSED or self.white(bottom) < _WHITE * self.parent.style["font_size"]:
            return None
        passing = _block(children, self.number + figures)
        if not passing:
            return None
        first = children[self.number + figures].element
        before = list(children)
        for box, _, _ in kept:
            box.stands_before = stands_before(box) if stands_before(box) is not None else first
            box.passed_by = passed + 1
        at = self.number
        children[at : at + figures + passing] = [*children[at + figures : at + figures + passing], *children[at : at + figures]]
        self.parent.children = children
        return _Pass(page_number, self.parent, before, kept)


def _figures(children: list[Any], start: int) -> int:
    """How many figures with captions, and tables with captions that are kept whole, follow each other."""
    count = 0
    for box in children[start:]:
        if not _floats(box):
            break
        count += 1
    return count


def _floats(box: Any) -> bool:
    if not box.is_in_normal_flow() or box.style["break_inside"] not in _KEPT or box.style["break_before"] != "auto":
        return False
    if box.element_tag == "figure":
        return any(child.element_tag == "figcaption" for child in box.children)
    return box.element_tag == "div" and box.element.find("table/caption") is not None


def _block(children: list[Any], start: int) -> int:
    """How many boxes pass a figure as one: a block of text, with what it leads to. None where one of them may not."""
    for count, (box, following) in enumerate(pairwise([*children[start:], None]), 1):
        if not _passes(box):
            return 0
        if box.style["break_after"] not in _KEPT and (following is None or following.style["break_before"] not in _KEPT):
            return count
    return 0


def _passes(box: Any) -> bool:
    is_text = box.is_in_normal_flow() and box.element_tag in _PASSED and box.style["break_before"] in ("auto", *_KEPT)
    return is_text and not _ABOVE.search("".join(box.element.itertext()))


def _last(fragment: Any) -> Any:
    """The last child of a box that stands in the flow; None where it has none."""
    return next((child for child in reversed(fragment.children) if child.is_in_normal_flow()), None)


def _bottom(box: Any) -> float:
    """Where a box ends, without its margin."""
    is_line = type(box).__name__ == "LineBox"
    return float(box.position_y + box.height if is_line else box.border_box_y() + box.border_height())


def _end_tints(page: Any, resume_at: Any) -> None:
    """Lets each block that goes on behind the page end with its last line there."""
    if resume_at is None:
        return
    broken, box, path = [], page.children[0], resume_at
    while path is not None and box is not None and len(path) == 1:
        ((_, path),) = path.items()
        if path is not None:
            box = _last(box)
            broken.append(box)
    for box in reversed([box for box in broken if box is not None and box.element_tag not in ("body", "main")]):
        if (last := _last(box)) is not None and type(box).__name__ == "BlockBox":
            box.height = max(0.0, _bottom(last) - box.content_box_y())
