"""FIG1xx: pictures that are not there, and charts that cannot be drawn."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote, urlsplit

from pubkit.markdown.tree import CODE
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.markdown.tree import Node


def _pictures(page: Page) -> list[Node]:
    """The pictures of a page: asked for as `page.shared(_pictures)`."""
    if "!" not in page.text or "![" not in page.text:
        return []
    return [node for node in page.document.tree.walk() if node.kind == "image"]


class MissingPicture(Rule):
    """A picture whose file is not there."""

    code = "FIG101"
    name = "missing-picture"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A picture without an address, or whose file is not beside the report.",
        "图片没有地址，或报告旁没有这个文件。",
    )
    why = Phrase(
        "Readers see a hole. A build stops here, unless it is a draft.", "读者会看到空白。除非是草稿，构建会在这里停下。"
    )
    examples = (
        Bad("见图。\n\n⟦![装机容量](没有这张图.png)⟧"),
        Bad("见图。\n\n⟦![装机容量]()⟧"),
        Good("`![装机容量](没有这张图.png)`"),
        Good("![装机容量](https://e.org/a.png)", "not a file (FIG102)"),
        Good("![点](data:image/gif;base64,R0lGODlhAQABAAAAACw=)"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for node in page.shared(_pictures):
            address = node.value or ""
            if not address:
                yield self.finding(node.span, Phrase("this picture has no address", "这张图片没有地址"))
            elif not urlsplit(address).scheme and not page.has_file(unquote(address)):
                yield self.finding(node.span, Phrase("there is no picture `{}`", "找不到图片 `{}`").format(address))


class RemotePicture(Rule):
    """A picture that stands on another machine."""

    code = "FIG102"
    name = "remote-picture"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase("A picture whose address is on the web.", "图片的地址在网络上。")
    why = Phrase(
        "Nothing is fetched while publishing: the publication shows the picture's words only. Save the file beside the report.",
        "出版时不会下载任何内容，成品里只有图片的文字说明。请把图片保存到报告旁边。",
    )
    examples = (
        Bad("见图。\n\n⟦![装机容量](https://e.org/a.png)⟧"),
        Good("见[图](https://e.org/a.png)。", "a link"),
        Good("`![装机容量](https://e.org/a.png)`"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for node in page.shared(_pictures):
            if (node.value or "").lower().startswith(("http://", "https://", "//")):
                message = Phrase("this picture is not part of the report", "这张图片不在报告文件夹内，出版时只保留文字")
                yield self.finding(node.span, message)


class BrokenChart(Rule):
    """A chart that a build would not draw."""

    code = "FIG103"
    name = "broken-chart"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A block `chart` whose data cannot be drawn: a row with a value too few, a word where a number belongs, a column or file that is not there.",
        "`chart` 图表块的数据无法绘制：某行缺值、该是数字的地方不是数字、所指的列或文件不存在等。",
    )
    why = Phrase(
        "A build stops here; a chart drawn all the same would lack a bar, and nobody would see it.",
        "构建会在这里停下。若勉强画出，图上会少一根柱子，却没有人看得出来。",
    )
    source = "RFC 4180; Vega-Lite"
    examples = (
        Bad("```{.chart type=bar}\n城市,户数\n⟦上海,一千⟧\n```\n"),
        Bad("```{.chart type=line}\n年份,煤,风电\n2023,12,8\n⟦2024,11⟧\n```\n"),
        Bad("⟦```{.chart type=pei}⟧\n城市,户数\n上海,1200\n```\n"),
        Bad("⟦```chart⟧\nmark: bar\ndata: 没有这个文件.csv\n```\n"),
        Bad("⟦```chart⟧\nmark: bar\ndata: |\n  年份,煤\n  2023,12\nx: 年\ny: 煤\n```\n"),
        Good('```{.chart type=pie caption="份额"}\n来源,份额\n煤,"1,200"\n风,35%\n```\n'),
        Good("```chart\nmark: line\ndata: |\n  年份,煤\n  2023,12\nx: 年份\ny: 煤\n```\n"),
        Good("```text\nchart\n城市,一千\n```\n", "not a chart"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if CODE not in page.document.masked or "chart" not in page.text:
            return
        from pubkit.markdown.chart_data import ChartError, chart_blocks, read_chart, type_of_fence

        folder = Path(page.document.path).parent
        for node, fence_end in chart_blocks(page.document):
            fence = page.text[node.start : fence_end]
            try:
                read_chart("".join(child.value or "" for child in node.children), type_of_fence(fence), folder)
            except ChartError as error:
                row = page.document.lines.row(node.start) + error.line
                line = page.document.lines.span(row) if error.line else Span(node.start, fence_end)
                yield self.finding(line, error.message)


RULES: tuple[Rule, ...] = (MissingPicture(), RemotePicture(), BrokenChart())
