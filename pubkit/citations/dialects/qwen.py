"""Qwen (通义千问): `[[source_group_web_1]]`, whose list the page keeps to itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import Body, Dialect, MarkerExample
from pubkit.citations.model import Marker
from pubkit.markdown.tree import MARKUP
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARK = lazy(rf"\[{MARKUP}?\[source{MARKUP}?_group{MARKUP}?_web{MARKUP}?_(\d{{1,4}}){MARKUP}?\]{MARKUP}?\]")


class Qwen(Dialect):
    """Markers `[[source_group_web_1]]`; the key is the number."""

    name: ClassVar[str] = "qwen"
    title: ClassVar[Phrase] = Phrase("Qwen", "通义千问")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("命名应当用小写⟦[[source_group_web_1]]⟧。", ("1",)),
        MarkerExample("两份规范都这样要求⟦[[source_group_web_2]]⟧⟦[[source_group_web_3]]⟧。", ("2", "3")),
        MarkerExample("Names are lower case ⟦[[source_group_web_12]]⟧.", ("12",)),
        MarkerExample("- **理由**：兼容性最好⟦[[source_group_web_4]]⟧。", ("4",)),
        MarkerExample("转义的标记⟦\\[\\[source\\_group\\_web\\_5\\]\\]⟧也是。", ("5",)),
        MarkerExample("| 规范 | 出处 |\n|---|---|\n| 命名 | ⟦[[source_group_web_6]]⟧ |", ("6",)),
        MarkerExample("**缩进**用四个空格⟦[[source_group_web_7]]⟧；行宽不限。", ("7",)),
        MarkerExample("> 引文里也有⟦[[source_group_web_8]]⟧。", ("8",)),
        MarkerExample("代码 `[[source_group_web_1]]` 不是引用。"),
        MarkerExample("维基链接 [[命名规范]] 与 [[source_group]] 不是引用。"),
        MarkerExample("变量 source_group_web_1 没有括号，[source_group_web_1] 只有一层。"),
        MarkerExample("```\nreturn x[[source_group_web_1]]\n```\n\n二维数组 a[[1]]。"),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        if "source" in body.ascii:
            for found in _MARK.finditer(body.masked):
                yield Marker(Span(body.with_escape(found.start()), found.end()), (found[1],), self.name)
