"""Conversion between the scripts of Chinese: Simplified to Traditional for Taiwan and Hong Kong, and back.

The one door to OpenCC, whose dictionary knows the characters and 49,000 phrases. What it does not know is here and around it: what
is prose (`joined_text`), which of several readings is meant and when that is not certain (`reading_choice`), the region's words
(`vocabulary`), the project's (`terms`), quotation marks, and what an editor has corrected (`corrections`). Cited titles, protected
names, passages that are in the target's script already, code, addresses, keys and the list of references stay as they are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress, count, pairwise
from operator import ne
from typing import TYPE_CHECKING, Literal, NamedTuple

from pubkit.editions.joined_text import BORDER, END, join
from pubkit.editions.personal_names import SURNAMES
from pubkit.editions.quotation_marks import requoted
from pubkit.editions.reading_choice import A_NAME, TWO_MEANINGS, Chooser
from pubkit.editions.readings import to_simplified, to_traditional
from pubkit.editions.vocabulary import vocabulary, vocabulary_back
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.pattern import lazy
from pubkit.text.span import Span
from pubkit.text.tags import chinese_script, subtags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opencc import OpenCC

    from pubkit.citations.model import Citations
    from pubkit.editions.corrections import Corrections
    from pubkit.editions.joined_text import JoinedText
    from pubkit.editions.quotation_marks import Quotes
    from pubkit.editions.readings import Reading
    from pubkit.editions.terms import Terms
    from pubkit.editions.vocabulary import Vocabulary
    from pubkit.markdown.document import Document
    from pubkit.text.phrase import Phrase

#: Values of the front matter that are prose.
CONVERTED = frozenset({"title", "subtitle", "description", "abstract", "keywords", "subject", "author", "publisher", "rights"})
_LANGUAGE = ("lang", "language")
_LEAST_TITLE = 4  # code points: a shorter title in 《》 is found in too many others


class Uncertain(NamedTuple):
    """A place where the choice is worth a look. `span` and `source` are of the document, `context` is the sentence around."""

    span: Span
    source: str
    chosen: str
    alternatives: tuple[str, ...]
    context: str
    reason: Phrase
    before: str = ""  # the context on each side, as corrections keep it
    behind: str = ""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A document in another script. `edits` are those that make `text` of the document's text: the map of places between both."""

    text: str
    edits: tuple[Edit, ...]
    uncertain: tuple[Uncertain, ...]
    applied: frozenset[int] = frozenset()  # ordinals of the corrections that were used

    def place_in_source(self, offset: int) -> int:
        """Where a character of the converted text comes from, code points; one that is new, the beginning of what it replaces."""
        shift = 0
        for (start, end), text in self.edits:
            if offset < start + shift:
                break
            if offset < start + shift + len(text):
                return min(start + offset - start - shift, max(start, end - 1))
            shift += len(text) - (end - start)
        return offset - shift


class _Way(NamedTuple):
    """From one script and region to another."""

    source: Literal["Hans", "Hant"]
    target: Literal["Hans", "Hant"]
    source_region: str  # tw, hk; of Simplified text: empty
    target_region: str


def convert_document(
    document: Document,
    citations: Citations,
    source_language: str,
    target: str,
    terms: Terms,
    corrections: Corrections,
    *,
    vocabulary: Literal["region", "keep"] | None = None,
    quotes: Quotes | None = None,
    cited_titles: Iterable[str] = (),
) -> Conversion:
    """`document` in the script and region of `target` (BCP 47).

    `vocabulary`: `region` writes the region's word wherever it has one, `keep` the source's; None only words that mean the same in
    any report. `quotes`: None for those of the region. `cited_titles` are titles of a references file that stay as published.
    Raises `ConfigError` where the front matter is no YAML.
    """
    way = _way(source_language, target)
    if way.source == way.target and way.source_region == way.target_region:
        return Conversion(document.text, (), ())
    work = _Work(document, citations, way, [title for title in cited_titles if title])
    used = work.correct(corrections)
    work.protect(terms.protected)
    work.keep_titles({pair.source for pair in terms.pairs(source_language, target)})
    work.use_terms(terms, source_language, target)
    work.keep_other_script()
    work.use_vocabulary(vocabulary)
    work.convert()
    work.quote(quotes or ("corner" if way.target == "Hant" else "curly"))
    edits = tuple(work.edits(target))
    return Conversion(apply_edits(document.text, edits), edits, tuple(sorted(work.doubts, key=lambda doubt: doubt.span)), used)


def _way(source: str, target: str) -> _Way:
    def side(tag: str) -> tuple[Literal["Hans", "Hant"], str]:
        traditional = chinese_script(tag) == "Hant"
        region = "hk" if {"hk", "mo"}.intersection(subtags(tag)) else "tw"
        return ("Hant", region) if traditional else ("Hans", "")

    (source_script, source_region), (target_script, target_region) = side(source), side(target)
    return _Way(source_script, target_script, source_region, target_region)


class _Work:
    """One conversion while it is made: what is taken, what is to be written, what is in doubt. Offsets are joined."""

    def __init__(self, document: Document, citations: Citations, way: _Way, titles: list[str]) -> None:
        self.document = document
        self.citations = citations
        self.way = way
        self.titles = [*titles, *(source.title for source in citations.sources)]
        values, self.authors, self.languages = _values(document)
        self.joined: JoinedText = join(document, citations, values)
        self.text = self.joined.text
        self.taken = bytearray(len(self.text))
        self.written: list[tuple[int, int, str]] = []
        self.doubts: list[Uncertain] = []

    def _take(self, start: int, end: int, text: str | None = None) -> bool:
        """Reserves a stretch, and says what is written there (None: what stands there). False where it is not free."""
        if any(self.taken[start:end]):
            return False
        self.taken[start:end] = b"\1" * (end - start)
        if text is not None and text != self.text[start:end]:
            self.written.append((start, end, text))
        return True

    def _each(self, word: str) -> Iterator[int]:
        at = self.text.find(word)
        while at >= 0:
            yield at
            at = self.text.find(word, at + 1)

    def correct(self, corrections: Corrections) -> frozenset[int]:
        """What an editor has corrected stands as corrected."""
        used = set()
        for n, correction in enumerate(corrections.entries):
            for at in self._each(correction.source):
                end = at + len(correction.source)
                if correction.fits(*self.joined.context(at, end)) and self._take(at, end, correction.correction):
                    used.add(n)
        return frozenset(used)

    def protect(self, names: Iterable[str]) -> None:
        for name in sorted(names, key=len, reverse=True):
            for at in self._each(name):
                self._take(at, at + len(name))

    def use_terms(self, terms: Terms, source: str, target: str) -> None:
        for word, form, term in terms.pairs(source, target):
            for at in self._each(word):
                block = self.joined.block(at)
                if term.applies(self.text[block.start : block.end]):
                    self._take(at, at + len(word), form)

    def keep_titles(self, terms: set[str]) -> None:
        """A title in 《》 that is listed stays as it was published, unless it is a term by itself."""
        listed = [re.sub(r"\s+", " ", title) for title in self.titles]
        if not listed:
            return
        everything = BORDER.join(listed)
        whole = [title for title in listed if len(title) >= _LEAST_TITLE]
        for found in _TITLE.finditer(self.text):
            title = found[1].strip()
            if title in terms:
                continue
            if (len(title) >= _LEAST_TITLE and title in everything) or any(each in title for each in whole):
                self._take(found.start(1), found.end(1))

    def keep_other_script(self) -> None:
        """Blocks and quotations that are in the target's script already stay: a source is quoted as it is."""
        own, other = _only(self.text, self.way)
        if not other:
            return
        has_other, has_own = re.compile(f"[{other}]"), re.compile(f"[{own}]") if own else None
        for pattern in (_QUOTED, _SENTENCE, _BLOCK):
            for found in pattern.finditer(self.text):
                if has_other.search(found[0]) and not (has_own and has_own.search(found[0])):
                    for at in range(*found.span()):  # the marks around may still become those of the edition
                        self.taken[at] |= self.text[at] not in _MARKS

    def use_vocabulary(self, wanted: Literal["region", "keep"] | None) -> None:
        if wanted == "keep" or self.way.source == self.way.target:
            return
        words = vocabulary(self.way.target_region, wanted == "region") if self.way.target == "Hant" else vocabulary_back(self.way.source_region)
        first = re.compile(f"[{''.join(map(re.escape, words))}]")
        seen: set[str] = set()
        end = 0
        for found in first.finditer(self.text):
            if (start := found.start()) >= end:
                end = self._use_word(words, start, seen)

    def _use_word(self, words: Vocabulary, start: int, seen: set[str]) -> int:
        """Writes the longest word of the region that stands at `start`; where the next one may begin."""
        for word in words[self.text[start]]:
            end = start + len(word.source)
            if self.text.startswith(word.source, start) and word.fits(self.text, start) and self._take(start, end, word.target):
                if word.doubtful and word.source not in seen:
                    seen.add(word.source)
                    self._doubt(start, end, word.target, (script(self.way).plain(word.source),), TWO_MEANINGS.format(word.source))
                return end
        return start

    def convert(self) -> None:
        """Every character that nothing else has decided."""
        converted, doubts = script(self.way).convert(self.text)
        if self.way.target == "Hant":
            for start, end in self.authors:
                self._author(start, end)
        for at, chosen, alternatives, reason in doubts:
            if not self.taken[at]:
                self._doubt(at, at + 1, chosen, alternatives, reason)
        changed = [at for at in compress(count(), map(ne, self.text, converted)) if not self.taken[at]]
        for start, end in _stretches(changed):
            self.written.append((start, end, converted[start:end]))

    def _author(self, start: int, end: int) -> None:
        """An author's name: its surname is one; a given name with several readings is worth a look."""
        name = re.search(r"[\u4e00-\u9fff]{2,4}", self.text[start:end])
        if name is None or len(name[0]) != len(self.text[start:end].strip("\"'")):
            return
        first = start + name.start()
        if surname := SURNAMES.get(self.text[first]):
            self._take(first, first + 1, surname)
        readings = to_traditional().readings
        for at in range(first + 1, first + len(name[0])):
            if (reading := readings.get(self.text[at])) and not self.taken[at]:
                self._doubt(at, at + 1, reading.usual, reading.others, A_NAME)
                self._take(at, at + 1, script(self.way).plain(self.text[at]))

    def _doubt(self, start: int, end: int, chosen: str, alternatives: tuple[str, ...], reason: Phrase) -> None:
        before, behind = self.joined.context(start, end)
        source = self.text[start:end]
        context = f"{before}{source}{behind}".strip(END)
        self.doubts.append(Uncertain(self.joined.span(start, end), source, chosen, alternatives, context, reason, before, behind))

    def quote(self, quotes: Quotes) -> None:
        start = 0
        for block in self.text.split(BORDER):
            for at, mark in requoted(block, quotes):
                if not self.taken[start + at]:
                    self.written.append((start + at, start + at + 1, mark))
            start += len(block) + 1

    def edits(self, target: str) -> Iterator[Edit]:
        """Everything that is written, as edits of the document in the order of its places; its language too."""
        found = self.joined.edits(self.written)
        found += [Edit(span, target) for span in self.languages if span.of(self.document.text) != target]
        return iter(sorted(found))


_MARKS = frozenset("“”‘’「」『』")
_TITLE = lazy("《([^《》\n]+)》")
_QUOTED = lazy("“[^“”\n]+”|‘[^‘’\n]+’|「[^「」\n]+」|『[^『』\n]+』|《[^《》\n]+》|（[^（）\n]+）")
_SENTENCE = lazy("[^。！？；\n]+")
_BLOCK = lazy("[^\n]+")


def _stretches(places: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbours together: start and end of each row of consecutive numbers."""
    start = None
    for one, following in pairwise([*places, -1]):
        start = one if start is None else start
        if following != one + 1:
            yield start, one + 1
            start = None


def _values(document: Document) -> tuple[list[Span], list[tuple[int, int]], list[Span]]:
    """The values of the front matter that are prose, the joined stretches of its authors, and the places of its language."""
    span = document.front_matter_span
    if span is None or not document.front_matter:
        return [], [], []
    from pubkit.markdown.yaml import scalar_places

    offset = document.text.find("\n", *span) + 1
    body = document.text[offset : document.text.rfind("\n", *span)]
    values, authors, languages, length = [], [], [], 0
    for names, value, start, end in scalar_places(body):
        place = Span(offset + start, offset + end)
        if names[0] in _LANGUAGE and len(names) == 1:
            languages.append(place)
        elif names[0] in CONVERTED and any(c > "\u2e7f" for c in value):
            values.append(place)
            if names[0] == "author":
                authors.append((length, length + len(place.of(document.text))))
            length += end - start + 1
    return values, authors, languages


def metadata_spans(document: Document) -> list[Span]:
    """Where the values of the front matter stand that are converted."""
    return _values(document)[0]


class _Doubt(NamedTuple):
    at: int
    chosen: str
    alternatives: tuple[str, ...]
    reason: Phrase


class Script:
    """The conversion of plain text one way, which keeps its length: OpenCC's dictionaries, and the choice of readings."""

    def __init__(self, way: _Way) -> None:
        self.way = way
        self._before = _converter(f"{way.source_region}2t") if way.source_region else None
        self._chooser: Chooser | None = None
        self._forms: dict[str, str] = {}
        self._known: set[str] = set()
        if way.source != way.target:
            table = to_traditional() if way.target == "Hant" else to_simplified()
            marks = {character: chr(0xF0000 + n) for n, character in enumerate(table.readings)}
            converter = _marking_converter(way.target, marks)
            self._chooser = Chooser(table, converter.convert, marks)
            self._marked = converter

    def plain(self, text: str) -> str:
        """The text with the choices made, whatever their doubts."""
        return self.convert(text)[0]

    def convert(self, text: str) -> tuple[str, list[_Doubt]]:
        """The text, as long as it was, and the places whose reading is not certain."""
        if self._before is not None:
            text = _converted(text, self._before)
        doubts: list[_Doubt] = []
        if self._chooser is not None:
            marked = _converted(text, self._marked)
            characters = list(marked)
            for at, reading, reason in self._chooser.choices(text, marked):
                characters[at] = reading
                if reason is not None:
                    doubts.append(self._doubt(at, reading, self._chooser.table.readings[text[at]], reason))
            text = "".join(characters)
        return self._regional(text), doubts

    def _doubt(self, at: int, reading: str, readings: Reading, reason: Phrase) -> _Doubt:
        alternatives = tuple(self._regional(each) for each in (readings.usual, *readings.others) if each != reading)
        return _Doubt(at, self._regional(reading), alternatives, reason)

    def _regional(self, text: str) -> str:
        """The forms of the characters that a region writes: 裡 for 裏 in Taiwan."""
        if self.way.target != "Hant":
            return text
        if new := set(text) - self._known:
            self._known |= new
            characters = "".join(new - {"\n"})
            lines = _converter(f"t2{self.way.target_region}").convert("\n".join(characters))  # each by itself: none is part of a phrase
            self._forms |= {old: form for old, form in zip(characters, lines.split("\n"), strict=True) if old != form}
            self._forms |= _HOUSE_FORMS.get(self.way.target_region, {})
        for old in self._forms.keys() & set(text):
            text = text.replace(old, self._forms[old])
        return text


#: Where we do not write as OpenCC's tables: 污染 is so in every law of Taiwan, and an account is 帳.
_HOUSE_FORMS: Mapping[str, Mapping[str, str]] = {"tw": {"污": "污", "賬": "帳"}}


@lru_cache(maxsize=8)
def script(way: _Way) -> Script:
    """The conversion one way; dictionaries are read once (4 ms)."""
    return Script(way)


@lru_cache(maxsize=8)
def _converter(name: str) -> OpenCC:
    import opencc

    return opencc.OpenCC(name)


#: The dictionaries of OpenCC by the script of the result: phrases, then characters. Those that few fonts can show are left out.
_DICTIONARIES = {
    "Hant": (("STPhrases", "STPhrases_GeneratedFromRegionalPhrases"), ("STCharacters",)),
    "Hans": (("TSPhrases",), ("TSCharacters",)),
}


def _marking_converter(target: str, marks: Mapping[str, str]) -> OpenCC:
    """OpenCC's phrases and characters, where a character of `marks` that no phrase holds becomes its mark: so its dictionary says what it knows."""
    phrases, characters = _DICTIONARIES[target]
    return _custom(phrases, marks, characters)


@lru_cache(maxsize=2)
def _characters(target: str) -> OpenCC:
    """OpenCC's characters without its phrases."""
    return _custom((), {}, _DICTIONARIES[target][1])


def _custom(phrases: tuple[str, ...], marks: Mapping[str, str], characters: tuple[str, ...]) -> OpenCC:
    """OpenCC with a choice of its dictionaries, and one of ours between phrases and characters.

    The library reads dictionaries from files only; ours is written for it and taken away when it is read.
    """
    import json
    import tempfile
    from pathlib import Path

    import opencc

    shipped = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    known = [[{"type": "ocd2", "file": str(shipped / f"{name}.ocd2")} for name in names] for names in (phrases, characters)]
    with tempfile.TemporaryDirectory(prefix="pubkit-") as folder:
        own, settings = Path(folder) / "marks.txt", Path(folder) / "marking.json"
        own.write_text("".join(f"{character}\t{mark}\n" for character, mark in marks.items()), encoding="utf-8")
        first = [{"type": "group", "match_policy": "union", "dicts": known[0]}, {"type": "text", "file": str(own)}] if phrases else []
        chain = [{"dict": {"type": "group", "match_policy": "short_circuit", "dicts": [*first, *known[1]]}}]
        settings.write_text(json.dumps({"name": "readings", "conversion_chain": chain}), encoding="utf-8")
        return opencc.OpenCC(str(settings))


def _same_length(source: str, converted: str, converter: OpenCC) -> str:
    """What OpenCC gave, as long as what it was given: a line that it made longer or shorter is converted character by character."""
    if len(source) == len(converted):
        return converted
    pairs = zip(source.split("\n"), converted.split("\n"), strict=True)
    return "\n".join(new if len(old) == len(new) else "".join((converter.convert(c) or c)[:1] for c in old) for old, new in pairs)


def _converted(text: str, converter: OpenCC) -> str:
    return _same_length(text, converter.convert(text), converter)


#: Characters of both scripts that a table takes for Traditional: 著作, 乾坤, 瞭望, 慰藉, 宫商角徵羽.
_OF_BOTH = frozenset("乾著瞭藉徵夥覆鍾沈")


def _only(text: str, way: _Way) -> tuple[str, str]:
    """The characters of a text that only the source's script has, and those that only the target's has."""
    if way.source == way.target:
        return "", ""
    characters = "".join(sorted({c for c in set(text) if "\u3400" <= c <= "\u9fff"} - _OF_BOTH))
    traditional, simplified = (_converted(characters, _characters(script)) for script in ("Hant", "Hans"))
    rows = list(zip(characters, traditional, simplified, strict=True))
    hans = "".join(c for c, hant, hans in rows if hant != c == hans)
    hant = "".join(c for c, hant, hans in rows if hant == c != hans)
    return (hans, hant) if way.source == "Hans" else (hant, hans)
