"""From an entry as an export lists it (a title line and an address) to a reference that an editor can trust.

    reference = parse_reference(source)
    reference.item          CSL-JSON, for `styles` and for `pubkit refs export`
    reference.origins       where each field comes from: the title line, the address, or what we know of the site
    entry_of(reference)     the entry after GB/T 7714—2025

Nothing is invented: a field that neither the entry nor its address says is not there, and what was cut from the title stands
in another field. Nothing is fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from pubkit.citations.addresses import Address, clean_address, split_address
from pubkit.citations.days import Day, cut_access_day, cut_day, day_in_address
from pubkit.citations.identifiers import Identifier, Work, work_of
from pubkit.citations.sites import ReferenceKind, Site, site_of
from pubkit.citations.styles.gbt7714 import format_entry
from pubkit.citations.titles import (
    Mended,
    cut_format,
    cut_keywords,
    cut_site,
    cut_standard_number,
    is_truncated,
    mend_blog_name,
    mend_category,
    mend_cnblogs,
    mend_csdn,
    mend_journal,
    mend_medium,
    mend_patent,
    mend_question,
    mend_repository,
    mend_section,
    mend_ssrn,
    mend_video,
    mend_zhihu,
    plain_title,
    without_double,
    without_site_prefix,
)
from pubkit.citations.written import Written, read_written
from pubkit.text.chars import HAN
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pubkit.citations.model import Source
    from pubkit.citations.styles.entry import Entry

#: Where a field comes from. `identifier` is what an identifier's own scheme encodes; `site` is our table of sites.
Origin = Literal["title", "address", "identifier", "site", "script"]


class ParsedReference(NamedTuple):
    """An entry of a list as CSL-JSON, with where each of its fields comes from.

    `kind` is finer than CSL's `type` (documentation, a blog and a page of news differ in nothing else); `identifiers` are all
    that the address holds, also those for which CSL has no field. `is_truncated` says that the title was cut off before it
    came to us, `has_title` that it is a title and no repeated address. `outlets` are other sites of which the title line
    names one: the piece is a reprint, or the address is wrong.
    """

    key: str
    kind: ReferenceKind
    item: Mapping[str, Any]
    origins: Mapping[str, Origin]
    identifiers: tuple[Identifier, ...] = ()
    is_truncated: bool = False
    has_title: bool = True
    outlets: tuple[Site, ...] = ()


def parse_reference(source: Source) -> ParsedReference:
    """What an entry of the list says, and what its address says, as CSL-JSON. See `ParsedReference`."""
    return _Parsing(source).result()


def entry_of(reference: ParsedReference, *, clean: bool = False, author_date: bool = False) -> Entry:
    """The entry after GB/T 7714—2025; with `clean`, its address without tracking parameters."""
    item = dict(reference.item)
    if clean and "URL" in item:
        item["URL"] = clean_address(str(item["URL"]))
    return format_entry(item, author_date=author_date)


#: CSL's types. A video is a `motion_picture` (as Zotero exports it), a page of news an `article-newspaper`, which prints its
#: outlet; `document` is CSL's type for what has no better one.
_TYPES: dict[ReferenceKind, str] = {
    "preprint": "article",
    "article": "article-journal",
    "paper": "paper-conference",
    "thesis": "thesis",
    "book": "book",
    "report": "report",
    "standard": "standard",
    "patent": "patent",
    "dataset": "dataset",
    "repository": "software",
    "documentation": "webpage",
    "encyclopedia": "entry-encyclopedia",
    "news": "article-newspaper",
    "blog": "post-weblog",
    "forum": "post",
    "video": "motion_picture",
    "document": "document",
    "webpage": "webpage",
}
_KIND_OF_CODE: dict[str, ReferenceKind] = {
    "J": "article",
    "N": "news",
    "C": "paper",
    "D": "thesis",
    "M": "book",
    "R": "report",
    "S": "standard",
    "P": "patent",
    "PP": "preprint",
    "DS": "dataset",
    "DB": "dataset",
    "CP": "repository",
}

# ---- what an address looks like, where the site is not listed

_KIND_OF_LABEL: dict[str, ReferenceKind] = {
    "blog": "blog",
    "blogs": "blog",
    "docs": "documentation",
    "doc": "documentation",
    "documentation": "documentation",
    "forum": "forum",
    "forums": "forum",
    "bbs": "forum",
    "discuss": "forum",
    "news": "news",
}
_KIND_OF_SEGMENT: dict[str, ReferenceKind] = {
    "blog": "blog",
    "blogs": "blog",
    "docs": "documentation",
    "doc": "documentation",
    "documentation": "documentation",
    "manual": "documentation",
    "forum": "forum",
    "forums": "forum",
    "discuss": "forum",
}
_FILE = lazy(r"\.(?:pdf|docx?|pptx?|xlsx?)$", re.IGNORECASE)
_OF_REPORT = lazy(
    r"白皮书|蓝皮书|绿皮书|研究报告|研报|年度报告|调研报告|发展报告|统计公报|white ?paper|annual report|working paper|technical report|policy brief",
    re.IGNORECASE,
)
_OF_MANUAL = lazy(r"(?: documentation| Docs|文档|文檔)$", re.IGNORECASE)
_OF_THESIS = lazy(r"硕士(?:学位)?论文|博士(?:学位)?论文|学位论文|\b(?:dissertation|thesis)\b", re.IGNORECASE)
_HOST_AS_TITLE = lazy(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)


def _kind_of_address(parts: Address | None) -> ReferenceKind | None:
    """What an address of no listed site looks like; None where it looks like nothing."""
    if parts is None:
        return None
    if _FILE.search(parts.path):
        return "document"
    labels = parts.host.removeprefix("www.").split(".")
    if len(labels) > 2 and (kind := _KIND_OF_LABEL.get(labels[0])):
        return kind
    segments = parts.path.lower().split("/")[1:4]
    return next((_KIND_OF_SEGMENT[segment] for segment in segments if segment in _KIND_OF_SEGMENT), None)


# ---- one entry


class _Parsing:
    """The reading of one entry: fields are filled in turn, and the first that says something stands."""

    def __init__(self, source: Source) -> None:
        self.key = source.key
        self.address = source.address or ""
        self.parts = split_address(self.address) if self.address else None
        self.site = site_of(self.parts.host, self.parts.path) if self.parts else None
        self.work = work_of(self.parts) if self.parts else Work()
        self.fields: dict[str, Any] = {}
        self.origins: dict[str, Origin] = {}
        self.outlets: tuple[Site, ...] = ()
        self.site_name = ""
        self.written: Written | None = None
        self.format = ""
        self.title = self._read_title(plain_title(source.title))

    def result(self) -> ParsedReference:
        """The reference that was read."""
        kind = self._kind()
        self._fill_from_address(kind)
        self._fill_container(kind)
        has_title = bool(self.title) and _HOST_AS_TITLE.fullmatch(self.title) is None
        item = {"id": self.key, "type": _TYPES[kind], **self.fields}
        if language := _language(self.title):
            item["language"], self.origins["language"] = language, "script"
        return ParsedReference(
            self.key, kind, item, self.origins, self.work.identifiers, is_truncated(self.title), has_title, self.outlets
        )

    def put(self, field: str, value: Any, origin: Origin) -> None:
        """Fills a field, unless something has filled it already."""
        if value and field not in self.fields:
            self.fields[field] = _csl_date(value) if field in _DATE_FIELDS else value
            self.origins[field] = origin

    # ---- the title line

    def _read_title(self, title: str) -> str:
        title, day = cut_access_day(title)
        self.put("accessed", day, "title")
        self.written = read_written(title)
        if self.written:
            return self._read_written(self.written)
        title = self._cut_format(title)
        title = self._cut_site(title, is_searched=bool(day))
        title = self._mend(without_site_prefix(title))
        title = self._cut_format(title)
        title, issued = cut_day(title)
        self.put("issued", issued, "title")
        title = without_double(title).strip()
        self.put("title", title, "title")
        return title

    def _read_written(self, written: Written) -> str:
        self.put("title", written.title, "title")
        authors = [_csl_name(name) for name in written.authors]
        self.put("author", authors + ([{"literal": "others"}] if written.has_more_authors and authors else []), "title")
        for field, value in (
            ("container-title", written.container),
            ("publisher", written.publisher),
            ("publisher-place", written.place),
            ("issued", written.issued),
            ("accessed", written.accessed),
            ("volume", written.volume),
            ("issue", written.issue),
            ("page", written.pages),
        ):
            self.put(field, value, "title")
        return written.title

    def _cut_format(self, title: str) -> str:
        title, name = cut_format(title)
        self.format = self.format or name
        self.put("medium", name, "title")
        return title

    def _cut_site(self, title: str, *, is_searched: bool) -> str:
        title, self.site_name, self.outlets = cut_site(title, self.parts, self.site, is_searched=is_searched)
        title, keywords = cut_keywords(title, is_sohu=self._is_at("sohu.com"))
        self._add_keyword(keywords)
        if keywords and not self.site_name:
            title, self.site_name, self.outlets = cut_site(title, self.parts, self.site, is_searched=is_searched)
        return title

    def _is_at(self, *hosts: str) -> bool:
        return self.site is not None and self.site.host in hosts

    def _mend(self, title: str) -> str:
        for mend in self._mends():
            mended = mend(title)
            if mended.number.startswith("#"):  # of a discussion: it is in the identifier, or else it stays
                title = mended.title if any(name.value.endswith(mended.number) for name in self.work.identifiers) else title
                continue
            title = mended.title
            self.put("author", [{"literal": name} for name in mended.author.split(", ") if name], "title")
            self.put("collection-title", mended.blog, "title")
            self.put("section", mended.section, "title")
            self.put("container-title", mended.container, "title")
            self.put("abstract", mended.abstract, "title")
            self.put("number", mended.number, "title")
            self._add_keyword(mended.keyword)
            if mended.blog:
                title, keywords = cut_keywords(title, is_sohu=False)
                self._add_keyword(keywords)
        if (self.site and self.site.kind == "standard") or _looks_like_standard(title):
            title, number = cut_standard_number(title)
            self.put("number", number, "title")
        return title

    def _add_keyword(self, keyword: str) -> None:
        if keyword:
            before = self.fields.get("keyword")
            self.fields["keyword"] = f"{keyword}, {before}" if before else keyword
            self.origins["keyword"] = "title"

    def _mends(self) -> tuple[Callable[[str], Mended], ...]:
        """What this site writes into its titles."""
        if self.site is None:
            return ()
        if (mends := _MENDS_OF_SITE.get(self.site.host)) is not None:
            return mends
        if self.site.kind in ("news", "webpage") and self.site_name:
            return (mend_section,)
        if self.site.kind == "article" and (self.site_name or self.site.host == "nature.com/articles"):
            return (mend_journal,)
        return _MENDS_OF_KIND.get(self.site.kind, ())

    # ---- kind, container, and the address

    def _kind(self) -> ReferenceKind:
        if self.written and self.written.code in _KIND_OF_CODE:
            return _KIND_OF_CODE[self.written.code]
        if self.work.kind:
            return self.work.kind
        if self.written and not self.written.code and self.written.volume:
            return "article"
        kind = self._kind_of_outlet() or (self.site.kind if self.site else None)
        if kind in (None, "webpage", "news", "blog", "report"):
            kind = self._kind_of_file() or kind
        if kind in (None, "webpage"):
            kind = _kind_of_address(self.parts) or kind
        kind = kind or ("webpage" if self.parts else None)
        if kind in (None, "webpage", "document") and "number" in self.fields and _looks_like_number(self.fields["number"]):
            kind = "standard"
        if kind == "webpage" and _OF_MANUAL.search(self.site_name):
            kind = "documentation"
        return kind or ("webpage" if self.address else "document")

    def _kind_of_outlet(self) -> ReferenceKind | None:
        """What a reprint is by the name behind its title: news, where that is a newspaper's."""
        if any(outlet.kind == "news" for outlet in self.outlets):
            return "news"
        is_reprint = self._is_at("toutiao.com", "sohu.com", "baijiahao.baidu.com")
        return "news" if is_reprint and _NEWS_NAME.search(self.site_name) else None

    def _kind_of_file(self) -> ReferenceKind | None:
        """A file on a server: a report or a thesis, where its title says so."""
        if not (self.parts and _FILE.search(self.parts.path)):
            return None
        if _OF_THESIS.search(self.title):
            return "thesis"
        return "report" if _OF_REPORT.search(self.title) or (self.site and self.site.kind == "report") else "document"

    def _fill_from_address(self, kind: ReferenceKind) -> None:
        for field, value in self.work.fields.items():
            if kind != self.work.kind and field not in _NAMES_OF_WORKS:
                continue  # the entry says that it is the published paper, the address leads to its preprint
            self.put(field, value, "site" if field in ("container-title", "publisher", "event-title") else "address")
        self.put("issued", self.work.issued, "identifier")
        self.put("submitted", self.work.submitted, "identifier")
        if self.parts and not self.work.issued and kind not in ("documentation", "repository", "standard", "patent"):
            self.put("issued", self._day_of_address(), "address")
        if kind == "documentation" and self.parts and (version := _version_in(self.parts)):
            self.put("version", version, "address")
        self.put("URL", self.address, "address")

    def _day_of_address(self) -> Day:
        day = day_in_address(self.parts) if self.parts else ()
        accessed = self.fields.get("accessed")
        return day if not accessed or day <= tuple(accessed["date-parts"][0]) else ()

    def _fill_container(self, kind: ReferenceKind) -> None:
        """The site, or what it calls itself behind the title; a database is where a work is found, not where it stands."""
        site, name = self.site, self.site_name
        is_own = name != "" and site is not None and name.casefold() in {other.casefold() for other in site.names}
        if site and site.is_database and (is_own or not name):
            self.put("source", site.name, "site")
            return
        if kind == "patent":
            self.put("source", name or (site.name if site else ""), "title" if name else "site")
            return
        if "event-title" in self.fields or (kind == "preprint" and "publisher" in self.fields):
            return
        field = _CONTAINER_FIELD.get(kind, "container-title")
        self.put(field, name, "title")
        if site and not site.is_database and not self.written:
            self.put(field if name == "" else "source", site.name, "site")
            if self.fields.get("source") in (self.fields.get(field), None):
                self._drop("source")

    def _drop(self, field: str) -> None:
        self.fields.pop(field, None)
        self.origins.pop(field, None)


_NAMES_OF_WORKS = frozenset({"DOI", "PMID", "PMCID", "CSTR"})
_DATE_FIELDS = frozenset({"accessed", "issued", "submitted"})
#: Who releases a program, a data set or a preprint stands as its publisher.
_CONTAINER_FIELD: dict[ReferenceKind, str] = {"preprint": "publisher", "repository": "publisher", "dataset": "publisher", "standard": "publisher"}
_NEWS_NAME = lazy(r"(?:报|报社|日报|晚报|新闻|新闻网|在线|电视台|通讯社|周刊|中新社\S*|新华社)$|日报|网$")


def _csl_date(day: Day) -> dict[str, list[list[int]]]:
    return {"date-parts": [list(day)]}


def _csl_name(name: str) -> dict[str, str]:
    """A Western name by its parts, as the style wants them; any other as it is written."""
    if found := re.fullmatch(r"([^,]+), (.+)", name):
        return {"family": found[1], "given": found[2].strip()}
    if found := re.fullmatch(r"([A-ZÀ-Þ][\w'’-]+) ((?:[A-Z]\.? ?-?){1,4})", name):
        return {"family": found[1], "given": found[2].strip()}
    return {"literal": name}


_MENDS_OF_SITE: dict[str, tuple[Callable[[str], Mended], ...]] = {
    "csdn.net": (mend_csdn,),
    "51cto.com": (mend_blog_name,),
    "cnblogs.com": (mend_cnblogs,),
    "zhihu.com": (mend_zhihu,),
    "zhihu.com/question": (mend_zhihu,),
    "php.cn": (mend_category,),
    "stackoverflow.com": (mend_question,),
    "stackexchange.com": (mend_question,),
    "medium.com": (mend_medium,),
    "towardsdatascience.com": (mend_medium,),
    "gov.cn$": (mend_section,),
    "ssrn.com": (mend_ssrn,),
}
_MENDS_OF_KIND: dict[ReferenceKind, tuple[Callable[[str], Mended], ...]] = {
    "video": (mend_video,),
    "repository": (mend_repository,),
    "patent": (mend_patent,),
}


def _looks_like_standard(title: str) -> bool:
    return title[:1] in "《「GTIERDYWJNASH" and cut_standard_number(title).part != "" and _looks_like_number(cut_standard_number(title).part)


def _looks_like_number(number: str) -> bool:
    """Whether this is the number of a standard with its year, or of a national one: `GB/T 7714—2015`, `ISO 9001:2015`."""
    return re.match(r"(?:GB|DB\d|T/|[A-Z]{2}/T|ISO|IEC|RFC)", number) is not None and re.search(r"\d", number) is not None


_VERSION = lazy(r"/v?(\d+\.(?:\d+|x)(?:\.\d+)*)(?=/|$)")


def _version_in(parts: Address) -> str:
    """The version of a manual, where its address names one: /doc/7.3/."""
    found = _VERSION.search(parts.path)
    return found[1] if found else ""


# ---- language

_SIMPLIFIED = frozenset("这个们来时会说国学对开关门问间见长车东语请让过还进发现产业务数据资术标报应与为从万么义书买乱争亏云亚仅优传伤体")
_TRADITIONAL = frozenset("這個們來時會說國學對開關門問間見長車東語請讓過還進發現產業務數據資術標報應與為從萬麼義書買亂爭虧雲亞僅優傳傷體")
_ENGLISH = lazy(
    r"\b(?:the|of|and|for|in|to|with|an?|on|from|how|what|is|are|by|at|your|vs|using|why|can|into|as|towards?)\b", re.IGNORECASE
)


def _language(title: str) -> str:
    """BCP 47, by the script: Chinese in simplified or traditional characters, English where its small words stand.

    Empty where the script leaves it open: a row of Latin names may be in any language.
    """
    if title.isascii():
        return "en" if _ENGLISH.search(title) else ""
    for language, letters in (("ja", _KANA), ("ko", _HANGUL), ("zh", _HAN), ("ru", _CYRILLIC)):
        if letters.search(title):
            return _chinese(title) if language == "zh" else language
    return "en" if len(_ENGLISH.findall(title)) > 1 else ""  # typographic quotation marks, dashes


_KANA = lazy("[\u3041-\u30fa\u30fd-\u30ff]")
_HANGUL = lazy("[\uac00-\ud7a3\u1100-\u11ff]")
_HAN = lazy(f"[{HAN}]")
_CYRILLIC = lazy("[\u0400-\u04ff]")


def _chinese(title: str) -> str:
    characters = set(title)
    simplified, traditional = len(characters & _SIMPLIFIED), len(characters & _TRADITIONAL)
    return "zh-Hant" if traditional > simplified else "zh-Hans" if simplified else "zh"
