"""MD208: stars that are meant as such, and that readers take for emphasis.

What does not belong here: emphasis that was meant and is not seen (`bold`).
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import MARKUP
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.chars import HAN
from pubkit.text.edit import Edit, Fix
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Mapping, Sequence

    from pubkit.markdown.tree import Node
    from pubkit.text.diagnostic import Diagnostic

#: Stars inside of a number or a word; what emphasises seldom stands there on both sides. What stands before the first
#: star is looked at behind it: a pattern that begins with a letter is searched at once.
_INSIDE = lazy(r"\*(?<=[0-9A-Za-z]\*)\**(?=[0-9A-Za-z])")
_APART = lazy(rf"[\s{HAN}]")
#: So many stars at one place hide what nobody shall read.
_LEAST_MASK = 3


class SwallowedStar(Rule):
    """Stars between digits that readers take for emphasis and do not show."""

    code = "MD208"
    name = "swallowed-star"
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "CommonMark 0.31, 6.2: a star inside of a word may open and close emphasis"
    what = Phrase(
        "Stars that multiply or hide digits, of which two stand in a paragraph: `3*5 and 4*6`, `138****1234, 139****5678`.",
        "同一段里有两处表示相乘或遮盖数字的星号：`3*5 米和 4*6 米`、`138****1234、139****5678`。",
    )
    why = Phrase(
        "Readers take what stands between them for emphasis and leave the stars out: 3*5 becomes 35, and a masked number looks whole.",
        "阅读器会把两处星号之间的文字当作强调，星号随之消失：3*5 变成 35，遮盖过的号码看起来是完整的。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Safe: the stars are escaped, and shown.", "安全：给星号加反斜杠，照原样显示。")
    examples = (
        Bad("面积为 3⟦*⟧5 米和 4⟦*⟧6 米。", "面积为 3\\*5 米和 4\\*6 米。"),
        Bad("手机 138⟦****⟧1234、139⟦****⟧5678。", "手机 138\\*\\*\\*\\*1234、139\\*\\*\\*\\*5678。"),
        Bad("| 尺寸 |\n|---|\n| 2⟦*⟧3⟦*⟧4 |", "| 尺寸 |\n|---|\n| 2\\*3\\*4 |"),
        Bad("The rooms are a⟦*⟧b and c⟦*⟧d wide.", "The rooms are a\\*b and c\\*d wide."),
        Bad("共 5⟦**⟧3 与 7⟦**⟧2 两种。", "共 5\\*\\*3 与 7\\*\\*2 两种。"),
        Good("面积为 3*5 米。", "one alone is shown"),
        Good("手机号 138****1234 已隐去。"),
        Good("un*frigging*believable，*3*5，**4**倍，3 * 5 和 4 * 6"),
        Good("`3*5 和 4*6`，$3*5 + 4*6$，3\\*5 和 4\\*6"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if "*" not in page.text:
            return
        masked = page.document.masked
        found = {match.start(): match for match in _INSIDE.finditer(page.text) if masked[match.start()] == MARKUP}
        if len(found) < 2:
            return
        starts = sorted(found)
        meant: set[int] = set()
        for node in page.document.tree.walk():
            if node.kind in ("emphasis", "strong"):
                meant |= _signs(page.text, node, found, starts)
        for start in sorted(meant):
            yield self._found(found[start])

    def _found(self, match: re.Match[str]) -> Diagnostic:
        stars = match[0]
        fix = Fix(Phrase("Escape the stars", "给星号加反斜杠"), (Edit.replace(match.start(), match.end(), "\\*" * len(stars)),))
        message = Phrase("readers take `{}` for emphasis, and do not show it", "阅读器把 `{}` 当作强调标记，不会显示").format(stars)
        return self.finding(Span(*match.span()), message, fix)


def _signs(text: str, node: Node, found: Mapping[int, re.Match[str]], starts: Sequence[int]) -> set[int]:
    """Where the stars around an emphasis begin, if both stand inside of numbers or words and are meant as signs."""
    ends = [starts[n - 1] if (n := bisect_right(starts, at)) else -1 for at in (node.start, node.end - 1)]
    if ends[0] < 0 or ends[0] == ends[1] or any(at >= found[end].end() for end, at in zip(ends, (node.start, node.end - 1), strict=True)):
        return set()
    one, other = (found[end] for end in ends)
    is_meant = _is_sign(text, one) or _is_sign(text, other) or _APART.search(text, one.end(), other.start())
    return set(ends) if is_meant else set()


def _is_sign(text: str, match: re.Match[str]) -> bool:
    """Whether stars multiply, or hide something."""
    return len(match[0]) >= _LEAST_MASK or (text[match.start() - 1].isdecimal() and text[match.end()].isdecimal())


RULES: tuple[Rule, ...] = (SwallowedStar(),)
