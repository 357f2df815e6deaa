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
        return _Above(self._terms("\n".join(seen)), sections)

    def _read_block(
        self, group: Sequence[Run], markers: Sequence[Marker], above: _Above, passages: list[Passage]
    ) -> frozenset[str]:
        """The terms of a paragraph; its passages are put behind `passages`."""
        cited: list[tuple[int, int, str, frozenset[str], Sequence[Marker]]] = []
        rest: list[str] = []
        n = 0
        for run in group:
            done = run.start
            for start, end in sentences(self._masked, run):
                first = n
                while n < len(markers) and markers[n].span.start < end:
                    n += 1
                if n > first:
                    if start > done:
                        rest.append(self._seen(done, start))
                    seen = self._seen(start, end)
                    cited.append((start, end, seen, self._terms(seen), markers[first:n]))
                    done = end
            if done < run.end:
                rest.append(self._seen(done, run.end))
        block = frozenset().union(self._terms("\n".join(rest)) if rest else (), *[part[3] for part in cited])
        for start, end, seen, terms, inside in cited:
            named, place = self._without_code(start, end, terms), (self.count, start)
            passages += [
                Passage(marker, terms, named, block, above.terms, seen, inside, place, above.sections) for marker in inside
            ]
        return block

    def _without_code(self, start: int, end: int, terms: frozenset[str]) -> frozenset[str]:
        """Those of the terms of a sentence that stand in its prose."""
        prose = self._masked[start:end]
        return self._terms(_UNSEEN.sub("", prose)) if CODE in prose else terms

    def _seen(self, start: int, end: int) -> str:
        """What a reader sees between two offsets, without citations, code included."""
        piece = self._masked[start:end]
        if BREAK in piece:
            piece = piece.replace(BREAK, "\n")
        if CODE in piece:
            piece = _CODE.sub(lambda found: f" {self._text[start + found.start() : start + found.end()]} ", piece)
        return _UNSEEN.sub("", piece)

    def _terms(self, text: str) -> frozenset[str]:
        """The terms of titles that a text holds."""
        found = self._words.terms_in(text)
        for terms in map(terms_of_token, TOKEN.findall(text)):
            found += terms
        return self._held.intersection(found)


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

    def terms_in(self, text: str) -> list[str]:
        """The terms whose words stand in a text."""
        firsts = set(self._start.findall(text)) if self._start else ()
        return [term for words in map(self._by_first.__getitem__, firsts) for word, term in words if word in text]


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
