"""The tree of a Markdown text: nodes with exact places, and the runs of prose that they hold.

Kinds, after CommonMark 0.31 and GitHub's extensions:

    blocks    document front_matter paragraph plain heading quote list item table table_head table_row table_cell
              code_block html_block rule footnote
    inlines   text code math display_math html soft_break hard_break emphasis strong strikethrough link image
              footnote_reference task_marker

`plain` holds the inlines of a tight list item, which has no paragraph of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.span import Span, new_span

if TYPE_CHECKING:
    from collections.abc import Iterator

# What stands in a masked text where the source is not prose. Unicode noncharacters: no text may hold them.
BLOCK = "\ufdd0"  # between two blocks: nothing reaches over it
MARKUP = "\ufdd1"  # delimiters that a reader never sees: ** _ [ \ > and indentation
CODE = "\ufdd2"
ADDRESS = "\ufdd3"  # `](…)` of a link, or a whole autolink
CITATION = "\ufdd4"  # a citation marker (laid over by `citations`)
HTML = "\ufdd5"
MATH = "\ufdd6"
NOTE = "\ufdd7"  # a footnote reference
IMAGE = "\ufdd8"
ENTITY = "\ufdd9"  # a character reference such as `&amp;`
BREAK = "\ufdda"  # a hard line break
#: For character classes of `re`: everything above.
MASKS = "\ufdd0-\ufdda"
#: What a reader does not see: markup and the addresses of links.
UNSEEN = MARKUP + ADDRESS


class Node:
    """A place in the tree. Offsets are code points of the document's text.

    `value` is the text of a text or code node (escapes and character references resolved), the address of a link or
    picture, the level of a heading (`"1"` … `"6"`), the info string of a code block (None when it is indented), the
    first number of an ordered list (None for a bullet list), the label of a footnote.

    `new_node` makes one. There is no `__init__`: for a class that has one, Python takes twice the time.
    """

    __slots__ = ("children", "end", "kind", "parent", "start", "value")

    kind: str
    start: int
    end: int
    parent: Node | None
    value: str | None
    children: list[Node]

    def __repr__(self) -> str:
        return f"{self.kind}[{self.start}:{self.end}]" + (f"={self.value!r}" if self.value is not None else "")

    @property
    def span(self) -> Span:
        return new_span((self.start, self.end))

    @property
    def level(self) -> int:
        """The level of a heading, 1 to 6."""
        return int(self.value or 0)

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in the order of the text. Not recursive: 5,000 nested quotes are a text too."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.children))

    def text(self) -> str:
        """What a reader sees of this node: text and code, with escapes resolved."""
        seen = {"text", "code", "math", "display_math"}
        return "".join(
            (node.value or "") if node.kind in seen else "\n" if node.kind.endswith("_break") else ""
            for node in self.walk()
        )

    def inside(self, *kinds: str) -> Node | None:
        """The nearest node above this one of one of these kinds."""
        node = self.parent
        while node is not None and node.kind not in kinds:
            node = node.parent
        return node


#: Those of every text: nothing is ever added to it.
NO_CHILDREN: list[Node] = []


def new_node(kind: str, start: int, end: int, parent: Node | None, value: str | None = None) -> Node:
    """A node without children."""
    node = Node()
    node.kind = kind
    node.start = start
    node.end = end
    node.parent = parent
    node.value = value
    node.children = []
    return node


class Run:
    """A stretch of inlines that is read in one go: the text of a paragraph, heading, table cell or tight item.

    Nothing that moves (a citation, a pair of stars) ever leaves its run. `start` and `end` are code points.
    """

    __slots__ = ("block", "end", "start")

    def __init__(self, block: Node, start: int, end: int) -> None:
        self.block = block
        self.start = start
        self.end = end

    def __repr__(self) -> str:
        return f"run of {self.block!r}"

    @property
    def span(self) -> Span:
        return new_span((self.start, self.end))
