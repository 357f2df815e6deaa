"""`pubkit translate check`."""

from __future__ import annotations

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say, show
from pubkit.cli.translate.options import tags, targets_argument, targets_help, to_option
from pubkit.pipeline.importing import broken_translations
from pubkit.pipeline.translating import jobs_of
from pubkit.text.phrase import Phrase


def command() -> click.Command:
    return Command(
        "check",
        callback=check_command,
        help=say(
            "Check translations against their sources: placeholders that are unknown, broken or there twice. ",
            "对照原文核查译文：占位符有无不存在、残缺或重复。",
        )
        + targets_help(),
        params=[targets_argument(), to_option(), language_option()],
    )


def check_command(targets: tuple[str, ...], languages: tuple[str, ...]) -> int:
    """Prints what is wrong with each translation, with its place in the catalogue. Returns the exit code: 1 where anything is."""
    count = 0
    jobs = jobs_of(targets, tags(languages))
    for job in jobs:
        for _, error in broken_translations(job, job.read()):
            click.echo(error.show(language()))
            count += 1
    if count:
        click.echo(show(Phrase("{} translations are wrong", "有 {} 条译文有误").format(count)), err=True)
    return 1 if count else 0
