"""`pubkit refs export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.refs.documents import documents
from pubkit.cli.speech import say, show
from pubkit.pipeline.references import FORMATS, Format, format_of, list_references, merged, write_references
from pubkit.text.errors import InputError
from pubkit.text.files import write_atomically
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence


def command() -> click.Command:
    return Command(
        "export",
        callback=export_command,
        help=say(
            "Write the entries that reports list as data for Zotero, LaTeX, pandoc and others. PATHS are Markdown files or folders "
            "(default: here), or - for standard input. The keys of one report stay; those of several have its name in front.",
            "将报告列出的文献导出为数据，供 Zotero、LaTeX、pandoc 等使用。PATHS 是 Markdown 文件或文件夹（默认当前文件夹），"
            "或用 - 表示标准输入。单份报告的键保持不变；多份报告的键前加报告名。",
        ),
        params=[
            click.Argument(["paths"], nargs=-1),
            click.Option(
                ["--to"],
                type=click.Choice(FORMATS),
                help=say("Format (default: by the name of the file, else csl-json).", "格式（默认按输出文件名判断，否则为 csl-json）。"),
            ),
            click.Option(["-o", "--output"], metavar="FILE", help=say("Where to (default: standard output).", "输出文件（默认标准输出）。")),
            language_option(),
        ],
    )


def export_command(paths: Sequence[str], to: Format | None, output: str | None) -> int:
    """Writes the entries. Returns the exit code."""
    form = to or (format_of(Path(output)) if output else "csl-json")
    items = merged([list_references(document) for document in documents(paths)])
    if not items:
        raise InputError(
            Phrase("there is no list of references to export", "没有可导出的参考文献"),
            hint=Phrase("`pubkit lint` says what is wrong with citations and lists.", "`pubkit lint` 会说明引用和文献表的问题。"),
        )
    written = write_references(items, form)
    if written.left_out:
        words = Phrase("{} has no place for: {}", "{} 无法容纳这些字段：{}").format(form, ", ".join(written.left_out))
        click.echo(say("note: ", "注意：") + show(words), err=True)
    if output is None:
        click.echo(written.text, nl=False)
        return 0
    write_atomically(Path(output), written.text.encode("utf-8"))
    click.echo(show(Phrase("{} entries in {}", "{} 条文献已写入 {}").format(len(items), output)), err=True)
    return 0
