"""References inside a report: what they are called, and what gets a number."""

from __future__ import annotations

from pathlib import Path

import pytest

from pubkit.publish.publication import Publication
from pubkit.publish.rendering import render

PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def rendered(body: str, language: str = "zh-CN", **options: object) -> str:
    given = {"name": "x", "language": language, "title": "题", "references": (), "folder": Path(), **options}
    return render(Publication(body=body.replace("PICTURE", PICTURE), **given)).body_html  # type: ignore[arg-type]


def links(html: str) -> list[tuple[str, str]]:
    import re

    return [(target, words.replace("\u00a0", " ")) for target, words in re.findall(r'<a href="#([^"]+)" class="cross-reference"[^>]*>([^<]*)</a>', html)]


@pytest.mark.parametrize(
    ("language", "called"),
    [
        ("zh-CN", ["第 3 章", "第 3.1 节", "图 3-1", "表 3-1", "式（3-1）"]),
        ("zh-Hant", ["第 3 章", "第 3.1 節", "圖 3-1", "表 3-1", "式（3-1）"]),
        ("en", ["Chapter 3", "Section 3.1", "Figure 3.1", "Table 3.1", "Equation (3.1)"]),
        ("ja", ["第 3 章", "3.1 節", "図 3.1", "表 3.1", "式（3.1）"]),
    ],
)
def test_what_is_referred_to_is_called_by_its_number_in_the_language(language: str, called: list[str]) -> None:
    """A heading's own number is taken; figures, tables and equations are counted by chapter."""
    html = rendered(
        "## 三、方法 {#sec:m}\n\n### 3.1 步骤 {#sec:s}\n\n![流程](PICTURE){#fig:f}\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        ": 成本 {#tbl:t}\n\n$$x = 1$$ {#eq:e}\n\n见 @sec:m @sec:s @fig:f @tbl:t @eq:e\n",
        language,
    )
    assert [words for _, words in links(html)] == called
    assert [target for target, _ in links(html)] == ["sec-m", "sec-s", "fig-f", "tbl-t", "eq-e"]
    assert all(html.count(f'id="{target}"') == 1 for target, _ in links(html))


@pytest.mark.parametrize(
    ("heading", "called"),
    [
        ("第二部分 市场", "第二部分"), ("第三章　方法", "第三章"), ("第2节 数据", "第 2 节"), ("第 十二 章 结论", "第 十二 章"), ("Part 2: Markets", "Part 2"),
        ("四、结论", "第 4 章"), ("第一次调查", "“第一次调查”"),
    ],
)
def test_a_section_that_calls_itself_something_is_called_so(heading: str, called: str) -> None:
    """第二部分 was referred to as 第 2 章."""
    html = rendered(f"## {heading} {{#sec:m}}\n\n见@sec:m。\n")
    assert [words for _, words in links(html)] == [called]


def test_a_chinese_reference_takes_the_spaces_that_its_name_needed() -> None:
    """`见 @fig:f 所示` is a sentence without spaces."""
    html = rendered("![流程](PICTURE){#fig:f}\n\n见 @fig:f 所示，又见@fig:f。\n")
    text = html.replace("\u00a0", " ")
    assert "见<a" in text
    assert "</a>所示" in text
    assert text.count("图 1</a>") == 2


def test_captions_numbered_by_hand_keep_their_numbers() -> None:
    """`表 7：…` is referred to as 表 7, and no second number is put before it."""
    html = rendered("**表 7**：成本 {#tbl:t}\n\n| a |\n|---|\n| 1 |\n\n见@tbl:t。\n")
    assert links(html) == [("tbl-t", "表 7")]
    assert "caption-label" not in html


def test_only_what_is_referred_to_gets_a_number_unless_all_shall() -> None:
    """`number-captions` numbers every figure."""
    body = "![甲](PICTURE)\n\n![乙](PICTURE){#fig:b}\n\n见@fig:b。\n"
    assert links(rendered(body)) == [("fig-b", "图 1")]
    assert links(rendered(body, numbered_captions=True)) == [("fig-b", "图 2")]


def test_sections_without_numbers_are_called_by_their_titles_or_numbered() -> None:
    """`number-sections` prints numbers and refers by them."""
    body = "## 方法 {#sec:m}\n\n### 步骤 {#sec:s}\n\n## 结论\n\n见@sec:m与@sec:s。\n"
    assert [words for _, words in links(rendered(body))] == ["“方法”", "“步骤”"]
    numbered = rendered(body, numbered_sections=True)
    assert [words for _, words in links(numbered)] == ["第 1 章", "第 1.1 节"]
    assert numbered.count("section-number") == 3


def test_several_references_in_brackets_are_joined_by_the_languages_words() -> None:
    """`[@fig:a; @fig:b]` is two links with a word between."""
    body = "![甲](PICTURE){#fig:a}\n\n![乙](PICTURE){#fig:b}\n\n[@fig:a; @fig:b]\n"
    assert "</a>和<a" in rendered(body)
    assert "</a> and <a" in rendered(body, "en")


def test_a_reference_without_a_target_is_a_visible_mark() -> None:
    """Only a draft gets so far: the linter stops the build."""
    assert "[@fig:none?]" in rendered("见@fig:none。![甲](PICTURE){#fig:a}\n")
