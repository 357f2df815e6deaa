"""The marks of every dialect among what looks like them: `marker_cases.txt`, a case a line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document

_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})")
CASES = [
    line
    for line in Path(__file__).with_name("marker_cases.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def read(line: str) -> tuple[str, list[tuple[int, int, str]]]:
    """The text of a case without ⟦ and ⟧, and where each mark stands with its keys."""
    _, keys, marked = (part.strip(" ") for part in line.split("|", 2))
    marked = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), marked.replace("\\n", "\n"))
    text, spans = "", []
    for piece in re.split(r"(⟦.*?⟧)", marked, flags=re.DOTALL):
        if piece.startswith("⟦"):
            spans.append((len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    named = keys.split() if keys != "-" else []
    return text + "\n", [(start, end, key) for (start, end), key in zip(spans, named, strict=True)]


def test_there_are_cases_of_every_kind() -> None:
    """Enough of them that a slip of the reader above cannot hide."""
    dialects = [line.split(" |")[0] for line in CASES]
    assert len(CASES) > 350
    assert min(map(dialects.count, set(dialects))) >= 5
    assert sum(line.count("⟦") for line in CASES) > 400


@pytest.mark.parametrize("line", CASES, ids=[f"{n}-{line.split(' |')[0]}" for n, line in enumerate(CASES)])
def test_the_marks_of_a_text_are_found_and_nothing_else(line: str) -> None:
    """Each mark at its place with its keys; a number of another kind is left alone."""
    text, expected = read(line)
    found = [(*marker.span, "+".join(marker.keys)) for marker in find_citations(Document(text)).markers]
    assert found == expected, [text[start:end] for start, end, _ in found]
