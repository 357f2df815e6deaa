"""The verb `normalize` for one file: the text in canonical form, and the references file beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pubkit.citations.normalize import normalize, references_text
from pubkit.citations.references_file import read_references, references_of
from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document
from pubkit.pipeline.checking import unified_diff
from pubkit.text.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.text.phrase import Phrase


class Done(NamedTuple):
    """What was done to a file, a line each, and how its text differs."""

    report: tuple[Phrase, ...]
    diff: str


def normalize_file(path: Path, *, write: bool = True) -> Done:
    """Normalises a report. The references file is written first, so that no citation is ever without its entry."""
    document = Document.read(path)
    citations = find_citations(document, known=references_of(document))
    plan = normalize(document, citations)
    beside = path.parent / plan.references_name
    if beside.exists():
        plan = normalize(document, citations, references_name=plan.references_name, existing=read_references(beside))
    changed = document.edited(plan.text)
    if write and plan.text != document.text:
        if plan.references:
            write_atomically(beside, references_text(plan.references).encode("utf-8"))
        write_atomically(path, changed.encode())
    return Done(plan.report, unified_diff(document, changed))
