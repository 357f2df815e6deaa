"""Telling the heading of a list of references: by its words, and by what stands under it.

The words alone do not make it one: a report on citations has chapters called `引文` and `Sources`. A heading is that of the list
where entries follow; without them, where nothing at all stands under it (the list was lost, or is in a references file), or the
place of a printed list, or entries without numbers under words that head nothing else.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from pubkit.citations.model import Heading
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.citations.model import Source
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node

#: The number of a section, and what else may stand before its words.
_NUMBER = r"(?:[一二三四五六七八九十]+[、.．]\s*|[\dIVX]+[.、．]?\s*|附录?[：:]?\s*)?"
#: The words over a list of references, in the languages of the exports that we know.
_HEADING_WORDS = lazy(
    _NUMBER + r"(?:主要|全部)?(?:参考(?:资料|文献|来源|链接|网址)?|引用(?:来源|文献|资料|的著作|的文献)|引文|资料来源|参考资料来源"
    r"|引文来源|文献来源|信息来源|数据来源|来源|出处|信源"
    r"|參考(?:資料|文獻|來源|連結)?|引用(?:來源|文獻|的著作|的文獻)|資料來源|來源|引文"
    r"|(?:cited |selected |key )?(?:references?|sources?|citations?)(?: cited| list)?|works cited|bibliography"
    r"|literature cited|参考サイト|출처|참고 ?(?:자료|문헌)|인용 문헌"
    r"|obras citadas|referencias|fuentes(?: citadas)?|sources des citations|ouvrages cités|références|referenzen"
    r"|quellen(?:angaben|verzeichnis)?|literatur(?:verzeichnis|angaben)?|referências(?: citadas)?|bibliograf[ií]a|bibliographie"
    r"|источники|(?:قائمة )?(?:المراجع|المصادر)(?: والمراجع| والمصادر)?)"
    r"(?:列表|清单|目录|清單|目錄)?\s*[:：]?",
    re.IGNORECASE,
)
#: Words that head other sections too: only with entries under them are they the heading of a list.
_COMMON_WORDS = lazy(
    _NUMBER + r"(?:(?:key )?sources?|citations?|参考|參考|引文|来源|來源|出处|信源|信息来源|数据来源|fuentes|quellen|источники)\s*[:：]?", re.IGNORECASE
)
#: What tells an entry from a point of a prose list: a key in brackets, a year, the title of a work, an address.
_KEY = lazy(r"\\?[\[【［〔]")
_ENTRY_SIGN = lazy(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)|《|[a-z]\.(?:com|org|net|gov|edu|cn)\b")
_LONGEST_ENTRY = 2_000  # code points; what is longer is prose, and would be read long
_LONGEST_HEADING = 30
_LONGEST_HEADING_LINE = 90  # with stars, an anchor, an attribute


def heading_in(document: Document, block: Node) -> Heading | None:
    """The heading that a block is, or that the first line of a paragraph is."""
    if block.kind not in ("heading", "paragraph"):
        return None
    text = document.text
    line_end = text.find("\n", block.start, block.end)
    end = block.end if line_end < 0 or block.kind == "heading" else line_end
    if end - block.start > _LONGEST_HEADING_LINE:
        return None
    children = [child for child in block.children if child.start < end]
    seen = "".join(child.text() for child in children)
    shown = seen.strip().strip("*_").strip()
    if len(shown) > _LONGEST_HEADING or not _HEADING_WORDS.fullmatch(shown):
        return None
    kind = "heading" if block.kind == "heading" else "bold" if _is_bold(children, seen) else "text"
    return Heading(Span(block.start, block.start + len(text[block.start : end].rstrip())), shown, kind)


def _is_bold(children: list[Node], seen: str) -> bool:
    """Whether a line is bold, or was meant to be: a space before the closing stars keeps CommonMark from seeing it."""
    inlines = [child for child in children if not child.kind.endswith("_break")]
    stars = seen.strip()
    return (len(inlines) == 1 and inlines[0].kind == "strong") or (stars.startswith("**") and stars.endswith("**"))


def heads_entries(document: Document, heading: Heading, section: Sequence[Node], sources: Sequence[Source]) -> bool:
    """Whether the numbered things in a section are entries, and no points of its prose.

    Under words that head other sections too, and behind a paragraph, one of them at least must look like an entry, or be cited.
    """
    is_at_once = not section or sources[0].span.start < section[0].end
    if is_at_once and not _COMMON_WORDS.fullmatch(heading.text):
        return True
    before = document.text[: heading.span.start]
    return any(_looks_like_entry(document.text, source) or f"[{source.key}]" in before for source in sources)


def _looks_like_entry(text: str, source: Source) -> bool:
    return bool(source.address or _KEY.match(text, source.span.start) or _ENTRY_SIGN.search(text, *source.span))


def list_without_entries(
    document: Document, heading: Heading, blocks: Sequence[Node], section: Sequence[Node]
) -> Sequence[Node] | None:
    """What of a section without numbered entries belongs to its list; None where the heading is one of prose.

    `blocks` are all from the heading on, `section` those that can belong to its list.
    """
    if document.text[heading.span.end : blocks[0].end].strip():
        return _behind_line(document, heading, blocks[0], section)
    place = next((n for n, block in enumerate(section, 1) if _is_place(document, block)), 0)
    if place:
        return section[:place]
    if heading.kind == "text" or _COMMON_WORDS.fullmatch(heading.text):
        return None
    shown = [block for block in section if not _is_comment(document, block)]
    if shown:
        return list(takewhile(lambda block: is_unnumbered(document, block), shown)) or None
    return () if _is_empty(blocks[0], blocks[1 + len(section) :]) else None


def _behind_line(document: Document, heading: Heading, block: Node, section: Sequence[Node]) -> Sequence[Node] | None:
    """The list under a heading in bold that has its first entries in its own paragraph, a line break behind it."""
    if heading.kind != "bold" or _COMMON_WORDS.fullmatch(heading.text):
        return None
    inlines = [child for child in block.children if child.start >= heading.span.end]
    shown = "".join(child.text() for child in inlines).strip()
    if not _is_entry(document.text[heading.span.end : block.end], shown):
        return None
    return list(takewhile(lambda node: is_unnumbered(document, node), section))


def is_unnumbered(document: Document, block: Node) -> bool:
    """Whether a block under the words of a heading is a list, or a paragraph that is an entry without a number.

    Such a paragraph ends with its address and is no sentence of Chinese, or is formatted as a reference is.
    """
    if block.kind != "paragraph":
        return block.kind == "list"
    return _is_entry(document.text[block.start : block.end], block.text())


def _is_entry(source: str, shown: str) -> bool:
    """Whether a stretch of source, of which a reader sees `shown`, is an entry, or lines of which the first one is."""
    if len(source) > _LONGEST_ENTRY:
        return False
    if "。" not in source and "://" in source.split()[-1]:
        return True
    from pubkit.citations.written import read_written  # few texts have such an entry

    return any(read_written(" ".join(words.split())) is not None for words in dict.fromkeys((shown, shown.split("\n", 1)[0])))


def _is_place(document: Document, block: Node) -> bool:
    """Whether this is the place of the printed entries, as pandoc marks it: the entries are in a file."""
    return document.text.startswith("::: {#refs}", block.start)


def _is_comment(document: Document, block: Node) -> bool:
    return block.kind == "html_block" and document.text.startswith("<!--", block.start)


def _is_empty(heading: Node, behind: Sequence[Node]) -> bool:
    """Whether a section ends at once: what follows is another section, a rule, or the closing quotation of an export."""
    if not behind or behind[0].kind == "rule":
        return True
    if behind[0].kind == "heading":
        return heading.kind != "heading" or behind[0].level <= heading.level
    return all(block.kind in ("quote", "rule") for block in behind)
