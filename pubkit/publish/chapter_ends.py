"""The last page of a chapter: it holds more than a few lines, or is not there. A patch of WeasyPrint.

A page with two lines and nothing else, before a chapter that begins on a new page, looks like a slip. A compositor sets the pages
before it a line longer, all of them, so that facing pages stay as deep as each other; where that does not help, a line shorter. The
same is done for contents, references and whatever else ends before a new page. Only the last pages of a chapter are made again, as soon as
it is known how it ends. The number of a page and its running head stay where they are.
Sources: The Chicago Manual of Style, 17th ed., 2.116 (pages run long or short); Bringhurst, The Elements of Typographic Style, 2.4.
WeasyPrint 70.0, layout/page.py.
What does not belong here: figures and tints at the foot of a page (`page_feet`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.page_feet import undo_changes
from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

#: Lines that the pages are made longer by, one after the other until the chapter ends well.
_LEADING: Final = (1, 2, -1, -2)
_LEAST_LAST_LINES: Final = 5
#: Pages before the last one that are made longer: more lines than these give, the last page may hold.
_MOST_PAGES: Final = 6


def chapters_end_well() -> AbstractContextManager[None]:
    """Within it the last page of a chapter holds more than a few lines, where that can be had. Not for several threads at once.

    Raises `ToolError` where WeasyPrint is not the release that this was written for.
    """
    return patched(_PATCHES)


@dataclass(slots=True)
class _Trial:
    """A chapter that ends badly, and what is tried: its pages from `start` to before `end` are `lines` longer (pages count from 0)."""

    start: int
    end: int
    lines: int = 0
    tried: int = 0

    def next(self) -> None:
        """What is tried next; nothing where all was."""
        self.lines = _LEADING[self.tried] if self.tried < len(_LEADING) else 0
        self.tried += 1

    @property
    def is_over(self) -> bool:
        return self.tried > len(_LEADING)


@dataclass(slots=True)
class _Chapters:
    """What is decided of the chapters of a document: which are made longer, by the place that each begins at."""

    trials: dict[str, _Trial] = field(default_factory=dict)
    settled: set[str] = field(default_factory=set)

    @classmethod
    def of(cls, context: Any) -> _Chapters:
        """Those of a layout."""
        found: _Chapters = context.__dict__.setdefault("chapters", cls())
        return found

    def lines(self, page_maker: list[Any], index: int) -> int:
        """By how many lines a page is longer."""
        if not self.trials:
            return 0
        first = _first_page(page_maker, index)
        trial = self.trials.get(_place(page_maker, first))
        return trial.lines if trial and trial.start <= index - first < trial.end else 0

    def again_from(self, page_maker: list[Any], made: list[Any], leading: float) -> int | None:
        """Where to go back to, after a page was made: to what is tried of its chapter. None where the chapter may stand or goes on."""
        last = len(made) - 1
        if made[-1].page_type.blank or not _ends_behind(page_maker, last):
            return None
        first = _first_page(page_maker, last)
        place = _place(page_maker, first)
        trial = self.trials.get(place)
        if place in self.settled or (first == last and trial is None):
            return None
        if (trial and trial.is_over) or not _ends_badly(made[-1], leading):
            self.settled.add(place)
            return None
        if trial is None:
            start = max(first, last - _MOST_PAGES)
            trial = self.trials[place] = _Trial(start - first, last - first)
        trial.next()
        return first + trial.start


def _place(page_maker: list[Any], index: int) -> str:
    """Where a page begins in the tree of boxes."""
    return repr(page_maker[index][0])


def _first_page(page_maker: list[Any], index: int) -> int:
    """The first page of the chapter that a page belongs to."""
    while index > 0 and page_maker[index][1]["break"] == "any":
        index -= 1
    return index


def _ends_behind(page_maker: list[Any], index: int) -> bool:
    """Whether a chapter, or the document, ends with a page."""
    resume_at, following, *_ = page_maker[index + 1]
    return resume_at is None or following["break"] != "any"


def _ends_badly(page: Any, leading: float) -> bool:
    """Whether a page holds only a few lines; a picture counts as those that it takes the place of."""
    from weasyprint.formatting_structure import boxes

    found = [box for box in page.children[0].descendants() if isinstance(box, boxes.LineBox | boxes.ReplacedBox)]
    rows = {round(box.position_y) for box in found if isinstance(box, boxes.LineBox)}
    pictures = sum(box.height / leading for box in found if isinstance(box, boxes.ReplacedBox))
    return bool(len(rows) + pictures < _LEAST_LAST_LINES)


# --- The patches ---------------------------------------------------------------------------------------------------------


def _patch_pages(original: Callable[..., Any]) -> Callable[..., Any]:
    def make_all_pages(context: Any, root_box: Any, html: Any, pages: list[Any]) -> Iterator[Any]:
        if pages:  # made already, and made again only for numbers that were not known
            yield from original(context, root_box, html, pages)
            return
        waiting: set[int] = set()
        while True:
            made: list[Any] = []
            again = None
            for page in original(context, root_box, html, pages):
                made.append(page)
                again = _Chapters.of(context).again_from(context.page_maker, made, _leading(root_box))
                if again is not None:
                    break
            if again is None:
                break
            waiting |= _go_back(context, again, len(made))
            pages = made
        for index in waiting & set(range(len(made))):
            context.page_maker[index][-1]["content_changed"] = True
        yield from made

    return make_all_pages


def _go_back(context: Any, first: int, end: int) -> set[int]:
    """Lets the pages from `first` to before `end` be made again, and no others. Gives those that wait for a number they name.

    These must be made again when all pages are known: WeasyPrint tells it once.
    """
    undo_changes(context, first + 1)
    waiting = {n for n in range(end) if context.page_maker[n][-1]["content_changed"]}
    for n in range(end):
        context.page_maker[n][-1]["content_changed"] = n >= first
    return waiting


def _leading(root_box: Any) -> float:
    """From line to line of running text, in pixels."""
    from weasyprint.text.line_break import strut

    height: float = strut(root_box.style)[0]
    return height


def _patch_page(original: Callable[..., Any]) -> Callable[..., Any]:
    def make_page(context: Any, root_box: Any, page_type: Any, resume_at: Any, page_number: int, page_state: Any) -> Any:
        lines = _Chapters.of(context).lines(context.page_maker, page_number - 1)
        if not lines:
            return original(context, root_box, page_type, resume_at, page_number, page_state)
        style, longer = context.style_for(page_type), lines * _leading(root_box)
        style["margin_bottom"] = style["margin_bottom"]._replace(value=style["margin_bottom"].value - longer)
        made = original(context, root_box, page_type, resume_at, page_number, page_state)
        # The number of the page is set below the page as it is drawn in the style sheet.
        made[0].margin_bottom += longer
        made[0].height -= longer
        return made

    return make_page


_PATCHES: Final = (
    Patch("layout", "make_all_pages", "context root_box html pages", _patch_pages),
    Patch("layout.page", "make_page", "context root_box page_type resume_at page_number page_state", _patch_page),
)
