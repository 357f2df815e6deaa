"""Fonts inside the e-book: of the faces that the PDF is set in, the characters that the book has and no others.

A whole Chinese font is 10 to 20 MB; what a report uses of it is a few hundred kilobytes. Text and headings have a face each, in the
weights that the book uses. A quotation in another language, code and formulas stay in the reader's fonts. Fonts are written as
OpenType, which e-readers have known longest, with the names of their licence in them (OFL 1.1, 2 asks for no more).
Sources: EPUB 3.3, 3.2 (core media types); OpenType 1.9, OS/2 (fsType).
What does not belong here: which families there are (`fonts`).
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.fonts import font_stack, installed_faces
from pubkit.text.errors import PublicationError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase
from pubkit.text.tags import same_language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pubkit.publish.fonts import FontFace
    from pubkit.publish.publication import Publication

_WEIGHTS: Final = {"regular": 80, "bold": 200}
_PIECE: Final = re.compile(r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<attributes>[^>]*)>|(?P<text>[^<]+)")
_ATTRIBUTE: Final = re.compile(r'\b(class|lang)="([^"]*)"')
#: What `styles/epub.css` sets in the face of headings, what it sets bold, and what is left to the reader's fonts.
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "table", "figcaption"})
_HEADING_CLASSES: Final = frozenset({"contents", "authors", "date", "colophon"})
_BOLD: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "th", "strong", "b"})
_BOLD_CLASSES: Final = frozenset({"caption-label", "note-number", "unresolved", "missing", "draft-label"})
_LEFT: Final = frozenset({"head", "pre", "code", "kbd", "math", "svg"})
_VOID: Final = frozenset({"img", "br", "hr", "wbr", "meta", "link", "input", "col"})
#: Layout that text needs: composition, marks, kerning, regional and vertical forms.
_FEATURES: Final = ("ccmp", "kern", "liga", "locl", "mark", "mkmk", "vert", "vrt2")
#: Copyright, family, style, identifier, name, version, PostScript name, licence and its address.
_NAMES: Final = (0, 1, 2, 3, 4, 5, 6, 13, 14)
#: Bits of fsType that forbid embedding, a part alone, or outlines.
_FORBIDDEN: Final = 0x0002 | 0x0100 | 0x0200


class Use(NamedTuple):
    """A face of the book: `text` or `headings`, and its weight."""

    part: str
    weight: str


class BookFont(NamedTuple):
    """A font in the book. `path` is relative to the package."""

    path: str
    media_type: str
    use: Use
    content: bytes


def book_fonts(texts: Iterable[str], publication: Publication) -> list[BookFont]:
    """The fonts for the pages of a book; none where the publication asks for none.

    Raises `PublicationError` where a font may not be embedded or none is installed, `ToolError` where fontconfig is missing.
    """
    if publication.ebook.fonts == "none":
        return []
    used = used_characters(texts, publication.language)
    return [_font(use, used[use], publication) for use in sorted(used)]


def font_rules(fonts: Iterable[BookFont], language: str) -> str:
    """What the style sheet says of the fonts, from its own folder; empty where there are none."""
    fonts = list(fonts)
    if not fonts:
        return ""
    rules = [
        f'@font-face {{ font-family: "Book {font.use.part}"; font-weight: {font.use.weight.replace("regular", "normal")}; '
        f'src: url("../{font.path}"); }}'
        for font in fonts
    ]
    parts = {font.use.part for font in fonts}
    headings = ", ".join((*sorted(_HEADINGS), *(f".{name}" for name in sorted(_HEADING_CLASSES))))
    if "text" in parts:
        rules.append(f'html:lang({language}), [lang]:lang({language}) {{ font-family: "Book text", serif; }}')
    if "headings" in parts:
        rules.append(f':lang({language}) :is({headings}) {{ font-family: "Book headings", sans-serif; }}')
        rules += [f':lang({language}) {name} {{ font-family: "Book headings", sans-serif; }}' for name in headings.split(", ")]
    return "\n".join(rules) + "\n"


def used_characters(texts: Iterable[str], language: str) -> dict[Use, frozenset[str]]:
    """The characters of each face, as `styles/epub.css` sets the pages."""
    from html import unescape

    found: dict[Use, set[str]] = {}
    for text in texts:
        open_elements = [_Setting()]
        for piece in _PIECE.finditer(text):
            if piece["text"]:
                if not open_elements[-1].is_left:
                    found.setdefault(open_elements[-1].use, set()).update(unescape(piece["text"]))
            elif piece["end"]:
                open_elements[1:] = open_elements[1:-1]
            elif piece["tag"] not in _VOID and not piece["attributes"].endswith("/"):
                open_elements.append(open_elements[-1].inside(piece["tag"], dict(_ATTRIBUTE.findall(piece["attributes"])), language))
    seen = {use: frozenset(c for c in characters if c.isprintable() and not c.isspace()) for use, characters in found.items()}
    return {use: characters for use, characters in seen.items() if characters}


class _Setting(NamedTuple):
    """How an element is set."""

    is_heading: bool = False
    is_bold: bool = False
    is_left: bool = False  # to the reader's fonts

    @property
    def use(self) -> Use:
        return Use("headings" if self.is_heading else "text", "bold" if self.is_bold else "regular")

    def inside(self, name: str, given: Mapping[str, str], language: str) -> _Setting:
        classes = frozenset(given.get("class", "").split())
        foreign = "lang" in given and not same_language(given["lang"], language)
        return _Setting(
            self.is_heading or name in _HEADINGS or bool(classes & _HEADING_CLASSES),
            self.is_bold or name in _BOLD or bool(classes & _BOLD_CLASSES),
            self.is_left or name in _LEFT or foreign,
        )


def _font(use: Use, characters: frozenset[str], publication: Publication) -> BookFont:
    theme = publication.theme
    kind = theme.text("faces.body" if use.part == "text" else "faces.headings")
    stack = font_stack(publication.language)
    faces = installed_faces(stack.sans if kind == "sans" else stack.serif, _WEIGHTS[use.weight])
    if not faces:
        raise PublicationError(
            Phrase("no font is installed that the e-book could be given", "没有可嵌入电子书的已安装字体"),
            filename=publication.name,
            hint=Phrase("Install Noto CJK, or set `epub-fonts: none`.", "请安装 Noto CJK 字体，或设 `epub-fonts: none`。"),
        )
    content, is_cff = _subset(faces[0], characters)
    suffix, media_type = ("otf", "font/otf") if is_cff else ("ttf", "font/ttf")
    return BookFont(f"fonts/{use.part}-{use.weight}.{suffix}", media_type, use, content)


@lru_cache(maxsize=16)
def _subset(face: FontFace, characters: frozenset[str]) -> tuple[bytes, bool]:
    """The characters of a face as a font, and whether its outlines are cubic. Raises `PublicationError` where its maker forbids it."""
    from fontTools import subset

    options = subset.Options(
        layout_features=list(_FEATURES), name_IDs=list(_NAMES), name_languages=["*"], notdef_outline=True, glyph_names=False
    )
    options.font_number = face.number
    buffer = io.BytesIO()
    with subset.load_font(face.path, options, dontLoadGlyphNames=True) as font:
        _check_licence(font, face)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=[ord(character) for character in characters])
        subsetter.subset(font)
        font.save(buffer, reorderTables=True)
        return buffer.getvalue(), "CFF " in font or "CFF2" in font


def _check_licence(font: Any, face: FontFace) -> None:
    if not font["OS/2"].fsType & _FORBIDDEN:
        return
    raise PublicationError(
        Phrase(f"the font {face.path} may not be embedded, its maker says", f"字体 {face.path} 的版权方不允许嵌入"),
        hint=Phrase("Install Noto CJK, or set `epub-fonts: none`.", "请安装 Noto CJK 字体，或设 `epub-fonts: none`。"),
    )
