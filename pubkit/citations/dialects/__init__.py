"""The dialects that pubkit reads, one file each, independent of each other. The tuple is the whole plug-in system."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.citations.dialects.doubao import Doubao
from pubkit.citations.dialects.pandoc import Pandoc

if TYPE_CHECKING:
    from pubkit.citations.dialect import Dialect

DIALECTS: tuple[Dialect, ...] = (Doubao(), Pandoc())
