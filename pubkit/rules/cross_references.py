"""REF1xx: references inside a report, `@fig:flow` to what bears `{#fig:flow}`."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.cross_references import KINDS, NAME, REFERENCE, TARGET, longest_known, may_refer
from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Related, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator


def _targets(page: Page) -> dict[str, list[Span]]:
    """The places of each name in the order of the text.

    The attributes of a heading and of a fence are markup, all others are text to a reader of Markdown.
    """
    if "{" not in page.text or not any(f"#{kind}:" in page.text for kind in KINDS):
        return {}
    places = [Span(*found.span(1)) for found in TARGET.finditer(page.masked)]
    for run in page.document.runs:
        if run.block.kind == "heading":
            places += (Span(*found.span(1)) for found in TARGET.finditer(page.text, run.end, run.block.end))
    for node in page.document.tree.walk():
        if node.kind == "code_block" and node.value and "#" in node.value:
            end = page.text.find("\n", *node.span)
            places += (Span(*found.span(1)) for found in TARGET.finditer(page.text, node.start, end if end > 0 else node.end))
    found: dict[str, list[Span]] = {}
    for place in sorted(places):
        found.setdefault(place.of(page.text), []).append(place)
    return found


class UnknownTarget(Rule):
    """A reference to something that is not there."""

    code = "REF101"
    name = "unknown-cross-reference"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase(
        "`@sec:…`, `@fig:…`, `@tbl:…` or `@eq:…` without a section, figure, table or equation that bears `{#…}`.",
        "`@sec:…`、`@fig:…`、`@tbl:…`、`@eq:…` 所指的章节、图、表或公式并不存在：没有对应的 `{#…}`。",
    )
    why = Phrase("A reader is sent to a figure that nobody finds.", "读者会被引向一张找不到的图。")
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe: the nearest name is a guess.", "不安全：改成最接近的名称只是推测。"
    )
    source = "pandoc-crossref, Quarto: cross-references"
    examples = (
        Bad("## 方法 {#sec:method}\n\n见 @⟦sec:methd⟧。\n", "## 方法 {#sec:method}\n\n见 @sec:method。\n"),
        Bad("流程见[@⟦fig:flow⟧]。\n"),
        Good("![流程](a.png){#fig:flow}\n\n流程见 @fig:flow。\n"),
        Good("产量见@fig:out。\n\n```{.chart #fig:out}\na,b\n1,2\n```\n", "a chart"),
        Good("`@fig:flow` 是写法。\n", "code"),
        Good("信箱 a@fig:flow.example 不是。\n"),
        Good("**表 1**：成本 {#tbl:cost}\n\n| a |\n|---|\n| 1 |\n\n成本见@tbl:cost。\n"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if not may_refer(page.text):
            return
        targets = _targets(page)
        for reference in REFERENCE.finditer(page.masked):
            for found in NAME.finditer(page.masked, *reference.span()):
                name = longest_known(found[0], targets)
                if name not in targets:
                    yield self._unknown(Span(*found.span()), name, targets)

    def _unknown(self, span: Span, name: str, targets: dict[str, list[Span]]) -> Diagnostic:
        import difflib

        near = difflib.get_close_matches(name, targets, n=1, cutoff=0.75)
        if not near:
            return self.finding(span, Phrase("nothing here is called `{}`", "文中没有名为 `{}` 的对象").format(name))
        fix = Fix(Phrase("Refer to {}", "改为 {}").format(near[0]), (Edit.replace(*span, near[0]),), Safety.UNSAFE)
        message = Phrase("nothing here is called `{}`; did you mean `{}`?", "文中没有名为 `{}` 的对象，是否想写 `{}`？")
        return self.finding(span, message.format(name, near[0]), fix)


class DoubledTarget(Rule):
    """Two things of one name."""

    code = "REF102"
    name = "doubled-cross-reference-target"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.CITATION
    what = Phrase("Two sections, figures, tables or equations bear the same `{#…}`.", "两处章节、图、表或公式用了同一个 `{#…}`。")
    why = Phrase("A reference leads to the first of them, whichever was meant.", "引用只会指向第一处，不论本意是哪一处。")
    source = "pandoc-crossref, Quarto: cross-references"
    examples = (
        Bad("## 甲 {#sec:a}\n\n## 乙 {#⟦sec:a⟧}\n"),
        Good("## 甲 {#sec:a}\n\n## 乙 {#sec:b}\n"),
        Good("## 甲 {#sec:a}\n\n```\n{#sec:a}\n```\n", "code"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for name, spans in _targets(page).items():
            for span in spans[1:]:
                related = (Related(spans[0], Phrase("the first one is here", "第一处在此")),)
                yield self.finding(span, Phrase("`{}` is the name of something else already", "`{}` 已是另一处的名称").format(name), None, related)


RULES: tuple[Rule, ...] = (UnknownTarget(), DoubledTarget())
