"""Translating as somebody does it who edits the catalogue by hand and types the names of editions from memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polib
import pytest

from pubkit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

REPORT = "# 报告\n\n运行 `make build` 即可，用时 {} 分钟。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report with an English catalogue."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(REPORT.format(3), encoding="utf-8")
    assert run(["translate", "extract", "a.md", "--to", "en"]) == 0
    return tmp_path


@pytest.mark.parametrize("written", ["{x1:make build}", "{1:make build}", "{k:make build}", "{k1:make build", "｛k1：make build｝", "{k2}"])
def test_a_broken_placeholder_is_called_one(folder: Path, written: str, capfd: pytest.CaptureFixture[str]) -> None:
    """`EDN111 原文没有“x1”` spoke of a number; the placeholders that there are were not named."""
    catalogue = polib.pofile(str(folder / "a.en.po"))
    for entry in catalogue:
        entry.msgstr = f"Run {written}; it takes {{n1:3 minutes}}." if "make" in entry.msgid else "Report"
    catalogue.save()
    capfd.readouterr()
    assert run(["translate", "check", "a.md", "--to", "en", "--language=zh"]) == 1
    said = capfd.readouterr().out
    assert "EDN" not in said
    assert "{k1}, {n1}" in said


def test_braces_that_the_source_has_too_are_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A text about placeholders has them as text."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("# 报告\n\n模板里的 {x1:名称} 会被替换。\n", encoding="utf-8")
    assert run(["translate", "extract", "a.md", "--to", "en"]) == 0
    catalogue = polib.pofile(str(tmp_path / "a.en.po"))
    for entry in catalogue:
        entry.msgstr = "The {x1:名称} of a template is replaced." if "x1" in entry.msgid else "Report"
    catalogue.save()
    capfd.readouterr()
    run(["translate", "check", "a.md", "--to", "en", "--language=zh"])
    assert "占位符" not in capfd.readouterr().out


@pytest.mark.parametrize(
    ("wanted", "hint"),
    [("ZH-hant", "是否想写 `zh-Hant`？"), ("zh-TW", "是否想写 `zh-Hant`？"), ("english", "是否想写 `en`？"), ("fr", "`editions:` 中加上 `fr`")],
)
def test_an_edition_that_is_not_there_leads_to_the_one_that_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], wanted: str, hint: str
) -> None:
    """`zh-TW` was answered with `zh-HK`, and `EN` with a list."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("---\neditions: [zh-Hant, zh-HK]\n---\n\n# 报告\n\n正文。\n", encoding="utf-8")
    assert run(["build", "a.md", "--edition", wanted, "--language=zh"]) == 2
    assert hint in capfd.readouterr().err


def test_a_program_that_misunderstands_is_told_once(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Each of hundreds of lines was refused for the same reason, a line each."""
    (folder / "a.md").write_text("".join(f"第{n}段。\n\n" for n in range(20)), encoding="utf-8")
    assert run(["translate", "extract", "a.md", "--to", "en"]) == 0
    capfd.readouterr()
    assert run(["translate", "pretranslate", "a.md", "--to", "en", "--command", "cat", "--language=zh"]) == 1
    said = capfd.readouterr().err
    assert len(said.splitlines()) == 6
    assert "另有 15 条" in said


def test_a_report_without_words_has_nothing_to_translate(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The line ended with `；` and nothing behind it."""
    (folder / "b.md").write_text("\n", encoding="utf-8")
    assert run(["translate", "extract", "b.md", "--to", "ja", "--language=zh"]) == 0
    assert "没有可译的内容" in capfd.readouterr().out


def test_the_language_of_the_report_is_said_to_be_that(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`版本 zh 不是由译文目录而来，而是 source` left the reader with a word of the program."""
    assert run(["translate", "extract", "a.md", "--to", "zh-CN", "--language=zh"]) == 2
    assert "`zh-CN` 就是报告原文的语言" in capfd.readouterr().err
