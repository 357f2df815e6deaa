"""What the e-book says of itself: its Dublin Core, and who can read it.

No claim of conformance is made: WCAG asks for a person who judges whether the words for a picture say what it shows, and a
book that names its conformance must name who certifies it (EPUB Accessibility 1.1, 5). What is said is what can be counted.
Sources: EPUB 3.3, 5.5; EPUB Accessibility 1.1; the schema.org Accessibility Properties for Discoverability Vocabulary.
What does not belong here: the manifest and the spine (`epub`).
"""

from __future__ import annotations

import os
import re
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import escape
from pubkit.publish.epub_labels import epub_labels_for
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

#: The namespace of identifiers made from content: a fixed, random UUID of pubkit's own.
_NAMESPACE: Final = uuid.UUID("6f1d8a5e-2c0b-4f5a-9f0e-5b1c0d7c8e3a")
#: The date of a publication that names none; any would do, but it must be the same one.
_NO_DATE: Final = "2000-01-01T00:00:00Z"
_WITHOUT_WORDS: Final = re.compile(r'<img (?![^>]*?alt="[^"])')
_DOI: Final = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ISBN: Final = re.compile(r"(?:urn:)?(?:isbn)?[:\s]*((?:[\dXx][\s-]?){10,13})", re.IGNORECASE)


def book_identifier(publication: Publication) -> str:
    """The publication's own identifier, or a UUID made from what it says: another text is another book."""
    if given := publication.identifier.strip():
        return given
    said = [publication.language, publication.title, publication.subtitle, publication.date, *publication.authors]
    said += [publication.body, *(f"{r.key} {r.number} {r.text} {r.address}" for r in publication.references)]
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, chr(0).join(said))}"


def dublin_core(publication: Publication) -> list[str]:
    """Identifiers, titles, languages, authors and the rest, in the order that the specification names them."""
    found = [f'<dc:identifier id="identifier">{escape(book_identifier(publication))}</dc:identifier>']
    found += [f"<dc:identifier>{escape(other)}</dc:identifier>" for other in _other_identifiers(publication)]
    found += [f'<dc:title id="title">{escape(publication.title)}</dc:title>']
    if publication.subtitle:
        found += [f'<dc:title id="subtitle">{escape(publication.subtitle)}</dc:title>']
        found += ['<meta refines="#title" property="title-type">main</meta>']
        found += ['<meta refines="#subtitle" property="title-type">subtitle</meta>']
    languages = [publication.language, *([publication.facing.language] if publication.facing else [])]
    found += [f"<dc:language>{escape(language)}</dc:language>" for language in languages]
    for n, author in enumerate(publication.authors, 1):
        found += [f'<dc:creator id="creator-{n}">{escape(author)}</dc:creator>']
        found += [f'<meta refines="#creator-{n}" property="role" scheme="marc:relators">aut</meta>']
    optional = {
        "date": publication.date,
        "publisher": publication.publisher,
        "rights": publication.rights,
        "description": publication.description,
    }
    found += [f"<dc:{name}>{escape(value.strip())}</dc:{name}>" for name, value in optional.items() if value.strip()]
    return [*found, *_collection(publication), f'<meta property="dcterms:modified">{_modified(publication.date.strip())}</meta>']


def _other_identifiers(publication: Publication) -> list[str]:
    """ISBN and DOI as URNs, where they are not the identifier itself."""
    doi, isbn = _DOI.fullmatch(publication.doi.strip()), _ISBN.fullmatch(publication.isbn.strip())
    found = [f"urn:isbn:{re.sub(r'[^0-9X]', '', isbn[1].upper())}"] if isbn else []
    found += [f"doi:{doi[1]}"] if doi else []
    return [one for one in found if one != book_identifier(publication)]


def _collection(publication: Publication) -> list[str]:
    """The collection that the report stands in."""
    if publication.collection is None or not publication.collection.title.strip():
        return []
    return [
        f'<meta property="belongs-to-collection" id="collection">{escape(publication.collection.title.strip())}</meta>',
        '<meta refines="#collection" property="collection-type">set</meta>',
    ]


def _modified(date: str) -> str:
    """When the book was last changed: SOURCE_DATE_EPOCH, or its own date, or a fixed one; never the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        return datetime.strptime(date, "%Y-%m-%d").strftime("%Y-%m-%dT00:00:00Z")  # noqa: DTZ007
    except ValueError:
        return _NO_DATE


class _Holdings(NamedTuple):
    """What is in the book, as far as it matters to who cannot see, hear or turn pages."""

    pictures: bool
    described: bool  # every picture has words
    moving: bool  # a picture may move
    charts: bool
    formulas: bool
    pages: bool  # those of the PDF are marked

    @classmethod
    def of(cls, rendered: Rendered, text: str, *, has_pages: bool) -> _Holdings:
        """`text` is that of all pages."""
        moving = any(picture.media_type in ("image/gif", "image/webp") for picture in rendered.pictures.values())
        charts = 'class="chart-data"' in text
        return cls(bool(rendered.pictures), not _WITHOUT_WORDS.search(text), moving, charts, "<math " in text, has_pages)


def accessibility(rendered: Rendered, text: str, *, has_pages: bool) -> list[str]:
    """The metadata of discovery; `text` is that of all pages, `has_pages` whether those of the PDF are marked in it."""
    held = _Holdings.of(rendered, text, has_pages=has_pages)
    found = [("accessMode", mode) for mode in _modes(held)]
    found += [("accessModeSufficient", modes) for modes in _sufficient(held)]
    found += [("accessibilityFeature", feature) for feature in _features(held)]
    found += [("accessibilityHazard", hazard) for hazard in _hazards(held)]
    found += [("accessibilitySummary", escape(_summary(held, rendered)))]
    lines = [f'<meta property="schema:{name}">{value}</meta>' for name, value in found]
    return [*lines, *(_page_source(rendered.publication) if has_pages else [])]


def _modes(held: _Holdings) -> list[str]:
    return ["textual", *(["visual"] if held.pictures else []), *(["chartOnVisual"] if held.charts else [])]


def _sufficient(held: _Holdings) -> list[str]:
    both = ["textual,visual"] if held.pictures else []
    return ["textual", *both] if held.described else both


def _features(held: _Holdings) -> list[str]:
    found = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability", "ARIA", "unlocked"]
    found += ["alternativeText"] if held.pictures and held.described else []
    found += ["longDescription"] if held.charts else []
    found += ["MathML"] if held.formulas else []
    return found + (["pageNavigation", "pageBreakMarkers"] if held.pages else [])


def _hazards(held: _Holdings) -> list[str]:
    """A picture that moves may flash: nobody has looked."""
    return ["unknown"] if held.moving else ["none"]


def _summary(held: _Holdings, rendered: Rendered) -> str:
    """A sentence for each thing that is so, in the language of the book."""
    words = epub_labels_for(rendered.publication.language)
    said = [
        (rendered.labels.accessibility_summary, held.described),
        (words.undescribed, not held.described),
        (words.described, held.pictures and held.described),
        (words.charts, held.charts),
        (words.formulas, held.formulas),
        (words.printed_pages, held.pages),
    ]
    return words.between.join(sentence for sentence, is_so in said if is_so)


def _page_source(publication: Publication) -> list[str]:
    """Whose pages are marked: the edition with the ISBN, or the PDF of this title."""
    isbn = next((one for one in _other_identifiers(publication) if one.startswith("urn:isbn:")), "")
    source = isbn or epub_labels_for(publication.language).page_source.format(title=publication.title)
    return [f'<meta property="pageBreakSource">{escape(source)}</meta>', f'<dc:source id="source">{escape(source)}</dc:source>']
