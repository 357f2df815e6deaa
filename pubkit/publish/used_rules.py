"""Which rules of a style sheet a page uses: a page without tables carries no rules for tables.

A selector needs names: of elements, classes, some attributes, languages. Where a page cannot have one of them, the selector
matches nothing and goes; a rule goes with its last selector, a group such as `@media` with its last rule (Selectors 4,
CSS Conditional Rules 3). What is not sure stays: states, identifiers, other attributes, and what stands in `:not()`.
What does not belong here: joining sheets and taking white space out (`web_style`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, Final

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tinycss2.ast import Node

#: Attributes that no script changes: a selector with a value of one needs it in the page, or made by a script with its element.
_FIXED: Final = frozenset({"role", "dir", "display"})
#: Pseudo-classes that need one of their selectors, or of their languages.
_CHOICES: Final = frozenset({"is", "where", "has", "lang"})
#: Rules that hold rules.
_GROUPS: Final = frozenset({"media", "supports", "layer", "container"})
_ELEMENT: Final = re.compile(r"<([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>")
_CLASSES: Final = re.compile(r' class="([^"]*)"')
_ATTRIBUTE: Final = re.compile(rf' ({"|".join(sorted(_FIXED))})="([^"]*)"')
_MADE_ELEMENT: Final = re.compile(r'\bmake\(\s*"([a-z0-9-]+)"')
_MADE_CLASSES: Final = re.compile(r'\b(?:className[:=]\s*|classList\.\w+\()"([^"]*)"')
_MADE_ROLE: Final = re.compile(r'\brole: "([^"]*)"')


class _Need(NamedTuple):
    """All of `names`, and of each choice one."""

    names: frozenset[str]
    choices: tuple[tuple[_Need, ...], ...] = ()

    def is_met(self, names: frozenset[str]) -> bool:
        return self.names <= names and all(any(one.is_met(names) for one in choice) for choice in self.choices)


class _Rule(NamedTuple):
    """A rule with the need of each of its selectors; without selectors for what always stays."""

    selectors: tuple[tuple[str, _Need], ...]
    block: str

    def used(self, names: frozenset[str]) -> str:
        kept = [selector for selector, need in self.selectors if need.is_met(names)]
        return ",".join(kept) + self.block if kept or not self.selectors else ""


class _Group(NamedTuple):
    """`@media … { … }` and its like."""

    opening: str
    rules: tuple[_Rule | _Group, ...]

    def used(self, names: frozenset[str]) -> str:
        inner = "".join(rule.used(names) for rule in self.rules)
        return f"{self.opening}{{{inner}}}" if inner else ""


def used_rules(css: str, names: frozenset[str]) -> str:
    """The rules of a small sheet that a page with these names can use, in their order."""
    return "".join(rule.used(names) for rule in _read(css))


def names_in_page(html: str, languages: Iterable[str]) -> frozenset[str]:
    """The names of a page: `p`, `.title`, `[role=note]`, `:lang(zh)`. `languages` are BCP 47 tags."""
    names: set[str] = set()
    for element, attributes in set(_ELEMENT.findall(html)):
        names.add(element.lower())
        names.update(f".{name}" for found in _CLASSES.findall(attributes) for name in found.split())
        names.update(f"[{name}={value}]" for name, value in _ATTRIBUTE.findall(attributes))
    return frozenset(names.union(*map(_ranges, languages)))


def names_made_by(script: str) -> frozenset[str]:
    """The names that a script of ours gives to a page: what it makes by `make()`, and classes that it sets."""
    classes = (name for found in _MADE_CLASSES.findall(script) for name in found.split())
    roles = (f"[role={role}]" for role in _MADE_ROLE.findall(script))
    return frozenset([*_MADE_ELEMENT.findall(script), *(f".{name}" for name in classes), *roles])


def _ranges(language: str) -> set[str]:
    """The language ranges that a tag matches, by extended filtering (RFC 4647, 3.3.2) without `*`."""
    first, *rest = language.lower().split("-")
    return {f":lang({'-'.join((first, *some))})" for n in range(len(rest) + 1) for some in combinations(rest, n)}


# --- reading a sheet -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _read(css: str) -> tuple[_Rule | _Group, ...]:
    from tinycss2 import parse_stylesheet

    return _rules(parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def _rules(nodes: Iterable[Node]) -> tuple[_Rule | _Group, ...]:
    return tuple(_rule(node) for node in nodes)


def _rule(node: Node) -> _Rule | _Group:
    from tinycss2 import parse_rule_list, serialize

    if node.type == "at-rule" and node.lower_at_keyword in _GROUPS and node.content is not None:
        inner = parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
        return _Group(f"@{node.at_keyword}{serialize(node.prelude)}", _rules(inner))
    if node.type != "qualified-rule":
        return _Rule((), node.serialize())
    selectors = tuple((serialize(one).strip(), _need(one)) for one in _apart(node.prelude))
    return _Rule(selectors, f"{{{serialize(node.content)}}}")


def _apart(tokens: Sequence[Node]) -> list[list[Node]]:
    """A list of selectors as selectors."""
    found: list[list[Node]] = [[]]
    for one in tokens:
        if one.type == "literal" and one.value == ",":
            found.append([])
        else:
            found[-1].append(one)
    return found


def _need(selector: Sequence[Node]) -> _Need:
    names: set[str] = set()
    choices: list[tuple[_Need, ...]] = []
    before = ""
    for token in selector:
        if token.type == "ident" and before != ":":
            names.add(f".{token.value}" if before == "." else token.lower_value)
        elif token.type == "[] block":
            names |= _attribute(token.content)
        elif token.type == "function" and before == ":" and token.lower_name in _CHOICES:
            choices.append(tuple(map(_language if token.lower_name == "lang" else _need, _apart(token.arguments))))
        before = token.value if token.type == "literal" else ""
    return _Need(frozenset(names), tuple(choices))


def _language(tokens: Sequence[Node]) -> _Need:
    return _Need(frozenset(f":lang({token.value.lower()})" for token in tokens if token.type in ("ident", "string")))


def _attribute(tokens: Sequence[Node]) -> set[str]:
    """`[role=note]` where that attribute is fixed and its whole value is named."""
    said = [token for token in tokens if token.type != "whitespace"]
    match [getattr(token, "value", "") for token in said]:
        case [name, "=", value] if name in _FIXED:
            return {f"[{name}={value}]"}
    return set()
