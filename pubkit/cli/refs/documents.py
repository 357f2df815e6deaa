"""The reports that a command of `pubkit refs` is given: files, folders, or standard input."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from pubkit.markdown.document import Document
from pubkit.pipeline.discovery import find_markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def documents(paths: Sequence[str]) -> Iterable[Document]:
    """The documents that PATHS mean, read one after the other; `-` is standard input, nothing the working folder."""
    if list(paths) == ["-"]:
        return [Document.from_bytes(sys.stdin.buffer.read(), "-")]
    return map(Document.read, find_markdown(paths or ["."]))
