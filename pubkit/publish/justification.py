"""Lines, flush and evenly set, by WeasyPrint: a patch of the pinned release.

WeasyPrint breaks lines box by box, each as full as it can be, and stretches only spaces, so that a Chinese line with one English
word gets two holes and others end ragged, and an English paragraph has holes and hyphens below each other (its own note: `TODO: We
should use a better algorithm here` in `justify_line`). Within `even_lines()` a line box whose language is Chinese, or that is flush
and in a language with spaces between its words, is set by us instead: its text is shaped once by Pango, `chinese_spacing` or
`western_spacing` says where a line may end and what stands between two characters, `line_fitting` or `western_fitting` where the lines
end; `line_boxes` makes the boxes of a line, and `glyph_drawing` writes their glyphs at the widths that they were given; `glyph_widths`
has Pango draw those that are not plain.
Every other box is left to WeasyPrint.

Patched, and checked to look as expected before: see `_PATCHES`.
Source: WeasyPrint 70.0, layout/inline.py and layout/preferred.py.
What does not belong here: what is good setting; that is said in the modules named above.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.glyph_drawing import patch_text
from pubkit.publish.glyph_widths import composed_text, repeated, shaper_for
from pubkit.publish.inline_content import NOT_OURS, Content, inline_boxes, material_of, read_content
from pubkit.publish.line_boxes import Pen, adjust_height
from pubkit.publish.line_fitting import Paragraph
from pubkit.publish.weasyprint_patch import Patch, patched
from pubkit.publish.western_content import is_mostly_han, is_ours, line_of, paragraph_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from pubkit.publish.western_fitting import WesternParagraph


def even_lines() -> AbstractContextManager[None]:
    """Within it, WeasyPrint sets lines as this module says. Not for several threads at once.

    Raises `ToolError` where WeasyPrint is not the release that this was written for.
    """
    return patched(_PATCHES, _CALLED)


@dataclass(slots=True)
class _Setting:
    """What is kept of a line box between its lines, pages and layouts."""

    boxes: list[Any]
    content: Content
    paragraph: Paragraph | WesternParagraph


def set_anew(box: Any) -> None:
    """Lets the lines of a line box be set anew, where the styles of what stands in it have changed; other boxes are as before."""
    box.__dict__.pop("pubkit_setting", None)


def _setting(context: Any, box: Any, containing_block: Any, *, is_resumed: bool = False) -> _Setting | None:
    """The setting of a line box; None where its lines are WeasyPrint's.

    What was kept holds as long as the boxes are the same: a counter that counts pages is set anew for each layout.
    """
    kept: _Setting | None = box.__dict__.get("pubkit_setting")
    if is_resumed and kept is not None:
        return kept
    is_western = is_ours(box.style)
    found = inline_boxes(box) if is_western or _is_chinese(box.style) else None
    if found is None:
        return None
    if (
        kept is not None
        and len(kept.boxes) == len(found)
        and all(a is b for a, b in zip(kept.boxes, found, strict=True))
    ):
        return kept
    content = read_content(context, box, containing_block)
    if not content.text or NOT_OURS.search(content.text):
        return None
    has_spaces = is_western and not is_mostly_han(content.text)
    paragraph = paragraph_of(content, box) if has_spaces else Paragraph(material_of(content, box))
    made = box.pubkit_setting = _Setting(found, content, paragraph)
    return made


def _is_chinese(style: Any) -> bool:
    """Whether a box is set by the rules of Chinese and Japanese."""
    return (style["lang"] or "").lower().startswith(("zh", "yue", "ja")) and style["hyphens"] != "auto"


# --- Lines -------------------------------------------------------------------------------------------------------------


def _set_line(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    skip_stack: Any,
    containing_block: Any,
    setting: _Setting,
    bottom_space: float,
) -> tuple[Any, Any, bool]:
    """The next line of a line box, where to resume, and whether it ends with a break of the author's."""
    content, paragraph = setting.content, setting.paragraph
    begin = _position(content, skip_stack)
    measure = max_x - position_x
    justified = box.style["text_align_all"] == "justify" and box.style["white_space"] != "pre-line"
    if isinstance(paragraph, Paragraph):
        line = paragraph.line_at(begin, measure, measure + box.text_indent, justified)
    else:
        line = line_of(paragraph, begin, measure, box.text_indent, _room(context, box, bottom_space))
    shift, advances = paragraph.set_line(line, measure, justified)
    pen = Pen(context, containing_block, content, line, advances, begin, position_x - shift, box.position_y)
    new_box = box.copy_with_children(pen.children(box, ()))
    new_box.is_even_line = True
    new_box.width = pen.x - new_box.content_box_x()
    adjust_height(new_box)
    resume_at = None if line.resume >= len(content.text) else _skip_stack(content, line.resume)
    new_box.remove_decoration(start=begin > 0, end=resume_at is not None)
    return new_box, resume_at, line.resume in paragraph.forced


def _room(context: Any, box: Any, bottom_space: float) -> Callable[[int], bool]:
    """Tells whether so many lines more fit on the page."""
    from weasyprint.layout import inline

    height = inline.strut(box.style)[0]
    return lambda count: not context.overflows_page(bottom_space, box.position_y + count * height)


def _position(content: Content, skip_stack: Any) -> int:
    """The position in the paragraph's text that a skip stack of WeasyPrint's means."""
    path: list[int] = []
    while skip_stack is not None:
        ((index, skip_stack),) = skip_stack.items()
        path.append(index)
    if not path:
        return 0
    for leaf in content.leaves.values():
        depth = len(leaf.path)
        if list(leaf.path) == path[:depth]:
            skipped = path[depth] if len(path) > depth else 0
            return leaf.start + len(leaf.box.text.encode()[:skipped].decode()) if skipped else leaf.start
        if list(leaf.path) > path:
            return leaf.start
    return len(content.text)


def _skip_stack(content: Content, position: int) -> dict[int, Any]:
    """What WeasyPrint takes to resume a line box at a position of the paragraph's text."""
    leaf = next(leaf for leaf in content.leaves.values() if leaf.start <= position < leaf.end)
    skipped = 0 if leaf.is_picture else len(leaf.box.text[: position - leaf.start].encode())
    stack: Any = {skipped: None} if skipped else None
    for index in reversed(leaf.path):
        stack = {index: stack}
    return stack  # type: ignore[no-any-return]


# --- The patches -------------------------------------------------------------------------------------------------------


def _patch_split(original: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.formatting_structure import boxes

    def split_inline_box(
        context: Any,
        box: Any,
        position_x: float,
        max_x: float,
        bottom_space: Any,
        skip_stack: Any,
        containing_block: Any,
        absolute_boxes: Any,
        fixed_boxes: Any,
        line_placeholders: Any,
        waiting_floats: Any,
        line_children: Any,
        first_letter_style: Any,
        first_line_style: Any,
    ) -> Any:
        if isinstance(box, boxes.LineBox) and not (first_letter_style or first_line_style or _is_cut(containing_block)):
            setting = _setting(context, box, containing_block, is_resumed=skip_stack is not None)
            if setting is not None:
                line = _set_line(context, box, position_x, max_x, skip_stack, containing_block, setting, bottom_space)
                return *line, None, None, {"left": 0, "right": 0}
        return original(
            context,
            box,
            position_x,
            max_x,
            bottom_space,
            skip_stack,
            containing_block,
            absolute_boxes,
            fixed_boxes,
            line_placeholders,
            waiting_floats,
            line_children,
            first_letter_style,
            first_line_style,
        )

    return split_inline_box


def _is_cut(block: Any) -> bool:
    """Whether a block cuts its lines off with an ellipsis, which Pango then sets."""
    style = getattr(block, "style", None)
    return style is not None and (style["text_overflow"] == "ellipsis" or style["block_ellipsis"] != "none")


def _patch_justify(original: Callable[..., Any]) -> Callable[..., Any]:
    def justify_line(context: Any, line: Any, extra_width: float) -> None:
        if not line.__dict__.get("is_even_line"):
            original(context, line, extra_width)

    return justify_line


def _patch_narrowest(original: Callable[..., Any]) -> Callable[..., Any]:
    def inline_min_content_width(
        context: Any,
        box: Any,
        outer: bool = True,
        skip_stack: Any = None,
        first_line: bool = False,
        is_line_start: bool = False,
    ) -> Any:
        paragraph = None if skip_stack or first_line else _preferred_setting(context, box)
        if paragraph is None:
            return original(context, box, outer, skip_stack, first_line, is_line_start)
        from weasyprint.layout.preferred import adjust

        anywhere = box.style["overflow_wrap"] == "anywhere"
        least = paragraph.narrowest_at_need() if anywhere else paragraph.narrowest()
        return adjust(box, outer, least)

    return inline_min_content_width


def _patch_widest(original: Callable[..., Any]) -> Callable[..., Any]:
    def inline_max_content_width(context: Any, box: Any, outer: bool = True, is_line_start: bool = False) -> Any:
        paragraph = _preferred_setting(context, box)
        if paragraph is None:
            return original(context, box, outer, is_line_start)
        from weasyprint.layout.preferred import adjust

        # A hair more, so that what is as wide as its column is not broken by a rounding error.
        return adjust(box, outer, paragraph.widest() + 0.01)

    return inline_max_content_width


def _patch_leader(original: Callable[..., Any]) -> Callable[..., Any]:
    """The dots of a leader as one text box; WeasyPrint makes one of each, a hundred to the line."""

    def handle_leader(context: Any, line: Any, containing_block: Any) -> None:
        original(context, line, containing_block)
        if line.__dict__.get("is_even_line"):
            for box in line.descendants():
                if box.is_leader and len(box.children) > 1:
                    box.children = [_joined(box.children)]

    return handle_leader


def _joined(dots: Sequence[Any]) -> Any:
    """Text boxes of the same text, side by side, as one."""
    first = min(dots, key=lambda box: box.position_x)
    joined = first.copy_with_text(first.text * len(dots))
    joined.width = first.width * len(dots)
    composed = first.pango_layout
    advances = composed.advances * len(dots)
    glyphs = repeated(composed.glyphs, len(first.text), len(dots)) if composed.glyphs else None
    joined.pango_layout = composed_text()(composed.shaper, joined.style, joined.text, advances, glyphs)
    return joined


def _patch_strut(original: Callable[..., Any]) -> Callable[..., Any]:
    """The same height and baseline are asked for by every box of every line."""
    by_style: dict[int, tuple[Any, Any]] = {}
    by_shaper: dict[int, tuple[Any, Any]] = {}  # styles of one font share a shaper

    def strut(style: Any) -> Any:
        found = by_style.get(id(style))
        if found is None:
            # The style is kept, so that its id stays its own.
            found = by_style[id(style)] = (of_font(style) if style["font_size"] else original(style), style)
        return found[0]

    def of_font(style: Any) -> Any:
        shaper = shaper_for(style)
        found = by_shaper.get(id(shaper)) or by_shaper.setdefault(id(shaper), (original(style), shaper))
        return found[0]

    return strut


def _patch_backgrounds(original: Callable[..., Any]) -> Callable[..., Any]:
    """A text has no background of its own: its element has."""
    from weasyprint.formatting_structure import boxes

    def layout_box_backgrounds(
        page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
    ) -> None:
        if type(box) is boxes.TextBox:
            box.background = None
        else:
            original(page, box, get_image_from_uri, layout_children, style)

    return layout_box_backgrounds


def _preferred_setting(context: Any, box: Any) -> Paragraph | None:
    """The setting of a line box of Chinese before the width of its column is known; a picture may depend on that width."""
    from weasyprint.formatting_structure import boxes

    if not isinstance(box, boxes.LineBox) or is_ours(box.style) or any(isinstance(b, boxes.AtomicInlineLevelBox) for b in box.descendants()):
        return None
    setting = _setting(context, box, (0, 0))
    return setting.paragraph if setting and isinstance(setting.paragraph, Paragraph) else None


_PATCHES: Final = (
    Patch(
        "layout.inline",
        "split_inline_box",
        "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes fixed_boxes "
        "line_placeholders waiting_floats line_children first_letter_style first_line_style",
        _patch_split,
    ),
    Patch("draw", "draw_text", "stream textbox offset_x text_overflow block_ellipsis", patch_text),
    Patch("layout.inline", "justify_line", "context line extra_width", _patch_justify),
    Patch("layout.inline", "strut", "style", _patch_strut),
    Patch("layout.inline", "handle_leader", "context line containing_block", _patch_leader),
    Patch(
        "layout.preferred",
        "inline_min_content_width",
        "context box outer skip_stack first_line is_line_start",
        _patch_narrowest,
    ),
    Patch(
        "layout.background",
        "layout_box_backgrounds",
        "page box get_image_from_uri layout_children style",
        _patch_backgrounds,
    ),
    Patch("layout.preferred", "inline_max_content_width", "context box outer is_line_start", _patch_widest),
)
_CALLED: Final = (
    ("layout.inline", "atomic_box", "context box position_x skip_stack containing_block absolute_boxes fixed_boxes"),
    ("text.line_break", "get_log_attrs", "text lang"),
    ("layout.inline", "_adjust_line_height", "box"),
)
