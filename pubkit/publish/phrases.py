"""Headings of Chinese that are too long for a line of a phone end it behind a phrase, not within a word.

Browsers break between any two Han. The style sheets forbid that in headings (`word-break: keep-all`); a place to break, `<wbr>`, stands
behind each phrase, as on the cover (`title_lines`). A phrase that is longer than the line is still broken. No character is added.
Japanese needs none of this: there, browsers know phrases (`word-break: auto-phrase`).
Source: CSS Text 4, 5.2; clreq, 3.1.
What does not belong here: where a phrase ends (`title_lines`).
"""

from __future__ import annotations

import html
import re
from typing import Final

from pubkit.publish.characters import without_markup
from pubkit.publish.title_lines import phrase_ends
from pubkit.text.chars import cells
from pubkit.text.tags import is_chinese

_HEADING: Final = re.compile(r"(?P<begin><h(?P<level>[1-6])\b[^>]*>)(?P<inner>.*?)(?P<end></h(?P=level)>)", re.DOTALL)
#: Citations and formulas are left out: no line ends before them, and what they say is no word.
_PIECE: Final = re.compile(r"<(?P<kept>math|code|svg|sup|cite)\b.*?</(?P=kept)>|<[^>]*>|&[^;<\s]*;|[^<]", re.DOTALL)
_OTHER: Final = re.compile(r'\blang="(?!zh)')
#: Cells (a Han takes two) that find room on one line of a phone, by the level of the heading; of lower ones `_ONE_LINE`.
_LARGE: Final = {"1": 20, "2": 24}
_ONE_LINE: Final = 28


def with_phrases(document: str, language: str) -> str:
    """Elements of HTML with `<wbr />` behind the phrases of their headings. `language` is theirs (BCP 47); not Chinese, they are as before."""
    return _HEADING.sub(_broken, document) if is_chinese(language) else document


def _broken(found: re.Match[str]) -> str:
    inner, most = found["inner"], _LARGE.get(found["level"], _ONE_LINE)
    if cells(without_markup(inner)) <= most or _OTHER.search(found["begin"] + inner):
        return found[0]
    pieces = [piece[0] for piece in _PIECE.finditer(inner)]
    letters = [html.unescape(piece) if len(piece) == 1 or piece[0] == "&" else "" for piece in pieces]
    ends = set(phrase_ends("".join(letters), most))
    made, at = [], 0
    for piece, letter in zip(pieces, letters, strict=True):
        if letter and at in ends:
            made.append("<wbr />")
        made.append(piece)
        at += len(letter)
    return f"{found['begin']}{''.join(made)}{found['end']}"
