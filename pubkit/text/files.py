"""Reading and writing files: what is not UTF-8 text is said so with its place, and nothing is ever half written."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from pubkit.text.errors import InputError
from pubkit.text.phrase import Phrase

_DAY_S = 24 * 3600


def read_bytes(path: Path, shown: str | None = None) -> bytes:
    """A file's bytes. Raises `InputError` in words where it is missing, a folder, or not readable."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        message = (
            Phrase("this link leads to no file", "链接指向的文件不存在")
            if path.is_symlink()
            else Phrase("no such file", "没有这个文件")
        )
    except IsADirectoryError:
        message = Phrase("this is a folder, not a file", "这是文件夹，不是文件")
    except PermissionError:
        message = Phrase("this file may not be read", "没有读取此文件的权限")
    except OSError as error:
        message = Phrase("cannot be read: {}", "无法读取：{}").format(reason(error))
    raise InputError(message, filename=shown or str(path))


#: How files begin that people take for a text, and what they are.
_NO_TEXT = (
    (b"PK\x03\x04", Phrase("a Word file or another zip archive", "Word 文件或其他 zip 压缩包")),
    (b"\xd0\xcf\x11\xe0", Phrase("a Word file (.doc)", "Word 文件（.doc）")),
    (b"%PDF", Phrase("a PDF", "PDF")),
    (b"{\\rtf", Phrase("a rich text file (.rtf)", "富文本文件（.rtf）")),
)


def decode(data: bytes, path: str) -> str:
    """UTF-8 bytes as text. Raises `InputError` naming the likely encoding and the place of the first bad byte."""
    for beginning, kind in _NO_TEXT if data[:1] in b"P\xd0%{" else ():
        if data.startswith(beginning):
            raise InputError(
                Phrase("this file is {}, not Markdown", "此文件是 {}，不是 Markdown").format(kind),
                filename=path,
                hint=Phrase(
                    "Export it as Markdown, or for a .docx or .rtf: pandoc FILE -t markdown -o REPORT.md",
                    "请导出为 Markdown；.docx 和 .rtf 也可运行：pandoc 文件 -t markdown -o 报告.md",
                ),
            )
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
        if b"\0" in data:  # which no text in an old Chinese encoding holds
            raise InputError(
                Phrase("this file is not text", "此文件不是文本"),
                filename=path,
                hint=Phrase("Name a Markdown file.", "请指定 Markdown 文件。"),
            ) from None
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
    import shlex
    import tempfile  # costs more to load than linting a page

    target = Path(os.path.realpath(path))
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(
            Phrase("this file is read-only", "此文件是只读的"),
            filename=str(path),
            hint=Phrase("Allow writing to it first.", "请先解除只读。"),
        )
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
        make = Phrase("Make it first: mkdir -p {}", "请先新建：mkdir -p {}").format(shlex.quote(str(path.parent)))
        raise InputError(
            Phrase("cannot be written: {}", "无法写入：{}").format(reason(error)),
            filename=str(path),
            hint=make if error.errno == errno.ENOENT else None,
        ) from None


def prune(folder: Path, pattern: str, older_than_s: float, now: float) -> None:
    """Removes the files of a cache that match `pattern` and are older than so many seconds; once a day at the most, and quietly."""
    stamp = folder / "pruned"
    try:
        if stamp.exists() and now - stamp.stat().st_mtime < _DAY_S:
            return
        folder.mkdir(parents=True, exist_ok=True)
        stamp.touch()
        for entry in folder.glob(pattern):
            if now - entry.stat().st_mtime > older_than_s:
                entry.unlink(missing_ok=True)
    except OSError:
        return


def reason(error: OSError) -> Phrase:
    """Why the system refused, in both languages."""
    english = error.strerror or str(error)
    return Phrase(english, _REASONS.get(error.errno or 0, english))


_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EEXIST: "同名的文件已存在",
    errno.ENOTDIR: "路径中有一段是文件，不是文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOENT: "文件夹不存在",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EIO: "磁盘读写出错",
    errno.ELOOP: "符号链接循环",
}


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
