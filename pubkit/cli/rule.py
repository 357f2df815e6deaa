"""`pubkit rule`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say, show
from pubkit.rules.base import Bad, Rule
from pubkit.rules.registry import RULES, find_rule
from pubkit.text.chars import cells

if TYPE_CHECKING:
    from collections.abc import Iterator


def command() -> click.Command:
    return Command(
        "rule",
        callback=rule_command,
        help=say(
            "Explain a rule: what it finds, why an editor should care, examples, and how safe its fix is. CODE is a code or a "
            "name; without it, all rules are listed.",
            "说明一条规则：找什么、为什么要紧、示例、修复有多安全。CODE 是编号或名称；不写则列出全部规则。",
        ),
        params=[
            click.Argument(["code"], required=False),
            click.Option(
                ["--output"],
                metavar="FOLDER",
                help=say("Write the reference of all rules into FOLDER, as Markdown.", "把全部规则的说明写入 FOLDER（Markdown）。"),
            ),
            language_option(),
        ],
    )


def rule_command(code: str | None, output: str | None = None) -> int:
    """Prints one rule, or the list of all, or writes all of them. Returns the exit code."""
    if output is not None:
        return _write(output)
    lines = _named(code) if code else _all()
    click.echo("\n".join(lines))
    return 0


def _named(code: str) -> Iterator[str]:
    """One rule or one check of editions. Raises `UsageError` where there is neither."""
    from pubkit.pipeline.reference_editions import check_body, find_check

    check = find_check(code)
    if check is None:
        yield from _one(find_rule(code))
        return
    yield _bold(f"{check.code} {check.name}")
    yield ""
    inside = False
    for line in check_body(check, language()):
        if line.startswith("```"):
            inside = not inside
        else:
            yield f"    {line}".rstrip() if inside else _bold(line[3:]) if line.startswith("## ") else line


def _write(folder: str) -> int:
    from pubkit.pipeline.reference import write_reference

    count = write_reference(Path(folder))
    click.echo(say(f"wrote {count} pages into {folder}", f"已在 {folder} 写入 {count} 页"))
    return 0


def _all() -> Iterator[str]:
    for rule in RULES:
        fixable = "  " if rule.fix_note is None else " -" if rule.fix_note.en.startswith("Unsafe") else " *"
        yield f"{rule.code}{fixable} {rule.name:<28} {show(rule.what)}"
    from pubkit.editions.checks import RULES as CHECKS

    for check in CHECKS:
        yield f"{check.code}   {check.name:<28} {show(check.what)}"
    yield ""
    yield say("* mended by `pubkit lint --fix`, - by `--fix --unsafe-fixes`. `pubkit rule CODE` explains one.", "* 可用 `pubkit lint --fix` 修复，- 需加 --unsafe-fixes。`pubkit rule 编号` 查看说明。")


def _one(rule: Rule) -> Iterator[str]:
    yield _bold(f"{rule.code} {rule.name} ({_severity(rule)})")
    yield from ("", show(rule.what), "", _bold(say("Why", "为什么要紧")), show(rule.why))
    yield from ("", _bold(say("Fix", "修复")), show(rule.fix_note) if rule.fix_note else say("None: only the editor can decide.", "无：只有编辑能决定。"))
    if rule.source:
        yield from ("", _bold(say("Source", "依据")), rule.source)
    yield from _silencing(rule)
    yield from ("", _bold(say("Examples", "示例")))
    for example in rule.examples:
        if isinstance(example, Bad):
            yield from _bad(example)
    for example in rule.examples:
        if not isinstance(example, Bad):
            yield "  ✓ " + example.text.replace("\n", "\n    ") + (f"    ({example.why})" if example.why else "")


def _silencing(rule: Rule) -> Iterator[str]:
    """How to leave a rule out, at one place, in a file and in a project; what is told of these comments has no comment of its own."""
    if rule.code.startswith("SUP"):
        return
    reason = say("reason", "理由")
    yield from ("", _bold(say("To leave it out", "如何忽略")))
    yield say("  At the end of the line, or in a line of its own above the block:", "  写在该行末尾，或单独一行写在该段之上：")
    yield f"    <!-- pubkit: ignore {rule.code} {reason} -->"
    yield say("  For the whole file, anywhere in it:", "  整个文件，写在文件任意一处：")
    yield f"    <!-- pubkit: ignore-file {rule.code} {reason} -->"
    yield say("  For the project, in pubkit.yaml:", "  整个项目，写入 pubkit.yaml：")
    yield from ("    lint:", f"      ignore: [{rule.code}]")


def _severity(rule: Rule) -> str:
    names = {"error": "错误", "warning": "警告", "info": "提示"}
    return say(rule.severity.word, names[rule.severity.word])


def _bad(example: Bad) -> Iterator[str]:
    """A bad example with carets under what is found, and what becomes of it."""
    plain = example.text.replace("⟦", "").replace("⟧", "")
    row, under = 0, ""
    for n, line in enumerate(example.text.split("\n")):
        if "⟦" in line:
            before, _, rest = line.partition("⟦")
            found = rest.partition("⟧")[0]
            row, under = n, " " * cells(before) + "^" * max(1, cells(found))
            break
    lines = plain.split("\n")
    shown = [f"    {line}" for line in lines]
    shown[0] = "  ✗ " + lines[0]
    if under:
        shown.insert(row + 1, "    " + under)
    yield from shown
    if example.fixed is not None:
        yield "  → " + example.fixed.replace("\n", "\n    ")
    yield ""


def _bold(text: str) -> str:
    return click.style(text, bold=True) if sys.stdout.isatty() else text
