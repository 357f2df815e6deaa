"""The author-date system of GB/T 7714: which letter tells works of one author and year apart, and the order of the list.

Sources: GB/T 7714 9.3.2 (the list by language: Chinese, Japanese, Western, Russian, others; then by author and year, Chinese by
Pinyin), 10.2.3 (letters behind the year). What does not belong here: how an entry is written (`gbt7714`).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from pubkit.citations.styles.gbt7714 import AuthorYear, author_and_year
from pubkit.citations.styles.languages import terms_of
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import primary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_GROUPS: Final = {"zh": 0, "ja": 1, "ru": 3, "ko": 4, "ar": 4, "he": 4, "th": 4, "hi": 4}
_WESTERN: Final = 2
#: Family names that are read in another way than the character is elsewhere.
_FAMILY_NAMES: Final = {
    "曾": "zeng", "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "区": "ou", "盖": "ge", "翟": "zhai", "乐": "yue",
    "朴": "piao", "缪": "miao", "覃": "qin", "冼": "xian", "折": "she", "繁": "po", "种": "chong", "员": "yun", "召": "shao",
    "尉迟": "yuchi", "万俟": "moqi", "宓": "mi", "逄": "pang", "燕": "yan", "哈": "ha", "华": "hua", "任": "ren", "纪": "ji",
}  # fmt: skip
#: Bodies whose first character is read as the word is, not as the family name.
_WORDS: Final = ("单位", "解放", "查询", "区域", "区块", "盖茨", "乐山", "种子", "种业", "员工", "折叠", "华", "曾经")


class Arranged(NamedTuple):
    """An item of the list in its order: with `year-suffix` where it needs one, what cites it, and the year with its letter."""

    item: Mapping[str, Any]
    label: str
    year: str


def arrange(items: Sequence[Mapping[str, Any]]) -> list[Arranged]:
    """Items in the order of the author-date system. A suffix that an item has already stays. Raises as `format_entry` does."""
    read = sorted(((item, author_and_year(item)) for item in items), key=lambda pair: _order(*pair))
    works: dict[tuple[str, str], list[int]] = {}
    for n, (_, at) in enumerate(read):
        works.setdefault((at.label, at.year), []).append(n)
    suffixes = {n: letters(k) for same in works.values() if len(same) > 1 for k, n in enumerate(same)}
    return [_arranged(item, at, str(item.get("year-suffix") or suffixes.get(n, ""))) for n, (item, at) in enumerate(read)]


def _arranged(item: Mapping[str, Any], at: AuthorYear, suffix: str) -> Arranged:
    given = {**item, "year-suffix": suffix} if suffix else dict(item)
    year = author_and_year(given).year
    return Arranged(given, at.label, year or terms_of(at.language).no_date)


def letters(n: int) -> str:
    """The letter of the n-th work from 0: a … z, aa …"""
    text = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(ord("a") + rest) + text
    return text


def _order(item: Mapping[str, Any], at: AuthorYear) -> tuple[int, tuple[str, ...], str, tuple[str, ...]]:
    language = primary(at.language)
    title = str(item.get("title") or "")
    year = "".join(re.findall(r"\d", at.year)) or "9999"
    return _GROUPS.get(language, _WESTERN), reading(at.names, language), year, reading(title, language)


def reading(text: str, language: str) -> tuple[str, ...]:
    """A text as it is looked up: Chinese by Pinyin, syllable by syllable, other scripts by their letters without accents."""
    return _pinyin(text) if language == "zh" else (_letters(text),)


def _letters(text: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", plain).casefold().strip()


@lru_cache(maxsize=4096)
def _pinyin(text: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin  # 0.3 s to load, and only lists in this order need it

    text = re.sub(r"[^\w]+", " ", text).strip()
    family = next((name for name in (text[:2], text[:1]) if name in _FAMILY_NAMES and not text.startswith(_WORDS)), "")
    syllables = lazy_pinyin(text[len(family) :], style=Style.TONE3, neutral_tone_with_five=True)
    return tuple([_FAMILY_NAMES[family], *syllables] if family else syllables)
