"""Perplexity: a link whose text is a number, `[2](https://…)` or `[[2]](https://…)`, or a footnote of a turn, `[^1_5]`.

Comet and the Spaces name what they cite: `[web:3]`, `[page:2]`, `[attached_file:1]`. Others (Tongyi, Metaso, Copilot,
Manus) use the linked number too.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import NUMBERS, Body, Dialect, MarkerExample, numbers
from pubkit.citations.model import Marker
from pubkit.markdown.tree import MARKUP
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.markdown.tree import Node

_LABEL = lazy(rf"\[({NUMBERS})\]|({NUMBERS})")
_REST = lazy(r"\]\((https?://[^\s()]*)\)")
_TURN = lazy(r"\d{1,3}_\d{1,4}")
_TURN_MARK = lazy(rf"\[\^(\d{{1,3}}{MARKUP}?_\d{{1,4}}){MARKUP}?\]")
_NAMED = lazy(
    rf"\[((?:web|page|memory|file|(?:attached|code|generated){MARKUP}?_file|conversation{MARKUP}?_history|chart):\d{{1,4}}){MARKUP}?\]"
)
#: Where a number is the name of what is linked: an issue, a change.
_NAMED_BY_NUMBER = lazy(r"/(?:issues?|pulls?|merge_requests|discussions|bugs?|tickets?|browse|commits?)/|[?&]id=")
#: What stands before a number that is part of a name: `第[3](…)条`, `section [11](…)`.
_PART_OF_NAME = lazy(
    r"(?:第|(?:[见見如上下与與和及由从從在][图圖表式]|公式|章|附录|附錄|附件|步骤) ?|§ ?|['’]s\s"
    r"|\b(?:sections?|chapters?|figures?|fig\.?|tables?|pages?|parts?|articles?|issues?|steps?|rules?|appendix|no\.|number|version)\s)\Z",
    re.IGNORECASE,
)
_LEFT = 12


class Perplexity(Dialect):
    """Linked numbers and footnotes by turn. A number of four digits is a year, unless it is listed."""

    name: ClassVar[str] = "perplexity"
    title: ClassVar[Phrase] = Phrase("Perplexity", "Perplexity")
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("The rate fell to 3.1 percent⟦[2](https://example.org/rate)⟧.", ("2",)),
        MarkerExample("失业率降到 3.1%⟦[1](https://example.org/a)⟧⟦[4](https://example.org/b)⟧。", ("1", "4")),
        MarkerExample("两家机构都下调了预测⟦[[3]](https://example.org/c)⟧。", ("3",)),
        MarkerExample("下调预测⟦[[3]](https://example.org/c)⟧。\n\n[3]: https://example.org/c", ("3",)),
        MarkerExample("下调预测⟦[[3](https://example.org/c)]⟧。", ("3",)),
        MarkerExample(
            "It was revised⟦[^1_5]⟧⟦[^2_1]⟧.\n\n[^1_5]: https://example.org/5\n\n[^2_1]: https://example.org/1",
            ("1_5", "2_1"),
        ),
        MarkerExample("列表没有导出⟦[^1_5]⟧。", ("1_5",)),
        MarkerExample(
            "Objects have state.⟦[web:6]⟧⟦[web:12]⟧ Classes do not⟦[page:2]⟧.", ("web:6", "web:12", "page:2")
        ),
        MarkerExample("附件写明了期限⟦[attached_file:1]⟧。", ("attached_file:1",)),
        MarkerExample("| 指标 | 来源 |\n|---|---|\n| 失业率 | ⟦[2](https://example.org/rate)⟧ |", ("2",)),
        MarkerExample("同上⟦[1](#ref-1)⟧。\n\n## 参考资料\n\n1. 甲 <https://example.org/a>", ("1",)),
        MarkerExample(
            '显示的来源⟦[^1_2]⟧。\n\n<span style="display:none">[^1_3][^1_4]</span>\n\n'
            "[^1_2]: https://example.org/2\n\n[^1_3]: https://example.org/3\n\n[^1_4]: https://example.org/4",
            ("1_2",),
        ),
        MarkerExample("见[2024](https://example.org/y)年报、[2024年报](https://example.org/z)与[第 3 节](#sec-3)。"),
        MarkerExample("[1](https://example.org/p/1) [2](https://example.org/p/2) [3](https://example.org/p/3)"),
        MarkerExample(
            "[1](https://example.org/p/1) | [2](https://example.org/p/2) | [下一页](https://example.org/p/3)"
        ),
        MarkerExample(
            "It is section [11](https://example.org/#x11), see Figure [3](https://example.org/f) and its peer's [23](https://example.org/g)."
        ),
        MarkerExample(
            "第[3](https://example.org/law)条、[5](chapter5.md) 与 [#12](https://example.org/i/12)、[302](https://example.org/issues/302)、[1.2](https://example.org/v)。"
        ),
        MarkerExample("代码 `[2](https://example.org)`，图片 ![2](https://example.org/2.png)，[web:x] 与 [file: 1]。"),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        for link, label, span in body.labels:
            if (label[0] in "[" or label[0].isdigit()) and (found := _LABEL.fullmatch(label)):
                keys = numbers(found[1] or found[2])
                if nested := _nested(body.text, link):
                    yield Marker(Span(link.start - 1, nested.end()), keys, self.name, nested[1])
                elif span.end == link.end and self._is_citation(body, link, keys):
                    yield Marker(_with_brackets(body.text, link), keys, self.name, link.value)
            elif span.end != link.end and (named := _NAMED.fullmatch(f"[{label}]")):
                yield Marker(span, (named[1],), self.name)
        for note in body.notes:
            if _TURN.fullmatch(note.value or ""):
                yield Marker(note.span, (note.value or "",), self.name)
        yield from self._marks(body)

    def _is_citation(self, body: Body, link: Node, keys: tuple[str, ...]) -> bool:
        address = link.value or ""
        if body.text[link.end - 1] == "]" or _PART_OF_NAME.search(body.text, max(0, link.start - _LEFT), link.start):
            return False  # `[1]` with a definition is plain
        if not address.startswith(("http://", "https://")) and not (address.startswith("#") and keys[0] in body.keys):
            return False
        if _NAMED_BY_NUMBER.search(address) and address.endswith(keys[0]):
            return False
        if any(len(key) > 3 and key not in body.keys for key in keys):
            return False
        run = body.run_at(link.start)
        return run is None or not body.is_only_numbers(run)

    def _marks(self, body: Body) -> Iterator[Marker]:
        masked = body.masked
        for sign, pattern in (("[^", _TURN_MARK), ("[", _NAMED)):
            if sign in body.ascii:
                for found in pattern.finditer(masked):
                    if not body.in_link(found.start()):
                        span = Span(body.with_escape(found.start()), found.end())
                        yield Marker(span, (found[1].replace(MARKUP, ""),), self.name)


def _nested(text: str, link: Node) -> re.Match[str] | None:
    """The rest of `[[3]](https://…)` where `[3]` has a definition, so that CommonMark sees a link inside and none around."""
    if text[link.end - 1] != "]" or text[link.start - 1 : link.start] != "[":
        return None
    return _REST.match(text, link.end)


def _with_brackets(text: str, link: Node) -> Span:
    """The link with the brackets around it: `[[3](https://…)]`."""
    outside = text[link.start - 1 : link.start] == "[" and text[link.end : link.end + 1] == "]"
    return Span(link.start - 1, link.end + 1) if outside else link.span
