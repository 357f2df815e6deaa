"""The one door to YAML: front matter and configuration as plain data, with the places of their keys."""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from pubkit.text.errors import ConfigError
from pubkit.text.phrase import Phrase

KeyPath = tuple[str, ...]

_UNQUOTED = Phrase("a value that begins with this character must be quoted", "以这个字符开头的值要加引号")
#: What libyaml says of the slips that people make, in words for them; of the others its own words are shown.
_PROBLEMS: Final = {
    "did not find expected ',' or ']'": Phrase("a list that `[` begins is not closed", "以 `[` 开头的列表没有闭合"),
    "did not find expected ',' or '}'": Phrase("what `{` begins is not closed", "`{` 没有闭合"),
    "did not find expected node content": Phrase("a value is missing, or a bracket is not closed", "缺少值，或括号没有闭合"),
    "could not find expected ':'": Phrase("a key without `:`", "键的后面缺少 `:`"),
    "did not find expected key": Phrase("no key begins here: look at the indentation and at the quotation marks", "这里应当是一个键：请看缩进和引号"),
    "did not find expected '-' indicator": Phrase("an item of the list without `-`", "列表项的前面缺少 `-`"),
    "mapping values are not allowed in this context": Phrase("a second `: ` on the line", "一行里多了一个 `: `"),
    "block sequence entries are not allowed in this context": Phrase("a list begins on a line of its own", "列表要另起一行"),
    "found character that cannot start any token": _UNQUOTED,
    "did not find expected alphabetic or numeric character": _UNQUOTED,
    "found unexpected end of stream": Phrase("a quotation mark is not closed", "引号没有闭合"),
}


def load_yaml_mapping(text: str, filename: str, *, first_row: int = 1) -> dict[str, Any]:
    """A YAML mapping as plain data. Raises `ConfigError` with file, row and column for anything else."""
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe
    except yaml.YAMLError as error:
        mark = _mark_of(error)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(
            Phrase("this is not valid YAML: {}", "这里不是有效的 YAML：{}").format(_PROBLEMS.get(problem, problem)),
            filename=filename,
            row=mark.line + first_row if mark else first_row,
            column=mark.column + 1 if mark else 1,
            hint=Phrase(
                "Correct the line, or quote a value that holds `:`, `[` or `!`.",
                "请改正这一行；值里有 `:`、`[` 或 `!` 时要加引号。",
            ),
        ) from None
    except ValueError as error:  # a date that no calendar has
        row, column = _impossible_date(text)
        raise ConfigError(
            Phrase("this is no date: {}", "没有这个日期：{}").format(error),
            filename=filename,
            row=row + first_row,
            column=column + 1,
            hint=Phrase("Correct it, or quote it to print it as it is.", "请改正；加引号则按原样印出。"),
        ) from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError(
            Phrase("expected `key: value` lines", "应当是 `键: 值` 的形式"),
            filename=filename,
            row=first_row,
            column=1,
            hint=Phrase("Write one key a line: `title: …`.", "每行写一个键：`title: ……`。"),
        )
    return {str(key): value for key, value in data.items()}


#: Problems that are met behind the line that they are about: it is the one where the key or the quotation began.
_MET_LATER: Final = frozenset({"could not find expected ':'", "found unexpected end of stream"})


def _mark_of(error: yaml.YAMLError) -> yaml.Mark | None:
    """Where somebody has to look."""
    mark: yaml.Mark | None = getattr(error, "problem_mark", None)
    began: yaml.Mark | None = getattr(error, "context_mark", None)
    return began if began is not None and getattr(error, "problem", None) in _MET_LATER else mark


def _impossible_date(text: str) -> tuple[int, int]:
    """Row and column, from 0, of the first date that cannot be."""
    import datetime

    for row, line in enumerate(text.split("\n")):
        for found in re.finditer(r"\b(\d{4})-(\d\d?)-(\d\d?)\b", line):
            try:
                datetime.date(int(found[1]), int(found[2]), int(found[3]))
            except ValueError:
                return row, found.start()
    return 0, 0


def dump_yaml(values: dict[str, Any]) -> str:
    """Plain data as YAML in the order given, for people to read and edit."""
    return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1000)


def key_places(text: str) -> dict[KeyPath, tuple[int, int]]:
    """Row and column, from 1, of each key of a valid YAML mapping, by its path; of an item of a list by its ordinal, from `0`."""
    places: dict[KeyPath, tuple[int, int]] = {}
    _collect(yaml.compose(text, Loader=yaml.SafeLoader), (), places)
    return places


def _collect(node: Any, names: KeyPath, places: dict[KeyPath, tuple[int, int]]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = (*names, str(key.value))
            places[name] = (key.start_mark.line + 1, key.start_mark.column + 1)
            _collect(value, name, places)
    elif isinstance(node, yaml.SequenceNode):
        for n, value in enumerate(node.value):
            places[(*names, str(n))] = (value.start_mark.line + 1, value.start_mark.column + 1)
            _collect(value, (*names, str(n)), places)


def scalar_places(text: str) -> list[tuple[KeyPath, str, int, int]]:
    """Each text that a valid YAML mapping holds: the keys above it, its value, start and end (code points, with its quotes).

    The elements of a list have the keys of the list.
    """
    places: list[tuple[KeyPath, str, int, int]] = []
    _collect_scalars(yaml.compose(text, Loader=yaml.SafeLoader), (), places)
    return places


def _collect_scalars(node: Any, names: KeyPath, places: list[tuple[KeyPath, str, int, int]]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _collect_scalars(value, (*names, str(key.value)), places)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _collect_scalars(value, names, places)
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:str" and names:
        places.append((names, node.value, node.start_mark.index, node.end_mark.index))
