"""Days that stand in titles and addresses: of publication, and of access.

A day is taken only where it stands by itself: in brackets before a title, behind it, as a part of a path. A year inside of a
title (`2024 年度白皮书`, `the 2023 edition`) is what the title is about, and no day of publication.
What does not belong here: days that an identifier encodes (`identifiers`) and how a day is printed (`styles.dates`).
"""

from __future__ import annotations

import datetime
import re
from types import MethodType
from typing import TYPE_CHECKING

from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubkit.citations.addresses import Address

Day = tuple[int, ...]  # year, month, day, as far as they are known
_EARLIEST, _LATEST = 1990, 2039  # of what is on the web


def _day(year: str | int, month: str | int = 0, day: str | int = 0) -> Day:
    """A day that can be; empty for one that cannot."""
    y, m, d = int(year), int(month or 0), int(day or 0)
    if not _EARLIEST <= y <= _LATEST or m > 12 or (d and not m):
        return ()
    try:
        datetime.date(y, m or 1, d or 1)
    except ValueError:
        return ()
    return tuple(part for part in (y, m, d) if part)


# ---- addresses

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_ADDRESS_DAYS = (
    lazy(rf"(?<!\d){_YEAR}(?P<s>[-/_.])(?P<m>\d\d?)(?P=s)(?P<d>\d\d?)(?![\d.])"),  # 2025/04/10, 2025-04-10
    lazy(rf"(?<!\d){_YEAR}[-/]?(?P<m>0[1-9]|1[0-2])[-/]?(?P<d>0[1-9]|[12]\d|3[01])(?=\d{{6}}(?!\d)|(?!\d))"),  # 20250410, 2025/0410
    lazy(rf"(?<=[/-])(?P<mn>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{{0,6}}-(?P<d>\d\d?)-{_YEAR}(?!\d)"),
    lazy(rf"/{_YEAR}[-/]?(?P<m>0[1-9]|1[0-2])(?=/)"),  # /2025/04/, /202504/
)  # fmt: skip
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: The day in the address of an archive is that of the copy.
_ARCHIVES = ("archive.org", "arquivo.pt", "archive.ph", "archive.today")


def day_in_address(parts: Address) -> Day:
    """The day, or the month, that a path names; empty where it names none."""
    path = parts.path
    if parts.host.endswith(_ARCHIVES):
        return ()
    for pattern in _ADDRESS_DAYS:
        for found in pattern.finditer(path):
            groups = found.groupdict()
            month = groups.get("m") or 1 + _MONTHS.index(groups["mn"][:3])
            if day := _day(groups["y"], month, groups.get("d") or 0):
                return day
    return ()


# ---- titles

_FULL = r"(?P<y>20\d\d|19\d\d)\s?(?:[-/.]\s?(?P<m>\d\d?)\s?[-/.]\s?(?P<d>\d\d?)|年\s?(?P<m2>\d\d?)\s?月\s?(?P<d2>\d\d?)\s?日)"
_MONTH = r"(?P<y3>20\d\d|19\d\d)\s?(?:年\s?(?P<m3>\d\d?)\s?月|[-/.](?P<m4>0[1-9]|1[0-2]))"
_CLOCK = r"(?:[ T]\d\d?:\d\d(?::\d\d)?)?"
_LEADING = lazy(
    rf"^[(（\[【]\s*(?:{_FULL}{_CLOCK}|{_MONTH})\s*[)）\]】]\s*[-—_|:：]?\s*(?=\S)"
    r"|^(?P<y5>20\d\d)-(?P<m5>\d\d)-(?P<d5>\d\d)\s*[-—_|:：\s]\s*(?=\S)"
)
_TRAILING = lazy(
    rf"\s*[(（\[【]\s*(?:发布(?:时间|日期|于)[:：]?\s?)?{_FULL}{_CLOCK}\s*[)）\]】]$"
    rf"|[\s_—|-]+(?:发布(?:时间|日期|于)[:：]?\s?)?{_FULL.replace('<', '<t')}{_CLOCK}$"
    r"|[\s_—-]+(?P<y6>20\d\d)(?P<m6>0[1-9]|1[0-2])(?P<d6>0[1-9]|[12]\d|3[01])$"
)


class Dated(NamedTuple):
    """A text without the day that stood before or behind it; `day` is empty where none did."""

    text: str
    day: Day


#: See `text.span.new_span`.
_new_dated: Callable[[tuple[str, Day]], Dated] = MethodType(tuple.__new__, Dated)


def cut_day(title: str) -> Dated:
    """A title without a day in brackets before it, or a whole day behind it."""
    for pattern in (_LEADING, _TRAILING):
        if (found := pattern.search(title)) and (day := _of_groups(found)):
            rest = (title[: found.start()] + title[found.end() :]).strip()
            if rest:
                return Dated(rest, day)
    return Dated(title, ())


def _of_groups(found: re.Match[str]) -> Day:
    named = {key.lstrip("t").rstrip("23456"): value for key, value in found.groupdict().items() if value}
    return _day(named["y"], named.get("m", 0), named.get("d", 0))


# ---- the day of access

_MONTH_NAMES = (
    "january february march april may june july august september october november december",
    "jan feb mar apr may jun jul aug sep oct nov dec",
    "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月",
    "1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
)


def _month(word: str) -> int:
    """The number of a month by its name in one of the languages of the exports; 0 for any other word."""
    name = word.lower().rstrip(".")
    return next((names.split().index(name) + 1 for names in _MONTH_NAMES if name in names.split()), 0)


_MONTH_NAME = r"(?:\d\d?[月월]|[一二三四五六七八九十]{1,2}月|[A-Za-zÀ-ÿ\u0400-\u04ff]{3,12}\.?)"
_ANY_DAY = (
    rf"(?:(?P<mn>{_MONTH_NAME})\s*(?P<d>\d\d?),?\s*(?P<y>\d{{4}})"
    rf"|(?P<d7>\d\d?)\.?\s+(?:de )?(?P<mn7>{_MONTH_NAME})\s+(?:de )?(?P<y7>\d{{4}})"
    r"|(?P<y8>\d{4})\s?[-/.年]\s?(?P<m8>\d\d?)\s?[-/.月]\s?(?P<d8>\d\d?)日?)"
)
_BEFORE_DAY = (
    r"访问时间为?|访问日期为?|访问于|检索日期|檢索日期|存取日期|擷取日期|引用日期|(?:last |date )?accessed(?: on)?|retrieved(?: on)?"
    r"|consulté le|dernier accès le|fecha de acceso|acessado em|zugriff am|abgerufen am|дата последнего обращения|дата обращения"
    r"|アクセス日|閲覧日|검색일|accesso eseguito il giorno"
)
_ACCESSED = lazy(
    rf"[,，、;；.。]?\s*[(（\[]?\s*(?:(?:{_BEFORE_DAY})\s*[:：]?\s*{_ANY_DAY}|{_ANY_DAY.replace('<', '<u')}\s?(?:にアクセス|에 액세스))"
    r"\s*[)）\]]?[\s,，、.。;；]*$",
    re.IGNORECASE,
)


#: What the words of access end with, and the year in them: a look that costs little.
_END_OF_ACCESS = lazy(r"[\d日ス스][\s)）\],，、.。;；]*$")
_YEAR_AT_END = lazy(r"(?:19|20)\d\d")
_LONGEST_ACCESS = 80  # code points


def cut_access_day(text: str) -> Dated:
    """A text without the words that say when the source was looked at (`, accessed May 8, 2025`)."""
    last = text[-40:]
    if "20" not in last and "19" not in last:
        return _new_dated((text, ()))
    end = max(0, len(text) - 40)
    if not _END_OF_ACCESS.search(text, end) or not _YEAR_AT_END.search(text, end):
        return Dated(text, ())
    found = _ACCESSED.search(text, max(0, len(text) - _LONGEST_ACCESS))
    if not found:
        return Dated(text, ())
    named = {key.lstrip("u").rstrip("78"): value for key, value in found.groupdict().items() if value}
    month = named.get("m") or _month(named.get("mn", ""))
    if not month:
        return Dated(text, ())
    return Dated(text[: found.start()].rstrip(), _day(named["y"], month, named["d"]))
