"""`pubkit translate pretranslate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say, show
from pubkit.cli.translate.options import tags, targets_argument, targets_help, to_option
from pubkit.pipeline.checking_translations import terms_of
from pubkit.pipeline.pretranslating import pretranslate
from pubkit.pipeline.translating import jobs_of
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.pipeline.translating import Job


def command() -> click.Command:
    return Command(
        "pretranslate",
        callback=pretranslate_command,
        help=say(
            "Let a program of yours draft what is missing: machine translation, a glossary, a model on your machine. It reads JSON lines "
            "({id, source, source_language, target_language, kind, section, placeholders, terms}) and writes JSON lines ({id, "
            "translation}). Drafts are marked as unreviewed, and nothing is sent anywhere by pubkit. ",
            "用您指定的程序（机器翻译、术语表、本机模型）为缺译处起草。程序从标准输入读 JSON 行（{id, source, source_language, target_language, "
            "kind, section, placeholders, terms}），向标准输出写 JSON 行（{id, translation}）。草稿标为未审；pubkit 自身不向网络发送任何内容。",
        )
        + targets_help(),
        params=[
            targets_argument(),
            click.Option(["--command", "program"], metavar="CMD", required=True, help=say("The program with its arguments; no shell is used.", "程序及其参数；不经过 shell。")),
            to_option(),
            click.Option(["--batch"], type=click.IntRange(0), default=0, help=say("Entries for one run of the program (default: all).", "每次交给程序的条目数（默认全部）。")),
            click.Option(["--timeout"], type=click.FloatRange(1), default=600.0, show_default=True, metavar="SECONDS", help=say("Longest time for one run.", "每次运行的最长秒数。")),
            language_option(),
        ],
    )


def pretranslate_command(targets: tuple[str, ...], program: str, languages: tuple[str, ...], batch: int, timeout: float) -> int:
    """Fills the catalogues. Returns the exit code: 1 where an answer was of no use, 3 where the program failed."""
    code = 0
    for job in jobs_of(targets, tags(languages)):
        done = pretranslate(job, program, batch=batch, timeout_s=timeout, terms=_terms(job))
        click.echo(show(Phrase("{}: {} of {} missing entries drafted, to be reviewed", "{}：{} / {} 条缺译已起草，待审").format(job.path, done.filled, done.asked)))
        _tell_refused(done.refused)
        if done.failure:
            click.echo(say("error: ", "错误：") + done.failure.show(language()), err=True)
            return done.failure.exit_code
        code = max(code, 1 if done.refused else 0)
    return code


#: Answers of no use that are told one by one: a program that misunderstood the form spoils all of them in the same way.
_FEW = 5


def _tell_refused(refused: Sequence[tuple[str, Phrase]]) -> None:
    for name, reason in refused[:_FEW]:
        click.echo(f"  {name}: {show(reason)}", err=True)
    if len(refused) > _FEW:
        click.echo(say(f"  … and {len(refused) - _FEW} more", f"  ……另有 {len(refused) - _FEW} 条"), err=True)


def _terms(job: Job) -> dict[str, str]:
    """The glossary of the project and of the report, for one pair of languages."""
    pairs = terms_of(job.report).pairs(job.report.language, job.edition.language)
    return {pair.source: pair.target for pair in reversed(pairs)}
