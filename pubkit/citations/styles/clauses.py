"""Which clause of GB/T 7714—2025 an item falls under, and its designator (clause 8, annex B).

CSL's 46 types fall into the ten forms that the standard knows. Whatever came out in a book or in a periodical is
described as a part of it, whatever it is by itself (8.6.1, 8.8.1, 8.9.1, 8.10.1, 8.12.1, 8.14.1).
What does not belong here: what the elements of a form look like (`gbt7714`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pubkit.citations.styles.csl import Item

Clause = Literal[
    "book",  # 8.2 books, 8.7 theses, 8.13 maps; reports, patents and data sets that came out as books
    "part of book",  # 8.3
    "periodical",  # 8.4
    "article",  # 8.5
    "meeting paper",  # 8.6: papers of a conference without published proceedings
    "announcement",  # 8.8 reports, 8.10 patents
    "standard",  # 8.9
    "web page",  # 8.11 web sites and pages; posts, videos and laws that are reached online
    "archive",  # 8.12
    "release",  # 8.14 data sets, 8.15 preprints; computer programs
]

BOOKS = frozenset({"book", "classic", "pamphlet"})
PARTS_OF_BOOKS = frozenset({"chapter", "entry", "entry-dictionary", "entry-encyclopedia"})
ARTICLES = frozenset({"article-journal", "article-magazine", "article-newspaper", "review", "review-book"})
RELEASES = frozenset({"article", "dataset", "software"})
LEGAL = frozenset({"bill", "hearing", "legal_case", "legislation", "regulation", "treaty"})
_PAGES = frozenset({"webpage", "post", "post-weblog"})
_HOLDINGS = frozenset({"collection", "manuscript", "personal_communication"})
_ANNOUNCEMENTS = frozenset({"report", "patent"})

_CLAUSE_OF_KIND: dict[str, Clause] = {
    **dict.fromkeys(BOOKS, "book"),
    "chapter": "book",
    "map": "book",
    "periodical": "periodical",
    "standard": "standard",
    "thesis": "book",
}

#: Annex B.1. What is missing here is `Z`.
_DESIGNATORS = {
    **dict.fromkeys(BOOKS | PARTS_OF_BOOKS, "M"),
    **dict.fromkeys(ARTICLES | {"periodical"}, "J"),
    **dict.fromkeys(_HOLDINGS, "A"),
    **dict.fromkeys(_PAGES, "EB"),
    "article": "PP",
    "article-newspaper": "N",
    "dataset": "DS",
    "map": "CM",
    "paper-conference": "C",
    "patent": "P",
    "report": "R",
    "software": "CP",
    "standard": "S",
    "thesis": "D",
}
#: What an item's `genre` says more exactly than its type: a database, a compilation.
_DESIGNATOR_OF_GENRE = {"database": "DB", "数据库": "DB", "compilation": "G", "汇编": "G", "资料汇编": "G"}

#: Annex B.2: carriers, as programs write them in `medium`. Paper has no designator.
_MEDIA = {
    "OL": re.compile(r"ol|online|web|联机网络|网络", re.IGNORECASE),
    "CD": re.compile(r"cd|cd-?roms?|dvds?|光盘", re.IGNORECASE),
    "DK": re.compile(r"dk|dis[ck]s?|磁盘|软盘", re.IGNORECASE),
    "MT": re.compile(r"mt|(?:magnetic )?tape|磁带", re.IGNORECASE),
    "MM": re.compile(r"mm|micro(?:film|fiche|form)s?|缩微(?:资料|胶卷|平片)?", re.IGNORECASE),
}


def medium_of(item: Item) -> str:
    """The carrier that an electronic document lies on (annex B.2); empty for paper."""
    words = item.text("medium")
    named = next((code for code, pattern in _MEDIA.items() if pattern.fullmatch(words)), "")
    return named or ("OL" if item.text("URL", "DOI", "CSTR") else "")


def designator_of(item: Item, clause: Clause) -> str:
    """`M`, `J/OL`, … without its brackets."""
    medium = medium_of(item)
    return _document_type(item, clause) + (f"/{medium}" if medium else "")


def _document_type(item: Item, clause: Clause) -> str:
    if special := _DESIGNATOR_OF_GENRE.get(item.text("genre").lower()):
        return special
    if clause == "web page":
        return "EB"
    if clause == "article" and item.kind == "article":
        return "J"
    return _DESIGNATORS.get(item.kind, "A" if clause == "archive" else "Z")


def meeting_of(item: Item) -> str:
    """The proceedings that a paper stands in, or else the conference that it was given at."""
    return item.text("container-title", "event-title", "event")


def clause_of(item: Item) -> Clause:
    """The form in which the standard describes `item`."""
    kind = item.kind
    if kind in _PAGES:
        return "web page" if medium_of(item) or not item.text("publisher") else "book"
    if kind in ARTICLES or _is_in_periodical(item):
        return "article"
    if _is_in_book(item):
        return "part of book"
    if kind in RELEASES:
        return "release" if medium_of(item) or kind == "article" else "book"
    if kind in _ANNOUNCEMENTS:
        return "book" if item.text("publisher") else "announcement"
    if kind == "paper-conference":
        return "meeting paper" if meeting_of(item) else "book"
    return _CLAUSE_OF_KIND.get(kind) or _clause_of_others(item)


def _is_in_periodical(item: Item) -> bool:
    if not (item.text("container-title") and item.text("volume", "issue")):
        return False
    return item.kind == "article" or (
        item.kind in RELEASES | _ANNOUNCEMENTS | {"paper-conference"} and not item.text("publisher")
    )


def _is_in_book(item: Item) -> bool:
    """Whether the item stands in a book. An address without a publisher means a web site, not a book."""
    kind = item.kind
    if kind == "paper-conference":
        return bool(meeting_of(item) and item.text("publisher"))
    if not item.text("container-title"):
        return False
    if kind in ("chapter", "standard"):
        return True
    if kind in PARTS_OF_BOOKS:
        return bool(item.text("publisher")) or not medium_of(item)
    may_be = kind in _ANNOUNCEMENTS | _HOLDINGS | {"dataset", "map"}
    return may_be and bool(item.text("publisher"))


def _clause_of_others(item: Item) -> Clause:
    held = bool(item.text("archive"))
    if item.kind in _HOLDINGS:
        return "archive" if held or not item.text("publisher") else "book"
    if medium_of(item) == "OL":
        return "web page"
    return "archive" if held else "book"
