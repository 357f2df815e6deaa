"""Edits to a text, and how far each can be trusted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from enum import IntEnum
from types import MethodType
from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple
from pubkit.text.span import Span, new_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from pubkit.text.phrase import Phrase


class Safety(IntEnum):
    """How far a fix can be trusted, ordered.

    A *safe* fix never changes a word, a number, an address or code; an *unsafe* one is probably right and is done only
    when asked for; a *manual* one is shown as a proposal and never applied by `--fix`.
    """

    MANUAL = 0
    UNSAFE = 1
    SAFE = 2

    @property
    def applicability(self) -> str:
        """The word for it in JSON, the same that ruff uses."""
        return ("display", "unsafe", "safe")[self]


class Edit(NamedTuple):
    """Replaces `span` by `text`: an empty span inserts, an empty text deletes."""

    span: Span
    text: str

    @staticmethod
    def insert(offset: int, text: str) -> Edit:
        """Puts `text` before the code point at `offset`."""
        return new_edit((new_span((offset, offset)), text))

    @staticmethod
    def delete(start: int, end: int) -> Edit:
        """Takes `text[start:end]` out."""
        return new_edit((new_span((start, end)), ""))

    @staticmethod
    def replace(start: int, end: int, text: str) -> Edit:
        """Puts `text` in the place of `text[start:end]`."""
        return new_edit((new_span((start, end)), text))


#: See `text.span.new_span`.
new_edit: Callable[[tuple[Span, str]], Edit] = MethodType(tuple.__new__, Edit)


class Fix(NamedTuple):
    """Edits that belong together: all are applied, or none. Sorted and disjoint.

    `moves` marks a fix that only carries a citation to another place: two such fixes may insert at the same place, in
    the order of their findings, since neither reads what the other writes.
    """

    title: Phrase
    edits: tuple[Edit, ...]
    safety: Safety = Safety.SAFE
    moves: bool = False


#: See `text.span.new_span`.
new_fix: Callable[[tuple[Phrase, tuple[Edit, ...], Safety, bool]], Fix] = MethodType(tuple.__new__, Fix)


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """`text` with `edits` made. They must be sorted by place and must not overlap; raises `ValueError` if they do."""
    pieces: list[str] = []
    done = 0
    for (start, end), replacement in edits:
        if start < done:
            raise ValueError(f"edits overlap at {start}")
        pieces += (text[done:start], replacement)
        done = end
    pieces.append(text[done:])
    return "".join(pieces)


def compatible(fixes: Sequence[Fix]) -> list[Fix]:
    """Those of `fixes` that can be applied together: each is taken, in order, unless it meets one already taken.

    Two fixes meet where their edits overlap, touch an insertion of the other, or insert at the same place (unless both
    only move citations).
    """
    taken: list[Fix] = []
    claimed = _Claimed()
    for fix in fixes:
        if not any(claimed.meets(edit.span, fix.moves) for edit in fix.edits):
            taken.append(fix)
            for edit in fix.edits:
                claimed.add(edit.span, fix.moves)
    return taken


class _Claimed:
    """The places that fixes have taken: disjoint replacements in order, and insertions."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._replaced: list[tuple[int, int, bool]] = []  # start, end, whether only moved
        self._inserted: list[int] = []
        self._moved: dict[int, bool] = {}  # whether all insertions at a place are moves

    def add(self, span: Span, moves: bool) -> None:
        start, end = span
        if start == end:
            if start not in self._moved:
                insort(self._inserted, start)
            self._moved[start] = moves and self._moved.get(start, True)
        else:
            at = bisect_left(self._starts, start)
            self._starts.insert(at, start)
            self._replaced.insert(at, (start, end, moves))

    def meets(self, span: Span, moves: bool) -> bool:
        """Whether an edit here would meet one that is taken; at a border, or at one place, two moves do not."""
        start, end = span
        if start == end:
            return self._holds(start, moves) or (start in self._moved and not (moves and self._moved[start]))
        n = bisect_left(self._starts, end)
        if n and self._replaced[n - 1][1] > start:
            return True
        first, last = bisect_left(self._inserted, start), bisect_right(self._inserted, end)
        return any(start < at < end or not (moves and self._moved[at]) for at in self._inserted[first:last])

    def _holds(self, at: int, moves: bool) -> bool:
        """Whether an insertion at `at` would stand inside a replacement, or at the border of one that is no mere move."""
        n = bisect_right(self._starts, at)
        for start, end, moved in self._replaced[max(0, n - 2) : n]:
            if start < at < end or (at in (start, end) and not (moves and moved)):
                return True
        return False


def merge_edits(fixes: Iterable[Fix]) -> list[Edit]:
    """The edits of compatible fixes in the order of their places; insertions at one place keep the fixes' order.

    At one place, insertions come before a deletion that begins there.
    """
    edits = [edit for fix in fixes for edit in fix.edits]
    return sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))
