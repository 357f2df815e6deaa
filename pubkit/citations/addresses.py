"""Addresses of the web: their parts, the parameters that only track, and a form by which two of them can be compared.

`clean_address` takes tracking parameters out and leaves every other byte alone: it can be printed and followed.
`canonical_address` is for comparing only: two addresses with the same canonical form lead to the same source.

Sources: RFC 3986 (parts; 6.2.2 percent-encoding), RFC 9110 4.2 (default ports), the arXiv help pages (identifiers, versions),
the DOI handbook 3.8 (resolvers). Nothing is fetched: what a short link leads to is not known here.
"""

from __future__ import annotations

import re
from functools import lru_cache
from types import MethodType
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from pubkit.citations.tracking import host_suffixes, is_tracking
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Callable

#: Authority, path, query, fragment.
_PARTS = lazy(r"https?:/?/?([^/?#\\\s]*)((?:/[^?#]*)?)(?:\?([^#]*))?(?:#(.*))?", re.IGNORECASE | re.DOTALL)


class Address(NamedTuple):
    """The parts of an http(s) address. `host` is in lower case, without port and user; the others are as written."""

    host: str
    port: str
    path: str
    query: str
    fragment: str


#: See `text.span.new_span`.
_new_address: Callable[[tuple[str, str, str, str, str]], Address] = MethodType(tuple.__new__, Address)


@lru_cache(maxsize=2048)
def split_address(address: str) -> Address | None:
    """The parts of an http(s) address; None for anything else."""
    found = _PARTS.fullmatch(address.strip())
    if not found:
        return None
    authority, path, query, fragment = found.groups("")
    host, port = authority.rpartition("@")[2], ""
    if ":" in host:
        before, _, behind = host.rpartition(":")
        if not behind or behind.isdecimal():
            host, port = before, behind
    host = host.lower().rstrip(".")
    return _new_address((_unicode_host(host), port, path, query, fragment)) if host else None


def _unicode_host(host: str) -> str:
    if "xn--" not in host:
        return host
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return host


# ---- what only tracks


class TrackingParameter(NamedTuple):
    """A parameter to take out: its name, and the range of code points of the address that goes with it."""

    name: str
    start: int
    end: int


def tracking_parameters(address: str) -> tuple[TrackingParameter, ...]:
    """The tracking parameters of an address. Their ranges are disjoint and in order; without them the address is whole."""
    end = address.find("#")
    end = len(address) if end < 0 else end
    question = address.find("?", 0, end)
    parts = split_address(address) if question >= 0 else None
    if parts is None:
        return ()
    pieces = list(_pieces(address, question + 1, end))
    dropped = [is_tracking(parts.host, name, value) for name, value, _, _ in pieces]
    if True not in dropped:
        return ()
    if all(dropped):  # the question mark goes too
        return tuple(
            TrackingParameter(name, start - (n == 0), pieces[n + 1][2] if n + 1 < len(pieces) else end)
            for n, (name, _, start, _) in enumerate(pieces)
        )
    kept_before = False
    found = []
    for n, (name, _, start, stop) in enumerate(pieces):
        if not dropped[n]:
            kept_before = True
        elif kept_before:  # with the `&` before it
            found.append(TrackingParameter(name, start - 1, stop))
        else:
            found.append(TrackingParameter(name, start, pieces[n + 1][2]))
    return tuple(found)


def _pieces(address: str, start: int, end: int) -> list[tuple[str, str, int, int]]:
    """Name, value and place of each parameter between `?` and the end of the query."""
    pieces = []
    for piece in address[start:end].split("&"):
        stop = start + len(piece)
        if piece:
            name, _, value = unquote(piece).partition("=")
            pieces.append((name, value, start, stop))
        start = stop + 1
    return pieces


def clean_address(address: str) -> str:
    """An address without its tracking parameters, every other byte as it was."""
    if "?" not in address:
        return address
    kept, done = [], 0
    for parameter in tracking_parameters(address):
        kept.append(address[done : parameter.start])
        done = parameter.end
    kept.append(address[done:])
    return "".join(kept)


# ---- for comparing

#: Hosts of the same site for small screens: `m.`, `wap.`, `3g.`.
_VARIANT_HOST = lazy(r"(?:www\d?|m|wap|mobile|3g|mip|amp|h5)\.(?=[^.]+\.[^.])")
#: What each of them begins with: a look that costs little, and that most hosts do not pass.
_VARIANT_STARTS = ("www", "m", "wap", "3g", "amp", "h5")
_DEFAULT_PAGE = lazy(r"/(?:index|default)\.(?:s?html?|php|aspx?|jsp)$", re.IGNORECASE)
_DEFAULT_NAMES = ("index", "default")  # what it begins with
_ROUTE = ("/", "!")  # `#/path` and `#!path` are pages of an application
#: Pages that only lead on, and the parameter that says where.
_FORWARDERS = {
    "link.zhihu.com": "target",
    "link.juejin.cn": "target",
    "link.csdn.net": "target",
    "link.jianshu.com": "t",
    "google.com/url": "q",
    "l.facebook.com": "u",
    "out.reddit.com": "url",
}
_ARXIV_NUMBER = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[a-z]{2})?/\d{7})"
ARXIV = lazy(rf"/(?:abs|pdf|html|ps|format|e-print|src|list|tb|papers)/(?:arxiv:)?({_ARXIV_NUMBER})(?:v(\d+))?(?:\.pdf)?/?", re.IGNORECASE)
ARXIV_DOI = lazy(rf"10\.48550/arxiv\.({_ARXIV_NUMBER})(?:v(\d+))?", re.IGNORECASE)
ARXIV_HOSTS = frozenset(
    ["arxiv.org", "export.arxiv.org", "cn.arxiv.org", "xxx.itp.ac.cn", "xxx.lanl.gov", "ar5iv.org", "ar5iv.labs.arxiv.org", "alphaxiv.org", "arxiv.cn"]
)
DOI = lazy(r"10\.\d{4,9}(?:\.\d+)*/[^\s\"<>?#]+")
#: Where publishers put a DOI into the address of the article's page; a supplement or a figure is another document.
_DOI_PATH = lazy(r"/(?:doi|article|articles|chapter|book|content|articleview|reference/doi|lookup/doi|paper/doi)/"
                 r"(?:(?:abs|full|fulltext|pdf|pdfplus|epdf|epub|pdfdirect|reader|book|ref|10\.1002/j)/)?(10\.\d{4,9}/[^?#]+)")  # fmt: skip
_DOI_TAIL = lazy(r"(?:/(?:full|abstract|abs|pdf|epdf|html?|fulltext|meta|summary|xml|download|bibtex)(?:/.*)?|\.full(?:\.pdf|-text)?|\.pdf|/)$", re.IGNORECASE)  # fmt: skip
_RESOLVERS = frozenset({"doi.org", "dx.doi.org", "doi.dx.org", "oadoi.org", "chinadoi.cn", "dx.chinadoi.cn"})
_YOUTUBE = lazy(r"/(?:embed|shorts|live|v)/([\w-]{6,})")


@lru_cache(maxsize=2048)
def comparable_address(address: str) -> str:
    """An address for comparing letter by letter: percent-encoding decoded, scheme and a last slash left out."""
    return unquote(address.strip()).removeprefix("https://").removeprefix("http://").rstrip("/")


def canonical_address(url: str) -> str:
    """A form of an address for comparing: equal for two addresses that lead to the same source.

    Left out: the scheme, default ports, `www.` and hosts for small screens, tracking parameters and the order of the
    others, fragments, a last slash, `index.html`, and percent-encoding that is not needed. arXiv's papers are one whatever
    the format and version, DOIs whatever the resolver, YouTube's videos whatever the link. What is no http(s) address comes
    back without the spaces around it.
    """
    parts = split_address(clean_address(url.strip()))
    if parts is None:
        return url.strip()
    if (onward := _forwarded(parts)) is not None:
        return canonical_address(onward)
    return _known_work(parts) or _plain_form(parts)


def _forwarded(parts: Address) -> str | None:
    """Where a page that only leads on leads to."""
    if not parts.query:
        return None
    host = parts.host.removeprefix("www.")
    name = _FORWARDERS.get(host) or _FORWARDERS.get(host + parts.path)
    if name is None:
        return None
    target = unquote(parameter(parts, name) or "")
    return target if split_address(target) else None


def parameter(parts: Address, name: str) -> str | None:
    """The value of the first parameter of that name, as written; None where there is none."""
    for piece in parts.query.split("&"):
        key, _, value = piece.partition("=")
        if key == name:
            return value
    return None


def _known_work(parts: Address) -> str | None:
    """The address of a work that many addresses lead to."""
    if arxiv := arxiv_number(parts):
        return f"https://arxiv.org/abs/{arxiv[0]}"
    if doi := doi_of(parts):
        return f"https://doi.org/{doi.lower()}"
    video = youtube_video(parts)
    return f"https://youtube.com/watch?v={video}" if video else None


_YOUTUBE_HOSTS = frozenset({"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com", "youtu.be"})


def youtube_video(parts: Address) -> str | None:
    """YouTube's name of a video; None for any other address."""
    host = parts.host.removeprefix("www.")
    if host not in _YOUTUBE_HOSTS:
        return None
    found = _YOUTUBE.match(parts.path)
    video = found[1] if found else parts.path.strip("/") if host == "youtu.be" else parameter(parts, "v")
    return video if video and "/" not in video else None


def arxiv_number(parts: Address) -> tuple[str, str] | None:
    """ArXiv's number of a paper and the version, empty where none is named; None for any other address."""
    if parts.host.removeprefix("www.") in ARXIV_HOSTS:
        found = ARXIV.match(parts.path)
    elif parts.host in _RESOLVERS:
        found = ARXIV_DOI.fullmatch(unquote(parts.path).strip("/"))
    else:
        return None
    return (found[1].lower(), found[2] or "") if found else None


def doi_of(parts: Address) -> str | None:
    """The DOI that an address of a resolver or of a publisher holds."""
    path = unquote(parts.path) if "%" in parts.path else parts.path
    if "10." not in path and "10." not in parts.query:
        return None
    if parts.host.removeprefix("www.") in _RESOLVERS:
        found = DOI.match(path, 1)
        return found[0].rstrip("/.,;") if found else None
    if found := _DOI_PATH.search(path):
        return _bare_doi(parts, found[1])
    if parts.host.endswith("plos.org") and (id_ := parameter(parts, "id")) and DOI.fullmatch(unquote(id_)):
        return unquote(id_)
    return None


def _bare_doi(parts: Address, doi: str) -> str:
    doi = _DOI_TAIL.sub("", doi).rstrip("/.,;")
    if host_suffixes(parts.host)[-1] in ("biorxiv.org", "medrxiv.org"):
        doi = re.sub(r"v\d+(?:\..*)?$", "", doi)
    return doi


def _plain_form(parts: Address) -> str:
    host = plain_host(parts.host)
    port = f":{parts.port}" if parts.port not in ("", "80", "443") else ""
    path = _decoded(parts.path)
    if path.rpartition("/")[2].lower().startswith(_DEFAULT_NAMES):
        path = _DEFAULT_PAGE.sub("/", path)
    path = path.rstrip("/")
    if host == "github.com":
        path = path.lower() if path.count("/") == 2 else path
        path = path.removesuffix(".git")
    query = _plain_query(parts.query) if parts.query else ""
    fragment = _decoded(parts.fragment) if parts.fragment.startswith(_ROUTE) else ""
    return f"https://{host}{port}{path}" + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _plain_query(query: str) -> str:
    return "&".join(sorted([_decoded(piece.replace("+", "%20")) for piece in query.split("&") if piece]))


def plain_host(host: str) -> str:
    """A host without `www.` and without what marks its pages for small screens."""
    for _ in range(2):  # `www.m.example.com`
        if host.startswith(_VARIANT_STARTS) and (found := _VARIANT_HOST.match(host)):
            host = host[found.end() :]
        elif host.startswith(".m.wiki", 2):  # `en.m.wikipedia.org`
            host = host[:2] + host[4:]
        else:
            break
    return host


_ENCODED = lazy(r"(?:%[0-9A-Fa-f]{2})+")


_SPACE = lazy(r"\s")


def _decoded(text: str) -> str:
    """Percent-encoding undone where it is not needed (RFC 3986 6.2.2): for letters, digits, `-._~`, and beyond ASCII."""
    if "%" not in text and " " not in text and text.isprintable():
        return text
    text = _SPACE.sub(lambda found: quote(found[0]), text)
    return _ENCODED.sub(lambda found: _decode(found[0]), text) if "%" in text else text


def _decode(encoded: str) -> str:
    try:
        plain = unquote(encoded, errors="strict")
    except UnicodeDecodeError:
        return encoded.upper()
    return "".join(c if c.isalnum() or c in "-._~" or (c > "\x7f" and not c.isspace()) else quote(c, safe="") for c in plain)
