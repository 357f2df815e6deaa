"""The references files that a report may cite from: those that its front matter names under `bibliography`, and those that
`pubkit.yaml` names for one report or for all.

    bibliography: report.references.yaml            beside the report
    bibliography: [team.bib, extra.ris]             the first file that has a key, has it
    pubkit.yaml: bibliography: references.yaml      beside `pubkit.yaml`, for every report of the project

CSL data as YAML or JSON, RIS, and BibTeX. Of a BibTeX entry the linter needs key, title and address, which are read here;
all of it is read through pandoc where something is built (`pipeline.references`).
"""

from __future__ import annotations

import os
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit.text.errors import InputError, UsageError
from pubkit.text.files import decode, read_bytes
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from pubkit.citations.exchange import Read
    from pubkit.markdown.document import Document

_CONFIGURATION = "pubkit.yaml"
_BIBTEX = (".bib", ".bibtex")
KNOWN_SUFFIXES = (".yaml", ".yml", ".json", *_BIBTEX, ".ris")


class Named(NamedTuple):
    """A references file and who names it: the file and the line, from 1, for messages."""

    path: Path
    named_in: str
    row: int | None


def references_of(
    document: Document, read: Callable[[Path], Sequence[Mapping[str, Any]]] | None = None
) -> dict[str, dict[str, Any]]:
    """The items of the files that hold for a document, by key, in their order; empty where there is none.

    `read` reads one file; without it BibTeX gives key, title and address only. Raises `InputError`, with file and line, for a
    file that is missing, of a kind that is not known, or with an entry that cannot be read.
    """
    items: dict[str, dict[str, Any]] = {}
    for named in named_references(document):
        _check(named)
        for item in (read or read_references)(named.path):
            items.setdefault(str(item["id"]), dict(item))
    return items


def named_files(document: Document) -> list[Path]:
    """The references files that hold for a document; whether they are there is not asked."""
    return [named.path for named in named_references(document)]


def named_references(document: Document) -> list[Named]:
    """The references files that hold for a document: its own before those of the project, each once."""
    found = {os.path.normpath(named.path): named for named in reversed([*_of_front_matter(document), *_of_project(document.path)])}
    return list(reversed(found.values()))


def names_of(value: object) -> list[str]:
    """The file names that a `bibliography` key holds: one, or a list of them."""
    return [str(name) for name in (value if isinstance(value, list) else [value]) if name]


def _of_front_matter(document: Document) -> Iterator[Named]:
    span = document.front_matter_span
    at = document.text.find("bibliography", *span) if span else -1
    if at < 0:
        return
    for name in names_of(document.front_matter.get("bibliography")):
        yield Named(Path(document.path).parent / name, document.path, document.lines.row(at))


def _of_project(path: str) -> Iterator[Named]:
    """What the nearest `pubkit.yaml` at or above a report names for it and for all."""
    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120  runs for every file, and Path costs ten times as much
    while True:
        configuration = f"{folder}{os.sep}{_CONFIGURATION}"
        try:
            status = os.stat(configuration)  # noqa: PTH116
        except OSError:
            parent = os.path.dirname(folder)  # noqa: PTH120
            if parent == folder:
                return
            folder = parent
            continue
        stem, beside = Path(path).stem, Path(path).absolute().parent.name
        for report, name, row in _named_in(configuration, status.st_mtime_ns, status.st_size):
            if report in (None, stem, beside):
                yield Named(_shown(Path(folder) / name), os.path.relpath(configuration), row)
        return


@lru_cache(maxsize=64)
def _named_in(configuration: str, *_state: int) -> tuple[tuple[str | None, str, int | None], ...]:
    """The files that a configuration names: for which report (None: for all), name, and line. Those of single reports first."""
    text = decode(read_bytes(Path(configuration)), configuration)
    if "bibliography" not in text:
        return ()
    from pubkit.config import load_config

    config = load_config(Path(configuration))
    own = [(str(report), ("reports", str(report), "bibliography")) for report in config.get("reports") or {}]
    return tuple(
        (report, name, config.places.get(keys, (None,))[0])
        for report, keys in (*own, (None, ("bibliography",)))
        for name in names_of(config.get(*keys))
    )


def _shown(path: Path) -> Path:
    """A path below the working folder without the way to it: for messages."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _check(named: Named) -> None:
    """Raises `InputError` where a file is missing or of a kind that cannot be read, and says who names it."""
    if named.path.suffix.lower() not in KNOWN_SUFFIXES:
        raise InputError(
            Phrase("`bibliography` names {}, whose kind is not known", "`bibliography` 指向 {}，无法识别其格式").format(named.path),
            filename=named.named_in,
            row=named.row,
            hint=Phrase("Known: {}.", "可用的有：{}。").format(enumerated(KNOWN_SUFFIXES)),
        )
    if not named.path.exists():
        raise InputError(
            Phrase("no such file: `bibliography` names {}", "没有这个文件：`bibliography` 指向 {}").format(named.path),
            filename=named.named_in,
            row=named.row,
        )


def read_references(path: Path) -> list[dict[str, Any]]:
    """The items of a file; of BibTeX key, title and address. Raises `InputError` with the line for an item that is none."""
    shown = str(path)
    status = _state_of(path)
    return [dict(item) for item in (_read_kept(shown, *status) if status else _whole(_read(path, shown), shown))]


def _state_of(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


@lru_cache(maxsize=16)
def _read_kept(shown: str, *_state: int) -> tuple[dict[str, Any], ...]:
    """The items of a file that is still as it was: every pass of the linter asks for them."""
    return _whole(_read(Path(shown), shown), shown)


def _whole(read: Read, shown: str) -> tuple[dict[str, Any], ...]:
    for problem in read.problems:
        if problem.is_lost:
            raise lost_entry(problem.key, problem.message, shown, problem.row)
    return read.items


def lost_entry(key: str, message: Phrase, filename: str, row: int) -> InputError:
    """The error about an entry of a references file that cannot be read."""
    named = key if key and not key.startswith(("#", "?")) else ""
    said = Phrase("{}: {}", "{}：{}").format(named, message) if named else message
    return InputError(said, filename=filename, row=row or None)


def _read(path: Path, shown: str) -> Read:
    text = re.sub("\r\n?", "\n", decode(read_bytes(path), shown)).removeprefix("\ufeff")
    suffix = path.suffix.lower()
    if suffix in _BIBTEX:
        from pubkit.citations.exchange.bibtex import read_outline

        return read_outline(text)
    if suffix == ".ris":
        from pubkit.citations.exchange.ris import read_ris

        return read_ris(text)
    if suffix not in KNOWN_SUFFIXES:
        raise UsageError(Phrase("the name does not tell the format", "从文件名看不出格式"), filename=shown)
    from pubkit.citations.exchange.csl import read_csl_json, read_csl_yaml

    return (read_csl_json if suffix == ".json" else read_csl_yaml)(text, shown)
