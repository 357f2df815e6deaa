"""The words of the web page alone: what its buttons, its search and its copied quotations say, by language.

They are the reader's language, as in `labels`.
What does not belong here: words that stand in every format (`labels`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pubkit.publish.labels import labels_for, shown_date, words_in
from pubkit.text.named_tuple import NamedTuple

if TYPE_CHECKING:
    from pubkit.publish.publication import Publication


class WebLabels(NamedTuple):
    """The words of one language. Braces are filled: `{count}`, `{text}`, `{title}`, `{authors}`."""

    editions: str  # name of the list of languages and formats
    search: str
    close: str
    results: str  # name of the list of what was found
    count: str  # type: ignore[assignment]  # {count}; not the method of a tuple
    nothing: str
    shortcut: str  # the check box that turns the `/` key off
    quote: str
    copied: str
    cited: str  # heading of the entries under a quotation
    quoted: str  # {text}
    section: str  # {title}
    work: str  # {title}: how a title is set inside a reference
    by: str  # {authors} {work}
    separator: str
    back: str  # {place}: name of a link back to a citation, where the entry is known
    back_to: str  # name of these links together
    collection: str  # a collection's title where it has none
    search_all: str
    search_nothing: str
    shared: str  # title of the page of references
    shared_note: str
    cited_in: str
    reports: str  # {count}
    updated: str  # {date}


_ZH_HANS: Final = WebLabels(
    editions="其他语言与格式",
    search="搜索本文",
    close="关闭",
    results="搜索结果",
    count="共 {count} 处",
    nothing="没有找到",
    shortcut="按“/”键打开搜索",
    quote="复制引文",
    copied="已复制，含出处",
    cited="引用的文献：",
    quoted="“{text}”",
    section="“{title}”",
    work="《{title}》",
    by="{authors}：{work}",
    separator="，",
    back="回到第 {place} 处引用",
    back_to="回到引用处",
    collection="报告集",
    search_all="搜索全部报告",
    search_nothing="没有找到，换个词试试。",
    shared="参考文献总览",
    shared_note="每条文献由哪些报告引用，一览于此。",
    cited_in="引用于",
    reports="{count} 份报告",
    updated="最近更新：{date}",
)
_ZH_HANT: Final = WebLabels(
    editions="其他語言與格式",
    search="搜尋本文",
    close="關閉",
    results="搜尋結果",
    count="共 {count} 處",
    nothing="沒有找到",
    shortcut="按「/」鍵開啟搜尋",
    quote="複製引文",
    copied="已複製，含出處",
    cited="引用的文獻：",
    quoted="「{text}」",
    section="「{title}」",
    work="《{title}》",
    by="{authors}：{work}",
    separator="，",
    back="回到第 {place} 處引用",
    back_to="回到引用處",
    collection="報告集",
    search_all="搜尋全部報告",
    search_nothing="沒有找到，換個詞試試。",
    shared="參考文獻總覽",
    shared_note="每條文獻由哪些報告引用，一覽於此。",
    cited_in="引用於",
    reports="{count} 份報告",
    updated="最近更新：{date}",
)
_EN: Final = WebLabels(
    editions="Other languages and formats",
    search="Search this report",
    close="Close",
    results="Search results",
    count="{count} found",
    nothing="Nothing found",
    shortcut="Open search with the “/” key",
    quote="Copy quotation",
    copied="Copied with its source",
    cited="Cited:",
    quoted="“{text}”",
    section="“{title}”",
    work="{title}",
    by="{authors}, {work}",
    separator=", ",
    back="Back to citation {place}",
    back_to="Back to the citations",
    collection="Reports",
    search_all="Search all reports",
    search_nothing="Nothing found. Try another word.",
    shared="All references",
    shared_note="Every source, and the reports that cite it.",
    cited_in="Cited in",
    reports="{count} reports",
    updated="Last updated {date}",
)
_JA: Final = WebLabels(
    editions="他の言語と形式",
    search="本文を検索",
    close="閉じる",
    results="検索結果",
    count="{count} 件",
    nothing="見つかりません",
    shortcut="「/」キーで検索を開く",
    quote="引用をコピー",
    copied="出典とともにコピーしました",
    cited="引用文献：",
    quoted="「{text}」",
    section="「{title}」",
    work="『{title}』",
    by="{authors}{work}",
    separator="、",
    back="{place} 番目の引用箇所に戻る",
    back_to="引用箇所に戻る",
    collection="報告書一覧",
    search_all="すべての報告書を検索",
    search_nothing="見つかりません。別の語でお試しください。",
    shared="参考文献一覧",
    shared_note="各文献と、それを引用している報告書の一覧です。",
    cited_in="引用元",
    reports="{count} 件の報告書",
    updated="最終更新：{date}",
)
_KO: Final = WebLabels(
    editions="다른 언어와 형식",
    search="본문 검색",
    close="닫기",
    results="검색 결과",
    count="{count}건",
    nothing="찾을 수 없음",
    shortcut="‘/’ 키로 검색 열기",
    quote="인용문 복사",
    copied="출처와 함께 복사함",
    cited="인용 문헌:",
    quoted="“{text}”",
    section="“{title}”",
    work="『{title}』",
    by="{authors}, {work}",
    separator=", ",
    back="{place}번째 인용으로 돌아가기",
    back_to="인용으로 돌아가기",
    collection="보고서 모음",
    search_all="모든 보고서 검색",
    search_nothing="찾을 수 없습니다. 다른 낱말로 찾아보세요.",
    shared="참고 문헌 모음",
    shared_note="각 문헌과 이를 인용한 보고서입니다.",
    cited_in="인용한 곳",
    reports="보고서 {count}건",
    updated="마지막 갱신: {date}",
)
_FR: Final = WebLabels(
    editions="Autres langues et formats",
    search="Chercher dans le texte",
    close="Fermer",
    results="Résultats",
    count="{count} trouvés",
    nothing="Rien trouvé",
    shortcut="Ouvrir la recherche avec la touche «\u00a0/\u00a0»",
    quote="Copier la citation",
    copied="Copié avec sa source",
    cited="Sources citées\u00a0:",
    quoted="«\u00a0{text}\u00a0»",
    section="«\u00a0{title}\u00a0»",
    work="{title}",
    by="{authors}, {work}",
    separator=", ",
    back="Revenir à la citation {place}",
    back_to="Revenir aux citations",
    collection="Rapports",
    search_all="Chercher dans tous les rapports",
    search_nothing="Rien trouvé. Essayez un autre mot.",
    shared="Toutes les références",
    shared_note="Chaque source, et les rapports qui la citent.",
    cited_in="Citée dans",
    reports="{count} rapports",
    updated="Mis à jour le {date}",
)
_DE: Final = WebLabels(
    editions="Andere Sprachen und Formate",
    search="Im Text suchen",
    close="Schließen",
    results="Suchergebnisse",
    count="{count} gefunden",
    nothing="Nichts gefunden",
    shortcut="Suche mit der Taste „/“ öffnen",
    quote="Zitat kopieren",
    copied="Mit Quelle kopiert",
    cited="Zitierte Quellen:",
    quoted="„{text}“",
    section="„{title}“",
    work="{title}",
    by="{authors}: {work}",
    separator=", ",
    back="Zurück zu Zitat {place}",
    back_to="Zurück zu den Zitaten",
    collection="Berichte",
    search_all="Alle Berichte durchsuchen",
    search_nothing="Nichts gefunden. Versuchen Sie ein anderes Wort.",
    shared="Alle Quellen",
    shared_note="Jede Quelle und die Berichte, die sie zitieren.",
    cited_in="Zitiert in",
    reports="{count} Berichte",
    updated="Zuletzt aktualisiert: {date}",
)
_ES: Final = WebLabels(
    editions="Otras lenguas y formatos",
    search="Buscar en el texto",
    close="Cerrar",
    results="Resultados",
    count="{count} encontrados",
    nothing="Sin resultados",
    shortcut="Abrir la búsqueda con la tecla «/»",
    quote="Copiar la cita",
    copied="Copiado con su fuente",
    cited="Fuentes citadas:",
    quoted="«{text}»",
    section="«{title}»",
    work="{title}",
    by="{authors}, {work}",
    separator=", ",
    back="Volver a la cita {place}",
    back_to="Volver a las citas",
    collection="Informes",
    search_all="Buscar en todos los informes",
    search_nothing="Sin resultados. Pruebe con otra palabra.",
    shared="Todas las referencias",
    shared_note="Cada fuente y los informes que la citan.",
    cited_in="Citada en",
    reports="{count} informes",
    updated="Última actualización: {date}",
)
_AR: Final = WebLabels(
    editions="لغات وصيغ أخرى",
    search="البحث في النص",
    close="إغلاق",
    results="نتائج البحث",
    count="عدد النتائج: {count}",
    nothing="لا نتائج",
    shortcut="فتح البحث بالمفتاح «/»",
    quote="نسخ الاقتباس",
    copied="نُسخ مع مصدره",
    cited="المراجع المستشهد بها:",
    quoted="«{text}»",
    section="«{title}»",
    work="{title}",
    by="{authors}، {work}",
    separator="، ",
    back="العودة إلى الاستشهاد {place}",
    back_to="العودة إلى مواضع الاستشهاد",
    collection="التقارير",
    search_all="البحث في جميع التقارير",
    search_nothing="لا نتائج. جرّب كلمة أخرى.",
    shared="جميع المراجع",
    shared_note="كل مرجع والتقارير التي تستشهد به.",
    cited_in="استُشهد به في",
    reports="عدد التقارير: {count}",
    updated="آخر تحديث: {date}",
)
_LANGUAGES: Final = {"zh": _ZH_HANS, "zh-hant": _ZH_HANT, "en": _EN, "ja": _JA, "ko": _KO, "fr": _FR, "de": _DE, "es": _ES, "ar": _AR}


@lru_cache(maxsize=64)
def web_labels_for(language: str, own: tuple[tuple[str, str], ...] = ()) -> WebLabels:
    """The words for a BCP 47 tag; English for a language that has none here. `own` are names and words that a report brings."""
    return words_in(_LANGUAGES, language, own)


def source_of(publication: Publication) -> str:
    """Who wrote a publication, its title and its date, as a quotation names them."""
    words = web_labels_for(publication.language, publication.labels)
    work = words.work.format(title=publication.title.strip())
    authors = labels_for(publication.language, publication.labels).list_separator.join(publication.authors)
    named = words.by.format(authors=authors, work=work) if authors else work
    return words.separator.join(filter(None, [named, shown_date(publication.date, publication.language)]))
