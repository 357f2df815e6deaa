"""Catalogues that somebody edited by hand, in a plain editor."""

from __future__ import annotations

import pytest

from pubkit.editions.catalog import format_catalog, parse_catalog
from pubkit.text.errors import InputError

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.mark.parametrize(
    "line",
    [
        "msgstr Share",
        "msgstr “Share”",
        "msgstr 'Share'",
        'msgstr "a "quoted" word"',
        'msgstr "Share" of all',
        'msgstr Share"',
        "Share",
        "#~ msgstr Share",
    ],
)
@pytest.mark.parametrize("brief", [False, True])
def test_a_translation_without_its_quotes_is_refused_and_never_shortened(line: str, brief: bool) -> None:
    """`msgstr Share` was read as `har`, and published so."""
    text = f'{HEAD}msgid "比例"\n{line}\n\nmsgid "城市"\nmsgstr "City"\n'
    with pytest.raises(InputError) as caught:
        parse_catalog(text, "a.en.po", "en", brief=brief)
    assert caught.value.row == HEAD.count("\n") + 2


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "比例"\nmsgstr "Share"',
        'msgid "比例"\nmsgstr ""\n"a \\"quoted\\" "\n"word \\\\"',
        'msgctxt "a"\nmsgid "比例"\nmsgstr   "Share"',
        '# a "remark\n#. said\n#: a.md:1\n#, fuzzy\n#| msgid "份额"\nmsgid "比例"\nmsgstr "Share"  ',
        '#\nmsgid "比例"\nmsgstr "Share"\n\n#~ msgid "旧"\n#~ msgstr "old"\n#~ "er"',
        '#~ msgctxt "c"\n#~ msgid "旧"\n#~ msgstr "old"\n\n#~| msgid "更旧"\n#~ msgid "旧"\n#~ msgstr "old"',
    ],
)
def test_whatever_gettext_writes_is_read(entry: str) -> None:
    """Comments of every kind, obsolete entries, escapes, and strings on several lines."""
    catalog = parse_catalog(f"{HEAD}{entry}\n", "a.en.po", "en")
    assert len(catalog.entries) in (1, 2)
    assert parse_catalog(format_catalog(catalog), "a.en.po", "en").entries[0].translation == catalog.entries[0].translation
