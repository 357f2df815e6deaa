"""What the printed edition has that the web page has not: cover, imprint, lists of figures and tables, and how it is cut.

The document of `html.print_document` is given what depends on the length of the text, by rules that are written here and
not by taste:

- a text with a table of contents and `LONG` characters has a cover and an imprint page; a shorter one has its title
  above the text and its imprint in the colophon;
- chapters begin on a new page where the text has `BOOK` characters or more and its chapters hold a page on the average.

What does not belong here: what the parts say (`cover`, `imprint`), pages and lines (`pdf`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.book_index import with_index
from pubkit.publish.characters import escape, without_markup
from pubkit.publish.cover import cover, has_room, logo
from pubkit.publish.fonts import KAI, has_family
from pubkit.publish.imprint import imprint_lines, imprint_page
from pubkit.publish.labels import is_chinese
from pubkit.publish.openings import with_asides
from pubkit.publish.print_labels import print_labels_for
from pubkit.publish.print_lists import with_lists_marked
from pubkit.publish.print_tables import with_aligned_numbers, with_groups_of_rows
from pubkit.publish.printed_addresses import with_printed_addresses
from pubkit.publish.theme_css import root_classes
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

#: Characters of visible text. A page of A4 holds up to 1,520 (`styles/print.css`).
LONG: Final = 5_000
BOOK: Final = 30_000
PAGE: Final = 1_500
_TITLE_BLOCK: Final = re.compile(r'<header class="title-block">.*?</header>', re.DOTALL)
_COLOPHON: Final = re.compile(r'<footer class="colophon"(?P<attributes>[^>]*)>(?P<lines>.*?)</footer>', re.DOTALL)
_SAID_IN_IMPRINT: Final = re.compile(r'<p class="(?:publisher|rights)">.*?</p>\n?', re.DOTALL)
_CONTENTS: Final = re.compile(r'<nav class="contents" .*?</nav>\n?', re.DOTALL)
_MAIN: Final = re.compile(r'<main id="text">')
_CHAPTER: Final = re.compile(r"<h2\b")
#: A paragraph that leads to what stands below it: it ends with a colon, or is all bold.
_LEAD_IN: Final = re.compile(
    r"<p>(?=(?:(?!</p>).)*[：:](?:</\w+>)*</p>\s*<(?:div class=\"table\"|ul|ol|pre|figure|blockquote|img)|"
    r"<strong>(?:(?!</?p>|</strong>).)*</strong>(?:[：:])?</p>)",
    re.DOTALL,
)
#: One line between a heading and what leads to a table: it stays with both.
_FIRST_LINE: Final = re.compile(r'(</h[2-6]>\s*)<p>(?=(?:(?!</?p>).){1,160}</p>\s*<p class="lead-in">)', re.DOTALL)
#: As much between a heading and code: alone at the foot of a page they would lead to nothing.
_LINE_ABOVE_CODE: Final = re.compile(r"(</h[2-6]>\s*)<p>(?=(?:(?!</?p>).){1,80}</p>\s*<pre\b)", re.DOTALL)
_CODE: Final = re.compile(r"<pre(?![^>]*\bclass=)([^>]*)>(.*?)</pre>", re.DOTALL)
#: Lines of code that stand on one page, and those of a drawing made of characters, which says nothing in two parts.
_WHOLE: Final = 12
_DRAWN_WHOLE: Final = 30
_DRAWN_LINE: Final = re.compile(r"\s*(?![│| ]*[├└|`][─-]+ ?[\w.])(?:[|│┃║├└┌┐┘┬┴┼╔╚▲▼△▽↑↓]|\+[-=]{2})")
_FIGURE: Final = re.compile(r"<figure(?P<attributes>[^>]*)>(?P<content>.*?)</figure>", re.DOTALL)
_CAPTION: Final = re.compile(r"<figcaption[^>]*>(?P<words>.*?)</figcaption>", re.DOTALL)
_TABLE: Final = re.compile(r"<table(?P<attributes>[^>]*)>\s*<caption[^>]*>(?P<words>.*?)</caption>", re.DOTALL)
_IDENTIFIER: Final = re.compile(r'\bid="([^"]+)"')
_MARKUP: Final = re.compile(r"<[^>]*>")


class Form(NamedTuple):
    """How a text is cut, by its length and by what its metadata say."""

    is_long: bool  # it has a cover, and its contents a page of their own
    imprint: str  # `page`, `colophon`, or empty
    new_pages: bool  # chapters begin on one
    two_sided: bool

    @classmethod
    def of(cls, rendered: Rendered, document: str, length: int) -> Form:
        """The form of a document of `length` characters of visible text."""
        printing, theme = rendered.publication.printing, rendered.publication.theme
        has_cover = theme.text("parts.cover") == "auto" and has_room(rendered.publication)
        is_long = has_cover and length >= LONG and 'class="contents"' in document
        place = {"always": "page", "never": "", "colophon": "colophon", "auto": "page" if is_long else "colophon"}
        chapters = max(1, len(_CHAPTER.findall(rendered.body_html)))
        by_length = is_long and length >= BOOK and length / chapters >= PAGE
        new_pages = {"new-page": True, "run-on": False, "auto": by_length}
        return cls(
            is_long,
            place[_chosen(printing.imprint, theme.text("parts.imprint"))],
            new_pages[_chosen(printing.chapters, theme.text("parts.chapters"))],
            printing.two_sided,
        )

    @property
    def classes(self) -> str:
        """The classes of the root element that `styles/print.css` speaks of."""
        names = ["long" if self.is_long else "short"]
        names += ["new-pages"] if self.new_pages else []
        return " ".join(names + (["two-sided"] if self.two_sided else []))


def _chosen(of_report: str, of_theme: str) -> str:
    """What the report decides, else what its theme does."""
    return of_report if of_report != "auto" else of_theme


def with_print_parts(document: str, rendered: Rendered, form: Form) -> str:
    """The document of the PDF with all that `Form` says, and with what paper needs of tables, addresses and lead-ins."""
    publication = rendered.publication
    emphasis = f" emphasis-{_emphasis(publication)}" if is_chinese(publication.language) else ""
    names = " ".join((form.classes, *root_classes(publication.theme)))
    document = document.replace(' class="print"', f' class="print {names}{emphasis}"', 1)
    document = _with_theme(document, publication)
    document = with_printed_addresses(with_groups_of_rows(with_aligned_numbers(document)), publication)
    document = with_lists_marked(_CODE.sub(_kept_whole, document))
    document = _LEAD_IN.sub('<p class="lead-in">', document)
    document = _FIRST_LINE.sub(r'\1<p class="lead-in">', document)
    document = _LINE_ABOVE_CODE.sub(r'\1<p class="lead-in">', document)
    labels = print_labels_for(publication.language, publication.labels)
    document = with_index(document, publication.printing.index_terms, labels.index)
    document = _with_lists(document, rendered)
    document = _with_imprint(document, rendered, form)
    if form.is_long:
        made = cover(rendered)
        document = _TITLE_BLOCK.sub(lambda _: made, document, count=1)
    return document


def _with_theme(document: str, publication: Publication) -> str:
    """The document with the parts that its theme has, leaves out, or sets apart."""
    theme = publication.theme
    if theme.text("parts.contents") == "never":
        document = _CONTENTS.sub("", document, count=1)
    if theme.text("paragraphs.asides") == "margin":
        document = with_asides(document)
    if theme.text("parts.cover") == "never" and (picture := logo(publication)):
        mark = f'<p class="logo"><img src="{picture.data_uri}" alt="{escape(publication.publisher or "logo")}" /></p>'
        document = document.replace('<header class="title-block">', f'<header class="title-block">\n{mark}', 1)
    return document


def _emphasis(publication: Publication) -> str:
    """How emphasis is set: dots where Kai is asked for and no font has it, lest it be lost."""
    wanted = publication.printing.emphasis
    return "dots" if wanted == "kai" and not any(map(has_family, KAI)) else wanted


def _kept_whole(found: re.Match[str]) -> str:
    """A short block of code, or a drawing in characters (`drawn`), with a class that keeps it on one page."""
    lines = found[2].count("\n")
    is_drawn = lines < _DRAWN_WHOLE and _is_drawn(found[2])
    if not is_drawn and lines >= _WHOLE:
        return found[0]
    return f'<pre class="whole{" drawn" if is_drawn else ""}"{found[1]}>{found[2]}</pre>'


def _is_drawn(code: str) -> bool:
    """Whether most lines of code begin with a stroke: boxes and arrows. A tree of folders may be parted, as a list may."""
    lines = [line for line in without_markup(code).split("\n") if line.strip()]
    return 2 * sum(bool(_DRAWN_LINE.match(line)) for line in lines) > len(lines)


def _with_imprint(document: str, rendered: Rendered, form: Form) -> str:
    """The imprint behind the cover of a long text, at the end of a short one, or in the colophon."""
    if not form.imprint:
        return document
    if form.imprint == "colophon":
        return _with_colophon(document, "\n" + imprint_lines(rendered), rendered.labels.colophon)
    document = _COLOPHON.sub(_without_doubles, document, count=1)
    page = imprint_page(rendered)
    if form.is_long:
        return _TITLE_BLOCK.sub(lambda found: f"{found[0]}\n{page}", document, count=1)
    return document.replace("</main>", f"</main>\n{page}", 1)


def _with_colophon(document: str, lines: str, name: str) -> str:
    if _COLOPHON.search(document):
        return _COLOPHON.sub(
            lambda found: f'<footer class="colophon"{found["attributes"]}>{found["lines"]}{lines}\n</footer>', document, count=1
        )
    return document.replace("</main>", f'</main>\n<footer class="colophon" aria-label="{escape(name)}">{lines}\n</footer>', 1)


def _without_doubles(found: re.Match[str]) -> str:
    """The colophon without what the imprint says; nothing where nothing is left."""
    lines = _SAID_IN_IMPRINT.sub("", found["lines"])
    return f'<footer class="colophon"{found["attributes"]}>{lines}</footer>' if lines.strip() else ""


# --- Lists of figures and of tables --------------------------------------------------------------------------------------


def _with_lists(document: str, rendered: Rendered) -> str:
    printing = rendered.publication.printing
    labels = print_labels_for(rendered.publication.language, rendered.publication.labels)
    lists = []
    if printing.list_of_figures:
        document, entries = _figures(document)
        lists.append(_list("figures", labels.figures, entries))
    if printing.list_of_tables:
        document, entries = _tables(document)
        lists.append(_list("tables", labels.tables, entries))
    shown = "\n".join(found for found in lists if found)
    return _MAIN.sub(lambda found: f"{shown}\n{found[0]}", document, count=1) if shown else document


def _list(name: str, title: str, entries: list[tuple[str, str]]) -> str:
    if not entries:
        return ""
    items = "\n".join(f'<li><a href="#{target}">{words}</a></li>' for target, words in entries)
    return f'<nav class="contents list-of" aria-labelledby="printed-list-of-{name}">\n<h2 id="printed-list-of-{name}">{escape(title)}</h2>\n<ol>\n{items}\n</ol>\n</nav>'


def _figures(document: str) -> tuple[str, list[tuple[str, str]]]:
    """The document with an identifier on each figure that has a caption, and these figures."""
    entries: list[tuple[str, str]] = []

    def named(found: re.Match[str]) -> str:
        caption = _CAPTION.search(found["content"])
        words = _plain(caption["words"]) if caption else ""
        if not words:
            return found[0]
        name, attributes = _named(found["attributes"], f"figure-{len(entries) + 1}")
        entries.append((name, words))
        return f"<figure{attributes}>{found['content']}</figure>"

    return _FIGURE.sub(named, document), entries


def _tables(document: str) -> tuple[str, list[tuple[str, str]]]:
    entries: list[tuple[str, str]] = []

    def named(found: re.Match[str]) -> str:
        name, attributes = _named(found["attributes"], f"table-{len(entries) + 1}")
        entries.append((name, _plain(found["words"])))
        return f"<table{attributes}>{found[0].partition('>')[2]}"

    return _TABLE.sub(named, document), entries


def _named(attributes: str, name: str) -> tuple[str, str]:
    """The identifier that an element has or is given, and its attributes."""
    found = _IDENTIFIER.search(attributes)
    return (found[1], attributes) if found else (f"printed-{name}", f'{attributes} id="printed-{name}"')


def _plain(words: str) -> str:
    return " ".join(_MARKUP.sub("", re.sub(r"<sup\b.*?</sup>", "", words, flags=re.DOTALL)).split())
