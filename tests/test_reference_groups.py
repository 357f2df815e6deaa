"""Headings among the entries of a list of references are printed, with their entries under them, in every format and edition."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pytest

from pubkit.citations.bibliography import find_bibliography
from pubkit.citations.bibliography_groups import groups_of
from pubkit.cli.app import run
from pubkit.editions.segments import segments_of
from pubkit.markdown.document import Document
from pubkit.publish.poppler import PdfReader

if TYPE_CHECKING:
    from pathlib import Path

_REPORT = """---
language: zh-CN
editions: {{zh-Hant: {{}}}}
---

# 题

甲[3]。乙[1]。丙[2]。丁[1]。

## 参考文献

[0] 卷首之页 <https://e.org/0>

{}网页{}

[1] 甲页 <https://e.org/1>

[2] 乙页 <https://e.org/2>

{}年报{}

[3] 丙年报 <https://e.org/3>

[4] 丁年报 <https://e.org/4>

> （注：本文由助手生成）
"""


def _groups(text: str) -> list[tuple[str, tuple[str, ...]]]:
    document = Document(text)
    return [(group.name, group.keys) for group in groups_of(document, find_bibliography(document))]


@pytest.mark.parametrize("marks", [("### ", ""), ("**", "**"), ("**", "：**")])
def test_groups_of_a_list(marks: tuple[str, str]) -> None:
    """Headings, and lines in bold over an entry; what stands before the first is in none."""
    assert _groups(_REPORT.format(*marks, *marks)) == [("网页", ("1", "2")), ("年报", ("3", "4"))]


@pytest.mark.parametrize(
    "text",
    [
        "# 题\n\n## 参考文献\n\n[1] 甲 <https://e.org/1>\n\n[2] 乙 <https://e.org/2>\n",
        "# 题\n\n**参考文献**\n\n[1] 甲 <https://e.org/1>\n\n[2] 乙 <https://e.org/2>\n\n**以上均于 2026 年访问。**\n",
        "# 题\n\n### 网页\n\n正文。\n",
    ],
)
def test_lists_without_groups(text: str) -> None:
    """The heading of the list is none among its entries, and a remark in bold behind them is none either."""
    assert _groups(text) == []


def _parts(page: str) -> list[str]:
    """Headings, and the numbers of entries, from the heading of the list on."""
    found = re.findall(r"""<h[23][^>]*>(.*?)</h[23]>|class="?reference-number"?>(.*?)<""", page[page.index("<section class") :])
    shown = [re.sub("<[^>]+>", "", heading) or number for heading, number in found]
    return shown[shown.index("参考文献") + 1 :]


def test_groups_are_printed_in_every_format(tmp_path: Path) -> None:
    """In the order of the source, with the numbers that the text has; entries that are never cited have theirs, too."""
    report = tmp_path / "r.md"
    report.write_text(_REPORT.format("### ", "", "### ", ""), encoding="utf-8")
    assert run(["build", str(report), "--output", str(tmp_path / "out"), "--quiet"]) == 0
    out = tmp_path / "out/r/zh-CN"
    printed = ["网页", "[2]", "[3]", "年报", "[1]", "延伸阅读", "年报"]
    assert _parts((out / "r.html").read_text("utf-8")) == printed
    with zipfile.ZipFile(out / "r.epub") as book:
        pages = [book.read(name).decode() for name in book.namelist() if re.search(r"(references|further-reading)\.xhtml$", name)]
    assert _parts("".join(sorted(pages, key=lambda page: "延伸阅读" in page))) == printed
    with PdfReader(out / "r.pdf") as pdf:
        words = pdf.text
    places = [words.rindex(word) for word in ("网页", "甲页", "乙页", "丙年报", "丁年报")]
    assert places == sorted(places)
    told = (tmp_path / "out/r/zh-Hant/resolved.md").read_text("utf-8")
    assert "## 參考文獻\n\n### 網頁\n\n2. [@1] 甲页" in told
    assert "（註：本文由助手生成）" in told


def test_groups_are_translated() -> None:
    """Their headings are no entries."""
    texts = [segment.text for segment in segments_of(Document(_REPORT.format("### ", "", "**", "**")))]
    assert [text.strip("*") for text in texts][-4:] == ["参考文献", "网页", "年报", "（注：本文由助手生成）"]


@pytest.mark.parametrize("empty", ["### 空的", "#### 空的", "### 空的\n\n#### 也空"])
def test_a_group_without_entries_ends_no_list(empty: str) -> None:
    """Another group of the same level, or of a higher one, goes on with it."""
    text = _REPORT.format("#### ", "", "### ", "").replace("### 年报", f"{empty}\n\n### 年报")
    assert [group for group in _groups(text) if group[1]] == [("网页", ("1", "2")), ("年报", ("3", "4"))]


def test_a_heading_over_prose_ends_a_list() -> None:
    """Also where a heading without anything stands before it."""
    text = _REPORT.format("### ", "", "### 空的\n\n### ", "\n\n说明只有一句话。")
    document = Document(text)
    bibliography = find_bibliography(document)
    assert bibliography is not None
    assert [source.key for source in bibliography.sources] == ["0", "1", "2"]
