"""The parts of a publication around its body, as HTML that every format arranges: title block, contents, notes,
references, colophon.

Class names are part of the contract with `styles/`; they are listed in `print_document`.
What does not belong here: the body (`rendering`), and what only one format has (a skip link, a package).
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Final

from pubkit.publish.addresses import breakable, shown_address, web_address
from pubkit.publish.characters import escape
from pubkit.publish.french_spacing import french_text
from pubkit.publish.labels import shown_date
from pubkit.publish.language_runs import Languages, language_attributes, marked_html, marked_text
from pubkit.text.chars import HAN
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pubkit.publish.publication import Publication, Reference
    from pubkit.publish.rendered import Rendered

#: A table of contents of fewer lines than this finds nothing that the page does not show.
_LEAST_CONTENTS: Final = 2
_EAST_ASIAN: Final = re.compile(f"[{HAN}\u3040-\u30ff\uac00-\ud7a3]")
_ISO_DATE: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


def title_block(rendered: Rendered) -> str:
    """Title, subtitle, authors and date; a draft says that it is one."""
    publication, labels = rendered.publication, rendered.labels
    languages = Languages.of(publication)
    authors = [f'<span class="author">{marked_text(name, languages)}</span>' for name in publication.authors]
    date = publication.date.strip()
    shown = escape(shown_date(date, publication.language))
    lines = [
        f'<p class="draft-label">{escape(labels.draft)}</p>' if publication.draft else "",
        f'<h1 class="title">{shown_words(publication.title, publication)}</h1>',
        _line("subtitle", shown_words(publication.subtitle, publication)),
        _line("authors", escape(labels.list_separator).join(authors)),
        _line("date", f'<time datetime="{date}">{shown}</time>' if _ISO_DATE.fullmatch(date) else shown),
    ]
    return _joined('<header class="title-block">', lines, "</header>")


def shown_words(words: str, publication: Publication) -> str:
    """A title or a label as HTML: with its languages, with the spaces of French, and in two parts where it is in two languages."""
    languages = Languages.of(publication)
    parts = publication.facing.parts(words) if publication.facing else None
    if publication.facing is None or parts is None or not all(parts):
        return marked_text(french_text(words, publication.language), languages)
    second = publication.facing.language
    tags = (publication.language, second)
    texts = [marked_text(french_text(part, tag), languages.inside(tag)) for part, tag in zip(parts, tags, strict=True)]
    direction = direction_attribute(second) if is_right_to_left(second) != is_right_to_left(publication.language) else ""
    return (
        f'<span lang="{escape(tags[0])}" class="first-title">{texts[0]}</span> '
        f'<span lang="{escape(second)}"{direction} class="second-title">{texts[1]}</span>'
    )


def page_direction(publication: Publication) -> str:
    """`dir` of the root of a page; nothing where it runs from left to right, as pages do."""
    return direction_attribute(publication.language) if is_right_to_left(publication.language) else ""


def direction_attribute(language: str) -> str:
    """`dir` of an element in a language."""
    return ' dir="rtl"' if is_right_to_left(language) else ' dir="ltr"'


def _line(name: str, content: str) -> str:
    return f'<p class="{name}">{content}</p>' if content else ""


def _joined(first: str, lines: Iterable[str], last: str) -> str:
    return "\n".join([first, *(line for line in lines if line), last])


def contents(rendered: Rendered) -> str:
    """The table of contents as a landmark; empty where it would find nothing."""
    items = contents_items(rendered)
    if not rendered.contents_html or items.count("<li") < _LEAST_CONTENTS:
        return ""
    return _joined(
        '<nav class="contents" role="doc-toc" aria-labelledby="contents">',
        [f'<h2 id="contents">{shown_words(rendered.labels.contents, rendered.publication)}</h2>', items],
        "</nav>",
    )


def contents_items(rendered: Rendered) -> str:
    """The headings of the body and the parts behind it as a nested `<ol>` of links; empty where there are none."""
    publication = rendered.publication
    parts = [
        f'<li class="part"><a href="#{name}">{shown_words(title, publication)}</a></li>'
        for name, title, _ in back_matter(rendered)
    ]
    headings = rendered.contents_html.removeprefix("<ol>").removesuffix("</ol>").strip()
    items = [item for item in (headings, *parts) if item]
    return _joined("<ol>", items, "</ol>") if items else ""


def back_matter(rendered: Rendered) -> list[tuple[str, str, str]]:
    """Notes, references and further reading, those that there are: identifier, title, and the section as HTML."""
    publication, labels = rendered.publication, rendered.labels
    cited = [reference for reference in publication.references if reference.is_listed]
    others = [reference for reference in publication.references if not reference.is_listed]
    found: list[tuple[str, str, str]] = []
    if rendered.notes:
        items = [f'<li id="{escape(note.identifier)}" class="note">{note.html}</li>' for note in rendered.notes]
        found.append(_section("notes", "doc-endnotes", labels.notes, [_list(items, "note-list")], publication))
    if cited:
        title = publication.references_title.strip() or labels.references
        found.append(_section("references", "doc-bibliography", title, _groups(cited, rendered, "reference-list"), publication))
    if others:
        lists = _groups(others, rendered, "reading-list")
        found.append(_section("further-reading", "doc-bibliography", labels.further_reading, lists, publication))
    return found


def _groups(references: list[Reference], rendered: Rendered, list_class: str) -> list[str]:
    """The list of entries; where they are in groups, a heading and a list for each."""
    pieces = []
    for name, group in groupby(references, key=lambda reference: reference.group):
        heading = [f"<h3>{shown_words(name, rendered.publication)}</h3>"] if name else []
        pieces += [*heading, _list([_entry(reference, rendered) for reference in group], list_class)]
    return pieces


def _list(items: list[str], list_class: str) -> str:
    element = "ul" if list_class == "reading-list" else "ol"
    return _joined(f'<{element} class="{list_class}" role="list">', items, f"</{element}>")


def _section(name: str, role: str, title: str, lists: list[str], publication: Publication) -> tuple[str, str, str]:
    inner = [f'<h2 id="{name}">{shown_words(title, publication)}</h2>', *lists]
    return name, title, _joined(f'<section class="{name}" role="{role}" aria-labelledby="{name}">', inner, "</section>")


def _entry(reference: Reference, rendered: Rendered) -> str:
    """One entry: its number, its text, its address, and the links back to each place that cites it."""
    languages = Languages.of(rendered.publication)
    own = languages.of_entry(reference.text, reference.language)
    language = language_attributes(own, languages.language)
    number = "" if reference.number is None else f'<span class="reference-number">[{reference.number}]</span> '
    western = "" if _EAST_ASIAN.search(reference.text) else " western"
    text = f'<span class="reference-text{western}"{language}>{marked_html(reference.markup or escape(reference.text.strip()), languages.inside(own))}</span>'
    if not reference.text.strip():  # an address alone
        text = ""
    pieces = [(number + text).strip(), _address(reference.address), _backlinks(reference, rendered)]
    name = escape(rendered.entries[reference.key])
    return f'<li id="{name}" class="reference">{" ".join(piece for piece in pieces if piece)}</li>'


def _address(address: str | None) -> str:
    """A link that shows its address and breaks where an address may; what is no web address is shown as text."""
    if not address:
        return ""
    shown = "<wbr />".join(map(escape, breakable(shown_address(address))))
    target = web_address(address)
    if target is None:
        return f'<span class="address">{shown}</span>'
    return f'<a class="address" href="{escape(target)}">{shown}</a>'


def _backlinks(reference: Reference, rendered: Rendered) -> str:
    """An arrow back to the one place, or an arrow and a letter for each of several."""
    places = rendered.places.get(reference.key, ())
    links = []
    for n, place in enumerate(places, 1):
        label = rendered.labels.back_to_citation.format(number=reference.number or "", place=n)
        shown = "↑" if len(places) == 1 else place_letter(n)
        named = escape(label if len(places) == 1 else f"{shown} {label}")  # WCAG 2.5.3: the name holds what is shown
        links.append(
            f'<a class="backlink" role="doc-backlink" href="#{escape(place)}" aria-label="{named}">{shown}</a>'
        )
    if not links:
        return ""
    arrow = '<span class="backlink-arrow" aria-hidden="true">↑</span>' if len(links) > 1 else ""
    return f'<span class="backlinks">{" ".join([arrow, *links] if arrow else links)}</span>'


def place_letter(n: int) -> str:
    """The n-th place that cites an entry: a … z, aa, ab …; n from 1."""
    letters = ""
    while n:
        n, rest = divmod(n - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def colophon(rendered: Rendered) -> str:
    """What stands at the very end: publisher, rights, the export's own disclaimers; empty where there is none."""
    publication = rendered.publication
    lines = [_line("publisher", escape(publication.publisher)), _line("rights", escape(publication.rights))]
    lines += [_line("note", escape(note.strip())) for note in publication.notes]
    if not any(lines):
        return ""
    return _joined(f'<footer class="colophon" aria-label="{escape(rendered.labels.colophon)}">', lines, "</footer>")
