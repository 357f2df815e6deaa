"""The JSON Schema of `pubkit.yaml` with every rule in it: editors complete the codes and check the options."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pubkit.config import json_schema
from pubkit.rules.registry import RULES
from pubkit.text.diagnostic import Severity

if TYPE_CHECKING:
    from pubkit.rules.base import Option, Rule

#: The command that writes the schema of the project itself.
COMMAND = "pubkit schema > docs/pubkit.schema.json"


def configuration_schema() -> dict[str, Any]:
    """The schema of `pubkit.yaml` (JSON Schema, draft 2020-12)."""
    schema = json_schema()
    schema["$defs"] = {"rules": _rules()}
    lint = schema["properties"]["lint"]["properties"]
    for settings in (lint, lint["per-file"]["additionalProperties"]["properties"]):
        for name in ("select", "ignore"):
            settings[name] = {"description": settings[name]["description"], "$ref": "#/$defs/rules"}
    words = [severity.word for severity in Severity]
    lint["severity"] |= {
        "additionalProperties": False,
        "properties": {rule.code: {"description": _what(rule), "enum": words} for rule in RULES},
    }
    lint["options"] |= {
        "additionalProperties": False,
        "properties": {rule.code: _options(rule) for rule in RULES if rule.options},
    }
    return schema


def schema_text() -> str:
    """The schema as a file."""
    return json.dumps(configuration_schema(), ensure_ascii=False, indent=2) + "\n"


def theme_schema_text() -> str:
    """The schema of a theme's file, as a file."""
    from pubkit.publish.theme_tokens import theme_schema

    return json.dumps(theme_schema(), ensure_ascii=False, indent=2) + "\n"


def _rules() -> dict[str, Any]:
    """A list of rules: codes, beginnings of codes, names, or ALL; or one text with commas."""
    codes = [{"const": rule.code, "description": _what(rule)} for rule in RULES]
    families = sorted({rule.code[:n] for rule in RULES for n in range(_letters(rule.code), len(rule.code))})
    others = [{"enum": ["ALL", *families, *(rule.name for rule in RULES)]}]
    return {"anyOf": [{"type": "array", "items": {"anyOf": [*codes, *others]}}, {"type": "string"}]}


def _letters(code: str) -> int:
    return len(code.rstrip("0123456789"))


def _options(rule: Rule) -> dict[str, Any]:
    return {
        "description": _what(rule),
        "type": "object",
        "additionalProperties": False,
        "properties": {option.name: _option(option) for option in rule.options},
    }


def _option(option: Option) -> dict[str, Any]:
    kinds: dict[str, dict[str, Any]] = {
        "choice": {"enum": list(option.choices)},
        "boolean": {"type": "boolean"},
        "number": {"type": "number"},
        "strings": {"anyOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}]},
    }
    default = list(option.default) if isinstance(option.default, tuple) else option.default
    return {"description": f"{option.what.en} {option.what.zh}", "default": default, **kinds[option.kind]}


def _what(rule: Rule) -> str:
    return f"{rule.name}: {rule.what.en} {rule.what.zh}"
