"""The prose of a document as it is read: each block in one piece, without markup, and the way back to its places.

A word may be broken by a pair of stars, a line break or a citation (`头**发**`, `头⏎发`): whoever looks words up must see it whole.
Markup, citations and line breaks between Han are left out; code, mathematics and pictures are a mark that belongs to no word.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from pubkit.citations.locators import cited_works
from pubkit.citations.resolve import mask_citations
from pubkit.editions.chart_words import chart_words
from pubkit.markdown.tree import ADDRESS, BLOCK, CITATION, CODE, HTML, IMAGE, MARKUP, MASKS, NOTE
from pubkit.text.chars import HAN
from pubkit.text.edit import Edit
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pubkit.citations.model import Citations, Marker
    from pubkit.markdown.document import Document

#: Stands between two blocks: no word has it.
BORDER = "\n"
#: What a context shows where a block begins or ends, and how many code points it has on each side.
END = "¶"
REACH = 10
#: Addresses, keys and attributes that stand in prose as plain text; pandoc reads them though CommonMark does not.
_NO_PROSE = lazy(
    r"(?:[A-Za-z][A-Za-z0-9+.-]{1,15}://|www\.|mailto:|doi:)[^\s，。；：！？、）】》」』”’<>\"|`]+"
    r"|(?<![A-Za-z0-9_.])[A-Za-z0-9_.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![A-Za-z0-9_\\])-?@\{[^}\n]+\}|(?<![A-Za-z0-9_\\])-?@(?:[\w](?:[\w:.#$%&+?<>~/-]*[\w/])?)"
    r"|\{[#.=:][^{}\n]*\}|\{\{[^{}\n]*\}\}|^:{3,}.*$|\[\^[^\]\n]+\]:?",
    0x8,
)
_MAY_BE_NO_PROSE = lazy(r"[@{]|://|www\.|mailto:|doi:|:::|\[\^")
_KEPT = lazy(f"[^{MARKUP}{ADDRESS}{CITATION}{NOTE}{HTML}{BLOCK}]+")
_BROKEN_LINE = lazy(rf"(?<=[{HAN}，。；：！？、）】》」』”’（【《「『“‘])\n(?=[{HAN}，。；：！？、）】》」』”’（【《「『“‘])")
_MASKED = lazy(f"[{MASKS}]+")
_PICTURE = lazy(r"!\[([^\]\n]*)\]\(")


class JoinedText:
    """The prose of a document in one string, blocks apart by `BORDER`. Offsets into `text` are called *joined*, code points."""

    def __init__(self) -> None:
        self.text = ""
        self._pieces: list[str] = []
        self._length = 0
        self._starts: list[int] = []  # joined, of each piece
        self._places: list[int] = []  # of the document, of each piece

    def add(self, text: str, place: int) -> None:
        """A piece of the document that stands at `place`."""
        if text:
            self._starts.append(self._length)
            self._places.append(place)
            self._pieces.append(text)
            self._length += len(text)

    def end_block(self) -> None:
        self._pieces.append(BORDER)
        self._length += 1

    def close(self) -> JoinedText:
        self.text = "".join(self._pieces)
        return self

    def place(self, joined: int) -> int:
        """Where a character stands in the document."""
        n = bisect_right(self._starts, joined) - 1
        return self._places[n] + joined - self._starts[n]

    def span(self, start: int, end: int) -> Span:
        """Where a stretch stands in the document; markup within it is covered."""
        return Span(self.place(start), self.place(end - 1) + 1) if end > start else Span(self.place(start), self.place(start))

    def joined(self, place: int) -> int | None:
        """The joined offset of a place in the document; None where no prose stands."""
        n = bisect_right(self._by_place, place, key=lambda piece: piece[0]) - 1
        if n < 0:
            return None
        begin, start, length = self._by_place[n]
        return start + place - begin if place - begin < length else None

    @cached_property
    def _by_place(self) -> list[tuple[int, int, int]]:
        """Place, joined start and length of each piece, in the order of the document."""
        ends = [*self._starts[1:], self._length]
        lengths = (len(self.text[start:end].partition(BORDER)[0]) for start, end in zip(self._starts, ends, strict=True))
        return sorted(zip(self._places, self._starts, lengths, strict=True))

    def block(self, joined: int) -> Span:
        """The stretch of the block that holds a character, joined."""
        start = self.text.rfind(BORDER, 0, joined) + 1
        end = self.text.find(BORDER, joined)
        return Span(start, end if end >= 0 else len(self.text))

    def context(self, start: int, end: int) -> tuple[str, str]:
        """What stands before and behind within the block, `REACH` characters at most; `END` where the block begins or ends."""
        before, border, _ = self.text[max(0, start - REACH) : start][::-1].partition(BORDER)
        behind, last, _ = self.text[end : end + REACH].partition(BORDER)
        before = before[::-1]
        return _shown(END + before if border or start < REACH else before), _shown(behind + END if last or end + REACH > len(self.text) else behind)

    def edits(self, written: Iterable[tuple[int, int, str]]) -> list[Edit]:
        """The edits that write new text for stretches; where markup stands within one, each piece gets its share, the first what is more."""
        found: list[Edit] = []
        starts, places = [*self._starts, self._length], self._places
        n = 0
        for start, end, text in sorted(written):
            while starts[n + 1] <= start:
                n += 1
            if end <= starts[n + 1]:
                place = places[n] + start - starts[n]
                found.append(Edit(Span(place, place + end - start), text))
            else:
                found += self._shared(n, start, end, text)
        return found

    def _shared(self, n: int, start: int, end: int, text: str) -> Iterator[Edit]:
        done = 0
        while start < end:
            stop = min(end, self._starts[n + 1] if n + 1 < len(self._starts) else self._length)
            share = text[done : max(done, len(text) - (end - stop))]
            place = self._places[n] + start - self._starts[n]
            old = self.text[start:stop]
            if share != old:
                yield Edit(Span(place, place + stop - start), share)
            done += len(share)
            start, n = stop, n + 1


def _shown(text: str) -> str:
    return _MASKED.sub("…", text)


def join(document: Document, citations: Citations, values: Iterable[Span] = ()) -> JoinedText:
    """The prose of a document: `values` of its front matter, its blocks, the descriptions of its pictures.

    The list of references stays out, but for its heading.
    """
    joined = JoinedText()
    masked = mask_citations(document, _without_words(citations.markers, document.text))
    for span in values:
        joined.add(span.of(document.text), span.start)
        joined.end_block()
    for span in _blocks(document, citations):
        _add_block(joined, masked, span)
    for span in (*_pictures(document, masked), *(words.span for words in chart_words(document))):
        joined.add(span.of(document.text), span.start)
        joined.end_block()
    return joined.close()


def _without_words(markers: Iterable[Marker], text: str) -> Iterator[Marker]:
    """The citations that say nothing in words. Of `[参见 @key, 附录]` the words are prose, and its key is masked as any other."""
    for marker in markers:
        if not any(work.has_words for work in cited_works(marker, text)):
            yield marker


def _add_block(joined: JoinedText, masked: str, span: Span) -> None:
    text = span.of(masked)
    if _MAY_BE_NO_PROSE.search(text):
        for start, end in [found.span() for found in _NO_PROSE.finditer(text)]:
            text = text[:start] + CODE * (end - start) + text[end:]
    for found in _KEPT.finditer(text):
        start = found.start()
        piece = found[0]
        if "\n" in piece:
            start = _add_lines(joined, piece, span.start + start)
        else:
            joined.add(piece, span.start + start)
    joined.end_block()


def _add_lines(joined: JoinedText, piece: str, place: int) -> int:
    done = 0
    for found in _BROKEN_LINE.finditer(piece):
        joined.add(piece[done : found.start()], place + done)
        done = found.end()
    joined.add(piece[done:].replace("\n", " "), place + done)
    return place


def _blocks(document: Document, citations: Citations) -> Iterator[Span]:
    listed = citations.bibliography
    heading = listed.heading.span if listed and listed.heading else None
    hidden = [*(listed.others if listed else ()), *([listed.span] if listed and listed.sources else [])]
    for run in document.runs:
        kept = heading is not None and heading.start <= run.start < heading.end
        if kept or not any(span.start <= run.start < span.end for span in hidden):
            yield run.span


def _pictures(document: Document, masked: str) -> Iterator[Span]:
    """The descriptions of pictures, which are their captions."""
    if "![" not in document.text:
        return
    for found in _PICTURE.finditer(document.text):
        if masked[found.start()] == IMAGE and masked[found.start() : found.end()] == IMAGE * (found.end() - found.start()):
            yield Span(*found.span(1))
