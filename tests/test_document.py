"""Reading and writing documents: nothing that nobody edited is lost."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.markdown.document import Document
from pubkit.markdown.tree import MASKS
from pubkit.text.errors import ConfigError, InputError
from pubkit.text.files import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

BROKEN = "# 题\n\n正文[(1)](https://e.org/a)，`代码`与 $x$。\n\n- 甲\n  - 乙\n\n| a | b |\n|---|---|\n| 丙 | **丁** |\n"
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
LINES = st.lists(st.tuples(st.text(alphabet="a中，😀 *_[](`", max_size=8), ENDS), max_size=8)


@given(LINES, st.booleans(), st.text(alphabet="a中", max_size=3))
def test_a_file_that_is_not_edited_is_written_as_it_was(lines: list[tuple[str, str]], bom: bool, last: str) -> None:
    """BOM, CRLF, lone CR and mixtures come back byte for byte, with and without a last line break."""
    data = (("\ufeff" if bom else "") + "".join(text + end for text, end in lines) + last).encode()
    assert Document.from_bytes(data, "x.md").encode() == data


@given(LINES, st.text(alphabet="a中", min_size=1, max_size=3))
def test_an_edited_line_leaves_the_ends_of_the_others(lines: list[tuple[str, str]], added: str) -> None:
    """Editing the text of one line keeps every line end that was there."""
    data = "".join(text + end for text, end in [*lines, ("尾", "\r\n")]).encode()
    document = Document.from_bytes(data, "x.md")
    edited = document.edited(added + document.text)
    assert edited.encode() == added.encode() + data


def test_a_new_line_takes_the_end_of_its_neighbours() -> None:
    """In a file of CRLF a new line ends in CRLF."""
    document = Document.from_bytes(b"a\r\nb\r\n", "x.md")
    assert document.edited("a\nnew\nb\n").encode() == b"a\r\nnew\r\nb\r\n"


@pytest.mark.parametrize(
    ("data", "row", "column", "word"),
    [
        ("中文\n".encode("gb18030"), 1, 1, "GB18030"),
        ("好\n".encode() + b"ab\xff", 2, 3, "UTF-8"),
        ("题".encode("utf-16"), 1, 1, "UTF-16"),
        ("一\n二\0".encode(), 2, 2, "NUL"),
    ],
)
def test_what_is_not_utf8_is_said_with_its_place(data: bytes, row: int, column: int, word: str) -> None:
    """The error names the place of the first bad byte and what to do."""
    with pytest.raises(InputError) as caught:
        Document.from_bytes(data, "坏.md")
    assert (caught.value.row, caught.value.column) == (row, column)
    assert word in caught.value.show("en")
    assert "坏.md" in caught.value.show("zh")


def test_the_mask_is_as_long_as_the_text_and_hides_what_is_not_prose() -> None:
    """Code, mathematics and addresses are out of reach; prose keeps its places."""
    document = Document(BROKEN)
    assert len(document.masked) == len(BROKEN)
    for hidden in ("代码", "https", "x$"):
        assert hidden not in document.masked
    for n, c in enumerate(document.masked):
        assert c == BROKEN[n] or "\ufdd0" <= c <= "\ufdda"
    assert MASKS == "\ufdd0-\ufdda"


@given(st.text(alphabet=st.sampled_from("a中1 \n*_`[]()#>-|$<&\\;!😀"), max_size=80))
def test_every_text_has_a_mask_of_its_length(text: str) -> None:
    """No markup, however broken, shifts a place; runs are ordered and disjoint."""
    document = Document(text)
    assert len(document.masked) == len(text)
    ends = [0]
    for run in document.runs:
        assert ends[-1] <= run.start <= run.end <= len(text)
        ends.append(run.end)
    for node in document.tree.walk():
        assert 0 <= node.start <= node.end <= len(text)


def test_5000_nested_quotes_are_a_text_too() -> None:
    """The tree is walked without recursion."""
    document = Document("> " * 5000 + "深\n")
    assert sum(node.kind == "quote" for node in document.tree.walk()) > 100


def test_front_matter_runs_no_code_and_names_its_line() -> None:
    """A tag is refused with its place, and a broken line too."""
    for head in ("title: !!python/object/apply:os.getcwd []", "a: 1\ntitle: [没有结束"):
        with pytest.raises(ConfigError) as caught:
            _ = Document(f"---\n{head}\n---\n\n正文\n", "x.md").front_matter
        assert caught.value.row in (2, 3, 4)


def test_writing_keeps_the_mode_and_follows_a_link(tmp_path: Path) -> None:
    """An executable file stays one, and a symbolic link still points to the file."""
    target = tmp_path / "文.md"
    target.write_text("旧", encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "链接.md"
    link.symlink_to(target)
    write_atomically(link, "新".encode())
    assert target.read_text(encoding="utf-8") == "新"
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["文.md", "链接.md"]


@pytest.mark.parametrize(
    "text",
    [
        "正文。\n\n---\n### 二、背景\n内容下降。\n\n---\n尾巴。\n",
        "---\n### 一、背景\n内容下降。\n\n---\n尾巴。\n",
        "---\ntitle: 甲\n---\n\n正文。\n\n---\n内容下降。\n---\n",
        "---\n\n内容下降。\n\n---\n尾巴: 甲\n---\n",
    ],
)
def test_a_section_between_two_rules_is_prose(text: str) -> None:
    """Only `key: value` between the first two lines is front matter; assistants part sections with rules."""
    document = Document(text)
    assert "内容下降" in document.masked
    assert (document.front_matter_span is not None) == ("title" in text)
    assert "title" not in document.masked
    assert len(document.masked) == len(text)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("---\ntitle: 甲\n...\n正文", 16),
        ('---\n"title": 甲\n---\n正文', 18),
        ("---\n# 注\n标题: 甲\n\nlang: zh\n---  \n正文", 29),
        ("---\n\ntitle: 甲\n---\n正文", None),
        ("---\n---\n", None),
    ],
)
def test_front_matter_ends_with_its_fence(text: str, end: int | None) -> None:
    """Three dashes or points, and what stands behind keeps its place."""
    document = Document(text)
    assert (document.front_matter_span.end if document.front_matter_span else None) == end
    assert document.masked.endswith(text[-2:]) or not text.endswith("正文")
