"""What a page says of itself: its titles, and whether it is a page at all or an apology for one.

    <meta name="citation_title">     what libraries of articles write for catalogues
    <meta property="og:title">       what a page calls itself when it is shared
    <title>                          what stands on the tab, mostly with the site's name behind it

Many sites answer 200 and say in words that nothing is there (a soft 404), that the reader must prove to be a person, or must
log in. The scanner is linear in the length of the page: a hostile page must not hold pubkit up, as the standard library's
parser can be (an unfinished comment repeated costs the square of the length).
What does not belong here: whether a title agrees with a reference (`citations.likeness`).
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Literal

from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What a page is, beside a page: `missing` says that nothing is there, `gate` that only people or members may come in.
Kind = Literal["page", "missing", "gate"]
_MOST_TITLE = 500  # code points
_SHORT_PAGE = 400  # code points of visible text: an apology is brief


class Page(NamedTuple):
    """A page that was read. `titles` are all that it gives itself, the most exact first; `language` is its `lang`."""

    titles: tuple[str, ...]
    kind: Kind
    language: str = ""


def read_page(text: str, *, is_whole: bool) -> Page:
    """What a page of HTML says of itself. `is_whole` tells that nothing was cut off: only then is its length known."""
    tags = list(_tags(text))
    titles = tuple(dict.fromkeys(filter(None, _titles(text, tags))))
    language = next((_attributes(tag.inside).get("lang", "") for tag in tags if tag.name == "html"), "")
    visible = _visible(text, tags) if is_whole else ""
    return Page(titles, _kind(titles, visible), language)


# ---- tags


class _Tag(NamedTuple):
    name: str
    inside: str  # what stands behind the name, up to the `>`
    start: int
    end: int


_OPENING = lazy(r"<(/?[a-zA-Z][a-zA-Z0-9]{0,20})|<!--")
#: Elements whose text is no markup.
_RAW = frozenset({"script", "style", "noscript", "textarea", "template", "svg"})
_LONGEST_TAG = 8000  # code points


def _tags(text: str) -> Iterator[_Tag]:
    """The tags of a page, comments and scripts passed over. Whatever does not end is passed over to the end."""
    at = 0
    while found := _OPENING.search(text, at):
        if found[0] == "<!--":
            at = _after(text, "-->", found.end())
            continue
        end = _tag_end(text, found.end())
        name = found[1].lower()
        yield _Tag(name, text[found.end() : end - 1], found.start(), end)
        at = _end_of_raw(text, name, end) if name in _RAW else end


def _after(text: str, what: str, at: int) -> int:
    """Behind the next `what`, or the end of the text."""
    found = text.find(what, at)
    return len(text) if found < 0 else found + len(what)


def _end_of_raw(text: str, name: str, at: int) -> int:
    """Where an element ends in whose text `<` begins no tag; the end of the text where it does not end."""
    found = re.compile(f"</{name}", re.IGNORECASE).search(text, at)
    return found.start() if found else len(text)


_PART_OF_TAG = lazy(r"[^\"'>]+|\"[^\"]*\"|'[^']*'|[\"']")


def _tag_end(text: str, at: int) -> int:
    """Behind the `>` that ends a tag: one in quotation marks does not. A tag without end is cut off."""
    limit = min(len(text), at + _LONGEST_TAG)
    while at < limit and text[at] != ">":
        found = _PART_OF_TAG.match(text, at, limit)
        if found is None:
            break
        at = found.end()
    return min(at + 1, len(text))


_ATTRIBUTE = lazy(r"([a-zA-Z][\w:.-]{0,40})\s{0,10}=\s{0,10}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")


def _attributes(inside: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(inside):
        values.setdefault(found[1].lower(), html.unescape(found[2] or found[3] or found[4] or ""))
    return values


# ---- titles

_META_TITLES = ("citation_title", "dc.title", "og:title", "twitter:title")


def _titles(text: str, tags: list[_Tag]) -> Iterator[str]:
    metas = [_attributes(tag.inside) for tag in tags if tag.name == "meta"]
    for wanted in _META_TITLES:
        for values in metas:
            if (values.get("name") or values.get("property") or values.get("itemprop") or "").lower() == wanted:
                yield _line(values.get("content", ""))
    for name in ("title", "h1"):
        for n, tag in enumerate(tags):
            if tag.name == name:
                yield _line(html.unescape(_without_tags(text, tags, n)))
                break


def _without_tags(text: str, tags: list[_Tag], n: int) -> str:
    """The text of an element, up to its end or a limit, without the tags in it."""
    name, start = tags[n].name, tags[n].end
    pieces = []
    for tag in tags[n + 1 : n + 40]:
        pieces.append(text[start : tag.start])
        start = tag.end
        if tag.name in (f"/{name}", "/head", "body"):
            break
    else:
        pieces.append(text[start : start + _MOST_TITLE])
    return " ".join(pieces)[: 4 * _MOST_TITLE]


def _line(text: str) -> str:
    """A title as one line, without what cannot be printed."""
    plain = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(plain.split())[:_MOST_TITLE]


def _visible(text: str, tags: list[_Tag]) -> str:
    """What a reader sees of a page: the text outside of the head, scripts and tags, as far as it is short."""
    pieces: list[str] = []
    length = start = 0
    skipped = ""
    for tag in tags:
        if not skipped and (piece := text[start : tag.start].strip()):
            pieces.append(piece)
            length += len(piece)
            if length > 4 * _SHORT_PAGE:
                break
        start = tag.end
        if tag.name in _RAW or tag.name in ("head", "title"):
            skipped = tag.name
        elif tag.name == f"/{skipped}":
            skipped = ""
    else:
        pieces.append("" if skipped else text[start:].strip())
    return _line_of(html.unescape(" ".join(pieces)))


def _line_of(text: str) -> str:
    return re.sub(r"<!--.*?-->|\s+", " ", text[: 8 * _SHORT_PAGE], flags=re.DOTALL).strip()


# ---- apologies

#: Said in a title, or on a page that says little else: nothing is here.
_MISSING = lazy(
    r"^\W*(?:error\W*)?(?:404|410)\b|\b(?:404|410)(?: error| not found| page)|\b404\W*$|page (?:you (?:requested|are looking for) )?(?:was |is |could )?(?:not|n['’]t)(?: be)? (?:found|available|exist)"
    r"|(?:page|content|article|document|file|resource|video|post) (?:was |has been |is )?(?:not found|no longer (?:available|exists)|removed|deleted|unavailable|does not exist|doesn['’]t exist)"
    r"|not found\W*$|(?:页面|頁面|网页|網頁|内容|內容|文章|视频|視頻|影片|资源|資源|文件|文档|帖子|作品|新闻|链接|連結|信息|地址|笔记|商品|问题|用户)"
    r"(?:可能|已经|已經|或|暂时|暫時|被|都|并|似乎)*(?:不存在|不見了|不见了|没找到|找不到|未找到|无法找到|無法找到|已?删除|已?刪除|已?失效|已?下架|已?下线|已过期|走丢了|无法访问|无法显示|不可用)"
    r"|(?:找不到|未找到|没有找到|沒有找到|无法找到|無法找到)(?:您|你)?(?:所|要|想|请求|訪問|访问|查看|的)*(?:的)?(?:页面|頁面|网页|網頁|内容|內容|文章|资源|文件|信息)"
    r"|(?:访问|請求|请求|查看|浏览|訪問|寻找|查找|找)的?(?:页面|頁面|网页|內容|内容|文章|资源|信息|地址)(?:已|并|可能)?(?:不存在|被删除|失效|找不到|未找到|无法)"
    r"|(?:该|此|該)(?:内容|內容|文章|页面|视频|作品|帖子|问题|公众号|账号|信息)(?:因违规|因違規|已被|已经|已|被|因)[^。]{0,16}(?:删除|屏蔽|下架|无法查看|不存在|注销|停用|违规)"
    r"|已被(?:发布者|作者|原作者|用户)删除|查看的内容不存在|参数错误",
    re.IGNORECASE,
)
#: A page before the page: prove that you are a person, log in, allow scripts.
_GATE = lazy(
    r"just a moment|attention required|checking your browser|verify(?:ing)? (?:that )?you are (?:a )?human|are you a (?:robot|human)|robot check"
    r"|captcha|access (?:to this page has been )?denied|access denied|security check|ddos[- ]guard|please (?:enable|turn on) (?:javascript|cookies)|unusual traffic"
    r"|安全验证|安全驗證|人机验证|人機驗證|滑动验证|拖动滑块|请完成(?:安全)?验证|验证码|驗證碼|环境异常|访问异常|访问(?:过于|太)频繁|网络不给力|访问被拒绝|访问受限|禁止访问"
    r"|正在进行安全检测|系统检测到您的网络|请(?:先)?登录(?:后)?(?:查看|访问|继续|$)|登录后(?:查看|可|继续)|^(?:登录|登錄|登入|log ?in|sign ?in)\b",
    re.IGNORECASE,
)


def says_missing(text: str) -> bool:
    """Whether a text says that a page is not there."""
    return _MISSING.search(text) is not None


def _kind(titles: tuple[str, ...], visible: str) -> Kind:
    is_brief = 0 < len(visible) <= _SHORT_PAGE
    said = [*titles, *([visible] if is_brief else [])]
    if any(map(says_missing, said)):
        return "missing"
    return "gate" if any(_GATE.search(text) for text in said) else "page"
