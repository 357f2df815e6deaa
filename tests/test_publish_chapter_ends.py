"""The last page of a chapter: it holds more than a few lines, or is not there."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from publications import publication

from pubkit.publish.pdf import make_pdf
from pubkit.publish.print_options import PrintOptions
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("weasyprint")
pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
#: Lines of text that a page holds below the heading of a chapter.
FIRST = 35
LATER = 38
PICTURE = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='400'%20height='400'%3E%3Crect%20width='400'%20height='400'/%3E%3C/svg%3E"


def lines_of(count: int, name: str) -> str:
    """Paragraphs of one line each."""
    return "\n\n".join(f"{name}第{n}行记下的船。" for n in range(1, count + 1))


def made(folder: Path, body: str, **options: object) -> list[str]:
    """The text of each page without white space."""
    printing = PrintOptions(chapters="new-page", **options)  # type: ignore[arg-type]
    make_pdf(render(publication(body, folder, references=(), title="港口的簿子", printing=printing)), folder / "a.pdf")
    said = subprocess.run(["pdftotext", folder / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    return [re.sub(r"\s", "", page) for page in said.split("\f")[:-1]]


def counted(pages: list[str], name: str) -> list[int]:
    """How many lines of a chapter each page has, pages without any left out."""
    return [count for page in pages if (count := len(re.findall(rf"{name}第\d+行", page)))]


def chapters(*counts: int) -> str:
    """Chapters of so many lines. The first one has the title above it."""
    names = "甲乙丙丁"
    return "\n\n".join(f"## {names[n]}章\n\n{lines_of(count, names[n])}" for n, count in enumerate(counts))


def test_a_page_of_two_lines_is_taken_back(tmp_path):
    """The pages before it are a line longer."""
    pages = made(tmp_path, chapters(3, FIRST + LATER + 2, 9))
    assert counted(pages, "乙") == [FIRST + 1, LATER + 1]
    assert len(pages) == 4


def test_four_lines_take_two_lines_more_on_each_page(tmp_path):
    """One would not be enough."""
    pages = made(tmp_path, chapters(3, FIRST + LATER + 4, 9))
    assert counted(pages, "乙") == [FIRST + 2, LATER + 2]


def test_what_cannot_be_taken_back_gets_company(tmp_path):
    """A chapter of one page and four lines: the page is two lines shorter."""
    assert counted(made(tmp_path, chapters(3, FIRST + 4, 9)), "乙") == [FIRST - 1, 5]


def test_a_page_of_five_lines_stays(tmp_path):
    """And so do the chapters around one that is made again."""
    pages = made(tmp_path, chapters(3, FIRST + 5, FIRST + 1, FIRST + 20))
    assert [counted(pages, name) for name in "乙丙丁"] == [[FIRST, 5], [FIRST + 1], [FIRST, 20]]


def test_only_the_last_pages_are_made_longer(tmp_path):
    """Six of them, of a chapter of ten pages that becomes one of nine."""
    pages = counted(made(tmp_path, chapters(3, FIRST + 8 * LATER + 3, 9)), "乙")
    assert pages == [FIRST, LATER, LATER, *[LATER + 1] * 5, LATER - 2]


def test_the_contents_name_the_pages_as_they_are_at_last(tmp_path):
    """Also where the contents stand on a page that is made again."""
    pages = made(tmp_path, f"## 甲章\n\n{lines_of(LATER - 9, '甲')}\n\n见 @sec:later。\n\n## 乙章 {{#sec:later}}\n\n{lines_of(1, '乙')}", imprint="never")
    found = dict(re.findall(r"([甲乙]章)\.+(\d+)", pages[0]))
    assert found == {f"{name}章": str(n) for name in "甲乙" for n, page in enumerate(pages, 1) if f"{name}第1行" in page}


def test_the_number_of_a_longer_page_stays_where_it_is(tmp_path):
    """As on the page beside it."""
    made(tmp_path, chapters(3, FIRST + LATER + 2, 9))
    found = subprocess.run(["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    heights = {re.findall(r'yMin="([\d.]+)"[^>]*>\d+</word>', page)[-1] for page in found.split("<page ")[1:]}
    assert len(heights) == 1, heights


def test_figures_are_passed_anew_where_the_pages_are_longer(tmp_path):
    """No word and no figure is lost, and the figure stands where there is room for it."""
    body = f"{chapters(3, 26)}\n\n见 @fig:tower。\n\n![灯塔的剖面]({PICTURE}){{#fig:tower}}\n\n{lines_of(31, '戊')}\n\n## 己章\n\n{lines_of(4, '己')}"
    pages = made(tmp_path, body)
    assert sum(counted(pages, "乙")) == 26
    assert sum(counted(pages, "戊")) == 31
    assert sum("图1灯塔的剖面" in page for page in pages) == 1
    assert min(counted(pages, "戊")) > 4


def test_the_same_bytes_come_out_again(tmp_path):
    """Whatever was tried before."""
    body = chapters(3, FIRST + LATER + 2, FIRST + 4)
    (tmp_path / "b").mkdir()
    made(tmp_path, body)
    made(tmp_path / "b", body)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b" / "a.pdf").read_bytes()
