"""Does a citation name the right source? What the titles alone can say.

Each title is cut into *terms* (`title_terms`), which are sought around each citation (`passages`). A term weighs more the
fewer titles and paragraphs hold it, so that what the whole report is about says nothing about one citation. Each citation is
held against its sentence, its paragraph and its headings: what these share with the cited title, and which other listed title
the sentence names.

Where a title cannot be judged (a bare host, a language that the glossary does not reach) nothing is said. All of it is
linear in the text and in the list. What does not belong here: messages and severities (`rules.attribution`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from math import log
from types import MethodType
from typing import TYPE_CHECKING

from pubkit.citations.glossary import glossary
from pubkit.citations.passages import Passage, Reading
from pubkit.citations.title_terms import (
    CJK_RUN,
    CLASS,
    CONCEPT,
    LITERAL,
    NAME,
    PAIR,
    PART,
    TOKEN,
    WORD,
    title_terms,
    token_terms,
    without_access,
)
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from pubkit.citations.model import Citations, Marker, Source
    from pubkit.markdown.tree import Run

# How sure the evidence must be, found on three hand-labelled exports with swapped citations.
_NOTHING = 0.05  # shared with a title: as good as nothing
_LITTLE = 0.15
_MUCH = 0.4
_NAMED = 0.6  # shared with another title: it is named
_SURELY_NAMED = 0.9
_MOST_HOLDERS = 12  # a term that more titles hold names none of them
_LEAST_ODD = 2  # citations of one other source in a paragraph that make the last one odd
_LEAST_KIN = 3  # citations of an entry that fit, beside the one that does not


class NamedElsewhere(NamedTuple):
    """A citation whose sentence names another entry; `shared` is what both write."""

    marker: Marker
    cited: Source
    other: Source
    shared: tuple[str, ...]


class OddOne(NamedTuple):
    """A citation of `cited` in a paragraph, or under a heading, that cites `usual` otherwise."""

    marker: Marker
    cited: Source
    usual: Source
    mates: tuple[Marker, ...]


class Unrelated(NamedTuple):
    """Citations of an entry whose title shares nothing with what surrounds them; `kin` are its citations that fit."""

    cited: Source
    markers: tuple[Marker, ...]
    kin: tuple[Marker, ...] = ()


class Attribution:
    """What the titles of a document's list say about its citations: `named_elsewhere`, `odd_ones`, `unrelated`.

    `masked` shows citations as `CITATION`; `runs` are those outside of the list of references. A citation stands in at
    most one of the three.
    """

    def __init__(self, text: str, masked: str, runs: Sequence[Run], citations: Citations) -> None:
        self._entries = [_Entry(number, source) for number, source in enumerate(citations.sources)]
        entry_of = {id(entry.source): entry for entry in self._entries}
        keys = {key for marker in citations.markers for key in marker.keys}
        self._by_key = {key: entry_of[id(source)] for key in keys if (source := citations.source(key))}
        self._used = frozenset(self._by_key.values())
        self._holders: defaultdict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            for term in entry.kinds:
                self._holders[term].append(entry)
        self._reading = Reading(text, masked, runs, self._holders)
        self.passages = self._reading.read(citations.markers)
        self._weights = _Weights(self._holders, self._used, len(self._entries), self._reading)
        self._weigh = self._weights.__getitem__
        self._cited = [self._best(passage) for passage in self.passages]

    # what a passage shares with a title

    def _score(self, terms: Iterable[str]) -> float:
        return sum(map(self._weigh, terms))

    def _own(self, passage: Passage, entry: _Entry) -> tuple[float, float]:
        """What a title shares with all that surrounds a citation, and with its sentence alone."""
        sentence = around = 0.0
        terms, weigh = entry.terms, self._weigh
        if shared := terms & passage.block:
            in_sentence = shared & passage.sentence
            sentence = sum(map(weigh, in_sentence))
            if len(in_sentence) < len(shared):
                around = 0.5 * sum(map(weigh, shared - in_sentence))
        if not terms.isdisjoint(passage.headings):
            around += 0.4 * sum(map(weigh, terms & passage.headings - passage.block))
        return sentence + around, sentence

    def _best(self, passage: Passage) -> _Cited | None:
        """Of the entries that a marker names, the one that fits best."""
        best: _Cited | None = None
        for key in passage.marker.keys:
            if (entry := self._by_key.get(key)) is not None:
                own, sentence = self._own(passage, entry)
                if best is None or own > best.own:
                    best = _new_cited((entry, own, sentence))
        return best

    def _is_judgeable(self, entry: _Entry) -> bool:
        """Whether enough of a title would be seen in the text if the text spoke of it."""
        chinese = self._reading.is_chinese
        has_own_script = CJK_RUN.search(without_access(entry.source.title)) if chinese else WORD in entry.kinds.values()
        foreign = None if has_own_script else WORD if chinese else PAIR
        frequency = self._reading.frequency
        known = seen = unknown = 0
        for term, kind in entry.kinds.items():
            if kind == foreign and not frequency[term]:
                unknown += 1  # the text may well speak of it, in its own language
            elif kind > CLASS and kind != PART:
                known += 1
                seen += frequency[term] > 0
        return known + seen >= 2 and unknown * 4 <= known * 3

    def _says_much(self, entry: _Entry) -> bool:
        """Whether a title has words of its own: one that has only what all have is unrelated to nothing."""
        frequency, chinese = self._reading.frequency, self._reading.is_chinese
        words = [term for term, kind in entry.kinds.items() if frequency[term] or not (chinese and kind == WORD)]
        return self._score(words) >= _MUCH

    # the three questions

    @cached_property
    def named_elsewhere(self) -> tuple[NamedElsewhere, ...]:
        """Citations whose sentence names another entry that is cited, and has nothing of the cited one's title."""
        found = []
        for passage, cited in zip(self.passages, self._cited, strict=True):
            if cited is None or cited.own_sentence > _MUCH or self._score(passage.named) < _NAMED:
                continue
            rival = self._rival(passage, cited)
            if rival is not None:
                shared = self._shown(rival, passage)
                found.append(NamedElsewhere(passage.marker, cited.entry.source, rival.source, shared))
        return tuple(found)

    @cached_property
    def _strangers(self) -> frozenset[_Entry]:
        """Entries that several places cite and that fit none of them."""
        best: dict[_Entry, list[float]] = defaultdict(list)
        for cited in filter(None, self._cited):
            best[cited.entry].append(cited.own)
        return frozenset(entry for entry, own in best.items() if len(own) > 1 and max(own) <= _NOTHING)

    def _rival(self, passage: Passage, cited: _Cited) -> _Entry | None:
        """The entry that a sentence names rather than the cited one, if it names one."""
        scores = self._scores(passage.named)
        if max(scores.values(), default=0.0) < _NAMED:
            return None  # before more is asked: nearly all end here
        for beside in [self._by_key[key] for mate in passage.mates for key in mate.keys if key in self._by_key]:
            scores.pop(beside, None)
        score = max(scores.values(), default=0.0)
        if score < _NAMED:
            return None
        entry = min([entry for entry in scores if scores[entry] == score], key=lambda entry: entry.number)
        if score < _SURELY_NAMED and entry not in self._used:
            return None
        names, judgeable = self._names(entry, passage), self._is_judgeable(cited.entry)
        if score >= _SURELY_NAMED and names >= (_MUCH if judgeable else _SURELY_NAMED) and cited.own <= score / 3:
            return entry
        if not judgeable or cited.own > _LITTLE or entry not in self._used:
            return None
        known = names >= _MUCH or self._phrases(entry, passage) >= 2
        return entry if known and cited.entry not in self._strangers else None

    def _scores(self, terms: Iterable[str]) -> dict[_Entry, float]:
        """What each title shares with these terms, as far as they name anything: a term of many titles names none."""
        scores: dict[_Entry, float] = {}
        weights, holders_of = self._weights, self._holders
        widest = min(max(3, len(self._entries) // 6), _MOST_HOLDERS)
        for term in terms:
            holders = holders_of[term]
            if len(holders) <= widest and (weight := weights[term]):
                for entry in holders:
                    scores[entry] = scores.get(entry, 0.0) + weight
        return scores

    def _names(self, entry: _Entry, passage: Passage) -> float:
        """What the names weigh that a sentence and a title share: words of that form, or any in a Chinese sentence."""
        least = WORD if self._reading.is_chinese else NAME
        return self._score(term for term in entry.terms & passage.named if entry.kinds[term] >= least)

    def _phrases(self, entry: _Entry, passage: Passage) -> float:
        """How many words a sentence and a title share, a pair of Han that is no known word being half a one."""
        kinds = [entry.kinds[term] for term in entry.terms & passage.named]
        return kinds.count(CONCEPT) + kinds.count(WORD) + kinds.count(PART) + kinds.count(PAIR) / 2

    def _shown(self, entry: _Entry, passage: Passage) -> tuple[str, ...]:
        """The words that a sentence and a title share, as the sentence writes them: names first, then the longest."""
        shared = {term for term in entry.terms & passage.named if self._weights[term] >= _LITTLE}
        names = {token for token in TOKEN.findall(passage.text) if any(term in shared for term, _ in token_terms(token))}
        words = {term for term in shared if term[0] != "="}
        words.update(*(glossary().words[term] for term in shared if term[0] == "="))
        runs = {run for found in CJK_RUN.finditer(passage.text) for run in _covered(found[0], words)}
        by_weight = sorted(names, key=lambda name: (-max(kind for _, kind in token_terms(name)), name))
        return (*by_weight[:2], *sorted(runs, key=lambda run: (-len(run), run)))[:3]

    @cached_property
    def odd_ones(self) -> tuple[OddOne, ...]:
        """Citations of another entry than all others of their paragraph cite, with nothing of its title in the sentence."""
        taken = {named.marker for named in self.named_elsewhere}
        scopes: dict[tuple[int, int], list[tuple[Passage, _Cited]]] = defaultdict(list)
        for passage, cited in zip(self.passages, self._cited, strict=True):
            if cited is not None:
                scopes[0, passage.place[0]].append((passage, cited))
                for section in passage.sections[:2]:
                    scopes[1, section].append((passage, cited))
        odd: dict[Marker, OddOne] = {}
        for (kind, _), members in scopes.items():
            if len(members) <= _LEAST_ODD:
                continue
            entries = [cited.entry for _, cited in members]
            if len(set(entries)) != 2 or (counts := Counter(entries)).most_common()[-1][1] > 1:
                continue
            passage, cited = next(member for member in members if counts[member[1].entry] == 1)
            mates = [member for member in members if member[1] is not cited]
            if passage.marker not in taken and self._is_odd(passage, cited, mates, in_paragraph=kind == 0):
                markers = tuple(mate.marker for mate, _ in mates)
                odd.setdefault(passage.marker, OddOne(passage.marker, cited.entry.source, mates[0][1].entry.source, markers))
        return tuple(odd.values())

    def _is_odd(self, passage: Passage, cited: _Cited, mates: list[tuple[Passage, _Cited]], *, in_paragraph: bool) -> bool:
        usual, in_sentence = self._own(passage, mates[0][1].entry)
        if not self._is_judgeable(cited.entry) or passage.place in {mate.place for mate, _ in mates}:
            return False
        if in_paragraph:
            closer = usual > cited.own or len(mates) > _LEAST_ODD
            return closer and cited.own <= _MUCH and cited.own_sentence <= min(_LITTLE, in_sentence)
        return cited.own <= _LITTLE and usual - cited.own > _LITTLE

    @cached_property
    def unrelated(self) -> tuple[Unrelated, ...]:
        """Entries whose title shares nothing with any place that cites them, or with one of many that do."""
        taken = {named.marker for named in self.named_elsewhere} | {odd.marker for odd in self.odd_ones}
        groups: dict[_Entry, list[tuple[Passage, _Cited]]] = defaultdict(list)
        for passage, cited in zip(self.passages, self._cited, strict=True):
            if cited is not None:
                groups[cited.entry].append((passage, cited))
        found = []
        for entry, members in groups.items():
            apart = [passage.marker for passage, cited in members if cited.own <= _NOTHING]
            kin = [passage.marker for passage, cited in members if cited.own >= _MUCH]
            outlier = len(apart) == 1 and len(kin) == len(members) - 1 >= _LEAST_KIN
            if (len(apart) == len(members) or outlier) and self._says_much(entry) and self._is_judgeable(entry):
                left = tuple(marker for marker in apart if marker not in taken)
                if left:
                    found.append(Unrelated(entry.source, left, tuple(kin)))
        return tuple(found)


class _Entry:
    """An entry with the terms of its title; `kinds` says how much each one's kind weighs. `number` is its place in the list."""

    __slots__ = ("kinds", "number", "source", "terms")

    def __init__(self, number: int, source: Source) -> None:
        self.number = number
        self.source = source
        self.kinds, self.terms = title_terms(source.title)


class _Weights(dict[str, float]):
    """What a term weighs: its kind, times how few titles hold it, times how few paragraphs do. Worked out when it is asked for."""

    def __init__(
        self, holders: Mapping[str, Sequence[_Entry]], used: frozenset[_Entry], entries: int, reading: Reading
    ) -> None:
        super().__init__()
        self._holders, self._used = holders, used
        self._frequency, self._is_chinese = reading.frequency, reading.is_chinese
        blocks, cited = log(reading.count + 1), log(max(2, len(used) + 1))
        most = max(reading.frequency.values(), default=0)
        self._rare = [1.0, *[max(0.0, 1 - log(n) / cited) for n in range(1, entries + 1)]]
        self._seldom = [1.0, *[max(0.0, 1 - log(n) / blocks) ** 0.5 for n in range(1, most + 1)]]

    def __missing__(self, term: str) -> float:
        holders = self._holders[term]
        if len(holders) == 1:
            kind, titles = holders[0].kinds[term], 1
        else:
            kind = max([entry.kinds[term] for entry in holders])
            titles = len(self._used.intersection(holders)) or len(holders)
        if kind == WORD and self._is_chinese:
            kind = LITERAL  # a Latin word in a Chinese sentence is a name
        weight: float = kind * self._rare[titles] * self._seldom[self._frequency[term]]
        self[term] = weight
        return weight


class _Cited(NamedTuple):
    """The entry that a marker cites, and what its title shares with the surroundings and with the sentence."""

    entry: _Entry
    own: float
    own_sentence: float


#: See `text.span.new_span`.
_new_cited: Callable[[tuple[_Entry, float, float]], _Cited] = MethodType(tuple.__new__, _Cited)


def _covered(run: str, words: Collection[str]) -> Iterator[str]:
    """The stretches of a run of Han that words of two to four characters cover."""
    covered = [False] * len(run)
    for n in range(len(run) - 1):
        for length in (2, 3, 4):
            if run[n : n + length] in words:
                covered[n : n + length] = [True] * len(run[n : n + length])
    start = 0
    for n in range(len(run) + 1):
        if n == len(run) or not covered[n]:
            if n - start > 1:
                yield run[start:n]
            start = n + 1
