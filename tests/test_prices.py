"""Prices in dollars are prose, whatever a parser that pairs `$` makes of them."""

from __future__ import annotations

import pytest

from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document
from pubkit.markdown.tree import MATH


@pytest.mark.parametrize(
    ("text", "prices"),
    [
        ("US$5 亿，US$6 亿。", 2),
        ("由$5涨到$6，再到$7，最后$8。", 4),
        ("**$5**至$6，`US$7`。", 2),
        ("设 $x$ 为 US$5 亿，US$6 亿。", 2),
        ("设$x 为 US$5 亿。", 1),
        ("由$5涨到$６。", 2),
        ("由 $5 涨到 $6。", 0),
        ("公式 $5x$ 与 $y=6$。", 0),
    ],
)
def test_a_sign_before_a_digit_ends_no_formula(text: str, prices: int) -> None:
    """What stands between two prices is read as prose, and the places of their signs are told."""
    parsed = Document(text).parsed
    assert [text[at] for at in parsed.prices] == ["$"] * prices
    assert parsed.masked.count("$") >= prices
    formulas = [node.value for node in parsed.tree.walk() if node.kind == "math"]
    assert formulas == [formula for formula in ("x", "5x", "y=6") if f"${formula}$" in text]
    assert len(parsed.masked) == len(text)


def test_a_citation_between_two_prices_is_found() -> None:
    """The link and its address are read, and the text keeps its signs."""
    document = Document("并购额为 US$5 亿[(8)](https://e.org/$5)，上年 ⁕ 为 US$6 亿。")
    markers = find_citations(document).markers
    assert [(marker.keys, marker.address) for marker in markers] == [(("8",), "https://e.org/$5")]
    assert MATH not in document.masked
    assert "⁕" in document.masked
    assert document.tree.text().count("$") == 2


def test_escaped_prices_are_none_any_more() -> None:
    """The fix of MD210 leaves nothing to find."""
    assert Document("US\\$5 亿，US\\$6 亿。").parsed.prices == ()
