"""`pubkit translate import`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say, show
from pubkit.cli.translate.options import tags, to_option
from pubkit.editions.alignment import SURE
from pubkit.pipeline.importing import Imported, import_file
from pubkit.pipeline.translating import Job, jobs_of
from pubkit.text.errors import UsageError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.segment import Segment

_SHOWN = 36


def command() -> click.Command:
    return Command(
        "import",
        callback=import_command,
        help=say(
            "Take the translations of FILE into the catalogue of an edition. A translated Markdown file is aligned with the source by its "
            "structure, citations, numbers and lengths; what is not certain is marked as unreviewed, and what did not fit is listed. "
            "XLIFF and PO are matched by their messages.",
            "将 FILE 中的译文收入某个版本的目录。译好的 Markdown 按结构、引用、数字和长度与原稿对齐，不确定的标为未审，对不上的列出。"
            "XLIFF 和 PO 按条目原文匹配。",
        ),
        params=[
            click.Argument(["file"]),
            to_option(),
            click.Option(["--report"], metavar="REPORT", help=say("The report that it translates (default: by the name of FILE, or the only one here).", "所译的报告（默认按 FILE 的名称，或此处唯一的报告）。")),
            click.Option(["--overwrite"], is_flag=True, help=say("Replace translations that the catalogue has already.", "替换目录中已有的译文。")),
            click.Option(["-v", "--verbose"], is_flag=True, help=say("List every pair with its confidence.", "列出每一对及其把握程度。")),
            language_option(),
        ],
    )


def import_command(file: str, languages: tuple[str, ...], report: str | None, overwrite: bool, verbose: bool) -> int:
    """Imports one file into one catalogue. Returns the exit code: 1 where something did not fit."""
    path = Path(file)
    job = _job(path, tags(languages), report)
    done = import_file(job, path, overwrite=overwrite)
    words = Phrase("{}: {} translations taken, {} of them to be reviewed", "{}：收入译文 {} 条，其中 {} 条待审").format(job.path, done.taken, done.unsure)
    click.echo(show(words))
    if done.kept:
        click.echo(show(Phrase("  {} entries had another translation and keep it; --overwrite replaces it", "  {} 条已有不同的译文，予以保留；--overwrite 可替换").format(done.kept)))
    for line in (*(_pairs(job, done) if verbose else ()), *_left(job, path, done)):
        click.echo("  " + line)
    return 1 if done.unmatched_source or done.unmatched_target or done.unknown else 0


def _job(path: Path, languages: tuple[str, ...], report: str | None) -> Job:
    """The edition that a file is for: `report.en.md` is the English of `report.md`."""
    stem, _, tag = path.name.removesuffix(path.suffix).rpartition(".")
    beside = path.with_name(f"{stem}.md")
    target = report or (str(beside) if stem and beside.exists() else str(path.parent))
    wanted = languages or ((tag,) if stem and beside.exists() else ())
    jobs = [job for job in jobs_of([target], wanted) if job.report.path != path]
    if len(jobs) != 1:
        raise UsageError(
            Phrase("which report and which language is not clear", "看不出是哪份报告的哪种语言"),
            filename=str(path),
            hint=Phrase("Name them: --report REPORT.md --to en", "请指定：--report 报告.md --to en"),
        )
    return jobs[0]


def _pairs(job: Job, done: Imported) -> Iterator[str]:
    if done.alignment is None or done.document is None:
        return
    ours, theirs = job.report.document.lines, done.document.lines
    for source, target, confidence in done.alignment.pairs:
        mark = " " if confidence >= SURE else "?"
        yield f"{mark} {confidence:.2f}  {ours.row(source.span.start)} ↔ {theirs.row(target.span.start)}  {_cut(source)} ↔ {_cut(target)}"


def _left(job: Job, path: Path, done: Imported) -> Iterator[str]:
    for segment in done.unmatched_source:
        yield f"{job.report.path}:{job.report.document.lines.row(segment.span.start)}: {say('nothing translates this: ', '没有对应的译文：')}{_cut(segment)}"
    for segment in done.unmatched_target:
        if done.document is not None:
            yield f"{path}:{done.document.lines.row(segment.span.start)}: {say('this translates nothing here: ', '没有对应的原文：')}{_cut(segment)}"
    for entry in done.unknown:
        yield f"{path}:{entry.row}: {say('the report has no such passage: ', '报告中没有这一段：')}{entry.message[:_SHOWN]}"


def _cut(segment: Segment) -> str:
    text = " ".join(segment.text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
