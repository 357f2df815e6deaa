"""`pubkit refs rename`."""

from __future__ import annotations

from pathlib import Path

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.refs.previewing import report_argument, show_or_write, write_option
from pubkit.cli.speech import say


def command() -> click.Command:
    return Command(
        "rename",
        callback=rename_command,
        help=say(
            "Give an entry another key: in the text, in the list, in the references file, and in the other reports that cite from "
            "that file. Shows what would change; nothing is written without --write.",
            "给条目换一个键：正文、文献表、参考文献文件以及引用该文件的其他报告一并修改。默认只显示改动，加 --write 才写入。",
        ),
        params=[report_argument(), click.Argument(["old"]), click.Argument(["new"]), write_option(), language_option()],
    )


def rename_command(report: str, old: str, new: str, write: bool) -> int:
    """Shows or makes the change. Returns the exit code."""
    from pubkit.pipeline.rekeying import rename

    return show_or_write(rename(Path(report), old, new), write=write)
