"""Numbers in words: Chinese numerals, the number words of Western languages, Roman numerals.

Sources: GB/T 15835—2011, 附录 A (汉字数字); Unicode CLDR, spelled-out numbering.
"""

from __future__ import annotations

from fractions import Fraction

from pubkit.text.named_tuple import NamedTuple

HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8, "兆": 10**12}
#: Scales behind a number in digits, longest first.
SCALES = {
    "万亿": 10**12, "千亿": 10**11, "百亿": 10**10, "十亿": 10**9, "亿": 10**8, "千万": 10**7, "百万": 10**6, "十万": 10**5,
    "万": 10**4, "兆": 10**12, "千": 1000, "百": 100, "억": 10**8, "만": 10**4, "조": 10**12, "천": 1000,
}  # fmt: skip


class HanRange(NamedTuple):
    """What a Chinese numeral is worth; `high` differs from `low` where two digits say about how many (三五, 二三十)."""

    low: int
    high: int


def han_numeral(word: str) -> HanRange | None:
    """The value of a Chinese numeral without a point; None where it is none (一二三, 百, 万一).

    Digits in a row are a year or a label: `二〇二五` is 2025.
    """
    if len(word) >= 3 and all(c in HAN_DIGITS for c in word):
        digits = int("".join(str(HAN_DIGITS[c]) for c in word))
        return HanRange(digits, digits) if any(c in "〇零○" for c in word) or len(word) == 4 else None
    return _structured(word)


def _structured(word: str) -> HanRange | None:
    """Digits and scales in turn: 三千二百万零五."""
    low = high = 0  # of the part since the last large scale
    total_low = total_high = 0
    pending: list[int] = []
    last_scale = 10**16
    if not word or word[0] in "百千万亿兆":
        return None
    for c in word:
        if c in HAN_DIGITS:
            if HAN_DIGITS[c] == 0:
                continue
            pending.append(HAN_DIGITS[c])
            if len(pending) > 2:
                return None
        elif c in _SMALL:
            if not pending and c != "十":
                return None
            one, other = (pending[0], pending[-1]) if pending else (1, 1)
            low, high, pending, last_scale = low + one * _SMALL[c], high + other * _SMALL[c], [], _SMALL[c]
        elif c in _LARGE:
            one, other = (pending[0], pending[-1]) if pending else (0, 0)
            low, high = low + one, high + other
            if not low and not total_low:
                return None
            scale = _LARGE[c]
            if low or high:
                total_low, total_high = (total_low + low * scale, total_high + high * scale) if total_low >= scale or not total_low else ((total_low + low) * scale, (total_high + high) * scale)
            else:
                total_low, total_high = total_low * scale, total_high * scale
            low = high = 0
            pending, last_scale = [], scale
        else:
            return None
    if pending:
        unit = last_scale // 10 if _elided(word) else 1  # 三千五 is 3500
        if len(pending) == 2 and not pending[0] < pending[1] <= pending[0] + 2:
            return None
        low, high = low + pending[0] * unit, high + pending[-1] * unit
    value = HanRange(total_low + low, total_high + high)
    return value if value.low else None


def _elided(word: str) -> bool:
    """Whether the last digit stands for the next scale below: 三千五, 一万二; but not 三十二, and not 三千零五."""
    return len(word) >= 3 and word[-2] in "百千万亿" and word[-1] in HAN_DIGITS


def han_decimal(whole: str, decimals: str) -> Fraction | None:
    """三点五."""
    value = han_numeral(whole) if whole not in ("零", "〇") else HanRange(0, 0)
    if value is None:
        return None
    digits = "".join(str(HAN_DIGITS[c]) for c in decimals)
    return value.low + Fraction(int(digits), 10 ** len(digits))


_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(word: str) -> int:
    """The value of a Roman numeral in capitals."""
    values = [_ROMAN[c] for c in word]
    return sum(-value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True))
