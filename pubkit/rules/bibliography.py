"""BIB1xx: the list of references itself."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.addresses import comparable_address
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Related, Severity
from pubkit.text.edit import Edit, Fix, Safety, new_edit, new_fix
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import new_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.citations.model import LinkPart, Source
    from pubkit.markdown.document import Document


class PosingHeading(Rule):
    """A bold or plain line that poses as the heading of the list of references."""

    code = "BIB101"
    name = "posing-references-heading"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A bold or plain line where the heading of the list of references should be.",
        "参考资料列表上方是一行加粗文字或普通文字，而不是标题。",
    )
    why = Phrase(
        "Without a heading the list is missing from the table of contents, screen readers cannot jump to it, and "
        "`**参考资料 **` is shown with its stars.",
        "没有标题，目录里就没有这一节，读屏软件也跳不过去；“**参考资料 **”还会连星号一起显示出来。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the line becomes a heading of the level of the other sections; its words stay.",
        "安全：这一行改为与其他各节同级的标题，文字不变。",
    )
    examples = (
        Bad(
            "# 题目\n\n## 一、概述\n\n正文。\n\n⟦**参考资料 **⟧\n\n\\[1] 甲 <https://e.org/a>",
            "# 题目\n\n## 一、概述\n\n正文。\n\n## 参考资料\n\n\\[1] 甲 <https://e.org/a>",
        ),
        Bad("正文。\n\n⟦**参考文献**⟧\n\n\\[1] 甲 <https://e.org/a>", "正文。\n\n## 参考文献\n\n\\[1] 甲 <https://e.org/a>"),
        Bad("Text.\n\n⟦References:⟧\n\n\\[1] A <https://e.org/a>", "Text.\n\n## References\n\n\\[1] A <https://e.org/a>"),
        Bad(
            "正文。\n\n⟦**参考文献**⟧\n\n甲年报 <https://e.org/a>\n\n乙月报 <https://e.org/b>",
            "正文。\n\n## 参考文献\n\n甲年报 <https://e.org/a>\n\n乙月报 <https://e.org/b>",
        ),
        Bad(
            "Text.\n\n⟦**References**⟧\n\nDoe, J. (2021). *Tides*. Some Press.",
            "Text.\n\n## References\n\nDoe, J. (2021). *Tides*. Some Press.",
        ),
        Bad(
            "正文。\n\n⟦**参考文献**⟧\n甲年报 <https://e.org/a>\n\n乙月报 <https://e.org/b>",
            "正文。\n\n## 参考文献\n甲年报 <https://e.org/a>\n\n乙月报 <https://e.org/b>",
        ),
        Bad(
            "正文。\n\n⟦**参考文献**⟧\n赵某. 潮汐[M]. 北京: 某社, 2020.",
            "正文。\n\n## 参考文献\n赵某. 潮汐[M]. 北京: 某社, 2020.",
        ),
        Good("## 参考资料\n\n\\[1] 甲 <https://e.org/a>"),
        Good("正文。\n\n**参考文献**\n著录须写全，见[手册](https://e.org/a)。", "a lead in bold, and prose"),
        Good("正文。\n\n**参考文献**\n\n自 2020 年起，著录须写全，见[手册](https://e.org/a)。", "no entry follows"),
        Good("本文的**参考资料**见文末。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        bibliography = page.citations.bibliography
        heading = bibliography.heading if bibliography else None
        if heading is None or heading.kind == "heading":
            return
        level = section_level(page.document)
        title = Phrase("Make it a heading", "改为标题")
        words = heading.text.rstrip(":：")
        message = Phrase("this line poses as the heading of the references", "这一行冒充参考资料的标题")
        fix = Fix(title, (Edit(heading.span, "#" * level + " " + words),))
        if heading.span.of(page.text).startswith(("#", ">", "-")) or "\n" in heading.span.of(page.text):
            return
        yield self.finding(heading.span, message, fix)


def section_level(document: Document) -> int:
    """The level of the document's sections: its smallest heading level, one title of level 1 left out."""
    levels = sorted(node.level for node in document.tree.children if node.kind == "heading")
    if levels[:1] == [1] and levels.count(1) == 1:
        levels = levels[1:]
    return levels[0] if levels else 2


class SpaceInLinkText(Rule):
    """A link in the list whose text begins or ends with a space."""

    code = "BIB102"
    name = "space-in-link-text"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "An entry whose link text begins or ends with a space: `Title[ https://…](https://…)`.",
        "条目的链接文字以空格开头或结尾：`标题[ https://…](https://…)`。",
    )
    why = Phrase(
        "The title runs into the address, the underline begins with a blank, and copied addresses carry a space.",
        "标题和地址粘在一起，下划线从空白处开始，复制出的地址带空格。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the space moves out of the brackets.", "安全：只把空格移到方括号之外。"
    )
    examples = (
        Bad(
            "## 参考资料\n\n\\[1] 储能年报⟦[ ⟧https://e.org/a](https://e.org/a)",
            "## 参考资料\n\n\\[1] 储能年报 [https://e.org/a](https://e.org/a)",
        ),
        Bad(
            "## 参考资料\n\n\\[1] 储能年报 ⟦[ ⟧https://e.org/a](https://e.org/a)",
            "## 参考资料\n\n\\[1] 储能年报 [https://e.org/a](https://e.org/a)",
        ),
        Good("## 参考资料\n\n\\[1] 储能年报 [https://e.org/a](https://e.org/a)"),
        Good("正文里的[ 链接](https://e.org/a)不归这条规则管。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        text = page.text
        message = Phrase("the link text holds a space at its edge", "链接文字的首尾有空格")
        for source in page.citations.sources:
            for link in source.links:
                start, end = link.text_span
                if text[start : start + 1] in _EDGES or text[end - 1 : end] in _EDGES:
                    label = text[start:end]
                    left = start + len(label) - len(label.lstrip(_SPACES))
                    right = start + len(label.rstrip(_SPACES))
                    if left < right:
                        at = new_span((link.span.start, left) if left > start else (right, end + 1))
                        yield self.finding(at, message, self._fix(text, link, left, right))

    def _fix(self, text: str, link: LinkPart, left: int, right: int) -> Fix:
        """Takes the space away before `left` and behind `right`, where the words of the label begin and end."""
        start, end = link.text_span
        before = link.span.start
        edits = []
        if left > start:
            if not text[before - 1 : before].isspace():
                edits.append(new_edit((new_span((before, before)), " ")))
            edits.append(new_edit((new_span((start, left)), "")))
        if right < end:
            edits.append(new_edit((new_span((right, end)), "")))
        return new_fix((_MOVE_SPACE, tuple(edits), _SAFE, False))


_SAFE = Safety.SAFE
_MOVE_SPACE = Phrase("Move the space out of the link text", "把空格移出链接文字")
_SPACES = " \t\n"
_EDGES = frozenset(_SPACES)


#: What an export escapes in an address without need. `(`, `)`, `<`, `>`, `\` may be needed and stay.
_NEEDLESS = lazy(r"\\([!\"#$%'+,./:;=?@^`{|}~-])|\\(&)(?![A-Za-z][A-Za-z0-9]*;|#)|(?<=[A-Za-z0-9])\\(_)(?=[A-Za-z0-9])")
_NEEDLESS_IN_TARGET = lazy(r"\\([!\"#$%'*+,./:;=?@\[\]^_`{|}~-])|\\(&)(?![A-Za-z][A-Za-z0-9]*;|#)")


class EscapedAddress(Rule):
    """An address in the list with escapes that it does not need."""

    code = "BIB103"
    name = "escaped-address"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "An address in the list of references with backslashes that no reader needs: `\\&`, `\\_`.",
        "列表里的地址带有多余的反斜杠：`\\&`、`\\_`。",
    )
    why = Phrase(
        "Copied from the source, such an address leads nowhere; tools that do not read Markdown cannot follow it.",
        "从源文件复制这样的地址打不开；不解析 Markdown 的工具也无法跟踪它。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the address that readers follow is the same before and after.", "安全：读者点开的地址前后完全相同。"
    )
    examples = (
        Bad(
            "## 参考资料\n\n\\[1] 甲 ⟦[https://e.org/a\\_b?x=1\\&y=2](https://e.org/a_b?x=1\\&y=2)⟧",
            "## 参考资料\n\n\\[1] 甲 [https://e.org/a_b?x=1&y=2](https://e.org/a_b?x=1&y=2)",
        ),
        Good("## 参考资料\n\n\\[1] 甲 [https://e.org/a_b?x=1&y=2](https://e.org/a_b?x=1&y=2)"),
        Good("## 参考资料\n\n\\[1] 甲 [https://e.org/a\\(b\\)](https://e.org/a\\(b\\))", "brackets may need theirs"),
        Good("## 参考资料\n\n\\[1] 甲 [https://e.org/\\_a\\_](https://e.org/_a_)", "would become emphasis"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        text = page.text
        for source in page.citations.sources:
            for link in source.links:
                if text.find("\\", *link.span) < 0 or text[link.span.start] != "[":
                    continue
                edits = tuple(_unescape(text, link))
                if edits:
                    message = Phrase("the address holds needless escapes", "地址里有多余的转义符")
                    title = Phrase("Remove the escapes", "删去转义符")
                    yield self.finding(link.span, message, Fix(title, edits))


def _unescape(text: str, link: LinkPart) -> Iterator[Edit]:
    shows_address = re.match(r"\s*https?:", link.text_span.of(text))
    if shows_address:
        for found in _NEEDLESS.finditer(text, link.text_span.start, link.text_span.end):
            yield Edit.delete(found.start(), found.start() + 1)
    target = text.find("](", link.text_span.end) + 2
    end = link.span.end - 1
    if text[target] == "<":
        return
    for found in _NEEDLESS_IN_TARGET.finditer(text, target, end):
        yield Edit.delete(found.start(), found.start() + 1)


class DoubledSource(Rule):
    """The same number, or the same address, twice in the list."""

    code = "BIB104"
    name = "doubled-source"
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "A number that the list holds twice, or an address that it holds under two numbers.",
        "同一个编号出现两次，或同一个地址列在两个编号之下。",
    )
    why = Phrase(
        "A doubled number makes a citation ambiguous; a doubled address makes the basis look broader than it is.",
        "编号重复使引用无法判定，地址重复则让依据显得比实际更广。",
    )
    examples = (
        Bad("## 参考资料\n\n\\[1] 甲 <https://e.org/a>\n\n⟦\\[1]⟧ 乙 <https://e.org/b>"),
        Bad("## 参考资料\n\n\\[1] 甲 <https://e.org/a>\n\n⟦\\[2]⟧ 甲 <http://e.org/a/>"),
        Good("## 参考资料\n\n\\[1] 甲 <https://e.org/a>\n\n\\[2] 乙 <https://e.org/b>"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        keys: dict[str, Source] = {}
        addresses: dict[str, Source] = {}
        for source in page.citations.sources:
            first = keys.setdefault(source.key, source)
            if first is not source:
                message = Phrase("number [{}] is listed twice", "编号 [{}] 列了两次").format(source.key)
                yield self.finding(source.number_span(page.text), message, related=(_first(first),))
                continue
            if not source.address:
                continue
            address = comparable_address(source.address)
            first = addresses.setdefault(address, source)
            if first is not source:
                message = Phrase("[{}] has the same address as [{}]", "[{}] 与 [{}] 的地址相同")
                yield self.finding(source.number_span(page.text), message.format(source.key, first.key), related=(_first(first),))


def _first(source: Source) -> Related:
    return Related(source.key_span, Phrase("first listed here", "首次列在这里"))


RULES: tuple[Rule, ...] = (PosingHeading(), SpaceInLinkText(), EscapedAddress(), DoubledSource())
