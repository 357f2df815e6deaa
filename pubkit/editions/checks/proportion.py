"""EDN181–EDN183: translations out of proportion: too short, too long, fewer sentences, a negation that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    EditionFinding,
    EditionRule,
    Fine,
    Found,
    PairRule,
)
from pubkit.editions.languages import written_in
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.tags import is_chinese, primary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.editions.pair import Compared, Text

#: Letters of the translation for one letter of the source, least and most, by how the two languages are written.
_PROPORTIONS: dict[tuple[str, str], tuple[float, float]] = {
    ("Han", "Latin"): (1.2, 9),
    ("Han", "Han"): (0.75, 1.35),
    ("Han", "Kana"): (0.8, 3.5),
    ("Han", "Hangul"): (0.8, 3.5),
    ("Han", "Cyrillic"): (1.2, 9),
    ("Han", "Arabic"): (1.0, 7),
    ("Latin", "Han"): (0.1, 0.85),
    ("Latin", "Latin"): (0.5, 2.0),
}
_SHORT = 10
_SENTENCES = lazy(r"[。！？!?]|\.(?=\s|$|[”’\")\]\ufdd0-\ufdda])")
_FEW_SENTENCES = 3
_LEAST_SENTENCES = 0.7


def _writing(language: str) -> str:
    scripts = written_in(language)
    return scripts[-1]


def _letters(text: Text) -> int:
    return sum(text.scripts.get(script, 0) for script in {*written_in(text.language), "Latin"})


class LengthOdd(PairRule):
    """A translation that is much too short or too long."""

    code = "EDN181"
    name = "length-odd"
    severity = "advisory"
    what = Phrase("A translation with far fewer or more letters than such a text has: English has 1.2 to 9 letters for a Han.", "译文的长度不成比例：英文每个汉字约合 1.2 到 9 个字母。")
    why = Phrase("A sentence was left out, or a remark of the translator got in.", "可能漏译了一句，或混进了译者的批注。")
    examples = (
        Found("储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差。", "Storage plants are charged."),
        Found("储能电站在用电低谷时充电。", "Storage plants, which have become ever more important over the last decades in all large grids of the world and in many small ones too, are charged when demand for electric power is low, which is mostly the case at night."),
        Found("储能电站在用电低谷时充电，在用电高峰时放电。", "儲能電站充電。", ("zh-CN", "zh-TW")),
        Fine("储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰谷差。", "Storage plants are charged when demand is low and discharged when it is high, which evens out the load."),
        Fine("结论", "Conclusions and recommendations for practice", why="too short to tell"),
        Fine("储能电站在用电低谷时充电。", "儲能電站在用電離峰時充電。", ("zh-CN", "zh-TW")),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        bounds = _PROPORTIONS.get((_writing(pair.source.language), _writing(pair.target.language)))
        ours = _letters(pair.source)
        if bounds is None or ours < _SHORT or pair.pair.state == "missing" or pair.source.text == pair.target.text:
            return
        theirs = _letters(pair.target)
        if not bounds[0] * ours <= theirs <= bounds[1] * ours:
            message = Phrase("{} letters for {} of the source", "原文 {1} 字，译文 {0} 个字母").format(theirs, ours)
            yield self.finding(pair, message)


class SentencesFewer(PairRule):
    """A translation with clearly fewer sentences."""

    code = "EDN182"
    name = "sentences-fewer"
    severity = "advisory"
    what = Phrase("A translation with less than 0.7 times the sentences of its source, where that has three or more.", "原文有三句以上，而译文的句数不到原文的七成。")
    why = Phrase("A sentence was left out, most likely.", "很可能漏译了一句。")
    examples = (
        Found("收入增长。利润下降。成本上升。前景不明。", "Revenue grew. Profit fell."),
        Fine("收入增长。利润下降。成本上升。", "Revenue grew, and profit fell. Costs rose. The outlook is unclear."),
        Fine("收入增长。利润下降。", "Revenue grew, while profit fell."),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        ours = len(_SENTENCES.findall(pair.source.masked))
        if ours < _FEW_SENTENCES or pair.pair.state == "missing":
            return
        theirs = len(_SENTENCES.findall(pair.target.masked))
        if theirs < _LEAST_SENTENCES * ours:
            yield self.finding(pair, Phrase("{} sentences in the source, {} in the translation", "原文 {} 句，译文 {} 句").format(ours, theirs))


#: Words that deny without doubt. 不仅, 不断, 非常, 无障碍 deny nothing.
_DENIES = lazy(r"并非|并未|并不|没有|不能|不会|尚未|从未|不是|不得|不应|不再|无法|不可|未能|不作|未曾|絕非|並非|並未|並不|沒有|不會|從未|無法|不應|不作")
_DENIES_NOTHING = lazy(r"不得不|不能不|是不是|能不能|不可或缺|没有一|有没有|并不仅|不是一|不能只|不会不|不可避免|不只是|不仅仅")
_ENGLISH_NO = lazy(
    r"(?i)\b(?:not|no|never|none|nor|neither|without|cannot|nothing|nobody|nowhere|hardly|scarcely|barely|rarely|seldom|few|little|less|only|unless|except|instead|rather|than|too|"
    r"fail\w*|lack\w*|miss\w*|avoid\w*|refus\w*|den(?:y|ies|ied)\w*|exclud\w*|absen\w*|beyond|free|prevent\w*|ban\w*|forbid\w*|prohibit\w*|rule[sd]? out|impossib\w*|difficult|unable|un\w{3,}|in(?:ab|ap|com|con|de|ca|va|ef|su|el)\w+|im(?:p|m)\w+|ir\w+|il\w+|dis\w+|non\w*|yet|stop\w*|ceas\w*|leav\w*|omit\w*|outside|away|far|anything but|still)\b|n[’']t\b|\b\w+less\b"
)
_CHINESE_NO = lazy("[不没未无非否勿别莫免难缺少罕沒無別難禁拒止避除外仍仅只]")
_ENGLISH_DENIES = lazy(r"(?i)\b(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must|may)(?: not|n[’']t)\b(?! only| just| merely| necessarily)|\bcannot\b|\bno longer\b|\bnever\b")


class NegationLost(PairRule):
    """A text that denies, and a translation that does not."""

    code = "EDN183"
    name = "negation-lost"
    severity = "advisory"
    what = Phrase("A block that clearly denies something (并非, 没有, `is not`) and a translation without any word that does.", "一方明确否定（并非、没有、`is not`），另一方没有任何表示否定的词。")
    why = Phrase("One small word turns the claim round. Only Chinese and English are compared.", "差一个小词，意思就反了。只比较中文与英文。")
    examples = (
        Found("这一做法并非最佳。", "This is the best way."),
        Found("软件没有支持这一特性。", "The software supports the feature."),
        Found("规则变了。", "The rules have not changed."),
        Fine("这一做法并非最佳。", "This is not the best way."),
        Fine("软件没有支持这一特性。", "The software lacks support for the feature."),
        Fine("这不仅是速度问题，而且不断变化。", "It is a question of speed and keeps changing."),
        Fine("这是不可或缺的。", "It is essential."),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        source, target = pair.source, pair.target
        if not is_chinese(source.language) or primary(target.language) != "en" or pair.pair.state == "missing":
            return
        plain = _DENIES_NOTHING.sub(lambda found: " " * len(found[0]), source.masked)
        ours = _DENIES.search(plain)
        if ours and not _ENGLISH_NO.search(target.masked):
            yield self.finding(pair, Phrase("“{}” has nothing for it in the translation", "译文没有与“{}”相应的否定").format(ours[0]), [ours.span()])  # type: ignore[list-item]
        theirs = _ENGLISH_DENIES.search(target.masked)
        if theirs and not _CHINESE_NO.search(source.masked):
            yield self.finding(pair, Phrase("the source has nothing for “{}”", "原文没有与“{}”相应的否定").format(theirs[0]), (), [theirs.span()])  # type: ignore[list-item]


RULES: tuple[EditionRule, ...] = (LengthOdd(), SentencesFewer(), NegationLost())
