"""References as data that other programs read and write: CSL-JSON, CSL-YAML, BibTeX, RIS; in the house they are CSL items.

What does not belong here: running pandoc, which reads BibTeX (`pipeline.references` does), and how an entry is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pubkit.text.phrase import Phrase


class Problem(NamedTuple):
    """What is wrong with one entry of a file: its line, from 1, the entry's key, and whether the entry is lost."""

    row: int
    key: str
    message: Phrase
    is_lost: bool


class Read(NamedTuple):
    """The CSL items that a file holds, in its order, what is wrong with some of them, and the line of each item."""

    items: tuple[dict[str, Any], ...]
    problems: tuple[Problem, ...]
    rows: tuple[int, ...]


class Written(NamedTuple):
    """Items in another format, and the fields for which it has no place."""

    text: str
    left_out: tuple[str, ...] = ()


_FIRST = ("id", "type", "author", "title", "container-title", "publisher", "issued")
_LAST = ("URL", "accessed", "language", "abstract", "note", "custom")


def in_order(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item with its fields in the order of an entry, whatever program wrote it: files can be compared."""
    others = sorted(field for field in item if field not in _FIRST and field not in _LAST)
    return {field: item[field] for field in (*_FIRST, *others, *_LAST) if field in item}


def day_of(item: Mapping[str, Any], field: str) -> tuple[int, ...]:
    """The first day of a date of an item, as far as it is known: `(2026, 11)`. Empty for what is no plain date."""
    date = item.get(field)
    parts = date.get("date-parts") if isinstance(date, dict) else None
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    return tuple(int(part) for part in first if str(part).isdecimal())[:3]


def csl_day(*parts: int) -> dict[str, list[list[int]]]:
    """A date as CSL has it."""
    return {"date-parts": [list(parts)]}
