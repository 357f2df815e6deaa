"""`pubkit refs verify`."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.refs.documents import documents
from pubkit.cli.speech import language, say, show
from pubkit.output.verification import verification_records, verification_table
from pubkit.pipeline.verifying import check_references
from pubkit.text.chars import cells
from pubkit.text.errors import UsageError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.pipeline.verifying import CheckedReport, Progress


def command() -> click.Command:
    return Command(
        "verify",
        callback=verify_command,
        help=say(
            "Find references that cannot be trusted. Without --online nothing leaves this machine: only what entries deny about "
            "themselves is found. With it, each address is visited, titles are compared, and services are asked whether the works "
            "exist. PATHS are Markdown files or folders (default: here), or - for standard input. Answers are kept beside the report.",
            "找出不可信的参考文献。不加 --online 时不访问网络，只找出条目自身的矛盾；加上后逐一访问网址、比对题名，并向数据库查询文献是否存在。"
            "PATHS 是 Markdown 文件或文件夹（默认当前文件夹），或用 - 表示标准输入。结果保存在报告旁边。",
        ),
        params=[click.Argument(["paths"], nargs=-1), *_options(), language_option()],
    )


def _options() -> list[click.Option]:
    return [
        click.Option(["--online"], is_flag=True, help=say("Ask the network.", "访问网络。")),
        click.Option(["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True, help=say("Shape of the output.", "输出形式。")),
        click.Option(["--archive"], is_flag=True, help=say("Look for an archived copy of every address, not only of dead ones.", "为每个网址查找存档，而不仅是失效的网址。")),
        click.Option(["--no-services"], is_flag=True, help=say("Visit the addresses only; ask no arXiv, Crossref, OpenAlex or archive.", "只访问网址，不查询 arXiv、Crossref、OpenAlex 和存档。")),
        click.Option(["--contact"], metavar="MAIL", help=say("How a site's keeper reaches you; sent with every request.", "站点管理员联系您的方式，随每次请求发送。")),
        click.Option(["--pause"], type=float, metavar="SECONDS", help=say("Between two requests to a host (default: 1).", "同一主机两次请求的间隔（默认 1 秒）。")),
        click.Option(["--refresh"], is_flag=True, help=say("Ask again what was asked lately.", "重新查询最近查过的内容。")),
        click.Option(["--max-age"], metavar="AGE", help=say("How old an answer may be: 7d (default), 12h, 30m.", "结果的有效期：7d（默认）、12h、30m。")),
        click.Option(["--proxy"], metavar="URL", help=say("An http proxy; none is taken from the environment.", "HTTP 代理；不使用环境变量中的代理。")),
        click.Option(["--allow-private"], is_flag=True, help=say("Visit addresses of private networks, too.", "也访问内网地址。")),
        click.Option(["--service"], multiple=True, metavar="NAME=URL", help=say("Another address of arxiv, crossref, doi, openalex or archive.", "arxiv、crossref、doi、openalex、archive 的其他网址。")),
    ]  # fmt: skip


def verify_command(paths: Sequence[str], shape: str, **options: Any) -> int:
    """Prints what is wrong with the references. Returns the exit code: 1 where there is something to do, 130 when stopped."""
    reports = [check_references(document) for document in documents(paths)]
    is_stopped = False
    if options["online"]:
        reports, is_stopped = _online(reports, paths, options)
    if shape == "json":
        records = [record for report in reports for record in verification_records(report, language())]
        click.echo(json.dumps(records, ensure_ascii=False, indent=1).encode("utf-8", "backslashreplace"))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        click.echo("\n".join(verification_table(report, language(), width) for report in reports), nl=False)
    if is_stopped:
        click.echo(say("stopped; what was learnt is kept, and the same command goes on", "已中止；已查到的结果已保存，再次运行同一命令会继续"), err=True)
        return 130
    if not options["online"] and any(report.references for report in reports):
        click.echo(say("The network was not asked; add --online for that.", "未访问网络；如需访问请加 --online。"), err=True)
    return int(any(one.is_to_do for report in reports for one in report.references))


def _online(reports: list[CheckedReport], paths: Sequence[str], options: dict[str, Any]) -> tuple[list[CheckedReport], bool]:
    from pubkit.config import find_config
    from pubkit.online.store import Store
    from pubkit.pipeline.verifying import manners_of, verify_online

    start = Path(paths[0]) if paths and paths[0] != "-" else Path()
    manners = manners_of(find_config(start), options)
    store = Store(refresh=options["refresh"], max_age_s=_seconds(options["max_age"] or "7d"))
    shown = _Shown()
    try:
        return verify_online(reports, manners, store, shown)
    finally:
        shown.clear()


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def _seconds(age: str) -> float:
    """Seconds of `7d`, `12h`, `30m`, `90s`. Raises `UsageError` for anything else."""
    found = re.fullmatch(r"(\d{1,6})([smhd])", age.strip())
    if not found:
        raise UsageError(
            Phrase("`{}` is no length of time", "`{}` 不是时长").format(age), hint=Phrase("Write 7d, 12h or 30m.", "请写作 7d、12h 或 30m。")
        )
    return float(int(found[1]) * _UNITS[found[2]])


class _Shown:
    """How far the run is, on one line of a terminal; nothing where the output goes elsewhere."""

    def __init__(self) -> None:
        self._width = shutil.get_terminal_size((80, 24)).columns - 1 if sys.stderr.isatty() else 0
        self._used = 0

    def __call__(self, progress: Progress) -> None:
        if self._width:
            last = "".join(character for character in progress.last if character.isprintable())
            line = show(Phrase("{} of {}: {}", "{}/{}：{}")).format(progress.done, progress.total, last)
            while cells(line) > self._width:
                line = line[:-1]
            click.echo("\r" + line + " " * (self._used - cells(line)), nl=False, err=True)
            self._used = cells(line)

    def clear(self) -> None:
        """Takes the line away."""
        if self._used:
            click.echo("\r" + " " * self._used + "\r", nl=False, err=True)
