"""Computed styles by the short way: most properties of most elements are inherited, or have their initial value.

WeasyPrint computes a property when it is first asked for, always in the same sixty lines. Within `quick_styles()` a style begins with
the initial values that need no computing, and the common cases of the rest are answered at once, with the same value; all others
are left to it.
Source: WeasyPrint 70.0, `ComputedStyle` and `AnonymousStyle` in css/__init__.py, `border_width` in css/computed_values.py.
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
#: Nothing, where there is no line: the property of a width, and that of the line's kind.
_WIDTHS: Final = {f"{edge}_width": f"{edge}_style" for edge in (*(f"border_{side}" for side in ("top", "right", "bottom", "left")), "outline")}
_NO_LINE: Final = frozenset({"none", "hidden"})


def quick_styles() -> AbstractContextManager[None]:
    """Within it the short way is taken. Raises `ToolError` where WeasyPrint is not the release that we know."""
    return patched(
        (
            Patch(
                "css",
                "ComputedStyle.__init__",
                "self parent_style cascaded pseudo_type root_style base_url font_config initial_page_sizes",
                _patch_beginning,
            ),
            Patch("css", "ComputedStyle.__missing__", "self key", _patch_missing),
            Patch("css", "AnonymousStyle.__init__", "self parent_style", _patch_anonymous_beginning),
            Patch("css", "AnonymousStyle.__missing__", "self key", _patch_anonymous),
        )
    )


def _patch_beginning(original: Callable[..., Any]) -> Callable[..., Any]:
    _, initial = _properties()
    physical = _physical_names()

    def begin(self: Any, parent_style: Any, cascaded: Any, *given: Any, **named: Any) -> None:
        original(self, parent_style, cascaded, *given, **named)
        self.update(initial)
        drop = self.pop
        for key in cascaded:
            drop(key, None)
            for replaced in physical.get(key, ()):
                drop(replaced, None)

    return begin


def _patch_missing(original: Callable[..., Any]) -> Callable[..., Any]:
    inherited, _ = _properties()

    def missing(self: Any, key: str) -> Any:
        if key not in self.cascaded:
            parent = self.parent_style
            if key in inherited:
                if parent is not None:
                    value = self[key] = parent[key]
                    return value
            elif key in _WIDTHS:
                if self[_WIDTHS[key]] in _NO_LINE:
                    self[key] = 0
                    return 0
            elif key == "page":
                value = self[key] = "" if parent is None else parent["page"]
                return value
        return original(self, key)

    return missing


def _patch_anonymous_beginning(original: Callable[..., Any]) -> Callable[..., Any]:
    _, initial = _properties()

    def begin(self: Any, parent_style: Any) -> None:
        self.update(initial)
        original(self, parent_style)

    return begin


def _patch_anonymous(original: Callable[..., Any]) -> Callable[..., Any]:
    inherited, _ = _properties()

    def missing(self: Any, key: str) -> Any:
        if key in inherited:
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
def _physical_names() -> dict[str, tuple[str, ...]]:
    """For a property of a logical side, the properties of physical sides that it may stand in the place of."""
    from weasyprint.css.computed_values import PHYSICAL_FUNCTIONS

    found: dict[str, tuple[str, ...]] = {}
    for key, logical in PHYSICAL_FUNCTIONS.items():
        for name in {logical(block="ttb", inline=inline) for inline in ("ltr", "rtl")}:
            found[name] = (*found.get(name, ()), key)
    return found
