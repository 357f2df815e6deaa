"""Runs rules on a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.rules.base import Page, Phase
from pubkit.rules.registry import RULES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pubkit.markdown.document import Document
    from pubkit.rules.base import Rule
    from pubkit.text.diagnostic import Diagnostic



def lint(
    document: Document,
    rules: Iterable[Rule] = RULES,
    options: Mapping[str, Mapping[str, object]] | None = None,
    *,
    phase: Phase | None = None,
) -> list[Diagnostic]:
    """The findings of `rules` on a document, sorted by place; of one phase only where `phase` is given."""
    page = Page(document, options)
    findings = [finding for rule in rules if phase in (None, rule.phase) for finding in rule.check(page)]
    findings.sort(key=lambda finding: (finding.span, finding.code))
    return findings
