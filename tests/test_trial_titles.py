"""The title of the metadata and the first heading: what is the same is printed once, and nothing is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from publications import page_markup

from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.pipeline.settling import settle

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "本报告研究城市更新。\n"


def body(folder: Path, title: str, text: str) -> str:
    return settle(Document(text, str(folder / "a.md")), "a", {"title": title, "language": "zh-CN"}, folder).body


@pytest.mark.parametrize(
    "text",
    [
        f"# 引言\n\n{TEXT}\n# 方法\n\n{TEXT}",
        f"# 引言\n\n{TEXT}",
        f"# 引言 {{#sec:first}}\n\n{TEXT}\n## 背景\n\n见 @sec:first。\n",
        f"# 更新\n\n{TEXT}",
    ],
)
def test_a_first_chapter_stays_where_the_metadata_give_the_title(tmp_path: Path, text: str) -> None:
    """The first heading of every report with a `title` was taken for a second title, and was not printed at all."""
    assert text.split("\n")[0].removeprefix("# ").split(" {")[0] in body(tmp_path, "旧区的更新", text)


@pytest.mark.parametrize("heading", ["旧区的更新", "旧区的更新：三个城市的观察", "**旧区**的更新", "旧区更新", "“旧区”的更新。"])
def test_a_heading_that_says_the_title_is_printed_once(tmp_path: Path, heading: str) -> None:
    """Exports repeat the title as their first heading, with other marks or with a subtitle."""
    assert "#" not in body(tmp_path, "旧区的更新", f"# {heading}\n\n{TEXT}")


def test_an_export_that_is_given_another_title_loses_its_own(tmp_path: Path) -> None:
    """All other headings stand below the first one: it was the title, and the editor has worded it anew."""
    assert "报告草案" not in body(tmp_path, "旧区的更新", f"# 报告草案\n\n{TEXT}\n## 一、概述\n\n{TEXT}\n## 二、结论\n\n{TEXT}")


def test_the_chapters_are_in_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both chapters, and a live reference to the first."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(f"---\ntitle: 旧区的更新\n---\n\n# 引言 {{#sec:first}}\n\n{TEXT}\n# 方法\n\n见 @sec:first。\n", encoding="utf-8")
    assert run(["build", "a.md", "--format", "html"]) == 0
    page = page_markup(tmp_path / "build/a/zh-CN/a.html")
    assert re.search(r'<h2 id="sec-first">(<[^>]*>)*引言', page)
    assert 'href="#sec-first"' in page
    assert "?]" not in page
