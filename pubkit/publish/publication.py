"""What the publisher is given: a settled report, its references numbered, nothing left to decide.

`pipeline` makes a `Publication` from a source; `publish.html`, `publish.pdf` and `publish.epub` make `Artifact`s from it;
`publish.verify` opens these and returns `Check`s. All four speak only these types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pubkit.publish.epub_options import EpubOptions
from pubkit.publish.print_options import PrintOptions
from pubkit.publish.themes import Theme, default_theme
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.artifacts import Kind
    from pubkit.text.phrase import Phrase


class Reference(NamedTuple):
    """One entry of the list of references, as it is published."""

    key: str  # what the text cites: `[@key]`
    number: int | None  # the superior number; None for an entry that is never cited
    text: str  # plain text of the entry without its address: a title, or a formatted reference
    address: str | None  # absolute http(s) URL, unescaped
    language: str | None = None  # BCP 47, where it differs from the report's
    markup: str = ""  # the same text as phrasing HTML, where the style sets it in italics and the like
    mark: str = ""  # what cites it in the author-date system: `赵一，2024a`; empty in the numeric one
    mark_year: str = ""  # the same beside a name that the text has already: `2024a`
    group: str = ""  # the heading among the references that it stands under; entries of a group follow each other

    @property
    def is_listed(self) -> bool:
        """Whether it stands in the list of references, and not under further reading."""
        return self.number is not None or bool(self.mark)


class AuthorDateMarks(NamedTuple):
    """What encloses the marks of the author-date system, and what parts two of them."""

    opening: str = "("
    closing: str = ")"
    separator: str = "; "


class Alternate(NamedTuple):
    """The same report elsewhere: in another language, or in another format."""

    language: str  # BCP 47
    label: str  # what a reader calls it: English, 繁體中文, PDF
    href: str  # from the folder of the web page, as a relative reference (RFC 3986, 4.2), percent-encoded
    kind: Kind


class Collection(NamedTuple):
    """The landing page that the report is listed on."""

    title: str
    href: str  # as `Alternate.href`


class Facing(NamedTuple):
    """The second language of a bilingual publication. `pairs` are the words that stand in both: titles, labels."""

    language: str  # BCP 47
    pairs: tuple[tuple[str, str], ...]

    def parts(self, words: str) -> tuple[str, str] | None:
        """The words in either language, where they stand for both: `目录 / Contents`."""
        return next((pair for pair in self.pairs if pair[0] != pair[1] and in_both(*pair) == words), None)


def in_both(first: str, second: str) -> str:
    """Words of two languages as one text, for where there is no room for two: a title in metadata. The same words stand once."""
    return " / ".join(dict.fromkeys(filter(None, (first, second))))


@dataclass(frozen=True, slots=True)
class Publication:
    """A report that can be published.

    `body` is CommonMark with pipe tables, footnotes and `$` mathematics; it holds neither the title nor the list of
    references. A citation in it is `[@key]` or `[@key, p. 12; @other]`, key of one of `references`, with what is to be
    printed of its pages; `[-@key]` leaves the author out, whom the text names. A citation that has no entry (only with
    `draft`) is written the same way and its key is in `unresolved`. Headings begin at level 2.
    """

    name: str  # stem of the files that are written
    language: str  # BCP 47: zh-CN, zh-TW, en …
    title: str
    body: str
    references: tuple[Reference, ...]  # cited ones by number, then the others
    folder: Path  # pictures are read from here, and from nowhere else
    subtitle: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""  # as shown; ISO 8601 where the front matter gave one
    description: str = ""
    publisher: str = ""
    rights: str = ""
    identifier: str = ""  # urn: or DOI; made from the content where empty
    references_title: str = ""  # the source's own heading of its list; the language's label where empty
    draft: bool = False
    unresolved: tuple[str, ...] = ()
    citation_ranges: bool = True  # numbers at one place as `[1-3,5]`; else each in its own brackets
    author_date: AuthorDateMarks | None = None  # the author-date system; None for the numeric one
    references_graph: bool = False  # whether the web page has a picture of which section rests on which sources
    notes: tuple[str, ...] = field(default=())  # closing disclaimers of the export, shown in the colophon
    labels: tuple[tuple[str, str], ...] = ()  # words of its own, by the names of `labels.Labels`
    numbered_sections: bool = False  # headings that bear no number are given one
    numbered_captions: bool = False  # so are all captions, not only those that are referred to
    source_language: str = ""  # BCP 47, of the report that this is an edition of; empty where it is that report
    facing: Facing | None = None  # of a bilingual edition
    edition: str = ""  # its tag among the editions of the report: also `zh-CN+en`; empty where it is the only one
    alternates: tuple[Alternate, ...] = ()  # other editions as `html`, this edition as `pdf` and `epub`
    address: str = ""  # absolute address of the web page; empty where it is not known
    collection: Collection | None = None
    version: str = ""  # of the text, as its author counts: 1.2
    isbn: str = ""
    doi: str = ""
    printing: PrintOptions = field(default_factory=PrintOptions)
    ebook: EpubOptions = field(default_factory=EpubOptions)
    theme: Theme = field(default_factory=default_theme)


class Check(NamedTuple):
    """One thing that `verify` looked at in what was made."""

    name: str  # kebab-case, stable: `html-citations-linked`
    passed: bool
    detail: Phrase
