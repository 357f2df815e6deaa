"""The spaces of French before `; : ! ?` and inside « », put in when a text is published and never into the source.

A narrow no-break space stands before `;` `!` `?`, a no-break space before `:` and inside guillemets. A space of the author's there is made
one that does not break; where there is none, it is added. Code, addresses, times and ratios are left as they are. Canada sets
`; ! ?` close; Switzerland sets all with the narrow space.
Sources: Lexique des règles typographiques en usage à l'Imprimerie nationale, “Ponctuation”; Le guide du rédacteur (Canada), 7.
What does not belong here: which quotation marks an author chose.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.tree import WITH_ATTRIBUTES, attributes_of, inline_children, is_inlines, is_mark, string, walk
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import primary, subtags

if TYPE_CHECKING:
    from pubkit.publish.tree import Node

NARROW: Final = "\u202f"
NO_BREAK: Final = "\u00a0"
_GAPS: Final = frozenset({"Space", "SoftBreak"})
_NOT_PROSE: Final = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})
#: Signs that stand apart from their number, and not on another line.
_SIGNS: Final = frozenset("%‰€$£°")
_SPACES: Final = " \u00a0\u202f\u2009"
#: What an address is told by; its marks are its own.
_ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*:[/\w]|www\.|\w@\w|\w\.\w+/", re.IGNORECASE)


class _Custom(NamedTuple):
    """The spaces of a region: before `; ! ?`, before `:`, inside « »."""

    high: str
    colon: str
    quote: str


def _custom(language: str) -> _Custom | None:
    if primary(language) != "fr":
        return None
    regions = set(subtags(language)[1:])
    if "ca" in regions:
        return _Custom("", NO_BREAK, NO_BREAK)
    return _Custom(NARROW, NARROW, NARROW) if "ch" in regions else _Custom(NARROW, NO_BREAK, NO_BREAK)


def space_french(blocks: list[Node], language: str) -> list[Node]:
    """The tree with the spaces of French in all that is French: the document, or the parts marked so."""
    if _custom(language) is None and not any(_custom(_own_language(node) or language) for node in walk(blocks, *WITH_ATTRIBUTES)):
        return blocks
    return [_node(block, language) for block in blocks]


def _own_language(node: Node) -> str | None:
    attrs = attributes_of(node)
    return next((value for name, value in attrs[2] if name == "lang"), None) if attrs else None


def french_text(text: str, language: str) -> str:
    """Plain text, a title for example, with the spaces of its language."""
    custom = _custom(language)
    return text if custom is None else " ".join(_word(word, custom) for word in _closed(text, custom).split(" "))


def _node(node: Node, language: str) -> Node:
    if node["t"] in _NOT_PROSE or "c" not in node or is_mark(node):
        return node
    return {**node, "c": _content(node["c"], _own_language(node) or language)}


def _content(value: object, language: str) -> object:
    if not isinstance(value, list):
        return value
    custom = _custom(language)
    inner: list[Any] = [_node(item, language) if isinstance(item, dict) and "t" in item else _content(item, language) for item in value]
    return _inlines(inner, custom) if custom and is_inlines(inner) else inner


def _inlines(nodes: list[Node], custom: _Custom) -> list[Node]:
    """Text that stands side by side as one, with spaces that break beside a mark closed."""
    found: list[Node] = []
    for n, node in enumerate(nodes):
        if node["t"] == "Str":
            before, after = _edge(nodes[:n][::-1], -1), _edge(nodes[n + 1 :], 0)
            spaced = _word(before + node["c"] + after, custom)
            found.append(string(spaced[len(before) : len(spaced) - len(after)]))
        elif node["t"] in _GAPS and (closed := _gap(nodes, n, custom)):
            found.append(string(closed))
        else:
            found.append(node)
    return _joined(found)


def _gap(nodes: list[Node], n: int, custom: _Custom) -> str:
    """What a space beside a mark becomes; empty where it stays."""
    before, after = _edge(nodes[:n][::-1], -1), _edge(nodes[n + 1 :], 0)
    return _space(before, after, custom)


def _space(before: str, after: str, custom: _Custom) -> str:
    if before == "«" or after == "»":
        return custom.quote
    if after and after in ";!?":
        return custom.high or NARROW  # the author's own space stays, and does not break
    if before.isdigit() and after in _SIGNS:
        return NO_BREAK
    return custom.colon if after == ":" else ""


def _edge(nodes: list[Node], at: int) -> str:
    """The character next to a space: the last (-1) one before or the first (0) one behind. Citations are looked through."""
    for node in nodes:
        inner = inline_children(node)
        if is_mark(node):
            continue
        if inner is not None:
            return _edge(inner[::-1] if at else inner, at)
        return node["c"][at] if node["t"] == "Str" and node["c"] else ""
    return ""


def _joined(nodes: list[Node]) -> list[Node]:
    """Words that a no-break space now joins as one."""
    found: list[Node] = []
    for node in nodes:
        if found and node["t"] == found[-1]["t"] == "Str":
            found[-1] = string(found[-1]["c"] + node["c"])
        else:
            found.append(node)
    return found


def _closed(text: str, custom: _Custom) -> str:
    """Plain text with the spaces beside marks made such as do not break."""
    for pattern, replacement in _gap_patterns(custom):
        text = pattern.sub(replacement, text)
    return text


@lru_cache(maxsize=4)
def _gap_patterns(custom: _Custom) -> list[tuple[re.Pattern[str], str]]:
    return [
        (re.compile("(?<=«) | (?=»)"), custom.quote),
        (re.compile(" (?=[;!?])"), custom.high or NARROW),
        (re.compile(" (?=:)"), custom.colon),
        (re.compile(r"(?<=\d) (?=[%‰€$£°])"), NO_BREAK),
    ]


def _word(word: str, custom: _Custom) -> str:
    """A word with the spaces that it lacks before the marks at its end and inside its guillemets."""
    if _ADDRESS.search(word):
        return word
    word = re.sub(f"«(?![{_SPACES}]|$)", "«" + custom.quote, word)
    word = re.sub(f"(?<=[^{_SPACES}«])»", custom.quote + "»", word)
    word = re.sub(f"(?<=[\\w%€$°)\\]’”»])([;!?]+)(?=[{_SPACES}»)\\]”’.…]|$)", custom.high + r"\1", word)
    return re.sub(f"(?<=[\\w%€$°)\\]’”»]):(?=[{_SPACES}]|$)", custom.colon + ":", word)
