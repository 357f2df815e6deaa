"""The terms of a project and of a report: how a thing is called in each language, and the names that nothing may change.

`terms.yaml` stands beside `pubkit.yaml` and beside a report, whose entries go before those of the project:

    terms:
      - zh-Hans: 大语言模型
        zh-Hant: 大型語言模型
        en: [large language model, LLM]        # the first is the one to write, the others are right too
        forbid: {en: [big language model]}
        context: 训练|推理                       # a pattern: the entry holds only where it is found in the same paragraph
        near: [模型, 参数]                       # or words, of which one stands in the same paragraph
        note: as the project's style guide says
    protect: [范冰冰, 后羿射日]                   # stay as they are written in the source

Conversion and the checks of translated editions read it. What a word becomes in a place, and whether a translation keeps to
the terms, is theirs to say.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pubkit.config import nearest
from pubkit.text.errors import ConfigError
from pubkit.text.files import decode, read_bytes
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.tags import chinese_script, is_chinese, primary, subtags

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from pubkit.markdown.yaml import KeyPath

FILENAME = "terms.yaml"
_TOP = ("terms", "protect")
_OWN = ("forbid", "context", "near", "note")
_TAG = lazy(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing and its names. The keys of `forms` and `forbidden` are language tags as they were written (BCP 47)."""

    forms: Mapping[str, tuple[str, ...]]
    forbidden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    context: re.Pattern[str] | None = None
    near: tuple[str, ...] = ()
    note: str = ""
    filename: str = ""
    row: int = 1  # where the entry begins in its file, from 1
    column: int = 1

    def forms_in(self, language: str) -> tuple[str, ...]:
        """What the thing may be called in a language, the word to write first; empty where the entry does not say."""
        return _of_language(self.forms, language)

    def forbidden_in(self, language: str) -> tuple[str, ...]:
        """What the thing must not be called in a language."""
        return _of_language(self.forbidden, language)

    def applies(self, context: str) -> bool:
        """Whether the entry holds in a paragraph; one without conditions holds everywhere."""
        if self.context is not None and not self.context.search(context):
            return False
        return not self.near or any(word in context for word in self.near)


class Pair(NamedTuple):
    """A word of one language and what to write for it in another."""

    source: str
    target: str
    term: Term


@dataclass(frozen=True, slots=True)
class Terms:
    """All entries, those that go first in front, and the names that stay as they are."""

    entries: tuple[Term, ...] = ()
    protected: tuple[str, ...] = ()

    def lookup(self, language: str) -> tuple[Term, ...]:
        """The entries that say how things are called in a language, or how not."""
        return tuple(term for term in self.entries if term.forms_in(language) or term.forbidden_in(language))

    def pairs(self, source: str, target: str) -> tuple[Pair, ...]:
        """Each word of the language `source` with the word to write in `target`, longest first; an earlier entry goes before."""
        found = [
            Pair(form, term.forms_in(target)[0], term)
            for term in self.entries
            if term.forms_in(target)
            for form in term.forms_in(source)
        ]
        return tuple(sorted(found, key=lambda pair: -len(pair.source)))  # stable: the entries keep their order


def _of_language(forms: Mapping[str, tuple[str, ...]], language: str) -> tuple[str, ...]:
    """The forms for a language: under its own tag, else the one that fits it best and says nothing against it.

    `zh-Hant` serves zh-TW and zh-HK, `zh-HK` does not serve zh-TW; `en` serves en-GB, and en-GB serves en.
    """
    ranked = [(rank, forms[tag]) for tag in forms if (rank := _fit(tag, language)) is not None]
    return min(ranked, key=lambda pair: pair[0])[1] if ranked else ()


def _fit(tag: str, language: str) -> int | None:
    """How well a tag of the list fits a language, 0 best; None where it is another language, script or region."""
    if primary(tag) != primary(language) and not (is_chinese(tag) and is_chinese(language)):
        return None
    if is_chinese(tag) and chinese_script(tag) != chinese_script(language):
        return None
    mine, theirs = region_of(language), region_of(tag)
    if mine == theirs:
        return 0
    return 1 if not theirs else 2 if not mine else None


def region_of(tag: str) -> str:
    """The region of a tag in small letters, without those that a script alone implies: `hk` of zh-Hant-HK, empty for zh-CN."""
    regions = [part for part in subtags(tag)[1:] if len(part) == 2 or part.isdecimal()]
    region = regions[-1] if regions else ""
    return "" if is_chinese(tag) and region in ("cn", "tw") else region


def load_terms(paths: Iterable[Path]) -> Terms:
    """Reads the files that exist, those of the project first: an entry of a later one goes before one that shares a word with it.

    Raises `ConfigError` with file, row and column for what no entry can be, `InputError` where a file cannot be read.
    """
    entries: list[Term] = []
    protected: dict[str, None] = {}
    for path in paths:
        if path.exists():
            read = _File(path).terms()
            entries = [*read.entries, *(term for term in entries if not _replaced(term, read.entries))]
            protected |= dict.fromkeys(read.protected)
    return Terms(tuple(entries), tuple(protected))


def _replaced(term: Term, later: Iterable[Term]) -> bool:
    """Whether a later file has an entry of the same word and the same conditions."""
    return any(
        set(term.forms[tag]).intersection(other.forms.get(tag, ())) and _conditions(term) == _conditions(other)
        for other in later
        for tag in term.forms
    )


def _conditions(term: Term) -> tuple[object, ...]:
    return term.context and term.context.pattern, term.near


_FORM = Phrase(
    "It begins with `terms:`, and below it an entry a line: `- {zh-Hans: 云计算, en: cloud computing}`.",
    "文件以 `terms:` 开头，下面每行一个条目：`- {zh-Hans: 云计算, en: cloud computing}`。",
)


class _File:
    """One file as it is read: its content and the places in it."""

    def __init__(self, path: Path) -> None:
        from pubkit.markdown.yaml import key_places, load_yaml_mapping  # costs 16 ms, and most reports have no terms

        self.shown = os.path.relpath(path)
        text = decode(read_bytes(path, self.shown), self.shown).removeprefix("\ufeff")
        try:
            self.values = load_yaml_mapping(text, self.shown)
        except ConfigError as error:
            error.hint = error.hint or _FORM
            raise
        self.places = key_places(text)

    def terms(self) -> Terms:
        for name in self.values:
            if name not in _TOP:
                raise self.error((name,), Phrase("unknown key `{}`", "没有名为 `{}` 的键").format(name), nearest(name, _TOP))
        entries = self.values.get("terms") or []
        if not isinstance(entries, list):
            raise self.error(("terms",), Phrase("`terms` is a list of entries", "`terms` 应当是条目的列表"), _ENTRY)
        return Terms(tuple(self._term(entry, ("terms", str(n))) for n, entry in enumerate(entries)), self._words(("protect",), self.values.get("protect")))

    def error(self, names: KeyPath, message: Phrase, hint: Phrase | None = None) -> ConfigError:
        row, column = self.places.get(names) or self.places.get(names[:-1], (1, 1))
        return ConfigError(message, filename=self.shown, row=row, column=column, hint=hint)

    def _term(self, entry: Any, here: KeyPath) -> Term:
        if not isinstance(entry, dict) or not entry:
            raise self.error(here, Phrase("an entry says how a thing is called in each language", "条目应当写明各语言的用词"), _ENTRY)
        forms = {str(tag): self._words((*here, str(tag)), words) for tag, words in entry.items() if tag not in _OWN and self._is_tag(str(tag), here)}
        row, column = self.places.get(here, (1, 1))
        if not forms:
            raise self.error(here, Phrase("this entry has no word in any language", "这个条目没有任何语言的用词"), _ENTRY)
        return Term(
            forms=forms,
            forbidden=self._forbidden(entry.get("forbid"), (*here, "forbid")),
            context=self._pattern(entry.get("context"), (*here, "context")),
            near=self._words((*here, "near"), entry.get("near")),
            note=str(entry.get("note") or ""),
            filename=self.shown,
            row=row,
            column=column,
        )

    def _is_tag(self, tag: str, here: KeyPath) -> bool:
        if not _TAG.fullmatch(tag):
            raise self.error(
                (*here, tag), Phrase("`{}` is neither a language tag nor a key of an entry", "`{}` 既不是语言标记，也不是条目的键").format(tag), nearest(tag, _OWN)
            )
        return True

    def _words(self, names: KeyPath, given: Any) -> tuple[str, ...]:
        """One word or a list of them; a text with commas is one word, for a term may hold a comma."""
        words = (given,) if isinstance(given, (str, int, float)) and not isinstance(given, bool) else given
        if words is None:
            return ()
        if not isinstance(words, (list, tuple)) or not all(isinstance(word, (str, int, float)) and str(word).strip() for word in words):
            raise self.error(names, Phrase("`{}` is a word or a list of words", "`{}` 应当是一个词或若干词的列表").format(names[-1]))
        return tuple(str(word).strip() for word in words)

    def _forbidden(self, given: Any, here: KeyPath) -> dict[str, tuple[str, ...]]:
        if given is None:
            return {}
        if not isinstance(given, dict):
            raise self.error(here, Phrase("`forbid` holds a list for each language", "`forbid` 下面按语言列出禁用词"), _ENTRY)
        return {str(tag): self._words((*here, str(tag)), words) for tag, words in given.items() if self._is_tag(str(tag), here)}

    def _pattern(self, given: Any, here: KeyPath) -> re.Pattern[str] | None:
        if given is None:
            return None
        try:
            return re.compile("|".join(map(re.escape, given)) if isinstance(given, list) else str(given))
        except (re.error, TypeError) as error:
            message = Phrase("this is no regular expression: {}", "这不是有效的正则表达式：{}").format(error)
            hint = Phrase("Words that stand near are given with `near: [word, word]`.", "若只是附近的词，请写 `near: [词, 词]`。")
            raise self.error(here, message, hint) from None


_ENTRY = Phrase("For example: `- {zh-Hans: 大语言模型, zh-Hant: 大型語言模型, en: [large language model, LLM]}`.", "例如：`- {zh-Hans: 大语言模型, zh-Hant: 大型語言模型, en: [large language model, LLM]}`。")
