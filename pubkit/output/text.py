"""Findings for people: the place, the message, the line with a caret under the place, and a summary.

Carets are counted in cells, as a terminal shows Chinese (UAX #11). A long paragraph is one line in Markdown: only the
part around the place is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.chars import cells, plain_cells, plain_twin
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
_ELLIPSIS = "…"


class TextWriter:
    """Lays findings out for a terminal of `width` cells."""

    def __init__(self, language: Language, *, colour: bool = False, width: int = 100) -> None:
        self.language = language
        self._spoken = Phrase._fields.index(language)  # `message[spoken]` is `message.of(language)`, for hundreds of them
        self.width = max(40, min(width, 160))
        self._bold, self._dim, self._mark, self._help, self._reset = (
            (_BOLD, _DIM, _MARK, _HELP, _RESET) if colour else ("",) * 5
        )
        self._bar = f"{self._dim}|{self._reset}"
        self._severities = _SEVERITIES if colour else ("",) * len(_SEVERITIES)
        self._stars = ("", f"{self._help} [-]{self._reset}", f"{self._help} [*]{self._reset}")  # by safety
        self._line: _Line | None = None  # that of the finding before: most lines have several

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
        spoken, reset, bar = self._spoken, self._reset, self._bar
        line = self._line_of(report.lines, start)
        row = line.row
        star = "" if fix is None else self._stars[fix.safety]
        place = f"{self._bold}{report.filename}:{row}:{start - line.start + 1}:{reset}"
        head = f"{place} {self._severities[severity]}{code}{reset} {message[spoken]}{star}\n"
        if brief:
            return head
        gutter = " " * len(row)
        shown, caret = line.excerpt(start, end, self.width - len(row) - 3)
        text = f"{head}{self._dim}{row}{reset} {bar} {shown}\n{gutter} {bar} {self._mark}{caret}{reset}\n"
        for place_of, said in related:
            other = report.lines.location(place_of.start)
            text += f"{gutter} = {said[spoken]}: {report.filename}:{other.row}:{other.column}\n"
        if fix is not None:
            text += f"{gutter} = {self._help}{fix.title[spoken]}{reset}\n"
        return text + "\n"

    def _line_of(self, lines: Lines, offset: int) -> _Line:
        line = self._line
        if line is None or line.lines is not lines or not line.start <= offset <= line.end:
            self._line = line = _Line(lines, lines.row(offset))
        return line


class _Line:
    """A line of which findings are shown."""

    __slots__ = ("_plain", "_text", "end", "lines", "row", "start")

    def __init__(self, lines: Lines, row: int) -> None:
        self.lines = lines
        self.row = str(row)
        self.start, self.end = lines.span(row)
        self._text: str | None = None  # made when it is first shown
        self._plain: str | None = None

    def excerpt(self, start: int, end: int, width: int) -> tuple[str, str]:
        """What stands around a place of the text in at most `width` cells, and the carets under it."""
        if self._text is None:
            self._text = self.lines.text[self.start : self.end].replace("\t", " ")
            self._plain = plain_twin(self._text)
        text, plain = self._text, self._plain
        start -= self.start
        end = max(start + 1, min(end, self.end) - self.start)
        if start == len(text):  # at the end of the line
            text += " "
            plain = None if plain is None else plain + " "
        first, last, indent, marked = _window(text, start, end, width) if plain is None else _plain_window(plain, start, end, width)
        before = _ELLIPSIS if first > 0 else ""
        after = _ELLIPSIS if last < len(text) else ""
        caret = " " * (len(before) + indent) + "^" * max(1, marked)
        return before + _printable(text[first:last]).rstrip() + after, caret


def _plain_window(plain: str, start: int, end: int, width: int) -> tuple[int, int, int, int]:
    """`_window` of a plain twin: at most one code point a cell, then half as many fewer as it is cells too wide."""
    marked = plain_cells(plain[start:end])
    if len(plain) <= width and plain_cells(plain) <= width:
        return 0, len(plain), plain_cells(plain[:start]), marked
    room = (width - 2 - min(marked, width // 2)) // 2
    first = max(0, start - room)
    while (indent := (start - first + len(plain[first:start].encode())) // 2) > room:
        first += (indent - room + 1) // 2
    room = width - 2 - indent
    last = min(len(plain), start + room)
    while (taken := (last - start + len(plain[start:last].encode())) // 2) > room:
        last -= (taken - room + 1) // 2
    return first, last, indent, marked if last >= end else taken


def _window(text: str, start: int, end: int, width: int) -> tuple[int, int, int, int]:
    """What is shown of a line with a mark at `start`: from where to where, and the cells before the mark and of it."""
    marked = cells(text[start:end])
    if len(text) <= width and cells(text) <= width:
        return 0, len(text), cells(text[:start]), marked
    room = (width - 2 - min(marked, width // 2)) // 2
    count, indent = _fitting(text[max(0, start - room * 2) : start][::-1], room)
    last = start + _fitting(text[start : start + width], width - 2 - indent)[0]
    return start - count, last, indent, marked if last >= end else cells(text[start:last])


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
