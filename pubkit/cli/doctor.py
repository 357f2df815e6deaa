"""`pubkit doctor`."""

from __future__ import annotations

from pathlib import Path

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say, show
from pubkit.pipeline.doctor import examine, languages_of_project


def command() -> click.Command:
    return Command(
        "doctor",
        callback=doctor_command,
        help=say(
            "Say which tools and fonts are here, which are missing, and the command that installs each.",
            "列出已有和缺少的工具与字体，并给出安装命令。",
        ),
        params=[language_option()],
    )


def doctor_command() -> int:
    """Prints a line a need, fonts for the languages of the project in the working folder. Returns 3 where a required one is missing."""
    missing = False
    for need in examine(languages_of_project(Path())):
        mark = "✓" if need.found else "✗" if need.required else "–"
        click.echo(f"{mark} {need.name}: {need.found or say('missing', '缺少')} — {show(need.what_for)}")
        if not need.found:
            click.echo(f"    {need.install}")
            missing = missing or need.required
    return 3 if missing else 0
