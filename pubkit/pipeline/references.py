"""The verbs of `pubkit refs`: what reports list and cite, and references as data of other programs.

An entry of a list in the text is read by `parse_reference`; entries of a file that the front matter names are taken as they are.
What does not belong here: how an entry is printed (`citations.styles`, `pipeline.styles`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args

from pubkit.citations.addresses import canonical_address
from pubkit.citations.exchange import Problem, Read, Written, in_order
from pubkit.citations.exchange.csl import append_csl_yaml, read_csl_json, read_csl_yaml, write_csl_json, write_csl_yaml
from pubkit.citations.model import entry_key
from pubkit.citations.reference import parse_reference
from pubkit.citations.references_file import lost_entry, named_files, references_of
from pubkit.citations.resolve import find_citations
from pubkit.config import find_config
from pubkit.pipeline.verified import read_verified
from pubkit.text.errors import InputError, UsageError
from pubkit.text.files import decode, read_bytes, write_atomically
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from pubkit.citations.exchange.bibtex import Place
    from pubkit.citations.model import Citations
    from pubkit.markdown.document import Document
    from pubkit.pipeline.verified import Verified
    from pubkit.text.span import Location

Format = Literal["csl-json", "csl-yaml", "bibtex", "ris"]
FORMATS: tuple[Format, ...] = get_args(Format)
#: What a reader needs to find a source, in the order of an entry.
NEEDED = ("author", "title", "issued", "URL")
#: Works that are found without an address (CSL types).
PRINTED = frozenset({"book", "chapter", "thesis", "article-journal", "paper-conference", "standard", "patent"})
_FORMAT_OF_SUFFIX: dict[str, Format] = {
    ".json": "csl-json",
    ".yaml": "csl-yaml",
    ".yml": "csl-yaml",
    ".bib": "bibtex",
    ".bibtex": "bibtex",
    ".ris": "ris",
}


class ListedReference(NamedTuple):
    """An entry that a report lists: the CSL item it makes, where it stands, and where it is cited.

    `filename` and `location` are those of the text, or of the references file, of which only the name is known. `kind` is
    finer than CSL's type. `missing` names the fields of `NEEDED` that are not known.
    """

    filename: str
    key: str
    kind: str
    item: Mapping[str, Any]
    cited: tuple[Location, ...]
    location: Location | None = None
    origins: Mapping[str, str] | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    verified: Verified | None = None  # what the last `refs verify --online` found

    @property
    def doi(self) -> str:
        """The DOI, empty where there is none."""
        return str(self.item.get("DOI") or dict(self.identifiers).get("DOI") or "")

    @property
    def name(self) -> tuple[str, str]:
        """The address and the title: what `pubkit refs verify` learns is kept under these."""
        address = self.item.get("URL") or (f"https://doi.org/{self.doi}" if self.doi else "")
        return str(address), str(self.item.get("title") or "")

    @property
    def missing(self) -> tuple[str, ...]:
        has_place = "DOI" in self.item or self.item.get("type") in PRINTED
        return tuple(field for field in NEEDED if not self.item.get(field) and not (field == "URL" and has_place))


class ReportReferences(NamedTuple):
    """All that one report lists, in the order of its list, and the keys that it cites and nothing lists.

    `passed_over` counts the entries of its references files that it neither cites nor lists: those of other reports.
    """

    filename: str
    entries: tuple[ListedReference, ...]
    unlisted: tuple[str, ...]
    passed_over: int = 0


def list_references(document: Document) -> ReportReferences:
    """What a report lists and how often it cites it. Raises what reading its citations or its references files raises."""
    filed = _filed(document)
    citations = find_citations(document, known={str(item["id"]) for _, items in filed for item in items})
    places = _places(document, citations)
    own = _own_keys(document, filed, places)
    entries = list(_entries_of_text(document, citations, places))
    entries += [
        ListedReference(name, str(item["id"]), str(item["type"]), item, tuple(places.get(str(item["id"]), ())))
        for name, items in filed
        for item in items
        if str(item["id"]) in own
    ]
    known = read_verified(document.path) if document.path != "-" else {}
    if known:
        entries = [entry._replace(verified=known.get(entry.name)) for entry in entries]
    unlisted = dict.fromkeys(key for m in citations.markers if not m.address for key in m.keys if not citations.knows(key))
    return ReportReferences(document.path, tuple(entries), tuple(unlisted), sum(len(items) for _, items in filed) - len(own))


def _own_keys(document: Document, filed: Sequence[tuple[str, Sequence[Mapping[str, Any]]]], cited: Iterable[str]) -> set[str]:
    """The keys of references files that `build` prints with this report; a shared file has those of others too."""
    if not any(items for _, items in filed):
        return set()
    from pubkit.pipeline.listing import own_items
    from pubkit.pipeline.projects import ReportSource

    path = Path(document.path)
    settings = ReportSource(path.stem, path, find_config(path)).settings(document.front_matter)
    return set(own_items(document, {str(item["id"]): item for _, items in filed for item in items}, list(cited), settings))


def _places(document: Document, citations: Citations) -> dict[str, list[Location]]:
    """Where each entry is cited, by the key of the entry."""
    places: dict[str, list[Location]] = {}
    for marker in citations.markers:
        at = document.lines.location(marker.span.start)
        for key in dict.fromkeys(marker.keys):
            source = citations.source(key)
            places.setdefault(source.key if source else entry_key(key), []).append(at)
    return places


def _entries_of_text(document: Document, citations: Citations, places: Mapping[str, Sequence[Location]]) -> Iterable[ListedReference]:
    """The entries of the list. A footnote that nothing takes for a source is a note; a second entry of a key is never cited."""
    seen: set[str] = set()
    for source in citations.sources:
        cited = () if source.key in seen else tuple(places.get(source.key, ()))
        seen.add(source.key)
        parsed = parse_reference(source)
        item = {field: value for field, value in parsed.item.items() if field != "title" or parsed.has_title}
        yield ListedReference(
            document.path,
            source.key,
            parsed.kind,
            item,
            cited,
            document.lines.location(source.span.start),
            parsed.origins,
            tuple((name.scheme, name.value) for name in parsed.identifiers),
        )


def _filed(document: Document) -> list[tuple[str, tuple[dict[str, Any], ...]]]:
    """The references files that hold for a report, with their items; an item of a key that an earlier file has is left out."""
    items = references_of(document, whole_references)
    filed = []
    for path in named_files(document):
        own = whole_references(path)
        filed.append((str(path), tuple(items.pop(key) for item in own if (key := str(item["id"])) in items)))
    return filed


def whole_references(path: Path) -> tuple[dict[str, Any], ...]:
    """The items of a file, all of each. Raises `InputError`, with its line, for an entry that cannot be read."""
    status = path.stat()
    return _read_kept(str(path), status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=16)
def _read_kept(path: str, *_state: int) -> tuple[dict[str, Any], ...]:
    """Kept while the file stays as it is: reading BibTeX runs pandoc."""
    read = read_references(Path(path))
    for problem in read.problems:
        if problem.is_lost:
            raise lost_entry(problem.key, problem.message, path, problem.row)
    return read.items


# ---- out


def merged(reports: Sequence[ReportReferences]) -> list[dict[str, Any]]:
    """The entries of reports as items of one file, each source once.

    The keys of one report stay; those of several are told apart by its name in front, whatever else is exported with it.
    """
    items: list[dict[str, Any]] = []
    taken: set[str] = set()
    places: set[str] = set()
    for report in reports:
        prefix = f"{Path(report.filename).stem}-" if len(reports) > 1 else ""
        for entry in report.entries:
            address = canonical_address(str(entry.item["URL"])) if entry.item.get("URL") else ""
            if address in places and len(reports) > 1:
                continue
            places |= {address} - {""}
            key = _free(_fit(prefix + entry.key), taken)
            items.append(in_order({**entry.item, "id": key}))
    return items


def _fit(key: str) -> str:
    """A key that Markdown, YAML and BibTeX all take: no spaces, no brackets."""
    return re.sub(r"[^\w:.+/-]+", "-", key).strip("-") or "entry"


def _free(key: str, taken: set[str]) -> str:
    free, n = key, 1
    while free in taken:
        n += 1
        free = f"{key}-{n}"
    taken.add(free)
    return free


def write_references(items: Sequence[Mapping[str, Any]], to: Format) -> Written:
    """Items in the format of another program, and the fields for which it has no place."""
    if to == "bibtex":
        from pubkit.citations.exchange.bibtex import write_bibtex

        return write_bibtex(items)
    if to == "ris":
        from pubkit.citations.exchange.ris import write_ris

        return write_ris(items)
    return Written(write_csl_json(items) if to == "csl-json" else write_csl_yaml(items))


# ---- in


def read_references(path: Path, source: Format | None = None) -> Read:
    """The items of a file. `source` is its format, else its name says it. Every item has a key, and no two the same.

    One entry that cannot be read is named among the problems and the others are kept. Raises `InputError` where the file
    as a whole is nothing of the kind, `UsageError` where its name does not tell its format.
    """
    return read_text(decode(read_bytes(path), str(path)), str(path), source or format_of(path))


def format_of(path: Path) -> Format:
    """The format that a file's name tells. Raises `UsageError` where it tells none."""
    if found := _FORMAT_OF_SUFFIX.get(path.suffix.lower()):
        return found
    raise UsageError(
        Phrase("the name does not tell the format", "从文件名看不出格式"),
        filename=str(path),
        hint=Phrase("Name it: {}.", "请指定：{}。").format(enumerated(FORMATS)),
    )


def read_text(text: str, filename: str, source: Format) -> Read:
    """The items of a text. See `read_references`."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if not text.strip():
        raise InputError(Phrase("this file is empty", "文件是空的"), filename=filename, hint=Phrase("Name a file that holds references.", "请指定含有文献条目的文件。"))
    read = _READERS[source](text, filename)
    if not read.items and not read.problems and source in ("bibtex", "ris"):
        raise InputError(
            Phrase("no entry of {} in this file", "文件中没有 {} 条目").format(_NAMES_OF_FORMATS[source]),
            filename=filename,
            hint=Phrase("Name the format that it has with --from.", "请用 --from 指定实际格式。"),
        )
    return _with_single_keys(read)


_NAMES_OF_FORMATS = {"bibtex": "BibTeX", "ris": "RIS"}


def _with_single_keys(read: Read) -> Read:
    taken: set[str] = set()
    items, problems = [], list(read.problems)
    for item, row in zip(read.items, read.rows, strict=True):
        key = str(item["id"])
        free = _free(key, taken)
        if free != key:
            words = Phrase("the key stands twice; the later entry is now `{}`", "键重复；后一条改为 `{}`").format(free)
            problems.append(Problem(row, key, words, is_lost=False))
        items.append(in_order({**item, "id": free}))
    return Read(tuple(items), tuple(sorted(problems)), read.rows)


def _read_ris(text: str, _: str) -> Read:
    from pubkit.citations.exchange.ris import read_ris

    return read_ris(text)


#: How often pandoc may refuse one entry before the file is given up: each time costs a run.
_REFUSALS = 50


def _read_bibtex(text: str, filename: str) -> Read:
    """Through pandoc: what it refuses or passes over is taken out, named, and the others are read again."""
    from pubkit.citations.exchange.bibtex import entry_places, unreadable

    places = entry_places(text)
    lost = dict(unreadable(text, places))
    items = _read_rest(text, filename, places, lost)
    kept = [place for place in places if place not in lost]
    by_key: dict[str, list[Place]] = {}
    for place in reversed(kept):
        by_key.setdefault(place.key, []).append(place)
    found = [by_key[key].pop() if by_key.get(key := str(item["id"])) else None for item in items]
    mended = [_mended(item, place, text) for item, place in zip(items, found, strict=True)]
    there = {str(item["id"]) for item in items}
    passed_over = Phrase("pandoc reads nothing of it", "pandoc 未能读出内容")
    problems = [
        *lost.values(),
        *(problem for _, problem in mended if problem),
        *(Problem(place.row, place.key, passed_over, is_lost=True) for place in kept if place.key not in there),
    ]
    return Read(tuple(item for item, _ in mended), tuple(problems), tuple(place.row if place else 0 for place in found))


def _read_rest(text: str, filename: str, places: Sequence[Place], lost: dict[Place, Problem]) -> list[dict[str, Any]]:
    """The entries that pandoc reads; those that it refuses join `lost`. Raises `InputError` where it refuses the file."""
    from pubkit.citations.exchange.bibtex import for_pandoc
    from pubkit.publish.pandoc import RefusedError, read_bibtex

    for _ in range(_REFUSALS):
        try:
            return read_bibtex(for_pandoc(text, lost))
        except RefusedError as error:
            found = re.search(r"line (\d+)", error.said)
            before = [place for place in places if found and place.row <= int(found[1]) and place not in lost]
            if not before:
                said = Phrase("not BibTeX: {}", "不是 BibTeX：{}").format(error.said.splitlines()[-1])
                raise InputError(said, filename=filename) from None
            place = before[-1]
            lost[place] = Problem(place.row, place.key, Phrase("cannot be read", "无法读取"), is_lost=True)
    raise InputError(Phrase("too many entries cannot be read", "无法读取的条目过多"), filename=filename)


def _mended(item: dict[str, Any], place: Place | None, text: str) -> tuple[dict[str, Any], Problem | None]:
    from pubkit.citations.exchange.bibtex import mended_item

    item, message = mended_item(item, text[place.start : place.end] if place else "")
    return item, Problem(place.row if place else 0, str(item["id"]), message, is_lost=False) if message else None


_READERS: dict[Format, Callable[[str, str], Read]] = {
    "csl-json": read_csl_json,
    "csl-yaml": read_csl_yaml,
    "bibtex": _read_bibtex,
    "ris": _read_ris,
}


class Added(NamedTuple):
    """What was added to a references file: how many items it has now, how many are new, and the keys that were taken."""

    total: int
    new: int
    taken: tuple[str, ...]


def add_to_file(path: Path, items: Sequence[Mapping[str, Any]]) -> Added:
    """Adds items to a file of CSL-YAML, which is made where there is none. What it has already stays as it is.

    An item whose key belongs to another one is left out and named. Raises `InputError` where the file is another one, or has
    an item that cannot be read: nothing of a user's is overwritten.
    """
    if not path.exists() and not items:
        return Added(0, 0, ())
    if not path.exists():
        write_atomically(path, write_csl_yaml(items).encode("utf-8"))
        return Added(len(items), len(items), ())
    if format_of(path) != "csl-yaml":
        raise InputError(
            Phrase("this file is no CSL-YAML, and would be overwritten", "此文件不是 CSL-YAML，写入会将其覆盖"),
            filename=str(path),
            hint=Phrase("Name a .yaml file.", "请指定 .yaml 文件。"),
        )
    text = decode(read_bytes(path), str(path))
    existing = read_text(text, str(path), "csl-yaml")
    for problem in existing.problems:
        raise InputError(problem.message, filename=str(path), row=problem.row)
    by_key = {str(item["id"]): item for item in existing.items}
    new = [item for item in items if item["id"] not in by_key]
    if new:
        write_atomically(path, append_csl_yaml(text, existing.items, new).encode("utf-8"))
    taken = tuple(key for item in items if by_key.get(key := str(item["id"]), item) != item)
    return Added(len(existing.items) + len(new), len(new), taken)
