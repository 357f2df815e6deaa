"""EDN141–EDN143: headings, tables and other blocks that two texts do not share."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    EditionFinding,
    EditionRule,
    Fine,
    Found,
    PairRule,
    Whole,
    WholeRule,
    shortened,
)
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.editions.pair import Compared, Pair
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node


class HeadingsDiffer(PairRule, WholeRule):
    """Headings of other levels, or more or fewer of them."""

    code = "EDN141"
    name = "headings-differ"
    what = Phrase("A heading of another level than in the source, or one that only one of the texts has.", "标题的层级与原文不同，或只有一方有这个标题。")
    why = Phrase("The table of contents and all numbers of sections differ between editions.", "各版本的目录与章节编号不再一致。")
    examples = (
        Found("## 引言\n\n### 方法", "## Introduction\n\n## Methods"),
        Found("## 引言\n\n正文在此。\n\n## 结论", "## Introduction\n\nThe text is here."),
        Fine("## 引言\n\n### 方法", "## Introduction\n\n### Methods"),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        ours, theirs = pair.source.segment, pair.target.segment
        if "heading" not in (ours.kind, theirs.kind):
            return
        if ours.kind != theirs.kind:
            message = Phrase("a heading on one side, a {} on the other", "一方是标题，另一方是{}").format(_KINDS.get(ours.kind if theirs.kind == "heading" else theirs.kind, Phrase("block", "段落")))
            yield self.finding(pair, message)
        elif ours.level != theirs.level:
            message = Phrase("a heading of level {}, in the translation of level {}", "标题为第 {} 级，译文为第 {} 级").format(ours.level, theirs.level)
            yield self.finding(pair, message)

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        if whole.context.documents is None:
            yield from self._without(whole.pairs)
            return
        ours, theirs = (_nodes(document, "heading") for document in whole.context.documents)
        if len(ours) == len(theirs):
            return
        for tag, first, last, start, stop in _differences([node.level for node in ours], [node.level for node in theirs]):
            said = shortened((ours[first] if first < last else theirs[start]).text())
            side = Phrase("the translation", "译文") if first < last else Phrase("the source", "原文")
            message = Phrase("{} has no heading “{}”", "{}缺少标题“{}”").format(side, said)
            yield _of_documents(self, message, ours[first:last], theirs[start:stop])
            del tag

    def _without(self, pairs: Sequence[Pair]) -> Iterator[EditionFinding]:
        for pair in pairs:
            if pair.source.kind == "heading" and pair.target is None and pair.state == "parallel":
                message = Phrase("the translation has no heading “{}”", "译文缺少标题“{}”").format(shortened(pair.source.text))
                yield EditionFinding(self.code, self.name, self.severity, message, pair.source.id, (pair.source.span,))


_KINDS = {
    "paragraph": Phrase("paragraph", "段落"), "item": Phrase("list item", "列表项"), "cell": Phrase("table cell", "单元格"),
    "caption": Phrase("caption", "图表题"), "footnote": Phrase("footnote", "脚注"), "metadata": Phrase("value of the front matter", "文件头的值"),
}  # fmt: skip


class TableDiffers(WholeRule):
    """A table of another shape."""

    code = "EDN142"
    name = "table-differs"
    what = Phrase("A table with another number of rows or columns than in the source, or a table that is missing.", "表格的行数或列数与原文不同，或缺少一张表。")
    why = Phrase("A row that is lost takes its figures along, and no comparison of text sees figures that are not there.", "丢了一行，行里的数据也就没了。")
    examples = (
        Found("| 年 | 收入 |\n|---|---|\n| 甲 | 3 |\n| 乙 | 4 |", "| Year | Revenue |\n|---|---|\n| A | 3 |"),
        Found("| 年 | 收入 |\n|---|---|\n| 甲 | 3 |", "| Year |\n|---|\n| A |"),
        Fine("| 年 | 收入 |\n|---|---|\n| 甲 | 3 |", "| Year | Revenue |\n|---|---|\n| A | 3 |"),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        if whole.context.documents is None:
            return
        ours, theirs = (_nodes(document, "table") for document in whole.context.documents)
        if len(ours) != len(theirs):
            message = Phrase("{} tables in the source, {} in the translation", "原文有 {} 张表，译文有 {} 张").format(len(ours), len(theirs))
            yield _of_documents(self, message, ours, theirs)
            return
        for mine, other in zip(ours, theirs, strict=True):
            if _shape(mine) != _shape(other):
                shapes = [Phrase("{} × {}", "{} × {}").format(*_shape(table)) for table in (mine, other)]
                message = Phrase("a table of {} rows and columns, in the translation {}", "表格为 {}（行 × 列），译文为 {}").format(*shapes)
                yield _of_documents(self, message, [mine], [other])


def _shape(table: Node) -> tuple[int, int]:
    """Rows, with the head, and columns."""
    return len(table.children), max((len(row.children) for row in table.children), default=0)


class BlocksDiffer(WholeRule):
    """Items, code blocks, formulas, pictures and notes that only one of two texts has, or a paragraph that was left out."""

    code = "EDN143"
    name = "blocks-differ"
    what = Phrase("Another number of list items, code blocks, displayed formulas, pictures or footnotes than in the source; code that differs; a block without a translation.", "列表项、代码块、独立公式、图片或脚注的数目与原文不同，代码块内容不同，或某段没有译文。")
    why = Phrase("A part of the report is missing in one edition, or printed there alone.", "报告的一部分在某一版本里缺失，或只在那里出现。")
    examples = (
        Found("- 甲\n- 乙\n- 丙", "- A\n- B"),
        Found("代码如下：\n\n```\na = 1\n```", "The code:\n\n```\na = 2\n```"),
        Found("代码如下：\n\n```\na = 1\n```", "The code is this:"),
        Found("收入增长。\n\n利润下降。", "Revenue grew."),
        Fine("- 甲\n- 乙", "- A\n- B"),
        Fine("代码如下：\n\n```\na = 1\n```", "The code:\n\n```\na = 1\n```"),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        for pair in whole.pairs:
            if pair.target is None and pair.state == "parallel" and pair.source.kind != "heading":
                message = Phrase("the translation has no block for “{}”", "译文缺少与“{}”对应的段落").format(shortened(pair.source.text))
                yield EditionFinding(self.code, self.name, self.severity, message, pair.source.id, (pair.source.span,))
        for segment in whole.context.extra:
            if segment.kind != "heading":
                message = Phrase("the source has no block for “{}”", "原文没有与“{}”对应的段落").format(shortened(segment.text))
                yield EditionFinding(self.code, self.name, self.severity, message, "", (), (segment.span,))
        if whole.context.documents is not None:
            yield from self._counted(whole.context.documents)
            yield from self._code(whole.context.documents)

    def _counted(self, documents: tuple[Document, Document]) -> Iterator[EditionFinding]:
        counts = [Counter(node.kind for node in document.tree.walk()) for document in documents]
        for kind, thing in _COUNTED.items():
            mine, other = counts[0][kind], counts[1][kind]
            if mine != other:
                message = Phrase("{}: {} in the source, {} in the translation", "{}：原文 {} 个，译文 {} 个").format(thing, mine, other)
                yield _of_documents(self, message, _nodes(documents[0], kind), _nodes(documents[1], kind))

    def _code(self, documents: tuple[Document, Document]) -> Iterator[EditionFinding]:
        ours, theirs = (_nodes(document, "code_block") for document in documents)
        if len(ours) != len(theirs):
            return
        for mine, other in zip(ours, theirs, strict=True):
            if _code_of(mine) != _code_of(other):
                yield _of_documents(self, Phrase("a code block differs", "代码块内容不同"), [mine], [other])


_COUNTED = {
    "item": Phrase("list items", "列表项"),
    "code_block": Phrase("code blocks", "代码块"),
    "display_math": Phrase("displayed formulas", "独立公式"),
    "image": Phrase("pictures", "图片"),
    "footnote": Phrase("footnotes", "脚注"),
}


def _code_of(node: Node) -> tuple[str | None, str]:
    return node.value, "".join(child.value or "" for child in node.children)


def _nodes(document: Document, kind: str) -> list[Node]:
    return [node for node in document.tree.walk() if node.kind == kind]


def _differences(ours: list[int], theirs: list[int]) -> Iterator[tuple[str, int, int, int, int]]:
    """Where two rows of levels part: tag and the places on both sides."""
    for tag, first, last, start, stop in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag != "equal":
            yield tag, first, last, start, stop


def _of_documents(rule: EditionRule, message: Phrase, ours: Sequence[Node], theirs: Sequence[Node]) -> EditionFinding:
    """A finding about whole blocks, which belong to no segment."""
    return EditionFinding(
        rule.code, rule.name, rule.severity, message, "", tuple(Span(node.start, node.end) for node in ours), tuple(Span(node.start, node.end) for node in theirs)
    )


RULES: tuple[EditionRule, ...] = (HeadingsDiffer(), TableDiffers(), BlocksDiffer())
