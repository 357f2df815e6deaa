"""`pubkit refs format`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say, show
from pubkit.text.files import decode, read_bytes


def command() -> click.Command:
    return Command(
        "format",
        callback=format_command,
        help=say(
            "Format the items of a references file, one entry a line, in the order of the items. ITEMS is CSL-JSON, CSL-YAML, BibTeX or "
            "RIS, or - for CSL-JSON from standard input.",
            "格式化参考文献文件中的条目，每条一行，按条目顺序。ITEMS 是 CSL-JSON、CSL-YAML、BibTeX 或 RIS 文件，或用 - 表示从标准输入读取 CSL-JSON。",
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

    click.echo(format_by_style(_csl_json(items), items, style, shape, is_sorted=is_sorted), nl=False)
    return 0


def _csl_json(items: str) -> str:
    """The items as CSL-JSON, of which files of other kinds are made. Raises what reading them raises."""
    if items == "-":
        return decode(sys.stdin.buffer.read(), items)
    path = Path(items)
    if path.suffix.lower() not in (".yaml", ".yml", ".bib", ".bibtex", ".ris"):
        return decode(read_bytes(path), items)
    from pubkit.citations.exchange.csl import write_csl_json
    from pubkit.pipeline.references import read_references

    read = read_references(path)
    for problem in read.problems:
        click.echo(f"{items}:{problem.row or 1}: {problem.key}: {show(problem.message)}", err=True)
    return write_csl_json(read.items)
