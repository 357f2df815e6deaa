"""The verb `settle`: from a mended document to a publication, and the readable text of what is published.

Citations become `[@key]`, the list of references becomes numbered entries, title and metadata find their places. After
this nothing is left to decide. `resolved_text` is written beside the outputs, for a person to read and to diff.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from pubkit.citations.bibliography_groups import groups_of
from pubkit.citations.collection import written_key
from pubkit.citations.locators import cited_works, printed_place, printed_words
from pubkit.citations.model import entry_key
from pubkit.citations.named_authors import author_in_sentence
from pubkit.citations.normalize import citation_edit
from pubkit.citations.references_file import references_of
from pubkit.citations.resolve import find_citations
from pubkit.config import as_strings
from pubkit.markdown.footnotes import without_unused_footnotes
from pubkit.pipeline.listing import Candidate, access_days, in_groups, make_listing, own_items, with_access_days
from pubkit.pipeline.moved_list import moved_list, without_list
from pubkit.pipeline.references import whole_references
from pubkit.pipeline.report_language import language_of
from pubkit.publish.epub_options import EpubOptions
from pubkit.publish.labels import labels_for
from pubkit.publish.print_options import PrintOptions
from pubkit.publish.publication import Publication
from pubkit.publish.themes import DEFAULT, find_theme, project_of
from pubkit.text.chars import essence_of_prose, is_han
from pubkit.text.edit import Edit, apply_edits

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from pathlib import Path

    from pubkit.citations.locators import CitedWork
    from pubkit.citations.model import Bibliography, Citations, Marker, Source
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node
    from pubkit.pipeline.listing import Listing
    from pubkit.text.span import Span


def settle(document: Document, name: str, settings: dict[str, Any], folder: Path, *, draft: bool = False) -> Publication:
    """The publication that a document makes. `settings` is its metadata; pictures are read from `folder`.

    Citations without an entry go to `unresolved`: whether that stops the build, the caller has decided.
    """
    listed = references_of(document, whole_references)
    citations = find_citations(document, known=listed)
    title_node = _title_node(document, str(settings.get("title") or ""))
    subtitle = _subtitle_node(title_node)
    title = str(settings.get("title") or (_words(title_node, citations) if title_node else "") or name)
    language = language_of(document, settings)
    markers = [marker for marker in citations.markers if not _is_note(marker, citations)]
    cited = dict.fromkeys(_listed_key(citations, key) for marker in markers for key in marker.keys)
    candidates = with_access_days(_candidates(document, citations, cited, listed, settings), access_days(document.path))
    listing = make_listing(candidates, list(cited), settings, language, document.path)
    moved = moved_list(document, citations.bibliography, is_printed=bool(listing.references))
    references = in_groups(listing.references, groups_of(document, moved))
    body, notes = _body(document, citations, moved, title_node, _Marks(document, citations, listed, listing, language))
    heading = moved.heading if moved else None
    return Publication(
        name=name,
        language=language,
        title=title,
        body=body,
        references=references,
        folder=folder,
        subtitle=str(settings.get("subtitle") or (subtitle.text().strip() if subtitle else "")),
        authors=as_strings(settings.get("author")),
        date=_date(settings.get("date")),
        description=str(settings.get("description") or ""),
        publisher=str(settings.get("publisher") or ""),
        rights=str(settings.get("rights") or ""),
        identifier=str(settings.get("identifier") or ""),
        version=str(settings.get("version") or ""),
        isbn=str(settings.get("isbn") or ""),
        doi=str(settings.get("doi") or ""),
        printing=PrintOptions.of(settings),
        ebook=EpubOptions.of(settings),
        theme=find_theme(str(settings.get("theme") or DEFAULT), project_of(folder)),
        references_title=heading.text.rstrip(":：") if heading else "",
        draft=draft,
        numbered_sections=bool(settings.get("number-sections")),
        numbered_captions=bool(settings.get("number-captions")),
        unresolved=tuple(key for key in cited if not citations.knows(key)),
        citation_ranges=settings.get("citation-ranges") is not False,
        author_date=listing.marks,
        references_graph=settings.get("reference-graph") is True,
        notes=notes,
    )


def _title_node(document: Document, given: str) -> Node | None:
    """The heading that is the title: the first one, where it is of level 1 and no prose stands before it.

    Where the metadata give a title, that heading may be the first chapter: it is, where it says something else and stands beside
    others of its level, or alone, or where the text refers to it.
    """
    first = next((node for node in document.tree.children if node.kind != "front_matter"), None)
    if first is None or first.kind != "heading" or first.level != 1:
        return None
    return first if not given or _is_alike(first.text(), given) or _heads_all(document, first) else None


def _is_alike(one: str, other: str) -> bool:
    """Whether two wordings are of one title: the same but for marks, one without the other's subtitle, or nearly the same."""
    import difflib

    short, long = sorted((essence_of_prose(one).casefold(), essence_of_prose(other).casefold()), key=len)
    if short and (long.startswith(short) or long.endswith(short)) and len(short) >= _WHOLE:
        return True
    return difflib.SequenceMatcher(None, short, long).ratio() >= _ALIKE


_WHOLE = 4  # code points: fewer may begin any title
_ALIKE = 0.6


def _heads_all(document: Document, first: Node) -> bool:
    """Whether all other headings stand below this one, and nothing refers to it: an export's title, which the metadata word anew."""
    others = [node for node in document.tree.children if node.kind == "heading" and node is not first]
    return bool(others) and all(node.level > 1 for node in others) and "{#" not in first.span.of(document.text)


def _listed_key(citations: Citations, key: str) -> str:
    """The key of the entry that a key of a mark names: `12†L3-L7` is a place in the entry `12`."""
    if source := citations.source(key):
        return source.key
    return key if key in citations.known else entry_key(key) if entry_key(key) in citations.known else key


class _Marks:
    """What stands in the text for a mark: `[see @key, p. 12]`, and the author where the mark is a word of its sentence."""

    def __init__(
        self, document: Document, citations: Citations, listed: Mapping[str, Mapping[str, Any]], listing: Listing, language: str
    ) -> None:
        self._text = document.text
        self._citations = citations
        self._listed = listed
        self._is_author_date = listing.marks is not None
        self.language = language

    def of(self, marker: Marker) -> str:
        """The mark in canonical form."""
        works = cited_works(marker, self._text)
        name = author_in_sentence(self._listed.get(works[0].key)) if works and works[0].is_in_sentence else ""
        cited = "; ".join(self._one(work, is_named=bool(name) or work.is_author_named) for work in works)
        return f"{name}[{cited}]"

    def _one(self, work: CitedWork, *, is_named: bool) -> str:
        place = printed_place(work.place, self.language)
        hidden = "-" if is_named and self._is_author_date else ""
        words = f"{said} " if (said := printed_words(work.words)) else ""
        return f"{words}{hidden}{written_key(_listed_key(self._citations, work.key))}" + (f", {place}" if place else "")


def _body(
    document: Document, citations: Citations, moved: Bibliography | None, title: Node | None, marks: _Marks
) -> tuple[str, tuple[str, ...]]:
    """The text between title and list, citations as `[@key]`; and the notes that stand behind the list.

    What was meant as a citation and is none (only a draft gets so far with it) becomes a visible mark.
    """
    text = document.text
    markers = [marker for marker in citations.markers if not _is_note(marker, citations)]
    taken_out = [span for span in _taken_out(document, title) if span]
    edits = [
        citation_edit(document, _start(text, group[0].span.start), _end(text, group[-1].span), "".join(map(marks.of, group)))
        for group in _groups(text, markers)
        if not _inside(group[0].span, taken_out)
    ]
    edits += [
        Edit(broken.span, _broken(", ".join(broken.keys), marks.language))
        for broken in citations.malformed
        if not _inside(broken.span, taken_out)
    ]
    for span in taken_out:  # a title page has no superior numbers: what the title cites opens the text
        inside = [marker for marker in markers if _inside(marker.span, [span])]
        end = max([span.end, *(marker.span.end for marker in inside)])  # a mark may be broken over the line
        edits.append(Edit.replace(span.start, end, "".join(map(marks.of, inside)) + "\n\n" if inside else ""))
    notes: tuple[str, ...] = ()
    if moved:
        taken, notes = without_list(document, moved)
        edits = [*(edit for edit in edits if not any(_inside(edit.span, [each.span]) for each in taken)), *taken]
    return without_unused_footnotes(apply_edits(text, sorted(edits))).strip("\n") + "\n", notes


def _inside(span: Span, places: list[Span]) -> bool:
    """Whether a place begins in one of others."""
    return any(place.start <= span.start < place.end for place in places)


def _words(title: Node, citations: Citations) -> str:
    """A title as a reader sees it, without the citations in it."""
    cited = [marker.span for marker in citations.markers]
    shown = (node for node in title.walk() if node.kind in ("text", "code", "math") and not _inside(node.span, cited))
    return "".join(node.value or "" for node in shown).strip()


def _broken(keys: str, language: str) -> str:
    """The mark of a citation whose link is torn."""
    words = f"引用 {keys} 的链接残缺" if language.lower().startswith("zh") else f"broken citation {keys}"
    return f"[〔{words}〕]{{.mark}}"


def _is_note(marker: Marker, citations: Citations) -> bool:
    """Whether a mark is a footnote, which the publisher sets as one, and no citation of the list of references."""
    return marker.dialect == "footnote" and not any(_is_listed(citations, citations.source(key)) for key in marker.keys)


def _is_listed(citations: Citations, source: Source | None) -> bool:
    """Whether an entry stands in the list of references: a footnote elsewhere is a note."""
    bibliography = citations.bibliography
    if source is None or bibliography is None:
        return False
    start, end = bibliography.span
    return start <= source.span.start < end


def _groups(text: str, markers: list[Marker]) -> Iterator[list[Marker]]:
    """Marks that stand side by side, together."""
    group: list[Marker] = []
    for marker in markers:
        if group and text[group[-1].span.end : marker.span.start].strip(" "):
            yield group
            group = []
        group.append(marker)
    if group:
        yield group


def _start(text: str, start: int) -> int:
    """Where a mark begins with the space before it: a superior number stands at its word."""
    while start and text[start - 1] == " " and text[start - 2 : start - 1].strip():
        start -= 1
    return start


def _end(text: str, span: Span) -> int:
    """Where a mark ends: `@key 指出` and `@key [第 3 页] 指出` have their space only because the key would go on."""
    end = span.end
    has_name = text[span.start] == "@" or text[end - 1].isalnum()
    return end + 1 if has_name and text[end : end + 1] == " " and is_han(text[end + 1 : end + 2] or " ") else end


def _taken_out(document: Document, title: Node | None) -> Iterator[Span | None]:
    """What the title page has: the metadata, the title, and a line under it."""
    yield document.front_matter_span
    yield title.span if title else None
    subtitle = _subtitle_node(title)
    yield subtitle.span if subtitle else None


def _subtitle_node(title: Node | None) -> Node | None:
    """A quotation of one short line directly under the title, which is how exports write a subtitle."""
    siblings = title.parent.children if title and title.parent else []
    at = siblings.index(title) + 1 if title else 0
    follower = siblings[at] if title and at < len(siblings) else None
    if follower is None or follower.kind != "quote" or [child.kind for child in follower.children] != ["paragraph"]:
        return None
    shown = follower.text()
    plain = all(node.kind in ("quote", "paragraph", "text") for node in follower.walk())
    return follower if plain and 0 < len(shown) <= 50 and "\n" not in shown.strip() else None


def _candidates(
    document: Document, citations: Citations, cited: Collection[str], listed: Mapping[str, Mapping[str, Any]], settings: Mapping[str, Any]
) -> dict[str, Candidate]:
    """What the list of references may hold: the report's own entries, and those of references files. A doubled key counts once.

    A footnote that no citation names is a note and no entry.
    """
    notes = {node.start for node in document.parsed.footnotes}
    found: dict[str, Candidate] = {}
    for source in citations.sources:
        if source.key not in found and (source.key in cited or source.span.start not in notes or _is_listed(citations, source)):
            found[source.key] = Candidate.of_source(source)
    for key in own_items(document, listed, list(cited), settings):
        if key not in found:
            found[key] = Candidate.of_item(key, listed[key])
    return found


def _date(value: Any) -> str:
    return value.isoformat() if isinstance(value, (datetime.date, datetime.datetime)) else str(value or "")


def resolved_text(publication: Publication) -> str:
    """What is published, as Markdown: metadata, body with `[@key]`, and the list with number, key and address."""
    lines = ["---", f"title: {_yaml(publication.title)}"]
    names = ("subtitle", "date", "language", "description", "publisher", "rights", "identifier")
    lines += [f"{name}: {_yaml(value)}" for name in names if (value := getattr(publication, name))]
    if publication.authors:
        lines += ["author:", *(f"  - {_yaml(author)}" for author in publication.authors)]
    lines += ["---", "", publication.body.rstrip("\n"), ""]
    lines += _listing(publication)
    lines += [line for note in publication.notes for line in ("", f"> {note}")]
    return "\n".join(lines).rstrip("\n") + "\n"


def _listing(publication: Publication) -> list[str]:
    lines = []
    labels = labels_for(publication.language, publication.labels)
    for title, references in (
        (publication.references_title or labels.references, [r for r in publication.references if r.is_listed]),
        (labels.further_reading, [r for r in publication.references if not r.is_listed]),
    ):
        if references:
            lines += [f"## {title}", ""]
        group = ""
        for reference in references:
            if reference.group != group:
                lines += [*([""] if lines[-1] else []), f"### {reference.group}", ""]
            group = reference.group
            number = f"{reference.number}." if reference.number is not None else "-"
            address = f" <{reference.address}>" if reference.address else ""
            text = f" {reference.text}" if reference.text else ""
            lines += [f"{number} [@{reference.key}]{text}{address}"]
        lines += [""] if references else []
    return lines


def _yaml(value: str) -> str:
    """A value that YAML reads back as the same text, quoted only where it must be."""
    import json

    plain = value and value[0].isalnum() and not any(mark in value for mark in (": ", " #", "\n", '"', "'")) and not value.endswith(":")
    return value if plain else json.dumps(value, ensure_ascii=False)
