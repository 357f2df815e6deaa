"""What WeasyPrint asks of every box many times while it lays it out, answered by the short way with the same value.

Sources: WeasyPrint 70.0, `Box` and `ParentBox` in formatting_structure/boxes.py, `resolve_percentages` in layout/percent.py,
`layout_box_backgrounds` in layout/background.py.
What does not belong here: computed styles (`quick_styles`), lines (`justification`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_SIDES: Final = ("left", "right", "top", "bottom")
#: Lengths whose percentages are of the width of the containing block; of those of a page, the vertical ones are of its height.
_OF_WIDTH: Final = (*(f"{edge}_{side}" for edge in ("margin", "padding") for side in _SIDES), "width", "min_width", "max_width")
_OF_HEIGHT: Final = ("height", "min_height", "max_height")
_LEAST: Final = frozenset({"min_width", "min_height"})
_BORDERS: Final = tuple(f"border_{side}_width" for side in _SIDES)
_RADII: Final = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))
#: Values of `position` that leave a box in the flow.
_IN_FLOW: Final = frozenset({"static", "relative"})
#: Modules of WeasyPrint that have `resolve_percentages` under their own name.
_RESOLVING: Final = ("absolute", "block", "column", "float", "grid", "inline", "page", "percent", "table")


def quick_boxes() -> AbstractContextManager[None]:
    """Within it the short way is taken. Raises `ToolError` where WeasyPrint is not the release that we know."""
    return patched(_PATCHES)


def _patch_flow(original: Callable[..., Any]) -> Callable[..., Any]:
    def is_in_normal_flow(self: Any) -> bool:
        style = self.style
        if style["float"] == "none" and style["position"] in _IN_FLOW:
            return True
        return bool(original(self))

    return is_in_normal_flow


def _patch_page_values(original: Callable[..., Any]) -> Callable[..., Any]:  # noqa: ARG001
    """Only the first and the last child in the flow have a say: the others are not asked whether they are."""

    def page_values(self: Any) -> tuple[str, str]:
        start = end = self.style["page"]
        first = next((child for child in self.children if child.is_in_normal_flow() or child.is_floated()), None)
        if first is None:
            return start, end
        last = next(child for child in reversed(self.children) if child.is_in_normal_flow() or child.is_floated())
        of_first = first.page_values()
        of_last = of_first if last is first else last.page_values()
        return of_first[0] or start, of_last[1] or end

    return page_values


def _patch_percentages(original: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.css.properties import Dimension
    from weasyprint.formatting_structure import boxes

    def resolve_percentages(box: Any, containing_block: Any) -> None:
        style = box.style
        is_block = isinstance(containing_block, boxes.Box)
        width, height = (containing_block.width, containing_block.height) if is_block else containing_block
        if height == "auto" or style["box_sizing"] != "content-box" or isinstance(box, boxes.PageBox) or _is_elsewhere(box):
            original(box, containing_block)
            return
        used: dict[str, Any] = {}
        for names, whole in ((_OF_WIDTH, width), (_OF_HEIGHT, height)):
            for name in names:
                value = style[name]
                if value.__class__ is Dimension:
                    used[name] = whole * value.value / 100 if value.unit == "%" else value.value
                elif value == "auto":
                    used[name] = 0 if name in _LEAST else "auto"
                else:
                    original(box, containing_block)
                    return
        known = box.__dict__
        known.update(used)
        is_collapsed = style["border_collapse"] == "collapse"
        for name in _BORDERS:
            if not (is_collapsed and hasattr(box, name)):
                known[name] = style[name]

    return resolve_percentages


def _patch_radii(original: Callable[..., Any]) -> Callable[..., Any]:
    nothing = dict.fromkeys(_RADII, (0, 0))

    def resolve_radii_percentages(box: Any) -> None:
        style = box.style
        if all((0, "px") in style[name] for name in _RADII) and not _is_elsewhere(box):
            box.__dict__.update(nothing)
        else:
            original(box)

    return resolve_radii_percentages


def _is_elsewhere(box: Any) -> bool:
    """Whether this only stands for a box that was taken out of the flow, and keeps nothing itself."""
    return "_box" in box.__dict__


_PATCHES: Final = (
    Patch("formatting_structure.boxes", "Box.is_in_normal_flow", "self", _patch_flow),
    Patch("formatting_structure.boxes", "ParentBox.page_values", "self", _patch_page_values),
    *(Patch(f"layout.{module}", "resolve_percentages", "box containing_block", _patch_percentages) for module in _RESOLVING),
    Patch("layout.background", "resolve_radii_percentages", "box", _patch_radii),
)
