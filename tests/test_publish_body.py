"""The body of a publication: citations, headings, line breaks, notes, tables, and what of HTML may stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from publications import EVERYTHING, PNG, SVG, everything, publication, rendered

from pubkit.publish import pandoc
from pubkit.publish.addresses import breakable, shown_address, web_address
from pubkit.publish.identifiers import Identifiers, key_slug, slug
from pubkit.publish.pictures import Picture, Refusal, load_picture
from pubkit.publish.rendering import render
from pubkit.publish.tree import (
    BLOCKS,
    INLINES,
    edit_attributes,
    edit_blocks,
    edit_inlines,
    edit_nodes,
    plain_text,
    string,
    walk,
)
from pubkit.text.errors import PublicationError, ToolError

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.tree import Node

_TAG = re.compile(r"<[^>]+>")


def words(html: str) -> str:
    """The text of a piece of HTML."""
    return _TAG.sub("", html)


# Citations


def test_a_citation_is_a_superior_number_that_links_to_its_entry(tmp_path: Path) -> None:
    """Role, identifier, target and number; the character before it is held to it."""
    html = rendered("水位升高[@8]。\n", tmp_path).body_html
    assert html == (
        '<p>水位升<span class="cited">高<sup><a href="#ref-8" id="cite-8-1" class="citation" role="doc-biblioref" '
        'title="稻田水位与甲烷排放">[1]</a></sup></span>。</p>'
    )


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("甲[@8; @turn0search0]乙", "甲[1,2]乙"),
        ("甲[@8][@12†L3-L7]乙", "甲[1,3]乙"),
        ("甲[@8;\n@turn0search0]乙", "甲[1,2]乙"),
        ("甲[@8](注)乙", "甲[1](注)乙"),
        ("甲[@8; @turn0search0](注)", "甲[1,2](注)"),
        ("**甲[@8]**，乙", "甲[1]，乙"),
        ("a[@nobody]b 与 `[@8]`", "a[@nobody]b 与 [@8]"),
        ("甲[@8; @nobody]", "甲[@8; @nobody]"),
        ("[@8]", "[1]"),
    ],
)
def test_what_is_a_citation_and_what_stays_text(source: str, shown: str, tmp_path: Path) -> None:
    """Only a marker all of whose keys are known; one that a reader takes for a link; never one in code."""
    assert words(rendered(source + "\n", tmp_path).body_html) == shown


def test_places_are_numbered_in_the_order_of_the_text(tmp_path: Path) -> None:
    """Inner emphasis, notes and captions do not disturb the order in which places are named."""
    found = rendered("甲[@8] **乙[@8]**、丙[@8]注[^a]。\n\n丁[@8]。\n\n[^a]: 戊[@8]。\n", tmp_path)
    in_text = re.findall(r'id="(cite-8-\d)"', found.body_html)
    assert in_text == ["cite-8-1", "cite-8-2", "cite-8-3", "cite-8-4"]
    assert found.places["8"] == (*in_text, "cite-8-5")
    assert 'id="cite-8-5"' in found.notes[0].html


def test_a_citation_in_the_words_of_a_link_goes_behind_it(tmp_path: Path) -> None:
    """A link inside a link is not allowed."""
    html = rendered("[见[@8]此](https://example.org/x)。\n", tmp_path).body_html
    assert re.search(r"此</a><sup><a [^>]*>\[1\]</a></sup>。", html)


def test_a_citation_in_a_caption_is_there_once(tmp_path: Path) -> None:
    """Pandoc repeats the caption as the words for the picture, which hold no citation."""
    (tmp_path / "a.png").write_bytes(PNG)
    figure = rendered("![图[@8]](a.png)\n", tmp_path).body_html
    inline = rendered("行内 ![图[@8]](a.png) 后\n", tmp_path).body_html
    for html in (figure, inline):
        assert html.count("doc-biblioref") == 1
        assert 'alt="图"' in html


def test_an_unresolved_key_of_a_draft_is_a_visible_mark(tmp_path: Path) -> None:
    """It is no link, since it leads nowhere, and says so."""
    html = rendered("甲[@lost]。\n", tmp_path, draft=True, unresolved=("lost",)).body_html
    assert '<span class="citation unresolved" title="未找到文献">[lost?]</span>' in html


def test_keys_that_look_alike_have_identifiers_of_their_own(tmp_path: Path) -> None:
    """`12†L3` and `12-L3` would both be `ref-12-L3`."""
    from pubkit.publish.publication import Reference

    references = (Reference("12†L3", 1, "甲", None), Reference("12-L3", 2, "乙", None))
    found = rendered("甲[@12†L3]乙[@12-L3]\n", tmp_path, references=references)
    assert sorted(found.entries.values()) == ["ref-12-L3", "ref-12-L3-1"]
    assert len(set(re.findall(r'id="(cite-[^"]+)"', found.body_html))) == 2


@settings(max_examples=12)
@given(
    st.lists(st.sampled_from(["8", "turn0search0", "12†L3-L7"]), min_size=1, max_size=6),
    st.sampled_from(["", "、", " ", "**字**"]),
)
def test_every_citation_becomes_exactly_one_link(
    tmp_path_factory: pytest.TempPathFactory, keys: list[str], between: str
) -> None:
    """Whatever stands between them."""
    body = "文" + between.join(f"[@{key}]" for key in keys) + "。\n"
    found = rendered(body, tmp_path_factory.getbasetemp())
    assert found.body_html.count("doc-biblioref") == len(keys)
    assert {key: len(places) for key, places in found.places.items()} == {key: keys.count(key) for key in keys}


# Headings


def test_headings_skip_no_level_and_have_readable_identifiers(tmp_path: Path) -> None:
    """The source's levels 3, 6, 1 become 2, 3, 2; a name that is taken gets a number."""
    html = rendered("### 一、总论 A\n\n###### 细节\n\n# 一、总论 A\n", tmp_path).body_html
    assert re.findall(r'<h(\d) id="([^"]+)"', html) == [("2", "一总论-a"), ("3", "细节"), ("2", "一总论-a-1")]


def test_a_link_to_a_heading_as_exports_write_it_works(tmp_path: Path) -> None:
    """GitHub's slug, percent-encoded or not; a link to no heading becomes its words and is remarked."""
    found = rendered("[甲](#21-%E6%B0%B4%E4%BD%8D) [乙](#21-水位) [丙](#nowhere)\n\n## 2.1 水位\n", tmp_path)
    assert found.body_html.count('href="#21-水位"') == 2
    assert "丙</p>" in found.body_html
    assert any("#nowhere" in remark.en for remark in found.remarks)


def test_the_parts_identifiers_are_not_taken_by_headings(tmp_path: Path) -> None:
    """A chapter called References does not collide with the list of references."""
    assert '<h2 id="references-1">' in rendered("## References\n", tmp_path).body_html


def test_contents_hold_the_words_of_headings_only(tmp_path: Path) -> None:
    """No citation, no note, no link in a link; two levels."""
    found = rendered("## 甲[@8]与[乙](https://example.org/)[^n]\n\n### 丙\n\n#### 丁\n\n[^n]: 注\n", tmp_path)
    assert words(found.contents_html).split() == ["甲与乙", "丙"]
    assert "doc-biblioref" not in found.contents_html


# Line breaks


@pytest.mark.parametrize(
    ("source", "language", "shown"),
    [
        ("中文\n中文", "zh-CN", "中文中文"),
        ("中文，\n（括号）", "zh-CN", "中文，（括号）"),
        ("“引”\n“引”", "zh-CN", "“引”“引”"),
        ("**中文**\n中文", "zh-CN", "中文中文"),
        ("中文[@8]\n中文", "zh-CN", "中文[1]中文"),
        ("中文[^n]\n中文", "zh-CN", "中文1中文"),
        ("中文\nEnglish\nwords", "zh-CN", "中文 English words"),
        ("かな\n漢字", "ja", "かな漢字"),
        ("한국어\n문장", "ko", "한국어 문장"),
        ("😀\n𠮷", "zh-CN", "😀𠮷"),
    ],
)
def test_a_line_break_between_han_is_nothing_and_between_words_a_space(
    source: str, language: str, shown: str, tmp_path: Path
) -> None:
    """Through emphasis, citations and notes; Korean keeps its spaces."""
    found = rendered(source + "\n\n[^n]: 注\n", tmp_path, language=language)
    assert words(found.body_html) == shown


# Notes, tables, lists


def test_a_note_cited_twice_is_set_once_with_a_link_back_to_each_place(tmp_path: Path) -> None:
    """Pandoc alone would print it twice."""
    found = rendered("甲[^n]乙[^n]\n\n[^n]: 注\n", tmp_path)
    assert len(found.notes) == 1
    assert re.findall(r'href="#(noteref-1(?:-1)?)"', found.notes[0].html) == ["noteref-1", "noteref-1-1"]
    assert re.findall(r'id="(noteref[^"]*)"', found.body_html) == ["noteref-1", "noteref-1-1"]


def test_a_table_scrolls_and_its_header_cells_say_what_they_head(tmp_path: Path) -> None:
    """A short paragraph like `表 1` before it becomes its caption; a sentence does not."""
    html = rendered(
        "表 1 水位\n\n| 甲 | 乙 |\n|---|--:|\n| 1 | 2 |\n\n表 2 如下所示。\n\n| 丙 |\n|---|\n| 3 |\n", tmp_path
    ).body_html
    assert html.count('<div class="table" role="group" tabindex="0"') == 2
    assert html.count('scope="col"') == 3
    assert re.findall(r"<caption>(.*)</caption>", html) == ["表 1 水位"]
    assert "<p>表 2 如下所示。</p>" in html


def test_a_task_has_a_name_for_its_state(tmp_path: Path) -> None:
    """And no form control that could be ticked."""
    html = rendered("- [ ] 甲\n- [x] 乙\n", tmp_path).body_html
    assert re.findall(r'aria-label="([^"]+)"', html) == ["未完成", "已完成"]
    assert "<input" not in html


# HTML of the source


@pytest.mark.parametrize(
    ("source", "kept"),
    [
        ("甲<b>乙</b><br>丙", "<p>甲<strong>乙</strong><br />\n丙</p>"),
        ("甲<script>alert(1)</script>乙", "<p>甲乙</p>"),
        ("甲<script>alert(1)", "<p>甲</p>"),
        ('甲<span onclick="x" style="color:red">乙</span>', "<p>甲乙</p>"),
        ('<a href="javascript:x">甲</a>', "<p>甲</p>"),
        ('<a href="https://example.org/" onclick="x">甲</a>', '<p><a href="https://example.org/">甲</a></p>'),
        ("<b>甲", "<p>甲</p>"),
        ("甲</b>乙<!-- 注 -->", "<p>甲乙</p>"),
        ("<ruby>稻<rt>dào</rt></ruby>", "<p><ruby>稻<rt>dào</rt></ruby></p>"),
        ("<div onclick='x'>甲<img src=x onerror=alert(1)></div>", None),
        ("<style>p{}</style>\n\n甲", "<p>甲</p>"),
        ("<iframe src='https://example.org/'></iframe>\n\n甲", "<p>甲</p>"),
        ('[甲]{onclick="x" style="color:red" role="doc-biblioref" .citation}', "<p><span>甲</span></p>"),
    ],
)
def test_no_tag_of_the_source_stays_as_it_was_written(source: str, kept: str | None, tmp_path: Path) -> None:
    """What is active goes with its content, what is markup becomes markup of ours, the words stay."""
    html = rendered(source + "\n", tmp_path, draft=True).body_html
    assert not re.search(r"onclick|onerror|javascript|style=|<script|<iframe|alert", html)
    if kept is not None:
        assert html == kept


def test_what_was_taken_out_is_remarked(tmp_path: Path) -> None:
    """The editor learns that a script is gone."""
    found = rendered("甲<script>alert(1)</script>\n\n<iframe src='x'></iframe>\n", tmp_path)
    assert any("<iframe>, <script>" in remark.en for remark in found.remarks)


def test_text_of_a_block_of_html_stands_in_a_paragraph(tmp_path: Path) -> None:
    """And Markdown between two tags stays Markdown."""
    html = rendered("<details>\n<summary>折叠</summary>\n\n里面的*字*。\n\n</details>\n", tmp_path).body_html
    assert html == "<p>折叠</p>\n<p>里面的<em>字</em>。</p>"


def test_characters_that_xml_forbids_are_taken_out(tmp_path: Path) -> None:
    """Else the EPUB would be no XML."""
    found = rendered("甲\x0b乙\x1b\uffff。\n", tmp_path)
    assert found.body_html == "<p>甲乙。</p>"
    assert found.remarks


# Pictures


def test_a_missing_picture_is_an_error_that_names_it(tmp_path: Path) -> None:
    """All that are missing at once, and a mark in a draft."""
    with pytest.raises(PublicationError) as caught:
        rendered("![甲](no-such.png) ![乙](../outside.png)\n", tmp_path)
    assert "no-such.png" in caught.value.message.zh
    assert "../outside.png" in caught.value.message.en
    draft = rendered("![甲](no-such.png)\n", tmp_path, draft=True).body_html
    assert '<span class="missing">缺少图片：no-such.png</span>' in draft


def test_pictures_come_from_the_folder_and_nowhere_else(tmp_path: Path) -> None:
    """Not through `..`, a link, a scheme or the network; a data address holds its own."""
    folder, outside = tmp_path / "report", tmp_path / "secret.png"
    folder.mkdir()
    outside.write_bytes(PNG)
    (folder / "link.png").symlink_to(outside)
    (folder / "a b.svg").write_bytes(SVG)
    (folder / "text.png").write_text("no picture")
    assert isinstance(load_picture("a%20b.svg", folder), Picture)
    reasons = {
        "../secret.png": "outside",
        "link.png": "outside",
        str(outside): "outside",
        "none.png": "missing",
        "text.png": "format",
        "https://example.org/a.png": "web",
        "file:///etc/passwd": "scheme",
        "//example.org/a.png": "scheme",
        "javascript:alert(1)": "scheme",
        "data:image/png;base64,AAAA": "format",
        "": "missing",
    }
    assert {a: load_picture(a, folder) for a in reasons} == {a: Refusal(reason) for a, reason in reasons.items()}
    import base64

    embedded = load_picture("data:image/png;base64," + base64.b64encode(PNG).decode(), folder)
    assert isinstance(embedded, Picture)
    assert embedded.content == PNG


def test_a_picture_of_the_web_becomes_a_link_and_is_remarked(tmp_path: Path) -> None:
    """Nothing is fetched; the reader can still get there."""
    found = rendered("![图](https://example.org/a.png)\n", tmp_path)
    assert found.body_html == '<p><a href="https://example.org/a.png">图</a></p>'
    assert any("https://example.org/a.png" in remark.zh for remark in found.remarks)


def test_a_decorative_picture_has_empty_words(tmp_path: Path) -> None:
    """A picture without `alt` is read out by its address."""
    (tmp_path / "a.png").write_bytes(PNG)
    assert 'alt=""' in rendered("文 ![](a.png) 字\n", tmp_path).body_html


# Addresses


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://example.org/a b?q=“x”", "https://example.org/a%20b?q=%E2%80%9Cx%E2%80%9D".replace("%20", "")),
        ("HTTPS://example.org", "https://example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("https://例え.jp/中", "https://xn--r8jz45g.jp/%E4%B8%AD"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("javascript:alert(1)", None),
        ("java\nscript:alert(1)", None),
        ("\u200bjavascript:alert(1)", None),
        ("data:text/html,x", None),
        ("vbscript:x", None),
        ("file:///etc/passwd", None),
        ("//example.org/x", None),
        ("other.md", None),
        ("https://", None),
        ("http://[", None),
        ("mailto:", None),
    ],
)
def test_only_web_and_mail_addresses_stand(given: str, kept: str | None) -> None:
    """In the form that every reader accepts."""
    assert web_address(given) == kept


def test_an_address_is_shown_as_people_read_it_and_breaks_behind_its_host() -> None:
    """Chinese in Chinese; what would be no text stays encoded; the pieces are the whole."""
    assert shown_address("https://example.org/%E6%B0%B4%E7%A8%BB") == "https://example.org/水稻"
    assert shown_address("https://example.org/%FF%20") == "https://example.org/%FF%20"
    assert shown_address("https://example.org/a%20b") == "https://example.org/a%20b"
    pieces = breakable("https://example.org/a-b/c?d=e")
    assert pieces[0] == "https://example.org"
    assert "".join(pieces) == "https://example.org/a-b/c?d=e"
    assert breakable("https://example.org/0.31.2/a.html") == ["https://example.org", "/0.31.2", "/a", ".html"]


@given(st.text(max_size=40))
def test_a_refused_scheme_never_comes_through(text: str) -> None:
    """Whatever is put before, between or behind."""
    for address in (f"{text}javascript:x", f"javascript:{text}", text):
        found = web_address(address)
        assert found is None or found.startswith(("http://", "https://", "mailto:"))


@given(st.text(alphabet="ab/:?&=%.-_#水", max_size=40))
def test_breaking_an_address_loses_nothing(address: str) -> None:
    """Joined, the pieces are the address."""
    assert "".join(breakable(address)) == address


# The tree, identifiers, pandoc


def test_rewriting_a_tree_with_nothing_gives_the_same_tree(tmp_path: Path) -> None:
    """And leaves the old one as it was."""
    blocks = pandoc.read_markdown(EVERYTHING).blocks
    before = repr(blocks)
    assert edit_nodes(blocks, lambda node: [node], *INLINES, *BLOCKS) == blocks
    assert edit_inlines(blocks, lambda inlines: inlines) == blocks
    assert edit_blocks(blocks, lambda found: found) == blocks
    assert edit_attributes(blocks, lambda attrs: attrs) == blocks
    render(everything(tmp_path))
    assert repr(blocks) == before


def test_nodes_of_every_kind_are_found_and_replaced_in_the_order_of_the_text() -> None:
    """In tables, lists and notes too; those of one kind as those among all."""
    blocks = pandoc.read_markdown(EVERYTHING).blocks
    kinds = dict.fromkeys(node["t"] for node in walk(blocks) if node["t"] in INLINES | BLOCKS)
    assert {"Note", "Table", "Code", "Math", "BulletList", "RawInline"} <= kinds.keys()
    for kind in kinds:
        met: list[Node] = []

        def meet(node: Node, met: list[Node] = met) -> list[Node]:
            met.append(node)
            return [node]

        edit_nodes(blocks, meet, kind)
        assert met == list(walk(blocks, kind)) == [node for node in walk(blocks) if node["t"] == kind]
        assert not list(walk(edit_nodes(blocks, lambda _: [], kind), kind))


def test_what_an_edit_leaves_alone_is_not_copied() -> None:
    """Only what holds the change is new."""
    blocks = pandoc.read_markdown("甲**乙**\n\n丙 `丁`\n").blocks
    assert edit_nodes(blocks, lambda node: [node], "Strong", "Code", "Para") is blocks
    changed = edit_nodes(blocks, lambda _: [string("戊")], "Code")
    assert plain_text(changed) == "甲乙丙 戊"
    assert changed[0] is blocks[0]
    assert changed[1] is not blocks[1]


def test_attributes_are_found_wherever_pandoc_puts_them() -> None:
    """On tables, rows and cells too, and nothing else is taken for some."""
    blocks = pandoc.read_html('<table id="t"><tr id="r"><td id="c"><a id="l" href="#x">y</a></td></tr></table>').blocks
    found: list[str] = []

    def note(attrs: list[object]) -> list[object]:
        found.append(str(attrs[0]))
        return attrs

    edit_attributes(blocks, note)
    assert {"t", "r", "c", "l"} <= set(found)


@given(st.text(max_size=30))
def test_identifiers_are_unique_and_hold_no_space(text: str) -> None:
    """However often the same is wanted, and when a number would collide with a name."""
    identifiers = Identifiers()
    names = [
        identifiers.claim(wanted) for wanted in [slug(text), slug(text), slug(text) + "-1", key_slug(text), slug(text)]
    ]
    assert len(set(names)) == len(names)
    assert not any(re.search(r"\s", name) for name in names)
    assert all(names)


def test_plain_text_of_a_tree_has_no_marks() -> None:
    """Notes and markup are left out, mathematics is TeX."""
    blocks: list[Node] = pandoc.read_markdown("**甲** `b` $x^2$\n丙[^n]\n\n[^n]: 注\n").blocks
    assert plain_text(blocks) == "甲 b x^2 丙"
    assert sum(node["t"] == "Note" for node in walk(blocks)) == 1


def test_what_pandoc_warns_of_is_remarked(tmp_path: Path) -> None:
    """A formula that cannot be read would otherwise come out as it was written, unnoticed."""
    found = rendered("$\\foo{x}$\n", tmp_path)
    assert any("pandoc" in remark.zh and "foo" in remark.zh for remark in found.remarks)


def test_a_text_nested_too_deeply_is_an_error_in_words(tmp_path: Path) -> None:
    """Not a traceback."""
    with pytest.raises(PublicationError, match="nested"):
        rendered("> " * 3000 + "深\n", tmp_path)


def test_a_pandoc_that_fails_is_a_tool_error_with_its_reason() -> None:
    """Its own words, not an exit code alone."""
    with pytest.raises(ToolError, match="Unknown input format nosuchreader"):
        pandoc._read("x", "nosuchreader")


def test_a_pandoc_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a time, and said so."""
    monkeypatch.setattr(pandoc, "TIMEOUT_S", 0.0001)
    with pytest.raises(PublicationError, match="did not finish"):
        pandoc.read_markdown("甲\n" * 1000)


def test_an_empty_body_renders(tmp_path: Path) -> None:
    """No chapters, no contents, no error."""
    found = render(publication("", tmp_path, references=()))
    assert (found.chapters, found.contents_html, found.remarks) == ((), "", ())


def test_pandoc_runs_twice_for_a_body_without_html(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Markdown to tree and tree to HTML; a third time only for blocks of HTML."""
    runs: list[str] = []
    original = pandoc._run
    monkeypatch.setattr(pandoc, "_run", lambda given, *options: runs.append(options[0]) or original(given, *options))
    rendered("## 甲\n\n乙[@8] <b>丙</b>\n", tmp_path)
    assert len(runs) == 2
    rendered("<p>甲</p>\n\n<p>乙</p>\n", tmp_path)
    assert len(runs) == 5
