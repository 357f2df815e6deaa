"""How a paragraph begins that names the table below it, in the languages that have labels; a mark in brackets may go before."""

from __future__ import annotations

from pubkit.text.pattern import lazy

_TABLE_CAPTION = lazy(
    r"(?:[〔\[][^〕\]\d]{1,12}[〕\]]\s*)?(?i:表格?|Table|Tableau|Tabelle|Tabla|표|(?:ال)?جدول)\s?[\d\u0660-\u0669一二三四五六七八九十]+(?:[-.–—]\d+)*(?:\D|\Z)"
)
_LONGEST = 120


def is_table_caption(text: str) -> bool:
    """Whether a paragraph's words, without markup, are the caption of a table: short, `表 1…`, and no sentence that leads to it."""
    return bool(_TABLE_CAPTION.match(text)) and len(text) <= _LONGEST and not text.endswith(("。", ".", "：", ":"))
