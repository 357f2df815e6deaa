"""The verbs `lint` and `fix` for one file: read, find, mend, write, and render what is to be shown."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, NamedTuple, Protocol

from pubkit.lint.fixer import fix
from pubkit.lint.linter import lint
from pubkit.lint.report import FileReport
from pubkit.markdown.document import Document
from pubkit.text.edit import Safety
from pubkit.text.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pubkit.rules.base import Rule
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


class Request(NamedTuple):
    """What is asked of every file."""

    rules: tuple[Rule, ...]
    options: Mapping[str, Mapping[str, object]]
    format: Format
    fix: bool = False
    unsafe: bool = False
    diff: bool = False


class Outcome(NamedTuple):
    """What came of one file: what to show, the counts, and the fixed document where one was asked for."""

    piece: str
    counts: Counts
    by_code: dict[str, int]
    document: Document
    changed: bool = False


def check(document: Document, request: Request) -> Outcome:
    """Lints a document, fixes it in memory where asked, and renders the findings that are left (or the diff)."""
    fixed, count = document, 0
    if request.fix or request.diff:
        result = fix(document, request.rules, request.options, unsafe=request.unsafe)
        fixed, count = result.document, result.total
    if request.diff:
        piece = unified_diff(document, fixed)
        return Outcome(piece, Counts(1, bool(piece), count, fixed=0), {}, fixed, changed=False)
    findings = lint(fixed, request.rules, request.options)
    report = FileReport(document.path, fixed.lines, tuple(findings), count)
    by_code: dict[str, int] = {}
    for finding in findings:
        by_code[finding.code] = by_code.get(finding.code, 0) + 1
    return Outcome(request.format.piece(report), _count(findings, count), by_code, fixed, fixed.text != document.text)


def check_file(path: Path, request: Request) -> Outcome:
    """`check` on a file; with `fix`, writes it in place, atomically, only where something changed."""
    document = Document.read(path)
    outcome = check(document, request)
    if outcome.changed and request.fix and not request.diff:
        write_atomically(path, outcome.document.encode())
    return outcome


def _count(findings: list[Diagnostic], fixed: int) -> Counts:
    safe = sum(1 for found in findings if found.fix and found.fix.safety is Safety.SAFE)
    unsafe = sum(1 for found in findings if found.fix and found.fix.safety is Safety.UNSAFE)
    return Counts(1, int(bool(findings)), len(findings), safe, unsafe, fixed)


def unified_diff(before: Document, after: Document) -> str:
    """What fixing would change, as a unified diff that `patch` and `git apply` read; empty where nothing would."""
    if before.text == after.text:
        return ""
    lines = difflib.unified_diff(
        before.text.splitlines(keepends=True), after.text.splitlines(keepends=True), before.path, before.path
    )
    return "".join(line if line.endswith("\n") else line + "\n\\ No newline at end of file\n" for line in lines)
