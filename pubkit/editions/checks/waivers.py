"""EDN191–EDN192: waivers that pass nothing, or say no reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    CheckContext,
    EditionFinding,
    EditionRule,
    Fine,
    Found,
)
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class WaiverUnused(EditionRule):
    """A waiver of a finding that is not there."""

    code = "EDN191"
    name = "waiver-unused"
    severity = "advisory"
    what = Phrase("A comment in a catalogue that waives a check which finds nothing in the segment, or a check that does not exist.", "目录里的注释豁免了一项检查，而该段并没有这一问题，或没有这项检查。")
    why = Phrase("It would let the next mistake pass unseen: take it out.", "留着它会放过以后的错误，应当删去。")
    examples = (
        Found("收入增长。", "Revenue grew.", context=CheckContext(waivers={"paragraph-1": {"EDN111": "as in the original"}})),
        Found("收入增长。", "Revenue grew.", context=CheckContext(waivers={"paragraph-1": {"EDN999": "no such check"}})),
        Fine("收入增长 30%。", "Revenue grew by 40%.", context=CheckContext(waivers={"paragraph-1": {"EDN111": "corrected by the author"}})),
    )


class WaiverWithoutReason(EditionRule):
    """A waiver that does not say why."""

    code = "EDN192"
    name = "waiver-without-reason"
    what = Phrase("A waiver without a reason: it waives nothing.", "豁免没有写明理由，因而无效。")
    why = Phrase("`# pubkit: ignore EDN111 reason`: whoever reads the catalogue next must be able to judge it.", "写作 `# pubkit: ignore EDN111 理由`：后来的人要能判断它是否仍然成立。")
    examples = (
        Found("收入增长 30%。", "Revenue grew by 40%.", context=CheckContext(waivers={"paragraph-1": {"EDN111": ""}})),
        Fine("收入增长 30%。", "Revenue grew by 40%.", context=CheckContext(waivers={"paragraph-1": {"EDN111": "corrected by the author"}})),
    )


UNUSED, WITHOUT_REASON = WaiverUnused(), WaiverWithoutReason()
RULES: tuple[EditionRule, ...] = (UNUSED, WITHOUT_REASON)


def apply_waivers(findings: Sequence[EditionFinding], context: CheckContext) -> Iterator[EditionFinding]:
    """The findings with the reasons for which some are waived, and findings about the waivers themselves."""
    used: set[tuple[str, str]] = set()
    for finding in findings:
        reason = context.waivers.get(finding.segment, {}).get(finding.code)
        if reason is not None:
            used.add((finding.segment, finding.code))
        yield replace(finding, waived=reason) if reason else finding
    for segment, waivers in context.waivers.items():
        for code, reason in waivers.items():
            if not reason:
                yield _about(WITHOUT_REASON, segment, Phrase("{} is waived without a reason", "豁免 {} 没有写明理由").format(code))
            elif (segment, code) not in used:
                yield _about(UNUSED, segment, Phrase("{} is waived and finds nothing", "豁免了 {}，而它并未发现问题").format(code))


def _about(rule: EditionRule, segment: str, message: Phrase) -> EditionFinding:
    return EditionFinding(rule.code, rule.name, rule.severity, message, segment)
