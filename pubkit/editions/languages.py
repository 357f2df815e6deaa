"""Which script and which language a short text is in: by its script first, by frequent words next, and only then by langdetect.

`langdetect` calls a Chinese heading Korean and takes milliseconds a text; Han without kana or hangul is Chinese, and Simplified or
Traditional is told by characters that only one of them has (Unicode 15.0, Unihan). What does not belong here: what is wrong with it.
"""

from __future__ import annotations

from functools import lru_cache

from pubkit.text.chars import HAN
from pubkit.text.han_variants import TRADITIONAL, simplified_only
from pubkit.text.pattern import lazy
from pubkit.text.tags import chinese_script, primary

_SCRIPTS = {
    "Han": lazy(f"[{HAN}]"),
    "Kana": lazy("[\u3041-\u309f\u30a1-\u30fa]"),
    "Hangul": lazy("[\uac00-\ud7a3]"),
    "Latin": lazy("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    "Cyrillic": lazy("[\u0400-\u052f]"),
    "Arabic": lazy("[\u0620-\u064a\u0671-\u06d3]"),
    "Greek": lazy("[\u0370-\u03ff]"),
    "Thai": lazy("[\u0e01-\u0e3a]"),
    "Hebrew": lazy("[\u05d0-\u05ea]"),
    "Devanagari": lazy("[\u0900-\u097f]"),
}
#: What is neither Latin nor one of the marks that Latin texts have: without it only Latin is counted.
_BEYOND_LATIN = lazy("[\u0250-\u1dff\u1f00-\u1fff\u2e80-\uf8ff\uf900-\ufdcf\ufdf0-\U0003ffff]")
#: The scripts that a text in a language may be written in; Latin for languages that are not here.
_WRITTEN_IN = {
    "zh": ("Han",), "yue": ("Han",), "cmn": ("Han",), "ja": ("Han", "Kana"), "ko": ("Hangul",),
    "ru": ("Cyrillic",), "uk": ("Cyrillic",), "bg": ("Cyrillic",), "sr": ("Cyrillic", "Latin"), "ar": ("Arabic",), "fa": ("Arabic",), "ur": ("Arabic",),
    "el": ("Greek",), "th": ("Thai",), "he": ("Hebrew",), "hi": ("Devanagari",),
}  # fmt: skip
#: Words that only a sentence of the language has: an eighth of them settles it.
_FREQUENT = {
    "en": ["the", "of", "and", "to", "in", "is", "that", "for", "it", "as", "was", "with", "be", "by", "on", "not", "are", "this", "from", "or", "which", "have", "an", "they", "their", "has", "at", "but", "its", "we", "can", "a", "may", "will", "been"],
    "fr": ["le", "la", "les", "des", "de", "du", "et", "un", "une", "est", "que", "qui", "dans", "pour", "par", "sur", "au", "aux", "avec", "pas", "ce", "cette", "sont", "ne", "se", "il", "elle", "en", "à", "ou", "leur"],
    "de": ["der", "die", "das", "und", "ist", "nicht", "ein", "eine", "von", "zu", "den", "mit", "auf", "für", "im", "dem", "des", "sich", "auch", "als", "werden", "wird", "sind", "oder", "bei", "aus", "nach"],
    "es": ["el", "la", "los", "las", "de", "que", "y", "en", "un", "una", "es", "por", "para", "con", "no", "se", "del", "al", "su", "como", "más", "o", "sus", "son", "este", "esta"],
    "it": ["il", "la", "le", "di", "che", "e", "un", "una", "è", "per", "con", "non", "si", "del", "della", "in", "da", "sono", "come", "più"],
    "pt": ["o", "a", "os", "as", "de", "que", "e", "um", "uma", "é", "por", "para", "com", "não", "se", "do", "da", "em", "como", "mais", "são"],
    "nl": ["de", "het", "een", "van", "en", "in", "is", "dat", "op", "te", "met", "voor", "niet", "zijn", "aan", "er", "ook", "als"],
}
#: Letters below which nothing is said about the language of a Latin text, and words below which langdetect is not asked.
_SHORT = 20
_FEW_WORDS = 12
_DISTINCT = 3
_SURE = 0.95


def letters_of(text: str, script: str) -> int:
    """How many letters of a script a text has."""
    return len(_SCRIPTS[script].findall(text))


def scripts(text: str) -> dict[str, int]:
    """How many letters of each script a text has, most first; scripts that it has none of are left out."""
    if not _BEYOND_LATIN.search(text):
        latin = letters_of(text, "Latin")
        return {"Latin": latin} if latin else {}
    found = {script: count for script, pattern in _SCRIPTS.items() if (count := len(pattern.findall(text)))}
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))


def written_in(language: str) -> tuple[str, ...]:
    """The scripts that a text in a language (BCP 47) is written in."""
    return _WRITTEN_IN.get(primary(language), ("Latin",))


@lru_cache(maxsize=1)
def only_traditional() -> frozenset[str]:
    return frozenset(TRADITIONAL)


@lru_cache(maxsize=1)
def only_simplified() -> frozenset[str]:
    return frozenset(simplified_only() + _RARE_IN_TRADITIONAL)


#: Simplified forms that Big5 has among its rare characters (level 2) and no text of today writes, without those of names and dialects.
_RARE_IN_TRADITIONAL = "万与价优体党厂吨圣复宁岭庄异忏怀怜惊据机极构柜气泞洁痒确离种篱网肮苹茧虮蚕触赶适"


def other_script(text: str, language: str) -> list[int]:
    """The places of characters that only the other script of Chinese has; empty where `language` is not Chinese."""
    script = chinese_script(language)
    if not script:
        return []
    others = only_simplified() if script == "Hant" else only_traditional()
    return [at for at, c in enumerate(text) if c in others]


def sounds_like(words: list[str], language: str) -> bool:
    """Whether frequent words of a Western language are at least a sixth of these: then nothing else need be asked."""
    known = _frequent_words().get(language)
    return known is not None and len([word for word in words if word.lower() in known]) * 6 >= len(words)


def language_of(text: str) -> str | None:
    """The language of a text as a BCP 47 tag: `zh-Hans`, `zh-Hant`, `zh`, `ja`, `ko`, `ru`, `en` …; None where nothing is sure.

    Text without markup, code and addresses. Seeded, so that the answer is the same each time.
    """
    counts = scripts(text)
    if not counts:
        return None
    han, kana = counts.get("Han", 0), counts.get("Kana", 0)
    if counts.get("Hangul", 0) * 2 >= sum(counts.values()):
        return "ko"
    if kana * 8 >= han + kana > 0:
        return "ja"
    if han * 2 >= counts.get("Latin", 0) and han:
        return _chinese(text)
    return _by_words(text, counts)


def _chinese(text: str) -> str:
    traditional, simplified = sum(c in only_traditional() for c in text), sum(c in only_simplified() for c in text)
    if traditional == simplified:
        return "zh"
    return "zh-Hant" if traditional > simplified else "zh-Hans"


def _by_words(text: str, counts: dict[str, int]) -> str | None:
    if max(counts.values()) < _SHORT:
        return None
    words = _WORD.findall(text)
    if (named := _frequent(words)) is not None:
        return named
    return detect(" ".join(words)) if len(words) >= _FEW_WORDS else None


_WORD = lazy(r"[^\W\d_]+")


def _frequent(words: list[str]) -> str | None:
    """The language of whose frequent words a text has most, where they are an eighth of all and clearly more than another's."""
    lowered = [word.lower() for word in words]
    shares = sorted(((sum(word in known for word in lowered), language) for language, known in _frequent_words().items()), reverse=True)
    (most, language), (second, _) = shares[0], shares[1]
    distinct = len(_frequent_words()[language].intersection(lowered))  # `no` is a word of English too
    return language if most * 8 >= len(words) and most > second + second // 2 and distinct >= _DISTINCT else None


@lru_cache(maxsize=1)
def _frequent_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in _FREQUENT.items()}


def named_by_words(text: str) -> str | None:
    """The one Western language that a text has frequent words of, where each of them is this language's alone.

    Enough for a title, which has few such words; of a text with words that several languages share, nothing is said.
    """
    owners = _owners_of_words()
    found = {owners[word] for word in _WORD.findall(text.lower()) if word in owners}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _owners_of_words() -> dict[str, str]:
    """The frequent words that only one language has, with this language."""
    owners: dict[str, str] = {}
    for language, words in _FREQUENT.items():
        for word in words:
            owners[word] = "" if word in owners else language
    return {word: language for word, language in owners.items() if language and len(word) > 1}


def detect(text: str) -> str | None:
    """The language of a text of some length as langdetect has it, if it is sure. Loaded and seeded when it is first asked."""
    from langdetect import DetectorFactory, LangDetectException, detect_langs

    DetectorFactory.seed = 0
    try:
        best = detect_langs(text)[0]
    except LangDetectException:
        return None
    return str(best.lang) if best.prob > _SURE else None
