"""A heading leaves the text with its list of references only; what stands under it otherwise stays, and so does the heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.citations.written import read_written
from pubkit.markdown.document import Document
from pubkit.pipeline.settling import settle

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.publication import Publication


def settled(text: str, folder: Path, opening: str = "开头[1]。") -> Publication:
    return settle(Document(f"# 题目\n\n{opening}\n\n{text}"), "report", {}, folder, draft=True)


@pytest.mark.parametrize(
    "section",
    [
        "## 一、引文\n\n引文放在句末。\n\n## 二、结论\n\n乙。",
        "## 一、引文\n\n引文有两点：\n\n1. 放在句末。\n2. 放在标点之前。",
        "## 来源\n\n1. 一说来自南方。\n2. 一说来自北方。\n\n## 结论\n\n乙。",
        "## 参考文献\n\n著录须一致。",
        "## 参考文献\n\n### 著录\n\n著录须一致。",
        "## 参考文献\n\n| 作者 | 书名 |\n| --- | --- |\n| 张三 | 丙 |",
        "## 参考文献\n\n- 张三：《丙》。\n- 李四：《丁》。",
        "## References\n\nSmith, J. (2020). *A book*. Press.\n\nDoe, J. (2021). *Another*. Press.",
        "## 参考文献",
        "## 参考文献\n\n## 结论\n\n乙。",
        "## 引文的位置与著录\n\n甲。\n\n## 参考\n\n乙。\n\n## 注释体系\n\n丙。",
        "## 3. References to standards\n\nA.\n\n## Sources of growth\n\nB.\n\n## Sources\n\nC.",
    ],
)
def test_a_section_without_entries_stays_whole(section: str, tmp_path: Path) -> None:
    """Heading and text of a section that lists no source are text of the report."""
    publication = settled(section, tmp_path, "开头。")
    assert publication.body.split("\n\n", 1)[1].rstrip() == section
    assert (publication.references, publication.references_title, publication.notes) == ((), "", ())


def test_entries_without_numbers_keep_their_heading(tmp_path: Path) -> None:
    """They are printed where they stand, and so is what stands over them, also where another list is printed behind."""
    own = '**参考文献**\n\n甲年报 <https://e.org/a>\n\n乙. 潮汐[M]. 北京: 某社, 2020.\n\n[1]: https://e.org/1 "丙"\n'
    publication = settled(own, tmp_path)
    assert [entry.key for entry in publication.references] == ["1"]
    assert publication.body == f"开头[@1]。\n\n{own}"
    assert publication.references_title == ""


@pytest.mark.parametrize("last", ["", "\n\n## 引用文献\n\n说的是引用。"])
def test_the_real_list_is_found_beside_sections_of_like_names(last: str, tmp_path: Path) -> None:
    """Prose under such words before or behind the list hides it no more than it is taken for it."""
    publication = settled(f"## 引文\n\n引文的正文。\n\n## 参考文献\n\n[1] 甲 <https://e.org/1>{last}", tmp_path)
    assert publication.references_title == "参考文献"
    assert [entry.key for entry in publication.references] == ["1"]
    assert "## 引文\n\n引文的正文。" in publication.body
    assert "## 参考文献" not in publication.body
    assert publication.body.endswith(f"{last.strip()}\n" if last else "引文的正文。\n")


def test_points_with_signs_of_an_entry_are_entries(tmp_path: Path) -> None:
    """A list under words that head prose too is one of references where it is cited, or names works."""
    assert [entry.key for entry in settled("## 来源\n\n1. 甲公司年报\n2. 乙公司年报", tmp_path).references] == ["1", "2"]
    assert len(settled("## 来源\n\n3. 《丙史》，丁出版社", tmp_path).references) == 1


def test_words_between_entries_are_notes_behind_them(tmp_path: Path) -> None:
    """They would stand without their heading in the section before, for the entries are printed at the end."""
    listed = "**参考文献**\n按出现先后排列。\n\n[1] 甲 <https://e.org/1>\n\n以下未引用。\n\n- [2] 乙 <https://e.org/2>\n- 张三：《丙》。"
    for behind in ("", "\n\n## 附录\n\n附录[链接](https://e.org/3)。"):
        publication = settled(listed + behind, tmp_path)
        assert publication.notes == ("按出现先后排列。", "以下未引用。", "张三：《丙》。")
        assert [entry.key for entry in publication.references] == ["1", "2"]
        assert "".join(publication.body.split()) == "开头[@1]。" + "".join(behind.split())


def test_what_is_more_than_words_stays_in_the_text(tmp_path: Path) -> None:
    """A link or a formula between entries would be lost in a note; the paragraph keeps clear of the next heading."""
    listed = "## 参考文献\n\n[1] 甲 <https://e.org/1>\n\n另见 `cite` 命令。\n\n[2] 乙 <https://e.org/2>\n\n## 附录\n\n附录。"
    assert settled(listed, tmp_path).body.split() == ["开头[@1]。", "另见", "`cite`", "命令。", "##", "附录", "附录。"]


def test_addresses_of_links_behind_the_list_stay(tmp_path: Path) -> None:
    """A link in the text needs its definition, wherever that stands."""
    publication = settled("见[手册][guide]。\n\n## 参考文献\n\n[1] 甲 <https://e.org/1>\n\n[guide]: https://e.org/g", tmp_path)
    assert "[guide]: https://e.org/g" in publication.body


def test_a_long_row_of_names_is_read_at_once() -> None:
    """Names without a year behind them are no entry; each can be read in one way only, or this would not end."""
    assert read_written("Doe, J. " * 2_000) is None
    assert read_written("Doe, J. A., & Van Dyke, K.-L., et al. (2021). Tides. Sea, 3(1), 4–9.") is not None
