"""From `pubkit.yaml` and the command line to the settings of the linter for one file."""

from __future__ import annotations

from fnmatch import fnmatch
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pubkit.lint.linter import Settings
from pubkit.rules.registry import DEFAULT_RULES, by_code, select
from pubkit.text.diagnostic import Severity
from pubkit.text.errors import UsageError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from pubkit.config import Config
    from pubkit.rules.base import Option, Rule

#: What `require-reason` turns on.
_REASON = "SUP102"
_SEVERITIES = {severity.word: severity for severity in Severity}


class Chosen(NamedTuple):
    """The rules that the command line names: they go before those of the configuration."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


def settings_for(path: Path, chosen: Chosen) -> Settings:
    """The settings for a file. Raises `ConfigError` with its line where the configuration names what does not exist."""
    config = _config(path.parent if path.suffix else path)
    if config is None:
        return _unconfigured(chosen)
    settings = _settings(config, chosen, _patterns(config, path))
    dialect = config.get("reports", path.parent.name, "dialect") or config.get("reports", path.stem, "dialect") or config.get("dialect")
    return settings._replace(dialect=str(dialect)) if dialect else settings


@cache
def _config(folder: Path) -> Config | None:
    """The configuration that holds for a folder; None, and nothing loaded, where there is none."""
    absolute = folder.absolute()
    for candidate in (absolute, *absolute.parents):
        if (candidate / "pubkit.yaml").is_file():
            return _load(candidate / "pubkit.yaml")
    return None


@cache
def _load(path: Path) -> Config:
    from pubkit.config import load_config

    return load_config(path)


def _patterns(config: Config, path: Path) -> tuple[str, ...]:
    """The patterns of `per-file` that a file matches, as the file is seen from the configuration's folder."""
    patterns = config.get("lint", "per-file") or {}
    if not patterns:
        return ()
    full = path.absolute()
    shown = full.relative_to(config.folder).as_posix() if full.is_relative_to(config.folder) else full.as_posix()
    return tuple(name for name in patterns if fnmatch(shown, name) or fnmatch(shown, f"{name.rstrip('/')}/*"))


@lru_cache(maxsize=64)
def _unconfigured(chosen: Chosen) -> Settings:
    return Settings(select(chosen.select, chosen.ignore) if any(chosen) else DEFAULT_RULES)


_made: dict[tuple[Path, Chosen, tuple[str, ...]], Settings] = {}


def forget_configurations() -> None:
    """Reads every `pubkit.yaml` anew when it is next needed: for a process that outlives a change."""
    _config.cache_clear()
    _load.cache_clear()
    _made.clear()


def _settings(config: Config, chosen: Chosen, patterns: tuple[str, ...]) -> Settings:
    key = (config.folder, chosen, patterns)
    if key not in _made:
        _made[key] = Settings(
            _rules(config, chosen, patterns),
            _options(config),
            _chosen_severities(config),
        )
    return _made[key]


def _rules(config: Config, chosen: Chosen, patterns: tuple[str, ...]) -> tuple[Rule, ...]:
    wanted = config.strings("lint", "select")
    unwanted = config.strings("lint", "ignore")
    for pattern in patterns:
        wanted = config.strings("lint", "per-file", pattern, "select") or wanted
        unwanted += config.strings("lint", "per-file", pattern, "ignore")
    for names in (("lint", "select"), ("lint", "ignore"), *(("lint", "per-file", p, k) for p in patterns for k in ("select", "ignore"))):
        try:
            select(config.strings(*names))
        except UsageError as error:
            raise config.error(names, error.message, error.hint) from None
    named = {name.upper() for name in chosen.select}  # what the command line names itself, no configuration takes away
    left_out = [name for name in unwanted if name.upper() not in named]
    rules = select(chosen.select or wanted, (*left_out, *chosen.ignore))
    required = by_code()[_REASON] if config.get("lint", "require-reason") else None
    return rules if required is None or required in rules else (*rules, required)


def _chosen_severities(config: Config) -> dict[str, Severity]:
    severities = {}
    for code, word in (config.get("lint", "severity") or {}).items():
        names = ("lint", "severity", code)
        _known_rule(config, names, code)
        if word not in _SEVERITIES:
            raise config.error(
                names,
                Phrase("`{}` is no severity", "没有 `{}` 这种严重程度").format(word),
                Phrase("Known: {}.", "可用的有：{}。").format(enumerated(_SEVERITIES)),
            )
        severities[code] = _SEVERITIES[word]
    return severities


def _options(config: Config) -> dict[str, dict[str, object]]:
    """The options of each rule, checked against what the rule knows."""
    checked: dict[str, dict[str, object]] = {}
    for code, values in (config.get("lint", "options") or {}).items():
        names = ("lint", "options", code)
        rule = _known_rule(config, names, code)
        known = {option.name: option for option in rule.options}
        if not isinstance(values, dict):
            raise config.error(names, Phrase("the options of a rule are `name: value`", "规则的选项应写作 `名称: 值`"))
        for name, value in values.items():
            if name not in known:
                message = Phrase("{} has no option `{}`", "{} 没有选项 `{}`").format(code, name)
                raise config.error((*names, name), message, _nearest(name, known) if known else None)
            _check_option(config, (*names, name), known[name], value)
        checked[code] = dict(values)
    return checked


def _check_option(config: Config, names: tuple[str, ...], option: Option, value: object) -> None:
    """Raises where a value is not what the option allows."""
    if option.kind == "choice" and value not in option.choices:
        said = Phrase("`{}` is one of {}", "`{}` 的值应为 {} 之一")
        raise config.error(names, said.format(option.name, enumerated(option.choices)))
    if not _KINDS[option.kind](value):
        said = Phrase("`{}` takes a value like `{}`", "`{}` 的值应类似 `{}`")
        raise config.error(names, said.format(option.name, option.default))


_KINDS: dict[str, Callable[[object], bool]] = {
    "choice": lambda _: True,
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, (int, float)) and not isinstance(value, bool),
    "strings": lambda value: isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value)),
}


def _known_rule(config: Config, names: tuple[str, ...], code: str) -> Rule:
    rule = by_code().get(code)
    if rule is None:
        message = Phrase("there is no rule `{}`", "没有名为 `{}` 的规则").format(code)
        raise config.error(names, message, _nearest(code, by_code()))
    return rule


def _nearest(name: str, known: Mapping[str, object] | tuple[str, ...]) -> Phrase:
    from pubkit.config import nearest

    return nearest(name, known)
