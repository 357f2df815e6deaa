"""The verb `make`: from a publication to its files, and the proof that they are right.

The PDF takes longer than all else together, and shares nothing with it but what it is made from: it is made in a process of its own
while this one makes and reads the web page. Where processes cannot be forked safely, it is made here. The e-book marks where the
pages of the PDF begin, and so comes last where both are wanted.
"""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from pubkit.text.errors import PubkitError, PublicationError, ToolError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

    from pubkit.publish.printed_pages import PrintedPages
    from pubkit.publish.publication import Artifact, Check, Publication
    from pubkit.publish.rendering import Rendered

    #: What making a PDF gives: the file, remarks, and where its pages begin.
    MadePdf = tuple[Artifact, list[Phrase], PrintedPages | None]
    #: Gives the PDF, when it is asked for it.
    Pending = Callable[[], MadePdf]


@dataclass(frozen=True, slots=True)
class Made:
    """The files of one publication, in the order of the formats, what was checked, and what the editor should know."""

    artifacts: tuple[Artifact, ...]
    checks: tuple[Check, ...]
    remarks: tuple[Phrase, ...]


def make(
    publication: Publication,
    formats: Sequence[str],
    folder: Path,
    workers: PdfWorkers,
    progress: Callable[[str, Phrase], None],
) -> Made:
    """Makes and verifies the files of all formats in `folder`. Raises `PublicationError` where a check fails."""
    from pubkit.publish.rendering import render
    from pubkit.publish.verify import verify

    progress(publication.name, Phrase("setting the text", "排版正文"))
    rendered = render(publication)
    pending = workers.begin(rendered, folder / f"{publication.name}.pdf") if "pdf" in formats else None
    remarks = list(rendered.remarks)
    made: list[Artifact] = []

    def artifacts() -> Iterator[Artifact]:
        for artifact in _one_by_one(rendered, formats, folder, pending, remarks, progress):
            made.append(artifact)
            yield artifact

    checks = verify(publication, artifacts())
    _judge(publication, checks)
    made.sort(key=lambda artifact: formats.index(artifact.kind))
    return Made(tuple(made), checks, tuple(dict.fromkeys(remarks)))


def _one_by_one(
    rendered: Rendered,
    formats: Sequence[str],
    folder: Path,
    pending: Pending | None,
    remarks: list[Phrase],
    progress: Callable[[str, Phrase], None],
) -> Iterator[Artifact]:
    """The web page, the PDF, and the e-book, which is told where the pages of the PDF begin."""
    from pubkit.publish.epub import make_epub, prepare
    from pubkit.publish.html import make_html

    name, pages = rendered.publication.name, None
    if "html" in formats:
        progress(name, Phrase("making HTML", "生成 HTML"))
        yield make_html(rendered, folder / f"{name}.html")
    if pending:
        progress(name, Phrase("making PDF", "生成 PDF"))
        if "epub" in formats:
            prepare(rendered)
        artifact, said, pages = pending()
        remarks.extend(said)
        yield artifact
    if "epub" in formats:
        progress(name, Phrase("making EPUB", "生成 EPUB"))
        yield make_epub(rendered, folder / f"{name}.epub", pages=pages)


def _judge(publication: Publication, checks: Sequence[Check]) -> None:
    failed = [check for check in checks if not check.passed]
    if failed:
        said = Phrase("; ".join(check.detail.en for check in failed), "；".join(check.detail.zh for check in failed))
        raise PublicationError(
            Phrase("what was made failed its checks: {}", "成品未通过核对：{}").format(said), filename=publication.name
        )


class PdfWorkers:
    """Processes that make PDFs. They load what they need as soon as they are started, before there is anything to set.

    `count` is how many at the most; with 0, and where forking is not safe, a PDF is made in this process when it is asked for.
    To be used in a `with`, which ends what still runs.
    """

    def __init__(self, count: int) -> None:
        self._count = count if sys.platform.startswith("linux") else 0
        self._workers: list[_Worker] = []

    def __enter__(self) -> Self:
        self._workers = [_Worker() for _ in range(self._count)]
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def begin(self, rendered: Rendered, path: Path) -> Pending:
        """Begins a PDF. What is returned gives the artifact and the remarks, or raises what making it raised."""
        if not self._workers:
            return lambda: _make_pdf(rendered, path)
        worker = min(self._workers, key=lambda one: one.waiting)
        return worker.begin(rendered, path)


class _Worker:
    """One process, and what it was asked for and has not been taken from it: it answers in the order that it was asked."""

    def __init__(self) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self._connection, far_end = context.Pipe()
        self._process = context.Process(target=_serve, args=(far_end, self._connection), daemon=True)
        self._process.start()
        far_end.close()
        self._answers: list[Any] = []
        self._asked = 0

    @property
    def waiting(self) -> int:
        return self._asked - len(self._answers)

    def begin(self, rendered: Rendered, path: Path) -> Pending:
        number = self._asked
        self._asked += 1
        try:
            self._connection.send((rendered, path))
        except OSError:
            raise _broken() from None
        return lambda: self._answer(number)

    def _answer(self, number: int) -> MadePdf:
        while len(self._answers) <= number:
            try:
                self._answers.append(self._connection.recv())
            except (EOFError, OSError):
                raise _broken() from None
        answer = self._answers[number]
        if isinstance(answer, BaseException):
            raise answer
        artifact, remarks, pages = answer
        return artifact, remarks, pages

    def end(self) -> None:
        self._connection.close()
        self._process.terminate()
        self._process.join()


def _broken() -> ToolError:
    return ToolError(
        Phrase("the process that sets the PDF ended before it was done", "排版 PDF 的进程中途退出"),
        hint=Phrase("Is there enough memory? Try again, or leave the PDF out: --format html,epub.", "内存是否足够？请重试，或先不生成 PDF：--format html,epub。"),
    )


def _serve(connection: Connection, near_end: Connection) -> None:
    """A worker's whole life: load, then set what comes until nobody is there to ask."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the other process's to answer
    near_end.close()
    from pubkit.publish.pdf import warm_up
    from pubkit.publish.typesetting_conditions import GARBAGE

    gc.set_threshold(GARBAGE)
    warm_up()
    try:
        while True:
            connection.send(_answer_to(*connection.recv()))
            gc.collect()  # while nobody waits
    except (EOFError, OSError):
        os._exit(0)


def _answer_to(rendered: Rendered, path: Path) -> object:
    try:
        return _make_pdf(rendered, path)
    except PubkitError as error:
        return error
    except Exception as error:
        import traceback

        return RuntimeError("".join(traceback.format_exception(error)))


def _make_pdf(rendered: Rendered, path: Path) -> MadePdf:
    from pubkit.publish.pdf import make_pdf

    remarks: list[Phrase] = []
    pages: list[PrintedPages] = []
    artifact = make_pdf(rendered, path, remark=remarks.append, pages=pages.append)
    return artifact, remarks, pages[-1] if pages else None
