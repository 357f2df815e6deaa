"""Lines and faces of the PDF in languages that are not Chinese, marks of what is not translated, and the fonts that all this needs."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from publications import publication

from pubkit.pipeline import doctor
from pubkit.publish.font_packages import fonts_needed, package_for
from pubkit.publish.fonts import font_stack, languages_css
from pubkit.publish.html import web_document
from pubkit.publish.pdf import make_pdf
from pubkit.publish.rendering import render
from pubkit.text.captions import is_table_caption

if TYPE_CHECKING:
    from pathlib import Path

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
WORDS = "삼 년 사이에 국제에너지기구의 통계와 견주어 살펴본 연안도시의 풍력발전설비는 꾸준히 늘어났다. "


def lines(body: str, folder: Path, language: str, **changed: Any) -> list[str]:
    pytest.importorskip("weasyprint")
    path = folder / "a.pdf"
    make_pdf(render(publication(body, folder, language=language, references=(), **changed)), path)
    said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    return [line.strip() for line in said.splitlines() if line.strip()]


@needs_poppler
def test_korean_breaks_between_words(tmp_path):
    """Each line begins and ends with whole words of the text."""
    shown = [line for line in lines(WORDS * 6, tmp_path, "ko", title="풍력") if "통계" in line or "설비" in line or "늘어" in line]
    assert len(shown) > 3
    assert {word for line in shown for word in line.split()} <= set(WORDS.split())


@needs_poppler
def test_a_korean_word_wider_than_its_column_is_broken_all_the_same(tmp_path):
    """Nothing sticks out of the page."""
    shown = lines("가나다라마바사아자차카타파하" * 12, tmp_path, "ko", title="긴 낱말")
    assert sum("가나다라" in line for line in shown) >= 3


@needs_poppler
def test_english_is_hyphenated_and_not_in_headings(tmp_path):
    """Long words in justified lines; a heading keeps its words whole."""
    text = "Incomprehensibilities characterize internationalization responsibilities extraordinarily. " * 8
    shown = lines(f"## Internationalization responsibilities of incomprehensibilities everywhere characterized\n\n{text}", tmp_path, "en", title="T")
    assert any(re.search(r"\w[-‐\xad]$", line) for line in shown)
    headings = [line for line in shown if line.startswith("Internationalization responsibilities of")]
    assert not any(re.search(r"[-‐\xad]$", line) for line in headings)


@needs_poppler
def test_arabic_lines_run_from_the_right(tmp_path):
    """The last line of a paragraph ends in the left half, so its words stand in the right one."""
    lines("هذا نص قصير.", tmp_path, "ar", title="تقرير")
    boxes = subprocess.run(["pdftotext", "-bbox", tmp_path / "a.pdf", "-"], capture_output=True, text=True, check=True).stdout
    words = [(float(x), word) for x, word in re.findall(r'xMin="([\d.]+)"[^>]*>([^<]+)<', boxes)]
    arabic = [x for x, word in words if re.search("[\u0600-\u06ff]", word)]
    assert min(arabic) > 300


def test_english_quotes_are_narrow_in_any_document():
    """A Latin face goes first for what is in English; for Chinese its own."""
    css = languages_css(["zh-CN", "en", "zh-Hant-HK"])
    rules = dict(re.findall(r":lang\(([^)]+)\) \{ --serif: \"([^\"]+)", css))
    assert "CJK" not in rules["en"]
    assert rules["zh-CN"] == "Noto Serif CJK SC"
    assert rules["zh-Hant-HK"] == "Noto Serif CJK HK"
    assert css.index(":lang(zh-CN)") < css.index(":lang(zh-Hant-HK)")


def test_arabic_letters_come_from_an_arabic_face():
    """And its Latin words from a Latin one, before any Chinese."""
    serif = font_stack("ar").serif
    assert serif.index("Noto Naskh Arabic") < serif.index("Noto Serif") < serif.index("Noto Serif CJK SC")


# --- What is not translated --------------------------------------------------------------------------------------------


def test_a_notice_is_a_note_and_a_passage_has_its_language(tmp_path):
    """Both keep their classes, and a screen reader is told."""
    body = "::: {.untranslated-notice role=note}\nNot all.\n:::\n\n[\\[original\\]]{.untranslated-mark} [中文段落]{.untranslated lang=zh-CN}\n"
    page = web_document(render(publication(body, tmp_path, language="en", references=())))
    assert re.search(r'<div class="untranslated-notice" role="note">', page)
    assert '<span class="untranslated" lang="zh-CN">中文段落</span>' in page
    assert page.count('lang="zh-CN"') == 1


def test_only_the_role_of_a_note_may_be_given(tmp_path):
    """A source cannot call its text a button."""
    html = render(publication('::: {role="button"}\na\n:::\n', tmp_path, references=())).body_html
    assert "role" not in html


@pytest.mark.parametrize(
    ("text", "is_caption"),
    [
        ("表 1：水位", True),
        ("〔原文〕 表 2：费用", True),
        ("[original] Table 3. Costs", True),
        ("Tabelle 4: Kosten", True),
        ("الجدول 5: التكاليف", True),
        ("表 1 把上述规则与技术规范对应起来：", False),
        ("Tables are dull", False),
        ("表面 1 米", False),
    ],
)
def test_a_caption_is_told_from_a_sentence(text, is_caption):
    """Also behind the mark of a passage that is not translated, and in every language that has labels."""
    assert is_table_caption(text) is is_caption


# --- Fonts -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "family", "package"),
    [
        ("zh-CN", "Noto Serif CJK SC", "fonts-noto-cjk"),
        ("zh-TW", "Noto Serif CJK TC", "fonts-noto-cjk"),
        ("ja", "Noto Serif CJK JP", "fonts-noto-cjk"),
        ("en", "Noto Serif", "fonts-noto-core"),
        ("ar", "Noto Naskh Arabic", "fonts-noto-core"),
        ("th", "Noto Serif Thai", "fonts-noto-core"),
    ],
)
def test_a_language_names_its_faces_and_their_package(language, family, package):
    """What doctor says, and what the set-up installs."""
    serif, sans = fonts_needed(language)
    assert serif.families[0] == family
    assert serif.debian == sans.debian == package
    assert not any("CJK" in name for name in serif.families[1:])


@pytest.mark.parametrize(
    ("character", "package"),
    [("中", "fonts-noto-cjk"), ("한", "fonts-noto-cjk"), ("ع", "fonts-noto-core"), ("😀", "fonts-noto-color-emoji"), ("𠮷", "fonts-hanazono"), ("\ue200", None)],
)
def test_a_character_names_the_package_of_its_script(character, package):
    """None for a character that no package has."""
    found = package_for(character)
    assert (found.debian if found else None) == package


def test_doctor_asks_for_the_fonts_of_the_languages_in_use(tmp_path, monkeypatch):
    """Those of the project and its editions; Chinese ones in any case; what is missing with its command."""
    (tmp_path / "pubkit.yaml").write_text("language: en\neditions: {ar: translate, zh-CN+ja: bilingual}\n", encoding="utf-8")
    languages = doctor.languages_of_project(tmp_path)
    assert languages == ("en", "ar", "zh-CN", "ja")
    monkeypatch.setattr(doctor, "_run", lambda *command: "Noto Serif CJK SC,Noto Serif CJK SC Black\nAmiri\n")
    needs = {need.name: need for need in doctor.examine(languages)}
    assert needs["Noto Serif CJK SC"].found
    assert needs["Noto Naskh Arabic"].found == "Amiri"
    assert needs["Noto Serif CJK JP"].found is None
    assert "fonts-noto-c" in needs["Noto Serif"].install or "font-noto-serif" in needs["Noto Serif"].install
    assert "Noto Serif CJK KR" not in needs


def test_doctor_without_a_project_asks_for_chinese(tmp_path):
    """And a configuration that cannot be read is told elsewhere."""
    assert doctor.languages_of_project(tmp_path) == ("zh",)
    (tmp_path / "pubkit.yaml").write_text("language: [", encoding="utf-8")
    assert doctor.languages_of_project(tmp_path) == ("zh",)
