"""Findings for people: the place, the message, the line with a caret under the place, and a summary.

Carets are counted in cells, as a terminal shows Chinese (UAX #11). A long paragraph is one line in Markdown: only the
part around the place is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.chars import cells
from pubkit.text.diagnostic import Severity
from pubkit.text.edit import Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pubkit.lint.report import FileReport
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.span import Lines

_COLOURS = {"code": "\x1b[1;36m", "bold": "\x1b[1m", "dim": "\x1b[2m", "mark": "\x1b[1;33m", "help": "\x1b[32m"}
_SEVERITY_COLOURS = {Severity.ERROR: "\x1b[1;31m", Severity.WARNING: "\x1b[1;33m", Severity.INFO: "\x1b[1;34m"}
_RESET = "\x1b[0m"
_ELLIPSIS = "…"


class TextWriter:
    """Lays findings out for a terminal of `width` cells."""

    def __init__(self, language: Language, *, colour: bool = False, width: int = 100) -> None:
        self.language = language
        self.colour = colour
        self.width = max(40, min(width, 160))

    def write(self, reports: Iterable[FileReport]) -> Iterator[str]:
        """The text, a piece a finding, each ending with a line break."""
        for report in reports:
            previous = ""
            for finding in report.findings:
                yield self.finding(report, finding, brief=finding.code == previous and finding.fix is None)
                previous = finding.code

    def finding(self, report: FileReport, finding: Diagnostic, *, brief: bool = False) -> str:
        """A finding with its line; only its head where it is `brief`: one more of the kind that was just shown."""
        lines = report.lines
        row, column = lines.location(finding.span.start)
        place = f"{report.filename}:{row}:{column}:"
        code = self._paint(finding.code, _SEVERITY_COLOURS[finding.severity])
        star = self._star(finding)
        head = f"{self._paint(place, _COLOURS['bold'])} {code} {finding.message.of(self.language)}{star}\n"
        if brief:
            return head
        gutter = len(str(row))
        shown, caret = self._excerpt(lines, finding, self.width - gutter - 3)
        bar = self._paint("|", _COLOURS["dim"])
        pieces = [head, f"{self._paint(str(row), _COLOURS['dim'])} {bar} {shown}\n"]
        pieces.append(f"{' ' * gutter} {bar} {self._paint(caret, _COLOURS['mark'])}\n")
        for related in finding.related:
            other = lines.location(related.span.start)
            pieces.append(f"{' ' * gutter} = {related.message.of(self.language)}: {report.filename}:{other.row}:{other.column}\n")
        if finding.fix:
            pieces.append(f"{' ' * gutter} = {self._paint(finding.fix.title.of(self.language), _COLOURS['help'])}\n")
        return "".join(pieces) + "\n"

    def _star(self, finding: Diagnostic) -> str:
        if finding.fix is None or finding.fix.safety is Safety.MANUAL:
            return ""
        return self._paint(" [*]" if finding.fix.safety is Safety.SAFE else " [-]", _COLOURS["help"])

    def _excerpt(self, lines: Lines, finding: Diagnostic, width: int) -> tuple[str, str]:
        """The line around the place in at most `width` cells, and the carets under it."""
        line = lines.span(lines.row(finding.span.start))
        start = finding.span.start - line.start
        end = max(start + 1, min(finding.span.end, line.end) - line.start)
        text = line.of(lines.text).replace("\t", " ").ljust(start + 1)
        marked = cells(text[start:end])
        if len(text) <= width and cells(text) <= width:
            first, last, indent = 0, len(text), cells(text[:start])
        else:
            room = (width - 2 - min(marked, width // 2)) // 2
            count, indent = _fitting(text[max(0, start - room * 2) : start][::-1], room)
            first = start - count
            last = start + _fitting(text[start : start + width], width - 2 - indent)[0]
            if last < end:
                marked = cells(text[start:last])
        before = _ELLIPSIS if first > 0 else ""
        after = _ELLIPSIS if last < len(text) else ""
        return before + _printable(text[first:last]).rstrip() + after, " " * (len(before) + indent) + "^" * max(1, marked)

    def _paint(self, text: str, colour: str) -> str:
        return f"{colour}{text}{_RESET}" if self.colour and text else text


def _fitting(text: str, room: int) -> tuple[int, int]:
    """How many of the first code points of `text` fit into `room` cells, and how many cells these take."""
    count = taken = 0
    while count < len(text) and taken < room:
        left = room - taken
        step = left if text[count].isascii() else (left + 1) // 2  # as if all were as wide as the first
        while (width := cells(text[count : count + step])) > left:
            if step == 1:  # a wide one, and one cell left
                return count, taken
            step = max(1, step * left // width)
        taken += width
        count += step
    return min(count, len(text)), taken


def _printable(text: str) -> str:
    """Control characters as a visible sign: a file must not steer the terminal."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\u2423" if c == " " else "\ufffd" for c in text)


#: Findings that nobody reads one by one.
_MANY = 30


def summary(
    language: Language,
    *,
    files: int,
    with_findings: int,
    findings: int,
    safe: int,
    unsafe: int,
    fixed: int,
    failed: int = 0,
    selected: bool = False,
) -> str:
    """One line: how many findings, and how many of them can be mended; a second one where they are many.

    `selected`: only some rules were asked for, so that no finding does not mean that nothing is wrong.
    """
    pieces = []
    if fixed:
        pieces.append(Phrase("Fixed {}. ", "已修复 {} 处。").format(fixed))
    if failed:
        pieces.append(Phrase("{} {} could not be read. ", "有 {} 个文件未能检查。").format(failed, _plural(failed, "file")))
    if not findings and not files:
        return "".join(piece.of(language) for piece in pieces).rstrip() + ("\n" if pieces else "")
    if not findings:
        said = Phrase("No findings in {} {}", "检查了 {} 个文件，没有发现问题").format(files, _plural(files, "file"))
        of_some = Phrase(" (of the rules that were selected).", "（仅就所选规则而言）。")
        pieces += [said, of_some if selected else Phrase(".", "。")]
    else:
        said = Phrase("{} {} in {} of {} {}.", "{3} 个文件中有 {2} 个存在问题，共 {0} 处。")
        pieces.append(said.format(findings, _plural(findings, "finding"), with_findings, files, _plural(files, "file")))
    if safe:
        pieces.append(Phrase(" [*] {} can be fixed with `--fix`.", "其中 {} 处可用 `--fix` 修复（标 [*]）。").format(safe))
    if unsafe:
        said = Phrase(" [-] {} more with `--fix --unsafe-fixes`.", "另有 {} 处可用 `--fix --unsafe-fixes` 修复（标 [-]）。")
        pieces.append(said.format(unsafe))
    if findings > _MANY:
        pieces.append(_OVERVIEW)
    return "".join(piece.of(language) for piece in pieces) + "\n"


_OVERVIEW = Phrase(
    "\n`--statistics` counts them by rule; `pubkit rule CODE` explains a rule and how to silence it.",
    "\n加 `--statistics` 可按规则统计；`pubkit rule 编号` 说明一条规则，以及如何忽略它。",
)


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else noun + "s"


def statistics(by_code: Mapping[str, int], language: Language, *, as_json: bool = False) -> str:
    """Findings counted by rule, the most frequent first, with what each rule finds."""
    import json

    rows = sorted(by_code.items(), key=lambda row: (-row[1], row[0]))
    if as_json:
        return json.dumps([{"code": code, "count": count} for code, count in rows]) + "\n"
    if not rows:
        return Phrase("no findings", "没有问题").of(language) + "\n"
    from pubkit.rules.registry import by_code as rules

    width = len(str(rows[0][1]))
    return "".join(f"{count:>{width}}  {code}  {_in_brief(rules()[code].what.of(language))}\n" for code, count in rows)


_BEFORE_EXAMPLES = lazy(r"(?:`[^`]*`|[^`:：。.]|\.(?! |\Z))+")


def _in_brief(sentence: str) -> str:
    """A sentence without its examples, which stand behind a colon."""
    found = _BEFORE_EXAMPLES.match(sentence)
    return found[0] if found else sentence
