"""What a reader meets in a finished page or book: words, links, headings, and what it loads.

Read from the file itself, by a reader that knows nothing of how it was made; `verify` compares it with what was meant.
What does not belong here: judging (`verify`).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Elements whose text is not prose: markup in them is what the author wrote about.
_CODE: Final = frozenset({"code", "pre", "kbd", "samp", "annotation"})
#: Elements whose text a reader of the page does not see, or sees again elsewhere.
_ASIDE: Final = frozenset({"head", "script", "style", "nav", "annotation", "math", "details"})
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
    """Reads HTML or XHTML."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.finished()


class _Reader(HTMLParser):
    """Walks over the tags; `inside` counts the open elements of each name."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.inside: Counter[str] = Counter()
        self.prose: list[str] = []
        self.words: list[str] = []
        self.notes: list[str] = []
        self.apart: list[tuple[str, int, str]] = []  # open elements that are not in the text: tag, its depth, what they are
        self.title: list[str] = []
        self.runs = False  # whether the script that is open is one, and no block of data
        self.open_links: list[tuple[dict[str, str], list[str]]] = []

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in _VOID:
            self.inside[tag] += 1
        if kind := _kind_apart(given):
            self.apart.append((tag, self.inside[tag], kind))
        self.notice(tag, given)
        if tag == "a":
            self.open_links.append((given, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.apart and self.apart[-1][:2] == (tag, self.inside[tag]):
            self.apart.pop()
        self.inside[tag] = max(0, self.inside[tag] - 1)
        if tag == "a" and self.open_links:
            given, text = self.open_links.pop()
            role, name = given.get("role", ""), given.get("id", "")
            self.page.links.append(Link(role, name, given.get("href", ""), "".join(text), given.get("aria-label", "")))

    def handle_data(self, data: str) -> None:
        if self.inside["title"] and not self.inside["svg"]:  # a picture has a title of its own
            self.title.append(data)
        if self.inside["style"]:
            self.page.loads += _css_addresses(data)
        if self.inside["script"] and self.page.scripts and self.runs:
            self.page.scripts[-1] += data
        for _, text in self.open_links:
            text.append(data)
        if not self.is_inside(_ASIDE) and not any(given.get("class") == "skip-link" for given, _ in self.open_links):
            self.take_words(data)
        if not self.is_inside(_CODE) and not self.is_inside({"head", "script", "style"}):
            self.prose.append(data)

    def take_words(self, data: str) -> None:
        """Words of the text, or those of a note without its number and its ways back."""
        if not self.apart:
            self.words.append(data)
        elif self.apart[-1][2] == "note" and not any(given.get("role") == "doc-backlink" for given, _ in self.open_links):
            self.notes.append(data)

    def is_inside(self, names: frozenset[str] | set[str]) -> bool:
        return any(self.inside[name] for name in names)

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
        page.handlers += sum(name.startswith("on") for name in given)
        if tag == "meta" and given.get("http-equiv", "").lower() == "content-security-policy":
            page.policy = given.get("content", "")
        if tag != "link" or not _POINTING.intersection(given.get("rel", "").split()):
            page.loads += [given[name] for name in _LOADS.get(tag, ()) if given.get(name)]
        page.loads += _css_addresses(given.get("style", ""))

    def finished(self) -> Page:
        self.page.prose, self.page.words = "".join(self.prose), "".join(self.words)
        self.page.notes = "".join(self.notes)
        self.page.title = "".join(self.title).strip()
        return self.page


def _kind_apart(given: dict[str, str]) -> str:
    """What an element holds that is not in the text proper: notes, one of them, the imprint or a line of it; empty for any other."""
    names = given.get("class", "").split()
    return next((kind for kind in ("note", "notes", "imprint", "publisher", "rights") if kind in names), "")


def _css_addresses(css: str) -> list[str]:
    """What a style sheet fetches."""
    return [found[1] for found in _CSS_LOADS.finditer(css)]


@dataclass(frozen=True, slots=True)
class Book:
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
        faults = [f for name, text in texts.items() for f in _malformed(name, text)]
        package = texts.get(package_name, b"").decode("utf-8", "replace")
        listed = _listed(package, posixpath.dirname(package_name))
        faults += [f"missing: {name}" for name in listed.values() if name not in names]
        inside = [name for name in names if name not in ("mimetype", "META-INF/container.xml", package_name)]
        faults += [f"not listed: {name}" for name in inside if name not in listed.values()]
        spine = [listed[item] for item in re.findall(r'<itemref idref="([^"]+)"', package) if item in listed]
        pages = {name: read_page(texts[name].decode("utf-8", "replace")) for name in spine if name in texts}
        return cls(first, names, package, pages, tuple(faults))

    @property
    def words(self) -> str:
        """The words of all pages in the order of reading."""
        return "".join(page.words for page in self.pages.values())

    @property
    def notes(self) -> str:
        """The words of all footnotes."""
        return "".join(page.notes for page in self.pages.values())


def _malformed(name: str, text: bytes) -> list[str]:
    if not name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
        return []
    try:
        ElementTree.fromstring(text)  # noqa: S314 -- a file that we have just written ourselves
    except ElementTree.ParseError as error:
        return [f"{name}: {error}"]
    return []


def _listed(package: str, folder: str) -> dict[str, str]:
    """The manifest: name of each item to its path in the archive."""
    items = re.findall(r'<item id="([^"]+)" href="([^"]+)"', package)
    return {name: posixpath.normpath(posixpath.join(folder, unquote(path))) for name, path in items}
