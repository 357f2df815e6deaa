"""The foot of a page: text passes a figure that does not fit, and a tint ends with its last line."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from publications import publication

from pubkit.publish.pdf import make_pdf
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.printed_pages import PrintedPages

pytest.importorskip("weasyprint")
pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
SENTENCE = "灯塔的看守人每天黄昏登记来往的船只，风大的日子里簿子上只有一行字。"
#: The first page has room for it, but not behind what stands there.
PICTURE = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='400'%20height='400'%3E%3Crect%20width='400'%20height='400'/%3E%3C/svg%3E"
FIGURE = f"![灯塔的剖面]({PICTURE}){{#fig:tower}}"
BEFORE = "\n\n".join([f"{SENTENCE * 8}"] * 3)


def made(folder: Path, body: str) -> tuple[list[str], PrintedPages]:
    """The text of each page without white space, and where each page begins."""
    told: list[PrintedPages] = []
    make_pdf(render(publication(body, folder, references=(), title="灯塔")), folder / "a.pdf", pages=told.append)
    said = subprocess.run(["pdftotext", folder / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    return [re.sub(r"\s", "", page) for page in said.split("\f")], told[0]


def page_of(pages: list[str], words: str) -> int:
    (found,) = [n for n, page in enumerate(pages) if words in page]
    return found


def structure(path: Path) -> str:
    return subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, text=True, check=True).stdout


def test_text_passes_a_figure_that_does_not_fit(tmp_path):
    """The figure stands on the next page, with its caption, and the paragraph behind it begins on the page before."""
    pages, _ = made(tmp_path, f"## 一\n\n{BEFORE}\n\n见 @fig:tower。\n\n{FIGURE}\n\n甲段。{SENTENCE}\n\n乙段。{SENTENCE * 12}\n")
    assert page_of(pages, "甲段") == 0
    assert page_of(pages, "乙段") == 0
    assert page_of(pages, "图1灯塔的剖面") == 1
    assert "见图1（第2页）" in pages[0]


def test_the_structure_and_the_book_keep_the_order_of_the_text(tmp_path):
    """Who listens hears the figure where its author put it; a page begins with text that the e-book has at the same place."""
    _, told = made(tmp_path, f"## 一\n\n{BEFORE}\n\n{FIGURE}\n\n甲段。{SENTENCE * 9}\n\n丙段。{SENTENCE * 20}\n")
    said = structure(tmp_path / "a.pdf")
    assert said.index("Figure") < said.index("Caption") < said.index("甲段")
    blocks = [start.place for start in told.starts if start.place]
    assert [place.number for place in blocks] == sorted(place.number for place in blocks)
    assert blocks[1].number == 5  # behind heading, three paragraphs and the figure: the paragraph that has passed goes on


@pytest.mark.parametrize(
    "behind",
    [
        f"### 一之二\n\n甲段。{SENTENCE}",
        f"上图中的甲段。{SENTENCE}",
        f"甲段有下列几项：\n\n### 一之二\n\n{SENTENCE}",
    ],
)
def test_no_heading_is_passed_and_nothing_that_speaks_of_the_figure_above(tmp_path, behind):
    """Then the page stays as it is."""
    pages, _ = made(tmp_path, f"## 一\n\n{BEFORE}\n\n{FIGURE}\n\n{behind}\n\n{SENTENCE * 9}\n")
    assert page_of(pages, "剖面") == 1
    assert page_of(pages, "甲段") == 1


def test_what_leads_to_a_list_passes_with_it(tmp_path):
    """The figure does not part them."""
    pages, _ = made(tmp_path, f"## 一\n\n{BEFORE}\n\n{FIGURE}\n\n分为：\n\n1. 甲项\n2. 乙项\n\n{SENTENCE * 3}\n")
    assert page_of(pages, "分为") == page_of(pages, "乙项") == 0


def test_a_table_with_a_caption_is_passed_as_well(tmp_path):
    """Where it is kept whole: one of few rows."""
    rows = "\n".join(f"| {n} | {SENTENCE * 3} |" for n in range(5))
    pages, _ = made(tmp_path, f"## 一\n\n{BEFORE}\n\n: 港口的簿子\n\n| 号 | 记 |\n|---|---|\n{rows}\n\n甲段。{SENTENCE}\n")
    assert page_of(pages, "港口的簿子") == 1
    assert page_of(pages, "甲段") == 0


def test_no_more_than_six_blocks_of_text_pass_a_figure(tmp_path):
    """Also where pages are made again, as for the number of the page that a reference names."""
    before = "\n\n".join([SENTENCE * 8, SENTENCE * 8, SENTENCE * 3])
    behind = "\n\n".join(f"第{n}段。" for n in range(9))
    pages, _ = made(tmp_path, f"## 一\n\n见 @fig:tower。\n\n{before}\n\n{FIGURE}\n\n{behind}\n")
    assert page_of(pages, "第5段") == 0
    assert page_of(pages, "第6段") == 1


def test_a_figure_without_a_caption_stays_where_it_is(tmp_path):
    """Nothing else says what it belongs to."""
    pages, _ = made(tmp_path, f"## 一\n\n{BEFORE}\n\n![]({PICTURE})\n\n甲段。{SENTENCE}\n")
    assert page_of(pages, "甲段") == 1


def test_the_tint_of_code_ends_with_its_last_line(tmp_path):
    """Three lines that stay together do not fit: the white that they leave is white."""
    code = "\n".join(f"line_{n}" for n in range(30))
    rests = [_dark_rest(tmp_path, f"## 一\n\n{SENTENCE * 8}\n\n{'短段。' * 3}\n\n" + "另一段。\n\n" * lines + f"```\n{code}\n```\n") for lines in range(11, 14)]
    assert max(rests) < 15, rests


def _dark_rest(folder: Path, body: str) -> int:
    """How many rows of pixels (72 to the inch) the first page's tint goes on below its last dark one."""
    pages, _ = made(folder, body)
    assert "line_0" in pages[0]
    assert "line_29" in pages[1]
    content = subprocess.run(["pdftoppm", "-gray", "-r", "72", "-l", "1", folder / "a.pdf"], capture_output=True, check=True).stdout
    _, size, _, pixels = content.split(b"\n", 3)
    width, height = map(int, size.split())
    # Below the text stands the number of the page.
    rows = [pixels[y * width : (y + 1) * width] for y in range(height * 94 // 100 - 25)]
    last = max(y for y, row in enumerate(rows) if min(row[100 : width - 100]) < 128)
    tinted = max(y for y, row in enumerate(rows) if min(row[width // 2 : width - 100]) < 250)
    return tinted - last
