"""`pubkit convert`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import say, show
from pubkit.pipeline import converting
from pubkit.text.errors import UsageError
from pubkit.text.files import write_atomically
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.pipeline.converting import Converted, Learned


def command() -> click.Command:
    return Command(
        "convert",
        callback=convert_command,
        help=say(
            "Convert a report between Simplified and Traditional Chinese. Code, addresses, citation keys, cited titles and protected names "
            "stay as they are; terms.yaml decides words. Correct the result once and --learn from it: later conversions keep your words.",
            "在简体与繁体中文之间转换报告。代码、地址、引用键、所引文献题名与受保护的名称不变，用词由 terms.yaml 决定。结果只需订正一次，"
            "再用 --learn 记住，以后的转换都照此处理。",
        ),
        params=[
            click.Argument(["report"], type=click.Path(path_type=Path)),
            click.Option(["--to", "target"], required=True, metavar="TAG", help=say("zh-Hant (Taiwan), zh-HK, zh-Hans.", "目标：zh-Hant（台湾）、zh-HK、zh-Hans。")),
            click.Option(["--output", "-o"], type=click.Path(path_type=Path), help=say("File to write (default: standard output).", "写入的文件（默认输出到终端）。")),
            click.Option(
                ["--vocabulary"],
                type=click.Choice(["region", "keep"]),
                help=say("The region's words wherever it has one, or the source's; by default only words that any report may change.", "处处采用当地用词（region）或保留原文用词（keep）；默认只改没有歧义的词。"),
            ),
            click.Option(["--quotes"], type=click.Choice(["curly", "corner", "guillemets", "keep"]), help=say("Quotation marks (default: the region's).", "引号样式（默认随地区）。")),
            click.Option(["--learn"], type=click.Path(path_type=Path), help=say("Record how this corrected text differs from the conversion.", "比较订正后的文稿与转换结果，记住所有订正。")),
            click.Option(["--review"], is_flag=True, help=say("List the places where the choice is not certain.", "列出选字没有把握的地方。")),
            click.Option(["--approve"], is_flag=True, help=say("Accept the choices that --review lists; they are remembered.", "认可 --review 列出的选字，并记住。")),
            click.Option(["--format", "output_format"], type=click.Choice(["text", "json"]), default="text", help=say("Format of --review.", "--review 的输出格式。")),
            language_option(),
        ],
    )


def convert_command(
    report: Path,
    target: str,
    output: Path | None,
    vocabulary: Any,
    quotes: Any,
    learn: Path | None,
    review: bool,
    approve: bool,
    output_format: str,
) -> int:
    """Converts, or works on what is remembered of conversions. Returns the exit code."""
    if sum((learn is not None, review, approve)) > 1:
        raise UsageError(Phrase("--learn, --review and --approve are three different things", "--learn、--review、--approve 一次只能用一个"))
    made = converting.convert_report(report, target, vocabulary=vocabulary, quotes=quotes)
    if learn is not None:
        _tell_learned(converting.learn_from(report, target, learn, made), learn)
    elif review:
        click.echo(_as_json(made) if output_format == "json" else _as_text(report, made))
    elif approve:
        _approve(report, target, made)
    else:
        _write(output, made)
    _tell_unused(made)
    return 0


def _write(output: Path | None, made: Converted) -> None:
    document = made.document.edited(made.conversion.text)
    if output is None:
        click.echo(made.conversion.text, nl=False)
    else:
        write_atomically(output, document.encode())
    if count := len(made.conversion.uncertain):
        message = say(f"{count} places are worth a look: --review lists them.", f"有 {count} 处选字没有把握，可用 --review 查看。")
        click.echo(message, err=True)


def _as_text(report: Path, made: Converted) -> str:
    """A line for each uncertain place: where it stands, what was chosen, what else it may be, and why."""
    lines = []
    for doubt in made.conversion.uncertain:
        row, column = made.document.lines.location(doubt.span.start)
        others = say(", ", "、").join(doubt.alternatives)
        choice = say(f"{doubt.source} became {doubt.chosen}, or is it {others}?", f"{doubt.source} 转为 {doubt.chosen}，是否应为 {others}？")
        lines.append(f"{report}:{row}:{column}: {choice}  {doubt.context}  ({show(doubt.reason)})")
    return "\n".join(lines) or say("every choice is certain", "所有选字都有把握")


def _as_json(made: Converted) -> str:
    places = made.document.lines
    records = [
        {
            "filename": made.document.path,
            "location": places.location(doubt.span.start)._asdict(),
            "end_location": places.location(doubt.span.end)._asdict(),
            "source": doubt.source,
            "chosen": doubt.chosen,
            "alternatives": list(doubt.alternatives),
            "context": doubt.context,
            "reason": {"en": doubt.reason.en, "zh": doubt.reason.zh},
        }
        for doubt in made.conversion.uncertain
    ]
    return json.dumps(records, ensure_ascii=False, indent=2)


def _approve(report: Path, target: str, made: Converted) -> None:
    path, count = converting.approve(report, target, made), len(made.conversion.uncertain)
    click.echo(say(f"{count} choices approved in {path}", f"已认可 {count} 处选字，记于 {path}") if count else say("nothing to approve", "没有需要认可的选字"))


def _tell_learned(learned: Learned, corrected: Path) -> None:
    count = len(learned.recorded)
    click.echo(say(f"{count} corrections recorded in {learned.path}", f"已记住 {count} 处订正，见 {learned.path}") if count else say("nothing to record", "没有可记住的订正"))
    for row, reason in learned.refused:
        click.echo(f"{corrected}:{row}: " + say("not recorded: ", "未记录：") + show(reason))


def _tell_unused(made: Converted) -> None:
    for entry in made.unused:
        place = f"{entry.before}{entry.source}{entry.behind}"
        click.echo(say(f"unused: {entry.source} → {entry.correction}  {place}", f"未用到的订正：{entry.source} → {entry.correction}  {place}"), err=True)
