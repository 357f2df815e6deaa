"""Identifiers of places in a publication: readable, stable, and no two the same.

A heading's identifier is made as GitHub makes it (`2.1 多模态` is `21-多模态`), because that is what the tables of contents
of exports link to. What does not belong here: which places get one.
"""

from __future__ import annotations

import re
from typing import Final

_NOT_IN_SLUG: Final = re.compile(r"[^\w\- ]")
_NOT_IN_KEY: Final = re.compile(r"[^\w.\-]+")
#: Kinds of what a text can refer to; an XML name has no colon.
_KIND: Final = re.compile(r"\A(sec|fig|tbl|eq|lst):")
_SPACE: Final = re.compile(r"\s+")


class Identifiers:
    """The identifiers that are taken. `claim` gives one that is not."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def claim(self, wanted: str) -> str:
        """`wanted`, or `wanted-1`, `wanted-2` … where it is taken."""
        name = wanted
        while name in self._taken:
            self._taken[wanted] += 1
            name = f"{wanted}-{self._taken[wanted]}"
        self._taken[name] = 0
        return name

    def __contains__(self, name: object) -> bool:
        return name in self._taken


def slug(text: str, otherwise: str = "section") -> str:
    """A heading's text as an identifier: lower case, letters and digits of every script, hyphens for spaces."""
    return _SPACE.sub("-", _NOT_IN_SLUG.sub("", text.strip().lower())) or otherwise


def key_slug(key: str) -> str:
    """A citation key as part of an identifier: `12†L3-L7` is `12-L3-L7`."""
    return _NOT_IN_KEY.sub("-", key).strip("-") or "key"


def explicit(identifier: str) -> str:
    """An identifier that the author gave, without spaces, which no identifier may hold, and without the colon of `fig:flow`."""
    return _KIND.sub(r"\1-", _SPACE.sub("-", identifier.strip()))
