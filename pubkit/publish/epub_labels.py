"""The words of the e-book alone: names of pages that only it has, and what it says of its accessibility, by language.

They are the reader's language, as in `labels`.
What does not belong here: words that stand in every format (`labels`).
"""

from __future__ import annotations

from typing import Final

from pubkit.publish.labels import words_in
from pubkit.text.named_tuple import NamedTuple


class EpubLabels(NamedTuple):
    """The words of one language. Braces are filled with `str.format`."""

    cover: str
    cover_of: str  # {title}: for who does not see it
    landmarks: str  # name of the list of places that a reader jumps to
    pages: str  # name of the list of pages
    page_source: str  # {title}: whose pages they are
    undescribed: str  # instead of `Labels.accessibility_summary`, where a picture has no words
    described: str  # pictures have words
    charts: str
    formulas: str
    printed_pages: str
    between: str  # sentences


_ZH_HANS: Final = EpubLabels(
    cover="封面",
    cover_of="《{title}》封面",
    landmarks="导航",
    pages="页码",
    page_source="《{title}》PDF 版",
    undescribed="标题有层级，引用与参考文献互相链接。部分图片没有文字说明。",
    described="图片有文字说明。",
    charts="图表附有数据表。",
    formulas="公式以 MathML 写成。",
    printed_pages="标有 PDF 版的页码。",
    between="",
)
_ZH_HANT: Final = EpubLabels(
    cover="封面",
    cover_of="《{title}》封面",
    landmarks="導覽",
    pages="頁碼",
    page_source="《{title}》PDF 版",
    undescribed="標題有層級，引用與參考文獻互相連結。部分圖片沒有文字說明。",
    described="圖片有文字說明。",
    charts="圖表附有資料表。",
    formulas="公式以 MathML 寫成。",
    printed_pages="標有 PDF 版的頁碼。",
    between="",
)
_EN: Final = EpubLabels(
    cover="Cover",
    cover_of="Cover of “{title}”",
    landmarks="Landmarks",
    pages="Pages",
    page_source="{title} (PDF)",
    undescribed="Headings are nested, citations and references link both ways. Some pictures have no description.",
    described="Pictures have descriptions.",
    charts="Charts come with tables of their data.",
    formulas="Formulas are in MathML.",
    printed_pages="The pages of the PDF are marked.",
    between=" ",
)
_JA: Final = EpubLabels(
    cover="表紙",
    cover_of="『{title}』表紙",
    landmarks="ランドマーク",
    pages="ページ番号",
    page_source="『{title}』PDF版",
    undescribed="見出しは階層化され、引用と参考文献は相互にリンクしています。説明のない画像があります。",
    described="画像には説明文があります。",
    charts="グラフにはデータの表があります。",
    formulas="数式は MathML で書かれています。",
    printed_pages="PDF版のページ番号が示されています。",
    between="",
)
_KO: Final = EpubLabels(
    cover="표지",
    cover_of="‘{title}’ 표지",
    landmarks="주요 위치",
    pages="쪽 번호",
    page_source="{title}(PDF)",
    undescribed="제목에 단계가 있으며, 인용과 참고 문헌이 서로 연결되어 있습니다. 설명이 없는 그림이 있습니다.",
    described="그림에 설명이 있습니다.",
    charts="도표에 데이터 표가 딸려 있습니다.",
    formulas="수식은 MathML로 되어 있습니다.",
    printed_pages="PDF판의 쪽 번호가 표시되어 있습니다.",
    between=" ",
)
_FR: Final = EpubLabels(
    cover="Couverture",
    cover_of="Couverture de « {title} »",
    landmarks="Points de repère",
    pages="Pages",
    page_source="{title} (PDF)",
    undescribed="Les titres sont hiérarchisés, les citations et les références sont liées dans les deux sens. "
    "Certaines images n’ont pas de description.",
    described="Les images sont décrites.",
    charts="Les graphiques sont accompagnés du tableau de leurs données.",
    formulas="Les formules sont en MathML.",
    printed_pages="Les pages du PDF sont indiquées.",
    between=" ",
)
_DE: Final = EpubLabels(
    cover="Umschlag",
    cover_of="Umschlag von „{title}“",
    landmarks="Orientierungspunkte",
    pages="Seiten",
    page_source="{title} (PDF)",
    undescribed="Überschriften sind gegliedert, Zitate und Literaturangaben verweisen aufeinander. Einige Bilder haben keine Beschreibung.",
    described="Bilder sind beschrieben.",
    charts="Zu Diagrammen gehört eine Tabelle ihrer Daten.",
    formulas="Formeln sind in MathML geschrieben.",
    printed_pages="Die Seiten der PDF-Ausgabe sind angegeben.",
    between=" ",
)
_ES: Final = EpubLabels(
    cover="Cubierta",
    cover_of="Cubierta de «{title}»",
    landmarks="Puntos de referencia",
    pages="Páginas",
    page_source="{title} (PDF)",
    undescribed="Los títulos tienen niveles y las citas y referencias se enlazan en ambos sentidos. Algunas imágenes no tienen descripción.",
    described="Las imágenes tienen descripción.",
    charts="Los gráficos llevan la tabla de sus datos.",
    formulas="Las fórmulas están en MathML.",
    printed_pages="Se indican las páginas del PDF.",
    between=" ",
)
_AR: Final = EpubLabels(
    cover="الغلاف",
    cover_of="غلاف «{title}»",
    landmarks="معالم التنقل",
    pages="الصفحات",
    page_source="{title} (PDF)",
    undescribed="العناوين متدرجة، والاستشهادات والمراجع مترابطة في الاتجاهين. بعض الصور بلا وصف.",
    described="للصور وصف.",
    charts="للرسوم البيانية جداول ببياناتها.",
    formulas="المعادلات مكتوبة بلغة MathML.",
    printed_pages="صفحات نسخة PDF مبيَّنة.",
    between=" ",
)
_LANGUAGES: Final = {"zh": _ZH_HANS, "zh-hant": _ZH_HANT, "en": _EN, "ja": _JA, "ko": _KO, "fr": _FR, "de": _DE, "es": _ES, "ar": _AR}


def epub_labels_for(language: str) -> EpubLabels:
    """The words for a BCP 47 tag; English for a language that has none here."""
    return words_in(_LANGUAGES, language)
