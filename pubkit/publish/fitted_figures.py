"""Figures that are set a little smaller to fit the page they belong to, and drawings in characters that go on behind it.

A figure of which nothing may pass (`page_feet`) leaves white at the foot of its page where it does not fit. A compositor sets a picture
or a drawing smaller, as far as its words can be read; and parts a drawing that is still too tall between two boxes, behind the arrow
that leads from one to the next. All other things stay as large as they are: words of one size are worth more than a full page.
Source: The Chicago Manual of Style, 17th ed., 3.19 (illustrations reduced to fit).
What does not belong here: what passes a figure (`page_feet`), tables (`sideways_tables`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.justification import set_anew
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: By how much: the least size first, as nothing else need be tried where that does not fit. A drawing is in type of 8 pt and more.
_PICTURES: Final = (0.7, 0.95, 0.9, 0.85, 0.8, 0.75)
_DRAWINGS: Final = (0.8, 0.95, 0.9, 0.85)
#: A drawing that is parted: as many lines stay together at least.
_LEAST_PART: Final = 6
_KEPT: Final = frozenset({"avoid", "avoid-page"})
_ARROWS: Final = frozenset("│|┃║▼▽↓v")


class Change(NamedTuple):
    """Boxes of a figure whose styles were changed: each with what it had and what it has."""

    page_number: int  # the first is 1
    figure: Any
    styles: list[tuple[Any, Any, Any]]

    def redo(self) -> Change:
        """Made, for the first time or after it was undone."""
        self._set([(box, style) for box, _, style in self.styles])
        return self

    def undo(self) -> None:
        """As if it had not been."""
        self._set([(box, style) for box, style, _ in self.styles])

    def _set(self, styles: list[tuple[Any, Any]]) -> None:
        for box, style in styles:
            box.style = style
        for box in self.figure.descendants():
            set_anew(box)


def figure_at(children: list[Any], start: int) -> Any:
    """The figure or the drawing that begins at a place among boxes, with what leads to it before; None where there is none."""
    for box in children[start:]:
        if is_drawing(box) or (box.is_in_normal_flow() and _pictures(box)):
            return box
        if not box.is_in_normal_flow() or box.style["break_after"] not in _KEPT:
            return None
    return None


def is_drawing(box: Any) -> bool:
    """Whether a box is a drawing in characters (`print_parts`)."""
    return box.element_tag == "pre" and "drawn" in (box.element.get("class") or "").split()


def smaller(box: Any, page_number: int, width: float) -> Iterator[Change]:
    """The figure smaller: first as small as it may be, then the larger sizes. What came before is undone by whoever asks for the next.

    `width` is that of the text, in pixels.
    """
    for factor in _DRAWINGS if is_drawing(box) else _PICTURES:
        yield _scaled_type(box, factor, page_number) if is_drawing(box) else _scaled_pictures(box, factor, page_number, width)


def parted(box: Any, page_number: int) -> Iterator[Change]:
    """A drawing that may be parted at one place, the lowest first."""
    lines = "".join(box.element.itertext()).rstrip("\n").split("\n")
    for count in reversed(waists(lines)):
        style = box.style.copy()
        style.update({"break_inside": "auto", "orphans": _LEAST_PART, "widows": len(lines) - count})
        yield Change(page_number, box, [(box, box.style, style)]).redo()


def waists(lines: list[str]) -> list[int]:
    """Behind how many lines a drawing may be parted: those with nothing but arrows down, which lead to the next box."""
    left = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    right = max((len(line.rstrip()) for line in lines), default=0)

    def is_waist(line: str) -> bool:
        within = line[left:right].rstrip()
        is_framed = within[:1] in _ARROWS and len(line.rstrip()) >= right - 1 and len(within.strip()) > 1
        return bool(within.strip()) and set(within.replace(" ", "")) <= _ARROWS and not is_framed

    return [n for n in range(_LEAST_PART, len(lines) - _LEAST_PART + 1) if is_waist(lines[n - 1]) and not is_waist(lines[n])]


def _pictures(box: Any) -> list[Any]:
    """The pictures of a figure whose size only its own limits decide."""
    if box.element_tag != "figure":
        return []
    found = [child for child in box.descendants() if child.element_tag == "img"]
    return [child for child in found if child.style["width"] == child.style["height"] == "auto"]


def _scaled_pictures(box: Any, factor: float, page_number: int, width: float) -> Change:
    """Its pictures lower than they would be: as wide as they then become."""
    changed = []
    for picture in _pictures(box):
        style = picture.style.copy()
        style["max_height"] = style["max_height"]._replace(value=_height(picture, width) * factor, unit="px")
        changed.append((picture, picture.style, style))
    return Change(page_number, box, changed).redo()


def _height(picture: Any, most: float) -> float:
    """The height of a picture where there is room enough below it, in text of a width of `most` pixels."""
    style = picture.style
    width, height, ratio = picture.replacement.get_intrinsic_size(style["image_resolution"], style["font_size"])
    limit: float = style["max_height"].value
    if ratio:
        return float(min(min(width or most, most) / ratio, limit))
    return float(min(height or most, limit))


def _scaled_type(box: Any, factor: float, page_number: int) -> Change:
    """The type of a box and all in it smaller."""
    made: dict[int, Any] = {}
    changed = []
    for part in (box, *box.descendants()):
        if id(part.style) not in made:
            style = part.style.copy()
            # Who looks for what decides the font goes up from style to style.
            style.parent_style = made.get(id(style.parent_style), style.parent_style)
            style["font_size"] = part.style["font_size"] * factor
            height = part.style["line_height"]
            style["line_height"] = height._replace(value=height.value * factor) if hasattr(height, "unit") else height
            made[id(part.style)] = style
        changed.append((part, part.style, made[id(part.style)]))
    return Change(page_number, box, changed).redo()
