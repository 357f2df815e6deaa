"""The guard: what a text says, apart from how it is set, so that no fix can change it unnoticed.

A safe fix changes markup, spaces and the width of marks, and nothing else. `Essence` holds the rest: the letters,
digits and signs of the prose in order, code, mathematics and HTML verbatim, addresses verbatim, and the citations. Two
texts with equal essences say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.chars import essence_of_prose
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pubkit.markdown.document import Document
    from pubkit.text.span import Span


class Essence(NamedTuple):
    """What must survive. `prose` leaves the citations out; `citations` are their source texts, in order."""

    prose: str
    code: tuple[str, ...]
    addresses: tuple[str, ...]
    citations: tuple[str, ...]
    front_matter: str


#: An export writes `\\_` and `&#x20;` into code blocks; a fix may take exactly this layer off, and nothing else.
_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])|&#(?:x20|32);|\s+")


def unescaped_code(code: str) -> str:
    """Code without an export's layer of escapes, spaces left out: equal before and after the layer is taken off."""
    return _ESCAPE.sub(lambda found: found[1] or "", code)


def essence(document: Document, citations: Iterable[Span] = ()) -> Essence:
    """The essence of a document; `citations` are the places of its markers, sorted."""
    places = list(citations)
    prose: list[str] = []
    code: list[str] = []
    addresses: list[str] = []
    next_place = 0
    for node in document.tree.walk():
        while next_place < len(places) and places[next_place].end <= node.start:
            next_place += 1
        cited = next_place < len(places) and places[next_place].start <= node.start < places[next_place].end
        if cited and node.kind != "text":
            continue
        if node.kind == "text":
            parent = node.parent
            if parent is not None and parent.kind == "front_matter":
                continue
            if parent is not None and parent.kind == "code_block":
                if parent.children[0] is node:
                    code.append("".join(child.value or "" for child in parent.children))
                continue
            prose += _without(node.start, node.value or "", places, next_place, document.text[node.start : node.end])
        elif node.kind in ("code", "math", "display_math", "html"):
            if not _STRONG_TAG.fullmatch(document.text[node.start : node.end]):
                code.append(node.value if node.value is not None else "")
        elif node.kind in ("link", "image"):
            addresses.append(node.value or "")
        elif node.kind == "footnote_reference":
            prose.append(f"[^{node.value}]")
        elif node.kind in ("soft_break", "hard_break") or node.kind in _BLOCK_KINDS:
            prose.append(" ")
    span = document.front_matter_span
    return Essence(
        essence_of_prose("".join(prose)),
        tuple(code),
        tuple(addresses),
        tuple(place.of(document.text) for place in places),
        span.of(document.text) if span else "",
    )


#: Bold written as HTML, where stars cannot say it: markup, not code.
_STRONG_TAG = lazy(r"</?(?:strong|b)>")
_BLOCK_KINDS = frozenset({"paragraph", "heading", "item", "table_cell", "plain", "quote", "footnote"})


def _without(start: int, value: str, places: list[Span], first: int, source: str) -> list[str]:
    """The pieces of a text node that lie outside of the citations; escapes in it are resolved already."""
    if source != value or first >= len(places) or places[first].start >= start + len(source):
        inside = first < len(places) and places[first].start <= start and start + len(source) <= places[first].end
        return [] if inside else [value]
    pieces, done, end = [], start, start + len(source)
    for place in places[first:]:
        if place.start >= end:
            break
        pieces.append(source[done - start : max(done, place.start) - start])
        done = max(done, min(end, place.end))
    pieces.append(source[done - start :])
    return pieces
