"""Cutting a text into segments, and putting it together again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubkit.editions.composition import (
    CompositionError,
    PlaceholderError,
    compose,
    message_to_markdown,
    without_words,
)
from pubkit.editions.segments import segments_of, weight
from pubkit.markdown.document import Document

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
REPORT = """---
title: "港口年报：2025"
author: 林一
keywords: [港口, 物流]
description: 写明 {n1} 的含义
bibliography: refs.bib
---

# 概况 {#sec:one}

> 引文第一行，
> 第二行 English
> words。

<!-- translators: 吞吐量指集装箱 -->
吞吐量达到 1.2 亿吨[@lin2024, 第 12 页; @wu2025]，增长 30%，见 `pubkit lint`、$x^2$、[白皮书](https://example.org/a "题") 与脚注[^n]。
- [ ] 任务**重点**
- 紧

1. 松

   续段

| 年份 | 吨数 |
|---|--:|
| 2024 | 1.2 亿吨 |
| 说明 | 含\\|竖线 |

: 各年吞吐量 {#tbl:a}

![码头夜景](dock.png){#fig:dock width=50%}

```python
print("不译")
```

<div>不译</div>

$$
E = mc^2
$$

[^n]: 脚注里的话。

## 参考文献

[1] 某书[ https://example.org/b](https://example.org/b)
"""


def messages(text: str) -> list[str]:
    return [each.message for each in segments_of(Document(text))]


def test_everything_to_translate_is_a_segment_in_the_order_of_the_text():
    """Front matter, headings, quotes, items, cells, captions, pictures and notes; code, HTML, maths and entries are none."""
    found = [(each.kind, each.message) for each in segments_of(Document(REPORT))]
    assert found == [
        ("metadata", "港口年报：{n1:2025}"),
        ("metadata", "港口"),
        ("metadata", "物流"),
        ("metadata", "写明 \\{n1} 的含义"),
        ("heading", "概况"),
        ("paragraph", "引文第一行，第二行 English words。"),
        (
            "paragraph",
            "吞吐量达到 {n1:1.2 亿吨}{c1:@lin2024, 第 12 页; @wu2025}，增长 {n2:30%}，见 {k1:pubkit lint}、{m1:x^2}、[白皮书]({a1}) 与脚注{f1:n}。",
        ),
        ("item", "任务**重点**"),
        ("item", "紧"),
        ("item", "松"),
        ("item", "续段"),
        ("cell", "年份"),
        ("cell", "吨数"),
        ("cell", "{n1:1.2 亿吨}"),
        ("cell", "说明"),
        ("cell", "含\\|竖线"),
        ("caption", "各年吞吐量 {i1:❴#tbl:a❵}"),
        ("caption", "码头夜景"),
        ("footnote", "脚注里的话。"),
        ("heading", "参考文献"),
    ]


def test_a_segment_knows_its_place():
    """Section, table, level, comment for the translator, keys with locators."""
    by_message = {each.message: each for each in segments_of(Document(REPORT))}
    heading, cell, last = by_message["概况"], by_message["说明"], by_message["参考文献"]
    assert (heading.level, heading.section) == (1, ())
    assert cell.table == (0, 2, 0)
    assert cell.section == ("概况",)
    assert last.section == ("概况",)
    cited = next(each for each in by_message.values() if "{c1" in each.message)
    assert cited.comments == ("吞吐量指集装箱",)
    citation = next(each for each in cited.placeholders if each.kind == "citation")
    assert citation.keys == ("lin2024", "wu2025")
    assert citation.locators == ("第 12 页", "")
    assert citation.text == "[@lin2024, 第 12 页; @wu2025]"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("用 GPT-4、v2.0、5G 和 3D 打印", "用 GPT-4、v2.0、5G 和 3D 打印"),
        ("2025 年 8 月至 2026 年 1 月之间", "{n1:2025 年 8 月至 2026 年 1 月}之间"),
        ("2020—2025 年，约 3–5 万吨", "{n1:2020—2025 年}，约 {n2:3–5 万吨}"),
        ("三成以上，300 多万元", "三成以上，{n1:300 多万元}"),
        ("1,234.5 元与 US$5 million 与 -5℃", "{n1:1,234.5 元}与 {n2:US$5 million} 与 {n3:-5℃}"),
        ("增速３０％，共３００家", "增速{n1:３０％}，共{n2:３００}家"),
        ("20 世纪 90 年代的 3 千米，2 年级", "{n1:20 世纪 90 年代}的 {n2:3 千米}，{n3:2} 年级"),
        ("数据[(8)](https://a.example)[(9)](https://b.example)见此", "数据{c1:8; 9}见此"),
        ("见 https://example.org/软件 与 <https://example.org>", "见 {a1} 与 {a2}"),
        ("水 H<sub>2</sub>O 与\\\n下一行", "水 H{h1:<sub>}{n1:2}{h2:</sub>}O 与\\\n下一行"),
        ("代码 `a {n1} b` 与 {n1}、\\{c2}", "代码 {k1:a ❴n1❵ b} 与 \\{n1}、\\{c2}"),
        ("[报告]\n\n[报告]: https://example.org", "[报告][{a1}]"),
        ("::: note\n内容在此\n:::", "内容在此"),
    ],
)
def test_what_is_a_placeholder(text: str, message: str):
    """Numbers with units, citations, code, addresses, HTML; names with digits and counted things stay words."""
    assert messages(text) == [message]


def test_what_has_nothing_to_translate_does_not_count():
    """Numbers, code and citations alone are no segments; numbers with units are, and weigh nothing."""
    assert messages("| 12.3 | `x` |\n|---|---|\n| 45% | [@a2024] |") == []
    (only,) = segments_of(Document("| 1.2 亿元 |\n|---|"))
    assert weight(only) == 0
    assert without_words(only, lambda number: f"<{number}>") == "<1.2 亿元>"
    assert weight(segments_of(Document("增长 {n1} 三成，GPT"))[0]) == 4


def test_a_footnote_that_leads_to_a_source_is_a_citation():
    """And one with words of its own is a note, which is translated."""
    text = "甲[^a]与乙[^b]。\n\n[^a]: 只是说明。\n[^b]: 某报告 https://example.org/x\n"
    assert messages(text) == ["甲{f1:a}与乙{c1:b}。", "只是说明。"]


def test_own_messages_give_exactly_the_document():
    """extract → fill with the source → the same text."""
    document = Document(REPORT)
    segments = segments_of(document)
    assert compose(document, {each.id: each.text for each in segments}) == REPORT
    filled = {each.id: message_to_markdown(each, each.message, lambda number: "!" + number) for each in segments}
    assert compose(document, filled) == REPORT


def test_translations_take_the_place_of_their_segments():
    """Placeholders become what they stand for, numbers what the translator or the edition writes."""
    document = Document(REPORT)
    cited = next(each for each in segments_of(document) if "{c1" in each.message)
    english = "See {k1}, {m1}, the [white paper]({a1}) and {f1}: {n2} growth{c1}, throughput {n1:120 million tons}."
    markdown = message_to_markdown(cited, english, lambda number: number.replace("%", " percent"))
    assert markdown == (
        'See `pubkit lint`, $x^2$, the [white paper](https://example.org/a "题") and [^n]: 30 percent growth'
        "[@lin2024, 第 12 页; @wu2025], throughput 120 million tons."
    )
    assert markdown in compose(document, {cited.id: markdown})


def test_a_link_that_names_itself_keeps_its_label():
    """`[报告]` becomes `[Report][报告]`."""
    (link,) = segments_of(Document("[报告]\n\n[报告]: https://example.org"))
    assert message_to_markdown(link, "[Report][{a1}]") == "[Report][报告]"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("grows {n9}", "no `{n9}`"),
        ("{n1} and {n1}", "twice"),
        ("{n1 grows", "broken"),
        ("｛n1｝ grows", "broken"),
        ("{ n1 } grows", "broken"),
        ("{N1} grows", "broken"),
        ("{n1：30} grows", "broken"),
        ("{c1:8 grows {n1}", "broken"),
    ],
)
def test_a_wrong_placeholder_is_an_error(message: str, said: str):
    """Unknown, doubled, broken."""
    (segment,) = segments_of(Document("增长 30%[@lin2024]。"))
    with pytest.raises(PlaceholderError) as caught:
        message_to_markdown(segment, message)
    assert said in caught.value.message.en
    assert caught.value.message.zh
    assert caught.value.hint is not None


@pytest.mark.parametrize("message", ["{n1} grows{c1}", "30% grows", "\\{n9} is text", "{name} is text, {n1}"])
def test_what_is_no_wrong_placeholder(message: str):
    """One that is left out is for the checks; an escaped brace is text."""
    (segment,) = segments_of(Document("增长 30%[@lin2024]。"))
    message_to_markdown(segment, message)


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ("一段话。", "- not a list"),
        ("一段话。", "1. not a list"),
        ("一段话。", "# not a heading"),
        ("一段话。", "two\n\nparagraphs become lines"),
        ("> 引文一段", "> quote"),
        ("- 一项\\\n  两行", "one\\\n2. two"),
        ("# 标题", "Heading #"),
        ("标题\n===", "1. Heading"),
        ("| 甲 |\n|---|\n| 乙 |", "a | b"),
        ("![图](a.png)", "a ] b"),
        ("---\ntitle: 标题\n---\n", 'A: "title" # here'),
        ("---\ntitle: >\n  标题\n  两行\ndate: 2025\n---\n", "no"),
        ("一[^1]\n\n[^1]: 注\\\n    释", "no\\\nte"),
    ],
)
def test_a_translation_is_made_to_fit_its_block(source: str, translation: str):
    """Marks that would begin another block are escaped, cells keep their bars, YAML is quoted."""
    document = Document(source)
    segments = segments_of(document)
    composed = Document(compose(document, {each.id: translation for each in segments}))
    assert [each.kind for each in segments_of(composed)] == [each.kind for each in segments]
    if source.startswith("---"):
        assert composed.front_matter["title"] == translation


def test_a_translation_that_changes_the_structure_is_refused():
    """The error names the segment, however many others there are."""
    text = "\n\n".join(f"第{name}段话。" for name in "甲乙丙丁戊")
    document = Document(text)
    edits = {each.id: each.message for each in segments_of(document)} | {"paragraph-3": "```\nopen", "paragraph-5": "fine"}
    with pytest.raises(CompositionError, match="paragraph-3"):
        compose(document, edits)


_BLOCKS = st.sampled_from(
    [
        "# 标题 {#a}",
        "段落 30%[@lin2024]，\n第二行 `x` 与\nEnglish lines",
        "> 引文\n> > 更深 1.2 亿元\\\n> > 换行",
        "- 项 [链接](https://a.example)\n  - 内 $x$\n- [x] 成",
        "1. 松\n\n   续 {n1}\n\n2. 二",
        "| 甲 | 乙 \\| 丙 |\n|:--|--:|\n| 1 | `a` 字 |",
        "![图 1](a.png){#fig:a}",
        ": 表题 {#tbl:b}",
        "```\n代码\n```",
        "文[^1] 😀 𠮷 \u3000全角空格",
        "[^1]: 注 &amp; \\* 释",
        "<!-- translators: 注 -->",
        "***",
        "标题\n---",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_BLOCKS, max_size=8))
def test_any_text_is_put_together_again_exactly(blocks: list[str]):
    """The property on texts made of all kinds of blocks, through messages too."""
    document = Document("\n\n".join(blocks))
    segments = segments_of(document)
    assert compose(document, {each.id: each.text for each in segments}) == document.text
    spans = [each.span for each in segments]
    assert spans == sorted(spans)
    assert len({each.id for each in segments}) == len(segments)
    marked = {each.id: message_to_markdown(each, "译 " + each.message) for each in segments}
    assert [each.message for each in segments_of(Document(compose(document, marked)))] == ["译 " + each.message for each in segments]


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real exports are not here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.md")), ids=lambda path: path.name)
def test_real_exports_are_put_together_again_exactly(path: Path):
    """Broken exports too."""
    document = Document.read(path)
    segments = segments_of(document)
    assert compose(document, {each.id: message_to_markdown(each, each.message) for each in segments}, segments) == document.text
