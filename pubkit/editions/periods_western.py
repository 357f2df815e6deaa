"""Dates and periods of texts in Western languages: months, decades, centuries, quarters, plans.

Source: Unicode CLDR (names of months, order of dates). Those of Chinese, Japanese and Korean are in `periods`.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.editions.number_words import number_words
from pubkit.editions.periods import GAP
from pubkit.editions.quantities import Quantity, QuantityKind
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from pubkit.editions.number_words import NumberWords

_CENTURY = lazy(r"(?i)(?:(\d{1,2})(?:st|nd|rd|th)|((?:twenty[- ])?[a-z]+))[- ]centur(?:y|ies)\b")
_DECADE = lazy(r"(?i)(?:(\d{3}0)[’']?s|[’']?([2-9]0)s)\b")
DECADES_IN_WORDS = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90}
_PLAN = lazy(r"(?i)(?:(\d{1,2})(?:st|nd|rd|th)|([a-z]+(?:-[a-z]+)?)) Five[- ]Year(?: Plans?(?: period)?)?")
_QUARTER = lazy(r"(?i)(?:(first|second|third|fourth)|([1-4])(?:st|nd|rd|th)) quarters?\b(?! (?:century|of the (?:population|total|respondents|market)))")
_QUARTERS = lazy(r"first (two|three) quarters")
_HALF_YEAR = lazy(r"(?i)(?:(first|second|latter)|([12])(?:st|nd)) half(?=(?:[- ]year| of (?:the |this |that |last |next )?(?:year|(?:19|20)\d\d)))(?:[- ]year)?")
_ISO = lazy(r"(?P<y>(?:19|20)\d\d)([-/.])(?P<m>1[0-2]|0?[1-9])\2(?P<d>3[01]|[12]\d|0?[1-9])(?![\d.-])|(?P<y2>(?:19|20)\d\d)[-/](?P<m2>0[1-9]|1[0-2])(?![\d./-])")
_ORDINAL_ENDING = lazy(r"\D+")
_WHEN = lazy(r"(?:in|of|since|by|until|till|from|to|between|and|during|early|late|mid|last|this|next|en|im|seit|desde)[ -]\Z")
_JOINT = lazy(r" ?(?:to|and|through|–|-) ?")


class Periods:
    """What begins at a place of a text, if that is a date or a period. `normal` is the text in plain digits, `lower` in small letters."""

    def __init__(self, text: str, normal: str, language: str) -> None:
        self.text = text
        self.normal = normal
        self.lower = low if len(low := normal.lower()) == len(normal) else normal
        self.language = language
        self.words: NumberWords = number_words(language)

    def dates(self, at: int) -> Quantity | None:
        """The date or period at a place."""
        if dated := self._month_patterns(at):
            return dated
        if found := _ISO.match(self.normal, at):
            year, month, day = (found["y2"], found["m2"], 0) if found["y2"] else (found["y"], found["m"], found["d"])
            return self._date(at, found.end(), int(year), int(month), int(day))
        if found := _CENTURY.match(self.normal, at):
            value = int(found[1]) if found[1] else self.ordinal_value(found[2].lower())
            return self._period("century", Fraction(value), at, found.end()) if value else None
        if found := _DECADE.match(self.normal, at):
            decade = int(found[1] or found[2])
            return self._period("decade", Fraction(decade if decade > 99 else 1900 + decade), at, found.end())
        if found := _PLAN.match(self.normal, at):
            value = int(found[1]) if found[1] else self.ordinal_value(found[2].lower())
            return self._period("plan", Fraction(value), at, found.end()) if value else None
        if found := _HALF_YEAR.match(self.normal, at):
            half = int(found[2]) if found[2] else 1 if found[1].lower() == "first" else 2
            return self._period("half-year", Fraction(half), at, found.end())
        if found := _QUARTERS.match(self.lower, at):
            return self._period("quarter", Fraction(self.words.cardinals[found[1]]), at, found.end())
        if found := _QUARTER.match(self.normal, at):
            quarter = int(found[2]) if found[2] else self.ordinal_value(found[1].lower())
            return self._period("quarter", Fraction(quarter), at, found.end())
        return None

    def _month_patterns(self, at: int) -> Quantity | None:
        found = months_of(self.language).match(self.normal, at)
        if not found:
            return None
        name = (found["month"] or found["month2"]).lower().rstrip(".")
        month = next((n for n, full in enumerate(self.words.months, 1) if full == name or (full[:3] == name and self.language == "en") or (full[:4] == name)), 0)
        year, day = int(found["year"] or found["year2"] or 0), int(_ORDINAL_ENDING.sub("", found["day"] or found["day2"] or "0"))
        if not (year or day) and self.normal[found.start()].islower() and self.language == "en":
            return None
        if not (year or day) and name in ("may", "march", "mar", "mars", "mai") and not self._says_when(at, found.end()):
            return None
        other = found["to"] or found["to2"]
        return self._date(at, found.end(), year, month, day, int(_ORDINAL_ENDING.sub("", other)) if other else 0)

    def _says_when(self, at: int, end: int) -> bool:
        """Whether May and March are months here: behind `in`, before `to June`."""
        return _WHEN.search(self.lower, max(0, at - 10), at) is not None or months_of(self.language).match(self.normal, _skip_words(self.lower, end)) is not None

    def _date(self, start: int, end: int, year: int, month: int, day: int, high: int = 0) -> Quantity:
        return Quantity("date", Fraction(0), Span(start, end), self.text[start:end], Fraction(high) if high else None, date=(year, month, day))

    def ordinal_value(self, word: str) -> int:
        """The value of an ordinal in words, twenty-first too; 0 where it is none."""
        tens, _, ones = word.replace(" ", "-").rpartition("-")
        ordinal = self.words.ordinals.get(ones, 0)
        return ordinal + self.words.cardinals.get(tens, 0) if ordinal else 0

    def _period(self, kind: QuantityKind, value: Fraction, start: int, end: int) -> Quantity:
        return Quantity(kind, value, Span(start, end), self.text[start:end])


def _skip_words(text: str, at: int) -> int:
    found = _JOINT.match(text, at)
    return found.end() if found else len(text)


@lru_cache(maxsize=16)
def months_of(language: str) -> re.Pattern[str]:
    """Matches a date that has the name of a month."""
    words = number_words(language)
    names = "|".join(words.months)
    if language == "en":
        names += "|" + "|".join(f"{name[:3]}\\.?(?= ?\\d)" for name in words.months) + "|sept\\.?(?= ?\\d)"
    day = r"(?:3[01]|[12]\d|0?[1-9])(?!\d)(?:(?:st|nd|rd|th|\.|er)(?![^\W\d_]))?"
    year = r"(?:1[5-9]|20)\d\d(?!\d)"
    of = "(?:de |del |of )?"
    to = rf"{GAP}(?:[–-]|to|through|bis|al|au){GAP}"
    return re.compile(
        rf"(?P<day>{day})(?:{to}(?P<to>{day}))?[ \u00a0]{of}(?P<month>{names})(?![^\W\d_])(?:,?[ \u00a0]{of}(?P<year>{year}))?"
        rf"|(?P<month2>{names})(?![^\W\d_])(?:[ \u00a0](?P<day2>{day})(?![\d%:]|[.,]\d)(?:{to}(?P<to2>{day})(?!\d))?)?(?:,?[ \u00a0]{of}(?P<year2>{year}))?",
        re.IGNORECASE,
    )
