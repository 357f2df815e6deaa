"""`pubkit refs verify` as an editor uses it: with services of this machine, stopped and taken up again, in both languages."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from web_server import Site, page, redirect, serving, titled

from pubkit.cli.app import run
from pubkit.pipeline.verified import read_verified
from pubkit.text.chars import cells
from pubkit.text.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path


@pytest.fixture(scope="module")
def _server() -> Iterator[Site]:
    with serving() as site:
        yield site


@pytest.fixture
def site(_server: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    _server.pages.clear()
    _server.asked.clear()
    monkeypatch.setenv("PUBKIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket, "getaddrinfo", only_this_machine)
    return _server


_look_up = socket.getaddrinfo


def only_this_machine(host: str, *rest: object, **named: object) -> object:
    """Tests ask nobody else."""
    if host in ("localhost", "127.0.0.1", "::1"):
        return _look_up(host, *rest, **named)  # type: ignore[arg-type]
    raise OSError(host)


def report(path: Path, *entries: str) -> Path:
    """A report that cites all its entries."""
    marks = "".join(f"窗{n}[{n}]。" for n in range(1, len(entries) + 1))
    listed = "".join(f"\\[{n}] {entry}\n\n" for n, entry in enumerate(entries, 1))
    path.write_text(f"# 窗\n\n{marks}\n\n## 参考资料\n\n{listed}", encoding="utf-8")
    return path


def arguments(site: Site, *more: str) -> list[str]:
    """The command with every service on this machine."""
    services = [f"--service={name}={site.address('/' + name)}" for name in ("crossref", "doi", "openalex", "archive")]
    services.append(f"--service=arxiv={site.address('/arxiv', 'localhost')}")  # it wants three seconds between two requests
    return ["refs", "verify", *more, "--online", "--allow-private", "--pause", "0", *services]


def verify(site: Site, path: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, list[dict[str, object]]]:
    code = run(arguments(site, str(path), "--format", "json", "--language", "en", *more))
    return code, json.loads(capsys.readouterr().out)


def as_json(value: object, status: int = 200) -> Callable[[BaseHTTPRequestHandler], None]:
    return page(json.dumps(value), status, "application/json")


def online(records: list[dict[str, object]], name: str) -> list[object]:
    return [record["online"][name] if record["online"] else None for record in records]  # type: ignore[index]


# ---- without the network


def test_nothing_leaves_the_machine_unless_it_is_asked_for(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And how to ask is said."""
    path = report(tmp_path / "a.md", f"窗的历史与玻璃工艺 <{site.address('/a')}>")
    assert run(["refs", "verify", str(path), "--language", "zh"]) == 0
    shown = capsys.readouterr()
    assert "未访问网络；如需访问请加 --online。" in shown.err
    assert "共 1 条，未见矛盾" in shown.out
    assert site.asked == []
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.md"]


def test_the_network_is_not_even_loaded(tmp_path: Path) -> None:
    """`refs verify` without --online pays for no client."""
    path = report(tmp_path / "a.md", "窗 <https://e.org/a>")
    code = f"import sys\nfrom pubkit.cli.app import run\nrun(['refs', 'verify', {str(path)!r}])\nprint([m for m in ('httpx', 'protego', 'asyncio') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_contradictions_come_with_their_entries_and_the_rules_of_the_linter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule that the project ignores is ignored here, too."""
    path = tmp_path / "a.md"
    path.write_text(
        "窗[(1)](https://e.org/b)，沙[(2)](https://e.org/b)。\n\n## 参考资料\n\n\\[1] 窗 ISBN 978-7-111-54742-7 <https://e.org/a>\n\n"
        "\\[2] 沙 (2023) <https://arxiv.org/abs/2501.00001>\n\n\\[2] 岸 <https://e.org/c>\n",
        encoding="utf-8",
    )
    assert run(["refs", "verify", str(path), "--format", "json"]) == 1
    records = json.loads(capsys.readouterr().out)
    names = [[found["name"] for found in record["contradictions"]] for record in records]
    assert names[0] == ["impossible-identifier", "address-mismatch"]
    assert set(names[1]) == {"address-mismatch", "doubled-source", "year-against-identifier"}
    (tmp_path / "pubkit.yaml").write_text("lint:\n  ignore: [CIT202, BIB104, BIB107]\n", encoding="utf-8")
    from pubkit.pipeline.settings import forget_configurations

    forget_configurations()
    run(["refs", "verify", str(path), "--format", "json"])
    records = json.loads(capsys.readouterr().out)
    assert [[found["name"] for found in record["contradictions"]] for record in records] == [["impossible-identifier"], [], []]


# ---- with it


def test_every_verdict_is_kept_beside_the_report(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In the order of the list, and read back as it was said."""
    site.pages |= {
        "/alive": titled("窗的历史与玻璃工艺"),
        "/old": redirect("/new", 301),
        "/new": titled("沙的来历与成分分析"),
        "/other": titled("新能源汽车市场月度报告"),
        "/wall": page("no", 403),
        "/archive": as_json({"archived_snapshots": {"closest": {"available": True, "status": "200", "timestamp": "20240102030405", "url": "http://web.archive.example/1/x"}}}),
    }
    path = report(
        tmp_path / "a.md",
        f"窗的历史与玻璃工艺 <{site.address('/alive')}>",
        f"沙的来历与成分分析 <{site.address('/old')}>",
        f"海岸的形成与变化 <{site.address('/other')}>",
        f"没有了的网页 <{site.address('/gone')}>",
        f"不让看的网页 <{site.address('/wall')}>",
        "没有网址的一本书",
    )
    code, records = verify(site, path, capsys)
    assert code == 1
    assert online(records, "status") == ["alive", "moved", "title-differs", "dead", "blocked", None]
    assert [record["to_do"] for record in records] == [False, True, True, True, False, False]
    assert records[1]["online"]["moved_to"] == site.address("/new")  # type: ignore[index]
    assert (records[3]["online"]["archived"], records[3]["online"]["archived_on"]) == ("https://web.archive.example/1/x", "2024-01-02")  # type: ignore[index]
    assert [parse_qs(urlsplit(asked).query)["url"] for asked in site.paths() if asked.startswith("/archive")] == [[site.address("/gone")]]
    kept = read_verified(path)
    assert [record.status for record in kept.values()] == ["alive", "moved", "title-differs", "dead", "blocked"]
    assert all(record.checked.endswith("Z") for record in kept.values())


def test_a_second_time_nothing_is_asked_and_offline_it_is_still_known(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The file beside the report stays as it is to the byte; --refresh asks again."""
    site.pages["/a"] = titled("窗的历史与玻璃工艺")
    path = report(tmp_path / "a.md", f"窗的历史与玻璃工艺 <{site.address('/a')}>", f"没有了的网页 <{site.address('/gone')}>")
    verify(site, path, capsys)
    kept = (tmp_path / "a.verified.json").read_bytes()
    site.asked.clear()
    _, again = verify(site, path, capsys)
    assert site.asked == []
    assert (tmp_path / "a.verified.json").read_bytes() == kept
    assert run(["refs", "verify", str(path), "--format", "json"]) == 1
    assert online(json.loads(capsys.readouterr().out), "status") == online(again, "status") == ["alive", "dead"]
    verify(site, path, capsys, "--refresh")
    assert sorted(path for path in site.paths() if not path.startswith("/archive")) == ["/a", "/gone"]


_FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">
<entry><id>http://arxiv.org/abs/2401.00001v2</id><published>2024-01-01T00:00:00Z</published><title>Panes of glass:
  a survey</title></entry>
<entry><id>http://arxiv.org/abs/2401.00002v1</id><published>2024-01-01T00:00:00Z</published><title>Quantum computers &amp; cats</title></entry>
</feed>"""


def test_papers_of_arxiv_are_asked_in_one_request(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One that is what it says, one that is another work, one that does not exist, one that cannot exist."""
    site.pages["/arxiv"] = page(_FEED, content_type="application/atom+xml")
    path = report(
        tmp_path / "a.md",
        "Panes of glass: a survey <https://arxiv.org/abs/2401.00001>",
        "The history of windows and panes <https://arxiv.org/abs/2401.00002>",
        "The origin of sand on beaches <https://arxiv.org/abs/2402.00003>",
        "The making of window frames <https://arxiv.org/abs/2413.00004>",
    )
    code, records = verify(site, path, capsys)
    assert code == 1
    assert online(records, "work") == ["found", "other-work", "no-such-work", None]
    assert online(records, "status")[:2] == ["alive", "alive"]  # its register says so; the page was not visited
    assert "“Quantum computers & cats”" in str(online(records, "work_message")[1])
    asked = [path for path in site.paths() if path.startswith("/arxiv")]
    assert len(asked) == 1
    assert parse_qs(urlsplit(asked[0]).query)["id_list"] == ["2401.00001,2401.00002,2402.00003"]


def test_half_a_list_does_not_say_that_the_rest_is_invented(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A service that breaks off, errs, or answers something else was not asked."""
    path = report(tmp_path / "a.md", "The history of windows <https://doi.org/10.1000/one>")

    def broken(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n" + b'{"responseCode": 100}')

    site.pages |= {"/crossref/10.1000%2Fone": page("fault", 500), "/openalex/doi:10.1000/one": page("<html>", 200), "/doi/10.1000/one": broken}
    _, records = verify(site, path, capsys)
    assert online(records, "work") == [None]


def crossref(title: str, doi: str = "10.1000/one", year: int = 2020) -> dict[str, object]:
    return {"title": [title], "DOI": doi, "issued": {"date-parts": [[year]]}}


def test_dois_are_asked_of_crossref_then_openalex_then_the_registry(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What Crossref does not know may be registered elsewhere; what the registry does not know is no DOI."""
    site.pages |= {
        "/crossref/10.1000%2Fone": as_json({"message": crossref("The history of <i>windows</i> and panes")}),
        "/openalex/doi:10.1000/two": as_json({"display_name": "The origin of sand on beaches", "publication_year": 2019, "doi": "https://doi.org/10.1000/two"}),
        "/doi/10.13328/three": as_json({"responseCode": 1}),
        "/doi/10.1000/four": as_json({"responseCode": 100}, 404),
        "/crossref/10.1000%2Ffive": as_json({"message": crossref("Quantum computers and cats in boxes")}),
    }
    path = report(
        tmp_path / "a.md",
        "The history of windows and panes <https://doi.org/10.1000/one>",
        "The origin of sand on beaches <https://doi.org/10.1000/two>",
        "海岸的形成与变化 <https://doi.org/10.13328/three>",
        "An invented article on shores <https://doi.org/10.1000/four>",
        "The making of window frames <https://doi.org/10.1000/five>",
    )
    code, records = verify(site, path, capsys)
    assert code == 1
    assert online(records, "work") == ["found", "found", "found", "no-such-work", "other-work"]
    assert records[4]["online"]["work_address"] == "https://doi.org/10.1000/one"  # type: ignore[index]


def test_an_article_without_an_identifier_is_searched_and_not_found_is_not_invented(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A search always finds something: only a title that is alike counts."""
    site.pages |= {
        "/crossref": lambda handler: as_json({"message": {"items": [crossref("Something else"), crossref("The history of windows and panes")]}})(handler),
        "/openalex": as_json({"results": [{"display_name": "Another thing", "publication_year": 2001}]}),
    }
    path = report(tmp_path / "a.md", "Smith J. The history of windows and panes[J]. Glass, 2020, 1(2): 3-4.", "张三. 海岸的形成与变化研究[J]. 沙, 2021, 3(1): 5-9.")
    code, records = verify(site, path, capsys)
    assert code == 0
    assert online(records, "work") == ["found", "not-found"]
    assert "does not mean invented" in str(online(records, "work_message")[1])
    sent = [parse_qs(urlsplit(path).query)["query.bibliographic"][0] for path in site.paths() if path.startswith("/crossref")]
    assert "海岸的形成与变化研究 张三" in sent


def test_a_service_that_does_not_answer_found_nothing_out(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an answer nothing is said of the work; with one, who answered is named."""
    path = report(tmp_path / "a.md", "张三. 海岸的形成与变化研究[J]. 沙, 2021, 3(1): 5-9.")
    site.pages |= {"/crossref": page("fault", 500), "/openalex": page("busy", 403)}
    _, records = verify(site, path, capsys)
    assert online(records, "work") == [None]
    site.pages["/openalex"] = as_json({"results": []})
    _, records = verify(site, path, capsys)
    assert str(online(records, "work_message")[0]).startswith("not found (OpenAlex),")


def test_a_machine_without_a_network_forgets_nothing(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no host at all answers, no reference is to blame; and the next run asks again."""
    site.pages["/a"] = titled("窗")
    path = report(tmp_path / "a.md", f"窗 <{site.address('/a')}>", "沙 <http://one.invalid/>", "岸 <http://two.invalid/>")
    _, records = verify(site, path, capsys)
    assert online(records, "status") == ["alive", "unreachable", "unreachable"]
    kept = (tmp_path / "a.verified.json").read_bytes()
    path = report(path, "沙 <http://one.invalid/>", "岸 <http://two.invalid/>")
    assert run(arguments(site, str(path), "--language", "en")) == 3
    assert "is this machine on the network?" in capsys.readouterr().err
    assert (tmp_path / "a.verified.json").read_bytes() == kept


def test_with_no_services_only_addresses_are_asked(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even the archive."""
    path = report(tmp_path / "a.md", f"没有了的网页 <{site.address('/gone')}>", "张三. 海岸的形成与变化研究[J]. 沙, 2021, 3(1): 5-9.")
    verify(site, path, capsys, "--no-services")
    assert site.paths() == ["/gone"]


def test_a_contact_and_the_configuration_are_heard(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command line goes before `pubkit.yaml`; what neither knows is refused with its place."""
    site.pages["/a"] = titled("窗")
    path = report(tmp_path / "a.md", f"窗 <{site.address('/a')}>")
    (tmp_path / "pubkit.yaml").write_text("online:\n  contact: editor@e.org\n  pause: 0\n", encoding="utf-8")
    verify(site, path, capsys)
    assert site.asked[-1].headers["user-agent"].endswith("; mailto:editor@e.org)")
    verify(site, path, capsys, "--refresh", "--contact", "other@e.org\r\nX-Evil: 1")
    assert site.asked[-1].headers["user-agent"].endswith("; mailto:other@e.orgX-Evil: 1)")
    (tmp_path / "pubkit.yaml").write_text("online:\n  services:\n    crosref: https://e.org\n", encoding="utf-8")
    assert run(arguments(site, str(path))) == 2
    assert "pubkit.yaml:3:" in capsys.readouterr().err


@pytest.mark.parametrize("option", ["--service=nothing=https://e.org", "--service=arxiv=ftp://e.org", "--max-age=soon", "--pause=-1"])
def test_what_cannot_be_meant_is_a_usage_error(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str) -> None:
    path = report(tmp_path / "a.md", "窗 <https://e.org/a>")
    assert run([*arguments(site, str(path)), option]) == 2
    assert site.asked == []


def test_records_that_are_none_are_not_overwritten(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another program's file of that name."""
    path = report(tmp_path / "a.md", "窗 <https://e.org/a>")
    (tmp_path / "a.verified.json").write_text('{"mine": 1}', encoding="utf-8")
    with pytest.raises(InputError):
        read_verified(path)
    assert run(arguments(site, str(path))) == 2
    assert (tmp_path / "a.verified.json").read_text(encoding="utf-8") == '{"mine": 1}'


@pytest.mark.parametrize("width", [60, 100])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_fits_the_terminal_and_no_title_steers_it(
    site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str, width: int
) -> None:
    """Words never run over; addresses are whole, so that they can be copied."""
    site.pages |= {"/old": redirect("/new", 308), "/new": titled("窗的历史与玻璃工艺"), "/other": titled("新能源汽车\x1b[2J市场月度报告与长长的题名" * 3), "/wall": page("no", 403)}
    path = report(
        tmp_path / "a.md", f"窗的历史与玻璃工艺 <{site.address('/old')}>", f"海岸的形成与变化 <{site.address('/other')}>",
        f"不让看 <{site.address('/wall')}>", f"Panes of glass and frames of windows in many houses of many towns <{site.address('/gone')}>",
    )  # fmt: skip
    monkeypatch.setenv("COLUMNS", str(width))
    assert run([*arguments(site, str(path)), "--language", language]) == 1
    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    lines = shown.splitlines()
    assert site.address("/new") in [line.strip() for line in lines]
    assert max(cells(line) for line in lines if "http://" not in line and str(tmp_path) not in line) <= width
    starts = {cells(line[: line.index(title)]) for line, title in ((line, title) for line in lines for title in ("窗的历史", "海岸的形成", "不让看") if title in line and "“" not in line)}
    assert len(starts) == 1


def test_the_output_is_the_same_whatever_comes_first(site: Site, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The order is that of the list."""

    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.2)
        titled("窗的历史与玻璃工艺")(handler)

    site.pages |= {"/slow": slow, "/fast": titled("沙的来历与成分分析")}
    path = report(tmp_path / "a.md", f"窗的历史与玻璃工艺 <{site.address('/slow', 'localhost')}>", f"沙的来历与成分分析 <{site.address('/fast')}>")
    _, records = verify(site, path, capsys)
    assert [record["key"] for record in records] == ["1", "2"]
    assert [record.address for record in read_verified(path).values()] == [site.address("/slow", "localhost"), site.address("/fast")]


def test_a_run_that_is_stopped_keeps_what_it_learnt_and_goes_on(site: Site, tmp_path: Path) -> None:
    """Ctrl-C: the answers so far are kept and shown, and the next run asks only for the rest."""

    def hanging(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(3)

    site.pages |= {"/a": titled("窗的历史与玻璃工艺"), "/b": hanging}
    path = report(tmp_path / "a.md", f"窗的历史与玻璃工艺 <{site.address('/a')}>", f"沙的来历与成分分析 <{site.address('/b')}>")
    command = [sys.executable, "-m", "pubkit", *arguments(site, str(path), "--language", "en")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ})
    deadline = time.monotonic() + 10
    while "/b" not in site.paths() and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert process.returncode == 130
    assert "stopped; what was learnt is kept" in err
    assert "Traceback" not in err
    assert "alive" in out
    assert [record.address for record in read_verified(path).values()] == [site.address("/a")]
    site.asked.clear()
    site.pages["/b"] = titled("沙的来历与成分分析")
    assert run(arguments(site, str(path))) == 0
    assert site.paths() == ["/b"]
    assert [record.status for record in read_verified(path).values()] == ["alive", "alive"]
