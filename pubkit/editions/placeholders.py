r"""What of a block a translator may move and must not break, and how it is written in a message.

The form is that of `segment`: `{c1:8}`. A brace of the text that looks like one is written `\{c1}`, which for Markdown is the
same brace: an odd number of backslashes before it says that it is text.
What does not belong here: what a number is worth, and whether two languages say the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.citations.collection import written_key
from pubkit.citations.locators import cited_works
from pubkit.citations.named_authors import names_author
from pubkit.editions.segment import LETTERS, Placeholder, PlaceholderKind
from pubkit.markdown.cross_references import REFERENCE
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pubkit.citations.locators import CitedWork
    from pubkit.citations.model import Marker
    from pubkit.markdown.tree import Node

_LETTER_CLASS = "".join(LETTERS.values())
KINDS: dict[str, PlaceholderKind] = {letter: kind for kind, letter in LETTERS.items()}
#: A placeholder in a message: its name, and what it stands for. Whether the brace is escaped says group 1.
PLACEHOLDER = lazy(rf"(?<!\\)(\\\\)*\{{([{_LETTER_CLASS}])([1-9]\d{{0,3}})(?::([^{{}}]*))?\}}")
#: What looks like one in a text, with the backslashes before it.
_LIKE = lazy(rf"(?<!\\)(\\*)(?=\{{[{_LETTER_CLASS}]\d+[:}}])")

_SPACE = "[ \u00a0\u2009]?"
_NUMBER = r"\d+(?:[,，]\d{3}(?!\d))*(?:[.．]\d+)*"
_CURRENCY_BEFORE = rf"(?:(?:US\$|HK\$|NT\$|[¥￥$€£₩₹]|(?:RMB|CNY|USD|EUR|GBP|JPY|HKD){_SPACE}))"
_HAN_UNITS = (
    "元人民币|元人民幣|美元|欧元|歐元|英镑|英鎊|日元|日圆|日圓|韩元|韓元|港元|港币|港幣|新台币|新臺幣|人民币|人民幣|卢比|卢布|元"
    "|个百分点|個百分點|百分点|百分點|个基点|個基點|基点|基點|摄氏度|攝氏度|年代|年(?![级級龄齡])|个月|個月|月|日|天|小时|小時|分钟|分鐘|毫秒|秒|周(?!年)"
    "|平方公里|平方千米|平方米|立方米|公里|千米|海里|厘米|毫米|微米|纳米|奈米|米|公斤|千克|毫克|微克|克(?![服制])|吨|噸|公顷|公頃|亩|毫升|升(?![级級至高])"
    "|千瓦时|兆瓦时|千瓦時|兆瓦|吉瓦|千瓦|瓦时|瓦|赫兹|兆赫|吉赫|成(?=[以左多的，。、；：）]|$)"
)
_LATIN_UNITS = (
    r"(?:[KMGTPE]i?B|[KMGT]?bps|[kMGT]?Hz|[kcmnμµ]?m[²³2-3]?|[kmμµ]?g|[kMGT]?Wh?|m?Ah|[km]?V|m?[LlSs]|h|min|dB|ppm|[KMGTPE]?FLOPS|TOPS|℃|t"
    r"|yuan|RMB|CNY|USD|EUR|dollars|US dollars|euros|percentage points|per cent|percent|tons|tonnes"
    r"|kilomet(?:er|re)s|met(?:er|re)s|hectares|barrels|years|months|weeks|days|hours|minutes|seconds)(?![A-Za-z])"
)
_MAGNITUDE = r"(?:[余餘多]?[十百千]?[万萬亿億兆]{1,2}|[余餘多]?[十百千](?![米克瓦])|(?:thousand|million|billion|trillion)(?![A-Za-z]))"
_UNIT = rf"(?:{_SPACE}(?:{_MAGNITUDE}(?:{_SPACE}(?:{_HAN_UNITS}|{_LATIN_UNITS}))?|{_HAN_UNITS}|{_LATIN_UNITS}|[%％‰℃]|°[CF]?))?"
_DATES = (
    rf"\d{{4}}{_SPACE}年{_SPACE}\d{{1,2}}{_SPACE}月(?:{_SPACE}\d{{1,2}}{_SPACE}[日号號])?|\d{{1,2}}{_SPACE}月{_SPACE}\d{{1,2}}{_SPACE}[日号號]"
    rf"|\d{{1,2}}{_SPACE}[世][纪紀]{_SPACE}(?:\d0{_SPACE}年代)?|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}}|\d{{1,3}}[:：]\d{{1,3}}(?:[:：]\d\d)?"
    r"|(?:Jan|Febr)uary \d{1,2}, \d{4}|(?:March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber) \d{1,2}, \d{4}"
)
_ONE = rf"(?:{_DATES}|{_CURRENCY_BEFORE}?(?:\d+/\d+(?![/\d])|{_NUMBER}){_UNIT})"
#: A number as a text has it: with currency, magnitude and unit, as a date, as a range. Counters (家, 项) are words and stay text;
#: `GPT-4`, `v2.0`, `5G` and `3D` are names.
_QUANTITY = lazy(
    rf"(?<![A-Za-z0-9_.@#])(?<![A-Za-z0-9][-_/–])(?:(?<![\w)）])[-−+±])?{_ONE}(?:{_SPACE}(?:[–—~～-]{{1,2}}|至){_SPACE}{_ONE})?(?![A-Za-z_\d])(?!-[A-Za-z])"
)
_ADDRESS = lazy(r"(?:https?://|www\.)(?:[^\s<>，。；：！？、（）【】「」《》\"'`|\ufdd0-\ufdda]|\ufdd1(?=[_*~]))+(?<![.,;:!?)])")
_ATTRIBUTES = lazy(r"(?<=[)\]`])\{[^{}\n]*\}|\{(?:#[\w:.-]+|\.[\w-]+)(?: [^{}\n]*)?\}[ \t]*$")


class Found(NamedTuple):
    """A placeholder before it has its number: its place, and how it is shown behind the colon (None: no such part).

    `around` are texts that are written before and behind it: `[文本][{a1}]` for a link `[文本]` that names itself.
    """

    span: Span
    kind: PlaceholderKind
    text: str
    shown: str | None = None
    keys: tuple[str, ...] = ()
    locators: tuple[str, ...] = ()
    around: tuple[str, str] = ("", "")


def shown(text: str) -> str:
    """How a text is written behind the colon: on one line, without braces."""
    return " ".join(text.split()).translate({0x7B: 0x2774, 0x7D: 0x2775})


def protected(text: str, *, is_markdown: bool = True) -> str:
    """A text in which no brace can be taken for a placeholder. Without Markdown, backslashes are doubled: see `unprotected`."""
    if "{" not in text:
        return text
    if not is_markdown:
        return _LIKE.sub(lambda found: found[1] * 2 + "\\", text)
    return _LIKE.sub(lambda found: found[1] + "\\" if len(found[1]) % 2 == 0 else found[1], text)


def unprotected(text: str) -> str:
    """The way back for a text that is no Markdown: half of the backslashes that `protected` has left."""
    return _LIKE.sub(lambda found: found[1][: len(found[1]) // 2], text)


def numbered(found: Iterable[Found]) -> tuple[Placeholder, ...]:
    """The placeholders of a segment, named in the order of the text."""
    counts: dict[PlaceholderKind, int] = {}
    made = []
    for each in found:
        counts[each.kind] = counts.get(each.kind, 0) + 1
        name = f"{LETTERS[each.kind]}{counts[each.kind]}"
        made.append(Placeholder(name, each.kind, each.span, each.text, each.keys, each.locators))
    return tuple(made)


def quantities(masked: str, start: int, end: int) -> Iterator[Span]:
    """The places of the numbers in a stretch of masked text."""
    for found in _QUANTITY.finditer(masked, start, end):
        yield Span(*found.span())


def bare_addresses(masked: str, start: int, end: int) -> Iterator[Span]:
    """Addresses that stand in the text without being links."""
    for found in _ADDRESS.finditer(masked, start, end):
        yield Span(*found.span())


def attributes(text: str, start: int, end: int) -> Iterator[Span]:
    """Attributes `{#id .class}` behind a link, a picture, a span or code, and at the end of a block."""
    for found in _ATTRIBUTES.finditer(text, start, end):
        yield Span(found.start(), found.end() - (len(found[0]) - len(found[0].rstrip())))


def cross_references(masked: str, start: int, end: int) -> Iterator[Span]:
    """References to figures, tables, sections: `@fig:flow`, `[@sec:a; @sec:b]`. What names them is the same in every language."""
    for found in REFERENCE.finditer(masked, start, end):
        yield Span(*found.span())


def of_citations(markers: Iterable[Marker], text: str, authors: Mapping[str, str]) -> Iterator[Found]:
    """Citations, those that stand side by side as one. Of `[参见 @a; 另见 @b]` each work is one, and the words are text.

    `authors` by key: a citation that is a word of its sentence, `@a 指出`, is the name, which is text, and the citation.
    """
    group: list[Marker] = []
    for marker in markers:
        works = cited_works(marker, text)
        author = authors.get(marker.keys[0], "") if names_author(marker, text) else ""
        has_words = any(work.has_words for work in works)
        if group and (author or has_words or text[group[-1].span.end : marker.span.start].strip(" ") or marker.span.start < group[-1].span.end):
            yield _citation(group, text)
            group = []
        if author:
            yield _in_sentence(marker, works[0], author)
        elif has_words:
            yield from (_work(work, text) for work in works)
        else:
            group.append(marker)
    if group:
        yield _citation(group, text)


def _in_sentence(marker: Marker, work: CitedWork, author: str) -> Found:
    place = f", {work.place}" if work.place else ""
    cited = f"[-{written_key(work.key)}{place}]"
    return Found(marker.span, "citation", cited, shown(f"{work.key}{place}"), (work.key,), (work.place,), (author, ""))


def _work(work: CitedWork, text: str) -> Found:
    cited = work.span.of(text)
    place = cited.partition(work.key)[2].lstrip("}, ")
    return Found(work.span, "citation", cited, shown(cited.removeprefix("@")), (work.key,), (place,))


def _citation(group: list[Marker], text: str) -> Found:
    span = Span(group[0].span.start, group[-1].span.end)
    cited = [pair for marker in group for pair in _keys_and_locators(marker, text)]
    return Found(
        span,
        "citation",
        span.of(text),
        shown("; ".join(_shown_citation(marker, text) for marker in group)),
        tuple(key for key, _ in cited),
        tuple(locator for _, locator in cited),
    )


def _shown_citation(marker: Marker, text: str) -> str:
    if marker.dialect == "pandoc":
        inner = marker.span.of(text).strip("[]")
        return inner.removeprefix("@") if inner.count("@") == 1 else inner
    return ", ".join(marker.keys) + (f" {marker.locator}" if marker.locator else "")


def _keys_and_locators(marker: Marker, text: str) -> list[tuple[str, str]]:
    """Each key with its locator: pandoc's stands behind a comma, an assistant's behind a dagger."""
    if marker.dialect != "pandoc":
        return [(key, key.partition("†")[2] or (marker.locator or "")) for key in marker.keys]
    return [(work.key, work.place) for work in cited_works(marker, text)]


#: Nodes that stand as they are. Their letters are those of `LETTERS`.
_VERBATIM: dict[str, PlaceholderKind] = {
    "code": "code",
    "math": "math",
    "display_math": "math",
    "html": "html",
    "footnote_reference": "footnote",
}


def of_nodes(block: Node, text: str) -> Iterator[Found]:
    """The placeholders that the tree of a block names: code, mathematics, HTML, notes, addresses of links and pictures."""
    for node in block.walk():
        if kind := _VERBATIM.get(node.kind):
            source = node.span.of(text)
            yield Found(node.span, kind, source, shown(node.value or source) if kind != "html" else shown(source))
        elif node.kind == "link":
            yield _link(node, text)
        elif node.kind == "image":
            yield _destination(node, text, "picture")


def _link(node: Node, text: str) -> Found:
    if text[node.start] != "[":  # `<https://…>` or bare
        return Found(node.span, "address", node.span.of(text))
    return _destination(node, text, "address")


def _destination(node: Node, text: str, kind: PlaceholderKind) -> Found:
    """What stands between the parentheses, or the label of a reference: its own words where the link names itself."""
    end_of_label = node.children[-1].end if node.children else node.start + (2 if kind == "picture" else 1)
    tail = text[end_of_label : node.end]
    close = end_of_label + tail.find("]")
    opening = text[close + 1 : close + 2] if close + 1 < node.end else ""
    if opening and close + 3 < node.end:
        span = Span(close + 2, node.end - 1)
        return Found(span, kind, span.of(text))
    if opening == "(":  # no address at all: `[text]()`
        return Found(Span(close + 2, close + 2), kind, "")
    label = text[node.start + (2 if kind == "picture" else 1) : close]
    return Found(Span(close + 1, node.end), kind, label, around=("[", "]"))
