"""The picture of which section rests on which sources: as a file, in the web page, and in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from publications import page_markup

from pubkit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

SVG = "{http://www.w3.org/2000/svg}"
REPORT = """---
{head}
---
# 储能的发展

## 一、成本 & 价格

甲[1]，乙[1][2]。

## 二、政策

丙[3]。

## 三、结语

没有引用。

## 参考资料

\\[1] 成本为何下降 <https://e.org/a>

\\[2] A very long title about the cost of storage in grids of many countries over many years <https://e.org/b?x=1&y=2>

\\[3] 政策汇编 <https://e.org/c>
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "报告.md"
    path.write_text(REPORT.format(head="language: zh-CN"), encoding="utf-8")
    return path


def drawn(report: Path) -> ElementTree.Element:
    """The picture of a report, as it is read by an XML parser."""
    target = report.with_suffix(".svg")
    assert run(["refs", "graph", str(report), "--output", str(target)]) == 0
    return ElementTree.parse(target).getroot()  # noqa: S314  our own file


def texts(element: ElementTree.Element) -> list[str]:
    return ["".join(node.itertext()) for node in element.iter(f"{SVG}text")]


def test_sections_and_sources_have_their_names_and_links(report: Path) -> None:
    """Sections on the left, sources with number on the right, each a link to the source itself."""
    svg = drawn(report)
    assert "一、成本 & 价格" in texts(svg)
    assert any(text.startswith("[2] A very long title") and text.endswith("…") for text in texts(svg))
    assert [link.get("href") for link in svg.iter(f"{SVG}a")] == ["https://e.org/a", "https://e.org/b?x=1&y=2", "https://e.org/c"]


def test_bands_are_as_wide_as_the_citations_are_many(report: Path) -> None:
    """Two citations are twice as wide as one, but for the hair between bands; a lone source is in a group of its own."""
    plain, alone = (group for group in drawn(report).findall(f"{SVG}g") if group.get("fill") == "none")
    widths = [float(str(path.get("stroke-width"))) + 1 for path in plain.iter(f"{SVG}path")]
    assert len(widths) == 2
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)
    assert len(list(alone.iter(f"{SVG}path"))) == 1
    assert alone.get("stroke") != plain.get("stroke")


def test_it_is_told_in_words(report: Path) -> None:
    """A title, and a description of each section; one without citations is said to have none."""
    svg = drawn(report)
    assert svg.get("role") == "img"
    assert svg.findtext(f"{SVG}title") == "各节依据的文献"
    described = str(svg.findtext(f"{SVG}desc"))
    assert "一、成本 & 价格：2 种文献，引用 3 处" in described
    assert "二、政策：仅据 [3] 政策汇编" in described
    assert "三、结语：未引用文献" in described


def test_nothing_stands_outside_of_the_picture(report: Path) -> None:
    """All bars and bands are inside of the view."""
    svg = drawn(report)
    _, _, width, height = map(float, str(svg.get("viewBox")).split())
    for bar in svg.iter(f"{SVG}rect"):
        x, y = float(str(bar.get("x"))), float(str(bar.get("y")))
        assert 0 <= x <= width
        assert 0 <= y <= height
        assert y + float(str(bar.get("height"))) <= height


def test_the_web_page_has_it_where_it_is_asked_for(report: Path, tmp_path: Path) -> None:
    """Folded up behind the references, its links leading into the page; not in the book, and not by itself."""
    assert run(["build", str(report), "--output", str(tmp_path / "o"), "--format", "html", "--quiet"]) == 0
    page = tmp_path / "o" / "报告" / "zh-CN" / "报告.html"
    assert "<svg" not in page.read_text(encoding="utf-8")
    report.write_text(REPORT.format(head="language: zh-CN\nreference-graph: true"), encoding="utf-8")
    assert run(["build", str(report), "--output", str(tmp_path / "o"), "--format", "html,epub", "--quiet"]) == 0
    html = page_markup(page)
    graph = html[html.index("<svg") : html.index("</svg>")]
    assert "<details><summary>各节依据的文献" in html
    assert "style" not in graph
    inner = re.findall(r'href="#([^"]+)"', graph)
    assert len(inner) == 6
    assert all(f'id="{name}"' in html or f"id={name}" in html for name in inner)


def test_a_report_without_citations_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No empty picture."""
    path = tmp_path / "a.md"
    path.write_text("# 题\n\n没有引用。\n", encoding="utf-8")
    assert run(["refs", "graph", str(path), "--language", "en"]) == 2
    assert "cites nothing" in capsys.readouterr().err
