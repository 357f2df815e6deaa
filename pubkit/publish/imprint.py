"""The imprint of the PDF (版权页): who answers for the report, which version it is, how it may be used, how it is cited.

Its data and their order are those of GB/T 12450—2001 (title leaves of books) where a report has them; the suggested
citation follows GB/T 7714—2025 in Chinese.
A long text has a page of its own for it, behind the cover, as books have; in a short one it stands with the colophon.
What does not belong here: how it looks (`styles/print.css`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit import __version__
from pubkit.publish.addresses import web_address
from pubkit.publish.characters import escape
from pubkit.publish.fonts import installed_family
from pubkit.publish.labels import is_chinese, language_name, shown_date
from pubkit.publish.print_labels import print_labels_for
from pubkit.publish.publication import in_both

if TYPE_CHECKING:
    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

_DOI: Final = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_ISBN: Final = re.compile(r"(?:urn:)?isbn[:\s]*([\dXx -]{10,17})", re.IGNORECASE)
_YEAR: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


def imprint_page(rendered: Rendered) -> str:
    """The page as `section.imprint`: a list of what is known, and how to cite the report."""
    labels = print_labels_for(rendered.publication.language, rendered.publication.labels)
    rows = [_row(name, value) for name, value in imprint_rows(rendered.publication)]
    return "\n".join(
        [
            '<section class="imprint" aria-labelledby="printed-imprint">',
            f'<h2 id="printed-imprint">{escape(labels.imprint)}</h2>',
            '<ul class="imprint-list">',
            *rows,
            "</ul>",
            f'<p class="cite-as"><span class="imprint-name">{escape(labels.cite_as)}</span><span class="citation-text">{escape(suggested_citation(rendered.publication))}</span></p>',
            "</section>",
        ]
    )


def imprint_lines(rendered: Rendered) -> str:
    """The same as a few lines for the colophon of a short text, without what the colophon or the title has said."""
    publication = rendered.publication
    labels = print_labels_for(publication.language, publication.labels)
    said = {labels.title, labels.authors, labels.date, labels.publisher, labels.rights, labels.language}
    lines = [f"{name}{labels.colon}{value}" for name, value in imprint_rows(publication) if name not in said]
    lines.insert(0, f"{labels.cite_as}{labels.colon}{suggested_citation(publication)}")
    return "\n".join(f'<p class="imprint-line">{escape(line)}</p>' for line in lines)


def _row(name: str, value: str) -> str:
    target = web_address(value) if value.startswith(("http://", "https://")) else None
    shown = f'<a class="address" href="{escape(target)}">{escape(value)}</a>' if target else escape(value)
    return f'<li><span class="imprint-name">{escape(name)}</span><span class="imprint-value">{shown}</span></li>'


def imprint_rows(publication: Publication) -> list[tuple[str, str]]:
    """What is known of the report, by name: only what there is."""
    labels = print_labels_for(publication.language, publication.labels)
    colon = "：" if is_chinese(publication.language) else ": "
    title = colon.join(filter(None, [publication.title.strip(), publication.subtitle.strip()]))
    facing = publication.facing
    others = [a.label for a in publication.alternates if a.kind == "html"]
    rows = [
        (labels.title, title),
        (labels.authors, _comma(publication).join(publication.authors)),
        (labels.publisher, publication.publisher.strip()),
        (labels.date, shown_date(publication.date, publication.language)),
        (labels.version, publication.version.strip()),
        *_identifiers(publication, labels.identifier),
        (labels.language, in_both(language_name(publication.language), language_name(facing.language) if facing else "")),
        (labels.editions, _comma(publication).join(dict.fromkeys(others))),
        (labels.address, publication.address),
        (labels.rights, publication.rights.strip()),
        (labels.typefaces, _comma(publication).join(_typefaces(publication.language))),
        (labels.made_with, labels.made.format(version=__version__)),
    ]
    return [(name, value) for name, value in rows if value]


def _comma(publication: Publication) -> str:
    return "、" if is_chinese(publication.language) or publication.language.startswith("ja") else ", "


def _identifiers(publication: Publication, other: str) -> list[tuple[str, str]]:
    """ISBN and DOI, each under its name; what is neither under `other`."""
    given = publication.identifier.strip()
    doi, isbn = _DOI.fullmatch(publication.doi.strip() or given), _ISBN.fullmatch(given)
    number = publication.isbn.strip() or (isbn[1].strip() if isbn else "")
    rest = "" if isbn or _DOI.fullmatch(given) else given
    return [("ISBN", number), ("DOI", f"https://doi.org/{doi[1]}" if doi else publication.doi.strip()), (other, rest)]


def _typefaces(language: str) -> tuple[str, ...]:
    """The families that the text is set in: the first of each stack that is installed."""
    return tuple(dict.fromkeys(filter(None, (installed_family(language, kind) for kind in ("serif", "sans", "mono")))))


def suggested_citation(publication: Publication) -> str:
    """How the report is cited: by GB/T 7714—2025 in Chinese, else author, title, publisher, year."""
    if is_chinese(publication.language):
        return _gbt7714(publication)
    title = ": ".join(filter(None, [publication.title.strip(), publication.subtitle.strip()]))
    made = ", ".join(filter(None, [publication.publisher.strip(), publication.date.strip()[:4]]))
    parts = [", ".join(publication.authors), title, made, _own_address(publication)]
    return " ".join(part if part.startswith("http") or part[-1] in ".?!" else f"{part}." for part in parts if part)


def _gbt7714(publication: Publication) -> str:
    from pubkit.citations.styles.gbt7714 import format_entry

    item: dict[str, object] = {
        "id": publication.name,
        "type": "report",
        "language": publication.language,
        "title": "：".join(filter(None, [publication.title.strip(), publication.subtitle.strip()])),
        "author": [{"literal": name} for name in publication.authors],
        "publisher": publication.publisher.strip(),
        "version": publication.version.strip(),
        "URL": _own_address(publication),
    }
    if found := _YEAR.match(publication.date.strip()):
        item["issued"] = {"date-parts": [[int(part) for part in found.groups() if part]]}
    entry = format_entry({name: value for name, value in item.items() if value})
    return "".join(run.text for run in entry.runs).strip()


def _own_address(publication: Publication) -> str:
    """Where the report is to be found: by its DOI, else at its address."""
    doi = _DOI.fullmatch(publication.doi.strip() or publication.identifier.strip())
    return f"https://doi.org/{doi[1]}" if doi else publication.address
