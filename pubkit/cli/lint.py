"""`pubkit lint`."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say
from pubkit.markdown.document import Document
from pubkit.output.formats import Json, Text
from pubkit.output.text import summary
from pubkit.pipeline.checking import Counts, Outcome, Request, check, check_file
from pubkit.pipeline.discovery import find_markdown
from pubkit.rules.registry import RULES, select
from pubkit.text.errors import PubkitError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def command() -> click.Command:
    return Command(
        "lint",
        callback=lint_command,
        help=say(
            "Find what is wrong with Markdown files: citations, references, markup. PATHS are files, folders, or - for "
            "standard input; without any, the project's reports.",
            "检查 Markdown 文稿中的引用、参考资料和标记。PATHS 是文件、文件夹，或用 - 表示标准输入；不写则检查项目中的报告。",
        ),
        epilog=say(
            "Exit codes: 0 clean, 1 findings, 2 wrong input, usage or configuration, 3 a missing tool or a bug of ours.",
            "退出码：0 无问题，1 有问题，2 输入、用法或配置错误，3 缺少工具或程序缺陷。",
        ),
        params=[
            click.Argument(["paths"], nargs=-1, type=click.Path(path_type=str)),
            click.Option(["--fix"], is_flag=True, help=say("Mend what is safe, in place.", "就地修复可以安全修复的问题。")),
            click.Option(
                ["--unsafe-fixes"],
                is_flag=True,
                help=say("Also make fixes that may need a look.", "同时应用需要人工复核的修复。"),
            ),
            click.Option(["--diff"], is_flag=True, help=say("Show what --fix would change; write nothing.", "只显示将要修改的内容，不写文件。")),
            click.Option(["--select"], metavar="CODES", multiple=True, help=say("Only these rules (CIT, CIT1, CIT101).", "只用这些规则（如 CIT、CIT1、CIT101）。")),
            click.Option(["--ignore"], metavar="CODES", multiple=True, help=say("Leave these rules out.", "停用这些规则。")),
            click.Option(
                ["--format", "format_name"],
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
                help=say("How findings are shown.", "输出格式。"),
            ),
            click.Option(["--no-cache"], is_flag=True, help=say("Read and write no cache.", "不使用缓存。")),
            click.Option(["-q", "--quiet"], is_flag=True, help=say("Show findings only, no summary.", "只显示问题，不显示小结。")),
            language_option(),
        ],
    )


def lint_command(paths: Sequence[str], **options: Any) -> int:
    """Runs the command and returns its exit code."""
    request = Request(
        rules=select(_codes(options["select"]), _codes(options["ignore"])) if options["select"] or options["ignore"] else RULES,
        options={},
        format=_format(options["format_name"]),
        fix=options["fix"],
        unsafe=options["unsafe_fixes"],
        diff=options["diff"],
    )
    if list(paths) == ["-"]:
        return _standard_input(request, quiet=options["quiet"])
    files = find_markdown(paths or _default_paths())
    pieces: list[str] = []
    counts, failed = Counts(), False
    for outcome in _outcomes(files, request):
        if isinstance(outcome, PubkitError):
            click.echo(say("error: ", "错误：") + outcome.show(language()), err=True)
            failed = True
        else:
            pieces.append(outcome.piece)
            counts = counts.plus(outcome.counts)
    click.echo(request.format.whole(pieces), nl=False)  # type: ignore[attr-defined]
    _summarise(counts, options)
    return 2 if failed else int(counts.findings > 0)


def _codes(values: Sequence[str]) -> list[str]:
    return [code for value in values for code in value.split(",")]


def _default_paths() -> list[str]:
    return ["source"] if Path("source").is_dir() else ["."]


def _format(name: str) -> Text | Json:
    if name == "json":
        return Json(language())
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    return Text(language(), colour, shutil.get_terminal_size((100, 24)).columns)


def _outcomes(files: Sequence[Path], request: Request) -> Iterator[Outcome | PubkitError]:
    """What came of each file, in order; one bad file does not stop the others."""
    for path in files:
        try:
            yield check_file(path, request)
        except PubkitError as error:
            if error.filename is None:
                error.filename = str(path)
            yield error


def _standard_input(request: Request, *, quiet: bool) -> int:
    """Lints standard input; with --fix the mended text goes to standard output and the findings to standard error."""
    document = Document.from_bytes(sys.stdin.buffer.read(), "-")
    outcome = check(document, request)
    if request.fix and not request.diff:
        sys.stdout.buffer.write(outcome.document.encode())
        sys.stdout.buffer.flush()
    click.echo(request.format.whole([outcome.piece]), nl=False, err=request.fix)  # type: ignore[attr-defined]
    _summarise(outcome.counts, {"quiet": quiet, "format_name": "text" if isinstance(request.format, Text) else "json"})
    return int(outcome.counts.findings > 0)


def _summarise(counts: Counts, options: dict[str, Any]) -> None:
    if options["format_name"] != "text" or options["quiet"] or options.get("diff"):
        return
    text = summary(
        language(),
        files=counts.files,
        with_findings=counts.files_with_findings,
        findings=counts.findings,
        safe=counts.safe,
        unsafe=counts.unsafe,
        fixed=counts.fixed,
    )
    click.echo(text, nl=False)
