"""A torn citation in a text that is normalised: afterwards it looks like text, so it is told before."""

from __future__ import annotations

from pubkit.citations.normalize import normalize
from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document

TORN = "产量上升[(1)](https://example.org/1)。\n\n销量下降[(2)](https://example.org/2。\n\n**参考资料**\n\n\\[1] 产量 <https://example.org/1>\n\n\\[2] 销量 <https://example.org/2>\n"


def test_torn_marks_are_told_with_their_lines() -> None:
    """In both languages."""
    document = Document(TORN, "r.md")
    assert len(find_citations(document).malformed) == 1
    report = normalize(document).report
    assert report[-1].zh.endswith("第 3 行")
    assert report[-1].en.endswith("lines 3")


def test_nothing_is_told_where_nothing_is_torn() -> None:
    """The last line is about the entries then."""
    report = normalize(Document(TORN.replace("/2。", "/2)。"), "r.md")).report
    assert not any("残缺" in line.zh for line in report)
