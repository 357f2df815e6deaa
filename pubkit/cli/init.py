"""`pubkit init`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say
from pubkit.pipeline.starting import start_project


def command() -> click.Command:
    return Command(
        "init",
        callback=init_command,
        help=say(
            "Begin a project in FOLDER (default: here): pubkit.yaml and a first report. Files that exist stay as they are.",
            "在 FOLDER（默认当前文件夹）新建项目：pubkit.yaml 和第一份报告。已有的文件保持不变。",
        ),
        params=[click.Argument(["folder"], required=False, default="."), language_option()],
    )


def init_command(folder: str) -> int:
    """Writes the files of a new project and says what comes next. Returns the exit code."""
    written = start_project(Path(folder), language())
    for path in written:
        click.echo(say("wrote ", "已写入 ") + os.path.relpath(path))
    if not written:
        click.echo(say("nothing to do: the project is there already", "项目已存在，无需新建"))
    here = "" if folder == "." else f"cd {shlex.quote(folder)} && "
    click.echo(say("Another report goes into source/NAME/NAME.md.", "再加一份报告：放入 source/报告名/报告名.md。"))
    click.echo(say(f"Next: {here}pubkit lint && pubkit build", f"下一步：{here}pubkit lint && pubkit build"))
    return 0
