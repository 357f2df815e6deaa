"""CIT206 and CIT207: what an assistant left behind, and texts of which two assistants could be the author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.dialects import DIALECTS
from pubkit.citations.resolve import hidden_spans
from pubkit.markdown.tree import BLOCK, CODE, MARKUP, MATH
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONE = "\n\n## 参考资料\n\n\\[1] 甲 <https://e.org/a>"
_TITLES = {dialect.name: dialect.title for dialect in DIALECTS}
_CITE_START = lazy(rf"\[(?:cite{MARKUP}?_(?:start|end)|cites?: ?){MARKUP}?\] ?")
_PRIVATE = lazy("\ue200[^\ue200\ue201\n]{0,300}\ue201")
_CARD = lazy(r"<grok-card\b[^<>]{0,500}>(?:\s{0,9}</grok-card>)?|<grok:render\b[^<>]{0,500}>")
_NO_SITE = (
    r"(?!(?:ctrl|alt|shift|cmd|command|option|win|fn|esc|tab|meta|super|gmt|utc|mod|age|level|lvl|page|col|row|line)\+)"
)
_PILL = lazy(
    r"(?:(?<=[.。!?！？”’)\]）,，;；])|(?<![^\s\ufdd0-\ufdda])(?=[a-z.-]{3,40}\+\d(?:[\s\ufdd0-\ufdda]|\Z)))"
    + _NO_SITE
    + r"(?:[a-z][a-z0-9-]{2,30}(?:\.[a-z]{2,6}){0,2}|[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+){1,4})\+[1-9](?![\w.+])"
)
#: The text of a link that was a source button: `Reuters+1`, `+2`; and the button that is left alone, `[+1]`.
_BUTTON = lazy(_NO_SITE + r"(?:[^\W\d][\w .&'’-]{2,40})?\+[1-9]\d?", re.IGNORECASE)
_BUTTON_ALONE = lazy(r"(?<![\s(（\[])\[\+[1-9]\d?\](?!\()")
_SOURCE_NAME = lazy(rf"(?<![A-Za-z0-9])S{MARKUP}?_S\d{{1,3}}(?!\w)")
_NOTE = lazy(rf"\[\^(\d{{1,4}}){MARKUP}?\](?!:)")


class Leftover(NamedTuple):
    """Something in the text that cites nothing and was never meant for a reader: what it is, and whether it can go."""

    span: Span
    what: Phrase
    removable: bool = True


_START = Phrase("Gemini's sign for the beginning of a cited passage", "Gemini 标示引用起点的符号")
_SPAN = Phrase("Gemini's sign around a cited passage", "Gemini 标示引用段落的符号")
_GROUP = Phrase("a control sequence of ChatGPT", "ChatGPT 的控制序列")
_PICTURE = Phrase("the place of a card that Grok's page shows", "Grok 页面上卡片的占位符")
_HIDDEN = Phrase("a list of sources that no reader sees", "读者看不见的来源列表")
_CHIP = Phrase("the name of a source button (its link was not exported)", "来源按钮上的名称（链接没有导出）")
_MORE = Phrase(
    "a source button: of its sources the export kept one link or none",
    "来源按钮：它的几个来源，导出只留下一个链接，或一个也没有",
)
_INTERNAL = Phrase(
    "Gemini's internal name of a source (its entry was not exported)", "Gemini 内部的来源编号（条目没有导出）"
)
_UNDEFINED = Phrase("a footnote reference without its footnote", "没有对应脚注的脚注标记")


class DeadCitationMark(Rule):
    """A mark that an assistant's page understands, left in the text without a source."""

    code = "CIT206"
    name = "dead-citation-mark"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.CITATION
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe, and only for signs that cite nothing (`[cite_start]`, empty cards): they are taken out. A mark that cited "
        "something is never removed: only an editor can find its source again, or decide to do without.",
        "不安全，且只用于本身不引用任何来源的符号（如 `[cite_start]`、空卡片）：删去。曾经引用过来源的标记从不删除——"
        "只有编辑能找回来源，或决定舍弃。",
    )
    what = Phrase(
        "A citation of which the export kept no source (`【7†source】` or `citeturn0search0` without a list, a Grok card), "
        "or a sign of the page that slipped into the text (`[cite_start]`, `facebook+1`, `[span_0](start_span)`).",
        "导出时丢了来源的引用（没有列表的 `【7†source】`、`citeturn0search0`，Grok 卡片），或混进正文的页面符号"
        "（`[cite_start]`、`facebook+1`、`[span_0](start_span)`）。",
    )
    why = Phrase(
        "A reader sees letters that mean nothing, and a claim that seems to have a source has none. Removed silently, it "
        "would be a claim without any sign that a source is missing.",
        "读者看到的是一串乱码，论断看似有据，其实来源已丢。悄悄删掉更糟：连“缺来源”的痕迹也没有了。",
    )
    examples = (
        Bad("装机容量翻番⟦【7†source】⟧，成本下降⟦【8†L3-L9】⟧。"),
        Bad("Exports fell.⟦\ue200cite\ue202turn0search3\ue201⟧ Rents rose. ⟦citeturn0search0turn1view0⟧" + _ONE),
        Bad("渗透率过半⟦[citation:4]⟧。", None, "no list at all"),
        Bad('销量创新高⟦<grok-card data-id="3b8e1a" data-type="citation_card"></grok-card>⟧。' + _ONE),
        Bad("⟦[cite_start]⟧城镇化率继续上升[cite: 1]。" + _ONE, "城镇化率继续上升[cite: 1]。" + _ONE),
        Bad("⟦[span_0](start_span)⟧产量上升⟦[span_0](end_span)⟧。", "产量上升。"),
        Bad('图：⟦<grok-card data-id="8726d0" data-type="image_card"></grok-card>⟧如下。', "图：如下。"),
        Bad("The rate fell.⟦facebook+1⟧ Demand rose.⟦reuters+3⟧", None, "source buttons of Perplexity"),
        Bad(
            "该行维持评级 (⟦[Reuters+1](https://e.org/a)⟧)，另一家下调([BBC](https://e.org/b)⟦[+2](https://e.org/c)⟧)。"
        ),
        Bad("Prices fell[1]⟦[+1]⟧." + _ONE, None, "several sources, of which the export kept one"),
        Bad("结论可靠⟦[^9]⟧。", None, "no such footnote"),
        Bad("数据隐私见 ⟦S\\_S23⟧, ⟦S\\_S68⟧。"),
        Good("装机容量翻番【7†source】。\n\n## 参考资料\n\n【7†source】 年报 <https://e.org/a>"),
        Good("渗透率过半[citation:1]。" + _ONE),
        Good("见 [T+1](https://e.org/a) 制度，时区为[UTC+8](https://e.org/b)，评级[A+](https://e.org/c)，值域 [+1]。"),
        Good("按 Ctrl+1 或 shift+2，时区 UTC+8、utc+8，成绩 n+1，C++ 与 google+。"),
        Good("代码 `[cite_start]`、`turn0search0`，正则 [^0-9] 与 [^abc]。"),
        Good("一句话[^1]。\n\n[^1]: 注。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for marker in page.citations.markers:
            if page.citations.is_dead(marker):
                message = Phrase(
                    "this mark of {} cites {}, but its source was not exported: find it again and list it, or drop the claim",
                    "这是 {} 的引用标记（{}），但来源没有随文导出：请找回并列入参考资料，否则删去相应论断",
                ).format(_TITLES[marker.dialect], ", ".join(marker.keys))
                yield self.finding(marker.span, message)
        for leftover in self._leftovers(page):
            yield self.finding(leftover.span, _MESSAGE.format(leftover.what), _remove(leftover))

    def _leftovers(self, page: Page) -> Iterator[Leftover]:
        masked = page.body_masked  # markers and the list of references are masked there
        if "[" in masked:
            yield from (Leftover(Span(*found.span()), _START) for found in _CITE_START.finditer(masked))
            yield from (Leftover(Span(*found.span()), _UNDEFINED, removable=False) for found in _NOTE.finditer(masked))
        if "\ue200" in masked:
            yield from (Leftover(Span(*found.span()), _GROUP, removable=False) for found in _PRIVATE.finditer(masked))
        if "<" in page.text:
            yield from self._cards(page)
            yield from (Leftover(span, _HIDDEN) for span in hidden_spans(page.document))
        if "_" in page.text:
            yield from self._spans(page)
        if "+" in masked:
            yield from self._buttons(page, masked)
        if "_" in masked:
            yield from (
                Leftover(Span(*found.span()), _INTERNAL, removable=False) for found in _SOURCE_NAME.finditer(masked)
            )

    def _buttons(self, page: Page, masked: str) -> Iterator[Leftover]:
        text = page.text
        links = [
            link.span
            for link in page.document.parsed.links
            if text.find("+", link.start, link.end) >= 0
            and text[link.start - 1 : link.start].strip()  # behind a word or an opening bracket: `T+1` alone is a name
            and (link.value or "").startswith("http")
            and _BUTTON.fullmatch("".join(child.value or "" for child in link.children))
        ]
        yield from (Leftover(span, _MORE, removable=False) for span in links)
        yield from (Leftover(Span(*found.span()), _MORE, removable=False) for found in _BUTTON_ALONE.finditer(masked))
        for found in _PILL.finditer(masked):
            if not any(span.start <= found.start() < span.end for span in links):
                yield Leftover(Span(*found.span()), _CHIP, removable=False)

    def _spans(self, page: Page) -> Iterator[Leftover]:
        for link in page.document.parsed.links:
            if link.value in ("start_span", "end_span"):
                yield Leftover(link.span, _SPAN)

    def _cards(self, page: Page) -> Iterator[Leftover]:
        starts = {marker.span.start for marker in page.citations.markers}
        for found in _CARD.finditer(page.text):
            if found.start() not in starts and page.document.masked[found.start()] not in (CODE, MATH, BLOCK):
                yield Leftover(Span(*found.span()), _PICTURE)


_MESSAGE = Phrase("left over from the assistant's page: {}", "助手页面的残留：{}")


def _remove(leftover: Leftover) -> Fix | None:
    if not leftover.removable:
        return None
    return Fix(Phrase("Take it out", "删去"), (Edit.delete(*leftover.span),), Safety.UNSAFE)


class AmbiguousDialect(Rule):
    """As many marks of one assistant as of another."""

    code = "CIT207"
    name = "ambiguous-dialect"
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "A text with as many citations in one assistant's marks as in another's.",
        "同一篇文章里，两种助手的引用标记一样多。",
    )
    why = Phrase(
        "Two answers were probably put together, and each numbers its sources by itself: the same number may mean two "
        "sources. Only the author can say which list is meant.",
        "多半是把两份回答拼在了一起，而各自的来源编号互不相干：同一个号码可能指两份资料。只有作者能说清以哪一份列表为准。",
    )
    examples = (
        Bad("甲[citation:1]，乙⟦[^1^]⟧。" + _ONE),
        Bad("Prices fell[(1)](https://e.org/a) while demand rose⟦【1†source】⟧." + _ONE),
        Good("甲[citation:1]，乙[citation:1]，丙[^1^]。" + _ONE, "one of them has more"),
        Good("---\ndialect: kimi\n---\n\n甲[citation:1]，乙[^1^]。" + _ONE, "the author has said which"),
        Good("甲[@a]，乙[^1]。\n\n[^1]: 注。", "footnotes belong to no assistant"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        tied = page.citations.tied
        if not tied:
            return
        marks = [marker for marker in page.citations.markers if marker.dialect in tied]
        second = next(marker for marker in marks if marker.dialect != marks[0].dialect)
        message = Phrase(
            "as many marks of {} as of {}: name the one that counts in the front matter (`dialect: {}`)",
            "“{}”与“{}”的引用标记一样多：请在文首元数据中写明以哪一种为准（`dialect: {}`）",
        ).format(_TITLES[second.dialect], _TITLES[marks[0].dialect], marks[0].dialect)
        yield self.finding(second.span, message)


RULES: tuple[Rule, ...] = (DeadCitationMark(), AmbiguousDialect())
