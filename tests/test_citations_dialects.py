"""Every dialect's own examples, the evidence for a document's dialect, and the list of references they lead to."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.citations.dialect import MarkerExample, numbers
from pubkit.citations.dialects import DIALECTS
from pubkit.citations.locators import cited_works
from pubkit.citations.resolve import find_citations, marker_records, mask_citations
from pubkit.markdown.document import Document
from pubkit.markdown.tree import CITATION
from pubkit.text.errors import ConfigError
from pubkit.text.span import Span

if TYPE_CHECKING:
    from pubkit.citations.model import Citations

EXAMPLES = [(dialect.name, example) for dialect in DIALECTS for example in dialect.examples]
NAMES = [dialect.name for dialect in DIALECTS]


def read(marked: str) -> tuple[str, list[Span]]:
    """The text of an example without ⟦ and ⟧, and the places between them."""
    text, spans = "", []
    for piece in re.split(r"(⟦.*?⟧)", marked, flags=re.DOTALL):
        if piece.startswith("⟦"):
            spans.append(Span(len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return text, spans


def cite(text: str, dialect: str | None = None) -> Citations:
    return find_citations(Document(text), dialect)


def keys(citations: Citations) -> list[str]:
    return ["+".join(marker.keys) for marker in citations.markers]


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(EXAMPLES)])
@pytest.mark.parametrize("end", ["", "\n", "\n\n后面还有一段。\n"])
def test_an_example_shows_exactly_its_markers(name: str, example: MarkerExample, end: str) -> None:
    """The marked places are found with their keys, and nothing else is; what follows the text changes nothing."""
    text, spans = read(example.text)
    if end.strip() and "|" in text.splitlines()[-1]:
        pytest.skip("a line behind a table belongs to it")
    citations = cite(text + end)
    assert [marker.span for marker in citations.markers] == spans, [m.span.of(text) for m in citations.markers]
    assert keys(citations) == list(example.keys)


def test_names_are_distinct_and_examples_many() -> None:
    """Each dialect has its own name, at least 12 examples, and among them some in which nothing is a citation."""
    assert len(set(NAMES)) == len(NAMES)
    for dialect in DIALECTS:
        assert len(dialect.examples) >= 12, dialect.name
        assert any(not example.keys for example in dialect.examples), dialect.name


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(EXAMPLES)])
def test_markers_survive_astral_characters_and_quotes(name: str, example: MarkerExample) -> None:
    """Places are code points: what stands before the text moves them, and changes nothing else."""
    text, spans = read(example.text)
    before = "# 𠮷野家 😀é\n\n> 引文\U00020bb7。\n\n"
    moved = [Span(start + len(before), end + len(before)) for start, end in spans]
    assert [marker.span for marker in cite(before + text).markers] == moved


@pytest.mark.parametrize(
    ("text", "dialect"),
    [
        ("电价下降[(8)](https://e.org)。", "doubao"),
        ("电价下降【7†source】【8†source】，见[(1)](https://e.org)。", "chatgpt"),
        ("见[某站](https://e.org/?utm_source=chatgpt.com)。", "chatgpt"),
        ("没有引用。", None),
    ],
)
def test_the_dialect_is_the_one_with_most_evidence(text: str, dialect: str | None) -> None:
    """Marks count, and an address of ChatGPT's own is a sign where there are none."""
    citations = cite(text)
    assert citations.dialect == dialect
    assert (citations.evidence[0].dialect if citations.evidence else None) == dialect


def test_a_tie_is_told_and_a_name_unties_it() -> None:
    """Two assistants with as many marks share the first place, until the author names one."""
    text = "甲[citation:1]，乙[^2^]。"
    assert set(cite(text).tied) == {"deepseek", "kimi"}
    assert cite(text, "kimi").tied == ()
    assert cite(text, "kimi").dialect == "kimi"
    assert keys(cite(text, "kimi")) == ["1", "2"]
    assert cite("甲[citation:1]，乙[citation:3]，丙[^2^]。").tied == ()


def test_footnotes_and_canonical_citations_tie_with_nobody() -> None:
    """A report that pubkit has normalised may have footnotes, too."""
    assert cite("甲[@a]，乙[^1]。\n\n[^1]: 注。").tied == ()


def test_a_named_dialect_keeps_guesses_out() -> None:
    """Where the author says Kimi, a number in brackets is none of its marks, listed or not."""
    text = "甲[^2^]，丙[1]，乙[1]。\n\n## 参考资料\n\n1. 甲\n2. 乙"
    assert keys(cite(text)) == ["2", "1", "1"]
    assert keys(cite(text, "kimi")) == ["2"]


def test_an_unknown_dialect_names_the_nearest() -> None:
    """A slip of the pen is answered with what was probably meant."""
    with pytest.raises(ConfigError) as caught:
        cite("甲", "deapseek")
    assert caught.value.hint is not None
    assert "`deepseek`" in caught.value.hint.en
    assert "gemini-docs" in caught.value.hint.zh


def test_bare_numbers_are_left_alone_where_other_marks_lead_into_the_list() -> None:
    """A text that cites in brackets does not cite in bare numbers as well."""
    listed = "\n\n#### **Works cited**\n\n1. A, accessed May 1, 2025, <https://e.org/1>\n2. B <https://e.org/2>"
    assert keys(cite("甲 1，乙 2。" + listed)) == ["1", "2"]
    assert keys(cite("甲[1]，乙 2。" + listed)) == ["1"]


def test_bare_numbers_need_a_list_of_their_own_or_company() -> None:
    """Under an ordinary heading one number could be a quantity; three are marks."""
    listed = "\n\n## 参考资料\n\n1. 甲 <https://e.org/1>\n2. 乙 <https://e.org/2>"
    assert keys(cite("门槛降低 1；透明度提高。" + listed)) == []
    assert keys(cite("门槛降低 1；透明度提高 2；产量上升 1。" + listed)) == ["1", "2", "1"]
    assert keys(cite("门槛降低 1；透明度提高。" + listed, "gemini-docs")) == ["1"]


def test_a_torn_bare_number_is_malformed() -> None:
    """An opening bracket that never closes is found, not taken for a citation."""
    citations = cite(
        "平台遭受攻击等 \\[2。增长 1。\n\n#### **引用的著作**\n\n1. 甲 <https://e.org/1>\n2. 乙 <https://e.org/2>"
    )
    assert [(marker.keys, marker.dialect) for marker in citations.malformed] == [(("2",), "gemini-docs")]


def test_hidden_sources_are_listed_and_not_cited() -> None:
    """What an assistant looked at and did not cite stands in a span that no reader sees."""
    text = '显示的[^1_1]。\n\n<span style="display:none">[^1_2]</span>\n\n[^1_1]: https://e.org/1\n\n[^1_2]: https://e.org/2'
    citations = cite(text)
    assert keys(citations) == ["1_1"]
    assert [source.key for source in citations.uncited()] == ["1_2"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("甲[1]。\n\nCitations:\n[1] https://e.org/a", {"1": "https://e.org/a"}),
        ("甲[1]。\n\n**参考资料**\n[1] 甲[ https://e.org/a](https://e.org/a)", {"1": "https://e.org/a"}),
        ("甲[^1]。\n\n[^1]: 甲，<https://e.org/a>", {"1": "https://e.org/a"}),
        ('甲[1]。\n\n[1]: https://e.org/a "Title"', {"1": "https://e.org/a"}),
        ("甲[1]。\n\n## 来源\n\n| 编号 | 来源 |\n|--|--|\n| 1 | [甲](https://e.org/a) |", {"1": "https://e.org/a"}),
        (
            "甲[1]。\n\n---\n\n[1] 甲 https://e.org/a\n\n[2] 乙 https://e.org/b",
            {"1": "https://e.org/a", "2": "https://e.org/b"},
        ),
        ("甲[^5^]。\n\n参考来源：\n\n[^5^] 甲 https://e.org/a", {"5": "https://e.org/a"}),
        ("甲[citation:3]。\n\n### 参考来源\n\n- [citation:3] 甲 <https://e.org/a>", {"3": "https://e.org/a"}),
        ("甲[1]。\n\n## 引用\n\n## Sources\n\n1\\. A <https://e.org/a>", {"1": "https://e.org/a"}),
        ("甲【7†source】。\n\n## References\n\n【7†source】 A, https://e.org/a", {"7": "https://e.org/a"}),
        ("甲[1]。\n\n## 参考资料\n\n[1](https://e.org/a) 甲", {"1": "https://e.org/a"}),
        (
            "甲[1]。\n\n## 参考文献\n\n### 网页\n\n1. 甲 <https://e.org/a>\n\n### 图书\n\n2. 乙 https://e.org/b",
            {"1": "https://e.org/a", "2": "https://e.org/b"},
        ),
        ("#### **引用文献**\n\n> 1. 甲 [https://e.org/a](https://e.org/a)", {"1": "https://e.org/a"}),
        ("## Sources\n\n本节说明数据从哪里来。", {}),
        ("只有一行 [1] https://e.org/a", {}),
    ],
)
def test_lists_of_every_shape_are_read(text: str, found: dict[str, str]) -> None:
    """A heading, a bold line, a plain line, link definitions, footnotes, a table, or numbered lines at the end."""
    assert {source.key: source.address for source in cite(text).sources} == found


def test_the_list_ends_with_its_last_entry() -> None:
    """A closing paragraph is prose again."""
    document = Document("甲[1]。\n\n## 参考资料\n\n1. 甲 <https://e.org/a>\n\n本文不构成投资建议。")
    bibliography = find_citations(document).bibliography
    assert bibliography is not None
    assert bibliography.span.of(document.text).endswith("<https://e.org/a>\n") or bibliography.span.of(
        document.text
    ).endswith("<https://e.org/a>\n\n")


def test_footnotes_and_a_list_with_the_same_numbers_are_kept_apart() -> None:
    """`[^1]` and `[1]` are two sources."""
    citations = cite("甲[^1]，乙[1]。\n\n[^1]: 注。\n\n## 参考资料\n\n\\[1] 乙 <https://e.org/b>")
    assert keys(citations) == ["^1", "1"]
    assert [citations.source(key) is not None for key in ("^1", "1")] == [True, True]
    assert citations.uncited() == ()


def test_a_key_with_a_place_names_its_entry() -> None:
    """`12†L3-L7` is cited from the entry `12`."""
    citations = cite("甲【12†L3-L7】。\n\n## 参考资料\n\n[12] 甲 <https://e.org/a>")
    source = citations.source("12†L3-L7")
    assert source is not None
    assert source.key == "12"
    assert citations.markers[0].locator == "L3-L7"
    assert citations.uncited() == ()


def test_a_bare_key_behind_a_hyphen_has_its_author_in_the_sentence() -> None:
    """`-@key` says where, as pandoc reads it, and prints no name; `@key` is the name."""
    text = "-@li2021 [p. 3] 与 @wu2020。"
    works = [cited_works(marker, text)[0] for marker in cite(text).markers]
    assert [(work.key, work.place, work.is_author_named, work.is_in_sentence) for work in works] == [
        ("li2021", "p. 3", True, False),
        ("wu2020", "", False, True),
    ]


def test_a_list_may_be_headed_with_the_shortest_word() -> None:
    """`参考` over entries heads a list; over prose it does not."""
    assert [source.key for source in cite("甲【1†source】。\n\n# 参考\n\n- 【1†source】 年报").sources] == ["1"]
    assert cite("甲。\n\n# 参考\n\n本节供参考。").bibliography is None


def test_keys_that_a_file_lists_are_known() -> None:
    """Keys from a references file count like those of the text."""
    citations = find_citations(Document("由 @smith 指出。"), known=["smith"])
    assert keys(citations) == ["smith"]
    assert citations.knows("smith")
    assert not citations.knows("jones")


def test_records_have_the_shape_of_the_contract() -> None:
    """Rows and columns from 1 in code points, the address or null."""
    records = marker_records(Document("第一行\n😀电价[(8)](https://e.org/a)，[citation:2]。", "r.md"))
    assert records == [
        {
            "filename": "r.md",
            "dialect": "doubao",
            "keys": ["8"],
            "address": "https://e.org/a",
            "location": {"row": 2, "column": 4},
            "end_location": {"row": 2, "column": 26},
        },
        {
            "filename": "r.md",
            "dialect": "deepseek",
            "keys": ["2"],
            "address": None,
            "location": {"row": 2, "column": 27},
            "end_location": {"row": 2, "column": 39},
        },
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7", "7"),
        ("007", "7"),
        ("1, 3-5", "1 3 4 5"),
        ("2、4；9", "2 4 9"),
        ("5-3", "5 3"),
        ("1–3", "1 2 3"),
        ("1-900", "1 900"),
    ],
)
def test_numbers_fill_ranges(text: str, expected: str) -> None:
    """Ranges run upwards and are not endless."""
    assert list(numbers(text)) == expected.split()


_PIECES = [
    *"[]()（）【】^@†<>`*_\\|:;,，。 \n",
    "1",
    "2",
    "中",
    "a",
    "](https://e.org)",
    "[^1]: x\n\n",
    "<sup>",
    "</sup>",
    "turn0search0",
]


@given(st.lists(st.sampled_from(_PIECES + [read(example.text)[0] for _, example in EXAMPLES[::7]]), max_size=25))
def test_markers_are_in_order_and_apart_in_any_text(pieces: list[str]) -> None:
    """Whatever the text: markers are sorted, disjoint, not empty, with keys, and masking keeps the length."""
    document = Document("".join(pieces))
    citations = find_citations(document)
    assert all(a.span.end <= b.span.start for a, b in pairwise(citations.markers))
    assert all(marker.span.start < marker.span.end and marker.keys and all(marker.keys) for marker in citations.markers)
    masked = mask_citations(document, citations.markers)
    assert len(masked) == len(document.text)
    assert masked.count(CITATION) >= sum(marker.span.end - marker.span.start for marker in citations.markers)


@pytest.mark.parametrize(
    "piece", ["[", "*中", "[(1)](", "[@a;", "【a†", "<sup>", "[1]", "[^1^,", "1, ", "sources:\n\n", "[1](http://u) "]
)
def test_a_long_row_of_the_same_is_read(piece: str) -> None:
    """Nothing fails on a text that no person would write (that it does not take long is a benchmark)."""
    document = Document(piece * (6000 // len(piece)) + "\n\n## 参考资料\n\n1. 甲 <https://e.org/a>")
    assert len(find_citations(document).sources) == 1


def test_an_unknown_dialect_in_the_front_matter_names_its_line() -> None:
    """The place is where the author wrote it."""
    with pytest.raises(ConfigError) as caught:
        cite("---\ntitle: 甲\ndialect: kimmi\n---\n\n甲[^1^]。")
    assert caught.value.row == 3


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("甲【7†source】。", True),
        ("甲【7†source】。\n\n## 参考资料\n\n[8] 乙 <https://e.org/b>", False),
        ("甲【turn0search1】。\n\n## 参考资料\n\n[8] 乙 <https://e.org/b>", True),
        ("甲[(7)](https://e.org/a)。", False),
        ("甲[citation:7](https://e.org/a)。", False),
        ("甲[@a]。", False),
    ],
)
def test_a_mark_is_dead_where_the_export_kept_no_source(text: str, dead: bool) -> None:
    """A number that a list lacks is wrong; a mark without any list, or with a key that no list has, is dead."""
    citations = cite(text)
    assert [citations.is_dead(marker) for marker in citations.markers] == [dead]
