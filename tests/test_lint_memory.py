"""What a linted report leaves behind: nothing, so that an archive of reports needs no more memory than one."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING

from pubkit.lint.linter import lint
from pubkit.markdown.document import Document
from pubkit.output.formats import Text
from pubkit.pipeline.checking import Request, check_file
from pubkit.rules import base

if TYPE_CHECKING:
    from pathlib import Path

_REPORT = (
    "# 储能\n\n储能(含抽水蓄能)增长,成本下降[(1)](https://e.org/a)，见 <https://e.org/b>。\n\n- 一 / 二\n  - **重点**：中\n\n"
    "| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n## 参考资料\n\n\\[1] 年报 <https://e.org/a>\n"
)


def test_a_page_is_freed_with_its_document(monkeypatch):
    """No rule keeps a page after the last of its findings is made."""
    pages = []

    class Watched(base.Page):
        def __init__(self, *given):
            super().__init__(*given)
            pages.append(weakref.ref(self))

    monkeypatch.setattr("pubkit.lint.linter.Page", Watched)
    gc.disable()
    try:
        assert lint(Document(_REPORT))
        assert [page() for page in pages] == [None]
    finally:
        gc.enable()


def test_a_linted_file_leaves_no_garbage(tmp_path: Path):
    """All that was made for a file is freed at once, but for what a rule parses on trial: the collector of garbage finds nothing."""
    path = tmp_path / "report.md"
    path.write_text(_REPORT, encoding="utf-8")
    request = Request(format=Text("en", False, 100))
    check_file(path, request)  # what is made once for all files
    gc.collect()
    gc.disable()
    try:
        assert check_file(path, request).counts.findings
        assert gc.collect() == 0
    finally:
        gc.enable()
