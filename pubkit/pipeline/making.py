"""The verb `make`: from a publication to its files, and the proof that they are right.

The PDF is made in a process of its own while this one makes and reads the web page (`pdf_workers`). The e-book marks where the pages
of the PDF begin: it is made as soon as they are known, while the PDF is written.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pubkit.text.errors import PublicationError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pubkit.pipeline.pdf_workers import PdfWorkers, PendingPdf
    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.publication import Check, Publication
    from pubkit.publish.rendered import Rendered


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
    progress(publication.name, Phrase("setting the text", "排版正文"))
    if "pdf" in formats:
        workers.expect(publication.language, publication.theme)
    rendered = _rendered(publication)
    pending = workers.begin(rendered, folder / f"{publication.name}.pdf") if "pdf" in formats else None
    from pubkit.publish.verify import verify

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


def _rendered(publication: Publication) -> Rendered:
    """The publication as pieces of HTML: pandoc reads it while what works with them is loaded."""
    from pubkit.publish.characters import printable
    from pubkit.publish.pandoc import read_ahead

    read = read_ahead(printable(publication.body))
    from pubkit.publish.rendering import render

    return render(publication, read)


def _one_by_one(
    rendered: Rendered,
    formats: Sequence[str],
    folder: Path,
    pending: PendingPdf | None,
    remarks: list[Phrase],
    progress: Callable[[str, Phrase], None],
) -> Iterator[Artifact]:
    """The web page; then the e-book and the PDF, first that which need not be waited for."""
    name, pages = rendered.publication.name, None
    later = [kind for kind in ("epub", "pdf") if kind in formats]
    if "html" in formats:
        from pubkit.publish.html import make_html

        progress(name, Phrase("making HTML", "生成 HTML"))
        yield make_html(rendered, folder / f"{name}.html")
    if pending:
        progress(name, Phrase("making PDF", "生成 PDF"))
    if pending and "epub" in formats:
        from pubkit.publish.epub import prepare

        prepare(rendered)
        pages = pending.pages()
        if pending.is_made:
            later.reverse()
    for kind in later:
        if kind == "epub":
            from pubkit.publish.epub import make_epub

            progress(name, Phrase("making EPUB", "生成 EPUB"))
            yield make_epub(rendered, folder / f"{name}.epub", pages=pages)
        elif pending:
            artifact, said = pending.made()
            remarks.extend(said)
            yield artifact


def _judge(publication: Publication, checks: Sequence[Check]) -> None:
    failed = [check for check in checks if not check.passed]
    if failed:
        said = Phrase("; ".join(check.detail.en for check in failed), "；".join(check.detail.zh for check in failed))
        raise PublicationError(
            Phrase("what was made failed its checks: {}", "成品未通过核对：{}").format(said), filename=publication.name
        )
