"""Files that are written whole or not at all, and what is known of them afterwards.

What does not belong here: the content of a file.
"""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from pubkit.publish.publication import Artifact
from pubkit.text.errors import InputError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.publish.publication import Kind


def write_artifact(kind: Kind, target: Path, language: str, content: bytes) -> Artifact:
    """Writes `content` to `target`; the file that stood there before stays until the new one is complete.

    Raises `InputError` naming the file where it cannot be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(Phrase(f"cannot be written: {reason}", f"无法写入：{reason}"), filename=str(target)) from error
    return Artifact(kind, target, language, sha256(content).hexdigest(), len(content))


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        temporary.chmod(_usual_mode())
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _usual_mode() -> int:
    """The mode that a new file gets from the user's mask; temporary files are private otherwise."""
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
