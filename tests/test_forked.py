"""Processes that are forked: what is sent arrives, and one that goes is noticed."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from pubkit.output.formats import Text
from pubkit.pipeline import building, many
from pubkit.pipeline.checking import Request
from pubkit.pipeline.projects import find_target
from pubkit.text.errors import InputError, ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is forked only on Linux")
if sys.platform.startswith("linux"):
    from pubkit.pipeline.forked import Channel, ForkedProcess, in_processes

REQUEST = Request(format=Text("en", False, 100))


def echo(channel: Channel) -> None:
    while (what := channel.receive()) is not None:
        channel.send(what)


@pytest.mark.parametrize("what", ["一", b"", {"a": [1, None]}, "长" * 2_000_000], ids=["text", "nothing", "things", "more than a pipe holds"])
def test_what_is_sent_comes_back(what: object) -> None:
    """Of any length, in the order of sending."""
    process = ForkedProcess(echo)
    process.channel.send(what)
    assert process.channel.receive() == what
    process.channel.send(1)
    process.channel.send(2)
    assert (process.channel.receive(), process.channel.receive()) == (1, 2)
    process.end()
    process.end()  # once is enough
    with pytest.raises(ProcessLookupError):
        os.kill(process._pid, 0)


def test_a_process_whose_work_is_done_is_gone() -> None:
    """Who waits for it is told; so is who speaks to it."""
    process = ForkedProcess(echo)
    process.channel.send(None)
    with pytest.raises(EOFError):
        process.channel.receive()
    os.waitid(os.P_PID, process._pid, os.WEXITED | os.WNOWAIT)
    with pytest.raises(BrokenPipeError):
        process.channel.send("anybody?")
    process.end()


def test_a_bug_in_a_process_is_printed_there(capfd: pytest.CaptureFixture[str]) -> None:
    """And it ends with its own code."""
    process = ForkedProcess(lambda _: 1 // 0)
    with pytest.raises(EOFError):
        process.channel.receive()
    assert os.waitpid(process._pid, 0)[1] == 1 << 8
    process.channel.close()
    assert "ZeroDivisionError" in capfd.readouterr().err


@pytest.fixture
def reports(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number:02}.md" for number in range(30)]
    for number, path in enumerate(paths):
        path.write_text(f"第{number}季度电价下降，需求[(8)](https://e.org/a)上升。\n\n## 参考资料\n\n\\[8] 年报 https://e.org/a\n", encoding="utf-8")
    return paths


def test_outcomes_come_in_the_order_of_the_files(reports: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """However long each takes; a file that cannot be read stops no other."""
    check = many.check_file

    def slow(path: Path, request: Request) -> object:
        time.sleep(0.05 if path.name == "00.md" else 0)
        return check(path, request)

    monkeypatch.setattr(many, "check_file", slow)
    reports[7].write_bytes(b"\xff\xfe\xfa")
    outcomes = list(many.check_files(reports, REQUEST, jobs=3))
    assert [n for n, outcome in enumerate(outcomes) if isinstance(outcome, InputError)] == [7]
    assert all(f"{n:02}.md" in outcome.piece for n, outcome in enumerate(outcomes) if n != 7)


def test_a_process_that_dies_is_an_error_of_its_file(reports: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a run that waits for ever; what it had in store is done by another."""
    check = many.check_file
    fatal = {"05.md", "06.md", "29.md"}
    monkeypatch.setattr(many, "check_file", lambda path, request: os._exit(9) if path.name in fatal else check(path, request))
    outcomes = list(many.check_files(reports, REQUEST, jobs=2))
    assert {path.name for path, outcome in zip(reports, outcomes, strict=True) if isinstance(outcome, ToolError)} == fatal
    assert all(path.name in outcome.piece for path, outcome in zip(reports, outcomes, strict=True) if path.name not in fatal)
    assert "ended before it was done" in str(outcomes[5])


@pytest.mark.parametrize(("lifetime", "in_store"), [(1, 0), (2, 1), (3, 5), (None, 0)])
def test_a_process_is_replaced_after_its_tasks(lifetime: int | None, in_store: int) -> None:
    """None does more than it may, however many it has in store; with one task a process, each is done by another."""
    made = list(in_processes(lambda number: (number, os.getpid()), 9, 2, begin=lambda: None, in_store=in_store, lifetime=lifetime))
    assert [number for number, _ in made] == list(range(9))
    most = max(Counter(pid for _, pid in made).values())
    assert most <= (lifetime or 9)
    assert lifetime != 1 or len({pid for _, pid in made}) == 9


def test_a_report_whose_process_dies_stops_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The build tells which, and makes the others."""
    for name in "abc":
        (tmp_path / f"{name}.md").write_text("# 题\n\n一段。\n", encoding="utf-8")
    monkeypatch.setattr(building, "processors", lambda: 2)
    monkeypatch.setattr(building, "_built_apart", lambda report, *_: os._exit(9) if report.name == "b" else [])
    target = find_target([str(tmp_path)], str(tmp_path / "out"), ("html",))
    made = {report.name: outcomes for report, outcomes in building.build(target, building.Order())}
    assert [made["a"], made["c"]] == [[], []]
    assert isinstance(made["b"][0], ToolError)
    assert made["b"][0].filename.endswith("b.md")


def test_a_bug_in_a_rule_is_raised_here(reports: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """With the place where it happened."""
    monkeypatch.setattr(many, "check_file", lambda *_: 1 // 0)
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(many.check_files(reports, REQUEST, jobs=2))


def test_who_stops_asking_leaves_no_process(reports: list[Path]) -> None:
    """A reader of the output may go at any time."""
    outcomes = many.check_files(reports, REQUEST, jobs=2)
    next(outcomes)
    outcomes.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, 0)
