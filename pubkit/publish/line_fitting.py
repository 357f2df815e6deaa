"""Where the lines of a paragraph end, and how each is set to the measure.

The paragraph is looked at as a whole, as Knuth and Plass do (Breaking Paragraphs into Lines, 1981): of all ways to end
its lines, the one whose lines need the least stretching and squeezing. Chinese can break nearly everywhere, so the
search is short: from each line's start only the last few places before the measure are tried.
Lengths are CSS pixels unless said otherwise; positions are code points of the paragraph's text.
What does not belong here: why a place may be broken or stretched (`chinese_spacing`), boxes and fonts.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from itertools import accumulate
from math import inf
from operator import itemgetter
from typing import Final

from pubkit.text.named_tuple import NamedTuple

#: Of the type size, for each place between two Han: beyond it, readers of PDF take the place for a space between words
#: (poppler: 0.1) and copied text is torn.
STRETCH_MOST: Final = 0.09
#: Of the type size: what a space takes beyond its limit where a line has nothing else to give, an English one mostly.
_SPACE_AT_NEED: Final = 0.6
#: Demerits of a line whose places are stretched by 1 % of the type size.
_STRETCHED: Final = 0.25
_SQUEEZED: Final = 6.0
_TORN_BEYOND_LIMIT: Final = 400.0
#: A last line with fewer characters is an orphan (clreq, "Handling of widows and orphans"), and its demerits.
_LAST_LINE_LEAST: Final = 2
_ORPHAN: Final = 30.0
#: Ragged lines: demerits of a line that is empty to a tenth.
_RAGGED: Final = 4.0
#: Of the type size: as narrow as a column of text may become.
_COLUMN_LEAST: Final = 4.0
_OVERFULL: Final = 1e6
#: Lines that are filled one by one stand if none has more demerits; else the paragraph is looked at as a whole.
_GOOD: Final = 0.8
_GOOD_RAGGED: Final = 6.0
#: How many ends are tried for a line.
_CHOICES: Final = 6
#: Where all of these are worse than bearable, as inside an address.
_CHOICES_IN_ADDRESS: Final = 40
_BEARABLE: Final = 4.0
_TOLERANCE: Final = 1e-6


class Material(NamedTuple):
    """A paragraph as the line breaker sees it. Every list has an entry for each code point."""

    size: float  # the type size
    advance: list[float]  # width of the character, with paddings of the inline boxes that begin or end at it
    natural: list[float]  # added behind the character
    stretch: list[float]  # weight of the place behind it
    shrink: list[float]  # the most that can be taken from the place behind it
    most: list[float]  # the most that stretching adds to the place behind it
    cut_at_start: list[float]  # what the character loses where it begins a line (not the paragraph's first)
    cut_at_end: list[float]  # what it loses where it ends one
    is_space: list[bool]
    is_word: list[bool]  # neither a mark nor a space nor a superior
    breaks: dict[int, float]  # a line may end before this position; its demerits
    forced: frozenset[int]  # a line ends before this position
    breakable_anywhere: bool  # rather inside a word than beyond the measure


class Line(NamedTuple):
    """A line: its text is `start` to `end`, spaces at its ends left out; the next begins at `resume`."""

    start: int
    end: int
    resume: int
    is_last: bool  # of the paragraph, or before a forced break
    is_divided: bool = False  # a hyphen that is not in the text stands at its end


class Paragraph:
    """The lines of `Material`, for any measure. Solutions are kept: pages are laid out several times."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.length = len(material.advance)
        widths = (a + n for a, n in zip(material.advance, material.natural, strict=True))
        self._position = list(accumulate(widths, initial=0.0))
        self._stretch = list(accumulate(material.stretch, initial=0.0))
        self._shrink = list(accumulate(material.shrink, initial=0.0))
        self._words = list(accumulate(material.is_word, initial=0))
        self._word_after, self._word_before = skips(material.is_space)
        self._ends = sorted({*material.breaks, *material.forced, self.length} - {0})
        tight = [p - s for p, s in zip(self._position, self._shrink, strict=True)]
        self._tightest = [tight[end] for end in self._ends]
        self._reluctant = frozenset(place for place, demerits in material.breaks.items() if demerits)
        self._plans: dict[tuple[float, float, bool], dict[int, Line]] = {}

    @property
    def forced(self) -> frozenset[int]:
        """Positions before which a line ends because its author wants it."""
        return self.material.forced

    def line_at(self, start: int, first: float, measure: float, justified: bool) -> Line:
        """The line that begins at `start`, on a measure of `first`; those after it have `measure`."""
        if start >= self.length:  # where there is no room at all, a line is asked for behind the last
            return Line(self.length, self.length, self.length, True)
        key = (round(measure, 3), round(measure - first, 3) if start == 0 else 0.0, justified)
        plan = self._plans.setdefault(key, {})
        if start not in plan:
            plan.update(self._solve(start, first, measure, justified))
        return plan[start]

    def narrowest(self) -> float:
        """Width of the widest piece that cannot be broken, and of a few characters: a column of two is no column."""
        starts = [0, *self._ends[:-1]]
        pieces = (self._width(*self._trim(s, e)) for s, e in zip(starts, self._ends, strict=True))
        return max(*pieces, min(_COLUMN_LEAST * self.material.size, self.widest()))

    def narrowest_at_need(self) -> float:
        """Width of the widest character: what is left when words may be broken anywhere."""
        return max(self.material.advance, default=0.0)

    def widest(self) -> float:
        """Width of the text with no break but forced ones."""
        ends = sorted({*self.material.forced, self.length} - {0})
        pieces = zip([0, *ends[:-1]], ends, strict=True)
        return max((self._width(*self._trim(s, e), at_end=False) for s, e in pieces), default=0.0)

    def set_line(self, line: Line, measure: float, justified: bool) -> tuple[float, list[float]]:
        """How far the line is moved to the left, and the advance of each of its characters."""
        material, start, end = self.material, line.start, line.end
        if start >= end:
            return 0.0, []
        advances = [a + n for a, n in zip(material.advance[start:end], material.natural[start:end], strict=True)]
        advances[-1] = material.advance[end - 1] - material.cut_at_end[end - 1]
        spare = measure - self._width(start, end)
        if spare < 0:
            self._squeeze(advances, start, end, -spare)
        elif justified and not line.is_last:
            self._spread(advances, start, end, spare)
        return self._cut(start), advances

    def _squeeze(self, advances: list[float], start: int, end: int, missing: float) -> None:
        capacity = self._shrink[end - 1] - self._shrink[start]
        if capacity <= 0:
            return
        ratio = min(1.0, missing / capacity)
        for i in range(start, end - 1):
            if taken := self.material.shrink[i]:
                advances[i - start] -= ratio * taken

    def _spread(self, advances: list[float], start: int, end: int, spare: float) -> None:
        """Give `spare` to the line's places by weight, none more than it can take; the last of it to spaces alone."""
        weights, most = self.material.stretch, self.material.most
        places = [i for i in range(start, end - 1) if weights[i] > 0]
        spaces = [i for i in places if weights[i] > 1]
        while spare > _TOLERANCE and places:
            unit = spare / sum(weights[i] for i in places)
            full = {i for i in places if unit * weights[i] >= most[i]}
            for i in full or places:
                given = most[i] if full else unit * weights[i]
                advances[i - start] += given
                spare -= given
            places = [i for i in places if i not in full] if full else []
        if spare > _TOLERANCE and spaces:
            share = min(spare / len(spaces), _SPACE_AT_NEED * self.material.size)
            for i in spaces:
                advances[i - start] += share

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """The text from `start` to `end` without the spaces at its ends."""
        start = min(self._word_after[start], end)
        return start, max(start, self._word_before[end])

    def _cut(self, start: int) -> float:
        return self.material.cut_at_start[start] if start else 0.0

    def _width(self, start: int, end: int, at_end: bool = True) -> float:
        if start >= end:
            return 0.0
        last = end - 1
        width = self._position[last] - self._position[start] + self.material.advance[last] - self._cut(start)
        return width - self.material.cut_at_end[last] if at_end else width

    def _solve(self, start: int, first: float, measure: float, justified: bool) -> dict[int, Line]:
        """The best lines from `start` to the end, by the position where each begins."""
        return self._filled(start, first, measure, justified) or self._best(start, first, measure, justified)

    def _filled(self, start: int, first: float, measure: float, justified: bool) -> dict[int, Line] | None:
        """The lines when each takes as much as it can; None where one of them would not be good."""
        here, width, previous = start, first, dict[int, int]()
        while here < self.length:
            ends = self._line_ends(here, width, justified, is_first=here == start)
            # The fullest line, unless it would end where it should not.
            end, demerits = ends[0] if ends[0][0] not in self._reluctant else min(ends, key=itemgetter(1))
            if demerits > (_GOOD if justified else _GOOD_RAGGED):
                return None
            previous[end] = here
            here, width = end, measure
        return self._walk_back(previous, start)

    def _best(self, start: int, first: float, measure: float, justified: bool) -> dict[int, Line]:
        """The lines with the fewest demerits in all."""
        cost, previous = {start: 0.0}, dict[int, int]()
        waiting, done = [start], set[int]()
        while waiting:
            here = heapq.heappop(waiting)
            if here in done or here >= self.length:
                continue
            done.add(here)
            width = first if here == start else measure
            for end, demerits in self._line_ends(here, width, justified, is_first=here == start):
                total = cost[here] + demerits
                if total < cost.get(end, inf):
                    cost[end], previous[end] = total, here
                    heapq.heappush(waiting, end)
        return self._walk_back(previous, start)

    def _walk_back(self, previous: dict[int, int], start: int) -> dict[int, Line]:
        """The lines, from where each ended line begins."""
        lines, end = {}, self.length
        while end > start:
            begin = previous[end]
            text_start, text_end = self._trim(begin, end)
            is_last = end == self.length or end in self.material.forced
            lines[begin] = Line(text_start, text_end, end, is_last)
            end = begin
        return lines

    def _furthest(self, start: int, low: int, measure: float) -> int:
        """The last of the places where a line from `start` could end; `low` is the first. Most likely it is too far."""
        text_start = self._word_after[start]
        # Squeezed throughout and its marks cut at both ends, a line gains no more than this.
        reach = self._position[text_start] - self._shrink[text_start] + measure + self.material.size
        return self._before_forced(low, min(bisect_right(self._tightest, reach, low), len(self._ends) - 1))

    def _line_ends(
        self, start: int, measure: float, justified: bool, is_first: bool, choices: int = _CHOICES
    ) -> list[tuple[int, float]]:
        """Where a line that begins at `start` may end, and the demerits of each; never empty."""
        low = bisect_right(self._ends, start)
        found: list[tuple[int, float]] = []
        best = inf
        for i in range(self._furthest(start, low, measure), low - 1, -1):
            end = self._ends[i]
            demerits = self._demerits(start, end, measure, justified, is_first)
            if demerits is None:
                continue
            total = demerits + self.material.breaks.get(end, 0.0)
            found.append((end, total))
            best = min(best, total)
            # Shorter lines are worse: a few will do (in an address, where each is bad, a few more), and what is worse
            # than the rest needs no successor.
            enough = choices if best < _BEARABLE else _CHOICES_IN_ADDRESS
            if len(found) >= enough or (len(found) > 1 and demerits > _TORN_BEYOND_LIMIT):
                break
        return found or [self._emergency(start, self._ends[low], measure)]

    def _before_forced(self, low: int, high: int) -> int:
        if self.material.forced:
            for i in range(low, high):
                if self._ends[i] in self.material.forced:
                    return i
        return high

    def _demerits(self, start: int, end: int, measure: float, justified: bool, is_first: bool) -> float | None:
        """How bad the line is; None where it does not fit. Asked for so often that it looks everything up itself."""
        material, position = self.material, self._position
        text_start, text_end = self._word_after[start], self._word_before[end]
        if text_start >= text_end:
            return 0.0
        last = text_end - 1
        width = position[last] - position[text_start] + material.advance[last] - material.cut_at_end[last]
        spare = measure - (width - material.cut_at_start[text_start] if text_start else width)
        capacity = self._shrink[last] - self._shrink[text_start]
        if spare < -capacity - _TOLERANCE:
            return None
        is_last = end == self.length or end in material.forced
        if spare < -_TOLERANCE:
            demerits = _SQUEEZED * (spare / capacity) ** 2
        elif is_last:
            demerits = 0.0
        elif justified:
            demerits = self._stretched(spare, text_start, text_end)
        else:
            demerits = _RAGGED * (10 * spare / measure) ** 2
        if is_last and not is_first and self._words[text_end] - self._words[text_start] < _LAST_LINE_LEAST:
            demerits += _ORPHAN
        return demerits

    def _stretched(self, spare: float, start: int, end: int) -> float:
        weight = self._stretch[end - 1] - self._stretch[start]
        if weight <= 0:
            return _TORN_BEYOND_LIMIT + spare / self.material.size if spare > 0.1 * self.material.size else 0.0
        percent = 100 * spare / weight / self.material.size
        demerits = _STRETCHED * percent**2 / 4
        return demerits + max(0.0, percent - 100 * STRETCH_MOST) * _TORN_BEYOND_LIMIT

    def _emergency(self, start: int, end: int, measure: float) -> tuple[int, float]:
        """A line for a piece that is wider than the measure: broken inside where that is allowed, else too long."""
        if not self.material.breakable_anywhere:
            return end, _OVERFULL
        text_start = self._word_after[start]
        place = text_start + 1
        while place < end and self._width(text_start, place + 1) <= measure:
            place += 1
        return min(place, end), _TORN_BEYOND_LIMIT


def skips(is_space: list[bool]) -> tuple[list[int], list[int]]:
    """For each position, the next that is no space, and the end of the text before it without spaces."""
    length = len(is_space)
    after = [length] * (length + 1)
    for i in range(length - 1, -1, -1):
        after[i] = after[i + 1] if is_space[i] else i
    before = [0] * (length + 1)
    for i in range(length):
        before[i + 1] = before[i] if is_space[i] else i + 1
    return after, before
