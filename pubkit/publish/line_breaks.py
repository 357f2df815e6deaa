"""A line break of a hard-wrapped source between Chinese or Japanese is nothing; between words it is a space.

Source: CSS Text 4, 4.1.3 "Segment Break Transformation Rules"; clreq 3.2. What does not belong here: hard breaks that the
author asked for.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Final

from pubkit.publish.labels import has_spaces_between_words
from pubkit.publish.tree import edit_inlines, inline_children, is_mark, runs, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.publish.tree import Node

#: Marks that Chinese and Japanese set full-width although Unicode calls their width ambiguous.
_FULL_WIDTH_IN_CHINESE: Final = frozenset("“”‘’—…·")


def join_lines(blocks: list[Node], language: str) -> list[Node]:
    """The tree without the line breaks of the source that stand between wide characters.

    `language` is a BCP 47 tag; where words are separated by spaces (Korean), every line break stays one. Citations and
    note numbers are looked through: `中文[@8]` at a line's end joins as `中文` does.
    """
    if has_spaces_between_words(language) or not any(True for _ in walk(blocks, "SoftBreak")):
        return blocks
    closed = {id(node) for run in runs(blocks) for node in _between_wide(list(_leaves(run)))}
    if not closed:
        return blocks
    joined: list[Node] = edit_inlines(blocks, lambda inlines: [node for node in inlines if id(node) not in closed])
    return joined


def _leaves(inlines: list[Node]) -> Iterator[Node]:
    """Nodes without children, in order; citations and the numbers of notes left out."""
    for node in inlines:
        inner = inline_children(node)
        if inner is None:
            if node["t"] != "RawInline":
                yield node
        elif not is_mark(node):
            yield from _leaves(inner)


def _between_wide(leaves: list[Node]) -> Iterator[Node]:
    for before, leaf, after in zip(leaves, leaves[1:], leaves[2:], strict=False):
        if leaf["t"] == "SoftBreak" and _is_wide(before, -1) and _is_wide(after, 0):
            yield leaf


def _is_wide(leaf: Node, at: int) -> bool:
    """Whether the first (0) or last (-1) character of a text is one that Chinese sets in a full square."""
    if leaf["t"] != "Str":
        return False
    characters = [c for c in leaf["c"] if not unicodedata.combining(c)]
    return bool(characters) and _is_full_width(characters[at])


def _is_full_width(character: str) -> bool:
    if character in _FULL_WIDTH_IN_CHINESE:
        return True
    return unicodedata.east_asian_width(character) in "WF" and not unicodedata.name(character, "").startswith("HANGUL")
