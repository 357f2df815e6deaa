"""The part of a line that is shown around a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.lint.report import FileReport
from pubkit.output.text import TextWriter, _plain_window, _window
from pubkit.text.chars import cells, plain_cells, plain_twin
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.phrase import Phrase
from pubkit.text.span import Lines, Span

if TYPE_CHECKING:
    from pubkit.text.phrase import Language

#: Narrow, wide, and as wide as the terminal says; none without a cell.
VISIBLE = st.text("ab1 -窗，“”—éЯ①😀𠮷", min_size=1, max_size=200)


@given(VISIBLE)
def test_a_plain_twin_takes_as_many_cells_up_to_each_place(text: str) -> None:
    """Width is the same for each beginning of the line."""
    twin = plain_twin(text)
    assert twin is not None
    assert [plain_cells(twin[:n]) for n in range(len(text) + 1)] == [cells(text[:n]) for n in range(len(text) + 1)]


@pytest.mark.parametrize("text", ["窗e\u0301", "窗\u200b", "窗" + "".join(map(chr, range(0x400, 0x460)))])
def test_a_text_without_a_plain_twin(text: str) -> None:
    """A character without a cell has no stand-in, and one alphabet is enough."""
    assert plain_twin(text) is None


@given(VISIBLE, st.integers(10, 120), st.data())
def test_the_window_of_a_plain_twin_is_that_of_the_text(text: str, width: int, data: st.DataObject) -> None:
    """The short way finds the same part of the line as the long way, and never more than fits."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    twin = plain_twin(text)
    assert twin is not None
    shown = _plain_window(twin, start, end, width)
    assert shown == _window(text, start, end, width)
    assert shown[0] <= start < shown[1]
    assert cells(text[shown[0] : shown[1]]) <= width


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
