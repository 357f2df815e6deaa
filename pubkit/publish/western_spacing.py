"""How text is set that has spaces between its words: where a line may end, how willingly, and what its spaces give and take.

Sources: Unicode Standard Annex #14 for where a line may end; Bringhurst, The Elements of Typographic Style, 2.1 (word spaces) and
2.4 (hyphens); Chicago Manual of Style, 17th ed., 7.36 ff. (names and compounds are divided last); Knuth and Plass, Breaking
Paragraphs into Lines (1981), for the size of the penalties.
What does not belong here: which of the places is taken (`western_fitting`), patterns of hyphenation (`hyphenation`), WeasyPrint.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pubkit.publish.chinese_spacing import addresses, unbreakable_spaces
from pubkit.publish.hyphenation import divisions
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import is_right_to_left, primary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.publish.hyphenation import Limits

#: Spaces that are stretched with a line; those of other widths are what they are.
SPACES: Final = " \u00a0"
#: Of the width of a word space: what it takes at a ratio of 1, and the most that it gives (both as in TeX's Computer Modern).
_STRETCH: Final = 1 / 2
_SHRINK: Final = 1 / 3
#: Of the type size: narrower no space becomes, unless the font has it so. Bringhurst (2.1.1) says a fifth, with a space of a quarter;
#: with a little less there are a third fewer loose lines.
_SPACE_LEAST: Final = 0.18
_SHRINK_LEAST: Final = 1 / 12
#: Languages without spaces between words, or with customs of their own (`justification`, `word_breaks`).
_NOT_WESTERN: Final = frozenset(["zh", "yue", "cmn", "wuu", "lzh", "nan", "hak", "ja", "ko", "th", "lo", "km", "my", "bo", "dz"])
#: Penalties of ending a line behind a mark or before one, and in an address: well, anyhow, in the name of its host.
_BEHIND_HYPHEN: Final = 50.0
_BEHIND_DASH: Final = 30.0
_BEHIND_RANGE: Final = 200.0
_BEHIND_SLASH: Final = 60.0
_BEFORE_DASH: Final = 300.0
_IN_ADDRESS: Final = (80.0, 1500.0, 3000.0)
#: Of a division: of a word, of a name, of a part of what has a hyphen already.
_DIVIDED: Final = 50.0
_DIVIDED_NAME: Final = 150.0
_DIVIDED_PART: Final = 250.0
#: Between a name and its number, a day and its month: EPUB 3.3, Table 2, p. 7, 1 June (Knuth, The TeXbook, chapter 14, ties).
_TIED: Final = 80.0
_TIE: Final = re.compile(r"(?:\b(?:[A-Z][\w-]*|pp?|vol|nos?|fig|ch|sec|art)\.?(?= \d)|(?<![\w.,])\d{1,2}\.?(?= [A-Z]))[ ]")
_DASHES: Final = "–—―"
#: A word that may be divided, and is not part of an address, a file name or an abbreviation.
_WORD: Final = re.compile(r"(?<![\w@./\\&=+])[^\W\d_]{4,}(?![\w@/\\]|[.](?=\w))")
_HYPHENS: Final = "-‐‑"


class Place(NamedTuple):
    """Before `position` (code points) a line may end, at the cost of `penalty` (as Knuth and Plass measure it)."""

    position: int
    penalty: float
    is_flagged: bool = False  # a hyphen stands at the end of the line
    is_divided: bool = False  # that hyphen is not in the text


@lru_cache(maxsize=64)
def is_western(language: str | None) -> bool:
    """Whether a BCP 47 language is written from left to right with spaces that give and take."""
    return bool(language) and primary(language or "") not in _NOT_WESTERN and not is_right_to_left(language or "")


def give_and_take(width: float, size: float) -> tuple[float, float]:
    """What a word space of `width` in type of `size` takes at a ratio of 1, and the most that it gives."""
    return _STRETCH * width, max(min(_SHRINK * width, width - _SPACE_LEAST * size), _SHRINK_LEAST * width)


def line_ends(text: str, by_unicode: Sequence[bool], closed: frozenset[int]) -> list[Place]:
    """Where a line may end without a word being divided, in order. `by_unicode` is what UAX #14 says of each position.

    `closed` are positions before which no line ends for other reasons.
    """
    kept = closed | {space + 1 for space in unbreakable_spaces(text)}
    tied = {found.end() for found in _TIE.finditer(text)}
    places = {i: _place(text, i) for i in range(1, len(text)) if by_unicode[i] and i not in kept and text[i] != " "}
    places.update({i: Place(i, _TIED) for i in tied if i in places})
    for address in addresses(text):
        for i in range(address.start + 1, address.end):
            places.pop(i, None)
        for found, penalty in zip((address.well, address.anyhow, address.host), _IN_ADDRESS, strict=True):
            places.update({i: Place(i, penalty) for i in found - kept})
    return [places[i] for i in sorted(places)]


def _place(text: str, i: int) -> Place:
    before, after = text[i - 1], text[i]
    if before in SPACES:
        return Place(i, _BEFORE_DASH if after in _DASHES else 0.0)
    if before in _HYPHENS:
        return Place(i, _BEHIND_HYPHEN, is_flagged=True)
    if before in _DASHES:
        return Place(i, _BEHIND_RANGE if after.isdigit() else _BEHIND_DASH)
    return Place(i, _BEHIND_SLASH if before == "/" else 0.0)


def divided_words(text: str, start: int, end: int, language: str, limits: Limits) -> Iterator[Place]:
    """Where the words between two positions of a text may be divided with a hyphen, in order."""
    for found in _WORD.finditer(text, start, end):
        word, first, last = found.group(), found.start(), found.end()
        if last == end and text[last : last + 1].isalpha():
            continue  # it goes on in another type
        penalty = _penalty_of(word, text[first - 1 : first], text[last : last + 1], language)
        if penalty is not None:
            for place in divisions(word, language, limits):
                yield Place(first + place, penalty, is_flagged=True, is_divided=True)


def _penalty_of(word: str, before: str, after: str, language: str) -> float | None:
    """Of dividing a word; None where it is not divided, as with an abbreviation."""
    if not word[1:].islower():
        return None
    if (before and before in _HYPHENS) or (after and after in _HYPHENS):
        return _DIVIDED_PART
    return _DIVIDED_NAME if word[0].isupper() and primary(language) != "de" else _DIVIDED
