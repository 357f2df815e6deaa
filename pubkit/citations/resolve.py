"""From a document to its citations: the list, the markers of every dialect, and the masked text that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.citations.bibliography import find_bibliography
from pubkit.citations.dialect import Body
from pubkit.citations.dialects import DIALECTS
from pubkit.citations.model import Citations, DialectEvidence, MalformedMarker, Marker
from pubkit.markdown.tree import CITATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pubkit.markdown.document import Document
    from pubkit.text.span import Span


def find_citations(document: Document) -> Citations:
    """What `document` cites and lists. Where two dialects claim a place, the first of `DIALECTS` has it."""
    bibliography = find_bibliography(document)
    body = Body(document, bibliography)
    markers: list[Marker] = []
    malformed: list[MalformedMarker] = []
    evidence = []
    for dialect in DIALECTS:
        found = _free(dialect.markers(body), [marker.span for marker in markers])
        markers += found
        if found:
            evidence.append(DialectEvidence(dialect.name, len(found)))
        malformed += dialect.malformed(body)
    evidence.sort(key=lambda seen: -seen.marks)
    markers.sort()
    malformed.sort()
    return Citations(
        tuple(markers),
        bibliography,
        evidence[0].dialect if evidence else None,
        tuple(evidence),
        tuple(malformed),
    )


def _free(found: Iterable[Marker], taken: list[Span]) -> list[Marker]:
    return [marker for marker in found if not any(marker.span.overlaps(span) for span in taken)]


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
