"""The document as WeasyPrint reads it: parsed as XML where it is well-formed, as ours is.

WeasyPrint's own reader of HTML is written in Python and takes forty times as long; of a well-formed document both make the
same tree, but for white space between blocks. What is not well-formed, or is drawn only in a name space that it does not name,
goes to that reader.
Source: WeasyPrint 70.0, `HTML.__init__` in __init__.py.
What does not belong here: what the document says (`html`, `print_parts`).
"""

from __future__ import annotations

import re
from typing import Any, Final
from xml.etree import ElementTree as Tree

#: A drawing or a formula that leaves its name space to the reader of HTML.
_UNNAMED: Final = re.compile(r"<(?:svg|math)\b(?![^>]*\bxmlns=)")


def read_document(text: str, base_url: str, fetcher: Any) -> Any:
    """WeasyPrint's `HTML` of a document; `base_url` is the folder that addresses in it start from."""
    import weasyprint

    root = _root(text)
    if root is None:
        return weasyprint.HTML(string=text, base_url=base_url, url_fetcher=fetcher)
    from weasyprint import cssselect2

    class WellFormed(weasyprint.HTML):  # type: ignore[misc]
        def __init__(self) -> None:
            self.base_url, self.url_fetcher, self.media_type = base_url, fetcher, "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return WellFormed()


def _root(text: str) -> Any:
    """The root of a well-formed document whose elements are in no name space; None for another."""
    if _UNNAMED.search(text):
        return None
    try:
        root = Tree.fromstring(text)  # noqa: S314 (our own document, whose DTD is ours)
    except Tree.ParseError:
        return None
    return root if root.tag == "html" and root.find("base") is None else None
