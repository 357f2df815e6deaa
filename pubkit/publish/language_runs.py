"""Runs of another script are given their language, so that fonts, quotation marks, hyphens and voices fit them.

In an English text `中文排版` is told from what stands around it, in a Chinese one `ありがとう`, and in any text from left to right
Arabic, which also gets its direction. A paragraph of Latin words in a text of Han is one in another language as a whole.
A quotation within a sentence keeps the marks of the sentence: Latin words among Han are, by convention, not marked.
Sources: HTML, 3.2.6.2 "The lang and xml:lang attributes"; UAX #9 (isolates); Unicode 15.0, Scripts.
What does not belong here: which fonts a language has (`fonts`), and how it looks (`styles/`).
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from pubkit.publish.characters import escape
from pubkit.publish.tree import (
    attributes,
    attributes_of,
    div,
    inline_children,
    is_inlines,
    is_mark,
    plain_text,
    span,
    string,
)
from pubkit.text.chars import HAN
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import is_chinese, is_right_to_left, primary, same_language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.publish.publication import Publication
    from pubkit.publish.tree import Node

_KANA: Final = "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9d"
_HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7a3\ud7b0-\ud7fb"
_ARABIC: Final = "\u0610-\u061a\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06df-\u06ef\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
_LATIN: Final = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
#: Scripts that a foreign run is looked for in, with the language that is taken for granted where nothing else tells.
_SCRIPTS: Final = {
    "Han": (HAN + _KANA, "zh"),
    "Hangul": (_HANGUL, "ko"),
    "Arabic": (_ARABIC, "ar"),
    "Hebrew": ("\u0591-\u05f4\ufb1d-\ufb4f", "he"),
    "Cyrillic": ("\u0400-\u052f", "ru"),
    "Thai": ("\u0e01-\u0e3a\u0e40-\u0e4e", "th"),
    "Devanagari": ("\u0900-\u0963\u0971-\u097f", "hi"),
    "Latin": (_LATIN, "en"),
}
#: What is written in a language's own script, and so is not foreign in it.
_OWN: Final = {
    "zh": {"Han"}, "yue": {"Han"}, "ja": {"Han"}, "ko": {"Hangul", "Han"},
    "ar": {"Arabic"}, "fa": {"Arabic"}, "ur": {"Arabic"}, "ps": {"Arabic"}, "ug": {"Arabic"}, "sd": {"Arabic"},
    "he": {"Hebrew"}, "yi": {"Hebrew"}, "th": {"Thai"}, "hi": {"Devanagari"}, "mr": {"Devanagari"}, "ne": {"Devanagari"},
    **{language: {"Cyrillic"} for language in ("ru", "uk", "be", "bg", "sr", "mk", "kk", "ky", "mn")},
}  # fmt: skip
_EAST_ASIAN_MARKS: Final = "、。〈〉《》「」『』【】〔〕〖〗！（），：；？～"
_OPENING: Final = "〈《「『【〔〖（"
_IS_KANA: Final = re.compile(f"[{_KANA}]")
_IS_EAST_ASIAN: Final = re.compile(f"[{HAN}{_KANA}{_HANGUL}]")
#: In a Japanese text the marks of a Chinese title.
_CHINESE_TITLE: Final = re.compile("《[^《》]+》")
_KANA_RUN: Final = re.compile(f"「[^「」]*[{_KANA}][^「」]*」|『[^『』]*[{_KANA}][^『』]*』|[{_KANA}]+")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.|doi:)\S+")
_ACCENTED: Final = re.compile("[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_WORD: Final = re.compile(f"[{_LATIN}][{_LATIN}'’-]*")
#: Latin words from which on a paragraph or an entry without Han is one in another language.
_FEW_WORDS: Final = 4
_HAN_TO_A_WORD: Final = 2
_SINGLE: Final = frozenset({"Cyrillic"})  # one letter is a sign of mathematics, or a slip
_MARKUP: Final = re.compile(r"(<[^>]*>)")
_WITH_PARAGRAPHS: Final = frozenset({"Para", "Plain"})
_NOT_PROSE: Final = frozenset({"Code", "CodeBlock", "Math", "RawInline", "RawBlock"})
_GAPS: Final = frozenset({"Space", "SoftBreak"})


class Run(NamedTuple):
    """A part of a text from `start` to `end` (code points) in another language; `is_turned` where it runs the other way."""

    start: int
    end: int
    language: str
    is_turned: bool = False


class Languages(NamedTuple):
    """The language of a text, and that of the Chinese in a text that is not Chinese (BCP 47)."""

    language: str
    chinese: str = "zh"

    @classmethod
    def of(cls, publication: Publication) -> Languages:
        """Those of a publication: its Chinese is its own, the report's, or that of another edition."""
        others = (publication.language, publication.source_language, *(a.language for a in publication.alternates if a.kind == "html"))
        return cls(publication.language, next(filter(is_chinese, others), "zh"))

    def inside(self, language: str) -> Languages:
        """The same in a part that is in another language."""
        return self if language == self.language else Languages(language, self.chinese)

    def runs(self, text: str) -> list[Run]:
        """The foreign runs of a text without markup, in order and disjoint."""
        found = [self._run(text, start, end, script) for script, start, end in self._places(text)]
        kept: list[Run] = []
        for run in sorted(run for run in found if run):
            if not kept or run.start >= kept[-1].end:
                kept.append(run)
        return kept

    def _places(self, text: str) -> Iterator[tuple[str, int, int]]:
        if not _foreign_letters(self.language).search(text):
            return
        language = primary(self.language)
        for script in _foreign_scripts(language):
            yield from ((script, *found.span()) for found in _pattern(script).finditer(text))
        if is_chinese(self.language):
            yield from (("Kana", *found.span()) for found in _KANA_RUN.finditer(text))
        if language == "ja":
            yield from (("Title", *found.span()) for found in _CHINESE_TITLE.finditer(text))

    def _run(self, text: str, start: int, end: int, script: str) -> Run | None:
        piece = text[start:end]
        language = self._language(piece, script)
        turned = is_right_to_left(language) != is_right_to_left(self.language)
        if script in _SINGLE and len(piece) < 2:
            return None
        return Run(start, end, language, turned)

    def _language(self, piece: str, script: str) -> str:
        if script == "Kana" or (script == "Han" and _IS_KANA.search(piece)):
            return "ja"
        return self.chinese if script in ("Han", "Title") else _SCRIPTS[script][1]

    def of_whole(self, text: str) -> str:
        """The language of a paragraph or an entry as a whole: another one where it holds none of this one's script."""
        if not _is_east_asian(self.language) or _IS_EAST_ASIAN.search(text) or len(_WORD.findall(text)) < _FEW_WORDS:
            return self.language
        return _latin_language(text)

    def of_entry(self, text: str, given: str | None = None) -> str:
        """The language of an entry in a list of references: as given, or by the script that most of it is in."""
        han, words = len(_IS_EAST_ASIAN.findall(text)), len(_WORD.findall(text)) * _HAN_TO_A_WORD
        if given and not (is_chinese(given) and words > han):
            return given
        if han == 0 and _is_east_asian(self.language):
            return _latin_language(text) if words > _HAN_TO_A_WORD else self.language
        if han > words and not _is_east_asian(self.language):
            return "ja" if _IS_KANA.search(text) else self.chinese
        return self.language


@lru_cache(maxsize=256)
def _latin_language(text: str) -> str:
    """English where nothing else is sure. langdetect takes half a second to load: titles of plain letters seldom need it."""
    from pubkit.editions.languages import language_of, named_by_words

    text = _ADDRESS.sub(" ", text)  # its words are of no language, and would make a title a text
    if not _ACCENTED.search(text) and named_by_words(text) == "en":
        return "en"
    return language_of(text) or "en"


def _is_east_asian(language: str) -> bool:
    return is_chinese(language) or primary(language) in ("ja", "ko")


def _foreign_scripts(language: str) -> list[str]:
    """Latin is foreign only where the text runs the other way: elsewhere every language has Latin words of its own."""
    own = _OWN.get(language, set())
    return [script for script in _SCRIPTS if script not in own and (script != "Latin" or is_right_to_left(language))]


@lru_cache(maxsize=64)
def _foreign_letters(language: str) -> re.Pattern[str]:
    """What a text holds that has any foreign run: most have none, and are read once instead of once a script."""
    letters = [_SCRIPTS[script][0] for script in _foreign_scripts(primary(language))]
    return re.compile(f"[{''.join(letters)}{_KANA if is_chinese(language) else ''}{'《' if primary(language) == 'ja' else ''}]")


@lru_cache(maxsize=16)
def _pattern(script: str) -> re.Pattern[str]:
    """A run: from a letter of the script to its last one, with the marks and numbers between, and Chinese with its own marks."""
    letters = _SCRIPTS[script][0]
    if script == "Han":
        wide = f"[{letters}{_EAST_ASIAN_MARKS}]"
        inner = rf"(?:{wide}|[A-Za-z0-9%.]+(?={wide})| (?=[{letters}]))"
        return re.compile(f"[{_OPENING}]*[{letters}]{inner}*(?<![{_OPENING}])")
    if script == "Latin":
        number = r"(?<![\d.,])\d[\d.,]*[ \u00a0]"
        return re.compile(rf"(?:{number})?[{letters}][{letters}\d]*(?:[ .,&'’/:+–—-]{{1,2}}[{letters}\d]+)*")
    return re.compile(rf"[{letters}]+(?:[^\w<>]{{1,3}}(?:\d+[^\w<>]{{1,3}})?[{letters}]+)*")


# --- In a tree of pandoc's ---------------------------------------------------------------------------------------------


def mark_languages(blocks: list[Node], languages: Languages) -> list[Node]:
    """The tree with a span of its language, and direction, around each foreign run; a foreign paragraph in a `div`."""
    return [marked for block in blocks for marked in _block(block, languages)]


def _block(node: Node, languages: Languages) -> list[Node]:
    kind = node["t"]
    if kind in _NOT_PROSE:
        return [node]
    inside = languages.inside(_own_language(node) or languages.language)
    if kind in _WITH_PARAGRAPHS and not _begins_east_asian(node["c"]):
        whole = inside.of_whole(plain_text(node))
        if whole != inside.language:
            return [div([node], attributes(lang=whole))]
    return [{**node, "c": _content(node["c"], inside)}] if "c" in node else [node]


def _begins_east_asian(inlines: list[Node]) -> bool:
    """Whether the first word holds a character that makes a paragraph none of another language: most need not be read further."""
    return bool(inlines) and inlines[0]["t"] == "Str" and _IS_EAST_ASIAN.search(inlines[0]["c"]) is not None


def _content(value: object, languages: Languages) -> object:
    """Whatever stands in a block: attributes, inlines, blocks, rows of a table."""
    if isinstance(value, list):
        if value and isinstance(value[0], str):  # attributes
            return value
        if is_inlines(value):
            return _inlines(value, languages)
        nodes = all(isinstance(item, dict) and "t" in item for item in value)
        return mark_languages(value, languages) if nodes else [_content(item, languages) for item in value]
    return value


def _own_language(node: Node) -> str | None:
    attrs = attributes_of(node)
    return next((value for name, value in attrs[2] if name == "lang"), None) if attrs else None


def _inlines(nodes: list[Node], languages: Languages) -> list[Node]:
    """Text that stands side by side is one text: a run may go over several words."""
    found: list[Node] = []
    words: list[Node] = []
    for node in nodes:
        if node["t"] == "Str" or node["t"] in _GAPS:
            words.append(node)
            continue
        found += [*_words(words, languages), _inline(node, languages)]
        words = []
    return found + _words(words, languages)


def _inline(node: Node, languages: Languages) -> Node:
    inner = inline_children(node)
    if inner is None or is_mark(node):
        return node
    inside = languages.inside(_own_language(node) or languages.language)
    marked = _inlines(inner, inside)
    return {**node, "c": [node["c"][0], marked, *node["c"][2:]] if node["t"] in ("Link", "Image", "Span") else marked}


def _words(nodes: list[Node], languages: Languages) -> list[Node]:
    text = "".join(node["c"] if node["t"] == "Str" else " " for node in nodes)
    runs = languages.runs(text)
    if not runs:
        return nodes
    found: list[Node] = []
    at = 0
    for run in runs:
        found += _cut(nodes, at, run.start)
        found.append(span(_cut(nodes, run.start, run.end), attributes(lang=run.language, **_direction(run))))
        at = run.end
    return found + _cut(nodes, at, len(text))


def _direction(run: Run) -> dict[str, str]:
    if not run.is_turned:
        return {}
    return {"dir": "rtl" if is_right_to_left(run.language) else "ltr"}


def _cut(nodes: list[Node], start: int, end: int) -> list[Node]:
    """The nodes of a stretch of text; words at its ends are cut."""
    found: list[Node] = []
    at = 0
    for node in nodes:
        size = len(node["c"]) if node["t"] == "Str" else 1
        first, last = max(start - at, 0), min(end - at, size)
        if first < last:
            found.append(string(node["c"][first:last]) if node["t"] == "Str" else node)
        at += size
    return found


# --- In HTML of our own ------------------------------------------------------------------------------------------------


def marked_text(text: str, languages: Languages) -> str:
    """Plain text as HTML, with its foreign runs marked."""
    pieces: list[str] = []
    at = 0
    for run in languages.runs(text):
        direction = "".join(f' dir="{value}"' for value in _direction(run).values())
        pieces += [escape(text[at : run.start]), f'<span lang="{run.language}"{direction}>{escape(text[run.start : run.end])}</span>']
        at = run.end
    return "".join([*pieces, escape(text[at:])])


def marked_html(markup: str, languages: Languages) -> str:
    """Phrasing HTML without `lang` of its own, with its foreign runs marked."""
    parts = _MARKUP.split(markup)
    return "".join(part if n % 2 else marked_text(html.unescape(part), languages) for n, part in enumerate(parts))


def language_attributes(language: str, around: str) -> str:
    """`lang` and `dir` of an element in `language` inside of one in `around`; empty where both are the same."""
    if language == around or (same_language(language, around) and primary(language) == language):
        return ""
    turned = is_right_to_left(language) != is_right_to_left(around)
    direction = (' dir="rtl"' if is_right_to_left(language) else ' dir="ltr"') if turned else ""
    return f' lang="{escape(language)}"{direction}'
