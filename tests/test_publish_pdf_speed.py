"""What makes a PDF sooner changes nothing in it: glyphs drawn without Pango, styles by the short way, objects written once."""

from __future__ import annotations

import re
import sys
import zlib
from contextlib import ExitStack

import pytest

weasyprint = pytest.importorskip("weasyprint")

from pubkit.editions.languages import named_by_words  # noqa: E402
from pubkit.publish import justification, weasyprint_loading  # noqa: E402
from pubkit.publish.glyph_widths import Face, Glyphs, Shaped, repeated  # noqa: E402
from pubkit.publish.pdf_metadata import closed_profile  # noqa: E402
from pubkit.publish.pdf_writing import late_font_data, settle_objects, side_by_side_fonts  # noqa: E402
from pubkit.publish.print_source import read_document  # noqa: E402
from pubkit.publish.quick_boxes import quick_boxes  # noqa: E402
from pubkit.publish.quick_styles import quick_styles  # noqa: E402
from pubkit.publish.typesetting_conditions import fonts_at_hand  # noqa: E402

HTML = """<html lang="zh-CN"><style>
  @page { size: 300pt 400pt } html { font: 12pt/18pt "Noto Serif CJK SC"; text-align: justify } sup { font-size: 0.7em }
  b { margin-inline-start: 3pt; color: #804020; border-top: 1pt solid }
</style><p>汉字之间的距离由排版决定，office 里的 fi 与 <b>粗体</b>，e\u0301 上的重音，「引号」“弯引号”——以及 3.14 之后的脚注<sup>[1]</sup>。再写几句，好让这一段不止一行，并且在行末遇到标点。</p></html>"""
_SHOWN = re.compile(rb"\[(.*?)\] TJ")
_PART = re.compile(rb"<([0-9a-f]*)>|(-?[\d.]+)")


def streams(content: bytes) -> bytes:
    """What the streams of a PDF hold."""
    return b"\n".join(zlib.decompress(raw) for raw in re.findall(rb"stream\n(.*?)\nendstream", content, re.DOTALL))


def drawn(content: bytes) -> list[tuple[bytes, float]]:
    """The glyphs that are shown, in order, and how far the pen is moved behind each."""
    found: list[tuple[bytes, float]] = []
    for shown in _SHOWN.findall(streams(content)):
        for glyphs, move in _PART.findall(shown):
            found += [(glyphs[n : n + 4], 0.0) for n in range(0, len(glyphs), 4)]
            if move:
                found[-1] = (found[-1][0], found[-1][1] + float(move))
    return found


def written(*patches, **options) -> bytes:
    with ExitStack() as stack:
        for patch in (justification.even_lines, *patches):
            stack.enter_context(patch())
        content: bytes = weasyprint.HTML(string=HTML).write_pdf(**options)
    return content


def test_glyphs_are_those_that_pango_draws(monkeypatch):
    """The same glyphs in the same places; a move of the pen is at most a thousandth of the type size longer or shorter."""
    ours = drawn(written())
    monkeypatch.setattr("pubkit.publish.glyph_widths.Shaped.glyphs", lambda *_: None)
    by_pango = drawn(written())
    assert len(ours) > 80
    assert [glyph for glyph, _ in ours] == [glyph for glyph, _ in by_pango]
    assert max(abs(a - b) for (_, a), (_, b) in zip(ours, by_pango, strict=True)) <= 1


def test_what_is_not_plain_is_left_to_pango():
    """A text of which one character has no glyph of its own is drawn by Pango as a whole."""
    face = object.__new__(Face)
    shaped = Shaped([1.0] * 4, [Glyphs(0, 2, face, [5, 6]), Glyphs(3, 4, face, [7])])
    assert shaped.glyphs(0, 4) is None
    assert shaped.glyphs(1, 2) == [Glyphs(0, 1, face, [6])]
    assert repeated([Glyphs(0, 1, face, [6])], 2, 2) == [Glyphs(0, 1, face, [6]), Glyphs(2, 3, face, [6])]


def test_styles_by_the_short_way_are_the_same():
    """A page whose styles have logical sides, borders and inherited fonts is written with the same bytes."""
    assert written(quick_styles) == written()


BOXES = """<html lang="en"><style>
  @page { size: 300pt 400pt; margin: 10% 5%; @top-center { content: counter(page); border-bottom: 1pt solid; width: 50% } }
  @page wide { size: 400pt 300pt } .wide { page: wide } .wide p { page: auto } i { position: absolute; left: 10%; border-radius: 2pt 10% }
  section { width: 80%; padding: 2% 1em; min-height: 40%; border-radius: 50%; background: #eee } table { border-collapse: collapse; width: 100% }
  td { border: 2pt solid; padding: 3% } .boxed { box-sizing: border-box; width: 60%; padding: 1em; max-width: calc(30% + 9em) } b { float: right; width: 30% }
</style><body><p>One<i>out of the flow</i> and <b>floated</b> text.</p><section class="wide"><p>Wide</p></section><section><p>Narrow</p>
<table><tr><td>1<td>2</table><div class="boxed">In a box <span style="display: inline-block; width: 20%">part</span></div></section></html>"""


def test_boxes_by_the_short_way_are_the_same():
    """Percentages, pages by name, boxes beside the flow and out of it, corners."""
    plain = weasyprint.HTML(string=BOXES).write_pdf()
    with quick_boxes():
        short = weasyprint.HTML(string=BOXES).write_pdf()
    assert len(plain) > 1000
    assert streams(short) == streams(plain)


def test_fonts_that_are_cut_side_by_side_are_the_same():
    """The same bytes as WeasyPrint writes by itself."""
    assert written(side_by_side_fonts) == written()


def test_the_catalogue_can_be_found():
    """Objects that are written once are the same objects; the catalogue stands in plain sight and the names do not."""

    def finish(_, pdf):
        settle_objects(pdf)

    content = written(closed_profile, pdf_variant="pdf/a-2u", finisher=finish)
    assert content.count(b"/OutputIntents") == 1
    assert drawn(content) == drawn(written(closed_profile, pdf_variant="pdf/a-2u"))


def test_objects_of_a_pydyf_that_is_not_known_are_left_to_it(monkeypatch):
    """It may keep in them what we would lose."""
    monkeypatch.setattr(weasyprint.pdf.pydyf, "VERSION", "0.14.0")
    seen = []

    def finish(_, pdf):
        before = list(pdf.objects)
        settle_objects(pdf)
        seen.append(all(a is b for a, b in zip(before, pdf.objects, strict=True)))

    assert drawn(written(finisher=finish)) == drawn(written())
    assert seen == [True]


@pytest.mark.parametrize(
    ("body", "is_xml"),
    [
        ('<p class="a">一<br />二 &amp; <img alt="" src="x.png" /></p><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0" /></svg>', True),
        ("<p>一<br>二</p>", False),
        ("<p>a&nbsp;b</p>", False),
        ("<p>一</p><svg><path d='M0 0' /></svg>", False),
    ],
)
def test_a_document_is_read_as_html_reads_it(body, is_xml):
    """The elements, attributes and texts are those of the reader of HTML, whichever reader it was."""
    document = f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head><title>题</title></head>\n<body>\n{body}\n</body>\n</html>'

    def elements(source):
        return [(e.tag, {k: v for k, v in e.attrib.items() if "xmlns" not in k}, (e.text or "").strip(), (e.tail or "").strip()) for e in source.etree_element.iter()]

    ours = read_document(document, "file:///nowhere/", weasyprint.urls.URLFetcher())
    assert (type(ours) is not weasyprint.HTML) is is_xml
    assert elements(ours) == elements(weasyprint.HTML(string=document, base_url="file:///nowhere/"))


@pytest.mark.parametrize(
    ("title", "language"),
    [
        ("Reading in Print and on Screens", "en"),
        ("Einführung in die Typographie", "de"),
        ("Handbook Typography 2024", None),
        ("The Art of le livre et les lettres", None),
    ],
)
def test_a_title_is_named_by_its_words(title, language):
    """By words that only one language has; where two are found, or none, nothing is said."""
    assert named_by_words(title) == language


def test_a_font_is_copied_only_where_it_is_asked_for(monkeypatch):
    """The same file as with copies of all fonts; one that is put in whole is copied all the same."""
    from weasyprint.pdf import fonts

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    copied, original = [], fonts.get_hb_object_data

    def counted(hb_object, ot_color=None, glyph=None):
        copied.append(len(found := original(hb_object, ot_color, glyph)))
        return found

    monkeypatch.setattr(fonts, "get_hb_object_data", counted)
    sizes: dict[tuple[bool, bool], int] = {}
    for full in (False, True):
        options = {"pdf_identifier": b"0" * 32, "full_fonts": full}
        files = []
        for patches in ((), (late_font_data,)):
            copied.clear()
            files.append(written(*patches, **options))
            sizes[full, bool(patches)] = sum(copied)
        assert files[0] == files[1]
    assert sizes[False, True] < sizes[False, False] / 10
    assert sizes[True, True] == sizes[True, False]


def test_what_is_loaded_late_is_loaded_when_it_is_called(monkeypatch):
    """What was taken of a module that was not there yet does its work later."""
    monkeypatch.setattr(weasyprint_loading, "_LATE", ("colorsys",))
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with weasyprint_loading._late_modules():
        from colorsys import rgb_to_hsv
    assert "colorsys" not in sys.modules
    assert rgb_to_hsv(1, 0, 0) == (0, 1, 1)
    assert "colorsys" in sys.modules


def test_fonts_are_at_hand_for_the_next_report_with_nothing_of_the_last():
    """What was found for a report is forgotten; the bytes are the same as with fonts that are looked for anew."""
    with fonts_at_hand() as first:
        content = written(font_config=first)
        assert hasattr(first, "pubkit_shapers")
    with fonts_at_hand() as second:
        assert second is first
        assert not hasattr(second, "pubkit_shapers")
        assert not second.strut_layouts
        assert written(font_config=second) == content == written()


def test_fonts_that_a_style_sheet_brought_are_not_at_hand_for_the_next_report(tmp_path):
    """A report with `@font-face` leaves nothing to the next, and no folder behind."""
    with fonts_at_hand() as first:
        first._folder = tmp_path / "brought"
        first._folder.mkdir()
    with fonts_at_hand() as second:
        assert second is not first
    assert not (tmp_path / "brought").exists()
