"""A segment: what a translator works on at one time, a block of the text with its place and its placeholders.

A segment is a heading, paragraph, list item, table cell, caption, footnote or a value of the front matter. In its *message*,
which is the `msgid` of a catalogue, whatever a translator may move but must not break is a placeholder in braces:
its kind's letter, its number within the segment and, behind a colon, what it stands for:

    收入达到 {n1:1.2 亿元}{c1:8}，见 {k1:pubkit lint} 与[白皮书]({a1})。

In the translation the part behind the colon may be left out (`{c1}`). For a number it may be the number in the words of the other
language (`{n1:120 million yuan}`); a number without it, `{n1}`, is written in the form of the edition. Addresses have no such part:
a mended address makes no translation stale, a changed figure or citation does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pubkit.text.span import Span

PlaceholderKind = Literal["citation", "number", "code", "math", "footnote", "address", "picture", "html", "attribute"]
#: The letter of each kind in a message.
LETTERS: dict[PlaceholderKind, str] = {
    "citation": "c",
    "number": "n",
    "code": "k",
    "math": "m",
    "footnote": "f",
    "address": "a",
    "picture": "p",
    "html": "h",
    "attribute": "i",
}
SegmentKind = Literal["metadata", "heading", "paragraph", "item", "cell", "caption", "footnote"]
#: How the block of a chart writes its words: in an attribute of its fence, a value of YAML, a cell of CSV.
ChartForm = Literal["attribute", "yaml", "csv"]


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What stands in a segment and is not translated. `span` is in the document's text, code points."""

    name: str  # c1, n2: letter of the kind and number within the segment, from 1, in the order of the text
    kind: PlaceholderKind
    span: Span
    text: str  # as it stands in the document
    keys: tuple[str, ...] = ()  # of a citation: the keys that it cites
    locators: tuple[str, ...] = ()  # of a citation, beside `keys`: "第12页", "" where there is none


@dataclass(frozen=True, slots=True)
class Segment:
    """A block of a document to translate. `span` is where its inlines stand in the document's text, code points."""

    id: str  # kind and ordinal: "paragraph-12"; unique in the document, the same for the same text
    kind: SegmentKind
    span: Span
    text: str  # Markdown, as it stands in the document
    message: str  # with placeholders: the `msgid`
    section: tuple[str, ...] = ()  # headings above it, outermost first, as a reader sees them
    placeholders: tuple[Placeholder, ...] = ()
    comments: tuple[str, ...] = ()  # `<!-- translators: … -->` that stand before the block
    level: int = 0  # of a heading, 1 to 6
    table: tuple[int, int, int] | None = None  # of a cell: ordinal of the table, row, column, each from 0
    chart: ChartForm | None = None  # of words of a chart
