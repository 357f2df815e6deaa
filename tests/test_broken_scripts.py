"""A report in Traditional Chinese whose sources are listed as they were published, in Simplified."""

from __future__ import annotations

import re

import pytest

from pubkit.citations.title_terms import in_one_script, title_terms
from pubkit.lint.linter import Settings, lint
from pubkit.markdown.document import Document
from pubkit.rules.registry import find_rule
from pubkit.text.han_variants import SIMPLIFIED, TRADITIONAL

EXAMPLES = [
    pytest.param(code, re.sub("[⟦⟧]", "", example.text), id=f"{code}-{n}")
    for code in ("CIT401", "CIT402", "CIT403")
    for n, example in enumerate(find_rule(code).examples)
]
_TO_TRADITIONAL = {ord(new): old for old, new in reversed(list(zip(TRADITIONAL, SIMPLIFIED, strict=True)))}


def in_traditional(text: str) -> str:
    """The text before its list in the other script, character by character: what counts is that titles are spelt otherwise."""
    head, heading, listed = re.split(r"(^.*参考资料.*$)", text, maxsplit=1, flags=re.MULTILINE) if "参考资料" in text else (text, "", "")
    return head.translate(_TO_TRADITIONAL) + heading + listed


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_titles_say_the_same_of_a_text_in_the_other_script(code: str, text: str) -> None:
    """A converted report has the same findings as the one that it was converted from."""
    settings = Settings((find_rule(code),))
    before, after = lint(Document(text), settings), lint(Document(in_traditional(text)), settings)
    assert [finding.span for finding in after] == [finding.span for finding in before]


def test_folding_keeps_every_place() -> None:
    """Terms are sought at offsets of the text."""
    text = "這是𠮷野家與鯨鯊。" * 3
    assert len(in_one_script(text)) == len(text)
    assert title_terms("鯨鯊遷徙")[1] == title_terms("鲸鲨迁徙")[1]
