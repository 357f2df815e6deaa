"""EDN131–EDN133: marks of Markdown that show, emphasis that is gone, placeholders that stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    EditionFinding,
    EditionRule,
    Fine,
    Found,
    PairRule,
    shortened,
)
from pubkit.editions.placeholders import PLACEHOLDER
from pubkit.markdown.document import Document
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.pair import Compared, Text
    from pubkit.markdown.tree import Node

_MARKS = frozenset("*_`~")
#: Marks that a reader of the page would see: an unpaired run of stars, a backtick, a link that is none, half a footnote.
_SHOWING = lazy(r"(?<!\\)(?:\*\*+|(?<![\s\d*])\*(?![\s\d*])|(?<=[\s(])\*(?=[^\s*])|__+(?=\w)|(?<=\w)__+|`+|\]\((?=[^)]*(?:$|[):/.#]))|\[\^(?=[^\]]*$)|~~)")


def _tree(text: Text) -> Node:
    return Document(text.text).tree


def _showing(text: Text) -> list[tuple[int, int]]:
    """The places of marks that stand in the text of the parsed segment."""
    plain = text.masked
    if not any(mark in text.text for mark in "*_`~") and plain.count("[") == plain.count("]"):
        return []
    found: list[tuple[int, int]] = []
    for start, end in _stretches(_tree(text)):
        found += [each.span() for each in _SHOWING.finditer(text.text, start, end)]
    return [span for span in found if not any(text.at(each).start <= span[0] < text.at(each).end for each in text.segment.placeholders)]


def _stretches(tree: Node) -> Iterator[tuple[int, int]]:
    """Where text stands as text: pieces that follow each other are one."""
    start = end = -1
    for node in tree.walk():
        if node.kind == "text":
            if node.start != end:
                if end >= 0:
                    yield start, end
                start = node.start
            end = node.end
    if end >= 0:
        yield start, end


class MarkupBroken(PairRule):
    """Marks of Markdown that a reader sees."""

    code = "EDN131"
    name = "markup-broken"
    what = Phrase("Stars, backticks or brackets of a translation that Markdown does not read as markup, more than in the source.", "译文里的星号、反引号或方括号没有成对，会原样显示（多于原文）。")
    why = Phrase("`**bold*` is printed with its stars; a link without its bracket is printed with its address.", "`**粗体*` 会连星号一起印出，缺了括号的链接会印出地址。")
    source = "CommonMark 0.31.2, 6.2 (Emphasis and strong emphasis)"
    examples = (
        Found("**重点**在此。", "**The point* is here."),
        Found("**重点**在此。", "The point** is here."),
        Found("运行 `lint`。", "Run `lint."),
        Found("见[白皮书](https://example.org)。", "See the white paper](https://example.org)."),
        Found("**重点**在此。", "**重點：**在此。", ("zh-CN", "zh-TW"), "CommonMark reads no bold here"),
        Fine("**重点**在此。", "The **point** is here."),
        Fine("2 * 3 = 6，a_b_c。", "2 * 3 = 6, a_b_c."),
        Fine(r"\*星号\*。", r"\*star\*."),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        theirs = _showing(pair.target)
        if theirs and len(theirs) > len(_showing(pair.source)):
            marks = sorted({pair.target.text[start:end] for start, end in theirs})
            message = Phrase("marks of Markdown will be printed: {}", "Markdown 标记会原样印出：{}").format(" ".join(marks))
            yield self.finding(pair, message, (), theirs)  # type: ignore[arg-type]  # pairs of numbers are spans


class EmphasisDiffers(PairRule):
    """More or less emphasis than in the source."""

    code = "EDN132"
    name = "emphasis-differs"
    severity = "advisory"
    what = Phrase("Another number of bold or emphasized stretches than in the source.", "加粗、强调的处数与原文不同。")
    why = Phrase("What the author stressed is no longer stressed.", "作者强调之处未得到强调。")
    examples = (
        Found("**规则**是清楚的，**实现**是参差的。", "**Rules** are clear, implementations uneven."),
        Found("规则是清楚的。", "**Rules** are clear."),
        Fine("**规则**是清楚的。", "The **rules** are clear."),
        Fine("《书名》是书。", "*The Title* is a book.", why="titles are set in italics in English"),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        if "*" not in pair.source.text + pair.target.text and "_" not in pair.source.text + pair.target.text:
            return
        ours, theirs = _strong(pair.source), _strong(pair.target)
        if ours != theirs and not (_showing(pair.target) and len(_showing(pair.target)) > len(_showing(pair.source))):
            message = Phrase("{} bold stretches in the source, {} in the translation", "原文加粗 {} 处，译文 {} 处").format(ours, theirs)
            yield self.finding(pair, message)


def _strong(text: Text) -> int:
    if "**" not in text.text and "__" not in text.text:
        return 0
    return sum(node.kind == "strong" for node in _tree(text).walk())


class PlaceholderLeft(PairRule):
    """A placeholder of the catalogue that nothing took the place of."""

    code = "EDN133"
    name = "placeholder-left"
    what = Phrase("A placeholder such as `{c1}` that still stands in the text of an edition.", "版本正文里残留 `{c1}` 一类的占位符。")
    why = Phrase("Readers see it; what it stood for is gone.", "读者会看到它，而它所代表的内容已经丢失。")
    examples = (
        Found("收入增长[@li2024]。", "Revenue grew{c2} [@li2024]."),
        Fine("集合 {a, b} 与 {c}。", "The sets {a, b} and {c}."),
        Fine("写作 `{c1}`。", "It is written `{c1}`."),
        Fine("变量 {n1} 是占位符。", "The variable {n1} is a placeholder.", why="in the source too"),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        if "{" not in pair.target.text:
            return
        known = {found[0] for found in PLACEHOLDER.finditer(pair.source.masked)}
        for found in PLACEHOLDER.finditer(pair.target.masked):
            if found[0] not in known:
                message = Phrase("the placeholder {} was not replaced", "占位符 {} 未被替换").format(shortened(found[0]))
                yield self.finding(pair, message, (), [found.span()])  # type: ignore[list-item]


RULES: tuple[EditionRule, ...] = (MarkupBroken(), EmphasisDiffers(), PlaceholderLeft())
