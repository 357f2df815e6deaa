"""What kind of character is this? Han, full-width mark, wide on a terminal, a sign that carries meaning.

Sources: Unicode 15.0 (Scripts, East Asian Width: UAX #11), GB/T 15834—2011 for the Chinese marks.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    import re

#: Ranges of Han ideographs for a character class of `re`: unified ideographs, extensions A to I, compatibility, 々〇.
HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0002ee5d\U0002f800-\U0002fa1f\U00030000-\U000323af"
)
#: Marks that end a clause: full-width ones, and those of Arabic. `、` is not one: it lists things inside a clause.
CLAUSE_END = "，。；：！？،؛؟"
#: Half-width marks that end a clause when a space or the end follows.
ASCII_CLAUSE_END = ",.;:!?"
OPENING = "（【《〈「『“‘(〔［｛"
CLOSING = "）】》〉」』”’)〕］｝"
PAIRS = dict(zip(OPENING, CLOSING, strict=True))

_HAN = lazy(f"[{HAN}]")
_MEANINGFUL = frozenset("%‰‱&@#§¶†‡′″")
_NOT_MEANINGFUL = frozenset("|~^`¨¯´¸")


def is_han(character: str) -> bool:
    """Whether this is a Han ideograph."""
    return "\u4e00" <= character <= "\u9fff" or _HAN.match(character) is not None  # the first block holds nearly all


def fold_width(text: str) -> str:
    """Full-width ASCII (U+FF01–FF5E) as its half-width twin, and nothing else folded."""
    return _FULL_WIDTH_ASCII.sub(lambda found: _HALF_WIDTH[found[0]], text)


_FULL_WIDTH_ASCII = lazy("[\u3000\uff01-\uff5e]")
_HALF_WIDTH = {chr(0xFF01 + n): chr(0x21 + n) for n in range(94)} | {"\u3000": " "}


def is_meaningful(character: str) -> bool:
    """Whether this carries meaning by itself: letters, digits, and signs such as `% ± ≥ + ¥ ° × ² ℃`."""
    if character.isalnum() or character in _MEANINGFUL:
        return True
    return unicodedata.category(character) in {"Sm", "Sc", "So", "No", "Mn", "Mc", "Me"} and character not in _NOT_MEANINGFUL


def essence_of_prose(text: str) -> str:
    """The letters, digits and signs of a piece of prose, in order: what no safe fix may change.

    Letters and digits, signs that carry meaning, and `. , : / -` where they stand beside a digit. Full-width ASCII is
    folded and nothing else: `你好,世界` and `你好，世界` have one essence, `3.5%` and `35%` have two.
    """
    folded = fold_width(text)
    return _BESIDE_DIGIT.sub(_in_number, folded).translate(_ESSENTIAL)


class _Essential(dict[int, int | None]):
    """A table for `str.translate` that leaves out what carries no meaning. It learns each character when it is first met."""

    def __missing__(self, code: int) -> int | None:
        character = chr(code)
        kept = code if is_meaningful(character) or _BESIDE_DIGIT.match(character) else None
        if len(self) < _CHARACTERS_KEPT:
            self[code] = kept
        return kept


_ESSENTIAL = _Essential()
_CHARACTERS_KEPT = 8192
_BESIDE_DIGIT = lazy(r"[.,:/-]")


def _in_number(found: re.Match[str]) -> str:
    """The mark where it belongs to a number, else nothing."""
    text, i = found.string, found.start()
    before, after = text[i - 1 : i].isdigit(), text[i + 1 : i + 2].isdigit()
    # a comma or a colon belongs to a number only inside of it; a point, a slash or a minus may begin one
    belongs = (before and after) or (found[0] not in ",:" and (after or (before and _number_goes_on(text, i))))
    return found[0] if belongs else ""


def _number_goes_on(text: str, i: int) -> bool:
    """Whether a mark behind a digit belongs to the number (`3.x`, `2-α`) and does not merely end the clause."""
    return text[i] in "/-" and i + 1 < len(text) and text[i + 1].isalnum()


@lru_cache(maxsize=8192)
def cell_width(character: str) -> int:
    """How many cells a terminal gives this character: 0, 1 or 2 (UAX #11; ambiguous ones count as 1)."""
    if character < "\u0300":
        return 0 if character < " " or "\x7f" <= character < "\xa0" else 1
    if unicodedata.combining(character) or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes."""
    if text.isascii():
        return len(text)
    marks = cell_marks(text)
    return len(marks) + marks.count(WIDE) - marks.count(NO_CELL)


#: What `cell_marks` writes for a code point of two cells, and of none.
WIDE, NO_CELL = b"?", b"\0"


def cell_marks(text: str) -> bytes:
    """A byte for each code point that says how many cells it takes: `WIDE` two, `NO_CELL` none, every other one.

    What has one byte in ASCII has one cell and what is plainly wide has two: an encoder writes `?` for all of it, several
    times as fast as to look at each. What is neither gets a stand-in first.
    """
    plain = text if text.isascii() else _NOT_PLAIN.sub(_stand_ins, text)
    return plain.replace("?", "-").encode("ascii", "replace")


#: Neither ASCII nor wide beyond doubt: CJK marks, kana, Han, full-width forms.
_PLAIN = "\x00-\x7f\u3001-\u303e\u3041-\u3096\u30a0-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff01-\uff60"
_NOT_PLAIN = lazy(f"[^{_PLAIN}][^{_PLAIN}]*")
_STAND_INS = ("\0", "-", "〓")  # by cells


def _stand_ins(found: re.Match[str]) -> str:
    return "".join([_STAND_INS[cell_width(character)] for character in found[0]])
