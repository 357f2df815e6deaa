"""Numbers set high: `<sup>[1]</sup>`, `<sup>1</sup>`, `^[1]^`, `$^{[1]}$`, `¹²`.

In brackets they are citations anywhere; bare ones could be exponents and ordinals, and count only where the list of
references has them and a word stands before that is no unit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import NUMBERS, Body, Dialect, MarkerExample, numbers
from pubkit.citations.model import Marker
from pubkit.markdown.tree import HTML, MARKUP, MATH
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_TAG = lazy(r"<sup\b[^<>]{0,200}>((?:[^<]|<a\b[^<>]{0,300}>|</a>){1,400}?)</sup>", re.IGNORECASE)
_TAGS = lazy(r"<[^<>]*>")
_BRACKETED = lazy(rf"(?:\\?[\[［【]({NUMBERS})\\?[\]］】][,，、 ]?)+")
_BARE = lazy(NUMBERS)
_LINKED = lazy(rf"(?:\[\[?({NUMBERS})\]?\]\([^()\s]*\)[,，、 ]?)+")
_LINK_ADDRESS = lazy(r"\]\(([^()\s]*)\)")
_CARET = lazy(rf"\^\[({NUMBERS})\]\^|(?<![\[^])\^({NUMBERS})\^(?![\]^])")
_MATH = lazy(rf"\$\s?\^\{{?\s?(?:\[({NUMBERS})\]|({NUMBERS}))\s?\}}?\s?\$")
_DIGITS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_HIGH = lazy(rf"(?<![{_DIGITS}⁺⁻])[{_DIGITS}]{{1,3}}(?:[,，⁻˒][{_DIGITS}]{{1,3}})*")
_LOW = str.maketrans(_DIGITS + "⁻˒，", "0123456789-,,")
#: A bare number behind a digit, a short Latin word (m, km, CO, n) or a unit is an exponent, or part of a name; behind a year or
#: an acronym (GDP, AI) it is none.
_NO_WORD = lazy(
    rf"(?:(?<!(?<!\d)(?:19|20)\d)\d|(?<![A-Za-z])(?:[A-Za-z]|[a-z][A-Za-z]{{1,2}}|[CNS]O|NH|PO)|[米尺寸]|公里|英里|[)\]}}°℃µ\u0370-\u03ff/^*+=−-]|\A)[{MARKUP}]*\Z"
)
_ANCHOR = lazy(r"<a\b[^<>]*>\s*\Z", re.IGNORECASE)
_ANCHOR_LEFT = 200
#: Words in brackets are no factor: `(in part)¹`.
_WORDS_IN_BRACKETS = lazy(r"\([^()]*(?:[A-Za-z]{4}|[\u4e00-\u9fff]{2})[^()]*\)\Z")
_BRACKETS_LEFT = 80
_LEFT = 16


class Superscript(Dialect):
    """Numbers that the export has set high."""

    name: ClassVar[str] = "superscript"
    title: ClassVar[Phrase] = Phrase("Superior numbers", "上标编号")
    guessed: ClassVar[bool] = True
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample("电价下降⟦<sup>[1]</sup>⟧，需求上升⟦<sup>[2,4]</sup>⟧。", ("1", "2+4")),
        MarkerExample("Prices fell⟦<sup>[3-5]</sup>⟧.", ("3+4+5",)),
        MarkerExample("两处相邻⟦<sup>[1]</sup>⟧⟦<sup>[2]</sup>⟧。", ("1", "2")),
        MarkerExample("合在一处⟦<sup>[1][2]</sup>⟧。", ("1+2",)),
        MarkerExample("带链接⟦<sup>[1](https://example.org/a)</sup>⟧。", ("1",)),
        MarkerExample('带锚点⟦<sup><a href="#r1">[1]</a></sup>⟧。', ("1",)),
        MarkerExample("没有括号⟦<sup>1</sup>⟧。\n\n## 参考资料\n\n1. 甲\n2. 乙", ("1",)),
        MarkerExample("数字上标⟦¹⟧，两个⟦¹²⟧。\n\n## 参考资料\n\n1. 甲\n12. 乙", ("1", "12")),
        MarkerExample("插入符⟦^[1]^⟧与公式⟦$^{[2]}$⟧。\n\n## 参考资料\n\n1. 甲\n2. 乙", ("1", "2")),
        MarkerExample(
            "插入符⟦^1^⟧、公式⟦$^{2}$⟧，面积 3 km^2^、x^2^、10⁻²、χ²、卡方^3^。\n\n## 参考资料\n\n1. 甲\n2. 乙",
            ("1", "2"),
        ),
        MarkerExample(
            "人均 GDP⟦¹⟧，至 2024⟦²⟧，占一半 (in part)⟦¹⟧；CO²、mm²、(a+b)²、10².\n\n## 参考资料\n\n1. 甲\n2. 乙",
            ("1", "2", "1"),
        ),
        MarkerExample("| 论断 |\n|---|\n| 增长⟦<sup>[1]</sup>⟧ |", ("1",)),
        MarkerExample("面积 10<sup>2</sup> 与 m<sup>2</sup>、km²、10³、CO₂、平方米²。\n\n## 参考资料\n\n2. 甲\n3. 乙"),
        MarkerExample('网页的脚注<a href="#ftn.1" class="footnote"><sup>[1]</sup></a>不是引用。'),
        MarkerExample("没有列表时，x<sup>1</sup>、第 1<sup>st</sup>、增长¹ 与 <sup>注</sup> 都不算。"),
        MarkerExample(
            "代码 `<sup>[1]</sup>` 与 `x¹`，公式 $x^{2}$、$x^[1]$，脚注 ⟦[^1]⟧。\n\n[^1]: 注。\n\n## 参考资料\n\n2. 甲",
            ("1",),
        ),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        if "<sup" in body.text:
            yield from self._tags(body)
        if not body.keys:
            return
        if "^" in body.text:
            yield from self._carets(body)
        if any(digit in body.masked for digit in _DIGITS):
            for found in _HIGH.finditer(body.masked):
                keys = numbers(found[0].translate(_LOW))
                if self._is_word_before(body, found.start()) and all(key in body.keys for key in keys):
                    yield Marker(Span(*found.span()), keys, self.name)

    def _tags(self, body: Body) -> Iterator[Marker]:
        for found in _TAG.finditer(body.text):
            if body.masked[found.start()] != HTML or (body.masked[found.start(1)] == HTML and found[1][0] != "<"):
                continue  # code, or a block of HTML
            inner = _TAGS.sub("", found[1]).strip()
            address = _LINK_ADDRESS.search(inner)
            plain = _LINK_ADDRESS.sub("]", inner)
            keys = numbers(plain)
            listed = all(key in body.keys for key in keys)
            if _BARE.fullmatch(inner):
                if not listed or not self._is_word_before(body, found.start()):
                    continue
            elif not listed and _ANCHOR.search(body.text, max(0, found.start() - _ANCHOR_LEFT), found.start()):
                continue  # a footnote of HTML, whose text is somewhere on the page
            elif not (_BRACKETED.fullmatch(inner) or _LINKED.fullmatch(inner)):
                continue
            yield Marker(Span(*found.span()), keys, self.name, address[1] if address else None)

    def _carets(self, body: Body) -> Iterator[Marker]:
        for pattern, seen in ((_CARET, "^"), (_MATH, MATH)):
            for found in pattern.finditer(body.text):
                keys = numbers(found[1] or found[2])
                is_sought = found[1] or self._is_word_before(body, found.start())
                if is_sought and body.masked[found.start()] == seen and all(key in body.keys for key in keys):
                    yield Marker(Span(*found.span()), keys, self.name)

    def _is_word_before(self, body: Body, start: int) -> bool:
        if _NO_WORD.search(body.masked, max(0, start - _LEFT), start) is None:
            return True
        return _WORDS_IN_BRACKETS.search(body.masked, max(0, start - _BRACKETS_LEFT), start) is not None
