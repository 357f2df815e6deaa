"""Any dialect rewritten in the one canonical form: `[@key]` in the text, and the entries in a references file.

Nothing is lost: every key, place and address that the text had stands in the text or in the file afterwards, and each
entry keeps its source text as it was (`custom: {original: …}`, which no style prints). What an entry says is read as
`reference` reads it, so that what is published stays the same. Normalising twice changes nothing.

Sources: the Pandoc User's Guide, "Citation syntax" and "Specifying bibliographic data"; CSL-JSON's schema, 1.0.2.
What does not belong here: reading and writing files, and how a reference is printed.
"""

from __future__ import annotations

import os
import re
import unicodedata
from bisect import bisect_left
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from pubkit.citations.addresses import canonical_address
from pubkit.citations.collection import References, written_key
from pubkit.citations.dialects import DIALECTS
from pubkit.citations.model import entry_key
from pubkit.citations.references_file import named_files, names_of
from pubkit.citations.resolve import find_citations, hidden_spans
from pubkit.markdown.tree import BLOCK
from pubkit.text.edit import Edit, apply_edits
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pubkit.citations.model import Bibliography, Citations, Marker, Source
    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node

#: Footnotes of assistants hold a source and nothing else; other footnotes may hold what the author wants to say.
_ASSISTANT_NOTE = lazy(r"\d+\^|\d+_\d+")
_SENTENCE_END = lazy(r"[。！？]|[.!?]\s+\S")
_DEFINED_LINK = lazy(r"\]\[(\d{1,4})\]\Z")
_BLANK_LINES = lazy(r"(?:[ \t]*\n)*")
_NO_WORDS = lazy(r"[\W_]*")
_CLOSING = lazy(r"[*_~]+(?=\w)")
_OPENING = lazy(r"\w[*_~]+\Z")
_BACKSLASHES = lazy(r"\\*\Z")
_LONGEST_RUN = 6
_TITLES = {dialect.name: dialect.title for dialect in DIALECTS}
_REFS = "::: {#refs}\n:::"


class Normalized(NamedTuple):
    """What normalising a document gives.

    `references` are all entries of the file, CSL items ready for YAML or JSON; `references_name` is the file's name, beside
    the report. `report` says what was done, a line each; empty where the text was in canonical form already.
    """

    text: str
    references: tuple[dict[str, Any], ...]
    references_name: str
    report: tuple[Phrase, ...]


def normalize(
    document: Document,
    citations: Citations | None = None,
    *,
    references_name: str | None = None,
    existing: Sequence[Mapping[str, Any]] = (),
    is_shared: bool = False,
) -> Normalized:
    """A document with its citations in canonical form.

    `existing` are the items of the references file, if there is one: they stay, an entry that is one of them takes its key,
    and new entries get keys that are free. `references_name` is the file as seen from the report's folder; with `is_shared`
    it is one of several reports, in which a source has the same key whoever cites it.
    Raises what `find_citations` raises, and `ConfigError` where the front matter is no YAML.
    """
    citations = citations or find_citations(document)
    name = references_name or _references_name(document.path)
    notes = {note.start: note for note in document.parsed.footnotes}
    taken = [source for source in citations.sources if _is_taken(notes, citations.bibliography, source)]
    references = References(document.text, existing, PurePath(document.path).stem if is_shared else None, _titles(document, citations.bibliography))
    for source in taken:
        references.add_source(source)
    kept_notes = {source.key for source in citations.sources} - {source.key for source in taken}
    markers = [marker for marker in citations.markers if not (_is_note(marker) and set(marker.keys) <= kept_notes)]
    edits = [
        *_marker_edits(document, markers, references),
        *_hidden_edits(document, references),
        *_link_edits(document, citations, taken),
        *_list_edits(document, citations.bibliography, taken),
        *([] if existing or taken else _links_edits(document, citations.bibliography, markers)),
    ]
    text = apply_edits(document.text, sorted(edits)) if edits else document.text
    if taken:
        text = text.rstrip("\n") + "\n"
    if (references.new or references.reused) and not _is_named(document, name):
        text = _with_bibliography(document, text, name, bool(_names(document)))
    if is_shared:
        text = _with_nocite(document, text, _uncited(markers, taken, references))
    report = _report(markers, references, name, changed=text != document.text)
    if report and citations.malformed:
        rows = ", ".join(str(document.lines.row(torn.span.start)) for torn in citations.malformed)
        words = Phrase("torn marks, left as they are; mend them by hand, for afterwards nothing tells them from text: lines {}", "残缺的标记，未作改动；请手工改正，因为改写之后无法再与正文区分：第 {} 行")
        report = (*report, words.format(rows))
    return Normalized(text, references.items, name, report)


def references_text(references: Sequence[Mapping[str, Any]]) -> str:
    """The references file: YAML that pandoc reads, one entry after the other in their order, keys as texts."""
    import yaml

    return yaml.safe_dump(
        {"references": [dict(item) for item in references]}, allow_unicode=True, sort_keys=False, width=120
    )


def _references_name(path: str) -> str:
    stem = PurePath(path).stem
    return "references.yaml" if stem in ("-", "") else f"{stem}.references.yaml"


def _is_note(marker: Marker) -> bool:
    return marker.dialect in ("footnote", "kimi", "perplexity")


def _is_taken(notes: Mapping[int, Node], listed: Bibliography | None, source: Source) -> bool:
    """Whether an entry goes to the file: everything in the list, link definitions, footnotes that are sources."""
    if listed is not None and source.span.start in listed.span:
        return True
    note = notes.get(source.span.start)
    if note is None or _ASSISTANT_NOTE.fullmatch(note.value or ""):
        return True
    return source.address is not None and len(note.children) == 1 and not _SENTENCE_END.search(source.title)


def _titles(document: Document, listed: Bibliography | None) -> dict[str, str]:
    """The titles of a list without numbers, whose entries are links (`Key Citations` of Grok), by canonical address."""
    if listed is None or listed.heading is None or any(source.span.start in listed.span for source in listed.sources):
        return {}
    links = (node for node in document.tree.walk() if node.kind == "link" and node.start in listed.span and node.value)
    titles = ((canonical_address(node.value or ""), " ".join(node.text().split())) for node in links)
    return {address: title for address, title in titles if "://" not in title and any(map(str.isalpha, title))}


# ---- the markers


def _marker_edits(document: Document, markers: list[Marker], references: References) -> Iterator[Edit]:
    text = document.text
    for group in _groups(text, markers):
        if len(group) == 1 and group[0].dialect == "pandoc":
            continue
        start, end = group[0].span.start, group[-1].span.end
        yield citation_edit(document, start, end, "[" + "; ".join(references.cite(marker) for marker in group) + "]")


def _groups(text: str, markers: list[Marker]) -> Iterator[list[Marker]]:
    """Markers that stand together, nothing or one space between them. A bare `@key` is a word of its sentence."""
    group: list[Marker] = []
    for marker in markers:
        if marker.dialect == "pandoc" and text[marker.span.start] == "@":
            continue
        if group and text[group[-1].span.end : marker.span.start] in ("", " "):
            group.append(marker)
            continue
        if group:
            yield group
        group = [marker]
    if group:
        yield group


def citation_edit(document: Document, start: int, end: int, new: str) -> Edit:
    """`new` in the place of `text[start:end]`, so that readers see the citation and nothing else changes for them.

    Brackets are marks: stars beside them may no longer open or close, so the citation steps over these; and a bracket
    with `(`, `{`, `:`, `[` behind it or a backslash or `^` before it would be something else, so these are parted from it.
    """
    text = document.text
    before, behind = "", ""
    closing = _CLOSING.match(text, end) if not _is_mark(text[end - 1]) else None
    opening = _OPENING.search(text, max(0, start - _LONGEST_RUN), start) if not _is_mark(text[start]) else None
    if closing and any(end < node.end <= closing.end() for node in _emphasis_around(document, start)):
        before, end = closing[0], closing.end()
    elif opening and any(opening.start() < node.start < start for node in _emphasis_around(document, start)):
        behind, start = text[opening.start() + 1 : start], opening.start() + 1
    left = _BACKSLASHES.search(text, max(0, start - 50), start)
    is_odd = left is not None and len(left[0]) % 2 == 1
    if not before and is_odd:
        before = "\\"
    elif not before and text[start - 1 : start] == "^":
        start, before = start - 1, "\\^"
    return Edit(Span(start, end), before + new + (behind or _parting(document, start, end)))


def _is_mark(character: str) -> bool:
    """Whether CommonMark takes a character for punctuation (0.31: Unicode categories P and S)."""
    return unicodedata.category(character)[0] in "PS"


def _emphasis_around(document: Document, offset: int) -> Iterator[Node]:
    """The emphasised places that hold an offset, outermost first."""
    runs = document.runs
    n = bisect_left(runs, offset + 1, key=lambda run: run.start) - 1
    node: Node | None = runs[n].block if n >= 0 else None
    while node is not None:
        if node.kind in ("emphasis", "strong", "strikethrough"):
            yield node
        node = next((child for child in node.children if child.start <= offset < child.end), None)


def _parting(document: Document, start: int, end: int) -> str:
    """What must stand between a citation and what follows it. pandoc reads `[@8][words](…)` as one broken link."""
    behind = document.text[end : end + 1]
    if behind in ("(", "{") or (behind == ":" and (start == 0 or document.masked[start - 1] == BLOCK)):
        return "\\"
    return "<!-- -->" if behind == "[" and document.text[end : end + 2] != "[^" else ""


def _hidden_edits(document: Document, references: References) -> Iterator[Edit]:
    """Takes out the lists of sources that no reader sees, where the file has them all."""
    for span in hidden_spans(document):
        notes = [note.value or "" for note in document.parsed.notes if note.start in span]
        if notes and all(references.has(note) for note in notes):
            yield Edit.delete(*span)


# ---- the list


def _link_edits(document: Document, citations: Citations, taken: list[Source]) -> Iterator[Edit]:
    """Links of the prose that lead through a definition which goes to the file: they get its address themselves."""
    defined = {source.key for source in taken}
    spans = [marker.span for marker in citations.markers]
    for link in document.parsed.links:
        found = _DEFINED_LINK.search(document.text, link.start, link.end)
        n = bisect_left(spans, Span(link.end, 0)) - 1
        is_marker = n >= 0 and spans[n].end > link.start
        if found and found[1] in defined and not is_marker:
            yield Edit(Span(found.start(), found.end()), f"]({_destination(link.value or '')})")


def _destination(address: str) -> str:
    return f"<{address}>" if any(c in address for c in " ()<>") else address


def _list_edits(document: Document, listed: Bibliography | None, taken: list[Source]) -> Iterator[Edit]:
    """Takes the entries out; where they stood under a heading, a place for the printed ones is left."""
    if listed is None or not taken:
        return
    text = document.text
    if listed.heading is not None and "{#refs}" not in text:
        yield Edit.insert(listed.heading.span.end, f"\n\n{_REFS}")
    inside = sorted(source.span for source in taken if source.span.start in listed.span)
    for block in document.tree.children:
        first, behind = (bisect_left(inside, Span(offset, 0)) for offset in (block.start, block.end))
        if first < behind:
            yield from _block_edits(text, block, inside[first:behind])
    yield from (_without_line(text, source.span) for source in taken if source.span.start not in listed.span)


def _links_edits(document: Document, listed: Bibliography | None, markers: list[Marker]) -> Iterator[Edit]:
    """Takes out a list of links without numbers, of which each is the address of a mark: the file has its title from there."""
    if listed is None or listed.heading is None:
        return
    after = listed.heading.span.end
    blocks = [node for node in document.tree.children if node.start in listed.span and node.start >= after]
    addresses = [_lone_link(item) for block in blocks for item in block.children] if all(block.kind == "list" for block in blocks) else []
    if addresses and len(set(addresses)) == len(addresses) and {marker.address for marker in markers}.issuperset(addresses):
        yield Edit.insert(after, f"\n\n{_REFS}\n")
        yield from (_without_line(document.text, block.span) for block in blocks)


def _lone_link(item: Node) -> str:
    """The address of an item that is a link and nothing else; empty where it is more."""
    links = [node for node in item.walk() if node.kind == "link"]
    return (links[0].value or "") if len(links) == 1 and links[0].text().strip() == item.text().strip() else ""


def _block_edits(text: str, block: Node, spans: list[Span]) -> Iterator[Edit]:
    rest, done = [], block.start
    for start, end in spans:
        rest.append(text[done:start])
        done = max(done, end)
    rest.append(text[done : block.end])
    if block.kind == "table" or _NO_WORDS.fullmatch("".join(rest)):
        yield _without_line(text, Span(block.start, max(block.end, spans[-1].end)))  # an entry may go on behind
    else:
        yield from (_without_line(text, span) for span in spans)


def _without_line(text: str, span: Span) -> Edit:
    """Deletes a place with the blank lines behind it."""
    found = _BLANK_LINES.match(text, span.end)
    return Edit.delete(span.start, found.end() if found else span.end)


# ---- the front matter


def _names(document: Document) -> list[str]:
    return names_of(document.front_matter.get("bibliography"))


def _is_named(document: Document, name: str) -> bool:
    """Whether a references file holds for a document already, be it the project that names it."""
    wanted = os.path.normpath(PurePath(document.path).parent / name)
    return any(os.path.abspath(path) == os.path.abspath(wanted) for path in named_files(document))  # noqa: PTH100


def _with_bibliography(document: Document, text: str, name: str, others: bool) -> str:
    """The text with the references file named in its front matter, beside the files that are named there already."""
    value = name if _SAFE_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"
    span = document.front_matter_span
    if span is None:
        return f"---\nbibliography: {value}\n---\n\n{text}"
    lines = text[span.start : span.end].rstrip("\n").split("\n")
    if not others:
        lines = [line for line in lines if not _EMPTY_KEY.fullmatch(line)]
        lines.insert(-1, f"bibliography: {value}")
    else:
        at = next(n for n, line in enumerate(lines) if line.startswith("bibliography"))
        until = next(n for n, line in enumerate(lines[at + 1 :], at + 1) if not _CONTINUED.match(line))
        files = [*_names(document), name]
        lines[at:until] = ["bibliography:", *(f"- {_quoted(file)}" for file in files)]
    end = span.start + len("\n".join(text[span.start : span.end].rstrip("\n").split("\n")))
    return text[: span.start] + "\n".join(lines) + text[end:]


def _uncited(markers: list[Marker], taken: list[Source], references: References) -> list[str]:
    """The keys of entries that the report lists and does not cite: in a shared file, nothing else tells whose they are."""
    cited = {references.key_of(name) for marker in markers for key in marker.keys for name in (key, entry_key(key))}
    return [key for key in dict.fromkeys(references.key_of(source.key) for source in taken) if key and key not in cited]


def _with_nocite(document: Document, text: str, keys: list[str]) -> str:
    """The text with the keys under `nocite`, where pandoc too looks for entries that are listed and not cited."""
    named = document.front_matter.get("nocite")
    new = [at for at in map(written_key, keys) if at not in str(named or "").replace(",", " ").split()]
    if not new:
        return text
    if not text.startswith("---\n"):
        text = f"---\n---\n\n{text}"
    end = text.find("\n---", 3)
    found = _NOCITE.search(text, 0, end) if named else None
    value = ", ".join([str(named).strip(), *new] if found else new)
    line = "nocite: '" + value.replace("'", "''") + "'"
    if found:
        return text[: found.start()] + line + text[found.end() :]
    return text if named else f"{text[:end]}\n{line}{text[end:]}"


_NOCITE = lazy(r"^nocite[ \t]*:[^\n]*\S$(?!\n[ \t])", re.MULTILINE)
_SAFE_NAME = lazy(r"[\w][\w./-]*")
_EMPTY_KEY = lazy(r"bibliography[ \t]*:[ \t]*(?:\[\]|null|~)?[ \t]*")
_CONTINUED = lazy(r"[ \t]|- |-$|$")


def _quoted(name: str) -> str:
    return name if _SAFE_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"


# ---- the report


def _report(markers: list[Marker], references: References, name: str, *, changed: bool) -> tuple[Phrase, ...]:
    if not changed:
        return ()
    counts: dict[str, int] = {}
    for marker in markers:
        counts[marker.dialect] = counts.get(marker.dialect, 0) + 1
    lines = [
        Phrase("marks of {0} rewritten as `[@key]`: {1}", "改写为 `[@键]`：{1} 处（{0}）").format(_TITLES[dialect], count)
        for dialect, count in counts.items()
        if dialect != "pandoc"
    ]
    if references.new:
        lines.append(Phrase("entries moved to {}: {}", "移入 {} 的条目：{} 条").format(name, references.new))
    if references.reused:
        lines.append(Phrase("entries that {} had already: {}", "{} 中已有的条目：{} 条").format(name, len(references.reused)))
    lines += _renamed(references.renamed)
    missing = list(dict.fromkeys(references.unlisted))
    if missing:
        words = Phrase("without a source, as before: {}", "仍然没有来源：{}")
        lines.append(words.format(", ".join(missing)))
    return tuple(lines)


#: New keys that are told one by one; the references file has them all.
_FEW = 8


def _renamed(pairs: Sequence[tuple[str, str]]) -> list[Phrase]:
    if len(pairs) <= _FEW:
        return [Phrase("entry {} is now {}", "条目 {} 改名为 {}").format(old, new) for old, new in pairs]
    first = ", ".join(f"{old} → {new}" for old, new in pairs[:3])
    return [Phrase("entries with a new key: {} ({} …)", "换了新键的条目：{} 条（{} ……）").format(len(pairs), first)]
