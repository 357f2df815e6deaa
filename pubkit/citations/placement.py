"""Where a citation belongs.

The policy: at the end of the clause that holds it, before the mark that ends the clause, outside of brackets and
emphasis. `，。；：！？` end a clause, and so does a half-width mark before a space; `、` lists things inside one. At the
end of a list item or a table cell without a mark it stands well too. One that follows a mark directly belongs before
that mark. A citation never leaves its run, and never passes another one.

Measured on four real exports: 230 of 230 well-placed citations stand exactly so.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum
from types import MethodType
from typing import TYPE_CHECKING

from pubkit.markdown.tree import BREAK, CITATION, HTML, MARKUP
from pubkit.text.chars import ASCII_CLAUSE_END, CLAUSE_END, PAIRS
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pubkit.citations.model import Marker
    from pubkit.markdown.tree import Run


class Standing(Enum):
    """How a citation stands."""

    WELL = "well"
    SPLITS_WORD = "splits-word"
    MID_CLAUSE = "mid-clause"
    AFTER_MARK = "after-mark"


_WELL, _MID_CLAUSE = Standing.WELL, Standing.MID_CLAUSE  # those of nearly all markers: looking a member up costs more than a name


class Placement(NamedTuple):
    """A marker, how it stands, and the offset before which it belongs (its own start where it stands well)."""

    marker: Marker
    standing: Standing
    target: int


#: See `text.span.new_span`.
_new_placement: Callable[[tuple[Marker, Standing, int]], Placement] = MethodType(tuple.__new__, Placement)


_SEEN_THROUGH = f"{MARKUP}{HTML}"
_BETWEEN = frozenset(f" {MARKUP}")  # two markers in a row
#: A mark that ends a clause, or a hard line break. (A pattern that begins with one class is searched fastest.)
_MARK = lazy(rf"[{CLAUSE_END}{BREAK}{ASCII_CLAUSE_END}](?:(?<![{ASCII_CLAUSE_END}])|(?=[ \n]|\Z))")
_WELL_BEFORE = lazy(rf"[{_SEEN_THROUGH} \n]*(?:\Z|{BREAK})|[{CLAUSE_END}]|[,.;:!?](?=[ \n]|\Z)|[{_SEEN_THROUGH}]+\s*[{CLAUSE_END}]")
#: A half-width mark ends a sentence before a citation only where a new sentence or nothing follows the citation.
_ASCII_MARK_BEFORE = lazy(r"[^\W\d][)\]”’\"']?([,.;:!?])\Z|\d([.!?;])\Z")
_NEW_SENTENCE = lazy(rf"[{_SEEN_THROUGH}]*(?:[ \n]+[{_SEEN_THROUGH}“\"'(]*[A-ZÀ-ÞА-Я0-9]|[ \n]*\Z)")
_LATIN = r"A-Za-zÀ-ÖØ-öø-ÿĀ-ɏΑ-Ωα-ωЀ-ӿ"
_OF_WORD = lazy(rf"[{_LATIN}\d]")
_NUMBER_BEFORE = lazy(r"\d[.,:/]")
_NUMBER_AFTER = lazy(r"[.,:/]?\d|[%‰℃°]")
_NAME_BEFORE = lazy(rf"[{_LATIN}][\w’'-]*(?P<space> ?)\Z")
_NAME_AFTER = lazy(rf"(?P<space> ?)[{_LATIN}]")


def place(markers: tuple[Marker, ...], runs: list[Run], masked: str) -> Iterator[Placement]:
    """How each marker stands, in order. `masked` shows the markers as `CITATION` (see `resolve.mask_citations`)."""
    brackets = [pair for pair in PAIRS.items() if pair[0] in masked and pair[1] in masked]
    starts = [marker.span.start for marker in markers]
    n = 0
    for run in runs:
        if n == len(starts):
            break
        if starts[n] >= run.end:
            continue
        while n < len(starts) and starts[n] < run.start:
            n += 1
        first = n
        while n < len(starts) and markers[n].span.end <= run.end:
            n += 1
        if n > first:
            yield from _place_in_run(markers[first:n], run.start, masked[run.start : run.end], brackets)


def _place_in_run(markers: tuple[Marker, ...], base: int, text: str, brackets: list[tuple[str, str]]) -> list[Placement]:
    clauses = _Clauses(text, brackets)
    placements = []
    for start, end, members in _groups(markers, base, text):
        standing, target = _stands(text, start, end, clauses)
        if standing is _WELL:
            placements += [_new_placement((marker, standing, marker.span.start)) for marker in members]
        else:
            placements += [_new_placement((marker, standing, base + target)) for marker in members]
    return placements


def _groups(markers: tuple[Marker, ...], base: int, text: str) -> list[tuple[int, int, list[Marker]]]:
    """Markers in a row, a space or a sign of markup between two of them at most, with the offsets in the run of each row."""
    groups: list[tuple[int, int, list[Marker]]] = []
    members: list[Marker] = []
    first, last = 0, -2
    for marker in markers:
        start, end = marker.span
        start -= base
        if start != last and not (start == last + 1 and text[last] in _BETWEEN):
            if members:
                groups.append((first, last, members))
            first, members = start, []
        members.append(marker)
        last = end - base
    groups.append((first, last, members))
    return groups


def _stands(text: str, start: int, end: int, clauses: _Clauses) -> tuple[Standing, int]:
    """How the row `text[start:end]` stands, and the offset in the run before which it belongs."""
    if _WELL_BEFORE.match(text, end):
        return _WELL, start
    before = text[max(0, start - 40) : start]
    close = before.rstrip(" \n")
    if close and close[-1] in CLAUSE_END:
        return Standing.AFTER_MARK, start - len(before) + len(close) - 1
    if before and before[-1] in ASCII_CLAUSE_END and _ASCII_MARK_BEFORE.search(before[-3:]):
        if _NEW_SENTENCE.match(text, end):
            return Standing.AFTER_MARK, start - 1
    elif before[-1:] in "”’」』" and before[-2:-1] in tuple("。！？"):
        return _WELL, start  # behind a quotation that is a sentence of its own
    if not "\u3400" <= text[end : end + 1] <= "\u9fff" and _splits_word(before, text[end : end + 3]):  # Han go on, nearly always
        return Standing.SPLITS_WORD, clauses.end(start, end)
    return _MID_CLAUSE, clauses.end(start, end)


def _splits_word(before: str, after: str) -> bool:
    """Whether a Latin word, a number, or a name of several Latin words is torn."""
    if _OF_WORD.match(before[-1:]) and _OF_WORD.match(after):
        return True
    if (before[-1:].isdigit() and _NUMBER_AFTER.match(after)) or (_NUMBER_BEFORE.match(before[-2:]) and after[:1].isdigit()):
        return True
    right = _NAME_AFTER.match(after)
    left = right and _NAME_BEFORE.search(before)
    return bool(left and right and (left["space"] or right["space"]))


class _Clauses:
    """Where the clauses of a run end, brackets respected. Asked from the left to the right, it reads a run once.

    `brackets` are the pairs that its text may hold.
    """

    def __init__(self, text: str, brackets: list[tuple[str, str]]) -> None:
        self._text = text
        self._brackets = brackets
        self._is_read = False  # whether `_outer` is known: where all citations stand well nobody asks
        self._outer: list[tuple[int, int]] = []
        self._from, self._end = 0, -1  # the place that was asked for last, and the end that was found for it

    def end(self, start: int, end: int) -> int:
        """The offset before which a row of citations at `start` belongs: before citations that stand there already."""
        if not self._is_read:
            self._is_read = True
            self._outer = _outermost(_bracket_pairs(self._text, _brackets_in(self._text, self._brackets)))
        at = (self._outer and self._behind_brackets(start)) or end
        if not self._from <= at <= self._end:
            self._from, self._end = at, self._first_mark(at)
        at, text = self._end, self._text
        return len(text[:at].rstrip(CITATION)) if at and text[at - 1] == CITATION else at

    def _first_mark(self, at: int) -> int:
        """The first mark from an offset on that stands outside of all brackets; the end of the text where none does."""
        while found := _MARK.search(self._text, at):
            mark = found.start()
            at = self._behind_brackets(mark) if self._outer else 0
            if not at:
                return mark
        return len(self._text.rstrip(" \n"))

    def _behind_brackets(self, at: int) -> int:
        """The offset behind the outermost bracket that encloses a place; 0 where none does."""
        n = bisect_left(self._outer, (at,)) - 1
        closing = self._outer[n][1] if n >= 0 else -1
        return closing + 1 if closing > at else 0


def _brackets_in(text: str, pairs: list[tuple[str, str]]) -> list[tuple[int, str]]:
    """The brackets of a text in the order of their places, those of pairs of which it holds both.

    (A pattern of all brackets takes three times as long: few runs have many.)
    """
    found: list[tuple[int, str]] = []
    for pair in pairs:
        if pair[1] in text and pair[0] in text:
            for bracket in pair:
                at = text.find(bracket)
                while at >= 0:
                    found.append((at, bracket))
                    at = text.find(bracket, at + 1)
    found.sort()
    return found


def _bracket_pairs(text: str, brackets: list[tuple[int, str]]) -> list[tuple[int, int]]:
    """Brackets that close, as pairs of offsets; one that never closes encloses nothing."""
    open_at: list[tuple[int, str]] = []
    pairs = []
    for at, bracket in brackets:
        if bracket in PAIRS:
            open_at.append((at, PAIRS[bracket]))
        elif not _is_apostrophe(text, at):
            for n in range(len(open_at) - 1, -1, -1):
                if open_at[n][1] == bracket:
                    pairs.append((open_at[n][0], at))
                    del open_at[n:]
                    break
    return pairs


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and at > 0 and text[at - 1].isascii() and text[at - 1].isalpha()


def _outermost(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pairs that stand in no other one, in order."""
    outer: list[tuple[int, int]] = []
    for pair in sorted(pairs):
        if not outer or pair[0] > outer[-1][1]:
            outer.append(pair)
    return outer
