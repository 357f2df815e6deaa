"""`pubkit refs list`."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.refs.documents import documents
from pubkit.cli.speech import language, say
from pubkit.output.references import reference_records, reference_table
from pubkit.pipeline.references import list_references

if TYPE_CHECKING:
    from collections.abc import Sequence


def command() -> click.Command:
    return Command(
        "list",
        callback=list_command,
        help=say(
            "List the references of reports: key, type, title, how often and in which lines cited, what is not known, and what "
            "`refs verify --online` found, where it ran. PATHS are "
            "Markdown files or folders (default: here), or - for standard input.",
            "列出报告的参考文献：键、类型、题名、引用次数及所在行、缺失项；运行过 `refs verify --online` 的，还有核验结论。PATHS 是 Markdown 文件或文件夹（默认当前文件夹），或用 - 表示标准输入。",
        ),
        params=[
            click.Argument(["paths"], nargs=-1),
            click.Option(["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True, help=say("Shape of the output.", "输出形式。")),
            language_option(),
        ],
    )


def list_command(paths: Sequence[str], shape: str) -> int:
    """Prints the references of all reports. Returns the exit code."""
    reports = [list_references(document) for document in documents(paths)]
    if shape == "json":
        click.echo(json.dumps([record for report in reports for record in reference_records(report, language())], ensure_ascii=False, indent=1))
        return 0
    width = shutil.get_terminal_size((100, 24)).columns
    click.echo("\n".join(reference_table(report, language(), width) for report in reports), nl=False)
    return 0
