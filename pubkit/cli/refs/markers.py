"""`pubkit refs markers`."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from pubkit.citations.resolve import marker_records
from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say
from pubkit.markdown.document import Document
from pubkit.pipeline.discovery import find_markdown

if TYPE_CHECKING:
    from collections.abc import Sequence


def command() -> click.Command:
    return Command(
        "markers",
        callback=markers_command,
        help=say(
            "List every citation mark that is recognised, with its dialect, keys and address.",
            "列出识别到的每一处引用标记及其方言、编号和地址。",
        ),
        params=[
            click.Argument(["paths"], nargs=-1, required=True),
            click.Option(["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True, help=say("Shape of the output.", "输出形式。")),
            language_option(),
        ],
    )


def markers_command(paths: Sequence[str], shape: str) -> int:
    """Prints the marks of all files, in order of place. Returns the exit code."""
    documents = [Document.from_bytes(sys.stdin.buffer.read(), "-")] if list(paths) == ["-"] else map(Document.read, find_markdown(paths))
    records = [record for document in documents for record in marker_records(document)]
    if shape == "json":
        click.echo("[" + ",\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "]")
    else:
        for record in records:
            click.echo(_line(record))
    return 0


def _line(record: dict[str, Any]) -> str:
    place = record["location"]
    keys = ", ".join(map(str, record["keys"]))
    return f"{record['filename']}:{place['row']}:{place['column']}: {record['dialect']} [{keys}] {record['address'] or ''}".rstrip()
