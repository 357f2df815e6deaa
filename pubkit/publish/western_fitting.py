"""Where the lines of a paragraph end that has spaces between its words: the total fit of Knuth and Plass.

Of all ways to end the lines the one is taken that has the fewest demerits: of spaces stretched or squeezed, of hyphens, of two hyphens
below each other, of a tight line beside a loose one. First without dividing a word, then with hyphens, and last at any cost.
Source: Knuth and Plass, Breaking Paragraphs into Lines, Software: Practice and Experience 11 (1981); the numbers are those of plain TeX
unless a reason is given. Lengths are CSS pixels; positions are code points of the paragraph's text.
What does not belong here: where a line may end and what a space gives (`western_spacing`), boxes and fonts.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from pubkit.publish.line_fitting import Line, skips
from pubkit.publish.western_spacing import Place
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

#: How much more than its stretch a space may take: without dividing words, with hyphens, at any cost.
_WITHOUT_HYPHENS: Final = 0.7
_WITH_HYPHENS: Final = 1.8
_AT_NEED: Final = 1e6
_LINE: Final = 10.0
#: Hyphens at the ends of lines below each other: so many at the most, one more only at need. Demerits of the second and of more.
_LADDER: Final = 2
_TWO_HYPHENS: Final = 20_000.0
_MORE_HYPHENS: Final = 2e6
_HYPHEN_BEFORE_LAST: Final = 50_000.0
_UNLIKE: Final = 10_000.0
#: A last line that is shorter than the indent of the next paragraph, in ems, and its demerits.
_LAST_LEAST: Final = 2.0
_SHORT_LAST: Final = 1e6
_OVERFULL: Final = 1e20
#: Ends that are tried at need for a line, the fullest first.
_CHOICES: Final = 12
#: A line this much too long fits: widths are rounded.
_HAIR: Final = 0.02
#: What a line without a space takes, of the type size.
_NOTHING: Final = 0.01


class Words(NamedTuple):
    """A paragraph as the line breaker sees it. Every list has an entry for each code point."""

    size: float  # the type size
    advance: list[float]  # width of the character, with paddings of the inline boxes that begin or end at it
    stretch: list[float]  # what a space takes at a ratio of 1
    shrink: list[float]  # the most that a space gives
    is_space: list[bool]  # spaces that vanish at the end of a line
    ends: list[Place]  # in order, no word divided
    divided: Callable[[], list[Place]]  # in order, where words may be divided; asked for at need
    hyphen: Callable[[int], float]  # width of the hyphen of a division before a position
    forced: frozenset[int]  # a line ends before this position
    breakable_anywhere: bool  # rather inside a word than beyond the measure


class _State(NamedTuple):
    """What of the line before counts for the next: how it is set, and how many hyphens stand below each other."""

    fitness: int  # 0 tight, 1 decent, 2 loose, 3 very loose
    hyphens: int


_FRESH: Final = _State(1, 0)


class _Way(NamedTuple):
    """The best way to a place: all demerits, where the line that ends there begins, and the state before that line."""

    demerits: float
    begin: int
    before: _State


class _Fit(NamedTuple):
    """A line that can be: the place where it ends, and how far its spaces are stretched (1) or squeezed (-1)."""

    place: Place
    ratio: float
    extra: float = 0.0  # demerits beyond those of the ratio and the place


class _Ends:
    """Places where a line may end, in order, and what the paragraph measures up to the end of such a line."""

    def __init__(self, paragraph: WesternParagraph, places: dict[int, Place]) -> None:
        self.places = [places[position] for position in sorted(places)]
        self.at = [place.position for place in self.places]
        last = [paragraph.word_before[position] for position in self.at]
        hyphens = [paragraph.words.hyphen(place.position) if place.is_divided else 0.0 for place in self.places]
        self.width = [paragraph.position[end] + hyphen for end, hyphen in zip(last, hyphens, strict=True)]
        self.stretch = [paragraph.stretch[end] for end in last]
        self.shrink = [paragraph.shrink[end] for end in last]
        self.tightest = [width - shrink for width, shrink in zip(self.width, self.shrink, strict=True)]
        self.hyphen = max(hyphens, default=0.0)  # so much may one be out of order


class WesternParagraph:
    """The lines of `Words`, for any measure. Solutions are kept: pages are laid out several times."""

    def __init__(self, words: Words) -> None:
        self.words = words
        self.forced = words.forced
        self.length = len(words.advance)
        self.position = list(accumulate(words.advance, initial=0.0))
        self.stretch = list(accumulate(words.stretch, initial=0.0))
        self.shrink = list(accumulate(words.shrink, initial=0.0))
        self.word_after, self.word_before = skips(words.is_space)
        self._places = {
            **{place.position: place for place in words.ends},
            **{position: Place(position, 0.0) for position in (*words.forced, self.length)},
        }
        self._ends: _Ends | None = None
        self._ends_with_hyphens: _Ends | None = None
        self._plans: dict[float, dict[tuple[int, float], Line]] = {}

    def line_at(self, start: int, first: float, measure: float, justified: bool) -> Line:  # noqa: ARG002 - as `Paragraph` has it
        """The line that begins at `start`, on a measure of `first`; those after it have `measure`."""
        if start >= self.length:
            return Line(self.length, self.length, self.length, True)
        plan, key = self._plan(start, first, measure)
        if key not in plan:
            self._keep(plan, key, self._solve(start, first, measure))
        return plan[key]

    def lines_from(self, start: int, first: float, measure: float) -> list[Line]:
        """All lines from `start` on."""
        lines = [self.line_at(start, first, measure, True)]
        while lines[-1].resume < self.length:
            lines.append(self.line_at(lines[-1].resume, measure, measure, True))
        return lines

    def lines_without(self, ends: frozenset[int], start: int, first: float, measure: float) -> list[Line] | None:
        """All lines from `start` on, none of which ends at one of these positions; None where they would not be good.

        They are the lines of the paragraph from now on.
        """
        found = self._best(self._all_ends(), start, first, measure, _WITH_HYPHENS, ends)
        if found is None:
            return None
        plan, key = self._plan(start, first, measure)
        self._keep(plan, key, found)
        return self.lines_from(start, first, measure)

    def _plan(self, start: int, first: float, measure: float) -> tuple[dict[tuple[int, float], Line], tuple[int, float]]:
        """What is known of the lines of a measure, by where each begins and how much it is indented, and the key of one."""
        return self._plans.setdefault(round(measure, 3), {}), (start, round(measure - first, 3) if start == 0 else 0.0)

    def _keep(self, plan: dict[tuple[int, float], Line], key: tuple[int, float], lines: dict[int, Line]) -> None:
        plan[key] = lines.pop(key[0])
        plan.update({(begin, 0.0): line for begin, line in lines.items()})

    def set_line(self, line: Line, measure: float, justified: bool) -> tuple[float, list[float]]:
        """How far the line is moved to the left (not at all), and the advance of each of its characters."""
        start, end = line.start, line.end
        advances = self.words.advance[start:end]
        hyphen = self.words.hyphen(line.resume) if line.is_divided else 0.0
        spare = measure - (self.position[end] - self.position[start]) - hyphen
        sums, each = (self.shrink, self.words.shrink) if spare < 0 else (self.stretch, self.words.stretch)
        total = sums[end] - sums[start]
        if total <= 0 or (spare > 0 and (line.is_last or not justified)):
            return 0.0, advances
        ratio = max(-1.0, spare / total)
        return 0.0, [a + ratio * give if give else a for a, give in zip(advances, each[start:end], strict=True)]

    # --- Search -----------------------------------------------------------------------------------------------------------

    def _solve(self, start: int, first: float, measure: float) -> dict[int, Line]:
        """The best lines from `start` to the end, by the position where each begins."""
        if self._is_one_line(start, first):
            return {start: self._line(start, self._places[self.length])}
        if self._ends is None:
            self._ends = _Ends(self, self._places)
        found = self._best(self._ends, start, first, measure, _WITHOUT_HYPHENS)
        for most in (_WITH_HYPHENS, _AT_NEED):
            found = found or self._best(self._all_ends(), start, first, measure, most)
        return found or {}  # at need there is a way

    def _all_ends(self) -> _Ends:
        """Where a line may end, divided words included."""
        if self._ends_with_hyphens is None:
            divided = {place.position: place for place in self.words.divided()}
            self._ends_with_hyphens = _Ends(self, {**divided, **self._places})
        return self._ends_with_hyphens

    def _is_one_line(self, start: int, measure: float) -> bool:
        width = self.position[self.word_before[self.length]] - self.position[self.word_after[start]]
        return width <= measure + _HAIR and not any(start < position < self.length for position in self.forced)

    def _best(
        self, ends: _Ends, start: int, first: float, measure: float, most: float, without: frozenset[int] = frozenset()
    ) -> dict[int, Line] | None:
        """The lines with the fewest demerits in all, none of which ends at a position of `without`.

        None where one would be stretched more than `most`.
        """
        ways: dict[int, dict[_State, _Way]] = {start: {_FRESH: _Way(0.0, start, _FRESH)}}
        places: dict[int, Place] = {}
        waiting = [start]
        while waiting:
            here = heapq.heappop(waiting)
            if here >= self.length:
                return self._walk_back(ways, places, start)
            for fit in self._fits(ends, here, first if here == start else measure, most):
                position = fit.place.position
                if position in without:
                    continue
                reached = self._extended(ways[here], here, fit, is_at_need=most >= _AT_NEED)
                if reached and position not in ways:
                    ways[position], places[position] = {}, fit.place
                    heapq.heappush(waiting, position)
                for state, way in reached:
                    known = ways[position].get(state)
                    if known is None or way.demerits < known.demerits:
                        ways[position][state] = way
        return None

    def _extended(self, ways: dict[_State, _Way], here: int, fit: _Fit, *, is_at_need: bool) -> list[tuple[_State, _Way]]:
        """The ways that lead to `here`, each with one line more; those left out that would make a ladder of hyphens."""
        ratio, place = fit.ratio, fit.place
        is_last = self._is_last(place.position)
        fitness = 0 if ratio < -0.5 else 1 if ratio <= 0.5 else 2 if ratio <= 1 else 3
        own = (_LINE + 100.0 * abs(ratio) ** 3) ** 2 + place.penalty**2 + fit.extra
        found = []
        for state, way in ways.items():
            hyphens = state.hyphens + 1 if place.is_flagged else 0
            if hyphens > _LADDER and not is_at_need:
                continue
            demerits = way.demerits + own + (0.0, 0.0, _TWO_HYPHENS, _MORE_HYPHENS)[hyphens]
            if abs(state.fitness - fitness) > 1:
                demerits += _UNLIKE
            if is_last and state.hyphens:
                demerits += _HYPHEN_BEFORE_LAST
            found.append((_FRESH if is_last else _State(fitness, min(hyphens, _LADDER)), _Way(demerits, here, state)))
        return found

    def _fits(self, ends: _Ends, start: int, measure: float, most: float) -> list[_Fit]:
        """The lines that can begin at `start`, the fullest first."""
        low = bisect_right(ends.at, start)
        at = self.word_after[start]
        origin, stretch, shrink = self.position[at], self.stretch[at], self.shrink[at]
        reach = origin - shrink + measure + ends.hyphen + _HAIR
        high = self._before_forced(ends.at, low, min(bisect_right(ends.tightest, reach, low), len(ends.at) - 1))
        found: list[_Fit] = []
        for i in range(high, low - 1, -1):
            spare = measure - (ends.width[i] - origin)
            is_last = self._is_last(ends.at[i])
            give = ends.shrink[i] - shrink if spare < 0 else ends.stretch[i] - stretch
            if spare < 0 and spare < -give - _HAIR:
                continue
            ratio = 0.0 if is_last and spare > 0 else _ratio(spare, give, self.words.size)
            if ratio > most or len(found) == _CHOICES:
                break
            is_short = is_last and start > 0 and ends.width[i] - origin < _LAST_LEAST * self.words.size
            found.append(_Fit(ends.places[i], ratio, _SHORT_LAST if is_short else 0.0))
        return found if found or most < _AT_NEED else [self._emergency(ends, start, low, measure)]

    def _emergency(self, ends: _Ends, start: int, low: int, measure: float) -> _Fit:
        """A piece that is wider than the measure: broken inside where that is allowed, else too long."""
        place = ends.places[low]
        if self.words.breakable_anywhere:
            at = self.word_after[start]
            end = max(at + 1, bisect_right(self.position, self.position[at] + measure) - 1)
            if end < place.position:
                place = Place(end, 0.0)
        return _Fit(place, 0.0, _OVERFULL)

    def _before_forced(self, at: list[int], low: int, high: int) -> int:
        if self.forced:
            for i in range(low, high):
                if at[i] in self.forced:
                    return i
        return high

    def _is_last(self, position: int) -> bool:
        return position >= self.length or position in self.forced

    def _walk_back(self, ways: dict[int, dict[_State, _Way]], places: dict[int, Place], start: int) -> dict[int, Line]:
        """The lines, from the best way to the end."""
        lines, end = {}, self.length
        state, way = min(ways[end].items(), key=lambda found: found[1].demerits)
        while True:
            lines[way.begin] = self._line(way.begin, places[end])
            if way.begin == start:
                return lines
            end, state = way.begin, way.before
            way = ways[end][state]

    def _line(self, begin: int, place: Place) -> Line:
        end = place.position
        start = min(self.word_after[begin], end)
        return Line(start, max(start, self.word_before[end]), end, self._is_last(end), place.is_divided)


def _ratio(spare: float, give: float, size: float) -> float:
    """How far spaces that give or take so much are stretched or squeezed; where there are none, as if there were one that is nearly nothing."""
    if give > 0:
        return max(-1.0, spare / give)
    return spare / (_NOTHING * size) if spare > _HAIR else 0.0
