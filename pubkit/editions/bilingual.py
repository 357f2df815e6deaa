"""A bilingual text: two editions of one report block beside block, for one publication.

Both are Markdown bodies of the same report, so that their blocks follow each other in the same order. A heading holds both
languages, and so does the table of contents; what is the same in both (code, formulas, rules) stands once. What a reader sees
beside or below each other is the style sheet's: the text only says what belongs together, in pandoc's fenced divs. Tables and code
are marked to stand across the page, one language after the other; a picture stands once, with both captions.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from pubkit.markdown.document import Document
from pubkit.text.captions import is_table_caption
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.markdown.tree import Node

_ATTRIBUTES = re.compile(r"\s*(\{[^{}]*\})\s*$")
#: How pandoc has the caption of a table begin.
_MARKED_CAPTION = (": ", "Table: ")
_TARGET = re.compile(r"\{#((?:fig|tbl)[:-][^\s{}]+)")
_PAIR = ":" * 8
_SIDE = ":" * 7
#: Blocks that need the whole width: both languages stand one after the other.
_ACROSS = frozenset({"table", "code_block", "html_block"})
_PICTURE = re.compile(r"!\[(?P<words>[^\[\]]*)\]\((?P<target>[^()\s]+)\)(?P<attributes>(?:\{[^{}]*\})?)")


class _Block(NamedTuple):
    """A block at the top of a text: `kind` is that of its node, `text` its Markdown."""

    kind: str
    level: int
    text: str
    words: str  # of a heading: its inlines as Markdown, without attributes; of a paragraph: its words alone
    attributes: str  # of a heading: `{#sec:x}`


def side_by_side(first: str, second: str, languages: tuple[str, str]) -> str:
    """Two Markdown bodies as one. `languages` are their BCP 47 tags, in the same order.

    Blocks are paired in their order; where one text has a block that the other lacks, it stands alone, in its language.
    """
    ours, theirs = _blocks(first), _blocks(_renamed_targets(_renamed_notes(second, languages[1])))
    joined = [_joined(one, other, languages) for one, other in _pairs(ours, theirs)]
    return "\n\n".join(joined) + "\n"


def _blocks(text: str) -> list[_Block]:
    """The blocks of a text, a table together with the caption before it."""
    found: list[_Block] = []
    for block in _read_blocks(text):
        if found and _is_caption(found[-1], block):
            caption = found.pop()
            block = block._replace(text=f"{caption.text}\n\n{block.text}")
        elif found and found[-1].kind == "table" and block.kind == "paragraph" and block.text.startswith(_MARKED_CAPTION):
            table = found.pop()
            block = table._replace(text=f"{table.text}\n\n{block.text}")
        found.append(block)
    return found


def _is_caption(before: _Block, block: _Block) -> bool:
    """Whether a paragraph is the caption of the table behind it: `表 1 …` or, as pandoc writes it, `: …`."""
    if block.kind != "table" or before.kind != "paragraph":
        return False
    return is_table_caption(before.words) or before.text.startswith(_MARKED_CAPTION)


def _read_blocks(text: str) -> Iterator[_Block]:
    document = Document(text)
    inlines = {id(run.block): run for run in document.runs}
    for node in document.tree.children:
        source = text[node.start : node.end].strip("\n")
        words, attributes = "", ""
        if node.kind == "heading" and id(node) in inlines:
            run = inlines[id(node)]
            words = text[run.start : run.end].strip()
            if found := _ATTRIBUTES.search(source):
                words, attributes = words.removesuffix(found[1]).rstrip(), found[1]
        elif node.kind == "paragraph":
            words = "".join(child.value or "" for child in node.walk() if child.kind == "text").strip()
        yield _Block(node.kind, node.level if node.kind == "heading" else 0, source, words, attributes)


def _renamed_notes(text: str, language: str) -> str:
    """The text with labels of footnotes of its own: both texts define the same ones."""
    document = Document(text)
    edits = [
        Edit.insert(_label_end(text, node), f"-{language}")
        for node in document.tree.walk()
        if node.kind in ("footnote", "footnote_reference")
    ]
    return apply_edits(text, sorted(edits))


def _renamed_targets(text: str) -> str:
    """The text with names of figures and tables of its own: both texts have them, and each speaks of its own."""
    document = Document(text)
    edits = [
        Edit.insert(found.end(1), "-facing") for found in _TARGET.finditer(text) if not _is_code(document, found.start())
    ]
    return apply_edits(text, edits)


def _is_code(document: Document, at: int) -> bool:
    return any(node.start <= at < node.end for node in document.tree.walk() if node.kind in ("code", "code_block"))


def _label_end(text: str, node: Node) -> int:
    return text.index("]", node.start)


def _pairs(ours: list[_Block], theirs: list[_Block]) -> Iterator[tuple[_Block | None, _Block | None]]:
    kinds = [[(block.kind, block.level) for block in blocks] for blocks in (ours, theirs)]
    if kinds[0] == kinds[1]:
        yield from zip(ours, theirs, strict=True)
        return
    for _, start, end, other_start, other_end in SequenceMatcher(None, kinds[0], kinds[1], autojunk=False).get_opcodes():
        yield from zip_longest(ours[start:end], theirs[other_start:other_end])


def _joined(one: _Block | None, other: _Block | None, languages: tuple[str, str]) -> str:
    if one is None or other is None:
        block, language = (one, languages[0]) if one else (other, languages[1])
        return _alone(block, language) if block else ""
    if one.text == other.text or one.kind == "rule":
        return one.text
    if one.kind == "heading" and other.kind == "heading":
        attributes = f" {one.attributes}" if one.attributes else ""
        return f"{'#' * one.level} {_titles(one.words, other.words, languages)}{attributes}"
    if one.kind == "footnote":
        return f"{one.text}\n\n{other.text}"
    if picture := _picture(one, other, languages):
        return picture
    place = ".bilingual .across" if _ACROSS & {one.kind, other.kind} else ".bilingual"
    sides = (_side(block.text, language) for block, language in zip((one, other), languages, strict=True))
    return f"{_PAIR} {{{place}}}\n" + "\n\n".join(sides) + f"\n{_PAIR}"


def _titles(first: str, second: str, languages: tuple[str, str]) -> str:
    return f"[{first}]{{lang={languages[0]} .first-title}} [{second}]{{lang={languages[1]} .second-title}}"


def _picture(one: _Block, other: _Block, languages: tuple[str, str]) -> str:
    """A picture that both texts show stands once, with both captions; empty where it is not one."""
    first, second = _PICTURE.fullmatch(one.text), _PICTURE.fullmatch(other.text)
    if not first or not second or first["target"] != second["target"] or not (first["words"] and second["words"]):
        return ""
    return f"![{_titles(first['words'], second['words'], languages)}]({first['target']}){first['attributes']}"


def _alone(block: _Block, language: str) -> str:
    if block.kind == "heading":
        return f"{'#' * block.level} [{block.words}]{{lang={language}}}"
    place = ".bilingual .across" if block.kind in _ACROSS else ".bilingual"
    return f"{_PAIR} {{{place}}}\n{_side(block.text, language)}\n{_PAIR}"


def _side(text: str, language: str) -> str:
    return f"{_SIDE} {{.side lang={language}}}\n{text}\n{_SIDE}"
