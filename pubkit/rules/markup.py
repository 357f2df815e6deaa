"""MD102 to MD104, MD106 to MD108: markup that an export escaped, left over or left out.

What does not belong here: bold (`bold`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import BLOCK, CODE, ENTITY, MARKUP, Node, Run
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class NeedlessEscape(Rule):
    """A backslash in prose that no reader needs."""

    code = "MD102"
    name = "needless-escape"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A backslash before a mark that means nothing special there: `legal\\_name`, `A \\& B`, `5\\%`.",
        "标点前的反斜杠没有必要：`legal\\_name`、`A \\& B`、`5\\%`。",
    )
    why = Phrase(
        "The source is hard to read and to search, and editors that are not CommonMark readers show the backslash.",
        "源文件难读、难检索；不按 CommonMark 解析的编辑器会把反斜杠显示出来。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: only where CommonMark readers and pandoc show the same with and without the backslash.",
        "安全：只在 CommonMark 阅读器和 pandoc 都显示相同结果时提供。",
    )
    examples = (
        Bad("字段 legal⟦\\_⟧name 必填。", "字段 legal_name 必填。"),
        Bad("研发 R⟦\\&⟧D 投入占 5⟦\\%⟧。", "研发 R&D 投入占 5%。"),
        Good("乘号写作 2 \\* 3，下划线 \\_强调\\_ 要转义。"),
        Good("\\[1] 是文献编号。"),
        Good("1\\. 不是列表。"),
        Good("`legal\\_name`"),
        Good("写成 \\&amp; 才显示 &amp;amp;。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if "\\" not in page.text:
            return
        masked = page.document.masked
        escapes = [found for found in _NEEDLESS_ESCAPE.finditer(page.text) if masked[found.start()] == MARKUP]
        if not escapes:
            return
        in_address = _Places([link.span for source in page.citations.sources for link in source.links])
        for found in escapes:
            start = found.start()
            if in_address(start) or _is_meant(page.text, start):
                continue  # code, an address, or a link of the list, which BIB103 has
            message = Phrase("`{}` needs no backslash here", "这里的 `{}` 不需要反斜杠").format(found[0])
            fix = Fix(Phrase("Remove the backslash", "删去反斜杠"), (Edit.delete(start, start + 1),))
            yield self.finding(Span(*found.span()), message, fix)


class _Places:
    """Whether an offset lies in one of some spans, which are sorted and disjoint."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans
        self._starts = [span.start for span in spans]

    def __call__(self, offset: int) -> bool:
        n = bisect_right(self._starts, offset) - 1
        return n >= 0 and offset < self._spans[n].end


#: Marks that mean nothing where they stand, to CommonMark and to pandoc: `_` inside a word, `&` that begins no
#: character reference, and `%`, `,`, `;`, `?`, `=`, `/` anywhere. What stands before is looked at afterwards: a pattern that
#: begins with a letter is searched ten times faster.
_NEEDLESS_ESCAPE = lazy(r"\\(?:_(?=[A-Za-z0-9])|&(?![A-Za-z][A-Za-z0-9]{0,31};|#)|[%,;?=/])")


def _is_meant(text: str, start: int) -> bool:
    """Whether an escape does something after all: it is escaped itself, or its `_` stands at a word's edge."""
    before = text[start - 1 : start]
    return before == "\\" or (text[start + 1] == "_" and not (before.isascii() and before.isalnum()))


class EscapedCode(Rule):
    """A code block that an export escaped as if it were prose."""

    code = "MD103"
    name = "escaped-code"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A code block with an export's layer of escapes: `\\_` `\\*` `\\[`, `&#x20;` for spaces, every line followed by a "
        "blank one.",
        "代码块里有导出时加上的转义：`\\_`、`\\*`、`\\[`，用 `&#x20;` 代替空格，每行后面多一个空行。",
    )
    why = Phrase(
        "Code is shown as it is written: readers see the escapes, and the code does not run.",
        "代码块照原样显示：读者看到的是转义符，代码也无法运行。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe where the whole block proves the layer (`&#x20;`, and no mark left without a backslash); unsafe where only "
        "the backslashes do. Exactly this layer is taken off.",
        "整块都能证明是导出的转义（出现 `&#x20;`，且没有一个未转义的符号）时为安全，只有反斜杠可证时为不安全。只去掉这一层转义。",
    )
    examples = (
        Bad(
            "```\n⟦def run\\_all():\n\n&#x20;   return \\[1, 2]⟧\n```",
            "```\ndef run_all():\n    return [1, 2]\n```",
        ),
        Bad("```\n⟦a\\_b = c\\_d⟧\n```", "```\na_b = c_d\n```"),
        Good("```latex\na\\_b $x_1$\n```", "an underscore without a backslash: the escape is meant"),
        Good("```\nre.compile(r'\\[a\\]')\n```", "brackets of a pattern"),
        Good("```python\na = 1\n\nb = 2\n```"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        text = page.text
        if CODE not in page.document.masked:
            return
        blocks = [_CodeBlock(text, node) for node in page.document.tree.walk() if node.kind == "code_block"]
        proven = any(block.proven for block in blocks)
        for block in blocks:
            if not (block.escaped or (proven and block.doubled)):
                continue
            message = Phrase("this code block holds an export's escapes", "这个代码块带有导出时的转义")
            mended = block.mended()
            safe = block.proven or (proven and block.unescaped_marks == 0)
            title = Phrase("Take the layer of escapes off", "去掉这一层转义")
            fix = Fix(title, (Edit(block.span, mended),), Safety.SAFE if safe else Safety.UNSAFE)
            yield self.finding(block.span, message, fix if mended != block.code else None)


class _CodeBlock:
    """A fenced code block, and the signs that an export escaped it."""

    def __init__(self, text: str, node: Node) -> None:
        inside = bool(node.children) and node.value is not None
        start = node.children[0].start if inside else node.start
        end = node.children[-1].end if inside else node.start
        if inside and text[end - 1 : end] == "\n":
            end -= 1
        self.span = Span(start, max(start, end))
        self.code = self.span.of(text)
        self.quoted = any("\n" in text[a.end : b.start] or a.end != b.start for a, b in zip(node.children, node.children[1:], strict=False))

    @cached_property
    def escapes(self) -> int:
        return 0 if self.quoted else len(_CODE_ESCAPE.findall(self.code))

    @cached_property
    def unescaped_marks(self) -> int:
        return len(_UNESCAPED.findall(self.code))

    @property
    def proven(self) -> bool:
        """Whether `&#x20;` proves the layer: no code holds it in place of its indentation."""
        return not self.quoted and "&#x20;" in self.code and self.unescaped_marks == 0

    @property
    def escaped(self) -> bool:
        return self.proven or (self.escapes >= 2 and self.unescaped_marks == 0 and not _MEANT_ESCAPE.search(self.code))

    @cached_property
    def doubled(self) -> bool:
        """Whether each line is followed by exactly one blank line."""
        breaks = [len(found) for found in _BREAKS.findall(self.code)]
        return not self.quoted and len(breaks) >= 3 and all(n == 2 for n in breaks)

    def mended(self) -> str:
        code = self.code
        breaks = [len(found) for found in _BREAKS.findall(code)]
        if breaks and all(n % 2 == 0 for n in breaks) and (len(breaks) >= 3 or self.proven):
            code = _BREAKS.sub(lambda found: "\n" * (len(found[0]) // 2), code)
        if self.escaped:
            code = _CODE_ESCAPE.sub(lambda found: found[1], code.replace("&#x20;", " "))
        return re.sub(r"[ \t]+(?=\n|\Z)", "", code) if self.proven else code


_BREAKS = lazy(r"\n+")
_CODE_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])")
_UNESCAPED = lazy(r"(?<!\\)[_*\[]")
#: Escapes that patterns, TeX and strings mean, and that no export adds.
_MEANT_ESCAPE = lazy(r"\\(?![_*\[$#|&~>-])")


class SpaceReference(Rule):
    """`&#x20;` in prose."""

    code = "MD104"
    name = "space-reference"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase("`&#x20;`, a space written as a character reference.", "把空格写成字符引用 `&#x20;`。")
    why = Phrase(
        "It is what an export leaves at the edge of bold words; editors and many readers show it as it is.",
        "这是导出时留在加粗文字边上的残留，编辑器和不少阅读器会原样显示。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: inside a line it becomes a space, at a line's edge it goes.", "安全：行内改为空格，行首行尾删去。"
    )
    examples = (
        Bad("电价⟦&#x20;⟧下降。", "电价 下降。"),
        Bad("电价下降。⟦&#x20;⟧", "电价下降。"),
        Bad("⟦&#x20;&#x20;⟧电价下降。", "电价下降。"),
        Good("`&#x20;` 是空格。"),
        Good("写作 &amp;#x20; 才会显示出来。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if ENTITY not in page.document.masked:
            return
        for found in _SPACE_REFERENCE.finditer(page.text):
            start, end = found.span()
            if page.document.masked[start] != ENTITY:
                continue
            message = Phrase("a space is written as `&#x20;`", "空格写成了 `&#x20;`")
            fix = Fix(Phrase("Write a plain space", "改为普通空格"), (Edit.replace(start, end, _space(page, start, end)),))
            yield self.finding(Span(start, end), message, fix)


_SPACE_REFERENCE = lazy(r"(?:&#(?:x0*20|0*32);)+", re.IGNORECASE)


def _space(page: Page, start: int, end: int) -> str:
    """A space inside a line, nothing at the edge of a run or beside another space."""
    masked = page.document.masked
    before, after = masked[start - 1 : start] or BLOCK, masked[end : end + 1] or BLOCK
    return "" if before in " \n" + BLOCK or after in " \n" + BLOCK else " "


class SkippedHeadingLevel(Rule):
    """A heading that is more than one level below the one before it."""

    code = "MD106"
    name = "skipped-heading-level"
    phase: ClassVar[Phase] = Phase.MARKUP
    source = "WCAG 2.2, technique G141; PDF/UA-1 (ISO 14289-1) 7.4.2"
    what = Phrase("A heading more than one level below the one before it.", "标题比上一个标题低了不止一级。")
    why = Phrase(
        "Contents and screen readers announce a level that is not there; accessible PDF forbids it.",
        "目录和读屏软件会出现一个不存在的层级，无障碍 PDF 也不允许。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe: the heading is raised to the next level; whether the level above is missing, only the editor knows.",
        "不安全：把标题提到下一级；究竟是级别写错还是缺了上一级，只有编辑知道。",
    )
    examples = (
        Bad("## 一、概述\n\n⟦#### 背景⟧\n\n正文。", "## 一、概述\n\n### 背景\n\n正文。"),
        Good("## 一、概述\n\n### 背景\n\n#### 细节\n\n## 二、方法"),
        Good("### 从第三级开始的片段"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        previous = 0
        for node in page.document.tree.children:
            if node.kind != "heading":
                continue
            if previous and node.level > previous + 1:
                yield self._skipped(page, node, previous)
            previous = node.level

    def _skipped(self, page: Page, node: Node, previous: int) -> Diagnostic:
        marks = Span(node.start, node.start + node.level)
        fix = None
        if marks.of(page.text) == "#" * node.level:
            fix = Fix(Phrase("Raise it", "提高一级"), (Edit(marks, "#" * (previous + 1)),), Safety.UNSAFE)
        message = Phrase("this heading jumps from level {} to level {}", "标题从第 {} 级跳到第 {} 级")
        end = node.start + len(node.span.of(page.text).rstrip())
        return self.finding(Span(node.start, end), message.format(previous, node.level), fix)


class LinesRunTogether(Rule):
    """Numbered lines that become one paragraph."""

    code = "MD107"
    name = "numbered-lines-run-together"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "Lines that begin with `1、`, `（2）` or `三、` and stand in one paragraph.",
        "以 `1、`、`（2）`、`三、` 开头的几行写在同一段里。",
    )
    why = Phrase(
        "Markdown joins the lines of a paragraph: the points are published as one run-on line.",
        "Markdown 会把一段里的几行接成一行，各点在成品里连成一片。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: an empty line is put before each; no word changes.", "安全：只在每一点前加一个空行，文字不变。"
    )
    examples = (
        Bad("要点：\n⟦1、⟧成本；\n⟦2、⟧规模。", "要点：\n\n1、成本；\n\n2、规模。"),
        Bad("（1）成本；\n⟦（2）⟧规模。", "（1）成本；\n\n（2）规模。"),
        Good("1、成本；\n\n2、规模。"),
        Good("1. 成本\n2. 规模", "a list of Markdown"),
        Good("增长了\n2、3 个百分点。", "one line only, in the middle of a sentence"),
        Good("> 1、成本\n> 2、规模", "a quotation keeps its lines as they are"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if "\n" not in page.document.masked:
            return
        for run in page.document.runs:
            parent = run.block.parent
            if run.block.kind == "paragraph" and parent is not None and parent.kind == "document":
                yield from self._check_run(page, run)

    def _check_run(self, page: Page, run: Run) -> Iterator[Diagnostic]:
        masked = page.document.masked
        if masked.find("\n", run.start, run.end) < 0:
            return
        numbered = list(_NUMBERED_LINE.finditer(masked, run.start, run.end))
        first = _NUMBER.match(masked, run.start, run.end)
        if len(numbered) + bool(first) < 2:
            return
        for found in numbered:
            message = Phrase("this point runs into the line before it", "这一点会和上一行连在一起")
            title = Phrase("Put an empty line before it", "在前面加一个空行")
            yield self.finding(Span(*found.span(1)), message, Fix(title, (Edit.insert(found.start(1), "\n"),)))


class EmptyDocument(Rule):
    """A file in which nothing is written."""

    code = "MD108"
    name = "document-empty"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase("A file that is empty, or holds nothing but blanks.", "文件是空的，或者只有空白。")
    why = Phrase(
        "An export that failed leaves such a file behind; a build stops here.", "导出失败时会留下这样的文件；构建会在这里停下。"
    )
    examples = (
        Bad("⟦⟧"),
        Bad("⟦⟧ \n\u3000\n\n"),
        Good("。\n"),
        Good("<!-- 待写 -->\n"),
        Good("---\ntitle: 卷首\n---\n", "a head may stand alone"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if not page.text or page.text.isspace():
            yield self.finding(Span(0, 0), Phrase("nothing is written in this file", "文件里没有内容"))


_NUMBER = lazy(r"\d{1,2}、|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、")
_NUMBERED_LINE = lazy(r"(?<=\n)(\d{1,2}、|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、)")


RULES: tuple[Rule, ...] = (
    LinesRunTogether(),
    NeedlessEscape(),
    EscapedCode(),
    SpaceReference(),
    SkippedHeadingLevel(),
    EmptyDocument(),
)
