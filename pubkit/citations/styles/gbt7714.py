"""Entries after GB/T 7714—2025, *Information and documentation: Rules for bibliographic references and citations to
information resources* (in force since 2026-07-01), in the numeric system and in the author-date system (A.3).

The standard by clause:

    5.1         an entry is written in the language of its document
    6           `.` and `[ ]` are half-width, the other marks between elements full-width
    7.1–7.9     responsibility, title, designators (annex B), edition, publication, dates, pages, address, identifier
    8.2–8.15    which elements each kind of document has, and in what order: `_FORMS` below is that list

What the item does not say is left out. Only where the standard asks for the words (7.5.2.3, 7.5.3.3: a printed book
without place or publisher) do `[出版地不详]`, `[S.l.]` and their like appear; a document that can be reached online never
gets them. What does not belong here: numbers, order and disambiguation of a whole list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote, unquote

from pubkit.citations.styles.clauses import (
    BOOKS,
    LEGAL,
    PARTS_OF_BOOKS,
    Clause,
    clause_of,
    designator_of,
    medium_of,
    meeting_of,
)
from pubkit.citations.styles.csl import Item, Name, read_document, read_item
from pubkit.citations.styles.entry import Entry, Run, Runs, enclosed, joined, linked, plain, rich, without_final_stop
from pubkit.citations.styles.languages import Terms, entry_language, terms_of
from pubkit.citations.styles.names import cited_name, names_text
from pubkit.citations.styles.numbers import (
    edition_text,
    issue_text,
    pages_text,
    periodical_volume_text,
    version_text,
    volume_text,
)
from pubkit.text.errors import InputError
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pubkit.citations.styles.dates import Date

Format = Literal["text", "html", "markdown"]

_EM_SPACE = "\u2003"
_CREATORS = ("composer", "author", "director", "host", "illustrator", "performer", "series-creator")
_EDITORS = ("editor", "editorial-director", "compiler", "collection-editor")


def format_entry(item: Mapping[str, object], *, author_date: bool = False) -> Entry:
    """One CSL-JSON item as an entry of GB/T 7714—2025, in the item's own language, without its number.

    `author_date` gives the form of A.3, year behind the authors, `year-suffix` of the item (`a`, `b`) behind the year.
    The item's `note` is read for CSL variables (`page: 35`, `CSTR: …`) that have no field of their own.
    Raises `InputError`, naming item and field, for a type that CSL does not know and for a value that cannot be meant.
    """
    return _formatted(read_item(item), author_date)


class AuthorYear(NamedTuple):
    """What stands for an item in the author-date system (10.2): the names of its entry, the first of them as the text cites
    it, its year without a letter, and the language of the item. `year` is empty where nothing says one.
    """

    names: str
    label: str
    year: str
    language: str


def author_and_year(item: Mapping[str, object]) -> AuthorYear:
    """The author and the year by which the author-date system cites an item. Raises as `format_entry` does."""
    read = read_item(item)
    language = entry_language(read.text("language"), re.sub(r"<[^<>]*>", "", read.text("title", "container-title")))
    elements = _Elements(read, clause_of(read), terms_of(language), author_date=True)
    names = elements.main_names()
    written = names_text(names, elements.terms) or (read.text("authority") if read.kind in LEGAL else "") or elements.terms.anonymous
    label = cited_name(names, elements.terms) if names else written
    return AuthorYear(written, label, elements.year_of_entry(), language)


def format_items(text: str, filename: str, to: Format, *, author_date: bool = False) -> str:
    """The entries of a CSL-JSON document, one a line, in the items' order, without their numbers.

    `text` is a list of items or an object with `items`; `filename` is for messages. Raises `InputError` with the place
    where `text` is not JSON, and with item and field where an item cannot be meant.
    """
    lines = []
    for number, source in enumerate(read_document(text, filename), 1):
        try:
            entry = _formatted(read_item(source, f"#{number}"), author_date)
        except InputError as error:
            error.filename = filename
            raise
        lines.append(_written(entry, to) + "\n")
    return "".join(lines)


def _written(entry: Entry, to: Format) -> str:
    if to == "html":
        return entry.html()
    return entry.markdown() if to == "markdown" else entry.text


def _formatted(item: Item, author_date: bool) -> Entry:
    title = re.sub(r"<[^<>]*>", "", item.text("title", "container-title"))
    language = entry_language(item.text("language"), title)
    elements = _Elements(item, clause_of(item), terms_of(language), author_date)
    form = (element(elements) for element in _FORMS[elements.clause])
    runs = joined(". ", elements.responsibility(), *form, elements.access())
    return Entry(runs if plain(runs).endswith(".") else (*runs, Run(".")), language)


class _Elements(NamedTuple):
    """The elements of one item's entry; each is empty where the item says nothing of it."""

    item: Item
    clause: Clause
    terms: Terms
    author_date: bool

    # ---- 7.1 responsibility

    def responsibility(self) -> Runs:
        """7.1, and behind it the year in the author-date system, where a work without author has 佚名 (7.1.3)."""
        if self.clause == "standard" and not self.author_date:
            return ()  # 8.9: the number of a standard opens its entry
        names = rich(self._main_names(), "names")
        if not self.author_date:
            return names
        return joined("，", names or rich(self.terms.anonymous, "names"), rich(self.year_of_entry(), "date"))

    def _main_names(self) -> str:
        names = names_text(self.main_names(), self.terms)
        return names or (self.item.text("authority") if self.item.kind in LEGAL else "")

    def main_names(self) -> tuple[Name, ...]:
        """Those responsible for the work as a whole."""
        is_part = self.clause in ("part of book", "article", "meeting paper")
        return self.item.names(*_CREATORS, *(() if is_part else _EDITORS))

    def year_of_entry(self) -> str:
        """The year behind the authors; the year of access, as an estimate, where a document has no date."""
        issued = self.item.date("issued", "available-date")
        suffix = self.item.text("year-suffix")
        if issued:
            return issued.year + suffix
        accessed = self.item.date("accessed")
        if accessed:
            return f"[{accessed.year}{suffix}]"
        return self.terms.no_date + suffix if suffix else ""  # only where it tells two entries apart

    def translators(self) -> Runs:
        """7.1, other responsibility: `徐超，译`, `李明，王芳，赵强，等，译`, `Smith J，trans.`"""
        names = names_text(self.item.names("translator"), self.terms)
        return rich(f"{names}，{self.terms.translator}", "names") if names else ()

    # ---- 7.2 title, 7.3 designator

    def title(self) -> Runs:
        """Title, volume of a book, number of a report, patent or file, scale of a map, and the designator."""
        volume = self._volume() if self.clause == "book" else ()
        title = joined("：", self._bare_title(), volume, rich(self._number(), "title"))
        if self.item.kind == "map":
            title = joined(". ", title, rich(self.item.text("scale"), "title"))
        return title + self._designator()

    def standard_title(self) -> Runs:
        """8.9: number and name of a standard."""
        return joined(_EM_SPACE, rich(self.item.text("number"), "title"), self._bare_title()) + self._designator()

    def _bare_title(self) -> Runs:
        return without_final_stop(rich(self.item.text("title"), "title"))

    def _volume(self) -> Runs:
        """7.2.3: the volume of a book and its own title."""
        volume = volume_text(self.item.text("volume"), self.terms)
        return joined(_EM_SPACE, rich(volume, "title"), rich(self.item.text("volume-title"), "title"))

    def _number(self) -> str:
        """The number behind the title (clause 6): of a patent its application, of a file its shelf mark."""
        if self.clause in ("article", "periodical", "release"):
            is_only_trace = self.item.kind == "article" and not medium_of(self.item)
            return self.item.text("number") if is_only_trace else ""
        if self.item.kind == "patent":
            return self.item.text("call-number", "number")
        return self.item.text("number", *(("archive_location",) if self.clause == "archive" else ()))

    def _designator(self) -> Runs:
        return (Run(f"[{designator_of(self.item, self.clause)}]", "designator"),)

    # ---- 7.4 edition, 7.5 publication, 7.6 dates, 7.7 pages

    def edition(self) -> Runs:
        """7.4: any edition but the first."""
        return rich(edition_text(self.item.text("edition"), self.terms))

    def version(self) -> Runs:
        """The version of a data set, preprint, map or program: `V2`."""
        return rich(version_text(self.item.text("version")))

    def publication(self) -> Runs:
        """7.5: place, publisher, year, pages."""
        return joined("：", joined("，", self._source_of_publication(), self._year()), self._pages())

    def _source_of_publication(self) -> Runs:
        place, publisher = _first(self.item.text("publisher-place")), _first(self.item.text("publisher"))
        if self.item.kind in BOOKS | PARTS_OF_BOOKS and not medium_of(self.item):
            place, publisher = place or f"[{self.terms.no_place}]", publisher or f"[{self.terms.no_publisher}]"
        return joined("：", rich(place), rich(publisher))

    def serial_publication(self) -> Runs:
        """8.4: place, publisher and years of a periodical; the years are open while its numbering is."""
        return joined("，", self._source_of_publication(), self._year())

    def _year(self) -> Runs:
        if self.item.kind in LEGAL:
            return self._day("issued")
        date = None if self.author_date else self.item.date("issued")
        if date and self.clause == "periodical" and self.item.text("volume").endswith("—"):
            date = date.with_open_end()
        return rich(date.year if date else "", "date")

    def _day(self, *fields: str) -> Runs:
        """A whole date; in the author-date system only where it says more than the year behind the authors."""
        date = self.item.date(*fields)
        if not date or (self.author_date and date.full == date.year):
            return ()
        return rich(date.full, "date")

    def _pages(self) -> Runs:
        return rich(pages_text(self.item.text("page")))

    def announcement(self) -> Runs:
        """8.8, 8.10: the day of a report's or patent's publication, and pages."""
        return joined("：", self._day("issued"), self._pages())

    def web_dates(self) -> Runs:
        """7.6: day of creation or change, and of access."""
        created, accessed = (_full(self.item.date(field)) for field in ("issued", "accessed"))
        return enclosed("（", created, "）") + enclosed("[", accessed, "]")

    def release(self) -> Runs:
        """8.14, 8.15: the institution or platform, and the dates."""
        platform = ("publisher", "archive", "container-title") if self.item.kind == "article" else ("publisher",)
        return rich(self.item.text(*platform), "container") + self.web_dates()

    def holding(self) -> Runs:
        """8.12: place and holder of a file, the day it was made, and pages."""
        place = rich(self.item.text("archive-place", "publisher-place"))
        holder = rich(self.item.text("archive", "publisher"))
        return joined("：", joined("，", joined("：", place, holder), self._day("issued")), self._pages())

    def dimensions(self) -> Runs:
        """8.13: the size of a map on one sheet."""
        return rich(self.item.text("dimensions")) if self.item.kind == "map" else ()

    # ---- 8.3–8.6: where a part stands

    def part(self) -> Runs:
        """8.3: title and translators of a part, `//`, and the book it stands in."""
        return joined("//", joined(". ", self.title(), self.translators()), self._book())

    def _book(self) -> Runs:
        names = rich(names_text(self.item.names("container-author", *_EDITORS), self.terms), "names")
        title = without_final_stop(rich(meeting_of(self.item), "container"))
        return joined(". ", names, joined("：", title, self._volume()))

    def meeting_paper(self) -> Runs:
        """8.6: title, `//`, name and year of the conference, pages."""
        meeting = joined("，", rich(meeting_of(self.item), "container"), self._year())
        return joined("//", self.title(), joined("：", meeting, self._pages()))

    def numbering(self) -> Runs:
        """8.4: years, volumes and issues of a periodical as a whole."""
        return rich(self.item.text("volume"))

    def source(self) -> Runs:
        """8.5: periodical, year, volume (issue): pages; newspaper, day (page)."""
        name = rich(_without_points(self.item.text("container-title")), "container")
        if self.item.kind == "article-newspaper":
            return joined("，", name, self._day("issued")) + enclosed("（", self._pages(), "）")
        volume = rich(periodical_volume_text(self.item.text("volume")))
        issue = enclosed("（", rich(issue_text(self.item.text("issue"))), "）")
        return joined("：", joined("，", name, self._date_of_article(), volume) + issue, self._pages_of_article())

    def _date_of_article(self) -> Runs:
        """The year; the whole day for an article that is online ahead of volume and issue."""
        return self._year() if self.item.text("volume", "issue") else self._day("available-date", "issued")

    def _pages_of_article(self) -> Runs:
        """7.7: pages, or the number of an article that has none."""
        return self._pages() or rich(self.item.text("number", "article-number"))

    # ---- 7.8 address, 7.9 identifier

    def access(self) -> Runs:
        """The address, and the identifier where the address does not hold it."""
        address = re.sub(r"\s", "%20", self.item.text("URL"))
        return joined(". ", linked(address, address, "url") if address else (), self._identifier(address))

    def _identifier(self, address: str) -> Runs:
        doi, cstr = (_bare_identifier(self.item.text(scheme), scheme) for scheme in ("DOI", "CSTR"))
        if any(name and unquote(name).lower() in unquote(address).lower() for name in (doi, cstr)):
            return ()
        if cstr:
            return linked(f"CSTR:{cstr}", f"https://cstr.cn/{quote(cstr, safe=_IN_PATH)}", "identifier")
        return linked(f"DOI:{doi}", f"https://doi.org/{quote(doi, safe=_IN_PATH)}", "identifier") if doi else ()


_IN_PATH = "/:;()._-,~!$&'*+=@"

#: Clause 8: the elements of each kind of document between the main responsibility and the address.
_FORMS: dict[Clause, tuple[Callable[[_Elements], Runs], ...]] = {
    "book": (
        _Elements.title,
        _Elements.translators,
        _Elements.edition,
        _Elements.version,
        _Elements.publication,
        _Elements.dimensions,
    ),
    "part of book": (_Elements.part, _Elements.edition, _Elements.publication),
    "periodical": (_Elements.title, _Elements.numbering, _Elements.serial_publication),
    "article": (_Elements.title, _Elements.translators, _Elements.source),
    "meeting paper": (_Elements.meeting_paper,),
    "announcement": (_Elements.title, _Elements.translators, _Elements.announcement),
    "standard": (_Elements.standard_title,),
    "web page": (_Elements.title, _Elements.translators, _Elements.version, _Elements.web_dates),
    "archive": (_Elements.title, _Elements.holding),
    "release": (_Elements.title, _Elements.version, _Elements.release),
}


def _full(date: Date | None) -> Runs:
    return rich(date.full if date else "", "date")


def _first(text: str) -> str:
    """The first of several places or publishers (7.5.2.2, 7.5.3.2), which programs part by semicolons."""
    return re.split(r"\s*[;；]\s*", text, maxsplit=1)[0] or text


def _without_points(name: str) -> str:
    """The name of a periodical without the points of its abbreviations (5.5, ISO 4)."""
    return re.sub(r"\.(?=\s|$|[A-Z]\.)", "", name)


def _bare_identifier(text: str, scheme: str) -> str:
    """`10.1000/1` of `https://doi.org/10.1000/1` or `doi: 10.1000/1`."""
    before = rf"^(?:https?://)?(?:(?:dx\.)?{scheme}\.(?:org|cn)/|{scheme}\s*[:：]\s*)"
    return re.sub(before, "", text, flags=re.IGNORECASE)
