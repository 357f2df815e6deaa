"""What a source says must be in its publication: citations, their numbers, and marks that its author wrote on purpose.

Nothing is taken from the making: the body is read by the linter's parser, which is another reader than pandoc.
What does not belong here: what is there (`reading`, `poppler`), and whether it is right (`verify`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from pubkit.markdown.parser import parse
from pubkit.markdown.tree import ADDRESS, MARKUP
from pubkit.publish.citation_links import cited_keys
from pubkit.publish.reading import read_page
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pubkit.markdown.tree import Node
    from pubkit.publish.publication import Publication

#: Markup of the source that no reader should see.
_LEFTOVERS: Final = {
    "**": re.compile(r"\*\*"),
    "[(N)]": re.compile(r"\[\(\d+\)\]"),
    "\\*": re.compile(r"\\[*_\[\]&]"),
    "U+FFFD": re.compile("\ufffd"),
    "&#x": re.compile(r"&#x?[0-9A-Fa-f]+;"),
}
_WORDS: Final = rf"(?:[^\s\[\];@{ADDRESS}](?:[^\[\];@{ADDRESS}]*[^\s\[\];@{ADDRESS}])?\s)?"
_ONE: Final = rf"{_WORDS}-?@(?:\{{[^\s{{}}\[\]{ADDRESS}]+\}}|[^\s\[\];@{ADDRESS}]+?)(?:,\s[^\[\];@{ADDRESS}]+?)?"
_MARKER: Final = re.compile(rf"[\[{MARKUP}]({_ONE}(?:;\s*{_ONE})*)[\]{ADDRESS}]")
#: Stars that hide part of a number, `138****1234`: no markup, and shown.
_MASK: Final = re.compile(r"(?<=\w)\*{3,}(?=\w)")


class Expected(NamedTuple):
    """What the source says must be there. `citations` are the keys in the order of the source, notes where defined."""

    publication: Publication
    citations: tuple[str, ...]
    numbers: dict[str, str]  # of a key that is cited: what its citations show
    escaped: Counter[str]  # leftovers that are none: the author wrote them on purpose
    in_code: Counter[str]  # those in code, which a reader of the PDF cannot tell from prose

    @classmethod
    def of(cls, publication: Publication) -> Expected:
        """Reads the body with the linter's parser, which does not know pandoc."""
        parsed = parse(publication.body)
        masked = [
            _cited_text(node, publication.body) for node in parsed.tree.walk() if node.kind in ("image", "html_block")
        ]
        known = {r.key for r in publication.references} | set(publication.unresolved)
        found: list[str] = []
        for text in (parsed.masked, *masked):
            for marker in _MARKER.finditer(text):
                keys = cited_keys(f"[{marker[1]}]")
                found += keys if known.issuperset(keys) else []
        numbers = {r.key: r.mark or f"[{r.key if r.number is None else r.number}]" for r in publication.references}
        code = "\n".join(node.text() for node in parsed.tree.walk() if node.kind in ("code", "code_block"))
        return cls(publication, tuple(found), numbers, _on_purpose(publication), leftovers(code))

    @property
    def linked(self) -> Counter[str]:
        """How often each number must be shown as a link."""
        return Counter(self.numbers[key].strip("[]") for key in self.citations if key in self.numbers)


def _cited_text(node: Node, body: str) -> str:
    """What the parser masks and a reader sees all the same: the words for a picture, the text of a block of HTML."""
    source = node.span.of(body)
    return read_page(source).prose if node.kind == "html_block" else source


def _on_purpose(publication: Publication) -> Counter[str]:
    """Leftovers in what is published as plain text, and those that the body escapes."""
    plain = [
        publication.title,
        publication.subtitle,
        publication.references_title,
        *publication.notes,
        *publication.authors,
    ]
    plain += [f"{r.text} {r.address or ''}" for r in publication.references]
    found = leftovers("\n".join(plain))
    found["**"] += len(re.findall(r"\\\*\\?\*", publication.body))
    found["**"] += sum(len(stars) // 2 for stars in _MASK.findall(publication.body))
    found["\\*"] += len(re.findall(r"\\\\", publication.body))
    found["&#x"] += len(re.findall(r"(?:\\&|&amp;)#", publication.body))
    found["U+FFFD"] = 0
    return found


def leftovers(text: str) -> Counter[str]:
    """How often each piece of markup that no reader should see stands in a text."""
    return Counter({name: len(pattern.findall(text)) for name, pattern in _LEFTOVERS.items()})
