"""Findings as SARIF 2.1.0 (OASIS standard), which code-scanning services and editors read.

Columns count code points (`columnKind`), so nothing is converted. A fix is one `artifactChange`: all of its edits or none.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pubkit import __version__
from pubkit.lint.baseline import fingerprint
from pubkit.pipeline.reference import rule_body
from pubkit.rules.registry import RULES
from pubkit.text.diagnostic import Severity
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.lint.report import FileReport
    from pubkit.output.root import Root
    from pubkit.rules.base import Rule
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.edit import Edit, Fix
    from pubkit.text.phrase import Language, Phrase
    from pubkit.text.span import Lines, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
#: What GitHub's code scanning calls the severity of what is no security problem.
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
#: What a message of SARIF would read as a link (3.11.6) or a placeholder (3.11.5).
_LINK = re.compile(r"\[([^\[\]]*)\](?=\()")
_PLACEHOLDER = re.compile(r"\{(\d+)\}")
_TAGS = {"en": "en-US", "zh": "zh-CN"}


class Sarif(NamedTuple):
    """One log with one run."""

    language: Language
    root: Root

    def piece(self, report: FileReport) -> str:
        return ",\n".join(json.dumps(self._result(report, found), ensure_ascii=False) for found in report.findings)

    def whole(self, pieces: Sequence[str]) -> str:
        driver = {"name": "pubkit", "semanticVersion": __version__, "rules": [self._rule(rule) for rule in RULES]}
        run = {"tool": {"driver": driver}, "language": _TAGS[self.language], "columnKind": "unicodeCodePoints"}
        head = json.dumps(run, ensure_ascii=False)[:-1]
        results = ",\n".join(filter(None, pieces))
        return f'{{"$schema": "{SCHEMA}", "version": "2.1.0", "runs": [{head}, "results": [{results}]}}]}}\n'

    def _rule(self, rule: Rule) -> dict[str, Any]:
        what, why = rule.what.of(self.language), rule.why.of(self.language)
        return {
            "id": rule.code,
            "name": rule.name,
            "shortDescription": {"text": what},
            "fullDescription": {"text": f"{what}\n\n{why}"},
            "help": {"text": f"{what}\n\n{why}", "markdown": "\n".join(rule_body(rule, self.language))},
            "defaultConfiguration": {"level": _LEVELS[rule.severity]},
            "properties": {"tags": ["markdown", rule.code.rstrip("0123456789")], "problem.severity": _PROBLEMS[rule.severity]},
        }

    def _result(self, report: FileReport, finding: Diagnostic) -> dict[str, Any]:
        uri, lines = self._uri(report.filename), report.lines
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "level": _LEVELS[finding.severity],
            "message": self._message(finding.message),
            "locations": [_location(uri, lines, finding.span)],
            "partialFingerprints": {"pubkit/v1": fingerprint(lines.text, finding)},
        }
        if finding.related:
            result["relatedLocations"] = [
                {"id": n, "message": self._message(other.message), **_location(uri, lines, other.span)}
                for n, other in enumerate(finding.related)
            ]
        if finding.fix and finding.fix.edits:
            result["fixes"] = [self._fix(uri, lines, finding.fix)]
        return result

    def _fix(self, uri: str, lines: Lines, fix: Fix) -> dict[str, Any]:
        replacements = [_replacement(lines, edit) for edit in fix.edits]
        change = {"artifactLocation": {"uri": uri}, "replacements": replacements}
        return {
            "description": self._message(fix.title),
            "artifactChanges": [change],
            "properties": {"applicability": fix.safety.applicability},
        }

    def _message(self, phrase: Phrase) -> dict[str, str]:
        return {"text": _literal(phrase.of(self.language))}

    def _uri(self, filename: str) -> str:
        path = self.root.path(filename)
        quoted = quote(path.encode("utf-8", "surrogateescape"), safe="/")
        return f"file://{quoted}" if path.startswith("/") else quoted


def _literal(text: str) -> str:
    """A text that a viewer shows as it is."""
    return _PLACEHOLDER.sub(r"{{\1}}", _LINK.sub(r"\\[\1\\]", text))


def _location(uri: str, lines: Lines, span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": uri}, "region": _region(lines, span)}}


def _region(lines: Lines, span: Span) -> dict[str, int]:
    start, end = lines.location(span.start), lines.location(span.end)
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _replacement(lines: Lines, edit: Edit) -> dict[str, Any]:
    replacement: dict[str, Any] = {"deletedRegion": _region(lines, edit.span)}
    return replacement | ({"insertedContent": {"text": edit.text}} if edit.text else {})
