"""What a finished web page says of itself, read back from the file: a landing page is made of pages, not of sources.

So a collection is the same whether its reports were built now or last week. The pages are pubkit's own, and are read by
their known form; a page of another form gives no record.
What does not belong here: reading a page as a stranger does (`reading`).
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

# Values of one word stand with quotes or, in pages as they are written now, without.
_DESCRIPTION: Final = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_MAIN: Final = re.compile(r'<main id="?text"?>(.*?)</main>', re.DOTALL)
_BACK_MATTER: Final = re.compile(r'<section class="?(?:references|further-reading)\b.*', re.DOTALL)
_HEADING: Final = re.compile(r'<h[23] id="?([^">\s]+)"?[^>]*>(.*?)</h[23]>', re.DOTALL)
_UNSEEN: Final = re.compile(r'<sup>(?:<a [^>]*role="?doc-biblioref\b[^>]*>[^<]*</a>)+</sup>|<math.*?</math>', re.DOTALL)
_BLOCK_END: Final = re.compile(r"</(?:p|li|td|th|h[1-6]|figcaption|pre|dd|dt)>")
_TAG: Final = re.compile(r"<[^>]+>")
_SPACE: Final = re.compile(r"[ \t\r\n]+")
_ENTRY: Final = re.compile(
    r'<li id="?([^">\s]+)"? class="?reference\b[^>]*>(?:<span class="?reference-number"?>\[(\d+)\]</span> )?'
    r'(?:<span class="?reference-text\b[^>]*>(.*?)</span>)?(?: ?<a class="?address\b[^>]* href=(?:"([^"]*)"|([^>\s]+)))?'
)


class Passage(NamedTuple):
    """The text from one heading to the next. `identifier` is empty for what stands before the first."""

    identifier: str
    heading: str
    text: str


class Entry(NamedTuple):
    """An entry of the list of references: `number` is None where the text does not cite it."""

    identifier: str
    number: int | None
    text: str
    address: str


class PageRecord(NamedTuple):
    """A page: its schema.org description, its text by passages, its references."""

    described: Mapping[str, Any]
    passages: tuple[Passage, ...]
    entries: tuple[Entry, ...]

    @classmethod
    def of(cls, html: str) -> PageRecord | None:
        """Reads a page; None for one that says nothing of itself."""
        found, main = _DESCRIPTION.search(html), _MAIN.search(html)
        if not found or not main:
            return None
        try:
            described = json.loads(found[1])
        except ValueError:
            return None
        entries = tuple(
            Entry(unescape(name), int(number) if number else None, _plain(text), unescape(quoted or bare))
            for name, number, text, quoted, bare in _ENTRY.findall(main[1])
        )
        return cls(described, _passages(_BACK_MATTER.sub("", main[1])), entries)

    def says(self, name: str) -> str:
        """A property of the description that is text; empty where it is not known."""
        value = self.described.get(name)
        return value if isinstance(value, str) else ""

    @property
    def authors(self) -> tuple[str, ...]:
        """Names of the authors, in order."""
        return tuple(author["name"] for author in self.described.get("author", ()))


def _passages(main: str) -> tuple[Passage, ...]:
    before, *rest = _HEADING.split(main)
    found = [Passage("", "", _plain(before))]
    found += [
        Passage(unescape(name), _plain(heading), _plain(text))
        for name, heading, text in zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    ]
    return tuple(passage for passage in found if passage.text or passage.heading)


def _plain(html: str) -> str:
    """The words that a reader sees, paragraphs apart by a space."""
    text = _TAG.sub("", _BLOCK_END.sub(" ", _UNSEEN.sub("", html)))
    return _SPACE.sub(" ", unescape(text)).strip()
