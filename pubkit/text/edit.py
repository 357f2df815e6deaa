"""Edits to a text, and how far each can be trusted."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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

    @classmethod
    def insert(cls, offset: int, text: str) -> Edit:
        """Puts `text` before the code point at `offset`."""
        return cls(Span(offset, offset), text)

    @classmethod
    def delete(cls, start: int, end: int) -> Edit:
        """Takes `text[start:end]` out."""
        return cls(Span(start, end), "")

    @classmethod
    def replace(cls, start: int, end: int, text: str) -> Edit:
        """Puts `text` in the place of `text[start:end]`."""
        return cls(Span(start, end), text)


class Fix(NamedTuple):
    """Edits that belong together: all are applied, or none. Sorted and disjoint.

    `moves` marks a fix that only carries a citation to another place: two such fixes may insert at the same place, in
    the order of their findings, since neither reads what the other writes.
    """

    title: Phrase
    edits: tuple[Edit, ...]
    safety: Safety = Safety.SAFE
    moves: bool = False


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
    spans: list[tuple[int, int, bool]] = []  # sorted is not needed: fixes come in order and are few at one place
    latest = -1
    for fix in fixes:
        first = fix.edits[0].span.start if fix.edits else 0
        if first > latest or not any(_meet(edit, fix.moves, spans) for edit in fix.edits):
            taken.append(fix)
            spans += [(edit.span.start, edit.span.end, fix.moves) for edit in fix.edits]
            latest = max(latest, fix.edits[-1].span.end) if fix.edits else latest
    return taken


def _meet(edit: Edit, moves: bool, spans: list[tuple[int, int, bool]]) -> bool:
    start, end = edit.span
    for other_start, other_end, other_moves in reversed(spans):
        if start == end and other_start == other_end:
            if start == other_start and not (moves and other_moves):
                return True
        elif start == end or other_start == other_end:
            # an insertion meets a replacement that holds it; at its border only where neither is a mere move
            inside = other_start < start < other_end if start == end else start < other_start < end
            border = start in (other_start, other_end) if start == end else other_start in (start, end)
            if inside or (border and not (moves and other_moves)):
                return True
        elif start < other_end and other_start < end:
            return True
    return False


def merge_edits(fixes: Iterable[Fix]) -> list[Edit]:
    """The edits of compatible fixes in the order of their places; insertions at one place keep the fixes' order.

    At one place, insertions come before a deletion that begins there.
    """
    edits = [edit for fix in fixes for edit in fix.edits]
    return sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))
