"""Which package brings the fonts of a language, or of a character that no font has.

Sources: the lists of files of Debian's fonts-noto-cjk, fonts-noto-core, fonts-noto-color-emoji and fonts-hanazono; Homebrew's casks.
What does not belong here: what is installed (`fonts`), and the order in which families are taken.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from pubkit.publish.fonts import font_stack, region_of
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase
from pubkit.text.tags import primary


class FontNeed(NamedTuple):
    """Faces that a language needs: one of `families` will do. `debian` and `homebrew` name the package and the cask of the first."""

    families: tuple[str, ...]
    what_for: Phrase
    debian: str
    homebrew: str


class FontPackage(NamedTuple):
    """A package of Debian and what Homebrew calls the same; Homebrew's is empty where it has none."""

    debian: str
    homebrew: str


_GLYPHS: Final = {
    "SC": Phrase("Chinese glyphs", "中文字形"),
    "TC": Phrase("Chinese glyphs of Taiwan", "台湾字形"),
    "HK": Phrase("Chinese glyphs of Hong Kong", "香港字形"),
    "JP": Phrase("Japanese glyphs", "日文字形"),
    "KR": Phrase("Korean glyphs", "韩文字形"),
}
_OWN_SCRIPT: Final = {
    "ar": Phrase("Arabic letters", "阿拉伯文字形"), "fa": Phrase("Persian letters", "波斯文字形"), "ur": Phrase("Urdu letters", "乌尔都文字形"),
    "he": Phrase("Hebrew letters", "希伯来文字形"), "th": Phrase("Thai letters", "泰文字形"), "hi": Phrase("Devanagari letters", "天城文字形"),
}  # fmt: skip
_LATIN: Final = Phrase("Western letters with their own quotation marks", "西文字形与西文引号")
_CJK: Final = FontPackage("fonts-noto-cjk", "--cask font-noto-serif-cjk font-noto-sans-cjk")
_CORE: Final = FontPackage("fonts-noto-core", "--cask font-noto-serif font-noto-sans")
_EMOJI: Final = FontPackage("fonts-noto-color-emoji", "--cask font-noto-color-emoji")
_RARE_HAN: Final = FontPackage("fonts-hanazono", "--cask font-hanazono")
#: First words of the names of characters whose fonts are with those of Chinese.
_EAST_ASIAN: Final = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO", "IDEOGRAPHIC", "FULLWIDTH", "HALFWIDTH", "KANGXI"})
_FIRST_RARE_HAN: Final = 0x20000
_FIRST_PICTOGRAPH, _LAST_PICTOGRAPH = 0x1F000, 0x1FAFF


def fonts_needed(language: str) -> tuple[FontNeed, ...]:
    """The faces that a text in a language (BCP 47) is set in: one with and one without serifs."""
    stack = font_stack(language)
    region = region_of(language)
    first = font_stack("zh").serif[0]
    if region:
        package = (f"--cask font-noto-{kind}-cjk-{region.lower()}" for kind in ("serif", "sans"))
        what = _GLYPHS[region]
        return tuple(FontNeed((families[0],), what, _CJK.debian, cask) for families, cask in zip((stack.serif, stack.sans), package, strict=True))
    own = primary(language) in _OWN_SCRIPT
    what = _OWN_SCRIPT[primary(language)] if own else _LATIN
    western = set(font_stack("en").serif + font_stack("en").sans) if own else {first, font_stack("zh").sans[0]}
    return tuple(_need(families, western, what) for families in (stack.serif, stack.sans))


def _need(families: tuple[str, ...], others: set[str], what: Phrase) -> FontNeed:
    """The families of a stack up to the first one that is there for other letters; Noto goes first, since it is what a package brings."""
    end = next((n for n, family in enumerate(families) if family in others), len(families))
    own = sorted(families[:end], key=lambda family: not family.startswith("Noto"))
    return FontNeed(tuple(own), what, _CORE.debian, "--cask font-" + own[0].lower().replace(" ", "-"))


def package_for(character: str) -> FontPackage | None:
    """The package that most likely has a glyph for a character; None for what no package has (private use, no character at all)."""
    name, code_point = unicodedata.name(character, ""), ord(character)
    if _FIRST_PICTOGRAPH <= code_point <= _LAST_PICTOGRAPH:
        return _EMOJI
    if not name:
        return None
    if name.startswith("CJK UNIFIED") and code_point >= _FIRST_RARE_HAN:
        return _RARE_HAN
    return _CJK if name.split()[0] in _EAST_ASIAN else _CORE
