"""EDN121–EDN126: addresses, code, formulas, pictures, notes and attributes, which no translation changes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pubkit.citations.addresses import canonical_address
from pubkit.editions.checks.base import (
    CheckContext,
    EditionFinding,
    EditionRule,
    Fine,
    Found,
    PairRule,
    Whole,
    WholeRule,
    shortened,
)
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pubkit.editions.pair import Compared, Text
    from pubkit.editions.segment import PlaceholderKind
    from pubkit.markdown.document import Document
    from pubkit.text.span import Span


class _Verbatim(PairRule):
    """What stands in both texts equally often: compared as it is written, order ignored."""

    kinds: tuple[PlaceholderKind, ...]
    thing: Phrase

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        if not any(kind in text.kinds for text in (pair.source, pair.target) for kind in self.kinds):
            return
        if sorted(self._raw(pair.source)) == sorted(self._raw(pair.target)):
            return
        ours, theirs = self._tokens(pair.source, pair.context, in_source=True), self._tokens(pair.target, pair.context, in_source=False)
        if [token for token, _ in ours] == [token for token, _ in theirs]:
            return
        lost = _missing(ours, theirs)
        added = _missing(theirs, ours)
        while lost and added:
            (old, old_span), (new, new_span) = lost.pop(0), added.pop(0)
            message = Phrase("{}: “{}” became “{}”", "{}：“{}”变成了“{}”").format(self.thing, shortened(old), shortened(new))
            yield self.finding(pair, message, [old_span], [new_span])
        for token, span in lost:
            yield self.finding(pair, Phrase("{}: “{}” is missing in the translation", "{}：译文缺少“{}”").format(self.thing, shortened(token)), [span])
        for token, span in added:
            yield self.finding(pair, Phrase("{}: the source has no “{}”", "{}：原文没有“{}”").format(self.thing, shortened(token)), (), [span])

    def _raw(self, text: Text) -> list[str]:
        return [each.text for each in text.segment.placeholders if each.kind in self.kinds]

    def _tokens(self, text: Text, context: CheckContext, *, in_source: bool) -> list[tuple[str, Span]]:
        found = [(self.normal(each.text, context, in_source=in_source), text.at(each)) for each in text.segment.placeholders if each.kind in self.kinds]
        return sorted(found)

    def normal(self, text: str, context: CheckContext, *, in_source: bool) -> str:
        """The form in which two are compared: what the map of addresses names is compared as one."""
        return _localized(text, context.addresses, in_source=in_source)


def _missing(ours: list[tuple[str, Span]], theirs: list[tuple[str, Span]]) -> list[tuple[str, Span]]:
    """The tokens that one side has and the other has not, or not as often."""
    left = Counter(token for token, _ in ours) - Counter(token for token, _ in theirs)
    found = []
    for token, span in ours:
        if left[token] > 0:
            left[token] -= 1
            found.append((token, span))
    return found


class AddressDiffers(_Verbatim):
    """A link that leads elsewhere, or is gone."""

    code = "EDN121"
    name = "link-differs"
    kinds = ("address",)
    thing = Phrase("link", "链接")
    what = Phrase("A link of the source that its translation does not have, or that leads to another address.", "译文缺少原文的链接，或链接指向别处。")
    why = Phrase(
        "Readers of the edition end at another page. An edition may have addresses of its own (a Wikipedia in its language): give them in the map.",
        "这一版本的读者会到达另一个页面。确有本地化地址（如相应语言的维基百科）的，写入地址对照表。",
    )
    examples = (
        Found("见[白皮书](https://example.org/report)。", "See the white paper."),
        Found("见[白皮书](https://example.org/report)。", "See the [white paper](https://example.org/reports)."),
        Found("见白皮书。", "See the [white paper](https://example.org/report)."),
        Found("见[甲](https://example.org/a)。", "見[甲](https://example.org/b)。", ("zh-CN", "zh-TW")),
        Fine("见[白皮书](https://example.org/report)。", "See the [white paper](https://example.org/report)."),
        Fine("见[白皮书](https://example.org/report)。", "See the [white paper](https://example.org/report/)."),
        Fine("见[甲](https://example.org/a)和[乙](https://example.org/b)。", "See [B](https://example.org/b) and [A](https://example.org/a)."),
        Fine(
            "见[条目](https://zh.wikipedia.org/wiki/排版)。",
            "See [the entry](https://en.wikipedia.org/wiki/Typesetting).",
            context=CheckContext(addresses={"https://zh.wikipedia.org/*": "https://en.wikipedia.org/*"}),
        ),
    )

    def normal(self, text: str, context: CheckContext, *, in_source: bool) -> str:
        address = _localized(text.strip("<>").replace("\\", ""), context.addresses, in_source=in_source)
        return canonical_address(address) if "://" in address else address


def _localized(address: str, addresses: Mapping[str, str], *, in_source: bool) -> str:
    """What an address is compared as: those that the map names are replaced by the pattern that they fit."""
    for old, new in addresses.items():
        pattern = old if in_source else new
        if address == pattern or (pattern.endswith("*") and address.startswith(pattern[:-1])):
            return f"map:{old}"
    return address


class CodeDiffers(_Verbatim):
    """Code that a translation changed."""

    code = "EDN122"
    name = "code-differs"
    kinds = ("code",)
    thing = Phrase("code", "代码")
    what = Phrase("Inline code that differs from the source or is missing.", "行内代码与原文不同或缺失。")
    why = Phrase("Code is typed as it stands: one character less and it does something else.", "代码要照抄使用，差一个字符就是另一回事。")
    examples = (
        Found("运行 `pubkit lint`。", "Run `pubkit-lint`."),
        Found("运行 `pubkit lint`。", "Run pubkit lint."),
        Found("运行 `软件`。", "執行 `軟件`。", ("zh-CN", "zh-TW")),
        Fine("运行 `pubkit lint`。", "Run `pubkit lint`."),
        Fine("先 `a` 后 `b`。", "`b` comes after `a`."),
    )


class MathDiffers(_Verbatim):
    """A formula that a translation changed."""

    code = "EDN123"
    name = "math-differs"
    kinds = ("math",)
    thing = Phrase("formula", "公式")
    what = Phrase("A formula that differs from the source or is missing.", "公式与原文不同或缺失。")
    why = Phrase("It says something else.", "含义变了。")
    examples = (
        Found("其中 $a^2+b^2=c^2$。", "where $a^2+b^2=c$."),
        Found("其中 $x>0$。", "where x is positive."),
        Fine("其中 $a^2+b^2=c^2$。", "where $a^2+b^2=c^2$."),
    )


class PictureDiffers(_Verbatim):
    """A picture that a translation lost or replaced."""

    code = "EDN124"
    name = "picture-differs"
    kinds = ("picture",)
    thing = Phrase("picture", "图片")
    what = Phrase("A picture that the translation does not have, or another file.", "译文缺少图片，或换成了别的文件。")
    why = Phrase("A localized picture belongs into the map of addresses, so that the others stay checked.", "本地化的图片应写入地址对照表，其余的仍受检查。")
    examples = (
        Found("趋势见 ![图](a.png) 所示。", "The trend is shown below."),
        Found("趋势见 ![图](a.png) 所示。", "The trend is shown in ![figure](b.png)."),
        Fine("趋势见 ![图](a.png) 所示。", "The trend is shown in ![figure](a.png)."),
        Fine("趋势见 ![图](a.png) 所示。", "The trend is shown in ![figure](a.en.png).", context=CheckContext(addresses={"a.png": "a.en.png"})),
    )


class NoteDiffers(_Verbatim):
    """A footnote that is referred to no more."""

    code = "EDN125"
    name = "footnote-differs"
    kinds = ("footnote",)
    thing = Phrase("footnote", "脚注")
    what = Phrase("A reference to a footnote that the translation does not have, or to another one.", "译文缺少脚注标记，或指向另一条脚注。")
    why = Phrase("The note is not printed, or stands at another claim.", "这条脚注不会印出，或注在了别处。")
    examples = (
        Found("收入增长[^a]。\n\n[^a]: 不含税。", "Revenue grew.\n\n[^a]: Without tax."),
        Fine("收入增长[^a]。\n\n[^a]: 不含税。", "Revenue grew[^a].\n\n[^a]: Without tax."),
    )


class AttributeDiffers(_Verbatim, WholeRule):
    """An identifier, class or piece of HTML that a translation changed."""

    code = "EDN126"
    name = "attribute-differs"
    kinds = ("attribute", "html")
    thing = Phrase("identifier or HTML", "标识符或 HTML")
    what = Phrase(
        "Attributes such as `{#sec:intro}`, references such as `@fig:flow` and HTML such as `<br>` that differ or are missing.",
        "`{#sec:intro}` 等属性、`@fig:flow` 等交叉引用或 `<br>` 等 HTML 与原文不同或缺失。",
    )
    why = Phrase("Cross-references lead to an identifier; without it they break.", "交叉引用靠标识符定位，缺了它就会断开。")
    examples = (
        Found("## 引言 {#sec:intro}\n\n正文。", "## Introduction\n\nText."),
        Found("## 引言 {#sec:intro}\n\n正文。", "## Introduction {#sec:introduction}\n\nText."),
        Found("称为[禁则]{.term}。", "These are called [kinsoku]{.name}."),
        Found("结果见 @fig:flow。", "The results are in the figure."),
        Found("结果见 @fig:flow。", "The results are in @fig:flows."),
        Fine("结果见 @fig:flow 与 [@sec:a; @sec:b]。", "See [@sec:a; @sec:b] and @fig:flow."),
        Fine("## 引言 {#sec:intro}", "## Introduction {#sec:intro}"),
        Fine("第一行<br>第二行", "First line<br>second line"),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        """The identifiers of headings, which belong to no segment."""
        if whole.context.documents is None:
            return
        ours, theirs = (_heading_attributes(document) for document in whole.context.documents)
        if len(ours) != len(theirs):
            return
        for (mine, span), (other, place) in zip(ours, theirs, strict=True):
            if mine != other:
                message = Phrase("a heading has the attributes “{}”, in the translation “{}”", "标题属性为“{}”，译文为“{}”").format(mine, other)
                yield EditionFinding(self.code, self.name, self.severity, message, "", (span,), (place,))


_HEADING_ATTRIBUTES = lazy(r"\{[^{}\n]*[#.=][^{}\n]*\}[ \t#]*$")


def _heading_attributes(document: Document) -> list[tuple[str, Span]]:
    """The attributes of every heading, empty where it has none, and its place."""
    found = []
    for node in document.tree.walk():
        if node.kind == "heading":
            line = node.span.of(document.text).partition("\n")[0]
            attributes = _HEADING_ATTRIBUTES.search(line)
            found.append((attributes[0].strip(" \t#") if attributes else "", node.span))
    return found


RULES: tuple[EditionRule, ...] = (AddressDiffers(), CodeDiffers(), MathDiffers(), PictureDiffers(), NoteDiffers(), AttributeDiffers())
