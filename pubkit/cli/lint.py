"""`pubkit lint`."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say
from pubkit.lint.baseline import Baseline, write_baseline
from pubkit.markdown.document import Document
from pubkit.output.formats import NAMES, Text, machine_format
from pubkit.output.text import statistics, summary
from pubkit.pipeline.checking import Counts, Outcome, Request, check
from pubkit.pipeline.discovery import find_markdown
from pubkit.pipeline.many import check_files
from pubkit.pipeline.settings import Chosen
from pubkit.text.errors import InputError, PubkitError
from pubkit.text.files import write_atomically
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.pipeline.cache import Cache
    from pubkit.pipeline.checking import Format
    from pubkit.pipeline.watching import State


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
            click.Option(["--no-cache"], is_flag=True, help=say("Read and write no cache.", "不使用缓存。")),
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
    return _watch(paths, options) if options["watch"] else _lint(paths, options)


def _lint(paths: Sequence[str], options: dict[str, Any]) -> int:
    if options["update_baseline"] and not options["baseline"]:
        raise click.UsageError(say("--update-baseline needs --baseline FILE", "--update-baseline 要与 --baseline 文件名 一起使用"))
    baseline = Path(options["baseline"]) if options["baseline"] else None
    recording = baseline is not None and (options["update_baseline"] or not baseline.exists())
    request = Request(
        format=_format(options["format_name"], to_file=bool(options["output_file"])),
        chosen=Chosen(_codes(options["select"]), _codes(options["ignore"])),
        fix=options["fix"],
        unsafe=options["unsafe_fixes"],
        diff=options["diff"],
        baseline=Baseline.read(baseline) if baseline and not recording else None,
        records=recording,
    )
    if list(paths) == ["-"]:
        return _standard_input(request, options)
    files = find_markdown(paths or _default_paths())
    if not files:
        raise InputError(
            Phrase("no Markdown file here", "这里没有 Markdown 文件"),
            filename=", ".join(paths or _default_paths()),
            hint=Phrase("Name a file, or begin a project with `pubkit init`.", "请指定文件，或用 `pubkit init` 新建项目。"),
        )
    if options["show_dialect"]:
        return _show_dialects(files)
    cache = None if options["no_cache"] else _cache(request)
    run = _Run(request, options)
    for path, outcome in zip(files, check_files(files, request, jobs=options["jobs"], cache=cache), strict=True):
        run.add(path, outcome)
    if recording and baseline is not None:
        write_baseline(baseline, run.fingerprints)
        click.echo(say(f"recorded {run.counts.findings} findings in {baseline}", f"已把 {run.counts.findings} 处问题记入 {baseline}"), err=True)
        return 2 if run.failed else 0
    run.show()
    return run.code


def _show_dialects(files: Sequence[Path]) -> int:
    """Prints a line a file: the dialect, who named it or how many marks speak for it, and a tie where there is one."""
    from pubkit.citations.resolve import find_citations

    code = 0
    for path in files:
        try:
            document = Document.read(path)
            citations = find_citations(document)
        except PubkitError as error:
            click.echo(say("error: ", "错误：") + error.show(language()), err=True)
            code = 2
            continue
        evidence = ", ".join(f"{seen.dialect} × {seen.marks}" for seen in citations.evidence)
        named = say(" (named)", "（已指定）") if document.dialect else ""
        tie = say("; a tie", "；难分高下") if citations.tied else ""
        nothing = say("no citations", "没有引用")
        click.echo(f"{path}: {citations.dialect or nothing}{named}" + (f" — {evidence}" if evidence else "") + tie)
    return code


def _cache(request: Request) -> Cache:
    from pubkit.pipeline.cache import Cache

    return Cache(request)


class _Run:
    """What a run has seen so far, and how it is shown in the end."""

    def __init__(self, request: Request, options: dict[str, Any]) -> None:
        self.request = request
        self.options = options
        self.pieces: list[str] = []
        self.counts = Counts()
        self.by_code: Counter[str] = Counter()
        self.fingerprints: dict[str, tuple[str, ...]] = {}
        self.failed = 0

    def add(self, path: Path, outcome: Outcome | PubkitError) -> None:
        if isinstance(outcome, PubkitError):
            click.echo(say("error: ", "错误：") + outcome.show(language()), err=True)
            self.failed += 1
            return
        self.pieces.append(outcome.piece)
        self.counts = self.counts.plus(outcome.counts)
        self.by_code.update(outcome.by_code)
        self.fingerprints[str(path)] = outcome.fingerprints
        for code in outcome.refused:
            click.echo(say(
                f"{path}: a fix of {code} was left out: it would have changed what the text says. This is a bug of ours; please report it.",
                f"{path}：{code} 的一处修复会改变原文，已略过。这是 pubkit 的缺陷，请反馈。",
            ), err=True)
        if outcome.unsettled:
            click.echo(say(f"{path}: the fixes did not come to rest; please report it.", f"{path}：修复未能稳定下来，请反馈。"), err=True)

    @property
    def code(self) -> int:
        return 2 if self.failed else int(self.counts.findings > 0)

    def show(self, *, err: bool = False) -> None:
        text, brief = self._text(), self._summary()
        file = self.options["output_file"]
        if file:
            write_atomically(Path(file), text.encode("utf-8", "backslashreplace"))
            click.echo(brief, nl=False, err=err)
        elif self.options["format_name"] == "text":
            click.echo(text + brief, nl=False, err=err)
        else:  # other programs read UTF-8, whatever the terminal speaks
            click.echo(text.encode("utf-8", "backslashreplace"), nl=False, err=err)

    def _text(self) -> str:
        if self.options["statistics"]:
            return statistics(self.by_code, language(), as_json=self.options["format_name"] == "json")
        return "".join(self.pieces) if self.options["diff"] else self.request.format.whole(self.pieces)

    def _summary(self) -> str:
        if self.options["quiet"] or self.options["diff"] or self.options["statistics"]:
            return ""
        counts = self.counts._asdict()
        counts["with_findings"] = counts.pop("files_with_findings")
        return summary(language(), failed=self.failed, **counts)


def _watch(paths: Sequence[str], options: dict[str, Any]) -> int:
    """Lints, waits until something changes, and lints again, until Ctrl-C."""
    from pubkit.pipeline.settings import forget_configurations
    from pubkit.pipeline.watching import state, wait_for_change

    if "-" in paths:
        raise click.UsageError(say("--watch needs files, not standard input", "--watch 需要文件，不能用于标准输入"))

    def look() -> State:
        return state(paths or _default_paths(), [Path(options["baseline"])] if options["baseline"] else [])

    try:
        while True:
            before = look()
            click.clear()
            try:
                _lint(paths, options)
            except PubkitError as error:
                click.echo(say("error: ", "错误：") + error.show(language()), err=True)
            click.echo(say("Watching; Ctrl-C ends.", "正在监视文件变化，按 Ctrl-C 结束。"), err=True)
            wait_for_change(look() if options["fix"] else before, look)
            forget_configurations()
    except KeyboardInterrupt:
        return 130


def _codes(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for value in values for code in value.split(","))


def _default_paths() -> list[str]:
    return ["source"] if Path("source").is_dir() else ["."]


def _format(name: str, *, to_file: bool) -> Format:
    if name != "text":
        return machine_format(name, language())
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ and not to_file
    return Text(language(), colour, shutil.get_terminal_size((100, 24)).columns)


def _standard_input(request: Request, options: dict[str, Any]) -> int:
    """Lints standard input; with --fix the mended text goes to standard output and the findings to standard error."""
    name = options.get("stdin_filename") or "-"
    document = Document.from_bytes(sys.stdin.buffer.read(), name)
    outcome, fixed = check(document, request, Path(name))
    mends = request.fix and not request.diff
    if mends:
        sys.stdout.buffer.write(fixed.encode())
        sys.stdout.buffer.flush()
    run = _Run(request, options)
    run.add(Path(name), outcome)
    run.show(err=mends)
    return run.code
