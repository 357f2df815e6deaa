"""`pubkit refs graph`."""

from __future__ import annotations

from pathlib import Path

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.refs.previewing import report_argument
from pubkit.cli.speech import say, show
from pubkit.config import find_config
from pubkit.text.files import write_atomically
from pubkit.text.phrase import Phrase


def command() -> click.Command:
    return Command(
        "graph",
        callback=graph_command,
        help=say(
            "Draw which section rests on which sources, as an SVG picture. With `reference-graph: true` the picture also stands in the "
            "web page.",
            "绘制各节依据哪些文献的图（SVG）。设置 `reference-graph: true` 后，图也会出现在网页中。",
        ),
        params=[
            report_argument(),
            click.Option(["-o", "--output"], metavar="FILE", help=say("Where to (default: standard output).", "输出文件（默认标准输出）。")),
            language_option(),
        ],
    )


def graph_command(report: str, output: str | None) -> int:
    """Writes the picture. Returns the exit code."""
    from pubkit.pipeline.graphing import references_picture

    picture = references_picture(Path(report), find_config(Path(report)))
    if output is None:
        click.echo(picture, nl=False)
        return 0
    write_atomically(Path(output), picture.encode("utf-8"))
    click.echo(show(Phrase("the picture is in {}", "图已写入 {}").format(output)), err=True)
    return 0
