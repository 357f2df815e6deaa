"""EDN161–EDN164: terms that disagree with the glossary or among themselves."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pubkit.editions.checks.base import (
    CheckContext,
    EditionFinding,
    EditionRule,
    Fine,
    Found,
    PairRule,
    Whole,
    WholeRule,
    listed,
    shortened,
)
from pubkit.editions.terms import Term, Terms
from pubkit.text.phrase import Phrase
from pubkit.text.tags import is_chinese, same_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.editions.pair import Compared, Text

_MODEL = CheckContext(
    terms=Terms(
        (
            Term({"zh-Hans": ("大语言模型",), "en": ("large language model", "LLM"), "zh-Hant": ("大型語言模型",)}, {"en": ("big language model",)}),
            Term({"zh-Hans": ("模型",), "en": ("model",), "zh-Hant": ("模型",)}),
        ),
        ("范冰冰",),
    )
)


@lru_cache(maxsize=1024)
def _form(form: str) -> re.Pattern[str]:
    """A form of a term as it may stand in a text: words in any case, with an ending, apart by spaces or hyphens."""
    if not form.isascii() and not any("\u00c0" <= c <= "\u024f" for c in form):
        return re.compile(re.escape(form))
    words = "[ \u00a0-]".join(map(re.escape, re.split("[ -]", form)))
    return re.compile(rf"(?<!\w){_plural(words)}(?!\w)", re.IGNORECASE)


def _plural(words: str) -> str:
    return words[:-1] + "(?:y|ies)(?:['’]s)?" if words.endswith("y") else words + "(?:s|es|['’]s|s['’])?"


def _places(form: str, text: Text) -> list[tuple[int, int]]:
    return [found.span() for found in _form(form).finditer(text.masked)]


class TermMissing(PairRule):
    """A term of the glossary that is translated by another word."""

    code = "EDN161"
    name = "term-missing"
    severity = "advisory"
    what = Phrase("A term of the glossary stands in the source, and none of its translations in the edition; a protected name that is not kept.", "原文有术语表中的术语，而译文没有用它的任何一种译法；或受保护的名称未保留。")
    why = Phrase("One thing has one name throughout a report. A pronoun may stand for it: an advisory.", "一份报告里，同一事物应始终用同一名称。译文可能以代词指代，故只作提示。")
    examples = (
        Found("大语言模型需要数据。", "Neural networks need data.", context=_MODEL),
        Found("大语言模型需要数据。", "大語言模型需要資料。", ("zh-CN", "zh-TW"), context=_MODEL),
        Found("由范冰冰主演。", "由範冰冰主演。", ("zh-CN", "zh-TW"), context=_MODEL),
        Fine("大语言模型需要数据。", "Large language models need data.", context=_MODEL),
        Fine("大语言模型需要数据。", "LLMs need data.", context=_MODEL, why="the longer term goes before the shorter"),
        Fine("大语言模型需要数据。", "大型語言模型需要資料。", ("zh-CN", "zh-TW"), context=_MODEL),
        Fine("由范冰冰主演。", "It stars Fan Bingbing.", context=_MODEL, why="a name is written in the letters of the language"),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        yield from self._terms(pair, pair.context.terms)
        if is_chinese(pair.source.language) and is_chinese(pair.target.language):
            yield from self._names(pair, pair.context.terms)

    def _terms(self, pair: Compared, terms: Terms) -> Iterator[EditionFinding]:
        taken: list[tuple[int, int]] = []
        seen: set[int] = set()
        for word, _, term in terms.pairs(pair.source.language, pair.target.language):
            if word not in pair.source.text or not term.applies(pair.source.text):
                continue
            places = [place for place in _places(word, pair.source) if not any(start <= place[0] < end for start, end in taken)]
            taken += places
            if not places or id(term) in seen:
                continue
            seen.add(id(term))
            forms = term.forms_in(pair.target.language)
            if not any(_places(form, pair.target) for form in forms):
                message = Phrase("“{}” is {} in the glossary; the translation has none of it", "术语表中“{}”译作 {}，译文未用").format(word, listed(forms))
                yield self.finding(pair, message, places[:1])  # type: ignore[arg-type]

    def _names(self, pair: Compared, terms: Terms) -> Iterator[EditionFinding]:
        for name in terms.protected:
            if pair.source.masked.count(name) > pair.target.masked.count(name):
                message = Phrase("the protected name “{}” was changed", "受保护的名称“{}”被改动").format(name)
                yield self.finding(pair, message, _places(name, pair.source), (), "error")  # type: ignore[arg-type]


class TermForbidden(PairRule):
    """A word that the glossary forbids."""

    code = "EDN162"
    name = "term-forbidden"
    what = Phrase("A word that the glossary forbids in the language of the edition, where the source has the term.", "译文用了术语表禁用的译法。")
    why = Phrase("Somebody decided against it.", "这个译法是经过讨论弃用的。")
    examples = (
        Found("大语言模型需要数据。", "Big language models need data.", context=_MODEL),
        Fine("大语言模型需要数据。", "Large language models need data.", context=_MODEL),
        Fine("这是大的语言与模型。", "It has a big language, and a model.", context=_MODEL),
    )

    def check_pair(self, pair: Compared) -> Iterator[EditionFinding]:
        for term in pair.context.terms.entries:
            forbidden = term.forbidden_in(pair.target.language)
            if not forbidden or not term.applies(pair.source.text) or not _in_source(term, pair):
                continue
            for form in forbidden:
                if (places := _places(form, pair.target)) and not _within(places, term, pair):
                    better = term.forms_in(pair.target.language)[:1]
                    message = Phrase("the glossary forbids “{}”", "术语表禁用“{}”").format(form)
                    if better:
                        message = Phrase("the glossary forbids “{}”: write “{}”", "术语表禁用“{}”，应写“{}”").format(form, better[0])
                    yield self.finding(pair, message, (), places)  # type: ignore[arg-type]


def _in_source(term: Term, pair: Compared) -> bool:
    forms = term.forms_in(pair.source.language)
    return not forms or any(form in pair.source.text for form in forms)


def _within(places: list[tuple[int, int]], term: Term, pair: Compared) -> bool:
    """Whether every place of a forbidden word lies inside of an allowed one."""
    allowed = [place for form in term.forms_in(pair.target.language) for place in _places(form, pair.target)]
    return all(any(start <= at[0] and at[1] <= end and (start, end) != at for start, end in allowed) for at in places)


def _comparable(pair: Compared) -> bool:
    """Whether a segment is long enough to be translated in one way only, and has no numbers to differ by."""
    return len(pair.source.prose.strip()) >= _SHORT and pair.pair.state != "missing" and not same_language(pair.source.language, pair.target.language)


_SHORT = 4


class Inconsistent(WholeRule):
    """One text translated in several ways."""

    code = "EDN163"
    name = "translated-differently"
    severity = "advisory"
    what = Phrase("The same text of the source with several translations.", "同一段原文有几种不同的译文。")
    why = Phrase("Readers take two names for two things.", "读者会以为说的是两回事。")
    examples = (
        Found("### 主要结论\n\n一段话。\n\n### 主要结论", "### Main findings\n\nA paragraph.\n\n### Key conclusions"),
        Fine("### 主要结论\n\n一段话。\n\n### 主要结论", "### Main findings\n\nA paragraph.\n\n### Main findings"),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        yield from _grouped(self, whole.compared, by_source=True)


class Ambiguous(WholeRule):
    """Several texts with one translation."""

    code = "EDN164"
    name = "translated-alike"
    severity = "advisory"
    what = Phrase("Different texts of the source with the same translation.", "不同的原文译成了同样的话。")
    why = Phrase("A distinction of the source is lost, or a translation was copied to the wrong place.", "原文的区别没有了，或是译文复制错了地方。")
    examples = (
        Found("### 行首的禁则\n\n一段话。\n\n### 行尾的禁则", "### Prohibition rules\n\nA paragraph.\n\n### Prohibition rules"),
        Fine("### 行首的禁则\n\n一段话。\n\n### 行尾的禁则", "### Rules at line starts\n\nA paragraph.\n\n### Rules at line ends"),
    )

    def check_whole(self, whole: Whole) -> Iterator[EditionFinding]:
        yield from _grouped(self, whole.compared, by_source=False)


def _grouped(rule: EditionRule, compared: Sequence[Compared], *, by_source: bool) -> Iterator[EditionFinding]:
    """One finding for every text of a side that has several on the other, at the second of them."""
    groups: dict[str, dict[str, Compared]] = {}
    for pair in compared:
        if _comparable(pair):
            one, other = pair.source.text.strip(), pair.target.text.strip()
            groups.setdefault(one if by_source else other, {}).setdefault(other if by_source else one, pair)
    for group in groups.values():
        if len(group) > 1:
            texts = listed(list(group)[:3])
            second = list(group.values())[1]
            message = (
                Phrase("“{}” has several translations: {}", "“{}”有几种译文：{}").format(shortened(second.source.text), texts)
                if by_source
                else Phrase("“{}” stands for several texts: {}", "“{}”对应几段不同的原文：{}").format(shortened(second.target.text), texts)
            )
            yield rule.finding(second, message)


RULES: tuple[EditionRule, ...] = (TermMissing(), TermForbidden(), Inconsistent(), Ambiguous())
