"""Two languages in one publication: what belongs together, what stands once, and how paper, page and book show it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING

import pytest
from publications import REFERENCES, publication

from pubkit.editions.bilingual import side_by_side
from pubkit.publish.epub import book
from pubkit.publish.html import print_document, web_document
from pubkit.publish.pdf import make_pdf
from pubkit.publish.print_editions import editions_css, with_running_heads
from pubkit.publish.publication import Facing, Publication, in_both
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

CHINESE = """## 一、方法 {#sec:m}

水位高低决定甲烷的去向，这一点前人已有“定论”[@8]。见 @tbl:cost 与 @sec:m。

表 1：水位

| 省 | 米 |
|---|---|
| 湘 | 3 |

| 项 | 元 |
|---|---|
| 堤 | 2 |

: 费用 {#tbl:cost}

![水田](a.png)

```python
x = 1
```

- 其一
- 其二
"""
ENGLISH = """## 1. Method {#sec:m}

The level of the water decides where the methane goes, as “settled” long ago[@8]. See @tbl:cost and @sec:m.

Table 1: Levels

| Province | m |
|---|---|
| Hunan | 3 |

| Item | yuan |
|---|---|
| dike | 2 |

: Costs {#tbl:cost}

![Paddies](a.png)

```python
x = 1
```

- one
- two
"""


def composed() -> str:
    return side_by_side(CHINESE, ENGLISH, ("zh-CN", "en"))


@pytest.fixture
def both(tmp_path: Path) -> Publication:
    from publications import PNG

    (tmp_path / "a.png").write_bytes(PNG)
    title, heading = ("水田", "Paddies"), ("参考文献", "References")
    return publication(
        composed(),
        tmp_path,
        title=in_both(*title),
        labels=(("contents", "目录 / Contents"),),
        references_title=in_both(*heading),
        facing=Facing("en", (title, heading, ("目录", "Contents"))),
    )


def test_headings_hold_both_languages_and_one_identifier():
    """So that a reference to the section finds it, and the contents show both."""
    assert composed().startswith("## [一、方法]{lang=zh-CN .first-title} [1. Method]{lang=en .second-title} {#sec:m}\n")


def test_a_caption_stays_with_its_table_and_both_go_across():
    """Before the table or behind it: a caption beside a caption, and two tables below, would belong to nothing."""
    assert composed().count("{.bilingual .across}") == 2
    assert re.search(r"lang=zh-CN}\n表 1：水位\n\n\| 省 .*?\n:::::::\n\n::::::: \{.side lang=en}\nTable 1: Levels\n\n\| Province", composed(), re.DOTALL)
    assert re.search(r"\| 堤 \| 2 \|\n\n: 费用 \{#tbl:cost}\n:::::::", composed())


def test_what_is_the_same_stands_once():
    """Code, and a picture, which has both captions."""
    assert composed().count("x = 1") == 1
    assert "![[水田]{lang=zh-CN .first-title} [Paddies]{lang=en .second-title}](a.png)" in composed()


def test_different_code_is_not_lost():
    """Comments may be translated."""
    made = side_by_side("```\n# 甲\n```\n", "```\n# a\n```\n", ("zh-CN", "en"))
    assert "# 甲" in made
    assert "# a" in made


def test_a_block_that_one_text_lacks_stands_alone():
    """In its own language, and nothing after it is paired wrongly."""
    made = side_by_side("甲。\n\n- 乙\n\n## 丙\n", "A.\n\n## C\n", ("zh-CN", "en"))
    assert re.search(r"\{\.bilingual}\n::::::: \{\.side lang=zh-CN}\n- 乙\n:::::::\n::::::::", made)
    assert "[丙]{lang=zh-CN .first-title} [C]{lang=en .second-title}" in made


def test_each_side_speaks_of_tables_and_sections_in_its_own_words(both: Publication):
    """And means its own table, by the same number."""
    html = render(both).body_html
    assert re.search(r'href="#tbl-cost"[^>]*>表\s1-\d<', html)
    assert re.search(r'href="#tbl-cost-facing"[^>]*>Table\s1\.\d<', html)
    assert re.search(r'href="#sec-m"[^>]*>第\s1\s章<', html)
    assert re.search(r'href="#sec-m"[^>]*>Chapter\s1<', html)
    assert "[@" not in html


def test_titles_and_labels_show_both_on_lines_of_their_own(both: Publication):
    """And machines get them as one."""
    page = web_document(render(both))
    assert "<title>水田 / Paddies</title>" in page
    assert '<h1 class="title"><span lang="zh-CN" class="first-title">水田</span> <span lang="en" class="second-title">Paddies</span></h1>' in page
    assert '<h2 id="contents"><span lang="zh-CN" class="first-title">目录</span>' in page
    assert '<body class="bilingual-edition">' in page
    assert page.count('id="ref-8"') == 1


def test_a_title_of_its_own_takes_the_place_of_both(both: Publication):
    """Where the configuration gives one."""
    from dataclasses import replace

    page = web_document(render(replace(both, title="Own title")))
    assert '<h1 class="title">Own title</h1>' in page


def test_the_contents_say_which_language_a_line_is_in(both: Publication):
    """A voice changes within the line."""
    contents = render(both).contents_html
    assert re.search(r'lang="zh-CN"[^>]*>一、方法</span>', contents)
    assert re.search(r'lang="en"[^>]*>1\. Method</span>', contents)


def test_the_book_names_both_languages(both: Publication):
    """Two `dc:language`, the first one first."""
    package = zipfile.ZipFile(io.BytesIO(book(render(both)))).read("EPUB/package.opf").decode()
    assert re.findall("<dc:language>([^<]*)", package) == ["zh-CN", "en"]


def test_running_heads_are_taken_from_each_language(both: Publication):
    """The first over the left half, the second over the right."""
    document = print_document(render(both))
    assert 'data-first="一、方法" data-second="1. Method"' in document
    assert "string(second-chapter, start)" in "\n".join(editions_css(document, both))
    assert with_running_heads("<h2 id='a'>One</h2>") == "<h2 id='a'>One</h2>"


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("weasyprint")
    folder = tmp_path_factory.mktemp("bilingual")
    given = publication(
        side_by_side("## 甲\n\n" + "水位高低决定甲烷的去向“定论”。" * 12, "## A\n\n" + "The level of “water” decides everything. " * 14, ("zh-CN", "en")),
        folder,
        title="水田 / Paddies",
        references=REFERENCES[:1],
        facing=Facing("en", (("水田", "Paddies"),)),
    )
    make_pdf(render(given), folder / "a.pdf")
    return folder / "a.pdf"


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_a_pair_stands_side_by_side_with_its_tops_level(pdf: Path):
    """The first words of both stand on one line, left and right of the middle."""
    boxes = subprocess.run(["pdftotext", "-bbox", pdf, "-"], capture_output=True, text=True, check=True).stdout
    pattern = r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">{}'
    chinese, english = (re.search(pattern.format(word), boxes) for word in ("水位", "The<"))
    assert chinese is not None
    assert english is not None
    assert float(chinese[1]) < 100
    assert float(english[1]) > 250
    middles = [(float(found[2]) + float(found[3])) / 2 for found in (chinese, english)]
    assert abs(middles[0] - middles[1]) < 4


@pytest.mark.skipif(not shutil.which("pdffonts"), reason="poppler is not installed")
def test_each_language_has_its_own_faces(pdf: Path):
    """The Latin face brings narrow quotation marks, the Chinese one wide ones."""
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    assert "CJK-SC" in fonts
    assert re.search(r"\+(?!Noto-S\w+(?:-Mono)?-CJK)\S*Serif", fonts)


def test_a_reader_aloud_meets_pair_by_pair(pdf: Path):
    """The structure tree alternates, each side a division in its language."""
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(pdf) as opened:
        found: list[tuple[str, str]] = []

        def walk(node: object) -> None:
            if isinstance(node, pikepdf.Array):
                for kid in node:
                    walk(kid)
            elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
                if node.S == "/Div":
                    found.append((str(node.S), str(node.get("/Lang", ""))))
                if "/K" in node:
                    walk(node.K)

        walk(opened.Root.StructTreeRoot.K)
    assert found[:2] == [("/Div", "zh-CN"), ("/Div", "en")]
