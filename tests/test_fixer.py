"""The fixer settles, loses nothing, and refuses what would lose something."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.lint.fixer import fix, guard
from pubkit.lint.linter import Settings, lint
from pubkit.markdown.document import Document
from pubkit.publish import pandoc
from pubkit.rules.base import Bad, Good, Phase, Rule
from pubkit.rules.registry import RULES
from pubkit.text.diagnostic import Diagnostic
from pubkit.text.edit import Edit, Fix
from pubkit.text.errors import InternalError
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

_MARK = re.compile("[⟦⟧]")
TEXTS = [_MARK.sub("", example.text) for rule in RULES for example in rule.examples if isinstance(example, Bad | Good)]
_CITATION = re.compile(r"\[\(\d+\)\]\([^)\s]*\)")


@given(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=5), st.sampled_from(["\n\n", "\n\n---\n\n", "\n\n> 引\n\n"]))
def test_any_composition_of_examples_settles_and_keeps_its_essence(parts: list[str], between: str) -> None:
    """All rules together, on any examples together: no two fight, nothing is lost, fixing again changes nothing."""
    before = Document(between.join(parts))
    result = fix(before)
    assert result.settled
    guard(before, result.document)
    assert fix(result.document).document.text == result.document.text


@given(
    st.text(alphabet=st.sampled_from("储能电网abAB12 ，。：（）“”、.,*_`\\[]|\n😀𠮷\u0301"), max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 3)), max_size=4),
)
def test_citations_dropped_anywhere_survive_in_order(text: str, dropped: list[tuple[int, int]]) -> None:
    """Wherever a citation stands, fixing keeps every one, in order, and every letter of the prose."""
    for at, key in sorted(((min(at, len(text)), key) for at, key in dropped), reverse=True):
        text = text[:at] + f"[({key})](https://e.org/{key})" + text[at:]
    before = Document(text)
    after = fix(before).document
    guard(before, after)
    assert fix(after).document.text == after.text


def test_citations_nested_in_each_other_are_no_disaster() -> None:
    """Where moving one marker would complete another out of plain text, nothing is lost."""
    text = "[[[(1)](https://e.org/1)(1)](https://e.org/1)(1)](https://e.org/1)"
    before = Document(text)
    guard(before, fix(before).document)


def test_crlf_and_bom_survive_a_fix() -> None:
    """A Windows file stays one."""
    data = "\ufeff**重点：**储能\r\n\r\n第二段。\r\n".encode()
    fixed = fix(Document.from_bytes(data, "x.md")).document.encode()
    assert fixed == "\ufeff**重点**：储能\r\n\r\n第二段。\r\n".encode()


class _Thief(Rule):
    """A rule whose fix loses what it should keep."""

    code = "ZZ999"
    name = "thief"
    phase = Phase.PROSE
    fix_note = Phrase("It is safe, it says.", "自称安全。")
    examples = ()

    def __init__(self, old: str, new: str) -> None:
        self.old, self.new = old, new

    def check(self, page):  # type: ignore[no-untyped-def]
        at = page.text.find(self.old)
        if at >= 0:
            edit = Edit(Span(at, at + len(self.old)), self.new)
            yield Diagnostic(self.code, self.name, self.severity, edit.span, Phrase("x", "错"), Fix(Phrase("x", "改"), (edit,)))


@pytest.mark.parametrize(
    ("text", "old", "new", "lost"),
    [
        ("利用率 3.5%。", "3.5%", "35%", "words"),
        ("气温 -5℃。", "-5", "5", "words"),
        ("面积 5 m²。", "m²", "m2", "words"),
        ("代码 `a_b`。", "a_b", "ab", "code"),
        ("公式 $x_1$。", "x_1", "x1", "code"),
        ("见[此](https://e.org/a?b=1)。", "b=1", "b=2", "addresses"),
        ("甲[(1)](https://e.org/a)。", "[(1)](https://e.org/a)", "", "citations"),
        ("甲[(1)](https://e.org/a)。", "(1)", "(2)", "citations"),
        ("---\ntitle: 甲\n---\n\n乙\n", "甲", "丙", "front matter"),
        ("注[^1]。\n\n[^1]: 说明", "[^1]。", "。", "citations"),
    ],
)
def test_the_guard_refuses_a_fix_that_loses_something(text: str, old: str, new: str, lost: str) -> None:
    """A safe fix that changes a word, a sign, code, an address or a citation is our bug: it is left out and named."""
    before = Document(text, "x.md")
    with pytest.raises(InternalError) as caught:
        guard(before, before.edited(text.replace(old, new, 1)), {"ZZ999": 1})
    assert lost in caught.value.show("en")
    assert "ZZ999" in caught.value.show("en")
    result = fix(before, Settings((_Thief(old, new),)))
    assert result.document.text == text
    assert result.refused == ("ZZ999",)


def test_a_harmful_fix_does_not_keep_the_harmless_ones_from_being_made() -> None:
    """Beside a fix that is refused, the others are made."""
    result = fix(Document("**重点：**储能 3.5%。", "x.md"), Settings((*RULES, _Thief("3.5%", "35%"))))
    assert result.document.text == "**重点**：储能 3.5%。"
    assert result.refused == ("ZZ999",)


class _Restless(_Thief):
    """A rule that undoes itself."""

    def check(self, page):  # type: ignore[no-untyped-def]
        swap = {"，": ",", ",": "，"}
        for n, c in enumerate(page.text):
            if c in swap:
                edit = Edit(Span(n, n + 1), swap[c])
                yield Diagnostic(self.code, self.name, self.severity, edit.span, Phrase("x", "错"), Fix(Phrase("x", "改"), (edit,)))


def test_rules_that_never_settle_are_seen() -> None:
    """A fix that comes back for ever ends after ten passes and is reported."""
    assert not fix(Document("甲，乙"), Settings((_Restless("", ""),))).settled


def test_the_fixed_exports_read_alike_to_commonmark_and_pandoc(corpus) -> None:  # type: ignore[no-untyped-def]
    """After the fix pandoc and the linter's parser show the same letters, and neither shows stars."""
    for path in sorted(corpus.glob("doubao-*.md")):
        fixed = fix(Document.read(path)).document
        assert "**" not in fixed.masked
        plain = pandoc.read_markdown(fixed.text)
        seen = "".join(_strings(plain.blocks))
        ours = "".join(n.value or "" for n in fixed.tree.walk() if n.kind in ("text", "code"))
        letters = [c for c in seen if c.isalnum()], [c for c in ours if c.isalnum()]
        assert letters[0] == letters[1]


def _strings(node: object) -> list[str]:
    if isinstance(node, dict):
        if node.get("t") == "Str":
            return [node["c"]]
        if node.get("t") in ("Code", "CodeBlock"):
            return [node["c"][1]]
        return _strings(node.get("c"))
    return [text for item in node for text in _strings(item)] if isinstance(node, list) else []


def test_every_citation_of_the_exports_is_kept(corpus) -> None:  # type: ignore[no-untyped-def]
    """Number and address of each citation are the same before and after, in the same order."""
    for path in sorted(corpus.glob("doubao-*.md")):
        document = Document.read(path)
        assert _CITATION.findall(document.text) == _CITATION.findall(fix(document).document.text)


def test_a_torn_export_is_mended_whatever_the_seed(corpus) -> None:  # type: ignore[no-untyped-def]
    """Citations dropped into words of a clean export come home."""
    path = corpus / "doubao-purchase-hardwrapped.md"
    document = fix(Document.read(path)).document
    chance = random.Random(5)  # noqa: S311  a seed, not a secret
    text = document.text
    for found in reversed(list(_CITATION.finditer(text))):
        back = re.search(r"[\u4e00-\u9fffA-Za-z0-9]{3,12}\Z", text[: found.start()])
        if back:
            at = chance.randrange(back.start() + 1, back.end())
            text = text[:at] + found[0] + text[at : found.start()] + text[found.end() :]
    assert text != document.text
    assert fix(Document(text)).document.text == document.text
    assert not [finding for finding in lint(document) if finding.code.startswith("CIT1")]


def test_a_fixer_asks_only_rules_that_mend() -> None:
    """A rule without fixes does not cost a build anything."""

    class Silent(_Thief):
        code = "ZZ998"
        fix_note = None

        def check(self, page):  # type: ignore[no-untyped-def]
            raise AssertionError("asked")

    assert fix(Document("甲,乙"), Settings((Silent("甲", ""),))).document.text == "甲,乙"
