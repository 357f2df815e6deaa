"""What a build prints nowhere, it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

_LISTED = "# 题\n\n甲[1]。乙[2]。\n\n## 参考文献\n\n{}[1] 甲 <https://e.org/1>\n\n{}[2] 乙 <https://e.org/2>\n"


def built(text: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a build of a web page says."""
    path = folder / "r.md"
    path.write_text(text, encoding="utf-8")
    assert run(["build", str(path), "--format", "html", "--output", str(folder / "out"), "--language", "en"]) == 0
    told = capsys.readouterr()
    return told.out + told.err


def test_headings_without_entries_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They group nothing, and are printed nowhere; those over entries are, and nothing is said of them."""
    said = built(_LISTED.format("### 中文\n\n#### 网页\n\n", "#### 年报\n\n"), tmp_path, capsys)
    assert "headings among the references without entries below are left out: 中文\n" in said
    assert "left out" not in built(_LISTED.format("### 网页\n\n", "### 年报\n\n"), tmp_path, capsys)


def test_the_head_of_a_table_of_references_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The printed list has no columns."""
    rows = "| 编号 | 来源 | 网址 |\n|---|---|---|\n| [1] | 甲 | <https://e.org/1> |\n| [2] | 乙 | <https://e.org/2> |\n"
    said = built(f"# 题\n\n甲[1]。乙[2]。\n\n## 参考文献\n\n{rows}", tmp_path, capsys)
    assert "the head of the table of references is left out: 编号 | 来源 | 网址\n" in said
    assert "head of the table" not in built("# 题\n\n| 编号 | 来源 |\n|---|---|\n| 一 | 甲[1] |\n" + _LISTED.format("", ""), tmp_path, capsys)


def test_unused_footnotes_are_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that is defined twice has one name; one that is used is none of them."""
    notes = "[^a]: 无人提及。\n\n[^a]: 又一次。\n\n[^b]: 注。\n\n"
    said = built(notes + _LISTED.format("", "").replace("甲[1]", "注[^b]，甲[1]"), tmp_path, capsys)
    assert "nothing refers to the footnotes [^a]: they" in said


def test_a_whole_report_says_nothing_of_the_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The heading of the list itself is printed, and so are headings behind it."""
    said = built(_LISTED.format("", "") + "\n## 附录\n\n附。\n", tmp_path, capsys)
    assert "left out" not in said
