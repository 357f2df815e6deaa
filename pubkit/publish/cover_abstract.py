"""What a cover says of a report below its title: its description, or the beginning of its abstract, in whole sentences.

A cover has room for six lines. What the metadata call `description` goes before the abstract of the text; a sentence is never cut, and
where not even the first one finds room, the cover says nothing.
What does not belong here: where it stands on the cover (`cover`, `styles/print.css`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import without_markup
from pubkit.publish.french_spacing import french_text
from pubkit.publish.language_runs import Languages, marked_text
from pubkit.publish.openings import with_opening
from pubkit.publish.parts import shown_words
from pubkit.text.chars import cells

if TYPE_CHECKING:
    from pubkit.publish.rendered import Rendered

#: Cells (a Han takes two) of six lines of a hundred millimetres.
_MOST: Final = 324
_OPENING: Final = re.compile(r'\A<section class="opening">(?P<inner>.*?)</section>', re.DOTALL)
_PARAGRAPH: Final = re.compile(r"<p>(?P<words>.*?)</p>", re.DOTALL)
_CITATION: Final = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
#: What cannot be said in plain words, or is not in the language of the report.
_NOT_PLAIN: Final = re.compile(r"<(?:math|img|code|svg|br)\b|untranslated")
_SENTENCE: Final = re.compile(r".+?(?:[。！？；](?:[”’」』）]*)|[.!?][”’\")]*(?=\s|$)|$)", re.DOTALL)


def cover_abstract(rendered: Rendered) -> str:
    """The words as HTML; empty where the report has none that find room."""
    publication = rendered.publication
    if publication.facing:
        words = publication.description.strip()
        return shown_words(words, publication) if cells(words) <= _MOST else ""
    words = _beginning(publication.description) or ("" if publication.author_date else _beginning(_abstract(rendered.body_html)))
    return marked_text(french_text(words, publication.language), Languages.of(publication)) if words else ""


def _abstract(body: str) -> str:
    """The first paragraph of the part that is an abstract, in plain words without its citations."""
    opening = _OPENING.match(with_opening(body).lstrip())
    found = _PARAGRAPH.search(opening["inner"]) if opening else None
    if found is None or _NOT_PLAIN.search(found["words"]):
        return ""
    return without_markup(_CITATION.sub("", found["words"]))


def _beginning(words: str) -> str:
    """As many whole sentences as find room. A clause that ends with a semicolon is no end."""
    kept = said = ""
    for sentence in _SENTENCE.findall(" ".join(words.split())):
        said += sentence
        if cells(said) > _MOST:
            break
        if not sentence.endswith("；"):
            kept = said
    return kept.strip()
