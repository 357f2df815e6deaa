"""The title of an entry, taken apart: what is the title, and what belongs into other fields.

An export writes the title line of the page that it read: `Title_keyword-CSDN博客`, `(PDF) Title - ResearchGate`, `Title | Site`.
Each step here takes one such part off and says what it was. What is taken off goes into a field; what we do not recognise
stays in the title, for a title that is too long can be mended by its reader, and one that is cut short cannot.

What does not belong here: what an address says by itself (`identifiers`), days (`days`), whole references that someone has
formatted already (`written`).
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from pubkit.citations.sites import AGGREGATORS, Site, ends_with_name, sites_by_name
from pubkit.citations.tracking import host_suffixes
from pubkit.text.chars import HAN
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from pubkit.citations.addresses import Address


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ---- letters

_INVISIBLE = lazy("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_JOINED_EMOJI = lazy("(?<=[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f])\u200d(?=[\U0001f000-\U0001faff\u2600-\u27bf])")
_KEPT_JOINER = "\ue000"


def plain_title(text: str) -> str:
    """A title without characters that no reader sees, each row of spaces as one, character references resolved."""
    if "&" not in text and text.isprintable():  # nearly always: what no reader sees is not printable
        return " ".join(text.split())
    text = _without_references(text) if "&" in text else text
    if "\u200d" in text:
        text = _JOINED_EMOJI.sub(_KEPT_JOINER, text)
    return " ".join(_INVISIBLE.sub("", text).split()).replace(_KEPT_JOINER, "\u200d")


def _without_references(text: str) -> str:
    import html  # its table of names takes longer to load than most titles to read

    return html.unescape(text)


_FORMATS = r"pdf|docx?|pptx?|xlsx?|wps|epub|txt"
_FORMAT = lazy(
    rf"^[\[(（【](?P<a>{_FORMATS})[\])）】]\s*[-:：|]?\s*|\s*[\[(（【](?P<b>{_FORMATS})(?:下载|版|全文)?[\])）】]$"
    rf"|\s*[|｜]\s*(?:Request |Download )?(?P<c>PDF)(?: Download)?$|(?<=\S)\.(?P<d>{_FORMATS})$|^(?P<e>PDF)\s*[|｜]\s*",
    re.IGNORECASE,
)


class Cut(NamedTuple):
    """A title, and what was taken off it; empty where nothing was."""

    title: str
    part: str


def cut_format(title: str) -> Cut:
    """A title without the name of a file's format: `(PDF) …`, `…[pdf]`, `….docx`."""
    if not (found := _FORMAT.search(title)) or found.end() - found.start() == len(title):
        return Cut(title, "")
    name = next(filter(None, found.groups()))
    return Cut((title[: found.start()] + title[found.end() :]).strip(), name.upper())


def is_truncated(title: str) -> bool:
    """Whether a search engine cut the title off."""
    return title.endswith(("…", "...", ". . ."))


_DOUBLED = lazy(r"(?P<a>.{6,}?)[\s|｜_-]+(?P=a)")


def without_double(title: str) -> str:
    """A title that stands there twice, once."""
    found = _DOUBLED.fullmatch(title)
    return found["a"] if found else title


# ---- the site's name behind the title


class Tail(NamedTuple):
    """What was cut from behind a title: `name` as it is written or as the site calls itself, and how we knew.

    `outlets` are the listed sites that have this name, where the address is of none of them.
    """

    title: str
    name: str
    outlets: tuple[Site, ...] = ()


#: What parts a title from its site. A hyphen without spaces is the weakest: it stands inside of words too.
_SEPARATOR = lazy(  # the first character is one class: that is what makes it fast
    r"[\s|｜_–—-](?:(?<=\s)\s*(?:(?:[|｜–—·•»«\\]|::|--?|——)\s+|[|｜]\s*|[-–—]{1,2}(?=\S))"
    r"|(?<=[|｜])\s*|(?<=\S[–—-])[-–—]?\s+|(?<=_)|(?<=-)-?)"
)
_MOST_SEPARATORS = 5
_LONGEST_TAIL = 70
_HOST_IN_BRACKETS = lazy(r"\s*[(（]([\w-]+(?:\.[\w-]+)+)[)）]$")


class _Place(NamedTuple):
    """Where a title was found: its address, the listed site, and whether the title line is a search engine's."""

    parts: Address | None
    site: Site | None
    is_searched: bool


def cut_site(title: str, parts: Address | None, site: Site | None, *, is_searched: bool = False) -> Tail:
    """A title without the name of its site, as far as the site is listed or its address agrees with the name.

    `is_searched` says that a search engine wrote the line, so that ` - Name` at its end is nearly always the site.
    """
    place = _Place(parts, site, is_searched)
    name = ""
    outlets: tuple[Site, ...] = ()
    while (tail := _last_tail(title, place)) is not None:
        title, literal, outlets = tail
        name = _better_name(literal, name, site)
    return Tail(title, name, outlets if name else ())


def may_end_with_site(title: str) -> bool:
    """Whether a title, as it is written, may end with the name of a listed site: a look that costs little, and that most do not pass.

    Where something stands behind that is taken away first (a day of access, what no reader sees, a character reference), it may.
    """
    ending = title[-2:]
    return not ending.isprintable() or ending[-1:] in _TAKEN_AWAY or ending[-1:].isdecimal() or "&" in title or ends_with_name(title)


#: What the words of an access end with (see `days.cut_access_day`).
_TAKEN_AWAY = frozenset("日ス스)）],，、.。;； ")


def foreign_outlet(title: str, parts: Address | None, site: Site | None) -> Tail | None:
    """The last part of a title, where that is the name of a listed site and the address is of none that has it."""
    place = _Place(parts, site, is_searched=False)
    separators = list(_SEPARATOR.finditer(title))[-2:]
    tails = [title[separator.end() :].strip() for separator in separators]
    if not any(tail.casefold() in sites_by_name() for tail in tails):
        return None
    for tail, separator in zip(reversed(tails), reversed(separators), strict=True):
        rest = title[: separator.start()].rstrip()
        if site and _is_name_of(tail, site):
            return None
        if rest and (outlets := _outlets(tail, place)) and _is_clear(tail, separator[0]):
            return Tail(rest, tail, outlets)
    return None


def _is_clear(tail: str, separator: str) -> bool:
    """Whether what parts a listed name from the title is enough: a bare hyphen is for a name that says what it is."""
    return not _is_weak(separator) or _ends_like_outlet(tail, is_weak=True)


def _is_weak(separator: str) -> bool:
    return separator in ("-", "--")


def _better_name(literal: str, before: str, site: Site | None) -> str:
    """Of several names in a row the first says most (`…_新浪财经_新浪网`), unless it is only another word for the site."""
    if site and any(literal.casefold() == other.casefold() for other in site.names[1:]):
        return before or (literal if _is_more_exact(literal, site) else site.name)
    return literal


def _is_more_exact(literal: str, site: Site) -> bool:
    """Whether a further name of a site tells more than its first: a newspaper's, a channel's."""
    return site.kind == "news" and literal not in (site.name, site.host)


def _last_tail(title: str, place: _Place) -> Tail | None:
    """The title without its last part, where that is the name of a site."""
    separators = list(_SEPARATOR.finditer(title))[-_MOST_SEPARATORS:]
    for separator in reversed(separators):
        tail, rest = title[separator.end() :].strip(), title[: separator.start()].rstrip()
        if not rest or len(tail) > _LONGEST_TAIL:
            return None
        if (found := _recognised(tail, separator[0], place)) is not None:
            return Tail(rest, *found)
    return None


def _recognised(tail: str, separator: str, place: _Place) -> tuple[str, tuple[Site, ...]] | None:
    """The name that a tail is, and the other sites that have it; None where it may be a part of the title."""
    bare = _HOST_IN_BRACKETS.sub("", tail)
    names_host = bare != tail and place.parts is not None and _host_in_brackets(tail, place.parts.host)
    tail = bare if names_host else tail
    if not tail:
        return None
    if place.site and _is_name_of(tail, place.site):
        return tail, ()
    is_weak = _is_weak(separator)
    if (outlets := _outlets(tail, place)) and _is_clear(tail, separator):
        return tail, outlets
    if _SPHINX.search(tail) and not is_weak:
        return tail, ()
    if place.parts and "gov" in place.parts.host.split(".") and _OF_GOVERNMENTS.search(tail) and _has_han(tail):
        return tail, ()
    if place.parts and not is_weak and (names_host or _agrees(tail, separator, place.parts.host, place) or _is_journal_at(tail, place.parts)):
        return tail, ()
    if _ends_like_outlet(tail, is_weak=is_weak) or _is_account(tail, separator, place) or _is_searched(tail, separator, place):
        return tail, ()
    return None


def _agrees(tail: str, separator: str, host: str, place: _Place) -> bool:
    return agrees(tail, host, is_likely=place.is_searched or separator.strip() in ("|", "｜"))


def _is_name_of(tail: str, site: Site) -> bool:
    """Whether a tail is a name of the site, or begins with one: the branch of an agency (`中新社上海`), a section."""
    tail = tail.casefold()
    return any(tail == name.casefold() for name in site.names) or any(
        tail.startswith(name.casefold()) and len(tail) <= len(name) + 4 and tail.isalnum() for name in site.names if _has_han(name)
    )


def _host_in_brackets(tail: str, host: str) -> bool:
    found = _HOST_IN_BRACKETS.search(tail)
    return found is not None and host.endswith(found[1].lower().removeprefix("www."))


#: Sphinx writes `Title — Project 1.2 documentation`.
_SPHINX = lazy(r"\S (?:v?\d[\w.]* )?(?:documentation|文档|文檔)$")
_JOURNAL_IN_PATH = lazy(r"/index\.php/([\w-]+)/")


def _is_journal_at(tail: str, parts: Address) -> bool:
    """Whether a tail is the journal that a path of Open Journal Systems names: `/index.php/aimagazine/article/…`."""
    found = _JOURNAL_IN_PATH.search(parts.path)
    return found is not None and "".join(re.findall(r"[a-z\d]+", tail.lower())) == found[1].lower().replace("-", "")


#: Firms whose names end many a title that is about them.
_FIRMS = _words("腾讯 网易 华为 新浪 搜狐 微博 快手 腾讯云 阿里云 华为云 百度智能云 知网 万方 早报 国家标准")
_TITLED = frozenset({"news", "blog", "encyclopedia", "video", "forum", "document", "documentation", "article"})


def _outlets(tail: str, place: _Place) -> tuple[Site, ...]:
    """Other sites of that name. A Latin name counts only at a site that reprints: it may be a word of the title."""
    if tail in _FIRMS or len(tail) < 2:
        return ()
    found = tuple(site for site in sites_by_name().get(tail.casefold(), ()) if site.kind in _TITLED)
    if found and not _has_han(tail) and not _is_aggregator(place.parts):
        return ()
    return found


def _is_aggregator(parts: Address | None) -> bool:
    return parts is not None and not AGGREGATORS.isdisjoint(host_suffixes(parts.host))


_HAN = lazy(f"[{HAN}]")


def _has_han(text: str) -> bool:
    return _HAN.search(text) is not None


_OUTLET = lazy(
    rf"[{HAN}A-Za-z\d·]{{0,14}}(?:网|网站|官网|日报|晚报|早报|时报|商报|报社|新闻|博客|社区|论坛|百科|文库|专栏|大学|学院|研究院|研究所|委员会"
    r"|政府|协会|学会|学报|周刊|杂志|杂志社|出版社|公司|集团|医院|电视台|通讯社|客户端|广播网|编辑部|图书馆|总局|管理局|人民法院|检察院|融媒体中心)"
)
_OF_PERSON = lazy(r"的(?:技术)?博客$|的专栏$")  # a blog at a site of many
_CLEAR_OUTLET = lazy(
    rf"[{HAN}A-Za-z\d·]{{1,12}}(?:新闻网|日报|晚报|官网|博客|技术社区|开发者社区|论坛|百科|文库|政府网|门户网站|政府|委员会|在线网|资讯网|信息网|中国网"
    rf"|[{HAN}]{{2,6}}网)"
)


def _ends_like_outlet(tail: str, *, is_weak: bool) -> bool:
    return not _OF_PERSON.search(tail) and bool((_CLEAR_OUTLET if is_weak else _OUTLET).fullmatch(tail))


def _is_account(tail: str, separator: str, place: _Place) -> bool:
    """The account that a piece was published under: `…_老张说车` at a site that reprints."""
    site = place.site
    return site is not None and site.host == "toutiao.com" and separator == "_" and len(tail) <= 20


_OF_CONTENT = lazy(
    r"(?:概述|简介|教程|总结|详解|指南|入门|下载|目录|首页|附录|前言|结论|摘要|综述|上|中|下|全文|解读|案例|问答|实战|原理|第.{1,4}[章节篇部期讲])"
)


def _is_searched(tail: str, separator: str, place: _Place) -> bool:
    """` - Name` at the end of a search engine's line: a short name, in a script of which the address tells nothing."""
    if not place.is_searched or separator.strip() != "-" or not separator.endswith(" "):
        return False
    return len(tail) <= 10 and re.fullmatch(rf"[{HAN}A-Za-z\d]+", tail) is not None and _has_han(tail) and not _OF_CONTENT.fullmatch(tail)


# ---- does a name fit an address?

_PUBLIC_LABELS = _words(
    "com cn org net gov edu mil int co ac io ai app dev info biz me tv us uk jp kr de fr ru in au ca eu tw hk sg ph my th "
    "go ne or nom web site online tech cloud xyz top vip"
)
_NEUTRAL_WORDS = _words(
    "of the and for on in at by to a an de la le der die das department official website site blog news home page inc ltd llc "
    "co corp corporation company group international institute office center centre university"
)
#: What sites set behind their brand.
_SITE_WORDS = _NEUTRAL_WORDS | _words(
    "blogs docs documentation doc wiki help support community forum forums developer developers dev hub labs lab research technical "
    "engineering tech academy learn learning library magazine online store health crypto ai api cloud media press events insights "
    "resources newsroom solutions software systems technologies technology services foundation university journal archive"
)
_OF_SCHOOLS = lazy(r"\b(?:University|College|Institute|School|Faculty|Laboratory|Lab|Universität|Université|Universidad)\b|大学|学院|研究")
_OF_GOVERNMENTS = lazy(r"\b(?:Department|Ministry|Agency|Bureau|Government|Office|Authority|Commission|Council)\b|[委局部厅署府院校][)）]?$|法院|政府")
_OF_DOCUMENTS = lazy(r"\b(?:Docs?|Documentation|Manual|Handbook|Help Center|Developers?|API Reference|Guide)$|文档$")
_CAPITALS = lazy(r"\b[A-Z]")
_SHORT_NAME = lazy(r"\(([A-Za-z]{2,10})\)$")
_MOST_WORDS = 7


def agrees(name: str, host: str, *, is_likely: bool = False) -> bool:
    """Whether a name can be that of the site at `host`: `Indicana Oud` at indicanaoud.com, `Department of Biology` at biology.ox.ac.uk.

    `is_likely` says that a name is expected there, so that a name need only begin as the host does: `Acme Law Firm` at acme.law.
    """
    words = re.findall(r"[a-z\d]+", _without_accents(name).lower())
    if not words or len(words) > _MOST_WORDS or (_has_han(name) and not _LATIN_FIRST.fullmatch(name)):
        return _fits_institution(name, host)
    labels = [label for label in host.removeprefix("www.").split(".") if label]
    brand = _brand(labels)
    if len(brand) >= 2 and (_is_brand(name, words, brand, labels) or (is_likely and _begins_alike(words, brand, labels))):
        return True
    return _covers(words, labels) or _fits_institution(name, host)


#: `IBM 中国`: what stands in Han behind a brand says little.
_LATIN_FIRST = lazy(rf"[A-Za-z][\w.& -]*?[{HAN}]{{1,4}}")


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _brand(labels: list[str]) -> str:
    """The label by which a site is known: `stobox` of blog.stobox.io, `ox` of biology.ox.ac.uk."""
    own = [label for label in labels[:-1] if label not in _PUBLIC_LABELS and not label.isdecimal()]
    return own[-1].replace("-", "") if own else ""


def _is_brand(name: str, words: list[str], brand: str, labels: list[str]) -> bool:
    """Whether a name is the brand, its short form in brackets, its initials, a person's host; site words may follow."""
    names = {brand, brand + labels[-1], *(label.replace("-", "") for label in labels[:-1] if label not in _PUBLIC_LABELS)}
    for end in range(len(words), 0, -1):
        if "".join(words[:end]) in names:
            return True
        if words[end - 1] not in _SITE_WORDS:
            break
    if any("".join(words[n:]) == brand + labels[-1] for n in range(1, len(words))):  # `Acme Run:ai` at run.ai
        return True
    short = _SHORT_NAME.search(name)
    return (short is not None and short[1].lower() == brand) or (
        len(brand) >= 3 and "".join(_CAPITALS.findall(name)).lower() == brand
    )


def _begins_alike(words: list[str], brand: str, labels: list[str]) -> bool:
    """Whether a short name and the host begin with the same word: `Exxact Corporation` at exxactcorp.com."""
    if len(words) > 4:
        return False
    squashed = "".join(words)
    if len(brand) >= 4 and (squashed.startswith(brand) or (len(squashed) >= 4 and brand.startswith(squashed))):
        return True
    rest = brand[len(words[0]) :]
    if len(words[0]) >= 4 and len(words) > 1 and brand.startswith(words[0]):
        return words[1].startswith(rest) or rest.startswith(words[1])
    return len(labels) > 2 and len(words) >= 2 and len(words[0]) >= 5 and labels[0].startswith(words[0])


def _covers(words: list[str], labels: list[str]) -> bool:
    """Whether every word that says something is a label of the host."""
    telling = [word for word in words if word not in _NEUTRAL_WORDS]
    own = {part for label in labels if label not in _PUBLIC_LABELS for part in (label, *label.split("-"))}
    return bool(telling) and len("".join(telling)) >= 3 and own.issuperset(telling)


def _fits_institution(name: str, host: str) -> bool:
    """Whether a name is of the kind that has such a host: a school's, an authority's, a manual."""
    labels = host.split(".")
    if "edu" in labels or labels[-2:-1] == ["ac"]:
        return _OF_SCHOOLS.search(name) is not None
    if "gov" in labels:
        return _OF_GOVERNMENTS.search(name) is not None
    return labels[0] in ("docs", "doc", "help", "support", "developer", "developers", "api") and bool(_OF_DOCUMENTS.search(name))


# ---- what sites write into their title lines


class Mended(NamedTuple):
    """A title after a site's own additions were taken off. Each field is empty where there was no such addition."""

    title: str
    author: str = ""
    keyword: str = ""
    blog: str = ""  # the name of a blog at a site of many
    section: str = ""
    abstract: str = ""
    number: str = ""
    container: str = ""


_ACCOUNT_NUMBER = lazy(r"(?:wx|mob)[0-9a-f]{6,}|u_?\d+|(?:weixin|qq|m0|m|sinat|baidu)_\w+|\d{4,}(?:_\d+)?|mp\d+|ITPUB\d*|\d+", re.IGNORECASE)


def author_of_blog(account: str) -> str:
    """The name that someone chose for an account; empty for a number that the site gave to it."""
    return "" if _ACCOUNT_NUMBER.fullmatch(account) else account


_CSDN_REST = lazy(r"[-_]CSDN博客_(.+)$")


def mend_csdn(title: str) -> Mended:
    """`Title_X的博客-CSDN博客_keyword` as it was until 2022, and `Title_keyword-CSDN博客` since."""
    rest = _CSDN_REST.search(title)
    keyword = rest[1] if rest else ""
    title = title[: rest.start()] if rest else title
    if found := re.search(r"_([^_]{1,40})的(?:专栏|博客)$", title):
        return Mended(title[: found.start()], author_of_blog(found[1]), keyword, found[0][1:])
    if not keyword and (found := re.search(r"^(.{6,}?)_([^_]{1,60})$", title)) and _is_search_word(found[1], found[2]):
        return Mended(found[1], keyword=found[2])
    return Mended(title, keyword=keyword)


def _is_search_word(title: str, word: str) -> bool:
    """Whether the part behind `_` is a search word that CSDN sets behind its titles, and no half of `max_length`."""
    if not (_is_word(title[-1]) and _is_word(word[0])):
        return True
    said = set(re.findall(r"[a-z\d]{3,}", title.lower()))
    return any(part in said or any(other in part for other in said) for part in re.findall(r"[a-z\d]{3,}", word.lower()))


def _is_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character == "_")


_OF_BLOG = lazy(r"_([^_]{1,40})的(?:技术)?博客$")


def mend_blog_name(title: str) -> Mended:
    """`Title_X的技术博客`, as at 51CTO."""
    if found := _OF_BLOG.search(title):
        return Mended(title[: found.start()], author_of_blog(found[1]), blog=found[0][1:])
    return Mended(title)


_LAST_AUTHOR = lazy(r"\s*-\s+([^-|_]{1,30})$")


def mend_cnblogs(title: str) -> Mended:
    """`Title - author`, as at 博客园."""
    if (found := _LAST_AUTHOR.search(title)) and found.start():
        return Mended(title[: found.start()], found[1].strip())
    return Mended(title)


_WITH_MESSAGES = lazy(r"^[(（]\s*\d+\+?\s*(?:封私信|条消息|条未读消息|封私信\s*/\s*\d+\s*条消息)[^)）]*[)）]\s*")
_ZHIHU_AUTHOR = lazy(r"\s+-\s+([^-]{1,30}?)\s?的(?:文章|回答|专栏)$")


def mend_zhihu(title: str) -> Mended:
    """`(1 封私信) Title - X 的文章`, as at 知乎."""
    title = _WITH_MESSAGES.sub("", title)
    if found := _ZHIHU_AUTHOR.search(title):
        return Mended(title[: found.start()], found[1])
    return Mended(title)


_SOHU_WORDS = lazy(r"(?:_[^_\s]{1,9}){2,4}$")
_PIPE_WORDS = lazy(r"(?:\s*[|｜]\s*[^|｜]{1,12}){3,}[|｜\s-]*$")


def cut_keywords(title: str, *, is_sohu: bool) -> Cut:
    """A title without the row of search words behind it: `Title|模型|智能|医疗|`, `Title_企业_成本_系统`."""
    for pattern in (_SOHU_WORDS, _PIPE_WORDS) if is_sohu else (_PIPE_WORDS,):
        if (found := pattern.search(title)) and found.start() >= 4:
            words = [word for word in re.split(r"\s*[|｜_]\s*", found[0].strip(" -")) if word.strip(" -")]
            return Cut(title[: found.start()].rstrip(), ", ".join(words))
    return Cut(title, "")


_CATEGORY = lazy(r"\s*-\s*([^-\s][^-]{0,11})$")


def mend_category(title: str) -> Mended:
    """`Title-php教程`, as at PHP中文网."""
    found = _CATEGORY.search(title)
    return Mended(title[: found.start()], keyword=found[1]) if found and found.start() else Mended(title)


_SECTION = lazy(r"(?:_|--)([^_-]{2,8})$")


def mend_section(title: str) -> Mended:
    """`Title--财经`, `Title_滚动新闻`, as at newspapers and authorities: only behind a site's name that was cut already."""
    found = _SECTION.search(title)
    if found and found.start() >= 6 and _has_han(found[1]):
        return Mended(title[: found.start()], section=found[1])
    return Mended(title)


_TAGS = lazy(r"\s*((?:[#＃]\s?[^#＃]{1,40})+)$")
_LONG_TITLE = 60
_BETWEEN_SENTENCES = lazy(rf"(?<=[{HAN}。！？!?】」”）)A-Za-z\d])\s+(?=[{HAN}A-Za-z【「“])")


def mend_video(title: str) -> Mended:
    """A video's title line: hash tags behind it, and a description where the whole is long."""
    tags, keyword = _TAGS.search(title), ""
    if tags and tags.start() >= 4:
        keyword = ", ".join(" ".join(tag.split()) for tag in re.split(r"[#＃]", tags[1]) if tag.strip())
        title = title[: tags.start()].rstrip()
    head, abstract = _head(title)
    return Mended(head, keyword=keyword, abstract=abstract)


def _head(title: str) -> tuple[str, str]:
    """The first line of a long text, which a space parts from the description; each half holds a word of Han."""
    if len(title) > _LONG_TITLE:
        for gap in _BETWEEN_SENTENCES.finditer(title):
            head, rest = title[: gap.start()], title[gap.end() :]
            if len(head) >= 6 and _has_han(_last_word(head)) and _has_han(rest.split(maxsplit=1)[0]):
                return head, rest
    return title, ""


def _last_word(text: str) -> str:
    return text.rsplit(maxsplit=1)[-1]


_GITHUB_PREFIX = lazy(r"^(?:GitHub|Gitee(?:\.com)?|GitLab)\s+-\s+")
_GITHUB_DISCUSSED = lazy(r"\s+·\s+(?:Issue|Pull Request|Discussion|合并请求|议题)\s+#(\d+)(?:\s+·.*)?$")
_GITHUB_FILE = lazy(r"\s+at\s+\S+(?:\s+·\s+[\w.-]+/[\w.-]+)?$")
_GITHUB_OWNER = lazy(r"\s+·\s+[\w.-]+/[\w.-]+$")
_NUMBER = lazy(r"\s+#(\d+)$")


def mend_repository(title: str) -> Mended:
    """`GitHub - owner/name: about`, `Title · Issue #12 · owner/name`, `path/file.md at main · owner/name`, `Title #12`."""
    title = _GITHUB_PREFIX.sub("", title)
    if found := _GITHUB_DISCUSSED.search(title) or _NUMBER.search(title):
        return Mended(title[: found.start()], number=f"#{found[1]}")
    return Mended(_GITHUB_OWNER.sub("", _GITHUB_FILE.sub("", title)))


_QUESTION_TAG = lazy(r"^([a-z][a-z\d.+#-]{0,24})\s+-\s+(?=\S)")


def mend_question(title: str) -> Mended:
    """`python - How to …`, as at Stack Overflow."""
    found = _QUESTION_TAG.match(title)
    return Mended(title[found.end() :], keyword=found[1]) if found else Mended(title)


_MEDIUM = lazy(r"\s+\|\s+by\s+([^|]{2,40}?)(?:\s+\|\s+([^|]+?))?(?:\s+\|\s+[A-Z][a-z]{2}(?:, \d{4})?)?$")


def mend_medium(title: str) -> Mended:
    """`Title | by Author | Publication`, as at Medium."""
    if found := _MEDIUM.search(title):
        return Mended(title[: found.start()], found[1], blog=found[2] or "")
    return Mended(title)


_JOURNAL = lazy(r"\s+\|\s+([^|]{3,90})$")


def mend_journal(title: str) -> Mended:
    """`Title | Journal`, as publishers write it before their own name."""
    found = _JOURNAL.search(title)
    return Mended(title[: found.start()], container=found[1]) if found else Mended(title)


_SSRN_AUTHORS = lazy(r"\s+by\s+((?:[^,\s]+ ){1,4}[^,\s]+(?:, (?:[^,\s]+ ){1,4}[^,\s]+)*)$")


def mend_ssrn(title: str) -> Mended:
    """`Title by Author, Author`, as at SSRN, where every title ends so."""
    found = _SSRN_AUTHORS.search(title)
    return Mended(title[: found.start()], found[1]) if found else Mended(title)


_PATENT_NUMBER = lazy(r"^([A-Z]{2}[A-Z]?\d{4,12}[A-Z]?\d?)\s*[-—:：_]\s*|\s*[-—_(（]\s*([A-Z]{2}\d{6,12}[A-Z]?\d?)[)）]?$")


def mend_patent(title: str) -> Mended:
    """`CN101129316A - Title`."""
    if found := _PATENT_NUMBER.search(title):
        return Mended(title[: found.start()] + title[found.end() :], number=found[1] or found[2])
    return Mended(title)


_ARXIV_PREFIX = lazy(r"^\[(?:arXiv:)?(?:\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?\]\s*", re.IGNORECASE)
_FRONTIERS_PREFIX = lazy(r"^Frontiers\s+[|–-]\s+")
_PAPER_PREFIX = lazy(r"^Paper page\s+[-–]\s+")


def without_site_prefix(title: str) -> str:
    """A title without what a site sets before all of its titles: `[2311.13165]` (arXiv), `Frontiers |`."""
    for pattern in (_ARXIV_PREFIX, _FRONTIERS_PREFIX, _PAPER_PREFIX):
        title = pattern.sub("", title, 1)
    return title


_STANDARD_NUMBER = lazy(
    r"^[《「]?((?:GB(?:/[TZ])?|[A-Z]{2}/T|DB\d{2,4}(?:/T)?|T/[A-Z]{2,8}|ISO(?:/IEC)?(?:/(?:TR|TS|IEEE))?|IEC|IEEE(?: Std)?|EN(?: ISO)?|ASTM|ITU-T"
    r"|YY(?:/T)?|WS(?:/T)?|JR(?:/T)?|YD(?:/T)?|GA(?:/T)?|RFC)\s?[A-Z]?[\d.]+(?:[-—–:]\d+)*(?:[-—–:](?:19|20)\d\d)?)\b[》」]?\s*[-—:：_]?\s*(?=\S)"
)


def cut_standard_number(title: str) -> Cut:
    """`GB/T 7714—2015 信息与文献 …` without its number."""
    if found := _STANDARD_NUMBER.match(title):
        return Cut(title[found.end() :].strip("《》「」 "), found[1])
    return Cut(title, "")
