"""Findings as JSON: the shape that ruff gave the field. Rows and columns from 1, columns in code points."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pubkit.lint.report import FileReport
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.edit import Fix
    from pubkit.text.phrase import Language
    from pubkit.text.span import Lines


def json_piece(report: FileReport, language: Language) -> str:
    """The findings of one file as the inside of a JSON array: records parted by commas; empty where there are none."""
    import json

    return ",\n".join(json.dumps(_finding(report, finding, language), ensure_ascii=False) for finding in report.findings)


def json_whole(pieces: Iterable[str]) -> str:
    """All pieces as one JSON array, a finding a line."""
    return "[" + ",\n".join(piece for piece in pieces if piece) + "]\n"


def _finding(report: FileReport, finding: Diagnostic, language: Language) -> dict[str, Any]:
    lines = report.lines
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "message": finding.message.of(language),
        "filename": report.filename,
        "location": location(lines, finding.span.start),
        "end_location": location(lines, finding.span.end),
        "fix": _fix(lines, finding.fix, language) if finding.fix else None,
    }


def location(lines: Lines, offset: int) -> dict[str, int]:
    """A place as the JSON of every command shows it."""
    row, column = lines.location(offset)
    return {"row": row, "column": column}


def _fix(lines: Lines, fix: Fix, language: Language) -> dict[str, Any]:
    return {
        "applicability": fix.safety.applicability,
        "message": fix.title.of(language),
        "edits": [
            {
                "content": edit.text,
                "location": location(lines, edit.span.start),
                "end_location": location(lines, edit.span.end),
            }
            for edit in fix.edits
        ],
    }
