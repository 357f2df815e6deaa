"""What an author or a house decides about the e-book, read from the metadata.

What does not belong here: what the decisions look like (`styles/epub.css`, `epub_vertical`, `epub_fonts`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, Self, cast

from pubkit.text.errors import InputError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase
from pubkit.text.tags import is_chinese, primary

if TYPE_CHECKING:
    from collections.abc import Mapping

Fonts = Literal["none", "subset"]
WritingMode = Literal["horizontal", "vertical"]

FONTS: Final = ("none", "subset")
WRITING_MODES: Final = ("horizontal", "vertical")


class EpubOptions(NamedTuple):
    """Decisions about the EPUB. By default readers' own fonts, which have Chinese, and lines from left to right."""

    fonts: Fonts = "none"  # `subset`: the characters used, of the fonts that the PDF is set in, go into the book
    writing_mode: WritingMode = "horizontal"

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> EpubOptions:
        """The options that the metadata name. Raises `InputError` for a value that none of the choices has."""
        return cls().changed(settings)

    def changed(self, settings: Mapping[str, Any]) -> Self:
        """The options with those that an edition names instead. Raises `InputError` as `of` does."""
        fonts = cast("Fonts", _chosen(settings, "epub-fonts", FONTS, self.fonts))
        mode = cast("WritingMode", _chosen(settings, "writing-mode", WRITING_MODES, self.writing_mode))
        return self._replace(fonts=fonts, writing_mode=mode)


def may_be_vertical(language: str) -> bool:
    """Whether books in a language are set from top to bottom: Chinese and Japanese ones."""
    return is_chinese(language) or primary(language) == "ja"


def _chosen(settings: Mapping[str, Any], name: str, choices: tuple[str, ...], default: str) -> str:
    value = settings.get(name)
    if value is None:
        return default
    if str(value) in choices:
        return str(value)
    raise InputError(
        Phrase(f"`{name}` is one of {', '.join(choices)}, not “{value}”", f"`{name}` 的值应为 {'、'.join(choices)} 之一，而不是“{value}”")
    )
