"""The references file that a report names in its front matter: `bibliography: report.references.yaml`.

CSL data as YAML or JSON, as pandoc and Zotero write it: a list of items, or a mapping with the key `references`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit.text.errors import ConfigError
from pubkit.text.files import decode, read_bytes
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pubkit.markdown.document import Document

_READ = (".yaml", ".yml", ".json")


def references_of(document: Document) -> dict[str, dict[str, Any]]:
    """The items of the files that a document names, by key, in their order; empty where it names none.

    Raises `InputError` for a file that is missing and `ConfigError`, with the line, for one that is no CSL data. Files of
    other kinds (BibTeX) are passed over.
    """
    span = document.front_matter_span
    if span is None or document.text.find("bibliography", span.start, span.end) < 0:
        return {}
    named = document.front_matter.get("bibliography")
    names = [str(name) for name in (named if isinstance(named, list) else [named]) if name]
    items: dict[str, dict[str, Any]] = {}
    for name in names:
        if name.endswith(_READ):
            for item in read_references(Path(document.path).parent / name):
                items.setdefault(str(item["id"]), item)
    return items


def read_references(path: Path) -> list[dict[str, Any]]:
    """The items of a file of CSL data. Raises `InputError` or `ConfigError` where it cannot be read as such."""
    from pubkit.markdown.yaml import load_yaml_mapping

    text = decode(read_bytes(path), str(path))
    if text.lstrip().startswith(("[", "- ")):
        text = "references:\n" + "\n".join("  " + line for line in text.splitlines())
        data = load_yaml_mapping(text, str(path), first_row=0)
    else:
        data = load_yaml_mapping(text, str(path))
    items = data.get("references", data.get("items", []))
    if not isinstance(items, list) or not all(isinstance(item, dict) and "id" in item for item in items):
        raise ConfigError(
            Phrase("this is no list of CSL items with an `id` each", "这不是每条都有 `id` 的 CSL 条目列表"),
            filename=str(path),
            row=1,
            column=1,
        )
    return [{str(key): value for key, value in item.items()} for item in items]
