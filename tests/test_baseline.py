"""The baseline: an old archive starts at zero, moved lines do not come back, new findings are shown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.lint.baseline import Baseline, fingerprint, write_baseline
from pubkit.lint.linter import lint
from pubkit.markdown.document import Document
from pubkit.text.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pubkit.text.diagnostic import Diagnostic

ONE = "人工智能[(8)](https://e.org/8)正在改变社会。\n"
TWO = "储能产业[(8)](https://e.org/8)持续增长。\n"
LISTED = "\n## 参考资料\n\n\\[8] 题名 [https://e.org/8](https://e.org/8)\n"


def found(text: str) -> list[Diagnostic]:
    return lint(Document(text))


def known(text: str) -> Baseline:
    prints = [fingerprint(text, finding) for finding in found(text)]
    return Baseline({"a.md": {name: prints.count(name) for name in prints}})


def new(before: str, after: str) -> int:
    return len(known(before).new("a.md", after, found(after)))


def test_findings_of_today_are_known() -> None:
    """What was recorded is not shown."""
    assert len(found(ONE + LISTED)) == 1
    assert new(ONE + LISTED, ONE + LISTED) == 0


def test_moved_lines_do_not_come_back() -> None:
    """Paragraphs before, behind and in another order make nothing new."""
    assert new(f"{ONE}\n{TWO}{LISTED}", f"新的一段。\n\n{TWO}\n又一段。\n\n{ONE}\n末段。\n{LISTED}") == 0


def test_a_new_finding_is_shown() -> None:
    """Another fault is new, and so is one more of the very same."""
    assert new(ONE + LISTED, f"{ONE}\n{TWO}{LISTED}") == 1
    assert new(ONE + LISTED, f"{ONE}\n{ONE}{LISTED}") == 1
    assert new(f"{ONE}\n{ONE}{LISTED}", f"{ONE}\n{ONE}{LISTED}") == 0


def test_a_finding_belongs_to_its_file() -> None:
    """The same fault in another file is new."""
    text = ONE + LISTED
    assert len(known(text).new("b.md", text, found(text))) == 1


@pytest.fixture
def pubkit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUBKIT_CACHE_DIR", str(tmp_path / ".cache"))
    monkeypatch.setenv("PUBKIT_LANGUAGE", "en")

    def call(*arguments: str) -> tuple[int, str, str]:
        code = run(["lint", *arguments])
        shown = capfd.readouterr()
        return code, shown.out, shown.err

    return call


def test_the_life_of_a_baseline(tmp_path: Path, pubkit: Callable[..., tuple[int, str, str]]) -> None:
    """Recorded, then silent; moved, still silent; a new fault shows and fails; recorded anew, silent again."""
    report = tmp_path / "a.md"
    report.write_text(ONE + LISTED, encoding="utf-8")
    code, out, err = pubkit("--baseline", "known.json", "a.md")
    assert (code, out) == (0, "")
    assert "recorded 1 finding in known.json" in err
    report.write_text("新的一段。\n\n" + ONE + LISTED, encoding="utf-8")
    assert pubkit("--baseline", "known.json", "a.md")[0] == 0
    report.write_text(TWO + "\n" + ONE + LISTED, encoding="utf-8")
    code, out, _ = pubkit("--baseline", "known.json", "a.md")
    assert code == 1
    assert out.count("CIT102") == 1
    assert "a.md:1:5" in out
    assert pubkit("--baseline", "known.json", "--update-baseline", "a.md")[0] == 0
    assert pubkit("--baseline", "known.json", "a.md")[0] == 0
    assert pubkit("a.md")[0] == 1


def test_a_baseline_is_the_same_for_the_same_file_however_it_is_named(
    tmp_path: Path, pubkit: Callable[..., tuple[int, str, str]]
) -> None:
    """`a.md`, `./a.md`, its folder and its absolute name are one file; from another folder too."""
    (tmp_path / "source").mkdir()
    (tmp_path / "source/a.md").write_text(ONE + LISTED, encoding="utf-8")
    assert pubkit("--baseline", "known.json", "source/a.md")[0] == 0
    for name in ("./source/a.md", "source", ".", str(tmp_path / "source/a.md"), str(tmp_path)):
        assert pubkit("--baseline", "known.json", name)[0] == 0, name


def test_updating_some_files_keeps_what_is_known_of_others(
    tmp_path: Path, pubkit: Callable[..., tuple[int, str, str]]
) -> None:
    """A new record of one file does not forget the others that are still there."""
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(ONE + LISTED, encoding="utf-8")
    assert pubkit("--baseline", "known.json", ".")[0] == 0
    (tmp_path / "a.md").write_text(TWO + LISTED, encoding="utf-8")
    assert pubkit("--baseline", "known.json", "--update-baseline", "a.md")[0] == 0
    assert pubkit("--baseline", "known.json", ".")[0] == 0


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"version": 99, "findings": {}}', '{"version": 1}', '{"version": 1, "findings": {"a.md": 3}}']
)
def test_a_broken_baseline_is_told_with_its_place(tmp_path: Path, text: str) -> None:
    """What is no baseline is an error of configuration that names the file and says what to do."""
    path = tmp_path / "known.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        Baseline.read(path)
    assert str(path) in caught.value.show("en")
    assert "基线" in caught.value.show("zh")
    assert caught.value.hint is not None


def test_a_baseline_is_stable_text(tmp_path: Path) -> None:
    """Files and fingerprints are sorted, files without findings left out: a diff shows what came and went."""
    path = tmp_path / "known.json"
    write_baseline(path, {str(tmp_path / name): found for name, found in (("b.md", "211"), ("a.md", "3"), ("clean.md", ""))})
    assert json.loads(path.read_text(encoding="utf-8"))["findings"] == {"a.md": {"3": 1}, "b.md": {"1": 2, "2": 1}}
    assert path.read_text(encoding="utf-8").index("a.md") < path.read_text(encoding="utf-8").index("b.md")
