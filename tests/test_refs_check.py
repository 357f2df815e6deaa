"""`refs check`: whether the references may be signed, what stands against it, and what is only to be looked at."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.pipeline.signing import examine

if TYPE_CHECKING:
    from pathlib import Path

GOOD = {
    "id": "a", "type": "webpage", "title": "储能电站的调度", "author": [{"literal": "某某研究院"}], "issued": {"date-parts": [[2024]]},
    "accessed": {"date-parts": [[2026, 11, 2]]}, "URL": "https://e.org/a",
}  # fmt: skip


def report(folder: Path, body: str, *items: dict[str, Any]) -> Path:
    """A report beside its references file."""
    (folder / "r.json").write_text(json.dumps(items), encoding="utf-8")
    path = folder / "报告.md"
    path.write_text(f"---\nbibliography: r.json\n---\n\n{body}\n", encoding="utf-8")
    return path


def names(path: Path, style: str = "") -> set[str]:
    return {remark.name for remark in examine(Document.read(path), style).remarks}


def test_good_references_may_be_signed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0, and a verdict in words."""
    path = report(tmp_path, "甲[@a]。", GOOD)
    assert names(path) == set()
    assert run(["refs", "check", str(path), "--language", "zh"]) == 0
    assert "可以定稿" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"title": ""}, "no-title"),
        ({"issued": None}, "no-date"),
        ({"accessed": None}, "no-access-date"),
        ({"URL": "", "type": "report"}, "no-address"),
        ({"URL": "", "type": "document"}, "no-type"),
        ({"author": [], "type": "article-journal"}, "no-author"),
    ],
)
def test_what_an_entry_lacks_stands_against_it(change: dict[str, Any], name: str, tmp_path: Path) -> None:
    """One field at a time."""
    path = report(tmp_path, "甲[@a]。", {field: value for field, value in {**GOOD, **change}.items() if value})
    assert name in names(path)
    assert run(["refs", "check", str(path)]) == 1


def test_a_style_may_need_an_author(tmp_path: Path) -> None:
    """By author and date, a page needs one too."""
    path = report(tmp_path, "甲[@a]。", {**GOOD, "author": []})
    assert "no-author" not in names(path)
    assert "no-author" in names(path, "gbt7714-2025-author-date")
    assert "no-author" in names(path, "apa")


def test_an_article_needs_no_day_of_access(tmp_path: Path) -> None:
    """GB/T 7714—2025 asks for one only for what may change."""
    path = report(tmp_path, "甲[@a]。", {**GOOD, "type": "article-journal", "accessed": None})
    assert names(path) == set()


def test_the_day_of_a_verification_counts(tmp_path: Path) -> None:
    """What `refs verify --online` kept beside the report."""
    path = report(tmp_path, "甲[@a]。", {**GOOD, "accessed": None})
    record = {"address": "https://e.org/a", "status": "alive", "checked": "2026-11-20T10:00:00Z"}
    path.with_suffix(".verified.json").write_text(json.dumps({"references": [record]}), encoding="utf-8")
    assert names(path) == set()


def test_findings_of_the_rules_are_taken_over(tmp_path: Path) -> None:
    """What is cited and not listed, listed and not cited, and the address that tracks; not what a build mends by itself."""
    body = "甲[(1)](https://e.org/a)，乙[(9)](https://e.org/z)。\n\n## 参考资料\n\n\\[1] 甲 (2024年)[ https://e.org/a?utm_source=x](https://e.org/a?utm_source=x)\n\n\\[2] 乙 <https://e.org/b>"
    path = tmp_path / "a.md"
    path.write_text(body + "\n", encoding="utf-8")
    remarks = {remark.code: remark for remark in examine(Document.read(path)).remarks if remark.code}
    assert {"CIT201", "CIT203", "BIB105"} <= set(remarks)
    assert "BIB102" not in remarks
    assert remarks["CIT203"].key == "2"
    assert remarks["BIB105"].key == "1"
    assert remarks["CIT201"].is_obstacle
    assert not remarks["CIT203"].is_obstacle


def test_doubles_of_a_references_file_are_found(tmp_path: Path) -> None:
    """No rule looks into it."""
    path = report(tmp_path, "甲[@a]，乙[@b]。", GOOD, {**GOOD, "id": "b", "URL": "http://www.e.org/a?utm_source=y"})
    doubles = [remark for remark in examine(Document.read(path)).remarks if remark.name == "double"]
    assert [(remark.key, remark.location) for remark in doubles] == [("b", None)]


def test_as_data_and_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON with places and keys; with --strict the remarks stand against signing, too."""
    path = tmp_path / "a.md"
    path.write_text(
        "甲[1]。\n\n## 参考资料\n\n\\[1] Zhao Y. 储能电站的调度\\[J]. 电力学报, 2024. <https://e.org/a>\n\n\\[2] Li E. 储能电站的未来\\[J]. 电力学报, 2023. <https://e.org/b>\n",
        encoding="utf-8",
    )
    assert run(["refs", "check", str(path), "--format", "json"]) == 0
    record = json.loads(capsys.readouterr().out)[0]
    assert record["may_be_signed"]
    assert [(remark["code"], remark["key"], remark["is_obstacle"]) for remark in record["remarks"]] == [("CIT203", "2", False)]
    assert run(["refs", "check", str(path), "--strict"]) == 1


def test_the_projects_settings_hold(tmp_path: Path) -> None:
    """A rule that the project leaves out is left out here."""
    (tmp_path / "pubkit.yaml").write_text("lint:\n  ignore: [CIT203]\nreference-style: apa\n", encoding="utf-8")
    path = tmp_path / "a.md"
    path.write_text("甲[1]。\n\n## 参考资料\n\n\\[1] 甲 <https://e.org/a>\n\n\\[2] 乙 <https://e.org/b>\n", encoding="utf-8")
    assert "uncited-source" not in names(path)
