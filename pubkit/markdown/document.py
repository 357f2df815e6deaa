"""A Markdown file as pubkit sees it, and the way back to the file without losing a byte that nobody edited."""

from __future__ import annotations

import difflib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pubkit.markdown.parser import parse
from pubkit.text.files import decode, read_bytes
from pubkit.text.span import Lines, Span

if TYPE_CHECKING:
    from pathlib import Path

_BOM = "\ufeff"


class Document:
    r"""A text, its tree and its places. `text` has `\n` only and no BOM; both are put back by `encode`.

    Everything that costs is made when it is first asked for and kept.
    """

    def __init__(self, text: str, path: str = "-", *, original: str | None = None) -> None:
        self.path = path
        self.text = text
        self._original = original  # as decoded, where it differs from `text`: BOM, CRLF
        self.parsed = parse(text)
        self.tree = self.parsed.tree
        self.runs = self.parsed.runs
        self.masked = self.parsed.masked

    @classmethod
    def from_bytes(cls, data: bytes, path: str) -> Document:
        """Reads a file's content. Raises `InputError` where it is not UTF-8 text, with the row of the first bad byte."""
        text = decode(data, path)
        plain = text.removeprefix(_BOM)
        if "\r" in plain:
            plain = plain.replace("\r\n", "\n").replace("\r", "\n")
        return cls(plain, path, original=text if text != plain else None)

    @classmethod
    def read(cls, path: Path, shown: str | None = None) -> Document:
        """Reads a file; `shown` is its name in messages. Raises `InputError` where it cannot be read."""
        return cls.from_bytes(read_bytes(path, shown), shown or str(path))

    def edited(self, text: str) -> Document:
        """The same file with another text."""
        return Document(text, self.path, original=self._original if self._original is not None else self.text)

    def encode(self) -> bytes:
        """The bytes of the file: BOM and line ends as they were read, those of new lines as their neighbours'."""
        if self._original is None or "\r" not in self._original:
            bom = _BOM if self._original and self._original.startswith(_BOM) else ""
            return (bom + self.text).encode("utf-8")
        bom = _BOM if self._original.startswith(_BOM) else ""
        return (bom + _restore_line_ends(self.text, self._original.removeprefix(_BOM))).encode("utf-8")

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def front_matter_span(self) -> Span | None:
        """Where the YAML block at the head stands, with its fences."""
        first = self.tree.children[0] if self.tree.children else None
        return first.span if first is not None and first.kind == "front_matter" and first.start == 0 else None

    @cached_property
    def front_matter(self) -> dict[str, Any]:
        """The YAML block at the head as plain data; empty where there is none.

        Raises `ConfigError` with the line where it is not YAML or not a mapping. No tag can run code.
        """
        span = self.front_matter_span
        if span is None:
            return {}
        body = self.text[span.start : span.end]
        body = body[body.find("\n") + 1 : body.rfind("\n")] if body.count("\n") > 1 else ""
        from pubkit.markdown.yaml import load_yaml_mapping  # costs 16 ms, and most exports have no front matter

        return load_yaml_mapping(body, self.path, first_row=2)


def _restore_line_ends(text: str, original: str) -> str:
    """`text` with the line ends of `original`, line by line where the original mixes them."""
    if original.count("\r") == original.count("\r\n") == original.count("\n"):
        return text.replace("\n", "\r\n")
    old = original.splitlines(keepends=True) if not _odd_breaks(original) else _split_lines(original)
    ends = [line[len(line.rstrip("\r\n")) :] or "\n" for line in old]
    old_lines = [line.rstrip("\r\n") for line in old]
    new_lines = text.split("\n")
    pieces: list[str] = []
    matcher = difflib.SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        for n, line in enumerate(new_lines[j1:j2]):
            source = min(i1 + n, (i2 if tag != "insert" else i1) - 1)
            pieces.append(line + ends[max(0, min(source, len(ends) - 1))] if ends else line + "\n")
    result = "".join(pieces)
    return result[: len(result) - len(_last_end(result))] if not text.endswith("\n") or new_lines[-1] == "" else result


def _odd_breaks(text: str) -> bool:
    """Whether `str.splitlines` would split where Markdown does not (U+2028, form feed …)."""
    return any(c in text for c in "\v\f\x1c\x1d\x1e\x85\u2028\u2029")


def _split_lines(text: str) -> list[str]:
    lines, start = [], 0
    while start < len(text):
        ends = [at for at in (text.find("\n", start), text.find("\r", start)) if at >= 0]
        if not ends:
            break
        at = min(ends)
        end = at + (2 if text.startswith("\r\n", at) else 1)
        lines.append(text[start:end])
        start = end
    return [*lines, text[start:]] if start < len(text) else lines


def _last_end(text: str) -> str:
    return "\r\n" if text.endswith("\r\n") else text[-1:] if text.endswith(("\n", "\r")) else ""
