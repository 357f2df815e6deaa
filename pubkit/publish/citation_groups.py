"""How citations at one place are set: `[1-3,5]` in one bracket above the line, or `（赵一，2024；Smith，2023）` in it.

GB/T 7714 10.1.2, 10.1.3 (numeric): the numbers of one place stand in one bracket, consecutive ones as a range, and the pages
behind the bracket; 10.2 (author and date): author and year in parentheses, the pages above the line behind these. In other
languages the pages stand inside the brackets, as IEEE and APA have them.

Every citation stays a link of its own. Of a range the first and the last number are shown; those between are links too, the
dash being the first of them: they have their name for those who listen, and a place to which their entries lead back.
What does not belong here: what is a citation (`citation_links`), and which numbers and names entries have (`pipeline`).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from pubkit.citations.locators import place_in_sentence
from pubkit.publish.tree import attributes, attributes_of, edit_nodes, has_class, link, span, string
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pubkit.publish.publication import AuthorDateMarks
    from pubkit.publish.tree import Attributes, Node

#: Fewer consecutive numbers than this are shorter one by one.
_LEAST_RANGE: Final = 3
#: Code points of what may stand above the line behind a number; more than pages and chapters need is a remark.
_LONGEST_PLACE: Final = 16


class Setting(NamedTuple):
    """How a publication sets its citations. `marks` is None in the numeric system; `is_chinese` decides where pages stand.

    Letters that are written from right to left join: none may be cut off and held together with its citation, `is_joined`.
    """

    ranges: bool
    marks: AuthorDateMarks | None
    is_chinese: bool
    is_joined: bool = False
    language: str = "zh-CN"


class _Cited(NamedTuple):
    """One citation of a group: its link, the number of its entry (None for a visible mark of what is missing), its pages.

    `words` stand before it; `is_bare` where the text has the parentheses around the group.
    """

    link: Node
    number: int | None
    locator: str
    words: str = ""
    is_bare: bool = False


def set_groups(blocks: list[Node], setting: Setting) -> list[Node]:
    """The tree with each run of citations, a `Superscript` of links, as it is to be shown."""

    def settle(node: Node) -> list[Node]:
        if not node["c"] or not all(has_class(item, "citation") for item in node["c"]):
            return [node]
        cited = [_read(item) for item in node["c"]]
        if any(_says_more(each) for each in cited):
            return _in_line(cited, setting)
        if setting.marks is not None:
            return _author_date(cited, setting.marks, setting)
        return [{"t": "Superscript", "c": _numeric(cited, setting)}]

    found: list[Node] = edit_nodes(blocks, settle, "Superscript")
    return found


def _read(node: Node) -> _Cited:
    """A link without the attributes that say what is to be made of it."""
    identifier, classes, pairs = attributes_of(node) or attributes()
    given = dict(pairs)
    number = given.pop("number", "")
    locator, words = given.pop("locator", ""), given.pop("words", "")
    is_bare = bool(given.pop("bare", ""))
    kept: Attributes = [identifier, classes, [[name, value] for name, value in given.items()]]
    bare = link(node["c"][1], node["c"][2][0], kept) if node["t"] == "Link" else node
    return _Cited(bare, int(number) if number.isdecimal() else None, locator, words, is_bare)


# ---- with words


def has_words(node: Node) -> bool:
    """Whether a run of citations, not yet set, says more than where to look: it will stand in the line."""
    return any(_says_more(_read(item)) for item in node["c"])


def _says_more(cited: _Cited) -> bool:
    return bool(cited.words) or len(cited.locator) > _LONGEST_PLACE


def _in_line(cited: list[_Cited], setting: Setting) -> list[Node]:
    """`（参见[1]，第12页；另见[2]）`: what is said of the works is part of the sentence, and so are they."""
    opening, closing, separator, comma = ("（", "）", "；", "，") if setting.is_chinese else ("(", ")", "; ", ", ")
    shown: list[Node] = []
    for each in cited:
        shown += [string(separator)] if shown else []
        shown += [string(each.words if setting.is_chinese and not _ends_in_letter(each.words) else f"{each.words} ")] if each.words else []
        is_numbered = each.number is not None and setting.marks is None
        shown.append(_shown_as(each, f"[{each.number}]") if is_numbered else each.link)
        pages = place_in_sentence(each.locator, setting.language)
        shown += [string(f"{comma}{pages}")] if pages else []
    if not cited[0].is_bare:
        shown = [*([] if setting.is_chinese else [{"t": "Space"}]), string(opening), *shown, string(closing)]
    return [span(shown, attributes("", "author-date"))]


def _ends_in_letter(words: str) -> bool:
    return words[-1:].isascii()


# ---- numbers


def _numeric(cited: list[_Cited], setting: Setting) -> list[Node]:
    shown: list[Node] = []
    for bracket in _brackets(cited, setting.ranges):
        if bracket[0].number is None:
            shown.append(bracket[0].link)
        elif len(bracket) == 1:
            shown += _alone(bracket[0], setting)
        else:
            shown += [string("["), *_numbers(bracket, "-" if setting.is_chinese else "–"), string("]")]
    return shown


def _brackets(cited: list[_Cited], ranges: bool) -> list[list[_Cited]]:
    """What shares a bracket: citations side by side that have numbers and no pages, in the order of the numbers."""
    found: list[list[_Cited]] = []
    open_ = False
    for each in cited:
        shares = ranges and each.number is not None and not each.locator
        if shares and open_:
            found[-1].append(each)
        else:
            found.append([each])
        open_ = shares
    return [sorted(bracket, key=lambda each: each.number or 0) for bracket in found]


def _alone(cited: _Cited, setting: Setting) -> list[Node]:
    """`[3]`; with pages `[3]12-15` in Chinese, `[3, p. 12]` elsewhere."""
    if not cited.locator:
        return [_shown_as(cited, f"[{cited.number}]")]
    if setting.is_chinese:
        return [_shown_as(cited, f"[{cited.number}]"), string(cited.locator)]
    return [string("["), _shown_as(cited, str(cited.number)), string(f", {cited.locator}]")]


def _numbers(bracket: list[_Cited], dash: str) -> list[Node]:
    """The numbers of one bracket with commas and ranges. A number that stands here twice is shown once."""
    shown: list[Node] = []
    for run in _runs(bracket):
        if shown:
            shown.append(string(","))
        is_range = len({each.number for each in run}) >= _LEAST_RANGE
        seen: set[int | None] = set()
        for each in run:
            if each.number in seen:
                shown.append(_unseen(each, ""))
            elif not is_range and seen:
                shown += [string(","), _shown_as(each, str(each.number))]
            elif is_range and run[0].number != each.number != run[-1].number:
                shown.append(_unseen(each, dash if len(seen) == 1 else ""))
            else:
                shown.append(_shown_as(each, str(each.number)))
            seen.add(each.number)
    return shown


def _runs(bracket: list[_Cited]) -> list[list[_Cited]]:
    """Sorted citations, cut where a number is missing between two."""
    runs = [bracket[:1]]
    for before, each in pairwise(bracket):
        if (each.number or 0) - (before.number or 0) <= 1:
            runs[-1].append(each)
        else:
            runs.append([each])
    return runs


def _shown_as(cited: _Cited, text: str) -> Node:
    return link([string(text)], cited.link["c"][2][0], cited.link["c"][0])


def _unseen(cited: _Cited, text: str) -> Node:
    """A citation whose number is not printed: it lies in a range, or stands here already."""
    identifier, classes, pairs = cited.link["c"][0]
    named = [*pairs, ["aria-label", f"[{cited.number}]"]]
    return link([string(text)] if text else [], cited.link["c"][2][0], [identifier, [*classes, "within"], named])


# ---- author and date


def _author_date(cited: list[_Cited], marks: AuthorDateMarks, setting: Setting) -> list[Node]:
    """Parentheses with all works of one place; a work with pages has its own where the pages stand behind these."""
    groups: list[list[_Cited]] = []
    for each in cited:
        alone = setting.is_chinese and each.locator
        if groups and not alone and not (setting.is_chinese and groups[-1][-1].locator):
            groups[-1].append(each)
        else:
            groups.append([each])
    shown: list[Node] = [] if setting.is_chinese else [{"t": "Space"}]
    for group in groups:
        shown += [string(marks.opening), *_works(group, marks, setting), string(marks.closing)]
        if setting.is_chinese and group[-1].locator:
            shown.append({"t": "Superscript", "c": [string(group[-1].locator)]})
    return [span(shown, attributes("", "author-date"))]


def _works(group: list[_Cited], marks: AuthorDateMarks, setting: Setting) -> list[Node]:
    works: list[Node] = []
    for n, each in enumerate(group):
        works += [string(marks.separator)] if n else []
        works.append(each.link)
        works += [string(f", {each.locator}")] if each.locator and not setting.is_chinese else []
    return works
