"""Foreign terms in the cells of a table, in a list and in the contents have one face, however many words each has."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

import pikepdf

from pubkit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

_TABLE = """---
title: 术语
language: zh-CN
---

## Light Water Reactor Fuel Assemblies

正文一句。

- Light Water Reactor Fuel
- Heavy Water Reactor

## Heavy Water Reactor

| 术语 | 说明 |
|---|---|
| Light Water Reactor Fuel | 轻水堆所用的燃料 |
| Heavy Water Reactor | 以重水慢化 |
"""


def test_terms_of_three_and_of_four_words_look_alike(tmp_path: Path) -> None:
    """Four words are English as a whole, and had the Latin face of English texts; three had that of the Chinese font."""
    (tmp_path / "t.md").write_text(_TABLE, encoding="utf-8")
    assert run(["build", "-q", str(tmp_path / "t.md"), "--output", str(tmp_path / "out")]) == 0
    made = next((tmp_path / "out").rglob("t.pdf"))
    with pikepdf.open(made) as pdf:
        fonts = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    assert fonts
    assert all("CJK" in font for font in fonts), fonts
    page = made.with_suffix(".html").read_text(encoding="utf-8")
    assert "<div lang=en>" in page
    assert "td,nav) [lang]" in page.replace(", ", ",")
    assert "dd)>div:lang(en)" in page.replace(" ", "")
    with zipfile.ZipFile(made.with_suffix(".epub")) as book:
        styles = next(book.read(name).decode() for name in book.namelist() if name.endswith(".css"))
    assert "table [lang]:lang(en)" in styles
    assert re.search(r"li > div:lang\(en\)[^{]*\.contents a > :lang\(en\)[^{]*\{ font-family: inherit", styles)


def test_the_entries_of_a_chinese_list_of_references_look_alike(tmp_path: Path) -> None:
    """One of words in English had the Latin face of English texts, one that names a Chinese translation had not."""
    entries = "\n".join(f"[{n}] {title}. https://example.org/{n}" for n, title in enumerate(("Keepers of the light on northern coasts", "灯塔看守人手册"), 1))
    (tmp_path / "t.md").write_text(f"---\ntitle: 灯塔\nlanguage: zh-CN\n---\n\n看守人登记船只[1]，也写手册[2]。\n\n## 参考文献\n\n{entries}\n", encoding="utf-8")
    assert run(["build", "-q", str(tmp_path / "t.md"), "--output", str(tmp_path / "out"), "--format", "pdf"]) == 0
    with pikepdf.open(next((tmp_path / "out").rglob("t.pdf"))) as pdf:
        fonts = {str(font.BaseFont).partition("+")[2] for page in pdf.pages for font in page.Resources.Font.values()}
    assert fonts
    assert all("CJK" in font for font in fonts), fonts
