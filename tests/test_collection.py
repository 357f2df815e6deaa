"""The pages around several reports: what they list, how they are found, and that they stay as they are."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from publications import publication

from pubkit.cli.app import run
from pubkit.pipeline.collection import write_collection
from pubkit.pipeline.manifest import write_manifest
from pubkit.pipeline.site import Site
from pubkit.publish.html import make_html
from pubkit.publish.landing import Landing, ListedPage, ListedReport, cited_sources, search_index
from pubkit.publish.page_record import Entry, PageRecord, Passage
from pubkit.publish.publication import Reference
from pubkit.publish.reading import read_page
from pubkit.publish.rendering import render
from pubkit.publish.syndication import feed, sitemap

if TYPE_CHECKING:
    from pathlib import Path

SITE = Site("https://a.example/r/", "水土集", "三份报告。", "zh-CN", listed=True)
SHARED = Reference("1", 1, "稻田水位", "https://example.org/paddy?utm_source=x")


def build(output: Path, name: str, language: str = "zh-CN", **changed: object) -> None:
    """One page as a build would put it in place."""
    references = (SHARED, Reference("2", 2, f"{name}的数据", f"https://example.org/{name}"))
    given = {"title": f"{name}报告", "references": references, "date": "2026-03-05", "edition": language, **changed}
    made = publication("## 缘起\n\n水位[@1]，*产量*[@2]。\n", output, name=name, language=language, **given)
    home = output / name / language
    artifact = make_html(render(SITE.placed(made)), home / f"{name}.html")
    write_manifest(output, name, language, [artifact], "digest")


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """Two reports, one of them in two languages, and their collection."""
    build(tmp_path, "paddy", title="稻田", date="2026-01-31", subtitle="综述", description="水与甲烷。")
    build(tmp_path, "paddy", "en", title="Paddy", date="2026-01-31")
    build(tmp_path, "lake", title="湖<泊>", date="2026-05-20")
    write_collection(tmp_path, SITE)
    return tmp_path


def text(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_the_landing_page_lists_reports_the_newest_first(built: Path) -> None:
    """With title, subtitle, authors, date, what it is about, and its editions by the names of their languages."""
    html = text(built, "index.html")
    titles = re.findall(r'<h2><a href="([^"]+)">([^<]+)</a></h2>', html)
    assert titles == [("lake/zh-CN/lake.html", "湖&lt;泊&gt;"), ("paddy/zh-CN/paddy.html", "稻田")]
    assert '<p class="subtitle">综述</p><p class="by">沈禾、江穗</p><p class="date">2026 年 1 月 31 日</p>' in html
    assert '<p class="description">水与甲烷。</p>' in html
    assert '<li><a href="paddy/en/paddy.html" lang="en">English</a></li>' in html
    assert "2 份报告" in html
    assert "最近更新：2026 年 5 月 20 日" in html


@pytest.mark.parametrize("name", ["index.html", "references.html"])
def test_every_link_of_the_collection_leads_somewhere(name: str, built: Path) -> None:
    """Relative, to a file that is there and a place that is in it: it can be opened from a folder."""
    links = [link.target for link in read_page(text(built, name)).links if not link.target.startswith("https:")]
    assert len(links) > 3
    for target in links:
        path, _, place = target.partition("#")
        page = read_page(text(built, path or name))
        assert not place or place in page.identifiers


def test_the_pages_allow_their_own_script_and_the_index(built: Path) -> None:
    """By its sum, and from beside the page; nothing else runs, nothing is fetched."""
    page = read_page(text(built, "index.html"))
    assert len(page.scripts) == 1
    digest = base64.b64encode(hashlib.sha256(page.scripts[0].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}' 'self' file:;" in page.policy
    assert "unsafe" not in page.policy
    assert "script-src 'none'" in read_page(text(built, "references.html")).policy
    assert [load for load in page.loads if not load.startswith("data:")] == []


def test_the_index_holds_what_a_reader_sees(built: Path) -> None:
    """Passages by heading, without citations; what the title page says; every language."""
    called = re.fullmatch(r"searchIndex\((.*)\);\n", text(built, "search-index.js"))
    assert called is not None
    index = json.loads(called[1])
    assert [(title, path, language) for title, path, language, _ in index] == [
        ("湖<泊>", "lake/zh-CN/lake.html", "zh-CN"),
        ("稻田", "paddy/zh-CN/paddy.html", "zh-CN"),
        ("Paddy", "paddy/en/paddy.html", "en"),
    ]
    assert index[1][3] == [["", "", "稻田 · 综述 · 沈禾, 江穗 · 水与甲烷。"], ["缘起", "缘起", "水位，产量。"]]


def test_a_bilingual_edition_is_not_searched(built: Path) -> None:
    """Its text is that of two other pages."""
    record = PageRecord.of(text(built, "lake/zh-CN/lake.html"))
    assert record is not None
    pages = tuple(ListedPage(tag, record, {"html": f"{tag}.html"}) for tag in ("zh-CN", "zh-CN+en"))
    assert search_index([ListedReport("lake", pages)]).count("缘起") == 2


def test_a_source_is_listed_once_with_every_report_that_cites_it(built: Path) -> None:
    """Those first that most reports cite; addresses are compared by where they lead."""
    html = text(built, "references.html")
    assert html.count("稻田水位") == 1
    assert html.index("稻田水位") < html.index("lake的数据")
    assert (
        '<a href="lake/zh-CN/lake.html#ref-1">《湖&lt;泊&gt;》 [1]</a>、<a href="paddy/zh-CN/paddy.html#ref-1">' in html
    )


def test_sources_without_an_address_are_compared_by_their_words() -> None:
    """What no report cites is not listed."""

    def report(name: str, *entries: Entry) -> ListedReport:
        return ListedReport(name, (ListedPage("zh-CN", PageRecord({}, (), entries), {"html": "a.html"}),))

    one = report("a", Entry("r1", 1, "Some Book", ""), Entry("r2", None, "Uncited", ""))
    two = report("b", Entry("r1", 4, "some book", ""))
    assert [(entry.text, [r.name for r, _ in places]) for entry, places in cited_sources([one, two])] == [
        ("Some Book", ["a", "b"])
    ]


def test_sitemap_and_feed_hold_absolute_addresses(built: Path) -> None:
    """Every page with its other languages; the dated reports, the newest first."""
    pages = ElementTree.fromstring(text(built, "sitemap.xml"))  # noqa: S314 -- written by us
    places = [url[0].text for url in pages]
    assert places == [
        "https://a.example/r/",
        "https://a.example/r/references.html",
        "https://a.example/r/lake/zh-CN/lake.html",
        "https://a.example/r/paddy/zh-CN/paddy.html",
        "https://a.example/r/paddy/en/paddy.html",
    ]
    assert [link.get("hreflang") for link in pages[3][1:]] == ["zh-CN", "en"]
    atom = "{http://www.w3.org/2005/Atom}"
    entries = ElementTree.fromstring(text(built, "feed.xml")).findall(f"{atom}entry")  # noqa: S314 -- written by us
    assert [entry.findtext(f"{atom}title") for entry in entries] == ["湖<泊>", "稻田"]
    assert entries[1].findtext(f"{atom}updated") == "2026-01-31T00:00:00Z"
    assert 'href="feed.xml"' in text(built, "index.html")


def test_a_feed_needs_dates() -> None:
    """A report with a year alone is in no feed."""
    page = ListedPage("zh-CN", PageRecord({"datePublished": "2026", "headline": "甲"}, (), ()), {"html": "a.html"})
    landing = Landing("集", "", "zh-CN", (ListedReport("a", (page,)),), "https://a.example/")
    assert feed(landing) is None
    assert "<loc>https://a.example/a.html</loc>" in sitemap(landing)


def test_without_an_address_there_is_neither_sitemap_nor_feed(built: Path, tmp_path: Path) -> None:
    """Both would be wrong."""
    (built / "sitemap.xml").unlink()
    (built / "feed.xml").unlink()
    assert write_collection(built, Site(title="集", language="zh-CN", listed=True))
    assert not (built / "sitemap.xml").exists()
    assert "feed.xml" not in text(built, "index.html")
    assert "canonical" not in text(built, "index.html")


def test_what_has_not_changed_is_not_written_again(built: Path) -> None:
    """Until a page or a file of the collection is another."""
    assert write_collection(built, SITE) == ()
    (built / "index.html").write_text("x")
    assert built / "index.html" in write_collection(built, SITE)
    build(built, "lake", title="湖泊志")
    assert write_collection(built, SITE)
    assert "湖泊志" in text(built, "index.html")


def test_the_same_pages_make_the_same_bytes(built: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """In another folder, built in another order."""
    other = tmp_path_factory.mktemp("other")
    build(other, "lake", title="湖<泊>", date="2026-05-20")
    build(other, "paddy", "en", title="Paddy", date="2026-01-31")
    build(other, "paddy", title="稻田", date="2026-01-31", subtitle="综述", description="水与甲烷。")
    write_collection(other, SITE)
    for name in ("index.html", "references.html", "search-index.js", "sitemap.xml", "feed.xml"):
        assert (other / name).read_bytes() == (built / name).read_bytes()


def test_files_of_the_collection_stand_apart_in_the_manifest(built: Path) -> None:
    """They are no artifacts of a report."""
    manifest = json.loads(text(built, "manifest.json"))
    assert {record["kind"] for record in manifest["artifacts"]} == {"html"}
    assert {record["report"] for record in manifest["artifacts"]} == {"lake", "paddy"}
    listed = {file["path"]: file["sha256"] for file in manifest["collection"]["files"]}
    assert listed["index.html"] == hashlib.sha256((built / "index.html").read_bytes()).hexdigest()


def test_one_page_is_its_own_landing_page(tmp_path: Path) -> None:
    """Nothing is written around it, nor where nothing was built."""
    assert write_collection(tmp_path, SITE) == ()
    build(tmp_path, "paddy")
    assert write_collection(tmp_path, SITE) == ()
    assert not (tmp_path / "index.html").exists()


def test_a_page_that_says_nothing_of_itself_is_left_out() -> None:
    """It was not made by this release."""
    assert PageRecord.of("<main id='text'></main>") is None
    assert PageRecord.of('<script type="application/ld+json">{</script><main id="text"></main>') is None
    record = PageRecord.of('<script type="application/ld+json">{}</script><main id="text"><p>甲</p><p>乙</p></main>')
    assert record is not None
    assert (record.passages, record.authors, record.says("headline")) == ((Passage("", "", "甲 乙"),), (), "")


def test_building_a_project_makes_its_collection(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages lead to it, and it to them; the configuration says what it is called and where it stands."""
    (tmp_path / "source").mkdir()
    for name in ("甲", "乙"):
        (tmp_path / "source" / f"{name}.md").write_text(f"# {name}报告\n\n正文{name}。\n", encoding="utf-8")
    (tmp_path / "pubkit.yaml").write_text(
        "base-url: https://a.example\ncollection:\n  title: 甲乙集\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert run(["build", "--format", "html", "-q"]) == 0
    assert "<h1>甲乙集</h1>" in text(tmp_path / "build", "index.html")
    page = text(tmp_path / "build", "甲/zh-CN/甲.html")
    assert "<a href=../../index.html>甲乙集</a>" in page
    assert "<link rel=canonical href=https://a.example/%E7%94%B2/zh-CN/%E7%94%B2.html>" in page


def test_an_address_that_is_none_is_an_error_with_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before anything is built."""
    (tmp_path / "a.md").write_text("# 甲\n\n文。\n", encoding="utf-8")
    (tmp_path / "pubkit.yaml").write_text("language: zh-CN\nbase-url: reports\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["build", "a.md", "--format", "html"]) == 2
    assert "pubkit.yaml:2:1" in capsys.readouterr().err
    assert not (tmp_path / "build" / "a").exists()


@pytest.mark.parametrize(
    ("first", "second", "marks"),
    [
        ({"version": "1.0"}, {"version": "1.1"}, ("版次 1.0", "版次 1.1")),
        ({"version": "1.0", "date": "2025-03-05"}, {"date": "2026-03-05"}, ("2025 年 3 月 5 日", "2026 年 3 月 5 日")),
        ({}, {"language": "en"}, ("简体中文", "English")),
        ({}, {}, ("a", "b")),
    ],
)
def test_reports_of_the_same_title_are_told_apart(
    first: dict[str, str], second: dict[str, str], marks: tuple[str, str], tmp_path: Path
) -> None:
    """By version, date, language or file, the first that all of them have; one with a title of its own has nothing beside it."""
    build(tmp_path, "a", title="年报", **first)
    build(tmp_path, "b", title="年报", **second)
    build(tmp_path, "c", title="月报")
    write_collection(tmp_path, SITE)
    shown = re.findall(r"《[^<]+(?= \[1\]</a>)", text(tmp_path, "references.html"))
    assert sorted(shown) == sorted([f"《年报》（{marks[0]}）", f"《年报》（{marks[1]}）", "《月报》"])
