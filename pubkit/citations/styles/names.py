"""The names of those responsible for a work, as GB/T 7714—2025 7.1 writes them.

7.1.1 family name first; Western given names as initials without points, hyphens kept (`Godard J-L`); 7.1.2 the first
three of more than three; family names are not in capitals any more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pubkit.citations.styles.languages import Terms, is_east_asian

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.citations.styles.csl import Name

#: More names than this are cut to as many, and the word for "and others" is set behind (7.1.2).
MOST_NAMES = 3

#: Capitals that stand together up to this many are initials (PubMed's `Smith JA`), more are a word.
_MOST_INITIALS = 3
_OTHERS = frozenset({"others", "et al", "et al.", "等", "and others"})
_PARTICLE = re.compile(
    "a[flm]|auf|bin|d[aeiou]|dal|d[eo]s|dell?a?|de[nr]|el|ibn|l[aeo]s?|of|op|te[nr]|und|van|vo[mn]|y|zu[mr]?"
)
_HYPHENS = re.compile("[-\u2010\u2011\u2013]")


def names_text(names: Sequence[Name], terms: Terms) -> str:
    """The names, `，` between them, at most three; `，等` or its like where there are more."""
    told = [name for name in names if name.given or (name.literal or name.family).lower() not in _OTHERS]
    more = len(told) > MOST_NAMES or len(told) < len(names)
    written = [written_name(name) for name in told[:MOST_NAMES]]
    return "，".join([*written, terms.others] if more and written else written)


def cited_name(names: Sequence[Name], terms: Terms) -> str:
    """What a text calls the authors (10.2.2): the first one's family name, East Asian names whole, and `等` or `et al.`"""
    first, *others = names
    if first.literal or is_east_asian(first.family):
        shown = written_name(first)
    else:
        shown = _join(first.non_dropping_particle, first.family)
    return f"{shown} {terms.others}" if others else shown


def written_name(name: Name) -> str:
    """One name: `钱学森`, `昂温 G`, `Peebles P Z Jr.`, `van der Vaart A W`, `Humboldt A von`."""
    if name.literal:
        return name.literal
    if is_east_asian(name.family):
        return _east_asian_name(name)
    shouted = name.family.isupper() and len(name.family) > 1 and bool(name.given)
    family = name.family.title() if shouted else name.family
    given = name.given.title() if shouted and len(name.given) > 1 and name.given.isalpha() else name.given
    return _join(name.non_dropping_particle, family, initials(given), name.dropping_particle, name.suffix)


def _join(*parts: str) -> str:
    return " ".join(filter(None, parts))


def _east_asian_name(name: Name) -> str:
    if not name.given:
        return name.family
    if not is_east_asian(name.given):
        return _join(name.family, initials(name.given))
    both_kana = not re.search("[^\u30a0-\u30ff]", name.family + name.given)
    return f"{name.family} {name.given}" if both_kana else name.family + name.given


def initials(given: str) -> str:
    """Initials of a given name: `Peyton Z.` is `P Z`, `Jean-Luc` is `J-L`, `JA` is `J A`; particles are kept whole."""
    return " ".join(filter(None, map(_initial, re.sub(r"[(（\"“].*?[)）\"”]", " ", given).split())))


def _initial(word: str) -> str:
    if _PARTICLE.fullmatch(word):
        return word
    return "-".join(filter(None, map(_initial_of_part, _HYPHENS.split(word))))


def _initial_of_part(part: str) -> str:
    if "." in part:
        return " ".join(filter(None, map(_first_letter, part.split("."))))
    if part.isupper() and part.isascii() and part.isalpha() and len(part) <= _MOST_INITIALS:
        return " ".join(part)
    return _first_letter(part)


def _first_letter(word: str) -> str:
    return next((c.upper() for c in word if c.isalpha()), "")
