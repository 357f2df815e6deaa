"""ZH101–ZH106: half-width marks, brackets and straight quotes in Chinese prose; doubled marks; ellipses.

Each rule takes a mark and asks what a reader sees on both sides of it. Where only one side is Chinese, the whole
paragraph must be: an English sentence that names a Chinese word keeps its marks.
What does not belong here: dashes and ranges (`dashes`), widths and balance of pairs (`pairs`), spaces (`spacing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import CODE
from pubkit.rules.base import Bad, Good, Option, Page, Rule
from pubkit.rules.prose import DELIMITERS, LONGEST_PAIR, Pair, Prose, ProseRule, is_latin, prose
from pubkit.text.chars import HAN, is_han
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_SOURCE = "GB/T 15834—2011, 5.1 (标点符号的位置与形式); W3C clreq 3.1"
#: Full-width marks that only Chinese and Japanese have; curly quotes, dashes and `·` are Latin too.
_CHINESE_ONLY = frozenset("，。；：！？、（）《》〈〉【】「」『』")
_CLOSERS = frozenset(")]\"'”’…—）】》〉」』")
_OPENERS = frozenset("([\"'“‘（【《〈「『")


def _is_chinese_mark(character: str) -> bool:
    return character != "" and (character in _CHINESE_ONLY or is_han(character))


def _chinese_before(text: Prose, at: int) -> bool:
    """Whether Chinese stands before `at`, closing marks passed over."""
    place = text.before(at)
    while (seen := text.character(place)) in _CLOSERS and seen not in _CHINESE_ONLY:
        place = text.before(place)
    return _is_chinese_mark(seen)


def _chinese_after(text: Prose, at: int) -> bool:
    """Whether Chinese stands at `at` or behind it, spaces and opening marks passed over."""
    place = text.after(at)
    while (seen := text.character(place)) == " " or (seen in _OPENERS and seen not in _CHINESE_ONLY):
        place = text.after(place + 1)
    return _is_chinese_mark(seen)


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
            if not _is_quoted_mark(text.text, at):
                yield from self._full_stop(text, at)
        if "!" in text.text or "?" in text.text:
            yield from self._cries(text)

    def _divides(self, text: Prose, at: int) -> bool:
        """Whether a comma or semicolon divides Chinese clauses."""
        if _is_smiley(text.text, at) or _IN_ARRAY.search(text.text, max(0, at - 40), at):
            return False
        before, after = _chinese_before(text, at), _chinese_after(text, at + 1)
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
        if seen in "\"'" or not _chinese_before(text, at) or beside in _CLOCK:
            return False
        if _next_word(text, at + 1) == "" or _chinese_after(text, at + 1):
            return not text.is_japanese(at)
        return text.is_chinese(at) or not _LATIN.search(text.text, text.clause_before(at), at)

    def _full_stop(self, text: Prose, at: int) -> Iterator[Diagnostic]:
        """A full stop behind a Chinese clause; one that only seems to be (`v2.0`, `a.txt`) has no Han before it."""
        masked = text.text
        if masked[at - 1 : at] in _DOTS or masked[at + 1 : at + 2] in _DOTS or not self._may_end(text, at):
            return
        follows = text.character(text.after(at + 1))
        if follows == "" or follows in _CLOSERS:
            if text.is_chinese(at):
                yield self._found(text, at)
        elif follows == " ":
            if not self._is_label(text, at) and (_chinese_after(text, at + 1) or text.is_chinese(at)):
                yield self._found(text, at)
        elif is_han(follows) and not self._is_label(text, at) and not _FILE_NAME.match(masked, at):
            yield self._found(text, at, Safety.UNSAFE)

    def _may_end(self, text: Prose, at: int) -> bool:
        if _chinese_before(text, at):
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
            if _chinese_before(text, at):
                chinese = _chinese_after(text, end) or text.is_chinese(at)
            else:
                seen = text.character(text.before(at))
                asks = "!" not in found[0] and (is_latin(seen) or seen in _ENDS_A_TERM)
                chinese = (
                    asks
                    and (_next_word(text, end) == "" or _chinese_after(text, end))
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
    return masked[at - 1 : at] in _OPENERS and masked[at + 1 : at + 2] in _CLOSERS


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


class HalfWidthBracket(ProseRule):
    """Half-width round brackets around Chinese, or around a term behind a Chinese word."""

    code = "ZH102"
    name = "half-width-bracket"
    source: ClassVar[str] = "GB/T 15834—2011, 4.9 (括号); W3C clreq 3.1"
    what = Phrase(
        "`(…)` around Chinese words, or directly behind a Chinese word around a Latin one.",
        "用半角 `(…)` 括住中文，或紧跟在中文后面括住外文。",
    )
    why = Phrase(
        "Half-width brackets hang too high beside Han and stick to them.", "半角括号与汉字高低不齐，又紧贴前后文字。"
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: both brackets become full-width, and spaces between them and Han go. Calls such as `f(x)`, names, and "
        "labels such as `(1)` are not touched.",
        "安全：两个括号一起改为全角，并去掉它与汉字之间的空格。`f(x)` 这样的调用、名称以及 `(1)` 这样的编号不动。",
    )
    examples = (
        Bad("储能⟦(含抽水蓄能)⟧增长较快。", "储能（含抽水蓄能）增长较快。"),
        Bad("电网⟦(Grid)⟧与微网 ⟦(见下节)⟧ 不同。", "电网（Grid）与微网（见下节）不同。"),
        Bad("⟦(注：数据未经审计。)⟧", "（注：数据未经审计。）"),
        Bad("参见[附录](a.html)⟦( 第二节 )⟧。", "参见[附录](a.html)（第二节）。"),
        Good("步骤：(1) 采样；(2) 分析；3) 汇总；(a) 报告。"),
        Good("调用 print(中文) 与 求和f(x)，再看 Python (programming language)。"),
        Good("点击文件(F)菜单。", "the key of a menu"),
        Good("太好了:) 见[图](图(一).png)与 `函数(参数)`。"),
        Good("张三(2020)指出，李四（2021）同意。"),
        Good("He met 张三 (a friend of the author) in the city of 北京."),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        if "(" not in page.body_masked:
            return
        text = prose(page)
        masked = text.text
        for pair in text.pairs.matched:
            if masked[pair.opening] == "(" and masked[pair.closing] == ")" and self._is_chinese(text, pair):
                message = Phrase("half-width brackets in Chinese prose", "中文里用了半角括号")
                title = Phrase("Write （…）", "改为全角括号")
                fix = Fix(title, _widened(text, pair, "（", "）"))
                yield self.finding(Span(pair.opening, pair.closing + 1), message, fix)

    def _is_chinese(self, text: Prose, pair: Pair) -> bool:
        masked = text.text
        before = text.character(text.before(pair.opening))
        if is_latin(before) or before in _BEFORE_CALL or pair.closing - pair.opening > LONGEST_PAIR:
            return False
        inner = masked[pair.opening + 1 : pair.closing]
        if not inner.strip() or _CODE_LIKE.search(inner):
            return False
        if _HAN.search(inner):
            return text.is_chinese(pair.opening)
        behind = text.character(text.after(pair.closing + 1))
        term = is_han(before) and _TERM.fullmatch(inner) is not None if before else False
        return term and not is_latin(behind) and text.is_chinese(pair.opening)


#: What stands before the bracket of a link, a call, or a formula.
_BEFORE_CALL = frozenset(("]", "_", "$", "@", "#", "=", CODE))
#: What a bracket in prose does not hold: an assignment, a call, a list in code.
_CODE_LIKE = lazy(r"[={};]|\)\(|\w\(")
#: A Latin term of two letters or more: `(AI)`, `(deep learning)`.
_TERM = lazy(r"[A-Za-z][A-Za-z0-9 ,.&/'-]*[A-Za-z0-9]")


def _widened(text: Prose, pair: Pair, opening: str, closing: str) -> tuple[Edit, ...]:
    """Both marks replaced, with the spaces inside, and those outside that a Han or a full-width mark ends."""
    start, end = pair.opening, pair.closing + 1
    before, after = text.before_spaces(start), text.past_spaces(end)
    if before < start and _is_chinese_mark(text.text[before - 1 : before]):
        start = before
    if after > end and _is_chinese_mark(text.text[after : after + 1]):
        end = after
    first = text.past_spaces(pair.opening + 1)
    last = text.before_spaces(pair.closing)
    return (Edit.replace(start, first, opening), Edit.replace(last, end, closing))


class StraightQuote(ProseRule):
    """Straight quotation marks around Chinese words."""

    code = "ZH103"
    name = "straight-quote"
    source: ClassVar[str] = "GB/T 15834—2011, 4.8 (引号); W3C clreq 3.1"
    what = Phrase("`\"…\"` or `'…'` around Chinese words.", "用直引号 `\"…\"` 或 `'…'` 括住中文。")
    why = Phrase(
        "Chinese quotation marks show where a quotation begins and ends, and are as wide as a Han; a publisher's program "
        "that has to guess the direction beside Han guesses wrong.",
        "中文引号分左右，占一个汉字的位置；排版程序在汉字旁边猜直引号的方向，常常猜错。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe for a pair that stands alone: the marks become “ ” (‘ ’ inside of double ones), and spaces between them and "
        "Han go. Unsafe where quotes nest, do not pair up, or stand beside code.",
        "单独成对的为安全：改为 “ ”（双引号之内为 ‘ ’），并去掉它与汉字之间的空格。引号嵌套、不成对或挨着代码时为不安全。",
    )
    examples = (
        Bad('他称之为 ⟦"信息高速路"⟧ 的设施。', "他称之为“信息高速路”的设施。"),
        Bad("所谓⟦'窄带'⟧，与⟦\"宽带\"⟧相对。", "所谓“窄带”，与“宽带”相对。"),
        Bad("“他说过⟦'不行'⟧两个字。”", "“他说过‘不行’两个字。”"),
        Bad('⟦"先存 `a.txt` 再说"⟧是惯例。', "“先存 `a.txt` 再说”是惯例。", "unsafe: code inside"),
        Good("| 默认值 | '请选择' | \"取消\" |\n|---|---|---|", "literals in cells"),
        Good('屏幕宽 27"，高 15"。'),
        Good("`\"中文\"`，<a title=\"中文\">甲</a>，class=\"中文\"，{\"名称\": \"值\"}"),
        Good("It's 王's book, isn't it?"),
        Good("他说：“可以。”"),
        Good('设置为 "true" 时生效。', "a literal"),
        Good('The word "北京" names the city that is the capital of the country.'),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        masked = page.body_masked
        if '"' not in masked and "'" not in masked:
            return
        text = prose(page)
        for mark in "\"'":
            yield from self._pairs(text, mark)

    def _pairs(self, text: Prose, mark: str) -> Iterator[Diagnostic]:
        run = None
        places: list[int] = []
        for at in text.places(mark):
            if mark == "'" and _is_apostrophe(text.text, at):
                continue
            if run is None or at >= run.end:
                yield from self._run(text, places)
                run, places = text.run(at), []
            places.append(at)
        yield from self._run(text, places)

    def _run(self, text: Prose, places: list[int]) -> Iterator[Diagnostic]:
        """The findings of one run: its quotes in pairs, first with second, third with fourth."""
        if len(places) < 2 or not text.is_chinese(places[0]):
            return
        sure = len(places) % 2 == 0
        for n in range(0, len(places) - 1, 2):
            pair = Pair(places[n], places[n + 1])
            if self._quotes(text, pair):
                yield self._found(text, pair, sure)

    def _quotes(self, text: Prose, pair: Pair) -> bool:
        masked = text.text
        if pair.closing - pair.opening > LONGEST_PAIR:
            return False
        inner = masked[pair.opening + 1 : pair.closing]
        before, behind = masked[pair.opening - 1 : pair.opening], masked[pair.closing + 1 : pair.closing + 2]
        if is_latin(before) or is_latin(behind) or before in _BEFORE_DATA or behind in _BEHIND_DATA:
            return False
        if _fills_cell(text, pair):
            return False
        if masked[pair.opening] == "'" and not (_chinese_before_space(text, pair) and _chinese_after(text, pair.closing + 1)):
            return False
        return _HAN.search(inner) is not None and not _NO_QUOTATION.search(inner) and inner.count("“") == inner.count("”")

    def _found(self, text: Prose, pair: Pair, sure: bool) -> Diagnostic:
        masked = text.text
        inner = masked[pair.opening + 1 : pair.closing]
        nested = bool(_QUOTES.search(inner))
        beside = text.character(text.before(pair.opening)) + text.character(text.after(pair.closing + 1))
        inside = masked[pair.opening] == "'" and _is_quoted(text, pair)
        marks = "‘’" if inside else "“”"
        alone = sure and not nested and CODE not in inner + beside and inner == inner.strip()
        fix = Fix(
            Phrase("Write {}…{}", "改为 {}…{}").format(*marks),
            _widened(text, pair, *marks),
            Safety.SAFE if alone else Safety.UNSAFE,
        )
        return self.finding(
            Span(pair.opening, pair.closing + 1), Phrase("straight quotation marks in Chinese prose", "中文里用了直引号"), fix
        )


_QUOTES = lazy("[\"'“”‘’]")
_NO_QUOTATION = lazy(r"[={}<>\ufdd0\ufdda]|[\[\]]\s*[\[\]]|\A\s.*\s\Z")
_BEFORE_DATA = frozenset(("=", ":", "{", "[", "\\"))
_BEHIND_DATA = frozenset((":", "=", "}", "]"))


def _fills_cell(text: Prose, pair: Pair) -> bool:
    """Whether a quoted text is all that a table cell holds: the value of a setting, as it is typed."""
    run = text.run(pair.opening)
    return run is not None and run.block.kind == "table_cell" and (run.start, run.end) == (pair.opening, pair.closing + 1)


def _chinese_before_space(text: Prose, pair: Pair) -> bool:
    return _chinese_before(text, text.before_spaces(pair.opening))


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether `'` stands in or behind a Latin word or a number (`it's`, `5'`), or before a year (`'90`)."""
    return is_latin(text[at - 1 : at]) or text[at + 1 : at + 2].isdigit()


def _is_quoted(text: Prose, pair: Pair) -> bool:
    """Whether a pair stands within double quotation marks, curly or straight, of its run."""
    run = text.run(pair.opening)
    start = run.start if run else 0
    before = text.text[max(start, pair.opening - 500) : pair.opening]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


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
    return before == "" or before in _OPENERS or before in _MASKED or after in _MASKED


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
        Good("真的吗？！是的！"),
        Good("`！！`"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        if "！" not in page.body_masked and "？" not in page.body_masked:
            return
        text = prose(page)
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
        Good("风电、光伏……都在增长。"),
        Good("区间 1, 2, ..., n；参数 ...args；路径 a/.../b；其他参数...rest"),
        Good("第一章............3", "the leaders of a table of contents"),
        Good("Wait... 等等"),
        Good("…………", "twelve dots stand for a paragraph"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for mark in ("...", "。。。", "…"):
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
        if before == "" or before in _OPENERS:
            return after != "" and is_han(after) and not text.is_japanese(start)
        return _is_chinese_mark(before) and not text.is_japanese(start)

    def _found(self, start: int, end: int) -> Diagnostic:
        fix = Fix(Phrase("Write ……", "改为 ……"), (Edit.replace(start, end, "……"),))
        return self.finding(Span(start, end), Phrase("a Chinese ellipsis is `……`", "中文省略号应写作 `……`"), fix)


_AFTER_SPREAD = frozenset(("[", "(", "{", "/", "$", "\\", "@", "_", "<"))
_ELLIPSIS = lazy("[.。…]+")

RULES: tuple[Rule, ...] = (
    HalfWidthMark(),
    HalfWidthBracket(),
    StraightQuote(),
    DoubledMark(),
    RepeatedExclamation(),
    LooseEllipsis(),
)
