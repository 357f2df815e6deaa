"""From a document to its segments: what there is to translate, in the order of the text.

Code blocks, displayed mathematics, raw HTML, the entries of the list of references and blocks without a letter are no segments.
A block that holds nothing but numbers with their units (`1.2 亿元`) is one, for its numbers are written in the form of the edition;
`weight` is 0 for it, and it never counts as missing.
What does not belong here: catalogues, and how a translation becomes a document again (`composition`).
"""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pubkit.citations.bibliography_groups import groups_of
from pubkit.citations.resolve import find_citations, mask_citations
from pubkit.editions.chart_words import chart_words
from pubkit.editions.front_matter import metadata_segments
from pubkit.editions.placeholders import (
    PLACEHOLDER,
    Found,
    attributes,
    bare_addresses,
    cross_references,
    numbered,
    of_citations,
    of_nodes,
    protected,
    quantities,
    shown,
)
from pubkit.editions.segment import Segment, SegmentKind
from pubkit.text.chars import HAN
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.span import Span
from pubkit.text.tags import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pubkit.citations.model import Citations, Marker
    from pubkit.editions.chart_words import ChartWords
    from pubkit.editions.segment import Placeholder
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node, Run

_HAN = lazy(f"[{HAN}]")
_COMMENT = lazy(r"<!--\s*(?:translators?|译者|譯者)\s*[:：]\s*(.*?)\s*-->", 16)  # re.S
#: Lines inside of a paragraph that another reader takes for markup: fenced divisions, definitions.
_MARKUP_LINE = lazy(r"(?m)^[ \t>]*(?::{3,}[^\n]*(?:\n|\Z))")
_CAPTION = lazy(r"(?:Table:|:)[ \t]+")
_CAPTION_WORDS = lazy(r"(?:\*\*|__|\*|_)?(?:图|表|圖|Figure|Fig\.|Table)[ \u00a0]?\d+(?:[-.—–]\d+)*(?![\d年月日%％])[ \u00a0:：.、*_]")
#: No space between two lines where both sides are written without spaces.
_NO_SPACE_BEFORE = lazy(f"[{HAN}\u3001-\u303f\u3041-\u30ff\uff01-\uff60”’…—]\\Z")
_NO_SPACE_AFTER = lazy(f"[{HAN}\u3001-\u303f\u3041-\u30ff\uff01-\uff60“‘…—]")


class _Place(NamedTuple):
    """What a run is for a translator."""

    kind: SegmentKind
    span: Span
    level: int = 0
    table: tuple[int, int, int] | None = None


def segments_of(document: Document, citations: Citations | None = None, authors: Mapping[str, str] | None = None) -> tuple[Segment, ...]:
    """All segments of a document in the order of the text. `citations` are its own where they are known already.

    `authors` are the names, by key, that its sentences take from citations (`named_authors`).

    Raises what reading its front matter or its citations raises (`ConfigError`).
    """
    return tuple(_Segmenter(document, citations or find_citations(document), authors or {}).segments())


def weight(segment: Segment, language: str = "zh") -> int:
    """How much there is to translate: Han characters outside of placeholders where the source is Chinese, else letters."""
    return _weight(segment.message, is_chinese(language))


@lru_cache(maxsize=20_000)
def _weight(message: str, han_only: bool) -> int:
    words = PLACEHOLDER.sub("", message)
    return len(_HAN.findall(words)) if han_only else sum(map(str.isalpha, words))


class _Segmenter:
    """The walk over the runs of a document."""

    def __init__(self, document: Document, citations: Citations, authors: Mapping[str, str]) -> None:
        self.document = document
        self.authors = authors
        self.text = document.text
        self.citations = citations
        self.masked = mask_citations(document, citations.markers)
        self._starts = [marker.span.start for marker in citations.markers]
        self._groups = {group.heading.start for group in groups_of(document, citations.bibliography)}
        self._counts: dict[SegmentKind, int] = {}
        self._headings: list[tuple[int, str]] = []
        self._tables: dict[int, int] = {}  # by the start of the table

    def segments(self) -> Iterator[Segment]:
        yield from metadata_segments(self.document)
        notes = _Notes(self.document)
        charts = list(chart_words(self.document))
        for run in self.document.runs:
            while charts and charts[0].span.start < run.start:
                yield self._of_chart(charts.pop(0))
            comments = notes.before(run.start)
            if self._in_list(run):
                continue
            for place in self._places(run):
                segment = self._segment(run, place, comments)
                if segment is not None:
                    yield segment
            if run.block.kind == "heading":
                self._enter(run.block)
        yield from map(self._of_chart, charts)

    def _of_chart(self, words: ChartWords) -> Segment:
        kind: SegmentKind = "cell" if words.form == "csv" else "caption"
        self._counts[kind] = self._counts.get(kind, 0) + 1
        text = words.span.of(self.text)
        return Segment(f"{kind}-{self._counts[kind]}", kind, words.span, text, protected(text), self._section(0), chart=words.form)

    def _in_list(self, run: Run) -> bool:
        """Whether this is an entry of the list of references; its heading is none, nor are those among the entries."""
        bibliography = self.citations.bibliography
        if bibliography is None:
            return False
        heading = bibliography.heading
        if heading is not None and heading.span.start < run.end and run.start < heading.span.end:
            return False
        if run.block.start in self._groups:
            return False
        return any(span.start <= run.start < span.end for span in (bibliography.span, *bibliography.others))

    def _enter(self, heading: Node) -> None:
        while self._headings and self._headings[-1][0] >= heading.level:
            self._headings.pop()
        self._headings.append((heading.level, " ".join(heading.text().split())))

    def _places(self, run: Run) -> Iterator[_Place]:
        """What a run holds to translate: itself, or what stands between lines of markup; the words of a lone picture."""
        block = run.block
        inlines = block.children[1:] if block.children[0].kind == "task_marker" else block.children
        if not inlines:
            return
        lone = _lone_picture(inlines, self.text)
        if lone is not None:
            if lone.children:
                yield _Place("caption", Span(lone.children[0].start, lone.children[-1].end))
            return
        for span in self._pieces(block, Span(inlines[0].start, run.end)):
            kind = self._kind(block, span)
            yield _Place(kind, span, block.level if kind == "heading" else 0, self._cell(block) if kind == "cell" else None)

    def _pieces(self, block: Node, span: Span) -> Iterator[Span]:
        text = self.text
        done = span.start
        if block.kind in ("paragraph", "plain") and ":" in text[span.start : span.end]:
            if found := _CAPTION.match(text, *span):
                done = found.end()
            for found in _MARKUP_LINE.finditer(text, done, span.end):
                if found.start() == done or text[found.start() - 1] == "\n":
                    yield from _trimmed(text, done, found.start())
                    done = found.end()
        yield from _trimmed(text, done, span.end)

    def _kind(self, block: Node, span: Span) -> SegmentKind:
        if block.kind == "heading":
            return "heading"
        if block.kind == "table_cell":
            return "cell"
        if block.inside("footnote"):
            return "footnote"
        if span.start > block.start and _CAPTION.match(self.text, block.start, span.start):
            return "caption"
        if block.kind == "plain" or block.inside("item"):
            return "item"
        return "caption" if _CAPTION_WORDS.match(self.text, *span) and not _ENDS_SENTENCE.search(self.text, *span) else "paragraph"

    def _cell(self, cell: Node) -> tuple[int, int, int]:
        row = cell.parent
        table = row.parent if row else None
        if row is None or table is None:
            return (0, 0, 0)
        ordinal = self._tables.setdefault(table.start, len(self._tables))
        return (ordinal, table.children.index(row), row.children.index(cell))

    def _segment(self, run: Run, place: _Place, comments: tuple[str, ...]) -> Segment | None:
        found = list(self._found(run.block, place.span))
        placeholders = numbered(found)
        message = _message(self.text, place.span, found, placeholders, _breaks(run.block, self.text, place.span))
        if not any(map(str.isalpha, PLACEHOLDER.sub("", message))) and not any(
            each.kind == "number" and any(map(str.isalpha, each.text)) for each in placeholders
        ):
            return None
        self._counts[place.kind] = self._counts.get(place.kind, 0) + 1
        return Segment(
            f"{place.kind}-{self._counts[place.kind]}",
            place.kind,
            place.span,
            place.span.of(self.text),
            message,
            self._section(place.level),
            placeholders,
            comments,
            place.level,
            place.table,
        )

    def _section(self, level: int) -> tuple[str, ...]:
        return tuple(text for above, text in self._headings if not level or above < level)

    def _found(self, block: Node, span: Span) -> Iterable[Found]:
        """The placeholders of a stretch of a block, in order, none in another."""
        start, end = span
        found = [*of_citations(self._markers(span), self.text, self.authors)]
        found += (each for each in of_nodes(block, self.text) if start <= each.span.start and each.span.end <= end)
        named = [*attributes(self.text, start, end), *cross_references(self.masked, start, end)]
        found += (Found(at, "attribute", at.of(self.text), shown(at.of(self.text))) for at in named)
        found += (Found(at, "address", at.of(self.text)) for at in bare_addresses(self.masked, start, end))
        found += (Found(at, "number", at.of(self.text), shown(at.of(self.text))) for at in quantities(self.masked, start, end))
        return _disjoint(found)

    def _markers(self, span: Span) -> Sequence[Marker]:
        first, last = bisect_left(self._starts, span.start), bisect_left(self._starts, span.end)
        return [marker for marker in self.citations.markers[first:last] if not self._is_note(marker)]

    def _is_note(self, marker: Marker) -> bool:
        """A footnote is a citation only where it leads to a source: to an address, or into the list."""
        source, bibliography = self.citations.source(marker.keys[0]), self.citations.bibliography
        if marker.dialect != "footnote" or source is None or bibliography is None:
            return False
        return source.address is None and source.span.start not in bibliography.span


_ENDS_SENTENCE = lazy(r"[。！？]")


class _Notes:
    """Comments for translators, each for the block that follows it."""

    def __init__(self, document: Document) -> None:
        self._blocks: list[tuple[Span, tuple[str, ...]]] = []
        if "<!--" in document.text:
            self._collect(document)

    def _collect(self, document: Document) -> None:
        for node in document.tree.walk():
            said: list[str] = []
            for child in node.children:
                if child.kind == "html_block":
                    said += (" ".join(found.split()) for found in _COMMENT.findall(child.span.of(document.text)))
                elif said:
                    self._blocks.append((child.span, tuple(said)))
                    said = []

    def before(self, offset: int) -> tuple[str, ...]:
        """What is said to the translator of a run that begins at `offset`."""
        return tuple(word for span, said in self._blocks if offset in span for word in said)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    while start < end and text[start] in " \t\n":
        start += 1
    while end > start and text[end - 1] in " \t\n":
        end -= 1
    if end > start:
        yield Span(start, end)


def _lone_picture(inlines: Sequence[Node], text: str) -> Node | None:
    """The picture that a paragraph consists of: its words are the caption."""
    first = inlines[0]
    if first.kind != "image":
        return None
    rest = text[first.end : inlines[-1].end].strip()
    return first if not rest or (rest[0] == "{" and rest.find("}") == len(rest) - 1) else None


def _disjoint(found: Iterable[Found]) -> list[Found]:
    """In the order of their places; of two that meet, the first given stays, for a citation is more than its link."""
    taken: list[Found] = []
    for each in sorted(enumerate(found), key=lambda pair: (pair[1].span.start, pair[0])):
        if not taken or each[1].span.start >= taken[-1].span.end:
            taken.append(each[1])
    return taken


def _breaks(block: Node, text: str, span: Span) -> list[tuple[Span, bool]]:
    """Where lines break inside of a stretch, with the markup of the next line; whether the break is to be seen."""
    return [
        (Span(node.start, _behind_markup(text, node.end, following.start)), node.kind == "hard_break")
        for node, following in pairwise(block.walk())
        if node.kind in ("soft_break", "hard_break") and span.start <= node.start < span.end
    ]


def _behind_markup(text: str, at: int, end: int) -> int:
    """Behind the indentation and the marks of quotes that a line begins with."""
    while at < end and text[at] in " \t>":
        at += 1
    return at


def _message(text: str, span: Span, found: Sequence[Found], placeholders: Sequence[Placeholder], breaks: Sequence[tuple[Span, bool]]) -> str:
    pieces: list[str] = []
    done = span.start
    for each, placeholder in zip(found, placeholders, strict=True):
        pieces.append(protected(_joined(text, done, each.span.start, breaks)))
        before, behind = each.around
        pieces.append(f"{before}{{{placeholder.name}{'' if each.shown is None else ':' + each.shown}}}{behind}")
        done = max(done, each.span.end)
    pieces.append(protected(_joined(text, done, span.end, breaks)))
    return "".join(pieces)


def _joined(text: str, start: int, end: int, breaks: Sequence[tuple[Span, bool]]) -> str:
    """A stretch on one line. A line break between characters that are written without spaces leaves none behind."""
    pieces: list[str] = []
    for at, is_hard in breaks:
        if not start <= at.start < end:
            continue
        pieces.append(text[start : at.start])
        if is_hard:
            pieces.append("\\\n")
        elif not (_NO_SPACE_BEFORE.search(text, 0, at.start) and _NO_SPACE_AFTER.match(text, at.end)):
            pieces.append(" ")
        start = at.end
    pieces.append(text[start:end])
    return "".join(pieces)
