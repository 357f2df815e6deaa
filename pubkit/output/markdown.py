"""Findings as a page of Markdown, for a comment on a pull request or `$GITHUB_STEP_SUMMARY`.

The rules first, then the findings file by file, folded. What would not fit into a comment is counted, not shown.
"""

from __future__ import annotations

import json
import re
from html import escape
from typing import TYPE_CHECKING, Any

from pubkit.text.edit import Safety
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pubkit.lint.report import FileReport
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.phrase import Language

#: Code points of a comment on GitHub at the most: 65,536. The rest is left for what surrounds it.
_ROOM = 60_000
_FINDINGS_A_FILE = 50
#: What would be read as markup in a cell of a table.
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$&]")


class Markdown(NamedTuple):
    """A summary. Each piece is a JSON object: the file's name, its counts by rule, and its rows."""

    language: Language

    def piece(self, report: FileReport) -> str:
        rules: dict[str, list[Any]] = {}
        for finding in report.findings:
            rule = rules.setdefault(finding.code, [finding.name, finding.severity.word, 0, 0, 0])
            rule[2] += 1
            if finding.fix and finding.fix.safety is not Safety.MANUAL:
                rule[3 if finding.fix.safety is Safety.SAFE else 4] += 1
        rows = [self._row(report, finding) for finding in report.findings[:_FINDINGS_A_FILE]]
        return json.dumps({"name": report.filename, "rules": rules, "rows": rows}, ensure_ascii=False)

    def _row(self, report: FileReport, finding: Diagnostic) -> str:
        row, column = report.lines.location(finding.span.start)
        return f"| {row}:{column} | {finding.code} | {_cell(finding.message.of(self.language))} |\n"

    def whole(self, pieces: Sequence[str]) -> str:
        files = [json.loads(piece) for piece in pieces]
        found = [file for file in files if file["rules"]]
        if not found:
            said = Phrase("### ✅ pubkit: no findings (files: {})", "### ✅ pubkit：没有发现问题（共检查 {} 个文件）")
            return said.format(len(files)).of(self.language) + "\n"
        count = sum(_count(file) for file in found)
        said = Phrase("### pubkit: {} {} in {} of {} {}", "### pubkit：{3} 个文件中有 {2} 个存在问题，共 {0} 处")
        nouns = ("finding" if count == 1 else "findings", "file" if len(files) == 1 else "files")
        head = said.format(count, nouns[0], len(found), len(files), nouns[1]).of(self.language) + "\n\n" + self._rules(found)
        return head + self._files(found, _ROOM - len(head))

    def _rules(self, files: Iterable[dict[str, Any]]) -> str:
        totals: dict[str, list[Any]] = {}
        for file in files:
            for code, (name, severity, *counts) in file["rules"].items():
                total = totals.setdefault(code, [name, severity, 0, 0, 0])
                total[2:] = [a + b for a, b in zip(total[2:], counts, strict=True)]
        head = Phrase(
            "| Rule | Name | Severity | Findings | `--fix` | `--unsafe-fixes` |",
            "| 规则 | 名称 | 严重程度 | 问题数 | `--fix` 可修复 | `--unsafe-fixes` 可修复 |",
        )
        lines = [head.of(self.language), "|---|---|---|--:|--:|--:|"]
        for code, (name, severity, *counts) in sorted(totals.items(), key=lambda row: (-row[1][2], row[0])):
            shown = " | ".join(str(n) if n else "" for n in counts)
            lines.append(f"| {code} | {name} | {_SEVERITIES[severity].of(self.language)} | {shown} |")
        return "\n".join(lines) + "\n"

    def _files(self, files: Sequence[dict[str, Any]], room: int) -> str:
        """The files one by one, as many as there is room for."""
        shown: list[str] = []
        for n, file in enumerate(files):
            section = self._file(file)
            room -= len(section)
            if room < 0:
                left = sum(_count(each) for each in files[n:])
                said = Phrase("\n… and {} findings in {} more files.\n", "\n……另有 {1} 个文件中的 {0} 处问题未列出。\n")
                return "".join(shown) + said.format(left, len(files) - n).of(self.language)
            shown.append(section)
        return "".join(shown)

    def _file(self, file: dict[str, Any]) -> str:
        count, rows = _count(file), file["rows"]
        summary = f"<summary><code>{escape(file['name'])}</code> ({count})</summary>"
        head = Phrase("| Place | Rule | Finding |", "| 位置 | 规则 | 问题 |").of(self.language)
        more = ""
        if len(rows) < count:
            said = Phrase("\n… and {} more in this file.\n", "\n……此文件另有 {} 处未列出。\n")
            more = said.format(count - len(rows)).of(self.language)
        return f"\n<details>{summary}\n\n{head}\n|--:|---|---|\n{''.join(rows)}{more}\n</details>\n"


_SEVERITIES = {
    "error": Phrase("error", "错误"),
    "warning": Phrase("warning", "警告"),
    "info": Phrase("info", "提示"),
}


def _count(file: dict[str, Any]) -> int:
    return sum(rule[2] for rule in file["rules"].values())


def _cell(text: str) -> str:
    """Text as it is, in one cell: what a report says must not be read as markup."""
    return _MARKUP.sub(lambda found: "&#36;" if found[0] == "$" else "\\" + found[0], " ".join(text.split()))
