"""What a page says of itself to machines: search engines, reference managers, social networks, libraries.

schema.org as JSON-LD, and for the works that it cites as RDFa Lite 1.1 where they are listed, so that nothing is said twice;
`citation_*` as Google Scholar's inclusion guidelines and Zotero's translator read them (neither reads `citation_reference`); Dublin
Core (DCMI, in HTML 5); Open Graph; links to the page's own address and to its other editions.
What does not belong here: metadata of the other formats (`epub`, `pdf`).
"""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from pubkit.publish.addresses import web_address
from pubkit.publish.characters import escape, printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pubkit.publish.publication import Alternate, Publication
    from pubkit.publish.rendered import Rendered

_ISO_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")
_DOI: Final = re.compile(r"(?:doi:|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ISBN: Final = re.compile(r"(?:urn:)?isbn[:\s]*((?:[\dXx][\s-]?){9,16}[\dXx])", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://[^\s，。；、）)]+")
_LICENCE: Final = re.compile(r"\bCC[\s-]*(BY(?:-(?:NC|SA|ND))*|0)\b(?:[\s-]*(\d\.\d))?", re.IGNORECASE)
#: The list of references, and an entry of it, as `parts` writes them.
_REFERENCES: Final = '<section class="references"'
_ENTRY: Final = re.compile(r'(<li id="([^"]+)" class="reference")>(.*?)</li>', re.DOTALL)
_ENTRY_TEXT: Final = re.compile(r'<span class="reference-text[^"]*"')
_ENTRY_ADDRESS: Final = re.compile(r'<a class="address[^"]*"')
_URL: Final = r'\g<0> property="url"'
_TYPES: Final = {"pdf": "application/pdf", "epub": "application/epub+zip", "html": "text/html"}


def head_metadata(rendered: Rendered) -> list[str]:
    """The elements for the head of the web page, all but title, author and description."""
    publication = rendered.publication
    return [
        *_links(publication),
        *_citation(publication),
        *_dublin_core(publication),
        *_open_graph(publication),
        _json_ld(rendered),
    ]


def _name(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}" />'


def _named(pairs: Iterable[tuple[str, str]]) -> list[str]:
    return [_name(name, content) for name, content in pairs if content]


def _absolute(publication: Publication, href: str) -> str:
    """A reference from the page as an address, where the page's own is known."""
    return urljoin(publication.address, href) if publication.address else href


def _others(publication: Publication, *kinds: str) -> list[Alternate]:
    return [alternate for alternate in publication.alternates if alternate.kind in kinds]


def _links(publication: Publication) -> list[str]:
    translations = _others(publication, "html")
    found = []
    if publication.address:
        found.append(f'<link rel="canonical" href="{escape(publication.address)}" />')
        if translations:  # each page of a set names all of them, itself too
            found.append(
                f'<link rel="alternate" hreflang="{escape(publication.language)}" href="{escape(publication.address)}" />'
            )
    found += [
        f'<link rel="alternate" hreflang="{escape(a.language)}" href="{escape(_absolute(publication, a.href))}" />'
        for a in translations
    ]
    found += [
        f'<link rel="alternate" type="{_TYPES[a.kind]}" href="{escape(_absolute(publication, a.href))}" />'
        for a in _others(publication, "pdf", "epub")
    ]
    if licence := licence_address(publication.rights):
        found.append(f'<link rel="license" href="{escape(licence)}" />')
    return found


def _citation(publication: Publication) -> list[str]:
    """Google Scholar's tags. The institution makes Zotero file a report and no article."""
    pdf = next((_absolute(publication, a.href) for a in _others(publication, "pdf")), "")
    return _named(
        [
            ("citation_title", _full_title(publication)),
            *(("citation_author", author) for author in publication.authors),
            ("citation_publication_date", "/".join(_date_parts(publication.date))),
            ("citation_language", publication.language),
            ("citation_technical_report_institution", publication.publisher),
            ("citation_doi", doi(publication.identifier)),
            ("citation_isbn", isbn(publication.identifier)),
            ("citation_abstract", publication.description),
            ("citation_public_url", publication.address),
            ("citation_pdf_url", pdf),
        ]
    )


def _full_title(publication: Publication) -> str:
    subtitle = publication.subtitle.strip()
    dash = "——" if publication.language.lower().startswith("zh") else ": "
    return publication.title.strip() + (dash + subtitle if subtitle else "")


def _date_parts(date: str) -> list[str]:
    found = _ISO_DATE.fullmatch(date.strip())
    return [part for part in found.groups() if part] if found else []


def _dublin_core(publication: Publication) -> list[str]:
    return _named(
        [
            ("DC.title", publication.title),
            *(("DC.creator", author) for author in publication.authors),
            ("DC.date", publication.date),
            ("DC.language", publication.language),
            ("DC.type", "Text"),
            ("DC.publisher", publication.publisher),
            ("DC.rights", publication.rights),
            ("DC.identifier", publication.identifier or publication.address),
        ]
    )


def _open_graph(publication: Publication) -> list[str]:
    translations = _others(publication, "html")
    pairs = [
        ("og:type", "article"),
        ("og:title", publication.title),
        ("og:description", publication.description or publication.subtitle),
        ("og:url", publication.address),
        ("og:site_name", publication.collection.title if publication.collection else publication.publisher),
        ("og:locale", _locale(publication.language)),
        *(("og:locale:alternate", _locale(a.language)) for a in translations),
        ("article:published_time", "-".join(_date_parts(publication.date))),
    ]
    return [f'<meta property="{name}" content="{escape(content)}" />' for name, content in pairs if content]


def _locale(language: str) -> str:
    """A tag as Open Graph wants it, `zh_CN`: with a region or not at all."""
    region = {"zh-hans": "zh_CN", "zh-hant": "zh_TW", "en": "en_GB", "ja": "ja_JP", "ko": "ko_KR", "fr": "fr_FR"}
    known = region.get(language.lower())
    parts = language.split("-")
    return known or (f"{parts[0].lower()}_{parts[-1].upper()}" if len(parts) > 1 and len(parts[-1]) == 2 else "")


def licence_address(rights: str) -> str:
    """The address of a licence that a statement of rights names: one that stands there, or that of a Creative Commons licence."""
    if found := _ADDRESS.search(rights):
        return web_address(found[0]) or ""
    if not (found := _LICENCE.search(rights)):
        return ""
    name, version = found[1].lower(), found[2]
    if name == "0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    return f"https://creativecommons.org/licenses/{name}/{version or '4.0'}/"


def doi(identifier: str) -> str:
    """The DOI in an identifier, without resolver; empty where it is none."""
    found = _DOI.fullmatch(identifier.strip())
    return found[1] if found else ""


def isbn(identifier: str) -> str:
    """The ISBN in an identifier, as it is written; empty where it is none."""
    found = _ISBN.fullmatch(identifier.strip())
    return found[1] if found else ""


def _json_ld(rendered: Rendered) -> str:
    """schema.org, as a block of data: no policy has to allow it. `<` is escaped, so that nothing ends the block."""
    data = json.dumps(description_of(rendered), ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{printable(data).replace("<", chr(92) + "u003c")}</script>'


def description_of(rendered: Rendered) -> dict[str, Any]:
    """The publication as a schema.org `Report`, without what is not known."""
    publication = rendered.publication
    collection = publication.collection
    described: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "@id": publication.address,
        "url": publication.address,
        "headline": publication.title,
        "alternativeHeadline": publication.subtitle,
        "description": publication.description,
        "inLanguage": publication.language,
        "author": [{"@type": "Person", "name": author} for author in publication.authors],
        "datePublished": "-".join(_date_parts(publication.date)),
        "version": publication.version,
        "publisher": {"@type": "Organization", "name": publication.publisher} if publication.publisher else "",
        "copyrightNotice": publication.rights,
        "license": licence_address(publication.rights),
        "identifier": publication.identifier,
        "isPartOf": {"@type": "Collection", "name": collection.title, "url": _absolute(publication, collection.href)}
        if collection
        else "",
        "workTranslation": [
            {"@type": "Report", "inLanguage": a.language, "url": _absolute(publication, a.href)}
            for a in _others(publication, "html")
        ],
        "encoding": [
            {"@type": "MediaObject", "encodingFormat": _TYPES[a.kind], "contentUrl": _absolute(publication, a.href)}
            for a in _others(publication, "pdf", "epub")
        ],
    }
    return {name: value for name, value in described.items() if value}


def with_described_references(body: str, rendered: Rendered) -> str:
    """The list of references as schema.org `citation` of the page: each cited entry with its name and its address."""
    cited = {rendered.entries[one.key] for one in rendered.publication.references if one.is_listed}

    def described(entry: re.Match[str]) -> str:
        start, name, inner = entry.groups()
        if unescape(name) not in cited:
            return entry[0]
        named = _ENTRY_TEXT.sub(r'\g<0> property="name"', inner, count=1)
        return f'{start} property="citation" typeof="CreativeWork">{_ENTRY_ADDRESS.sub(_URL, named, count=1)}</li>'

    address = rendered.publication.address
    about = f' vocab="https://schema.org/"{f" resource={chr(34)}{escape(address)}{chr(34)}" if address else ""}'
    return _ENTRY.sub(described, body).replace(_REFERENCES, _REFERENCES + about, 1) if cited else body
