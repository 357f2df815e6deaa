"""XLIFF 2.1, for the CAT tools that read no PO: a catalogue out, and the same catalogue in again.

Placeholders become codes that a tool protects: `<ph>`, and for a number `<pc>` around its words, which a translator may write in the
other language. What they look like in a catalogue is kept as original data. The states: *missing* is `initial`; *changed* and
*unreviewed* are `translated` with a sub-state of pubkit's; *fresh* is `reviewed`. `final`, `reviewed`, and `translated` without that
sub-state, which is what a tool sets when somebody has confirmed a segment, come back as fresh.

Source: OASIS, "XLIFF Version 2.1" (2018). Documents with a DTD are refused, so that no entity is ever expanded.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pubkit.editions.catalog import Catalog, Entry
from pubkit.editions.placeholders import KINDS, PLACEHOLDER
from pubkit.text.errors import InputError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
_SUBSTATE = "pubkit:"
#: What XML 1.0 cannot hold, and what a parser would change.
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_ESCAPED = re.compile(r"⟨U\+([0-9A-F]{4})⟩")


# ---- out


def format_xliff(catalog: Catalog, source_language: str, original: str) -> str:
    """A catalogue as an XLIFF document. `original` is the name of the source file; `source_language` is BCP 47."""
    units = [_unit(n, entry) for n, entry in enumerate(catalog.entries, 1) if not entry.is_obsolete]
    obsolete = [_unit(n, entry) for n, entry in enumerate(catalog.entries, 1) if entry.is_obsolete]
    group = f'<group id="obsolete" translate="no">\n{"".join(obsolete)}</group>\n' if obsolete else ""
    header = [("header", f"{name}: {value}") for name, value in catalog.header.items()]
    comments = [("header-comment", catalog.header_comments)] if catalog.header_comments else []
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<xliff xmlns="{NAMESPACE}" version="2.1" srcLang={_attribute(source_language)} trgLang={_attribute(catalog.language)}>\n'
        f'<file id="f1" original={_attribute(original)} canResegment="no">\n{_notes([*header, *comments])}{"".join(units)}{group}</file>\n</xliff>\n'
    )


def _unit(number: int, entry: Entry) -> str:
    data = _Data()
    source = data.inlines(entry.message)
    target = data.inlines(entry.translation)
    notes = [
        *(("context", entry.context) for _ in [0] if entry.context is not None),
        *(("place", line) for line in entry.extracted),
        *(("comment", line) for line in entry.comments),
        *(("reference", f"{name}:{row}" if row else name) for name, row in entry.references),
        *(("flag", flag) for flag in entry.flags),
        *(("previous", entry.previous) for _ in [0] if entry.previous is not None),
    ]
    shown = f"<target>{target}</target>" if entry.translation else ""
    return (
        f'<unit id="u{number}" canResegment="no" xml:space="preserve">\n{_notes(notes)}{data.xml()}'
        f"<segment{_state(entry)}><source>{source}</source>{shown}</segment>\n</unit>\n"
    )


def _state(entry: Entry) -> str:
    if entry.is_fuzzy:
        state = entry.state if entry.translation else "changed"
        return f' state="{"translated" if entry.translation else "initial"}" subState="{_SUBSTATE}{state}"'
    return f' state="{"reviewed" if entry.translation else "initial"}"'


def _notes(notes: Iterable[tuple[str, str]]) -> str:
    made = [f'<note category="{category}">{_text(_hidden(text))}</note>\n' for category, text in notes]
    return f"<notes>\n{''.join(made)}</notes>\n" if made else ""


def _hidden(text: str) -> str:
    """A note, in which there are no codes, with what XML cannot hold written out."""
    return _ILLEGAL.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def _text(text: str) -> str:
    return escape(text, {"\r": "&#13;"})


def _attribute(text: str) -> str:
    return quoteattr(_ILLEGAL.sub("\ufffd", text), {"\r": "&#13;"})


class _Data:
    """The original data of one unit: how each code looks in a catalogue."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}

    def _id(self, original: str) -> str:
        return self._ids.setdefault(original, f"d{len(self._ids) + 1}")

    def xml(self) -> str:
        made = [f'<data id="{name}">{_characters(original)}</data>\n' for original, name in self._ids.items()]
        return f"<originalData>\n{''.join(made)}</originalData>\n" if made else ""

    def inlines(self, message: str) -> str:
        """A message with its placeholders as codes. One that stands twice, which no source has, stays text."""
        pieces: list[str] = []
        done, seen = 0, set[str]()
        for found in PLACEHOLDER.finditer(message):
            name = found[2] + found[3]
            start = found.start() + len(found[1] or "")
            if name not in seen:
                pieces += (_characters(message[done:start]), self._code(name, found[4]))
                done = found.end()
                seen.add(name)
        pieces.append(_characters(message[done:]))
        return "".join(pieces)

    def _code(self, name: str, said: str | None) -> str:
        original = f"{{{name}}}" if said is None else f"{{{name}:{said}}}"
        kind = f'type="other" subType="pubkit:{KINDS[name[0]]}"'
        if name[0] != "n":
            return f'<ph id="{name}" {kind} equiv="{{{name}}}" disp={_attribute(said or original)} dataRef="{self._id(original)}"/>'
        inside = "" if said is None else _characters(said)
        start, end = self._id(f"{{{name}{'' if said is None else ':'}"), self._id("}")
        return f'<pc id="{name}" {kind} equivStart="{{{name}" equivEnd="}}" dataRefStart="{start}" dataRefEnd="{end}">{inside}</pc>'


def _characters(text: str) -> str:
    pieces: list[str] = []
    done = 0
    for found in _ILLEGAL.finditer(text):
        pieces += (_text(text[done : found.start()]), f'<cp hex="{ord(found[0]):04X}"/>')
        done = found.end()
    return "".join([*pieces, _text(text[done:])])


# ---- in


class _Element:
    """An element with its row: `content` holds texts and elements in their order."""

    __slots__ = ("attributes", "content", "name", "row")

    def __init__(self, name: str, attributes: dict[str, str], row: int) -> None:
        self.name = name
        self.attributes = attributes
        self.row = row
        self.content: list[str | _Element] = []

    def children(self, name: str) -> Iterator[_Element]:
        return (each for each in self.content if isinstance(each, _Element) and each.name == name)

    def walk(self) -> Iterator[_Element]:
        yield self
        for each in self.content:
            if isinstance(each, _Element):
                yield from each.walk()

    def text(self) -> str:
        """The characters in it; `<cp>` is the one that it names."""
        return "".join(each if isinstance(each, str) else _code_point(each) if each.name == "cp" else each.text() for each in self.content)


def _code_point(element: _Element) -> str:
    try:
        return chr(int(element.attributes.get("hex", ""), 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def parse_xliff(text: str, filename: str, language: str) -> Catalog:
    """The catalogue that an XLIFF document holds. Raises `InputError` with the row where it is none, has a DTD, or lacks a unit's source."""
    root = _parsed(text, filename)
    if root.name != "xliff" or not root.attributes.get("version", "").startswith("2."):
        raise InputError(
            Phrase("this is no XLIFF 2 document", "这不是 XLIFF 2 文档"),
            filename=filename,
            row=root.row,
            hint=Phrase("Export it as XLIFF 2.0 or 2.1.", "请导出为 XLIFF 2.0 或 2.1。"),
        )
    files = [each for each in root.walk() if each.name == "file"]
    header = dict(_field(text) for file in files for text in _noted(file, "header"))
    comments = "\n".join(text for file in files for text in _noted(file, "header-comment"))
    entries = [_entry(unit, filename, is_obsolete=is_obsolete) for file in files for unit, is_obsolete in _units(file, is_obsolete=False)]
    return Catalog(root.attributes.get("trgLang") or language, tuple(entries), header, comments, filename)


def _parsed(text: str, filename: str) -> _Element:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    top = _Element("", {}, 0)
    stack = [top]

    def opened(name: str, attributes: dict[str, str]) -> None:
        element = _Element(name.rpartition(" ")[2], attributes, parser.CurrentLineNumber)
        stack[-1].content.append(element)
        stack.append(element)

    def refused(*_: Any) -> None:
        raise InputError(
            Phrase("a document with a DTD is not read", "不读取带 DTD 的文档"),
            filename=filename,
            row=parser.CurrentLineNumber,
            hint=Phrase("Export it without a document type.", "请导出为不含文档类型声明的文件。"),
        )

    parser.StartElementHandler = opened
    parser.EndElementHandler = lambda _: stack.pop()
    parser.CharacterDataHandler = lambda data: stack[-1].content.append(data)
    parser.StartDoctypeDeclHandler = refused
    parser.EntityDeclHandler = refused
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise InputError(
            Phrase("this is not well-formed XML: {}", "XML 不合语法：{}").format(expat.ErrorString(error.code)),
            filename=filename,
            row=error.lineno,
            column=error.offset + 1,
            hint=Phrase("Export it again: the file may be half written.", "请重新导出，文件可能未写完。"),
        ) from None
    return next(iter(each for each in top.content if isinstance(each, _Element)))


def _field(text: str) -> tuple[str, str]:
    name, _, value = text.partition(":")
    return name, value.strip()


def _noted(element: _Element, category: str) -> list[str]:
    notes = [note for group in element.children("notes") for note in group.children("note")]
    return [_shown(note.text()) for note in notes if note.attributes.get("category") == category]


def _shown(text: str) -> str:
    def character(found: re.Match[str]) -> str:
        c = chr(int(found[1], 16))
        return c if _ILLEGAL.match(c) else found[0]

    return _ESCAPED.sub(character, text)


def _units(element: _Element, *, is_obsolete: bool) -> Iterator[tuple[_Element, bool]]:
    for each in element.content:
        if isinstance(each, _Element) and each.name == "unit":
            yield each, is_obsolete
        elif isinstance(each, _Element) and each.name == "group":
            yield from _units(each, is_obsolete=is_obsolete or each.attributes.get("id") == "obsolete")


def _entry(unit: _Element, filename: str, *, is_obsolete: bool) -> Entry:
    data = {each.attributes.get("id", ""): each.text() for group in unit.children("originalData") for each in group.children("data")}
    segments = [each for each in unit.content if isinstance(each, _Element) and each.name in ("segment", "ignorable")]
    sources = [source for segment in segments for source in segment.children("source")]
    if not sources:
        raise InputError(
            Phrase("the unit `{}` has no source", "单元 `{}` 没有原文").format(unit.attributes.get("id", "")),
            filename=filename,
            row=unit.row,
            hint=Phrase("Export it again.", "请重新导出。"),
        )
    targets = [target for segment in segments for target in segment.children("target")]
    entry = Entry(
        "".join(_message(source, data) for source in sources),
        "".join(_message(target, data) for target in targets),
        next(iter(_noted(unit, "context")), None),
        next(iter(_noted(unit, "previous")), None),
        comments=tuple(_noted(unit, "comment")),
        extracted=tuple(_noted(unit, "place")),
        references=tuple(_reference(text) for text in _noted(unit, "reference")),
        flags=tuple(_noted(unit, "flag")),
        is_obsolete=is_obsolete,
        row=unit.row,
    )
    return _with_state(entry, segments)


def _with_state(entry: Entry, segments: Iterable[_Element]) -> Entry:
    """Fuzzy where a segment still has a sub-state of ours; else what pubkit said of the translation is past."""
    marked = any(
        segment.attributes.get("subState", "").startswith(_SUBSTATE) and segment.attributes.get("state") not in ("reviewed", "final")
        for segment in segments
    )
    if marked:
        return replace(entry, is_fuzzy=True)
    return replace(entry, previous=None, comments=entry.without_remark)


def _reference(text: str) -> tuple[str, str]:
    name, colon, row = text.rpartition(":")
    return (name, row) if colon and row.isdigit() else (text, "")


def _message(element: _Element, data: dict[str, str]) -> str:
    pieces: list[str] = []
    for each in element.content:
        if isinstance(each, str):
            pieces.append(each)
        elif each.name == "cp":
            pieces.append(_code_point(each))
        elif each.name == "ph":
            name = each.attributes.get("id", "")
            pieces.append(data.get(each.attributes.get("dataRef", ""), f"{{{name}}}"))
        elif each.name == "pc":
            pieces.append(_number(each, data))
        else:  # marks of a tool, such as <mrk> for a term, around words
            pieces.append(_message(each, data))
    return "".join(pieces)


def _number(each: _Element, data: dict[str, str]) -> str:
    """A number: its words where it has some, whether or not it had some before."""
    said = _message(each, data)
    start = data.get(each.attributes.get("dataRefStart", ""), f"{{{each.attributes.get('id', '')}")
    return f"{start.rstrip(':')}:{said}}}" if said or start.endswith(":") else f"{start}}}"
