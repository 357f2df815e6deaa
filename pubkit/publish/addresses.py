"""Which addresses may stand in a publication, and how an address is shown so that a line can break in it.

What does not belong here: the files that pictures are read from (`pictures`).
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

_ALLOWED: Final = frozenset({"http", "https", "mailto"})
#: Browsers ignore these inside a scheme: `java\\nscript:` is `javascript:` to them.
_IGNORED: Final = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
#: Reserved and unreserved characters of RFC 3986 and the percent sign; all others are percent-encoded.
_SAFE: Final = "%:/?#[]@!$&'()*+,;=-._~"
_BAD_PERCENT: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
#: Where a line may break behind the host: before a slash and the marks, not before the last (Chicago Manual of Style 7.46); not within
#: a number such as that of a version, `0.31.2`.
_BREAK: Final = re.compile(r"(?<=[^/])(?=[/?#&=%_~,.\-].)(?!(?<=\d)[.,]\d)")
_HOST: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_PRINTED: Final = re.compile(r"[^\W_]|[\w./:?&=%#~+,;@!$*'()\[\]-]")


def web_address(address: str) -> str | None:
    """An http, https or mailto address in the form that every reader accepts (RFC 3986); None for any other."""
    folded = _IGNORED.sub("", address)
    try:
        parts = urlsplit(folded)
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme not in _ALLOWED or not (parts.netloc if scheme != "mailto" else parts.path):
        return None
    try:
        host = parts.netloc.encode("ascii" if parts.netloc.isascii() else "idna").decode()
    except UnicodeError:
        return None
    rest = folded[len(parts.scheme) + 1 :]
    if parts.netloc:
        rest = "//" + quote(host, safe=_SAFE) + rest[2 + len(parts.netloc) :]
    return f"{scheme}:{quote(_BAD_PERCENT.sub('%25', rest), safe=_SAFE)}"


def shown_address(address: str) -> str:
    """The address as a person reads it: percent-encoded Chinese in Chinese, where that is text without spaces."""
    try:
        decoded = unquote(address, errors="strict")
    except UnicodeDecodeError:
        return address
    return decoded if all(map(_PRINTED.match, decoded)) else address


def breakable(address: str) -> list[str]:
    """The pieces of an address between which a line may break; joined they are the address."""
    host = _HOST.match(address)
    at = host.end() if host else 0
    pieces = [piece for piece in _BREAK.split(address[at:]) if piece]
    return [address[:at], *pieces] if at else pieces
