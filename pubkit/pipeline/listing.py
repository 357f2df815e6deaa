"""The list of references of one publication: what is in it, in which order, how an entry is worded, and what cites it.

    reference-style: gbt7714-2025 (default in Chinese), gbt7714-2025-author-date, as-written (default elsewhere; data as GB/T has it), any CSL style
    numbering: citation | source        numbers in the order of the text, or as the source has them
    uncited: apart | keep | drop        entries that the text does not cite: under further reading, in the list, or left out

Entries that stand in the report, or in the references file that `normalize` made of them, belong to the report; of other files
only what is cited does, and what the front matter names under `nocite`, as pandoc has it.
What does not belong here: the text and its marks (`settling`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit.citations.addresses import canonical_address
from pubkit.citations.reference import parse_reference
from pubkit.citations.references_file import names_of
from pubkit.pipeline.styles import style_file
from pubkit.publish.publication import AuthorDateMarks, Reference
from pubkit.text.errors import ConfigError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase, enumerated
from pubkit.text.tags import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pubkit.citations.bibliography_groups import Group
    from pubkit.citations.model import Source
    from pubkit.citations.styles.entry import Entry as Formatted
    from pubkit.markdown.document import Document

AS_WRITTEN = "as-written"
NUMERIC, AUTHOR_DATE = "gbt7714-2025", "gbt7714-2025-author-date"
#: What verifying says of a page that it has read.
_SEEN = frozenset({"alive", "moved", "title-differs"})
_UNCITED = ("apart", "keep", "drop")


class Candidate(NamedTuple):
    """An entry that may be listed: its CSL item, with its key as `id`, its text as it is written, and its address.

    `written` is empty for data that nobody has written as an entry, as a Zotero export is.
    """

    key: str
    item: Mapping[str, Any]
    written: str
    address: str | None

    @classmethod
    def of_source(cls, source: Source) -> Candidate:
        """An entry of the list in the text."""
        parsed = parse_reference(source)
        return cls(source.key, {**parsed.item, "id": source.key}, source.title, source.address)

    @classmethod
    def of_item(cls, key: str, item: Mapping[str, Any]) -> Candidate:
        """An entry of a references file."""
        custom = item.get("custom")
        was_written = isinstance(custom, dict) and custom.get("original")  # `normalize` keeps it
        written = str(item.get("title") or key) if was_written else ""
        return cls(key, item, written, str(item["URL"]) if item.get("URL") else None)


class Listing(NamedTuple):
    """The list: its entries in order, and what encloses the marks of the author-date system."""

    references: tuple[Reference, ...]
    marks: AuthorDateMarks | None


def make_listing(
    candidates: Mapping[str, Candidate], cited: Sequence[str], settings: Mapping[str, Any], language: str, report: str = "-"
) -> Listing:
    """The list of references. `cited` are keys in the order of the text; `report` is the file, beside which a style may stand.

    Raises `ConfigError` for a value that `uncited` does not have, and what reading items and styles raises.
    """
    style = str(settings.get("reference-style") or (NUMERIC if is_chinese(language) else AS_WRITTEN))
    style = str(style_file(style, Path(report).parent) or style)
    as_written = settings.get("numbering") == "source"
    order = _order(candidates, cited, by_citation=not as_written)
    uncited = _uncited(settings, report)
    others = [] if uncited == "drop" else [key for key in candidates if key not in set(order)]
    listed = order
    if uncited == "keep":
        listed, others = (list(candidates), []) if as_written else ([*order, *others], [])
    chosen = [candidates[key] for key in (*listed, *others)]
    styled = _styled(chosen, set(listed), style, language)
    if styled.marks is not None:
        return Listing(tuple(entry for _, entry in styled.entries), styled.marks)
    numbers = _numbers(listed, as_written=as_written)
    by_key = dict(styled.entries)
    return Listing(tuple(_numbered(by_key[each.key], numbers.get(each.key)) for each in chosen), None)


def _uncited(settings: Mapping[str, Any], filename: str) -> str:
    said = settings.get("uncited") or "apart"
    if said not in _UNCITED:
        raise ConfigError(
            Phrase("`uncited` is one of {}, not `{}`", "`uncited` 的值应为 {} 之一，而非 `{}`").format(enumerated(_UNCITED), said),
            filename=filename,
        )
    return str(said)


def _order(candidates: Mapping[str, Candidate], cited: Sequence[str], *, by_citation: bool) -> list[str]:
    """The cited entries: as the text cites them, or as they are listed."""
    if by_citation:
        return [key for key in dict.fromkeys(cited) if key in candidates]
    return [key for key in candidates if key in set(cited)]


def _numbers(listed: Sequence[str], *, as_written: bool) -> dict[str, int]:
    if as_written and all(key.isdecimal() for key in listed):
        return {key: int(key) for key in listed}
    return {key: n for n, key in enumerate(listed, 1)}


def _numbered(entry: Reference, number: int | None) -> Reference:
    return Reference(entry.key, number, entry.text, entry.address, entry.language, entry.markup)


def in_groups(references: tuple[Reference, ...], groups: Iterable[Group]) -> tuple[Reference, ...]:
    """The list with the headings among its entries as they stand in the source: first what is under none, then group by group.

    Within each the order and the numbers stay.
    """
    filled = [group for group in groups if group.keys]
    if not filled:
        return references
    named = {key: group.name for group in reversed(filled) for key in group.keys}  # of a doubled key, the first one counts
    order = {name: n for n, name in enumerate(dict.fromkeys(["", *(group.name for group in filled)]))}
    grouped = [each._replace(group=named.get(each.key, "")) for each in references]
    return tuple(sorted(grouped, key=lambda each: (not each.is_listed, order[each.group])))


# ---- what may be listed


def own_items(document: Document, listed: Mapping[str, Mapping[str, Any]], cited: Sequence[str], settings: Mapping[str, Any]) -> list[str]:
    """The keys of items of references files that belong to a report: those that it cites, those of the file that `normalize`
    made for it, those under `nocite`, and all that it names itself where it says what is to be done with uncited ones.
    """
    wanted = {*cited, *_nocite(document)}
    names = names_of(document.front_matter.get("bibliography")) if document.front_matter_span else []
    stem = Path(document.path).stem
    own = [name for name in names if settings.get("uncited") or Path(name).name.startswith(f"{stem}.references.")]
    if "*" in wanted:
        return list(listed)
    wanted |= _keys_of(document, own)
    return [key for key in listed if key in wanted]


def _nocite(document: Document) -> set[str]:
    """The keys under `nocite`: `@a, @{b c}`; `@*` is all of them."""
    said = document.front_matter.get("nocite") if document.front_matter_span else None
    return {braced or plain for braced, plain in re.findall(r"@(?:\{([^{}]+)\}|(\*|[^\s,;\]]+))", str(said or ""))}


def _keys_of(document: Document, names: Sequence[str]) -> set[str]:
    from pubkit.citations.references_file import read_references

    folder = Path(document.path).parent
    return {str(item["id"]) for name in names for item in read_references(folder / name)}


def access_days(report: str) -> dict[str, dict[str, Any]]:
    """The days on which `refs verify --online` saw the pages that a report cites, as CSL has dates, by canonical address."""
    if not Path(report).with_suffix(".verified.json").is_file():
        return {}
    from pubkit.pipeline.verified import read_verified

    days = {}
    for record in read_verified(report).values():
        found = re.match(r"(\d{4})-(\d\d)-(\d\d)", record.checked)
        if found and record.status in _SEEN:
            days[canonical_address(record.address)] = {"date-parts": [[int(part) for part in found.groups()]]}
    return days


def with_access_days(candidates: Mapping[str, Candidate], days: Mapping[str, Any]) -> dict[str, Candidate]:
    """The entries with the day on which each was looked at, where only `days`, by canonical address, says it."""
    return {key: _with_day(candidate, days) for key, candidate in candidates.items()}


def _with_day(candidate: Candidate, days: Mapping[str, Any]) -> Candidate:
    day = days.get(canonical_address(candidate.address)) if candidate.address else None
    if day is None or candidate.item.get("accessed"):
        return candidate
    return Candidate(candidate.key, {**candidate.item, "accessed": day}, candidate.written, candidate.address)


# ---- how entries are worded


class _Styled(NamedTuple):
    entries: list[tuple[str, Reference]]
    marks: AuthorDateMarks | None


def _styled(chosen: Sequence[Candidate], listed: set[str], style: str, language: str) -> _Styled:
    if style in (AS_WRITTEN, NUMERIC):
        from pubkit.citations.styles.gbt7714 import format_entry

        return _Styled(
            [
                (each.key, Reference(each.key, None, each.written, each.address))
                if style == AS_WRITTEN and each.written
                else (each.key, _reference(each, format_entry(each.item)))
                for each in chosen
            ],
            None,
        )
    if style == AUTHOR_DATE:
        return _by_author(chosen, listed, language)
    return _by_csl(chosen, listed, style, language)


def _by_author(chosen: Sequence[Candidate], listed: set[str], language: str) -> _Styled:
    from pubkit.citations.styles.author_date import arrange
    from pubkit.citations.styles.gbt7714 import format_entry

    by_key = {each.key: each for each in chosen}
    comma = "，" if is_chinese(language) else ", "
    entries = []
    for each in arrange([{**candidate.item, "id": candidate.key} for candidate in chosen]):
        key = str(each.item["id"])
        entry = _reference(by_key[key], format_entry(each.item, author_date=True))
        mark, year = (f"{each.label}{comma}{each.year}", each.year) if key in listed else ("", "")
        entries.append((key, Reference(key, None, entry.text, entry.address, None, entry.markup, mark, year)))
    entries.sort(key=lambda pair: not pair[1].mark)
    return _Styled(entries, AuthorDateMarks("（", "）", "；") if is_chinese(language) else AuthorDateMarks())


def _by_csl(chosen: Sequence[Candidate], listed: set[str], style: str, language: str) -> _Styled:
    from pubkit.pipeline.citing import styled_list

    made = styled_list([{**each.item, "id": each.key} for each in chosen], style, language)
    entries = [
        (key, Reference(key, None, each.text, each.address, None, each.markup, *((each.mark, each.mark_year) if key in listed else ())))
        for key, each in made.entries.items()
    ]
    entries.sort(key=lambda pair: pair[0] not in listed)
    return _Styled(entries, made.marks)


#: Fields of an item beside which an entry has no words: its marks would stand alone, `[EB/OL].`
_SAYS_NOTHING = frozenset({"id", "type", "URL", "custom", "language"})


def _reference(candidate: Candidate, entry: Formatted) -> Reference:
    """An entry of GB/T 7714, its address set apart by the publisher. Of an address alone nothing is said but the address."""
    from pubkit.citations.styles.entry import html_of, plain

    if candidate.address and candidate.item.keys() <= _SAYS_NOTHING:
        return Reference(candidate.key, None, "", candidate.address)
    runs = list(entry.runs)
    if len(runs) > 1 and runs[-2].kind == "url":
        del runs[-2:]  # the address and the period behind it
    is_rich = any(run.marks or run.address for run in runs)
    return Reference(candidate.key, None, plain(tuple(runs)).strip(), candidate.address, None, html_of(tuple(runs)).strip() if is_rich else "")
