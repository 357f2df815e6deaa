"""The references of a report for people, as a table in cells (UAX #11: Chinese is two wide), and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pubkit.output.verification import online_record, verdict
from pubkit.text.chars import cells
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.pipeline.references import ListedReference, ReportReferences
    from pubkit.text.span import Location

_NARROW = 90
_LEAST_TITLE = 16
_MOST_TITLE = 96
_GAP = "  "
_ELLIPSIS = "…"

_HEADS = (Phrase("key", "键"), Phrase("type", "类型"), Phrase("title", "题名"), Phrase("cited", "引用"), Phrase("lines", "所在行"), Phrase("missing", "缺失"))
_VERIFIED = Phrase("verified", "核验")
_MISSING = {
    "author": Phrase("author", "责任者"),
    "title": Phrase("title", "题名"),
    "issued": Phrase("date", "日期"),
    "URL": Phrase("address", "地址"),
}
_KINDS = {
    "preprint": "预印本",
    "article": "论文",
    "article-journal": "论文",
    "article-magazine": "杂志",
    "article-newspaper": "报纸",
    "paper": "会议论文",
    "paper-conference": "会议论文",
    "thesis": "学位论文",
    "book": "图书",
    "chapter": "章节",
    "report": "报告",
    "standard": "标准",
    "patent": "专利",
    "dataset": "数据集",
    "repository": "代码库",
    "software": "软件",
    "documentation": "文档",
    "encyclopedia": "百科",
    "entry-encyclopedia": "百科",
    "news": "新闻",
    "blog": "博客",
    "post-weblog": "博客",
    "forum": "论坛",
    "post": "论坛",
    "video": "视频",
    "motion_picture": "视频",
    "document": "文件",
    "webpage": "网页",
}


def reference_records(report: ReportReferences, language: Language = "en") -> Iterator[dict[str, Any]]:
    """Every entry as plain data, in the order of the list. Rows and columns from 1, columns in code points."""
    for entry in report.entries:
        yield {
            "filename": entry.filename,
            "key": entry.key,
            "type": entry.item.get("type"),
            "kind": entry.kind,
            "title": entry.item.get("title"),
            "cited": [place._asdict() for place in entry.cited],
            "missing": list(entry.missing),
            "location": entry.location._asdict() if entry.location else None,
            "item": dict(entry.item),
            "origins": dict(entry.origins or {}),
            "identifiers": [{"scheme": scheme, "value": value} for scheme, value in entry.identifiers],
            "online": online_record(entry.verified, language) if entry.verified else None,
        }


def reference_table(report: ReportReferences, language: Language, width: int) -> str:
    """The report's name, a line an entry in at most `width` cells, and what the list says as a whole."""
    if not report.entries and not report.passed_over:
        words = Phrase("{}: no list of references", "{}：没有参考文献").format(report.filename)
        return "\n".join([words.of(language), *_unlisted(report, language)]) + "\n"
    rows = [[head.of(language) for head in _HEADS], *(_row(entry, language, 2 if width < _NARROW else 4) for entry in report.entries)]
    if any(entry.verified for entry in report.entries):
        states = [_VERIFIED, *(verdict(entry.verified) for entry in report.entries)]
        rows = [[*row, state.of(language)] for row, state in zip(rows, states, strict=True)]
    return "\n".join([report.filename, *_lines(rows, width), "", _summary(report, language), *_unlisted(report, language)]) + "\n"


def _row(entry: ListedReference, language: Language, most: int) -> list[str]:
    kind = _KINDS.get(entry.kind, entry.kind) if language == "zh" else entry.kind
    missing = ("、" if language == "zh" else ", ").join(_MISSING[field].of(language) for field in entry.missing)
    title = str(entry.item.get("title") or entry.item.get("URL") or "")
    return [entry.key, kind, _printable(title), str(len(entry.cited)), _rows(entry.cited, most), missing]


def _rows(places: Sequence[Location], most: int) -> str:
    rows = list(dict.fromkeys(place.row for place in places))
    return " ".join(map(str, rows[:most])) + (f" {_ELLIPSIS}" if len(rows) > most else "")


def _lines(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """The rows with their columns aligned. The title has what the others leave; a narrow terminal wraps rather than lose it."""
    widths = [max(cells(row[n]) for row in rows) for n in range(len(rows[0]))]
    left = width - sum(widths) + widths[2] - len(_GAP) * (len(widths) - 1)
    widths[2] = min(widths[2], max(_LEAST_TITLE, min(left, _MOST_TITLE)))
    is_right = [all(row[n].isdecimal() for row in rows[1:]) for n in range(len(widths))]
    for row in rows:
        columns = [_padded(_cut(text, size), size, right=is_right[n]) for n, (text, size) in enumerate(zip(row, widths, strict=True))]
        yield _GAP.join(columns).rstrip()


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cells(text))
    return space + text if right else text + space


def _cut(text: str, width: int) -> str:
    """The beginning of a text in at most `width` cells, with a sign where something was cut off."""
    if cells(text) <= width:
        return text
    kept, room = [], width - cells(_ELLIPSIS)
    for character in text:
        room -= cells(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + _ELLIPSIS


def _printable(text: str) -> str:
    """Control characters as a visible sign: a title must not steer the terminal."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)


def _summary(report: ReportReferences, language: Language) -> str:
    uncited = [entry.key for entry in report.entries if not entry.cited]
    cited = sum(len(entry.cited) for entry in report.entries)
    words = Phrase("{} entries, cited {} times", "共 {} 条，被引 {} 次").format(len(report.entries), cited)
    if uncited:
        words = Phrase("{}; never cited: {}", "{}；未被引用：{}").format(words, ", ".join(uncited))
    if report.passed_over:
        words = Phrase(
            "{}; {} more in the references files, not of this report", "{}；参考文献文件中另有 {} 条，与本报告无关"
        ).format(words, report.passed_over)
    return words.of(language)


def _unlisted(report: ReportReferences, language: Language) -> list[str]:
    if not report.unlisted:
        return []
    return [Phrase("cited and not listed: {}", "引用但未列出：{}").format(", ".join(map(_printable, report.unlisted))).of(language)]
