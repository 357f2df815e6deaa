"""`pubkit lint`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say
from pubkit.output.formats import NAMES

if TYPE_CHECKING:
    from collections.abc import Sequence


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
            click.Argument(["paths"], nargs=-1),
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
                type=click.Choice(NAMES),
                default="text",
                show_default=True,
                help=say("How findings are shown.", "输出格式。"),
            ),
            click.Option(
                ["-o", "--output-file"],
                metavar="FILE",
                help=say("Write what is found to FILE; show only the summary.", "把结果写入 FILE，屏幕上只显示小结。"),
            ),
            click.Option(
                ["--baseline"],
                metavar="FILE",
                help=say(
                    "Show only findings that FILE does not know; record today's where FILE does not exist.",
                    "只显示 FILE 中没有的问题；FILE 不存在时记录当前全部问题。",
                ),
            ),
            click.Option(["--update-baseline"], is_flag=True, help=say("Record today's findings anew in --baseline.", "用当前问题更新 --baseline 文件。")),
            click.Option(["--statistics"], is_flag=True, help=say("Count findings by rule instead of showing them.", "按规则统计，不逐条显示。")),
            click.Option(["-j", "--jobs"], type=click.IntRange(0), default=0, help=say("Processes (default: one a processor).", "进程数（默认与处理器数相同）。")),
            click.Option(["--no-cache"], is_flag=True, help=say("Read and write no cached findings.", "不使用检查结果的缓存。")),
            click.Option(
                ["--stdin-filename"],
                metavar="NAME",
                help=say("Name of the file that - stands for: its settings and its folder hold.", "标准输入所代表的文件名，用于查找设置和图片。"),
            ),
            click.Option(
                ["--show-dialect"],
                is_flag=True,
                help=say("Say whose citation marks each file uses, and on what evidence.", "显示每个文件使用哪种助手的引用标记及依据。"),
            ),
            click.Option(["--watch"], is_flag=True, help=say("Lint again whenever a file changes; Ctrl-C ends.", "文件一有变化就重新检查，按 Ctrl-C 结束。")),
            click.Option(["-q", "--quiet"], is_flag=True, help=say("Show findings only, no summary.", "只显示问题，不显示小结。")),
            language_option(),
        ],
    )


def lint_command(paths: Sequence[str], **options: Any) -> int:
    """Runs the command and returns its exit code."""
    from pubkit.cli.linting import lint_paths

    return lint_paths(paths, options)
