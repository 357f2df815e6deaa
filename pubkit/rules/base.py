"""What a rule is, and the page that it is given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from enum import IntEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeVar

from pubkit.citations.bibliography import body_runs
from pubkit.citations.placement import Placement, place
from pubkit.citations.references_file import references_of
from pubkit.citations.resolve import find_citations, mask_citations
from pubkit.markdown.tree import BLOCK
from pubkit.text.diagnostic import Diagnostic, Related, Severity, new_diagnostic
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pubkit.citations.attribution import Attribution
    from pubkit.citations.model import Citations
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Run
    from pubkit.text.edit import Fix
    from pubkit.text.phrase import Phrase
    from pubkit.text.span import Span


_Made = TypeVar("_Made")


class Page:
    """A document with all that rules share, each thing made when it is first asked for.

    `options` holds each rule's own options by its code, as the configuration gives them.
    """

    def __init__(self, document: Document, options: Mapping[str, Mapping[str, object]] | None = None) -> None:
        self.document = document
        self.text = document.text
        self.options = options or {}
        self._shared: dict[Callable[[Page], Any], Any] = {}

    def has_file(self, name: str) -> bool:
        """Whether a file stands beside the document (beside the working folder, for a text without a file)."""
        return (Path(self.document.path).parent / name).is_file()

    def shared(self, make: Callable[[Page], _Made]) -> _Made:
        """What several rules of one family ask of a page (`make(page)`), made once.

        It lives as long as the page and must not refer to it: else both would wait for the collector of garbage.
        """
        if make not in self._shared:
            self._shared[make] = make(self)
        made: _Made = self._shared[make]
        return made

    @cached_property
    def citations(self) -> Citations:
        return find_citations(self.document, known=references_of(self.document))

    @cached_property
    def masked(self) -> str:
        """The masked text, citations masked too (see `markdown.tree`); as long as the source."""
        return mask_citations(self.document, self.citations.markers)

    @cached_property
    def placements(self) -> tuple[Placement, ...]:
        return tuple(place(self.citations.markers, self.document.runs, self.masked))

    @cached_property
    def attribution(self) -> Attribution:
        """What the titles of the list say about the citations: for the rules CIT4xx."""
        from pubkit.citations.attribution import Attribution  # only the rules of one family need it

        return Attribution(self.text, self.masked, self.body_runs, self.citations)

    @cached_property
    def body_runs(self) -> list[Run]:
        """The runs outside of the list of references."""
        return body_runs(self.document, self.citations.bibliography)

    @cached_property
    def body_masked(self) -> str:
        """The masked text without the list of references: for rules of prose. As long as the source."""
        bibliography = self.citations.bibliography
        if bibliography is None:
            return self.masked
        start, end = bibliography.span
        return self.masked[:start] + BLOCK * (end - start) + self.masked[end:]

    @cached_property
    def body_end(self) -> int:
        """Behind this place stands no prose: where the list of references begins, if it ends the text."""
        bibliography = self.citations.bibliography
        if bibliography is None:
            return len(self.text)
        start, end = bibliography.span
        return len(self.text) if self.masked[end:].strip(BLOCK) else start


class Phase(IntEnum):
    """When a rule's fixes are made: the tree must be right before citations move, and these before prose is polished.

    What comments leave out is known when all else is done.
    """

    MARKUP = 1
    CITATION = 2
    PROSE = 3
    COMMENT = 4


class Bad(NamedTuple):
    """A text with each expected finding between ⟦ and ⟧ (⟦⟧ marks an empty place), and the text after the fix.

    `fixed` is None where the rule has no fix. It is the text after this rule's fixes alone, safe and unsafe ones.
    """

    text: str
    fixed: str | None = None
    why: str = ""


class Good(NamedTuple):
    """A text in which the rule finds nothing."""

    text: str
    why: str = ""


class Option(NamedTuple):
    """One option of a rule: its name, the kind of its value, its default, and what it is for.

    A `choice` is one of `choices`; `strings` is a list of texts. The configuration gives the values by the rule's code.
    """

    name: str
    kind: Literal["choice", "boolean", "number", "strings"]
    default: str | bool | int | tuple[str, ...]
    what: Phrase
    choices: tuple[str, ...] = ()


class Rule(ABC):
    """One kind of fault. Its prose and examples are its documentation, and its examples are its tests.

    `code` is never reused. `name` reads after "allow …". `fix_note` says how safe the fix is, and why; None where there
    is none. `source` names the standard or study that the rule follows. A rule that is no `default` runs only where it is selected.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity] = Severity.WARNING
    phase: ClassVar[Phase]
    what: ClassVar[Phrase]
    why: ClassVar[Phrase]
    fix_note: ClassVar[Phrase | None] = None
    source: ClassVar[str] = ""
    options: ClassVar[tuple[Option, ...]] = ()
    default: ClassVar[bool] = True
    examples: ClassVar[tuple[Bad | Good, ...]]

    def option(self, page: Page, name: str) -> Any:
        """The value of one of this rule's options on a page, its default where the configuration names none."""
        given = page.options.get(self.code)
        if given is not None and name in given:
            return given[name]
        return next(option.default for option in self.options if option.name == name)

    @abstractmethod
    def check(self, page: Page) -> Iterator[Diagnostic]:
        """The findings on a page, in any order."""

    def finding(
        self, span: Span, message: Phrase, fix: Fix | None = None, related: tuple[Related, ...] = ()
    ) -> Diagnostic:
        return new_diagnostic((self.code, self.name, self.severity, span, message, fix, related))
