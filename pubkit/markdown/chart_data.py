"""What a chart in a report asks for: a fenced block `chart` of CSV or YAML, read and checked.

The block holds CSV, whose first column is the axis and whose others are series, or YAML in the words of Vega-Lite:

    ```{.chart #fig:output type=line caption="产量（万吨）"}        ```chart
    年份,煤,风电                                                  mark: bar
    2023,12,8                                                   caption: 产量
    2024,11,10                                                  data: output.csv
    ```                                                         encoding: {x: 年份, y: 产量, color: 品种}
                                                                ```

`type` or `mark` is bar, line, area, point or pie. A full Vega-Lite specification is taken as it is; its data may be a CSV or JSON file
in the report's folder, and nothing is ever fetched. What does not belong here: how it is drawn, and the words of Vega-Lite for that (`publish.charts`).
"""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from pubkit.markdown.yaml import load_yaml_mapping
from pubkit.text.errors import ConfigError, PublicationError
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node

Row = dict[str, str | float]

_MARKS: Final = {"bar": "bar", "column": "bar", "line": "line", "area": "area", "point": "point", "scatter": "point", "pie": "arc", "arc": "arc"}
_CHANNELS: Final = ("x", "y", "color", "theta", "column", "row")
_FENCE = lazy(r"[ \t>]*(?:`{3,}|~{3,})[ \t]*(?:chart(?!\S)|\{[ \t]*\.chart(?=[\s}]))[^\n]*")


@dataclass(frozen=True, slots=True)
class Chart:
    """What a block asks for: `rows` are its data, by the names of `columns`.

    A simple one has a `mark` of Vega-Lite and the `channels` that it names (by column, or in Vega-Lite's words); without channels, the
    first column is the axis and the others are series. One that is written as Vega-Lite is its `specification`, and has neither.
    """

    rows: Sequence[Row]
    columns: tuple[str, ...]
    caption: str = ""
    alternative: str = ""
    mark: str = ""
    channels: Mapping[str, Any] = field(default_factory=dict)
    specification: Mapping[str, Any] = field(default_factory=dict)


#: The kind of chart that a fence names: `type=pie`, or a second class.
_TYPE = lazy(r"\btype=\"?([\w-]+)|chart[ \t]+\.([\w-]+)")


def type_of_fence(fence: str) -> dict[str, str]:
    """The option `type` of the line of a chart's fence, where it has one."""
    found = _TYPE.search(fence)
    return {"type": found[1] or found[2]} if found else {}


def chart_blocks(document: Document) -> Iterator[tuple[Node, int]]:
    """The code blocks of a document that are charts, in the order of the text, and the code point where the line of the fence ends."""
    if "chart" not in document.text:
        return
    for node in document.tree.walk():
        if node.kind == "code_block" and (fence := _FENCE.match(document.text, node.start, node.end)):
            yield node, fence.end()


def read_chart(text: str, options: Mapping[str, str], folder: Path) -> Chart:
    """The chart of a block's text. `options` are the attributes of its fence; data files stand in `folder`. Raises `ChartError`."""
    if not text.strip():
        raise broken_chart(text, Phrase("the block is empty", "图表块是空的"))
    if "，" in (first := text.strip().split("\n", 1)[0]) and "," not in first:
        raise broken_chart(text, Phrase("its values stand between full-width commas; CSV has half-width ones", "数据用了全角逗号“，”，CSV 应当用半角逗号“,”"))
    if _is_csv(text):
        rows = _rows(text, text)
        return _simple(rows, options.get("type", "bar"), {}, options.get("caption", ""), options.get("alt", ""), text)
    try:
        given: dict[str, Any] = load_yaml_mapping(text, "chart")
    except ConfigError as error:
        raise broken_chart(text, error.message, error.row or 0) from None
    rows = _data(given.get("data"), folder, text)
    caption, alternative = (str(given.get(name) or options.get(name) or "") for name in ("caption", "alt"))
    if "$schema" in given or "layer" in given or isinstance(given.get("mark"), dict):
        plain = {name: value for name, value in given.items() if name not in ("data", "caption", "alt")}
        return Chart(rows, _columns(rows), caption, alternative, specification=plain)
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
    raise broken_chart(text, Phrase("it has no `data`", "缺少 `data`"))


def _from_file(name: str, folder: Path, text: str) -> list[Row]:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise broken_chart(text, Phrase("{} lies outside of the report's folder", "{} 不在报告的文件夹内").format(name))
    try:
        content = path.read_text(encoding="utf-8-sig")
        return _data(json.loads(content), folder, text) if path.suffix == ".json" else _rows(content, text)
    except OSError:
        raise broken_chart(text, Phrase("there is no file {}", "没有文件 {}").format(name)) from None
    except ValueError:
        raise broken_chart(text, Phrase("{} is no UTF-8 CSV or JSON", "{} 不是 UTF-8 编码的 CSV 或 JSON").format(name)) from None


def _rows(text: str, block: str) -> list[Row]:
    lines = [line for line in csv.reader(io.StringIO(text.strip()), skipinitialspace=True) if line]
    if len(lines) < 2:
        raise broken_chart(block, Phrase("it has no row of data", "没有数据行"))
    head, *body = lines
    for n, line in enumerate(body, 2):
        if len(line) != len(head):
            raise broken_chart(block, Phrase("line {} of the data has {} values instead of {}", "数据第 {} 行有 {} 个值，应为 {} 个").format(n, len(line), len(head)), _line(block, n))
    return [{name.strip(): _value(value) for name, value in zip(head, line, strict=True)} for line in body]


def _line(block: str, n: int) -> int:
    """The line, from 1, of a block that holds line `n` of its data, empty lines not counted; 0 where the data are not the block."""
    filled = [number for number, line in enumerate(block.split("\n"), 1) if line.strip()]
    return filled[n - 1] if _is_csv(block) and n <= len(filled) else 0


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
    """A block that is no chart. `block` is its text, by which its place in the report is found; `line`, from 1, is the line of it."""

    def __init__(self, block: str, message: Phrase, line: int = 0) -> None:
        super().__init__(
            message,
            hint=Phrase("A chart is CSV with a head, or YAML with mark, data and encoding.", "图表块应是带表头的 CSV，或含 mark、data、encoding 的 YAML。"),
        )
        self.block = block
        self.line = line

    def stands_in(self, filename: str, text: str) -> None:
        """Names the place in the report's text: the line of the data, or that of the fence."""
        at = text.find(self.block) if self.block.strip() else -1
        self.filename = filename
        self.row = (text.count("\n", 0, at) or 1) + self.line if at >= 0 else None


def broken_chart(text: str, what: Phrase, line: int = 0) -> ChartError:
    """The error about a block of this text."""
    first = text.strip().split("\n", 1)[0][:40]
    return ChartError(text, Phrase("the chart “{}” cannot be drawn: {}", "图表“{}”无法绘制：{}").format(first, what), line)


# --- what can be drawn


def _simple(rows: list[Row], kind: str, channels: Mapping[str, Any], caption: str, alternative: str, text: str) -> Chart:
    """A chart without a specification of its own. Raises `ChartError` for what would be drawn as nothing."""
    mark = _MARKS.get(kind.lower())
    if mark is None:
        raise broken_chart(text, Phrase("`{}` is no kind of chart; there are {}", "没有 `{}` 这种图表，可用的有 {}").format(kind, enumerated(_MARKS)))
    columns = _columns(rows)
    if not channels and len(columns) < _AXIS_AND_VALUES:
        raise broken_chart(text, Phrase("its data need two columns: the axis, and values", "数据至少要有两列：一列作轴，一列是数值"))
    if not channels:
        _check_numbers(rows, columns[1:], text)
    _check_columns(channels, columns, text)
    return Chart(rows, columns, caption, alternative, mark, channels)


_AXIS_AND_VALUES: Final = 2


def _check_columns(channels: Mapping[str, Any], columns: Sequence[str], text: str) -> None:
    """A column that the data do not have would be drawn as nothing, too."""
    named = (value.get("field") if isinstance(value, dict) else value for value in channels.values())
    for name in filter(None, named):
        if str(name) not in columns:
            raise broken_chart(text, Phrase("the data have no column {}, but {}", "数据里没有“{}”这一列，只有：{}").format(name, ", ".join(columns)))


def _check_numbers(rows: Sequence[Row], columns: Sequence[str], text: str) -> None:
    """A value that is no number would be drawn as nothing, and nobody would see that it is missing. An empty one is meant."""
    for n, row in enumerate(rows, 2):
        for name in columns:
            if isinstance(value := row[name], str) and value:
                raise broken_chart(text, Phrase("line {} of the data: {} “{}” is no number", "数据第 {} 行：{}“{}”不是数字").format(n, name, value), _line(text, n))
