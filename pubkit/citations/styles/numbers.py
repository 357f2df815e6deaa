"""Pages, volumes, issues, editions and versions as GB/T 7714—2025 writes them (5.2, 6, 7.4, 7.7, 8.5.1).

Programs write these freely (`pp. 12–18`, `第3版`, `Second edition`, `v1.0`); what is no such number stays as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pubkit.citations.styles.languages import Terms

_DASHES = re.compile("\\s*[\u2010-\u2015\u2212~～-]+\\s*(?=\\S)")
_CHINESE_DIGITS = "一二三四五六七八九"
_ENGLISH_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_EDITION = re.compile(
    r"(?P<number>\d{1,3})\s*(?:st|nd|rd|th|\.)?\s*(?:ed\.?|edn\.?|edition)?"
    r"|第?\s*(?P<chinese>\d{1,3}|[一二三四五六七八九十]{1,3})\s*版"
    r"|(?P<english>[a-z]+)\s+ed(?:\.|n\.?|ition)",
    re.IGNORECASE,
)
_FIRST_EDITIONS = frozenset({"初版", "首版"})


def pages_text(pages: str) -> str:
    """Pages with hyphens in ranges, whole numbers at both ends, `，` between ranges: `321-8, 330` is `321-328，330`."""
    bare = re.sub(r"^(?:pp?\.\s*|pages?\s+|第\s*(?=.*[页版]$))", "", pages, flags=re.IGNORECASE)
    bare = re.sub(r"(?<=[\dA-Za-z])\s*[页版]$", "", bare)
    ranges = (_DASHES.sub("-", one) for one in re.split(r"\s*[,，;；]\s*", bare))
    return "，".join(map(_whole_range, ranges))


def _whole_range(pages: str) -> str:
    found = re.fullmatch(r"(\d+)-(\d+)", pages)
    if not found or len(found[2]) >= len(found[1]):
        return pages
    return f"{found[1]}-{found[1][: -len(found[2])]}{found[2]}"


def periodical_volume_text(volume: str) -> str:
    """The volume of a periodical without its label."""
    return re.sub(r"^(?:第\s*(\S+?)\s*卷|(?:volume|vol|v)\.?\s*(\d+))$", r"\1\2", volume, flags=re.IGNORECASE)


def issue_text(issue: str) -> str:
    """The issue of a periodical without its label; two in one have a `/` between them (clause 6)."""
    bare = re.sub(r"^(?:第\s*(\S+?)\s*期|(?:no|iss|issue)\.?\s*(\d+))$", r"\1\2", issue, flags=re.IGNORECASE)
    double = re.fullmatch(r"(\d{1,3})\s*[-\u2010-\u2015]\s*(\d{1,3})", bare)
    return f"{double[1]}/{double[2]}" if double and int(double[1]) < int(double[2]) else bare


def volume_text(volume: str, terms: Terms) -> str:
    """The volume of a book: `第35卷`, `v.2`; words such as `上册` as they are."""
    return terms.volume(volume) if re.fullmatch(r"\d+|[IVXLC]+", volume) else volume


def version_text(version: str) -> str:
    """`V2` of `2`, `v2` and `V2`; words as they are."""
    found = re.fullmatch(r"v?(?:er(?:sion)?)?\.?\s*(\d\S*)", version, re.IGNORECASE)
    return f"V{found[1]}" if found else version


def edition_text(edition: str, terms: Terms) -> str:
    """`2 版`, `4th ed.`; empty for the first edition; `修订本`, `Rev. ed.`, `刻本` as they are."""
    number = 1 if edition in _FIRST_EDITIONS else _edition_number(edition)
    if number is None:
        return edition
    return terms.edition(number) if number > 1 else ""


def _edition_number(edition: str) -> int | None:
    found = _EDITION.fullmatch(edition)
    if not found:
        return None
    if found["english"]:
        word = found["english"].lower()
        return _ENGLISH_ORDINALS.index(word) + 1 if word in _ENGLISH_ORDINALS else None
    digits = found["number"] or found["chinese"]
    return int(digits) if digits.isdecimal() else _chinese_number(digits)


def _chinese_number(text: str) -> int | None:
    """A number up to 99 in Han numerals; None for what is none."""
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _CHINESE_DIGITS.index(text) + 1 if len(text) == 1 else None
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return None
    return 10 * (_CHINESE_DIGITS.index(tens) + 1 if tens else 1) + (_CHINESE_DIGITS.index(ones) + 1 if ones else 0)
