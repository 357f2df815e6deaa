"""The opening of a text as a part of its own, and short quotations for the margin, where a theme sets them apart.

The opening is what stands before the first chapter and begins with a quotation, or a first chapter that says by its name that it is
an abstract: 摘要, 要点, Abstract, Key findings. Works on the HTML of the text.
What does not belong here: how they look (`styles/print-themes.css`, `styles/web-themes.css`).
"""

from __future__ import annotations

import re
from typing import Final

from pubkit.publish.characters import without_markup
from pubkit.text.chars import cells

_HEADING: Final = re.compile(r"<h2\b[^>]*>(?P<words>.*?)</h2>", re.DOTALL)
#: What an abstract is called, without its number and in lower case.
_NAMES: Final = frozenset(
    {
        *("摘要", "内容摘要", "中文摘要", "内容提要", "提要", "执行摘要", "报告摘要", "研究摘要", "核心摘要", "导读", "要旨", "要約"),
        *("要点", "核心要点", "要点速览", "核心观点", "核心结论", "主要观点", "主要发现", "主要结论", "关键发现", "核心发现"),
        *("要點", "核心要點", "核心觀點", "核心結論", "主要觀點", "主要發現", "主要結論", "關鍵發現", "核心發現", "執行摘要"),
        *("abstract", "summary", "executive summary", "key findings", "key points", "key messages", "highlights", "at a glance"),
        *("résumé", "resumen", "zusammenfassung", "sommaire", "요약", "초록", "ملخص"),
    }
)
_NUMBER: Final = re.compile(r"^\s*(?:第?[〇零一二三四五六七八九十\d]+[章、.．)）]?(?:\d+\.?)*)?\s*")
_KEYWORDS: Final = re.compile(r"<p>(?=<strong>\s*(?:关键词|关键字|關鍵詞|關鍵字|キーワード|Key ?words?|Mots[ -]clés|Schlagwörter|Palabras clave)\b)", re.IGNORECASE)
_QUOTATION: Final = re.compile(r"<blockquote>(?P<inner>(?:(?!</?blockquote\b).)*?)</blockquote>", re.DOTALL)
#: Cells of a quotation up to which it stands in a margin of 30 mm.
_ASIDE_CELLS: Final = 100


def with_opening(body: str) -> str:
    """The text with its opening in `section.opening`, keywords in it as `p.keywords`; unchanged where it has none."""
    first = _HEADING.search(body)
    start = first.start() if first else len(body)
    before = body[:start].strip()
    if before.startswith("<blockquote"):
        return _apart(before) + body[start:]
    if before or first is None or not is_abstract(first["words"]):
        return body
    following = _HEADING.search(body, first.end())
    end = following.start() if following else len(body)
    return _apart(body[start:end].strip()) + body[end:]


def is_abstract(heading: str) -> bool:
    """Whether a heading says that what follows is an abstract: 摘要, `1. Key findings`."""
    words = " ".join(without_markup(heading).lower().split()).rstrip(":：")
    return _NUMBER.sub("", words, count=1) in _NAMES or words in _NAMES


def _apart(content: str) -> str:
    marked = _KEYWORDS.sub('<p class="keywords">', content)
    return f'<section class="opening">\n{marked}\n</section>\n'


def with_asides(document: str) -> str:
    """The document whose short quotations are `blockquote.aside`, those of its opening left alone."""
    opening = document.find('<section class="opening">')
    end = document.find("</section>", opening) if opening >= 0 else 0

    def aside(found: re.Match[str]) -> str:
        words = without_markup(found["inner"])
        is_short = cells(" ".join(words.split())) <= _ASIDE_CELLS
        inside = opening >= 0 and opening <= found.start() < end
        return f'<blockquote class="aside">{found["inner"]}</blockquote>' if is_short and not inside else found[0]

    return _QUOTATION.sub(aside, document)
