"""Dates, years, decades, centuries, quarters, plans and times of Chinese, Japanese and Korean texts; identifiers of any text.

Sources: ISO 8601, GB/T 7408.1—2023 (dates), GB/T 15835—2011 (years); the Five-Year Plans of the PRC are counted from 1953.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from pubkit.editions.numerals import HAN_DIGITS, han_numeral
from pubkit.editions.quantities import Quantity, QuantityKind
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    import re

#: What may stand between a number and its unit: spaces and characters that stand for markup.
GAP = "[ \u00a0\u2009\u202f*\ufdd1]*"
HAN_NUMERAL = "[〇零一二三四五六七八九十两][〇零一二三四五六七八九十两百千万亿兆]*"
_H = "[一二三四五六七八九十]"
_YEAR4 = r"(?:[12]\d{3}|[一二][〇零○一二三四五六七八九]{3})"
_MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])(?!\d)"
_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])"
_DATE = lazy(
    rf"(?P<y>{_YEAR4}){GAP}[年년](?!代|[龄轻级]){GAP}(?P<m>{_MONTH}){GAP}[月월](?:份)?(?:{GAP}(?P<d>{_DAY}){GAP}[日号일])?"
)
_DAYS = lazy(rf"(?P<m>{_MONTH}){GAP}[月월](?!球|亮|光|薪|饼|牙|季)(?:份)?(?:{GAP}(?P<d>{_DAY}){GAP}[日号일])?(?:{GAP}[—–~～至到-]{{1,2}}{GAP}(?P<d2>{_DAY}){GAP}[日号일])?")
_DAY_ALONE = lazy(rf"(?P<d>[12]\d|3[01]|0?[1-9]){GAP}[日일](?![元圆币本内均报常志程])")
_YEAR = lazy(rf"(?P<y>{_YEAR4})(?:{GAP}年(?!代|[龄轻级]))?{GAP}[—–~〜～至到-]{{1,2}}{GAP}(?P<z>{_YEAR4}|\d\d(?!\d)){GAP}[年년](?!代|[龄轻级间])(?:度)?|(?P<o>{_YEAR4}){GAP}[年년](?!代|대|[龄轻级]|历史|来)(?:度)?")
_YEARS_BARE = lazy(r"(?P<y>(?:19|20)\d\d)[—–~～-]{1,2}(?P<z>(?:19|20)\d\d)(?![\d年.])")
_ISO = lazy(r"(?P<y>(?:19|20)\d\d)([-/.])(?P<m>1[0-2]|0?[1-9])(?:\2(?P<d>3[01]|[12]\d|0?[1-9]))(?![\d.-])|(?P<y2>(?:19|20)\d\d)[-/](?P<m2>0[1-9]|1[0-2])(?![\d./-])")
_ERA = lazy(rf"(民国|令和|平成|昭和){GAP}(\d{{1,3}}|元|{HAN_NUMERAL}){GAP}年")
_ERAS = {"民国": 1911, "令和": 2018, "平成": 1988, "昭和": 1925}
_CENTURY = lazy(rf"(?:(?P<c>\d{{1,2}}|{_H}{{1,3}}){GAP}世[纪紀]|(?P<last>上(?:个)?世纪)|(?P<this>本世纪))(?:{GAP}(?P<d>\d0|{_H}十){GAP}年代)?|(?P<c2>\d{{1,2}})세기")
_DECADE = lazy(rf"(?P<d>\d{{3}}0|\d0|[一二][〇零一二三四五六七八九]{{2}}〇|{_H}十){GAP}(?:年代|년대)")
_QUARTER = lazy(rf"第?{GAP}([一二三四1-4]){GAP}(?:季度|季报|四半期|분기)")
_QUARTERS = lazy(r"前([二两三])(?:个)?季度")
_HALF_YEAR = lazy(r"(上|下|前)半年|(상|하)반기|(上|下)半期")
_PLAN = lazy(rf"[“\"「『]?(十[一二三四五六]|[六七八九])五[”\"」』]?{GAP}(?:规划|規劃|时期|期间|计划|末|以来|以后|开局|收官|纲要)|[“\"「『](十[一二三四五六]|[六七八九])五[”\"」』]|第{GAP}(\d\d?|{_H}+){GAP}个五年(?:规划|计划)|(十[一二三四五六])五(?![个家项年月日人名位种类条点万亿%])")
_TIME = lazy(rf"(?:(?P<half>上午|下午|晚上|晚|凌晨|早上|中午|午前|午後|오전|오후){GAP})?(?P<h>[01]?\d|2[0-4]){GAP}(?::(?P<m>[0-5]\d)(?![\d:])|(?:时|時|点|시)(?!代|期|间)(?:{GAP}(?P<n>[0-5]?\d){GAP}[分분])?)")
_CLOCK = lazy(r"(?:[01]?\d|2[0-4]):[0-5]\d(?![\d:])")
_HALF_DAY = lazy(r"(?:上午|下午|晚上|晚|凌晨|早上|中午|午前|午後|오전|오후)")

#: Standards by their bodies, and names that letters and digits make together.
_STANDARD = lazy(
    r"(?:GB(?:/[TZ])?|ISO(?:/IEC)?(?:/[A-Z]{2,3})?|IEC|IEEE|RFC|DIN|JIS|ANSI|NIST|CNS|KS|BS|EN|(?:[A-Z]{2,4}/[TZ]))[ \u00a0]?\d[\d.]*(?:[—–:-]{1,2}\d+)*(?![A-Za-z])"
)
_NAMED = lazy(r"(?=[a-z]*[A-Z]|[a-z]+\d)[A-Za-z]{1,12}(?:-?\d+(?:\.\d+)*)+(?:[A-Za-z]{0,6}(?:-[A-Za-z]*\d[\dA-Za-z]*|-[A-Z][A-Za-z]*(?=[^A-Za-z-]|$))*)(?![A-Za-z])|[A-Z]{1,6}/[A-Z]{1,6}-?\d+")
_GLUED = lazy(r"\d+(?:\.\d+)?(?:[A-Z][A-Za-z]{0,3}|[a-z]{1,3})(?:\d+)?(?![A-Za-z0-9])")
_QUARTER_NAME = lazy(r"(?:Q([1-4])|H([12]))(?![A-Za-z0-9])")
_ORDINAL_END = ("st", "nd", "rd", "th", "s", "bn", "mn", "tn", "m", "k", "x")


def period(text: str, normal: str, at: int, language: str) -> Quantity | None:
    """A date or a named period that begins at a place, if one does."""
    first = normal[at]
    if first.isdecimal() or first in "一二三四五六七八九十":
        if at and normal[at - 1].isdecimal():
            return None
        return _numeric(text, normal, at, language)
    if first == "前" and (found := _QUARTERS.match(normal, at)):
        return _made("quarter", _value(found[1]), text, found)
    if first in "上下前本상하":
        return _half_year(text, normal, at) or _century(text, normal, at) or _time(text, normal, at)
    if first in "“\"「『":
        return _plan(text, normal, at)
    if first == "第":
        return _plan(text, normal, at) or _quarter(text, normal, at)
    if first in "民令平昭":
        return _era(text, normal, at)
    return _time(text, normal, at) if _HALF_DAY.match(normal, at) else None


def _numeric(text: str, normal: str, at: int, language: str) -> Quantity | None:
    return (
        _dates(text, normal, at)
        or _plan(text, normal, at)
        or _century(text, normal, at)
        or _quarter(text, normal, at)
        or (_time(text, normal, at) if _CLOCK.match(normal, at) or (language == "ja" and _TIME.match(normal, at)) else None)
    )


def _dates(text: str, normal: str, at: int) -> Quantity | None:
    if found := _DATE.match(normal, at):
        return _date(text, found, _value(found["y"]), _value(found["m"]), _value(found["d"]))
    if found := _ISO.match(normal, at):
        if found["y2"]:
            return _date(text, found, int(found["y2"]), int(found["m2"]), 0)
        return _date(text, found, int(found["y"]), int(found["m"]), _value(found["d"]))
    if found := _YEAR.match(normal, at):
        return _years(text, found, found["o"] or found["y"], found["z"])
    if found := _YEARS_BARE.match(normal, at):
        return _years(text, found, found["y"], found["z"])
    if (found := _DAYS.match(normal, at)) and not _behind_a_number(normal, at):
        made = _date(text, found, 0, _value(found["m"]), _value(found["d"]))
        return made if not found["d2"] else _with_high(made, _value(found["d2"]))
    if (found := _DAY_ALONE.match(normal, at)) and not _behind_a_number(normal, at):
        return _date(text, found, 0, 0, _value(found["d"]))
    return None


def _behind_a_number(normal: str, at: int) -> bool:
    return at > 0 and (normal[at - 1] in "零〇百千万" or normal[at - 1] == "." or normal[at - 1] in HAN_DIGITS)


def _with_high(made: Quantity, day: int) -> Quantity:
    return Quantity(made.kind, made.value, made.span, made.text, Fraction(day), date=made.date)


def _date(text: str, found: re.Match[str], year: int, month: int, day: int) -> Quantity:
    return Quantity("date", Fraction(0), Span(*found.span()), text[found.start() : found.end()], date=(year, month, day))


def _years(text: str, found: re.Match[str], first: str, last: str | None) -> Quantity:
    year = _value(first)
    high = None
    if last:
        value = _value(last)
        high = Fraction(value if value > 99 else year // 100 * 100 + value)
    return _made("year", year, text, found, high)


def _era(text: str, normal: str, at: int) -> Quantity | None:
    found = _ERA.match(normal, at)
    return _made("year", _ERAS[found[1]] + (1 if found[2] == "元" else _value(found[2])), text, found) if found else None


def _century(text: str, normal: str, at: int) -> Quantity | None:
    if found := _CENTURY.match(normal, at):
        century = _value(found["c"] or found["c2"]) if found["c"] or found["c2"] else 20 if found["last"] else 21
        if found["d"]:
            return _made("decade", (century - 1) * 100 + _value(found["d"]), text, found)
        return _made("century", century, text, found)
    if found := _DECADE.match(normal, at):
        decade = _value(found["d"])
        return _made("decade", decade if decade > 99 else decade + (1900 if decade >= 30 else 2000), text, found)
    return None


def _quarter(text: str, normal: str, at: int) -> Quantity | None:
    found = _QUARTER.match(normal, at)
    if not found or (at and normal[at - 1] == "前"):
        return None
    return _made("quarter", _value(found[1]), text, found)


def _half_year(text: str, normal: str, at: int) -> Quantity | None:
    found = _HALF_YEAR.match(normal, at)
    return _made("half-year", 2 if found[0][0] in "下하" else 1, text, found) if found else None


def _plan(text: str, normal: str, at: int) -> Quantity | None:
    found = _PLAN.match(normal, at)
    if not found:
        return None
    return _made("plan", _value(found[1] or found[2] or found[3] or found[4]), text, found)


def _time(text: str, normal: str, at: int) -> Quantity | None:
    found = _TIME.match(normal, at)
    if not found:
        return None
    hour = int(found["h"])
    if found["half"] in ("下午", "晚上", "晚", "午後", "오후") and hour < 12:
        hour += 12
    return _made("time", hour * 60 + int(found["m"] or found["n"] or 0), text, found)


def _made(kind: QuantityKind, value: int, text: str, found: re.Match[str], high: Fraction | None = None) -> Quantity:
    return Quantity(kind, Fraction(value), Span(*found.span()), text[found.start() : found.end()], high)


def _value(word: str | None) -> int:
    """A number of a date, in digits or Chinese numerals; 0 for none."""
    if not word:
        return 0
    if word.isdecimal():
        return int(word)
    if len(word) == 4 and "十" not in word and "百" not in word:
        return int("".join(str(HAN_DIGITS[c]) for c in word))
    value = han_numeral(word)
    return value.low if value else 0


def identifier(text: str, normal: str, at: int) -> Quantity | None:
    """A standard, a product or another name of letters and digits that begins at a place; also Q1 and H1, which are periods."""
    if at and (normal[at - 1].isascii() and normal[at - 1].isalnum()):
        return None
    if found := _QUARTER_NAME.match(normal, at):
        if found[1]:
            return _made("quarter", int(found[1]), text, found)
        if _beside_a_year(normal, found):
            return _made("half-year", int(found[2]), text, found)
    found = _STANDARD.match(normal, at) or _NAMED.match(normal, at)
    if not found and normal[at].isdecimal():
        found = _GLUED.match(normal, at)
        if found and found[0].lstrip("0123456789.") in _ORDINAL_END:
            return None
    if not found or found[0].rstrip("0123456789.,-") in _CURRENCIES:
        return None
    return Quantity("identifier", Fraction(0), Span(*found.span()), text[found.start() : found.end()], label=_label(found[0]))


_CURRENCIES = frozenset({"RMB", "CNY", "USD", "US", "HKD", "TWD", "JPY", "EUR", "GBP", "KRW"})


def _beside_a_year(normal: str, found: re.Match[str]) -> bool:
    around = normal[max(0, found.start() - 6) : found.start()] + normal[found.end() : found.end() + 5]
    return "20" in around or "19" in around


def _label(name: str) -> str:
    """One form of a name: no spaces, one kind of dash."""
    plain = name.removesuffix("s") if name[-2:-1].isdecimal() else name  # eight A100s
    return "".join("-" if c in "—–:-" else c for c in plain if c not in " \u00a0").replace("--", "-").upper()
