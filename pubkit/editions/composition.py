"""From translations back to a document: messages become Markdown, and Markdown takes the place of segments.

`compose` proves that the block tree is the same before and after: a translation cannot turn a paragraph into a list.
What does not belong here: which translation a segment has (`catalog`), and how an edition writes numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.editions.chart_words import fitted
from pubkit.editions.placeholders import PLACEHOLDER, shown, unprotected
from pubkit.editions.segments import segments_of
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.errors import PubkitError
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Mapping, Sequence

    from pubkit.editions.segment import Placeholder, Segment
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node


class PlaceholderError(PubkitError):
    """A translation has a placeholder that its source does not have, has it twice, or has it broken."""

    exit_code = 1


class CompositionError(PubkitError):
    """A translation would change the structure of the document: how many blocks, items, rows it has."""

    exit_code = 1


#: What was meant as a placeholder and is none: another brace, another colon, spaces, capitals.
_BROKEN = lazy(r"(?<!\\)(?:\\\\)*(?:[{｛]\s*[cnkmfaphiCNKMFAPHI]\s*[\d０-９]+\s*(?:[:：][^{}｛｝\n]*)?[}｝]|\{[cnkmfaphi]\d+(?![\d:}])|\{[cnkmfaphi]\d+:[^{}]*(?=\{|\Z))")

#: What has the form of a placeholder and a name that none has: `{x1:build}`, `{1:build}`, `{k:build}`.
_STRANGE = lazy(r"(?<!\\)(?:\\\\)*(\{(?:[A-Za-z]?\d{1,4}|[A-Za-z]):[^{}\n]*\})")


def message_to_markdown(segment: Segment, message: str, number_form: Callable[[str], str] | None = None) -> str:
    """The Markdown of a translated message. The message of the source itself gives the source's Markdown, unchanged.

    `number_form` writes a number of the source (`1.2 亿元`) as the edition has it, where the translator wrote none. Raises
    `PlaceholderError` for a placeholder that is unknown, broken or there twice; one that is left out is a matter of the checks.
    """
    if message == segment.message:
        return segment.text
    check_placeholders(segment, message)
    by_name = {each.name: each for each in segment.placeholders}
    form = number_form or (lambda number: number)

    def written(found: re.Match[str]) -> str:
        each = by_name[found[2] + found[3]]
        markdown = _written(each, found[4], form)
        if each.kind == "citation" and markdown[0] != "[" and _lacks_bracket(message, found.start(), segment, each):
            markdown = f"[{markdown}]"
        return (found[1] or "") + markdown

    return PLACEHOLDER.sub(written, message)


def _lacks_bracket(message: str, at: int, segment: Segment, each: Placeholder) -> bool:
    """Whether a work that the source has in the brackets of `[参见 {c1}; 另见 {c2}]` stands without them in a message."""
    source = segment.message
    return _is_in_bracket(source, source.find(f"{{{each.name}")) and not _is_in_bracket(message, at)


def _is_in_bracket(message: str, at: int) -> bool:
    return message.rfind("[", 0, at) > message.rfind("]", 0, at)


def without_words(segment: Segment, number_form: Callable[[str], str]) -> str:
    """The Markdown of a segment that has nothing to translate (`weight` 0): its numbers as the edition has them."""
    bare = PLACEHOLDER.sub(lambda found: f"{found[1] or ''}{{{found[2]}{found[3]}}}", segment.message)
    return message_to_markdown(segment, bare, number_form)


def _written(each: Placeholder, said: str | None, form: Callable[[str], str]) -> str:
    if each.kind != "number":
        return each.text
    if said is None or said.strip() in ("", each.text, shown(each.text)):
        return form(each.text)
    return said


def check_placeholders(segment: Segment, message: str) -> None:
    """Raises `PlaceholderError` for the first placeholder that is unknown, doubled or broken."""
    known = {each.name for each in segment.placeholders}
    seen: set[str] = set()
    for found in PLACEHOLDER.finditer(message):
        name = found[2] + found[3]
        if name not in known:
            raise _error(segment, Phrase("its source has no `{{{}}}`", "原文中没有 `{{{}}}`").format(name), known)
        if name in seen:
            raise _error(segment, Phrase("`{{{}}}` stands twice", "`{{{}}}` 出现了两次").format(name), known)
        seen.add(name)
    rest = PLACEHOLDER.sub("", message)
    for strange in _STRANGE.findall(rest):
        if strange not in segment.message:
            raise _error(segment, Phrase("its source has no `{}`", "原文中没有 `{}`").format(strange), known)
    if broken := _BROKEN.search(rest):
        raise _error(segment, Phrase("`{}` is a broken placeholder", "`{}` 是残缺的占位符").format(broken[0].strip()), known)


def _error(segment: Segment, what: Phrase, known: set[str]) -> PlaceholderError:
    names = ", ".join(f"{{{name}}}" for name in sorted(known)) or "—"
    return PlaceholderError(
        Phrase("in the translation of {} “{}”: {}", "{}“{}”的译文：{}").format(segment.id, _beginning(segment), what),
        hint=Phrase("It may have, each once: {}. A brace that is text is written `\\{{`.", "可用的占位符（各一次）：{}。作为文字的花括号写作 `\\{{`。").format(names),
    )


# ---- Markdown into the document


def compose(document: Document, translations: Mapping[str, str], segments: Sequence[Segment] | None = None) -> str:
    """The text of a document with the Markdown of its segments replaced, by segment id. What is not named stays as it is.

    The text of each segment itself gives exactly the document's text. Raises `CompositionError` naming the segment whose
    translation would change the structure. `segments` are those of the document where they are known already.
    """
    segments = segments_of(document) if segments is None else segments
    changed = [
        each
        for each in sorted(segments, key=lambda each: each.span)
        if each.id in translations and translations[each.id] != each.text
    ]
    edits = [Edit(each.span, _fitted(document, each, translations[each.id])) for each in changed]
    if (guilty := _first_that_changes(document, edits)) is not None:
        raise _changed(changed[guilty])
    return apply_edits(document.text, edits)


def _fitted(document: Document, segment: Segment, markdown: str) -> str:
    """Markdown in the shape that its block can hold."""
    if segment.kind == "metadata":
        return _yaml(document, segment, unprotected(markdown))
    if segment.chart:
        return fitted(markdown, segment.chart, document.text[segment.span.start - 1])
    lines = [line for part in markdown.split("\n") if (line := part.strip())]
    before = document.text[document.lines.span(document.lines.row(segment.span.start)).start : segment.span.start]
    if segment.kind in ("heading", "cell") or before.endswith("!["):
        return _on_one_line(segment, lines, before)
    return ("\n" + _prefix(before)).join(map(_escaped_start, lines))


def _on_one_line(segment: Segment, lines: list[str], before: str) -> str:
    *others, last = lines or [""]
    text = " ".join([*(line.removesuffix("\\").rstrip() for line in others), last])
    if segment.kind == "cell":
        return _BAR.sub(r"\\|", text)
    if segment.kind == "heading":
        return _CLOSING_HASHES.sub(r"\\\1", text) if "#" in before else _escaped_start(text)
    return text if text.count("[") == text.count("]") else _BRACKET.sub(r"\\\g<0>", text)


_BAR = lazy(r"(?<!\\)\|")
_BRACKET = lazy(r"(?<!\\)[\[\]]")
_CLOSING_HASHES = lazy(r"(?:^|(?<= ))(#+)$")
#: What begins a block where a line begins; a number is kept and its point escaped.
_BLOCK_START = lazy(
    r"(?:(?=#{1,6}(?:\s|$)|[-+*](?:\s|$)|>|:(?:\s|::)|={2,}\s*$|-{3,}\s*$|~~~|\|)|(\d{1,9})(?=[.)](?:\s|$)))"
)


def _escaped_start(line: str) -> str:
    """A line that a reader cannot take for the beginning of a list, a heading or a quote."""
    found = _BLOCK_START.match(line)
    return line if found is None else (found[1] or "") + "\\" + line[found.end() :]


def _prefix(before: str) -> str:
    """What a second line of a block begins with, by what stands before the first: marks of quotes, and indentation."""
    return "    " if before.lstrip().startswith("[^") else "".join(c if c in "> \t" else " " for c in before)


def _yaml(document: Document, segment: Segment, value: str) -> str:
    """A value as YAML, in quotes where it must be or was."""
    value = " ".join(value.split())
    first = segment.text[:1]
    if first not in "\"'|>" and _is_plain(document, value):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"' + ("\n" if first in "|>" and segment.text.endswith("\n") else "")


def _is_plain(document: Document, value: str) -> bool:
    from pubkit.markdown.yaml import load_yaml_mapping

    try:
        return load_yaml_mapping(f"x: [{value}]", document.path) == {"x": [value]}
    except PubkitError:
        return False


# ---- proof


_BLOCKS = frozenset(
    {"front_matter", "paragraph", "plain", "heading", "quote", "list", "item", "table", "table_head", "table_row", "table_cell"}
    | {"code_block", "html_block", "rule", "footnote"}
)
#: Words in the fence of a chart, which are told.
_WORDS = lazy(r'"[^"\n]*"')
_TOLD_APART = frozenset({"heading", "code_block", "list", "footnote"})


def _shape(document: Document) -> list[tuple[str, int, str | None]]:
    """Every block with its depth and what tells it apart."""
    shape: list[tuple[str, int, str | None]] = []
    stack: list[tuple[Node, int]] = [(document.tree, 0)]
    while stack:
        node, depth = stack.pop()
        if node.kind in _BLOCKS:
            value = node.value if node.kind in _TOLD_APART else None
            shape.append((node.kind, depth, _WORDS.sub('""', value) if value and node.kind == "code_block" else value))
        stack.extend((child, depth + 1) for child in reversed(node.children) if child.kind in _BLOCKS)
    return shape


def _first_that_changes(document: Document, edits: Sequence[Edit]) -> int | None:
    """The first of `edits` with which the blocks are no longer the same; None where they are with all of them."""
    shape = _shape(document)

    def keep(count: int) -> bool:
        return _shape(document.edited(apply_edits(document.text, edits[:count]))) == shape

    if keep(len(edits)):
        return None
    good, bad = 0, len(edits)
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if keep(middle) else (good, middle)
    return good


def _changed(segment: Segment) -> CompositionError:
    return CompositionError(
        Phrase("the translation of {} “{}” would change the structure of the text", "{}“{}”的译文会改变正文结构").format(
            segment.id, _beginning(segment)
        ),
        hint=Phrase(
            "A translation is one block of the same kind: no empty line, no list, no mark of a heading.",
            "译文须是同类的单个块：不含空行、列表或标题标记。",
        ),
    )


def _beginning(segment: Segment) -> str:
    return segment.message[:_SHOWN] + ("…" if len(segment.message) > _SHOWN else "")


_SHOWN = 24
