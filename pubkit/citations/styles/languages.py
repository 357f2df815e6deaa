"""The language of an entry, and the words that GB/T 7714 sets in it.

An entry speaks the language of its document (GB/T 7714—2025 5.1): `等` or `et al.`, `译` or `trans.`, `2 版` or `2nd ed.`
Sources: GB/T 7714—2025 7.1.2, 7.1.3, 7.4, 7.5.2.3, 7.5.3.3; for other languages the abbreviations of ISO 832 (edition,
translator, volume) as their libraries use them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pubkit.text.chars import is_han
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Terms(NamedTuple):
    """The words of one language. `edition` takes a number above 1, `volume` the number as it is written."""

    others: str
    translator: str
    edition: Callable[[int], str]
    volume: Callable[[str], str]
    anonymous: str = "Anon"
    no_place: str = "S.l."
    no_publisher: str = "s.n."
    no_date: str = "n.d."


def _english_edition(number: int) -> str:
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix} ed."


_ENGLISH = Terms("et al.", "trans.", _english_edition, "v.{}".format)
_TERMS = {
    "zh": Terms("等", "译", "{} 版".format, "第{}卷".format, "佚名", "出版地不详", "出版者不详", "日期不详"),
    "ja": Terms("等", "訳", "{} 版".format, "第{}巻".format, "佚名"),
    "ko": Terms("등", "역", "{}판".format, "제{}권".format),
    "ru": Terms("и др.", "пер.", "{}-е изд.".format, "т. {}".format),
    "de": Terms("et al.", "Übers.", "{}. Aufl.".format, "Bd. {}".format),
    "fr": Terms("et al.", "trad.", "{}e éd.".format, "vol. {}".format),
    "es": Terms("et al.", "trad.", "{}.ª ed.".format, "vol. {}".format),
    "it": Terms("et al.", "trad.", "{}. ed.".format, "vol. {}".format),
    "pt": Terms("et al.", "trad.", "{}. ed.".format, "vol. {}".format),
}
_SPELT_OUT = {
    "chinese": "zh",
    "中文": "zh",
    "汉语": "zh",
    "漢語": "zh",
    "chi": "zh",
    "zho": "zh",
    "cn": "zh",
    "english": "en",
    "英文": "en",
    "英语": "en",
    "eng": "en",
    "japanese": "ja",
    "日文": "ja",
    "日语": "ja",
    "日本語": "ja",
    "jpn": "ja",
    "jp": "ja",
    "korean": "ko",
    "kor": "ko",
    "kr": "ko",
    "russian": "ru",
    "rus": "ru",
    "french": "fr",
    "fre": "fr",
    "fra": "fr",
    "german": "de",
    "ger": "de",
    "deu": "de",
}
_TAG = re.compile(r"([a-z]{2,3})((?:[-_][a-z0-9]{1,8})*)", re.IGNORECASE)


def terms_of(language: str) -> Terms:
    """The words for a BCP 47 language; English and Latin ones where we have no others."""
    return _TERMS.get(language.split("-")[0].lower(), _ENGLISH)


def entry_language(declared: str, *texts: str) -> str:
    """BCP 47 language of an entry: as declared, and where that says nothing, by the script of the first text.

    Kana is Japanese, hangul Korean, Han without either Chinese, Cyrillic Russian, everything else English: the only
    thing that hangs on it are a few words of the entry and the `lang` of its markup.
    """
    word = declared.strip(" ;；,，")
    if known := _SPELT_OUT.get(word.lower()):
        return known
    if tag := _TAG.fullmatch(word):
        return tag[0].replace("_", "-")
    return language_of_script(next(filter(None, texts), ""))


def language_of_script(text: str) -> str:
    """`ja`, `ko`, `zh`, `ru` or `en`, by the letters of `text`."""
    if any("\u3041" <= c <= "\u30ff" and c != "・" for c in text):
        return "ja"
    if any(is_hangul(c) for c in text):
        return "ko"
    if any(map(is_han, text)):
        return "zh"
    return "ru" if any("\u0400" <= c <= "\u04ff" for c in text) else "en"


def is_hangul(character: str) -> bool:
    """Whether this is a Korean syllable or letter."""
    return "\uac00" <= character <= "\ud7a3" or "\u1100" <= character <= "\u11ff" or "\u3131" <= character <= "\u318e"


def is_east_asian(text: str) -> bool:
    """Whether `text` is written in Han, kana or hangul, where a name is one word."""
    return any(is_han(c) or is_hangul(c) or "\u3041" <= c <= "\u30ff" for c in text)
