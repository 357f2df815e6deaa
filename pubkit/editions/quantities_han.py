"""Numbers of Chinese, Japanese and Korean texts: Arabic digits with 万 and 亿, Chinese numerals, 成, 倍, dates, periods.

A single Chinese numeral is a number only before a measure word or a unit: 三家 is, 三明治 and 统一 are not.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pubkit.editions.numerals import HAN_DIGITS, SCALES, han_decimal, han_numeral
from pubkit.editions.periods import GAP, HAN_NUMERAL, identifier, period
from pubkit.editions.quantities import ONE, Bound, Quantity, QuantityKind
from pubkit.editions.units import BEFORE, unit_of, unit_pattern
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_CANDIDATE = lazy(r"(?:\((?=[一-鿿]{1,6}\))|单(?=位[:为]))|[A-Za-z0-9〇零一二三四五六七八九十两百千万每逾近超约半翻过大减上下前后本第民令平昭「“\"割倍두세제]")
_DIGITS = lazy(r"\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+(?![\d])(?:\.\d+)?|\d+(?:\.\d+)?")
#: 千瓦, 兆瓦, 百分点: here the character belongs to the unit.
_SCALE = lazy(
    GAP + r"(多|余|来|几)?" + GAP + r"(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万(?!一(?!千))|兆(?![瓦赫字帕焦])|千(?![瓦克米赫伏字卡焦帕])|百(?![分度])|억|만|조|천(?!만)|천만)"
)
_MORE = lazy(GAP + r"(多|余|来|几)(?![年个次家人名位项种]{0}(?:样|元化|媒体|模态|数|边|方面))")
_HAN = lazy(HAN_NUMERAL)
_RANGE = lazy(GAP + r"(?:[—–~〜～－-]{1,2}|至|到|、(?=[一二三四五六七八九十]{1,2}个?百分))" + GAP)
_PERCENT = lazy(GAP + r"(?:(%|퍼센트(?!포인트)|パーセント(?!ポイント))(?!p|포인트|ポイント)|(‰))")
#: Measure words: behind a single Chinese numeral they say that it counts something.
_MEASURE = lazy(
    GAP + r"(?:多|余|几)?(?:大|小|整|满)?(?:个|项|家|位(?!数)|名(?!为|牌)|条|种|类|次(?!性)|级|层|步|章|节(?!约)|段|句|行(?!业|为|动)|页|部(?!分)|份|篇|套|台(?![山湾风])|辆|架|艘|座|栋|所|处(?!理)|件|张|只|支|头|匹|棵|株"
    r"|颗|粒|块|片|组|批|届|轮|期|代(?!表|替)|国|省|市(?!场)|县|区|州|者|方(?!面(?!的))|大|人|户|岁|天|日|周|年|月|小时|分钟|秒|倍|字|词|笔|宗|起(?=案|事)|例(?!如|子|外)|场|门(?=课|技|学|科)|科(?=室)|股|元(?!素|化|论)|点(?!击|名|燃)|档|环|维(?![码护修持])|线|派|款|道|声|列|栏|本(?!身|来|质|土)"
    r"|つ|件|社|人|名|명|개|곳|회|차|만|년|월|가지)"
)
#: Before a Chinese numeral: here it is part of a word (统一, 唯一, 同一, 逐一, 专一, 单一, 万一, 双十一).
_PART_OF_WORD = frozenset("几数好统唯同逐专单万双划如不合归随初每某另之五星第周期进旦天")
_BOUND_BEFORE = lazy(
    r"(?:(?P<over>超过|超出|超|逾|突破|高于|大于|多于|不少于|不低于|至少|起码)|(?P<under>不到|不足|低于|少于|未满|不超过|至多|最多|不多于|小于)|(?P<about>大约|大概|约为|约|将近|接近|近|左右))(?:了|至|到|有)?" + GAP + r"\Z"
)
_BOUND_BEHIND = lazy(GAP + r"(?:(?P<over>以上|多|余|강|이상)|(?P<under>以下|以内|之内|이하|미만)|(?P<about>左右|上下|前後|程度|정도))")
_MULTIPLE = lazy(r"翻(?:了)?(?:两(?=番)|([一二两三四])(?=番)|(\d)(?=番))?(番|倍|一番)|(减半)")
_TIMES = lazy(GAP + r"(?:多)?(?:倍(?!增|频)|배)")
_TENTHS = lazy(r"([一二两三四五六七八九十]|\d)" + GAP + r"(?:成(?:([一二三四五六七八九])(?![个年家项])|(半))?(?![为立本果员功长就交品熟分都形因绩效套语人型文像渠是])|割)")
_PARTS = lazy(r"(百万|百|千|万|\d+|" + HAN_NUMERAL + ")" + GAP + "分之" + GAP + r"(\d+(?:\.\d+)?|百|" + HAN_NUMERAL + r"(?:点[〇零一二三四五六七八九]+)?)")
_HALF = lazy(r"(?:过半数?|大半|半数|一半)|半(?=[个年天字数])|(?<=一)半")
_ORDINAL = lazy(r"第" + GAP + r"(?:(\d+(?:,\d{3})*(?:\.\d+)?)(?!\.\d)|(" + HAN_NUMERAL + r"))(?!时间|手(?!段)|线)(?:" + GAP + r"[—–~～-]{1,2}" + GAP + r"(\d+))?" + GAP + r"(?:[章节条款项届次批轮期卷册页名位部篇个代段类点种级层步家版號号句行回编组方])?")
_KOREAN_ORDINAL = lazy(r"제" + GAP + r"(\d+)" + GAP + r"[장절조항차회호]?")
_ENUMERATOR = lazy(r"[\s*#\ufdd1]*(?:(\d{1,2}|" + HAN_NUMERAL + r")[、.．](?!\d)|[（(](\d{1,2}|" + HAN_NUMERAL + r")[)）])")
#: 每万人, 逾千万字: a scale without a number counts one of it.
_SCALE_ALONE = lazy(r"[每逾近超约](?:过)?(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千|百|十)(?=个|家|位|名|人|册|种|字|项|次|台|辆|户|亩|公|吨|元|美元|年|所|座|条|件|平方)")
_COLUMN = lazy(r"(?:\((?:单位[:为]?)?|单位[:为])" + GAP + "(万亿|千亿|百亿|十亿|亿|千万|百万|十万|万|千(?![瓦克米赫伏])|百)?")
_POINT_BY_POINT = lazy(r"([一二三四五六七八九])(?:是|则)")
_HALF_MORE = lazy(r"(?:个)?半(?![导成数径])")
_VERSION = lazy(r"\d+(?:\.\d+){2,}(?![\d])")


def scan(text: str, normal: str, language: str) -> tuple[Quantity, ...]:
    """Every number of a text; `normal` is the text in plain digits and Simplified characters, as long as it."""
    return tuple(_Scanner(text, normal, language).found())


class _Scanner:
    """One walk over a text."""

    def __init__(self, text: str, normal: str, language: str) -> None:
        self.text = text
        self.normal = normal
        self.language = language
        self.units = unit_pattern(language)

    def found(self) -> Iterator[Quantity]:
        at = 0
        first = _ENUMERATOR.match(self.normal)
        if first and (numbered := self._enumerator(first[1] or first[2], first.end())):
            yield numbered
            at = first.end()
        while candidate := _CANDIDATE.search(self.normal, at):
            start = candidate.start()
            made = self._at(start)
            if made is None:
                at = self._skip(start)
                continue
            yield made
            at = max(made.span.end, start + 1)

    def _skip(self, start: int) -> int:
        """Behind what is no number: a word of letters is passed whole."""
        end = start + 1
        if self.normal[start].isascii() and self.normal[start].isalpha():
            while end < len(self.normal) and self.normal[end].isascii() and self.normal[end].isalpha():
                end += 1
        return end

    def _enumerator(self, word: str, end: int) -> Quantity | None:
        value = int(word) if word.isdecimal() else value.low if (value := han_numeral(word)) else 0
        start = self.normal.index(word)
        return self._made("ordinal", Fraction(value), start, end, words=True) if value else None

    def _at(self, at: int) -> Quantity | None:
        """What begins at a place, if anything does."""
        normal, first = self.normal, self.normal[at]
        if first in "(单":
            return self._scale_named(at)
        if first.isascii() and first.isalpha():
            return identifier(self.text, normal, at) or self._money_before(at)
        if made := period(self.text, normal, at, self.language):
            return made
        if first == "第":
            return self._ordinal(at)
        if first in "翻减":
            return self._multiple(at)
        if first == "제":
            korean = _KOREAN_ORDINAL.match(normal, at)
            return self._made("ordinal", Fraction(korean[1]), at, korean.end()) if korean else None
        if first in "过大半" or normal.startswith("一半", at):
            half = _HALF.match(normal, at)
            return self._made("fraction", Fraction(1, 2), at, half.end(), words=True) if half else None
        if first in "每逾近超约" and (scale := _SCALE_ALONE.match(normal, at)):
            return self._finish(at, scale.end(), Fraction(SCALES.get(scale[1]) or 10), None, words=True)
        if not (first.isdecimal() or first in HAN_DIGITS or first in "十百千万"):
            return None
        return self._ratio(at) or (self._digits(at) if first.isdecimal() else self._han(at))

    # ---- kinds

    def _scale_named(self, at: int) -> Quantity | None:
        """The unit of a column: 收入（亿元）, 单位：万吨. One of it, which the other text need not say."""
        found = _COLUMN.match(self.normal, at)
        unit = self._unit(found.end()) if found else None
        if not found or not unit or (self.normal[at] == "(" and self.normal[unit[1] : unit[1] + 1] != ")"):
            return None
        return self._made("number", Fraction(SCALES.get(found[1] or "", 1)), found.end(), unit[1], unit=unit[0], words=True, label="scale")

    def _ordinal(self, at: int) -> Quantity | None:
        found = _ORDINAL.match(self.normal, at)
        if not found:
            return None
        if found[1] and (place := _PERCENTILE.match(self.normal, found.end(1))):
            return self._made("percent", Fraction(found[1].replace(",", "")), at, place.end())
        high = Fraction(found[3]) if found[3] else None
        if found[1]:
            return self._made("ordinal", Fraction(found[1].replace(",", "")), at, found.end(), high=high)
        value = han_numeral(found[2])
        return self._made("ordinal", Fraction(value.low), at, found.end(), words=True) if value else None

    def _multiple(self, at: int) -> Quantity | None:
        found = _MULTIPLE.match(self.normal, at)
        if not found:
            return None
        if found[4]:
            return self._made("fraction", Fraction(1, 2), at, found.end(), words=True)
        times = HAN_DIGITS.get(found[1] or "", 0) or int(found[2] or 0) or (2 if "两" in found[0] else 1)
        return self._made("multiple", Fraction(2**times), at, found.end(), words=True)

    def _ratio(self, at: int) -> Quantity | None:
        """三成五, 百分之三十, 三分之二."""
        if found := _TENTHS.match(self.normal, at):
            tenths = int(found[1]) if found[1].isdecimal() else (10 if found[1] == "十" else HAN_DIGITS[found[1]])
            hundredths = HAN_DIGITS[found[2]] if found[2] else 5 if found[3] else 0
            return self._made("percent", Fraction(tenths * 10 + hundredths), at, found.end(), words=True)
        found = _PARTS.match(self.normal, at)
        if not found:
            return None
        below, above = _amount(found[1]), _amount(found[2])
        if below is None or above is None or not below:
            return None
        if below in (100, 1000, 10000):
            end, unit = found.end(), ""
            if points := _HAN_POINTS.match(self.normal, end):
                end, unit = points.end(), "pp"
            kind: QuantityKind = "number" if unit else "percent"
            return self._made(kind, above * 100 / below, at, end, unit=unit)
        return self._made("fraction", above / below, at, found.end(), words=True)

    def _digits(self, at: int) -> Quantity | None:
        if (slashed := _SLASHED.match(self.normal, at)) and 0 < int(slashed[1]) < int(slashed[2]):
            return self._made("fraction", Fraction(int(slashed[1]), int(slashed[2])), at, slashed.end())
        if version := _VERSION.match(self.normal, at):
            return self._made("identifier", Fraction(0), at, version.end(), label=version[0])
        if named := identifier(self.text, self.normal, at):
            return named if not self._unit(named.span.start + _leading_digits(named.text)) else self._number(at, self._amount(at))
        return self._number(at, self._amount(at))

    def _money_before(self, at: int) -> Quantity | None:
        return self._prefixed(at)

    def _prefixed(self, at: int) -> Quantity | None:
        """`RMB 120 万`: letters of a currency, and its number."""
        end = at
        while end < len(self.normal) and ((self.normal[end].isascii() and self.normal[end].isalpha()) or self.normal[end] in "$¥"):
            end += 1
        code = BEFORE.get(self.normal[at:end])
        while end < len(self.normal) and self.normal[end] in " \u00a0":
            end += 1
        if not code or end >= len(self.normal) or not self.normal[end].isdecimal():
            return None
        made = self._number(end, self._amount(end))
        return self._made(made.kind, made.value, at, made.span.end, high=made.high, unit=code, precision=made.precision) if made and not made.unit else made

    def _han(self, at: int) -> Quantity | None:
        """A Chinese numeral, where it counts something."""
        found = _HAN.match(self.normal, at)
        if not found or (at and self.normal[at - 1] in (_PART_OF_WORD if len(found[0]) == 1 else "几数")):
            return None
        word, end = found[0], found.end()
        if at and self.normal[at - 1] == "双" and word == "十一":
            return None
        while word and word[-1] in "百千兆万亿" and (unit := self._unit(end - 1)) and unit[0] not in ("",) and len(word) > 1 and self.normal[end - 1] in "千兆":
            word, end = word[:-1], end - 1
        if point := _HAN_POINT.match(self.normal, end):
            value = han_decimal(word, point[1])
            if value is not None:
                return self._finish(at, point.end(), value, None)
        amount = han_numeral(word)
        if amount is None:
            return None
        counts = (len(word) > 1 and any(c in word for c in "十百千万亿")) or self._counts(end)
        listed = _POINT_BY_POINT.match(self.normal, at)
        if not counts:
            return self._made("ordinal", Fraction(amount.low), at, end, words=True) if listed else None
        high = Fraction(amount.high) if amount.high != amount.low else None
        if high is None and (following := _RANGE.match(self.normal, end)) and (other := _HAN.match(self.normal, following.end())) and (second := han_numeral(other[0])):
            high, end = Fraction(second.high), other.end()
        return self._finish(at, end, Fraction(amount.low), high, words=True, about=high is not None)

    def _counts(self, end: int) -> bool:
        return _MEASURE.match(self.normal, end) is not None or self._unit(end) is not None or self._range_counts(end)

    def _range_counts(self, end: int) -> bool:
        following = _RANGE.match(self.normal, end)
        other = _HAN.match(self.normal, following.end()) if following else None
        return bool(other and _MEASURE.match(self.normal, other.end()))

    # ---- digits with scale, range and unit

    def _amount(self, at: int) -> _Amount:
        """Digits with their scales: 1.2 亿, 1 亿 2000 万."""
        amount = _Amount(*_plain(self.normal, at))
        last = 10**18
        while found := _SCALE.match(self.normal, amount.end):
            scale = SCALES[found[2]]
            if scale >= last:
                break
            last = scale
            amount = amount.scaled(scale, found.end(), more=bool(found[1]))
            following = _DIGITS.match(self.normal, _behind_gap(self.normal, amount.end))
            if not following or not (behind := _SCALE.match(self.normal, following.end())) or SCALES[behind[2]] >= scale:
                break
            part = _Amount(*_plain(self.normal, following.start())).scaled(SCALES[behind[2]], behind.end(), more=bool(behind[1]))
            amount = _Amount(amount.value + part.value, part.end, part.precision, part.scale, amount.more or part.more)
        return amount

    def _number(self, at: int, amount: _Amount) -> Quantity | None:
        """A number in digits, with what it is a range to."""
        start = at - 1 if at and self.normal[at - 1] == "-" and (at == 1 or not (self.normal[at - 2].isalnum() or self.normal[at - 2] in ")%")) else at
        value = -amount.value if start < at else amount.value
        if below := _BELOW_ZERO.search(self.normal, max(0, at - 4), at):
            value, start = -value, below.start()
        unit, end = self._unit(amount.end) or ("", amount.end)
        percent = _PERCENT.match(self.normal, amount.end)
        joint = _RANGE.match(self.normal, percent.end() if percent else end)
        if joint and (following := _DIGITS.match(self.normal, joint.end())) and not (period(self.text, self.normal, following.start(), self.language)):
            other = self._amount(following.start())
            if percent and not _PERCENT.match(self.normal, other.end):  # 下滑 12.3% 至 8.65 亿元
                return self._finish(start, amount.end, value, None, precision=amount.precision, more=amount.more)
            return self._finish(start, other.end, self._scale_of_range(value, amount, other), other.value, precision=other.precision, first_unit=unit)
        return self._finish(start, amount.end, value, None, precision=amount.precision, more=amount.more)

    @staticmethod
    def _scale_of_range(value: Fraction, amount: _Amount, other: _Amount) -> Fraction:
        """20～30 万: the scale belongs to both."""
        return value * other.scale if amount.scale == 1 and other.scale > 1 and amount.value < other.value / other.scale * 100 else value

    def _finish(
        self, at: int, end: int, value: Fraction, high: Fraction | None, *, words: bool = False, precision: Fraction = ONE,
        first_unit: str = "", more: bool = False, about: bool = False,
    ) -> Quantity:  # fmt: skip
        """The number with its unit: percent, multiple, money, measure."""
        normal = self.normal
        if behind := _MORE.match(normal, end):
            more, end = True, behind.end()
        kind: QuantityKind = "number"
        unit = first_unit
        if percent := _PERCENT.match(normal, end):
            kind, end = "percent", percent.end()
            value, high = (value / 10, high / 10 if high else high) if percent[2] else (value, high)
        elif times := _TIMES.match(normal, end):
            kind, end = "multiple", times.end()
        elif measured := self._unit(end):
            unit, end = measured
            if half := _HALF_MORE.match(normal, end):
                value, end = value + Fraction(1, 2), half.end()
        elif half := _AND_A_HALF.match(normal, end):
            value, end = value + Fraction(1, 2), half.end()
            if measured := self._unit(end):
                unit, end = measured
        if not unit and at and normal[at - 1] in "¥￥$€£₩₽₹":
            start, code = self._sign_before(at)
            at, unit = start, code
        elif not unit and (named := _NAMED_BEFORE.search(normal, max(0, at - 5), at)):
            unit = BEFORE[named[1]]
        bound: Bound = "over" if more else "about" if about else self._bound(at, end)
        return Quantity(kind, value, Span(at, end), self.text[at:end], high, unit, bound, words, precision)

    def _sign_before(self, at: int) -> tuple[int, str]:
        """`US$`, `HK$`, `¥` before a number: where it begins, and the currency."""
        for length in (3, 2, 1):
            if at >= length and (code := BEFORE.get(self.normal[at - length : at])):
                return at - length, code
        return at, ""

    def _unit(self, at: int) -> tuple[str, int] | None:
        found = self.units.match(self.normal, at)
        return (unit_of(found[1], self.language), found.end()) if found else None

    def _bound(self, at: int, end: int) -> Bound:
        found = _BOUND_BEFORE.search(self.normal, max(0, at - 6), at) or _BOUND_BEHIND.match(self.normal, end)
        return found.lastgroup if found else ""  # type: ignore[return-value]  # its groups are named so

    def _made(self, kind: QuantityKind, value: Fraction, start: int, end: int, *, high: Fraction | None = None, unit: str = "", words: bool = False, precision: Fraction = ONE, label: str = "") -> Quantity:
        bound = self._bound(start, end) if kind in ("percent", "number", "multiple", "fraction") else ""
        return Quantity(kind, value, Span(start, end), self.text[start:end], high, unit, bound, words, precision, label=label)


_BELOW_ZERO = lazy("零下" + GAP + r"\Z")
_PERCENTILE = lazy(GAP + r"(?:个)?百分位")
_SLASHED = lazy(r"(\d{1,2})/(\d{1,3})(?![\d/])")
_HAN_POINT = lazy(r"点([〇零一二三四五六七八九]+)(?![个种])")
_HAN_POINTS = lazy(r"个百分点")
_AND_A_HALF = lazy(GAP + r"个半(?=[小月星])")
_NAMED_BEFORE = lazy(r"(人民币|新台币)" + GAP + r"\Z")


class _Amount:
    """A number on its way: digits, then scales."""

    __slots__ = ("end", "more", "precision", "scale", "value")

    def __init__(self, value: Fraction, end: int, precision: Fraction, scale: int = 1, more: bool = False) -> None:
        self.value, self.end, self.precision, self.scale, self.more = value, end, precision, scale, more

    def scaled(self, scale: int, end: int, *, more: bool) -> _Amount:
        return _Amount(self.value * scale, end, self.precision * scale, self.scale * scale, self.more or more)


def _plain(normal: str, at: int) -> tuple[Fraction, int, Fraction]:
    """The digits at a place: value, end, and what one of the last digit is worth."""
    found = _DIGITS.match(normal, at)
    if not found:
        return Fraction(0), at, ONE
    digits = found[0].translate(_GROUPS)
    _, _, decimals = digits.partition(".")
    return Fraction(digits), found.end(), Fraction(1, 10 ** len(decimals)) if decimals else ONE


def _behind_gap(normal: str, at: int) -> int:
    while at < len(normal) and normal[at] in " \u00a0*":
        at += 1
    return at


_GROUPS = {ord(c): None for c in ",\u00a0\u202f\u2009"}


def _amount(word: str) -> Fraction | None:
    """What stands on either side of 分之."""
    scales = {"百": 100, "千": 1000, "万": 10000, "百万": 10**6}
    if word in scales:
        return Fraction(scales[word])
    if word[0].isdecimal():
        return Fraction(word)
    whole, point, decimals = word.partition("点")
    if point:
        return han_decimal(whole, decimals)
    value = han_numeral(word)
    return Fraction(value.low) if value else None


def _leading_digits(word: str) -> int:
    return len(word) - len(word.lstrip("0123456789.,"))
