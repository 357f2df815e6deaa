"""EPUB 3: the same pieces as the HTML page, a file for each chapter, in a package of our own.

The package is written here and not by pandoc, whose books name their title page in English whatever their language, say
nothing of accessibility beyond the least, and need another run. Two builds of one publication are the same bytes: no
clock, no time zone and no folder goes into them.
Sources: EPUB 3.3, EPUB Accessibility 1.1, EPUB SSV 1.1, OPF 2.0.1 (the NCX, for readers that know no other contents).
What does not belong here: what the pieces say (`rendering`, `parts`) and how they look (`styles/epub.css`).
"""

from __future__ import annotations

import html
import io
import os
import posixpath
import re
import uuid
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from pubkit.publish.artifacts import write_artifact
from pubkit.publish.characters import escape
from pubkit.publish.destinations import PICTURE_SCHEME
from pubkit.publish.parts import back_matter, colophon, contents_items, page_direction, shown_words, title_block
from pubkit.publish.stylesheets import stylesheet
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pubkit.publish.publication import Artifact, Publication
    from pubkit.publish.rendering import Rendered

#: The namespace of identifiers made from content: a fixed, random UUID of pubkit's own.
_NAMESPACE: Final = uuid.UUID("6f1d8a5e-2c0b-4f5a-9f0e-5b1c0d7c8e3a")
#: The date of a publication that names none; any would do, but it must be the same one.
_NO_DATE: Final = "2000-01-01T00:00:00Z"
#: The earliest date that a ZIP archive can hold.
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_STYLESHEET: Final = "styles/epub.css"
#: The type in the EPUB vocabulary for each DPUB-ARIA role that our pieces use.
_TYPES: Final = {
    "doc-biblioref": "biblioref",
    "doc-backlink": "backlink",
    "doc-noteref": "noteref",
    "doc-endnotes": "endnotes",
    "doc-bibliography": "bibliography",
    "doc-chapter": "chapter",
}
_ROLE: Final = re.compile(r'(<[a-z][^>]*? )(role="(doc-[a-z]+)")')
_IDENTIFIER: Final = re.compile(r'<[a-z][^>]*? id="([^"]*)"')
_INNER_LINK: Final = re.compile(r'(<a [^>]*?href=")#([^"]*)"')
_PICTURE: Final = re.compile(rf'(<img [^>]*?src="){PICTURE_SCHEME}([^"]+)"')
_WITHOUT_WORDS: Final = re.compile(r'<img (?![^>]*?alt="[^"])')


@dataclass(frozen=True, slots=True)
class Page:
    """A content document. `kind` is its type in the EPUB vocabulary, `path` is relative to the package."""

    path: str
    kind: str
    title: str
    body: str

    @property
    def name(self) -> str:
        """Its name in the manifest."""
        return self.path.removeprefix("text/").removesuffix(".xhtml")


def make_epub(rendered: Rendered, target: Path) -> Artifact:
    """Writes the publication to `target` as an EPUB 3.

    Raises `ToolError` where the style sheet is missing and `InputError` where the file cannot be written.
    """
    return write_artifact("epub", target, rendered.publication.language, book(rendered))


def book(rendered: Rendered) -> bytes:
    """The archive: its media type first and stored, the package, the pages, the pictures."""
    pages = _linked(_pages(rendered))
    texts = {page.path: _document(page, rendered.publication) for page in pages}
    files: dict[str, bytes | str] = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(rendered, pages, texts),
        "EPUB/toc.ncx": _ncx(rendered, pages),
        f"EPUB/{_STYLESHEET}": stylesheet("epub.css"),
        **{f"EPUB/{path}": text for path, text in texts.items()},
        **{f"EPUB/images/{name}": picture.content for name, picture in sorted(rendered.pictures.items())},
    }
    return _archive(files)


def _archive(files: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(_entry("mimetype"), b"application/epub+zip", zipfile.ZIP_STORED)
        for name, content in files.items():
            archive.writestr(_entry(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that says nothing of the machine or the moment."""
    entry = zipfile.ZipInfo(name, _ZIP_DATE)
    entry.create_system = 3
    entry.external_attr = 0o644 << 16
    return entry


def _pages(rendered: Rendered) -> list[Page]:
    """Every page in reading order, with links as in one document."""
    labels = rendered.labels
    pages = [Page("text/title-page.xhtml", "titlepage", labels.title_page, title_block(rendered))]
    pages.append(Page("nav.xhtml", "toc", labels.contents, ""))
    for n, chapter in enumerate(rendered.chapters, 1):
        pages.append(
            Page(f"text/chapter-{n:03}.xhtml", "bodymatter", chapter.title, _chapter(chapter.identifier, chapter.html))
        )
    pages += [
        Page(f"text/{name}.xhtml", "backmatter", title, section) for name, title, section in back_matter(rendered)
    ]
    if closing := colophon(rendered):
        pages.append(Page("text/colophon.xhtml", "colophon", labels.colophon, closing))
    pages[1] = Page("nav.xhtml", "toc", labels.contents, _navigation(rendered, pages))
    return pages


def _chapter(identifier: str, content: str) -> str:
    if not identifier:
        return f'<section epub:type="preamble">\n{content}\n</section>'
    return f'<section role="doc-chapter" aria-labelledby="{escape(identifier)}">\n{content}\n</section>'


def _navigation(rendered: Rendered, pages: list[Page]) -> str:
    """The table of contents that reading systems show, and the landmarks that they jump to."""
    title_page = f'<ol>\n<li><a href="text/title-page.xhtml">{escape(rendered.publication.title)}</a></li>\n</ol>'
    landmarks = [(page.kind, page.path, page.title) for page in pages[:2]]
    landmarks += [("bodymatter", page.path, page.title) for page in pages if page.kind == "bodymatter"][:1]
    landmarks += [("bibliography", page.path, page.title) for page in pages if page.name == "references"]
    items = [f'<li><a epub:type="{kind}" href="{path}">{escape(title)}</a></li>' for kind, path, title in landmarks]
    return "\n".join(
        [
            '<nav class="contents" epub:type="toc" role="doc-toc" aria-labelledby="contents">',
            f'<h2 id="contents">{shown_words(rendered.labels.contents, rendered.publication)}</h2>',
            contents_items(rendered) or title_page,
            "</nav>",
            '<nav epub:type="landmarks" hidden="hidden">',
            "<ol>",
            *items,
            "</ol>",
            "</nav>",
        ]
    )


def _linked(pages: list[Page]) -> list[Page]:
    """The pages with links that name the page on which their target stands, with types, with addresses of pictures."""
    home = {html.unescape(name): page.path for page in pages for name in _IDENTIFIER.findall(page.body)}
    return [Page(page.path, page.kind, page.title, _settled(page, home)) for page in pages]


def _settled(page: Page, home: Mapping[str, str]) -> str:
    folder = posixpath.dirname("/" + page.path)

    def target(found: re.Match[str]) -> str:
        path = home.get(html.unescape(found[2]), page.path)
        return f'{found[1]}{"" if path == page.path else posixpath.relpath("/" + path, folder)}#{found[2]}"'

    def with_type(found: re.Match[str]) -> str:
        kind = _TYPES.get(found[3])
        return found[0] if kind is None else f'{found[1]}epub:type="{kind}" {found[2]}'

    body = _PICTURE.sub(rf'\1{posixpath.relpath("/images", folder)}/\2"', _INNER_LINK.sub(target, page.body))
    return _ROLE.sub(with_type, body)


def _document(page: Page, publication: Publication) -> str:
    language = escape(publication.language)
    up = "../" if "/" in page.path else ""
    edition = " bilingual-edition" if publication.facing else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}"{page_direction(publication)}>\n<head>\n<meta charset="utf-8" />\n'
        f'<title>{escape(page.title)}</title>\n<link rel="stylesheet" type="text/css" href="{up}{_STYLESHEET}" />\n'
        f'</head>\n<body epub:type="{page.kind}" class="{page.kind}{edition}">\n{page.body}\n</body>\n</html>\n'
    )


_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml" />
</rootfiles>
</container>
"""


def _package(rendered: Rendered, pages: list[Page], texts: Mapping[str, str]) -> str:
    publication = rendered.publication
    language = escape(publication.language)
    progression = ' page-progression-direction="rtl"' if is_right_to_left(publication.language) else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="identifier" xml:lang="{language}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        *_metadata(publication, book_identifier(publication)),
        *_accessibility(rendered, texts),
        "</metadata>",
        "<manifest>",
        *(_manifest_page(page, texts[page.path]) for page in pages),
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml" />',
        f'<item id="stylesheet" href="{_STYLESHEET}" media-type="text/css" />',
        *(
            f'<item id="picture-{n}" href="images/{name}" media-type="{picture.media_type}" />'
            for n, (name, picture) in enumerate(sorted(rendered.pictures.items()), 1)
        ),
        "</manifest>",
        f'<spine toc="ncx"{progression}>',
        *(f'<itemref idref="{page.name}" />' for page in pages),
        "</spine>",
        "</package>",
    ]
    return "\n".join(lines) + "\n"


def _manifest_page(page: Page, text: str) -> str:
    properties = [*(["nav"] if page.kind == "toc" else []), *(["mathml"] if "<math " in text else [])]
    given = f' properties="{" ".join(properties)}"' if properties else ""
    return f'<item id="{page.name}" href="{page.path}" media-type="application/xhtml+xml"{given} />'


def book_identifier(publication: Publication) -> str:
    """The publication's own identifier, or a UUID made from what it says: another text is another book."""
    if given := publication.identifier.strip():
        return given
    said = [publication.language, publication.title, publication.subtitle, publication.date, *publication.authors]
    said += [publication.body, *(f"{r.key} {r.number} {r.text} {r.address}" for r in publication.references)]
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, chr(0).join(said))}"


def _metadata(publication: Publication, identifier: str) -> list[str]:
    """Dublin Core, in the order that the specification names it."""
    found = [f'<dc:identifier id="identifier">{escape(identifier)}</dc:identifier>']
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
    return [*found, f'<meta property="dcterms:modified">{_modified(publication.date.strip())}</meta>']


def _modified(date: str) -> str:
    """When the book was last changed: SOURCE_DATE_EPOCH, or its own date, or a fixed one; never the clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isdecimal():
        return datetime.fromtimestamp(int(epoch), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    try:
        return datetime.strptime(date, "%Y-%m-%d").strftime("%Y-%m-%dT00:00:00Z")  # noqa: DTZ007
    except ValueError:
        return _NO_DATE


def _accessibility(rendered: Rendered, texts: Mapping[str, str]) -> Iterable[str]:
    """What a reader who cannot see, hear or turn pages finds in the book (EPUB Accessibility 1.1, 2.2)."""
    whole = "".join(texts.values())
    pictures, mathematics = bool(rendered.pictures), "<math " in whole
    described = not _WITHOUT_WORDS.search(whole)
    features = ["tableOfContents", "structuralNavigation", "readingOrder", "displayTransformability"]
    features += ["alternativeText"] if pictures and described else []
    features += ["MathML"] if mathematics else []
    found = [("accessMode", "textual"), *([("accessMode", "visual")] if pictures else [])]
    found += [("accessModeSufficient", "textual")] if described else []
    found += [("accessibilityFeature", feature) for feature in features]
    found += [("accessibilityHazard", "none"), ("accessibilitySummary", escape(rendered.labels.accessibility_summary))]
    return [f'<meta property="schema:{name}">{value}</meta>' for name, value in found]


def _ncx(rendered: Rendered, pages: list[Page]) -> str:
    """The contents for readers that know only EPUB 2: one level, a line for each page with a name."""
    points = [
        f'<navPoint id="point-{n}" playOrder="{n}"><navLabel><text>{escape(page.title)}</text></navLabel>'
        f'<content src="{page.path}" /></navPoint>'
        for n, page in enumerate(pages, 1)
    ]
    publication = rendered.publication
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{escape(publication.language)}">',
        f'<head><meta name="dtb:uid" content="{escape(book_identifier(publication))}" /></head>',
        f"<docTitle><text>{escape(publication.title)}</text></docTitle>",
        "<navMap>",
        *points,
        "</navMap>",
        "</ncx>",
    ]
    return "\n".join(lines) + "\n"
