"""What a build prints nowhere, or only as a visible mark: it is told, so that it is not lost in silence.

What does not belong here: what is told while the text is set, as missing pictures and charts that cannot be drawn (`publish`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.citations.bibliography import find_bibliography
from pubkit.citations.resolve import find_citations
from pubkit.markdown.footnotes import unused_footnotes
from pubkit.pipeline.moved_list import empty_groups, head_of_table
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pubkit.markdown.document import Document

_UNUSED = Phrase("nothing refers to the footnotes {}: they are left out", "没有正文引用脚注 {}，未予印出")
_EMPTY = Phrase("headings among the references without entries below are left out: {}", "参考文献中没有条目的小标题未予印出：{}")
_HEAD = Phrase("the head of the table of references is left out: {}", "参考文献表格的表头未予印出：{}")
_TORN = Phrase("the links of the citations {} are broken: they are marked", "引用 {} 的链接残缺，已作标记")

_RESIDUE = Phrase("what an assistant's page left behind is shown as it is written: {}", "助手页面的残留照原样印出：{}")


def left_out(document: Document, *, draft: bool) -> tuple[Phrase, ...]:
    """A remark for each kind of thing that no reader of the publication sees; of a `draft` also the citations that are torn."""
    listed = find_bibliography(document)
    notes = [note.value or "" for note in unused_footnotes(document) if listed is None or note.start not in listed.span]
    told = (
        _named(_UNUSED, (f"[^{name}]" for name in notes)),
        _named(_EMPTY, empty_groups(document, listed)),
        _named(_HEAD, head_of_table(document, listed)),
        _named(_TORN, _torn(document)) if draft else None,
        _named(_RESIDUE, _residue(document)) if draft else None,
    )
    return tuple(filter(None, told))


def _residue(document: Document) -> Iterator[str]:
    """Signs of an assistant's page in the text; its dead citations have marks of their own."""
    from pubkit.lint.linter import DEFAULT, lint
    from pubkit.rules.registry import find_rule

    marked = {marker.span for marker in find_citations(document).markers}
    for finding in lint(document, DEFAULT._replace(rules=(find_rule("dead-citation-mark"),))):
        if finding.span not in marked:
            yield " ".join(finding.span.of(document.text).split())[:_SHOWN]


#: Code points of a sign that are shown: a card of Grok has hundreds.
_SHOWN = 40


def _named(said: Phrase, names: Iterable[str]) -> Phrase | None:
    once = dict.fromkeys(names)
    return said.format(enumerated(once)) if once else None


def _torn(document: Document) -> Iterator[str]:
    for marker in find_citations(document).malformed:
        yield "[{}]".format(", ".join(marker.keys))
