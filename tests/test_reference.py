"""The reference of rules: it is what the rules say now, in both languages, and shows text as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pubkit.editions.checks import RULES as CHECKS
from pubkit.editions.checks.base import EditionRule, Found
from pubkit.markdown.document import Document
from pubkit.pipeline.reference import COMMAND, check_page, fix_word, reference, rule_page, write_reference
from pubkit.pipeline.reference_editions import find_check
from pubkit.rules.base import Bad, Good, Rule
from pubkit.rules.registry import RULES

PAGES = Path(__file__).resolve().parent.parent / "docs" / "rules"
by_code = {rule.code: rule for rule in RULES}


def test_the_committed_pages_are_what_is_made_now() -> None:
    """docs/rules is what the rules say now, no page more and none less."""
    made = reference()
    committed = {path.name: path.read_text(encoding="utf-8") for path in PAGES.glob("*.md")}
    stale = sorted(name for name in made.keys() | committed.keys() if made.get(name) != committed.get(name))
    assert not stale, f"out of date: {', '.join(stale)}; run: {COMMAND}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_explains_its_rule(rule: Rule) -> None:
    """Each page has the rule's prose in its language, an example of each kind, and how to leave it out."""
    for language, headings in (
        ("en", ("Why it matters", "How safe the fix is", "Examples", "Leave it out")),
        ("zh", ("为什么要紧", "修复有多安全", "示例", "停用")),
    ):
        page = rule_page(rule, language)  # type: ignore[arg-type]
        assert page.startswith("<!-- Generated from the rules by ")
        assert f"\n# {rule.code} {rule.name}\n" in page
        assert rule.what.of(language) in page  # type: ignore[arg-type]
        assert rule.why.of(language) in page  # type: ignore[arg-type]
        for heading in headings:
            assert f"\n\n## {heading}\n\n" in page
        assert page.count("\n✗ ") == sum(isinstance(example, Bad) for example in rule.examples)
        assert page.count("\n✓ ") == sum(isinstance(example, Good) for example in rule.examples)
        for option in rule.options:
            assert f"| `{option.name}` |" in page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_examples_stay_in_their_blocks(rule: Rule) -> None:
    """A Markdown reader sees every example as code: none of its fences, headings or comments takes effect."""
    for language in ("en", "zh"):
        document = Document(rule_page(rule, language))  # type: ignore[arg-type]
        kinds = [node.kind for node in document.tree.children]
        assert kinds.count("heading") == len(re.findall("^#{1,2} ", _outside(document), re.MULTILINE))
        blocks = sum(kind == "code_block" for kind in kinds)
        assert blocks >= len(rule.examples)
        assert "⟦" not in document.text


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_page_explains_its_check_of_editions(check: EditionRule) -> None:
    """Each page of a check has its prose in both languages and all its examples, source and translation, as code."""
    for language in ("en", "zh"):
        page = check_page(check, language)
        assert f"\n# {check.code} {check.name}\n" in page
        assert check.what.of(language) in page
        assert check.why.of(language) in page
        assert page.count("\n✗ ") == sum(isinstance(example, Found) for example in check.examples)
        assert page.count("\n✗ ") + page.count("\n✓ ") == len(check.examples)
        kinds = [node.kind for node in Document(page).tree.children]
        assert kinds.count("code_block") >= len(check.examples)


def test_checks_of_editions_are_found_by_code_and_name() -> None:
    """`pubkit rule` knows checks as it knows rules."""
    assert find_check("edn103") is find_check("citation-moved")
    assert find_check("CIT101") is None


def _outside(document: Document) -> str:
    """The text outside of blocks of code."""
    return "\n".join(document.text[n.start : n.end] for n in document.tree.children if n.kind != "code_block")


def test_a_fix_is_shown_as_a_diff() -> None:
    """An example with a fix is a diff: what goes with `-`, what comes with `+`, the rest as it is."""
    page = rule_page(by_code["CIT102"], "en")
    assert re.search(r"```diff\n(?:.*\n)*?-.*\n\+.*\n", page)


def test_what_is_found_without_a_fix_has_carets_in_cells() -> None:
    """An example without a fix has carets under the marked text, counted in cells of a terminal."""
    page = rule_page(by_code["SUP102"], "zh")
    assert "储能产业持续增长。<!-- pubkit: ignore ALL -->\n" + " " * 18 + "^" * 27 + "\n" in page


def test_safety_comes_from_running_the_rule() -> None:
    """How safe a fix is said to be is what the rule's own fixes say."""
    assert fix_word(by_code["CIT102"], "en") == "safe"
    assert fix_word(by_code["SUP101"], "en") == "unsafe"
    assert fix_word(by_code["SUP101"], "zh") == "需复核"
    assert fix_word(by_code["SUP102"], "en") == "none"
    for rule in RULES:
        assert (fix_word(rule, "en") == "none") == (rule.fix_note is None)


def test_the_index_links_to_every_page() -> None:
    """The index of each language links to that language's page of each rule."""
    made = reference()
    for name, suffix in (("README.md", ".md"), ("README.zh.md", ".zh.md")):
        assert {f"{rule.code}{suffix}" for rule in RULES} <= set(re.findall(r"\]\(([^)]+)\)", made[name]))
    assert set(re.findall(r"\]\(([^)]+)\)", "".join(made.values()))) & {"", "#"} == set()


def test_no_page_holds_what_cannot_be_seen() -> None:
    """Private-use, zero-width and control characters of examples are written out by their numbers."""
    for name, text in reference().items():
        assert not re.search("[\ue000-\uf8ff\u200b-\u200f\u0000-\u0009\ufeff]", text), name


def test_pages_of_rules_that_are_gone_are_removed(tmp_path: Path) -> None:
    """Writing again removes pages that were generated before and no others."""
    (tmp_path / "XXX999.md").write_text("<!-- Generated from the rules by `pubkit rule --output`; do not edit. -->\n", encoding="utf-8")
    (tmp_path / "notes.md").write_text("# Mine\n", encoding="utf-8")
    assert write_reference(tmp_path) == (len(RULES) + len(CHECKS)) * 2 + 2
    assert not (tmp_path / "XXX999.md").exists()
    assert (tmp_path / "notes.md").exists()
