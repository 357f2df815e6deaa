"""When two items are the same source: by DOI, arXiv number or address; by title only where nothing speaks against it.

Addresses are compared in the form that leaves out what does not name the source (`addresses.canonical_address`), in which a
DOI and an arXiv number are addresses too. A title alone is weak: two pages of one site may be called the same, and a reprint
is another source. It counts where one of the two items has no address.
What does not belong here: what is done with two entries of one source.
"""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pubkit.citations.addresses import canonical_address, plain_host, split_address
from pubkit.text.chars import HAN
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Mapping

_DOI = lazy(r"10\.\d{4,9}/\S+")
_UNFIT = lazy(r"[^\w.-]+")
#: A title of fewer Han, or of fewer letters, may well be another work's too (`前言`, `Introduction`).
_LEAST_HAN, _LEAST_LETTERS = 8, 20
_NO_NAME = frozenset({"com", "org", "net", "gov", "edu", "co", "ac", "cn", "www"})


def place_of(item: Mapping[str, Any]) -> str:
    """The one address of a source, for comparing: of its DOI, else of its URL; empty where it has neither."""
    if found := _DOI.search(str(item.get("DOI") or "")):
        return canonical_address(f"https://doi.org/{found[0]}")
    return canonical_address(str(item["URL"])) if item.get("URL") else ""


def places_of(item: Mapping[str, Any]) -> frozenset[str]:
    """All addresses of a source, for comparing: a paper may be listed by its DOI here and by its page there."""
    places = {place_of(item), canonical_address(str(item["URL"])) if item.get("URL") else ""}
    return frozenset(places - {""})


def title_of(item: Mapping[str, Any]) -> str:
    """The letters and digits of a title that is long enough to name one work; else empty."""
    title = re.sub(r"[\W_]+", "", str(item.get("title") or "")).casefold()
    han = len(re.findall(f"[{HAN}]", title))
    return title if han >= _LEAST_HAN or len(title) >= _LEAST_LETTERS else ""


def is_same_source(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two CSL items are the same source."""
    mine, yours = places_of(one), places_of(other)
    if mine and yours:
        return bool(mine & yours)
    return bool(title_of(one)) and title_of(one) == title_of(other)


class Sources:
    """Items by what names their source, to be asked for one again and again."""

    def __init__(self) -> None:
        self._by_place: dict[str, str] = {}
        self._by_title: dict[str, tuple[str, bool]] = {}

    def add(self, item: Mapping[str, Any]) -> None:
        """Takes in an item, under its `id`; of two of one source the first is kept."""
        key, places = str(item["id"]), places_of(item)
        for place in places:
            self._by_place.setdefault(place, key)
        if title := title_of(item):
            self._by_title.setdefault(title, (key, bool(places)))

    def find(self, item: Mapping[str, Any]) -> str | None:
        """The key of the item that is the same source."""
        places = places_of(item)
        for place in sorted(places):
            if place in self._by_place:
                return self._by_place[place]
        key, has_place = self._by_title.get(title_of(item), ("", True))
        return key if key and not (places and has_place) else None


def stable_key(item: Mapping[str, Any], otherwise: str) -> str:
    """A key that a source has whatever report cites it, and whichever is read first: `arxiv-2401.12345`, `doi-10.1000-ab`,
    `cnki-3f9a2c` (the site, and a digest of the address). `otherwise` is that of an item without an address.
    """
    place = place_of(item)
    parts = split_address(place)
    if parts is None:
        return otherwise
    path = parts.path.strip("/")
    if parts.host == "arxiv.org":
        return "arxiv-" + _UNFIT.sub("-", path.removeprefix("abs/")).strip("-")
    if parts.host == "doi.org":
        return "doi-" + _UNFIT.sub("-", path).strip("-.")
    labels = [label for label in plain_host(parts.host).split(".") if label not in _NO_NAME]
    name = _UNFIT.sub("-", labels[-1] if len(labels) < 2 else labels[-2] if len(labels[-1]) <= 3 else labels[-1]).strip("-")
    return f"{name or 'web'}-{blake2b(place.encode(), digest_size=3).hexdigest()}"
