"""What a visit means for a reference: one word for programs, one sentence for the editor, and whether there is something to do.

Only what is certain is called wrong. A site that lets no program in says nothing about the reference, and a title that could
not be compared is no title that differs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, get_args

from pubkit.citations.addresses import canonical_address, split_address
from pubkit.citations.likeness import compare
from pubkit.citations.sites import site_of
from pubkit.online.page import says_missing
from pubkit.online.visits import PERMANENT
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pubkit.online.services import Work
    from pubkit.online.visits import Visit

Status = Literal["alive", "moved", "title-differs", "dead", "unreachable", "certificate", "private", "robots", "blocked", "not-asked"]
STATUSES: tuple[Status, ...] = get_args(Status)
#: Those about which an editor has something to do. Of the others nothing is known, or nothing is wrong.
TO_DO: frozenset[str] = frozenset({"moved", "title-differs", "dead", "unreachable", "certificate", "private"})


class Verdict(NamedTuple):
    """The word, the sentence (None where the word says all), and the new address where the page has moved for good."""

    status: Status
    message: Phrase | None = None
    moved_to: str = ""
    title: str = ""


_FAILURES: dict[str, tuple[Status, Phrase]] = {
    "unknown-host": ("unreachable", Phrase("there is no such host", "没有这个主机")),
    "refused": ("unreachable", Phrase("the server does not take the connection", "服务器拒绝连接")),
    "timeout": ("unreachable", Phrase("no answer in time", "超时未响应")),
    "reset": ("unreachable", Phrase("the connection broke", "连接中断")),
    "protocol": ("unreachable", Phrase("the answer is no valid HTTP", "响应不是有效的 HTTP")),
    "proxy": ("unreachable", Phrase("the proxy did not let the request through", "代理未放行")),
    "redirects": ("unreachable", Phrase("redirects without end", "无休止的重定向")),
    "certificate": ("certificate", Phrase("the certificate is not valid: {}", "证书无效：{}")),
    "private": ("private", Phrase("leads to {}, which is no public address; not visited", "指向非公网地址 {}，未访问")),
    "proxy-answer": (
        "not-asked",
        Phrase(
            "the name service answers {}, as a proxy program on this machine does; turn that off, or use --proxy or --allow-private",
            "域名解析得到 {}，这是本机代理软件的虚拟地址；请关闭它，或使用 --proxy 或 --allow-private",
        ),
    ),
    "address": ("dead", Phrase("this is no address of the web", "这不是有效的网址")),
}
_BLOCKED = frozenset({401, 402, 403, 407, 412, 418, 421, 423, 425, 429, 444, 451, 503, 520, 521, 567, 999})
_GONE = frozenset({404, 410})
_SEPARATOR = r"\s*(?:[-_|｜—–:：,，·•»«/]|$)"


def judge(visit: Visit, title: str) -> Verdict:
    """What a visit means for a reference with this title; empty where it has none."""
    if visit.failure:
        return _failed(visit)
    if not 200 <= visit.status < 300:
        return _refused(visit.status)
    titles = _own_titles(visit)
    agreement = compare(title, titles) if title and titles else "unclear"
    shown = titles[0] if titles else ""
    if agreement != "agree":
        if visit.kind == "missing" and not says_missing(title):
            return Verdict("dead", Phrase("the page says that nothing is there: “{}”", "页面声明内容不存在：“{}”").format(shown or "404"), title=shown)
        if visit.kind == "gate":
            return Verdict("blocked", Phrase("the site asks for a login or a proof; look by hand", "网站要求登录或验证，请人工查看"), title=shown)
        if _leads_home(visit):
            words = Phrase("only the site's home page is left: {}", "只剩网站首页：{}")
            return Verdict("dead", words.format(visit.final), title=shown)
    if agreement == "differ":
        return Verdict("title-differs", Phrase("the page is called “{}”", "页面题名为“{}”").format(shown), title=shown)
    if new := _moved_to(visit):
        return Verdict("moved", Phrase("moved for good to {}", "已永久迁移至 {}").format(new), new, shown)
    return Verdict("alive", title=shown)


def _failed(visit: Visit) -> Verdict:
    if visit.failure == "robots":
        words = Phrase("robots.txt cannot be read (HTTP {}), so that nothing may be visited", "无法读取 robots.txt（HTTP {}），按规范不得访问")
        return Verdict("robots", words.format(visit.detail) if visit.detail else Phrase("the site asks programs not to visit; look by hand", "网站不允许程序访问，请人工查看"))
    status, words = _FAILURES.get(visit.failure, _FAILURES["reset"])
    detail = _CERTIFICATE.get(visit.detail.rpartition(": ")[2].partition(",")[0], Phrase(visit.detail, visit.detail))
    said = words.format(detail)
    if visit.hops and visit.failure != "redirects":
        said = Phrase("{} (after a redirect to {})", "{}（重定向至 {} 之后）").format(said, visit.final)
    return Verdict(status, said)


#: What OpenSSL says, for readers of Chinese.
_CERTIFICATE = {
    "self-signed certificate": Phrase("self-signed", "自签名"),
    "self-signed certificate in certificate chain": Phrase("self-signed", "自签名"),
    "certificate has expired": Phrase("expired", "已过期"),
    "unable to get local issuer certificate": Phrase("its issuer is not known", "颁发者未知"),
}


def _refused(status: int) -> Verdict:
    if status in _GONE:
        return Verdict("dead", Phrase("HTTP {}", "HTTP {}").format(status))
    if status in _BLOCKED:
        return Verdict("blocked", Phrase("HTTP {}: the site lets no program in; look by hand", "HTTP {}：网站不接受程序访问，请人工查看").format(status))
    if status >= 500:
        return Verdict("unreachable", Phrase("HTTP {}: the server has a fault", "HTTP {}：服务器出错").format(status))
    return Verdict("blocked", Phrase("HTTP {}: cannot be told; look by hand", "HTTP {}：无法判断，请人工查看").format(status))


def _own_titles(visit: Visit) -> tuple[str, ...]:
    """The titles that are the page's own: what only names the site, or begins with its name, is left out."""
    parts = split_address(visit.final)
    site = site_of(parts.host, parts.path) if parts else None
    names = [*(site.names if site else ()), *([parts.host.removeprefix("www.")] if parts else [])]
    if not names:
        return visit.titles
    generic = re.compile("|".join(re.escape(name) + _SEPARATOR for name in sorted(names, key=len, reverse=True) if name) or r"(?!)", re.IGNORECASE)
    return tuple(title for title in visit.titles if not generic.match(title))


def _leads_home(visit: Visit) -> bool:
    """Whether a redirect ended at a site's home page, from an address that was none."""
    first, last = split_address(visit.address), split_address(visit.final)
    if not visit.hops or first is None or last is None:
        return False
    return last.path in ("", "/") and not last.query and (len(first.path) > 1 or bool(first.query))


def _moved_to(visit: Visit) -> str:
    """Where an address leads for good: as far as the redirects are permanent, and where that is another address."""
    new = ""
    for status, place in visit.hops:
        if status not in PERMANENT:
            break
        new = place
    return new if new and canonical_address(new) != canonical_address(visit.address) else ""


# ---- does the work exist


class Finding(NamedTuple):
    """What a service says of a work: a name for programs, a sentence, and whether there is something to do."""

    name: Literal["found", "other-work", "no-such-work", "not-found"]
    message: Phrase
    is_to_do: bool


def judge_work(work: Work, title: str, identifier: str, titles: Sequence[str] = ()) -> Finding:
    """What an answer means for a reference: `identifier` is what was asked for, empty for a search by title.

    `titles` are others that the entry goes by.
    """
    if not work.is_found and not identifier:
        return Finding("not-found", _NOT_FOUND.format(work.service), is_to_do=False)
    if not work.is_found:
        words = Phrase("{} is not registered: there is no such work", "{} 未登记：没有这篇文献")
        return Finding("no-such-work", words.format(identifier), is_to_do=True)
    if identifier and title and work.title and compare(title, [work.title, *titles]) == "differ":
        words = Phrase("{} is another work: “{}” ({})", "{} 是另一篇文献：“{}”（{}）").format(identifier, work.title, work.service)
        return Finding("other-work", words, is_to_do=True)
    year = f", {work.year}" if work.year else ""
    return Finding("found", Phrase("known to {}{}", "{} 有收录{}").format(work.service, year), is_to_do=False)


_NOT_FOUND = Phrase(
    "not found ({}), which does not mean invented: Chinese sources are hardly listed there",
    "未检出（{}）；这不等于文献不存在：中文文献很少被收录",
)
