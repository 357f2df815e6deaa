"""The HTML page and the document for print: whole, accessible, and asking nothing of the network."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING

import pytest
from publications import PNG, everything, publication, rendered

from pubkit.publish import stylesheets
from pubkit.publish.html import make_html, print_document, web_document
from pubkit.publish.labels import labels_for, shown_date
from pubkit.publish.parts import place_letter
from pubkit.publish.publication import Reference
from pubkit.publish.reading import read_page
from pubkit.publish.rendering import render
from pubkit.publish.stylesheets import stylesheet
from pubkit.text.errors import InputError, ToolError

if TYPE_CHECKING:
    from pathlib import Path


def test_the_page_has_its_parts_in_order(tmp_path: Path) -> None:
    """Title, contents, text, notes, references, further reading, colophon; landmarks around all of it."""
    html = web_document(render(everything(tmp_path)))
    marks = [
        'class="skip-link" href="#text"',
        '<header class="title-block">',
        'role="doc-toc"',
        '<main id="text">',
        'role="doc-endnotes"',
        '<h2 id="references">参考文献</h2>',
        '<h2 id="further-reading">延伸阅读</h2>',
        "</main>",
        '<footer class="colophon"',
    ]
    places = [html.index(mark) for mark in marks]
    assert places == sorted(places)


def test_the_title_block_says_who_and_when(tmp_path: Path) -> None:
    """The date as the language writes it, and as a machine reads it."""
    html = web_document(rendered("文\n", tmp_path, subtitle="副题"))
    assert '<p class="subtitle">副题</p>' in html
    assert '<span class="author">沈禾</span>、<span class="author">江穗</span>' in html
    assert '<time datetime="2026-03-05">2026 年 3 月 5 日</time>' in html


def test_an_entry_leads_back_to_each_place_that_cites_it(tmp_path: Path) -> None:
    """An arrow for one place, letters for several, each named for those who hear it."""
    html = web_document(rendered("甲[@8]乙[@8]丙[@turn0search0]。\n", tmp_path))
    assert re.findall(r'role="doc-backlink" href="#([^"]+)" aria-label="([^"]+)">([^<]+)<', html) == [
        ("cite-8-1", "a 回到引用文献 1 的第 1 处", "a"),
        ("cite-8-2", "b 回到引用文献 1 的第 2 处", "b"),
        ("cite-turn0search0-1", "回到引用文献 2 的第 1 处", "↑"),
    ]


def test_letters_of_places_go_on_after_z() -> None:
    """The 27th place that cites an entry is aa."""
    assert [place_letter(n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["a", "z", "aa", "az", "ba", "zz", "aaa"]


def test_the_page_is_one_file_under_a_strict_policy(tmp_path: Path) -> None:
    """No script; the one style sheet is allowed by its own sum; pictures are inside."""
    html = web_document(render(everything(tmp_path)))
    css = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    assert css is not None
    digest = base64.b64encode(hashlib.sha256(css[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in html
    assert "default-src 'none'" in html
    assert "script-src 'none'" in html
    page = read_page(html)
    assert page.scripts == 0
    assert page.loads == ["data:image/png;base64," + base64.b64encode(PNG).decode()]


def test_text_that_looks_like_our_own_marks_is_left_alone(tmp_path: Path) -> None:
    """Links and pictures are settled in tags only, and pieces are cut at marks that text cannot hold."""
    (tmp_path / "a.png").write_bytes(PNG)
    body = '<img src="picture:x" href="#y"> `<img src="picture:x">` <!-- cut --> &lt;!-- cut --&gt; ![](a.png)\n'
    html = rendered(body.replace("<img src", r"\<img src", 1), tmp_path).body_html
    page = web_document(rendered(body.replace("<img src", r"\<img src", 1), tmp_path))
    assert page.count("picture:x") == html.count("picture:x") == 2
    assert "&lt;!-- cut --&gt;" in html


def test_what_the_front_matter_says_is_escaped(tmp_path: Path) -> None:
    """A title may hold anything."""
    nasty = "<script>\"&'\x0b"
    html = web_document(
        rendered(
            "文\n",
            tmp_path,
            title=nasty,
            subtitle=nasty,
            authors=(nasty,),
            description=nasty,
            notes=(nasty,),
            references_title=nasty,
            language='zh"><script>',
            references=(Reference(nasty, 1, nasty, nasty, nasty),),
        )
    )
    assert "<script" not in html
    assert "\x0b" not in html
    assert read_page(html).title == "<script>\"&'"


def test_an_address_that_is_no_web_address_is_shown_and_not_linked(tmp_path: Path) -> None:
    """In an entry, where dropping it would lose what the author wrote."""
    references = (Reference("8", 1, "甲", "javascript:alert(1)"),)
    html = web_document(rendered("文[@8]\n", tmp_path, references=references))
    assert "href=" + '"javascript' not in html
    assert 'class="address">javascript:alert' in html


def test_an_empty_publication_has_a_page(tmp_path: Path) -> None:
    """A title, and nothing that is empty."""
    html = web_document(render(publication("", tmp_path, references=(), authors=(), date="")))
    page = read_page(html)
    assert (page.headings, page.title) == ([1], "水稻与甲烷")
    assert "<nav" not in html
    assert "<footer" not in html


def test_the_document_for_print_has_the_same_text_and_no_style_sheet(tmp_path: Path) -> None:
    """So that the PDF says what the page says."""
    found = render(everything(tmp_path))
    web, printed = read_page(web_document(found)), read_page(print_document(found))
    assert printed.words.split() == web.words.split()
    assert printed.links == [link for link in web.links if link.target != "#text"]
    assert "<style" not in print_document(found)


def test_the_same_publication_is_the_same_bytes(tmp_path: Path) -> None:
    """And the artifact tells their sum and size."""
    one = make_html(render(everything(tmp_path)), tmp_path / "one" / "a.html")
    two = make_html(render(everything(tmp_path)), tmp_path / "two" / "b.html")
    assert (one.sha256, one.size_bytes) == (two.sha256, two.size_bytes)
    content = one.path.read_bytes()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (one.sha256, one.size_bytes)


def test_a_folder_that_cannot_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "occupied").write_text("x")
    with pytest.raises(InputError) as caught:
        make_html(rendered("文\n", tmp_path), tmp_path / "occupied" / "a.html")
    assert "occupied" in (caught.value.filename or "")
    assert (tmp_path / "occupied").read_text() == "x"


def test_a_missing_style_sheet_is_an_error_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found beside the package or inside it; else the installation is broken."""
    assert stylesheet("web.css")
    with pytest.raises(ToolError, match=r"no-such\.css"):
        stylesheet("no-such.css")
    monkeypatch.setattr(stylesheets, "_PACKAGE", tmp_path / "pubkit")
    stylesheets.styles_folder.cache_clear()
    try:
        with pytest.raises(ToolError, match="missing"):
            stylesheets.styles_folder()
        (tmp_path / "pubkit" / "styles").mkdir(parents=True)
        assert stylesheets.styles_folder() == tmp_path / "pubkit" / "styles"
    finally:
        stylesheets.styles_folder.cache_clear()


@pytest.mark.parametrize(
    ("language", "contents", "references"),
    [
        ("zh-CN", "目录", "参考文献"),
        ("zh-Hans-HK", "目录", "参考文献"),
        ("zh-TW", "目錄", "參考文獻"),
        ("zh-Hant", "目錄", "參考文獻"),
        ("zh-HK", "目錄", "參考文獻"),
        ("zh_hk", "目錄", "參考文獻"),
        ("en-GB", "Contents", "References"),
        ("ja", "目次", "参考文献"),
        ("ko-KR", "차례", "참고 문헌"),
        ("fr", "Table des matières", "Références"),
        ("tlh", "Contents", "References"),
    ],
)
def test_the_words_of_a_publication_are_its_reader_s(language: str, contents: str, references: str) -> None:
    """By primary language, and for Chinese by script or region."""
    labels = labels_for(language)
    assert (labels.contents, labels.references) == (contents, references)


@pytest.mark.parametrize(
    ("date", "language", "shown"),
    [
        ("2026-03-05", "zh-TW", "2026 年 3 月 5 日"),
        ("2026-03-05", "en", "5 March 2026"),
        ("2026-03-05", "fr", "5 mars 2026"),
        ("2026-03-05", "ja", "2026年3月5日"),
        ("2026-03-05", "de", "5 March 2026"),
        ("2026-13-05", "en", "2026-13-05"),
        ("春天", "zh", "春天"),
        ("", "zh", ""),
    ],
)
def test_a_date_is_written_as_the_language_does(date: str, language: str, shown: str) -> None:
    """What is no date stays as it is."""
    assert shown_date(date, language) == shown
