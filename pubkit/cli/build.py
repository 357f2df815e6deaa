"""`pubkit build`."""

from __future__ import annotations

import gc
import os
import shutil
import sys
from typing import TYPE_CHECKING, Final

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say, show
from pubkit.pipeline.pdf_workers import PdfWorkers
from pubkit.pipeline.projects import find_target

if TYPE_CHECKING:
    from pubkit.pipeline.building import Built, Order
    from pubkit.pipeline.projects import ReportSource, Target
    from pubkit.text.errors import PubkitError
    from pubkit.text.phrase import Phrase


#: New objects after which garbage is looked for: what a build makes lives to its end, and processes with many reports look between them.
_GARBAGE: Final = 100_000


def command() -> click.Command:
    return Command(
        "build",
        callback=build_command,
        help=say(
            "Make the PDF, the web page and the e-book of reports. TARGETS are projects (default: here), folders of reports, "
            "or Markdown files. The source is never touched: safe fixes are made in memory.",
            "生成报告的 PDF、网页和电子书。TARGETS 是项目（默认当前文件夹）、报告文件夹或 Markdown 文件。原稿不会被改动，安全修复只在内存中进行。",
        ),
        params=[
            click.Argument(["targets"], nargs=-1),
            click.Option(["--output"], metavar="DIR", help=say("Where to (default: build).", "输出文件夹（默认 build）。")),
            click.Option(
                ["--format", "formats"], metavar="KINDS", multiple=True, help=say("pdf, html, epub (default: all).", "pdf、html、epub（默认全部）。")
            ),
            click.Option(
                ["--edition", "editions"], metavar="TAGS", multiple=True, help=say("Editions: zh-Hant, en … (default: all).", "版本：zh-Hant、en 等（默认全部）。")
            ),
            click.Option(
                ["--draft"],
                is_flag=True,
                help=say(
                    "Build in spite of unresolved citations, missing pictures and charts that cannot be drawn, with visible marks.",
                    "有未解决的引用、缺图或画不出的图表时仍构建，并作可见标记。",
                ),
            ),
            click.Option(
                ["--accept-unreviewed"],
                is_flag=True,
                help=say("Publish machine translation that nobody has read.", "允许出版未经审阅的机器译文。"),
            ),
            click.Option(["--force"], is_flag=True, help=say("Build even where nothing has changed.", "即使没有变化也重新构建。")),
            click.Option(["-q", "--quiet"], is_flag=True, help=say("Say nothing but errors.", "只显示错误。")),
            language_option(),
        ],
    )


def build_command(
    targets: tuple[str, ...],
    output: str | None,
    formats: tuple[str, ...],
    editions: tuple[str, ...],
    draft: bool,
    accept_unreviewed: bool,
    force: bool,
    quiet: bool,
) -> int:
    """Builds every report of the target; one that fails does not stop the others. Returns the exit code."""
    found = find_target(targets, output, formats)
    tags = tuple(tag.strip() for value in editions for tag in value.split(",") if tag.strip())
    with PdfWorkers() as workers:
        workers.start_early(found, anew=force)
        gc.set_threshold(_GARBAGE)
        from pubkit.pipeline.building import Order

        code = _build(found, Order(tags, draft, force, accept_unreviewed), workers, quiet)
    index = found.output / "index.html"
    if not quiet and len(found.reports) > 1 and index.is_file():
        click.echo(say(f"all reports: {os.path.relpath(index)}", f"全部报告的总目：{os.path.relpath(index)}"))
    return code


def _build(target: Target, order: Order, workers: PdfWorkers, quiet: bool) -> int:
    from pubkit.pipeline.building import Built, build

    progress = _Progress(quiet)
    code = 0
    for report, outcomes in build(target, order, progress=progress, workers=workers):
        progress.clear()
        for outcome in outcomes:
            if isinstance(outcome, Built):
                if not quiet:
                    _show_built(outcome)
                continue
            _show_error(outcome, report)
            code = max(code, outcome.exit_code)
    progress.clear()
    return code


def _show_error(error: PubkitError, report: ReportSource) -> None:
    from pubkit.pipeline.blocked import BlockedError

    if isinstance(error, BlockedError):
        from pubkit.output.text import TextWriter

        colour = sys.stderr.isatty() and "NO_COLOR" not in os.environ
        writer = TextWriter(language(), colour=colour, width=shutil.get_terminal_size((100, 24)).columns)
        click.echo("".join(writer.write([error.report])), nl=False, err=True)
    elif error.filename in (None, report.name):
        error.filename = str(report.path)
    click.echo(say("error: ", "错误：") + error.show(language()), err=True)


class _Progress:
    """A line that says what is being done, on a terminal only: a log of CI stays quiet."""

    def __init__(self, quiet: bool) -> None:
        self._shown = sys.stderr.isatty() and not quiet and not os.environ.get("CI")

    def __call__(self, name: str, stage: Phrase) -> None:
        if self._shown:
            width = shutil.get_terminal_size((80, 24)).columns - 1
            click.echo("\r\x1b[K" + f"{name}: {show(stage)} …"[:width], nl=False, err=True)

    def clear(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def _show_built(built: Built) -> None:
    named = built.name if built.edition.origin == "source" else f"{built.name} · {built.edition.language}"
    name = click.style(named, bold=True) if sys.stdout.isatty() else named
    if built.unchanged:
        click.echo(say(f"{name}: unchanged", f"{name}：没有变化"))
        return
    click.echo(name)
    if built.fixes:
        click.echo(say(
            f"  {_counted(built.fixes, 'safe fix', 'es')} made in memory; `pubkit lint --fix` makes {'it' if built.fixes == 1 else 'them'} in the source",
            f"  在内存中做了 {built.fixes} 处安全修复；`pubkit lint --fix` 可写回原稿",
        ))
    for key in built.unresolved:
        click.echo(say(f"  citation [{key}] is unresolved, and marked", f"  引用 [{key}] 未解决，已作标记"))
    for remark in built.remarks:
        click.echo("  " + show(remark))
    for artifact in built.artifacts:
        click.echo(f"  {_size(artifact.size_bytes):>8}  {os.path.relpath(artifact.path)}")
    passed = sum(check.passed for check in built.checks)
    click.echo(say(f"  {_counted(passed, 'check')} passed", f"  {passed} 项核对全部通过"))


def _counted(count: int, noun: str, plural: str = "s") -> str:
    return f"{count} {noun}" + (plural if count != 1 else "")


def _size(size_bytes: int) -> str:
    return f"{size_bytes / 1_000_000:.1f} MB" if size_bytes >= 1_000_000 else f"{max(1, size_bytes // 1000)} kB"
