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


def test_headings_among_entries_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The entries are printed as one list, and the editor knows which groups are gone."""
    said = built(_LISTED.format("### 网页\n\n", "### 年报\n\n"), tmp_path, capsys)
    assert "without the headings among them: 网页, 年报" in said


def test_unused_footnotes_are_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that is defined twice has one name; one that is used is none of them."""
    notes = "[^a]: 无人提及。\n\n[^a]: 又一次。\n\n[^b]: 注。\n\n"
    said = built(notes + _LISTED.format("", "").replace("甲[1]", "注[^b]，甲[1]"), tmp_path, capsys)
    assert "nothing refers to the footnotes [^a]: they" in said


def test_a_whole_report_says_nothing_of_the_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The heading of the list itself is printed, and so are headings behind it."""
    said = built(_LISTED.format("", "") + "\n## 附录\n\n附。\n", tmp_path, capsys)
    assert "left out" not in said
    assert "without the headings" not in said
