"""What the cover of an e-book is drawn on: a sheet of few colours, or one with a photograph. Pillow is loaded when one is made.

What does not belong here: what is drawn, and where (`epub_cover`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import Any, Final

from pubkit.text.named_tuple import NamedTuple

#: In pixels: what Apple asks of the shorter side, and the proportion that shelves are made for.
WIDTH: Final = 1400
HEIGHT: Final = 2100
PICTURED: Final = 1050  # height of a photograph
WHITE: Final = (255, 255, 255)
#: Shades between two colours, in which the edges of letters are drawn; a palette holds sixteen such pairs.
_SHADES: Final = 16

Colour = tuple[int, int, int]


def rgb(colour: str) -> Colour:
    """The colour of a token `#rrggbb` or `#rgb`."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


class _Pair(NamedTuple):
    colour: Colour
    ground: Colour


class Sheet:
    """What a cover is drawn on."""

    def fill(self, box: tuple[int, int, int, int], colour: Colour) -> None:
        """Fills a box: left, top, right, bottom."""
        raise NotImplementedError

    def put(self, mask: Any, at: tuple[int, int], colour: Colour, ground: Colour) -> None:
        """Puts a colour where a mask is, on a ground of one colour."""
        raise NotImplementedError

    def content(self) -> bytes:
        """The file."""
        raise NotImplementedError


@dataclass(slots=True)
class FlatSheet(Sheet):
    """A sheet of few colours: a palette of the shades between each colour and its ground, which is a tenth of the bytes."""

    image: Any = None
    pairs: list[_Pair] = field(default_factory=list)

    def __post_init__(self) -> None:
        from PIL import Image

        self.image = Image.new("P", (WIDTH, HEIGHT), self.base(WHITE, WHITE))

    def base(self, colour: Colour, ground: Colour) -> int:
        """The first place in the palette of the shades from `ground` to `colour`."""
        pair = _Pair(colour, ground)
        if pair not in self.pairs:
            self.pairs.append(pair)
        return _SHADES * self.pairs.index(pair)

    def fill(self, box: tuple[int, int, int, int], colour: Colour) -> None:
        self.image.paste(self.base(colour, colour), box)

    def put(self, mask: Any, at: tuple[int, int], colour: Colour, ground: Colour) -> None:
        base = self.base(colour, ground)
        shades = mask.point([base + value // _SHADES for value in range(256)])
        self.image.paste(shades, at, mask.point([255 if value >= _SHADES else 0 for value in range(256)]))

    def content(self) -> bytes:
        self.image.putpalette([part for pair in self.pairs for n in range(_SHADES) for part in _mixed(pair, n / (_SHADES - 1))])
        return _saved(self.image, "PNG", compress_level=6)


@dataclass(slots=True)
class PhotographicSheet(Sheet):
    """A sheet with a photograph in its upper part, cut to fit from the middle."""

    photograph: Any
    image: Any = None

    def __post_init__(self) -> None:
        from PIL import Image, ImageOps

        self.image = Image.new("RGB", (WIDTH, HEIGHT), WHITE)
        self.image.paste(ImageOps.fit(self.photograph, (WIDTH, PICTURED)), (0, 0))

    def fill(self, box: tuple[int, int, int, int], colour: Colour) -> None:
        self.image.paste(colour, box)

    def put(self, mask: Any, at: tuple[int, int], colour: Colour, ground: Colour) -> None:  # noqa: ARG002
        self.image.paste(colour, (*at, at[0] + mask.width, at[1] + mask.height), mask)

    def content(self) -> bytes:
        return _saved(self.image, "JPEG", quality=88, subsampling=0)


def _mixed(pair: _Pair, share: float) -> Colour:
    red, green, blue = (round(ground + (colour - ground) * share) for colour, ground in zip(pair.colour, pair.ground, strict=True))
    return red, green, blue


def _saved(image: Any, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
