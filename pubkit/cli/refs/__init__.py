"""`pubkit refs`: what a report cites and lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.cli.app import LazyGroup, language_option
from pubkit.cli.speech import say

if TYPE_CHECKING:
    import click

COMMANDS = {
    "list": ("List the references: type, title, where cited, what is missing.", "列出参考文献：类型、题名、引用处和缺失项。"),
    "verify": ("Find references that cannot be trusted; with --online, ask the network.", "找出不可信的参考文献；加 --online 可联网核验。"),
    "markers": ("List every citation mark that is recognised.", "列出识别到的每一处引用标记。"),
    "check": ("May the references be signed? All that an editor has to see.", "参考文献能否定稿：列出编辑需要处理的一切。"),
    "merge": ("Make one entry of two that are the same source.", "把同一文献的两条合为一条。"),
    "rename": ("Give an entry another key, everywhere.", "给条目换一个键，各处一并修改。"),
    "graph": ("Draw which section rests on which sources.", "绘制各节依据哪些文献的图。"),
    "format": ("Format CSL-JSON items by a style.", "按著录格式输出 CSL-JSON 条目。"),
    "export": ("Write the references as CSL-JSON, CSL-YAML, BibTeX or RIS.", "将参考文献导出为 CSL-JSON、CSL-YAML、BibTeX 或 RIS。"),
    "import": ("Read BibTeX, RIS or CSL-JSON, such as Zotero exports.", "读入 Zotero 等导出的 BibTeX、RIS 或 CSL-JSON。"),
}


def command() -> click.Command:
    return LazyGroup(
        "refs",
        COMMANDS,
        "pubkit.cli.refs",
        help=say("Look at what a report cites and lists, and format references.", "查看报告引用和列出了什么，并格式化参考文献。"),
        params=[language_option()],
    )
