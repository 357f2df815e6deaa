"""A catalogue meets its text: which translation each message has after the source has changed.

In this order: the same message; the same but for spaces, width of marks, quotes, emphasis and the places of citations (*the same
essence*), which keeps its translation as current; a message whose earlier form comes back; the most similar one of the same kind,
which becomes *changed* with its old source kept. Nothing translated is deleted: it becomes obsolete, and comes back with its text.

Unlike `msgmerge`, similarity alone does not decide: what stands between the same neighbours, in the same section, counts for it, and
short messages must be nearly equal. What does not belong here: files (`catalog`), and what the difference is (`difference`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.citations.locators import printed_place
from pubkit.editions.catalog import Entry
from pubkit.editions.placeholders import PLACEHOLDER
from pubkit.editions.segments import weight
from pubkit.markdown.parser import parse
from pubkit.text.chars import essence_of_prose
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Mapping, Sequence

    from pubkit.editions.catalog import Catalog
    from pubkit.editions.segment import Segment
    from pubkit.markdown.document import Document


@dataclass(frozen=True, slots=True)
class Message:
    """What a text wants of a catalogue: a message, all segments that have it, and what is said of them to the translator."""

    text: str
    context: str | None
    segments: tuple[Segment, ...]
    extracted: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        return self.segments[0].kind


class Updated(NamedTuple):
    """A catalogue that fits its text, and how it came to. `by_segment` gives the entry of each segment by its id.

    `kept` were there already; `adapted` are current though their source is set otherwise; `changed` need the translator; `new` have
    nothing; `returned` were obsolete; `obsolete` have become so, in this order of the old catalogue.
    """

    catalog: Catalog
    by_segment: Mapping[str, Entry]
    kept: int = 0
    adapted: int = 0
    changed: int = 0
    new: int = 0
    returned: int = 0
    obsolete: tuple[Entry, ...] = ()


# ---- what a text wants


def messages_of(document: Document, segments: Sequence[Segment], language: str, filename: str = "") -> tuple[Message, ...]:
    """The messages of a text in its order, each once. `language` is that of the source, `filename` what references name.

    A message that stands in several places is translated once, unless one of them is a heading, or has a comment of its own for the
    translator: then each has a context.
    """
    groups: dict[str, dict[str, list[Segment]]] = {}
    for segment in segments:
        if weight(segment, language):
            groups.setdefault(segment.message, {}).setdefault(_group(segment), []).append(segment)
    made = [
        _message(document, text, group if len(by_group) > 1 else None, found, filename)
        for text, by_group in groups.items()
        for group, found in by_group.items()
    ]
    return tuple(sorted(made, key=lambda message: message.segments[0].span.start))


def _group(segment: Segment) -> str:
    kind = segment.kind if segment.kind in ("heading", "metadata") else "text"
    said = segment.comments if segment.kind != "metadata" else ()
    return ": ".join((kind, *said))


def _message(document: Document, text: str, context: str | None, found: list[Segment], filename: str) -> Message:
    first = found[0]
    places = tuple((filename, str(document.lines.row(segment.span.start))) for segment in found) if filename else ()
    said = dict.fromkeys(comment for segment in found for comment in segment.comments)
    extracted = (place_of(first), *_stand_for(first), *(f"translators: {comment}" for comment in said if not comment.startswith("`")))
    return Message(text, context, tuple(found), extracted, places)


def place_of(segment: Segment) -> str:
    """Where a segment stands, in words: `cell, row 2, column 3, in 2.1 标点`."""
    kind = f"heading {segment.level}" if segment.level else segment.kind
    where = [kind, *(comment for comment in segment.comments if segment.kind == "metadata")]
    if segment.table:
        where.append(f"row {segment.table[1] + 1}, column {segment.table[2] + 1}")
    return ", ".join(where) + (f", in {segment.section[-1]}" if segment.section else "")


def _stand_for(segment: Segment) -> Iterable[str]:
    """What placeholders stand for, where the message does not show it."""
    for each in segment.placeholders:
        if each.kind in ("address", "picture", "citation") and each.text:
            yield f"{{{each.name}}} {each.kind}: {' '.join(each.text.split())}"


# ---- what a message says


@lru_cache(maxsize=20_000)
def essence_of_message(message: str) -> tuple[str, tuple[str, ...], int]:
    """What of a message must be the same for its translation to stay current.

    Letters, digits and meaningful signs with code and numbers in their places; which citations, wherever in the block they stand;
    how many questions it asks.
    """
    cited: list[str] = []

    def written(found: re.Match[str]) -> str:
        letter, said = found[2], found[4] or ""
        if letter == "c":
            cited.extend(map(_essence_of_work, said.split(";")))
            return ""
        return said if letter == "n" or said.startswith(("@", "[@")) else f" {letter}{said} "

    prose = essence_of_prose(PLACEHOLDER.sub(written, message))
    return prose, tuple(sorted(cited)), message.count("?") + message.count("？")


def plain(message: str) -> str:
    """What a message says when it is set as plain text, to be compared: `关系` for `**关系**{c1:8}`."""
    return essence_of_prose(PLACEHOLDER.sub(lambda found: found[4] or "", plain_of(message, message)))


def plain_of(translation: str, message: str) -> str:
    """A translation as plain text, in which only numbers are placeholders still. `message` says what the others stand for."""
    things = _things(message)

    def written(found: re.Match[str]) -> str:
        name = found[2] + found[3]
        if found[2] == "n":
            return found[0]
        return "" if found[2] in "cf" else things.get(name, "")

    text = parse(PLACEHOLDER.sub(written, translation)).tree.text()
    return (text.replace("**", "") if "**" in message else text).strip()  # `**参考资料 **` is bold to no reader


def _only_known(translation: str, old: str, new: str) -> str:
    """A translation in which a number that is no placeholder of `new` stands as text."""
    things, known = _things(old), _things(new)

    def written(found: re.Match[str]) -> str:
        name = found[2] + found[3]
        return found[0] if name in known else found[4] or things.get(name, "")

    return PLACEHOLDER.sub(written, translation)


def _essence_of_work(cited: str) -> str:
    """A work and its place, however that is written: `8`, `-@8, 第 12 页`; the line numbers of an assistant's copy are none."""
    key, comma, place = cited.strip().removeprefix("-").removeprefix("@").partition(",")
    if not comma and (found := _OF_ASSISTANT.search(key)):
        key, place = key[: found.start()], ""
    key = key.partition("†")[0].strip("{}❴❵ ")
    return essence_of_prose(f"{key} {printed_place(place, 'zh-CN')}")


_OF_ASSISTANT = lazy(r" L\d+(?:-L?\d+)?$")


def renamed(translation: str, old: str, new: str) -> str:
    """A translation made for the message `old` with the names that its placeholders have in `new`.

    The same thing has the same name; what has changed goes by order within its kind. What is gone keeps a name that is free in `new`,
    so that it cannot pass for another.
    """
    if old == new or "{" not in translation:
        return translation
    names = _names(old, new)
    olds, news = _things(old), _things(new)

    def written(found: re.Match[str]) -> str:
        name = found[2] + found[3]
        if name not in names:
            return found[0]
        said, target = found[4], names[name]
        if said is not None and target in news and (found[2] != "n" or _squeezed(said) == _squeezed(olds.get(name, ""))):
            said = news[target]
        return f"{found[1] or ''}{{{target}{'' if said is None else ':' + said}}}"

    return PLACEHOLDER.sub(written, translation)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _things(message: str) -> dict[str, str]:
    return {found[2] + found[3]: found[4] or "" for found in PLACEHOLDER.finditer(message)}


def _names(old: str, new: str) -> dict[str, str]:
    """Each old name with its new one."""
    before, after = _things(old), _things(new)
    names: dict[str, str] = {}
    free = list(after)
    for is_same in (lambda a, b: a == b, lambda a, b: _squeezed(a) == _squeezed(b), lambda a, b: True):  # noqa: ARG005
        for name, thing in before.items():
            if name not in names:
                target = next((each for each in free if each[0] == name[0] and is_same(thing, after[each])), None)
                if target is not None:
                    names[name] = target
                    free.remove(target)
    for name in before:
        if name not in names:
            n = 1 + max([0, *(int(each[1:]) for each in (*after, *names.values()) if each[0] == name[0])])
            names[name] = f"{name[0]}{n}"
    return names


# ---- the update


def update(catalog: Catalog, messages: Sequence[Message]) -> Updated:
    """The catalogue for a text. Nothing in `catalog` that a person has written is lost."""
    matching = _Matching(catalog, messages)
    matching.same()
    matching.same_words()
    matching.same_essence()
    matching.similar()
    return matching.result()


class _Matching:
    """Messages and the entries that have been found for them."""

    def __init__(self, catalog: Catalog, messages: Sequence[Message]) -> None:
        self.catalog = catalog
        self.messages = messages
        self.old = [*catalog.live, *catalog.obsolete]
        self.found: dict[int, Entry] = {}  # by the number of the message
        self.taken: dict[int, int] = {}  # number of the old entry → number of the message
        self.counts: Counter[str] = Counter()

    def _take(self, n: int, at: int, entry: Entry, how: str) -> None:
        message = self.messages[n]
        if how == "adapted" and not entry.translation:
            how = "kept"
        if self.old[at].is_obsolete and how != "changed":
            how = "returned"
        self.found[n] = Entry(  # not `replace`, which is slow, and here is every entry of every catalogue
            message.text,
            entry.translation,
            message.context,
            entry.previous if entry.is_fuzzy else None,
            entry.is_fuzzy,
            entry.flags,
            entry.comments,
            message.extracted,
            message.references or entry.references,
            False,
            entry.row,
        )
        self.taken[at] = n
        self.counts[how] += 1

    def same(self) -> None:
        """The same message: in its context, else in any."""
        by_key = {entry.key: at for at, entry in reversed(list(enumerate(self.old)))}
        for n, message in enumerate(self.messages):
            at = by_key.get((message.context, message.text))
            if at is not None and at not in self.taken:
                self._take(n, at, self.old[at], "kept")
        by_text = {entry.message: at for at, entry in reversed(list(enumerate(self.old))) if at not in self.taken}
        for n, message in enumerate(self.messages):
            if n not in self.found and (at := by_text.pop(message.text, None)) is not None:
                self._take(n, at, self.old[at], "kept")

    def same_words(self) -> None:
        """A title that was translated as the heading which it is in the text: without its markup and its citations."""
        left = [n for n, message in enumerate(self.messages) if n not in self.found and message.kind == "metadata"]
        if not left:
            return
        headings = {plain(entry.message): at for at, entry in reversed(list(enumerate(self.old))) if entry.translation}
        for n in left:
            at = headings.get(plain(self.messages[n].text))
            if at is not None and at not in self.taken:
                entry = self.old[at]
                text = self.messages[n].text
                said = _only_known(renamed(plain_of(entry.translation, entry.message), plain_of(entry.message, entry.message), text), entry.message, text)
                self._take(n, at, replace(entry, translation=said), "adapted")

    def same_essence(self) -> None:
        """Set otherwise, or an earlier form that has come back."""
        if len(self.found) == len(self.messages):
            return
        free: dict[tuple[str, tuple[str, ...], int], list[int]] = {}
        earlier: dict[tuple[str, tuple[str, ...], int], int] = {}
        for at, entry in enumerate(self.old):
            free.setdefault(essence_of_message(entry.message), []).append(at)
            if entry.previous is not None and entry.is_fuzzy:
                earlier.setdefault(essence_of_message(entry.previous), at)
        for n, message in enumerate(self.messages):
            if n not in self.found:
                essence = essence_of_message(message.text)
                if essence in free:
                    self._adapt(n, free[essence])
                elif (back := earlier.get(essence)) is not None and back not in self.taken:
                    self._restore(n, back)

    def _adapt(self, n: int, candidates: list[int]) -> None:
        """The first that nobody has; where all are taken, its translation serves here too."""
        text = self.messages[n].text
        at = next((at for at in candidates if at not in self.taken), None)
        if at is not None:
            entry = self.old[at]
            said = renamed(entry.translation, entry.message, text)
            if set(_things(said)) <= set(_things(text)):
                self._take(n, at, replace(entry, translation=said), "adapted")
            else:  # one number has become two, or the other way: `3.[8]3%` and `3.3%[8]`
                previous = entry.previous if entry.is_fuzzy and entry.previous is not None else entry.message
                self._take(n, at, replace(entry, translation=said, previous=previous, is_fuzzy=True), "changed")
            return
        entry = self.old[candidates[0]]
        if entry.translation:
            made = replace(entry, translation=renamed(entry.translation, entry.message, text), row=0)
            message = self.messages[n]
            self.found[n] = replace(
                made, message=text, context=message.context, extracted=message.extracted, references=message.references, is_obsolete=False
            )
            self.counts["adapted"] += 1

    def _restore(self, n: int, at: int) -> None:
        entry = self.old[at]
        text = self.messages[n].text
        machine = entry.comments != entry.without_remark
        back = replace(entry, translation=renamed(entry.translation, entry.message, text), previous=None, is_fuzzy=machine)
        self._take(n, at, back, "kept")

    def similar(self) -> None:
        """The most similar of what is left, best first."""
        left = [n for n in range(len(self.messages)) if n not in self.found]
        candidates = [at for at, entry in enumerate(self.old) if at not in self.taken and entry.translation]
        if not left or not candidates:
            return
        scored = sorted(self._scores(left, candidates), key=lambda score: (-score[0], score[1], score[2]))
        for _, n, at in scored:
            if n not in self.found and at not in self.taken:
                entry = self.old[at]
                text = self.messages[n].text
                changed = replace(
                    entry,
                    translation=renamed(entry.translation, entry.message, text),
                    previous=entry.previous if entry.is_fuzzy and entry.previous is not None else entry.message,
                    is_fuzzy=True,
                )
                self._take(n, at, changed, "changed")

    def _scores(self, left: list[int], candidates: list[int]) -> Iterable[tuple[float, int, int]]:
        order = _Order(self.taken, len(self.catalog.live))
        grams = {at: _grams(self.old[at].message) for at in candidates}
        for n in left:
            message = self.messages[n]
            own = _grams(message.text)
            for at in candidates:
                likeness = _likeness(own, grams[at])
                if likeness < _LEAST:
                    continue
                entry = self.old[at]
                score = likeness + _BETWEEN * order.between(n, at) + _SECTION * _alike(message, entry)
                if score >= _ENOUGH + (_SHORT if min(own.total(), grams[at].total()) < _FEW else 0):
                    yield score + _FIGURES * (_things(message.text) == _things(entry.message)), n, at

    def result(self) -> Updated:
        entries = [self._entry(n) for n in range(len(self.messages))]
        gone = [(at, entry) for at, entry in enumerate(self.old) if at not in self.taken and (entry.translation or entry.comments)]
        obsolete = [replace(entry, is_obsolete=True, references=(), extracted=()) for _, entry in gone]
        by_segment = {segment.id: entry for entry, message in zip(entries, self.messages, strict=True) for segment in message.segments}
        return Updated(
            replace(self.catalog, entries=(*entries, *obsolete)),
            by_segment,
            self.counts["kept"],
            self.counts["adapted"],
            self.counts["changed"],
            len(self.messages) - len(self.found),
            self.counts["returned"],
            tuple(entry for (_, before), entry in zip(gone, obsolete, strict=True) if not before.is_obsolete),
        )

    def _entry(self, n: int) -> Entry:
        message = self.messages[n]
        return self.found.get(n) or Entry(message.text, context=message.context, extracted=message.extracted, references=message.references)


#: Least share of equal pairs of characters to be looked at, and what a score must reach.
_LEAST = 0.4
_ENOUGH = 0.6
#: What standing between the same neighbours, and in the same section, is worth.
_BETWEEN = 0.15
_SECTION = 0.05
#: Of two that are alike, the one with the same figures and citations goes first.
_FIGURES = 0.01
#: A message of fewer pairs of characters must be that much more like.
_FEW = 8
_SHORT = 0.1


class _Order:
    """Where entries stood and messages stand, by those that have been found."""

    def __init__(self, taken: Mapping[int, int], live: int) -> None:
        pairs = sorted((at, n) for at, n in taken.items() if at < live)
        self._old = [at for at, _ in pairs]
        self._new = [n for _, n in pairs]
        self._live = live

    def between(self, n: int, at: int) -> bool:
        """Whether a message stands between the neighbours that an entry had."""
        if at >= self._live:
            return False
        i = bisect_left(self._old, at)
        before = self._new[i - 1] if i else -1
        behind = self._new[i] if i < len(self._new) else len(self._new) + self._live + n + 1
        return before < n < behind


def _alike(message: Message, entry: Entry) -> int:
    """1 for the same place and kind, -2 for another kind: a cell makes no paragraph."""
    if not entry.extracted:
        return 0
    return 1 if entry.extracted[0] == message.extracted[0] else 0 if entry.extracted[0].startswith(message.kind) else -2


def _grams(message: str) -> Counter[str]:
    """Pairs of characters of what a message says; its placeholders count by their kind only, so that a figure is no other text."""
    text = essence_of_prose(PLACEHOLDER.sub(lambda found: f"\ue000{found[2]}", message).replace("\ue000", "¤"))
    return Counter(text[i : i + 2] for i in range(len(text) - 1)) or Counter(text)


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Dice's coefficient of two bags."""
    total = one.total() + other.total()
    if not total or 2 * min(one.total(), other.total()) / total < _LEAST:
        return 0.0
    return 2 * (one & other).total() / total
