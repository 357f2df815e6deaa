"""Findings as a Code Quality report of GitLab, which compares two branches by the fingerprints.

Source: GitLab Docs, "Code Quality", section on the report format: `description`, `check_name`, `fingerprint`,
`severity` (info, minor, major, critical, blocker), `location.path` relative to the repository, `location.lines.begin`.
"""

from __future__ import annotations

import json
from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from pubkit.lint.baseline import fingerprint
from pubkit.output.json import json_whole
from pubkit.text.diagnostic import Severity
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.lint.report import FileReport
    from pubkit.output.root import Root
    from pubkit.text.phrase import Language

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class Gitlab(NamedTuple):
    """One JSON array of all findings."""

    language: Language
    root: Root

    def piece(self, report: FileReport) -> str:
        return ",\n".join(json.dumps(finding, ensure_ascii=False) for finding in self._findings(report))

    def whole(self, pieces: Sequence[str]) -> str:
        return json_whole(pieces)

    def _findings(self, report: FileReport) -> Iterator[dict[str, Any]]:
        path, lines = self.root.path(report.filename), report.lines
        seen: Counter[str] = Counter()
        for finding in report.findings:
            known = fingerprint(lines.text, finding)
            seen[known] += 1
            yield {
                "description": f"{finding.code}: {finding.message.of(self.language)}",
                "check_name": finding.code,
                "fingerprint": _unique(path, known, seen[known]),
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": path,
                    "lines": {"begin": lines.row(finding.span.start), "end": lines.row(finding.span.end)},
                },
            }


def _unique(path: str, known: str, nth: int) -> str:
    """A fingerprint that no other finding of the project has: GitLab shows only one of each."""
    return blake2b("\0".join((path, known, str(nth))).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
