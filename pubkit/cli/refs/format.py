"""`pubkit refs format`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say
from pubkit.text.errors import UsageError
from pubkit.text.files import decode, read_bytes
from pubkit.text.phrase import Phrase

STYLES = ("gbt7714-2025", "gbt7714-2025-author-date")


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
            click.Option(["--style"], default=STYLES[0], show_default=True, metavar="STYLE", help=say("Style of the entries.", "著录格式。")),
            click.Option(["--to", "shape"], type=click.Choice(["text", "html", "markdown"]), default="text", show_default=True, help=say("Shape of the output.", "输出形式。")),
            language_option(),
        ],
    )


def format_command(items: str, style: str, shape: Literal["text", "html", "markdown"]) -> int:
    """Prints the entries. Returns the exit code."""
    if style not in STYLES:
        raise UsageError(
            Phrase("there is no style `{}`", "没有 `{}` 这种著录格式").format(style),
            hint=Phrase("Known: {}.", "可用的有：{}。").format(", ".join(STYLES)),
        )
    from pubkit.citations.styles.gbt7714 import format_items

    data = sys.stdin.buffer.read() if items == "-" else read_bytes(Path(items))
    click.echo(format_items(decode(data, items), items, shape, author_date=style.endswith("author-date")), nl=False)
    return 0
