"""CIT2xx: citations against the list of references."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.citations.addresses import comparable_address
from pubkit.markdown.tree import BLOCK
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Related, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.citations.model import Marker

_TWO = "\n\n## 参考资料\n\n\\[1] 甲 [https://e.org/a](https://e.org/a)\n\n\\[2] 乙 [https://e.org/b](https://e.org/b)"
_ONE = "\n\n## 参考资料\n\n\\[1] 甲 [https://e.org/a](https://e.org/a)"
_LISTED_HERE = Phrase("the entry is here", "条目在这里")


class UnlistedCitation(Rule):
    """A citation that the list of references does not have."""

    code = "CIT201"
    name = "unlisted-citation"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "A citation whose number is not in the list of references, or a document that cites and has no list.",
        "引用的编号不在参考资料列表里，或者全文有引用却没有列表。",
    )
    why = Phrase(
        "A reader who follows the number finds nothing. A build stops here, unless it is a draft.",
        "读者按编号找不到文献。除非是草稿，构建会在这里停下。",
    )
    examples = (
        Bad("电价下降⟦[(7)](https://e.org/g)⟧。" + _ONE, None, "7 is not listed"),
        Bad("电价下降⟦[(7)](https://e.org/g)⟧，需求上升[(8)](https://e.org/h)。", None, "no list: said once"),
        Good("电价下降[(1)](https://e.org/a)。" + _ONE),
        Good("没有引用，也没有列表。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        citations = page.citations
        if not citations.sources and not citations.known:
            living = [marker for marker in citations.markers if not citations.is_dead(marker)]  # CIT206 has the dead ones
            if living:
                yield self.finding(living[0].span, _without_list(living))
            return
        listed = {source.key for source in citations.sources} | citations.known
        for marker in citations.markers:
            if listed.issuperset(marker.keys):
                continue
            missing = [key for key in marker.keys if not citations.knows(key)]
            if missing and not citations.is_dead(marker):
                message = Phrase("citation [{}] is not in the list of references", "引用 [{}] 不在参考资料列表中")
                yield self.finding(marker.span, message.format(", ".join(missing)), related=_same_address(page, marker))


def _without_list(markers: list[Marker]) -> Phrase:
    """What is said of citations without a list; where they carry addresses, how one is made of these."""
    count = len({key for marker in markers for key in marker.keys})
    said = Phrase("the text cites {} source{} but has no list of references", "正文引用了 {} 个来源，但没有参考资料列表").format(count, "s" * (count != 1))
    if not any(marker.address for marker in markers):
        return said
    way = Phrase("{}; `pubkit normalize` makes one of the addresses in the text", "{}；可用 `pubkit normalize` 由正文中的网址生成")
    return way.format(said)


def _same_address(page: Page, marker: Marker) -> tuple[Related, ...]:
    """The entry that has the marker's address under another number, if there is one."""
    for source in page.citations.sources:
        if marker.address and source.address and comparable_address(source.address) == comparable_address(marker.address):
            message = Phrase("this address is listed as [{}]", "这个地址在列表中是 [{}]").format(source.key)
            return (Related(source.key_span, message),)
    return ()


class AddressMismatch(Rule):
    """A citation whose address is not the one of its entry."""

    code = "CIT202"
    name = "address-mismatch"
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "A citation that carries another address than the entry of the same number.",
        "引用里的地址和列表中同号条目的地址不一致。",
    )
    why = Phrase(
        "Either the number or the address is wrong: the claim may rest on another source than the one that is printed.",
        "编号和地址必有一个是错的：论断依据的可能不是印出来的那一条。",
    )
    examples = (
        Bad("电价下降⟦[(1)](https://e.org/z)⟧。" + _ONE),
        Bad("电价下降⟦[(1)](https://e.org/b)⟧。" + _TWO, None, "the address is that of entry 2"),
        Good("电价下降[(1)](http://e.org/a/)。" + _ONE, "http or https, with a last slash or without"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        known: dict[str, str] = {}
        for marker in page.citations.markers:
            source = page.citations.source(marker.keys[0]) if len(marker.keys) == 1 else None
            if not (source and source.address and marker.address) or source.address == marker.address:
                continue
            for address in (source.address, marker.address):
                if address not in known:
                    known[address] = comparable_address(address)
            if known[source.address] != known[marker.address]:
                related = (Related(source.span, _LISTED_HERE), *_same_address(page, marker))
                message = Phrase(
                    "the address of citation [{}] is not the one of its entry", "引用 [{}] 的地址与列表条目的地址不同"
                )
                yield self.finding(marker.span, message.format(marker.keys[0]), related=related)


class UncitedSource(Rule):
    """An entry of the list that the text never cites."""

    code = "CIT203"
    name = "uncited-source"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase("An entry of the list of references that the text never cites.", "列表中的条目在正文里从未被引用。")
    why = Phrase(
        "A list of references holds what the text rests on. Entries that are never cited are published apart, as further "
        "reading.",
        "参考文献应是正文的依据。从未引用的条目在出版物中单列为“延伸阅读”。",
    )
    examples = (
        Bad("电价下降[(1)](https://e.org/a)。\n\n## 参考资料\n\n\\[1] 甲 <https://e.org/a>\n\n⟦\\[2]⟧ 乙 <https://e.org/b>"),
        Good("电价下降[(1)](https://e.org/a)，需求上升[(2)](https://e.org/b)。" + _TWO),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        notes = {node.start for node in page.document.parsed.footnotes}
        message = Phrase("entry [{}] is never cited", "条目 [{}] 从未被引用")
        for source in page.citations.uncited():
            if source.span.start in notes:
                unused = Phrase("footnote [^{}] is never used", "脚注 [^{}] 没有用到").format(source.key.removeprefix("^"))
                yield self.finding(source.number_span(page.text), unused)
                continue
            yield self.finding(source.number_span(page.text), message.format(source.key))


class RepeatedCitation(Rule):
    """The same entry cited twice in one sentence."""

    code = "CIT204"
    name = "repeated-citation"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.CITATION
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe, and only where the two stand side by side: the second one is taken out.",
        "不安全，且只在两处相邻时提供：删去后一个。",
    )
    what = Phrase("The same entry cited twice or more in one sentence.", "同一句话里两次以上引用同一条文献。")
    why = Phrase(
        "One citation a sentence says the same and reads better; several are often left over from an export that "
        "scattered them.",
        "一句话引一次就够了；重复的标记往往是导出时散落的残留。",
    )
    examples = (
        Bad(
            "电价下降[(1)](https://e.org/a)，但需求上升⟦[(1)](https://e.org/a)⟧。" + _ONE,
            None,
        ),
        Bad("电价下降[(1)](https://e.org/a)⟦[(1)](https://e.org/a)⟧。" + _ONE, "电价下降[(1)](https://e.org/a)。" + _ONE),
        Good("电价下降[(1)](https://e.org/a)。需求上升[(1)](https://e.org/a)。" + _ONE),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        message = Phrase("[{}] is cited twice in one sentence", "同一句话里重复引用了 [{}]")
        masked = page.masked
        cited: dict[str, Marker] = {}
        for marker in page.citations.markers:
            start = marker.span.start
            for key in marker.keys:
                before = cited.get(key)
                if before is not None and not _ends_between(masked, before.span.end, start):
                    yield self.finding(marker.span, message.format(key), self._fix(before, marker))
                cited[key] = marker

    def _fix(self, first: Marker, second: Marker) -> Fix | None:
        if first.span.end != second.span.start or first.keys != second.keys:
            return None
        title = Phrase("Take the second one out", "删去重复的一处")
        return Fix(title, (Edit.delete(*second.span),), Safety.UNSAFE)


def _ends_between(masked: str, start: int, end: int) -> bool:
    """Whether a sentence ends between two places. Nearly always a full stop is there: a look for it costs little."""
    return masked.find("。", start, end) >= 0 or _SENTENCE_END.search(masked, start, end) is not None


#: The end of a sentence or of a block.
_SENTENCE_END = lazy(rf"[。！？{BLOCK}.!?](?:(?<![.!?])|(?=[ \n]))")


class MalformedCitation(Rule):
    """What was meant as a citation and is none."""

    code = "CIT205"
    name = "malformed-citation"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "The number of a citation in its brackets without a working link: the address is missing, torn by a space, or "
        "never closed.",
        "引用编号的括号还在，链接却不成立：地址缺失、被空格断开，或者没有收尾的括号。",
    )
    why = Phrase(
        "Readers see the raw marks, and the source is lost. Only the editor can say what the address was.",
        "读者会看到一串原始符号，来源也丢了。地址原来是什么，只有编辑能确定。",
    )
    examples = (
        Bad("电价下降⟦[(1)](https://e.org/a⟧ b。" + _ONE),
        Bad("又见⟦[(1)](⟧\n\n下一段。" + _ONE),
        Bad("又见⟦[(1)]⟧。" + _ONE),
        Good("电价下降[(1)](https://e.org/a)。" + _ONE),
        Good("区间 [0, 1] 与数组 `a[(1)]`。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for malformed in page.citations.malformed:
            keys = ", ".join(malformed.keys)
            source = page.citations.source(malformed.keys[0])
            related = (Related(source.span, _LISTED_HERE),) if source else ()
            message = Phrase("citation [{}] has no working link", "引用 [{}] 的链接不完整")
            yield self.finding(malformed.span, message.format(keys), related=related)


class UndefinedFootnote(Rule):
    """A footnote mark without a footnote."""

    code = "CIT208"
    name = "undefined-footnote"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase("A footnote mark `[^x]` whose note `[^x]: …` is not there.", "正文有脚注标记 `[^x]`，却没有对应的 `[^x]: …`。")
    why = Phrase("Readers see the raw mark, and the note is lost.", "读者会看到原始标记，注释也丢了。")
    examples = (
        Bad("成本下降⟦[^x]⟧。\n\n[^y]: 另一条注。"),
        Good("成本下降[^x]。\n\n[^x]: 年报。"),
        Good("`[^x]` 与正则 [^a-z] 都不是脚注。"),
        Good("用户数[^5^]。", "another assistant's mark"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if "[^" in page.masked:
            for found in _NOTE_MARK.finditer(page.masked):
                message = Phrase("there is no footnote [^{}]", "没有脚注 [^{}]").format(found[1])
                yield self.finding(Span(*found.span()), message)


#: A mark that the parser left as text; a set of a regular expression holds a range or stands in code.
_NOTE_MARK = lazy(r"\[\^(\w{1,30})\](?![:(^])")


RULES: tuple[Rule, ...] = (
    UndefinedFootnote(),
    UnlistedCitation(),
    AddressMismatch(),
    UncitedSource(),
    RepeatedCitation(),
    MalformedCitation(),
)
