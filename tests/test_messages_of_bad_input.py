"""What is said of input that cannot be used: what, where, what to do, in both languages, and never a traceback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.cli.ending import ended
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from pathlib import Path

_BODY = "\n\n# 一\n\n正文一句。\n"


def _said(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int) -> str:
    assert run(arguments) == code
    shown = capsys.readouterr()
    assert "Traceback" not in shown.out + shown.err
    return shown.out + shown.err


@pytest.mark.parametrize(
    ("head", "place", "en", "zh"),
    [
        ("title: [甲\nauthor: 乙", "3:1", "a list that `[` begins is not closed", "以 `[` 开头的列表没有闭合"),
        ("title: {甲: 乙\nauthor: 丙", "3:1", "what `{` begins is not closed", "`{` 没有闭合"),
        ("title: 排版: 规则", "2:1", "a second `: ` on the line", "一行里多了一个 `: `"),
        ("title: 甲\nauthor", "3:1", "a key without `:`", "键的后面缺少 `:`"),
        ('title: "甲\nauthor: 乙', "2:1", "a quotation mark is not closed", "引号没有闭合"),
        ("title: @甲", "2:1", "a value that begins with this character must be quoted", "以这个字符开头的值要加引号"),
        ("title: *甲*", "2:1", "a value that begins with this character must be quoted", "以这个字符开头的值要加引号"),
        ("title: 甲\n  author: 乙", "3:1", "a second `: ` on the line", "一行里多了一个 `: `"),
        ("title: 甲\n- 乙", "3:1", "no key begins here", "这里应当是一个键"),
        ("writing-mode: upwards", "2:1", "one of horizontal, vertical, not “upwards”", "应为 horizontal、vertical 之一，而不是“upwards”"),
    ],
)
def test_a_head_that_a_build_cannot_use_is_found_by_lint(
    head: str, place: str, en: str, zh: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Lint had no findings, and the build then stopped; of YAML it was said in English what a scanner had expected."""
    report = tmp_path / "r.md"
    report.write_text(f"---\n{head}\n---{_BODY}", encoding="utf-8")
    for language, message in (("en", en), ("zh", zh)):
        said = _said(["--language", language, "lint", "--no-cache", str(report)], capsys, 1)
        assert f"r.md:{place}: FM10" in said
        assert message in said


def test_yaml_of_a_chart_is_told_at_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It was told at the fence, however long the block was."""
    report = tmp_path / "r.md"
    report.write_text("# 一\n\n```chart\ntype: bar\nx: [年份\ny: 产量\n```\n", encoding="utf-8")
    assert "r.md:6:1: FIG103" in _said(["lint", "--no-cache", str(report)], capsys, 1)


def test_a_draft_marks_the_chart_that_it_cannot_draw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The sentence above the block looked like one of the report: its mark was taken off with the classes of authors."""
    report = tmp_path / "r.md"
    report.write_text("# 一\n\n```{.chart type=bar}\n城市,户数\n上海,一千\n```\n", encoding="utf-8")
    _said(["build", "--draft", "--format", "html", str(report), "--output", str(tmp_path / "out")], capsys, 0)
    page = next((tmp_path / "out").rglob("r.html")).read_text(encoding="utf-8")
    assert "<span class=missing>图表“城市,户数”无法绘制" in page
    assert ".missing" in page


def test_one_thing_is_one_thing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It said “1 things”."""
    report = tmp_path / "r.md"
    report.write_text(f"![图](没有.png){_BODY}", encoding="utf-8")
    said = _said(["--language", "en", "build", str(report), "--output", str(tmp_path / "out")], capsys, 1)
    assert "one thing would make this publication wrong" in said


def test_an_empty_report_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It said that it was empty, and no more."""
    report = tmp_path / "r.md"
    report.touch()
    for language, hint in (("en", "Write the report into it"), ("zh", "请写入报告正文")):
        assert hint in _said(["--language", language, "build", str(report), "--output", str(tmp_path / "out")], capsys, 2)


def test_a_binary_file_is_not_text_in_an_old_encoding(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The advice was to convert a program from GB18030; for a Chinese text of Windows it stays."""
    for name, data, en, zh in (
        ("p.md", b"\x7fELF\x02\x01\x01\x00\x00\xd0\xff\x00", "this file is not text", "此文件不是文本"),
        ("g.md", "标题".encode("gb18030"), "iconv -f GB18030", "iconv -f GB18030"),
    ):
        (tmp_path / name).write_bytes(data)
        assert en in _said(["--language", "en", "lint", str(tmp_path / name)], capsys, 2)
        assert zh in _said(["--language", "zh", "lint", str(tmp_path / name)], capsys, 2)


def test_names_have_the_comma_of_each_language() -> None:
    """A Chinese message read `brief, journal, report。`."""
    assert enumerated(["pdf", "html"]) == Phrase("pdf, html", "pdf、html")


def test_a_bug_in_another_process_is_told_in_a_line(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process of ours sends of its failure holds its traceback: that is for PUBKIT_DEBUG=1."""
    monkeypatch.delenv("PUBKIT_DEBUG", raising=False)

    def failing() -> None:
        raise RuntimeError('Traceback (most recent call last):\n  File "x.py", line 1, in f\nValueError: 7 pages\n')

    assert ended(failing) == 3
    said = capsys.readouterr().err
    assert "pubkit failed with ValueError: 7 pages" in said or "pubkit 内部错误 ValueError: 7 pages" in said
    assert "Traceback" not in said
