"""The words of a publication that its author did not write, by language: "Contents", "References", "page 3 of".

They are the reader's language, not the editor's: an English editor who builds a Chinese report gets 目录. The wording
follows GB/T 7714—2025 and GB/T 9704 (zh), CNS 13152 (zh-Hant), SIST 02 (ja), and the EPUB accessibility vocabulary.
What does not belong here: what pubkit says to the person who builds (`text.phrase`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeVar

from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import chinese_script, is_chinese, primary, subtags

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Labels", "has_spaces_between_words", "is_chinese", "labels_for", "shown_date", "words_in"]

#: A class of words.
Words = TypeVar("Words", bound=NamedTuple)


class Labels(NamedTuple):
    """The words of one language. Braces are filled with `str.format`; `date` with year, month and day as numbers."""

    contents: str
    references: str
    further_reading: str
    notes: str
    colophon: str
    title_page: str
    skip: str
    back_to_citation: str  # {number}: of the reference; {place}: from 1, in the order of the text
    back_to_note: str  # {number}
    unresolved: str
    missing_picture: str  # {name}
    table: str
    done: str
    to_do: str
    draft: str
    list_separator: str
    date: str
    accessibility_summary: str
    chart_data: str  # the table of numbers that a chart was drawn from
    untranslated: str  # before a passage that an edition has only in the source's language
    incomplete: str  # {share}: how much is translated; {language}: of what is not
    incomplete_left_out: str  # the same where what is not translated is left out


_ZH_HANS: Final = Labels(
    contents="目录",
    references="参考文献",
    further_reading="延伸阅读",
    notes="注释",
    colophon="出版说明",
    title_page="书名页",
    skip="跳到正文",
    back_to_citation="回到引用文献 {number} 的第 {place} 处",
    back_to_note="回到注 {number}",
    unresolved="未找到文献",
    missing_picture="缺少图片：{name}",
    table="表格，可左右滚动",
    done="已完成",
    to_do="未完成",
    draft="草稿",
    list_separator="、",
    date="{year} 年 {month} 月 {day} 日",
    accessibility_summary="本书全部内容可用文字阅读，标题有层级，引用与参考文献互相链接。",
    chart_data="图表数据",
    untranslated="〔原文〕",
    incomplete="本版本尚未译完，已译 {share}。未译的段落以原文（{language}）印出，并有标记。",
    incomplete_left_out="本版本尚未译完，已译 {share}。未译的段落从略。",
)
_ZH_HANT: Final = Labels(
    contents="目錄",
    references="參考文獻",
    further_reading="延伸閱讀",
    notes="註釋",
    colophon="出版說明",
    title_page="書名頁",
    skip="跳到正文",
    back_to_citation="回到引用文獻 {number} 的第 {place} 處",
    back_to_note="回到註 {number}",
    unresolved="未找到文獻",
    missing_picture="缺少圖片：{name}",
    table="表格，可左右捲動",
    done="已完成",
    to_do="未完成",
    draft="草稿",
    list_separator="、",
    date="{year} 年 {month} 月 {day} 日",
    accessibility_summary="本書全部內容可用文字閱讀，標題有層級，引用與參考文獻互相連結。",
    chart_data="圖表資料",
    untranslated="〔原文〕",
    incomplete="本版本尚未譯完，已譯 {share}。未譯的段落以原文（{language}）印出，並有標記。",
    incomplete_left_out="本版本尚未譯完，已譯 {share}。未譯的段落從略。",
)
_EN: Final = Labels(
    contents="Contents",
    references="References",
    further_reading="Further reading",
    notes="Notes",
    colophon="About this publication",
    title_page="Title page",
    skip="Skip to the text",
    back_to_citation="Back to citation {place} of reference {number}",
    back_to_note="Back to note {number}",
    unresolved="no such reference",
    missing_picture="Missing picture: {name}",
    table="Table, scrolls sideways",
    done="done",
    to_do="to do",
    draft="Draft",
    list_separator=", ",
    date="{day} {month_name} {year}",
    accessibility_summary="All content can be read as text, headings are nested, citations and references link both ways.",
    chart_data="Data of the chart",
    untranslated="[original]",
    incomplete="This edition is not fully translated ({share} so far). Passages that are not are shown in the original ({language}) and marked.",
    incomplete_left_out="This edition is not fully translated ({share} so far). Passages that are not are left out.",
)
_JA: Final = Labels(
    contents="目次",
    references="参考文献",
    further_reading="関連文献",
    notes="注",
    colophon="奥付",
    title_page="標題紙",
    skip="本文へ移動",
    back_to_citation="文献 {number} の引用箇所 {place} に戻る",
    back_to_note="注 {number} に戻る",
    unresolved="文献が見つかりません",
    missing_picture="画像がありません：{name}",
    table="表（横にスクロールできます）",
    done="完了",
    to_do="未完了",
    draft="草稿",
    list_separator="、",
    date="{year}年{month}月{day}日",
    accessibility_summary="すべての内容をテキストとして読むことができ、見出しは階層化され、引用と参考文献は相互にリンクしています。",
    chart_data="グラフのデータ",
    untranslated="〔原文〕",
    incomplete="この版の翻訳は未完成です（訳出率 {share}）。未訳の箇所は原文（{language}）のまま載せ、印を付けています。",
    incomplete_left_out="この版の翻訳は未完成です（訳出率 {share}）。未訳の箇所は省略しています。",
)
_KO: Final = Labels(
    contents="차례",
    references="참고 문헌",
    further_reading="더 읽을거리",
    notes="주",
    colophon="간행 정보",
    title_page="표제지",
    skip="본문으로 건너뛰기",
    back_to_citation="문헌 {number}의 {place}번째 인용으로 돌아가기",
    back_to_note="주 {number}(으)로 돌아가기",
    unresolved="문헌을 찾을 수 없음",
    missing_picture="그림 없음: {name}",
    table="표(가로로 스크롤 가능)",
    done="완료",
    to_do="미완료",
    draft="초안",
    list_separator=", ",
    date="{year}년 {month}월 {day}일",
    accessibility_summary="모든 내용을 글로 읽을 수 있고, 제목에 단계가 있으며, 인용과 참고 문헌이 서로 연결되어 있습니다.",
    chart_data="도표 데이터",
    untranslated="[원문]",
    incomplete="이 판은 아직 번역이 끝나지 않았습니다({share} 번역). 번역되지 않은 부분은 원문({language})으로 싣고 표시했습니다.",
    incomplete_left_out="이 판은 아직 번역이 끝나지 않았습니다({share} 번역). 번역되지 않은 부분은 생략했습니다.",
)
_FR: Final = Labels(
    contents="Table des matières",
    references="Références",
    further_reading="Pour aller plus loin",
    notes="Notes",
    colophon="À propos de cette publication",
    title_page="Page de titre",
    skip="Aller au texte",
    back_to_citation="Revenir à la citation {place} de la référence {number}",
    back_to_note="Revenir à la note {number}",
    unresolved="référence introuvable",
    missing_picture="Image manquante\u00a0: {name}",
    table="Tableau, défile horizontalement",
    done="fait",
    to_do="à faire",
    draft="Brouillon",
    list_separator=", ",
    date="{day} {month_name} {year}",
    accessibility_summary="Tout le contenu est lisible sous forme de texte, les titres sont hiérarchisés, "
    "les citations et les références sont liées dans les deux sens.",
    chart_data="Données du graphique",
    untranslated="[original]",
    incomplete="Cette édition n’est pas entièrement traduite ({share}). Les passages non traduits figurent dans la langue d’origine ({language}) et sont signalés.",
    incomplete_left_out="Cette édition n’est pas entièrement traduite ({share}). Les passages non traduits sont omis.",
)
_DE: Final = Labels(
    contents="Inhalt",
    references="Literatur",
    further_reading="Weiterführende Literatur",
    notes="Anmerkungen",
    colophon="Über diese Veröffentlichung",
    title_page="Titelseite",
    skip="Zum Text springen",
    back_to_citation="Zurück zu Zitat {place} der Quelle {number}",
    back_to_note="Zurück zu Anmerkung {number}",
    unresolved="Quelle nicht gefunden",
    missing_picture="Abbildung fehlt: {name}",
    table="Tabelle, seitlich verschiebbar",
    done="erledigt",
    to_do="offen",
    draft="Entwurf",
    list_separator=", ",
    date="{day}. {month_name} {year}",
    accessibility_summary="Der gesamte Inhalt ist als Text lesbar, die Überschriften sind gegliedert, "
    "Zitate und Literaturangaben verweisen aufeinander.",
    chart_data="Daten des Diagramms",
    untranslated="[Original]",
    incomplete="Diese Ausgabe ist noch nicht vollständig übersetzt ({share}). Nicht übersetzte Stellen stehen in der Originalsprache ({language}) und sind gekennzeichnet.",
    incomplete_left_out="Diese Ausgabe ist noch nicht vollständig übersetzt ({share}). Nicht übersetzte Stellen sind weggelassen.",
)
_ES: Final = Labels(
    contents="Índice",
    references="Referencias",
    further_reading="Lecturas complementarias",
    notes="Notas",
    colophon="Acerca de esta publicación",
    title_page="Portada",
    skip="Ir al texto",
    back_to_citation="Volver a la cita {place} de la referencia {number}",
    back_to_note="Volver a la nota {number}",
    unresolved="referencia no encontrada",
    missing_picture="Falta la imagen: {name}",
    table="Tabla, se desplaza lateralmente",
    done="hecho",
    to_do="pendiente",
    draft="Borrador",
    list_separator=", ",
    date="{day} de {month_name} de {year}",
    accessibility_summary="Todo el contenido puede leerse como texto, los títulos están jerarquizados y "
    "las citas y las referencias se enlazan entre sí.",
    chart_data="Datos del gráfico",
    untranslated="[original]",
    incomplete="Esta edición aún no está traducida por completo ({share}). Los pasajes sin traducir figuran en la lengua original ({language}) y están señalados.",
    incomplete_left_out="Esta edición aún no está traducida por completo ({share}). Se omiten los pasajes sin traducir.",
)
_AR: Final = Labels(
    contents="المحتويات",
    references="المراجع",
    further_reading="قراءات إضافية",
    notes="الحواشي",
    colophon="عن هذا المنشور",
    title_page="صفحة العنوان",
    skip="انتقل إلى النص",
    back_to_citation="العودة إلى الاستشهاد {place} بالمرجع {number}",
    back_to_note="العودة إلى الحاشية {number}",
    unresolved="مرجع غير موجود",
    missing_picture="صورة ناقصة: {name}",
    table="جدول يمكن تمريره أفقيًا",
    done="منجز",
    to_do="غير منجز",
    draft="مسودة",
    list_separator="، ",
    date="{day} {month_name} {year}",
    accessibility_summary="يمكن قراءة المحتوى كله نصًّا، والعناوين متدرجة المستويات، والاستشهادات والمراجع مترابطة في الاتجاهين.",
    chart_data="بيانات الرسم البياني",
    untranslated="[الأصل]",
    incomplete="لم تكتمل ترجمة هذه الطبعة بعد (أُنجز منها {share}). تَرِد الفقرات غير المترجمة بلغتها الأصلية ({language}) مع الإشارة إليها.",
    incomplete_left_out="لم تكتمل ترجمة هذه الطبعة بعد (أُنجز منها {share}). حُذفت الفقرات غير المترجمة.",
)
_MONTHS: Final = {
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    "es": ["enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"],
    "ar": ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"],
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
}
_LANGUAGES: Final = {"zh": _ZH_HANS, "zh-hant": _ZH_HANT, "en": _EN, "ja": _JA, "ko": _KO, "fr": _FR, "de": _DE, "es": _ES, "ar": _AR}
#: Names of languages in themselves (CLDR), by `label_key`.
_NAMES: Final = {
    "zh": "简体中文", "zh-hant": "繁體中文", "en": "English", "ja": "日本語", "ko": "한국어", "fr": "Français", "de": "Deutsch",
    "es": "Español", "pt": "Português", "it": "Italiano", "ru": "Русский", "ar": "العربية", "vi": "Tiếng Việt", "th": "ไทย",
    "id": "Bahasa Indonesia", "nl": "Nederlands", "pl": "Polski", "tr": "Türkçe", "uk": "Українська", "hi": "हिन्दी",
}  # fmt: skip
_REGIONS: Final = {"hk": "香港", "mo": "澳門"}
_MONTHS_OF_A_YEAR: Final = 12
_ISO_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@lru_cache(maxsize=64)
def labels_for(language: str, own: tuple[tuple[str, str], ...] = ()) -> Labels:
    """The words for a BCP 47 tag; English for a language that has none here. `own` are names and words that a report brings."""
    return words_in(_LANGUAGES, language, own)


def words_in(languages: Mapping[str, Words], language: str, own: tuple[tuple[str, str], ...] = ()) -> Words:
    """The words of one table for a BCP 47 tag, those in English for a language that it lacks; `own` before either.

    `languages` are by `label_key`; its values are instances of one class, whose fields `own` may name.
    """
    words = languages.get(label_key(language)) or languages["en"]
    return words._replace(**{name: word for name, word in own if name in words._fields})


def language_name(tag: str) -> str:
    """What a language calls itself; the tag where its name is not known here.

    Traditional Chinese of Hong Kong and Macao says so: beside that of Taiwan a reader could not tell which is which.
    """
    name = _NAMES.get(label_key(tag), tag)
    region = next((shown for part in subtags(tag) if (shown := _REGIONS.get(part))), "")
    return f"{name}（{region}）" if region and is_chinese(tag) else name


def has_spaces_between_words(language: str) -> bool:
    """Whether a line break of the source stands for a space even between wide characters: not in zh and ja."""
    return not is_chinese(language) and primary(language) != "ja"


def shown_date(date: str, language: str) -> str:
    """A date as a reader of `language` writes it; what is not an ISO 8601 day is shown as it is."""
    found = _ISO_DATE.fullmatch(date.strip())
    if not found or not 1 <= int(found[2]) <= _MONTHS_OF_A_YEAR:
        return date.strip()
    year, month, day = map(int, found.groups())
    name = (_MONTHS.get(label_key(language)) or _MONTHS["en"])[month - 1]
    return labels_for(language).date.format(year=year, month=month, day=day, month_name=name)


def label_key(language: str) -> str:
    """What a tag counts as where words are looked up: its primary language, and for Chinese the script."""
    if not is_chinese(language):
        return primary(language)
    return "zh-hant" if chinese_script(language) == "Hant" else "zh"
