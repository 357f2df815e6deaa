"""The reference of the checks of editions: their pages, their rows in the index, and one of them in a terminal.

Whatever a page says comes from the check: its prose and its examples, which are its tests. See `reference` for those of one text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.editions.checks import RULES
from pubkit.editions.checks.base import Found
from pubkit.editions.checks.waivers import WaiverUnused, WaiverWithoutReason
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.checks.base import EditionRule, Fine

_SEVERITIES = {"error": Phrase("error", "错误"), "advisory": Phrase("advisory", "提示")}
_HEAD = Phrase("Checks of editions", "各语言版本的检查")
_INTRODUCTION = Phrase(
    "They compare an edition with its source, segment by segment: in `pubkit translate check`, in a build, and for parallel texts.",
    "逐段比较版本与原文：用于 `pubkit translate check`、构建以及另行撰写的平行文本。",
)
_COLUMNS = Phrase("| Code | Name | Severity | What it finds |", "| 编号 | 名称 | 严重程度 | 找什么 |")


def find_check(named: str) -> EditionRule | None:
    """The check of a code or a name; None where no check has it."""
    return next((rule for rule in RULES if named.upper() == rule.code or named.lower() == rule.name), None)


def severity(rule: EditionRule, language: Language) -> str:
    """How bad its findings are, in a word."""
    return _SEVERITIES[rule.severity].of(language)


def index_rows(language: Language) -> Iterator[str]:
    """The lines of the index that list the checks of editions."""
    ending = "" if language == "en" else f".{language}"
    yield from ("", f"## {_HEAD.of(language)}", "", _INTRODUCTION.of(language), "", _COLUMNS.of(language), "|---|---|---|---|")
    for rule in RULES:
        what = rule.what.of(language).replace("|", "\\|")
        yield f"| [{rule.code}]({rule.code}{ending}.md) | {rule.name} | {severity(rule, language)} | {what} |"


def check_body(rule: EditionRule, language: Language) -> Iterator[str]:
    """The lines of a check's page below its title; headings of level 2."""

    def said(en: str, zh: str) -> str:
        return Phrase(en, zh).of(language)

    yield said("Severity: {}", "严重程度：{}").format(severity(rule, language))
    yield from ("", rule.what.of(language), "", f"## {said('Why it matters', '为什么要紧')}", "", rule.why.of(language))
    yield from ("", f"## {said('Examples', '示例')}")
    for example in rule.examples:
        yield from _example(example, language)
    if not isinstance(rule, (WaiverUnused, WaiverWithoutReason)):
        yield from ("", f"## {said('Let one segment pass', '放过某一段')}", "", said("In the catalogue, above the entry, with a reason:", "写在目录中该条目之上，并写明理由："))
        yield from ("", "```po", f"# pubkit: ignore {rule.code} {said('reason', '理由')}", "```")
    if rule.source:
        yield from ("", f"## {said('Source', '依据')}", "", rule.source)


def _example(example: Found | Fine, language: Language) -> Iterator[str]:
    """An example: the source, and below it the translation, each behind its language."""
    mark = Phrase("✗ Found", "✗ 问题") if isinstance(example, Found) else Phrase("✓ Left alone", "✓ 正常")
    colon = Phrase(": ", "：").of(language)
    why = colon + example.why if example.why and language == "en" else ""
    fence = "`" * (4 if "```" in example.source + example.target else 3)
    yield from ("", mark.of(language) + why, "", f"{fence}text")
    yield from _labelled(example.languages[0], example.source)
    yield from _labelled(example.languages[1], example.target)
    yield fence


def _labelled(language: str, text: str) -> Iterator[str]:
    """The lines of a text, the first behind the tag of its language."""
    for n, line in enumerate(text.split("\n")):
        yield f"{language if not n else '':<6} {line}".rstrip()
