"""EPUB 3: the same pieces as the HTML page, a file for each chapter, in a package of our own.

The package is written here and not by pandoc, whose books name their title page in English whatever their language, say
nothing of accessibility beyond the least, and need another run. Two builds of one publication are the same bytes: no
clock, no time zone and no folder goes into them.
Sources: EPUB 3.3; OPF 2.0.1 for what old readers look for (`guide`, `meta name="cover"`).
What does not belong here: what the pieces say (`rendering`, `parts`), the pages (`epub_pages`), how a place is found
(`epub_navigation`), what the book says of itself (`epub_metadata`), and how it looks (`styles/epub.css`).
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from pubkit.publish.artifacts import write_artifact
from pubkit.publish.characters import escape
from pubkit.publish.epub_cover import cover_picture
from pubkit.publish.epub_fonts import book_fonts, font_rules
from pubkit.publish.epub_metadata import accessibility, book_identifier, dublin_core
from pubkit.publish.epub_navigation import contents_list, navigation_page, ncx
from pubkit.publish.epub_pages import STYLESHEET, back_pages, cover_page, document, front_pages, linked, text_pages
from pubkit.publish.epub_vertical import is_vertical, set_upright
from pubkit.publish.page_breaks import with_page_breaks
from pubkit.publish.theme_css import epub_sheet
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.epub_fonts import BookFont
    from pubkit.publish.epub_pages import EpubPage
    from pubkit.publish.page_breaks import PageBreak
    from pubkit.publish.pictures import Picture
    from pubkit.publish.printed_pages import PrintedPages
    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

__all__ = ["book", "book_identifier", "make_epub"]

#: Pages around the text, as a place in the PDF names them.
_PARTS: Final = {"title-page": "title", "imprint": "imprint", "colophon": "colophon"}
#: The earliest date that a ZIP archive can hold.
_ZIP_DATE: Final = (1980, 1, 1, 0, 0, 0)
_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml" />
</rootfiles>
</container>
"""


def make_epub(rendered: Rendered, target: Path, *, pages: PrintedPages | None = None) -> Artifact:
    """Writes the publication to `target` as an EPUB 3, with the pages of its PDF marked where they are known.

    Raises `ToolError` where the style sheet is missing and `InputError` where the file cannot be written.
    """
    return write_artifact("epub", target, rendered.publication.language, book(rendered, pages))


def book(rendered: Rendered, printed: PrintedPages | None = None) -> bytes:
    """The archive: its media type first and stored, the package, the pages, the pictures."""
    publication = rendered.publication
    cover = cover_picture(publication)
    pages, breaks = _pages(rendered, printed, [cover_page(rendered, _cover_name(cover))] if cover else [])
    texts = {page.path: document(page, publication) for page in _set_upright(pages, publication)}
    fonts = book_fonts(texts.values(), publication)
    navigation = next(page for page in pages if page.landmark == "toc")
    files: dict[str, bytes | str] = {
        "META-INF/container.xml": _CONTAINER,
        "EPUB/package.opf": _package(rendered, pages, texts, _extras(cover, fonts), has_pages=bool(breaks)),
        "EPUB/toc.ncx": ncx(publication, book_identifier(publication), navigation),
        f"EPUB/{STYLESHEET}": epub_sheet(publication.theme) + font_rules(fonts, publication.language),
        **{f"EPUB/{path}": text for path, text in texts.items()},
        **({f"EPUB/{_cover_name(cover)}": cover.content} if cover else {}),
        **{f"EPUB/{font.path}": font.content for font in fonts},
        **{f"EPUB/images/{name}": picture.content for name, picture in sorted(rendered.pictures.items())},
    }
    return _archive(files)


def _cover_name(cover: Picture) -> str:
    """Its place in the package; the same picture may stand in the text as well."""
    return f"images/cover.{cover.name.rpartition('.')[2]}"


def _pages(
    rendered: Rendered, printed: PrintedPages | None, cover: list[EpubPage]
) -> tuple[list[EpubPage], list[PageBreak]]:
    """Every page in reading order, its links settled; and the marks where pages of the PDF begin."""
    front, text, back = front_pages(rendered), text_pages(rendered), back_pages(rendered)
    contents = contents_list(rendered)
    breaks: list[PageBreak] = []
    if printed:
        parts = {_PARTS[page.name]: page.body for page in (*front, *back) if page.name in _PARTS} | {"contents": contents}
        counted = [*text, *(page for page in back if page.name not in _PARTS)]
        parts, bodies, breaks = with_page_breaks(parts, [page.body for page in counted], printed)
        changed = {page.path: body for page, body in zip(counted, bodies, strict=True)}
        front, text, back = (
            [page._replace(body=changed.get(page.path) or parts.get(_PARTS.get(page.name, ""), page.body)) for page in pages]
            for pages in (front, text, back)
        )
        contents = parts["contents"]
    navigation = navigation_page(rendered, contents, [*cover, *front, *text, *back], breaks)
    return linked([*cover, *front, navigation, *text, *back]), breaks


def _set_upright(pages: list[EpubPage], publication: Publication) -> list[EpubPage]:
    """The pages with what vertical lines need."""
    if not is_vertical(publication):
        return pages
    return [page._replace(body=set_upright(page.body, publication.language)) for page in pages]


def prepare(rendered: Rendered) -> None:
    """Draws the cover while there is nothing else to do: `book` finds it drawn."""
    cover_picture(rendered.publication)


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


# --- The package -------------------------------------------------------------------------------------------------------


def _package(rendered: Rendered, pages: list[EpubPage], texts: Mapping[str, str], extras: Sequence[str], *, has_pages: bool) -> str:
    publication = rendered.publication
    language = escape(publication.language)
    progression = ' page-progression-direction="rtl"' if _runs_to_the_left(publication) else ""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="identifier" xml:lang="{language}">',
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
        *dublin_core(publication),
        *(['<meta name="cover" content="cover-image" />'] if pages[0].landmark == "cover" else []),
        *accessibility(rendered, "".join(texts.values()), has_pages=has_pages),
        "</metadata>",
        "<manifest>",
        *_manifest(rendered, pages, texts),
        *extras,
        "</manifest>",
        f'<spine toc="ncx"{progression}>',
        *(f'<itemref idref="{page.name}" />' for page in pages),
        "</spine>",
        *_guide(pages),
        "</package>",
    ]
    return "\n".join(lines) + "\n"


def _runs_to_the_left(publication: Publication) -> bool:
    return is_right_to_left(publication.language) or is_vertical(publication)


def _extras(cover: Picture | None, fonts: Sequence[BookFont]) -> list[str]:
    """The manifest of what is neither text nor in it."""
    found = [
        f'<item id="font-{n}" href="{font.path}" media-type="{font.media_type}" />' for n, font in enumerate(fonts, 1)
    ]
    if cover:
        name = _cover_name(cover)
        found.append(f'<item id="cover-image" href="{name}" media-type="{cover.media_type}" properties="cover-image" />')
    return found


def _manifest(rendered: Rendered, pages: list[EpubPage], texts: Mapping[str, str]) -> Iterator[str]:
    for page in pages:
        properties = _properties(page, texts[page.path])
        yield f'<item id="{page.name}" href="{page.path}" media-type="application/xhtml+xml"{properties} />'
    yield '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml" />'
    yield f'<item id="stylesheet" href="{STYLESHEET}" media-type="text/css" />'
    for n, (name, picture) in enumerate(sorted(rendered.pictures.items()), 1):
        yield f'<item id="picture-{n}" href="images/{name}" media-type="{picture.media_type}" />'


def _properties(page: EpubPage, text: str) -> str:
    properties = [*(["nav"] if page.name == "nav" else []), *(["mathml"] if "<math " in text else [])]
    return f' properties="{" ".join(properties)}"' if properties else ""


def _guide(pages: list[EpubPage]) -> list[str]:
    """Cover, contents and beginning for readers that know no landmarks."""
    kinds = {"cover": "cover", "toc": "toc"}
    first = next((page for page in pages if page.division == "bodymatter"), None)
    found = [(kinds[page.landmark], page) for page in pages if page.landmark in kinds]
    found += [("text", first)] if first else []
    return [
        "<guide>",
        *(f'<reference type="{kind}" title="{escape(page.title)}" href="{page.path}" />' for kind, page in found),
        "</guide>",
    ]
