"""MD210: prices in dollars that some readers take for mathematics.

What does not belong here: which `$` those are (`markdown.parser` finds them while it reads).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.edit import Edit, Fix
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.text.diagnostic import Diagnostic


class PriceAsFormula(Rule):
    """A `$` of a price that pairs with another one."""

    code = "MD210"
    name = "price-as-formula"
    phase: ClassVar[Phase] = Phase.MARKUP
    source: ClassVar[str] = "Pandoc User's Guide, “Math”: a closing $ is never before a digit"
    what = Phrase(
        "Two prices in dollars in one paragraph, which some readers take for the two ends of a formula: `US$5 亿，US$6 亿`.",
        "一段里有两处美元价格，被有的阅读器当成公式的首尾：`US$5 亿，US$6 亿`。",
    )
    why = Phrase(
        "Those readers set all that stands between the two in italics without spaces, and links and citations in it are lost.",
        "这些阅读器会把两个价格之间的文字全部排成斜体公式，其中的链接和引用也就丢了。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe: a backslash is put before the sign, and every reader shows the sign alone.",
        "安全：在 `$` 前加反斜杠，各种阅读器都只显示 `$`。",
    )
    examples = (
        Bad(
            "并购额为 US⟦$⟧5 亿[(8)](https://e.org/a)，上年为 US⟦$⟧6 亿。",
            "并购额为 US\\$5 亿[(8)](https://e.org/a)，上年为 US\\$6 亿。",
        ),
        Bad("由⟦$⟧5涨到⟦$⟧6，再涨到$7。", "由\\$5涨到\\$6，再涨到$7。"),
        Bad("| 年 | 价 |\n|---|---|\n| 甲 | **⟦$⟧5**至⟦$⟧6 |", "| 年 | 价 |\n|---|---|\n| 甲 | **\\$5**至\\$6 |"),
        Good("由 $5 涨到 $6。", "no reader takes a sign behind a space for the end of a formula"),
        Good("由 \\$5涨到\\$6；公式 $x$ 与 $y=5$。"),
        Good("`US$5亿，US$6亿`"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for at in page.document.parsed.prices:
            fix = Fix(Phrase("Write \\$", "改为 \\$"), (Edit.insert(at, "\\"),))
            yield self.finding(
                Span(at, at + 1),
                Phrase("some readers take this `$` for a formula's", "有的阅读器把这个 `$` 当成公式的记号"),
                fix,
            )


RULES: tuple[Rule, ...] = (PriceAsFormula(),)
