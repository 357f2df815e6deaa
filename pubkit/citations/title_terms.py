"""The terms of a title: what of it can be met in a sentence, and how much that would tell.

Names (Latin words and numbers, written as they are), words of the glossary that Chinese and English share, and pairs of Han
characters. Where they are looked for in a text is the matter of `passages`, what they tell about a citation of `attribution`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.citations.glossary import CLASS_WORDS, EMPTY_WORDS, glossary, stem
from pubkit.text.chars import HAN
from pubkit.text.han_variants import TRADITIONAL, to_simplified
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What each kind of term weighs.
NAME, LITERAL, WORD, CONCEPT, PART, PAIR, CLASS = 1.0, 0.8, 0.61, 0.6, 0.42, 0.4, 0.3

_LONGEST_TITLE = 160  # code points; a video's title can be a whole transcript
_LONGEST_START = 8_000  # code points that show the script of a text
_LATIN = "A-Za-zÀ-ÖØ-öø-ÿĀ-ɏΑ-Ωα-ωЀ-ӿ"
_LATIN_OR_DIGIT = f"[{_LATIN}0-9]"
_CJK = f"{HAN}\u30a0-\u30ff\uac00-\ud7af"
#: A Latin word with its digits and hyphens, or a number. (One range is what passes over Han soonest.)
TOKEN = lazy(rf"[0-ӿ](?<={_LATIN_OR_DIGIT}){_LATIN_OR_DIGIT}*(?:[-.]{_LATIN_OR_DIGIT}+)*")
CJK_RUN = lazy(f"[{_CJK}][{_CJK}]+")
#: A number that names a standard, and not a year.
_LONG_NUMBER = lazy(r"(?<![\d.])(?!(?:19|20)\d\d(?!\d))\d{4,6}(?![\d.])")
_NAME_FORM = lazy(r"[a-z\d-][A-Z]|[A-Z]{2}|\d")
_PARTS = lazy(rf"[A-Z]?[a-zß-ÿ]+|[A-Z]+(?![a-z])|[{_LATIN}]+")
_TRADITIONAL_RUN = lazy(f"[{TRADITIONAL}][{TRADITIONAL}]*")
#: A title that is only a host says nothing, and neither does a file's name.
_ONLY_A_HOST = lazy(r"\s*(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?\s*")
#: The name of the site behind a title (`…-CSDN博客`, `…_文汇`, `… | Medium`), and when it was read.
_SITE = lazy(
    r"[-_|–—](?:\s*[^-_|–—]{0,14}(?:博客|社区|文库|抖音|网|新闻|百科|百科全书|知乎|搜狐|新浪|网易|腾讯云?|头条|豆丁|日报|晚报"
    r"|Wikipedia|YouTube|LinkedIn|Medium|Reddit|Blog)|(?<=_)[^_|]{2,12})\s*$"
)
_ACCESSED = lazy(r"[,，]?\s*(?:访问时间为|accessed\b).{0,40}$", re.I)
#: Han that no name is made of: a pair that holds one says nothing.
_EMPTY_HAN = frozenset("的了是在与和及其之于以为对被将等这那么如何让个你我他们不就都要也有到从并或而把向该各一二三四五六七八九十")


def in_one_script(text: str) -> str:
    """A text whose terms can be compared, whichever script of Chinese it is in: of the same length, in Simplified characters."""
    return text.translate(to_simplified()) if _TRADITIONAL_RUN.search(text, 0, _LONGEST_START) else text


@lru_cache(maxsize=4096)
def title_terms(title: str) -> tuple[dict[str, float], frozenset[str]]:
    """The terms of a title with the weight of each one's kind, and the terms alone. The name of the site is left out."""
    title = in_one_script(without_access(title[: 2 * _LONGEST_TITLE]))
    kinds: dict[str, float] = {}
    if "." not in title or not _ONLY_A_HOST.fullmatch(title):
        title = _SITE.sub("", title)[:_LONGEST_TITLE]
        found = [pair for token in TOKEN.findall(title) for pair in token_terms(token)]
        for run in CJK_RUN.findall(title):
            found += _han_terms(run)
        for term, kind in found:
            if kind > kinds.get(term, 0.0):
                kinds[term] = kind
    return kinds, frozenset(kinds)


def without_access(title: str) -> str:
    """A title without when it was read."""
    return _ACCESSED.sub("", title) if "访问" in title or "accessed" in title.casefold() else title


@lru_cache(maxsize=8192)
def token_terms(token: str) -> tuple[tuple[str, float], ...]:
    """The terms of a Latin word: itself and its parts, or the concepts that they are words of."""
    whole = stem(token)
    if whole in CLASS_WORDS:
        return ((whole, CLASS),)
    if token[0].isdigit():
        return tuple((number, NAME) for number in _LONG_NUMBER.findall(token))
    words = glossary()
    is_one = token.isascii() and token.isalpha() and (token[1:].islower() or token.isupper())
    parts = () if is_one else _PARTS.findall(token)
    found: list[tuple[str, float]] = []
    for word in [whole, *(map(stem, parts) if len(parts) > 1 else ())]:
        if concepts := words.english.get(word):
            found += [(concept, CONCEPT) for concept in concepts if concept not in words.general]
        elif len(word) > 2 and word not in EMPTY_WORDS:
            part = CLASS if word in CLASS_WORDS else PART
            found.append((word, part if word != whole else NAME if _NAME_FORM.search(token) else WORD))
    return tuple(found)


@lru_cache(maxsize=8192)
def terms_of_token(token: str) -> tuple[str, ...]:
    """The terms of a Latin word without what they weigh."""
    return tuple([term for term, _ in token_terms(token)])


def _han_terms(run: str) -> Iterator[tuple[str, float]]:
    """The terms of a run of Han: the words of the glossary, and every pair that is none of them.

    A pair inside a known word is that word, and one across the border of two is chance: neither is a term.
    """
    words = glossary()
    known = [False] * len(run)
    pairs = [run[n : n + 2] for n in range(len(run) - 1)]
    for n, pair in enumerate(pairs):
        for word in words.by_start.get(pair, ()):
            if run.startswith(word, n):
                known[n : n + len(word)] = [True] * len(word)
                for concept in words.chinese.get(word, ()):
                    if concept not in words.general:
                        yield concept, CONCEPT
    for n, pair in enumerate(pairs):
        if not (known[n] and known[n + 1]) and _EMPTY_HAN.isdisjoint(pair):
            yield pair, PAIR
