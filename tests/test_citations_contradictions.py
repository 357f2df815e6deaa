"""What entries deny about themselves, and titles that name one work or two."""

from __future__ import annotations

import datetime

import pytest

from pubkit.citations.checksums import arxiv_fault, doi_fault, isbn_fault, issn_fault, pmid_fault
from pubkit.citations.contradictions import contradictions, disagreements
from pubkit.citations.likeness import compare
from pubkit.citations.reference import parse_reference
from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document

TODAY = datetime.date(2026, 3, 15)


@pytest.mark.parametrize("isbn", ["978-7-111-54742-6", "9787111547426", "0-306-40615-2", "080442957X", "979-10-90636-07-1"])
def test_right_numbers_of_books(isbn: str) -> None:
    assert isbn_fault(isbn) is None


@pytest.mark.parametrize("isbn", ["978-7-111-54742-7", "0-306-40615-3", "123456789", "977-7-111-54742-6", "97871115474260"])
def test_wrong_numbers_of_books(isbn: str) -> None:
    """A wrong check digit, too few digits, a prefix of journals."""
    assert isbn_fault(isbn) is not None


@pytest.mark.parametrize(("issn", "is_right"), [("0378-5955", True), ("2434-561X", True), ("03785955", True), ("0378-5954", False), ("0378-595", False)])
def test_numbers_of_journals(issn: str, is_right: bool) -> None:
    assert (issn_fault(issn) is None) == is_right


@pytest.mark.parametrize(("doi", "is_right"), [("10.1000/182", True), ("10.13328/j.cnki.jos.006000", True), ("10.1/x", False), ("10.1038", False), ("11.1038/x", False)])
def test_shapes_of_dois(doi: str, is_right: bool) -> None:
    assert (doi_fault(doi) is None) == is_right


@pytest.mark.parametrize(("pmid", "is_right"), [("1", True), ("38123456", True), ("0123", False), ("123456789", False)])
def test_shapes_of_pubmed_numbers(pmid: str, is_right: bool) -> None:
    assert (pmid_fault(pmid) is None) == is_right


@pytest.mark.parametrize(
    ("number", "is_right"),
    [("2401.00001", True), ("2401.00001v2", True), ("0704.0001", True), ("1412.1234", True), ("hep-th/9901001", True), ("math.GT/0309136", True),
     ("2413.00001", False), ("2612.00001", False), ("2401.0001", False), ("1412.12345", False), ("0703.0001", False), ("2401.00000", False), ("24.1", False)],
)  # fmt: skip
def test_numbers_of_arxiv(number: str, is_right: bool) -> None:
    """A month that is none, or still to come; five digits since 2015, four before, none before April 2007."""
    assert (arxiv_fault(number, (2026, 3)) is None) == is_right


def names(entry: str, today: datetime.date = TODAY) -> list[str]:
    """The names of what one entry denies."""
    document = Document.from_bytes(f"文[1]。\n\n## 参考文献\n\n\\[1] {entry}\n".encode(), "a.md")
    (source,) = find_citations(document).sources
    return [found.name for found in contradictions(parse_reference(source).item, source.span.of(document.text), today)]


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ("窗史. ISBN 978-7-111-54742-7 <https://e.org/a>", "impossible-identifier"),
        ("窗史. ISSN: 0378-5954 <https://e.org/a>", "impossible-identifier"),
        ("窗史. DOI: 10.12/x <https://e.org/a>", "impossible-identifier"),
        ("Panes of glass <https://arxiv.org/abs/2413.00001>", "impossible-identifier"),
        ("Panes of glass. arXiv:2612.00001 <https://e.org/a>", "impossible-identifier"),
        ("Panes. arXiv:2401.00001 <https://arxiv.org/abs/2402.00002>", "two-identifiers"),
        ("Panes. DOI: 10.1000/one <https://doi.org/10.1000/two>", "two-identifiers"),
        ("窗史（2023-13-01） <https://e.org/a>", "impossible-date"),
        ("窗史（2023 年 2 月 30 日） <https://e.org/a>", "impossible-date"),
        ("(2031 年 8 月) 窗史 <https://e.org/a>", "future-date"),
        ("Panes. DOI: 10.1038/s41586-020-0001-1 <https://www.mdpi.com/1424-8220/20/1/1>", "publisher-mismatch"),
        ("Deep learning for cats and dogs <https://e.org/blog/history-of-window-glass-in-venice>", "title-against-address"),
    ],
)
def test_what_an_entry_denies(entry: str, name: str) -> None:
    assert name in names(entry)


@pytest.mark.parametrize(
    "entry",
    [
        "窗史. ISBN 978-7-111-54742-6 <https://e.org/a>",
        "Panes. arXiv:2401.00001v2 <https://arxiv.org/pdf/2401.00001>",
        "Panes. DOI: 10.1000/ONE <https://doi.org/10.1000/one>",
        "窗史（2024-02-29） <https://e.org/a/2023-13-45.html>",
        "版本 2024.13.1 的说明 <https://e.org/a>",
        "(2026 年 3 月 16 日) 窗史 <https://e.org/a>",  # it is tomorrow already elsewhere
        "Panes. DOI: 10.1038/s41586-020-0001-1 <https://www.nature.com/articles/s41586-020-0001-1>",
        "Panes. DOI: 10.1038/s41586-020-0001-1 <https://pubmed.ncbi.nlm.nih.gov/30000001/>",
        "The history of window glass in Venice <https://e.org/blog/history-of-window-glass-in-venice.html>",
        "窗的历史 <https://e.org/blog/history-of-window-glass-in-venice>",
        "Deep learning for cats <https://e.org/a1b2c3-d4e5f6-a7b8c9-d0e1f2>",
        "Deep learning for cats <https://e.org/news/index.html>",
    ],
)
def test_what_is_in_order(entry: str) -> None:
    assert names(entry) == []


_REPORT = """# 窗

窗由玻璃制成[1]，玻璃来自沙[2]，沙在岸边[3]。

{}## 参考资料

\\[1] 窗的历史与玻璃工艺 <https://e.org/1>

\\[2] 沙的来历与成分分析 <https://e.org/2>

\\[3] 海岸的形成与变化 <https://e.org/3>
"""


def second(lines: str) -> list[tuple[str, str]]:
    document = Document.from_bytes(_REPORT.format(lines).encode(), "a.md")
    return [(key, found.message.zh) for key, found in disagreements(document, find_citations(document))]


def test_a_second_list_that_disagrees() -> None:
    """Each entry that names another work under the number, with its line."""
    found = second("## 参考文献\n\n[1] 窗的历史与玻璃工艺. 沙出版社, 2020.\\\n[2] 新能源汽车市场月度报告.\\\n[3] 量子计算机的编程语言.\n\n")
    assert [key for key, _ in found] == ["2", "3"]
    assert "第 8 行" in found[0][1]
    assert "新能源汽车市场月度报告" in found[0][1]


def test_a_second_list_that_agrees_and_one_that_is_none() -> None:
    """A list of another heading is no list of references; two lines are no list."""
    assert second("## 参考文献\n\n1. 窗的历史与玻璃工艺\n2. 沙的来历与成分分析\n3. 海岸的形成与变化\n\n") == []
    assert second("## 步骤\n\n1. 打开所有的窗户并且通风\n2. 擦拭窗台和窗框的灰尘\n3. 关上所有的窗户和门\n\n") == []


@pytest.mark.parametrize(
    ("title", "other", "verdict"),
    [
        ("窗的历史与玻璃工艺", "窗的历史与玻璃工艺_沙网", "agree"),
        ("窗的历史与玻璃工艺", "窗的歷史與玻璃工藝", "agree"),
        ("窗的历史与玻璃工艺", "【窗的历史与玻璃工艺】免费在线阅读 - 沙网 - 岸边最大的图书馆", "agree"),
        ("窗的历史与...", "窗的历史与玻璃工艺在各地的发展", "agree"),
        ("窗的历史与玻璃工艺", "新能源汽车市场月度报告", "differ"),
        ("窗的历史与玻璃工艺", "History of windows and the craft of glass", "unclear"),
        ("窗的历史与玻璃工艺", "首页", "unclear"),
        ("窗的历史与玻璃工艺", "", "unclear"),
        ("A Survey of Window Frames", "Window frames: a survey | Glass Journal", "agree"),
        ("A Survey of Window Frames", "[2401.00001] A survey of window frames", "agree"),
        ("A Survey of Window Frames", "Deep learning for cats and dogs", "differ"),
    ],
)
def test_do_two_titles_name_one_work(title: str, other: str, verdict: str) -> None:
    """A longer title is never wrong for being longer, nor one in another script."""
    assert compare(title, [other]) == verdict


def test_one_title_of_a_page_is_enough() -> None:
    """What the site calls itself stands among them."""
    assert compare("窗的历史与玻璃工艺", ["沙岸读书会官方网站", "窗的历史与玻璃工艺"]) == "agree"
    assert compare("窗的历史与玻璃工艺", ["新能源汽车市场月度报告", "首页"]) == "unclear"
