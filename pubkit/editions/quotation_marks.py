"""The quotation marks of a region: “ ” and ‘ ’ on the mainland, 「 」 and 『 』 in Taiwan and Hong Kong.

Sources: GB/T 15834—2011 4.8; 教育部《重訂標點符號手冊》. Only pairs with Chinese around or within them are changed: an English quotation keeps
its own, and ’ as an apostrophe is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pubkit.text.chars import is_han
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

Quotes = Literal["curly", "corner", "guillemets", "keep"]
#: Opening and closing marks by depth, from the outermost.
_MARKS = {"curly": (("“", "”"), ("‘", "’")), "corner": (("「", "」"), ("『", "』")), "guillemets": (("«", "»"), ("‹", "›"))}
_OPENING = {opening: closing for pairs in _MARKS.values() for opening, closing in pairs}
_CLOSING = frozenset(_OPENING.values())
_QUOTE = lazy("[“”‘’「」『』]")


def requoted(text: str, quotes: Quotes) -> Iterator[tuple[int, str]]:
    """Offset and new mark of each quotation mark of a block that is to be another.

    A pair takes the marks of its depth; a mark without its twin, as in a quotation over several paragraphs, those of the outermost.
    """
    if quotes == "keep":
        return
    marks = _MARKS[quotes]
    open_: list[int] = []
    for found in _QUOTE.finditer(text):
        at, mark = found.start(), found[0]
        if mark in _OPENING:
            open_.append(at)
        elif open_ and _OPENING[text[open_[-1]]] == mark:
            start = open_.pop()
            if _is_chinese(text, start, at):
                depth = len(open_) % len(marks)
                yield from _changed(text, (start, at), marks[depth])
        elif mark in _CLOSING and not _is_apostrophe(text, at) and _touches_han(text, at):
            yield from _changed(text, (-1, at), marks[mark in "’』"])
    for start in open_:
        if _touches_han(text, start):
            yield from _changed(text, (start, -1), marks[text[start] in "‘『"])


def _changed(text: str, places: tuple[int, int], marks: tuple[str, str]) -> Iterator[tuple[int, str]]:
    for at, mark in zip(places, marks, strict=True):
        if at >= 0 and text[at] != mark:
            yield at, mark


def _is_chinese(text: str, start: int, end: int) -> bool:
    return any(map(is_han, text[start + 1 : end])) or _touches_han(text, start) or _touches_han(text, end)


def _touches_han(text: str, at: int) -> bool:
    return any(is_han(c) or c in "，。；：！？、（）" for c in text[max(0, at - 1) : at] + text[at + 1 : at + 2])


def _is_apostrophe(text: str, at: int) -> bool:
    return text[at] == "’" and text[max(0, at - 1) : at].isalpha() and not is_han(text[at - 1])
