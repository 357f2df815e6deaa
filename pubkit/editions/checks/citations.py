"""EDN101–EDN106: citations lost, added, moved to another block, with other locators, or of sources that nothing lists."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    CheckContext,
    EditionFinding,
    EditionRule,
    Fine,
    Found,
    PairRule,
    Whole,
    WholeRule,
)
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pubkit.editions.pair import Compared, Text
    from pubkit.text.span import Span

#: So many blocks away a citation is taken for one that moved.
_NEIGHBOURS = 3
_LOCATOR = lazy(
    r"(?P<page>第?\s*(?:p\.|pp\.|pages?|页|頁|S\.)|第(?=[\d０-９一二三四五六七八九十百—–,，、\s-]+[页頁]))"
    r"|(?P<chapter>chap\.|chapters?|ch\.|章)|(?P<section>sec\.|sections?|§|节|節)|(?P<figure>fig\.|figures?|图|圖)|(?P<table>tables?|tab\.|表)|(?P<volume>vol\.|volumes?|卷)",
    2,  # re.I
)
_DIGITS = lazy(r"\d+")


class _Cited(NamedTuple):
    key: str
    locator: str  # its numbers and what they count, in one form
    span: Span  # in the segment


def _cited(text: Text) -> list[_Cited]:
    found = []
    for each in text.of("citation"):
        locators = each.locators or ("",) * len(each.keys)
        found += [_Cited(key.partition("†")[0], _normal(locator), text.at(each)) for key, locator in zip(each.keys, locators, strict=False)]
    return found


def _normal(locator: str) -> str:
    """A locator in one form: `第12页`, `p. 12` and `pp. 12` are `12`; what is no page says what it is."""
    if not locator:
        return ""
    digits = "-".join(_DIGITS.findall(_han_digits(locator)))
    named = _LOCATOR.search(locator)
    kind = named.lastgroup if named else "page"
    return digits if kind == "page" else f"{kind} {digits}"


def _han_digits(locator: str) -> str:
    from pubkit.editions.numerals import han_numeral

    def value(word: str) -> str:
        found = han_numeral(word)
        return str(found.low) if found else word

    return _HAN.sub(lambda found: value(found[0]), locator)


_HAN = lazy("[一二三四五六七八九十百〇零两]+")


def _difference(pair: Compared) -> tuple[Counter[str], Counter[str]]:
    """The keys that the source cites more often than the target, and the other way."""
    ours, theirs = Counter(each.key for each in _cited(pair.source)), Counter(each.key for each in _cited(pair.target))
    return ours - theirs, theirs - ours


class _Differences:
    """Keys lost and added by block; those that only moved to a block nearby are neither."""

    def __init__(self, compared: Sequence[Compared]) -> None:
        self.lost: dict[int, Counter[str]] = {}
        self.added: dict[int, Counter[str]] = {}
        self.moved: list[tuple[str, int, int]] = []
        for n, pair in enumerate(compared):
            if any(text.of("citation") for text in (pair.source, pair.target)):
                lost, added = _difference(pair)
                if lost:
                    self.lost[n] = lost
                if added:
                    self.added[n] = added
        self._find_moved()

    def _find_moved(self) -> None:
        for n, lost in self.lost.items():
            for key in tuple(lost.elements()):
                nearest = sorted((m for m in self.added if self.added[m][key] > 0 and 0 < abs(m - n) <= _NEIGHBOURS), key=lambda m: abs(m - n))
                if nearest:
                    lost[key] -= 1
                    self.added[nearest[0]][key] -= 1
                    self.moved.append((key, n, nearest[0]))


def _spans(text: Text, key: str) -> list[Span]:
    return [each.span for each in _cited(text) if each.key == key]


class CitationLost(WholeRule):
    """A citation of the source that its translation does not have."""

    code = "EDN101"
    name = "citation-lost"
    what = Phrase("A citation that the translation of a block does not have.", "译文的对应段落缺少一处引文。")
    why = Phrase(
        "The claim stands without its source, and the reader of this edition cannot check it.", "论断失去了出处，这一版本的读者无从核对。"
    )
    examples = (
        Found("收入增长三成[@li2024]。", "Revenue grew by 30 percent."),
        Found("收入增长三成[@li2024; @wang2023]。", "Revenue grew by 30 percent [@li2024]."),
        Found("收入[@li2024]增长，利润[@li2024]下降。", "Revenue grew and profit fell [@li2024].", why="cited twice, then once"),
        Found("收入增长[@li2024]。", "營收成長。", ("zh-CN", "zh-TW")),
        Fine("收入增长三成[@li2024]，利润下降[@wang2023]。", "Profit fell [@wang2023], and revenue grew by 30 percent [@li2024].", why="order is free"),
        Fine("收入增长三成[@li2024; @wang2023]。", "Revenue grew by 30 percent [@wang2023; @li2024]."),
        Fine("收入增长[@li2024]。", "營收成長[@li2024]。", ("zh-CN", "zh-TW")),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        for n, lost in _Differences(whole.compared).lost.items():
            for key in (+lost).elements():
                message = Phrase("the citation of {} is missing in the translation", "译文缺少对 {} 的引用").format(key)
                yield self.finding(whole.compared[n], message, _spans(whole.compared[n].source, key))


class CitationAdded(WholeRule):
    """A citation that the source does not have."""

    code = "EDN102"
    name = "citation-added"
    what = Phrase("A citation in a translation that its source does not have there.", "译文里有一处原文没有的引文。")
    why = Phrase("A source is made to say what the author did not ask it for.", "等于让一篇文献去支撑作者并未据以立论的话。")
    examples = (
        Found("收入增长三成[@li2024]。", "Revenue grew by 30 percent [@li2025]."),
        Found("收入增长三成。", "Revenue grew by 30 percent [@li2024]."),
        Fine("收入增长三成[@li2024]。", "Revenue grew by 30 percent [@li2024]."),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        for n, added in _Differences(whole.compared).added.items():
            for key in (+added).elements():
                message = Phrase("the source does not cite {} here", "原文此处没有引用 {}").format(key)
                yield self.finding(whole.compared[n], message, target=_spans(whole.compared[n].target, key))


class CitationMoved(WholeRule):
    """A citation that stands in another block of the translation."""

    code = "EDN103"
    name = "citation-moved"
    what = Phrase("A citation that stands in another paragraph, item or cell than in the source.", "引文移到了另一段（项、格）。")
    why = Phrase("It now supports another claim.", "它现在支撑的是另一个论断。")
    examples = (
        Found("收入增长三成[@li2024]。\n\n利润下降。", "Revenue grew by 30 percent.\n\nProfit fell [@li2024]."),
        Found("利润下降。\n\n收入增长三成[@li2024]。", "Profit fell [@li2024].\n\nRevenue grew by 30 percent."),
        Fine("收入增长三成[@li2024]。\n\n利润下降[@li2024]。", "Revenue grew by 30 percent [@li2024].\n\nProfit fell [@li2024]."),
        Fine("收入增长三成[@li2024]，利润下降。", "Revenue grew by 30 percent, and profit fell [@li2024].", why="within the block"),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        for key, n, m in _Differences(whole.compared).moved:
            where = Phrase("the block before", "前面的段落") if m < n else Phrase("the block after", "后面的段落")
            if abs(m - n) == 1:
                where = Phrase("the previous block", "上一段") if m < n else Phrase("the next block", "下一段")
            message = Phrase("the citation of {} moved to {}", "对 {} 的引用移到了{}").format(key, where)
            target = tuple(whole.compared[m].target.span(*span) for span in _spans(whole.compared[m].target, key))
            ours = tuple(whole.compared[n].source.span(*span) for span in _spans(whole.compared[n].source, key))
            yield EditionFinding(self.code, self.name, self.severity, message, whole.compared[n].id, ours, target)


class LocatorDiffers(PairRule):
    """A citation of another page."""

    code = "EDN104"
    name = "locator-differs"
    what = Phrase("The page, chapter or figure that a citation names differs.", "引文所指的页码、章节或图表与原文不同。")
    why = Phrase("Readers look up the wrong page. `第12页` and `p. 12` are the same.", "读者会翻到错误的页。`第12页` 与 `p. 12` 是同一处。")
    examples = (
        Found("如其所述[@li2024, 第12页]。", "As it says [@li2024, p. 21]."),
        Found("如其所述[@li2024, 第12页]。", "As it says [@li2024]."),
        Found("如其所述[@li2024, 第3章]。", "As it says [@li2024, p. 3]."),
        Fine("如其所述[@li2024, 第12页]。", "As it says [@li2024, p. 12]."),
        Fine("如其所述[@li2024, 第12—15页]。", "As it says [@li2024, pp. 12–15]."),
        Fine("如其所述[@li2024, 第3章]。", "As it says [@li2024, chap. 3]."),
        Fine("如其所述[@li2024, 第12页]。", "如其所述[@li2024, 第12頁]。", ("zh-CN", "zh-TW")),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        ours, theirs = _cited(pair.source), _cited(pair.target)
        if not any(each.locator for each in (*ours, *theirs)):
            return
        for key in dict.fromkeys(each.key for each in ours):
            mine = [each for each in ours if each.key == key]
            other = [each for each in theirs if each.key == key]
            if len(mine) == len(other) and Counter(each.locator for each in mine) != Counter(each.locator for each in other):
                said = Phrase("{}", "{}").format(", ".join(each.locator or "–" for each in mine))
                instead = ", ".join(each.locator or "–" for each in other)
                message = Phrase("{} is cited at {}, in the translation at {}", "{} 引自 {}，译文却写 {}").format(key, said, instead)
                yield self.finding(pair, message, [each.span for each in mine], [each.span for each in other])


class CitationUnlisted(PairRule):
    """A citation of what the list of references does not have."""

    code = "EDN105"
    name = "citation-unlisted"
    what = Phrase("An edition cites a key that the list of references does not have.", "版本引用的键不在参考文献表中。")
    why = Phrase("The citation leads nowhere.", "引文无处可去。")
    examples = (
        Found("收入增长[@li2024]。", "Revenue grew [@li2042].", context=CheckContext(keys=frozenset({"li2024"}))),
        Fine("收入增长[@li2024]。", "Revenue grew [@li2024].", context=CheckContext(keys=frozenset({"li2024"}))),
        Fine("收入增长[@li2024]。", "Revenue grew [@li2024].", why="no list is known"),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        if pair.context.keys is None:
            return
        for each in _cited(pair.target):
            if each.key not in pair.context.keys:
                message = Phrase("the list of references has no {}", "参考文献表里没有 {}").format(each.key)
                yield self.finding(pair, message, target=[each.span])


class SourceUncited(WholeRule):
    """A source that an edition does not cite anywhere because it leaves its passages out."""

    code = "EDN106"
    name = "source-uncited"
    what = Phrase("A source that the report cites and an edition does not, because the passage is left out.", "原文引用的文献，因段落被略去而在某一版本中无处引用。")
    why = Phrase(
        "The edition has another list of references than the report, or entries that nothing cites.", "该版本的参考文献表与原文不同，或留下无人引用的条目。"
    )
    examples = (
        Found("收入增长[@li2024]。\n\n利润下降[@wang2023]。", "Revenue grew [@li2024]."),
        Fine("收入增长[@li2024]。\n\n利润下降[@li2024]。", "Revenue grew [@li2024]."),
        Fine("收入增长[@li2024]。", "Revenue grew [@li2024]."),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        shown = {key for pair in whole.pairs if pair.state == "missing" for key in _keys(pair.source.placeholders)}
        shown |= {key for pair in whole.pairs if pair.target is not None for segment in (pair.source, pair.target) for key in _keys(segment.placeholders)}
        for pair in whole.pairs:
            if pair.target is not None or pair.state == "missing":
                continue
            for key in _keys(pair.source.placeholders):
                if key not in shown:
                    shown.add(key)
                    message = Phrase("{} is cited only in passages that this edition leaves out", "只有该版本略去的段落引用了 {}").format(key)
                    yield EditionFinding(self.code, self.name, self.severity, message, pair.source.id, (pair.source.span,))


def _keys(placeholders: Iterable[object]) -> list[str]:
    return [key.partition("†")[0] for each in placeholders for key in getattr(each, "keys", ())]


RULES: tuple[EditionRule, ...] = (CitationLost(), CitationAdded(), CitationMoved(), LocatorDiffers(), CitationUnlisted(), SourceUncited())
