"""Which places of the network a stranger's address may lead to: public ones only, unless the user says otherwise.

A report comes from anywhere, and an address in it may name a machine of the editor's own network: a router, a database, the
service that hands a cloud machine its keys. Every host is looked up here, all its addresses are judged, and the connection is
made to an address that was judged and to no other, so that a second look-up cannot answer differently (DNS rebinding).

Sources: the IANA registries of special-purpose addresses (RFC 6890), RFC 6598 (shared space), RFC 4291 2.5.5.2 (IPv4 in IPv6),
RFC 6052 (NAT64), RFC 3056 (6to4), RFC 4380 (Teredo); WHATWG URL 3.5: a host whose last label is a number is an IPv4 address.
"""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
import threading
from typing import TYPE_CHECKING

from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: What a local proxy program answers instead of a site's address (RFC 2544 gave the range to tests of networks).
_BENCHMARK = ipaddress.ip_network("198.18.0.0/15")
#: A host that old programs read as an IPv4 address: 2130706433, 0x7f.1, 0177.0.0.1.
_NUMERIC = lazy(r"(?:.*\.)?(?:\d+|0[xX][0-9A-Fa-f]*)\.?")
_DOTTED = lazy(r"(?:(?:0|[1-9]\d{0,2})\.){3}(?:0|[1-9]\d{0,2})")


class ForbiddenAddressError(Exception):
    """An address that leads into a private network, or hides where it leads. `found` is what it leads to."""

    def __init__(self, found: str, *, is_proxy_answer: bool = False) -> None:
        super().__init__(found)
        self.found = found
        self.is_proxy_answer = is_proxy_answer


class UnknownHostError(Exception):
    """A host that the name service does not know, or of which it gave no answer in time."""


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the public network, also where IPv6 wraps an IPv4 address."""
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return address in _NAT64 and is_public(_last_32_bits(address))
    if isinstance(address, ipaddress.IPv6Address) and address.is_site_local:
        return False
    return all(map(is_public, _wrapped(address)))


def _wrapped(address: IPAddress) -> Iterator[ipaddress.IPv4Address]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, ipaddress.IPv6Address):
        yield from (inner for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if inner is not None)
        if address in _NAT64:
            yield _last_32_bits(address)


def _last_32_bits(address: IPAddress) -> ipaddress.IPv4Address:
    return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


def look_up(host: str, port: int) -> list[str]:
    """The addresses of a host, as the system's name service gives them. Raises `OSError` where it gives none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class Guard:
    """Looks hosts up and lets through what may be visited. `allows_private` is for publishers with an intranet, and for tests."""

    def __init__(self, *, allows_private: bool = False, look_up: Callable[[str, int], list[str]] = look_up) -> None:
        self.allows_private = allows_private
        self._look_up = look_up

    async def addresses(self, host: str, port: int) -> list[str]:
        """The addresses to connect to, in the order to try them.

        Raises `ForbiddenAddressError` where one of them is not public, `UnknownHostError` where there is none.
        """
        self.check_host(host)
        found = [text.partition("%")[0] for text in await self._found(host, port)]
        addresses = [ipaddress.ip_address(text) for text in dict.fromkeys(found)]
        if not addresses:
            raise UnknownHostError(host)
        if not self.allows_private:
            for address in addresses:
                _refuse_private(address)
        return [str(address) for address in addresses]

    def check_host(self, host: str) -> None:
        """Raises `ForbiddenAddressError` for a host that can be judged without looking it up."""
        if not self.allows_private:
            if re.fullmatch(_NUMERIC.pattern, host) and not _DOTTED.fullmatch(host):
                raise ForbiddenAddressError(host)
            if (address := _literal(host)) is not None:
                _refuse_private(address)

    async def _found(self, host: str, port: int) -> list[str]:
        """Looked up in a thread of its own: a name service may hang, and nobody waits for it when pubkit ends."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[list[str]] = loop.create_future()

        def tell(addresses: list[str]) -> None:
            if not answer.done():
                answer.set_result(addresses)

        def ask() -> None:
            try:
                addresses = self._look_up(host, port)
            except (OSError, UnicodeError):  # of a label that is too long, or empty
                addresses = []
            if not loop.is_closed():
                loop.call_soon_threadsafe(tell, addresses)

        threading.Thread(target=ask, daemon=True).start()
        return await answer


def _literal(host: str) -> IPAddress | None:
    """The address that a host is, where it is no name."""
    try:
        return ipaddress.ip_address(host.strip("[]").partition("%")[0])
    except ValueError:
        return None


def _refuse_private(address: IPAddress) -> None:
    if not is_public(address):
        raise ForbiddenAddressError(str(address), is_proxy_answer=address in _BENCHMARK)
