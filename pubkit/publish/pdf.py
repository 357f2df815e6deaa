"""PDF: the only door to WeasyPrint.

The document of `print_document` is laid out with `styles/print.css`, looked at (is a table wider than the page), laid out again with
what mends it, and written as PDF/UA-1 and PDF/A-2u. Nothing is read from the network: the pictures are in the document.
What does not belong here: what the printed edition has of its own (`print_parts`), how a line is set (`justification`),
the structure tree (`structure_tree`), what the file says of itself (`pdf_metadata`), families of type (`fonts`).
"""

from __future__ import annotations

import contextlib
import html
import logging
import re
from contextlib import ExitStack
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from pubkit.publish.artifacts import write_artifact
from pubkit.publish.book_index import without_doubles
from pubkit.publish.chapter_ends import chapters_end_well
from pubkit.publish.characters import without_markup
from pubkit.publish.drawn_marks import drawn_marks
from pubkit.publish.fonts import check_glyphs, font_css, font_stack, installed_family, languages_css, region_of
from pubkit.publish.html import print_document
from pubkit.publish.justification import even_lines
from pubkit.publish.mathematics import with_pictures_of_formulas
from pubkit.publish.page_feet import filled_pages
from pubkit.publish.page_references import distant_pages
from pubkit.publish.parsed_styles import read_part, read_styles
from pubkit.publish.pdf_metadata import VARIANT, closed_profile, describe, label_pages, settle_pictures
from pubkit.publish.pdf_writing import late_font_data, settle_objects, side_by_side_fonts
from pubkit.publish.print_editions import editions_css
from pubkit.publish.print_parts import Form, with_print_parts
from pubkit.publish.print_source import read_document
from pubkit.publish.printed_pages import printed_pages
from pubkit.publish.quick_boxes import quick_boxes
from pubkit.publish.quick_styles import quick_styles
from pubkit.publish.sideways_tables import with_plates
from pubkit.publish.structure_tree import accessible_structure
from pubkit.publish.theme_css import print_additions, print_sheet
from pubkit.publish.typesetting_conditions import Messages, calm_collector, fixed_date, fonts_at_hand
from pubkit.publish.weasyprint_loading import load_weasyprint
from pubkit.publish.word_breaks import korean_words
from pubkit.text.errors import PublicationError, ToolError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.printed_pages import PrintedPages
    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered
    from pubkit.publish.themes import Theme

_LOG: Final = logging.getLogger("pubkit.pdf")
#: Classes of a table that is too wide, and how much of the width of plain text each takes for the same words.
_NARROWER: Final = (("", 1.0), ("wide", 0.86), ("widest", 0.75), ("widest sideways", 0.43), ("crammed sideways", 0.0))
#: Tables of so many columns begin with a smaller type.
_WIDE_COLUMNS: Final = 6
_WIDEST_COLUMNS: Final = 9
#: Of a width: what is no more is a matter of rounding.
_HAIR: Final = 0.003
_TABLE: Final = re.compile(r"<table\b(?P<attributes>[^>]*)>(?P<rows>.*?)</table>", re.DOTALL)
_ROW: Final = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL: Final = re.compile(r"<t[hd]\b(?:[^>]*\bcolspan=\"(\d+)\")?")
_HEAD: Final = re.compile(r"<head>.*?</head>", re.DOTALL)


def make_pdf(
    rendered: Rendered,
    target: Path,
    *,
    remark: Callable[[Phrase], None] | None = None,
    pages: Callable[[PrintedPages], None] | None = None,
) -> Artifact:
    """Writes the publication to `target` as a tagged PDF. `remark` is told what WeasyPrint warns of; else it is logged.
    `pages` is told where each page begins.

    Raises `PublicationError` where a character has no glyph or a picture cannot be drawn, `ToolError` where WeasyPrint
    or Pango is missing or not the release we know, and `InputError` where the file cannot be written.
    """
    publication = rendered.publication
    document = with_pictures_of_formulas(print_document(rendered))
    form = Form.of(rendered, document, len(visible_text(document)))
    document = with_print_parts(document, rendered, form)
    check_glyphs(visible_text(document), publication.language)
    setting = _Setting(publication, document, form, rendered.labels.draft)
    content = _typeset(setting, remark or _log, pages)
    return write_artifact("pdf", target, publication.language, content)


def prepare(language: str, theme: Theme) -> None:
    """Reads the style sheets of a PDF that will be asked for, and loads what it needs; `make_pdf` finds it done."""
    import email.headerregistry  # noqa: F401 (a picture is read with it)

    from pubkit.citations.styles import gbt7714  # noqa: F401 (the imprint is made with it)
    from pubkit.editions import languages  # noqa: F401

    with contextlib.suppress(ToolError):
        load_weasyprint()
        with fonts_at_hand():  # which fonts there are
            pass
        installed_family(language, "serif")
        families = theme.families
        parts = [font_css(language, families), print_sheet("print.css", theme), languages_css([language], families)]
        for part in (*parts, print_sheet("print-editions.css", theme), print_additions(theme)):
            read_part(part)


def visible_text(document: str) -> str:
    """What a reader of an HTML document sees: its text without markup, `head` left out."""
    return without_markup(_HEAD.sub("", document))


def _log(phrase: Phrase) -> None:
    _LOG.warning("%s", phrase.en)


# --- The document as it goes to WeasyPrint -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Setting:
    """A document, and what is done to it so that it fits its pages."""

    publication: Publication
    document: str
    form: Form
    draft_label: str
    narrower: dict[int, int] = field(default_factory=dict)  # how much narrower a table is set, by its number

    def html(self) -> str:
        """The document with the classes that `print.css` speaks of."""
        document = self.document
        if region_of(self.publication.language) in ("SC", "TC", "HK"):
            document = document.replace("<wbr />", "")  # `justification` knows where an address breaks
        counter = iter(range(len(document)))
        document = _TABLE.sub(lambda found: self._table(found, next(counter)), document)
        return with_plates(document) if "sideways" in document else document

    def _table(self, found: re.Match[str], number: int) -> str:
        level = self.narrower.setdefault(number, _level(found["rows"]))
        name, _ = _NARROWER[level]
        # What a reader of the box tree finds the table by.
        return f'<table{found["attributes"]} data-number="{number}" class="{name}">{found["rows"]}</table>'

    def reduce(self, wide: dict[int, float]) -> bool:
        """Set tables narrower that are so much too wide (number to ratio). False where there is nothing left to do."""
        changed = False
        for number, ratio in wide.items():
            level = self.narrower.get(number, 0)
            wanted = _NARROWER[level][1] / ratio
            better = next((n for n in range(level + 1, len(_NARROWER)) if _NARROWER[n][1] <= wanted), level)
            self.narrower[number] = better
            changed = changed or better > level
        return changed

    def css(self) -> list[str]:
        """The families of type, the style sheet, and what depends on the document: in this order, each a whole sheet."""
        theme = self.publication.theme
        families = font_css(self.publication.language, theme.families)
        parts = [families, print_sheet("print.css", theme), *editions_css(self.document, self.publication), print_additions(theme)]
        if self.form.is_long:  # front pages have roman numbers
            parts.append("@page :nth(1 of text) { counter-reset: page 1 }")
        if self.form.two_sided:
            parts.append(print_sheet("print-two-sided.css", theme))
        if self.publication.draft:
            parts.append(_draft_css(self.draft_label, font_stack(self.publication.language).sans[0]))
        return parts


def _level(rows: str) -> int:
    """How small a table begins, by its columns."""
    row = _ROW.search(rows)
    columns = sum(int(span or 1) for span in _CELL.findall(row.group() if row else ""))
    return 2 if columns >= _WIDEST_COLUMNS else 1 if columns >= _WIDE_COLUMNS else 0


def _draft_css(label: str, family: str) -> str:
    """A draft says so on every page: across it in pale grey, and at its foot."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="595" height="842"><text x="297" y="440" fill="#eef0f2" '
        f'font-family="{family}" font-size="150" text-anchor="middle" transform="rotate(-54 297 421)">{html.escape(label)}</text></svg>'
    )
    shown = label.replace("\\", "").replace('"', "")
    return (
        f'@page {{ background: url("data:image/svg+xml,{quote(svg)}") center no-repeat; '
        f'@bottom-right {{ content: "{shown}"; color: #a3261b; vertical-align: top; padding-top: 16pt }} }}'
        "@page cover { background: none; @bottom-right { content: none } }"
    )


# --- Layout ------------------------------------------------------------------------------------------------------------

#: What WeasyPrint does in another way while it works for us.
_PATCHES: Final = (
    even_lines,
    distant_pages,
    korean_words,
    drawn_marks,
    filled_pages,
    chapters_end_well,  # around those
    accessible_structure,
    closed_profile,
    side_by_side_fonts,
    late_font_data,
    quick_boxes,
    quick_styles,
)


def _typeset(setting: _Setting, remark: Callable[[Phrase], None], pages: Callable[[PrintedPages], None] | None) -> bytes:
    load_weasyprint()
    messages = Messages()
    with calm_collector():
        content = _set(setting, messages, pages)
    _judge(messages.records, setting.publication.draft, remark)
    return content


def _set(setting: _Setting, messages: Messages, pages: Callable[[PrintedPages], None] | None) -> bytes:
    """The file; what was laid out for it lives no longer than this."""
    with ExitStack() as stack:
        for conditions in (*_PATCHES, fixed_date, messages.collected):
            stack.enter_context(conditions())
        laid_out = _well_laid_out(setting, messages, stack.enter_context(fonts_at_hand()))
        if pages:
            pages(printed_pages(laid_out))
        return _written(laid_out, setting)


def _well_laid_out(setting: _Setting, messages: Messages, fonts: Any) -> Any:
    """The layout, made again while a table is too wide."""
    laid_out = _laid_out(setting, fonts)
    while setting.reduce(_wide_tables(laid_out)):
        messages.records.clear()
        laid_out = _laid_out(setting, fonts)
    return _with_index_settled(setting, laid_out, fonts)


def _with_index_settled(setting: _Setting, laid_out: Any, fonts: Any) -> Any:
    """The layout, made again where the index names a page twice."""
    if not setting.publication.printing.index_terms:
        return laid_out
    pages = {name: n for n, page in enumerate(laid_out.pages) for name in page.anchors}
    settled = without_doubles(setting.document, pages)
    if settled == setting.document:
        return laid_out
    setting.document = settled
    return _laid_out(setting, fonts)


def _laid_out(setting: _Setting, fonts: Any) -> Any:
    fetcher = _fetcher(setting.publication.folder)
    source = read_document(setting.html(), setting.publication.folder.resolve().as_uri() + "/", fetcher)
    sheet = read_styles(setting.css(), fonts, fetcher)
    laid_out = source.render(font_config=fonts, stylesheets=[sheet], pdf_variant=VARIANT, pdf_tags=True)
    for page in laid_out.pages:
        # WeasyPrint makes a link of every box inside a link as well: one for the element is enough.
        page.links = [link for link in page.links if link[3].element is not None and link[3].element_tag == "a"]
    return laid_out


def _wide_tables(laid_out: Any) -> dict[int, float]:
    """The tables that stick out of their page: their numbers, and how many times too wide they are."""
    found: dict[int, float] = {}
    for page in laid_out.pages:
        left, room = page._page_box.content_box_x(), page._page_box.width
        for box in page._page_box.descendants():
            number = box.element.get("data-number") if box.element_tag == "table" else None
            if number is not None:
                ratio = (_reach(box) - left) / room
                if ratio > 1 + _HAIR:
                    found[int(number)] = max(ratio, found.get(int(number), 0.0))
    return found


def _reach(table: Any) -> float:
    """How far to the right a table or the text in its cells goes, in pixels of the page."""
    from weasyprint.formatting_structure import boxes

    lines = (box for box in table.descendants() if isinstance(box, boxes.TextBox))
    return float(max([table.position_x + table.border_width(), *(line.position_x + line.width for line in lines)]))


# --- Writing -----------------------------------------------------------------------------------------------------------


def _written(laid_out: Any, setting: _Setting) -> bytes:
    describe(laid_out.metadata, setting.publication)
    names = [page._page_box.page_type.name for page in laid_out.pages]

    def finish(_: Any, pdf: Any) -> None:
        label_pages(pdf, names)
        settle_pictures(pdf)
        settle_objects(pdf)

    identifier = sha256(setting.html().encode() + "\n".join(setting.css()).encode()).hexdigest()[:32].encode()
    content: bytes = laid_out.write_pdf(pdf_variant=VARIANT, pdf_tags=True, pdf_identifier=identifier, finisher=finish)
    return content


# --- WeasyPrint: what it may read, what it says ------------------------------------------------------------------------


def _fetcher(folder: Path) -> Any:
    """What WeasyPrint reads with: the report's folder, data in the document, and nothing else."""
    from urllib.parse import unquote, urlsplit
    from urllib.request import url2pathname

    from weasyprint.urls import URLFetcher

    root = folder.resolve()

    class OwnFolder(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            parts = urlsplit(url)
            if parts.scheme == "file":
                from pathlib import Path

                path = Path(url2pathname(parts.path)) if not parts.netloc else None
                if path is None or not path.resolve().is_relative_to(root):
                    raise ValueError(f"outside of the report's folder: {unquote(url)}")
            return super().fetch(url, headers)

    return OwnFolder(allowed_protocols={"data", "file"})


def _judge(records: Iterable[logging.LogRecord], is_draft: bool, remark: Callable[[Phrase], None]) -> None:
    """An error for what makes the publication wrong, a remark for the rest."""
    for said in dict.fromkeys(record.getMessage() for record in records):
        message = Phrase(f"WeasyPrint: {said}", f"WeasyPrint：{said}")
        if not is_draft and said.startswith((".notdef glyph", "Failed to load image")):
            raise PublicationError(
                Phrase("the PDF would be wrong; {}", "PDF 会有错误；{}").format(message),
                hint=Phrase("Replace the character or the picture.", "请更换该字符或图片。"),
            )
        remark(message)
