"""Findings as JUnit XML, which every CI service shows: a suite a file, a failed case a finding.

Source: the schema that Jenkins reads (`junit-10.xsd`). A file without findings is one case that passed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.lint.report import FileReport
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.phrase import Language

#: What no XML 1.0 document may hold, not even escaped (XML 1.0, section 2.2).
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_FAILURES = re.compile(r'<testsuite tests="\d+" failures="(\d+)"')


class Junit(NamedTuple):
    """One `testsuites`."""

    language: Language

    def piece(self, report: FileReport) -> str:
        cases = [self._failed(report, finding) for finding in report.findings]
        name = _attribute(report.filename)
        passed = f'    <testcase classname={name} name="pubkit"/>\n'
        head = f'  <testsuite tests="{len(cases) or 1}" failures="{len(cases)}" errors="0" name={name}>\n'
        return head + ("".join(cases) or passed) + "  </testsuite>\n"

    def whole(self, pieces: Sequence[str]) -> str:
        failures = [int(found[1]) for piece in pieces if (found := _FAILURES.search(piece))]
        tests = sum(count or 1 for count in failures)
        head = f'<testsuites name="pubkit" tests="{tests}" failures="{sum(failures)}" errors="0">\n'
        return '<?xml version="1.0" encoding="UTF-8"?>\n' + head + "".join(pieces) + "</testsuites>\n"

    def _failed(self, report: FileReport, finding: Diagnostic) -> str:
        row, column = report.lines.location(finding.span.start)
        name = _attribute(f"{finding.code} {finding.name} ({row}:{column})")
        message = finding.message.of(self.language)
        text = f"{report.filename}:{row}:{column}: {finding.code} {message}"
        if finding.fix:
            text += "\n" + finding.fix.title.of(self.language)
        return (
            f"    <testcase classname={_attribute(report.filename)} name={name}>\n"
            f"      <failure type={_attribute(finding.severity.word)} message={_attribute(message)}>"
            f"{escape(_legal(text))}</failure>\n    </testcase>\n"
        )


def _attribute(text: str) -> str:
    return quoteattr(_legal(text))


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
