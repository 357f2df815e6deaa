"""`manifest.json`: every file that was made, with its size, its sum and the digest of what it was made from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pubkit import __version__
from pubkit.text.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pubkit.publish.artifacts import Artifact

MANIFEST = "manifest.json"


def read_manifest(output: Path) -> list[dict[str, Any]]:
    """The records of a folder of outputs; none where there is no manifest that can be read."""
    try:
        data = json.loads((output / MANIFEST).read_text(encoding="utf-8"))
        return [record for record in data["artifacts"] if isinstance(record, dict) and isinstance(record["path"], str)]
    except (OSError, ValueError, KeyError, TypeError):
        return []


def write_manifest(output: Path, name: str, edition: str, artifacts: Iterable[Artifact], digest: str) -> None:
    """Enters the artifacts of one edition of a report. Entries of others stay, as long as their files do."""
    new = [
        {
            "report": name,
            "edition": edition,
            "kind": artifact.kind,
            "path": artifact.path.relative_to(output).as_posix(),
            "language": artifact.language,
            "sha256": artifact.sha256,
            "size_bytes": artifact.size_bytes,
            "inputs": digest,
        }
        for artifact in artifacts
    ]
    paths = {record["path"] for record in new}
    old = [r for r in read_manifest(output) if r["path"] not in paths and (output / r["path"]).exists()]
    records = sorted([*new, *old], key=lambda record: str(record["path"]))
    text = json.dumps({"generator": f"pubkit {__version__}", "artifacts": records}, ensure_ascii=False, indent=2)
    write_atomically(output / MANIFEST, (text + "\n").encode("utf-8"))


def records_of(output: Path, name: str, edition: str) -> list[dict[str, Any]]:
    """The records of one edition of a report."""
    return [record for record in read_manifest(output) if (record.get("report"), record.get("edition")) == (name, edition)]


def artifacts_of(output: Path, records: Iterable[Mapping[str, Any]], formats: Iterable[str]) -> tuple[Artifact, ...]:
    """The artifacts that records speak of, in the order of the formats."""
    from pubkit.publish.artifacts import Artifact

    by_kind = {r["kind"]: Artifact(r["kind"], output / r["path"], r["language"], r["sha256"], r["size_bytes"]) for r in records}
    return tuple(by_kind[kind] for kind in formats if kind in by_kind)
