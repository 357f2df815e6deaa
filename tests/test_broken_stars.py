"""Stars that mean multiplication or hide digits, and stars of bold that a translation has torn."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path


def shown(path: Path, edition: str, *formats: str) -> str:
    out = path.parent / "out"
    assert run(["build", str(path), "--format", ",".join(("html", *formats)), "--edition", edition, "--output", str(out), "-q"]) == 0
    html = (out / "r" / edition / "r.html").read_text("utf-8")
    return unescape(re.sub(r"<[^>]*>", "", html.partition("<main")[2]))


@pytest.mark.parametrize("text", ["面积为 3*5 米和 4*6 米。", "手机 138****1234、139****5678。", "手机 138****1234。", "卡号 6222********1234 的持有人。"])
def test_signs_are_printed(tmp_path: Path, text: str) -> None:
    """A reader that swallows them would print other numbers."""
    path = tmp_path / "r.md"
    path.write_text(f"---\ntitle: 甲\nlanguage: zh-CN\n---\n\n{text}\n", encoding="utf-8")
    assert text.replace(" ", "") in shown(path, "zh-CN", "epub").replace(" ", "")


def test_a_translation_with_torn_bold_is_mended(tmp_path: Path) -> None:
    """The draft that the translator sees has it torn, too."""
    path = tmp_path / "r.md"
    path.write_text("---\ntitle: 甲\nlanguage: zh-CN\neditions: [en]\n---\n\n**重点 **词句。\n", encoding="utf-8")
    assert run(["translate", "extract", str(path), "--to", "en"]) == 0
    catalog = path.with_name("r.en.po")
    text = catalog.read_text("utf-8")
    assert 'msgid "**重点 **词句。"' in text
    catalog.write_text(text.replace('msgid "**重点 **词句。"\nmsgstr ""', 'msgid "**重点 **词句。"\nmsgstr "**Main **words."'), encoding="utf-8")
    page = shown(path, "en")
    assert "Main words." in page


def test_numbers_of_a_first_list_are_no_citations_of_a_conversion(tmp_path: Path) -> None:
    """A settled text cites in one form only; what looks like another dialect is text."""
    path = tmp_path / "r.md"
    works = "".join(f"{n}. Work {n}, accessed May 8, 2025, [https://example.org/{n}](https://example.org/{n})  \n" for n in (5, 8))
    path.write_text(
        f"---\ntitle: 甲\nlanguage: zh-CN\neditions: [zh-Hant]\n---\n\n门槛因此降低 5；透明度提高 8。\n\n## 附录\n\n见图 5，表 8。附录 5；排名第 8，约 5。\n\n"
        f"#### **引用的著作**\n\n{works}\n## 补遗\n\n末段。\n\n#### **引用的著作**\n\n{works}",
        encoding="utf-8",
    )
    assert "門檻因此降低[1]；透明度提高[2]。" in shown(path, "zh-Hant")
