"""The one door to httpx: a single request, its answer, and no more of the body than is wanted.

No redirect is followed here, no cookie of another visit and no credential is sent, no proxy is taken from the environment.
Compressed bodies are unpacked here, with a limit: a few kilobytes may unpack to gigabytes.
"""

from __future__ import annotations

import asyncio
import datetime
import re
import ssl
import zlib
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

import httpx

from pubkit.online.guard import ForbiddenAddressError, UnknownHostError
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pubkit.online.guard import Guard

_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/json,application/atom+xml,*/*;q=0.5",
    "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}


class Limits(NamedTuple):
    """What one request may take. `seconds` holds for all of it, the others for a single wait on the way."""

    connect_s: float = 10.0
    read_s: float = 15.0
    seconds: float = 30.0
    body_bytes: int = 512 * 1024
    #: How much of a page is read when its head is over.
    head_bytes: int = 64 * 1024


class Failure(NamedTuple):
    """Why there is no answer: a word for programs, and what the system said of it."""

    reason: str  # unknown-host, private, refused, timeout, certificate, reset, protocol, address
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered. `headers` are in small letters; `body` may be cut off, then `is_whole` is False."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    is_whole: bool = True

    @property
    def content_type(self) -> str:
        """The type of the content without its parameters, in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def retry_after_s(self, now: datetime.datetime) -> float | None:
        """How many seconds the server asks to wait (RFC 9110 10.2.3); None where it does not say."""
        text = self.headers.get("retry-after", "").strip()
        if text.isascii() and text.isdecimal():
            return float(text[:9])
        try:
            then = parsedate_to_datetime(text)
        except ValueError:
            return None
        return max(0.0, (then.replace(tzinfo=then.tzinfo or datetime.UTC) - now).total_seconds())


@dataclass(slots=True)
class Cookies:
    """The cookies of one visit: some sites set one and redirect until it comes back. They end with the visit."""

    jar: httpx.Cookies = field(default_factory=httpx.Cookies)


class Client:
    """Makes requests, each to an address that the guard let through. An asynchronous context manager.

    `proxy` is one that the user named: it looks hosts up itself, so that only what can be judged without that is refused.
    """

    def __init__(self, guard: Guard, user_agent: str, *, limits: Limits | None = None, proxy: str | None = None, verify: ssl.SSLContext | None = None) -> None:
        self._guard = guard
        self._limits = limits or Limits()
        self._headers = {**_HEADERS, "User-Agent": user_agent}
        context = verify or httpx.create_ssl_context()  # SSL_CERT_FILE and SSL_CERT_DIR count: a house may have its own authority
        self._transport = _Transport(guard, proxy, context)

    async def __aenter__(self) -> Client:
        await self._transport.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._transport.aclose()

    async def get(self, address: str, cookies: Cookies | None = None) -> Answer | Failure:
        """Asks for an address and reads what is needed of the answer."""
        jar = (cookies or Cookies()).jar
        try:
            request = httpx.Request("GET", _without_user(address), headers=self._headers, extensions={"timeout": self._timeouts()})
        except (httpx.InvalidURL, ValueError) as error:
            return Failure("address", str(error))
        if request.url.scheme not in ("http", "https") or not _HOST.fullmatch(request.url.raw_host) or not 0 < (request.url.port or 80) < 65536:
            return Failure("address", request.url.scheme)
        jar.set_cookie_header(request)
        reading = _Reading(self._limits)
        try:
            async with asyncio.timeout(self._limits.seconds):
                await self._read(request, reading, jar)
        except (TimeoutError, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
            return reading.answer(is_whole=False) or _failure(error)
        except ForbiddenAddressError as error:
            return Failure("proxy-answer" if error.is_proxy_answer else "private", error.found)
        except UnknownHostError as error:
            return Failure("unknown-host", str(error))
        return reading.answer() or Failure("protocol")

    def _timeouts(self) -> dict[str, float]:
        limits = self._limits
        return {"connect": limits.connect_s, "read": limits.read_s, "write": limits.read_s, "pool": limits.seconds}

    async def _read(self, request: httpx.Request, reading: _Reading, jar: httpx.Cookies) -> None:
        response = await self._transport.handle_async_request(request)
        response.request = request
        try:
            jar.extract_cookies(response)
            reading.begin(response)
            if reading.wants_body and isinstance(response.stream, httpx.AsyncByteStream):
                await reading.read(response.stream)
        finally:
            await response.aclose()


#: A host as a name service takes it, and numbers of IPv6; what else an address holds there comes percent-encoded.
_HOST = re.compile(rb"[a-z0-9._:-]+", re.IGNORECASE)


def _without_user(address: str) -> httpx.URL:
    """An address without the name and password that it may hold, and without its fragment."""
    url = httpx.URL(address)
    return url.copy_with(username=None, password=None, fragment=None)


class _Transport(httpx.AsyncBaseTransport):
    """Connects to the address that was judged; the host stays the one of the address, for the certificate and the site."""

    def __init__(self, guard: Guard, proxy: str | None, context: ssl.SSLContext) -> None:
        self._guard = guard
        self._has_proxy = proxy is not None
        # A connection is used once: it was opened to a number, and two hosts may share that.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._inner = httpx.AsyncHTTPTransport(verify=context, trust_env=False, proxy=proxy, limits=limits)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if self._has_proxy:
            self._guard.check_host(request.url.host)
            return await self._inner.handle_async_request(request)
        url = request.url
        host = url.raw_host.decode("ascii")
        addresses = await self._guard.addresses(host, url.port or (443 if url.scheme == "https" else 80))
        error: Exception = UnknownHostError(host)
        for address in addresses:
            request.url = url.copy_with(host=address)
            request.extensions = {**request.extensions, "sni_hostname": host}
            try:
                return await self._inner.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as failed:
                if _is_about_certificate(failed):
                    raise
                error = failed
            finally:
                request.url = url
        raise error

    async def aclose(self) -> None:
        await self._inner.aclose()


_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TEXT_TYPES = ("text/", "application/xhtml", "application/json", "application/xml", "application/atom", "application/problem+json")


class _Reading:
    """An answer that is being read: what has come when the connection breaks or the time is over still counts."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._status = 0
        self._headers: dict[str, str] = {}
        self._body = bytearray()
        self._is_whole = False
        self._head_is_over = False
        self._searched = 0

    def begin(self, response: httpx.Response) -> None:
        self._status = response.status_code
        self._headers = {name.lower(): value for name, value in response.headers.items()}

    @property
    def wants_body(self) -> bool:
        """Whether the body says anything to us: a redirect's does not, nor does a picture or a PDF."""
        kind = self._headers.get("content-type", "").strip().lower()
        self._is_whole = self._status in _REDIRECTS or (bool(kind) and not kind.startswith(_TEXT_TYPES))
        return not self._is_whole

    async def read(self, stream: httpx.AsyncByteStream) -> None:
        unpack = _Unpacking(self._headers.get("content-encoding", ""))
        came = 0
        async for chunk in stream:
            came += len(chunk)
            self._body += unpack(chunk, self._limits.body_bytes - len(self._body))
            if max(came, len(self._body)) >= self._limits.body_bytes or self._has_head():
                return
        self._is_whole = True

    def _has_head(self) -> bool:
        """Whether the head is over and enough of what follows was read. Each byte is looked at once."""
        if not self._head_is_over:
            self._head_is_over = b"</head" in self._body[self._searched :].lower()
            self._searched = max(0, len(self._body) - len(b"</head"))
        return self._head_is_over and len(self._body) > self._limits.head_bytes

    def answer(self, *, is_whole: bool = True) -> Answer | None:
        """The answer as far as it came; None where not even its first line did."""
        return Answer(self._status, self._headers, bytes(self._body), is_whole and self._is_whole) if self._status else None


class _Unpacking:
    """Content codings, undone as far as there is room. What is not what it says comes back as it is."""

    def __init__(self, codings: str) -> None:
        names = [name.strip() for name in codings.lower().split(",") if name.strip() not in ("", "identity")]
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 32) if names and names[-1] in ("gzip", "x-gzip", "deflate") else None
        self._is_first = True

    def __call__(self, chunk: bytes, room: int) -> bytes:
        if self._inflate is None:
            return chunk[:room]
        try:
            unpacked = self._inflate.decompress(chunk, max(1, room))
        except zlib.error:
            self._inflate = zlib.decompressobj(-zlib.MAX_WBITS) if self._is_first else None  # deflate without its header
            return self._retry(chunk, room) if self._is_first else b""
        self._is_first = False
        return unpacked

    def _retry(self, chunk: bytes, room: int) -> bytes:
        self._is_first = False
        try:
            return self._inflate.decompress(chunk, max(1, room)) if self._inflate else b""
        except zlib.error:
            self._inflate = None
            return chunk[:room]


_ENDINGS = (
    (httpx.TimeoutException, "timeout"),
    (TimeoutError, "timeout"),
    (httpx.ConnectError, "refused"),
    (httpx.ReadError, "reset"),
    (httpx.WriteError, "reset"),
    (httpx.ProxyError, "proxy"),
    (httpx.ProtocolError, "protocol"),
)


def _is_about_certificate(error: BaseException) -> bool:
    return isinstance(error, ssl.SSLError) or "SSL" in str(error)


def _failure(error: BaseException) -> Failure:
    said = str(error)
    if _is_about_certificate(error):
        return Failure("certificate", said.partition("] ")[2].partition(" (_ssl")[0] or said)
    return Failure(next((word for kind, word in _ENDINGS if isinstance(error, kind)), "reset"), said)

