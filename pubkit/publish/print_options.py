"""What an author or a house decides about the printed edition, read from the metadata.

What does not belong here: what the decisions look like (`styles/print.css`, `imprint`, `cover`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, cast

from pubkit.text.errors import InputError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

Imprint = Literal["auto", "always", "never"]
Chapters = Literal["auto", "new-page", "run-on"]
Emphasis = Literal["dots", "kai", "line"]
Addresses = Literal["short", "full"]

_CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "imprint": ("auto", "always", "never"),
    "chapters": ("auto", "new-page", "run-on"),
    "emphasis": ("dots", "kai", "line"),
    "print-addresses": ("short", "full"),
}


class PrintOptions(NamedTuple):
    """Decisions about the PDF. The defaults are those of a house that is not asked."""

    imprint: Imprint = "auto"  # a page of its own: by the length of the text, always, never
    chapters: Chapters = "auto"  # each on a new page: by the length of the text, always, never
    emphasis: Emphasis = "dots"  # of Chinese: dots below, Kai, a dotted line
    addresses: Addresses = "short"  # of references: shortened to what a reader can use, or whole
    two_sided: bool = False  # pages face each other: page numbers outside, chapters begin on the right
    list_of_figures: bool = False
    list_of_tables: bool = False
    cover: str = ""  # a picture in the report's folder, for the upper part of the cover
    logo: str = ""  # a picture in the report's folder, at the foot of the cover
    index_terms: tuple[str, ...] = ()  # for an index of the pages where each stands

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> PrintOptions:
        """The options that the metadata name. Raises `InputError` for a value that none of the choices has."""
        given: dict[str, Any] = {}
        for name, choices in _CHOICES.items():
            if (value := settings.get(name)) is not None:
                given[name.removeprefix("print-")] = _chosen(name, str(value), choices)
        for name in ("two-sided", "list-of-figures", "list-of-tables"):
            given[name.replace("-", "_")] = settings.get(name) is True
        terms = settings.get("index-terms") if settings.get("index", True) is not False else None
        return cls(
            **given,
            cover=str(settings.get("cover") or ""),
            logo=str(settings.get("logo") or ""),
            index_terms=_texts(terms),
        )


def _chosen(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value in choices:
        return value
    raise InputError(
        Phrase(f"`{name}` is one of {', '.join(choices)}, not “{value}”", f"`{name}` 的值应为 {'、'.join(choices)} 之一，而不是“{value}”")
    )


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = value.split(",")
    items = cast("list[object]", value) if isinstance(value, list) else []
    return tuple(text for item in items if (text := str(item).strip()))
