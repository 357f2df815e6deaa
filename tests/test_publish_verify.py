"""`verify` passes what is right, and each of its checks fails on a file that is damaged in that way."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from publications import everything, publication

from pubkit.publish.artifacts import write_artifact
from pubkit.publish.epub import make_epub
from pubkit.publish.html import make_html
from pubkit.publish.rendering import render
from pubkit.publish.verify import verify
from pubkit.text.errors import InputError, ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.artifacts import Artifact
    from pubkit.publish.publication import Publication


@pytest.fixture
def made(tmp_path: Path) -> tuple[Publication, dict[str, Artifact]]:
    """A publication with everything, and its page and book."""
    given = everything(tmp_path)
    found = render(given)
    return given, {
        "html": make_html(found, tmp_path / "a.html"),
        "epub": make_epub(found, tmp_path / "a.epub"),
    }


def failed(given: Publication, *artifacts: Artifact) -> set[str]:
    """The names of the checks that did not pass."""
    return {check.name for check in verify(given, artifacts) if not check.passed}


def test_what_is_right_passes(made: tuple[Publication, dict[str, Artifact]]) -> None:
    """Every check, on a publication with everything; each says in both languages what it saw."""
    given, artifacts = made
    checks = verify(given, tuple(artifacts.values()))
    assert {check.name: check.detail.en for check in checks if not check.passed} == {}
    assert len({check.name for check in checks}) == len(checks) >= 20
    assert all(check.detail.en and check.detail.zh for check in checks)


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (" role=doc-biblioref>", ">", "html-citations-linked"),
        (">[1]</a>", ">[2]</a>", "html-citations-linked"),
        ("href=#ref-8 id=cite-8-1", "href=#ref-u id=cite-8-1", "html-citations-lead-to-one-entry"),
        ("href=#cite-8-2", "href=#cite-8-1", "html-links-back"),
        ("href=#一缘起-重点-x2", "href=#gone", "html-inner-links-alive"),
        ("id=cite-8-2", "id=cite-8-1", "html-identifiers-unique"),
        ("<h1", "<h2", "html-headings"),
        ("<h3 ", "<h4 ", "html-headings"),
        ("lang=zh-CN", "lang=en", "html-language"),
        ("lang=zh-CN", "", "html-language"),
        ("<title>水", "<title>", "html-title"),
        ("<main ", '<img src="//example.org/a.png"/><main ', "html-self-contained"),
        ("<main ", '<link rel="stylesheet" href="https://example.org/a.css"/><main ', "html-self-contained"),
        ("<style>", "<style>@import 'https://example.org/a.css';", "html-self-contained"),
        ("<main ", '<p style="background:url(https://example.org/a.png)">x</p><main ', "html-self-contained"),
        ("<main ", "<script>alert(1)</script><main ", "html-no-foreign-script"),
        ("<main ", '<p onclick="x">x</p><main ', "html-no-foreign-script"),
        ("<p>标题", "<p>**标题", "html-no-markup-left"),
        ("<p>标题", "<p>\\*标题", "html-no-markup-left"),
        ("<p>标题", "<p>[(8)]标题", "html-no-markup-left"),
        ("<p>标题", "<p>\ufffd标题", "html-no-markup-left"),
        ("<p>标题", "<p>&amp;#x20;标题", "html-no-markup-left"),
        ("<p>标题", "<p>标", "epub-same-words-as-html"),
    ],
)
def test_damage_to_the_page_is_found(
    old: str, new: str, name: str, made: tuple[Publication, dict[str, Artifact]], tmp_path: Path
) -> None:
    """One change at a time, and the check whose business it is does not pass."""
    given, artifacts = made
    page = artifacts["html"].path.read_text(encoding="utf-8")
    assert old in page
    damaged = write_artifact("html", tmp_path / "b.html", "zh-CN", page.replace(old, new, 1).encode())
    assert name in failed(given, damaged, artifacts["epub"])


@pytest.mark.parametrize(
    ("file", "old", "new", "name"),
    [
        ("chapter-001", 'role="doc-biblioref"', "", "epub-citations-linked"),
        ("chapter-001", 'href="references.xhtml#ref-8"', 'href="references.xhtml#ref-9"', "epub-inner-links-alive"),
        ("chapter-001", 'href="references.xhtml#ref-8"', 'href="gone.xhtml#ref-8"', "epub-inner-links-alive"),
        ("references", "#cite-8-2", "#cite-8-1", "epub-links-back"),
        ("chapter-002", 'id="cite-8-3"', 'id="cite-8-2"', "epub-identifiers-unique"),
        ("chapter-002", "</p>", "", "epub-package-complete"),
        ("chapter-002", "<p>", '<p><img src="http://example.org/a.png" alt=""/>', "epub-self-contained"),
        ("chapter-001", "<p>", "<p>**", "epub-no-markup-left"),
        ("chapter-001", 'lang="zh-CN"', 'lang="ja"', "epub-language"),
        ("chapter-001", "标题", "标", "epub-same-words-as-html"),
        ("title-page", "<h1", "<h3", "epub-headings"),
        ("package.opf", "<dc:language>zh-CN", "<dc:language>en", "epub-language"),
        ("package.opf", "schema:accessibilityHazard", "schema:x", "epub-accessibility-metadata"),
        ("package.opf", 'href="text/colophon.xhtml"', 'href="text/gone.xhtml"', "epub-package-complete"),
        ("package.opf", "</package>", "", "epub-package-complete"),
    ],
)
def test_damage_to_the_book_is_found(
    file: str, old: str, new: str, name: str, made: tuple[Publication, dict[str, Artifact]], tmp_path: Path
) -> None:
    """The same for each of its files."""
    given, artifacts = made
    buffer = io.BytesIO()
    changed = 0
    with zipfile.ZipFile(artifacts["epub"].path) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            if file in entry.filename:
                changed += old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(entry, content)
    assert changed
    damaged = write_artifact("epub", tmp_path / "b.epub", "zh-CN", buffer.getvalue())
    assert name in failed(given, artifacts["html"], damaged)


def test_a_book_whose_media_type_is_not_first_is_found(
    made: tuple[Publication, dict[str, Artifact]], tmp_path: Path
) -> None:
    """Packed by an ordinary ZIP program; and a file that is no archive at all."""
    given, artifacts = made
    buffer = io.BytesIO()
    with zipfile.ZipFile(artifacts["epub"].path) as source, zipfile.ZipFile(buffer, "w") as target:
        for entry in reversed(source.infolist()):
            target.writestr(entry, source.read(entry))
    assert failed(given, write_artifact("epub", tmp_path / "b.epub", "zh-CN", buffer.getvalue())) == {
        "epub-mimetype-first"
    }
    broken = write_artifact("epub", tmp_path / "c.epub", "zh-CN", b"no archive")
    assert {"epub-mimetype-first", "epub-package-complete", "epub-citations-linked"} <= failed(given, broken)


def test_a_citation_that_the_making_lost_is_found(made: tuple[Publication, dict[str, Artifact]]) -> None:
    """The source is counted by another reader than the one that makes."""
    given, artifacts = made
    more = replace(given, body=given.body + "\n又一处[@8]。\n")
    assert {"html-citations-linked", "epub-citations-linked"} <= failed(more, *artifacts.values())


@pytest.mark.parametrize(
    "body",
    [
        "乘方写作 a\\*\\*b，`**` 也是。\n",
        "路径 C:\\\\\\_x。\n",
        "写作 &amp;#x20; 的空格。\n",
        "```\n** [(8)] \\* [@8]\n```\n",
        "甲[@8](注)、[见[@8]](https://example.org/)、`[@8]`、a[@nobody]b。\n",
        "<p>块[@8]<!-- [@8] --></p>\n",
        "注[^n]与注[^n]。\n\n[^n]: 话[@8]。\n",
    ],
)
def test_what_the_author_meant_is_no_fault(body: str, tmp_path: Path) -> None:
    """Escaped markup is text, code is code, and what is no citation is not counted."""
    given = publication(body, tmp_path)
    found = render(given)
    artifacts = (make_html(found, tmp_path / "a.html"), make_epub(found, tmp_path / "a.epub"))
    assert failed(given, *artifacts) == set()


def test_the_pdf_is_read_too(made: tuple[Publication, dict[str, Artifact]], tmp_path: Path) -> None:
    """A PDF of the same text passes; one of another text, untagged and with another title, does not."""
    weasyprint = pytest.importorskip("weasyprint")
    if not shutil.which("pdftotext"):
        pytest.skip("poppler-utils is not here")
    given, artifacts = made
    from pubkit.publish.pdf import make_pdf

    good = make_pdf(render(given), tmp_path / "a.pdf")
    assert failed(given, *artifacts.values(), good) == set()
    page = "<title>别的</title><p>中 文 字 间 有 空格 \ufffd ** [(8)]</p>"
    bad = write_artifact("pdf", tmp_path / "b.pdf", "zh-CN", weasyprint.HTML(string=page).write_pdf())
    assert {
        "pdf-tagged",
        "pdf-title",
        "pdf-no-spaces-between-han",
        "pdf-no-markup-left",
        "pdf-no-character-missing",
    } <= failed(given, *artifacts.values(), bad)
    assert "pdf-fonts-embedded" in failed(given, write_artifact("pdf", tmp_path / "c.pdf", "zh-CN", b"%PDF-1.7 broken"))


def test_a_file_that_is_gone_is_an_error_that_names_it(
    made: tuple[Publication, dict[str, Artifact]], tmp_path: Path
) -> None:
    """Not a check that passes."""
    given, artifacts = made
    with pytest.raises(InputError, match="no such file"):
        verify(given, [artifacts["html"]._replace(path=tmp_path / "gone.html")])


def test_a_missing_poppler_is_an_error_with_the_command_that_installs_it(
    made: tuple[Publication, dict[str, Artifact]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A PDF that cannot be checked is not one that passed."""
    given, artifacts = made
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolError) as caught:
        verify(given, [artifacts["html"]._replace(kind="pdf")])
    assert caught.value.hint is not None
    assert "poppler-utils" in caught.value.hint.en
