"""The one door to the Markdown parser (pyromark, Python's pulldown-cmark): events with byte ranges in, a tree out.

One walk makes three things: the tree, the runs of prose, and the *masked text*, which is as long as the source and
holds a mask (see `tree`) wherever the source is not prose. A pattern that is searched in the masked text finds exact
places and cannot meet code, addresses or markup.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

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
from pubkit.text.pattern import lazy
from pubkit.text.span import ByteCursor

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


_BLOCKS = {
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
_INLINES = {
    "Emphasis": "emphasis",
    "Strong": "strong",
    "Strikethrough": "strikethrough",
    "Link": "link",
    "Image": "image",
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


@lru_cache(maxsize=1)
def _options() -> tuple[Any, int]:
    import pyromark

    o = pyromark.Options
    return pyromark.events_with_range, (
        o.ENABLE_TABLES
        | o.ENABLE_FOOTNOTES
        | o.ENABLE_STRIKETHROUGH
        | o.ENABLE_TASKLISTS
        | o.ENABLE_MATH
        | o.ENABLE_HEADING_ATTRIBUTES
    )


def _metadata_option() -> int:
    import pyromark

    return int(pyromark.Options.ENABLE_YAML_STYLE_METADATA_BLOCKS)


def parse(text: str) -> Parsed:
    r"""The tree, the runs and the masked text of `text` (`\n` line ends, no BOM)."""
    events = _read(text)
    if "$" in text:
        events = list(events)
        if prices := _prices(text, events):
            events, prices = _without_prices(text, prices)
            return _Builder(text).build(events)._replace(prices=tuple(sorted(prices)))
    return _Builder(text).build(events)


def _read(text: str) -> Iterable[Any]:
    events_with_range, options = _options()
    events = _front_matter(text)
    if not events:
        return events_with_range(text, options=options)  # type: ignore[no-any-return]
    # blank lines as many bytes long stand in for it
    end = events[-1][1]["end"]
    return chain(events, events_with_range("\n" * end + text.encode()[end:].decode(), options=options))


def _front_matter(text: str) -> list[Any]:
    """The events of the front matter, if a text begins with one.

    It is read alone: for the parser, a rule with a line of text below it begins another anywhere (`---` over `### 二、背景`).
    What holds no `key: value` is none either, but a section between two rules.
    """
    closing = _CLOSING_FENCE.search(text, 3) if text.startswith("---") else None
    if closing is None or not _KEY.search(text, 3, closing.end()):
        return []
    events_with_range, options = _options()
    events = list(events_with_range(text[: closing.end()], options=options | _metadata_option()))
    starts = events[0][0].get("Start") if events and isinstance(events[0][0], dict) else None
    return events if isinstance(starts, dict) and "MetadataBlock" in starts else []


def _prices(text: str, events: Iterable[Any]) -> set[int]:
    """The places of `$` that the parser takes for those of mathematics and that are of prices: `US$5 … US$6`.

    A closing `$` is never before a digit (Pandoc User's Guide, "Math"). Then an opening one before a digit is a price, too.
    """
    prices: set[int] = set()
    cursor = ByteCursor(text)
    for event, byte_range in events:
        if event.__class__ is dict and "InlineMath" in event:
            start, end = cursor.go(byte_range["start"]), cursor.go(byte_range["end"])
            if _DIGITS.issuperset(text[end : end + 1] or " "):
                prices.add(end - 1)
                if text[start + 1] in _DIGITS:
                    prices.add(start)
    return prices


def _without_prices(text: str, prices: set[int]) -> tuple[list[Any], set[int]]:
    """The events of a text whose prices are none of the parser's signs, and the places of all of them.

    A mark of the same class stands in for their `$` while it parses. Each time other pairs may come to light, half as many.
    """
    sign = next((sign for sign in _STAND_INS if sign not in text), _STAND_INS[0])
    characters = list(text)
    found = prices
    while True:
        for at in found:
            characters[at] = sign
        shown = "".join(characters)
        events = list(_read(shown))
        found = _prices(shown, events)
        if not found:
            return _restored(events, shown, sign), prices
        prices |= found


def _restored(events: list[Any], shown: str, sign: str) -> list[Any]:
    """The events of `shown` as those of the text in which each `sign` is a `$`, which has fewer bytes."""
    data, mark = shown.encode(), sign.encode()
    places = [piece.start() for piece in re.finditer(re.escape(mark), data)]

    def place(at: int) -> int:
        return at - (len(mark) - 1) * bisect_left(places, at)

    return [
        (_with_dollars(event, sign), {name: place(at) for name, at in byte_range.items()}) for event, byte_range in events
    ]


def _with_dollars(event: Any, sign: str) -> Any:
    if isinstance(event, str):
        return event.replace(sign, "$")
    if isinstance(event, dict):
        return {name: _with_dollars(value, sign) for name, value in event.items()}
    return event


_KEY = lazy(r"\n(?:\{|[\"']?[^\W\d][\w .-]{0,60}[\"']?[ \t]*:(?=\s))")
_CLOSING_FENCE = lazy(r"\n(?:---|\.\.\.)[ \t]*(?=\n|\Z)")
#: Full-width ones, too: a fix writes them as the others.
_DIGITS = frozenset("0123456789０１２３４５６７８９")
#: Unicode punctuation as `$` is for the parser, so that stars beside it open and close as before; nobody writes these.
_STAND_INS = "⁕⁘⁙⁛"


class _Builder:
    """The state of the walk: where the tree grows, and how far the mask is written.

    A call costs as much as ten lines: what is done for each of a report's thousands of events is written out in `build`.
    """

    __slots__ = ("cursor", "done", "footnotes", "links", "node", "notes", "opaque", "pieces", "runs", "text", "tree")

    def __init__(self, text: str) -> None:
        self.text = text
        self.cursor = ByteCursor(text)
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
        cursor, pieces, source = self.cursor, self.pieces, self.cursor.source
        for event, byte_range in events:
            if "Text" in event:
                at, end = byte_range["start"], byte_range["end"]
                start = cursor.at if at == cursor.byte else cursor.go(at)
                node = self.node
                if start > self.done or node.kind not in _HOLD_INLINES:
                    node = self.hold(start)
                leaf = Node()
                leaf.kind = "text"
                leaf.start = start
                leaf.parent = node
                leaf.value = value = event["Text"]
                leaf.children = NO_CHILDREN
                node.children.append(leaf)
                if source[at:end] == value.encode():
                    cursor.byte = end
                    cursor.at = leaf.end = end = start + len(value)
                    if node.kind in _PROSE and not self.opaque:
                        pieces.append(value)
                        self.done = end
                    else:
                        self.mask_text(leaf, value)
                else:
                    leaf.end = cursor.go(end)
                    self.mask_text(leaf, None)
            elif "End" in event:
                at = byte_range["end"]
                self.close(cursor.at if at == cursor.byte else cursor.go(at))
            elif "Start" in event:
                at = byte_range["start"]
                self.open(event["Start"], cursor.at if at == cursor.byte else cursor.go(at))
            else:
                self.leaf(event, cursor.go(byte_range["start"]), cursor.go(byte_range["end"]))
        self.fill(len(self.text), BLOCK)
        return Parsed(self.tree, self.runs, "".join(pieces), self.links, self.notes, self.footnotes)

    def open(self, tag: Any, start: int) -> None:
        """Begins a node; where it ends, `close` is told."""
        name, data = (tag, None) if tag.__class__ is str else next(iter(tag.items()))
        kind = _INLINES.get(name)
        if kind is None:
            if self.node.kind == "plain":
                self.close_run()
            kind = _BLOCKS[name]
            parent = self.node
        else:
            parent = self.hold(start)
        self.node = node = new_node(kind, start, start, parent)
        parent.children.append(node)
        if data is not None:
            node.value = _value(kind, data)
        if kind == "link":
            if not self.opaque:
                self.links.append(node)
        elif kind == "image":
            self.opaque += 1
        elif kind == "footnote":
            self.footnotes.append(node)

    def close(self, end: int) -> None:
        node = self.node
        if node.kind == "plain":
            node = self.close_run()
        node.end = end
        kind = node.kind
        if kind in _HOLDERS:
            self.end_run(node)
        elif kind in _CLOSING:
            if kind == "image":
                self.opaque -= 1
            if end > self.done and not (kind == "image" and self.opaque):
                self.pieces.append(_CLOSING[kind] * (end - self.done))
                self.done = end
        self.node = node.parent or self.tree

    def end_run(self, node: Node) -> None:
        children = node.children
        if children:
            self.runs.append(Run(node, children[0].start, children[-1].end))

    def close_run(self) -> Node:
        plain = self.node
        plain.end = plain.children[-1].end
        self.end_run(plain)
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
            self.pieces.append((MARKUP if node.children or node.kind in _INLINES_KINDS else BLOCK) * (start - self.done))
            self.done = start
        return node

    def mask_text(self, leaf: Node, verbatim: str | None) -> None:
        """Writes the mask over a text: the text itself where it is prose that stands so in the source (`verbatim`)."""
        node = self.node
        if self.opaque or node.kind in _OPAQUE_BLOCKS:
            return
        if node.kind == "link" and node.start + 1 == leaf.start and self.text[node.start] == "<":
            self.fill(leaf.end, ADDRESS)
        elif verbatim is not None:
            self.pieces.append(verbatim)
            self.done = leaf.end
        else:
            self.fill(leaf.end, ENTITY)

    def leaf(self, event: Any, start: int, end: int) -> None:
        name, value = (event, None) if event.__class__ is str else next(iter(event.items()))
        kind, mask = _LEAVES[name]
        if kind == "rule":
            if self.node.kind == "plain":
                self.close_run()
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


#: What is laid over the rest of a node at its end.
_CLOSING = dict.fromkeys(_INLINES.values(), MARKUP) | {
    "link": ADDRESS,
    "image": IMAGE,
    "code_block": CODE,
    "html_block": HTML,
    "front_matter": BLOCK,
}
_INLINES_KINDS = frozenset(_INLINES.values())
_OPAQUE_BLOCKS = frozenset({"code_block", "html_block", "front_matter"})
#: Where a text is prose, unless it is inside of a picture; that of a link may be an address.
_PROSE = (_HOLDERS | _INLINES_KINDS) - {"link"}
_HOLD_INLINES = _HOLDERS | _INLINES_KINDS | _OPAQUE_BLOCKS


def _value(kind: str, data: Any) -> str | None:
    if kind == "heading":
        return str(data["level"][1])
    if kind in ("link", "image"):
        return str(data["dest_url"])
    if kind == "code_block":
        return str(data["Fenced"]) if isinstance(data, dict) else None
    if kind == "list":
        return None if data is None else str(data)
    return data if isinstance(data, str) else None
