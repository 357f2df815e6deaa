"""A references file that several reports share: each report answers for its own entries only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.lint.linter import lint
from pubkit.markdown.document import Document
from pubkit.output.references import reference_table
from pubkit.pipeline.normalizing import normalize_file
from pubkit.pipeline.references import list_references
from pubkit.pipeline.signing import examine

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """# 报告

{0}的负荷在上升[(1)](https://e.org/{1})。

## 参考资料

\\[1] {0}负荷统计 <https://e.org/{1}>

\\[2] {0}的延伸阅读 <https://e.org/{1}-more>
"""


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Two reports that were normalised into one file."""
    for name, city in (("a", "上海"), ("b", "广州")):
        (tmp_path / f"{name}.md").write_text(REPORT.format(city, name), encoding="utf-8")
        normalize_file(tmp_path / f"{name}.md", references=tmp_path / "all.yaml")
    return tmp_path


def test_a_report_lists_what_it_cites_and_what_it_names(shared: Path) -> None:
    """The other report's entries were listed, checked and exported with it."""
    listed = list_references(Document.read(shared / "a.md"))
    assert [entry.item["title"] for entry in listed.entries] == ["上海负荷统计", "上海的延伸阅读"]
    assert listed.passed_over == 2
    assert "另有 2 条" in reference_table(listed, "zh", 80)
    assert "2 more" in reference_table(listed, "en", 80)


def test_what_other_reports_lack_does_not_stand_against_signing(shared: Path) -> None:
    """217 things to mend were told of a report with 44 entries."""
    examined = examine(Document.read(shared / "a.md"))
    own = {entry.key for entry in list_references(Document.read(shared / "a.md")).entries}
    assert examined.entries == 2
    assert {remark.key for remark in examined.remarks} <= own


def test_what_normalize_writes_is_no_finding(shared: Path) -> None:
    """`nocite` was said to be a slip for `uncited`, and the fix changed what it means."""
    assert "nocite:" in (shared / "a.md").read_text(encoding="utf-8")
    assert [finding.code for finding in lint(Document.read(shared / "a.md"))] == []


def test_a_book_needs_no_address(tmp_path: Path) -> None:
    """A printed work is found by publisher and year; the list said that its address was missing."""
    (tmp_path / "r.yaml").write_text("references:\n- {id: b, type: book, title: 书, author: [{literal: 甲}], issued: 2020}\n", encoding="utf-8")
    (tmp_path / "r.md").write_text("---\nbibliography: r.yaml\n---\n\n见书[@b]。\n", encoding="utf-8")
    assert list_references(Document.read(tmp_path / "r.md")).entries[0].missing == ()
