"""Fonts: the right region for every language, and the characters that no font has."""

from __future__ import annotations

import pytest

from pubkit.publish.fonts import check_glyphs, font_css, font_stack, missing_glyphs, region_of, shown_code_point
from pubkit.text.errors import PublicationError


@pytest.mark.parametrize(
    ("language", "region"),
    [
        ("zh", "SC"),
        ("zh-CN", "SC"),
        ("zh_CN", "SC"),
        ("zh-Hans-HK", "SC"),
        ("zh-SG", "SC"),
        ("zh-TW", "TC"),
        ("zh-Hant", "TC"),
        ("zh-Hant-HK", "HK"),
        ("zh-HK", "HK"),
        ("yue", "HK"),
        ("ja", "JP"),
        ("ko-KR", "KR"),
        ("en", None),
        ("fr-CA", None),
    ],
)
def test_a_language_has_the_region_of_its_han(language, region):
    """Each BCP 47 language is set in the forms of its own region."""
    assert region_of(language) == region


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW", "zh-HK", "ja", "ko"])
def test_a_stack_names_no_other_region(language):
    """No family of a stack belongs to another region, in text, headings or code."""
    own = region_of(language)
    stack = font_stack(language)
    for family in (*stack.serif, *stack.sans, *stack.mono):
        noto = family.startswith(("Noto", "Source Han", "Sarasa"))
        assert not noto or family.endswith(f" {own}"), family


def test_a_stack_goes_on_with_its_region_in_the_other_face():
    """A character that the serif lacks is looked for in the sans of the same region before anything else is asked."""
    serif = font_stack("zh-CN").serif
    assert serif[0] == "Noto Serif CJK SC"
    assert serif.index("Noto Sans CJK SC") < serif.index("serif") == len(serif) - 1


def test_western_text_falls_back_to_chinese():
    """Han in an English edition comes from the font of simplified Chinese."""
    assert "Noto Serif CJK SC" in font_stack("en").serif
    assert not font_stack("en").serif[0].startswith("Noto Serif CJK")


def test_the_css_quotes_families_and_reaches_the_margins():
    """Families are quoted, generic ones are not, and the pages' margin boxes have them as well."""
    css = font_css("zh-CN")
    assert '--serif: "Noto Serif CJK SC", ' in css
    assert ", serif;" in css
    assert css.count("--sans:") == 2
    assert "@page {" in css


def test_ordinary_text_has_all_its_glyphs():
    """Letters, Han, kana, hangul and marks are there; spaces, joiners and selectors are not asked for."""
    assert missing_glyphs("Aé中文かな한글，。“”—…℃ \u3000\u00a0\n\t\u200b\u2060\ufe0f\u200d", "zh-CN") == ()


def test_missing_glyphs_are_named_once_and_in_order():
    """Characters of the private use area, and those that no font has, come back in the order of the text."""
    assert missing_glyphs("甲\ue201乙\ue200\ue201丙\U000f1234", "zh-CN") == ("\ue201", "\ue200", "\U000f1234")


def test_the_error_names_the_character_and_the_words_around_it():
    """An editor can find the character: its number, its name, and what stands beside it."""
    with pytest.raises(PublicationError) as raised:
        check_glyphs("前面的话\ue200后面的话", "zh-CN")
    for shown in (raised.value.show("en"), raised.value.show("zh")):
        assert "U+E200 (private use)" in shown
        assert "前面的话" in shown
        assert ":charset=e200" in shown
    assert raised.value.exit_code == 1


def test_many_missing_characters_are_cut_short():
    """The error names five of them and says that there are more."""
    with pytest.raises(PublicationError) as raised:
        check_glyphs("".join(chr(0xE200 + n) for n in range(9)), "zh-CN")
    assert raised.value.message.en.count("U+") == 5
    assert "…" in raised.value.message.en


def test_a_code_point_is_shown_with_its_name():
    """Astral and unnamed characters can be told in plain letters."""
    assert shown_code_point("\U00020bb7") == "U+20BB7 (CJK UNIFIED IDEOGRAPH-20BB7)"
    assert shown_code_point("\uffff") == "U+FFFF (no name)"
