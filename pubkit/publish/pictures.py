"""The pictures of a publication: read once from the report's folder (or from the source itself), and from nowhere else.

What does not belong here: how a picture is put into a format (`html` embeds it, `epub` stores it beside the text).
"""

from __future__ import annotations

import base64
import binascii
import re
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, unquote_to_bytes

from pubkit.publish.addresses import web_address
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

_DATA: Final = re.compile(r"data:image/[\w.+-]+(?:;[\w.+-]+=[^;,]*)*(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
_DRIVE: Final = re.compile(r"[A-Za-z]:[\\/]")
#: The core media types of EPUB 3.3, 3.2, with the bytes that their files begin with.
_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"GIF87a", "image/gif", "gif"),
    (b"GIF89a", "image/gif", "gif"),
)
_SVG: Final = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>|<!--.*?-->|<!DOCTYPE[^>]*>|\s)*<svg[\s>]", re.DOTALL)


class Picture(NamedTuple):
    """A picture that every format can show. `name` is its file name there: made from its content."""

    name: str
    media_type: str
    content: bytes

    @property
    def data_uri(self) -> str:
        """The picture as an address that holds it (RFC 2397)."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


class Refusal(NamedTuple):
    """Why an address gives no picture: `missing`, `outside` of the report's folder, `format`, `web`, or `scheme`."""

    reason: str


def load_picture(address: str, folder: Path) -> Picture | Refusal:
    """The picture at an address of the source, relative to `folder`, or the reason why there is none."""
    if address.lower().startswith("data:"):
        return _recognised(_from_data(address))
    if web_address(address):
        return Refusal("web")
    if _SCHEME.match(address) and not _DRIVE.match(address):
        return Refusal("scheme")
    return _from_folder(unquote(address.partition("#")[0].partition("?")[0]), folder)


def _from_folder(name: str, folder: Path) -> Picture | Refusal:
    if not name or "\0" in name:
        return Refusal("missing")
    root = folder.resolve()
    try:
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            return Refusal("outside")
        return _recognised(path.read_bytes())
    except OSError:
        return Refusal("missing")


def _from_data(address: str) -> bytes:
    found = _DATA.fullmatch(address)
    if not found:
        return b""
    if not found[1]:
        return unquote_to_bytes(found[2])
    try:
        return base64.b64decode(re.sub(r"\s", "", unquote(found[2])), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _recognised(content: bytes) -> Picture | Refusal:
    """The picture with the type that its content shows, whatever its name says."""
    kind = _kind(content)
    if kind is None:
        return Refusal("format")
    return Picture(f"{sha256(content).hexdigest()[:16]}.{kind[1]}", kind[0], content)


def _kind(content: bytes) -> tuple[str, str] | None:
    for signature, media_type, suffix in _SIGNATURES:
        if content.startswith(signature):
            return media_type, suffix
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", "webp"
    return ("image/svg+xml", "svg") if _SVG.match(content[:4096]) else None
