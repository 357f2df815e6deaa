"""`pubkit refs check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.refs.documents import documents
from pubkit.cli.speech import language, say
from pubkit.config import find_config

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.markdown.document import Document


def command() -> click.Command:
    return Command(
        "check",
        callback=check_command,
        help=say(
            "Say whether the references may be signed: fields that entries lack, citations without an entry, uncited entries, doubles, "
            "tracking addresses, weak sources, missing days of access. PATHS are Markdown files or folders (default: here), or - for "
            "standard input. Nothing is fetched.",
            "判断参考文献能否定稿：条目缺项、无条目的引用、未被引用的条目、重复、带跟踪参数的网址、分量不足的来源、缺访问日期。"
            "PATHS 是 Markdown 文件或文件夹（默认当前文件夹），或用 - 表示标准输入。不访问网络。",
        ),
        epilog=say(
            "Exit codes: 0 may be signed, 1 may not, 2 wrong input, usage or configuration.",
            "退出码：0 可以定稿，1 还不能，2 输入、用法或配置错误。",
        ),
        params=[
            click.Argument(["paths"], nargs=-1),
            click.Option(["--style"], metavar="STYLE", help=say("Style of publication (default: the report's).", "出版格式（默认按报告设置）。")),
            click.Option(["--strict"], is_flag=True, help=say("Also what is only to be looked at stands against signing.", "仅供查看的事项也视为不能定稿。")),
            click.Option(["--format", "shape"], type=click.Choice(["text", "json"]), default="text", show_default=True, help=say("Shape of the output.", "输出形式。")),
            language_option(),
        ],
    )


def check_command(paths: Sequence[str], style: str | None, strict: bool, shape: str) -> int:
    """Prints what stands against signing. Returns the exit code."""
    from pubkit.output.signing import signing_record, signing_text
    from pubkit.pipeline.signing import examine

    found = [examine(document, style or _style_of(document)) for document in documents(paths)]
    if shape == "json":
        click.echo(json.dumps([signing_record(examined, language()) for examined in found], ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(signing_text(examined, language()) for examined in found), nl=False)
    return int(any(examined.remarks if strict else examined.obstacles for examined in found))


def _style_of(document: Document) -> str:
    """The style that the report or its project names."""
    config = find_config(Path(document.path))
    name = Path(document.path).stem
    return str(
        document.front_matter.get("reference-style") or config.get("reports", name, "reference-style") or config.get("reference-style") or ""
    )
