"""Pandoc's document tree: its nodes, how they are made, and how they are walked and rewritten.

The tree is the JSON that pandoc reads and writes: a node is `{"t": type, "c": content}`. Every function here is pure:
a rewrite gives a new tree and leaves the old one.
Source: the types of `Text.Pandoc.Definition` (pandoc-types 1.23).
What does not belong here: what is rewritten and why (`citation_links`, `headings`, `line_breaks`, `raw_html` …).
"""

from __future__ import annotations

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
    return _all_of(value, INLINES)


def is_blocks(value: Any) -> bool:
    """Whether this is a list of blocks (an empty list is not told apart and is none)."""
    return _all_of(value, BLOCKS)


def _all_of(value: Any, kinds: frozenset[str]) -> bool:
    return bool(value) and isinstance(value, list) and all(isinstance(v, dict) and v.get("t") in kinds for v in value)


def inline_children(node: Node) -> list[Node] | None:
    """The inlines inside an inline node; None for one that holds none (text, code, a break, a note)."""
    kind = node["t"]
    if kind in ("Link", "Image", "Span"):
        return cast("list[Node]", node["c"][1])
    return cast("list[Node]", node["c"]) if kind in _CONTAINERS else None


def walk(value: Any) -> Iterator[Node]:
    """Every node under `value`, in the order of the document, parents before children."""
    if isinstance(value, dict):
        if "t" in value:
            yield value
        yield from walk(value.get("c"))
    elif isinstance(value, list):
        for item in value:
            yield from walk(item)


def runs(value: Any) -> Iterator[list[Node]]:
    """The outermost lists of inlines: one for each paragraph, heading, table cell. Notes must be taken out before."""
    if is_inlines(value):
        yield value
    elif isinstance(value, dict):
        yield from runs(value.get("c"))
    elif isinstance(value, list):
        for item in value:
            yield from runs(item)


def edit_inlines(value: Any, edit: Callable[[list[Node]], list[Node]]) -> Any:
    """The tree with every list of inlines replaced, inner lists before outer ones."""
    return _edit_lists(value, edit, is_inlines)


def edit_blocks(value: Any, edit: Callable[[list[Node]], list[Node]]) -> Any:
    """The tree with every list of blocks replaced, inner lists before outer ones."""
    return _edit_lists(value, edit, is_blocks)


def _edit_lists(value: Any, edit: Callable[[list[Node]], list[Node]], wanted: Callable[[Any], bool]) -> Any:
    if isinstance(value, dict):
        return {**value, "c": _edit_lists(value["c"], edit, wanted)} if "c" in value else value
    if isinstance(value, list):
        edited = [_edit_lists(item, edit, wanted) for item in value]
        return edit(edited) if wanted(edited) else edited
    return value


def edit_nodes(value: Any, edit: Callable[[Node], list[Node]]) -> Any:
    """The tree with every node replaced by any number of nodes, in the order of the document, parents first.

    What `edit` gives is not given to it again, but what stands inside of that is: a node must not be put into another
    one here (`edit_blocks` is for that).
    """
    if isinstance(value, dict):
        return {**value, "c": edit_nodes(value["c"], edit)} if "c" in value else value
    if isinstance(value, list):
        return [
            edit_nodes(made, edit)
            for item in value
            for made in (edit(item) if isinstance(item, dict) and "t" in item else [item])
        ]
    return value


def edit_attributes(value: Any, edit: Callable[[Attributes], Attributes]) -> Any:
    """The tree with the attributes of every node, table cells and rows included, replaced."""
    if isinstance(value, dict):
        return {**value, "c": edit_attributes(value["c"], edit)} if "c" in value else value
    if isinstance(value, list):
        return edit(value) if _are_attributes(value) else [edit_attributes(item, edit) for item in value]
    return value


def _are_attributes(value: list[Any]) -> bool:
    """No other list of pandoc's tree has three items of which a string is the first and lists are the others."""
    return len(value) == 3 and isinstance(value[0], str) and isinstance(value[1], list) and isinstance(value[2], list)


def attributes_of(node: Node) -> Attributes | None:
    """The attributes of an inline or a block that has some."""
    content = node.get("c")
    if not isinstance(content, list):
        return None
    return next((item for item in content[:2] if isinstance(item, list) and _are_attributes(item)), None)


def has_class(node: Node, name: str) -> bool:
    """Whether the node has this class."""
    found = attributes_of(node)
    return found is not None and name in found[1]


def is_mark(node: Node) -> bool:
    """Whether this is a citation or the number of a note: no word of the text."""
    return has_class(node, "citation") or has_class(node, "note-reference")


def plain_text(value: Any) -> str:
    """The words under `value` as text: citations and notes left out, mathematics as TeX, a line break as a space."""
    return " ".join("".join(_words(value)).split())


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        kind = value.get("t")
        if kind in _BREAKS:
            yield " "
        elif kind == "Str":
            yield value["c"]
        elif kind in ("Code", "CodeBlock", "Math"):
            yield value["c"][1]
        elif kind not in ("Note", "RawInline", "RawBlock") and not is_mark(value):
            yield from _words(value.get("c"))
    elif isinstance(value, list):
        for item in value:
            if isinstance(item, (dict, list)):
                yield from _words(item)
