"""Contrast of a theme's colours: every pair that meets on a page, by day and by night, and the colours of charts.

Sources: WCAG 2.2, definitions of relative luminance and contrast ratio, 1.4.3 (text, 4.5 to 1), 1.4.11 (graphics, 3 to 1).
Beyond WCAG, two series of a chart that follow each other differ in lightness by 1.3 to 1: print without colour shows nothing else.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.publish.themes import Theme

TEXT: Final = 4.5
GRAPHIC: Final = 3.0
NEIGHBOURS: Final = 1.3
_WHITE: Final = "#ffffff"
_PAPER: Final = Phrase("white paper", "白纸")


class Pair(NamedTuple):
    """Two colours that meet: their tokens, their ratio (1 to 21) and the least that it may be."""

    front: str
    back: str
    front_colour: str
    back_colour: str
    least: float

    @property
    def ratio(self) -> float:
        """The contrast ratio."""
        return contrast(self.front_colour, self.back_colour)

    @property
    def is_enough(self) -> bool:
        """Whether it reaches the least. Not rounded: 4.499 is no 4.5."""
        return self.ratio >= self.least


#: On paper: what stands on what; an empty ground is the paper.
_ON_PAPER: Final = (
    *((name, "", TEXT) for name in ("text", "ink", "soft", "quiet", "link", "code", "warning")),
    *((name, "tint", TEXT) for name in ("text", "soft", "ink", "link")),
    ("text", "mark", TEXT),
    ("warning", "warning-tint", TEXT),
    ("on-ink", "ink", TEXT),
    ("on-ink-soft", "ink", TEXT),
    ("on-ink", "accent", TEXT),
    ("accent", "", GRAPHIC),
)
_ON_WEB: Final = (
    *((name, "paper") for name in ("text", "heading", "quiet", "accent")),
    *((name, "tint") for name in ("text", "quiet", "accent")),
    *((name, "highlight") for name in ("text", "accent")),
    ("text", "found"),
    ("text", "chosen"),
)


def luminance(colour: str) -> float:
    """The relative luminance of `#rgb` or `#rrggbb`, 0 to 1."""
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def pairs(theme: Theme) -> list[Pair]:
    """Every pair of a theme's colours that meet: on paper, on the web by day and by night, in charts."""
    return [*_paper(theme), *_web(theme, "light"), *_web(theme, "dark"), *_charts(theme)]


def _paper(theme: Theme) -> Iterator[Pair]:
    for front, back, least in _ON_PAPER:
        ground = theme.text(f"colours.{back}") if back else _WHITE
        yield Pair(f"colours.{front}", f"colours.{back}" if back else "", theme.text(f"colours.{front}"), ground, least)
    citation = theme.text("citations.colour")
    if citation == "accent":
        yield Pair("colours.accent", "", theme.text("colours.accent"), _WHITE, TEXT)


def _web(theme: Theme, mode: str) -> Iterator[Pair]:
    above = f"web.{mode}."
    for front, back in _ON_WEB:
        yield Pair(above + front, above + back, theme.text(above + front), theme.text(above + back), TEXT)


def _charts(theme: Theme) -> Iterator[Pair]:
    """Charts stand on white on paper, and by night on white as well."""
    colours = [(f"charts.{n}", colour) for n, colour in enumerate(theme.listed("charts"), 1)]
    papers = [("", _WHITE), ("web.light.paper", theme.text("web.light.paper"))]
    for name, colour in colours:
        yield from (Pair(name, ground, colour, shown, GRAPHIC) for ground, shown in papers)
    for (first, one), (second, other) in pairwise(colours):
        yield Pair(second, first, other, one, NEIGHBOURS)


def contrast_remarks(theme: Theme) -> list[Phrase]:
    """What an editor should know of a theme's colours before it is printed; nothing where all is well."""
    poor = [pair for pair in pairs(theme) if not pair.is_enough]
    if not poor:
        return []
    worst = min(poor, key=lambda pair: pair.ratio / pair.least)
    ground = Phrase(worst.back, worst.back) if worst.back else _PAPER
    return [
        Phrase(
            "theme {}: {} pairs of colours have too little contrast, the worst {} on {} ({:.2f}, needs {}): pubkit theme check {}",
            "主题 {}：有 {} 对颜色对比度不足，最差的是 {} 与 {}（{:.2f}，须达 {}）：pubkit theme check {}",
        ).format(theme.name, len(poor), worst.front, ground, worst.ratio, worst.least, theme.name)
    ]


# --- making a colour fit ---------------------------------------------------------------------------------------------------


def fitted(colour: str, ground: str, least: float = TEXT) -> str:
    """The colour, as much darker or lighter as it must be to be read on `ground`; its hue stays."""
    import colorsys

    red, green, blue = (int(_long(colour)[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    step = -0.01 if luminance(ground) > 0.18 else 0.01
    found = _long(colour)
    while contrast(found, ground) < least and 0 <= lightness + step <= 1:
        lightness += step
        found = "#" + "".join(f"{round(255 * share):02x}" for share in colorsys.hls_to_rgb(hue, lightness, saturation))
    return found


def _long(colour: str) -> str:
    return colour.lower() if len(colour) == 7 else "#" + "".join(digit * 2 for digit in colour[1:].lower())
