"""How much of reports is translated: for people as a table or Markdown, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pubkit.text.chars import cells
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.editions.coverage import ChangedSegment, Tally
    from pubkit.editions.difference import Change, ChangeKind
    from pubkit.pipeline.translating import Status

_HEADS = (
    Phrase("section", "章节"),
    Phrase("segments", "段"),
    Phrase("translated", "译出"),
    Phrase("cited claims", "有引用的论断"),
    Phrase("changed", "原文已改"),
    Phrase("unreviewed", "未审"),
    Phrase("missing", "缺译"),
)
_TOTAL = Phrase("all", "合计")
_TOP = Phrase("(front)", "（卷首）")
KINDS: dict[ChangeKind, Phrase] = {
    "figure": Phrase("figure", "数字"),
    "citation": Phrase("citation", "引用"),
    "link": Phrase("link", "链接"),
    "code": Phrase("code", "代码"),
    "wording": Phrase("wording", "措辞"),
}
_MOST_SECTION = 40
_SHOWN_CHANGES = 3
_GAP = "  "


def coverage_table(status: Status, language: Language) -> str:
    """The coverage of one edition as a table for a terminal, with what has changed below it, gravest first."""
    rows = [[head.of(language) for head in _HEADS], *_rows(status, language)]
    widths = [max(cells(row[n]) for row in rows) for n in range(len(_HEADS))]
    lines = [_GAP + _GAP.join(_padded(cell, widths[n], right=n > 0) for n, cell in enumerate(row)).rstrip() for row in rows]
    title = f"{status.job.report.path} → {status.job.edition.language}"
    below = [f"{_GAP}{line}" for line in (*changed_lines(status, language), *_threshold(status, language))]
    return "\n".join([title, *lines, *below]) + "\n"


def coverage_markdown(status: Status, language: Language) -> str:
    """The coverage of an edition as Markdown, for a README or a summary of CI."""
    rows = [[_escaped(cell) for cell in row] for row in _rows(status, language)]
    head = [head.of(language) for head in _HEADS]
    table = "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---", *["--:"] * (len(head) - 1)], *rows])
    changed = "".join(f"- {_escaped(line)}\n" for line in changed_lines(status, language))
    title = f"### {_escaped(str(status.job.report.path))} → {status.job.edition.language}"
    return f"{title}\n\n{table}\n" + ("\n" + changed if changed else "")


def coverage_record(status: Status) -> dict[str, Any]:
    """The coverage of an edition as plain data. Shares are from 0 to 1; rows from 1."""
    return {
        "filename": str(status.job.report.path),
        "catalog": str(status.job.path),
        "language": status.job.edition.language,
        "threshold": status.job.edition.threshold,
        "reached": status.is_enough,
        **_tally_record(status.coverage.total),
        "sections": [{"title": name, **_tally_record(tally)} for name, tally in status.coverage.sections],
        "changed": [_changed_record(status, each) for each in status.coverage.changed],
        "obsolete": len(status.updated.catalog.obsolete),
    }


def _tally_record(tally: Tally) -> dict[str, Any]:
    return {
        "segments": tally.total,
        "states": dict(tally.segments),
        "characters": tally.characters,
        "translated_characters": tally.translated_characters,
        "share": round(tally.share, 4),
        "claims": tally.claims,
        "translated_claims": tally.translated_claims,
    }


def _changed_record(status: Status, each: ChangedSegment) -> dict[str, Any]:
    return {
        "row": status.job.report.document.lines.row(each.segment.span.start),
        "segment": each.segment.id,
        "rank": each.rank,
        "changes": [change._asdict() for change in each.changes],
        "source": each.segment.message,
        "previous": each.entry.previous,
        "translation": each.entry.translation,
    }


def _rows(status: Status, language: Language) -> list[list[str]]:
    named = [(name or _TOP.of(language), tally) for name, tally in status.coverage.sections]
    rows = [_row(_cut(name), tally) for name, tally in named]
    return [*rows, _row(_TOTAL.of(language), status.coverage.total)]


def _row(name: str, tally: Tally) -> list[str]:
    claims = f"{tally.translated_claims}/{tally.claims}" if tally.claims else "–"
    states = tally.segments
    return [name, str(tally.total), percent(tally.share), claims, *(str(states[state] or "–") for state in ("changed", "unreviewed", "missing"))]


def percent(share: float) -> str:
    """A share as a whole percentage that says 0 and 100 only where it is so."""
    value = round(share * 100)
    return f"{min(max(value, 1 if share > 0 else 0), 99 if share < 1 else 100)}%"


def changed_lines(status: Status, language: Language) -> list[str]:
    """Each segment whose source has changed with its place, the gravest kind of change, and old → new."""
    lines = status.job.report.document.lines
    return [
        f"{status.job.report.path}:{lines.row(each.segment.span.start)}: {KINDS[each.rank].of(language)}: {_said(each.changes)}"
        for each in status.coverage.changed
    ]


def _said(changes: Sequence[Change]) -> str:
    said = [f"{change.old or '∅'} → {change.new or '∅'}" for change in changes[:_SHOWN_CHANGES]]
    return "; ".join(said) + (" …" if len(changes) > _SHOWN_CHANGES else "") if said else "="


def _threshold(status: Status, language: Language) -> list[str]:
    if status.is_enough:
        return []
    words = Phrase("below the threshold of this edition: {} of {}", "未达到此版本的下限：{}，要求 {}")
    return [words.format(percent(status.coverage.total.share), percent(status.job.edition.threshold)).of(language)]


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - cells(text))
    return space + text if right else text + space


def _cut(text: str) -> str:
    if cells(text) <= _MOST_SECTION:
        return text
    while cells(text) > _MOST_SECTION - 1:
        text = text[:-1]
    return text + "…"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
