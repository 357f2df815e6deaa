"""The cover of the e-book as a picture: what readers show on their shelves. With `cover_sheets` the only door to Pillow.

It is the cover of the PDF once more, drawn by the same rule in the colours of the theme: a field with the title and its ornament,
names and date below. It is a PNG since shelves of Kindle, Kobo and Apple Books show no SVG; the same text gives the same bytes.
A `cover:` picture that stands upright is a cover already and is taken as it is; one that lies takes the place of the ornament.
Where Pillow or a font is missing, and in a script whose letters cannot be joined here, there is no picture.
What does not belong here: the cover of the PDF (`cover`), what the picture is drawn on (`cover_sheets`), its page in the book (`epub_pages`).
"""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.cover import ornament_lines
from pubkit.publish.cover_sheets import HEIGHT, PICTURED, WHITE, WIDTH, FlatSheet, PhotographicSheet, rgb
from pubkit.publish.fonts import font_stack, installed_faces
from pubkit.publish.labels import labels_for, shown_date
from pubkit.publish.pictures import Picture, load_picture
from pubkit.publish.title_lines import balanced_lines
from pubkit.text.chars import cells
from pubkit.text.errors import ToolError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.publish.cover_sheets import Colour, Sheet
    from pubkit.publish.fonts import FontFace
    from pubkit.publish.publication import Publication

_FIELD: Final = 1410  # height of the field of colour: two thirds
_WHOLE: Final = 1300  # where the title ends on a field that is the whole cover
_BAND: Final = 1540  # where a band at the foot begins
_ABOVE_BAND: Final = 346  # where the title begins on paper
_LEFT: Final = 130
_ROOM: Final = WIDTH - 2 * _LEFT
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
    sheet = PhotographicSheet(photograph) if photograph else FlatSheet()
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


class _Plan(NamedTuple):
    """What stands where, in pixels from the top: as `styles/print.css` and `styles/print-themes.css` have it."""

    field: tuple[int, int]  # where the colour begins and ends
    title: int  # where the title begins, or ends where it stands on the colour
    names: int
    is_title_on_field: bool
    is_foot_on_field: bool

    @classmethod
    def of(cls, publication: Publication, *, pictured: bool) -> _Plan:
        style = publication.theme.text("cover.style")
        if pictured:
            return cls((0, 0), PICTURED + 110, PICTURED + 330, is_title_on_field=False, is_foot_on_field=False)
        if style != "field":
            band = (_BAND, HEIGHT) if style == "band" else (0, 0)
            return cls(band, _ABOVE_BAND, 1130, is_title_on_field=False, is_foot_on_field=style == "band")
        if not (publication.authors or publication.publisher.strip() or publication.date.strip()):
            return cls((0, HEIGHT), _WHOLE, _FIELD, is_title_on_field=True, is_foot_on_field=True)
        return cls((0, _FIELD), _FIELD - 100, _FIELD + 90, is_title_on_field=True, is_foot_on_field=False)


def _draw(sheet: Sheet, words: _Words, publication: Publication, *, pictured: bool) -> None:
    theme, plan = publication.theme, _Plan.of(publication, pictured=pictured)
    names = ("ink", "on-ink", "on-ink-soft", "on-ink-accent", "ornament", "accent", "line", "soft")
    colours = {name: rgb(theme.text(f"colours.{name}")) for name in names}
    top, bottom = plan.field
    if bottom:
        sheet.fill((0, top, WIDTH, bottom), colours["ink"])
        if theme.on("cover.ornament"):
            sheet.put(_ornament(publication.title, min(bottom - top, _FIELD)), (0, top), colours["ornament"], colours["ink"])
    at = _title(sheet, words, publication, colours, plan)
    at = max(at + 30, plan.names)
    most = max(0, _FOOT - 60 - at) // 66
    _lines(sheet, words, _Block(words.names(44)[:most], 44, _REGULAR, 1.5, colours["soft"]), at, WHITE)
    _foot(sheet, words, colours, on_field=plan.is_foot_on_field)
    if publication.draft:
        _draft(sheet, words, colours["accent"])


def _title(sheet: Sheet, words: _Words, publication: Publication, colours: dict[str, Colour], plan: _Plan) -> int:
    """Rule, title and subtitle: at the foot of the field, or from a height on. Gives where they end."""
    size = next(size for most, size in _SIZES if words.cells <= most)
    first, second = _parts(publication, publication.title)
    on_field = plan.is_title_on_field
    strong, quiet, accent = (colours[name] for name in (("on-ink", "on-ink-soft", "on-ink-accent") if on_field else ("ink", "soft", "accent")))
    blocks = [
        _Block(words.lines(first, size, _BOLD), size, _BOLD, 1.38, strong),
        _Block(words.lines(second, round(size * 0.62), _BOLD), round(size * 0.62), _BOLD, 1.45, strong),
        *(_Block(words.lines(text, 46, _REGULAR), 46, _REGULAR, 1.6, quiet) for text in _parts(publication, publication.subtitle)),
    ]
    blocks = [block for block in blocks if block.lines]
    height = sum(block.height for block in blocks) + _BETWEEN * (len(blocks) - 1)
    top = max(170, plan.title - height) if on_field else plan.title
    rule = WIDTH - _LEFT - 140 if words.is_right_to_left else _LEFT
    sheet.fill((rule, top - 64, rule + 140, top - 56), accent)
    for block in blocks:
        _lines(sheet, words, block, top, colours["ink"] if on_field else WHITE)
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
    colour: Colour

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * self.leading)


def _lines(sheet: Sheet, words: _Words, block: _Block, top: int, ground: Colour) -> None:
    for n, line in enumerate(block.lines):
        mask = words.mask(line, block.size, block.weight)
        left = WIDTH - _LEFT - mask.width if words.is_right_to_left else _LEFT
        sheet.put(mask, (left, top + round(n * block.size * block.leading)), block.colour, ground)


def _foot(sheet: Sheet, words: _Words, colours: dict[str, Colour], *, on_field: bool) -> None:
    """A rule, below it publisher on the one side, date on the other; nothing where there is neither."""
    first, last = (words.mask(text, 38, weight) if text else None for text, weight in ((words.publisher, _BOLD), (words.date, _REGULAR)))
    if not (first or last):
        return
    ground = colours["ink"] if on_field else WHITE
    strong, quiet, line = (colours[name] for name in (("on-ink", "on-ink", "on-ink-soft") if on_field else ("ink", "soft", "line")))
    sheet.fill((_LEFT, _FOOT - 44, WIDTH - _LEFT, _FOOT - 42), line)
    if words.is_right_to_left:
        first, last = last, first
    alone = not (first and last)
    if first:
        sheet.put(first, (WIDTH - _LEFT - first.width if alone and words.is_right_to_left else _LEFT, _FOOT), strong, ground)
    if last:
        sheet.put(last, (_LEFT if alone and not words.is_right_to_left else WIDTH - _LEFT - last.width, _FOOT), quiet, ground)


def _draft(sheet: Sheet, words: _Words, colour: Colour) -> None:
    mask = words.mask(words.draft, 40, _BOLD)
    left = _LEFT if words.is_right_to_left else WIDTH - _LEFT - mask.width - 60
    sheet.fill((left, 96, left + mask.width + 60, 176), colour)
    sheet.put(mask, (left + 30, 106), WHITE, colour)


def _ornament(title: str, height: int) -> Any:
    """The lines of the cover as a mask of a height, drawn at twice the size and made small, so that they have no steps."""
    from PIL import Image, ImageDraw

    scale = 2 * WIDTH / _MM
    mask = Image.new("L", (2 * WIDTH, 2 * height), 0)
    draw = ImageDraw.Draw(mask)
    for points in ornament_lines(title, 2):
        draw.line([(x * scale, y * scale) for x, y in points], fill=255, width=4)
    return mask.reduce(2)


# --- Words -------------------------------------------------------------------------------------------------------------


class _Words(NamedTuple):
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
            cells(_parts(publication, publication.title)[0]),
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
