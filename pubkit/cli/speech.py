"""The language in which the command line speaks, and the texts of `--help` in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.phrase import Language, Phrase, locale_language

if TYPE_CHECKING:
    from collections.abc import Sequence

_current: Language = "en"


def choose_language(arguments: Sequence[str]) -> Language:
    """Sets the language from `--language` among the arguments, else from the locale: help texts need it before parsing."""
    global _current
    _current = locale_language()
    for n, argument in enumerate(arguments):
        value = argument.partition("=")[2] if argument.startswith("--language=") else ""
        if argument == "--language" and n + 1 < len(arguments):
            value = arguments[n + 1]
        if value in ("zh", "en"):  # whatever else is refused by the option itself, in the language of the locale
            _current = "zh" if value == "zh" else "en"
    return _current


def language() -> Language:
    """The language chosen."""
    return _current


def say(en: str, zh: str) -> str:
    """One of two texts, by the language chosen."""
    return zh if _current == "zh" else en


def show(phrase: Phrase) -> str:
    """A phrase in the language chosen."""
    return phrase.of(_current)
