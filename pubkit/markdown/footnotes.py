"""Footnotes that are defined and that nothing refers to: no reader of Markdown shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.markdown.document import Document
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.markdown.tree import Node


def unused_footnotes(document: Document) -> Iterator[Node]:
    """The definitions that are not shown, in their order: without a reference outside of themselves, or of a name defined before."""
    references: dict[str, list[int]] = {}
    for reference in document.parsed.notes:
        references.setdefault(reference.value or "", []).append(reference.start)
    seen: set[str] = set()
    for note in document.parsed.footnotes:
        name = note.value or ""
        is_used = any(start not in note.span for start in references.get(name, ()))
        if name in seen or not is_used:
            yield note
        seen.add(name)


def without_unused_footnotes(text: str) -> str:
    """The text without the definitions that are not shown. What only they refer to goes with them."""
    if "[^" not in text:
        return text
    while edits := [_deleted(text, note.span) for note in unused_footnotes(Document(text))]:
        text = apply_edits(text, edits)
    return text


def _deleted(text: str, span: Span) -> Edit:
    """Deletes a definition; one that is not inside of a quotation or a list, with the blank lines behind it."""
    if span.start and text[span.start - 1] != "\n":
        return Edit(Span(span.start, span.start + len(span.of(text).rstrip("\n"))), "")
    end = span.end
    while end < len(text) and text[end] in " \t\n":
        end += 1
    return Edit(Span(span.start, max(span.end, text.rfind("\n", 0, end) + 1)), "")
