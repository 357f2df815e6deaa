"""Tencent Yuanbao (腾讯元宝): a link that leads nowhere, `[3](@ref)`, `[1,6](@ref)`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import NUMBERS, Body, Dialect, MarkerExample, numbers
from pubkit.citations.model import Marker
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL = lazy(rf"\[?({NUMBERS})\]?")


class Yuanbao(Dialect):
    """Markers `[3](@ref)`: the number is all that the export kept."""

    name: ClassVar[str] = "yuanbao"
    title: ClassVar[Phrase] = Phrase("Tencent Yuanbao", "腾讯元宝")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("只允许两种协议⟦[3,6](@ref)⟧。", ("3+6",)),
        MarkerExample("补贴标准提高到每户两千元⟦[1](@ref)⟧。", ("1",)),
        MarkerExample("试点扩大到五省⟦[2](@ref)⟧⟦[4](@ref)⟧。", ("2", "4")),
        MarkerExample("The subsidy was raised ⟦[7](@ref)⟧.", ("7",)),
        MarkerExample("- 一期工程⟦[5](@ref)⟧\n- 二期工程⟦[6](@ref)⟧", ("5", "6")),
        MarkerExample("| 项目 | 依据 |\n|---|---|\n| 补贴 | ⟦[8](@ref)⟧ |", ("8",)),
        MarkerExample("**贷款**⟦[9](@ref)⟧：贴息两年。", ("9",)),
        MarkerExample("三份文件口径一致⟦[1-3](@ref)⟧。", ("1+2+3",)),
        MarkerExample("见[`push!`](@ref)与[说明](@ref)，不是引用。"),
        MarkerExample("`[3](@ref)` 是代码。"),
        MarkerExample("```\n// 只允许 HTTPS [3,6](@ref)\n```\n\n写信给 [3](mailto:a@example.org)。"),
        MarkerExample("![3](@ref) 是图片，[3] (@ref) 断开了，[三](@ref)是汉字。"),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        for link, label, span in body.labels:
            if link.value == "@ref" and (found := _LABEL.fullmatch(label)):
                yield Marker(span, numbers(found[1]), self.name)
