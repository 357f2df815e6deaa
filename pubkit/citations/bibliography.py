"""Finding the list of references in a document, and its entries.

A list has a heading — a real one, a bold line that poses as one (`**参考资料 **`), or a plain line — and entries, each
`\\[8] Title[ https://…](https://…)`, `[8] …`, `8. …` or a footnote. An entry may run over several lines or paragraphs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pubkit.citations.model import Bibliography, Heading, LinkPart, Source
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node, Run

#: The words over a list of references, in the languages of the exports that we know.
HEADING_WORDS = re.compile(
    r"(?:[一二三四五六七八九十]+[、.．]\s*|[\dIVX]+[.、．]?\s*|附录?[：:]?\s*)?"
    r"(?:主要)?(?:参考(?:资料|文献|来源|链接)|引用(?:来源|文献|资料|的著作)|资料来源|参考资料来源|引文来源|文献来源"
    r"|參考(?:資料|文獻|來源)|引用(?:來源|文獻)|資料來源"
    r"|references?|works cited|bibliography|sources?|citations?|cited sources|literature cited)"
    r"(?:列表|清单|目录)?\s*[:：]?",
    re.IGNORECASE,
)
#: How an entry begins: `\[8]`, `[8]`, `[^8]:`, `【8】`, `(8)`; the text behind it is the entry.
_ENTRY_START = re.compile(r"[ \t]*(\\?\[\^?([\w.†-]{1,40})\\?\](?!\()[:：.]?|【(\d{1,4})】)[ \t]*")
_ESCAPES = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACES = re.compile(r"\s+")


def find_bibliography(document: Document) -> Bibliography | None:
    """The last list of references of a document, or None."""
    blocks = document.tree.children
    for index in range(len(blocks) - 1, -1, -1):
        heading = _heading(document, blocks[index])
        if heading is None:
            continue
        section = _section(blocks, index)
        sources = tuple(_sources(document, section))
        if sources or heading.kind != "text":
            end = section[-1].end if section else heading.span.end
            return Bibliography(heading, Span(blocks[index].start, end), sources)
    return None


def _heading(document: Document, block: Node) -> Heading | None:
    if block.kind == "heading":
        kind = "heading"
    elif block.kind == "paragraph":
        bold = [child for child in block.children if child.kind == "strong"]
        kind = "bold" if len(bold) == 1 == len(block.children) else "text"
    else:
        return None
    text = block.text()
    shown = text.strip().strip("*_").strip()
    if len(shown) > 30 or not HEADING_WORDS.fullmatch(shown):
        return None
    if kind == "text" and text.strip().startswith("**") and text.strip().endswith("**"):
        kind = "bold"
    return Heading(Span(block.start, block.start + len(block.span.of(document.text).rstrip())), shown, kind)


def _section(blocks: list[Node], index: int) -> list[Node]:
    """The blocks that belong to the list: up to the next heading or the closing quotation."""
    section = []
    level = blocks[index].level if blocks[index].kind == "heading" else 7
    for block in blocks[index + 1 :]:
        if block.kind == "heading" and block.level <= max(level, 2):
            break
        if block.kind in ("quote", "rule", "code_block", "table", "heading"):
            break
        section.append(block)
    return section


def _sources(document: Document, section: list[Node]) -> Iterator[Source]:
    """Entries of the section; a paragraph without a number of its own goes on with the entry before it."""
    pending: list[tuple[str, Span, int, int, list[Node]]] = []
    for block in section:
        if block.kind == "list" and block.value is not None:
            first = int(block.value)
            for n, item in enumerate(block.children):
                start = item.start
                key_end = item.children[0].start if item.children else item.end
                key = _number(document, item) or str(first + n)
                pending.append((key, Span(start, key_end), key_end, item.end, [item]))
        elif block.kind == "footnote" and block.value is not None:
            key_end = block.children[0].start if block.children else block.end
            pending.append((block.value, Span(block.start, key_end), key_end, block.end, [block]))
        elif block.kind in ("list", "paragraph"):
            holders = block.children if block.kind == "list" else [block]
            for holder in holders:
                begun = list(_entries(document, holder))
                if begun:
                    pending += begun
                elif pending and block.kind == "paragraph" and _goes_on(document, holder):
                    key, key_span, start, _, nodes = pending[-1]
                    pending[-1] = (key, key_span, start, holder.end, [*nodes, holder])
    for key, key_span, start, end, nodes in pending:
        yield _source(document, key, key_span, start, end, nodes)


def _number(document: Document, item: Node) -> str | None:
    """The number as written: an export may number `5.` and `8.` in one list."""
    found = re.match(r"\s*(\d{1,9})[.)]", document.text[item.start : item.start + 12])
    return str(int(found[1])) if found else None


def _goes_on(document: Document, paragraph: Node) -> bool:
    """Whether a paragraph without a number belongs to the entry before it: it ends with an address."""
    text = document.text[paragraph.start : paragraph.end].rstrip()
    return text.endswith((")", ">")) and "](" in text


def _entries(document: Document, holder: Node) -> Iterator[tuple[str, Span, int, int, list[Node]]]:
    """The entries that begin at lines of one paragraph."""
    text = document.text
    end = holder.start + len(text[holder.start : holder.end].rstrip())
    starts: list[tuple[int, int, str]] = []
    at = holder.children[0].start if holder.kind == "item" and holder.children else holder.start
    while at < end:
        found = _ENTRY_START.match(text, at, end)
        if found:
            starts.append((found.start(1), found.end(), found[2] or found[3]))
        newline = text.find("\n", at, end)
        if newline < 0:
            break
        at = newline + 1
    if not starts or starts[0][0] > holder.start + 4 and holder.kind == "paragraph":
        return
    for n, (start, body, key) in enumerate(starts):
        stop = starts[n + 1][0] if n + 1 < len(starts) else end
        yield key, Span(start, body), body, start + len(text[start:stop].rstrip()), [holder]


def _source(document: Document, key: str, key_span: Span, start: int, end: int, nodes: list[Node]) -> Source:
    links = []
    for node in nodes:
        for inner in node.walk():
            if inner.kind == "link" and start <= inner.start < end:
                links.append(_link_part(document, inner))
    title = entry_text(document.text[start:end], [(part.span.start - start, part.span.end - start) for part in links])
    if links:
        address: str | None = links[-1].address
    else:
        bare = re.search(r"https?://[^\s<>，。；（）]+", document.text[start:end])
        address = _ESCAPES.sub(r"\1", bare[0]) if bare else None
        if bare:
            title = entry_text(document.text[start:end], [bare.span()])
    return Source(key, Span(key_span.start, end), key_span, title, address, tuple(links))


def _link_part(document: Document, link: Node) -> LinkPart:
    text = document.text
    if text[link.start] == "<":
        return LinkPart(link.span, Span(link.start + 1, link.end - 1), link.value or "")
    text_end = link.children[-1].end if link.children else link.start + 1
    # the closing bracket follows the last child, which an escape or a space may part from it
    closing = text.find("](", text_end, link.end)
    return LinkPart(link.span, Span(link.start + 1, closing if closing >= 0 else text_end), link.value or "")


def entry_text(source: str, links: list[tuple[int, int]]) -> str:
    """An entry as a reader sees it, without its address: links whose text is no address keep their text."""
    pieces, done = [], 0
    for start, end in links:
        pieces.append(source[done:start])
        label = source[start + 1 : max(start + 1, source.rfind("](", start, end))]
        if label and not re.match(r"\s*https?:", label):
            pieces.append(label)
        done = end
    pieces.append(source[done:])
    plain = _ESCAPES.sub(r"\1", "".join(pieces))
    return _SPACES.sub(" ", _HARD_WRAP.sub("", plain)).strip(" ,，.;；").strip()


#: A line break between Han is none for the reader (W3C clreq; pandoc's east_asian_line_breaks).
_HARD_WRAP = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\n(?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])")


def body_runs(document: Document, bibliography: Bibliography | None) -> list[Run]:
    """The runs of a document that lie outside of its list of references."""
    if bibliography is None:
        return document.runs
    start, end = bibliography.span
    return [run for run in document.runs if run.end <= start or run.start >= end]
