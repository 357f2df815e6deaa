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
            "Print the JSON Schema of pubkit.yaml or of a theme, from which editors complete and check it.",
            "输出 pubkit.yaml 或主题文件的 JSON Schema，供编辑器补全和校验。",
        ),
        epilog=say(
            "First line of pubkit.yaml: `# yaml-language-server: $schema=PATH`.",
            "在 pubkit.yaml 首行写：`# yaml-language-server: $schema=路径`。",
        ),
        params=[
            click.Option(["--theme", "of_theme"], is_flag=True, help=say("That of a theme's file instead.", "改为输出主题文件的 JSON Schema。")),
            language_option(),
        ],
    )


def schema_command(of_theme: bool) -> int:
    """Prints the schema as UTF-8. Returns the exit code."""
    from pubkit.pipeline.schema import schema_text, theme_schema_text

    click.echo((theme_schema_text() if of_theme else schema_text()).encode("utf-8"), nl=False)
    return 0
