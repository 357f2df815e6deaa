"""The only door to poppler, which reads a PDF as a stranger does: its text, its fonts, what it says of itself.

What does not belong here: judging (`verify`).
"""

from __future__ import annotations

import re
import subprocess
import zlib
from typing import IO, TYPE_CHECKING, Final, Self

from pubkit.text.errors import ToolError
from pubkit.text.files import read_bytes
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from pathlib import Path

#: A report of 1,000 pages takes poppler a few seconds; what takes longer hangs.
_TIMEOUT_S: Final = 120


#: The beginning of the data of a font, which says of itself what it is (ISO 32000-1, table 126 and 127).
_FONT_DATA: Final = re.compile(rb"<<[^<>]*(?:/Subtype */OpenType|/Length1 )[^<>]*/FlateDecode[^<>]*>>\s*stream\r?\n")
_NOTHING: Final = zlib.compress(b"")


def _quick_copy(path: Path) -> IO[bytes]:
    """The PDF as a file with a name, in which the output intent is not found and the fonts hold no outlines.

    For each page, poppler computes how the intent's colours look on a screen, and unpacks every font to see of what kind it is:
    that takes four times as long as to read the words, which depend on neither. Nor does whether a font is embedded: a font
    without data is listed as it was.
    """
    import tempfile

    content = bytearray(read_bytes(path).replace(b"/OutputIntents", b"/ColoursUnread"))  # as long: places in the file stay
    for found in list(_FONT_DATA.finditer(content)):
        content[found.end() : found.end() + len(_NOTHING)] = _NOTHING
    copy = tempfile.NamedTemporaryFile(suffix=".pdf")  # noqa: SIM115 (who asks for it closes it)
    copy.write(content)
    copy.flush()
    return copy


class PdfReader:
    """Poppler's three readers, started at once and asked for what they found when it is needed.

    Raises `ToolError` where poppler is missing. To be used in a `with`, which ends what still runs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copy: IO[bytes] | None = None
        self._runs: dict[str, subprocess.Popen[bytes]] = {}
        self._said: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._copy = _quick_copy(self._path)
        name = "pdftotext"
        try:
            self._start(name, self._copy.name, "-")
            for name, path in (("pdffonts", self._copy.name), ("pdfinfo", str(self._path))):
                self._start(name, path)
        except OSError as error:
            self.__exit__()
            raise ToolError(
                Phrase(f"{name} is missing: the PDF cannot be checked", f"缺少 {name}，无法检查 PDF"),
                hint=Phrase(
                    "Install it with: apt-get install poppler-utils (macOS: brew install poppler)",
                    "安装命令：apt-get install poppler-utils（macOS：brew install poppler）",
                ),
            ) from error
        return self

    def _start(self, name: str, *arguments: str) -> None:
        self._runs[name] = subprocess.Popen([name, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)

    def __exit__(self, *_: object) -> None:
        for run in self._runs.values():
            run.kill()
            run.communicate()
        if self._copy:
            self._copy.close()

    @property
    def text(self) -> str:
        """The words of all pages, in the order that poppler finds."""
        return self._output("pdftotext")

    @property
    def fonts(self) -> list[list[str]]:
        """The columns of `pdffonts`, a row for each font; the fifth from the end says whether it is embedded."""
        return [line.split() for line in self._output("pdffonts").splitlines()[2:]]

    @property
    def information(self) -> dict[str, str]:
        """What the PDF says of itself: Title, Tagged …"""
        rows = (line.partition(":") for line in self._output("pdfinfo").splitlines())
        return {name: value.strip() for name, _, value in rows}

    @property
    def links(self) -> frozenset[str]:
        """The addresses that the pages link to. Read only when asked for: few publications need it."""
        run = subprocess.run(["pdfinfo", "-url", self._path], capture_output=True, timeout=_TIMEOUT_S, check=False)
        rows = (line.split(maxsplit=2) for line in run.stdout.decode("utf-8", "replace").splitlines()[1:])
        return frozenset(row[2] for row in rows if len(row) == 3)

    def _output(self, name: str) -> str:
        """What a reader found; empty where it failed or hangs, which no check passes."""
        if name not in self._said:
            run = self._runs[name]
            try:
                said, _ = run.communicate(timeout=_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                said = b""
            self._said[name] = said.decode("utf-8", "replace") if run.returncode == 0 else ""
        return self._said[name]


def first_pages(path: Path, *, count: int = 3, resolution: int = 80) -> bytes:
    """The first pages of a PDF beside each other, as a PNG; `resolution` in dots per inch.

    Raises `ToolError` where poppler is missing.
    """
    import tempfile
    from pathlib import Path as Folder

    with tempfile.TemporaryDirectory() as folder:
        prefix = str(Folder(folder) / "page")
        try:
            subprocess.run(["pdftoppm", "-png", "-r", str(resolution), "-l", str(count), str(path), prefix], check=True, capture_output=True, timeout=_TIMEOUT_S)
        except (OSError, subprocess.SubprocessError) as error:
            raise ToolError(
                Phrase("pdftoppm is missing or failed: the PDF cannot be drawn", "缺少 pdftoppm 或运行失败，无法绘制 PDF"),
                hint=Phrase("Install it with: apt-get install poppler-utils (macOS: brew install poppler)", "安装命令：apt-get install poppler-utils（macOS：brew install poppler）"),
            ) from error
        return _side_by_side(sorted(Folder(folder).glob("page*.png")))


def _side_by_side(pages: list[Path]) -> bytes:
    """Pictures in a row on grey."""
    import io

    from PIL import Image

    opened = [Image.open(page) for page in pages]
    gap = 12
    width, height = sum(page.width + gap for page in opened) + gap, max(page.height for page in opened) + 2 * gap
    sheet, x = Image.new("RGB", (width, height), "#8a8f96"), gap
    for page in opened:
        sheet.paste(page, (x, gap))
        x += page.width + gap
    buffer = io.BytesIO()
    sheet.quantize(128).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
