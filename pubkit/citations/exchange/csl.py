"""CSL-JSON and CSL-YAML: what Zotero, pandoc and citation processors hand to each other.

Sources: the CSL-JSON schema, 1.0.2; the Pandoc User's Guide, "Specifying bibliographic data".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from pubkit.citations.exchange import Problem, Read, in_order
from pubkit.citations.normalize import references_text
from pubkit.citations.styles.csl import read_document, read_item
from pubkit.text.errors import InputError
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_SPACES = lazy(r"[\s,]*")
_NAMES = ("author", "editor", "translator")
_DATES = ("issued", "accessed")
_TEXTS = ("title", "container-title", "publisher", "URL", "DOI", "volume", "issue", "number", "page", "language", "keyword", "note")


def write_csl_json(items: Sequence[Mapping[str, Any]]) -> str:
    """Items as CSL-JSON, one field a line."""
    return json.dumps([dict(item) for item in items], ensure_ascii=False, indent=2) + "\n"


def write_csl_yaml(items: Sequence[Mapping[str, Any]]) -> str:
    """Items as pandoc and the front matter's `bibliography` read them."""
    return references_text(items)


def append_csl_yaml(text: str, existing: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]) -> str:
    """A YAML file with new items behind those it has, its own lines, comments and order untouched.

    Where its form does not allow that (a list in braces, say), the file is written anew.
    """
    lines = references_text(new).split("\n")[1:]
    for indent in ("", "  ", "    "):
        longer = text.rstrip("\n") + "\n" + "\n".join(indent + line if line else "" for line in lines)
        try:
            if [*read_csl_yaml(longer, "").items] == [*existing, *new]:
                return longer
        except InputError:
            continue
    return references_text([*existing, *new])


def read_csl_json(text: str, filename: str) -> Read:
    """The items of a CSL-JSON file. Raises `InputError` with the place where it is no JSON, or no list of items."""
    text = text.removeprefix("\ufeff")
    sources = read_document(text, filename)
    return _read(sources, _rows(text, len(sources)))


def read_csl_yaml(text: str, filename: str) -> Read:
    """The items of a YAML file, a list or one under `references`. Raises `InputError` where it is no YAML, or no list."""
    import yaml

    class Loader(yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader):  # type: ignore[misc]
        """YAML whose dates stay texts: CSL reads `2026-11` and `2026-11-02` alike."""

    Loader.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in Loader.yaml_implicit_resolvers.items()
    }
    try:
        node: Any = yaml.compose(text, Loader=Loader)
        document = yaml.load(text, Loader=Loader)  # noqa: S506  a safe loader
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or type(error).__name__
        raise InputError(
            Phrase("not YAML: {}", "不是 YAML：{}").format(said),
            filename=filename,
            row=mark.line + 1 if mark else None,
            column=mark.column + 1 if mark else None,
        ) from None
    if isinstance(document, dict) and isinstance(document.get("references"), list):
        node = next(value for key, value in node.value if key.value == "references")
        document = document["references"]
    if not isinstance(document, list):
        raise InputError(
            Phrase("no list of references", "不是参考文献列表"),
            filename=filename,
            hint=Phrase("It should be `references:` and a list of CSL items.", "应为 `references:` 及 CSL 条目列表。"),
        )
    return _read(document, [item.start_mark.line + 1 for item in node.value])


def _rows(text: str, count: int) -> list[int]:
    """The line on which each item of the list begins; 1 where the text is an object around the list."""
    decoder = json.JSONDecoder()
    start = len(text) - len(text.lstrip())
    if text[start : start + 1] != "[":
        return [1] * count
    rows, at, row, counted = [], start + 1, 1, 0
    for _ in range(count):
        if spaces := _SPACES.match(text, at):
            at = spaces.end()
        row, counted = row + text.count("\n", counted, at), at
        rows.append(row)
        at = decoder.raw_decode(text, at)[1]
    return rows


def _read(sources: Sequence[Any], rows: Sequence[int]) -> Read:
    items: list[dict[str, Any]] = []
    problems: list[Problem] = []
    kept: list[int] = []
    for n, (source, row) in enumerate(zip(sources, rows, strict=True), 1):
        try:
            items.append(_checked(source, n))
            kept.append(row)
        except InputError as error:
            key = str(source.get("id", f"#{n}")) if isinstance(source, dict) else f"#{n}"
            problems.append(Problem(row, key, error.message, is_lost=True))
    return Read(tuple(items), tuple(problems), tuple(kept))


def _checked(source: Any, number: int) -> dict[str, Any]:
    """An item that every reader can use, its key that of Zotero's citation key where it has one."""
    item = read_item(source, f"#{number}")
    for field in _NAMES:
        item.names(field)
    for field in _DATES:
        item.date(field)
    for field in _TEXTS:
        item.text(field)
    key = source.get("citation-key") or source.get("id")
    fields = {field: value for field, value in source.items() if value not in (None, "", [], {}) and field not in ("id", "type", "citation-key")}
    return in_order({"id": _key(key, number), "type": item.kind, **dict(_plain_dates(fields))})


def _key(key: Any, number: int) -> str:
    said = str(key) if isinstance(key, (str, int, float)) and not isinstance(key, bool) else ""
    return said.rpartition("/")[2] if "://" in said else said or f"item-{number}"


def _plain_dates(fields: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """`2026-11-02`, as YAML may have a date, as CSL's list of numbers; numbers written as texts as numbers."""
    for field, value in fields.items():
        if field in (*_DATES, "submitted", "event-date", "original-date", "available-date"):
            yield field, _csl_date(value)
        else:
            yield field, value


def _csl_date(value: Any) -> Any:
    if isinstance(value, (int, str)):
        found = lazy(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?").fullmatch(str(value).strip())
        return {"date-parts": [[int(part) for part in found.groups() if part]]} if found else {"literal": str(value)}
    if isinstance(value, dict) and isinstance(value.get("date-parts"), list):
        days = [[int(part) if str(part).isdecimal() else part for part in day] if isinstance(day, list) else day for day in value["date-parts"]]
        return {**value, "date-parts": days}
    return value
