"""Every check of editions, in the order of their codes, and the one function that runs them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.editions.checks import (
    citations,
    markup,
    numbers,
    proportion,
    protected,
    punctuation,
    structure,
    vocabulary,
    waivers,
    wrong_language,
)
from pubkit.editions.checks.base import CheckContext, EditionFinding, EditionRule, PairRule, Whole, WholeRule
from pubkit.editions.checks.waivers import apply_waivers
from pubkit.editions.pair import compared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.editions.pair import Pair

_FAMILIES = (citations, numbers, protected, markup, structure, wrong_language, vocabulary, punctuation, proportion, waivers)
RULES: tuple[EditionRule, ...] = tuple(sorted((rule for family in _FAMILIES for rule in family.RULES), key=lambda rule: rule.code))


def check_pairs(pairs: Sequence[Pair], context: CheckContext | None = None, rules: Sequence[EditionRule] = RULES) -> tuple[EditionFinding, ...]:
    """What differs between a source and an edition, in the order of the source; pairs in the order of the text.

    A pair without a target is not compared; what its passage cites counts for EDN106. Findings that a person waived are among them,
    with the reason.
    """
    context = context or CheckContext()
    whole = Whole(pairs, tuple(compared(pairs, context)), context)
    of_pairs = [rule for rule in rules if isinstance(rule, PairRule)]
    found = [finding for pair in whole.compared for rule in of_pairs for finding in rule.check_pair(pair)]
    found += [finding for rule in rules if isinstance(rule, WholeRule) for finding in rule.check_whole(whole)]
    order = {pair.source.id: n for n, pair in enumerate(pairs)}
    found.sort(key=lambda finding: (order.get(finding.segment, len(order)), finding.code))
    return tuple(apply_waivers(found, context))
