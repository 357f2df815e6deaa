"""Files that are not what their place in a command is for, and folders that are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run

if TYPE_CHECKING:
    from pathlib import Path

BIB = "@book{a, title={城市更新}, author={王, 明}, publisher={甲出版社}, address={北京}, year={2024}}\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [(b"PK\x03\x04\x14\x00", "Word"), (b"\xd0\xcf\x11\xe0\xa1\xb1", "Word"), (b"%PDF-1.7\n", "PDF"), (b"{\\rtf1\\ansi", "rtf")],
)
def test_a_word_file_is_called_one(tmp_path: Path, beginning: bytes, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A .docx was said to be text in another encoding, and `iconv` was advised."""
    (tmp_path / "稿.docx").write_bytes(beginning + b"\x00\xffrest")
    for command in ("lint", "build", "normalize"):
        assert run([command, "稿.docx", "--language=zh"]) == 2
        said = capfd.readouterr().err
        assert kind in said
        assert "pandoc" in said
        assert "iconv" not in said


def test_text_that_begins_like_one_is_text(tmp_path: Path) -> None:
    """The first letters alone say nothing."""
    (tmp_path / "a.md").write_text("PK 赛开始。\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("{%raw%}\n\n正文。\n", encoding="utf-8")
    (tmp_path / "c.md").write_bytes(b"")
    assert run(["lint", "a.md", "b.md"]) == 0
    assert run(["lint", "c.md"]) == 1  # a finding: it is read as text


def test_a_missing_folder_is_told_with_the_command_that_makes_it(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """`文件夹不存在` named the file and left the folder to be guessed."""
    (tmp_path / "a.md").write_text("正文[(1)](https://e.org/1)。\n\n## 参考资料\n\n\\[1] 题名 <https://e.org/1>\n", encoding="utf-8")
    assert run(["normalize", "a.md", "--references", "我的 文献/all.yaml", "--language=zh"]) == 2
    assert "mkdir -p '我的 文献'" in capfd.readouterr().err


@pytest.mark.parametrize("kind", ["bib", "yaml", "json", "ris"])
def test_every_kind_of_references_file_is_formatted(tmp_path: Path, kind: str, capfd: pytest.CaptureFixture[str]) -> None:
    """`refs format x.bib` ended with `不是 JSON：Expecting value`."""
    (tmp_path / "a.bib").write_text(BIB, encoding="utf-8")
    if kind != "bib":
        assert run(["refs", "import", "a.bib", "-o", "a.yaml"]) == 0
        (tmp_path / "r.md").write_text("---\nbibliography: a.yaml\n---\n\n见[@a]。\n", encoding="utf-8")
    if kind in ("json", "ris"):
        assert run(["refs", "export", "r.md", "-o", f"a.{kind}"]) == 0
    capfd.readouterr()
    assert run(["refs", "format", f"a.{kind}"]) == 0
    assert "城市更新[M]. 北京：甲出版社，2024" in capfd.readouterr().out.replace(": ", "：").replace(", ", "，")
