"""What `refs verify --online` found is of use afterwards: the list shows it, and the entry has the day of access."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pubkit.citations.likeness import compare
from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.output.references import reference_table
from pubkit.pipeline.references import list_references
from pubkit.pipeline.verified import Verified, write_verified
from pubkit.text.chars import cells

if TYPE_CHECKING:
    from pathlib import Path

REPORT = """# 灯塔

灯塔在岸边[(1)](https://example.org/lamp)，灯油来自鲸[(2)](https://example.org/oil)。

**参考资料**

\\[1] 灯塔的历史[ https://example.org/lamp](https://example.org/lamp)

\\[2] 灯油的来历[ https://example.org/oil](https://example.org/oil)
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "灯塔 1.md"
    path.write_text(REPORT, encoding="utf-8")
    write_verified(
        path,
        [
            Verified("https://example.org/lamp", "灯塔的历史", "2026-03-04T05:06:07Z", "alive"),
            Verified("https://example.org/oil", "灯油的来历", "2026-03-04T05:06:08Z", "dead", is_to_do=True),
        ],
    )
    return path


@pytest.mark.parametrize("width", [60, 100])
def test_the_list_shows_what_was_verified(report: Path, width: int) -> None:
    """In a column of its own, which the width holds."""
    table = reference_table(list_references(Document.read(report)), "zh", width)
    rows = table.splitlines()[1:4]
    assert [row.split()[-1] for row in rows] == ["核验", "有效", "失效"]
    assert max(map(cells, rows)) <= width


def test_a_list_that_was_never_verified_has_no_such_column(report: Path) -> None:
    """An empty column is noise."""
    report.with_suffix(".verified.json").unlink()
    assert "核验" not in reference_table(list_references(Document.read(report)), "zh", 100)


def test_programs_are_told_too(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same record as `refs verify --format json` has."""
    assert run(["refs", "list", "--format", "json", str(report)]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [record["online"]["status"] for record in records] == ["alive", "dead"]


def test_the_day_of_access_reaches_the_entry(report: Path, tmp_path: Path) -> None:
    """Of a page that was seen; a dead one was not."""
    assert run(["build", str(report), "--format", "html", "--output", str(tmp_path / "out"), "--draft", "-q"]) == 0
    (resolved,) = (tmp_path / "out").rglob("resolved.md")
    lamp, oil = [line for line in resolved.read_text("utf-8").splitlines() if "[@1] " in line or "[@2] " in line]
    assert "2026-03-04" in lamp
    assert "2026-03-04" not in oil


def test_titles_of_both_scripts_are_one() -> None:
    """With characters that are in no list of frequent ones."""
    assert compare("鷺鷥與鯨鯊的遷徙", ["鹭鸶与鲸鲨的迁徙"]) == "agree"
