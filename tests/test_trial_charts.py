"""Charts with the mistakes that an editor makes: each is told with its line, and none is drawn as if nothing were wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.markdown.chart_data import ChartError, read_chart
from pubkit.markdown.document import Document
from pubkit.pipeline.unchanged import digest_of_inputs

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("block", "said"),
    [
        ("城市,户数\n上海,1200\n广州,八百\n", "数据第 3 行：户数“八百”不是数字"),
        ("城市，户数\n上海，1200\n", "全角逗号"),
        ("城市,户数\n上海\n", "1 个值，应为 2 个"),
        ("城市,户数\n", "没有数据行"),
        ("", "图表块是空的"),
        ("\n\n", "图表块是空的"),
    ],
)
def test_a_chart_that_would_mislead_is_refused(tmp_path: Path, block: str, said: str) -> None:
    """`八百` was drawn as no bar at all."""
    with pytest.raises(ChartError) as caught:
        read_chart(block, {"type": "bar"}, tmp_path)
    assert said in caught.value.message.zh


def test_an_empty_value_is_a_gap_that_is_meant(tmp_path: Path) -> None:
    """Shares, thousands and gaps are data."""
    chart = read_chart("年份,比例,户数\n2023,35%,\"1,200\"\n2024,,1300\n", {"type": "line"}, tmp_path)
    assert chart.rows[0]["比例"] == 35
    assert chart.rows[1]["比例"] == ""


def test_a_wrong_chart_is_told_with_its_file_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """`报告.md: 图表“城市,户数”无法绘制` did not say which of five charts it was."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("# 题\n\n正文。\n\n```{.chart type=pei}\n城市,户数\n上海,1\n```\n", encoding="utf-8")
    assert run(["build", "a.md", "--format", "html", "--language=zh"]) == 1
    assert "a.md:5:1: FIG103 图表“城市,户数”无法绘制：没有 `pei` 这种图表" in capfd.readouterr().err


def test_all_wrong_charts_are_told_at_their_own_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """A build used to end at the first of them, and `lint` saw none."""
    monkeypatch.chdir(tmp_path)
    text = "# 题\n\n```chart\n\n城市,户数\n上海,十\n```\n\n- 甲\n\n  ```chart\n  城市,户数\n  上海,1\n  广州\n  ```\n\n```chart.js\na,b\nc,d\n```\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    assert run(["lint", "a.md", "--select", "FIG103", "--language=zh"]) == 1
    told = [line.split(" ", 2)[:2] for line in capfd.readouterr().out.splitlines() if line.startswith("a.md")]
    assert told == [["a.md:6:1:", "FIG103"], ["a.md:14:1:", "FIG103"]]


def test_a_draft_shows_a_wrong_chart_as_it_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a mark that says why."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("# 题\n\n```chart\n城市,户数\n上海,十\n```\n", encoding="utf-8")
    assert run(["build", "a.md", "--draft", "--format", "html", "--language=zh", "--output", "out"]) == 0
    (page,) = (tmp_path / "out").rglob("*.html")
    html = page.read_text(encoding="utf-8")
    assert "无法绘制" in html
    assert "上海,十" in html


def test_a_column_that_is_not_there_is_told(tmp_path: Path) -> None:
    """It was drawn as an empty chart."""
    with pytest.raises(ChartError) as caught:
        read_chart("mark: bar\ndata: |\n  年份,煤\n  2023,1\nx: 年\ny: 煤\n", {}, tmp_path)
    assert "没有“年”这一列，只有：年份, 煤" in caught.value.message.zh


@pytest.mark.parametrize("line", ["data: 产量.csv", 'data: "产量.csv"', "data: {url: 产量.csv}"])
def test_new_data_of_a_chart_is_a_new_build(tmp_path: Path, line: str) -> None:
    """A chart whose file had changed was said to be unchanged, and kept its old picture."""
    (tmp_path / "a.md").write_text(f"# 题\n\n```chart\nmark: bar\n{line}\n```\n", encoding="utf-8")
    (tmp_path / "产量.csv").write_text("年份,煤\n2023,1\n", encoding="utf-8")
    before = digest_of_inputs(Document.read(tmp_path / "a.md"), tmp_path, {})
    (tmp_path / "产量.csv").write_text("年份,煤\n2023,2\n", encoding="utf-8")
    assert digest_of_inputs(Document.read(tmp_path / "a.md"), tmp_path, {}) != before
