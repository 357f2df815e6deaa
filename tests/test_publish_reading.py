"""A page is read the same as HTML and as XHTML; what is not well-formed is a fault, and is read all the same."""

from __future__ import annotations

import io
import zipfile
from dataclasses import fields
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError

import pytest
from publications import everything

from pubkit.publish.epub import make_epub
from pubkit.publish.reading import Book, Page, read_page, read_xhtml
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<html lang="en"><head><title>T</title><style>p { background: url(a.png) }</style></head><body class="x">
<p id="p">Words <a href="#n" role="doc-noteref" aria-label="one">1</a> <code>code</code><br/>after &amp; on</p>
<nav><a href="#p">elsewhere</a></nav><svg><title>drawing</title></svg>
<ol class="notes"><li class="note" id="n">A note <a role="doc-backlink" href="#p">back</a></li></ol>
<img src="b.png" onload="x()" alt=""/><script>do()</script><script type="application/json">{}</script></body></html>"""


def told(page: Page) -> dict[str, object]:
    """All that a page says, without the white space around it."""
    found = {field.name: getattr(page, field.name) for field in fields(page)}
    return {name: value.strip() if isinstance(value, str) else value for name, value in found.items()}


def test_a_page_says_the_same_by_both_readers() -> None:
    """Words, notes, links, addresses that are fetched, scripts."""
    page = read_xhtml(PAGE.encode())
    assert told(page) == told(read_page(PAGE))
    assert " ".join(page.words.split()).startswith("Words 1 codeafter & on drawing")
    assert (page.title, page.notes.strip(), page.handlers, page.scripts) == ("T", "A note", 1, ["do()"])
    assert page.loads == ["a.png", "b.png"]
    assert [link.text for link in page.links] == ["1", "elsewhere", "back"]
    assert "code" not in page.prose


def test_the_pages_of_a_book_say_the_same_by_both_readers(tmp_path: Path) -> None:
    """Each, in a book with everything."""
    made = make_epub(render(everything(tmp_path)), tmp_path / "a.epub").path.read_bytes()
    book = Book.read(made)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert book.pages
        for name, page in book.pages.items():
            assert told(page) == told(read_page(archive.read(name).decode()))


def test_a_page_that_is_not_well_formed_is_refused_by_the_one_and_read_by_the_other() -> None:
    """So that a book with a fault is compared all the same."""
    broken = PAGE.replace("</p>", "", 1)
    with pytest.raises(ExpatError, match="mismatched tag: line"):
        read_xhtml(broken.encode())
    assert "after & on" in read_page(broken).words
