"""Footnotes that nothing refers to, in the source and in editions that leave passages out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.markdown.footnotes import unused_footnotes, without_unused_footnotes

if TYPE_CHECKING:
    from pathlib import Path

FRONT = "---\ntitle: 题\nlanguage: zh-CN\nbibliography: r.yaml\neditions: {en: {from: translate, missing: omit}}\n---\n\n"
REFERENCES = "references:\n- {id: k, type: book, title: 书, author: [{literal: 何川}], issued: {date-parts: [[2024]]}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲[^a]。\n\n[^a]: 注[^b]。\n\n[^b]: 乙\n\n[^c]: 丙[^d]\n\n    第二段\n\n[^d]: 丁\n\n尾。\n", "甲[^a]。\n\n[^a]: 注[^b]。\n\n[^b]: 乙\n\n尾。\n"),
        ("甲[^n]\n\n[^n]: 一\n\n[^n]: 二\n\n    码\n\n- 项\n", "甲[^n]\n\n[^n]: 一\n\n- 项\n"),
        ("> 甲\n>\n> [^z]: 注\n>\n> 乙\n", "> 甲\n>\n> \n> 乙\n"),
        ("甲。\n\n[^n]: 自引[^n]。\n", "甲。\n\n"),
        ("甲 [^x] 与 `[^y]`。\n", "甲 [^x] 与 `[^y]`。\n"),
    ],
)
def test_only_what_is_not_shown_goes(text: str, expected: str) -> None:
    """Notes of notes with them; what stands around is not touched."""
    assert without_unused_footnotes(text) == expected
    assert not list(unused_footnotes(Document(expected)))


def build(folder: Path, text: str, edition: str) -> str:
    (folder / "r.yaml").write_text(REFERENCES, encoding="utf-8")
    path = folder / "r.md"
    path.write_text(FRONT + text, encoding="utf-8")
    if edition != "zh-CN":
        assert run(["translate", "extract", str(path), "--to", edition]) == 0
    assert run(["build", str(path), "--format", "html,epub", "--edition", edition, "--output", str(folder / "out")]) == 0
    return (folder / "out/r" / edition / "resolved.md").read_text("utf-8")


def test_a_note_that_nothing_refers_to_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its citation is none of the publication."""
    assert "另一条" not in build(tmp_path, "正文[@k]。\n\n[^y]: 另一条注[@k]。\n", "zh-CN")
    assert "[^y]" in capsys.readouterr().out


def test_the_note_of_a_passage_that_is_left_out_is_left_out(tmp_path: Path) -> None:
    """With its citation; nothing of it was translated either."""
    text = build(tmp_path, "正文。\n\n有注的一段[^n]。\n\n[^n]: 注里有引用[@k]。\n", "en")
    assert "[^n]" not in text


def test_a_translated_note_of_a_passage_that_is_left_out(tmp_path: Path) -> None:
    """The publication has no citation that nobody sees."""
    build(tmp_path, "正文。\n\n有注的一段[^n]。\n\n[^n]: 注里有引用[@k]。\n", "en")
    catalog = tmp_path / "r.en.po"
    text = catalog.read_text("utf-8").replace('msgid "注里有引用{c1:k}。"\nmsgstr ""', 'msgid "注里有引用{c1:k}。"\nmsgstr "A note{c1}."')
    catalog.write_text(text, encoding="utf-8")
    assert run(["build", str(tmp_path / "r.md"), "--format", "html,epub", "--edition", "en", "--output", str(tmp_path / "out")]) == 0
