"""The pages of the e-book in the order of reading, a file for each chapter, linked with each other.

What does not belong here: the list of contents (`epub_navigation`), the package (`epub`), what the pieces say (`parts`).
"""

from __future__ import annotations

import html
import posixpath
import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.addresses import breakable
from pubkit.publish.characters import escape
from pubkit.publish.destinations import PICTURE_SCHEME
from pubkit.publish.epub_labels import epub_labels_for
from pubkit.publish.epub_notes import chapter_notes
from pubkit.publish.epub_vertical import is_vertical
from pubkit.publish.imprint import imprint_page
from pubkit.publish.parts import back_matter, colophon, page_direction, title_block
from pubkit.publish.phrases import with_phrases
from pubkit.publish.print_labels import print_labels_for
from pubkit.publish.standard_numbers import with_whole_standards
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pubkit.publish.print_labels import PrintLabels
    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

STYLESHEET: Final = "styles/epub.css"
#: Types in the EPUB vocabulary for the DPUB-ARIA roles that our pieces use. What is to be shown in a window of its own is a
#: `noteref` for readers, be it a note or an entry of the references.
_TYPES: Final = {
    "doc-biblioref": "biblioref noteref",
    "doc-backlink": "backlink",
    "doc-noteref": "noteref",
    "doc-endnotes": "endnotes",
    "doc-footnote": "footnote",
    "doc-bibliography": "bibliography",
    "doc-chapter": "chapter",
    "doc-colophon": "colophon",
    "doc-cover": "cover",
    "doc-pagebreak": "pagebreak",
}
_ROLE: Final = re.compile(r'(<[a-z][^>]*? )(role="(doc-[a-z]+)")')
_IDENTIFIER: Final = re.compile(r'<[a-z][^>]*? id="([^"]*)"')
_INNER_LINK: Final = re.compile(r'(<a [^>]*?href=")#([^"]*)"')
_PICTURE: Final = re.compile(rf'(<img [^>]*?src="){PICTURE_SCHEME}([^"]+)"')
#: What runs from left to right in every language. A style sheet of an EPUB may not say so (EPUB 3.3, 6.3.1.2).
_LEFT_TO_RIGHT: Final = re.compile(r'<(?=(?:pre|code)\b|(?:a|span) class="address")(?![^>]* dir=)(\w+)')
#: A word that has no room on a line of a small screen, and what it is not looked for in.
_LONG_WORD: Final = re.compile(r"<(pre|math|head)\b.*?</\1>|<[^>]*>|(?:&[a-z]+;|[!-%'-;=?-~]){28,}", re.DOTALL)
_COLOPHON: Final = re.compile(r'<footer class="colophon"(.*?)</footer>', re.DOTALL)
_IN_IMPRINT: Final = re.compile(r'<p class="(?:publisher|rights)">.*?</p>\n?', re.DOTALL)


class EpubPage(NamedTuple):
    """A content document. `path` is relative to the package, `division` of the book: front, body or back matter.

    `landmark` is its type in the list of landmarks; empty where it has no place there.
    """

    path: str
    division: str
    title: str
    body: str
    landmark: str = ""

    @property
    def name(self) -> str:
        """Its name in the manifest."""
        return self.path.removeprefix("text/").removesuffix(".xhtml")


def cover_page(rendered: Rendered, name: str) -> EpubPage:
    """The page that shows the picture `name` of the package as the cover."""
    publication = rendered.publication
    words = epub_labels_for(publication.language)
    picture = f'<img role="doc-cover" src="../{name}" alt="{escape(words.cover_of.format(title=publication.title))}" />'
    return EpubPage("text/cover.xhtml", "frontmatter", words.cover, f'<div class="cover-picture">{picture}</div>', "cover")


def front_pages(rendered: Rendered) -> list[EpubPage]:
    """Title page and imprint."""
    labels = rendered.labels
    pages = [EpubPage("text/title-page.xhtml", "frontmatter", labels.title_page, title_block(rendered), "titlepage")]
    if rendered.publication.printing.imprint != "never":
        title = _print_words(rendered).imprint
        pages.append(EpubPage("text/imprint.xhtml", "frontmatter", title, _imprint(rendered), "copyright-page"))
    return pages


def text_pages(rendered: Rendered) -> list[EpubPage]:
    """The chapters, each with its notes."""
    notes = chapter_notes(rendered)
    return [
        EpubPage(f"text/chapter-{n:03}.xhtml", "bodymatter", chapter.title, _chapter(chapter.identifier, chapter.html, own))
        for n, (chapter, own) in enumerate(zip(rendered.chapters, notes, strict=True), 1)
    ]


def back_pages(rendered: Rendered) -> list[EpubPage]:
    """References, further reading, and what stands at the very end."""
    pages = [
        EpubPage(f"text/{name}.xhtml", "backmatter", title, section, "bibliography" if name == "references" else "")
        for name, title, section in back_matter(rendered)
        if name != "notes"
    ]
    closing = colophon(rendered)
    if any(page.name == "imprint" for page in front_pages(rendered)):
        closing = _IN_IMPRINT.sub("", closing)
    if "<p" in closing:
        closing = _COLOPHON.sub(r'<section class="colophon" role="doc-colophon"\1</section>', closing)
        pages.append(EpubPage("text/colophon.xhtml", "backmatter", rendered.labels.colophon, closing))
    return pages


def _chapter(identifier: str, content: str, notes: str) -> str:
    inner = "\n".join(filter(None, (content, notes)))
    if not identifier:
        return f'<section epub:type="preamble">\n{inner}\n</section>'
    return f'<section role="doc-chapter" aria-labelledby="{escape(identifier)}">\n{inner}\n</section>'


def _imprint(rendered: Rendered) -> str:
    """The imprint without the faces of type, which are the reader's."""
    name = re.escape(f'<span class="imprint-name">{escape(_print_words(rendered).typefaces)}</span>')
    page = re.sub(f"<li>{name}.*?</li>\n?", "", imprint_page(rendered))
    return page.replace('<section class="imprint"', '<section class="imprint" epub:type="copyright-page"', 1)


def _print_words(rendered: Rendered) -> PrintLabels:
    return print_labels_for(rendered.publication.language, rendered.publication.labels)


def linked(pages: Sequence[EpubPage]) -> list[EpubPage]:
    """The pages with links that name the page on which their target stands, with types, with addresses of pictures."""
    home = {html.unescape(name): page.path for page in pages for name in _IDENTIFIER.findall(page.body)}
    return [page._replace(body=_settled(page, home)) for page in pages]


def _settled(page: EpubPage, home: Mapping[str, str]) -> str:
    folder = posixpath.dirname("/" + page.path)

    def target(found: re.Match[str]) -> str:
        path = home.get(html.unescape(found[2]), page.path)
        is_here = path == page.path and page.landmark != "toc"  # lists of places name every file, their own as well
        return f'{found[1]}{"" if is_here else posixpath.relpath("/" + path, folder)}#{found[2]}"'

    def with_type(found: re.Match[str]) -> str:
        kind = _TYPES.get(found[3])
        return found[0] if kind is None or "epub:type=" in found[1] else f'{found[1]}epub:type="{kind}" {found[2]}'

    body = _PICTURE.sub(rf'\1{posixpath.relpath("/images", folder)}/\2"', _INNER_LINK.sub(target, page.body))
    return _LONG_WORD.sub(_with_breaks, _ROLE.sub(with_type, body))


def _with_breaks(found: re.Match[str]) -> str:
    """A long word with places where a line may end: a table of narrow columns cannot break it otherwise."""
    if found[0].startswith("<"):
        return found[0]
    return "<wbr />".join(map(escape, breakable(html.unescape(found[0]))))


def _directed(body: str, publication: Publication) -> str:
    return _LEFT_TO_RIGHT.sub(r'<\1 dir="ltr"', body) if is_right_to_left(publication.language) else body


def document(page: EpubPage, publication: Publication) -> str:
    """A page as XHTML. Its root has the class `vertical` where lines run from top to bottom."""
    language = escape(publication.language)
    up = "../" if "/" in page.path else ""
    given = ' class="vertical"' if is_vertical(publication) else ""
    kind = page.name.partition("-0")[0]
    body = with_whole_standards(with_phrases(page.body, publication.language))
    edition = " bilingual-edition" if publication.facing else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}"{page_direction(publication)}{given}>\n'
        f'<head>\n<meta charset="utf-8" />\n<title>{escape(page.title)}</title>\n'
        f'<link rel="stylesheet" type="text/css" href="{up}{STYLESHEET}" />\n</head>\n'
        f'<body epub:type="{page.division}" class="{kind}{edition}">\n{_directed(body, publication)}\n</body>\n</html>\n'
    )
