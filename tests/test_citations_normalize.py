"""Normalising: one canonical form, nothing lost, nothing changed the second time."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pubkit.citations.dialects import DIALECTS
from pubkit.citations.normalize import Normalized, normalize, references_text
from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document

LIST = "\n\n## 参考资料\n\n\\[1] 甲[ https://e.org/a](https://e.org/a)\n\n\\[2] 乙 <https://e.org/b?x=1&y=2>\n"


def norm(text: str, **options: Any) -> Normalized:
    return normalize(Document(text, "报告.md"), **options)


def again(result: Normalized) -> Normalized:
    return norm(result.text, references_name=result.references_name, existing=result.references)


def body(result: Normalized) -> str:
    """The text without front matter and without what stands at the list's place."""
    text = re.sub(r"\A---\n.*?\n---\n\n", "", result.text, flags=re.DOTALL)
    return text.split("\n\n## 参考资料")[0].rstrip("\n")


def texts_of(value: Any) -> list[str]:
    """Every text in nested data."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts_of(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts_of(part)]
    return [str(value)]


@pytest.mark.parametrize(
    ("marked", "canonical"),
    [
        ("电价下降[(1)](https://e.org/a)。", "电价下降[@1]。"),
        ("电价下降[(1)](https://e.org/a)[(2)](https://e.org/b)。", "电价下降[@1; @2]。"),
        ("电价下降【1†source】【2†L3-L7】。", "电价下降[@1; @2, L3-L7]。"),
        ("电价下降\ue200cite\ue202turn0search0\ue202turn1view0\ue201。", "电价下降[@turn0search0; @turn1view0]。"),
        ("Prices fell :contentReference[oaicite:1]{index=1}.", "Prices fell [@1]."),
        ("电价下降[citation:1] [citation:2]，需求上升[citation:1]。", "电价下降[@1; @2]，需求上升[@1]。"),
        ("电价下降[^1^]。", "电价下降[@1]。"),
        ("[cite_start]电价下降[cite: 1, 2]。", "[cite_start]电价下降[@1; @2]。"),
        ("电价下降[1-2]，需求上升\\[1]。", "电价下降[@1; @2]，需求上升[@1]。"),
        ("电价下降<sup>[1]</sup>。", "电价下降[@1]。"),
        ('电价下降<grok-card data-id="a1" data-type="citation_card"></grok-card>。', "电价下降[@a1]。"),
        ("电价下降[@1][@2]，@1 说。", "电价下降[@1; @2]，@1 说。"),
        ("电价下降[见 @1, 第 3 页][-@2]。", "电价下降[见 @1, 第 3 页; -@2]。"),
        ("电价下降[(1)](https://e.org/a)(同比)。", "电价下降[@1]\\(同比)。"),
        ("电价下降[(1)](https://e.org/a)[链接](https://e.org/c)。", "电价下降[@1]<!-- -->[链接](https://e.org/c)。"),
        ("x^[(1)](https://e.org/a){n}。", "x\\^[@1]\\{n}。"),
        ("反斜杠\\【1†source】。", "反斜杠\\\\[@1]。"),
        ("**词\ue200cite\ue202turn0search0\ue201**中。", "**词**[@turn0search0]中。"),
        ("| 甲 |\n|---|\n| 乙[(1)](https://e.org/a) |", "| 甲 |\n|---|\n| 乙[@1] |"),
    ],
)
def test_every_dialect_becomes_canonical(marked: str, canonical: str) -> None:
    """Marks become `[@key]`, those that stand together one bracket, and everything else stays as it was."""
    result = norm(marked + LIST)
    assert body(result) == canonical
    assert again(result).text == result.text


def test_entries_go_to_the_file_and_their_place_is_kept() -> None:
    """The list leaves its heading and a place for pandoc; the file has each entry with its own words."""
    result = norm("电价下降[(1)](https://e.org/a)。" + LIST + "\n> （注：部分内容由 AI 生成）\n")
    assert result.text == (
        "---\nbibliography: 报告.references.yaml\n---\n\n电价下降[@1]。\n\n"
        "## 参考资料\n\n::: {#refs}\n:::\n\n> （注：部分内容由 AI 生成）\n"
    )
    assert result.references_name == "报告.references.yaml"
    assert result.references == (
        {
            "id": "1",
            "type": "webpage",
            "title": "甲",
            "URL": "https://e.org/a",
            "language": "zh",
            "custom": {"original": "\\[1] 甲[ https://e.org/a](https://e.org/a)"},
        },
        {
            "id": "2",
            "type": "webpage",
            "title": "乙",
            "URL": "https://e.org/b?x=1&y=2",
            "language": "zh",
            "custom": {"original": "\\[2] 乙 <https://e.org/b?x=1&y=2>"},
        },
    )
    assert yaml.safe_load(references_text(result.references)) == {"references": list(result.references)}
    assert [phrase.en for phrase in result.report] == [
        "marks of Doubao rewritten as `[@key]`: 1",
        "entries moved to 报告.references.yaml: 2",
    ]


def test_an_entry_of_several_paragraphs_is_one() -> None:
    """What goes on in a second paragraph is taken out with its entry."""
    result = norm("甲[1]。\n\n## 参考资料\n\n\\[1] 甲，\n\n副题[ https://e.org/a](https://e.org/a)\n")
    assert "副题" not in result.text
    assert result.references[0]["title"] == "甲， 副题"


def test_an_access_date_is_read() -> None:
    """Gemini says when it looked; CSL has a field for it."""
    result = norm("The market grew.1\n\n#### **Works cited**\n\n1. Report, accessed May 8, 2025, <https://e.org/a>\n")
    assert result.references[0]["title"] == "Report"
    assert result.references[0]["accessed"] == {"date-parts": [[2025, 5, 8]]}


def test_two_entries_of_one_number_get_two_keys() -> None:
    """The text's number stays with the first; the second is told."""
    result = norm("甲[1]。\n\n## 参考资料\n\n[1] 甲 <https://e.org/a>\n\n[1] 乙 <https://e.org/b>\n")
    assert [item["id"] for item in result.references] == ["1", "1-2"]
    assert ("entry 1 is now 1-2", "条目 1 改名为 1-2") in result.report


def test_a_marker_with_another_address_keeps_it() -> None:
    """Which of the two is right, only an editor can say."""
    result = norm("甲[(1)](https://e.org/z)，乙[(1)](https://e.org/a)。" + LIST)
    assert result.references[0]["custom"]["cited-as"] == ["https://e.org/z"]


def test_addresses_of_markers_make_entries_where_there_is_no_list() -> None:
    """One number with two addresses is two sources."""
    result = norm("A[1](https://e.org/a), B[2](https://e.org/b), C[1](https://e.org/c), D[1](https://e.org/a).")
    assert body(result) == "A[@1], B[@2], C[@1-2], D[@1]."
    assert [(item["id"], item["URL"]) for item in result.references] == [
        ("1", "https://e.org/a"),
        ("2", "https://e.org/b"),
        ("1-2", "https://e.org/c"),
    ]


def test_a_mark_without_source_stays_and_is_told() -> None:
    """No entry is invented for it."""
    result = norm("甲【7†source】。")
    assert result.text == "甲[@7]。"
    assert result.references == ()
    assert ("without a source, as before: 7", "仍然没有来源：7") in result.report


def test_footnotes_that_are_sources_become_entries_and_others_stay() -> None:
    """What the author wants to say in a note is no entry of a list."""
    result = norm("甲[^1]，乙[^2]。\n\n[^1]: 某年报，<https://e.org/a>\n\n[^2]: 按当年价格计算。\n")
    assert body(result) == "甲[@1]，乙[^2]。\n\n[^2]: 按当年价格计算。"
    assert [item["id"] for item in result.references] == ["1"]
    assert again(result).text == result.text


def test_definitions_go_and_links_through_them_stay() -> None:
    """A link that needed the definition gets its address."""
    result = norm('甲[1]，见[某站][1]。\n\n[1]: https://e.org/a "Title"\n')
    assert body(result) == "甲[@1]，见[某站](https://e.org/a)。"
    assert result.references[0]["title"] == "Title"
    assert again(result).text == result.text


def test_hidden_sources_are_in_the_file() -> None:
    """The span that no reader sees goes once the file has what it names."""
    result = norm(
        '显示的[^1_1]。\n\n<span style="display:none">[^1_2]</span>\n\n[^1_1]: https://e.org/1\n\n[^1_2]: https://e.org/2\n'
    )
    assert "display" not in result.text
    assert [item["id"] for item in result.references] == ["1_1", "1_2"]


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("title: 甲", "title: 甲\nbibliography: r.yaml"),
        ("bibliography:\ntitle: 甲", "title: 甲\nbibliography: r.yaml"),
        ("bibliography: old.bib\ntitle: 甲", "bibliography:\n- old.bib\n- r.yaml\ntitle: 甲"),
        ("bibliography: [a.bib, b.bib]\ntitle: 甲", "bibliography:\n- a.bib\n- b.bib\n- r.yaml\ntitle: 甲"),
        ("bibliography:\n  - a.bib\n  - b.bib\ntitle: 甲", "bibliography:\n- a.bib\n- b.bib\n- r.yaml\ntitle: 甲"),
        ("bibliography: r.yaml\ntitle: 甲", "bibliography: r.yaml\ntitle: 甲"),
        ("title: 甲\nbibliography: old.bib", "title: 甲\nbibliography:\n- old.bib\n- r.yaml"),
    ],
)
def test_the_file_is_named_in_the_front_matter(head: str, expected: str) -> None:
    """Beside what is named there already, everything else left as it was."""
    result = norm(f"---\n{head}\n---\n\n甲[1]。" + LIST, references_name="r.yaml")
    assert result.text.startswith(f"---\n{expected}\n---\n\n甲[@1]。")
    assert again(result).text == result.text


def test_a_canonical_text_is_left_alone() -> None:
    """No front matter, no report, not a byte."""
    text = "甲[@a]，乙 [@b; @c]。\n"
    result = norm(text)
    assert (result.text, result.references, result.report) == (text, (), ())


def test_new_entries_find_free_keys_beside_existing_ones() -> None:
    """What the file has stays; the same entry is not added twice."""
    existing = [{"id": "1", "type": "book", "title": "旧"}]
    result = norm("甲[1]，乙[2]。" + LIST, existing=existing)
    assert body(result) == "甲[@1-2]，乙[@2]。"
    assert [item["id"] for item in result.references] == ["1", "1-2", "2"]
    assert norm("甲[1]。" + LIST, existing=result.references[1:]).references[0]["id"] == "1-2"


_WORDS = [
    "电价下降",
    "需求，",
    "Prices fell",
    " ",
    "**重点**",
    "*x*",
    "（注）",
    "[链接](https://e.org/l)",
    "`c[1]`",
    "。",
    "\n\n",
    "😀𠮷",
    "! ",
    "a^",
    "(b)",
]
_MARKS = [
    *(
        "[(1)](https://e.org/a)",
        "[(7)](https://e.org/g)",
        "【2†source】",
        "【1†L3-L9】",
        "[citation:1]",
        "[citation:2,1]",
    ),
    *(
        "[^1^]",
        "[cite: 1, 2]",
        "[1]",
        "[1,2]",
        "\\[2\\]",
        "<sup>[1]</sup>",
        "[@a]",
        "[@b; @c, p. 3]",
        "citeturn0search0",
    ),
    *("[2](https://e.org/b)", "[[1]](https://e.org/z)", "\ue200cite\ue202turn0search1\ue201", "[3](@ref)", "[web:4]"),
    *(
        "[^1]",
        "[^2]",
        " 1；",
        "词¹，",
        "lost.2 ",
        '<grok-card data-id="c1" data-type="citation_card"></grok-card>',
        "^[2]^",
    ),
]
_LISTS = [
    "",
    LIST,
    "\n\n[1]: https://e.org/a\n[2]: https://e.org/b\n",
    "\n\nSources:\n[1] A https://e.org/a\n[2] B https://e.org/b\n",
    "\n\n#### **Works cited**\n\n1. A, accessed May 8, 2025, <https://e.org/a>\n2. B, <https://e.org/b>\n",
    "\n\n[^1]: 甲 <https://e.org/a>\n\n[^2]: 一句话。另一句话。\n",
    "\n\n[1] 甲 https://e.org/a\n\n[2] 乙 https://e.org/b\n",
    "\n\n## 来源\n\n| 编号 | 来源 |\n|---|---|\n| 1 | [甲](https://e.org/a) |\n| 2 | [乙](https://e.org/b) |\n",
    "\n\n> [!NOTE]\n> 甲\n\n**参考资料 **\n[1] 甲[ https://e.org/a](https://e.org/a)\n[2] 乙[ https://e.org/b](https://e.org/b)\n",
]


@st.composite
def exports(draw: st.DrawFn) -> str:
    """A text with marks of many dialects, a list of one shape or none, with a disclaimer behind it or not."""
    pieces = draw(st.lists(st.one_of(st.sampled_from(_WORDS), st.sampled_from(_MARKS)), max_size=14))
    return "前文" + "".join(pieces) + draw(st.sampled_from(_LISTS)) + draw(st.sampled_from(["", "\n> 由 AI 生成\n"]))


@given(exports())
def test_nothing_is_lost_and_the_second_time_nothing_happens(text: str) -> None:
    """Keys in order, addresses, prose and emphasis survive; and so does the result."""
    before = Document(text, "r.md")
    cited = find_citations(before)
    result = normalize(before)
    after = Document(result.text, "r.md")
    citing = find_citations(after, known=[str(item["id"]) for item in result.references])

    renamed = re.compile(r"(?<=.)-\d+\Z")
    assert [renamed.sub("", k) for m in citing.markers for k in m.keys] == [
        k.split("†")[0] for m in cited.markers for k in m.keys
    ]
    kept = " ".join([result.text, *texts_of(list(result.references))])
    for address in {s.address for s in cited.sources} | {m.address for m in cited.markers}:
        assert address is None or address in kept
    for marker in cited.markers:
        assert marker.locator is None or marker.locator in kept
    assert _prose(after, citing) == _prose(before, cited)
    assert _emphasised(after) == _emphasised(before)

    second = normalize(after, references_name=result.references_name, existing=result.references)
    assert second.text == result.text
    assert second.references == result.references
    assert second.report == ()


def _prose(document: Document, citations: Any) -> str:
    """Letters and digits of the text that are neither citations nor list."""
    text = document.text
    spans = [marker.span for marker in citations.markers]
    listed = citations.bibliography
    if listed:
        spans += [listed.span, *listed.others]
    if document.front_matter_span:
        spans.append(document.front_matter_span)
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return "".join(c for c in text if c.isalnum())


def _emphasised(document: Document) -> list[str]:
    return [node.kind for node in document.tree.walk() if node.kind in ("strong", "emphasis")]


@given(
    st.sampled_from(
        [example.text.replace("⟦", "").replace("⟧", "") for dialect in DIALECTS for example in dialect.examples]
    )
)
def test_every_example_of_every_dialect_settles(text: str) -> None:
    """The examples of the dialects, too, are canonical after one pass."""
    result = norm(text)
    second = again(result)
    assert second.text == result.text
    assert second.references == result.references
