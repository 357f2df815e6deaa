"""Catalogues of translations: files of gettext, what a changed text does to them, and what changed."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubkit.editions.catalog import (
    Catalog,
    Entry,
    format_catalog,
    gettext_language,
    new_catalog,
    parse_catalog,
    read_catalog,
)
from pubkit.editions.composition import compose, message_to_markdown
from pubkit.editions.difference import changes, rank
from pubkit.editions.segments import segments_of
from pubkit.editions.updating import Updated, messages_of, renamed, update
from pubkit.markdown.document import Document
from pubkit.text.errors import InputError

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
needs_gettext = pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext is not installed")
REPORT = """---
title: 港口年报
---

# 概况

<!-- translators: 集装箱的吞吐量 -->
吞吐量达到 1.2 亿吨[@lin2024]，同比增长 30%，见[白皮书](https://example.org/a)。

集装箱航线新增八条，其中四条通往东南亚的港口。

| 港口 | 吨数 |
|---|---|
| 东港 | 2 万吨 |
| 西港 | 3 万吨 |

# 展望

明年将扩建码头并更新设备，投资来自地方财政。
"""
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def updated(text: str, catalog: Catalog | None = None) -> Updated:
    document = Document(text, "report.md")
    catalog = catalog or new_catalog("en", "zh-CN", "港口年报", date="2026-01-01 00:00+0000")
    return update(catalog, messages_of(document, segments_of(document), "zh-CN", "report.md"))


def translated(text: str = REPORT) -> Catalog:
    """A catalogue in which every entry has `T` and its message for a translation."""
    catalog = updated(text).catalog
    return replace(catalog, entries=tuple(replace(each, translation="T " + each.message) for each in catalog.entries))


def entry(catalog: Catalog, part: str) -> Entry:
    (found,) = [each for each in catalog.entries if part in each.message]
    return found


def gettext(*command: str, text: str, tmp_path: Path) -> str:
    """The catalogue after one of gettext's programs has read it."""
    path = tmp_path / "in.po"
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_extraction_gives_places_and_what_placeholders_stand_for():
    """The header is complete; each entry says its kind, its section, its row, and what the translator should know."""
    text = format_catalog(updated(REPORT).catalog)
    assert text.startswith('msgid ""\nmsgstr ""\n"Project-Id-Version: 港口年报\\n"\n')
    for field in ("Language: en", "MIME-Version: 1.0", "charset=UTF-8", "Plural-Forms: nplurals=2", "X-Source-Language: zh_CN"):
        assert field in text
    assert (
        "#. paragraph, in 概况\n"
        "#. {c1} citation: [@lin2024]\n"
        "#. {a1} address: https://example.org/a\n"
        "#. translators: 集装箱的吞吐量\n"
        "#: report.md:8\n"
        'msgid "吞吐量达到 {n1:1.2 亿吨}{c1:lin2024}，同比增长 {n2:30%}，见[白皮书]({a1})。"\n'
        'msgstr ""\n'
    ) in text
    assert "{n1:2 万吨}" not in text  # a number alone is written by the edition


def test_a_catalogue_is_read_as_it_was_written():
    """Every field, and characters that end a line for Python and not for PO."""
    entries = (
        Entry('say "hi"\\\nnext', "一行\\\n二行\t", comments=("by hand", "", "pubkit: ignore EDN104, EDN105 as in the original")),
        Entry("odd \u2028 and \x85 \x0c", "odd \u2029", "heading", "older \u2028 text", is_fuzzy=True, flags=("no-wrap",)),
        Entry("machine", "made").unreviewed("made", "glossary"),
        Entry("gone", "weg", previous="older", is_fuzzy=True, is_obsolete=True, comments=("kept",)),
    )
    catalog = replace(new_catalog("ja", "zh-CN", "x"), entries=entries, header_comments="Copyright of nobody")
    text = format_catalog(catalog)
    read = parse_catalog(text, "x.po", "ja")
    assert tuple(replace(each, row=0) for each in read.entries) == entries
    assert read.header_comments == "Copyright of nobody"
    assert format_catalog(read) == text
    assert [each.state for each in read.entries] == ["fresh", "changed", "unreviewed", "changed"]
    assert read.entries[0].waivers == {"EDN104": "as in the original", "EDN105": "as in the original"}


def test_taking_fuzzy_off_makes_an_entry_fresh():
    """And the remark that nobody has read it goes with the next writing."""
    machine = Entry("原", "made").unreviewed("made", "glossary")
    read_by_someone = replace(machine, is_fuzzy=False)
    assert read_by_someone.state == "fresh"
    text = format_catalog(replace(new_catalog("en", "zh", "x"), entries=(read_by_someone,)))
    assert "unreviewed" not in text


def test_nothing_changes_where_the_text_has_not():
    """A second update writes the same file."""
    catalog = translated()
    again = updated(REPORT, catalog)
    assert again.kept == len(catalog.entries)
    assert format_catalog(again.catalog) == format_catalog(catalog)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("，同比增长 30%，", "，同比增长30%，"),
        ("，其中四条", ", 其中四条"),
        ("集装箱航线新增八条，其中四条通往东南亚的港口。", "**集装箱航线**新增八条，\n其中四条通往“东南亚”的港口。"),
        ("达到 1.2 亿吨[@lin2024]，同比增长 30%，", "达到 1.2 亿吨，同比增长 30%[@lin2024]，"),
        ("https://example.org/a", "https://example.org/b"),
    ],
)
def test_a_text_that_is_only_set_otherwise_keeps_its_translation(old: str, new: str):
    """Spaces, width of marks, quotes, emphasis, the place of a citation, an address."""
    result = updated(REPORT.replace(old, new), translated())
    assert {each.state for each in result.catalog.entries} == {"fresh"}
    assert not result.changed
    assert not result.new
    assert len(result.catalog.entries) == len(translated().entries)


def test_moved_blocks_keep_their_translations():
    """Wherever they go."""
    head, _, tail = REPORT.partition("# 概况\n")
    body, _, outlook = tail.partition("# 展望\n")
    result = updated(f"{head}# 展望\n{outlook}\n# 概况\n{body}", translated())
    assert result.kept == len(result.catalog.entries)
    assert [each.message for each in result.catalog.entries][1] == "展望"


def test_a_changed_figure_makes_a_translation_changed_with_its_old_source_kept():
    """The difference is shown and ranked; the placeholders of the translation follow."""
    result = updated(REPORT.replace("1.2 亿吨", "1.5 亿吨"), translated())
    changed = entry(result.catalog, "吞吐量")
    assert changed.state == "changed"
    assert changed.previous is not None
    assert "1.2 亿吨" in changed.previous
    found = changes(changed.previous, changed.message)
    assert [tuple(each) for each in found] == [("figure", "1.2亿吨", "1.5亿吨")]
    assert "{n1:1.5 亿吨}" in changed.translation
    assert "#| msgid" in format_catalog(result.catalog)


def test_a_change_that_is_taken_back_makes_the_translation_current_again():
    """Also over two changes: the old source is that of the translation."""
    once = updated(REPORT.replace("1.2 亿吨", "1.5 亿吨"), translated()).catalog
    twice = updated(REPORT.replace("1.2 亿吨", "1.6 亿吨"), once).catalog
    previous = entry(twice, "吞吐量").previous
    assert previous is not None
    assert "1.2 亿吨" in previous
    back = updated(REPORT, twice).catalog
    assert {each.state for each in back.entries} == {"fresh"}
    assert format_catalog(back) == format_catalog(translated())


def test_nothing_translated_is_deleted():
    """A passage that goes becomes obsolete with its comments, and comes back with its text."""
    catalog = translated()
    noted = replace(entry(catalog, "明年"), comments=("see the minutes",))
    catalog = replace(catalog, entries=tuple(noted if each.message == noted.message else each for each in catalog.entries))
    without = updated(REPORT.replace("明年将扩建码头并更新设备，投资来自地方财政。", ""), catalog)
    (gone,) = without.catalog.obsolete
    assert (gone.translation, gone.comments) == (noted.translation, ("see the minutes",))
    assert "#~ msgid" in format_catalog(without.catalog)
    back = updated(REPORT, parse_catalog(format_catalog(without.catalog), "x.po", "en"))
    assert back.returned == 1
    assert entry(back.catalog, "明年").state == "fresh"
    assert format_catalog(back.catalog) == format_catalog(catalog)


def test_what_is_new_gets_no_absurd_translation():
    """Another text in the place of one that is gone, and short words that share a character, have none."""
    text = REPORT.replace("集装箱航线新增八条，其中四条通往东南亚的港口。", "气象部门在春季发布了三次大风预警。").replace("西港", "东站")
    result = updated(text, translated())
    assert entry(result.catalog, "气象").state == "missing"
    assert entry(result.catalog, "东站").state == "missing"
    assert len(result.catalog.obsolete) == 2


def test_a_message_in_several_places_is_translated_once():
    """Unless one is a heading, or has a comment of its own."""
    text = "# 合计\n\n| 合计 | 吨 |\n|---|---|\n| 合计 | 吨 |\n\n<!-- translators: 动词 -->\n合计\n"
    found = {(each.context, each.message): each.references for each in updated(text).catalog.entries}
    assert found == {
        ("heading", "合计"): (("report.md", "1"),),
        ("text", "合计"): (("report.md", "3"), ("report.md", "5")),
        ("text: 动词", "合计"): (("report.md", "8"),),
        (None, "吨"): (("report.md", "3"), ("report.md", "5")),
    }


@pytest.mark.parametrize(
    ("translation", "old", "new", "expected"),
    [
        ("{n1} of {n2:two}", "{n1:1}之{n2:2}", "{n1:9}、{n2:1}之{n3:2}", "{n2} of {n3:two}"),
        ("{c1:8} {c2:9}", "{c1:8}{c2:9}", "{c1:9}", "{c2:8} {c1:9}"),
        ("{n1:1.2 亿}", "{n1:1.2 亿}", "{n1:1.5 亿}", "{n1:1.5 亿}"),
        ("[a]({a1}) {k1:x}", "[a]({a1}) {k1:x}", "{k1:y}[a]({a1})", "[a]({a1}) {k1:y}"),
    ],
)
def test_placeholders_of_a_translation_follow_those_of_its_source(translation: str, old: str, new: str, expected: str):
    """The same thing keeps its name; what is gone does not pass for another."""
    assert renamed(translation, old, new) == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("增长三成", "增长两成", "figure"),
        ("增长{n1:30%}", "增长{n1:3%}", "figure"),
        ("增长{c1:8}", "增长{c1:9}", "citation"),
        ("见[文]({a1})", "见文", "link"),
        ("用{k1:a}", "用{k1:b}", "code"),
        ("增长很快", "下降很快", "wording"),
    ],
)
def test_what_changed_is_ranked(old: str, new: str, expected: str):
    """A figure before a citation before a link before code before words."""
    assert rank(changes(old, new)) == expected


def test_what_did_not_change_is_nothing():
    """Spaces, and another order of placeholders."""
    assert changes("增长 {n1:30%}", "增长{n1:30 %}") == ()


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        (HEADER + '<<<<<<< ours\nmsgid "a"\nmsgstr "b"\n=======\nmsgid "a"\nmsgstr "c"\n>>>>>>> theirs\n', 4, "conflict"),
        (HEADER.replace("UTF-8", "GBK") + 'msgid "a"\nmsgstr "b"\n', 2, "GBK"),
        ('msgid "a"\nmsgstr "b"\n', 1, "no header"),
        ("", 1, "no header"),
        (HEADER + 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', 7, "line 4"),
        (HEADER + 'msgid "a"\nmsgstr "half', 5, "half written"),
        (HEADER + 'msgid "a"\n', 4, "half written"),
        (HEADER + 'msgid "a"\n\nmsgid "b"\nmsgstr "c"\n', 4, "half written"),
        (HEADER + 'msgid "a "quoted" b"\nmsgstr "b"\n', 4, "not a PO file"),
        (HEADER + "hello\n", 4, "not a PO file"),
        (HEADER + 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\n', 5, "plural"),
    ],
)
def test_a_broken_catalogue_is_an_error_with_its_line(text: str, row: int, said: str):
    """Conflict marks, charset, header, doubles, half a file."""
    with pytest.raises(InputError) as caught:
        parse_catalog(text, "report.en.po", "en")
    assert (caught.value.filename, caught.value.row) == ("report.en.po", row)
    assert said in caught.value.message.en
    assert caught.value.hint is not None


def test_another_charset_is_an_error_with_its_place(tmp_path: Path):
    """A file in GB18030 says so."""
    path = tmp_path / "report.en.po"
    path.write_bytes((HEADER + 'msgid "港口"\nmsgstr "port"\n').encode("gb18030"))
    with pytest.raises(InputError, match="UTF-8") as caught:
        read_catalog(path, "en")
    assert caught.value.row == 4


def test_a_catalogue_of_windows_is_read():
    """BOM and CRLF."""
    text = "\ufeff" + (HEADER + 'msgid "a"\nmsgstr "b"\n').replace("\n", "\r\n")
    assert parse_catalog(text, "x.po", "en").entries[0].translation == "b"


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("zh-Hant", "zh_TW"), ("zh-Hant-HK", "zh_HK"), ("zh", "zh_CN"), ("en", "en"), ("pt-BR", "pt_BR"), ("sr-Latn-RS", "sr_RS")],
)
def test_languages_are_named_as_gettext_does(tag: str, expected: str):
    assert gettext_language(tag) == expected


@needs_gettext
def test_gettext_accepts_every_catalogue(tmp_path: Path):
    """`msgfmt --check` on empty, full, changed and obsolete entries, without a warning, in languages of all plural rules."""
    texts = [format_catalog(translated()), format_catalog(updated(REPORT.replace("1.2", "1.5").replace("明年", ""), translated()).catalog)]
    texts += [format_catalog(new_catalog(tag, "zh-CN", "x")) for tag in ("zh-Hant", "ja", "ko", "fr", "ar", "ru", "pl", "de", "pt-BR", "cy")]
    for text in texts:
        path = tmp_path / "x.po"
        path.write_text(text, encoding="utf-8")
        done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(path)], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")


@needs_gettext
def test_nothing_is_lost_where_other_tools_have_written(tmp_path: Path):
    """After `msgcat` has wrapped and sorted a file, and `msgmerge` merged it, all entries, states and comments are there."""
    catalog = updated(REPORT.replace("1.2 亿吨", "1.5 亿吨").replace("明年将扩建码头并更新设备，投资来自地方财政。", ""), translated()).catalog
    machine = entry(catalog, "展望").unreviewed("Outlook", "glossary")
    noted = replace(entry(catalog, "集装箱航线"), comments=("pubkit: ignore EDN104 as in the original", "ask 林一"))
    made = {each.message: each for each in (machine, noted)}
    catalog = replace(catalog, entries=tuple(made.get(each.message, each) for each in catalog.entries))
    text = format_catalog(catalog)
    known = {(each.message, each.translation, each.state, each.previous, each.comments, each.is_obsolete) for each in catalog.entries}
    for command in (["msgcat", "--width=60"], ["msgcat", "--sort-output"], ["msgmerge", "--quiet", "--previous", str(tmp_path / "in.po")]):
        read = parse_catalog(gettext(*command, text=text, tmp_path=tmp_path), "x.po", "en")
        now = {(each.message, each.translation, each.state, each.previous, each.comments, each.is_obsolete) for each in read.entries}
        assert now == known, command
        again = update(read, messages_of(document := Document(_changed_report(), "report.md"), segments_of(document), "zh-CN", "report.md"))
        assert format_catalog(replace(again.catalog, header=catalog.header)) == text


def _changed_report() -> str:
    return REPORT.replace("1.2 亿吨", "1.5 亿吨").replace("明年将扩建码头并更新设备，投资来自地方财政。", "")


_LINES = st.lists(st.sampled_from(["港口", "增长 30%", "甲，乙", "甲,乙", "见[@a2024]", "用 `x`", "长一些的一段话，说明码头扩建", "长一些的一段话，说明码头已扩建"]), max_size=6)


@settings(max_examples=60, deadline=None)
@given(_LINES, _LINES)
def test_translations_survive_any_change_and_back(first: list[str], second: list[str]):
    """Whatever a text becomes, no translation is lost, and the text that comes back finds its own."""
    one, other = "\n\n".join(first), "\n\n".join(second)
    catalog = translated(one)
    changed = updated(other, catalog)
    kept = {each.translation.removeprefix("T ").split("{")[0] for each in changed.catalog.entries if each.translation}
    assert {each.message.split("{")[0] for each in catalog.entries} <= kept
    back = updated(one, parse_catalog(format_catalog(changed.catalog), "x.po", "en"))
    assert {each.state for each in back.catalog.live} <= {"fresh"}


def test_filling_with_the_source_gives_exactly_the_source():
    """extract → msgstr = msgid → the same text; extract → translate nothing → the same text."""
    document = Document(REPORT, "report.md")
    segments = segments_of(document)
    catalog = updated(REPORT).catalog
    filled = replace(catalog, entries=tuple(replace(each, translation=each.message) for each in catalog.entries))
    result = updated(REPORT, parse_catalog(format_catalog(filled), "x.po", "en"))
    by_id = {each.id: each for each in segments}
    made = {name: message_to_markdown(by_id[name], found.translation, str.upper) for name, found in result.by_segment.items()}
    assert compose(document, made) == REPORT
    assert compose(document, {}) == REPORT


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real exports are not here")
@needs_gettext
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.md")), ids=lambda path: path.name)
def test_real_exports_have_catalogues(path: Path, tmp_path: Path):
    """Written, accepted by gettext, read, filled with the source, and the same text again."""
    document = Document.read(path)
    segments = segments_of(document)
    messages = messages_of(document, segments, "zh-CN", path.name)
    catalog = update(new_catalog("en", "zh-CN", path.stem), messages).catalog
    filled = replace(catalog, entries=tuple(replace(each, translation=each.message) for each in catalog.entries))
    text = gettext("msgcat", text=format_catalog(filled), tmp_path=tmp_path)
    subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(tmp_path / "in.po")], check=True)
    result = update(parse_catalog(text, "x.po", "en"), messages)
    assert result.kept == len(messages)
    by_id = {each.id: each for each in segments}
    assert compose(document, {n: message_to_markdown(by_id[n], e.translation) for n, e in result.by_segment.items()}, segments) == document.text


def brief(catalog: Catalog) -> list[Entry]:
    """The live entries without what a quick look leaves out."""
    return [replace(each, extracted=(), references=(), flags=()) for each in catalog.live]


@pytest.mark.parametrize("width", [0, 60])
def test_a_quick_look_sees_what_a_whole_reading_does(width: int, tmp_path: Path):
    """Translations, states, comments, rows, and how many are obsolete, wrapped or not."""
    changed = updated(_changed_report(), translated()).catalog
    odd = (
        Entry('say "hi"\\\nnext', "一行\\\n二行\t\\", comments=("by hand", "", "pubkit: ignore EDN104 ok")),
        Entry("odd \u2028 and \x85", "odd \x0c", "heading", "older\\\ntext", is_fuzzy=True, flags=("no-wrap",)),
        Entry("machine", "made").unreviewed("made", "glossary"),
    )
    text = format_catalog(replace(changed, entries=(*odd, *changed.entries)))
    if width and shutil.which("msgcat"):
        text = gettext("msgcat", f"--width={width}", text=text, tmp_path=tmp_path)
    whole, quick = parse_catalog(text, "x.po", "en"), parse_catalog(text, "x.po", "en", brief=True)
    assert brief(quick) == brief(whole)
    assert len(quick.obsolete) == len(whole.obsolete) == 1
    assert [each.state for each in quick.live] == [each.state for each in whole.live]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + "<<<<<<< ours\n",
        HEADER.replace("UTF-8", "GBK") + 'msgid "a"\nmsgstr "b"\n',
        'msgid "a"\nmsgstr "b"\n',
        HEADER + 'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        HEADER + 'msgid "a"\nmsgstr "half',
        HEADER + 'msgid "a"\nmsgstr "half\\"',
        HEADER + 'msgid "a"\n',
        HEADER + 'msgid "a "quoted" b"\nmsgstr "b"\n',
        HEADER + 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\n',
    ],
)
def test_a_quick_look_refuses_what_a_whole_reading_does(text: str):
    """With the same error."""
    with pytest.raises(InputError) as whole:
        parse_catalog(text, "x.po", "en")
    with pytest.raises(InputError) as quick:
        parse_catalog(text, "x.po", "en", brief=True)
    assert (quick.value.row, quick.value.message) == (whole.value.row, whole.value.message)
