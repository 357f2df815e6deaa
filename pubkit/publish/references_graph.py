"""Which section rests on which sources, as a picture: sections on the left, sources on the right, a band for each pair.

A band is as wide as the section cites the source often; a section that rests on one source alone is drawn in another colour,
and one that cites nothing is open. The picture is SVG of presentation attributes only, so that a page's policy need not allow
styles; its colour is that of the text around it. It has a title and a description in words, and every name is a link.
What does not belong here: how citations are found (`rendering` has made links of them), and where the picture stands.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Final

from pubkit.publish.addresses import web_address
from pubkit.publish.characters import escape
from pubkit.text.chars import cells
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import chinese_script, is_chinese

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pubkit.publish.publication import Publication
    from pubkit.publish.rendered import Rendered

_HEADING: Final = re.compile(r'<h([23])[^>]*\bid="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
_CITED: Final = re.compile(r'<a href="#([^"]+)"[^>]*role="doc-biblioref"')
_TAG: Final = re.compile(r"<[^<>]*>")
#: With fewer chapters than this, their sections are shown instead.
_LEAST_CHAPTERS: Final = 3

# All in user units of the picture, which is as wide as this.
_WIDTH: Final = 960
_LEFT, _RIGHT, _BAR = 300, 560, 8
_SIZE: Final = 13
_ROW: Final = 25
_MOST_WEIGHT: Final = 22
_HEAD: Final = 40
#: How wide half a Han, or a letter, is at most on an average line.
_CELL: Final = _SIZE * 0.55
_ALONE: Final = "#c8601e"


class Section(NamedTuple):
    """A section: its identifier in the page, its title, and how often it cites each source, by the source's identifier."""

    identifier: str
    title: str
    cited: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(self.cited.values())


class SourceNode(NamedTuple):
    """A cited source: its identifier in the page, what it is called, and its address."""

    identifier: str
    label: str
    address: str | None


class Words(NamedTuple):
    """The words of the picture. Braces are filled with `str.format`."""

    title: str
    sections: str
    sources: str
    alone: str
    none: str
    times: str
    told: str
    told_alone: str
    told_none: str
    comma: str


_WORDS: Final = {
    "Hans": Words("各节依据的文献", "章节", "文献", "仅据一种文献", "未引用文献", "引用 {} 次", "{}：{} 种文献，引用 {} 处", "{}：仅据 {}，引用 {} 处", "{}：未引用文献", "；"),
    "Hant": Words("各節依據的文獻", "章節", "文獻", "僅據一種文獻", "未引用文獻", "引用 {} 次", "{}：{} 種文獻，引用 {} 處", "{}：僅據 {}，引用 {} 處", "{}：未引用文獻", "；"),
    "": Words(
        "Sources of each section", "Sections", "Sources", "rests on one source", "cites nothing", "cited {} times",
        "{}: {} sources, {} citations", "{}: rests on {} alone, {} citations", "{}: cites nothing", "; ",
    ),
}  # fmt: skip


class Graph(NamedTuple):
    """The sections in their order, the cited sources in the order of the list, and the words."""

    title: str
    sections: tuple[Section, ...]
    sources: tuple[SourceNode, ...]
    words: Words


def graph_of(rendered: Rendered) -> Graph:
    """The graph of a publication: of its chapters, or of their sections where it has hardly any chapters."""
    chapters = list(_sections(rendered.body_html, 2))
    shown = chapters if sum(bool(each.identifier) for each in chapters) >= _LEAST_CHAPTERS else list(_sections(rendered.body_html, 3))
    cited = {name for section in shown for name in section.cited}
    publication = rendered.publication
    sources = [
        SourceNode(name, _label(reference.number, reference.mark, reference.text), reference.address)
        for reference in publication.references
        if (name := rendered.entries[reference.key]) in cited
    ]
    kept = tuple(each for each in shown if each.identifier or each.cited)
    return Graph(publication.title, kept, tuple(sources), words_for(publication))


def words_for(publication: Publication) -> Words:
    """The words in the language of a publication."""
    return _WORDS[chinese_script(publication.language) if is_chinese(publication.language) else ""]


def _label(number: int | None, mark: str, text: str) -> str:
    return f"[{number}] {text}" if number is not None else f"{mark}　{text}" if mark else text


def _sections(html: str, deepest: int) -> list[Section]:
    """The text cut at its headings; what stands before the first one has no title."""
    found = [(match.start(), match[2], _plain(match[3])) for match in _HEADING.finditer(html) if int(match[1]) <= deepest]
    starts = [(0, "", ""), *found]
    ends = [*(start for start, _, _ in found), len(html)]
    return [
        Section(unescape(name), title, Counter(map(unescape, _CITED.findall(html, start, end))))
        for (start, name, title), end in zip(starts, ends, strict=True)
    ]


def _plain(html: str) -> str:
    return " ".join(unescape(_TAG.sub("", re.sub(r"<sup>.*?</sup>", "", html))).split())


# ---- the picture


class _Place(NamedTuple):
    """Where a node stands: the top of its bar, and how high that is; the middle of its row."""

    top: float
    height: float
    middle: float


def draw(graph: Graph, *, is_alone: bool) -> str:
    """The picture. `is_alone` is for a file of its own: links lead to the sources themselves, and it brings its colours."""
    unit = min(_MOST_WEIGHT, 0.8 * _ROW / max([1, *(_weights(graph).values())]) + 1)
    heights = ([_row(section.total, unit) for section in graph.sections], [_row(_weights(graph)[s.identifier], unit) for s in graph.sources])
    height = max(sum(heights[0]), sum(heights[1]), _ROW)
    left = _places(heights[0], [section.total * unit for section in graph.sections], height)
    right = _places(heights[1], [_weights(graph)[s.identifier] * unit for s in graph.sources], height)
    places = dict(zip((s.identifier for s in graph.sources), right, strict=True))
    parts = [
        f"<title>{escape(graph.words.title)}</title>",
        f"<desc>{escape(described(graph))}</desc>",
        _STYLE if is_alone else "",
        *_heads(graph),
        *_bands(graph, left, places, unit),
        *(_section(section, place, graph.words, is_alone=is_alone) for section, place in zip(graph.sections, left, strict=True)),
        *(_source(source, place, _weights(graph)[source.identifier], graph.words, is_alone=is_alone) for source, place in zip(graph.sources, right, strict=True)),
    ]
    total = round(_HEAD + height + 12)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {total}" role="img" '
        f'aria-label="{escape(graph.words.title)}" font-family="{_FONTS}" font-size="{_SIZE}" fill="currentColor"'
    )
    size = f' width="{_WIDTH}" height="{total}"' if is_alone else ' width="100%"'
    return "\n".join([f"{root}{size}>", *filter(None, parts), "</svg>"]) + "\n"


_FONTS: Final = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',system-ui,sans-serif"
_STYLE: Final = (
    "<style>svg{color:#1d1d1b;background:#fff}a:hover text{text-decoration:underline}"
    "@media(prefers-color-scheme:dark){svg{color:#e6e3dc;background:#191917}}</style>"
)


def described(graph: Graph) -> str:
    """What the picture shows, in words: a clause a section."""
    labels = {source.identifier: source.label for source in graph.sources}
    words = graph.words
    said = []
    for section in graph.sections:
        title = section.title or graph.title
        if not section.cited:
            said.append(words.told_none.format(title))
        elif len(section.cited) == 1:
            said.append(words.told_alone.format(title, _cut(labels.get(next(iter(section.cited)), ""), 60), section.total))
        else:
            said.append(words.told.format(title, len(section.cited), section.total))
    return words.comma.join(said)


def _weights(graph: Graph) -> Counter[str]:
    weights: Counter[str] = Counter()
    for section in graph.sections:
        weights.update(section.cited)
    return weights


def _row(weight: int, unit: float) -> float:
    return max(_ROW, weight * unit + 6)


def _places(rows: Sequence[float], bars: Sequence[float], height: float) -> list[_Place]:
    """Rows spread over the whole height, each bar in the middle of its row."""
    gap = (height - sum(rows)) / max(1, len(rows))
    places, top = [], float(_HEAD)
    for row, bar in zip(rows, bars, strict=True):
        middle = top + (row + gap) / 2
        places.append(_Place(middle - bar / 2, bar, middle))
        top += row + gap
    return places


def _heads(graph: Graph) -> list[str]:
    words = graph.words
    return [
        f'<text x="{_LEFT}" y="20" text-anchor="end" font-weight="700">{escape(words.sections)}</text>',
        f'<text x="{_RIGHT + _BAR}" y="20" font-weight="700">{escape(words.sources)}</text>',
        f'<rect x="{_LEFT + 40}" y="10" width="18" height="10" fill="{_ALONE}" opacity="0.75"/>',
        f'<text x="{_LEFT + 64}" y="20" font-size="12">{escape(words.alone)}</text>',
    ]


def _bands(graph: Graph, left: Sequence[_Place], right: Mapping[str, _Place], unit: float) -> list[str]:
    """A band for each pair, from the section's bar to the source's; those of lone sources last, on top of the others."""
    order = {source.identifier: n for n, source in enumerate(graph.sources)}
    used: Counter[str] = Counter()
    plain: list[str] = []
    alone: list[str] = []
    for section, place in zip(graph.sections, left, strict=True):
        top = place.top
        for name in sorted(section.cited, key=lambda name: order.get(name, 0)):
            width = section.cited[name] * unit
            start, end = top + width / 2, right[name].top + used[name] * unit + width / 2
            used[name] += section.cited[name]
            top += width
            (alone if len(section.cited) == 1 else plain).append(_band(start, end, width))
    return [f'<g fill="none" stroke="currentColor" opacity="0.22">{"".join(plain)}</g>', f'<g fill="none" stroke="{_ALONE}" opacity="0.75">{"".join(alone)}</g>']


def _band(start: float, end: float, width: float) -> str:
    x, y = _LEFT + 12 + _BAR, _RIGHT - 4 - _BAR
    middle = (x + y) / 2
    return f'<path d="M{x} {start:.1f}C{middle} {start:.1f} {middle} {end:.1f} {y} {end:.1f}" stroke-width="{max(1.2, width - 1):.1f}"/>'


def _section(section: Section, place: _Place, words: Words, *, is_alone: bool) -> str:
    title = section.title or "—"
    lines = _wrapped(title, _LEFT - 8)
    said = words.times.format(section.total) if section.cited else words.none
    shown = "".join(
        f'<tspan x="{_LEFT}" y="{place.middle + (n - (len(lines) - 1) / 2) * 15 + 4.5:.1f}">{escape(line)}</tspan>' for n, line in enumerate(lines)
    )
    x, colour = _LEFT + 12, _ALONE if len(section.cited) == 1 else "currentColor"
    if section.cited:
        bar = f'<rect x="{x}" y="{place.top:.1f}" width="{_BAR}" height="{max(2.0, place.height - 1):.1f}" fill="{colour}"/>'
    else:
        bar = f'<circle cx="{x + _BAR / 2}" cy="{place.middle:.1f}" r="3.5" fill="none" stroke="currentColor" opacity="0.6"/>'
    faint = "" if section.cited else ' opacity="0.6"'
    text = f'<text text-anchor="end"{faint}>{shown}</text>'
    return _linked(f"<title>{escape(f'{title}　{said}')}</title>{text}{bar}", "" if is_alone or not section.identifier else f"#{section.identifier}")


def _source(source: SourceNode, place: _Place, weight: int, words: Words, *, is_alone: bool) -> str:
    label = _cut(source.label, (_WIDTH - _RIGHT - _BAR) / _CELL)
    bar = f'<rect x="{_RIGHT - 4 - _BAR}" y="{place.top:.1f}" width="{_BAR}" height="{max(2.0, place.height - 1):.1f}"/>'
    text = f'<text x="{_RIGHT + _BAR}" y="{place.middle + 4.5:.1f}">{escape(label)}</text>'
    target = (web_address(source.address) if source.address else None) if is_alone else f"#{source.identifier}"
    return _linked(f"<title>{escape(f'{source.label}　{words.times.format(weight)}')}</title>{bar}{text}", target or "")


def _linked(content: str, target: str) -> str:
    return f'<a href="{escape(target)}">{content}</a>' if target else f"<g>{content}</g>"


def _cut(text: str, most: float) -> str:
    """A text of at most so many cells (UAX #11: Han are two wide), with an ellipsis where it was longer."""
    if _cells(text) <= most:
        return text
    kept, width = "", 0
    for character in text:
        width += _cells(character)
        if width > most - 2:
            break
        kept += character
    return kept.rstrip() + "…"


def _cells(text: str) -> int:
    """The width of a text in cells; quotation marks stand in Chinese as wide as Han."""
    return cells(text) + sum(text.count(mark) for mark in "“”‘’…—")


def _wrapped(text: str, width: float) -> list[str]:
    """A title on one line or two."""
    most = width / _CELL
    if _cells(text) <= most:
        return [text]
    first = _cut(text, most + 2).removesuffix("…")
    if " " in first and text[len(first) : len(first) + 1].isascii() and text[len(first) : len(first) + 1].isalnum() and first[-1].isascii():
        first = first.rpartition(" ")[0]
    return [first.rstrip(), _cut(text[len(first) :].strip(), most)]
