"""ZH107–ZH108: the Chinese dash, and the sign between the ends of a range.

GB/T 15834—2011 knows four: `——` (破折号) breaks a sentence, `—` (一字线) joins ends in time and place, `～` (浪纹线) joins
the ends of a numeric range, `-` (短横线) joins the parts of a compound. One character of Unicode is often typed for
another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.rules.base import Bad, Good, Page, Rule
from pubkit.rules.prose import Prose, ProseRule, prose
from pubkit.text.chars import is_han
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

_JOINED = lazy("[-—―─－]+")
#: Marks of Chinese prose that a dash may stand beside.
_BESIDE = frozenset("，。；：！？、（）《》〈〉【】「」『』“”")


def _is_chinese(character: str) -> bool:
    return character != "" and (character in _BESIDE or is_han(character))


class WrongDash(ProseRule):
    """A Chinese dash that is not `——`."""

    code = "ZH107"
    name = "wrong-dash"
    source: ClassVar[str] = "GB/T 15834—2011, 4.10 (破折号); W3C clreq 3.1"
    what = Phrase(
        "A dash between Han written `--`, `---`, `――`, or a single `—` between spaces.",
        "汉字之间的破折号写成 `--`、`---`、`――`，或写成前后加空格的单个 `—`。",
    )
    why = Phrase(
        "The Chinese dash is one line of the width of two Han, without spaces; two hyphens break apart at the end of a line.",
        "中文破折号是占两个汉字位置的一条线，前后不空；两个连字符在行末会被拆开。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: it becomes `——`, and spaces beside it go. Unsafe for a single `—`, which may join two ends (一字线), and for "
        "lines of a drawing (`──`).",
        "安全：改为 `——`，并去掉两侧的空格。单个 `—` 可能是连接起止的一字线，`──` 是制表线，为不安全。",
    )
    examples = (
        Bad("他来了⟦--⟧可是太晚了。", "他来了——可是太晚了。"),
        Bad("这是结论 ⟦---⟧ 也是开端。", "这是结论——也是开端。"),
        Bad("三种储能⟦――⟧抽水、电池、飞轮⟦———⟧都在增长。", "三种储能——抽水、电池、飞轮——都在增长。"),
        Bad("这是结论 ⟦—⟧ 也是开端。", "这是结论——也是开端。", "unsafe"),
        Good("他来了——可是太晚了。"),
        Good("京沪高铁（北京—上海），1949年10月—1950年3月。", "一字线"),
        Good("参数 --help 与 `甲--乙`，再看 a--b。"),
        Good("- 命令 --force 强制执行"),
        Good("Vue — The Progressive Framework"),
        Good("姓名：————"),
        Good("视觉-语言模型"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for mark in ("--", "—", "――", "──"):
            done = 0
            for at in text.places(mark):
                if at < done:
                    continue
                found = _JOINED.match(text.text, at)
                done = found.end() if found else at + 1
                if found and (text.text[at - 1 : at] not in _LINES or at == 0):
                    yield from self._line(text, *found.span())

    def _line(self, text: Prose, start: int, end: int) -> Iterator[Diagnostic]:
        masked = text.text
        line = masked[start:end]
        if line == "——" or len(line) > 3:
            return
        left, right = text.before_spaces(start), text.past_spaces(end)
        spaced = left < start and right > end
        if line == "—" and not spaced:
            return
        before, after = text.character(text.before(left)), text.character(text.after(right))
        if not (_is_chinese(before) and _is_chinese(after)) or text.is_japanese(start):
            return
        doubtful = line == "—" or "─" in line
        fix = Fix(
            Phrase("Write ——", "改为 ——"),
            (Edit.replace(left, right, "——"),),
            Safety.UNSAFE if doubtful else Safety.SAFE,
        )
        yield self.finding(Span(start, end), Phrase("a Chinese dash is `——`", "中文破折号应写作 `——`"), fix)


_LINES = frozenset("-—―─－")


class WrongRange(ProseRule):
    """A range of numbers or years that is joined by another sign than `～` or `—`."""

    code = "ZH108"
    name = "wrong-range"
    severity = Severity.INFO
    source: ClassVar[str] = "GB/T 15834—2011, 4.13 (连接号); GB/T 15835—2011, 5.1.3 (数值范围)"
    what = Phrase(
        "The ends of a range joined by `~`, `-`, `–`, `--` or `——`: `3~5 天`, `10-20%`, `2019——2023 年`.",
        "数值或时间的起止用 `~`、`-`、`–`、`--`、`——` 连接：`3~5 天`、`10-20%`、`2019——2023 年`。",
    )
    why = Phrase(
        "The standard joins numbers by `～` or `—` and years by `—`. Two `~` in a paragraph are read as a strike-through by "
        "some readers and as subscripts by others; a hyphen looks like a minus sign.",
        "国家标准规定数值范围用 `～` 或 `—`，年份起止用 `—`。同一段里的两个 `~` 有的阅读器当成删除线，有的当成下标；连字符又像减号。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe for `~`, `–` and `——`. Unsafe for a hyphen, which may also belong to a number (a date, a model).",
        "`~`、`–`、`——` 为安全。连字符也可能属于编号、日期或型号，为不安全。",
    )
    examples = (
        Bad("工期 3⟦~⟧5 天，成本 10%⟦~⟧20%。", "工期 3～5 天，成本 10%～20%。"),
        Bad("在 2019⟦——⟧2023 年间，约 30⟦–⟧40 家。", "在 2019—2023 年间，约 30～40 家。"),
        Bad("工期 3⟦-⟧5 天，2019⟦-⟧2023 年增长 10⟦-⟧20%。", "工期 3～5 天，2019—2023 年增长 10～20%。", "unsafe"),
        Good("工期 3～5 天，2019—2023 年。"),
        Good("2024-01-15，电话 010-8888 8888，型号 A3-5 个，GB/T 15834-2011，比分 3-1。"),
        Good("版本 1.2-3，`3~5`，~5 天，路径 ~/a，区间 $3-5$，ISBN 978-7-302-1 页"),
        Good("见 https://example.org/3-5天 一文。"),
        Good("From 3-5 days to 10~20% of the total."),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for sign in ("~", "–", "——"):
            for at in text.places(sign):
                if self._joins(text, at, at + len(sign)):
                    yield self._found(text, at, at + len(sign), Safety.SAFE)
        for at in text.places("-"):
            found = _HYPHEN.match(text.text, at)
            if found and self._is_range(text, at, found):
                yield self._found(text, *found.span(1), Safety.UNSAFE)

    def _joins(self, text: Prose, start: int, end: int) -> bool:
        """Whether a sign stands directly between a number, with its unit, and a number of Chinese prose."""
        masked = text.text
        before = masked[start - 1 : start]
        if not masked[end : end + 1].isdigit():
            return False
        ends = before.isdigit() or (before in _UNITS and masked[start - 2 : start - 1].isdigit())
        return ends and text.is_chinese(start)

    def _is_range(self, text: Prose, at: int, found: re.Match[str]) -> bool:
        """Whether a hyphen joins two numbers that a unit follows, and no part of a date, a model or a telephone number."""
        first = _NUMBER_BEFORE.search(text.text, max(0, at - 12), at)
        return first is not None and not _GREATER.match(first[1] + "-" + found[2]) and text.is_chinese(at)

    def _found(self, text: Prose, start: int, end: int, safety: Safety) -> Diagnostic:
        masked = text.text
        year = _YEAR.match(masked, end) is not None and masked[start - 4 : start].isdigit()
        sign = "—" if year else "～"
        message = Phrase("a range is joined by `{}`", "起止之间应使用 `{}`").format(sign)
        fix = Fix(Phrase("Write `{}`", "改为 `{}`").format(sign), (Edit.replace(start, end, sign),), safety)
        return self.finding(Span(start, end), message, fix)


_UNITS = frozenset("%‰℃°年月日天周时分秒个倍元万亿岁")
#: A hyphen or two, the second number, and what is counted.
_HYPHEN = lazy(
    r"(--?)(\d{1,6}(?:\.\d{1,3})?) ?(?:[%％‰℃天周年月日倍岁万亿]|个月|小时|分钟|秒|个|人|元|米|公里|千米|厘米|毫米|公斤|千克|吨|家|种|次|项|位|"
    r"(?:kg|km|cm|mm|mL|GB|MB|kW|MW|GW|ms)(?![A-Za-z]))"
)
_NUMBER_BEFORE = lazy(r"(?<![\d.A-Za-z/_:,\-–—#.])(\d{1,6}(?:\.\d{1,3})?)[%％]?\Z")
#: A first number longer than the second by two digits is no start of a range: `010-88 个`.
_GREATER = lazy(r"0\d|\d{3,}-\d(?!\d)|(?:1\d|20)\d\d-(?:0?[1-9]|1[0-2])\Z")
_YEAR = lazy(r"\d{4}(?!\d) ?年?")


RULES: tuple[Rule, ...] = (WrongDash(), WrongRange())
