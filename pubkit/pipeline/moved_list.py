"""Taking the list of references out of the text: it is printed anew, and nothing else may go with it.

What stands between its entries and behind it stays: plain paragraphs at its end as notes behind the printed list, all else as text
of the report. Only what orders the entries goes: the head of their table, which a build tells, and headings among them, which are printed anew.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from pubkit.citations.bibliography_groups import groups_of
from pubkit.citations.bibliography_heading import is_unnumbered
from pubkit.text.edit import Edit
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.citations.model import Bibliography
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node


def moved_list(document: Document, bibliography: Bibliography | None, *, is_printed: bool) -> Bibliography | None:
    """The list that leaves the text, or None where all of it stays.

    A heading over no entries leaves only where a list will be printed under it (`is_printed`), and where it has no entries without
    numbers, which are printed where they stand.
    """
    if bibliography is None or any(source.span.start in bibliography.span for source in bibliography.sources):
        return bibliography
    has_own = any(node.start in bibliography.span and is_unnumbered(document, node) for node in document.tree.children)
    return bibliography if is_printed and not has_own else None


def without_list(document: Document, bibliography: Bibliography) -> tuple[list[Edit], tuple[str, ...]]:
    """The edits that take a list out of the text, and the notes that go behind the printed one, as plain text."""
    start, end = bibliography.span
    inside = [*_lead(document, bibliography), *_between_entries(document, bibliography)]
    behind = [node for node in document.tree.children if node.start >= end]
    edits = list(_gaps(start, end, [piece.span for piece in inside if not piece.is_note]))
    notes = [piece.words for piece in inside if piece.is_note]
    if all(map(_is_note, behind)):
        notes += [node.text().strip() for node in behind]
    else:
        behind = list(takewhile(lambda node: node.kind == "rule", behind))  # it ended the list
    definitions = [span for span in bibliography.others if span.start >= end and not document.text.startswith("[^", span.start)]
    edits += [Edit.delete(*span) for span in sorted([*(node.span for node in behind), *definitions])]
    return edits, tuple(filter(None, notes))


def empty_groups(document: Document, bibliography: Bibliography | None) -> list[str]:
    """The words of headings in the list that have no entry directly below: nothing is printed under them."""
    return [group.name for group in groups_of(document, bibliography) if not group.keys]


def head_of_table(document: Document, bibliography: Bibliography | None) -> list[str]:
    """The words of the heads of tables whose rows are the entries: the printed list has no columns."""
    if bibliography is None:
        return []
    tables = [node for node in document.tree.children if node.kind == "table" and node.start in bibliography.span]
    rows = [row for table in tables if _has_entry(table, bibliography) for row in table.children[:1] if not _has_entry(row, bibliography)]
    return [" | ".join(cell.text().strip() for cell in row.children) for row in rows]


def _has_entry(node: Node, bibliography: Bibliography) -> bool:
    return any(source.span.start in node.span for source in bibliography.sources)


class _Piece(NamedTuple):
    """What stands inside of the list and is no part of it."""

    span: Span
    words: str
    is_note: bool


def _lead(document: Document, bibliography: Bibliography) -> Iterator[_Piece]:
    """What follows a heading in its own paragraph, before the first entry: `**References**`, a line break, words."""
    if bibliography.heading is None:
        return
    start, end = bibliography.heading.span
    block = next(node for node in document.tree.children if node.start <= start < node.end)
    until = min([block.end, *(source.span.start for source in bibliography.sources if source.span.start >= end)])
    inlines = [node for node in block.children if end <= node.start < until]
    if words := "".join(node.text() for node in inlines).strip():
        yield _Piece(Span(end, until), words, all(map(_is_note, inlines)))


def _between_entries(document: Document, bibliography: Bibliography) -> Iterator[_Piece]:
    """Blocks inside of the list that are no part of it: what they say must not go with the entries."""
    taken = [*([bibliography.heading.span] if bibliography.heading else []), *(source.span for source in bibliography.sources)]
    taken += [group.heading.span for group in groups_of(document, bibliography)]
    for node in document.tree.children:
        if node.start in bibliography.span:
            yield from _apart_from(taken, document, node)


def _apart_from(taken: Sequence[Span], document: Document, node: Node) -> Iterator[_Piece]:
    """What of a block no entry has: the whole block, or items of it. Headings say nothing without entries under them."""
    if any(span.start < node.end and node.start < span.end for span in taken):
        for part in node.children if node.kind in ("list", "quote") else ():
            yield from _apart_from(taken, document, part)
    elif node.kind != "heading" and not document.text.startswith(":::", node.start) and (words := node.text().strip()):
        yield _Piece(node.span, words, _is_note(node))


#: What a note behind the list is made of: it is published as plain text.
_PLAIN = frozenset({"paragraph", "plain", "quote", "item", "rule", "text", "soft_break", "hard_break", "emphasis", "strong"})


def _is_note(block: Node) -> bool:
    """Whether a block behind the list can be a note, as the disclaimer of an export: what has more to it is text of the report."""
    return all(node.kind in _PLAIN for node in block.walk()) or not block.text().strip()


def _gaps(start: int, end: int, kept: Sequence[Span]) -> Iterator[Edit]:
    """Takes out a stretch but for what stays."""
    for span in kept:
        if start < span.start:
            yield Edit.replace(start, span.start, "\n\n")
        start = span.end
    if start < end:
        yield Edit.replace(start, end, "\n\n")
