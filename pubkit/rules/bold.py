"""MD101 and MD105: bold that an export tore in two, or that readers show as stars, and the ways to write it.

What does not belong here: stars that are meant as such (`stars`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import ADDRESS, BLOCK, CODE, HTML, IMAGE, MARKUP, MATH, Run
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.chars import CLOSING, PAIRS
from pubkit.text.edit import Edit, Fix, apply_edits
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.text.diagnostic import Diagnostic

#: A bold run closed, an escaped star, and a bold run opened again; or closed and opened with nothing between.
_TORN = lazy(r"\*\*\*\*(?:(?:\\[*_]\*\*\*\*)+|(?<![\s*]\*\*\*\*)(?![\s*]))")


class TornBold(Rule):
    """A bold run that an export tore in two."""

    code = "MD101"
    name = "torn-bold"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A bold run that is closed and opened again in the middle of a word, often around an escaped star: "
        "`**Vision****\\*****LLM**`.",
        "加粗在词中间被断开又重新开始，中间往往夹着一个转义的星号：`**视觉****\\*****模型**`。",
    )
    why = Phrase(
        "Readers see stars that mean nothing, or an odd join, in the middle of a word or a name.",
        "读者会在词或名称中间看到毫无意义的星号。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the two halves are joined; no letter changes.", "安全：只把两半接上，文字不变。"
    )
    examples = (
        Bad("**储⟦****\\*****⟧能电站**：三种路线。", "**储能电站**：三种路线。"),
        Bad("采用 **Open⟦****⟧Grid** 架构。", "采用 **OpenGrid** 架构。"),
        Good("手机号 138****1234 已隐去。", "a masked number"),
        Good("**甲**、**乙**。"),
        Good("`**a****\\*****b**`"),
        Good("密码是 \\*\\*\\*\\*。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for _, place in page.shared(_tears):
            message = Phrase("a bold run is torn in two here", "加粗在这里被断开")
            fix = Fix(Phrase("Join the two halves", "接上两半"), (Edit(place, ""),))
            yield self.finding(place, message, fix)


def _tears(page: Page) -> list[tuple[Run, Span]]:
    """Where bold runs are torn, each with the run that holds it."""
    text, masked = page.text, page.document.masked
    return [
        (run, Span(*found.span()))
        for run in _runs_with("****", text, page.document.runs)
        for found in _TORN.finditer(text, run.start, run.end)
        if masked[found.start()] not in _NOT_PROSE and _is_balanced_around(text, run, found)
    ]


def _runs_with(stars: str, text: str, runs: list[Run]) -> Iterator[Run]:
    """The runs that hold `stars` in `text`, the source or its masked text."""
    at = text.find(stars) if "*" in text else -1  # one is found at once, and most reports have no such row
    for run in runs:
        if at < 0:
            return
        if at < run.end:
            at = text.find(stars, run.start)
            if 0 <= at <= run.end - len(stars):
                yield run


_NOT_PROSE = BLOCK + CODE + ADDRESS + HTML + MATH + IMAGE


def _is_balanced_around(text: str, run: Run, torn: re.Match[str]) -> bool:
    """Whether a bold run is open before the tear and closed behind it."""
    before = len(_PAIR_OF_STARS.findall(_TORN.sub("", text[run.start : torn.start()])))
    after = len(_PAIR_OF_STARS.findall(_TORN.sub("", text[torn.end() : run.end])))
    return before % 2 == 1 and after % 2 == 1


#: Two stars that are neither escaped nor part of a row. What stands before them is looked at behind them: a pattern that
#: begins with a letter is searched ten times faster.
_PAIR_OF_STARS = lazy(r"\*\*(?<![\\*]\*\*)(?!\*)")


class LiteralBold(Rule):
    """Bold that CommonMark readers show as stars."""

    code = "MD105"
    name = "literal-bold"
    phase: ClassVar[Phase] = Phase.MARKUP
    source = "CommonMark 0.31, 6.2 (left- and right-flanking delimiter runs); commonmark-spec issue 650"
    what = Phrase(
        "`**bold**` whose stars CommonMark readers show, because a mark or a space stands inside at its edge: "
        "`**重点：**中`, `**重点 **`.",
        "`**加粗**` 的内侧边缘是标点或空格，CommonMark 阅读器因此把星号显示出来：`**重点：**中`、`**重点 **`。",
    )
    why = Phrase(
        "The same file is bold in one reader and shows raw stars in another.",
        "同一份文件在一种阅读器里是加粗，在另一种里却露出星号。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: the space, the mark, or the whole bracket at the edge moves out of the bold; where nothing else is left, the "
        "bold is written as `<strong>`. Every fix is parsed again to prove that it reads as bold.",
        "安全：把边缘的空格、标点或整个括号移到加粗之外；除此别无文字时改写为 `<strong>`。每个修改都重新解析，确认能读成加粗。",
    )
    examples = (
        Bad("⟦**重点：**⟧储能成本下降。", "**重点**：储能成本下降。"),
        Bad("⟦**储能 **⟧的成本。", "**储能** 的成本。"),
        Bad("他提出⟦**“双碳”**⟧目标。", "他提出“**双碳**”目标。"),
        Bad("⟦**甲：**⟧一，⟦**乙：**⟧二。", "**甲**：一，**乙**：二。"),
        Bad("见⟦**甲“乙”**⟧文。", "见**甲**“乙”文。"),
        Bad("- ⟦**成本（元）**⟧下降", "- **成本**（元）下降"),
        Bad("读⟦**《电力史》二卷**⟧时。", "读《电力史》**二卷**时。"),
        Bad("⟦**成本[^1]**⟧下降。\n\n[^1]: 含税。", "**成本**[^1]下降。\n\n[^1]: 含税。"),
        Good("**重点**：储能成本下降。"),
        Good("**重点：** 储能成本下降。", "a space follows"),
        Good("乘方写作 2\\*\\*3。"),
        Good("`**重点：**中`"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        document = page.document
        heading = page.citations.bibliography.heading if page.citations.bibliography else None
        torn = {run.start for run, _ in page.shared(_tears)}  # MD101 joins these halves first
        for run in _runs_with("**", document.masked, document.runs):
            if run.start not in torn and not (heading and run.start in heading.span):
                yield from self._check_run(page, run)

    def _check_run(self, page: Page, run: Run) -> Iterator[Diagnostic]:
        pairs = _star_pairs(page, run)
        message = Phrase("CommonMark readers show the stars of this bold", "CommonMark 阅读器会把这里的星号显示出来")
        if pairs is None:
            at = page.document.masked.find("**", run.start, run.end)
            lone = Phrase("these stars open or close nothing and are shown", "这两个星号没有配对，会原样显示")
            yield self.finding(Span(at, at + 2), lone)
            return
        for start, end in pairs:
            if "**" not in page.document.masked[start : start + 2] + "\n" + page.document.masked[end - 2 : end]:
                continue
            title = Phrase("Write it so that every reader shows bold", "改写成各种阅读器都能识别的加粗")
            edits = _readable_bold(page.text, start, end)
            yield self.finding(Span(start, end), message, Fix(title, edits) if edits else None)


def _star_pairs(page: Page, run: Run) -> list[tuple[int, int]] | None:
    """The places of `**…**` in a run, first with second, third with fourth; None where one is left over."""
    masked, text = page.document.masked, page.text
    at = [
        found.start()
        for found in _PAIR_OF_STARS.finditer(text, run.start, run.end)
        if masked[found.start()] in "*" + MARKUP and masked[found.start() + 1] in "*" + MARKUP
    ]
    if len(at) % 2:
        return None
    return [(at[n], at[n + 1] + 2) for n in range(0, len(at), 2)]


_EDGE = r"[\s，。；：！？、,.;:!?（【《〈「『“‘()\[\]）】》〉」』”’\"'—…·-]"
#: What must not be split: brackets of Markdown, too.
_PAIRS = {**PAIRS, "[": "]"}
_CLOSING_MARKS = frozenset({*CLOSING, "]"})
_LEADING = lazy(rf"{_EDGE}*")
_TRAILING = lazy(rf"{_EDGE}*\Z")


def _readable_bold(text: str, start: int, end: int) -> tuple[Edit, ...]:
    """Edits after which `text[start:end]`, a `**…**`, is bold to every reader; the first way that proves to be.

    Spaces move out; then marks at the end, then brackets and marks at both edges; last, HTML.
    """
    inner = text[start + 2 : end - 2]
    if not inner.strip() or "\n\n" in inner:
        return ()
    left = len(inner) - len(inner.lstrip(" \t"))
    right = len(inner) - len(inner.rstrip(" \t"))
    core = inner[left : len(inner) - right]
    trailing = len(core) - len(_strip_trailing(core))
    leading = len(core) - len(_strip_leading(core))
    ending, beginning = _closing_units(core), _opening_units(core)
    ways = ((0, 0), (0, _marks_only(core)), (0, trailing), (leading, trailing), (0, ending), (beginning, 0), (beginning, ending))
    for lead, trail in ways:
        if lead + trail >= len(core) or not _is_balanced(core[lead : len(core) - trail]):
            continue
        edits = _shrunk(start, end, left + lead, right + trail)
        if edits and _reads_bold(text, edits, start, end):
            return edits
    return (Edit.replace(start, start + 2, "<strong>"), Edit.replace(end - 2, end, "</strong>"))


def _is_balanced(core: str) -> bool:
    """Whether each bracket of a text closes inside it: a pair must not be split between bold and plain."""
    expected: list[str] = []
    for character in core:
        if character in _PAIRS:
            expected.append(_PAIRS[character])
        elif character in _CLOSING_MARKS and (not expected or expected.pop() != character):
            return False
    return not expected


def _closing_units(core: str) -> int:
    """How many code points at the end are marks and whole bracketed groups: `成本（元）：` has four."""
    end = len(core)
    while end and re.match(_EDGE, core[end - 1]):
        if core[end - 1] not in _CLOSING_MARKS:
            end -= 1
            continue
        opening = next((n for n in range(end - 2, -1, -1) if _is_group(core[n:end])), -1)
        if opening < 0:
            break
        end = opening
    return len(core) - end


def _opening_units(core: str) -> int:
    """How many code points at the beginning are whole bracketed groups."""
    start = 0
    while start < len(core) and core[start] in _PAIRS:
        closing = next((n for n in range(start + 1, len(core)) if _is_group(core[start : n + 1])), -1)
        if closing < 0:
            break
        start = closing + 1
    return start


def _is_group(text: str) -> bool:
    """Whether a text is one bracketed group, from its opening bracket to its own closing one."""
    return text[0] in _PAIRS and text[-1] == _PAIRS[text[0]] and _is_balanced(text) and _is_balanced(text[1:-1])


def _marks_only(core: str) -> int:
    """How many code points at the end are marks that end a clause."""
    return len(core) - len(core.rstrip("，。；：！？、,.;:!?"))


def _strip_trailing(core: str) -> str:
    found = _TRAILING.search(core)
    return core[: found.start()] if found else core


def _strip_leading(core: str) -> str:
    found = _LEADING.match(core)
    return core[found.end() :] if found else core


def _shrunk(start: int, end: int, lead: int, trail: int) -> tuple[Edit, ...]:
    """The stars moved inwards: `lead` and `trail` code points leave the bold, and stay where they are."""
    edits = []
    if lead:
        edits += [Edit.delete(start, start + 2), Edit.insert(start + 2 + lead, "**")]
    if trail:
        edits += [Edit.insert(end - 2 - trail, "**"), Edit.delete(end - 2, end)]
    return tuple(edits)


def _reads_bold(text: str, edits: tuple[Edit, ...], start: int, end: int) -> bool:
    """Whether the edited line shows no stars from this bold to a CommonMark reader.

    The bold is judged with its neighbours only: what follows in the line may be broken by itself.
    """
    from pubkit.markdown.parser import parse

    before = text[max(0, start - 1) : start]
    after = text[end : end + 1]
    before = before if before and before not in "*_\n" else ""
    after = after if after and after not in "*_\n" else ""
    shift = start - len(before)
    local = tuple(Edit(Span(edit.span.start - shift, edit.span.end - shift), edit.text) for edit in edits)
    return "**" not in parse("文" + apply_edits(before + text[start:end] + after, local) + "文").masked


RULES: tuple[Rule, ...] = (TornBold(), LiteralBold())
