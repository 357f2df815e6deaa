"""Gemini: `[cite: 1, 8]` behind the passage that `[cite_start]` opens; an older form is `[source: 3]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import Body, Dialect, MarkerExample, numbers
from pubkit.citations.model import Marker
from pubkit.markdown.tree import MARKUP
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = lazy(rf"\[(?:cites?: ?(\d[\d,，.\-–— ]*)|sources?: ?(\d{{1,3}}(?:[,，] ?\d{{1,3}})*)){MARKUP}?\]")
_DOTTED = lazy(r"\d+(?:\.\d+)+")


class Gemini(Dialect):
    """Markers `[cite: 1, 8]`; `[cite_start]` cites nothing and is left to the rule on leftover marks."""

    name: ClassVar[str] = "gemini"
    title: ClassVar[Phrase] = Phrase("Gemini", "Gemini")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("这一趋势仍在继续 ⟦[cite: 1, 8]⟧。", ("1+8",)),
        MarkerExample(
            "[cite_start]城镇化率继续上升⟦[cite: 4]⟧。[cite_start]增速放缓⟦[cite: 5, 212]⟧。", ("4", "5+212")
        ),
        MarkerExample("[cite_start]The board has four layers⟦[cite: 4, 5]⟧.", ("4+5",)),
        MarkerExample("Layers are listed below ⟦[cite: 10-12]⟧.", ("10+11+12",)),
        MarkerExample("已写入章程⟦[cite:7]⟧。", ("7",)),
        MarkerExample("* [cite\\_start]**成本**：下降两成⟦[cite: 3]⟧\n* **产量**：持平⟦[cite: 6]⟧", ("3", "6")),
        MarkerExample("合同约定按季付款⟦[source: 12]⟧。", ("12",)),
        MarkerExample("| 项目 | 数值 |\n|---|---|\n| 产能 | 三万吨 ⟦[cite: 2]⟧ |", ("2",)),
        MarkerExample("转义的标记⟦\\[cite: 9\\]⟧也是。", ("9",)),
        MarkerExample("两处⟦[cite: 1]⟧⟦[cite: 2]⟧相邻。", ("1", "2")),
        MarkerExample("`[cite: 1]` 是代码，[cite: 张三 2024] 与 [source: 统计局] 是人写的话，cite: 1 没有括号。"),
        MarkerExample("[cite_start]一段没有结束的引用。"),
        MarkerExample("按章节编号引用⟦[cite: 1.2, 1.4]⟧，见[source: code](https://example.org/1)。", ("1.2+1.4",)),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        if "cite" in body.ascii or "source" in body.ascii:
            for found in _MARK.finditer(body.masked):
                if not body.in_link(found.start()):
                    keys = _keys(found[1] or found[2])
                    yield Marker(Span(body.with_escape(found.start()), found.end()), keys, self.name)
            for link, label, span in body.labels:
                if span != link.span and (named := _MARK.fullmatch(f"[{label}]")):
                    yield Marker(span, _keys(named[1] or named[2]), self.name)


def _keys(listed: str) -> tuple[str, ...]:
    """Numbers with their ranges; in a text cited by section, `1.2` is one key."""
    return tuple(_DOTTED.findall(listed)) if _DOTTED.search(listed) else numbers(listed)
