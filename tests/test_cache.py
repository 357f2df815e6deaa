"""The cache: the same output from it, nothing old from it, and no harm where it cannot be used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.output.formats import machine_format
from pubkit.pipeline import cache as cache_module
from pubkit.pipeline.cache import Cache
from pubkit.pipeline.checking import Counts, Outcome, Request
from pubkit.pipeline.many import check_files
from pubkit.pipeline.settings import Chosen, forget_configurations

if TYPE_CHECKING:
    from collections.abc import Callable

BAD = "人工智能[(8)](https://e.org/8)正在改变社会。\n\n## 参考资料\n\n\\[8] 题名 [https://e.org/8](https://e.org/8)\n"
GOOD = BAD.replace("[(8)](https://e.org/8)正在改变社会", "正在改变社会[(8)](https://e.org/8)")
REQUEST = Request(machine_format("json", "en"))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.md"
    path.write_text(BAD, encoding="utf-8")
    return path


def entries(folder: Path) -> list[Path]:
    return sorted(path for path in folder.glob("??/*") if path.is_file())


def checked(path: Path, folder: Path, request: Request = REQUEST) -> tuple[Outcome, int]:
    """The outcome of a file, and how many entries that added."""
    before = len(entries(folder))
    (outcome,) = check_files([path], request, cache=Cache(request, folder))
    assert isinstance(outcome, Outcome)
    return outcome, len(entries(folder)) - before


def test_the_second_run_shows_the_same(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unchanged file is not linted again, and what is shown is the same."""
    first, added = checked(report, tmp_path / "c")
    assert added == 1
    monkeypatch.setattr("pubkit.pipeline.many.check_file", lambda *_: pytest.fail("linted again"))
    second, added = checked(report, tmp_path / "c")
    assert added == 0
    assert (second.piece, second.counts, second.by_code) == (first.piece, first.counts, first.by_code)
    assert json.loads("[" + second.piece + "]")[0]["code"] == "CIT102"


def test_every_thing_that_matters_is_in_the_key(report: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another content, format, language, selection, configuration, name, or pubkit is linted anew."""
    folder = tmp_path / "c"
    checked(report, folder)
    for request in (
        Request(machine_format("json", "zh")),
        Request(machine_format("sarif", "en")),
        Request(REQUEST.format, Chosen(select=("MD",))),
        Request(REQUEST.format, Chosen(ignore=("MD",))),
    ):
        assert checked(report, folder, request)[1] == 1
    report.write_text(GOOD, encoding="utf-8")
    outcome, added = checked(report, folder)
    assert (outcome.counts.findings, added) == (0, 1)
    report.write_text(BAD, encoding="utf-8")
    assert checked(report, folder)[1] == 0
    for text in ("lint: {ignore: [CIT]}", "lint: {severity: {CIT102: error}}"):
        (tmp_path / "pubkit.yaml").write_text(text, encoding="utf-8")
        forget_configurations()
        outcome, added = checked(report, folder)
        assert added == 1
    assert '"severity": "error"' in outcome.piece
    monkeypatch.setattr("pubkit.__version__", "99.0")
    assert checked(report, folder)[1] == 1
    monkeypatch.setattr(cache_module, "code_state", lambda: (1, 1))
    assert checked(report, folder)[1] == 1


def test_the_same_text_elsewhere_is_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two projects may hold the same name and text under the same configuration, whose patterns mean only one of them."""
    for name in ("archive", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.md").write_text(BAD, encoding="utf-8")
    (tmp_path / "pubkit.yaml").write_text("lint: {per-file: {archive/: {ignore: [CIT]}}}", encoding="utf-8")
    found = []
    for name in ("archive", "new"):
        monkeypatch.chdir(tmp_path / name)
        forget_configurations()
        found.append(checked(Path("a.md"), tmp_path / "c")[0].counts.findings)
    assert found == [0, 1]


def test_a_damaged_entry_counts_as_missing(report: Path, tmp_path: Path) -> None:
    """Whatever stands in an entry, the file is linted and the entry made anew."""
    outcome, _ = checked(report, tmp_path / "c")
    (entry,) = entries(tmp_path / "c")
    for damage in (b"", b"{", b"null", b"[]", b'["x"]', b"\xff", b'["x", [1], {}]', b'{"a": 1, "b": 2, "c": 3}', b"[1, [1, 2], 3]"):
        entry.write_bytes(damage)
        assert checked(report, tmp_path / "c")[0].piece == outcome.piece, damage


def test_a_folder_that_cannot_be_used_is_no_error(report: Path, tmp_path: Path) -> None:
    """Where the folder is a file, or cannot be made, everything works without it."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nothing/here")):
        (outcome,) = check_files([report], REQUEST, cache=Cache(REQUEST, folder))
        assert isinstance(outcome, Outcome)
        assert outcome.counts.findings == 1


def test_old_entries_go(tmp_path: Path) -> None:
    """Entries of a month ago are removed, once a day at the most; fresh ones stay."""
    cache = Cache(REQUEST, tmp_path)
    for key in ("aa1", "bb2"):
        cache.put(key, Outcome("x", Counts(), {}))
    now = time.time()
    os.utime(tmp_path / "aa" / "1", (now - 40 * 86400, now - 40 * 86400))
    cache.prune(now)
    assert [path.name for path in entries(tmp_path)] == ["2"]
    os.utime(tmp_path / "bb" / "2", (now - 40 * 86400, now - 40 * 86400))
    cache.prune(now + 60)
    assert len(entries(tmp_path)) == 1
    cache.prune(now + 2 * 86400)
    assert entries(tmp_path) == []


def test_nothing_is_kept_while_fixing(report: Path, tmp_path: Path) -> None:
    """A run that fixes or compares with a baseline reads and writes no entry."""
    for request in (REQUEST._replace(diff=True), REQUEST._replace(fix=True)):
        list(check_files([report], request, cache=Cache(request, tmp_path / "c")))
    assert entries(tmp_path / "c") == []


def test_two_runs_share_a_folder(tmp_path: Path) -> None:
    """Two processes at once over the same files and the same empty cache both show the same, and leave whole entries."""
    for n in range(40):
        (tmp_path / f"{n}.md").write_text(f"第 {n} 份。\n\n" + BAD, encoding="utf-8")
    command = [sys.executable, "-m", "pubkit", "lint", "--format", "json", "-j", "2", "."]
    environment = os.environ | {"PUBKIT_CACHE_DIR": str(tmp_path / "c"), "PUBKIT_LANGUAGE": "en"}
    runs = [subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    shown = [run.communicate(timeout=120) for run in runs]
    assert [run.returncode for run in runs] == [1, 1], shown
    assert shown[0] == shown[1]
    assert len(json.loads(shown[0][0])) >= 40
    assert len(entries(tmp_path / "c")) == 40
    for entry in entries(tmp_path / "c"):
        json.loads(entry.read_bytes())
    again = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert again.stdout == shown[0][0]


@pytest.fixture
def pubkit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Callable[..., str]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUBKIT_CACHE_DIR", str(tmp_path / "c"))

    def call(*arguments: str) -> str:
        run(["lint", *arguments])
        return capfd.readouterr().out

    return call


def test_no_cache_writes_none(report: Path, tmp_path: Path, pubkit: Callable[..., str]) -> None:
    """`--no-cache` neither reads nor writes; the folder comes from `PUBKIT_CACHE_DIR`."""
    without = pubkit("--no-cache", report.name)
    assert not (tmp_path / "c").exists()
    assert pubkit(report.name) == without == pubkit(report.name)
    assert len(entries(tmp_path / "c")) == 1
