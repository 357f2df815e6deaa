"""The formats by their names on the command line: each makes a piece a file, and a whole of the pieces."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pubkit.output.json import json_piece, json_whole
from pubkit.output.text import TextWriter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.lint.report import FileReport
    from pubkit.text.phrase import Language


class Text(NamedTuple):
    """For people at a terminal."""

    language: Language
    colour: bool
    width: int

    def piece(self, report: FileReport) -> str:
        return "".join(TextWriter(self.language, colour=self.colour, width=self.width).write([report]))

    def whole(self, pieces: Sequence[str]) -> str:
        return "".join(pieces)


class Json(NamedTuple):
    """For programs."""

    language: Language

    def piece(self, report: FileReport) -> str:
        return json_piece(report, self.language)

    def whole(self, pieces: Sequence[str]) -> str:
        return json_whole(pieces)
