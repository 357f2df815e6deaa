"""Processes that set PDFs while this one makes the rest.

The PDF takes longer than all else together, and shares nothing with it but what it is made from. A worker loads what it needs as
soon as it is started, before there is anything to set: the command line starts one before it has read its own arguments. It tells
where the pages begin as soon as it knows, and the file when it is written. Where processes cannot be forked safely, a PDF is made
in this one.
What does not belong here: what a PDF is made of (`publish.pdf`), what is made beside it (`making`).
"""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, Self

from pubkit.pipeline.forked import ForkedProcess
from pubkit.pipeline.processors import processors
from pubkit.text.errors import PubkitError, ToolError
from pubkit.text.pattern import keep_patterns
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pubkit.pipeline.forked import Channel
    from pubkit.pipeline.projects import Target
    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.printed_pages import PrintedPages
    from pubkit.publish.rendered import Rendered
    from pubkit.publish.themes import Theme

    #: What making a PDF gives: the file, and remarks.
    MadePdf = tuple[Artifact, list[Phrase]]


class PendingPdf(Protocol):
    """A PDF that is being made. Both methods wait, and raise what making it raised."""

    def pages(self) -> PrintedPages | None:
        """Where its pages begin: known before the file is written."""

    def made(self) -> MadePdf:
        """The file."""

    @property
    def is_made(self) -> bool:
        """Whether `made` need not wait any more, as far as is known."""


class PdfWorkers:
    """The processes: none at first. To be used in a `with`, which ends what still runs."""

    def __init__(self) -> None:
        self._workers = [_at_once.pop()] if _at_once else []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()

    def have(self, count: int) -> None:
        """Starts processes until there are `count`; none where forking is not safe."""
        if sys.platform.startswith("linux"):
            self._workers += [_Worker() for _ in range(count - len(self._workers))]

    def start_early(self, target: Target, *, anew: bool) -> None:
        """Has the one that a single report needs before anything is read, where it looks as if the report has to be built."""
        if processors() > 1 and "pdf" in target.formats and len(target.reports) == 1 and (anew or _is_newer(target.reports[0].path, target.output)):
            self.have(1)
        else:
            while self._workers:
                self._workers.pop().end()

    def expect(self, language: str, theme: Theme) -> None:
        """Tells the worker that the next PDF goes to what it will look like: it reads the style sheets while it waits."""
        if self._workers:
            self._next.send((language, theme))

    def begin(self, rendered: Rendered, path: Path) -> PendingPdf:
        """Begins a PDF."""
        return self._next.begin(rendered, path) if self._workers else _MadeHere(rendered, path)

    @property
    def _next(self) -> _Worker:
        return min(self._workers, key=lambda one: one.waiting)


def start_at_once() -> None:
    """Starts a worker for the next `PdfWorkers` when nothing is known yet of what is to be built: it is ended where it is not needed."""
    import atexit

    if processors() > 1 and sys.platform.startswith("linux"):
        worker = _Worker()
        _at_once.append(worker)
        atexit.register(worker.end)  # where there was nothing to build; who waits for our output waits for all that hold it


#: A worker that waits for its `PdfWorkers`.
_at_once: list[_Worker] = []


def _is_newer(source: Path, output: Path) -> bool:
    """Whether a report was written after the last thing that was built; also where nothing was."""
    with suppress(OSError):
        return source.stat().st_mtime >= (output / "manifest.json").stat().st_mtime
    return True


class _MadeHere:
    """A PDF that is made in this process, when it is first asked for."""

    def __init__(self, rendered: Rendered, path: Path) -> None:
        self._task = rendered, path
        self._found: tuple[MadePdf, PrintedPages | None] | None = None

    def pages(self) -> PrintedPages | None:
        return self._answer[1]

    def made(self) -> MadePdf:
        return self._answer[0]

    @property
    def is_made(self) -> bool:
        return self._found is not None

    @property
    def _answer(self) -> tuple[MadePdf, PrintedPages | None]:
        if self._found is None:
            pages: list[PrintedPages] = []
            self._found = _make_pdf(*self._task, pages.append), pages[-1] if pages else None
        return self._found


class _Worker:
    """One process, and what it was asked for and has not been taken from it: it answers in the order that it was asked."""

    def __init__(self) -> None:
        self._process = ForkedProcess(_work)
        self._answers: list[Any] = []
        self._asked = 0
        self.end = self._process.end

    @property
    def waiting(self) -> int:
        return self._asked - len(self._answers)

    def begin(self, rendered: Rendered, path: Path) -> PendingPdf:
        number = self._asked
        self._asked += _ANSWERS
        self.send((rendered, path))
        return _MadeThere(self, number)

    def send(self, task: object) -> None:
        try:
            self._process.channel.send(task)
        except OSError:
            raise _broken() from None

    def answer(self, number: int) -> Any:
        while not self.has_answered(number):
            try:
                self._answers.append(self._process.channel.receive())
            except (EOFError, OSError):
                raise _broken() from None
        answer = self._answers[number]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def has_answered(self, number: int) -> bool:
        return len(self._answers) > number


#: Answers to each task: where the pages begin, then the file; to a task that failed, what it raised, in place of both.
_ANSWERS = 2


class _MadeThere:
    """A PDF that a worker makes. `number` is that of the first answer."""

    def __init__(self, worker: _Worker, number: int) -> None:
        self._worker = worker
        self._number = number

    def pages(self) -> PrintedPages | None:
        found: PrintedPages = self._worker.answer(self._number)
        return found

    def made(self) -> MadePdf:
        artifact, remarks = self._worker.answer(self._number + 1)
        return artifact, remarks

    @property
    def is_made(self) -> bool:
        return self._worker.has_answered(self._number + 1)


def _broken() -> ToolError:
    return ToolError(
        Phrase("the process that sets the PDF ended before it was done", "排版 PDF 的进程中途退出"),
        hint=Phrase("Is there enough memory? Try again, or leave the PDF out: --format html,epub.", "内存是否足够？请重试，或先不生成 PDF：--format html,epub。"),
    )


# --- In the worker -----------------------------------------------------------------------------------------------------


def _work(channel: Channel) -> None:
    """A worker's whole life: load, then set what comes until nobody is there to ask."""
    from pubkit.publish.typesetting_conditions import GARBAGE

    gc.set_threshold(GARBAGE)
    from pubkit.publish.pdf import prepare
    from pubkit.publish.weasyprint_loading import warm_up

    warm_up()
    gc.freeze()
    while True:
        task = channel.receive()
        if isinstance(task[0], str):
            gc.collect()  # what was left of the one before, while nobody waits
            with suppress(Exception):  # what is wrong with its styles is told when it is made
                prepare(*task)
            keep_patterns()
        else:
            _set(channel, *task)


def _set(channel: Channel, rendered: Rendered, path: Path) -> None:
    """Makes a PDF and gives both answers."""
    import tempfile

    tempfile.tempdir = str(path.parent.resolve())  # goes with what is being made, also where this process is ended
    given = 0

    def pages(found: PrintedPages) -> None:
        nonlocal given
        channel.send(found)
        given += 1

    answer = _answer_to(rendered, path, pages)
    for _ in range(_ANSWERS - given):
        channel.send(answer)


def _answer_to(rendered: Rendered, path: Path, pages: Callable[[PrintedPages], None]) -> object:
    try:
        return _make_pdf(rendered, path, pages)
    except PubkitError as error:
        return error
    except Exception as error:
        import traceback

        return RuntimeError("".join(traceback.format_exception(error)))


def _make_pdf(rendered: Rendered, path: Path, pages: Callable[[PrintedPages], None]) -> MadePdf:
    from pubkit.publish.pdf import make_pdf

    remarks: list[Phrase] = []
    return make_pdf(rendered, path, remark=remarks.append, pages=pages), remarks
