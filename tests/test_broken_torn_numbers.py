"""Numbers that are placeholders in one form of a text and not in another."""

from __future__ import annotations

from dataclasses import replace

from pubkit.editions.catalog import Catalog, Entry, new_catalog
from pubkit.editions.segments import segments_of
from pubkit.editions.updating import Updated, messages_of, update
from pubkit.markdown.document import Document


def updated(text: str, *entries: Entry) -> Updated:
    catalog: Catalog = new_catalog("en", "zh-CN", "x", generator="x", date="2026-01-01 00:00+0000")
    document = Document(text)
    return update(replace(catalog, entries=entries), messages_of(document, segments_of(document), "zh-CN"))


def test_a_number_that_was_torn_makes_its_translation_stale() -> None:
    """`3.[8]3%` of the draft is `3.3%[8]` when it is published: two placeholders have become one."""
    torn = Entry("提高了 {n1:3.}{n2:3%}{c1:8}，优于上年。", "Up by {n1}{n2}{c1} on last year.")
    found = updated("提高了 3.3%[@8]，优于上年。\n", torn)
    (entry,) = found.catalog.live
    assert found.changed == 1
    assert entry.is_fuzzy
    assert entry.previous == torn.message


def test_a_number_that_is_none_in_a_title_stands_as_text() -> None:
    """What is told as metadata has other placeholders than the paragraph that was translated."""
    text = "位于 C:\\\\temp，**共** {n1:3} 个。"
    found = updated('---\ntitle: "位于 C:\\\\temp，共 3 个。"\n---\n', Entry(text, "In C:\\\\temp, **{n1}** in all."))
    (entry,) = found.catalog.live
    assert "{" not in entry.message
    assert entry.translation == "In C:\\temp, 3 in all."
