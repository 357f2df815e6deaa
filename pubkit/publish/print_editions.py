"""What the printed edition owes to its languages: their families of type, and pages for two languages or from right to left.

A page has no language that a selector could ask for, so its rules are made here; all others are in `styles/print-editions.css`.
What does not belong here: which families a language has (`fonts`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.fonts import languages_css
from pubkit.publish.theme_css import print_sheet
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from pubkit.publish.publication import Publication

_LANGUAGE: Final = re.compile(r'<[a-z][^<>]* lang="([^"]+)"')
_HEADING: Final = re.compile(
    r'<h2\b([^>]*)>\s*<span\b[^>]*class="first-title"[^>]*>((?:(?!</?h2\b).)*?)</span>\s*<span\b[^>]*class="second-title"[^>]*>((?:(?!</?h2\b).)*)</span>\s*</h2>',
    re.DOTALL,
)
_NUMBER_ABOVE: Final = re.compile(r"<sup\b.*?</sup>", re.DOTALL)
_MARKUP: Final = re.compile(r"<[^>]*>")
#: Two columns need a wider page: 170 mm. The first language stands over the left half, the second over the right.
_TWO_LANGUAGES: Final = """
@page { margin-left: 20mm; margin-right: 20mm; @top-left { content: string(chapter, start) } @top-right { content: string(second-chapter, start) } }
@page cover { margin: 0; @top-left { content: none } @top-right { content: none } }
@page contents { @top-left { content: string(contents) } @top-right { content: string(second-contents) } }
@page imprint { @top-left { content: none } @top-right { content: none } }
@page :nth(1 of text) { @top-left { content: none } @top-right { content: none } }
@page :first { @top-left { content: none } @top-right { content: none } }
@page sideways { margin: 24mm 22mm 22mm }
"""
_FROM_THE_RIGHT: Final = """
@page { @top-left { content: string(chapter, start); text-align: left } @top-right { content: string(title); text-align: right } }
@page contents { @top-left { content: string(contents) } @top-right { content: string(title) } }
@page cover { @top-left { content: none } @top-right { content: none } }
@page imprint { @top-left { content: none } @top-right { content: none } }
@page :nth(1 of text) { @top-left { content: none } @top-right { content: none } }
@page :first { @top-left { content: none } @top-right { content: none } }
"""


def with_running_heads(body: str) -> str:
    """HTML whose headings in two languages say both, each alone: what a running head is taken from."""
    return _HEADING.sub(lambda found: f'<h2{found[1]} data-first="{_plain(found[2])}" data-second="{_plain(found[3])}">{found[0].partition(">")[2]}', body)


def _plain(markup: str) -> str:
    return " ".join(_MARKUP.sub("", _NUMBER_ABOVE.sub("", markup)).split()).replace('"', "&quot;")


def editions_css(document: str, publication: Publication) -> list[str]:
    """The sheets for the languages of a printed document, to stand behind `print.css`."""
    languages = dict.fromkeys([publication.language, *_LANGUAGE.findall(document)])
    parts = [languages_css(languages, publication.theme.families), print_sheet("print-editions.css", publication.theme)]
    if publication.facing:
        parts.append(_TWO_LANGUAGES)
    elif is_right_to_left(publication.language):
        parts.append(_FROM_THE_RIGHT)
    return parts
