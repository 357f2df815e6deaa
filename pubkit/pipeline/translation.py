"""The translation of one report for one edition: its segments, the catalogue's entries for them, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

from pubkit.editions.catalog import read_catalog
from pubkit.editions.composition import PlaceholderError, compose, message_to_markdown, without_words
from pubkit.editions.coverage import coverage_of
from pubkit.editions.fallback import OMITTED, marked, without_omitted
from pubkit.editions.quantities import in_language
from pubkit.editions.segments import segments_of, weight
from pubkit.editions.updating import messages_of, update
from pubkit.publish.labels import labels_for, language_name
from pubkit.text.errors import InputError, PublicationError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pubkit.citations.model import Citations
    from pubkit.editions.catalog import Entry
    from pubkit.editions.coverage import Coverage
    from pubkit.editions.edition import Edition
    from pubkit.editions.segment import Segment
    from pubkit.markdown.document import Document

#: How many missing passages an error names.
_SHOWN = 3


@dataclass(frozen=True)
class Translation:
    """A text with the entries of a catalogue: `entries` by the id of the segment."""

    document: Document
    edition: Edition
    source_language: str
    segments: tuple[Segment, ...]
    entries: Mapping[str, Entry]

    @classmethod
    def of(cls, document: Document, citations: Citations, edition: Edition, source_language: str, report: str) -> Translation:
        """Reads the edition's catalogue. Raises `InputError` where there is none, or none that can be read."""
        path = edition.file
        if path is None or not path.exists():
            raise InputError(
                Phrase("the edition {} has no catalogue of translations", "{} 版本还没有译文目录").format(edition.language),
                filename=str(path or report),
                hint=Phrase("Make it with: pubkit translate extract {} --to {}", "可用此命令新建：pubkit translate extract {} --to {}").format(report, edition.language),
            )
        segments = segments_of(document, citations)
        catalog = read_catalog(path, edition.language)
        entries = update(catalog, messages_of(document, segments, source_language)).by_segment
        return cls(document, edition, source_language, segments, entries)

    @cached_property
    def coverage(self) -> Coverage:
        return coverage_of(self.segments, self.entries, self.source_language, accept_unreviewed=self.edition.accept_unreviewed)

    @cached_property
    def missing(self) -> list[Segment]:
        """The segments that have words and no current translation."""
        return [segment for segment in self.segments if weight(segment, self.source_language) and not self.is_current(segment)]

    def is_current(self, segment: Segment) -> bool:
        """Whether there is a translation that may be published."""
        entry = self.entries.get(segment.id)
        return entry is not None and (entry.state == "fresh" or (entry.state == "unreviewed" and self.edition.accept_unreviewed))

    def check_threshold(self) -> None:
        """Raises `PublicationError` where too little is translated for the edition, or something where all must be."""
        share, least = self.coverage.total.share, self.edition.threshold
        if share < least:
            raise PublicationError(
                Phrase("{} of the edition {} is translated, less than the {} that it needs", "{1} 版本只译出 {0}，低于要求的 {2}").format(
                    _percent(share), self.edition.language, _percent(least)
                ),
                filename=str(self.edition.file),
                hint=Phrase("pubkit translate status shows what is missing.", "pubkit translate status 可列出缺译之处。"),
            )
        if self.missing and self.edition.missing == "fail":
            rows = ", ".join(f"{self.document.path}: {segment.message[:20]}" for segment in self.missing[:_SHOWN])
            raise PublicationError(
                Phrase("{} passages have no current translation: {}", "有 {} 处没有当前的译文：{}").format(len(self.missing), rows),
                filename=str(self.edition.file),
            )

    def text(self) -> str:
        """The document in the edition's language. Raises `PublicationError` for a translation that does not fit its source."""
        return without_omitted(compose(self.document, dict(self._markdown()), self.segments))

    def _markdown(self) -> Iterator[tuple[str, str]]:
        form = partial(in_language, source_language=self.source_language, language=self.edition.language)
        words = labels_for(self.edition.language).untranslated
        missing = {segment.id for segment in self.missing}
        for segment in self.segments:
            if segment.id not in missing:
                yield segment.id, self._translated(segment, form)
            elif segment.chart:  # a picture has no room for marks
                yield segment.id, segment.text
            elif self.edition.missing == "omit":
                yield segment.id, OMITTED if segment.kind != "metadata" else segment.text
            else:
                yield segment.id, marked(segment, segment.text, self.source_language, words)

    def _translated(self, segment: Segment, form: partial[str]) -> str:
        entry = self.entries.get(segment.id)
        if entry is None:
            return without_words(segment, form)
        try:
            return message_to_markdown(segment, entry.translation, form)
        except PlaceholderError as error:
            error.filename, error.row = str(self.edition.file), entry.row or None
            raise

    def notice(self) -> str:
        """What a reader of an incomplete edition is told before its text, as Markdown; empty where all is translated."""
        if not self.missing:
            return ""
        labels = labels_for(self.edition.language)
        said = labels.incomplete_left_out if self.edition.missing == "omit" else labels.incomplete
        words = said.format(share=_percent(self.coverage.total.share), language=language_name(self.source_language))
        return f"::: {{.untranslated-notice role=note}}\n{words}\n:::\n\n"

    def remarks(self) -> tuple[Phrase, ...]:
        """What the editor should know."""
        if not self.missing:
            return ()
        total = self.coverage.total
        said = Phrase(
            "{} of the text and {} of the cited claims are translated; {} passages are {}",
            "正文译出 {}，有引用的论断译出 {}；其余 {} 处{}",
        )
        what = Phrase("left out", "已略去") if self.edition.missing == "omit" else Phrase("shown in the original, marked", "以原文印出并有标记")
        return (said.format(_percent(total.share), _percent(total.claim_share), len(self.missing), what),)


def _percent(share: float) -> str:
    """A share as a percentage, never 100 % where something is missing."""
    return f"{min(round(share * 100), 99) if share < 1 else 100}%"
