"""What a build leaves behind on disk, whatever happens to it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest
from publications import page_markup

from pubkit.cli.app import run
from pubkit.editions.edition import editions_of
from pubkit.text.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.skipif(sys.platform != "linux", reason="reports are built side by side on Linux only")
def test_an_interrupted_build_of_several_reports_leaves_nothing_begun(tmp_path: Path) -> None:
    """Its processes take their folders away."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text("# 题目\n\n" + "一段很长的正文。\n\n" * 3000, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-c", "import sys; from pubkit.cli.app import run; sys.exit(run(sys.argv[1:]))", "build", "a.md", "b.md"]
    process = subprocess.Popen(
        [*command, "--format", "pdf", "--output", str(out)],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        deadline = time.monotonic() + 60
        while not list(out.glob(".making-*")) and time.monotonic() < deadline and process.poll() is None:
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGINT)
        said = process.communicate(timeout=60)[0].decode()
    finally:
        process.kill()
    assert process.returncode == 130, said
    assert "Traceback" not in said
    assert not list(out.glob(".making-*"))


def test_tags_that_differ_by_case_are_one_folder(tmp_path: Path) -> None:
    """On many computers the second would overwrite the first."""
    with pytest.raises(UsageError, match="zh-hant"):
        editions_of(["zh-Hant", "zh-hant"], "zh-CN", tmp_path / "r.md")


def test_a_name_with_signs_of_addresses_is_linked(tmp_path: Path) -> None:
    """`#` and `%` of a file's name are no parts of the links between its editions."""
    path = tmp_path / "报告 #1 50%.md"
    path.write_text("---\nlanguage: zh-CN\neditions: [zh-Hant]\n---\n\n# 题目\n\n正文。\n", encoding="utf-8")
    assert run(["build", str(path), "--format", "html", "--output", str(tmp_path / "out"), "-q"]) == 0
    page = page_markup(tmp_path / "out" / path.stem / "zh-CN" / f"{path.stem}.html")
    assert 'href="../zh-Hant/%E6%8A%A5%E5%91%8A%20%231%2050%25.html"' in page
