"""FM1xx: the metadata at the head of a report."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.errors import ConfigError
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase, enumerated
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_KEY = lazy(r"^([A-Za-z][\w-]*)[:：]", re.MULTILINE)


class MisspeltKey(Rule):
    """A key of the metadata that is one letter away from one that pubkit reads."""

    code = "FM101"
    name = "misspelt-front-matter-key"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A key at the head of the report that is nearly one that pubkit reads: `titel`, `authro`, `titel：`.",
        "文件头里的键和 pubkit 认识的键只差一点：`titel`、`authro`，或冒号写成全角。",
    )
    why = Phrase(
        "It is passed over in silence, and the publication has no title, author or date.",
        "它会被悄悄忽略，成品因此缺少题名、作者或日期。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Unsafe: another program may read the key as it is.", "不安全：也许有别的程序会读这个键。"
    )
    examples = (
        Bad("---\n⟦titel⟧: 报告\n---\n\n正文\n", "---\ntitle: 报告\n---\n\n正文\n"),
        Bad("---\nlang: zh-CN\n⟦authro⟧: 甲\n---\n\n正文\n", "---\nlang: zh-CN\nauthor: 甲\n---\n\n正文\n"),
        Good("---\ntitle: 报告\nlayout: post\ntags: [a]\n---\n\n正文\n", "keys of other programs"),
        Good("titel: 正文里的一行\n"),
        Good("---\ntitles: x\n---\n\n正文\n", "a word of its own"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        span = page.document.front_matter_span
        if span is None:
            return
        import difflib  # both cost more to load than all rules, and most exports have no front matter

        from pubkit.config import FRONT_MATTER

        known = [key.name for key in FRONT_MATTER]
        for found in _KEY.finditer(page.text, span.start, span.end):
            name = found[1]
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
            if name in known or not near or near[0] + "s" == name:
                continue
            message = Phrase("`{}` is no key that is read; did you mean `{}`?", "没有名为 `{}` 的键，是否想写 `{}`？")
            fix = Fix(Phrase("Correct the key", "改正键名"), (Edit.replace(*found.span(1), near[0]),), Safety.UNSAFE)
            yield self.finding(Span(*found.span(1)), message.format(name, near[0]), fix)


class UnclosedFrontMatter(Rule):
    """A head that is opened and never closed."""

    code = "FM102"
    name = "unclosed-front-matter"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A report that begins with `---` and `key: value` lines and has no closing `---`.",
        "文稿以 `---` 和 `键: 值` 开头，却没有收尾的 `---`。",
    )
    why = Phrase(
        "The metadata is published as text, and the title is lost.", "元数据会被当作正文印出来，题名也丢了。"
    )
    examples = (
        Bad("⟦---⟧\ntitle: 报告\nauthor: 甲\n\n正文\n"),
        Good("---\ntitle: 报告\n---\n\n正文\n"),
        Good("---\n\n正文从分隔线开始。\n"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if page.text.startswith("---\n") and page.document.front_matter_span is None and _KEY.match(page.text, 4):
            message = Phrase("this head has no closing `---`", "文件头没有收尾的 `---`")
            yield self.finding(Span(0, 3), message)


class UnreadableFrontMatter(Rule):
    """A head that is no YAML, or no mapping."""

    code = "FM103"
    name = "unreadable-front-matter"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A head that is not valid YAML, or that holds no `key: value` lines: a bracket or a quotation mark that is never closed, a second `:` on a line.",
        "文件头不是有效的 YAML，或不是 `键: 值` 的形式：括号或引号没有闭合、一行里多了一个 `:` 等。",
    )
    why = Phrase(
        "A build stops here, and other programs lose the title, the authors and the date.",
        "构建会在这里停下；别的程序则会丢掉题名、作者和日期。",
    )
    source = "YAML 1.1"
    examples = (
        Bad("---\ntitle: [甲\n⟦author: 乙⟧\n---\n\n正文\n"),
        Bad("---\n⟦title: 排版: 规则与引擎⟧\n---\n\n正文\n"),
        Bad("---\nauthor: 甲\n⟦date: 2026-02-30⟧\n---\n\n正文\n", why="a day that no calendar has"),
        Good('---\ntitle: "排版: 规则与引擎"\n---\n\n正文\n'),
        Good("---\ntitle: 排版：规则与引擎\n---\n\n正文\n"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if page.document.front_matter_span is None:
            return
        try:
            _ = page.document.front_matter
        except ConfigError as error:
            yield self.finding(page.document.lines.span(error.row or 1), error.message)


class WrongFrontMatterValue(Rule):
    """A key with a value that is none of its choices."""

    code = "FM104"
    name = "wrong-front-matter-value"
    severity = Severity.ERROR
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A key at the head of the report that has a few values to choose from, with another: `writing-mode: upwards`.",
        "文件头里只能从几个值中选一个的键，写了别的值：`writing-mode: upwards`。",
    )
    why = Phrase("A build stops here.", "构建会在这里停下。")
    examples = (
        Bad("---\ntitle: 报告\n⟦writing-mode: upwards⟧\n---\n\n正文\n"),
        Bad("---\n⟦uncited: 略去⟧\ntitle: 报告\n---\n\n正文\n"),
        Good("---\nwriting-mode: vertical\nuncited: drop\nimprint:\n---\n\n正文\n"),
        Good("writing-mode: upwards\n", "not a head"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        span = page.document.front_matter_span
        if span is None:
            return
        from pubkit.config import FRONT_MATTER

        choices = {key.name: key.choices for key in FRONT_MATTER if key.choices}
        named = [found for found in _KEY.finditer(page.text, span.start, span.end) if found[1] in choices]
        for found in named:
            value = _value(page, found[1])
            if value is not None and str(value) not in choices[found[1]]:
                message = Phrase("`{}` is one of {}, not “{}”", "`{0}` 的值应为 {1} 之一，而不是“{2}”")
                line = page.document.lines.span(page.document.lines.row(found.start()))
                yield self.finding(line, message.format(found[1], enumerated(choices[found[1]]), value))


class ListAsFrontMatter(Rule):
    """A head that is a list."""

    code = "FM105"
    name = "list-as-front-matter"
    phase: ClassVar[Phase] = Phase.MARKUP
    what = Phrase(
        "A head whose lines are all items of a list: `- title: …`.", "文件头的每一行都写成了列表项：`- title: ……`。"
    )
    why = Phrase(
        "A head is `key: value` lines: this one is published as text, and the title is lost.",
        "文件头应当是 `键: 值` 的形式。写成列表，它会被当作正文印出来，题名也丢了。",
    )
    source = "YAML 1.1"
    examples = (
        Bad("---\n⟦- title: 报告⟧\n- author: 甲\n---\n\n正文\n"),
        Bad("---\n⟦- 报告⟧\n- 甲\n---\n"),
        Good("---\ntitle: 报告\nauthor:\n- 甲\n- 乙\n---\n\n正文\n"),
        Good("---\n\n- 要点一\n- 要点二\n\n---\n\n正文\n", "a list between two rules"),
        Good("前言\n\n---\n- 要点一\n- 要点二\n---\n", "not at the head"),
    )

    def check(self, page: Page) -> Iterator[Diagnostic]:
        if page.text.startswith("---") and (found := _LIST.match(page.text)):
            message = Phrase("this head is a list, and no `key: value` lines", "文件头写成了列表，应当是 `键: 值` 的形式")
            yield self.finding(Span(*found.span(1)), message)


#: A head of items and nothing else: no empty line, as lists of a text have them before a rule.
_LIST = lazy(r"---[ \t]*\n(-[ \t][^\n]*)\n(?:(?:-|[ \t]+\S)[^\n]*\n)*?---[ \t]*(?:\n|\Z)")


def _value(page: Page, name: str) -> object:
    """The value of a key at the head; None where the head cannot be read, which another rule says."""
    try:
        return page.document.front_matter.get(name)
    except ConfigError:
        return None


RULES: tuple[Rule, ...] = (MisspeltKey(), UnclosedFrontMatter(), UnreadableFrontMatter(), WrongFrontMatterValue(), ListAsFrontMatter())
