"""The verb `refs check`: may an editor sign the references of a report? What stands against it, and what is to be looked at.

What rules find is asked of the linter, with the project's settings; what entries lack is said here, for no place in the text is
wrong. Nothing is fetched: days of access count that `refs verify --online` kept.
What does not belong here: whether a source is the right one for its sentence (CIT4xx, in `lint`), and the network.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from pubkit.citations.addresses import canonical_address
from pubkit.lint.linter import lint
from pubkit.pipeline.listing import access_days
from pubkit.pipeline.references import PRINTED, list_references
from pubkit.pipeline.rekeying import doubles_in
from pubkit.pipeline.settings import Chosen, settings_for
from pubkit.text.diagnostic import Severity
from pubkit.text.edit import Safety
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from pubkit.markdown.document import Document
    from pubkit.pipeline.references import ListedReference, ReportReferences
    from pubkit.text.span import Location

#: The rules that look at references and at what cites them.
_RULES: Final = ("BIB", "CIT2", "CIT404")
#: Works that somebody wrote: without an author their entry is not whole, in any style.
_AUTHORED: Final = frozenset({"article", "article-journal", "book", "chapter", "paper-conference", "thesis", "patent", "review"})
#: What changes or goes: the day on which it was seen belongs to its entry (GB/T 7714—2025, 7.6).
_CHANGING: Final = frozenset({"webpage", "post", "post-weblog"})
_NAMES: Final = {
    "no-title": Phrase("no title", "缺题名"),
    "no-type": Phrase("kind of work not known", "文献类型不明"),
    "no-author": Phrase("no author", "缺责任者"),
    "no-date": Phrase("no date", "缺日期"),
    "no-address": Phrase("no address and no identifier", "缺网址和标识码"),
    "no-access-date": Phrase("no day of access", "缺访问日期"),
    "double": Phrase("the same source as another entry", "与另一条目是同一文献"),
}


class Remark(NamedTuple):
    """One thing about the references. `name` is stable: of a rule, or of what an entry lacks. `key` is the entry's, empty
    for a mark in the text; `location` that in the report, None for an entry of a references file.
    """

    name: str
    code: str
    key: str
    severity: Severity
    message: Phrase
    location: Location | None

    @property
    def is_obstacle(self) -> bool:
        """Whether the references cannot be signed with it."""
        return self.severity >= Severity.WARNING


class Examined(NamedTuple):
    """A report's references as they were looked at."""

    filename: str
    entries: int
    citations: int
    remarks: tuple[Remark, ...]

    @property
    def obstacles(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.is_obstacle)


def examine(document: Document, style: str = "") -> Examined:
    """Everything that stands against signing the references, and all that an editor should see. `style` is the one in which
    they will be published: by author and date, every entry needs its author. Raises what reading the report raises.
    """
    listed = list_references(document)
    found = list(_findings(document))
    remarks = [*found, *_lacking(listed, style, access_days(document.path)), *_doubles(document, listed, found)]
    remarks.sort(key=lambda remark: (-remark.severity, remark.name, remark.location or (0, 0)))
    return Examined(document.path, len(listed.entries), sum(len(entry.cited) for entry in listed.entries), tuple(remarks))


def _findings(document: Document) -> Iterator[Remark]:
    """What the rules find, with the key of the entry in which it stands."""
    from pubkit.citations.references_file import references_of
    from pubkit.citations.resolve import find_citations

    citations = find_citations(document, known=references_of(document))
    for finding in lint(document, settings_for(Path(document.path), Chosen(select=_RULES))):
        if finding.fix is not None and finding.fix.safety is Safety.SAFE:
            continue  # `build` mends it by itself
        at = finding.span.start
        key = next((source.key for source in citations.sources if at in source.span), "")
        yield Remark(finding.name, finding.code, key, finding.severity, finding.message, document.lines.location(at))


def _lacking(listed: ReportReferences, style: str, days: Mapping[str, object]) -> Iterator[Remark]:
    needs_author = "author-date" in style or style in ("apa", "chicago", "mla")
    for entry in listed.entries:
        for name, severity in _lacks(entry, days, needs_author=needs_author):
            yield Remark(name, "", entry.key, severity, _NAMES[name], entry.location)


def _lacks(entry: ListedReference, days: Collection[str], *, needs_author: bool) -> Iterator[tuple[str, Severity]]:
    item, kind = entry.item, str(entry.item.get("type"))
    address = str(item.get("URL") or "")
    has_place = bool(address or item.get("DOI") or item.get("CSTR"))
    if not item.get("title"):
        yield "no-title", Severity.ERROR
    if kind == "document" and entry.kind == "document" and not has_place:
        yield "no-type", Severity.WARNING
    if not item.get("author") and not item.get("editor") and (needs_author or kind in _AUTHORED):
        yield "no-author", Severity.WARNING
    if not item.get("issued"):
        yield "no-date", Severity.WARNING
    if not has_place and kind not in PRINTED:
        yield "no-address", Severity.WARNING
    if kind in _CHANGING and not item.get("accessed") and canonical_address(address) not in days:
        yield "no-access-date", Severity.WARNING


def _doubles(document: Document, listed: ReportReferences, found: list[Remark]) -> Iterator[Remark]:
    """Doubles that no rule has named: a rule looks at the text only, and these may stand in a references file."""
    named = {remark.key for remark in found if remark.code in ("BIB104", "BIB106")}
    places = {entry.key: entry.location for entry in listed.entries}
    words = Phrase("the same source as {}", "与 {} 是同一文献")
    for double in doubles_in(document):
        is_own = double.key in places or double.into in places
        if is_own and double.key not in named and double.into not in named:
            yield Remark("double", "", double.key, Severity.WARNING, words.format(double.into), places.get(double.key))


def name_of(remark: Remark) -> Phrase:
    """What a kind of remark is called."""
    if remark.name in _NAMES:
        return _NAMES[remark.name]
    from pubkit.rules.registry import by_code

    what = by_code()[remark.code].what
    return Phrase(_first_words(what.en), _first_words(what.zh))


def _first_words(sentence: str) -> str:
    """A sentence without its examples, which stand behind a colon."""
    return re.split(r"[:：] ?", sentence, maxsplit=1)[0].rstrip("。.")
