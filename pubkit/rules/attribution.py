"""CIT4xx: is it the right source? Advice from titles alone, without a network; an editor decides.

What a title shares with a sentence is found in `citations.attribution`; here it is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from pubkit.rules.base import Bad, Good, Option, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Related, Severity
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.citations.attribution import Attribution
    from pubkit.citations.model import Marker, Source
    from pubkit.markdown.tree import Run

_LONGEST_TITLE = 60  # code points of a title in a message
_MOST_RELATED = 20  # places beside a finding

_BATTERY = "[(1)](https://e.org/a)"
_WIND = "[(2)](https://e.org/b)"
_TWO = (
    "\n\n## 参考资料\n\n\\[1] FerroCell：一种长寿命储能电池 [https://e.org/a](https://e.org/a)\n\n"
    "\\[2] 海上风电场的运维成本 [https://e.org/b](https://e.org/b)"
)
_TWO_ENGLISH = (
    "\n\n## References\n\n[1] FerroCell: a storage battery that lasts [https://e.org/a](https://e.org/a)\n\n"
    "[2] Maintenance of offshore wind farms [https://e.org/b](https://e.org/b)"
)


def _title(source: Source) -> str:
    return source.title if len(source.title) <= _LONGEST_TITLE else source.title[: _LONGEST_TITLE - 1] + "…"


def _entry(source: Source) -> Related:
    message = Phrase("entry [{}]: “{}”", "条目 [{}]：“{}”").format(source.key, _title(source))
    return Related(source.span, message)


def _places(markers: tuple[Marker, ...], message: Phrase) -> tuple[Related, ...]:
    return tuple(Related(marker.span, message) for marker in markers[:_MOST_RELATED])


class _Advice(Rule):
    phase: ClassVar[Phase] = Phase.CITATION
    severity: ClassVar[Severity] = Severity.INFO

    def attribution(self, page: Page) -> Iterator[Attribution]:
        """What the titles say, once, where a page cites and lists anything."""
        if page.citations.markers and page.citations.sources:
            yield page.attribution


class AnotherSourceNamed(_Advice):
    """A sentence that names what another entry is about, and not the cited one."""

    code = "CIT401"
    name = "another-source-named"
    severity: ClassVar[Severity] = Severity.WARNING
    what = Phrase(
        "A sentence that names a model, method, person, product or work that stands in the title of another entry, while "
        "the title of the cited one has nothing of the sentence.",
        "句子提到的模型、方法、人物、产品或作品出现在另一条文献的题名里，而所引文献的题名与这句话毫不相干。",
    )
    why = Phrase(
        "Exports shift numbers. A reader who follows the citation lands on a source that does not speak of the claim.",
        "导出时编号常会错位。读者顺着引用找过去，看到的是一篇没有谈这件事的文献。",
    )
    examples = (
        Bad(
            f"FerroCell 在三千次循环之后仍能保持九成容量⟦{_WIND}⟧。\n\n海上风电场的运维成本则取决于船期{_WIND}。\n\n"
            f"电池另有一节{_BATTERY}。" + _TWO
        ),
        Bad(f"After three thousand cycles FerroCell keeps its charge⟦{_WIND}⟧.\n\nOffshore wind is costly{_WIND}." + _TWO_ENGLISH),
        Good(f"FerroCell 在三千次循环之后仍能保持九成容量{_BATTERY}。海上风电场的运维成本取决于船期{_WIND}。" + _TWO),
        Good(f"与 FerroCell 配套的海上风电场，运维成本取决于船期{_WIND}。另见{_BATTERY}。" + _TWO, "the cited title is in it too"),
        Good(f"FerroCell 已经量产{_BATTERY}{_WIND}。" + _TWO, "the named source is cited beside"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        message = Phrase(
            "the sentence names “{}”, which is in the title of [{}], not of [{}]",
            "这句话提到“{}”，它出现在 [{}] 的题名里，而不在所引的 [{}] 里",
        )
        for found in (found for attribution in self.attribution(page) for found in attribution.named_elsewhere):
            shared = Phrase("”, “".join(found.shared), "”“".join(found.shared))
            filled = message.format(shared, found.other.key, found.cited.key)
            yield self.finding(found.marker.span, filled, related=(_entry(found.other), _entry(found.cited)))


_GRID = (
    "\n\n## 参考资料\n\n\\[1] 电网调度算法综述 [https://e.org/a](https://e.org/a)\n\n"
    "\\[2] 古籍数字化的版本校勘 [https://e.org/b](https://e.org/b)"
)
_A, _B = "[(1)](https://e.org/a)", "[(2)](https://e.org/b)"


class OddOneOut(_Advice):
    """One citation of another entry where all others agree."""

    code = "CIT402"
    name = "odd-one-out"
    what = Phrase(
        "A paragraph, or the text under one heading, that cites one entry throughout and another once, in a sentence that "
        "has nothing of that one's title.",
        "同一段（或同一小节）始终引用同一条文献，只有一处引了另一条，而那句话与这条文献的题名没有共同之处。",
    )
    why = Phrase(
        "Where a paragraph sums up one source, a number that differs once is often that of the next paragraph.",
        "一段话概述一篇文献时，唯一不同的编号往往是从下一段错位来的。",
    )
    examples = (
        Bad(
            f"电网调度有三条路线{_A}。集中式的调度算法最成熟{_A}。分布式的算法更灵活{_A}。将来还有许多工作要做⟦{_B}⟧。\n\n"
            f"古籍的版本校勘另有规范{_B}。" + _GRID
        ),
        Good(f"电网调度有三条路线{_A}。调度算法最成熟{_A}。算法更灵活{_A}。将来还有许多工作要做{_A}。" + _GRID),
        Good(f"电网调度有三条路线{_A}。调度算法最成熟{_A}。算法更灵活{_A}。古籍数字化也用得上{_B}。" + _GRID, "it says why"),
        Good(f"电网调度有三条路线{_A}。将来还有许多工作要做{_B}。" + _GRID, "two citations agree on nothing"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        message = Phrase(
            "[{}] is cited once where {} other citations are of [{}], and the sentence has nothing of its title “{}”",
            "此处只有一次引用 [{}]，其余 {} 处都引 [{}]，而这句话与其题名“{}”没有共同之处",
        )
        for found in (found for attribution in self.attribution(page) for found in attribution.odd_ones):
            filled = message.format(found.cited.key, len(found.mates), found.usual.key, _title(found.cited))
            mates = _places(found.mates, Phrase("cites [{}]", "此处引用 [{}]").format(found.usual.key))
            yield self.finding(found.marker.span, filled, related=(_entry(found.cited), *mates))


class UnrelatedSource(_Advice):
    """An entry whose title shares nothing with what cites it."""

    code = "CIT403"
    name = "unrelated-source"
    what = Phrase(
        "An entry whose title shares no word with any sentence, paragraph or heading that cites it; or with one place, where "
        "it fits all others that cite it. Words of Chinese and English are matched by a small glossary; a title that it does "
        "not reach is not judged.",
        "条目的题名与引用它的句子、段落和标题没有任何共同的词；或者它与其他引用之处都相符，唯独与一处无关。中英文之间用一份小词表对照，词表够不到的题名不作判断。",
    )
    why = Phrase(
        "A call for papers on cars does not support claims about schools. Such an entry came with the export, not from the "
        "research.",
        "一则汽车专刊的征稿启事支持不了关于教育的论断。这样的条目多半是导出时混入的，而不是研究的依据。",
    )
    examples = (
        Bad(f"学生的阅读量逐年下降⟦{_A}⟧。\n\n教师缺少培训{_A}。\n\n古籍的校勘另有规范{_B}。" + _GRID, why="said once, at the first"),
        Bad("Pupils read less every year⟦[(1)](https://e.org/a)⟧." + _GRID.replace("电网调度算法综述", "Power grid scheduling and storage")),
        Good(f"电网的调度不易{_A}。\n\n学生的阅读量逐年下降{_A}。\n\n古籍的校勘另有规范{_B}。" + _GRID, "one of two fits"),
        Good(f"学生的阅读量逐年下降{_A}。" + _GRID.replace("电网调度算法综述", "Zeitschriftenschau"), "cannot be judged"),
        Good(f"学生的阅读量逐年下降{_A}。" + _GRID.replace("电网调度算法综述", "Student reading"), "the glossary matches them"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        everywhere = Phrase(
            "the title of [{0}], “{1}”, shares nothing with any place that cites it ({2})",
            "[{0}] 的题名“{1}”与引用它的 {2} 处文字都没有共同之处",
        )
        here = Phrase(
            "the title of [{0}], “{1}”, shares nothing with this place, as it does with the {3} others that cite it",
            "[{0}] 的题名“{1}”与此处没有共同之处，而与另外 {3} 处引用相符",
        )
        for found in (found for attribution in self.attribution(page) for found in attribution.unrelated):
            message = here if found.kin else everywhere
            filled = message.format(found.cited.key, _title(found.cited), len(found.markers), len(found.kin))
            others = _places(found.markers[1:], Phrase("cited here too", "这里也引用了它"))
            yield self.finding(found.markers[0].span, filled, related=(_entry(found.cited), *others))


_HOW = (
    " A host (`example.org`, `example.org/path`) or a word of the title.",
    "每项是一个网站（`example.org`、`example.org/路径`）或题名中的词。",
)


def _kind(name: str, default: str, en: str, zh: str) -> Option:
    return Option(name, "strings", tuple(default.split(",")), Phrase(en + _HOW[0], zh + _HOW[1]))


class WeakSource(_Advice):
    """A cited entry of a kind that carries little weight."""

    code = "CIT404"
    name = "weak-source"
    what = Phrase(
        "A cited entry of a kind that carries little weight: a call for papers, a shared video, a page of search results, an "
        "AI's answer, a question-and-answer page, a document-sharing site, a blog platform or content farm, a home page.",
        "被引条目属于分量很轻的一类：征稿启事、视频分享、搜索结果页、AI 回答页、问答页、文库、博客平台或内容农场、网站首页。",
    )
    why = Phrase(
        "What nobody has reviewed, and what may be gone or changed tomorrow, is a lead to a source and not the source.",
        "没有人审过、明天就可能消失或改动的网页，是找到来源的线索，而不是来源本身。",
    )
    options = (
        _kind("calls-for-papers", "征稿,征文,约稿,call for papers,call for submissions", "Calls for papers.", "征稿启事。"),
        _kind(
            "videos",
            "douyin.com,iesdouyin.com,tiktok.com,kuaishou.com,bilibili.com,b23.tv,ixigua.com,youtube.com,youtu.be,v.qq.com,xiaohongshu.com",
            "Shared videos.",
            "视频分享。",
        ),
        _kind(
            "search-results",
            "baidu.com/s,google.com/search,bing.com/search,so.com/s,sogou.com/web,duckduckgo.com,so.toutiao.com/search",
            "Pages of search results.",
            "搜索结果页。",
        ),
        _kind(
            "answers",
            "chatgpt.com,chat.openai.com,gemini.google.com,perplexity.ai,doubao.com,kimi.com,kimi.moonshot.cn,chat.deepseek.com,"
            "yiyan.baidu.com,yuanbao.tencent.com,tongyi.aliyun.com,poe.com",
            "Answers of AI assistants.",
            "AI 助手的回答。",
        ),
        _kind(
            "questions",
            "zhidao.baidu.com,zhihu.com/question,wenda.so.com,wenwen.sogou.com,quora.com",
            "Question-and-answer pages.",
            "问答页。",
        ),
        _kind(
            "file-sharing",
            "wenku.baidu.com,renrendoc.com,docin.com,doc88.com,book118.com,taodocs.com,jinchutou.com,scribd.com,slideshare.net,人人文库,豆丁网,道客巴巴",
            "Document-sharing sites.",
            "文库。",
        ),
        _kind(
            "blogs",
            "blog.csdn.net,blog.51cto.com,jianshu.com,360doc.com,baijiahao.baidu.com,zhuanlan.zhihu.com,sohu.com/a,163.com/dy,php.cn/faq",
            "Blog platforms without review, and content farms.",
            "无审稿的博客平台与内容农场。",
        ),
        Option(
            "home-pages",
            "boolean",
            default=True,
            what=Phrase("Whether an address without a path, a home page, counts.", "没有路径的地址（网站首页）是否算在内。"),
        ),
    )
    examples = (
        Bad("电价下降[(1)](https://e.org/a)。\n\n## 参考资料\n\n⟦\\[1]⟧ 《电力》专刊征稿启事 <https://e.org/a>"),
        Bad("电价下降[(1)](https://m.bilibili.com/v)。\n\n## 参考资料\n\n⟦\\[1]⟧ 电价怎么看 <https://m.bilibili.com/v>"),
        Bad("电价下降[(1)](https://e.org/)。\n\n## 参考资料\n\n⟦\\[1]⟧ 电力研究所 <https://e.org/>"),
        Good("电价下降[(1)](https://e.org/a)。\n\n## 参考资料\n\n\\[1] 电力年报 <https://e.org/a>"),
        Good("电价下降。\n\n## 参考资料\n\n\\[1] 电价怎么看 <https://m.bilibili.com/v>", "never cited"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        kinds = _kinds(tuple((option.name, tuple(self.option(page, option.name))) for option in self.options[:-1]))
        home_pages = bool(self.option(page, "home-pages"))
        message = Phrase("[{}] is a source of little weight: {} ({})", "[{}] 分量较轻：{}（{}）")
        for source, marker in _first_citations(page).values():
            kind, evidence = _weakness(source, kinds, home_pages=home_pages)
            if kind:
                filled = message.format(source.key, _KINDS[kind], evidence)
                related = (Related(marker.span, Phrase("first cited here", "首次在这里引用")),)
                yield self.finding(source.number_span(page.text), filled, related=related)


_KINDS = {
    "calls-for-papers": Phrase("a call for papers reports no findings", "征稿启事不报告任何结果"),
    "videos": Phrase("a shared video cannot be quoted by page, and may be gone tomorrow", "视频分享无法按页核对，也随时可能消失"),
    "search-results": Phrase("search results differ for every reader", "搜索结果因人因时而异"),
    "answers": Phrase("an AI's answer is no source", "AI 的回答不是来源"),
    "questions": Phrase("answers of unknown people, unreviewed", "作者不明、未经审核的问答"),
    "file-sharing": Phrase("an uploaded copy whose author and version are unknown", "上传的副本，作者与版本不明"),
    "blogs": Phrase("a platform where anyone publishes without review", "任何人都可以不经审核发布的平台"),
    "home-pages": Phrase("a home page changes, and shows no claim", "首页内容常变，也看不出支持哪一句"),
}
_HOST = lazy(r"(?:(?i:https?)://)?(?:[^/@\s]*@)?([^/:?#\s]+)(?::\d+)?(/[^?#]*)?(\?.)?")
_IS_HOST = lazy(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?")


@lru_cache(maxsize=8)
def _kinds(lists: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """The kind of each host, and the words of titles with their kinds."""
    hosts: dict[str, str] = {}
    words: list[tuple[str, str]] = []
    for kind, items in lists:
        for item in items:
            if _IS_HOST.fullmatch(item):
                hosts.setdefault(item.lower(), kind)
            elif item.strip():
                words.append((item.lower(), kind))
    return hosts, tuple(words)


def _weakness(
    source: Source, kinds: tuple[dict[str, str], tuple[tuple[str, str], ...]], *, home_pages: bool
) -> tuple[str, str]:
    """The kind of a weak source and what shows it; both empty for any other source."""
    hosts, words = kinds
    title = source.title.lower()
    for word, kind in words:
        if word in title:
            return kind, word
    found = _HOST.match(source.address or "")
    if not found:
        return "", ""
    labels, path = found[1].lower().split("."), found[2] or "/"
    first = path[1:].partition("/")[0]
    for n in range(len(labels) - 1):
        host = ".".join(labels[n:])
        for name in (f"{host}/{first}", host):
            if name in hosts:
                return hosts[name], name
    if home_pages and path == "/" and not found[3]:
        return "home-pages", found[1].lower()
    return "", ""


def _first_citations(page: Page) -> dict[str, tuple[Source, Marker]]:
    """Each cited entry with the first citation of it, by its number."""
    first: dict[str, tuple[Source, Marker]] = {}
    for marker in page.citations.markers:
        for source in filter(None, map(page.citations.source, marker.keys)):
            first.setdefault(source.key, (source, marker))
    return first


_CITED = "电网的峰值逐年上升[(1)](https://e.org/a)。\n\n" * 5
_LIST = "\n\n## 参考资料\n\n\\[1] 电网年报 [https://e.org/a](https://e.org/a)"


class UncitedFigure(_Advice):
    """A statistic in a paragraph without any citation."""

    code = "CIT405"
    name = "uncited-figure"
    what = Phrase(
        "A sentence that states a percentage, an amount of money or a growth for a year, in a paragraph without any citation, "
        "in a report that cites elsewhere. Tables, summaries and conclusions are left out.",
        "句子给出某一年的百分比、金额或增长，而整段没有任何引用，报告的其他地方却有引用。表格、摘要和结论不在此列。",
    )
    why = Phrase(
        "A figure without a source cannot be checked, and figures are what an assistant invents most easily.",
        "没有来源的数字无从核对，而数字正是 AI 助手最容易编造的内容。",
    )
    options = (
        Option("least", "number", 5, Phrase("Reports with fewer citations are not judged.", "引用少于这个数目的报告不作判断。")),
        Option(
            "only-with-year",
            "boolean",
            default=True,
            what=Phrase("Only sentences that name a year.", "只看写明年份的句子。"),
        ),
    )
    examples = (
        Bad(_CITED + "2024 年全国新增储能装机同比增长 ⟦103%⟧，成本也在下降。" + _LIST),
        Bad(_CITED + "In 2024 the market reached ⟦$40 billion⟧." + _LIST),
        Good(_CITED + "2024 年新增储能装机增长 103%[(1)](https://e.org/a)，成本也在下降。" + _LIST),
        Good(_CITED + "系统的可用性应达到 99.9%。" + _LIST, "a requirement, not a statistic of a year"),
        Good(_CITED + "## 摘要\n\n2024 年新增储能装机增长 103%。" + _LIST, "a summary repeats"),
        Good("2024 年新增储能装机增长 103%。", "a text that cites nothing"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        markers = page.citations.markers
        if len(markers) < self.option(page, "least"):
            return
        only_with_year = self.option(page, "only-with-year")
        starts = [marker.span.start for marker in markers]
        is_summary = False
        for run in page.body_runs:
            if run.block.kind == "heading":
                is_summary = _SUMMARY.search(page.masked, run.start, run.end) is not None
            if is_summary or run.block.kind in {"heading", "table_cell"}:
                continue
            if bisect_left(starts, run.start) != bisect_left(starts, run.end):
                continue
            figure = next(_statistics(page.masked, run, only_with_year=only_with_year), None)
            if figure:
                message = Phrase("“{}” has no source: the paragraph cites nothing", "“{}”没有出处：整段没有引用")
                yield self.finding(figure, message.format(figure.of(page.text)))


_FIGURE = lazy(
    r"[\d$€£¥￥](?:(?<!\d)\s*\d)?(?:[\d,.]*\d)?\s*(?:[%％‰]|个?百分点|percent\b|(?:[万亿]|千万|百万|千亿|万亿)?(?:美元|欧元|英镑|日元|港元|人民币|元)"
    r"|[万亿]{1,2}|(?:thousand|million|billion|trillion)\b)"
)
_CLAIM = lazy(
    r"增长|增加|增至|上升|下降|减少|提高|降低|达到?|超过|突破|占|同比|环比|规模|约为|gr[eo]w|ris[ei]|rose|f[ae]ll|reach|account|increas|decreas"
    r"|declin|share|exceed|worth",
    re.IGNORECASE,
)
_YEAR = lazy(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_SUMMARY = lazy(r"摘要|总结|结论|结语|小结|要点|summary|abstract|conclusion|key (?:points|findings)", re.IGNORECASE)


def _statistics(masked: str, run: Run, *, only_with_year: bool) -> Iterator[Span]:
    """The places of figures in sentences of a run that state a statistic."""
    if not _FIGURE.search(masked, run.start, run.end):
        return
    from pubkit.citations.passages import sentences  # costs a text without citations nothing

    for start, end in sentences(masked, run):
        found = _FIGURE.search(masked, start, end)
        claims = found and _CLAIM.search(masked, start, end)
        if found and claims and (not only_with_year or _YEAR.search(masked, start, end)):
            yield Span(*found.span())


class OneSource(_Advice):
    """One source that carries most of the report."""

    code = "CIT406"
    name = "one-source"
    what = Phrase(
        "One entry that a large part of all citations names.",
        "全文的引用有很大一部分指向同一条文献。",
    )
    why = Phrase(
        "A report that rests on one source is a summary of it. Where that is wrong, so is the report.",
        "主要依据一条文献的报告只是它的摘要；这条文献若有误，报告也随之有误。",
    )
    options = (
        Option("percent", "number", 40, Phrase("The share of all citations, in percent, from which it is said.", "占全部引用的百分之几起提示。")),
        Option("least", "number", 10, Phrase("Reports with fewer citations are not judged.", "引用少于这个数目的报告不作判断。")),
    )
    examples = (
        Bad(f"电网调度{_A}。" * 7 + f"古籍校勘{_B}。" * 4 + _GRID.replace("\\[1]", "⟦\\[1]⟧")),
        Good(f"电网调度{_A}。" * 4 + f"古籍校勘{_B}。" * 4 + _GRID, "too few citations to judge"),
        Good(
            f"电网调度{_A}。" * 4 + f"古籍校勘{_B}。" * 4 + "风电[(3)](https://e.org/c)。" * 4 + _GRID
            + "\n\n\\[3] 风电年报 [https://e.org/c](https://e.org/c)"
        ),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        sources = [source for marker in page.citations.markers for source in map(page.citations.source, marker.keys) if source]
        if len(sources) < self.option(page, "least"):
            return
        counts = Counter(source.key for source in sources)
        key, count = counts.most_common(1)[0]
        percent = 100 * count // len(sources)
        if percent >= self.option(page, "percent"):
            source, marker = _first_citations(page)[key]
            message = Phrase("[{}] carries {} of {} citations ({} %)", "[{}] 占全文 {}/{} 处引用（{}%）")
            related = (Related(marker.span, Phrase("first cited here", "首次在这里引用")),)
            yield self.finding(source.number_span(page.text), message.format(key, count, len(sources), percent), related=related)


RULES: tuple[Rule, ...] = (AnotherSourceNamed(), OddOneOut(), UnrelatedSource(), WeakSource(), UncitedFigure(), OneSource())
