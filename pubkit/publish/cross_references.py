"""References inside a report: `@sec:method`, `@fig:flow`, `@tbl:cost`, `@eq:growth`, and the numbers that they speak of.

What has an identifier of one of the four kinds can be referred to. A section is called by the number that its heading bears (or that
`number-sections` gives it), by its title where it has none; a figure, a table or an equation by the number of its chapter and its place
there, in the form of the language: 图 2-1, Figure 2.1. What the author has numbered by hand (`表 3：…`) keeps its number.
Sources: pandoc-crossref and Quarto for the syntax; GB/T 7713.3—2014, 6 for numbers by chapter.
What does not belong here: whether a reference has a target (a rule of the linter tells before anything is built).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from pubkit.markdown.cross_references import NAME, REFERENCE, longest_known, may_refer
from pubkit.publish.crossing_labels import crossing_labels_for
from pubkit.publish.identifiers import explicit
from pubkit.publish.tree import (
    WITH_ATTRIBUTES,
    attributes,
    attributes_of,
    edit_inlines,
    edit_nodes,
    has_class,
    link,
    plain_text,
    span,
    string,
    walk,
)
from pubkit.text.chars import is_han
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pubkit.publish.crossing_labels import CrossingLabels
    from pubkit.publish.tree import Node

_TEXT: Final = frozenset({"Str", "Space", "SoftBreak"})
_SPACES: Final = re.compile(r"([ \n])")
_HAN_DIGITS: Final = {digit: n for n, digit in enumerate("零一二三四五六七八九")}
#: The number at the beginning of a heading (三、, 3.1), or what it calls itself (第三章, Part 3).
_WRITTEN: Final = re.compile(
    r"\s*(?:(?P<called>第\s*(?P<han>[\d一二三四五六七八九十百]+)\s*(?:部分|[章节節部篇編编])|(?:Chapter|Section|Chapitre|Part)\s+(?P<word>\d+))|(?P<list>[一二三四五六七八九十]+)\s*[、，.．]"
    r"|(?P<plain>\d+(?:\.\d+)*)(?:\.?\s|[、．]|\.?$))",
    re.IGNORECASE,
)
_BESIDE_DIGITS: Final = re.compile(r"(?<=第)\s*(?=\d)|(?<=\d)\s*(?=[章节節部篇編编])")
#: What a caption begins with whose author has numbered it.
_CAPTION: Final = re.compile(r"\s*(?:图|表|圖|図|Figure|Fig\.|Table|Tableau|그림|표)\s?(?P<number>\d+(?:[-.–—]\d+)*)(?!\d)", re.IGNORECASE)
_CHAPTER: Final = 2
#: What tells the second of two things of one name apart: those of the second language of a bilingual text.
_SECOND: Final = re.compile(r"-facing(?:-\d+)?$")
_TITLES: Final = ("first-title", "second-title")


class Target(NamedTuple):
    """What can be referred to: how it is called in the text (`图 2-1`)."""

    identifier: str
    name: str


class Numbering(NamedTuple):
    """How the numbers of a report are made: `sections` are numbered where they bear no number; `captions` all, or those referred to."""

    sections: bool = False
    captions: bool = False


def refer(blocks: list[Node], language: str, numbering: Numbering) -> list[Node]:
    """The tree with numbered captions, and its references as links. One without a target becomes a visible mark."""
    if not _concerns(blocks, numbering):
        return blocks
    numberers = {tag: _Numberer(crossing_labels_for(tag), numbering, blocks) for tag in (language, *_facing(blocks, language))}
    numbered = [(tag, part) for block in blocks for tag, part in _numbered(block, language, numberers)]
    linked = [(tag, numberers[tag].linked(part)) for tag, part in numbered]
    return _with_pairs(blocks, [part for _, part in linked])


def unknown_references(blocks: list[Node]) -> list[Phrase]:
    """A remark for each reference of a draft that has become a visible mark: nothing has its name."""
    marks = dict.fromkeys(node["c"][1][0]["c"] for node in walk(blocks, "Span") if has_class(node, "unresolved"))
    said = Phrase("the cross-reference {} leads nowhere, and is marked", "交叉引用 {} 没有对应的目标，已作标记")
    return [said.format(mark[1:-2]) for mark in marks if mark.startswith("[@") and mark.endswith("?]")]


def _facing(blocks: list[Node], language: str) -> tuple[str, ...]:
    """The second language of a bilingual text, whose sides speak of figures and tables in their own words."""
    sides = (_language_of(side) for block in blocks if has_class(block, "bilingual") for side in block["c"][1])
    return tuple(dict.fromkeys(tag for tag in sides if tag and tag != language))


def _language_of(block: Node) -> str:
    attrs = attributes_of(block)
    return next((value for name, value in attrs[2] if name == "lang"), "") if attrs else ""


def _numbered(block: Node, language: str, numberers: Mapping[str, _Numberer]) -> Iterator[tuple[str, list[Node]]]:
    """A block, or each side of a pair, with the language that it speaks. All count what stands in both: headings, formulas."""
    if has_class(block, "bilingual"):
        for side in block["c"][1]:
            tag = _language_of(side) or language
            yield tag, numberers[tag].numbered([side])
        return
    for tag, numberer in numberers.items():
        numbered = numberer.numbered([block])
        if tag == language:
            yield tag, numbered


def _with_pairs(blocks: list[Node], parts: list[list[Node]]) -> list[Node]:
    """The parts in the order of the blocks that they were taken from, sides in their pairs again."""
    rest = iter(parts)
    found: list[Node] = []
    for block in blocks:
        if has_class(block, "bilingual"):
            sides = [node for _ in block["c"][1] for node in next(rest)]
            found.append({**block, "c": [block["c"][0], sides]})
        else:
            found += next(rest)
    return found


def _concerns(blocks: list[Node], numbering: Numbering) -> bool:
    if numbering.sections or numbering.captions:
        return True
    return any(
        (node["t"] == "Str" and "@" in node["c"]) or ((found := attributes_of(node)) is not None and _is_target(found[0]))
        for node in walk(blocks, "Str", *WITH_ATTRIBUTES)
    )


def _is_target(identifier: str) -> bool:
    return identifier.startswith(("sec-", "fig-", "tbl-", "eq-"))


class _Numberer:
    """Counts in the order of the text. `targets` holds what was found, by its identifier."""

    def __init__(self, labels: CrossingLabels, numbering: Numbering, blocks: list[Node]) -> None:
        self.labels = labels
        self.numbering = numbering
        self.targets: dict[str, Target] = {}
        self.sections: list[int] = []  # the numbers of the headings above, outermost first
        self.chapter = ""
        self.counts: dict[str, int] = {}
        self.by_hand = {kind for kind in ("Figure", "Table") if any(_by_hand(node) for node in walk(blocks, kind))}

    def linked(self, blocks: list[Node]) -> list[Node]:
        """Blocks with their references as links, once all is numbered."""
        made: list[Node] = edit_inlines(blocks, lambda inlines: _linked(inlines, self.targets, self.labels))
        return made

    def numbered(self, blocks: list[Node]) -> list[Node]:
        made: list[Node] = edit_nodes(blocks, lambda node: [self._node(node)], "Header", "Figure", "Table", "Para")
        return made

    def _node(self, node: Node) -> Node:
        match node["t"]:
            case "Header":
                return self._heading(node)
            case "Figure":
                return self._captioned(node, "fig", self.labels.figure, node["c"][0][0])
            case "Table":
                identifier = node["c"][0][0] or _anchor_in(node["c"][1])
                return self._captioned(_with_identifier(node, identifier), "tbl", self.labels.table, identifier)
            case "Para":
                return self._equation(node)
        return node

    # --- sections

    def _heading(self, node: Node) -> Node:
        level, attrs, content = node["c"]
        written = _written_number(plain_text(content))
        number = written or self._counted(level)
        if level == _CHAPTER:
            self.chapter = number
            self.counts.clear()
        if attrs[0]:
            self.targets[attrs[0]] = Target(attrs[0], self._section_name(level, number, plain_text(content)))
        if number and not written:
            content = _with_number(content, number)
        return {"t": "Header", "c": [level, attrs, content]}

    def _counted(self, level: int) -> str:
        """The number that is given to a heading: 2, 2.1; none where sections are not numbered."""
        if not self.numbering.sections:
            return ""
        depth = level - _CHAPTER + 1
        self.sections = [*self.sections, *([0] * depth)][:depth]
        self.sections[-1] += 1
        return ".".join(map(str, self.sections))

    def _section_name(self, level: int, number: str, title: str) -> str:
        if called := _designation(title):
            return called
        if not number:
            return self.labels.titled.format(title=title)
        form = self.labels.chapter if level == _CHAPTER else self.labels.section
        return form.format(number=number)

    # --- figures, tables, equations

    def _captioned(self, node: Node, kind: str, form: str, identifier: str) -> Node:
        caption = node["c"][1][1]
        text = plain_text(caption)
        if not text:
            return node
        found = _CAPTION.match(text)
        if found:
            number = found["number"]
        elif identifier or (self.numbering.captions and node["t"] not in self.by_hand):
            number = self._next(kind)
        else:
            return node
        name = form.format(number=number)
        if identifier:
            self.targets[_SECOND.sub("", identifier)] = Target(identifier, name)
        return node if found else _labelled(node, name, self.labels.after_label)

    def _next(self, kind: str) -> str:
        key = kind if self.chapter else f"{kind} outside"
        self.counts[key] = self.counts.get(key, 0) + 1
        return f"{self.chapter.partition('.')[0]}{self.labels.joint}{self.counts[key]}" if self.chapter else str(self.counts[key])

    def _equation(self, node: Node) -> Node:
        """A paragraph that is a display formula with an identifier gets its number beside it."""
        kept = [item for item in node["c"] if item["t"] not in ("Space", "SoftBreak")]
        identifier = _anchor_in(kept)
        if len(kept) != 2 or kept[0]["t"] != "Math" or not identifier.startswith("eq-"):
            return node
        number = self._next("eq")
        self.targets[identifier] = Target(identifier, self.labels.equation.format(number=number))
        shown = span([string(f"({number})")], attributes("", "equation-number"))
        return {"t": "Para", "c": [span([kept[0], shown], attributes(identifier, "equation"))]}


def _with_number(content: list[Node], number: str) -> list[Node]:
    """A heading's words behind its number; in two languages behind it each time."""
    shown = [span([string(number)], attributes("", "section-number")), {"t": "Space"}]
    if not any(has_class(node, name) for node in content for name in _TITLES):
        return [*shown, *content]
    titled = [node["t"] == "Span" and any(has_class(node, name) for name in _TITLES) for node in content]
    return [span([*shown, *node["c"][1]], node["c"][0]) if is_title else node for node, is_title in zip(content, titled, strict=True)]


def _written_number(title: str) -> str:
    """The number that a heading bears, as digits; empty where it bears none."""
    found = _WRITTEN.match(title)
    if not found:
        return ""
    return found["plain"] or found["word"] or _digits(found["han"] or found["list"])


def _designation(title: str) -> str:
    """What a heading calls itself, number and all (第三章, 第 2 部分, Part 3); empty where it does not."""
    found = _WRITTEN.match(title)
    return _BESIDE_DIGITS.sub(" ", found["called"] or "") if found else ""


def _digits(numeral: str) -> str:
    """A Chinese numeral up to 九十九 as digits."""
    if numeral.isdecimal():
        return numeral
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return "".join(str(_HAN_DIGITS.get(c, 0)) for c in ones)
    return str((_HAN_DIGITS.get(tens, 1) if tens else 1) * 10 + _HAN_DIGITS.get(ones, 0))


def _by_hand(node: Node) -> bool:
    return _CAPTION.match(plain_text(node["c"][1][1])) is not None


def _anchor_in(value: Any) -> str:
    """The identifier that stands behind a caption or a formula: `{#tbl:cost}`."""
    for node in walk(value, "Span"):
        if _is_target(node["c"][0][0]):
            return str(node["c"][0][0])
    return ""


def _with_identifier(table: Node, identifier: str) -> Node:
    """A table that bears the identifier which its caption gave it, and which no longer stands there."""
    if not identifier or table["c"][0][0] == identifier:
        return table

    def without(node: Node) -> list[Node]:
        return list(node["c"][1]) if node["c"][0][0] == identifier else [node]

    attrs, caption, *rest = table["c"]
    return {"t": "Table", "c": [[identifier, *attrs[1:]], edit_nodes(caption, without, "Span"), *rest]}


def _labelled(node: Node, name: str, behind: str) -> Node:
    """A figure or table whose caption begins with its name."""
    attrs, (short, blocks), *rest = node["c"]
    first, *others = blocks
    label = span([string(name.replace(" ", "\u00a0"))], attributes("", "caption-label"))
    led = {"t": first["t"], "c": [label, string(behind.strip(" ")), *([{"t": "Space"}] if behind.endswith(" ") else []), *first["c"]]}
    return {"t": node["t"], "c": [attrs, [short, [led, *others]], *rest]}


# --- references


def _linked(inlines: list[Node], targets: Mapping[str, Target], labels: CrossingLabels) -> list[Node]:
    found: list[Node] = []
    text: list[Node] = []
    for node in [*inlines, None]:
        if node is not None and node["t"] in _TEXT:
            text.append(node)
            continue
        found += _linked_text(text, targets, labels)
        text = []
        found += [node] if node is not None else []
    return found


def _linked_text(nodes: list[Node], targets: Mapping[str, Target], labels: CrossingLabels) -> list[Node]:
    text = "".join(node["c"] if node["t"] == "Str" else " " if node["t"] == "Space" else "\n" for node in nodes)
    if not may_refer(text):
        return nodes
    found: list[Node] = []
    done = 0
    for match in REFERENCE.finditer(text):
        names, behind = NAME.findall(match[0]), match.end()
        if match[2]:
            names = [_known(match[2], targets)]
            behind = match.start() + 1 + len(names[0])
        named = _joined([_named(name, targets, labels) for name in names], labels)
        before = text[done : match.start()]
        if is_han(plain_text(named)[:1]):  # 见 @fig:flow 所示 is 见图 1 所示: the reference is Han, and the space was for the name
            before = before[:-1] if before[-1:] == " " and is_han(before[-2:-1]) else before
            behind += text[behind : behind + 1] == " " and is_han(text[behind + 1 : behind + 2])
        found += [*_text_nodes(before), *named]
        done = behind
    return found + _text_nodes(text[done:])


def _known(name: str, targets: Mapping[str, Target]) -> str:
    kind, colon, rest = name.partition(":")
    return longest_known(f"{kind}-{rest}", targets).replace("-", colon, 1)


def _text_nodes(text: str) -> list[Node]:
    breaks = {" ": "Space", "\n": "SoftBreak"}
    return [{"t": breaks[part]} if part in breaks else string(part) for part in _SPACES.split(text) if part]


def _joined(named: list[Node], labels: CrossingLabels) -> list[Node]:
    found: list[Node] = []
    for n, node in enumerate(named):
        if n:
            between = labels.last_of_several if n == len(named) - 1 else labels.between
            found += _text_nodes(between)
        found.append(node)
    return found


def _named(identifier: str, targets: Mapping[str, Target], labels: CrossingLabels) -> Node:
    target = targets.get(explicit(identifier))
    if target is None:
        return span([string(f"[@{identifier}?]")], attributes("", "citation", "unresolved"))
    before, _, behind = labels.page.partition("{page}")
    pairs = {"data-before": before, "data-behind": behind}
    attrs = attributes("", "cross-reference")
    attrs[2] += [[name, value] for name, value in pairs.items()]
    return link([string(target.name.replace(" ", "\u00a0"))], "#" + target.identifier, attrs)
