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
#: That of a stream that does not say what it is: what a page shows, or which characters the glyphs of a font are.
_PLAIN_DATA: Final = re.compile(rb"<</Filter /FlateDecode/Length \d+>>\s*stream\r?\n")
_NOTHING: Final = zlib.compress(b"")
#: A drawing within a page (table 95), with the number of the object that names its fonts.
_DRAWING: Final = re.compile(rb"/Subtype /Form\b[^\r\n]*?/Resources (\d+) 0 R")
#: Objects in a stream (table 16): how many, where the first begins, how many bytes they take.
_OBJECTS: Final = re.compile(rb"<</Type /ObjStm/N (\d+)/First (\d+)[^<>]*?/Length (\d+)>>\s*stream\r?\n")
_FONTS: Final = re.compile(rb"/Font \d+ 0 R")
_LAST_TABLE: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TRAILER: Final = re.compile(rb"/(?:Size \d+|Root \d+ 0 R|Info \d+ 0 R)")


def _quick_content(content: bytes) -> bytearray:
    """The PDF without the output intent and without outlines in its fonts, and with the fonts of a page named once for each page.

    For each page, poppler computes how the intent's colours look on a screen, and unpacks every font to see of what kind it is:
    that takes four times as long as to read the words, which depend on neither. Nor does whether a font is embedded: a font
    without data is listed as it was. And for each drawing of a page, the grey word across a draft for example, it reads the fonts
    of the page again: where the drawing names none, it takes those of the page (7.8.3).
    """
    quick = bytearray(content.replace(b"/OutputIntents", b"/ColoursUnread"))  # as long: places in the file stay
    _empty(quick, _FONT_DATA)
    return quick + _update(content, _without_fonts(content))


def _empty(content: bytearray, streams: re.Pattern[bytes]) -> None:
    """Takes the data out of streams."""
    for found in list(streams.finditer(content)):
        content[found.end() : found.end() + len(_NOTHING)] = _NOTHING


def _without_fonts(content: bytes) -> dict[int, bytes]:
    """What drawings name, without fonts, by its number: where all name the same fonts, and so does the page that they stand on."""
    try:
        objects = _objects_in_streams(content)
    except (ValueError, zlib.error):  # a broken file: poppler says so
        return {}
    if len({fonts for one in objects.values() for fonts in _FONTS.findall(one)}) != 1:
        return {}
    named = {int(number): objects.get(int(number), b"") for number in _DRAWING.findall(content)}
    return {number: _FONTS.sub(b"", one) for number, one in named.items() if _FONTS.search(one)}


def _objects_in_streams(content: bytes) -> dict[int, bytes]:
    """The objects that the file holds compressed, by their numbers (7.5.7)."""
    objects: dict[int, bytes] = {}
    for found in _OBJECTS.finditer(content):
        count, first, length = map(int, found.groups())
        data = zlib.decompress(content[found.end() : found.end() + length])
        head = [int(number) for number in data[:first].split()]
        numbers, places = head[: 2 * count : 2], [first + place for place in head[1 : 2 * count : 2]]
        objects.update({number: data[start:end] for number, start, end in zip(numbers, places, [*places[1:], None], strict=True)})
    return objects


def _update(content: bytes, objects: dict[int, bytes]) -> bytes:
    """What stands behind a file in which objects have changed (7.5.6); nothing where none has."""
    last = _LAST_TABLE.search(content, len(content) - 64)
    if not objects or not last:
        return b""
    before = int(last[1])
    trailer = b" ".join(_TRAILER.findall(content, before, content.find(b"stream", before)))
    written, table = b"", b"xref\n"
    for number, one in objects.items():
        table += b"%d 1\n%010d 00000 n \n" % (number, len(content) + len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, one)
    return b"%b%btrailer\n<<%b /Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (written, table, trailer, before, len(content) + len(written))


def _file(content: bytes | bytearray) -> IO[bytes]:
    """A file with a name."""
    import tempfile

    written = tempfile.NamedTemporaryFile(suffix=".pdf")  # noqa: SIM115 (who asks for it closes it)
    written.write(content)
    written.flush()
    return written


class PdfReader:
    """Poppler's three readers, started at once and asked for what they found when it is needed.

    Raises `ToolError` where poppler is missing. To be used in a `with`, which ends what still runs.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._copies: list[IO[bytes]] = []
        self._runs: dict[str, subprocess.Popen[bytes]] = {}
        self._said: dict[str, str] = {}

    def __enter__(self) -> Self:
        quick = _quick_content(read_bytes(self._path))
        self._copies.append(_file(quick))
        _empty(quick, _PLAIN_DATA)  # which fonts there are is not written there
        self._copies.append(_file(quick))
        words, fonts = (copy.name for copy in self._copies)
        name = "pdftotext"
        try:
            self._start(name, words, "-")
            for name, path in (("pdffonts", fonts), ("pdfinfo", str(self._path))):
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
        for copy in self._copies:
            copy.close()

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
