"""How figures, tables, equations and sections are called, by language: in captions and where the text refers to them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pubkit.publish.labels import words_in
from pubkit.text.named_tuple import NamedTuple


class CrossingLabels(NamedTuple):
    """The words of one language; braces are filled with `str.format`."""

    figure: str  # {number}
    table: str
    equation: str
    chapter: str
    section: str
    titled: str  # {title}: a section that bears no number
    page: str  # {page}: added to a reference on paper
    joint: str  # between the number of a chapter and of a figure in it
    after_label: str  # between the name of a figure and its caption
    between: str  # several references
    last_of_several: str


_ZH_HANS: Final = CrossingLabels(
    figure="图 {number}",
    table="表 {number}",
    equation="式（{number}）",
    chapter="第 {number} 章",
    section="第 {number} 节",
    titled="“{title}”",
    page="（第 {page} 页）",
    joint="-",
    after_label="\u3000",
    between="、",
    last_of_several="和",
)
_ZH_HANT: Final = CrossingLabels(
    figure="圖 {number}",
    table="表 {number}",
    equation="式（{number}）",
    chapter="第 {number} 章",
    section="第 {number} 節",
    titled="「{title}」",
    page="（第 {page} 頁）",
    joint="-",
    after_label="\u3000",
    between="、",
    last_of_several="和",
)
_EN: Final = CrossingLabels(
    figure="Figure {number}",
    table="Table {number}",
    equation="Equation ({number})",
    chapter="Chapter {number}",
    section="Section {number}",
    titled="“{title}”",
    page=" (page {page})",
    joint=".",
    after_label=". ",
    between=", ",
    last_of_several=" and ",
)
_JA: Final = CrossingLabels(
    figure="図 {number}",
    table="表 {number}",
    equation="式（{number}）",
    chapter="第 {number} 章",
    section="{number} 節",
    titled="「{title}」",
    page="（{page} ページ）",
    joint=".",
    after_label="\u3000",
    between="、",
    last_of_several="と",
)
_KO: Final = CrossingLabels(
    figure="그림 {number}",
    table="표 {number}",
    equation="식 ({number})",
    chapter="제{number}장",
    section="{number}절",
    titled="“{title}”",
    page=" ({page}쪽)",
    joint="-",
    after_label=". ",
    between=", ",
    last_of_several=" 및 ",
)
_FR: Final = CrossingLabels(
    figure="figure {number}",
    table="tableau {number}",
    equation="équation ({number})",
    chapter="chapitre {number}",
    section="section {number}",
    titled="«\u00a0{title}\u00a0»",
    page=" (page {page})",
    joint=".",
    after_label="\u202f: ",
    between=", ",
    last_of_several=" et ",
)
_AR: Final = CrossingLabels(
    figure="الشكل {number}",
    table="الجدول {number}",
    equation="المعادلة ({number})",
    chapter="الفصل {number}",
    section="القسم {number}",
    titled="«{title}»",
    page=" (ص {page})",
    joint="-",
    after_label=": ",
    between="، ",
    last_of_several=" و",
)
_DE: Final = CrossingLabels(
    figure="Abbildung {number}",
    table="Tabelle {number}",
    equation="Gleichung ({number})",
    chapter="Kapitel {number}",
    section="Abschnitt {number}",
    titled="„{title}“",
    page=" (S. {page})",
    joint=".",
    after_label=": ",
    between=", ",
    last_of_several=" und ",
)
_ES: Final = CrossingLabels(
    figure="figura {number}",
    table="tabla {number}",
    equation="ecuación ({number})",
    chapter="capítulo {number}",
    section="apartado {number}",
    titled="«{title}»",
    page=" (p. {page})",
    joint=".",
    after_label=". ",
    between=", ",
    last_of_several=" y ",
)
_LANGUAGES: Final = {"zh": _ZH_HANS, "zh-hant": _ZH_HANT, "en": _EN, "ja": _JA, "ko": _KO, "fr": _FR, "ar": _AR, "de": _DE, "es": _ES}


@lru_cache(maxsize=64)
def crossing_labels_for(language: str) -> CrossingLabels:
    """The words for a BCP 47 tag; English for a language that has none here."""
    return words_in(_LANGUAGES, language)
