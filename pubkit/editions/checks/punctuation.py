"""EDN171–EDN173: marks of another language, quotation marks of another edition, quotation marks without their partner."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    CheckContext,
    EditionFinding,
    EditionRule,
    Fine,
    Found,
    PairRule,
)
from pubkit.text.chars import HAN
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.tags import chinese_script, is_chinese, primary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.checks.base import QuoteStyle
    from pubkit.editions.pair import Compared

_WIDE = "，。；：！？、（）【】"
_HAN_TITLE = lazy(f"《[^《》]*》|〈[^〈〉]*〉|（[{HAN}，、。：；·—0-9 ]+）|「[^「」]*」|『[^『』]*』")
_WIDE_IN_LATIN = lazy(f"(?<![{HAN}])[{_WIDE}]|[{_WIDE}](?![{HAN}])")
_NARROW_IN_HAN = lazy(f"(?<=[{HAN}])[,;:!?](?=[{HAN}\\s]|$)|(?<=[{HAN}])\\.(?=$|\\s+[{HAN}])|(?<=[{HAN}])\\((?=[{HAN}])")
_EASTERN = ("zh", "yue", "cmn", "ja")


class MarksOfOtherLanguage(PairRule):
    """A full-width mark in English, a half-width one in Chinese."""

    code = "EDN171"
    name = "marks-of-other-language"
    what = Phrase("Full-width Chinese marks in a language that has none, or half-width marks between Han.", "西文译文里有全角的中文标点，或中文译文的汉字之间有半角标点。")
    why = Phrase("A mark of the other language is what a translator forgets most easily; the line breaks wrongly at it.", "译者最容易漏改的就是标点；断行也会因此出错。")
    source = "GB/T 15834—2011; Chicago Manual of Style, chapter 6"
    examples = (
        Found("收入增长，利润下降。", "Revenue grew， profit fell."),
        Found("收入增长，利润下降。", "Revenue grew, profit fell。"),
        Found("甲、乙与丙。", "A、B and C."),
        Found("收入增长（三成）。", "Revenue grew （by 30 percent）."),
        Found("Revenue grew, and profit fell.", "收入增长,利润下降。", ("en", "zh-CN")),
        Found("收入增长，利润下降。", "營收成長,利潤下降。", ("zh-CN", "zh-TW")),
        Fine("收入增长，利润下降。", "Revenue grew, profit fell."),
        Fine("见《标点，符号与用法》。", "See 《标点，符号与用法》."),
        Fine("抽水蓄能（蓄能，放电）。", "Pumped storage (蓄能，放电)."),
        Fine("收入增长，利润下降。", "營收成長，利潤下降。", ("zh-CN", "zh-TW")),
        Fine("时间为 10:30，比例 1,000:1。", "時間為 10:30，比例 1,000:1。", ("zh-CN", "zh-TW")),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        text = pair.target
        if pair.pair.state == "missing" or pair.source.text == text.text:
            return
        if primary(text.language) in _EASTERN:
            found = [] if primary(text.language) == "ja" else [each.span() for each in _NARROW_IN_HAN.finditer(text.masked)]
        elif text.text.isascii() or primary(text.language) == "ko":
            return
        else:
            plain = _HAN_TITLE.sub(lambda each: " " * len(each[0]), text.masked)
            found = [each.span() for each in _WIDE_IN_LATIN.finditer(plain)]
        if found:
            marks = " ".join(dict.fromkeys(text.masked[start:end] for start, end in found))
            yield self.finding(pair, Phrase("marks of another language: {}", "标点不属于这种语言：{}").format(marks), (), found)  # type: ignore[arg-type]


#: Opening and closing marks of each style. The first pair is the outer one.
_STYLES: dict[str, tuple[str, ...]] = {"curly": ("“”", "‘’"), "corner": ("「」", "『』"), "guillemets": ("«»", "‹›"), "low": ("„“", "‚‘")}
_OF_LANGUAGE: dict[str, QuoteStyle] = {"ja": "corner", "fr": "guillemets", "de": "low", "ru": "guillemets", "es": "keep", "it": "keep"}


def quote_style(language: str, wanted: QuoteStyle | None) -> QuoteStyle:
    """The quotation marks of an edition: those that it asks for, else those of its language."""
    if wanted:
        return wanted
    if is_chinese(language):
        return "corner" if chinese_script(language) == "Hant" else "curly"
    return _OF_LANGUAGE.get(primary(language), "curly")


class QuotesOfOtherEdition(PairRule):
    """Quotation marks that another edition has."""

    code = "EDN172"
    name = "quotes-of-other-edition"
    severity = "advisory"
    what = Phrase("Quotation marks that are not those of the edition: “ ” in a Traditional one, 「 」 or straight marks in English.", "引号不合本版本的体例：繁体版用了“”，英文版用了「」或直引号。")
    why = Phrase("Every edition has its own; `quotes` of the edition says which.", "各版本有各自的引号；版本的 `quotes` 可以指定。")
    source = "GB/T 15834—2011; 教育部《重訂標點符號手冊》; Chicago Manual of Style 6.9"
    examples = (
        Found("称为“禁则”。", "稱為“禁則”。", ("zh-CN", "zh-TW")),
        Found("称为“禁则”。", "This is called 「kinsoku」."),
        Found("称为“禁则”。", 'This is called "kinsoku".'),
        Fine("称为“禁则”。", "稱為「禁則」。", ("zh-CN", "zh-TW")),
        Fine("称为“禁则”。", "This is called “kinsoku”."),
        Fine("称为“禁则”。", "It’s called “kinsoku”."),
        Fine("称为“禁则”。", "稱為“禁則”。", ("zh-CN", "zh-TW"), context=CheckContext(quotes="keep")),
        Fine("屏幕 15 英寸。", 'A 15" screen.'),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        style = quote_style(pair.target.language, pair.context.quotes)
        if style == "keep" or pair.pair.state == "missing":
            return
        masked = pair.target.masked if pair.target.segment.kind != "metadata" else pair.target.masked.strip("\"'")  # quotes of YAML
        marks = _foreign_marks(style, eastern=primary(pair.target.language) in _EASTERN)
        found = [each.span() for each in marks.finditer(masked)]
        if found and not (len(found) == 1 and masked[found[0][0]] in "’‘"):
            shown = " ".join(dict.fromkeys(masked[start:end] for start, end in found))
            message = Phrase("quotation marks of another edition: {}", "引号不合本版本的体例：{}").format(shown)
            yield self.finding(pair, message, (), found)  # type: ignore[arg-type]


@lru_cache(maxsize=16)
def _foreign_marks(style: str, *, eastern: bool) -> re.Pattern[str]:
    """The quotation marks that a style does not have. The apostrophe ’ is one of every language that has apostrophes."""
    own = frozenset("".join(_STYLES[style]))
    others = frozenset("".join(pair for name, pairs in _STYLES.items() for pair in pairs if name != "low")) | {'"'}
    shared = frozenset() if eastern else frozenset("’‘")
    inner = frozenset("“”") if style == "guillemets" else frozenset()
    return re.compile("(?<![0-9])[" + "".join(sorted(others - own - shared - inner)) + "]")


class QuotesUnpaired(PairRule):
    """A quotation mark or bracket without its partner."""

    code = "EDN173"
    name = "pairs-broken"
    severity = "advisory"
    what = Phrase("A quotation mark or bracket of the translation that has no partner, where all have one in the source.", "译文的引号或括号不成对，而原文是成对的。")
    why = Phrase("Nobody can tell where the quotation ends.", "看不出引文到哪里为止。")
    examples = (
        Found("称为“禁则”。", "This is called “kinsoku."),
        Found("收入（含税）增长。", "Revenue (with tax grew."),
        Fine("称为“禁则”。", "This is called “kinsoku”."),
        Fine("1) 第一步", "1) First step", why="in the source too"),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        broken = _unpaired(pair.target.masked)
        if broken and not _unpaired(pair.source.masked):
            yield self.finding(pair, Phrase("without a partner: {}", "不成对：{}").format(" ".join(broken)))


def _unpaired(text: str) -> list[str]:
    """Pairs of marks of which one stands more often than the other."""
    return [pair for pair in ("“”", "「」", "『』", "«»", "()", "（）", "《》", "[]") if text.count(pair[0]) != text.count(pair[1])]


RULES: tuple[EditionRule, ...] = (MarksOfOtherLanguage(), QuotesOfOtherEdition(), QuotesUnpaired())
