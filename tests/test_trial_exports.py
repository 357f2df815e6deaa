"""Exports of assistants as an editor meets them first: what is said, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.citations.bibliography import find_bibliography
from pubkit.cli.app import run
from pubkit.markdown.document import Document

if TYPE_CHECKING:
    from pathlib import Path

_WITHOUT_LIST = "# 航线\n\n单次航程约 120 公里 [[1]](https://e.org/1)。<grok-card data-id=\"a1\"></grok-card>\n"


def test_citations_with_addresses_and_without_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Marks of which the sources were not exported counted as sources; nothing said how to have a list."""
    report = tmp_path / "r.md"
    report.write_text(_WITHOUT_LIST, encoding="utf-8")
    assert run(["--language", "en", "lint", "--no-cache", str(report)]) == 1
    assert "CIT201 the text cites 1 source but has no list of references; `pubkit normalize` makes one of the addresses in the text" in capsys.readouterr().out
    assert run(["normalize", str(report)]) == 0
    capsys.readouterr()
    run(["--language", "en", "lint", "--no-cache", "--select", "CIT201", str(report)])
    assert "no list" not in capsys.readouterr().out


def test_citations_without_addresses_and_a_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing can be made of them."""
    report = tmp_path / "r.md"
    report.write_text("# 航线\n\n航程约 120 公里 [@chen]，间距 80 公里 [@zhou]。\n", encoding="utf-8")
    assert run(["--language", "en", "lint", "--no-cache", str(report)]) == 1
    said = capsys.readouterr().out
    assert "cites 2 sources but has no list" in said
    assert "normalize" not in said


@pytest.mark.parametrize("words", ["Key Citations", "Citations", "Cited Sources"])
def test_headings_of_lists(words: str) -> None:
    """Grok's is `Key Citations`."""
    listed = find_bibliography(Document(f"# Ships\n\nText.\n\n## {words}\n\n1. A page https://e.org/1\n2. Another https://e.org/2\n"))
    assert listed is not None
    assert listed.heading is not None
    assert listed.heading.text == words
