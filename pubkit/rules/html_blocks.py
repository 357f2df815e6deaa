"""MD209: Markdown that readers show as it is written, because a line of HTML stands directly above it.

What does not belong here: what HTML a publication may hold (`publish.raw_html`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.markdown.tree import Node

#: HTML that goes on to its own end, whatever stands between (CommonMark 0.31, 4.6, kinds 1 to 5).
_TO_ITS_END = lazy(r"[ \t>]*<(?:script|pre|style|textarea|!--|\?|![A-Za-z]|!\[CDATA\[)", re.IGNORECASE)
_CLOSED = lazy(r"(?:</[A-Za-z][\w-]*\s*>|<(?:br|hr)\s*/?>)[ \t]*$", re.IGNORECASE)
_BEGINS_WITH_TAG = lazy(r"[ \t>]*(?:<|$)")
#: What only a reader of Markdown understands.
_MARKDOWN = lazy(r"\*\*\S|\]\(|\[\^|`|\\[!-/:-@\[-`{-~]|\[@|^[ \t]*(?:#{1,6}[ \t]|[-*+][ \t]|\d{1,9}[.)][ \t]|\|)", re.MULTILINE)


class MarkdownBehindHtml(Rule):
    """Markdown directly below a closed HTML block."""

    code = "MD209"
    name = "markdown-behind-html"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "CommonMark 0.31, 4.6: a block of HTML ends at the next blank line"
    what = Phrase("Markdown on the line directly below `</details>`, `</div>` and the like.", "Markdown 紧接在 `</details>`、`</div>` 等标签的下一行。")
    why = Phrase(
        "Readers take everything up to the next blank line for HTML: they show stars and brackets, and citations are no links.",
        "直到下一个空行为止，阅读器都当作 HTML：星号和方括号会露出来，引用也没有链接。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase("Unsafe: a blank line is written, with which the line is read as Markdown.", "不安全：加一个空行，之后的文字便按 Markdown 解读。")
    examples = (
        Bad("<details>\n\n内文。\n\n</details>\n⟦电价[(1)](https://e.org/a)下降。⟧", "<details>\n\n内文。\n\n</details>\n\n电价[(1)](https://e.org/a)下降。"),
        Bad("<div>块</div>\n⟦**重点**在此。⟧\n又一行。", "<div>块</div>\n\n**重点**在此。\n又一行。"),
        Good("<details>\n\n内文。\n\n</details>\n\n电价[(1)](https://e.org/a)下降。"),
        Good("<div>块</div>\n没有标记的一行。"),
        Good("<table>\n<tr><td>\n**甲**\n</td></tr>\n</table>", "inside of HTML"),
        Good("<pre>\n</div>\n**甲**\n</pre>"),
        Good("第一行<br>\n**第二行**"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if "<" not in page.text or not any(tag in page.text for tag in ("</", "<br", "<hr")):
            return
        for node in page.document.tree.walk():
            if node.kind == "html_block" and (start := _first_behind(page.text, node)) >= 0:
                yield self._found(page.text, start)

    def _found(self, text: str, start: int) -> Diagnostic:
        end = text.find("\n", start)
        span = Span(start, end if end >= 0 else len(text))
        message = Phrase("readers take this line for HTML, and show its marks", "阅读器把这一行当作 HTML，其中的标记会原样露出")
        fix = Fix(Phrase("Add a blank line", "加一个空行"), (Edit.insert(text.rfind("\n", 0, start) + 1, "\n"),), Safety.UNSAFE)
        return self.finding(span, message, fix)


def _first_behind(text: str, block: Node) -> int:
    """Where the first line of Markdown behind the last tag of a block begins; -1 where there is none."""
    if _TO_ITS_END.match(text, block.start):
        return -1
    at, is_closed, first = block.start, False, -1
    while at < block.end:
        end = text.find("\n", at, block.end)
        end = block.end if end < 0 else end
        if _BEGINS_WITH_TAG.match(text, at, end) or "</" in text[at:end]:
            is_closed, first = bool(_CLOSED.search(text, at, end)), -1
        elif is_closed and first < 0:
            first = at + len(text[at:end]) - len(text[at:end].lstrip(" \t>"))
        at = end + 1
    return first if first >= 0 and _MARKDOWN.search(text, first, block.end) else -1


RULES: tuple[Rule, ...] = (MarkdownBehindHtml(),)
