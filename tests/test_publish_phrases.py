"""Headings that are too long for a phone end their lines behind phrases; no character of them changes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

import pytest
from publications import publication

from pubkit.publish.characters import without_markup
from pubkit.publish.epub import book
from pubkit.publish.html import web_document
from pubkit.publish.phrases import with_phrases
from pubkit.publish.rendering import render


def lines(heading: str, level: int = 2) -> list[str]:
    """The phrases of a heading."""
    made = with_phrases(f"<h{level} id='a'>{heading}</h{level}>", "zh-CN")
    return re.sub(r"</?h\d[^>]*>", "", made).split("<wbr />")


@pytest.mark.parametrize(
    ("heading", "phrases"),
    [
        ("3.1 沿海灯塔的维护经费与看守人的更替办法", ["3.1 沿海灯塔的", "维护经费", "与看守人的", "更替办法"]),
        ("灯塔、航标和港口的簿子：对三个海区的比较研究", ["灯塔、航标", "和港口的", "簿子：对三个海区的", "比较研究"]),
        ("沿海灯塔的 LED 光源改造与节能效果的评估", ["沿海灯塔的 LED 光源改造", "与节能效果的", "评估"]),
    ],
)
def test_a_long_heading_may_be_broken_behind_its_phrases(heading, phrases):
    """Where marks and spaces stand, every browser breaks."""
    assert lines(heading) == phrases


def test_a_phrase_longer_than_a_line_may_be_broken_anywhere():
    """But no character of it stands alone."""
    found = lines("沿海灯塔维护经费筹措办法修订草案说明")
    assert len(found) > 8
    assert len(found[0]) == len(found[-1]) == 2


@pytest.mark.parametrize("heading", ["一、缘起与方法", "Lighthouses and their keepers, from the beginning", "灯" * 12])
def test_what_needs_no_break_has_none(heading):
    """A heading of one line, and one of words."""
    assert lines(heading) == [heading]


def test_no_line_ends_before_a_citation_or_in_a_formula():
    """References to characters stay whole, and markup stays where it is."""
    heading = '沿海灯塔的<strong>维护经费</strong>与看守人&amp;他的更替办法<sup><a href="#a">[1]</a></sup>和<math><mi>与</mi></math>之后的事'
    made = with_phrases(f"<h2>{heading}</h2>", "zh-Hant")
    assert made.replace("<wbr />", "") == f"<h2>{heading}</h2>"
    assert "<wbr /><sup>" not in made
    assert "<mi>与</mi>" in made
    assert "</strong><wbr />与" in made


def test_other_languages_are_left_alone():
    """Japanese knows its phrases, and a heading in another language is no Chinese."""
    heading = "<h2>灯台の維持費と灯台守の交代について述べる章の長い題目</h2>"
    assert with_phrases(heading, "ja") == heading
    marked = heading.replace("<h2>", '<h2 lang="ja">')
    assert with_phrases(marked, "zh-CN") == marked


def test_web_page_and_e_book_break_there_and_nowhere_else(tmp_path):
    """Their style sheets keep words whole, and their text is that of the source."""
    rendered = render(publication("## 沿海灯塔的维护经费与看守人的更替办法\n\n文。\n", tmp_path, references=()))
    page = web_document(rendered)
    with zipfile.ZipFile(BytesIO(book(rendered))) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith((".xhtml", ".css"))]
    for text in (page, "".join(texts)):
        assert re.search(r"沿海灯塔的<wbr ?/?>维护经费<wbr ?/?>与看守人的", text)
        assert re.search(r"word-break:\s*keep-all", text)
        assert "沿海灯塔的维护经费与看守人的更替办法" in without_markup(text)
