"""Comments that leave findings out: where they hold, what is wrong with them, and that fixing respects them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.lint.fixer import fix
from pubkit.lint.linter import Settings, lint
from pubkit.lint.suppress import find_suppressions
from pubkit.markdown.document import Document
from pubkit.rules.registry import DEFAULT_RULES, select

if TYPE_CHECKING:
    from pubkit.rules.base import Rule

BAD = "人工智能[(8)](https://e.org/8)正在改变社会。"
LISTED = "\n\n## 参考资料\n\n\\[8] 题名 [https://e.org/8](https://e.org/8)\n"
MENDED = "人工智能正在改变社会[(8)](https://e.org/8)。"


def codes(text: str, rules: tuple[Rule, ...] = DEFAULT_RULES) -> list[str]:
    return [finding.code for finding in lint(Document(text), Settings(rules))]


def test_without_a_comment_the_finding_is_there() -> None:
    """The text that all other tests silence has exactly one finding."""
    assert codes(BAD + LISTED) == ["CIT102"]


@pytest.mark.parametrize(
    "text",
    [
        f"{BAD}<!-- pubkit: ignore CIT102 引自原书 -->",
        f"{BAD} <!-- pubkit: ignore CIT102 -->",
        f"{BAD}<!--pubkit:ignore CIT102-->",
        f"<!-- pubkit: ignore CIT102 引自原书 -->\n\n{BAD}",
        f"<!-- pubkit: ignore CIT102 引自原书 -->\n{BAD}",
        f"<!-- pubkit: ignore CIT102 -->\n<!-- 编者：待核 -->\n\n{BAD}",
        f"{BAD}\n\n<!-- pubkit: ignore-file CIT102 -->",
        f"<!-- pubkit: ignore-file CIT102 全文引自原书 -->\n\n{BAD}",
        f"{BAD}<!-- pubkit: ignore CIT -->",
        f"{BAD}<!-- pubkit: ignore CIT1 -->",
        f"{BAD}<!-- pubkit: ignore ALL -->",
        f"{BAD}<!-- pubkit: ignore citation-in-clause 引自原书 -->",
        f"- {BAD}<!-- pubkit: ignore CIT102 -->",
        f"| 甲 | 乙 |\n|---|---|\n| {BAD}<!-- pubkit: ignore CIT102 --> | 丙 |",
        f"> {BAD}<!-- pubkit: ignore CIT102 -->",
    ],
)
def test_a_comment_leaves_the_finding_out(text: str) -> None:
    """A comment holds for its line, for the block behind it, or for the file, by code, prefix or name."""
    assert codes(text + LISTED) == []


@pytest.mark.parametrize(
    "text",
    [
        f"甲。<!-- pubkit: ignore CIT102 -->\n\n{BAD}",
        f"<!-- pubkit: ignore CIT102 -->\n\n甲。\n\n{BAD}",
        f"甲。\n{BAD}\n乙。<!-- pubkit: ignore CIT102 -->",
        f"{BAD}<!-- pubkit: ignore MD101 -->",
    ],
)
def test_a_comment_elsewhere_or_for_another_rule_does_not(text: str) -> None:
    """A comment on another line, before another block or for another rule leaves the finding, and is unused itself."""
    assert sorted(codes(text + LISTED)) == ["CIT102", "SUP101"]


@pytest.mark.parametrize(
    "text",
    [
        f"{BAD}`<!-- pubkit: ignore CIT102 -->`",
        f"```html\n<!-- pubkit: ignore-file CIT102 -->\n```\n\n{BAD}",
        f"    <!-- pubkit: ignore-file CIT102 -->\n\n{BAD}",
    ],
)
def test_code_is_no_comment(text: str) -> None:
    """A comment that is shown as code does nothing, and nothing is said about it."""
    assert codes(text + LISTED) == ["CIT102"]


def test_several_codes_in_one_comment() -> None:
    """A comment may name several rules, parted by commas of either width; only those that do nothing are called unused."""
    text = f"{BAD}<!-- pubkit: ignore CIT102，MD101, CIT103 引自原书 -->{LISTED}"
    (found,) = lint(Document(text))
    assert found.code == "SUP101"
    assert found.message.en == "nothing is left out here by MD101, CIT103"
    assert found.fix is not None
    assert fix(Document(text), unsafe=True).document.text == text.replace("CIT102，MD101, CIT103", "CIT102")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("甲。\n\n<!-- pubkit: ignore CIT102 已核 -->\n\n乙。\n", "甲。\n\n乙。\n"),
        ("<!-- pubkit: ignore CIT102 -->\n\n乙。\n", "乙。\n"),
        ("甲乙。 <!-- pubkit: ignore CIT102 -->\n", "甲乙。\n"),
        ("甲<!-- pubkit: ignore CIT102 -->乙。\n", "甲乙。\n"),
        ("# 甲 <!-- pubkit: ignore-file CIT102 -->\n", "# 甲\n"),
    ],
)
def test_an_unused_comment_goes_when_asked(before: str, after: str) -> None:
    """An unused comment is found; --fix leaves it, and --unsafe-fixes takes it away with its blank line or space."""
    assert codes(before) == ["SUP101"]
    assert fix(Document(before)).document.text == before
    assert fix(Document(before), unsafe=True).document.text == after


def test_fixing_respects_a_comment() -> None:
    """What a comment leaves out is not mended, not even by unsafe fixes; the same fault elsewhere is."""
    text = f"{BAD}<!-- pubkit: ignore CIT102 引自原书 -->\n\n{BAD}{LISTED}"
    for unsafe in (False, True):
        assert fix(Document(text), unsafe=unsafe).document.text == text.replace(f"\n\n{BAD}", f"\n\n{MENDED}")


def test_a_comment_in_a_file_with_crlf() -> None:
    """CRLF and a BOM change nothing, and fixing gives both back."""
    text = f"\ufeff<!-- pubkit: ignore CIT102 引自原书 -->\r\n\r\n{BAD}\r\n\r\n{BAD}{LISTED}".replace("\n", "\r\n").replace("\r\r", "\r")
    document = Document.from_bytes(text.encode(), "x.md")
    assert [finding.code for finding in lint(document)] == ["CIT102"]
    assert fix(document).document.encode().decode() == text[: text.rindex(BAD)] + MENDED + text[text.rindex(BAD) + len(BAD) :]


def test_a_reason_can_be_required() -> None:
    """Where SUP102 runs, a comment without a reason is a finding; it does not run by default."""
    rules = (*DEFAULT_RULES, *select(["SUP102"]))
    assert codes(f"{BAD}<!-- pubkit: ignore CIT102 -->{LISTED}", rules) == ["SUP102"]
    assert codes(f"{BAD}<!-- pubkit: ignore CIT102 引自原书 -->{LISTED}", rules) == []
    assert codes(f"{BAD}<!-- pubkit: ignore CIT102 -->{LISTED}") == []


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        ("<!-- pubkit: ignore CIT112 -->", "there is no rule CIT112; did you mean CIT1"),
        ("<!-- pubkit: ignore ZZZ9 -->", "there is no rule ZZZ9"),
        ("<!-- pubkit: ignore 理由 -->", "this comment names no rule"),
        ("<!-- pubkit: -->", "pubkit knows `ignore` and `ignore-file`, not ``"),
        ("<!-- pubkit: disable CIT102 -->", "not `disable`"),
        ("<!-- pubkit: ignore no-such-name -->", "this comment names no rule"),
    ],
)
def test_an_unreadable_comment_is_told(comment: str, said: str) -> None:
    """A comment that names nothing that exists leaves nothing out, and says so, in both languages."""
    found = lint(Document(BAD + comment + LISTED))
    assert [finding.code for finding in found] == ["CIT102", "SUP103"]
    assert said in found[1].message.en
    assert "规则" in found[1].message.zh or "识别" in found[1].message.zh


def test_findings_about_comments_can_be_chosen_like_others() -> None:
    """Rules about comments are selected, ignored and left out of a run like any other."""
    text = f"{MENDED}<!-- pubkit: ignore CIT102 -->{LISTED}"
    assert codes(text) == ["SUP101"]
    assert codes(text, select([], ["SUP101"])) == []
    assert codes(text, select(["CIT"])) == []
    assert codes(text, select(["ALL"])) == ["SUP101", "SUP102"]


def test_a_comment_for_a_rule_that_does_not_run_is_not_unused() -> None:
    """What did not run cannot be said to find nothing."""
    text = f"{BAD}<!-- pubkit: ignore CIT102 -->{LISTED}"
    assert codes(text, select(["MD", "SUP101"])) == []


def test_what_a_suppression_says_of_itself() -> None:
    """A comment's codes, reason and reach are read as they are written."""
    (found,) = find_suppressions(Document(f"{BAD}<!-- pubkit: ignore CIT102、MD1 ：引自原书，2024 年版 -->\n"))
    assert found.codes == ("CIT102", "MD1")
    assert found.reason == "引自原书，2024 年版"
    assert found.reach.start == 0
    assert find_suppressions(Document("没有注释，只有 pubkit: 一词。")) == []
