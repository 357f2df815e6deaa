"""Marks that are drawn beside the text and are no part of it: dots of emphasis below Han, arrows where code runs on.

WeasyPrint has neither `text-emphasis` nor a mark for a line that was broken by need. Within `drawn_marks()` a dotted
underline below Chinese is drawn as one dot below each character (着重号), and a line of a `pre` that is continued on the
next has an arrow at its end. Both are paths: nobody copies them, no reader reads them out.
Sources: clreq, "Emphasis dots": below the character, in its middle; no dot below a mark; WeasyPrint 70.0, draw/text.py,
draw/__init__.py, layout/inline.py.
What does not belong here: what is emphasised (`styles/print.css`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.chinese_spacing import Kind, kind_of
from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

#: Of the type size: radius of a dot, and how far its middle stands below the baseline.
_RADIUS: Final = 0.062
_BELOW: Final = 0.27
#: Control points of a quarter of a circle of radius 1.
_QUARTER: Final = 0.5523
#: Of the arrow, in pixels of the page.
_ARROW_WIDTH: Final = 5.0


def drawn_marks() -> AbstractContextManager[None]:
    """Within it the marks are drawn. Not for several threads at once.

    Raises `ToolError` where WeasyPrint is not the release that this was written for.
    """
    return patched(_PATCHES)


# --- Dots of emphasis ----------------------------------------------------------------------------------------------------


def _patch_decoration(original: Callable[..., Any]) -> Callable[..., Any]:
    def draw_text_decoration(
        stream: Any, textbox: Any, offset_x: float, offset_y: float, thickness: float, color: Any
    ) -> None:
        advances = getattr(textbox.pango_layout, "advances", None)
        if advances is None or textbox.style["text_decoration_style"] != "dotted":
            original(stream, textbox, offset_x, offset_y, thickness, color)
            return
        stream.set_color(color)
        x, y = textbox.position_x, textbox.position_y + textbox.baseline
        size = textbox.style["font_size"]
        for character, advance in zip(textbox.text, advances, strict=True):
            if kind_of(character) in (Kind.HAN, Kind.LATIN):
                # Room that was added for even lines stands behind the character.
                _dot(stream, x + min(advance, size) / 2, y + _BELOW * size, _RADIUS * size)
            x += advance

    return draw_text_decoration


def _dot(stream: Any, x: float, y: float, r: float) -> None:
    k = _QUARTER * r
    stream.move_to(x + r, y)
    stream.curve_to(x + r, y + k, x + k, y + r, x, y + r)
    stream.curve_to(x - k, y + r, x - r, y + k, x - r, y)
    stream.curve_to(x - r, y - k, x - k, y - r, x, y - r)
    stream.curve_to(x + k, y - r, x + r, y - k, x + r, y)
    stream.fill()


# --- Arrows of code ------------------------------------------------------------------------------------------------------


def _patch_linebox(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_next_linebox(
        context: Any,
        linebox: Any,
        position_y: Any,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Any:
        line, resume_at = original(
            context,
            linebox,
            position_y,
            bottom_space,
            skip_stack,
            containing_block,
            absolute_boxes,
            fixed_boxes,
            first_letter_style,
            first_line_style,
        )
        if resume_at is not None and line is not None and line.style["white_space"] == "pre-wrap":
            is_code = getattr(containing_block, "element_tag", "") == "pre"
            if is_code and not _ends_by_itself(linebox, resume_at):
                line.runs_on = (containing_block.width + containing_block.padding_right, containing_block.style)
        return line, resume_at

    return get_next_linebox


def _ends_by_itself(linebox: Any, resume_at: Any) -> bool:
    """Whether the author ended the line: a line break stands before the place where the next begins."""
    box, stack = linebox, resume_at
    while stack is not None and not hasattr(box, "text"):
        ((index, stack),) = stack.items()
        if index >= len(box.children):
            return True
        box = box.children[index]
    if stack is None:
        return True  # a box of its own: a style has changed at a line's end
    ((skipped, _),) = stack.items()
    return bool(box.text.encode()[:skipped].endswith(b"\n"))


def _patch_draw(original: Callable[..., Any]) -> Callable[..., Any]:
    def draw_inline_level(
        stream: Any, page: Any, box: Any, offset_x: float = 0, text_overflow: str = "clip", block_ellipsis: str = "none"
    ) -> None:
        original(stream, page, box, offset_x, text_overflow, block_ellipsis)
        runs_on = box.__dict__.get("runs_on")
        if runs_on is not None:
            (width, style) = runs_on
            with stream.artifact(), stream.stacked():
                _arrow(stream, box.position_x + width, box.position_y + box.height / 2, style)

    return draw_inline_level


def _arrow(stream: Any, right: float, y: float, style: Any) -> None:
    """↵ in the padding of the block, in the colour of its rule: down from above, and to the left."""
    from weasyprint.draw.color import get_color

    right, left = right - 3.0, right - 3.0 - _ARROW_WIDTH
    stream.set_color(get_color(style, "border_left_color"), stroke=True)
    stream.set_line_width(0.8)
    stream.move_to(right, y - 3.2)
    stream.line_to(right, y + 1.2)
    stream.line_to(left, y + 1.2)
    stream.move_to(left + 2.0, y - 0.8)
    stream.line_to(left, y + 1.2)
    stream.line_to(left + 2.0, y + 3.2)
    stream.stroke()


_PATCHES: Final = (
    Patch("draw.text", "draw_text_decoration", "stream textbox offset_x offset_y thickness color", _patch_decoration),
    Patch(
        "layout.inline",
        "get_next_linebox",
        "context linebox position_y bottom_space skip_stack containing_block absolute_boxes fixed_boxes "
        "first_letter_style first_line_style",
        _patch_linebox,
    ),
    Patch("draw", "draw_inline_level", "stream page box offset_x text_overflow block_ellipsis", _patch_draw),
)
