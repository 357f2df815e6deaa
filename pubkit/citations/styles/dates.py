"""A date of a CSL-JSON item, and how GB/T 7714 writes it.

Sources: CSL-JSON schema (`date-variable`), EDTF level 0 and 1 for dates given as text, GB/T 7714—2025 7.5.4 and 7.6.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile

from pubkit.text.named_tuple import NamedTuple

Day = tuple[int, ...]  # year, month, day, as far as they are known; an empty one is the open end of a range


class Date(NamedTuple):
    """A day, month or year, or a range of them; or words that are no date (`literal`): `1881（清光绪七年）`.

    `end` is None for a single date. `estimated` is the year as a whole, `end_estimated` the year of the end alone;
    `copyright` means the year of the copyright, for want of one of publication.
    """

    start: Day = ()
    end: Day | None = None
    estimated: bool = False
    end_estimated: bool = False
    copyright: bool = False
    literal: str = ""

    @property
    def year(self) -> str:
        """The year or the range of years, an estimated one in brackets (7.5.4.4)."""
        if self.literal:
            return self.literal
        years = ("c" if self.copyright else "") + _year(self.start)
        if self.end is not None and self.end[:1] != self.start[:1]:
            closing = _year(self.end)
            years += f"—[{closing}]" if self.end_estimated else f"—{closing}"
        return f"[{years}]" if self.estimated else years

    @property
    def full(self) -> str:
        """`YYYY-MM-DD` as far as it is known (7.5.4.2, 7.5.4.3, 7.6; GB/T 7408), a range with `/`."""
        if self.literal:
            return self.literal
        if len(self.start) == 1 or (self.end is not None and len(self.end) <= 1):
            return self.year
        days = _numeric(self.start) + (f"/{_numeric(self.end)}" if self.end is not None else "")
        return f"[{days}]" if self.estimated else days

    def with_open_end(self) -> Date:
        """The same beginning, not ended yet: `1984—`."""
        return self._replace(end=()) if self.start and self.end is None else self


def _year(day: Day) -> str:
    if not day:
        return ""
    return str(day[0]) if day[0] > 0 else f"{-day[0]} BC"


def _numeric(day: Day) -> str:
    return "-".join([_year(day[:1]), *(f"{part:02}" for part in day[1:])])


def read_date(value: object) -> Date | None:
    """A date of an item; None where it says nothing. Raises `ValueError` for what cannot be a date."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, (str, int)):
        return _from_text(str(value))
    if not isinstance(value, Mapping):
        raise ValueError(value)
    date = _from_parts(value.get("date-parts"), value.get("season"))
    if date:
        return date._replace(estimated=_is_true(value.get("circa")))
    return next(filter(None, (_from_text(_words(value.get(key))) for key in ("raw", "literal"))), None)


def _is_true(value: object) -> bool:
    return value not in (None, False, 0, "", "0", "false")


def _words(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, (str, int)):
        raise ValueError(value)
    return str(value)


def _from_parts(value: object, season: object) -> Date | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) > 2:
        raise ValueError(value)
    days = [_day(part) for part in value]
    if not days or not days[0]:
        return None
    date = Date(days[0], days[1] if len(days) == 2 else None)
    return _with_rest(date, _words(season).strip())


def _with_rest(date: Date, rest: str) -> Date:
    """Zotero keeps in `season` the rest of a date that it cannot read: `c` of `c1971`, `1990` of `1957—[1990]`.

    A closing year there is nobody's certain date: it is shown as an estimated one.
    """
    if rest == "c":
        return date._replace(copyright=True)
    closing = re.fullmatch(r"\[?(\d{4})\]?", rest)
    if closing and date.end is None and int(closing[1]) > date.start[0]:
        return date._replace(end=(int(closing[1]),), end_estimated=True)
    return date


def _day(parts: object) -> Day:
    if not isinstance(parts, list) or len(parts) > 3:
        raise ValueError(parts)
    numbers = [_number(part) for part in parts]
    return _checked(list(takewhile(lambda n: n != 0, numbers)))


def _number(part: object) -> int:
    if part is None or part == "":
        return 0
    if isinstance(part, bool) or not isinstance(part, (str, int, float)):
        raise ValueError(part)
    return int(part)


def _checked(numbers: Sequence[int]) -> Day:
    """A day that can be, without the months 13 to 24 by which CSL and EDTF mean seasons."""
    day = tuple(numbers)
    if len(day) > 1 and 12 < day[1] <= 24:
        return day[:1]
    if (len(day) > 1 and not 1 <= day[1] <= 12) or (len(day) > 2 and not 1 <= day[2] <= 31):
        raise ValueError(numbers)
    return day


_CALENDAR = re.compile(r"(-?\d{3,4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?月?)?年?(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_ESTIMATED = re.compile(r"\[(\d{3,4})\]|(\d{3,4})[?~%]")
_PARENTHESES = re.compile(r"\s*\(([^()]*[^\x00-\x7f][^()]*)\)")


def _from_text(text: str) -> Date | None:
    text = " ".join(text.split())
    if not text:
        return None
    if day := _calendar_day(text):
        return Date(day)
    if estimated := _ESTIMATED.fullmatch(text):
        return Date((int(estimated[1] or estimated[2]),), estimated=True)
    for delimiter in ("/", "—", "–"):
        first, found, last = text.partition(delimiter)
        if found and (start := _calendar_day(first)) and (last in ("", "..") or _calendar_day(last)):
            return Date(start, _calendar_day(last))
    return Date(literal=_PARENTHESES.sub(r"（\1）", text))


def _calendar_day(text: str) -> Day:
    found = _COMPACT.fullmatch(text) or _CALENDAR.fullmatch(text)
    return _checked([int(number) for number in found.groups() if number]) if found else ()
