"""A Markdown file as pubkit sees it, and the way back to the file without losing a byte that nobody edited."""

from __future__ import annotations

import difflib
import os
import tempfile
from functools import cached_property
from pathlib import Path
from typing import Any

from pubkit.markdown.parser import parse
from pubkit.text.errors import ConfigError, InputError
from pubkit.text.phrase import Phrase
from pubkit.text.span import Lines, Span

_BOM = "\ufeff"


class Document:
    """A text, its tree and its places. `text` has `\\n` only and no BOM; both are put back by `encode`.

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
        return load_yaml_mapping(body, self.path, first_row=2)


def load_yaml_mapping(text: str, filename: str, *, first_row: int = 1) -> dict[str, Any]:
    """A YAML mapping as plain data. Raises `ConfigError` with file, row and column for anything else."""
    import yaml

    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506  both are safe
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise ConfigError(
            Phrase("this is not valid YAML: {}", "这里不是有效的 YAML：{}").format(problem),
            filename=filename,
            row=mark.line + first_row if mark else first_row,
            column=mark.column + 1 if mark else 1,
            hint=Phrase(
                "Correct the line, or quote a value that holds `:`, `[` or `!`.",
                "请改正这一行；值里有 `:`、`[` 或 `!` 时要加引号。",
            ),
        ) from None
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ConfigError(
            Phrase("expected `key: value` lines", "应当是 `键: 值` 的形式"), filename=filename, row=first_row, column=1
        )
    return {str(key): value for key, value in data.items()}


def read_bytes(path: Path, shown: str | None = None) -> bytes:
    """A file's bytes. Raises `InputError` in words where it is missing, a folder, or not readable."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        message = Phrase("no such file", "没有这个文件")
    except IsADirectoryError:
        message = Phrase("this is a folder, not a file", "这是文件夹，不是文件")
    except PermissionError:
        message = Phrase("this file may not be read", "没有读取此文件的权限")
    except OSError as error:
        message = Phrase("cannot be read: {}", "无法读取：{}").format(error.strerror or error)
    raise InputError(message, filename=shown or str(path))


def decode(data: bytes, path: str) -> str:
    """UTF-8 bytes as text. Raises `InputError` naming the likely encoding and the place of the first bad byte."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise InputError(
            Phrase("this file is UTF-16, not UTF-8", "此文件是 UTF-16 编码，不是 UTF-8"),
            filename=path,
            row=1,
            column=1,
            hint=Phrase(
                "Save it as UTF-8, or: iconv -f UTF-16 -t UTF-8 OLD > NEW",
                "请另存为 UTF-8，或运行：iconv -f UTF-16 -t UTF-8 旧文件 > 新文件",
            ),
        )
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8", "replace")
        raise InputError(
            Phrase("this file is not UTF-8 text (byte 0x{:02x})", "此文件不是 UTF-8 文本（字节 0x{:02x}）").format(
                data[error.start]
            ),
            filename=path,
            row=good.count("\n") + 1,
            column=len(good) - good.rfind("\n"),
            hint=Phrase(
                "Save it as UTF-8; for a Chinese file of Windows: iconv -f GB18030 -t UTF-8 OLD > NEW",
                "请另存为 UTF-8；Windows 的中文文件可运行：iconv -f GB18030 -t UTF-8 旧文件 > 新文件",
            ),
        ) from None
    if (at := text.find("\0")) >= 0:
        raise InputError(
            Phrase("this file holds a NUL character: is it text?", "此文件含有 NUL 字符，可能不是文本"),
            filename=path,
            row=text.count("\n", 0, at) + 1,
            column=at - text.rfind("\n", 0, at),
            hint=Phrase("Remove the character, or name a text file.", "请删除该字符，或改用文本文件。"),
        )
    return text


def write_atomically(path: Path, data: bytes) -> None:
    """Writes a file so that a reader sees the old or the new content and never a part; keeps an old file's mode.

    A symbolic link stays one: what it points to is replaced. Raises `InputError` where it may not be written.
    """
    target = Path(os.path.realpath(path))
    try:
        mode = target.stat().st_mode & 0o7777 if target.exists() else None
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:100]}.", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, mode if mode is not None else 0o666 & ~_umask())  # noqa: PTH101
            os.replace(temporary, target)  # noqa: PTH105
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            Phrase("cannot be written: {}", "无法写入：{}").format(error.strerror or error), filename=str(path)
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


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
