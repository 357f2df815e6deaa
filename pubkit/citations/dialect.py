"""What a dialect is: how one assistant's export marks its citations.

A dialect says how its markers look, and nothing else; where they belong, what they name and whether it fits is the same
for all. Patterns are searched in the masked text, so that code, addresses and mathematics are out of reach. Each begins
with a test for a character or word that every one of its marks holds (`Body.ascii`): most texts hold none, and pay nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from functools import cached_property
from types import MethodType
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.bibliography import body_runs
from pubkit.markdown.tree import ADDRESS, BLOCK, MARKUP
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.span import Span, new_span

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pubkit.citations.model import Bibliography, MalformedMarker, Marker
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node, Run
    from pubkit.text.phrase import Phrase


class Label(NamedTuple):
    """A link `[…](…)` or `[…][…]` with the text that a reader sees of it, spaces around it left out.

    `span` is that of the mark that it can be: of `[^2^][1]` with a definition of 1, which is a link for CommonMark and two
    marks for everybody else, it is the first bracket alone.
    """

    link: Node
    text: str
    span: Span


#: See `text.span.new_span`.
_new_label: Callable[[tuple[Node, str, Span]], Label] = MethodType(tuple.__new__, Label)


class Body:
    """The part of a document in which citations stand: everything but the list of references.

    `masked` is the masked text with the list masked too, as long as the source. `keys` are those that the text
    lists, `known` those that a references file lists. `named` is the dialect that the author named, if any.
    """

    def __init__(
        self,
        document: Document,
        bibliography: Bibliography | None,
        *,
        named: str | None = None,
        known: frozenset[str] = frozenset(),
    ) -> None:
        self.document = document
        self.bibliography = bibliography
        self.named = named
        self._only_numbers: dict[int, bool] = {}  # by the start of the run
        self.text = document.text
        self.masked = _without_list(document.masked, bibliography)
        self.known = known
        self.keys = frozenset(source.key for source in bibliography.sources) if bibliography else frozenset[str]()

    @cached_property
    def ascii(self) -> str:
        """The ASCII characters of `masked` alone. What is not in here is not there, and in a text of Han it is missed sooner."""
        return self.masked.encode("ascii", "ignore").decode("ascii")

    @cached_property
    def runs(self) -> list[Run]:
        return body_runs(self.document, self.bibliography)

    @cached_property
    def links(self) -> list[Node]:
        """The links outside of the list."""
        masked = self.masked
        return [link for link in self.document.parsed.links if masked[link.start] != BLOCK]

    @cached_property
    def labels(self) -> list[Label]:
        """The links in brackets whose text is short enough for a mark."""
        text = self.text
        found = []
        for link in self.links:
            start, end, children = link.start, link.end, link.children
            if text[start] == "[" and len(children) <= _MAX_CHILDREN:
                if len(children) == 1 and children[0].kind == "text":
                    label = (children[0].value or "").strip()
                else:
                    label = "".join([child.value or "" for child in children if child.kind == "text"]).strip()
                if 0 < len(label) <= _MAX_LABEL:
                    span = self._mark_of(link, label) if text[end - 1] == "]" else new_span((start, end))
                    found.append(_new_label((link, label, span)))
        return found

    def _mark_of(self, link: Node, label: str) -> Span:
        reference = _REFERENCE.search(self.text, link.start, link.end)
        if reference is None or label.strip("^") == reference[1]:
            return link.span
        return Span(link.start, reference.start() + 1)

    @cached_property
    def notes(self) -> list[Node]:
        """The footnote references outside of the list: those with a definition, for the others are text."""
        masked = self.masked
        return [note for note in self.document.parsed.notes if masked[note.start] != BLOCK]

    @cached_property
    def _link_starts(self) -> list[int]:
        return [link.start for link in self.links]

    def in_link(self, offset: int) -> bool:
        """Whether a place is inside of a link's text or address."""
        n = bisect_right(self._link_starts, offset) - 1
        return n >= 0 and offset < self.links[n].end

    @cached_property
    def _run_starts(self) -> list[int]:
        return [run.start for run in self.document.runs]

    def run_at(self, offset: int) -> Run | None:
        """The run of prose that holds a place."""
        n = bisect_right(self._run_starts, offset) - 1
        run = self.document.runs[n] if n >= 0 else None
        return run if run is not None and offset < run.end else None

    def is_only_numbers(self, run: Run) -> bool:
        """Whether a paragraph holds numbers and nothing else: the pages of a listing, say. A cell may cite without words."""
        if run.start not in self._only_numbers:
            words = run.block.kind == "table_cell" or not _NO_WORDS.fullmatch(self.masked, run.start, run.end)
            self._only_numbers[run.start] = not words
        return self._only_numbers[run.start]

    def with_escape(self, start: int) -> int:
        r"""Where a mark begins: before the backslash of `\[`, which belongs to it."""
        return start - 1 if start and self.text[start - 1] == "\\" and self.masked[start - 1] == MARKUP else start


_NO_WORDS = lazy(
    rf"(?:[\d\s{MARKUP}{ADDRESS}|·•,，、/<>«»‹›…–—-]|[上下]一[页頁]|[首末尾][页頁]|(?i:prev(?:ious)?|next|first|last)\b)*"
)
_REFERENCE = lazy(r"\]\[(\d{1,4})\]\Z")
_MAX_CHILDREN = 8
_MAX_LABEL = 120


def _without_list(masked: str, bibliography: Bibliography | None) -> str:
    if bibliography is None:
        return masked
    pieces: list[str] = []
    done = 0
    for start, end in sorted((bibliography.span, *bibliography.others)):
        if end > done:
            start = max(start, done)
            pieces += (masked[done:start], BLOCK * (end - start))
            done = end
    pieces.append(masked[done:])
    return "".join(pieces)


#: A number, a range, or several of them: `7`, `1,3-5`, `2、4`.
NUMBERS = r"\d{1,4}(?:[ ]?[-–—~～,，、;；][ ]?\d{1,4})*"
_RANGE = lazy(r"(\d+)(?:\s*[-–—~～]\s*(\d+))?")
_LONGEST_RANGE = 100


def numbers(text: str) -> tuple[str, ...]:
    """The numbers that `text` names, ranges filled: `1, 3-5` names 1 3 4 5. Leading zeros are left out."""
    if text.isdecimal():
        return (text,) if text.isascii() and text[0] != "0" else (str(int(text)),)
    keys: list[str] = []
    for first, last in _RANGE.findall(text):
        low, high = int(first), int(last or first)
        keys += map(str, range(low, high + 1) if low <= high <= low + _LONGEST_RANGE else (low, high))
    return tuple(keys)


class MarkerExample(NamedTuple):
    """A text with its markers between ⟦ and ⟧, and their keys in order, several of one marker joined by `+`."""

    text: str
    keys: tuple[str, ...] = ()


class Dialect(ABC):
    """One assistant's way of marking citations.

    `name` is what the front matter and the command line call it. `examples` are the tests of the dialect: the marked
    places are found by `find_citations`, and no others.
    """

    name: ClassVar[str]
    title: ClassVar[Phrase]
    #: Whether its marks could be something else, so that they are not sought where the author names another dialect.
    guessed: ClassVar[bool] = False
    #: Whether it is sought only where no other marks lead into the list: a bare number is the least certain of all.
    last_resort: ClassVar[bool] = False
    examples: ClassVar[tuple[MarkerExample, ...]] = ()

    @abstractmethod
    def markers(self, body: Body) -> Iterator[Marker]:
        """The markers of this dialect, in any order."""

    def malformed(self, body: Body) -> Iterator[MalformedMarker]:  # noqa: ARG002
        """What was meant as a marker of this dialect and is none."""
        return iter(())

    def signs(self, body: Body) -> int:  # noqa: ARG002
        """How many signs of this dialect a text holds that are no markers."""
        return 0
