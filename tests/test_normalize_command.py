"""`pubkit normalize`: canonical citations, a references file, and a build that reads both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from publications import page_markup

from pubkit.cli.app import run
from pubkit.lint.linter import lint
from pubkit.markdown.document import Document

if TYPE_CHECKING:
    from pathlib import Path

EXPORT = (
    "# 题\n\n成本下降[(2)](https://e.org/b)，规模上升[(1)](https://e.org/a)[(2)](https://e.org/b)(REITs)。\n\n"
    "**参考资料 **\n\n\\[1] 甲报告[ https://e.org/a](https://e.org/a)\n\n\\[2] 乙报告[ https://e.org/b](https://e.org/b)\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A small export in a folder of its own."""
    path = tmp_path / "报告.md"
    path.write_text(EXPORT, encoding="utf-8")
    return path


def test_normalising_keeps_every_key_and_address(report: Path) -> None:
    """Citations become `[@key]`, entries move to the file beside the report, and doing it again changes nothing."""
    assert run(["normalize", str(report)]) == 0
    text = report.read_text(encoding="utf-8")
    references = (report.parent / "报告.references.yaml").read_text(encoding="utf-8")
    assert "成本下降[@2]，" in text
    assert "https://e.org" not in text
    assert "https://e.org/a" in references
    assert "https://e.org/b" in references
    assert run(["normalize", str(report)]) == 0
    assert report.read_text(encoding="utf-8") == text


def test_a_diff_writes_nothing(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--diff shows the change and leaves the folder as it was."""
    assert run(["normalize", "--diff", str(report)]) == 0
    assert "+成本下降[@2]" in capsys.readouterr().out
    assert report.read_text(encoding="utf-8") == EXPORT
    assert [path.name for path in report.parent.iterdir()] == ["报告.md"]


def test_what_is_normalised_is_clean_and_builds(report: Path) -> None:
    """The linter knows the keys of the references file, and the publication links to its entries."""
    assert run(["normalize", str(report)]) == 0
    assert not [found for found in lint(Document.read(report)) if found.code in ("CIT201", "CIT202", "CIT203")]
    assert run(["build", str(report), "--output", str(report.parent / "o"), "--format", "html", "--quiet"]) == 0
    page = page_markup(report.parent / "o" / "报告" / "zh-CN" / "报告.html")
    assert page.count('role="doc-biblioref"') == 3
    assert "乙报告" in page
    assert "（REITs）" in page
    assert "\\（" not in page
    assert "https://e.org/b" in page


def test_a_key_that_the_file_lacks_is_found(report: Path) -> None:
    """A citation that neither the text nor the file lists is an error."""
    assert run(["normalize", str(report)]) == 0
    report.write_text(report.read_text(encoding="utf-8").replace("@1", "@9"), encoding="utf-8")
    assert "CIT201" in {found.code for found in lint(Document.read(report))}


@pytest.mark.parametrize(("content", "words"), [("references: [{title: 无}]", "type"), ("a: [", "YAML"), (None, "no such file")])
def test_a_broken_references_file_is_said(
    report: Path, content: str | None, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that is missing or no CSL data is named, and nothing is a traceback."""
    report.write_text("---\nbibliography: r.yaml\n---\n\n甲[@1]。\n", encoding="utf-8")
    if content is not None:
        (report.parent / "r.yaml").write_text(content, encoding="utf-8")
    assert run(["lint", str(report), "--language", "en"]) == 2
    said = capsys.readouterr().err
    assert "r.yaml" in said
    assert words in said
