"""MD1xx: markup that an export tore, escaped or left over."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import ADDRESS, BLOCK, CODE, ENTITY, HTML, IMAGE, MARKUP, MATH, Node, Run
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.chars import CLOSING, PAIRS
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety, apply_edits
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A bold run closed, an escaped star, and a bold run opened again; or closed and opened with nothing between.
_TORN = lazy(r"\*\*\*\*(?:(?:\\[*_]\*\*\*\*)+|(?<![\s*]\*\*\*\*)(?![\s*]))")


class TornBold(Rule):
    """A bold run that an export tore in two."""

    code = "MD101"
    name = "torn-bold"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A bold run that is closed and opened again in the middle of a word, often around an escaped star: "
        "`**Vision****\\*****LLM**`.",
        "加粗在词中间被断开又重新开始，中间往往夹着一个转义的星号：`**视觉****\\*****模型**`。",
    )
    why = Phrase(
        "Readers see stars that mean nothing, or an odd join, in the middle of a word or a name.",
        "读者会在词或名称中间看到毫无意义的星号。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the two halves are joined; no letter changes.", "安全：只把两半接上，文字不变。"
    )
    examples = (
        Bad("**储⟦****\\*****⟧能电站**：三种路线。", "**储能电站**：三种路线。"),
        Bad("采用 **Open⟦****⟧Grid** 架构。", "采用 **OpenGrid** 架构。"),
        Good("手机号 138****1234 已隐去。", "a masked number"),
        Good("**甲**、**乙**。"),
        Good("`**a****\\*****b**`"),
        Good("密码是 \\*\\*\\*\\*。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for _, place in page.shared(_tears):
            message = Phrase("a bold run is torn in two here", "加粗在这里被断开")
            fix = Fix(Phrase("Join the two halves", "接上两半"), (Edit(place, ""),))
            yield self.finding(place, message, fix)


def _tears(page: Page) -> list[tuple[Run, Span]]:
    """Where bold runs are torn, each with the run that holds it."""
    text, masked = page.text, page.document.masked
    return [
        (run, Span(*found.span()))
        for run in _runs_with("****", text, page.document.runs)
        for found in _TORN.finditer(text, run.start, run.end)
        if masked[found.start()] not in _NOT_PROSE and _is_balanced_around(text, run, found)
    ]


def _runs_with(stars: str, text: str, runs: list[Run]) -> Iterator[Run]:
    """The runs that hold `stars` in `text`, the source or its masked text."""
    at = text.find(stars) if "*" in text else -1  # one is found at once, and most reports have no such row
    for run in runs:
        if at < 0:
            return
        if at < run.end:
            at = text.find(stars, run.start)
            if 0 <= at <= run.end - len(stars):
                yield run


_NOT_PROSE = BLOCK + CODE + ADDRESS + HTML + MATH + IMAGE


def _is_balanced_around(text: str, run: Run, torn: re.Match[str]) -> bool:
    """Whether a bold run is open before the tear and closed behind it."""
    before = len(_PAIR_OF_STARS.findall(_TORN.sub("", text[run.start : torn.start()])))
    after = len(_PAIR_OF_STARS.findall(_TORN.sub("", text[torn.end() : run.end])))
    return before % 2 == 1 and after % 2 == 1


#: Two stars that are neither escaped nor part of a row. What stands before them is looked at behind them: a pattern that
#: begins with a letter is searched ten times faster.
_PAIR_OF_STARS = lazy(r"\*\*(?<![\\*]\*\*)(?!\*)")


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


class LiteralBold(Rule):
    """Bold that CommonMark readers show as stars."""

    code = "MD105"
    name = "literal-bold"
    phase: ClassVar[Phase] = Phase.MARKUP
    source = "CommonMark 0.31, 6.2 (left- and right-flanking delimiter runs); commonmark-spec issue 650"
    what = Phrase(
        "`**bold**` whose stars CommonMark readers show, because a mark or a space stands inside at its edge: "
        "`**重点：**中`, `**重点 **`.",
        "`**加粗**` 的内侧边缘是标点或空格，CommonMark 阅读器因此把星号显示出来：`**重点：**中`、`**重点 **`。",
    )
    why = Phrase(
        "The same file is bold in one reader and shows raw stars in another.",
        "同一份文件在一种阅读器里是加粗，在另一种里却露出星号。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the space, the mark, or the whole bracket at the edge moves out of the bold; where nothing else is left, the "
        "bold is written as `<strong>`. Every fix is parsed again to prove that it reads as bold.",
        "安全：把边缘的空格、标点或整个括号移到加粗之外；除此别无文字时改写为 `<strong>`。每个修改都重新解析，确认能读成加粗。",
    )
    examples = (
        Bad("⟦**重点：**⟧储能成本下降。", "**重点**：储能成本下降。"),
        Bad("⟦**储能 **⟧的成本。", "**储能** 的成本。"),
        Bad("他提出⟦**“双碳”**⟧目标。", "他提出“**双碳**”目标。"),
        Bad("⟦**甲：**⟧一，⟦**乙：**⟧二。", "**甲**：一，**乙**：二。"),
        Bad("见⟦**甲“乙”**⟧文。", "见**甲**“乙”文。"),
        Bad("- ⟦**成本（元）**⟧下降", "- **成本**（元）下降"),
        Bad("读⟦**《电力史》二卷**⟧时。", "读《电力史》**二卷**时。"),
        Bad("⟦**成本[^1]**⟧下降。\n\n[^1]: 含税。", "**成本**[^1]下降。\n\n[^1]: 含税。"),
        Good("**重点**：储能成本下降。"),
        Good("**重点：** 储能成本下降。", "a space follows"),
        Good("乘方写作 2\\*\\*3。"),
        Good("`**重点：**中`"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        document = page.document
        heading = page.citations.bibliography.heading if page.citations.bibliography else None
        torn = {run.start for run, _ in page.shared(_tears)}  # MD101 joins these halves first
        for run in _runs_with("**", document.masked, document.runs):
            if run.start not in torn and not (heading and run.start in heading.span):
                yield from self._check_run(page, run)

    def _check_run(self, page: Page, run: Run) -> Iterator[Diagnostic]:
        pairs = _star_pairs(page, run)
        message = Phrase("CommonMark readers show the stars of this bold", "CommonMark 阅读器会把这里的星号显示出来")
        if pairs is None:
            at = page.document.masked.find("**", run.start, run.end)
            lone = Phrase("these stars open or close nothing and are shown", "这两个星号没有配对，会原样显示")
            yield self.finding(Span(at, at + 2), lone)
            return
        for start, end in pairs:
            if "**" not in page.document.masked[start : start + 2] + "\n" + page.document.masked[end - 2 : end]:
                continue
            title = Phrase("Write it so that every reader shows bold", "改写成各种阅读器都能识别的加粗")
            edits = _readable_bold(page.text, start, end)
            yield self.finding(Span(start, end), message, Fix(title, edits) if edits else None)


def _star_pairs(page: Page, run: Run) -> list[tuple[int, int]] | None:
    """The places of `**…**` in a run, first with second, third with fourth; None where one is left over."""
    masked, text = page.document.masked, page.text
    at = [
        found.start()
        for found in _PAIR_OF_STARS.finditer(text, run.start, run.end)
        if masked[found.start()] in "*" + MARKUP and masked[found.start() + 1] in "*" + MARKUP
    ]
    if len(at) % 2:
        return None
    return [(at[n], at[n + 1] + 2) for n in range(0, len(at), 2)]


_EDGE = r"[\s，。；：！？、,.;:!?（【《〈「『“‘()\[\]）】》〉」』”’\"'—…·-]"
#: What must not be split: brackets of Markdown, too.
_PAIRS = {**PAIRS, "[": "]"}
_CLOSING_MARKS = frozenset({*CLOSING, "]"})
_LEADING = lazy(rf"{_EDGE}*")
_TRAILING = lazy(rf"{_EDGE}*\Z")


def _readable_bold(text: str, start: int, end: int) -> tuple[Edit, ...]:
    """Edits after which `text[start:end]`, a `**…**`, is bold to every reader; the first way that proves to be.

    Spaces move out; then marks at the end, then brackets and marks at both edges; last, HTML.
    """
    inner = text[start + 2 : end - 2]
    if not inner.strip() or "\n\n" in inner:
        return ()
    left = len(inner) - len(inner.lstrip(" \t"))
    right = len(inner) - len(inner.rstrip(" \t"))
    core = inner[left : len(inner) - right]
    trailing = len(core) - len(_strip_trailing(core))
    leading = len(core) - len(_strip_leading(core))
    ending, beginning = _closing_units(core), _opening_units(core)
    ways = ((0, 0), (0, _marks_only(core)), (0, trailing), (leading, trailing), (0, ending), (beginning, 0), (beginning, ending))
    for lead, trail in ways:
        if lead + trail >= len(core) or not _is_balanced(core[lead : len(core) - trail]):
            continue
        edits = _shrunk(start, end, left + lead, right + trail)
        if edits and _reads_bold(text, edits, start, end):
            return edits
    return (Edit.replace(start, start + 2, "<strong>"), Edit.replace(end - 2, end, "</strong>"))


def _is_balanced(core: str) -> bool:
    """Whether each bracket of a text closes inside it: a pair must not be split between bold and plain."""
    expected: list[str] = []
    for character in core:
        if character in _PAIRS:
            expected.append(_PAIRS[character])
        elif character in _CLOSING_MARKS and (not expected or expected.pop() != character):
            return False
    return not expected


def _closing_units(core: str) -> int:
    """How many code points at the end are marks and whole bracketed groups: `成本（元）：` has four."""
    end = len(core)
    while end and re.match(_EDGE, core[end - 1]):
        if core[end - 1] not in _CLOSING_MARKS:
            end -= 1
            continue
        opening = next((n for n in range(end - 2, -1, -1) if _is_group(core[n:end])), -1)
        if opening < 0:
            break
        end = opening
    return len(core) - end


def _opening_units(core: str) -> int:
    """How many code points at the beginning are whole bracketed groups."""
    start = 0
    while start < len(core) and core[start] in _PAIRS:
        closing = next((n for n in range(start + 1, len(core)) if _is_group(core[start : n + 1])), -1)
        if closing < 0:
            break
        start = closing + 1
    return start


def _is_group(text: str) -> bool:
    """Whether a text is one bracketed group, from its opening bracket to its own closing one."""
    return text[0] in _PAIRS and text[-1] == _PAIRS[text[0]] and _is_balanced(text) and _is_balanced(text[1:-1])


def _marks_only(core: str) -> int:
    """How many code points at the end are marks that end a clause."""
    return len(core) - len(core.rstrip("，。；：！？、,.;:!?"))


def _strip_trailing(core: str) -> str:
    found = _TRAILING.search(core)
    return core[: found.start()] if found else core


def _strip_leading(core: str) -> str:
    found = _LEADING.match(core)
    return core[found.end() :] if found else core


def _shrunk(start: int, end: int, lead: int, trail: int) -> tuple[Edit, ...]:
    """The stars moved inwards: `lead` and `trail` code points leave the bold, and stay where they are."""
    edits = []
    if lead:
        edits += [Edit.delete(start, start + 2), Edit.insert(start + 2 + lead, "**")]
    if trail:
        edits += [Edit.insert(end - 2 - trail, "**"), Edit.delete(end - 2, end)]
    return tuple(edits)


def _reads_bold(text: str, edits: tuple[Edit, ...], start: int, end: int) -> bool:
    """Whether the edited line shows no stars from this bold to a CommonMark reader.

    The bold is judged with its neighbours only: what follows in the line may be broken by itself.
    """
    from pubkit.markdown.parser import parse

    before = text[max(0, start - 1) : start]
    after = text[end : end + 1]
    before = before if before and before not in "*_\n" else ""
    after = after if after and after not in "*_\n" else ""
    shift = start - len(before)
    local = tuple(Edit(Span(edit.span.start - shift, edit.span.end - shift), edit.text) for edit in edits)
    return "**" not in parse("文" + apply_edits(before + text[start:end] + after, local) + "文").masked


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


_NUMBER = lazy(r"\d{1,2}、|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、")
_NUMBERED_LINE = lazy(r"(?<=\n)(\d{1,2}、|[（(]\d{1,2}[）)]|[一二三四五六七八九十]{1,3}、)")


RULES: tuple[Rule, ...] = (
    LinesRunTogether(),
    TornBold(),
    NeedlessEscape(),
    EscapedCode(),
    SpaceReference(),
    LiteralBold(),
    SkippedHeadingLevel(),
)
