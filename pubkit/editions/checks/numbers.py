"""EDN111–EDN117: numbers, dates, units and currencies that differ, and numbers that changed places."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    EditionFinding,
    EditionRule,
    EditionSeverity,
    Fine,
    Found,
    PairRule,
    shortened,
)
from pubkit.editions.quantities_compared import CALENDAR, Fact, Match
from pubkit.editions.units import dimension
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.pair import Compared, Text
    from pubkit.text.span import Span

def _said(fact: Fact) -> str:
    return shortened(fact.quantity.text)


class _Differing(PairRule):
    """What numbers and dates have in common: values that changed, were lost or were added."""

    calendar: bool

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        found = pair.numbers
        for one, other in found.changed:
            if self._mine(one) or (self._mine(other) and one.group not in CALENDAR and not self.calendar):
                message = Phrase("“{}” became “{}”", "“{}”变成了“{}”").format(_said(one), _said(other))
                rescaled = one.quantity.label == other.quantity.label == "scale"  # the cells may be rescaled too
                yield self.finding(pair, message, [one.quantity.span], [other.quantity.span], "advisory" if rescaled else None)
        for fact in filter(self._mine, found.lost):
            message = Phrase("“{}” is missing in the translation", "译文缺少“{}”").format(_said(fact))
            yield self.finding(pair, message, [fact.quantity.span], (), _severity(fact))
        for fact in filter(self._mine, found.added):
            if _is_written_in_han(fact, pair.source):
                continue
            message = Phrase("the source has no “{}”", "原文没有“{}”").format(_said(fact))
            yield self.finding(pair, message, (), [fact.quantity.span], _severity(fact))

    def _mine(self, fact: Fact) -> bool:
        return (fact.group in CALENDAR) == self.calendar


def _severity(fact: Fact) -> EditionSeverity:
    """A number in words may have become another expression."""
    return "advisory" if fact.soft else "error"


def _is_written_in_han(fact: Fact, source: Text) -> bool:
    """Whether the source has a number as a Chinese numeral that counts nothing: 模型三 is model 3."""
    value = fact.value
    if fact.group not in ("number", "ordinal") or value.denominator != 1 or not 0 < value <= _LABELS or "Han" not in source.scripts:
        return False
    tens, ones = divmod(value.numerator, 10)
    word = ("" if tens <= 1 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones else "")
    return word in source.masked


_DIGITS = "零一二三四五六七八九"
_LABELS = 99


class NumberDiffers(_Differing):
    """A number of another value."""

    code = "EDN111"
    name = "number-differs"
    calendar = False
    what = Phrase(
        "A number, percentage, share, multiple or standard that the translation has with another value, not at all, or in addition.",
        "数字、百分比、分数、倍数或标准号在译文里数值不同、缺失或多出。",
    )
    why = Phrase(
        "Values are compared, not digits: 三成 is 30 %, 1.2 亿 is 120 million, 一百零五 is 105. 万 and 亿 are the commonest slip of all.",
        "比较的是数值而不是字面：三成即 30%，1.2 亿即 120 million，一百零五即 105。万与亿的换算最容易出错。",
    )
    source = "GB/T 15835—2011 (出版物上数字用法)"
    examples = (
        Found("收入 13.7 万亿元。", "Revenue was 17.3 trillion yuan."),
        Found("收入 1.2 亿元。", "Revenue was 1.2 billion yuan.", why="亿 is a hundred million"),
        Found("共 3 亿人。", "There are 30 million people."),
        Found("增长 30%。", "It grew by 3%."),
        Found("占三成。", "It accounts for 40 percent."),
        Found("占三分之二。", "It accounts for one third."),
        Found("有 12,000 家企业。", "There are firms."),
        Found("有企业。", "There are 500 firms."),
        Found("《标点》GB/T 15834—2011 规定。", "As GB/T 15843-2011 has it."),
        Found("增长三倍。", "It grew sixfold."),
        Found("四级处理。", "It has five levels."),
        Found("收入 1.2 亿元。", "營收 1.3 億元。", ("zh-CN", "zh-TW")),
        Fine("收入 13.7 万亿元。", "Revenue was 13.7 trillion yuan."),
        Fine("收入 1.2 亿元，占三成五。", "Revenue was 120 million yuan, 35 percent of the total."),
        Fine("有 1.2 万家。", "There are 12,000 of them."),
        Fine("三家公司，两国，一项研究，一个方法。", "Three companies, both countries, a study, and none of the methods."),
        Fine("第一，要快；第二，要准；第三，要稳。", "First, be fast; second, be right; third, be steady."),
        Fine("占三分之一。", "It is one third of the whole."),
        Fine("价格翻了一番。", "The price doubled."),
        Fine("增长两倍。", "It tripled."),
        Fine("人工智能（GPT-4）与 COVID-19。", "AI (GPT-4) and COVID-19."),
        Fine("依据 GB/T 15834—2011。", "By GB/T 15834-2011."),
        Fine("近 30 年里，共 8.7 万余个字。", "In the last 30 years, more than 87,000 characters."),
        Fine("30 年来。", "Over three decades."),
        Fine("第三章。", "Chapter III."),
        Fine("收入 1.2 亿元，三成来自海外。", "營收 1.2 億元，30% 來自海外。", ("zh-CN", "zh-TW")),
    )


class DateDiffers(_Differing):
    """Another day, month, year, quarter or period."""

    code = "EDN112"
    name = "date-differs"
    calendar = True
    what = Phrase("A date, year, decade, century, quarter or plan that the translation has otherwise, not at all, or in addition.", "日期、年份、年代、世纪、季度或规划期在译文里不同、缺失或多出。")
    why = Phrase("十四五 is the 14th Five-Year Plan and 20 世纪 90 年代 are the 1990s; a year may be said once for two dates.", "十四五即 the 14th Five-Year Plan，20 世纪 90 年代即 the 1990s；同一年份可以只写一次。")
    source = "GB/T 7408.1—2023; ISO 8601"
    examples = (
        Found("自 2025 年 8 月 15 日起。", "Since 15 August 2024."),
        Found("自 2025 年 8 月起。", "Since July 2025."),
        Found("二〇二三年发布。", "It was published in 2024."),
        Found("20 世纪 90 年代。", "In the 1980s."),
        Found("第一季度。", "In the third quarter."),
        Found("“十四五”规划。", "The 13th Five-Year Plan."),
        Found("2012 年实施。", "In force."),
        Fine("自 2025 年 8 月 15 日起。", "Since August 15, 2025."),
        Fine("2025 年 3 月和 4 月。", "In March and April 2025."),
        Fine("20 世纪 90 年代，上世纪八十年代。", "In the 1990s and the 1980s."),
        Fine("2025 年第一季度。", "In Q1 2025."),
        Fine("“十四五”时期。", "During the 14th Five-Year Plan period (2021–2025)."),
        Fine("2024 年增长，2024 年下半年下降。", "In 2024 it grew, and fell in the second half of the year."),
        Fine("2025 年上半年。", "2025 年上半年。", ("zh-CN", "zh-TW")),
    )


class UnitDiffers(PairRule):
    """The same number of another currency or unit."""

    code = "EDN113"
    name = "unit-differs"
    what = Phrase("A number whose currency or unit is another one: yuan and dollars, per cent and percentage points, days and weeks.", "数值相同而货币或单位不同：元与美元、百分比与百分点、天与周。")
    why = Phrase("The figure looks right and is off by a factor. A unit that was converted (亩 into hectares) is an advisory.", "数字看似无误，含义却差了若干倍。经过换算的单位（亩换成公顷）只作提示。")
    source = "ISO 4217; GB 3100—93"
    examples = (
        Found("投入 300 万元。", "It cost 3 million US dollars."),
        Found("提高 2.5%。", "It rose by 2.5 percentage points."),
        Found("提高 2.5 个百分点。", "It rose by 2.5 percent."),
        Found("历时 3 天。", "It took 3 weeks."),
        Found("面积 15 亩。", "An area of 1 hectare.", why="converted: an advisory"),
        Found("投入（亿元）", "Investment (100 million US dollars)"),
        Fine("投入（亿元）", "Investment (100 million yuan)"),
        Fine("单位：万吨", "Unit: 10,000 tonnes"),
        Fine("投入 300 万元。", "It cost 3 million yuan."),
        Fine("投入人民币 300 万元。", "It cost RMB 3 million."),
        Fine("投入 300 万元和 500 万元。", "They cost 3 and 5 million yuan."),
        Fine("历时两周。", "It took 14 days."),
        Fine("装机 1,200 万千瓦。", "12 GW are installed."),
        Fine("提高 2.5 个百分点。", "It rose by 2.5 percentage points."),
        Fine("有 300 人参加。", "There were 300 of them."),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        found = pair.numbers
        for match in found.matches:
            if match.how == "unit":
                yield self._differing(pair, match.source, match.target, _unit_severity(match))
            elif match.how == "converted":
                message = Phrase("“{}” was converted into “{}”", "“{}”被换算为“{}”").format(_said(match.source), _said(match.target))
                yield self.finding(pair, message, [match.source.quantity.span], [match.target.quantity.span], "advisory")

    def _differing(self, pair: Compared, one: Fact, other: Fact, severity: EditionSeverity) -> EditionFinding:
        message = Phrase("“{}” became “{}”: another unit", "“{}”变成了“{}”：单位不同").format(_said(one), _said(other))
        return self.finding(pair, message, [one.quantity.span], [other.quantity.span], severity)


def _unit_severity(match: Match) -> EditionSeverity:
    """Units of one dimension were confused, or a share with points; of two dimensions, the text may say something else beside."""
    if match.source.group != match.target.group:
        return "error"
    return "error" if dimension(match.source.unit) == dimension(match.target.unit) else "advisory"


class NumbersSwapped(PairRule):
    """Two numbers of one kind that stand in another order."""

    code = "EDN114"
    name = "numbers-swapped"
    severity = "advisory"
    what = Phrase("Two numbers of the same unit in another order than in the source.", "两个单位相同的数字在译文里次序颠倒。")
    why = Phrase("Each may now stand with the other's subject; no other check can see that. `to 40 % from 30 %` is left alone.", "它们可能各自配错了主语，别的检查都看不出来。`to 40 % from 30 %` 一类不计。")
    examples = (
        Found("甲占 30%，乙占 45%。", "A holds 45 percent and B 30 percent."),
        Found("收入 3 亿元，利润 2 亿元。", "Revenue was 200 million yuan and profit 300 million yuan."),
        Fine("甲占 30%，乙占 45%。", "A holds 30 percent and B 45 percent."),
        Fine("由 30% 升至 45%。", "It rose to 45 percent from 30 percent."),
        Fine("2019 年出版，2015 年写成。", "Written in 2015, it was published in 2019."),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        matches = [match for match in pair.numbers.matches if _can_swap(match)]
        for kind in dict.fromkeys((match.source.group, match.source.unit) for match in matches):
            alike = [match for match in matches if (match.source.group, match.source.unit) == kind]
            if len({match.source.value for match in alike}) > 1:
                yield from self._swapped(pair, alike)

    def _swapped(self, pair: Compared, matches: list[Match]) -> Iterator[EditionFinding]:
        ordered = sorted(matches, key=lambda match: match.source.quantity.span.start)
        for one, other in pairwise(ordered):
            swapped = other.target.quantity.span.start < one.target.quantity.span.start
            if swapped and one.source.value != other.source.value and not _from_to(pair.target, other, one):
                message = Phrase("“{}” and “{}” stand in another order: is each still with its subject?", "“{}”与“{}”的次序变了：各自的主语是否仍然正确？").format(_said(one.target), _said(other.target))
                yield self.finding(pair, message, [one.source.quantity.span, other.source.quantity.span], [one.target.quantity.span, other.target.quantity.span])
                return


def _can_swap(match: Match) -> bool:
    fact = match.source
    measured = fact.group in ("ratio", "points") or (fact.group == "number" and fact.unit != "" and match.target.unit != "")
    return match.how == "same" and measured and not fact.soft and not match.target.soft and fact.quantity.high is None


_FROM = lazy(r"(?i)\b(?:from|up from|down from|compared with|against|than|von|de|depuis)\b")


def _from_to(target: Text, first: Match, second: Match) -> bool:
    """`to 45 percent from 30 percent`."""
    return _FROM.search(target.masked, first.target.quantity.span.end, second.target.quantity.span.start) is not None


class NumberApart(PairRule):
    """A number that stands before another citation than in the source."""

    code = "EDN115"
    name = "number-apart-from-citation"
    severity = "advisory"
    what = Phrase("A number whose citation in the source is another one than in the translation.", "数字在原文与译文里所跟的引文不同。")
    why = Phrase("The source that the number is taken from no longer stands behind it.", "数字与它的出处脱开了。")
    examples = (
        Found("甲占 30%[@a]，乙占 45%[@b]。", "A holds 30 percent [@b], and B holds 45 percent [@a]."),
        Fine("甲占 30%[@a]，乙占 45%[@b]。", "B holds 45 percent [@b], and A holds 30 percent [@a]."),
        Fine("甲占 30%[@a]。乙占 45%。", "A holds 30 percent [@a]. B holds 45 percent."),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        ours, theirs = pair.source.of("citation"), pair.target.of("citation")
        if min(len(ours), len(theirs)) < 2:
            return
        for match in pair.numbers.matches:
            if match.source.soft or match.how != "same":
                continue
            mine, other = _cited_behind(pair.source, match.source.quantity.span), _cited_behind(pair.target, match.target.quantity.span)
            if mine and other and not set(mine).intersection(other):
                message = Phrase("“{}” stands before the citation of {}, in the source before {}", "“{0}”后面的引文是 {1}，原文是 {2}").format(_said(match.target), ", ".join(other), ", ".join(mine))
                yield self.finding(pair, message, [match.source.quantity.span], [match.target.quantity.span])


_SENTENCE_END = lazy(r"[。！？；]|[.!?;](?=\s|$)")


def _cited_behind(text: Text, span: Span) -> tuple[str, ...]:
    """The keys of the first citation behind a number in its sentence; a citation right behind the full stop belongs to it."""
    for each in text.of("citation"):
        at = text.at(each)
        if at.start >= span.end:
            ends = [found.end() for found in _SENTENCE_END.finditer(text.masked, span.end, at.start)]
            return each.keys if not ends or ends[0] >= at.start else ()
    return ()


class BoundDiffers(PairRule):
    """More than, where the source says less than."""

    code = "EDN116"
    name = "bound-differs"
    severity = "advisory"
    what = Phrase("The same number, above it in one language and below it in the other.", "同一个数字，一边说“超过”，另一边说“不足”。")
    why = Phrase("不足三成 and `more than 30 %` are opposite claims.", "不足三成与 `more than 30 %` 意思相反。")
    examples = (
        Found("不足 30%。", "More than 30 percent."),
        Found("超过 500 家。", "Fewer than 500 firms."),
        Fine("不足 30%。", "Less than 30 percent."),
        Fine("约 500 家。", "About 500 firms."),
        Fine("超过 500 家。", "500 firms and more."),
        Fine("不超过 40 个。", "Up to 40 of them."),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        for match in pair.numbers.matches:
            one, other = match.source.quantity, match.target.quantity
            if {one.bound, other.bound} == {"over", "under"}:
                message = Phrase("one text says more than “{}”, the other less", "一边说高于“{}”，另一边说低于它").format(_said(match.source))
                yield self.finding(pair, message, [one.span], [other.span])


class NumberRoughened(PairRule):
    """A rounder number, or one that is said once where the source says it twice."""

    code = "EDN117"
    name = "number-rounded"
    severity = "advisory"
    what = Phrase("A number that the translation rounds, or says once more or less often.", "译文把数字取了整，或少说、多说了一次。")
    why = Phrase("It may be meant so; a look tells.", "可能是有意为之，看一眼便知。")
    examples = (
        Found("共 1.23 亿人。", "About 120 million people."),
        Found("甲占 30%，乙也占 30%。", "A holds 30 percent."),
        Fine("共 1.2 亿人。", "About 120 million people."),
        Fine("2024 年和 2024 年底。", "2024."),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        found = pair.numbers
        for match in found.matches:
            if match.how == "rounded":
                message = Phrase("“{}” was rounded to “{}”", "“{}”被取整为“{}”").format(_said(match.source), _said(match.target))
                yield self.finding(pair, message, [match.source.quantity.span], [match.target.quantity.span])
        for fact, in_source in found.repeated:
            if fact.soft or fact.group == "ordinal":
                continue
            side = Phrase("the source", "原文") if in_source else Phrase("the translation", "译文")
            message = Phrase("“{}” stands more often in {}", "“{}”在{}里出现得更多").format(_said(fact), side)
            spans = [fact.quantity.span]
            yield self.finding(pair, message, spans if in_source else (), () if in_source else spans)


RULES: tuple[EditionRule, ...] = (NumberDiffers(), DateDiffers(), UnitDiffers(), NumbersSwapped(), NumberApart(), BoundDiffers(), NumberRoughened())
