"""Names of editions: what is a language tag, and what somebody meant who wrote none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.config import json_schema, load_config
from pubkit.editions.edition import editions_of
from pubkit.publish.labels import language_name
from pubkit.text.errors import ConfigError, UsageError
from pubkit.text.tags import is_tag, meant_tag

if TYPE_CHECKING:
    from pathlib import Path

TAGS = ["en", "EN", "zh-Hant", "zh-hant", "zh-HK", "zh-Hant-TW", "en-US", "es-419", "de-1996", "sr-Latn", "yue", "gsw", "sl-rozaj-biske", "fa", "en-x-easy"]
MISTAKES = {
    "zh-Hnat": "zh-Hant",
    "zh-Hnas": "zh-Hans",
    "english": "en",
    "English": "en",
    "en_US": "en-US",
    "zh_TW": "zh-TW",
    "jp": "ja",
    "jp-JP": "ja-JP",
    "cn": "zh-CN",
    "cht": "zh-Hant",
    "繁體中文": "zh-Hant",
    "英文": "en",
}


@pytest.mark.parametrize("tag", TAGS)
def test_a_tag_of_bcp_47_is_one(tag: str) -> None:
    """Languages with two letters are those of ISO 639-1, scripts those of living languages."""
    assert is_tag(tag)


@pytest.mark.parametrize(("written", "meant"), MISTAKES.items())
def test_what_is_no_tag_is_refused_with_the_one_that_is_meant(written: str, meant: str) -> None:
    """The mistakes that editors make: names of languages, of countries, underscores, letters in the wrong order."""
    assert not is_tag(written)
    assert meant_tag(written) == meant


@pytest.mark.parametrize("nonsense", ["", "e", "zh-", "-en", "qq", "en/us", "../en", "zh Hant", "en-", "zh--CN", "草稿"])
def test_nonsense_is_no_tag_and_nothing_is_guessed(nonsense: str) -> None:
    """A guess that is far from what was written would mislead."""
    assert not is_tag(nonsense)
    assert meant_tag(nonsense) is None or is_tag(str(meant_tag(nonsense)))


def loaded(folder: Path, text: str) -> None:
    (folder / "pubkit.yaml").write_text(text, encoding="utf-8")
    load_config(folder / "pubkit.yaml")


@pytest.mark.parametrize(
    ("text", "row", "hint"),
    [
        ("editions:\n  zh-Hant:\n  zh-Hnat:\n", 3, "`zh-Hant`"),
        ("editions:\n  english: translate\n", 2, "`en`"),
        ("editions: [en, jp]\n", 1, "`ja`"),
        ("editions:\n  zh-CN+english:\n", 2, "`zh-CN+en`"),
        ("reports:\n  a:\n    editions:\n      en_GB:\n", 4, "`en-GB`"),
        ("editions: en\n", 1, "[zh-Hant, en]"),
        ("ignore: CIT203\n", 1, "`lint:`"),
        ("require-reason: true\n", 1, "`lint:`"),
        ("lint: CIT\n", 1, "select"),
    ],
)
def test_a_mistake_in_the_configuration_is_told_with_its_line_and_what_to_write(tmp_path: Path, text: str, row: int, hint: str) -> None:
    """An edition with a misspelt tag was built as if it were a language; a key one level too high was told to be another key."""
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    error = caught.value
    assert error.row == row
    assert error.hint is not None
    assert hint in error.hint.en
    assert hint in error.hint.zh


def test_editions_may_be_a_list_of_tags(tmp_path: Path) -> None:
    """A list is what comes to mind first, and the schema for editors takes it too."""
    loaded(tmp_path, "editions: [zh-Hant, en, zh-CN+en]\n")
    assert {"type": "array", "items": {"type": "string"}} in json_schema()["properties"]["editions"]["anyOf"]
    found = editions_of(["zh-Hant", "en", "zh-CN+en"], "zh-CN", tmp_path / "a.md")
    assert [edition.origin for edition in found] == ["source", "convert", "translate", "bilingual"]


def test_a_misspelt_tag_in_the_front_matter_is_refused_too(tmp_path: Path) -> None:
    """Front matter does not pass through the schema of pubkit.yaml."""
    with pytest.raises(UsageError, match="jp"):
        editions_of({"jp": None}, "zh-CN", tmp_path / "a.md")


@pytest.mark.parametrize(
    ("tag", "name"), [("zh-Hant", "繁體中文"), ("zh-TW", "繁體中文"), ("zh-HK", "繁體中文（香港）"), ("zh-Hant-MO", "繁體中文（澳門）"), ("en-HK", "English"), ("zh-CN", "简体中文")]
)
def test_editions_of_two_regions_have_names_of_their_own(tag: str, name: str) -> None:
    """The switch of languages offered 繁體中文 twice."""
    assert language_name(tag) == name
