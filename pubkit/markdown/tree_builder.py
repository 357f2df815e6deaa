"""A Markdown text out of the events of its parser: the tree, the runs of prose and the masked text, in one walk.

The *masked text* is as long as the source and holds a mask (see `tree`) wherever the source is not prose. A pattern that is
searched there finds exact places and cannot meet code, addresses or markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pubkit.markdown.tree import (
    ADDRESS,
    BLOCK,
    BREAK,
    CODE,
    ENTITY,
    HTML,
    IMAGE,
    MARKUP,
    MATH,
    NO_CHILDREN,
    NOTE,
    Node,
    Run,
    new_node,
)
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.span import code_points_between

if TYPE_CHECKING:
    from collections.abc import Iterable


class Parsed(NamedTuple):
    """What one walk over a text gives. `masked` has as many code points as the text.

    `links`, `notes` (footnote references) and `footnotes` (their definitions) stand in the order of their places; they
    are collected on the way so that nobody has to walk the tree for them. `prices` are the places of each `$` that some
    readers take for one of mathematics, and that stands before a price.
    """

    tree: Node
    runs: list[Run]
    masked: str
    links: list[Node]
    notes: list[Node]
    footnotes: list[Node]
    prices: tuple[int, ...] = ()


_INLINES = {
    "Emphasis": "emphasis",
    "Strong": "strong",
    "Strikethrough": "strikethrough",
    "Link": "link",
    "Image": "image",
}
#: What has an end of its own.
_KINDS = _INLINES | {
    "Paragraph": "paragraph",
    "HtmlBlock": "html_block",
    "Item": "item",
    "TableHead": "table_head",
    "TableRow": "table_row",
    "TableCell": "table_cell",
    "Heading": "heading",
    "BlockQuote": "quote",
    "CodeBlock": "code_block",
    "List": "list",
    "FootnoteDefinition": "footnote",
    "Table": "table",
    "MetadataBlock": "front_matter",
}
_LEAVES = {
    "Code": ("code", CODE),
    "InlineMath": ("math", MATH),
    "DisplayMath": ("display_math", MATH),
    "InlineHtml": ("html", HTML),
    "Html": ("html", HTML),
    "FootnoteReference": ("footnote_reference", NOTE),
    "TaskListMarker": ("task_marker", MARKUP),
    "SoftBreak": ("soft_break", MARKUP),
    "HardBreak": ("hard_break", BREAK),
    "Rule": ("rule", BLOCK),
}
#: The blocks that hold inlines directly.
_HOLDERS = frozenset({"paragraph", "heading", "table_cell", "plain"})
#: What is laid over the rest of a node at its end.
_CLOSING = dict.fromkeys(_INLINES.values(), MARKUP) | {
    "link": ADDRESS,
    "image": IMAGE,
    "code_block": CODE,
    "html_block": HTML,
    "front_matter": BLOCK,
}
_INLINE_KINDS = frozenset(_INLINES.values())
_OPAQUE_BLOCKS = frozenset({"code_block", "html_block", "front_matter"})
#: Where a text is prose, unless it is inside of a picture or is an address.
_PROSE = _HOLDERS | _INLINE_KINDS
_HOLD_INLINES = _PROSE | _OPAQUE_BLOCKS
#: Texts in prose that may stand for more than they are: `&` for `&amp;`, and `\\` at the end of a line. All others that are told as
#: they are written stand for just that.
_UNLIKE = frozenset("&\\")


class TreeBuilder:
    """The state of the walk: where the tree grows, and how far the mask is written.

    A call costs as much as ten lines: what is done for nearly all of a report's thousands of events is written out in
    `build`, on local variables. What is rare is done by methods, which know the state by `node`, `done` and `opaque`.
    """

    __slots__ = ("done", "footnotes", "links", "node", "notes", "opaque", "pieces", "runs", "text", "tree")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = self.node = new_node("document", 0, len(text), None)
        self.runs: list[Run] = []
        self.links: list[Node] = []
        self.notes: list[Node] = []
        self.footnotes: list[Node] = []
        self.pieces: list[str] = []
        self.done = 0  # code points of the mask that are written
        self.opaque = 0  # how many pictures this is inside of: their alternative text is not prose of the page

    def build(self, events: Iterable[Any]) -> Parsed:
        """Builds everything. Ranges come in the order of the text; that of an `End` is that of its `Start`."""
        text, tree, runs, pieces = self.text, self.tree, self.runs, self.pieces
        source = text.encode()
        byte = at = done = 0  # the place in bytes, the same in code points, and `self.done`
        node, prose = tree, False  # `self.node`, and whether a text in it is prose
        for event, byte_range in events:
            if "End" in event:
                if (there := byte_range["end"]) != byte:
                    at += 1 if there - byte == 1 else code_points_between(source, byte, there)
                    byte = there
                kind = node.kind
                if kind == "plain":
                    self.node = node
                    node = self.close_plain()
                    kind = node.kind
                node.end = at
                if kind in _HOLDERS:
                    if children := node.children:
                        runs.append(Run(node, children[0].start, children[-1].end))
                elif kind in _CLOSING:
                    if kind == "image":
                        self.opaque -= 1
                    if at > done and not (kind == "image" and self.opaque):
                        pieces.append(_CLOSING[kind] * (at - done))
                        done = at
                node = node.parent or tree
                prose = node.kind in _PROSE and not self.opaque
                continue
            if (there := byte_range["start"]) != byte:
                at += 1 if there - byte == 1 else code_points_between(source, byte, there)
                byte = there
            if prose and "Text" in event and (value := event["Text"]) not in _UNLIKE and text.startswith(value, at):
                if at > done:
                    pieces.append((MARKUP if node.children or node.kind in _INLINE_KINDS else BLOCK) * (at - done))
                leaf = Node()
                leaf.kind = "text"
                leaf.start = at
                leaf.end = at = done = at + len(value)
                leaf.parent = node
                leaf.value = value
                leaf.children = NO_CHILDREN
                node.children.append(leaf)
                pieces.append(value)
                byte = byte_range["end"]
            else:
                self.node, self.done = node, done
                if "Start" in event:
                    prose = self.open(event["Start"], at)
                else:
                    byte = byte_range["end"]
                    start, at = at, at + code_points_between(source, there, byte)
                    self.add_leaf(event, start, at)
                    prose = self.node.kind in _PROSE and not self.opaque
                node, done = self.node, self.done
        self.done = done
        self.fill(len(text), BLOCK)
        return Parsed(tree, runs, "".join(pieces), self.links, self.notes, self.footnotes)

    def open(self, tag: Any, start: int) -> bool:
        """Begins a node, and says whether a text in it is prose; where it ends, `build` is told."""
        if tag.__class__ is str:
            name, data = tag, None
        else:
            ((name, data),) = tag.items()
        kind = _KINDS[name]
        if kind in _INLINE_KINDS:
            parent = self.hold(start)
        else:
            parent = self.node
            if parent.kind == "plain":
                parent = self.close_plain()
        self.node = node = Node()
        node.kind = kind
        node.start = node.end = start
        node.parent = parent
        node.children = []
        parent.children.append(node)
        if data is None:
            node.value = None
            return kind in _PROSE and not self.opaque
        if kind == "link":
            node.value = data["dest_url"]
            if self.opaque:
                return False
            self.links.append(node)
            return self.text[start] != "<"
        node.value = _value(kind, data)
        if kind == "image":
            self.opaque += 1
        elif kind == "footnote":
            self.footnotes.append(node)
        return kind == "heading"

    def close_plain(self) -> Node:
        """Ends the text of a tight item, of which no event tells, and gives the item."""
        plain = self.node
        children = plain.children
        plain.end = children[-1].end
        self.runs.append(Run(plain, children[0].start, plain.end))
        self.node = parent = plain.parent or self.tree
        return parent

    def fill(self, until: int, mask: str) -> None:
        if until > self.done:
            self.pieces.append(mask * (until - self.done))
            self.done = until

    def hold(self, start: int) -> Node:
        """The node that an inline at `start` stands in, with the mask written up to there."""
        node = self.node
        if node.kind not in _HOLD_INLINES:
            plain = new_node("plain", start, start, node)
            node.children.append(plain)
            self.node = node = plain
        if start > self.done and not self.opaque:
            self.pieces.append((MARKUP if node.children or node.kind in _INLINE_KINDS else BLOCK) * (start - self.done))
            self.done = start
        return node

    def add_leaf(self, event: Any, start: int, end: int) -> None:
        name, value = (event, None) if event.__class__ is str else next(iter(event.items()))
        if name == "Text":
            self.add_text(event["Text"], start, end)
            return
        kind, mask = _LEAVES[name]
        if kind == "rule":
            if self.node.kind == "plain":
                self.close_plain()
            self.node.children.append(new_node(kind, start, end, self.node))
            return
        node = self.hold(start)
        leaf = new_node(kind, start, end, node, value if value.__class__ is str else None)
        node.children.append(leaf)
        if kind == "footnote_reference" and not self.opaque:
            self.notes.append(leaf)
        if self.opaque or node.kind in _OPAQUE_BLOCKS:
            return
        if kind == "soft_break":
            # the line break itself is kept: rules about hard-wrapped text need it
            source = self.text[start:end]
            self.pieces.append("".join(c if c == "\n" else MARKUP for c in source))
            self.done = end
        else:
            self.fill(end, mask)

    def add_text(self, value: str, start: int, end: int) -> None:
        """A text, also where it is no prose; the mask is the text itself where it is prose that stands so in the source."""
        node = self.hold(start)
        leaf = new_node("text", start, end, node, value)
        leaf.children = NO_CHILDREN
        node.children.append(leaf)
        if self.opaque or node.kind in _OPAQUE_BLOCKS:
            return
        if _is_autolink(self.text, node):
            self.fill(end, ADDRESS)
        elif self.text[start:end] == value:
            self.pieces.append(value)
            self.done = end
        else:
            self.fill(end, ENTITY)


def _is_autolink(text: str, node: Node) -> bool:
    """Whether this is a link that is written as `<https://…>`."""
    return node.kind == "link" and text[node.start] == "<"


def _value(kind: str, data: Any) -> str | None:
    if kind == "heading":
        return str(data["level"][1])
    if kind == "image":
        return str(data["dest_url"])
    if kind == "code_block":
        return str(data["Fenced"]) if isinstance(data, dict) else None
    if kind == "list":
        return None if data is None else str(data)
    return data if isinstance(data, str) else None
