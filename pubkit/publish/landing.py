"""The landing page of a collection: its reports as covers, search across them, and which source is cited where.

Everything is made of finished pages (`page_record`), and links are relative, so that it works from a folder.
What does not belong here: reading the pages and writing the files (`pipeline.collection`); feeds (`syndication`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from pubkit.citations.addresses import canonical_address
from pubkit.publish.addresses import shown_address
from pubkit.publish.characters import escape, printable
from pubkit.publish.labels import labels_for, language_name, shown_date
from pubkit.publish.print_labels import print_labels_for
from pubkit.publish.themes import Theme, default_theme
from pubkit.publish.web_labels import web_labels_for
from pubkit.publish.web_style import COLLECTION_SCRIPTS, NO_SCRIPTS, page_stylesheet, policy, small_script
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pubkit.publish.page_record import Entry, PageRecord
    from pubkit.publish.web_labels import WebLabels

REFERENCES_PAGE: Final = "references.html"
SEARCH_INDEX: Final = "search-index.js"
_STYLES: Final = ("web-tokens.css", "collection.css")
#: Colours of the covers' spines in `collection.css`.
_SPINES: Final = 5
_FORMATS: Final = ("pdf", "epub")


class ListedPage(NamedTuple):
    """One edition of a report: its page, and where its files are from the landing page."""

    language: str  # BCP 47, or the tag of a bilingual edition
    record: PageRecord
    paths: Mapping[str, str]  # by kind: html, pdf, epub

    @property
    def href(self) -> str:
        """The page as a relative reference."""
        return quote(self.paths["html"])


class ListedReport(NamedTuple):
    """A report with its editions; the landing page speaks of the first."""

    name: str
    pages: tuple[ListedPage, ...]

    @property
    def page(self) -> ListedPage:
        """The edition that stands for the report."""
        return self.pages[0]

    @property
    def date(self) -> str:
        """ISO 8601, as far as it is known."""
        return self.page.record.says("datePublished")


@dataclass(frozen=True)
class Landing:
    """A collection: what it is called, in which language it speaks, and its reports in the order in which they stand."""

    title: str
    description: str
    language: str
    reports: tuple[ListedReport, ...]
    base_url: str = ""
    has_feed: bool = False
    theme: Theme = field(default_factory=default_theme)

    @cached_property
    def words(self) -> WebLabels:
        """The words of the collection's language."""
        return web_labels_for(self.language)

    @cached_property
    def has_references(self) -> bool:
        """Whether any report cites anything."""
        return any(entry.number for report in self.reports for entry in report.page.record.entries)


def landing_page(landing: Landing) -> str:
    """`index.html`."""
    words = landing.words
    updated = max((report.date for report in landing.reports), default="")
    facts = [f"<p>{escape(words.reports.format(count=len(landing.reports)))}</p>"]
    if updated:
        facts.append(f"<p>{escape(words.updated.format(date=shown_date(updated, landing.language)))}</p>")
    if landing.has_references:
        facts.append(f'<p><a href="{REFERENCES_PAGE}">{escape(words.shared)}</a></p>')
    description = f'<p class="description">{escape(landing.description)}</p>\n' if landing.description else ""
    cards = "\n".join(_card(report, landing) for report in landing.reports)
    body = (
        f'<a class="skip-link" href="#reports">{escape(labels_for(landing.language).skip)}</a>\n'
        f'<header class="head">\n<h1>{escape(landing.title)}</h1>\n{description}<div class="facts">{"".join(facts)}</div>\n</header>\n'
        f'<main id="reports">\n<ul class="reports" role="list">\n{cards}\n</ul>\n</main>'
    )
    said = {name: getattr(words, name) for name in ("search_all", "search_nothing", "count")}
    script = small_script(COLLECTION_SCRIPTS)
    data = escape(json.dumps(said, ensure_ascii=False))
    return _document(landing, landing.title, body, script, f'<script data-words="{data}">{script}</script>')


def references_page(landing: Landing) -> str:
    """`references.html`: every source that a report cites, those first that most reports cite."""
    words = landing.words
    names = names_apart(landing.reports, landing.language)
    items = "\n".join(_source(entry, places, names, landing.language) for entry, places in cited_sources(landing.reports))
    body = (
        f'<a class="skip-link" href="#sources">{escape(labels_for(landing.language).skip)}</a>\n'
        f'<header class="head">\n<nav class="way-up" aria-label="{escape(landing.title)}"><a href="index.html">{escape(landing.title)}</a></nav>\n'
        f'<h1>{escape(words.shared)}</h1>\n<p class="description">{escape(words.shared_note)}</p>\n</header>\n'
        f'<main id="sources">\n<ol class="sources" role="list">\n{items}\n</ol>\n</main>'
    )
    return _document(landing, f"{words.shared} · {landing.title}", body)


def search_index(reports: Iterable[ListedReport]) -> str:
    """`search-index.js`: title, address, language and passages of each page, as a call that the landing page answers.

    What the title page says is a passage, too. Bilingual editions are left out: their text is that of two others.
    """
    index = [
        [
            page.record.says("headline"),
            page.href,
            page.language,
            [["", "", _title_page(page.record)], *([p.identifier, p.heading, p.text] for p in page.record.passages)],
        ]
        for report in reports
        for page in report.pages
        if "+" not in page.language
    ]
    return f"searchIndex({json.dumps(index, ensure_ascii=False, separators=(',', ':'))});\n"


def _title_page(record: PageRecord) -> str:
    said = (
        record.says("headline"),
        record.says("alternativeHeadline"),
        ", ".join(record.authors),
        record.says("description"),
    )
    return " · ".join(filter(None, said))


def cited_sources(reports: Iterable[ListedReport]) -> list[tuple[Entry, list[tuple[ListedReport, Entry]]]]:
    """Each source with the reports that cite it and their entries for it; those first that most reports cite.

    Two entries are one source where their addresses lead to the same, and without addresses where their texts are equal.
    """
    found: defaultdict[str, list[tuple[ListedReport, Entry]]] = defaultdict(list)
    for report in reports:
        for entry in report.page.record.entries:
            if entry.number is not None:
                found[canonical_address(entry.address) if entry.address else entry.text.casefold()].append(
                    (report, entry)
                )
    sources = [(places[0][1], places) for places in found.values()]
    return sorted(sources, key=lambda source: -len({report.name for report, _ in source[1]}))


def names_apart(reports: Iterable[ListedReport], language: str) -> dict[str, str]:
    """What each report is called beside others, by its name: its title, and where others have the same, what sets it apart.

    That is the version, else the date, else the language of its edition, else the name of its file.
    """
    words = web_labels_for(language)
    by_title: defaultdict[str, list[ListedReport]] = defaultdict(list)
    for report in reports:
        by_title[report.page.record.says("headline")].append(report)
    names = {}
    for title, alike in by_title.items():
        shown = words.work.format(title=title)
        if len(alike) == 1:
            names[alike[0].name] = shown
            continue
        form = "{}（{}）" if language.startswith(("zh", "ja")) else "{} ({})"
        names |= {report.name: form.format(shown, mark) for report, mark in zip(alike, _marks_apart(alike, language), strict=True)}
    return names


def _marks_apart(reports: list[ListedReport], language: str) -> list[str]:
    """The first of version, date, language and file that all have, and no two the same."""
    version = print_labels_for(language).version
    said = (
        [f"{version} {number}" if (number := report.page.record.says("version")) else "" for report in reports],
        [shown_date(report.date, language) for report in reports],
        [_name(report.page.language) for report in reports],
    )
    telling = (marks for marks in said if all(marks) and len(set(marks)) == len(marks))
    return next(telling, [report.name for report in reports])


def _card(report: ListedReport, landing: Landing) -> str:
    """One report as a cover, with what it is about and its editions and formats below."""
    page, record = report.page, report.page.record
    language = f' lang="{escape(page.language)}"' if page.language != landing.language else ""
    spine = sha256(report.name.encode()).digest()[0] % _SPINES
    authors = labels_for(page.language).list_separator.join(record.authors)
    lines = [
        f'<h2><a href="{escape(page.href)}">{escape(record.says("headline"))}</a></h2>',
        _line("subtitle", record.says("alternativeHeadline")),
        _line("by", authors or " "),
        _line("date", shown_date(report.date, page.language)),
    ]
    cover = "".join(filter(None, lines))
    description = _line("description", record.says("description"))
    return (
        f'<li class="report"{language}>\n<div class="cover spine-{spine}">{cover}</div>\n{description}'
        f'<div class="ways">{_languages(report)}{_formats(page)}</div>\n</li>'
    )


def _line(name: str, text: str) -> str:
    return f'<p class="{name}">{escape(text)}</p>' if text else ""


def _languages(report: ListedReport) -> str:
    """The editions by the names of their languages, where there are several."""
    if len(report.pages) == 1:
        return ""
    items = [
        f'<li><a href="{escape(page.href)}" lang="{escape(page.language.partition("+")[0])}">{escape(_name(page.language))}</a></li>'
        for page in report.pages
    ]
    return f'<ul class="languages">{"".join(items)}</ul>'


def _name(tag: str) -> str:
    return " / ".join(map(language_name, tag.split("+")))


def _formats(page: ListedPage) -> str:
    items = [
        f'<li><a href="{escape(quote(page.paths[kind]))}">{kind.upper()}</a></li>'
        for kind in _FORMATS
        if kind in page.paths
    ]
    return f'<ul class="formats">{"".join(items)}</ul>' if items else ""


def _source(entry: Entry, places: list[tuple[ListedReport, Entry]], names: Mapping[str, str], language: str) -> str:
    words = web_labels_for(language)
    address = ""
    if entry.address:
        address = (
            f'\n<p class="address"><a href="{escape(entry.address)}">{escape(shown_address(entry.address))}</a></p>'
        )
    cited = labels_for(language).list_separator.join(
        f'<a href="{escape(report.page.href)}#{escape(quote(own.identifier))}">'
        f"{escape(names[report.name])} [{own.number}]</a>"
        for report, own in places
    )
    return (
        f'<li class="source">{_source_text(entry)}{address}\n'
        f'<p class="cited-in">{escape(words.cited_in)} {cited}</p>\n</li>'
    )


def _source_text(entry: Entry) -> str:
    return f'\n<p class="text">{escape(entry.text)}</p>' if entry.text else ""  # one may be an address alone


def _document(landing: Landing, title: str, body: str, script: str = "", element: str = "") -> str:
    languages = [landing.language, *(page.language for report in landing.reports for page in report.pages)]
    scripts = COLLECTION_SCRIPTS if script else NO_SCRIPTS
    css = page_stylesheet(_STYLES, landing.theme, f"<html><body>{body}</body></html>", languages, scripts)
    # `self` is no origin for a page opened from a folder: there `file:` allows the index, and on the web nothing
    head = [
        '<meta charset="utf-8">',
        f"<title>{escape(title)}</title>",
        f'<meta name="description" content="{escape(landing.description)}">' if landing.description else "",
        policy([css], [script] if script else [], elsewhere="'self' file:" if script else "", trusted=False).replace(
            " />", ">"
        ),
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        '<meta name="referrer" content="no-referrer">',
        '<meta name="generator" content="pubkit">',
        *_links(landing, title, script),
        f"<style>{css}</style>",
        element,
    ]
    return printable(
        f'<!DOCTYPE html>\n<html lang="{escape(landing.language)}">\n<head>\n'
        + "\n".join(filter(None, head))
        + f"\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _links(landing: Landing, title: str, script: str) -> list[str]:
    """The page's own address, the feed, and what schema.org is told; all but the last only where the address is known."""
    told = {
        "@context": "https://schema.org",
        "@type": "Collection",
        "name": landing.title,
        "description": landing.description,
        "inLanguage": landing.language,
        "url": landing.base_url,
        "hasPart": [
            {"@type": "Report", "name": report.page.record.says("headline"), "url": landing.base_url + report.page.href}
            for report in landing.reports
        ],
    }
    data = json.dumps({name: value for name, value in told.items() if value}, ensure_ascii=False, separators=(",", ":"))
    found = [f'<script type="application/ld+json">{data.replace("<", chr(92) + "u003c")}</script>'] if script else []
    if landing.base_url:
        address = landing.base_url if script else landing.base_url + REFERENCES_PAGE
        found.append(f'<link rel="canonical" href="{escape(address)}">')
        found.append(f'<meta property="og:title" content="{escape(title)}">')
        found.append(f'<meta property="og:url" content="{escape(address)}">')
    if landing.has_feed:
        found.append(
            f'<link rel="alternate" type="application/atom+xml" href="feed.xml" title="{escape(landing.title)}">'
        )
    return found
