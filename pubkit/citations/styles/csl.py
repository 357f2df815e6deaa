"""CSL-JSON as it is met: items read field by field, whatever program wrote them.

A field that is not there is empty; one that cannot be meant is an `InputError` that names the item and the field.
Sources: CSL 1.0.2 specification, appendices III and IV (types and variables); the JSON schema `csl-data.json`; Zotero's
manual, "Citing fields from Extra" (lines `variable: value` in `note`).
What does not belong here: how a date or a name is printed.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Mapping

from pubkit.citations.styles.dates import Date, read_date
from pubkit.text.errors import InputError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: CSL 1.0.2, appendix III.
TYPES = _words(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset "
    "document entry entry-dictionary entry-encyclopedia event figure graphic hearing interview legal_case legislation "
    "manuscript map motion_picture musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software song speech standard thesis "
    "treaty webpage"
)

_NAMES = _words(
    "author chair collection-editor compiler composer container-author director editor editorial-director host "
    "illustrator original-author performer producer recipient series-creator translator"
)
_DATES = _words("accessed available-date event-date issued original-date submitted")
_NOTE_FIELDS = (
    _NAMES
    | _DATES
    | _words(
        "archive archive-place archive_location article-number authority call-number collection-number "
        "collection-title container-title cstr dimensions doi edition event-place event-title genre issue language "
        "medium number original-publisher original-title page publisher publisher-place scale status title type url "
        "version volume volume-title year-suffix"
    )
)
_UPPER_CASE_FIELDS = {"cstr": "CSTR", "doi": "DOI", "url": "URL"}
_NOTE_LINE = re.compile(r"^[ \t]*(?:\{:)?([A-Za-z][A-Za-z_ -]*?)[ \t]*:[ \t]*(.*?)\}?[ \t]*$", re.MULTILINE)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\u0085\u2028\u2029]+")
_INVISIBLE = re.compile("[\u200b\u2060\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


class Name(NamedTuple):
    """A person (family and given name) or a body or name that is not to be taken apart (`literal`)."""

    family: str = ""
    given: str = ""
    literal: str = ""
    suffix: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""


class Item(NamedTuple):
    """One CSL-JSON item. `identifier` is its `id`, for messages."""

    identifier: str
    kind: str
    fields: Mapping[str, object]

    def text(self, *fields: str) -> str:
        """The first of `fields` that says something, on one line; numbers are read as written."""
        return next(filter(None, (self._one_text(field) for field in fields)), "")

    def _one_text(self, field: str) -> str:
        value = self.fields.get(field)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, (str, int, float)):
            raise self.malformed(field, Phrase("is not a text", "不是文本"))
        return _clean(str(value).removesuffix(".0") if isinstance(value, float) else str(value))

    def note(self) -> str:
        """The note with its lines kept."""
        value = self.fields.get("note")
        return value.replace("\r\n", "\n") if isinstance(value, str) else ""

    def names(self, *fields: str) -> tuple[Name, ...]:
        """The names of the first of `fields` that has any."""
        return next(filter(None, (self._names_of(field) for field in fields)), ())

    def _names_of(self, field: str) -> tuple[Name, ...]:
        value = self.fields.get(field)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.malformed(field, Phrase("is not a list of names", "不是姓名的列表"))
        return tuple(name for one in value if (name := self._name(field, one)))

    def _name(self, field: str, value: object) -> Name | None:
        if isinstance(value, str):
            return Name(literal=_clean(value)) if value.strip() else None
        if not isinstance(value, Mapping):
            raise self.malformed(field, Phrase("holds something that is not a name", "含有不是姓名的内容"))
        name = self._name_of_parts(field, value)
        if not (name.family or name.literal):
            raise self.malformed(field, Phrase("holds a name without a word in it", "含有空的姓名"))
        return name

    def _name_of_parts(self, field: str, value: Mapping[str, object]) -> Name:
        def part(key: str) -> str:
            return Item(self.identifier, self.kind, {field: value.get(key)}).text(field)

        family, given = part("family"), part("given")
        literal = part("literal") or part("name")
        if family and not literal:
            return Name(
                family=family,
                given=given,
                suffix=part("suffix"),
                dropping_particle=part("dropping-particle"),
                non_dropping_particle=part("non-dropping-particle"),
            )
        return Name(literal=literal or given)

    def date(self, *fields: str) -> Date | None:
        """The first of `fields` that holds a date."""
        return next(filter(None, (self._one_date(field) for field in fields)), None)

    def _one_date(self, field: str) -> Date | None:
        try:
            return read_date(_clean_words(self.fields.get(field)))
        except (ValueError, OverflowError):
            raise self.malformed(field, Phrase("is not a date", "不是日期")) from None

    def malformed(self, field: str, what: Phrase) -> InputError:
        """The error that says what is wrong with a field of this item."""
        return _error(self.identifier, field, what)


_HINT = Phrase(
    "See the CSL-JSON schema for what the field may hold, or leave it out.",
    "该字段可含的内容见 CSL-JSON 格式说明；也可删去此字段。",
)


def _error(identifier: str, field: str, what: Phrase, hint: Phrase = _HINT) -> InputError:
    message = Phrase("item `{0}`: field `{1}` {2}", "条目 `{0}`：字段 `{1}` {2}").format(identifier, field, what)
    return InputError(message, hint=hint)


def _clean(text: str) -> str:
    text = _SURROGATES.sub("\ufffd", _INVISIBLE.sub("", _CONTROLS.sub(" ", text)))
    return re.sub(" {2,}", " ", text).strip()


def _clean_words(value: object) -> object:
    if isinstance(value, Mapping):
        return {key: _clean_words(part) for key, part in value.items()}
    return _clean(value) if isinstance(value, str) else value


def read_item(source: Mapping[str, object], identifier: str = "?") -> Item:
    """An item, its `note` read for what stands in no field of its own.

    `identifier` names the item in messages where it has no `id`. Raises `InputError` where the type is missing or is
    none of CSL's; other fields are looked at when they are asked for.
    """
    if not isinstance(source, Mapping):
        raise InputError(Phrase("item `{0}` is not an object", "条目 `{0}` 不是对象").format(identifier))
    bare = Item(identifier, "", source)
    bare = Item(bare.text("id") or identifier, "", source)
    noted = _fields_of_note(bare.note())
    kind = str(noted.pop("type", "")) or bare.text("type")
    if kind not in TYPES:
        raise _unknown_type(bare.identifier, kind)
    return Item(bare.identifier, kind, {**noted, **{k: v for k, v in source.items() if v not in (None, "", [], {})}})


def _unknown_type(identifier: str, kind: str) -> InputError:
    what = Phrase("is missing", "缺失")
    if kind:
        what = Phrase("is `{0}`, which CSL does not know", "为 `{0}`，CSL 中没有这种类型").format(kind)
    if near := difflib.get_close_matches(kind, TYPES, 1):
        what = Phrase("{0}; did you mean `{1}`?", "{0}；是否为 `{1}`？").format(what, near[0])
    hint = Phrase(
        "Give the item one of CSL's types, such as `book`, `article-journal` or `webpage`.",
        "请填写 CSL 的类型，如 `book`、`article-journal`、`webpage`。",
    )
    return _error(identifier, "type", what, hint)


def _fields_of_note(note: str) -> dict[str, object]:
    fields: dict[str, object] = {}
    names: dict[str, list[object]] = {}
    for key, value in _NOTE_LINE.findall(note):
        field = key.lower().replace(" ", "-").replace("archive-location", "archive_location")
        if value and field in _NAMES:
            names.setdefault(field, []).append(_noted_name(value))
        elif value and field in _NOTE_FIELDS:
            fields.setdefault(_UPPER_CASE_FIELDS.get(field, field), value)
    return {**fields, **names}


def with_noted_fields(source: Mapping[str, object]) -> dict[str, object]:
    """An item whose note says nothing that has a field of its own: for formats that know no lines in a note.

    What an item has in a field stays; what only the note says becomes a field, its dates as CSL has them.
    """
    note = source.get("note")
    noted = _fields_of_note(note) if isinstance(note, str) else {}
    if not noted:
        return dict(source)
    kind = noted.pop("type", None)
    dated = {field: _csl_date(value) if field in _DATES else value for field, value in noted.items()}
    rest = [line for line in str(note).splitlines() if not _fields_of_note(line)]
    found = {**dated, **source, "note": " ".join(filter(None, map(str.strip, rest)))}
    if kind in TYPES:
        found["type"] = kind
    return {field: value for field, value in found.items() if value not in (None, "", [], {})}


def _csl_date(value: object) -> object:
    try:
        date = read_date(value)
    except ValueError:
        return value
    if date is None or not date.start or date.estimated:
        return value
    return {"date-parts": [list(day) for day in (date.start, date.end) if day]}


def _noted_name(value: str) -> dict[str, str]:
    family, _, given = (part.strip() for part in value.partition("||"))
    return {"family": family, "given": given} if given else {"literal": family}


def read_document(text: str, filename: str) -> list[Mapping[str, object]]:
    """The items of a CSL-JSON document: a list, or an object with `items`.

    Raises `InputError` with the place where `text` is not JSON, and where it is JSON but no list of items.
    """
    try:
        document = json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        what = Phrase("not JSON: {0}", "不是 JSON：{0}").format(error.msg)
        raise InputError(what, filename=filename, row=error.lineno, column=error.colno) from None
    except (RecursionError, ValueError):  # nested too deeply; a number of thousands of digits
        raise InputError(Phrase("JSON that cannot be meant", "无法理解的 JSON"), filename=filename) from None
    items = document.get("items") if isinstance(document, dict) else document
    if not isinstance(items, list):
        raise InputError(
            Phrase("no list of CSL-JSON items", "不是 CSL-JSON 条目的列表"),
            filename=filename,
            hint=Phrase('It should be `[ … ]` or `{"items": [ … ]}`.', '应为 `[ … ]` 或 `{"items": [ … ]}`。'),
        )
    return items
