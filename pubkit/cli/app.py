"""The command group, its lazy loading, and what happens when something goes wrong."""

from __future__ import annotations

import importlib
import keyword
import re
from typing import TYPE_CHECKING, Any

import click

from pubkit import __version__
from pubkit.cli.ending import complain, ended
from pubkit.cli.speech import choose_language, language, prepare_streams, say, tell
from pubkit.cli.wrapping import Context

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Command, and its line in `pubkit --help`. The module of the same name holds `command()`.
COMMANDS = {
    "lint": ("Find what is wrong with a text, and mend it with --fix.", "找出文稿中的问题；加 --fix 修复。"),
    "build": ("Make the PDF, the web page and the e-book.", "生成 PDF、网页和电子书。"),
    "serve": ("Show reports in the browser while they are being written.", "边写边在浏览器中预览报告。"),
    "convert": ("Convert between Simplified and Traditional Chinese.", "在简体与繁体中文之间转换。"),
    "normalize": ("Rewrite any assistant's citations as [@key].", "把各家助手的引用统一改写为 [@key]。"),
    "init": ("Begin a new project here.", "在当前文件夹新建项目。"),
    "refs": ("Look at citations and references, and format them.", "查看并格式化引用与参考文献。"),
    "translate": ("Translate reports with catalogues, and see how far they are.", "用译文目录翻译报告，查看进度。"),
    "theme": ("Look at themes, make your own, check its contrast.", "查看、新建主题，检查对比度。"),
    "rule": ("Explain a rule, or list them all.", "说明一条规则，或列出全部规则。"),
    "schema": ("Print the JSON Schema of pubkit.yaml, for editors.", "输出 pubkit.yaml 的 JSON Schema，供编辑器补全。"),
    "doctor": ("Say which tools or fonts are missing, and how to install them.", "检查缺少哪些工具和字体，并给出安装命令。"),
    "completion": ("Print the script for shell completion.", "输出命令行补全脚本。"),
}
#: What other tools call it, and the command that does it.
MEANT = {
    "check": "lint", "fix": "lint --fix", "format": "lint --fix", "pdf": "build", "html": "build", "epub": "build", "publish": "build", "make": "build",
    "preview": "serve", "watch": "serve", "new": "init", "create": "init", "references": "refs", "bibliography": "refs", "cite": "refs list",
    "verify": "refs verify", "rules": "rule", "explain": "rule", "help": "--help", "version": "--version", "po": "translate",
}  # fmt: skip


class Localised:
    """Mixin: click's own headings in the language chosen, laid out for it."""

    context_class: type[click.Context] = Context

    def format_usage(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(context))  # type: ignore[attr-defined]
        if language() == "zh":
            pieces = pieces.replace("[OPTIONS]", "[选项]").replace("COMMAND [ARGS]", "命令 [参数]")
        formatter.write_usage(context.command_path, pieces, say("Usage: ", "用法："))

    def format_options(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        options = [param for param in self.get_params(context) if isinstance(param, click.Option)]  # type: ignore[attr-defined]
        rows = [row for option in options if (row := option.get_help_record(context))]
        if language() == "zh":
            rows = [(name, text.replace("[default: ", "[默认：").replace("[required]", "[必填]")) for name, text in rows]
        if rows:
            with formatter.section(say("Options", "选项")):
                formatter.write_dl(rows)
        if isinstance(self, click.Group):
            self.format_commands(context, formatter)

    def get_help_option(self, context: click.Context) -> click.Option | None:
        option: click.Option | None = super().get_help_option(context)  # type: ignore[misc]
        if option is not None:
            option.help = say("Show this message and exit.", "显示此帮助。")
        return option


class Command(Localised, click.Command):
    """A command whose help is in the language chosen."""


class LazyGroup(Localised, click.Group):
    """Loads a command's module when the command is called: `pubkit lint` does not pay for `pubkit build`.

    `table` maps a command to its line of help; the module of its name in `package` holds `command()`. A command whose name is
    a word of Python has its module under that name with `_` behind it.
    """

    def __init__(self, name: str, table: Mapping[str, tuple[str, str]], package: str, **options: Any) -> None:
        super().__init__(name, **options)
        self._table = table
        self._package = package

    def list_commands(self, context: click.Context) -> list[str]:  # noqa: ARG002
        return list(self._table)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:  # noqa: ARG002
        if name not in self._table:
            return None
        module = importlib.import_module(f"{self._package}.{name}_" if keyword.iskeyword(name) else f"{self._package}.{name}")
        command: click.Command = module.command()
        return command

    def resolve_command(self, context: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self._table and not args[0].startswith("-"):
            raise click.UsageError(self._no_command(args[0]), context)
        return super().resolve_command(context, args)

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section(say("Commands", "命令")):
            formatter.write_dl([(name, say(*lines)) for name, lines in self._table.items()])

    def _no_command(self, named: str) -> str:
        import difflib

        meant = MEANT.get(named) if self._table is COMMANDS else None
        near = [meant] if meant else difflib.get_close_matches(named, self._table, n=1)
        hint = say(f" Did you mean `{near[0]}`?", f"是否想用 `{near[0]}`？") if near else ""
        return say(f"there is no command `{named}`.", f"没有命令 `{named}`。") + hint


def language_option() -> click.Option:
    """`--language`, which every command takes; `speech.choose_language` has read it already."""
    return click.Option(
        ["--language"],
        type=click.Choice(["zh", "en"]),
        expose_value=False,
        help=say("Language of messages (default: by locale).", "提示信息的语言（默认随系统）。"),
    )


def application() -> LazyGroup:
    """The whole command line, in the language chosen."""
    return LazyGroup(
        "pubkit",
        COMMANDS,
        "pubkit.cli",
        help=say(
            "From a broken export to a publication: lint, mend and publish Chinese and multilingual reports.",
            "从残缺的导出稿到正式出版物：检查、修复并出版中文与多语报告。",
        ),
        epilog=say(
            "Begin with `pubkit lint REPORT.md`, then `pubkit lint --fix REPORT.md`, then `pubkit build REPORT.md`.",
            "第一步：`pubkit lint 报告.md`；再 `pubkit lint --fix 报告.md`；最后 `pubkit build 报告.md`。",
        ),
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_version,
                help=say("Show the version and exit.", "显示版本。"),
            ),
            language_option(),
        ],
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )


def _show_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"pubkit {__version__}")
        context.exit()


def run(arguments: Sequence[str]) -> int:
    """Runs the command line and returns its exit code. Nothing but the code and messages leaves: never a traceback."""
    choose_language(arguments)
    prepare_streams()
    return ended(lambda: _run(arguments))


def _run(arguments: Sequence[str]) -> object:
    try:
        return application().main(list(arguments), prog_name="pubkit", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as error:
        tell(error.format_message(), err=True)
    except click.UsageError as error:
        complain(_usage(error))
    except click.ClickException as error:
        complain(error.format_message())
    except click.Abort:
        raise KeyboardInterrupt from None
    return 2


def _usage(error: click.UsageError) -> str:
    """Click's message in the language chosen, with where to find help."""
    lines = [_translated(error)]
    if error.ctx is not None:
        path = error.ctx.command_path
        lines.append(say(f"Try `{path} --help`.", f"运行 `{path} --help` 查看用法。"))
    return "\n  ".join(lines)


def _translated(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        return _no_option(error)
    if isinstance(error, click.MissingParameter):
        return _missing(error)
    if isinstance(error, click.BadParameter):
        name = _shown_name(error.param)
        return say(f"{name}: ", f"{name} 的值无效：") + _worded(error.message)
    return _worded(error.format_message())


def _no_option(error: click.NoSuchOption) -> str:
    """An option that there is none of, and those that it is like: click takes `--help` to be like most."""
    near = [name for name in error.possibilities or () if name != "--help" or error.option_name.startswith("--he")]
    hint = say(f"; did you mean {' or '.join(near)}?", f"，是否想写 {'、'.join(near)}？") if near else ""
    return say(f"there is no option {error.option_name}", f"没有选项 {error.option_name}") + hint


def _missing(error: click.MissingParameter) -> str:
    name = _shown_name(error.param)
    if isinstance(error.param, click.Option):
        return say(f"{name} is needed", f"缺少选项 {name}")
    return say(f"{name} is missing", f"缺少参数 {name}")


def _shown_name(param: click.Parameter | None) -> str:
    """A parameter as it is typed: `--to TAG`, or the name of an argument in capitals."""
    if isinstance(param, click.Option):
        return f"{max(param.opts, key=len)} {param.metavar or ''}".strip()
    return (param.name or "").upper() if param else ""


def _worded(message: str) -> str:
    """What click says about a wrong value, for the cases that it knows."""
    if found := re.fullmatch(r"'(.*)' is not one of (.*)\.", message):
        return say("`{}` is none of {}", "`{}` 不在可选范围内：{}").format(found[1], found[2].replace("'", ""))
    for pattern, chinese in _CLICK_SAYS if language() == "zh" else ():
        if found := re.fullmatch(pattern, message):
            return chinese.format(*found.groups())
    return message


_CLICK_SAYS = (
    (r"(?:File|Path) '(.*)' does not exist\.", "没有文件 {}"),
    (r"Directory '(.*)' does not exist\.", "没有文件夹 {}"),
    (r"(?:File|Path) '(.*)' is a directory\.", "{} 是文件夹，不是文件"),
    (r"Got unexpected extra arguments? \((.*)\)", "多出了参数 {}"),
    (r"Option '?([^' ]+)'? requires an argument\.?", "选项 {} 后面要有值"),
    (r"Option '?([^' ]+)'? does not take a value\.?", "选项 {} 后面不能有值"),
    (r"'(.*)' is not a valid integer.*", "{} 不是整数"),
    (r"(.*) is not in the range (.*)\.", "{} 超出范围 {}"),
)
