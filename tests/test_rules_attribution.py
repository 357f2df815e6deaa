"""CIT4xx: is it the right source? Beside the examples of the rules themselves."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from pubkit.citations.glossary import glossary, stem
from pubkit.citations.title_terms import title_terms, token_terms
from pubkit.lint.linter import Settings, lint
from pubkit.markdown.document import Document
from pubkit.rules.attribution import (
    RULES,
    AnotherSourceNamed,
    OddOneOut,
    OneSource,
    UncitedFigure,
    UnrelatedSource,
    WeakSource,
)
from pubkit.rules.base import Page

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.rules.base import Rule
    from pubkit.text.diagnostic import Diagnostic


def cite(key: int) -> str:
    return f"[({key})](https://e.org/{key})"


def listed(*titles: str, heading: str = "参考资料") -> str:
    """A list of references with these titles, numbered from 1."""
    entries = (f"\\[{n}] {title} [https://e.org/{n}](https://e.org/{n})" for n, title in enumerate(titles, 1))
    return f"\n\n## {heading}\n\n" + "\n\n".join(entries)


def findings(text: str, *rules: Rule, options: dict[str, dict[str, object]] | None = None) -> list[Diagnostic]:
    return lint(Document(text), Settings(rules or RULES, options or {}))


def found(text: str, *rules: Rule) -> list[tuple[str, str]]:
    """The code and the place of each finding."""
    return [(finding.code, finding.span.of(text)) for finding in findings(text, *rules)]


BIRDS = "候鸟迁徙的卫星追踪研究"
TIDES = "TideNet: Forecasting Storm Surges with Neural Networks"
SALT = "盐碱地水稻的育种与推广"


def test_evidence_stands_in_the_message_and_beside() -> None:
    """A finding of CIT401 says what is named and in which title, and points at both entries."""
    text = f"TideNet 能提前两天预报风暴潮{cite(1)}。\n\n候鸟迁徙靠卫星追踪{cite(1)}。\n\n风暴潮另见{cite(2)}。" + listed(BIRDS, TIDES)
    (finding,) = findings(text, AnotherSourceNamed())
    assert "“TideNet”" in finding.message.en
    assert "[2]" in finding.message.en
    assert "[1]" in finding.message.zh
    assert [place.span.of(text)[:4] for place in finding.related] == ["\\[2]", "\\[1]"]
    assert finding.fix is None


def test_chinese_phrase_names_a_source() -> None:
    """A phrase of Han that only another title holds names it as a Latin name does."""
    text = f"盐碱地水稻的育种已有三十年{cite(1)}。\n\n候鸟迁徙靠卫星追踪{cite(1)}。\n\n水稻育种另见{cite(2)}。" + listed(BIRDS, SALT)
    assert found(text, AnotherSourceNamed()) == [("CIT401", cite(1))]


def test_first_of_two_entries_that_are_named_alike_is_told() -> None:
    """Two titles that share the name with a sentence are told apart by their place in the list, in every run alike."""
    again = "TideNet: a second look"
    text = f"TideNet 已经投入使用{cite(1)}。\n\n候鸟迁徙靠卫星追踪{cite(1)}。\n\n见{cite(2)}{cite(3)}。" + listed(BIRDS, TIDES, again)
    (finding,) = findings(text, AnotherSourceNamed())
    assert "[2]" in finding.message.en


def test_each_sentence_is_read_by_itself() -> None:
    """A name belongs to the citations of its sentence, which a full stop, a break of the line or the next cell ends."""
    text = (
        f"TideNet 很准{cite(2)}。候鸟迁徙{cite(1)}  \nTideNet 也快{cite(2)}\n\n见{cite(1)}。`TideNet` 的用法{cite(2)}"
        f"\n\n| 甲 | 乙 |\n|---|---|\n| TideNet{cite(2)} | 候鸟{cite(1)} |" + listed(BIRDS, TIDES)
    )
    passages = Page(Document(text)).attribution.passages
    assert ["tidenet" in passage.sentence for passage in passages] == [True, False, True, False, True, True, False]
    assert ["tidenet" in passage.named for passage in passages] == [True, False, True, False, False, True, False]
    assert all("tidenet" in passage.block for passage in passages)


def test_uncited_entry_can_be_named() -> None:
    """The right source may be listed and cited nowhere: a wrong number leaves it so."""
    text = f"TideNet 能提前两天预报风暴潮{cite(1)}。\n\n候鸟迁徙靠卫星追踪{cite(1)}。" + listed(BIRDS, TIDES)
    assert found(text, AnotherSourceNamed()) == [("CIT401", cite(1))]


@pytest.mark.parametrize("name", ["LLM", "AI", "GPT", "2025", "CT"])
def test_class_of_things_names_nothing(name: str) -> None:
    """Words for a whole class, and years, are no names of a source."""
    text = f"{name} 的普及改变了许多行业{cite(1)}。\n\n候鸟迁徙靠卫星追踪{cite(1)}。\n\n另见{cite(2)}。" + listed(BIRDS, f"{name} 与海洋")
    assert found(text, AnotherSourceNamed()) == []


def test_name_inside_code_is_no_name() -> None:
    """An identifier in code is not what a sentence is about."""
    text = f"字段 `TideNet` 保存编号{cite(1)}。\n\n候鸟迁徙靠卫星追踪{cite(1)}。\n\n另见{cite(2)}。" + listed(BIRDS, TIDES)
    assert found(text, AnotherSourceNamed()) == []


def test_citation_inside_a_name_does_not_hide_it() -> None:
    """An export tears names: `Tide[1]Net` is read as `TideNet`."""
    text = f"Tide{cite(1)}Net 能提前两天预报风暴潮。\n\n候鸟迁徙靠卫星追踪{cite(1)}。\n\n另见{cite(2)}。" + listed(BIRDS, TIDES)
    assert found(text, AnotherSourceNamed()) == [("CIT401", cite(1))]


def test_words_are_found_at_every_offset() -> None:
    """A word of Han is found wherever it stands, also behind characters that UTF-16 has four bytes for."""
    for before in ("", "我", "我们", "\U00020000", "😀我", "我😀😀"):
        text = f"{before}风暴潮与神经网络的关系{cite(1)}。\n\n候鸟迁徙靠卫星追踪{cite(2)}。" + listed("风暴潮与神经网络", BIRDS)
        assert found(text, AnotherSourceNamed(), UnrelatedSource()) == [], before


def test_rare_characters_are_told_apart() -> None:
    """Two characters beyond the first plane are the word of a title, and two others are none."""
    rare, other = "\U00020001\U00020002", "\U00020003\U00020004"
    titles = listed(f"{rare}县志与盐碱地", BIRDS)
    held = _passage_terms(f"修志的人提到{rare}{cite(1)}。\n\n别处写作{other}{cite(1)}。" + titles)
    assert held == [{rare}, set()]


def test_control_characters_part_no_text() -> None:
    """ASCII's separators in a text are spaces: what stands behind them is still read with its own sentence."""
    held = _passage_terms(f"卫星\x1e追踪\x1d候鸟{cite(1)}。`a\x1eb`水稻{cite(2)}。" + listed(BIRDS, SALT))
    assert ["候鸟" in held[0], "水稻" in held[0], "水稻" in held[1]] == [True, False, True]


def _passage_terms(text: str) -> list[set[str]]:
    return [set(passage.sentence) for passage in Page(Document(text)).attribution.passages]


def test_odd_one_under_a_heading() -> None:
    """A section of short items that cite one entry shows an odd one too."""
    items = "".join(f"- 候鸟的第 {n} 条迁徙路线{cite(1)}\n" for n in range(1, 4))
    text = f"## 候鸟的卫星追踪\n\n{items}- 其余路线{cite(2)}\n\n## 水稻\n\n盐碱地水稻增产{cite(2)}。" + listed(BIRDS, SALT)
    assert found(text, OddOneOut()) == [("CIT402", cite(2))]


def test_glossary_bridges_the_languages() -> None:
    """A Chinese sentence fits an English title, and an English one a Chinese title, where the glossary has their words."""
    chinese = f"无人机巡检输电线路的成本在下降{cite(1)}。" + listed("Drone inspection at lower cost")
    english = f"Wind power has become the cheapest source{cite(1)}." + listed("海上风电的现状", heading="References")
    assert found(chinese, UnrelatedSource()) == []
    assert found(english, UnrelatedSource()) == []


def test_unknown_language_is_not_judged() -> None:
    """A title whose words the glossary does not have says nothing about a Chinese sentence."""
    text = f"无人机巡检的成本在下降{cite(1)}。" + listed("Zur Wirtschaftlichkeit unbemannter Befliegung")
    assert found(text, UnrelatedSource()) == []


def test_bare_host_is_not_judged() -> None:
    """A title that is only a host is no title."""
    assert title_terms("www.example.org") == ({}, frozenset())
    assert found(f"无人机巡检的成本在下降{cite(1)}。" + listed("www.example.org"), UnrelatedSource()) == []


def test_unrelated_source_is_said_once() -> None:
    """One finding an entry, with its other citations beside."""
    text = f"学生读书少了{cite(1)}。\n\n银行放贷多了{cite(1)}。\n\n盐碱地水稻增产{cite(2)}。" + listed(BIRDS, SALT)
    (finding,) = findings(text, UnrelatedSource())
    assert finding.span.start == text.index(cite(1))
    assert text.rindex(cite(1)) in [place.span.start for place in finding.related]


def test_one_stray_citation_of_a_source_that_fits() -> None:
    """An entry that fits all its places but one is found there."""
    fits = "".join(f"第 {n} 批候鸟的迁徙由卫星追踪{cite(1)}。\n\n" for n in range(1, 4))
    text = fits + f"## 附\n\n银行放贷多了{cite(1)}。\n\n盐碱地水稻增产{cite(2)}。" + listed(BIRDS, SALT)
    (finding,) = findings(text, UnrelatedSource())
    assert finding.span.start == text.rindex(cite(1))


@pytest.mark.parametrize(
    ("title", "address", "kind"),
    [
        ("甲", "https://www.douyin.com/video/1", "视频"),
        ("甲 - 人人文库", "https://e.org/a", "副本"),
        ("甲", "https://www.baidu.com/s?wd=a", "搜索结果"),
        ("甲", "https://chatgpt.com/share/a", "AI"),
        ("甲", "https://e.org", "首页"),
        ("Call for Papers: A", "https://e.org/a", "征稿"),
    ],
)
def test_weak_kinds(title: str, address: str, kind: str) -> None:
    """Each kind is told with its reason."""
    text = f"甲说[(1)]({address})。\n\n## 参考资料\n\n\\[1] {title} [{address}]({address})"
    (finding,) = findings(text, WeakSource())
    assert kind in finding.message.zh


def test_weak_hosts_are_whole_labels() -> None:
    """`notdouyin.com` is not `douyin.com`, and a page of a search engine's company is no search."""
    for address in ("https://notdouyin.com/a", "https://www.baidu.com/about/a", "https://e.org/?id=1"):
        text = f"甲说[(1)]({address})。\n\n## 参考资料\n\n\\[1] 甲 [{address}]({address})"
        assert findings(text, WeakSource()) == []


def test_weak_lists_are_configured() -> None:
    """Each list can be replaced, and home pages allowed."""
    text = "甲说[(1)](https://e.org/)。\n\n## 参考资料\n\n\\[1] 甲 [https://e.org/](https://e.org/)"
    assert not findings(text, WeakSource(), options={"CIT404": {"home-pages": False}})
    assert findings(text, WeakSource(), options={"CIT404": {"home-pages": False, "blogs": ["e.org"]}})


def test_figures_of_tables_and_requirements() -> None:
    """Tables, which name their source below, and requirements without a year are left alone."""
    cited = f"甲说{cite(1)}。\n\n" * 5
    table = "| 年 | 增长 |\n|---|---|\n| 2024 | 增长 12% |\n\n"
    assert findings(cited + table + listed("甲"), UncitedFigure()) == []
    requirement = cited + "可用性提高到 99.9%。" + listed("甲")
    assert findings(requirement, UncitedFigure()) == []
    assert findings(requirement, UncitedFigure(), options={"CIT405": {"only-with-year": False}})


def test_one_source_threshold() -> None:
    """The share and the least number of citations are options."""
    text = f"甲{cite(1)}。\n\n" * 6 + f"乙{cite(2)}。\n\n" * 6 + listed("甲", "乙")
    assert findings(text, OneSource())
    assert not findings(text, OneSource(), options={"CIT406": {"percent": 60}})
    assert not findings(text, OneSource(), options={"CIT406": {"least": 20}})


@pytest.mark.parametrize("text", ["", "甲。", f"甲{cite(1)}。", f"甲{cite(9)}。" + listed("甲"), "甲。" + listed("甲"), f"😀𠮷{cite(1)}" + listed("😀")])
def test_texts_without_much(text: str) -> None:
    """No list, no citations, an unlisted number, astral characters: nothing is said and nothing breaks."""
    assert findings(text, AnotherSourceNamed(), OddOneOut(), UnrelatedSource()) == []


def test_terms_of_words() -> None:
    """Plurals meet their singular, names keep their form, numbers of standards are names and years are not."""
    assert stem("Batteries") == "battery"
    assert stem("buses") == "buse"
    assert stem("analysis") == "analysis"
    assert token_terms("TideNet")[0] == ("tidenet", 1.0)
    assert token_terms("15834") == (("15834", 1.0),)
    assert token_terms("2025") == ()
    assert token_terms("the") == ()


def test_glossary_is_well_formed() -> None:
    """Every concept has words in both languages, the Chinese ones of two characters or more."""
    words = glossary()
    assert len(words.words) > 300
    assert set(words.words) == {concept for concepts in words.english.values() for concept in concepts}
    assert all(len(word) > 1 and not word.isascii() for concept in words.words.values() for word in concept)


def test_known_cases_of_a_real_export(corpus: Path) -> None:
    """The sentence on one paper that cites another, the last citation of a paragraph, and the call for papers."""
    text = (corpus / "doubao-multimodal.md").read_text(encoding="utf-8")
    document = Document(text)
    by_code = {finding.code: finding for finding in lint(document, Settings(RULES))}
    for code, key in (("CIT401", 10), ("CIT402", 17), ("CIT403", 3)):
        assert by_code[code].span.of(text).startswith(f"[({key})]")
    assert len(by_code["CIT403"].related) == 9  # its entry and eight more citations


def test_a_long_list_takes_linear_time() -> None:
    """Four times the text and the list take about four times the time, not sixteen."""

    def seconds(count: int) -> float:
        body = "".join(f"第 {n} 种方法 Name{n}Net 预报风暴潮{cite(n)}。\n\n" for n in range(1, count + 1))
        text = body + listed(*(f"Name{n}Net：第 {n} 种风暴潮预报方法" for n in range(1, count + 1)))
        document = Document(text)
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            lint(document, Settings(RULES))
            best = min(best, time.process_time() - start)
        return best

    seconds(20)
    assert seconds(800) < 8 * seconds(200)
