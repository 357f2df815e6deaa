"""What a citation says beside its key (`参见 @a, 第 12 页`) is said in print, in every edition, and can be translated."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from pubkit.citations.locators import cited_works, place_in_sentence, printed_place
from pubkit.citations.normalize import normalize
from pubkit.citations.resolve import find_citations
from pubkit.cli.app import run
from pubkit.editions.composition import compose, message_to_markdown
from pubkit.editions.segments import segments_of
from pubkit.editions.updating import essence_of_message
from pubkit.markdown.document import Document

if TYPE_CHECKING:
    from pathlib import Path

FRONT = "---\ntitle: 河道调查\nlanguage: zh-CN\nbibliography: r.yaml\neditions: [zh-Hant, en]\n---\n\n"
TEXT = "流量增长了一成[参见 @he2024, 第 12 页; 另见 @shen2025]。沈河[-@shen2025]不以为然。@he2024 [第 3 页] 又说下降[@he2024, 第 3 章, 及其后各页]。\n"
REFERENCES = """references:
- {id: he2024, type: book, title: 河流, author: [{family: 何, given: 川}], issued: {date-parts: [[2024]]}}
- {id: shen2025, type: book, title: 水文, author: [{family: 沈, given: 河}], issued: {date-parts: [[2025]]}}
"""


def report(folder: Path, text: str = TEXT, front: str = FRONT) -> Path:
    (folder / "r.yaml").write_text(REFERENCES, encoding="utf-8")
    path = folder / "r.md"
    path.write_text(front + text, encoding="utf-8")
    return path


def page(path: Path, edition: str) -> str:
    """The text of the web page of an edition, built anew."""
    out = path.parent / "out"
    assert run(["build", str(path), "--format", "html", "--edition", edition, "--output", str(out), "-q"]) == 0
    html = (out / "r" / edition / "r.html").read_text("utf-8")
    return unescape(re.sub(r"<[^>]*>", "", html.partition("<main")[2]))


def test_words_of_a_citation_stand_in_the_line(tmp_path: Path) -> None:
    """With the numbers, which are links still; the page says that it is one."""
    shown = page(report(tmp_path), "zh-CN")
    assert "流量增长了一成（参见[1]，第12页；另见[2]）。" in shown
    assert "何川[1]3又说下降[1]第3章，及其后各页。" in shown


def test_authors_and_years_stand_among_the_words(tmp_path: Path) -> None:
    """Without parentheses inside of parentheses."""
    front = FRONT.replace("language:", "reference-style: gbt7714-2025-author-date\nlanguage:")
    shown = page(report(tmp_path, front=front), "zh-CN")
    assert "流量增长了一成（参见何川，2024，第12页；另见沈河，2025）。沈河（2025）不以为然。" in shown


def test_parentheses_of_the_text_are_enough(tmp_path: Path) -> None:
    """The author has written them around the citation."""
    assert "一成（参见[1]）。" in page(report(tmp_path, "一成（[参见 @he2024]）。\n"), "zh-CN")


def test_words_are_converted_with_the_text(tmp_path: Path) -> None:
    """And so is the word for a page."""
    shown = page(report(tmp_path), "zh-Hant")
    assert "流量增長了一成（參見[1]，第12頁；另見[2]）。" in shown


def test_words_are_translated_with_the_text(tmp_path: Path) -> None:
    """Placeholders are the works; one that stands without the brackets of its source is a citation all the same."""
    path = report(tmp_path)
    assert run(["translate", "extract", str(path), "--to", "en"]) == 0
    catalog = path.with_name("r.en.po")
    lines = catalog.read_text("utf-8")
    (message,) = re.findall(r'^msgid "(流量.*)"$', lines, re.MULTILINE)
    assert message.startswith("流量增长了一成[参见 {c1:he2024, 第 12 页}; 另见 {c2:shen2025}]。沈河{c3:-@shen2025}不以为然。何川{c4:he2024, 第 3 页}")
    said = "The flow grew by a tenth [see {c1}; see also {c2}]. Shen{c3} disagrees. He {c4} says it fell (compare {c5}, and the pages after it)."
    lines = lines.replace(f'"{message}"\nmsgstr ""', f'"{message}"\nmsgstr "{said}"').replace('msgid "河道调查"\nmsgstr ""', 'msgid "河道调查"\nmsgstr "A River"')
    catalog.write_text(lines, encoding="utf-8")
    assert run(["translate", "check", str(path), "--to", "en"]) == 0
    shown = page(path, "en")
    assert "The flow grew by a tenth (see [1], p. 12; see also [2]). Shen[2] disagrees. He[1, p. 3] says it fell (compare[1, ch. 3], and" in shown
    assert "original" not in shown


def test_the_message_gives_its_source_back() -> None:
    """Whatever stands between the brackets."""
    for text in (TEXT, "甲[见 @a; @b, 附录]乙[@a；@b]丙[@a, p. 3; 下同; 另见 -@b]。\n"):
        document = Document(text)
        citations = find_citations(document, known={"a", "b", "he2024", "shen2025"})
        segments = segments_of(document, citations)
        bare = {segment.id: re.sub(r"\{(\w\d):[^{}]*\}", r"{\1}", segment.message) for segment in segments}
        markdown = {segment.id: message_to_markdown(segment, bare[segment.id]) for segment in segments}
        assert compose(document, markdown, segments) == text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲{c1:a, 第 12 页}", "甲{c1:a, 12}"),
        ("甲{c1:a, p. 3; -@b}", "甲{c1:a, 3; @b}"),
        ("甲{c1:12†L3-L7}", "甲{c1:12}"),
        ("甲{c1:turn0search0 L3-L7}", "甲{c1:turn0search0}"),
    ],
)
def test_a_draft_and_its_settled_text_cite_the_same(one: str, other: str) -> None:
    """So that a translation of the draft's message is one of what is published."""
    assert essence_of_message(one) == essence_of_message(other)
    assert essence_of_message("甲{c1:a, 12}") != essence_of_message("甲{c1:a, 13}")


def test_what_parts_two_works() -> None:
    """The last semicolon between their keys, of either width; a remark of its own belongs to the work before it."""
    text = "甲[@a, p. 3; 下同; 另见 @b]乙[@a；@b]丙[@a, 第3页, @b]丁[@a 与 @b]。\n"
    markers = find_citations(Document(text), known={"a", "b"}).markers
    assert [[(work.words, work.place) for work in cited_works(marker, text)] for marker in markers] == [
        [("", "p. 3; 下同"), ("另见", "")],
        [("", ""), ("", "")],
        [("", "第3页"), ("", "")],
        [("", ""), ("与", "")],
    ]


def test_a_place_and_what_follows_it() -> None:
    """The place in the language's words, the rest as it is written; said again, it says the same."""
    assert printed_place("第 3 章, 及其后各页", "en") == "ch. 3, 及其后各页"
    assert printed_place("pp. 3, 5, and later", "zh-CN") == "3,5，and later"
    assert printed_place(printed_place("第 3 页", "de"), "zh-CN") == "3"
    assert place_in_sentence("12", "zh-Hant") == "第12頁"
    assert place_in_sentence("第3章", "zh-CN") == "第3章"


def test_normalising_keeps_the_words() -> None:
    """Beside a mark of another dialect, too."""
    document = Document("甲[参见 @a, 第 3 页][(8)](https://example.org/8)。\n\n**参考资料**\n\n\\[8] 题名[ https://example.org/8](https://example.org/8)\n", "r.md")
    text = normalize(document, find_citations(document, known={"a"})).text
    assert "[参见 @a, 第 3 页; @8]" in text


def test_a_key_that_braces_hold_is_cited(tmp_path: Path) -> None:
    """Such a key may have a semicolon."""
    path = report(tmp_path, "甲[@{a;b}, 第 3 页; @he2024]。\n")
    (tmp_path / "r.yaml").write_text(REFERENCES + '- {id: "a;b", type: book, title: 沟渠, issued: {date-parts: [[2023]]}}\n', encoding="utf-8")
    shown = page(path, "zh-CN")
    assert "甲[1]3[2]。" in shown
    assert "[1] 沟渠" in shown
