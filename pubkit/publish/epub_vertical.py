"""Pages whose lines run from top to bottom: what a style sheet alone cannot do to the text.

A number of one or two digits, and a Latin letter alone, stands upright in the square of one character; so does the number of
a citation. Quotation marks have other shapes there: 「」 outside and 『』 inside in Taiwan and Hong Kong and in Japan, 『』 outside and
「」 inside in the mainland. What is in another language, code, formulas, tables and addresses stays as it is.
Sources: clreq 2.3.2 and 3.1.4, jlreq 4.8 (tate-chu-yoko); GB/T 15834—2011, 5.1.10 (marks in vertical lines).
What does not belong here: how it looks (`styles/epub.css`, class `vertical`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.epub_options import may_be_vertical
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import chinese_script

if TYPE_CHECKING:
    from pubkit.publish.publication import Publication

_PIECE: Final = re.compile(r"<[^>]*>|[^<]+")
_TAG: Final = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_LANGUAGE: Final = re.compile(r'\blang="([^"]*)"')
_CLASS: Final = re.compile(r'\bclass="([^"]*)"')
#: Elements and classes whose text is left as it is.
_KEPT: Final = frozenset({"pre", "code", "kbd", "math", "table", "svg", "ruby"})
_KEPT_CLASSES: Final = frozenset({"address", "equation", "reference-number", "imprint-value"})
_VOID: Final = frozenset({"img", "br", "hr", "wbr", "meta", "link", "input", "col"})
#: One or two digits, or a letter, that belong to no longer word, number or sign, and to no phrase in Latin letters.
_UPRIGHT: Final = re.compile(
    r"(?<![0-9A-Za-z.,:/%&;#+\-−–°$€£’\[])(?<![A-Za-z.,;:] )(\d{1,2}|[A-Za-z])(?![0-9A-Za-z.,:/%;+\-−–°′″’]|&[a-z]*;| [A-Za-z])"
)
_CITATION: Final = re.compile(r"\[?(\d{1,3})\]?")
_OUTER_FIRST: Final = str.maketrans("“”‘’", "「」『』")
_INNER_FIRST: Final = str.maketrans("“”‘’", "『』「」")
#: An apostrophe, which is no quotation mark.
_APOSTROPHE: Final = re.compile(r"(?<=[A-Za-z])’(?=[A-Za-z])")


def is_vertical(publication: Publication) -> bool:
    """Whether the book is set from top to bottom: asked for, and in one language that is written so."""
    return (
        publication.ebook.writing_mode == "vertical" and publication.facing is None and may_be_vertical(publication.language)
    )


def set_upright(body: str, language: str) -> str:
    """The elements of a body with numbers that stand upright, and with the quotation marks of vertical lines.

    `language` is that of the body (BCP 47).
    """
    marks = _INNER_FIRST if chinese_script(language) == "Hans" else _OUTER_FIRST
    pieces: list[str] = []
    open_elements = [_Kept()]
    for piece in _PIECE.findall(body):
        if not piece.startswith("<"):
            pieces.append(piece if any(open_elements[-1]) else _text(piece, marks))
            continue
        pieces.append(piece)
        tag = _TAG.match(piece)
        if tag is None or piece.endswith("/>") or tag[2] in _VOID:
            continue
        if tag[1]:
            open_elements[1:] = open_elements[1:-1]
        else:
            open_elements.append(open_elements[-1].inside(tag[2], piece))
    return "".join(pieces)


class _Kept(NamedTuple):
    """Why the text of an element is left as it is: for what it is, or for its language."""

    is_apart: bool = False
    is_foreign: bool = False

    def inside(self, name: str, tag: str) -> _Kept:
        """The same for an element in this one."""
        language, classes = _LANGUAGE.search(tag), _CLASS.search(tag)
        is_apart = name in _KEPT or bool(classes and _KEPT_CLASSES.intersection(classes[1].split()))
        return _Kept(self.is_apart or is_apart, not may_be_vertical(language[1]) if language else self.is_foreign)


def _text(text: str, marks: dict[int, int]) -> str:
    """A text between two tags."""
    if found := _CITATION.fullmatch(text):
        return f'<span class="upright">{found[1]}</span>' if text == found[1] else f'[<span class="upright">{found[1]}</span>]'
    upright = _UPRIGHT.sub(r'<span class="upright">\1</span>', text)
    return _APOSTROPHE.sub("\0", upright).translate(marks).replace("\0", "’")
