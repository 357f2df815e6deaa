"""Services that know whether a work exists, and whether a page was archived. All that is ever asked of them stands here.

    arXiv      every paper that has an arXiv number: where a number is not there, there is no such paper
    Crossref   most articles in Western languages that have a DOI; a search by title and authors where none is known
    DOI        the registry itself: which DOIs exist, whoever registered them
    OpenAlex   works from many sources, some without a DOI
    Archive    the Internet Archive: the copy of a page that is closest to a day

Chinese articles are hardly in Crossref, and theses, standards, reports and news in none of these: not found is not invented.

Sources: the arXiv API user's manual and terms of use (one request every three seconds), Crossref's REST API (`query.bibliographic`,
etiquette), the Handle proxy's REST API, OpenAlex's guides (works, filters), the Wayback Machine's availability API.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urlsplit

from pubkit.citations.likeness import likeness
from pubkit.online.client import Answer
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pubkit.online.store import Store
    from pubkit.online.turns import Turns
    from pubkit.online.visits import Visitor


class Endpoints(NamedTuple):
    """Where the services are. Each can be another: a mirror, or a server of tests."""

    arxiv: str = "https://export.arxiv.org/api/query"
    crossref: str = "https://api.crossref.org/works"
    doi: str = "https://doi.org/api/handles"
    openalex: str = "https://api.openalex.org/works"
    archive: str = "https://archive.org/wayback/available"


_ARXIV_INTERVAL_S = 3.0  # between two requests, by its terms of use
_ARXIV_AT_ONCE = 50
#: From which likeness on two titles are one work's. A search always finds something.
_SAME = 0.75


@dataclass(frozen=True, slots=True)
class Work:
    """A work that a service knows. `is_found` False says that the service (or several, with commas) has no such work."""

    service: str
    is_found: bool
    title: str = ""
    year: int = 0
    address: str = ""


class Copy(NamedTuple):
    """A copy in an archive: its address and its day, ISO 8601."""

    address: str
    day: str


class Services:
    """Asks the services, each question once: answers are kept. None says that a service gave no answer."""

    def __init__(self, visitor: Visitor, turns: Turns, store: Store, endpoints: Endpoints | None = None) -> None:
        self._visitor = visitor
        self._store = store
        self._turns = turns
        self._at = endpoints or Endpoints()

    # ---- by identifier

    async def arxiv(self, numbers: Sequence[str]) -> dict[str, Work]:
        """The papers of arXiv by their numbers without version. A number that is missing in the answer was not answered."""
        self._turns.slow_down(urlsplit(self._at.arxiv).hostname or "", _ARXIV_INTERVAL_S)
        works: dict[str, Work] = {}
        wanted = list(dict.fromkeys(numbers))
        for start in range(0, len(wanted), _ARXIV_AT_ONCE):
            part = wanted[start : start + _ARXIV_AT_ONCE]
            query = urlencode({"id_list": ",".join(part), "max_results": len(part)})
            text = await self._text(f"{self._at.arxiv}?{query}")
            works |= _arxiv_works(text, part) if text is not None else {}
        return works

    async def doi(self, doi: str) -> Work | None:
        """The work of a DOI: by Crossref, else by OpenAlex, else whether the registry knows the DOI at all."""
        record = await self._record(f"{self._at.crossref}/{quote(doi, safe='')}")
        if record and isinstance(message := record.get("message"), dict):
            return _crossref_work(message)
        record = await self._record(f"{self._at.openalex}/doi:{quote(doi, safe='/')}")
        if record and record.get("display_name"):
            return _openalex_work(record)
        record = await self._record(f"{self._at.doi}/{quote(doi, safe='/')}")
        code = record.get("responseCode") if record else None
        if code == 1:
            return Work("DOI", is_found=True, address=f"https://doi.org/{doi}")
        return Work("DOI", is_found=False) if code == 100 else None

    # ---- by title

    async def search(self, title: str, authors: Sequence[str]) -> Work | None:
        """The work that Crossref or OpenAlex knows by this title, or one that is not found by those that answered."""
        query = {"query.bibliographic": " ".join([title, *authors]), "rows": 5, "select": "DOI,title,issued,container-title"}
        record = await self._record(f"{self._at.crossref}?{urlencode(query)}")
        message = record.get("message") if record else None
        if isinstance(message, dict) and (work := _closest(title, map(_crossref_work, _mappings(message.get("items"))))):
            return work
        answered = ["Crossref"] if isinstance(message, dict) else []
        plain = re.sub(r"[^\w\s]|_", " ", title)  # commas and bars part the filters
        record = await self._record(f"{self._at.openalex}?{urlencode({'filter': f'title.search:{plain}', 'per-page': 5})}")
        if record and (work := _closest(title, map(_openalex_work, _mappings(record.get("results"))))):
            return work
        answered += ["OpenAlex"] if record and isinstance(record.get("results"), list) else []
        return Work(", ".join(answered), is_found=False) if answered else None

    async def copy(self, address: str, day: str) -> Copy | None:
        """The archived copy of a page that is closest to a day (`20250131`); None where there is none."""
        record = await self._record(f"{self._at.archive}?{urlencode({'url': address, 'timestamp': day})}")
        snapshots = record.get("archived_snapshots") if record else None
        closest = snapshots.get("closest") if isinstance(snapshots, dict) else None
        if not isinstance(closest, dict) or not closest.get("available") or str(closest.get("status", "200"))[:1] != "2":
            return None
        stamp = str(closest.get("timestamp", ""))
        place = re.sub(r"^http:", "https:", str(closest.get("url", "")))
        return Copy(place, f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}") if place and re.fullmatch(r"\d{8,14}", stamp) else None

    # ---- asking

    async def _record(self, address: str) -> dict[str, Any] | None:
        """An answer in JSON; one that is none counts as no answer."""
        text = await self._text(address)
        try:
            record = json.loads(text) if text else None
        except (ValueError, RecursionError):
            return None
        return record if isinstance(record, dict) else None

    async def _text(self, address: str) -> str | None:
        """The whole body of an answer. 404 is one, too: it says that nothing is known."""
        if (kept := self._store.get("service", address)) is not None:
            return str(kept.get("text", ""))
        answer = await self._visitor.ask(address)
        if not isinstance(answer, Answer) or answer.status not in (200, 404) or not answer.is_whole:
            return None  # half a list would say of the other half that it does not exist
        text = answer.body.decode("utf-8", "replace")
        self._store.put("service", address, {"text": text})
        return text


# ---- reading what they answer

_ENTRY = re.compile(r"<entry>(.*?)</entry>", re.DOTALL)


def _arxiv_works(feed: str, numbers: Sequence[str]) -> dict[str, Work]:
    """The papers of a feed; a number that a whole feed does not have is none of arXiv's."""
    from html import unescape

    if "<feed" not in feed:
        return {}
    works = {}
    for entry in _ENTRY.findall(feed):
        place = re.search(r"<id>\s*\S*?/abs/(\S+?)(?:v\d+)?\s*</id>", entry)
        title = re.search(r"<title[^>]*>(.*?)</title>", entry, re.DOTALL)
        year = re.search(r"<published>\s*(\d{4})", entry)
        if place and title and not title[1].strip().lower().startswith("error"):
            words = " ".join(unescape(title[1]).split())
            works[place[1].lower()] = Work("arXiv", True, words, int(year[1]) if year else 0, f"https://arxiv.org/abs/{place[1]}")
    return {number: works.get(number.lower()) or Work("arXiv", is_found=False) for number in numbers}


def _crossref_work(message: Mapping[str, Any]) -> Work:
    titles = message.get("title")
    title = str(titles[0]) if isinstance(titles, list) and titles else ""
    issued = message.get("issued")
    doi = str(message.get("DOI") or "")
    return Work("Crossref", True, _plain(title), _year(issued), f"https://doi.org/{doi}" if doi else "")


def _openalex_work(record: Mapping[str, Any]) -> Work:
    year = record.get("publication_year")
    address = str(record.get("doi") or record.get("id") or "")
    return Work("OpenAlex", True, _plain(str(record.get("display_name") or "")), year if isinstance(year, int) else 0, address)


def _plain(title: str) -> str:
    """A title without the markup that publishers leave in it, on one line."""
    from html import unescape

    return " ".join("".join(c if c.isprintable() else " " for c in unescape(re.sub(r"<[^<>]{1,40}>", "", title))).split())[:500]


def _year(issued: object) -> int:
    parts = issued.get("date-parts") if isinstance(issued, dict) else None
    try:
        return int(parts[0][0]) if parts else 0
    except (TypeError, ValueError, IndexError):
        return 0


def _mappings(items: object) -> Iterator[Mapping[str, Any]]:
    return (item for item in items if isinstance(item, dict)) if isinstance(items, list) else iter(())


def _closest(title: str, works: Iterator[Work]) -> Work | None:
    near = sorted(((likeness(title, work.title), n, work) for n, work in enumerate(works)), key=lambda one: (-one[0], one[1]))
    return near[0][2] if near and near[0][0] >= _SAME else None
