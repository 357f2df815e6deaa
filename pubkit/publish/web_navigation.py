"""What only the web page has: contents that can be folded, links on headings, short citations, other editions and formats.

What does not belong here: the parts that every format has (`parts`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import escape
from pubkit.publish.labels import language_name
from pubkit.publish.parts import contents, title_block
from pubkit.publish.web_labels import web_labels_for

if TYPE_CHECKING:
    from pubkit.publish.publication import Alternate
    from pubkit.publish.rendered import Rendered
    from pubkit.publish.web_labels import WebLabels

_HEADING: Final = re.compile(r'(<h([2-6]) id="([^"]+)"[^>]*>)(.*?)(</h\2>)', re.DOTALL)
_CITATION: Final = re.compile(r' class="citation" (role="doc-biblioref")(?: title="[^"]*")?')
_HELD: Final = re.compile(r'<span class="cited">(.*?</sup>)</span>', re.DOTALL)
_ARROW: Final = '<span class="backlinks"><span class="backlink-arrow" aria-hidden="true">↑</span> '
_LETTER: Final = re.compile(r' class="backlink" (role="doc-backlink" href="[^"]+") aria-label="[^"]*">(?!↑)')
#: Code points of an address from which on the style sheet shows its beginning only.
_LONG: Final = 120
_LONG_ADDRESS: Final = re.compile(rf'(<a class="address)(" href="[^"]{{{_LONG},}}")')
#: Languages whose own faces `styles/web-tokens.css` names: an entry in one of them needs no class that asks for Latin faces.
_WESTERN: Final = re.compile(r' western" (lang="(?:en|fr|de|es|it|pt|ru)")')
_FIRST_HEADING: Final = re.compile(r"(<h2 id=\"contents\">.*?</h2>)\n?", re.DOTALL)


def web_contents(rendered: Rendered) -> str:
    """The table of contents with a fold, open: a script makes it a bar on a small screen. Empty where there is none."""
    nav = contents(rendered)
    folded = _FIRST_HEADING.sub(
        r'<details open="open">\n<summary>\1<span class="current"></span></summary>\n', nav, count=1
    )
    return folded.replace("</nav>", "</details>\n</nav>") if nav else ""


def with_linked_headings(body: str) -> str:
    """Each heading as a link to itself, so that its address can be copied; one that holds links gets a link behind."""

    def linked(found: re.Match[str]) -> str:
        start, _, name, text, end = found.groups()
        if "<a " in text:
            return f'{start}{text} <a class="anchor" href="#{name}" aria-labelledby="{name}"></a>{end}'
        return f'{start}<a class="anchor" href="#{name}">{text}</a>{end}'

    return _HEADING.sub(linked, body)


def with_short_links(body: str, labels: WebLabels) -> str:
    """Citations and the links back to them without what is said otherwise here: there are hundreds on a page.

    A card shows the entry of a citation, so that its title can go, and the style sheet binds a citation to the character before it.
    Links back are named together, and by a script one by one; the arrow before them is drawn. A very long address says that it is one.
    """
    named = f'<span class="backlinks" role="group" aria-label="{escape(labels.back_to)}">'
    cited = _CITATION.sub(r" \1", _HELD.sub(r"\1", body))
    short = _WESTERN.sub(r'" \1', _LETTER.sub(r" \1>", cited.replace(_ARROW, named)))
    return _LONG_ADDRESS.sub(r"\1 long\2", short)


def web_title_block(rendered: Rendered) -> str:
    """The title block with a way back to the collection above, and the other editions and formats below."""
    opening, closing = '<header class="title-block">', "</header>"
    inner = title_block(rendered).removeprefix(opening).removesuffix(closing).strip()
    return "\n".join(part for part in (opening, _way_up(rendered), inner, _editions(rendered), closing) if part)


def _way_up(rendered: Rendered) -> str:
    collection = rendered.publication.collection
    if collection is None:
        return ""
    title = escape(collection.title)
    return f'<nav class="way-up" aria-label="{title}"><a href="{escape(collection.href)}">{title}</a></nav>'


def _editions(rendered: Rendered) -> str:
    """Languages and formats, as links; the language that the reader has before them is named, and no link."""
    publication = rendered.publication
    translations = [a for a in publication.alternates if a.kind == "html"]
    formats = [a for a in publication.alternates if a.kind != "html"]
    lists = []
    if translations:
        tag = publication.edition or publication.language
        here = f'<li aria-current="true">{escape(" / ".join(map(language_name, tag.split("+"))))}</li>'
        lists.append(f'<ul class="languages">{here}{"".join(map(_translation, translations))}</ul>')
    if formats:
        lists.append(f'<ul class="formats">{"".join(map(_format, formats))}</ul>')
    if not lists:
        return ""
    label = escape(web_labels_for(publication.language, publication.labels).editions)
    return f'<nav class="editions" aria-label="{label}">{"".join(lists)}</nav>'


def _translation(alternate: Alternate) -> str:
    language = escape(alternate.language)
    return f'<li><a href="{escape(alternate.href)}" lang="{language}" hreflang="{language}">{escape(alternate.label)}</a></li>'


def _format(alternate: Alternate) -> str:
    return f'<li><a href="{escape(alternate.href)}">{escape(alternate.label)}</a></li>'
