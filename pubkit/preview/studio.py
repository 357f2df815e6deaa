"""What is shown at the moment: reports built into a folder of their own, their findings, and who waits for news.

A save builds the web page at once and the PDF behind it, as drafts: a preview shows what is wrong instead of refusing. The project's
own outputs are never touched.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from pubkit.lint.linter import lint
from pubkit.lint.report import FileReport
from pubkit.markdown.document import Document
from pubkit.output.json import json_piece
from pubkit.pipeline.building import Built, Order, build
from pubkit.pipeline.manifest import read_manifest
from pubkit.pipeline.settings import Chosen, forget_configurations, settings_for
from pubkit.text.errors import PubkitError

if TYPE_CHECKING:
    from collections.abc import Callable, Container

    from pubkit.pipeline.projects import ReportSource, Target
    from pubkit.text.phrase import Language


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as it is shown: `editions` are language and path of each page, `findings` and `errors` what to tell the editor."""

    name: str
    editions: tuple[tuple[str, str], ...] = ()
    pdf: str = ""
    findings: tuple[dict[str, Any], ...] = ()
    errors: tuple[str, ...] = ()
    version: int = 0


#: Where the PDFs are made, beside the pages: two builds must not write one manifest.
_PDFS = "pdf"


def _set_pdfs(find: Callable[[], Target]) -> None:
    """The life of the process that sets PDFs. It leads a group, so that what it starts ends with it."""
    os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    target = find()
    for _ in build(target._replace(formats=("pdf",), output=target.output / _PDFS), Order(draft=True)):
        pass


class Studio:
    """The reports of a target. `find` looks for them anew each time: a report may come or go."""

    def __init__(self, find: Callable[[], Target], language: Language, *, pdf: bool = True) -> None:
        self._find = find
        self._language: Language = language
        self._pdf = pdf
        self._changed = threading.Condition()
        self._shown: dict[str, Shown] = {}
        self._version = 0
        self._setting: Any = None  # the process that sets PDFs

    @property
    def shown(self) -> tuple[Shown, ...]:
        with self._changed:
            return tuple(self._shown.values())

    def build_pages(self) -> None:
        """Builds every web page that has changed, and tells what was found in its source."""
        forget_configurations()
        try:
            target = self._find()
            self._forget({report.name for report in target.reports})
            for report, outcomes in build(target._replace(formats=("html",)), Order(draft=True)):
                self._tell(self._seen(report, outcomes, target))
        except PubkitError as error:
            self._tell(Shown("", errors=(error.show(self._language),)))

    def _forget(self, names: Container[str]) -> None:
        """Shows no more what is gone: reports that were removed or renamed, and an error of all that was mended."""
        with self._changed:
            gone = [name for name in self._shown if name not in names]
            for name in gone:
                del self._shown[name]
            if gone:
                self._version += 1
                self._changed.notify_all()

    def begin_pdfs(self) -> None:
        """Begins to set the PDFs in a process of its own, which the next change ends: a save must never wait for a PDF."""
        self.end_pdfs()
        if not self._pdf or not sys.platform.startswith("linux"):  # forking is not safe elsewhere
            return
        from multiprocessing import get_context

        context = get_context("fork")
        self._setting = context.Process(target=_set_pdfs, args=(self._find,))
        self._setting.start()

    def end_pdfs(self) -> None:
        """Ends the process that sets PDFs, if there is one."""
        if self._setting is not None and self._setting.is_alive():
            try:
                os.killpg(self._setting.pid, signal.SIGTERM)
            except ProcessLookupError:  # it leads no group yet, and has started nothing
                self._setting.terminate()
            self._setting.join()
        self._setting = None

    def look_for_pdfs(self) -> bool:
        """Tells of PDFs that are done. Whether that was all of them."""
        if self._setting is None or self._setting.is_alive():
            return self._setting is None
        self._setting = None
        try:
            target = self._find()
        except PubkitError:  # told by the pages
            return True
        for shown in self.shown:
            made = [record["path"] for record in read_manifest(target.output / _PDFS) if record["report"] == shown.name]
            if made:
                self._tell(replace(shown, pdf=f"{_PDFS}/{made[0]}"))
        return True

    def _seen(self, report: ReportSource, outcomes: list[Built | PubkitError], target: Target) -> Shown:
        built = [outcome for outcome in outcomes if isinstance(outcome, Built)]
        pages = [
            (outcome.edition.language, artifact.path.relative_to(target.output).as_posix())
            for outcome in built
            for artifact in outcome.artifacts
            if artifact.kind == "html"
        ]
        errors = tuple(outcome.show(self._language) for outcome in outcomes if isinstance(outcome, PubkitError))
        return Shown(report.name, tuple(pages), "", self._findings(report), errors)

    def _findings(self, report: ReportSource) -> tuple[dict[str, Any], ...]:
        import json

        try:
            document = Document.read(report.path)
            found = lint(document, settings_for(report.path, Chosen()))
        except PubkitError:
            return ()  # told by the build
        piece = json_piece(FileReport(str(report.path), document.lines, tuple(found)), self._language)
        records = json.loads(f"[{piece}]")
        for record, finding in zip(records, found, strict=True):
            record["excerpt"] = _excerpt(document, finding.span.start)
        return tuple(records)

    def _tell(self, shown: Shown) -> None:
        """Takes in what a report is like now. Its version, by which the page is loaded anew, changes with its pages only.

        Where nothing could be built, the last page stays.
        """
        with self._changed:
            before = self._shown.get(shown.name)
            self._version += 1
            if before is None:
                before = shown
            version = before.version if shown.pdf or not shown.editions else self._version
            kept = {"pdf": shown.pdf or before.pdf, "editions": shown.editions or before.editions}
            self._shown[shown.name] = replace(shown, version=version, **kept)  # type: ignore[arg-type]
            self._changed.notify_all()

    def news(self, since: int, timeout_s: float) -> int:
        """Waits until something is newer than version `since`; returns the newest version, `since` itself when time is up."""
        with self._changed:
            self._changed.wait_for(lambda: self._version > since, timeout_s)
            return self._version


def _excerpt(document: Document, offset: int) -> str:
    """The words around a place as a reader sees them, to find the place on the page."""
    run = next((run for run in document.runs if run.start <= offset <= run.end), None)
    if run is None:
        return ""
    seen = "".join(c for c in document.masked[max(run.start, offset - 24) : offset] if not "\ufdd0" <= c <= "\ufdef")
    return seen[-12:].strip()

