"""From a title line and an address to CSL data: each field, and where it comes from. All entries here are made up."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.citations.model import Source
from pubkit.citations.reference import ParsedReference, entry_of, parse_reference
from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document
from pubkit.text.span import Span

if TYPE_CHECKING:
    from pathlib import Path


def parsed(title: str, address: str | None = None) -> ParsedReference:
    """The reference of an entry with this title line and address."""
    return parse_reference(Source("1", Span(0, 0), Span(0, 0), title, address, ()))


def told(reference: ParsedReference) -> dict[str, Any]:
    """The item without what every item has, dates as text."""
    item = {key: value for key, value in reference.item.items() if key not in ("id", "type", "URL", "language")}
    for field in ("issued", "accessed", "submitted"):
        if field in item:
            item[field] = "-".join(f"{part:02}" for part in item[field]["date-parts"][0])
    return item


VIDEO = 7529133989916134715  # its first 32 bits are a time in July 2025
CASES: list[tuple[str, str, str, dict[str, Any]]] = [
    # ---- preprints
    (
        "海底冷泉群落研究 Deep Cold Seeps(pdf)", "https://arxiv.org/pdf/2502.00001v2.pdf", "preprint",
        {"title": "海底冷泉群落研究 Deep Cold Seeps", "medium": "PDF", "number": "arXiv:2502.00001", "version": "2", "publisher": "arXiv", "issued": "2025-02"},
    ),
    (
        "[2311.00001] Tides of a Small Moon - arXiv", "https://arxiv.org/abs/2311.00001", "preprint",
        {"title": "Tides of a Small Moon", "number": "arXiv:2311.00001", "publisher": "arXiv", "issued": "2023-11"},
    ),
    (
        "Old Strings", "https://arxiv.org/abs/hep-th/9901001", "preprint",
        {"title": "Old Strings", "number": "arXiv:hep-th/9901001", "publisher": "arXiv", "issued": "1999-01"},
    ),
    (
        "古籍数字化的若干问题", "http://www.chinaxiv.org/abs/202303.00999", "preprint",
        {"title": "古籍数字化的若干问题", "number": "ChinaXiv:202303.00999", "publisher": "ChinaXiv", "issued": "2023-03"},
    ),
    (
        "Ant Trails | bioRxiv", "https://www.biorxiv.org/content/10.1101/2023.05.06.539684v2.full", "preprint",
        {"title": "Ant Trails", "DOI": "10.1101/2023.05.06.539684", "version": "2", "publisher": "bioRxiv", "issued": "2023-05-06"},
    ),
    (
        "Prices of Tea by Mei Chen, Tom Ray :: SSRN", "https://papers.ssrn.com/sol3/papers.cfm?abstract_id=1234567", "preprint",
        {"title": "Prices of Tea", "author": [{"literal": "Mei Chen"}, {"literal": "Tom Ray"}], "DOI": "10.2139/ssrn.1234567", "publisher": "SSRN"},
    ),
    # ---- articles and papers
    ("盐湖提锂工艺综述", "http://m.qikan.cqvip.com/Article/ArticleDetail?id=7200000001", "article", {"title": "盐湖提锂工艺综述", "source": "维普"}),
    (
        "盐湖提锂工艺综述 - 中国知网", "https://kns.cnki.net/kcms/detail/detail.aspx?dbcode=CJFD&filename=YHYJ202305007", "article",
        {"title": "盐湖提锂工艺综述", "source": "中国知网", "issue": "5", "issued": "2023"},
    ),
    (
        "某河流域输沙研究", "https://d.wanfangdata.com.cn/thesis/D01234567", "thesis",
        {"title": "某河流域输沙研究", "source": "万方数据知识服务平台"},
    ),
    (
        "Sleep in Bees - PubMed", "https://pubmed.ncbi.nlm.nih.gov/30000001/", "article",
        {"title": "Sleep in Bees", "PMID": "30000001", "source": "PubMed"},
    ),
    (
        "Sleep in Bees - PMC", "https://pmc.ncbi.nlm.nih.gov/articles/PMC1000001/", "article",
        {"title": "Sleep in Bees", "PMCID": "PMC1000001", "source": "PubMed Central"},
    ),
    (
        "Sleep in Bees | Scientific Reports", "https://www.nature.com/articles/s41598-023-00001-2", "article",
        {"title": "Sleep in Bees", "container-title": "Scientific Reports", "DOI": "10.1038/s41598-023-00001-2", "source": "Nature Portfolio"},
    ),
    (
        "Roof Curves | Journal of Roofs | Springer Nature Link", "https://link.springer.com/article/10.1007/s00000-023-00001-2", "article",
        {"title": "Roof Curves", "container-title": "Journal of Roofs", "DOI": "10.1007/s00000-023-00001-2", "source": "SpringerLink"},
    ),
    (
        "Roof Curves - MDPI", "https://www.mdpi.com/2075-5309/15/14/2582", "article",
        {"title": "Roof Curves", "container-title": "Buildings", "ISSN": "2075-5309", "volume": "15", "issue": "14", "number": "2582", "source": "MDPI"},
    ),
    (
        "Frontiers | Salt and Sleep", "https://www.frontiersin.org/journals/public-health/articles/10.3389/fpubh.2024.1/full", "article",
        {"title": "Salt and Sleep", "container-title": "Frontiers in Public Health", "DOI": "10.3389/fpubh.2024.1", "source": "Frontiers"},
    ),
    (
        "Counting Cranes", "https://proceedings.mlr.press/v281/smith25a.html", "paper",
        {"title": "Counting Cranes", "container-title": "Proceedings of Machine Learning Research", "volume": "281", "issued": "2025"},
    ),
    (
        "Counting Cranes - ACL Anthology", "https://aclanthology.org/2023.findings-emnlp.7/", "paper",
        {"title": "Counting Cranes", "event-title": "Findings of EMNLP", "source": "ACL Anthology", "issued": "2023"},
    ),
    (
        "Counting Cranes", "https://openaccess.thecvf.com/content/CVPR2024/html/Smith_Counting.html", "paper",
        {"title": "Counting Cranes", "event-title": "CVPR", "source": "CVF Open Access", "issued": "2024"},
    ),
    # ---- standards, patents, reports, files
    (
        "GB/T 12345—2020 竹制品 通用要求", "https://openstd.samr.gov.cn/bzgk/gb/newGbInfo?hcno=0", "standard",
        {"title": "竹制品 通用要求", "number": "GB/T 12345—2020", "source": "国家标准全文公开系统"},
    ),
    ("RFC 9110: HTTP Semantics", "https://www.rfc-editor.org/rfc/rfc9110.html", "standard", {"title": "HTTP Semantics", "number": "RFC 9110", "source": "RFC Editor"}),
    (
        "CN100000001A - 一种竹编方法 - Google Patents", "https://patents.google.com/patent/CN100000001A/zh", "patent",
        {"title": "一种竹编方法", "number": "CN100000001A", "source": "Google Patents"},
    ),
    ("Tea Tariffs | Congress.gov", "https://www.congress.gov/crs-product/IF10001", "report", {"title": "Tea Tariffs", "number": "IF10001", "container-title": "Congress.gov"}),
    ("竹产业发展白皮书（2023年）", "http://x.example.cn/upload/20231211/a.pdf", "report", {"title": "竹产业发展白皮书（2023年）", "issued": "2023-12-11"}),
    ("A Manual of Bamboo [PDF]", "https://bamboo.example.org/files/m.pdf", "document", {"title": "A Manual of Bamboo", "medium": "PDF"}),
    ("竹材采购计划-20250329.docx - 人人文库", "https://m.renrendoc.com/paper/1.html", "document", {"title": "竹材采购计划", "medium": "DOCX", "container-title": "人人文库", "issued": "2025-03-29"}),
    (
        "(PDF) Bamboo in Trade - ResearchGate", "https://www.researchgate.net/publication/300000001_Bamboo", "document",
        {"title": "Bamboo in Trade", "medium": "PDF", "container-title": "ResearchGate"},
    ),
    # ---- programs, manuals, forums
    ("GitHub - owner/weaver: Weaves baskets", "https://github.com/owner/weaver", "repository", {"title": "owner/weaver: Weaves baskets", "publisher": "GitHub"}),
    ("docs/a.md at main · owner/weaver · GitHub", "https://github.com/owner/weaver/blob/main/docs/a.md", "repository", {"title": "docs/a.md", "publisher": "GitHub"}),
    ("weaver · PyPI", "https://pypi.org/project/weaver/2.1.0/", "repository", {"title": "weaver", "version": "2.1.0", "publisher": "PyPI"}),
    ("Loom jams · Issue #12 · owner/weaver · GitHub", "https://github.com/owner/weaver/issues/12", "forum", {"title": "Loom jams", "container-title": "GitHub"}),
    ("A week of weaving #965", "https://github.com/owner/weaver/discussions/7", "forum", {"title": "A week of weaving #965", "container-title": "GitHub"}),
    ("python - How to weave? - Stack Overflow", "https://stackoverflow.com/questions/1/x", "forum", {"title": "How to weave?", "keyword": "python", "container-title": "Stack Overflow"}),
    ("Weaving", "https://symfony.com/doc/7.3/weaving.html", "documentation", {"title": "Weaving", "version": "7.3", "container-title": "Symfony Documentation"}),
    ("编织入门 — Weaver 2.1 文档", "https://weaver.example.cn/intro.html", "documentation", {"title": "编织入门", "container-title": "Weaver 2.1 文档"}),
    # ---- news, blogs, videos, encyclopedias
    ("某市举办竹艺节-新华网", "http://www.news.cn/local/20240305/abc/c.html", "news", {"title": "某市举办竹艺节", "container-title": "新华网", "issued": "2024-03-05"}),
    ("某市举办竹艺节--社会--人民网", "http://society.people.com.cn/n1/2024/0305/c1-4.html", "news", {"title": "某市举办竹艺节", "section": "社会", "container-title": "人民网", "issued": "2024-03-05"}),
    ("竹艺节开幕-中新社杭州", "http://www.zj.chinanews.com/a/2025-04-10/1.shtml", "news", {"title": "竹艺节开幕", "container-title": "中新社杭州", "source": "中国新闻网", "issued": "2025-04-10"}),
    ("竹价走低_新浪财经_新浪网", "https://finance.sina.com.cn/roll/2024-03-05/doc-a.shtml", "news", {"title": "竹价走低", "container-title": "新浪财经", "issued": "2024-03-05"}),
    (
        "竹艺节开幕_文汇报", f"http://m.toutiao.com/group/{VIDEO}/?upstream_biz=doubao", "news",
        {"title": "竹艺节开幕", "container-title": "文汇报", "source": "今日头条", "submitted": "2025-07-20"},
    ),
    ("竹艺杂谈_老周编竹", f"http://m.toutiao.com/group/{VIDEO}/", "blog", {"title": "竹艺杂谈", "container-title": "老周编竹", "source": "今日头条", "submitted": "2025-07-20"}),
    ("竹价走低_市场_行情_产区", "https://m.sohu.com/a/1_2/", "blog", {"title": "竹价走低", "keyword": "市场, 行情, 产区", "container-title": "搜狐"}),
    ("竹筐建模教程_竹筐 建模-CSDN博客", "https://blog.csdn.net/a/article/details/1", "blog", {"title": "竹筐建模教程", "keyword": "竹筐 建模", "container-title": "CSDN博客"}),
    ("详解 basket_size 参数-CSDN博客", "https://blog.csdn.net/a/article/details/1", "blog", {"title": "详解 basket_size 参数", "container-title": "CSDN博客"}),
    ("竹筐建模_周编竹的博客-CSDN博客_竹筐", "https://blog.csdn.net/a/article/details/1", "blog", {"title": "竹筐建模", "author": [{"literal": "周编竹"}], "collection-title": "周编竹的博客", "keyword": "竹筐", "container-title": "CSDN博客"}),
    (
        "(2025 年 8 月)竹筐建模 | 竹筐 | 建模 | 教程_wx60c99aef99f00的技术博客_51CTO博客", "https://blog.51cto.com/u_1/2", "blog",
        {"title": "竹筐建模", "keyword": "竹筐, 建模, 教程", "collection-title": "wx60c99aef99f00的技术博客", "container-title": "51CTO博客", "issued": "2025-08"},
    ),
    ("竹筐建模 - 周编竹 - 博客园", "https://www.cnblogs.com/z/p/1", "blog", {"title": "竹筐建模", "author": [{"literal": "周编竹"}], "container-title": "博客园"}),
    ("竹筐怎么编？ | 人人都是产品经理", "https://www.woshipm.com/pd/1.html", "blog", {"title": "竹筐怎么编？", "container-title": "人人都是产品经理"}),
    ("竹筐怎么编-腾讯云开发者社区-腾讯云", "https://cloud.tencent.com/developer/article/1", "blog", {"title": "竹筐怎么编", "container-title": "腾讯云开发者社区"}),
    ("Weaving | by Jane Doe | Basketry | Medium", "https://medium.com/basketry/weaving-1", "blog", {"title": "Weaving", "author": [{"literal": "Jane Doe"}], "collection-title": "Basketry", "container-title": "Medium"}),
    ("直播：竹筐编法 直播：竹筐编法-抖音", f"https://www.iesdouyin.com/share/video/{VIDEO}/?did=1", "video", {"title": "直播：竹筐编法", "container-title": "抖音", "submitted": "2025-07-20"}),
    (
        "竹筐编法第一讲 这一讲从破篾开始，先讲竹子怎样挑选、怎样剖开，再讲篾的宽窄厚薄，最后编一个最简单的圆底筐给大家看，喜欢的朋友可以跟着一起动手做 #竹编 #手艺-抖音",
        f"https://www.douyin.com/video/{VIDEO}", "video",
        {
            "title": "竹筐编法第一讲", "keyword": "竹编, 手艺", "container-title": "抖音", "submitted": "2025-07-20",
            "abstract": "这一讲从破篾开始，先讲竹子怎样挑选、怎样剖开，再讲篾的宽窄厚薄，最后编一个最简单的圆底筐给大家看，喜欢的朋友可以跟着一起动手做",
        },
    ),
    ("竹编_哔哩哔哩_bilibili", "https://www.bilibili.com/video/BV1xx411c7mD/", "video", {"title": "竹编", "container-title": "哔哩哔哩"}),
    ("Weaving - YouTube", "https://youtu.be/abcdefghijk?si=1", "video", {"title": "Weaving", "container-title": "YouTube"}),
    ("毛竹- 维基百科，自由的百科全书", "https://zh.wikipedia.org/wiki/%E6%AF%9B%E7%AB%B9", "encyclopedia", {"title": "毛竹", "container-title": "维基百科"}),
    ("毛竹_百度百科", "https://baike.baidu.com/item/x/1?fr=a", "encyclopedia", {"title": "毛竹", "container-title": "百度百科"}),
    # ---- sites that are not listed: host and tail agree
    ("Invest in Bamboo - Green Culm, 访问时间为 五月 8, 2025", "https://greenculm.com/pages/invest", "webpage", {"title": "Invest in Bamboo", "container-title": "Green Culm", "accessed": "2025-05-08"}),
    ("Bamboo Law - CULM Law Firm, accessed May 8, 2025", "https://culm.law/news", "webpage", {"title": "Bamboo Law", "container-title": "CULM Law Firm", "accessed": "2025-05-08"}),
    ("Bamboo | Department of Botany", "https://www.botany.ox.ac.uk/x", "webpage", {"title": "Bamboo", "container-title": "Department of Botany"}),
    ("Bamboo Quotas - National Bamboo Authority (NBA)", "https://nba.gov.example/x", "webpage", {"title": "Bamboo Quotas", "container-title": "National Bamboo Authority (NBA)"}),
    ("某县竹产业公报（2024-03-28）-某县统计局", "http://tjj.x.gov.cn/art/2024/3/28/art_1.html", "webpage", {"title": "某县竹产业公报", "container-title": "某县统计局", "issued": "2024-03-28"}),
    ("竹材选购指南 - 青篾, 访问时间为 五月 8, 2025", "https://www.qingmie.example/a", "webpage", {"title": "竹材选购指南", "container-title": "青篾", "accessed": "2025-05-08"}),
    ("Baskets - Rattan Corporation", "https://www.rattancorp.example.com/blog/a", "blog", {"title": "Baskets - Rattan Corporation"}),
    ("Baskets | Rattan Corporation", "https://www.rattancorp.com/blog/a", "blog", {"title": "Baskets", "container-title": "Rattan Corporation"}),
    ("Simple Baskets - Wei Weaver", "https://weiweaver.github.io/posts/a.html", "webpage", {"title": "Simple Baskets", "container-title": "Wei Weaver"}),
    ("Baskets - Culm Docs", "https://docs.culm.dev/baskets", "documentation", {"title": "Baskets", "container-title": "Culm Docs"}),
    # ---- what is no site stays in the title
    ("Weaving - Rattan Splitting Basics", "https://docs.rattan.com/weaving", "documentation", {"title": "Weaving - Rattan Splitting Basics"}),
    ("Weaving - Deep Basket Patterns", "https://deepbasket.org/weaving", "webpage", {"title": "Weaving - Deep Basket Patterns"}),
    ("Bamboo - A Complete Guide", "https://example.com/bamboo", "webpage", {"title": "Bamboo - A Complete Guide"}),
    ("竹材-从原料到成品", "https://example.com/bamboo", "webpage", {"title": "竹材-从原料到成品"}),
    ("x86-64 与竹简", "https://example.com/a", "webpage", {"title": "x86-64 与竹简"}),
    ("2024—2033 年竹材展望", "https://example.com/a", "webpage", {"title": "2024—2033 年竹材展望"}),
    ("竹\u200b编\ufeff  与\u3000陶 &amp; 瓷", "https://example.com/a", "webpage", {"title": "竹编 与 陶 & 瓷"}),
]  # fmt: skip


@pytest.mark.parametrize(("title", "address", "kind", "fields"), CASES, ids=[case[0][:24] for case in CASES])
def test_entry_is_read(title: str, address: str, kind: str, fields: dict[str, Any]) -> None:
    """Kind and fields of an entry are exactly these: nothing is missing, and nothing invented."""
    reference = parsed(title, address)
    assert reference.kind == kind
    assert told(reference) == fields
    assert reference.item["URL"] == address


def test_every_field_knows_its_origin() -> None:
    """What was read from the title line, from the address, and from the table of sites is told apart."""
    origins = parsed("某市举办竹艺节", "http://www.news.cn/local/20240305/abc/c.html").origins
    assert origins == {"title": "title", "issued": "address", "URL": "address", "container-title": "site", "language": "script"}
    origins = parsed("(2025 年 8 月)竹艺节_文汇报", f"http://m.toutiao.com/group/{VIDEO}/").origins
    assert origins["issued"] == origins["container-title"] == "title"
    assert origins["submitted"] == "identifier"
    assert parsed("A", "https://arxiv.org/abs/2502.00001").origins["issued"] == "identifier"


def test_title_wins_over_address() -> None:
    """A day in the title stands, whatever day the address names."""
    assert told(parsed("竹艺节（2024-03-04）", "https://e.example/2024/03/05/a"))["issued"] == "2024-03-04"


def test_address_day_after_access_is_no_publication() -> None:
    """A day in the path that is later than the day of access says something else."""
    assert "issued" not in parsed("A, accessed May 8, 2025", "https://e.example/2030/01/01/a").item


def test_cut_off_title_is_marked_and_kept() -> None:
    """A title that a search engine cut off keeps its dots and is marked."""
    reference = parsed("竹材市场：规模、占有率 ..., 访问时间为 五月 8, 2025", "https://e.example/a")
    assert reference.item["title"] == "竹材市场：规模、占有率 ..."
    assert reference.is_truncated
    assert not parsed("竹材市场", "https://e.example/a").is_truncated


@pytest.mark.parametrize("title", ["", "www2.example.com", "https://www2.example.com/a.pdf"])
def test_repeated_address_is_no_title(title: str) -> None:
    """Where the export wrote the address again, the entry says that it has no title."""
    assert not parsed(title, "https://www2.example.com/a.pdf").has_title


def test_reprint_names_the_outlet() -> None:
    """A newspaper's name behind a title at a portal is told, with the sites that have it."""
    assert [site.host for site in parsed("竹艺节_文汇报", f"http://m.toutiao.com/group/{VIDEO}/").outlets] == ["whb.cn"]
    assert parsed("竹艺节-新华网", "http://www.news.cn/a.html").outlets == ()


def test_identifiers_of_an_address() -> None:
    """Identifiers for which CSL has no field are told too."""
    names = {
        "https://www.bilibili.com/video/BV1xx411c7mD/": ("bilibili", "BV1xx411c7mD"),
        f"https://www.douyin.com/video/{VIDEO}": ("douyin", str(VIDEO)),
        "https://gitee.com/owner/weaver": ("gitee", "owner/weaver"),
        "https://www.npmjs.com/package/@owner/weaver": ("npm", "@owner/weaver"),
        "https://github.com/owner/weaver/pull/3/files": ("github", "owner/weaver#3"),
        "https://cstr.cn/31253.11.sciencedb.00123": ("CSTR", "31253.11.sciencedb.00123"),
        "https://huggingface.co/datasets/owner/baskets": ("huggingface", "datasets/owner/baskets"),
    }
    for address, name in names.items():
        assert parsed("A", address).identifiers == (name,)


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("竹编与产业", "zh-Hans"),
        ("竹編與產業", "zh-Hant"),
        ("竹", "zh"),
        ("竹かごの作り方", "ja"),
        ("대나무 공예", "ko"),
        ("Плетение из бамбука", "ru"),
        ("The Weaving of Baskets", "en"),
        ("Vannerie traditionnelle", None),
    ],
)
def test_language_is_told_by_the_script(title: str, language: str | None) -> None:
    """The script tells the language; where it leaves it open, nothing is said."""
    assert parsed(title, "https://e.example/a").item.get("language") == language


def test_entries_as_exports_write_them() -> None:
    """Two lines, escapes, percent-encoding and a number without its backslash: the entry is the same."""
    text = (
        "文[(1)](https://e.cn/a)。\n\n**参考资料 **\n\n"
        "\\[1] 竹编与\n生活\\_手艺 - 周编竹 - 博客园[ https://www.cnblogs.com/z/p/%E7%AB%B9?a=1\\&b\\_c=2](https://www.cnblogs.com/z/p/%E7%AB%B9?a=1\\&b_c=2)\n\n"
        "[2] 竹艺节-新华网\n[ http://www.news.cn/a/20240305/c.html](http://www.news.cn/a/20240305/c.html)\n"
    )
    first, second = map(parse_reference, find_citations(Document(text)).sources)
    assert told(first) == {"title": "竹编与生活_手艺", "author": [{"literal": "周编竹"}], "container-title": "博客园"}
    assert first.item["URL"] == "https://www.cnblogs.com/z/p/%E7%AB%B9?a=1&b_c=2"
    assert told(second) == {"title": "竹艺节", "container-title": "新华网", "issued": "2024-03-05"}


FORMATTED = [
    ("张三, 李四, 王五, 等. 竹材研究综述[J]. 竹子学报, 2023, 46(5): 1012-1030.", "张三，李四，王五，等. 竹材研究综述[J]. 竹子学报，2023，46（5）：1012-1030."),
    ("Vane A, Shaw N, et al. Baskets[C]//Proceedings of Weaving. 2017: 59-68.", "Vane A，Shaw N，et al. Baskets[C]//Proceedings of Weaving，2017：59-68."),
    ("某某研究院. 竹业白皮书[R/OL]. (2024-08-30)[2025-01-02]. https://e.example/a", None),
    ("李四. 竹谱详录[M]. 杭州: 某某出版社, 2007: 35.", "李四. 竹谱详录[M]. 杭州：某某出版社，2007：35."),
    ("Smith, J. A., & Lee, K. (2021). On bamboo. Journal of Culms, 12(3), 45–67.", "Smith J A，Lee K. On bamboo[J]. Journal of Culms，2021，12（3）：45-67."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "entry"), FORMATTED)
def test_formatted_entry_is_read_and_written_again(text: str, entry: str | None) -> None:
    """An entry that is formatted already keeps its authors, source and numbers."""
    reference = parsed(text)
    if entry is not None:
        assert entry_of(reference).text == entry
    else:
        assert told(reference)["issued"] == "2024-08-30"
        assert told(reference)["accessed"] == "2025-01-02"
        assert reference.kind == "report"


ENTRIES = [
    ("Tides - arXiv", "https://arxiv.org/abs/2311.00001", "Tides[PP/OL]. arXiv（2023-11）. https://arxiv.org/abs/2311.00001."),
    ("竹艺节-新华网", "http://www.news.cn/a/20240305/c.html", "竹艺节[N/OL]. 新华网，2024-03-05. http://www.news.cn/a/20240305/c.html."),
    ("竹编-抖音", f"https://www.iesdouyin.com/share/video/{VIDEO}/?did=1", f"竹编[EB/OL]. https://www.iesdouyin.com/share/video/{VIDEO}/."),
    ("Bamboo - Green Culm, accessed May 8, 2025", "https://greenculm.com/a", "Bamboo[EB/OL]. [2025-05-08]. https://greenculm.com/a."),
    ("weaver · PyPI", "https://pypi.org/project/weaver/", "weaver[CP/OL]. PyPI. https://pypi.org/project/weaver/."),
    ("ISO 12345:2020 - Bamboo — Tests", "https://www.iso.org/standard/1.html", "ISO 12345:2020\u2003Bamboo — Tests[S/OL]. https://www.iso.org/standard/1.html."),
    ("Tea Tariffs | Congress.gov", "https://www.congress.gov/crs-product/IF10001", "Tea Tariffs：IF10001[R/OL]. https://www.congress.gov/crs-product/IF10001."),
]  # fmt: skip


@pytest.mark.parametrize(("title", "address", "text"), ENTRIES)
def test_entry_after_the_standard(title: str, address: str, text: str) -> None:
    """The GB/T 7714—2025 entry of a parsed reference, its address cleaned when asked for."""
    assert entry_of(parsed(title, address), clean=True).text == text


def test_entry_keeps_the_address_unless_asked() -> None:
    """Without being asked, the entry leads exactly where the source does."""
    address = "https://e.example/a?utm_source=x"
    assert entry_of(parsed("竹", address)).text.endswith(f"{address}.")


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in text.lower() if character.isalnum())


#: What a title may lose: words that say what the part behind them is, other names of the same site, a title's double.
_MAY_GO = _letters("访问时间为五月访问时间为四月年月日0腾讯云腾讯云自由的百科全书的直播：质量可靠性供应商质量绩效管理可追溯性")


def test_nothing_of_the_corpus_is_lost_or_invented(corpus: Path) -> None:
    """In the real exports every letter of a title line is found in some field, and every text field in title or address."""
    for path in sorted(corpus.glob("*.md")):
        for source in find_citations(Document.read(path)).sources:
            reference = parse_reference(source)
            said = json.dumps({k: v for k, v in reference.item.items() if k != "URL"}, ensure_ascii=False)
            assert not _letters(source.title) - _letters(said + " ".join(name.value for name in reference.identifiers)) - _MAY_GO
            assert reference.item["title"]
            assert entry_of(reference).text
            for field in ("title", "abstract", "section", "collection-title"):
                assert str(reference.item.get(field, "")).replace(" ", "") in source.title.replace(" ", "").replace("\ufeff", "").replace("\u200b", "")


_TITLES = st.text(max_size=60) | st.lists(st.sampled_from(["标题", "_", "-", " - ", "|", "CSDN博客", "(2025 年 8 月)", "[J]", "…", ".docx", "(PDF)", ", accessed May 8, 2025", "新华网", "😀", "𠮷", "é", "#a", " "]), max_size=9).map("".join)  # fmt: skip
_ADDRESSES = st.sampled_from([case[1] for case in CASES]) | st.text(max_size=40).map("https://e.org/".__add__) | st.none() | st.text(max_size=20)


@given(_TITLES, _ADDRESSES)
def test_any_entry_is_read_and_written(title: str, address: str | None) -> None:
    """No title line and no address breaks the reading or the entry, and reading is the same each time."""
    reference = parsed(title, address)
    assert reference == parsed(title, address)
    assert set(reference.origins) == set(reference.item) - {"id", "type"}
    json.dumps(reference.item)
    entry_of(reference)
