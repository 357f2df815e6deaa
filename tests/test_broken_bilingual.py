"""Words that two languages share, in an edition that shows both."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publications import page_markup

from pubkit.cli.app import run
from pubkit.publish.publication import Facing, in_both

if TYPE_CHECKING:
    from pathlib import Path


def test_the_same_words_stand_once() -> None:
    """A heading that is the same in Japanese and Chinese is one heading."""
    assert in_both("参考文献", "参考文献") == "参考文献"
    assert in_both("目次", "目录") == "目次 / 目录"
    facing = Facing("zh-CN", (("参考文献", "参考文献"), ("目次", "目录")))
    assert facing.parts("参考文献") is None
    assert facing.parts("目次 / 目录") == ("目次", "目录")


def test_a_publication_in_japanese_and_chinese(tmp_path: Path) -> None:
    """With one heading over its references."""
    path = tmp_path / "r.md"
    path.write_text("---\ntitle: 报告\nlanguage: zh-CN\neditions: [ja, ja+zh-CN]\n---\n\n正文[(1)](https://e.org/a)。\n\n## 参考文献\n\n\\[1] 甲书 <https://e.org/a>\n", encoding="utf-8")
    assert run(["translate", "extract", str(path), "--to", "ja"]) == 0
    catalog = path.with_name("r.ja.po")
    text = catalog.read_text("utf-8")
    for source, said in {"正文{c1:1}。": "本文{c1}。", "参考文献": "参考文献", "报告": "報告書"}.items():
        text = text.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{said}"')
    catalog.write_text(text, encoding="utf-8")
    assert run(["build", str(path), "--format", "html,epub", "--edition", "ja+zh-CN", "--output", str(tmp_path / "out"), "-q"]) == 0
    page = page_markup(tmp_path / "out/r/ja+zh-CN/r.html")
    (heading,) = re.findall(r'<h2 id="references">(.*?)</h2>', page)
    assert re.sub("<[^>]*>", "", heading) == "参考文献"
