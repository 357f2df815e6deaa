"""What a mark cites: its works, the place in each (`第 12 页`, `pp. 3-5`), and how that place is printed in a language.

Sources: the Pandoc User's Guide, "Citation syntax" (locators, `-@key`); GB/T 7714 10.1.3 and 10.2.4, by which the pages alone
are printed; abbreviations of ISO 832 as CSL's locales use them.
What does not belong here: where in the line a place is printed (`publish.citation_groups`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.span import Span
from pubkit.text.tags import is_chinese, primary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.citations.model import Marker


class CitedWork(NamedTuple):
    """A work that a mark cites: its key, the place as it is written, and how the mark stands in its sentence.

    `words` stand before the key (`参见`); `place` is all that stands behind it. `is_author_named`: `[-@key]`, the sentence has the
    author's name. `is_in_sentence`: `@key`, the name is to be set there. `span` covers the key and the place, as far as that is
    one: what follows (`及其后各页`) is words, too.
    """

    key: str
    place: str = ""
    is_author_named: bool = False
    is_in_sentence: bool = False
    words: str = ""
    span: Span = Span(0, 0)

    @property
    def has_words(self) -> bool:
        """Whether the mark says anything about the work beside where to look."""
        return bool(self.words) or (bool(self.place) and not is_place(self.place))


def cited_works(marker: Marker, text: str) -> tuple[CitedWork, ...]:
    """The works of a mark in their order. `text` is that of the document."""
    if marker.dialect != "pandoc":
        return tuple(CitedWork(key, span=marker.span) for key in marker.keys)
    source = marker.span.of(text)
    if not source.startswith("["):
        place = source.partition("[")[2].removesuffix("]").strip()
        is_named = source.startswith("-")
        return tuple(CitedWork(key, place, is_named, not is_named, span=marker.span) for key in marker.keys)
    return tuple(_works(source[1:-1], marker.keys, marker.span.start + 1))


def _works(inner: str, keys: Sequence[str], offset: int) -> Iterator[CitedWork]:
    """The works between two brackets. What parts two of them is the last semicolon between their keys."""
    before, at = 0, 0
    for n, key in enumerate(keys):
        start, end = _at(inner, key, at)
        until, at = len(inner), end
        if n + 1 < len(keys):
            at, _ = _at(inner, keys[n + 1], end)
            until, following = _parted(inner, end, at)
        else:
            following = until
        is_named = inner[:start].endswith("-")
        words = inner[before : start - is_named].strip(_BORDERS)
        rest = inner[end:until].rstrip(_BORDERS)
        place = rest.strip(_BORDERS)
        found = _longest_place(place)
        stop = end + (rest.index(place) + len(found) if found else 0)
        yield CitedWork(key, place, is_named, words=words, span=Span(offset + start - is_named, offset + stop))
        before = following


_BORDERS = " \t\n,，;；、"


def _parted(inner: str, start: int, end: int) -> tuple[int, int]:
    """Where, between two keys, what belongs to the first ends, and what belongs to the second begins."""
    between = inner[start:end]
    cut = max(between.rfind(";"), between.rfind("；"))
    if cut >= 0:
        return start + cut, start + cut + 1
    if between.lstrip().startswith((",", "，")):
        return end - between.endswith("-"), end - between.endswith("-")
    return start, start


def _at(inner: str, key: str, start: int) -> tuple[int, int]:
    """Where `@key` or `@{key}` stands."""
    for written in (f"@{{{key}}}", f"@{key}"):
        if (found := inner.find(written, start)) >= 0:
            return found, found + len(written)
    return start, start


_NUMBER = r"[0-9ivxlcIVXLC]+(?:\s*[-–—~～至,，、]\s*[0-9ivxlcIVXLC]+)*"
_UNITS: Final = {
    "page": (rf"(?:第\s*)?({_NUMBER})\s*[页頁]", rf"[页頁]\s*({_NUMBER})", rf"(?:pages?|pp?\.?|S\.|с\.)\s*({_NUMBER})", rf"({_NUMBER})"),
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
_SEMICOLON = lazy(r"\s*;\s*")
_COMMA = lazy(r"[,，;；]")
_TRADITIONAL: Final = str.maketrans("节图条", "節圖條")


def printed_place(place: str, language: str) -> str:
    """A place in a work, in the words of a language; as it is written where it is none that is known.

    What follows a place (`第 12 页, 及其后`) follows it still.
    """
    plain = _plain(place)
    if not plain or _OF_ASSISTANT.fullmatch(plain):
        return ""
    known = _longest_place(plain)
    if not known:
        return plain
    unit, number = _unit(known) or ("page", known)
    rest = plain[len(known) :].strip(_BORDERS)
    comma = "，" if is_chinese(language) else ", "
    return _worded(unit, number, language) + (comma + rest if rest else "")


def place_in_sentence(place: str, language: str) -> str:
    """A printed place where a sentence has it: in Chinese the page, a bare number else, says that it is one (`第12页`)."""
    printed = printed_place(place, language)
    is_bare = is_chinese(language) and re.match(r"[0-9ivxlc]", printed, re.IGNORECASE) is not None
    if not is_bare:
        return printed
    number, comma, rest = printed.partition("，")
    return f"第{number}{'頁' if _is_traditional(language) else '页'}{comma}{rest}" if is_place(number) else printed


def printed_words(words: str) -> str:
    """What stands before a work (`另见`), as text without markup."""
    return _plain(words)


def is_place(place: str) -> bool:
    """Whether this is a place in a work and nothing else: `第 12 页`, `pp. 3-5`, `L3-L7`."""
    plain = _plain(place)
    return _unit(plain) is not None or bool(_OF_ASSISTANT.fullmatch(plain))


def _plain(words: str) -> str:
    """Words on one line, without what is markup in Markdown or in a citation."""
    return " ".join(_MARKUP.sub("", _SEMICOLON.sub("；", words)).split())


def _unit(plain: str) -> tuple[str, str] | None:
    """What a place counts, and its number."""
    for unit, patterns in _UNITS.items():
        for pattern in patterns:
            if found := re.fullmatch(pattern, plain, re.IGNORECASE):
                return unit, found[1]
    return None


def _longest_place(plain: str) -> str:
    """The longest beginning that is a place and ends with the text or before a comma."""
    ends = [len(plain), *(found.start() for found in reversed(list(_COMMA.finditer(plain))))]
    return next((plain[:end].rstrip() for end in ends if _unit(_plain(plain[:end]))), "")


def _is_traditional(language: str) -> bool:
    return language.lower().startswith(("zh-hant", "zh-tw", "zh-hk", "zh-mo"))


def _worded(unit: str, number: str, language: str) -> str:
    is_several = re.search(r"\D", number) is not None and not re.fullmatch(r"[ivxlc]+", number, re.IGNORECASE)
    number = re.sub(r"\s*[,，、]\s*", ", ", number)
    if is_chinese(language):
        form = _CHINESE[unit]
        return (form.translate(_TRADITIONAL) if _is_traditional(language) else form).format(re.sub(r"\s*[–—~～至]\s*", "-", number).replace(", ", ","))
    number = re.sub(r"\s*[-–—~～至]\s*", "–", number)
    if unit == "page":
        of_language = primary(language)
        return (_PAGES.get(of_language, "pp. {}") if is_several else _PAGE.get(of_language, "p. {}")).format(number)
    return _ENGLISH[unit].format(number)
