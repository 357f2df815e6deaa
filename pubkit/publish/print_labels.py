"""The words of the printed edition alone: its imprint, its lists, its index, by language.

They are the reader's language, as in `labels`. Wording of the imprint: GB/T 12450—2001 (zh), CNS 13152 (zh-Hant).
What does not belong here: words that stand in every format (`labels`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from pubkit.publish.labels import words_in
from pubkit.text.named_tuple import NamedTuple


class PrintLabels(NamedTuple):
    """The words of one language. Braces are filled with `str.format`."""

    imprint: str  # heading of the page
    title: str
    authors: str
    publisher: str
    date: str
    version: str
    rights: str
    identifier: str
    language: str
    editions: str
    address: str
    typefaces: str
    made_with: str
    made: str  # {version}
    cite_as: str
    figures: str  # heading of the list
    tables: str
    index: str  # type: ignore[assignment]  # a word here, not the method of a tuple
    colon: str  # between the name of a thing and the thing


_ZH_HANS: Final = PrintLabels(
    imprint="版权页",
    title="题名",
    authors="著者",
    publisher="出版者",
    date="出版日期",
    version="版次",
    rights="版权与许可",
    identifier="标识符",
    language="语种",
    editions="其他语种",
    address="网址",
    typefaces="字体",
    made_with="制作",
    made="由 pubkit {version} 自动排版",
    cite_as="引用格式",
    figures="插图目录",
    tables="表格目录",
    index="索引",
    colon="：",
)
_ZH_HANT: Final = PrintLabels(
    imprint="版權頁",
    title="題名",
    authors="著者",
    publisher="出版者",
    date="出版日期",
    version="版次",
    rights="版權與授權",
    identifier="識別碼",
    language="語種",
    editions="其他語種",
    address="網址",
    typefaces="字體",
    made_with="製作",
    made="由 pubkit {version} 自動排版",
    cite_as="引用格式",
    figures="插圖目錄",
    tables="表格目錄",
    index="索引",
    colon="：",
)
_EN: Final = PrintLabels(
    imprint="Copyright page",
    title="Title",
    authors="Authors",
    publisher="Publisher",
    date="Published",
    version="Version",
    rights="Licence",
    identifier="Identifier",
    language="Language",
    editions="Other editions",
    address="Web address",
    typefaces="Typefaces",
    made_with="Production",
    made="Typeset automatically with pubkit {version}",
    cite_as="Cite as",
    figures="Figures",
    tables="Tables",
    index="Index",
    colon=": ",
)
_JA: Final = PrintLabels(
    imprint="奥付",
    title="書名",
    authors="著者",
    publisher="発行",
    date="発行日",
    version="版",
    rights="著作権・ライセンス",
    identifier="識別子",
    language="言語",
    editions="他言語版",
    address="URL",
    typefaces="書体",
    made_with="制作",
    made="pubkit {version} による自動組版",
    cite_as="引用表記",
    figures="図目次",
    tables="表目次",
    index="索引",
    colon="：",
)
_KO: Final = PrintLabels(
    imprint="판권",
    title="제목",
    authors="지은이",
    publisher="펴낸곳",
    date="펴낸 날",
    version="판",
    rights="저작권 및 이용 허락",
    identifier="식별자",
    language="언어",
    editions="다른 언어판",
    address="주소",
    typefaces="글꼴",
    made_with="제작",
    made="pubkit {version}(으)로 자동 조판",
    cite_as="인용 표기",
    figures="그림 차례",
    tables="표 차례",
    index="찾아보기",
    colon=": ",
)
_FR: Final = PrintLabels(
    imprint="Mentions légales",
    title="Titre",
    authors="Auteurs",
    publisher="Éditeur",
    date="Date de parution",
    version="Version",
    rights="Droits et licence",
    identifier="Identifiant",
    language="Langue",
    editions="Autres éditions",
    address="Adresse",
    typefaces="Caractères",
    made_with="Production",
    made="Composé automatiquement avec pubkit {version}",
    cite_as="Pour citer",
    figures="Table des figures",
    tables="Table des tableaux",
    index="Index",
    colon="\u00a0: ",
)
_DE: Final = PrintLabels(
    imprint="Impressum",
    title="Titel",
    authors="Autoren",
    publisher="Herausgeber",
    date="Erschienen",
    version="Fassung",
    rights="Rechte und Lizenz",
    identifier="Kennung",
    language="Sprache",
    editions="Andere Ausgaben",
    address="Adresse",
    typefaces="Schriften",
    made_with="Herstellung",
    made="Automatisch gesetzt mit pubkit {version}",
    cite_as="Zitierweise",
    figures="Abbildungen",
    tables="Tabellen",
    index="Register",
    colon=": ",
)
_ES: Final = PrintLabels(
    imprint="Página de créditos",
    title="Título",
    authors="Autores",
    publisher="Editor",
    date="Publicación",
    version="Versión",
    rights="Derechos y licencia",
    identifier="Identificador",
    language="Lengua",
    editions="Otras ediciones",
    address="Dirección",
    typefaces="Tipos de letra",
    made_with="Producción",
    made="Compuesto automáticamente con pubkit {version}",
    cite_as="Citar como",
    figures="Índice de figuras",
    tables="Índice de tablas",
    index="Índice alfabético",
    colon=": ",
)
_AR: Final = PrintLabels(
    imprint="بيانات النشر",
    title="العنوان",
    authors="المؤلفون",
    publisher="الناشر",
    date="تاريخ النشر",
    version="الإصدار",
    rights="الحقوق والترخيص",
    identifier="المعرّف",
    language="اللغة",
    editions="طبعات أخرى",
    address="العنوان الإلكتروني",
    typefaces="الخطوط",
    made_with="الإنتاج",
    made="صُفَّ آليًّا باستخدام pubkit {version}",
    cite_as="للاستشهاد",
    figures="قائمة الأشكال",
    tables="قائمة الجداول",
    index="الفهرس",
    colon=": ",
)
_LANGUAGES: Final = {"zh": _ZH_HANS, "zh-hant": _ZH_HANT, "en": _EN, "ja": _JA, "ko": _KO, "fr": _FR, "de": _DE, "es": _ES, "ar": _AR}


@lru_cache(maxsize=64)
def print_labels_for(language: str, own: tuple[tuple[str, str], ...] = ()) -> PrintLabels:
    """The words for a BCP 47 tag; English for a language that has none here. `own` are names and words that a report brings."""
    return words_in(_LANGUAGES, language, own)
