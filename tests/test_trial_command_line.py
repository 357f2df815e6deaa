"""The command line as somebody meets it who has only `--help`: widths, mistakes, and what is said of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click
import pytest

from pubkit.cli.app import MEANT, application, run
from pubkit.cli.speech import choose_language
from pubkit.cli.wrapping import wrapped
from pubkit.pipeline.settings import forget_configurations
from pubkit.text.chars import cells, is_han

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _commands(command: click.Command, name: str = "pubkit") -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for each in command.list_commands(context):
            found = command.get_command(context, each)
            assert found is not None
            yield from _commands(found, f"{name} {each}")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_help_fits_the_terminal(language: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines of Chinese help were up to 133 cells wide on a terminal of 80."""
    monkeypatch.setenv("COLUMNS", columns)
    choose_language(["--language", language])
    for name, command in _commands(application()):
        with command.make_context(name, ["--help"], resilient_parsing=True) as context:
            text = command.get_help(context)
        wide = [line for line in text.split("\n") if cells(line) > int(columns) and " " in line.strip()]
        # what is left is a name, or code in backquotes, longer than its column
        assert not [line for line in wide if len(line.split()) > 3 and "`" not in line], name
        if language == "zh":
            assert any(map(is_han, text))
            assert not re.search(r"\[(default|required|OPTIONS)", text), name


def test_a_name_is_never_broken_and_no_line_begins_with_a_mark() -> None:
    """`gbt7714-2025-author-date` stood on two lines."""
    text = "格式为 gbt7714-2025-author-date、`pubkit lint --fix 报告.md`，或任何（括号里的）说明。" * 4
    for width in range(30, 90):
        lines = list(wrapped(text, width))
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert all(cells(line) <= width for line in lines)
        assert not [line for line in lines if line[0] in "、，。）" or line[-1] == "（"]
        assert sum(line.count("gbt7714-2025-author-date") for line in lines) == 4
        assert sum(line.count("`pubkit lint --fix 报告.md`") for line in lines) == 4


@pytest.mark.parametrize(
    ("arguments", "zh", "en"),
    [
        (["lint", "--selct", "CIT"], "没有选项 --selct，是否想写 --select？", "no option --selct; did you mean --select?"),
        (["lint", "--statistic"], "--statistics", "--statistics"),
        (["convert", "a.md"], "缺少选项 --to TAG", "--to TAG is needed"),
        (["convert", "--to", "en"], "缺少参数 REPORT", "REPORT is missing"),
        (["translate", "pretranslate"], "缺少选项 --command CMD", "--command CMD is needed"),
        (["completion", "tcsh"], "SHELL 的值无效：`tcsh` 不在可选范围内：bash, zsh, fish", "SHELL: `tcsh` is none of bash, zsh, fish"),
        (["lint", "--format", "jsn"], "`jsn` 不在可选范围内：text, json", "`jsn` is none of text, json"),
        (["lint", "-j", "x"], "--jobs 的值无效：x 不是整数", "--jobs"),
        (["refs", "merge", "no.md", "1", "2"], "no.md: 没有这个文件", "no.md: no such file"),
        (["theme", "new", "x", "--logo", "no.svg"], "没有文件 no.svg", "no.svg"),
        (["fix", "a.md"], "是否想用 `lint --fix`？", "Did you mean `lint --fix`?"),
        (["preview"], "是否想用 `serve`？", "Did you mean `serve`?"),
        (["bild"], "是否想用 `build`？", "Did you mean `build`?"),
    ],
)
def test_a_mistake_is_told_by_the_names_that_are_typed(arguments: list[str], zh: str, en: str, capfd: pytest.CaptureFixture[str]) -> None:
    """`缺少参数 target` was said where `--to` was missing, and `--help` was offered for every misspelt option."""
    for language, expected in (("zh", zh), ("en", en)):
        assert run([*arguments, f"--language={language}"]) == 2
        said = capfd.readouterr().err
        assert expected in said
        assert "--help？" not in said


@pytest.mark.parametrize("arguments", [[], ["refs"], ["translate"]])
def test_a_group_without_a_command_shows_its_help_and_no_error(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """The help was shown behind `错误：`, with the advice to ask for help."""
    assert run(arguments) == 2
    shown = capfd.readouterr().err
    assert shown.startswith(("用法：", "Usage:"))
    assert "查看用法" not in shown
    assert "Try `" not in shown


def test_every_command_that_is_offered_for_another_name_exists() -> None:
    """A hint must not lead to a second mistake."""
    names = {name.removeprefix("pubkit ") for name, _ in _commands(application())}
    assert {meant.split(" --")[0] for meant in MEANT.values() if not meant.startswith("--")} <= names


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_rule_says_how_to_leave_it_out_and_the_way_works(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing but a rule's page tells how a finding is silenced; what it says is tried here, all three ways."""
    text = "上海的负荷[(1)](https://e.org/1)在上升。\n\n## 参考资料\n\n\\[1] 上海的负荷 <https://e.org/1>\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert run(["lint", "a.md"]) == 1
    assert "CIT102" in capfd.readouterr().out
    assert run(["rule", "CIT102", "--language=zh"]) == 0
    said = capfd.readouterr().out
    here, whole = re.findall(r"<!--.*?-->", said)
    first = text.split("\n")[0]
    for silenced in (text.replace(first, f"{first} {here}"), f"{here}\n{text}", f"{text}\n{whole}\n"):
        (tmp_path / "a.md").write_text(silenced, encoding="utf-8")
        assert run(["lint", "a.md"]) == 0
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (tmp_path / "pubkit.yaml").write_text("lint:\n      ignore: [CIT102]\n" if "ignore: [CIT102]" in said else "", encoding="utf-8")
    forget_configurations()
    assert run(["lint", "a.md"]) == 0


def test_many_findings_lead_to_an_overview(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Of 333 findings only the last screen is seen: the summary says how to count them, and the count says what each rule finds."""
    (tmp_path / "a.md").write_text("电价,下降。\n\n" * 40, encoding="utf-8")
    assert run(["lint", "a.md", "--language=zh"]) == 1
    assert "--statistics" in capfd.readouterr().out
    assert run(["lint", "--statistics", "a.md", "--language=zh"]) == 1
    assert re.fullmatch(r"40  ZH101  中文.*\n", capfd.readouterr().out)


def test_a_rule_that_nobody_has_is_told_of_the_option(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`b.md: 没有名为 NOPE 的规则` blamed every file in turn."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("正文。\n", encoding="utf-8")
    for option in ("--select", "--ignore"):
        assert run(["lint", option, "NOPE", "a.md", "b.md", "--language=zh"]) == 2
        said = capfd.readouterr().err
        assert said.count("NOPE") == 1
        assert f"{option}: 没有名为 `NOPE` 的规则" in said


def test_nothing_found_by_some_rules_is_said_of_them_only(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`没有发现问题` was said after `--fix --select BIB102` of a report with 254 more findings."""
    (tmp_path / "a.md").write_text("电价,下降。\n", encoding="utf-8")
    assert run(["lint", "--select", "BIB", "a.md", "--language=zh"]) == 0
    assert "仅就所选规则而言" in capfd.readouterr().out
    (tmp_path / "a.md").write_text("电价下降。\n", encoding="utf-8")
    assert run(["lint", "a.md", "--language=zh"]) == 0
    assert "所选规则" not in capfd.readouterr().out


def test_lint_looks_where_the_project_says_its_reports_are(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`build` read `source: texts`, and `lint` looked into every folder but that one."""
    (tmp_path / "pubkit.yaml").write_text("source: texts\n", encoding="utf-8")
    for folder, text in (("texts", "电价,下降。\n"), ("source", "电价,下降。\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.md").write_text(text, encoding="utf-8")
    forget_configurations()
    assert run(["lint", "--language=zh"]) == 1
    said = capfd.readouterr().out
    assert "texts/a.md" in said
    assert "source/a.md" not in said
