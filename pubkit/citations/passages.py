"""What stands around each citation, read for the terms of the titles that the report lists.

Only paragraphs that hold citations are read, each sentence with a citation by itself and all others of a paragraph together.
All of it is linear in the text and in the list.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from pubkit.citations.glossary import glossary
from pubkit.citations.title_terms import CJK_RUN, TOKEN, in_one_script, terms_of_token
from pubkit.markdown.tree import BREAK, CODE, MASKS
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pubkit.citations.model import Marker
    from pubkit.markdown.tree import Run

_LONGEST_START = 8_000  # code points that show the language of a text
_SENTENCE_END = lazy(  # the first character is one class: that is what makes it fast
    rf"[。！？；!?.{BREAK}](?:(?<!\.)[。！？；!?]*[”’」』）)]*|(?<=\.)(?=[{MASKS}]*\s[\s{MASKS}]*[A-Z“\"]))"
)
_UNSEEN = lazy(f"[{MASKS}][{MASKS}]*")
_CODE = lazy(f"{CODE}+")


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


class _Above(NamedTuple):
    """What the headings above a paragraph hold: their terms, and the places of those below the title, the nearest first."""

    terms: frozenset[str]
    sections: tuple[int, ...]


class Reading:
    """The paragraphs that hold citations, read once for the terms that the titles hold.

    `masked` shows citations as `CITATION`. `count` is how many such paragraphs there are, and `frequency` in how many of
    them each term stands.
    """

    def __init__(self, text: str, masked: str, runs: Sequence[Run], held: Iterable[str]) -> None:
        self._text, self._masked, self._runs = text, in_one_script(masked), runs
        self._words = _HanWords(held)
        self._held = frozenset(held)
        self.frequency: Counter[str] = Counter()
        self.count = 0
        self.is_chinese = _is_chinese(self._masked)

    def read(self, markers: Sequence[Marker]) -> list[Passage]:
        """The passages of all markers that stand in the runs, in order."""
        passages: list[Passage] = []
        blocks: list[frozenset[str]] = []
        starts = [marker.span.start for marker in markers]
        headings: list[Run] = []
        above: _Above | None = None
        n, row_end = 0, -1
        for place, run in enumerate(self._runs):
            if run.block.kind == "heading":
                headings = [each for each in headings if each.block.level < run.block.level]
                headings.append(run)
                above = None
                continue
            begin = max(run.start, row_end)
            while n < len(starts) and starts[n] < begin:
                n += 1
            if n == len(starts):
                break
            if starts[n] < run.end and run.start >= row_end:
                group = _read_together(self._runs, place)
                row_end = group[-1].end
                last = n
                while last < len(starts) and starts[last] < row_end:
                    last += 1
                above = above or self._above(headings)
                blocks.append(self._read_block(group, markers[n:last], above, passages))
                self.count += 1
        self.frequency.update(chain.from_iterable(blocks))
        return passages

    def _above(self, headings: Sequence[Run]) -> _Above:
        sections = tuple([heading.start for heading in reversed(headings) if heading.block.level > 1])
        seen = [self._seen(heading.start, heading.end) for heading in headings]
        return _Above(self._terms_of_block("\n".join(seen))[1], sections)

    def _read_block(
        self, group: Sequence[Run], markers: Sequence[Marker], above: _Above, passages: list[Passage]
    ) -> frozenset[str]:
        """The terms of a paragraph; its passages are put behind `passages`."""
        masked, place = self._masked, self.count
        cited: list[tuple[int, int, str, Sequence[Marker]]] = []
        seen: list[str] = []  # the sentences with citations, and what stands between them
        n, count = 0, len(markers)
        for run in group:
            done, run_end = run.start, run.end
            if n < count and markers[n].span.start < run_end:
                for start, end in sentences(masked, run):
                    first = n
                    while n < count and markers[n].span.start < end:
                        n += 1
                    if n > first:
                        if start > done:
                            seen.append(self._seen(done, start))
                        sentence = self._seen(start, end)
                        seen.append(sentence)
                        cited.append((start, end, sentence, markers[first:n]))
                        done = end
            if done < run_end:
                seen.append(self._seen(done, run_end))
        words, block = self._terms_of_block("\n".join(seen))
        headings, sections = above
        for start, end, sentence, inside in cited:
            terms = self._terms_of_sentence(sentence, words) if len(seen) > 1 else block
            named = terms
            if CODE in masked[start:end]:
                named = self._terms_of_sentence(_UNSEEN.sub("", masked[start:end]), words)
            at = (place, start)
            passages += [Passage(marker, terms, named, block, headings, sentence, inside, at, sections) for marker in inside]
        return block

    def _seen(self, start: int, end: int) -> str:
        """What a reader sees between two offsets, without citations, code included."""
        piece = self._masked[start:end]
        if BREAK in piece:
            piece = piece.replace(BREAK, "\n")
        if CODE in piece:
            piece = _CODE.sub(lambda found: f" {self._text[start + found.start() : start + found.end()]} ", piece)
        return _UNSEEN.sub("", piece)

    def _terms_of_block(self, text: str) -> tuple[list[tuple[str, str]], frozenset[str]]:
        """The words of Han that stand in a text, each with the term that it says, and all terms of titles that it holds."""
        words = self._words.words_in(text)
        return words, self._with_tokens([term for _, term in words], text)

    def _terms_of_sentence(self, text: str, words: Iterable[tuple[str, str]]) -> frozenset[str]:
        """The terms of titles that a sentence holds, of which the `words` of its paragraph are known."""
        return self._with_tokens([term for word, term in words if word in text], text)

    def _with_tokens(self, terms: list[str], text: str) -> frozenset[str]:
        for more in map(terms_of_token, TOKEN.findall(text)):
            terms += more
        return self._held.intersection(terms)


class _HanWords:
    """The words, of two characters or more, by which terms are found in a text."""

    def __init__(self, held: Iterable[str]) -> None:
        words = glossary().words
        self._by_first: dict[str, list[tuple[str, str]]] = {}
        seconds = set()
        for term in held:
            if term[0] == "=" or len(term) == 2:
                for word in words.get(term) or (term,):
                    self._by_first.setdefault(word[0], []).append((word, term))
                    seconds.add(word[1])
        firsts = "".join(self._by_first)
        self._start = re.compile(f"[{firsts}](?=[{''.join(sorted(seconds))}])") if firsts else None

    def words_in(self, text: str) -> list[tuple[str, str]]:
        """The words that stand in a text, each with its term."""
        firsts = set(self._start.findall(text)) if self._start else ()
        return [known for words in map(self._by_first.__getitem__, firsts) for known in words if known[0] in text]


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
    start, end = run.start, run.end
    ends = [found.end() for found in _SENTENCE_END.finditer(masked, start, end)]
    if (ends[-1] if ends else start) < end:
        ends.append(end)
    return zip((start, *ends), ends, strict=False)
