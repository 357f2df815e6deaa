"""Pandoc's document tree: its nodes, how they are made, and how they are walked and rewritten.

The tree is the JSON that pandoc reads and writes: a node is `{"t": type, "c": content}`. Every function here is pure:
a rewrite gives a new tree and leaves the old one.
Source: the types of `Text.Pandoc.Definition` (pandoc-types 1.23).
What does not belong here: what is rewritten and why (`citation_links`, `headings`, `line_breaks`, `raw_html` …).
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING, Any, Final, cast

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A node of pandoc's JSON tree.
Node = dict[str, Any]
#: Identifier, classes, and key–value pairs, as pandoc orders them.
Attributes = list[Any]

INLINES: Final = frozenset(
    [
        "Str",
        "Emph",
        "Underline",
        "Strong",
        "Strikeout",
        "Superscript",
        "Subscript",
        "SmallCaps",
        "Quoted",
        "Cite",
        "Code",
        "Space",
        "SoftBreak",
        "LineBreak",
        "Math",
        "RawInline",
        "Link",
        "Image",
        "Note",
        "Span",
    ]
)
BLOCKS: Final = frozenset(
    {
        "Plain",
        "Para",
        "LineBlock",
        "CodeBlock",
        "RawBlock",
        "BlockQuote",
        "OrderedList",
        "BulletList",
        "DefinitionList",
        "Header",
        "HorizontalRule",
        "Table",
        "Figure",
        "Div",
    }
)
_CONTAINERS: Final = frozenset(["Emph", "Underline", "Strong", "Strikeout", "Superscript", "Subscript", "SmallCaps"])
_BREAKS: Final = frozenset({"Space", "SoftBreak", "LineBreak"})
_WITHOUT_ATTRIBUTES: Final = _BREAKS | {"Str", "Math", "RawInline", "RawBlock", "HorizontalRule"}
#: Nodes in which no other can stand. Most of a tree are such: they are passed by.
_LEAVES: Final = _WITHOUT_ATTRIBUTES | {"Code", "CodeBlock"}
#: Where in the content of a node its attributes stand, and where what is inside of it; of other kinds it may be anywhere.
_ATTRIBUTES_AT: Final = {"Header": 1, **dict.fromkeys(("Code", "Link", "Image", "Span", "CodeBlock", "Table", "Figure", "Div"), 0)}
_INSIDE_AT: Final = {"Header": 2, **dict.fromkeys(("Link", "Image", "Span", "Div", "Quoted", "Cite"), 1)}
WITH_ATTRIBUTES: Final = tuple(_ATTRIBUTES_AT)


def attributes(identifier: str = "", *classes: str, **pairs: str) -> Attributes:
    """Attributes; an underscore in a name stands for a hyphen (`aria_label`)."""
    return [identifier, list(classes), [[name.replace("_", "-"), value] for name, value in pairs.items()]]


def string(text: str) -> Node:
    """A run of text without spaces."""
    return {"t": "Str", "c": text}


def span(content: list[Node], attrs: Attributes) -> Node:
    """Inline content with attributes."""
    return {"t": "Span", "c": [attrs, content]}


def div(content: list[Node], attrs: Attributes) -> Node:
    """Blocks with attributes."""
    return {"t": "Div", "c": [attrs, content]}


def link(content: list[Node], target: str, attrs: Attributes) -> Node:
    """A link to `target`."""
    return {"t": "Link", "c": [attrs, content, [target, ""]]}


def raw_inline(html: str) -> Node:
    """HTML of our own; the source's never becomes one."""
    return {"t": "RawInline", "c": ["html", html]}


def raw_block(html: str) -> Node:
    """HTML of our own, standing as a block."""
    return {"t": "RawBlock", "c": ["html", html]}


def words(text: str) -> list[Node]:
    """Text as inlines: words and the spaces between them."""
    found: list[Node] = []
    for word in text.split():
        found += [{"t": "Space"}, string(word)] if found else [string(word)]
    return found


def is_inlines(value: Any) -> bool:
    """Whether this is a list of inline nodes (an empty list is not told apart and is none)."""
    return _is_list_of(value, INLINES)


def _is_list_of(value: Any, kinds: frozenset[str]) -> bool:
    """A list of pandoc's holds inlines, blocks or neither: its first item tells."""
    return value.__class__ is list and bool(value) and value[0].__class__ is dict and value[0].get("t") in kinds


def inline_children(node: Node) -> list[Node] | None:
    """The inlines inside an inline node; None for one that holds none (text, code, a break, a note)."""
    kind = node["t"]
    if kind in ("Link", "Image", "Span"):
        return cast("list[Node]", node["c"][1])
    return cast("list[Node]", node["c"]) if kind in _CONTAINERS else None


def walk(value: Any, *kinds: str) -> Iterator[Node]:
    """Every node under `value`, or every one of these kinds, in the order of the document, parents before children."""
    passed = _LEAVES.difference(kinds) if kinds else frozenset[str]()
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if value.__class__ is dict:
            kind = value.get("t")
            if kind in kinds or (kind is not None and not kinds):
                yield value
            if kind not in _LEAVES and "c" in value:
                waiting.append(_inside(value))
        elif value.__class__ is list and not _holds_only(value, passed):
            waiting.extend(reversed(value))


def _inside(node: Node) -> Any:
    at = _INSIDE_AT.get(node["t"])
    return node["c"] if at is None else node["c"][at]


def _holds_only(value: list[Any], kinds: frozenset[str]) -> bool:
    """Whether a list holds nothing, no nodes (attributes, an address), or nodes of these kinds alone."""
    if not value or value[0].__class__ is str:
        return True
    return value[0].__class__ is dict and kinds.issuperset([item.get("t") for item in value])


def runs(value: Any) -> Iterator[list[Node]]:
    """The outermost lists of inlines: one for each paragraph, heading, table cell. Notes must be taken out before."""
    if is_inlines(value):
        yield value
    elif isinstance(value, dict):
        yield from runs(value.get("c"))
    elif isinstance(value, list):
        for item in value:
            yield from runs(item)


# --- Rewriting ---------------------------------------------------------------------------------------------------------
# What an edit leaves as it was is in the new tree the same node, not a copy of it.


def edit_inlines(value: Any, edit: Callable[[list[Node]], list[Node]]) -> Any:
    """The tree with every list of inlines replaced, inner lists before outer ones."""
    return _edit_lists(value, edit, INLINES)


def edit_blocks(value: Any, edit: Callable[[list[Node]], list[Node]]) -> Any:
    """The tree with every list of blocks replaced, inner lists before outer ones."""
    return _edit_lists(value, edit, BLOCKS)


def _edit_lists(value: Any, edit: Callable[[list[Node]], list[Node]], wanted: frozenset[str]) -> Any:
    def edited(value: Any) -> Any:
        if value.__class__ is dict:
            return value if value.get("t") in _LEAVES else _with_inside(value, edited)
        if value.__class__ is not list:
            return value
        inner = value if _holds_only(value, _LEAVES) else [item if item.__class__ is dict and item.get("t") in _LEAVES else edited(item) for item in value]
        return _same_or(value, edit(inner) if _is_list_of(inner, wanted) else inner)

    return edited(value)


def edit_nodes(value: Any, edit: Callable[[Node], list[Node]], *kinds: str) -> Any:
    """The tree with every node of these kinds replaced by any number of nodes, in the order of the document, parents first.

    What `edit` gives is not given to it again, but what stands inside of that is: a node must not be put into another
    one here (`edit_blocks` is for that).
    """
    passed = _LEAVES.difference(kinds)

    def edited(value: Any) -> Any:
        if value.__class__ is dict:
            return value if value.get("t") in _LEAVES else _with_inside(value, edited)
        if value.__class__ is not list or _holds_only(value, passed):
            return value
        made: list[Any] = []
        for item in value:
            kind = item.get("t") if item.__class__ is dict else None
            if kind in kinds:
                made += map(edited, edit(item))
            else:
                made.append(item if kind in passed else edited(item))
        return _same_or(value, made)

    return edited(value)


def _with_inside(node: Node, edited: Callable[[Any], Any]) -> Node:
    """A node with what is inside of it edited."""
    if "c" not in node:
        return node
    inner = _inside(node)
    made = edited(inner)
    if made is inner:
        return node
    content, at = node["c"], _INSIDE_AT.get(node["t"])
    return {**node, "c": made if at is None else [*content[:at], made, *content[at + 1 :]]}


def _same_or(before: list[Any], after: list[Any]) -> list[Any]:
    """The list as it was, where the other one holds the very same."""
    return before if len(before) == len(after) and all(map(is_, before, after)) else after


def edit_attributes(value: Any, edit: Callable[[Attributes], Attributes]) -> Any:
    """The tree with the attributes of every node, table cells and rows included, replaced."""
    if value.__class__ is dict:
        return value if value.get("t") in _WITHOUT_ATTRIBUTES or "c" not in value else {**value, "c": edit_attributes(value["c"], edit)}
    if value.__class__ is not list or (_holds_only(value, _WITHOUT_ATTRIBUTES) and not _are_attributes(value)):
        return value
    return edit(value) if _are_attributes(value) else [edit_attributes(item, edit) for item in value]


def _are_attributes(value: list[Any]) -> bool:
    """No other list of pandoc's tree has three items of which a string is the first and lists are the others."""
    return len(value) == 3 and isinstance(value[0], str) and isinstance(value[1], list) and isinstance(value[2], list)


def attributes_of(node: Node) -> Attributes | None:
    """The attributes of an inline or a block that has some."""
    at = _ATTRIBUTES_AT.get(node["t"])
    return None if at is None else cast("Attributes", node["c"][at])


def has_class(node: Node, name: str) -> bool:
    """Whether the node has this class."""
    found = attributes_of(node)
    return found is not None and name in found[1]


def is_mark(node: Node) -> bool:
    """Whether this is a citation or the number of a note: no word of the text."""
    return has_class(node, "citation") or has_class(node, "note-reference")


def plain_text(value: Any) -> str:
    """The words under `value` as text: citations and notes left out, mathematics as TeX, a line break as a space."""
    found: list[str] = []
    _take_words(value, found)
    return " ".join("".join(found).split())


def _take_words(value: Any, found: list[str]) -> None:
    if value.__class__ is list:
        for item in value:
            if item.__class__ is dict or item.__class__ is list:
                _take_words(item, found)
    elif value.__class__ is dict:
        kind = value.get("t")
        if kind == "Str":
            found.append(value["c"])
        elif kind in _BREAKS:
            found.append(" ")
        elif kind in ("Code", "CodeBlock", "Math"):
            found.append(value["c"][1])
        elif kind not in ("Note", "RawInline", "RawBlock") and not (kind in _ATTRIBUTES_AT and is_mark(value)):
            _take_words(value.get("c"), found)
