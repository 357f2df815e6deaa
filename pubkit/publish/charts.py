"""Charts from data: a fenced block `chart` becomes a picture in the colours of the theme, with its data as a table beside it.

What a block may hold is told in `markdown.chart_data`. The picture is made by vl-convert, which holds Vega-Lite and fetches nothing:
`pip install vl-convert-python`.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any, Final

from pubkit.markdown.chart_data import ChartError, broken_chart, read_chart
from pubkit.publish.tree import attributes, edit_blocks, raw_block, raw_inline, string, words
from pubkit.text.errors import ToolError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pubkit.markdown.chart_data import Chart, Row
    from pubkit.publish.labels import Labels
    from pubkit.publish.themes import Theme
    from pubkit.publish.tree import Node

_WIDTH: Final = 520
_HEIGHT: Final = 240
_ALTERNATIVE_ROWS: Final = 12


class ChartLook(NamedTuple):
    """How charts look: families of type in order, the colours of the series, and those of words, axes and lines."""

    families: tuple[str, ...]
    palette: tuple[str, ...]
    text: str
    quiet: str
    axis: str
    grid: str

    @classmethod
    def of(cls, theme: Theme, families: tuple[str, ...]) -> ChartLook:
        """The look of a theme."""
        text, quiet, axis, grid = (theme.text(f"colours.{name}") for name in ("text", "quiet", "line-strong", "line-soft"))
        return cls(families, theme.listed("charts"), text, quiet, axis, grid)


def draw_charts(blocks: list[Node], folder: Path, labels: Labels, look: ChartLook, remarks: list[Phrase], *, mark_in: str = "") -> list[Node]:
    """The tree with every block `chart` as a figure and its data.

    `mark_in` is the language of a draft, in which a block that is no chart is kept as it is written, below a visible mark, and told in
    `remarks`. Elsewhere it raises `ChartError`; and `ToolError` where vl-convert is missing.
    """

    def draw(found: list[Node]) -> list[Node]:
        return [made for block in found for made in (drawn_or_marked(block) if _is_chart(block) else [block])]

    def drawn_or_marked(block: Node) -> list[Node]:
        try:
            return _drawn(block, folder, labels, look)
        except ChartError as error:
            if not mark_in:
                raise
            remarks.append(Phrase("{}; it is marked", "{}，已作标记").format(error.message))
            said = error.message.of("zh" if mark_in.startswith("zh") else "en")
            # raw, since the classes of an author are taken off afterwards
            return [{"t": "Para", "c": [raw_inline('<span class="missing">'), *words(said), raw_inline("</span>")]}, block]

    drawn: list[Node] = edit_blocks(blocks, draw)
    return drawn


def _is_chart(block: Node) -> bool:
    return bool(block["t"] == "CodeBlock" and block["c"][0][1][:1] == ["chart"])


def _drawn(block: Node, folder: Path, labels: Labels, look: ChartLook) -> list[Node]:
    (identifier, classes, pairs), text = block["c"]
    options = dict(pairs)
    if len(classes) > 1:
        options.setdefault("type", classes[1])
    chart = read_chart(text, options, folder)
    svg = _svg(chart, look, text)
    address = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    image = {"t": "Image", "c": [attributes("", "chart"), [string(chart.alternative or _alternative(chart))], [address, ""]]}
    caption = [{"t": "Plain", "c": words(chart.caption)}] if chart.caption else []
    figure = {"t": "Figure", "c": [attributes(identifier), [None, caption], [{"t": "Plain", "c": [image]}]]}
    opening = raw_block(f'<details class="chart-data"><summary>{labels.chart_data}</summary>')
    return [figure, opening, _table(chart), raw_block("</details>")]


# --- from what is asked for to Vega-Lite


def specification(chart: Chart) -> dict[str, Any]:
    """A chart in the words of Vega-Lite, without its data and its look."""
    if chart.specification:
        return dict(chart.specification)
    encoding = {name: _field(value, chart.rows) for name, value in chart.channels.items()} or _encoding(chart)
    specified: dict[str, Any] = {"mark": {"type": chart.mark, **_LOOKS.get(chart.mark, {})}, "encoding": encoding}
    if not chart.channels and chart.mark != "arc" and len(chart.columns) > 2:
        specified["transform"] = [{"fold": list(chart.columns[1:]), "as": ["series", "value"]}]
    return specified


_LOOKS: Final[dict[str, dict[str, Any]]] = {"line": {"point": True, "strokeWidth": 2}, "area": {"opacity": 0.75}, "point": {"filled": True, "size": 60}}


def _encoding(chart: Chart) -> dict[str, Any]:
    """The first column along the axis, the others as its values."""
    first, *others = chart.columns
    if chart.mark == "arc":
        return {"theta": {"field": others[0], "type": "quantitative"}, "color": {"field": first, "type": "nominal", "sort": None, "title": None}}
    axis = _field(first, chart.rows)
    if chart.mark == "bar" and axis["type"] == "quantitative":
        axis = {"field": first, "type": "ordinal", "sort": None}  # a bar stands at a name, also where it is a number
    if len(others) == 1:
        return {"x": axis, "y": {"field": others[0], "type": "quantitative"}}
    encoding = {
        "x": axis,
        "y": {"field": "value", "type": "quantitative", "title": None},
        "color": {"field": "series", "type": "nominal", "sort": None, "title": None},
    }
    return encoding | ({"xOffset": {"field": "series", "sort": None}} if chart.mark == "bar" else {})


def _field(value: object, rows: Sequence[Row]) -> dict[str, Any]:
    """A channel: Vega-Lite's own where it is one; the name of a column, in the order of the data, where it is a word."""
    if isinstance(value, dict):
        return value
    name = str(value)
    numeric = all(isinstance(row.get(name), float) for row in rows)
    is_year = numeric and all(1000 <= float(row[name]) <= 2999 and float(row[name]).is_integer() for row in rows)
    kind = "quantitative" if numeric and not is_year else "ordinal" if is_year else "nominal"
    return {"field": name, "type": kind} | ({} if kind == "quantitative" else {"sort": None})


# --- drawing


def _svg(chart: Chart, look: ChartLook, text: str) -> str:
    try:
        import vl_convert
    except ImportError:
        raise ToolError(
            Phrase("charts need vl-convert, which is not installed", "绘制图表需要 vl-convert，尚未安装"),
            hint=Phrase("Install it: pip install vl-convert-python", "安装命令：pip install vl-convert-python"),
        ) from None
    whole = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        **specification(chart),
        "data": {"values": list(chart.rows)},
        "config": _config(look),
    }
    try:
        drawn: str = vl_convert.vegalite_to_svg(whole, allowed_base_urls=[])
    except ValueError as error:
        first = str(error).strip().split("\n", 1)[0]
        raise broken_chart(text, Phrase("Vega-Lite says: {}", "Vega-Lite 报告：{}").format(first)) from None
    return drawn


def _config(look: ChartLook) -> dict[str, Any]:
    font = ", ".join(look.families)
    axis = {"labelColor": look.quiet, "titleColor": look.text, "gridColor": look.grid, "domainColor": look.axis, "tickColor": look.axis}
    return {
        "font": font,
        "background": None,
        "axis": {**axis, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "labelAngle": 0},
        "axisX": {"grid": False},
        "legend": {"labelFontSize": 12, "labelColor": look.text, "titleColor": look.text, "orient": "top"},
        "range": {"category": list(look.palette)},
        "mark": {"color": look.palette[0]},
        "view": {"stroke": None},
    }


def _alternative(chart: Chart) -> str:
    """The data in words, for those who do not see the picture."""
    shown = ["，".join(f"{name} {_number(row.get(name, ''))}" for name in chart.columns) for row in chart.rows[:_ALTERNATIVE_ROWS]]
    return "；".join(filter(None, [chart.caption, *shown])) + ("……" if len(chart.rows) > _ALTERNATIVE_ROWS else "")


def _number(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.10g}"


def _table(chart: Chart) -> Node:
    """The data as a table with a head."""
    empty = attributes()

    def cells(values: Iterable[str]) -> list[Any]:
        return [empty, [[empty, {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": words(value)}]] for value in values]]

    columns = [[{"t": "AlignDefault"}, {"t": "ColWidthDefault"}] for _ in chart.columns]
    body = [cells(_number(row.get(name, "")) for name in chart.columns) for row in chart.rows]
    return {"t": "Table", "c": [empty, [None, []], columns, [empty, [cells(chart.columns)]], [[empty, 0, [], body]], [empty, []]]}
