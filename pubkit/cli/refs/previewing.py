"""Changes to a source that are shown first, and made only when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pubkit.cli.speech import say, show
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.pipeline.rekeying import Changes


def report_argument() -> click.Argument:
    return click.Argument(["report"])


def write_option() -> click.Option:
    return click.Option(["--write"], is_flag=True, help=say("Make the changes.", "写入改动。"))


def show_or_write(changes: Changes, *, write: bool) -> int:
    """Makes the changes, or shows them as a diff and says how they are made. Returns the exit code: 1 where some wait for it."""
    if not changes.files:
        click.echo(say("nothing to do", "无需改动"), err=True)
        return 0
    if write:
        changes.write()
        for change in changes.files:
            click.echo(show(Phrase("{} changed", "已修改 {}").format(change.before.path)), err=True)
        return 0
    click.echo(changes.diff, nl=False)
    click.echo(say("Nothing is written yet; add --write.", "尚未写入；加 --write 写入。"), err=True)
    return 1
