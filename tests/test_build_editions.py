"""Editions from outside: one source, several languages, and nothing lost between them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from publications import page_markup

from pubkit.cli.app import run
from pubkit.editions.bilingual import side_by_side
from pubkit.editions.edition import editions_of
from pubkit.editions.fallback import OMITTED, marked, without_omitted
from pubkit.editions.segments import segments_of
from pubkit.markdown.document import Document
from pubkit.text.errors import UsageError

SOURCE = """---
title: 储能报告
author: 甲
date: 2026-01-31
---

## 一、概述

电池软件的发展很快[(7)](https://e.org/g)，装机达到 1.2 亿千瓦[(3)](https://e.org/c)。

后来的情况见[(3)](https://e.org/c)。

## 参考资料

\\[3] 甲报告[ https://e.org/c](https://e.org/c)

\\[7] 乙报告[ https://e.org/g](https://e.org/g)
"""
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: en\\n"\n\n'
FULL = {
    "储能报告": "Storage report",
    "一、概述": "1. Overview",
    "电池软件的发展很快{c1:7}，装机达到 {n1:1.2 亿千瓦}{c2:3}。": "Battery software develops fast{c1}, and {n1} are installed{c2}.",
    "后来的情况见{c1:3}。": "For what came later see{c1}.",
    "参考资料": "References",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "source" / "storage"
    folder.mkdir(parents=True)
    (folder / "storage.md").write_text(SOURCE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def configure(project: Path, editions: str) -> None:
    (project / "pubkit.yaml").write_text(f"language: zh-CN\neditions:\n{editions}", encoding="utf-8")


def translate(project: Path, messages: dict[str, str]) -> Path:
    path = project / "source/storage/storage.en.po"
    entries = [f"msgid {json.dumps(source, ensure_ascii=False)}\nmsgstr {json.dumps(words)}\n" for source, words in messages.items()]
    path.write_text(HEADER + "\n".join(entries), encoding="utf-8")
    return path


def build(*arguments: str) -> int:
    return run(["build", "--format", "html", "--language", "en", *arguments])


def page(project: Path, edition: str) -> str:
    return page_markup(project / f"build/storage/{edition}/storage.html")


def body(html: str) -> str:
    return re.sub(r"<[^>]+>", "", html[html.index("<main") : html.index('<section class="references"')])


def numbers(html: str) -> list[str]:
    return re.findall(r'href="#(ref-[^"]+)"[^>]*role="doc-biblioref"', html)


def test_every_edition_has_its_folder_its_language_and_the_numbers_of_the_source(project: Path) -> None:
    """Converted and translated text, the same citations, entries in their own language, links to each other."""
    configure(project, "  zh-Hant: convert\n  en: {author: A. Editor}\n")
    translate(project, FULL)
    assert build() == 0
    source, traditional, english = (page(project, edition) for edition in ("zh-CN", "zh-Hant", "en"))
    assert "電池軟體的發展很快" in body(traditional)
    assert "後來" in body(traditional)
    assert "Battery software develops fast" in body(english)
    assert "120 million kilowatts" in body(english)
    assert numbers(source) == numbers(traditional) == numbers(english) == ["ref-7", "ref-3", "ref-3"]
    for html, language, title in ((traditional, "zh-Hant", "儲能報告"), (english, "en", "Storage report")):
        assert f'<html lang="{language}"' in html
        assert f"<title>{title}" in html
        assert "乙报告" in html
    assert 'hreflang="en"' in source
    assert "../zh-Hant/storage.html" in english
    assert "A. Editor" in english
    records = json.loads((project / "build/manifest.json").read_text(encoding="utf-8"))["artifacts"]
    assert [record["edition"] for record in records] == ["en", "zh-CN", "zh-Hant"]


def test_what_is_not_translated_is_shown_in_the_original_and_marked(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The passage bears its language, a word says so, and the reader is told before the text."""
    configure(project, "  en: translate\n")
    translate(project, {source: words for source, words in FULL.items() if "后来" not in source})
    assert build("--edition", "en") == 0
    html = page(project, "en")
    assert re.search(r'\[original\]</span> <span class="untranslated" lang="zh-CN">后来', html)
    assert "This edition is not fully translated" in html
    assert "1 passages are shown in the original, marked" in capsys.readouterr().out


def test_what_is_not_translated_can_be_left_out_or_stop_the_build(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`missing: omit` and `missing: fail`, and a threshold below which nothing is built."""
    translate(project, {source: words for source, words in FULL.items() if "后来" not in source})
    configure(project, "  en: {missing: omit}\n")
    assert build("--edition", "en") == 0
    assert "后来" not in page(project, "en")
    assert "untranslated" not in body(page(project, "en"))
    configure(project, "  en: {missing: fail}\n")
    assert build("--edition", "en") == 1
    assert "1 passages have no current translation" in capsys.readouterr().err
    configure(project, "  en: {threshold: 95%}\n")
    assert build("--edition", "en") == 1
    assert "less than the 95% that it needs" in capsys.readouterr().err


def test_an_error_in_one_edition_stops_it_alone_and_names_the_row(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A citation that was lost in translation is found before anything of that edition is put in place."""
    configure(project, "  en: translate\n")
    lost = {**FULL, "后来的情况见{c1:3}。": "For what came later see there."}
    path = translate(project, lost)
    assert build() == 1
    row = path.read_text(encoding="utf-8").split("\n").index('msgstr "For what came later see there."') + 1
    assert f"storage.en.po:{row}:1: EDN101" in capsys.readouterr().err
    assert (project / "build/storage/zh-CN/storage.html").exists()
    assert not (project / "build/storage/en/storage.html").exists()


def test_a_broken_placeholder_is_an_error_with_its_place(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A translator's slip is told with file and row, and nothing is built of it."""
    configure(project, "  en: translate\n")
    translate(project, {**FULL, "后来的情况见{c1:3}。": "For what came later see{c9}."})
    assert build("--edition", "en") == 1
    assert re.search(r"storage\.en\.po:\d+.*\{c9\}", capsys.readouterr().err, re.DOTALL)


def test_machine_translation_is_published_only_when_accepted(project: Path) -> None:
    """An unreviewed entry counts as missing, unless somebody says otherwise."""
    configure(project, "  en: translate\n")
    path = translate(project, FULL)
    text = path.read_text(encoding="utf-8").replace('msgid "后来', '# pubkit: unreviewed\n#, fuzzy\nmsgid "后来')
    path.write_text(text, encoding="utf-8")
    assert build("--edition", "en") == 0
    assert "后来" in page(project, "en")
    assert build("--edition", "en", "--accept-unreviewed") == 0
    assert "For what came later" in page(project, "en")


def test_an_edition_without_its_catalogue_says_how_to_make_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No silent edition in the wrong language."""
    configure(project, "  en: translate\n")
    assert build("--edition", "en") == 2
    assert "pubkit translate extract" in capsys.readouterr().err


def test_a_parallel_text_takes_numbers_and_entries_of_the_source(project: Path) -> None:
    """A file of its own, with citations in another form, and no list."""
    configure(project, "  en: parallel\n")
    (project / "source/storage/storage.en.md").write_text(
        "---\ntitle: Storage report\n---\n\n## 1. Overview\n\nBattery software develops fast[@7], and 120 million kW are installed[@3].\n\n"
        "For what came later see[@3].\n",
        encoding="utf-8",
    )
    assert build() == 0
    assert numbers(page(project, "en")) == numbers(page(project, "zh-CN"))


def test_two_editions_stand_side_by_side_with_one_list(project: Path) -> None:
    """Each passage twice, each entry once, headings and contents in both languages."""
    configure(project, "  en: translate\n  zh-CN+en: bilingual\n")
    translate(project, FULL)
    assert build("--edition", "zh-CN+en") == 0
    html = page(project, "zh-CN+en")
    assert html.count('id="ref-7"') == 1
    assert numbers(html) == ["ref-7", "ref-3", "ref-7", "ref-3", "ref-3", "ref-3"]
    assert re.search(r"一、概述.{0,120}1\. Overview", html)
    assert "储能报告 / Storage report" in html


def test_only_what_an_edition_depends_on_builds_it_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A corrected translation builds its edition, and no other."""
    configure(project, "  zh-Hant: convert\n  en: translate\n")
    translate(project, FULL)
    assert build() == 0
    translate(project, {**FULL, "后来的情况见{c1:3}。": "For the later state see{c1}."})
    capsys.readouterr()
    assert build() == 0
    said = capsys.readouterr().out
    assert "storage: unchanged" in said
    assert "storage · zh-Hant: unchanged" in said
    assert "storage · en: unchanged" not in said


def test_an_unknown_edition_is_a_usage_error_that_names_the_nearest(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A slip of the pen must not look like success."""
    configure(project, "  zh-Hant: convert\n")
    assert build("--edition", "zh-Hnat") == 2
    assert "`zh-Hant`" in capsys.readouterr().err


def test_origins_follow_from_tags_and_files(tmp_path: Path) -> None:
    """What need not be said: the source's own language, another script of Chinese, a catalogue, a text beside the report."""
    (tmp_path / "r.fr.md").write_text("x", encoding="utf-8")
    found = editions_of(["en", "zh-Hant", "fr", "zh-Hans", "zh-Hans+en"], "zh-CN", tmp_path / "r.md")
    assert [(edition.language, edition.origin) for edition in found] == [
        ("zh-Hans", "source"),
        ("en", "translate"),
        ("zh-Hant", "convert"),
        ("fr", "parallel"),
        ("zh-Hans+en", "bilingual"),
    ]
    assert [edition.language for edition in editions_of(None, "zh-CN", tmp_path / "r.md")] == ["zh-CN"]


@pytest.mark.parametrize("given", [{"en": "convert"}, {"zh-CN+": "bilingual"}, {"en+en": "bilingual"}])
def test_an_edition_that_cannot_be_is_refused(given: dict[str, str]) -> None:
    """Only Chinese is converted; two languages are two."""
    with pytest.raises(UsageError):
        editions_of(given, "zh-CN", Path("r.md"))


def test_what_is_left_out_goes_with_its_block() -> None:
    """No empty heading, item, row or quotation stays behind; a row with a cell left stays."""
    text = f"## {OMITTED}\n\n{OMITTED}\n\n- {OMITTED}\n- b\n  - {OMITTED}\n\n| a | b |\n|---|---|\n| {OMITTED} | {OMITTED} |\n| {OMITTED} | x |\n\n> {OMITTED}\n\nend\n"
    assert without_omitted(text) == "- b\n\n| a | b |\n|---|---|\n|  | x |\n\nend\n"
    assert OMITTED not in without_omitted(text)


def test_a_passage_whose_brackets_do_not_match_is_marked_without_a_span() -> None:
    """A span around it would end too early."""
    segment = segments_of(Document("甲 [乙 丙\n"))[0]
    assert marked(segment, segment.text, "zh-CN", "[original]") == "[[original]]{.untranslated-mark} 甲 [乙 丙"
    assert marked(segment, "甲[乙]", "zh-CN", "") == "[甲[乙]]{.untranslated lang=zh-CN}"


def test_a_block_that_only_one_text_has_stands_alone() -> None:
    """Two texts that are not quite parallel lose nothing."""
    joined = side_by_side("## 甲\n\n一。\n\n- 只有这里\n\n二。\n", "## A\n\nOne.\n\nTwo.\n", ("zh-CN", "en"))
    for words in ("甲", "一。", "只有这里", "二。", "A", "One.", "Two."):
        assert words in joined
    assert joined.index("只有这里") < joined.index("二。") < joined.index("Two.")


def test_lint_checks_catalogues_beside_their_reports(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A catalogue in a folder is linted with the Markdown files; a finding stands at its translation, and can be left out."""
    configure(project, "  en: translate\n")
    path = translate(project, {**FULL, "后来的情况见{c1:3}。": "For what came later see there."})
    (project / "source/storage/other.po").write_text(HEADER, encoding="utf-8")
    row = path.read_text(encoding="utf-8").split("\n").index('msgstr "For what came later see there."') + 1
    assert run(["lint", "--no-cache", "--select", "EDN", "--language", "en", "source"]) == 1
    assert f"storage.en.po:{row}:1: EDN101" in capsys.readouterr().out
    assert run(["lint", "--no-cache", "--ignore", "EDN101,CIT", "--language", "en", str(path)]) == 0
    assert run(["lint", "--no-cache", "--select", "EDN999", "--language", "en", str(path)]) == 2


def test_a_finding_in_a_catalogue_is_waived_with_a_reason(project: Path) -> None:
    """`# pubkit: ignore EDN101 …` above the entry."""
    configure(project, "  en: translate\n")
    path = translate(project, {**FULL, "后来的情况见{c1:3}。": "For what came later see there."})
    text = path.read_text(encoding="utf-8").replace('msgid "后来', '# pubkit: ignore EDN101 said in the next sentence\nmsgid "后来')
    path.write_text(text, encoding="utf-8")
    assert run(["lint", "--no-cache", "--select", "EDN101", str(path)]) == 0


def test_a_catalogue_without_a_report_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It has nothing to be compared with."""
    (tmp_path / "lost.en.po").write_text(HEADER, encoding="utf-8")
    assert run(["lint", "--no-cache", "--language", "en", str(tmp_path / "lost.en.po")]) == 2
    assert "belongs to no report" in capsys.readouterr().err


def test_a_reports_own_lang_goes_before_the_projects_language(project: Path) -> None:
    """`lang` is pandoc's spelling of `language`; the nearer one counts."""
    configure(project, "  zh-Hant: convert\n")
    (project / "source/storage/storage.md").write_text("---\ntitle: Storage\nlang: en\neditions: [en]\n---\n\n## One\n\nText.\n", encoding="utf-8")
    assert build() == 0
    assert '<html lang="en"' in page(project, "en")
