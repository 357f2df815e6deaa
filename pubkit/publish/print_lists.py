"""Lists of the PDF: which of them a page may part, and where.

Items of one line are as short as a line of a paragraph, and like it none of them stands alone at the foot or the head of a page:
such a list is `.terse`. A list of one item that ends with a colon leads to the code, the table or the list below it, as a paragraph
would: it is `.lead-in`.
What does not belong here: what these classes do (`styles/print.css`), paragraphs that lead to something (`print_parts`).
"""

from __future__ import annotations

import re
from typing import Final

from pubkit.publish.characters import without_markup
from pubkit.text.chars import cells

#: A list without another one in it, and without a class of its own.
_LIST: Final = re.compile(r"<(?P<tag>[uo]l)(?P<attributes>(?![^>]*\bclass=)[^>]*)>(?P<items>(?:(?!</?[uo]l\b).)*)</(?P=tag)>(?=(?P<below>\s*<\w+)?)", re.DOTALL)
_ITEM: Final = re.compile(r"<li\b[^>]*>(.*?)</li>", re.DOTALL)
_BELOW: Final = frozenset({"<ul", "<ol", "<pre", "<div", "<figure", "<blockquote"})
#: Cells (a Han takes two) of a line of 40 characters without the indent of a list.
_LINE: Final = 76


def with_lists_marked(document: str) -> str:
    """The document with `.terse` and `.lead-in` on the lists that are so."""
    return _LIST.sub(_marked, document)


def _marked(found: re.Match[str]) -> str:
    items = [without_markup(item).strip() for item in _ITEM.findall(found["items"])]
    below = found["below"] or ""
    if len(items) == 1 and items[0].endswith(("：", ":")) and below.strip() in _BELOW:
        name = "lead-in"
    elif len(items) > 1 and all(cells(item) <= _LINE for item in items):
        name = "terse"
    else:
        return found[0]
    return f'<{found["tag"]}{found["attributes"]} class="{name}">{found["items"]}</{found["tag"]}>'
