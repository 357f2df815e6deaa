"""A report in English with editions in Chinese, whose references are data of a file."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.pipeline.listing import Candidate

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """---
title: Storage at sea
language: en
bibliography: r.yaml
editions: [zh-CN, en+zh-CN]
---

Revenue grew by 30% to 120 million yuan[@smith2024, p. 12], between 5 and 10 percent of it abroad.

See @fig:plan and [@fig:plan; @sec:two], where it is drawn[^n].

![A plan](a.svg){#fig:plan}

## Outlook {#sec:two}

[^n]: The note cites [see @smith2024, ch. 3].
"""
SAID = {
    "Storage": "海上储能",
    "Revenue": "营收增长 {n1}，达 {n2}{c1}，其中 {n3} 至 {n4} 来自海外。",
    "See": "见 {i1} 与 {i2}，图在该处{f1}。",
    "A plan": "平面图",
    "Outlook": "展望",
    "The note": "此注引用[见 {c1}]。",
}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    (tmp_path / "r.yaml").write_text(
        "references:\n- {id: smith2024, type: book, title: Waters, author: [{family: Smith, given: Ann}], issued: {date-parts: [[2024]]}}\n", encoding="utf-8"
    )
    (tmp_path / "a.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><rect width="4" height="2"/></svg>', encoding="utf-8")
    path = tmp_path / "r.md"
    path.write_text(REPORT, encoding="utf-8")
    return path


def translate(report: Path, **other: str) -> None:
    assert run(["translate", "extract", str(report), "--to", "zh-CN"]) == 0
    catalog = report.with_name("r.zh-CN.po")
    text = catalog.read_text("utf-8")
    for begins, said in {**SAID, **other}.items():
        text, count = re.subn(rf'(msgid "{begins}[^\n]*\n)msgstr "[^\n]*"', lambda found, said=said: f'{found[1]}msgstr "{said}"', text)  # type: ignore[misc]
        assert count, begins
    catalog.write_text(text, encoding="utf-8")


def page(report: Path, edition: str) -> str:
    out = report.parent / "out"
    assert run(["build", str(report), "--format", "html,epub", "--edition", edition, "--output", str(out), "-q"]) == 0
    html = (out / "r" / edition / "r.html").read_text("utf-8")
    return unescape(re.sub(r"<[^>]*>", "", html.partition("<main")[2]))


def test_keys_of_a_references_file_are_listed(report: Path) -> None:
    """A footnote in the text is no list of references of its own."""
    translate(report)
    assert run(["translate", "check", str(report), "--to", "zh-CN"]) == 0
    shown = page(report, "zh-CN")
    assert "达 1.2 亿元[1]12，其中 5 至 10% 来自海外。" in shown
    assert "（见[1]，第3章）" in shown


def test_references_inside_of_the_text_survive(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are placeholders; a translation that loses one is an error."""
    translate(report, See="见 {i1}，图在该处{f1}。")
    capsys.readouterr()
    assert run(["translate", "check", str(report), "--to", "zh-CN"]) == 1
    assert "EDN126" in capsys.readouterr().out
    translate(report)
    assert "见图\xa01与图\xa01和“展望”" in page(report, "zh-CN")


def test_both_languages_are_set_side_by_side(report: Path) -> None:
    """With the places of citations in the words of each."""
    translate(report)
    shown = page(report, "en+zh-CN")
    assert "120 million yuan[1, p. 12]" in shown
    assert "1.2 亿元[1, 12]" in shown


def test_an_entry_that_is_data_has_author_and_year(report: Path) -> None:
    """Outside of Chinese, entries stand as they are written; these nobody has written."""
    assert "Smith A. Waters" in page(report, "en")
    written = Candidate.of_item("a", {"id": "a", "title": "As it was", "custom": {"original": "[1] As it was"}})
    assert written.written == "As it was"
    assert Candidate.of_item("a", {"id": "a", "title": "T"}).written == ""
