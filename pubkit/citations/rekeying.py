"""Other keys for the entries of a report: in its marks, whatever their dialect, in its list, and in the addresses of marks.

    rekeyed(document, citations, {"9": "8"}, dropped=[source])

Every mark of 9 is then one of 8, with the address of 8, and the entry 9 is gone. The result is read again: where a mark does not
say what it should, or a word of the prose has changed, nothing is given back.
What does not belong here: which entries are one source (`identity`), files, and what is asked of the user.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pubkit.citations.collection import written_key
from pubkit.citations.dialect import NUMBERS, numbers
from pubkit.citations.model import entry_key
from pubkit.citations.resolve import find_citations
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.errors import InputError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from pubkit.citations.model import Citations, Marker, Source
    from pubkit.markdown.document import Document

_ADDRESS = lazy(r"\]\(")
_BLANK_LINES = lazy(r"(?:[ \t]*\n)*")
_RANGE_DASH = lazy(r"\d\s*([-–—~～])\s*\d")
_SEPARATOR = lazy(r"\d(\s*[,，、;；]\s*)\d")
_WORKS = lazy(r";(?![^{}]*\})")
_LIST_ITEM = lazy(r"\d+[.)]")
_LEAST_RANGE = 3


class Rekeying(NamedTuple):
    """What is asked: the new key of each that changes, the entries that go, and the keys that are listed outside of the text
    before and afterwards.
    """

    mapping: Mapping[str, str]
    dropped: Sequence[Source] = ()
    known: Collection[str] = ()
    known_then: Collection[str] = ()


def rekeyed(document: Document, citations: Citations, asked: Rekeying) -> str:
    """The text with other keys. Raises `InputError`, with the place, for a mark or an entry that cannot be rewritten."""
    edits = [*_mark_edits(document, citations, asked), *_list_edits(document, citations, asked)]
    try:
        text = apply_edits(document.text, sorted(edits))
    except ValueError:
        raise _refused(document, edits[0].span.start) from None
    _check(document, citations, asked, text)
    return text


def is_numbered_list(document: Document, citations: Citations) -> bool:
    """Whether the numbers are those of a Markdown list, which has no gaps: `3.` behind `1.` is shown as 2."""
    return any(_LIST_ITEM.fullmatch(source.key_span.of(document.text).strip()) for source in citations.sources)


def without_gaps(citations: Citations, mapping: Mapping[str, str], dropped: Sequence[Source]) -> dict[str, str]:
    """The mapping with the entries behind those that go moved up: numbers from 1, in the order of the list."""
    kept = [source.key for source in citations.sources if source not in dropped]
    if not all(key.isdecimal() for key in kept):
        return dict(mapping)
    moved = {key: str(n) for n, key in enumerate(sorted(set(kept), key=int), 1)}
    renamed = {key: moved.get(target, target) for key, target in mapping.items()}
    return {**{key: new for key, new in moved.items() if key != new}, **renamed}


def _refused(document: Document, at: int) -> InputError:
    place = document.lines.location(at)
    return InputError(
        Phrase("this mark or entry cannot be rewritten with another key", "这处引用或条目无法改用其他编号"),
        filename=document.path,
        row=place.row,
        column=place.column,
        hint=Phrase("`pubkit normalize` first gives all marks the same form.", "可先用 `pubkit normalize` 统一引用的写法。"),
    )


# ---- the marks


def _new_key(key: str, mapping: Mapping[str, str]) -> str:
    """The new key of a mark, with the place that it names: `12†L3` of 12."""
    if key in mapping:
        return mapping[key]
    entry = entry_key(key)
    return mapping.get(entry, entry) + key[len(entry) :]


def _keys(marker: Marker, mapping: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_new_key(key, mapping) for key in marker.keys))


def _mark_edits(document: Document, citations: Citations, asked: Rekeying) -> Iterator[Edit]:
    """One edit for each mark that changes; one that says again what stands beside it goes."""
    text, said, end = document.text, set[str](), -1
    for marker in citations.markers:
        new = _keys(marker, asked.mapping)
        said = said if text[max(0, end) : marker.span.start] in ("", " ") and end >= 0 else set()
        changed = any(_new_key(key, asked.mapping) != key for key in marker.keys)
        if changed and said.issuperset(new) and marker.span.of(text)[:1] != "@":
            yield Edit.delete(end if end >= 0 else marker.span.start, marker.span.end)
        elif changed:
            yield Edit(marker.span, _rewritten(document, citations, marker, new, asked))
        said |= set(new)
        end = marker.span.end


def _rewritten(document: Document, citations: Citations, marker: Marker, new: tuple[str, ...], asked: Rekeying) -> str:
    source = marker.span.of(document.text)
    at = [found.start() for found in _ADDRESS.finditer(source)]
    label, rest = (source[: at[-1]], source[at[-1] :]) if at else (source, "")
    if marker.dialect == "pandoc":
        return _pandoc(source, marker, asked.mapping)
    if rest and marker.address:
        rest = _with_address(document, citations, marker, new, rest, asked)
    return _label(label, marker, new, asked.mapping) + rest


def _label(label: str, marker: Marker, new: tuple[str, ...], mapping: Mapping[str, str]) -> str:
    """The part of a mark that shows its keys."""
    if range_of_marks := _RANGE_OF_MARKS.fullmatch(label):
        return "".join(f"{range_of_marks[1]}{key}{range_of_marks[2]}" for key in new)
    if all(key.isdecimal() for key in (*marker.keys, *new)):
        for found in re.finditer(NUMBERS, label):
            if set(numbers(found[0])) == set(marker.keys) and (len(marker.keys) > 1 or not found[0].isdecimal()):
                return label[: found.start()] + _numbers(found[0], new) + label[found.end() :]
    changed = {entry_key(key): entry_key(_new_key(key, mapping)) for key in marker.keys}
    if all(map(str.isdecimal, (*changed, *changed.values()))):
        changed |= {key.translate(_SUPERIOR): new.translate(_SUPERIOR) for key, new in changed.items()}
    tokens = "|".join(_token(key) for key in sorted(changed, key=len, reverse=True))
    return re.sub(tokens, lambda found: changed[found[0]], label)


def _token(key: str) -> str:
    """A key that stands by itself: a number between what are no digits, a word between what are no letters."""
    is_number = re.fullmatch(r"[\d¹²³⁰-⁹]+|turn\d+[a-z]+\d+", key)  # `citeturn0search0turn1view0` runs on where its signs are lost
    return rf"(?<![\d†¹²³⁰-⁹]){key}(?![\d¹²³⁰-⁹])" if is_number else rf"(?<![\w†]){re.escape(key)}(?!\w)"


#: `[1]-[4]`: its ends are keys as they stand, and those between are not written.
_RANGE_OF_MARKS = re.compile(r"(\\?[\[［【〔])\d+(\\?[\]］】〕])\s*[-–—~～至到]\s*\1\d+\2")
_SUPERIOR = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _numbers(written: str, new: Sequence[str]) -> str:
    """Numbers as a mark lists them: with its own commas, and ranges where it had some."""
    comma = found[1] if (found := _SEPARATOR.search(written)) else ","
    dash = found[1] if (found := _RANGE_DASH.search(written)) else ""
    runs: list[list[int]] = []
    for number in sorted(map(int, new)) if dash else map(int, new):
        if dash and runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    shown = [f"{run[0]}{dash}{run[-1]}" if len(run) >= _LEAST_RANGE else comma.join(map(str, run)) for run in runs]
    return comma.join(shown)


def _with_address(
    document: Document, citations: Citations, marker: Marker, new: tuple[str, ...], rest: str, asked: Rekeying
) -> str:
    """The address of a mark, which becomes that of the entry which it names now; one with an address of its own keeps it."""
    old = citations.source(marker.keys[0])
    target_key = next((key for key in marker.keys if _new_key(key, asked.mapping) == new[0]), marker.keys[0])
    target = next((s for s in citations.sources if asked.mapping.get(s.key, s.key) == new[0] and s not in asked.dropped), None)
    if target is None or old is None or target.key == old.key or target.key == target_key or not target.links:
        return rest
    written = target.links[-1].span.of(document.text)
    found = _ADDRESS.search(written)
    return written[found.start() :] if found else f"]({target.address})"


def _pandoc(source: str, marker: Marker, mapping: Mapping[str, str]) -> str:
    """`[@9, p. 3; @8]`: works that a mark now cites twice, without pages of their own, are there once."""
    if not source.startswith("["):
        return written_key(_new_key(marker.keys[0], mapping))
    parts, seen = [], set[str]()
    for part in _WORKS.split(source[1:-1]):
        renamed = _with_keys(part, marker.keys, mapping)
        bare = renamed.strip()
        if bare in seen:
            continue
        seen.add(bare)
        parts.append(renamed)
    return "[" + ";".join(parts) + "]"


def _with_keys(part: str, keys: Sequence[str], mapping: Mapping[str, str]) -> str:
    for key in sorted(keys, key=len, reverse=True):
        for written in (f"@{{{key}}}", f"@{key}"):
            at = part.find(written)
            behind = part[at + len(written) : at + len(written) + 2]
            if at >= 0 and not re.match(r"\w|[:.#$%&+?<>~/-]\w", behind):
                return part[:at] + written_key(_new_key(key, mapping)) + part[at + len(written) :]
    return part


# ---- the list


def _list_edits(document: Document, citations: Citations, asked: Rekeying) -> Iterator[Edit]:
    text = document.text
    for source in citations.sources:
        if source in asked.dropped:
            found = _BLANK_LINES.match(text, source.span.end)
            yield Edit.delete(source.span.start, found.end() if found else source.span.end)
        elif source.key in asked.mapping:
            written = source.key_span.of(text)
            bare = source.key.removeprefix("^")
            changed = re.sub(rf"(?<!\w){re.escape(bare)}(?!\w)", lambda _, key=source.key: asked.mapping[key].removeprefix("^"), written, count=1)  # type: ignore[misc]
            if changed == written:
                raise _refused(document, source.key_span.start)
            yield Edit(source.key_span, changed)


# ---- the proof


def _check(document: Document, citations: Citations, asked: Rekeying, text: str) -> None:
    """Reads the text again. Raises `InputError` where a mark or an entry is not what it should be."""
    then = find_citations(document.edited(text), known=asked.known_then)
    listed = [asked.mapping.get(source.key, source.key) for source in citations.sources if source not in asked.dropped]
    if [source.key for source in then.sources] != listed:
        raise _refused(document, citations.sources[0].span.start if citations.sources else 0)
    wanted = [_keys(marker, asked.mapping) for marker in citations.markers]
    found = [tuple(dict.fromkeys(marker.keys)) for marker in then.markers]
    if _in_turn(found) != _in_turn(wanted):
        bad = next((n for n, keys in enumerate(wanted[: len(found)]) if keys != found[n]), 0)
        raise _refused(document, citations.markers[bad].span.start if citations.markers else 0)
    if _prose(document.text, citations) != _prose(text, then):
        raise _refused(document, 0)


def _in_turn(marks: Sequence[tuple[str, ...]]) -> list[str]:
    """The keys in their order, one that is said twice running once: side by side, that is one mark."""
    keys = [key for mark in marks for key in sorted(mark)]
    return [key for n, key in enumerate(keys) if n == 0 or keys[n - 1] != key]


def _prose(text: str, citations: Citations) -> str:
    """The text without marks and without the list, spaces left out."""
    listed = citations.bibliography
    spans = [*(marker.span for marker in citations.markers), *(source.span for source in citations.sources)]
    spans += [listed.span, *listed.others] if listed else []
    kept, done = [], 0
    for start, end in sorted(spans):
        kept.append(text[done : max(done, start)])
        done = max(done, end)
    return re.sub(r"\s+", "", "".join([*kept, text[done:]]))
