"""Kimi (and Copilot): `[^5^]`, several in a row; also as a link, `[^5^](https://…)` or `[^5^][5]`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import NUMBERS, Body, Dialect, MarkerExample, numbers
from pubkit.citations.model import Marker
from pubkit.markdown.tree import MARKUP
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_INNER = rf"\^({NUMBERS})\^(?:[,，、;；] ?\^(?:{NUMBERS})\^)*"
_MARK = lazy(rf"\[{_INNER}{MARKUP}?\]")
_LABEL = lazy(_INNER)
_NOTE = lazy(r"\d{1,4}\^")


class Kimi(Dialect):
    """Markers `[^5^]`. Where `[^5^]: …` defines it, a CommonMark reader takes it for a footnote; it is the same mark."""

    name: ClassVar[str] = "kimi"
    title: ClassVar[Phrase] = Phrase("Kimi", "Kimi")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("月活跃用户超过一亿⟦[^5^]⟧。", ("5",)),
        MarkerExample("两家口径不同⟦[^1^]⟧⟦[^12^]⟧，以年报为准。", ("1", "12")),
        MarkerExample("Users passed a hundred million ⟦[^5^]⟧.", ("5",)),
        MarkerExample("渗透率达到三成⟦[^2^]⟧。\n\n[^2^]: 某协会年报，2024 年。", ("2",)),
        MarkerExample("渗透率达到三成⟦[^3^](https://example.org/r)⟧。", ("3",)),
        MarkerExample("As the docs say⟦[^1^][1]⟧.\n\n[1]: https://example.org/docs", ("1",)),
        MarkerExample("三份报告一致⟦[^1^, ^3^]⟧。", ("1+3",)),
        MarkerExample("三份报告一致⟦[^1,3^]⟧。", ("1+3",)),
        MarkerExample("转义的标记⟦\\[^4^\\]⟧也是。", ("4",)),
        MarkerExample("- 一线城市⟦[^7^]⟧\n- 二线城市⟦[^8^]⟧", ("7", "8")),
        MarkerExample("指数 2^5^、`[^5^]`、正则 [^abc]、[^x^] 与 $[^5^]$ 都不是。"),
        MarkerExample("没有定义的 [^5] 是残缺的脚注，[5^] 与 ^5^ 什么也不是。"),
        MarkerExample("**毛利率⟦[^6^]⟧**：逐季上升。", ("6",)),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        if "^" in body.text and "[^" in body.text:
            for found in _MARK.finditer(body.masked):
                if not body.in_link(found.start()):
                    yield Marker(Span(body.with_escape(found.start()), found.end()), numbers(found[0]), self.name)
            for note in body.notes:
                if _NOTE.fullmatch(note.value or ""):
                    yield Marker(note.span, numbers(note.value or ""), self.name)
            for link, label, span in body.labels:
                if label[0] == "^" and _LABEL.fullmatch(label):
                    yield Marker(span, numbers(label), self.name, link.value or None)
