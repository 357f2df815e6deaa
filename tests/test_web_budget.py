"""A web page carries little beside its text: it cannot grow unseen.

Sizes are bytes of UTF-8, before compression. A report of 43 KB of text with 24 sources, cited 93 times, is to stay under 100 KB.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from publications import publication

from pubkit.publish.html import make_html
from pubkit.publish.landing import Landing, ListedPage, ListedReport, landing_page
from pubkit.publish.page_record import PageRecord
from pubkit.publish.publication import Reference
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

#: What every page has: style sheet, scripts, policy, metadata.
_FRAME_BYTES = 29_500
#: A citation with the way back to it; an entry with its address, said to machines too; a heading with its line in the contents.
_CITATION_BYTES, _ENTRY_BYTES, _HEADING_BYTES = 105, 360, 190
_SENTENCE = "稻田里水位的高低决定土壤中氧的多少，也就决定了产甲烷菌的活动。"
_SOURCES = 24


def page_of(folder: Path, headings: int, citations: int, sources: int = _SOURCES) -> str:
    """A page with as many headings and citations of as many sources, each cited."""
    references = tuple(
        Reference(str(n), n, f"Water tables and methane in rice paddies, part {n}", f"https://example.org/{n}", "en")
        for n in range(1, sources + 1)
    )
    cited = "".join(f"{_SENTENCE}[@{n % sources + 1}]\n\n" for n in range(citations))
    body = "".join(f"## 第 {n} 节的题目有十二个字\n\n{_SENTENCE}\n\n" for n in range(1, headings + 1)) + cited
    made = make_html(render(publication(body, folder, references=references)), folder / "a.html")
    return made.path.read_text(encoding="utf-8")


def overhead(html: str) -> int:
    """Bytes of a page that are not its text."""
    body = re.sub(r"<(script|style)\b.*?</\1>", "", html[html.index("<body") :], flags=re.DOTALL)
    return len(html.encode()) - len(re.sub(r"<[^<>]*>", "", body).encode())


def test_the_frame_of_a_page_keeps_its_budget(tmp_path: Path) -> None:
    """With contents, citations and references, so that every function is there."""
    frame = overhead(page_of(tmp_path, 3, 3, 1))
    assert 20_000 < frame < _FRAME_BYTES + 3 * (_CITATION_BYTES + _HEADING_BYTES) + _ENTRY_BYTES


def test_each_part_of_a_text_keeps_its_budget(tmp_path: Path) -> None:
    """What one more citation, source or heading costs beside its words."""
    few = overhead(page_of(tmp_path, 3, 48))
    assert 0 < (overhead(page_of(tmp_path, 3, 96)) - few) / 48 < _CITATION_BYTES + len("<p></p>")
    assert 0 < (overhead(page_of(tmp_path, 23, 48)) - few) / 20 < _HEADING_BYTES + len("<p></p>")
    assert 0 < (overhead(page_of(tmp_path, 3, 48, 44)) - few) / 20 < _ENTRY_BYTES


def test_a_page_has_no_rules_for_what_it_has_not(tmp_path: Path) -> None:
    """Tables, code and pictures bring their rules with them."""
    html = page_of(tmp_path, 3, 3)
    for name in (".table", "pre", "img", "math", ".bilingual", ".task"):
        assert f"{name}{{" not in html[html.index("<style>") : html.index("</style>")]


def test_a_landing_page_keeps_its_budget(tmp_path: Path) -> None:
    """With search and ten reports."""
    record = PageRecord.of(page_of(tmp_path, 1, 1, 1))
    assert record is not None
    reports = tuple(ListedReport(str(n), (ListedPage("zh-CN", record, {"html": f"{n}.html", "pdf": f"{n}.pdf"}),)) for n in range(10))
    assert 8_000 < overhead(landing_page(Landing("甲集", "", "zh-CN", reports))) < 15_000
