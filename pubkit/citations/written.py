"""Entries that someone has formatted already: authors, title, source and numbers in one line of text.

    张三, 李四. 题名[J]. 期刊, 2023, 46(5): 1012-1030.                       GB/T 7714, either edition
    Smith, J. A., & Lee, K. (2021). A title. Some Journal, 12(3), 45–67.    APA

Read is only what the punctuation of the style marks beyond doubt; whatever else stands there stays in the title.
What does not belong here: how such an entry is written (`styles`), and title lines of web pages (`titles`).
"""

from __future__ import annotations

import re
from typing import Any

from pubkit.text.chars import HAN
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

Day = tuple[int, ...]


class Written(NamedTuple):
    """The elements of a formatted entry. `code` is the designator of GB/T 7714 (`J`, `EB`), empty for APA."""

    title: str
    code: str
    authors: tuple[str, ...] = ()
    has_more_authors: bool = False
    container: str = ""
    publisher: str = ""
    place: str = ""
    issued: Day = ()
    accessed: Day = ()
    volume: str = ""
    issue: str = ""
    pages: str = ""


_DESIGNATOR = lazy(r"\s*[\[［](?P<code>[MCGNJDRSPAZ]|DB|CP|EB|CM|DS|PP)(?:/(?:OL|CD|MT|DK))?[\]］]\s*(?P<rest>.*)$")
_DAY = r"(?P<{0}y>\d{{4}})[-/.年](?P<{0}m>\d{{1,2}})(?:[-/.月](?P<{0}d>\d{{1,2}})日?)?"
_WEB_DAYS = lazy(rf"[(（]{_DAY.format('i')}[)）]|[\[［]{_DAY.format('a')}[\]］]")
_PERIODICAL = lazy(
    r"^[.．。\s]*(?P<container>[^,，]+?)\s*[,，]\s*(?P<y>\d{4})(?:[-/](?P<m>\d{1,2})(?:[-/](?P<d>\d{1,2}))?)?"
    r"(?:\s*[,，]\s*(?P<volume>[A-Z]?\d+)?\s*(?:[(（](?P<issue>[^()（）]{1,12})[)）])?)?(?:\s*[:：]\s*(?P<pages>[\w.\-–—+, ]+?))?\s*[.．。]?$"
)
_BOOK = lazy(
    r"^[.．。\s]*(?:(?P<edition>[^.．。]{1,10}版)[.．。]\s*)?(?P<place>[^:：,，.]{1,20})[:：]\s*(?P<publisher>[^,，]{2,40})\s*[,，]\s*(?P<y>\d{4})"
    r"(?:\s*[:：]\s*(?P<pages>[\d\-–—]+))?"
)
_MEETING = lazy(r"^//\s*(?P<container>.+?)(?:[.．。,，]\s*.*?)?(?P<y>(?:19|20)\d{2})?(?:\s*[:：]\s*(?P<pages>[\d\-–—]+))?\s*[.．。]?$")
_NAMES_END = lazy(r"[.．。]\s*")
_NAME = lazy(rf"[{HAN}·]{{2,10}}|[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]*\.?){{0,4}}|[A-ZÀ-Þ][\w'’-]+,? (?:[A-Z]\.? ?-?){{1,4}}")
_OTHERS = frozenset({"等", "et al", "et al.", "等人"})


def read_written(text: str) -> Written | None:
    """The elements of an entry that is formatted after GB/T 7714 or APA; None for any other text."""
    if (found := _DESIGNATOR.search(text)) and found.start():
        return _gbt(text[: found.start()], found["code"], found["rest"])
    return _apa(text)


def _gbt(head: str, code: str, rest: str) -> Written:
    authors, more, title = _names_and_title(head)
    written = Written(title, code, authors, more)
    if found := _shape(code).search(rest):
        written = written._replace(**_elements(found))
    days: dict[str, Any] = {name: day for found in _WEB_DAYS.finditer(rest) for name, day in _web_day(found)}
    return written._replace(**days)


def _shape(code: str) -> re.Pattern[str]:
    return _PERIODICAL if code in "JN" else _MEETING if code == "C" else _BOOK


def _elements(found: re.Match[str]) -> dict[str, Any]:
    groups = {key: value.strip() for key, value in found.groupdict().items() if value}
    day = tuple(int(groups[key]) for key in ("y", "m", "d") if key in groups)
    kept: dict[str, Any] = {key: groups[key] for key in ("container", "publisher", "place", "volume", "issue", "pages") if key in groups}
    return {**kept, "issued": day}


def _web_day(found: re.Match[str]) -> list[tuple[str, Day]]:
    field, key = ("issued", "i") if found["iy"] else ("accessed", "a")
    return [(field, tuple(int(found[key + part]) for part in "ymd" if found[key + part]))]


def _names_and_title(head: str) -> tuple[tuple[str, ...], bool, str]:
    """Authors and title of `张三, 李四, 等. 题名`: authors only where every piece before the first stop is a name."""
    for stop in _NAMES_END.finditer(head):
        names = [name.strip() for name in re.split(r"\s*[,，;；、]\s*", head[: stop.start()]) if name.strip()]
        told = [name for name in names if name.lower() not in _OTHERS]
        told = [name[:-1] if re.fullmatch(rf"[{HAN}]{{2,4}}等", name) else name for name in told]
        if told and all(_NAME.fullmatch(name) for name in told) and head[stop.end() :].strip():
            return tuple(told), len(told) < len(names) or told != [n for n in names if n in told], head[stop.end() :].strip()
    return (), False, head.strip(" .．。")


_APA = lazy(  # what parts two authors can be read in one way only: else a row of names takes time without end
    r"^(?P<authors>(?:[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w'’-]+)?, [A-Z]\.(?:[ -]?[A-Z]\.)*(?:[ -]?(?:, (?:& )?| & |,? et al\. ?|\s)|-)?)+)"
    r"\((?P<y>\d{4})[a-z]?(?:, [^)]*)?\)\.\s*(?P<title>[^.?!]+(?:\.\d[^.?!]*)*[.?!])\s*(?P<rest>.*)$"
)
_APA_SOURCE = lazy(r"^(?P<container>[^,]+), (?P<volume>\d+)(?:\((?P<issue>[^)]+)\))?(?:, (?P<pages>[\d\-–e]+))?\.?$")


def _apa(text: str) -> Written | None:
    if not (found := _APA.match(text)):
        return None
    authors = tuple(name.strip() for name in re.findall(r"[A-ZÀ-Þ][^,&]+, (?:[A-Z]\.[ -]?)+", found["authors"]))
    written = Written(found["title"].rstrip("."), "", authors, "et al" in found["authors"], issued=(int(found["y"]),))
    source = _APA_SOURCE.match(found["rest"])
    elements: dict[str, Any] = {key: value for key, value in source.groupdict().items() if value} if source else {}
    return written._replace(**elements)
