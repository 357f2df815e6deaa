"""`pubkit translate status`."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say
from pubkit.cli.translate.options import tags, targets_argument, targets_help, to_option
from pubkit.output.badge import badge, chart
from pubkit.output.coverage import coverage_markdown, coverage_record, coverage_table
from pubkit.pipeline.translating import survey
from pubkit.text.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pubkit.editions.coverage import Coverage
    from pubkit.pipeline.translating import Status
    from pubkit.text.phrase import Language


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
    """Prints the coverage of every edition, one after the other. Returns the exit code."""
    code = 0
    records: list[str] = []
    coverages: dict[str, Coverage] = {}
    for found in survey(targets, tags(languages), partial(_SHOWN[shape], language=language())):
        code = max(code, 0 if found.is_enough else 1)
        coverages[f"{found.name} → {found.language}"] = found.coverage
        if shape == "json":
            records.append(found.shown)
        else:
            click.echo(found.shown)
    if shape == "json":
        click.echo("[" + ",\n".join(records) + "]")
    _draw(coverages, badge, chart)
    return code


def _json(status: Status, language: Language) -> str:  # noqa: ARG001
    return json.dumps(coverage_record(status), ensure_ascii=False, indent=1)


_SHOWN: dict[str, Callable[..., str]] = {"text": coverage_table, "markdown": coverage_markdown, "json": _json}


def _draw(coverages: Mapping[str, Coverage], badge_file: str | None, chart_file: str | None) -> None:
    if badge_file:
        totals = [coverage.total for coverage in coverages.values()]
        characters = sum(total.characters for total in totals)
        share = sum(total.translated_characters for total in totals) / characters if characters else 1.0
        named = list(dict.fromkeys(name.rpartition(" ")[2] for name in coverages))
        label = say("translated", "已译") + (f" {named[0]}" if len(named) == 1 else "")
        write_atomically(Path(badge_file), badge(label, share).encode("utf-8"))
    if chart_file:
        write_atomically(Path(chart_file), chart(coverages, language()).encode("utf-8"))
