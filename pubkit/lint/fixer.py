"""Makes the fixes that findings propose, and proves that nothing was lost.

Phase by phase: findings in order, those that meet another are left for the next pass; apply, parse again; stop when
nothing applies, when the text was seen before, or after `MAX_PASSES`. Then the guard compares the essence before and
after. On any doubt the original is given back and the rules are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pubkit.citations.resolve import find_citations
from pubkit.lint.linter import lint
from pubkit.markdown.essence import Essence, essence, unescaped_code
from pubkit.rules.base import Phase
from pubkit.rules.registry import RULES
from pubkit.text.edit import Safety, apply_edits, compatible, merge_edits
from pubkit.text.errors import InternalError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pubkit.markdown.document import Document
    from pubkit.rules.base import Rule
    from pubkit.text.diagnostic import Diagnostic

MAX_PASSES = 10
#: The rule that may change code, by exactly one layer of escapes.
_UNESCAPES_CODE = "MD103"


class Fixed(NamedTuple):
    """A document after fixing: how many fixes each rule made, and whether the rules settled within the passes."""

    document: Document
    applied: dict[str, int]
    settled: bool = True

    @property
    def total(self) -> int:
        return sum(self.applied.values())


def fix(
    document: Document,
    rules: Iterable[Rule] = RULES,
    options: Mapping[str, Mapping[str, object]] | None = None,
    *,
    unsafe: bool = False,
) -> Fixed:
    """`document` with its safe fixes made, and the unsafe ones where `unsafe`.

    Raises `InternalError`, naming the rules, where a safe fix would have changed what the text says.
    """
    rules = tuple(rules)
    least = Safety.UNSAFE if unsafe else Safety.SAFE
    applied: dict[str, int] = {}
    current, seen = document, {document.text}
    settled = True
    for _ in range(MAX_PASSES):
        before = current.text
        for phase in Phase:
            current, ended = _fix_phase(current, rules, options, phase, least, applied)
            settled = settled and ended
        if current.text == before:
            break
        if current.text in seen:
            settled = False
            break
        seen.add(current.text)
    if not unsafe and current.text != document.text:
        guard(document, current, applied)
    return Fixed(current, applied, settled)


def _fix_phase(
    document: Document,
    rules: tuple[Rule, ...],
    options: Mapping[str, Mapping[str, object]] | None,
    phase: Phase,
    least: Safety,
    applied: dict[str, int],
) -> tuple[Document, bool]:
    """The document when the rules of one phase have nothing left to do, and whether they came to that."""
    for _ in range(MAX_PASSES):
        text = _apply(document, lint(document, rules, options, phase=phase), least, applied)
        if text == document.text:
            return document, True
        document = document.edited(text)
    return document, False


def _apply(document: Document, findings: list[Diagnostic], least: Safety, applied: dict[str, int]) -> str:
    """The text after the fixes that can be made together in one pass."""
    proposed = [(found.code, found.fix) for found in findings if found.fix and found.fix.safety >= least and found.fix.edits]
    taken = compatible([proposal for _, proposal in proposed])
    made = {id(proposal) for proposal in taken}
    for code, proposal in proposed:
        if id(proposal) in made:
            applied[code] = applied.get(code, 0) + 1
    return apply_edits(document.text, merge_edits(taken))


def guard(before: Document, after: Document, applied: Mapping[str, int] | None = None) -> None:
    """Raises `InternalError` unless both texts say the same: prose, code, addresses, citations, front matter."""
    old = _essence(before)
    new = _essence(after)
    if lost := _difference(old, new, unescapes=_UNESCAPES_CODE in (applied or {_UNESCAPES_CODE: 1})):
        names = ", ".join(sorted(applied or {}))
        raise InternalError(
            Phrase(
                "a fix would have changed {} of this file, so nothing was written (rules: {})",
                "修复会改变本文件的{}，因此没有写入任何内容（规则：{}）",
            ).format(lost, names or "-"),
            filename=before.path,
            hint=Phrase(
                "This is a bug in pubkit: please report it with the file. `--ignore` leaves a rule out.",
                "这是 pubkit 的缺陷，请附上文件反馈；可用 --ignore 暂时停用相应规则。",
            ),
        )


def _essence(document: Document) -> Essence:
    return essence(document, [marker.span for marker in find_citations(document).markers])


def _difference(old: Essence, new: Essence, *, unescapes: bool) -> Phrase | None:
    """What differs, in words; None where both say the same."""
    if old.prose != new.prose:
        return Phrase("the words", "文字")
    if old.citations != new.citations:
        return Phrase("the citations", "引用")
    if old.addresses != new.addresses:
        return Phrase("the addresses", "地址")
    if old.front_matter != new.front_matter:
        return Phrase("the front matter", "文件头")
    if old.code != new.code and not (
        unescapes and list(map(unescaped_code, old.code)) == list(map(unescaped_code, new.code))
    ):
        return Phrase("the code", "代码")
    return None
