"""The types of this floor: a marker in the text, a source in the list, and both of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pubkit.text.span import Span


class Marker(NamedTuple):
    """A citation as it stands in the text. `keys` are strings: `13`, `turn0search0`, `12†L3-L7`.

    `address` is the one that the marker itself carries, unescaped. `span` covers the whole mark.
    """

    span: Span
    keys: tuple[str, ...]
    dialect: str
    address: str | None = None
    locator: str | None = None


class MalformedMarker(NamedTuple):
    """Text that was meant to be a citation and is none: an unclosed address, a lost bracket."""

    span: Span
    keys: tuple[str, ...]
    dialect: str


class LinkPart(NamedTuple):
    """A link inside an entry of the list: its place, the place of its text, and its address, unescaped."""

    span: Span
    text_span: Span
    address: str


class Source(NamedTuple):
    """An entry of the list of references as it stands in the source.

    `span` covers the entry, `key_span` its number with brackets; `title` is what a reader sees before the address,
    spaces folded; `links` are all links of the entry, of which the last holds its address.
    """

    key: str
    span: Span
    key_span: Span
    title: str
    address: str | None
    links: tuple[LinkPart, ...]


class Heading(NamedTuple):
    """What stands over the list. `kind` is `heading`, `bold` (a bold line), or `text` (a plain line)."""

    span: Span
    text: str
    kind: str


class Bibliography(NamedTuple):
    """The list of references: its heading, the place of the whole section, and its entries in order."""

    heading: Heading | None
    span: Span
    sources: tuple[Source, ...]


class DialectEvidence(NamedTuple):
    """Why a document was taken for a dialect: how many marks of it were seen."""

    dialect: str
    marks: int


class Citations:
    """What a document cites and lists."""

    __slots__ = ("_by_key", "bibliography", "dialect", "evidence", "malformed", "markers")

    def __init__(
        self,
        markers: tuple[Marker, ...],
        bibliography: Bibliography | None,
        dialect: str | None = None,
        evidence: tuple[DialectEvidence, ...] = (),
        malformed: tuple[MalformedMarker, ...] = (),
    ) -> None:
        self.markers = markers  # of the body, in the order of their places
        self.bibliography = bibliography
        self.dialect = dialect
        self.evidence = evidence
        self.malformed = malformed
        by_key: dict[str, Source] = {}
        for source in self.sources:
            by_key.setdefault(source.key, source)
        self._by_key = by_key

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.bibliography.sources if self.bibliography else ()

    def source(self, key: str) -> Source | None:
        """The entry that a key names; the first one where a key is listed twice."""
        return self._by_key.get(key)

    def uncited(self) -> tuple[Source, ...]:
        """Entries that no marker names."""
        cited = {key for marker in self.markers for key in marker.keys}
        return tuple(source for source in self.sources if source.key not in cited)
