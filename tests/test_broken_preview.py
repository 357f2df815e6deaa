"""The preview goes on, whatever happens to the files that it shows."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from pubkit.cli.serve import _follow
from pubkit.pipeline.projects import find_target
from pubkit.preview.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name in ("a", "b"):
        (tmp_path / "source" / name).mkdir(parents=True)
        (tmp_path / "source" / name / "report.md").write_text("# 题\n\n正文。\n", encoding="utf-8")
    (tmp_path / "pubkit.yaml").write_text("language: zh-CN\n", encoding="utf-8")
    return tmp_path


def studio_of(project: Path) -> Studio:
    return Studio(lambda: find_target((str(project),), None, ())._replace(output=project / "preview"), "en", pdf=False)


def test_reports_that_are_gone_are_shown_no_more(project: Path) -> None:
    """Whether they were removed or renamed."""
    studio = studio_of(project)
    studio.build_pages()
    assert [shown.name for shown in studio.shown] == ["a", "b"]
    shutil.rmtree(project / "source" / "b")
    (project / "source" / "a").rename(project / "source" / "c")
    studio.build_pages()
    assert [shown.name for shown in studio.shown] == ["c"]


def test_an_error_of_all_goes_when_it_is_mended(project: Path) -> None:
    """Until then the last pages stay."""
    studio = studio_of(project)
    studio.build_pages()
    (project / "pubkit.yaml").write_text("editions: [\n", encoding="utf-8")
    studio.build_pages()
    assert [(shown.name, bool(shown.errors)) for shown in studio.shown] == [("a", False), ("b", False), ("", True)]
    (project / "pubkit.yaml").write_text("language: zh-CN\n", encoding="utf-8")
    studio.build_pages()
    assert [(shown.name, bool(shown.errors)) for shown in studio.shown] == [("a", False), ("b", False)]


class _Recorded:
    """A studio that only counts, and does something to the project at each build."""

    def __init__(self, *steps: Callable[[], object]) -> None:
        self.steps = list(steps)
        self.builds = 0

    def build_pages(self) -> None:
        self.builds += 1

    def begin_pdfs(self) -> None: ...

    def end_pdfs(self) -> None: ...

    def look_for_pdfs(self) -> bool:
        if not self.steps:
            raise KeyboardInterrupt
        self.steps.pop(0)()
        return True


def test_a_configuration_that_is_half_written_does_not_end_the_server(project: Path) -> None:
    """It is seen as a change, and so is its mending."""
    configuration = project / "pubkit.yaml"
    studio = _Recorded(
        lambda: configuration.write_text("editions: [\n", encoding="utf-8"),
        lambda: configuration.write_text("language: zh-TW\n", encoding="utf-8"),
        lambda: shutil.rmtree(project / "source"),
    )
    with pytest.raises(KeyboardInterrupt):
        _follow(studio, (str(project),))  # type: ignore[arg-type]
    assert studio.builds == 4
