"""`pubkit translate check`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say, show
from pubkit.cli.translate.options import tags, targets_argument, targets_help, to_option
from pubkit.pipeline.checking_translations import check_editions
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.pipeline.checking_translations import Checked, PlacedFinding


def command() -> click.Command:
    return Command(
        "check",
        callback=check_command,
        help=say(
            "Check translations against their sources: citations, numbers, links, code, terms, marks, lengths, placeholders, and more. Each "
            "finding has its place in the report and in the catalogue; `# pubkit: ignore EDN111 reason` at an entry waives one. ",
            "对照原文核查译文：引用、数字、链接、代码、术语、标点、长短、占位符等。每条都给出在报告和目录中的位置；"
            "在条目处写 `# pubkit: ignore EDN111 理由` 可豁免一项。",
        )
        + targets_help(),
        params=[
            targets_argument(),
            to_option(),
            click.Option(["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True, help=say("Shape of the output.", "输出形式。")),
            language_option(),
        ],
    )


def check_command(targets: tuple[str, ...], languages: tuple[str, ...], shape: str) -> int:
    """Prints what is wrong with each translation. Returns the exit code: 1 where an error is not waived."""
    records: list[dict[str, Any]] = []
    errors = advisories = 0
    for checked in check_editions(targets, tags(languages)):
        found = [placed for placed in checked.findings if placed.finding.waived is None]
        fails = sum(placed.finding.fails for placed in found)
        errors += fails + len(checked.broken)
        advisories += len(found) - fails
        if shape == "json":
            records += _records(checked)
        else:
            _print(checked, found)
    if shape == "json":
        click.echo(json.dumps(records, ensure_ascii=False, indent=1))
    else:
        click.echo(show(Phrase("{} errors, {} advisories", "{} 处错误，{} 处提示").format(errors, advisories)), err=True)
    return 1 if errors else 0


def _print(checked: Checked, found: list[PlacedFinding]) -> None:
    for error in checked.broken:
        click.echo(error.show(language()))
    for placed in found:
        finding, place = placed.finding, placed.source
        mark = "" if finding.severity == "error" else say(" (advisory)", "（提示）")
        there = f"{placed.edition}:{placed.row}" if placed.row else str(placed.edition)
        click.echo(f"{placed.report}:{place.row}:{place.column}: {finding.code} {finding.name}{mark}: {show(finding.message)}\n  {there}")


def _records(checked: Checked) -> list[dict[str, Any]]:
    broken = [
        {"filename": error.filename, "edition": checked.edition.language, "code": None, "severity": "error", "row": error.row, "message": show(error.message)}
        for error in checked.broken
    ]
    return broken + [
        {
            "filename": str(placed.report),
            "edition": checked.edition.language,
            "code": placed.finding.code,
            "name": placed.finding.name,
            "severity": placed.finding.severity,
            "segment": placed.finding.segment,
            "location": placed.source._asdict(),
            "edition_filename": str(placed.edition),
            "edition_row": placed.row,
            "message": show(placed.finding.message),
            "waived": placed.finding.waived,
        }
        for placed in checked.findings
    ]
