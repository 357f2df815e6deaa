"""DeepSeek: `[citation:4]`, several in a row; also as a link, `[citation:4](https://…)`."""

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

_INNER = rf"citation[:：] ?({NUMBERS}(?:[,，] ?citation[:：] ?\d{{1,4}})*)"
_MARK = lazy(rf"[\[［【]{_INNER}{MARKUP}?[\]］】]")
_LABEL = lazy(rf"\[?{_INNER}\]?")


class DeepSeek(Dialect):
    """Markers `[citation:4]`."""

    name: ClassVar[str] = "deepseek"
    title: ClassVar[Phrase] = Phrase("DeepSeek", "DeepSeek")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("三省先行试点⟦[citation:4]⟧，效果良好⟦[citation:6]⟧。", ("4", "6")),
        MarkerExample("两份公报口径一致⟦[citation:1]⟧⟦[citation:3]⟧。", ("1", "3")),
        MarkerExample("预算增长了一成 ⟦[citation:2]⟧。", ("2",)),
        MarkerExample("The pilot was extended ⟦[citation:10]⟧.", ("10",)),
        MarkerExample("两项研究得出同样结论⟦[citation:1,2]⟧。", ("1+2",)),
        MarkerExample("两项研究得出同样结论⟦[citation:7, citation:9]⟧。", ("7+9",)),
        MarkerExample("- **补贴**：按户发放⟦[citation:5]⟧\n- **贷款**：贴息两年⟦[citation:8]⟧", ("5", "8")),
        MarkerExample("| 省份 | 依据 |\n|---|---|\n| 甲省 | ⟦[citation:3]⟧ |", ("3",)),
        MarkerExample("全角的括号⟦【citation:4】⟧⟦［citation:5］⟧也是。", ("4", "5")),
        MarkerExample("转义的标记⟦\\[citation:4\\]⟧也是。", ("4",)),
        MarkerExample("成本下降⟦[citation:3](https://example.org/c)⟧，产量上升。", ("3",)),
        MarkerExample("代码 `[citation:4]` 与 [citation: 待补] 不是；[citations:4]、citation:4 也不是。"),
        MarkerExample("见[引用格式](https://example.org/citation:4)，数组 a[4]，版本 1.4。"),
        MarkerExample("```\n[citation:4]\n```\n\n<!-- [citation:5] -->"),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        if "citation" not in body.ascii:
            return
        for found in _MARK.finditer(body.masked):
            if not body.in_link(found.start()):
                yield Marker(Span(body.with_escape(found.start()), found.end()), numbers(found[1]), self.name)
        for link, label, span in body.labels:
            if named := _LABEL.fullmatch(label):
                yield Marker(span, numbers(named[1]), self.name, link.value or None)
