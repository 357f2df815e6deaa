"""The page that a cross-reference adds on paper: of what stands on another page, and never of the page itself."""

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

pytest.importorskip("weasyprint")
pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
FILLING = {
    "en": "The second ledger holds the weather, the gossip of the crews and his own opinions concerning both of them. ",
    "zh-CN": "第二本账簿记的是天气、船员的闲谈，以及他自己对这两样东西的看法。",
}


def pages(body: str, folder: Path, language: str) -> list[str]:
    """The text of each page, without white space."""
    path = folder / "a.pdf"
    make_pdf(render(publication(body, folder, language=language, references=(), title="T")), path)
    said = subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout
    return [re.sub(r"\s", "", page) for page in said.split("\f")]


def body(language: str) -> str:
    """Two sections on different pages that refer to each other and to themselves."""
    filling = "\n\n".join([FILLING[language] * 12] * 8)
    return (
        f"## Alpha {{#sec:alpha}}\n\nXXX @sec:alpha, @sec:beta YYY.\n\n{filling}\n\n"
        f"## Beta {{#sec:beta}}\n\nVVV @sec:alpha, @sec:beta WWW.\n"
    )


@pytest.mark.parametrize(("language", "shown"), [("en", r"\(page\d+\)"), ("zh-CN", r"（第\d+页）")])
def test_a_reference_names_another_page_and_not_its_own(tmp_path, language, shown):
    """In both directions; what is on the same page is seen without its number."""
    found = "".join(pages(body(language), tmp_path, language))
    near, far = ("“Alpha”", "“Beta”")
    first = re.search("XXX(.*?)YYY", found)
    second = re.search("VVV(.*?)WWW", found)
    assert first
    assert second
    assert re.fullmatch(rf"{near},{far}{shown}", first[1]), first[1]
    assert re.fullmatch(rf"{near}{shown},{far}", second[1]), second[1]


def test_a_reference_on_the_only_page_names_none(tmp_path):
    """As in a letter."""
    found = "".join(pages("## Alpha {#sec:alpha}\n\nXXX @sec:alpha, @sec:beta YYY.\n\n## Beta {#sec:beta}\n\nEnd.\n", tmp_path, "en"))
    assert "XXX“Alpha”,“Beta”YYY" in found
