"""Titles with markup, citations and numbers, in editions that a catalogue makes."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from pubkit.cli.app import run
from pubkit.editions.catalog import Entry, new_catalog
from pubkit.editions.segments import segments_of
from pubkit.editions.updating import messages_of, plain_of, update
from pubkit.markdown.document import Document

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """---
language: zh-CN
editions: [en]
---

# 2024 年产值 1.2 亿元与 `pubkit` 的**关系**[(1)](https://example.org/1)

正文。

## *参考资料*

\\[1] 年报 <https://example.org/1>
"""
SAID = {
    "{n1:2024": "Output of {n2} in {n1} and its **relation** to {k1}{c1}",
    "正文": "Text.",
    "*参考": "*Sources* we used",
}


def test_a_title_is_translated_as_its_heading_was(tmp_path: Path) -> None:
    """The title page has neither markup nor citations; the catalogue of the draft has both."""
    path = tmp_path / "r.md"
    path.write_text(REPORT, encoding="utf-8")
    assert run(["translate", "extract", str(path), "--to", "en"]) == 0
    catalog = path.with_name("r.en.po")
    text = catalog.read_text("utf-8")
    for begins, said in SAID.items():
        text = re.sub(rf'(msgid "{re.escape(begins)}[^\n]*\n)msgstr ""', lambda found, said=said: f'{found[1]}msgstr "{said}"', text)  # type: ignore[misc]
    catalog.write_text(text, encoding="utf-8")
    assert run(["build", str(path), "--format", "html", "--edition", "en", "--output", str(tmp_path / "out"), "-q"]) == 0
    page = (tmp_path / "out/r/en/r.html").read_text("utf-8")
    assert "<title>Output of 120 million yuan in 2024 and its relation to pubkit</title>" in page
    words = unescape(re.sub(r"<[^>]*>", "", page.partition("<main")[2]))
    assert "Sources we used" in words
    assert "*" not in words


def test_the_heading_of_an_export_has_no_stars_in_any_edition() -> None:
    """Exports write `**参考资料 **`, and translators copy the space."""
    assert plain_of("**Sources **", "**参考资料 **") == "Sources"
    assert plain_of("2**3", "2 的 3 次方") == "2**3"


def test_plain_text_keeps_its_numbers() -> None:
    """They are written in the form of the edition later."""
    assert plain_of("**A** [link]({a1}) {n1} `x` {k1:that}{c1}", "**甲**[链]({a1}){n1:3}{k1:code}{c1:8}") == "A link {n1} x code"


def test_a_heading_with_other_words_is_no_title() -> None:
    """Markup may differ; words may not."""
    document = Document("---\ntitle: 河流与湖泊\n---\n\n# 河流与**海洋**\n")
    entries = (Entry("河流与**海洋**", "Rivers and **seas**", "heading"),)
    catalog = new_catalog("en", "zh-CN", "x", generator="x", date="2026-01-01 00:00+0000")
    from dataclasses import replace

    updated = update(replace(catalog, entries=entries), messages_of(document, segments_of(document), "zh-CN"))
    assert [entry.translation for entry in updated.catalog.live] == ["", "Rivers and **seas**"]
