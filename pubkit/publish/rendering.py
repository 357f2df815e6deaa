"""From a `Publication` to `Rendered`: its body read once, settled, and written once as HTML for every format.

`html`, `epub` and `pdf` are given one `Rendered` and only arrange its pieces. Pandoc runs twice for all three: Markdown to
tree, tree to HTML; a third time only where the source holds blocks of HTML.
What does not belong here: the parts that are not in the body (`parts`), and any format of a file.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish import pandoc
from pubkit.publish.blocks import settle_blocks
from pubkit.publish.characters import printable
from pubkit.publish.charts import ChartLook, draw_charts
from pubkit.publish.citation_links import Keys, link_citations
from pubkit.publish.contrast import contrast_remarks
from pubkit.publish.cross_references import Numbering, refer, unknown_references
from pubkit.publish.destinations import Pictures, settle_links
from pubkit.publish.fonts import font_stack
from pubkit.publish.footnotes import part_notes, take_out_notes
from pubkit.publish.french_spacing import space_french
from pubkit.publish.headings import chapters, contents_entries, contents_list, settle_headings
from pubkit.publish.identifiers import Identifiers, explicit
from pubkit.publish.labels import labels_for
from pubkit.publish.language_runs import Languages, mark_languages
from pubkit.publish.line_breaks import join_lines
from pubkit.publish.raw_html import convert_html
from pubkit.publish.rendered import NoteText, Rendered, Section
from pubkit.publish.tree import edit_attributes, raw_block
from pubkit.text.errors import PublicationError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubkit.publish.footnotes import Note
    from pubkit.publish.headings import Chapter, Entry
    from pubkit.publish.publication import Publication
    from pubkit.publish.tree import Attributes, Node

#: Identifiers of the parts that every publication may have.
PART_IDENTIFIERS: Final = ("text", "contents", "notes", "references", "further-reading", "colophon", "title-page")
#: Stands between the pieces of the one document that pandoc writes. Text cannot hold it: there `<` is `&lt;`.
_CUT: Final = "<!-- cut -->"
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_LENGTH: Final = re.compile(r"\d{1,5}(\.\d+)?(%|px)?")
_KEPT_CLASSES: Final = frozenset(
    {"kbd", "mark", "dfn", "underline", "chart"}
    | {"untranslated", "untranslated-mark", "untranslated-notice"}
    | {"bilingual", "across", "side", "first-title", "second-title"}
)


def render(publication: Publication, read: Callable[[], pandoc.Read] | None = None) -> Rendered:
    """Reads and settles the body. `read` gives it, where pandoc reads it already: `pandoc.read_ahead(printable(body))`.

    Raises `PublicationError` where the publication would be wrong (a picture that cannot be had, a text nested so
    deeply that it cannot be read) and `ToolError` where pandoc is missing or fails.
    """
    try:
        return _Rendering(publication, read).render()
    except RecursionError as error:
        raise PublicationError(
            Phrase("the text is nested too deeply to be published", "文本嵌套层次过深，无法出版"),
            hint=Phrase("Look for runs of “>” or list marks.", "请检查连续的“>”或列表标记。"),
        ) from error


class _Rendering:
    """The state of one rendering: which identifiers are taken, and what there is to remark."""

    def __init__(self, publication: Publication, read: Callable[[], pandoc.Read] | None) -> None:
        self.publication = publication
        self.reading = read
        self.labels = labels_for(publication.language, publication.labels)
        self.identifiers = Identifiers()
        for name in PART_IDENTIFIERS:
            self.identifiers.claim(name)
        self.keys = Keys.of(publication, self.identifiers, self.labels.unresolved)
        self.pictures = Pictures(publication.folder, publication.draft, self.labels)
        self.remarks: list[Phrase] = contrast_remarks(publication.theme)

    def render(self) -> Rendered:
        blocks = take_out_notes(self.read(), self.identifiers, self.labels)
        blocks, places = link_citations(blocks, self.keys, self.identifiers)
        blocks = settle_headings(join_lines(blocks, self.publication.language), self.identifiers)
        numbering = Numbering(self.publication.numbered_sections, self.publication.numbered_captions)
        blocks = refer(self.settle(blocks), self.publication.language, numbering)
        self.remarks += unknown_references(blocks) if self.publication.draft else []
        blocks, notes = part_notes(self.speak(blocks))
        return self.write(chapters(blocks, self.publication.title), contents_entries(blocks), notes, places)

    def read(self) -> list[Node]:
        """The body's tree, without foreign HTML and attributes."""
        text = printable(self.publication.body)
        if text != self.publication.body:
            self.remarks.append(Phrase("control characters were taken out", "已去掉控制字符"))
        read = self.reading() if self.reading else pandoc.read_markdown(text)
        self.warn(read.warnings)
        blocks, removed = convert_html(read.blocks, pandoc.read_html)
        if removed:
            names = ", ".join(f"<{name}>" for name in removed)
            self.remarks.append(Phrase(f"HTML was taken out: {names}", f"已去掉 HTML：{names}"))
        look = ChartLook.of(self.publication.theme, font_stack(self.publication.language).sans)
        mark_in = self.publication.language if self.publication.draft else ""
        drawn = draw_charts(blocks, self.publication.folder, self.labels, look, self.remarks, mark_in=mark_in)
        owned: list[Node] = edit_attributes(drawn, self.own_attributes)
        return owned

    def own_attributes(self, given: Attributes) -> Attributes:
        """What an author may give: an identifier (made unique), a language, a direction, a size, and that it is a note."""
        identifier, classes, pairs = given
        return [
            self.identifiers.claim(explicit(identifier)) if identifier.strip() else "",
            [name for name in classes if name in _KEPT_CLASSES],
            [[name, value] for name, value in pairs if _may_stand(name, value)],
        ]

    def settle(self, blocks: list[Node]) -> list[Node]:
        """Pictures first, since one that is left out may become a link; then links, tables and lists."""
        blocks, refused = settle_links(self.pictures.settle(blocks), self.identifiers)
        self.remarks += self.pictures.remarks + refused
        return settle_blocks(blocks, self.labels)

    def speak(self, blocks: list[Node]) -> list[Node]:
        """What is in another language says so; French gets its spaces."""
        marked = mark_languages(blocks, Languages.of(self.publication))
        return space_french(marked, self.publication.language)

    def write(
        self, found: list[Chapter], entries: list[Entry], notes: list[Note], places: dict[str, tuple[str, ...]]
    ) -> Rendered:
        """Writes everything in one run of pandoc and takes it apart again."""
        pieces = [[contents_list(entries)] if entries else [], *(c.blocks for c in found), *(n.blocks for n in notes)]
        cut = raw_block(_CUT)
        written = pandoc.write_html([node for piece in pieces for node in (*piece, cut)])
        self.warn(written.warnings)
        contents, *texts = (text.strip() for text in written.text.split(_CUT)[:-1])
        return Rendered(
            publication=self.publication,
            labels=self.labels,
            contents=tuple(entries),
            contents_html=contents,
            chapters=tuple(Section(c.identifier, c.title, html) for c, html in zip(found, texts, strict=False)),
            notes=tuple(NoteText(n.identifier, html) for n, html in zip(notes, texts[len(found) :], strict=True)),
            places=places,
            entries=self.keys.identifiers,
            pictures=self.pictures.found,
            remarks=tuple(dict.fromkeys(self.remarks)),
        )

    def warn(self, warnings: tuple[str, ...]) -> None:
        self.remarks += [Phrase(f"pandoc: {warning}", f"pandoc：{warning}") for warning in warnings]


def _may_stand(name: str, value: str) -> bool:
    if name == "lang":
        return _LANGUAGE.fullmatch(value) is not None
    if name == "dir":
        return value in ("ltr", "rtl", "auto")
    if name == "role":
        return value == "note"
    return name in ("width", "height") and _LENGTH.fullmatch(value) is not None
