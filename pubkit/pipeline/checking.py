"""The verbs `lint` and `fix` for one file: read, find, mend, write, and render what is to be shown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from pubkit.lint.baseline import fingerprint
from pubkit.lint.fixer import Fixed, fix
from pubkit.lint.linter import lint
from pubkit.lint.report import FileReport
from pubkit.markdown.document import Document
from pubkit.pipeline.discovery import CATALOGUE
from pubkit.pipeline.settings import Chosen, settings_for
from pubkit.text.edit import Safety
from pubkit.text.files import write_atomically
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pubkit.lint.baseline import Baseline
    from pubkit.text.diagnostic import Diagnostic


class Counts(NamedTuple):
    """How many files, findings and fixes; adds up over files."""

    files: int = 0
    files_with_findings: int = 0
    findings: int = 0
    safe: int = 0
    unsafe: int = 0
    fixed: int = 0

    def plus(self, other: Counts) -> Counts:
        return Counts(*(a + b for a, b in zip(self, other, strict=True)))


class Format(Protocol):
    """How findings are shown: a piece a file, made where the file was read, and the whole of all pieces."""

    def piece(self, report: FileReport) -> str: ...

    def whole(self, pieces: Sequence[str]) -> str: ...


class Request(NamedTuple):
    """What is asked of every file. It is small, and can be sent to another process."""

    format: Format
    chosen: Chosen = Chosen()
    fix: bool = False
    unsafe: bool = False
    diff: bool = False
    baseline: Baseline | None = None
    records: bool = False  # fingerprints for a new baseline are wanted


class Outcome(NamedTuple):
    """What came of one file: what to show, the counts, findings by code, and the fingerprints for a baseline.

    `refused` names rules of which a fix was left out by the guard; `unsettled` is true where the rules did not come to rest.
    """

    piece: str
    counts: Counts
    by_code: dict[str, int]
    fingerprints: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unsettled: bool = False


def check(document: Document, request: Request, path: Path) -> tuple[Outcome, Document]:
    """Lints a document, fixes it in memory where asked, and renders the findings that are left (or the diff)."""
    settings = settings_for(path, request.chosen)
    result = fix(document, settings, unsafe=request.unsafe) if request.fix or request.diff else Fixed(document, {})
    current = result.document
    if request.diff:
        piece = unified_diff(document, current)
        outcome = Outcome(piece, Counts(1, int(bool(piece)), result.total), {})
    else:
        findings = lint(current, settings)
        if request.baseline:
            findings = request.baseline.new(document.path, current.text, findings)
        report = FileReport(document.path, current.lines, tuple(findings), result.total, document.has_byte_order_mark)
        outcome = outcome_of(report, request.format)
        if request.records:
            prints = tuple(fingerprint(current.text, finding) for finding in findings)
            outcome = outcome._replace(fingerprints=prints)
    return outcome._replace(refused=result.refused, unsettled=not result.settled), current


def outcome_of(report: FileReport, shown: Format) -> Outcome:
    """The findings of a file rendered and counted."""
    by_code: dict[str, int] = {}
    for finding in report.findings:
        by_code[finding.code] = by_code.get(finding.code, 0) + 1
    return Outcome(shown.piece(report), _count(report.findings, report.fixed), by_code)


def check_file(path: Path, request: Request) -> Outcome:
    """`check` on a file; with `fix`, writes it in place, atomically, only where something changed."""
    if path.suffix == CATALOGUE:
        from pubkit.pipeline.checking_catalogues import check_catalogue  # loads all that editions need

        return check_catalogue(path, request)
    document = Document.read(path)
    outcome, fixed = check(document, request, path)
    if request.fix and not request.diff and fixed.text != document.text:
        write_atomically(path, fixed.encode())
    document.release()
    fixed.release()
    return outcome


def _count(findings: Sequence[Diagnostic], fixed: int) -> Counts:
    safeties = [found.fix.safety for found in findings if found.fix]
    return Counts(
        1, int(bool(findings)), len(findings), safeties.count(Safety.SAFE), safeties.count(Safety.UNSAFE), fixed
    )


def unified_diff(before: Document, after: Document) -> str:
    """What fixing would change, as a unified diff that `patch` and `git apply` read; empty where nothing would."""
    import difflib

    if before.text == after.text:
        return ""
    name = before.path + ("\t" if " " in before.path else "")  # where a name ends, for `patch`
    lines = difflib.unified_diff(_file_lines(before), _file_lines(after), name, name)
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)


def _file_lines(document: Document) -> list[str]:
    """The lines of the file as it is written, with their ends: a patch must match BOM and CRLF too."""
    return [line for line in re.split("(?<=\n)", document.encode().decode("utf-8")) if line]
