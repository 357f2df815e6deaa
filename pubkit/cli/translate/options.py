"""The parameters that the commands of `pubkit translate` share."""

from __future__ import annotations

import click

from pubkit.cli.speech import say
from pubkit.config import as_strings


def targets_argument() -> click.Argument:
    """TARGETS, as `build` takes them."""
    return click.Argument(["targets"], nargs=-1)


def targets_help() -> str:
    """What TARGETS are, as a sentence for a command's help."""
    return say(
        "TARGETS are projects (default: here), folders of reports, or Markdown files.",
        "TARGETS 是项目（默认当前文件夹）、报告文件夹或 Markdown 文件。",
    )


def to_option() -> click.Option:
    """`--to`: languages, several with commas or by repeating."""
    return click.Option(
        ["--to", "languages"],
        metavar="TAGS",
        multiple=True,
        help=say("Languages (BCP 47), such as en,ja (default: the editions with `from: translate`).", "目标语言（BCP 47），如 en,ja（默认为配置中 `from: translate` 的版本）。"),
    )


def tags(given: tuple[str, ...]) -> tuple[str, ...]:
    """The languages that `--to` names."""
    return tuple(tag for value in given for tag in as_strings(value))
