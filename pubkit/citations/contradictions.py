"""What an entry of the list denies about itself, found without asking anyone.

An invented reference is put together from parts that do not fit: a check digit that is wrong, a day that no calendar has, a
DOI of one publisher at the address of another, words in the address that the title knows nothing of. None of it proves an
invention; each is a reason to look. Years against identifiers, names of other sites, doubled numbers and sources are found by
the rules BIB104–BIB108 and CIT202; they are not repeated here.
"""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from pubkit.citations.addresses import arxiv_number, doi_of, split_address
from pubkit.citations.checksums import FAULTS, arxiv_fault
from pubkit.citations.likeness import compare
from pubkit.citations.tracking import host_suffixes
from pubkit.text.chars import HAN
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pubkit.citations.addresses import Address
    from pubkit.citations.model import Citations
    from pubkit.markdown.document import Document


class Contradiction(NamedTuple):
    """What is wrong with an entry: a name for programs, and what and why for people."""

    name: str
    message: Phrase


def contradictions(item: Mapping[str, Any], text: str, today: datetime.date) -> Iterator[Contradiction]:
    """What an entry denies about itself. `item` is its CSL data, `text` all that it says, empty where only data is known."""
    parts = split_address(str(item.get("URL") or ""))
    yield from _identifiers(item, text, parts, today)
    yield from _two_identifiers(text, parts)
    yield from _days(item, text, today)
    yield from _registrant(item, text, parts)
    yield from _slug(str(item.get("title") or ""), parts)


# ---- identifiers

#: An identifier that a text names by its scheme.
_NAMED = {
    "ISBN": lazy(r"\bISBN(?:-1[03])?[:： ]\s*([\dXx][\dXx \-–‐]{6,20}[\dXx])", re.IGNORECASE),
    "ISSN": lazy(r"\be?-?ISSN[:： ]\s*(\d[\dXx\-–]{5,12})", re.IGNORECASE),
    "PMID": lazy(r"\bPMID[:： ]\s*(\d+)", re.IGNORECASE),
    "DOI": lazy(r"\bDOI[:： ]\s*(?:https?://(?:dx\.)?doi\.org/)?(10[^\s\"<>，。；）)\]]*)", re.IGNORECASE),
}
_NAMED_ARXIV = lazy(r"\barXiv[:：]\s*([\w.\-/]*\d[\w.\-/]*)", re.IGNORECASE)
_ARXIV_PATH = lazy(r"/(?:abs|pdf|html)/([\w.\-/]*\d[\w.\-/]*?)(?:\.pdf)?/?$", re.IGNORECASE)


def _identifiers(item: Mapping[str, Any], text: str, parts: Address | None, today: datetime.date) -> Iterator[Contradiction]:
    for scheme, fault_of in FAULTS.items():
        values = {found[1].rstrip(".,;") for found in _NAMED[scheme].finditer(text)} | _values(item.get(scheme))
        for value in sorted(values):
            if fault := fault_of(value):
                yield _fault(scheme, value, fault)
    numbers = {found[1].rstrip(".,;-") for found in _NAMED_ARXIV.finditer(text)}
    if parts and parts.host.removeprefix("www.") == "arxiv.org" and (found := _ARXIV_PATH.search(parts.path)):
        numbers.add(found[1])
    for number in sorted(numbers):
        if fault := arxiv_fault(number, (today.year, today.month)):
            yield _fault("arXiv", number, fault)


def _values(value: object) -> set[str]:
    """The values of a field that may hold several: a printed and an electronic ISSN."""
    return {part for part in re.split(r"[,;]\s*", str(value or "").strip()) if part}


def _fault(scheme: str, value: str, fault: Phrase) -> Contradiction:
    return Contradiction("impossible-identifier", Phrase("{} {}: {}", "{} {}：{}").format(scheme, value, fault))


def _two_identifiers(text: str, parts: Address | None) -> Iterator[Contradiction]:
    """An entry that names one identifier, and whose address leads to another of the same scheme."""
    if parts is None:
        return
    at = arxiv_number(parts)
    said = {re.sub(r"v\d+$", "", found[1].rstrip(".,;-")).lower() for found in _NAMED_ARXIV.finditer(text)}
    if at and said and at[0] not in said:
        yield _two("arXiv", min(said), at[0])
    doi = "" if at else (doi_of(parts) or "")
    named = {found[1].rstrip(".,;").lower() for found in _NAMED["DOI"].finditer(text)}
    if doi and named and doi.lower() not in named:
        yield _two("DOI", min(named), doi)


def _two(scheme: str, said: str, at: str) -> Contradiction:
    words = Phrase("the entry names {0} {1}, its address leads to {2}", "条目写的是 {0} {1}，地址指向的却是 {2}")
    return Contradiction("two-identifiers", words.format(scheme, said, at))


# ---- days

_DAY = lazy(r"(?<![\d/.\-])((?:19|20)\d\d)\s?(?:([-/])(\d\d?)\2(\d\d?)(?![\d/.\-])|年\s?(\d\d?)\s?月(?:\s?(\d\d?)\s?日)?)")
_ADDRESS = lazy(r"https?://\S+|10\.\d{4,9}/\S+")


def _days(item: Mapping[str, Any], text: str, today: datetime.date) -> Iterator[Contradiction]:
    for found in _DAY.finditer(_ADDRESS.sub(" ", text)):
        year, month, day = int(found[1]), int(found[3] or found[5]), int(found[4] or found[6] or 1)
        if not _is_day(year, month, day):
            yield Contradiction("impossible-date", Phrase("there is no such day: {}", "没有这一天：{}").format(found[0]))
    issued, accessed = _day_of(item.get("issued")), _day_of(item.get("accessed"))
    for day_, words in ((issued, _ISSUED), (accessed, _ACCESSED)):
        if day_ and day_ > _first(today, len(day_)):
            yield Contradiction("future-date", words.format("-".join(f"{part:02}" for part in day_)))
    shorter = min(len(issued), len(accessed))
    if shorter and accessed[:shorter] < issued[:shorter]:
        words = Phrase("accessed before it was published", "访问日期早于发布日期")
        yield Contradiction("accessed-too-early", words)


_ISSUED = Phrase("published on {}, which is still to come", "发布日期 {} 尚未到来")
_ACCESSED = Phrase("accessed on {}, which is still to come", "访问日期 {} 尚未到来")


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime.date(year, month, day)
    except ValueError:
        return False
    return True


def _day_of(value: object) -> tuple[int, ...]:
    """The first day of a CSL date, as far as it is known."""
    dates = value.get("date-parts") if isinstance(value, dict) else None
    try:
        return tuple(int(part) for part in dates[0]) if dates else ()
    except (TypeError, ValueError, IndexError):
        return ()


def _first(today: datetime.date, parts: int) -> tuple[int, ...]:
    """Tomorrow's day, as exact as another: on the other side of the earth it is tomorrow already."""
    tomorrow = today + datetime.timedelta(days=1)
    return (tomorrow.year, tomorrow.month, tomorrow.day)[:parts]


# ---- who published it

#: Registrants of DOIs, and where their articles stand.
_REGISTRANTS = {
    "10.1038": "nature.com", "10.1016": "sciencedirect.com", "10.1109": "ieee.org", "10.1145": "acm.org", "10.1007": "springer.com",
    "10.1002": "wiley.com", "10.1111": "wiley.com", "10.1126": "science.org", "10.1073": "pnas.org", "10.1371": "plos.org",
    "10.3390": "mdpi.com", "10.48550": "arxiv.org", "10.18653": "aclanthology.org", "10.1609": "aaai.org", "10.1021": "acs.org",
    "10.1039": "rsc.org", "10.1056": "nejm.org", "10.3389": "frontiersin.org", "10.1103": "aps.org", "10.1287": "informs.org",
}  # fmt: skip
_HOSTS = {host: {prefix for prefix, at in _REGISTRANTS.items() if at == host} for host in _REGISTRANTS.values()}


def _registrant(item: Mapping[str, Any], text: str, parts: Address | None) -> Iterator[Contradiction]:
    """A DOI of one publisher, and an address of another that has DOIs of its own."""
    found = _NAMED["DOI"].search(text)
    doi = found[1] if found else str(item.get("DOI") or "")
    owner = _REGISTRANTS.get(doi.partition("/")[0])
    host = next((suffix for suffix in host_suffixes(parts.host) if suffix in _HOSTS), "") if parts else ""
    if owner and host and doi.partition("/")[0] not in _HOSTS[host]:
        words = Phrase("DOI {} belongs to {}, the address to {}", "DOI {} 属于 {}，地址却属于 {}")
        yield Contradiction("publisher-mismatch", words.format(doi, owner, host))


# ---- words of the address

_WORD = lazy(r"[a-z]{3,}")
_LETTERS = lazy(r"[A-Za-z]")
_HAN_CHARACTER = lazy(f"[{HAN}]")
_LEAST_WORDS = 4


def _slug(title: str, parts: Address | None) -> Iterator[Contradiction]:
    """An English title, and an address whose last part spells out another one."""
    if parts is None or _HAN_CHARACTER.search(title) or len(_LETTERS.findall(title)) < 12:
        return
    slug = re.sub(r"\.\w{2,5}$", "", unquote(parts.path).rstrip("/").rpartition("/")[2]).lower()
    words = [word for word in re.split(r"[-_+ ]+", slug) if _WORD.fullmatch(word)]
    if len(words) < _LEAST_WORDS or sum(map(len, words)) < 0.7 * len(re.sub(r"[-_+ ]", "", slug)):
        return
    if compare(title, [" ".join(words)]) == "differ" and not _is_spelled(title, words):
        message = Phrase("the address speaks of “{}”, the title of something else", "地址写的是“{}”，与题名毫无关系")
        yield Contradiction("title-against-address", message.format(" ".join(words)))


def _is_spelled(title: str, words: list[str]) -> bool:
    """Whether a word of the address stands in the title in any form."""
    plain = re.sub(r"[^a-z]", "", title.lower())
    return any(word[:5] in plain for word in words if len(word) > 3)


# ---- another list

_LISTED = lazy(r"^[ \t>*-]*(?:\\?\[(\d{1,3})\\?\]|(\d{1,3})[.．、])[ \t]*(\S.{5,})$", re.MULTILINE)
_HEADING = lazy(
    r"^[ \t#>*\d.、一二三四五六七八九十]*(?:参考文献|参考资料|參考文獻|參考資料|引用来源|文献来源|资料来源|references|bibliography|sources)[ \t*:：]*\\?$",
    re.IGNORECASE | re.MULTILINE,
)
_LEAST_ENTRIES = 3


class OtherEntry(NamedTuple):
    """An entry of a second list: its number, its title, and where it stands in the text, in code points."""

    key: str
    title: str
    start: int


def other_list(document: Document, citations: Citations) -> list[OtherEntry]:
    """The entries of a second list of references in a report, empty where there is none.

    Some assistants add a list of their own beside the sources that were really searched.
    """
    listed = citations.bibliography
    if listed is None or not listed.sources:
        return []
    spans = [listed.span, *listed.others, *(source.span for source in listed.sources)]
    found: list[OtherEntry] = []
    for heading in _HEADING.finditer(document.text):
        if not any(span.start <= heading.start() < span.end for span in spans):
            found += _below(document.text, heading.end(), spans)
    numbers = [entry.key for entry in found]
    return found if len(set(numbers)) >= _LEAST_ENTRIES else []


def _below(text: str, start: int, spans: list[Any]) -> Iterator[OtherEntry]:
    """The numbered lines below a heading, up to the next one."""
    following = re.compile(r"^#{1,6} ", re.MULTILINE).search(text, start + 1)
    for entry in _LISTED.finditer(text, start, following.start() if following else len(text)):
        if not any(span.start <= entry.start(3) < span.end for span in spans):
            yield OtherEntry(entry[1] or entry[2], entry[3].rstrip("\\ ").strip(), entry.start(3))


def disagreements(document: Document, citations: Citations) -> Iterator[tuple[str, Contradiction]]:
    """By the key of the entry: what a second list says instead."""
    for entry in other_list(document, citations):
        source = citations.source(entry.key)
        row = document.lines.row(entry.start)
        if source is not None and compare(source.title, [_ADDRESS.sub(" ", entry.title)]) == "differ":
            words = Phrase("a second list (line {0}) gives [{1}] as “{2}”", "另一份参考文献（第 {0} 行）中 [{1}] 是“{2}”")
            plain = re.sub(r"[\s:：（(]*\[?$", "", _ADDRESS.split(entry.title)[0]).strip("*《》 ") or entry.title
            shown = plain if len(plain) <= 60 else plain[:59] + "…"
            yield source.key, Contradiction("second-list", words.format(row, entry.key, shown))
