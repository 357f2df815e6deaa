"""Doubao (豆包): a link whose text is the number in parentheses, `[(8)](https://…)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import NUMBERS, Body, Dialect, MarkerExample, numbers
from pubkit.citations.model import MalformedMarker, Marker, new_marker
from pubkit.markdown.tree import MASKS
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL = lazy(rf"[(（]\s*({NUMBERS})\s*[)）]")
#: An address of a place in this text or of another file: `[(1)](#eq-1)` names a formula, unless the list has the number.
_IN_THE_PROJECT = lazy(r"#|(?![a-z]+:|www\.)[^?]*\.(?:md|markdown|html?|png|jpe?g|svg)(?:#|\Z)")
_OF_THE_WEB = ("https://", "http://")
#: A number in the marker's brackets that did not become a link: the address is missing, torn or never closed.
_BROKEN = lazy(rf"\[[(（](\d{{1,4}})[)）]?\](?:[ ]?\([^\s，。；：！？、{MASKS}]*\)?)?|\[[(（](\d{{1,4}})[)）](?=\()")


class Doubao(Dialect):
    """Markers `[(8)](https://…)`, several in a row; the list is headed `**参考资料 **`."""

    name: ClassVar[str] = "doubao"
    title: ClassVar[Phrase] = Phrase("Doubao", "豆包")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("电价因此下降了两成⟦[(8)](https://example.org/a)⟧。", ("8",)),
        MarkerExample(
            "见两份年报⟦[(3)](https://example.org/b)⟧⟦[(12)](https://example.org/c?x=1\\&y=2)⟧。", ("3", "12")
        ),
        MarkerExample("**储能⟦[(4)](https://example.org/d)⟧**：三种路线。", ("4",)),
        MarkerExample("| 项目 | 来源 |\n|---|---|\n| 风电 | 统计局⟦[(5)](https://example.org/e)⟧ |", ("5",)),
        MarkerExample("公式[(1)](#eq-1)与[(2)](formulas.md#two)不是引用。"),
        MarkerExample("代码 `[(8)](https://example.org/a)` 与公式 $f[(8)](x)$ 都不是引用。"),
        MarkerExample("见[（表 3）](https://example.org/t)与[(一)](https://example.org/u)。"),
        MarkerExample("𠮷野家😀⟦[(2)](https://example.org/𠮷)⟧，换行。", ("2",)),
        MarkerExample("峰谷价差拉大到三倍⟦[（6）](https://example.org/f)⟧；其余见附录。", ("6",)),
        MarkerExample("Storage doubled in a year⟦[(11)](https://example.org/g)⟧, and prices fell.", ("11",)),
        MarkerExample(
            "- 抽水蓄能⟦[(7)](https://example.org/h)⟧\n- 压缩空气\n\n**参考资料 **\n\n"
            "\\[7] 抽水蓄能年报[ https://example.org/h](https://example.org/h)",
            ("7",),
        ),
        MarkerExample("见[第(8)条](https://example.org/i)、[8](#a) 与图片 ![(8)](p.png)，(8) 也不是。"),
        MarkerExample("```\n[(8)](https://example.org/a)\n```\n\n电话 (010) 8888，数组 a[(8)]。"),
        MarkerExample("两份报告都这样说⟦[(1, 3)](https://example.org/j)⟧。", ("1+3",)),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        for link, label, span in body.labels:
            if label[0] in "(（" and (found := _LABEL.fullmatch(label)):
                keys, address = numbers(found[1]), link.value or None
                if address is None or address.startswith(_OF_THE_WEB) or not _IN_THE_PROJECT.match(address) or any(key in body.keys for key in keys):
                    yield new_marker((span, keys, self.name, address, None))

    def malformed(self, body: Body) -> Iterator[MalformedMarker]:
        if "[" in body.ascii and ("[(" in body.masked or "[（" in body.masked):
            for found in _BROKEN.finditer(body.masked):
                yield MalformedMarker(Span(*found.span()), (found[1] or found[2],), self.name)
