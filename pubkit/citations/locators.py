"""What a mark cites: its works, the place in each (`第 12 页`, `pp. 3-5`), and how that place is printed in a language.

Sources: the Pandoc User's Guide, "Citation syntax" (locators, `-@key`); GB/T 7714 10.1.3 and 10.2.4, by which the pages alone
are printed; abbreviations of ISO 832 as CSL's locales use them.
What does not belong here: where in the line a place is printed (`publish.citation_groups`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from pubkit.text.pattern import lazy
from pubkit.text.tags import is_chinese, primary

if TYPE_CHECKING:
    from pubkit.citations.model import Marker


class CitedWork(NamedTuple):
    """A work that a mark cites: its key, the place as it is written, and how the mark stands in its sentence.

    `is_author_named`: `[-@key]`, the sentence has the author's name. `is_in_sentence`: `@key`, the name is to be set there.
    """

    key: str
    place: str = ""
    is_author_named: bool = False
    is_in_sentence: bool = False


def cited_works(marker: Marker, text: str) -> tuple[CitedWork, ...]:
    """The works of a mark in their order. `text` is that of the document."""
    if marker.dialect != "pandoc":
        return tuple(CitedWork(key) for key in marker.keys)
    source = marker.span.of(text)
    if not source.startswith("["):
        return tuple(CitedWork(key, is_in_sentence=True) for key in marker.keys)
    works, at = [], 0
    inner = source[1:-1]
    for key in marker.keys:
        start, end = _at(inner, key, at)
        at = len(inner) if (stop := inner.find(";", end)) < 0 else stop
        works.append(CitedWork(key, inner[end:at].strip().removeprefix(",").strip(), inner[max(0, start - 1) : start] == "-"))
    return tuple(works)


def _at(inner: str, key: str, start: int) -> tuple[int, int]:
    """Where `@key` or `@{key}` stands."""
    for written in (f"@{{{key}}}", f"@{key}"):
        if (found := inner.find(written, start)) >= 0:
            return found, found + len(written)
    return start, start


_NUMBER = r"[0-9ivxlcIVXLC]+(?:\s*[-–—~～至,，、]\s*[0-9ivxlcIVXLC]+)*"
_UNITS: Final = {
    "page": (rf"(?:第\s*)?({_NUMBER})\s*[页頁]", rf"[页頁]\s*({_NUMBER})", rf"(?:pages?|pp?\.?)\s*({_NUMBER})", rf"({_NUMBER})"),
    "chapter": (rf"第\s*({_NUMBER})\s*章", rf"(?:chapters?|chaps?\.?|ch\.?)\s*({_NUMBER})"),
    "section": (rf"第\s*({_NUMBER})\s*[节節]", r"(?:sections?|secs?\.?|§+)\s*([\d.]+)"),
    "volume": (rf"第\s*({_NUMBER})\s*卷", rf"(?:volumes?|vols?\.?)\s*({_NUMBER})"),
    "figure": (r"[图圖]\s*([\d.-]+)", r"(?:figures?|figs?\.?)\s*([\d.-]+)"),
    "table": (r"表\s*([\d.-]+)", r"tables?\s*([\d.-]+)"),
    "paragraph": (rf"第\s*({_NUMBER})\s*段", rf"(?:paragraphs?|paras?\.?|¶+)\s*({_NUMBER})"),
    "clause": (rf"第\s*({_NUMBER})\s*[条條]", rf"(?:articles?|arts?\.?|clauses?)\s*({_NUMBER})"),
}
#: In Chinese the page is the number alone (GB/T 7714 10.1.3).
_CHINESE: Final = {
    "page": "{}",
    "chapter": "第{}章",
    "section": "第{}节",
    "volume": "第{}卷",
    "figure": "图{}",
    "table": "表{}",
    "paragraph": "第{}段",
    "clause": "第{}条",
}
_ENGLISH: Final = {
    "page": "p. {}",
    "chapter": "ch. {}",
    "section": "sec. {}",
    "volume": "vol. {}",
    "figure": "fig. {}",
    "table": "table {}",
    "paragraph": "para. {}",
    "clause": "art. {}",
}
_PAGES: Final = {"en": "pp. {}", "de": "S. {}", "ru": "с. {}", "fr": "p. {}", "es": "pp. {}", "it": "pp. {}", "pt": "pp. {}", "ja": "pp. {}", "ko": "pp. {}"}
_PAGE: Final = {"de": "S. {}", "ru": "с. {}"}
#: Line numbers of the copy that an assistant had before it: nobody else has that copy.
_OF_ASSISTANT = lazy(r"L\d+(?:-L?\d+)?")
_MARKUP = lazy(r"[\[\];@*_`<>\\$]+")
_TRADITIONAL: Final = str.maketrans("节图条", "節圖條")


def printed_place(place: str, language: str) -> str:
    """A place in a work, in the words of a language; as it is written where it is none that is known."""
    plain = " ".join(_MARKUP.sub("", place).split())
    if not plain or _OF_ASSISTANT.fullmatch(plain):
        return ""
    for unit, patterns in _UNITS.items():
        found = next((match for pattern in patterns if (match := re.fullmatch(pattern, plain, re.IGNORECASE))), None)
        if found:
            return _worded(unit, found[1], language)
    return plain


def _worded(unit: str, number: str, language: str) -> str:
    is_several = re.search(r"\D", number) is not None and not re.fullmatch(r"[ivxlc]+", number, re.IGNORECASE)
    number = re.sub(r"\s*[,，、]\s*", ", ", number)
    if is_chinese(language):
        form = _CHINESE[unit]
        traditional = language.lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))
        return (form.translate(_TRADITIONAL) if traditional else form).format(re.sub(r"\s*[–—~～至]\s*", "-", number).replace(", ", ","))
    number = re.sub(r"\s*[-–—~～至]\s*", "–", number)
    if unit == "page":
        of_language = primary(language)
        return (_PAGES.get(of_language, "pp. {}") if is_several else _PAGE.get(of_language, "p. {}")).format(number)
    return _ENGLISH[unit].format(number)
