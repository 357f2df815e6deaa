"""Footnotes of Markdown: `[^1]` with `[^1]: …` somewhere, or with that number in the list of references."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.bibliography import footnote_key
from pubkit.citations.dialect import Body, Dialect, MarkerExample
from pubkit.citations.model import Marker
from pubkit.markdown.tree import MARKUP
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_UNDEFINED = lazy(rf"\[\^(\d{{1,4}}){MARKUP}?\](?!:)")
#: A class of characters, all but one: `正则 [^5]`.
_OF_PATTERN = lazy(
    r"(?:正则|正則|表达式|表達式|字符[类集]|字元類|模式|regex(?:p|es)?|pattern|class|[*+?|\])]) ?\Z", re.IGNORECASE
)
_LEFT = 10


class Footnote(Dialect):
    """References to footnotes. The key is the label; `^1` where the list has an entry 1 of its own."""

    name: ClassVar[str] = "footnote"
    title: ClassVar[Phrase] = Phrase("Footnotes", "脚注")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("这一结论后来得到证实⟦[^1]⟧。\n\n[^1]: 某报告，2024 年。", ("1",)),
        MarkerExample("甲⟦[^a]⟧，乙⟦[^b]⟧。\n\n[^a]: <https://example.org/a>\n\n[^b]: 手稿。", ("a", "b")),
        MarkerExample("It was confirmed⟦[^note-2]⟧.\n\n[^note-2]: A report, 2024.", ("note-2",)),
        MarkerExample("两处⟦[^1]⟧⟦[^2]⟧相邻。\n\n[^1]: 甲。\n[^2]: 乙。", ("1", "2")),
        MarkerExample(
            "列表里有的也算⟦[^2]⟧。\n\n## 参考资料\n\n1. 甲 <https://example.org/a>\n2. 乙 <https://example.org/b>",
            ("2",),
        ),
        MarkerExample(
            "两套编号⟦[^1]⟧并存⟦[1]⟧。\n\n[^1]: 按当年价格计算。\n\n## 参考资料\n\n\\[1] 甲 <https://example.org/a>",
            ("^1", "1"),
        ),
        MarkerExample("| 项目 |\n|---|\n| 风电⟦[^1]⟧ |\n\n[^1]: 统计局。", ("1",)),
        MarkerExample("> 引文⟦[^1]⟧。\n\n[^1]: 某书。", ("1",)),
        MarkerExample(
            "多段的注⟦[^1]⟧。\n\n[^1]: 第一段。\n\n    第二段，见 [2] 与[站点](https://example.org)。", ("1",)
        ),
        MarkerExample("没有定义的 [^9] 不是引用，`[^1]` 是代码。\n\n[^1]: 没有人引用它。"),
        MarkerExample(
            "列表里有的⟦[^2]⟧算，正则 [^2]、<code>[^2]</code> 不算。\n\n## 参考资料\n\n1. 甲 <https://example.org/a>\n2. 乙",
            ("2",),
        ),
        MarkerExample("正则 [^0-9] 与 [^abc]、行内注 ^[某注] 都不是。"),
        MarkerExample("列表里没有的 [^7] 不算。\n\n## 参考资料\n\n1. 甲 <https://example.org/a>"),
        MarkerExample("**粗体⟦[^1]⟧**与公式 $x[^1]$。\n\n[^1]: 注。", ("1",)),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        for note in body.notes:
            key = footnote_key(note.value or "")
            yield Marker(note.span, (f"^{key}" if f"^{key}" in body.keys else key,), self.name)
        if body.keys and "[^" in body.ascii:
            for found in _UNDEFINED.finditer(body.masked):
                before = body.masked[max(0, found.start() - _LEFT) : found.start()]
                if found[1] in body.keys and not body.in_link(found.start()) and not _OF_PATTERN.search(before):
                    yield Marker(Span(body.with_escape(found.start()), found.end()), (found[1],), self.name)
