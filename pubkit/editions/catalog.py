"""Catalogues of translations: gettext's PO files, as Poedit, Weblate and every CAT tool read and write them. The one door to polib.

An entry is *fresh* (translated and current), *changed* (`fuzzy`, with the source that it translates under `#| msgid`), *unreviewed*
(`fuzzy`, with the comment `# pubkit: unreviewed`, for gettext's tools keep comments and drop flags that they do not know) or
*missing*. Taking `fuzzy` off, which is one click in every editor, makes any of them fresh. What no longer stands in the source is
obsolete (`#~`) and kept. Lines are not wrapped, so that a changed word changes one line.

Source: GNU gettext manual, "The Format of PO Files". What does not belong here: which entry a changed text has (`updating`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from pubkit.editions.plain_catalog import NotPlainError, plain_entries
from pubkit.text.errors import InputError
from pubkit.text.files import decode, read_bytes
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.tags import chinese_script, is_chinese, primary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    import polib

State = Literal["fresh", "changed", "unreviewed", "missing"]
UNREVIEWED = "pubkit: unreviewed"
_WAIVER = lazy(r"pubkit:\s*ignore\s+([A-Z]{3}\d{3}(?:[,，、\s]+[A-Z]{3}\d{3})*)[\s:：—-]*(.*)")
_CODE = lazy(r"[A-Z]{3}\d{3}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One message with its translation, as it stands in a catalogue.

    `comments` are those of people (`# …`), `extracted` those of pubkit (`#. …`), a line each. `previous` is the message that the
    translation was made for, where that is another one. `references` are file and row of each place. `row` is that of the entry in
    its file, from 1; 0 where it is in none yet.
    """

    message: str
    translation: str = ""
    context: str | None = None
    previous: str | None = None
    is_fuzzy: bool = False
    flags: tuple[str, ...] = ()  # beside `fuzzy`
    comments: tuple[str, ...] = ()
    extracted: tuple[str, ...] = ()
    references: tuple[tuple[str, str], ...] = ()
    is_obsolete: bool = False
    row: int = 0

    @property
    def state(self) -> State:
        if not self.translation:
            return "missing"
        if not self.is_fuzzy:
            return "fresh"
        machine = any(comment.startswith(UNREVIEWED) for comment in self.comments)
        return "unreviewed" if machine and self.previous is None else "changed"

    @property
    def key(self) -> tuple[str | None, str]:
        """What gettext tells entries apart by."""
        return (self.context, self.message)

    @property
    def waivers(self) -> dict[str, str]:
        """Checks that a person has waived for this entry, with the reason: `# pubkit: ignore EDN104 in the original too`."""
        found = [match for comment in self.comments if (match := _WAIVER.match(comment))]
        return {code: match[2].strip() for match in found for code in _CODE.findall(match[1])}

    def unreviewed(self, translation: str, by: str = "") -> Entry:
        """The entry with a translation that nobody has read; `by` says where it comes from."""
        remark = UNREVIEWED + (f" ({by})" if by else "")
        return replace(self, translation=translation, is_fuzzy=True, previous=None, comments=(*self.without_remark, remark))

    @property
    def without_remark(self) -> tuple[str, ...]:
        """The comments without the one that says that nobody has read it."""
        return tuple(comment for comment in self.comments if not comment.startswith(UNREVIEWED))


@dataclass(frozen=True, slots=True)
class Catalog:
    """All entries of one language in the order of the source, the obsolete ones last. `header` are gettext's fields."""

    language: str  # BCP 47
    entries: tuple[Entry, ...] = ()
    header: Mapping[str, str] = field(default_factory=dict)
    header_comments: str = ""
    filename: str = "-"

    @property
    def live(self) -> tuple[Entry, ...]:
        """The entries that are not obsolete."""
        return tuple(entry for entry in self.entries if not entry.is_obsolete)

    @property
    def obsolete(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.is_obsolete)


def new_catalog(language: str, source_language: str, project: str, *, generator: str = "pubkit", date: str = "") -> Catalog:
    """An empty catalogue with a complete header. `date` is PO-Revision-Date, which translators' tools keep afterwards."""
    header = {
        "Project-Id-Version": project,
        "Report-Msgid-Bugs-To": "",
        "PO-Revision-Date": date or "1970-01-01 00:00+0000",
        "Last-Translator": "",
        "Language-Team": "",
        "Language": gettext_language(language),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if plural := _PLURAL.get(primary(language), "") or _plural(language):
        header["Plural-Forms"] = plural
    return Catalog(language, (), {**header, "X-Generator": generator, "X-Source-Language": gettext_language(source_language)})


def gettext_language(tag: str) -> str:
    """A BCP 47 tag as gettext's tools spell it: `zh_TW` for zh-Hant, `pt_BR` for pt-BR."""
    parts = tag.replace("_", "-").split("-")
    regions = [part.upper() for part in parts[1:] if re.fullmatch(r"[A-Za-z]{2}|\d{3}", part)]
    if is_chinese(tag) and not regions:
        regions = ["TW" if chinese_script(tag) == "Hant" else "CN"]
    return "_".join([parts[0].lower(), *regions[:1]])


_ONE_FORM = "nplurals=1; plural=0;"
_PLURAL = dict.fromkeys(("zh", "yue", "cmn", "ja", "ko", "vi", "th", "id", "ms", "lo", "my"), _ONE_FORM) | {
    "fr": "nplurals=2; plural=(n > 1);",
    "tr": "nplurals=2; plural=(n > 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
    "ru": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "uk": "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "pl": "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);",
    "cs": "nplurals=3; plural=(n==1 ? 0 : n>=2 && n<=4 ? 1 : 2);",
}
_TWO_FORMS = frozenset({"en", "de", "es", "it", "nl", "pt", "sv", "da", "nb", "no", "fi", "el", "hu", "he", "hi", "bg", "ca", "et"})


def _plural(language: str) -> str:
    """None of our messages has a plural, but editors complain of a header without the rule."""
    if language.replace("_", "-").lower() == "pt-br":
        return "nplurals=2; plural=(n > 1);"
    return "nplurals=2; plural=(n != 1);" if primary(language) in _TWO_FORMS else ""


# ---- reading


def read_catalog(path: Path, language: str, *, brief: bool = False) -> Catalog:
    """A catalogue from its file. Raises what `parse_catalog` raises, and `InputError` where there is no such file."""
    return parse_catalog(decode(read_bytes(path), str(path)), str(path), language, brief=brief)


def parse_catalog(text: str, filename: str, language: str, *, brief: bool = False) -> Catalog:
    """A catalogue from its text; a `brief` one, which is not to be written, may be without what pubkit says of the entries and what the obsolete ones are. Raises `InputError` with the row for conflict marks, a wrong charset, a missing header, doubled
    entries and files that are only half written.
    """
    import polib

    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    if brief and (plain := _plainly(text, filename, language)) is not None:
        return plain
    _check_lines(text, filename)
    try:
        # an obsolete entry's previous message is lost on polib unless it is written like that of a live one
        parsed = polib.pofile(_hidden(_PREVIOUS_OF_OBSOLETE.sub("#| ", text)) + "\n")
    except (OSError, ValueError, IndexError) as error:
        row = re.search(r"line (\d+)", str(error))
        raise _wrong(filename, int(row[1]) if row else None, _NOT_PO) from None
    _check_header(parsed, text, filename)
    shown = _shown if _ANY_SHOWN.search(text) else _as_it_is
    entries = tuple(_entry(each, shown) for each in parsed)
    _check_doubles(entries, filename)
    return Catalog(language, entries, {k: _shown(v) for k, v in parsed.metadata.items()}, _shown(parsed.header), filename)


def _plainly(text: str, filename: str, language: str) -> Catalog | None:
    """A catalogue at a glance; None where it is not written plainly, or anything about it is doubtful."""
    try:
        found, obsolete = plain_entries(text)
    except NotPlainError:
        return None
    if not found or found[0].message or found[0].context is not None or "charset=utf-8" not in found[0].translation.lower():
        return None
    entries = [
        Entry(each.message, each.translation, each.context, each.previous, each.is_fuzzy, (), each.comments, row=each.row)
        for each in found[1:]
    ]
    gone = [Entry("", is_obsolete=True)] * obsolete
    return Catalog(language, (*entries, *gone), {}, "", filename)


#: polib ends lines where Python does, so also at marks that may stand in a text; noncharacters take their places meanwhile.
_LINE_ENDS = "\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
_HIDDEN = {ord(c): 0xFDE0 + n for n, c in enumerate(_LINE_ENDS)}
_SHOWN = {hidden: shown for shown, hidden in _HIDDEN.items()}
_ANY_HIDDEN, _ANY_SHOWN = lazy("[\ufde0-\ufde7]"), lazy("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_PREVIOUS_OF_OBSOLETE = lazy(r"(?m)^#~\| ?")
_NOT_PO = Phrase("this is not a PO file here", "这里不符合 PO 文件的格式")
_CONFLICT = lazy(r"(?m)^(?:<{7}|={7}|>{7})(?: .*)?$")
_KEYWORD = lazy(r"(?m)^(?:#~ ?)?(msgctxt|msgid_plural|msgid|msgstr)\b")
_UNCLOSED = lazy(r'(?:#~\|? ?|#\| ?)?(?:msg\w+(?:\[\d\])?[ \t]*)?"(?:[^"\\]|\\.)*\\?\Z')

#: A line as gettext reads it. polib takes the first and the last character off a string, whatever they are: `msgstr Share` became `har`.
_QUOTED = lazy(r'\s*(?:#(?!~)|(?:#~\|? *)?(?:msg(?:ctxt|id_plural|id|str)(?:\[\d+\])?)?\s*"(?:[^"\\]|\\.)*"\s*\Z|#?\Z|#~\s*\Z).*')
_QUOTE_IT = Phrase(
    'Text stands between straight quotes: `msgstr "translation"`; a straight quote inside it is `\\"`.',
    '文字放在一对半角双引号之间：`msgstr "译文"`；其中的半角双引号写作 `\\"`。',
)


def _hidden(text: str) -> str:
    return text.translate(_HIDDEN) if _ANY_SHOWN.search(text) else text


def _shown(text: str) -> str:
    return text.translate(_SHOWN) if _ANY_HIDDEN.search(text) else text


def _as_it_is(text: str) -> str:
    return text


def _wrong(filename: str, row: int | None, message: Phrase, hint: Phrase | None = None) -> InputError:
    hint = hint or Phrase("Mend the line, or take the file out of version control.", "请改正该行，或从版本库中恢复此文件。")
    return InputError(message, filename=filename, row=row, hint=hint)


def _row(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _check_lines(text: str, filename: str) -> None:
    """What polib would read over or read wrong: conflict marks, strings without an end, messages without a translation."""
    if found := _CONFLICT.search(text):
        raise _wrong(
            filename,
            _row(text, found.start()),
            Phrase("a merge conflict is not settled here", "这里有尚未解决的合并冲突"),
            Phrase(
                "Keep one of the two, or both in turn, and delete the marks; `msgcat --use-first ONE.po OTHER.po` joins two files.",
                "请保留其中一方并删除冲突标记；`msgcat --use-first 甲.po 乙.po` 可合并两个文件。",
            ),
        )
    for row, line in enumerate(text.split("\n"), 1):
        if (line[-1:] != '"' or line[-2:] == '\\"') and _UNCLOSED.match(line):
            raise _wrong(filename, row, Phrase("this string has no end: is the file half written?", "此字符串没有结束，文件可能未写完"))
        if not _QUOTED.fullmatch(line):
            raise _wrong(filename, row, _NOT_PO, _QUOTE_IT)
    before, at = "msgstr", 0
    for found in _KEYWORD.finditer(text):
        if found[1] == "msgid" and before in ("msgid", "msgid_plural"):
            break
        if found[1] == "msgstr" and before == "msgctxt":
            break
        if found[1] == "msgid_plural":
            raise _wrong(filename, _row(text, found.start()), Phrase("plural messages are not pubkit's", "pubkit 的目录不含复数条目"))
        before, at = found[1], found.start()
    else:
        if before == "msgstr":
            return
    raise _wrong(filename, _row(text, at), Phrase("this message has no `msgstr`: is the file half written?", "此条目缺少 `msgstr`，文件可能未写完"))


def _check_header(parsed: polib.POFile, text: str, filename: str) -> None:
    content_type = parsed.metadata.get("Content-Type", "")
    if not content_type:
        raise _wrong(
            filename,
            1,
            Phrase("this catalogue has no header", "此目录缺少文件头"),
            Phrase(
                'It begins with `msgid ""`, `msgstr ""` and "Content-Type: text/plain; charset=UTF-8\\n".',
                '文件应以 `msgid ""`、`msgstr ""` 和 "Content-Type: text/plain; charset=UTF-8\\n" 开头。',
            ),
        )
    charset = re.search(r"charset=([\w.:-]+)", content_type)
    if charset and charset[1].lower() not in ("utf-8", "utf8", "us-ascii", "ascii"):
        raise _wrong(
            filename,
            _row(text, max(0, text.find("Content-Type"))),
            Phrase("the header names the charset {}; catalogues are UTF-8", "文件头写的字符集是 {}；目录须为 UTF-8").format(charset[1]),
            Phrase("msgconv --to-code=UTF-8 OLD.po > NEW.po", "msgconv --to-code=UTF-8 旧.po > 新.po"),
        )


def _check_doubles(entries: Iterable[Entry], filename: str) -> None:
    seen: dict[tuple[str | None, str], Entry] = {}
    for entry in entries:
        first = seen.setdefault(entry.key, entry) if not entry.is_obsolete else entry
        if first is not entry:
            raise _wrong(
                filename,
                entry.row,
                Phrase("this entry stands in line {} already", "此条目在第 {} 行已有").format(first.row),
                Phrase("Delete one of the two: `msguniq --use-first` does so.", "请删除其一：可用 `msguniq --use-first`。"),
            )


def _entry(each: polib.POEntry, shown: Callable[[str], str]) -> Entry:
    return Entry(
        shown(each.msgid),
        shown(each.msgstr),
        None if each.msgctxt is None else shown(each.msgctxt),
        None if each.previous_msgid is None else shown(each.previous_msgid),
        "fuzzy" in each.flags,
        tuple(flag for flag in each.flags if flag != "fuzzy"),
        tuple(shown(each.tcomment).split("\n")) if each.tcomment else (),
        tuple(shown(each.comment).split("\n")) if each.comment else (),
        tuple((str(name), str(row)) for name, row in each.occurrences),
        bool(each.obsolete),
        int(each.linenum or 0),
    )


# ---- writing


def format_catalog(catalog: Catalog) -> str:
    """The text of a PO file: always the same for the same catalogue, in the order of its entries."""
    import polib

    file = polib.POFile(wrapwidth=0)
    file.header = _hidden(catalog.header_comments)
    file.metadata = dict(catalog.header)
    for entry in catalog.entries:
        list.append(file, _po_entry(entry))  # polib's own looks for doubles, in the square of the entries
    text = _shown(f"{file}".rstrip("\n")) + "\n"
    return text if catalog.header_comments else text.removeprefix("#\n")  # polib's empty comment


def _po_entry(entry: Entry) -> Any:
    import polib

    def joined(lines: Iterable[str]) -> str:
        return _hidden("\n".join(lines))

    remarks = entry.comments if entry.is_fuzzy else entry.without_remark
    previous = entry.previous if entry.is_fuzzy else None
    return polib.POEntry(
        msgid=_hidden(entry.message),
        msgstr=_hidden(entry.translation),
        msgctxt=None if entry.context is None else _hidden(entry.context),
        previous_msgid=None if previous is None else _hidden(previous),
        flags=(["fuzzy"] if entry.is_fuzzy else []) + list(entry.flags),
        tcomment=joined(remarks),
        comment=joined(entry.extracted),
        occurrences=list(entry.references),
        obsolete=entry.is_obsolete,
    )
