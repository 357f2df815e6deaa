"""Words of a report that no rule speaks of and that a publication has lost."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from publications import page_markup

from pubkit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

LIST = "气温上升[(1)](https://example.org/1)，雨量下降[(2)](https://example.org/2)。\n\n## 参考资料\n\n\\[1] 气温年报 <https://example.org/1>\n\n{}\n\n\\[2] 雨量年报 <https://example.org/2>\n"


def shown(folder: Path, text: str, *options: str) -> str:
    """The text of the web page of a report."""
    path = folder / "r.md"
    path.write_text(f"---\ntitle: 气候\nlanguage: zh-CN\n---\n\n{text}", encoding="utf-8")
    assert run(["build", str(path), "--format", "html", "--output", str(folder / "out"), "-q", *options]) == 0
    html = page_markup(folder / "out/r/zh-CN/r.html")
    return unescape(re.sub(r"<[^>]*>", "", html.partition("<main")[2]))


@pytest.mark.parametrize(
    "between",
    ["本表截至年底，另有说明。", "- 说明一则\n\n- 说明两则", "- 说明一则\n\n接着的话。\n\n末了的话。"],
)
def test_what_stands_between_entries_is_kept(tmp_path: Path, between: str) -> None:
    """It is no entry, and no heading of the list."""
    page = shown(tmp_path, LIST.format(between))
    for words in re.findall(r"[\u4e00-\u9fff]+", between):
        assert page.count(words) == 1, words
    assert page.count("气温年报") == page.count("雨量年报") == 1


def test_a_missing_picture_leaves_its_words(tmp_path: Path) -> None:
    """A draft says what is missing, and what the picture would have shown."""
    page = shown(tmp_path, "![图一：站点分布](none.png)\n\n站点 ![示意](none.svg) 如图。\n", "--draft")
    assert page.count("站点分布") == 1
    assert page.count("示意") == 1
    assert "none.png" in page


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        ("见[官网](https://example.org/home)的说明。", 'href="https://example.org/home"'),
        ("其中 $E = mc^2$ 为质能方程。", "<math"),
        ("气温仍在上升[(1)](https://example.org/1)。", "气温仍在上升"),
    ],
)
def test_what_follows_the_list_keeps_its_links(tmp_path: Path, behind: str, expected: str) -> None:
    """Only plain sentences, as an export's disclaimer, become a note behind the list."""
    shown(tmp_path, LIST.replace("{}\n\n", "") + f"\n---\n\n{behind}\n")
    html = page_markup(tmp_path / "out/r/zh-CN/r.html")
    assert expected in html.replace('<span class="cited">', "")
    assert len(re.findall(r'<a [^>]*role="doc-biblioref"', html)) == 2 + behind.count("[(1)]")
    assert "<hr" not in html
