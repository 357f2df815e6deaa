"""Chinese lines: what may begin and end one, what stands between two characters, and how WeasyPrint's lines are set."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.publish.chinese_spacing import (
    NOT_AT_END,
    NOT_AT_START,
    Kind,
    addresses,
    between,
    kind_of,
    may_break,
    reluctant_places,
    space_between,
    unbreakable_spaces,
)
from pubkit.publish.line_fitting import STRETCH_MOST, Material, Paragraph
from pubkit.text.errors import ToolError

weasyprint = pytest.importorskip("weasyprint")

from pubkit.publish import pdf  # noqa: E402
from pubkit.publish.justification import even_lines  # noqa: E402
from pubkit.publish.weasyprint_patch import Patch, patched  # noqa: E402

# --- Rules -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("characters", "kind"),
    [
        ("中〇々𠮷かナ한", Kind.HAN),
        ("（《“‘「", Kind.OPENING),
        ("）》”’」", Kind.CLOSING),
        ("，、；：", Kind.PAUSE),
        ("。！？", Kind.STOP),
        ("—…", Kind.LONG),
        ("-–～/", Kind.LINK),
        ("aZé9αЖ%℃", Kind.LATIN),
        ("\u0301\ufe0f\u200d", Kind.ATTACHED),
        (".,;()[]", Kind.OTHER),
        (" \u00a0", Kind.SPACE),
    ],
)
def test_kinds(characters, kind):
    """Each character is what the compositor takes it for."""
    assert {kind_of(c) for c in characters} == {kind}


def test_two_marks_share_their_blank():
    """Two marks that would take two ems take one and a half (clreq), whichever side their blanks are on."""
    for before, after in ((Kind.CLOSING, Kind.PAUSE), (Kind.PAUSE, Kind.OPENING), (Kind.OPENING, Kind.OPENING)):
        blank_before = 0.5 if before is not Kind.OPENING else 0.0
        blank_after = 0.5 if after is Kind.OPENING else 0.0
        assert between(before, after, blank_before, blank_after).natural == -0.5


def test_han_and_western_are_a_quarter_em_apart():
    """On both sides, narrowed to an eighth at most."""
    for pair in ((Kind.HAN, Kind.LATIN), (Kind.LATIN, Kind.HAN)):
        gap = between(*pair)
        assert (gap.natural, gap.shrink) == (0.25, 0.125)


def test_a_typed_space_beside_han_is_that_quarter():
    """Whatever the font's space is wide; behind a full-width mark it is nothing, since the mark has space enough."""
    assert 0.22 + space_between(Kind.HAN, Kind.LATIN, 0.22, 0.0).natural == pytest.approx(0.25)
    assert 0.22 + space_between(Kind.PAUSE, Kind.LATIN, 0.22, 0.5).natural == pytest.approx(0.0)
    assert space_between(Kind.LATIN, Kind.LATIN, 0.22, 0.0).natural == 0


def test_what_belongs_together_is_not_stretched():
    """Dashes, connectors, superiors and Latin words stay closed."""
    for pair in (
        (Kind.LONG, Kind.LONG),
        (Kind.HAN, Kind.LINK),
        (Kind.LINK, Kind.LATIN),
        (Kind.HAN, Kind.SUPERIOR),
        (Kind.LATIN, Kind.LATIN),
        (Kind.HAN, Kind.ATTACHED),
    ):
        assert between(*pair).stretch == 0, pair


def test_no_forbidden_mark_begins_or_ends_a_line():
    """GB/T 15834—2011: not even where Unicode would allow it."""
    for mark in "，。、；：！？）》”’】·～/":
        assert mark in NOT_AT_START
        assert not may_break("中", mark, True)
    for mark in "（《“‘【":
        assert mark in NOT_AT_END
        assert not may_break(mark, "中", True)
    assert not may_break("—", "—", True)


def test_quotation_marks_are_chinese_marks():
    """Unicode glues “ and ” to both neighbours; in Chinese a line may end before the one and behind the other."""
    assert may_break("说", "“", False)
    assert may_break("”", "的", False)
    assert may_break("”", "A", False)
    assert not may_break("n", "’", False)
    assert not may_break("’", "t", False)
    assert not may_break("e", "“", False)


def test_a_number_keeps_its_unit():
    """The space before a unit is closed, before a measure word the line ends only at need."""
    text = "内存 16 GB，占 3.5 %，在 2025 年有 12 个。见 Chapter 3 below"
    assert {text[i - 1 : i + 2] for i in unbreakable_spaces(text)} == {"6 G", "5 %"}
    assert {text[i] for i in reluctant_places(text)} == {"年", "个"}


def test_an_address_breaks_before_its_marks():
    """Never between the slashes, never close to its ends; elsewhere inside it only at need."""
    (address,) = addresses("见 https://example.org/docs/page.html?x=1 一节")
    text = "见 https://example.org/docs/page.html?x=1 一节"
    assert text[address.start : address.end] == "https://example.org/docs/page.html?x=1"
    assert {text[i] for i in address.well} <= set("/.?=")
    assert {text[i:].split("/")[1] for i in address.well if text[i] == "/"} == {"docs", "page.html?x=1 一节"}
    assert min(address.well | address.anyhow) >= address.start + 8
    assert not address.well & address.anyhow


def test_a_number_in_an_address_is_parted_last():
    """The registrant of a DOI, and the number of a version; before what follows them the address breaks well."""
    text = "https://doi.org/10.1002/advs.2023-0486 https://example.org/pkg/0.31.2/index.html"
    for address in addresses(text):
        well = "|".join(text[a:b] for a, b in pairwise([address.start, *sorted(address.well), address.end]))
        assert well in ("https://doi.org|/10.1002|/advs|.2023|-0486", "https://example.org|/pkg|/0.31.2|/index|.html")
        assert {i for i in range(address.start, address.end) if text[i] == "." and text[i + 1].isdigit() and text[i - 1].isdigit()} <= address.host
    assert len(addresses(text)) == 2


# --- Fitting -----------------------------------------------------------------------------------------------------------


def simple(text: str, **changes) -> Material:
    """Material of characters one pixel wide that can be stretched everywhere and broken before each that is allowed."""
    length = len(text)
    given: dict = {
        "size": 1.0,
        "advance": [1.0] * length,
        "natural": [0.0] * length,
        "stretch": [1.0] * length,
        "shrink": [0.5 if c in "，。" else 0.0 for c in text],
        "most": [STRETCH_MOST] * length,
        "cut_at_start": [0.0] * length,
        "cut_at_end": [0.5 if c in "，。" else 0.0 for c in text],
        "is_space": [c in " \n" for c in text],
        "is_word": [c not in " \n，。" for c in text],
        "breaks": {i: 0.0 for i in range(1, length) if text[i] not in "，。 "},
        "forced": frozenset(i + 1 for i, c in enumerate(text) if c == "\n"),
        "breakable_anywhere": False,
    }
    return Material(**{**given, **changes})


def lines_of(text: str, measure: float, justified: bool = True, **changes) -> list[tuple[str, float]]:
    """The lines of a text and their widths."""
    paragraph = Paragraph(simple(text, **changes))
    found, start = [], 0
    while start < len(text):
        line = paragraph.line_at(start, measure, measure, justified)
        shift, advances = paragraph.set_line(line, measure, justified)
        found.append((text[line.start : line.end], sum(advances) - shift))
        assert line.resume > start
        start = line.resume
    return found


def test_a_line_that_fits_is_left_alone():
    """One line, at its natural width."""
    assert lines_of("甲乙丙", 10) == [("甲乙丙", 3.0)]


def test_a_mark_is_squeezed_before_a_line_is_stretched():
    """A comma gives way so that one more character stands on the line."""
    (first, width), *_ = lines_of("一二三，四五六七八九十甲乙丙丁戊己庚", 10)
    assert first == "一二三，四五六七八九"[: len(first)]
    assert width == pytest.approx(10)


def test_a_mark_at_the_end_of_a_line_takes_half():
    """GB/T 15834—2011, 5.1.10."""
    (first, width), *_ = lines_of("一二三四五六七八九，一二三四五六七八九十甲乙", 9.5)
    assert first == "一二三四五六七八九，"
    assert width == pytest.approx(9.5)


def test_no_character_stands_alone_on_the_last_line():
    """An orphan takes company from the line above."""
    text = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云"
    assert len(text) % 16 == 1
    assert len(lines_of(text, 16)[-1][0]) >= 2


def test_a_forced_break_ends_a_line_that_is_not_stretched():
    """A line that its author ended keeps its natural width."""
    assert lines_of("甲乙\n丙丁戊", 10) == [("甲乙", 2.0), ("丙丁戊", 3.0)]


def test_spaces_at_the_ends_of_lines_are_dropped():
    """They are on neither line."""
    text = "aaaa bbbb cccc dddd"
    found = lines_of(text, 9.4, breaks={5: 0.0, 10: 0.0, 15: 0.0})
    assert [line for line, _ in found] == ["aaaa bbbb", "cccc dddd"]


def test_a_word_wider_than_the_measure_is_broken_where_that_is_allowed():
    """And stands too wide where it is not."""
    assert [line for line, _ in lines_of("a" * 25, 10, breaks={}, breakable_anywhere=True)] == [
        "a" * 10,
        "a" * 10,
        "a" * 5,
    ]
    assert lines_of("a" * 25, 10, breaks={}) == [("a" * 25, 25.0)]


def test_a_ragged_line_is_never_stretched():
    """Its width is what its characters take."""
    for line, width in lines_of("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸", 8.3, justified=False):
        assert width == pytest.approx(len(line))


def test_a_paragraph_knows_its_narrowest_and_widest():
    """The widest piece that cannot be broken, and the text on one line."""
    paragraph = Paragraph(simple("一二 internationalization 三", breaks={3: 0.0, 24: 0.0}))
    assert paragraph.narrowest() == 20
    assert paragraph.widest() == 25


@given(st.text("一二三四五六七八，。ab", min_size=1, max_size=160), st.integers(9, 40))
def test_lines_hold_the_text_and_fill_the_measure(text, measure):
    """Nothing is lost or doubled, nothing sticks out, no mark begins a line, and no place is stretched too far."""
    found = lines_of(text, measure)
    assert "".join(line for line, _ in found) == text
    for line, width in found:
        too_long = not any(0 < i < len(line) and c not in "，。 " for i, c in enumerate(line))
        assert width <= measure + 1e-6 or too_long or width <= len(line)
        assert line[0] not in "，。" or line == found[0][0]
        assert width <= len(line) * (1 + STRETCH_MOST)


# --- WeasyPrint --------------------------------------------------------------------------------------------------------

STYLE = """
@page { size: 500pt 400pt; margin: 40pt }
html { font: 10pt/17pt "Noto Serif CJK SC"; text-align: justify; overflow-wrap: break-word }
body { margin: 0 } p { margin: 0; text-indent: 2em } sup { font-size: .7em; line-height: 0 } code { line-height: 1 }
"""
PROSE = (
    "城市里的旧书店大多开在小巷深处，门面不大，书却堆到了屋顶。店主姓林，从一九八七年起就守着这间铺子；"
    "他说：“书要有人翻，纸才不会老。”墙上贴着一张褪色的告示，写着“请勿在书上写字（铅笔也不行）”。"
    "近年来，他用 Python 写了一个小程序，把三万多册书编成目录，连 ISBN 和出版社都一一录入<sup>[12]</sup>。"
    "扫描仪是二手的，每分钟能扫 16 页，占用内存 2.5 GB，速度不算快，但够用了<sup>[3]</sup>。常来的客人里有学生、教师、"
    "退休工程师，也有专程从外地赶来的藏书家——他们往往一坐就是半天……《天工开物》《梦溪笔谈》（影印本）最受欢迎，"
    "International Standard Bibliographic Description 之类的工具书却少有人问。让·雅克·卢梭的《忏悔录》有七个版本，"
    "价格从 30% 折扣到原价不等。2024–2025 年间，店里办过 A/B 两组读书会，AI翻译的旧诗引起了争论。"
)


def laid_out(html: str, language: str = "zh-CN"):
    """A document set by WeasyPrint with our lines."""
    page = f'<html lang="{language}"><title>t</title><body>{html}</body></html>'
    with even_lines():
        return weasyprint.HTML(string=page).render(stylesheets=[weasyprint.CSS(string=STYLE)])


def written(html: str, target, language: str = "zh-CN") -> str:
    """The text that `pdftotext` copies out of the PDF of a document."""
    page = f'<html lang="{language}"><title>t</title><body>{html}</body></html>'
    with even_lines():
        weasyprint.HTML(string=page).write_pdf(target, stylesheets=[weasyprint.CSS(string=STYLE)])
    return subprocess.run(["pdftotext", str(target), "-"], capture_output=True, text=True, check=True).stdout


def blocks_of_lines(document):
    """Each block of lines with its lines, over all pages."""
    from weasyprint.formatting_structure import boxes

    for page in document.pages:
        for box in page._page_box.descendants():
            lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
            if lines:
                yield box, lines


def text_boxes(line):
    from weasyprint.formatting_structure import boxes

    return [box for box in line.descendants() if isinstance(box, boxes.TextBox)]


def text_of(line) -> str:
    return "".join(box.text for box in text_boxes(line))


def test_every_line_but_the_last_is_flush():
    """Each line of a Chinese paragraph ends within half a point of the measure."""
    count = 0
    for block, lines in blocks_of_lines(laid_out(f"<p>{PROSE}</p><p>{PROSE[40:]}</p>")):
        for line in lines:
            right = line.position_x + line.width
            if line.resume_at is None:
                assert right <= block.content_box_x() + block.width + 0.1
            else:
                assert right == pytest.approx(block.content_box_x() + block.width, abs=0.5)
                count += 1
    assert count > 10


def test_lines_are_evenly_set():
    """Between two Han no place is wider than nine hundredths of an em, and on most lines hardly anything."""
    widest = []
    for _, lines in blocks_of_lines(laid_out(f"<p>{PROSE}</p>")):
        for line in lines:
            gaps = [0.0]
            for box in text_boxes(line):
                size, advances = box.style["font_size"], box.pango_layout.advances
                pairs = zip(box.text, box.text[1:], advances, strict=False)
                gaps += [width / size - 1 for a, b, width in pairs if re.match("[一-鿿]{2}", a + b)]
            widest.append(max(gaps))
    assert max(widest) <= STRETCH_MOST + 1e-6
    assert sorted(widest)[len(widest) // 2] < 0.02


def test_no_line_begins_or_ends_with_a_forbidden_mark():
    """Whatever the measure, and a superior stays with its clause."""
    for margin in range(0, 60, 7):
        html = f'<p style="margin-right: {margin}pt">{PROSE}</p>'
        for _, lines in blocks_of_lines(laid_out(html)):
            for line in lines:
                text = text_of(line)
                assert text[0] not in NOT_AT_START | {"["}, text
                assert text[-1] not in NOT_AT_END, text
                assert not text.startswith(("—", "…")) or "——" in text[:2] or "……" in text[:2]


def test_copied_text_has_no_spaces_between_han(tmp_path):
    """Copying gives the words of the source, in order."""
    copied = written(f"<p>{PROSE}</p>", tmp_path / "a.pdf")
    assert not re.findall("[一-鿿] [一-鿿]", copied)
    squeezed = re.sub(r"\s|\f", "", copied)
    assert squeezed == re.sub(r"<[^>]*>|\s", "", PROSE)


def test_what_is_drawn_is_as_wide_as_what_was_laid_out(tmp_path):
    """The glyphs in the PDF end where the lines do: no rounding adds up."""
    target = tmp_path / "a.pdf"
    written(f"<p>{PROSE}</p>", target)
    boxes = subprocess.run(["pdftotext", "-bbox", str(target), "-"], capture_output=True, text=True, check=True).stdout
    right: dict[float, float] = {}
    for x, y in re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)"', boxes):
        right[round(float(y))] = max(right.get(round(float(y)), 0), float(x))
    # A full-width mark ends half an em beyond: the half that was cut off is blank.
    flush = [x for x in right.values() if abs(x - 460) < 0.5 or abs(x - 465) < 0.5]
    assert len(flush) >= 6


def test_a_paragraph_goes_on_over_pages():
    """No character is lost or doubled where the page ends, and orphans and widows are kept together."""
    html = "".join(f"<p>{PROSE}</p>" for _ in range(4))
    document = laid_out(html)
    assert len(document.pages) > 1
    text = "".join(text_of(line) for _, lines in blocks_of_lines(document) for line in lines)
    assert re.sub(r"\s", "", text) == re.sub(r"<[^>]*>|\s", "", PROSE) * 4
    assert all(len(lines) >= 2 for _, lines in blocks_of_lines(document))


def test_a_rare_character_does_not_move_the_lines_apart():
    """Characters of other fonts and superiors leave the distance of the lines as it is."""
    html = f"<p>{PROSE[:60]}𠮷野家，हिन्दी，<code>code</code>，<sup>[1]</sup>{PROSE[:120]}</p>"
    ((_, lines),) = list(blocks_of_lines(laid_out(html)))
    assert {round(line.height, 3) for line in lines} == {round(17 * 96 / 72, 3)}


def test_inline_boxes_keep_their_paddings_links_and_pictures():
    """Edges of inline boxes, empty anchors, breaks of the author's and pictures stand where they belong."""
    picture = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='30' height='10'/%3E"
    html = (
        f'<p>前文<a id="here"></a><code style="padding: 0 3px; border: 1px solid">x = 1</code>中间<img alt="" src="{picture}">'
        f"后文<br>第二行<strong>粗<em>粗斜</em></strong>末尾</p>"
    )
    document = laid_out(html)
    ((_, lines),) = list(blocks_of_lines(document))
    assert [text_of(line) for line in lines] == ["前文x = 1中间后文", "第二行粗粗斜末尾"]
    boxes = {box.element_tag: box for box in lines[0].descendants()}
    code = boxes["code"]
    assert code.width == pytest.approx(sum(box.width for box in text_boxes(code)))
    first, *_, last = text_boxes(lines[0])
    assert code.position_x == pytest.approx(first.position_x + first.width + 0.25 * 10 * 96 / 72, abs=2)
    assert boxes["img"].width == 30
    assert last.position_x == pytest.approx(boxes["img"].position_x + 30, abs=0.01)
    assert "here" in document.pages[0].anchors


def test_other_languages_are_left_to_weasyprint():
    """A Korean paragraph, a preformatted block and writing from right to left are set as before."""
    for html, language in (
        ("<p>한국어 글월입니다.</p>", "ko"),
        ("<pre>代码 x</pre>", "zh-CN"),
        ("<p>עברית 中文</p>", "zh-CN"),
    ):
        for _, lines in blocks_of_lines(laid_out(html, language)):
            assert not any(line.__dict__.get("is_even_line") for line in lines)


def test_a_short_label_is_not_broken_in_its_cell():
    """A column of a table is wide enough for a few characters, however long its neighbour is."""
    long = PROSE.replace("<sup>[12]</sup>", "").replace("<sup>[3]</sup>", "")
    document = laid_out(f"<table><tr><td>系统管理</td><td>{long}</td></tr></table>")
    texts = [text_of(line) for _, lines in blocks_of_lines(document) for line in lines]
    assert "系统管理" in texts


def test_a_number_counts_pages_in_a_chinese_line():
    """A counter that is only known after the layout is set anew: what was kept of the line is not used again."""
    html = (
        '<style>a::after { content: " 第" target-counter(attr(href), page) "页" }</style>'
        '<p><a href="#x">结尾</a></p>' + f"<p>{PROSE}</p>" * 4 + '<p id="x">尾</p>'
    )
    document = laid_out(html)
    first = next(lines for _, lines in blocks_of_lines(document))
    assert text_of(first[0]) == f"结尾 第{len(document.pages)}页"


def in_weasyprint() -> dict[tuple[str, str], object]:
    """All that modules and classes of WeasyPrint hold, by where it is kept."""
    modules = [module for name, module in sys.modules.items() if name.partition(".")[0] == "weasyprint"]
    classes = {kept for module in modules for kept in vars(module).values() if isinstance(kept, type) and kept.__module__.startswith("weasyprint")}
    return {(f"{owner.__module__}.{owner.__qualname__}" if isinstance(owner, type) else owner.__name__, name): kept for owner in (*modules, *classes) for name, kept in vars(owner).items()}


@pytest.mark.parametrize("patches", pdf._PATCHES, ids=lambda patches: patches.__name__)
def test_weasyprint_is_left_as_it_was(patches):
    """The patches are gone behind the `with`, also when something fails inside."""
    with patches():
        pass  # what is loaded late is loaded
    before = in_weasyprint()
    within = {}
    with pytest.raises(ZeroDivisionError), patches():
        within.update(in_weasyprint()) or 1 / 0
    assert any(kept is not before.get(place) for place, kept in within.items())
    after = in_weasyprint()
    assert after.keys() == before.keys()
    assert [place for place, kept in after.items() if kept is not before[place]] == []


@pytest.mark.parametrize("patches", pdf._PATCHES, ids=lambda patches: patches.__name__)
def test_another_release_of_weasyprint_is_refused(monkeypatch, patches):
    """The error says which release is installed and how to get one that is known."""
    monkeypatch.setattr(weasyprint, "VERSION", "71.0")
    with pytest.raises(ToolError) as raised, patches():
        pass
    assert "71.0" in raised.value.show("en")
    assert "weasyprint>=70,<71" in raised.value.show("zh")


@pytest.mark.parametrize(
    ("module", "name", "parameters"),
    [("layout.gone", "strut", "style"), ("layout.inline", "gone", "style"), ("layout.inline", "Gone.strut", "style"), ("layout.inline", "strut", "style more")],
)
def test_a_function_that_is_gone_is_told_as_another_release(module, name, parameters):
    """Its module, its class, itself or a parameter of it."""
    with pytest.raises(ToolError, match="is not a release that pubkit knows"), patched((Patch(module, name, parameters, lambda original: original),)):
        pass
