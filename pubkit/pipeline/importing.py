"""`pubkit translate import` and `export`: translations that were made elsewhere, into the catalogue of an edition, and out of it.

Markdown is aligned with the source; XLIFF and PO are matched by their messages. What the catalogue has already translated stays,
unless it is to be replaced. What does not belong here: how texts are aligned (`editions.alignment`).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pubkit.citations.resolve import find_citations
from pubkit.editions.alignment import SURE, Alignment, align, translation_of
from pubkit.editions.catalog import read_catalog
from pubkit.editions.composition import check_placeholders
from pubkit.editions.segments import segments_of, weight
from pubkit.editions.updating import update
from pubkit.editions.xliff import format_xliff, parse_xliff
from pubkit.markdown.document import Document
from pubkit.pipeline.translating import rewrite
from pubkit.text.errors import PubkitError, UsageError
from pubkit.text.files import decode, read_bytes
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.editions.catalog import Catalog, Entry
    from pubkit.editions.segment import Segment
    from pubkit.pipeline.translating import Job


class Imported(NamedTuple):
    """What came of an import: entries taken, those that a person should look at, those left as they were because they had a
    translation, and what did not fit. `document` is the file that was aligned; None for a catalogue.
    """

    taken: int
    unsure: int
    kept: int
    unmatched_source: tuple[Segment, ...] = ()
    unmatched_target: tuple[Segment, ...] = ()
    unknown: tuple[Entry, ...] = ()
    document: Document | None = None
    alignment: Alignment | None = None


def import_file(job: Job, path: Path, *, overwrite: bool = False) -> Imported:
    """Takes the translations of a file into the catalogue of an edition, by the kind of file that its name tells.

    Raises `UsageError` for another kind, and what reading it raises.
    """
    suffix = path.suffix.lower()
    if suffix in (".md", ".markdown"):
        return _from_markdown(job, path, overwrite=overwrite)
    if suffix in (".xlf", ".xliff", ".po"):
        return _from_catalog(job, path, overwrite=overwrite)
    raise UsageError(
        Phrase("the name does not tell what this is", "从文件名看不出类型"),
        filename=str(path),
        hint=Phrase("Markdown (.md), XLIFF (.xlf, .xliff) or PO (.po).", "可导入 Markdown（.md）、XLIFF（.xlf、.xliff）或 PO（.po）。"),
    )


def _from_markdown(job: Job, path: Path, *, overwrite: bool) -> Imported:
    document = Document.read(path)
    report, language = job.report, job.edition.language
    theirs = segments_of(document, find_citations(document, known=report.keys))
    alignment = align(report.segments, theirs, report.language, language)
    offered: dict[str, tuple[str, float]] = {}
    for pair in alignment.pairs:
        if weight(pair.source, report.language):
            said = translation_of(pair.source, pair.target, report.language, language)
            if pair.source.message not in offered or pair.confidence > offered[pair.source.message][1]:
                offered[pair.source.message] = (said, pair.confidence)
    taker = _Taker(overwrite=overwrite)

    def change(catalog: Catalog) -> Catalog:
        taker.begin()
        fitted = update(catalog, report.messages).catalog
        return replace(fitted, entries=tuple(taker.aligned(entry, *offered[entry.message]) if entry.message in offered and not entry.is_obsolete else entry for entry in fitted.entries))

    rewrite(job, change)
    missing = tuple(each for each in alignment.unmatched_source if weight(each, report.language))
    return Imported(taker.taken, taker.unsure, taker.kept, missing, alignment.unmatched_target, (), document, alignment)


def _from_catalog(job: Job, path: Path, *, overwrite: bool) -> Imported:
    language = job.edition.language
    if path.suffix.lower() == ".po":
        theirs = read_catalog(path, language)
    else:
        theirs = parse_xliff(decode(read_bytes(path), str(path)), str(path), language)
    by_key = {entry.key: entry for entry in theirs.entries if entry.translation and not entry.is_obsolete}
    taker = _Taker(overwrite=overwrite)
    known: set[tuple[str | None, str]] = set()

    def change(catalog: Catalog) -> Catalog:
        taker.begin()
        base = catalog if job.path.exists() else replace(catalog, header={**catalog.header, **theirs.header}, header_comments=theirs.header_comments)
        known.update(entry.key for entry in base.entries)
        return replace(base, entries=tuple(taker.same(entry, by_key[entry.key]) if entry.key in by_key else entry for entry in base.entries))

    rewrite(job, change)
    unknown = tuple(entry for key, entry in by_key.items() if key not in known)
    return Imported(taker.taken, taker.unsure, taker.kept, unknown=unknown)


class _Taker:
    """Counts what is taken; begins anew where a file is read again."""

    def __init__(self, *, overwrite: bool) -> None:
        self._overwrite = overwrite
        self.begin()

    def begin(self) -> None:
        self.taken = self.unsure = self.kept = 0

    def aligned(self, entry: Entry, said: str, confidence: float) -> Entry:
        if entry.state == "fresh" and not self._overwrite:
            self.kept += entry.translation != said
            return entry
        self.taken += 1
        if confidence >= SURE:
            return replace(entry, translation=said, is_fuzzy=False, previous=None, comments=entry.without_remark)
        self.unsure += 1
        return entry.unreviewed(said, f"import, confidence {confidence:.2f}")

    def same(self, entry: Entry, theirs: Entry) -> Entry:
        """The translation and state of another catalogue; the comments of both."""
        now = replace(
            entry,
            translation=theirs.translation,
            is_fuzzy=theirs.is_fuzzy,
            previous=theirs.previous,
            comments=(*(c for c in entry.without_remark if c not in theirs.comments), *theirs.comments),
        )
        if now == entry:
            return entry
        if entry.state == "fresh" and theirs.translation != entry.translation and not self._overwrite:
            self.kept += 1
            return entry
        self.taken += 1
        self.unsure += now.is_fuzzy
        return now


def export_xliff(job: Job) -> str:
    """The catalogue of an edition as XLIFF 2.1. Raises `InputError` where there is none."""
    return format_xliff(job.read(), job.report.language, job.report.path.name)


def broken_translations(job: Job, catalog: Catalog) -> list[tuple[Entry, PubkitError]]:
    """The entries whose placeholders are not those of their source, with what is wrong."""
    by_message = {message.text: message.segments[0] for message in job.report.messages}
    found: list[tuple[Entry, PubkitError]] = []
    for entry in catalog.live:
        segment = by_message.get(entry.message)
        if segment is not None and entry.translation and entry.state != "changed":
            try:
                check_placeholders(segment, entry.translation)
            except PubkitError as error:
                error.filename, error.row = str(job.path), entry.row or None
                found.append((entry, error))
    return found
