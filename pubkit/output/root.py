"""The folder that a CI service counts paths from: the project's, wherever pubkit was started in it."""

from __future__ import annotations

import os
from pathlib import Path

from pubkit.text.named_tuple import NamedTuple

#: Where GitHub Actions and GitLab CI/CD say the checkout is.
_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


class Root(NamedTuple):
    """The checkout, and the folder that pubkit runs in; both absolute."""

    checkout: str
    folder: str

    @classmethod
    def here(cls) -> Root:
        """The checkout that the environment names and that holds the current folder; else the current folder."""
        folder = Path.cwd()
        for name in _CHECKOUTS:
            checkout = Path(os.environ.get(name) or "/dev/null").resolve()
            if folder.is_relative_to(checkout):
                return cls(str(checkout), str(folder))
        return cls(str(folder), str(folder))

    def path(self, filename: str) -> str:
        """A file's path from the checkout, with `/`; absolute where the file is outside, `-` for standard input."""
        if filename == "-":
            return filename
        full = Path(os.path.normpath(Path(self.folder, filename)))
        return (full.relative_to(self.checkout) if full.is_relative_to(self.checkout) else full).as_posix()
