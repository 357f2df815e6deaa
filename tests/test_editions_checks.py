"""Every check of editions is tested by its own examples, alone and with all others."""

from __future__ import annotations

import pytest

from pubkit.citations.resolve import find_citations
from pubkit.editions.checks import RULES, CheckContext, check_pairs
from pubkit.editions.checks.base import EditionRule, Fine, Found
from pubkit.editions.checks.structure import BlocksDiffer
from pubkit.editions.pair import Pair, translated
from pubkit.editions.quantities import in_language
from pubkit.editions.segment import Segment
from pubkit.editions.segments import segments_of
from pubkit.markdown.document import Document

FOUND = [pytest.param(rule, example, id=f"{rule.code}-found-{n}") for rule in RULES for n, example in enumerate(rule.examples) if isinstance(example, Found)]
FINE = [pytest.param(rule, example, id=f"{rule.code}-fine-{n}") for rule in RULES for n, example in enumerate(rule.examples) if isinstance(example, Fine)]


def segments(text: str) -> tuple[Document, tuple[Segment, ...]]:
    """A text and its segments; a text without words is one segment all the same."""
    document = Document(text)
    document.named_dialect = "pandoc"
    return document, segments_of(document, find_citations(document))


def pairs_of(example: Found | Fine, lacking: str = "omitted") -> tuple[list[Pair], CheckContext]:
    """An example as pairs in order, blocks that the translation lacks without a target."""
    (first, ours), (second, theirs) = segments(example.source), segments(example.target)
    if not theirs or (len(ours) == 1 and not theirs):
        span = second.tree.span
        theirs = (Segment(ours[0].id, "paragraph", span, span.of(second.text), span.of(second.text)),) if ours else ()
    if not ours and theirs:
        span = first.tree.span
        ours = (Segment(theirs[0].id, "paragraph", span, span.of(first.text), span.of(first.text)),)
    made = [
        Pair(one, theirs[n] if n < len(theirs) else None, *example.languages, "fresh" if n < len(theirs) else lacking) for n, one in enumerate(ours)
    ]
    context = example.context
    documents = (first, second) if len(first.tree.children) > 1 or first.tree.children[0].kind != "paragraph" else None
    return made, CheckContext(context.terms, context.keys, context.quotes, context.addresses, context.waivers, documents)


def codes(example: Found | Fine) -> set[str]:
    pairs, context = pairs_of(example)
    return {finding.code for finding in check_pairs(pairs, context)}


@pytest.mark.parametrize(("rule", "example"), FOUND)
def test_what_a_rule_must_find_is_found(rule: EditionRule, example: Found) -> None:
    """Each example of a difference is found by its rule, in both languages of its message."""
    pairs, context = pairs_of(example, "parallel" if rule.code.startswith("EDN14") else "omitted")
    found = [finding for finding in check_pairs(pairs, context) if finding.code == rule.code]
    assert found
    assert all(finding.message.en and finding.message.zh and "{}" not in finding.message.en + finding.message.zh for finding in found)


@pytest.mark.parametrize(("rule", "example"), FINE)
def test_what_is_right_is_left_alone(rule: EditionRule, example: Fine) -> None:
    """Each near miss is left alone by its rule."""
    assert rule.code not in codes(example)


@pytest.mark.parametrize(("rule", "example"), FINE)
def test_what_is_right_is_right_for_all_rules(rule: EditionRule, example: Fine) -> None:
    """A near miss of one rule is an error of no other, unless it is there to be waived."""
    pairs, context = pairs_of(example)
    assert [finding.code for finding in check_pairs(pairs, context) if finding.fails] == []


@pytest.mark.parametrize(("rule", "example"), [*FOUND, *FINE])
def test_a_finding_says_where(rule: EditionRule, example: Found | Fine) -> None:
    """Places lie in the documents that they belong to."""
    pairs, context = pairs_of(example)
    for finding in check_pairs(pairs, context):
        assert finding.source or finding.target or finding.code in ("EDN191", "EDN192")
        assert all(0 <= span.start <= span.end <= len(example.source) for span in finding.source)
        assert all(0 <= span.start <= span.end <= len(example.target) for span in finding.target)


def test_codes_and_names_are_unique() -> None:
    """No two rules share a code or a name, and all are described in both languages."""
    assert len({rule.code for rule in RULES}) == len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.what.en and rule.what.zh and rule.why.en and rule.why.zh and rule.code.startswith("EDN1") for rule in RULES)
    assert all(any(isinstance(example, Found) for example in rule.examples) and any(isinstance(example, Fine) for example in rule.examples) for rule in RULES)


def test_a_waived_error_does_not_fail_and_keeps_its_reason() -> None:
    """A waiver with a reason lets a finding pass in its segment and nowhere else."""
    _, ours = segments("增长 30%。\n\n下降 20%。")
    _, theirs = segments("It grew by 31%.\n\nIt fell by 21%.")
    pairs = [Pair(one, other, "zh", "en") for one, other in zip(ours, theirs, strict=True)]
    found = check_pairs(pairs, CheckContext(waivers={"paragraph-1": {"EDN111": "corrected by the author"}}))
    assert [(finding.code, finding.waived, finding.fails) for finding in found] == [("EDN111", "corrected by the author", False), ("EDN111", None, True)]


def test_a_passage_that_fell_back_is_not_called_untranslated() -> None:
    """Where an edition shows the source and says so, the checks of language are silent."""
    _, ours = segments("收入增长三成[@li2024]，见《白皮书》。")
    assert check_pairs([Pair(ours[0], ours[0], "zh-CN", "en", "missing")]) == ()


def test_a_message_becomes_a_segment_with_its_placeholders() -> None:
    """A translated message keeps what its placeholders stand for, and the checks see it."""
    _, (source,) = segments("收入达到 1.2 亿元[@li2024]，见 `lint`。")
    form = lambda number: in_language(number, "zh", "en")  # noqa: E731
    right = translated(source, "Revenue reached {n1} {c1}; see {k1}.", form)
    assert right.text == "Revenue reached 120 million yuan [@li2024]; see `lint`."
    assert check_pairs([Pair(source, right, "zh", "en")]) == ()
    wrong = translated(source, "Revenue reached {n1:1.2 billion yuan}; see {k1}{c3}.", form)
    assert {finding.code for finding in check_pairs([Pair(source, wrong, "zh", "en")])} == {"EDN101", "EDN111", "EDN133"}


def test_a_missing_code_block_is_found_in_whole_texts_only() -> None:
    """Blocks that are no segments are compared where both documents are given."""
    ours, theirs = Document("一段。\n\n```\na\n```"), Document("One.")
    found = check_pairs([], CheckContext(documents=(ours, theirs)), (BlocksDiffer(),))
    assert [finding.message.en for finding in found] == ["code blocks: 1 in the source, 0 in the translation"]
