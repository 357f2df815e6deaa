"""Footnotes leave the text: a superior number there, the note in a list at the end, links both ways.

Pandoc would put them behind the references, where no reader looks, and could not tell them from citations in looks.
What does not belong here: citations (`citation_links`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pubkit.publish.tree import attributes, edit_nodes, link, string

if TYPE_CHECKING:
    from pubkit.publish.identifiers import Identifiers
    from pubkit.publish.labels import Labels
    from pubkit.publish.tree import Node


class Note(NamedTuple):
    """A footnote. `identifier` is its own; its blocks end with the link back to the text."""

    identifier: str
    blocks: list[Node]


def take_out_notes(blocks: list[Node], identifiers: Identifiers, labels: Labels) -> tuple[list[Node], list[Note]]:
    """The tree with numbers in the place of its notes, and the notes."""
    notes: list[Note] = []

    def take(node: Node) -> list[Node]:
        if node["t"] != "Note":
            return [node]
        number = len(notes) + 1
        note, place = identifiers.claim(f"note-{number}"), identifiers.claim(f"noteref-{number}")
        back = attributes("", "backlink", role="doc-backlink", aria_label=labels.back_to_note.format(number=number))
        notes.append(Note(note, _with_link(node["c"], link([string("↑")], "#" + place, back))))
        number_attributes = attributes(place, "note-reference", role="doc-noteref")
        return [{"t": "Superscript", "c": [link([string(str(number))], "#" + note, number_attributes)]}]

    text = edit_nodes(blocks, take)
    done = 0
    while done < len(notes):  # a note may hold notes, which then follow it
        notes[done] = Note(notes[done].identifier, edit_nodes(notes[done].blocks, take))
        done += 1
    return text, notes


def _with_link(blocks: list[Node], back: Node) -> list[Node]:
    """The blocks of a note with the link at the end of the last paragraph."""
    if blocks and blocks[-1]["t"] in ("Para", "Plain"):
        return [*blocks[:-1], {**blocks[-1], "c": [*blocks[-1]["c"], {"t": "Space"}, back]}]
    return [*blocks, {"t": "Para", "c": [back]}]
