"""Korean breaks between words: a patch of WeasyPrint, which has no `word-break: keep-all`.

Pango lets a line end between any two syllables, as Unicode allows; Korean books of today break at spaces. Within `korean_words()` each
word of a Korean text is told to Pango as one that does not break, and its own question where a line may end is answered so.
Sources: klreq, 4.4 "Line breaking"; UAX #14, 8.1 (tailoring for Korean); WeasyPrint 70.0, text/line_break.py; Pango 1.44,
`pango_attr_allow_breaks_new`.
What does not belong here: lines of Chinese and Japanese (`justification`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

_HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
#: A word with Hangul in it: no line ends between two of its letters, which are joined by nothing that breaks.
_WORD: Final = re.compile(rf"[\w.,%]*[{_HANGUL}][\w.,%]*")
#: Syllables of a word that is kept whole. A longer one is broken where Unicode allows: it might not fit into a column.
_LONGEST: Final = 16


def korean_words() -> AbstractContextManager[None]:
    """Within it Korean words are kept whole. Not for several threads at once.

    Raises `ToolError` where WeasyPrint is not the release that this was written for.
    """
    return patched(_PATCHES)


def _is_korean(language: str | None) -> bool:
    return (language or "").lower().startswith("ko")


def _words(text: str) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _WORD.finditer(text) if len(found[0]) <= _LONGEST)


def _patch_layout(original: Callable[..., Any]) -> Callable[..., Any]:
    class Layout(original):  # type: ignore[misc, valid-type]
        """A layout of Pango's whose Korean words do not break."""

        def set_text(self, text: str, justify: bool = False) -> None:
            super().set_text(text, justify)
            if self.text and _is_korean(self.style["lang"]):
                _keep_words(self.layout, self.text)

    return Layout


def _keep_words(layout: Any, text: str) -> None:
    """Breaks are allowed in the whole text, as what was set in the layout before must not count, and then in no word."""
    from weasyprint.text.ffi import ffi, pango

    attributes = pango.pango_layout_get_attributes(layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    places = [(0, len(text), 1), *((start, end, 0) for start, end in _words(text))]
    for start, end, allowed in places:
        attribute = _declared()(allowed)
        attribute.start_index, attribute.end_index = len(text[:start].encode()), len(text[:end].encode())
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout, attributes)


@lru_cache(maxsize=1)
def _declared() -> Any:
    """Pango's function, which WeasyPrint does not declare."""
    from weasyprint.text.ffi import ffi, pango

    ffi.cdef("PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);")
    return pango.pango_attr_allow_breaks_new


def _patch_breaks(original: Callable[..., Any]) -> Callable[..., Any]:
    def get_log_attrs(text: str, lang: str | None) -> Any:
        found = original(text, lang)
        if _is_korean(lang):
            for start, end in _words(text):
                for i in range(start + 1, end):
                    found[i].is_line_break = 0
        return found

    return get_log_attrs


_PATCHES: Final = (
    Patch("text.line_break", "Layout", "style justification_spacing max_width", _patch_layout),
    Patch("text.line_break", "get_log_attrs", "text lang", _patch_breaks),
)
