"""Findings as workflow commands of GitHub Actions, which show them beside the lines of a pull request.

Source: GitHub Docs, "Workflow commands for GitHub Actions", and the escapes of actions/toolkit (`command.ts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.diagnostic import Severity
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.lint.report import FileReport
    from pubkit.output.root import Root
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.phrase import Language

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class Github(NamedTuple):
    """One command a finding, one line a command."""

    language: Language
    root: Root

    def piece(self, report: FileReport) -> str:
        return "".join(self._command(report, finding) for finding in report.findings)

    def whole(self, pieces: Sequence[str]) -> str:
        return "".join(pieces)

    def _command(self, report: FileReport, finding: Diagnostic) -> str:
        start, end = (report.lines.location(offset) for offset in finding.span)
        places: dict[str, object] = {"file": self.root.path(report.filename), "line": start.row, "endLine": end.row}
        if start.row == end.row:  # an annotation of several lines may name no columns
            places |= {"col": start.column, "endColumn": end.column}
        places["title"] = f"{finding.code} {finding.name}"
        properties = ",".join(f"{name}={_property(str(value))}" for name, value in places.items())
        return f"::{_COMMANDS[finding.severity]} {properties}::{_data(self._message(finding))}\n"

    def _message(self, finding: Diagnostic) -> str:
        message = finding.message.of(self.language)
        return f"{message}\n{finding.fix.title.of(self.language)}" if finding.fix else message


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
