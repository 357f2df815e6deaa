"""Which fonts a publication is set in, by its language, and whether a font has every character.

A region writes some ideographs in its own form (直 骨 门), and fontconfig, left alone, takes whichever font of the five
regions comes first: so every stack names its region, first for the kind of face asked for, then for the other, before
it lets go. Latin and digits in Chinese come from the Chinese font itself: in Noto CJK they are Source Serif and Source Sans,
drawn to stand beside it, and marks such as “ — … · keep their Chinese shapes. What is in English, wherever it stands, comes
from a Latin font, whose “ ” are narrow.
Sources: BCP 47; the families that Debian (fonts-noto-cjk), macOS and Windows bring; fontconfig's FcCharSet.
What does not belong here: sizes and weights (`styles/print.css`), cutting fonts for the web.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, Literal

from pubkit.text.errors import PublicationError, ToolError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase
from pubkit.text.tags import primary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


class FontStack(NamedTuple):
    """Families in the order in which a character is looked for."""

    serif: tuple[str, ...]
    sans: tuple[str, ...]
    mono: tuple[str, ...]


def _regional(region: str, serif: tuple[str, ...], sans: tuple[str, ...], mono: tuple[str, ...] = ()) -> FontStack:
    """The stack of a region: Noto and its twin Source Han, then what macOS and Windows bring."""
    cjk_serif = (f"Noto Serif CJK {region}", f"Source Han Serif {region}", f"Noto Serif {region}", *serif)
    cjk_sans = (f"Noto Sans CJK {region}", f"Source Han Sans {region}", f"Noto Sans {region}", *sans)
    cjk_mono = (f"Noto Sans Mono CJK {region}", f"Sarasa Mono {region}", *mono, "Menlo", "Consolas")
    return FontStack(
        serif=(*cjk_serif, *cjk_sans, "serif"),
        sans=(*cjk_sans, *cjk_serif, "sans-serif"),
        mono=(*cjk_mono, *cjk_sans, *cjk_serif, "monospace"),
    )


_REGIONS: Final = {
    "SC": _regional("SC", ("Songti SC", "STSong", "SimSun"), ("PingFang SC", "Heiti SC", "Microsoft YaHei", "SimHei")),
    "TC": _regional("TC", ("Songti TC", "PMingLiU", "MingLiU"), ("PingFang TC", "Heiti TC", "Microsoft JhengHei")),
    "HK": _regional("HK", ("Songti TC", "MingLiU_HKSCS"), ("PingFang HK", "Heiti TC", "Microsoft JhengHei")),
    "JP": _regional(
        "JP",
        ("Hiragino Mincho ProN", "Yu Mincho", "MS Mincho"),
        ("Hiragino Sans", "Hiragino Kaku Gothic ProN", "Yu Gothic", "Meiryo"),
        ("MS Gothic",),
    ),
    "KR": _regional("KR", ("AppleMyungjo", "Batang"), ("Apple SD Gothic Neo", "Malgun Gothic"), ("GulimChe",)),
}


def _western() -> FontStack:
    """For languages of Latin, Greek and Cyrillic letters; Han in them is taken to be simplified Chinese."""
    chinese = _REGIONS["SC"]
    serif = ("Source Serif 4", "Source Serif Pro", "Noto Serif", "Charter", "Cambria")
    sans = ("Source Sans 3", "Source Sans Pro", "Noto Sans", "Helvetica Neue", "Segoe UI")
    mono = ("Source Code Pro", "Noto Sans Mono", "DejaVu Sans Mono")
    return FontStack((*serif, *chinese.serif), (*sans, *chinese.sans), (*mono, *chinese.mono))


_WESTERN: Final = _western()


def _own_script(serif: tuple[str, ...], sans: tuple[str, ...]) -> FontStack:
    """For a language of another script: its own faces, then those of Western letters."""
    return FontStack((*serif, *_WESTERN.serif), (*sans, *_WESTERN.sans), (*_WESTERN.mono[:-1], *sans, "monospace"))


_ARABIC: Final = _own_script(
    ("Noto Naskh Arabic", "Amiri", "Scheherazade New", "Geeza Pro", "Traditional Arabic"),
    ("Noto Sans Arabic", "Noto Kufi Arabic", "Geeza Pro", "Segoe UI"),
)
_OTHER_SCRIPTS: Final = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ug", "sd"), _ARABIC),
    **dict.fromkeys(("he", "yi"), _own_script(("Noto Serif Hebrew", "New Peninim MT", "David"), ("Noto Sans Hebrew", "Arial Hebrew"))),
    "th": _own_script(("Noto Serif Thai", "Thonburi"), ("Noto Sans Thai", "Leelawadee UI")),
    **dict.fromkeys(("hi", "mr", "ne"), _own_script(("Noto Serif Devanagari", "Kohinoor Devanagari"), ("Noto Sans Devanagari", "Nirmala UI"))),
}
#: Families of Kai, the script type that Chinese sets emphasis and quotations in.
KAI: Final = ("LXGW WenKai", "FZKai-Z03", "Kaiti SC", "STKaiti", "KaiTi", "AR PL KaitiM GB", "AR PL UKai CN", "DFKai-SB", "BiauKai")
_TRADITIONAL: Final = frozenset({"hant", "tw"})
_CANTONESE: Final = frozenset({"hk", "mo", "yue"})


def region_of(language: str) -> str | None:
    """The region whose forms of Han a BCP 47 language is written in: SC, TC, HK, JP, KR; None where it writes none."""
    subtags = language.replace("_", "-").lower().split("-")
    primary, rest = subtags[0], set(subtags[1:])
    if primary in ("ja", "ko"):
        return "JP" if primary == "ja" else "KR"
    if primary not in ("zh", "yue", "cmn", "lzh", "wuu"):
        return None
    if "hans" in rest:
        return "SC"
    if rest & _CANTONESE or primary == "yue":
        return "HK"
    return "TC" if rest & _TRADITIONAL else "SC"


_NONE: Final[Mapping[str, tuple[str, ...]]] = {}


def font_stack(language: str) -> FontStack:
    """The families for a BCP 47 language."""
    region = region_of(language)
    return _REGIONS[region] if region else _OTHER_SCRIPTS.get(primary(language), _WESTERN)


def font_css(language: str, own: Mapping[str, tuple[str, ...]] = _NONE) -> str:
    """CSS that gives a document its families: `--serif`, `--sans` and `--mono` on the root and in the pages' margins.

    `own` are families to be taken before ours, by kind and group of languages: `serif.zh-Hans`.
    """
    variables = _variables(language, own)
    return f":root {{ {variables} }}\n@page {{ {variables} }}\n"


def languages_css(languages: Iterable[str], own: Mapping[str, tuple[str, ...]] = _NONE) -> str:
    """CSS that gives each of several languages its families, wherever it stands; the more exact tag goes before the other.

    `own` as in `font_css`.
    """
    by_length = sorted(set(languages), key=lambda tag: (tag.count("-"), tag))
    return "\n".join(f":lang({tag}) {{ {_variables(tag, own)} }}" for tag in by_length)


def group_of(language: str) -> str:
    """The group of languages that share their faces with this one, as `theme_tokens.LANGUAGE_GROUPS` names it."""
    if region := region_of(language):
        return {"SC": "zh-Hans", "TC": "zh-Hant", "HK": "zh-HK", "JP": "ja", "KR": "ko"}[region]
    return "arabic" if _OTHER_SCRIPTS.get(primary(language)) is _ARABIC else "latin"


def _variables(language: str, own: Mapping[str, tuple[str, ...]]) -> str:
    stack, group = font_stack(language), group_of(language)
    kinds = (("serif", stack.serif), ("sans", stack.sans), ("mono", stack.mono))
    return " ".join(f"--{name}: {_families((*own.get(f'{name}.{group}', ()), *families))};" for name, families in kinds)


def _families(families: tuple[str, ...]) -> str:
    return ", ".join(f if f in ("serif", "sans-serif", "monospace") else f'"{f}"' for f in families)


# --- Characters that no font has ---------------------------------------------------------------------------------------

_LIBRARIES: Final = ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll", "fontconfig-1", "fontconfig")
_DECLARATIONS: Final = """
    typedef struct _FcConfig FcConfig;
    typedef struct _FcPattern FcPattern;
    typedef struct _FcCharSet FcCharSet;
    typedef struct { int nfont; int sfont; FcPattern **fonts; } FcFontSet;
    FcConfig *FcInitLoadConfigAndFonts(void);
    FcFontSet *FcConfigGetFonts(FcConfig *config, int set);
    int FcPatternGetString(const FcPattern *p, const char *object, int n, unsigned char **s);
    int FcPatternGetInteger(const FcPattern *p, const char *object, int n, int *i);
    int FcPatternGetCharSet(const FcPattern *p, const char *object, int n, FcCharSet **c);
    int FcCharSetHasChar(const FcCharSet *fcs, uint32_t ucs4);
"""
#: A font that shows every character as a box with its number is no font for it.
_NO_FONTS: Final = frozenset({"LastResort", ".LastResort", "Adobe Blank"})


class _Coverage:
    """Which characters the installed fonts have, asked of fontconfig, which keeps this in its cache."""

    def __init__(self) -> None:
        import cffi

        self.ffi = cffi.FFI()
        self.ffi.cdef(_DECLARATIONS)
        self.library = self._load()
        self.config = self.library.FcInitLoadConfigAndFonts()  # lives as long as the process: charsets point into it
        self.by_family: dict[str, list[Any]] = {}
        self.patterns: dict[str, list[Any]] = {}
        fonts = self.library.FcConfigGetFonts(self.config, 0)
        for i in range(fonts.nfont if fonts else 0):
            self._add(fonts.fonts[i])

    def _load(self) -> Any:
        for name in _LIBRARIES:
            try:
                return self.ffi.dlopen(name)
            except OSError:
                continue
        raise ToolError(
            Phrase("fontconfig is missing", "缺少 fontconfig"),
            hint=Phrase(
                "Debian, Ubuntu: apt install libpango-1.0-0; macOS: brew install pango",
                "Debian、Ubuntu：apt install libpango-1.0-0；macOS：brew install pango",
            ),
        )

    def _add(self, pattern: Any) -> None:
        charset, family = self.ffi.new("FcCharSet **"), self.ffi.new("unsigned char **")
        if self.library.FcPatternGetCharSet(pattern, b"charset", 0, charset):
            return
        if self.library.FcPatternGetString(pattern, b"family", 0, family):
            return
        name = self.ffi.string(family[0]).decode(errors="replace")
        if name not in _NO_FONTS:
            self.by_family.setdefault(name, []).append(charset[0])
            self.patterns.setdefault(name, []).append(pattern)

    def faces(self, family: str) -> list[FontFace]:
        """The faces of a family that are files."""
        found = (self.face(*pair) for pair in zip(self.patterns.get(family, ()), self.by_family.get(family, ()), strict=True))
        return [face for face in found if face is not None]

    def face(self, pattern: Any, charset: Any) -> FontFace | None:
        name, has = self.ffi.new("unsigned char **"), self.library.FcCharSetHasChar
        if self.library.FcPatternGetString(pattern, b"file", 0, name):
            return None
        path = self.ffi.string(name[0]).decode(errors="replace")
        index, weight, slant = (self.integer(pattern, key) for key in (b"index", b"weight", b"slant"))
        return FontFace(path, index & 0xFFFF, weight, slant > 0, lambda character: bool(has(charset, ord(character))))

    def integer(self, pattern: Any, key: bytes) -> int:
        value = self.ffi.new("int *")
        return 0 if self.library.FcPatternGetInteger(pattern, key, 0, value) else int(value[0])

    def charsets(self, first: tuple[str, ...]) -> Iterator[Any]:
        """The sets of characters: one for each of the families named `first`, then all others."""
        for family in first:
            yield from self.by_family.get(family, ())[:1]
        for charsets in self.by_family.values():
            yield from charsets

    def has(self, character: str, charsets: list[Any]) -> bool:
        code_point, has = ord(character), self.library.FcCharSetHasChar
        return any(has(charset, code_point) for charset in charsets)


class FontFace(NamedTuple):
    """A face in a file. `number` is its place in a collection, `weight` that of fontconfig: 80 regular, 200 bold."""

    path: str
    number: int
    weight: int
    is_slanted: bool
    has: Callable[[str], bool]  # whether it has a character


@lru_cache(maxsize=1)
def _coverage() -> _Coverage:
    return _Coverage()


def installed_family(language: str, kind: Literal["serif", "sans", "mono"]) -> str:
    """The first family of a language's stack that is installed; empty where none is.

    Raises `ToolError` where fontconfig is missing.
    """
    families: tuple[str, ...] = getattr(font_stack(language), kind)
    return next((family for family in families if family in _coverage().by_family), "")


@lru_cache(maxsize=32)
def installed_faces(families: tuple[str, ...], weight: int) -> tuple[FontFace, ...]:
    """Of each family that is installed, in order, the upright face of the nearest weight.

    Raises `ToolError` where fontconfig is missing.
    """
    upright = ([face for face in _coverage().faces(family) if not face.is_slanted] for family in families)
    return tuple(min(faces, key=lambda face: (abs(face.weight - weight), face.path, face.number)) for faces in upright if faces)


def has_family(family: str) -> bool:
    """Whether a family is installed. Raises `ToolError` where fontconfig is missing."""
    return family in _coverage().by_family


def missing_glyphs(text: str, language: str) -> tuple[str, ...]:
    """The characters of `text` that no installed font has, in order, each once.

    Spaces, controls and characters that are never seen (joiners, variation selectors) are not counted.
    Raises `ToolError` where fontconfig is missing.
    """
    coverage = _coverage()
    charsets = list(coverage.charsets(font_stack(language).serif))
    wanted = (c for c in dict.fromkeys(text) if c > "~" and _is_seen(c))
    return tuple(c for c in wanted if not coverage.has(c, charsets))


def _is_seen(character: str) -> bool:
    if unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp"):
        return False
    return not ("\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef" or character == "\u034f")


def shown_code_point(character: str) -> str:
    """How a character is named where it cannot be shown: `U+1FADC (ROOT VEGETABLE)`."""
    name = unicodedata.name(character, "")
    if not name:
        name = "private use" if unicodedata.category(character) == "Co" else "no name"
    return f"U+{ord(character):04X} ({name})"


def check_glyphs(text: str, language: str) -> None:
    """Raises `PublicationError` that names each character that no font has, and the words around the first."""
    missing = missing_glyphs(text, language)
    if not missing:
        return
    shown = ", ".join(map(shown_code_point, missing[:5])) + (" …" if len(missing) > 5 else "")
    at = text.index(missing[0])
    around = " ".join(text[max(0, at - 12) : at + 13].split())
    raise PublicationError(
        Phrase(f"no font has {shown}; it stands in “{around}”", f"没有字体含有 {shown}；出现于“{around}”"),
        hint=_remedy(missing[0]),
    )


def _remedy(character: str) -> Phrase:
    """How a glyph is had for a character: the package of its script, where there is one."""
    from pubkit.publish.font_packages import package_for

    package = package_for(character)
    if package is None:
        return Phrase(
            f"Replace the character: no common font has it (fc-list ':charset={ord(character):x}' lists yours that do).",
            f"请替换该字符：常见字体都没有它（fc-list ':charset={ord(character):x}' 可查已装字体）。",
        )
    return Phrase(
        f"Install a font for it (Debian, Ubuntu: apt install {package.debian}; macOS: brew install {package.homebrew}), or replace it.",
        f"请安装含有它的字体（Debian、Ubuntu：apt install {package.debian}；macOS：brew install {package.homebrew}），或替换该字符。",
    )
