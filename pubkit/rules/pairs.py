"""ZH102, ZH103, ZH109–ZH111: brackets and quotation marks, their width and their balance, and the marks around a title."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import BLOCK, BREAK, CODE
from pubkit.rules.base import Bad, Good, Page, Rule
from pubkit.rules.prose import (
    LONGEST_PAIR,
    Pair,
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

_HAN = lazy(f"[{HAN}]")


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
    if before < start and is_chinese_mark(text.text[before - 1 : before]):
        start = before
    if after > end and is_chinese_mark(text.text[after : after + 1]):
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
        if masked[pair.opening] == "'" and not (_chinese_before_space(text, pair) and chinese_after(text, pair.closing + 1)):
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
        fix = Fix(_WRITE_CURLY[marks], _widened(text, pair, *marks), Safety.SAFE if alone else Safety.UNSAFE)
        return self.finding(Span(pair.opening, pair.closing + 1), _STRAIGHT, fix)


_STRAIGHT = Phrase("straight quotation marks in Chinese prose", "中文里用了直引号")
_WRITE_CURLY = {marks: Phrase("Write {}…{}", "改为 {}…{}").format(*marks) for marks in ("“”", "‘’")}
_QUOTES = lazy("[\"'“”‘’]")
_NO_QUOTATION = lazy(rf"[={{}}<>{BLOCK}{BREAK}]|[\[\]]\s*[\[\]]|\A\s.*\s\Z")
_BEFORE_DATA = frozenset(("=", ":", "{", "[", "\\"))
_BEHIND_DATA = frozenset((":", "=", "}", "]"))


def _fills_cell(text: Prose, pair: Pair) -> bool:
    """Whether a quoted text is all that a table cell holds: the value of a setting, as it is typed."""
    run = text.run(pair.opening)
    return run is not None and run.block.kind == "table_cell" and (run.start, run.end) == (pair.opening, pair.closing + 1)


def _chinese_before_space(text: Prose, pair: Pair) -> bool:
    return chinese_before(text, text.before_spaces(pair.opening))


def _is_apostrophe(text: str, at: int) -> bool:
    """Whether `'` stands in or behind a Latin word or a number (`it's`, `5'`), or before a year (`'90`)."""
    return is_latin(text[at - 1 : at]) or text[at + 1 : at + 2].isdigit()


def _is_quoted(text: Prose, pair: Pair) -> bool:
    """Whether a pair stands within double quotation marks, curly or straight, of its run."""
    run = text.run(pair.opening)
    start = run.start if run else 0
    before = text.text[max(start, pair.opening - 500) : pair.opening]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1


class MixedBracket(ProseRule):
    """A bracket opened in one width and closed in the other."""

    code = "ZH109"
    name = "mixed-bracket"
    source: ClassVar[str] = "GB/T 15834—2011, 4.9 (括号)"
    what = Phrase("A bracket opened full-width and closed half-width, or the other way: `（…)`.", "括号一半全角、一半半角：`（…)`。")
    why = Phrase("The two halves differ in height and width, and search for a pair fails.", "左右两半高低宽窄不一，也不便检索。")
    fix_note: ClassVar[Phrase | None] = Phrase("Safe: the half-width one becomes full-width.", "安全：把半角的一半改为全角。")
    examples = (
        Bad("储能⟦（含抽水蓄能)⟧增长。", "储能（含抽水蓄能）增长。"),
        Bad("储能⟦(含抽水蓄能）⟧增长。", "储能（含抽水蓄能）增长。"),
        Bad("见[说明](a.html)⟦（第 2 节)⟧与⟦(第 3 节）⟧。", "见[说明](a.html)（第 2 节）与（第 3 节）。"),
        Good("储能（含抽水蓄能）增长，电网(含微网)也是。"),
        Good("步骤：1) 采样（每日）；2) 分析。"),
        Good("（见 a) 与 b) 两项）"),
        Good("表情 （^_^) 与 :)"),
        Good("（参见 `f(x)` 与 $g(x)$）"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        if ")" not in page.body_masked and "(" not in page.body_masked:
            return
        text = prose(page)
        for pair in text.pairs.matched:
            marks = text.text[pair.opening] + text.text[pair.closing]
            if marks in ("（)", "(）") and pair.closing - pair.opening < LONGEST_PAIR and self._is_bracket(text, pair):
                half = pair.closing if marks == "（)" else pair.opening
                wide = "）" if marks == "（)" else "（"
                fix = Fix(Phrase("Write `{}`", "改为 `{}`").format(wide), (Edit.replace(half, half + 1, wide),))
                message = Phrase("the two halves of this bracket differ in width", "括号一半全角、一半半角")
                yield self.finding(Span(pair.opening, pair.closing + 1), message, fix)

    def _is_bracket(self, text: Prose, pair: Pair) -> bool:
        masked = text.text
        inner = masked[pair.opening + 1 : pair.closing]
        if not _HAN.search(inner) and not _WORD.search(inner):
            return False
        if masked[pair.closing] == ")":
            return not _LABEL.search(inner) and inner.count("（") == inner.count("）")
        return not is_latin(masked[pair.opening - 1 : pair.opening])


_WORD = lazy("[A-Za-z]{2}")
#: What a label leaves before its bracket: `1)`, `a)`.
_LABEL = lazy(r"(?:\A|[\s，。；、（])(?:\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,2})\Z")


class UnbalancedPair(ProseRule):
    """A bracket or quotation mark without its other half."""

    code = "ZH110"
    name = "unbalanced-pair"
    source: ClassVar[str] = "GB/T 15834—2011, 4.8, 4.9, 4.15 (引号、括号、书名号)"
    what = Phrase("A `（` `《` `「` `【` `“` that nothing closes, or one that closes nothing.", "`（` `《` `「` `【` `“` 没有与之配对的另一半。")
    why = Phrase(
        "The reader waits for the end of the bracket; often words were lost together with the missing half.",
        "读者找不到括号或引文的终点；缺的那一半常常连着被删掉的文字。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Only for quotation marks that were typed in the wrong direction (`“…“`): unsafe, they are turned.",
        "只对方向用反的引号（`“…“`）提供，为不安全：改正方向。",
    )
    examples = (
        Bad("储能⟦（⟧含抽水蓄能增长较快。"),
        Bad("见⟦《⟧电力年鉴⟦〉⟧第 3 页，又见⟦《⟧能源统计。"),
        Bad("他说“可以⟦“⟧。", "他说“可以”。"),
        Bad("储能增长⟦）⟧较快。"),
        Good("储能（含抽水蓄能（大型））增长，《论〈能源〉》“很‘好’”。"),
        Good("1）采样；2）分析；（3）汇总；a）报告。", "labels"),
        Good("“第一段引文。\n\n“第二段引文。”", "each paragraph of a quotation is opened anew"),
        Good("（本段的括号\n\n在下一段结束。）"),
        Good("太好了：） 笑脸（：", "smileys"),
        Good("`（` 与 “《” 是标点。"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        open_later: dict[str, list[int]] = {}
        found: list[tuple[int, Fix | None]] = []
        for at in text.pairs.alone:
            mark = text.text[at]
            if mark in "()" or self._is_no_half(text, at):
                continue
            if mark in _CLOSED_BY:
                open_later.setdefault(_CLOSED_BY[mark], []).append(at)
            elif open_later.get(mark):
                open_later[mark].clear()  # opened in an earlier block
            else:
                found.append((at, None))
        found += [(at, self._turned(text, at)) for places in open_later.values() for at in places]
        for at, fix in found:
            if not (fix is None and self._answers(text, at)):
                message = Phrase("`{}` has no other half", "`{}` 没有配对").format(text.text[at])
                yield self.finding(Span(at, at + 1), message, fix)

    def _is_no_half(self, text: Prose, at: int) -> bool:
        """Whether a mark is a label's (`1）`), a smiley's (`：）`), spoken of (`“《”`), or not in Chinese prose."""
        masked = text.text
        before, after = masked[at - 1 : at], masked[at + 1 : at + 2]
        if masked[at] == "）" and _LABEL.search(masked, max(0, at - 4), at):
            return True
        if before in _SMILE or (masked[at] == "（" and after in _SMILE):
            return True
        if masked[at] == "“" and text.before(at) < 0:
            return True  # each paragraph of a long quotation is opened anew
        return (before in _QUOTE and after in _QUOTE) or not text.is_chinese(at)

    def _turned(self, text: Prose, at: int) -> Fix | None:
        """Closes a quotation that was opened twice: the second `“` of a run that has no `”`."""
        run = text.run(at)
        if text.text[at] != "“" or run is None:
            return None
        first = text.text.find("“", run.start, run.end)
        if text.text.find("“", first + 1, run.end) != at or text.text.find("“", at + 1, run.end) >= 0:
            return None
        if text.text.find("”", run.start, run.end) >= 0:
            return None
        return Fix(Phrase("Turn it: ”", "改为 ”"), (Edit.replace(at, at + 1, "”"),), Safety.UNSAFE)

    def _answers(self, text: Prose, at: int) -> bool:
        """Whether this is the first `“` of a quotation that was opened twice: the second one is the finding."""
        run = text.run(at)
        if text.text[at] != "“" or run is None:
            return False
        second = text.text.find("“", at + 1, run.end)
        return second >= 0 and self._turned(text, second) is not None


_CLOSED_BY = {"（": "）", "《": "》", "〈": "〉", "【": "】", "「": "」", "『": "』", "“": "”"}
_SMILE = frozenset(("：", "；", ":", ";", "^", "_", "~", "￣"))
_QUOTE = frozenset("“”‘’「」\"'`")


class WrongTitleMark(ProseRule):
    """Title marks that are not 《》, or nested ones that are not 〈〉."""

    code = "ZH111"
    name = "wrong-title-mark"
    severity = Severity.INFO
    source: ClassVar[str] = "GB/T 15834—2011, 4.15 (书名号)"
    what = Phrase("A title between `<<` and `>>`, or 《…》 within 《…》.", "书名用 `<<` `>>` 括住，或《》里面又用《》。")
    why = Phrase(
        "Title marks are 《》, and 〈〉 inside of them; angle brackets of mathematics may be read as HTML.",
        "书名号是《》，里面一层用〈〉；数学的尖括号还可能被当成 HTML。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe for nested title marks. Unsafe for `<<…>>`, whose signs also mean something by themselves.",
        "里层书名号为安全。`<<…>>` 本身也有含义，为不安全。",
    )
    examples = (
        Bad("读⟦<<能源年鉴>>⟧第 3 页。", "读《能源年鉴》第 3 页。"),
        Bad("见《读⟦《能源年鉴》⟧有感》一文。", "见《读〈能源年鉴〉有感》一文。"),
        Bad("**⟦<<储能：十年回顾>>⟧**已出版。", "**《储能：十年回顾》**已出版。"),
        Good("见《读〈能源年鉴〉有感》与《能源》。"),
        Good("用 cout << 名称 >> 文件 输出，`<<中文>>`，1 << 2。"),
        Good("替换 <名称> 与 <<EOF。"),
        Good("《能源》《电力》两种刊物。"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        yield from self._angles(text)
        if len(text.all_places("《")) > 1:
            yield from self._nested(text)

    def _angles(self, text: Prose) -> Iterator[Diagnostic]:
        for at in text.places("<<"):
            found = _ANGLES.match(text.text, at)
            if found:
                start, end = found.span()
                edits = (Edit.replace(start, start + 2, "《"), Edit.replace(end - 2, end, "》"))
                fix = Fix(Phrase("Write 《…》", "改为《…》"), edits, Safety.UNSAFE)
                yield self.finding(Span(start, end), Phrase("title marks are 《》", "书名号应为《》"), fix)

    def _nested(self, text: Prose) -> Iterator[Diagnostic]:
        outer = Pair(-1, -1)
        for pair in text.pairs.matched:
            if text.text[pair.opening] != "《":
                continue
            if pair.opening > outer.closing:
                outer = pair
                continue
            edits = (
                Edit.replace(pair.opening, pair.opening + 1, "〈"),
                Edit.replace(pair.closing, pair.closing + 1, "〉"),
            )
            message = Phrase("inner title marks are 〈〉", "书名号里面应使用〈〉")
            yield self.finding(Span(pair.opening, pair.closing + 1), message, Fix(Phrase("Write 〈…〉", "改为〈…〉"), edits))


_ANGLES = lazy(rf"<<[{HAN}][{HAN}A-Za-z0-9：·—、]{{0,40}}>>(?!>)")


RULES: tuple[Rule, ...] = (
    HalfWidthBracket(),
    StraightQuote(),
    MixedBracket(),
    UnbalancedPair(),
    WrongTitleMark(),
)
