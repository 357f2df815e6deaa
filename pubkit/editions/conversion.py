"""Conversion between the scripts of Chinese: Simplified to Traditional for Taiwan and Hong Kong, and back.

Here documents are converted: what is prose (`joined_text`), what stays as it is, the characters (`scripts`), the region's words
(`vocabulary`), the project's (`terms`), quotation marks, and what an editor has corrected (`corrections`). Cited titles, protected
names, passages that are in the target's script already, code, addresses, keys and the list of references are never changed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import compress, count, pairwise
from operator import ne
from typing import TYPE_CHECKING, Literal

from pubkit.editions.joined_text import BORDER, END, join
from pubkit.editions.personal_names import SURNAMES
from pubkit.editions.quotation_marks import requoted
from pubkit.editions.reading_choice import A_NAME, TWO_MEANINGS
from pubkit.editions.readings import to_traditional
from pubkit.editions.scripts import characters_of_one_script, script, way_between
from pubkit.editions.vocabulary import vocabulary, vocabulary_back
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pubkit.citations.model import Citations
    from pubkit.editions.corrections import Corrections
    from pubkit.editions.joined_text import JoinedText
    from pubkit.editions.quotation_marks import Quotes
    from pubkit.editions.scripts import Way
    from pubkit.editions.terms import Terms
    from pubkit.editions.vocabulary import Vocabulary
    from pubkit.markdown.document import Document
    from pubkit.text.phrase import Phrase

#: Values of the front matter that are prose; the last three stand in a settled report (`front_matter.TRANSLATED`).
CONVERTED = frozenset(
    {"title", "subtitle", "description", "abstract", "keywords", "subject", "author", "publisher", "rights", "references-title", "reference-groups", "notes"}
)
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
    way = way_between(source_language, target)
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


class _Work:
    """One conversion while it is made: what is taken, what is to be written, what is in doubt. Offsets are joined."""

    def __init__(self, document: Document, citations: Citations, way: Way, titles: list[str]) -> None:
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
        own, other = characters_of_one_script(self.text, self.way)
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
