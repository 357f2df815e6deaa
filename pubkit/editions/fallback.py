"""What stands where a translation is missing: the source, marked as such in its own language, or nothing.

A marked passage is a bracketed span of pandoc with the class `untranslated` and the language of the source, so that every format can
show it and every reader aloud pronounces it rightly. What is left out goes with its block: no empty item, row or heading stays behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.markdown.document import Document
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.segment import Segment
    from pubkit.markdown.tree import Node

#: Stands for a segment that is left out until its block is. A noncharacter of ours: no text may hold it.
OMITTED = "\ufddf"
#: Kinds that the words of the mark stand before; a heading and a cell are only coloured.
_WORDED = frozenset({"paragraph", "item", "caption", "footnote"})
_ESCAPED = lazy(r"\\.|`+[^`]*`+")
#: Blocks that go when all that they hold is left out, the inner ones first.
_BLOCKS = frozenset({"paragraph", "plain", "heading", "table_row", "table", "item", "list", "quote", "footnote"})


def marked(segment: Segment, markdown: str, language: str, words: str) -> str:
    """The source's Markdown of a segment as a passage in `language` (BCP 47). `words` say to a reader that it is not translated."""
    if segment.kind == "metadata":
        return markdown
    mark = f"[{words}]{{.untranslated-mark}} " if words and segment.kind in _WORDED else ""
    if not _is_balanced(markdown) or "\n" in markdown:
        return mark + markdown
    return f"{mark}[{markdown}]{{.untranslated lang={language}}}"


def _is_balanced(markdown: str) -> bool:
    """Whether brackets open and close in order: else a span around them would end too early."""
    depth = 0
    for character in _ESCAPED.sub("", markdown):
        depth += (character == "[") - (character == "]")
        if depth < 0:
            return False
    return depth == 0


def without_omitted(text: str) -> str:
    """A composed text without the blocks that hold nothing but `OMITTED`; where a block holds more, only the mark goes."""
    if OMITTED not in text:
        return text
    document = Document(text)
    gone = [Edit.delete(*_lines(text, node)) for node in _empty(document.tree)]
    return apply_edits(text, sorted(gone)).replace(OMITTED, "")


def _empty(node: Node) -> Iterator[Node]:
    """The outermost blocks of which nothing is left."""
    if node.kind in _BLOCKS and _is_empty(node):
        yield node
        return
    for child in node.children:
        yield from _empty(child)


def _is_empty(node: Node) -> bool:
    shown = [each for each in node.walk() if each.kind in ("text", "code", "math", "display_math", "image", "code_block", "html")]
    return bool(shown) and all(each.kind == "text" and not (each.value or "").replace(OMITTED, "").strip() for each in shown)


def _lines(text: str, node: Node) -> tuple[int, int]:
    """A block with its indentation and the line ends behind it, but for the empty line that parts its neighbours."""
    start, end = node.start, node.end
    while start and text[start - 1] in " \t":
        start -= 1
    start = start if not start or text[start - 1] == "\n" else node.start
    while end < len(text) and text[end] == "\n":
        end += 1
    is_parted_behind, is_parted_before = text[end - 2 : end] == "\n\n", text[start - 2 : start] == "\n\n"
    return start, end - 1 if start and is_parted_behind and not is_parted_before else end
