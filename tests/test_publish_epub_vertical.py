"""Lines of the e-book from top to bottom: numbers that stand upright, marks of their own shape, and nothing else touched."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from publications import rendered

from pubkit.publish.epub import book
from pubkit.publish.epub_options import EpubOptions
from pubkit.publish.epub_vertical import set_upright
from pubkit.text.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

UP = '<span class="upright">{}</span>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>第3章，12月</p>", f"<p>第{UP.format(3)}章，{UP.format(12)}月</p>"),
        ("<p>2026年，3.5升，10%，v2.0，A组</p>", f"<p>2026年，3.5升，10%，v2.0，{UP.format('A')}组</p>"),
        ("<p>use a table of 3 rows</p>", "<p>use a table of 3 rows</p>"),
        ("<p>5&lt;8，7℃</p>", f"<p>5&lt;8，{UP.format(7)}℃</p>"),
        ("<sup><a href='#r'>[12]</a></sup>", f"<sup><a href='#r'>[{UP.format(12)}]</a></sup>"),
        ("<p>“外‘内’外”</p>", "<p>「外『內』外」</p>".replace("內", "内")),
        ("<p>it’s</p>", "<p>it’s</p>"),
        ("<p><code>第3“行”</code><br />第3行</p>", f"<p><code>第3“行”</code><br />第{UP.format(3)}行</p>"),
        ('<p lang="en">“in 5 years”</p>', '<p lang="en">“in 5 years”</p>'),
        ("<table><tr><td>5</td></tr></table><p>5</p>", f"<table><tr><td>5</td></tr></table><p>{UP.format(5)}</p>"),
        ('<pre>a <span lang="zh">第3行</span></pre>', '<pre>a <span lang="zh">第3行</span></pre>'),
    ],
)
def test_numbers_stand_upright_and_marks_have_their_shape(body: str, expected: str) -> None:
    """One or two digits and single letters, in text of a language that is written so."""
    assert set_upright(body, "zh-TW") == expected


def test_the_mainland_has_the_double_marks_outside() -> None:
    """GB/T 15834: 『』 outside, 「」 inside."""
    assert set_upright("<p>“外‘内’外”</p>", "zh-CN") == "<p>『外「内」外』</p>"


def test_a_vertical_book_is_read_from_right_to_left(tmp_path: Path) -> None:
    """Progression in the package, a class on each page; the same words as ever."""
    with zipfile.ZipFile(io.BytesIO(book(rendered("## 甲\n\n第3章\n", tmp_path, language="zh-TW", ebook=EpubOptions(writing_mode="vertical"))))) as archive:
        package = archive.read("EPUB/package.opf").decode()
        chapter = archive.read("EPUB/text/chapter-001.xhtml").decode()
    assert 'page-progression-direction="rtl"' in package
    assert 'class="vertical"' in chapter
    assert UP.format(3) in chapter


def test_a_language_that_is_not_written_so_stays_as_it_is(tmp_path: Path) -> None:
    """English editions of a project whose Chinese ones are vertical."""
    with zipfile.ZipFile(io.BytesIO(book(rendered("## A\n\nText 3\n", tmp_path, language="en", ebook=EpubOptions(writing_mode="vertical"))))) as archive:
        assert 'class="vertical"' not in archive.read("EPUB/text/chapter-001.xhtml").decode()
        assert "page-progression-direction" not in archive.read("EPUB/package.opf").decode()


def test_an_unknown_choice_is_told() -> None:
    """With the choices that there are."""
    with pytest.raises(InputError, match=r"writing-mode.*horizontal, vertical"):
        EpubOptions.of({"writing-mode": "diagonal"})
    assert EpubOptions.of({"epub-fonts": "subset"}).changed({"writing-mode": "vertical"}) == EpubOptions("subset", "vertical")
