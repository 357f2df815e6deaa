"""`pubkit theme`: what a publication looks like."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, LazyGroup, language_option
from pubkit.cli.speech import language, say, show

if TYPE_CHECKING:
    from pubkit.publish.contrast import Pair

COMMANDS = {
    "list": ("List the themes that can be had.", "列出可用的主题。"),
    "show": ("Print a theme's tokens, or write a specimen page.", "输出主题的设计变量，或生成样张。"),
    "new": ("Begin a theme of your own from a colour and a logo.", "用一种颜色和标志新建主题。"),
    "check": ("Compute the contrast of a theme's colours.", "计算主题各色的对比度。"),
}


class _Themes(LazyGroup):
    """The commands of this module."""

    def get_command(self, context: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        made = {"list": _list, "show": _show, "new": _new, "check": _check}
        return made[name]() if name in made else None


def command() -> click.Command:
    return _Themes(
        "theme",
        COMMANDS,
        "",
        help=say(
            "Look at themes and make your own: colours, faces, sizes, margins and a logo, without CSS. `theme: NAME` in pubkit.yaml or in a report chooses one.",
            "查看和制作主题：颜色、字体、字号、页边与标志都不必写 CSS。在 pubkit.yaml 或报告中写 `theme: 名称` 即可选用。",
        ),
        params=[language_option()],
    )


def _name(required: bool = True) -> click.Argument:
    return click.Argument(["name"], required=required)


def _list() -> click.Command:
    return Command("list", callback=list_command, help=say(*COMMANDS["list"]), params=[language_option()])


def list_command() -> int:
    """Prints a line a theme. Returns the exit code."""
    from pubkit.pipeline.theming import listed_themes
    from pubkit.publish.themes import project_of

    found = listed_themes(project_of(Path()))
    width = max(len(theme.name) for theme in found)
    for theme in found:
        place = "" if theme.is_ours else f"  ({theme.path})"
        click.echo(f"{theme.name:<{width}}  {show(theme.what)}{place}")
    return 0


def _show() -> click.Command:
    return Command(
        "show",
        callback=show_command,
        help=say(*COMMANDS["show"]),
        params=[
            _name(),
            click.Option(
                ["--output", "-o"],
                type=click.Path(path_type=Path, dir_okay=False),
                help=say("Specimen to write: .html, .pdf, .epub or .png.", "要生成的样张：.html、.pdf、.epub 或 .png。"),
            ),
            language_option(),
        ],
    )


def show_command(name: str, output: Path | None) -> int:
    """Prints the tokens as YAML, or writes the specimen. Returns the exit code."""
    from pubkit.pipeline.theming import resolved_tokens, show_theme
    from pubkit.publish.themes import project_of

    if output is None:
        click.echo(resolved_tokens(name, project_of(Path())), nl=False)
    else:
        show_theme(name, project_of(Path()), output, language())
        click.echo(output)
    return 0


def _new() -> click.Command:
    return Command(
        "new",
        callback=new_command,
        help=say(*COMMANDS["new"]),
        params=[
            _name(),
            click.Option(["--from", "base"], default="report", show_default=True, metavar="THEME", help=say("Theme that it extends.", "以哪个主题为底。")),
            click.Option(["--accent"], default="", metavar="COLOUR", help=say('The house\'s colour: "#0a7d5a". Others follow from it.', '主色，如 "#0a7d5a"，其余颜色由它推算。')),
            click.Option(["--ink"], default="", metavar="COLOUR", help=say("Colour of titles and the cover (default: from --accent).", "书名与封面的颜色（默认由 --accent 推算）。")),
            click.Option(["--logo"], type=click.Path(path_type=Path, exists=True, dir_okay=False), help=say("Picture to copy beside it.", "标志图片，复制到主题旁。")),
            language_option(),
        ],
    )


def new_command(name: str, base: str, accent: str, ink: str, logo: Path | None) -> int:
    """Writes the theme and says what to do next. Returns the exit code."""
    from pubkit.pipeline.theming import NewTheme, begin_theme
    from pubkit.publish.themes import project_of

    project = project_of(Path()) or Path()
    for path in begin_theme(NewTheme(name, base, accent, ink, logo), project, language()):
        click.echo(path)
    click.echo(
        say(
            f"Next: write `theme: {name}` into pubkit.yaml, look at it with `pubkit theme show {name} --output {name}.html`, change the file, "
            f"and run `pubkit theme check {name}`.",
            f"接下来：在 pubkit.yaml 中写 `theme: {name}`；用 `pubkit theme show {name} --output {name}.html` 预览；改动后运行 `pubkit theme check {name}`。",
        )
    )
    return 0


def _check() -> click.Command:
    return Command(
        "check",
        callback=check_command,
        help=say(
            "Compute the contrast of every pair of a theme's colours that meet (WCAG 2.2 AA). Exit code 1 where one is too low.",
            "计算主题中每一对相遇颜色的对比度（WCAG 2.2 AA）。有不足者退出码为 1。",
        ),
        params=[
            _name(),
            click.Option(["--format", "output_format"], type=click.Choice(["text", "json"]), default="text", help=say("Format.", "输出格式。")),
            language_option(),
        ],
    )


def check_command(name: str, output_format: str) -> int:
    """Prints the table. Returns 1 where a pair has too little contrast."""
    from pubkit.publish.contrast import pairs
    from pubkit.publish.themes import find_theme, project_of

    found = pairs(find_theme(name, project_of(Path())))
    poor = sum(not pair.is_enough for pair in found)
    click.echo(_as_json(found) if output_format == "json" else "\n".join([*map(_line, found), _summary(len(found), poor)]))
    return 1 if poor else 0


def _line(pair: Pair) -> str:
    mark = "✓" if pair.is_enough else "✗"
    ground = pair.back or say("white paper", "白纸")
    return f"{mark} {pair.ratio:6.2f} ≥ {pair.least:<3g}  {pair.front} {pair.front_colour}  ·  {ground} {pair.back_colour}"


def _summary(count: int, poor: int) -> str:
    if poor:
        return say(f"{poor} of {count} pairs have too little contrast", f"{count} 对颜色中有 {poor} 对对比度不足")
    return say(f"all {count} pairs have enough contrast", f"{count} 对颜色的对比度都达标")


def _as_json(found: list[Pair]) -> str:
    records = [
        {
            "front": pair.front,
            "back": pair.back or None,
            "front_colour": pair.front_colour,
            "back_colour": pair.back_colour,
            "ratio": round(pair.ratio, 3),
            "least": pair.least,
            "passed": pair.is_enough,
        }
        for pair in found
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)
