"""LANG101–LANG103: paragraphs in another language, characters of the other script, terms of another region.

The script decides first: Han without kana or hangul are Chinese, and Simplified or Traditional is told by characters that
only one of them has. `langdetect` is asked only about Latin and Cyrillic paragraphs of a document that names such a
language itself: to load it takes longer than to lint a report.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.editions.languages import detect
from pubkit.rules.base import Bad, Good, Page, Rule
from pubkit.rules.prose import Prose, ProseRule, function_words, is_chinese, prose
from pubkit.text.chars import HAN
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.han_variants import TRADITIONAL, simplified_only, to_simplified
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pubkit.markdown.tree import Run

_HAN = lazy(f"[{HAN}]")
_KANA = lazy("[\u3041-\u309f\u30a1-\u30fa]")
_HANGUL = lazy("[\uac00-\ud7a3]")
_WORDS = lazy(r"[^\W\d_]+")
_DECLARED = lazy(r"^(?:lang|language)[ \t]*:[ \t]*[\"']?([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)", re.MULTILINE)


def declared_language(page: Page) -> str | None:
    """The BCP 47 language that the front matter names (`lang` or `language`), in lower case with hyphens.

    Read from its line, not as YAML: broken front matter is another rule's affair.
    """
    span = page.document.front_matter_span
    found = _DECLARED.search(page.text, span.start, span.end) if span else None
    return found[1].lower().replace("_", "-") if found else None


def main_language(page: Page) -> str | None:
    """The language that the page names; Chinese where Han make up most of it; else None."""
    declared = declared_language(page)
    if declared:
        return declared
    text = prose(page)
    kana = len(_KANA.findall(text.text)) if text.has_kana else 0
    return "zh" if text.mostly_han and kana * 8 <= len(text.text) and _HAN.search(text.text) else None


class OtherLanguage(ProseRule):
    """A paragraph in another language than the document's."""

    code = "LANG101"
    name = "other-language"
    severity = Severity.INFO
    source: ClassVar[str] = "BCP 47; WCAG 2.2, 3.1.2 (Language of Parts)"
    what = Phrase(
        "A paragraph in another language than the one that the front matter names, or than most of the text is in.",
        "段落的语言与文件头声明的语言（未声明时为全文的主要语言）不同。",
    )
    why = Phrase(
        "It is often left untranslated by mistake; hyphenation, fonts and screen readers go by the declared language. "
        "Quotations and abstracts are left out, and so is a text that is bilingual throughout.",
        "往往是漏译；断词、字体和读屏软件都按声明的语言处理。引文、外文摘要以及通篇双语的文本不计。",
    )
    examples = (
        Bad(
            "储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差，提高设备的利用率，并为新能源消纳提供空间。\n\n"
            "⟦The market for storage is growing fast, and many of the new plants are built next to the wind farms that they serve.⟧\n\n"
            "抽水蓄能仍然是装机规模最大的技术路线，其次是锂离子电池，再次是压缩空气和飞轮，后两者仍处在示范阶段。电价机制决定了它们能否盈利。"
        ),
        Bad("---\nlang: en\n---\n\n⟦储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差。⟧"),
        Bad(
            "---\nlang: en\n---\n\nThe market for storage is growing, and it will be large in the years that are to come.\n\n"
            "⟦Der Markt für Speicher wächst schnell, und viele neue Anlagen werden neben den Windparks gebaut, denen sie dienen.⟧"
        ),
        Good(
            "储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差，提高设备的利用率，并为新能源消纳提供空间。\n\n"
            "> The market for storage is growing fast, and many of the new plants are built next to the wind farms.\n\n"
            "## Abstract\n\nThe market for storage is growing fast, and many of the new plants are built next to the wind farms.",
            "a quotation, and an abstract",
        ),
        Good("采用 The market for storage is growing fast and many plants are built 一文的观点，储能电站在用电低谷时充电，在用电高峰时放电。"),
        Good("安装 Visual Studio Code、Node.js、Docker Desktop、Git for Windows。\n\nVisual Studio Code, Node.js, Docker Desktop, Git, Postman, Redis, Nginx, MySQL, Kafka, Spark, Flink, Hive, Presto", "names"),
        Good("The market for storage is growing, and it will be large in the years that are to come."),
        Good("---\nlang: en\n---\n\nThe market for storage is growing, and it will be large in the years that are to come."),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        if len(page.text) < _SHORT:
            return
        language = main_language(page)
        if language is None or language.startswith(("ja", "ko")):
            return
        text = prose(page)
        if language.startswith("zh") and not _may_be_foreign(text):
            return
        candidates = list(_paragraphs(page, text))
        others = list(_not_chinese(text, candidates) if language.startswith("zh") else _not_latin(text, candidates, language))
        if len(others) * _BILINGUAL > len(candidates) and language != declared_language(page):
            return
        for run in others:
            message = Phrase("this paragraph is in another language", "这一段的语言与全文不同")
            yield self.finding(Span(run.start, run.end), message)


#: A paragraph shorter than this says nothing about its language.
_SHORT = 20
#: More than one paragraph in so many in another language makes an undeclared document bilingual.
_BILINGUAL = 3
#: Abstract, summary, keywords, references, bibliography, licence, English, 英文, 原文, 外文, 附录; of a shape that is searched fast
#: (see `text.pattern`): the first character is one class, and each word begins behind it.
_SPARED_HEADING = lazy(
    "[AaBbEeKkLlRrSs英原外附](?i:(?<=a)bstract|(?<=s)ummary|(?<=k)eywords|(?<=r)eferences|(?<=b)ibliography|(?<=l)icen[sc]e|"
    "(?<=e)nglish|(?<=[英原外])文|(?<=附)录)"
)


def _paragraphs(page: Page, text: Prose) -> Iterator[Run]:
    """The paragraphs that the document itself says: no quotations, notes, headings, cells, abstracts."""
    spared = False
    for run in text.runs:
        kind = run.block.kind
        if kind == "heading":
            spared = _SPARED_HEADING.search(page.text, run.start, run.end) is not None
        elif (
            kind == "paragraph"
            and not spared
            and run.end - run.start >= _SHORT
            and not _SPARED_HEADING.match(page.text, run.start)
            and run.block.inside("quote", "footnote") is None
        ):
            yield run


def _may_be_foreign(text: Prose) -> bool:
    """Whether a Chinese page has anything to look at: kana, or a paragraph of some length without Han."""
    without = text.without_han
    return text.has_kana or any(
        run.block.kind == "paragraph" for run in text.runs if run.end - run.start >= _SHORT and run.start in without
    )


def _not_chinese(text: Prose, runs: Iterable[Run]) -> Iterator[Run]:
    """The runs without Han that are sentences of another language: by their script, or by words that only sentences have."""
    for run in runs:
        if run.start not in text.without_han:
            if text.has_kana and _KANA.search(text.text, run.start, run.end) and text.is_japanese(run.start):
                yield run
            continue
        words = _WORDS.findall(text.text[run.start : run.end])
        foreign = sum(not word.isascii() for word in words) * 3 > len(words)
        if len(words) >= _FEWEST_WORDS and (foreign or function_words(words) * 8 >= len(words)):
            yield run


_FEWEST_WORDS = 12


def _not_latin(text: Prose, runs: Iterable[Run], language: str) -> Iterator[Run]:
    """The runs of a document in a Latin or Cyrillic language that are in another one."""
    for run in runs:
        said = text.text[run.start : run.end]
        words = _WORDS.findall(said)
        if len(_HAN.findall(said)) >= _FEWEST_WORDS and is_chinese(said):
            yield run
        elif len(words) >= _FEWEST_WORDS and not _HAN.search(said):
            english = function_words(words) * 8 >= len(words)
            if english and language.startswith("en"):
                continue
            detected = detect(" ".join(words))
            if detected and detected != language.partition("-")[0]:
                yield run


class OtherScript(ProseRule):
    """Traditional characters in a Simplified text, or Simplified ones in a Traditional text."""

    code = "LANG102"
    name = "other-script"
    source: ClassVar[str] = "通用规范汉字表 (2013); Unicode 15.0, Unihan (kSimplifiedVariant)"
    what = Phrase(
        "Characters that only Traditional Chinese has in a Simplified text, or the other way.", "简体文本里出现只用于繁体的字，或繁体文本里出现只用于简体的字。"
    )
    why = Phrase(
        "Search for the word misses it, and readers wonder whether it is a quotation. Quotations, titles, and paragraphs "
        "that speak of Traditional characters are left out.",
        "检索会漏掉这个词，读者也会疑心是不是引文。引文、书名以及谈论繁体字的段落不计。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe: characters change (`臺` to `台`); a proper name may want its own. None for Simplified characters in a "
        "Traditional text, of which many have several twins.",
        "不安全：会改字（`臺` 改为 `台`），专名可能要保留原字。繁体文本里的简体字常对应几个繁体字，不提供修复。",
    )
    examples = (
        Bad("储能电站的⟦運⟧行成本下降，⟦這說⟧明规模效应开始显现。", "储能电站的运行成本下降，这说明规模效应开始显现。"),
        Bad("---\nlang: zh-CN\n---\n\n⟦電網與儲能。⟧", "---\nlang: zh-CN\n---\n\n电网与储能。"),
        Bad("---\nlang: zh-TW\n---\n\n儲能電站的⟦运⟧行成本下降。"),
        Bad("儲能電站的運行成本下降，這說明⟦规⟧模效應開始顯現，電網與用戶都會受益。"),
        Good("储能电站的运行成本下降，他在《臺灣電力》里写道：“規模效應”。"),
        Good("繁体写作“儲能”，也写作 儲能。"),
        Good("[繁體中文](README.zh-TW.md) | 简体中文"),
        Good("儲能電站的運行成本下降，這說明規模效應開始顯現。"),
        Good("`運行` 与乾隆、著名、皇后、毕昇、慰藉。"),
        Good("日本語では「発電」と書く。", "Japanese"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        script = _script(page)
        if script is None or (script == "hans" and not text.has_rarities):
            return
        pattern = _TRADITIONAL_RUN if script == "hans" else _simplified_run()
        run: Run | None = None
        places: list[Span] = []
        for found in pattern.finditer(text.text):
            start, end = found.span()
            if run is None or start >= run.end:
                yield from self._told(text, script, run, places)
                run, places = text.run(start), []
            if text.free(start) and not _is_spared(text, start, end):
                places.append(Span(start, end))
        yield from self._told(text, script, run, places)

    def _told(self, text: Prose, script: str, run: Run | None, places: list[Span]) -> Iterator[Diagnostic]:
        """The findings of one run: one for all where most of it is in the other script."""
        if run is None or not places:
            return
        own = _simplified_run() if script == "hans" else _TRADITIONAL_RUN
        foreign = sum(end - start for start, end in places)
        if foreign >= _FEW and foreign > sum(map(len, own.findall(text.text, run.start, run.end))):
            yield self._found(text, script, Span(run.start, run.end), places)
        else:
            for place in places:
                yield self._found(text, script, place, [place])

    def _found(self, text: Prose, script: str, span: Span, places: list[Span]) -> Diagnostic:
        said = places[0].of(text.text)
        if script == "hant":
            return self.finding(span, Phrase("`{}` is Simplified; the text is Traditional", "“{}”是简体字，全文为繁体").format(said))
        edits = tuple(Edit(place, place.of(text.text).translate(to_simplified())) for place in places)
        fix = Fix(Phrase("Write {}", "改为“{}”").format(edits[0].text), edits, Safety.UNSAFE)
        message = Phrase("`{}` is Traditional; the text is Simplified", "“{}”是繁体字，全文为简体").format(said)
        return self.finding(span, message, fix)


#: So many characters of the other script, and more than of the document's, make a whole paragraph of it.
_FEW = 4


def _script(page: Page) -> str | None:
    """The script of a Chinese page: `hans` or `hant`, as it names it or as most of its characters show; else None.

    None, too, where a page that names none has nothing of one of them: then there is nothing to find.
    """
    declared = declared_language(page)
    if declared is not None:
        return None if not declared.startswith("zh") else "hant" if _is_traditional(declared) else "hans"
    text = prose(page)
    masked = text.text
    old = sum(map(len, _TRADITIONAL_RUN.findall(masked))) if text.has_rarities else 0
    if not old:
        return None
    new = sum(map(len, _simplified_run().findall(masked)))
    if max(old, new) < _CLEAR * min(old, new):
        return None
    return "hans" if new > old else "hant"


_TRADITIONAL_RUN = lazy(f"[{TRADITIONAL}][{TRADITIONAL}]*")
#: So many times as many characters of one script show that a text is in it.
_CLEAR = 2


def _simplified_run() -> re.Pattern[str]:
    global _simplified
    if _simplified is None:
        characters = simplified_only()
        _simplified = lazy(f"[{characters}][{characters}]*")
    return _simplified


_simplified: re.Pattern[str] | None = None


def _is_traditional(declared: str | None) -> bool:
    return declared is not None and re.match(r"zh-(?:hant|tw|hk|mo)\b", declared) is not None


_MARK = lazy("[，。；：！？、]")
_OPENED = lazy("[“「『《〈‘\"]")
_CLOSED = lazy("[”」』》〉’\"]")
_ABOUT_SCRIPT = lazy("[繁简簡][体體]|正[体體]|异体|異體|字[形体體]|[汉漢]字|部首|偏旁|笔画|筆畫|[\u3041-\u309f\u30a1-\u30fa]")


def _is_spared(text: Prose, start: int, end: int) -> bool:
    """Whether characters stand in quotation or title marks, in a quotation, or in a run that speaks of scripts."""
    run = text.run(start)
    if run is None:
        return True
    masked = text.text
    before = _last(_OPENED.finditer(masked, max(run.start, start - 60), start))
    if before >= 0 and not _CLOSED.search(masked, before + 1, start) and _CLOSED.search(masked, end, min(run.end, end + 60)):
        return True
    if run.block.inside("quote") is not None or "@" in masked[max(run.start, start - 12) : start]:
        return True
    alone = masked[start - 1 : start] + masked[end : end + 1]
    if end - start == 1 and not _HAN.search(alone) and not _MARK.search(alone):
        return True  # a character that is spoken of
    return text.first(_ABOUT_SCRIPT, run) >= 0


def _last(places: Iterable[re.Match[str]]) -> int:
    at = -1
    for found in places:
        at = found.start()
    return at


class OtherRegion(ProseRule):
    """A term that another region uses."""

    code = "LANG103"
    name = "other-region"
    severity = Severity.INFO
    source: ClassVar[str] = "全国科学技术名词审定委员会, 海峡两岸信息科学技术名词"
    what = Phrase(
        "A term of Taiwan in a text for the mainland (`软体`), or one of the mainland in a text that names `zh-TW` (`軟件`).",
        "大陆文本里用了台湾的术语（`软体`），或声明为 `zh-TW` 的文本里用了大陆的术语（`軟件`）。",
    )
    why = Phrase(
        "A conversion of characters leaves the words; readers stumble over them. Paragraphs that speak of the other region "
        "are left out.",
        "只转换了字形，没有转换用词，读起来别扭。谈到对方地区的段落不计。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Unsafe: a word changes.", "不安全：会改动用词。")
    examples = (
        Bad("安装⟦软体⟧之前，先备份⟦资料库⟧与⟦伺服器⟧。", "安装软件之前，先备份数据库与服务器。"),
        Bad("**⟦人工智慧⟧**芯片的⟦解析度⟧。", "**人工智能**芯片的分辨率。"),
        Bad("---\nlang: zh-TW\n---\n\n安裝⟦軟件⟧之前，先備份⟦服務器⟧。", "---\nlang: zh-TW\n---\n\n安裝軟體之前，先備份伺服器。"),
        Good("安装软件之前，先备份数据库；这套软体育课程也可以。", "软 + 体育"),
        Good("在台湾，“软件”叫做软体。"),
        Good("`软体`，《软体家具》，软体动物"),
        Good("---\nlang: zh-HK\n---\n\n安裝軟件之前，先備份伺服器。", "Hong Kong has its own words"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        declared = declared_language(page)
        if declared is not None and not declared.startswith("zh"):
            return
        taiwan = declared is not None and re.match(r"zh-(?:hant-)?tw\b", declared) is not None
        if _is_traditional(declared) and not taiwan:
            return
        terms = _TAIWAN if taiwan else _MAINLAND
        script: str | None = declared
        for found in (_TAIWAN_TERMS if taiwan else _MAINLAND_TERMS).finditer(text.text, 0, text.end):
            instead, unless = terms[found[0]]
            start, end = found.span()
            if text.free(start) and not text.text.startswith(unless, end) and not _is_named(text, start, end):
                script = script or _script(page) or "hans"
                if script == "hant":
                    return
                yield self._found(start, found[0], instead)

    def _found(self, at: int, term: str, instead: str) -> Diagnostic:
        fix = Fix(Phrase("Write {}", "改为“{}”").format(instead), (Edit.replace(at, at + len(term), instead),), Safety.UNSAFE)
        message = Phrase("here `{1}` is said, not `{0}`", "本地区一般说“{1}”，不说“{0}”").format(term, instead)
        return self.finding(Span(at, at + len(term)), message, fix)


def _is_named(text: Prose, start: int, end: int) -> bool:
    if _is_spared(text, start, end):
        return True
    run = text.run(start)
    return run is not None and text.first(_REGION, run) >= 0


_REGION = lazy("[台臺][湾灣]|[台臺]北|港澳|香港|[两兩]岸|大[陆陸]")
#: Terms with their counterparts, and what must not follow: `软体` is no software in `软体动物` and `软体育`.
_MAINLAND: dict[str, tuple[str, tuple[str, ...]]] = {
    "软体": ("软件", ("动物", "育", "机器人", "家具", "材料", "沙发", "床", "制造", "驱动", "结构")),
    "硬体": ("硬件", ("育",)),
    "网路": ("网络", ()),
    "网际网路": ("互联网", ()),
    "资料库": ("数据库", ()),
    "伺服器": ("服务器", ()),
    "滑鼠": ("鼠标", ()),
    "萤幕": ("屏幕", ()),
    "印表机": ("打印机", ()),
    "记忆体": ("内存", ("验", "会", "系")),
    "硬碟": ("硬盘", ()),
    "晶片": ("芯片", ()),
    "雷射": ("激光", ()),
    "奈米": ("纳米", ()),
    "计程车": ("出租车", ()),
    "演算法": ("算法", ()),
    "位元组": ("字节", ()),
    "解析度": ("分辨率", ()),
    "部落格": ("博客", ()),
    "人工智慧": ("人工智能", ()),
    "智慧型手机": ("智能手机", ()),
    "物件导向": ("面向对象", ()),
    "程式码": ("代码", ()),
    "作业系统": ("操作系统", ()),
}
_TAIWAN: dict[str, tuple[str, tuple[str, ...]]] = {
    "軟件": ("軟體", ()),
    "硬件": ("硬體", ()),
    "互聯網": ("網際網路", ()),
    "數據庫": ("資料庫", ()),
    "服務器": ("伺服器", ()),
    "鼠標": ("滑鼠", ()),
    "打印機": ("印表機", ()),
    "硬盤": ("硬碟", ()),
    "芯片": ("晶片", ()),
    "激光": ("雷射", ()),
    "納米": ("奈米", ()),
    "出租車": ("計程車", ()),
    "字節": ("位元組", ()),
    "分辨率": ("解析度", ()),
    "博客": ("部落格", ()),
    "人工智能": ("人工智慧", ()),
    "智能手機": ("智慧型手機", ()),
    "操作系統": ("作業系統", ()),
}
#: The longest first: `网际网路` holds `网路`.
_MAINLAND_TERMS = lazy("|".join(sorted(_MAINLAND, key=len, reverse=True)))
_TAIWAN_TERMS = lazy("|".join(sorted(_TAIWAN, key=len, reverse=True)))


RULES: tuple[Rule, ...] = (OtherLanguage(), OtherScript(), OtherRegion())
