r"""Finding the list of references in a document, and its entries.

A list has a heading — a real one, a bold line that poses as one (`**参考资料 **`), or a plain line — and entries, each
`\[8] Title[ https://…](https://…)`, `[8] …`, `8. …`, a row of a table, or a footnote. An entry may run over several lines
or paragraphs. Entries can also stand elsewhere: link definitions `[8]: https://…`, footnotes, and numbered lines with
addresses at the end of a text, without a heading.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import islice, pairwise
from types import MethodType
from typing import TYPE_CHECKING

from pubkit.citations.bibliography_heading import heading_in, heads_entries, list_without_entries
from pubkit.citations.model import Bibliography, LinkPart, Source, new_link_part, new_source
from pubkit.markdown.tree import BLOCK
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.span import Span, new_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pubkit.citations.model import Heading
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node, Run

#: How an entry begins: `\[8]`, `[8]`, `[^8]:`, `[citation:8]`, `【8】`, `〔8〕`, `【8†source】`, `8\.`; the text behind it is the entry.
_ENTRY_START = lazy(
    r"[ \t]*(\\?\[(?:citation:|\^)?(?=\D{0,38}\d)([\w.†-]{1,40})\^?\\?\](?!\()[:：.]?"
    r"|[【［〔]([\d:]{1,8})(?:†[^】\n]{0,80})?[】］〕]"
    r"|(\d{1,3})\\[.)](?=\s))[ \t]*"
)
#: An entry whose number is the text of its link: `[8](https://…) Title`, `[[8]](https://…)`.
_LINKED_START = lazy(r"[ \t]*(\[\[?(\d{1,3})\]?\])(?=\()")
_DEFINITION = lazy(
    r"^ {0,3}(\[(\d{1,4})\]:)[ \t]*<?([^\s<>]+)>?(?:[ \t]*\n?[ \t]*(?:\"([^\"\n]*)\"|'([^'\n]*)'|\(([^()\n]*)\)))?[ \t]*$",
    re.M,
)
_ESCAPES = lazy(r"\\([!-/:-@\[-`{-~])")
_BARE_ADDRESS = lazy(r"https?://[^\s<>，。；（）]+")
_LONGEST_CLOSING_LINE = 120


class _Entry(NamedTuple):
    """An entry before its links are read: its text begins at `start`, behind the key."""

    key: str
    key_span: Span
    start: int
    end: int


#: See `text.span.new_span`.
_new_entry: Callable[[tuple[str, Span, int, int]], _Entry] = MethodType(tuple.__new__, _Entry)


def find_bibliography(document: Document) -> Bibliography | None:
    """The last list of references of a document with the entries that stand elsewhere, or None."""
    links = _Links(document)
    listed = _headed(document, links) or _tail(document, links)
    sources = listed.sources if listed else ()
    span = listed.span if listed else None
    elsewhere = [*_definitions(document), *_footnotes(document, links, {source.key for source in sources}, span)]
    if not elsewhere:
        return listed
    if listed is None:
        end = len(document.text)
        listed = Bibliography(None, Span(end, end), ())
    others = tuple(source.span for source in elsewhere if source.address)
    return listed._replace(sources=(*sources, *elsewhere), others=others)


def _headed(document: Document, links: _Links) -> Bibliography | None:
    blocks = document.tree.children
    until = len(blocks)  # where the heading behind begins: no list reaches over it
    for index in range(len(blocks) - 1, -1, -1):
        heading = heading_in(document, blocks[index])
        if heading is not None:
            section = _section(document, blocks[index:until])
            if found := _listed(document, links, heading, blocks[index:], section):
                return found
            until = index
    return None


def _listed(document: Document, links: _Links, heading: Heading, blocks: Sequence[Node], section: Sequence[Node]) -> Bibliography | None:
    """The list under a heading, which stands in the first of the blocks; None where it is the heading of prose."""
    block = blocks[0]
    has_more = heading.span.end < block.start + len(document.text[block.start : block.end].rstrip())
    own = _entries(document, block, heading.span.end + 1) if has_more else []
    sources = tuple([links.source(entry) for entry in _section_entries(document, section, own)])
    if sources:
        end = next((b.end for b in (block, *section) if b.end >= sources[-1].span.end), sources[-1].span.end)
        is_list = heads_entries(document, heading, section, sources)
        return Bibliography(heading, Span(block.start, end), sources) if is_list else None
    unnumbered = list_without_entries(document, heading, blocks, section)
    if unnumbered is None:
        return None
    first = block.end if has_more else heading.span.end
    return Bibliography(heading, Span(block.start, max([first, *(b.end for b in unnumbered)])), ())


def _section(document: Document, blocks: list[Node]) -> list[Node]:
    """The blocks behind the first that belong to its list: up to a heading of its level, a closing quotation, a rule."""
    section: list[Node] = []
    level = blocks[0].level if blocks[0].kind == "heading" else 0
    for n, block in enumerate(blocks[1:], 1):
        if block.kind == "heading":
            within = max(level, 2)
            if not level or block.level <= within or not _begins_entries(document, _below(blocks[n + 1 :], within)):
                break
        elif block.kind != "paragraph" and _ends_list(document, block, first=not section):
            break
        section.append(block)
    return section


def _ends_list(document: Document, block: Node, *, first: bool) -> bool:
    """Whether a list of references ends before this block. Some exports quote the whole list."""
    if block.kind == "quote":
        return not (first and block.children and block.children[0].kind == "list")
    return block.kind in ("rule", "code_block") or (block.kind == "table" and not any(_table_entries(document, block)))


def _below(blocks: list[Node], level: int) -> list[Node]:
    """The first of the blocks that is no heading below a level: a group may be empty, or hold others (`### Chinese`, `#### Web pages`)."""
    return list(islice((block for block in blocks if block.kind != "heading" or block.level <= level), 1))


def _begins_entries(document: Document, blocks: list[Node]) -> bool:
    """Whether a block under a smaller heading goes on with the list (`### Web pages`)."""
    entries = [entry for block in blocks for entry in _block_entries(document, block)]
    return bool(entries) and "http" in document.text[entries[0].start : entries[0].end]


def _section_entries(document: Document, section: Sequence[Node], entries: list[_Entry]) -> list[_Entry]:
    """Entries of the section; a paragraph without a number of its own goes on with the entry before it."""
    for block in section:
        for part in block.children if block.kind == "quote" else (block,):
            if begun := _block_entries(document, part):
                entries += begun
            elif entries and part.kind == "paragraph" and _goes_on(document, part):
                entries[-1] = entries[-1]._replace(end=part.end)
    return entries


def _block_entries(document: Document, block: Node) -> list[_Entry]:
    if block.kind == "paragraph":
        return _entries(document, block, block.start)
    if block.kind == "list" and block.value is not None:
        return _numbered_items(document, block, int(block.value))
    if block.kind == "list":
        items = [(item, item.children[0].start if item.children else item.start) for item in block.children]
        return [entry for item, start in items for entry in _entries(document, item, start)]
    if block.kind == "table":
        return list(_table_entries(document, block))
    return [_footnote(block)] if block.kind == "footnote" else []


def _numbered_items(document: Document, block: Node, first: int) -> list[_Entry]:
    """The items of a list that counts from `first`: each is an entry."""
    entries = []
    for n, item in enumerate(block.children):
        key_end = item.children[0].start if item.children else item.end
        key = _number(document, item) or str(first + n)
        entries.append(_new_entry((key, new_span((item.start, key_end)), key_end, item.end)))
    return entries


def _number(document: Document, item: Node) -> str | None:
    """The number as written: an export may number `5.` and `8.` in one list."""
    found = re.match(r"\s*(\d{1,9})[.)]", document.text[item.start : item.start + 12])
    return str(int(found[1])) if found else None


def _footnote(block: Node) -> _Entry:
    start = block.children[0].start if block.children else block.end
    return _Entry(footnote_key(block.value or ""), Span(block.start, start), start, block.end)


def footnote_key(label: str) -> str:
    """The key that a footnote's label gives: the label, without the second `^` of `[^5^]`."""
    return label.removesuffix("^")


def _table_entries(document: Document, table: Node) -> Iterator[_Entry]:
    """The rows of a table whose first cell is a number."""
    for row in table.children:
        cells = row.children
        if row.kind == "table_row" and len(cells) > 1 and cells[0].children and cells[1].children:
            key = re.fullmatch(
                r"\\?[\[【]?(\d{1,4})\\?[\]】]?", document.text[cells[0].start : cells[0].end].strip(" |")
            )
            if key:
                start = cells[1].children[0].start
                yield _Entry(key[1], Span(cells[0].children[0].start, start), start, row.end)


def _goes_on(document: Document, paragraph: Node) -> bool:
    """Whether a paragraph without a number belongs to the entry before it: it ends with an address."""
    text = document.text[paragraph.start : paragraph.end].rstrip()
    return text.endswith((")", ">")) and "](" in text


def _entries(document: Document, holder: Node, at: int) -> list[_Entry]:
    """The entries that begin at lines of one paragraph or item, from the offset `at`."""
    text = document.text
    end = holder.start + len(text[holder.start : holder.end].rstrip())
    starts: list[tuple[int, int, int, str]] = []  # of the key and behind it, of the text, and the key
    first = at
    while at < end:
        if found := _ENTRY_START.match(text, at, end):
            body = found.end()
            starts.append((found.start(1), body, body, found[2] or found[3] or found[4]))
        elif found := _LINKED_START.match(text, at, end):
            starts.append((found.start(1), found.end(1), found.start(1), found[2]))
        newline = text.find("\n", at, end)
        if newline < 0:
            break
        at = newline + 1
    if not starts or (starts[0][0] > first + 4 and holder.kind == "paragraph"):
        return []
    entries = []
    for (start, key_end, body, key), (following, *_) in pairwise(starts):
        entries.append(_new_entry((key, new_span((start, key_end)), body, start + len(text[start:following].rstrip()))))
    start, key_end, body, key = starts[-1]
    entries.append(_new_entry((key, new_span((start, key_end)), body, end)))
    return entries


def _tail(document: Document, links: _Links) -> Bibliography | None:
    """Numbered paragraphs with addresses that end a text, without a heading over them.

    A closing quotation or one short paragraph may follow: `以上内容由 AI 生成`.
    """
    blocks = document.tree.children
    last = len(blocks)
    while last and blocks[last - 1].kind in ("quote", "rule", "footnote"):
        last -= 1
    if last and _is_closing_line(document, blocks[last - 1]):
        last -= 1
    first = last
    entries: list[_Entry] = []
    while first and blocks[first - 1].kind == "paragraph":
        begun = _entries(document, blocks[first - 1], blocks[first - 1].start)
        if not begun or any("http" not in document.text[entry.start : entry.end] for entry in begun):
            break
        if entries and not _in_order(begun[-1].key, entries[0].key):
            break  # a paragraph that begins with a citation
        entries = begun + entries
        first -= 1
    if len(entries) < 2:  # one line `[1] https://…` may be prose
        return None
    span = Span(blocks[first].start, blocks[last - 1].end)
    return Bibliography(None, span, tuple([links.source(entry) for entry in entries]))


def _in_order(first: str, second: str) -> bool:
    """Whether numbers rise; other keys are in no order."""
    return not (first.isdecimal() and second.isdecimal()) or int(first) < int(second)


def _is_closing_line(document: Document, block: Node) -> bool:
    """Whether this is a short paragraph that is no entry."""
    if block.kind != "paragraph" or block.end - block.start > _LONGEST_CLOSING_LINE:
        return False
    return not _entries(document, block, block.start)


def _definitions(document: Document) -> Iterator[Source]:
    """Link definitions `[8]: https://… "Title"` whose label is a number: no reader shows them, but marks lead there."""
    text, masked = document.text, document.masked
    if "]:" not in text:
        return
    for found in _DEFINITION.finditer(text):
        if masked[found.start(1)] == BLOCK:  # in code it is CODE, in prose it is itself
            address = found[3] if "://" in found[3] or found[3].startswith(("www.", "mailto:")) else None
            title = found[4] or found[5] or found[6] or ("" if address else found[3])
            yield Source(found[2], Span(found.start(1), found.end()), Span(*found.span(1)), title, address, ())


def _footnotes(document: Document, links: _Links, taken: set[str], listed: Span | None) -> Iterator[Source]:
    """Footnotes outside of the list; one whose number the list has too is `^8`."""
    for block in document.parsed.footnotes:
        if listed is None or not listed.start <= block.start < listed.end:
            entry = _footnote(block)
            yield links.source(entry._replace(key="^" + entry.key) if entry.key in taken else entry)


class _Links:
    """The links of a document, to be asked for those in a range."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._links = document.parsed.links
        self._starts = [link.start for link in self._links]

    def source(self, entry: _Entry) -> Source:
        """An entry with its title, its address and its links."""
        key, key_span, start, end = entry
        text = self._text
        first = bisect_left(self._starts, start)
        found = self._links[first : bisect_left(self._starts, end, first)]
        source = text[start:end]
        places = [(link.start - start, link.end - start) for link in found]
        address: str | None = None
        if found:
            address = found[-1].value or ""
        elif bare := _BARE_ADDRESS.search(source):
            shown = bare[0].rstrip(".,;")
            address = _without_escapes(shown)
            places = [(bare.start(), bare.start() + len(shown))]
        links = tuple([_link_part(text, link) for link in found])
        return new_source((key, new_span((key_span[0], end)), key_span, entry_text(source, places), address, links))


def _link_part(text: str, link: Node) -> LinkPart:
    start, end = link.start, link.end
    if text[start] == "<":
        return new_link_part((new_span((start, end)), new_span((start + 1, end - 1)), link.value or ""))
    text_end = link.children[-1].end if link.children else start + 1
    # the closing bracket follows the last child, which an escape or a space may part from it
    closing = text.find("](", text_end, end)
    label = new_span((start + 1, closing if closing >= 0 else text_end))
    return new_link_part((new_span((start, end)), label, link.value or ""))


def entry_text(source: str, links: Sequence[tuple[int, int]]) -> str:
    """An entry as a reader sees it, without its address: links whose text is no address keep their text."""
    pieces: list[str] = []
    done = 0
    for start, end in links:
        pieces.append(source[done:start])
        label = source[start + 1 : max(start + 1, source.rfind("](", start, end))]
        if label and not _ADDRESS_LABEL.match(label):
            pieces.append(label)
        done = end
    pieces.append(source[done:])
    plain = "".join(pieces)
    if "\\" in plain:
        plain = _without_escapes(plain)
    if "\n" in plain:
        plain = _HARD_WRAP.sub("", plain)
    return " ".join(plain.split()).lstrip(" ,，.;；").rstrip(" ,，;；")


def _without_escapes(text: str) -> str:
    return "".join(_ESCAPES.split(text))  # what stands between two escapes, and each character that was escaped


#: A label that tells nothing: an address, or the number of the entry.
_ADDRESS_LABEL = lazy(r"\s*https?:|\[?\d{1,3}\]?\Z")
#: A line break between Han is none for the reader (W3C clreq; pandoc's east_asian_line_breaks).
_HARD_WRAP = lazy(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\n(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])")


def body_runs(document: Document, bibliography: Bibliography | None) -> list[Run]:
    """The runs of a document that lie outside of its list of references."""
    if bibliography is None:
        return document.runs
    start, end = bibliography.span
    runs = [run for run in document.runs if run.end <= start or run.start >= end]
    if not bibliography.others:
        return runs
    others = sorted(bibliography.others)
    starts = [other.start for other in others]

    def is_entry(run: Run) -> bool:
        n = bisect_right(starts, run.start) - 1
        return n >= 0 and run.start < others[n].end

    return [run for run in runs if not is_entry(run)]
