"""From a document to its citations: the list, the markers of every dialect, and the masked text that shows them."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from pubkit.citations.bibliography import find_bibliography
from pubkit.citations.dialect import Body
from pubkit.citations.dialects import DIALECTS
from pubkit.citations.model import Citations, DialectEvidence, MalformedMarker, Marker
from pubkit.markdown.tree import CITATION, HTML
from pubkit.text.errors import ConfigError
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase, enumerated
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from pubkit.citations.dialect import Dialect
    from pubkit.markdown.document import Document

_NAMED = lazy(r"(?m)^dialect[ \t]*:")
#: Not the marks of an assistant: a report that has them beside others is not ambiguous.
_OF_NO_ASSISTANT = frozenset({"footnote", "pandoc"})


def find_citations(document: Document, dialect: str | None = None, *, known: Collection[str] = ()) -> Citations:
    """What `document` cites and lists.

    `dialect` names the dialect where somebody has said it (else the document may): it has every place that two dialects
    claim, and those that could only be guessed (`plain`, `gemini-docs`, `superscript`) are sought under their own name
    only. `known` are keys that are listed in a references file. Raises `ConfigError`, naming the nearest, for a dialect that does not exist.
    """
    dialect = dialect if dialect is not None else document.dialect
    named = _dialect(dialect, document) if dialect is not None else None
    bibliography = find_bibliography(document)
    body = Body(document, bibliography, named=dialect, known=frozenset(known))
    claims = _Claims(sorted([*hidden_spans(document), *_code_elements(document)]))
    evidence: list[DialectEvidence] = []
    malformed: list[MalformedMarker] = []
    for each in _order(named):
        if each is not named and ((each.guessed and named) or (each.last_resort and claims.lead_into(body.keys))):
            continue
        marks, signs = claims.add(each.markers(body)), each.signs(body)
        if marks or signs:
            evidence.append(DialectEvidence(each.name, marks, signs))
        malformed += each.malformed(body)
    evidence.sort(key=lambda seen: (-seen.marks, -seen.signs))
    malformed.sort()
    return Citations(
        claims.markers(),
        bibliography,
        dialect or (evidence[0].dialect if evidence else None),
        tuple(evidence),
        tuple(malformed),
        () if named else _tied(evidence),
        frozenset(known),
    )


def _order(named: Dialect | None) -> list[Dialect]:
    """Where two dialects claim a place, the named one has it, then the first of `DIALECTS`."""
    return sorted(DIALECTS, key=lambda each: each is not named)


def _dialect(name: str, document: Document) -> Dialect:
    for each in DIALECTS:
        if each.name == name:
            return each
    import difflib  # costs more to load than all dialects, and almost nobody needs it

    names = [each.name for each in DIALECTS]
    nearest = difflib.get_close_matches(name, names, 1, 0)[0]
    hint = Phrase("The nearest is `{}`. All: {}.", "最接近的是 `{}`。全部：{}。").format(nearest, enumerated(names))
    raise ConfigError(
        Phrase("there is no citation dialect `{}`", "没有名为 `{}` 的引用方言").format(name),
        filename=document.path,
        row=_row_of_name(document),
        hint=hint,
    )


def _row_of_name(document: Document) -> int | None:
    """The line of the front matter that names the dialect, where it is not the configuration that does."""
    span = document.front_matter_span
    found = _NAMED.search(document.text, *span) if span else None
    return document.lines.row(found.start()) if found else None


def _tied(evidence: list[DialectEvidence]) -> tuple[str, ...]:
    """The dialects that share the first place."""
    assistants = [seen for seen in evidence if seen.dialect not in _OF_NO_ASSISTANT]
    best = [seen.dialect for seen in assistants if seen[1:] == assistants[0][1:]]
    return tuple(best) if len(best) > 1 and assistants[0] is evidence[0] else ()


class _Claims:
    """The markers found so far: each takes its place, and what comes later cannot have it."""

    def __init__(self, hidden: list[Span]) -> None:
        self._hidden = hidden  # what no reader sees is not cited
        self._hidden_starts = [span.start for span in hidden]
        self._markers: list[Marker] = []
        self._starts: list[int] = []

    def add(self, found: Iterable[Marker]) -> int:
        """Takes in the markers whose places are free; how many these are."""
        is_free = not self._markers and not self._hidden
        new = list(found) if is_free else [marker for marker in found if not self._taken(marker.span)]
        if new:
            self._markers = sorted(self._markers + new)
            self._starts = [marker.span.start for marker in self._markers]
        return len(new)

    def _taken(self, span: Span) -> bool:
        # whichever begins last before this one ends
        n, h = bisect_left(self._starts, span.end) - 1, bisect_left(self._hidden_starts, span.end) - 1
        return (n >= 0 and self._markers[n].span.end > span.start) or (h >= 0 and self._hidden[h].end > span.start)

    def lead_into(self, keys: frozenset[str]) -> bool:
        """Whether any marker names an entry of the list."""
        return any(key in keys for marker in self._markers for key in marker.keys)

    def markers(self) -> tuple[Marker, ...]:
        """All of them, in the order of their places."""
        return tuple(self._markers)


_HIDDEN = lazy(r"<span style=[\"']display: ?none;?[\"']>[^<]*</span>")


def hidden_spans(document: Document) -> list[Span]:
    """Where an export hides sources that it looked at and did not cite: `<span style="display:none">[^1_4]…</span>`."""
    if "display:" not in document.text:
        return []
    return [Span(*found.span()) for found in _HIDDEN.finditer(document.text) if document.masked[found.start()] == HTML]


_CODE_ELEMENT = lazy(r"<(code|kbd|samp|tt)\b[^<>]{0,100}>[^<]{0,300}</\1>")


def _code_elements(document: Document) -> list[Span]:
    """Code in HTML, `<code>[1]</code>`: what stands in it cites nothing."""
    text = document.text
    if "</" not in text:
        return []
    return [Span(*found.span()) for found in _CODE_ELEMENT.finditer(text) if document.masked[found.start()] == HTML]


def mask_citations(document: Document, markers: Iterable[Marker]) -> str:
    """The masked text with each marker as a row of `CITATION`, as long as the source."""
    masked = document.masked
    pieces: list[str] = []
    done = 0
    for marker in markers:
        start, end = marker.span
        pieces += (masked[done:start], CITATION * (end - start))
        done = end
    pieces.append(masked[done:])
    return "".join(pieces)


def marker_records(document: Document, citations: Citations | None = None) -> list[dict[str, Any]]:
    """Every marker as plain data for `pubkit refs markers --format json`, in the order of their places.

    Rows and columns from 1, columns in code points, the end exclusive.
    """
    citations = citations or find_citations(document)
    return [
        {
            "filename": document.path,
            "dialect": marker.dialect,
            "keys": list(marker.keys),
            "address": marker.address,
            "location": document.lines.location(marker.span.start)._asdict(),
            "end_location": document.lines.location(marker.span.end)._asdict(),
        }
        for marker in citations.markers
    ]
