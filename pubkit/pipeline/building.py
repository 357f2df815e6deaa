"""The verb `build`: from a source to PDF, HTML and EPUB, with the proof that they are right.

load → mend in memory → look for what would make the publication wrong → settle → make → verify → put in place. Nothing is put in
place before everything is made and verified: one failure leaves the last good output as it was.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit import __version__
from pubkit.lint.fixer import Fixed, fix
from pubkit.lint.linter import lint
from pubkit.lint.report import FileReport
from pubkit.markdown.document import Document
from pubkit.pipeline.settings import Chosen, settings_for
from pubkit.pipeline.settling import resolved_text, settle
from pubkit.pipeline.unchanged import digest_of_inputs, is_current
from pubkit.text.diagnostic import Severity
from pubkit.text.errors import InputError, PublicationError
from pubkit.text.files import reason, write_atomically
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from pubkit.pipeline.projects import ReportSource, Target
    from pubkit.publish.publication import Artifact, Check, Publication
    from pubkit.publish.rendering import Rendered
    from pubkit.text.diagnostic import Diagnostic

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class Built:
    """A report that was built: what was made and where, what was checked, and what the editor should know."""

    name: str
    artifacts: tuple[Artifact, ...]
    checks: tuple[Check, ...]
    fixes: int
    remarks: tuple[Phrase, ...]
    unresolved: tuple[str, ...]
    unchanged: bool = False


class BlockedError(PublicationError):
    """The publication would be wrong: `report` holds the findings that stop it."""

    def __init__(self, report: FileReport) -> None:
        count = len(report.findings)
        super().__init__(
            Phrase("{} things would make this publication wrong", "有 {} 处会使出版物出错").format(count),
            filename=report.filename,
            hint=Phrase(
                "Mend them in the source, or build all the same with --draft: the places are marked.",
                "请在原稿中改正；或用 --draft 照样构建，出错处会有标记。",
            ),
        )
        self.report = report


def build_report(
    source: ReportSource,
    target: Target,
    *,
    draft: bool = False,
    anew: bool = False,
    progress: Callable[[str, Phrase], None] = lambda *_: None,
) -> Built:
    """Builds one report into `target.output`, or finds that nothing has changed since it was built (unless `anew`).

    Raises `BlockedError` for findings that would make it wrong, `PublicationError` where a check of what was made fails,
    and whatever reading the source raises.
    """
    progress(source.name, Phrase("reading", "读取"))
    document = Document.read(source.path)
    if not document.text.strip():
        raise InputError(Phrase("this file is empty", "文件是空的"), filename=str(source.path))
    settings = source.settings(document.front_matter)
    draft = draft or bool(settings.get("draft"))
    decided = {**settings, "name": source.name, "draft": draft, "lint": source.config.get("lint")}
    digest = digest_of_inputs(document, source.path.parent, decided)
    records = [record for record in _records(target.output / MANIFEST) if record.get("report") == source.name]
    if not anew and is_current(target.output, records, digest, target.formats):
        return Built(source.name, _artifacts_of(target, records), (), 0, (), (), unchanged=True)
    mended = _mended(document, source, draft=draft)
    publication = settle(mended.document, source.name, settings, source.path.parent.resolve(), draft=draft)
    with _Workshop(target.output) as workshop:
        artifacts, checks, remarks = _make(publication, target.formats, workshop, progress)
        (workshop / "resolved.md").write_text(resolved_text(publication), encoding="utf-8")
        placed = _put_in_place(workshop, _home(target.output, publication), artifacts)
    write_manifest(target.output, source.name, publication.language, placed, digest)
    return Built(source.name, placed, checks, mended.total, remarks, publication.unresolved)


def _mended(document: Document, source: ReportSource, *, draft: bool) -> Fixed:
    """The document with its safe fixes. Raises `BlockedError` where it would still make a wrong publication."""
    mended = fix(document, settings_for(source.path, Chosen()))
    stops = blocking_findings(mended.document)
    if stops and not draft:
        # places are those of the file that the editor has open, not of the mended text
        shown = blocking_findings(document) or stops
        raise BlockedError(FileReport(str(source.path), document.lines, tuple(shown)))
    return mended


def _artifacts_of(target: Target, records: Iterable[Mapping[str, Any]]) -> tuple[Artifact, ...]:
    from pubkit.publish.publication import Artifact

    return tuple(
        Artifact(r["kind"], target.output / r["path"], r["language"], r["sha256"], r["size_bytes"])
        for r in records
        if r["kind"] in target.formats
    )


def blocking_findings(document: Document) -> list[Diagnostic]:
    """Findings that would make the publication wrong: the errors of the linter."""
    return [finding for finding in lint(document) if finding.severity is Severity.ERROR]


def _home(output: Path, publication: Publication) -> Path:
    return output / publication.name / publication.language


class _Workshop:
    """A folder beside the outputs, on the same file system, that is gone afterwards."""

    def __init__(self, output: Path) -> None:
        self._output = output

    def __enter__(self) -> Path:
        try:
            self._output.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=".making-", dir=self._output))
        except OSError as error:
            raise InputError(
                Phrase("cannot build into this folder: {}", "无法在此文件夹中构建：{}").format(reason(error)),
                filename=str(self._output),
                hint=Phrase("Name another one with --output.", "请用 --output 指定其他文件夹。"),
            ) from None
        return self._folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


def _make(
    publication: Publication, formats: Iterable[str], folder: Path, progress: Callable[[str, Phrase], None]
) -> tuple[tuple[Artifact, ...], tuple[Check, ...], tuple[Phrase, ...]]:
    """Makes and verifies the files of all formats. Raises `PublicationError` where a check fails."""
    from pubkit.publish.rendering import render
    from pubkit.publish.verify import verify

    progress(publication.name, Phrase("setting the text", "排版正文"))
    rendered = render(publication)
    remarks = list(rendered.remarks)
    artifacts = _artifacts(publication, rendered, formats, folder, progress, remarks)
    progress(publication.name, Phrase("verifying", "核对"))
    checks = verify(publication, artifacts)
    failed = [check for check in checks if not check.passed]
    if failed:
        said = Phrase("; ".join(check.detail.en for check in failed), "；".join(check.detail.zh for check in failed))
        raise PublicationError(
            Phrase("what was made failed its checks: {}", "成品未通过核对：{}").format(said), filename=publication.name
        )
    return artifacts, checks, tuple(remarks)


def _artifacts(
    publication: Publication,
    rendered: Rendered,
    formats: Iterable[str],
    folder: Path,
    progress: Callable[[str, Phrase], None],
    remarks: list[Phrase],
) -> tuple[Artifact, ...]:
    from pubkit.publish.epub import make_epub
    from pubkit.publish.html import make_html

    made: list[Artifact] = []
    for kind in formats:
        progress(publication.name, Phrase(f"making {kind.upper()}", f"生成 {kind.upper()}"))
        path = folder / f"{publication.name}.{kind}"
        if kind == "html":
            made.append(make_html(rendered, path))
        elif kind == "epub":
            made.append(make_epub(rendered, path))
        else:
            from pubkit.publish.pdf import make_pdf

            made.append(make_pdf(rendered, path, remark=remarks.append))
    return tuple(made)


def _put_in_place(workshop: Path, home: Path, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
    """Moves what was made to where it belongs, each file at once."""
    from dataclasses import replace

    home.mkdir(parents=True, exist_ok=True)
    os.replace(workshop / "resolved.md", home / "resolved.md")  # noqa: PTH105
    placed = []
    for artifact in artifacts:
        os.replace(artifact.path, home / artifact.path.name)  # noqa: PTH105
        placed.append(replace(artifact, path=home / artifact.path.name))
    return tuple(placed)


def write_manifest(output: Path, name: str, language: str, artifacts: Iterable[Artifact], digest: str) -> None:
    """Writes `manifest.json`: every artifact with its path, size and sum. Entries of other reports stay."""
    path = output / MANIFEST
    records = [record for record in _records(path) if (output / record["path"]).exists()]
    new = [
        {
            "report": name,
            "kind": artifact.kind,
            "path": artifact.path.relative_to(output).as_posix(),
            "language": language,
            "sha256": artifact.sha256,
            "size_bytes": artifact.size_bytes,
            "inputs": digest,
        }
        for artifact in artifacts
    ]
    paths = {record["path"] for record in new}
    records = sorted([*new, *(r for r in records if r["path"] not in paths)], key=lambda record: str(record["path"]))
    text = json.dumps({"generator": f"pubkit {__version__}", "artifacts": records}, ensure_ascii=False, indent=2)
    write_atomically(path, (text + "\n").encode("utf-8"))


def _records(path: Path) -> list[dict[str, Any]]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return [record for record in data["artifacts"] if isinstance(record, dict) and isinstance(record["path"], str)]
    except (OSError, ValueError, KeyError, TypeError):
        return []
