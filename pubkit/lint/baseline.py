"""Today's findings of an old archive, kept so that only new ones are shown.

A finding is known by what stands there, not by its row: its file, its code, the marked text and a little of its
neighbourhood. Moved lines do not come back; a finding that was mended and made again does.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from pubkit.text.errors import ConfigError
from pubkit.text.files import decode, read_bytes, write_atomically
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pubkit.text.diagnostic import Diagnostic

VERSION = 1
#: Code points on each side of a finding, on its line, that must be the same. Citations move, so the marked text alone is
#: too little; and what stands on other lines may come and go.
_NEIGHBOURHOOD = 12


def fingerprint(text: str, finding: Diagnostic) -> str:
    """What identifies a finding in its file, as 16 hex digits."""
    from hashlib import blake2b  # loads OpenSSL, which linting alone does not need

    start, end = finding.span
    before = text[max(0, start - _NEIGHBOURHOOD) : start].rpartition("\n")[2]
    near = (before, text[start:end][:200], text[end : end + _NEIGHBOURHOOD].partition("\n")[0])
    return blake2b("\0".join((finding.code, *near)).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()


class Baseline:
    """The findings that are known: how many of each fingerprint, by file.

    Files are named from `folder`, where the baseline stands, so that it does not matter where pubkit runs and how it is
    told of a file; as they are told where `folder` is None.
    """

    def __init__(self, known: Mapping[str, Mapping[str, int]] | None = None, folder: Path | None = None) -> None:
        self.folder = folder
        self._known = {name: Counter(prints) for name, prints in (known or {}).items()}

    @classmethod
    def read(cls, path: Path) -> Baseline:
        """Reads a baseline. Raises `ConfigError` where the file is not one."""
        import json

        try:
            data = json.loads(decode(read_bytes(path), str(path)))
            if data["version"] != VERSION:
                raise KeyError("version")
            known = {str(name): {str(k): int(n) for k, n in prints.items()} for name, prints in data["findings"].items()}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigError(
                Phrase("this is not a baseline of pubkit", "这不是 pubkit 的基线文件"),
                filename=str(path),
                row=getattr(error, "lineno", 1),
                column=getattr(error, "colno", 1),
                hint=Phrase("Delete it and run again to record a new one.", "删除后重新运行即可生成新的基线。"),
            ) from None
        return cls(known, path.absolute().parent)

    def new(self, filename: str, text: str, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings of a file that the baseline does not know."""
        left = Counter(self._known.get(_name(filename, self.folder), {}))
        fresh = []
        for finding in findings:
            print_ = fingerprint(text, finding)
            if left[print_] > 0:
                left[print_] -= 1
            else:
                fresh.append(finding)
        return fresh

    def others(self, names: Collection[str]) -> dict[str, Counter[str]]:
        """What is known of files that are not named here and still exist."""
        known = self._known.items()
        return {name: prints for name, prints in known if name not in names and Path(self.folder or "", name).exists()}


def _name(filename: str, folder: Path | None) -> str:
    if folder is None or filename == "-":
        return filename
    return Path(os.path.relpath(filename, folder)).as_posix()


def write_baseline(path: Path, prints: Mapping[str, Iterable[str]]) -> None:
    """Records the fingerprints of each file, sorted so that a diff shows what came and went.

    What an older record knows of other files stays. Raises `ConfigError` where the file is there and is no baseline.
    """
    import json

    folder = path.absolute().parent
    counted = {_name(filename, folder): Counter(found) for filename, found in prints.items()}
    if path.exists():
        counted |= Baseline.read(path).others(counted)
    findings = {name: dict(sorted(found.items())) for name, found in sorted(counted.items())}
    data = {"version": VERSION, "findings": {name: found for name, found in findings.items() if found}}
    write_atomically(path, (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8"))
