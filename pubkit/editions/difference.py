"""What changed between two versions of a message, ranked: a figure or a citation is not a changed comma."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

from pubkit.editions.placeholders import KINDS, PLACEHOLDER
from pubkit.text.chars import HAN
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pubkit.editions.segment import PlaceholderKind

ChangeKind = Literal["figure", "citation", "link", "code", "wording"]
#: The kinds from the gravest to the least.
RANKS: tuple[ChangeKind, ...] = ("figure", "citation", "link", "code", "wording")
_RANK_OF: dict[PlaceholderKind, ChangeKind] = {
    "number": "figure",
    "citation": "citation",
    "footnote": "citation",
    "address": "link",
    "picture": "link",
    "code": "code",
    "math": "code",
    "html": "code",
    "attribute": "code",
}
_WORDS = lazy(rf"[零〇一二两三四五六七八九十百千万亿]+(?:成|倍|半)?|[{HAN}]|[^\W\d_]+|\d+|\S")
_CHINESE_NUMBER = lazy(r"[零〇一二两三四五六七八九十百千万亿半]+(?:成|倍)?半?|半")


class Change(NamedTuple):
    """One thing that was said and what is said now; empty where it is new or gone."""

    kind: ChangeKind
    old: str
    new: str


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What two messages differ in, gravest first; nothing where only spaces or the order of placeholders do."""
    found = [*_changed_placeholders(old, new), *_changed_words(old, new)]
    return tuple(sorted(found, key=lambda change: RANKS.index(change.kind)))


def rank(found: Iterable[Change]) -> ChangeKind:
    """The gravest kind of some changes; `wording` where there is none."""
    return min((change.kind for change in found), key=RANKS.index, default="wording")


def _changed_placeholders(old: str, new: str) -> Iterator[Change]:
    before, after = _shown(old), _shown(new)
    for kind in dict.fromkeys([*before, *after]):
        gone = list((before.get(kind, Counter()) - after.get(kind, Counter())).elements())
        come = list((after.get(kind, Counter()) - before.get(kind, Counter())).elements())
        for n in range(max(len(gone), len(come))):
            yield Change(_RANK_OF[kind], gone[n] if n < len(gone) else "", come[n] if n < len(come) else "")


def _shown(message: str) -> dict[PlaceholderKind, Counter[str]]:
    counted: dict[PlaceholderKind, Counter[str]] = {}
    for found in PLACEHOLDER.finditer(message):
        said = found[4] if found[4] is not None else f"{{{found[2]}}}"
        counted.setdefault(KINDS[found[2]], Counter())["".join(said.split())] += 1
    return counted


def _changed_words(old: str, new: str) -> Iterator[Change]:
    before, after = (_WORDS.findall(PLACEHOLDER.sub(" ", message)) for message in (old, new))
    for tag, i, j, k, n in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            gone, come = _text(before[i:j]), _text(after[k:n])
            kind: ChangeKind = "figure" if _is_figure(gone) or _is_figure(come) else "wording"
            yield Change(kind, gone, come)


def _text(words: list[str]) -> str:
    """Words as a reader sees them: spaces between those of letters only."""
    pieces: list[str] = []
    for word in words:
        if pieces and pieces[-1][-1].isascii() and word[0].isascii() and word[0].isalnum():
            pieces.append(" ")
        pieces.append(word)
    return "".join(pieces)


def _is_figure(text: str) -> bool:
    return bool(_CHINESE_NUMBER.fullmatch(text)) or text.isdigit()
