"""The index of the PDF: names and terms that an author lists, and the pages where each stands.

A term is found in the text as it is written, once in a section; not in headings, links and code. Where two of its places
fall on one page, the second goes when the pages are known (`without_doubles`).
Chinese terms stand in the order of GB 18030, which is that of pinyin for the 3,755 characters of everyday use.
What does not belong here: how the index looks (`styles/print.css`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_MAIN: Final = re.compile(r'(<main id="text">)(.*?)(?=<section\b|</main>)', re.DOTALL)
_TOKEN: Final = re.compile(r"<[^>]*>|[^<]+")
_SECTION: Final = re.compile(r"<h[2-4]\b")
_CLOSED: Final = re.compile(r"<(/?)(?:h[1-6]|a|code|pre|sup|svg|math|figcaption|caption)\b")
_PLACE: Final = re.compile(r'<a href="#(index-(\d+)-\d+)"></a>')


def with_index(document: str, terms: Sequence[str], title: str) -> str:
    """The document with its terms marked, and `section.index` at the end of the text; unchanged where no term is found."""
    wanted = sorted(dict.fromkeys(terms), key=_order)
    if not wanted:
        return document
    places: dict[int, list[str]] = {}
    document = _MAIN.sub(lambda found: found[1] + _marked(found[2], wanted, places), document, count=1)
    items = [_item(wanted[n], places[n]) for n in sorted(places)]
    if not items:
        return document
    section = "\n".join(
        ['<section class="index" aria-labelledby="printed-index">', f'<h2 id="printed-index">{escape(title)}</h2>', "<ul>", *items, "</ul>", "</section>"]
    )
    return document.replace("</main>", f"{section}\n</main>", 1)


def _order(term: str) -> tuple[bool, bytes]:
    """Western terms by their letters, then Chinese ones by pinyin."""
    return not term[0].isascii(), term.casefold().encode("gb18030", "replace")


def _item(term: str, places: list[str]) -> str:
    links = "".join(f'<a href="#{place}"></a>' for place in places)
    return f'<li><span class="index-term">{escape(term)}</span>{links}</li>'


def _marked(text: str, terms: Sequence[str], places: dict[int, list[str]]) -> str:
    patterns = [re.compile(_pattern(escape(term))) for term in terms]
    pieces: list[str] = []
    found_here: set[int] = set()
    depth = 0
    for token in _TOKEN.findall(text):
        if token[0] == "<":
            if _SECTION.match(token):
                found_here.clear()
            if (closed := _CLOSED.match(token)) and not token.endswith("/>"):
                depth += -1 if closed[1] else 1
            pieces.append(token)
        else:
            pieces.append(token if depth else _with_marks(token, patterns, places, found_here))
    return "".join(pieces)


def _pattern(term: str) -> str:
    left, right = (r"(?<![A-Za-z0-9])" if term[0].isascii() else ""), (r"(?![A-Za-z0-9])" if term[-1].isascii() else "")
    return left + re.escape(term) + right


def _with_marks(text: str, patterns: Sequence[re.Pattern[str]], places: dict[int, list[str]], found_here: set[int]) -> str:
    """The text with a span around the first place of each term that this section has not had; none inside another."""
    spans = sorted(
        (found.start(), -found.end(), n)
        for n, pattern in enumerate(patterns)
        if n not in found_here and (found := pattern.search(text))
    )
    pieces, at = [], 0
    for start, end, n in spans:
        if start < at:
            continue
        mine = places.setdefault(n, [])
        mine.append(f"index-{n}-{len(mine) + 1}")
        found_here.add(n)
        pieces += [text[at:start], f'<span id="{mine[-1]}">{text[start:-end]}</span>']
        at = -end
    return "".join([*pieces, text[at:]])


def without_doubles(document: str, pages: Mapping[str, int]) -> str:
    """The document without links of the index to a page that the same term is already linked to."""
    seen: set[tuple[str, int]] = set()

    def kept(found: re.Match[str]) -> str:
        place = (found[2], pages.get(found[1], -1))
        if place in seen:
            return ""
        seen.add(place)
        return found[0]

    return _PLACE.sub(kept, document)
