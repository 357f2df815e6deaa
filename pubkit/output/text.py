"""Findings for people: the place, the message, the line with a caret under the place, and a summary.

What is shown of a long line, and where its caret stands, is another module's affair (`excerpt`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.output.excerpt import Line
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pubkit.lint.report import FileReport
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.span import Lines

_BOLD, _DIM, _MARK, _HELP = "\x1b[1m", "\x1b[2m", "\x1b[1;33m", "\x1b[32m"
#: By severity.
_SEVERITIES = ("\x1b[1;34m", "\x1b[1;33m", "\x1b[1;31m")
_RESET = "\x1b[0m"


class TextWriter:
    """Lays findings out for a terminal of `width` cells."""

    def __init__(self, language: Language, *, colour: bool = False, width: int = 100) -> None:
        self.language = language
        self._spoken = Phrase._fields.index(language)  # `message[spoken]` is `message.of(language)`, for hundreds of them
        self.width = max(40, min(width, 160))
        bold, dim, mark, mending, reset = (_BOLD, _DIM, _MARK, _HELP, _RESET) if colour else ("",) * 5
        self._place = bold
        self._codes = tuple([f":{reset} {severity}" for severity in (_SEVERITIES if colour else ("",) * len(_SEVERITIES))])
        self._message = f"{reset} "
        self._stars = ("\n", f"{mending} [-]{reset}\n", f"{mending} [*]{reset}\n")  # by safety
        self._row = dim
        self._bar = f"{reset} {dim}|{reset} "
        self._caret = f" {dim}|{reset} {mark}"
        self._title = f" = {mending}"
        self._end = f"{reset}\n"
        self._line: Line | None = None  # that of the finding before: most lines have several

    def write(self, reports: Iterable[FileReport]) -> Iterator[str]:
        """The text, a piece a finding, each ending with a line break."""
        for report in reports:
            previous = ""
            for finding in report.findings:
                yield self.finding(report, finding, brief=finding.code == previous and finding.fix is None)
                previous = finding.code

    def finding(self, report: FileReport, finding: Diagnostic, *, brief: bool = False) -> str:
        """A finding with its line; only its head where it is `brief`: one more of the kind that was just shown."""
        code, _, severity, (start, end), message, fix, related = finding
        spoken = self._spoken
        line = self._line_of(report.lines, start)
        row = line.row
        star = self._stars[0 if fix is None else fix.safety]
        column = start - line.start + 1
        head = f"{self._place}{report.filename}:{row}:{column}{self._codes[severity]}{code}{self._message}{message[spoken]}{star}"
        if brief:
            return head
        gutter = " " * len(row)
        shown, caret = line.excerpt(start, end, self.width - len(row) - 3)
        text = f"{head}{self._row}{row}{self._bar}{shown}\n{gutter}{self._caret}{caret}{self._end}"
        for place, said in related:
            other = report.lines.location(place.start)
            text += f"{gutter} = {said[spoken]}: {report.filename}:{other.row}:{other.column}\n"
        return f"{text}\n" if fix is None else f"{text}{gutter}{self._title}{fix.title[spoken]}{self._end}\n"

    def _line_of(self, lines: Lines, offset: int) -> Line:
        """The line that holds a place: for most findings that of the one before."""
        line = self._line
        if line is None or line.lines is not lines or not line.start <= offset <= line.end:
            self._line = line = Line(lines, lines.row(offset))
        return line


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
    misconfigured: int = 0,
    selected: bool = False,
) -> str:
    """One line: how many findings, and how many of them can be mended; a second one where they are many.

    `misconfigured` files may be right: their configuration is not. `selected`: only some rules were asked for, so that no finding
    does not mean that nothing is wrong.
    """
    pieces = []
    if fixed:
        pieces.append(Phrase("Fixed {}. ", "已修复 {} 处。").format(fixed))
    if failed:
        pieces.append(Phrase("{} {} could not be checked. ", "有 {} 个文件未能检查。").format(failed, _plural(failed, "file")))
    if misconfigured:
        said = Phrase("{} {} not checked: mend the configuration first. ", "有 {} 个文件没有检查：请先改正配置。")
        pieces.append(said.format(misconfigured, "file was" if misconfigured == 1 else "files were"))
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
