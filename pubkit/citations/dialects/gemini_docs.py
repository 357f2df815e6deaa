"""Gemini's reports, exported through Google Docs: the superior numbers come out bare, `提高流动性 5；`, `… were lost.5 The …`.

A bare number is the weakest of all marks. It counts only where the list of references has it and its surroundings fit:

    before   a space behind a word (Chinese, Korean, and early English exports), or nothing between it and the mark that
             ends the sentence (`lost.5`, Japanese `です。5`) or a closing bracket (`（STO）8。`)
    behind   a mark, a closing bracket, the end of the block, or a word that cannot follow a quantity (`5 或`, `5 的`)
    never    behind a word that takes a number (第 图 表 附录 chapter, Windows), a sign, a digit, or before another number

In a table, a cell that holds nothing but a number cites only under a heading such as 来源 or Source. And the list must be
Gemini's own (Works cited, 引用的著作, "accessed May 8, 2025"), or there must be several such numbers.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import Body, Dialect, MarkerExample, numbers
from pubkit.citations.model import MalformedMarker, Marker
from pubkit.markdown.tree import ADDRESS, BLOCK, BREAK, MARKUP
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.markdown.tree import Node

_N = r"\d{1,3}(?:, ?\d{1,3})*"
_NUMBER = lazy(rf"(?<![\d_a-zA-Z\u4e00-\u9fff+=/\\-]){_N}(?!\d)")
#: `3，5 和 7` is a row of quantities; `5，2024 年` is a citation before the next clause.
_NO_OTHER_NUMBER = r"(?!\s?\d{1,2}(?![\d年月日%:/^]|\s[年月日]))"
_END = rf"[ {MARKUP}]*(?:[{BLOCK}{BREAK}]|\Z)"
#: What stands behind a number that a space parts from its word.
_BEHIND_SPACED = lazy(
    rf"{MARKUP}*(?:[。；！？」』”〉》…]|——(?!\d)|[，：）、]{_NO_OTHER_NUMBER}|[.,;:!?)\]](?=[\s{BLOCK}{MARKUP}]|\Z)|{_END}"
    rf"| [或的和与及以并而但也等难来对将可能被则都]{_NO_OTHER_NUMBER})"
)
#: What stands before and behind a number that nothing parts from what is before it.
_GLUED = tuple(
    (lazy(before + r"\Z"), re.compile(behind))
    for before, behind in (
        (rf"[）」』”\]){ADDRESS}ぁ-んァ-ヶ]{MARKUP}*", rf"[，。；！？]|{_END}"),  # （STO）8。 している8。
        (
            rf"[^\W\d_][”’\"')\]{MARKUP}]*[.,;:!?][”’\"')\]{MARKUP}]*",
            rf"[\s{MARKUP}{BLOCK}{BREAK})\]]|\Z",
        ),  # lost.5 The
        (r"[)\]%’”\"][.,;!?]", rf"[\s{MARKUP}{BLOCK}{BREAK}]|\Z"),  # (edge).5 The
        (r"\D(?:19|20)\d\d[.,]", rf" +[A-Z“\"]|{_END}"),  # in 2025.5 The
        (r"[ぁ-んァ-ヶ][。！？]", rf"(?:[\s{BLOCK}{BREAK}{MARKUP}]|\Z)(?! ?(?:個|件|人|つ|年|月|日))"),  # です。5
    )
)
_ENTRIES = (
    "5. A page, accessed May 8, 2025, [https://example.org/5](https://example.org/5)  \n"
    "8. Another, accessed May 8, 2025, [https://example.org/8](https://example.org/8)"
)
_IN_CELL = lazy(rf"\s*({_N})(?:\s*[（(][^\d()（）]{{1,20}}[）)])?\s*")
#: A sign, a digit or a mark before a number makes it a quantity, or the first thing of its clause.
_NO_WORD = frozenset("0123456789，、；：。！？（(「『“<>=≥≤±×+~/≈$¥€£#№|-–—*@")
_COLUMN = lazy(
    r"来源|來源|出处|出處|引用|参考|參考|文献|文獻|依据|依據|信源|出典|근거|출처|sources?|ref|citation", re.IGNORECASE
)
#: Han that take a number, unless they end one of the words below.
_HAN_BEFORE_NUMBER = (
    *"第图圖约約共达達超近每逾仅至为為是于於过從从表章节比",
    *("附录", "附件", "公式", "版本", "排名", "得分", "评分", "打分", "编号", "步骤", "合计"),
    *("达到", "升到", "降到", "涨到", "跌到", "加到", "少到", "落到", "扩大到", "提高到"),
)
_HAN_BEFORE_CITATION = tuple(
    """
    行为 行為 认为 認為 人为 人為 代表 发表 發表 外表 仪表 儀表 是否 对比 對比 占比 佔比 类比 相比 同比 环比 通过 通過 经过 經過 关于 对于 基于 位于 附近 邻近 服从 遵从
    环节 環節 细节 細節 调节 調節 季节 季節 情节 關節 关节 文章 规章 規章 勋章 雷达 雷達 发达 發達 表达 表達 传达 傳達 公共
    契约 契約 合约 合約 节约 節約 条约 條約 公约 公約 制约 制約 违约 違約 履约 履約 签约 簽約 意图 意圖 地图 地圖 蓝图 藍圖 版图 版圖
    """.split()  # noqa: SIM905
)
#: Latin words that take a number: of quantity, of numbered things, of things whose versions are numbers.
_LATIN_BEFORE_NUMBER = frozenset(
    """
    to of in at by than is was are were about approximately roughly around only just over under nearly and or from with for
    least most between both aged age scored rated
    top no nos number vol volume issue p pp page pages fig figs figure figures table tables chapter chapters ch section
    sections sec part parts step steps phase phases stage stages level levels tier tiers type types class version versions
    ver appendix annex exhibit article articles art rule rules item items option options day days week weeks round rounds
    layer layers scope scopes group groups series trl eq equation grade category zone area unit
    windows iphone ipad android ios macos python php java vue react html css gpt claude llama gemini qwen office ubuntu
    debian symfony node angular django usb ddr pcie web iso iec ieee rfc astm sdg http
    """.split()  # noqa: SIM905
)
_LATIN_WORD = lazy(r"[A-Za-z]{1,14}\Z")
#: Words that a number and a colon make a label of: `案例研究 1：`.
_HAN_BEFORE_LABEL = tuple(
    "例 层 级 组 卷 篇 案例 研究 情景 场景 方案 阶段 任务 实验 类型 模式 部分 问题 挑战 建议 策略 原则".split()  # noqa: SIM905
)
_LATIN_BEFORE_LABEL = frozenset(
    "case study scenario example question problem task experiment principle strategy".split()  # noqa: SIM905
)
_ABBREVIATION = lazy(
    r"\b(?:nos?|vols?|pp?|figs?|eqs?|secs?|chs?|arts?|vers?|v|nr|approx|ca|so|dr|app|tab|ex|rev)\.\Z", re.IGNORECASE
)
#: Words that a number and a colon make a label of: `案例研究 1：`.
_LABEL = lazy(
    r"(?:案例|研究|例|情景|场景|情境|方案|阶段|任务|实验|类型|模式|部分|问题|挑战|建议|策略|原则|层|级|组|卷|篇"
    r"|\b(?:case|study|scenario|example|question|problem|task|experiment|hypothesis|principle|strategy|recommendation))\Z",
    re.IGNORECASE,
)
#: `A.3` and `IV.2` are numbers of sections.
_SECTION = lazy(r"(?:(?<![A-Za-z])[A-Za-z]|\b[IVX]+)[.:]\Z")
_LEFT = 20
_LONGEST_CELL = 30
_OWN_HEADING = lazy(
    r"works cited|引用的著作|引用文[献獻]|obras citadas|sources des citations|ouvrages cités|참고 ?자료", re.IGNORECASE
)
_OWN_ENTRY = lazy(
    r"accessed (?:on )?[A-Z]|访问时间为|檢索日期|アクセス|접근일|存取|consulté|fecha de acceso|acessado|Zugriff"
)
_LISTED = lazy(r"\s*\d{1,3}\\?[.)]")
_TORN = lazy(rf" {MARKUP}?\[(\d{{1,3}})(?=[，。；：！？）])")
#: How many numbers a list that is not Gemini's own must be cited with.
_FEW = 3


class GeminiDocs(Dialect):
    """Bare numbers that the list of references has, where a citation can stand and a quantity cannot."""

    name: ClassVar[str] = "gemini-docs"
    title: ClassVar[Phrase] = Phrase("Gemini through Google Docs", "Gemini（经 Google 文档导出）")
    guessed: ClassVar[bool] = True
    last_resort: ClassVar[bool] = True
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample(
            "门槛因此降低 ⟦5⟧；透明度提高 ⟦8⟧。2025 年共有 5 个项目。\n\n#### **引用的著作**\n\n" + _ENTRIES, ("5", "8")
        ),
        MarkerExample(
            "The wetlands were lost.⟦5⟧ Others followed (in part).⟦8⟧\n\n#### **Works cited**\n\n" + _ENTRIES,
            ("5", "8"),
        ),
        MarkerExample(
            "由基金托管（简称 SPV）⟦8⟧。另有“孪生” ⟦5⟧，见下。\n\n#### **引用的著作**\n\n" + _ENTRIES, ("8", "5")
        ),
        MarkerExample("## **估值方法** ⟦5⟧\n\n共 5 节，第 8 节从略。\n\n#### **引用的著作**\n\n" + _ENTRIES, ("5",)),
        MarkerExample(
            "| 指标 | 数值 | 来源 |\n|---|---|---|\n| 产量 | 8 | ⟦5⟧ |\n\n#### **引用的著作**\n\n" + _ENTRIES, ("5",)
        ),
        MarkerExample(
            "两项研究一致 ⟦5, 8⟧；信托 ⟦5⟧ 或基金的模式 ⟦8⟧。\n\n#### **引用的著作**\n\n" + _ENTRIES, ("5+8", "5", "8")
        ),
        MarkerExample("需要が増えている。⟦5⟧ 供給は足りない ⟦8⟧。\n\n#### **引用文献**\n\n" + _ENTRIES, ("5", "8")),
        MarkerExample(
            "- **成本:** 下降两成 ⟦5⟧。  \n- **产量:** 持平 ⟦8⟧\n\n#### **引用的著作**\n\n" + _ENTRIES, ("5", "8")
        ),
        MarkerExample(
            "见图 5，表 8。附录 5；排名第 8，约 5。比例 5:8，系统 Windows 8。\n\n#### **引用的著作**\n\n" + _ENTRIES
        ),
        MarkerExample(
            "See Chapter 5. It rose to 8. Version v2.5 and 10:8, section A.5 and U+8.\n\n#### **Works cited**\n\n"
            + _ENTRIES
        ),
        MarkerExample(
            "## 案例 5：平原水库\n\nIt closed in 2025.⟦8⟧ The rest fell by 12%.⟦5⟧\n\n#### **引用的著作**\n\n"
            + _ENTRIES,
            ("8", "5"),
        ),
        MarkerExample("没有这一条的 7；代码 `x 5；` 与公式 $y 8$。5 是开头。\n\n#### **引用的著作**\n\n" + _ENTRIES),
        MarkerExample(
            "覆盖各环节 ⟦5⟧；依赖智能合约 ⟦8⟧。约 5；第二节 5，ISO 8、aged 5, 大约 8，No. 5，vol. 8，5 比 8。\n\n#### **引用的著作**\n\n"
            + _ENTRIES,
            ("5", "8"),
        ),
        MarkerExample(
            "门槛降低 ⟦5⟧。8 个省份跟进 ⟦8⟧；2.5% 停产。涨到 5。8 月回落。\n\n#### **引用的著作**\n\n" + _ENTRIES,
            ("5", "8"),
        ),
        MarkerExample("增长 5；下降 8。\n\n没有列表的数字不是引用。"),
        MarkerExample("营收 5，8 和 5 三档，评分 8，同比 ≥ 5。\n\n#### **引用的著作**\n\n" + _ENTRIES),
        MarkerExample(
            "另有标记⟦[(5)](https://example.org/5)⟧的，增长 8；不再猜。\n\n#### **引用的著作**\n\n" + _ENTRIES, ("5",)
        ),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        listed = body.bibliography
        if listed is None or not any(_LISTED.match(body.text, *source.key_span) for source in listed.sources):
            return
        found = sorted(self._all(body))
        if self._is_own(body) or len(found) >= _FEW or body.named == self.name:
            yield from found

    def _is_own(self, body: Body) -> bool:
        """Whether the list is one that Gemini writes."""
        listed = body.bibliography
        if listed is None:
            return False
        if listed.heading and _OWN_HEADING.search(listed.heading.text):
            return True
        return _OWN_ENTRY.search(body.text, listed.span.start, listed.span.end) is not None

    def _all(self, body: Body) -> Iterator[Marker]:
        masked, keys = body.masked, body.keys
        for found in _NUMBER.finditer(masked):
            start, end = found.span()
            cited = numbers(found[0])
            if any(key not in keys for key in cited):
                continue
            before = masked[max(0, start - _LEFT) : start].rpartition(BLOCK)[2]
            if _stands_spaced(masked, before, end) if before.endswith(" ") else _stands_glued(masked, before, end):
                yield Marker(Span(start, end), cited, self.name)
        yield from self._cells(body)

    def _cells(self, body: Body) -> Iterator[Marker]:
        """Cells that hold nothing but numbers, under a heading that speaks of sources."""
        if "|" not in body.text:
            return
        columns = _Columns()
        for run in body.runs:
            if (
                run.block.kind == "table_cell"
                and run.end - run.start <= _LONGEST_CELL
                and body.masked[run.start].isdigit()
            ):
                found = _IN_CELL.fullmatch(body.masked, run.start, run.end)
                if found and columns.cite(run.block):
                    cited = numbers(found[1])
                    if all(key in body.keys for key in cited):
                        yield Marker(Span(*found.span(1)), cited, self.name)

    def malformed(self, body: Body) -> Iterator[MalformedMarker]:
        r"""A number whose opening bracket alone is left: ` \[17。`."""
        if body.keys and "[" in body.masked:
            for found in _TORN.finditer(body.masked):
                if found[1] in body.keys:
                    yield MalformedMarker(
                        Span(body.with_escape(found.start(1) - 1), found.end()), (found[1],), self.name
                    )


def _stands_spaced(masked: str, before: str, end: int) -> bool:
    """Whether a number with a space before it is a citation and no quantity."""
    if not _BEHIND_SPACED.match(masked, end):
        return False
    word = before.replace(MARKUP, "").rstrip(" ")
    if not word or word[-1] in _NO_WORD or _takes(word, _HAN_BEFORE_NUMBER, _LATIN_BEFORE_NUMBER):
        return word.endswith(_HAN_BEFORE_CITATION)
    return masked[end : end + 1] not in ("：", ":") or not _takes(word, _HAN_BEFORE_LABEL, _LATIN_BEFORE_LABEL)


def _takes(text: str, han: tuple[str, ...], latin: frozenset[str]) -> bool:
    """Whether a text ends with one of these Han words, or its last word is one of these Latin ones."""
    if not text[-1].isascii():
        return text.endswith(han)
    if text[-1] == ".":
        return _ABBREVIATION.search(text) is not None
    last = _LATIN_WORD.search(text)
    return last is not None and last[0].lower() in latin


def _stands_glued(masked: str, before: str, end: int) -> bool:
    """Whether a number that follows a mark or a bracket directly is a citation and no part of a number or name."""
    if not any(left.search(before) and right.match(masked, end) for left, right in _GLUED):
        return False
    return _SECTION.search(before) is None and _ABBREVIATION.search(before) is None


class _Columns:
    """Which columns of a table hold citations. Cells are asked for in the order of the text: one row is kept at a time."""

    def __init__(self) -> None:
        self._table: Node | None = None
        self._row: Node | None = None
        self._citing: list[bool] = []
        self._column: dict[int, int] = {}

    def cite(self, cell: Node) -> bool:
        """Whether the heading over a cell speaks of sources."""
        row = cell.parent
        if row is None or row.parent is None or row.kind != "table_row":
            return False
        if row.parent is not self._table:
            self._table = row.parent
            self._citing = [_COLUMN.search(head.text()) is not None for head in row.parent.children[0].children]
        if row is not self._row:
            self._row = row
            self._column = {id(other): n for n, other in enumerate(row.children)}
        column = self._column[id(cell)]
        return column < len(self._citing) and self._citing[column]
