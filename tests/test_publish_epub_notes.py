"""Notes and references that readers show where they are cited, and what the book says of itself."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from publications import PNG, everything, rendered

from pubkit.publish.epub import book
from pubkit.publish.epub_fonts import book_fonts, font_rules, used_characters
from pubkit.publish.epub_options import EpubOptions
from pubkit.publish.print_options import PrintOptions
from pubkit.publish.publication import Collection, Facing
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.rendered import Rendered


def pages(found: Rendered) -> dict[str, str]:
    """The texts of a book by the last part of their names."""
    with zipfile.ZipFile(io.BytesIO(book(found))) as archive:
        texts = [name for name in archive.namelist() if name.endswith((".xhtml", ".opf", ".ncx", ".css"))]
        return {name.rpartition("/")[2]: archive.read(name).decode() for name in texts}


NOTES = """
## 甲

文[^a]再文[^b]。

## 乙

字[^a]。

[^a]: 先说。
[^b]: 一段。

    - 列
"""


def test_a_note_stands_by_itself_in_the_chapter_that_cites_it(tmp_path: Path) -> None:
    """With its number as the way back; in the chapter that cites it first."""
    found = pages(rendered(NOTES, tmp_path))
    first, second = found["chapter-001.xhtml"], found["chapter-002.xhtml"]
    notes = re.findall(r'<aside id="(note-\d)" class="note" epub:type="footnote" role="doc-footnote">(.*?)</aside>', first, re.DOTALL)
    assert [name for name, _ in notes] == ["note-1", "note-2"]
    assert re.match(r'<p><a href="#noteref-1" class="backlink note-number"[^>]*>1</a> 先说', notes[0][1])
    assert notes[0][1].count("doc-backlink") == 2  # the second place is in the other chapter
    assert 'href="chapter-002.xhtml#noteref-1-1"' in notes[0][1]
    assert "<p></p>" not in notes[1][1]
    assert "notes.xhtml" not in found
    assert 'epub:type="noteref" role="doc-noteref"' in first
    assert 'href="chapter-001.xhtml#note-1"' in second
    assert "<aside" not in second
    assert "#notes" not in found["nav.xhtml"]


def test_no_superscript_stands_in_a_link(tmp_path: Path) -> None:
    """Apple Books shows no note for such a link."""
    for text in pages(render(everything(tmp_path))).values():
        assert not re.search(r"<a [^>]*>\s*<sup", text)


def test_the_contents_of_old_readers_are_nested_as_ours_are(tmp_path: Path) -> None:
    """And lead to the same places."""
    found = pages(rendered("## 甲 & 乙\n\n文\n\n### 一\n\n### 二\n\n## 丙\n\n文[@8]\n", tmp_path))
    points = re.findall(r"<text>([^<]*)</text></navLabel><content src=\"([^\"]*)\" />((?:</navPoint>)*)", found["toc.ncx"].replace("\n", ""))
    assert [(words, len(closing) // len("</navPoint>")) for words, _, closing in points] == [
        ("甲 &amp; 乙", 0), ("一", 1), ("二", 2), ("丙", 1), ("参考文献", 1), ("延伸阅读", 1),
    ]  # fmt: skip
    assert [place for _, place, _ in points] == re.findall(r'<a href="([^"]*)"', found["nav.xhtml"].partition("</nav>")[0])


def test_landmarks_name_what_there_is_in_the_order_of_the_book(tmp_path: Path) -> None:
    """Cover, title page, imprint, contents, the first page of the text, references."""
    nav = pages(rendered("## 甲\n\n文[@8]\n\n## 乙\n", tmp_path))["nav.xhtml"]
    found = re.search(r'epub:type="landmarks".*?</nav>', nav, re.DOTALL)
    assert found
    kinds = re.findall(r'epub:type="([a-z-]+)" href="([^"]+)"', found[0])
    assert [kind for kind, _ in kinds] == ["cover", "titlepage", "copyright-page", "toc", "bodymatter", "bibliography"]
    assert dict(kinds)["bodymatter"] == "text/chapter-001.xhtml"


def test_the_book_names_its_numbers_its_languages_and_its_collection(tmp_path: Path) -> None:
    """ISBN and DOI as URNs beside its own identifier."""
    package = pages(
        rendered(
            "文\n",
            tmp_path,
            isbn="978-7-301-04815-3",
            doi="https://doi.org/10.1000/ab",
            collection=Collection("丛书 & 年报", "../index.html"),
            facing=Facing("en", ()),
        )
    )["package.opf"]
    assert "<dc:identifier>urn:isbn:9787301048153</dc:identifier>" in package
    assert "<dc:identifier>doi:10.1000/ab</dc:identifier>" in package
    assert re.findall("<dc:language>([^<]+)<", package) == ["zh-CN", "en"]
    assert '<meta property="belongs-to-collection" id="collection">丛书 &amp; 年报</meta>' in package
    assert "conformsTo" not in package  # nobody has judged


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "图片有文字说明。"), ("zh-TW", "圖片有文字說明。"), ("en", "Pictures have descriptions."), ("ja", "画像には説明文があります。")])
def test_the_summary_is_in_the_language_of_the_book(language: str, words: str, tmp_path: Path) -> None:
    """A sentence for each thing that is so."""
    (tmp_path / "a.png").write_bytes(PNG)
    found = re.search(r'schema:accessibilitySummary">([^<]*)<', pages(rendered("![x](a.png)\n", tmp_path, language=language))["package.opf"])
    assert found
    assert words in found[1]
    assert "MathML" not in found[1]


def test_a_picture_that_may_move_is_an_unknown_hazard(tmp_path: Path) -> None:
    """Nobody has looked whether it flashes."""
    (tmp_path / "a.gif").write_bytes(b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;")
    assert 'accessibilityHazard">unknown<' in pages(rendered("![x](a.gif)\n", tmp_path))["package.opf"]
    assert 'accessibilityHazard">none<' in pages(rendered("文\n", tmp_path))["package.opf"]


def test_the_imprint_can_be_left_out(tmp_path: Path) -> None:
    """Then the colophon has the publisher, as on the web."""
    with_it = pages(rendered("文\n", tmp_path, publisher="社"))
    without = pages(rendered("文\n", tmp_path, publisher="社", printing=PrintOptions(imprint="never")))
    assert "社" in with_it["imprint.xhtml"]
    assert "字体" not in with_it["imprint.xhtml"]
    assert "colophon.xhtml" not in with_it
    assert "imprint.xhtml" not in without
    assert "社" in without["colophon.xhtml"]


def test_a_long_word_breaks_in_text_and_not_in_code(tmp_path: Path) -> None:
    """A column of a table is as wide as its longest word."""
    word = "https://example.org/a/very/long/address?that=does&not=break"
    chapter = pages(rendered(f"## 甲\n\n| 甲 |\n|---|\n| x {word} |\n\n    {word}\n", tmp_path))["chapter-001.xhtml"]
    cell = re.search(r"<td[^>]*>.*?</td>", chapter, re.DOTALL)
    code = re.search(r"<pre.*?</pre>", chapter, re.DOTALL)
    assert cell
    assert code
    assert cell[0].count("<wbr />") > 3
    assert "<wbr" not in code[0]


def test_each_face_has_the_characters_that_it_sets() -> None:
    """Headings, bold and text apart; another language and code in no face of the book."""
    page = '<body><h2>题</h2><p>文<b>粗</b>&amp;<span lang="en">quote</span><code>x=1</code> </p><table><tr><th>头</th><td>格</td></tr></table></body>'
    found = {tuple(use): "".join(sorted(characters)) for use, characters in used_characters([page], "zh-CN").items()}
    assert found == {
        ("headings", "bold"): "头题",
        ("headings", "regular"): "格",
        ("text", "bold"): "粗",
        ("text", "regular"): "&文",
    }


def test_fonts_in_the_book_hold_what_it_uses_and_little_else(tmp_path: Path) -> None:
    """The same bytes every time; nothing where nothing is asked for."""
    tools = pytest.importorskip("fontTools.ttLib")
    asked = rendered("文\n", tmp_path, ebook=EpubOptions(fonts="subset")).publication
    fonts = book_fonts(["<p>直骨门</p>"], asked)
    assert len(fonts) == 1
    font = tools.TTFont(io.BytesIO(fonts[0].content))
    assert {ord(c) for c in "直骨门"} <= set(font.getBestCmap())
    assert len(fonts[0].content) < 20_000
    assert font["name"].getDebugName(13)  # its licence
    assert 'src: url("../fonts/text-regular.' in font_rules(fonts, "zh-CN")
    from pubkit.publish import epub_fonts

    epub_fonts._subset.cache_clear()
    assert book_fonts(["<p>直骨门</p>"], asked)[0].content == fonts[0].content
    assert book_fonts(["<p>直骨门</p>"], rendered("文\n", tmp_path).publication) == []
    assert font_rules([], "zh-CN") == ""
