"""The specimen of a theme: a short text with everything that a theme sets, in Chinese or English, and a plate of its colours.

What does not belong here: writing it to a file (`theming`).
"""

from __future__ import annotations

from base64 import b64encode
from html import escape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pubkit.publish.contrast import contrast
from pubkit.publish.publication import Publication, Reference

if TYPE_CHECKING:
    from pubkit.publish.themes import Theme
    from pubkit.text.phrase import Language

_ZH: Final = """> 要点框或摘要：放在首个标题之前的引文，由主题决定排为正文、摘要还是方框。
>
> - 每行字数、行距和页边由设计变量决定。
> - 颜色改动之后，用 `pubkit theme check` 核对对比度。

## 1 正文与标题

正文取宋体或黑体，由主题的 `faces.body` 决定；**加粗**与*强调*、`行内代码`、[链接](https://www.w3.org/TR/clreq/)和引用标注[@clreq]各有其色。中文与 English、数字 2026 相邻时，间隙不靠空格。标点可以挤压，却不能出现在行首；一行的字数是整数，最后一行不足时也不必拉开。

> 简短的引文。

### 1.1 节标题

第二段用来看段首缩进与行距。报告里常见的句子，长短不一，有的需要停顿，有的一气读完；版面要做的，是让两者都不费力[@wcag]。

#### 小节标题

1. 有序列表的第一项。
2. 第二项略长一些，长到需要换行，好看清悬挂的位置是否与首行的文字对齐，而不是与编号对齐。

- 无序列表
- 第二项

## 2 表格、图片与代码

| 项目 | 数量 | 占比 |
| --- | ---: | ---: |
| 甲 | 1,280 | 64.0% |
| 乙 | 520 | 26.0% |
| 丙 | 200 | 10.0% |

: 三线表或带行线的表

![颜色与对比度]({plate})

```python
def lines(width_pt: float, size_pt: float) -> int:
    return int(width_pt // size_pt)
```
"""
_EN: Final = """> A box of key findings, or an abstract: a quotation before the first heading, which the theme sets as it likes.
>
> - Characters to a line, leading and margins are tokens.
> - When a colour is changed, `pubkit theme check` looks at its contrast.

## 1 Text and headings

Running text is serif or sans, as the theme says by `faces.body`. **Bold** and *emphasis*, `code in a line`, [a link](https://www.w3.org/TR/clreq/) and a citation[@clreq] have colours of their own. Good text is even in tone: no word stands out that need not, and the eye finds the next line without looking for it.

> A short quotation.

### 1.1 A section

A second paragraph shows the indent of first lines, and the leading. Sentences in reports are of all lengths; some want a pause, others are read in one breath, and the page should make neither of them harder[@wcag].

#### A subsection

1. The first of an ordered list.
2. The second, which is long enough to run on to another line, so that the hanging indent can be compared with the first.

- One of an unordered list
- Another

## 2 Table, picture and code

| Item | Count | Share |
| --- | ---: | ---: |
| One | 1,280 | 64.0% |
| Two | 520 | 26.0% |
| Three | 200 | 10.0% |

: A table with its rules

![Colours and their contrast]({plate})

```python
def lines(width_pt: float, size_pt: float) -> int:
    return int(width_pt // size_pt)
```
"""
_CHART: Final = {
    "zh": '\n```{.chart type=bar caption="图表的颜色"}\n季度,甲,乙,丙\n一季度,12,9,6\n二季度,15,11,9\n三季度,18,10,12\n```\n',
    "en": '\n```{.chart type=bar caption="Colours of charts"}\nQuarter,One,Two,Three\nQ1,12,9,6\nQ2,15,11,9\nQ3,18,10,12\n```\n',
}
#: Colours of the plate, and what each stands on.
_PLATE: Final = (("ink", ""), ("accent", ""), ("text", ""), ("soft", ""), ("quiet", ""), ("link", ""), ("on-ink", "ink"), ("on-ink-soft", "ink"), ("text", "tint"))
_WIDTH: Final = 560
_ROW: Final = 60


def specimen(theme: Theme, language: Language) -> Publication:
    """The text as a publication in a theme."""
    zh = language == "zh"
    body = (_ZH if zh else _EN).replace("{plate}", plate(theme))
    if find_spec("vl_convert"):
        body += _CHART[language]
    references = (
        Reference("clreq", 1, "中文排版需求" if zh else "Requirements for Chinese Text Layout", "https://www.w3.org/TR/clreq/"),
        Reference("wcag", 2, "Web Content Accessibility Guidelines (WCAG) 2.2", "https://www.w3.org/TR/WCAG22/"),
    )
    what = theme.text(f"what.{language}") or theme.text("what.en")
    return Publication(
        name="specimen",
        language="zh-CN" if zh else "en",
        title=f"主题样张：{theme.name}" if zh else f"A specimen of {theme.name}",
        subtitle=what.rstrip("。."),
        authors=("作者姓名" if zh else "Name of the author",),
        date="2026-01-31",
        publisher="出版者" if zh else "Publisher",
        body=body,
        references=references,
        folder=Path(),
        theme=theme,
    )


def plate(theme: Theme) -> str:
    """The theme's colours on paper with their contrast, as the address of an SVG."""
    cells = [_cell(n, theme, front, back) for n, (front, back) in enumerate(_PLATE)]
    palette = theme.listed("charts")
    width = _WIDTH / max(1, len(palette))
    top = _ROW * 3 + 8
    cells += [f'<rect x="{n * width:.1f}" y="{top}" width="{width:.1f}" height="24" fill="{colour}"/>' for n, colour in enumerate(palette)]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {top + 24}" width="{_WIDTH}" height="{top + 24}" font-family="sans-serif" font-size="13"><rect width="{_WIDTH}" height="{top + 24}" fill="#fff"/>{"".join(cells)}</svg>'
    return "data:image/svg+xml;base64," + b64encode(svg.encode()).decode()


def _cell(n: int, theme: Theme, front: str, back: str) -> str:
    """One colour: words in it on what it stands on, its token, and the ratio."""
    colour, ground = theme.text(f"colours.{front}"), theme.text(f"colours.{back}") if back else "#ffffff"
    x, y, width = n % 3 * _WIDTH / 3, n // 3 * _ROW, _WIDTH / 3
    words = escape(f"{front} / {back}" if back else front)
    return (
        f'<rect x="{x:.1f}" y="{y}" width="{width - 8:.1f}" height="{_ROW - 8}" fill="{ground}" stroke="{theme.text("colours.line-soft")}"/>'
        f'<rect x="{x + 10:.1f}" y="{y + 10}" width="8" height="{_ROW - 28}" fill="{colour}"/>'
        f'<text x="{x + 28:.1f}" y="{y + 22}" fill="{colour}">{words}</text>'
        f'<text x="{x + 28:.1f}" y="{y + 40}" fill="{colour}">{colour} · {contrast(colour, ground):.1f}</text>'
    )
