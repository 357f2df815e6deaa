"""`pubkit translate` from end to end, as a person types it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.config import find_config
from pubkit.editions.catalog import read_catalog
from pubkit.pipeline.projects import ReportSource
from pubkit.pipeline.translating import Job, TranslatedReport, bring_up_to_date, rewrite
from pubkit.text.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """---
title: 港口年报
---

# 概况

吞吐量达到 1.2 亿吨[@lin2024]，同比增长 30%，见[白皮书](https://example.org/a)。

航线新增八条，其中四条通往南方的港口，另外四条往返于内河。

# 展望

明年将扩建码头并更新设备[@wu2025]，投资来自地方财政。
"""
ENGLISH = """---
title: Port Report
---

# Overview

Throughput reached 120 million tons, up 30%[@lin2024]; see the [white paper](https://example.org/a).

# Outlook

Docks will be enlarged and equipment renewed next year[@wu2025], paid for by local funds.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A report, its translation as Markdown, and the working folder there."""
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "port.md").write_text(ENGLISH, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pubkit(*arguments: str) -> int:
    return run(["translate", *arguments, "--language", "en"])


def status(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, object]:
    capsys.readouterr()
    run(["translate", "status", "report.md", "--to", "en", "--format", "json", *arguments])
    (record,) = json.loads(capsys.readouterr().out)
    assert isinstance(record, dict)
    return record


def program(folder: Path, body: str) -> str:
    """A command that runs a program which has read its requests into `requests`."""
    path = folder / "translator.py"
    path.write_text(f"import json, sys\nrequests = [json.loads(line) for line in sys.stdin]\n{body}\n", encoding="utf-8")
    return f'"{sys.executable}" "{path}"'


ANSWER = "for r in requests: print(json.dumps({'id': r['id'], 'translation': 'T ' + ' '.join('{%s}' % n for n in r['placeholders'])}))"


def test_extract_makes_one_catalogue_a_language(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside the report; again it changes nothing."""
    assert pubkit("extract", "report.md", "--to", "en,ja", "--to", "zh-Hant") == 2  # the Traditional one is converted, not translated
    assert pubkit("extract", "report.md", "--to", "en,ja") == 0
    assert sorted(path.name for path in folder.glob("*.po")) == ["report.en.po", "report.ja.po"]
    before = (folder / "report.en.po").read_bytes()
    assert pubkit("extract", "report.md", "--to", "en") == 0
    assert (folder / "report.en.po").read_bytes() == before
    assert "unchanged" in capsys.readouterr().out


def test_the_template_has_no_language(folder: Path) -> None:
    """For tools that begin languages themselves."""
    assert pubkit("extract", "report.md", "--template") == 0
    text = (folder / "report.pot").read_text(encoding="utf-8")
    assert "\n\"Language:" not in text
    assert text.count("msgid ") == 7


def test_without_a_language_the_error_says_what_to_do(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither `--to` nor an edition; a catalogue that is not there."""
    for command in ("extract", "status", "check", "export"):
        assert pubkit(command, "report.md") == 2
        assert "--to" in capsys.readouterr().err
    assert pubkit("export", "report.md", "--to", "en") == 2
    assert "translate extract report.md --to en" in capsys.readouterr().err


def test_a_translated_text_is_imported_and_status_follows(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What did not fit is listed; shares are of characters and of cited claims; a changed figure is ranked."""
    assert pubkit("import", "other/port.md", "--report", "report.md", "--to", "en", "-v") == 1
    out = capsys.readouterr().out
    assert "5 translations taken, 0 of them to be reviewed" in out
    assert "report.md:9: nothing translates this" in out
    record = status(capsys)
    assert record["states"] == {"fresh": 5, "changed": 0, "unreviewed": 0, "missing": 1}
    assert record["claims"] == record["translated_claims"] == 2
    share = record["share"]
    assert isinstance(share, float)
    assert 0.5 < share < 0.8
    (folder / "report.md").write_text(REPORT.replace("1.2 亿吨", "1.5 亿吨"), encoding="utf-8")
    (changed,) = status(capsys)["changed"]  # type: ignore[misc]
    assert (changed["row"], changed["rank"]) == (7, "figure")
    assert changed["changes"] == [{"kind": "figure", "old": "1.2亿吨", "new": "1.5亿吨"}]
    assert pubkit("update", "report.md", "--to", "en", "--check") == 1
    assert pubkit("update", "report.md", "--to", "en") == 0
    assert "report.md:7: figure: 1.2亿吨 → 1.5亿吨" in capsys.readouterr().out
    assert pubkit("update", "report.md", "--to", "en", "--check") == 0


def test_importing_again_keeps_what_a_person_has_changed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Unless it is to be replaced."""
    pubkit("import", "other/port.md", "--report", "report.md", "--to", "en")
    catalogue = folder / "report.en.po"
    catalogue.write_text(catalogue.read_text(encoding="utf-8").replace("Outlook", "Prospects"), encoding="utf-8")
    pubkit("import", "other/port.md", "--report", "report.md", "--to", "en")
    assert "1 entries had another translation" in capsys.readouterr().out
    assert "Prospects" in catalogue.read_text(encoding="utf-8")
    pubkit("import", "other/port.md", "--report", "report.md", "--to", "en", "--overwrite")
    assert "Prospects" not in catalogue.read_text(encoding="utf-8")


def test_xliff_goes_out_and_comes_back(folder: Path) -> None:
    """export → import into nothing gives the same catalogue, byte for byte."""
    pubkit("import", "other/port.md", "--report", "report.md", "--to", "en")
    pubkit("pretranslate", "report.md", "--to", "en", "--command", program(folder, ANSWER))
    before = (folder / "report.en.po").read_bytes()
    assert pubkit("export", "report.md", "--to", "en") == 0
    assert pubkit("import", "report.en.xlf", "--report", "report.md", "--to", "en") == 0
    assert (folder / "report.en.po").read_bytes() == before
    (folder / "report.en.po").unlink()
    assert pubkit("import", "report.en.xlf", "--report", "report.md", "--to", "en") == 0
    assert (folder / "report.en.po").read_bytes() == before


def test_status_draws_and_stops_below_the_threshold(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A badge, a chart, Markdown; the exit code tells."""
    (folder / "pubkit.yaml").write_text("editions:\n  en: {from: translate, threshold: 90%}\n", encoding="utf-8")
    assert pubkit("import", "other/port.md", "--report", "report.md", "--to", "en") == 1
    capsys.readouterr()
    assert pubkit("status", "report.md", "--badge", "b.svg", "--chart", "c.svg") == 1
    out = capsys.readouterr().out
    assert "below the threshold of this edition" in out
    for name in ("b.svg", "c.svg"):
        root = ET.fromstring((folder / name).read_text(encoding="utf-8"))  # noqa: S314  our own
        assert root.tag.endswith("svg")
        assert "%" in "".join(root.itertext())
    assert pubkit("status", "report.md", "--format", "markdown") == 1
    assert "| all | 6 |" in capsys.readouterr().out
    (folder / "pubkit.yaml").write_text("editions:\n  en: {from: translate, threshold: 50%}\n", encoding="utf-8")
    assert pubkit("status", "report.md") == 0


def test_many_reports_are_surveyed_in_order(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Side by side in processes, shown one after the other."""
    reports = folder / "many"
    reports.mkdir()
    for n in range(9):
        shutil.copy(folder / "report.md", reports / f"r{n}.md")
    assert pubkit("status", "many", "--to", "en") == 0
    titles = [line for line in capsys.readouterr().out.splitlines() if "→" in line]
    assert titles == [f"many/r{n}.md → en" for n in range(9)]


def test_pretranslation_is_marked_as_unreviewed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The program is told everything; what it says counts only when somebody has read it."""
    (folder / "terms.yaml").write_text("terms:\n  - zh: 码头\n    en: dock\n", encoding="utf-8")
    told = folder / "told.json"
    command = program(folder, f"open({str(told)!r}, 'w').write(json.dumps(requests)); {ANSWER.replace('for r in requests: print', '[print')}".replace("}))", "})) for r in requests]"))
    assert pubkit("pretranslate", "report.md", "--to", "en", "--command", command) == 0
    record = status(capsys)
    assert record["states"] == {"fresh": 0, "changed": 0, "unreviewed": 6, "missing": 0}
    assert record["share"] == 0
    requests = json.loads(told.read_text(encoding="utf-8"))
    last = requests[-1]
    assert (last["source_language"], last["target_language"], last["kind"], last["section"]) == ("zh-CN", "en", "paragraph", ["展望"])
    assert (last["placeholders"], last["terms"]) == (["c1"], {"码头": "dock"})


@pytest.mark.parametrize(
    ("body", "code", "said", "filled"),
    [
        ("print(json.dumps({'id': requests[0]['id'], 'translation': 'one'})); sys.stdout.flush(); print('out of memory', file=sys.stderr); sys.exit(7)", 3, "exit code 7:\n  out of memory", 1),
        ("print('{\"id\": \"1\", \"translation\": \"one\"}\\nnot json')", 1, "line 2 is no JSON: not json", 1),
        ("print(json.dumps({'id': '99', 'translation': 'x'}))", 1, "line 1 has no `id` that was asked for", 0),
        ("print(json.dumps({'id': '1'}))", 1, "line 1 has no `translation`", 0),
        ("print(json.dumps({'id': '1', 'translation': 'one {c9}'}))", 1, "no `{c9}`", 0),
        ("print('{\"id\": \"1\", \"transl', end=''); sys.exit(1)", 3, "exit code 1", 0),
        ("pass", 0, "", 0),
    ],
)
def test_a_program_that_fails_is_told_and_what_it_did_is_kept(
    folder: Path, capsys: pytest.CaptureFixture[str], body: str, code: int, said: str, filled: int
) -> None:
    """Its exit code and last words, the line that is no JSON, an answer with a placeholder that is not there."""
    assert pubkit("pretranslate", "report.md", "--to", "en", "--command", program(folder, body)) == code
    assert said in capsys.readouterr().err
    record = status(capsys)
    assert record["states"]["unreviewed"] == filled  # type: ignore[index]


def test_a_program_that_cannot_be_started_or_does_not_end(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No shell looks at the command."""
    assert pubkit("pretranslate", "report.md", "--to", "en", "--command", "no-such-program-here; echo") == 2
    assert "cannot be started" in capsys.readouterr().err
    assert pubkit("pretranslate", "report.md", "--to", "en", "--command", "'open") == 2
    command = program(folder, "import time; time.sleep(30)")
    assert pubkit("pretranslate", "report.md", "--to", "en", "--command", command, "--timeout", "1") == 3
    assert "did not end within 1 s" in capsys.readouterr().err


def test_batches_go_to_the_program_one_after_the_other(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three runs for six entries."""
    runs = folder / "runs"
    command = program(folder, f"open({str(runs)!r}, 'a').write(str(len(requests)) + ' ')\n{ANSWER}")
    assert pubkit("pretranslate", "report.md", "--to", "en", "--command", command, "--batch", "2") == 0
    assert runs.read_text(encoding="utf-8").split() == ["2", "2", "2"]


def test_check_finds_what_a_translation_has_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its place in both files; a waiver with a reason lets it pass; a broken placeholder is an error of its own."""
    pubkit("import", "other/port.md", "--report", "report.md", "--to", "en")
    catalogue = folder / "report.en.po"
    right = catalogue.read_text(encoding="utf-8")
    assert pubkit("check", "report.md", "--to", "en") == 0
    capsys.readouterr()
    catalogue.write_text(right.replace("{n1:120 million tons}", "{n1:12 million tons}"), encoding="utf-8")
    assert pubkit("check", "report.md", "--to", "en") == 1
    out = capsys.readouterr().out
    assert out.startswith("report.md:7:")
    assert "EDN111" in out
    assert "report.en.po:" in out
    waived = right.replace("{n1:120 million tons}", "{n1:12 million tons}").replace("#. paragraph, in 概况\n#. {c1}", "# pubkit: ignore EDN111 corrected\n#. paragraph, in 概况\n#. {c1}")
    catalogue.write_text(waived, encoding="utf-8")
    assert pubkit("check", "report.md", "--to", "en") == 0
    catalogue.write_text(right.replace("up {n2:30%}{c1}", "up {n2:30%}{c7}"), encoding="utf-8")
    assert pubkit("check", "report.md", "--to", "en", "--format", "json") == 1
    capsys.readouterr()
    pubkit("check", "report.md", "--to", "en")
    assert "{c7}" in capsys.readouterr().out


def test_a_broken_catalogue_is_told_and_stays_as_it_is(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With its line; every command; nothing is written."""
    pubkit("extract", "report.md", "--to", "en")
    catalogue = folder / "report.en.po"
    broken = catalogue.read_text(encoding="utf-8") + "<<<<<<< ours\n"
    catalogue.write_text(broken, encoding="utf-8")
    row = broken.count("\n")
    for command in (("update",), ("status",), ("check",), ("export",), ("pretranslate", "--command", "true")):
        capsys.readouterr()
        assert pubkit(command[0], "report.md", "--to", "en", *command[1:]) == 2, command
        assert f"report.en.po:{row}: a merge conflict" in capsys.readouterr().err
    assert catalogue.read_text(encoding="utf-8") == broken


def job(folder: Path) -> Job:
    path = folder / "report.md"
    report = TranslatedReport(ReportSource("report", path, find_config(path)))
    return Job(report, report.translations(["en"])[0])


def test_what_somebody_writes_meanwhile_is_not_lost(folder: Path) -> None:
    """Between reading and writing a translator saves the file: theirs is read, and updated."""
    pubkit("extract", "report.md", "--to", "en")
    path = folder / "report.en.po"
    (folder / "report.md").write_text(REPORT + "\n新增的一段话。\n", encoding="utf-8")
    saves = iter([path.read_text(encoding="utf-8").replace('msgid "展望"\nmsgstr ""', 'msgid "展望"\nmsgstr "Outlook"')])
    work = job(folder)

    def change(catalog):  # type: ignore[no-untyped-def]
        if (saved := next(saves, None)) is not None:
            path.write_text(saved, encoding="utf-8")
        from pubkit.editions.updating import update

        return update(catalog, work.report.messages).catalog

    assert rewrite(work, change)
    entries = {entry.message: entry.translation for entry in read_catalog(path, "en").entries}
    assert entries["展望"] == "Outlook"
    assert "新增的一段话。" in entries


def test_a_file_that_never_rests_is_an_error(folder: Path) -> None:
    """After a few attempts; what the other program wrote stays."""
    pubkit("extract", "report.md", "--to", "en")
    path = folder / "report.en.po"
    count = iter(range(100))

    def change(catalog):  # type: ignore[no-untyped-def]
        path.write_text(f"# {next(count)}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
        return replace(catalog, header_comments="ours")

    with pytest.raises(InputError, match="keeps writing"):
        rewrite(job(folder), change)
    assert path.read_text(encoding="utf-8").startswith("# ")


def test_updating_twice_writes_once(folder: Path) -> None:
    """No churn: the second finds nothing to do, and the file keeps its time."""
    pubkit("import", "other/port.md", "--report", "report.md", "--to", "en")
    bring_up_to_date(job(folder))
    before = (folder / "report.en.po").stat().st_mtime_ns
    assert bring_up_to_date(job(folder)).verb == "unchanged"
    assert (folder / "report.en.po").stat().st_mtime_ns == before


def test_lint_and_help_do_not_load_catalogues() -> None:
    """polib, XML and the checks of editions are for those who translate."""
    code = "import sys; from pubkit.cli.app import run; run(['--help']); run(['translate', '--help']); print([m for m in ('polib', 'xml.parsers.expat', 'pubkit.editions.checks') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().endswith("[]")


def test_check_names_the_row_that_lint_names(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It was that of the entry's first comment, and lint's that of the translation."""
    report = tmp_path / "r.md"
    report.write_text("---\nlanguage: zh-CN\neditions: {en: {from: translate}}\n---\n\n# 题\n\n产量为 35 吨。\n", encoding="utf-8")
    assert run(["translate", "extract", str(report), "--to", "en"]) == 0
    catalogue = tmp_path / "r.en.po"
    text = catalogue.read_text("utf-8")
    filled = re.sub(r'(msgid "产量为 [^\n]+\n)msgstr ""', r'\1msgstr ""\n"The output is 36 t."', text)
    assert filled != text
    for content in (filled, filled.replace("\n", "\r\n")):
        catalogue.write_bytes(content.encode())
        row = next(n for n, line in enumerate(filled.split("\n"), 1) if line == '"The output is 36 t."') - 1
        capsys.readouterr()
        assert run(["translate", "check", str(report), "--to", "en"]) == 1
        assert f"  {catalogue}:{row}\n" in capsys.readouterr().out
        assert run(["lint", "--no-cache", str(catalogue)]) == 1
        assert f"{catalogue}:{row}:1: EDN" in capsys.readouterr().out
