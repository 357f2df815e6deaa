"""XLIFF 2.1 out and in, without loss."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pubkit.editions.catalog import Catalog, Entry, format_catalog, new_catalog, parse_catalog
from pubkit.editions.segments import segments_of
from pubkit.editions.updating import messages_of, update
from pubkit.editions.xliff import NAMESPACE, format_xliff, parse_xliff
from pubkit.markdown.document import Document
from pubkit.text.errors import InputError

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
MESSAGE = "吞吐量达到 {n1:1.2 亿吨}{c1:lin2024}，见 {k1:a <b> & c} 与[白皮书]({a1})。"
ENTRIES = (
    Entry(MESSAGE, "Throughput of {n1:120 million tons}{c1}, see {k1:a <b> & c} and the [paper]({a1}).", extracted=("paragraph, in 概况", "translators: 注"), references=(("report.md", "8"),)),
    Entry("缺译 {n1:30%}"),
    Entry("已改\\\n换行", "old\\\nnew {n1}", "heading", "旧 {n1:3}", is_fuzzy=True, comments=("ask", "pubkit: ignore EDN104 ok"), flags=("no-wrap",)),
    Entry("机器", "machine").unreviewed("machine", "glossary"),
    Entry("空格  与\t制表 \r 与 \x0c", " leading \x0b trailing ", comments=("odd \x0c",)),
    Entry("旧文", "gone", is_obsolete=True, comments=("kept",)),
)


def catalog() -> Catalog:
    return replace(new_catalog("en", "zh-CN", "x", date="2026-01-01 00:00+0000"), entries=ENTRIES, header_comments="Nobody's")


def back(text: str) -> Catalog:
    return parse_xliff(text, "x.xlf", "en")


def without_rows(read: Catalog) -> tuple[Entry, ...]:
    return tuple(replace(each, row=0) for each in read.entries)


def test_a_catalogue_comes_back_as_it_was():
    """All fields of all states, header, obsolete entries, characters that XML cannot hold."""
    read = back(format_xliff(catalog(), "zh-CN", "report.md"))
    assert without_rows(read) == ENTRIES
    assert format_catalog(read) == format_catalog(catalog())


def test_codes_are_protected_and_states_are_those_of_the_standard():
    """A placeholder is `<ph>` with its original data, a number `<pc>` around its words."""
    root = ET.fromstring(format_xliff(catalog(), "zh-CN", "report.md"))  # noqa: S314  our own text
    space = {"x": NAMESPACE}
    assert (root.get("version"), root.get("srcLang"), root.get("trgLang")) == ("2.1", "zh-CN", "en")
    units = root.findall(".//x:unit", space)
    assert all(unit.get("canResegment") == "no" for unit in units)
    states = [(s.get("state"), s.get("subState")) for s in root.findall(".//x:segment", space)]
    assert states[:4] == [("reviewed", None), ("initial", None), ("translated", "pubkit:changed"), ("translated", "pubkit:unreviewed")]
    source = units[0].find(".//x:source", space)
    assert source is not None
    assert [(code.tag.rpartition("}")[2], code.get("id")) for code in source] == [("pc", "n1"), ("ph", "c1"), ("ph", "k1"), ("ph", "a1")]
    assert source[0].text == "1.2 亿吨"
    data = {each.get("id"): each.text for each in units[0].findall(".//x:data", space)}
    assert data[source[1].get("dataRef")] == "{c1:lin2024}"
    ids = [each.get("id") for each in root.iter() if each.tag.endswith("}unit")]
    assert len(set(ids)) == len(ids)


def test_what_a_tool_has_confirmed_is_fresh():
    """A tool drops the sub-state, or says reviewed or final."""
    text = format_xliff(catalog(), "zh-CN", "report.md")
    for new in ('state="translated"', 'state="final"', 'state="reviewed"'):
        for ours in ("changed", "unreviewed"):
            text = text.replace(f'state="translated" subState="pubkit:{ours}"', new)
    read = back(text)
    assert [each.state for each in read.entries] == ["fresh", "missing", "fresh", "fresh", "fresh", "fresh"]
    assert all(each.previous is None for each in read.entries)


def test_what_a_tool_writes_is_read():
    """Codes without original data, marks around terms, a unit cut in two, words for a bare number."""
    text = (
        f'<xliff xmlns="{NAMESPACE}" version="2.0" srcLang="zh" trgLang="ja"><file id="f"><group id="g"><unit id="1">'
        '<segment state="translated"><source>增长<ph id="c1"/>。</source><target><mrk id="m" type="term">成長</mrk><ph id="c1"/>。</target></segment>'
        '<ignorable><source> </source><target> </target></ignorable>'
        '<segment state="final"><source><pc id="n1">3%</pc></source><target><pc id="n1"/></target></segment></unit></group></file></xliff>'
    )
    (entry,) = back(text).entries
    assert (entry.message, entry.translation, entry.state) == ("增长{c1}。 {n1:3%}", "成長{c1}。 {n1}", "fresh")
    assert back(text).language == "ja"


@pytest.mark.parametrize(
    ("text", "row", "said"),
    [
        ('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY a "b">]>\n<xliff/>', 2, "DTD"),
        ('<?xml version="1.0"?>\n<xliff version="2.1">\n<file>', 3, "well-formed"),
        ('\n<xliff version="1.2"/>', 2, "XLIFF 2"),
        (f'<xliff xmlns="{NAMESPACE}" version="2.1"><file id="f">\n<unit id="u7"/></file></xliff>', 2, "no source"),
        ("", 1, "well-formed"),
    ],
)
def test_a_broken_document_is_an_error_with_its_line(text: str, row: int, said: str):
    """A DTD is refused before any entity is read."""
    with pytest.raises(InputError) as caught:
        back(text)
    assert caught.value.row == row
    assert said in caught.value.message.en
    assert caught.value.hint is not None


_PIECES = st.sampled_from(["港口", "{n1:1.2 亿}", "{n2}", "{c1:8}", "{k1:<x>&\"'}", "\\{c1}", "\\\\{c2:9}", "{n3:}", " ", "\n", "\t", "\r", "😀", "]]>", "\x07", "{", "}", "⟨U+0007⟩", "{n1:x}"])
_WORDS = st.lists(_PIECES, max_size=7).map("".join)


@settings(max_examples=150, deadline=None)
@given(_WORDS, _WORDS, _WORDS, st.booleans(), st.booleans())
def test_any_text_comes_back(message: str, translation: str, comment: str, fuzzy: bool, obsolete: bool):
    """Whatever stands in a message, a translation or a comment."""
    line = comment.replace("\n", " ").replace("⟨U+0007⟩", "")
    entry = Entry("甲" + message, translation, is_fuzzy=fuzzy, is_obsolete=obsolete, comments=(line,) if line else ())
    made = replace(new_catalog("en", "zh", "x"), entries=(entry,))
    (read,) = without_rows(back(format_xliff(made, "zh", "x.md")))
    assert read == entry


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real exports are not here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*.md")), ids=lambda path: path.name)
def test_real_exports_come_back(path: Path):
    """Every message of a broken export, through PO and XLIFF."""
    document = Document.read(path)
    made = update(new_catalog("en", "zh-CN", path.stem), messages_of(document, segments_of(document), "zh-CN", path.name)).catalog
    filled = replace(made, entries=tuple(replace(each, translation="T " + each.message) for each in made.entries))
    text = format_catalog(filled)
    assert format_catalog(back(format_xliff(parse_catalog(text, "x.po", "en"), "zh-CN", path.name))) == text
