"""A draft tells each thing that it has marked; what it cannot mark stops it, with a hint that helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

_BROKEN = """# 题

一句[4]。另一句[1][2]。

![图](没有.png) 见 @fig:no。

```{.chart type=bar}
城市,户数
甲市,一千
```

## 参考文献

[1] 甲 <https://e.org/1>

[2] 乙 <https://e.org/2>

[3] 丙 <https://e.org/3>
"""


def _said(text: str, folder: Path, capsys: pytest.CaptureFixture[str], *options: str, code: int = 0) -> str:
    path = folder / "r.md"
    path.write_text(text, encoding="utf-8")
    assert run(["build", str(path), "--format", "html", "--output", str(folder / "out"), *options]) == code
    told = capsys.readouterr()
    return told.out + told.err


@pytest.mark.parametrize(
    ("language", "remarks"),
    [
        (
            "en",
            (
                "citation [4] is unresolved, and marked",
                "the chart “城市,户数” cannot be drawn: line 2 of the data: 户数 “一千” is no number; it is marked",
                "the picture 没有.png is missing, and is marked",
                "the cross-reference @fig:no leads nowhere, and is marked",
            ),
        ),
        (
            "zh",
            (
                "引用 [4] 未解决，已作标记",
                "图表“城市,户数”无法绘制：数据第 2 行：户数“一千”不是数字，已作标记",
                "图片 没有.png 不存在，已作标记",
                "交叉引用 @fig:no 没有对应的目标，已作标记",
            ),
        ),
    ],
)
def test_a_draft_names_all_that_it_marked(
    language: str, remarks: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It named the citations only; a picture that was not there had to be found by reading."""
    said = _said(_BROKEN, tmp_path, capsys, "--draft", "--language", language)
    for remark in remarks:
        assert said.count(f"  {remark}\n") == 1


def test_a_draft_names_torn_citations(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They have a mark, and were told nowhere."""
    text = "# 题\n\n一句[(1)](https://e.org/1)。另一句[(8)](https://e.org\n\n## 参考文献\n\n\\[1] 甲[ https://e.org/1](https://e.org/1)\n"
    assert "  the links of the citations [8] are broken: they are marked\n" in _said(text, tmp_path, capsys, "--draft", "--language", "en")


def test_a_whole_draft_says_nothing_of_marks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is marked there."""
    assert "marked" not in _said("# 题\n\n一句。\n", tmp_path, capsys, "--draft", "--language", "en")


@pytest.mark.parametrize("head", ["---\nwriting-mode: upwards\n---\n", "---\ntitle: 甲\n"])
def test_a_wrong_head_stops_a_draft_at_its_line(head: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The advice was `--draft`, which stopped again, without a line; an open head was printed as text, without a mark."""
    for options in ((), ("--draft",)):
        said = _said(f"{head}\n正文一句。\n", tmp_path, capsys, "--language", "en", *options, code=1)
        assert ":2:1: FM104" in said or ":1:1: FM102" in said
        assert "must be right for --draft, too" in said
        assert "build all the same" not in said


def test_a_wrong_text_may_be_a_draft(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """There `--draft` helps, and is offered."""
    assert "build all the same with --draft" in _said("# 题\n\n![图](没有.png)\n", tmp_path, capsys, "--language", "en", code=1)


_UNPAIRED = "# 题\n\n正文**调度****\\*\\*成本\\*\\***高企。\n"


def test_markup_that_is_left_over_is_told_at_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The build stopped with a number of stars, and said nothing of where they are."""
    said = _said(_UNPAIRED, tmp_path, capsys, "--language", "en", code=1)
    assert "r.md:3:3: MD105 these stars open or close nothing and are shown" in said
    assert "one thing would make this publication wrong" in said
    assert "build all the same with --draft" in said


def test_a_draft_shows_markup_that_is_left_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A draft may be wrong where that is seen; it is told."""
    said = _said(_UNPAIRED, tmp_path, capsys, "--language", "en", "--draft")
    assert "  1 kind of markup left over: 4 × **: it is shown as it is written\n" in said
    assert "10 checks passed" in said
