"""Two texts that say the same in two languages, segment by segment: which translates which, and how sure that is.

The order of both is kept and either may have what the other lacks (dynamic programming over monotone alignments, after W. Gale and
K. Church, "A Program for Aligning Sentences in Bilingual Corpora", 1993). Beside length, which is all that theirs looks at, a pair
is judged by its kind and place and by what no language changes: citations, numbers by value, addresses, code, mathematics, notes.
What does not belong here: whether a pair is right (`checks`).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pubkit.editions.placeholders import PLACEHOLDER, protected, shown
from pubkit.editions.quantities import quantities
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    import re
    from collections.abc import Hashable, Sequence

    from pubkit.editions.segment import Placeholder, Segment


class Pair(NamedTuple):
    """A segment with its translation. `confidence` is from 0 to 1; below `SURE` a person should look."""

    source: Segment
    target: Segment
    confidence: float


@dataclass(frozen=True, slots=True)
class Alignment:
    """Which segment of a text translates which of another, in the order of both, and what is left of either."""

    pairs: tuple[Pair, ...]
    unmatched_source: tuple[Segment, ...]
    unmatched_target: tuple[Segment, ...]


#: From here on a pair is taken for right.
SURE = 0.7
#: What a pair must be worth to be one: less, and both stand alone.
_WORTH = 0.36
_TEXT_KINDS = frozenset({"paragraph", "item", "caption", "footnote"})
#: How many segments the two texts may be apart from proportional progress: this many, and this share of them.
_LEAST_BAND = 60
_BAND_SHARE = 0.12


def align(
    source_segments: Sequence[Segment], target_segments: Sequence[Segment], source_language: str = "zh", target_language: str = "en"
) -> Alignment:
    """The best alignment of two texts. The segments are those of each in its order; languages are BCP 47 tags."""
    sources = [_features(segment, source_language) for segment in source_segments]
    targets = [_features(segment, target_language) for segment in target_segments]
    ratio = (sum(each.length for each in targets) + 1) / (sum(each.length for each in sources) + 1)
    scores, matched = _best(sources, targets, ratio)
    pairs = tuple(
        Pair(source_segments[i], target_segments[j], _confidence(matched, n, scores)) for n, (i, j) in enumerate(matched)
    )
    used_sources, used_targets = {i for i, _ in matched}, {j for _, j in matched}
    return Alignment(
        pairs,
        tuple(segment for i, segment in enumerate(source_segments) if i not in used_sources),
        tuple(segment for j, segment in enumerate(target_segments) if j not in used_targets),
    )


# ---- what a segment is known by


@dataclass(slots=True)
class _Features:
    segment: Segment
    length: int
    things: Counter[Hashable] = field(default_factory=Counter)  # the same in every language
    numbers: Counter[Hashable] = field(default_factory=Counter)


def _features(segment: Segment, language: str) -> _Features:
    words = PLACEHOLDER.sub(lambda found: found[4] or "" if found[2] == "n" else " ", segment.message)
    features = _Features(segment, sum(2 if c > "\u2e7f" else 1 for c in words if c.isalnum()))
    for each in segment.placeholders:
        if each.kind != "number":
            features.things.update(_identity(each))
    for number in quantities(words, language):
        features.numbers[number.date if number.kind == "date" else number.value] += 1
    return features


def _identity(each: Placeholder) -> list[Hashable]:
    """What makes a placeholder the same in another language."""
    if each.kind == "citation":
        return [("citation", key) for key in each.keys]
    return [(each.kind, "".join(each.text.split()))]


def _score(one: _Features, other: _Features, ratio: float) -> float:
    """How well two segments fit, 0 to 1."""
    place = _place(one.segment, other.segment)
    if not place:
        return 0.0
    expected, actual = one.length * ratio + 4, other.length + 4
    length = min(expected, actual) / max(expected, actual)
    things, numbers = _agreement(one.things, other.things), _agreement(one.numbers, other.numbers)
    judged = [(0.3, place), (0.3, length), *((weight, value) for weight, value in ((0.5, things), (0.3, numbers)) if value is not None)]
    return sum(weight * value for weight, value in judged) / sum(weight for weight, _ in judged)


def _place(one: Segment, other: Segment) -> float:
    if one.kind != other.kind:
        return 0.6 if {one.kind, other.kind} <= _TEXT_KINDS else 0.0
    if one.kind == "heading":
        return 1.0 if one.level == other.level else 0.3
    if one.kind == "metadata":
        return 1.0 if one.comments == other.comments else 0.0
    if one.table and other.table:
        return 1.0 if one.table[1:] == other.table[1:] else 0.5 if one.table[2] == other.table[2] else 0.0
    return 1.0


def _agreement(one: Counter[Hashable], other: Counter[Hashable]) -> float | None:
    """Dice's coefficient of what two segments name; None where neither names anything."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else None


# ---- the best path


_PAIR, _SKIP_SOURCE, _SKIP_TARGET = 1, 2, 3


def _best(sources: list[_Features], targets: list[_Features], ratio: float) -> tuple[dict[tuple[int, int], float], list[tuple[int, int]]]:
    """The pairs of the best monotone alignment, within a band around proportional progress, and all scores looked at."""
    n, m = len(sources), len(targets)
    band = max(_LEAST_BAND, int(_BAND_SHARE * max(n, m)))
    scores: dict[tuple[int, int], float] = {}
    steps: list[dict[int, int]] = []
    above: dict[int, float] = {}
    for i in range(n + 1):
        middle = i * m // n if n else 0
        low, high = (max(0, middle - band), min(m, middle + band)) if n else (0, m)
        if i in (0, n):  # both corners belong to the band, however different the lengths are
            low, high = (0, high) if i == 0 else (low, m)
        row: dict[int, float] = {}
        step: dict[int, int] = {}
        for j in range(low, high + 1):
            value, how = (above[j], _SKIP_SOURCE) if j in above else (-1.0, _SKIP_SOURCE)
            if j - 1 in row and row[j - 1] > value:
                value, how = row[j - 1], _SKIP_TARGET
            if j - 1 in above:
                score = _score(sources[i - 1], targets[j - 1], ratio)
                scores[i - 1, j - 1] = score
                if above[j - 1] + score - _WORTH > value:
                    value, how = above[j - 1] + score - _WORTH, _PAIR
            row[j], step[j] = (0.0, 0) if i == j == 0 else (value, how)
        steps.append(step)
        above = row
    return scores, _path(steps, n, m)


def _path(steps: list[dict[int, int]], i: int, j: int) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    while i or j:
        how = steps[i].get(j, _SKIP_SOURCE if i else _SKIP_TARGET)
        if how == _PAIR:
            pairs.append((i - 1, j - 1))
        i -= how in (_PAIR, _SKIP_SOURCE) and i > 0
        j -= how in (_PAIR, _SKIP_TARGET) and j > 0
    return pairs[::-1]


def _confidence(matched: list[tuple[int, int]], n: int, scores: dict[tuple[int, int], float]) -> float:
    """A pair's own score, and whether its neighbours on both sides are pairs too; less where another pair would do as well."""
    i, j = matched[n]
    own = scores[i, j]
    before = n == 0 and i == j == 0
    behind = n + 1 == len(matched) and not ((i + 1, j) in scores or (i, j + 1) in scores)
    beside = (before or (n > 0 and matched[n - 1] == (i - 1, j - 1))) + (behind or (n + 1 < len(matched) and matched[n + 1] == (i + 1, j + 1)))
    return round(0.75 * own + 0.125 * beside, 3)


# ---- a translation for the catalogue


def translation_of(source: Segment, target: Segment, source_language: str, target_language: str) -> str:
    """The message that translates `source` and gives the Markdown of `target`: its placeholders have the names of the source's.

    A number keeps the words of the target. What the source does not have stays as the target's text.
    """
    names = _names(source, target, source_language, target_language)
    by_name = {each.name: each for each in target.placeholders}

    def written(found: re.Match[str]) -> str:
        each = by_name[found[2] + found[3]]
        name = names.get(each.name)
        if name is None:
            return (found[1] or "") + protected(each.text)
        return f"{found[1] or ''}{{{name}{':' + shown(each.text) if each.kind == 'number' else ''}}}"

    return PLACEHOLDER.sub(written, target.message)


def _names(source: Segment, target: Segment, source_language: str, target_language: str) -> dict[str, str]:
    """The name in the source of each placeholder of the target."""
    free = list(source.placeholders)
    names: dict[str, str] = {}
    for each in target.placeholders:
        wanted = _thing(each, target_language)
        found = next((other for other in free if other.kind == each.kind and _thing(other, source_language) == wanted), None)
        if found is None and each.kind in ("address", "picture") and len(free) and _only(source, each.kind) and _only(target, each.kind):
            found = next((other for other in free if other.kind == each.kind), None)
        if found is not None:
            names[each.name] = found.name
            free.remove(found)
    return names


def _only(segment: Segment, kind: str) -> bool:
    return sum(each.kind == kind for each in segment.placeholders) == 1


def _thing(each: Placeholder, language: str) -> Hashable:
    if each.kind != "number":
        return tuple(_identity(each))
    found = quantities(each.text, language)
    if len(found) == 1:
        return (found[0].value, found[0].high, found[0].date)
    return "".join(each.text.split())
