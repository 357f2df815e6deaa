"""A page carries the rules that it can use, and no others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.publish.themes import default_theme
from pubkit.publish.used_rules import names_in_page, names_made_by, used_rules
from pubkit.publish.web_style import (
    COLLECTION_SCRIPTS,
    PAGE_SCRIPTS,
    PAGE_STYLES,
    joined_script,
    page_stylesheet,
    small_stylesheet,
)

PAGE = '<main class="text wide"><p id="a" role="note">x</p><math display="block"></math></main>'


def kept(css: str, page: str = PAGE, *languages: str) -> str:
    return used_rules(css, names_in_page(page, languages))


@pytest.mark.parametrize(
    "rule",
    [
        "*{a:b}",
        "P{a:b}",
        ".wide{a:b}",
        "main.text>p:hover::before{a:b}",
        "#other{a:b}",
        "[hidden]{a:b}",
        "[role=note]{a:b}",
        '[role="note"]{a:b}',
        "[role^=d]{a:b}",
        "math[display=block]{a:b}",
        "p:not(.gone){a:b}",
        "p:is(.gone,.text *){a:b}",
        "main:has(> p){a:b}",
        "@media print{p{a:b}}",
        "@page{margin:1cm}",
        '@font-face{font-family:"x"}',
        'p::after{content:"} .gone {"}',
    ],
)
def test_what_a_page_can_use_stays(rule: str) -> None:
    """By element, class, role, language; and whatever cannot be told from its markup."""
    assert kept(rule) == rule


@pytest.mark.parametrize(
    "rule",
    [
        "table{a:b}",
        ".gone{a:b}",
        "main .gone>p{a:b}",
        "[role=list]{a:b}",
        "[dir=rtl] p{a:b}",
        ":is(table,.gone) p{a:b}",
        "main:has(> img){a:b}",
        "p:is(:is(.gone)){a:b}",
        "@media print{table{a:b}@supports (a:b){.gone{a:b}}}",
    ],
)
def test_what_a_page_cannot_use_goes(rule: str) -> None:
    """With the group that has nothing else in it."""
    assert kept(rule) == ""
    assert kept(rule + "p{c:d}") == "p{c:d}"


def test_a_rule_keeps_the_selectors_that_can_match() -> None:
    """In their order, and with what it says."""
    assert kept("table,p > a,p,.gone,main{a:b;c:d}") == "p,main{a:b;c:d}"
    assert kept("@media (min-width:1em){table{a:b}p{c:d}}") == "@media (min-width:1em){p{c:d}}"


@pytest.mark.parametrize(
    ("selector", "languages", "stays"),
    [
        (":lang(zh)", ["zh-Hant-TW"], True),
        (":lang(zh-TW)", ["zh-Hant-TW"], True),
        (":lang(ZH-hant)", ["zh-Hant-TW"], True),
        (":lang(zh-TW)", ["zh-CN"], False),
        (":lang(ja,zh)", ["zh-CN"], True),
        (":lang(ja) em", ["zh-CN", "en"], False),
        (":is(:lang(ja),:lang(en)) p", ["en"], True),
        (":not(:lang(ja)) p", ["en"], True),
    ],
)
def test_languages_are_met_by_extended_filtering(selector: str, languages: list[str], stays: bool) -> None:
    """As `:lang()` is (Selectors 4, RFC 4647)."""
    assert bool(kept(selector + "{a:b}", PAGE.replace("<p", "<p><em></em></p><p"), *languages)) is stays


def test_what_scripts_make_is_known() -> None:
    """Every element, class and role that the style sheets dress and that only a script brings."""
    made = names_made_by(joined_script(PAGE_SCRIPTS))
    assert {".scripted", ".ready", ".card", ".card-entry", ".quote", ".search", ".search-field", ".came-from", ".hit", ".open"} <= made
    assert {"dialog", "input", "mark", "[role=option]"} <= made
    assert {"search", ".finder", ".found", ".excerpt", ".count"} <= names_made_by(joined_script(COLLECTION_SCRIPTS))


def test_every_class_that_a_script_asks_a_style_for_is_in_the_smallest_page() -> None:
    """A class that scripts set by other means than those that are read would lose its rules."""
    script = joined_script(PAGE_SCRIPTS)
    sheet = small_stylesheet(PAGE_STYLES, default_theme())
    page = '<html><body><nav class="contents"><details><summary></summary><ol><li><a></a></li></ol></details></nav><main></main></body></html>'
    small = page_stylesheet(PAGE_STYLES, default_theme(), page, ["en"], PAGE_SCRIPTS)
    spoken = set(re.findall(r"\.([a-z][\w-]*)", re.sub(r'url\("[^"]*"\)', "", sheet)))
    quoted = {word for words in re.findall(r'"([\w -]+)"', script) for word in words.split()}
    only_by_script = {name for name in spoken & quoted if re.search(rf'(?:className|classList)[^\n]*"[^"\n]*\b{name}\b', script)}
    assert only_by_script
    assert {name for name in only_by_script if f".{name}" not in small} == set()


@given(st.sets(st.sampled_from(["p", ".text", "table", ".gone", ":lang(zh)", "[role=note]", "math", "img"])))
def test_a_page_with_more_names_uses_no_fewer_rules(names: set[str]) -> None:
    """Rules are dropped for what is missing only, and those that are left are the sheet's own, in its order."""
    sheet = small_stylesheet(PAGE_STYLES, default_theme())
    some, more = (used_rules(sheet, frozenset(one)) for one in (names, names | {"p", "table"}))
    rest = iter(more)
    assert all(letter in rest for letter in some)
    assert len(some) <= len(more) <= len(sheet)
