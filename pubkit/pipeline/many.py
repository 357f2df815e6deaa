"""Linting many files: from the cache where nothing changed, in several processes where much did."""

from __future__ import annotations

import sys
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from pubkit.pipeline.checking import check_file
from pubkit.pipeline.discovery import CATALOGUE
from pubkit.pipeline.processors import processors
from pubkit.text.errors import PubkitError, ToolError
from pubkit.text.files import read_bytes
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pubkit.pipeline.cache import Cache
    from pubkit.pipeline.checking import Outcome, Request

#: Fewer files than this are done sooner than processes start.
_WORTH_PROCESSES = 12


def check_files(
    files: Sequence[Path], request: Request, *, jobs: int = 0, cache: Cache | None = None
) -> Iterator[Outcome | PubkitError]:
    """What came of each file, in their order; one bad file does not stop the others.

    `jobs` processes at the most, as many as there are processors where 0. Nothing is cached while files are fixed.
    """
    if cache is None or request.fix or request.diff or request.baseline or request.records:
        yield from _fresh(files, request, jobs)
        return
    keys = {path: key for path in files if (key := _key(cache, path))}
    known = {path: outcome for path, key in keys.items() if (outcome := cache.get(key))}
    missing = [path for path in files if path not in known]
    fresh = _fresh(missing, request, jobs)
    for path in files:
        if path in known:
            yield known[path]
            continue
        made = next(fresh)
        if path in keys and not isinstance(made, PubkitError):
            cache.put(keys[path], made)
        yield made
    cache.prune()


def _key(cache: Cache, path: Path) -> str | None:
    if path.suffix == CATALOGUE:
        return None  # its outcome depends on the report beside it
    try:
        content = read_bytes(path)
        beside = b"![" in content or b"chart" in content or b"bibliography:" in content[:4000]  # what stands beside the file may change
        return None if beside else cache.key(path, content)
    except PubkitError:
        return None  # told when the file is checked


def _fresh(files: Sequence[Path], request: Request, jobs: int) -> Iterator[Outcome | PubkitError]:
    workers = min(jobs or processors(), len(files))
    if workers <= 1 or len(files) < _WORTH_PROCESSES:
        for path in files:
            yield _one(path, request)
        return
    if sys.platform.startswith("linux"):
        yield from _in_forked(files, request, workers)
        return
    from multiprocessing import get_context

    # Where forking is not safe, new processes load everything again: slower, and the same result.
    with _without_interrupts():
        pool = get_context("spawn").Pool(workers, _begin_worker)
    with pool:
        yield from pool.imap(partial(_one, request=request), files, chunksize=2)


def _in_forked(files: Sequence[Path], request: Request, workers: int) -> Iterator[Outcome | PubkitError]:
    """In processes that have everything loaded."""
    from pubkit.pipeline.forked import Gone, in_processes

    outcomes = in_processes(lambda number: _one(files[number], request), len(files), workers, begin=_calm_collector, in_store=1)
    with closing(outcomes):
        for path, outcome in zip(files, outcomes, strict=True):
            yield _gone(path) if isinstance(outcome, Gone) else outcome


def _gone(path: Path) -> ToolError:
    return ToolError(
        Phrase("the process that checked this file ended before it was done", "检查本文件的进程中途退出"),
        filename=str(path),
        hint=Phrase("Is there enough memory? Try again with --jobs 1.", "内存是否足够？请用 --jobs 1 重试。"),
    )


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Ctrl-C is this process's to answer, and waits until all workers are there: they never see it.

    A worker that answered, too, would print a traceback, or die holding what the others wait for.
    """
    import signal

    if not hasattr(signal, "pthread_sigmask"):  # Windows: a new process has nothing to lose before `_begin_worker`
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _calm_collector()


def _calm_collector() -> None:
    import gc

    gc.freeze()  # what was loaded before stays, in memory that the processes share
    gc.set_threshold(20_000, 20, 20)  # a document's tree is larger than Python's first limit, and no garbage


def _one(path: Path, request: Request) -> Outcome | PubkitError:
    try:
        return check_file(path, request)
    except PubkitError as error:
        if error.filename is None:
            error.filename = str(path)
        return error
