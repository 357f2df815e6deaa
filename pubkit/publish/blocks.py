"""Tables, code and task lists, made so that every reader of every format can use them.

What does not belong here: how they look (`styles/`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.tree import attributes, div, edit_nodes, span

if TYPE_CHECKING:
    from pubkit.publish.labels import Labels
    from pubkit.publish.tree import Node

#: What pandoc reads `[ ]` and `[x]` as.
_BOXES: Final = {"☐": False, "☒": True}


def settle_blocks(blocks: list[Node], labels: Labels) -> list[Node]:
    """The tree with tables in a box that scrolls, `scope` on header cells, and tasks whose state has a name."""

    def settle(node: Node) -> list[Node]:
        if node["t"] == "Table":
            return [div([_scoped(node)], attributes("", "table", role="group", tabindex="0", aria_label=labels.table))]
        if node["t"] == "CodeBlock":
            return [{"t": "CodeBlock", "c": [attributes(node["c"][0][0], tabindex="0"), node["c"][1]]}]
        if node["t"] == "BulletList":
            return [{"t": "BulletList", "c": [_task(item, labels) for item in node["c"]]}]
        return [node]

    settled: list[Node] = edit_nodes(blocks, settle)
    return settled


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
