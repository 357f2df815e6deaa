"""`pubkit refs verify`: do the references hold, first by themselves, then, where the editor asks for it, by the network."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pubkit.citations.addresses import split_address
from pubkit.citations.contradictions import Contradiction, contradictions, disagreements
from pubkit.citations.resolve import find_citations
from pubkit.lint.linter import lint
from pubkit.pipeline.references import list_references
from pubkit.pipeline.settings import Chosen, settings_for
from pubkit.pipeline.verified import Verified, write_verified
from pubkit.text.errors import ToolError, UsageError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pubkit.citations.model import Citations
    from pubkit.config import Config
    from pubkit.markdown.document import Document
    from pubkit.online.asking import Answered, Manners, Question
    from pubkit.online.store import Store
    from pubkit.pipeline.references import ListedReference
    from pubkit.text.diagnostic import Diagnostic

#: Rules that find what an entry, or a citation of it, denies: run here as `pubkit lint` runs them, with its settings.
_RULES = frozenset({"CIT202", "BIB104", "BIB106", "BIB107", "BIB108"})
_SCHOLARLY = frozenset({"preprint", "article", "paper", "article-journal", "paper-conference", "thesis"})


class CheckedReference(NamedTuple):
    """An entry, what it denies about itself, and what the network said of it, lately or now; None where it was never asked."""

    entry: ListedReference
    contradictions: tuple[Contradiction, ...] = ()
    verified: Verified | None = None

    @property
    def is_to_do(self) -> bool:
        """Whether an editor has something to do about it."""
        return bool(self.contradictions) or (self.verified is not None and self.verified.is_to_do)


class CheckedReport(NamedTuple):
    """All entries of a report, in the order of its list."""

    filename: str
    references: tuple[CheckedReference, ...]


class Progress(NamedTuple):
    """How far a run is, and which address, or title, was the last one."""

    done: int
    total: int
    last: str


# ---- without the network


def check_references(document: Document, today: datetime.date | None = None) -> CheckedReport:
    """What the entries of a report deny about themselves, with what an earlier run learnt from the network."""
    report = list_references(document)
    citations = find_citations(document)
    texts = {document.lines.location(source.span.start): source.span.of(document.text) for source in citations.sources}
    by_key = _by_key(document, citations)
    day = today or datetime.datetime.now(datetime.UTC).date()
    checked = []
    for entry in report.entries:
        text = texts.get(entry.location, "") if entry.location else ""  # entries of a file are data
        own = [*contradictions(entry.item, text, day), *(by_key.pop(entry.key, []) if entry.location else [])]
        checked.append(CheckedReference(entry, tuple(dict.fromkeys(own)), entry.verified))
    return CheckedReport(report.filename, tuple(checked))


def _by_key(document: Document, citations: Citations) -> dict[str, list[Contradiction]]:
    """What the rules and a second list say, by the key of the entry."""
    found: dict[str, list[Contradiction]] = {}
    for key, contradiction in (*_of_rules(document, citations), *disagreements(document, citations)):
        found.setdefault(key, []).append(contradiction)
    return found


def _of_rules(document: Document, citations: Citations) -> Iterator[tuple[str, Contradiction]]:
    settings = settings_for(Path(document.path), Chosen())
    rules = tuple(rule for rule in settings.rules if rule.code in _RULES)
    for finding in lint(document, settings._replace(rules=rules)):
        if (key := _key_of(finding, citations)) is not None:
            at = Phrase("line {}: {}", "第 {} 行：{}").format(document.lines.row(finding.span.start), finding.message)
            yield key, Contradiction(finding.name, at if finding.code == "CIT202" else finding.message)


def _key_of(finding: Diagnostic, citations: Citations) -> str | None:
    """The key of the entry that a finding is about: the one in which it stands, or which the citation names."""
    for source in citations.sources:
        if source.span.start <= finding.span.start < max(source.span.end, source.span.start + 1):
            return source.key
    return next((marker.keys[0] for marker in citations.markers if marker.span == finding.span), None)


# ---- with it


def verify_online(
    reports: Sequence[CheckedReport], manners: Manners, store: Store, progress: Callable[[Progress], None]
) -> tuple[list[CheckedReport], bool]:
    """Asks about every entry and keeps the answers beside the reports. Returns them, and whether the editor stopped the run.

    Raises `ToolError` where no server at all answered: what is known of the references stays as it was.
    """
    from pubkit.online.asking import ask

    questions = {id(checked): question_of(checked.entry) for report in reports for checked in report.references}
    wanted = [question for question in dict.fromkeys(questions.values()) if question.address or question.arxiv or question.doi or question.is_scholarly]
    answers: dict[Question, Answered] = {}

    def tell(question: Question, answered: Answered) -> None:
        answers[question] = answered
        progress(Progress(len(answers), len(wanted), question.address or question.title))

    is_stopped = False
    try:
        if wanted:
            ask(wanted, manners, store, tell)
    except KeyboardInterrupt:
        is_stopped = True
    _expect_network(answers)
    return [_kept(report, questions, answers) for report in reports], is_stopped


def _expect_network(answers: Mapping[Question, Answered]) -> None:
    """Raises where several hosts were visited and none of them spoke: that is this machine's network, and no reference's fault."""
    visits = [answered.visit for answered in answers.values() if answered.visit is not None]
    hosts = {parts.host for visit in visits if (parts := split_address(visit.address))}
    silent = all(visit.failure in ("unknown-host", "timeout", "refused", "proxy", "proxy-answer") for visit in visits)
    if len(hosts) > 1 and silent and not any(answered.work for answered in answers.values()):
        is_proxy = any(visit.failure == "proxy-answer" for visit in visits)
        raise ToolError(
            Phrase("no server answered: is this machine on the network?", "没有一个服务器响应：本机是否已联网？"),
            hint=Phrase(
                "A proxy program answers for every host: turn it off, or use --proxy or --allow-private.", "本机的代理软件接管了域名解析：请关闭它，或使用 --proxy 或 --allow-private。"
            )
            if is_proxy
            else Phrase("What was known of the references is kept; behind a proxy, name it with --proxy.", "已有的核验结果保持不变；如需代理，请用 --proxy 指定。"),
        )


def _kept(report: CheckedReport, questions: Mapping[int, Question], answers: Mapping[Question, Answered]) -> CheckedReport:
    """A report with its answers, which are written beside it. What was not answered now stays as it was known."""
    checked = tuple(
        one._replace(verified=_verified(one.entry, answers[questions[id(one)]]) if questions[id(one)] in answers else one.verified)
        for one in report.references
    )
    records = [one.verified for one in checked if one.verified is not None]
    if report.filename != "-" and records:
        write_verified(report.filename, records)
    return report._replace(references=checked)


def question_of(entry: ListedReference) -> Question:
    """What there is to ask about an entry."""
    from pubkit.online.asking import Question

    item = entry.item
    doi = entry.doi
    arxiv = dict(entry.identifiers).get("arXiv") or doi.lower().partition("10.48550/arxiv.")[2]
    return Question(
        *entry.name,
        arxiv,
        "" if arxiv else doi,
        tuple(_names(item)),
        entry.kind in _SCHOLARLY,
        _day(item),
    )


def _names(item: Mapping[str, object]) -> Iterator[str]:
    authors = item.get("author")
    for author in authors if isinstance(authors, list) else []:
        if isinstance(author, dict) and (name := author.get("family") or author.get("literal")):
            yield str(name)


def _day(item: Mapping[str, object]) -> str:
    """The day for which a copy in an archive would fit best: of access, else of publication."""
    for field in ("accessed", "issued"):
        value = item.get(field)
        parts = value.get("date-parts") if isinstance(value, dict) else None
        if parts and parts[0]:
            try:
                return "".join(f"{int(part):02}" for part in parts[0])
            except (TypeError, ValueError):
                continue
    return ""


def _verified(entry: ListedReference, answered: Answered) -> Verified:
    from pubkit.online.verdicts import TO_DO

    verdict, visit, finding, copy = answered.verdict, answered.visit, answered.finding, answered.copy
    address, title = entry.name
    return Verified(
        address,
        title,
        answered.checked,
        verdict.status,
        verdict.message,
        visit.status if visit else 0,
        visit.final if visit and visit.hops else "",
        verdict.title,
        verdict.moved_to,
        copy.address if copy else "",
        copy.day if copy else "",
        finding.name if finding else "",
        finding.message if finding else None,
        answered.work.address if answered.work else "",
        verdict.status in TO_DO or (finding is not None and finding.is_to_do),
    )


# ---- how the network is asked

_SERVICES = ("arxiv", "crossref", "doi", "openalex", "archive")


def manners_of(config: Config, options: Mapping[str, object]) -> Manners:
    """How to behave, from `pubkit.yaml` and the command line, which goes first. Raises `UsageError` or `ConfigError`."""
    from pubkit.online.asking import Manners
    from pubkit.online.services import Endpoints

    named = {str(name): str(value) for name, value in (config.get("online", "services") or {}).items()}
    for name in named:
        if name not in _SERVICES:
            raise config.error(("online", "services", name), *_unknown_service(name))
    named |= _named_services(options.get("service"))
    contact = options.get("contact") or config.get("online", "contact") or ""
    pause_s = options.get("pause") if options.get("pause") is not None else config.get("online", "pause")
    manners = Manners(
        contact=_one_line(str(contact)),
        allows_private=bool(options.get("allow_private")),
        proxy=str(options["proxy"]) if options.get("proxy") else None,
        asks_services=not options.get("no_services"),
        archives_all=bool(options.get("archive")),
        endpoints=Endpoints()._replace(**named),
    )
    return manners._replace(pause_s=_seconds(pause_s)) if pause_s is not None else manners


def _named_services(values: object) -> Iterable[tuple[str, str]]:
    for value in values if isinstance(values, (tuple, list)) else ():
        name, _, address = str(value).partition("=")
        if name not in _SERVICES or not address.startswith(("http://", "https://")):
            raise UsageError(*_unknown_service(name)[:1], hint=_unknown_service(name)[1])
        yield name, address.rstrip("/")


def _unknown_service(name: str) -> tuple[Phrase, Phrase]:
    known = enumerated(_SERVICES)
    return (
        Phrase("`{}` names no service, or has no address", "`{}` 不是已知的服务名，或没有写网址").format(name),
        Phrase("Write NAME=https://…, where NAME is one of {}.", "写作 名称=https://…，名称为 {} 之一。").format(known),
    )


def _one_line(contact: str) -> str:
    """A contact as it may stand in a header: printable ASCII without brackets."""
    return "".join(character for character in contact if character.isascii() and character.isprintable() and character not in "();")


def _seconds(value: object) -> float:
    try:
        seconds = float(str(value))
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 3600:
        raise UsageError(Phrase("a pause is a number of seconds: {}", "间隔应为秒数：{}").format(value))
    return seconds
