"""Footnotes leave the text: a superior number there, the note in a list at the end, links both ways.

Pandoc would put them behind the references, where no reader looks, could not tell them from citations in looks, and
would set a note that is cited twice two times.
What does not belong here: citations (`citation_links`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.publish.tree import attributes, div, edit_nodes, has_class, link, string
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pubkit.publish.identifiers import Identifiers
    from pubkit.publish.labels import Labels
    from pubkit.publish.tree import Node


class Note(NamedTuple):
    """A footnote. `identifier` is its own; its blocks end with the links back to the text."""

    identifier: str
    blocks: list[Node]


def take_out_notes(blocks: list[Node], identifiers: Identifiers, labels: Labels) -> list[Node]:
    """The tree with numbers in the place of its notes, followed by the notes, a block of class `note` each.

    They stay in the tree until `part_notes`, so that what is done to the text is done to them.
    """
    taker = _Taker(identifiers)
    text: list[Node] = edit_nodes(blocks, taker.take, "Note")
    notes: list[list[Node]] = []
    while len(notes) < len(taker.contents):  # a note may hold notes, which then follow it
        notes.append(edit_nodes(taker.contents[len(notes)], taker.take, "Note"))
    for n, note in enumerate(notes):
        back = [_back(n + 1, place, labels) for place in taker.places[n]]
        text.append(div(_with_links(note, back), attributes(taker.names[n], "note")))
    return text


def part_notes(blocks: list[Node]) -> tuple[list[Node], list[Note]]:
    """The text without the notes that `take_out_notes` put behind it, and these."""
    text = [block for block in blocks if not has_class(block, "note")]
    return text, [Note(block["c"][0][0], block["c"][1]) for block in blocks if has_class(block, "note")]


class _Taker:
    """Takes notes out one by one: what each says, its identifier, and those of the places that cite it."""

    def __init__(self, identifiers: Identifiers) -> None:
        self.identifiers = identifiers
        self.contents: list[list[Node]] = []
        self.names: list[str] = []
        self.places: list[list[str]] = []

    def take(self, node: Node) -> list[Node]:
        if node["c"] not in self.contents:
            self.contents.append(node["c"])
            self.names.append(self.identifiers.claim(f"note-{len(self.contents)}"))
            self.places.append([])
        n = self.contents.index(node["c"])
        place = self.identifiers.claim(f"noteref-{n + 1}")
        self.places[n].append(place)
        given = attributes(place, "note-reference", role="doc-noteref")
        return [{"t": "Superscript", "c": [link([string(str(n + 1))], "#" + self.names[n], given)]}]


def _back(number: int, place: str, labels: Labels) -> Node:
    label = labels.back_to_note.format(number=number)
    return link([string("↑")], "#" + place, attributes("", "backlink", role="doc-backlink", aria_label=label))


def _with_links(blocks: list[Node], links: list[Node]) -> list[Node]:
    """The blocks of a note with the links at the end of the last paragraph."""
    if blocks and blocks[-1]["t"] in ("Para", "Plain"):
        behind = [item for found in links for item in ({"t": "Space"}, found)]
        return [*blocks[:-1], {**blocks[-1], "c": [*blocks[-1]["c"], *behind]}]
    return [*blocks, {"t": "Para", "c": links}]
