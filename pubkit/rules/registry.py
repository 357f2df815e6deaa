"""Every rule that pubkit has, in the order of their codes, and how a user names them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.rules import (
    agreement,
    attribution,
    bibliography,
    bold,
    cross_references,
    dashes,
    front_matter,
    html_blocks,
    language,
    markup,
    numerals,
    pairs,
    pictures,
    placement,
    prices,
    punctuation,
    readers,
    residue,
    sources,
    spacing,
    stars,
    suppression,
)
from pubkit.text.errors import UsageError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pubkit.rules.base import Rule

_FAMILIES = (
    placement, agreement, attribution, residue, bibliography, sources, bold, markup, readers, stars, html_blocks, prices, punctuation, dashes, pairs, numerals, spacing, language,
    pictures, cross_references, front_matter, suppression,
)
RULES: tuple[Rule, ...] = tuple(
    sorted((rule for family in _FAMILIES for rule in family.RULES), key=lambda rule: rule.code)
)
#: Those that run where nobody selects any.
DEFAULT_RULES: tuple[Rule, ...] = tuple(rule for rule in RULES if rule.default)


@lru_cache(maxsize=1)
def by_code() -> dict[str, Rule]:
    return {rule.code: rule for rule in RULES}


def find_rule(named: str) -> Rule:
    """The rule of a code or a name. Raises `UsageError` naming the nearest one."""
    for rule in RULES:
        if named.upper() == rule.code or named.lower() == rule.name:
            return rule
    raise unknown_rule(named)


def unknown_rule(named: str) -> UsageError:
    import difflib

    known = [rule.code for rule in RULES] + [rule.name for rule in RULES]
    near = difflib.get_close_matches(named, known, n=1, cutoff=0.5) or difflib.get_close_matches(
        named.upper(), known, n=1, cutoff=0.3
    )
    hint = Phrase("Did you mean {}?", "是否想写 {}？").format(near[0]) if near else Phrase(
        "`pubkit rule` lists them all.", "运行 `pubkit rule` 可列出全部规则。"
    )
    return UsageError(Phrase("there is no rule `{}`", "没有名为 `{}` 的规则").format(named), hint=hint)


def select(chosen: Iterable[str] = (), ignored: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules that prefixes choose (`CIT`, `CIT1`, `CIT101`, `ALL`), without the ignored ones.

    The longest prefix wins; of two as long, the one that ignores.

    Raises `UsageError` for a prefix that no rule has.
    """
    chosen, ignored = [c.strip() for c in chosen if c.strip()], [c.strip() for c in ignored if c.strip()]
    for named in (*chosen, *ignored):
        if not any(_names(named, rule) for rule in RULES) and not _names_edition_rule(named):
            raise unknown_rule(named)

    def weight(rule: Rule, names: list[str]) -> int:
        return max((len(rule.code) if n.lower() == rule.name else len(n) if n.upper() != "ALL" else 0
                    for n in names if _names(n, rule)), default=-1)

    return tuple(
        rule
        for rule in RULES
        if weight(rule, ignored) < (weight(rule, chosen) if chosen else 0 if rule.default else -1)
    )


def is_chosen(code: str, name: str, chosen: Iterable[str], ignored: Iterable[str]) -> bool:
    """Whether a rule that is not among `RULES` (a check of editions) is wanted: by the same reading of prefixes as `select`."""

    def weight(names: Iterable[str]) -> int:
        return max((len(code) if n.lower() == name else len(n) if n.upper() != "ALL" else 0
                    for n in names if n.upper() == "ALL" or code.startswith(n.upper()) or n.lower() == name), default=-1)

    chosen = list(chosen)
    return weight(ignored) < (weight(chosen) if chosen else 0)


def _names_edition_rule(named: str) -> bool:
    """Whether this is a check of editions, which are loaded only where one is named."""
    if not named.upper().startswith("EDN") and not named.islower():
        return False
    from pubkit.editions.checks import RULES as CHECKS

    return any(check.code.startswith(named.upper()) or check.name == named.lower() for check in CHECKS)


def _names(named: str, rule: Rule) -> bool:
    return named.upper() == "ALL" or rule.code.startswith(named.upper()) or named.lower() == rule.name
