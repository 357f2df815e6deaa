"""Numbers of standards stay on one line on paper, in the e-book and on the web, and no character is added to them."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from io import BytesIO

import pytest
from publications import publication

from pubkit.publish.characters import without_markup
from pubkit.publish.epub import book
from pubkit.publish.html import web_document
from pubkit.publish.rendering import render
from pubkit.publish.standard_numbers import standard_numbers, with_whole_standards


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in standard_numbers(text)]


@pytest.mark.parametrize(
    "number",
    ["GB/T 15834—2011", "GB/T 7714-2025", "ISO/IEC 10646:2020", "ISO 14289-1:2014", "CY/T 171——2019", "GB 18030", "RFC 3986", "IEEE 802.11", "DB11/T 1234–2020"],
)
def test_the_number_of_a_standard_is_found_whole(number):
    """With its year, and without it where the letters say what it is."""
    assert found(f"按照{number}的要求") == [number]


@pytest.mark.parametrize("text", ["COVID-19 之后", "共 USD 1500 元", "2019—2023年", "UTF-8 与 GPT-4", "ISO 9001% 之多", "NISO 2019"])
def test_other_letters_and_numbers_are_none(text):
    """They may be parted as before."""
    assert found(text) == []


def test_markup_code_and_formulas_stay_as_they_are():
    """Only text is put into an element."""
    html = '<a title="GB 18030—2022">见 GB 18030—2022</a><pre><code>GB 18030—2022</code></pre><math><mi>GB 18030—2022</mi></math>'
    made = with_whole_standards(html)
    assert made.count('<span class="whole">GB 18030—2022</span>') == 1
    assert made.replace('<span class="whole">', "").replace("</span>", "") == html


def test_web_page_and_e_book_keep_it_whole(tmp_path):
    """Their style sheets say so, and their text has no other characters than the source."""
    rendered = render(publication("## 一\n\n标点依 GB/T 15834—2011 的规定。\n", tmp_path, references=()))
    page = web_document(rendered)
    with zipfile.ZipFile(BytesIO(book(rendered))) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith((".xhtml", ".css"))]
    for text in (page, "".join(texts)):
        assert '<span class="whole">GB/T 15834—2011</span>' in text
        assert re.search(r"\.whole\s*\{\s*white-space:\s*nowrap", text)
        assert "标点依 GB/T 15834—2011 的规定。" in without_markup(text)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_on_paper_it_is_parted_behind_its_letters(tmp_path):
    """Its year only where the line before would be spread so far that readers of PDF find spaces in it."""
    pytest.importorskip("weasyprint")
    from pubkit.publish.pdf import make_pdf

    body = "\n\n".join(f"{'灯' * count}依 GB/T 15834—2011 的规定执行，其余各条照旧办理，港口的簿子上只有一行字。" for count in range(20, 40))
    make_pdf(render(publication(f"## 一\n\n{body}\n", tmp_path, references=())), tmp_path / "a.pdf")
    said = subprocess.run(["pdftotext", "-layout", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    lines = [line.replace(" ", "") for line in said.splitlines()]
    assert sum("15834—2011" in line for line in lines) >= 17
    assert sum("GB/T15834—2011" in line for line in lines) >= 15
    assert sum(line.startswith("—") for line in lines) <= 1
