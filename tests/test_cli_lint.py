"""`pubkit lint` as a person or a program uses it: files, folders, standard input, fixes, diffs, exit codes, languages."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
import yaml

from pubkit.cli.app import run
from pubkit.output.formats import NAMES
from pubkit.pipeline.discovery import find_markdown
from pubkit.pipeline.settings import forget_configurations
from pubkit.pipeline.watching import state, wait_for_change
from pubkit.text.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PROJECT = Path(__file__).resolve().parent.parent
LISTED = "\n## 参考资料\n\n\\[8] 题名 [https://e.org/8](https://e.org/8)\n"
BAD = "人工智能[(8)](https://e.org/8)正在改变社会。\n" + LISTED
MENDED = "人工智能正在改变社会[(8)](https://e.org/8)。\n" + LISTED
CLEAN = "储能产业持续增长。\n"


class Shown(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture
def pubkit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[Callable[..., Shown]]:
    """`pubkit lint` in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PUBKIT_CACHE_DIR", str(tmp_path / ".cache"))
    monkeypatch.setenv("PUBKIT_LANGUAGE", "en")
    forget_configurations()

    def call(*arguments: str) -> Shown:
        code = run(["lint", *arguments])
        return Shown(code, *capfd.readouterr())

    yield call
    forget_configurations()


def process(*arguments: str, cwd: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "pubkit", "lint", *arguments],
        cwd=cwd, capture_output=True, check=False, timeout=60,
        env=os.environ | {"PUBKIT_CACHE_DIR": str(cwd / ".cache"), "PUBKIT_LANGUAGE": "en"}, **more,  # type: ignore[call-overload]
    )  # fmt: skip


# Exit codes and messages


def test_exit_codes(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """0 clean, 1 findings, 2 wrong input, usage or configuration."""
    (tmp_path / "clean.md").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    assert pubkit("clean.md").code == 0
    assert pubkit("bad.md").code == 1
    assert pubkit("--select", "MD", "bad.md").code == 0
    assert pubkit("missing.md").code == 2
    assert pubkit("--selct", "MD", "bad.md").code == 2
    assert pubkit("--select", "XX", "bad.md").code == 2
    assert pubkit("--format", "xml", "bad.md").code == 2
    (tmp_path / "pubkit.yaml").write_text("lnt: {}\n", encoding="utf-8")
    forget_configurations()
    shown = pubkit("clean.md")
    assert shown.code == 2
    assert "pubkit.yaml:1:1" in shown.err


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """Files that are no UTF-8 text are told one by one, the others are linted, and the exit code is 2."""
    (tmp_path / "a.md").write_bytes("中文".encode("gb18030"))
    (tmp_path / "b.md").write_text(BAD, encoding="utf-8")
    (tmp_path / "c.md").write_bytes("中文".encode("utf-16"))
    shown = pubkit(".")
    assert shown.code == 2
    assert "a.md:1:1: this file is not UTF-8" in shown.err
    assert "c.md:1:1: this file is UTF-16" in shown.err
    assert "b.md:1:5: CIT102" in shown.out
    assert "Traceback" not in shown.err


def test_both_languages(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """Messages, summary, errors and help are Chinese where that is asked for, and hold no English sentence then."""
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    shown = pubkit("--language", "zh", "bad.md")
    assert "引用 [8] 插在分句中间" in shown.out
    assert "1 个文件中有 1 个存在问题，共 1 处" in shown.out
    assert "没有这个文件" in pubkit("--language", "zh", "missing.md").err
    assert "没有选项" in pubkit("--language", "zh", "--selct", "X").err
    help_text = pubkit("--language", "zh", "--help").out
    assert "用法：" in help_text
    assert not re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,} [a-z]{3,}", help_text)
    assert "citation [8] stands" in pubkit("--language", "en", "bad.md").out


def test_every_format_by_its_name(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """Each format can be chosen, shows the finding, fails like text does, and adds nothing around it."""
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    for name in NAMES:
        shown = pubkit("--format", name, "bad.md")
        assert shown.code == 1
        assert "CIT102" in shown.out
        assert shown.err == ""
        if name in ("json", "sarif", "gitlab", "rdjson"):
            json.loads(shown.out)


def test_the_help_names_every_format(pubkit: Callable[..., Shown]) -> None:
    """`--help` lists the formats."""
    text = " ".join(pubkit("--help").out.split())
    for name in NAMES:
        assert name in text


# Output files


@pytest.mark.parametrize("name", NAMES)
def test_output_file_holds_what_would_be_shown(name: str, tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """`--output-file` writes the same as the screen would show, as UTF-8; the screen shows the summary alone."""
    (tmp_path / "报告.md").write_text(BAD, encoding="utf-8")
    shown = pubkit("--format", name, "报告.md")
    filed = pubkit("--format", name, "--output-file", "out.txt", "报告.md")
    summary = "1 finding in 1 of 1 file. [*] 1 can be fixed with `--fix`.\n"
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == shown.out.removesuffix(summary)
    assert filed == Shown(1, summary, "")
    assert pubkit("--quiet", "--format", name, "-o", "out.txt", "报告.md").out == ""


def test_output_file_that_cannot_be_written(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """A folder that is not there is an error that names the file; nothing is left behind."""
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    shown = pubkit("-o", "no/such/out.txt", "bad.md")
    assert shown.code == 2
    assert "no/such/out.txt" in shown.err
    assert sorted(path.name for path in tmp_path.iterdir()) == [".cache", "bad.md"]


def test_statistics(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """Findings are counted by rule, as text and as JSON, also into a file."""
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    assert pubkit("--statistics", "bad.md").out == "1  CIT102  A citation in the middle of a clause\n"
    assert json.loads(pubkit("--statistics", "--format", "json", "bad.md").out) == [{"code": "CIT102", "count": 1}]
    pubkit("--statistics", "-o", "out.txt", "bad.md")
    assert (tmp_path / "out.txt").read_text(encoding="utf-8").startswith("1  CIT102  ")


# Discovery


def test_folders_are_searched_for_markdown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Markdown of every ending is found in order, with spaces and Chinese in names; hidden and built files are not."""
    monkeypatch.chdir(tmp_path)
    wanted = ["a b.md", "z.markdown", "中文 报告/稿 一.md", "子/x.mkd"]
    others = ["a.txt", ".hidden.md", ".git/a.md", "build/a.md", "node_modules/p/README.md", "venv/a.md", "子/.cache/a.md", "a.mdx"]
    for name in (*wanted, *others):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(CLEAN, encoding="utf-8")
    assert [path.as_posix() for path in find_markdown(["."])] == wanted
    assert [path.as_posix() for path in find_markdown(["build", ".hidden.md", "a.txt"])] == ["build/a.md", ".hidden.md", "a.txt"]
    assert len(find_markdown([".", "a b.md", "./a b.md", "."])) == len(wanted)


def test_a_folder_that_is_called_like_a_file(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """A folder named `x.md` is a folder."""
    (tmp_path / "x.md").mkdir()
    (tmp_path / "x.md" / "in.md").write_text(BAD, encoding="utf-8")
    shown = pubkit(".")
    assert shown.code == 1
    assert "x.md/in.md:1:5" in shown.out
    assert pubkit("x.md").code == 1


def test_symbolic_links(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """A link to a file is linted and stays a link when it is mended; a circle of folders ends; a dangling link is told."""
    (tmp_path / "real.txt").write_text(BAD, encoding="utf-8")
    (tmp_path / "link.md").symlink_to("real.txt")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "circle").symlink_to(tmp_path)
    assert pubkit("--fix", ".").code == 0
    assert (tmp_path / "link.md").is_symlink()
    assert (tmp_path / "real.txt").read_text(encoding="utf-8") == MENDED
    (tmp_path / "dangling.md").symlink_to("nowhere")
    shown = pubkit("dangling.md")
    assert shown.code == 2
    assert "dangling.md" in shown.err
    assert pubkit(".").code == 2


def test_a_missing_file_names_the_nearest(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """A mistyped name is answered with the file beside it that is most like it."""
    (tmp_path / "report.md").write_text(CLEAN, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        find_markdown(["reprot.md"])
    assert caught.value.hint is not None
    assert "report.md" in caught.value.hint.en
    assert "report.md" in pubkit("reprot.md").err


def test_a_folder_without_markdown(pubkit: Callable[..., Shown]) -> None:
    """Nothing to lint is a wrong path, not a clean text: a script that names one must not pass for ever."""
    shown = pubkit(".")
    assert shown.code == 2
    assert "no Markdown file here" in shown.err


# Fixes


def test_fix_writes_in_place_and_keeps_the_mode(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """--fix mends the file, keeps its permissions, leaves no temporary file, and says how much it did."""
    report = tmp_path / "bad.md"
    report.write_text(BAD, encoding="utf-8")
    report.chmod(0o640)
    shown = pubkit("--fix", "bad.md")
    assert shown.code == 0
    assert report.read_text(encoding="utf-8") == MENDED
    assert stat.S_IMODE(report.stat().st_mode) == 0o640
    assert "Fixed 1." in shown.out
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != ".cache") == ["bad.md"]


def test_fix_leaves_an_untouched_file_alone(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """A file in which nothing is mended is not written."""
    report = tmp_path / "clean.md"
    report.write_text(CLEAN, encoding="utf-8")
    os.utime(report, (1, 1))
    assert pubkit("--fix", "clean.md").code == 0
    assert report.stat().st_mtime == 1


@pytest.mark.parametrize("name", ["a.md", "a b.md", "中文 报告.md"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(BAD, id="plain"),
        pytest.param(BAD.replace("\n", "\r\n"), id="crlf"),
        pytest.param("\ufeff" + BAD, id="bom"),
        pytest.param(BAD.rstrip("\n"), id="no-end"),
        pytest.param("甲\u2028乙\x0b丙\n\n" + BAD, id="other-line-breaks"),
        pytest.param(BAD * 3 + "\n" * 20 + BAD, id="hunks"),
    ],
)
def test_a_diff_can_be_applied(name: str, text: str, tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """`git apply` and `patch` make of a diff what --fix makes, whatever the line ends and the name."""
    report = tmp_path / name
    report.write_bytes(text.encode())
    done = process("--diff", name, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert report.read_bytes() == text.encode()
    (tmp_path / "a.patch").write_bytes(done.stdout)
    pubkit("--fix", name)
    mended = report.read_bytes()
    assert mended != text.encode()
    report.write_bytes(text.encode())
    for command in (["git", "apply", "-p0", "--whitespace=nowarn", "a.patch"], ["patch", "-s", "--binary", "-p0", "-i", "a.patch"]):
        if shutil.which(command[0]):
            report.write_bytes(text.encode())
            applied = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
            assert applied.returncode == 0, applied.stderr + done.stdout.decode()
            assert report.read_bytes() == mended
    assert pubkit("--diff", name).out == ""


def test_a_diff_is_a_diff_in_every_format(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """--diff shows a diff whatever the format, and nothing where nothing would change."""
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    text = pubkit("--diff", "bad.md").out
    assert text.startswith("--- bad.md\n+++ bad.md\n@@ ")
    for name in NAMES:
        assert pubkit("--diff", "--format", name, "bad.md").out == text


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("setpriv"), reason="needs root and setpriv to become a normal user")
@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "said"), [(0o444, 0o777, "read-only"), (0o666, 0o555, "cannot be written"), (0o000, 0o777, "may not be read")]
)
def test_what_a_normal_user_may_not_touch(file_mode: int, folder_mode: int, said: str) -> None:
    """Where a file may not be read or replaced, --fix says so, exits with 2 and leaves the file as it was."""
    with tempfile.TemporaryDirectory() as name:  # pytest's own are closed to other users
        folder = Path(name)
        (folder / "bad.md").write_text(BAD, encoding="utf-8")
        (folder / "bad.md").chmod(file_mode)
        folder.chmod(folder_mode)
        user = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        command = [*user, sys.executable, "-m", "pubkit", "lint", "--no-cache", "--fix", "bad.md"]
        environment = os.environ | {"PUBKIT_LANGUAGE": "en"}
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=environment)
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith("error: bad.md: ")
        assert said in done.stderr
        assert (folder / "bad.md").read_text(encoding="utf-8") == BAD
        assert [path.name for path in folder.iterdir()] == ["bad.md"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(tmp_path: Path, pubkit: Callable[..., Shown]) -> None:
    """A file without permission to read is told in words."""
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    (tmp_path / "bad.md").chmod(0)
    shown = pubkit("bad.md")
    assert shown.code == 2
    assert "may not be read" in shown.err


# Standard input and output


def test_standard_input(tmp_path: Path) -> None:
    """`-` lints standard input under the name `-`."""
    done = process("--format", "json", "-", cwd=tmp_path, input=BAD.encode())
    assert done.returncode == 1
    assert json.loads(done.stdout)[0]["filename"] == "-"


def test_fixing_standard_input(tmp_path: Path) -> None:
    """With --fix the mended text alone goes to standard output, byte for byte with BOM and CRLF; the rest to standard error."""
    text = ("\ufeff" + BAD).replace("\n", "\r\n")
    done = process("--fix", "-", cwd=tmp_path, input=text.encode())
    assert done.stdout.decode() == ("\ufeff" + MENDED).replace("\n", "\r\n")
    assert b"Fixed 1." in done.stderr
    assert done.returncode == 0


def test_standard_input_with_a_configuration(tmp_path: Path) -> None:
    """The configuration of the current folder holds for standard input."""
    (tmp_path / "pubkit.yaml").write_text("lint: {ignore: [CIT]}", encoding="utf-8")
    assert process("-", cwd=tmp_path, input=BAD.encode()).returncode == 0


def test_a_reader_that_stops_reading(tmp_path: Path) -> None:
    """A broken pipe ends the command without a message."""
    (tmp_path / "bad.md").write_text((BAD.replace(LISTED, "") + "\n") * 3000 + LISTED, encoding="utf-8")
    command = [sys.executable, "-m", "pubkit", "lint", "--no-cache", "bad.md"]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(10)
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) in (1, 141)


def test_a_terminal_in_another_encoding(tmp_path: Path) -> None:
    """A terminal in GBK shows a character that it does not have by its number; formats for programs stay UTF-8."""
    (tmp_path / "bad.md").write_text(BAD.replace("社会", "社会😀"), encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": "gbk", "PUBKIT_LANGUAGE": "zh", "PUBKIT_CACHE_DIR": str(tmp_path / ".cache")}
    command = [sys.executable, "-m", "pubkit", "lint", "bad.md"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert "社会\\U0001f600" in done.stdout.decode("gbk")
    done = subprocess.run([*command, "--format", "json"], cwd=tmp_path, env=environment, capture_output=True, check=False)
    assert "引用" in json.loads(done.stdout.decode("utf-8"))[0]["message"]


# Watching


def test_watching_lints_again_and_ends_quietly(tmp_path: Path) -> None:
    """--watch lints at once and after each change, also of the configuration; Ctrl-C ends it with 130 and no message."""
    (tmp_path / "a.md").write_text(CLEAN, encoding="utf-8")
    log = tmp_path / "log.txt"
    with log.open("wb") as out:
        command = [sys.executable, "-m", "pubkit", "lint", "--watch", "."]
        environment = os.environ | {"PUBKIT_CACHE_DIR": str(tmp_path / ".cache"), "PUBKIT_LANGUAGE": "en"}
        running = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=out, stderr=subprocess.PIPE)
        try:
            _until(log, "No findings in 1 file")
            (tmp_path / "b.md").write_text(BAD, encoding="utf-8")
            _until(log, "1 finding in 1 of 2 files")
            (tmp_path / "pubkit.yaml").write_text("lint: {ignore: [CIT]}", encoding="utf-8")
            _until(log, "No findings in 2 files")
            (tmp_path / "b.md").unlink()
            _until(log, "No findings in 1 file", times=2)
        finally:
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=30)
    assert running.returncode == 130
    assert set(err.decode().splitlines()) == {"Watching; Ctrl-C ends."}


def _until(log: Path, text: str, times: int = 1) -> None:
    """Waits for a text; a minute, for a busy machine."""
    for _ in range(600):
        if len(re.findall(re.escape(text) + r"\b", log.read_text(encoding="utf-8"))) >= times:
            return
        time.sleep(0.1)
    pytest.fail(f"{text!r} never came: {log.read_text(encoding='utf-8')}")


def test_watching_does_not_work_while_it_waits(tmp_path: Path) -> None:
    """Between looks it sleeps, longer where a look takes long, and a look sees every kind of change."""
    (tmp_path / "a.md").write_text(CLEAN, encoding="utf-8")
    paths = [str(tmp_path)]
    before = state(paths)
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 5:
            (tmp_path / "a.md").write_text(BAD, encoding="utf-8")

    after = wait_for_change(before, lambda: state(paths), sleep)
    assert after != before
    assert len(slept) == 5
    assert min(slept) >= 0.2
    (tmp_path / "new.md").write_text(CLEAN, encoding="utf-8")
    assert state(paths) != after
    assert state([str(tmp_path / "missing.md")]) == {}


def test_watching_needs_files(pubkit: Callable[..., Shown]) -> None:
    """Standard input cannot be watched."""
    shown = pubkit("--watch", "-")
    assert shown.code == 2
    assert "--watch" in shown.err


def test_ctrl_c_while_many_files_are_linted(tmp_path: Path) -> None:
    """Ctrl-C ends a run of several processes with 130 and no traceback of any of them."""
    for n in range(60):
        (tmp_path / f"{n}.md").write_text((BAD.replace(LISTED, "") + "\n") * 400 + LISTED, encoding="utf-8")
    command = [sys.executable, "-m", "pubkit", "lint", "--no-cache", "-j", "2", "."]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)
    time.sleep(1.5)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert b"Traceback" not in err
    assert running.returncode in (130, 1)  # 1 where the machine was faster than we


# What other services are given


def test_the_action_runs(tmp_path: Path) -> None:
    """The script of action.yml shows findings, writes the summary, SARIF and its output, and fails as it is told."""
    action = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "lint")
    (tmp_path / "a b.md").write_text(BAD, encoding="utf-8")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    (bin_folder / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    (bin_folder / "python").chmod(0o755)

    def act(**inputs: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{bin_folder}:{os.environ['PATH']}", "HOME": str(tmp_path), "PYTHONUTF8": "1", "PUBKIT_LANGUAGE": "en",
            "PUBKIT_CACHE_DIR": str(tmp_path / ".cache"), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
            "GITHUB_OUTPUT": str(tmp_path / "output"), "GITHUB_WORKSPACE": str(tmp_path), "INPUT_PATHS": "", "INPUT_ARGUMENTS": "",
            "INPUT_SUMMARY": "true", "INPUT_SARIF_FILE": "", "INPUT_FAIL": "true", **inputs,
        }  # fmt: skip
        for name in ("summary.md", "output"):
            (tmp_path / name).unlink(missing_ok=True)
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)

    done = act(INPUT_PATHS="a b.md\n", INPUT_SARIF_FILE="out.sarif")
    assert done.returncode == 1, done.stderr
    assert "::warning file=a b.md,line=1," in done.stdout
    assert "### pubkit: 1 finding in 1 of 1 file\n" in (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert (tmp_path / "output").read_text(encoding="utf-8") == "exit-code=1\n"
    assert json.loads((tmp_path / "out.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    done = act(INPUT_FAIL="false", INPUT_SUMMARY="false", INPUT_ARGUMENTS="--select CIT --jobs 1")
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "summary.md").exists()
    done = act(INPUT_PATHS="missing.md; touch evil", INPUT_FAIL="false")
    assert done.returncode == 2
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(("schema", "name"), [("vendor.github-actions", "action.yml"), ("vendor.gitlab-ci", "docs/ci/gitlab.yml")])
def test_files_for_services_follow_their_schemas(schema: str, name: str) -> None:
    """The action and the GitLab job follow the schemas that these services publish."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(PROJECT / name)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_hooks_name_commands_that_exist(tmp_path: Path) -> None:
    """Each hook of pre-commit calls a command of pubkit that takes file names."""
    (tmp_path / "a.md").write_text(CLEAN, encoding="utf-8")
    hooks = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == {"pubkit-lint", "pubkit-fix"}
    for hook in hooks:
        assert {"id", "name", "entry", "language", "types"} <= set(hook)
        program, verb, *options = hook["entry"].split()
        assert (program, verb) == ("pubkit", "lint")
        assert process(*options, "a.md", cwd=tmp_path).returncode == 0


def test_standard_input_may_have_a_name(tmp_path: Path) -> None:
    """An editor that pipes a text names the file: its configuration holds, and findings carry the name."""
    (tmp_path / "pubkit.yaml").write_text("lint:\n  ignore: [MD105]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pubkit", "lint", "-", "--format", "json", "--stdin-filename", "a.md"]
    text = "**重点：**储能\n\n成本。。\n".encode()
    done = subprocess.run(command, input=text, capture_output=True, cwd=tmp_path, check=False)
    found = json.loads(done.stdout)
    assert {finding["filename"] for finding in found} == {"a.md"}
    assert "MD105" not in {finding["code"] for finding in found}
    assert found


@pytest.mark.parametrize(
    ("configuration", "place", "said"),
    [
        ("lint: [\n", "2:1", "a bracket is not closed"),
        ("lint:\n  ignor: [CIT102]\n", "2:3", "unknown key `ignor`"),
        ("lint:\n  severity: {CIT102: loud}\n", "2:14", "`loud` is no severity"),
    ],
)
def test_a_wrong_configuration_is_told_once_and_no_report_is_blamed(
    configuration: str, place: str, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was told for every report, and the reports were said to be unreadable."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pubkit.yaml").write_text(configuration, encoding="utf-8")
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("# 题\n\n正文一句。\n", encoding="utf-8")
    for paths, count in ((["a.md"], "1 file was not checked"), (["a.md", "b.md"], "2 files were not checked")):
        assert run(["--language", "en", "lint", "--no-cache", *(str(tmp_path / name) for name in paths)]) == 2
        shown = capsys.readouterr()
        assert shown.err.count(f"pubkit.yaml:{place}: ") == 1
        assert said in shown.err
        assert shown.out == f"{count}: mend the configuration first.\n"


def test_reports_beside_those_of_a_wrong_configuration_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The configuration of one folder says nothing of another; a file that is no text is no matter of configuration."""
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "pubkit.yaml").write_text("lint: [\n", encoding="utf-8")
    for name in ("one/a.md", "b.md"):
        (tmp_path / name).write_text("# 题\n\n正文一句。\n", encoding="utf-8")
    (tmp_path / "c.md").write_bytes(b"\x7fELF\x00\xff")
    assert run(["--language", "en", "lint", "--no-cache", str(tmp_path)]) == 2
    assert capsys.readouterr().out == (
        "1 file could not be checked. 1 file was not checked: mend the configuration first. No findings in 1 file.\n"
    )
