"""Waiting until something changes that a command depends on: its files, or the configuration above them.

The files are looked at, not subscribed to. A subscription to a folder holds for every package below it that we never
read, and one to a file is lost when an editor replaces it; looking at some hundred files takes a few milliseconds, sees
exactly what the command would read, and works on network drives and in containers.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from pubkit.pipeline.discovery import find_markdown
from pubkit.text.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

#: How often the files are looked at; a look may take a twentieth of the time at the most.
INTERVAL_S = 0.4
_SHARE = 20

State = dict["Path", tuple[int, int, int]]


def state(paths: Iterable[str], others: Iterable[Path] = ()) -> State:
    """What can be seen of the files that `paths` mean, of `pubkit.yaml` above them, and of `others`.

    What is missing is left out, so that it is seen when it comes.
    """
    seen = list(_found(paths))
    folders = {folder for path in seen for folder in path.absolute().parents}
    watched = {*seen, *(folder / "pubkit.yaml" for folder in folders), *others}
    return {path: signs for path in watched if (signs := _signs(path))}


def _found(paths: Iterable[str]) -> Iterator[Path]:
    for path in paths:
        try:
            yield from find_markdown([path])
        except InputError:
            continue  # deleted, perhaps to come again


def _signs(path: Path) -> tuple[int, int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino


def wait_for_change(
    before: Mapping[Path, object], look: Callable[[], State], sleep: Callable[[float], None] = time.sleep
) -> State:
    """Returns what `look` sees as soon as it is not `before`."""
    pause_s = INTERVAL_S
    while True:
        sleep(pause_s)
        start = time.perf_counter()
        now = look()
        if now != before:
            return now
        pause_s = max(INTERVAL_S, _SHARE * (time.perf_counter() - start))
