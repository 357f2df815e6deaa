"""A finished file: written whole or not at all, and what is known of it afterwards.

What does not belong here: the content of a file.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from pubkit.text.errors import InputError
from pubkit.text.files import reason, write_atomically
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pathlib import Path

Kind = Literal["pdf", "html", "epub"]


class Artifact(NamedTuple):
    """A file that was made. `path` is where it stands; `sha256` is hex."""

    kind: Kind
    path: Path
    language: str
    sha256: str
    size_bytes: int


def write_artifact(kind: Kind, target: Path, language: str, content: bytes) -> Artifact:
    """Writes `content` to `target`; the file that stood there before stays until the new one is complete.

    Makes the folder where it is missing. Raises `InputError` naming the file or the folder that cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = Phrase("this folder cannot be made: {}", "无法建立此文件夹：{}").format(reason(error))
        raise InputError(message, filename=str(target.parent)) from error
    write_atomically(target, content)
    return Artifact(kind, target, language, sha256(content).hexdigest(), len(content))
