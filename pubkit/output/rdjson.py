"""Findings in the Reviewdog Diagnostic Format, whose columns count UTF-8 bytes from 1.

Source: reviewdog, `proto/rdf/reviewdog.proto`. Ranges are half-open, like ours.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pubkit.text.diagnostic import Severity
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.lint.report import FileReport
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.edit import Fix
    from pubkit.text.phrase import Language

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}
#: A suggestion over more rows than these is not one that a reviewer can read.
_LONGEST_SUGGESTION = 10
_BOM_BYTES = 3


class Rdjson(NamedTuple):
    """One `DiagnosticResult`."""

    language: Language

    def piece(self, report: FileReport) -> str:
        return ",\n".join(json.dumps(self._diagnostic(report, found), ensure_ascii=False) for found in report.findings)

    def whole(self, pieces: Sequence[str]) -> str:
        return '{"source": {"name": "pubkit"}, "diagnostics": [' + ",\n".join(filter(None, pieces)) + "]}\n"

    def _diagnostic(self, report: FileReport, finding: Diagnostic) -> dict[str, Any]:
        diagnostic: dict[str, Any] = {
            "message": finding.message.of(self.language),
            "location": {"path": report.filename, "range": _range(report, finding.span)},
            "severity": _SEVERITIES[finding.severity],
            "code": {"value": finding.code},
        }
        suggestion = _suggestion(report, finding.fix) if finding.fix and finding.fix.edits else None
        return diagnostic | ({"suggestions": [suggestion]} if suggestion else {})


def _suggestion(report: FileReport, fix: Fix) -> dict[str, Any] | None:
    """A fix as one replacement: the format applies each suggestion alone, and our edits are all or none."""
    lines = report.lines
    start, end = fix.edits[0].span.start, max(edit.span.end for edit in fix.edits)
    if lines.row(end) - lines.row(start) >= _LONGEST_SUGGESTION:
        return None
    here = (Edit(Span(edit.span.start - start, edit.span.end - start), edit.text) for edit in fix.edits)
    return {"range": _range(report, Span(start, end)), "text": apply_edits(lines.text[start:end], here)}


def _range(report: FileReport, span: Span) -> dict[str, Any]:
    return {"start": _position(report, span.start), "end": _position(report, span.end)}


def _position(report: FileReport, offset: int) -> dict[str, int]:
    lines = report.lines
    row = lines.row(offset)
    before = lines.text[lines.span(row).start : offset].encode("utf-8", "surrogatepass")
    return {"line": row, "column": len(before) + 1 + _BOM_BYTES * (row == 1 and report.byte_order_mark)}
