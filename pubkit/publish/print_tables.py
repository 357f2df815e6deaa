"""Tables of the PDF: columns of numbers stand under each other, digit under digit.

A column is one of numbers where four of five of its cells that say anything are numbers. It is set flush right, and a
number with fewer decimals than others of its column is followed by the room that theirs take, so that the points align.
A column that its author centred or set flush right is left as it is.
A row that only names the rows below it is marked, so that it does not stand at the foot of a page.
What does not belong here: how wide a table is (`pdf`), and its captions (`blocks`).
"""

from __future__ import annotations

import re
from typing import Final

from pubkit.publish.characters import without_markup
from pubkit.text.named_tuple import NamedTuple

#: Share of the cells with text that must be numbers.
_MOSTLY: Final = 0.8
_TABLE: Final = re.compile(r"(<table\b[^>]*>)(.*?)(</table>)", re.DOTALL)
_ROW: Final = re.compile(r"<tr\b[^>]*>.*?</tr>", re.DOTALL)
_CELL: Final = re.compile(r"<(?P<tag>t[hd])\b(?P<attributes>[^>]*)>(?P<content>.*?)</(?P=tag)>", re.DOTALL)
_NUMBER: Final = re.compile(
    r"(?:[约≈~<>≤≥＜＞]\s?)?[-+−±]?\s?[¥￥$€£]?\d{1,3}(?:[,，]?\d{3})*\d*(?:\.(?P<decimals>\d+))?"
    r"\s?(?P<unit>%|‰|％|[十百千万亿]{0,2}(?:美元|元|人|个|次|件|天|年|月|倍|项|家|种|台|条|小时|分钟|秒)?|[A-Za-zμ°℃/²³]{1,5})"
)
_NOTHING: Final = frozenset({"", "-", "–", "—", "——", "/", "n/a", "无", "…"})
_OWN: Final = re.compile(r"text-align:\s*(?:right|center)")
_LEFT: Final = re.compile(r'\s*style="text-align: left;?"')

#: Only the first cell says anything.
_NAMING_ROW: Final = re.compile(
    r"<tr>(?=\s*<t(?P<kind>[dh])\b[^>]*>(?!\s*</t[dh]>)(?:(?!</?t[dhr]\b).)*</t(?P=kind)>(?:\s*<td\b[^>]*>\s*</td>)+\s*</tr>)", re.DOTALL
)


class _Cell(NamedTuple):
    column: int
    is_head: bool
    words: str
    attributes: str


def with_aligned_numbers(document: str) -> str:
    """The document with `class="number"` on the cells of columns of numbers, and `span.room` where decimals are missing."""
    return _TABLE.sub(lambda found: found[1] + _aligned(found[2]) + found[3], document)


def with_groups_of_rows(document: str) -> str:
    """The document with `class="group"` on rows that name the rows below them: their other cells are empty."""
    return _NAMING_ROW.sub('<tr class="group">', document)


def _aligned(rows: str) -> str:
    if "colspan" in rows or "rowspan" in rows:
        return rows  # the n-th cell of a row need not stand in the n-th column
    cells = [cell for row in _ROW.findall(rows) for cell in _cells(row)]
    decimals = {column: most for column in {c.column for c in cells} if (most := _decimals(cells, column)) is not None}
    return _ROW.sub(lambda row: _aligned_row(row[0], decimals), rows) if decimals else rows


def _cells(row: str) -> list[_Cell]:
    return [
        _Cell(n, found["tag"] == "th", _words(found["content"]), found["attributes"])
        for n, found in enumerate(_CELL.finditer(row))
    ]


def _words(content: str) -> str:
    return " ".join(without_markup(content).split())


def _decimals(cells: list[_Cell], column: int) -> int | None:
    """The most decimals of a column of numbers; None for another column, and for one that its author has aligned."""
    mine = [cell for cell in cells if cell.column == column]
    if any(_OWN.search(cell.attributes) for cell in mine):
        return None
    said = [cell.words for cell in mine if not cell.is_head and cell.words.lower() not in _NOTHING]
    numbers = [found for words in said if (found := _NUMBER.fullmatch(words))]
    if not said or len(numbers) < _MOSTLY * len(said):
        return None
    if any(found["unit"] for found in numbers):
        return 0  # what stands behind a number is seen more than the place of its point
    return max(len(found["decimals"] or "") for found in numbers)


def _aligned_row(row: str, decimals: dict[int, int]) -> str:
    column = -1

    def aligned(found: re.Match[str]) -> str:
        nonlocal column
        column += 1
        if column not in decimals:
            return found[0]
        tag, attributes = found["tag"], _LEFT.sub("", found["attributes"])
        room = _room(found["content"], decimals[column]) if tag == "td" else ""
        return f'<{tag}{attributes} class="number">{_with_room(found["content"], room)}</{tag}>'

    return _CELL.sub(aligned, row)


def _room(content: str, most: int) -> str:
    """What a number lacks to the decimals of its column: drawn by nobody, as wide as they would be."""
    found = _NUMBER.fullmatch(_words(content))
    if found is None or not most:
        return ""
    have = len(found["decimals"] or "")
    return "0" * (most - have) if have else "." + "0" * most


def _with_room(content: str, room: str) -> str:
    return f'{content}<span class="room" aria-hidden="true">{room}</span>' if room else content
