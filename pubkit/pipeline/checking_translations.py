"""`pubkit translate check`: what a translation lost or changed, with its places in the source and in the catalogue or the text.

An edition from a catalogue is checked entry by entry; a parallel edition is aligned with its source first.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from pubkit.citations.resolve import find_citations
from pubkit.editions.checks import CheckContext, EditionFinding, check_pairs
from pubkit.editions.pair import Pair, parallel_pairs, translated
from pubkit.editions.quantities import in_language
from pubkit.editions.segments import segments_of, weight
from pubkit.editions.terms import FILENAME, load_terms
from pubkit.markdown.document import Document
from pubkit.pipeline.importing import broken_translations
from pubkit.pipeline.translating import Job, no_catalogue, reports_of
from pubkit.text.files import decode, read_bytes
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pubkit.editions.catalog import Entry
    from pubkit.editions.edition import Edition
    from pubkit.editions.segment import Segment
    from pubkit.editions.terms import Terms
    from pubkit.pipeline.translating import TranslatedReport
    from pubkit.text.errors import PubkitError
    from pubkit.text.span import Location


class PlacedFinding(NamedTuple):
    """A finding with its places for people: row and column in the report, and the row of the translation in the catalogue or the text."""

    finding: EditionFinding
    report: Path
    source: Location
    edition: Path
    row: int | None


class Checked(NamedTuple):
    """What the checks of one edition found, and the translations that are not compared because they are broken."""

    report: Path
    edition: Edition
    findings: tuple[PlacedFinding, ...]
    broken: tuple[PubkitError, ...] = ()


def check_editions(targets: Sequence[str], languages: Sequence[str]) -> Iterator[Checked]:
    """Checks every edition that comes from a catalogue or is a text of its own; those in `languages` where some are named.

    Raises `UsageError` where there is none.
    """
    none = True
    for checked in _all_checked(targets, languages):
        none = False
        yield checked
    if none:
        raise no_catalogue()


def _all_checked(targets: Sequence[str], languages: Sequence[str]) -> Iterator[Checked]:
    for report in reports_of(targets):
        parallel = [edition for edition in report.editions if edition.origin == "parallel" and (not languages or edition.language in languages)]
        others = [language for language in languages if language not in {edition.language for edition in parallel}]
        if others or not languages:
            for edition in report.translations(others):
                yield _of_catalogue(Job(report, edition))
        for edition in parallel:
            yield _of_text(report, edition)


def check_edition(report: TranslatedReport, edition: Edition) -> Checked:
    """Checks one edition that comes from a catalogue or is a text of its own."""
    return _of_text(report, edition) if edition.origin == "parallel" else _of_catalogue(Job(report, edition))


def terms_of(report: TranslatedReport) -> Terms:
    """The glossary of the project, and before it that of the report."""
    folders = dict.fromkeys((report.source.config.folder.resolve(), report.path.parent.resolve()))
    return load_terms(folder / FILENAME for folder in folders)


def _of_catalogue(job: Job) -> Checked:
    report, language = job.report, job.edition.language
    job.read()  # says how to make it where there is none
    result = job.fitted()
    broken = broken_translations(job, result.catalog)
    left_out = {entry.key for entry, _ in broken}
    number_form = partial(in_language, source_language=report.language, language=language)

    def pair(segment_id: str, entry: Entry | None) -> Pair:
        segment = by_id[segment_id]
        usable = entry is not None and entry.state in ("fresh", "unreviewed") and entry.key not in left_out
        if entry is None or not usable:
            message = segment.message if not weight(segment, report.language) else None
            target = translated(segment, message, number_form) if message is not None else None
            return Pair(segment, target, report.language, language, "fresh" if target else "missing")
        return Pair(segment, translated(segment, entry.translation, number_form), report.language, language, entry.state)

    by_id = {segment.id: segment for segment in report.segments}
    pairs = [pair(segment.id, result.by_segment.get(segment.id)) for segment in report.segments]
    context = CheckContext(
        terms=terms_of(report),
        keys=report.keys or None,
        quotes=job.edition.quotes,  # type: ignore[arg-type]
        waivers={name: entry.waivers for name, entry in result.by_segment.items() if entry.waivers},
    )
    findings = check_pairs(pairs, context)
    rows = _rows(job.path, result.by_segment) if findings else {}
    return Checked(report.path, job.edition, _placed(findings, report, job.path, rows), tuple(error for _, error in broken))


def _rows(catalogue: Path, entries: Mapping[str, Entry]) -> dict[str, int]:
    """The row of each translation: that of its `msgstr`, some lines below where the entry begins."""
    lines = decode(read_bytes(catalogue), str(catalogue)).replace("\r\n", "\n").split("\n")
    begun = {name: entry.row for name, entry in entries.items() if entry.row}
    return {name: next((n for n in range(row, len(lines) + 1) if lines[n - 1].startswith("msgstr")), row) for name, row in begun.items()}


def _of_text(report: TranslatedReport, edition: Edition) -> Checked:
    path = edition.file or report.path
    document = Document.read(path)
    citations = find_citations(document, known=report.keys)
    theirs = segments_of(document, citations)
    ours, source = _without_list(report) if citations.bibliography is None else (report.segments, report.document)
    pairs, extra = parallel_pairs(ours, theirs, report.language, edition.language)
    context = CheckContext(
        terms=terms_of(report),
        keys=report.keys or None,
        quotes=edition.quotes,  # type: ignore[arg-type]
        documents=(source, document),
        extra=extra,
    )
    rows = {pair.source.id: document.lines.row(pair.target.span.start) for pair in pairs if pair.target}
    return Checked(report.path, edition, _placed(check_pairs(pairs, context), report, path, rows))


def _without_list(report: TranslatedReport) -> tuple[tuple[Segment, ...], Document]:
    """The source up to its list of references: an edition that has none of its own is published with the source's."""
    listed = report.citations.bibliography
    if listed is None:
        return report.segments, report.document
    kept = tuple(segment for segment in report.segments if segment.span.start < listed.span.start)
    return kept, report.document.edited(report.document.text[: listed.span.start])


def _placed(findings: Sequence[EditionFinding], report: TranslatedReport, path: Path, rows: Mapping[str, int]) -> tuple[PlacedFinding, ...]:
    starts = {segment.id: segment.span.start for segment in report.segments}
    lines = report.document.lines
    return tuple(
        PlacedFinding(
            finding,
            report.path,
            lines.location(finding.source[0].start if finding.source else starts.get(finding.segment, 0)),
            path,
            rows.get(finding.segment),
        )
        for finding in findings
    )
