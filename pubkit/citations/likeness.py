"""Do two titles name the same work? Compared by what they share, so that what a site adds or leaves out does no harm.

    多模态模型综述          多模态模型综述_某某网            agree: the site's name stands behind
    多模态模型综述          多模态大模型的综述与展望          agree: most of it is shared
    多模态模型综述          新能源汽车市场月报              differ
    多模态模型综述          A Survey of Multimodal Models    cannot be told: another script

Units are words of letters and pairs of Han characters (a word of Chinese is mostly two). The share is that of the shorter
title: a longer one is never wrong for being longer.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Literal

from pubkit.text.chars import HAN
from pubkit.text.han_variants import to_simplified
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Sequence

Agreement = Literal["agree", "differ", "unclear"]

_AGREE = 0.6
_DIFFER = 0.25
_LEAST_UNITS = 3  # of a title that can be told from another: 首页, "Home", a site's name say nothing
_RUN = lazy(rf"[{HAN}]+|[^\W_{HAN}]+")
_HAN_RUN = lazy(f"[{HAN}]+")
_SMALL = frozenset({"the", "of", "and", "for", "in", "to", "with", "a", "an", "on", "from", "is", "are", "by", "at", "www", "com", "pdf"})


def compare(title: str, others: Sequence[str]) -> Agreement:
    """Whether one of a page's titles names the work of `title`.

    `agree` where one does; `differ` where all that say enough to be compared name another; `unclear` else.
    """
    wanted = _units(title)
    verdicts = {_verdict(wanted, _units(other), title, other) for other in others}
    if "agree" in verdicts:
        return "agree"
    return "differ" if verdicts == {"differ"} else "unclear"


def likeness(one: str, other: str) -> float:
    """From 0 to 1: which share of all units of two titles both have. Here a longer title is another one."""
    first, second = _units(one), _units(other)
    together = first | second
    return len(first & second) / len(together) if together else 0.0


def _verdict(wanted: frozenset[str], found: frozenset[str], title: str, other: str) -> Agreement:
    if _plain(title) and _plain(title) in _plain(other):
        return "agree"
    if min(len(wanted), len(found)) < _LEAST_UNITS:
        short = _plain(other) if len(found) < len(wanted) else _plain(title)
        return "agree" if len(short) >= 4 and (short in _plain(title) and short in _plain(other)) else "unclear"
    share = len(wanted & found) / min(len(wanted), len(found))
    if share >= _AGREE:
        return "agree"
    return "differ" if share < _DIFFER and _have_one_script(title, other) else "unclear"


def _have_one_script(one: str, other: str) -> bool:
    """Whether both are mostly Han or both are not: a translated title shares nothing with its original."""
    return _is_mostly_han(one) == _is_mostly_han(other)


def _is_mostly_han(text: str) -> bool:
    han = sum(map(len, _HAN_RUN.findall(text)))
    return 3 * han >= sum(character.isalnum() for character in text) - han


def _folded(text: str) -> str:
    """A title without what tells its spellings apart: width, case, and the script of Chinese in which a site shows it."""
    return unicodedata.normalize("NFKC", text).casefold().translate(to_simplified())


def _plain(text: str) -> str:
    """Letters and digits only."""
    return "".join(character for character in _folded(text) if character.isalnum())


def _units(text: str) -> frozenset[str]:
    units: set[str] = set()
    for run in _RUN.findall(_folded(text)):
        if _HAN_RUN.match(run):
            units.update(run[n : n + 2] for n in range(len(run) - 1))
        elif run not in _SMALL:
            units.add(_stem(run))
    return frozenset(units)


def _stem(word: str) -> str:
    """A word without the endings that a title and its citation may differ by."""
    return re.sub(r"(?:ies|es|s)$", "", word) if len(word) > 4 and word.isascii() else word
