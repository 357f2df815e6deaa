"""What an editor has corrected in a converted text, and the choices that were approved: remembered by the words around.

They stand in `<report>.<language>.corrections.yaml`. Each holds wherever its source words stand with the same words on one side, or
with much the same on both: it survives changes elsewhere, a moved paragraph, and small changes beside it. One whose words are gone is
unused, and never deleted.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pubkit.config import nearest
from pubkit.markdown.tree import MASKS
from pubkit.markdown.yaml import dump_yaml, key_places, load_yaml_mapping
from pubkit.text.errors import ConfigError
from pubkit.text.files import decode, read_bytes
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pubkit.editions.conversion import Conversion, Uncertain
    from pubkit.editions.joined_text import JoinedText
    from pubkit.markdown.yaml import KeyPath

_HIDDEN = lazy(f"[{MASKS}]")
_KINDS = ("corrections", "approved")
_KEYS = ("source", "before", "behind", "made", "correction", "date")
_WHOLE_SIDE = 4  # code points: a side of this length that is the same decides alone
_PART = 3  # code points that must be the same on both sides where neither is the same throughout


@dataclass(frozen=True, slots=True)
class Correction:
    """`source` becomes `correction`, where conversion would have made `made`; the same twice is an approved choice.

    `before` and `behind` are up to ten code points of the prose on each side, `¶` where the block begins or ends.
    """

    source: str
    before: str
    behind: str
    made: str
    correction: str
    date: str = ""

    @property
    def approves(self) -> bool:
        return self.made == self.correction

    def fits(self, before: str, behind: str) -> bool:
        """Whether a place with these words around is the one that was meant."""
        left, right = _common(self.before[::-1], before[::-1]), _common(self.behind, behind)
        whole_left, whole_right = left == len(self.before), right == len(self.behind)
        if whole_left and whole_right:
            return True
        return (whole_left and left >= _WHOLE_SIDE) or (whole_right and right >= _WHOLE_SIDE) or (left >= _PART and right >= _PART)

    def same_place(self, other: Correction) -> bool:
        return (self.source, self.before, self.behind) == (other.source, other.before, other.behind)


def _common(one: str, other: str) -> int:
    """How many characters two texts share at their beginning."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything that is remembered for one edition, in the order of the file."""

    entries: tuple[Correction, ...] = ()

    def with_new(self, new: Iterable[Correction]) -> Corrections:
        """The same with more; a new one takes the place of the one about the same words."""
        entries = list(self.entries)
        for correction in new:
            at = next((n for n, entry in enumerate(entries) if entry.same_place(correction)), None)
            if at is None:
                entries.append(correction)
            else:
                entries[at] = correction
        return Corrections(tuple(entries))

    def unused(self, conversion: Conversion) -> tuple[Correction, ...]:
        """Those that a conversion found no place for."""
        return tuple(entry for n, entry in enumerate(self.entries) if n not in conversion.applied)


def load_corrections(path: Path) -> Corrections:
    """Reads the file, if there is one. Raises `ConfigError` with file, row and column for what is no correction."""
    if not path.exists():
        return Corrections()
    shown = os.path.relpath(path)
    text = decode(read_bytes(path, shown), shown).removeprefix("\ufeff")
    values, places = load_yaml_mapping(text, shown), key_places(text)

    def error(names: KeyPath, message: Phrase, hint: Phrase | None = None) -> ConfigError:
        row, column = places.get(names) or places.get(names[:-1], (1, 1))
        return ConfigError(message, filename=shown, row=row, column=column, hint=hint)

    entries = []
    for kind, listed in values.items():
        if kind not in _KINDS:
            raise error((kind,), Phrase("unknown key `{}`", "没有名为 `{}` 的键").format(kind), nearest(kind, _KINDS))
        if not isinstance(listed, list | None):
            raise error((kind,), Phrase("`{}` is a list", "`{}` 的值应为列表").format(kind))
        for n, given in enumerate(listed or ()):
            entries.append(_entry(given, (kind, str(n)), error))
    return Corrections(tuple(entries))


def _entry(given: Any, here: KeyPath, error: Any) -> Correction:
    if not isinstance(given, dict) or not given.get("source") or given.get("correction") is None:
        raise error(here, Phrase("a correction has `source` and `correction`", "每条订正都要有 `source` 和 `correction`"))
    for key in given:
        if key not in _KEYS:
            raise error((*here, str(key)), Phrase("unknown key `{}`", "没有名为 `{}` 的键").format(key), nearest(str(key), _KEYS))
    return Correction(**{key: str(given.get(key) or "") for key in _KEYS})


def corrections_text(corrections: Corrections) -> str:
    """The file's content: corrections first, then approved choices."""
    groups = {
        "corrections": [entry for entry in corrections.entries if not entry.approves],
        "approved": [entry for entry in corrections.entries if entry.approves],
    }
    return dump_yaml({kind: [{key: getattr(entry, key) for key in _KEYS} for entry in entries] for kind, entries in groups.items() if entries})


def approvals(doubts: Iterable[Uncertain], today: datetime.date) -> list[Correction]:
    """The choices that a conversion made where it was not certain, as approved."""
    return [Correction(doubt.source, doubt.before, doubt.behind, doubt.chosen, doubt.chosen, today.isoformat()) for doubt in doubts]


class Refused(NamedTuple):
    """A change that is no correction of a conversion: its row in the corrected file, from 1, and why."""

    row: int
    reason: Phrase


def learn(joined: JoinedText, conversion: Conversion, corrected: str, today: datetime.date) -> tuple[list[Correction], list[Refused]]:
    """The corrections that make `corrected` of a converted text, and the changes that cannot be remembered as such.

    `joined` is the prose of the text that was converted.
    """
    learned: list[Correction] = []
    refused: list[Refused] = []
    pieces = _pieces(conversion)
    for start, end, text, row in _changes(conversion.text, corrected):
        found = _placed(start, end, text, conversion.text, pieces, joined)
        if isinstance(found, Phrase):
            refused.append(Refused(row, found))
            continue
        first, last, made, wanted = found
        before, behind = joined.context(first, last)
        learned.append(Correction(joined.text[first:last], before, behind, made, wanted, today.isoformat()))
    return learned, refused


class _Piece(NamedTuple):
    """A stretch of the converted text and the one of the source that it comes from."""

    start: int
    end: int
    source_start: int
    source_end: int


def _pieces(conversion: Conversion) -> list[_Piece]:
    pieces: list[_Piece] = []
    done = at = 0
    for (start, end), text in conversion.edits:
        pieces.append(_Piece(at, at + start - done, done, start))
        at += start - done
        pieces.append(_Piece(at, at + len(text), start, end))
        at, done = at + len(text), end
    pieces.append(_Piece(at, len(conversion.text), done, done + len(conversion.text) - at))
    return [piece for piece in pieces if piece.end > piece.start or piece.source_end > piece.source_start]


def _changes(old: str, new: str) -> Iterator[tuple[int, int, str, int]]:
    """Where two texts differ: start and end in the old one, the new words, their row. Lines first, then characters within them."""
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    starts = [0]
    for line in old_lines:
        starts.append(starts[-1] + len(line))
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old_lines, new_lines, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from _changes_within(old[starts[a] : starts[b]], "".join(new_lines[c:d]), starts[a], c + 1)


def _changes_within(old: str, new: str, start: int, row: int) -> Iterator[tuple[int, int, str, int]]:
    """Changes that one or two equal characters part are one: 質量 and 品質 are two words."""
    merged: list[list[int]] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if merged and a - merged[-1][1] <= 2 and "\n" not in old[merged[-1][1] : a]:
            merged[-1][1], merged[-1][3] = b, d
        else:
            merged.append([a, b, c, d])
    for a, b, c, d in merged:
        yield start + a, start + b, new[c:d], row + new.count("\n", 0, c)


def _placed(
    start: int, end: int, text: str, converted: str, pieces: list[_Piece], joined: JoinedText
) -> tuple[int, int, str, str] | Phrase:
    """The joined stretch that a change is about, what was made of it and what is wanted; a phrase where it is about no prose."""
    if start == end:  # an insertion: the character beside it goes with it
        start, text = (start - 1, converted[start - 1] + text) if start and converted[start - 1] != "\n" else (start, text + converted[start : start + 1])
        end = max(end, start + 1)
    touched = [piece for piece in pieces if piece.start < end and piece.end > start] or [piece for piece in pieces if piece.start <= start <= piece.end]
    first, last = touched[0], touched[-1]
    begin, stop = start, end
    source_begin, source_stop = first.source_start + start - first.start, last.source_start + end - last.start
    if first.end - first.start != first.source_end - first.source_start:
        begin, source_begin = first.start, first.source_start
    if last.end - last.start != last.source_end - last.source_start:
        stop, source_stop = last.end, last.source_end
    wanted = converted[begin:start] + text + converted[end:stop]
    at, until = joined.joined(source_begin), joined.joined(source_stop - 1)
    if at is None or until is None or _HIDDEN.search(joined.text, at, until + 1):
        return Phrase("it changes what is never converted: code, addresses, markup, references", "改动处不属于转换范围：代码、地址、标记或参考文献")
    if until - at != source_stop - 1 - source_begin or "\n" in joined.text[at : until + 1]:
        return Phrase("it reaches over markup or several paragraphs", "改动跨越了标记或段落")
    return at, until + 1, converted[begin:stop], wanted
