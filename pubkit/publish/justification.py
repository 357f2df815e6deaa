"""Chinese lines, flush and evenly set, by WeasyPrint: a patch of the pinned release.

WeasyPrint breaks lines box by box and stretches only spaces, so that a Chinese line with one English word gets two
holes and others end ragged (its own note: `TODO: We should use a better algorithm here` in `justify_line`). Within
`chinese_justification()` a line box whose language is Chinese is set by us instead: its text is shaped once by Pango,
`chinese_spacing` says what stands between two characters, `line_fitting` where the lines end, and the widths are
written into Pango's glyph strings when the line is drawn. Every other box is left to WeasyPrint.

Patched (and checked to look as expected before): `layout.inline.split_inline_box`, `layout.inline.justify_line`,
`layout.preferred.inline_min_content_width`, `layout.preferred.inline_max_content_width`.
Sources: WeasyPrint 70.0, layout/inline.py, layout/preferred.py, text/line_break.py, draw/text.py; Pango, glyph strings.
What does not belong here: what is good Chinese setting; that is said in the two modules named above.
"""

from __future__ import annotations

import inspect
import re
from bisect import bisect_left, bisect_right
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pubkit.publish.chinese_spacing import (
    MARKS,
    SPACE_MOST,
    Kind,
    addresses,
    between,
    kind_of,
    may_break,
    reluctant_places,
    space_between,
    unbreakable_spaces,
)
from pubkit.publish.line_fitting import STRETCH_MOST, Line, Material, Paragraph
from pubkit.text.errors import ToolError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The releases whose inner workings this module knows.
KNOWN_RELEASE: Final = re.compile(r"70\.\d+")
_SIGNATURES: Final = {
    ("layout.inline", "split_inline_box"): (
        "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes fixed_boxes "
        "line_placeholders waiting_floats line_children first_letter_style first_line_style"
    ),
    ("layout.inline", "justify_line"): "context line extra_width",
    ("layout.preferred", "inline_min_content_width"): "context box outer skip_stack first_line is_line_start",
    ("layout.preferred", "inline_max_content_width"): "context box outer is_line_start",
    ("layout.inline", "atomic_box"): "context box position_x skip_stack containing_block absolute_boxes fixed_boxes",
    ("text.line_break", "get_log_attrs"): "text lang",
}
#: What takes part in no Chinese line: tabs, soft hyphens, writing from right to left and its controls.
_NOT_OURS: Final = re.compile("[\t\u00ad\u0590-\u08ff\u200e\u200f\u2028-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]")
#: What `<br>` and `<wbr>` put into the text: they act on lines and are not drawn.
_UNSEEN: Final = ("\n", "\u200b")
_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")
#: Stands for a picture in a line; UAX #14 breaks before and after an ideograph just so.
_PICTURE: Final = "\u2e80"
#: Demerits (see `line_fitting`) of ending a line between a number and its measure word, or behind a hyphen.
_RELUCTANT: Final = 1.0
#: Bytes of a `PangoGlyphInfo`: glyph, width, x and y offset, attributes.
_GLYPH_INTS: Final = 5


@contextmanager
def chinese_justification() -> Iterator[None]:
    """Within it, WeasyPrint sets the lines of Chinese paragraphs as this module says. Not for several threads at once.

    Raises `ToolError` where WeasyPrint is not the release that this was written for.
    """
    import weasyprint
    from weasyprint.layout import inline, preferred

    _check_release(weasyprint.VERSION)
    kept = {
        (module, name): getattr(module, name)
        for module, name in (
            (inline, "split_inline_box"),
            (inline, "justify_line"),
            (preferred, "inline_min_content_width"),
            (preferred, "inline_max_content_width"),
        )
    }
    try:
        for (module, name), original in kept.items():
            setattr(module, name, _PATCHES[name](original))
        yield
    finally:
        for (module, name), original in kept.items():
            setattr(module, name, original)


def _check_release(version: str) -> None:
    """Whether the functions that are patched or called look as they did when this was written."""
    import importlib

    for (module, name), expected in _SIGNATURES.items():
        function = getattr(importlib.import_module(f"weasyprint.{module}"), name, None)
        parameters = list(inspect.signature(function).parameters) if callable(function) else []
        if not KNOWN_RELEASE.fullmatch(version) or parameters != expected.split():
            raise ToolError(
                Phrase(
                    f"WeasyPrint {version} is not a release that pubkit knows how to set Chinese with",
                    f"pubkit 不会用 WeasyPrint {version} 排中文",
                ),
                hint=Phrase(
                    'Install one that it knows: pip install "weasyprint>=70,<71"',
                    '请安装它认得的版本：pip install "weasyprint>=70,<71"',
                ),
            )


# --- The paragraph, out of boxes ---------------------------------------------------------------------------------------


class _Leaf(NamedTuple):
    """A text box or a picture, and its place in the paragraph's text."""

    box: Any
    path: tuple[int, ...]  # indices of children from the line box down
    start: int
    end: int
    is_superior: bool


@dataclass(slots=True)
class _Content:
    """The leaves of a line box, their text, and the edges of inline boxes."""

    text: str = ""
    leaves: dict[tuple[int, ...], _Leaf] = field(default_factory=dict)  # by path, in order
    spans: dict[tuple[int, ...], tuple[int, int]] = field(default_factory=dict)  # of each inline box, by path
    edge_before: dict[int, float] = field(default_factory=dict)  # padding, border and margin before a position
    edge_after: dict[int, float] = field(default_factory=dict)
    pictures: dict[int, float] = field(default_factory=dict)  # width of each, by position
    unbroken: list[tuple[int, int]] = field(default_factory=list)  # from, to: no line ends between


@dataclass(slots=True)
class _Setting:
    """What is kept of a line box between its lines, pages and layouts."""

    leaves: list[Any]
    content: _Content
    paragraph: Paragraph
    baselines: dict[int, tuple[float, float]] = field(default_factory=dict)


def _setting(context: Any, box: Any, containing_block: Any) -> _Setting | None:
    """The setting of a line box; None where its lines are WeasyPrint's."""
    leaves = _leaves(box)
    if leaves is None:
        return None
    kept = box.__dict__.get("chinese_setting")
    if kept is not None and len(kept.leaves) == len(leaves) and all(map(_same, kept.leaves, leaves)):
        return kept  # type: ignore[no-any-return]
    content = _content(context, box, containing_block)
    if not content.text or _NOT_OURS.search(content.text):
        return None
    made = _Setting(leaves, content, Paragraph(_material(content, box)))
    box.chinese_setting = made
    return made


def _same(one: Any, other: Any) -> bool:
    return one is other


def _leaves(box: Any) -> list[Any] | None:
    """The boxes of a Chinese line box that have no children; None where there is something that we do not set."""
    style = box.style
    if style["direction"] != "ltr" or not (style["lang"] or "").lower().startswith(("zh", "yue")):
        return None
    found: list[Any] = []
    return found if _collect(box, found) else None


def _collect(box: Any, found: list[Any]) -> bool:
    from weasyprint.formatting_structure import boxes

    for child in box.children:
        if isinstance(child, boxes.TextBox):
            collapses = child.style["white_space"] in ("normal", "nowrap") or child.text == "\n"
            if not collapses or not child.style["font_size"] or child.style["hyphens"] == "auto":
                return False
        elif not child.is_in_normal_flow():
            return False
        elif isinstance(child, boxes.InlineBox):
            found.append(child)
            if not _collect(child, found):
                return False
            continue
        elif not isinstance(child, boxes.AtomicInlineLevelBox):
            return False
        found.append(child)
    return True


def _content(context: Any, box: Any, containing_block: Any) -> _Content:
    content = _Content()
    pieces: list[str] = []
    _fill(context, box, containing_block, content, pieces, (), 0, is_superior=False)
    content.text = "".join(pieces)
    return content


def _fill(
    context: Any,
    box: Any,
    containing_block: Any,
    content: _Content,
    pieces: list[str],
    path: tuple[int, ...],
    position: int,
    *,
    is_superior: bool,
) -> int:
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout.percent import resolve_percentages

    for index, child in enumerate(box.children):
        here = (*path, index)
        start = position
        resolve_percentages(child, containing_block)
        if isinstance(child, boxes.InlineBox):
            superior = is_superior or _is_raised(child)
            position = _fill(context, child, containing_block, content, pieces, here, start, is_superior=superior)
            content.spans[here] = (start, position)
            if not _wraps(child):
                content.unbroken.append((start, position))
            _add_edges(content, child, start, position)
            continue
        text = child.text if isinstance(child, boxes.TextBox) else _PICTURE
        pieces.append(text)
        position += len(text)
        content.leaves[here] = _Leaf(child, here, start, position, is_superior)
        if not _wraps(child):
            content.unbroken.append((start, position))
        if not isinstance(child, boxes.TextBox):
            _measure_picture(context, child, containing_block, content, start)
    return position


def _wraps(box: Any) -> bool:
    return box.style["white_space"] not in ("nowrap", "pre")


def _is_raised(box: Any) -> bool:
    """Whether an inline box is a superior: `sup`, or anything that stands above the line."""
    raised = box.style["vertical_align"]
    return box.element_tag == "sup" or (isinstance(raised, int | float) and raised > 0)


def _add_edges(content: _Content, box: Any, start: int, end: int) -> None:
    for side in ("left", "right"):
        if getattr(box, f"margin_{side}") == "auto":
            setattr(box, f"margin_{side}", 0)
    before = box.margin_left + box.padding_left + box.border_left_width
    after = box.margin_right + box.padding_right + box.border_right_width
    if end > start and (before or after):
        content.edge_before[start] = content.edge_before.get(start, 0.0) + before
        content.edge_after[end - 1] = content.edge_after.get(end - 1, 0.0) + after


def _measure_picture(context: Any, box: Any, containing_block: Any, content: _Content, position: int) -> None:
    from weasyprint.layout import inline

    laid_out = inline.atomic_box(context, box, 0, None, containing_block, [], [])
    content.pictures[position] = laid_out.margin_width()


# --- Widths and places, out of the paragraph ---------------------------------------------------------------------------


@dataclass(slots=True)
class _Widths:
    """Of each character: its advance, and the blank on its sides that can be cut, in pixels; the type size around it."""

    advance: list[float]
    blank_left: list[float]
    blank_right: list[float]
    size: list[float]


def _material(content: _Content, box: Any) -> Material:
    text = content.text
    kinds = _kinds(content)
    widths = _widths(content, kinds)
    natural, stretch, shrink, most = _gaps(content, kinds, widths)
    breaks, forced = _breaks(content, kinds, box.style["lang"])
    advance = widths.advance
    for edges in (content.edge_before, content.edge_after, content.pictures):
        for position, edge in edges.items():
            advance[position] += edge
    return Material(
        size=box.style["font_size"],
        advance=advance,
        natural=natural,
        stretch=stretch,
        shrink=shrink,
        most=most,
        cut_at_start=[w if k is Kind.OPENING else 0.0 for w, k in zip(widths.blank_left, kinds, strict=True)],
        cut_at_end=[
            w if k in MARKS and k is not Kind.OPENING else 0.0 for w, k in zip(widths.blank_right, kinds, strict=True)
        ],
        is_space=[c in " \n" for c in text],
        breaks=breaks,
        forced=forced,
        breakable_anywhere=box.style["overflow_wrap"] in ("anywhere", "break-word"),
    )


def _kinds(content: _Content) -> list[Kind]:
    text = content.text
    kinds = [kind_of(c) for c in text]
    for found in _APOSTROPHE.finditer(text):
        kinds[found.start()] = Kind.LATIN
    for leaf in content.leaves.values():
        if leaf.is_superior:
            kinds[leaf.start : leaf.end] = [Kind.SUPERIOR] * (leaf.end - leaf.start)
    return kinds


def _widths(content: _Content, kinds: list[Kind]) -> _Widths:
    length = len(content.text)
    found = _Widths([0.0] * length, [0.0] * length, [0.0] * length, [0.0] * length)
    for leaf in content.leaves.values():
        size = leaf.box.style["font_size"]
        found.size[leaf.start : leaf.end] = [size] * (leaf.end - leaf.start)
        if hasattr(leaf.box, "text") and leaf.box.text not in _UNSEEN:
            _shape(leaf, kinds, found)
    return found


def _shape(leaf: _Leaf, kinds: list[Kind], found: _Widths) -> None:
    """Let Pango shape the whole text of a leaf, and read off the width of each cluster and the blank in each mark."""
    from weasyprint.text.ffi import FROM_UNITS
    from weasyprint.text.line_break import Layout

    style, text, start = leaf.box.style, leaf.box.text, leaf.start
    layout = Layout(style)
    layout.set_text(text)
    offsets = {offset: i for i, offset in enumerate(_byte_offsets(text))}
    blanks = _blanks_of(style)
    for glyphs in _runs(layout.get_first_line()[0]):
        for cluster, width, glyph in zip(glyphs.clusters, glyphs.widths, glyphs.ids, strict=True):
            i = start + offsets[glyphs.offset + cluster]
            found.advance[i] += width * FROM_UNITS
            if kinds[i] in MARKS or kinds[i] is Kind.DOT:
                character = text[i - start]
                if character not in blanks:
                    blanks[character] = _blank(glyphs.font, glyph, kinds[i])
                left, right = blanks[character]
                found.blank_left[i], found.blank_right[i] = left * found.size[i], right * found.size[i]
            elif text[i - start] == "’":
                found.advance[i] = min(found.advance[i], 0.4 * found.size[i])  # an apostrophe takes no full em
    layout.deactivate()


def _byte_offsets(text: str) -> list[int]:
    """The offset in UTF-8 of each character."""
    offsets, offset = [], 0
    for c in text:
        offsets.append(offset)
        offset += 1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4
    return offsets


class _Run(NamedTuple):
    """The glyphs of a run as Pango lays them out; `ints` is its own memory and can be written to."""

    offset: int  # in bytes of the text
    length: int  # in bytes
    clusters: list[int]  # for each glyph, in bytes from `offset`
    ids: list[int]
    widths: list[int]  # in Pango units
    ints: Any
    font: Any


def _runs(line: Any) -> Iterator[_Run]:
    from weasyprint.text.ffi import ffi

    run = line.runs
    while run != ffi.NULL:
        item = run.data
        count = item.glyphs.num_glyphs
        if count:
            size = 4 * _GLYPH_INTS * count
            ints = memoryview(ffi.buffer(item.glyphs.glyphs, size)).cast("B").cast("i")
            clusters = ffi.unpack(item.glyphs.log_clusters, count)
            ids, widths = ints[::_GLYPH_INTS].tolist(), ints[1::_GLYPH_INTS].tolist()
            yield _Run(item.item.offset, item.item.length, clusters, ids, widths, ints, item.item.analysis.font)
        run = run.next


def _blanks_of(style: Any) -> dict[str, tuple[float, float]]:
    """Where the blanks of a style's marks are kept: with its fonts, as long as these."""
    from weasyprint.text.line_break import _font_style_cache_key

    kept = style.font_config.__dict__.setdefault("chinese_blanks", {})
    return kept.setdefault(_font_style_cache_key(style), {})  # type: ignore[no-any-return]


def _blank(font: Any, glyph: int, kind: Kind) -> tuple[float, float]:
    """How many ems can be cut from the left and the right of a mark, from the ink of its glyph: never more than half.

    A mark that sits in the middle of its square, as in Taipei, has a quarter on each side; of a bracket nothing is cut
    on its inner side.
    """
    from weasyprint.text.ffi import ffi, pango

    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(font, glyph, ink, logical)
    em = logical.height and logical.width
    if not em or logical.width < 0.9 * _em_of(font):
        return 0.0, 0.0  # a half-width glyph has nothing to give
    left, right = ink.x / em, (logical.width - ink.x - ink.width) / em
    if kind is Kind.OPENING:
        return min(0.5, max(0.0, left - 0.02)), 0.0
    if kind is Kind.DOT:
        return min(0.25, left), min(0.25, right)
    return 0.0, 0.5 if right >= 0.48 else max(0.0, min(0.25, right - 0.1))


def _em_of(font: Any) -> float:
    """The size of a font in Pango units."""
    from weasyprint.text.ffi import ffi, pango

    description = ffi.gc(pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free)
    return pango.pango_font_description_get_size(description)  # type: ignore[no-any-return]


def _gaps(content: _Content, kinds: list[Kind], widths: _Widths) -> tuple[list[float], ...]:
    """What is added behind each character, the weight and the limits of each place, in pixels."""
    length = len(kinds)
    natural, stretch, shrink, most = [0.0] * length, [0.0] * length, [0.0] * length, [0.0] * length
    for i, (here, after) in enumerate(pairwise(kinds)):
        if after is Kind.ATTACHED or after is Kind.SPACE:
            continue
        size = min(widths.size[i], widths.size[i + 1])
        before = kinds[_base(kinds, i)] if here is Kind.ATTACHED else here
        if here is Kind.SPACE:
            gap = _space(kinds, widths, i)
        else:
            gap = between(
                before, after, round(widths.blank_right[i] / size, 2), round(widths.blank_left[i + 1] / size, 2)
            )
        natural[i], stretch[i], shrink[i] = gap.natural * size, gap.stretch, gap.shrink * size
        most[i] = STRETCH_MOST * size
        if gap.stretch > 1:
            width = natural[i] + (widths.advance[i] if here is Kind.SPACE else 0.0)
            most[i] = max(0.0, SPACE_MOST * size - width)
    for address in addresses(content.text):
        for i in range(address.start, address.end - 1):
            stretch[i], most[i] = 0.25, 0.03 * widths.size[i]
    return natural, stretch, shrink, most


def _base(kinds: list[Kind], i: int) -> int:
    """The character that the combining marks at `i` belong to."""
    while i and kinds[i] is Kind.ATTACHED:
        i -= 1
    return i


def _space(kinds: list[Kind], widths: _Widths, i: int) -> Any:
    size = widths.size[i]
    before = kinds[_base(kinds, i - 1)] if i else Kind.OTHER
    blank = (widths.blank_right[i - 1] if i else 0.0) + widths.blank_left[i + 1]
    return space_between(before, kinds[i + 1], widths.advance[i] / size, blank / size)


def _breaks(content: _Content, kinds: list[Kind], language: str) -> tuple[dict[int, float], frozenset[int]]:
    """Before which positions a line may end, with demerits, and before which it must."""
    from weasyprint.text.line_break import get_log_attrs

    text = content.text
    attributes = get_log_attrs(text.replace("\n", " "), language)
    forced = frozenset(i + 1 for i, c in enumerate(text) if c == "\n")
    glued, reluctant = unbreakable_spaces(text), reluctant_places(text)
    wraps = _wrapping(content)
    breaks: dict[int, float] = {}
    for i in range(1, len(text)):
        if kinds[i] in (Kind.SPACE, Kind.ATTACHED) or not wraps[i]:
            continue
        if kinds[i] is Kind.SUPERIOR or i - 1 in glued:
            continue
        before = text[i - 1]
        if before == " ":
            allowed = text[i] not in "，。、；：！？）》”" and bool(attributes[i].is_line_break)
        else:
            allowed = may_break(before, text[i], bool(attributes[i].is_line_break))
        if allowed:
            breaks[i] = _RELUCTANT if i in reluctant or before == "-" else 0.0
    for address in addresses(text):
        for i in range(address.start + 1, address.end):
            breaks.pop(i, None)
        breaks.update({i: 0.3 for i in address.well if wraps[i]})
        breaks.update({i: 2.0 for i in address.anyhow if wraps[i]})
    return breaks, forced


def _wrapping(content: _Content) -> list[bool]:
    """For each position, whether a line may end before it as far as `white-space` goes."""
    wraps = [True] * (len(content.text) + 1)
    for start, end in content.unbroken:
        wraps[start + 1 : end] = [False] * max(0, end - start - 1)
    return wraps


# --- Lines, out of the paragraph ---------------------------------------------------------------------------------------


def _set_line(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    skip_stack: Any,
    containing_block: Any,
    setting: _Setting,
) -> tuple[Any, Any, bool]:
    """The next line of a line box, where to resume, and whether it ends with a break of the author's."""
    content, paragraph = setting.content, setting.paragraph
    begin = _position(content, skip_stack)
    measure = max_x - position_x
    justified = box.style["text_align_all"] == "justify" and box.style["white_space"] != "pre-line"
    line = paragraph.line_at(begin, measure, measure + box.text_indent, justified)
    shift, advances = paragraph.set_line(line, measure, justified)
    pen = _Pen(context, containing_block, setting, line, advances, begin, position_x - shift, box.position_y)
    new_box = box.copy_with_children(pen.children(box, ()))
    new_box.is_chinese_line = True
    new_box.width = pen.x - new_box.content_box_x()
    _adjust(new_box)
    resume_at = None if line.resume >= len(content.text) else _skip_stack(content, line.resume)
    new_box.remove_decoration(start=begin > 0, end=resume_at is not None)
    return new_box, resume_at, line.resume in paragraph.material.forced


def _adjust(box: Any) -> None:
    from weasyprint.layout.inline import _adjust_line_height

    _adjust_line_height(box)


class _Pen:
    """Makes the boxes of a line, from left to right."""

    def __init__(
        self,
        context: Any,
        containing_block: Any,
        setting: _Setting,
        line: Line,
        advances: list[float],
        begin: int,
        x: float,
        y: float,
    ) -> None:
        self.context = context
        self.containing_block = containing_block
        self.setting = setting
        self.line = line
        self.advances = advances
        self.begin = begin
        self.x = x
        self.y = y
        self.leaves = setting.content.leaves

    def children(self, box: Any, path: tuple[int, ...]) -> list[Any]:
        """The parts of a box's children that are on this line."""
        found = []
        for index, child in enumerate(box.children):
            here = (*path, index)
            leaf = self.leaves.get(here)
            made = self._inline(child, here) if leaf is None else self._leaf(leaf)
            if made is not None:
                found.append(made)
        return found

    def _inline(self, box: Any, path: tuple[int, ...]) -> Any:
        start, end = self.setting.content.spans[path]
        if not self._is_here(start, end):
            return None
        starts, ends = start >= self.line.start, end <= self.line.end
        x, left = self.x, box.margin_left + box.padding_left + box.border_left_width
        right = box.margin_right + box.padding_right + box.border_right_width
        if start == end:
            self.x += left  # in other boxes the edges are part of the advances
        new_box = box.copy_with_children(self.children(box, path))
        new_box.remove_decoration(start=not starts, end=not ends)
        new_box.position_x, new_box.position_y = x, self.y
        if start == end:
            self.x += right
        new_box.width = self.x - x - (left if starts else 0) - (right if ends else 0)
        _adjust(new_box)
        return new_box

    def _is_here(self, start: int, end: int) -> bool:
        """Whether an inline box has text on this line, or is empty and stands in it."""
        line = self.line
        if start < end:
            text = self.setting.content.text
            only_break = end - start == 1 and text[start] == "\n"
            return (start < line.end and end > line.start) or (only_break and self.begin <= start < line.resume)
        is_end = line.resume == len(self.setting.content.text)
        return self.begin <= start < line.resume or (is_end and start == line.resume)

    def _leaf(self, leaf: _Leaf) -> Any:
        start, end = max(leaf.start, self.line.start), min(leaf.end, self.line.end)
        if start >= end or leaf.box.__dict__.get("text") in _UNSEEN:
            return None
        advances = self.advances[start - self.line.start : end - self.line.start]
        return self._text(leaf, start, end, advances) if hasattr(leaf.box, "text") else self._picture(leaf, start)

    def _text(self, leaf: _Leaf, start: int, end: int, advances: list[float]) -> Any:
        content = self.setting.content
        text = content.text[start:end]
        before, after = content.edge_before.get(start, 0.0), content.edge_after.get(end - 1, 0.0)
        advances[0] -= before
        advances[-1] -= after
        box = leaf.box.copy_with_text(text)
        box.position_x, box.position_y = self.x + before, self.y
        box.width = sum(advances)
        box.pango_layout = _composed_text()(box.style, text, advances)
        self.x += before + box.width + after
        _stand_on_line(box)
        return box

    def _picture(self, leaf: _Leaf, start: int) -> Any:
        from weasyprint.layout import inline

        content = self.setting.content
        x = self.x + content.edge_before.get(start, 0.0)
        box = inline.atomic_box(self.context, leaf.box, x, None, self.containing_block, [], [])
        box.position_x = x
        self.x = x + content.pictures[start] + content.edge_after.get(start, 0.0)
        return box


def _stand_on_line(box: Any) -> None:
    """Give a text box its height and baseline: those of its style, whatever fonts its characters come from.

    So no rare character moves the lines apart.
    """
    from weasyprint.layout.inline import strut

    line_height, baseline = strut(box.style)
    box.height = box.style["font_size"]
    box.margin_top = box.margin_bottom = (line_height - box.height) / 2
    box.baseline = baseline


def _position(content: _Content, skip_stack: Any) -> int:
    """The position in the paragraph's text that a skip stack of WeasyPrint's means."""
    if skip_stack is None:
        return 0
    path: list[int] = []
    stack = skip_stack
    while stack is not None:
        ((index, stack),) = stack.items()
        path.append(index)
    for leaf in content.leaves.values():
        depth = len(leaf.path)
        if list(leaf.path) == path[:depth]:
            skipped = path[depth] if len(path) > depth else 0
            return leaf.start + len(leaf.box.text.encode()[:skipped].decode()) if skipped else leaf.start
        if list(leaf.path) > path:
            return leaf.start
    return len(content.text)


def _skip_stack(content: _Content, position: int) -> dict[int, Any]:
    """What WeasyPrint takes to resume a line box at a position of the paragraph's text."""
    for leaf in content.leaves.values():
        if leaf.start <= position < leaf.end:
            break
    skipped = len(leaf.box.text[: position - leaf.start].encode()) if hasattr(leaf.box, "text") else 0
    stack: Any = {skipped: None} if skipped else None
    for index in reversed(leaf.path):
        stack = {index: stack}
    return stack  # type: ignore[no-any-return]


# --- Glyphs, out of the lines ------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _composed_text() -> type[Any]:
    """The class of the layouts of our text boxes; made late, as its base comes with WeasyPrint."""
    from weasyprint.text.ffi import TO_UNITS
    from weasyprint.text.line_break import Layout

    class ComposedText(Layout):  # type: ignore[misc]
        """A layout that Pango shapes only when it is drawn, with the widths that the line was given."""

        def __init__(self, style: Any, text: str, advances: list[float]) -> None:
            self.justification_spacing = 0
            self.first_line_direction = 0
            self.max_width = None
            self.text = self.composed = text
            self.advances = advances
            self.size = style["font_size"]
            if style["text_decoration_line"] != "none":
                self.setup(style)  # reads how thick a line is drawn and where
                self.deactivate()

        def get_first_line(self) -> tuple[Any, Any]:
            line, index = super().get_first_line()
            if self.text == self.composed:
                self._widen(line)
            return line, index

        def _widen(self, line: Any) -> None:
            """Write the widths into the glyphs.

            PDF moves the pen in thousandths of the type size, and WeasyPrint cuts off what is less: each width is a
            whole number of them, and what rounding leaves is carried to the next.
            """
            per_mille = self.size / 1000
            position, reached = 0.0, 0
            widths = []
            for advance in self.advances:
                position += advance
                widths.append(round(position / per_mille) - reached)
                reached += widths[-1]
            offsets = _byte_offsets(self.text)
            for run in _runs(line):
                first, last = bisect_left(offsets, run.offset), bisect_left(offsets, run.offset + run.length)
                _write_widths(run, offsets[first:last], widths[first:last], per_mille * TO_UNITS)

    return ComposedText


def _write_widths(run: _Run, offsets: list[int], widths: list[int], unit: float) -> None:
    """Give the glyphs of a run the widths of its characters, in thousandths of the type size (`unit` is one, in Pango's).

    Where several characters make one glyph or several glyphs one character, the last glyph gets what is left.
    """
    starts = sorted({run.offset + cluster for cluster in run.clusters})
    wanted = dict.fromkeys(starts, 0)
    for offset, width in zip(offsets, widths, strict=True):
        wanted[starts[bisect_right(starts, offset) - 1]] += width
    given: dict[int, int] = {}
    for i, (cluster, now) in enumerate(zip(run.clusters, run.widths, strict=True)):
        start = run.offset + cluster
        if i + 1 < len(run.clusters) and run.clusters[i + 1] == cluster:
            given[start] = given.get(start, 0) + now
            continue
        target = wanted[start] * unit - given.get(start, 0)
        if abs(now - target) > unit / 2:
            # Away from the glyph's own width, lest WeasyPrint cut a thousandth off.
            run.ints[i * _GLYPH_INTS + 1] = ceil(target) if target > now else floor(target)


# --- The patches -------------------------------------------------------------------------------------------------------


def _patch_split(original: Callable[..., Any]) -> Callable[..., Any]:
    def split_inline_box(
        context: Any,
        box: Any,
        position_x: float,
        max_x: float,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        line_placeholders: Any,
        waiting_floats: Any,
        line_children: Any,
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Any:
        from weasyprint.formatting_structure import boxes

        if isinstance(box, boxes.LineBox) and not (first_letter_style or first_line_style or _is_cut(containing_block)):
            setting = _setting(context, box, containing_block)
            if setting is not None:
                line = _set_line(context, box, position_x, max_x, skip_stack, containing_block, setting)
                return *line, None, None, {"left": 0, "right": 0}
        return original(
            context,
            box,
            position_x,
            max_x,
            bottom_space,
            skip_stack,
            containing_block,
            absolute_boxes,
            fixed_boxes,
            line_placeholders,
            waiting_floats,
            line_children,
            first_letter_style,
            first_line_style,
        )

    return split_inline_box


def _is_cut(block: Any) -> bool:
    """Whether a block cuts its lines off with an ellipsis, which Pango then sets."""
    style = getattr(block, "style", None)
    return style is not None and (style["text_overflow"] == "ellipsis" or style["block_ellipsis"] != "none")


def _patch_justify(original: Callable[..., Any]) -> Callable[..., Any]:
    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        if not line.__dict__.get("is_chinese_line"):
            original(context, line, extra_width)

    return justify_line


def _patch_narrowest(original: Callable[..., Any]) -> Callable[..., Any]:
    def inline_min_content_width(
        context: Any,
        box: Any,
        outer: bool = True,
        skip_stack: Any = None,
        first_line: bool = False,
        is_line_start: bool = False,
    ) -> Any:
        setting = None if skip_stack or first_line else _preferred_setting(context, box)
        if setting is None:
            return original(context, box, outer, skip_stack, first_line, is_line_start)
        from weasyprint.layout.preferred import adjust

        return adjust(box, outer, setting.paragraph.narrowest())

    return inline_min_content_width


def _patch_widest(original: Callable[..., Any]) -> Callable[..., Any]:
    def inline_max_content_width(context: Any, box: Any, outer: bool = True, is_line_start: bool = False) -> Any:
        setting = _preferred_setting(context, box)
        if setting is None:
            return original(context, box, outer, is_line_start)
        from weasyprint.layout.preferred import adjust

        # A hair more, so that what is as wide as its column is not broken by a rounding error.
        return adjust(box, outer, setting.paragraph.widest() + 0.01)

    return inline_max_content_width


def _preferred_setting(context: Any, box: Any) -> _Setting | None:
    """The setting of a line box before the width of its column is known; a picture may depend on that width."""
    from weasyprint.formatting_structure import boxes

    if not isinstance(box, boxes.LineBox) or any(isinstance(b, boxes.AtomicInlineLevelBox) for b in box.descendants()):
        return None
    return _setting(context, box, (0, 0))


_PATCHES: Final[dict[str, Callable[[Callable[..., Any]], Callable[..., Any]]]] = {
    "split_inline_box": _patch_split,
    "justify_line": _patch_justify,
    "inline_min_content_width": _patch_narrowest,
    "inline_max_content_width": _patch_widest,
}
