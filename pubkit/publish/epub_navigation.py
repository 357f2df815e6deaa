"""How a reader finds a place in the e-book: the contents, the landmarks, the pages of the PDF, and the same for old readers.

Sources: EPUB 3.3, 7 (navigation document); OPF 2.0.1 (the NCX, for readers that know no other contents).
What does not belong here: where a page of the PDF begins (`page_breaks`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import escape, without_markup
from pubkit.publish.epub_labels import epub_labels_for
from pubkit.publish.epub_pages import EpubPage
from pubkit.publish.parts import contents_items, shown_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.publish.page_breaks import PageBreak
    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

_PATH: Final = "nav.xhtml"
_DIVISIONS: Final = ("frontmatter", "bodymatter", "backmatter")
_NOTES: Final = re.compile(r'<li class="part"><a href="#notes">.*?</a></li>\n?')
_STEP: Final = re.compile(r"<(/?)ol\b|<a [^>]*?href=\"([^\"]+)\"[^>]*>(.*?)</a>", re.DOTALL)


def contents_list(rendered: Rendered) -> str:
    """The table of contents as the book shows it. Its links are `#id`."""
    publication = rendered.publication
    title_page = f'<ol>\n<li><a href="text/title-page.xhtml">{escape(publication.title)}</a></li>\n</ol>'
    return "\n".join(
        [
            '<nav class="contents" epub:type="toc" role="doc-toc" aria-labelledby="contents">',
            f'<h2 id="contents">{shown_words(rendered.labels.contents, publication)}</h2>',
            _without_empty_list(_NOTES.sub("", contents_items(rendered))) or title_page,
            "</nav>",
        ]
    )


def navigation_page(rendered: Rendered, contents: str, pages: Sequence[EpubPage], breaks: Sequence[PageBreak]) -> EpubPage:
    """The contents as a page of the book, with what only reading systems show: landmarks of `pages`, and the pages of the PDF."""
    own = EpubPage(_PATH, "frontmatter", rendered.labels.contents, "", "toc")
    marked = sorted([*pages, own], key=lambda page: _DIVISIONS.index(page.division))
    body = [contents, *_landmarks(marked, rendered.publication), *_page_list(breaks, rendered.publication)]
    return own._replace(body="\n".join(body))


def _without_empty_list(items: str) -> str:
    return items if "<li" in items else ""


def _landmarks(pages: Sequence[EpubPage], publication: Publication) -> list[str]:
    marked = {page.landmark or page.division: page for page in reversed(pages) if page.landmark or page.division == "bodymatter"}
    items = [
        f'<li><a epub:type="{kind}" href="{page.path}">{escape(page.title)}</a></li>' for kind, page in reversed(marked.items())
    ]
    name = escape(epub_labels_for(publication.language).landmarks)
    return [f'<nav epub:type="landmarks" hidden="hidden" aria-label="{name}">', "<ol>", *items, "</ol>", "</nav>"]


def _page_list(breaks: Sequence[PageBreak], publication: Publication) -> list[str]:
    if not breaks:
        return []
    name = escape(epub_labels_for(publication.language).pages)
    items = [f'<li><a href="#{one.identifier}">{escape(one.label)}</a></li>' for one in breaks]
    opening = f'<nav epub:type="page-list" role="doc-pagelist" hidden="hidden" aria-label="{name}">'
    return [opening, "<ol>", *items, "</ol>", "</nav>"]


def ncx(publication: Publication, identifier: str, navigation: EpubPage) -> str:
    """The contents and the pages of the navigation page, whose links are settled, for readers that know only EPUB 2."""
    toc, *others = navigation.body.split("</nav>")
    pages = next((other for other in others if 'epub:type="page-list"' in other), "")
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1" xml:lang="{escape(publication.language)}">',
        f'<head><meta name="dtb:uid" content="{escape(identifier)}" /></head>',
        f"<docTitle><text>{escape(publication.title)}</text></docTitle>",
        "<navMap>",
        *_points(toc),
        "</navMap>",
        *_targets(pages),
        "</ncx>",
    ]
    return "\n".join(lines) + "\n"


def _points(toc: str) -> list[str]:
    """Nested points as the list is nested. A list that opens or ends closes nothing by itself: the next link does."""
    lines: list[str] = []
    depth, opened = 0, 0
    for n, step in enumerate(_STEP.finditer(toc)):
        if step[2] is None:
            depth += -1 if step[1] else 1
            continue
        closing = max(0, opened - depth + 1)
        lines.append("</navPoint>" * closing + f'<navPoint id="point-{n}"><navLabel><text>{_plain(step[3])}</text></navLabel><content src="{step[2]}" />')
        opened += 1 - closing
    return [*lines, "</navPoint>" * opened] if lines else []


def _targets(pages: str) -> list[str]:
    found = [
        f'<pageTarget id="target-{n}" type="{"normal" if label.isdecimal() else "front"}"{_value(label)}><navLabel><text>{label}</text></navLabel>'
        f'<content src="{address}" /></pageTarget>'
        for n, (_, address, label) in enumerate(_STEP.findall(pages))
        if address
    ]
    return ["<pageList>", *found, "</pageList>"] if found else []


def _value(label: str) -> str:
    return f' value="{label}"' if label.isdecimal() else ""


def _plain(words: str) -> str:
    return escape(" ".join(without_markup(words).split()))
