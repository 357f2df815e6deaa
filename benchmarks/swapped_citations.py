#!/usr/bin/env python3
"""How often do the rules CIT401 to CIT403 find two citations that were swapped?

    .venv/bin/python benchmarks/swapped_citations.py [--swaps 200] [--seed 7] [--show 5] FILE…

In each file two random citations of different entries, of which none was found before, are swapped with their numbers and
addresses, and the text is linted anew. A swap is *found* where at least one of the two is; every other citation that is
found now and was not before is a new false alarm. A swap is *decidable* where a reader who sees only titles could tell: at one
of the two places the sentence holds a Latin word with a capital or a digit, or three Han in a row, that stands in the title
that was cited there, not in the one that now is, and in no more than a quarter of all titles. Without files: the samples.
"""

from __future__ import annotations

import argparse
import random
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from pubkit.citations.passages import sentences
from pubkit.lint.linter import Settings, lint
from pubkit.markdown.document import Document
from pubkit.markdown.tree import MASKS
from pubkit.rules.attribution import AnotherSourceNamed, OddOneOut, UnrelatedSource
from pubkit.rules.base import Page

if TYPE_CHECKING:
    from pubkit.citations.model import Marker

RULES = Settings((AnotherSourceNamed(), OddOneOut(), UnrelatedSource()))
SAMPLES = Path(__file__).resolve().parent.parent / "source"
WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*")
HAN_RUN = re.compile("[\u4e00-\u9fff]{3,}")


class Result(NamedTuple):
    """What the swaps of one file gave."""

    swaps: int
    found: int
    decidable: int
    decidable_found: int
    false_alarms: int
    missed: list[str]


def literals(text: str) -> set[str]:
    """The words of a text that could name a source: Latin ones with a capital or a digit, and every three Han in a row."""
    latin = {word.lower() for word in WORD.findall(text) if len(word) > 2 and re.search(r"[A-Z0-9]", word)}
    return latin | {run[n : n + 3] for run in HAN_RUN.findall(text) for n in range(len(run) - 2)}


def found_markers(text: str) -> set[int]:
    """Which citations of a text, by their order, the rules find; those that a finding names beside its place included."""
    document = Document(text)
    at = {marker.span.start: n for n, marker in enumerate(Page(document).citations.markers)}
    found = set()
    for finding in lint(document, RULES):
        found.add(at[finding.span.start])
        if finding.code == "CIT403":
            found.update(at[place.span.start] for place in finding.related if place.span.start in at)
    return found


def swapped(text: str, first: Marker, second: Marker) -> str:
    """The text with two citations in each other's place."""
    a, b = first.span, second.span
    return text[: a.start] + text[b.start : b.end] + text[a.end : b.start] + text[a.start : a.end] + text[b.end :]


class Sentences:
    """The words of the sentence of each citation, and of each title."""

    def __init__(self, page: Page) -> None:
        self.titles = {source.key: literals(source.title) for source in page.citations.sources}
        self.common = {word for words in self.titles.values() for word in words
                       if sum(word in other for other in self.titles.values()) * 4 > len(self.titles)}
        self.words: dict[int, set[str]] = {}
        markers = page.citations.markers
        for start, end in (place for run in page.body_runs for place in sentences(page.masked, run)):
            for n, marker in enumerate(markers):
                if start <= marker.span.start < end:
                    self.words[n] = literals(re.sub(f"[{MASKS}]", "", page.masked[start:end]))

    def tell(self, n: int, true: str, now: str) -> bool:
        """Whether the sentence of citation `n` names the entry `true`, and not the entry `now`."""
        return bool(self.words.get(n, set()) & (self.titles[true] - self.titles[now] - self.common))


def measure(path: Path, swaps: int, seed: int) -> Result:
    """Swaps citations of one file `swaps` times."""
    page = Page(Document.read(path))
    markers = page.citations.markers
    before = found_markers(page.text)
    free = [n for n, marker in enumerate(markers)
            if n not in before and len(marker.keys) == 1 and page.citations.source(marker.keys[0])]
    words = Sentences(page)
    chance = random.Random(seed)  # noqa: S311  a seed, not a secret
    found = decidable = decidable_found = alarms = 0
    missed = []
    for _ in range(swaps):
        first, second = sorted(chance.sample(free, 2))
        while markers[first].keys == markers[second].keys:
            first, second = sorted(chance.sample(free, 2))
        now = found_markers(swapped(page.text, markers[first], markers[second]))
        one, other = markers[first].keys[0], markers[second].keys[0]
        is_found = bool(now & {first, second})
        is_decidable = words.tell(first, one, other) or words.tell(second, other, one)
        found += is_found
        decidable += is_decidable
        decidable_found += is_found and is_decidable
        alarms += len(now - before - {first, second})
        if is_decidable and not is_found:
            lines = [page.document.lines.location(markers[n].span.start).row for n in (first, second)]
            missed.append(f"[{one}] in line {lines[0]} and [{other}] in line {lines[1]}")
    return Result(swaps, found, decidable, decidable_found, alarms, missed)


def main() -> None:
    """Prints a line a file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--swaps", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0, help="how many decidable swaps that were missed are shown")
    given = parser.parse_args()
    for path in given.files or sorted(SAMPLES.glob("*/*.md")):
        result = measure(path, given.swaps, given.seed)
        share = result.decidable_found / max(1, result.decidable)
        print(
            f"{path.name:36} found {result.found / result.swaps:4.0%} of {result.swaps}; "
            f"decidable {result.decidable:3}, found {share:4.0%}; new false alarms {result.false_alarms / result.swaps:.2f} a swap"
        )
        for line in result.missed[: given.show]:
            print("    missed:", line)


if __name__ == "__main__":
    main()
