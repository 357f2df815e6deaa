"""What the network answered, kept on disk: an address is not asked twice in a week, and a run that was stopped goes on.

One file an answer, named by the hash of what was asked, written whole or not at all, so that two runs may share the folder.
What cannot be read counts as missing, and what cannot be written is not kept: a full disk stops nobody from verifying.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from hashlib import blake2b
from pathlib import Path
from typing import Any

from pubkit.text.files import prune

#: Changed whenever what is kept changes its shape.
_SHAPE = 1
_KEPT_S = 60 * 24 * 3600


class Store:
    """Answers by what was asked. `max_age_s` is how old one may be; with `refresh` all are asked anew, and kept."""

    def __init__(self, folder: Path | None = None, *, max_age_s: float, refresh: bool = False) -> None:
        self._folder = folder or default_folder()
        self._max_age_s = max_age_s
        self._refresh = refresh
        self._begun = time.time()

    def get(self, kind: str, asked: str, *, max_age_s: float | None = None) -> dict[str, Any] | None:
        """The answer to a question, with `kept_at` in seconds since 1970; None where there is none that is young enough."""
        try:
            entry = json.loads(self._path(kind, asked).read_bytes())
            age = time.time() - entry["kept_at"]
        except (OSError, ValueError, TypeError, KeyError):
            return None
        if entry.get("asked") != asked or (self._refresh and entry["kept_at"] < self._begun):
            return None
        limit = min(self._max_age_s, entry.get("max_age_s") or self._max_age_s, self._max_age_s if max_age_s is None else max_age_s)
        return entry if -60 < age <= limit else None

    def put(self, kind: str, asked: str, answer: dict[str, Any], *, max_age_s: float | None = None) -> None:
        """Keeps an answer, a passing one for `max_age_s` at the most."""
        path = self._path(kind, asked)
        entry = json.dumps({**answer, "asked": asked, "kept_at": time.time(), "max_age_s": max_age_s}, ensure_ascii=False)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")
            with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as file:
                file.write(entry)
            os.replace(temporary, path)  # noqa: PTH105
        except OSError:
            return

    def prune(self) -> None:
        """Removes what was kept two months ago, once a day at the most."""
        prune(self._folder, "??/*", _KEPT_S, time.time())

    def _path(self, kind: str, asked: str) -> Path:
        name = blake2b(f"{_SHAPE} {kind} {asked}".encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
        return self._folder / name[:2] / name[2:]


def default_folder() -> Path:
    """Where answers are kept: below `PUBKIT_CACHE_DIR`, else in the user's cache folder (XDG Base Directory Specification)."""
    if named := os.environ.get("PUBKIT_CACHE_DIR"):
        return Path(named, "online")
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "pubkit", "online")
