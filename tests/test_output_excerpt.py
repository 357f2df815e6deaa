"""The part of a line that is shown around a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.lint.report import FileReport
from pubkit.output.excerpt import Line
from pubkit.output.text import TextWriter
from pubkit.text.chars import NO_CELL, WIDE, cell_marks, cell_width, cells
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.phrase import Phrase
from pubkit.text.span import Lines, Span

if TYPE_CHECKING:
    from pubkit.text.phrase import Language

#: Narrow, wide, and as wide as the terminal says; none without a cell.
VISIBLE = st.text("ab1 -?窗，“”—éЯ①😀𠮷", min_size=1, max_size=200)
#: With an accent and the joiner of emoji, which take no cell.
ANY = st.text("ab?窗，“é😀\u0301\u200d", max_size=60)
ELLIPSIS = "…"


@given(ANY)
def test_each_code_point_has_a_mark_of_its_cells(text: str) -> None:
    """Marks are one for one, and add up to the width of the text."""
    by_mark = {WIDE[0]: 2, NO_CELL[0]: 0}
    widths = [by_mark.get(mark, 1) for mark in cell_marks(text)]
    assert widths == [cell_width(character) for character in text]
    assert cells(text) == sum(widths)


@given(VISIBLE, st.integers(16, 120), st.data())
def test_an_excerpt_holds_its_place_and_fits(text: str, width: int, data: st.DataObject) -> None:
    """It never takes more cells than there are, its caret stands under the place, and no wide sign is cut in two."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shown, caret = Line(Lines(text), 1).excerpt(start, end, width)
    assert cells(shown) <= width
    inner = shown[shown.startswith(ELLIPSIS) : len(shown) - shown.endswith(ELLIPSIS)]
    assert inner in text
    indent = caret.index("^")
    before = next(n for n in range(len(shown) + 2) if cells(f"{shown:<{n}}"[:n]) == indent)
    assert f"{shown:<{before + 1}}"[before] == text[start]
    assert len(caret) <= width


@given(VISIBLE, st.integers(16, 120), st.data())
def test_as_much_is_shown_as_fits(text: str, width: int, data: st.DataObject) -> None:
    """A line that fits is shown whole; of another, each side that is cut is filled but for what is wide and half outside."""
    place = data.draw(st.integers(0, len(text) - 1))
    shown, caret = Line(Lines(text), 1).excerpt(place, place + 1, width)
    if cells(text) <= width:
        assert shown == text.rstrip()
    else:
        assert shown != text
    if shown.startswith(ELLIPSIS):
        marked = cells(text[place])
        assert 0 <= (width - 2 - marked) // 2 - (caret.index("^") - 1) <= 1
    if shown.endswith(ELLIPSIS) and shown[-2:-1].strip():
        assert cells(shown) >= width - 2


@pytest.mark.parametrize(
    ("text", "place", "shown"),
    [
        ("e\u0301窗" * 40, 3, ("e\u0301窗" * 4 + "e\u0301…", "   ^")),
        ("e\u0301窗" * 40, 62, ("…窗" + "e\u0301窗" * 4 + "…", "       ^^")),
        ("窗\u200b" * 3, 2, ("窗\ufffd" * 3, "  ^^")),
        ("", 0, ("", "^")),
        ("窗", 1, ("窗", "  ^")),
        ("a\tb" * 2, 5, ("a ba b", "     ^")),
    ],
)
def test_what_takes_no_cell_moves_no_caret(text: str, place: int, shown: tuple[str, str]) -> None:
    """Accents and joiners are shown, and not counted."""
    assert Line(Lines(text), 1).excerpt(place, place + 1, 16) == shown


def test_a_flood_of_signs_without_a_cell_is_cut() -> None:
    """However many accents a letter bears, what is shown stays short."""
    shown, _ = Line(Lines("a" + "\u0301" * 100_000), 1).excerpt(0, 1, 40)
    assert len(shown) <= 4 * 40


def test_a_line_of_many_findings_is_looked_at_near_each() -> None:
    """What is shown of a very long line is what is shown of the part of it that stands around the place."""
    piece = "窗 ab“海岸”c" * 30
    line = Line(Lines(piece * 2_000), 1)
    middle = len(piece) * 1_000
    near = Line(Lines(piece * 3), 1).excerpt(len(piece) + 7, len(piece) + 9, 60)
    for _ in range(20_000):
        assert line.excerpt(middle + 7, middle + 9, 60) == near


def _shown(text: str, spans: list[Span], language: Language = "en") -> list[str]:
    findings = [Diagnostic("X101", "x", Severity.INFO, span, Phrase("here", "这里")) for span in spans]
    report = FileReport("a.md", Lines(text), tuple(findings))
    return [TextWriter(language, width=60).finding(report, finding) for finding in findings]


def test_two_findings_of_a_line_are_shown_as_each_alone() -> None:
    """What is remembered of a line changes nothing of what is said of its second finding, or of the next line."""
    text = "第一行的“窗”很大，\t第二处也在这里。\n\n海岸 line two"
    spans = [Span(4, 5), Span(12, 14), Span(19, 19), Span(20, 20), Span(len(text) - 3, len(text)), Span(len(text), len(text))]
    report = FileReport("a.md", Lines(text), tuple(Diagnostic("X101", "x", Severity.INFO, span, Phrase("here", "这里")) for span in spans))
    writer = TextWriter("en", width=60)
    assert [writer.finding(report, finding) for finding in report.findings] == _shown(text, spans)


def test_a_writer_keeps_files_apart() -> None:
    """Two reports with findings at the same place are each shown with a line of their own."""
    finding = Diagnostic("X101", "x", Severity.INFO, Span(0, 1), Phrase("here", "这里"))
    text = "".join(TextWriter("zh").write(FileReport(f"{line}.md", Lines(line), (finding,)) for line in ("甲", "乙")))
    assert text == "甲.md:1:1: X101 这里\n1 | 甲\n  | ^^\n\n乙.md:1:1: X101 这里\n1 | 乙\n  | ^^\n\n"
