"""Runs rules on a document."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from pubkit.lint.suppress import apply_suppressions
from pubkit.rules.base import Page, Phase
from pubkit.rules.registry import DEFAULT_RULES
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pubkit.markdown.document import Document
    from pubkit.rules.base import Rule
    from pubkit.text.diagnostic import Diagnostic, Severity


class Settings(NamedTuple):
    """Which rules run, and how: what the configuration and the command line decide together.

    `options` and `severities` are by code. `dialect` is the one that the configuration names.
    """

    rules: tuple[Rule, ...] = DEFAULT_RULES
    options: Mapping[str, Mapping[str, object]] = {}
    severities: Mapping[str, Severity] = {}
    dialect: str | None = None


DEFAULT = Settings()


def lint(document: Document, settings: Settings = DEFAULT, *, phase: Phase | None = None) -> list[Diagnostic]:
    """The findings on a document, sorted by place; of one phase only where `phase` is given."""
    if phase is Phase.COMMENT and "pubkit:" not in document.text:
        return []
    if settings.dialect:
        document.named_dialect = settings.dialect
    page = Page(document, settings.options)
    everything = phase is None or phase is Phase.COMMENT
    rules = [rule for rule in settings.rules if everything or rule.phase is phase]
    findings = [finding for rule in rules for finding in rule.check(page)]
    if "pubkit:" in document.text:
        findings = apply_suppressions(document, findings, {rule.code for rule in rules})
    if phase is Phase.COMMENT:
        about = {rule.code for rule in rules if rule.phase is phase}
        findings = [finding for finding in findings if finding.code in about]
    if settings.severities:
        findings = [
            finding._replace(severity=settings.severities.get(finding.code, finding.severity)) for finding in findings
        ]
    findings.sort(key=_PLACE)
    return findings


#: What findings are sorted by. Tuples that begin with numbers are compared fastest, those that begin with tuples slowest.
_PLACE = attrgetter("span.start", "span.end", "code")
