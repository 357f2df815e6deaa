"""`pubkit refs format`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say
from pubkit.text.files import decode, read_bytes


def command() -> click.Command:
    return Command(
        "format",
        callback=format_command,
        help=say(
            "Format the items of a CSL-JSON file, one entry a line, in the order of the items. ITEMS is a file, or - for standard input.",
            "格式化 CSL-JSON 文件中的条目，每条一行，按条目顺序。ITEMS 是文件，或用 - 表示标准输入。",
        ),
        params=[
            click.Argument(["items"]),
            click.Option(
                ["--style"],
                default="gbt7714-2025",
                show_default=True,
                metavar="STYLE",
                help=say(
                    "gbt7714-2025, gbt7714-2025-author-date, gbt7714-2015, apa, chicago, ieee, vancouver, another style of the CSL "
                    "repository by its name, or a .csl file.",
                    "gbt7714-2025、gbt7714-2025-author-date、gbt7714-2015、apa、chicago、ieee、vancouver，CSL 库中其他格式的名称，或 .csl 文件。",
                ),
            ),
            click.Option(
                ["--sorted", "is_sorted"],
                is_flag=True,
                help=say(
                    "In the order of the style's own list, with letters behind years that need them.",
                    "按该格式文献表的顺序排列，并为需要区分的年份加字母。",
                ),
            ),
            click.Option(["--to", "shape"], type=click.Choice(["text", "html", "markdown"]), default="text", show_default=True, help=say("Shape of the output.", "输出形式。")),
            language_option(),
        ],
    )


def format_command(items: str, style: str, is_sorted: bool, shape: Literal["text", "html", "markdown"]) -> int:
    """Prints the entries. Returns the exit code."""
    from pubkit.pipeline.styles import format_by_style

    data = sys.stdin.buffer.read() if items == "-" else read_bytes(Path(items))
    click.echo(format_by_style(decode(data, items), items, style, shape, is_sorted=is_sorted), nl=False)
    return 0
