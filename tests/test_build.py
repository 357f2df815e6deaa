"""`pubkit build` from outside: what is made, what stops it, and what stays as it was."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from publications import page_markup

from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.pipeline.settling import resolved_text, settle

SOURCE = """# 储能报告

> 二〇二六年

## 一、概述

电价因[(7)](https://e.org/g)储能下降。需求上升[(3)](https://e.org/c)[(7)](https://e.org/g)，见**重点：**下文。

| 项目 | 数值 |
|---|---|
| 风电 | 5 GW[(3)](https://e.org/c) |

**参考资料 **

\\[3] 甲报告[ https://e.org/c](https://e.org/c)

\\[5] 丙报告[ https://e.org/e](https://e.org/e)

\\[7] 乙报告[ https://e.org/g](https://e.org/g)

> （注：部分内容由工具生成）
"""


def publication(text: str, **settings: object):  # type: ignore[no-untyped-def]
    return settle(Document(text), "x", settings, Path())


def test_settling_numbers_by_first_citation() -> None:
    """The first source that is cited is [1]; what is never cited has no number; the notes behind the list are kept."""
    made = publication(SOURCE)
    assert [(r.key, r.number) for r in made.references] == [("7", 1), ("3", 2), ("5", None)]
    assert made.title == "储能报告"
    assert made.language == "zh-CN"
    assert made.references_title == "参考资料"
    assert made.notes == ("（注：部分内容由工具生成）",)
    assert "[@3][@7]" in made.body
    assert "参考资料" not in made.body
    assert "储能报告" not in made.body


def test_settling_can_keep_the_numbers_of_the_source() -> None:
    """`numbering: source` prints the numbers that the draft had."""
    assert [(r.key, r.number) for r in publication(SOURCE, numbering="source").references] == [("3", 3), ("7", 7), ("5", None)]


def test_front_matter_goes_before_the_heading() -> None:
    """A title in the metadata is the title; authors may be one text or a list."""
    made = publication(SOURCE, title="新题", author="甲, 乙", date="2026-01-31")
    assert (made.title, made.authors, made.date) == ("新题", ("甲", "乙"), "2026-01-31")


def test_a_chapter_behind_the_list_stays_in_the_text() -> None:
    """An appendix after the references is published."""
    made = publication(SOURCE + "\n## 附录\n\n附录正文[(3)](https://e.org/c)。\n")
    assert "附录正文[@3]。" in made.body
    assert "乙报告" not in made.body


def test_resolved_text_shows_what_is_published() -> None:
    """Metadata, the text with keys, and the list with numbers, keys and addresses."""
    text = resolved_text(publication(SOURCE, subtitle='副: "题"'))
    assert text.startswith('---\ntitle: 储能报告\nsubtitle: "副: \\"题\\""\n')
    assert "1. [@7] 乙报告[EB/OL]. <https://e.org/g>" in text
    assert "- [@5] 丙报告[EB/OL]. <https://e.org/e>" in text
    assert Document(text).front_matter["subtitle"] == '副: "题"'


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the sample has been built once, in all formats."""
    folder = tmp_path_factory.mktemp("build")
    (folder / "报告.md").write_text(SOURCE, encoding="utf-8")
    assert run(["build", str(folder / "报告.md"), "--output", str(folder / "out"), "--quiet"]) == 0
    return folder


def test_a_file_alone_is_built_in_three_formats(built: Path) -> None:
    """Without any configuration: PDF, HTML, EPUB, the resolved text, and a manifest whose sums are the files'."""
    manifest = json.loads((built / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert {a["kind"] for a in manifest["artifacts"]} == {"pdf", "html", "epub"}
    for artifact in manifest["artifacts"]:
        data = (built / "out" / artifact["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == artifact["sha256"]
        assert len(data) == artifact["size_bytes"]
        assert artifact["language"] == "zh-CN"
    assert (built / "out" / "报告" / "zh-CN" / "resolved.md").exists()
    assert not list((built / "out").glob(".making-*"))


def test_the_source_is_never_touched(built: Path) -> None:
    """Fixes are made in memory only."""
    assert (built / "报告.md").read_text(encoding="utf-8") == SOURCE


def test_the_page_shows_the_mended_text(built: Path) -> None:
    """The torn citation has moved, the bold is bold, and links lead both ways."""
    page = page_markup(built / "out" / "报告" / "zh-CN" / "报告.html")
    assert "**" not in page
    assert page.count('role="doc-biblioref"') == 4
    assert page.count('role="doc-backlink"') == 4
    assert "延伸阅读" in page


def test_an_unchanged_report_is_not_built_again(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second build of the same inputs says so, and a damaged output is made anew."""
    arguments = ["build", str(built / "报告.md"), "--output", str(built / "out"), "--language", "en"]
    assert run(arguments) == 0
    assert "unchanged" in capsys.readouterr().out
    page = built / "out" / "报告" / "zh-CN" / "报告.html"
    good = page.read_bytes()
    page.write_bytes(b"damaged")
    assert run(arguments) == 0
    assert page.read_bytes() == good


def test_one_failure_leaves_the_last_good_output(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A build that is stopped writes nothing and says where."""
    pdf = built / "out" / "报告" / "zh-CN" / "报告.pdf"
    good = pdf.read_bytes()
    broken = SOURCE.replace("[(3)](https://e.org/c)[(7)]", "[(99)](https://e.org/c)[(7)]")
    path = built / "报告.md"
    path.write_text(broken, encoding="utf-8")
    try:
        assert run(["build", str(path), "--output", str(built / "out"), "--language", "en"]) == 1
        said = capsys.readouterr().err
        assert "报告.md:7:" in said
        assert "[99]" in said
        assert "--draft" in said
        assert pdf.read_bytes() == good
    finally:
        path.write_text(SOURCE, encoding="utf-8")


def test_a_draft_is_built_with_visible_marks(tmp_path: Path) -> None:
    """What stops a publication is marked in a draft."""
    path = tmp_path / "稿.md"
    path.write_text(SOURCE.replace("[(3)](https://e.org/c)[(7)]", "[(99)](https://e.org/c)[(7)]"), encoding="utf-8")
    assert run(["build", str(path), "--output", str(tmp_path / "o"), "--format", "html", "--draft", "--quiet"]) == 0
    page = page_markup(tmp_path / "o" / "稿" / "zh-CN" / "稿.html")
    assert "unresolved" in page
    assert "99" in page


def test_a_torn_citation_is_marked_in_a_draft(tmp_path: Path) -> None:
    """Its raw marks are not shown, and the place is."""
    path = tmp_path / "稿.md"
    path.write_text(SOURCE.replace("需求上升", "需求[(8)](https://e.org/a b上升"), encoding="utf-8")
    assert run(["build", str(path), "--output", str(tmp_path / "o"), "--format", "html", "--quiet"]) == 1
    assert run(["build", str(path), "--output", str(tmp_path / "o"), "--format", "html", "--draft", "--quiet"]) == 0
    page = page_markup(tmp_path / "o" / "稿" / "zh-CN" / "稿.html")
    assert "[(8)]" not in page
    assert "引用 8 的链接残缺" in page


def test_a_missing_picture_stops_the_build(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The picture is named with its place."""
    path = tmp_path / "图.md"
    path.write_text("# 题\n\n正文。\n\n![图](没有.png)\n", encoding="utf-8")
    assert run(["build", str(path), "--output", str(tmp_path / "o"), "--language", "en"]) == 1
    said = capsys.readouterr().err
    assert "图.md:5:1" in said
    assert "没有.png" in said


def test_a_project_builds_every_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders of `source/`, single files in it, and the settings of `pubkit.yaml` by report."""
    (tmp_path / "source" / "one").mkdir(parents=True)
    (tmp_path / "source" / "one" / "one.md").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "source" / "two.md").write_text("# Two\n\nEnglish text.\n", encoding="utf-8")
    (tmp_path / "pubkit.yaml").write_text(
        "formats: [html]\nreports:\n  one:\n    title: 别名\n  two:\n    language: en\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert run(["build", "--quiet"]) == 0
    assert "别名" in (tmp_path / "build" / "one" / "zh-CN" / "one.html").read_text(encoding="utf-8")
    assert (tmp_path / "build" / "two" / "en" / "two.html").exists()
    names = {a["report"] for a in json.loads((tmp_path / "build" / "manifest.json").read_text(encoding="utf-8"))["artifacts"]}
    assert names == {"one", "two"}


def test_a_report_folder_is_a_target(tmp_path: Path) -> None:
    """A folder with the file of its name is a report."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "one.md").write_text("# One\n\nText.\n", encoding="utf-8")
    (tmp_path / "one" / "notes.md").write_text("# Notes\n", encoding="utf-8")
    assert run(["build", str(tmp_path / "one"), "--output", str(tmp_path / "o"), "--format", "html", "--quiet"]) == 0
    assert (tmp_path / "o" / "one" / "en" / "one.html").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "docx"], "docx"),
        (["no-such.md"], "no-such.md"),
    ],
)
def test_wrong_usage_is_exit_code_2(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Unknown formats and missing targets are said in words."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text("x\n", encoding="utf-8")
    assert run(["build", *(arguments if arguments[0].endswith("md") else ["a.md", *arguments])]) == 2
    assert words in capsys.readouterr().err


def test_a_folder_without_a_report_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty folder is no report, and the message says what to do."""
    assert run(["build", str(tmp_path), "--language", "zh"]) == 2
    assert "pubkit init" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("# 公式\n\n$\\sum_{i=1}^{n} \\alpha_i x_i + \\beta$\n", "zh-CN"),
        ("# 杂项\n\n[链接](https://example.org/a/very/long/address/that/is/all/latin/letters)\n", "zh-CN"),
        ("# 臺灣儲能產業觀察\n\n這份報告討論電網與儲能的關係。\n", "zh-TW"),
        ("# Storage\n\nAn English report about 储能.\n", "en"),
    ],
)
def test_the_language_is_that_of_the_words(text: str, language: str) -> None:
    """Addresses and formulas do not make a Chinese report English, and Traditional Chinese is told apart."""
    assert publication(text).language == language


def test_footnotes_are_notes_and_no_references() -> None:
    """A report with footnotes gets no list of references that its author did not write."""
    made = publication("# 题\n\n成本下降[^1]，规模上升[^b]。\n\n[^1]: 国家能源局，2024 年。\n\n[^b]: 乙。\n\n[^c]: 没有用到。\n")
    assert made.references == ()
    assert "[^1]" in made.body
    assert "[^1]: 国家能源局" in made.body


def test_footnotes_under_the_heading_of_the_list_are_references() -> None:
    """Where the list of references is written as footnotes, they are its entries."""
    made = publication("# 题\n\n成本下降[^1]。\n\n## 参考资料\n\n[^1]: 甲报告 https://e.org/a\n")
    assert [(r.key, r.address) for r in made.references] == [("1", "https://e.org/a")]
    assert "[@1]" in made.body


def test_a_line_under_the_title_is_the_subtitle() -> None:
    """A short quotation directly under the title goes to the title page; a long one is a quotation."""
    assert publication("# 题\n\n> 二〇二六年的进展\n\n正文。\n").subtitle == "二〇二六年的进展"
    assert publication("# 题\n\n> 二〇二六年的进展[(1)](https://e.org/a)\n\n正文。\n").subtitle == ""


def test_a_superior_number_stands_at_its_word() -> None:
    """The space that an export puts before a mark goes."""
    body = publication("# 题\n\n成本下降 [1]，规模上升。\n\n## 参考资料\n\n[1] 甲 https://e.org/a\n").body
    assert "成本下降[@1]，" in body


def test_a_folder_of_reports_and_several_targets(tmp_path: Path) -> None:
    """Every Markdown file of a folder is a report, and several targets are built together."""
    for name in ("一.md", "二.md"):
        (tmp_path / name).write_text("# 题\n\n正文。\n", encoding="utf-8")
    assert run(["build", str(tmp_path), "--output", str(tmp_path / "o"), "--format", "html", "-q"]) == 0
    assert run(["build", str(tmp_path / "一.md"), str(tmp_path / "二.md"), "--output", str(tmp_path / "p"), "--format", "html", "-q"]) == 0
    for output in ("o", "p"):
        made = json.loads((tmp_path / output / "manifest.json").read_text(encoding="utf-8"))
        assert {artifact["report"] for artifact in made["artifacts"]} == {"一", "二"}


def test_an_empty_file_is_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is published of nothing."""
    (tmp_path / "空.md").write_text(" \n\n", encoding="utf-8")
    assert run(["build", str(tmp_path / "空.md"), "--output", str(tmp_path / "o"), "--language", "zh"]) == 2
    assert "文件是空的" in capsys.readouterr().err


def test_an_impossible_date_is_said_with_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """30 February is no date."""
    (tmp_path / "a.md").write_text("---\ntitle: 题\ndate: 2024-02-30\n---\n\n正文。\n", encoding="utf-8")
    assert run(["build", str(tmp_path / "a.md"), "--output", str(tmp_path / "o")]) == 2
    assert "a.md:3:7" in capsys.readouterr().err


def test_entries_are_worded_by_the_standard_or_as_written() -> None:
    """A Chinese report gets GB/T 7714—2025; it may keep its own wording, and an English one does."""
    assert publication(SOURCE).references[0].text == "乙报告[EB/OL]."
    assert publication(SOURCE, **{"reference-style": "as-written"}).references[0].text == "乙报告"
    assert publication(SOURCE, language="en").references[0].text == "乙报告"
    arxiv = "# 题\n\n甲[(1)](https://arxiv.org/pdf/2502.02458)。\n\n## 参考资料\n\n\\[1] SAISA[ https://arxiv.org/pdf/2502.02458](https://arxiv.org/pdf/2502.02458)\n"
    assert publication(arxiv).references[0].text == "SAISA[PP/OL]. arXiv（2025-02）."


def test_a_citation_in_the_title_opens_the_text() -> None:
    """The title page has no superior numbers, and nothing that the title cites is lost."""
    made = publication("# 储能报告[(1)](https://e.org/a)\n\n正文。\n\n## 参考资料\n\n\\[1] 甲 <https://e.org/a>\n")
    assert made.title == "储能报告"
    assert made.body.split() == ["[@1]", "正文。"]
    assert [reference.number for reference in made.references] == [1]


def test_a_changed_references_file_is_built_anew(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the publication shows depends on the file that the report names, and on the project's rules."""
    report, listed = tmp_path / "a.md", tmp_path / "r.yaml"
    report.write_text("---\nbibliography: r.yaml\n---\n\n# 题\n\n甲[@x]。\n", encoding="utf-8")
    arguments = ["build", str(report), "--output", str(tmp_path / "o"), "--format", "html", "--language", "en"]
    for title in ("旧书", "新书"):
        listed.write_text(f"references:\n- {{id: x, type: webpage, title: {title}}}\n", encoding="utf-8")
        assert run(arguments) == 0
        assert "unchanged" not in capsys.readouterr().out
        assert title in (tmp_path / "o" / "a" / "zh-CN" / "a.html").read_text(encoding="utf-8")
    (tmp_path / "pubkit.yaml").write_text("lint: {ignore: [ZH]}\n", encoding="utf-8")
    assert run(arguments) == 0
    assert "unchanged" not in capsys.readouterr().out


def test_two_reports_of_one_name_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The second would be written over the first."""
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "r.md").write_text("# 题\n\n正文。\n", encoding="utf-8")
    targets = [str(tmp_path / "one" / "r.md"), str(tmp_path / "two" / "r.md")]
    assert run(["build", *targets, "--output", str(tmp_path / "o"), "--language", "en"]) == 2
    assert "same name" in capsys.readouterr().err


def test_a_mark_that_breaks_out_of_the_title_is_no_disaster() -> None:
    """A citation that begins in the heading and ends on the next line is set once, and nothing else goes with it."""
    made = publication("# 题[@a1;\n@b2]。尾\n\n正文。\n")
    assert made.body.split() == ["[@a1;", "@b2]", "。尾", "正文。"]
    assert made.title == "题"
