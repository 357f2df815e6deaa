"""What is in another language says so, French has its spaces, and every language has its words."""

from __future__ import annotations

import itertools

import pytest
from publications import publication

from pubkit.publish import labels, print_labels, web_labels
from pubkit.publish.crossing_labels import crossing_labels_for
from pubkit.publish.epub import book
from pubkit.publish.french_spacing import NARROW, NO_BREAK, french_text, space_french
from pubkit.publish.html import web_document
from pubkit.publish.labels import labels_for, shown_date
from pubkit.publish.language_runs import Languages, language_attributes, marked_html, marked_text
from pubkit.publish.publication import Reference
from pubkit.publish.rendering import render

#: Languages whose words we have.
SPOKEN = ("zh-CN", "zh-TW", "en", "ja", "ko", "fr", "de", "es", "ar")


def found(language: str, text: str, chinese: str = "zh-CN") -> list[tuple[str, str, bool]]:
    runs = Languages(language, chinese).runs(text)
    return [(text[run.start : run.end], run.language, run.is_turned) for run in runs]


def body(text: str, tmp_path, **changed) -> str:
    return render(publication(text, tmp_path, **changed)).body_html


@pytest.mark.parametrize(
    ("language", "text", "runs"),
    [
        ("en", "See 《河口 地貌》, by 王小明 (2025).", [("《河口 地貌》", "zh-CN", False), ("王小明", "zh-CN", False)]),
        ("en", "GB/T 7714—2025 信息与文献, part 1", [("信息与文献", "zh-CN", False)]),
        ("en", "a “quotation”, α and β, naïve — 30%", []),
        ("en", "called ありがとう there", [("ありがとう", "ja", False)]),
        ("en", "in 한국어 문장 too", [("한국어 문장", "ko", False)]),
        ("en", "the word سلام عليكم here", [("سلام عليكم", "ar", True)]),
        ("en", "one Д, and Привет мир", [("Привет мир", "ru", False)]),
        ("zh-CN", "他说「ありがとう」，再说 English words。", [("「ありがとう」", "ja", False)]),
        ("zh-CN", "中文与 GPT-4 模型", []),
        ("ja", "『記録』と《风能年鉴》を読む", [("《风能年鉴》", "zh-CN", False)]),
        ("ko", "『風力』과 漢字", []),
        ("ar", "بيانات Wind Europe ونحو 5 MW", [("Wind Europe", "en", True), ("5 MW", "en", True)]),
        ("ar", "في عام 2025 بلغت 12.5%", []),
    ],
)
def test_a_foreign_run_is_found_whole(language, text, runs):
    """With its own marks and spaces, and without those of the sentence around it."""
    assert found(language, text) == runs


def test_runs_cover_no_letter_twice():
    """A piece in two scripts is cut where the script changes."""
    text = "甲乙 ありがとう 한글 سلام"
    runs = Languages("en").runs(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(runs))
    assert {run.language for run in runs} >= {"ko", "ar"}


def test_chinese_in_another_edition_is_that_of_the_report(tmp_path):
    """So the forms of the region are right: a Taiwanese report's title in its English edition is zh-TW."""
    html = body("Read 《水田》 first.", tmp_path, language="en", source_language="zh-TW")
    assert '<span lang="zh-TW">《水田》</span>' in html


def test_an_english_paragraph_in_a_chinese_report_is_english(tmp_path):
    """Three words in a heading or a list do not make one; a sentence does."""
    html = body("正文。\n\nThe river is wide and the water is deep.\n\n- HTML, PDF\n", tmp_path)
    assert '<div lang="en">\n<p>The river is wide and the water is deep.</p>\n</div>' in html
    assert html.count("lang=") == 1


def test_code_formulas_and_citations_are_left_alone(tmp_path):
    """Only prose is marked."""
    html = body("A `中文` and $x$ with 文[@8].", tmp_path, language="en")
    assert "<code>中文</code>" in html
    assert html.count('lang="zh"') == 1


def test_a_run_goes_on_over_words_and_not_over_emphasis(tmp_path):
    """Emphasis is marked inside, so that no element is torn."""
    html = body("See 水田 甲烷 and *水田* now.", tmp_path, language="en")
    assert '<span lang="zh">水田 甲烷</span>' in html
    assert '<em><span lang="zh">水田</span></em>' in html


@pytest.mark.parametrize(
    ("around", "text", "given", "language"),
    [
        ("zh-CN", "Methane from flooded fields", None, "en"),
        ("zh-CN", "EPUB 3.3", None, "zh-CN"),
        ("zh-CN", "稻田 methane", None, "zh-CN"),
        ("en", "稻田水位与甲烷排放", None, "zh-CN"),
        ("en", "Requirements for Chinese Text Layout 中文排版", "zh-CN", "en"),
        ("en", "稻田水位与甲烷", "zh-CN", "zh-CN"),
    ],
)
def test_an_entry_is_in_the_language_of_most_of_it(around, text, given, language):
    """Its voice, its quotes and its hyphens follow."""
    assert Languages(around, "zh-CN").of_entry(text, given) == language


def test_marked_text_is_safe_and_keeps_markup():
    """What is no markup is escaped; tags of the entry stay where they are."""
    languages = Languages("en", "zh-CN")
    assert marked_text("a<b 中&", languages) == 'a&lt;b <span lang="zh-CN">中</span>&amp;'
    assert marked_html("<i>Title</i> 中 &amp; c", languages) == '<i>Title</i> <span lang="zh-CN">中</span> &amp; c'


@pytest.mark.parametrize(
    ("language", "around", "attributes"),
    [("en", "zh-CN", ' lang="en"'), ("ar", "en", ' lang="ar" dir="rtl"'), ("en", "ar", ' lang="en" dir="ltr"'), ("zh-CN", "zh-CN", "")],
)
def test_an_element_says_its_language_and_direction(language, around, attributes):
    """The direction only where it changes."""
    assert language_attributes(language, around) == attributes


# --- French ------------------------------------------------------------------------------------------------------------


def shown(text: str) -> str:
    return text.replace(NARROW, "'").replace(NO_BREAK, "~")


@pytest.mark.parametrize(
    ("text", "spaced"),
    [
        ("Oui ; non ! Qui ? Ici : là", "Oui'; non'! Qui'? Ici~: là"),
        ("Oui; non! Qui? Ici: là", "Oui'; non'! Qui'? Ici~: là"),
        ("dit « bon » et «mot»", "dit «~bon~» et «~mot~»"),
        ("dit «\u202fbon\u202f» déjà", "dit «'bon'» déjà"),
        ("à 10:30, https://e.org/?a;b et C:\\x", "à 10:30, https://e.org/?a;b et C:\\x"),
        ("12,5 % ?!", "12,5~%'?!"),
    ],
)
def test_french_has_its_spaces(text, spaced):
    """The author's own are kept, and do not break; addresses and times are no prose."""
    assert shown(french_text(text, "fr")) == spaced


def test_other_regions_and_languages_have_their_own_custom():
    """Canada adds none before ; ! ?, Switzerland only narrow ones, and English text is as written."""
    assert shown(french_text("Oui! Ici: là", "fr-CA")) == "Oui! Ici~: là"
    assert shown(french_text("Oui! Ici: « là »", "fr-CH")) == "Oui'! Ici': «'là'»"
    assert french_text("Oui ; non: «a»", "en") == "Oui ; non: «a»"


def test_spaces_of_french_never_change_a_letter(tmp_path):
    """In the tree: over emphasis and citations, not in code, and only in what is French."""
    html = body("Un **mot**! et « *un autre* »[@8] ; `a ; b` [no: yes]{lang=en} [x](https://e.org/?a;b) ?", tmp_path, language="fr")
    assert "</strong>\u202f! et" in html
    assert "«\u00a0<em>" in html
    assert "</em>\u00a0" in html
    assert "\u202f; <code>a ; b</code>" in html
    assert '<span lang="en">no: yes</span>' in html
    assert "https://e.org/?a;b" in html


def test_spacing_twice_is_spacing_once():
    """What is spaced already stays."""
    once = french_text("Oui; «non»: qui?", "fr")
    assert french_text(once, "fr") == once
    tree = [{"t": "Para", "c": [{"t": "Str", "c": "Oui;"}, {"t": "Space"}, {"t": "Str", "c": "«non»"}]}]
    spaced = space_french(tree, "fr")
    assert space_french(spaced, "fr") == spaced


# --- From right to left ------------------------------------------------------------------------------------------------

ARABIC = "## مقدمة\n\nبلغت القدرة 5 MW في عام 2025[@8]، و*زادت*.\n\n`code`\n"


def test_an_arabic_page_runs_from_the_right(tmp_path):
    """Page, book and progression of pages say so, Latin runs the other way, and no letter is cut off before a citation."""
    rendered = render(publication(ARABIC, tmp_path, language="ar", title="تقرير"))
    page = web_document(rendered)
    assert '<html lang="ar" dir="rtl"' in page
    assert '<span lang="en" dir="ltr">5 MW</span>' in page
    assert 'class="cited"' not in page
    assert "في عام 2025<sup>" in page


def test_an_arabic_book_turns_its_pages_the_other_way(tmp_path):
    """EPUB 3.3, 5.7: page-progression-direction."""
    import io
    import zipfile

    archive = zipfile.ZipFile(io.BytesIO(book(render(publication(ARABIC, tmp_path, language="ar", title="تقرير")))))
    assert 'page-progression-direction="rtl"' in archive.read("EPUB/package.opf").decode()
    assert all('dir="rtl"' in archive.read(name).decode() for name in archive.namelist() if name.endswith(".xhtml"))


# --- Labels ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", SPOKEN[3:])
def test_every_language_has_words_of_its_own(language):
    """All that a reader sees; not English where a language is spoken. Signs, and words that are the same, are no words."""
    for module, kind in ((labels, "labels_for"), (web_labels, "web_labels_for"), (print_labels, "print_labels_for")):
        own, english = getattr(module, kind)(language), getattr(module, kind)("en")
        same = [name for name, word in own._asdict().items() if word == getattr(english, name)]
        allowed = {"list_separator", "date", "separator", "work", "by", "colon", "notes", "version", "index", "made_with", "untranslated", "quoted", "section"}
        assert set(same) <= allowed, (language, kind, same)
    assert crossing_labels_for(language).table != crossing_labels_for("en").table


@pytest.mark.parametrize(
    ("language", "date"),
    [("ar", "20 نوفمبر 2026"), ("de", "20. November 2026"), ("es", "20 de noviembre de 2026"), ("fr", "20 novembre 2026"), ("ja", "2026年11月20日")],
)
def test_a_date_is_written_as_its_readers_write_it(language, date):
    """Months have names, days their marks."""
    assert shown_date("2026-11-20", language) == date


def test_an_entry_in_english_says_so_in_a_chinese_list(tmp_path):
    """A screen reader changes its voice, and the quotes are narrow."""
    given = publication("甲[@a]。", tmp_path, references=(Reference("a", 1, "The Shape of “Rivers”", None),))
    assert '<span class="reference-text" property="name" lang="en">The Shape of “Rivers”</span>' in web_document(render(given))
    assert labels_for("zh-CN").references == "参考文献"
