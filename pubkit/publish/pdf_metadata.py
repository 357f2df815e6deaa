"""What the PDF says of itself: that it is PDF/A-2u and PDF/UA-1, its Dublin Core, and the numbers of its pages.

Sources: ISO 19005-2 (PDF/A-2), 6.6.2 (metadata) and 6.6.2.3 (extension schemas: PDF/A knows no PDF/UA); ISO 14289-1
(PDF/UA-1), 5; ISO 16684-1 (XMP); ISO 32000-1, 12.4.2 (page labels).
What does not belong here: the structure tree (`structure_tree`).
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any, Final

from pubkit.publish.weasyprint_patch import Patch, patched

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from pubkit.publish.publication import Publication

#: WeasyPrint's name for what is written: its output intent is sRGB, its fonts can be read as Unicode.
VARIANT: Final = "pdf/a-2u"
_DAY: Final = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_UA: Final = (
    '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
    '<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" '
    'xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">'
    '<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">'
    "<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>"
    "<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>"
    "<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>"
    '<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">'
    "<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>"
    "<pdfaProperty:category>internal</pdfaProperty:category>"
    "<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>"
    "</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"
)
_BAG: Final = "<rdf:Bag><rdf:li>{}</rdf:li></rdf:Bag>"
_ALTERNATIVES: Final = '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'


def closed_profile() -> AbstractContextManager[None]:
    """Within it, WeasyPrint closes the file of the colour profile that it embeds. Not for several threads at once."""
    return patched((Patch("pdf", "ColorProfile", "file_object src rendering_intent components", _closing),))


def _closing(original: Callable[..., Any]) -> Callable[..., Any]:
    def color_profile(file_object: Any, src: Any, rendering_intent: Any, components: Any) -> Any:
        with file_object:
            return original(file_object, src, rendering_intent, components)

    return color_profile


def describe(metadata: Any, publication: Publication) -> None:
    """Makes WeasyPrint's metadata of a document say what it leaves out. To be called before the document is written."""
    if _DAY.fullmatch(publication.date.strip()):
        metadata.created = publication.date.strip()
    described = metadata.generate_rdf_metadata
    metadata.generate_rdf_metadata = lambda *given: _whole(described(*given), publication)


def _whole(rdf: bytes, publication: Publication) -> bytes:
    values = (
        ("language", _BAG, publication.language),
        ("publisher", _BAG, publication.publisher),
        ("rights", _ALTERNATIVES, publication.rights),
        ("identifier", "{}", publication.doi or publication.identifier or publication.isbn),
    )
    core = "".join(
        f'<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:{name}>'
        f"{form.format(html.escape(value.strip()))}</dc:{name}></rdf:Description>"
        for name, form, value in values
        if value.strip()
    )
    return rdf.replace(b"</rdf:RDF>", (_UA + core).encode() + b"</rdf:RDF>")


def settle_pictures(pdf: Any) -> None:
    """No picture is smoothed by the viewer (ISO 19005-2, 6.2.8.1): WeasyPrint asks for it by default."""
    for item in pdf.objects:
        extra = getattr(item, "extra", None)
        if extra and "Interpolate" in extra:
            extra["Interpolate"] = "false"


def label_pages(pdf: Any, names: Sequence[str | None]) -> None:
    """Gives viewers the numbers that are printed: roman before the first page of the text, arabic from there on.

    `names` are those of the pages in the style sheet.
    """
    from weasyprint.pdf import pydyf

    front = next((n for n, name in enumerate(names) if name not in FRONT_PAGES), 0)
    labels: list[Any] = [0, pydyf.Dictionary({"S": "/r"})] if front else []
    labels += [front, pydyf.Dictionary({"S": "/D"})]
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array(labels)})


#: Names of pages in `styles/print.css` that stand before the text.
FRONT_PAGES: Final = frozenset({"cover", "imprint", "contents"})
