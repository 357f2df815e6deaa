"""The text of a page from its bytes: by what the page says of its encoding, where that is true, else by what fits.

Chinese sites often say one thing and send another: a server declares UTF-8 or ISO-8859-1 for whatever it has, and the page is
GBK. A declared encoding is believed only when the bytes can be read by it; then the others are tried.

Sources: WHATWG Encoding (labels: `gb2312` means GB18030), HTML Living Standard 13.2.3 (BOM, then header, then `meta`).
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LABELS = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949"}
#: Encodings that read any bytes: declared out of habit, they say nothing.
_ANYTHING = frozenset({"iso8859-1", "latin-1", "cp1252", "ascii"})
_META = lazy(r"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w:.-]{2,30})", re.IGNORECASE)
_SEARCHED_BYTES = 4096
_TRIED = ("utf-8", "gb18030", "big5hkscs")
#: The most frequent characters of Chinese texts, in both scripts: bytes read by the wrong encoding hardly ever make them.
_FREQUENT = frozenset(
    "的一是不了在人有我他这这個个们们們中来來上大为为爲為和国国國地到以说說时时時要就出会会會可也你对对對生能而子那得于於着著下自之年过過发"
    "發后後作里用道行所然家种種事成方多经經么麼去法学学學如都同现现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只"
    "从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩高间間由问問很最重并物手应應战戰向头"
    "頭文体體政美相见見被利什二等产產或新己制身果加西斯月话話合回特代内內信表化老给給世位次度门門任常先海通教儿兒原东東声聲提立及比员員"
    "网網页頁报報技术術研究数數据據，。、；：“”《》（）"
)


def decoded(body: bytes, content_type: str) -> str:
    """The text of a page. `content_type` is the header's whole value. Never fails: what cannot be read becomes U+FFFD."""
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    declared = list(dict.fromkeys(_declared(body, content_type)))
    for name in declared:
        if name not in _ANYTHING and (text := _strictly(body, name)) is not None:
            return text
    readings = [text for name in _TRIED if (text := _strictly(body, name)) is not None]
    if readings and not body.isascii():
        text = readings[0] if _strictly(body, "utf-8") is not None else max(readings, key=_frequent_share)
        if not declared or declared[0] not in _ANYTHING or _frequent_share(text) > 0.2 or text is _strictly(body, "utf-8"):
            return text
    if declared and declared[0] not in _ANYTHING:
        return body.decode(declared[0], "replace")
    return body.decode("utf-8" if body.isascii() else "cp1252", "replace")  # what browsers do with what says nothing


def _declared(body: bytes, content_type: str) -> Iterator[str]:
    """What the header and the page say of the encoding, by Python's names."""
    in_header = re.search(r"charset\s*=\s*[\"']?([\w:.-]+)", content_type, re.IGNORECASE)
    in_page = _META.search(body[:_SEARCHED_BYTES].decode("latin-1"))
    for found in (in_header, in_page):
        if found and (name := _known(found[1])):
            yield name


def _known(label: str) -> str:
    label = label.lower()
    try:
        name = codecs.lookup(_LABELS.get(label, label))
    except LookupError:
        return ""
    return name.name if _OF_THE_WEB.fullmatch(name.name) else ""


#: Python knows codecs that are no encodings of pages: `idna`, `unicode_escape`, `base64`.
_OF_THE_WEB = lazy(r"utf-(?:8|16|16-le|16-be)|gb\w+|big5\w*|cp\d{3,4}|euc_\w+|shift_jis|iso2022_jp|iso8859-\d+|koi8-\w|ascii|latin-1")


#: Bytes at the end of a body that was cut off may be a part of a character.
_LONGEST_CHARACTER = 4


def _strictly(body: bytes, name: str) -> str | None:
    """The text, where all bytes can be read so, up to a character that was cut in two at the end; else None.

    A few wrong bytes among thousands are a mistake of the page and not another encoding.
    """
    try:
        return body.decode(name)
    except UnicodeDecodeError as error:
        if error.start >= len(body) - _LONGEST_CHARACTER:
            return body[: error.start].decode(name)
        text = body.decode(name, "replace")
        return text if text.count("\ufffd") * 500 < len(text) and not text[:_SEARCHED_BYTES].count("\ufffd") else None
    except LookupError:
        return None


def _frequent_share(text: str) -> float:
    """Which share of the characters beyond ASCII are frequent ones."""
    beyond = [character for character in text if character > "\x7f"]
    return sum(character in _FREQUENT for character in beyond) / len(beyond) if beyond else 0.0
