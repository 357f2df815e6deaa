"""Tables, code and task lists, made so that every reader of every format can use them.

What does not belong here: how they look (`styles/`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.tree import attributes, div, edit_blocks, plain_text, span
from pubkit.text.captions import is_table_caption

if TYPE_CHECKING:
    from pubkit.publish.labels import Labels
    from pubkit.publish.tree import Node

#: What pandoc reads `[ ]` and `[x]` as.
_BOXES: Final = {"☐": False, "☒": True}


def settle_blocks(blocks: list[Node], labels: Labels) -> list[Node]:
    """The tree with captions and header cells in its tables, and tasks whose state has a name.

    A table stands in a box that scrolls. A short paragraph before it that begins like `表 1` is its caption.
    """
    settled: list[Node] = edit_blocks(blocks, lambda found: [_settled(block, labels) for block in _with_captions(found)])
    return settled


def _with_captions(blocks: list[Node]) -> list[Node]:
    """A caption stands before its table (`表 1：…`), or before or behind it as pandoc writes it (`: …`)."""
    found: list[Node] = []
    for block in blocks:
        if block["t"] == "Table" and not block["c"][1][1] and found and (inlines := _caption(found[-1])):
            found.pop()
            found.append(_captioned(block, inlines))
        elif found and found[-1]["t"] == "Table" and not found[-1]["c"][1][1] and (inlines := _marked_caption(block)):
            found[-1] = _captioned(found[-1], inlines)
        else:
            found.append(block)
    return found


def _captioned(table: Node, inlines: list[Node]) -> Node:
    return {"t": "Table", "c": [table["c"][0], [None, [{"t": "Plain", "c": inlines}]], *table["c"][2:]]}


def _caption(block: Node) -> list[Node] | None:
    return list(block["c"]) if _is_caption(block) else _marked_caption(block)


def _marked_caption(block: Node) -> list[Node] | None:
    """The words of a paragraph that pandoc takes for a caption: `: words` or `Table: words`."""
    inlines = block["c"] if block["t"] == "Para" else []
    if len(inlines) > 2 and inlines[0] in ({"t": "Str", "c": ":"}, {"t": "Str", "c": "Table:"}) and inlines[1]["t"] == "Space":
        return list(inlines[2:])
    return None


def _is_caption(block: Node) -> bool:
    return block["t"] == "Para" and is_table_caption(plain_text(block))


def _settled(block: Node, labels: Labels) -> Node:
    kind = block["t"]
    if kind == "Table":
        return div([_scoped(block)], attributes("", "table", role="group", tabindex="0", aria_label=labels.table))
    if kind == "CodeBlock":
        return {"t": kind, "c": [attributes(block["c"][0][0], tabindex="0"), block["c"][1]]}
    if kind == "BulletList":
        return {"t": kind, "c": [_task(item, labels) for item in block["c"]]}
    return block


def _scoped(table: Node) -> Node:
    attrs, caption, columns, (head_attributes, rows), bodies, foot = table["c"]
    head = [head_attributes, [[row, [_header_cell(cell) for cell in cells]] for row, cells in rows]]
    return {"t": "Table", "c": [attrs, caption, columns, head, bodies, foot]}


def _header_cell(cell: list[Any]) -> list[Any]:
    (identifier, classes, pairs), *rest = cell
    return [[identifier, classes, [*pairs, ["scope", "col"]]], *rest]


def _task(item: list[Node], labels: Labels) -> list[Node]:
    """An item of a task list with its state drawn by the style sheet and named for those who do not see it."""
    if not item or item[0]["t"] not in ("Plain", "Para") or not item[0]["c"]:
        return item
    first, *rest = item[0]["c"]
    if first["t"] != "Str" or first["c"] not in _BOXES:
        return item
    done = _BOXES[first["c"]]
    label = labels.done if done else labels.to_do
    box = span([], attributes("", "task", *(["done"] if done else []), role="img", aria_label=label))
    return [{**item[0], "c": [box, *rest]}, *item[1:]]
