"""Tables that are too wide to stand upright: where they go, so that no page is left half empty before them.

A sheet that is turned begins a page and ends one. A table that needs one goes behind what is left of its section, as
plates do in books, and so stands together with the other turned tables of the section, in their order.
What does not belong here: which table is turned (`pdf`).
"""

from __future__ import annotations

import re
from typing import Final

_SIDEWAYS: Final = re.compile(r'<div [^>]*class="table"[^>]*>\s*<table [^>]*class="[^"]*\bsideways"[^>]*>.*?</table>\s*</div>\n?', re.DOTALL)
_END: Final = re.compile(r"<h[2-6]\b|<section\b|</main>|</section>")
#: What another block than the text itself would be: a table in it stays where it is.
_NESTED: Final = re.compile(r"<(/?)(?:ul|ol|dl|blockquote|li|figure)\b")


def with_plates(document: str) -> str:
    """The document with each sideways table behind what follows it in its section."""
    pieces: list[str] = []
    plates = ""
    at = 0
    while found := _SIDEWAYS.search(document, at):
        pieces.append(document[at : found.start()])
        rest = document[found.end() :]
        end = _END.search(rest)
        between = rest[: end.start()] if end else ""
        following = _SIDEWAYS.search(between)
        text = between[: following.start()] if following else between
        plates += found[0]
        at = found.end()
        if _is_nested(text):
            pieces.append(plates)
            plates = ""
            continue
        pieces.append(text)
        at += len(text)
        if not following:
            pieces.append(plates)
            plates = ""
    return "".join([*pieces, plates, document[at:]])


def _is_nested(text: str) -> bool:
    """Whether what follows closes a block that was opened before."""
    depth = 0
    for mark in _NESTED.finditer(text):
        depth += -1 if mark[1] else 1
        if depth < 0:
            return True
    return depth != 0
