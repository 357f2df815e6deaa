"""`pubkit refs list`, `export` and `import` as people and programs use them."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.output.references import reference_table
from pubkit.pipeline.references import list_references, merged
from pubkit.text.chars import cells
from pubkit.text.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """# 窗的报告

窗由玻璃制成[(1)](https://arxiv.org/abs/2001.00001)，玻璃来自沙[(2)](https://example.org/sand)。

沙在岸边[(2)](https://example.org/sand)，岸在海边[(9)](https://example.org/sea)。

**参考资料**

\\[1] Panes of glass: a survey of windows and of their frames in many houses of many towns[ https://arxiv.org/abs/2001.00001](https://arxiv.org/abs/2001.00001)

\\[2] 沙的来历[ https://example.org/sand](https://example.org/sand)

\\[3] 无人引用的文章[ https://example.org/none?utm_source=x](https://example.org/none?utm_source=x)
"""


def report(text: str = REPORT, path: str = "report.md") -> Document:
    return Document.from_bytes(text.encode(), path)


def test_every_entry_with_where_it_is_cited_and_what_is_missing() -> None:
    """In the order of the list; what the identifier says of the year counts."""
    found = list_references(report())
    assert [(entry.key, entry.kind, [place.row for place in entry.cited]) for entry in found.entries] == [
        ("1", "preprint", [3]),
        ("2", "webpage", [3, 5]),
        ("3", "webpage", []),
    ]
    assert [entry.missing for entry in found.entries] == [("author",), ("author", "issued"), ("author", "issued")]
    assert found.entries[0].item["issued"] == {"date-parts": [[2020, 1]]}


def test_keys_that_nothing_lists_are_named() -> None:
    """A mark that leads nowhere is the first thing to know about a list."""
    found = list_references(report("Words[@a] and [@b].\n\n## References\n\n[^1]: x\n"))
    assert found.unlisted == ("a", "b")
    assert "cited and not listed: a, b" in reference_table(found, "en", 100)


@pytest.mark.parametrize("width", [60, 80, 100, 200])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_is_aligned_and_no_wider_than_the_terminal(language: str, width: int) -> None:
    """In cells: Chinese is two wide."""
    lines = reference_table(list_references(report()), language, width).splitlines()  # type: ignore[arg-type]
    rows = lines[1:5]
    assert max(map(cells, rows)) <= width
    ends = [cells(row[: row.index(mark)]) for row, mark in zip(rows[1:], ("preprint", "webpage", "webpage"), strict=True)] if language == "en" else []
    assert len(set(ends)) <= 1
    kinds = [cells(row[: row.index(kind)]) for row, kind in zip(rows[1:], ("预印本", "网页", "网页"), strict=True)] if language == "zh" else []
    assert len(set(kinds)) <= 1


def test_the_summary_names_what_is_never_cited() -> None:
    """In both languages."""
    found = list_references(report())
    assert "3 entries, cited 3 times; never cited: 3" in reference_table(found, "en", 100)
    assert "共 3 条，被引 3 次；未被引用：3" in reference_table(found, "zh", 100)


def test_a_title_cannot_steer_the_terminal() -> None:
    """Control characters are shown, not obeyed."""
    table = reference_table(list_references(report(REPORT.replace("沙的来历", "沙\x1b[2J的"))), "zh", 100)
    assert "\x1b" not in table


def test_entries_of_a_file_that_the_front_matter_names(tmp_path: Path) -> None:
    """`bibliography` beside the report, in any of the formats."""
    (tmp_path / "refs.bib").write_text("@book{zorn, title={{Panes}}, author={Zorn, Ada}, date={2020}, url={https://e.org}}", encoding="utf-8")
    path = tmp_path / "a.md"
    path.write_text("---\nbibliography: refs.bib\n---\n\nWords [@zorn; @none].\n", encoding="utf-8")
    found = list_references(Document.read(path))
    assert [(entry.key, entry.kind, len(entry.cited), entry.missing) for entry in found.entries] == [("zorn", "book", 1, ())]
    assert found.unlisted == ("none",)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With its whole name, and the line that names it."""
    path = tmp_path / "a.md"
    path.write_text("---\nbibliography: none.yaml\n---\n\nWords.\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        list_references(Document.read(path))
    assert (caught.value.filename, caught.value.row) == (str(path), 2)
    assert str(tmp_path / "none.yaml") in caught.value.message.en


def test_one_source_in_two_reports_is_one_item() -> None:
    """Its address without tracking tells; keys of several reports have the report's name in front."""
    one, two = report(), report(REPORT.replace("utm_source=x", "utm_source=y"), "two.md")
    assert [item["id"] for item in merged([list_references(one)])] == ["1", "2", "3"]
    items = merged([list_references(one), list_references(two)])
    assert [item["id"] for item in items] == ["report-1", "report-2", "report-3"]


def test_two_entries_of_one_number_both_stay() -> None:
    """With keys that differ."""
    doubled = REPORT.replace("\\[3]", "\\[2]")
    assert [item["id"] for item in merged([list_references(report(doubled))])] == ["1", "2", "2-2"]


def test_export_and_import_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Report → BibTeX → the file that a report can name; a second time changes nothing."""
    source, bib, refs = tmp_path / "a.md", tmp_path / "a.bib", tmp_path / "refs.yaml"
    source.write_text(REPORT, encoding="utf-8")
    assert run(["refs", "export", str(source), "-o", str(bib), "--language", "en"]) == 0
    assert "3 entries in" in capsys.readouterr().err
    assert run(["refs", "import", str(bib), "-o", str(refs), "--language", "en"]) == 0
    first = refs.read_bytes()
    assert "沙的来历".encode() in first
    assert run(["refs", "import", str(bib), "-o", str(refs), "--language", "zh"]) == 0
    assert "新增 0 条文献，共 3 条" in capsys.readouterr().err
    assert refs.read_bytes() == first


def test_a_lost_entry_is_told_by_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, line, key, what; the others are written."""
    bib = tmp_path / "a.bib"
    bib.write_text("@book{a, title={A}}\n@book{b, title={B\n@book{c, title={C}}\n", encoding="utf-8")
    assert run(["refs", "import", str(bib), "--language", "en"]) == 1
    out, err = capsys.readouterr()
    assert err == f"{bib}:2: b: a brace is never closed (left out)\n"
    assert out.count("type: book") == 2


def test_an_import_never_overwrites_what_is_not_a_list_of_references(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither another format nor other YAML."""
    bib, other = tmp_path / "a.bib", tmp_path / "pubkit.yaml"
    bib.write_text("@book{a, title={A}}\n", encoding="utf-8")
    other.write_text("title: mine\n", encoding="utf-8")
    assert run(["refs", "import", str(bib), "-o", str(bib), "--language", "en"]) == 2
    assert run(["refs", "import", str(bib), "-o", str(other), "--language", "en"]) == 2
    assert "would be overwritten" in capsys.readouterr().err
    assert (bib.read_text(encoding="utf-8"), other.read_text(encoding="utf-8")) == ("@book{a, title={A}}\n", "title: mine\n")


def test_a_report_without_a_list_has_nothing_to_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty file would look like success; listing nothing is no error."""
    source = tmp_path / "a.md"
    source.write_text("# Title\n\nWords.\n", encoding="utf-8")
    assert run(["refs", "export", str(source), "--language", "zh"]) == 2
    assert "没有可导出的参考文献" in capsys.readouterr().err
    assert run(["refs", "list", str(source), "--language", "zh"]) == 0
    assert "没有参考文献" in capsys.readouterr().out


def test_json_has_everything(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The item, where each field comes from, every place."""
    source = tmp_path / "a.md"
    source.write_text(REPORT, encoding="utf-8")
    assert run(["refs", "list", str(source), "--format", "json"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [record["key"] for record in records] == ["1", "2", "3"]
    assert records[0]["identifiers"] == [{"scheme": "arXiv", "value": "2001.00001"}]
    assert records[0]["origins"]["issued"] == "identifier"
    assert records[1]["cited"] == [{"row": 3, "column": REPORT.splitlines()[2].index("[(2)]") + 1}, {"row": 5, "column": 5}]


def test_listing_loads_neither_pandoc_nor_yaml_nor_rispy() -> None:
    """A list in the text needs none of them, and is there in a tenth of a second."""
    code = (
        "import sys\nfrom pubkit.cli.app import run\nrun(['refs', 'list', '-'])\n"
        "sys.exit(sorted({'pypandoc', 'rispy', 'subprocess'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], input=REPORT.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
