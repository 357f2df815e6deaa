"""The one door to YAML: front matter and configuration as plain data, with the places of their keys."""

from __future__ import annotations

from typing import Any

import yaml

from pubkit.text.errors import ConfigError
from pubkit.text.phrase import Phrase

KeyPath = tuple[str, ...]


def load_yaml_mapping(text: str, filename: str, *, first_row: int = 1) -> dict[str, Any]:
    """A YAML mapping as plain data. Raises `ConfigError` with file, row and column for anything else."""
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(
            Phrase("this is not valid YAML: {}", "这里不是有效的 YAML：{}").format(problem),
            filename=filename,
            row=mark.line + first_row if mark else first_row,
            column=mark.column + 1 if mark else 1,
            hint=Phrase(
                "Correct the line, or quote a value that holds `:`, `[` or `!`.",
                "请改正这一行；值里有 `:`、`[` 或 `!` 时要加引号。",
            ),
        ) from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError(
            Phrase("expected `key: value` lines", "应当是 `键: 值` 的形式"), filename=filename, row=first_row, column=1
        )
    return {str(key): value for key, value in data.items()}


def key_places(text: str) -> dict[KeyPath, tuple[int, int]]:
    """Row and column, from 1, of each key of a valid YAML mapping, by its path."""
    places: dict[KeyPath, tuple[int, int]] = {}
    _collect(yaml.compose(text, Loader=yaml.SafeLoader), (), places)
    return places


def _collect(node: Any, names: KeyPath, places: dict[KeyPath, tuple[int, int]]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            name = (*names, str(key.value))
            places[name] = (key.start_mark.line + 1, key.start_mark.column + 1)
            _collect(value, name, places)
