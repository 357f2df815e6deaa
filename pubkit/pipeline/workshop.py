"""The folder in which the files of an edition are made, and how they are put in their place.

What does not belong here: what is made (`making`), and when it is right (`building`).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from pubkit.text.errors import InputError
from pubkit.text.files import reason
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.publish.artifacts import Artifact

#: What the names of folders begin with in which something is being made; the number of the first process follows.
_MAKING = ".making-"


class Workshop:
    """A folder beside the outputs, on the same file system, that is gone afterwards, and with it all temporary files of libraries."""

    def __init__(self, output: Path, leader: int) -> None:
        self._output = output
        self._prefix = f"{_MAKING}{leader}-"

    def __enter__(self) -> Path:
        try:
            self._output.mkdir(parents=True, exist_ok=True)
            self._folder = Path(tempfile.mkdtemp(prefix=self._prefix, dir=self._output))
        except OSError as error:
            raise InputError(
                Phrase("cannot build into this folder: {}", "无法在此文件夹中构建：{}").format(reason(error)),
                filename=str(self._output),
                hint=Phrase("Name another one with --output.", "请用 --output 指定其他文件夹。"),
            ) from None
        self._elsewhere, tempfile.tempdir = tempfile.tempdir, str(self._folder.resolve())
        return self._folder

    def __exit__(self, *_: object) -> None:
        tempfile.tempdir = self._elsewhere
        shutil.rmtree(self._folder, ignore_errors=True)


def put_in_place(workshop: Path, home: Path, artifacts: Sequence[Artifact]) -> tuple[Artifact, ...]:
    """Moves what was made to where it belongs, each file at once."""
    home.mkdir(parents=True, exist_ok=True)
    os.replace(workshop / "resolved.md", home / "resolved.md")  # noqa: PTH105
    placed = []
    for artifact in artifacts:
        os.replace(artifact.path, home / artifact.path.name)  # noqa: PTH105
        placed.append(artifact._replace(path=home / artifact.path.name))
    return tuple(placed)


def clear_workshops(output: Path, leader: int) -> None:
    """Takes away what processes have left that were ended: those of the first process of this number."""
    for left in output.glob(f"{_MAKING}{leader}-*"):
        shutil.rmtree(left, ignore_errors=True)
