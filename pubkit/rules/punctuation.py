"""ZH101, ZH104–ZH106: half-width marks in Chinese prose, doubled marks, ellipses.

Each rule takes a mark and asks what a reader sees on both sides of it. Where only one side is Chinese, the whole
paragraph must be: an English sentence that names a Chinese word keeps its marks.
What does not belong here: dashes and ranges (`dashes`), brackets and quotation marks (`pairs`), spaces (`spacing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import CODE
from pubkit.rules.base import Bad, Good, Option, Page, Rule
from pubkit.rules.prose import (
    CLOSERS,
    DELIMITERS,
    OPENERS,
    Prose,
    ProseRule,
    chinese_after,
    chinese_before,
    is_chinese_mark,
    is_latin,
    prose,
)
from pubkit.text.chars import HAN, is_han
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE = "GB/T 15834—2011, 5.1 (标点符号的位置与形式); W3C clreq 3.1"
def _next_word(text: Prose, at: int) -> str:
    """What stands at `at` or behind it, spaces passed over; nothing at an edge."""
    place = text.after(at)
    while (seen := text.character(place)) == " ":
        place = text.after(place + 1)
    return seen


def _following_spaces(text: Prose, at: int) -> int:
    """Where the spaces from `at` on end that a full-width mark before them makes needless; `at` where they must stay.

    They stay at the end of a line, before a lone sign that could become markup, and before a bare address: without a
    space, readers do not link it.
    """
    end = text.past_spaces(at)
    if end == at or text.after(end) != end or text.text[end] in DELIMITERS:
        return at
    if text.source.startswith(("http://", "https://", "www."), end):
        return at
    return end


class HalfWidthMark(ProseRule):
    """A half-width comma, semicolon, colon, full stop, question or exclamation mark in Chinese prose."""

    code = "ZH101"
    name = "half-width-mark"
    source: ClassVar[str] = _SOURCE
    what = Phrase(
        "A half-width `,` `;` `:` `.` `!` `?` that ends or divides a Chinese clause.", "中文分句之间或句末用了半角的 `,` `;` `:` `.` `!` `?`。"
    )
    why = Phrase(
        "A half-width mark sits too close to the Han before it and leaves a hole behind it; the standard gives Chinese "
        "marks the width of one Han.",
        "半角标点紧贴前一个汉字，后面又留下不匀的空隙；国家标准规定中文标点占一个汉字的位置。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the mark becomes its full-width twin, and a space behind it goes. Unsafe where a digit follows that space, "
        "and for a `.` between two Han, which may also be the dot in a foreign name (`·`).",
        "安全：换成对应的全角标点，并去掉其后的空格。空格后面是数字时，以及两个汉字之间的 `.`（也可能是外国人名的间隔号 `·`），为不安全。",
    )
    examples = (
        Bad("今天下雨⟦,⟧路面湿滑⟦,⟧请慢行⟦.⟧", "今天下雨，路面湿滑，请慢行。"),
        Bad("**提示**⟦:⟧ 先保存⟦;⟧ 再退出⟦!⟧", "**提示**：先保存；再退出！"),
        Bad("升级 Vue⟦,⟧ 然后重启⟦.⟧ 好了吗⟦?!⟧", "升级 Vue，然后重启。好了吗？！"),
        Bad("先运行 `npm install`⟦,⟧再看[说明](a.html)⟦.⟧", "先运行 `npm install`，再看[说明](a.html)。"),
        Bad("共三类⟦,⟧ 5 个品种。", "共三类，5 个品种。", "unsafe: a digit follows the space"),
        Bad("今天很热⟦.⟧我们去游泳。", "今天很热。我们去游泳。", "unsafe"),
        Good("会议 10:30 开始，比例 3:1，版本 v2.0，增长 3.5%，共 1,000 人。"),
        Good("见 a.txt、Node.js、U.S. 与 C:\\temp，地址是 192.168.1.1:8080。"),
        Good("Hello, 世界! This sentence is English, even if it names 北京, and stays so."),
        Good("见 https://example.org/a,b;c?x=中文,d 一页。"),
        Good("`甲,乙`、$甲,乙$ 与 <b title=\"甲,乙\">丙</b>"),
        Good("太好了 :) 下次再来 ;-) 表情 :smile: 也行。"),
        Good("1. 第一\n2. 第二\n\nQ: 为什么？\n\nA: 因为。", "labels"),
        Good("引用[@li2022, 第 3 页]，脚注[^1]。\n\n[^1]: 说明"),
        Good("使用 Yahoo! 搜索，键盘上的\".\"键与“,”键。"),
        Good("日本語の文,です.", "Japanese"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for mark in ",;":
            for at in text.places(mark):
                if self._divides(text, at) and not _is_quoted_mark(text.text, at):
                    yield self._found(text, at)
        for at in text.places(":"):
            if self._introduces(text, at):
                yield self._found(text, at)
        for at in text.places("."):
            if not is_latin(text.text[at + 1 : at + 2]) and not _is_quoted_mark(text.text, at):
                yield from self._full_stop(text, at)
        if text.all_places("!") or text.all_places("?"):
            yield from self._cries(text)

    def _divides(self, text: Prose, at: int) -> bool:
        """Whether a comma or semicolon divides Chinese clauses."""
        if _is_smiley(text.text, at) or _IN_ARRAY.search(text.text, max(0, at - 40), at):
            return False
        before, after = chinese_before(text, at), chinese_after(text, at + 1)
        if before and after:
            return not text.is_japanese(at)
        if before:
            return text.is_chinese(at)
        seen = text.character(text.before(at))
        if not after or not (is_latin(seen) or seen in _ENDS_A_TERM):
            return False
        return text.is_chinese(at) and _has_han(text, text.clause_before(at), at)

    def _introduces(self, text: Prose, at: int) -> bool:
        """Whether a colon introduces something in Chinese prose."""
        masked = text.text
        beside = masked[at - 1 : at] + masked[at + 1 : at + 2]
        if ":" in beside or masked.startswith("//", at + 1) or _is_smiley(masked, at) or _EMOJI.match(masked, at):
            return False
        seen = text.character(text.before(at))
        if seen in "\"'" or not chinese_before(text, at) or beside in _CLOCK:
            return False
        if _next_word(text, at + 1) == "" or chinese_after(text, at + 1):
            return not text.is_japanese(at)
        return text.is_chinese(at) or not _LATIN.search(text.text, text.clause_before(at), at)

    def _full_stop(self, text: Prose, at: int) -> Iterator[Diagnostic]:
        """A full stop behind a Chinese clause; one that only seems to be (`v2.0`, `a.txt`) has no Han before it."""
        masked = text.text
        if masked[at - 1 : at] in _DOTS or masked[at + 1 : at + 2] in _DOTS or not self._may_end(text, at):
            return
        follows = text.character(text.after(at + 1))
        if follows == "" or follows in CLOSERS:
            if text.is_chinese(at):
                yield self._found(text, at)
        elif follows == " ":
            if not self._is_label(text, at) and (chinese_after(text, at + 1) or text.is_chinese(at)):
                yield self._found(text, at)
        elif is_han(follows) and not self._is_label(text, at) and not _FILE_NAME.match(masked, at):
            yield self._found(text, at, Safety.UNSAFE)

    def _may_end(self, text: Prose, at: int) -> bool:
        if chinese_before(text, at):
            return not text.is_japanese(at)
        ends_code = text.character(text.before(at)) == CODE
        return ends_code and _next_word(text, at + 1) == "" and _has_han(text, text.clause_before(at), at)

    def _is_label(self, text: Prose, at: int) -> bool:
        """Whether this is the dot of `一.` at the head of a block, which ZH134 speaks of."""
        found = _HAN_LABEL.search(text.text, max(0, at - 6), at)
        return found is not None and text.before(found.start()) < 0

    def _cries(self, text: Prose) -> Iterator[Diagnostic]:
        """Question and exclamation marks, several in a row as one finding."""
        masked = text.text
        for found in _CRIES.finditer(masked):
            at, end = found.span()
            if not text.free(at) or masked[end : end + 1] in _NO_CRY or masked[at - 1 : at] in ("[", "<"):
                continue
            if chinese_before(text, at):
                chinese = chinese_after(text, end) or text.is_chinese(at)
            else:
                seen = text.character(text.before(at))
                asks = "!" not in found[0] and (is_latin(seen) or seen in _ENDS_A_TERM)
                chinese = (
                    asks
                    and (_next_word(text, end) == "" or chinese_after(text, end))
                    and _has_han(text, text.clause_before(at), at)
                    and text.is_chinese(at)
                )
            if chinese and not text.is_japanese(at) and not is_latin(masked[end : end + 1]):
                yield self._found(text, at, end=end)

    def _found(self, text: Prose, at: int, safety: Safety = Safety.SAFE, *, end: int = 0) -> Diagnostic:
        end = end or at + 1
        marks = text.text[at:end]
        wide = marks.translate(_WIDE)
        stop = _following_spaces(text, end)
        if stop > end and marks in (",", ":") and text.text[stop : stop + 1].isdigit():
            safety = Safety.UNSAFE  # `, 5` and `,5` are two to the guard, which cannot see that no number is torn
        message = Phrase("half-width `{}` in Chinese prose", "中文里用了半角的 `{}`").format(marks)
        title = Phrase("Write `{}`", "改为 `{}`").format(wide)
        return self.finding(Span(at, end), message, Fix(title, (Edit.replace(at, stop, wide),), safety))


def _is_smiley(masked: str, at: int) -> bool:
    found = _SMILEY.match(masked, at)
    return found is not None and not is_han(masked[found.end() : found.end() + 1] or " ")


def _is_quoted_mark(masked: str, at: int) -> bool:
    """Whether a mark stands alone between quotation marks or brackets: it is spoken of."""
    return masked[at - 1 : at] in OPENERS and masked[at + 1 : at + 2] in CLOSERS


_WIDE = str.maketrans(",;:.!?()", "，；：。！？（）")
_ENDS_A_TERM = frozenset(CODE + "%℃°)")
_DOTS = frozenset((".", "…", "。"))
_CRIES = lazy("[!?]+")
#: What follows `!` or `?` where it is no mark of a sentence: `![`, `?a=1`, `!=`, `!important`.
_NO_CRY = frozenset("[=/&|#_")
_SMILEY = lazy(r"[:;][-^']?[)(DPp3*|\\/](?![A-Za-z0-9])")
_EMOJI = lazy(r":[A-Za-z0-9_+-]{2,32}:")
#: An array in words: `[标签, 数值]`.
_IN_ARRAY = lazy(r"\[[^\[\]，。；：！？\ufdd0-\ufdda\n]*\Z")
_CLOCK = frozenset(("时分", "分秒", "日时"))
_FILE_NAME = lazy(rf"\.[{HAN}]{{1,12}}(?:\.|[A-Za-z0-9])")
_HAN_LABEL = lazy("[一二三四五六七八九十]{1,3}\\Z")


def _has_han(text: Prose, start: int, end: int) -> bool:
    return _HAN.search(text.text, start, end) is not None


_HAN = lazy(f"[{HAN}]")
_LATIN = lazy("[A-Za-z]")


class DoubledMark(ProseRule):
    """A mark written twice, or two marks that exclude each other."""

    code = "ZH104"
    name = "doubled-mark"
    source: ClassVar[str] = "GB/T 15834—2011, 4.1–4.7 (点号)"
    what = Phrase("The same mark twice (`，，`, `。。`), or two that exclude each other (`，。`).", "同一个标点重复（`，，`、`。。`），或两个互相排斥的标点连用（`，。`）。")
    why = Phrase(
        "It is what remains when words or citations between two marks are taken out.", "多是两个标点之间的文字或引用被删去后的残留。"
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe for one mark repeated: one stays. Unsafe for two marks where the stronger one ends the sentence: it stays.",
        "同一标点重复时为安全：只留一个。两个标点不同、后一个为句末标点时为不安全：留下后一个。",
    )
    examples = (
        Bad("电价下降⟦，，⟧需求上升⟦。。⟧", "电价下降，需求上升。"),
        Bad("包括风电⟦、、⟧光伏；储能⟦；；⟧电网。", "包括风电、光伏；储能；电网。"),
        Bad("电价下降⟦，。⟧", "电价下降。", "unsafe"),
        Bad("电价下降⟦。，⟧需求上升。", None, "which one is meant, only the editor knows"),
        Good("真的吗？！电价下降……需求上升。"),
        Good("他说：“好。”，又说：“可以！”。"),
        Good("常用的点号有“，。；：”四种（，。）。", "marks that are spoken of"),
        Good("`，，`"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for start, end in text.clusters:
            marks = text.text[start:end]
            if not marks.strip("！？") or (len(marks) > 2 and not marks.strip("。")) or _is_spoken_of(text, start, end):
                continue
            message = Phrase("`{}` is one mark too many", "标点重复：`{}`").format(marks)
            yield self.finding(Span(start, end), message, _one_mark(marks, start, end))


def _is_spoken_of(text: Prose, start: int, end: int) -> bool:
    """Whether a row of marks is a list of marks: three kinds or more, or within brackets or quotes of its own."""
    if len(set(text.text[start:end])) > 2:
        return True
    before, after = text.character(text.before(start)), text.character(text.after(end))
    return before == "" or before in OPENERS or before in _MASKED or after in _MASKED


_MASKED = frozenset(chr(c) for c in range(0xFDD0, 0xFDDB))


def _one_mark(marks: str, start: int, end: int) -> Fix | None:
    if len(set(marks)) == 1:
        return Fix(Phrase("Keep one", "只留一个"), (Edit.delete(start + 1, end),))
    if marks[-1] in "。！？" and marks[0] in "，、；：":
        return Fix(Phrase("Keep `{}`", "留下 `{}`").format(marks[-1]), (Edit.delete(start, end - 1),), Safety.UNSAFE)
    return None


class RepeatedExclamation(ProseRule):
    """Question or exclamation marks in rows."""

    code = "ZH105"
    name = "repeated-exclamation"
    severity = Severity.INFO
    source: ClassVar[str] = "GB/T 15834—2011, 4.2, 4.3 (问号、叹号的叠用)"
    options: ClassVar[tuple[Option, ...]] = (
        Option("most", "number", 1, Phrase("How many in a row are fine; the standard allows 3.", "允许连用几个；国家标准最多允许 3 个。")),
    )
    what = Phrase("The same question or exclamation mark several times: `！！`, `？？？`.", "问号或叹号连用：`！！`、`？？？`。")
    why = Phrase(
        "The standard keeps this for the strongest feelings, and allows three at most; a report has no use for it.",
        "国家标准只在语气特别强烈时允许叠用，最多三个；报告里用不着。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Unsafe: the tone changes. One of each mark stays.", "不安全：语气会变。每种只留一个。")
    examples = (
        Bad("增长很快⟦！！⟧为什么⟦？？？⟧", "增长很快！为什么？"),
        Bad("真的吗⟦？？！⟧", "真的吗？！"),
        Bad("**注意⟦！！！⟧**数据未经审计。", "**注意！**数据未经审计。"),
        Good("真的吗？！是的！"),
        Good("标题“！！”是记号（！！）。", "marks that are spoken of"),
        Good("Really?! Yes!!"),
        Good("`！！`"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        if not text.has_clusters:
            return
        most = self.option(page, "most")
        for start, end in text.clusters:
            marks = text.text[start:end]
            if marks.strip("！？") or max(marks.count("！"), marks.count("？")) <= most or _is_spoken_of(text, start, end):
                continue
            kept = "".join(mark * min(most, marks.count(mark)) for mark in dict.fromkeys(marks))
            fix = Fix(Phrase("Write `{}`", "改为 `{}`").format(kept), (Edit.replace(start, end, kept),), Safety.UNSAFE)
            yield self.finding(Span(start, end), Phrase("`{}` in a row", "`{}` 连用").format(marks), fix)


class LooseEllipsis(ProseRule):
    """An ellipsis that is not `……`."""

    code = "ZH106"
    name = "loose-ellipsis"
    source: ClassVar[str] = "GB/T 15834—2011, 4.11 (省略号)"
    what = Phrase("An ellipsis in Chinese prose written `...`, `。。。` or as a single `…`.", "中文省略号写成 `...`、`。。。` 或单个 `…`。")
    why = Phrase(
        "The Chinese ellipsis is six dots in the middle of the line, as wide as two Han.", "中文省略号是居中的六个点，占两个汉字的位置。"
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: it becomes `……`. Spread operators, paths and dots before a digit or a Latin word are not touched.",
        "安全：改为 `……`。代码里的 `...`、路径，以及后面紧跟数字或外文的不动。",
    )
    examples = (
        Bad("风电、光伏、储能⟦...⟧都在增长⟦。。。⟧", "风电、光伏、储能……都在增长……"),
        Bad("他想了想⟦…⟧“算了⟦....⟧”", "他想了想……“算了……”"),
        Bad("（⟦...⟧以下从略）", "（……以下从略）"),
        Good("风电、光伏……都在增长。"),
        Good("区间 1, 2, ..., n；参数 ...args；路径 a/.../b；其他参数...rest"),
        Good("第一章............3", "the leaders of a table of contents"),
        Good("Wait... 等等"),
        Good("…………", "twelve dots stand for a paragraph"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for mark in ("...", "…", "。。。") if text.has_clusters else ("...", "…"):
            done = 0
            for at in text.places(mark):
                if at < done:
                    continue
                found = _ELLIPSIS.match(text.text, at)
                done = found.end() if found else at + 1
                if found and self._is_loose(text, *found.span()):
                    yield self._found(*found.span())

    def _is_loose(self, text: Prose, start: int, end: int) -> bool:
        masked = text.text
        dots = masked[start:end]
        if dots in ("……", "…………") or len(dots) > 6 or masked[start - 1 : start] in _DOTS:
            return False
        before, after = text.character(text.before(start)), text.character(text.after(end))
        if is_latin(after) or after in _AFTER_SPREAD:
            return False
        if before == "" or before in OPENERS:
            return after != "" and is_han(after) and not text.is_japanese(start)
        return is_chinese_mark(before) and not text.is_japanese(start)

    def _found(self, start: int, end: int) -> Diagnostic:
        fix = Fix(Phrase("Write ……", "改为 ……"), (Edit.replace(start, end, "……"),))
        return self.finding(Span(start, end), Phrase("a Chinese ellipsis is `……`", "中文省略号应写作 `……`"), fix)


_AFTER_SPREAD = frozenset(("[", "(", "{", "/", "$", "\\", "@", "_", "<"))
_ELLIPSIS = lazy("[.。…]+")

RULES: tuple[Rule, ...] = (
    HalfWidthMark(),
    DoubledMark(),
    RepeatedExclamation(),
    LooseEllipsis(),
)
