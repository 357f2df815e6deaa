"""Where a word may be divided: the only door to Pyphen, whose patterns are Liang's, as WeasyPrint has them.

Source: Liang, Word Hy-phen-a-tion by Com-put-er (1983); CSS Text 4, 6.3 `hyphenate-limit-chars`.
What does not belong here: whether a division is worth its hyphen (`western_fitting`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Limits(NamedTuple):
    """The shortest word that is divided, and the least that stands before and behind the hyphen, in letters."""

    word: int
    before: int
    after: int


def divisions(word: str, language: str, limits: Limits) -> Sequence[int]:
    """Offsets (code points) at which a word of letters may be divided; none where there are no patterns for the BCP 47 language.

    Left out are divisions that change letters, as Hungarian and the old German have them.
    """
    if len(word) < limits.word:
        return ()
    patterns = _patterns(language, limits.before, limits.after)
    return () if patterns is None else [int(place) for place in patterns.positions(word) if not place.data]


#: English without a region is divided as Americans do it, and as browsers do: by sound (re-sult), not by origin (res-ult).
_USUAL_REGION: Final = {"en": "en-US"}


@lru_cache(maxsize=64)
def _patterns(language: str, before: int, after: int) -> Any:
    import pyphen

    known = pyphen.language_fallback(_USUAL_REGION.get(language.lower(), language))
    return pyphen.Pyphen(lang=known, left=before, right=after) if known else None
