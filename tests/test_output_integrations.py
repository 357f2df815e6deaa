"""docs/integrations.md: what it shows works as it stands, in both languages alike."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from pubkit.lint.linter import lint
from pubkit.lint.report import FileReport
from pubkit.markdown.document import Document
from pubkit.output.formats import NAMES, Text

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = [DOCS / "integrations.md", DOCS / "integrations.zh.md"]
pages = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def blocks(page: Path, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pages
def test_the_problem_matcher_reads_our_text(page: Path) -> None:
    """The pattern for VS Code takes file, line, column, code and message out of each finding, and of nothing else."""
    (task,) = json.loads(blocks(page, "json")[0])["tasks"]
    pattern = task["problemMatcher"]["pattern"]
    document = Document("人工智能[(8)](https://e.org/8)正在改变。\n", "报 告.md")
    findings = tuple(lint(document))
    for language in ("en", "zh"):
        shown = Text(language, colour=False, width=100).piece(FileReport("报 告.md", document.lines, findings))
        matched = [found for line in shown.splitlines() if (found := re.match(pattern["regexp"], line))]
        assert len(matched) == len(findings) > 0
        assert matched[0][pattern["file"]] == "报 告.md"
        assert (matched[0][pattern["line"]], matched[0][pattern["column"]]) == ("1", "5")
        assert matched[0][pattern["code"]] == findings[0].code
        assert matched[0][pattern["message"]].startswith(findings[0].message.of(language))  # type: ignore[arg-type]


@pages
def test_the_inputs_of_the_action_exist(page: Path) -> None:
    """The workflow that is shown uses inputs that action.yml has, and the page names all the others."""
    inputs = set(yaml.safe_load((DOCS.parent / "action.yml").read_text(encoding="utf-8"))["inputs"])
    text = page.read_text(encoding="utf-8")
    workflow = next(yaml.safe_load(block) for block in blocks(page, "yaml") if "jobs:" in block)
    used = workflow["jobs"]["pubkit"]["steps"][1]["with"]
    assert set(used) <= inputs
    assert all(f"`{name}`" in text for name in inputs - set(used))


@pages
def test_the_hooks_that_are_shown_exist(page: Path) -> None:
    """The configuration of pre-commit that is shown names hooks that exist."""
    hooks = {hook["id"] for hook in yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    shown = next(yaml.safe_load(block) for block in blocks(page, "yaml") if "hooks:" in block)
    assert {hook["id"] for repository in shown["repos"] for hook in repository["hooks"]} == hooks


@pages
def test_every_format_is_in_the_table(page: Path) -> None:
    """The table has a row for each format, and no other."""
    assert re.findall(r"^\| `(\w+)` \|", page.read_text(encoding="utf-8"), re.MULTILINE) == list(NAMES)


def test_both_pages_show_the_same_commands() -> None:
    """The pages differ in prose and comments only."""

    def code(page: Path) -> list[str]:
        text = page.read_text(encoding="utf-8")
        shown = re.findall(r"^```(?:yaml|json|vim|sh)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        return [re.sub(r"(?m)\s+#.*$", "", block) for block in shown]

    assert code(PAGES[0]) == code(PAGES[1])
