"""The HTML page and the document for print: whole, accessible, and asking nothing of the network."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from publications import PNG, everything, publication, rendered

from pubkit.publish import stylesheets
from pubkit.publish.html import make_html, print_document, web_document
from pubkit.publish.labels import labels_for, shown_date
from pubkit.publish.parts import place_letter
from pubkit.publish.publication import Alternate, Collection, Reference
from pubkit.publish.reading import read_page
from pubkit.publish.rendering import render
from pubkit.publish.stylesheets import stylesheet
from pubkit.publish.web_labels import source_of, web_labels_for
from pubkit.publish.web_metadata import doi, isbn, licence_address
from pubkit.publish.web_style import (
    COLLECTION_SCRIPTS,
    PAGE_SCRIPTS,
    joined_script,
    small_markup,
    small_script,
    styles_as_classes,
    sum_of,
)
from pubkit.text.errors import InputError, ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.web_style import Scripts

ADDRESS = "https://a.example/x/report/zh-CN/report.html"
ALTERNATES = (
    Alternate("en", "English", "../en/report.html", "html"),
    Alternate("zh-CN", "PDF", "report.pdf", "pdf"),
)
#: On the web the arrow before several links back is drawn.
_ARROW = '<span class="backlink-arrow" aria-hidden="true">↑</span>'
RECORD = {"subtitle": "综述", "publisher": "甲院", "rights": "CC BY-SA", "identifier": "doi:10.1234/abc"}


def test_the_page_has_its_parts_in_order(tmp_path: Path) -> None:
    """Title, contents, text, notes, references, further reading, colophon; landmarks around all of it."""
    html = web_document(render(everything(tmp_path)))
    marks = [
        'class="skip-link" href="#text"',
        '<header class="title-block">',
        'role="doc-toc"',
        '<main id="text">',
        'role="doc-endnotes"',
        '<h2 id="references"><a class="anchor" href="#references">参考文献</a></h2>',
        '<h2 id="further-reading"><a class="anchor" href="#further-reading">延伸阅读</a></h2>',
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
    """An arrow for one place, letters for several; the arrow and the letters together have names for those who hear them."""
    html = web_document(rendered("甲[@8]乙[@8]丙[@turn0search0]。\n", tmp_path))
    assert re.findall(r'role="doc-backlink" href="#([^"]+)"([^>]*)>([^<]+)<', html) == [
        ("cite-8-1", "", "a"),
        ("cite-8-2", "", "b"),
        ("cite-turn0search0-1", ' aria-label="回到引用文献 2 的第 1 处"', "↑"),
    ]
    assert '<span class="backlinks" role="group" aria-label="回到引用处">' in html


def test_letters_of_places_go_on_after_z() -> None:
    """The 27th place that cites an entry is aa."""
    assert [place_letter(n) for n in (1, 26, 27, 52, 53, 702, 703)] == ["a", "z", "aa", "az", "ba", "zz", "aaa"]


def digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def test_the_page_is_one_file_under_a_strict_policy(tmp_path: Path) -> None:
    """Its one style sheet and its one script are allowed by their sums; pictures are inside; nothing else is allowed."""
    html = web_document(render(everything(tmp_path)))
    css = re.search(r"<style>(.*?)</style>", html, re.DOTALL)
    page = read_page(html)
    assert css is not None
    assert f"style-src {digest(css[1])};" in page.policy
    assert len(page.scripts) == 1
    assert f"script-src {digest(page.scripts[0])};" in page.policy
    assert page.policy.startswith("default-src 'none'; img-src data:;")
    assert "unsafe" not in page.policy
    assert page.handlers == 0
    assert " style=" not in html
    assert [load for load in page.loads if not load.startswith("data:image/svg")] == [
        "data:image/png;base64," + base64.b64encode(PNG).decode()
    ]


def test_an_inline_style_becomes_a_class(tmp_path: Path) -> None:
    """The alignment of a column, by a rule that the policy allows; the same style has one class."""
    html = web_document(rendered("| 甲 | 乙 | 丙 |\n|--:|--:|:-:|\n| 1 | 2 | 3 |\n", tmp_path))
    name = re.search(r"\.(s\d+)\{text-align: right\}", html)
    assert name is not None
    assert html.count(f'class="{name[1]}"') == 4
    assert styles_as_classes('<img class="a" style="width:5%"> style="x"') == (
        '<img class="a s1"> style="x"',
        ".s1{width:5%}",
    )


def test_a_heading_is_a_link_to_itself(tmp_path: Path) -> None:
    """So that its address can be copied; where it holds links, the link stands behind them and is named by the heading."""
    html = web_document(rendered("## 甲乙\n\n文\n\n## 丙[@8]\n\n文\n", tmp_path))
    assert '<h2 id="甲乙"><a class="anchor" href="#甲乙">甲乙</a></h2>' in html
    assert re.search(r'</sup> <a class="anchor" href="#丙" aria-labelledby="丙"></a></h2>', html)


def test_the_contents_can_be_folded_and_are_open(tmp_path: Path) -> None:
    """Without a script they are a list; a script folds them on a small screen and names the chapter."""
    html = web_document(rendered("## 甲\n\n## 乙\n", tmp_path))
    assert (
        '<details open="open">\n<summary><h2 id="contents">目录</h2><span class="current"></span></summary>\n<ol>'
        in html
    )


def test_other_editions_and_formats_are_one_click_away(tmp_path: Path) -> None:
    """In the title block, outside of the words of the text; the language of the page is named and no link."""
    made = rendered("文\n", tmp_path, alternates=ALTERNATES, collection=Collection("甲集", "../../index.html"))
    html = web_document(made)
    assert '<li aria-current="true">简体中文</li>' in html
    assert '<a href="../en/report.html" lang="en" hreflang="en">English</a>' in html
    assert '<a href="report.pdf">PDF</a>' in html
    assert '<a href="../../index.html">甲集</a>' in html
    assert "English" not in read_page(html).words
    assert "English" not in print_document(made)


def test_metadata_of_a_page_whose_address_is_known(tmp_path: Path) -> None:
    """Absolute addresses for catalogues, one tag for each author, the date as Google Scholar wants it."""
    html = web_document(rendered("文[@8]\n", tmp_path, alternates=ALTERNATES, address=ADDRESS, **RECORD))
    for element in (
        f'<link rel="canonical" href="{ADDRESS}">',
        '<link rel="alternate" hreflang="en" href="https://a.example/x/report/en/report.html">',
        '<link rel="alternate" type="application/pdf" href="https://a.example/x/report/zh-CN/report.pdf">',
        '<link rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/">',
        '<meta name="citation_title" content="水稻与甲烷——综述">',
        '<meta name="citation_author" content="沈禾">',
        '<meta name="citation_author" content="江穗">',
        '<meta name="citation_publication_date" content="2026/03/05">',
        '<meta name="citation_pdf_url" content="https://a.example/x/report/zh-CN/report.pdf">',
        '<meta name="citation_doi" content="10.1234/abc">',
        '<meta name="citation_technical_report_institution" content="甲院">',
        '<meta name="DC.creator" content="江穗">',
        '<meta property="og:locale" content="zh_CN">',
        '<meta property="article:published_time" content="2026-03-05">',
    ):
        assert element in html
    assert not [load for load in read_page(html).loads if not load.startswith("data:")]


def test_metadata_of_a_page_whose_address_is_not_known(tmp_path: Path) -> None:
    """Nothing claims an address; what is beside the page is named from there."""
    html = web_document(rendered("文\n", tmp_path, alternates=ALTERNATES))
    assert '<link rel="canonical"' not in html
    assert "og:url" not in html
    assert '<link rel="alternate" hreflang="en" href="../en/report.html">' in html


def test_what_schema_org_is_told(tmp_path: Path) -> None:
    """The report, its translations, its files, the works that it cites; what is not known is not there."""
    html = web_document(rendered("文[@8]\n", tmp_path, alternates=ALTERNATES, address=ADDRESS, **RECORD))
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert block is not None
    told = json.loads(block[1])
    assert (told["@type"], told["inLanguage"], told["url"]) == ("Report", "zh-CN", ADDRESS)
    assert [author["name"] for author in told["author"]] == ["沈禾", "江穗"]
    assert told["workTranslation"][0]["url"] == "https://a.example/x/report/en/report.html"
    assert told["encoding"][0]["encodingFormat"] == "application/pdf"
    assert "isPartOf" not in told


def test_the_works_that_are_cited_are_told_where_they_are_listed(tmp_path: Path) -> None:
    """Name and address of each, as RDFa about the page that its description names; nothing of what is only for further reading."""
    html = web_document(rendered("文[@8]\n", tmp_path, address=ADDRESS))
    assert f'<section class="references" vocab="https://schema.org/" resource="{ADDRESS}" role="doc-bibliography"' in html
    assert f'"@id":"{ADDRESS}"' in html
    works = re.findall(r'<li[^>]* property="citation" typeof="CreativeWork">.*?</li>', html)
    assert len(works) == 3
    assert 'property="name">稻田水位与甲烷排放</span>' in works[0]
    assert 'property="url" href="https://example.org/paddy?a=1&amp;b=2"' in works[0]
    assert "property=" not in html.partition('<section class="further-reading"')[2]
    assert "resource=" not in web_document(rendered("文[@8]\n", tmp_path))


@pytest.mark.parametrize(
    ("rights", "address"),
    [
        ("CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        ("本文采用 CC BY-NC-SA 3.0 许可", "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
        ("CC0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        ("见 https://example.org/licence。", "https://example.org/licence"),
        ("© 2026", ""),
        ("ACC BYTE", ""),
    ],
)
def test_a_licence_is_known_by_its_name(rights: str, address: str) -> None:
    """Or by its address; other words are no licence."""
    assert licence_address(rights) == address


@pytest.mark.parametrize(
    ("identifier", "number"),
    [
        ("https://doi.org/10.1234/a.b", "10.1234/a.b"),
        ("doi:10.1234/a", "10.1234/a"),
        ("urn:isbn:9787100000000", ""),
        ("", ""),
    ],
)
def test_a_doi_is_told_without_its_resolver(identifier: str, number: str) -> None:
    """An identifier of another kind is none."""
    assert doi(identifier) == number
    assert isbn("ISBN 978-7-100-00000-0") == "978-7-100-00000-0"


def test_a_quotation_names_authors_title_and_date(tmp_path: Path) -> None:
    """As the language of the page does; what is missing leaves no mark behind."""
    assert source_of(publication("", tmp_path)) == "沈禾、江穗：《水稻与甲烷》，2026 年 3 月 5 日"
    assert source_of(publication("", tmp_path, authors=(), date="")) == "《水稻与甲烷》"
    assert (
        source_of(publication("", tmp_path, language="en", title="Rice", authors=("A", "B")))
        == "A, B, Rice, 5 March 2026"
    )


def test_every_language_has_all_words_of_the_page() -> None:
    """With the same things to fill in as English."""
    english = web_labels_for("en")._asdict()
    for language in ("zh-CN", "zh-TW", "ja", "ko", "fr"):
        words = web_labels_for(language)._asdict()
        assert all(words.values())
        assert {name: sorted(re.findall(r"{\w+}", word)) for name, word in words.items()} == {
            name: sorted(re.findall(r"{\w+}", word)) for name, word in english.items()
        }
    assert web_labels_for("de", (("search", "Suchen"), ("contents", "x"))).search == "Suchen"


def test_scripts_read_words_that_they_are_given(tmp_path: Path) -> None:
    """Every word that a script asks for is in what the page hands over."""
    html = web_document(rendered("文\n", tmp_path))
    handed = re.search(r"data-words='([^']*)'", html)
    assert handed is not None
    words = json.loads(unescape(handed[1]))
    assert set(re.findall(r"\bwords\.(\w+)", joined_script(PAGE_SCRIPTS))) == set(words)


def test_words_of_the_page_are_handed_to_its_scripts_whatever_they_are(tmp_path: Path) -> None:
    """A title with both kinds of quotation mark, and with what looks like a reference to a character."""
    title = "甲'乙\"丙&quot;<丁>"
    html = small_markup(web_document(rendered("文\n", tmp_path, title=title)))
    handed = re.search(r"data-words='([^']*)'>", html)
    assert handed is not None
    assert json.loads(unescape(handed[1]))["source"] == source_of(publication("", tmp_path, title=title))


@pytest.mark.parametrize("scripts", [PAGE_SCRIPTS, COLLECTION_SCRIPTS], ids=lambda scripts: scripts.small)
def test_the_small_scripts_are_made_of_the_scripts_as_they_stand(scripts: Scripts) -> None:
    """Else `python docs/make_small_scripts.py` makes them anew; until then a page carries the scripts with their long names."""
    first, _, small = stylesheet(scripts.small).partition("\n")
    assert first == f"/* {sum_of(joined_script(scripts))} */"
    assert small_script(scripts) == small.strip()
    minify = pytest.importorskip("minify", reason="tdewolff-minify makes the small scripts")
    assert minify.string("application/javascript", joined_script(scripts)) == small_script(scripts)


def test_a_script_that_was_changed_is_used_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small one was made of another: what a designer has just written is what the page does."""
    for name in (*COLLECTION_SCRIPTS.sources, COLLECTION_SCRIPTS.small):
        (tmp_path / name).write_text(stylesheet(name))
    (tmp_path / "collection.js").write_text("const changed = 1; // a remark\n")
    monkeypatch.setattr(stylesheets, "styles_folder", lambda: tmp_path)
    small_script.cache_clear()
    try:
        made = small_script(COLLECTION_SCRIPTS)
    finally:
        small_script.cache_clear()
    assert "const changed=1" in made
    assert "remark" not in made


def test_values_without_quotes_are_the_same_values(tmp_path: Path) -> None:
    """Only what HTML allows to stand bare, only in start tags, and not before a slash, which would become part of the value."""
    html = web_document(render(everything(tmp_path)))
    assert len(small_markup(html)) < len(html) - 300
    assert read_page(small_markup(html)) == read_page(html)
    assert small_markup('<a id="a" class="b c" href="?x=1" lang="">="t"</a><path d="1"/>') == (
        '<a id=a class="b c" href="?x=1" lang="">="t"</a><path d="1"/>'
    )
    script = "<script>x.innerHTML='<a id=\"b\">'</script>"
    assert small_markup(script) == script


def test_text_that_looks_like_our_own_marks_is_left_alone(tmp_path: Path) -> None:
    """Links and pictures are settled in tags only, and pieces are cut at marks that text cannot hold."""
    (tmp_path / "a.png").write_bytes(PNG)
    body = '<img src="picture:x" href="#y"> `<img src="picture:x">` <!-- cut --> &lt;!-- cut --&gt; ![](a.png)\n'
    html = rendered(body.replace("<img src", r"\<img src", 1), tmp_path).body_html
    page = web_document(rendered(body.replace("<img src", r"\<img src", 1), tmp_path))
    assert page.count("picture:x") == html.count("picture:x") == 2
    assert "&lt;!-- cut --&gt;" in html


def test_only_a_very_long_address_is_shown_by_its_beginning(tmp_path: Path) -> None:
    """Two lines of it on a screen; the text is there whole, for search, for copying and for print."""
    short, long = "https://example.org/" + "a" * 60, "https://example.org/?" + "b=1&" * 40
    references = (Reference("8", 1, "甲", short), Reference("9", 2, "乙", long))
    html = web_document(rendered("文[@8][@9]\n", tmp_path, references=references))
    assert f'<a class="address" property="url" href="{short}">' in html
    assert f'<a class="address long" property="url" href="{long.replace("&", "&amp;")}">' in html
    assert long in [link.text for link in read_page(html).links]


@pytest.mark.parametrize(("language", "asks"), [("en", False), ("nl", True)])
def test_an_entry_asks_for_latin_faces_only_where_its_language_has_none(tmp_path: Path, language: str, asks: bool) -> None:
    """The style sheet names the faces of English; those of Dutch it does not."""
    html = web_document(rendered("文[@8]\n", tmp_path, references=(Reference("8", 1, "Water", None, language),)))
    assert f'<span class="reference-text{" western" * asks}" property="name" lang="{language}">Water' in html


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
    assert html.count("<script") == 2  # what it says to machines, and what it does
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
    plain = re.sub(r'<a class="anchor"[^>]*>(.*?)</a>', r"\1", web_document(found))  # headings link on the web alone
    web, printed = read_page(plain), read_page(print_document(found).replace(_ARROW, ""))
    assert printed.words.split() == web.words.split()
    assert [link[:4] for link in printed.links] == [link[:4] for link in web.links if link.target != "#text"]
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
        ("2026-03-05", "nl", "5 March 2026"),
        ("2026-03-05", "de", "5. März 2026"),
        ("2026-13-05", "en", "2026-13-05"),
        ("春天", "zh", "春天"),
        ("", "zh", ""),
    ],
)
def test_a_date_is_written_as_the_language_does(date: str, language: str, shown: str) -> None:
    """What is no date stays as it is."""
    assert shown_date(date, language) == shown
