"""The verb `build`: from a source to PDF, HTML and EPUB in every edition, with the proof that they are right.

load → mend in memory → look for what would make the publication wrong → settle → tell it in the edition's language → make →
verify → put in place. Nothing of an edition is put in place before all of it is made and verified: a failure leaves the last good
output as it was, and the other editions and reports are built all the same.
What only a build needs is loaded when something is built: to see that nothing has changed is most of what is asked.
"""

from __future__ import annotations

import gc
import os
import sys
from contextlib import closing, nullcontext
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pubkit.config import tag_hint, wrong_tag
from pubkit.editions.edition import Edition, editions_of
from pubkit.lint.report import FileReport
from pubkit.markdown.document import Document
from pubkit.pipeline.blocked import BlockedError, blocking_findings, is_of_head, markup_findings
from pubkit.pipeline.making import UnprovenError, make
from pubkit.pipeline.manifest import artifacts_of, records_of, write_manifest
from pubkit.pipeline.pdf_workers import PdfWorkers
from pubkit.pipeline.processors import processors
from pubkit.pipeline.report_language import language_of
from pubkit.pipeline.site import Site
from pubkit.pipeline.unchanged import digest_of_inputs, inputs_of, is_current
from pubkit.pipeline.workshop import Workshop, clear_workshops, put_in_place
from pubkit.text.errors import InputError, PubkitError, ToolError, UsageError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import keep_patterns
from pubkit.text.phrase import Phrase, enumerated
from pubkit.text.tags import same_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from pubkit.lint.fixer import Fixed
    from pubkit.pipeline.editions import Editions, Told
    from pubkit.pipeline.projects import ReportSource, Target
    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.publication import Check, Publication

    Progress = Callable[[str, Phrase], None]


class Built(NamedTuple):
    """An edition that was built: what was made and where, what was checked, and what the editor should know."""

    name: str
    edition: Edition
    artifacts: tuple[Artifact, ...]
    digest: str
    checks: tuple[Check, ...] = ()
    fixes: int = 0
    remarks: tuple[Phrase, ...] = ()
    unresolved: tuple[str, ...] = ()
    unchanged: bool = False


#: What came of each edition of a report.
Outcomes = list[Built | PubkitError]


class Order(NamedTuple):
    """What is asked for: which editions (all where none is named), whether as a draft, and whether even what is unchanged."""

    editions: tuple[str, ...] = ()
    draft: bool = False
    anew: bool = False
    accept_unreviewed: bool = False  # machine translation that nobody has read may be published


def build(
    target: Target, order: Order, *, progress: Progress = lambda *_: None, workers: PdfWorkers | None = None
) -> Iterator[tuple[ReportSource, Outcomes]]:
    """Builds every report of a target into `target.output`; one that fails does not stop the others.

    `workers` are processes for its PDFs that were started before, in whose `with` it is called.
    Each outcome is entered in the manifest before it is given. Raises `UsageError` for an edition that no report has.
    """
    _check_editions(target, order)
    from pubkit.pipeline.collection import write_collection

    site = Site.of(target)
    for report, outcomes in _all_built(target, order, progress, workers):
        for outcome in outcomes:
            if isinstance(outcome, Built) and not outcome.unchanged:
                write_manifest(target.output, outcome.name, outcome.edition.language, outcome.artifacts, outcome.digest)
        yield report, outcomes
    write_collection(target.output, site)


def _all_built(target: Target, order: Order, progress: Progress, setters: PdfWorkers | None) -> Iterator[tuple[ReportSource, Outcomes]]:
    """Reports side by side in as many processes as there are processors; a single one with its PDFs beside the rest."""
    available = processors()
    workers = min(available, len(target.reports))
    if workers < 2 or not sys.platform.startswith("linux"):  # forking with fonts loaded is not safe elsewhere
        for report in target.reports:
            with nullcontext(setters) if setters else PdfWorkers() as given:
                yield report, _Report(report, target, order, progress, available if available > 1 else 0).build(given)
        return
    from pubkit.pipeline.forked import Gone, in_processes

    def built(number: int) -> Outcomes:
        return _built_apart(target.reports[number], target, order, leader)

    leader = os.getpid()
    done = in_processes(built, len(target.reports), workers, begin=_begin_process, lifetime=_REPORTS_A_PROCESS)
    try:
        with closing(done):
            for report, outcomes in zip(target.reports, done, strict=True):
                progress(report.name, Phrase("building", "构建"))
                yield report, [_gone(report)] if isinstance(outcomes, Gone) else outcomes
    finally:
        # A process that is ended takes nothing away: a handler of its own could wait for a lock that nobody gives back.
        clear_workshops(target.output, os.getpid())


def _begin_process() -> None:
    """Garbage is looked for between two reports, not in them."""
    from pubkit.publish.typesetting_conditions import GARBAGE

    gc.set_threshold(GARBAGE)


def _gone(report: ReportSource) -> ToolError:
    return ToolError(
        Phrase("the process that built this report ended before it was done", "构建本报告的进程中途退出"),
        filename=str(report.path),
        hint=Phrase("Is there enough memory? Build the report by itself.", "内存是否足够？请单独构建这份报告。"),
    )


#: Reports after which a process is replaced: what the libraries keep must not grow with the number of reports.
_REPORTS_A_PROCESS = 25


def _built_apart(report: ReportSource, target: Target, order: Order, leader: int) -> Outcomes:
    try:
        return _Report(report, target, order, lambda *_: None, 0, leader).build(PdfWorkers())
    finally:
        keep_patterns()
        gc.collect()  # pages refer to each other and hold fonts of 20 MB: left to itself, Python finds them after several reports
        if not gc.get_freeze_count():
            gc.freeze()  # what was loaded for the first report stays, and need not be looked through after each


class _Report:
    """One report on its way to its editions. What they share is made once, and only when an edition needs it."""

    def __init__(
        self, source: ReportSource, target: Target, order: Order, progress: Progress, processes: int, leader: int | None = None
    ) -> None:
        self.source = source
        self.target = target
        self.order = order
        self.progress = progress
        self.processes = processes  # that may set its PDFs beside this one
        self.leader = leader or os.getpid()  # the first process, by whose number folders of work are named
        self.absent: frozenset[str] = frozenset()  # editions that failed and have no page of an earlier build: nothing leads to them

    def build(self, workers: PdfWorkers) -> Outcomes:
        """Every edition that is wanted: what was made of it, or why it was not. What is wrong in several is said once."""
        try:
            self.progress(self.source.name, Phrase("reading", "读取"))
            wanted = self.wanted
            current = {edition.language: built for edition in wanted if (built := self.unchanged(edition))}
        except PubkitError as error:
            return [error]
        stale = [edition for edition in wanted if edition.language not in current]
        workers.have(min(len(stale), self.processes) if "pdf" in self.target.formats else 0)
        try:
            _ = stale and self.mended
        except PubkitError as error:
            return [*current.values(), error]
        return _said_once(self.outcomes(wanted, stale, workers))

    def outcomes(self, wanted: Sequence[Edition], stale: Sequence[Edition], workers: PdfWorkers) -> Iterable[Built | PubkitError]:
        """What came of each edition. Those made before one that fails are made once more: they lead to it."""
        found: dict[str, Built | PubkitError] = {}
        if len(self.all_editions) > 1:
            found = {edition.language: error for edition in stale if (error := self.failure(edition))}
        self.absent = self.without_page(found)
        leading: dict[str, frozenset[str]] = dict.fromkeys(found, self.absent)  # what was absent when an edition was made
        while edition := next((each for each in wanted if leading.get(each.language) != self.absent), None):
            tag = edition.language
            leading[tag] = self.absent
            if not isinstance(found.get(tag), PubkitError):
                found[tag] = self.unchanged(edition) or self.outcome(edition, workers)
                self.absent = self.without_page(found)
        return [found[edition.language] for edition in wanted]

    def without_page(self, found: Mapping[str, Built | PubkitError]) -> frozenset[str]:
        """The editions that failed and have no page of an earlier build."""
        failed = (tag for tag, outcome in found.items() if isinstance(outcome, PubkitError))
        name = self.source.name
        return frozenset(tag for tag in failed if not (self.target.output / name / tag / f"{name}.html").is_file())

    def failure(self, edition: Edition) -> PubkitError | None:
        """Why an edition cannot be told; None where it can."""
        try:
            self.told(edition)
        except PubkitError as error:
            return error
        return None

    def outcome(self, edition: Edition, workers: PdfWorkers) -> Built | PubkitError:
        try:
            return self.built(edition, self.digest(edition), workers)
        except UnprovenError as error:
            return self.explained(error, edition)
        except PubkitError as error:
            from pubkit.markdown.chart_data import ChartError

            if isinstance(error, ChartError):
                error.stands_in(str(self.source.path), self.document.text)
            return error

    def explained(self, error: UnprovenError, edition: Edition) -> PubkitError:
        """A failure of what was made, by the findings of the linter where they say what it comes from."""
        if not error.is_markup or edition.origin not in ("source", "convert"):
            return error
        left = markup_findings(self.document)
        return BlockedError(FileReport(str(self.source.path), self.document.lines, tuple(left))) if left else error

    def built(self, edition: Edition, digest: str, workers: PdfWorkers) -> Built:
        """Makes one edition and puts it in place."""
        from pubkit.pipeline.settling import resolved_text

        told = self.told(edition)
        publication = self.site.placed(told.publication)
        with Workshop(self.target.output, self.leader) as workshop:
            made = make(publication, self.target.formats, workshop, workers, self.progress)
            (workshop / "resolved.md").write_text(resolved_text(publication), encoding="utf-8")
            placed = put_in_place(workshop, self.target.output / publication.name / edition.language, made.artifacts)
        return Built(
            name=self.source.name,
            edition=edition,
            artifacts=placed,
            digest=digest,
            checks=made.checks,
            fixes=self.mended.total,
            remarks=(*self.left_out, *told.remarks, *made.remarks),
            unresolved=publication.unresolved,
        )

    def told(self, edition: Edition) -> Told:
        """The report in an edition. Raises `BlockedError` where it would be wrong."""
        told = self.editions.told(edition, self.absent)
        if told.report.findings and not self.draft:
            raise BlockedError(told.report)
        return told

    def digest(self, edition: Edition) -> str:
        """Of everything that an edition depends on; the other editions are named on its pages."""
        decided = {
            **{name: value for name, value in self.settings.items() if name != "editions"},
            "name": self.source.name,
            "draft": self.draft,
            "lint": self.source.config.get("lint"),
            "edition": repr(replace(edition, file=None)),
            "others": [other.language for other in self.all_editions if other.language not in self.absent],
            "site": repr(self.site),
        }
        folder = self.source.path.parent
        files = [*inputs_of(edition, self.all_editions, self.source.path), *(folder / str(self.settings[key]) for key in ("cover", "logo") if self.settings.get(key))]
        return digest_of_inputs(self.document, self.source.path.parent, decided, files)

    def unchanged(self, edition: Edition) -> Built | None:
        """What was built of these very inputs before, where it is still there."""
        if self.order.anew:
            return None
        digest = self.digest(edition)
        output, formats = self.target.output, self.target.formats
        records = records_of(output, self.source.name, edition.language)
        if not is_current(output, records, digest, formats):
            return None
        return Built(self.source.name, edition, artifacts_of(output, records, formats), digest, unchanged=True)

    @cached_property
    def site(self) -> Site:
        return Site.of(self.target)

    @cached_property
    def document(self) -> Document:
        document = Document.read(self.source.path)
        if not document.text.strip():
            raise InputError(
                Phrase("this file is empty", "文件是空的"),
                filename=str(self.source.path),
                hint=Phrase("Write the report into it, or remove it from the folder.", "请写入报告正文，或把它移出文件夹。"),
            )
        return document

    @cached_property
    def settings(self) -> dict[str, Any]:
        return self.source.settings(self.document.front_matter)

    @cached_property
    def draft(self) -> bool:
        return self.order.draft or bool(self.settings.get("draft"))

    @cached_property
    def language(self) -> str:
        return language_of(self.document, self.settings)

    @cached_property
    def all_editions(self) -> tuple[Edition, ...]:
        found = editions_of(self.settings.get("editions"), self.language, self.source.path)
        return tuple(replace(edition, accept_unreviewed=True) for edition in found) if self.order.accept_unreviewed else found

    @property
    def wanted(self) -> list[Edition]:
        names = self.order.editions
        return [edition for edition in self.all_editions if not names or edition.language in names]

    @cached_property
    def mended(self) -> Fixed:
        """The document with its safe fixes. Raises `BlockedError` where it would still make a wrong publication."""
        from pubkit.lint.fixer import fix
        from pubkit.pipeline.settings import Chosen, settings_for

        mended = fix(self.document, settings_for(self.source.path, Chosen()))
        stops = blocking_findings(mended.document)
        if stops and (not self.draft or any(map(is_of_head, stops))):
            # places are those of the file that the editor has open, not of the mended text
            shown = blocking_findings(self.document) or stops
            raise BlockedError(FileReport(str(self.source.path), self.document.lines, tuple(shown)))
        return mended

    @cached_property
    def left_out(self) -> tuple[Phrase, ...]:
        """What no reader sees, so that it is not lost in silence."""
        from pubkit.pipeline.left_out import left_out

        return left_out(self.mended.document, draft=self.draft)

    @cached_property
    def publication(self) -> Publication:
        """The report in its own language."""
        folder = self.source.path.parent.resolve()
        settings = {**self.settings, "language": self.language}
        from pubkit.pipeline.settling import settle

        return settle(self.mended.document, self.source.name, settings, folder, draft=self.draft)

    @cached_property
    def editions(self) -> Editions:
        from pubkit.pipeline.editions import Editions

        return Editions(self.source, self.document, self.publication, self.all_editions, self.target.formats)


def _said_once(outcomes: Iterable[Built | PubkitError]) -> Outcomes:
    """The outcomes without errors that say what one before them says: a picture may be missing in every edition."""
    said: set[str] = set()
    kept: Outcomes = []
    for outcome in outcomes:
        words = outcome.show("en") if isinstance(outcome, PubkitError) else ""
        if not words or words not in said:
            kept.append(outcome)
        said.add(words)
    return kept


def _check_editions(target: Target, order: Order) -> None:
    """Raises `UsageError` for an edition that no report has: a slip of the pen must not look like success."""
    if not order.editions:
        return
    known: dict[str, None] = {}
    for report in target.reports:
        try:
            known.update(dict.fromkeys(edition.language for edition in _Report(report, target, order, lambda *_: None, 0).all_editions))
        except PubkitError:
            continue  # told when the report is built
    for name in order.editions:
        if known and name not in known:
            raise UsageError(Phrase("no report has an edition `{}`", "没有报告有 `{}` 这个版本").format(name), hint=_near_edition(name, list(known)))


def _near_edition(name: str, known: list[str]) -> Phrase:
    """The edition that is meant: written with other capitals, or of the same language in another region; else how to have it."""
    alike = [tag for tag in known if tag.lower() == name.lower()]
    if wrong_tag(name):
        return tag_hint(name)
    alike += [tag for tag in known if "+" not in tag + name and same_language(tag, name)]
    if alike:
        return Phrase("Did you mean `{}`?", "是否想写 `{}`？").format(alike[0])
    return Phrase(
        "There are {}. To have it, add `{}` to `editions:` in pubkit.yaml.", "现有 {}。要出这个版本，请在 pubkit.yaml 的 `editions:` 中加上 `{}`。"
    ).format(enumerated(known), name)
