r"""Plain numbers in brackets: `[1]`, `[1,3-5]`, `［1］`, `【1】`, `〔1〕`, `\[1\]`, and `[1]` with `[1]: https://…`.

A number in brackets can be anything: an index, an interval, a key on a keyboard. It is a citation only where the list of
references has it and nothing around it says otherwise. Once a document has shown two such, its other numbers in brackets
are meant the same way, so that one which is not listed can be found.

Where an export has lost its list, two numbers or more that stand as only citations do, behind a word and before the mark
that ends its clause, are citations: else a report would seem whole whose every source is missing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialect import NUMBERS, Body, Dialect, MarkerExample, numbers
from pubkit.citations.model import Marker
from pubkit.markdown.tree import BLOCK, BREAK, MARKUP
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_CLOSED = rf"{MARKUP}?[\]］】〕]"
#: A mark, or the first and last of a range: `[1]-[4]`.
_MARK = lazy(rf"[\[［【〔]({NUMBERS}){_CLOSED}(?:[-–—~～]{MARKUP}?[\[［【〔](\d{{1,4}}){_CLOSED})?")
_NEXT = lazy(r"\\?[\[［【〔]\d{1,4}\\?[\]］】〕]")
_DEFINED = lazy(r"\[(\d{1,4})\]")
#: The text of a link `[…][1]` that is a mark itself, so that the number behind it is one, too.
_MARK_LIKE = lazy(r"\d|-?@|.* -?@|\^\d|\(\d|citation:|cites?:|sources?:|web:|oai_citation|.*†")
_LINKED = lazy(r"\((https?://[^\s()]*)\)")
#: What stands before a number in brackets that is none: a word of code, an interval, an option, a key, a law's article.
_NOT_BEFORE = lazy(
    r"(?:(?<![A-Za-z\d])(?:[a-z]\d?|(?<![\u4e00-\u9fff])[A-Z]|(?<=矩阵|数组|向量|集合|列表|元素|变量|张量)[A-Z]|(?<=[令设])[A-Z])(?:\[\d+\])*"
    r"|\w_\w*(?:\[\d+\])*|(?<![A-Za-z])(?!(?:ar|bioR|medR|chemR)Xiv|mac|watch|open)[a-z]{2,}[A-Z]\w*"
    r"|\b(?:arr|array|vec|args|argv|buf|idx)|(?:索引|下标|按|选项|请选择|[可先再应若，。；]选择|答案|=|＝|第|编号|步骤|公式|[见見如上下与與和及由从從在][图圖表式])\s?)\Z"
)
#: What stands before two numbers in brackets that are the ends of an interval, or the elements of something.
_NOT_BEFORE_TWO = lazy(
    r"(?:\b(?:intervals?|ranges?|between|tuple|vector|array|list|point|values? in|lies? in|falls? in|\b[a-z] in)\s?"
    r"|(?:区间|范围|取值|取值为|取值在|数组|向量|坐标|列表|序列|集合|矩阵|属于|∈)\s?)\Z",
    re.IGNORECASE,
)
_NOT_AFTER = lazy(r"\s?键|\s?[=＝](?!=)|\[[a-zA-Z_]\w{0,2}\]|\.[a-z]|\(\w*\)|(?:条|款|章)(?=\W)|\s?\d+\s?[号號]")
#: What stands behind two numbers that are an interval.
_NOT_AFTER_TWO = lazy(r"\s?(?:之间|区间|范围)")
#: What stands before and behind a number that can only be a citation: a word or what closes one, and the end of a clause.
_BEHIND_WORD = lazy(
    r"(?:[^\W_A-Za-z]|(?:[^\W_][,;%]? |[\u3040-\u9fff（“《])[A-Za-z][\w’'.-]{0,20})"
    rf"[%％”’\"」』》）)\]］】〕{MARKUP}]*(?:[.!?。！？]| ?)\Z"
)
_BEFORE_END = lazy(
    rf"{MARKUP}*(?: ?[，。；：！？、）」』”》]|[.,;:!?)](?=[\s{MARKUP}]|\Z)| ?\\?[\[［【〔]\d{{1,3}}[\]］】〕\\]|[{BREAK}\n]|\Z)"
)
#: `fell.[1] Demand`: a number glued to the end of an English sentence.
_BEHIND_SENTENCE = lazy(r"[a-z\d%)”’\"\]][.!?]\Z")
#: What has a number of its own in brackets: figures, steps, keys, things to choose from.
_NUMBERED = lazy(
    r"(?:[图圖表式章节節项項题題号號页頁室组組级級类類课課键鍵行列层層位码碼卷期册冊届屆版季周条條款点點步种種分]|附件|附录|步骤|步驟|选项|选择|输入|键入|点击|回复|状态|返回|代码"
    r"|\b(?:fig|figs|figure|table|eq|step|steps|key|keys|page|line|item|option|options|chapter|section|no|row|column|level"
    r"|press|type|enter|choose|select|code|status|input|output|layer|matrix|list|cell|element|port|version|channel)\.?) ?\Z",
    re.IGNORECASE,
)
_LEFT = 24
#: How far beyond the highest listed number an unlisted one may be.
_BEYOND = 20
#: Without a list: numbers begin low and rise, and two places are the least that show a habit.
_LOWEST, _HIGHEST, _PLACES = 5, 300, 2
#: So many characters before the marks are not always the same, as before numbers of one kind of thing: `选项甲[1]，选项甲[2]`.
_CONTEXT = 3


class Plain(Dialect):
    """Numbers in brackets that the list of references has."""

    name: ClassVar[str] = "plain"
    title: ClassVar[Phrase] = Phrase("Numbers in brackets", "方括号编号")
    guessed: ClassVar[bool] = True
    examples: ClassVar[tuple[MarkerExample, ...]] = (
        MarkerExample(
            "电价下降⟦[1]⟧，需求上升⟦[2]⟧。\n\n## 参考资料\n\n[1] 甲 <https://e.org/a>\n\n[2] 乙 <https://e.org/b>",
            ("1", "2"),
        ),
        MarkerExample(
            "Prices fell⟦[1,3]⟧ while demand rose ⟦[1-3]⟧.\n\n## References\n\n1. A <https://e.org/a>\n"
            "2. B <https://e.org/b>\n3. C <https://e.org/c>",
            ("1+3", "1+2+3"),
        ),
        MarkerExample("两家口径不同⟦\\[1\\]⟧⟦\\[2]⟧。\n\n**参考文献**\n\n\\[1] 甲\n\n\\[2] 乙", ("1", "2")),
        MarkerExample("全角括号⟦［1］⟧，方头括号⟦【2】⟧。\n\n参考文献\n\n[1] 甲\n\n[2] 乙", ("1", "2")),
        MarkerExample(
            '见站点⟦[1]⟧⟦[2]⟧⟦[3]⟧。\n\n[1]: https://e.org/a "A"\n[2]: https://e.org/b\n[3]: https://e.org/c',
            ("1", "2", "3"),
        ),
        MarkerExample("行末⟦[1]⟧\n\n[1] 甲 https://e.org/a\n\n[2] 乙 https://e.org/b", ("1",)),
        MarkerExample(
            "| 论断 | 依据 |\n|---|---|\n| 增长 | ⟦[1]⟧ |\n\n## 来源\n\n| 编号 | 标题 |\n|---|---|\n| 1 | 年报 |",
            ("1",),
        ),
        MarkerExample("甲⟦[1]⟧，乙⟦[2]⟧，未列出的⟦[5]⟧也要找到。\n\n## 参考资料\n\n1. 甲\n2. 乙", ("1", "2", "5")),
        MarkerExample(
            "代码 `[1]`、a[1]、x[1][2]、row_ids[1] 与区间 [1, 2]、取值 [1,2] 之间。\n\n## 参考资料\n\n1. 甲\n2. 乙"
        ),
        MarkerExample("没有列表时 [1] 与 [2] 不算，[2024] 与 [1.0] 也不算。"),
        MarkerExample("列表丢了：需求回暖⟦[1]⟧，库存下降⟦[2]⟧⟦[3]⟧。**利润承压⟦[1]⟧**", ("1", "2", "3", "1")),
        MarkerExample("The list is lost: prices fell.⟦[1]⟧ Demand rose ⟦[2, 3]⟧, too, in [2024].", ("1", "2+3")),
        MarkerExample(
            "先输入[1]，再按[2]；见图[1]、表[2]。row[1], row[2]；返回[200]，失败[404]；值为x[0]，位置为y[1]。"
        ),
        MarkerExample("vec[1], mat[2], tensor[3]. 页码 [12-15]，卷[3]期[2]。"),
        MarkerExample("说话人 [1] 与日期[2024-05-01]，日志[200]。"),
        MarkerExample(
            "甲⟦[1]⟧，乙⟦[2]⟧；修订于[2024-05-01]，档案〔20〕5号。\n\n## 参考资料\n\n1. 甲\n2. 乙\n5. 丙", ("1", "2")
        ),
        MarkerExample("一处[1]不成习惯，选项甲[1]，选项甲[2]，也不算。"),
        MarkerExample("春潮[1]连海，明月[2]共生。\n\n[1] 春潮：涨水。\n\n[2] 明月：满月。"),
        MarkerExample(
            "- [1] 第一项\n- [x] 完成\n- [ ] 未完成\n\n1️⃣ 第一步，第[1]条、按 [1] 键。\n\n## 参考资料\n\n1. 甲"
        ),
        MarkerExample("[1] 开头的是条目，见 http://[2001:db8::1]/ 与 [1.2]、[1a]。\n\n## 参考资料\n\n1. 甲"),
        MarkerExample(
            "```\na[1]\n```\n\n公式 $x[1]$，图 ![1](a.png)，脚注 ⟦[^1]⟧，邮箱 a[1]@e.org。\n\n[^1]: 注。\n\n## 参考资料\n\n2. 乙",
            ("1",),
        ),
        MarkerExample(
            "据OpenAI⟦[1]⟧、arXiv⟦[2]⟧，普及5G⟦[1]⟧，见2023年Q3⟦[2]⟧，补充维生素D⟦[1]⟧。路径选择⟦[2]⟧，北京⟦[1]⟧与上海⟦[2]⟧之间。"
            "请选择[1]，矩阵A[1]、数组a[2]、rowIds[1]、步骤[1]和步骤[2]之间，见图[1]。\n\n## 参考资料\n\n1. 甲\n2. 乙",
            ("1", "2", "1", "2", "1", "2", "1", "2"),
        ),
        MarkerExample(
            "As shown in ⟦[1, 2]⟧, growth slowed⟦[2]⟧.The next year, x in [1, 2] and the range [0, 1].\n\n## References\n\n"
            "1. A\n2. B",
            ("1+2", "2"),
        ),
        MarkerExample(
            "⟦[1]⟧⟦[2]⟧均认为如此，综述见⟦[1]-[3]⟧。\n\n## 参考资料\n\n1. 甲\n2. 乙\n3. 丙", ("1", "2", "1+2+3")
        ),
        MarkerExample("按 <kbd>[1]</kbd> 或 <code>a [1]</code>。\n\n## 参考资料\n\n1. 甲"),
        MarkerExample("国发〔2020〕1 号、（2021）京 01 民终 [3] 号，见第 [1] 章。\n\n## 参考资料\n\n1. 甲"),
    )

    def markers(self, body: Body) -> Iterator[Marker]:
        if body.keys:
            yield from self._defined(body)
        if any(bracket in body.masked for bracket in "[［【〔"):
            yield from self._with_list(body) if body.keys else self._without_list(body)

    def _with_list(self, body: Body) -> Iterator[Marker]:
        """The marks of a text with a list: what is listed, and where two marks or more are, what is meant alike."""
        listed: list[Marker] = []
        unlisted: list[Marker] = []
        highest = max((int(key) for key in body.keys if key.isdecimal()), default=0)
        for found in _MARK.finditer(body.masked):
            span = Span(body.with_escape(found.start()), found.end())
            keys = _keys(found)
            missing = [key for key in keys if key not in body.keys]
            if (missing and (missing[0] == "0" or max(map(int, missing)) > highest + _BEYOND)) or not _is_citation(
                body, span, several=len(keys) > 1
            ):
                continue
            (unlisted if missing else listed).append(Marker(span, keys, self.name))
        yield from listed
        if len(listed) > 1:
            yield from unlisted

    def _without_list(self, body: Body) -> Iterator[Marker]:
        """The marks of a text whose list is lost. Where a line begins with a number in brackets, it explains that number."""
        if body.known:
            return
        found = [(mark, _keys(mark)) for mark in _MARK.finditer(body.masked)]
        certain = [(mark, keys) for mark, keys in found if _is_certain(body, Span(*mark.span()), keys)]
        cited = {int(key) for _, keys in certain for key in keys}
        contexts = {body.masked[max(0, mark.start() - _CONTEXT) : mark.start()] for mark, _ in certain}
        if len(cited) < _PLACES or len(contexts) < _PLACES or min(cited) > _LOWEST:
            return
        if any(keys[0] == "0" or _begins_line(body.masked, mark.start()) for mark, keys in found):
            return
        for mark, keys in found:
            span = Span(body.with_escape(mark.start()), mark.end())
            if max(map(int, keys)) <= max(cited) and _is_citation(body, span, several=len(keys) > 1):
                yield Marker(span, keys, self.name)

    def _defined(self, body: Body) -> Iterator[Marker]:
        """`[1]` and `[1][2]` that a definition turned into links: the number in each bracket is cited."""
        for link, label, span in body.labels:
            if body.text[link.end - 1] == "]" and _MARK_LIKE.match(label):
                for found in _DEFINED.finditer(body.text, link.start, link.end):
                    last = found.end() == link.end
                    linked = _LINKED.match(body.text, link.end) if last and span != link.span else None
                    address = linked[1] if linked else link.value if last else None
                    yield Marker(
                        Span(found.start(), linked.end() if linked else found.end()), (found[1],), self.name, address
                    )


def _keys(found: re.Match[str]) -> tuple[str, ...]:
    return numbers(f"{found[1]}-{found[2]}" if found[2] else found[1])


def _is_citation(body: Body, span: Span, *, several: bool) -> bool:
    """Whether a listed number in brackets stands where a citation can: not first in a paragraph, not in code or a name."""
    run = body.run_at(span.start)
    if run is None or body.in_link(span.start):
        return False
    if span.start == run.start and run.block.kind != "table_cell" and not _NEXT.match(body.text, span.end, run.end):
        return False
    before = body.masked[max(run.start, span.start - _LEFT) : span.start]
    if _NOT_BEFORE.search(before) or _NOT_AFTER.match(body.masked, span.end, run.end):
        return False
    return not several or not (_NOT_BEFORE_TWO.search(before) or _NOT_AFTER_TWO.match(body.masked, span.end, run.end))


def _is_certain(body: Body, span: Span, keys: tuple[str, ...]) -> bool:
    """Whether a number that no list has stands where nothing but a citation does."""
    start = body.with_escape(span.start)
    if not 0 < max(map(int, keys)) <= _HIGHEST or not _is_citation(body, Span(start, span.end), several=len(keys) > 1):
        return False
    run = body.run_at(start)
    if run is None:
        return False
    before = body.masked[max(run.start, start - _LEFT) : start]
    if not _BEHIND_WORD.search(before) or _NUMBERED.search(before):
        return False
    is_behind_sentence = body.masked[span.end : span.end + 1].isspace() and _BEHIND_SENTENCE.search(before)
    return bool(is_behind_sentence or _BEFORE_END.match(body.masked, span.end, run.end))


def _begins_line(masked: str, start: int) -> bool:
    return not masked[masked.rfind("\n", 0, start) + 1 : start].strip(f" \t{MARKUP}{BLOCK}")
