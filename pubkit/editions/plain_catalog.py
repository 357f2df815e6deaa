"""A quick look at a catalogue that is written plainly: what `status` needs of hundreds of files, five times as fast as polib.

Whatever is not as pubkit, Poedit and gettext write it is left to `catalog`, which knows every form and says what is wrong. So is every
file that is to be written again: comments of pubkit's own, and what is obsolete beyond its number, are not read here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

_STRINGS = r'"[^\n]*"(?:\n"[^\n]*")*'
#: An entry with the comments above it; or what stands between entries.
_PIECE = lazy(
    rf"((?:#(?:[^~\n][^\n]*)?\n)*)(?:msgctxt ({_STRINGS})\n)?msgid ({_STRINGS})\nmsgstr ({_STRINGS})(?:\n|\Z)|\n|((?:#(?:[^~\n][^\n]*)?\n)*(?:#~[^\n]*\n?)+)"
)
_ESCAPE = lazy(r"\\(.)")
_CHARACTERS = {"n": "\n", "t": "\t", "r": "\r", "v": "\v", "f": "\f", "b": "\b", '"': '"', "\\": "\\"}
_INNER_QUOTE = lazy(r'(?<!\\)"')


class PlainEntry:
    """What is read of an entry. `row` is that of its first line, from 1."""

    __slots__ = ("comments", "context", "is_fuzzy", "message", "previous", "row", "translation")

    def __init__(self, row: int, context: str | None, message: str, translation: str) -> None:
        self.row = row
        self.context = context
        self.message = message
        self.translation = translation
        self.is_fuzzy = False
        self.previous: str | None = None
        self.comments: tuple[str, ...] = ()


class NotPlainError(Exception):
    """The catalogue is written in a form that is for another reader. Never leaves `editions`."""


def plain_entries(text: str) -> tuple[list[PlainEntry], int]:
    """The entries of a catalogue, that of its header first, and how many are obsolete. Raises `NotPlainError`."""
    entries: list[PlainEntry] = []
    at, row, obsolete = 0, 1, 0
    seen: set[tuple[str | None, str]] = set()
    for found in _PIECE.finditer(text):
        if found.start() != at:
            raise NotPlainError
        at = found.end()
        if found[3] is not None:
            entry = _entry(row, found[1], found[2], found[3], found[4])
            if (entry.context, entry.message) in seen:
                raise NotPlainError
            seen.add((entry.context, entry.message))
            entries.append(entry)
        elif found[5]:
            obsolete += found[5].count("#~ msgid ")
        row += found[0].count("\n")
    if at != len(text):
        raise NotPlainError
    return entries, obsolete


def _entry(row: int, comments: str, context: str | None, message: str, translation: str) -> PlainEntry:
    entry = PlainEntry(row, None if context is None else _string(context), _string(message), _string(translation))
    if "#," in comments or "# " in comments:
        lines = comments.split("\n")
        entry.is_fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        entry.comments = tuple(line[2:] for line in lines if line.startswith("# ") or line == "#")
        if entry.is_fuzzy:
            entry.previous = _previous(lines)
    return entry


def _previous(lines: list[str]) -> str | None:
    """The string under `#| msgid`; that of the context before it is passed over."""
    strings: list[str] = []
    for line in _previous_lines(lines):
        if line.startswith("msgid "):
            strings = [line[6:]]
        elif strings:
            strings.append(line)
    return _string("\n".join(strings)) if strings else None


def _previous_lines(lines: list[str]) -> Iterator[str]:
    return (line[2:].lstrip() for line in lines if line.startswith("#|"))


def _string(quoted: str) -> str:
    """The text of one string or of several below each other."""
    if "\n" in quoted:
        return "".join(map(_string, quoted.split("\n")))
    inner = quoted[1:-1]
    if '"' in inner and _INNER_QUOTE.search(inner):
        raise NotPlainError
    if "\\" not in inner:
        return inner
    if inner.endswith("\\") and (len(inner) - len(inner.rstrip("\\"))) % 2:
        raise NotPlainError  # the last quote is escaped: the string has no end
    try:
        return _ESCAPE.sub(lambda found: _CHARACTERS[found[1]], inner)
    except KeyError:
        raise NotPlainError from None
