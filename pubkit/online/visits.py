"""A visit to an address: robots.txt is asked first, redirects are followed, a server that is busy is given time.

Sources: RFC 9309 (robots.txt: 4xx allows all, 5xx and no answer allow nothing; the longest rule holds), RFC 9110 15.4
(redirects) and 10.2.3 (`Retry-After`). What an answer means for a reference does not belong here (`verdicts`).
"""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from pubkit.online.charset import decoded
from pubkit.online.client import Answer, Cookies, Failure
from pubkit.online.page import read_page
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from protego import Protego

    from pubkit.online.client import Client
    from pubkit.online.store import Store
    from pubkit.online.turns import Turns

#: The name by which robots.txt may speak to us.
ROBOT = "pubkit"
_MOST_REDIRECTS = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
_BUSY = frozenset({429, 503})
_ROBOTS_KEPT_S = 24 * 3600
#: What passes by itself is asked again the next hour.
_PASSING_S = 3600
_LONGEST_DELAY_S = 30.0
_MOST_TIMEOUTS = 2


class Patience(NamedTuple):
    """How long a busy server is waited for: `seconds` at the most each time, `tries` times in all."""

    seconds: float = 30.0
    tries: int = 3
    without_word_s: float = 5.0


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of a visit: plain data, so that it can be kept.

    `status` is the last HTTP status, 0 where none came; `hops` are the redirects, each with its status and where it led;
    `failure` is a word for why there is no answer, or `robots`, `redirects`; `detail` is what the system said of it.
    `kind` is `page`, `missing`, `gate`, or `file` for what is no page; `checked` is the time in UTC, ISO 8601.
    """

    address: str
    checked: str
    status: int = 0
    hops: tuple[tuple[int, str], ...] = ()
    failure: str = ""
    detail: str = ""
    titles: tuple[str, ...] = ()
    kind: str = ""

    @property
    def final(self) -> str:
        """Where the visit ended."""
        return self.hops[-1][1] if self.hops else self.address

    @property
    def is_passing(self) -> bool:
        """Whether another answer may come soon."""
        return self.status in _BUSY or self.status >= 500 or (self.failure == "robots" and bool(self.detail))

    @property
    def is_local(self) -> bool:
        """Whether no server spoke: the reason may be this machine's network, or what it may visit."""
        return bool(self.failure) and self.failure not in ("robots", "redirects", "address")

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> Visit:
        """A visit that was kept. Raises `KeyError` or `TypeError` for what is none."""
        named = {name: record[name] for name in cls.__dataclass_fields__}
        named["hops"] = tuple((int(status), str(address)) for status, address in named["hops"])
        return cls(**{**named, "titles": tuple(named["titles"])})


@dataclass(slots=True)
class _Robots:
    """What an origin allows: all where it has no rules, nothing where they could not be read."""

    rules: Protego | None = None
    failure: Failure | None = None


@dataclass(slots=True)
class _Trail:
    hops: list[tuple[int, str]] = field(default_factory=list)
    cookies: Cookies = field(default_factory=Cookies)


class Visitor:
    """Visits addresses, each once: what was answered lately comes from the store."""

    def __init__(self, client: Client, turns: Turns, store: Store, patience: Patience | None = None) -> None:
        self._client = client
        self._turns = turns
        self._store = store
        self._patience = patience or Patience()
        self._robots: dict[str, asyncio.Task[_Robots]] = {}
        self._silent: dict[str, Failure] = {}
        self._timeouts: dict[str, int] = {}

    def kept(self, address: str) -> Visit | None:
        """What a visit lately showed; None where the address has to be asked."""
        record = self._store.get("visit", _without_fragment(address))
        try:
            return Visit.of_record(record) if record else None
        except (KeyError, TypeError, ValueError):
            return None

    async def visit(self, address: str) -> Visit:
        """Visits an address, unless it was visited lately."""
        address = _without_fragment(address)
        if (kept := self.kept(address)) is not None:
            return kept
        visit = await self._walk(address)
        if not visit.is_local:
            self._store.put("visit", address, asdict(visit), max_age_s=_PASSING_S if visit.is_passing else None)
        return visit

    async def ask(self, address: str) -> Answer | Failure:
        """Asks a service that is made for programs: in its turn and with patience, without robots.txt."""
        return await self._ask(address, Cookies())

    # ---- the way

    async def _walk(self, address: str) -> Visit:
        trail = _Trail()
        here = address
        for _ in range(_MOST_REDIRECTS + 1):
            if refused := await self._refused(here):
                return self._ended(address, trail, *refused)
            answer = await self._ask(here, trail.cookies)
            if isinstance(answer, Failure):
                return self._ended(address, trail, answer.reason, answer.detail)
            onward = _onward(here, answer)
            if not onward:
                return _arrived(address, trail, answer)
            if onward in (address, *(place for _, place in trail.hops)) and not trail.cookies.jar:
                return self._ended(address, trail, "redirects", onward, answer.status)
            trail.hops.append((answer.status, onward))
            here = onward
        return self._ended(address, trail, "redirects", here)

    def _ended(self, address: str, trail: _Trail, failure: str, detail: str = "", status: int = 0) -> Visit:
        return Visit(address, _now(), status, tuple(trail.hops), failure, detail)

    async def _ask(self, address: str, cookies: Cookies) -> Answer | Failure:
        """One request in its turn. A host that does not answer is not asked again and again."""
        host = _host(address)
        async with self._turns.of(host):
            if host in self._silent:
                return self._silent[host]
            answer = await self._patiently(address, cookies)
        if isinstance(answer, Failure) and answer.reason in ("unknown-host", "timeout"):
            self._timeouts[host] = self._timeouts.get(host, 0) + (_MOST_TIMEOUTS if answer.reason == "unknown-host" else 1)
            if self._timeouts[host] >= _MOST_TIMEOUTS:
                self._silent[host] = answer
        return answer

    async def _patiently(self, address: str, cookies: Cookies) -> Answer | Failure:
        """Asks again where the server is busy and says for how long, as far as patience goes. The turn is kept meanwhile."""
        answer = await self._client.get(address, cookies)
        for _ in range(self._patience.tries - 1):
            if isinstance(answer, Failure) or answer.status not in _BUSY:
                break
            wait = answer.retry_after_s(datetime.datetime.now(datetime.UTC))
            wait = self._patience.without_word_s if wait is None else wait
            if wait > self._patience.seconds:
                break
            await asyncio.sleep(wait)
            answer = await self._client.get(address, cookies)
        return answer

    # ---- robots.txt

    async def _refused(self, address: str) -> Failure | None:
        """Why a site does not want this address to be visited; None where it has nothing against it."""
        origin = _origin(address)
        if not origin:
            return None  # the client says what is wrong with it
        if origin not in self._robots:
            self._robots[origin] = asyncio.create_task(self._read_robots(origin))
        robots = await asyncio.shield(self._robots[origin])
        if robots.failure or robots.rules is None or robots.rules.can_fetch(address, ROBOT):
            return robots.failure
        return Failure("robots")

    async def _read_robots(self, origin: str) -> _Robots:
        kept = self._store.get("robots", origin, max_age_s=_ROBOTS_KEPT_S)
        answer = (int(kept["status"]), str(kept["text"])) if kept else await self._ask_robots(origin)
        if isinstance(answer, Failure):
            return _Robots(failure=answer)
        status, text = answer
        if status >= 500 or status in _BUSY:
            return _Robots(failure=Failure("robots", str(status)))
        if not 200 <= status < 300:
            return _Robots()
        from protego import Protego

        rules = Protego.parse(text)
        if delay := rules.crawl_delay(ROBOT):
            self._turns.slow_down(_host(origin), min(float(delay), _LONGEST_DELAY_S))
        return _Robots(rules)

    async def _ask_robots(self, origin: str) -> tuple[int, str] | Failure:
        here = origin + "/robots.txt"
        for _ in range(_MOST_REDIRECTS):
            answer = await self._ask(here, Cookies())
            if isinstance(answer, Failure):
                return answer
            onward = _onward(here, answer)
            if not onward:
                break
            here = onward
        else:
            return 404, ""  # RFC 9309 2.3.1.2: too many redirects count as none there
        text = answer.body.decode("utf-8", "replace") if answer.content_type in ("", "text/plain") else ""
        is_passing = answer.status in _BUSY or answer.status >= 500
        self._store.put("robots", origin, {"status": answer.status, "text": text}, max_age_s=_PASSING_S if is_passing else None)
        return answer.status, text


def _arrived(address: str, trail: _Trail, answer: Answer) -> Visit:
    hops = tuple(trail.hops)
    if answer.content_type not in ("", "text/html", "application/xhtml+xml", "text/plain"):
        return Visit(address, _now(), answer.status, hops, kind="file")
    page = read_page(decoded(answer.body, answer.headers.get("content-type", "")), is_whole=answer.is_whole)
    if answer.content_type == "text/plain" and not page.titles:
        return Visit(address, _now(), answer.status, hops, kind="file")
    return Visit(address, _now(), answer.status, hops, titles=page.titles, kind=page.kind)


def _onward(here: str, answer: Answer) -> str:
    """Where a redirect leads; empty where the answer is none."""
    place = answer.headers.get("location", "").strip()
    if answer.status not in _REDIRECTS or not place:
        return ""
    if not place.isascii():  # bytes of UTF-8, read as Latin-1
        place = place.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        return _without_fragment(urljoin(here, place))
    except ValueError:
        return place


def _without_fragment(address: str) -> str:
    return address.partition("#")[0]


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.scheme in ("http", "https") and parts.hostname else ""
    except ValueError:
        return ""


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
