r"""MD201–MD207: where readers of Markdown disagree about what a text says.

CommonMark readers (GitHub, VS Code, most web sites) and pandoc's own Markdown read these places differently; each rule
proposes a spelling that all of them read alike. Checked with pandoc 3.9 (`markdown`, `gfm`, `commonmark`).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import BLOCK, MARKUP, Node
from pubkit.rules.base import Bad, Good, Option, Page, Phase, Rule
from pubkit.rules.prose import Prose, prose
from pubkit.text.chars import HAN, is_han
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from pubkit.markdown.tree import Run

_GFM = "GitHub Flavored Markdown 6.9 (extended autolinks)"


class BareAddress(Rule):
    """A bare address that runs into Chinese text."""

    code = "MD201"
    name = "bare-address"
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = _GFM
    what = Phrase(
        "A bare address directly followed by a Chinese mark, or whose host is followed by Han: `https://e.org/a，其中…`.",
        "裸网址后面直接跟着中文标点，或域名后面直接跟着汉字：`https://e.org/a，其中…`。",
    )
    why = Phrase(
        "GitHub's readers take everything up to the next space for the address, so the link is dead; others stop too early "
        "and cut `（…）` off an address that owns it.",
        "按 GitHub 规则解析的阅读器把下一个空格之前的文字都当成网址，链接就失效了；另一些阅读器又会截掉网址自带的“（…）”。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe: the address is put between `<` and `>`. Where it ends is decided from what it is made of; look at it. No "
        "fix for `www.…`, which is no address to CommonMark.",
        "不安全：给网址加上 `<` 和 `>`。它到哪里为止是按构成推断的，请核对。`www.…` 在 CommonMark 里不算网址，不提供修复。",
    )
    examples = (
        Bad("详见 ⟦https://example.org/a⟧，其中有图。", "详见 <https://example.org/a>，其中有图。"),
        Bad("（来源：⟦https://example.org/a?b=1⟧）。", "（来源：<https://example.org/a?b=1>）。"),
        Bad("访问⟦https://example.org⟧即可。", "访问<https://example.org>即可。"),
        Bad("词条 ⟦https://zh.example.org/wiki/小米（公司）⟧，2024 年。", "词条 <https://zh.example.org/wiki/小米（公司）>，2024 年。"),
        Bad("见 ⟦https://example.org/a⟧（说明）。", "见 <https://example.org/a>（说明）。"),
        Bad("主页 ⟦www.example.org⟧，欢迎访问。"),
        Good("详见 <https://example.org/a>，或[此处](https://example.org/b)，或 https://example.org/c 一页。"),
        Good("见 https://zh.example.org/wiki/中文 与 https://zh.example.org/wiki/小米（公司） 两条。"),
        Good("`https://example.org/a，` 与 [https://example.org/a，其中](https://example.org/a)"),
        Good("See https://example.org/a, and (https://example.org/b)."),
        Good("协议写作 http:// 开头，端口 localhost:8080，文件 file:///a，也行。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        if not text.addresses:
            return
        links = page.shared(_Links)
        for start, end in text.addresses:
            if not links.hold(start) and _SCHEME.match(text.text, start):
                stop = _true_end(text.text, start, end)
                if stop is not None:
                    yield self._found(text, start, stop)

    def _found(self, text: Prose, start: int, end: int) -> Diagnostic:
        address = text.source[start:end]
        fix = None
        if not address.startswith("www."):
            edits = (Edit.insert(start, "<"), Edit.insert(end, ">"))
            fix = Fix(Phrase("Mark where it ends", "标明网址的起止"), edits, Safety.UNSAFE)
        message = Phrase("readers disagree where this address ends", "各阅读器对这个网址的终点判断不一")
        return self.finding(Span(start, end), message, fix)


class _Links:
    """The links of a page, by their places: made once (`Page.shared`)."""

    def __init__(self, page: Page) -> None:
        self._links = page.document.parsed.links
        self._starts = [link.start for link in self._links]

    def hold(self, at: int) -> bool:
        n = bisect_right(self._starts, at) - 1
        return n >= 0 and at < self._links[n].end


_SCHEME = lazy(r"(?:https?|ftp)://[A-Za-z0-9]|www\.[A-Za-z0-9-]+\.[A-Za-z]")
_HOST = lazy(rf"(?:(?:https?|ftp)://)?[A-Za-z0-9.-]+(?::\d+)?(?=[{HAN}])")
#: An end in Han behind a letter or a digit: prose, or the name of an article (`C语言`).
_OWN_BRACKET = lazy(rf"（[{HAN}A-Za-z0-9·]{{1,12}}）")
_WIDE_END = frozenset("，。；：！？、（）《》【】「」“”‘’…")


def _true_end(masked: str, start: int, end: int) -> int | None:
    """Where a bare address ends to a person, if readers disagree; None where it ends before a space for all of them."""
    host = _HOST.match(masked, start, end)
    if host:
        return host.end()
    if masked[end : end + 1] == "（" and is_han(masked[end - 1]):
        own = _OWN_BRACKET.match(masked, end)
        if own:
            end = own.end()
    return end if masked[end : end + 1] in _WIDE_END and end < len(masked) else None


class EscapedFormula(Rule):
    r"""`\[…\]` or `\(…\)` around mathematics, or `\[1\]` where a citation was meant."""

    code = "MD202"
    name = "escaped-bracket"
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "CommonMark 0.31, 2.4 (backslash escapes); pandoc, tex_math_single_backslash"
    what = Phrase(
        r"`\[…\]` and `\(…\)`, decided for each occurrence: mathematics in TeX, or a citation whose link is lost. A bracket "
        "that is merely escaped is fine.",
        r"逐处判断 `\[…\]` 与 `\(…\)`：是 TeX 公式，还是丢了链接的引用。只是转义的方括号没有问题。",
    )
    why = Phrase(
        r"CommonMark reads the backslash as an escape and shows the raw TeX; a reader that takes `\[` for mathematics shows "
        "the citation as a formula.",
        r"CommonMark 把反斜杠当成转义，读者看到的是 TeX 源码；把 `\[` 当公式的阅读器又会把引用排成公式。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe: mathematics is put between `$` signs, `$$` where it stands alone. None for citations: only the editor "
        "knows the source.",
        "不安全：公式改用 `$` 括住，独占一段的用 `$$`。引用不提供修复，来源只有编辑知道。",
    )
    examples = (
        Bad("质能方程为 ⟦\\(E = mc^2\\)⟧，其中 c 为光速。", "质能方程为 $E = mc^2$，其中 c 为光速。"),
        Bad("⟦\\[ \\frac{a}{b} = c_1 \\]⟧", "$$ \\frac{a}{b} = c_1 $$"),
        Bad("需求上升⟦\\[1\\]⟧，电价下降。"),
        Bad("两项研究一致⟦\\[2, 3\\]⟧。"),
        Good("需求上升\\[1\\]，电价下降\\[2, 3\\]。", "citations whose list is missing, which CIT201 says"),
        Good("区间 \\[0, 1\\] 与 \\[注\\]，选项 \\[x\\]。"),
        Good("$E = mc^2$，`\\[1\\]`，\\(注\\)"),
        Good("见[附录\\[1\\]](a.html)。", "the text of a link"),
        Good("数组 a\\[1\\] 与 b\\[i\\]。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        if not text.has_escapes:
            return
        for opening, closing in (("[", "\\]"), ("(", "\\)")):
            done = 0
            for bracket in text.all_places(opening):
                at = bracket - 1
                escaped = at >= done and page.text[at] == "\\"
                run = text.run(bracket) if escaped and not page.shared(_Links).hold(at) else None
                closed = run is not None and page.text.find(closing, at, min(run.end, at + _LONGEST)) >= 0
                found = _ESCAPED.match(page.text, at, run.end) if run and closed else None
                if run and found:
                    done = found.end()
                    yield from self._judge(text, Span(min(run.start, at), run.end), found)

    def _judge(self, text: Prose, run: Span, found: re.Match[str]) -> Iterator[Diagnostic]:
        span = Span(*found.span())
        inner = found[1] if found[1] is not None else found[2]
        if _TEX.search(inner) and not _HAN.search(_TEXT_COMMAND.sub("", inner)):
            alone = found[1] is not None and span == run
            sign = "$$" if alone else "$"
            inner = inner if alone else inner.strip()
            fix = Fix(Phrase("Write {0}…{0}", "改为 {0}…{0}").format(sign), (Edit(span, sign + inner + sign),), Safety.UNSAFE)
            yield self.finding(span, Phrase("mathematics that CommonMark readers show as TeX", "CommonMark 阅读器会显示公式的源码"), fix)
        elif found[1] is not None and _NUMBERS.fullmatch(inner) and self._follows_clause(text, span):
            yield self.finding(span, Phrase("a citation without a source", "没有来源的引用标记"))

    def _follows_clause(self, text: Prose, span: Span) -> bool:
        """Whether brackets stand directly behind Chinese words, or a mark, as a citation does."""
        before = text.character(text.before(span.start))
        return is_han(before or " ") or before in _CLAUSE_END


_LONGEST = 1000
_ESCAPED = lazy(r"\\\[((?:[^\\\]]|\\[^\]\[]){1,1000}?)\\\]|\\\(((?:[^\\)]|\\[^)(]){1,1000}?)\\\)")
_TEX = lazy(r"\\[A-Za-z]{2,}|[A-Za-z0-9)}][\^_](?:\{|[A-Za-z0-9\\])|[A-Za-z0-9)}]\s*=\s*[-\\A-Za-z0-9({]")
_TEXT_COMMAND = lazy(r"\\(?:text|mathrm|textbf|mbox)\{[^{}]*\}")
_HAN = lazy(f"[{HAN}]")
_NUMBERS = lazy(r"\s*\^?[1-9]\d{0,2}(?:\s*[,，、–-]\s*[1-9]\d{0,2})*\s*")
_CLAUSE_END = frozenset("，。；：！？”’）》") | {"\ufdd4"}


class BrokenLine(Rule):
    """A line break in the middle of a Chinese clause."""

    code = "MD203"
    name = "broken-line"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "CommonMark 0.31, 6.8 (soft line breaks); pandoc, east_asian_line_breaks"
    options: ClassVar[tuple[Option, ...]] = (
        Option(
            "wrapped",
            "choice",
            "allow",
            Phrase(
                "A text whose lines are broken throughout: `allow` takes it for the writer's way, `forbid` reports it too.",
                "通篇硬换行的文本：`allow` 视为作者的习惯，`forbid` 也报告。",
            ),
            ("allow", "forbid"),
        ),
    )
    what = Phrase(
        "A line that breaks in the middle of a clause between Han, in a text whose lines are not broken otherwise.",
        "通篇不硬换行的文本里，一行在分句中间、两个汉字之间断开。",
    )
    why = Phrase(
        "Most readers show a line break as a space, and Chinese has none: pandoc needs an extension, browsers a new style.",
        "多数阅读器把换行显示成空格，而中文的字与字之间没有空格。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Safe: the lines are joined; nothing but white space goes.", "安全：只把两行接上，去掉的只有空白。")
    examples = (
        Bad(
            "储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰⟦\n⟧谷差，提高设备的利用率。",
            "储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差，提高设备的利用率。",
        ),
        Bad(
            "> 储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰⟦\n> ⟧谷差。",
            "> 储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差。",
        ),
        Bad(
            "- 储能电站在用电低谷时充电，在用电高峰时放电，⟦\n  ⟧从而降低电网的峰谷差。",
            "- 储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差。",
        ),
        Good("储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差。\n另起一行，是作者的意思。"),
        Good("作者：张三\n单位：电力研究所\n日期：二〇二四年"),
        Good("储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰  \n谷差。", "a hard break is meant"),
        Good("储能电站在用电低谷时充电，在用电高峰时放电，采用的是 Grid\n架构。", "the space belongs there"),
        Good("```\n储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰\n谷差\n```"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if "\n" not in page.body_masked:
            return
        text = prose(page)
        breaks = [span for run in page.body_runs for span in _breaks(text, run)]
        if not breaks or (self.option(page, "wrapped") == "allow" and _is_wrapped(text, len(breaks))):
            return
        for start, end in breaks:
            fix = Fix(Phrase("Join the lines", "接上两行"), (Edit.delete(start, end),))
            message = Phrase("this line break becomes a space in most readers", "多数阅读器会把这个换行显示成空格")
            yield self.finding(Span(start, end), message, fix)


def _breaks(text: Prose, run: Run) -> Iterator[tuple[int, int]]:
    """The line breaks of a run that stand in the middle of a Chinese clause, behind a line of some length."""
    masked = text.text
    begins = run.start
    at = masked.find("\n", begins, run.end)
    while at >= 0:
        end = at + 1
        while end < run.end and masked[end] == MARKUP and text.source[end] in " \t>":
            end += 1
        last, first = masked[at - 1], masked[end : end + 1]
        if at - begins >= _LONG and (is_han(last) or last in "，、") and is_han(first or " "):
            yield at, end
        begins = at + 1
        at = masked.find("\n", begins, run.end)


def _is_wrapped(text: Prose, breaks: int) -> bool:
    """Whether the text is broken throughout: as many breaks as a third of its long runs."""
    long = sum(run.end - run.start >= 2 * _LONG for run in text.runs)
    return breaks >= _HABIT and breaks * 3 >= long


#: A line of so many code points may have been broken by a program.
_LONG = 20
_HABIT = 5


class RestartedList(Rule):
    """A numbered list that begins at 1 again because something between its items broke it."""

    code = "MD204"
    name = "restarted-list"
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "CommonMark 0.31, 5.2, 5.3 (list items, lists)"
    what = Phrase(
        "Numbered lists of one item, each beginning at 1, with paragraphs, code or bullets between them.",
        "几个只有一项的编号列表，每个都从 1 开始，中间隔着段落、代码或项目符号。",
    )
    why = Phrase(
        "The steps were 1, 2, 3; the reader sees 1, 1, 1. What belongs to an item must be indented, or the list ends there.",
        "原本是 1、2、3 步，读者看到的是 1、1、1。属于某一项的内容要缩进，否则列表到此为止。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe: the numbers are continued; whether the lists belong together, only the editor knows.",
        "不安全：编号接着往下数；几处是否属于同一个列表，只有编辑知道。",
    )
    examples = (
        Bad("1. 采样\n\n从现场取样。\n\n⟦1.⟧ 分析\n\n```\nrun\n```\n\n⟦1.⟧ 汇总", "1. 采样\n\n从现场取样。\n\n2. 分析\n\n```\nrun\n```\n\n3. 汇总"),
        Bad("1. 甲\n\n- 说明\n\n⟦1)⟧ 乙".replace("1)", "1."), "1. 甲\n\n- 说明\n\n2. 乙"),
        Bad("> 1. 甲\n>\n> 说明\n>\n> ⟦1.⟧ 乙\n> 2. 丙", "> 1. 甲\n>\n> 说明\n>\n> 2. 乙\n> 3. 丙"),
        Good("1. 采样\n\n   从现场取样。\n\n2. 分析"),
        Good("1. 采样\n2. 分析\n\n另一件事：\n\n1. 汇总\n2. 报告", "two lists"),
        Good("## 甲\n\n1. 采样\n\n## 乙\n\n1. 分析", "a heading between"),
        Good("1. 采样\n1. 分析\n1. 汇总", "one list, counted by the reader"),
        Good("1. 采样\n\n说明。\n\n2. 分析"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        bibliography = page.citations.bibliography
        listed = bibliography.span if bibliography else Span(0, 0)
        for holder in _list_holders(page.document.tree):
            for found, number in _restarts(holder):
                if found.start not in listed:
                    yield self._found(page, found, number)

    def _found(self, page: Page, node: Node, number: int) -> Diagnostic:
        marker = _MARKER.match(page.text, node.start)
        end = marker.end() if marker else node.start + 1
        edits = []
        for n, item in enumerate(node.children):
            digits = _MARKER.match(page.text, item.start)
            if digits:
                edits.append(Edit.replace(item.start, digits.end() - 1, str(number + n)))
        fix = Fix(Phrase("Continue with {}", "接着编为 {}").format(number), tuple(edits), Safety.UNSAFE) if edits else None
        message = Phrase("this list begins at 1 again: what stands before it broke the list", "编号又从 1 开始：前面的内容打断了列表")
        return self.finding(Span(node.start, end), message, fix)


_HOLDERS = frozenset({"quote", "list", "item", "footnote"})
_MARKER = lazy(r"\d{1,9}[.)]")
#: What may stand between two lists that were one. A heading or a rule ends what came before.
_BETWEEN = frozenset({"paragraph", "code_block", "quote", "table", "html_block"})


def _list_holders(tree: Node) -> Iterator[Node]:
    """The containers that hold two lists or more, one of which may go on with another."""
    stack = [tree]
    while stack:
        node = stack.pop()
        inner = [child for child in node.children if child.kind in _HOLDERS]
        stack += inner
        if len(inner) > 1 and sum(child.kind == "list" for child in inner) > 1:
            yield node


def _restarts(container: Node) -> Iterator[tuple[Node, int]]:
    """The lists in a container that begin at 1 behind a list of one item, and the number that each should begin with."""
    previous: Node | None = None
    number = 0
    for node in container.children:
        if node.kind == "list" and node.value is not None:
            if previous is not None and node.value == "1" and len(previous.children) == 1:
                yield node, number
            else:
                number = int(node.value)
            number += len(node.children)
            previous = node
        elif node.kind not in _BETWEEN and node.kind != "list":
            previous = None


class MissingBlankLine(Rule):
    """A list, table, heading or quotation without a blank line before it."""

    code = "MD205"
    name = "missing-blank-line"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "pandoc's Markdown, blank_before_header, blank_before_blockquote, lists"
    what = Phrase(
        "A list, table, heading or quotation on the line directly below a paragraph.", "列表、表格、标题或引文紧接在段落的下一行。"
    )
    why = Phrase(
        "CommonMark begins a new block there; pandoc's Markdown goes on with the paragraph, so that the reader sees `- ` and "
        "`##` in the middle of a line.",
        "CommonMark 在这里另起一块；pandoc 的 Markdown 则接着上一段，读者会在行中看到 `- ` 和 `##`。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Safe: a blank line is written.", "安全：只加一个空行。")
    examples = (
        Bad("步骤如下：\n⟦-⟧ 采样\n- 分析", "步骤如下：\n\n- 采样\n- 分析"),
        Bad("上文。\n⟦##⟧ 标题\n\n正文。\n⟦>⟧ 引文", "上文。\n\n## 标题\n\n正文。\n\n> 引文"),
        Bad("见下表：\n⟦|⟧ 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "见下表：\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |"),
        Good("步骤如下：\n\n- 采样\n- 分析\n  - 子项"),
        Good("- 采样\n  - 子项", "pandoc begins a list within an item"),
        Good("上文。\n```\ncode\n```"),
        Good("标题\n---\n正文。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        text = page.text
        previous = page.document.tree
        for node in page.document.tree.children:
            if previous.kind == "paragraph" and node.kind in _OPENED and text[node.start - 1 : node.start] == "\n":
                start = node.start
                if "\n\n" not in text[previous.end - 1 : start] and text[start - 2 : start - 1] != "\n":
                    yield self._found(text, start)
            previous = node

    def _found(self, text: str, start: int) -> Diagnostic:
        opened = _OPENER.match(text, start)
        fix = Fix(Phrase("Add a blank line", "加一个空行"), (Edit.insert(start, "\n"),))
        message = Phrase("no blank line stands before this block", "这一块前面没有空行")
        return self.finding(Span(start, opened.end() if opened else start + 1), message, fix)


_OPENED = frozenset({"list", "heading", "quote", "table"})
_OPENER = lazy(r"#{1,6}|\d{1,9}[.)]|[-+*>|]")


class PairedTilde(Rule):
    """Two tildes in a paragraph that some readers take for markup."""

    code = "MD206"
    name = "paired-tilde"
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "pandoc's Markdown, subscript; GitHub Flavored Markdown 6.5 (strikethrough)"
    what = Phrase("Two `~` with no space between them, between Han: `周一~周三，周五~周六`.", "同一段里两个中间没有空格的 `~`：`周一~周三，周五~周六`。")
    why = Phrase(
        "pandoc sets what stands between them as a subscript, some readers strike it through.", "pandoc 把两个 `~` 之间的文字排成下标，有的阅读器则加删除线。"
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Safe: each becomes `～`, the sign of a range (GB/T 15834).", "安全：改为表示起止的 `～`（GB/T 15834）。")
    examples = (
        Bad("营业时间为周一⟦~⟧周三，周五⟦~⟧周六。", "营业时间为周一～周三，周五～周六。"),
        Bad("由甲⟦~⟧乙、丙⟦~⟧丁、戊⟦~⟧己组成。", "由甲～乙、丙～丁、戊～己组成。"),
        Bad("- 上旬⟦~⟧中旬，中旬⟦~⟧下旬", "- 上旬～中旬，中旬～下旬"),
        Good("营业时间为周一~周三。"),
        Good("这是~~删去~~的文字，`甲~乙~丙`，~/a/~/b"),
        Good("工期 3~5 天，成本 10~20 元。", "ranges of numbers are ZH108's"),
        Good("好~~~ 真的~ 是吗~"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        if len(text.all_places("~")) < 2:
            return
        previous = -1
        told = -1
        for at in text.places("~"):
            if not self._joins(text.text, at):
                continue
            if previous >= 0 and not _SPACE.search(text.text, previous, at):
                for place in (previous, at):
                    if place > told:
                        yield self._found(place)
                        told = place
            previous = at

    def _joins(self, masked: str, at: int) -> bool:
        return is_han(masked[at - 1 : at] or " ") and is_han(masked[at + 1 : at + 2] or " ")

    def _found(self, at: int) -> Diagnostic:
        fix = Fix(Phrase("Write ～", "改为 ～"), (Edit.replace(at, at + 1, "～"),))
        return self.finding(Span(at, at + 1), Phrase("a pair of `~` is markup to some readers", "成对的 `~` 会被有的阅读器当成标记"), fix)


_SPACE = lazy(rf"[\s{BLOCK}]")


class BackslashWord(Rule):
    r"""A backslash before a word, as in `C:\Users`."""

    code = "MD207"
    name = "backslash-word"
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "pandoc's Markdown, raw_tex"
    what = Phrase(r"A backslash before a letter in prose: `C:\Users`, `\n`.", r"正文里反斜杠后面跟着字母：`C:\Users`、`\n`。")
    why = Phrase(
        "pandoc's Markdown takes it for a TeX command and leaves it out without a word.", "pandoc 的 Markdown 把它当成 TeX 命令，不声不响地丢掉。"
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the backslash is doubled, which every reader shows as one.", "安全：写成两个反斜杠，各种阅读器都显示为一个。"
    )
    examples = (
        Bad("位于 C:⟦\\Users⟧⟦\\name⟧ 目录。", "位于 C:\\\\Users\\\\name 目录。"),
        Bad("换行写作 ⟦\\n⟧，制表写作 ⟦\\t⟧。", "换行写作 \\\\n，制表写作 \\\\t。"),
        Bad("| 命令 |\n|---|\n| ⟦\\alpha⟧ |", "| 命令 |\n|---|\n| \\\\alpha |"),
        Good("位于 `C:\\Users` 目录，$\\alpha$。"),
        Good("位于 C:\\\\Users 目录，一个 \\* 号。"),
        Good("公式 \\(\\alpha_1\\) 是 MD202 的事。"),
        Good("```\nC:\\Users\n```"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for at in text.places("\\"):
            found = _COMMAND.match(text.text, at)
            if found and text.source[at - 1 : at] != "\\":
                fix = Fix(Phrase("Double the backslash", "写成两个反斜杠"), (Edit.insert(at, "\\"),))
                message = Phrase("pandoc's Markdown leaves `{}` out", "pandoc 的 Markdown 会丢掉 `{}`").format(found[0])
                yield self.finding(Span(*found.span()), message, fix)


_COMMAND = lazy(r"\\[A-Za-z]+")


RULES: tuple[Rule, ...] = (
    BareAddress(),
    EscapedFormula(),
    BrokenLine(),
    RestartedList(),
    MissingBlankLine(),
    PairedTilde(),
    BackslashWord(),
)
