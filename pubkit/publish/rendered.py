"""A publication as pieces of HTML: what `rendering` makes, and `html`, `epub` and `pdf` arrange.

Apart from `rendering`, so that a process that is given the pieces need not load what makes them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pubkit.publish.headings import Entry
    from pubkit.publish.labels import Labels
    from pubkit.publish.pictures import Picture
    from pubkit.publish.publication import Publication
    from pubkit.text.phrase import Phrase


class Section(NamedTuple):
    """A chapter as HTML. `identifier` is that of its heading, empty for what stands before the first one."""

    identifier: str
    title: str
    html: str


class NoteText(NamedTuple):
    """A footnote as HTML, with its link back."""

    identifier: str
    html: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A publication as pieces of HTML that is also well-formed XML.

    Links inside are `#identifier`; an identifier is unique in the whole. A picture's address is `picture:NAME`, NAME a
    key of `pictures`. `places` gives the identifiers of the citations of a key, in order; `entries` that of its entry.
    """

    publication: Publication
    labels: Labels
    contents: tuple[Entry, ...]
    contents_html: str  # a nested <ol> of links; empty where there is nothing to find
    chapters: tuple[Section, ...]
    notes: tuple[NoteText, ...]
    places: Mapping[str, tuple[str, ...]]
    entries: Mapping[str, str]
    pictures: Mapping[str, Picture]
    remarks: tuple[Phrase, ...] = field(default=())  # what was taken out or could not be read, for the editor

    @property
    def body_html(self) -> str:
        """All chapters."""
        return "\n".join(chapter.html for chapter in self.chapters)
