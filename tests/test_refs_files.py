"""References files that a report or a project names: every format, several of them, and errors with their place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pubkit.citations.references_file import named_files, read_references, references_of
from pubkit.citations.resolve import find_citations
from pubkit.lint.linter import lint
from pubkit.markdown.document import Document
from pubkit.pipeline.references import list_references, whole_references
from pubkit.text.errors import InputError

BIB = """@string{x = {y}}
@article{zhao2024,
  author = {赵, 一}, title = {{储能电站的{AI} \\& 调度}},
  journal = {电力学报}, year = {2024}, doi = {10.1000/ab},
}
@online{li2025, title = "Storage", url = {https://e.org/l}, urldate = {2026-11-02}}
"""
RIS = "TY  - JOUR\nID  - wang\nAU  - 王, 五\nTI  - 负荷预测\nPY  - 2023\nER  - \n"


def report(folder: Path, head: str, body: str = "甲[@zhao2024]，乙[@wang]。\n") -> Document:
    """A report on disk with a head of its own."""
    path = folder / "报告.md"
    path.write_text(f"---\n{head}\n---\n\n{body}", encoding="utf-8")
    return Document.read(path)


def test_every_format_is_read_and_the_first_file_has_a_key(tmp_path: Path) -> None:
    """BibTeX, RIS, CSL-JSON and CSL-YAML in one list; a key that two files have is the first one's."""
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    (tmp_path / "b.ris").write_text(RIS, encoding="utf-8")
    (tmp_path / "c.json").write_text(json.dumps([{"id": "wang", "type": "book", "title": "别的"}, {"id": "j", "type": "book", "title": "书"}]), encoding="utf-8")
    (tmp_path / "d.yaml").write_text("references:\n- {id: y, type: book, title: 册}\n", encoding="utf-8")
    document = report(tmp_path, "nocite: '@*'\nbibliography:\n- a.bib\n- b.ris\n- c.json\n- d.yaml")
    assert list(references_of(document)) == ["zhao2024", "li2025", "wang", "j", "y"]
    assert references_of(document)["wang"]["title"] == "负荷预测"
    assert [entry.key for entry in list_references(document).entries] == ["zhao2024", "li2025", "wang", "j", "y"]
    assert not {found.code for found in lint(document)} & {"CIT201", "CIT206"}


def test_the_linter_reads_what_tells_sources_apart(tmp_path: Path) -> None:
    """Without pandoc: key, title, DOI and address; braces and escapes of LaTeX left out."""
    path = tmp_path / "a.bib"
    path.write_text(BIB, encoding="utf-8")
    assert read_references(path) == [
        {"id": "zhao2024", "type": "document", "title": "储能电站的AI & 调度", "DOI": "10.1000/ab"},
        {"id": "li2025", "type": "document", "title": "Storage", "URL": "https://e.org/l"},
    ]


def test_a_build_reads_the_whole_entry(tmp_path: Path) -> None:
    """Through pandoc: names, dates, the day of access."""
    path = tmp_path / "a.bib"
    path.write_text(BIB, encoding="utf-8")
    items = {item["id"]: item for item in whole_references(path)}
    assert items["zhao2024"]["author"] == [{"family": "赵", "given": "一"}]
    assert items["li2025"]["accessed"] == {"date-parts": [[2026, 11, 2]]}


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    """What was read is kept only while the file is as it was."""
    path = tmp_path / "a.yaml"
    path.write_text("- {id: a, type: book}\n", encoding="utf-8")
    assert [item["id"] for item in read_references(path)] == ["a"]
    path.write_text("- {id: a, type: book}\n- {id: b, type: book}\n", encoding="utf-8")
    assert [item["id"] for item in read_references(path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("name", "content", "place", "row", "words"),
    [
        ("r.bib", "@book{ok, title={A}}\n\n@book{bad, title={A}\n", "r.bib", 3, "bad: a brace is never closed"),
        ("r.bib", "@book{title={A}}\n", "r.bib", 1, "the entry has no key"),
        ("r.yaml", "references:\n- {id: a, type: book}\n- {id: b, type: bok}\n", "r.yaml", 3, "bok"),
        ("r.json", "[\n{]", "r.json", 2, "not JSON"),
        ("r.docx", "x", "报告.md", 2, "kind is not known"),
        ("r.bib", None, "报告.md", 2, "no such file"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, name: str, content: str | None, place: str, row: int, words: str) -> None:
    """The references file and the line of the entry; the report and the line of the head where the file is none."""
    if content is not None:
        (tmp_path / name).write_text(content, encoding="utf-8")
    document = report(tmp_path, f"bibliography: {name}")
    for read in (None, whole_references):
        with pytest.raises(InputError) as caught:
            references_of(document, read)
        assert (Path(caught.value.filename or "").name, caught.value.row) == (place, row)
        assert words in caught.value.message.en


def test_a_project_names_one_file_for_all_its_reports(tmp_path: Path) -> None:
    """Relative to `pubkit.yaml`; the report's own file goes before, that of its entry in `reports` next."""
    (tmp_path / "pubkit.yaml").write_text(
        "bibliography: refs/team.yaml\nreports:\n  报告:\n    bibliography: own.yaml\n  other:\n    bibliography: none.yaml\n", encoding="utf-8"
    )
    (tmp_path / "refs").mkdir()
    (tmp_path / "refs" / "team.yaml").write_text("- {id: t, type: book, title: 团队}\n- {id: h, type: book, title: 团队}\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text("- {id: o, type: book}\n", encoding="utf-8")
    folder = tmp_path / "source" / "报告"
    folder.mkdir(parents=True)
    (folder / "h.yaml").write_text("- {id: h, type: book, title: 自己}\n", encoding="utf-8")
    document = report(folder, "bibliography: h.yaml", "甲[@t]，乙[@h; @o]。\n")
    assert [path.name for path in named_files(document)] == ["h.yaml", "own.yaml", "team.yaml"]
    items = references_of(document)
    assert list(items) == ["h", "o", "t"]
    assert items["h"]["title"] == "自己"
    assert all(find_citations(document, known=items).knows(key) for key in "tho")


def test_a_file_that_the_project_lacks_is_told_with_the_line_of_the_configuration(tmp_path: Path) -> None:
    """The error names `pubkit.yaml`, where the name must be mended."""
    (tmp_path / "pubkit.yaml").write_text("language: zh-CN\nbibliography: none.bib\n", encoding="utf-8")
    document = report(tmp_path, "title: 甲")
    with pytest.raises(InputError) as caught:
        references_of(document)
    assert str(caught.value.filename).endswith("pubkit.yaml")
    assert caught.value.row == 2
