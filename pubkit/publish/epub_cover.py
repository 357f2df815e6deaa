"""The cover of the e-book as a picture: what readers show on their shelves. The only door to Pillow.

It is the cover of the PDF once more, drawn by the same rule in the colours of the theme: a field with the title and its ornament,
names and date below. It is a PNG since shelves of Kindle, Kobo and Apple Books show no SVG; the same text gives the same bytes.
A `cover:` picture that stands upright is a cover already and is taken as it is; one that lies takes the place of the ornament.
Where Pillow or a font is missing, and in a script whose letters cannot be joined here, there is no picture.
What does not belong here: the cover of the PDF (`cover`), its page in the book (`epub_pages`).
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pubkit.publish.cover import ornament_lines
from pubkit.publish.fonts import font_stack, installed_faces
from pubkit.publish.labels import labels_for, shown_date
from pubkit.publish.pictures import Picture, load_picture
from pubkit.publish.title_lines import balanced_lines
from pubkit.text.chars import cell_width
from pubkit.text.errors import ToolError
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.publish.fonts import FontFace
    from pubkit.publish.publication import Publication

#: In pixels: what Apple asks of the shorter side, and the proportion that shelves are made for.
_WIDTH: Final = 1400
_HEIGHT: Final = 2100
_FIELD: Final = 1290  # height of the field of colour
_PICTURED: Final = 1050  # and of a picture in its place
_LEFT: Final = 130
_ROOM: Final = _WIDTH - 2 * _LEFT
_FOOT: Final = 1930  # where the last line stands
_MM: Final = 210  # width of the ornament's field
#: Cells of a title up to which it is set in a size, and the size in pixels.
_SIZES: Final = ((32, 104), (76, 84), (140, 66), (10_000, 50))
_LEAST_CELLS: Final = 8
_MOST_LINES: Final = 8
_BETWEEN: Final = 30  # two texts
_REGULAR: Final = 80
_BOLD: Final = 200
#: A picture of at least this height to its width is a cover.
_UPRIGHT: Final = 1.2
#: Shades between two colours, in which the edges of letters are drawn; a palette holds sixteen such pairs.
_SHADES: Final = 16


@lru_cache(maxsize=8)
def cover_picture(publication: Publication) -> Picture | None:
    """The cover as a PNG, or the author's own picture; None where none can be drawn.

    The fonts are the installed ones, as for the PDF.
    """
    own = load_picture(publication.printing.cover, publication.folder) if publication.printing.cover else None
    try:
        return _picture(publication, own if isinstance(own, Picture) else None)
    except (ImportError, ToolError):
        return own if isinstance(own, Picture) else None


def _picture(publication: Publication, own: Picture | None) -> Picture | None:
    if own and own.media_type == "image/svg+xml":
        return own
    photograph = _opened(own) if own else None
    if own and photograph and photograph.height >= _UPRIGHT * photograph.width:
        return own
    words = _Words.of(publication)
    if not words.fonts:
        return own
    sheet = _Photographic(photograph) if photograph else _Flat()
    _draw(sheet, words, publication, pictured=photograph is not None)
    content = sheet.content()
    return Picture("cover.jpg" if photograph else "cover.png", "image/jpeg" if photograph else "image/png", content)


def _opened(picture: Picture) -> Any:
    """The picture as Pillow reads it, upright as its camera was held; None where it cannot be read."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(picture.content)) as image:
            return ImageOps.exif_transpose(image).convert("RGB")
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


# --- What is drawn -----------------------------------------------------------------------------------------------------


def _draw(sheet: _Sheet, words: _Words, publication: Publication, *, pictured: bool) -> None:
    theme = publication.theme
    colours = {name: _rgb(theme.text(f"colours.{name}")) for name in ("ink", "on-ink", "on-ink-soft", "ornament", "accent", "line", "soft")}
    if not pictured:
        sheet.fill((0, 0, _WIDTH, _FIELD), colours["ink"])
        if theme.on("cover.ornament"):
            sheet.put(_ornament(publication.title), (0, 0), colours["ornament"], colours["ink"])
    at = _title(sheet, words, publication, colours, pictured=pictured)
    _lines(sheet, words, _Block(words.names(44), 44, _REGULAR, 1.5, colours["soft"]), max(at + 30, _FIELD + 90), _WHITE)
    sheet.fill((_LEFT, _FOOT - 44, _WIDTH - _LEFT, _FOOT - 42), colours["line"])
    _foot(sheet, words, (colours["ink"], colours["soft"]))
    if publication.draft:
        _draft(sheet, words, colours["accent"])


_WHITE: Final = (255, 255, 255)


def _title(sheet: _Sheet, words: _Words, publication: Publication, colours: dict[str, _Colour], *, pictured: bool) -> int:
    """Rule, title and subtitle: at the foot of the field, or below the picture. Gives where they end."""
    size = next(size for most, size in _SIZES if words.cells <= most)
    first, second = _parts(publication, publication.title)
    strong = colours["ink"] if pictured else colours["on-ink"]
    quiet = colours["soft"] if pictured else colours["on-ink-soft"]
    blocks = [
        _Block(words.lines(first, size, _BOLD), size, _BOLD, 1.38, strong),
        _Block(words.lines(second, round(size * 0.62), _BOLD), round(size * 0.62), _BOLD, 1.45, strong),
        *(_Block(words.lines(text, 46, _REGULAR), 46, _REGULAR, 1.6, quiet) for text in _parts(publication, publication.subtitle)),
    ]
    blocks = [block for block in blocks if block.lines]
    height = sum(block.height for block in blocks) + _BETWEEN * (len(blocks) - 1)
    top = _PICTURED + 110 if pictured else max(170, _FIELD - 100 - height)
    rule = _WIDTH - _LEFT - 140 if words.is_right_to_left else _LEFT
    sheet.fill((rule, top - 64, rule + 140, top - 56), colours["accent"])
    for block in blocks:
        _lines(sheet, words, block, top, _WHITE if pictured else colours["ink"])
        top += block.height + _BETWEEN
    return top


def _parts(publication: Publication, text: str) -> tuple[str, str]:
    """A text in its two languages, or alone."""
    return (publication.facing and publication.facing.parts(text)) or (text, "")


class _Block(NamedTuple):
    """Lines under each other, of one size in pixels, one weight and one colour."""

    lines: Sequence[str]
    size: int
    weight: int
    leading: float
    colour: _Colour

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * self.leading)


def _lines(sheet: _Sheet, words: _Words, block: _Block, top: int, ground: _Colour) -> None:
    for n, line in enumerate(block.lines):
        mask = words.mask(line, block.size, block.weight)
        left = _WIDTH - _LEFT - mask.width if words.is_right_to_left else _LEFT
        sheet.put(mask, (left, top + round(n * block.size * block.leading)), block.colour, ground)


def _foot(sheet: _Sheet, words: _Words, colours: tuple[_Colour, _Colour]) -> None:
    """Publisher on the one side, date on the other."""
    first, last = (words.mask(text, 38, weight) if text else None for text, weight in ((words.publisher, _BOLD), (words.date, _REGULAR)))
    if words.is_right_to_left:
        first, last = last, first
    alone = not (first and last)
    if first:
        sheet.put(first, (_WIDTH - _LEFT - first.width if alone and words.is_right_to_left else _LEFT, _FOOT), colours[0], _WHITE)
    if last:
        sheet.put(last, (_LEFT if alone and not words.is_right_to_left else _WIDTH - _LEFT - last.width, _FOOT), colours[1], _WHITE)


def _draft(sheet: _Sheet, words: _Words, colour: _Colour) -> None:
    mask = words.mask(words.draft, 40, _BOLD)
    left = _LEFT if words.is_right_to_left else _WIDTH - _LEFT - mask.width - 60
    sheet.fill((left, 96, left + mask.width + 60, 176), colour)
    sheet.put(mask, (left + 30, 106), _WHITE, colour)


def _ornament(title: str) -> Any:
    """The lines of the cover as a mask, drawn at twice the size and made small, so that they have no steps."""
    from PIL import Image, ImageDraw

    scale = 2 * _WIDTH / _MM
    mask = Image.new("L", (2 * _WIDTH, 2 * _FIELD), 0)
    draw = ImageDraw.Draw(mask)
    for points in ornament_lines(title, 2):
        draw.line([(x * scale, y * scale) for x, y in points], fill=255, width=4)
    return mask.reduce(2)


# --- Words -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a cover and the faces that they are set in: the first that has a character, by weight."""

    authors: tuple[str, ...]
    separator: str
    publisher: str
    date: str
    draft: str
    cells: int  # of the title
    is_right_to_left: bool
    fonts: dict[int, tuple[FontFace, ...]]

    @classmethod
    def of(cls, publication: Publication) -> _Words:
        language = publication.language
        labels = labels_for(language, publication.labels)
        stack = font_stack(language)
        kind = publication.theme.text("faces.title")
        families = stack.serif if kind == "serif" else stack.sans
        fonts = {weight: found for weight in (_REGULAR, _BOLD) if (found := installed_faces(families, weight))}
        return cls(
            publication.authors,
            labels.list_separator,
            publication.publisher.strip(),
            shown_date(publication.date, language),
            labels.draft,
            sum(map(cell_width, _parts(publication, publication.title)[0])),
            is_right_to_left(language),
            fonts if _can_be_set(publication.title) else {},
        )

    def lines(self, text: str, size: int, weight: int) -> list[str]:
        """A text as lines that have room, as even as can be; what is more than a title is cut."""
        if not text.strip():
            return []
        most = _ROOM / size * 2
        lines = balanced_lines(text, most)
        while most > _LEAST_CELLS and any(self.width(line, size, weight) > _ROOM for line in lines):
            most *= 0.92
            lines = balanced_lines(text, most)
        return lines[:_MOST_LINES]

    def names(self, size: int) -> list[str]:
        """The authors as lines; no name is parted."""
        lines: list[str] = []
        for name in self.authors:
            longer = f"{lines[-1]}{self.separator}{name}" if lines else name
            if lines and self.width(longer, size, _REGULAR) <= _ROOM:
                lines[-1] = longer
            else:
                lines.append(name)
        return lines[:_MOST_LINES]

    def width(self, text: str, size: int, weight: int) -> float:
        return float(sum(_font(face, size).getlength(run) for face, run in self.runs(text.strip(), weight)))

    def runs(self, text: str, weight: int) -> Iterator[tuple[FontFace, str]]:
        """Parts of a text with the face for each; characters that no face has are left out."""
        faces = self.fonts[weight] if weight in self.fonts else next(iter(self.fonts.values()))
        chosen = ((next((face for face in faces if face.has(c) or c == " "), None), c) for c in text)
        for face, run in groupby(chosen, key=lambda pair: pair[0]):
            if face:
                yield face, "".join(character for _, character in run)

    def mask(self, text: str, size: int, weight: int) -> Any:
        """A line of text as a mask whose baseline stands at the same height whatever it says; cut where it has no room."""
        from PIL import Image, ImageDraw

        runs = list(self.runs(text.strip(), weight))
        if self.is_right_to_left:
            runs.reverse()
        mask = Image.new("L", (min(_ROOM, 1 + round(self.width(text, size, weight))), round(size * 1.5)), 0)
        draw, at = ImageDraw.Draw(mask), 0.0
        for face, run in runs:
            font = _font(face, size)
            draw.text((at, round(size * 1.1)), run, fill=255, font=font, anchor="ls")
            at += font.getlength(run)
        return mask


def _can_be_set(text: str) -> bool:
    """Whether the letters of a text stand beside each other as they are; joined ones need Raqm."""
    if all(c < "\u0590" or c > "\u1fff" or "\u1100" <= c <= "\u11ff" or c >= "\u1e00" for c in text):
        return True
    from PIL import features

    return bool(features.check("raqm"))


@lru_cache(maxsize=32)
def _font(face: FontFace, size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(face.path, size, index=face.number)


# --- The sheet ---------------------------------------------------------------------------------------------------------

_Colour = tuple[int, int, int]


def _rgb(colour: str) -> _Colour:
    """The colour of a token `#rrggbb` or `#rgb`."""
    digits = colour.lstrip("#")
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    return int(digits[0:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)


class _Pair(NamedTuple):
    colour: _Colour
    ground: _Colour


class _Sheet:
    """What a cover is drawn on."""

    def fill(self, box: tuple[int, int, int, int], colour: _Colour) -> None:
        """Fills a box: left, top, right, bottom."""
        raise NotImplementedError

    def put(self, mask: Any, at: tuple[int, int], colour: _Colour, ground: _Colour) -> None:
        """Puts a colour where a mask is, on a ground of one colour."""
        raise NotImplementedError

    def content(self) -> bytes:
        """The file."""
        raise NotImplementedError


@dataclass(slots=True)
class _Flat(_Sheet):
    """A sheet of few colours: a palette of the shades between each colour and its ground, which is a tenth of the bytes."""

    image: Any = None
    pairs: list[_Pair] = field(default_factory=list)

    def __post_init__(self) -> None:
        from PIL import Image

        self.image = Image.new("P", (_WIDTH, _HEIGHT), self.base(_WHITE, _WHITE))

    def base(self, colour: _Colour, ground: _Colour) -> int:
        """The first place in the palette of the shades from `ground` to `colour`."""
        pair = _Pair(colour, ground)
        if pair not in self.pairs:
            self.pairs.append(pair)
        return _SHADES * self.pairs.index(pair)

    def fill(self, box: tuple[int, int, int, int], colour: _Colour) -> None:
        self.image.paste(self.base(colour, colour), box)

    def put(self, mask: Any, at: tuple[int, int], colour: _Colour, ground: _Colour) -> None:
        base = self.base(colour, ground)
        shades = mask.point([base + value // _SHADES for value in range(256)])
        self.image.paste(shades, at, mask.point([255 if value >= _SHADES else 0 for value in range(256)]))

    def content(self) -> bytes:
        self.image.putpalette([part for pair in self.pairs for n in range(_SHADES) for part in _mixed(pair, n / (_SHADES - 1))])
        return _saved(self.image, "PNG", compress_level=6)


@dataclass(slots=True)
class _Photographic(_Sheet):
    """A sheet with a photograph in its upper part, cut to fit from the middle."""

    photograph: Any
    image: Any = None

    def __post_init__(self) -> None:
        from PIL import Image, ImageOps

        self.image = Image.new("RGB", (_WIDTH, _HEIGHT), _WHITE)
        self.image.paste(ImageOps.fit(self.photograph, (_WIDTH, _PICTURED)), (0, 0))

    def fill(self, box: tuple[int, int, int, int], colour: _Colour) -> None:
        self.image.paste(colour, box)

    def put(self, mask: Any, at: tuple[int, int], colour: _Colour, ground: _Colour) -> None:  # noqa: ARG002
        self.image.paste(colour, (*at, at[0] + mask.width, at[1] + mask.height), mask)

    def content(self) -> bytes:
        return _saved(self.image, "JPEG", quality=88, subsampling=0)


def _mixed(pair: _Pair, share: float) -> _Colour:
    red, green, blue = (round(ground + (colour - ground) * share) for colour, ground in zip(pair.colour, pair.ground, strict=True))
    return red, green, blue


def _saved(image: Any, kind: str, **options: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
