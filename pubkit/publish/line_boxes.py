"""The boxes of a line, made at the widths that its characters were given.

A line box of WeasyPrint's is a tree: each part of it that is on the line becomes a box of its own, with its edges where it begins and
ends. Source: WeasyPrint 70.0, layout/inline.py.
What does not belong here: where the line ends (`line_fitting`, `western_fitting`), when a line is ours (`justification`), how glyphs are
written (`glyph_drawing`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pubkit.publish.glyph_widths import composed_text
from pubkit.publish.inline_content import edges_of
from pubkit.publish.western_content import hyphen_of

if TYPE_CHECKING:
    from pubkit.publish.glyph_widths import Glyphs, Shaped
    from pubkit.publish.inline_content import Content, Leaf
    from pubkit.publish.line_fitting import Line


class Pen:
    """Makes the boxes of a line, from left to right."""

    def __init__(
        self,
        context: Any,
        containing_block: Any,
        content: Content,
        line: Line,
        advances: list[float],
        begin: int,
        x: float,
        y: float,
    ) -> None:
        self.context = context
        self.containing_block = containing_block
        self.content = content
        self.line = line
        self.advances = advances
        self.begin = begin
        self.x = x
        self.y = y

    def children(self, box: Any, path: tuple[int, ...]) -> list[Any]:
        """The parts of a box's children that are on this line."""
        found = []
        for index, child in enumerate(box.children):
            here = (*path, index)
            leaf = self.content.leaves.get(here)
            made = self._inline(child, here) if leaf is None else self._leaf(leaf)
            if made is not None:
                found.append(made)
            if leaf is not None and self.line.is_divided and leaf.start < self.line.end <= leaf.end:
                found.append(self._hyphen(leaf))
        return found

    def _inline(self, box: Any, path: tuple[int, ...]) -> Any:
        start, end = self.content.spans[path]
        if not self._is_here(start, end):
            return None
        starts, ends = start >= self.line.start, end <= self.line.end
        x, (left, right) = self.x, edges_of(box)
        if start == end:
            self.x += left  # in other boxes the edges are part of the advances
        new_box = box.copy_with_children(self.children(box, path))
        new_box.remove_decoration(start=not starts, end=not ends)
        new_box.position_x, new_box.position_y = x, self.y
        if start == end:
            self.x += right
        new_box.width = self.x - x - (left if starts else 0) - (right if ends else 0)
        adjust_height(new_box)
        return new_box

    def _is_here(self, start: int, end: int) -> bool:
        """Whether an inline box has text on this line, or is empty (or a break of the author's) and stands in it."""
        line, text = self.line, self.content.text
        if start < line.end and end > line.start and start < end:
            return True
        if start < end and text[start:end] != "\n":
            return False
        return self.begin <= start < line.resume or start == line.resume == len(text)

    def _leaf(self, leaf: Leaf) -> Any:
        start, end = max(leaf.start, self.line.start), min(leaf.end, self.line.end)
        if start >= end:
            return None
        if leaf.is_picture:
            return self._picture(leaf, start)
        return None if leaf.shaped is None else self._text(leaf, leaf.shaped, start, end)

    def _text(self, leaf: Leaf, shaped: Shaped, start: int, end: int) -> Any:
        text = self.content.text[start:end]
        advances = self.advances[start - self.line.start : end - self.line.start]
        before, after = self.content.edge_before.get(start, 0.0), self.content.edge_after.get(end - 1, 0.0)
        advances[0] -= before
        advances[-1] -= after
        box = self._set(leaf, text, advances, shaped.glyphs(start - leaf.start, end - leaf.start), self.x + before)
        self.x += before + box.width + after
        return box

    def _hyphen(self, leaf: Leaf) -> Any:
        """The hyphen of a word that is divided at the end of the line: a box of its own, as it is no part of the text."""
        text, shaped = hyphen_of(leaf)
        box = self._set(leaf, text, shaped.widths, shaped.glyphs(0, len(text)), self.x)
        box.is_hyphen = True
        self.x += box.width
        return box

    def _set(self, leaf: Leaf, text: str, widths: list[float], glyphs: list[Glyphs] | None, x: float) -> Any:
        """A box of text in the type of a leaf."""
        box = leaf.box.copy_with_text(text)
        box.position_x, box.position_y = x, self.y
        box.width = sum(widths)
        box.pango_layout = composed_text()(leaf.shaper, box.style, text, widths, glyphs)
        _stand_on_line(box)
        return box

    def _picture(self, leaf: Leaf, start: int) -> Any:
        from weasyprint.layout import inline

        x = self.x + self.content.edge_before.get(start, 0.0)
        box = inline.atomic_box(self.context, leaf.box, x, None, self.containing_block, [], [])
        box.position_x = x
        self.x = x + self.content.pictures[start] + self.content.edge_after.get(start, 0.0)
        return box


def _stand_on_line(box: Any) -> None:
    """Give a text box its height and baseline: those of its style, whatever fonts its characters come from.

    So no rare character moves the lines apart.
    """
    from weasyprint.layout import inline

    line_height, baseline = inline.strut(box.style)
    box.height = box.style["font_size"]
    box.margin_top = box.margin_bottom = (line_height - box.height) / 2
    box.baseline = baseline


def adjust_height(box: Any) -> None:
    """Gives a line, or an inline box on it, the height and baseline of what it holds."""
    from weasyprint.layout.inline import _adjust_line_height

    _adjust_line_height(box)
