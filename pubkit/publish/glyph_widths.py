"""Widths of glyphs: read from Pango once for a whole text, and written back into its glyphs when it draws a line.

Sources: Pango (glyph strings, log attributes), as declared in WeasyPrint's text/ffi.py; WeasyPrint 70.0, `Layout` in
text/line_break.py and `draw_first_line` in draw/text.py, which reads the widths that are written here.
What does not belong here: what the widths should be (`chinese_spacing`, `line_fitting`), drawing without Pango
(`glyph_drawing`).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate, pairwise
from math import ceil, floor
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.chinese_spacing import Kind
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Integers in a `PangoGlyphInfo`: glyph, width, x and y offset, attributes.
_GLYPH_INTS: Final = 5
#: What is inherited and decides how a text is shaped, how large it is and how high its line; `_SHAPING` beside WeasyPrint's key.
_SHAPING: Final = ("letter_spacing", "word_spacing", "overflow_wrap", "font_kerning", "direction")
_OF_FONT: Final = frozenset(
    {"font_family", "font_style", "font_stretch", "font_weight", "font_size", "font_feature_settings", "font_variation_settings"}
    | {f"font_variant_{kind}" for kind in ("ligatures", "position", "caps", "numeric", "alternates", "east_asian")}
    | {"font_language_override", "line_height", "lang", *_SHAPING}
)
_IN_ORDER: Final = tuple(sorted(_OF_FONT))
#: From here on they stand for nothing, or for a character that no font has (`PANGO_GLYPH_EMPTY`, `…_UNKNOWN_FLAG`).
_NO_GLYPH: Final = 0x0FFFFFFF
#: Pixels in a unit of Pango's (its `PANGO_SCALE`).
FROM_UNITS: Final = 1 / 1024


class _Run(NamedTuple):
    """The glyphs of a run as Pango lays them out; `ints` is its own memory and can be written to."""

    offset: int  # in bytes of the text
    length: int  # in bytes
    clusters: list[int]  # for each glyph, in bytes from `offset`
    ids: list[int]
    widths: list[int]  # in Pango units
    ints: Any
    font: Any


class Face:
    """A font of Pango's that is kept as long as its document; `known_to` is where it was entered when it was drawn."""

    __slots__ = ("entered", "known_to", "pango")

    def __init__(self, font: Any) -> None:
        self.pango = _kept(font)
        self.known_to: Any = None
        self.entered: tuple[Any, float] | None = None  # WeasyPrint's font, and the type size


def _kept(font: Any) -> Any:
    """A font of Pango's that lives as long as what is returned."""
    from weasyprint.text.ffi import ffi, gobject

    _declare_reference()
    gobject.g_object_ref(font)
    return ffi.gc(font, gobject.g_object_unref)


@lru_cache(maxsize=1)
def _declare_reference() -> None:
    """WeasyPrint declares how an object is given up, and not how it is kept."""
    from weasyprint.text.ffi import ffi

    ffi.cdef("gpointer g_object_ref (gpointer object);")


class Glyphs(NamedTuple):
    """Glyphs of one font side by side, one for each character from `start` to `end` (positions in a text)."""

    start: int
    end: int
    face: Face
    ids: list[int]

    def part(self, start: int, end: int) -> Glyphs:
        """Those of a part of the text, with positions in the part."""
        first, last = max(start, self.start), min(end, self.end)
        return Glyphs(first - start, last - start, self.face, self.ids[first - self.start : last - self.start])


class Shaped(NamedTuple):
    """A text as Pango shapes it: the width of each character in pixels, and the glyphs of the stretches that are plain.

    In a plain stretch each character is one glyph on its place; elsewhere (ligatures, marks above letters) Pango must draw.
    """

    widths: list[float]
    plain: list[Glyphs]

    def glyphs(self, start: int, end: int) -> list[Glyphs] | None:
        """The glyphs of a part of the text; None where some of it is not plain."""
        found = [glyphs.part(start, end) for glyphs in self.plain if glyphs.start < end and glyphs.end > start]
        return found if sum(glyphs.end - glyphs.start for glyphs in found) == end - start else None


def repeated(glyphs: list[Glyphs], length: int, times: int) -> list[Glyphs]:
    """The glyphs of a text of `length` characters that is set several times."""
    if len(glyphs) == 1 and glyphs[0].end - glyphs[0].start == length:
        return [Glyphs(0, length * times, glyphs[0].face, glyphs[0].ids * times)]
    return [Glyphs(one.start + n * length, one.end + n * length, one.face, one.ids) for n in range(times) for one in glyphs]


class Shaper:
    """Shapes texts of one style. Making a Pango layout costs more than shaping a line, so one serves all texts.

    `faces` are the fonts that were met in the document, by address.
    """

    def __init__(self, style: Any, faces: dict[int, Face]) -> None:
        from weasyprint.text.line_break import Layout

        self.faces = faces
        self.style = style
        self.size: float = style["font_size"]
        self.layout = Layout(style)
        self._blanks: dict[str, tuple[float, float]] = {}
        self._shaped: dict[str, Shaped] = {}

    def shape(self, text: str) -> Shaped:
        """A text of one line. A character that is drawn with another before it has no width."""
        self.layout.set_text(text)
        offsets, widths = byte_offsets(text), [0.0] * len(text)
        plain: list[Glyphs] = []
        for run in _runs(self.layout.get_first_line()[0]):
            first, last = bisect_left(offsets, run.offset), bisect_left(offsets, run.offset + run.length)
            if _is_one_to_one(run, offsets[first:last]):
                widths[first:last] = [units * FROM_UNITS for units in run.widths]
                if _is_plain(run):
                    plain.append(Glyphs(first, last, self._face(run.font), run.ids))
                continue
            for cluster, units in zip(run.clusters, run.widths, strict=True):
                widths[bisect_right(offsets, run.offset + cluster) - 1] += units * FROM_UNITS
        return Shaped(widths, plain)

    def shape_again(self, text: str) -> Shaped:
        """A short text that stands in many places: a hyphen, the number of a citation, a cell of a table; kept."""
        return self._shaped.get(text) or self._shaped.setdefault(text, self.shape(text))

    def _face(self, font: Any) -> Face:
        from weasyprint.text.ffi import ffi

        address = int(ffi.cast("uintptr_t", font))
        return self.faces.get(address) or self.faces.setdefault(address, Face(font))

    def blank(self, character: str, kind: Kind) -> tuple[float, float]:
        """How much of a full-width mark can be cut from its left and its right, in ems."""
        if character not in self._blanks:
            self.layout.set_text(character)
            run = next(_runs(self.layout.get_first_line()[0]))
            self._blanks[character] = _blank_of(run.font, run.ids[0], kind)
        return self._blanks[character]


def _is_one_to_one(run: _Run, offsets: list[int]) -> bool:
    """Whether each glyph of a run from left to right is one character, as it nearly always is."""
    clusters = run.clusters
    return len(clusters) == len(offsets) and clusters[0] == 0 and clusters[-1] == offsets[-1] - run.offset


def _is_plain(run: _Run) -> bool:
    """Whether all glyphs are real ones that stand where they would by themselves."""
    return max(run.ids) < _NO_GLYPH and not any(run.ints[2::_GLYPH_INTS]) and not any(run.ints[3::_GLYPH_INTS])


def shaper_for(style: Any) -> Shaper:
    """The shaper of a style; kept with the document's fonts and as long as these."""
    kept = style.font_config.__dict__.get("pubkit_shapers")
    if kept is None:
        kept = style.font_config.pubkit_shapers = _Shapers()
    found: Shaper = kept.of(style)
    return found


class _Shapers:
    """The shapers of a document, by style: styles that say the same of the font share one."""

    def __init__(self) -> None:
        self._by_style: dict[int, tuple[Shaper, Any]] = {}
        self._by_font: dict[tuple[Any, ...], Shaper] = {}
        self._faces: dict[int, Face] = {}

    def of(self, style: Any) -> Shaper:
        known = self._by_style.get(id(style))
        if known is None:
            source = font_source(style)
            shaper = self._new(source) if source is style else self.of(source)
            known = self._by_style[id(style)] = (shaper, style)  # the style is kept, so that its id stays its own
        return known[0]

    def _new(self, style: Any) -> Shaper:
        font = tuple([_hashable(style[name]) for name in _IN_ORDER])
        return self._by_font.get(font) or self._by_font.setdefault(font, Shaper(style, self._faces))


def _hashable(value: Any) -> Any:
    return value if isinstance(value, str | int | float) else repr(value)


def font_source(style: Any) -> Any:
    """The style itself, or the nearest one above it that says anything of the font: both shape text alike."""
    while style.parent_style is not None and _OF_FONT.isdisjoint(getattr(style, "cascaded", ())):
        style = style.parent_style
    return style


def byte_offsets(text: str) -> list[int]:
    """The offset in UTF-8 of each character."""
    offsets, offset = [], 0
    for c in text:
        offsets.append(offset)
        offset += 1 if c < "\x80" else 2 if c < "\u0800" else 3 if c < "\U00010000" else 4
    return offsets


def line_break_places(text: str, language: str) -> list[bool]:
    """For each position of a text (code points), whether UAX #14 lets a line end before it."""
    from weasyprint.text.line_break import get_log_attrs

    mask = _line_break_bit()
    found = get_log_attrs(text.replace("\n", " "), language)
    return [bool(bits & mask) for bits in _as_ints(found, len(text) + 1)]


@lru_cache(maxsize=1)
def _line_break_bit() -> int:
    """Which bit of a `PangoLogAttr` says that a line may end; the compiler of Pango chose it."""
    from weasyprint.text.ffi import ffi

    return _as_ints(ffi.new("PangoLogAttr *", {"is_line_break": 1}), 1)[0]


def _as_ints(attributes: Any, count: int) -> list[int]:
    from weasyprint.text.ffi import ffi

    return memoryview(ffi.buffer(attributes, 4 * count)).cast("B").cast("I").tolist()


def _runs(line: Any) -> Iterator[_Run]:
    from weasyprint.text.ffi import ffi

    run = line.runs
    while run != ffi.NULL:
        item, glyphs = run.data.item, run.data.glyphs
        count = glyphs.num_glyphs
        if count:
            ints = memoryview(ffi.buffer(glyphs.glyphs, 4 * _GLYPH_INTS * count)).cast("B").cast("i")
            ids, widths = ints[::_GLYPH_INTS].tolist(), ints[1::_GLYPH_INTS].tolist()
            clusters = memoryview(ffi.buffer(glyphs.log_clusters, 4 * count)).cast("B").cast("i").tolist()
            yield _Run(item.offset, item.length, clusters, ids, widths, ints, item.analysis.font)
        run = run.next


def _blank_of(font: Any, glyph: int, kind: Kind) -> tuple[float, float]:
    """How many ems can be cut from the left and the right of a mark, from the ink of its glyph: never more than half.

    A mark that sits in the middle of its square, as in Taipei, gives less; of a bracket nothing is cut on its inner side.
    """
    from weasyprint.text.ffi import ffi, pango

    ink, logical = ffi.new("PangoRectangle *"), ffi.new("PangoRectangle *")
    pango.pango_font_get_glyph_extents(font, glyph, ink, logical)
    em = logical.width
    if em < 0.9 * _size_of(font):
        return 0.0, 0.0  # a half-width glyph has nothing to give
    left, right = ink.x / em, (em - ink.x - ink.width) / em
    if kind is Kind.OPENING:
        return round(min(0.5, max(0.0, left - 0.02)), 2), 0.0
    if kind is Kind.DOT:
        return round(min(0.25, left), 2), round(min(0.25, right), 2)
    return 0.0, 0.5 if right >= 0.48 else round(max(0.0, min(0.25, right - 0.1)), 2)


def _size_of(font: Any) -> int:
    """The size of a font in Pango units."""
    from weasyprint.text.ffi import ffi, pango

    description = ffi.gc(pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free)
    return int(pango.pango_font_description_get_size(description))


# --- Drawing -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def composed_text() -> type[Any]:
    """The class of the layouts of our text boxes; made late, as its base comes with WeasyPrint."""
    from weasyprint.text.ffi import TO_UNITS
    from weasyprint.text.line_break import Layout

    class ComposedText(Layout):  # type: ignore[misc]
        """A layout that Pango shapes only when it is drawn, with the widths that the line was given (in pixels)."""

        def __init__(
            self, shaper: Shaper, style: Any, text: str, advances: list[float], glyphs: list[Glyphs] | None = None
        ) -> None:
            self.justification_spacing = 0
            self.first_line_direction = 0
            self.max_width = None
            self.text = self.composed = text
            self.advances = advances
            self.shaper = shaper
            self.glyphs = glyphs
            if style["text_decoration_line"] != "none":
                self.setup(style)  # reads how thick a line is drawn and where
                self.deactivate()

        def setup(self, style: Any) -> None:
            if style["text_decoration_line"] != "none":
                super().setup(style)
                return
            self.style, self.layout, self.language = style, self.shaper.layout.layout, self.shaper.layout.language

        def get_first_line(self) -> tuple[Any, Any]:
            line, index = super().get_first_line()
            if self.text == self.composed:
                self._widen(line)
            return line, index

        def widths(self) -> list[int]:
            """The width of each character in thousandths of the type size, in which PDF moves the pen.

            What rounding leaves is carried to the next.
            """
            per_mille = self.shaper.size / 1000
            reached = [round(position / per_mille) for position in accumulate(self.advances)]
            return [here - before for before, here in pairwise([0, *reached])]

        def _widen(self, line: Any) -> None:
            """Write the widths into the glyphs: whole thousandths, since WeasyPrint cuts off what is less."""
            per_mille = self.shaper.size / 1000
            widths = self.widths()
            offsets = byte_offsets(self.text)
            for run in _runs(line):
                first, last = bisect_left(offsets, run.offset), bisect_left(offsets, run.offset + run.length)
                _write_widths(run, offsets[first:last], widths[first:last], per_mille * TO_UNITS)

    return ComposedText


def _write_widths(run: _Run, offsets: list[int], widths: list[int], unit: float) -> None:
    """Give the glyphs of a run the widths of its characters, in thousandths of the type size (`unit` is one, in Pango's).

    Where several characters make one glyph or several glyphs one character, the last glyph gets what is left.
    """
    clusters = run.clusters
    if _is_one_to_one(run, offsets):
        for i, (now, width) in enumerate(zip(run.widths, widths, strict=True)):
            _write_width(run, i, now, width * unit, unit)
        return
    starts = sorted({run.offset + cluster for cluster in clusters})
    wanted = dict.fromkeys(starts, 0)
    for offset, width in zip(offsets, widths, strict=True):
        wanted[starts[bisect_right(starts, offset) - 1]] += width
    given: dict[int, int] = {}
    for i, (cluster, now) in enumerate(zip(clusters, run.widths, strict=True)):
        start = run.offset + cluster
        if i + 1 < len(clusters) and clusters[i + 1] == cluster:
            given[start] = given.get(start, 0) + now
        else:
            _write_width(run, i, now, wanted[start] * unit - given.get(start, 0), unit)


def _write_width(run: _Run, i: int, now: int, target: float, unit: float) -> None:
    if abs(now - target) > unit / 2:
        # Away from the glyph's own width, lest WeasyPrint cut a thousandth off.
        run.ints[i * _GLYPH_INTS + 1] = ceil(target) if target > now else floor(target)
