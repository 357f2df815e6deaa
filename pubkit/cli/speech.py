"""The language in which the command line speaks, the texts of `--help` in it, and how they reach the terminal."""

from __future__ import annotations

import os
import sys
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


def prepare_streams() -> None:
    """Sees to it that every text can be shown: by a character's number where a terminal (in GBK, say) has none for it.

    A stream that says it were ASCII is one that nobody configured: it is sent UTF-8.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            is_ascii = (stream.encoding or "ascii").lower() in _NAMES_OF_ASCII
            stream.reconfigure(errors="backslashreplace", encoding="utf-8" if is_ascii else None)


_NAMES_OF_ASCII = frozenset({"ascii", "us-ascii", "ansi_x3.4-1968", "646"})


def tell(text: str | bytes, *, end: str = "\n", err: bool = False) -> None:
    """Writes to standard output, or to standard error, at once; bytes as they are."""
    if os.name == "nt":
        import click  # translates colours for consoles that do not know them

        click.echo(text if isinstance(text, bytes) else text + end, nl=False, err=err)
        return
    stream = sys.stderr if err else sys.stdout
    if isinstance(text, bytes):
        stream.flush()
        stream.buffer.write(text)
    else:
        stream.write(text + end)
    stream.flush()
