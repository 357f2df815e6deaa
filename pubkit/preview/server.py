"""The server of the preview: files of one folder, the state as JSON, and news as server-sent events. Only for this machine.

It answers only requests that name this machine as their host, so that no page of another site can read a report through the browser
(DNS rebinding), and gives only files below its folder.
Source: WHATWG HTML, "Server-sent events".
"""

from __future__ import annotations

import json
import mimetypes
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from pubkit.publish.stylesheets import stylesheet

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.preview.studio import Studio
    from pubkit.text.phrase import Language

_HERE: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
_BEAT_S: Final = 15.0
_POLICY: Final = "default-src 'self'; style-src 'self'; script-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'"


def make_server(studio: Studio, folder: Path, port: int, language: Language) -> ThreadingHTTPServer:
    """A server on 127.0.0.1 that shows what `studio` builds into `folder`. Raises `OSError` where the port is taken."""

    class Handler(_Handler):
        pass

    Handler.studio, Handler.folder, Handler.language = studio, folder.resolve(), language
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    return server


class _Handler(BaseHTTPRequestHandler):
    studio: Studio
    folder: Path
    language: Language
    protocol_version = "HTTP/1.1"
    server_version = "pubkit"

    def do_GET(self) -> None:
        host = (self.headers.get("Host") or "").rsplit(":", 1)[0]
        if host not in _HERE:
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = unquote(urlsplit(self.path).path)
        try:
            self._answer(path)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _answer(self, path: str) -> None:
        if path == "/":
            self._send(_shell(self.language).encode(), "text/html; charset=utf-8", policy=_POLICY)
        elif path in ("/preview.js", "/preview.css"):
            self._send(stylesheet(path[1:]).encode(), "text/javascript" if path.endswith("js") else "text/css")
        elif path == "/state":
            state = [asdict(report) for report in self.studio.shown]
            self._send(json.dumps(state, ensure_ascii=False).encode(), "application/json")
        elif path == "/news":
            self._send_news()
        elif path.startswith("/page/"):
            self._send_file(path.removeprefix("/page/"))
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def _send(self, content: bytes, kind: str, *, policy: str = "") -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(content)

    def _send_file(self, name: str) -> None:
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder) or not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        self._send(path.read_bytes(), kind + ("; charset=utf-8" if kind.startswith("text/") else ""))

    def _send_news(self) -> None:
        """An event for each change, and a comment now and then, by which a reader that has gone is noticed."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        seen = 0
        while True:
            now = self.studio.news(seen, _BEAT_S)
            self.wfile.write(f"data: {now}\n\n".encode() if now > seen else b": waiting\n\n")
            self.wfile.flush()
            seen = now

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Nothing: a terminal that tells of each request hides what matters."""


_WORDS: Final = {
    "en": {"findings": "Findings", "none": "Nothing found.", "building": "Building …", "pdf": "PDF", "lost": "The server has stopped.", "title": "Preview"},
    "zh": {"findings": "检查结果", "none": "没有发现问题。", "building": "正在构建……", "pdf": "PDF", "lost": "预览服务已停止。", "title": "预览"},
}


def _shell(language: Language) -> str:
    words = _WORDS[language]
    told = " ".join(f'data-{name}="{word}"' for name, word in words.items())
    return f"""<!DOCTYPE html>
<html lang="{'zh-CN' if language == 'zh' else 'en'}">
<head>
<meta charset="utf-8">
<title>{words["title"]} · pubkit</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="stylesheet" href="/preview.css">
<script src="/preview.js" defer></script>
</head>
<body {told}>
<header>
<strong>pubkit</strong>
<nav id="reports"></nav>
<nav id="editions"></nav>
<a id="pdf" hidden target="_blank">{words["pdf"]}</a>
<button id="toggle" aria-expanded="true" aria-controls="panel">{words["findings"]} <span id="count"></span></button>
</header>
<main><iframe id="page" title="{words["title"]}"></iframe></main>
<aside id="panel" aria-label="{words["findings"]}"><p id="status" role="status">{words["building"]}</p><ol id="findings"></ol></aside>
</body>
</html>
"""
