"""`pubkit translate`: catalogues for the editions of a report in other languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.cli.app import LazyGroup, language_option
from pubkit.cli.speech import say

if TYPE_CHECKING:
    import click

COMMANDS = {
    "extract": ("Make the catalogues (.po) that translators work in.", "生成供译者使用的目录（.po）。"),
    "update": ("Bring catalogues up to date with their sources.", "使目录跟上原稿的改动。"),
    "status": ("Show how much is translated, and what has changed.", "显示译出多少、原文改了什么。"),
    "check": ("Check translations against their sources.", "对照原文核查译文。"),
    "import": ("Take in a translated Markdown file, XLIFF or PO.", "导入译好的 Markdown、XLIFF 或 PO。"),
    "export": ("Write catalogues as XLIFF 2.1.", "将目录导出为 XLIFF 2.1。"),
    "pretranslate": ("Let a program of yours draft what is missing.", "用您指定的程序为缺译处起草。"),
}


def command() -> click.Command:
    return LazyGroup(
        "translate",
        COMMANDS,
        "pubkit.cli.translate",
        help=say(
            "Translate reports: one catalogue a report and language, beside the report, which Poedit, Weblate and every CAT tool read.",
            "翻译报告：每份报告每种语言一个目录，放在报告旁边，Poedit、Weblate 等各种翻译工具都能读。",
        ),
        params=[language_option()],
    )
