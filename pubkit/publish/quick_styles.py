"""Computed styles by the short way: most properties of most elements are inherited, or have their initial value.

WeasyPrint computes a property when it is first asked for, always in the same sixty lines. Within `quick_styles()` the two
common cases are answered at once, with the same value; all others are left to it.
Source: WeasyPrint 70.0, `ComputedStyle.__missing__` in css/__init__.py.
What does not belong here: what the styles are (`styles/print.css`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

#: What WeasyPrint remembers of while it computes it, or takes from several places.
_SPECIAL: Final = frozenset({"float", "display", "position", "page"})


def quick_styles() -> AbstractContextManager[None]:
    """Within it the short way is taken. Raises `ToolError` where WeasyPrint is not the release that we know."""
    return patched((Patch("css", "ComputedStyle.__missing__", "self key", _patch_missing),))


def _patch_missing(original: Callable[..., Any]) -> Callable[..., Any]:
    inherited, initial = _properties()
    logical = _logical_names()
    nothing: frozenset[str] = frozenset()

    def missing(self: Any, key: str) -> Any:
        cascaded = self.cascaded
        if key not in cascaded and logical.get(key, nothing).isdisjoint(cascaded):
            if key in initial:
                value = self[key] = initial[key]
                return value
            if key in inherited and self.parent_style is not None:
                value = self[key] = self.parent_style[key]
                return value
        return original(self, key)

    return missing


@lru_cache(maxsize=1)
def _properties() -> tuple[frozenset[str], dict[str, Any]]:
    """The properties that are inherited, and those that are not, with their initial values where these need no computing."""
    from weasyprint.css import INITIAL_NOT_COMPUTED
    from weasyprint.css.properties import INHERITED, INITIAL_VALUES

    plain = {key for key in INITIAL_VALUES if key not in _SPECIAL and not key.startswith("text_decoration_")}
    initial = {key: INITIAL_VALUES[key] for key in plain - set(INHERITED) - set(INITIAL_NOT_COMPUTED)}
    return frozenset(plain & set(INHERITED)), initial


@lru_cache(maxsize=1)
def _logical_names() -> dict[str, frozenset[str]]:
    """For a property of a physical side, the properties of logical sides that may stand in its place."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS

    return {
        key: frozenset(logical(block="ttb", inline=inline) for inline in ("ltr", "rtl"))
        for key, logical in PHYSICAL_FUNCTIONS.items()
    }
