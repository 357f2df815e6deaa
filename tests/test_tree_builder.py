"""The tree stands where the parser says: bytes become code points, whatever stands around them."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from pubkit.markdown.document import Document
from pubkit.markdown.parser import _read, parse
from pubkit.markdown.tree import ADDRESS, BLOCK, CODE, ENTITY

_PIECES = st.sampled_from(
    ["a", "中", "é", "𠀀", "，", " ", "\n", "\n\n", "  \n", "\\\n", "\\", "\\*", "&", "&amp;", "&nbsp;", "&#38;", "*", "**", "_", "`",
     "[", "](u)", "](<é 中>)", "![", "<https://e.org/中>", "<b>", "- ", "- [ ] ", "1. ", "> ", "# ", "|", "\n|-|-|\n", "[^1]",
     "\n[^1]: ", "\n```\n", "\n    ", "\n\t", "~~", "<!-- ", "-->", "\n---\n", "[a]: /u\n", "{#id}"]
)  # fmt: skip


@given(st.lists(_PIECES, max_size=30).map("".join))
@example("[**\\\n](<é 中>)中**b**")
@example("*a*&amp;b&中")
def test_every_text_stands_where_the_parser_says(text: str) -> None:
    """The places of all texts are those of the parser in code points, and the mask shows what is told as it is written."""
    data = text.encode()
    said = [
        (len(data[: place["start"]].decode()), len(data[: place["end"]].decode()), event["Text"])
        for event, place in _read(text)
        if isinstance(event, dict) and "Text" in event
    ]
    parsed = parse(text)
    texts = [node for node in parsed.tree.walk() if node.kind == "text"]
    assert [(node.start, node.end, node.value) for node in texts] == said
    assert len(parsed.masked) == len(text)
    for node in texts:
        shown = parsed.masked[node.start : node.end]
        if node.inside("image", "code_block", "html_block") is None and shown != ADDRESS * len(shown):
            assert shown == (node.value if text[node.start : node.end] == node.value else ENTITY * len(shown))


def test_what_only_looks_like_what_is_written_is_masked_as_a_whole() -> None:
    """`&amp;` is told as `&`, with which it begins; a backslash behind stars may take the end of its line with it."""
    assert parse("中&amp;b & c").masked == f"中{ENTITY * 5}b & c"
    assert parse("[**\\\n](u)中").masked.endswith(f"**{ENTITY * 2}{ADDRESS * 4}中")


def test_a_released_tree_keeps_no_node_of_another() -> None:
    """A tree that is untied holds no children, and may be untied again."""
    document = Document("# 题\n\n- 甲 **乙**\n\n```\n丙\n```\n")
    nodes = list(document.tree.walk())
    assert document.masked.count(CODE) > 0
    assert BLOCK in document.masked
    document.release()
    document.release()
    assert not any(node.children for node in nodes)
