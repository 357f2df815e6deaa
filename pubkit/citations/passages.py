"""What stands around each citation, read for the terms of the titles that the report lists.

Only paragraphs that hold citations are read, each sentence with a citation by itself and all others of a paragraph together.
All of it is linear in the text and in the list.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from types import MethodType
from typing import TYPE_CHECKING, Any

from pubkit.citations.glossary import glossary
from pubkit.citations.title_terms import CJK_RUN, TOKEN, in_one_script, terms_of_token
from pubkit.markdown.tree import BREAK, CODE, MASKS
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pubkit.citations.model import Marker
    from pubkit.markdown.tree import Run

_LONGEST_START = 8_000  # code points that show the language of a text
_SENTENCE_END = lazy(  # the first character is one class: that is what makes it fast
    rf"[。！？；!?.{BREAK}](?:(?<!\.)[。！？；!?]*[”’」』）)]*|(?<=\.)(?=[{MASKS}]*\s[\s{MASKS}]*[A-Z“\"]))"
)
_END, _BETWEEN = "\x1d", "\x1e"  # of a text, and between two pieces of it: what ASCII has for that
_NO_TERMS: frozenset[str] = frozenset()
_UNSEEN = lazy(f"[{MASKS}][{MASKS}]*")
_CODE = lazy(f"{CODE}+")
_ASTRAL = lazy("[\U00010000-\U0010ffff]")  # what UTF-16 writes in four bytes


class Passage(NamedTuple):
    """A citation with the terms around it; each set holds only what some title holds.

    `named` are those of the sentence that may name a source: code is left out. `mates` are all citations of the sentence.
    `place` numbers the paragraph and the sentence in it; `sections` are the headings above, the nearest first.
    """

    marker: Marker
    sentence: frozenset[str]
    named: frozenset[str]
    block: frozenset[str]
    headings: frozenset[str]
    text: str
    mates: Sequence[Marker]
    place: tuple[int, int]
    sections: tuple[int, ...]


#: See `text.span.new_span`.
_new_passage: Callable[[tuple[Any, ...]], Passage] = MethodType(tuple.__new__, Passage)


class _Sentence(NamedTuple):
    """A sentence with citations: where it stands, and which piece of its paragraph it is.

    `without_code` is the number of the text that has what the sentence says outside of code, if it holds any.
    """

    start: int
    end: int
    piece: int
    markers: Sequence[Marker]
    without_code: int | None


#: See `text.span.new_span`.
_new_sentence: Callable[[tuple[int, int, int, Sequence[Marker], int | None]], _Sentence] = MethodType(tuple.__new__, _Sentence)


class _Above(NamedTuple):
    """The headings above a paragraph: the numbers of their texts, and the places of those below the title, the nearest first."""

    texts: Sequence[int]
    sections: tuple[int, ...]


class _Block(NamedTuple):
    """A paragraph with citations: its sentences that hold them, the number of its text, and the headings above."""

    sentences: Sequence[_Sentence]
    text: int
    above: _Above


class Reading:
    """The paragraphs that hold citations, read once for the terms that the titles hold.

    `masked` shows citations as `CITATION`. `count` is how many such paragraphs there are, and `frequency` in how many of
    them each term stands.
    """

    def __init__(self, text: str, masked: str, runs: Sequence[Run], held: Iterable[str]) -> None:
        self._text, self._runs = text, runs
        self._masked = in_one_script(masked).replace(_END, " ").replace(_BETWEEN, " ")
        self._has_code = CODE in masked
        self._terms = _Terms(held)
        self._texts: list[str] = []  # of paragraphs and headings, still masked
        self._headings: dict[int, int] = {}  # the number of the text of each, by its place
        self.frequency: Counter[str] = Counter()
        self.count = 0
        self.is_chinese = _is_chinese(self._masked)

    def read(self, markers: Sequence[Marker]) -> list[Passage]:
        """The passages of all markers that stand in the runs, in order."""
        blocks = list(self._blocks(markers))
        seen = _UNSEEN.sub("", _END.join(self._texts).replace(BREAK, "\n"))  # in one go: most of it is nothing else
        texts = seen.split(_END)
        passages: list[Passage] = []
        of_blocks: list[frozenset[str]] = []
        all_known = self._terms.of_texts(texts)
        of_headings = {number: all_known[number].terms for number in self._headings.values()}
        above, headings = None, _NO_TERMS
        for number, block in enumerate(blocks):
            if block.above is not above:
                above = block.above
                headings = _NO_TERMS.union(*map(of_headings.__getitem__, above.texts))
            known = all_known[block.text]
            of_blocks.append(known.terms)
            pieces = texts[block.text].split(_BETWEEN)
            for start, _, piece, inside, without_code in block.sentences:
                text, place = pieces[piece], (number, start)
                terms = self._terms.of_part(text, known) if len(pieces) > 1 else known.terms
                named = terms if without_code is None else self._terms.of_part(texts[without_code], known)
                for marker in inside:
                    passage = (marker, terms, named, known.terms, headings, text, inside, place, above.sections)
                    passages.append(_new_passage(passage))
        self.count = len(blocks)
        self.frequency.update(chain.from_iterable(of_blocks))
        return passages

    def _blocks(self, markers: Sequence[Marker]) -> Iterator[_Block]:
        """The paragraphs with citations in order; each one's text and those of its headings are put behind `_texts`."""
        runs = self._runs
        starts = [marker.span.start for marker in markers]
        begins = [run.start for run in runs]
        titles = [place for place, run in enumerate(runs) if run.block.kind == "heading"]
        headings: list[Run] = []
        above = self._above(headings)
        passed = n = 0
        while n < len(starts):
            place = bisect_right(begins, starts[n]) - 1
            if place < 0 or starts[n] >= runs[place].end or runs[place].block.kind == "heading":
                n += 1
                continue
            group = _read_together(runs, place)
            first, n = n, bisect_left(starts, group[-1].end, n)
            if passed < len(titles) and titles[passed] < place:
                while passed < len(titles) and titles[passed] < place:
                    headings = _below(headings, runs[titles[passed]])
                    passed += 1
                above = self._above(headings)
            yield self._block(group, markers[first:n], starts[first:n], above)

    def _above(self, headings: Sequence[Run]) -> _Above:
        for heading in headings:
            if heading.start not in self._headings:
                self._headings[heading.start] = len(self._texts)
                self._texts.append(self._shown(heading.start, heading.end))
        sections = tuple([heading.start for heading in reversed(headings) if heading.block.level > 1])
        return _Above([self._headings[heading.start] for heading in headings], sections)

    def _block(self, group: Sequence[Run], markers: Sequence[Marker], starts: Sequence[int], above: _Above) -> _Block:
        masked, count = self._masked, len(starts)
        cited: list[_Sentence] = []
        places: list[tuple[int, int]] = []  # of the sentences with citations, and of what stands between them
        n = 0
        for run in group:
            done, run_end = run.start, run.end
            if n < count and starts[n] < run_end:
                for start, end in sentences(masked, run):
                    if starts[n] >= end:
                        continue
                    first, n = n, bisect_left(starts, end, n)
                    if start > done:
                        places.append((done, start))
                    cited.append(_new_sentence((start, end, len(places), markers[first:n], None)))
                    places.append((start, end))
                    done = end
                    if n == count:
                        break
            if done < run_end:
                places.append((done, run_end))
        number = len(self._texts)
        self._texts.append(_BETWEEN.join([masked[start:end] for start, end in places]))
        if self._has_code and CODE in self._texts[number]:
            self._texts[number] = _BETWEEN.join([self._shown(start, end) for start, end in places])
            cited = [self._without_code(sentence) for sentence in cited]
        return _Block(cited, number, above)

    def _shown(self, start: int, end: int) -> str:
        """What stands between two offsets, masked but for its code."""
        return _CODE.sub(lambda found: self._code(start + found.start(), start + found.end()), self._masked[start:end])

    def _code(self, start: int, end: int) -> str:
        return f" {self._text[start:end]} ".replace(_END, " ").replace(_BETWEEN, " ")

    def _without_code(self, sentence: _Sentence) -> _Sentence:
        """The sentence with a text of its own for what it says outside of code."""
        masked = self._masked[sentence.start : sentence.end]
        if CODE not in masked:
            return sentence
        self._texts.append(masked)
        return sentence._replace(without_code=len(self._texts) - 1)


class _Known(NamedTuple):
    """The words of Han and of Latin by which a text says terms that titles hold, and all these terms."""

    words: list[tuple[str, str]]
    tokens: list[str]
    terms: frozenset[str]


class _Terms:
    """The terms that titles hold, as they are found in a text.

    Words of Han are sought by their first two characters, taken as one number: UTF-16 has two bytes for a character, and
    numbers of four are made of a text and looked up without a step of Python's. (A pattern made from the titles takes longer
    to compile than a report takes to read.)
    """

    def __init__(self, held: Iterable[str]) -> None:
        self._of_token = _TokenTerms(frozenset(held))
        words = glossary().words
        known = [(word, term) for term in held if term[0] == "=" or len(term) == 2 for word in words.get(term) or (term,)]
        self._by_start: dict[int, list[tuple[str, str]]] = {}
        for start, word in zip(_pairs("".join([word[:2] for word, _ in known]))[0], known, strict=True):
            self._by_start.setdefault(start, []).append(word)
        self._starts = frozenset(self._by_start)

    def of_texts(self, texts: Sequence[str]) -> list[_Known]:
        """What each text holds."""
        found: list[_Known] = []
        at_even, at_odd = _pairs(_END.join(texts))
        start = 0
        for text in texts:
            end = start + len(text)
            starts = self._starts.intersection(at_even[start // 2 : end // 2 + 1] + at_odd[start // 2 : end // 2])
            words = [known for same in map(self._by_start.__getitem__, starts) for known in same if known[0] in text]
            tokens = [token for token in TOKEN.findall(text) if self._of_token[token]]
            found.append(_Known(words, tokens, self._union([term for _, term in words], tokens)))
            start = end + len(_END)
        return found

    def of_part(self, text: str, whole: _Known) -> frozenset[str]:
        """The terms of titles that a part of a text holds, such as a sentence."""
        return self._union([term for word, term in whole.words if word in text], TOKEN.findall(text) if whole.tokens else ())

    def _union(self, terms: list[str], tokens: Iterable[str]) -> frozenset[str]:
        for token in tokens:
            terms += self._of_token[token]
        return frozenset(terms)


class _TokenTerms(dict[str, Sequence[str]]):
    """The terms that titles hold of a Latin word, worked out when they are asked for."""

    def __init__(self, held: frozenset[str]) -> None:
        super().__init__()
        self._held = held

    def __missing__(self, token: str) -> Sequence[str]:
        terms = [term for term in terms_of_token(token) if term in self._held]
        self[token] = terms
        return terms


def _pairs(text: str) -> tuple[array[int], array[int]]:
    """Each two neighbours of a text as one number: those that begin at an even place, and those that begin at an odd one.

    Characters that UTF-16 has four bytes for are all taken for one: who needs to know looks into the text.
    """
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) > 2 * len(text):
        units = _ASTRAL.sub("\ufffd", text).encode("utf-16-le", "surrogatepass")
    pairs = len(units) // 4 * 4
    return array("I", units[:pairs]), array("I", units[2 : pairs + 2 if len(units) > pairs else pairs - 2])


def _below(headings: list[Run], heading: Run) -> list[Run]:
    """The headings above what stands below a heading, of those above it and itself."""
    level = heading.block.level
    return [*(each for each in headings if each.block.level < level), heading]


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


def _is_chinese(masked: str) -> bool:
    """Whether an eighth of what a reader sees at the start of a text, or more, is Han, kana or hangul."""
    start = masked[:_LONGEST_START]
    if 8 * _count_cjk(start[: len(start) // 3]) > len(start):
        return True  # whatever follows, and whatever is unseen
    start = _UNSEEN.sub("", start)
    return 8 * _count_cjk(start) > len(start)


def _count_cjk(text: str) -> int:
    """How many characters stand in runs of two or more of these scripts."""
    return len("".join(CJK_RUN.findall(text)))


def sentences(masked: str, run: Run) -> Iterator[tuple[int, int]]:
    """The sentences of a run."""
    start, end = run.start, run.end
    ends = [found.end() for found in _SENTENCE_END.finditer(masked, start, end)]
    if (ends[-1] if ends else start) < end:
        ends.append(end)
    return zip((start, *ends), ends, strict=False)
