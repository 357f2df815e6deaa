"""Visits to a real server: redirects, faults, encodings, manners, and what may never be visited."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import itertools
import ssl
import subprocess
import time
import zlib
from typing import TYPE_CHECKING

import pytest
from web_server import Site, in_turn, page, raw, redirect, serving, titled

from pubkit.online.client import Client, Limits
from pubkit.online.guard import ForbiddenAddressError, Guard, is_public
from pubkit.online.store import Store
from pubkit.online.turns import Turns
from pubkit.online.verdicts import judge
from pubkit.online.visits import Patience, Visit, Visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TITLE = "窗的历史与玻璃工艺"
_TRUST = ssl.create_default_context()  # made once: it costs more than a test
_FAST = Limits(connect_s=0.5, read_s=0.5, seconds=1.0)


@pytest.fixture(scope="module")
def _server() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(_server: Site) -> Site:
    _server.pages.clear()
    _server.asked.clear()
    return _server


def look_up(host: str, _port: int) -> list[str]:
    """Names of tests lead to this machine; all others are unknown."""
    if host.endswith(".test") or host == "127.0.0.1":
        return ["127.0.0.1"]
    raise OSError(host)


def visits(
    *addresses: str, folder: Path, pause_s: float = 0.0, patience: Patience | None = None, guard: Guard | None = None, limits: Limits = _FAST,
    context: ssl.SSLContext | None = None,
) -> list[Visit]:  # fmt: skip
    """Visits addresses at the same time, and the answers in their order."""

    async def visit_all() -> list[Visit]:
        async with Client(guard or Guard(allows_private=True, look_up=look_up), "pubkit/0 (tests)", limits=limits, verify=context or _TRUST) as client:
            visitor = Visitor(client, Turns(pause_s), Store(folder, max_age_s=60), patience or Patience(seconds=1.0, tries=2, without_word_s=0.0))
            return list(await asyncio.gather(*map(visitor.visit, addresses)))

    return asyncio.run(visit_all())


def status_of(visit: Visit, title: str = TITLE) -> str:
    return judge(visit, title).status


# ---- what an answer means


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (titled(TITLE), "alive"),
        (titled(f"{TITLE}_沙岸网"), "alive"),
        (titled("新能源汽车市场七月报告"), "title-differs"),
        (titled("首页"), "alive"),
        (titled("页面不存在"), "dead"),
        (titled("404 Not Found"), "dead"),
        (page("<title></title><p>抱歉，该内容已被发布者删除</p>"), "dead"),
        (titled("安全验证"), "blocked"),
        (titled("Just a moment..."), "blocked"),
        (page("gone", 404), "dead"),
        (page("gone", 410), "dead"),
        (page("no", 403), "blocked"),
        (page("no", 451), "blocked"),
        (page("fault", 500), "unreachable"),
        (page("odd", 418), "blocked"),
        (page(b"%PDF-1.7", content_type="application/pdf"), "alive"),
        (page("", content_type=""), "alive"),
        (redirect("", 302), "blocked"),
    ],
)
def test_what_an_answer_means(site: Site, tmp_path: Path, answer: object, status: str) -> None:
    """Only what is certain is called wrong."""
    site.pages["/a"] = answer  # type: ignore[assignment]
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert status_of(visit) == status


def test_a_title_about_missing_pages_is_no_missing_page(site: Site, tmp_path: Path) -> None:
    """What the reference is called as well is its title."""
    site.pages["/a"] = titled("为什么页面不存在：404 的设计")
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert status_of(visit, "为什么页面不存在：404 的设计") == "alive"


def test_the_title_of_catalogues_and_of_sharing_count(site: Site, tmp_path: Path) -> None:
    """The tab may say less than the page's own metadata."""
    site.pages["/a"] = page(f"<head><title>沙岸</title><meta content='{TITLE}' property='og:title'/></head>")
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert visit.titles == (TITLE, "沙岸")
    assert status_of(visit) == "alive"


# ---- redirects


def test_temporary_permanent_and_relative_redirects(site: Site, tmp_path: Path) -> None:
    """A page has moved as far as the redirects are permanent; a temporary one says nothing about its address."""
    site.pages |= {"/a": redirect("b", 301), "/b": redirect("/dir/c?x=1", 308), "/dir/c": redirect("../d"), "/d": titled(TITLE), "/t": redirect("/d", 307)}
    moved, temporary = visits(site.address("/a"), site.address("/t"), folder=tmp_path)
    assert [status for status, _ in moved.hops] == [301, 308, 302]
    verdict = judge(moved, TITLE)
    assert (verdict.status, verdict.moved_to, moved.final) == ("moved", site.address("/dir/c?x=1"), site.address("/d"))
    assert status_of(temporary) == "alive"


def test_redirects_without_end_end(site: Site, tmp_path: Path) -> None:
    """In a circle at once, in a row after some."""
    site.pages |= {"/a": redirect("/b"), "/b": redirect("/a")} | {f"/n{n}": redirect(f"/n{n + 1}") for n in range(40)}
    circle, row = visits(site.address("/a"), site.address("/n0"), folder=tmp_path)
    assert (circle.failure, row.failure, status_of(row)) == ("redirects", "redirects", "unreachable")
    assert len(site.paths()) < 14


def test_a_site_that_waits_for_its_cookie_is_entered(site: Site, tmp_path: Path) -> None:
    """Within one visit only: the next one brings none."""
    site.pages["/a"] = in_turn(page(status=302, location="/a", set_cookie="seen=1"), titled(TITLE))
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert status_of(visit) == "alive"
    assert [request.headers.get("cookie") for request in site.asked if request.path == "/a"] == [None, "seen=1"]
    site.pages["/b"] = titled(TITLE)
    visits(site.address("/b"), folder=tmp_path)
    assert site.asked[-1].headers.get("cookie") is None


def test_only_the_home_page_is_left(site: Site, tmp_path: Path) -> None:
    """The commonest way of sites to say that an article is gone."""
    site.pages |= {"/news/1.html": redirect("/", 301), "/": titled("沙岸网首页：新闻、天气、交通")}
    (visit,) = visits(site.address("/news/1.html"), folder=tmp_path)
    assert status_of(visit) == "dead"


# ---- private networks


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "172.20.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.100.100.200", "0.0.0.0", "224.0.0.1",  # noqa: S104
     "240.0.0.1", "198.18.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
     "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:7f00:1::"],
)  # fmt: skip
def test_private_addresses_are_known(address: str) -> None:
    """Also where IPv6 wraps them."""
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "114.114.114.114", "2400:3200::1", "64:ff9b::808:808", "2002:808:808::"])
def test_public_addresses_are_let_through(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "127.1", "127.0.0.1.", "[::1]", "[::ffff:7f00:1]"])
def test_hosts_that_hide_a_number(host: str) -> None:
    """Old programs read them as addresses of IPv4."""
    with pytest.raises(ForbiddenAddressError):
        Guard().check_host(host)


@pytest.mark.parametrize("host", ["3com.com", "163.com", "example.org", "1.2.3.4", "xn--fiq228c.com"])
def test_hosts_that_hide_nothing(host: str) -> None:
    Guard().check_host(host)


def test_an_address_of_a_private_network_is_not_visited(site: Site, tmp_path: Path) -> None:
    """By number, by name, and in any spelling of the number: nothing is asked."""
    addresses = [site.address("/a"), site.address("/a", "intranet.test"), site.address("/a", "2130706433"), site.address("/a", "[::ffff:127.0.0.1]")]
    found = visits(*addresses, folder=tmp_path, guard=Guard(look_up=look_up))
    assert [visit.failure for visit in found] == ["private"] * 4
    assert status_of(found[0]) == "private"
    assert site.asked == []


def test_a_redirect_into_a_private_network_is_not_followed(site: Site, tmp_path: Path) -> None:
    """Every hop is judged; this machine plays the public site, and the one behind it is private."""

    class OnlyThis(Guard):
        async def addresses(self, host: str, port: int) -> list[str]:
            return ["127.0.0.1"] if host == "public.test" else await super().addresses(host, port)

    site.pages |= {"/a": redirect("http://169.254.169.254/latest/meta-data/"), "/b": redirect(site.address("/secret"))}
    one, two = visits(site.address("/a", "public.test"), site.address("/b", "public.test"), folder=tmp_path, guard=OnlyThis(look_up=look_up))
    assert (one.failure, one.detail, two.failure) == ("private", "169.254.169.254", "private")
    assert "/secret" not in site.paths()


def test_the_connection_goes_to_the_address_that_was_judged(site: Site, tmp_path: Path) -> None:
    """A name service that answers differently the second time is not asked a second time for a request."""
    answers = [["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]]
    asked: list[str] = []

    def rebinding(host: str, _: int) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    site.pages["/a"] = titled(TITLE)
    (visit,) = visits(site.address("/a", "rebind.test"), folder=tmp_path, guard=Guard(allows_private=True, look_up=rebinding))
    assert status_of(visit) == "alive"
    assert asked == ["rebind.test"] * 2  # robots.txt, and the page
    assert site.asked[-1].headers["host"] == f"rebind.test:{site.port}"


def test_a_name_with_a_public_and_a_private_address_is_refused(tmp_path: Path) -> None:
    """Which of them a connection would take is chance."""
    guard = Guard(look_up=lambda *_: ["8.8.8.8", "192.168.1.1"])
    (visit,) = visits("http://both.example/", folder=tmp_path, guard=guard)
    assert (visit.failure, visit.detail) == ("private", "192.168.1.1")


def test_what_a_proxy_program_answers_is_told_apart(tmp_path: Path) -> None:
    """Every name leads to 198.18.0.0/15 then: the editor has to know, and the reference is not to blame."""
    (visit,) = visits("http://example.org/", folder=tmp_path, guard=Guard(look_up=lambda *_: ["198.18.3.4"]))
    verdict = judge(visit, "")
    assert verdict.status == "not-asked"
    assert verdict.message is not None
    assert "--allow-private" in verdict.message.en


@pytest.mark.parametrize("address", ["ftp://e.test/a", "file:///etc/passwd", "http://", "http:///a", "http://[::1", "http://e.test:99999/", "javascript:x"])
def test_what_is_no_address_of_the_web(tmp_path: Path, address: str) -> None:
    (visit,) = visits(address, folder=tmp_path)
    assert visit.failure == "address"


def test_no_name_and_password_is_sent(site: Site, tmp_path: Path) -> None:
    """Whatever an address holds."""
    site.pages["/a"] = titled(TITLE)
    visits(f"http://user:secret@127.0.0.1:{site.port}/a#part", folder=tmp_path)
    assert "/a" in site.paths()
    assert all("authorization" not in request.headers for request in site.asked)


# ---- encodings and bodies


_HAN = f"<html><head><title>{TITLE}</title></head><body>{'窗由玻璃制成，玻璃来自沙。' * 40}</body></html>"
_HANT = "<html><head><title>窗的歷史與玻璃工藝</title></head><body>窗由玻璃製成，玻璃來自沙。</body></html>"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (_HAN.encode("gbk"), "text/html; charset=utf-8"),
        (_HAN.encode("gbk"), "text/html; charset=ISO-8859-1"),
        (_HAN.encode("gbk"), "text/html"),
        (_HAN.replace("<head>", "<head><meta charset='gb2312'>").encode("gb18030"), "text/html"),
        (_HAN.replace("<head>", "<head><meta http-equiv=Content-Type content='text/html; charset=gbk'>").encode(), "text/html"),
        (_HAN.encode(), "text/html; charset=iso-8859-1"),
        (_HANT.encode("big5"), "text/html"),
        (_HANT.encode("big5"), "text/html; charset=UTF-8"),
        (b"\xef\xbb\xbf" + _HAN.encode(), "text/html; charset=gbk"),
        (b"\xff\xfe" + _HAN.encode("utf-16-le"), "text/html"),
        (_HAN.encode(), "text/html; charset=idna"),
        (_HAN.encode(), "text/html; charset=unheard-of"),
        (_HAN.encode().replace("沙".encode(), b"\xe6\xff\x99", 1), "text/html; charset=utf-8"),
    ],
)
def test_the_title_is_read_whatever_the_page_says_of_its_encoding(site: Site, tmp_path: Path, body: bytes, content_type: str) -> None:
    """Declared wrongly, not at all, or with one wrong byte."""
    site.pages["/a"] = page(body, content_type=content_type)
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert status_of(visit) == "alive"
    assert visit.titles[0] in (TITLE, "窗的歷史與玻璃工藝")


def test_a_latin_page_stays_latin(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = page("<title>Café déjà vu</title>".encode("latin-1"), content_type="text/html")
    assert visits(site.address("/a"), folder=tmp_path)[0].titles == ("Café déjà vu",)


def test_a_huge_body_is_not_read_to_its_end(site: Site, tmp_path: Path) -> None:
    """Once the head is over, little more is wanted."""
    sent: list[int] = []

    def huge(handler: object) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _HAN.encode())  # type: ignore[attr-defined]
        sent.extend(handler.wfile.write(b"x" * 100_000) for _ in range(2000))  # type: ignore[attr-defined]

    site.pages["/a"] = huge
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert visit.titles[0] == TITLE
    assert sum(sent) < 20_000_000


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda body: zlib.compress(body)[2:-4]])
def test_packed_pages_are_read(site: Site, tmp_path: Path, pack: object) -> None:
    """Gzip, deflate, and deflate as some servers understand it."""
    coding = "gzip" if pack is gzip.compress else "deflate"
    site.pages["/a"] = page(pack(_HAN.encode()), content_encoding=coding)  # type: ignore[operator]
    assert visits(site.address("/a"), folder=tmp_path)[0].titles[0] == TITLE


def test_a_bomb_is_not_unpacked(site: Site, tmp_path: Path) -> None:
    """A few kilobytes that would be gigabytes: as much as there is room for, and no more."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    zeros = b"0" * 10_000_000
    site.pages["/a"] = page(packer.compress(_HAN.encode()) + b"".join(packer.compress(zeros) for _ in range(10)) + packer.flush(), content_encoding="gzip")
    begun = time.monotonic()
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert visit.titles[0] == TITLE
    assert time.monotonic() - begun < 20  # unpacked whole it would fill the memory; a slow machine may take its time


def test_what_is_not_packed_although_it_says_so(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = page(_HAN, content_encoding="gzip")
    assert status_of(visits(site.address("/a"), folder=tmp_path)[0]) == "alive"


@pytest.mark.parametrize("piece", ["<!--", "<a ", "<", "&", "<title>", "<a b='", "<meta name=a ", "<script>", "<b>", "页面", "[" * 9])
def test_a_hostile_page_takes_no_time(site: Site, tmp_path: Path, piece: str) -> None:
    """What costs the square of the length elsewhere."""
    site.pages["/a"] = page((piece * (500_000 // len(piece.encode())))[:500_000])
    begun = time.monotonic()
    visits(site.address("/a"), folder=tmp_path, limits=Limits())
    assert time.monotonic() - begun < 20  # the square of half a million takes minutes


# ---- faults of the network


def test_slow_answers_end(site: Site, tmp_path: Path) -> None:
    """None at all, and one that trickles: what came of it counts."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + _HAN.encode()
    site.pages |= {"/none": raw(b"", pause_s=3), "/trickle": raw(head, *[b"x"] * 60, pause_s=0.1)}
    begun = time.monotonic()
    none, trickle = visits(site.address("/none", "a.test"), site.address("/trickle", "b.test"), folder=tmp_path)
    assert time.monotonic() - begun < 5.5  # the trickle alone would take 6
    assert (none.failure, status_of(none)) == ("timeout", "unreachable")
    assert status_of(trickle) == "alive"


def test_connections_that_break(site: Site, tmp_path: Path) -> None:
    """Before the answer it is a failure; in its middle, what came counts."""
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 90000\r\n\r\n" + _HAN.encode()
    site.pages |= {"/middle": raw(head, pause_s=0.1, resets=True), "/before": raw(resets=True)}
    middle, before = visits(site.address("/middle"), site.address("/before"), folder=tmp_path)
    assert status_of(middle) == "alive"
    assert status_of(before) == "unreachable"


@pytest.mark.parametrize("answer", [b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n", b"garbage\r\n\r\n", b"HTTP/1.1 999999 x\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", b"HTTP/1.1 302 x\r\nLocation: http://[\r\n\r\n"])
def test_answers_that_are_no_http(site: Site, tmp_path: Path, answer: bytes) -> None:
    site.pages["/a"] = raw(answer)
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert visit.failure in ("protocol", "address")


def test_a_host_that_is_not_known_and_one_that_does_not_listen(site: Site, tmp_path: Path) -> None:
    found = visits("http://nowhere.example/", "http://127.0.0.1:1/", folder=tmp_path)
    assert [visit.failure for visit in found] == ["unknown-host", "refused"]


def test_a_host_that_does_not_answer_is_not_asked_for_every_page(site: Site, tmp_path: Path) -> None:
    """Ten pages of a dead host cost the patience for two."""
    site.pages["/robots.txt"] = raw(b"", pause_s=2)
    found = visits(*(site.address(f"/{n}") for n in range(10)), folder=tmp_path, limits=Limits(seconds=0.3))
    assert {visit.failure for visit in found} == {"timeout"}
    assert len(site.asked) <= 2


def test_a_certificate_that_is_not_valid_is_named(tmp_path: Path) -> None:
    """With what is wrong with it; the page is not read."""
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", str(key), "-out", str(certificate),
         "-days", "2", "-subj", "/CN=good.test", "-addext", "subjectAltName=DNS:good.test"],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    trusting = ssl.create_default_context(cafile=str(certificate))
    with serving(context) as site:
        site.pages["/a"] = titled(TITLE)
        (stranger,) = visits(site.address("/a", "good.test"), folder=tmp_path / "1")
        (known,) = visits(site.address("/a", "good.test"), folder=tmp_path / "2", context=trusting)
        (other,) = visits(site.address("/a", "other.test"), folder=tmp_path / "3", context=trusting)
    verdict = judge(stranger, TITLE)
    assert verdict.status == "certificate"
    assert verdict.message is not None
    assert "self-signed" in verdict.message.en
    assert "自签名" in verdict.message.zh
    assert status_of(known) == "alive"  # the name is checked although the connection goes to a number
    assert status_of(other) == "certificate"


# ---- manners


def test_robots_txt_is_kept_to(site: Site, tmp_path: Path) -> None:
    """The longest rule holds, wildcards count, and it is asked once."""
    site.pages |= {
        "/robots.txt": page("User-agent: *\nAllow: /\nDisallow: /private/\nAllow: /private/open\nDisallow: /*?session=\n", content_type="text/plain"),
        "/a": titled(TITLE), "/private/open": titled(TITLE), "/private/b": titled(TITLE), "/c": titled(TITLE),
    }  # fmt: skip
    found = visits(*(site.address(path) for path in ("/a", "/private/open", "/private/b", "/c?session=1")), folder=tmp_path)
    assert [status_of(visit) for visit in found] == ["alive", "alive", "robots", "robots"]
    assert sorted(site.paths()) == ["/a", "/private/open"]
    assert [request.path for request in site.asked].count("/robots.txt") == 1


def test_robots_txt_may_speak_to_us_by_name(site: Site, tmp_path: Path) -> None:
    site.pages["/robots.txt"] = page("User-agent: pubkit\nDisallow: /\n\nUser-agent: *\nAllow: /\n", content_type="text/plain")
    assert status_of(visits(site.address("/a"), folder=tmp_path)[0]) == "robots"


@pytest.mark.parametrize(("answer", "status"), [(page("x", 404), "alive"), (page("x", 403), "alive"), (page("x", 500), "robots"), (page("x", 503), "robots"), (page("<html>home", 200), "alive"), (redirect("/robots.txt"), "alive")])
def test_robots_txt_that_cannot_be_read(site: Site, tmp_path: Path, answer: object, status: str) -> None:
    """RFC 9309: a fault of the client's allows all, one of the server's nothing."""
    site.pages |= {"/robots.txt": answer, "/a": titled(TITLE)}  # type: ignore[dict-item]
    (visit,) = visits(site.address("/a"), folder=tmp_path)
    assert status_of(visit) == status
    assert ("/a" in site.paths()) == (status == "alive")


def test_a_redirect_to_where_robots_may_not_go(site: Site, tmp_path: Path) -> None:
    site.pages |= {"/robots.txt": page("User-agent: *\nDisallow: /b", content_type="text/plain"), "/a": redirect("/b"), "/b": titled(TITLE)}
    assert status_of(visits(site.address("/a"), folder=tmp_path)[0]) == "robots"
    assert site.paths() == ["/a"]


def test_one_request_at_a_time_with_a_pause(site: Site, tmp_path: Path) -> None:
    """On one host; another host is asked at the same time."""
    for n in range(4):
        site.pages[f"/{n}"] = titled(TITLE)
    visits(*(site.address(f"/{n}", "a.test") for n in range(4)), site.address("/0", "b.test"), folder=tmp_path, pause_s=0.12)
    requests = sorted((request for request in site.asked if request.headers["host"].startswith("a.test")), key=lambda one: one.begun)
    gaps = [after.begun - before.ended for before, after in itertools.pairwise(requests)]
    assert len(gaps) == 4
    assert min(gaps) > 0.1
    others = [request.begun for request in site.asked if request.headers["host"].startswith("b.test")]
    assert min(others) < requests[1].begun


def test_a_busy_server_is_given_the_time_that_it_asks_for(site: Site, tmp_path: Path) -> None:
    """429 and 503 with `Retry-After`, in seconds; too long a time is not waited for."""
    site.pages |= {
        "/a": in_turn(page("busy", 429, retry_after="1"), titled(TITLE)),
        "/b": in_turn(page("busy", 503, retry_after="0"), titled(TITLE)),
        "/c": page("busy", 429, retry_after="3600"),
        "/d": page("busy", 503),
    }
    begun = time.monotonic()
    found = visits(*(site.address(f"/{name}", f"{name}.test") for name in "abcd"), folder=tmp_path)
    assert [status_of(visit) for visit in found] == ["alive", "alive", "blocked", "blocked"]
    assert 1 <= time.monotonic() - begun < 60
    assert [site.paths().count(f"/{name}") for name in "abcd"] == [2, 2, 1, 2]


def test_who_asks_is_said(site: Site, tmp_path: Path) -> None:
    site.pages["/a"] = titled(TITLE)
    visits(site.address("/a"), folder=tmp_path)
    assert {request.headers["user-agent"] for request in site.asked} == {"pubkit/0 (tests)"}
    assert all("referer" not in request.headers for request in site.asked)


def test_the_environment_names_no_proxy(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    site.pages["/a"] = titled(TITLE)
    assert status_of(visits(site.address("/a"), folder=tmp_path)[0]) == "alive"


def test_a_proxy_that_the_editor_names(site: Site, tmp_path: Path) -> None:
    """It looks hosts up itself; a number of a private network is refused all the same."""
    site.pages |= {"http://far.example/a": titled(TITLE), "http://10.0.0.1/": titled(TITLE)}

    async def through_proxy() -> list[Visit]:
        async with Client(Guard(look_up=look_up), "pubkit/0", limits=_FAST, proxy=site.address(""), verify=_TRUST) as client:
            visitor = Visitor(client, Turns(0), Store(tmp_path, max_age_s=60))
            return [await visitor.visit("http://far.example/a"), await visitor.visit("http://10.0.0.1/")]

    far, private = asyncio.run(through_proxy())
    assert (status_of(far), private.failure) == ("alive", "private")


# ---- what is kept


def test_what_this_machine_could_not_visit_is_asked_again(site: Site, tmp_path: Path) -> None:
    """The network may be back, or the editor may allow what was refused."""
    site.pages["/a"] = titled(TITLE)
    (refused,) = visits(site.address("/a"), folder=tmp_path, guard=Guard(look_up=look_up))
    (allowed,) = visits(site.address("/a"), folder=tmp_path)
    assert (refused.failure, status_of(allowed)) == ("private", "alive")



def test_what_was_answered_lately_is_not_asked_again(site: Site, tmp_path: Path) -> None:
    """Neither the page nor robots.txt; the answer is the same to the letter."""
    site.pages["/a"] = titled(TITLE)
    (first,) = visits(site.address("/a"), folder=tmp_path)
    site.asked.clear()
    (second,) = visits(site.address("/a#part"), folder=tmp_path)
    assert site.asked == []
    assert second == first


def test_what_is_kept_and_broken_is_asked_again(site: Site, tmp_path: Path) -> None:
    """Half a file, another program's, or an older pubkit's."""
    site.pages["/a"] = titled(TITLE)
    visits(site.address("/a"), folder=tmp_path)
    for n, entry in enumerate(sorted(tmp_path.glob("??/*"))):
        entry.write_text(['{"kept_at": 1', "[]", "null"][n % 3], encoding="utf-8")
    site.asked.clear()
    assert status_of(visits(site.address("/a"), folder=tmp_path)[0]) == "alive"
    assert site.paths() == ["/a"]


def test_a_folder_that_cannot_be_written_stops_nobody(site: Site, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    site.pages["/a"] = titled(TITLE)
    assert status_of(visits(site.address("/a"), folder=tmp_path / "file" / "below")[0]) == "alive"


def test_two_runs_at_once_share_what_is_kept(site: Site, tmp_path: Path) -> None:
    """Both end well, and no part of a file is left."""
    from concurrent.futures import ThreadPoolExecutor

    for n in range(8):
        site.pages[f"/{n}"] = titled(TITLE)
    addresses = [site.address(f"/{n}") for n in range(8)]
    with ThreadPoolExecutor(2) as pool:
        runs = list(pool.map(lambda _: visits(*addresses, folder=tmp_path), range(2)))
    assert [[status_of(visit) for visit in run] for run in runs] == [["alive"] * 8] * 2
    assert len(list(tmp_path.glob("??/*"))) == 9  # eight pages and robots.txt
    assert not list(tmp_path.glob("??/.*"))
