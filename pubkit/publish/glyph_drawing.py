"""Text that is drawn without Pango: the glyphs of a plain text are known, and so is how far each moves the pen.

WeasyPrint has Pango shape each piece of a line again when it is drawn, and reads it glyph by glyph. What `glyph_widths` found
when the paragraph was shaped is enough for nearly all pieces; the rest is left to WeasyPrint.
Sources: ISO 32000-1, 9.4 (text objects, TJ) and 14.9.4 (ActualText); WeasyPrint 70.0, `draw_text` and `draw_first_line` in draw/text.py.
What does not belong here: how wide a character is set (`line_fitting`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.glyph_widths import FROM_UNITS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pubkit.publish.glyph_widths import Face, Glyphs

#: The hyphen of a word that is divided by the end of a line is no character of the text (ISO 32000-1, 14.8.2.2.3).
_SOFT_HYPHEN: Final = b"<</ActualText<FEFF00AD>>>"


def patch_text(original: Callable[..., Any]) -> Callable[..., Any]:
    """What takes the place of WeasyPrint's `draw_text`."""

    def draw_text(stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: str = "none") -> None:
        if textbox.__dict__.get("is_hyphen"):
            stream.begin_marked_content("Span", _SOFT_HYPHEN)
            draw_glyphs(stream, textbox, offset_x, text_overflow, block_ellipsis)
            stream.end_marked_content()
        else:
            draw_glyphs(stream, textbox, offset_x, text_overflow, block_ellipsis)

    def draw_glyphs(stream: Any, textbox: Any, offset_x: float, text_overflow: str, block_ellipsis: str) -> None:
        glyphs = textbox.pango_layout.__dict__.get("glyphs")
        style = textbox.style
        if not glyphs or style["visibility"] != "visible" or style["text_decoration_line"] != "none" or block_ellipsis != "none":
            original(stream, textbox, offset_x, text_overflow, block_ellipsis)
            return
        fonts = [_entered(one.face, stream) for one in glyphs]
        if any(font.bitmap or font.png or font.svg or font.colr for font, _ in fonts):
            original(stream, textbox, offset_x, text_overflow, block_ellipsis)
            return
        stream.set_color(style["color"])
        stream.begin_text()
        if textbox.text.strip():
            stream.set_text_matrix(1, 0, 0, -1, textbox.position_x, textbox.position_y + textbox.baseline)
            _show(stream, textbox, glyphs, fonts)
        stream.end_text()

    return draw_text


def _entered(face: Face, stream: Any) -> tuple[Any, float]:
    """WeasyPrint's font for a face, and the type size, from the fonts of the document."""
    if face.entered is None or face.known_to is not stream._fonts:
        face.known_to, face.entered = stream._fonts, stream.add_font(face.pango)
    return face.entered


def _show(stream: Any, textbox: Any, glyphs: Sequence[Glyphs], fonts: Sequence[tuple[Any, float]]) -> None:
    """Write the glyphs, those of one font in one piece."""
    text, widths = textbox.text, textbox.pango_layout.widths()
    written: list[str] = []
    current: Any = None
    for one, (font, size) in zip(glyphs, fonts, strict=True):
        if font is not current:
            if written:
                stream.show_text(_string(written))
                written = []
            stream.set_font_size(font.hash, size)
            current = font
        for glyph, character, width in zip(one.ids, text[one.start : one.end], widths[one.start : one.end], strict=True):
            own = font.widths.get(glyph)
            if own is None:
                own = _met(stream, font, size, one.face, glyph, character)
            written.append(f"{glyph:04x}" if own == width else f"{glyph:04x}>{own - width}<")
    stream.show_text(_string(written))


def _string(written: list[str]) -> str:
    """The pieces in angle brackets, with the moves of the pen between them."""
    return f"<{''.join(written)}>".replace("<>", "")


def _met(stream: Any, font: Any, size: float, face: Face, glyph: int, character: str) -> int:
    """Enter a glyph that is met for the first time in the font: its character and its own width, which is returned."""
    from weasyprint.text.ffi import pango

    font.to_unicode.setdefault(glyph, character)
    pango.pango_font_get_glyph_extents(face.pango, glyph, stream.ink_rect, stream.logical_rect)
    own = font.widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / size)
    return int(own)
