"""The verbs of `pubkit translate`: catalogues for the editions of reports, kept in step with their sources.

A catalogue is read, fitted to its source in memory and written only where that changes it; what somebody else has written meanwhile is
read again first, so that nobody's work is lost.
"""

from __future__ import annotations

import datetime
import gc
import os
import sys
from dataclasses import replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, Literal

from pubkit import __version__
from pubkit.citations.named_authors import authors_in_sentences
from pubkit.citations.references_file import references_of
from pubkit.citations.resolve import find_citations
from pubkit.editions.catalog import Catalog, format_catalog, new_catalog, parse_catalog, read_catalog
from pubkit.editions.coverage import coverage_of, measures_of
from pubkit.editions.edition import Edition, editions_of
from pubkit.editions.segments import segments_of
from pubkit.editions.updating import messages_of, update
from pubkit.markdown.document import Document
from pubkit.pipeline.processors import processors
from pubkit.pipeline.projects import find_target
from pubkit.pipeline.references import whole_references
from pubkit.pipeline.report_language import language_of
from pubkit.text.errors import InputError, UsageError
from pubkit.text.files import decode, read_bytes, write_atomically
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase
from pubkit.text.tags import same_language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pubkit.citations.model import Citations
    from pubkit.editions.coverage import Coverage, Measure
    from pubkit.editions.segment import Segment
    from pubkit.editions.updating import Message, Updated
    from pubkit.pipeline.projects import ReportSource

#: How often a catalogue is read again that somebody else writes at the same time.
_ATTEMPTS = 5
#: Fewer reports than this are surveyed sooner than processes start.
_WORTH_PROCESSES = 8


class TranslatedReport:
    """A report and what of it is to be translated. Everything is made when it is first asked for, once for all languages."""

    def __init__(self, source: ReportSource) -> None:
        self.source = source

    @property
    def path(self) -> Path:
        return self.source.path

    @cached_property
    def document(self) -> Document:
        return Document.read(self.path)

    @cached_property
    def settings(self) -> Mapping[str, object]:
        return self.source.settings(self.document.front_matter)

    @cached_property
    def language(self) -> str:
        return language_of(self.document, self.settings)

    @cached_property
    def citations(self) -> Citations:
        return find_citations(self.document, known=self.references)

    @cached_property
    def references(self) -> Mapping[str, Mapping[str, object]]:
        """The items of the references files that hold for the report, by key."""
        return references_of(self.document, whole_references)

    @property
    def keys(self) -> frozenset[str]:
        """The keys that the report lists, for a text of it that has no list of its own."""
        return frozenset(source.key for source in self.citations.sources) | frozenset(self.references)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        return segments_of(self.document, self.citations, self._authors)

    @property
    def _authors(self) -> Mapping[str, str]:
        """The authors that sentences name by their citation."""
        return authors_in_sentences(self.citations.markers, self.document.text, self.references)

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        return messages_of(self.document, self.segments, self.language, self.path.name)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        return measures_of(self.segments, self.language)

    @cached_property
    def editions(self) -> tuple[Edition, ...]:
        return editions_of(self.settings.get("editions"), self.language, self.path)

    def translations(self, wanted: Sequence[str] = ()) -> list[Edition]:
        """The editions that come from catalogues; those in the languages that are `wanted`, whether configured or not.

        Raises `UsageError` for a wanted edition that does not come from a catalogue.
        """
        if not wanted:
            return [edition for edition in self.editions if edition.origin == "translate"]
        return [self._edition(language) for language in dict.fromkeys(wanted)]

    def _edition(self, language: str) -> Edition:
        configured = [
            edition
            for edition in self.editions
            if edition.language == language or (edition.origin == "translate" and same_language(edition.language, language))
        ]
        edition = configured[0] if configured else editions_of([language], self.language, self.path)[-1]
        if edition.origin == "translate":
            return edition
        if not configured and edition.origin == "parallel":  # a text beside the report, which may be imported
            return Edition(language, "translate", self.path.with_name(f"{self.path.stem}.{language}.po"))
        if edition.origin == "source":
            raise UsageError(
                Phrase("`{}` is the language that the report is written in", "`{}` 就是报告原文的语言").format(language),
                filename=str(self.path),
                hint=Phrase("Name another one with --to; `language:` says what a report is written in.", "请用 --to 指定另一种语言；报告原文的语言由 `language:` 指定。"),
            )
        raise UsageError(
            Phrase("the edition `{}` does not come from a catalogue: it is `{}`", "版本 `{}` 不是由译文目录而来，而是 `{}`").format(
                language, edition.origin
            ),
            filename=str(self.path),
            hint=Phrase("Say `from: translate` under `editions:`.", "请在 `editions:` 下写 `from: translate`。"),
        )

    def blank(self, language: str) -> Catalog:
        """A new catalogue, with nothing translated."""
        title = str(self.settings.get("title") or self.source.name)
        made = new_catalog(language, self.language, title, generator=f"pubkit {__version__}", date=_now())
        return update(made, self.messages).catalog


def _now() -> str:
    """The time for a header; `SOURCE_DATE_EPOCH` where builds are to be the same."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    at = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC) if epoch.isdigit() else datetime.datetime.now(datetime.UTC)
    return at.strftime("%Y-%m-%d %H:%M%z")


def reports_of(targets: Sequence[str]) -> list[TranslatedReport]:
    """The reports that TARGETs mean, as for `build`. Raises what `find_target` raises."""
    found = [TranslatedReport(source) for source in find_target(targets, None, ()).reports]
    return [report for report in found if not _is_parallel_text(report, found)]


def _is_parallel_text(report: TranslatedReport, others: Sequence[TranslatedReport]) -> bool:
    """Whether this file is a text of another report in the same folder: `a.en.md` beside `a.md`."""
    stem, dot, _ = report.path.stem.rpartition(".")
    return bool(dot) and any(other.path == report.path.with_name(stem + report.path.suffix) for other in others)


class Job(NamedTuple):
    """One edition of one report to work on."""

    report: TranslatedReport
    edition: Edition

    @property
    def path(self) -> Path:
        return self.edition.file or self.report.path.with_name(f"{self.report.path.stem}.{self.edition.language}.po")

    def read(self) -> Catalog:
        """The catalogue as it stands in its file. Raises `InputError` with a hint where there is none yet."""
        if not self.path.exists():
            raise InputError(
                Phrase("there is no catalogue yet", "还没有译文目录"),
                filename=str(self.path),
                hint=Phrase("Make it: pubkit translate extract {} --to {}", "新建：pubkit translate extract {} --to {}").format(
                    self.report.path, self.edition.language
                ),
            )
        return read_catalog(self.path, self.edition.language)

    def fitted(self) -> Updated:
        """The catalogue as it fits the source of now, in memory; a blank one where there is none. It is not to be written."""
        if not self.path.exists():
            return update(self.report.blank(self.edition.language), self.report.messages)
        result = update(read_catalog(self.path, self.edition.language, brief=True), self.report.messages)
        if result.kept == len(self.report.messages):
            return result
        return update(self.read(), self.report.messages)  # what is similar is also judged by its place


def jobs_of(targets: Sequence[str], languages: Sequence[str]) -> list[Job]:
    """Every edition that comes from a catalogue, in the languages wanted. Raises `UsageError` where there is none."""
    jobs = [Job(report, edition) for report in reports_of(targets) for edition in report.translations(languages)]
    if not jobs:
        raise no_catalogue()
    return jobs


def no_catalogue() -> UsageError:
    """The error for targets of which no edition is translated."""
    return UsageError(
        Phrase("no edition here comes from a catalogue", "这里没有由译文目录而来的版本"),
        hint=Phrase(
            "Name the language with --to, or say `editions: {en: translate}` in pubkit.yaml.",
            "请用 --to 指定语言，或在 pubkit.yaml 中写 `editions: {en: translate}`。",
        ),
    )


# ---- extract, update


Verb = Literal["made", "updated", "unchanged"]


class Written(NamedTuple):
    """What was done to one catalogue."""

    job: Job
    verb: Verb
    result: Updated


def extract(job: Job) -> Written:
    """Makes the catalogue of an edition; one that exists is brought up to date."""
    if job.path.exists():
        return bring_up_to_date(job)
    result = update(job.report.blank(job.edition.language), job.report.messages)
    write_atomically(job.path, format_catalog(result.catalog).encode("utf-8"))
    return Written(job, "made", result)


def bring_up_to_date(job: Job, *, dry_run: bool = False) -> Written:
    """Fits a catalogue to its source and writes it where that changes it."""
    results: list[Updated] = []

    def fitted(catalog: Catalog) -> Catalog:
        results.append(update(catalog, job.report.messages))
        return results[-1].catalog

    changed = rewrite(job, fitted, dry_run=dry_run)
    return Written(job, "updated" if changed else "unchanged", results[-1])


def rewrite(job: Job, change: Callable[[Catalog], Catalog], *, dry_run: bool = False) -> bool:
    """Changes the file of a catalogue; whether there was anything to write.

    Where somebody else has written it between reading and writing, it is read and changed anew: nothing of theirs is lost. Raises
    `InputError` where the file is broken, or changes all the time.
    """
    for _ in range(_ATTEMPTS):
        before = read_bytes(job.path) if job.path.exists() else None
        catalog = parse_catalog(decode(before, str(job.path)), str(job.path), job.edition.language) if before is not None else job.report.blank(job.edition.language)
        text = format_catalog(change(catalog)).encode("utf-8")
        if text == before or dry_run:
            return text != before
        if (read_bytes(job.path) if job.path.exists() else None) == before:
            write_atomically(job.path, text)
            return True
    raise InputError(
        Phrase("another program keeps writing this file", "另一个程序正在不断写入此文件"),
        filename=str(job.path),
        hint=Phrase("Close it there, and run again.", "请先在那边关闭，再运行一次。"),
    )


def template_of(report: TranslatedReport) -> str:
    """The catalogue of no language (`.pot`), from which Weblate and others begin a new one."""
    blank = report.blank("")
    kept = {name: value for name, value in blank.header.items() if name not in ("Language", "Plural-Forms")}
    return format_catalog(replace(blank, header=kept))


# ---- status


class Status(NamedTuple):
    """How far one edition is. `updated` is its catalogue as it fits the source of now."""

    job: Job
    updated: Updated
    coverage: Coverage

    @property
    def is_enough(self) -> bool:
        """Whether the edition's threshold is reached."""
        return self.coverage.reaches(self.job.edition.threshold)


def status_of(job: Job) -> Status:
    """The coverage of an edition, by its catalogue as it fits the source; a catalogue that is not there has nothing."""
    result = job.fitted()
    coverage = coverage_of(
        job.report.segments,
        result.by_segment,
        job.report.language,
        accept_unreviewed=job.edition.accept_unreviewed,
        measures=job.report.measures,
    )
    return Status(job, result, coverage)


class Surveyed(NamedTuple):
    """One edition as it is shown: what `show` made of its status, and what a summary of all needs."""

    name: str
    language: str
    shown: str
    coverage: Coverage
    is_enough: bool


def survey(targets: Sequence[str], languages: Sequence[str], show: Callable[[Status], str]) -> Iterator[Surveyed]:
    """The status of every edition from a catalogue, shown by `show`, which can be sent to another process.

    Many reports are read side by side, and none is kept. Raises `UsageError` where no edition comes from a catalogue.
    """
    reports = reports_of(targets)
    survey_one = partial(_surveyed, languages=tuple(languages), show=show)
    none = True
    for found in _mapped(survey_one, [report.source for report in reports]):
        none = none and not found
        yield from found
    if none:
        raise no_catalogue()


def _mapped(function: Callable[[ReportSource], list[Surveyed]], sources: Sequence[ReportSource]) -> Iterator[list[Surveyed]]:
    workers = min(processors(), len(sources))
    if workers < 2 or len(sources) < _WORTH_PROCESSES or not sys.platform.startswith("linux"):
        yield from map(function, sources)
        return
    from multiprocessing import get_context

    with get_context("fork").Pool(workers) as pool:
        yield from pool.imap(function, sources)


def _surveyed(source: ReportSource, languages: Sequence[str], show: Callable[[Status], str]) -> list[Surveyed]:
    """All editions of one report; what is made for them is made once."""
    gc.disable()  # thousands of small objects that all live until the end: looking for garbage is a fifth of the time
    try:
        report = TranslatedReport(source)
        done = [status_of(Job(report, edition)) for edition in report.translations(languages)]
        return [Surveyed(source.name, each.job.edition.language, show(each), each.coverage, each.is_enough) for each in done]
    finally:
        gc.enable()
