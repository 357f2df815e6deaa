"""What poppler is given to read: quicker than the PDF, and the same words and fonts."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from pubkit.publish.poppler import PdfReader, _quick_content, _without_fonts

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="60"><g opacity="0.5">'
    '<text x="5" y="30" font-family="monospace">Drawn 画中字</text></g></svg>'
)
PAGE = f"<title>t</title><p>Words 正文</p>{DRAWING}<p style='break-before: page'>Second 次页</p>{DRAWING}"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pages with a drawing that has words and a transparency of its own."""
    weasyprint = pytest.importorskip("weasyprint")
    path: Path = tmp_path_factory.mktemp("pdf") / "a.pdf"
    path.write_bytes(weasyprint.HTML(string=PAGE).write_pdf())
    return path


def said(*command: str) -> str:
    """What a reader of poppler finds in the file itself."""
    return subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout


def test_words_and_fonts_are_those_of_the_file(pdf: Path) -> None:
    """Also the words of drawings, which name no fonts in what is read."""
    assert _without_fonts(pdf.read_bytes())
    with PdfReader(pdf) as reader:
        text, fonts = reader.text, reader.fonts
    assert text == said("pdftotext", str(pdf), "-")
    assert text.count("画中字") == 2
    assert fonts == [line.split() for line in said("pdffonts", str(pdf)).splitlines()[2:]]


def test_a_drawing_names_no_fonts_and_the_file_is_found_behind_its_update(pdf: Path, tmp_path: Path) -> None:
    """The update holds the drawings' objects, and leads to the table before it."""
    content = pdf.read_bytes()
    changed = _without_fonts(content)
    assert all(b"/Font" not in one for one in changed.values())
    update = bytes(_quick_content(content))[len(content) :]
    assert [int(number) for number in re.findall(rb"(\d+) 0 obj", update)] == list(changed)
    assert b"/Prev " in update
    quick = tmp_path / "quick.pdf"
    quick.write_bytes(_quick_content(content))
    assert "Pages:           2" in said("pdfinfo", str(quick))


def test_drawings_keep_fonts_that_are_not_those_of_their_page(pdf: Path) -> None:
    """Words in a font that the page does not name would be lost."""
    import pikepdf

    with pikepdf.open(pdf) as opened:
        own = opened.make_indirect(pikepdf.Dictionary(dict(opened.pages[0].Resources.Font.items())))
        for drawing in opened.pages[0].Resources.XObject.values():
            drawing.Resources.Font = own
        opened.save(pdf.with_name("own.pdf"), object_stream_mode=pikepdf.ObjectStreamMode.generate)
    with PdfReader(pdf.with_name("own.pdf")) as reader:
        assert reader.text == said("pdftotext", str(pdf), "-")


def test_a_broken_file_is_read_as_it_is(tmp_path: Path) -> None:
    """Nothing is found in it, and nothing is raised."""
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.7\n1 0 obj\n<</Type /ObjStm/N 1/First 4/Length 9>>\nstream\nnot zlib.\nendstream")
    with PdfReader(broken) as reader:
        assert (reader.text, reader.fonts) == ("", [])
