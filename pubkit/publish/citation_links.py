"""Citations `[@key]` of the text become superior numbers, or names and years, that link to their entries.

A run of citations becomes one superscript with one link for each: `[@8][@9; @12]` holds three. One with words, `[see @8]`, stands
in the line. The character before it is
held together with it, so that no line begins with a citation number. How the links of a run are set, `citation_groups` says.
What does not belong here: how a citation looked in the export (`citations`), and the list of references (`parts`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import printable, shortened
from pubkit.publish.citation_groups import Setting, has_words, set_groups
from pubkit.publish.identifiers import key_slug
from pubkit.publish.labels import is_chinese
from pubkit.publish.tree import (
    attributes,
    attributes_of,
    edit_inlines,
    edit_nodes,
    has_class,
    inline_children,
    link,
    plain_text,
    span,
    string,
    walk,
)
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import is_right_to_left

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pubkit.publish.identifiers import Identifiers
    from pubkit.publish.publication import Publication, Reference
    from pubkit.publish.tree import Node

_ONE: Final = r"(?:[^\s\[\];@](?:[^\[\];@]*[^\s\[\];@])?\s)?-?@(?:\{[^\s{}\[\]]+\}|[^\s\[\];@]+?)(?:,\s[^\[\];@]+?)?"
_KEY: Final = re.compile(r"(?:\A|\s)(-?)@")
_CITATION: Final = re.compile(rf"\[({_ONE}(?:;\s*{_ONE})*)\]")
_PART: Final = re.compile(_ONE + r"(?=;|\Z)")
_PLACE: Final = re.compile(r",\s")
_SPACE: Final = re.compile(r"([ \n])")
_TEXT: Final = frozenset({"Str", "Space", "SoftBreak"})
_EMPHASIS: Final = frozenset({"Emph", "Strong", "Strikeout", "Underline"})
#: Code points of an entry that show when a pointer rests on its citation.
_TITLE_LENGTH: Final = 160
#: What an accent or a variation selector stands on belongs to it: they are held together with the citation.
_LAST_CHARACTER: Final = re.compile(r"\S[\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef]*\Z")


class Keys(NamedTuple):
    """What the text may cite: the entries, the keys that have none in a draft, and the identifiers of the entries."""

    references: Mapping[str, Reference]
    unresolved: frozenset[str]
    identifiers: Mapping[str, str]
    unresolved_label: str
    setting: Setting

    @classmethod
    def of(
        cls, publication: Publication, identifiers: Identifiers, unresolved_label: str
    ) -> Keys:
        """The keys of a publication; claims `ref-…` for each entry."""
        entries = {reference.key: reference for reference in publication.references}
        names = {key: identifiers.claim(f"ref-{key_slug(key)}") for key in entries}
        language = publication.language
        setting = Setting(publication.citation_ranges, publication.author_date, is_chinese(language), is_right_to_left(language), language)
        return cls(entries, frozenset(publication.unresolved), names, unresolved_label, setting)

    def known(self, key: str) -> bool:
        """Whether `[@key]` is a citation; if not, it is text."""
        return key in self.references or key in self.unresolved

    def inline(self, one: CitedKey) -> Node:
        """One citation, its identifier still to be given; a visible mark where there is no entry."""
        key = one.key
        reference = self.references.get(key)
        if reference is None:
            mark = f"[{key}?]"
            return span([string(mark)], attributes("", "citation", "unresolved", title=self.unresolved_label))
        number = key if reference.number is None else str(reference.number)
        shown = reference.mark or f"[{number}]"
        title = shortened(printable(reference.text), _TITLE_LENGTH)
        pairs = attributes("", "citation", role="doc-biblioref", title=title, key=key)
        told = {
            "number": "" if reference.number is None else number,
            "locator": printable(one.locator),
            "words": printable(one.words),
        }
        pairs[2] += [[name, value] for name, value in told.items() if value]
        if one.is_author_named and reference.mark_year:
            pairs[2].append(["aria-label", reference.mark])
            shown = reference.mark_year
        return link([string(shown)], "#" + self.identifiers[key], pairs)


class CitedKey(NamedTuple):
    """One key of a marker, what is to be printed of its pages, whether the text names the author already, and the words before it."""

    key: str
    locator: str = ""
    is_author_named: bool = False
    words: str = ""


def link_citations(
    blocks: list[Node], keys: Keys, identifiers: Identifiers
) -> tuple[list[Node], dict[str, tuple[str, ...]]]:
    """The tree with its citations as links, and for each key the identifiers of its places in the text, in order."""
    described: list[Node] = edit_nodes(blocks, lambda node: [_with_plain_alternative(node, keys)], "Figure")
    marked: list[Node] = edit_inlines(described, lambda inlines: _mark(inlines, keys))
    return _name_places(set_groups(marked, keys.setting), identifiers)


def _with_plain_alternative(node: Node, keys: Keys) -> Node:
    """A figure whose picture repeats its caption, without the citations that the caption has."""

    def plain(inner: Node) -> list[Node]:
        attrs, alternative, target = inner["c"]
        return [{"t": "Image", "c": [attrs, _without_citations(_mark(alternative, keys)), target]}]

    attrs, caption, content = node["c"]
    return {"t": "Figure", "c": [attrs, caption, edit_nodes(content, plain, "Image")]}


def _mark(inlines: list[Node], keys: Keys) -> list[Node]:
    """One list of inlines with its citations as superscripts; inner lists are done already."""
    found: list[Node] = []
    text: list[Node] = []
    for node in inlines:
        if node["t"] in _TEXT:
            text.append(node)
            continue
        found += _mark_text(text, keys)
        text = []
        found += _unlinked(node, keys)
    found += _mark_text(text, keys)
    if not any(node["t"] == "Superscript" for node in found):
        return found
    merged = _bared(_merge(_without_spaces(found)))
    return merged if keys.setting.marks is not None or keys.setting.is_joined else _hold_together(merged)


def _mark_text(nodes: list[Node], keys: Keys) -> list[Node]:
    """Text nodes with their citations as superscripts."""
    text = "".join(node["c"] if node["t"] == "Str" else " " if node["t"] == "Space" else "\n" for node in nodes)
    if "@" not in text:
        return nodes
    found: list[Node] = []
    done = 0
    for match in _CITATION.finditer(text):
        if cited := _cited(match[0], keys):
            found += [*_text_nodes(text[done : match.start()]), _superscript(cited)]
            done = match.end()
    return found + _text_nodes(text[done:])


def _cited(marker: str, keys: Keys) -> list[Node]:
    """The numbers of a marker `[@a; @b]`; none where it is no citation, or cites what is not known."""
    cited = cited_in(marker)
    return [keys.inline(one) for one in cited] if all(keys.known(one.key) for one in cited) else []


def cited_in(marker: str) -> list[CitedKey]:
    """What a marker `[@a, p. 3; -@b]` cites; nothing where it is no citation."""
    found = _CITATION.fullmatch(marker)
    return [_cited_key(part) for part in _PART.findall(found[1])] if found else []


def _cited_key(part: str) -> CitedKey:
    at = _KEY.search(part)
    words, hidden, named = (part[: at.start()], at[1], part[at.end() :]) if at else ("", "", part)
    key, *rest = _PLACE.split(named, maxsplit=1)
    return CitedKey(key.strip("{}"), rest[0].strip() if rest else "", bool(hidden), words.strip())


def cited_keys(marker: str) -> list[str]:
    """The keys of a marker; none where it is no citation."""
    return [one.key for one in cited_in(marker)]


def _text_nodes(text: str) -> list[Node]:
    breaks = {" ": "Space", "\n": "SoftBreak"}
    return [{"t": breaks[part]} if part in breaks else string(part) for part in _SPACE.split(text) if part]


def _superscript(links: list[Node]) -> Node:
    return {"t": "Superscript", "c": links}


def _is_citations(node: Node) -> bool:
    return node["t"] == "Superscript" and all(has_class(item, "citation") for item in node["c"])


def _unlinked(node: Node, keys: Keys) -> list[Node]:
    """A link that is no link, or a link or picture that holds citations.

    Readers take `[@8](注)` for a link whose text is `@8`; it is a citation with a bracket behind it. A link inside a link
    is not allowed, and the words for a picture hold none: their citations go behind.
    """
    if node["t"] not in ("Link", "Image"):
        return [node]
    attrs, content, (address, title) = node["c"]
    cited = _cited(f"[{plain_text(content)}]", keys) if node["t"] == "Link" else []
    if cited:
        return [_superscript(cited), string(f"({address})")]
    inner = [item for child in walk(content, "Superscript") if _is_citations(child) for item in child["c"]]
    if not inner:
        return [node]
    return [{"t": node["t"], "c": [attrs, _without_citations(content), [address, title]]}, _superscript(inner)]


def _without_citations(inlines: list[Node]) -> list[Node]:
    kept: list[Node] = edit_nodes(inlines, lambda node: [] if _is_citations(node) else [node], "Superscript")
    return kept


def _merge(inlines: list[Node]) -> list[Node]:
    """Neighbouring citations in one superscript."""
    merged: list[Node] = []
    for node in inlines:
        if merged and _is_citations(node) and _is_citations(merged[-1]):
            merged[-1] = _superscript(merged[-1]["c"] + node["c"])
        else:
            merged.append(node)
    return merged


def _without_spaces(inlines: list[Node]) -> list[Node]:
    """A citation stands at its word: what is set in the line brings its own space."""
    kept: list[Node] = []
    for node in inlines:
        while _is_citations(node) and len(kept) > 1 and kept[-1]["t"] in ("Space", "SoftBreak"):
            kept.pop()
        kept.append(node)
    return kept


def _bared(inlines: list[Node]) -> list[Node]:
    """Citations with words that the author has put in parentheses: they get none of their own."""
    for before, node, behind in zip(inlines, inlines[1:], inlines[2:], strict=False):
        is_enclosed = before["t"] == behind["t"] == "Str" and before["c"].endswith(("(", "（")) and behind["c"].startswith((")", "）"))
        if is_enclosed and _is_citations(node) and has_words(node):
            (attributes_of(node["c"][0]) or attributes())[2].append(["bare", "1"])
    return inlines


def _hold_together(inlines: list[Node]) -> list[Node]:
    """Each superscript in a span with the character before it, across which no line breaks."""
    held: list[Node] = []
    for node in inlines:
        split = _split_last(held[-1]) if held and _is_citations(node) and not has_words(node) else None
        if split is None:
            held.append(node)
        else:
            rest, last = split
            held[-1:] = [*rest, span([last, node], attributes("", "cited"))]
    return held


def _split_last(node: Node) -> tuple[list[Node], Node] | None:
    """A text, or emphasised text, as all but its last character and that character; None for what is not text."""
    if node["t"] == "Str":
        found = _LAST_CHARACTER.search(node["c"])
        at = found.start() if found else 0
        return ([string(node["c"][:at])] if at else []), string(node["c"][at:])
    inner = inline_children(node)
    if not inner or node["t"] not in _EMPHASIS:
        return None
    split = _split_last(inner[-1])
    if split is None:
        return None
    rest, last = inner[:-1] + split[0], {"t": node["t"], "c": [split[1]]}
    return ([{"t": node["t"], "c": rest}] if rest else []), last


def _name_places(blocks: list[Node], identifiers: Identifiers) -> tuple[list[Node], dict[str, tuple[str, ...]]]:
    """Gives each citation `cite-<key>-<n>` in the order of the text."""
    places: defaultdict[str, list[str]] = defaultdict(list)

    def name(node: Node) -> list[Node]:
        content, (address, _) = node["c"][1:]
        _, classes, pairs = node["c"][0]
        key = dict(pairs).get("key")
        if key is None:
            return [node]
        place = identifiers.claim(f"cite-{key_slug(key)}-{len(places[key]) + 1}")
        places[key].append(place)
        return [link(content, address, [place, classes, [pair for pair in pairs if pair[0] != "key"]])]

    named: list[Node] = edit_nodes(blocks, name, "Link")
    return named, {key: tuple(found) for key, found in places.items()}
