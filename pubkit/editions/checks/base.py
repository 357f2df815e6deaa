"""What a check of editions is, what it is given, and what it finds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Literal

from pubkit.editions.terms import Terms
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pubkit.editions.pair import Compared, Pair
    from pubkit.editions.segment import Segment
    from pubkit.markdown.document import Document

#: An error fails the edition unless it is waived; an advisory is worth a look.
EditionSeverity = Literal["error", "advisory"]
QuoteStyle = Literal["curly", "corner", "guillemets", "low", "keep"]


@dataclass(frozen=True, slots=True)
class EditionFinding:
    """A difference between a text and its translation.

    `source` and `target` are places in the documents of the two, code points; either may be empty. `segment` is the id of the
    source's segment. `waived` is the reason for which a person lets it pass; None where nobody does.
    """

    code: str
    name: str
    severity: EditionSeverity
    message: Phrase
    segment: str
    source: tuple[Span, ...] = ()
    target: tuple[Span, ...] = ()
    waived: str | None = None

    @property
    def fails(self) -> bool:
        """Whether it stops the edition."""
        return self.severity == "error" and self.waived is None


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checks know beside the pairs.

    `keys` are those of the list of references, None where none is known. `addresses` maps an address of the source to the one that
    an edition may have instead; a key that ends in `*` holds for all that begin so. `waivers` are reasons by segment and code.
    `documents` are the two whole texts and `extra` the segments that only the second has, where the edition is a text of its own.
    """

    terms: Terms = field(default_factory=Terms)
    keys: frozenset[str] | None = None
    quotes: QuoteStyle | None = None  # None: as the language has them
    addresses: Mapping[str, str] = field(default_factory=dict)
    waivers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    documents: tuple[Document, Document] | None = None
    extra: tuple[Segment, ...] = ()


class Found(NamedTuple):
    """A text and a translation in which the rule finds something; both may hold several blocks."""

    source: str
    target: str
    languages: tuple[str, str] = ("zh-CN", "en")
    why: str = ""
    context: CheckContext = CheckContext()


class Fine(NamedTuple):
    """A text and a translation in which the rule finds nothing."""

    source: str
    target: str
    languages: tuple[str, str] = ("zh-CN", "en")
    why: str = ""
    context: CheckContext = CheckContext()


class EditionRule(ABC):
    """One way in which a translation can part from its source. Its prose and examples are its documentation, and its examples its tests.

    `code` is never reused.
    """

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[EditionSeverity] = "error"
    what: ClassVar[Phrase]
    why: ClassVar[Phrase]
    source: ClassVar[str] = ""
    examples: ClassVar[tuple[Found | Fine, ...]]

    def finding(
        self,
        pair: Compared,
        message: Phrase,
        source: Iterable[Span] = (),
        target: Iterable[Span] = (),
        severity: EditionSeverity | None = None,
    ) -> EditionFinding:
        """A finding in a pair; places are given in the segments. Without any, it is about the whole segments."""
        ours = tuple(pair.source.span(*span) for span in source)
        theirs = tuple(pair.target.span(*span) for span in target)
        if not ours and not theirs:
            ours, theirs = (pair.source.segment.span,), (pair.target.segment.span,)
        return EditionFinding(self.code, self.name, severity or self.severity, message, pair.id, ours, theirs)


class PairRule(EditionRule):
    """A rule that looks at one pair at a time."""

    @abstractmethod
    def check_pair(self, pair: Compared) -> Iterable[EditionFinding]:
        """The findings in one pair, in any order."""


class WholeRule(EditionRule):
    """A rule whose findings only show in the whole text."""

    @abstractmethod
    def check_whole(self, whole: Whole) -> Iterable[EditionFinding]:
        """The findings in a text, in any order."""


@dataclass(frozen=True, slots=True)
class Whole:
    """All pairs of an edition; `compared` are those of them that have two texts."""

    pairs: Sequence[Pair]
    compared: Sequence[Compared]
    context: CheckContext


def shortened(text: str, longest: int = 40) -> str:
    """A text for a message: on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def listed(texts: Iterable[str]) -> Phrase:
    """Texts in a row for a message, in the marks of each language."""
    shown = [f"“{shortened(text)}”" for text in texts]
    return Phrase(", ".join(shown), "、".join(shown))


def spans_of(found: Iterable[tuple[int, int]]) -> Iterator[Span]:
    """Places as spans."""
    for start, end in found:
        yield Span(start, end)
