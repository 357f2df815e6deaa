"""What a reader meets in a finished page or book: words, links, headings, and what it loads.

Read from the file itself, by a reader that knows nothing of how it was made; `verify` compares it with what was meant.
What does not belong here: judging (`verify`).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote
from xml.parsers.expat import ExpatError, ParserCreate

from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Elements whose text is not prose: markup in them is what the author wrote about.
_CODE: Final = frozenset({"code", "pre", "kbd", "samp", "annotation"})
#: Elements whose text a reader of the page does not see, or sees again elsewhere.
_ASIDE: Final = frozenset({"head", "script", "style", "nav", "annotation", "math", "details"})
#: Elements whose text a reader of the page does not see at all.
_HIDDEN: Final = frozenset({"head", "script", "style"})
_VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
#: Attributes that make a reader fetch something. A link is only followed when asked.
_LOADS: Final = {
    "img": ("src", "srcset"),
    "script": ("src",),
    "link": ("href",),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "input": ("src",),
    "image": ("href", "xlink:href"),
    "use": ("href", "xlink:href"),
}
#: Relations of a link that nothing is fetched for.
_POINTING: Final = frozenset({"canonical", "alternate", "license"})
#: A type of a script that is no script (HTML, 4.12.1).
_DATA_BLOCK: Final = re.compile(r"application/(?:ld\+)?json")
_HEADING: Final = re.compile(r"h([1-6])")
_CSS_LOADS: Final = re.compile(r"""(?:@import\s+["']|url\(\s*["']?)([^"')]*)""", re.IGNORECASE)


class Link(NamedTuple):
    """A link: its role, its own identifier, where it leads, what it shows, and the name that it has for those who listen."""

    role: str
    identifier: str
    target: str
    text: str
    label: str = ""


@dataclass(slots=True)
class Page:
    """A page as it is read. `prose` leaves code out; `words` leaves out what is not in the text proper."""

    language: str = ""
    title: str = ""
    identifiers: Counter[str] = field(default_factory=Counter)
    links: list[Link] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)  # addresses that the page fetches by itself
    scripts: list[str] = field(default_factory=list)  # what each script does; the address of one that is fetched
    handlers: int = 0  # scripts in attributes
    policy: str = ""  # Content-Security-Policy
    prose: str = ""
    words: str = ""
    notes: str = ""  # words of the footnotes, which stand in one place in a page and in another in a book


def read_page(source: str) -> Page:
    """Reads HTML."""
    reader = _HtmlReader()
    reader.feed(source)
    reader.close()
    return reader.finished()


def read_xhtml(source: bytes) -> Page:
    """Reads XHTML. Raises `ExpatError` where it is not well-formed."""
    reader = _Reader()
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = reader.open, reader.close_element, reader.take
    parser.Parse(source, True)
    return reader.finished()


class _Reader:
    """Meets tags and text in their order; `inside` counts the open elements of each name.

    `aside`, `code` and `hidden` say how many elements are open whose text is none of the words, no prose, or neither.
    """

    def __init__(self) -> None:
        self.page = Page()
        self.inside: defaultdict[str, int] = defaultdict(int)
        self.aside = self.code = self.hidden = 0
        self.prose: list[str] = []
        self.words: list[str] = []
        self.notes: list[str] = []
        self.apart: list[tuple[str, int, str]] = []  # open elements that are not in the text: tag, its depth, what they are
        self.title: list[str] = []
        self.runs = False  # whether the script that is open is one, and no block of data
        self.open_links: list[tuple[dict[str, str], list[str]]] = []

    def open(self, tag: str, given: dict[str, str]) -> None:
        if tag not in _VOID:
            self.count(tag, 1)
        if "class" in given and (kind := _kind_apart(given["class"])):
            self.apart.append((tag, self.inside[tag], kind))
        self.notice(tag, given)
        if tag == "a":
            self.open_links.append((given, []))

    def close_element(self, tag: str) -> None:
        if tag in _VOID:
            return
        if self.apart and self.apart[-1][:2] == (tag, self.inside[tag]):
            self.apart.pop()
        if self.inside[tag]:
            self.count(tag, -1)
        if tag == "a" and self.open_links:
            given, text = self.open_links.pop()
            role, name = given.get("role", ""), given.get("id", "")
            self.page.links.append(Link(role, name, given.get("href", ""), "".join(text), given.get("aria-label", "")))

    def count(self, tag: str, step: int) -> None:
        self.inside[tag] += step
        self.aside += step * (tag in _ASIDE)
        self.code += step * (tag in _CODE)
        self.hidden += step * (tag in _HIDDEN)

    def take(self, data: str) -> None:
        if self.inside["title"] and not self.inside["svg"]:  # a picture has a title of its own
            self.title.append(data)
        if self.hidden:
            self.take_hidden(data)
        for _, text in self.open_links:
            text.append(data)
        if not self.aside and not self.is_in_link("class", "skip-link"):
            self.take_words(data)
        if not self.code and not self.hidden:
            self.prose.append(data)

    def take_hidden(self, data: str) -> None:
        """What a script does, or a style sheet fetches."""
        if self.inside["style"]:
            self.page.loads += _css_addresses(data)
        if self.inside["script"] and self.page.scripts and self.runs:
            self.page.scripts[-1] += data

    def take_words(self, data: str) -> None:
        """Words of the text, or those of a note without its number and its ways back."""
        if not self.apart:
            self.words.append(data)
        elif self.apart[-1][2] == "note" and not self.is_in_link("role", "doc-backlink"):
            self.notes.append(data)

    def is_in_link(self, name: str, value: str) -> bool:
        return bool(self.open_links) and any(given.get(name) == value for given, _ in self.open_links)

    def notice(self, tag: str, given: dict[str, str]) -> None:
        """What the tag alone says."""
        page = self.page
        if tag == "html":
            page.language = given.get("lang", "")
        if "id" in given:
            page.identifiers[given["id"]] += 1
        if heading := _HEADING.fullmatch(tag):
            page.headings.append(int(heading[1]))
        if tag == "script":
            self.runs = not _DATA_BLOCK.fullmatch(given.get("type", ""))
            page.scripts += [given.get("src", "")] if self.runs else []
        for name in given:
            page.handlers += name.startswith("on")
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            page.policy = given.get("content", "")
        if tag in _LOADS and (tag != "link" or not _POINTING.intersection(given.get("rel", "").split())):
            page.loads += [given[name] for name in _LOADS[tag] if given.get(name)]
        if "style" in given:
            page.loads += _css_addresses(given["style"])

    def finished(self) -> Page:
        self.page.prose, self.page.words = "".join(self.prose), "".join(self.words)
        self.page.notes = "".join(self.notes)
        self.page.title = "".join(self.title).strip()
        return self.page


class _HtmlReader(_Reader, HTMLParser):
    """Reads tags as HTML has them: in any case, with attributes without values, and with end tags left out."""

    def __init__(self) -> None:
        _Reader.__init__(self)
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.open(tag, {name: value or "" for name, value in attrs})

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.close_element(tag)

    handle_endtag = _Reader.close_element
    handle_data = _Reader.take


def _kind_apart(classes: str) -> str:
    """What an element holds that is not in the text proper: notes, one of them, the imprint or a line of it; empty for any other."""
    names = classes.split()
    return next((kind for kind in ("note", "notes", "imprint", "publisher", "rights") if kind in names), "")


def _css_addresses(css: str) -> list[str]:
    """What a style sheet fetches."""
    return [found[1] for found in _CSS_LOADS.finditer(css)]


class Book(NamedTuple):
    """An EPUB as it is read. Names are paths in the archive; pages are in the order of the spine."""

    first: tuple[str, int]  # name and compression of the first entry
    names: tuple[str, ...]
    package: str
    pages: dict[str, Page]
    faults: tuple[str, ...]  # what is not well-formed, or listed and not there, or there and not listed

    @classmethod
    def read(cls, content: bytes) -> Book:
        """Reads the archive; what is broken in it is a fault, never an error."""
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile:
            return cls(("", 0), (), "", {}, ("not a ZIP archive",))
        with archive:
            entries = archive.infolist()
            texts = {e.filename: archive.read(e) for e in entries if not e.filename.startswith("EPUB/images/")}
        first = (entries[0].filename, entries[0].compress_type) if entries else ("", 0)
        names = tuple(entry.filename for entry in entries)
        package_name = next((name for name in names if name.endswith(".opf")), "")
        read, faults = _pages(texts)
        package = texts.get(package_name, b"").decode("utf-8", "replace")
        listed = _listed(package, posixpath.dirname(package_name))
        faults += [f"missing: {name}" for name in listed.values() if name not in names]
        inside = [name for name in names if name not in ("mimetype", "META-INF/container.xml", package_name)]
        faults += [f"not listed: {name}" for name in inside if name not in listed.values()]
        spine = [listed[item] for item in re.findall(r'<itemref idref="([^"]+)"', package) if item in listed]
        pages = {name: read.get(name) or read_page(texts[name].decode("utf-8", "replace")) for name in spine if name in texts}
        return cls(first, names, package, pages, tuple(faults))

    @property
    def words(self) -> str:
        """The words of all pages in the order of reading."""
        return "".join(page.words for page in self.pages.values())

    @property
    def notes(self) -> str:
        """The words of all footnotes."""
        return "".join(page.notes for page in self.pages.values())


def _pages(texts: Mapping[str, bytes]) -> tuple[dict[str, Page], list[str]]:
    """The well-formed pages of a book by their names, and what in it is not well-formed."""
    pages: dict[str, Page] = {}
    faults: list[str] = []
    for name, text in texts.items():
        try:
            if name.endswith(".xhtml"):
                pages[name] = read_xhtml(text)
            elif name.endswith((".opf", ".ncx", ".xml")):
                ParserCreate().Parse(text, True)
        except ExpatError as error:
            faults.append(f"{name}: {error}")
    return pages, faults


def _listed(package: str, folder: str) -> dict[str, str]:
    """The manifest: name of each item to its path in the archive."""
    items = re.findall(r'<item id="([^"]+)" href="([^"]+)"', package)
    return {name: posixpath.normpath(posixpath.join(folder, unquote(path))) for name, path in items}
