"""A measure that has no room for a character: lines are too long, and come to an end all the same."""

from __future__ import annotations

import pytest

from pubkit.publish.line_fitting import Material, Paragraph


def material(text: str) -> Material:
    n = len(text)
    return Material(
        size=10.0,
        advance=[10.0] * n,
        natural=[0.0] * n,
        stretch=[0.0] * n,
        shrink=[0.0] * n,
        most=[0.0] * n,
        cut_at_start=[0.0] * n,
        cut_at_end=[0.0] * n,
        is_space=[c == " " for c in text],
        is_word=[c != " " for c in text],
        breaks={1: 0.0},
        forced=frozenset(),
        breakable_anywhere=True,
    )


@pytest.mark.parametrize("measure", [0.1, 0.0, -20.0])
@pytest.mark.parametrize("justified", [True, False])
def test_lines_end_where_nothing_fits(measure: float, justified: bool) -> None:
    """As in a list that is nested until the page is used up."""
    text = "第十九层 "
    paragraph = Paragraph(material(text))
    at, shown = 0, ""
    while at < len(text):
        line = paragraph.line_at(at, measure, measure, justified)
        assert line.resume > at
        shown, at = shown + text[line.start : line.end], line.resume
    assert shown == "第十九层"
    assert paragraph.line_at(len(text), measure, measure, justified).is_last
