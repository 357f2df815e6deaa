"""A report's list of references by a CSL style: entries, their order, and what cites each in the text.

Numeric styles are numbered by us, in the order of the text; of those that cite by author and year, pandoc's citeproc makes the
marks. Entries speak their own language, so that each language is a run of its own.
What does not belong here: our own GB/T 7714—2025 (`listing`), and finding a style's file (`styles`).
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from pubkit.citations.styles.languages import is_east_asian
from pubkit.pipeline.styles import StyleFile, by_language, entries_of, refused
from pubkit.publish.publication import AuthorDateMarks
from pubkit.publish.tree import plain_text, walk
from pubkit.text.chars import HAN
from pubkit.text.errors import InputError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from pubkit.publish.tree import Node

_CSL = "{http://purl.org/net/xbiblio/csl}"
_BY_NUMBER = frozenset({"numeric", "note"})
_NAMES = frozenset({"author", "editor", "translator", "container-author", "collection-editor"})
_SKIPPED = frozenset({"Space", "SoftBreak"})


class StyledEntry(NamedTuple):
    """An entry: its text without the address at its end, the same as HTML where the style sets it in italics and the like,
    its address, and what cites it (empty in a numeric style), whole and without the author.
    """

    text: str
    markup: str
    address: str | None
    mark: str = ""
    mark_year: str = ""


class StyledList(NamedTuple):
    """The entries by key, in the order of the style; `marks` is None for a numeric style, whose order is the text's."""

    entries: dict[str, StyledEntry]
    marks: AuthorDateMarks | None


def styled_list(items: Sequence[Mapping[str, Any]], style: str, language: str) -> StyledList:
    """The items by a CSL style. `language` is the report's. Raises `InputError` for items and style files that cannot be
    meant, `UsageError`, naming the nearest, for an unknown style, `ToolError` where the styles are not installed.
    """
    from pubkit.publish.pandoc import RefusedError, cite_items

    if not items:
        return StyledList({}, None)
    keys = {str(n): str(item["id"]) for n, item in enumerate(items, 1)}
    numbered = [{**_with_whole_names(item), "id": str(n)} for n, item in enumerate(items, 1)]
    with StyleFile(style) as path:
        by_number = _is_by_number(path)
        try:
            groups = by_language(numbered)
            blocks = [block for name, group in groups.items() for block in cite_items(group, path, name)]
            order = [] if by_number else list(entries_of(blocks if len(groups) == 1 else cite_items(numbered, path, language)))
        except RefusedError as error:
            raise refused(style, error.said) from None
    entries = _entries(numbered, blocks, with_marks=not by_number)
    chosen = [str(item["id"]) for item in numbered] if by_number else order
    marks = None if by_number else _enclosing(blocks, language)
    return StyledList({keys[number]: entries[number] for number in chosen}, marks)


def _with_whole_names(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item whose East Asian names are not taken apart: nobody is cited as `赵, 2024`."""
    return {field: [_whole_name(name) for name in value] if field in _NAMES else value for field, value in item.items()}


def _whole_name(name: Any) -> Any:
    if not isinstance(name, dict) or not is_east_asian(str(name.get("family") or "")):
        return name
    return {"literal": f"{name['family']}{name.get('given') or ''}"} if is_east_asian(str(name.get("given") or "")) else name


def _is_by_number(path: Path) -> bool:
    """Whether a style cites by number; a style of notes is published with numbers too."""
    try:
        root = ElementTree.parse(path).getroot()  # noqa: S314  the file has been read as a style already
    except (ElementTree.ParseError, OSError) as error:
        raise InputError(_not_a_style(error), filename=str(path)) from None
    formats = {category.get("citation-format") for category in root.iter(f"{_CSL}category")} - {None}
    return root.get("class") == "note" or bool(formats & _BY_NUMBER)


def _not_a_style(error: Exception) -> Phrase:
    return Phrase("not a CSL style: {}", "不是 CSL 格式文件：{}").format(error)


def _entries(items: Sequence[Mapping[str, Any]], blocks: Sequence[Node], *, with_marks: bool) -> dict[str, StyledEntry]:
    from pubkit.publish.pandoc import write_lines

    marks = _marks(blocks) if with_marks else {}
    addresses = {str(item["id"]): str(item.get("URL") or "") for item in items}
    cut = {key: _without_address(node, addresses[key]) for key, node in entries_of(blocks).items()}
    lines = write_lines([node for node, _ in cut.values()], "html") if cut else []
    return {
        key: _entry(line, address, *marks.get(key, ("", "")))
        for (key, (_, address)), line in zip(cut.items(), lines, strict=True)
    }


def _entry(line: str, address: str | None, mark: str, mark_year: str) -> StyledEntry:
    text = " ".join(unescape(re.sub(r"<[^<>]*>", "", line)).split())
    markup = re.sub(r"^[\s]+|[\s]+$", "", line) if "<" in line else ""
    return StyledEntry(text, markup, address, mark, mark_year)


def _without_address(entry: Node, address: str) -> tuple[Node, str | None]:
    """An entry without the link at its end, which the publisher sets apart, and where that leads."""
    inlines = list(entry["c"])
    while inlines and (inlines[-1]["t"] in _SKIPPED or (inlines[-1]["t"] == "Str" and inlines[-1]["c"] in (".", ">", ">."))):
        inlines.pop()
    if not inlines or inlines[-1]["t"] != "Link":
        return entry, None if address and _holds(entry, address) else address or None
    target = str(inlines[-1]["c"][2][0])
    if plain_text(inlines[-1]).removeprefix("https://") != target.removeprefix("https://"):
        return entry, None  # `doi: 10.1000/ab`, which is a link where it stands
    inlines.pop()
    while inlines and inlines[-1]["t"] in _SKIPPED:
        inlines.pop()
    return {"t": "Para", "c": inlines}, target


def _holds(entry: Node, address: str) -> bool:
    """Whether an entry links to an address somewhere inside."""
    return any(node["t"] == "Link" and node["c"][2][0] == address for node in walk(entry))


def _marks(blocks: Sequence[Node]) -> dict[str, tuple[str, str]]:
    """What cites each item, without the brackets around it: whole, and without the author."""
    found: dict[str, list[str]] = {}
    for key, shown in _shown(blocks):
        found.setdefault(key, []).append(_bare(shown))
    return {key: (marks[0], marks[1]) for key, marks in found.items() if len(marks) > 1}


def _shown(blocks: Sequence[Node]) -> list[tuple[str, str]]:
    """The key and the text of each citation that was made."""
    cites = [block["c"][0] for block in blocks if block["t"] == "Para" and block["c"] and block["c"][0]["t"] == "Cite"]
    return [(str(cite["c"][0][0]["citationId"]), plain_text(cite["c"][1])) for cite in cites]


_BRACKETS = {"(": ")", "[": "]", "（": "）", "〔": "〕"}


def _bare(mark: str) -> str:
    mark = mark.strip()
    return mark[1:-1] if _BRACKETS.get(mark[:1]) == mark[-1:] and mark else mark


def _enclosing(blocks: Sequence[Node], language: str) -> AuthorDateMarks:
    """The brackets that the style puts around a citation; full-width ones stand with a full-width semicolon."""
    first = next((shown.strip() for _, shown in _shown(blocks)), "")
    opening = first[:1] if first[:1] in _BRACKETS else "("
    if opening == "(" and re.match("zh|ja", language) and re.search(f"[{HAN}]", first):
        opening = "（"
    return AuthorDateMarks(opening, _BRACKETS[opening], "；" if opening == "（" else "; ")
