"""CIT1xx: citations that stand in the wrong place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.placement import Placement, Standing
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.chars import CLAUSE_END, is_han
from pubkit.text.edit import Fix, Safety, new_edit, new_fix
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import new_span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.span import Span

_SOURCE = "GB/T 7714—2025, 9.1 (著录用引文标注); clreq 2.2.5 (标点位置)"
_FIX = Phrase(
    "Safe: the citation moves to the end of its clause. Its number and address stay as they are, and so does every "
    "letter of the text.",
    "安全：引用标记移到所在分句的末尾，编号、地址和正文的每一个字都不变。",
)


class _Misplaced(Rule):
    phase: ClassVar[Phase] = Phase.CITATION
    source: ClassVar[str] = _SOURCE
    fix_note: ClassVar[Phrase | None] = _FIX
    standing: ClassVar[Standing]
    message: ClassVar[Phrase]

    def check(self, page: Page) -> Iterator[Diagnostic]:
        standing, text = self.standing, page.text
        messages: dict[tuple[str, ...], Phrase] = {}
        for placement in [each for each in page.placements if each.standing is standing]:
            if not _is_meant(text, placement):
                span, keys, *_ = placement.marker
                message = messages.get(keys)
                if message is None:
                    message = messages[keys] = self.message.format(", ".join(keys))
                yield self.finding(span, message, _move(text, span, placement.target))


#: A note stands at its word, and a bare number is a citation only where it stands.
_NEVER_MOVED = frozenset({"footnote", "gemini-docs"})
#: `@key` is a word of its sentence; bare superior digits become another number beside others (`m²` and `¹`).
_NEVER_MOVED_CHARACTERS = frozenset("@⁰¹²³⁴⁵⁶⁷⁸⁹")
#: Words that want the mark behind them, as it is the name of a work: `如[1]所示`, `as shown in [1] and`.
_WANTS_NAME = lazy(
    r"(?:(?:[如见見]|文献|文獻)(?=⟦(?:[所中里的第与和及]))"
    r"|\b(?:in|see|by|from|of|per|via|cf\.|to|with|and|as) (?=⟦ [a-z]))",
    re.IGNORECASE,
)
_LAST_OF_WORD = frozenset(" 如见見献獻")
_LEFT = 12
#: Marks that people write too: "文献[12]认为" and "Smith [12] showed" are as they are meant.
_WRITTEN_BY_HAND = frozenset({"plain", "pandoc", "superscript"})


def _is_meant(text: str, placement: Placement) -> bool:
    """Whether a mark may stand where it does because a person, not an export, put it there."""
    marker, standing, target = placement
    start, end = marker.span
    if marker.dialect in _NEVER_MOVED or text[start] in _NEVER_MOVED_CHARACTERS:
        return True
    if text[start - 1 : start] in _LAST_OF_WORD and _is_word(text, start, end):
        return True
    if marker.dialect not in _WRITTEN_BY_HAND:
        return False
    if standing is Standing.MID_CLAUSE:
        return True
    if standing is Standing.SPLITS_WORD:  # `fell [1] and` is English; only `Grid[1]Link` is torn
        return " " in (text[start - 1 : start], text[end : end + 1])
    return standing is Standing.AFTER_MARK and text[target] not in CLAUSE_END


def _is_word(text: str, start: int, end: int) -> bool:
    """Whether the sentence falls apart without the mark, because it stands for the work as a noun does."""
    around = text[max(0, start - _LEFT) : start] + "⟦" + text[end : end + 2]
    return _WANTS_NAME.search(around) is not None


def _move(text: str, span: Span, target: int) -> Fix | None:
    """Takes the marker out and puts it in where it belongs; a space that would be left alone goes with it.

    None where a backslash would come to stand before the marker and make it plain text.
    """
    if text[target - 1 : target] in _SPOILS:
        return None
    start, end = span
    taken = span if start and not text[start - 1].isspace() else new_span(_with_space(text, start, end))
    out = new_edit((taken, ""))
    into = new_edit((new_span((target, target)), text[start:end]))
    return new_fix((_MOVE, (out, into) if target >= end else (into, out), _SAFE, True))


#: What makes another thing of a bracket behind it.
_SPOILS = frozenset("\\!")
_SAFE = Safety.SAFE
_MOVE = Phrase("Move the citation to the end of its clause", "把引用移到分句末尾")


def _with_space(text: str, start: int, end: int) -> tuple[int, int]:
    """The marker, and the space before it where two spaces, or a space between Han, would be left."""
    last = text[start - 1 : start]
    if last == " ":
        before, after = text[start - 2 : start - 1], text[end : end + 1]
        if after == " " or (after and is_han(after) and before and is_han(before)):
            return start - 1, end
    if last in ("", "\n") and text[end : end + 1] == " ":
        return start, end + 1
    return start, end


class CitationSplitsWord(_Misplaced):
    """A citation inside a Latin word, a number, or a name of several words."""

    code = "CIT101"
    name = "citation-splits-word"
    standing = Standing.SPLITS_WORD
    message = Phrase("citation [{}] splits a word, a number or a name", "引用 [{}] 插在单词、数字或名称中间")
    what = Phrase(
        "A citation that stands inside a Latin word, a number, or a name of several Latin words.",
        "引用标记插在外文单词、数字或由几个外文词组成的名称中间。",
    )
    why = Phrase(
        "Readers stumble over a torn word, and search and translation no longer find it: `3.[8]3%` is read as 3 and 3 %.",
        "词被拆开后读不通，检索和翻译也找不到它；“3.[8]3%”会被读成 3 和 3%。",
    )
    examples = (
        Bad("准确率提高了 3.⟦[(8)](https://e.org/a)⟧3%，优于上年。", "准确率提高了 3.3%[(8)](https://e.org/a)，优于上年。"),
        Bad("采用 Open⟦[(8)](https://e.org/a)⟧ Grid 架构。", "采用 Open Grid 架构[(8)](https://e.org/a)。"),
        Bad("采用 Grid⟦[(8)](https://e.org/a)⟧Link 架构。", "采用 GridLink 架构[(8)](https://e.org/a)。"),
        Good("准确率提高了 3.3%[(8)](https://e.org/a)，优于上年。"),
        Good("版本号是 v2.0[(8)](https://e.org/a)。"),
        Good(
            "See the manual[1] and the guide[2].\n\n[1]: https://e.org/a\n[2]: https://e.org/b", "written by hand, and not torn"
        ),
        Good(
            "The reef recovered¹ over 10 km² of water³, slowly.\n\n## References\n\n1. A <https://e.org/a>\n"
            "3. B <https://e.org/b>"
        ),
    )


class CitationInClause(_Misplaced):
    """A citation in the middle of a clause."""

    code = "CIT102"
    name = "citation-in-clause"
    standing = Standing.MID_CLAUSE
    message = Phrase("citation [{}] stands in the middle of a clause", "引用 [{}] 插在分句中间")
    what = Phrase(
        "A citation in the middle of a clause: not before the mark that ends it, nor at the end of the paragraph, item "
        "or cell.",
        "引用标记插在分句中间，而不在句末标点之前，也不在段落、列表项或单元格末尾。",
    )
    why = Phrase(
        "The reader cannot see what the source supports, and the sentence is interrupted. A citation belongs behind the "
        "clause that it supports, before the mark that ends it.",
        "读者看不出文献支持哪一句话，句子也被打断。引用应放在它所支持的分句之后、标点之前。",
    )
    examples = (
        Bad("它通过⟦[(8)](https://e.org/a)⟧引入储能，降低了峰值。", "它通过引入储能[(8)](https://e.org/a)，降低了峰值。"),
        Bad("电网（含配网⟦[(8)](https://e.org/a)⟧等）改造，成本下降。", "电网（含配网等）改造[(8)](https://e.org/a)，成本下降。"),
        Bad("风电、⟦[(8)](https://e.org/a)⟧光伏都在增长。", "风电、光伏都在增长[(8)](https://e.org/a)。"),
        Bad("**储能⟦[(8)](https://e.org/a)⟧技术**：三条路线。", "**储能技术**[(8)](https://e.org/a)：三条路线。"),
        Bad("- 抽水⟦[(8)](https://e.org/a)⟧蓄能\n- 其他", "- 抽水蓄能[(8)](https://e.org/a)\n- 其他"),
        Bad(
            "新增⟦[(8)](https://e.org/a)⟧⟦[(9)](https://e.org/b)⟧装机。",
            "新增装机[(8)](https://e.org/a)[(9)](https://e.org/b)。",
        ),
        Good("它引入了储能[(8)](https://e.org/a)，降低了峰值[(9)](https://e.org/b)。"),
        Good("如[[1]](https://e.org/a)所示，价格下降。", "the mark is a word of its sentence"),
        Good("As shown in [2](https://e.org/b) and elsewhere, prices fell."),
        Bad("⟦【2†source】⟧ 价格下降。", "价格下降【2†source】。", "no space is left before the paragraph"),
        Good("| 项目 | 来源 |\n|---|---|\n| 风电 | 年报[(8)](https://e.org/a) |"),
        Good("- 抽水蓄能[(8)](https://e.org/a)\n- 其他"),
    )


class CitationAfterMark(_Misplaced):
    """A citation behind the mark that it belongs before."""

    code = "CIT103"
    name = "citation-after-mark"
    standing = Standing.AFTER_MARK
    message = Phrase("citation [{}] stands behind the mark that it belongs before", "引用 [{}] 放在了标点之后，应在标点之前")
    what = Phrase("A citation directly behind the mark that ends its clause.", "引用标记紧跟在句末标点之后。")
    why = Phrase(
        "Behind the mark it seems to belong to the next sentence. Chinese style puts it before the mark (GB/T 7714).",
        "放在标点之后，看上去属于下一句。按 GB/T 7714 的习惯，引用标在标点之前。",
    )
    examples = (
        Bad("价格难以比较。⟦[(8)](https://e.org/a)⟧如何统一，尚无定论。", "价格难以比较[(8)](https://e.org/a)。如何统一，尚无定论。"),
        Bad("涉及多个领域，⟦[(8)](https://e.org/a)⟧需要合作。", "涉及多个领域[(8)](https://e.org/a)，需要合作。"),
        Bad("Prices fell.⟦[(8)](https://e.org/a)⟧ Demand rose.", "Prices fell[(8)](https://e.org/a). Demand rose."),
        Good("价格难以比较[(8)](https://e.org/a)。"),
        Good("他说：“价格难以比较。”[(8)](https://e.org/a)", "behind a quotation that is a sentence of its own"),
    )


RULES: tuple[Rule, ...] = (CitationSplitsWord(), CitationInClause(), CitationAfterMark())
