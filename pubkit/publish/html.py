"""HTML: one file for the web that asks nothing of the network, and the document that the PDF is set from.

What does not belong here: what the pieces say (`rendering`, `parts`, `web_navigation`, `web_metadata`), what they do
(`web_style`) and how they look (`styles/`).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.artifacts import write_artifact
from pubkit.publish.characters import escape
from pubkit.publish.destinations import PICTURE_SCHEME
from pubkit.publish.openings import with_opening
from pubkit.publish.parts import back_matter, colophon, contents, page_direction, title_block
from pubkit.publish.phrases import with_phrases
from pubkit.publish.print_editions import with_running_heads
from pubkit.publish.standard_numbers import with_whole_standards
from pubkit.publish.theme_css import root_classes
from pubkit.publish.web_labels import source_of, web_labels_for
from pubkit.publish.web_metadata import head_metadata, with_described_references
from pubkit.publish.web_navigation import web_contents, web_title_block, with_linked_headings, with_short_links
from pubkit.publish.web_style import (
    PAGE_SCRIPTS,
    PAGE_STYLES,
    page_stylesheet,
    policy,
    small_markup,
    small_script,
    styles_as_classes,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

_PICTURE: Final = re.compile(rf'(<img [^>]*?src="){PICTURE_SCHEME}([^"]+)"')
_LATIN_EMPHASIS: Final = re.compile("<em>([^<\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]+)</em>")
_LANGUAGE: Final = re.compile(r'<[^<>]* lang="([^"]+)"')
#: HTML needs no slash in an element that cannot have content; MathML and SVG do.
_VOID_SLASH: Final = re.compile(r"(<(?:meta|link|wbr|img|br|hr|col|input)\b[^<>]*?) ?/>")
#: The words that the scripts say.
_SCRIPT_WORDS: Final = (
    "search",
    "close",
    "results",
    "count",
    "nothing",
    "shortcut",
    "quote",
    "copied",
    "cited",
    "quoted",
    "section",
    "separator",
    "back",
)


def make_html(rendered: Rendered, target: Path) -> Artifact:
    """Writes the publication to `target` as one HTML file: style sheet, scripts and pictures inside.

    Raises `ToolError` where a style sheet or a script is missing and `InputError` where the file cannot be written.
    """
    return write_artifact("html", target, rendered.publication.language, small_markup(web_document(rendered)).encode())


def web_document(rendered: Rendered) -> str:
    """The page for the web. It can be read without its scripts; its policy allows them, its style sheet, its pictures, and
    nothing else.

    Beside what `print_document` has, and in place of some of it:

        header.title-block
          nav.way-up  nav.editions > ul.languages > li[aria-current] + ul.formats    what there is of them
        nav.contents[role=doc-toc] > details[open] > summary > h2#contents + span.current
        h2 … h6 > a.anchor                  a heading is a link to itself
        h2 … h6 > wbr               behind a phrase of Chinese
        span.whole                  the number of a standard, not to be parted
        a[role=doc-biblioref], a[role=doc-backlink]   without class; span.backlinks[role=group] where there are several
    """
    body, extra = styles_as_classes(_web_body(rendered))
    publication = rendered.publication
    kind = " ".join(("web", *root_classes(publication.theme)))
    languages = [publication.language, *_LANGUAGE.findall(body), *(a.language for a in publication.alternates)]
    css = page_stylesheet(PAGE_STYLES, publication.theme, _document(publication, [], body, kind), languages, PAGE_SCRIPTS) + extra
    script = small_script(PAGE_SCRIPTS)
    head = [
        policy([css], [script]),
        '<meta name="viewport" content="width=device-width, initial-scale=1" />',
        '<meta name="color-scheme" content="light dark" />',
        '<meta name="referrer" content="no-referrer" />',
        *head_metadata(rendered),
        f"<style>{css}</style>",
        f"<script data-words='{_script_words(publication)}'>{script}</script>",
    ]
    return _VOID_SLASH.sub(r"\1>", _document(publication, head, body, kind))


def _web_body(rendered: Rendered) -> str:
    skip = f'<a class="skip-link" href="#text">{escape(rendered.labels.skip)}</a>'
    words = web_labels_for(rendered.publication.language, rendered.publication.labels)
    main = with_short_links(with_linked_headings(_main(rendered)), words)
    main = _with_graph(with_described_references(main, rendered), rendered)
    parts = [skip, web_title_block(rendered), web_contents(rendered), main, colophon(rendered)]
    body = with_phrases("\n".join(part for part in parts if part), rendered.publication.language)
    return _with_data_pictures(with_whole_standards(body), rendered)


def _with_graph(main: str, rendered: Rendered) -> str:
    """The text with the picture of its sources at its end, folded up, where the publication asks for one."""
    if not rendered.publication.references_graph:
        return main
    from pubkit.publish.references_graph import draw, graph_of

    graph = graph_of(rendered)
    if not graph.sources:
        return main
    name = escape(graph.words.title)
    picture = f"<details><summary>{name}</summary>\n<figure>{draw(graph, is_alone=False)}</figure></details>"
    return main.removesuffix("</main>") + f'<nav class="references-graph" aria-label="{name}">{picture}</nav>\n</main>'


def _script_words(publication: Publication) -> str:
    """What the scripts say, as JSON for an attribute between single quotes: no text of the page, which is the publication's."""
    words = web_labels_for(publication.language, publication.labels)._asdict()
    said = {name: words[name] for name in _SCRIPT_WORDS} | {"source": source_of(publication)}
    data = escape(json.dumps(said, ensure_ascii=False, separators=(",", ":")))
    return data.replace("&quot;", '"')


def print_document(rendered: Rendered) -> str:
    """The document that the PDF is set from: HTML without a style sheet, `lang` on the root, class `print` on it.

    Its structure, and the classes that `styles/print.css` may speak of:

        html.print[lang][dir=rtl]
          head          title, meta author (one each), description, generator
          body
            header.title-block
              p.draft-label                   only in a draft
              h1.title  p.subtitle  p.authors > span.author  p.date > time
            nav.contents[role=doc-toc]        absent where there are fewer than two lines
              h2#contents
              ol > li > a[href="#id"]         two levels, `ol` inside `li`; li.part for notes, references, further reading
            main#text                         h2–h6[id]: headings; the chapters follow each other without wrappers
              span.cited > sup > a.citation[role=doc-biblioref]#cite-KEY-N   the character before a citation and its
                                              number `[1]`, not to be parted (white-space: nowrap); where something else
                                              stands before it, `sup > a.citation` without the span
              span.citation.unresolved        a citation without an entry, in a draft
              span.missing                    a picture that is missing, in a draft
              em.western                      emphasis without Han, kana or full-width marks
              sup > a.note-reference[role=doc-noteref]#noteref-N
              div.table > table               th[scope=col]; alignment as `style="text-align: …"`
              figure > img + figcaption       img[src] is always a `data:` address
              pre > code    math (MathML)     span.task, span.task.done: an empty box to be drawn
              span.address                    an address shown as itself, with <wbr> where it may break
            section.opening                   where the theme sets it apart: what stands before the first chapter, or the abstract
            section.notes[role=doc-endnotes]
              h2#notes  ol.note-list > li.note#note-N … a.backlink[role=doc-backlink]
            section.references[role=doc-bibliography]
              h2#references  h3 over each group of entries
              ol.reference-list > li.reference#ref-KEY      one, or one a group
                span.reference-number `[1]`  span.reference-text (.western: no Han, kana or hangul in it)
                a.address  span.backlinks > (span.backlink-arrow[aria-hidden]) a.backlink[href="#cite-KEY-N"] …
            section.further-reading           the same, with ul.reading-list and without numbers and links back
            footer.colophon                   p.publisher  p.rights  p.note; absent where there is nothing to say
    """
    body = _with_western_emphasis(_with_data_pictures(_arranged(rendered), rendered))
    if rendered.publication.facing:
        body = with_running_heads(body)
    return _document(rendered.publication, [], body, "print")


def _with_western_emphasis(body: str) -> str:
    """Emphasis without Han as `em.western`: Latin has italics, and a species name must stand in them."""
    return _LATIN_EMPHASIS.sub(r'<em class="western">\1</em>', body)


def _arranged(rendered: Rendered) -> str:
    """The parts in their order, as the elements of a body."""
    parts = [title_block(rendered), contents(rendered), _main(rendered), colophon(rendered)]
    return "\n".join(part for part in parts if part)


def _main(rendered: Rendered) -> str:
    """The text with notes, references and further reading."""
    back = [section for _, _, section in back_matter(rendered)]
    body = rendered.body_html
    if rendered.publication.theme.text("opening.style") != "plain":
        body = with_opening(body)
    return "\n".join(['<main id="text">', body, *back, "</main>"])


def _document(publication: Publication, head: list[str], body: str, kind: str) -> str:
    description = publication.description.strip() or publication.subtitle.strip()
    metadata = [
        '<meta charset="utf-8" />',
        f"<title>{escape(publication.title)}</title>",
        *(f'<meta name="author" content="{escape(name)}" />' for name in publication.authors),
        f'<meta name="description" content="{escape(description)}" />' if description else "",
        '<meta name="generator" content="pubkit" />',
    ]
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{escape(publication.language)}"{page_direction(publication)} class="{kind}">',
        "<head>",
        *(line for line in (*metadata, *head) if line),
        "</head>",
        '<body class="bilingual-edition">' if publication.facing else "<body>",
        body,
        "</body>",
        "</html>",
    ]
    return "\n".join(lines) + "\n"


def _with_data_pictures(html: str, rendered: Rendered) -> str:
    """Every picture inside its element: one file, and no request."""
    return _PICTURE.sub(lambda found: f'{found[1]}{rendered.pictures[found[2]].data_uri}"', html)
