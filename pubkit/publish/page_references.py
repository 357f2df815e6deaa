"""References to a page are left out where the reader is on it: a patch of WeasyPrint.

`styles/print.css` adds the page of what a cross-reference names (`Figure 2 (page 5)`). On page 5 itself that says nothing; CSS cannot ask where
a reference stands. Within `distant_pages()` such an addition is empty while both are on one page, and comes back when a change of the layout
parts them. Sources: CSS Generated Content for Paged Media, `target-counter()`; WeasyPrint 70.0, formatting_structure/build.py, css/targets.py.
What does not belong here: the words of a reference (`crossing_labels`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

_CLASS: Final = "cross-reference"


def distant_pages() -> AbstractContextManager[None]:
    """Within it a reference does not name the page that it stands on. Not for several threads at once.

    Raises `ToolError` where WeasyPrint is not the release that this was written for.
    """
    return patched(_PATCHES)


def _patch_content(original: Callable[..., Any]) -> Callable[..., Any]:
    def compute_content_list(
        content_list: Any, parent_box: Any, counter_values: Any, css_token: str, parse_again: Any, target_collector: Any, *others: Any, **named: Any
    ) -> Any:
        found = original(content_list, parent_box, counter_values, css_token, parse_again, target_collector, *others, **named)
        if css_token != "content" or not _is_reference(parent_box):  # noqa: S105 - a property of CSS
            return found
        item = target_collector.counter_lookup_items.get((parent_box, css_token))
        if item is None:
            return found
        if "page" not in item.missing_counters:
            item.missing_counters.append("page")  # so that it is looked at again when it comes to another page
        return [] if _is_near(item.page_maker_index, parent_box, target_collector) else found

    return compute_content_list


def _is_reference(box: Any) -> bool:
    """Whether a box is what is added behind a cross-reference."""
    return (box.element_tag or "").endswith("::after") and box.element is not None and _CLASS in (box.element.get("class") or "").split()


def _is_near(here: int | None, box: Any, target_collector: Any) -> bool:
    """Whether a reference on the page `here` (an index; None before it is laid out) names something on the same page.

    The anchor is read from the element: WeasyPrint forgets it where it comes from `attr()`.
    """
    target = target_collector.target_lookup_items.get((box.element.get("href") or "")[1:])
    return here is not None and target is not None and target.page_maker_index == here


_PATCHES: Final = (
    Patch(
        "formatting_structure.build",
        "compute_content_list",
        "content_list parent_box counter_values css_token parse_again target_collector counter_style get_image_from_uri quote_depth quote_style lang "
        "context page element",
        _patch_content,
    ),
)
