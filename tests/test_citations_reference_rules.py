"""The rules of sources by their own examples, without the registry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pubkit.citations.addresses import plain_host, tracking_parameters
from pubkit.citations.resolve import find_citations
from pubkit.citations.titles import may_end_with_site
from pubkit.lint.fixer import fix
from pubkit.lint.linter import Settings, lint
from pubkit.markdown.document import Document
from pubkit.rules import agreement, placement
from pubkit.rules.base import Bad, Good, Rule
from pubkit.rules.sources import RULES

if TYPE_CHECKING:
    from pathlib import Path

BAD = [pytest.param(rule, each, id=f"{rule.code}-{n}") for rule in RULES for n, each in enumerate(rule.examples) if isinstance(each, Bad)]
GOOD = [pytest.param(rule, each, id=f"{rule.code}-{n}") for rule in RULES for n, each in enumerate(rule.examples) if isinstance(each, Good)]


def _marked(text: str) -> tuple[str, list[tuple[int, int]]]:
    plain, spans, opened = "", [], 0
    for piece in re.split("([⟦⟧])", text):
        if piece == "⟦":
            opened = len(plain)
        elif piece == "⟧":
            spans.append((opened, len(plain)))
        else:
            plain += piece
    return plain, spans


@pytest.mark.parametrize(("rule", "example"), BAD)
def test_bad_example_is_found_and_mended(rule: Rule, example: Bad) -> None:
    """A rule of sources finds what its example marks and mends it exactly; nothing is left to mend."""
    text, spans = _marked(example.text)
    assert [tuple(found.span) for found in lint(Document(text), Settings((rule,)))] == spans
    fixed = fix(Document(text), Settings((rule,)), unsafe=True).document
    assert fixed.text == (example.fixed if example.fixed is not None else text)
    assert not any(found.fix for found in lint(fixed, Settings((rule,))))


@pytest.mark.parametrize(("rule", "example"), GOOD)
def test_good_example_is_left_alone(rule: Rule, example: Good) -> None:
    """A rule of sources finds nothing in its good example."""
    assert lint(Document(example.text), Settings((rule,))) == []


def test_safe_fixes_leave_tracking_parameters_alone() -> None:
    """Without being asked, no parameter is taken out."""
    text = "见[甲](https://e.org/a?utm_source=x)。\n"
    assert fix(Document(text), Settings(RULES)).document.text == text


def test_list_and_citations_agree_after_the_fix() -> None:
    """An address that stands in the list, in citations and in bare text is the same everywhere after the fix."""
    address = "https://e.org/a?did=1&utm_source=chatgpt.com&x=%E4%BD%A0&spm=a.b.c"
    escaped = address.replace("&", "\\&").replace("_", "\\_")
    text = f"甲[(1)]({address})，乙[(1)]({escaped})。\n\n## 参考资料\n\n\\[1] 甲[ {escaped}]({address})\n"
    fixed = fix(Document(text), Settings(RULES), unsafe=True).document
    citations = find_citations(fixed)
    assert {marker.address for marker in citations.markers} == {"https://e.org/a?did=1&x=%E4%BD%A0"}
    assert citations.sources[0].address == "https://e.org/a?did=1&x=%E4%BD%A0"
    assert "utm" not in fixed.text
    assert "spm" not in fixed.text


def test_bare_addresses_of_the_list_are_mended() -> None:
    """An address of the list that is no link is mended too."""
    text = "正文 [1]。\n\n## 参考文献\n\n[1] 甲 https://e.org/a?utm_source=x&b=2\n"
    assert "https://e.org/a?b=2" in fix(Document(text), Settings(RULES), unsafe=True).document.text


def test_reprints_of_the_corpus(corpus: Path) -> None:
    """In the real exports the fix leaves no tracking parameter, keeps every citation, and reprints are few."""
    for path in sorted(corpus.glob("*.md")):
        document = Document.read(path)
        before = find_citations(document)
        fixed = fix(document, Settings(RULES), unsafe=True).document
        after = find_citations(fixed)
        assert [marker.keys for marker in after.markers] == [marker.keys for marker in before.markers]
        assert [source.title for source in after.sources] == [source.title for source in before.sources]
        assert not any(tracking_parameters(source.address or "") for source in after.sources)
        assert sum(found.code == "BIB108" for found in lint(document, Settings(RULES))) <= 3


@pytest.mark.parametrize(
    "title",
    [
        "某市举办读书节_文汇报",
        "某市举办读书节 - 新华网, 访问时间为 五月 8, 2025",
        "某市举办读书节 - 新华网\u200b",
        "Reading week - Nature&nbsp",
        "Reading week | BBC NEWS",
        "某市举办读书节-知乎",
    ],
)
def test_a_title_with_the_name_of_a_site_passes_the_first_look(title: str) -> None:
    """Whatever is taken away behind it, a name at the end of a title is seen by the look that comes before all others."""
    assert may_end_with_site(title)


@pytest.mark.parametrize("title", ["某市举办读书节", "A Survey of Reading Weeks, Part Two", "读书节的三个问题？", "甲", ""])
def test_a_title_without_a_name_does_not_pass(title: str) -> None:
    """Most titles end with no site's name, and cost no second look."""
    assert not may_end_with_site(title)


@pytest.mark.parametrize(
    ("host", "plain"),
    [
        ("www.m.example.com", "example.com"),
        ("en.m.wikipedia.org", "en.wikipedia.org"),
        ("www.zh.m.wikipedia.org", "zh.wikipedia.org"),
        ("mm.m.wikipedia.org", "mm.wikipedia.org"),
        ("m.com", "m.com"),
        ("mobile.de", "mobile.de"),
        ("h5.example.cn", "example.cn"),
    ],
)
def test_hosts_of_small_screens_are_those_of_the_site(host: str, plain: str) -> None:
    """A host loses what marks its pages for telephones, twice at the most, and never its own name."""
    assert plain_host(host) == plain


def test_a_sentence_between_two_citations_of_one_entry() -> None:
    """An entry is cited twice in one sentence only where none of the marks that end a sentence stands between."""
    rule = next(rule for rule in agreement.RULES if rule.code == "CIT204")
    listed = "\n\n## 参考资料\n\n\\[1] 甲 <https://e.org/a>\n\n\\[2] 乙 <https://e.org/b>"
    one, two = "[(1)](https://e.org/a)", "[(2)](https://e.org/b)"
    for between, count in (("，又", 1), ("，3.5 倍", 1), (two, 1), ("。又", 0), ("！又", 0), (". And", 0), ("\n\n又", 0), ("。" + two, 0)):
        found = lint(Document(f"价格下降{one}{between}{one}。{listed}"), Settings((rule,)))
        assert len(found) == count, between


def test_a_citation_leaves_the_outermost_bracket() -> None:
    """A citation moves behind brackets in brackets of other kinds; one that never closes, or closes nothing, holds nothing."""
    mark = "[(1)](https://e.org/a)"
    for before, after, moved in (
        ("电网（含“配", "网”与《标准》等）改造，成本下降。", "电网（含“配网”与《标准》等）改造⟦⟧，成本下降。"),
        ("电网（含配", "网改造，成本下降。", "电网（含配网改造⟦⟧，成本下降。"),
        ("电网含配", "网）改造，成本下降。", "电网含配网）改造⟦⟧，成本下降。"),
    ):
        assert fix(Document(before + mark + after), Settings(placement.RULES)).document.text == moved.replace("⟦⟧", mark)
