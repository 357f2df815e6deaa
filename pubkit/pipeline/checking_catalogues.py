"""The verb `lint` for a catalogue of translations: the checks of editions (EDN1xx), shown like the findings of any other file.

A catalogue `<report>.<language>.po` belongs to the report beside it. Its findings are waived in the catalogue itself, with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.config import find_config
from pubkit.editions.edition import Edition
from pubkit.lint.baseline import fingerprint
from pubkit.lint.report import FileReport
from pubkit.pipeline.checking import outcome_of
from pubkit.pipeline.checking_translations import PlacedFinding, check_edition
from pubkit.pipeline.discovery import reports_beside
from pubkit.pipeline.projects import ReportSource
from pubkit.pipeline.settings import settings_for
from pubkit.pipeline.translating import TranslatedReport
from pubkit.rules.registry import is_chosen
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.errors import InputError
from pubkit.text.files import decode, read_bytes
from pubkit.text.phrase import Phrase
from pubkit.text.span import Lines

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.pipeline.checking import Outcome, Request

#: Fixes change a text of ours; a translation is the translator's.
_SEVERITIES = {"error": Severity.ERROR, "advisory": Severity.INFO}


def check_catalogue(path: Path, request: Request) -> Outcome:
    """What the checks of editions find in a catalogue. Raises `InputError` where it belongs to no report, or cannot be read."""
    text = decode(read_bytes(path), str(path))
    lines = Lines(text.removeprefix("\ufeff").replace("\r\n", "\n"))
    settings_for(path, request.chosen)  # says what is wrong with the names of rules
    edition, report = _edition(path)
    checked = check_edition(TranslatedReport(report), edition)
    for broken in checked.broken:
        raise broken
    ignored = (*request.chosen.ignore, *report.config.strings("lint", "ignore"))
    wanted = request.chosen.select or report.config.strings("lint", "select")
    findings = [
        diagnostic_of(placed, lines)
        for placed in checked.findings
        if placed.finding.waived is None and is_chosen(placed.finding.code, placed.finding.name, wanted, ignored)
    ]
    if request.diff:
        findings = []
    if request.baseline:
        findings = request.baseline.new(str(path), lines.text, findings)
    outcome = outcome_of(FileReport(str(path), lines, tuple(findings), 0, text.startswith("\ufeff")), request.format)
    return outcome._replace(fingerprints=tuple(fingerprint(lines.text, each) for each in findings)) if request.records else outcome


def _edition(path: Path) -> tuple[Edition, ReportSource]:
    beside = next(iter(reports_beside(path)), None)
    if beside is None:
        raise InputError(
            Phrase("this catalogue belongs to no report", "这个译文目录不属于任何报告"),
            filename=str(path),
            hint=Phrase("It stands beside its report: report.md, report.en.po.", "它应与报告放在一起：report.md、report.en.po。"),
        )
    report = TranslatedReport(ReportSource(beside.stem, beside, find_config(beside)))
    tag = path.name.removeprefix(f"{beside.stem}.").removesuffix(path.suffix)
    declared = [edition for edition in report.editions if edition.file is not None and edition.file.name == path.name]
    return (declared[0] if declared else Edition(tag, "translate", path)), report.source


def diagnostic_of(placed: PlacedFinding, lines: Lines) -> Diagnostic:
    """A finding of an edition at its place in the edition's file: the row of the translation."""
    finding = placed.finding
    row = min(max(1, placed.row or 1), len(lines))
    return Diagnostic(finding.code, finding.name, _SEVERITIES[finding.severity], lines.span(row), finding.message)
