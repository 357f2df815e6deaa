"""The inline content of a line box as `western_fitting` sees it: widths, spaces that give and take, places where a line may end.

What does not belong here: how a place is judged (`western_spacing`), how boxes are read (`inline_content`).
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.glyph_widths import line_break_places
from pubkit.publish.hyphenation import Limits
from pubkit.publish.western_fitting import WesternParagraph, Words
from pubkit.publish.western_spacing import SPACES, Place, divided_words, give_and_take, is_western, line_ends
from pubkit.text.chars import is_han

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pubkit.publish.glyph_widths import Shaped
    from pubkit.publish.inline_content import Content, Leaf
    from pubkit.publish.line_fitting import Line

#: Lines of a paragraph that are kept together on the next page (`widows` in `styles/print.css`).
_WIDOWS: Final = 2
#: How often lines are looked for that end their page with a whole word.
_TRIALS: Final = 3


def is_ours(style: Any) -> bool:
    """Whether the lines of a box are set here: flush on both sides, with spaces between words. Ragged ones are WeasyPrint's."""
    return is_western(style["lang"]) and style["text_align_all"] == "justify" and style["white_space"] == "normal"


def is_mostly_han(text: str) -> bool:
    """Whether a text has no word spaces to speak of, as a Chinese paragraph in an English report: it is set as Chinese is."""
    return not text.isascii() and 2 * sum(is_han(c) for c in text) > len(text)


def paragraph_of(content: Content, box: Any) -> WesternParagraph:
    """The content of a line box, ready to be broken."""
    text = content.text
    advance = _widths(content)
    stretch, shrink = _spaces(content, advance)
    for edges in (content.edge_before, content.edge_after, content.pictures):
        for position, edge in edges.items():
            advance[position] += edge
    words = Words(
        size=box.style["font_size"],
        advance=advance,
        stretch=stretch,
        shrink=shrink,
        is_space=[c in " \n" for c in text],
        ends=line_ends(text, line_break_places(text, box.style["lang"]), frozenset(_closed(content))),
        divided=lambda: _divided(content),
        hyphen=lambda position: sum(hyphen_of(_leaf_before(content, position))[1].widths),
        forced=frozenset(i + 1 for i, c in enumerate(text) if c == "\n"),
        breakable_anywhere=box.style["overflow_wrap"] in ("anywhere", "break-word"),
    )
    return WesternParagraph(words)


def line_of(paragraph: WesternParagraph, begin: int, measure: float, indent: float, fits: Callable[[int], bool]) -> Line:
    """The line that begins at a position. No word is divided where the page ends, if that can be helped (Bringhurst, 2.4.8).

    `fits` says whether so many lines more fit on the page.
    """
    lines = paragraph.lines_from(begin, measure, measure + indent)
    avoided = frozenset[int]()
    for _ in range(_TRIALS):
        last = _page_end(lines, fits)
        if last is None or not last.is_divided:
            break
        avoided |= {last.resume}
        lines = paragraph.lines_without(avoided, begin, measure, measure + indent) or lines
    return lines[0]


def _page_end(lines: list[Line], fits: Callable[[int], bool]) -> Line | None:
    """The line that will be the last on its page; None where all fit, or none."""
    if fits(len(lines)):
        return None
    room = bisect_left(range(len(lines)), True, key=lambda count: not fits(count + 1))
    # A line that would stand alone on the next page takes the one before it along.
    count = min(room, len(lines) - _WIDOWS)
    return lines[count - 1] if count > 0 else None


def hyphen_of(leaf: Leaf) -> tuple[str, Shaped]:
    """The hyphen that a divided word of a leaf has at the end of its line."""
    text = leaf.box.style["hyphenate_character"]
    assert leaf.shaper is not None  # noqa: S101 - what has words was shaped
    return text, leaf.shaper.shape_again(text)


def _widths(content: Content) -> list[float]:
    """Of each character. Those of a ligature share its width, lest a word that is divided in it be set too wide."""
    advance = [0.0] * len(content.text)
    for leaf in content.leaves.values():
        if leaf.shaped is None:
            continue
        widths = leaf.shaped.widths
        advance[leaf.start : leaf.end] = widths if all(widths) else _shared(leaf.box.text, widths)
    return advance


def _shared(text: str, widths: list[float]) -> list[float]:
    shared = list(widths)
    for i, width in enumerate(widths):
        end = i + 1
        while width and end < len(text) and not widths[end] and unicodedata.category(text[end])[0] == "L":
            end += 1
        if end > i + 1:
            shared[i:end] = [width / (end - i)] * (end - i)
    return shared


def _spaces(content: Content, advance: list[float]) -> tuple[list[float], list[float]]:
    """What each character takes and gives: spaces do, and nothing else."""
    stretch, shrink = [0.0] * len(advance), [0.0] * len(advance)
    for leaf in content.leaves.values():
        size = leaf.box.style["font_size"]
        for i in range(leaf.start, leaf.end):
            if content.text[i] in SPACES:
                stretch[i], shrink[i] = give_and_take(advance[i], size)
    return stretch, shrink


def _closed(content: Content) -> Iterator[int]:
    """Positions before which no line ends, whatever stands there: superiors stay with their word."""
    for start, end in content.unbroken:
        yield from range(start + 1, end)
    for leaf in content.leaves.values():
        if leaf.is_superior:
            yield from range(leaf.start, leaf.end)


def _divided(content: Content) -> list[Place]:
    found: list[Place] = []
    for leaf in content.leaves.values():
        style = leaf.box.style
        if leaf.shaped is not None and style["hyphens"] == "auto" and style["lang"] and not leaf.is_superior:
            limits = Limits(*style["hyphenate_limit_chars"])
            found += divided_words(content.text, leaf.start, leaf.end, style["lang"], limits)
    kept = {i for start, end in content.unbroken for i in range(start + 1, end)}
    return [place for place in found if place.position not in kept]


def _leaf_before(content: Content, position: int) -> Leaf:
    """The leaf whose text ends at a position or goes on there."""
    leaves = list(content.leaves.values())
    return leaves[bisect_left(leaves, position, key=lambda leaf: leaf.end)]
