"""`pubkit refs import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say, show
from pubkit.pipeline.references import FORMATS, Format, add_to_file, read_references, read_text, write_references
from pubkit.text.errors import UsageError
from pubkit.text.files import decode
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.citations.exchange import Problem, Read


def command() -> click.Command:
    return Command(
        "import",
        callback=import_command,
        help=say(
            "Read the references that Zotero or another program exports into a file that a report can name under `bibliography`. "
            "FILE is BibTeX, RIS, CSL-JSON or CSL-YAML, or - for standard input. Entries that the output file has already stay.",
            "将 Zotero 等程序导出的文献读入一个文件，报告可在 `bibliography` 中引用它。FILE 是 BibTeX、RIS、CSL-JSON 或 CSL-YAML，"
            "或用 - 表示标准输入。输出文件中已有的条目保持不变。",
        ),
        params=[
            click.Argument(["file"]),
            click.Option(["--from", "source"], type=click.Choice(FORMATS), help=say("Format of FILE (default: by its name).", "FILE 的格式（默认按文件名判断）。")),
            click.Option(
                ["-o", "--output"], metavar="FILE", help=say("CSL-YAML to write (default: standard output).", "要写入的 CSL-YAML 文件（默认标准输出）。")
            ),
            language_option(),
        ],
    )


def import_command(file: str, source: Format | None, output: str | None) -> int:
    """Writes the entries as CSL-YAML and names what is wrong with some. Returns the exit code: 1 where one is lost."""
    read = _read(file, source)
    for problem in read.problems:
        click.echo(_line(file, problem), err=True)
    code = 1 if any(problem.is_lost for problem in read.problems) else 0
    if output is None:
        click.echo(write_references(read.items, "csl-yaml").text, nl=False)
        return code
    return max(code, _write(read, Path(output)))


def _read(file: str, source: Format | None) -> Read:
    if file != "-":
        return read_references(Path(file), source)
    if source is None:
        raise UsageError(
            Phrase("standard input does not tell its format", "标准输入看不出格式"),
            hint=Phrase("Name it with --from: {}.", "请用 --from 指定：{}。").format(", ".join(FORMATS)),
        )
    return read_text(decode(sys.stdin.buffer.read(), file), file, source)


def _write(read: Read, output: Path) -> int:
    """Adds the entries to a file and says so. 1 where a key is taken by another entry."""
    added = add_to_file(output, read.items)
    for key in added.taken:
        words = Phrase("{}: another entry has the key `{}` already; it stays", "{}：键 `{}` 已属于另一条目，保留原条目").format(output, key)
        click.echo(show(words), err=True)
    words = Phrase("{} entries added to {}, {} in all", "{1} 新增 {0} 条文献，共 {2} 条").format(added.new, output, added.total)
    click.echo(show(words), err=True)
    return 1 if added.taken else 0


def _line(file: str, problem: Problem) -> str:
    lost = show(Phrase(" (left out)", "（未导入）")) if problem.is_lost else ""
    return f"{file}:{problem.row or 1}: {problem.key}: {show(problem.message)}{lost}"
