"""`pubkit completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from pubkit.cli.app import Command, application, language_option
from pubkit.cli.speech import say


def command() -> click.Command:
    return Command(
        "completion",
        callback=completion_command,
        help=say(
            "Print the completion script of a shell. For bash: add `eval \"$(pubkit completion bash)\"` to ~/.bashrc.",
            "输出命令行补全脚本。bash：在 ~/.bashrc 中加入 `eval \"$(pubkit completion bash)\"`。",
        ),
        params=[click.Argument(["shell"], type=click.Choice(["bash", "zsh", "fish"])), language_option()],
    )


def completion_command(shell: str) -> int:
    """Prints the script. Returns the exit code."""
    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(application(), {}, "pubkit", "_PUBKIT_COMPLETE").source())
    return 0
