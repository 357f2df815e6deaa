"""Writing the PDF without doing anything twice, and what can be done side by side, side by side.

pydyf turns each object into bytes for the file and again for its checksum; WeasyPrint cuts its fonts to the glyphs that are used
one after the other, and copies each whole before it cuts it. Cutting and compressing are done by libraries that need no Python meanwhile: they run in threads.
Sources: ISO 32000-1, 7.5.7 (object streams); WeasyPrint 70.0, pdf/fonts.py; pydyf 0.13, `PDF.write`.
What does not belong here: what the PDF says of itself (`pdf_metadata`), its structure tree (`structure_tree`).
"""

from __future__ import annotations

import re
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

#: Releases of pydyf whose way of writing we know.
_KNOWN_PYDYF: Final = re.compile(r"0\.13\.\d+")
#: How hard a stream is compressed: zlib's 9, which pydyf asks for, takes half as long again for 0.4 % of a file.
_LEVEL: Final = 6
#: Threads: more than a report has large fonts would wait for each other.
_THREADS: Final = 4


def settle_objects(pdf: Any) -> None:
    """Makes bytes of every object once. To be called when all of them are final, right before the file is written.

    The catalogue stands outside of the stream of compressed objects, so that it can be found without reading the file
    (`poppler`). Another release of pydyf than those that we know writes its objects as it will.
    """
    from weasyprint.pdf import pydyf

    if not _KNOWN_PYDYF.fullmatch(pydyf.VERSION):
        return

    class Settled(pydyf.Object):  # type: ignore[misc]
        compressible = False

        def __init__(self, item: Any, data: bytes, *, compressible: bool) -> None:
            self.__dict__.update(number=item.number, offset=0, generation=item.generation, free=item.free)
            self._data = data
            self.compressible = compressible

        @property
        def data(self) -> bytes:
            return self._data

    if "Names" in pdf.catalog:  # the names of all places: they are many, and compressed elsewhere
        names = pdf.catalog["Names"]
        pdf.add_object(names)
        pdf.catalog["Names"] = names.reference
    first, *objects = pdf.objects  # the first is a free one, which has no data
    streams = [item for item in objects if isinstance(item, pydyf.Stream)]
    with ThreadPoolExecutor(_THREADS) as threads:
        compressed = dict(zip(map(id, streams), threads.map(_data_of, streams), strict=True))
    settled = [
        Settled(
            item,
            compressed.get(id(item)) or item.data,
            compressible=item.compressible and item is not pdf.catalog,
        )
        for item in objects
    ]
    pdf.objects[:] = [first, *settled]


def _data_of(item: Any) -> bytes:
    """A stream as it stands in the file: as `Stream.data` has it, at another level."""
    from weasyprint.pdf import pydyf

    if item.compress:
        content = zlib.compress(b"\n".join(map(pydyf._to_bytes, item.stream)), _LEVEL)
        item = pydyf.Stream([content], {**item.extra, "Filter": "/FlateDecode"})
    data: bytes = item.data
    return data


def side_by_side_fonts() -> AbstractContextManager[None]:
    """Within it, WeasyPrint cuts several fonts at once. Raises `ToolError` where it is not the release that we know."""
    return patched((Patch("pdf", "build_fonts_dictionary", "pdf fonts compress subset options", _patch_fonts),))


def _patch_fonts(original: Callable[..., Any]) -> Callable[..., Any]:
    def build_fonts_dictionary(pdf: Any, fonts: Any, compress: Any, subset: Any, options: Any) -> Any:
        by_file: dict[str, list[Any]] = {}
        for font in fonts.values():
            by_file.setdefault(font.hash, []).append(font)
        groups = [group for group in by_file.values() if subset and not group[0].used_in_forms and not group[0].bitmap]
        with ThreadPoolExecutor(_THREADS) as threads:
            for _ in threads.map(lambda group: _cut(group, options), groups):
                pass
        return original(pdf, fonts, compress, subset, options)

    return build_fonts_dictionary


@contextmanager
def late_font_data() -> Iterator[None]:
    """Within it, WeasyPrint copies the file of a font only where it is asked for: a font that is cut is not, and has 20 MB.

    Raises `ToolError` where it is not the release that we know.
    """
    patches = (Patch("pdf.fonts", "Font.__init__", "self pango_font description font_size", _patch_font),)
    with patched(patches, (("pdf.fonts", "get_hb_object_data", "hb_object ot_color glyph"),)):
        from weasyprint.pdf.fonts import Font, get_hb_object_data

        Font.file_content = cached_property(lambda font: get_hb_object_data(font.hb_face))
        Font.file_content.__set_name__(Font, "file_content")
        try:
            yield
        finally:
            del Font.file_content


def _patch_font(original: Callable[..., Any]) -> Callable[..., Any]:
    from weasyprint.pdf import fonts

    def set_up(self: Any, pango_font: Any, description: Any, font_size: Any) -> None:
        copied, fonts.get_hb_object_data = fonts.get_hb_object_data, lambda _: b""
        try:
            original(self, pango_font, description, font_size)
        finally:
            fonts.get_hb_object_data = copied
        del self.file_content  # what is set there again is the font that was cut

    return set_up


def _cut(group: list[Any], options: Any) -> None:
    """Cut a font to the glyphs that are used of it in any size; it need not be done again."""
    used: dict[int, str] = {}
    for font in group:
        used |= font.to_unicode
    group[0].clean(used, options["hinting"])
    group[0].clean = lambda *_: None
