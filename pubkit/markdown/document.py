"""A Markdown file as pubkit sees it, and the way back to the file without losing a byte that nobody edited."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from pubkit.markdown.parser import parse
from pubkit.markdown.tree import NO_CHILDREN
from pubkit.text.files import decode, read_bytes
from pubkit.text.pattern import lazy
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
        self.named_dialect: str | None = None  # by the configuration
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
        document = Document(text, self.path, original=self._original if self._original is not None else self.text)
        document.named_dialect = self.named_dialect
        return document

    def encode(self) -> bytes:
        """The bytes of the file: BOM and line ends as they were read, those of new lines as their neighbours'."""
        if self._original is None or "\r" not in self._original:
            bom = _BOM if self._original and self._original.startswith(_BOM) else ""
            return (bom + self.text).encode("utf-8")
        bom = _BOM if self._original.startswith(_BOM) else ""
        return (bom + _restore_line_ends(self.text, self._original.removeprefix(_BOM))).encode("utf-8")

    def release(self) -> None:
        """Unties the tree, when nobody will ask for the children of a node any more.

        Nodes and their parents hold each other. Untied they are freed at once, and not when Python looks for garbage, which
        is a twentieth of the time where many files are linted.
        """
        nodes = [self.tree]
        for node in nodes:  # which grows on the way
            if children := node.children:
                nodes += children
                node.children = NO_CHILDREN

    @property
    def has_byte_order_mark(self) -> bool:
        """Whether the file begins with a BOM, which is no part of `text`."""
        return self._original is not None and self._original.startswith(_BOM)

    @cached_property
    def lines(self) -> Lines:
        return Lines(self.text)

    @cached_property
    def front_matter_span(self) -> Span | None:
        """Where the YAML block at the head stands, with its fences."""
        first = self.tree.children[0] if self.tree.children else None
        return first.span if first is not None and first.kind == "front_matter" and first.start == 0 else None

    @cached_property
    def dialect(self) -> str | None:
        """The citation dialect that the front matter names, else the configuration; None where nobody does."""
        span = self.front_matter_span
        if span is not None and self.text.find("dialect", span.start, span.end) >= 0:
            named = self.front_matter.get("dialect")
            return str(named) if named is not None else self.named_dialect
        return self.named_dialect

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
    """`text` with the line ends of `original`: a line that was there keeps its own, a new one takes its neighbour's."""
    import difflib

    if original.count("\r") == original.count("\r\n") == original.count("\n"):
        return text.replace("\n", "\r\n")
    pieces = _LINE_END.split(original)
    old, ends = pieces[::2], [*pieces[1::2], ""]
    new = text.split("\n")
    chosen: list[str] = []
    for tag, first, last, start, stop in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for n in range(stop - start):
            neighbour = first - 1 if tag == "insert" else min(first + n, last - 1)
            chosen.append(ends[max(0, neighbour)] or ends[0] or "\n")
    return "".join(line + end for line, end in zip(new, [*chosen[: len(new) - 1], ""], strict=True))


_LINE_END = lazy("(\r\n|\r|\n)")
