"""The inline content of a WeasyPrint line box as one text: its characters, their widths, and where a line of Chinese may end.

WeasyPrint breaks lines box by box; what stands between two characters and whether a line may end there does not depend
on where a box ends. Source: WeasyPrint 70.0, formatting_structure/boxes.py, layout/inline.py.
What does not belong here: where the lines end (`line_fitting`) and their boxes (`justification`), text with spaces between words
(`western_content`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from pubkit.publish.chinese_spacing import (
    MARKS,
    NOT_AT_START,
    SPACE_MOST,
    Gap,
    Kind,
    addresses,
    between,
    closed_places,
    kind_of,
    may_break,
    reluctant_places,
    space_between,
    unbreakable_spaces,
)
from pubkit.publish.glyph_widths import Shaped, Shaper, line_break_places, shaper_for
from pubkit.publish.line_fitting import STRETCH_MOST, Material
from pubkit.publish.standard_numbers import standard_numbers
from pubkit.text.named_tuple import NamedTuple

#: What takes part in no line of ours: tabs, soft hyphens, writing from right to left and its controls.
NOT_OURS: Final = re.compile("[\t\u00ad\u0590-\u08ff\u200e\u200f\u2028-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
_OWN_SPACE: Final = re.compile(r"\n|\s\s|^\s")
#: What `<br>` and `<wbr>` put into the text: they act on lines and are not drawn.
_UNSEEN: Final = ("\n", "\u200b")
#: Of the type size: the most that an apostrophe takes; in a Chinese font ’ is full-width.
_APOSTROPHE_MOST: Final = 0.4
_WORD: Final = frozenset({Kind.HAN, Kind.LATIN})
_WITH_BLANK: Final = MARKS | {Kind.DOT}
_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")
#: Stands for a picture in a line; UAX #14 breaks before and after an ideograph just so.
_PICTURE: Final = "\u2e80"
#: Demerits (see `line_fitting`) of ending a line between a number and its measure word or behind a hyphen, in an
#: address where it breaks well, elsewhere in it, and in the name of its host.
_RELUCTANT: Final = 1.0
_ADDRESS_WELL: Final = 0.3
_ADDRESS_ANYHOW: Final = 5.0
_ADDRESS_HOST: Final = 80.0
#: Within the number of a standard; and behind the letters in front of it, lest the line before be spread too far.
_STANDARD: Final = 80.0
_STANDARD_LETTERS: Final = 5.0
#: In an address every letter stretches a little, since it has no spaces: weight, and the most in ems.
_ADDRESS_WEIGHT: Final = 0.25
_ADDRESS_MOST: Final = 0.03
#: Characters of a text that may well stand elsewhere too, such as the number of a citation: it is shaped once.
_SHORT: Final = 24
#: The edges of a text box, which has none.
_NO_EDGES: Final = {
    f"{edge}_{side}{suffix}": 0
    for edge, suffix in (("margin", ""), ("padding", ""), ("border", "_width"))
    for side in ("left", "right", "top", "bottom")
}


class Leaf(NamedTuple):
    """A text box or a picture, and its place in the paragraph's text."""

    box: Any
    path: tuple[int, ...]  # indices of children from the line box down
    start: int
    end: int
    is_superior: bool
    shaper: Shaper | None  # None for a picture and for what is not drawn
    shaped: Shaped | None  # its text, where there is a shaper

    @property
    def is_picture(self) -> bool:
        return not hasattr(self.box, "text")


@dataclass(slots=True)
class Content:
    """The leaves of a line box, their text, and the edges of inline boxes. Positions are code points of the text."""

    text: str = ""
    leaves: dict[tuple[int, ...], Leaf] = field(default_factory=dict)  # by path, in order
    spans: dict[tuple[int, ...], tuple[int, int]] = field(default_factory=dict)  # of each inline box, by path
    edge_before: dict[int, float] = field(default_factory=dict)  # padding, border and margin before a position
    edge_after: dict[int, float] = field(default_factory=dict)
    pictures: dict[int, float] = field(default_factory=dict)  # width of each, by position
    unbroken: list[tuple[int, int]] = field(default_factory=list)  # from, to: no line ends between


def inline_boxes(box: Any) -> list[Any] | None:
    """All boxes below a line box, in order; None where it holds what we do not set."""
    if box.style["direction"] != "ltr":
        return None
    from weasyprint.formatting_structure import boxes

    found: list[Any] = []
    return found if _collect(box, found, boxes) else None


def _collect(box: Any, found: list[Any], boxes: Any) -> bool:
    for child in box.children:
        found.append(child)
        if isinstance(child, boxes.TextBox):
            if not (_collapses(child) and child.style["font_size"]):
                return False
        elif not child.is_in_normal_flow():
            return False
        elif isinstance(child, boxes.InlineBox):
            if not _collect(child, found, boxes):
                return False
        elif not isinstance(child, boxes.AtomicInlineLevelBox):
            return False
    return True


def _collapses(box: Any) -> bool:
    """Whether a text has no white space of its own; of a leader, and of what stands beside it, WeasyPrint says `pre`."""
    space, text = box.style["white_space"], box.text
    if space in ("normal", "nowrap") or text == "\n":
        return True
    return space == "pre" and "::" in (box.element_tag or "") and not _OWN_SPACE.search(text)


def read_content(context: Any, box: Any, containing_block: Any) -> Content:
    """The content of a line box."""
    reader = _Reader(context, containing_block)
    reader.read(box, (), is_superior=False)
    reader.content.text = "".join(reader.pieces)
    return reader.content


class _Reader:
    def __init__(self, context: Any, containing_block: Any) -> None:
        self.context = context
        self.containing_block = containing_block
        self.content = Content()
        self.pieces: list[str] = []
        self.position = 0

    def read(self, box: Any, path: tuple[int, ...], *, is_superior: bool) -> None:
        from weasyprint.formatting_structure import boxes

        for index, child in enumerate(box.children):
            start = self.position
            if isinstance(child, boxes.InlineBox):
                self._inline(child, (*path, index), is_superior)
            elif isinstance(child, boxes.TextBox):
                self._text(child, (*path, index), is_superior)
            else:
                self._picture(child, (*path, index), is_superior)
            if child.style["white_space"] in ("nowrap", "pre"):
                self.content.unbroken.append((start, self.position))

    def _inline(self, box: Any, path: tuple[int, ...], is_superior: bool) -> None:
        if _has_edges(box.style):
            from weasyprint.layout.percent import resolve_percentages

            resolve_percentages(box, self.containing_block)
        else:
            box.__dict__.update(_NO_EDGES)
        start = self.position
        self.read(box, path, is_superior=is_superior or _is_raised(box))
        self.content.spans[path] = (start, self.position)
        self._add_edges(box, start, self.position)

    def _add_edges(self, box: Any, start: int, end: int) -> None:
        for side in ("left", "right"):
            if getattr(box, f"margin_{side}") == "auto":
                setattr(box, f"margin_{side}", 0)
        before, after = edges_of(box)
        if end > start and (before or after):
            self.content.edge_before[start] = self.content.edge_before.get(start, 0.0) + before
            self.content.edge_after[end - 1] = self.content.edge_after.get(end - 1, 0.0) + after

    def _text(self, box: Any, path: tuple[int, ...], is_superior: bool) -> None:
        box.__dict__.update(_NO_EDGES)
        shaper = None if box.text in _UNSEEN else shaper_for(box.style)
        self._leaf(box, path, box.text, is_superior, shaper)

    def _picture(self, box: Any, path: tuple[int, ...], is_superior: bool) -> None:
        from weasyprint.layout import inline
        from weasyprint.layout.percent import resolve_percentages

        resolve_percentages(box, self.containing_block)
        laid_out = inline.atomic_box(self.context, box, 0, None, self.containing_block, [], [])
        self.content.pictures[self.position] = laid_out.margin_width()
        self._leaf(box, path, _PICTURE, is_superior, None)

    def _leaf(self, box: Any, path: tuple[int, ...], text: str, is_superior: bool, shaper: Shaper | None) -> None:
        start = self.position
        self.position += len(text)
        self.pieces.append(text)
        shape = shaper and (shaper.shape_again if len(text) <= _SHORT else shaper.shape)
        shaped = shape(text) if shape else None
        self.content.leaves[path] = Leaf(box, path, start, self.position, is_superior, shaper, shaped)


def _has_edges(style: Any) -> bool:
    """Whether a style says anything of margins, borders or paddings; to compute that they are nothing takes long."""
    cascaded = getattr(style, "cascaded", {})
    return any(name.startswith(("margin", "padding", "border")) for name in cascaded)


def edges_of(box: Any) -> tuple[float, float]:
    """Margin, border and padding at the left and at the right of an inline box."""
    return (
        box.margin_left + box.padding_left + box.border_left_width,
        box.margin_right + box.padding_right + box.border_right_width,
    )


def _is_raised(box: Any) -> bool:
    """Whether an inline box is a superior: `sup`, or anything that stands above the line."""
    raised = box.style["vertical_align"]
    return box.element_tag == "sup" or (isinstance(raised, int | float) and raised > 0)


# --- Widths and places -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Widths:
    """Of each character: its advance in pixels, the blank on its sides in ems that can be cut, its type size."""

    advance: list[float]
    blank_left: list[float]
    blank_right: list[float]
    size: list[float]


def material_of(content: Content, box: Any) -> Material:
    """The content as the line breaker sees it."""
    kinds = _kinds(content)
    widths = _widths(content, kinds)
    natural, stretch, shrink, most = _gaps(content, kinds, widths)
    forced = frozenset(i + 1 for i, c in enumerate(content.text) if c == "\n")
    for edges in (content.edge_before, content.edge_after, content.pictures):
        for position, edge in edges.items():
            widths.advance[position] += edge
    return Material(
        size=box.style["font_size"],
        advance=widths.advance,
        natural=natural,
        stretch=stretch,
        shrink=shrink,
        most=most,
        cut_at_start=[b * s if b else 0.0 for b, s in zip(widths.blank_left, widths.size, strict=True)],
        cut_at_end=[
            b * s if b and k in MARKS else 0.0 for b, s, k in zip(widths.blank_right, widths.size, kinds, strict=True)
        ],
        is_space=[c in " \n" for c in content.text],
        is_word=[kind in _WORD for kind in kinds],
        breaks=_breaks(content, kinds, box.style["lang"]),
        forced=forced,
        breakable_anywhere=box.style["overflow_wrap"] in ("anywhere", "break-word"),
    )


def _kinds(content: Content) -> list[Kind]:
    kinds = [kind_of(c) for c in content.text]
    for found in _APOSTROPHE.finditer(content.text):
        kinds[found.start()] = Kind.LATIN
    for leaf in content.leaves.values():
        if leaf.is_superior:
            kinds[leaf.start : leaf.end] = [Kind.SUPERIOR] * (leaf.end - leaf.start)
    return kinds


def _widths(content: Content, kinds: list[Kind]) -> _Widths:
    length = len(content.text)
    found = _Widths([0.0] * length, [0.0] * length, [0.0] * length, [0.0] * length)
    for leaf in content.leaves.values():
        start, end = leaf.start, leaf.end
        found.size[start:end] = [leaf.box.style["font_size"]] * (end - start)
        if leaf.shaper is not None and leaf.shaped is not None:
            found.advance[start:end] = leaf.shaped.widths
            for i in range(start, end):
                if kinds[i] in _WITH_BLANK:
                    found.blank_left[i], found.blank_right[i] = leaf.shaper.blank(content.text[i], kinds[i])
    for match in _APOSTROPHE.finditer(content.text):
        i = match.start()
        found.advance[i] = min(found.advance[i], _APOSTROPHE_MOST * found.size[i])
    return found


def _gaps(content: Content, kinds: list[Kind], widths: _Widths) -> tuple[list[float], ...]:
    """What is added behind each character, the weight and the limits of each place, in pixels."""
    length = len(kinds)
    natural, stretch, shrink, most = [0.0] * length, [0.0] * length, [0.0] * length, [0.0] * length
    sizes = widths.size
    for i, (here, after) in enumerate(pairwise(kinds)):
        size = min(sizes[i], sizes[i + 1])
        if here is Kind.HAN and after is Kind.HAN:
            stretch[i], most[i] = 1.0, STRETCH_MOST * size
        elif after is not Kind.ATTACHED and after is not Kind.SPACE:
            gap = _gap(kinds, widths, i)
            natural[i], stretch[i], shrink[i] = gap.natural * size, gap.stretch, gap.shrink * size
            most[i] = STRETCH_MOST * size
            if gap.stretch > 1:
                width = natural[i] + (widths.advance[i] if here is Kind.SPACE else 0.0)
                most[i] = max(0.0, SPACE_MOST * size - width)
    for address in addresses(content.text):
        for i in range(address.start, address.end - 1):
            stretch[i], most[i] = _ADDRESS_WEIGHT, _ADDRESS_MOST * sizes[i]
    return natural, stretch, shrink, most


def _gap(kinds: list[Kind], widths: _Widths, i: int) -> Gap:
    before, after = kinds[_base(kinds, i)], kinds[i + 1]
    if before is not Kind.SPACE:
        return between(before, after, widths.blank_right[i], widths.blank_left[i + 1])
    blank = (widths.blank_right[i - 1] if i else 0.0) + widths.blank_left[i + 1]
    first = kinds[_base(kinds, i - 1)] if i else Kind.OTHER
    return space_between(first, after, widths.advance[i] / widths.size[i], blank)


def _base(kinds: list[Kind], i: int) -> int:
    """The character that the combining marks at `i` belong to."""
    while i and kinds[i] is Kind.ATTACHED:
        i -= 1
    return i


def _breaks(content: Content, kinds: list[Kind], language: str) -> dict[int, float]:
    """Before which positions a line may end, with demerits."""
    text = content.text
    by_unicode = line_break_places(text, language)
    open_ = _open_places(content, kinds)
    reluctant = reluctant_places(text)
    breaks: dict[int, float] = {}
    for i in open_:
        here, before = kinds[i], text[i - 1]
        if here is Kind.HAN and kinds[i - 1] is Kind.HAN:
            allowed = text[i] not in NOT_AT_START
        elif before == " ":
            allowed = by_unicode[i] and here not in (Kind.CLOSING, Kind.PAUSE, Kind.STOP)
        else:
            allowed = may_break(before, text[i], by_unicode[i])
        if allowed:
            breaks[i] = _RELUCTANT if i in reluctant or before == "-" else 0.0
    for start, end in standard_numbers(text):
        breaks.update((i, _STANDARD_LETTERS if text[i - 1] in " \u00a0" else _STANDARD) for i in range(start + 1, end) if i in breaks)
    return _with_addresses(text, frozenset(open_), breaks)


def _open_places(content: Content, kinds: list[Kind]) -> list[int]:
    """Positions before which nothing but the characters themselves can forbid a line to end."""
    closed = {space + 1 for space in unbreakable_spaces(content.text)} | closed_places(content.text)
    for start, end in content.unbroken:
        closed.update(range(start + 1, end))
    part_of_word = (Kind.SPACE, Kind.ATTACHED, Kind.SUPERIOR)
    return [i for i, kind in enumerate(kinds) if i and kind not in part_of_word and i not in closed]


def _with_addresses(text: str, open_: frozenset[int], breaks: dict[int, float]) -> dict[int, float]:
    for address in addresses(text):
        for i in range(address.start + 1, address.end):
            breaks.pop(i, None)
        breaks.update(dict.fromkeys(address.well & open_, _ADDRESS_WELL))
        breaks.update(dict.fromkeys(address.anyhow & open_, _ADDRESS_ANYHOW))
        breaks.update(dict.fromkeys(address.host & open_, _ADDRESS_HOST))
    return breaks
