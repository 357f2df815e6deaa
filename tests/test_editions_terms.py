"""Terms: how things are called in each language, and what is wrong with a list that cannot be meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.editions.terms import Terms, load_terms
from pubkit.text.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

GIVEN = """\
terms:
  - zh-Hans: 大语言模型
    zh-Hant: 大型語言模型
    en: [large language model, LLM]
    forbid: {en: [big language model]}
    note: as the style guide says
  - {zh-Hans: 程序, zh-Hant: 程式, near: [代码, 编译]}
  - {zh-Hans: 芯片, zh-Hant: 晶片, zh-HK: 芯片組}
protect: [范冰]
"""


def written(folder: Path, text: str, name: str = "terms.yaml") -> Terms:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_terms([path])


def test_a_term_is_found_by_language(tmp_path: Path) -> None:
    """A tag of the list serves its regions; a region's own word goes before, and serves no other region."""
    first, _, chip = written(tmp_path, GIVEN).entries
    assert first.forms_in("en-GB") == ("large language model", "LLM")
    assert first.forms_in("zh-TW") == first.forms_in("zh-HK") == ("大型語言模型",)
    assert first.forms_in("zh-CN") == ("大语言模型",)
    assert first.forbidden_in("en") == ("big language model",)
    assert first.forms_in("ja") == ()
    assert chip.forms_in("zh-Hant-HK") == ("芯片組",)
    assert chip.forms_in("zh-Hant") == ("晶片",)


def test_a_term_with_conditions_holds_only_where_they_do(tmp_path: Path) -> None:
    """Words near, or a pattern, decide."""
    program = written(tmp_path, GIVEN).entries[1]
    assert program.applies("这段代码是一个程序")
    assert not program.applies("法定程序")
    assert written(tmp_path, "terms: [{zh: 甲, en: A, context: 乙|丙}]").entries[0].applies("丙")


def test_pairs_give_the_word_to_write_longest_first(tmp_path: Path) -> None:
    """Every word of the source language with the first one of the target's."""
    terms = written(tmp_path, GIVEN)
    assert [(pair.source, pair.target) for pair in terms.pairs("zh-CN", "zh-TW")] == [("大语言模型", "大型語言模型"), ("程序", "程式"), ("芯片", "晶片")]
    assert [term.forms_in("en")[0] for term in terms.lookup("en")] == ["large language model"]


def test_the_reports_own_entry_replaces_that_of_the_project(tmp_path: Path) -> None:
    """Whoever shares a word under the same conditions is replaced, the others stay; protected names add up."""
    project, report = tmp_path / "project.yaml", tmp_path / "report.yaml"
    project.write_text(GIVEN, encoding="utf-8")
    report.write_text("terms: [{zh-Hans: 芯片, zh-Hant: 芯片}]\nprotect: 后羿\n", encoding="utf-8")
    terms = load_terms([project, report, tmp_path / "missing.yaml"])
    assert [term.forms_in("zh-TW")[0] for term in terms.entries] == ["芯片", "大型語言模型", "程式"]
    assert terms.protected == ("范冰", "后羿")


@pytest.mark.parametrize(
    ("text", "row", "column", "says", "hint"),
    [
        ("term:\n  - {zh: 甲}\n", 1, 1, "unknown key `term`", "terms"),
        ("terms:\n  - zh-Hans: 甲\n    contxt: 乙\n", 3, 5, "`contxt` is neither", "context"),
        ("terms:\n  - zh-Hans: 甲\n  - 乙\n", 3, 5, "an entry says", "For example"),
        ("terms:\n  - zh-Hans: [甲, {a: b}]\n", 2, 5, "a word or a list", None),
        ("terms:\n  - zh-Hans: 甲\n    context: '('\n", 3, 5, "no regular expression", "near"),
        ("terms:\n  - note: 甲\n", 2, 5, "no word in any language", "For example"),
        ("terms:\n  - zh: 甲\n    forbid: 乙\n", 3, 5, "`forbid` holds a list", "For example"),
        ("terms: {zh: 甲}\n", 1, 1, "`terms` is a list", "For example"),
        ("terms: [\n", 2, 1, "not valid YAML", None),
    ],
)
def test_what_no_entry_can_be_is_an_error_with_its_place(
    tmp_path: Path, text: str, row: int, column: int, says: str, hint: str | None
) -> None:
    """File, row and column, and the nearest name where a key is misspelt."""
    with pytest.raises(ConfigError) as caught:
        written(tmp_path, text)
    error = caught.value
    assert (error.row, error.column) == (row, column)
    assert says in error.message.en
    assert str(error.filename).endswith("terms.yaml")
    assert hint is None or (error.hint is not None and hint in error.hint.en)
