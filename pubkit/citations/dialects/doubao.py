"""Doubao (豆包): a link whose text is the number in parentheses, `[(8)](https://…)`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import Body, Dialect, MarkerExample
from pubkit.citations.model import MalformedMarker, Marker
from pubkit.markdown.tree import MASKS
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_LABEL = re.compile(r"\s*[(（](\d{1,4}(?:\s*[,，、;；]\s*\d{1,4})*)[)）]\s*")
#: A number in the marker's brackets that did not become a link: the address is missing, torn or never closed.
_BROKEN = re.compile(rf"\[[(（](\d{{1,4}})[)）]?\](?:[ ]?\([^\s，。；：！？、{MASKS}]*\)?)?|\[[(（](\d{{1,4}})[)）](?=\()")


class Doubao(Dialect):
    """Markers `[(8)](https://…)`, several in a row; the list is headed `**参考资料 **`."""

    name: ClassVar[str] = "doubao"
    title: ClassVar[Phrase] = Phrase("Doubao", "豆包")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("电价因此下降了两成⟦[(8)](https://example.org/a)⟧。", ("8",)),
        MarkerExample("见两份年报⟦[(3)](https://example.org/b)⟧⟦[(12)](https://example.org/c?x=1\\&y=2)⟧。", ("3", "12")),
        MarkerExample("**储能⟦[(4)](https://example.org/d)⟧**：三种路线。", ("4",)),
        MarkerExample("| 项目 | 来源 |\n|---|---|\n| 风电 | 统计局⟦[(5)](https://example.org/e)⟧ |", ("5",)),
        MarkerExample("代码 `[(8)](https://example.org/a)` 与公式 $f[(8)](x)$ 都不是引用。"),
        MarkerExample("见[（表 3）](https://example.org/t)与[(一)](https://example.org/u)。"),
        MarkerExample("𠮷野家😀⟦[(2)](https://example.org/𠮷)⟧，换行。", ("2",)),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        text = body.document.text
        for link in body.links:
            opening = text[link.start + 1 : link.start + 2]
            if opening not in "(（ ":
                continue
            label = "".join(child.value or "" for child in link.children if child.kind == "text")
            found = _LABEL.fullmatch(label)
            if found:
                keys = tuple(re.findall(r"\d+", found[1]))
                yield Marker(link.span, keys, self.name, link.value or None)

    def malformed(self, body: Body) -> Iterator[MalformedMarker]:
        masked = body.document.masked
        for found in _BROKEN.finditer(masked):
            if body.has_prose(found.start()):
                yield MalformedMarker(Span(*found.span()), (found[1] or found[2],), self.name)
