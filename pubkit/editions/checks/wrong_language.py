"""EDN151–EDN155: blocks that are empty, equal to the source, in another language or script, or hold words of another script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    CheckContext,
    EditionFinding,
    EditionRule,
    EditionSeverity,
    Fine,
    Found,
    PairRule,
    shortened,
)
from pubkit.editions.languages import language_of, letters_of, other_script, scripts, sounds_like, written_in
from pubkit.editions.terms import Terms
from pubkit.text.chars import HAN
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.tags import chinese_script, is_chinese, primary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.pair import Compared

#: What may be in another language: names in brackets, titles, quotations. Replaced by spaces before anything is looked for.
_QUOTED = lazy("（[^（）]*）|\\([^()]*\\)|《[^《》]*》|〈[^〈〉]*〉|「[^「」]*」|『[^『』]*』|“[^“”]*”|‘[^‘’]*’|\"[^\"\n]*\"|\\[[^\\[\\]]*\\]")
_TITLES = lazy("《[^《》]*》|〈[^〈〉]*〉")
_WORD = lazy(r"[^\W\d_]+")
#: So many letters say something about a text.
_FEW = 8
_FEW_WORDS = 3
_HAN_SENTENCE = 4


def _spoken(pair: Compared) -> str:
    """The prose of a translation without quotations, titles, brackets and protected names; as long as the masked text."""
    plain = _QUOTED.sub(lambda found: " " * len(found[0]), pair.target.masked)
    for name in pair.context.terms.protected:
        if name in plain:
            plain = plain.replace(name, " " * len(name))
    return plain


class EmptyTranslation(PairRule):
    """A block that holds nothing."""

    code = "EDN151"
    name = "empty-translation"
    what = Phrase("A block of an edition without a word where the source has some.", "原文有文字而译文为空的段落。")
    why = Phrase("The passage is not there at all, and nothing says so.", "整段内容缺失，而且没有任何提示。")
    examples = (
        Found("收入增长。", "—"),
        Found("收入增长三成。", "---"),
        Fine("收入增长。", "Revenue grew."),
        Fine("`pubkit`", "`pubkit`"),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        if any(map(str.isalpha, pair.source.prose)) and not any(map(str.isalnum, pair.target.prose)):
            yield self.finding(pair, Phrase("the translation is empty", "译文为空"))


class Untranslated(PairRule):
    """A block that is still the source's."""

    code = "EDN152"
    name = "untranslated"
    what = Phrase("A block that is the same in both languages though it holds words of the source's.", "译文与原文完全相同，而其中有待译的文字。")
    why = Phrase("It was forgotten. Names, numbers, code and what has the same form in both scripts are left alone; a heading of two characters is not.", "多半是漏译。专名、数字、代码以及两种字形相同的文字不计；两个字的标题照查。")
    examples = (
        Found("结论", "结论"),
        Found("收入增长三成[@li2024]。", "收入增长三成[@li2024]。"),
        Found("软件与网络", "软件与网络", ("zh-CN", "zh-TW")),
        Found("The market grew.", "The market grew.", ("en", "de")),
        Fine("结论", "Conclusion"),
        Fine("中山大学", "中山大學", ("zh-CN", "zh-TW")),
        Fine("人口", "人口", ("zh-CN", "zh-TW"), "the same in both scripts"),
        Fine("PDF/UA", "PDF/UA"),
        Fine("GPT-4", "GPT-4"),
        Fine("EPUB 3.3", "EPUB 3.3"),
        Fine("Knuth", "Knuth", ("en", "de")),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        if pair.pair.state == "missing" or pair.source.text.strip() != pair.target.text.strip():
            return
        if self._has_words(pair):
            yield self.finding(pair, Phrase("the translation is the source: “{}”", "译文就是原文：“{}”").format(shortened(pair.source.prose)))

    @staticmethod
    def _has_words(pair: Compared) -> bool:
        """Whether the text cannot be right in both languages."""
        text, language = pair.target.prose, pair.target.language
        if is_chinese(pair.source.language) and is_chinese(language):
            return bool(other_script(_TITLES.sub("", text), language))
        if primary(pair.source.language) == primary(language):
            return False
        ours, theirs = written_in(pair.source.language), written_in(language)
        if ours != theirs:
            return any(letters_of(text, script) for script in ours if script not in theirs)
        words = _WORD.findall(text)
        return len(words) >= _FEW_WORDS and sum(map(str.islower, words)) * 2 > len(words)


class WrongLanguage(PairRule):
    """A block in another language than the edition's."""

    code = "EDN153"
    name = "wrong-language"
    what = Phrase("A block that is in another language or script than the edition.", "段落的语言或文字与版本不符。")
    why = Phrase("The script is looked at first, then frequent words, and langdetect only for longer texts in Latin letters: it calls a Chinese heading Korean.", "先看文字，再看常用词，较长的拉丁字母文本才用 langdetect 判断：它会把中文标题认成韩文。")
    source = "BCP 47; Unicode 15.0, Scripts (UAX #24)"
    examples = (
        Found("储能电站在用电低谷时充电。", "储能电站在低谷时充电，高峰时放电。", why="another sentence, but Chinese"),
        Found("储能电站在用电低谷时充电。", "貯蔵所は電力の谷で充電します。"),
        Found("电站在用电低谷时充电，在用电高峰时放电。", "The plant is charged when the demand is low, and it is discharged when the demand is high.", ("zh-CN", "zh-TW")),
        Found("电站在用电低谷时充电，在用电高峰时放电。", "Die Anlage wird bei geringer Nachfrage geladen und bei hoher Nachfrage entladen.", why="German"),
        Fine("储能电站在用电低谷时充电。", "Storage plants are charged when demand is low."),
        Fine("PDF/UA 与 EPUB 3", "PDF/UA and EPUB 3"),
        Fine("点号不居行首，开括号不居行尾", "No stop begins a line, no opening bracket ends one", why="langdetect says Spanish"),
        Fine("储能电站在用电低谷时充电。", "儲能電站在用電低谷時充電。", ("zh-CN", "zh-TW")),
        Fine("Knuth D E, Plass M F. Breaking Paragraphs into Lines", "Knuth D E, Plass M F. Breaking Paragraphs into Lines", ("zh-CN", "zh-TW")),
        Fine("储能电站充电。", "蓄電所が充電する。", ("zh-CN", "ja")),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        if pair.pair.state == "missing" or pair.source.text.strip() == pair.target.text.strip():
            return
        expected = pair.target.language
        spoken = _spoken(pair)
        counts = scripts(spoken)
        letters = sum(counts.values())
        if letters < _FEW:
            return
        ours = sum(counts.get(script, 0) for script in written_in(expected))
        if ours * 4 < letters and self._speaks(spoken, counts, pair, expected):
            yield self._other(pair, next(iter(counts)))
        elif ours * 4 >= letters and (other := self._other_language(spoken, counts, expected)):
            yield self._other(pair, other)

    @staticmethod
    def _speaks(spoken: str, counts: dict[str, int], pair: Compared, expected: str) -> bool:
        """Whether letters of another script make a sentence: names in Latin letters do not, and the source has them too."""
        if "Latin" not in counts or next(iter(counts)) != "Latin":
            return True
        words = _WORD.findall(spoken)
        return len(words) > _FEW and letters_of(pair.source.prose, "Latin") * 2 < counts["Latin"] and not expected.startswith("en")

    @staticmethod
    def _other_language(spoken: str, counts: dict[str, int], expected: str) -> str | None:
        """Another language in the same script: Chinese for Japanese, German for English."""
        name = primary(expected)
        if name == "ja":
            return "zh" if counts.get("Han", 0) > 2 * _FEW and not counts.get("Kana") else None
        if is_chinese(expected):
            return "ja" if counts.get("Kana", 0) * 8 > letters_of(spoken, "Han") else None
        if next(iter(counts)) != "Latin":
            return None
        words = _WORD.findall(spoken)
        if len(words) <= _FEW or sounds_like(words, name):
            return None
        found = language_of(spoken)
        return found if found is not None and primary(found) != name else None

    def _other(self, pair: Compared, what: str) -> EditionFinding:
        return self.finding(pair, Phrase("the block is not in {}: it looks like {}", "这一段不是 {}，看来是 {}").format(pair.target.language, what))


class ForeignWords(PairRule):
    """Words of the source's script that stayed in a translation."""

    code = "EDN154"
    name = "words-left"
    what = Phrase("Han, kana or hangul in a translation that is not written with them, outside of brackets, quotation marks and titles.", "不使用汉字、假名或谚文的版本里，括号、引号和书名号之外残留这些文字。")
    why = Phrase("A word was forgotten. Up to three characters are an advisory: a text about characters names them.", "漏译了一个词。不超过三个字的只作提示：谈论汉字的文章会提到单字。")
    examples = (
        Found("储能电站在用电低谷时充电。", "Storage plants 在用电低谷 are charged."),
        Found("储能电站充电。", "Storage plants 充电."),
        Fine("储能电站（抽水蓄能）充电。", "Storage plants (抽水蓄能) are charged."),
        Fine("见《标点符号用法》。", "See 《标点符号用法》 (Punctuation)."),
        Fine("“头”字。", "The character “头”."),
        Fine("后羿射日的故事。", "The story of 后羿射日.", context=CheckContext(terms=Terms(protected=("后羿射日",)))),
        Fine("储能电站充电。", "儲能電站充電。", ("zh-CN", "zh-TW")),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        expected = written_in(pair.target.language)
        if pair.pair.state == "missing" or "Han" in expected or pair.target.text.isascii() or pair.source.text == pair.target.text:
            return
        spoken = _spoken(pair)
        found = [each for each in _EASTERN.finditer(spoken) if not (each[0] < "\uac00" and "Hangul" in expected and len(each[0]) < _HAN_SENTENCE)]
        if not found or ("Hangul" in expected and all("\uac00" <= each[0][0] <= "\ud7a3" for each in found)):
            return
        longest = max(len(each[0]) for each in found)
        severity: EditionSeverity = "error" if longest >= _HAN_SENTENCE else "advisory"
        words = "“" + "”, “".join(shortened(each[0]) for each in found) + "”"
        yield self.finding(pair, Phrase("words of another script are left: {}", "残留其他文字：{}").format(words), (), [each.span() for each in found], severity)  # type: ignore[misc]


_EASTERN = lazy(f"[{HAN}\u3041-\u30ff]+|[\uac00-\ud7a3]+")


class OtherScriptOfChinese(PairRule):
    """Simplified characters in a Traditional edition, or the other way."""

    code = "EDN155"
    name = "other-chinese-script"
    what = Phrase("Characters that only Simplified Chinese has in a Traditional edition, or the other way; titles in 《》 are left alone.", "繁体版本里出现只用于简体的字，或相反；书名号里的名称不计。")
    why = Phrase("They show that a passage was not converted, or was pasted in later.", "说明这一处没有转换，或是后来粘贴进去的。")
    source = "Unicode 15.0, Unihan (kSimplifiedVariant)"
    examples = (
        Found("软件与网络。", "軟體与網路。", ("zh-CN", "zh-TW")),
        Found("軟體與網路。", "软件與网络。", ("zh-TW", "zh-CN")),
        Fine("软件与网络。", "軟體與網路。", ("zh-CN", "zh-TW")),
        Fine("见《软件与网络》。", "見《软件与网络》。", ("zh-CN", "zh-TW"), "the title of a cited work"),
        Fine("皇后的著作。", "皇后的著作。", ("zh-CN", "zh-TW")),
        Fine("写作 `软件`。", "寫作 `软件`。", ("zh-CN", "zh-TW")),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        if not chinese_script(pair.target.language) or pair.pair.state == "missing":
            return
        plain = _TITLES.sub(lambda found: " " * len(found[0]), pair.target.masked)
        for name in pair.context.terms.protected:
            plain = plain.replace(name, " " * len(name))
        found = other_script(plain, pair.target.language)
        if found and pair.source.text.strip() != pair.target.text.strip():
            words = "".join(dict.fromkeys(plain[at] for at in found))
            spans = [(at, at + 1) for at in found]
            yield self.finding(pair, Phrase("characters of the other script: {}", "另一种字形的字：{}").format(shortened(words)), (), spans)  # type: ignore[arg-type]


RULES: tuple[EditionRule, ...] = (EmptyTranslation(), Untranslated(), WrongLanguage(), ForeignWords(), OtherScriptOfChinese())
