"""The values of the front matter that are translated, with their places: title, subtitle, description, keywords."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.editions.placeholders import Found, numbered, protected, quantities, shown
from pubkit.editions.segment import Segment
from pubkit.markdown.yaml import scalar_places
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.segment import Placeholder
    from pubkit.markdown.document import Document

#: Names, addresses and keys are not translated; another edition's author is said in `editions:`. The last three stand in a settled
#: report: the heading of its list of references, those among its entries, and closing remarks.
TRANSLATED = frozenset({"title", "subtitle", "description", "keywords", "abstract", "subject", "references-title", "reference-groups", "notes"})


def metadata_segments(document: Document) -> Iterator[Segment]:
    """A segment a value. The message is the value as YAML means it, not as it is quoted.

    Raises `ConfigError` where the front matter is no YAML.
    """
    span = document.front_matter_span
    if span is None or not document.front_matter:
        return
    offset = document.text.find("\n", *span) + 1
    body = document.text[offset : document.text.rfind("\n", *span)]
    ordinal = 0
    for names, value, start, end in scalar_places(body):
        if names[0] in TRANSLATED and any(map(str.isalpha, value)):
            ordinal += 1
            yield _segment(document.text, ordinal, names, value, Span(offset + start, offset + end))


def _segment(text: str, ordinal: int, names: tuple[str, ...], value: str, span: Span) -> Segment:
    source = span.of(text)
    shift = source.find(value)
    pieces: list[str] = []
    done = 0
    placeholders: tuple[Placeholder, ...] = ()
    if shift >= 0:  # else it is escaped or folded: its numbers have no place in the text, and stay as they are
        start = span.start + shift
        found = [Found(at, "number", at.of(text), shown(at.of(text))) for at in quantities(text, start, start + len(value))]
        placeholders = numbered(found)
        for each in placeholders:
            pieces += (protected(value[done : each.span.start - start], is_markdown=False), f"{{{each.name}:{shown(each.text)}}}")
            done = each.span.end - start
    pieces.append(protected(value[done:], is_markdown=False))
    return Segment(f"metadata-{ordinal}", "metadata", span, source, "".join(pieces), (), placeholders, (f"`{'.'.join(names)}`",))
