"""What stops a build before anything is made: the findings that would make the publication wrong.

What does not belong here: what is found (`lint`), and failures of what is made (`making`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pubkit.text.diagnostic import Severity
from pubkit.text.edit import Safety
from pubkit.text.errors import PublicationError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.lint.report import FileReport
    from pubkit.markdown.document import Document
    from pubkit.text.diagnostic import Diagnostic


class BlockedError(PublicationError):
    """The publication would be wrong: `report` holds the findings that stop it."""

    def __init__(self, report: FileReport) -> None:
        count = len(report.findings)
        super().__init__(
            Phrase(
                "one thing would make this publication wrong" if count == 1 else "{} things would make this publication wrong",
                "有 {} 处会使出版物出错",
            ).format(count),
            filename=report.filename,
            hint=_hint(report),
        )
        self.report = report


_OF_TEXT: Final = Phrase(
    "Mend them there, or build all the same with --draft: the places are marked.",
    "请在该文件中改正；或用 --draft 照样构建，出错处会有标记。",
)
_MENDED: Final = Phrase(
    "`pubkit lint --fix --unsafe-fixes` mends {} of them; mend the others there, or build all the same with --draft: the places are marked.",
    "`pubkit lint --fix --unsafe-fixes` 可修复其中 {} 处；其余请在该文件中改正，或用 --draft 照样构建，出错处会有标记。",
)
_ALL_MENDED: Final = Phrase(
    "`pubkit lint --fix --unsafe-fixes` mends them; or build all the same with --draft: the places are marked.",
    "可用 `pubkit lint --fix --unsafe-fixes` 修复；或用 --draft 照样构建，出错处会有标记。",
)
#: A draft has visible marks in its text; what the head says decides what is built, and has no place for a mark.
_OF_HEAD: Final = Phrase(
    "Mend them there. What the head of the report says must be right for --draft, too.",
    "请在该文件中改正。文件头有错时，用 --draft 也不能构建。",
)


def _hint(report: FileReport) -> Phrase:
    """What helps. Safe fixes are made already: what is left to mend by itself is unsafe."""
    if any(map(is_of_head, report.findings)):
        return _OF_HEAD
    mended = sum(finding.fix is not None for finding in report.findings)
    return _OF_TEXT if not mended else _MENDED.format(mended) if mended < len(report.findings) else _ALL_MENDED


def is_of_head(finding: Diagnostic) -> bool:
    return finding.code.startswith("FM")


def markup_findings(document: Document) -> list[Diagnostic]:
    """Findings about markup that no safe fix mends: what explains that some is left over in what was made."""
    from pubkit.lint.linter import DEFAULT, lint

    shown = tuple(rule for rule in DEFAULT.rules if rule.code in _OF_MARKUP)
    found = lint(document, DEFAULT._replace(rules=shown))
    return [finding for finding in found if finding.fix is None or finding.fix.safety is not Safety.SAFE]


#: Torn and unpaired stars, needless escapes, stars that are no markup, Markdown behind a block of HTML.
_OF_MARKUP: Final = frozenset({"MD101", "MD102", "MD105", "MD208", "MD209"})


def blocking_findings(document: Document) -> list[Diagnostic]:
    """Findings that would make the publication wrong: the errors of the linter."""
    from pubkit.lint.linter import DEFAULT, lint

    errors = tuple(rule for rule in DEFAULT.rules if rule.severity is Severity.ERROR)
    return lint(document, DEFAULT._replace(rules=errors))
