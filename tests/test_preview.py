"""The preview: a real server on this machine, a save that shows, and nothing for anybody else."""

from __future__ import annotations

import http.client
import json
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from pubkit.pipeline.projects import find_target
from pubkit.preview.server import make_server
from pubkit.preview.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REPORT = "# 报告\n\n## 一、概述\n\n装机量因[(1)](https://e.org/a)上升。\n\n## 参考资料\n\n\\[1] 甲[ https://e.org/a](https://e.org/a)\n"


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    output = tmp_path / "preview"
    return Studio(lambda: find_target((str(tmp_path / "report.md"),), None, ())._replace(output=output), "en", pdf=False)


@pytest.fixture
def port(studio: Studio, tmp_path: Path) -> Iterator[int]:
    server = make_server(studio, tmp_path / "preview", 0, "en")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()


def ask(port: int, path: str, host: str = "127.0.0.1") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": host})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def state(port: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(ask(port, "/state")[1])
    return found


def test_a_report_is_shown_with_its_findings(studio: Studio, port: int) -> None:
    """The page is the built one; each finding has its place and the words before it."""
    studio.build_pages()
    (report,) = state(port)
    (edition,) = report["editions"]
    assert "装机量" in ask(port, "/page/" + edition[1])[1].decode()
    finding = report["findings"][0]
    assert (finding["code"], finding["location"]["row"], finding["excerpt"]) == ("CIT102", 5, "装机量因")


def test_a_save_is_news(studio: Studio, port: int, tmp_path: Path) -> None:
    """Who waits is told, and the version of the page is another one."""
    studio.build_pages()
    before = state(port)[0]["version"]
    (tmp_path / "report.md").write_text(REPORT.replace("装机量", "发电量"), encoding="utf-8")
    waiting = threading.Thread(target=studio.build_pages)
    waiting.start()
    assert studio.news(before, 20) > before
    waiting.join()
    assert state(port)[0]["version"] > before
    assert "发电量" in ask(port, "/page/" + state(port)[0]["editions"][0][1])[1].decode()


def test_an_unsaved_mistake_is_told_and_the_last_page_stays(studio: Studio, port: int, tmp_path: Path) -> None:
    """A head that is no YAML stops no preview."""
    studio.build_pages()
    (tmp_path / "report.md").write_text("---\ntitle: [\n---\n\n文\n", encoding="utf-8")
    studio.build_pages()
    (report,) = state(port)
    assert "report.md:3" in report["errors"][0]
    assert ask(port, "/page/" + report["editions"][0][1])[0] == 200


def test_only_this_machine_is_answered_and_only_files_of_the_preview(studio: Studio, port: int, tmp_path: Path) -> None:
    """Another host name is a page of another site; `..` leads nowhere."""
    studio.build_pages()
    (tmp_path / "secret.txt").write_text("x", encoding="utf-8")
    assert ask(port, "/state", host="evil.example")[0] == 403
    assert ask(port, "/state", host="localhost:8000")[0] == 200
    for path in ("/page/../secret.txt", "/page/%2e%2e/secret.txt", "/page/..%2fsecret.txt", "/secret.txt", "/page/"):
        assert ask(port, path)[0] == 404, path


def test_the_page_around_it_speaks_the_language_and_runs_only_its_own_script(port: int) -> None:
    """The shell has a policy, and its script and style are there."""
    status, shell = ask(port, "/")
    assert status == 200
    assert b'<html lang="en">' in shell
    assert ask(port, "/preview.js")[0] == ask(port, "/preview.css")[0] == 200


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="PDFs are set in a forked process on Linux only")
def test_a_pdf_that_has_just_begun_can_be_ended(tmp_path: Path) -> None:
    """Two saves in a moment: the process of the first leads no group yet when it is ended."""
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    output = tmp_path / "preview"
    studio = Studio(lambda: find_target((str(tmp_path / "report.md"),), None, ())._replace(output=output), "en")
    for _ in range(5):
        studio.begin_pdfs()
        studio.end_pdfs()
    assert studio.look_for_pdfs()
