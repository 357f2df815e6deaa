"""Merging two entries of one source and renaming keys: every dialect, the list, files, other reports; prose never changes."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from pubkit.citations.dialects import DIALECTS
from pubkit.citations.model import entry_key
from pubkit.citations.rekeying import Rekeying, is_numbered_list, rekeyed
from pubkit.citations.resolve import find_citations
from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.pipeline.rekeying import doubles_in, merge, merge_doubles, rename
from pubkit.text.errors import InputError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.citations.dialect import Dialect

LIST = """

## 参考资料

\\[1] 甲文[ https://e.org/a?x=1](https://e.org/a?x=1)

\\[2] 乙文[ https://e.org/b](https://e.org/b)

\\[3] 甲文，又一条[ http://www.e.org/a?utm_source=k&x=1](http://www.e.org/a?utm_source=k&x=1)

\\[4] 丁文[ https://e.org/d](https://e.org/d)
"""


def report(folder: Path, body: str, tail: str = LIST) -> Path:
    path = folder / "报告.md"
    path.write_text(body + tail, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("marked", "merged"),
    [
        ("电价下降[(3)](http://www.e.org/a?utm_source=k&x=1)。", "电价下降[(1)](https://e.org/a?x=1)。"),
        ("电价下降[(3)](https://f.org/x)。", "电价下降[(1)](https://e.org/a?x=1)。"),
        ("甲[(1)](https://e.org/a?x=1)[(3)](http://www.e.org/a?utm_source=k&x=1)，乙[(4)](https://e.org/d)。", "甲[(1)](https://e.org/a?x=1)，乙[(4)](https://e.org/d)。"),
        ("电价下降【3†source】，涨【4:0†L3-L9】【3†L1-L2】。", "电价下降【1†source】，涨【4:0†L3-L9】【1†L1-L2】。"),
        ("电价下降[citation:3] [citation:2]。", "电价下降[citation:1] [citation:2]。"),
        ("电价下降[citation:1][citation:3]。", "电价下降[citation:1]。"),
        ("电价下降[^3^]。", "电价下降[^1^]。"),
        ("[cite_start]电价下降[cite: 2, 3, 4]。", "[cite_start]电价下降[cite: 2, 1, 4]。"),
        ("[cite_start]电价下降[cite: 1, 3]。", "[cite_start]电价下降[cite: 1]。"),
        ("电价下降[1]-[3]，需求上升[4]。", "电价下降[1][2]，需求上升[4]。"),
        ("电价下降[2-4]，需求上升[3]，价[1][3]。", "电价下降[1,2,4]，需求上升[1]，价[1]。"),
        ("电价下降<sup>[3]</sup>，升<sup>[1,3]</sup>。", "电价下降<sup>[1]</sup>，升<sup>[1]</sup>。"),
        ("电价下降[@3; @1]，@3 说，又[@3, 第 3 页]。", "电价下降[@1]，@1 说，又[@1, 第 3 页]。"),
        ("| 甲 |\n|---|\n| 乙[(3)](http://www.e.org/a?utm_source=k&x=1) |", "| 甲 |\n|---|\n| 乙[(1)](https://e.org/a?x=1) |"),
        ("第 3 章的 3 个数[3]，代码 `[3]` 不动。", "第 3 章的 3 个数[1]，代码 `[3]` 不动。"),
    ],
)
def test_marks_of_every_kind_are_rewritten(marked: str, merged: str, tmp_path: Path) -> None:
    """Number and address of the entry that stays; a mark that then says the same again goes; the list loses the entry."""
    path = report(tmp_path, marked)
    changes = merge(path, "3", "1")
    text = changes.files[0].after.text
    assert text.split("\n\n## ")[0] == merged
    assert [source.key for source in find_citations(changes.files[0].after).sources] == ["1", "2", "4"]
    assert path.read_text(encoding="utf-8") == marked + LIST


def other(key: str) -> str:
    """A key of the same kind."""
    entry = key.partition("†")[0]
    return str(int(entry) + 5) if entry.isdecimal() else entry[:-1] + ("7" if entry[-1].isdecimal() else "z")


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_every_example_of_a_dialect_takes_other_keys(dialect: Dialect) -> None:
    """Or is refused with its place, which is rare; the marks then say the new key, for they are read again."""
    done, refused = 0, []
    for example in dialect.examples:
        document = Document(example.text.replace("⟦", "").replace("⟧", ""), "a.md")
        citations = find_citations(document, dialect.name)
        there = {entry_key(key) for marker in citations.markers for key in marker.keys}
        for key in sorted(key for key in there if other(key) not in there):
            asked = Rekeying({key: other(key)}, known={key}, known_then={other(key)})
            try:
                text = rekeyed(document, citations, asked)
            except InputError as error:
                # a number alone, whose list is lost, may be anything, and a list that Markdown numbers has no gaps
                refused += [error] if citations.sources and not is_numbered_list(document, citations) else []
                continue
            done += 1
            then = find_citations(document.edited(text), dialect.name, known={other(key)})
            assert key not in {entry_key(key) for marker in then.markers for key in marker.keys}
    assert done >= 9
    assert len(refused) <= 2
    assert all(error.row for error in refused)


def test_doubles_are_found_by_their_address_and_merged(tmp_path: Path) -> None:
    """Tracking, scheme and host variants do not make two sources; the numbers behind can move up."""
    path = report(tmp_path, "甲[1]，乙[3][4]，丙[2]。")
    assert doubles_in(Document.read(path)) == (("3", "1"),)
    assert "甲[1]，乙[1][4]，丙[2]。" in merge_doubles(path).files[0].after.text
    closed = merge_doubles(path, close_gaps=True).files[0].after.text
    assert "甲[1]，乙[1][3]，丙[2]。" in closed
    assert "\\[3] 丁文" in closed
    assert "\\[4]" not in closed


def test_a_numbered_list_has_no_gaps(tmp_path: Path) -> None:
    """Its numbers are what Markdown counts, so that those behind move up."""
    path = report(tmp_path, "甲[1]，乙[2]，丙[3]。", "\n\n## 参考资料\n\n1. 甲 <https://e.org/a>\n2. 甲 <https://www.e.org/a>\n3. 丙 <https://e.org/c>\n")
    text = merge_doubles(path).files[0].after.text
    assert "甲[1]，乙[1]，丙[2]。" in text
    assert "2. 丙" in text


def test_a_number_that_is_listed_twice_is_listed_once(tmp_path: Path) -> None:
    """The same source twice under its own number: marks stay."""
    path = report(tmp_path, "甲[1]。", "\n\n## 参考资料\n\n\\[1] 甲 <https://e.org/a>\n\n\\[1] 甲 <https://e.org/a>\n")
    change = merge_doubles(path).files[0]
    assert change.after.text.count("\\[1]") == 1
    assert change.after.text.startswith("甲[1]。")


def project(folder: Path, name: str, content: str) -> tuple[Path, Path, Path]:
    """Two reports that cite from one file."""
    (folder / "pubkit.yaml").write_text(f"bibliography: {name}\n", encoding="utf-8")
    (folder / name).write_text(content, encoding="utf-8")
    one, two = folder / "one.md", folder / "two.md"
    one.write_text("甲[@a]，乙[@b]。\n", encoding="utf-8")
    two.write_text("丙[@b; @a]，@b 说。\n", encoding="utf-8")
    return one, two, folder / name


FILES = {
    "r.yaml": "# 注\nreferences:\n- id: a\n  type: webpage\n  title: 甲\n  URL: https://e.org/a\n# 乙的注\n- id: b\n  type: book\n  title: b\n- {id: c, type: book}\n",
    "r.json": json.dumps([{"id": "a", "type": "webpage", "title": "甲", "URL": "https://e.org/a"}, {"id": "b", "type": "book", "title": "b"}], indent=1),
    "r.bib": "@misc{a, title={甲}, url={https://e.org/a}}\n% 注\n@book{b,\n  title={b}}\n",
    "r.ris": "TY  - ELEC\nID  - a\nTI  - 甲\nER  - \nTY  - BOOK\nID  - b\nTI  - b\nER  - \n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_key_is_renamed_in_the_file_and_in_every_report(name: str, tmp_path: Path) -> None:
    """Only the line of the key changes in the file, whatever its format."""
    one, two, file = project(tmp_path, name, FILES[name])
    changes = rename(one, "b", "wang2024")
    assert changes.files[0].before.path in (os.path.relpath(file), str(file))
    changes.write()
    assert one.read_text(encoding="utf-8") == "甲[@a]，乙[@wang2024]。\n"
    assert two.read_text(encoding="utf-8") == "丙[@wang2024; @a]，@wang2024 说。\n"
    before, after = FILES[name].splitlines(), file.read_text(encoding="utf-8").splitlines()
    assert len(before) == len(after)
    assert [line for line in after if line not in before] == [line.replace("b", "wang2024", 1) if "book{" not in line else "@book{wang2024," for line in before if line not in after]


@pytest.mark.parametrize("name", FILES)
def test_an_entry_of_a_file_is_merged(name: str, tmp_path: Path) -> None:
    """It leaves the file, and all reports cite the other one."""
    one, two, file = project(tmp_path, name, FILES[name])
    merge(one, "b", "a").write()
    assert one.read_text(encoding="utf-8") == "甲[@a]，乙[@a]。\n"
    assert two.read_text(encoding="utf-8") == "丙[@a]，@a 说。\n"
    assert list(find_keys(file)) == ["a"] + (["c"] if name == "r.yaml" else [])


def find_keys(file: Path) -> list[str]:
    from pubkit.citations.references_file import read_references

    return [str(item["id"]) for item in read_references(file)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [("9", "x", "no entry has the key"), ("1", "2", "another entry has the key"), ("1", "a b", "cannot be a key")],
)
def test_what_cannot_be_renamed_is_said(old: str, new: str, words: str, tmp_path: Path) -> None:
    """A key that is not there, that is taken, or that is none."""
    with pytest.raises(UsageError) as caught:
        rename(report(tmp_path, "甲[1]。"), old, new)
    assert words in caught.value.message.en


def test_a_number_takes_another_number(tmp_path: Path) -> None:
    """In mark and list, and nowhere else."""
    change = rename(report(tmp_path, "甲[(4)](https://e.org/d)，2024 年 4 月[4]。"), "4", "9").files[0]
    assert change.after.text.startswith("甲[(9)](https://e.org/d)，2024 年 4 月[9]。")
    assert "\\[9] 丁文" in change.after.text


def test_nothing_is_written_without_being_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A diff and the exit code 1; with --write the file; then nothing is left to do."""
    path = report(tmp_path, "甲[1]，乙[3]。")
    before = path.read_bytes()
    assert run(["refs", "merge", str(path), "--doubles", "--language", "en"]) == 1
    shown = capsys.readouterr()
    assert "+甲[1]，乙[1]。" in shown.out
    assert "--write" in shown.err
    assert path.read_bytes() == before
    assert run(["refs", "merge", str(path), "3", "1", "--write"]) == 0
    assert "乙[1]" in path.read_text(encoding="utf-8")
    assert run(["refs", "merge", str(path), "--doubles"]) == 0
    assert run(["refs", "rename", str(path), "4", "d", "--write"]) in (0, 2)


def test_bom_and_line_ends_stay(tmp_path: Path) -> None:
    """The bytes that nobody edited are those of the file."""
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbf" + ("甲[3]。" + LIST).replace("\n", "\r\n").encode())
    merge(path, "3", "1").write()
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 0
