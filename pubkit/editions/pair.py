"""A segment beside its translation: what the checks of editions compare.

`Text` is a segment prepared once for all checks: its prose without what is no language, its numbers, its citations.
What does not belong here: which translation a segment has (catalogues, alignment), and any judgement.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pubkit.editions.languages import scripts
from pubkit.editions.placeholders import PLACEHOLDER
from pubkit.editions.quantities import quantities
from pubkit.editions.quantities_compared import Comparison, compare
from pubkit.editions.segment import Placeholder, Segment
from pubkit.markdown.tree import ADDRESS, CITATION, CODE, HTML, IMAGE, MARKUP, MATH, NOTE
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Sequence

    from pubkit.editions.checks.base import CheckContext
    from pubkit.editions.quantities import Quantity
from pubkit.editions.segment import PlaceholderKind

#: What each kind of placeholder is replaced by, one for each of its code points.
MASK: dict[PlaceholderKind, str] = {
    "citation": CITATION,
    "code": CODE,
    "math": MATH,
    "footnote": NOTE,
    "address": ADDRESS,
    "picture": IMAGE,
    "html": HTML,
    "attribute": MARKUP,
}
_MASKED = lazy(f"[{MARKUP}{CODE}{ADDRESS}{CITATION}{HTML}{MATH}{NOTE}{IMAGE}]+")
_DELIMITERS = lazy(r"(?<!\\)(?:\*+|(?<![^\W_])_+|_+(?![^\W_])|~~)|\\(?=[!-/:-@\[-`{-~])|\n[ \t>]*")


class Text:
    """A segment in its language, with what checks ask of it. Offsets are code points of `segment.text`."""

    def __init__(self, segment: Segment, language: str) -> None:
        self.segment = segment
        self.language = language
        self.text = segment.text

    def span(self, start: int, end: int) -> Span:
        """The place in the document of a place in the segment."""
        return Span(self.segment.span.start + start, self.segment.span.start + end)

    def of(self, kind: PlaceholderKind) -> list[Placeholder]:
        """The placeholders of a kind, in the order of the text."""
        return [each for each in self.segment.placeholders if each.kind == kind]

    def at(self, placeholder: Placeholder) -> Span:
        """The place of a placeholder in the segment."""
        start = self.segment.span.start
        return Span(placeholder.span.start - start, placeholder.span.end - start)

    @cached_property
    def masked(self) -> str:
        """The text with markup, code, addresses and citations replaced by characters that stand for them; as long as the text."""
        pieces: list[str] = []
        done = 0
        for each in self.segment.placeholders:
            start, end = self.at(each)
            if each.kind != "number" and start >= done:
                pieces += (self.text[done:start], MASK[each.kind] * (end - start))
                done = end
        pieces.append(self.text[done:])
        return _DELIMITERS.sub(lambda found: MARKUP * len(found[0]) if found[0][0] != "\n" else " " * len(found[0]), "".join(pieces))

    @cached_property
    def prose(self) -> str:
        """The words alone, what stands for something else left out."""
        return _MASKED.sub("", self.masked)

    @cached_property
    def kinds(self) -> frozenset[PlaceholderKind]:
        """The kinds of placeholders that it has."""
        return frozenset(each.kind for each in self.segment.placeholders)

    @cached_property
    def scripts(self) -> dict[str, int]:
        """How many letters of each script its prose has."""
        return scripts(self.prose)

    @cached_property
    def numbers(self) -> tuple[Quantity, ...]:
        """The numbers of the prose, places in the segment."""
        return quantities(self.masked, self.language)


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment of the source and what stands for it in another edition, None where nothing does.

    `state` is that of the translation: `fresh`, `unreviewed`, `changed`, `missing`, `parallel`, `converted`, or `omitted` where the
    edition leaves the passage out.
    """

    source: Segment
    target: Segment | None
    source_language: str
    target_language: str
    state: str = "fresh"


class Compared:
    """A pair whose two texts are prepared."""

    def __init__(self, pair: Pair, target: Segment, context: CheckContext) -> None:
        self.pair = pair
        self.context = context
        self.source = Text(pair.source, pair.source_language)
        # a passage that fell back is still in the language of the source
        self.target = Text(target, pair.source_language if pair.state == "missing" else pair.target_language)

    @property
    def id(self) -> str:
        """The id of the source's segment."""
        return self.source.segment.id

    @cached_property
    def numbers(self) -> Comparison:
        """What the numbers of the two have in common."""
        if not self.source.numbers and not self.target.numbers:
            return Comparison()
        return compare(self.source.numbers, self.target.numbers)


def translated(source: Segment, message: str, number_form: Callable[[str], str] | None = None) -> Segment:
    """The segment that a translated message makes: Markdown with its placeholders, places counted from the message's beginning.

    A placeholder that the source does not have stays as it is written, for a check to find.
    """
    by_name = {each.name: each for each in source.placeholders}
    pieces: list[str] = []
    made: list[Placeholder] = []
    at = done = 0
    for found in PLACEHOLDER.finditer(message):
        each = by_name.get(found[2] + found[3])
        if each is None:
            continue
        words = _words(each, found, number_form)
        before = message[done : found.start()] + (found[1] or "")
        at += len(before)
        made.append(Placeholder(each.name, each.kind, Span(at, at + len(words)), words, each.keys, each.locators))
        pieces += (before, words)
        at += len(words)
        done = found.end()
    pieces.append(message[done:])
    text = "".join(pieces)
    return Segment(source.id, source.kind, Span(0, len(text)), text, message, source.section, tuple(made), source.comments, source.level, source.table)


def _words(each: Placeholder, found: re.Match[str], number_form: Callable[[str], str] | None) -> str:
    if each.kind != "number":
        return each.text
    said = found[4]
    if said and said.strip() and said.strip() != " ".join(each.text.split()):
        return said
    return number_form(each.text) if number_form else each.text


def compared(pairs: Sequence[Pair], context: CheckContext) -> Iterator[Compared]:
    """The pairs that have two texts, in order."""
    for pair in pairs:
        if pair.target is not None:
            yield Compared(pair, pair.target, context)


def parallel_pairs(
    source: Sequence[Segment], target: Sequence[Segment], source_language: str, target_language: str
) -> tuple[tuple[Pair, ...], tuple[Segment, ...]]:
    """The pairs of two texts that were written separately, in the order of the source, and the segments that only the second has."""
    from pubkit.editions.alignment import align

    aligned = align(source, target, source_language, target_language)
    by_source = {pair.source.id: pair.target for pair in aligned.pairs}
    pairs = tuple(Pair(each, by_source.get(each.id), source_language, target_language, "parallel") for each in source)
    return pairs, aligned.unmatched_target
