"""A project as somebody begins it who has only `--help`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from pubkit.cli.app import run
from pubkit.config import load_config
from pubkit.lint.linter import lint
from pubkit.markdown.document import Document
from pubkit.pipeline.starting import start_project

if TYPE_CHECKING:
    from pubkit.text.phrase import Language


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_project_has_nothing_to_complain_of(tmp_path: Path, language: Language) -> None:
    """The first `pubkit lint` of every Chinese project ended with a finding about pubkit's own sentence."""
    written = start_project(tmp_path, language)
    reports = [path for path in written if path.suffix == ".md"]
    assert reports
    assert [finding.code for path in reports for finding in lint(Document.read(path))] == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_of_the_template_is_published(tmp_path: Path, language: Language) -> None:
    """`author: 作者姓名` stood on the cover of whoever forgot to change it. What is commented out is right when it is not."""
    start_project(tmp_path, language)
    text = (tmp_path / "pubkit.yaml").read_text(encoding="utf-8")
    assert set(yaml.safe_load(text)) == {"language"}
    keys = [line.removeprefix("# ") for line in text.split("\n") if line.startswith(("# author", "# publisher", "# editions", "# lint", "#   ignore"))]
    (tmp_path / "pubkit.yaml").write_text("\n".join(keys) + "\n", encoding="utf-8")
    assert set(load_config(tmp_path / "pubkit.yaml").values) == {"author", "publisher", "editions", "lint"}


def test_the_next_step_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A folder with a space in its name was not quoted."""
    monkeypatch.chdir(tmp_path)
    assert run(["init", "我的 项目", "--language=zh"]) == 0
    said = capfd.readouterr().out
    assert "cd '我的 项目' && " in said
    assert "source/报告名/报告名.md" in said
    assert Path("我的 项目/pubkit.yaml").is_file()
