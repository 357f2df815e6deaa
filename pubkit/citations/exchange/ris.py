"""RIS, through `rispy`, which reads and writes its lines; what the lines mean is said here.

pandoc reads RIS too, but loses the day of publication, the day of access, and that an institution is no person.
Sources: the RIS specification of Research Information Systems (2012 revision); Zotero's translator for what it exports.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pubkit.citations.exchange import Problem, Read, Written, csl_day, day_of
from pubkit.citations.styles.csl import with_noted_fields
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_TYPES = {
    "article-journal": "JOUR",
    "article-magazine": "MGZN",
    "article-newspaper": "NEWS",
    "article": "UNPB",
    "bill": "BILL",
    "book": "BOOK",
    "chapter": "CHAP",
    "classic": "CLSWK",
    "dataset": "DATA",
    "document": "GEN",
    "entry-dictionary": "DICT",
    "entry-encyclopedia": "ENCYC",
    "figure": "FIGURE",
    "graphic": "ART",
    "hearing": "HEAR",
    "legal_case": "CASE",
    "legislation": "STAT",
    "manuscript": "MANSCPT",
    "map": "MAP",
    "motion_picture": "VIDEO",
    "musical_score": "MUSIC",
    "pamphlet": "PAMP",
    "paper-conference": "CPAPER",
    "patent": "PAT",
    "personal_communication": "PCOMM",
    "post": "ICOMM",
    "post-weblog": "BLOG",
    "report": "RPRT",
    "software": "COMP",
    "song": "SOUND",
    "standard": "STAND",
    "thesis": "THES",
    "webpage": "ELEC",
}
#: Other types of RIS that mean the same to CSL.
_OTHER_TYPES = {
    "CONF": "paper-conference",
    "DBASE": "dataset",
    "EBOOK": "book",
    "ECHAP": "chapter",
    "EDBOOK": "book",
    "EJOUR": "article-journal",
    "GOVDOC": "report",
    "INPR": "article-journal",
    "JFULL": "article-journal",
    "LEGAL": "legislation",
    "MPCT": "motion_picture",
    "MULTI": "motion_picture",
    "SLIDE": "speech",
}
_CSL_TYPES = {tag: kind for kind, tag in _TYPES.items()} | _OTHER_TYPES
_FIELDS = {
    "title": "title",
    "container-title": "secondary_title",
    "collection-title": "tertiary_title",
    "publisher": "publisher",
    "publisher-place": "place_published",
    "volume": "volume",
    "edition": "edition",
    "DOI": "doi",
    "abstract": "abstract",
    "language": "language",
    "source": "name_of_database",
    "section": "section",
    "title-short": "short_title",
    "genre": "type_of_work",
    "call-number": "call_number",
}
#: Where other programs put the same: the first that is there counts.
_READ_FROM = {
    "title": ("title", "primary_title"),
    "container-title": ("secondary_title", "journal_name", "alternate_title3", "alternate_title2"),
    "abstract": ("abstract", "notes_abstract"),
}
_NAMES = {"author": "authors", "editor": "secondary_authors", "translator": "subsidiary_authors"}
_OWN = frozenset({"id", "type", "issued", "accessed", "URL", "page", "issue", "number", "keyword", "note", "custom", "ISBN", "ISSN"})
_START = lazy(r"^\ufeff?TY {1,2}-[ \t]*(\S*)[ \t]*$", re.MULTILINE)
_END = lazy(r"^ER {1,2}-", re.MULTILINE)
_KEY_LINE = lazy(r"^ID {1,2}-[ \t]*(\S.*?)[ \t]*$", re.MULTILINE)
_DIGITS = lazy(r"\d+")


def write_ris(items: Sequence[Mapping[str, Any]]) -> Written:
    """CSL items as RIS, in their order, each with its key as `ID`."""
    from rispy import RisWriter

    class Writer(RisWriter):  # type: ignore[misc]  # without the numbers between entries, which not all readers pass over
        def set_header(self, count: int) -> str:  # noqa: ARG002
            return ""

    items = [with_noted_fields(item) for item in items]
    records = [_record(item) for item in items]
    known = (_OWN, _FIELDS, _NAMES)
    left_out = dict.fromkeys(field for item in items for field in item if not any(field in fields for fields in known))
    text = Writer(delimiter_tags_mapping={}).formats(records) if records else ""
    return Written(text, tuple(left_out))


def _record(item: Mapping[str, Any]) -> dict[str, Any]:
    record: dict[str, Any] = {"type_of_reference": _TYPES.get(str(item.get("type")), "GEN"), "id": _line(item.get("id"))}
    record |= {tag: [_name(name) for name in item.get(field) or () if isinstance(name, dict)] for field, tag in _NAMES.items()}
    record |= {tag: _line(item.get(field)) for field, tag in _FIELDS.items()}
    issued = day_of(item, "issued")
    record |= {"year": f"{issued[0]:04}" if issued else "", "date": _slashed(issued), "access_date": _slashed(day_of(item, "accessed"))}
    first, _, last = _line(item.get("page")).replace("–", "-").partition("-")
    record |= {"start_page": first, "end_page": last, "number": _line(item.get("issue") or item.get("number"))}
    record |= {"issn": _line(item.get("ISSN") or item.get("ISBN")), "urls": list(filter(None, [_line(item.get("URL"))]))}
    record |= {"keywords": [word.strip() for word in _line(item.get("keyword")).split(",") if word.strip()]}
    record |= {"notes": list(filter(None, [_line(item.get("note"))]))}
    return {tag: value for tag, value in record.items() if value}


def _line(value: Any) -> str:
    """A value on one line: RIS has no other."""
    return " ".join(str(value).split()) if isinstance(value, (str, int, float)) else ""


def _name(name: Mapping[str, Any]) -> str:
    if literal := _line(name.get("literal")):
        return "et al." if literal == "others" else literal
    particle = f"{_line(name.get('dropping-particle'))} {_line(name.get('non-dropping-particle'))}".strip()
    family = f"{particle} {_line(name.get('family'))}".strip()
    return ", ".join(part for part in (family, _line(name.get("given")), _line(name.get("suffix"))) if part)


def _slashed(day: tuple[int, ...]) -> str:
    """A day as RIS has it: `2026/11/02/`, with what is not known left empty."""
    padded = [f"{part:0{4 if n == 0 else 2}}" for n, part in enumerate(day)]
    return "/".join([*padded, *[""] * (4 - len(padded))]) if day else ""


# ---- reading


def read_ris(text: str) -> Read:
    """The entries of a RIS file. One that ends without `ER` or has an unknown type is read all the same, and named."""
    import rispy

    starts = list(_START.finditer(text))
    items: list[dict[str, Any]] = []
    problems: list[Problem] = []
    rows: list[int] = []
    for n, start in enumerate(starts):
        piece = text[start.start() : starts[n + 1].start() if n + 1 < len(starts) else len(text)].lstrip("\ufeff")
        row = text.count("\n", 0, start.start()) + 1
        key = found[1] if (found := _KEY_LINE.search(piece)) else f"ris-{n + 1}"
        problems += [Problem(row, key, message, is_lost=False) for message in _oddities(start[1], piece)]
        if not _END.search(piece):
            piece = piece.rstrip("\n") + "\nER  - \n"
        try:
            records = rispy.loads(piece, delimiter_tags_mapping={}, skip_unknown_tags=True)
            items += [_item(record, key) for record in records[:1]]
            rows += [row] * len(records[:1])
        except (OSError, ValueError, KeyError, IndexError) as error:
            problems.append(Problem(row, key, Phrase("cannot be read: {}", "无法读取：{}").format(error), is_lost=True))
    return Read(tuple(items), tuple(problems), tuple(rows))


def _oddities(kind: str, piece: str) -> Iterator[Phrase]:
    if kind not in _CSL_TYPES:
        yield Phrase("the type `{}` is not known; taken for a document", "未知类型 `{}`，按一般文献处理").format(kind)
    if not _END.search(piece):
        yield Phrase("the entry has no `ER` at its end", "条目末尾缺少 `ER`")


def _item(record: Mapping[str, Any], key: str) -> dict[str, Any]:
    kind = _CSL_TYPES.get(str(record.get("type_of_reference")), "document")
    item: dict[str, Any] = {"id": key, "type": kind}
    for field, tag in _FIELDS.items():
        item[field] = next(filter(None, (_line(record.get(name)) for name in _READ_FROM.get(field, (tag,)))), "")
    for field, tag in _NAMES.items():
        names = record.get(tag) or (record.get("first_authors") if field == "author" else None)
        item[field] = [_csl_name(name) for name in names or () if name.strip()]
    item["issued"] = _day(record.get("date")) or _day(record.get("year")) or _day(record.get("publication_year"))
    item["accessed"] = _day(record.get("access_date"))
    item["page"] = "-".join(filter(None, (_line(record.get("start_page")), _line(record.get("end_page")))))
    item["issue" if kind.startswith("article-") else "number"] = _line(record.get("number"))
    item["ISBN" if kind in ("book", "chapter") else "ISSN"] = _line(record.get("issn"))
    item["URL"] = next(iter(record.get("urls") or ()), "")
    item["keyword"] = ", ".join(record.get("keywords") or ())
    item["note"] = " ".join(map(_line, record.get("notes") or ()))
    return {field: value for field, value in item.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in name.partition(","))
    if not comma:
        return {"literal": "others" if family in ("et al.", "et al", "等") else family}
    given, _, suffix = (part.strip() for part in given.partition(","))
    return {field: value for field, value in (("family", family), ("given", given), ("suffix", suffix)) if value}


def _day(value: Any) -> dict[str, list[list[int]]] | None:
    """`2026/11/02/` as CSL's date; None where there is no year in it."""
    parts = [int(part) for part in _DIGITS.findall(str(value or ""))[:3]]
    if not parts or not 1000 <= parts[0] <= 9999:
        return None
    while len(parts) > 1 and not 1 <= parts[-1] <= (12 if len(parts) == 2 else 31):
        parts.pop()
    return csl_day(*parts)
