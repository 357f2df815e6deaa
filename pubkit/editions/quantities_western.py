"""Numbers of texts in English and other languages whose words are parted by spaces: digits, words, months, centuries, money."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.editions.number_words import number_words
from pubkit.editions.numerals import roman
from pubkit.editions.periods import GAP, identifier
from pubkit.editions.periods_western import DECADES_IN_WORDS, Periods, months_of
from pubkit.editions.quantities import ONE, Bound, Quantity, QuantityKind
from pubkit.editions.units import BEFORE, dimension, unit_of, unit_pattern
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BOUND_BEFORE = lazy(
    r"(?i)(?:\b(?P<under2>(?:do|does|did|must|should|shall|may|can|will) not exceed|not exceeding)|\b(?P<over>more than|over|above|exceed(?:s|ed|ing)?|at least|no fewer than|no less than|not less than|upwards? of|surpass(?:es|ed|ing)?|plus de|mehr als|über|más de|أكثر من)"
    r"|\b(?P<under>less than|fewer than|under|below|up to|at most|no more than|not more than|within|moins de|weniger als|menos de|أقل من)"
    r"|\b(?P<about>about|around|approximately|approx\.|roughly|some|nearly|almost|close to|circa|environ|etwa|rund|fast|cerca de|unos|حوالي|نحو))" + GAP + r"(?:the |US|RMB )?\Z"
)
_BOUND_BEHIND = lazy(r"(?i) (?:(?P<over>or more|or older|and above|and over|plus\b)|(?P<under>or less|or fewer|and below)|(?P<about>or so))|(?P<over2>\+)(?!\d)")
_RANGE = lazy(GAP + r"(?:[—–~-]{1,2}|to|through|and(?= \d)|à|bis|a|إلى)" + GAP)
_ORDINAL = lazy(r"(\d{1,3}(?:,\d{3})*|\d+)(?:st|nd|rd|th|e|er|ère|ème)\b")
_PERCENTILE = lazy(r"(\d{1,2}(?:\.\d+)?)(?:st|nd|rd|th) percentile")
_ROMAN = lazy(r"(?:Chapter|Section|Part|Volume|Book|Appendix|Article|Phase|Chapitre|Kapitel|Capítulo) ([IVXLC]+)\b")
_YEARS = lazy(r"(?P<y>(?:1[5-9]|20)\d\d)" + GAP + r"(?:[—–~-]{1,2}|to|through|until|bis|à|a)" + GAP + r"(?P<z>(?:1[5-9]|20)\d\d|\d\d(?!\d))(?![\d.,]\d|\d|%)(?! ?(?:million|billion))")
_YEAR = lazy(r"(?:1[5-9]|20)\d\d(?![\d%])(?![.,]\d)")
_TIME = lazy(r"(?i)(?:(\d{1,2}):([0-5]\d)|(\d{1,2})(?= ?[ap]\.?m\b))(?: ?([ap])\.?m\b\.?)?")
_VERSION = lazy(r"\d+(?:\.\d+){2,}(?!\d)")
_TIMES = lazy(r"(?i)(?:[- ]?fold\b|[- ]?times\b(?! (?:a|per) )|x\b|×)")
_ANY_SIGN = lazy(r"[A-Z]{0,2}[$€£¥₩₽₹]" + GAP + r"(?=\d)|(?:RMB|CNY|USD|EUR|GBP|JPY|HKD|TWD|KRW|AUD|CAD|SGD|CHF|INR)" + GAP + r"(?=\d)")
_MULTIPLES = {
    "double": 2, "doubled": 2, "doubles": 2, "doubling": 2, "twofold": 2, "triple": 3, "tripled": 3, "triples": 3, "tripling": 3, "trebled": 3,
    "quadruple": 4, "quadrupled": 4, "quadrupling": 4, "quintupled": 5, "twice": 2, "thrice": 3, "tenfold": 10, "threefold": 3, "fourfold": 4,
    "fivefold": 5, "sixfold": 6, "sevenfold": 7, "eightfold": 8, "ninefold": 9, "hundredfold": 100,
}  # fmt: skip
_HALVES = frozenset({"half", "halves", "halved", "halving", "demi", "moitié", "hälfte", "mitad", "نصف"})
_COUNTS = {"both": 2, "dozen": 12, "decade": 10, "couple": 2, "single": 1}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "hundredth": 100, "thousandth": 1000}
_SINGLE_ARTICLE = frozenset({"a", "an"})
_WORD = lazy(r"[^\W\d_]+")
_BETWEEN = lazy("[ -]")


_CHAPTERS = ("Chapter", "Section", "Part", "Volume", "Book", "Appendix", "Article", "Phase", "Chapitre", "Kapitel", "Capítulo")


@lru_cache(maxsize=16)
def _candidate(language: str) -> re.Pattern[str]:
    """Where a number may begin: a digit, a sign of money, a word for one, letters before digits (GPT-4, GB/T 15834)."""
    words = number_words(language)
    known = {*words.cardinals, *words.ordinals, *words.months, *_MULTIPLES, *_HALVES, *_COUNTS, *DECADES_IN_WORDS}
    known |= {name.lower() for name in _CHAPTERS} | ({name[:3] for name in words.months} | {"sept"} if language == "en" else set())
    known |= set(words.scales) if language == "ar" else set()
    article = "per(?= (?:hundred|thousand|million))|an?(?=[ -](?:hundred|thousand|million|billion|trillion|dozen|half|third|quarter|fifth|tenth|decade))"
    named = r"[A-Za-z]{1,12}(?:(?:/[A-Z]{1,6})?[-/]?[A-Z]?\d|[-/][A-Z]{1,6}[ \u00a0]?\d|[$€£¥])|[A-Z]{2,6}[ \u00a0]\d"
    return re.compile(rf"(?<![^\W_])(?:\d|\((?=[^()\d]{{1,24}}\))|[$€£¥₩₽₹]|[’']\d|(?i:{_trie(known)}|{article})(?![^\W\d_])|{named})")


def _trie(words: Iterable[str]) -> str:
    """A pattern for any of the words that looks at each letter once: an alternation of 150 words is tried word by word."""
    by_first: dict[str, list[str]] = {}
    ends = False
    for word in words:
        if word:
            by_first.setdefault(word[0], []).append(word[1:])
        else:
            ends = True
    branches = [re.escape(first) + _trie(rest) for first, rest in sorted(by_first.items())]
    if not branches:
        return ""
    return f"(?:{'|'.join(branches)})" + ("?" if ends else "")


def scan_western(text: str, normal: str, language: str) -> tuple[Quantity, ...]:
    """Every number of a text; `normal` is the text in plain digits, as long as it."""
    found = tuple(_Scanner(text, normal, language).found())
    return _shared(found, normal, language) if len(found) > 1 else found


_JOINED = lazy(r",? (?:and|or|et|ou|und|oder|y|o) |, ")


def _shared(found: tuple[Quantity, ...], normal: str, language: str) -> tuple[Quantity, ...]:
    """Numbers in a row share the scale, the sign and the unit of the last: 3, 4 and 5 million yuan; 10 and 20 percent."""
    made = list(found)
    for n in range(len(made) - 2, -1, -1):
        one, following = made[n], made[n + 1]
        gap = normal[one.span.end : following.span.start]
        plain = one.kind == "number" and not one.unit and one.high is None and not one.words and one.text[-1:].isdecimal()
        if not plain or not _JOINED.fullmatch(gap) or following.kind not in ("number", "percent") or following.words:
            continue
        last = _LAST_WORD_SCALE.search(following.text)
        scale = number_words(language).scales.get(last[1].lower(), 1) if last else 1
        if scale > 1 or following.kind == "percent" or (following.unit and dimension(following.unit) != "count"):
            made[n] = replace(one, kind=following.kind, value=one.value * scale, unit=following.unit, precision=one.precision * scale)
    return tuple(made)


_LAST_WORD_SCALE = lazy(r"\d[ \u00a0]?([^\W\d_]+)")


class _Scanner(Periods):
    """One walk over a text."""

    def __init__(self, text: str, normal: str, language: str) -> None:
        super().__init__(text, normal, language)
        self.units = unit_pattern(language)
        self.digits = _digits(language)
        self.behind = _behind(language)

    def found(self) -> Iterator[Quantity]:
        done = 0
        pattern = _candidate(self.language)
        while candidate := pattern.search(self.normal, done):
            start = candidate.start()
            made = self._at(start)
            if made is not None:
                yield made
                done = max(made.span.end, start + 1)
            else:
                done = self._behind_digits(start) if self.normal[start].isdecimal() else self._behind_letters(start)

    def _behind_letters(self, at: int) -> int:
        word = _WORD.match(self.normal, at)
        return word.end() if word else at + 1

    def _behind_digits(self, at: int) -> int:
        while at < len(self.normal) and self.normal[at].isdecimal():
            at += 1
        return at

    def _at(self, at: int) -> Quantity | None:
        first = self.normal[at]
        if made := self.dates(at):
            return made
        if first in "’'" or first.isdecimal():
            return self._numeric(at)
        if first == "(":
            return self._scale_named(at)
        if found := _ROMAN.match(self.normal, at):
            return self._made("ordinal", Fraction(roman(found[1])), at, found.end())
        if sign := _ANY_SIGN.match(self.normal, at):
            code = BEFORE.get(sign[0].strip(" \u00a0*"), "")
            return self._number(at, sign.end(), code)
        if made := identifier(self.text, self.normal, at):
            return made
        return self._in_words(at)

    def _scale_named(self, at: int) -> Quantity | None:
        """The unit of a column: `Revenue (million yuan)`. One of it, which the other text need not say."""
        scale, end = self._scale(at + 1, "")
        unit = self._unit(end)
        if not unit or self.normal[unit[1] : unit[1] + 1] != ")":
            return None
        return self._made("number", Fraction(scale), at + 1, unit[1], unit=unit[0], words=True, label="scale")

    # ---- digits

    def _numeric(self, at: int) -> Quantity | None:
        if self.normal[at] in "’'":
            return None
        if (found := _VERSION.match(self.normal, at)) and not (self.words.point_groups and _POINT_GROUPS.fullmatch(found[0])):
            return self._made("identifier", Fraction(0), at, found.end(), label=found[0])
        if (found := _TIME.match(self.normal, at)) and (found[4] or found[2]) and int(found[1] or found[3]) <= 24:
            hour = int(found[1] or found[3]) % 12 + 12 if (found[4] or "").lower() == "p" else int(found[1] or found[3])
            return self._made("time", Fraction(hour * 60 + int(found[2] or 0)), at, found.end())
        if found := _YEARS.match(self.normal, at):
            last = int(found["z"])
            year = int(found["y"])
            return self._made("year", Fraction(year), at, found.end(), high=Fraction(last if last > 99 else year // 100 * 100 + last))
        if (slashed := _SLASHED.match(self.normal, at)) and 0 < int(slashed[1]) < int(slashed[2]):
            return self._made("fraction", Fraction(int(slashed[1]), int(slashed[2])), at, slashed.end())
        if found := _PERCENTILE.match(self.normal, at):
            return self._made("percent", Fraction(found[1]), at, found.end())
        if found := _ORDINAL.match(self.normal, at):
            return self._made("ordinal", Fraction(found[1].replace(",", "")), at, found.end())
        if named := identifier(self.text, self.normal, at):
            digits = self.digits.match(self.normal, at)
            if not (digits and self._unit(digits.end())):
                return named
        return self._number(at, at, "")

    def _number(self, start: int, at: int, currency: str) -> Quantity | None:
        """Digits with their scale, what they are a range to, and the unit."""
        found = self.digits.match(self.normal, at)
        if not found:
            return None
        value, precision = self._value(found[0])
        scale, end = self._scale(found.end(), currency)
        low, high = value * scale, None
        percent = self.behind.match(self.normal, end)
        first_unit = self._unit(end)
        joint = _RANGE.match(self.normal, percent.end() if percent else first_unit[1] if first_unit else end)
        if joint and (second := self._second(joint)) and second[2] > end and self._is_range(found[0], percent is not None, second[2]):
            other, other_scale, end = second
            low = low * other_scale if scale == 1 and other_scale > 1 else low
            high = other * other_scale
            scale = max(scale, other_scale)
        if self._is_year(found[0], scale, high, currency, end):
            return self._made("year", value, start, end)
        if start == at and start and self.normal[start - 1] == "-" and (start == 1 or self.normal[start - 2] in " ("):
            start, low = start - 1, -low
        return self._finish(start, end, low, high, currency, precision * scale)

    def _is_range(self, digits: str, share: bool, end: int) -> bool:
        """Whether two numbers belong together: not in `10% in 1949 to 66%`, nor in `fell 12% to 8 million`."""
        other_share = self.behind.match(self.normal, end) is not None
        return other_share if share else not (other_share and _YEAR.fullmatch(digits))

    def _second(self, joint: re.Match[str]) -> tuple[Fraction, int, int] | None:
        """The other end of a range. `and` joins two numbers only behind `between`; both must not have units of their own."""
        if joint[0].strip() == "and" and not _BETWEEN_WORD.search(self.lower, max(0, joint.start() - 40), joint.start()):
            return None
        sign = _ANY_SIGN.match(self.normal, joint.end())
        found = self.digits.match(self.normal, sign.end() if sign else joint.end())
        if not found or (months_of(self.language).match(self.normal, found.start())):
            return None
        value, _ = self._value(found[0])
        scale, end = self._scale(found.end(), "x" if sign else "")
        return value, scale, end

    def _is_year(self, digits: str, scale: int, high: Fraction | None, currency: str, end: int) -> bool:
        return scale == 1 and high is None and not currency and _YEAR.fullmatch(digits) is not None and not self.behind.match(self.normal, end) and not self._unit(end)

    def _value(self, digits: str) -> tuple[Fraction, Fraction]:
        """What digits are worth, and what one of the last is worth, by the marks of the language."""
        plain = digits.translate(_SPACES)
        if self.words.decimal_comma:
            if self.words.point_groups and _POINT_GROUPS.fullmatch(plain):
                plain = plain.replace(".", "")
            plain = plain.replace(",", ".") if plain.count(",") == 1 else plain.replace(",", "")
        else:
            plain = plain.replace(",", "")
        whole, point, decimals = plain.partition(".")
        return Fraction(f"{whole}.{decimals}" if point else whole), Fraction(1, 10 ** len(decimals)) if decimals else ONE

    def _scale(self, at: int, currency: str) -> tuple[int, int]:
        """A scale behind a number: `million`, `bn`; `m`, `k`, `b` only behind money."""
        found = _scales(self.language).match(self.lower, at)
        if found:
            scale, end = self.words.scales[found[1]], found.end()
            again = _scales(self.language).match(self.lower, end)
            return (scale * self.words.scales[again[1]], again.end()) if again else (scale, end)
        if currency and (short := _SHORT_SCALE.match(self.normal, at)):
            return {"k": 1000, "m": 10**6, "b": 10**9, "t": 10**12}[short[1].lower()], short.end()
        return 1, at

    def _finish(self, start: int, end: int, value: Fraction, high: Fraction | None, currency: str, precision: Fraction = ONE, *, words: bool = False) -> Quantity:
        kind: QuantityKind = "number"
        unit = currency
        if not currency and self.language in ("fr", "es") and (of := _OF.match(self.lower, end)) and self._unit(of.end() - 1):
            end = of.end() - 1
        if behind := self.behind.match(self.normal, end):
            kind, end = "percent", behind.end()
            if behind[0].strip().endswith("‰"):
                value, high = value / 10, high / 10 if high is not None else None
        elif times := _TIMES.match(self.normal, end):
            kind, end = "multiple", times.end()
        elif not currency and (measured := self._unit(end)):
            unit, end = measured
        return Quantity(kind, value, Span(start, end), self.text[start:end], high, unit, self._bound(start, end), words, precision)

    def _unit(self, at: int) -> tuple[str, int] | None:
        found = self.units.match(self.normal, at)
        return (unit_of(found[1], self.language), found.end()) if found else None

    # ---- words

    def _in_words(self, at: int) -> Quantity | None:
        found = _WORD.match(self.lower, at)
        if not found:
            return None
        word = found[0]
        if word in _MULTIPLES:
            return self._made("multiple", Fraction(_MULTIPLES[word]), at, found.end(), words=True)
        if word in DECADES_IN_WORDS:
            return self._made("decade", Fraction(1900 + DECADES_IN_WORDS[word]), at, found.end(), words=True)
        if word in _HALVES:
            return self._made("fraction", Fraction(1, 2), at, found.end(), words=True)
        if word == "dozen" and _SOME.search(self.lower, max(0, at - 8), at):
            return None
        if word in _COUNTS:
            unit = "year" if word == "decade" else ""
            return self._made("number", Fraction(_COUNTS[word]), at, found.end(), unit=unit, words=True)
        if word == "per":
            scale = _scales(self.language).match(self.lower, found.end())
            return self._made("number", Fraction(self.words.scales[scale[1]]), at, scale.end(), words=True) if scale else None
        if word in self.words.ordinals:
            return self._made("ordinal", Fraction(self.words.ordinals[word]), at, found.end(), words=True)
        return self._cardinal(at)

    def _cardinal(self, at: int) -> Quantity | None:
        """Words in a row: twenty-five, one hundred and five, two thirds, a dozen, two and a half."""
        total, current, end, last = Fraction(0), Fraction(0), at, ""
        seen = False
        while found := _WORD.match(self.lower, end if not seen else _next_word(self.lower, end)):
            word = found[0]
            if word in self.words.cardinals and not (seen and last in self.words.cardinals and not (self.words.cardinals[last] >= 20 and self.words.cardinals[word] < 10)):
                current += self.words.cardinals[word]
            elif word in _SINGLE_ARTICLE and not seen:
                current = ONE
            elif word in self.words.scales and (seen or self.language == "ar"):
                scale = self.words.scales[word]
                current = (current or ONE) * scale
                if scale > 100:
                    total, current = total + current, Fraction(0)
            elif word == "dozen" and seen:
                current *= 12
            elif word == "and" and seen and (last in self.words.scales or _HALF_BEHIND.match(self.lower, found.start())):
                if half := _HALF_BEHIND.match(self.lower, found.start()):
                    return self._finish(at, half.end(), total + current + Fraction(1, 2), None, "", words=True)
                following = _WORD.match(self.lower, _next_word(self.lower, found.end()))
                if not following or following[0] not in self.words.cardinals:
                    break
                end = found.end()
                last = word
                continue
            elif seen and (part := self._part(word)) and self.language == "en":
                if current >= 20 and word in self.words.ordinals:
                    return self._made("ordinal", total + current + self.words.ordinals[word], at, found.end(), words=True)
                if word == "quarters" and not _OF_WHAT.match(self.lower, found.end()):  # of a year, most likely
                    return self._made("number", total + current, at, found.end(), words=True)
                return self._made("fraction", (total + current) / part, at, found.end(), words=True)
            elif seen and word in self.words.ordinals and current >= 20:
                return self._made("ordinal", total + current + self.words.ordinals[word], at, found.end(), words=True)
            else:
                break
            seen, end, last = True, found.end(), word
        value = total + current
        if not seen or (last in _SINGLE_ARTICLE):
            return None
        return self._word_range(at, end, value)

    def _word_range(self, at: int, end: int, value: Fraction) -> Quantity:
        """`three to five years`, `seven or eight`."""
        joint = _WORD_RANGE.match(self.lower, end)
        other = _WORD.match(self.lower, joint.end()) if joint else None
        if other and other[0] in self.words.cardinals and self.words.cardinals[other[0]] > value:
            return self._finish(at, other.end(), value, Fraction(self.words.cardinals[other[0]]), "", words=True)
        return self._finish(at, end, value, None, "", words=True)

    @staticmethod
    def _part(word: str) -> int:
        return _PARTS.get(word) or _PARTS.get(word.removesuffix("s")) or 0

    def _bound(self, at: int, end: int) -> Bound:
        found = _BOUND_BEFORE.search(self.normal, max(0, at - 22), at) or _BOUND_BEHIND.match(self.normal, end)
        return (found.lastgroup or "").rstrip("2") if found else ""  # type: ignore[return-value]  # its groups are named so

    def _made(self, kind: QuantityKind, value: Fraction, start: int, end: int, *, high: Fraction | None = None, unit: str = "", words: bool = False, label: str = "") -> Quantity:
        return Quantity(kind, value, Span(start, end), self.text[start:end], high, unit, self._bound(start, end) if kind in ("multiple", "fraction", "number") else "", words, label=label)


_SLASHED = lazy(r"(\d{1,2})/(\d{1,3})(?![\d/])")
_OF = lazy(r" (?:de |d’|d')[a-z]?")
_BETWEEN_WORD = lazy(r"\bbetween\b[^.;]*\Z")
_SHORT_SCALE = lazy(r"[ ]?([kKmMbBtT])(?![A-Za-z])")
_POINT_GROUPS = lazy(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_HALF_BEHIND = lazy(r"and (?:a |one[- ])?half\b")
_WORD_RANGE = lazy(r" ?(?:to|or|–|-) ?")
_OF_WHAT = lazy(r" of |$|[.,;]")
_SOME = lazy(r"(?:few|several) \Z")
_SPACES = {ord(c): None for c in " \u00a0\u202f\u2009'’"}


def _next_word(text: str, at: int) -> int:
    """Behind one space or hyphen; where neither stands, the end of the text, so that no word follows."""
    return at + 1 if _BETWEEN.match(text, at) else len(text)


@lru_cache(maxsize=16)
def _digits(language: str) -> re.Pattern[str]:
    words = number_words(language)
    if words.decimal_comma:
        group = "[.\u00a0\u202f\u2009 ’']" if words.point_groups else "[\u00a0\u202f\u2009 ]"
        return re.compile(rf"\d{{1,3}}(?:{group}\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?")
    return re.compile("\\d{1,3}(?:[,\u00a0\u202f\u2009]\\d{3})+(?!\\d)(?:\\.\\d+)?|\\d+(?:\\.\\d+)?")


@lru_cache(maxsize=16)
def _scales(language: str) -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, number_words(language).scales), key=len, reverse=True))
    return re.compile(rf"[ \u00a0\u202f*\ufdd1-]*({names})(?:s(?= of))?(?![^\W\d_])\.?" if language == "de" else rf"[ \u00a0\u202f*\ufdd1-]*({names})(?![^\W\d_])")


@lru_cache(maxsize=16)
def _behind(language: str) -> re.Pattern[str]:
    names = "|".join(re.escape(name) + ("(?![^\\W\\d_])" if name[-1].isalpha() else "") for name in number_words(language).percent)
    return re.compile(rf"{GAP}-?(?:{names}|‰)(?! points?\b|age)(?!-?Punkt)", re.IGNORECASE)


