"""The references file that a report names in its front matter: `bibliography: report.references.yaml`.

CSL data as YAML or JSON, as pandoc and Zotero write it: a list of items, or a mapping with the key `references`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit.text.errors import InputError
from pubkit.text.files import decode, read_bytes

if TYPE_CHECKING:
    from pubkit.markdown.document import Document

_READ = (".yaml", ".yml", ".json")


def references_of(document: Document) -> dict[str, dict[str, Any]]:
    """The items of the files that a document names, by key, in their order; empty where it names none.

    Raises `InputError`, with the line, for a file that is missing or holds what is no CSL item. Files of other kinds
    (BibTeX) are passed over.
    """
    items: dict[str, dict[str, Any]] = {}
    for path in named_files(document):
        if path.suffix in _READ:
            for item in read_references(path):
                items.setdefault(str(item["id"]), item)
    return items


def named_files(document: Document) -> list[Path]:
    """The references files that a document names, beside it; whether they are there is not asked."""
    span = document.front_matter_span
    if span is None or document.text.find("bibliography", span.start, span.end) < 0:
        return []
    named = document.front_matter.get("bibliography")
    names = named if isinstance(named, list) else [named]
    return [Path(document.path).parent / str(name) for name in names if name]


def read_references(path: Path) -> list[dict[str, Any]]:
    """The items of a file of CSL data, YAML or JSON. Raises `InputError` with the line for an item that is none."""
    from pubkit.citations.exchange.csl import read_csl_json, read_csl_yaml

    shown = str(path)
    text = decode(read_bytes(path), shown)
    read = (read_csl_json if path.suffix == ".json" else read_csl_yaml)(text, shown)
    for problem in read.problems:
        if problem.is_lost:
            raise InputError(problem.message, filename=shown, row=problem.row)
    return [dict(item) for item in read.items]
