"""`pubkit schema`."""

from __future__ import annotations

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say


def command() -> click.Command:
    return Command(
        "schema",
        callback=schema_command,
        help=say(
            "Print the JSON Schema of pubkit.yaml, from which editors complete and check it.",
            "输出 pubkit.yaml 的 JSON Schema，供编辑器补全和校验。",
        ),
        epilog=say(
            "First line of pubkit.yaml: `# yaml-language-server: $schema=PATH`.",
            "在 pubkit.yaml 首行写：`# yaml-language-server: $schema=路径`。",
        ),
        params=[language_option()],
    )


def schema_command() -> int:
    """Prints the schema as UTF-8. Returns the exit code."""
    from pubkit.pipeline.schema import schema_text

    click.echo(schema_text().encode("utf-8"), nl=False)
    return 0
