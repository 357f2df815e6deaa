"""Authors whose citation is a word of its sentence: `@li2024 指出` reads `李明[1]指出`.

What does not belong here: what is set for a citation (`pipeline.settling`), and how an entry names its authors (`styles`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pubkit.citations.model import Marker


def author_in_sentence(item: Mapping[str, Any] | None) -> str:
    """The author of an item as a sentence names him, as Markdown; empty where nobody is named."""
    if item is None or not item.get("author"):
        return ""
    from pubkit.citations.styles.gbt7714 import author_and_year

    return re.sub(r"([\\\\`*_\[\]<>$])", r"\\\1", author_and_year(item).label)


def names_author(marker: Marker, text: str) -> bool:
    """Whether a mark is a word of its sentence: `@key` without brackets around it. `text` is that of the document."""
    return marker.dialect == "pandoc" and text.startswith("@", marker.span.start)


def authors_in_sentences(markers: Iterable[Marker], text: str, items: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """The names that sentences of a text take from its citations, by key."""
    return {key: author_in_sentence(items.get(key)) for marker in markers if names_author(marker, text) for key in marker.keys}
