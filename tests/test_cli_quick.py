"""The quick reading of `pubkit lint` and click's: the same options, or none."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from pubkit.cli.lint import command
from pubkit.cli.quick import read_lint

if TYPE_CHECKING:
    from pathlib import Path

_PIECES = (
    ["a.md"],
    ["报告 one.md", "-"],
    ["--fix"],
    ["-q"],
    ["--quiet", "--no-cache"],
    ["--unsafe-fixes", "--diff"],
    ["--statistics"],
    ["--select", "CIT1"],
    ["--select=CIT1,ZH"],
    ["--ignore", "CIT203", "--ignore=MD1"],
    ["--format", "json"],
    ["--format=text"],
)


def _as_click_reads(arguments: list[str]) -> tuple[tuple[str, ...], dict[str, Any]]:
    options = dict(command().make_context("lint", list(arguments)).params)
    return options.pop("paths"), options


@pytest.mark.parametrize("pieces", list(itertools.combinations(_PIECES, 3)), ids=str)
def test_what_is_read_quickly_is_what_click_reads(pieces: tuple[list[str], ...]) -> None:
    """Whatever is understood without click has the paths and the options that click gives, defaults too."""
    arguments = [argument for piece in pieces for argument in piece]
    assert read_lint(["lint", *arguments]) == _as_click_reads(arguments)


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["build", "a.md"],
        ["--language", "zh", "lint", "a.md"],
        ["lint", "--language", "zh"],
        ["lint", "--help"],
        ["lint", "-h"],
        ["lint", "--", "-a.md"],
        ["lint", "--fox"],
        ["lint", "--fix=yes"],
        ["lint", "--format"],
        ["lint", "--format", "xml"],
        ["lint", "--format", "sarif"],
        ["lint", "--select", "--fix"],
        ["lint", "--select="],
        ["lint", "-qj2"],
        ["lint", "--watch"],
        ["lint", "--baseline", "b.json"],
    ],
    ids=" ".join,
)
def test_all_else_is_left_to_click(arguments: list[str]) -> None:
    """A mistake, a rare option, and another command are not guessed at."""
    assert read_lint(arguments) is None


def test_a_shell_that_completes_is_answered_by_click(monkeypatch: pytest.MonkeyPatch) -> None:
    """With click's variable set, the command line is not run."""
    monkeypatch.setenv("_PUBKIT_COMPLETE", "bash_complete")
    assert read_lint(["lint", "a.md"]) is None


def test_a_plain_lint_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    """Click, and what it and others bring, take longer to load than linting a report takes; YAML is for projects."""
    code = (
        "import sys; sys.argv = ['pubkit', 'lint', '--no-cache', '-']; from pubkit.cli.quick import run; run(sys.argv[1:]); "
        "print(sorted({'click', 'inspect', 'dataclasses', 'difflib', 'json', 'tempfile', 'yaml', 'pubkit.config'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input="电价下降。\n", capture_output=True, text=True, encoding="utf-8", check=True, cwd=tmp_path
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_ctrl_c_while_modules_are_loaded_prints_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exit code of every other Ctrl-C."""
    import pubkit.cli

    def interrupted(_: str) -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr("pubkit.text.pattern_store.store_path", interrupted)
    with pytest.raises(SystemExit) as ended:
        pubkit.cli.main()
    assert ended.value.code == 130
