"""A real HTTP server on this machine for the tests of `pubkit.online`: what it answers, and what it was asked."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator


@dataclass
class Asked:
    """A request that came: when it began and ended, its path, its headers in small letters."""

    path: str
    headers: dict[str, str]
    begun: float
    ended: float = 0.0


class Site:
    """A server whose pages are functions of the handler. Paths are looked up with their query, then without."""

    def __init__(self, server: ThreadingHTTPServer, scheme: str) -> None:
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.asked: list[Asked] = []
        self.port = server.server_address[1]
        self.scheme = scheme

    def address(self, path: str, host: str = "127.0.0.1") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [request.path for request in self.asked if request.path != "/robots.txt"]


@contextlib.contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A server that runs as long as the context lasts."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, time.monotonic())
            site.asked.append(asked)
            page = site.pages.get(self.path) or site.pages.get(self.path.partition("?")[0]) or not_found
            try:
                page(self)
            finally:
                asked.ended = time.monotonic()
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            return

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: object) -> None:
            return  # clients of tests hang up in the middle

    server = Server(("127.0.0.1", 0), Handler)
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site = Site(server, "https" if context else "http")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def page(body: bytes | str = "", status: int = 200, content_type: str = "text/html; charset=utf-8", **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page with its headers; `retry_after="1"` is `Retry-After: 1`."""
    content = body.encode() if isinstance(body, str) else body

    def respond(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        if content_type:
            handler.send_header("Content-Type", content_type)
        handler.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(content)

    return respond


def titled(title: str, body: str = "") -> Callable[[BaseHTTPRequestHandler], None]:
    return page(f"<!doctype html><html><head><title>{title}</title></head><body>{body or '正文' * 400}</body></html>")


def redirect(place: str, status: int = 302) -> Callable[[BaseHTTPRequestHandler], None]:
    return page(status=status, location=place)


def raw(*pieces: bytes, pause_s: float = 0.0, resets: bool = False) -> Callable[[BaseHTTPRequestHandler], None]:
    """Bytes as they are, one piece after the other; with `resets` the connection breaks off behind them."""

    def respond(handler: BaseHTTPRequestHandler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(pause_s)
        if resets:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()

    return respond


def in_turn(*pages: Callable[[BaseHTTPRequestHandler], None]) -> Callable[[BaseHTTPRequestHandler], None]:
    """One page after the other; the last one stays."""
    left = list(pages)

    def respond(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return respond


not_found = page("not found", 404)
