"""ZH131–ZH134: full-width letters and digits, percent signs and units, years in Han, and the marks of labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.rules.base import Bad, Good, Option, Page, Rule
from pubkit.rules.prose import Prose, ProseRule, prose
from pubkit.text.chars import fold_width
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


class WideLetter(ProseRule):
    """Full-width Latin letters or digits."""

    code = "ZH131"
    name = "wide-letter"
    source: ClassVar[str] = "GB/T 15835—2011, 5.1.7 (书写格式); W3C clreq 3.2"
    what = Phrase("Full-width Latin letters or digits: `ＡＩ`, `２０２４`, `３．５`.", "全角的外文字母或数字：`ＡＩ`、`２０２４`、`３．５`。")
    why = Phrase(
        "Digits take half the width of a Han; full-width ones are found by no search and sorted wrongly.",
        "数字应占半个汉字的位置；全角字母和数字检索不到，排序也会出错。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: each becomes its half-width twin, with the point and the percent sign between and behind digits.",
        "安全：改为对应的半角字符，数字之间的小数点和数字后的百分号一并改。",
    )
    examples = (
        Bad("⟦ＡＩ⟧模型在⟦２０２４⟧年增长⟦３．５％⟧。", "AI模型在2024年增长3.5%。"),
        Bad("见附录⟦Ａ⟧，型号⟦Ｘ１⟧。", "见附录A，型号X1。"),
        Bad("⟦１⟧．概述", "1．概述"),
        Good("AI 模型在 2024 年增长 3.5%。"),
        Good("全角字母“Ａ”与半角字母“A”不同。", "letters that are spoken of"),
        Good("`ＡＩ`"),
        Good("第①项、Ⅳ级、㎡"),
        Good("日本語の資料、２０２４です。", "Japanese"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        masked = text.text
        if not text.has_rarities:
            return
        for found in _WIDE.finditer(masked):
            start, end = found.span()
            spoken_of = masked[start - 1 : start] in _QUOTES and masked[end : end + 1] in _QUOTES
            if spoken_of or not text.free(start) or text.is_japanese(start):
                continue
            fix = Fix(Phrase("Write it half-width", "改为半角"), (Edit.replace(start, end, fold_width(found[0])),))
            yield self.finding(Span(start, end), Phrase("full-width letters or digits", "全角字母或数字"), fix)


_LETTERS = "\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_WIDE = lazy(f"[{_LETTERS}][{_LETTERS}]*(?:[\uff0e\uff0c][\uff10-\uff19]+(?![\uff0c]))*[\uff05]?")
_QUOTES = frozenset("“”‘’「」『』（）")


class UnitSpacing(ProseRule):
    """A percent sign apart from its number, or a unit set unlike the others."""

    code = "ZH132"
    name = "unit-spacing"
    severity = Severity.INFO
    source: ClassVar[str] = "GB/T 15835—2011, 5.1 (示例); GB 3101—93 (数值与单位符号之间留空隙)"
    options: ClassVar[tuple[Option, ...]] = (
        Option(
            "unit",
            "choice",
            "any",
            Phrase(
                "A space between a number and a unit such as kg: `require` as GB 3101 has it, `forbid`, or `any`.",
                "数值与 kg 等单位符号之间的空格：`require`（GB 3101 的规定）、`forbid` 或 `any`（不检查）。",
            ),
            ("any", "require", "forbid"),
        ),
    )
    what = Phrase("A space before `%` or `‰`, or a full-width `％`, behind a number.", "数字与 `%`、`‰` 之间有空格，或用了全角的 `％`。")
    why = Phrase(
        "The sign belongs to its number: apart, it may open the next line.", "百分号与数字是一个整体；分开之后可能落到下一行的行首。"
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Safe: the sign moves to its number; no digit changes.", "安全：只去掉空格或改为半角，数字不变。")
    examples = (
        Bad("增长 5⟦ %⟧，占比 50⟦％⟧。", "增长 5%，占比 50%。"),
        Bad("死亡率为 3.2⟦  ‰⟧。", "死亡率为 3.2‰。"),
        Bad("| 占比 |\n|---|\n| 约 30⟦ %⟧ |", "| 占比 |\n|---|\n| 约 30% |"),
        Good("增长 5%，占比 63%～68%。"),
        Good("重 5kg，长 3 m，温度 25℃。", "units are the option's"),
        Good("余数为 7 % 3，格式符 %d，`5 %`，$5 %$。"),
        Good("Prices rose by 5 % in the year."),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for sign in "%‰％":
            for at in text.places(sign):
                start = text.before_spaces(at)
                if (start < at or sign == "％") and self._belongs(text, start, at):
                    title = Phrase("Write {}", "改为 {}").format(fold_width(sign))
                    fix = Fix(title, (Edit.replace(start, at + 1, fold_width(sign)),))
                    yield self.finding(Span(start, at + 1), Phrase("`{}` belongs to its number", "`{}` 应紧跟数字").format(fold_width(sign)), fix)
        style = self.option(page, "unit")
        if style != "any":
            yield from self._units(text, str(style))

    def _belongs(self, text: Prose, start: int, at: int) -> bool:
        masked = text.text
        behind = masked[at + 1 : at + 2]
        operand = masked[text.past_spaces(at + 1) : text.past_spaces(at + 1) + 1]
        number = masked[start - 1 : start]
        return number.isdigit() and number.isascii() and not behind.isalnum() | operand.isdigit() and text.is_chinese(at)

    def _units(self, text: Prose, style: str) -> Iterator[Diagnostic]:
        """Numbers with a unit symbol, against the chosen style. Letters that are also names (`5G`, `3D`, `4K`) are none."""
        for found in _UNIT.finditer(text.text):
            start, end = found.span(1)
            if (end > start) == (style == "require") or not text.free(start) or not text.is_chinese(start):
                continue
            wanted = " " if style == "require" else ""
            fix = Fix(Phrase("Set the space", "调整空格"), (Edit.replace(start, end, wanted),))
            message = (
                Phrase("a space stands between a number and its unit", "数值与单位之间应有空格")
                if wanted
                else Phrase("no space stands between a number and its unit", "数值与单位之间不加空格")
            )
            yield self.finding(Span(start, found.end()), message, fix)


_UNIT = lazy(
    r"(?<=[0-9])( ?)(?:kg|mg|km|cm|mm|nm|mL|kW|MW|GW|kWh|MWh|GWh|kV|Hz|kHz|MHz|GHz|KB|MB|GB|TB|kPa|MPa|kJ|ms)(?![A-Za-z0-9/])"
)


class ZeroInYear(ProseRule):
    """A year in Han with another zero than 〇."""

    code = "ZH133"
    name = "zero-in-year"
    severity = Severity.INFO
    source: ClassVar[str] = "GB/T 15835—2011, 5.2.5 (“零”和“〇”)"
    what = Phrase("A year in Chinese numerals with `零`, `○`, `O` or `0`: `二零二四年`.", "汉字年份中的“〇”写成 `零`、`○`、`O` 或 `0`：`二零二四年`。")
    why = Phrase(
        "In a number that names (a year, a room) the standard writes 〇, in one that counts 零. The circle `○` is no numeral: "
        "search does not find it.",
        "国家标准规定：用作编号（年份、房号）时写“〇”，用作计量时写“零”。圆圈 `○` 不是数字，检索不到。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Unsafe: a character of the text changes.", "不安全：会改动一个字。")
    examples = (
        Bad("⟦二零二四⟧年与⟦二○一八⟧年。", "二〇二四年与二〇一八年。"),
        Bad("公元⟦一九O五⟧年。", "公元一九〇五年。"),
        Bad("（⟦二零零八⟧年至⟦二零一二⟧年）", "（二〇〇八年至二〇一二年）"),
        Good("二〇二四年，一千零二十四年，零点，三〇五室。"),
        Good("一百零五年前，二〇年代。"),
        Good("`二零二四年`"),
        Good("二零二四工程", "not a year"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        for at in text.all_places("年"):
            found = _YEAR.match(text.text, at - 4) if at >= 4 else None
            if found and any(text.free(n) for n in range(at - 3, at) if text.text[n] in _ZEROS):
                year = found[1].translate(_ZERO)
                fix = Fix(Phrase("Write {}", "改为 {}").format(year), (Edit.replace(*found.span(1), year),), Safety.UNSAFE)
                yield self.finding(Span(*found.span(1)), Phrase("a year is written with 〇", "年份中的零应写作“〇”"), fix)


_YEAR = lazy("(?<![一二三四五六七八九〇零百千万])([一二][一二三四五六七八九〇零○O0Ｏ]{3})年")
_ZEROS = frozenset("零○O0Ｏ")
_ZERO = dict.fromkeys(map(ord, _ZEROS), "〇")


class LabelMark(ProseRule):
    """A mark behind the label of an item that the standard does not put there."""

    code = "ZH134"
    name = "label-mark"
    severity = Severity.INFO
    source: ClassVar[str] = "GB/T 15834—2011, 附录 B.3 (序次语之后标点的用法)"
    what = Phrase(
        "A label with the wrong mark: `（一）、`, `1、`, `一.`.", "序次语后面的标点不对：`（一）、`、`1、`、`一.`。"
    )
    why = Phrase(
        "Behind brackets stands no mark, behind Chinese numerals `、`, behind digits and letters a point. A line that begins "
        "with `1、` is no list to any reader of Markdown.",
        "国家标准规定：带括号的序次语后不加标点，汉字数字后用顿号，阿拉伯数字和字母后用下脚点。以“1、”开头的行，任何 Markdown 阅读器都不当作列表。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe where the mark behind a bracket goes, or a Chinese numeral gets its `、`; and in headings. None for `1、` "
        "in a paragraph: a point would make it a list.",
        "删去括号后的标点、汉字数字后改顿号，以及标题中的为安全。正文段落里的“1、”不提供修复：改成点就成了列表。",
    )
    examples = (
        Bad("## （一）⟦、⟧概述\n\n## 二⟦.⟧ 方法\n\n## 3⟦、⟧结论", "## （一）概述\n\n## 二、方法\n\n## 3. 结论"),
        Bad("1⟦、⟧采样", None, "a point would begin a list"),
        Bad("（2）⟦，⟧分析\n\n三⟦．⟧汇总", "（2）分析\n\n三、汇总"),
        Good("## 一、概述\n\n## （二）方法\n\n## 3. 结论\n\n1. 采样"),
        Good("1、2、3 三个数字，一、二两项。", "a list of numbers"),
        Good("2、3月间增长。", "not a label"),
        Good("一.html 是文件，（一），（二）。"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        masked = text.text
        for run in text.runs:
            pattern = _LABELS.get(masked[run.start : run.start + 1])
            found = pattern.match(masked, run.start, run.end) if pattern else None
            if found and run.block.kind != "table_cell" and text.free(found.start(1)):
                yield from self._label(found, run.block.kind == "heading")

    def _label(self, found: re.Match[str], heading: bool) -> Iterator[Diagnostic]:
        label, (start, end), stop = found[0], found.span(1), found.end()
        if label.startswith(("（", "(")):
            fix: Fix | None = Fix(Phrase("Delete the mark", "删去标点"), (Edit.delete(start, stop),))
        elif label[0] in _NUMERALS:
            fix = Fix(Phrase("Write `、`", "改为 `、`"), (Edit.replace(start, stop, "、"),))
        else:
            fix = Fix(Phrase("Write a point", "改为下脚点"), (Edit.replace(start, stop, ". "),)) if heading else None
        yield self.finding(Span(start, end), Phrase("the wrong mark behind a label", "序次语后的标点不对"), fix)


_NUMERALS = "一二三四五六七八九十"
_BRACKETED = lazy(rf"[（(](?:[{_NUMERALS}]{{1,3}}|\d{{1,2}})[）)]([、.．，]) *(?=\S)")
#: `一.` before words, and not before the ending of a file name.
_HAN_LABEL = lazy(rf"[{_NUMERALS}]{{1,3}}([.．]) *(?=[^\W\d_])(?![A-Za-z])(?!\w{{1,6}}\.)")
#: `1、` before words that are no number, no date, and no list of numbers.
_DIGIT_LABEL = lazy(rf"\d{{1,2}}(、) *(?=[^\W\d_])(?![^，。；]{{0,12}}\d{{1,2}}、)(?![{_NUMERALS}年月日号个项章节])")
_LABELS = (
    dict.fromkeys("（(", _BRACKETED) | dict.fromkeys(_NUMERALS, _HAN_LABEL) | dict.fromkeys("0123456789", _DIGIT_LABEL)
)


RULES: tuple[Rule, ...] = (WideLetter(), UnitSpacing(), ZeroInYear(), LabelMark())
