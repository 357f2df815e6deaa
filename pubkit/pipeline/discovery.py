"""Which files a command means when it is given files, folders, or nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from pubkit.text.errors import InputError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
CATALOGUE = ".po"
#: Folders that hold no source of a user's: outputs, environments, packages.
SKIPPED = frozenset({"build", "node_modules", "site-packages", "venv", "__pycache__"})


def find_texts(paths: Iterable[str]) -> list[Path]:
    """What there is to check: the Markdown files that `paths` mean, and the catalogues of their translations."""
    return _find(paths, lambda path: path.name.endswith(MARKDOWN) or (path.suffix == CATALOGUE and any(reports_beside(path))))


def reports_beside(catalogue: Path) -> Iterator[Path]:
    """The report that a catalogue is named after: `report.md` beside `report.en.po`."""
    stem = catalogue.stem.rpartition(".")[0]
    return (path for suffix in MARKDOWN if stem and (path := catalogue.with_name(stem + suffix)).is_file())


def find_markdown(paths: Iterable[str]) -> list[Path]:
    """The Markdown files that `paths` mean, each once, folders searched in order of names.

    Hidden folders and `SKIPPED` ones are passed over, unless they are named themselves. Raises `InputError` for a path
    that does not exist.
    """
    return _find(paths, lambda path: path.name.endswith(MARKDOWN))


def _find(paths: Iterable[str], is_wanted: Callable[[Path], bool]) -> list[Path]:
    found: dict[Path, None] = {}
    for named in paths:
        path = Path(named)
        if path.is_dir():
            found |= dict.fromkeys(_in_folder(path, is_wanted))
        elif path.exists():
            found[path] = None
        else:
            message = (
                Phrase("this link leads nowhere", "链接指向的文件不存在")
                if path.is_symlink()
                else Phrase("no such file or folder", "没有这个文件或文件夹")
            )
            raise InputError(message, filename=str(path), hint=_near(path))
    return list(found)


def _in_folder(folder: Path, is_wanted: Callable[[Path], bool]) -> Iterator[Path]:
    for base, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in SKIPPED)
        for name in sorted(files):
            if not name.startswith(".") and is_wanted(path := Path(base, name)):
                yield path


def _near(path: Path) -> Phrase | None:
    """A file beside the missing one whose name is like it."""
    import difflib

    try:
        entries = path.parent.iterdir() if path.parent.is_dir() else iter(())
        names = [e.name for e in entries if e.exists() and (e.is_dir() or e.suffix in MARKDOWN)]
    except OSError:
        return None
    near = difflib.get_close_matches(path.name, names, n=1)
    return Phrase("Did you mean {}?", "是否想写 {}？").format(path.parent / near[0]) if near else None
