"""Formulas of the PDF: WeasyPrint knows no MathML, so each becomes a picture of outlines that stands on the line.

`ziamath` sets them from the MathML that pandoc wrote, in STIX Two Math, drawn to stand beside Times and Source Serif. A
formula that it cannot set (Chinese words in it, an element that it does not know) is shown as its TeX source.
What does not belong here: formulas of the web page and the book, which hold MathML.
"""

from __future__ import annotations

import base64
import html
import logging
import re
import warnings
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pubkit.text.chars import cell_width

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMULA: Final = re.compile(r"<math\b(?P<attributes>[^>]*)>(?P<content>.*?)</math>", re.DOTALL)
_SOURCE: Final = re.compile(r"<annotation\b[^>]*>(?P<tex>.*?)</annotation>", re.DOTALL)
_SEMANTICS: Final = re.compile(r"</?semantics\b[^>]*>")
_TAG: Final = re.compile(r"<[^>]*>")
_VIEW_BOX: Final = re.compile(r'viewBox="(\S+) (\S+) (\S+) (\S+)"')
#: Units of the picture to the em.
_EM: Final = 100


def with_pictures_of_formulas(document: str) -> str:
    """The document with every `math` element replaced by an `img.formula` (`.display` on a line of its own)."""
    return _FORMULA.sub(_replaced, document)


def _replaced(found: re.Match[str]) -> str:
    source = _SOURCE.search(found["content"])
    mathml = _SEMANTICS.sub("", _SOURCE.sub("", found["content"]))
    tex = html.unescape(source["tex"] if source else _TAG.sub("", mathml)).strip()
    name = "formula display" if 'display="block"' in found["attributes"] else "formula"
    picture = None if any(cell_width(c) == 2 for c in _TAG.sub("", mathml)) else _picture(mathml)
    if picture is None:
        return f'<code class="{name}">{html.escape(tex)}</code>'
    return f'<img class="{name}" alt="{html.escape(tex)}" {picture} />'


@lru_cache(maxsize=1024)
def _picture(mathml: str) -> str | None:
    """The attributes of the picture of a formula: its address and its place on the line.

    None where it cannot be set: whatever goes wrong in the library, the source is there to be shown.
    """
    with _quiet() as unknown:
        try:
            from ziamath.zmath import Math

            svg: str = Math(f"<math>{mathml}</math>", size=_EM).svg()
        except Exception:
            return None
    box = _VIEW_BOX.search(svg)
    if box is None or unknown:
        return None
    _, top, width, height = (float(number) / _EM for number in box.groups())
    place = f"width: {width:.3f}em; height: {height:.3f}em; vertical-align: {-(top + height):.3f}em"
    return f'style="{place}" src="data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"'


class _Heard(logging.Filter):
    """Keeps what is logged instead of letting it through."""

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []

    def filter(self, record: logging.LogRecord) -> bool:
        self.messages.append(record.getMessage())
        return False


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """What ziamath tells the root logger: that it does not know an element is an answer here, and not news."""
    root, heard, handler = logging.getLogger(), _Heard(), logging.NullHandler()
    root.addHandler(handler)  # or logging would set itself up
    root.addFilter(heard)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what the library owes to newer Pythons
            yield heard.messages
    finally:
        root.removeFilter(heard)
        root.removeHandler(handler)
