"""Footnotes at the end of the chapter that cites them, each by itself, so that readers show it in a window of its own.

Apple Books, Kobo, Kindle and the readers made of Readium show a note where it is cited if the link is a `noteref` and the
note an `aside` of type `footnote`; Apple Books then leaves the note out of the text. Such notes stand in the chapter's file:
Kobo looks nowhere else, and a page of notes would be an empty one in Apple Books. The number is the way back to the text, as
Kindle wants it, and stands once: Apple Books numbers nothing.
Sources: EPUB 3.3, EPUB SSV 1.1 (footnote, noteref), DPUB-ARIA 1.1; Kindle Publishing Guidelines (footnotes).
What does not belong here: what a note says (`footnotes`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.publish.rendered import NoteText, Rendered, Section

_BACK: Final = re.compile(r'\s*(<a [^>]*class="backlink"[^>]*>)↑</a>')
_EMPTY_PARAGRAPH: Final = re.compile(r"\s*<p>\s*</p>\s*\Z")
_FIRST_PARAGRAPH: Final = re.compile(r"<p(?: [^>]*)?>")
_CITED_NOTE: Final = re.compile(r'<a href="#([^"]+)"[^>]*role="doc-noteref"')


def chapter_notes(rendered: Rendered) -> list[str]:
    """For each chapter its notes as a section; empty where it has none.

    A note that several chapters cite stands in the first; one that only another note cites, behind that one.
    """
    return [_section(notes, rendered) for notes in _notes_of(rendered.chapters, rendered.notes)]


def _notes_of(chapters: Sequence[Section], notes: Sequence[NoteText]) -> list[list[tuple[int, NoteText]]]:
    """Each note with its number, from 1, at its chapter."""
    waiting = {escape(note.identifier): (n, note) for n, note in enumerate(notes, 1)}
    found: list[list[tuple[int, NoteText]]] = []
    for chapter in chapters:
        texts, own = [chapter.html], []
        while texts:
            for name in _CITED_NOTE.findall(texts.pop(0)):
                if name in waiting:
                    own.append(waiting.pop(name))
                    texts.append(own[-1][1].html)
        found.append(own)
    return found


def _section(notes: list[tuple[int, NoteText]], rendered: Rendered) -> str:
    if not notes:
        return ""
    shown = "\n".join(_note(number, note) for number, note in notes)
    name = escape(rendered.labels.notes)
    return f'<section class="notes" role="doc-endnotes" aria-label="{name}">\n{shown}\n</section>'


def _note(number: int, note: NoteText) -> str:
    """A note whose number leads back to the place that cites it first; arrows to other places stay at its end."""
    back = _BACK.search(note.html)
    text = note.html
    mark = f'<span class="note-number">{number}</span>'
    if back:
        text = _EMPTY_PARAGRAPH.sub("", text[: back.start()] + text[back.end() :])
        mark = back[1].replace('"backlink"', '"backlink note-number"') + f"{number}</a>"
    opening = _FIRST_PARAGRAPH.match(text)
    text = f"{opening[0]}{mark} {text[opening.end() :]}" if opening else f"<p>{mark}</p>\n{text}"
    return f'<aside id="{escape(note.identifier)}" class="note" role="doc-footnote">{text}</aside>'
