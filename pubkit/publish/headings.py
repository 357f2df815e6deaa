"""Headings: levels that begin at 2 and skip none, identifiers, chapters, and the table of contents.

What does not belong here: the headings of the parts that pubkit adds (`parts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.identifiers import slug
from pubkit.publish.tree import attributes, edit_nodes, inline_children, is_mark, link, plain_text, walk
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.publish.identifiers import Identifiers
    from pubkit.publish.tree import Attributes, Node

#: The title is the only heading of level 1.
_FIRST_LEVEL: Final = 2
_LAST_LEVEL: Final = 6
#: How deep the table of contents goes.
CONTENTS_LEVELS: Final = (2, 3)


class Entry(NamedTuple):
    """A line of the table of contents. `level` is the heading's."""

    level: int
    identifier: str
    content: list[Node]


class Chapter(NamedTuple):
    """The blocks from one heading of level 2 to the next; the first may have no heading."""

    identifier: str
    title: str
    blocks: list[Node]


def settle_headings(blocks: list[Node], identifiers: Identifiers) -> list[Node]:
    """The tree with headings of levels that follow each other, each with an identifier; empty headings go.

    An identifier that the author gave is kept, and is taken for unique.
    A heading is put one level below the nearest heading before it that stood higher in the source.
    """
    levels = _levels([node["c"][0] for node in walk(blocks, "Header") if plain_text(node["c"][2])])

    def settle(node: Node) -> list[Node]:
        _, attrs, content = node["c"]
        text = plain_text(content)
        if not text:
            return [{"t": "Para", "c": content}] if content else []
        name = attrs[0] or identifiers.claim(slug(text))
        return [{"t": "Header", "c": [next(levels_left), [name, *attrs[1:]], content]}]

    levels_left = iter(levels)
    settled: list[Node] = edit_nodes(blocks, settle, "Header")
    return settled


def _levels(given: Sequence[int]) -> list[int]:
    """Levels of the output for the levels of the source, in order."""
    above: list[int] = []
    found: list[int] = []
    for level in given:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        found.append(min(_FIRST_LEVEL + len(above) - 1, _LAST_LEVEL))
    return found


def chapters(blocks: list[Node], first_title: str) -> list[Chapter]:
    """The blocks cut before each heading of level 2. `first_title` is that of blocks before the first heading."""
    found: list[Chapter] = []
    for block in blocks:
        if block["t"] == "Header" and block["c"][0] == _FIRST_LEVEL:
            found.append(Chapter(block["c"][1][0], plain_text(block["c"][2]), [block]))
        elif found:
            found[-1].blocks.append(block)
        else:
            found.append(Chapter("", first_title, [block]))
    return found


def contents_entries(blocks: list[Node]) -> list[Entry]:
    """The lines of the table of contents: the headings that stand in no list, quotation or table."""
    return [
        Entry(block["c"][0], block["c"][1][0], _plain_inlines(block["c"][2]))
        for block in blocks
        if block["t"] == "Header" and block["c"][0] in CONTENTS_LEVELS
    ]


def contents_list(entries: Sequence[Entry]) -> Node:
    """The entries as a nested list of links."""
    items: list[list[Node]] = []
    for entry in entries:
        line = {"t": "Plain", "c": [link(entry.content, "#" + entry.identifier, attributes())]}
        if entry.level == _FIRST_LEVEL or not items:
            items.append([line])
        elif len(items[-1]) == 1:
            items[-1].append({"t": "OrderedList", "c": [_plain_numbers(), [[line]]]})
        else:
            items[-1][1]["c"][1].append([line])
    return {"t": "OrderedList", "c": [_plain_numbers(), items]}


def _plain_numbers() -> list[Any]:
    return [1, {"t": "DefaultStyle"}, {"t": "DefaultDelim"}]


def _plain_inlines(inlines: list[Node]) -> list[Node]:
    """A heading's words for a link: no notes, no citations, no link, no second identifier, no line break."""
    kept: list[Node] = []
    for node in inlines:
        kept += _plain_inline(node)
    return kept


def _plain_inline(node: Node) -> list[Node]:
    kind, inner = node["t"], inline_children(node)
    if kind == "Image" or (kind == "Superscript" and all(map(is_mark, node["c"]))):
        return []
    if kind in ("SoftBreak", "LineBreak"):
        return [{"t": "Space"}]
    if inner is None:
        return [node]
    plain = _plain_inlines(inner)
    if kind == "Span" and (kept := _language_alone(node["c"][0])):
        return [{"t": "Span", "c": [kept, plain]}]
    return plain if kind in ("Link", "Span") else [{"t": kind, "c": plain}]


def _language_alone(attrs: Attributes) -> Attributes | None:
    """Of a span's attributes what a line of the contents keeps: its language, and which of two titles it is."""
    pairs = [[name, value] for name, value in attrs[2] if name in ("lang", "dir")]
    classes = [name for name in attrs[1] if name in ("first-title", "second-title")]
    return ["", classes, pairs] if pairs else None
