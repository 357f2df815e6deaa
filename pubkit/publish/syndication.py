"""What a collection tells machines that come by: `sitemap.xml` (sitemaps.org 0.9) and `feed.xml` (Atom, RFC 4287).

Both hold absolute addresses, so both need to know where the collection stands.
What does not belong here: pages (`landing`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import escape
from pubkit.publish.landing import REFERENCES_PAGE

if TYPE_CHECKING:
    from pubkit.publish.landing import Landing, ListedPage, ListedReport

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


def sitemap(landing: Landing) -> str:
    """Every page with its other languages."""
    urls = [f"<url><loc>{escape(landing.base_url)}</loc></url>"]
    if landing.has_references:
        urls.append(f"<url><loc>{escape(landing.base_url + REFERENCES_PAGE)}</loc></url>")
    urls += [_url(page, report, landing) for report in landing.reports for page in report.pages]
    return _xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
        urls,
        "</urlset>",
    )


def _url(page: ListedPage, report: ListedReport, landing: Landing) -> str:
    alternates = "".join(
        f'<xhtml:link rel="alternate" hreflang="{escape(other.language)}" href="{escape(landing.base_url + other.href)}"/>'
        for other in report.pages
        if "+" not in other.language
    )
    alternates = alternates if len(report.pages) > 1 else ""
    return f"<url><loc>{escape(landing.base_url + page.href)}</loc>{alternates}</url>"


def feed(landing: Landing) -> str | None:
    """The reports that have a date of day, the newest first; None where there are none: Atom needs dates."""
    dated = [report for report in landing.reports if _DAY.fullmatch(report.date)]
    if not dated:
        return None
    newest = sorted(dated, key=lambda report: report.date, reverse=True)
    lines = [
        f"<title>{escape(landing.title)}</title>",
        f"<id>{escape(landing.base_url)}</id>",
        f'<link rel="self" href="{escape(landing.base_url)}feed.xml"/>',
        f'<link href="{escape(landing.base_url)}"/>',
        f"<updated>{newest[0].date}T00:00:00Z</updated>",
        *(_entry(report, landing) for report in newest),
    ]
    return _xml(f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(landing.language)}">', lines, "</feed>")


def _entry(report: ListedReport, landing: Landing) -> str:
    record, address = report.page.record, escape(landing.base_url + report.page.href)
    authors = record.authors or (landing.title,)  # an entry without an author is not valid
    summary = record.says("description") or record.says("alternativeHeadline")
    parts = [
        f"<title>{escape(record.says('headline'))}</title>",
        f"<id>{address}</id>",
        f'<link href="{address}"/>',
        f"<updated>{report.date}T00:00:00Z</updated>",
        *(f"<author><name>{escape(name)}</name></author>" for name in authors),
        f"<summary>{escape(summary)}</summary>" if summary else "",
    ]
    return f"<entry>{''.join(parts)}</entry>"


def _xml(opening: str, lines: list[str], closing: str) -> str:
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', opening, *lines, closing, ""])
