"""Every rule is tested by its own examples, alone and together with all others."""

from __future__ import annotations

import re

import pytest

from pubkit.lint.fixer import fix, guard
from pubkit.lint.linter import Settings, lint
from pubkit.markdown.document import Document
from pubkit.rules.base import Bad, Good, Rule
from pubkit.rules.registry import RULES

_MARK = re.compile("[⟦⟧]")
BAD = [pytest.param(rule, example, id=f"{rule.code}-bad-{n}") for rule in RULES for n, example in enumerate(rule.examples) if isinstance(example, Bad)]
GOOD = [pytest.param(rule, example, id=f"{rule.code}-good-{n}") for rule in RULES for n, example in enumerate(rule.examples) if isinstance(example, Good)]


def marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    """A text without its ⟦⟧, and the places that they marked."""
    plain, spans, opened = "", [], 0
    for piece in re.split("([⟦⟧])", text):
        if piece == "⟦":
            opened = len(plain)
        elif piece == "⟧":
            spans.append((opened, len(plain)))
        else:
            plain += piece
    return plain, spans


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_bad_example_is_found_at_its_places(rule: Rule, example: Bad) -> None:
    """A rule finds what its bad example marks, and nothing else."""
    text, spans = marked(example.text)
    found = lint(Document(text), Settings((rule,)))
    assert [tuple(finding.span) for finding in found] == spans
    for finding in found:
        assert finding.code == rule.code
        assert finding.message.en
        assert finding.message.zh


@pytest.mark.parametrize(("rule", "example"), [p for p in BAD if p.values[1].fixed is not None])
def test_bad_example_is_fixed_exactly(rule: Rule, example: Bad) -> None:
    """A rule's fixes give exactly the fixed text of its example; nothing is left and fixing again changes nothing."""
    text, _ = marked(example.text)
    fixed = fix(Document(text), Settings((rule,)), unsafe=True).document
    assert fixed.text == example.fixed
    assert not [finding for finding in lint(fixed, Settings((rule,))) if finding.fix]
    assert fix(fixed, Settings((rule,)), unsafe=True).document.text == example.fixed


@pytest.mark.parametrize(("rule", "example"), [p for p in BAD if p.values[1].fixed is None])
def test_bad_example_without_fix_proposes_none(rule: Rule, example: Bad) -> None:
    """An example that shows no fixed text has no fix."""
    text, _ = marked(example.text)
    assert all(finding.fix is None for finding in lint(Document(text), Settings((rule,))))


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_good_example_is_left_alone(rule: Rule, example: Good) -> None:
    """A rule finds nothing in its good example."""
    assert lint(Document(example.text), Settings((rule,))) == []


@pytest.mark.parametrize(("rule", "example"), BAD + GOOD)
def test_all_rules_together_settle(rule: Rule, example: Bad | Good) -> None:
    """All rules together settle on every example, and their safe fixes keep its essence."""
    before = Document(_MARK.sub("", example.text))
    result = fix(before)
    assert result.settled
    guard(before, result.document, result.applied)
    assert fix(result.document).document.text == result.document.text


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_rule_is_documented(rule: Rule) -> None:
    """Every rule says what it finds, why it matters, in both languages, and shows both kinds of example."""
    for phrase in (rule.what, rule.why, *((rule.fix_note,) if rule.fix_note else ())):
        assert phrase.en
        assert re.search("[\u4e00-\u9fff]", phrase.zh)
    assert any(isinstance(example, Bad) for example in rule.examples)
    assert any(isinstance(example, Good) for example in rule.examples)
    fixes = any(isinstance(example, Bad) and example.fixed is not None for example in rule.examples)
    assert fixes == (rule.fix_note is not None)


def test_codes_and_names_are_unique() -> None:
    """No two rules share a code or a name."""
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
