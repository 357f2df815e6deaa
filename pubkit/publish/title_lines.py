"""Lines of a title by phrase: of even length, and never with a word torn or a character left alone.

Chinese has no spaces to break at. Where a phrase ends is told by its marks and by the particles that join phrases (的 与 和
及 之 对 在 …), which is right for nearly all titles of reports; where nothing tells, the most even lines are taken.
Source: clreq, "Handling of widows and orphans"; titles on the covers of Chinese reports.
What does not belong here: running text (`line_fitting`).
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from math import ceil, inf
from typing import Final

from pubkit.text.chars import cell_width, is_han

#: Demerits of ending a line at a place. Raggedness is counted in the squares of cells.
_AFTER_MARK: Final = 0.0
_AT_SPACE: Final = 2.0
_AT_PARTICLE: Final = 4.0
_BESIDE_LATIN: Final = 8.0
_INSIDE: Final = 40.0
_MARKS: Final = "：:，,、；;？！?!—–-|｜·／/"
_ENDING: Final = "的之"  # a line may end with one of these, and none begins with it
_BEGINNING: Final = "与和及暨或在对从向为于以到至"  # a line may begin with one of these
_CLOSING: Final = "）】》〉」』”’，、；：。！？·,.;:!?)]}%％的之"
_OPENING: Final = "（【《〈「『“‘([{"
_PIECE: Final = re.compile(r"[^\W\d_\u2e80-\u9fff]+(?:['’][A-Za-z]+)?|\d[\d.,:]*%?|.", re.DOTALL)
_LEAST_LINE: Final = 4.0
#: Cells of a phrase that a title may be broken behind.
_LEAST_PHRASE: Final = 4.0


def balanced_lines(title: str, most: float) -> list[str]:
    """The title as lines of at most `most` cells (a Han takes two), as few and as even as can be.

    Joined they are the title: a space at a line's end stays there. A word wider than `most` stands on a line of its own.
    """
    pieces = _pieces(title)
    if not pieces:
        return [title]
    least = max(1, ceil(_width(title) / most))
    return next((lines for count in range(least, least + 3) if (lines := _best(tuple(pieces), most, count))), [title])


def phrase_ends(title: str, most: float) -> list[int]:
    """Where a line may end within a title (code points before the place), spaces and marks left out, which all who break lines know.

    A phrase of more than `most` cells, which might not find room on a line of its own, may be broken anywhere.
    """
    ends, at, start = [], 0, 0
    pieces = _pieces(title)
    for before, after in pairwise(pieces):
        at += len(before)
        if _demerits(before, after) > _BESIDE_LATIN or _width(title[start:at]) < _LEAST_PHRASE or _width(title[at:]) < _LEAST_PHRASE:
            continue
        ends += [*_within(title, start, at, most), *([] if _is_known_end(before) else [at])]
        start = at
    return [*ends, *_within(title, start, len(title), most)]


def _is_known_end(piece: str) -> bool:
    return piece[-1].isspace() or piece[-1] in _MARKS


def _within(title: str, start: int, end: int, most: float) -> list[int]:
    """Where a phrase may be broken; nowhere, where it is short."""
    if _width(title[start:end]) <= most:
        return []
    found, at = [], start
    for before, after in pairwise(_pieces(title[start:end])):
        at += len(before)
        if is_han(before[-1]) and is_han(after[0]) and at - start > 1 and end - at > 1:
            found.append(at)
    return found


def _pieces(title: str) -> list[str]:
    """What is not torn: words and numbers, marks with what they belong to."""
    pieces: list[str] = []
    for piece in _PIECE.findall(title):
        glued = pieces and (piece.isspace() or piece[0] in _CLOSING or pieces[-1][-1] in _OPENING or _joins(pieces[-1], piece))
        if glued:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def _joins(before: str, after: str) -> bool:
    """Whether a number and its unit or two parts of a Western word stand side by side: `2025年`, `GPT-4`."""
    if before[-1].isdigit() and after[0] in "年月日期季章版届次个万亿":
        return True
    return not is_han(before[-1]) and not before[-1].isspace() and not is_han(after[0]) and not after[0].isspace()


def _width(text: str) -> float:
    return sum(cell_width(c) * (1.12 if c.isascii() and c.isupper() else 1.0) for c in text)


def _demerits(before: str, after: str) -> float:
    """Of ending a line between two pieces."""
    last = before.rstrip()[-1:]
    if last in _MARKS:
        return _AFTER_MARK
    if before[-1].isspace():
        return _AT_SPACE
    if last in _ENDING or after[0] in _BEGINNING or after[0] in _OPENING:
        return _AT_PARTICLE
    return _BESIDE_LATIN if is_han(last) != is_han(after[0]) else _INSIDE


def _best(pieces: tuple[str, ...], most: float, count: int) -> list[str]:
    """The lines with the fewest demerits; empty where `count` lines do not hold the title."""
    ideal = _width("".join(pieces)) / count

    @cache
    def solve(start: int, lines: int) -> tuple[float, tuple[int, ...]]:
        best: tuple[float, tuple[int, ...]] = (inf, ())
        for end in range(start + 1, len(pieces) + 1):
            width = _width("".join(pieces[start:end]).rstrip())
            if width > most and end > start + 1:
                break
            cost = (width - ideal) ** 2 / 4 + (1000 if width < _LEAST_LINE and count > 1 else 0)
            if lines == 1:
                if end == len(pieces):
                    best = min(best, (cost, (end,)))
            elif end < len(pieces):
                rest, ends = solve(end, lines - 1)
                best = min(best, (cost + _demerits(pieces[end - 1], pieces[end]) + rest, (end, *ends)))
        return best

    cost, ends = solve(0, count)
    starts = (0, *ends[:-1])
    return [] if cost == inf else ["".join(pieces[a:b]) for a, b in zip(starts, ends, strict=True)]
