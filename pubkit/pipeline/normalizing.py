"""The verb `normalize` for one file: the text in canonical form, and the references file beside it or of the project."""

from __future__ import annotations

import os
import shlex
from typing import TYPE_CHECKING, Any

from pubkit.citations.normalize import normalize, references_text
from pubkit.citations.references_file import named_files, read_references, references_of
from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document
from pubkit.pipeline.checking import unified_diff
from pubkit.text.errors import InputError
from pubkit.text.files import decode, read_bytes, write_atomically
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Done(NamedTuple):
    """What was done to a file, a line each, and how its text differs."""

    report: tuple[Phrase, ...]
    diff: str


def normalize_file(path: Path, *, write: bool = True, references: Path | None = None) -> Done:
    """Normalises a report. The references file is written first, so that no citation is ever without its entry.

    `references` is a file that several reports share: CSL data, YAML or JSON. Raises `InputError` for a file of another kind
    and for what reading it raises.
    """
    document = Document.read(path)
    citations = find_citations(document, known=references_of(document))
    if references is None:
        plan = normalize(document, citations)
        target = path.parent / plan.references_name
        if target.exists():
            plan = normalize(document, citations, references_name=plan.references_name, existing=read_references(target))
    else:
        target = writable(references)
        name = os.path.relpath(target, path.parent).replace(os.sep, "/")
        existing = read_references(target) if target.exists() else []
        plan = normalize(document, citations, references_name=name, existing=existing, is_shared=True)
    changed = document.edited(plan.text)
    if write and plan.text != document.text:
        if plan.references:
            write_references_file(target, plan.references)
        write_atomically(path, changed.encode())
    left = _left_where_it_is(document, references) if references and not plan.report else ()
    return Done(plan.report or left, unified_diff(document, changed))


def _left_where_it_is(document: Document, wanted: Path) -> tuple[Phrase, ...]:
    """What is said of a report whose citations are canonical already, and whose entries stand in another file than the one named."""
    others = [path for path in named_files(document) if path.resolve() != wanted.resolve()]
    if not others or len(others) < len(named_files(document)):
        return ()
    said = Phrase(
        "nothing done: its entries are in {0} already, and only those in the text are moved. To join the files: pubkit refs import {0} -o {1}, "
        "then name {1} under `bibliography:`",
        "未作改动：条目已在 {0} 中，本命令只移动正文里的条目。如要合并：先运行 pubkit refs import {0} -o {1}，再把 `bibliography:` 改为 {1}",
    )
    return (said.format(shlex.quote(str(others[0])), shlex.quote(str(wanted))),)


def writable(path: Path) -> Path:
    """A references file that can be written without loss. Raises `InputError` for one of another kind than CSL data."""
    if path.suffix.lower() in (".yaml", ".yml", ".json"):
        return path
    raise InputError(
        Phrase("references are written as CSL data, .yaml or .json", "参考文献只写入 CSL 数据文件（.yaml 或 .json）"),
        filename=str(path),
        hint=Phrase("`pubkit refs import` makes one of a .bib or .ris file.", "`pubkit refs import` 可由 .bib 或 .ris 文件生成。"),
    )


def write_references_file(path: Path, items: Sequence[Mapping[str, Any]]) -> None:
    """Writes a file of CSL data. Where items were only added, the lines that it has stay as they are."""
    if text := references_file_text(path, items):
        write_atomically(path, text.encode("utf-8"))


def references_file_text(path: Path, items: Sequence[Mapping[str, Any]]) -> str:
    """What a file of CSL data will hold; empty where it holds that already."""
    from pubkit.citations.exchange.csl import append_csl_yaml, write_csl_json

    existing = read_references(path) if path.exists() else []
    if existing == list(items):
        return ""
    if path.suffix.lower() == ".json":
        return write_csl_json(items)
    if existing and list(items[: len(existing)]) == existing:
        return append_csl_yaml(decode(read_bytes(path), str(path)), existing, items[len(existing) :])
    return references_text(items)
