"""`pubkit translate export`."""

from __future__ import annotations

from pathlib import Path

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say, show
from pubkit.cli.translate.options import tags, targets_argument, targets_help, to_option
from pubkit.pipeline.importing import export_xliff
from pubkit.pipeline.translating import jobs_of
from pubkit.text.errors import UsageError
from pubkit.text.files import write_atomically
from pubkit.text.phrase import Phrase


def command() -> click.Command:
    return Command(
        "export",
        callback=export_command,
        help=say(
            "Write catalogues as XLIFF 2.1, `REPORT.LANGUAGE.xlf` beside the catalogue; `import` takes them back without loss. ",
            "将目录导出为 XLIFF 2.1，写到目录旁边的 `报告.语言.xlf`；可用 `import` 无损导回。",
        )
        + targets_help(),
        params=[
            targets_argument(),
            to_option(),
            click.Option(["-o", "--output"], metavar="FILE", help=say("Where to, for a single catalogue; - is standard output.", "输出文件（仅一个目录时）；- 表示标准输出。")),
            language_option(),
        ],
    )


def export_command(targets: tuple[str, ...], languages: tuple[str, ...], output: str | None) -> int:
    """Writes the XLIFF documents. Returns the exit code."""
    jobs = jobs_of(targets, tags(languages))
    if output is not None and len(jobs) > 1:
        raise UsageError(
            Phrase("--output is for one catalogue, and there are {}", "--output 只适用于一个目录，这里有 {} 个").format(len(jobs)),
            hint=Phrase("Name one report and one language.", "请指定一份报告和一种语言。"),
        )
    for job in jobs:
        text = export_xliff(job)
        if output == "-":
            click.echo(text, nl=False)
            continue
        path = Path(output) if output else job.path.with_suffix(".xlf")
        write_atomically(path, text.encode("utf-8"))
        click.echo(show(Phrase("{} written", "已写出 {}").format(path)), err=True)
    return 0
