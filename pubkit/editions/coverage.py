"""How much of a text is translated: in characters, in cited claims, by section, and what has changed, gravest first.

Only what has words to translate counts (`segments.weight`). A claim is a segment that cites. What does not belong here: how it is
shown (`output.coverage`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, get_args

from pubkit.editions.catalog import State
from pubkit.editions.difference import RANKS, changes, rank
from pubkit.editions.segments import weight
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pubkit.editions.catalog import Entry
    from pubkit.editions.difference import Change, ChangeKind
    from pubkit.editions.segment import Segment


@dataclass(slots=True)
class Tally:
    """Sums over segments. Characters are Han characters where the source is Chinese, else letters."""

    segments: dict[State, int] = field(default_factory=lambda: dict.fromkeys(get_args(State), 0))
    characters_in: dict[State, int] = field(default_factory=lambda: dict.fromkeys(get_args(State), 0))
    translated_characters: int = 0
    claims: int = 0
    translated_claims: int = 0

    @property
    def characters(self) -> int:
        return sum(self.characters_in.values())

    @property
    def total(self) -> int:
        """How many segments."""
        return sum(self.segments.values())

    @property
    def share(self) -> float:
        """Translated characters of all, 0 to 1; 1 where there is nothing to translate."""
        return self.translated_characters / self.characters if self.characters else 1.0

    @property
    def claim_share(self) -> float:
        """Translated cited claims of all, 0 to 1."""
        return self.translated_claims / self.claims if self.claims else 1.0

    def add(self, state: State, characters: int, *, cites: bool, counts: bool) -> None:
        self.segments[state] += 1
        self.characters_in[state] += characters
        self.claims += cites
        if counts:
            self.translated_characters += characters
            self.translated_claims += cites


@dataclass(frozen=True, slots=True)
class ChangedSegment:
    """A segment whose translation is of an older source, and what the two sources differ in."""

    segment: Segment
    entry: Entry
    changes: tuple[Change, ...]

    @property
    def rank(self) -> ChangeKind:
        return rank(self.changes)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What of a text is translated, as a whole and by section in the order of the text."""

    total: Tally
    sections: tuple[tuple[str, Tally], ...]
    changed: tuple[ChangedSegment, ...]

    def reaches(self, threshold: float) -> bool:
        """Whether the share of translated characters is at least `threshold`, 0 to 1."""
        return self.total.share >= threshold


class Measure(NamedTuple):
    """What a segment counts for, in whatever language: characters, whether it cites, and its section."""

    segment: Segment
    characters: int
    cites: bool
    section: str


def measures_of(segments: Sequence[Segment], source_language: str) -> tuple[Measure, ...]:
    """The measures of a text's segments that have something to translate; to be made once for all its editions."""
    return tuple(
        Measure(segment, characters, any(each.kind == "citation" for each in segment.placeholders), section)
        for segment, section in zip(segments, _sections(segments, _depth(segments)), strict=True)
        if (characters := weight(segment, source_language))
    )


def coverage_of(
    segments: Sequence[Segment],
    by_segment: Mapping[str, Entry],
    source_language: str,
    *,
    accept_unreviewed: bool = False,
    measures: Sequence[Measure] | None = None,
) -> Coverage:
    """The coverage of a text by the entries that its segments have. Unreviewed ones count only where they are accepted.

    `measures` are those of the segments, where they are known already.
    """
    total = Tally()
    sections: dict[str, Tally] = {}
    changed: list[ChangedSegment] = []
    for segment, characters, cites, section in measures_of(segments, source_language) if measures is None else measures:
        entry = by_segment.get(segment.id)
        state = entry.state if entry else "missing"
        counts = state == "fresh" or (accept_unreviewed and state == "unreviewed")
        if section not in sections:
            sections[section] = Tally()
        sections[section].add(state, characters, cites=cites, counts=counts)
        total.add(state, characters, cites=cites, counts=counts)
        if entry and state == "changed":
            changed.append(ChangedSegment(segment, entry, changes(entry.previous or segment.message, segment.message)))
    changed.sort(key=lambda each: RANKS.index(each.rank))
    return Coverage(total, tuple(sections.items()), tuple(changed))


def _depth(segments: Sequence[Segment]) -> int:
    """How many of the outermost headings name a section: one more where all stand under a single title."""
    outermost = [segment for segment in segments if segment.kind == "heading" and not segment.section]
    return 2 if len(outermost) == 1 else 1


def _sections(segments: Sequence[Segment], depth: int) -> list[str]:
    """The section of each segment: a heading's is the one that it opens; empty above the first heading."""
    names: list[str] = []
    below: Segment | None = None  # the segment behind, which knows a heading by what a reader sees of it
    for segment in reversed(segments):
        path = segment.section
        if segment.kind == "heading":
            opens = below is not None and below.section[: len(path)] == path and len(below.section) > len(path)
            path = (*path, below.section[len(path)] if below is not None and opens else segment.text)
        names.append(path[min(depth, len(path)) - 1] if path else "")
        below = segment
    return names[::-1]
