"""`pubkit refs merge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.refs.previewing import report_argument, show_or_write, write_option
from pubkit.cli.speech import say, show
from pubkit.text.errors import UsageError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.pipeline.rekeying import Changes


def command() -> click.Command:
    return Command(
        "merge",
        callback=merge_command,
        help=say(
            "Make one entry of two that are the same source: all citations of KEY become citations of INTO, and KEY goes. Shows "
            "what would change; nothing is written without --write.",
            "把同一文献的两条合为一条：对 KEY 的引用全部改为对 INTO 的引用，KEY 删除。默认只显示改动，加 --write 才写入。",
        ),
        params=[
            report_argument(),
            click.Argument(["key"], required=False),
            click.Argument(["into"], required=False),
            click.Option(["--doubles"], is_flag=True, help=say("Merge all entries that lead to the same source.", "合并所有指向同一文献的条目。")),
            click.Option(["--close-gaps"], is_flag=True, help=say("Renumber the entries behind, so that no number is missing.", "后面的条目依次改号，不留空号。")),
            write_option(),
            language_option(),
        ],
    )


def merge_command(report: str, key: str | None, into: str | None, doubles: bool, close_gaps: bool, write: bool) -> int:
    """Shows or makes the change. Returns the exit code."""
    from pubkit.pipeline.rekeying import merge, merge_doubles

    if doubles == bool(key) or bool(key) != bool(into):
        raise UsageError(
            Phrase("name two entries, or --doubles", "请指定两个条目，或用 --doubles"),
            hint=Phrase("pubkit refs merge REPORT KEY INTO", "pubkit refs merge 报告 键 并入的键"),
        )
    path = Path(report)
    changes = merge_doubles(path, close_gaps=close_gaps) if doubles else merge(path, str(key), str(into), close_gaps=close_gaps)
    _tell(changes)
    return show_or_write(changes, write=write)


def _tell(changes: Changes) -> None:
    for double in changes.doubles:
        words = Phrase("{} is the same source as {}", "{} 与 {} 是同一文献") if double.key != double.into else Phrase("{} is listed twice", "{} 列了两次")
        click.echo(show(words.format(double.key, double.into)), err=True)
