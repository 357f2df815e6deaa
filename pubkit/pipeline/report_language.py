"""What language a report is in, as its metadata say or as it looks: asked before anything is settled or loaded to settle it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pubkit.text.phrase import locale_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pubkit.markdown.document import Document


def language_of(document: Document, settings: Mapping[str, Any]) -> str:
    """The language of a report (BCP 47): as its metadata say, else as it looks.

    Simplified or Traditional Chinese by the Han of title and prose, English else. Addresses, code, formulas and digits do not
    count: a page of links about wind power is Chinese all the same.
    """
    named = settings.get("language") or settings.get("lang")
    if named:
        return str(named)
    counted = Counter(str(settings.get("title") or "") + document.masked)  # a text has far fewer characters than places
    han = sum(count for c, count in counted.items() if "\u4e00" <= c <= "\u9fff")
    letters = sum(count for c, count in counted.items() if c.isascii() and c.isalpha())
    if han * 4 < letters or not han:
        return "en" if letters else ("zh-CN" if locale_language() == "zh" else "en")
    return "zh-TW" if _is_traditional(counted) else "zh-CN"


def _is_traditional(counted: Counter[str]) -> bool:
    """Whether characters that only Traditional Chinese has clearly outnumber those that only Simplified Chinese has."""
    from pubkit.text.han_variants import TRADITIONAL, simplified_only

    return sum(counted[c] for c in TRADITIONAL) > 2 * sum(counted[c] for c in simplified_only())
