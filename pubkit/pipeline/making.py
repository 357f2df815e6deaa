"""The verb `make`: from a publication to its files, and the proof that they are right.

The PDF is made in a process of its own while this one makes and reads the web page (`pdf_workers`). The e-book marks where the pages
of the PDF begin: it is made as soon as they are known, while the PDF is written.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pubkit.text.errors import PublicationError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from pubkit.pipeline.pdf_workers import PdfWorkers, PendingPdf
    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.publication import Check, Publication
    from pubkit.publish.rendered import Rendered


class Made(NamedTuple):
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
    """Makes and verifies the files of all formats in `folder`. Raises `UnprovenError` where a check fails."""
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
    remarks += _judged(publication, checks)
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


_TO_BE_SEEN: Final = Phrase(
    "Look for these signs in the text; a build with --draft shows where they stand.", "请在文稿中查找这些符号；用 --draft 构建可看到它们出现在哪里。"
)


class UnprovenError(PublicationError):
    """What was made is not what the source says: `checks` are those that failed."""

    def __init__(self, name: str, checks: Sequence[Check]) -> None:
        details = dict.fromkeys(check.detail for check in checks)
        said = Phrase("; ".join(detail.en for detail in details), "；".join(detail.zh for detail in details))
        super().__init__(Phrase("what was made failed its checks: {}", "成品未通过核对：{}").format(said), filename=name)
        self.checks = tuple(checks)
        self.hint = _TO_BE_SEEN if self.is_markup else None

    @property
    def is_markup(self) -> bool:
        """Whether all that is wrong is markup that the reader sees."""
        return all(map(_is_markup, self.checks))


def _is_markup(check: Check) -> bool:
    return check.name.endswith("-no-markup-left")


def _judged(publication: Publication, checks: Sequence[Check]) -> list[Phrase]:
    """What there is to remark. Raises `UnprovenError` where a check fails; in a draft, markup may be left over."""
    failed = [check for check in checks if not check.passed]
    if failed and not (publication.draft and all(map(_is_markup, failed))):
        raise UnprovenError(publication.name, failed)
    return list(dict.fromkeys(Phrase("{}: it is shown as it is written", "{}，照原样印出").format(check.detail) for check in failed))
