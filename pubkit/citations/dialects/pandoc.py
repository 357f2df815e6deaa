"""Pandoc's own citations, and pubkit's canonical form: `[@key]`, `[@a; @b]`, `@key` in the text.

Source: the Pandoc User's Guide, "Citation syntax".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import Body, Dialect, MarkerExample
from pubkit.citations.locators import is_place
from pubkit.citations.model import Marker
from pubkit.markdown.tree import CODE, HTML, IMAGE, MATH
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A key begins with a letter, digit or `_`; marks inside it are single and never last; braces hold any other key.
_KEY = r"@(?:\{([^{}\s]{1,200})\}|(\w(?:[\w†]|[:.#$%&\-+?<>~/](?=\w)){0,200}))"
_BRACKETS = lazy(rf"\[([^\[\]{CODE}{HTML}{MATH}{IMAGE}]*)\](?!\()")
_EACH = lazy(rf"(?<![\w/.:@]){_KEY}")
_IN_TEXT = lazy(rf"(?<![\w@./:+\-])-?{_KEY}")
#: The place in a work whose author is a word of the sentence: `@key [p. 33]`.
_PLACE = lazy(rf" ?\[([^\[\]@{CODE}{HTML}{MATH}{IMAGE}\n]{{1,40}})\](?![(:\[])")
#: A key that its look alone tells from the name of a person: a year at its end.
_WITH_YEAR = lazy(r"[^\W\d_][\w.:-]*?(?:19|20)\d\d(?:[-_:]?[^\W\d_]\w*)?")
#: References inside the document (pandoc-crossref, Quarto), and words that CSS and Java write with an `@`.
_CROSS_REFERENCE = lazy(r"(?:fig|tbl|sec|eq|lst|thm|lem|cor|def|exm|exr|note|tip|wrn)[:-].+", re.IGNORECASE)
_DOMAIN = lazy(r"[\w.-]+\.(?:com|org|net|io|cn|edu|gov)")
_AT_RULES = frozenset(
    {"media", "import", "charset", "font-face", "keyframes", "supports", "page", "layer", "container"}
)


class Pandoc(Dialect):
    """Citations in pandoc's syntax: bracketed ones anywhere, bare `@key` where the key is known or has a year."""

    name: ClassVar[str] = "pandoc"
    title: ClassVar[Phrase] = Phrase("pandoc", "pandoc")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("出口增长了一成⟦[@zhao2024]⟧。", ("zhao2024",)),
        MarkerExample("另见⟦[参见 @zhao2024, 第 12 页; @qian2025]⟧。", ("zhao2024+qian2025",)),
        MarkerExample("⟦@zhao2024⟧ 指出，这一比例偏低⟦[-@qian2025]⟧。", ("zhao2024", "qian2025")),
        MarkerExample("信箱 someone@example.org 不是引用，`[@key]` 也不是。"),
        MarkerExample("As shown⟦[@smith; @li, pp. 3-5]⟧, and again by ⟦@smith⟧.", ("smith+li", "smith")),
        MarkerExample("规范化之后的编号⟦[@8]⟧⟦[@turn0search0]⟧。", ("8", "turn0search0")),
        MarkerExample("带页码⟦[@li2025, *第 3 章*]⟧，括号键⟦[@{a;b}]⟧。", ("li2025", "a;b")),
        MarkerExample("跨行的引用⟦[@a1;\n@b2]⟧。", ("a1+b2",)),
        MarkerExample("⟦@wang2023deep⟧ 的结论已被⟦[@chen_2019]⟧ 修正。", ("wang2023deep", "chen_2019")),
        MarkerExample("⟦@zhao2024 [第 3 页]⟧ 指出，⟦@qian2025⟧ [附注] 又说。", ("zhao2024", "qian2025")),
        MarkerExample("⟦@jones [p. 3]⟧ says so, ⟦-@li2021⟧ does not, A-@b2020 neither.", ("jones", "li2021")),
        MarkerExample("样式 @media 与 @import，用户 @zhangsan 和 @user_01，注解 @Override。"),
        MarkerExample("修复了样式 @lihua1997 ([#12](https://example.org/12))，感谢 @zhangsan。"),
        MarkerExample("见图 @fig:flow、[@fig:flow] 与 [@tbl-a]，[@octo](https://example.org/octo) 是链接。"),
        MarkerExample("频道 https://example.org/@news2024 与 [写信](mailto:a@example.org)、@@双写、a@b2024。"),
        MarkerExample("```java\n@Test [@a]\n```\n\n公式 $[@a]$，\\@li2024 已转义，[not@a2024] 不是。"),
        MarkerExample("| 论断 | 依据 |\n|---|---|\n| 增长 | ⟦[@sun2022]⟧ |", ("sun2022",)),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        masked = body.masked
        if "@" not in masked:
            return
        cited: set[str] = set()
        done: list[Span] = []
        for found in _BRACKETS.finditer(masked):
            keys = _keys(found[1], body.keys | body.known) if "@" in found[1] else ()
            if keys and not body.in_link(found.start()):
                cited.update(keys)
                done.append(Span(*found.span()))
                yield Marker(done[-1], keys, self.name)
        for link, _, span in body.labels:
            inner = body.text[span.start + 1 : span.end - 1]
            if span != link.span and "@" in inner and (keys := _keys(inner, body.keys | body.known)):
                yield Marker(span, keys, self.name)
        yield from self._in_text(body, cited, done)

    def _in_text(self, body: Body, cited: set[str], done: list[Span]) -> Iterator[Marker]:
        """Keys without brackets. Where a text cites nothing else this way and names people with `@`, a year is no sign."""
        likely: list[Marker] = []
        names = 0
        for found in _IN_TEXT.finditer(body.masked):
            key = found[1] or found[2]
            span = Span(found.start(), _behind_place(body.masked, found.end()))
            if _inside(done, span) or body.in_link(span.start) or body.text[span.start - 1 : span.start] == "\\":
                continue
            if key in cited or key in body.keys or key in body.known or span.end > found.end():
                yield Marker(span, (key,), self.name)
            elif _WITH_YEAR.fullmatch(key):
                likely.append(Marker(span, (key,), self.name))
            else:
                names += key not in _AT_RULES
        if cited or not names or "bibliography:" in body.text:
            yield from likely


def _behind_place(masked: str, end: int) -> int:
    """Where a citation ends whose key ends at `end`: behind the place that pandoc reads with it."""
    found = _PLACE.match(masked, end)
    return found.end() if found and is_place(found[1]) else end


def _inside(spans: list[Span], span: Span) -> bool:
    n = bisect_right(spans, span) - 1
    return n >= 0 and span.start < spans[n].end


def _keys(inner: str, known: frozenset[str]) -> tuple[str, ...]:
    """The keys that a bracket cites: none where one is a reference inside the document or no key at all."""
    keys = tuple(found[1] or found[2] for found in _EACH.finditer(inner))
    return () if any(key not in known and _is_no_key(key) for key in keys) else keys


def _is_no_key(key: str) -> bool:
    return bool(_CROSS_REFERENCE.fullmatch(key) or _DOMAIN.fullmatch(key)) or key in _AT_RULES
