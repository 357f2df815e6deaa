"""`pubkit translate status`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say
from pubkit.cli.translate.options import tags, targets_argument, targets_help, to_option
from pubkit.output.badge import badge, chart
from pubkit.output.coverage import coverage_markdown, coverage_records, coverage_table
from pubkit.pipeline.translating import jobs_of, statuses
from pubkit.text.files import write_atomically

if TYPE_CHECKING:
    from pubkit.pipeline.translating import Status


def command() -> click.Command:
    return Command(
        "status",
        callback=status_command,
        help=say(
            "Show how much of each report is translated: by section, in characters and in cited claims, and what has changed, gravest "
            "first. Exits with 1 where an edition is below its threshold. ",
            "显示各报告译出多少：按章节、按字数、按有引用的论断，并列出原文改动，重者在前。有版本低于下限时退出码为 1。",
        )
        + targets_help(),
        params=[
            targets_argument(),
            to_option(),
            click.Option(["--format", "shape"], type=click.Choice(["text", "json", "markdown"]), default="text", show_default=True, help=say("Shape of the output.", "输出形式。")),
            click.Option(["--badge"], metavar="FILE.svg", help=say("Write a badge with the share of all, for a README.", "写出总比例的徽章图，供 README 使用。")),
            click.Option(["--chart"], metavar="FILE.svg", help=say("Write a picture of all sections.", "写出各章节进度图。")),
            language_option(),
        ],
    )


def status_command(targets: tuple[str, ...], languages: tuple[str, ...], shape: str, badge: str | None, chart: str | None) -> int:
    """Prints the coverage of every edition. Returns the exit code."""
    found = list(statuses(jobs_of(targets, tags(languages))))
    if shape == "json":
        click.echo(json.dumps(coverage_records(found), ensure_ascii=False, indent=1))
    elif shape == "markdown":
        click.echo(coverage_markdown(found, language()), nl=False)
    else:
        click.echo("\n".join(coverage_table(status, language()) for status in found), nl=False)
    _draw(found, badge, chart)
    return 0 if all(status.is_enough for status in found) else 1


def _draw(found: list[Status], badge_file: str | None, chart_file: str | None) -> None:
    if badge_file:
        characters = sum(status.coverage.total.characters for status in found)
        translated = sum(status.coverage.total.translated_characters for status in found)
        named = list(dict.fromkeys(status.job.edition.language for status in found))
        label = say("translated", "已译") + (f" {named[0]}" if len(named) == 1 else "")
        write_atomically(Path(badge_file), badge(label, translated / characters if characters else 1.0).encode("utf-8"))
    if chart_file:
        write_atomically(Path(chart_file), chart(found, language()).encode("utf-8"))
