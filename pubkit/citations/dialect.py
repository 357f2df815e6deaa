"""What a dialect is: how one assistant's export marks its citations.

A dialect says how its markers look, and nothing else; where they belong, what they name and whether it fits is the same
for all. Patterns are searched in the masked text, so that code, addresses and mathematics are out of reach.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from pubkit.citations.bibliography import body_runs
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.citations.model import Bibliography, MalformedMarker, Marker
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node
    from pubkit.text.phrase import Phrase


class Body:
    """The part of a document in which citations stand: everything but the list of references."""

    __slots__ = ("bibliography", "document", "links", "runs")

    def __init__(self, document: Document, bibliography: Bibliography | None) -> None:
        self.document = document
        self.bibliography = bibliography
        self.runs = body_runs(document, bibliography)
        outside = bibliography.span if bibliography else Span(0, 0)
        self.links: list[Node] = [
            node for node in document.tree.walk() if node.kind == "link" and not outside.start <= node.start < outside.end
        ]

    def has_prose(self, offset: int) -> bool:
        """Whether a place is outside of the list of references."""
        span = self.bibliography.span if self.bibliography else None
        return span is None or not span.start <= offset < span.end


class MarkerExample(NamedTuple):
    """A text with its markers between ⟦ and ⟧, and their keys in order, several of one marker joined by `+`."""

    text: str
    keys: tuple[str, ...] = ()


class Dialect(ABC):
    """One assistant's way of marking citations.

    `name` is what the front matter and the command line call it. `examples` are the tests of the dialect.
    """

    name: ClassVar[str]
    title: ClassVar[Phrase]
    examples: ClassVar[tuple[MarkerExample, ...]] = ()

    @abstractmethod
    def markers(self, body: Body) -> Iterator[Marker]:
        """The markers of this dialect, in any order."""

    def malformed(self, body: Body) -> Iterator[MalformedMarker]:  # noqa: ARG002
        """What was meant as a marker of this dialect and is none."""
        return iter(())
