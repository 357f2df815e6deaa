"""Charts: data in, a picture and its table out, and a clear word where the data are none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pubkit.markdown.chart_data import read_chart
from pubkit.publish.publication import Publication
from pubkit.publish.rendering import render
from pubkit.text.errors import PublicationError

pytest.importorskip("vl_convert", reason="charts need vl-convert")


def pictures(body: str, folder: Path = Path()) -> tuple[str, list[str]]:
    """The text of a body, and its pictures as SVG."""
    made = render(Publication("x", "zh-CN", "题", body, (), folder))
    return made.body_html, [picture.content.decode() for picture in made.pictures.values()]


def test_csv_becomes_a_figure_with_its_data() -> None:
    """The picture says what the columns say; the table holds every number."""
    html, (svg,) = pictures('```{.chart type=bar caption="产量"}\n地区,产量\n华北,"1,200"\n华东,2300\n```\n')
    assert "华北" in svg
    assert "#14304f" in svg
    assert "<figcaption>产量</figcaption>" in html
    table = re.search(r'<details class="chart-data">.*?</details>', html, re.DOTALL)
    assert table
    assert re.findall(r"<td[^>]*>([^<]*)</td>", table[0]) == ["华北", "1200", "华东", "2300"]
    assert 'alt="产量；地区 华北，产量 1200' in html


def test_the_words_of_vega_lite_become_a_picture() -> None:
    """YAML with mark, data and channels by the names of columns."""
    _, (svg,) = pictures("```chart\nmark: line\ndata: |\n  年,值,种\n  2023,3,甲\n  2024,5,乙\nx: 年\ny: 值\ncolor: 种\n```\n")
    assert "乙" in svg
    assert svg.count("mark-line") >= 1


def test_data_come_from_a_file_beside_the_report_and_from_nowhere_else(tmp_path: Path) -> None:
    """A file outside of the folder, or on the network, is refused."""
    (tmp_path / "output.csv").write_text("年,值\n2023,3\n2024,5\n", encoding="utf-8")
    _, (svg,) = pictures("```chart\nmark: bar\ndata: output.csv\n```\n", tmp_path)
    assert "2024" in svg
    for name in ("../secret.csv", "https://example.org/a.csv", "none.csv"):
        with pytest.raises(PublicationError):
            pictures(f"```chart\nmark: bar\ndata: {name}\n```\n", tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n", "no row of data"),
        ("a,b\n1,2,3\n", "line 2 of the data has 3 values instead of 2"),
        ("mark: bar\n", "no `data`"),
        ("mark: donut\ndata: |\n  a,b\n  1,2\n", "`donut` is no kind of chart"),
        ("mark: [\n", "YAML"),
    ],
)
def test_what_is_no_chart_is_said_with_its_first_line(text: str, said: str) -> None:
    """Nothing is drawn by guess."""
    with pytest.raises(PublicationError) as raised:
        read_chart(text, {}, Path())
    assert said in raised.value.message.en
    assert text.split("\n", 1)[0] in raised.value.message.en


def test_charts_are_the_same_bytes_each_time() -> None:
    """Two builds of a report are the same."""
    body = "```{.chart type=line}\n年,甲,乙\n2021,1,2\n2022,3,4\n```\n"
    first, second = pictures(body), pictures(body)
    assert first == second
    assert first[1]
