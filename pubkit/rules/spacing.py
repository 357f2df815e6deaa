"""ZH121–ZH124: spaces between Han and Latin, beside full-width marks, around `/` and `-`, and the full-width space.

Every fix here writes or deletes spaces and nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import CODE, IMAGE, MARKUP, MATH
from pubkit.rules.base import Bad, Good, Option, Page, Rule
from pubkit.rules.prose import DELIMITERS, WIDE_MARKS, Prose, ProseRule, is_latin, is_wide, prose
from pubkit.text.chars import is_han
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnevenSpacing(ProseRule):
    """A space between Han and Latin, or none, against the style of the document."""

    code = "ZH121"
    name = "uneven-spacing"
    severity = Severity.INFO
    source: ClassVar[str] = "W3C clreq 3.2 (中西文混排)；GB/T 15834—2011 不作规定"
    options: ClassVar[tuple[Option, ...]] = (
        Option(
            "style",
            "choice",
            "consistent",
            Phrase(
                "Whether a space stands between Han and Latin letters or digits: always, never, or as the document mostly has it.",
                "汉字与外文字母、数字之间是否加空格：一律加、一律不加，或与全文多数一致。",
            ),
            ("consistent", "require", "forbid"),
        ),
    )
    what = Phrase(
        "A place where Han and Latin letters or digits meet with a space, or without one, unlike nearly all others of the "
        "document.",
        "汉字与外文字母、数字之间加了空格或没加空格，与全文绝大多数地方不一致。",
    )
    why = Phrase(
        "Both styles are good; a mixture looks careless, and search finds only half of the places. Letters and digits are "
        "judged apart, and dates, measures and words such as `A股` are left out.",
        "两种写法都可以，混用则显得马虎，检索也会漏掉一半。字母与数字分别统计；日期、量词和“A股”一类的词不计。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Safe: a space is written or deleted.", "安全：只增删空格。")
    examples = (
        Bad(
            "用 Vue 写，用 Go 写，用 Rust 写，用 Java 写，用 Ruby 写，用 Perl 写，用 Lua 写，用 Dart 写，用 Nim 写，用 Zig 写，"
            "由⟦⟧Swift 写。",
            "用 Vue 写，用 Go 写，用 Rust 写，用 Java 写，用 Ruby 写，用 Perl 写，用 Lua 写，用 Dart 写，用 Nim 写，用 Zig 写，"
            "由 Swift 写。",
        ),
        Bad(
            "用Vue写，用Go写，用Rust写，用Java写，用Ruby写，用Perl写，用Lua写，用Dart写，用Nim写，用Zig写，由⟦ ⟧Swift写。",
            "用Vue写，用Go写，用Rust写，用Java写，用Ruby写，用Perl写，用Lua写，用Dart写，用Nim写，用Zig写，由Swift写。",
        ),
        Bad(
            "取 4 次，共 5 组，分 6 批，每批 7 件，合 8 箱，装 9 车，跑 10 趟，用 11 天，花 12 元，得 13 分，剩⟦⟧1 件。",
            "取 4 次，共 5 组，分 6 批，每批 7 件，合 8 箱，装 9 车，跑 10 趟，用 11 天，花 12 元，得 13 分，剩 1 件。",
        ),
        Good("用 Vue 写，用Go写，用 Rust 写。", "too few to tell a style"),
        Good("第1章到第20章，2024年1月1日，A股、B站、T恤、U盘、K线、X光，全都不计。"),
        Good(
            "用 Vue 写，用 Go 写，用 Rust 写，用 Java 写，用 Ruby 写，用 Perl 写，用 Lua 写，用 Dart 写，用 Nim 写，用 Zig 写，"
            "第3章，2024年，A股，T恤，#Go学习，@Vue团队，见`用Go写`与[用 Go 写](a用Go.md)。",
            "dates, words, tags and code",
        ),
        Good(
            "用 Vue 写，用Go写，用 Rust 写，用Java写，用 Ruby 写，用Perl写，用 Lua 写，用Dart写，用 Nim 写，用Zig写，用 Swift 写。",
            "no clear majority",
        ),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        style = self.option(page, "style")
        for meetings in _meetings(text):
            for at in _odd_ones(meetings, style):
                if text.free(at) and not _is_tagged(text.text, at):
                    yield self._found(text, at)

    def _found(self, text: Prose, at: int) -> Diagnostic:
        if text.text[at] == " ":
            message = Phrase("no space stands here elsewhere", "全文此处一般不加空格")
            fix = Fix(Phrase("Delete the space", "删去空格"), (Edit.delete(at, at + 1),))
            return self.finding(Span(at, at + 1), message, fix)
        message = Phrase("a space stands here elsewhere", "全文此处一般加空格")
        return self.finding(Span(at, at), message, Fix(Phrase("Add a space", "加空格"), (Edit.insert(at, " "),)))


class _Meetings:
    """Where Han meet Latin letters, or digits: with a space (the place of the space) and without (the place between)."""

    __slots__ = ("closed", "spaced")

    def __init__(self) -> None:
        self.spaced: list[int] = []
        self.closed: list[int] = []


#: A Latin word or number, and the ASCII behind it up to the next Chinese: only its two ends can meet a Han.
_LATIN = lazy("[A-Za-z0-9][ -~]*")
#: What a number is joined to in every style: dates and times.
_JOINED_TO_DIGITS = frozenset("年月日号时分秒点初")


def _meetings(text: Prose) -> tuple[_Meetings, _Meetings]:
    """The meetings of letters and of digits with Han. A lone capital (`A股`, `T恤`) is part of its word.

    Written in one piece, since it looks at all that is Latin in a text.
    """
    letters, digits = _Meetings(), _Meetings()
    masked = text.text[: text.end] + "\n"  # an end to look at, also before the first character
    for found in _LATIN.finditer(masked):
        start, end = found.span()
        left = near = masked[start - 1]
        if near == " ":
            left = masked[start - 2]
        if "\u4e00" <= left <= "\u9fff" and left != "第":
            first = masked[start]
            if first <= "9":
                if left not in _JOINED_TO_DIGITS:
                    (digits.closed if left is near else digits.spaced).append(start if left is near else start - 1)
            elif first > "Z" or is_latin(masked[start + 1]):
                (letters.closed if left is near else letters.spaced).append(start if left is near else start - 1)
        right = masked[end]
        if "\u4e00" <= right <= "\u9fff":
            at, last = end, masked[end - 1]
            if last == " ":
                at, last = end - 1, masked[end - 2]
            if left == "第" and masked[start:at].isalnum():
                continue  # `第3章` in every style
            if last <= "9":
                if last >= "0" and right not in _JOINED_TO_DIGITS:
                    (digits.closed if at == end else digits.spaced).append(at)
            elif "a" <= last <= "z" or ("A" <= last <= "Z" and at - start > 1 and is_latin(masked[at - 2])):
                (letters.closed if at == end else letters.spaced).append(at)
    return letters, digits


def _odd_ones(meetings: _Meetings, style: str) -> list[int]:
    """The places that are against the style: that of nearly all, where the document has one."""
    spaced, closed = meetings.spaced, meetings.closed
    if style == "require":
        return closed
    if style == "forbid":
        return spaced
    if len(spaced) + len(closed) < _FEWEST:
        return []
    if len(closed) * _CLEAR <= len(spaced):
        return closed
    return spaced if len(spaced) * _CLEAR <= len(closed) else []


#: A style shows in this many places, and where for one that is against it this many are for it.
_FEWEST = 20
_CLEAR = 19
_TAG = lazy(r"[#@/\\_&=]")


def _is_tagged(masked: str, at: int) -> bool:
    """Whether the word around a place is a tag, a name or a path: `#Go学习`, `@Vue团队`, `a/用Go`."""
    before = masked[max(0, at - 24) : at].rpartition(" ")[2]
    after = masked[at : at + 24].strip(" ").partition(" ")[0]
    return _TAG.search(before + after) is not None


class SpaceBesideMark(ProseRule):
    """A space before or behind a full-width mark."""

    code = "ZH122"
    name = "space-beside-mark"
    source: ClassVar[str] = "GB/T 15834—2011, 5.1; W3C clreq 3.1"
    what = Phrase(
        "A space beside a full-width mark: `你好 ，世界`, `你好， 世界`, `（ 见下 ）`.",
        "全角标点旁边有空格：`你好 ，世界`、`你好， 世界`、`（ 见下 ）`。",
    )
    why = Phrase(
        "A full-width mark brings its own space along; one more tears the line open, and may put the mark at the head of "
        "the next line.",
        "全角标点自带空白，再加空格就断开了行文，还可能让标点落到下一行的行首。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the space goes. It stays before a bare address. Unsafe before a digit behind `，` or `：`.",
        "安全：删去空格；裸网址前面的保留。`，`、`：` 后面是数字时为不安全。",
    )
    examples = (
        Bad("电价下降⟦ ⟧，需求上升⟦  ⟧。", "电价下降，需求上升。"),
        Bad("电价下降，⟦ ⟧需求上升：⟦ ⟧**两成**。", "电价下降，需求上升：**两成**。"),
        Bad("储能（⟦ ⟧见下⟦ ⟧）与《⟦ ⟧年鉴⟦ ⟧》。", "储能（见下）与《年鉴》。"),
        Bad("使用 Vue⟦ ⟧（渐进式框架）⟦ ⟧开发，再用 `npm`⟦ ⟧。", "使用 Vue（渐进式框架）开发，再用 `npm`。"),
        Bad("他说：⟦ ⟧“可以”⟦ ⟧。", "他说：“可以”。"),
        Bad("共三类，⟦ ⟧5 个品种。", "共三类，5 个品种。", "unsafe"),
        Good("电价下降，需求上升。\n\n  另起一段。  \n换行。"),
        Good("详见： https://example.org/a ，谢谢。", "an address needs its spaces"),
        Good("He said “yes” to the “no” of the other one."),
        Good("| 名称： | 值 |\n|---|---|\n| 甲， | 乙 |"),
        Good("太好了！ 😀"),
        Good("（一） 概述", "the label of a heading"),
        Good("Selon la revue 《风能》 de Pékin, la croissance continue en 2025.", "a sentence of another language"),
        Good("`你好 ，世界` 与 **你好：** 世界"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        done = -1
        for found in _BESIDE.finditer(text.text, 0, text.end):
            at = found.start()
            if at < done:
                continue
            start, done = text.before_spaces(at + 1), text.past_spaces(at)
            # behind a bare address the space stays: without it, readers link the mark and what follows
            if text.free(at) and text.free(start - 1) and self._is_needless(text, start, done):
                yield self._found(text, start, done)

    def _is_needless(self, text: Prose, start: int, end: int) -> bool:
        masked = text.text
        before, after = text.before(start), masked[end : end + 1]
        left = masked[start - 1]
        if before < 0 or left in DELIMITERS:
            return False
        if (is_latin(left) or is_latin(after)) and _is_western_line(masked, start):
            return False  # a Chinese title in a sentence of another language stands between spaces
        if after in _CLOSES or (after in _OPENS and (is_wide(left) or is_latin(left) or left == CODE)):
            return after not in _CURLY or is_wide(left)
        if left in _AFTER_CLOSE:
            return (is_wide(after) or (is_latin(after) and left not in _CURLY)) and not _is_label(text, start)
        if left not in _BEFORE or text.source.startswith(_SCHEMES, end):
            return False
        return is_wide(after) or after.isalnum() or after in _OBJECTS

    def _found(self, text: Prose, start: int, end: int) -> Diagnostic:
        masked = text.text
        number = masked[start - 1] in "，：" and masked[end : end + 1].isdigit()
        fix = Fix(
            Phrase("Delete the space", "删去空格"), (Edit.delete(start, end),), Safety.UNSAFE if number else Safety.SAFE
        )
        return self.finding(Span(start, end), Phrase("a space beside a full-width mark", "全角标点旁有多余的空格"), fix)


_SCHEMES = ("http://", "https://", "www.")
_BESIDE = lazy(" (?:(?<=[，。；：！？、（《〈「『）》〉」』“”] )|(?=[，。；：！？、）》〉」』（《〈「『“”]))")
_CLOSES = frozenset("，。；：！？、）》〉」』”")
_OPENS = frozenset("（《〈「『“")
_CURLY = frozenset("“”")
_BEFORE = frozenset("，。；：！？、（《〈「『“")
_AFTER_CLOSE = frozenset("）》〉」』”")
#: What a mark may be followed by directly: code, a formula, a link or bold that opens.
_OBJECTS = frozenset((CODE, MATH, IMAGE, MARKUP))


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _is_label(text: Prose, at: int) -> bool:
    """Whether a bracket that ends at `at` is the label of a heading or an item: `（一） 概述`."""
    found = _LABEL.search(text.text, max(0, at - 8), at)
    return found is not None and text.before(found.start()) < 0


_LABEL = lazy(r"[（(]?[一二三四五六七八九十百\dA-Za-z]{1,4}）\Z")


def _is_western_line(masked: str, at: int) -> bool:
    """Whether a line has far more Latin letters than Han."""
    line = masked[masked.rfind("\n", 0, at) + 1 : masked.find("\n", at) if "\n" in masked[at:] else len(masked)]
    return 4 * sum(map(is_han, line)) < sum(map(is_latin, line))



class SpaceAroundSign(ProseRule):
    """Spaces around a slash or a hyphen that joins two words."""

    code = "ZH123"
    name = "space-around-sign"
    severity = Severity.INFO
    source: ClassVar[str] = "GB/T 15834—2011, 4.13 (短横线), 4.17 (分隔号)"
    what = Phrase(
        "Spaces around `/` or `-` within a sentence: `检测 / 分割`, `文本 - only`.",
        "句中的 `/` 或 `-` 前后加了空格：`检测 / 分割`、`文本 - only`。",
    )
    why = Phrase(
        "The sign joins two words into one term; exports that put a space between Han and everything else tear it apart.",
        "这两个符号把前后两个词连成一个术语；导出时一律加空格，就把它拆散了。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe for a slash. Unsafe for a hyphen, which may have been meant as a dash.",
        "斜线为安全。连字符也可能本想写破折号，为不安全。",
    )
    examples = (
        Bad("模型支持检测⟦ / ⟧分割，效果良好。", "模型支持检测/分割，效果良好。"),
        Bad("采用 Transformer，把文本⟦ - ⟧only 模型换成视觉⟦ - ⟧语言模型。", "采用 Transformer，把文本-only 模型换成视觉-语言模型。"),
        Bad("- 支持登录，用户名⟦ / ⟧密码均可；", "- 支持登录，用户名/密码均可；"),
        Good("模型支持检测/分割，视觉-语言模型也是。"),
        Good("- 按钮 - 触发一次操作，常用于表单。", "a term and its explanation"),
        Good("## 第一章 - 概述"),
        Good("文件 / 新建 / 项目", "a path of menus"),
        Good("利润等于收入，即收入 - 成本 = 利润，单价 3 / 4。"),
        Good("| 检测 / 分割 | 视觉 - 语言 |\n|---|---|"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        slashes = [at for at in text.places(" / ") if self._joins(text, at)]
        if len(slashes) < _HABIT or len(_CLOSED_SLASH.findall(text.text)) > len(slashes):
            for at in slashes:
                yield self._found(at, "/")
        for at in text.places(" - "):
            if self._joins(text, at):
                yield self._found(at, "-")

    def _joins(self, text: Prose, at: int) -> bool:
        """Whether the sign stands within a sentence, between words, and in no formula.

        A slash joins Han to Han: between a Chinese and a foreign name it may stand for a translation.
        """
        masked = text.text
        before, after = masked[at - 1 : at], masked[at + 3 : at + 4]
        han = is_han(before or " ") + is_han(after or " ")
        if han == 0 or (han == 1 and (masked[at + 1] == "/" or not _is_letter(after if is_han(before) else before))):
            return False
        run = text.run(at)
        if run is None or run.block.kind == "heading" or run.block.kind == "table_cell" or not text.is_chinese(at):
            return False
        if _FORMULA.search(masked, max(run.start, at - 16), min(run.end, at + 20)):
            return False
        mark = text.first(_CLAUSE_MARK, run)
        return mark >= 0 and (masked[at + 1] == "/" or mark < at)

    def _found(self, at: int, sign: str) -> Diagnostic:
        safety = Safety.SAFE if sign == "/" else Safety.UNSAFE
        place = Span(at, at + 3)
        return self.finding(place, _JOINS[sign], Fix(_CLOSE_SPACES, (Edit(place, sign),), safety))


_JOINS = {sign: Phrase("`{}` joins two words without spaces", "`{}` 连接两个词时前后不空").format(sign) for sign in "/-"}
_CLOSE_SPACES = Phrase("Close the spaces", "去掉空格")
#: So many slashes with spaces, and no more without, are the writer's habit.
_HABIT = 5
_CLOSED_SLASH = lazy(r"/(?<=[\u4e00-\u9fff]/)[\u4e00-\u9fff]")
_FORMULA = lazy(r"[=＝+×÷]")
_CLAUSE_MARK = lazy("[，。；：！？、]")


class WideSpace(ProseRule):
    """A full-width space (U+3000) within a line."""

    code = "ZH124"
    name = "wide-space"
    severity = Severity.INFO
    source: ClassVar[str] = "W3C clreq 3.1; GB/T 15834—2011, 5.1"
    options: ClassVar[tuple[Option, ...]] = (
        Option(
            "indent",
            "choice",
            "allow",
            Phrase("Full-width spaces at the head of a paragraph.", "段首的全角空格是否允许。"),
            ("allow", "forbid"),
        ),
    )
    what = Phrase("A full-width space (U+3000) between words.", "词语之间的全角空格（U+3000）。")
    why = Phrase(
        "It cannot be told from two spaces, search misses it, and it opens a hole in a justified line.",
        "它看上去像两个空格，检索时会漏掉，排版时又撑出一个空洞。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: it becomes one space; beside a full-width mark it goes.", "安全：改为一个普通空格；挨着全角标点时删去。"
    )
    examples = (
        Bad("电价下降，⟦\u3000⟧需求上升。", "电价下降，需求上升。"),
        Bad("风电⟦\u3000\u3000⟧光伏，Vue⟦\u3000⟧React。", "风电 光伏，Vue React。"),
        Bad("（⟦\u3000⟧见下节⟦\u3000⟧）", "（见下节）"),
        Good("\u3000\u3000段首缩进。"),
        Good("王\u3000明，李\u3000磊。", "names of two characters set as wide as three"),
        Good("`甲\u3000乙`"),
        Good("| 甲 |\u3000|\n|---|---|", "a cell of its own"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        if text.text.find("\u3000", 0, text.end) < 0:
            return
        forbidden = self.option(page, "indent") == "forbid"
        for found in _WIDE_SPACES.finditer(text.text):
            start, end = found.span()
            if not text.free(start) or text.after(end) < 0:
                continue
            if text.before(start) < 0:
                if forbidden:
                    yield self._found(start, end, "")
            elif not _is_spread_name(text.text, start, end):
                beside = text.character(text.before(start)), text.character(text.after(end))
                yield self._found(start, end, "" if any(c in WIDE_MARKS for c in beside) else " ")

    def _found(self, start: int, end: int, instead: str) -> Diagnostic:
        title = Phrase("Write a space", "改为普通空格") if instead else Phrase("Delete it", "删去")
        fix = Fix(title, (Edit.replace(start, end, instead),))
        return self.finding(Span(start, end), Phrase("a full-width space", "全角空格"), fix)


_WIDE_SPACES = lazy("\u3000+")


def _is_spread_name(masked: str, start: int, end: int) -> bool:
    """Whether one Han stands alone on both sides: a name of two characters spread over three."""
    left, right = masked[max(0, start - 2) : start], masked[end : end + 2]
    alone_left = is_han(left[-1:] or " ") and not is_han(left[0])
    return (alone_left or len(left) == 1) and is_han(right[:1] or " ") and not is_han(right[1:] or " ")


RULES: tuple[Rule, ...] = (UnevenSpacing(), SpaceBesideMark(), SpaceAroundSign(), WideSpace())
