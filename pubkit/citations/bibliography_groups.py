"""Headings among the entries of a list of references, which part it into groups: `### Web pages`, `**Annual reports**`.

What does not belong here: the heading of the list itself (`bibliography_heading`), and how groups are printed (`publish.parts`).
"""

from __future__ import annotations

from bisect import bisect_left
from itertools import zip_longest
from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.citations.model import Bibliography
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node


class Group(NamedTuple):
    """A heading among the entries, and the keys of those between it and the next one; none where another heading follows it."""

    heading: Node
    name: str
    keys: tuple[str, ...]


def groups_of(document: Document, bibliography: Bibliography | None) -> tuple[Group, ...]:
    """The groups of a list in the order of the text; entries before the first heading are in none."""
    if bibliography is None or not bibliography.sources:
        return ()
    over = bibliography.heading.span.start if bibliography.heading else -1
    blocks = [node for node in document.tree.children if node.start in bibliography.span and not node.start <= over < node.end]
    sources = sorted(bibliography.sources, key=lambda source: source.span)
    starts = [source.span.start for source in sources]
    headings = list(_headings(blocks, starts))
    found = []
    for node, following in zip_longest(headings, headings[1:]):
        first, end = bisect_left(starts, node.end), bisect_left(starts, following.start if following else bibliography.span.end)
        found.append(Group(node, _name(node), tuple(source.key for source in sources[first:end])))
    return tuple(found)


def _headings(blocks: list[Node], starts: list[int]) -> Iterator[Node]:
    """Headings, and lines in bold directly over an entry: elsewhere these are words of a note."""
    for node, follower in zip_longest(blocks, blocks[1:]):
        groups = node.kind == "heading" or (follower is not None and _is_bold_line(node) and _holds_entry(follower, starts))
        if groups and not _holds_entry(node, starts):
            yield node


def _holds_entry(node: Node, starts: list[int]) -> bool:
    at = bisect_left(starts, node.start)
    return at < len(starts) and starts[at] < node.end


def _is_bold_line(node: Node) -> bool:
    return node.kind == "paragraph" and [child.kind for child in node.children] == ["strong"] and len(node.text()) <= _LONGEST


#: Code points of a heading in bold: what is longer is a remark.
_LONGEST = 40


def _name(heading: Node) -> str:
    return " ".join(heading.text().split()).rstrip(":：")
