"""Charts from data: a fenced block `chart` becomes a picture in the colours of the theme, with its data as a table beside it.

The block holds CSV, whose first column is the axis and whose others are series, or YAML in the words of Vega-Lite:

    ```{.chart #fig:output type=line caption="产量（万吨）"}        ```chart
    年份,煤,风电                                                  mark: bar
    2023,12,8                                                   caption: 产量
    2024,11,10                                                  data: output.csv
    ```                                                         encoding: {x: 年份, y: 产量, color: 品种}
                                                                ```

`type` or `mark` is bar, line, area, point or pie. A full Vega-Lite specification is taken as it is; its data may be a CSV or JSON file
in the report's folder, and nothing is ever fetched. The picture is made by vl-convert, which holds Vega-Lite: `pip install vl-convert-python`.
"""

from __future__ import annotations

import base64
import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pubkit.markdown.yaml import load_yaml_mapping
from pubkit.publish.tree import attributes, edit_blocks, raw_block, string, words
from pubkit.text.errors import ConfigError, PublicationError, ToolError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from pubkit.publish.labels import Labels
    from pubkit.publish.themes import Theme
    from pubkit.publish.tree import Node

Row = dict[str, str | float]

_MARKS: Final = {"bar": "bar", "column": "bar", "line": "line", "area": "area", "point": "point", "scatter": "point", "pie": "arc", "arc": "arc"}
_CHANNELS: Final = ("x", "y", "color", "theta", "column", "row")
_WIDTH: Final = 520
_HEIGHT: Final = 240
_ALTERNATIVE_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Chart:
    """What a block asks for: `rows` are its data, `specification` is Vega-Lite's."""

    specification: Mapping[str, Any]
    rows: Sequence[Row]
    caption: str = ""
    alternative: str = ""
    columns: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ChartLook:
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


def draw_charts(blocks: list[Node], folder: Path, labels: Labels, look: ChartLook) -> list[Node]:
    """The tree with every block `chart` as a figure and its data.

    Raises `PublicationError` for a block that is no chart, naming its first line, and `ToolError` where vl-convert is missing.
    """

    def draw(found: list[Node]) -> list[Node]:
        return [made for block in found for made in (_drawn(block, folder, labels, look) if _is_chart(block) else [block])]

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


# --- reading


def read_chart(text: str, options: Mapping[str, str], folder: Path) -> Chart:
    """The chart of a block's text. `options` are the attributes of its fence. Raises `PublicationError` where it is none."""
    if not text.strip():
        raise _wrong(text, Phrase("the block is empty", "图表块是空的"))
    if "，" in (first := text.strip().split("\n", 1)[0]) and "," not in first:
        raise _wrong(text, Phrase("its values stand between full-width commas; CSV has half-width ones", "数据用了全角逗号“，”，CSV 应当用半角逗号“,”"))
    if _is_csv(text):
        rows = _rows(text, text)
        return _simple(rows, options.get("type", "bar"), {}, options.get("caption", ""), options.get("alt", ""), text)
    try:
        given: dict[str, Any] = load_yaml_mapping(text, "chart")
    except ConfigError as error:
        raise _wrong(text, error.message) from None
    rows = _data(given.get("data"), folder, text)
    caption, alternative = (str(given.get(name) or options.get(name) or "") for name in ("caption", "alt"))
    if "$schema" in given or "layer" in given or isinstance(given.get("mark"), dict):
        plain = {name: value for name, value in given.items() if name not in ("data", "caption", "alt")}
        return Chart(plain, rows, caption, alternative, _columns(rows))
    encoding = given.get("encoding") if isinstance(given.get("encoding"), dict) else {}
    channels = {**(encoding or {}), **{name: given[name] for name in _CHANNELS if name in given}}
    return _simple(rows, str(given.get("mark") or given.get("type") or options.get("type") or "bar"), channels, caption, alternative, text)


def _is_csv(text: str) -> bool:
    first = text.strip().split("\n", 1)[0]
    return "," in first and ":" not in first.split(",", 1)[0]


def _data(given: object, folder: Path, text: str) -> list[Row]:
    if isinstance(given, dict):
        given = given.get("values", given.get("url"))
    if isinstance(given, list):
        return [{str(name): _value(value) for name, value in row.items()} for row in given if isinstance(row, dict)]
    if isinstance(given, str) and "\n" in given:
        return _rows(given, text)
    if isinstance(given, str):
        return _from_file(given, folder, text)
    raise _wrong(text, Phrase("it has no `data`", "缺少 `data`"))


def _from_file(name: str, folder: Path, text: str) -> list[Row]:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise _wrong(text, Phrase("{} lies outside of the report's folder", "{} 不在报告的文件夹内").format(name))
    try:
        content = path.read_text(encoding="utf-8-sig")
        return _data(json.loads(content), folder, text) if path.suffix == ".json" else _rows(content, text)
    except OSError:
        raise _wrong(text, Phrase("there is no file {}", "没有文件 {}").format(name)) from None
    except ValueError:
        raise _wrong(text, Phrase("{} is no UTF-8 CSV or JSON", "{} 不是 UTF-8 编码的 CSV 或 JSON").format(name)) from None


def _rows(text: str, block: str) -> list[Row]:
    lines = [line for line in csv.reader(io.StringIO(text.strip()), skipinitialspace=True) if line]
    if len(lines) < 2:
        raise _wrong(block, Phrase("it has no row of data", "没有数据行"))
    head, *body = lines
    for n, line in enumerate(body, 2):
        if len(line) != len(head):
            raise _wrong(block, Phrase("line {} of the data has {} values instead of {}", "数据第 {} 行有 {} 个值，应为 {} 个").format(n, len(line), len(head)))
    return [{name.strip(): _value(value) for name, value in zip(head, line, strict=True)} for line in body]


def _value(value: object) -> str | float:
    """A number where it is one: `1,234`, `12%`, `12.5`."""
    text = str(value).strip()
    try:
        return float(text.replace(",", "").removesuffix("%"))
    except ValueError:
        return text


def _columns(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for row in rows for name in row))


class ChartError(PublicationError):
    """A block that is no chart. `block` is its text, by which its place in the report is found."""

    def __init__(self, block: str, message: Phrase) -> None:
        super().__init__(
            message,
            hint=Phrase("A chart is CSV with a head, or YAML with mark, data and encoding.", "图表块应是带表头的 CSV，或含 mark、data、encoding 的 YAML。"),
        )
        self.block = block

    def stands_in(self, filename: str, text: str) -> None:
        """Names the place: the line of the fence in the report's text."""
        at = text.find(self.block) if self.block.strip() else -1
        self.filename = filename
        self.row = text.count("\n", 0, at) or 1 if at >= 0 else None


def _wrong(text: str, what: Phrase) -> ChartError:
    first = text.strip().split("\n", 1)[0][:40]
    return ChartError(text, Phrase("the chart “{}” cannot be drawn: {}", "图表“{}”无法绘制：{}").format(first, what))


# --- from what is asked for to Vega-Lite


def _simple(rows: list[Row], kind: str, channels: Mapping[str, Any], caption: str, alternative: str, text: str) -> Chart:
    mark = _MARKS.get(kind.lower())
    if mark is None:
        raise _wrong(text, Phrase("`{}` is no kind of chart; there are {}", "没有 `{}` 这种图表，可用的有 {}").format(kind, ", ".join(_MARKS)))
    columns = _columns(rows)
    if not channels:
        _check_numbers(rows, columns[1:], text)
    specified = {name: _field(value, rows) for name, value in channels.items()} or _encoding(mark, columns, rows)
    specification: dict[str, Any] = {"mark": {"type": mark, **_LOOKS.get(mark, {})}, "encoding": specified}
    if not channels and mark != "arc" and len(columns) > 2:
        specification["transform"] = [{"fold": list(columns[1:]), "as": ["series", "value"]}]
    return Chart(specification, rows, caption, alternative, columns)


def _check_numbers(rows: Sequence[Row], columns: Sequence[str], text: str) -> None:
    """A value that is no number would be drawn as nothing, and nobody would see that it is missing. An empty one is meant."""
    for n, row in enumerate(rows, 2):
        for name in columns:
            if isinstance(value := row[name], str) and value:
                raise _wrong(text, Phrase("line {} of the data: {} “{}” is no number", "数据第 {} 行：{}“{}”不是数字").format(n, name, value))


_LOOKS: Final[dict[str, dict[str, Any]]] = {"line": {"point": True, "strokeWidth": 2}, "area": {"opacity": 0.75}, "point": {"filled": True, "size": 60}}


def _encoding(mark: str, columns: tuple[str, ...], rows: list[Row]) -> dict[str, Any]:
    """The first column along the axis, the others as its values."""
    first, *others = columns
    if mark == "arc":
        return {"theta": {"field": others[0], "type": "quantitative"}, "color": {"field": first, "type": "nominal", "sort": None, "title": None}}
    axis = _field(first, rows)
    if mark == "bar" and axis["type"] == "quantitative":
        axis = {"field": first, "type": "ordinal", "sort": None}  # a bar stands at a name, also where it is a number
    if len(others) == 1:
        return {"x": axis, "y": {"field": others[0], "type": "quantitative"}}
    encoding = {
        "x": axis,
        "y": {"field": "value", "type": "quantitative", "title": None},
        "color": {"field": "series", "type": "nominal", "sort": None, "title": None},
    }
    return encoding | ({"xOffset": {"field": "series", "sort": None}} if mark == "bar" else {})


def _field(value: object, rows: list[Row]) -> dict[str, Any]:
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
    specification = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": _WIDTH,
        "height": _HEIGHT,
        **chart.specification,
        "data": {"values": list(chart.rows)},
        "config": _config(look),
    }
    try:
        drawn: str = vl_convert.vegalite_to_svg(specification, allowed_base_urls=[])
    except ValueError as error:
        first = str(error).strip().split("\n", 1)[0]
        raise _wrong(text, Phrase("Vega-Lite says: {}", "Vega-Lite 报告：{}").format(first)) from None
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
