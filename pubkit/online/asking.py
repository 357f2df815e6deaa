"""All references of a run are asked about: few hosts at once, each in its turn, services for what has an identifier.

What was learnt is told as soon as it is known, so that nothing is lost when the editor stops the run.
"""

from __future__ import annotations

import asyncio
import datetime
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pubkit
from pubkit.citations.addresses import split_address
from pubkit.citations.checksums import arxiv_fault, doi_fault
from pubkit.online.client import Client, Limits
from pubkit.online.guard import Guard
from pubkit.online.services import Copy, Endpoints, Services, Work
from pubkit.online.turns import Turns
from pubkit.online.verdicts import Finding, Verdict, judge, judge_work
from pubkit.online.visits import Patience, Visitor
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pubkit.online.store import Store
    from pubkit.online.visits import Visit


class Manners(NamedTuple):
    """How a run behaves: towards whom, how fast, and what it may do.

    `contact` is an address at which a site's keeper reaches the editor. `allows_private` lets addresses of an intranet be
    visited. `proxy` is one that the editor names; none is taken from the environment.
    """

    contact: str = ""
    pause_s: float = 1.0
    hosts_at_once: int = 6
    allows_private: bool = False
    proxy: str | None = None
    asks_services: bool = True
    archives_all: bool = False
    endpoints: Endpoints = Endpoints()
    limits: Limits = Limits()
    patience: Patience = Patience()

    @property
    def user_agent(self) -> str:
        """Who asks, in words that a site's keeper can act on."""
        contact = f"; {self.contact if '://' in self.contact else 'mailto:' + self.contact}" if self.contact else ""
        return f"pubkit/{pubkit.__version__} (checks references of a publication{contact})"


class Question(NamedTuple):
    """A reference to ask about. `day` is when it was looked at (`20250131`), for a copy in an archive that fits."""

    address: str
    title: str
    arxiv: str = ""
    doi: str = ""
    authors: tuple[str, ...] = ()
    is_scholarly: bool = False
    day: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """What is known of a reference now. `visit` is None where the page did not have to be visited."""

    verdict: Verdict
    checked: str
    visit: Visit | None = None
    work: Work | None = None
    finding: Finding | None = None
    copy: Copy | None = None



def ask(questions: Sequence[Question], manners: Manners, store: Store, tell: Callable[[Question, Answered], None], guard: Guard | None = None) -> None:
    """Asks about all references and tells each answer when it is known. Ctrl-C ends it with what was told so far."""
    store.prune()
    asyncio.run(_ask(list(dict.fromkeys(questions)), manners, store, tell, guard or Guard(allows_private=manners.allows_private)))


async def _ask(questions: Sequence[Question], manners: Manners, store: Store, tell: Callable[[Question, Answered], None], guard: Guard) -> None:
    async with Client(guard, manners.user_agent, limits=manners.limits, proxy=manners.proxy) as client:
        turns = Turns(manners.pause_s)
        visitor = Visitor(client, turns, store, manners.patience)
        asking = _Asking(visitor, Services(visitor, turns, store, manners.endpoints), manners, questions)
        room = asyncio.Semaphore(manners.hosts_at_once)

        async def one_host(group: Sequence[Question]) -> None:
            for question in group:
                async with room:
                    answered = await asking.about(question)
                tell(question, answered)

        async with asyncio.TaskGroup() as tasks:
            for group in _by_host(questions):
                tasks.create_task(one_host(group))


def _by_host(questions: Sequence[Question]) -> list[list[Question]]:
    groups: dict[str, list[Question]] = {}
    for question in questions:
        parts = split_address(question.address)
        groups.setdefault(parts.host if parts else question.address, []).append(question)
    return list(groups.values())


_RESOLVERS = frozenset({"doi.org", "dx.doi.org"})


class _Asking:
    def __init__(self, visitor: Visitor, services: Services, manners: Manners, questions: Sequence[Question]) -> None:
        self._visitor = visitor
        self._services = services
        self._manners = manners
        self._arxiv: asyncio.Task[dict[str, Work]] | None = None
        today = datetime.datetime.now(datetime.UTC).date()
        self._numbers = [q.arxiv for q in questions if q.arxiv and not arxiv_fault(q.arxiv, (today.year, today.month))]

    async def about(self, question: Question) -> Answered:
        """Everything that is to be known of one reference."""
        work, identifier = await self._work(question) if self._manners.asks_services else (None, "")
        visit = None
        if work is not None and work.is_found and _is_of_register(question.address):
            # the register itself says that the number leads somewhere; its pages need not be called for that
            verdict, checked = Verdict("alive", title=work.title), _now()
        elif question.address:
            visit = await self._visitor.visit(question.address)
            verdict, checked = judge(visit, question.title), visit.checked
        else:
            verdict, checked = Verdict("not-asked"), _now()
        finding = judge_work(work, question.title, identifier, (verdict.title,) if verdict.title else ()) if work else None
        is_nothing = finding is not None and finding.name == "no-such-work"  # no archive has a copy of nothing
        return Answered(verdict, checked, visit, work, finding, None if is_nothing else await self._copy(question, verdict))

    async def _work(self, question: Question) -> tuple[Work | None, str]:
        """The work that a service knows, and the identifier by which it was asked."""
        if question.arxiv in self._numbers:
            if self._arxiv is None:
                self._arxiv = asyncio.create_task(self._services.arxiv(self._numbers))
            return (await asyncio.shield(self._arxiv)).get(question.arxiv), f"arXiv:{question.arxiv}"
        if question.doi and not doi_fault(question.doi):
            return await self._services.doi(question.doi), f"DOI {question.doi}"
        if _may_be_searched(question):
            return await self._services.search(question.title, question.authors), ""
        return None, ""

    async def _copy(self, question: Question, verdict: Verdict) -> Copy | None:
        is_lost = verdict.status in ("dead", "unreachable", "certificate")
        is_there = verdict.status in ("alive", "moved", "title-differs", "blocked", "robots")
        if not question.address or not self._manners.asks_services or not (is_lost or (self._manners.archives_all and is_there)):
            return None
        return await self._services.copy(question.address, question.day or re.sub(r"\D", "", _now())[:8])


def _is_of_register(address: str) -> bool:
    """Whether an address is one of arXiv's abstracts or a DOI's."""
    parts = split_address(address)
    host = parts.host.removeprefix("www.") if parts else ""
    return host in _RESOLVERS or host == "arxiv.org"


def _may_be_searched(question: Question) -> bool:
    """Whether a search by title makes sense: an article whose identifier nobody names."""
    return question.is_scholarly and not question.arxiv and not question.doi and len(question.title) >= 8


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
