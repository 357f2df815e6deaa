"""Pandoc's own citations, and pubkit's canonical form: `[@key]`, `[@a; @b]`, `@key` in the text.

Source: the Pandoc User's Guide, "Citation syntax".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import Body, Dialect, MarkerExample
from pubkit.citations.model import Marker
from pubkit.markdown.tree import MASKS
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A key begins with a letter, digit or `_`; marks inside it are single and never last (Pandoc User's Guide).
_KEY = r"@(?:\{[^{}\s]+\}|[\w](?:[\w†]|[:.#$%&\-+?<>~/](?=\w))*)"
_BRACKETED = re.compile(rf"\[(?:[^\[\]\n{MASKS}]*?)-?{_KEY}[^\[\]\n{MASKS}]*\](?!\()")
_IN_TEXT = re.compile(rf"(?<![\w@./:+\-\[;]){_KEY}(?![\w]*[@])")
_EACH = re.compile(_KEY)


class Pandoc(Dialect):
    """Citations in pandoc's syntax: bracketed ones anywhere, bare `@key` outside of words and addresses."""

    name: ClassVar[str] = "pandoc"
    title: ClassVar[Phrase] = Phrase("pandoc", "pandoc")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("出口增长了一成⟦[@zhao2024]⟧。", ("zhao2024",)),
        MarkerExample("另见⟦[参见 @zhao2024, 第 12 页; @qian2025]⟧。", ("zhao2024+qian2025",)),
        MarkerExample("⟦@zhao2024⟧ 指出，这一比例偏低⟦[-@qian2025]⟧。", ("zhao2024", "qian2025")),
        MarkerExample("信箱 someone@example.org 不是引用，`[@key]` 也不是。"),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        masked = body.document.masked
        if "@" not in masked:
            return
        taken: list[Span] = []
        for found in _BRACKETED.finditer(masked):
            taken.append(Span(*found.span()))
        for found in _IN_TEXT.finditer(masked):
            span = Span(*found.span())
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
        for span in taken:
            if body.has_prose(span.start):
                keys = tuple(key[1:].strip("{}") for key in _EACH.findall(masked[span.start : span.end]))
                yield Marker(span, keys, self.name)
