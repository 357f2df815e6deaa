"""The entries of a references file as a report's are added to it, and the key under which each mark finds its own.

A source that the file has already keeps the key that it has there: by DOI, arXiv number, address, or title (`identity`). In
the file of one report a new entry keeps the number of the text; in one that reports share, it gets a key of its own, the same
for whatever report comes first.
What does not belong here: how the text is edited (`normalize`), and reading and writing files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pubkit.citations.addresses import canonical_address
from pubkit.citations.identity import Sources, stable_key
from pubkit.citations.model import Source, entry_key
from pubkit.citations.reference import parse_reference
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pubkit.citations.model import Marker

#: What pandoc reads as a key without braces: letters, digits and `_`, single marks between them.
_PLAIN_KEY = lazy(r"\w+(?:[:.#$%&\-+?<>~/]\w+)*")
#: What no key may hold: spaces, brackets, and what Markdown reads as markup of its own.
_UNFIT = lazy(r"[^\w:.#%+?/-]+")
_PLACE = "†"


class References:
    """The entries of a references file as they grow. `existing` are those it has; `shared_by` is the name of the report
    where the file is one of several reports, else None. `titles` are those of a list without numbers, by canonical address.
    """

    def __init__(
        self, text: str, existing: Sequence[Mapping[str, Any]], shared_by: str | None = None, titles: Mapping[str, str] | None = None
    ) -> None:
        self._text = text
        self._titles = titles or {}
        self._shared_by = shared_by
        self._items: list[dict[str, Any]] = [dict(item) for item in existing]
        self._existing = len(self._items)
        self._by_id = {str(item.get("id")): item for item in self._items}
        self._sources = Sources()
        for item in self._items:
            self._sources.add(item)
        self._ids: dict[str, str] = {}  # of the list's keys, the first entry of each
        self._by_address: dict[tuple[str, str], str] = {}
        self.renamed: list[tuple[str, str]] = []
        self.reused: list[str] = []  # keys of the file under which entries of the text were found
        self.unlisted: list[str] = []  # keys of which the text has neither entry nor address

    @property
    def items(self) -> tuple[dict[str, Any], ...]:
        return tuple(self._items)

    @property
    def new(self) -> int:
        """How many entries were added."""
        return len(self._items) - self._existing

    def add_source(self, source: Source) -> None:
        """Takes in an entry of the list, or finds it."""
        item = _item_of(source)
        known = self._sources.find(item)
        if known is not None:
            if source.key not in self._ids:
                self.reused.append(known)
                if known != fit_key(source.key):
                    self.renamed.append((source.key, known))
            self._ids.setdefault(source.key, known)
            return
        identifier = self._free(source.key, item)
        self._ids.setdefault(source.key, identifier)
        self._add(identifier, {**item, "custom": {"original": source.span.of(self._text).rstrip()}})

    def has(self, key: str) -> bool:
        """Whether the list's entry of this key is in the file."""
        return key in self._ids

    def key_of(self, key: str) -> str | None:
        """The key in the file of an entry of the list."""
        return self._ids.get(key)

    def cite(self, marker: Marker) -> str:
        """What stands between the brackets for a marker: `@8; @turn0search0, L3-L7`."""
        if marker.dialect == "pandoc":
            return marker.span.of(self._text)[1:-1]
        return "; ".join(self._cite_key(marker, key) for key in marker.keys)

    def _cite_key(self, marker: Marker, key: str) -> str:
        place = key.partition(_PLACE)[2] or (marker.locator if len(marker.keys) == 1 else None)
        address = marker.address if key == marker.keys[0] else None  # one address of several keys is of the first, say
        identifier = self._ids.get(key) or self._ids.get(entry_key(key)) or self._unlisted(address, entry_key(key))
        if address:
            self._remember(identifier, address)
        at = written_key(identifier)
        return f"{at}, {place}" if place else at

    def _unlisted(self, address: str | None, key: str) -> str:
        """The key of a source that only markers know: by its address, for one number may stand for two of them."""
        if address is None:
            self.unlisted.append(key)
            return fit_key(key)
        known = self._by_address.get((key, address))
        if known is None:
            item = self._item_at(address, key)
            known = self._sources.find(item) if self._shared_by else None
            if known is None:
                known = self._free(key, item)
                self._add(known, item)
            self._by_address[key, address] = known
        return known

    def _item_at(self, address: str, key: str) -> dict[str, Any]:
        """The item of an address that only marks have: with its title, where a list without numbers has it."""
        title = self._titles.get(canonical_address(address))
        nowhere = Span(0, 0)
        return _item_of(Source(key, nowhere, nowhere, title, address, ())) if title else {"type": "webpage", "URL": address}

    def _remember(self, identifier: str, address: str) -> None:
        """Keeps an address that differs from the entry's: which one is right, only an editor can say."""
        item = self._by_id[identifier]
        if item.get("URL") == address or (self._shared_by and canonical_address(str(item.get("URL"))) == canonical_address(address)):
            return
        others = item.setdefault("custom", {}).setdefault("cited-as", [])
        if address not in others:
            others.append(address)

    def _add(self, identifier: str, item: Mapping[str, Any]) -> None:
        added = {"id": identifier, **{field: value for field, value in item.items() if value}}
        self._items.append(added)
        self._by_id[identifier] = added
        if self._shared_by:
            self._sources.add(added)

    def _free(self, key: str, item: Mapping[str, Any]) -> str:
        """A key that pandoc can read and nobody has: the one of the text, or that with a number behind it."""
        fit = fit_key(key)
        if self._shared_by is not None:
            fit = fit_key(stable_key(item, f"{self._shared_by}-{fit}"))
        free, n = fit, 1
        while free in self._by_id:
            n += 1
            free = f"{fit}-{n}"
        if free != key:
            self.renamed.append((key, free))
        return free


def _item_of(source: Source) -> dict[str, Any]:
    """What an entry and its address say, without a key. A title that only repeats the address is none."""
    parsed = parse_reference(source)
    return {field: value for field, value in parsed.item.items() if field != "id" and (field != "title" or parsed.has_title)}


def written_key(key: str) -> str:
    """A key as it is cited: `@key`, in braces where pandoc would not read all of it."""
    return f"@{key}" if _PLAIN_KEY.fullmatch(key) else f"@{{{key}}}"


def fit_key(key: str) -> str:
    """A key that stands in brackets and is still the same. `^1` is the note 1 beside an entry 1."""
    if key.startswith("^"):
        key = "note-" + key[1:]
    return _UNFIT.sub("-", key).strip("-_") or "source"
