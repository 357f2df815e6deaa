"""BIB105–BIB108: the addresses of sources: what only tracks, one source under two numbers, and what title and address deny."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import unquote

from pubkit.citations.addresses import canonical_address, split_address, tracking_parameters
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Related, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span, new_span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.citations.addresses import Address, TrackingParameter
    from pubkit.citations.model import Source

_LIST = "\n\n## 参考资料\n\n"


class _Spot(NamedTuple):
    """A place where an address is written."""

    span: Span  # of the link, or of the bare address
    address: str  # escapes resolved
    start: int
    end: int


#: An address as it is written, up to the end of its label, its target, or its line.
_WRITTEN = lazy(r"https?://(?=[^\s<>])(?!\]\()[^\s<>\]]*(?:\](?!\()[^\s<>\]]*)*")
_ESCAPE = lazy(r"\\([!-/:-@\[-`{-~])|&amp;")


def _spots(page: Page) -> Iterator[_Spot]:
    """Every written address that may have parameters: in links (label and target), and bare in the list."""
    text = page.text
    known: dict[str, list[tuple[str, int, int]]] = {}  # a citation stands many times in a text
    for link in page.document.parsed.links:
        if link.value and "?" in link.value:
            start, end = link.start, link.end
            piece = text[start : end - 1 if text[end - 1] in ")>]" else end]
            if piece not in known:
                known[piece] = _written(piece)
            for address, first, last in known[piece]:
                yield _Spot(new_span((start, end)), address, start + first, start + last)
    for source in page.citations.sources:
        if source.address and not source.links and "?" in source.address:
            start = source.span.start
            for address, first, last in _written(source.span.of(text)):
                yield _Spot(new_span((start + first, start + last)), address, start + first, start + last)


def _written(piece: str) -> list[tuple[str, int, int]]:
    """The addresses that a piece of the text holds, escapes resolved, with the offsets in it where each is written."""
    written = []
    for found in _WRITTEN.finditer(piece):
        address = found[0]
        if "\\" in address or "&amp;" in address:
            address = _ESCAPE.sub(lambda escape: escape[1] or "&", address)
        written.append((address, found.start(), found.end()))
    return written


class TrackingParameters(Rule):
    """An address with parameters that only tell where its reader comes from."""

    code = "BIB105"
    name = "tracking-parameters"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "An address with parameters that follow the reader and do not name the page: `utm_source`, `spm`, `share_sign`.",
        "地址带有只用来跟踪读者、与页面无关的参数：`utm_source`、`spm`、`share_sign`。",
    )
    why = Phrase(
        "They say who searched and shared, make one source look like several, and fill lines of a printed list. Parameters that "
        "a site needs to find the page are kept.",
        "它们暴露是谁搜索、谁分享，让同一来源看起来像几个，印在列表里还占去好几行。网站找到页面所需的参数不动。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe: the parameters are taken out wherever the address stands, in the list and in the citations alike, and every other "
        "byte stays. That it still leads to the same page, only a look can say.",
        "不安全：列表与引用中同一地址的这些参数一并删去，其余一个字节也不动。是否仍打开同一页面，要看过才知道。",
    )
    source = "Google Analytics, Matomo, Baidu Tongji: campaign parameters; share links of the sites"
    examples = (
        Bad(
            "电价下降[(1)](https://e.org/a?id=7&utm_source=chatgpt.com)。"
            + _LIST
            + "\\[1] 甲 ⟦[https://e.org/a?id=7\\&utm\\_source=chatgpt.com](https://e.org/a?id=7\\&utm_source=chatgpt.com)⟧",
            "电价下降[(1)](https://e.org/a?id=7)。" + _LIST + "\\[1] 甲 [https://e.org/a?id=7](https://e.org/a?id=7)",
            "in the list and in the citation",
        ),
        Bad("见⟦[年报](https://e.org/?utm_source=x&utm_medium=y#s2)⟧。", "见[年报](https://e.org/#s2)。"),
        Bad(_LIST + "\\[1] 甲 ⟦<https://e.org/a?spm=a1.b2&p=3>⟧", _LIST + "\\[1] 甲 <https://e.org/a?p=3>"),
        Bad(
            _LIST + "\\[1] 乙 ⟦[x](http://m.toutiao.com/group/123/?upstream_biz=doubao)⟧",
            _LIST + "\\[1] 乙 [x](http://m.toutiao.com/group/123/)",
        ),
        Good("见[视频](https://www.youtube.com/watch?v=abc&t=30)与[文章](https://mp.weixin.qq.com/s?__biz=M&mid=1&sn=2)。"),
        Good("代码里的 `https://e.org/?utm_source=x` 不动。"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if "?" not in page.text:
            return
        by_address: dict[str, list[_Spot]] = {}
        for spot in _spots(page):
            by_address.setdefault(spot.address, []).append(spot)
        listed = page.citations.bibliography.span if page.citations.bibliography else Span(0, 0)
        message = Phrase("the address holds tracking parameters: {}", "地址带有跟踪参数：{}")
        for address, spots in by_address.items():
            if parameters := tracking_parameters(address):
                first = next((spot for spot in spots if listed.start <= spot.span.start < listed.end), spots[0])
                names = list(dict.fromkeys([parameter.name for parameter in parameters]))
                shown = ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
                yield self.finding(first.span, message.format(shown), _fix(page.text, spots, parameters))


def _fix(text: str, spots: list[_Spot], parameters: tuple[TrackingParameter, ...]) -> Fix:
    edits = set()
    for spot in spots:
        places = _places(text, spot)
        edits.update([Edit.delete(places[parameter.start], places[parameter.end]) for parameter in parameters])
    return Fix(Phrase("Take the tracking parameters out", "删去跟踪参数"), tuple(sorted(edits)), Safety.UNSAFE)


def _places(text: str, spot: _Spot) -> Sequence[int]:
    """Where each code point of an address begins in the text, and the end."""
    if spot.end - spot.start == len(spot.address):
        return range(spot.start, spot.end + 1)
    places: list[int] = []
    done = spot.start
    for escape in _ESCAPE.finditer(text, spot.start, spot.end):
        places += range(done, escape.start() + 1)
        done = escape.end()
    return (*places, *range(done, spot.end + 1))


class SameSource(Rule):
    """One source under two numbers, by addresses that are written in different ways."""

    code = "BIB106"
    name = "same-source"
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "Two entries whose addresses differ and lead to the same source: a paper's page and its PDF, a DOI and the publisher's "
        "page, the desktop's and the telephone's page, with and without tracking parameters.",
        "两个条目的地址写法不同，却是同一来源：论文的摘要页与 PDF、DOI 与出版社页面、电脑版与手机版、带与不带跟踪参数。",
    )
    why = Phrase(
        "The basis looks broader than it is, and a reader looks up the same text twice. Addresses that are equal letter by letter "
        "are found by `doubled-source`.",
        "依据显得比实际更广，读者会把同一篇文字查两遍。逐字相同的地址由 `doubled-source` 发现。",
    )
    examples = (
        Bad(_LIST + "\\[1] 甲 <https://arxiv.org/abs/2501.00001>\n\n⟦\\[2]⟧ 甲 <https://arxiv.org/pdf/2501.00001v2>"),
        Bad(_LIST + "\\[1] 甲 <https://www.e.org/a?x=1>\n\n⟦\\[2]⟧ 甲 <http://m.e.org/a?utm_source=q&x=1>"),
        Good(_LIST + "\\[1] 甲 <https://e.org/a?id=1>\n\n\\[2] 乙 <https://e.org/a?id=2>"),
        Good(_LIST + "\\[1] 第 5.4 版 <https://e.org/doc/5.4/a>\n\n\\[2] 第 7.3 版 <https://e.org/doc/7.3/a>"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        groups: dict[str, list[Source]] = {}
        for source in page.citations.sources:
            if source.address and split_address(source.address) is not None:
                groups.setdefault(canonical_address(source.address), []).append(source)
        for first, *others in groups.values():
            if others:
                yield from self._doubles(page, first, others)

    def _doubles(self, page: Page, first: Source, others: list[Source]) -> Iterator[Diagnostic]:
        """The sources that are the first one once more, each way of writing the address said once."""
        message = Phrase("[{}] is the same source as [{}]", "[{}] 与 [{}] 是同一来源")
        related = (Related(first.key_span, Phrase("first listed here", "首次列在这里")),)
        seen = {_plain(first)}
        for source in others:
            plain = _plain(source)
            if plain not in seen and source.key != first.key:
                yield self.finding(source.number_span(page.text), message.format(source.key, first.key), related=related)
            seen.add(plain)


def _plain(source: Source) -> str:
    return re.sub(r"^https?://", "", unquote(source.address or "")).rstrip("/")


#: A year that says when something was published: alone in brackets.
_YEAR_IN_BRACKETS = lazy(r"[(（\[]\s*((?:19|20)\d\d)\s*[a-z年]?\s*[)）\]]")


class YearAgainstIdentifier(Rule):
    """A title whose year of publication is not that of its address."""

    code = "BIB107"
    name = "year-against-identifier"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "An entry that names a year of publication in brackets, and an address whose number or date says another: `(2023)` with "
        "the arXiv number 2501.00001, which was given in January 2025.",
        "条目括注的出版年份与地址中的编号或日期不符：写着“(2023)”，arXiv 编号却是 2501.00001，即 2025 年 1 月。",
    )
    why = Phrase(
        "Invented references are put together from parts that do not fit. It may also be a later version of the same work: look.",
        "臆造的文献由互不相干的部分拼成。也可能是同一作品后来的版本，请查看。",
    )
    examples = (
        Bad(_LIST + "⟦\\[1]⟧ Some Model (2023) <https://arxiv.org/abs/2501.00001>"),
        Bad(_LIST + "⟦\\[1]⟧ (2025 年 8 月) 某地试点 <https://e.org/news/2021-03-04/1.html>"),
        Good(_LIST + "\\[1] Some Model (2024) <https://arxiv.org/abs/2312.00001>", "printed after the preprint"),
        Good(_LIST + "\\[1] 2018—2023 年的进展 <https://arxiv.org/abs/2501.00001>", "what the title is about"),
        Good(_LIST + "\\[1] (2025 年 8 月) 某地试点 <https://e.org/news/2025-08-04/1.html>"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for source in page.citations.sources:
            title = source.title
            has_year = ("20" in title or "19" in title) and _MAY_SAY_YEAR.search(title)
            parts = split_address(source.address) if source.address and has_year else None
            if parts is None:
                continue
            said, known, what = _years(title, parts)
            if said and known and (said < known or (said > known and what is _DATE_OF_ADDRESS)):
                message = Phrase("the title says {}, {} says {}", "标题写的是 {} 年，{}是 {} 年")
                yield self.finding(source.number_span(page.text), message.format(said, what, known))


_MAY_SAY_YEAR = lazy(
    r"[(（\[【]\s*(?:19|20)\d\d\s?(?:[a-z]|年(?:\s?\d\d?\s?月(?:\s?\d\d?\s?日)?)?|[-/.]\d\d?(?:[-/.]\d\d?)?)?\s*[)）\]】]"
)
_DATE_OF_ADDRESS = Phrase("its address", "地址中的日期")


def _years(title: str, parts: Address) -> tuple[int, int, Phrase]:
    """The year that a title names, the one that its address does, and what says it; 0 where none does."""
    from pubkit.citations.days import cut_day, day_in_address
    from pubkit.citations.identifiers import work_of

    work = work_of(parts)
    day = cut_day(title).day
    if work.issued:
        name = work.identifiers[0] if work.identifiers else None
        what = f"{name.scheme}:{name.value}" if name else parts.host
        alone = _YEAR_IN_BRACKETS.search(title)
        said = day[0] if day else int(alone[1]) if alone else 0
        return said, work.issued[0], Phrase(what, f" {what} ")
    in_address = () if "/upload" in parts.path.lower() else day_in_address(parts)
    return (day[0] if day else 0), (in_address[0] if in_address else 0), _DATE_OF_ADDRESS


class AddressOfAnotherSite(Rule):
    """A title that ends with the name of one site, and an address that is another's."""

    code = "BIB108"
    name = "address-of-another-site"
    severity = Severity.INFO
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "An entry whose title ends with the name of a newspaper or site, and whose address belongs to another.",
        "标题末尾是一家报刊或网站的名称，地址却属于另一家。",
    )
    why = Phrase(
        "Mostly a reprint at a portal such as Toutiao or Sohu: the original is the better source, and lasts longer. Sometimes the "
        "address is the wrong one.",
        "多半是今日头条、搜狐等平台的转载：原始出处更可靠，也更长久。有时则是地址贴错了。",
    )
    examples = (
        Bad(_LIST + "\\[1] 某市举办读书节⟦_文汇报⟧ <http://m.toutiao.com/group/1/>"),
        Bad(_LIST + "\\[1] 某市举办读书节 - ⟦新华网⟧ <https://e.org/a>".replace(" - ⟦新", "⟦ - 新")),
        Bad(_LIST + "1. 某市举办读书节⟦ - 新华网⟧, 访问时间为 五月 8, 2025， <https://e.org/a>"),
        Good(_LIST + "\\[1] 某市举办读书节-新华网 <http://www.news.cn/a.html>"),
        Good(_LIST + "\\[1] 读书笔记_我的文汇 <https://e.org/a>"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        from pubkit.citations.days import cut_access_day
        from pubkit.citations.sites import site_of
        from pubkit.citations.titles import foreign_outlet, may_end_with_site, plain_title

        for source in page.citations.sources:
            if not source.address or not may_end_with_site(source.title) or not _HAS_TAIL.search(source.title):
                continue
            title = cut_access_day(plain_title(source.title)).text
            parts = split_address(source.address)
            tail = parts and foreign_outlet(title, parts, site_of(parts.host, parts.path))
            if parts and tail:
                message = Phrase(
                    "the title says “{}”, the address is of {}: a reprint? The original is the better source",
                    "标题写明出自“{}”，地址却属于 {}；若是转载，宜改引原始出处",
                ).format(tail.name, parts.host)
                yield self.finding(_tail_span(page, source, title[len(tail.title) :]), message)


_HAS_TAIL = lazy(r"[-_|｜–—]\s*[^\s\d][^-_|｜–—]{1,60}$")


def _tail_span(page: Page, source: Source, tail: str) -> Span:
    """The name behind the title where it stands so in the source; the entry's number where escapes or line breaks part it."""
    end = source.links[-1].span.start if source.links else source.span.end
    start = page.text.rfind(tail, source.key_span.end, end) if tail else -1
    return Span(start, start + len(tail)) if start >= 0 else source.number_span(page.text)


RULES: tuple[Rule, ...] = (TrackingParameters(), SameSource(), YearAgainstIdentifier(), AddressOfAnotherSite())
