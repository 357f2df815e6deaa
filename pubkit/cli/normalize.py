"""`pubkit normalize`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say, show
from pubkit.pipeline.discovery import find_markdown
from pubkit.pipeline.normalizing import normalize_file
from pubkit.text.errors import PubkitError

if TYPE_CHECKING:
    from collections.abc import Sequence


def command() -> click.Command:
    return Command(
        "normalize",
        callback=normalize_command,
        help=say(
            "Rewrite the citations of any assistant as [@key], and move the list of references into a file of CSL data beside the "
            "report. Nothing is lost: every key and address survives.",
            "把任何助手的引用改写为 [@key]，并把参考资料移到报告旁的 CSL 数据文件。不丢任何编号和地址。",
        ),
        params=[
            click.Argument(["paths"], nargs=-1, required=True),
            click.Option(
                ["--references"],
                metavar="FILE",
                help=say(
                    "Write the entries to this file, which several reports may share: a source that it has keeps its key there.",
                    "将条目写入此文件，可由多份报告共用：其中已有的文献沿用原键。",
                ),
            ),
            click.Option(["--diff"], is_flag=True, help=say("Show what would change; write nothing.", "只显示将要修改的内容，不写文件。")),
            language_option(),
        ],
    )


def normalize_command(paths: Sequence[str], references: str | None, diff: bool) -> int:
    """Normalises each file in place, or shows what would change. Returns the exit code."""
    code = 0
    for path in find_markdown(paths):
        try:
            done = normalize_file(Path(path), write=not diff, references=Path(references) if references else None)
        except PubkitError as error:
            click.echo(say("error: ", "错误：") + error.show(language()), err=True)
            code = max(code, error.exit_code)
            continue
        if diff:
            click.echo(done.diff, nl=False)
        else:
            for line in done.report or (say("nothing to do", "无需改动"),):
                click.echo(f"{path}: {line if isinstance(line, str) else show(line)}")
    return code
