"""Lines of languages with spaces between their words: where they end, how their spaces are set, and which words are divided."""

from __future__ import annotations

import re
import shutil
import subprocess
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.publish.hyphenation import Limits, divisions
from pubkit.publish.western_content import line_of
from pubkit.publish.western_fitting import WesternParagraph, Words
from pubkit.publish.western_spacing import Place, divided_words, give_and_take, is_western, line_ends

weasyprint = pytest.importorskip("weasyprint")

from pubkit.publish.glyph_widths import line_break_places  # noqa: E402
from pubkit.publish.justification import even_lines  # noqa: E402

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
LIMITS = Limits(6, 2, 3)

# --- Places ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "western"),
    [("en", True), ("fr-CA", True), ("ru", True), ("el", True), ("zh-CN", False), ("ja", False), ("ko", False), ("ar", False), ("th", False), ("", False), (None, False)],
)
def test_languages_with_spaces_that_give_and_take(language, western):
    """Others have rules of their own, or spaces only where a sentence ends."""
    assert is_western(language) is western


def places(text: str, *closed: int) -> dict[int, float]:
    return {place.position: place.penalty for place in line_ends(text, line_break_places(text, "en"), frozenset(closed))}


def test_a_line_ends_at_a_space_for_nothing_and_elsewhere_at_a_price():
    """Behind a hyphen, a dash and a stroke; before a spaced dash hardly."""
    text = "one well-known pair—and/or 1990–2000 more – dash"
    found = {text[i:].split(" ")[0]: penalty for i, penalty in places(text).items()}
    assert found["pair—and/or"] == found["more"] == found["dash"] == 0
    assert 0 < found["known"] < found["2000"] < found["–"]
    assert found["and/or"] > 0


def test_what_belongs_together_is_not_parted():
    """A number and its unit never, a name and its number or a day and its month at a price, a closed place never."""
    text = "holds 16 GB of EPUB 3.3 on 1 June 2012 here"
    found = places(text, text.index("here"))
    assert text.index("GB") not in found
    assert text.index("here") not in found
    assert min(found[text.index(part)] for part in ("3.3", "June", "2012")) > 0
    assert found[text.index("of")] == 0


def test_an_address_breaks_where_it_breaks_well_first():
    """Before its marks, elsewhere hardly, and in the name of its host last of all."""
    text = "see https://example.org/documents/page.html now"
    found = places(text)
    assert found[text.index("/page")] < found[text.index("uments")] < found[text.index("ample.org")]


def divided(text: str, language: str = "en") -> list[str]:
    """The words of a text with hyphens where they may be divided."""
    shown = list(text)
    for place in reversed(list(divided_words(text, 0, len(text), language, LIMITS))):
        shown.insert(place.position, "-")
    return "".join(shown).split()


def test_words_are_divided_by_sound():
    """English as Americans divide it and other languages by their own patterns; short words and abbreviations not at all."""
    assert divided("result typesetting never UNESCO iPhones") == ["re-sult", "type-set-ting", "never", "UNESCO", "iPhones"]
    assert divided("l’utilisation", "fr") == ["l’uti-li-sa-tion"]
    assert divisions("typesetting", "tlh", LIMITS) == ()


def test_addresses_and_file_names_are_not_divided():
    """A hyphen in one of them would be read as part of it."""
    text = "https://example.org/typesetting typesetting.html me@typesetting.org snake_typesetting"
    assert not list(divided_words(text, 0, len(text), "en", LIMITS))


def test_a_word_that_goes_on_in_another_type_is_not_divided():
    """Its patterns are those of the whole word."""
    assert list(divided_words("typesetting", 0, 11, "en", LIMITS))
    assert not list(divided_words("typesetting", 0, 8, "en", LIMITS))


def test_names_and_parts_of_compounds_are_divided_last():
    """A name is dearer than a word, a part of a compound dearer than both; in German every noun has a capital."""

    def price(text: str, language: str = "en") -> float:
        return min(place.penalty for place in divided_words(text, 0, len(text), language, LIMITS))

    assert price("typesetting") < price("Typesetting") < price("half-typesetting")
    assert price("Buchstaben", "de") == price("buchstaben", "de")


def test_a_space_keeps_its_least_width():
    """A wide space gives a third, a narrow one only down to its limit, and the narrowest a little all the same."""
    assert give_and_take(3.3, 10)[1] == pytest.approx(1.1)
    assert 2.6 - give_and_take(2.6, 10)[1] == pytest.approx(1.8)
    assert 0 < give_and_take(1.8, 10)[1] < 0.2


# --- Fitting -----------------------------------------------------------------------------------------------------------


def paragraph(text: str, parts: tuple[str, ...] = (), **changes) -> WesternParagraph:
    """A text in which each character is one pixel wide. `parts` are words with hyphens where they may be divided."""
    ends = [Place(i, 0.0) for i in range(1, len(text)) if text[i - 1] == " " and text[i] != " "]
    hyphens = [
        Place(found.start() + len("".join(syllables[:n])), 50.0, is_flagged=True, is_divided=True)
        for syllables in (word.split("-") for word in parts)
        for found in re.finditer("".join(syllables), text)
        for n in range(1, len(syllables))
    ]
    given: dict = {
        "size": 1.0,
        "advance": [1.0] * len(text),
        "stretch": [0.5 if c == " " else 0.0 for c in text],
        "shrink": [0.3 if c == " " else 0.0 for c in text],
        "is_space": [c in " \n" for c in text],
        "ends": ends,
        "divided": lambda: sorted(hyphens),
        "hyphen": lambda _: 1.0,
        "forced": frozenset(i + 1 for i, c in enumerate(text) if c == "\n"),
        "breakable_anywhere": False,
    }
    return WesternParagraph(Words(**{**given, **changes}))


def lines_of(text: str, measure: float, divided: tuple[str, ...] = (), first: float | None = None, **changes) -> list[tuple[str, float]]:
    """The lines of a text, a hyphen where a word is divided, and their widths."""
    made, found, start = paragraph(text, divided, **changes), [], 0
    while start < len(text):
        width = measure if start or first is None else first
        line = made.line_at(start, width, measure, True)
        shift, advances = made.set_line(line, width, True)
        found.append((text[line.start : line.end] + "-" * line.is_divided, sum(advances) + line.is_divided - shift))
        assert line.resume > start
        start = line.resume
    return found


def wide(text: str) -> list[float]:
    """What each character takes, where the spaces take much."""
    return [3.0 if c == " " else 0.0 for c in text]


def test_a_line_that_fits_is_left_alone():
    """One line, at its natural width."""
    assert lines_of("just one line", 20) == [("just one line", 13.0)]


def test_a_paragraph_is_looked_at_as_a_whole():
    """The first line gives up a word that would fit, so that the second is not torn."""
    text = "aaa bbb ccc dd eeeeee ffffffff ggg"
    shown = [line for line, _ in lines_of(text, 14, stretch=wide(text), shrink=[0.0] * len(text))]
    assert shown == ["aaa bbb ccc", "dd eeeeee", "ffffffff ggg"]
    assert len("aaa bbb ccc dd") == 14


def test_every_line_but_the_last_is_flush():
    """Spaces give and take until the line is as wide as the measure; a line before a break of the author's stays as it is."""
    found = lines_of("the quick brown fox\njumps over the lazy dog and then over another dog", 17)
    assert [line for line, _ in found][:2] == ["the quick brown", "fox"]
    assert [width for _, width in found] == [17, 3, *[pytest.approx(17)] * (len(found) - 3), len(found[-1][0])]


def test_a_line_without_spaces_is_as_full_as_it_can_be():
    """Where a text has none, as an address or a passage of Han, there is nothing to stretch."""
    text = "a" * 40
    found = lines_of(text, 12, ends=[Place(i, 0.0) for i in range(1, 40)])
    assert [line for line, _ in found] == ["a" * 12, "a" * 12, "a" * 12, "a" * 4]


def test_words_are_divided_only_where_that_helps():
    """Not in a paragraph that is well set without hyphens."""
    good = "aaaaaa bbbbbb cccccc aaaaaa bbbbbb cccccc aaaaaa"
    assert not any("-" in line for line, _ in lines_of(good, 20, ("bbb-bbb",)))
    bad = "aaaaaaaa bbbbbbbbbbbbbb aaaaaaaa bbbbbbbbbbbbbb aaaaaaaa"
    assert any("-" in line for line, _ in lines_of(bad, 18, ("bbbbbbb-bbbbbbb",)))


def test_no_more_than_two_hyphens_below_each_other():
    """Even where each line would be better with one."""
    text = "aaaaaa bbbbbb " + "aaaaaaaaaaaa bbbbbbbb aaa bbb " * 12
    parts = ("aaaa-aaaa-aaaa", "bb-bb-bb-bb")
    assert any(line.endswith("-") for line, _ in lines_of(text, 37, parts))
    for measure in range(36, 60):
        ends = "".join("-" if line.endswith("-") else "." for line, _ in lines_of(text, measure, parts))
        assert "---" not in ends, (measure, ends)


def test_the_last_line_is_no_remainder():
    """It is two ems at least, and no part of a word."""
    text = "aaaa bbb cc ddd aaa bb cccc bbb dddd aaaa eeeeee f"
    for measure in range(18, 38):
        found = lines_of(text, measure, ("dd-dd", "eeee-ee"), stretch=wide(text))
        assert len(found[-1][0]) >= 2 or len(found) == 1, (measure, found)
        assert len(found) < 2 or not found[-2][0].endswith("-"), (measure, found)
    tight = lines_of("aaa eeeeeeee dddddddd gggg aaa bbbb bbbb aaaaaaa gggg", 25, ("aaaa-aaa",))
    assert [line for line, _ in tight] == ["aaa eeeeeeee dddddddd", "gggg aaa bbbb bbbb aaaaaaa", "gggg"]  # not `aaaa-`, which is less tight


def test_a_word_wider_than_the_measure_is_broken_where_that_is_allowed():
    """And sticks out where it is not; nothing is lost."""
    text = "ab cdefghijklmnop qr"
    assert [line for line, _ in lines_of(text, 6, breakable_anywhere=True)][:2] == ["ab", "cdefgh"]
    assert ("cdefghijklmnop", 14) in lines_of(text, 6)


def test_a_paragraph_is_set_so_that_a_page_ends_with_a_whole_word():
    """Mostly, wherever the page ends in it, a line that would stand alone on the next reckoned with; else it is set as before."""
    text = re.sub("<[^>]*>", "", PROSE)
    divided = mended = 0
    for measure in range(50, 62):
        for room in range(1, 12):
            made = paragraph(text, divided=lambda: list(divided_words(text, 0, len(text), "en", LIMITS)))
            before = made.lines_from(0, measure, measure)
            last = min(room, len(before) - 2) - 1
            shown = [line_of(made, 0, measure, 0.0, lambda asked, room=room: asked <= room)]
            while len(shown) <= last:
                left = room - len(shown)
                shown.append(line_of(made, shown[-1].resume, measure, 0.0, lambda asked, left=left: asked <= left))
            if before[last].is_divided:
                divided += 1
                mended += not shown[last].is_divided
            else:
                assert shown == before[: last + 1]
    assert divided > 20
    assert mended > divided / 2, (mended, divided)


WORDS = st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=30).map(" ".join)


@given(WORDS, st.integers(14, 40), st.integers(0, 4))
def test_lines_hold_the_text_and_never_stick_out(text, measure, indent):
    """Whatever the text: no word is lost or doubled, and no line is wider than the measure."""
    found = lines_of(text, measure, ("ab-ca", "cc-ba"), first=measure - indent)
    shown = re.sub(r"- ", "", " ".join(line for line, _ in found))
    assert shown.split() == text.split()
    for n, (_, width) in enumerate(found):
        assert width <= measure - (0 if n else indent) + 0.03


@given(WORDS, st.integers(10, 40))
def test_a_paragraph_that_goes_on_elsewhere_has_the_same_lines(text, measure):
    """A line asked for again, as when a page is laid out anew, is the same."""
    made = paragraph(text)
    starts, start = [], 0
    while start < len(text):
        starts.append((start, made.line_at(start, measure, measure, True)))
        start = starts[-1][1].resume
    assert [made.line_at(begin, measure, measure, True) for begin, _ in starts] == [line for _, line in starts]


# --- WeasyPrint --------------------------------------------------------------------------------------------------------

STYLE = """
@page { size: 400pt 300pt; margin: 40pt }
html { font: 10pt/14pt "Noto Serif"; text-align: justify; hyphens: auto; hyphenate-limit-chars: 6 2 3; orphans: 2; widows: 2 }
body { margin: 0 } p { margin: 0; text-indent: 1em } sup { font-size: .7em; line-height: 0 }
code { hyphens: manual; padding: 0 2pt } .ragged { text-align: left }
"""
PROSE = (
    "The botanical garden on the northern slope was established by subscription, and its first superintendent was instructed to admit "
    "nobody without a ticket<sup>[1]</sup>. He interpreted the regulation with considerable flexibility: schoolchildren, pensioners and "
    "anybody who could identify <em>Linnaea borealis</em> were admitted without difficulty, while dignitaries were occasionally obliged "
    "to wait. The correspondence shows that the administration disapproved, that it repeatedly threatened him with investigations, and "
    "that nothing whatsoever happened<sup>[2,3]</sup>. A <a href='https://example.org/'>catalogue of the conservatories</a> in his own "
    "handwriting survives; it describes 1,480 species, of which approximately one third had been germinated from seed sent by "
    "half-forgotten correspondents on five continents, and it ends with <code>finis</code> and a flourish."
)


def laid_out(html: str, language: str = "en", *, ours: bool = True):
    page = f'<html lang="{language}"><title>t</title><body>{html}</body></html>'
    source, sheets = weasyprint.HTML(string=page), [weasyprint.CSS(string=STYLE)]
    if not ours:
        return source.render(stylesheets=sheets)
    with even_lines():
        return source.render(stylesheets=sheets)


def copied(html: str, target, *options: str) -> str:
    """What `pdftotext` says of the PDF of a document."""
    document = laid_out(html)
    with even_lines():
        document.write_pdf(target)
    return subprocess.run(["pdftotext", *options, str(target), "-"], capture_output=True, text=True, check=True).stdout


def lines_in(document):
    """The lines of all blocks, with whether each is the last of its paragraph and the width of the measure."""
    from weasyprint.formatting_structure import boxes

    for page in document.pages:
        for block in page._page_box.descendants():
            for line in block.children:
                if isinstance(line, boxes.LineBox):
                    yield line, line.resume_at is None, block.content_box_x() + block.width


def text_boxes(line):
    from weasyprint.formatting_structure import boxes

    return [box for box in line.descendants() if isinstance(box, boxes.TextBox)]


def text_of(line) -> str:
    return "".join(box.text for box in text_boxes(line))


def spaces_of(line) -> list[float]:
    """How wide the spaces of a line are, in ems."""
    found: list[float] = []
    for box in text_boxes(line):
        size = box.style["font_size"]
        advances = getattr(box.pango_layout, "advances", None) or [0.26 * size + box.justification_spacing] * len(box.text)
        found += [advance / size for c, advance in zip(box.text, advances, strict=True) if c == " "]
    return found


def test_lines_of_english_are_flush_and_even():
    """Each ends at the measure; there are fewer loose lines and fewer hyphens than WeasyPrint makes of the same text."""
    count = {}
    for ours in (True, False):
        loose, hyphens, total = 0, 0, 0
        for line, is_last, right in lines_in(laid_out(f"<p>{PROSE}</p>" * 2, ours=ours)):
            hyphens += text_of(line).endswith("‐")
            total += 1
            if not is_last:
                assert line.position_x + line.width == pytest.approx(right, abs=0.5)
                loose += mean(spaces_of(line)) > 0.39
                assert not ours or min(spaces_of(line)) > 0.179
        count[ours] = (loose, hyphens, total)
    assert count[True][0] < count[False][0]
    assert count[True][1] < count[False][1]
    assert count[True][2] <= count[False][2]


def test_a_chinese_paragraph_in_an_english_report_is_set_as_chinese():
    """Its lines are flush although they have no spaces, and no mark begins one."""
    han = "第二本账簿记的是天气、船员的闲谈，以及他自己对这两样东西的看法，译文之前先录原文如下，以便对照。" * 3
    lines = list(lines_in(laid_out(f"<p><span lang=zh>{han}</span></p>")))
    assert len(lines) > 3
    for line, is_last, right in lines:
        assert not text_of(line).startswith(("，", "、", "。"))
        assert is_last or line.position_x + line.width == pytest.approx(right, abs=0.5)


def test_a_paragraph_goes_on_over_pages():
    """No character is lost or doubled, a hyphen that was added apart."""
    document = laid_out(f"<p>{PROSE}</p>" * 3)
    assert len(document.pages) > 1
    shown = "".join(text_of(line) for line, _, _ in lines_in(document))
    assert re.sub(r"[\s‐]", "", shown) == re.sub(r"<[^>]*>|\s", "", PROSE) * 3


def test_a_superior_stays_with_its_word():
    """No line begins with the number of a citation, and none is torn, though a line may end behind a dash and at a space."""
    text = "".join(f"{'so' * (n % 5 + 1)} it ends—<sup>[{n}, {n + 1}]</sup> " for n in range(10, 90))
    lines = [text_of(line) for line, _, _ in lines_in(laid_out(f"<p>{text}</p>"))]
    assert any(line.endswith("]") for line in lines)
    assert [line for line in lines if re.match(r"\[|\d", line)] == []


@needs_poppler
def test_what_is_drawn_is_as_wide_as_what_was_laid_out(tmp_path):
    """The glyphs in the PDF end where the lines do, ligatures and hyphens too."""
    text = "difficulty of affluent officials suffices inefficiently; flawless fjords conflict "
    said = copied(f"<p>{text * 8}</p>", tmp_path / "a.pdf", "-bbox")
    right: dict[int, float] = {}
    for x, y in re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)"', said):
        right[round(float(y))] = max(right.get(round(float(y)), 0), float(x))
    assert len(right) > 5
    assert all(x == pytest.approx(360, abs=0.5) for _, x in sorted(right.items())[:-1])


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ("<p class=ragged>Plain English text, flush left.</p>", "en"),
        ("<pre>code x</pre>", "en"),
        ("<p>עברית בלבד</p>", "he"),
        ("<p>soft\u00adhyphens of the author’s own</p>", "en"),
    ],
)
def test_what_is_not_flush_is_left_to_weasyprint(html, language):
    """Ragged lines, code, writing from right to left, and soft hyphens, which say where a word is divided."""
    lines = [line for line, _, _ in lines_in(laid_out(html, language))]
    assert lines
    assert not any(line.__dict__.get("is_even_line") for line in lines)


def test_what_may_not_be_broken_is_not_divided():
    """A word in `white-space: nowrap`, at whatever width."""
    for width in range(100, 140, 4):
        words = "<i style='white-space: nowrap'>incomprehensibilities</i> " * 8
        lines = [text_of(line) for line, _, _ in lines_in(laid_out(f"<p style='width: {width}pt'>{words}</p>"))]
        assert [line for line in lines if line.endswith("‐")] == []


def test_links_keep_their_place():
    """A link that goes over two lines has a box on each, with its text."""
    from weasyprint.formatting_structure import boxes

    found = [
        "".join(inner.text for inner in box.descendants() if isinstance(inner, boxes.TextBox))
        for line, _, _ in lines_in(laid_out(f"<p>{PROSE}</p>"))
        for box in line.descendants()
        if isinstance(box, boxes.InlineBox) and box.element_tag == "a"
    ]
    assert "".join(found).replace("‐", "").replace(" ", "") == "catalogueoftheconservatories"


def test_fewer_words_are_divided_where_a_page_ends(monkeypatch):
    """Wherever it can be helped; the same text without this care has more of them."""
    from weasyprint.formatting_structure import boxes

    def divided_ends() -> int:
        leads = (f"<p>{'Another one of these sentences. ' * count}</p>" for count in range(0, 24, 3))
        pages = [page._page_box for lead in leads for page in laid_out(lead + f"<p>{PROSE}</p>" * 3).pages]
        lines = [[box for box in page.descendants() if isinstance(box, boxes.LineBox)][-1] for page in pages]
        return sum(text_of(line).endswith("‐") for line in lines)

    with_care = divided_ends()
    monkeypatch.setattr("pubkit.publish.justification.line_of", lambda made, begin, measure, indent, _: made.line_at(begin, measure, measure + indent, True))
    assert with_care < divided_ends()


@needs_poppler
def test_a_hyphen_at_the_end_of_a_line_is_no_character_of_the_text(tmp_path):
    """It is copied as a soft hyphen, which readers leave out (ISO 32000-1, 14.8.2.2.3); one of the author's stays."""
    text = copied(f"<p>{PROSE}</p>", tmp_path / "a.pdf")
    assert "\u00ad\n" in text
    assert "‐" not in text
    assert re.sub(r"\s", "", text.replace("\u00ad\n", "")) == re.sub(r"<[^>]*>|\s", "", PROSE)
