"""Makes the fixes that findings propose, and proves that nothing was lost.

Phase by phase: findings in order, those that meet another are left for the next pass; apply, parse again; stop when
nothing applies, when the text was seen before, or after `MAX_PASSES`. Then the guard compares the essence before and
after. Where it objects, each fix is guarded by itself and a harmful one is left out and named: that is our bug, and the
text is none the worse for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.citations.resolve import find_citations
from pubkit.lint.linter import DEFAULT, Settings, lint
from pubkit.markdown.essence import Essence, essence, unescaped_code
from pubkit.rules.base import Phase
from pubkit.text.edit import Fix, Safety, apply_edits, compatible, merge_edits
from pubkit.text.errors import InternalError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pubkit.markdown.document import Document
    from pubkit.text.diagnostic import Diagnostic

MAX_PASSES = 10
#: The rule that may change code, by exactly one layer of escapes.
_UNESCAPES_CODE = "MD103"


class Fixed(NamedTuple):
    """A document after fixing.

    `applied` counts the fixes by rule; `refused` names rules of which a fix was left out because it would have changed
    what the text says (our bug, and harmless so); `settled` is false where the rules did not come to rest.
    """

    document: Document
    applied: dict[str, int]
    settled: bool = True
    refused: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        return sum(self.applied.values())


def fix(
    document: Document, settings: Settings = DEFAULT, *, unsafe: bool = False
) -> Fixed:
    """`document` with its safe fixes made, and the unsafe ones where `unsafe`.

    Where the guard objects to the whole, every fix is tried and guarded by itself, and the harmful ones are left out.
    Raises `InternalError`, naming the rules, where the guard objects even then: nothing may be written.
    """
    work = _Work(settings, Safety.UNSAFE if unsafe else Safety.SAFE)
    fixed = work.run(document)
    if fixed.document.text == document.text or unsafe:
        return fixed
    try:
        guard(document, fixed.document, fixed.applied)
    except InternalError:
        fixed = _Work(settings, work.least, careful=True).run(document)
        guard(document, fixed.document, fixed.applied)
    return fixed


class _Work:
    """One attempt at fixing a document."""

    def __init__(self, settings: Settings, least: Safety, *, careful: bool = False) -> None:
        self.settings = settings
        self.mending = settings._replace(rules=tuple(rule for rule in settings.rules if rule.fix_note))
        self.least = least
        self.careful = careful
        self.applied: dict[str, int] = {}
        self.refused: set[str] = set()
        self.settled = True
        self.rested: dict[Phase, str] = {}  # the text in which a phase had nothing to do

    def run(self, document: Document) -> Fixed:
        current, seen = document, {document.text}
        for _ in range(MAX_PASSES):
            before = current.text
            for phase in Phase:
                current = self.fix_phase(current, phase)
            if current.text == before:
                break
            if current.text in seen:
                self.settled = False
                break
            seen.add(current.text)
        return Fixed(current, self.applied, self.settled, tuple(sorted(self.refused)))

    def fix_phase(self, document: Document, phase: Phase) -> Document:
        """The document when the rules of one phase have nothing left to do."""
        settings = self.settings if phase is Phase.COMMENT else self.mending  # a comment may be about any rule
        for _ in range(MAX_PASSES):
            if self.rested.get(phase) == document.text:
                return document
            text = self.apply(document, lint(document, settings, phase=phase))
            if text == document.text:
                self.rested[phase] = text
                return document
            document = document.edited(text)
        self.settled = False
        return document

    def apply(self, document: Document, findings: list[Diagnostic]) -> str:
        """The text after the fixes that can be made together in one pass."""
        proposed = [
            (found.code, found.fix)
            for found in findings
            if found.fix and found.fix.edits and found.fix.safety >= self.least
        ]
        if self.careful:
            proposed = self.harmless(document, [], proposed)
        taken = compatible([proposal for _, proposal in proposed])
        made = {id(proposal) for proposal in taken}
        for code, proposal in proposed:
            if id(proposal) in made:
                self.applied[code] = self.applied.get(code, 0) + 1
        return apply_edits(document.text, merge_edits(taken))

    def harmless(self, document: Document, kept: list[_Proposal], new: list[_Proposal]) -> list[_Proposal]:
        """`kept` with those of `new` that keep what the text says, found by halves: one bad fix of n costs log n tries."""
        if not new or self.is_harmless(document, [*kept, *new]):
            return [*kept, *new]
        if len(new) == 1:
            self.refused.add(new[0][0])
            return kept
        middle = len(new) // 2
        return self.harmless(document, self.harmless(document, kept, new[:middle]), new[middle:])

    def is_harmless(self, document: Document, proposed: list[_Proposal]) -> bool:
        """Whether fixes keep what the text says, when made together."""
        text = apply_edits(document.text, merge_edits(compatible([proposal for _, proposal in proposed])))
        try:
            guard(document, document.edited(text), dict.fromkeys((code for code, _ in proposed), 1))
        except InternalError:
            return False
        return True


_Proposal = tuple[str, Fix]


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
