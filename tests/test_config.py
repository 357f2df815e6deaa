"""`pubkit.yaml`: what it decides, what it is told when it is wrong, and its JSON Schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
import yaml

from pubkit.config import find_config
from pubkit.lint.linter import lint
from pubkit.markdown.document import Document
from pubkit.pipeline import schema
from pubkit.pipeline.settings import Chosen, forget_configurations, settings_for
from pubkit.rules.registry import DEFAULT_RULES, RULES
from pubkit.text.diagnostic import Severity
from pubkit.text.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).resolve().parent.parent
BAD = "人工智能[(8)](https://e.org/8)正在改变社会。\n\n## 参考资料\n\n\\[8] 题名 [https://e.org/8](https://e.org/8)\n"


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    forget_configurations()
    yield
    forget_configurations()


def configured(folder: Path, text: str, name: str = "a.md", chosen: Chosen | None = None) -> list[str]:
    """The codes found in a file called `name` beside a configuration."""
    (folder / "pubkit.yaml").write_text(text, encoding="utf-8")
    path = folder / name
    return [f.code for f in lint(Document(BAD), settings_for(path, chosen or Chosen()))]


def wrong(folder: Path, text: str) -> ConfigError:
    (folder / "pubkit.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        settings_for(folder / "a.md", Chosen())
    return caught.value


def test_without_a_configuration_the_defaults_hold(tmp_path: Path) -> None:
    """No file, an empty file and an empty `lint` all mean the default rules."""
    assert settings_for(tmp_path / "a.md", Chosen()).rules == DEFAULT_RULES
    for text in ("", "# nothing\n", "lint:\n", "lint: {}\n", "language: zh-CN\n"):
        assert configured(tmp_path, text) == ["CIT102"]
        forget_configurations()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("lint: {select: [MD]}", []),
        ("lint: {select: CIT}", ["CIT102"]),
        ("lint: {select: 'MD, CIT1'}", ["CIT102"]),
        ("lint: {select: [citation-in-clause]}", ["CIT102"]),
        ("lint: {ignore: [CIT102]}", []),
        ("lint: {ignore: [CIT]}", []),
        ("lint: {select: [ALL], ignore: [CIT1]}", []),
        ("lint: {select: [CIT102], ignore: [CIT]}", ["CIT102"]),
        ("lint: {select: [CIT102], ignore: [CIT102]}", []),
        ("lint: {per-file: {a.md: {ignore: [CIT102]}}}", []),
        ("lint: {select: [CIT102], per-file: {a.md: {ignore: [CIT102]}}}", []),
        ("lint: {per-file: {'*.md': {ignore: [CIT]}}}", []),
        ("lint: {per-file: {b.md: {ignore: [CIT]}}}", ["CIT102"]),
        ("lint: {per-file: {a.md: {select: [MD]}}}", []),
        ("lint: {per-file: {a.md: }}", ["CIT102"]),
    ],
)
def test_rules_are_chosen(tmp_path: Path, text: str, found: list[str]) -> None:
    """The longest name wins, of two as long the one that ignores, and a file's own settings go before the project's."""
    assert configured(tmp_path, text) == found


@pytest.mark.parametrize(
    ("text", "chosen", "found"),
    [
        ("lint: {select: [MD]}", Chosen(select=("CIT",)), ["CIT102"]),
        ("lint: {ignore: [CIT102]}", Chosen(select=("CIT102",)), ["CIT102"]),
        ("lint: {ignore: [CIT102]}", Chosen(select=("CIT",)), []),
        ("lint: {select: [CIT102]}", Chosen(ignore=("CIT102",)), []),
        ("lint: {per-file: {a.md: {select: [MD]}}}", Chosen(select=("CIT",)), ["CIT102"]),
        ("lint: {per-file: {a.md: {ignore: [CIT]}}}", Chosen(ignore=("MD",)), []),
    ],
)
def test_the_command_line_goes_first(tmp_path: Path, text: str, chosen: Chosen, found: list[str]) -> None:
    """What the command line names itself, no configuration takes away."""
    assert configured(tmp_path, text, chosen=chosen) == found


@pytest.mark.parametrize(
    ("name", "found"), [("archive/a.md", []), ("archive/2019/a.md", []), ("new/a.md", ["CIT102"]), ("archive.md", ["CIT102"])]
)
def test_patterns_are_seen_from_the_configuration(tmp_path: Path, name: str, found: list[str]) -> None:
    """A pattern names files or folders from where the configuration stands; a folder means all that is in it."""
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    assert configured(tmp_path, "lint: {per-file: {archive/: {ignore: [CIT]}}}", name) == found


def test_patterns_do_not_depend_on_where_pubkit_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same file is meant by a relative name from anywhere."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "pubkit.yaml").write_text("lint: {per-file: {archive/*.md: {ignore: [CIT]}}}", encoding="utf-8")
    for folder, name in ((tmp_path, "archive/a.md"), (tmp_path / "archive", "a.md"), (tmp_path / "archive", "../archive/a.md")):
        monkeypatch.chdir(folder)
        forget_configurations()
        assert lint(Document(BAD), settings_for(Path(name), Chosen())) == [], name


def test_severities_by_rule(tmp_path: Path) -> None:
    """The severity of a finding is what the configuration says."""
    (tmp_path / "pubkit.yaml").write_text("lint: {severity: {CIT102: error}}", encoding="utf-8")
    (found,) = lint(Document(BAD), settings_for(tmp_path / "a.md", Chosen()))
    assert found.severity is Severity.ERROR


def test_a_reason_can_be_required(tmp_path: Path) -> None:
    """`require-reason` turns its rule on, also where only others are selected."""
    for text in ("lint: {require-reason: true}", "lint: {select: [CIT], require-reason: true}"):
        (tmp_path / "pubkit.yaml").write_text(text, encoding="utf-8")
        forget_configurations()
        silenced = BAD.replace("社会。", "社会。<!-- pubkit: ignore CIT102 -->")
        assert [f.code for f in lint(Document(silenced), settings_for(tmp_path / "a.md", Chosen()))] == ["SUP102"]


@pytest.mark.parametrize(
    ("text", "row", "column", "said", "hint"),
    [
        ("lang: zh\nlnt:\n  select: CIT\n", 2, 1, "unknown key `lnt`", "`lint`"),
        ("lint:\n  selct: [CIT]\n", 2, 3, "unknown key `selct`", "`select`"),
        ("lint:\n  per-file:\n    a.md:\n      ignroe: [CIT]\n", 4, 7, "unknown key `ignroe`", "`ignore`"),
        ("lint:\n  select: [CIT, CTI102]\n", 2, 3, "no rule `CTI102`", "CIT102"),
        ("lint:\n  ignore: citation-in-claus\n", 2, 3, "no rule `citation-in-claus`", "citation-in-clause"),
        ("lint:\n  per-file:\n    '*.md':\n      ignore: [XX9]\n", 4, 7, "no rule `XX9`", ""),
        ("lint:\n  severity:\n    CIT102: fatal\n", 3, 5, "`fatal` is no severity", "error"),
        ("lint:\n  severity:\n    CIT1O2: error\n", 3, 5, "no rule `CIT1O2`", "CIT1"),
        ("lint:\n  options:\n    CIT102:\n      style: x\n", 4, 7, "CIT102 has no option `style`", ""),
        ("lint:\n  options:\n    NOPE1: {}\n", 3, 5, "no rule `NOPE1`", ""),
        ("lint:\n  require-reason: perhaps\n", 2, 3, "true or false", ""),
        ("lint: [CIT]\n", 1, 1, "holds keys of its own", ""),
        ("numbering: backwards\n", 1, 1, "is one of citation, source", ""),
        ("lint:\n\tselect: CIT\n", 2, 1, "not valid YAML", "Correct the line"),
        ("- lint\n", 1, 1, "expected `key: value` lines", ""),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, row: int, column: int, said: str, hint: str) -> None:
    """An error names the file, the line, the column, what is wrong there and the nearest right thing, in both languages."""
    error = wrong(tmp_path, text)
    assert (error.row, error.column) == (row, column)
    assert error.filename is not None
    assert error.filename.endswith("pubkit.yaml")
    assert said in error.message.en
    assert hint in (error.hint.en if error.hint else "")
    assert any("\u4e00" <= c <= "\u9fff" for c in error.message.zh)
    assert error.exit_code == 2


def optioned() -> tuple[str, Any]:
    """A rule that has an option, and the option."""
    rule = next(rule for rule in RULES if rule.options)
    return rule.code, rule.options[0]


def test_options_are_checked_by_what_the_rule_knows(tmp_path: Path) -> None:
    """An option takes its own kind of value; another is an error at its line."""
    code, option = optioned()
    error = wrong(tmp_path, f"lint:\n  options:\n    {code}:\n      {option.name}: {{a: b}}\n")
    assert (error.row, error.column) == (4, 7)
    assert option.name in error.message.en
    forget_configurations()
    value = option.default if isinstance(option.default, (str, bool, int)) else list(option.default)
    default = json.dumps(value)
    (tmp_path / "pubkit.yaml").write_text(f"lint: {{options: {{{code}: {{{option.name}: {default}}}}}}}", encoding="utf-8")
    assert settings_for(tmp_path / "a.md", Chosen()).options[code][option.name] == value


def test_the_nearest_configuration_holds(tmp_path: Path) -> None:
    """The nearest `pubkit.yaml` at or above a file is the one, and others above it are not read."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "pubkit.yaml").write_text("nonsense: {", encoding="utf-8")
    (tmp_path / "a" / "pubkit.yaml").write_text("lint: {ignore: [CIT]}", encoding="utf-8")
    assert find_config(inner).folder == tmp_path / "a"
    assert lint(Document(BAD), settings_for(inner / "x.md", Chosen())) == []


def test_front_matter_names_the_dialect() -> None:
    """A report says in its front matter whose citation marks it uses; what other tools read there does not matter."""
    text = "---\ndialect: plain\ntags: [a, b]\nlayout: post\n---\n\n研究表明如此 [1]。\n"
    assert Document(text).front_matter["dialect"] == "plain"
    assert not [f for f in lint(Document(text)) if f.code.startswith("SUP")]


# The JSON Schema


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    made = schema.configuration_schema()
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


def test_the_committed_schema_is_what_is_made_now() -> None:
    """docs/pubkit.schema.json is up to date."""
    text = (PROJECT / "docs/pubkit.schema.json").read_text(encoding="utf-8")
    assert text == schema.schema_text(), f"run: {schema.COMMAND}"


@pytest.mark.parametrize(
    "text",
    [
        "{}",
        "lint:",
        "lint: {per-file: {a.md: }, options: , severity: }",
        "lint: {select: [ALL, CIT1, CIT102, citation-in-clause], ignore: 'MD, ZH'}",
        "lint: {severity: {CIT102: error}, require-reason: true, per-file: {archive/*: {ignore: [CIT]}}}",
        "author: [甲, 乙]\nreports: {one: {title: 题名, draft: true, numbering: source}}",
    ],
)
def test_the_schema_allows_what_pubkit_allows(validator: jsonschema.Draft202012Validator, tmp_path: Path, text: str) -> None:
    """What is right is right to both."""
    validator.validate(yaml.safe_load(text))
    (tmp_path / "pubkit.yaml").write_text(text, encoding="utf-8")
    settings_for(tmp_path / "a.md", Chosen())


@pytest.mark.parametrize(
    "text",
    [
        "lnt: {}",
        "lint: {selct: [CIT]}",
        "lint: {select: [CIT999]}",
        "lint: {severity: {CIT102: fatal}}",
        "lint: {severity: {CIT999: error}}",
        "lint: {options: {CIT999: {}}}",
        "lint: {per-file: {a.md: {ignore: [NOPE]}}}",
        "numbering: backwards",
        "lint: {require-reason: perhaps}",
    ],
)
def test_the_schema_refuses_what_pubkit_refuses(validator: jsonschema.Draft202012Validator, tmp_path: Path, text: str) -> None:
    """What is wrong is wrong to both."""
    assert not validator.is_valid(yaml.safe_load(text))
    wrong(tmp_path, text)


def test_the_schema_knows_every_rule_and_option(validator: jsonschema.Draft202012Validator) -> None:
    """Each rule can be given a severity, and each option its default and nothing of another kind."""
    for rule in RULES:
        validator.validate({"lint": {"severity": {rule.code: "info"}, "select": [rule.code, rule.name]}})
        for option in rule.options:
            value = list(option.default) if isinstance(option.default, tuple) else option.default
            validator.validate({"lint": {"options": {rule.code: {option.name: value}}}})
            assert not validator.is_valid({"lint": {"options": {rule.code: {option.name: {"a": 1}}}}})
            assert not validator.is_valid({"lint": {"options": {rule.code: {"no-such-option": value}}}})


def test_the_projects_own_settings_are_valid(validator: jsonschema.Draft202012Validator) -> None:
    """The settings of the sample project follow the schema."""
    validator.validate(yaml.safe_load((PROJECT / "pubkit.yaml").read_text(encoding="utf-8")))
