"""What the printed edition has of its own: cover, imprint, addresses, tables, lists, index, and the rules for them."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from pubkit.publish.book_index import with_index, without_doubles
from pubkit.publish.cover import ornament
from pubkit.publish.imprint import imprint_rows, suggested_citation
from pubkit.publish.print_options import PrintOptions
from pubkit.publish.print_tables import with_aligned_numbers
from pubkit.publish.printed_addresses import short_address, shortened_addresses
from pubkit.publish.publication import Publication, Reference
from pubkit.publish.sideways_tables import with_plates
from pubkit.publish.title_lines import balanced_lines
from pubkit.text.chars import cell_width
from pubkit.text.errors import InputError, PublicationError

SENTENCE = "灯塔每隔七秒亮一次，守塔的人在本子上记下风向、能见度与过往的船只，三十年没有间断。"
LONG = "\n\n".join(f"## 第{n}章 灯塔\n\n" + "\n\n".join([SENTENCE * 4] * 9) for n in "一二三四")


def publication(**changes) -> Publication:
    given: dict = {
        "name": "report",
        "language": "zh-CN",
        "title": "灯塔的三十年",
        "body": LONG,
        "references": (),
        "folder": Path(__file__).parent,
    }
    return Publication(**{**given, **changes})


# --- Titles --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "most", "lines"),
    [
        ("灯塔的三十年", 30, ["灯塔的三十年"]),
        ("沿海灯塔三十年：守望者的记录与航道的变迁", 28, ["沿海灯塔三十年：", "守望者的记录与航道的变迁"]),
        ("Lighthouses of the northern coast", 20, ["Lighthouses of ", "the northern coast"]),
    ],
)
def test_a_title_is_broken_by_phrase(title, most, lines):
    """Behind a colon, at spaces; joined the lines are the title."""
    assert balanced_lines(title, most) == lines
    assert "".join(lines) == title


def test_no_line_of_a_title_holds_one_character():
    """Whatever the length, no line is shorter than a third of the longest."""
    text = "海上灯塔与航道信号设施的维护管理及其在近岸渔业安全中的作用研究"
    for length in range(14, len(text)):
        lines = balanced_lines(text[:length], 26)
        widths = [sum(map(cell_width, line)) for line in lines]
        assert max(widths) <= 26
        assert min(widths) >= max(widths) / 3, lines


def test_numbers_and_words_of_a_title_are_not_torn():
    lines = balanced_lines("面向2035年的GPT-4时代灯塔信号自动识别技术路线图", 20)
    assert any("2035年" in line for line in lines)
    assert any("GPT-4" in line for line in lines)
    assert not any(line.startswith(("的", "：")) for line in lines)


def test_the_ornament_is_of_the_title_alone():
    """The same title, the same lines; another title, others."""
    assert ornament("甲", "#2b4d72") == ornament("甲", "#2b4d72") != ornament("乙", "#2b4d72")


# --- Imprint -------------------------------------------------------------------------------------------------------------


def test_the_imprint_says_what_is_known_and_no_more():
    rows = dict(imprint_rows(publication(authors=("李某", "王某"), version="1.2", isbn="978-7-000-00000-2", rights="CC BY 4.0")))
    assert rows["题名"] == "灯塔的三十年"
    assert rows["著者"] == "李某、王某"
    assert rows["版次"] == "1.2"
    assert rows["ISBN"] == "978-7-000-00000-2"
    assert rows["版权与许可"] == "CC BY 4.0"
    assert rows["语种"] == "简体中文"
    assert "DOI" not in rows
    assert "出版者" not in rows


@pytest.mark.parametrize("identifier", ["10.1234/abc", "doi:10.1234/abc", "https://doi.org/10.1234/abc"])
def test_a_doi_is_known_by_its_form(identifier):
    assert ("DOI", "https://doi.org/10.1234/abc") in imprint_rows(publication(identifier=identifier))


def test_the_suggested_citation_follows_the_standard():
    """GB/T 7714—2025 in Chinese, author, title, publisher and year else."""
    chinese = publication(authors=("李某",), date="2026-03-01", publisher="某研究所", doi="10.1234/abc", version="2")
    assert suggested_citation(chinese) == "李某. 灯塔的三十年[R/OL]. V2. 某研究所，2026. https://doi.org/10.1234/abc."
    english = replace(chinese, language="en", title="Lighthouses", authors=("Jane Doe",), publisher="Coast Press")
    assert suggested_citation(english) == "Jane Doe. Lighthouses. Coast Press, 2026. https://doi.org/10.1234/abc"


# --- Addresses -----------------------------------------------------------------------------------------------------------


def test_a_tracking_address_is_shortened_to_what_names_the_page():
    address = "https://www.example.org/share/video/7091121402564087048?" + "&".join(f"p{n}=tracking" for n in range(30))
    assert short_address(address) == "www.example.org/share/video/7091121402564087048?…"
    assert short_address("https://example.org/short") == "https://example.org/short"


def test_a_long_path_keeps_its_host_and_its_last_part():
    shown = short_address("https://example.org/" + "/".join(["a-rather-long-part-of-the-path"] * 9) + "/the-page.html")
    assert shown.startswith("example.org/")
    assert "/…/" in shown
    assert shown.endswith("/the-page.html")
    assert sum(map(cell_width, shown)) <= 96


def test_addresses_are_whole_where_that_is_asked_for():
    reference = Reference("a", 1, "甲", "https://example.org/?" + "x" * 200)
    assert shortened_addresses(publication(references=(reference,))) == (reference.address,)
    assert shortened_addresses(publication(references=(reference,), printing=PrintOptions(addresses="full"))) == ()


# --- Tables --------------------------------------------------------------------------------------------------------------


def table(*rows: str) -> str:
    head, *body = rows
    cells = "".join(f"<th>{cell}</th>" for cell in head.split("|"))
    lines = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row.split("|")) + "</tr>" for row in body)
    return f"<table><thead><tr>{cells}</tr></thead><tbody>{lines}</tbody></table>"


def test_a_column_of_numbers_is_aligned_at_its_points():
    aligned = with_aligned_numbers(table("船|吨", "甲|1.25", "乙|12.5", "丙|7", "丁|—"))
    assert aligned.count('class="number"') == 5
    assert '12.5<span class="room" aria-hidden="true">0</span>' in aligned
    assert '7<span class="room" aria-hidden="true">.00</span>' in aligned
    assert "<td>甲</td>" in aligned


def test_a_column_that_is_mostly_words_is_left_alone():
    source = table("船|说明", "甲|12", "乙|晴", "丙|雨")
    assert with_aligned_numbers(source) == source


def test_an_alignment_of_the_author_stays():
    source = table("吨", "1.5", "2").replace("<td>", '<td style="text-align: center;">')
    assert with_aligned_numbers(source) == source


def test_numbers_with_units_stand_flush_right_without_room():
    aligned = with_aligned_numbers(table("占比|投资", "12.5%|1.2 亿元", "3%|3 亿元"))
    assert aligned.count('class="number"') == 6
    assert "room" not in aligned


SIDEWAYS = '<div class="table"><table class="widest sideways"><tr><td>{}</td></tr></table></div>\n'


def test_turned_tables_stand_together_behind_their_section():
    document = f"<main><h2>甲</h2>{SIDEWAYS.format(1)}<p>一</p>{SIDEWAYS.format(2)}<p>二</p><h2>乙</h2><p>三</p></main>"
    moved = with_plates(document)
    order = re.findall(r"<h2>甲|<p>.|<td>.|<h2>乙", moved)
    assert order == ["<h2>甲", "<p>一", "<p>二", "<td>1", "<td>2", "<h2>乙", "<p>三"]


def test_a_turned_table_in_a_list_stays():
    document = f"<main><ul><li>{SIDEWAYS.format(1)}</li></ul><p>一</p><h2>乙</h2></main>"
    assert with_plates(document) == document


# --- Index ---------------------------------------------------------------------------------------------------------------


def test_the_index_finds_a_term_once_in_a_section():
    text = '<main id="text"><h2 id="x">灯塔</h2><p>灯塔与灯塔，<code>灯塔</code>。</p><h3>二</h3><p>AI 与 MAIL、灯塔。</p></main>'
    made = with_index(text, ["灯塔", "AI", "无此词"], "索引")
    assert made.count('id="index-') == 3
    assert '<code>灯塔</code>' in made
    assert "M<span" not in made
    assert re.findall(r'index-term">([^<]+)', made) == ["AI", "灯塔"]


def test_the_index_names_a_page_once():
    text = '<li>甲<a href="#index-0-1"></a><a href="#index-0-2"></a><a href="#index-0-3"></a></li>'
    kept = without_doubles(text, {"index-0-1": 4, "index-0-2": 4, "index-0-3": 5})
    assert re.findall(r"index-0-\d", kept) == ["index-0-1", "index-0-3"]


# --- Options -------------------------------------------------------------------------------------------------------------


def test_options_are_read_from_the_metadata():
    options = PrintOptions.of({"imprint": "never", "two-sided": True, "print-addresses": "full", "index-terms": "甲, 乙"})
    assert options == PrintOptions(imprint="never", two_sided=True, addresses="full", index_terms=("甲", "乙"))
    assert PrintOptions.of({"index": False, "index-terms": ["甲"]}).index_terms == ()


def test_an_unknown_choice_is_an_error_that_names_the_choices():
    with pytest.raises(InputError, match="auto, always, never"):
        PrintOptions.of({"imprint": "sometimes"})


# --- Pages ---------------------------------------------------------------------------------------------------------------


def pages_of(tmp_path, **changes) -> list[str]:
    pytest.importorskip("weasyprint")
    from pubkit.publish.pdf import make_pdf
    from pubkit.publish.rendering import render

    remarks: list[object] = []
    make_pdf(render(publication(**changes)), tmp_path / "a.pdf", remark=remarks.append)
    assert remarks == []
    command = ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split("\f")[:-1]


def test_a_short_text_has_its_imprint_in_the_colophon(tmp_path):
    (page,) = pages_of(tmp_path, body="## 一\n\n" + SENTENCE, version="1.2", publisher="某社", date="2026")
    assert "版次：1.2" in page
    assert "引用格式：灯塔的三十年[R]. V1.2. 某社，2026." in page


def test_never_means_no_imprint(tmp_path):
    pages = pages_of(tmp_path, printing=PrintOptions(imprint="never"))
    assert not any("版权页" in page or "引用格式" in page for page in pages)


def test_chapters_begin_on_new_pages_where_that_is_said(tmp_path):
    pages = pages_of(tmp_path, printing=PrintOptions(chapters="new-page", imprint="never"))
    heads = [[line.strip() for line in page.split("\n") if line.strip()][:2] for page in pages[2:]]
    assert sum(any(re.fullmatch("第.章 灯塔", line) for line in lines) for lines in heads) == 4


def test_two_sided_text_begins_on_a_right_page(tmp_path):
    """Behind cover, imprint and contents a blank page: the first page of the text is the fifth, and bears 1."""
    pages = pages_of(tmp_path, printing=PrintOptions(two_sided=True))
    assert pages[3].strip() == ""
    assert "第一章" in pages[4]
    assert pages[4].strip().endswith("1")
    assert re.match(r"\s*2\s+灯塔的三十年", pages[5])


def test_a_cover_picture_that_is_missing_stops_the_build(tmp_path):
    with pytest.raises(PublicationError, match="cover"):
        pages_of(tmp_path, printing=PrintOptions(cover="no-such.png"))


def test_what_leads_to_a_table_stays_with_its_heading(tmp_path):
    """Wherever the page ends, heading, line, lead-in and the table's first row stand together."""
    for lines in (24, 26, 28, 30):
        filler = f"{SENTENCE}\n\n" * lines
        body = f"## 一\n\n{filler}### 接口\n\n名称：灯\n\n参数：\n\n| 参数 | 说明 |\n|---|---|\n| 亮度值 | 整数 |\n| 颜色值 | 文本 |\n"
        pages = pages_of(tmp_path, body=body, printing=PrintOptions(imprint="never"))
        (page,) = [page for page in pages if re.search(r"^ *名称：灯$", page, re.MULTILINE)]
        assert "亮度值" in page
        assert re.search(r"^ *接口$", page, re.MULTILINE)


def test_an_address_breaks_before_a_slash_rather_than_in_its_host(tmp_path):
    """Ragged lines of references leave room at their end before they tear a host or a word."""
    references = tuple(
        Reference(f"r{n}", n, "灯" * (14 + n) + "[EB/OL].", "https://lighthouses.example.org/keepers/records/1996") for n in range(1, 12)
    )
    body = "## 一\n\n" + "".join(f"甲[@r{n}]" for n in range(1, 12))
    text = "\n".join(pages_of(tmp_path, body=body, references=references))
    broken = re.findall(r"(https?://\S*)\n", text)
    assert broken
    assert all(piece.endswith(("/1996", "org", "keepers", "records")) for piece in broken), broken
