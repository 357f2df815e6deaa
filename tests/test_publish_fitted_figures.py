"""A figure that would leave its page half white is set smaller, and a tall drawing in characters goes on behind the page."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from publications import publication

from pubkit.publish.fitted_figures import waists
from pubkit.publish.pdf import make_pdf
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("weasyprint")
pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
SENTENCE = "灯塔的看守人每天黄昏登记来往的船只，风大的日子里簿子上只有一行字。"
PICTURE = "data:image/svg+xml,%3Csvg%20xmlns='http://www.w3.org/2000/svg'%20width='400'%20height='400'%3E%3Crect%20width='400'%20height='400'/%3E%3C/svg%3E"


def made(folder: Path, body: str) -> list[str]:
    """The text of each page without white space."""
    make_pdf(render(publication(body, folder, references=(), title="灯塔")), folder / "a.pdf")
    said = subprocess.run(["pdftotext", folder / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    return [re.sub(r"\s", "", page) for page in said.split("\f")]


def lines_of(count: int) -> str:
    return "\n\n".join(f"第{n}行。" for n in range(count))


def boxes(count: int) -> str:
    """A drawing of boxes below each other, four lines each."""
    return "\n".join(f"┌────┐\n│ 步骤{n} │\n└────┘\n   ▼" for n in range(count)) + "\n┌────┐\n│ 末步 │\n└────┘"


def page_of(pages: list[str], words: str) -> int:
    (found,) = [n for n, page in enumerate(pages) if words in page]
    return found


@pytest.mark.parametrize(("lines", "page"), [(0, 0), (6, 0), (15, 1)])
def test_a_picture_is_set_smaller_where_it_then_fits(tmp_path, lines, page):
    """At the end of a section, where no text may pass it; down to seven tenths, and not where that is too large as well."""
    pages = made(tmp_path, f"## 一\n\n{lines_of(lines)}\n\n![灯塔的剖面]({PICTURE})\n\n## 二\n\n{SENTENCE * 40}\n")
    assert page_of(pages, "剖面") == page


def test_a_picture_that_its_author_gave_a_size_keeps_it(tmp_path):
    """It stands on the next page."""
    pages = made(tmp_path, f"## 一\n\n{lines_of(6)}\n\n![灯塔的剖面]({PICTURE}){{width=68%}}\n\n## 二\n\n{SENTENCE * 40}\n")
    assert page_of(pages, "剖面") == 1


def type_size(folder: Path, word: str) -> float:
    """The height of a word's type in points."""
    said = subprocess.run(["pdftotext", "-bbox", folder / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    top, bottom = re.search(rf'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{word}<', said).groups()  # type: ignore[union-attr]
    return float(bottom) - float(top)


def test_a_drawing_is_set_smaller_where_it_then_fits(tmp_path):
    """Not by more than a fifth."""
    sizes = []
    for count in (0, 10):
        pages = made(tmp_path, f"## 一\n\n{lines_of(count)}\n\n```\n{boxes(6)}\n```\n\n{SENTENCE * 20}\n")
        assert page_of(pages, "步骤0") == page_of(pages, "末步") == 0
        sizes.append(type_size(tmp_path, "步骤0"))
    assert 0.79 < sizes[1] / sizes[0] < 0.96


def test_a_drawing_that_is_too_tall_is_parted_behind_an_arrow(tmp_path):
    """Where a third of the page would be white; it is as large as ever, and nothing of it is lost."""
    pages = made(tmp_path, f"## 一\n\n{lines_of(15)}\n\n```\n{boxes(6)}\n```\n\n{SENTENCE * 20}\n")
    first, second = (re.sub("[^┌└▼]", "", page) for page in pages[:2])
    assert first.endswith("└▼")
    assert second.startswith("┌")
    assert [sum(f"步骤{n}" in page for page in pages) for n in range(6)] == [1] * 6
    parted = type_size(tmp_path, "步骤0")
    made(tmp_path, f"## 一\n\n```\n{boxes(6)}\n```\n")
    assert parted == pytest.approx(type_size(tmp_path, "步骤0"))


def test_a_drawing_may_be_parted_behind_arrows_alone():
    """Not within a box, not in a frame around all of it, and not near its ends."""
    assert waists(boxes(4).split("\n")) == [8, 12]
    assert waists("\n".join(f"│ {line:<8} │" for line in boxes(4).split("\n")).split("\n")) == []
    assert waists(["a", "|", "v"] * 6) == [6, 9, 12]
    assert waists([]) == []


def test_code_is_as_large_as_ever(tmp_path):
    """Only drawings are smaller."""
    code = "\n".join(f"line_{n} = {n}" for n in range(10))
    pages = made(tmp_path, f"## 一\n\n{lines_of(29)}\n\n```\n{code}\n```\n\n{SENTENCE * 20}\n")
    assert page_of(pages, "line_0=0") == 1
