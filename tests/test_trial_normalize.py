"""`pubkit normalize` as it is tried: what it says of what it did, and of what it did not do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.cli.app import run
from pubkit.pipeline.normalizing import normalize_file

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

ENTRIES = "\n\n".join(f"\\[{n}] 第{n}个城市的统计 <https://e.org/{n}>" for n in range(1, 13))
REPORT = f"# 报告\n\n第1个城市的统计在上升[(1)](https://e.org/1)。\n\n## 参考资料\n\n{ENTRIES}\n"


def test_many_new_keys_are_one_line(tmp_path: Path) -> None:
    """66 lines `条目 … 改名为 …` hid everything else that was said."""
    (tmp_path / "a.md").write_text(REPORT, encoding="utf-8")
    done = normalize_file(tmp_path / "a.md", references=tmp_path / "all.yaml")
    assert len(done.report) <= 3
    assert any("12" in line.zh and "1 → " in line.zh for line in done.report)
    assert not [line.zh for line in done.report if " 的标记" in line.zh]


def test_a_report_with_a_file_of_its_own_is_not_moved_in_silence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    """`无需改动` was said, and the file that was asked for was never made. The way that is told instead works."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.md").write_text(REPORT, encoding="utf-8")
    assert run(["normalize", "a.md"]) == 0
    capfd.readouterr()
    assert run(["normalize", "a.md", "--references", "all.yaml", "--language=zh"]) == 0
    said = capfd.readouterr().out
    assert "pubkit refs import a.references.yaml -o all.yaml" in said
    assert run(["refs", "import", "a.references.yaml", "-o", "all.yaml"]) == 0
    text = (tmp_path / "a.md").read_text(encoding="utf-8")
    (tmp_path / "a.md").write_text(text.replace("a.references.yaml", "all.yaml"), encoding="utf-8")
    capfd.readouterr()
    assert run(["normalize", "a.md", "--references", "all.yaml", "--language=zh"]) == 0
    assert "无需改动" in capfd.readouterr().out
