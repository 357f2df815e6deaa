"""The types of this floor: a marker in the text, a source in the list, and both of a document."""

from __future__ import annotations

from types import MethodType
from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple
from pubkit.text.span import Span, new_span

if TYPE_CHECKING:
    from collections.abc import Callable


class Marker(NamedTuple):
    """A citation as it stands in the text. `keys` are strings: `13`, `turn0search0`, `12†L3-L7`.

    `address` is the one that the marker itself carries, unescaped. `span` covers the whole mark.
    """

    span: Span
    keys: tuple[str, ...]
    dialect: str
    address: str | None = None
    locator: str | None = None


#: See `text.span.new_span`.
new_marker: Callable[[tuple[Span, tuple[str, ...], str, str | None, str | None]], Marker] = MethodType(tuple.__new__, Marker)


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


#: See `text.span.new_span`.
new_link_part: Callable[[tuple[Span, Span, str]], LinkPart] = MethodType(tuple.__new__, LinkPart)


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

    def number_span(self, text: str) -> Span:
        """Where a finding about the entry points: its number without the space behind it, one code point of `text` at the least."""
        start, end = self.key_span
        return new_span((start, max(start + len(text[start:end].rstrip()), start + 1)))


#: See `text.span.new_span`.
new_source: Callable[[tuple[str, Span, Span, str, str | None, tuple[LinkPart, ...]]], Source] = MethodType(tuple.__new__, Source)


class Heading(NamedTuple):
    """What stands over the list. `kind` is `heading`, `bold` (a bold line), or `text` (a plain line)."""

    span: Span
    text: str
    kind: str


class Bibliography(NamedTuple):
    """The list of references: its heading, the place of the whole section, and its entries in order.

    `others` are the places of entries that stand elsewhere: link definitions `[1]: https://…` and footnotes that hold an
    address. Where there are only such, `heading` is None and `span` is empty or covers those at the end.
    """

    heading: Heading | None
    span: Span
    sources: tuple[Source, ...]
    others: tuple[Span, ...] = ()


class DialectEvidence(NamedTuple):
    """Why a document was taken for a dialect: how many marks of it were seen, and how many signs that are none.

    A sign tells where a text comes from without citing anything: an address with `utm_source=chatgpt.com`.
    """

    dialect: str
    marks: int
    signs: int = 0


#: Dialects whose marks lead into a list by design: without one, it is the list that is missing.
_WRITTEN_BY_HAND = frozenset({"doubao", "plain", "superscript", "gemini-docs", "footnote", "pandoc"})


class Citations:
    """What a document cites and lists.

    `dialect` is the one that was named, or the one with most evidence; `tied` names all that share the first place where
    none was named. `known` are keys that are listed outside of the text: in the files that the front matter names.
    """

    __slots__ = ("_by_key", "bibliography", "dialect", "evidence", "known", "malformed", "markers", "tied")

    def __init__(
        self,
        markers: tuple[Marker, ...],
        bibliography: Bibliography | None,
        dialect: str | None = None,
        evidence: tuple[DialectEvidence, ...] = (),
        malformed: tuple[MalformedMarker, ...] = (),
        tied: tuple[str, ...] = (),
        known: frozenset[str] = frozenset(),
    ) -> None:
        self.markers = markers  # of the body, in the order of their places
        self.bibliography = bibliography
        self.dialect = dialect
        self.evidence = evidence
        self.malformed = malformed
        self.tied = tied
        self.known = known
        by_key: dict[str, Source] = {}
        for source in self.sources:
            by_key.setdefault(source.key, source)
        self._by_key = by_key

    @property
    def sources(self) -> tuple[Source, ...]:
        return self.bibliography.sources if self.bibliography else ()

    def source(self, key: str) -> Source | None:
        """The entry that a key names; the first one where a key is listed twice. `12†L3-L7` names the entry `12`."""
        return self._by_key.get(key) or self._by_key.get(entry_key(key))

    def knows(self, key: str) -> bool:
        """Whether a key is listed, in the text or in a file that it names."""
        return self.source(key) is not None or key in self.known or entry_key(key) in self.known

    def is_dead(self, marker: Marker) -> bool:
        """Whether a marker leads nowhere because its export kept no source: no entry, no address, no list to have it.

        A number that a list lacks is another matter: it is wrong, and can be mended.
        """
        if marker.address or marker.dialect in _WRITTEN_BY_HAND or any(self.knows(key) for key in marker.keys):
            return False
        return not self.sources or not any(entry_key(key).isdecimal() for key in marker.keys)

    def uncited(self) -> tuple[Source, ...]:
        """Entries that no marker names."""
        cited = {key for marker in self.markers for key in marker.keys}
        cited.update([entry_key(key) for key in cited if "†" in key])
        return tuple([source for source in self.sources if source.key not in cited])


def entry_key(key: str) -> str:
    """The key of the entry that a marker's key names: `12†L3-L7` is a place in the entry `12`."""
    return key.partition("†")[0]
