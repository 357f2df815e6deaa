"""A quantity in the form of an edition: what a number placeholder without words becomes.

`1.2 亿元` is `120 million yuan`, `2025 年 8 月` is `August 2025`, `三成` is `30%`. What has no form of its own stays as it was written.
Source: Unicode CLDR 45 (decimal and group marks, order of dates), GB/T 15835—2011 for Chinese.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.editions.number_words import number_words
from pubkit.editions.units import units
from pubkit.text.tags import chinese_script, primary

if TYPE_CHECKING:
    from fractions import Fraction

    from pubkit.editions.quantities import Quantity

_EAST = frozenset({"zh", "yue", "cmn", "ja", "ko"})
_SCALES = {
    "zh": ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    "Hant": ((10**12, "兆"), (10**8, "億"), (10**4, "萬")),
    "ja": ((10**12, "兆"), (10**8, "億"), (10**4, "万")),
    "ko": ((10**12, "조"), (10**8, "억"), (10**4, "만")),
}
#: From here on a number is written with a word for its scale.
_WORDY = 10**6
_WORDY_EAST = 10**5
_LARGEST_MONTH = 12
#: 前年比: how dates are written.
_DATE_MARKS = {"zh": ("年", "月", "日"), "ja": ("年", "月", "日"), "ko": ("년", "월", "일")}
_CENTURIES = {"zh": "{} 世纪", "Hant": "{} 世紀", "ja": "{}世紀", "ko": "{}세기"}
_DECADES = {"zh": "{} 世纪 {} 年代", "Hant": "{} 世紀 {} 年代", "ja": "{}{}年代", "ko": "{}{}년대"}


def write(quantity: Quantity, language: str) -> str:
    """A quantity as an edition in `language` has it; its own text where there is no better form."""
    name = primary(language)
    if _is_plain(quantity):
        return quantity.text
    if quantity.kind in ("date", "year", "decade", "century"):
        return _period(quantity, language, name)
    if quantity.kind in ("number", "percent"):
        return _bounded(_range(quantity, language, name), quantity, name)
    if quantity.kind == "fraction":
        return f"{quantity.value.numerator}/{quantity.value.denominator}" if quantity.words else quantity.text
    if quantity.kind == "ordinal" and quantity.text.startswith("第"):
        return quantity.text if name in ("zh", "ja") else str(quantity.value)
    return quantity.text


def _is_plain(quantity: Quantity) -> bool:
    """Whether it is nothing but digits: it may be the number of a section, a year, or half of a standard's name."""
    return not quantity.unit and not any(map(str.isalpha, quantity.text)) and quantity.kind in ("number", "year")


def _bounded(written: str, quantity: Quantity, name: str) -> str:
    """`more than` for the 余 and 多 that stand inside of the number."""
    inside = any(mark in quantity.text for mark in "多余餘") and quantity.bound == "over"
    if not inside or name in _EAST:
        return f"{written}多" if inside and name in ("zh", "yue", "cmn") and not quantity.unit else written
    words = {"en": "more than ", "fr": "plus de ", "de": "mehr als ", "es": "más de ", "ar": "أكثر من "}
    return words.get(name, ">") + written


def _range(quantity: Quantity, language: str, name: str) -> str:
    percent = quantity.kind == "percent"
    sign = percent_sign(name) if percent else ""
    if quantity.high is None:
        return _with_unit(number(quantity.value, language), quantity, language, name) if not percent else number(quantity.value, language) + sign
    low, high = number(quantity.value, language), number(quantity.high, language)
    dash = {"zh": "—", "ja": "～", "ko": "~"}.get(name, "–")
    if percent:
        return f"{low}{sign}{dash}{high}{sign}"
    return _with_unit(low + dash + high, quantity, language, name)


def percent_sign(name: str) -> str:
    """The sign for per cent with the space that a language sets before it."""
    return {"fr": "\u202f%", "de": "\u00a0%", "es": "\u00a0%", "ar": "٪"}.get(name, "%")


def _with_unit(written: str, quantity: Quantity, language: str, name: str) -> str:
    """A number with its unit: in the language's word where the source had a word or it is money, else the sign."""
    unit = units().get(quantity.unit)
    if unit is None:
        return written
    names = dict(unit.names)
    sign = names.get("sign", ("",))[0]
    has_sign = bool(sign) and sign in quantity.text and unit.dimension != "money"
    word = sign if has_sign else unit.name("zh" if name in ("yue", "cmn") else name)
    if chinese_script(language) == "Hant":
        word = word.translate(_TRADITIONAL)
    if quantity.unit in ("person", "year", "month", "day", "hour") and quantity.value == 1 and quantity.high is None:
        word = names.get(name, (word,))[-1]
    if not word:
        return quantity.text
    of = number_words(name).money_of if name not in _EAST and unit.dimension == "money" and written[-1:].isalpha() else ""
    east = name in _EAST and not has_sign
    space = "" if (word[0] in "℃°%" and name in _EAST) or (east and (name != "zh" or written[-1:] in "万亿萬億兆")) else " "
    return f"{written}{space}{of}{word}"


_TRADITIONAL = dict(zip(map(ord, "亩顷吨里万亿币圆欧镑韩卢纳两时钟级层个岁户"), "畝頃噸里萬億幣圓歐鎊韓盧奈兩時鐘級層個歲戶", strict=True))


def number(value: Fraction, language: str) -> str:
    """A number in the digits and marks of a language: 120 million, 1.2 亿, 12,000, 12 000."""
    name = primary(language)
    if name in _EAST:
        return _eastern(value, language, name)
    words = number_words(name)
    for scale, one, many in words.written_scales:
        if abs(value) >= max(scale, _WORDY) and _is_short(value / scale):
            scaled = value / scale
            return f"{_digits(scaled, name)} {one if scaled == 1 else many}"
    return _digits(value, name)


def _eastern(value: Fraction, language: str, name: str) -> str:
    table = _SCALES["Hant" if chinese_script(language) == "Hant" else "zh" if name in ("yue", "cmn") else name]
    space = " " if name in ("zh", "yue", "cmn") else ""
    for scale, word in table:
        if abs(value) >= max(scale, _WORDY_EAST) and _is_short(value / scale):
            return f"{_digits(value / scale, name)}{space}{word}"
    return _digits(value, name)


def _is_short(value: Fraction) -> bool:
    """Whether a value has at most three decimals: a longer one is clearer in digits."""
    return (value * 1000).denominator == 1


def _digits(value: Fraction, name: str) -> str:
    whole, _, decimals = _decimal(value).partition(".")
    group, point = _MARKS.get(name, (",", "."))
    if len(whole.lstrip("-")) > 4 or (name == "en" and len(whole.lstrip("-")) > 3):
        whole = f"{int(whole):,}".replace(",", group)
    return whole + (point + decimals if decimals else "")


_MARKS = {"fr": ("\u202f", ","), "de": (".", ","), "es": (".", ","), "it": (".", ","), "pt": (".", ","), "nl": (".", ","), "ru": ("\u00a0", ",")}


def _decimal(value: Fraction) -> str:
    """A value with all its decimals where they end, else six."""
    places = next((places for places in range(10) if (value * 10**places).denominator == 1), 6)
    if not places:
        return str(value.numerator)
    scaled = round(value * 10**places)
    sign, digits = ("-" if scaled < 0 else ""), str(abs(scaled)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


# ---- dates


def _period(quantity: Quantity, language: str, name: str) -> str:
    if quantity.kind == "date":
        return _date(quantity.date, name) if quantity.high is None else quantity.text
    value = quantity.value.numerator
    script = "Hant" if chinese_script(language) == "Hant" else name
    if quantity.kind == "year":
        span = str(value) if quantity.high is None else f"{value}{'—' if name in _EAST else '–'}{quantity.high}"
        mark = _DATE_MARKS.get(name, ("",))[0]
        return f"{span}{' ' if name == 'zh' else ''}{mark}" if mark else span
    if quantity.kind == "century":
        if name in _CENTURIES:
            return _CENTURIES[script].format(value)
        return {"en": f"{_ordinal(value)} century"}.get(name, quantity.text)
    if name == "ja" or name == "ko":
        return _DECADES[name].format(value // 100, f"{value % 100:02}")
    if name == "zh":
        return _DECADES[script].format(value // 100 + 1, value % 100)
    return {"en": f"{value}s"}.get(name, quantity.text)


def _date(date: tuple[int, int, int], name: str) -> str:
    year, month, day = date
    if name in _DATE_MARKS:
        space = " " if name != "ja" else ""
        inner = " " if name == "zh" else ""
        return space.join(f"{value}{inner}{mark}" for value, mark in zip(date, _DATE_MARKS[name], strict=True) if value)
    words = number_words(name)
    named = words.months[month - 1] if 0 < month <= _LARGEST_MONTH else ""
    if name in ("en", "de"):
        named = named.capitalize()
    pieces = [f"{day}." if name == "de" and day else str(day) if day else "", named, str(year) if year else ""]
    return (" de " if name == "es" else " ").join(piece for piece in pieces if piece)


def _ordinal(value: int) -> str:
    teen = value % 100 in (11, 12, 13)
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"
