"""Processes that are forked: what is sent arrives, and one that goes is noticed."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import pytest

from pubkit.output.formats import Text
from pubkit.pipeline import many
from pubkit.pipeline.checking import Request
from pubkit.text.errors import InputError, ToolError

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="a process is forked only on Linux")
if sys.platform.startswith("linux"):
    from pubkit.pipeline.forked import Channel, ForkedProcess

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


def test_a_process_that_dies_is_an_error(reports: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    """Not a run that waits for ever."""
    monkeypatch.setattr(many, "check_file", lambda *_: os._exit(9))
    with pytest.raises(ToolError, match="ended before it was done"):
        list(many.check_files(reports, REQUEST, jobs=2))


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
