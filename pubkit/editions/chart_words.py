"""The words of charts: captions, descriptions, and the heads and names in their CSV, which an edition tells like any other text.

Of a block that is YAML only `caption` and `alt` are told: names of columns are referred to there, and data may stand in a file.
What does not belong here: how a block is read (`markdown.chart_data`).
"""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING

from pubkit.markdown.chart_data import chart_blocks
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.segment import ChartForm
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node

_ATTRIBUTE = lazy(r"\b(?:caption|alt)=\"([^\"\n]*)\"")
_YAML = lazy(r"^[ \t>]*(?:caption|alt):[ \t]+([^\n]*?)[ \t]*$", re.MULTILINE)
_KEY = lazy(r"[ \t>]*[A-Za-z$\"][\w-]*\"?:(?:\s|$)")
_CELL = lazy(r'"(?:[^"\n]|"")*"|[^,\n]+')


class ChartWords(NamedTuple):
    """Words of a chart: `span` is their place in the document's text, within quotes where they stand in such."""

    span: Span
    form: ChartForm


def chart_words(document: Document) -> Iterator[ChartWords]:
    """The words of all charts of a document, in the order of the text."""
    for node, fence_end in chart_blocks(document):
        yield from _words(document, node, fence_end)


def _words(document: Document, node: Node, fence_end: int) -> Iterator[ChartWords]:
    text = document.text
    for found in _ATTRIBUTE.finditer(text, node.start, fence_end):
        yield from _told(text, *found.span(1), "attribute")
    if not node.children:
        return
    start, end = node.children[0].start, node.children[-1].end
    if _KEY.match(text, start) or text.startswith("{", start):
        for found in _YAML.finditer(text, start, end):
            quoted = found[1][:1] in ("'", '"') and len(found[1]) > 1
            yield from _told(text, found.start(1) + quoted, found.end(1) - quoted, "yaml")
        return
    for cell in _CELL.finditer(text, start, end):
        yield from _told(text, *cell.span(), "csv")


def _told(text: str, start: int, end: int, form: ChartForm) -> Iterator[ChartWords]:
    """What has a letter, without spaces and the quotes of CSV around it."""
    while start < end and text[start] in " \t>\"":
        start += 1
    while end > start and text[end - 1] in " \t\"":
        end -= 1
    if any(map(str.isalpha, text[start:end])):
        yield ChartWords(Span(start, end), form)


def fitted(words: str, form: ChartForm, before: str) -> str:
    """Told words as they may stand in a block. `before` is the character before their place: a quote, where they stand in such."""
    line = " ".join(words.split())
    if form == "attribute":
        return line.replace('"', "'")
    if form == "yaml":
        return _in_yaml(line, before)
    if before == '"':
        return line.replace('"', '""')
    written = io.StringIO()
    csv.writer(written, lineterminator="").writerow([line])
    return written.getvalue()


def _in_yaml(line: str, before: str) -> str:
    if before == "'":
        return line.replace("'", "''")
    escaped = line.replace("\\", "\\\\").replace('"', '\\"')
    is_plain = not any(mark in line for mark in (": ", " #", '"', "'")) and line[:1].isalnum() and not line.endswith(":")
    return escaped if before == '"' else line if is_plain else f'"{escaped}"'
