"""What pubkit says to a person, in the languages it speaks.

A message is a `Phrase` until the moment it is shown, so that a finding made once can be shown in any language.
What does not belong here: which language is wanted (the command line knows) and how a message is laid out.
"""

from __future__ import annotations

import os
from types import MethodType
from typing import TYPE_CHECKING, Literal

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Language = Literal["en", "zh"]


class Phrase(NamedTuple):
    """One message in English and Chinese. Braces are filled by `format`, in both at once."""

    en: str
    zh: str

    def format(self, *values: object, **named: object) -> Phrase:
        """The phrase with its braces filled; a value that is itself a `Phrase` is filled in its own language."""
        if not named:
            for value in values:
                if value.__class__ is Phrase:
                    break
            else:
                return _new_phrase((self.en.format(*values), self.zh.format(*values)))
        return Phrase(self._filled("en", values, named), self._filled("zh", values, named))

    def _filled(self, language: Language, values: tuple[object, ...], named: dict[str, object]) -> str:
        def said(value: object) -> object:
            return value.of(language) if isinstance(value, Phrase) else value

        return self.of(language).format(*map(said, values), **{name: said(value) for name, value in named.items()})

    def of(self, language: Language) -> str:
        """The phrase in `language`."""
        return self.zh if language == "zh" else self.en


#: See `text.span.new_span`.
_new_phrase: Callable[[tuple[str, str]], Phrase] = MethodType(tuple.__new__, Phrase)


def enumerated(names: Iterable[str]) -> Phrase:
    """Names one behind the other, with the comma of each language: `pdf, html`, `pdf、html`."""
    each = tuple(names)
    return Phrase(", ".join(each), "、".join(each))


def locale_language() -> Language:
    """The language that the environment asks for, by the POSIX precedence LC_ALL, LC_MESSAGES, LANG.

    `PUBKIT_LANGUAGE` goes before all of them. Whatever is not Chinese is answered in English.
    """
    for name in ("PUBKIT_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
