"""The numbers of a text and what they are worth, in any of pubkit's languages: `1.2 亿元`, `120 million yuan`, `三成`, `30%`.

Sources: GB/T 15835—2011 (出版物上数字用法), the Chicago Manual of Style (17th edition, chapter 9), Unicode CLDR (names of months,
marks of decimals and groups). What does not belong here: whether two texts say the same (`checks.numbers`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pubkit.text.pattern import lazy
from pubkit.text.tags import primary

if TYPE_CHECKING:
    from pubkit.text.span import Span

QuantityKind = Literal[
    "number",  # with or without a unit
    "percent",  # value 30 for 30 %, 三成
    "fraction",  # value 1/3
    "multiple",  # value 3 for 三倍, threefold; 2 for 翻一番, doubled
    "ordinal",  # 第三章, third
    "date",  # `date` holds year, month, day, 0 for what is not said
    "year",  # value 2025; a range of years has `high`
    "decade",  # value 1990
    "century",  # value 20
    "quarter",  # value 1 to 4
    "half-year",  # value 1, 2
    "plan",  # value 14 for 十四五, the 14th Five-Year Plan
    "time",  # minutes since midnight
    "identifier",  # `label` is its normal form: GB/T15834-2011, GPT-4
]
Bound = Literal["", "about", "over", "under"]
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number where it stands. `value` is whole: 120000000 for `1.2 亿`. `span` is in code points and holds the unit."""

    kind: QuantityKind
    value: Fraction
    span: Span
    text: str
    high: Fraction | None = None  # of a range, its other end
    unit: str = ""  # code of `units`; `¥` where two currencies share the sign
    bound: Bound = ""
    words: bool = False  # written in words (三, three), which idiom may add or leave out
    precision: Fraction = ONE  # what one of the last digit is worth: 10000000 in `1.2 亿`
    date: tuple[int, int, int] = (0, 0, 0)
    label: str = ""  # of an identifier, its normal form; "scale" for the unit of a column: （亿元）


#: Full-width forms, Arabic-Indic and Persian digits, and the marks of both; each one code point, so places stay.
_NORMAL = (
    {0xFF10 + n: str(n) for n in range(10)}
    | {0x0660 + n: str(n) for n in range(10)}
    | {0x06F0 + n: str(n) for n in range(10)}
    | {ord(wide): narrow for wide, narrow in zip("％．٪٫٬：－＋（）\u2212", "%.%.,:-+()-", strict=True)}
    | {0xFF21 + n: chr(0x41 + n) for n in range(26)}
    | {0xFF41 + n: chr(0x61 + n) for n in range(26)}
)
_ODD = lazy("[" + "".join(map(re.escape, map(chr, _NORMAL))) + "]")
#: Traditional and old forms of characters that numbers and their units are written with.
_SIMPLIFIED = dict(
    zip(
        map(ord, "萬億兩點餘個約項紀劃規倍過歲噸畝頃臺幣圓歐鎊韓盧瑪納週鐘頭時間戶數紙級層類種條門場國縣區鄉鎮張節頁篇隻輛處號屆圖員環從負達將滿於億對雙組"),
        "万亿两点余个约项纪划规倍过岁吨亩顷台币圆欧镑韩卢码纳周钟头时间户数纸级层类种条门场国县区乡镇张节页篇只辆处号届图员环从负达将满于亿对双组",
        strict=True,
    )
)
_CHINESE = _NORMAL | _SIMPLIFIED


def quantities(text: str, language: str) -> tuple[Quantity, ...]:
    """Every number of a text, in order, none inside another. `language` is a BCP 47 tag.

    The text is prose: whoever has Markdown masks code and addresses first. Characters that stand for markup may part a number
    and its unit (`**1.2** 亿`).
    """
    name = primary(language)
    if name in ("zh", "yue", "cmn", "ja", "ko"):
        from pubkit.editions.quantities_han import scan

        return scan(text, text.translate(_CHINESE), "zh" if name in ("yue", "cmn") else name)
    from pubkit.editions.quantities_western import scan_western

    return scan_western(text, text.translate(_NORMAL) if _ODD.search(text) else text, name)


def written(quantity: Quantity, language: str) -> str:
    """A quantity as an edition in `language` writes it: `1.2 亿元` is `120 million yuan` in English."""
    from pubkit.editions.quantities_written import write

    return write(quantity, language)


def in_language(number: str, source_language: str, language: str) -> str:
    """The text of a number as another language writes it; itself where it is no number that pubkit reads whole."""
    found = quantities(number, source_language)
    if len(found) != 1 or found[0].span != (0, len(number)):
        return number
    return written(found[0], language)
