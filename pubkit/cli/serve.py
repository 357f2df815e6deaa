"""`pubkit serve`."""

from __future__ import annotations

import tempfile
import threading
import time
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from pubkit.cli.app import Command, language_option
from pubkit.cli.speech import language, say
from pubkit.text.errors import PubkitError, UsageError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable
    from http.server import ThreadingHTTPServer

    from pubkit.pipeline.projects import ReportSource
    from pubkit.preview.studio import Studio

#: As mkdocs and others have it; where it is taken, the next ones are tried.
_PORT = 8000
_ATTEMPTS = 20
#: How long a save may go unnoticed.
_LOOK_S = 0.15


def command() -> click.Command:
    return Command(
        "serve",
        callback=serve_command,
        help=say(
            "Show reports in the browser, and what is found in them, while they are being written: a save shows at once. "
            "The address is of this machine only.",
            "在浏览器中边写边看：保存后立即刷新网页，并在旁边列出检查结果。仅本机可以访问。",
        ),
        params=[
            click.Argument(["targets"], nargs=-1),
            click.Option(["--port"], type=click.IntRange(0, 65535), help=say("Port (default: 8000, or the next free one).", "端口（默认 8000，被占用则用下一个）。")),
            click.Option(["--open", "open_browser"], is_flag=True, help=say("Open the browser.", "打开浏览器。")),
            click.Option(["--no-pdf"], is_flag=True, help=say("Build the web page only.", "只构建网页。")),
            language_option(),
        ],
    )


def serve_command(targets: tuple[str, ...], port: int | None, open_browser: bool, no_pdf: bool) -> int:
    """Serves until it is interrupted. Returns the exit code."""
    from pubkit.pipeline.projects import find_target
    from pubkit.preview.studio import Studio

    find_target(targets, None, ())  # says at once that there is no report
    with tempfile.TemporaryDirectory(prefix="pubkit-preview-") as name:
        folder = Path(name)
        studio = Studio(lambda: find_target(targets, None, ())._replace(output=folder), language(), pdf=not no_pdf)
        server = _server(studio, folder, port)
        address = f"http://127.0.0.1:{server.server_address[1]}/"
        click.echo(say(f"Showing at {address}  (Ctrl-C ends)", f"预览地址：{address}（按 Ctrl-C 结束）"))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        if open_browser:
            webbrowser.open(address)
        try:
            _follow(studio, targets or (".",))
        except KeyboardInterrupt:
            return 0
        finally:
            studio.end_pdfs()
            server.shutdown()


def _follow(studio: Studio, paths: tuple[str, ...]) -> NoReturn:
    """Builds what changes, for ever: the pages at once, the PDFs when nothing else is to be done."""
    from pubkit.pipeline.projects import find_target
    from pubkit.pipeline.watching import state

    def look() -> object:
        try:
            others = _others(find_target(paths, None, ()).reports)
        except (PubkitError, OSError):  # a configuration that is half written, a folder that has just gone: the page tells
            others = []
        return state(paths, others)

    while True:
        seen = look()
        studio.end_pdfs()
        studio.build_pages()
        studio.begin_pdfs()
        while look() == seen:
            studio.look_for_pdfs()
            time.sleep(_LOOK_S)


def _others(reports: Iterable[ReportSource]) -> list[Path]:
    """What a report depends on beside its text: everything beside it, and the project's themes."""
    folders = dict.fromkeys(folder for report in reports for folder in (report.path.parent, report.config.folder / "themes"))
    return [path for folder in folders if folder.is_dir() for path in folder.iterdir() if path.is_file()]


def _server(studio: Studio, folder: Path, port: int | None) -> ThreadingHTTPServer:
    """A server on the port that is asked for, else on the first that is free."""
    from pubkit.preview.server import make_server

    ports = [port] if port is not None else list(range(_PORT, _PORT + _ATTEMPTS))
    for each in ports:
        try:
            return make_server(studio, folder, each, language())
        except OSError:
            continue
    raise UsageError(
        Phrase("port {} is taken", "端口 {} 已被占用").format(ports[0]),
        hint=Phrase("Name another one with --port.", "请用 --port 指定其他端口。"),
    )
