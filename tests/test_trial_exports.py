"""Exports of assistants as an editor meets them first: what is said, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.citations.bibliography import find_bibliography
from pubkit.cli.app import run
from pubkit.markdown.document import Document

if TYPE_CHECKING:
    from pathlib import Path

_WITHOUT_LIST = "# 航线\n\n单次航程约 120 公里 [[1]](https://e.org/1)。<grok-card data-id=\"a1\"></grok-card>\n"


def test_citations_with_addresses_and_without_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Marks of which the sources were not exported counted as sources; nothing said how to have a list."""
    report = tmp_path / "r.md"
    report.write_text(_WITHOUT_LIST, encoding="utf-8")
    assert run(["--language", "en", "lint", "--no-cache", str(report)]) == 1
    assert "CIT201 the text cites 1 source but has no list of references; `pubkit normalize` makes one of the addresses in the text" in capsys.readouterr().out
    assert run(["normalize", str(report)]) == 0
    capsys.readouterr()
    run(["--language", "en", "lint", "--no-cache", "--select", "CIT201", str(report)])
    assert "no list" not in capsys.readouterr().out


def test_citations_without_addresses_and_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing can be made of them."""
    report = tmp_path / "r.md"
    report.write_text("# 航线\n\n航程约 120 公里 [@chen]，间距 80 公里 [@zhou]。\n", encoding="utf-8")
    assert run(["--language", "en", "lint", "--no-cache", str(report)]) == 1
    said = capsys.readouterr().out
    assert "cites 2 sources but has no list" in said
    assert "normalize" not in said


@pytest.mark.parametrize("words", ["Key Citations", "Citations", "Cited Sources"])
def test_headings_of_lists(words: str) -> None:
    """Grok's is `Key Citations`."""
    listed = find_bibliography(Document(f"# Ships\n\nText.\n\n## {words}\n\n1. A page https://e.org/1\n2. Another https://e.org/2\n"))
    assert listed is not None
    assert listed.heading is not None
    assert listed.heading.text == words


_ADDRESSES = "# 供水\n\n海岛缺水[1]。淡化电耗降低[2]。\n\nCitations:\n[1] https://e.org/island/1\n[2] https://e.org/island/2\n"


def test_entries_that_are_addresses_alone(tmp_path: Path) -> None:
    """As Perplexity lists them: they had a mark of their kind and nothing before it, `[EB/OL].`"""
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(_ADDRESSES, encoding="utf-8")
    assert run(["build", str(tmp_path / "a.md"), str(tmp_path / "b.md"), "--output", str(tmp_path / "out"), "--quiet"]) == 0
    told = (tmp_path / "out/a/zh-CN/resolved.md").read_text("utf-8")
    assert "1. [@1] <https://e.org/island/1>\n2. [@2] <https://e.org/island/2>\n" in told
    page = (tmp_path / "out/a/zh-CN/a.html").read_text("utf-8")
    assert "[1]</span> <a class=address" in page
    assert "EB/OL" not in page
    shared = (tmp_path / "out/references.html").read_text("utf-8")
    assert shared.count("https://e.org/island/1\"") == 1
    assert '<p class="text"></p>' not in shared


def test_what_is_left_of_a_page_is_told_of_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It was printed without a word; and that a fix takes it out was said by lint only."""
    report = tmp_path / "r.md"
    report.write_text("# 食堂\n\n[cite_start]客单价 18.6 元[cite: 1]。\n\n## 参考资料\n\n1. 年报 https://e.org/1\n", encoding="utf-8")
    arguments = ["--language", "en", "build", str(report), "--format", "html", "--output", str(tmp_path / "out")]
    assert run([*arguments, "--draft"]) == 0
    assert "  what an assistant's page left behind is shown as it is written: [cite_start]\n" in capsys.readouterr().out
    assert run(arguments) == 1
    assert "`pubkit lint --fix --unsafe-fixes` mends them; or build" in capsys.readouterr().err
    report.write_text(report.read_text("utf-8") + "\n![图](没有.png)\n", encoding="utf-8")
    assert run(arguments) == 1
    assert "`pubkit lint --fix --unsafe-fixes` mends 1 of them" in capsys.readouterr().err


_GROK = """# 航线

航程约 120 公里 [[1]](https://e.org/1)，间距 80 公里 [[2]](https://e.org/2)。

## Key Citations
- [航程统计](https://e.org/1)
- {}

## 附录

附。
"""


def test_a_list_of_links_becomes_the_list_of_references(tmp_path: Path) -> None:
    """Grok's has no numbers: entries had addresses and no titles, and the list stood a second time below them."""
    report = tmp_path / "r.md"
    report.write_text(_GROK.format("[充电桩布局](https://e.org/2)"), encoding="utf-8")
    assert run(["normalize", str(report)]) == 0
    told = report.read_text("utf-8")
    assert told.endswith("间距 80 公里 [@2]。\n\n## Key Citations\n\n::: {#refs}\n:::\n\n## 附录\n\n附。\n")
    items = (tmp_path / "r.references.yaml").read_text("utf-8")
    assert "title: 航程统计\n  URL: https://e.org/1\n" in items
    assert "title: 充电桩布局\n  URL: https://e.org/2\n" in items
    assert run(["normalize", str(report)]) == 0
    assert report.read_text("utf-8") == told


@pytest.mark.parametrize("entry", ["[另一页](https://e.org/3)", "[充电桩布局](https://e.org/2)，2025 年", "[重复](https://e.org/1)"])
def test_a_list_of_links_with_more_to_it_stays(entry: str, tmp_path: Path) -> None:
    """What no mark cites, what is said beside a link, and a second title of an address would be lost."""
    report = tmp_path / "r.md"
    report.write_text(_GROK.format(entry), encoding="utf-8")
    assert run(["normalize", str(report)]) == 0
    assert f"- [航程统计](https://e.org/1)\n- {entry}\n" in report.read_text("utf-8")
