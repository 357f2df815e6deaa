"""Does a citation name the right source? What the titles alone can say.

Each title is cut into *terms*: names (Latin words and numbers, written as they are), words of the glossary that both
languages share, and pairs of Han characters. A term weighs more the fewer titles and paragraphs hold it, so that what the
whole report is about says nothing about one citation. Each citation is held against its sentence, its paragraph and its
headings: what these share with the cited title, and which other listed title the sentence names.

Where a title cannot be judged (a bare host, a language that the glossary does not reach) nothing is said. All of it is
linear in the text and in the list. What does not belong here: messages and severities (`rules.attribution`).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import cached_property, lru_cache
from math import log
from typing import TYPE_CHECKING, NamedTuple

from pubkit.citations.glossary import CLASS_WORDS, EMPTY_PAIRS, EMPTY_WORDS, glossary, stem
from pubkit.markdown.tree import BREAK, CODE, MASKS
from pubkit.text.chars import HAN
from pubkit.text.han_variants import TRADITIONAL, to_simplified
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from pubkit.citations.model import Citations, Marker, Source
    from pubkit.markdown.tree import Run

_LONGEST_TITLE = 160  # code points; a video's title can be a whole transcript
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿĀ-ɏΑ-Ωα-ωЀ-ӿ"
_LONGEST_START = 8_000  # code points that show the language of a text
_CJK = f"{HAN}\u30a0-\u30ff\uac00-\ud7af"
#: A Latin word with its digits and hyphens, or a number.
_TOKEN = lazy(rf"[{_LATIN}0-9][{_LATIN}0-9]*(?:[-.][{_LATIN}0-9]+)*")
#: A number that names a standard, and not a year.
_LONG_NUMBER = lazy(r"(?<![\d.])(?!(?:19|20)\d\d(?!\d))\d{4,6}(?![\d.])")
_NAME_FORM = lazy(r"[a-z\d-][A-Z]|[A-Z]{2}|\d")
_PARTS = lazy(rf"[A-Z]?[a-zß-ÿ]+|[A-Z]+(?![a-z])|[{_LATIN}]+")
_SENTENCE_END = lazy(  # the first character is one class: that is what makes it fast
    rf"[。！？；!?.{BREAK}](?:(?<!\.)[。！？；!?]*[”’」』）)]*|(?<=\.)(?=[{MASKS}]*\s[\s{MASKS}]*[A-Z“\"]))"
)
_UNSEEN = lazy(f"[{MASKS}][{MASKS}]*")
_CODE = lazy(f"{CODE}+")
_CJK_RUN = lazy(f"[{_CJK}][{_CJK}]+")
#: A title that is only a host says nothing, and neither does a file's name.
_ONLY_A_HOST = lazy(r"\s*(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?\s*")
#: The name of the site behind a title (`…-CSDN博客`, `…_文汇`, `… | Medium`), and when it was read.
_SITE = lazy(
    r"[-_|–—](?:\s*[^-_|–—]{0,14}(?:博客|社区|文库|抖音|网|新闻|百科|百科全书|知乎|搜狐|新浪|网易|腾讯云?|头条|豆丁|日报|晚报"
    r"|Wikipedia|YouTube|LinkedIn|Medium|Reddit|Blog)|(?<=_)[^_|]{2,12})\s*$"
)
_ACCESSED = lazy(r"[,，]?\s*(?:访问时间为|accessed\b).{0,40}$", re.I)

#: Han that no name is made of: a pair that holds one says nothing.
_EMPTY_HAN = frozenset("的了是在与和及其之于以为对被将等这那么如何让个你我他们不就都要也有到从并或而把向该各一二三四五六七八九十")
_NAME, _LITERAL, _WORD, _CONCEPT, _PART, _PAIR, _CLASS = 1.0, 0.8, 0.61, 0.6, 0.42, 0.4, 0.3

# How sure the evidence must be, found on three hand-labelled exports with swapped citations.
_NOTHING = 0.05  # shared with a title: as good as nothing
_LITTLE = 0.15
_MUCH = 0.4
_NAMED = 0.6  # shared with another title: it is named
_SURELY_NAMED = 0.9
_TRADITIONAL = frozenset(TRADITIONAL)
_MOST_HOLDERS = 12  # a term that more titles hold names none of them
_LEAST_ODD = 2  # citations of one other source in a paragraph that make the last one odd
_LEAST_KIN = 3  # citations of an entry that fit, beside the one that does not


class Passage(NamedTuple):
    """A citation with the terms around it; each set holds only what some title holds.

    `named` are those of the sentence that may name a source: code is left out. `place` numbers the paragraph and the
    sentence in it; `sections` are the headings above, the nearest first.
    """

    marker: Marker
    sentence: frozenset[str]
    named: frozenset[str]
    block: frozenset[str]
    headings: frozenset[str]
    text: str
    place: tuple[int, int]
    sections: tuple[int, ...]


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
        self._citations = citations
        self._used = {
            id(source) for marker in citations.markers for source in map(citations.source, marker.keys) if source
        }
        self._entries = [_Entry(source, is_used=id(source) in self._used) for source in citations.sources]
        self._entry_of = {id(entry.source): entry for entry in self._entries}
        self._holders: dict[str, list[_Entry]] = defaultdict(list)
        for entry in self._entries:
            for term in entry.kinds:
                self._holders[term].append(entry)
        self._reading = _Reading(text, masked, self._holders)
        self.passages = self._reading.read(runs, citations.markers)
        self._weights = self._weigh()
        self._cited = [self._best(passage, passage.marker.keys) for passage in self.passages]

    # what a term weighs, and what a passage shares with a title

    def _weigh(self) -> dict[str, float]:
        """The kind of each term, times how few titles hold it, times how few paragraphs do."""
        blocks, cited = log(self._reading.count + 1), log(max(2, len(self._used) + 1))
        rare = [1.0, *(max(0.0, 1 - log(n) / cited) for n in range(1, len(self._entries) + 1))]
        seldom = [1.0, *(max(0.0, 1 - log(n) / blocks) ** 0.5 for n in range(1, self._reading.count + 1))]
        frequency, chinese = self._reading.frequency, self._reading.is_chinese
        weights = {}
        for term, holders in self._holders.items():
            kind = max([entry.kinds[term] for entry in holders])
            if kind == _WORD and chinese:
                kind = _LITERAL  # a Latin word in a Chinese sentence is a name
            used = sum([entry.is_used for entry in holders])
            weights[term] = kind * rare[used or len(holders)] * seldom[frequency[term]]
        return weights

    def _score(self, terms: Iterable[str]) -> float:
        return sum(map(self._weights.__getitem__, terms))

    def _own(self, passage: Passage, entry: _Entry) -> tuple[float, float]:
        """What a title shares with all that surrounds a citation, and with its sentence alone."""
        sentence = self._score(entry.terms & passage.sentence)
        block = self._score((entry.terms & passage.block) - passage.sentence)
        headings = self._score((entry.terms & passage.headings) - passage.block)
        return sentence + 0.5 * block + 0.4 * headings, sentence

    def _best(self, passage: Passage, keys: Collection[str]) -> _Cited | None:
        """Of the entries that a marker names, the one that fits best."""
        best: _Cited | None = None
        for key in keys:
            source = self._citations.source(key)
            if source is not None:
                entry = self._entry_of[id(source)]
                own, sentence = self._own(passage, entry)
                if best is None or own > best.own:
                    best = _Cited(entry, own, sentence)
        return best

    def _is_judgeable(self, entry: _Entry) -> bool:
        """Whether enough of a title would be seen in the text if the text spoke of it."""
        chinese = self._reading.is_chinese
        has_own_script = _CJK_RUN.search(_without_access(entry.source.title)) if chinese else _WORD in entry.kinds.values()
        foreign = None if has_own_script else _WORD if chinese else _PAIR
        frequency = self._reading.frequency
        known = seen = unknown = 0
        for term, kind in entry.kinds.items():
            if kind == foreign and not frequency[term]:
                unknown += 1  # the text may well speak of it, in its own language
            elif kind > _CLASS and kind != _PART:
                known += 1
                seen += frequency[term] > 0
        return known + seen >= 2 and unknown * 4 <= known * 3

    def _says_much(self, entry: _Entry) -> bool:
        """Whether a title has words of its own: one that has only what all have is unrelated to nothing."""
        frequency, chinese = self._reading.frequency, self._reading.is_chinese
        words = [term for term, kind in entry.kinds.items() if frequency[term] or not (chinese and kind == _WORD)]
        return self._score(words) >= _MUCH

    # the three questions

    @cached_property
    def named_elsewhere(self) -> tuple[NamedElsewhere, ...]:
        """Citations whose sentence names another entry that is cited, and has nothing of the cited one's title."""
        beside: dict[tuple[int, int], set[int]] = defaultdict(set)
        for passage in self.passages:
            beside[passage.place].update(map(id, map(self._citations.source, passage.marker.keys)))
        found = []
        for passage, cited in zip(self.passages, self._cited, strict=True):
            if cited is None or cited.own_sentence > _MUCH:
                continue
            rival = self._rival(passage, cited, beside[passage.place])
            if rival is not None:
                shared = self._shown(rival, passage)
                found.append(NamedElsewhere(passage.marker, cited.entry.source, rival.source, shared))
        return tuple(found)

    @cached_property
    def _strangers(self) -> frozenset[int]:
        """Entries that several places cite and that fit none of them."""
        best: dict[int, list[float]] = defaultdict(list)
        for cited in filter(None, self._cited):
            best[id(cited.entry)].append(cited.own)
        return frozenset(number for number, own in best.items() if len(own) > 1 and max(own) <= _NOTHING)

    def _rival(self, passage: Passage, cited: _Cited, beside: set[int]) -> _Entry | None:
        """The entry that a sentence names rather than the cited one, if it names one."""
        scores: dict[int, float] = defaultdict(float)
        widest = min(max(3, len(self._entries) // 6), _MOST_HOLDERS)
        for term in passage.named:
            holders = self._holders[term]
            if len(holders) <= widest:
                for entry in holders:
                    if id(entry.source) not in beside:
                        scores[id(entry.source)] += self._weights[term]
        if not scores:
            return None
        score, number = max((score, -n) for n, score in scores.items())
        entry = self._entry_of[-number]
        if score < _SURELY_NAMED and id(entry.source) not in self._used:
            return None
        names, judgeable = self._names(entry, passage), self._is_judgeable(cited.entry)
        if score >= _SURELY_NAMED and names >= (_MUCH if judgeable else _SURELY_NAMED) and cited.own <= score / 3:
            return entry
        if not judgeable or cited.own > _LITTLE or id(entry.source) not in self._used:
            return None
        known = names >= _MUCH or self._phrases(entry, passage) >= 2
        return entry if known and score >= _NAMED and id(cited.entry) not in self._strangers else None

    def _names(self, entry: _Entry, passage: Passage) -> float:
        """What the names weigh that a sentence and a title share: words of that form, or any in a Chinese sentence."""
        least = _WORD if self._reading.is_chinese else _NAME
        return self._score(term for term in entry.terms & passage.named if entry.kinds[term] >= least)

    def _phrases(self, entry: _Entry, passage: Passage) -> float:
        """How many words a sentence and a title share, a pair of Han that is no known word being half a one."""
        kinds = [entry.kinds[term] for term in entry.terms & passage.named]
        return kinds.count(_CONCEPT) + kinds.count(_WORD) + kinds.count(_PART) + kinds.count(_PAIR) / 2

    def _shown(self, entry: _Entry, passage: Passage) -> tuple[str, ...]:
        """The words that a sentence and a title share, as the sentence writes them: names first, then the longest."""
        shared = {term for term in entry.terms & passage.named if self._weights[term] >= _LITTLE}
        names = {token for token in _TOKEN.findall(passage.text) if any(term in shared for term, _ in token_terms(token))}
        words = {term for term in shared if term[0] != "="}
        words.update(*(glossary().words[term] for term in shared if term[0] == "="))
        runs = {run for found in _CJK_RUN.finditer(passage.text) for run in _covered(found[0], words)}
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
            counts = Counter(id(cited.entry) for _, cited in members)
            if len(counts) != 2 or len(members) <= _LEAST_ODD or min(counts.values()) > 1:
                continue
            passage, cited = next(member for member in members if counts[id(member[1].entry)] == 1)
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
        groups: dict[int, list[tuple[Passage, _Cited]]] = defaultdict(list)
        for passage, cited in zip(self.passages, self._cited, strict=True):
            if cited is not None:
                groups[id(cited.entry)].append((passage, cited))
        found = []
        for members in groups.values():
            entry = members[0][1].entry
            apart = [passage.marker for passage, cited in members if cited.own <= _NOTHING]
            kin = [passage.marker for passage, cited in members if cited.own >= _MUCH]
            outlier = len(apart) == 1 and len(kin) == len(members) - 1 >= _LEAST_KIN
            if (len(apart) == len(members) or outlier) and self._says_much(entry) and self._is_judgeable(entry):
                left = tuple(marker for marker in apart if marker not in taken)
                if left:
                    found.append(Unrelated(entry.source, left, tuple(kin)))
        return tuple(found)


class _Entry:
    """An entry with the terms of its title; `kinds` says how much each one's kind weighs."""

    __slots__ = ("is_used", "kinds", "source", "terms")

    def __init__(self, source: Source, *, is_used: bool) -> None:
        self.source = source
        self.is_used = is_used  # by any citation
        self.kinds, self.terms = title_terms(source.title)


class _Cited(NamedTuple):
    """The entry that a marker cites, and what its title shares with the surroundings and with the sentence."""

    entry: _Entry
    own: float
    own_sentence: float


class _Reading:
    """The text, read once for the terms of the titles."""

    def __init__(self, text: str, masked: str, held: Collection[str]) -> None:
        self._text, self._masked, self._held = text, in_one_script(masked), held
        self._of_token: dict[str, tuple[str, ...]] = {}
        self._of_heading: dict[int, frozenset[str]] = {}
        # By the first two characters of a word: the terms of a word of two, and the longer words with theirs.
        self._pairs: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._longer: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        words = glossary().words
        for term in held:
            if term[0] != "=":
                if len(term) == 2:
                    self._pairs[term[0], term[1]].append(term)
                continue
            for word in words[term]:
                if len(word) == 2:
                    self._pairs[word[0], word[1]].append(term)
                else:
                    self._longer[word[0], word[1]].append((word, term))
        self._pair_starts, self._longer_starts = frozenset(self._pairs), frozenset(self._longer)
        starts = self._pair_starts | self._longer_starts
        firsts, seconds = ("".join(sorted({start[n] for start in starts})) for n in (0, 1))
        self._candidate = re.compile(f"([{firsts}])(?=([{seconds}]))") if starts else None
        self.frequency: Counter[str] = Counter()
        self.count = 0
        self.is_chinese = False

    def read(self, runs: Sequence[Run], markers: Sequence[Marker]) -> list[Passage]:
        """The passages of all markers that stand in `runs`, in order."""
        start = _UNSEEN.sub("", self._masked[:_LONGEST_START])
        self.is_chinese = 8 * len("".join(_CJK_RUN.findall(start))) > len(start)
        passages: list[Passage] = []
        headings: list[Run] = []
        n, row_end = 0, -1
        for place, run in enumerate(runs):
            if run.block.kind == "heading":
                headings = [above for above in headings if above.block.level < run.block.level]
                headings.append(run)
            while n < len(markers) and markers[n].span.start < max(run.start, row_end):
                n += 1
            if n == len(markers):
                break
            if markers[n].span.start < run.end and run.start >= row_end and run.block.kind != "heading":
                group = _read_together(runs, place)
                row_end = group[-1].end
                last = n
                while last < len(markers) and markers[last].span.start < row_end:
                    last += 1
                inside = markers[n:last]
                self.frequency.update(self._read_block(group, inside, headings, passages))
                self.count += 1
        return passages

    def _read_block(
        self, group: Sequence[Run], markers: Sequence[Marker], headings: Sequence[Run], passages: list[Passage]
    ) -> frozenset[str]:
        """The terms of a paragraph; its passages are put behind `passages`."""
        cited: list[tuple[int, int, str, frozenset[str], Sequence[Marker]]] = []
        rest: list[str] = []
        n = 0
        for start, end in (place for run in group for place in sentences(self._masked, run)):
            first = n
            while n < len(markers) and markers[n].span.start < end:
                n += 1
            seen = self._seen(start, end)
            if n > first:
                cited.append((start, end, seen, self._terms(seen), markers[first:n]))
            else:
                rest.append(seen)
        block = self._terms("\n".join(rest)).union(*[part[3] for part in cited])
        above = frozenset().union(*[self._heading(heading) for heading in headings])
        sections = tuple(heading.start for heading in reversed(headings) if heading.block.level > 1)
        for start, end, seen, terms, inside in cited:
            prose = self._masked[start:end]
            named = self._terms(_UNSEEN.sub("", prose)) if CODE in prose else terms
            place = (self.count, start)
            passages += [Passage(marker, terms, named, block, above, seen, place, sections) for marker in inside]
        return block

    def _heading(self, heading: Run) -> frozenset[str]:
        terms = self._of_heading.get(heading.start)
        if terms is None:
            terms = self._of_heading[heading.start] = self._terms(self._seen(heading.start, heading.end))
        return terms

    def _seen(self, start: int, end: int) -> str:
        """What a reader sees between two offsets, without citations, code included."""
        piece = self._masked[start:end]
        if CODE in piece:
            piece = _CODE.sub(lambda found: f" {self._text[start + found.start() : start + found.end()]} ", piece)
        return piece if piece.isprintable() else _UNSEEN.sub("", piece)  # no mask is printable

    def _terms(self, text: str) -> frozenset[str]:
        """The terms of titles that a text holds."""
        found: list[str] = []
        if self._candidate and (candidates := self._candidate.findall(text)):
            for terms in map(self._pairs.__getitem__, self._pair_starts.intersection(candidates)):
                found += terms
            for start in self._longer_starts.intersection(candidates):
                found += [term for word, term in self._longer[start] if word in text]
        for token in _TOKEN.findall(text):
            known = self._of_token.get(token)
            found += self._token(token) if known is None else known
        return frozenset(found)

    def _token(self, token: str) -> tuple[str, ...]:
        known = tuple(term for term, _ in token_terms(token) if term in self._held)
        self._of_token[token] = known
        return known


def in_one_script(text: str) -> str:
    """A text whose terms can be compared, whichever script of Chinese it is in: of the same length, in Simplified characters."""
    return text if _TRADITIONAL.isdisjoint(text[:_LONGEST_START]) else text.translate(to_simplified())


@lru_cache(maxsize=4096)
def title_terms(title: str) -> tuple[dict[str, float], frozenset[str]]:
    """The terms of a title with the weight of each one's kind, and the terms alone. The name of the site is left out."""
    title = in_one_script(_without_access(title[: 2 * _LONGEST_TITLE]))
    kinds: dict[str, float] = {}
    if "." not in title or not _ONLY_A_HOST.fullmatch(title):
        title = _SITE.sub("", title)[:_LONGEST_TITLE]
        found = [pair for token in _TOKEN.findall(title) for pair in token_terms(token)]
        found += [pair for run in _CJK_RUN.findall(title) for pair in _han_terms(run)]
        for term, kind in found:
            kinds[term] = max(kind, kinds.get(term, 0.0))
    return kinds, frozenset(kinds)


def _without_access(title: str) -> str:
    """A title without when it was read."""
    return _ACCESSED.sub("", title) if "访问" in title or "accessed" in title.casefold() else title


@lru_cache(maxsize=8192)
def token_terms(token: str) -> tuple[tuple[str, float], ...]:
    """The terms of a Latin word: itself and its parts, or the concepts that they are words of."""
    whole = stem(token)
    if whole in CLASS_WORDS:
        return ((whole, _CLASS),)
    if token[0].isdigit():
        return tuple((number, _NAME) for number in _LONG_NUMBER.findall(token))
    words = glossary()
    is_one = token.isascii() and token.isalpha() and (token[1:].islower() or token.isupper())
    parts = () if is_one else _PARTS.findall(token)
    found: list[tuple[str, float]] = []
    for word in [whole, *(map(stem, parts) if len(parts) > 1 else ())]:
        if concepts := words.english.get(word):
            found += [(concept, _CONCEPT) for concept in concepts if concept not in words.general]
        elif len(word) > 2 and word not in EMPTY_WORDS:
            part = _CLASS if word in CLASS_WORDS else _PART
            found.append((word, part if word != whole else _NAME if _NAME_FORM.search(token) else _WORD))
    return tuple(found)


def _han_terms(run: str) -> Iterator[tuple[str, float]]:
    """The terms of a run of Han: the words of the glossary, and every pair that is none of them.

    A pair inside a known word is that word, and one across the border of two is chance: neither is a term.
    """
    words = glossary()
    known = [False] * len(run)
    for n in range(len(run) - 1):
        for length in (4, 3, 2):
            word = run[n : n + length]
            concepts = words.chinese.get(word, ())
            if concepts or word in EMPTY_PAIRS:
                known[n : n + length] = [True] * len(word)
            yield from ((concept, _CONCEPT) for concept in concepts if concept not in words.general)
    for n in range(len(run) - 1):
        pair = run[n : n + 2]
        if not (known[n] and known[n + 1]) and _EMPTY_HAN.isdisjoint(pair):
            yield pair, _PAIR


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


def _read_together(runs: Sequence[Run], place: int) -> Sequence[Run]:
    """The run at a place with those that are read together with it: the other cells of a table's row."""
    run = runs[place]
    if run.block.kind != "table_cell":
        return (run,)
    first, last = place, place + 1
    while first and runs[first - 1].block.parent is run.block.parent:
        first -= 1
    while last < len(runs) and runs[last].block.parent is run.block.parent:
        last += 1
    return runs[first:last]


def sentences(masked: str, run: Run) -> Iterator[tuple[int, int]]:
    """The sentences of a run."""
    start = run.start
    for found in _SENTENCE_END.finditer(masked, run.start, run.end):
        yield start, found.end()
        start = found.end()
    if start < run.end:
        yield start, run.end
