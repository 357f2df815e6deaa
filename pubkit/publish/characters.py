"""Plain text made fit for a document: printable, escaped, shortened; and taken out of one again.

What does not belong here: what kind of character something is (`text.chars`).
"""

from __future__ import annotations

import html
import re
from typing import Final

#: What XML 1.0 (2.2) does not allow in a document; EPUB is XML.
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG: Final = re.compile(r"<[^>]*>")


def printable(text: str) -> str:
    """Text without the characters that XML does not allow."""
    return _NOT_XML.sub("", text)


def escape(text: str) -> str:
    """Text for HTML and XML, in an element or an attribute."""
    return html.escape(printable(text))


def without_markup(markup: str) -> str:
    """The text of a piece of HTML of ours: without tags, references to characters resolved."""
    return html.unescape(_TAG.sub("", markup))


def shortened(text: str, length: int) -> str:
    """At most `length` code points of a text, an ellipsis for the rest."""
    return text if len(text) <= length else text[: length - 1] + "…"
