"""A settled report told in each of its editions.

An edition is made of the settled publication, never of the draft: citations are `[@key]` there, numbers are given, the list of
references stands apart and is the same in every edition. What is told anew is the text between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pubkit.lint.report import FileReport

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pubkit.editions.edition import Edition
    from pubkit.markdown.document import Document
    from pubkit.pipeline.projects import ReportSource
    from pubkit.publish.publication import Publication
    from pubkit.text.phrase import Phrase


@dataclass(frozen=True, slots=True)
class Told:
    """A report in one edition: `report` holds what would make it wrong."""

    publication: Publication
    report: FileReport
    remarks: tuple[Phrase, ...] = ()


class Editions:
    """The editions of one report, made from its source edition."""

    def __init__(
        self, report: ReportSource, document: Document, publication: Publication, editions: Sequence[Edition], formats: Sequence[str]
    ) -> None:
        self.report = report
        self.document = document
        self.publication = publication
        self.editions = editions
        self.formats = formats

    def told(self, edition: Edition) -> Told:
        """The report in an edition."""
        if edition.origin == "source":
            return Told(self.publication, FileReport(str(self.report.path), self.document.lines, ()))
        raise NotImplementedError


def inputs_of(edition: Edition, report: ReportSource) -> list[Path]:
    """The files that an edition depends on beside the report itself."""
    return [edition.file] if edition.file else []
