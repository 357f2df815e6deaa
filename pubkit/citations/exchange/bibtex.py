r"""BibTeX as BibLaTeX, BibTeX, Zotero and pandoc read it: writing it, and finding where its entries stand.

pandoc's own writer leaves out DOIs, sites and the kind of everything that has no BibTeX type, and changes capitals; so it is
written here. What a BibTeX type does not say stands in `entrysubtype`, which BibLaTeX reads and no standard style prints.
Sources: BibLaTeX manual 3.20, 2.1 (types) and 2.2 (fields); BibTeXing (O. Patashnik), section 3.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pubkit.citations.addresses import split_address
from pubkit.citations.exchange import Problem, Read, Written, day_of
from pubkit.citations.identifiers import work_of
from pubkit.citations.styles.csl import TYPES, with_noted_fields
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# ---- writing

#: The entry type of a CSL type, and what pandoc takes that for: where the two differ, `entrysubtype` says which is meant.
_ENTRY_TYPES = {
    "article-journal": ("article", "article-journal"),
    "article-magazine": ("article", ""),
    "article-newspaper": ("article", ""),
    "article": ("online", ""),
    "book": ("book", "book"),
    "chapter": ("incollection", "chapter"),
    "dataset": ("dataset", "dataset"),
    "entry-encyclopedia": ("inreference", "entry-encyclopedia"),
    "entry-dictionary": ("inreference", ""),
    "graphic": ("image", "graphic"),
    "manuscript": ("unpublished", "manuscript"),
    "motion_picture": ("video", "motion_picture"),
    "pamphlet": ("booklet", "pamphlet"),
    "paper-conference": ("inproceedings", "paper-conference"),
    "patent": ("patent", "patent"),
    "post": ("online", ""),
    "post-weblog": ("online", ""),
    "report": ("techreport", "report"),
    "review": ("review", "review"),
    "software": ("software", "software"),
    "thesis": ("thesis", "thesis"),
    "webpage": ("online", "webpage"),
}
_SUBTYPES = {"article-magazine": "magazine", "article-newspaper": "newspaper"}  # BibLaTeX's own words
_IN_BOOKS = frozenset({"incollection", "inproceedings", "inreference"})
_FIELDS = {
    "abstract": "abstract",
    "collection-title": "series",
    "edition": "edition",
    "event-title": "eventtitle",
    "genre": "type",
    "keyword": "keywords",
    "note": "note",
    "publisher-place": "address",
    "title-short": "shorttitle",
    "version": "version",
    "volume": "volume",
}
_VERBATIM = {"DOI": "doi", "ISBN": "isbn", "ISSN": "issn", "PMID": "pmid", "URL": "url"}
_NAMES = {"author": "author", "editor": "editor", "translator": "translator", "container-author": "bookauthor"}
_DATES = {"issued": "date", "accessed": "urldate"}
#: Read in some other way; `custom` is ours.
_OWN = frozenset({"id", "type", "title", "container-title", "publisher", "number", "issue", "page", "language", "custom"})

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts an escaped brace as one
    "}": r"\textbraceright{}",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "$": r"\$",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}",
    "\N{NO-BREAK SPACE}": "~",
}
_SPECIAL = lazy(r"--+|[\\{}&%#$_~^<>'`\"\u00a0]")
_TAG = lazy(r'<(/?)(i|b|sub|sup|sc|span)(?: (?:class="nocase"|style="font-variant: ?small-caps;?"))?>')
_COMMANDS = {"i": r"\emph{", "b": r"\textbf{", "sub": r"\textsubscript{", "sup": r"\textsuperscript{", "sc": r"\textsc{", "span": "{"}
_UNFIT_IN_KEY = lazy(r"[\s,{}()\"'#%~\\=@&$^<>|]+")
_UNSAFE_IN_ADDRESS = lazy(r"[{}\\\s]")


def write_bibtex(items: Sequence[Mapping[str, Any]]) -> Written:
    """CSL items as BibTeX, in their order, with their keys as far as BibTeX allows their characters."""
    keys: dict[str, None] = {}
    entries = []
    left_out: dict[str, None] = {}
    for item in map(with_noted_fields, items):
        key = _free(bibtex_key(str(item.get("id", ""))), keys)
        kind, fields = _entry(item)
        body = "".join(f"  {name} = {{{value}}},\n" for name, value in fields)
        entries.append(f"@{kind}{{{key},\n{body}}}\n")
        left_out |= dict.fromkeys(_without_place(item))
    return Written("\n".join(entries), tuple(left_out))


def bibtex_key(key: str) -> str:
    """A key without the characters that end or break one in BibTeX."""
    return _UNFIT_IN_KEY.sub("-", key).strip("-") or "entry"


def _free(key: str, taken: dict[str, None]) -> str:
    free, n = key, 1
    while free in taken:
        n += 1
        free = f"{key}-{n}"
    taken[free] = None
    return free


def _without_place(item: Mapping[str, Any]) -> Iterator[str]:
    known = (_OWN, _FIELDS, _VERBATIM, _NAMES, _DATES)
    return (field for field in item if not any(field in fields for fields in known))


def _entry(item: Mapping[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """The type of an entry, and its fields as they stand between braces."""
    csl_type = str(item.get("type") or "document")
    kind, read_as = _ENTRY_TYPES.get(csl_type, ("misc", ""))
    fields = [(name, _names(item[field])) for field, name in _NAMES.items() if field in item]
    fields.append(("title", _as_written(item.get("title"))))
    fields.append(("booktitle" if kind in _IN_BOOKS else "journal", _as_written(item.get("container-title"))))
    fields.append(("school" if kind == "thesis" else "institution" if kind == "techreport" else "publisher", _latex(item.get("publisher"))))
    fields += [(name, (_as_written if field == "event-title" else _latex)(item.get(field))) for field, name in _FIELDS.items()]
    fields.append(("number", _latex(item.get("issue") or item.get("number"))))
    fields.append(("pages", re.sub(r"(?<=\w)[-–](?=\w)", "--", str(item.get("page") or ""))))
    fields += list(_dates(item))
    fields += [(name, _verbatim(item.get(field))) for field, name in _VERBATIM.items()]
    fields.append(("langid", str(item.get("language") or "")))
    if read_as != csl_type:
        fields.append(("entrysubtype", _SUBTYPES.get(csl_type, csl_type)))
    return kind, [(name, value) for name, value in fields if value]


def _dates(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The year, all that BibTeX knows, and the date for BibLaTeX where there is more to say."""
    for field, name in _DATES.items():
        date = item.get(field)
        parts = date.get("date-parts") if isinstance(date, dict) else None
        days = [day for part in parts or () if (day := day_of({field: {"date-parts": [part]}}, field))]
        if days and name == "date":
            yield "year", f"{days[0][0]:04}"
        if len(days) > 1 or (days and (len(days[0]) > 1 or name != "date")):
            yield name, "/".join("-".join(f"{part:0{4 if n == 0 else 2}}" for n, part in enumerate(day)) for day in days)


def _names(names: Iterable[Any]) -> str:
    return " and ".join(_name(name) for name in names if isinstance(name, dict))


def _name(name: Mapping[str, Any]) -> str:
    literal = str(name.get("literal") or "")
    if literal in ("others", "等", "et al."):
        return "others"  # BibTeX's word for them
    if literal or not name.get("given"):
        return "{" + _latex(literal or name.get("family")) + "}"
    particle = f"{name.get('dropping-particle') or ''} {name.get('non-dropping-particle') or ''}".strip()
    parts = [f"{particle} {name.get('family')}".strip(), name.get("suffix"), name.get("given")]
    return ", ".join(_latex(part).replace(" and ", " {and} ") for part in parts if part)


def _as_written(value: Any) -> str:
    """A title between braces of its own, which keep its capitals."""
    text = _latex(value)
    return f"{{{text}}}" if text else ""


def _verbatim(value: Any) -> str:
    """An address or a number, which nothing escapes: only what would end the field is encoded."""
    return _UNSAFE_IN_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}" if found[0] != "\u3000" else "", str(value or ""))


def _latex(value: Any) -> str:
    """A text of CSL, with its few tags, as LaTeX."""
    if not isinstance(value, (str, int, float)):
        return ""
    text = str(value)
    pieces, at, is_open = [], 0, 0
    for tag in _TAG.finditer(text):
        pieces.append(_escaped(text[at : tag.start()]))
        at = tag.end()
        if tag[1] and is_open:
            pieces.append("}")
            is_open -= 1
        elif not tag[1]:
            pieces.append(_COMMANDS[tag[2]])
            is_open += 1
    pieces.append(_escaped(text[at:]) + "}" * is_open)
    return re.sub(r"[ \t\r\n]+", " ", "".join(pieces)).strip(" ")


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda found: _ESCAPES.get(found[0]) or "-{}" * (len(found[0]) - 1) + "-", text)


# ---- reading


class Place(NamedTuple):
    """Where an entry stands in a file: its key, its line, where it begins and where the next one does."""

    key: str
    row: int
    start: int
    end: int


_HEAD = lazy(r"^[ \t]*@[ \t]*(\w+)[ \t]*[{(][ \t]*(?:([^\s,{}()=\"]+)[ \t]*,)?", re.MULTILINE)
_NO_ENTRY = frozenset({"comment", "string", "preamble"})
_SUBTYPE = lazy(r"\bentrysubtype[ \t]*=[ \t]*[{\"]([\w-]+)[}\"]", re.IGNORECASE)
_LANGUAGE = lazy(r"^[ \t]*language[ \t]*=[ \t]*[{\"]([A-Za-z]{2,3}(?:-\w+)*)[}\"]", re.MULTILINE | re.IGNORECASE)
_SHORT_TITLE = lazy(r"\bshorttitle[ \t]*=", re.IGNORECASE)
_FOREIGN_TAG = lazy(r"</?(?!/?(?:i|b|sub|sup|sc|span)\b)[A-Za-z][\w:-]*(?:\s[^<>]*)?/?>")


def entry_places(text: str) -> list[Place]:
    """Where the entries of a file begin, in their order."""
    heads = list(_HEAD.finditer(text))
    ends = [*(head.start() for head in heads[1:]), len(text)][: len(heads)]
    return [
        Place(head[2] or "", text.count("\n", 0, head.start()) + 1, head.start(), end)
        for head, end in zip(heads, ends, strict=True)
        if head[1].lower() not in _NO_ENTRY
    ]


def read_outline(text: str) -> Read:
    """Key, title, DOI and address of each entry, without pandoc: all that tells one source from another."""
    places = entry_places(text)
    lost = dict(unreadable(text, places))
    kept = [place for place in places if place not in lost]
    items = tuple(_outline(place.key, text[place.start : place.end]) for place in kept)
    return Read(items, tuple(lost.values()), tuple(place.row for place in kept))


def _outline(key: str, entry: str) -> dict[str, Any]:
    title = " ".join(re.sub(r"[{}]|\\(?=\W)", "", _field(entry, "title")).split())
    found = {"title": title, "DOI": _field(entry, "doi"), "URL": _field(entry, "url")}
    return {"id": key, "type": "document", **{field: value for field, value in found.items() if value}}


def _field(entry: str, name: str) -> str:
    """What stands between the braces or quotation marks of a field; empty where there is no such field."""
    found = re.search(rf"(?:^|[\s,{{]){name}[ \t]*=[ \t\n]*(?=[{{\"])", entry, re.IGNORECASE)
    if not found:
        return ""
    start = found.end()
    if entry[start] == '"':
        return entry[start + 1 : entry.find('"', start + 1)].strip()
    depth = 0
    for at in range(start, len(entry)):
        depth += {"{": 1, "}": -1}.get(entry[at], 0)
        if not depth:
            return entry[start + 1 : at].strip()
    return ""


def unreadable(text: str, places: Sequence[Place]) -> Iterator[tuple[Place, Problem]]:
    """The entries without a key, and those whose braces do not close: BibTeX's readers lose these, and often the next."""
    for place in places:
        if not place.key:
            yield place, Problem(place.row, "?", Phrase("the entry has no key", "条目没有键"), is_lost=True)
        elif depth := _depth(text[place.start : place.end]):
            words = Phrase("a brace is never closed", "有花括号没有闭合") if depth > 0 else Phrase("a brace closes nothing", "有多余的右花括号")
            yield place, Problem(place.row, place.key, words, is_lost=True)


def _depth(entry: str) -> int:
    r"""How many braces are open at an entry's end, negative where one closes nothing.

    BibTeX counts `\{` as a brace and pandoc does not: what either of them can read is let pass.
    """
    depths = [_count(re.findall(r"[{}]", text)) for text in (entry, re.sub(r"\\[{}]", "", entry))]
    return 0 if 0 in depths else depths[1]


def _count(braces: Iterable[str]) -> int:
    depth = 0
    for brace in braces:
        depth += 1 if brace == "{" else -1
        if depth < 0:
            break
    return depth


def for_pandoc(text: str, left_out: Iterable[Place]) -> str:
    """The file without some entries, its lines with their numbers, and with the commands that pandoc passes over as signs."""
    text = _without(text, left_out)
    for command, sign in (("textbraceleft", "\\{"), ("textbraceright", "\\}"), ("textasciigrave", "\\`{}")):
        text = text.replace(f"\\{command}{{}}", sign)
    return text


def _without(text: str, places: Iterable[Place]) -> str:
    for place in sorted(places, key=lambda place: -place.start):
        text = text[: place.start] + "\n" * text.count("\n", place.start, place.end) + text[place.end :]
    return text


def mended_item(item: dict[str, Any], entry: str) -> tuple[dict[str, Any], Phrase | None]:
    """An item as pandoc read it from `entry`, with what pandoc passes over; and what was wrong with it."""
    named = _SUBTYPE.search(entry)
    subtypes = {word: name for name, word in _SUBTYPES.items()}
    if named and (kind := subtypes.get(named[1], named[1])) in TYPES:
        item["type"] = kind
    item["type"] = item.get("type") or _type_by_address(str(item.get("URL") or ""))
    if "language" not in item and (language := _LANGUAGE.search(entry)):
        item["language"] = language[1]  # where Zotero's BibTeX has it; pandoc asks `langid` only
    if not _SHORT_TITLE.search(entry):
        item.pop("title-short", None)  # pandoc cuts one off at a colon
    if event := item.pop("event", None):
        item.setdefault("event-title", event)
    if language := item.get("language"):
        item["language"] = _cased(str(language))
    title = str(item.get("title") or "")
    plain = _FOREIGN_TAG.sub("", title)
    if plain != title:
        item["title"] = " ".join(plain.split())
        return item, Phrase("HTML in the title was taken out", "已去除题名中的 HTML")
    return item, None


def _type_by_address(address: str) -> str:
    """What `@misc` is, in which BibTeX has everything that is young: a preprint, a web page, or something else."""
    parts = split_address(address)
    if parts and work_of(parts).kind == "preprint":
        return "article"
    return "webpage" if parts else "document"


def _cased(language: str) -> str:
    """A BCP 47 tag in its usual letters: `zh-hans` as `zh-Hans`."""
    first, *others = language.split("-")
    return "-".join([first.lower(), *(part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part for part in others)])
