"""What linting a file showed, kept so that an unchanged file is not linted again.

One entry a file. Its key holds all that the outcome depends on: the content, the file's name, the configuration, the
format, and pubkit itself. Entries are written atomically, so that two runs may share a folder; what cannot be read counts as missing.
"""

from __future__ import annotations

import json
import os
import re
import time
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import pubkit
from pubkit.text.files import prune
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from pubkit.pipeline.checking import Outcome, Request

_CONFIGURATION = "pubkit.yaml"  # as in `config`, which loads YAML: a run that finds all in the cache needs none
_KEPT_S = 30 * 24 * 3600


class Cache:
    """The entries of one request. Every method answers as if nothing were cached where the folder cannot be used."""

    def __init__(self, request: Request, folder: Path | None = None) -> None:
        self._folder = folder or default_folder()
        self._configurations: dict[Path, bytes] = {}
        self._request = repr((pubkit.__version__, code_state(), request)).encode()

    def key(self, path: Path, content: bytes) -> str:
        """The name of the entry for a file with this content."""
        digest = blake2b(self._request, digest_size=20)
        # The absolute name too: patterns of the configuration are matched against it.
        for name in (str(path), str(path.absolute())):
            digest.update(name.encode("utf-8", "surrogateescape") + b"\0")
        configuration = self._configuration(path.absolute().parent)
        digest.update(configuration + b"\0")
        if b"bibliography" in content or b"bibliography" in configuration:
            digest.update(_references_state(path.absolute().parent, content + configuration))
        digest.update(content)
        return digest.hexdigest()

    def _configuration(self, folder: Path) -> bytes:
        """The text of the `pubkit.yaml` that holds for a folder; empty where there is none."""
        if folder not in self._configurations:
            self._configurations[folder] = b""
            for candidate in (folder, *folder.parents):
                try:
                    self._configurations[folder] = (candidate / _CONFIGURATION).read_bytes()
                    break
                except OSError:
                    continue
        return self._configurations[folder]

    def get(self, key: str) -> Outcome | None:
        """The outcome kept under a key, or None."""
        # The linter, which a build that only asks for `code_state` does not load.
        from pubkit.pipeline.checking import Counts, Outcome

        try:
            piece, counts, by_code = json.loads((self._folder / key[:2] / key[2:]).read_bytes())
            if not isinstance(piece, str) or len(counts) != len(Counts._fields):
                return None  # not one of ours
            return Outcome(piece, Counts(*counts), dict(by_code))
        except (OSError, ValueError, TypeError):
            return None

    def put(self, key: str, outcome: Outcome) -> None:
        """Keeps an outcome."""
        import tempfile

        entry = json.dumps([outcome.piece, outcome.counts, outcome.by_code], ensure_ascii=False)
        try:
            home = self._folder / key[:2]
            home.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=home, prefix=".")
            with os.fdopen(handle, "wb") as file:
                file.write(entry.encode("utf-8", "surrogatepass"))
            os.replace(temporary, home / key[2:])  # noqa: PTH105
        except OSError:
            return

    def prune(self, now: float | None = None) -> None:
        """Removes entries of a month ago, once a day at the most."""
        prune(self._folder, "??/*", _KEPT_S, time.time() if now is None else now)


_REFERENCES_FILE = lazy(r"[^\s\"'\[\],]+\.(?:ya?ml|json|bib|bibtex|ris)\b", re.IGNORECASE)


def _references_state(folder: Path, naming: bytes) -> bytes:
    """Time and size of every file that might be one of references: where it changes, a citation may lose its entry."""
    states: list[tuple[str, int, int]] = []
    for name in dict.fromkeys(_REFERENCES_FILE.findall(naming.decode("utf-8", "replace"))):
        for base in (folder, *folder.parents):
            try:
                status = (base / name).stat()
            except OSError:
                continue
            states.append((str(base / name), status.st_mtime_ns, status.st_size))
    return repr(states).encode()


def default_folder() -> Path:
    """Where entries are kept: `PUBKIT_CACHE_DIR`, else the user's cache folder (XDG Base Directory Specification)."""
    if named := os.environ.get("PUBKIT_CACHE_DIR"):
        return Path(named)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base, "pubkit", "lint")


def code_state() -> tuple[int, int]:
    """Newest time and total size of pubkit's own files: a working copy changes without its version changing."""
    newest = size = 0
    for base, _, names in os.walk(Path(pubkit.__file__).parent):
        for name in names:
            if name.endswith(".py"):
                status = os.stat(os.path.join(base, name))  # noqa: PTH116, PTH118  faster than Path, and this runs at every start
                newest, size = max(newest, status.st_mtime_ns), size + status.st_size
    return newest, size
