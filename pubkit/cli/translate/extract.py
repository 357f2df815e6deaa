"""`pubkit translate extract`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say, show
from pubkit.cli.translate.options import tags, targets_argument, targets_help, to_option
from pubkit.pipeline.translating import extract, jobs_of, reports_of, template_of
from pubkit.text.files import write_atomically
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.pipeline.translating import Written


def command() -> click.Command:
    return Command(
        "extract",
        callback=extract_command,
        help=say(
            "Make the catalogue of each edition, `REPORT.LANGUAGE.po` beside the report. One that exists is brought up to date: nothing "
            "translated is lost. ",
            "为每个版本生成目录 `报告.语言.po`，放在报告旁边。已有的目录会更新，译文不会丢失。",
        )
        + targets_help(),
        params=[
            targets_argument(),
            to_option(),
            click.Option(["--template"], is_flag=True, help=say("Make `REPORT.pot` instead, for tools that begin languages themselves.", "改为生成 `报告.pot`，供自行新建语言的工具使用。")),
            language_option(),
        ],
    )


def extract_command(targets: tuple[str, ...], languages: tuple[str, ...], template: bool) -> int:
    """Writes the catalogues. Returns the exit code."""
    if template:
        for report in reports_of(targets):
            path = report.path.with_name(f"{report.path.stem}.pot")
            write_atomically(path, template_of(report).encode("utf-8"))
            click.echo(show(Phrase("{}: {} entries", "{}：{} 条").format(path, len(report.messages))))
        return 0
    for job in jobs_of(targets, tags(languages)):
        click.echo(line_of(extract(job)))
    return 0


_VERBS = {
    "made": Phrase("made", "已生成"),
    "updated": Phrase("updated", "已更新"),
    "unchanged": Phrase("unchanged", "没有变化"),
}


def line_of(written: Written) -> str:
    """What was done to a catalogue, on one line."""
    result = written.result
    counts = [
        (len(result.catalog.live), Phrase("{} entries", "{} 条")),
        (result.new if written.verb != "made" else 0, Phrase("{} new", "新增 {} 条")),
        (result.changed, Phrase("{} whose source changed", "原文已改 {} 条")),
        (result.adapted, Phrase("{} set otherwise, still current", "仅排版有变 {} 条")),
        (result.returned, Phrase("{} came back", "恢复 {} 条")),
        (len(result.obsolete), Phrase("{} now obsolete", "废弃 {} 条")),
    ]
    said = say(", ", "，").join(show(phrase.format(count)) for count, phrase in counts if count) or say("nothing to translate", "没有可译的内容")
    return f"{written.job.path}{say(': ', '：')}{show(_VERBS[written.verb])}{say('; ', '；')}{said}"
