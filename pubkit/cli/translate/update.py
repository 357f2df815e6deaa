"""`pubkit translate update`."""

from __future__ import annotations

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say, show
from pubkit.cli.translate.extract import line_of
from pubkit.cli.translate.options import tags, targets_argument, targets_help, to_option
from pubkit.editions.coverage import coverage_of
from pubkit.output.coverage import changed_lines
from pubkit.pipeline.translating import Status, bring_up_to_date, jobs_of
from pubkit.text.errors import PubkitError
from pubkit.text.phrase import Phrase

_STALE = Phrase("  not up to date: run `pubkit translate update`", "  目录不是最新的：请运行 `pubkit translate update`")


def command() -> click.Command:
    return Command(
        "update",
        callback=update_command,
        help=say(
            "Bring catalogues up to date with their sources. What moved or is only set otherwise keeps its translation; what changed is "
            "marked, with the old source; what is gone becomes obsolete and comes back with its text. ",
            "使目录跟上原稿。移动过或只改了标点排版的段落保留译文；改了内容的作标记并附旧原文；删去的转为废弃条目，原文恢复时随之恢复。",
        )
        + targets_help(),
        params=[
            targets_argument(),
            to_option(),
            click.Option(["--check"], is_flag=True, help=say("Write nothing; exit with 1 where something would be written.", "不写入；若有需要更新的则退出码为 1。")),
            language_option(),
        ],
    )


def update_command(targets: tuple[str, ...], languages: tuple[str, ...], check: bool) -> int:
    """Updates every catalogue; one that is broken does not stop the others. Returns the exit code."""
    code = 0
    for job in jobs_of(targets, tags(languages)):
        try:
            job.read()
            written = bring_up_to_date(job, dry_run=check)
        except PubkitError as error:
            click.echo(say("error: ", "错误：") + error.show(language()), err=True)
            code = max(code, error.exit_code)
            continue
        click.echo(line_of(written))
        status = Status(job, written.result, coverage_of(job.report.segments, written.result.by_segment, job.report.language))
        for line in changed_lines(status, language()):
            click.echo(f"  {line}")
        if check and written.verb == "updated":
            code = max(code, 1)
            click.echo(show(_STALE), err=True)
    return code
