"""Numbers of standards, which stay on one line: `GB/T 15834—2011`, `ISO/IEC 10646:2020`, `RFC 3986`.

A dash between two digits is a place to break for Unicode (UAX #14, class B2), and so is the space before a number; a reader who
finds `—2011` at the beginning of a line takes it for something else. On paper they are parted behind their letters, if they must
be, and before their year only where a line would be spread too far (`inline_content`); the web page and the e-book have them in
`span.whole`, so that no character is added that would be copied and searched.
Sources: GB/T 1.1—2020, 6.2.2 (how a standard is numbered); GB/T 15834—2011, 5.1.
What does not belong here: numbers with their units (`chinese_spacing`).
"""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = r"(?:—{1,2}|[–:\-])(?:19|20)\d{2}(?!\d)"
_NUMBER: Final = r"[ \u00a0]?\d{1,6}(?:\.\d{1,4})*(?:-\d{1,3}(?!\d))?"
#: With its year any letters in front will do; without it those of houses whose standards are cited so.
_STANDARD: Final = (
    rf"(?<![A-Za-z0-9/])(?:[A-Z]{{2,5}}\d{{0,2}}(?:/[A-Z]{{1,4}})?{_NUMBER}{_YEAR}"
    rf"|(?:GB/[TZ]|GB|GBZ|ISO(?:/(?:IEC|TR|TS))?|IEC|IEEE|RFC|ANSI|ASTM|DIN|JIS)[ \u00a0]\d{{2,6}}(?:[.\-]\d{{1,3}})*(?![\d%]))"
)
_FOUND: Final = re.compile(_STANDARD)
_PIECE: Final = re.compile(rf"<(?P<kept>pre|code|math|svg|script|style|title)\b.*?</(?P=kept)>|<[^>]*>|(?P<number>{_STANDARD})", re.DOTALL)


def standard_numbers(text: str) -> list[tuple[int, int]]:
    """Where numbers of standards stand in a text: begin and end, in code points."""
    return [found.span() for found in _FOUND.finditer(text)]


def with_whole_standards(html: str) -> str:
    """Elements of HTML with each number of a standard in `span.whole`; code and formulas stay as they are."""
    return _PIECE.sub(lambda found: f'<span class="whole">{found[0]}</span>' if found["number"] else found[0], html)
