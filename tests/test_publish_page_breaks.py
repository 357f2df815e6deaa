"""Pages of the PDF in the e-book: the same numbers, at the same words."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from typing import TYPE_CHECKING

import pytest
from publications import REFERENCES, rendered

from pubkit.publish.epub import book, make_epub
from pubkit.publish.page_breaks import PageBreak, with_page_breaks
from pubkit.publish.pdf import make_pdf
from pubkit.publish.poppler import PdfReader
from pubkit.publish.printed_pages import PageStart, Place, PrintedPages

if TYPE_CHECKING:
    from pubkit.publish.rendered import Rendered

MARK = PageBreak("7", "printed-page-7").html
PARAGRAPH = "水位随季节而变，早春浅而盛夏深，秋收之前放干；观测点每日两次记录，并在每周三采集气样送往县里。"
ROWS = "\n".join(f"| 第{n}号田 | {n}.5 | 早稻与晚稻各测一次，取其平均，另附当日气温与水温 |" for n in range(1, 60))
BODY = (
    "## 缘起\n\n"
    + "\n\n".join(f"段落{n}。{PARAGRAPH * 3}[@8]" for n in range(24))
    + f"\n\n## 数据\n\n| 田块 | 水位 | 说明 |\n|:--|--:|:--|\n{ROWS}\n\n- 其一\n- 其二\n\n## 尾声\n\n"
    + "\n\n".join(f"末段{n}。{PARAGRAPH * 4}" for n in range(20))
)


def marked(text: str, place: Place, blocks: int) -> str:
    """A chapter with the mark of one page at a place."""
    _, (changed,), marks = with_page_breaks({}, [text], PrintedPages((PageStart("7", place),), blocks))
    assert len(marks) == 1
    return changed.replace(MARK, "¶")


@pytest.mark.parametrize(
    ("text", "place", "blocks", "expected"),
    [
        ("<h2>甲</h2>\n<p>乙</p>", Place("block", 0), 2, "¶<h2>甲</h2>\n<p>乙</p>"),
        ("<h2>甲</h2>\n<p>乙</p>", Place("block", 1), 2, "<h2>甲</h2>\n¶<p>乙</p>"),
        ("<p>一二三，四五</p>", Place("block", 0, 0, 3), 1, "<p>一二三，¶四五</p>"),
        ("<p>一&amp;二<b>三</b>四</p>", Place("block", 0, 0, 2), 1, "<p>一&amp;二<b>¶三</b>四</p>"),
        ('<p>一二<a href="#x">三四</a>五</p>', Place("block", 0, 0, 3), 1, '<p>一二¶<a href="#x">三四</a>五</p>'),
        ("<p>一<math><mi>x</mi></math>二三</p>", Place("block", 0, 0, 2), 1, "<p>一<math><mi>x</mi></math>二¶三</p>"),
        ("<p>一二</p><p>三</p>", Place("block", 0, 0, 9), 2, "<p>一二¶</p><p>三</p>"),
        ("<ul><li>甲</li><li>乙</li></ul>", Place("block", 1), 2, "<ul><li>甲</li><li>¶乙</li></ul>"),
        (
            '<div class="table"><table><tbody><tr><td>1</td></tr><tr><td>2</td></tr></tbody></table></div>',
            Place("row", 0, 1),
            0,
            '<div class="table"><table><tbody><tr><td>1</td></tr><tr><td>¶2</td></tr></tbody></table></div>',
        ),
        (
            '<p>甲</p><div class="table"><table><tbody><tr><td>1</td></tr></tbody></table></div>',
            Place("table", 0),
            1,
            '<p>甲</p>¶<div class="table"><table><tbody><tr><td>1</td></tr></tbody></table></div>',
        ),
        ('<p>甲</p><section class="notes"><p>注</p></section>', Place("block", 0), 1, '¶<p>甲</p><section class="notes"><p>注</p></section>'),
    ],
)
def test_the_mark_stands_where_the_page_begins(text: str, place: Place, blocks: int, expected: str) -> None:
    """Before a block, in an item or cell, inside a paragraph before the letter; never inside a link or a formula."""
    assert marked(text, place, blocks) == expected


def test_another_text_has_no_pages() -> None:
    """Where blocks were added or left out, every number would be wrong."""
    text = "<p>甲</p><p>乙</p>"
    pages = PrintedPages((PageStart("1", Place("block", 0)),), blocks=3)
    assert with_page_breaks({}, [text], pages) == ({}, [text], [])


def test_pages_that_hold_nothing_of_the_book_stand_before_what_follows() -> None:
    """The list is whole and in order: a blank page, a list of figures, an index behind the text."""
    starts = (PageStart("i", None), PageStart("1", Place("block", 1)), PageStart("2", Place("block", 0)), PageStart("3", None))
    _, (changed,), marks = with_page_breaks({}, ["<p>甲</p><p>乙</p>"], PrintedPages(starts, 2))
    assert [mark.label for mark in marks] == ["i", "1", "2", "3"]
    assert re.findall(r'aria-label="(\w+)"|(甲|乙)', changed) == [("i", ""), ("1", ""), ("2", ""), ("", "甲"), ("", "乙"), ("3", "")]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[zipfile.ZipFile, list[str], Rendered, PrintedPages]:
    """A book, the words of each page of its PDF, and what they were made from."""
    folder = tmp_path_factory.mktemp("both")
    made = rendered(BODY, folder, references=REFERENCES, isbn="978-7-301-04815-3")
    pages: list[PrintedPages] = []
    pdf = make_pdf(made, folder / "a.pdf", pages=pages.append)
    epub = make_epub(made, folder / "a.epub", pages=pages[0])
    with PdfReader(pdf.path) as reader:
        words = reader.text.split("\f")[:-1]
    return zipfile.ZipFile(io.BytesIO(epub.path.read_bytes())), words, made, pages[0]


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def test_every_page_begins_with_the_same_words_in_both(both: tuple[zipfile.ZipFile, list[str], Rendered, PrintedPages]) -> None:
    """The first words behind each mark of the text are the first of the page, below its running head."""
    archive, pdf, _, _ = both
    nav = archive.read("EPUB/nav.xhtml").decode()
    found = re.search(r'epub:type="page-list".*?</nav>', nav, re.DOTALL)
    assert found
    listed = re.findall(r'<a href="([^"#]+)#([^"]+)">([^<]+)</a>', found[0])
    numbers = [label for _, _, label in listed]
    assert len(numbers) == len(pdf)
    assert numbers[:3] == ["i", "ii", "iii"]
    assert numbers[3:] == [str(n + 1) for n in range(len(pdf) - 3)]
    inside = 0
    for (path, name, label), page in list(zip(listed, pdf, strict=True))[3:]:
        text = archive.read(f"EPUB/{path}").decode()
        behind = text[text.index(f'id="{name}"') :].partition("</span>")[2]
        start = letters(unescape(re.sub(r"<[^>]*>", "", behind)))[:9]
        inside += not re.search(r">\s*$", text[: text.index(f'<span id="{name}"')])
        assert start in letters(page)[:90], label
    assert inside  # a page that begins inside a paragraph is among them


def test_the_package_says_whose_pages_they_are(both: tuple[zipfile.ZipFile, list[str], Rendered, PrintedPages]) -> None:
    """Features, source, and the list for old readers; none of it in a book without pages."""
    archive, pdf, made, _ = both
    package = archive.read("EPUB/package.opf").decode()
    assert ">pageBreakMarkers<" in package
    assert ">pageNavigation<" in package
    assert '<meta property="pageBreakSource">urn:isbn:9787301048153</meta>' in package
    assert archive.read("EPUB/toc.ncx").decode().count("<pageTarget ") == len(pdf)
    with zipfile.ZipFile(io.BytesIO(book(made))) as without:
        package = without.read("EPUB/package.opf").decode()
        assert "pageBreak" not in package
        assert "page-list" not in without.read("EPUB/nav.xhtml").decode()
