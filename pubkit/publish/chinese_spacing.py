"""How Chinese is set, character by character: what may begin and end a line, what stands between two characters.

Sources:
- W3C, Requirements for Chinese Text Layout (clreq): line-start and line-end prohibition; prohibition for unbreakable
  marks; width adjustment of adjacent marks (two marks that take two ems are cut to one and a half); mixed text (a
  quarter em between Han and Western); procedures for inter-character space reduction and expansion.
- GB/T 15834—2011, 5.1: no pause mark, closing mark or connector begins a line, no opening mark ends one, a dash or an
  ellipsis is not torn, and (5.1.10) a full-width mark at the end of a line takes half an em.
- Unicode Standard Annex #14 for everything else; it does not know that `“ ”` are Chinese marks too.

Where we differ: clreq exhausts one class of places before it touches the next; here all places of a line give or take
together, in proportion, because one wide hole is seen sooner than thirty hair's breadths.
What does not belong here: widths of glyphs and where lines end (`line_fitting`), WeasyPrint (`justification`).
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from functools import lru_cache
from typing import Final

from pubkit.text.chars import is_han
from pubkit.text.named_tuple import NamedTuple


class Kind(IntEnum):
    """What a character is to the compositor."""

    HAN = 0  # an ideograph, or any other character that fills the em square
    OPENING = 1  # （《“ : blank on the left
    CLOSING = 2  # ）》” : blank on the right
    PAUSE = 3  # ，、；：
    STOP = 4  # 。！？
    DOT = 5  # · between the parts of a name
    LONG = 6  # — and …, of which two make one mark
    LINK = 7  # ～ – - / : joins what stands on its sides
    LATIN = 8  # letters and digits of scripts with proportional widths, and the signs that go with them
    SPACE = 9
    OTHER = 10  # half-width marks and the rest
    ATTACHED = 11  # combining marks, variation selectors: part of the character before
    SUPERIOR = 12  # a citation or a note number, set above the line


_OPENING: Final = "（【《〈「『“‘〔［｛〖"
_CLOSING: Final = "）】》〉」』”’〕］｝〗"
_PAUSE: Final = "，、；："
_STOP: Final = "。！？．"
_DOT: Final = "·・‧"
_LONG: Final = "—…⸺⋯"
_LINK: Final = "～–-/／‐‑"
_WITH_LATIN: Final = "%‰°′″+±×÷=<>≤≥≈≠$€£¥#&@*~^_℃№µ"
_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(_OPENING, Kind.OPENING),
    **dict.fromkeys(_CLOSING, Kind.CLOSING),
    **dict.fromkeys(_PAUSE, Kind.PAUSE),
    **dict.fromkeys(_STOP, Kind.STOP),
    **dict.fromkeys(_DOT, Kind.DOT),
    **dict.fromkeys(_LONG, Kind.LONG),
    **dict.fromkeys(_LINK, Kind.LINK),
    **dict.fromkeys(_WITH_LATIN, Kind.LATIN),
    **dict.fromkeys(" \u00a0\u2002\u2003\u2009\n", Kind.SPACE),
}
#: Full-width marks whose blank half can be cut.
MARKS: Final = frozenset({Kind.OPENING, Kind.CLOSING, Kind.PAUSE, Kind.STOP})
_WITH_BLANK_AFTER: Final = frozenset({Kind.CLOSING, Kind.PAUSE, Kind.STOP})
_SQUARE: Final = frozenset({Kind.HAN, Kind.LONG, Kind.DOT}) | MARKS

_HAN_AND_WESTERN: Final = {Kind.HAN, Kind.LATIN}

#: In Japanese (JIS X 4051) no line begins with one of these either.
_SMALL_KANA: Final = "ーぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ"
#: No line begins with one of these (GB/T 15834—2011, 5.1; clreq, prohibition rules for line start).
NOT_AT_START: Final = frozenset(_CLOSING + _PAUSE + _STOP + _DOT + _LINK + "々〻゛゜％‰℃,.;:!?)]}%°" + _SMALL_KANA)
#: No line ends with one of these.
NOT_AT_END: Final = frozenset(_OPENING + "￥＄£＃№([{")

#: Between Han and Western, in ems (clreq, "Mixed text composition").
WESTERN_GAP: Final = 0.25
_WESTERN_GAP_LEAST: Final = 0.125
_WORD_SPACE_LEAST: Final = 0.2
#: Widest that a space or a gap between Han and Western is stretched to, in ems (clreq, space expansion).
SPACE_MOST: Final = 0.5


@lru_cache(maxsize=16384)
def kind_of(character: str) -> Kind:
    """What `character` (one code point) is to the compositor."""
    known = _KINDS.get(character)
    if known is not None:
        return known
    if is_han(character):
        return Kind.HAN
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf":
        return Kind.ATTACHED
    if unicodedata.east_asian_width(character) in "WF":
        return Kind.HAN
    if category[0] in "LN":
        return Kind.LATIN
    return Kind.OTHER


class Gap(NamedTuple):
    """What stands between two characters, in ems: added to their own widths, and what can be added or taken more."""

    natural: float  # negative: two marks share their blank
    stretch: float  # weight: how much of a line's spare width comes here, relative to 1 between two Han
    shrink: float  # the most that can be taken away


_NOTHING: Final = Gap(0.0, 0.0, 0.0)
#: Between two Han a line's spare width has weight 1.
_EVEN: Final = Gap(0.0, 1.0, 0.0)
_WESTERN: Final = Gap(WESTERN_GAP, 1.5, WESTERN_GAP - _WESTERN_GAP_LEAST)


@lru_cache(maxsize=4096)
def between(before: Kind, after: Kind, blank_before: float = 0.0, blank_after: float = 0.0) -> Gap:
    """What stands between two characters that are neither spaces nor part of one another.

    `blank_before` is the blank in ems that can be cut from the right of the first, `blank_after` from the left of the
    second; they come from the font, because 。 sits in the corner in Beijing and in the middle in Taipei.
    """
    if after in (Kind.SUPERIOR, Kind.ATTACHED):
        return _NOTHING
    if before is Kind.SUPERIOR:
        return _EVEN if after in (Kind.HAN, Kind.LATIN, Kind.OPENING) else _NOTHING
    if Kind.LINK in (before, after) or (before is Kind.LONG and after is Kind.LONG):
        return _NOTHING
    if Kind.DOT in (before, after):
        return Gap(-(blank_before + blank_after), 0.0, 0.0)
    if {before, after} == _HAN_AND_WESTERN:
        return _WESTERN
    if before not in _SQUARE and after not in _SQUARE:
        return _NOTHING
    return _around_marks(before, after, blank_before, blank_after)


def _around_marks(before: Kind, after: Kind, blank_before: float, blank_after: float) -> Gap:
    blank = (blank_before if before in _WITH_BLANK_AFTER else 0.0) + (blank_after if after is Kind.OPENING else 0.0)
    squeezed = min(0.5, blank) if before in MARKS and after in MARKS else 0.0
    # The end of a sentence keeps half of its pause: clreq squeezes it last, and some houses never.
    spare = (blank - squeezed) * (0.5 if before is Kind.STOP else 1.0)
    return Gap(-squeezed, 1.0, spare)


def space_between(before: Kind, after: Kind, width: float, blank: float) -> Gap:
    """What is added to a typed space of `width` ems that stands between two characters; `blank` is cut from both.

    A space beside Han is the gap between Han and Western, typed; behind a full-width mark the mark's blank is space
    enough; between Western words it is a word space.
    """
    if blank >= 0.4:
        return Gap(-width, 1.0, 0.0)
    if {before, after} == _HAN_AND_WESTERN:
        return Gap(WESTERN_GAP - width, 1.5, WESTERN_GAP - _WESTERN_GAP_LEAST)
    return Gap(0.0, 2.0, max(0.0, width - _WORD_SPACE_LEAST))


def may_break(before: str, after: str, unicode_allows: bool) -> bool:
    """Whether a line may end between two characters (one code point each), given what UAX #14 says of the place."""
    if after in NOT_AT_START or before in NOT_AT_END:
        return False
    first, second = kind_of(before), kind_of(after)
    if first is Kind.LONG and second is Kind.LONG:
        return False
    # UAX #14 glues quotation marks to both sides, as it cannot tell an opening one; in Chinese we can.
    quote_before_square = second is Kind.OPENING and first in _SQUARE
    quote_after_square = first is Kind.CLOSING and (second in _SQUARE or (second is Kind.LATIN and before == "”"))
    return unicode_allows or quote_before_square or quote_after_square


#: Chinese units and measure words: `1.2 亿元`, `3 月`, `30 多个`. What follows a number and is none of them may be parted.
_MEASURES: Final = (
    "(?:多|余|几)?[十百千万亿兆]{0,3}(?:美元|欧元|日元|港元|英镑|元|年代|年|个月|月|日|号|时|小时|分钟|分|秒|周|天|岁|世纪|人次|人|个|名|位|项|件|条|次|倍|家|种|"
    "台|套|张|篇|章|节|页|卷|期|届|级|层|米|公里|千米|厘米|毫米|公斤|千克|克|吨|升|度|亩|公顷|千瓦时|千瓦|瓦|赫兹|字|行|列|版|%|％|‰)?"
)
_NUMBER_WITH_MEASURE: Final = re.compile(rf"\d[ \u00a0]?(?P<measure>{_MEASURES})")
#: Units that stay with their number; single letters and what begins words are left out.
_UNIT: Final = (
    "(?:[kKMGTP]i?[Bb](?:/s|ps)?|[kMG]?Hz|[kMG]?W(?:h|p)?|[kmnµμ]?[mg]|[cd]m|m[²³]?|km[²/]?h?|kg|mg|t|[mµμn]?s|min|h|V|A|mA|mAh|"
    "°?[CF]|K|Pa|[kM]Pa|dB|px|pt|FLOPS|[TPG]FLOPS|ppm|mol|L|mL|℃|%|‰|USD|RMB|CNY|EUR)"
)
_NUMBER_AND_UNIT: Final = re.compile(rf"(?<=\d)[ \u00a0](?={_UNIT}(?![A-Za-z]))")
_NUMBER_AND_MEASURE: Final = re.compile(r"(?<=[\d%])[ \u00a0]?(?=[\u4e00-\u9fff])")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|doi\.org/)[!-~\u200b]+")
_HOST: Final = re.compile(r"(?:https?://)?[^/?#]*")
#: An address breaks before one of these (Chicago Manual of Style, 17th ed., 7.46), so that nobody takes the mark at a
#: line's end for the end of the address.
_BREAKS_BEFORE: Final = re.compile(r"(?<![/:])[/](?!/)|(?<!/)[.,_~?#%&=+-]")
#: The registrant of a DOI, `10.1002`, the number of a paper or of a version: parted, it is read as two.
_NUMBER_WITH_POINTS: Final = re.compile(r"\d+(?:[.,]\d+)+")


def unbreakable_spaces(text: str) -> frozenset[int]:
    """Offsets (code points) of spaces between a number and its unit, where no line ends: `16 GB`, `3.5 %`."""
    return frozenset(found.start() for found in _NUMBER_AND_UNIT.finditer(text))


def closed_places(text: str) -> frozenset[int]:
    """Offsets (code points) before which no line ends: between a number and its measure word, and inside of that.

    `1.2 亿元` stands on one line, and so does `3 月`.
    """
    closed: set[int] = set()
    for found in _NUMBER_WITH_MEASURE.finditer(text):
        start, end = found.span("measure")
        closed.update(range(start, end))
    return frozenset(closed)


def reluctant_places(text: str) -> frozenset[int]:
    """Offsets (code points) before which a line ends only at need: between a number and its measure word, `2025 年`."""
    return frozenset(found.end() for found in _NUMBER_AND_MEASURE.finditer(text))


class Address(NamedTuple):
    """An address in the text, from `start` to `end` (code points), and where a line may end inside it.

    Before the offsets in `well` it breaks well; before those in `anyhow` only at need, and before those in `host` last, which are also
    those within a number such as `10.1002`.
    """

    start: int
    end: int
    well: frozenset[int]
    anyhow: frozenset[int]
    host: frozenset[int] = frozenset()


def addresses(text: str) -> tuple[Address, ...]:
    """The web addresses in `text`, with the places where each may be broken."""
    found: list[Address] = []
    if "/" not in text and "www." not in text:
        return ()
    for match in _ADDRESS.finditer(text):
        start, end = match.span()
        # A few characters alone at either end would look like a slip.
        inner = range(start + 8, end - 2)
        host = frozenset(inner) & frozenset(range(start, start + _HOST.match(match.group()).end()))  # type: ignore[union-attr]
        within = (range(start + number.start() + 1, start + number.end()) for number in _NUMBER_WITH_POINTS.finditer(match.group()))
        host |= frozenset(inner) & frozenset(i for number in within for i in number)
        places = frozenset(start + place.start() for place in _BREAKS_BEFORE.finditer(match.group()))
        well = places & frozenset(inner) - host
        found.append(Address(start, end, well, frozenset(inner) - well - host, host))
    return tuple(found)
