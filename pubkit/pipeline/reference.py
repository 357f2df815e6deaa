"""The reference of rules: pages of Markdown in English and Chinese, made of the rules themselves.

Whatever a page says comes from the rule: its prose, its examples, its options; and how safe a fix is comes from running
the rule on its examples. A page can so never say what the rule does not do.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

from pubkit.editions.checks import RULES as CHECKS
from pubkit.lint.linter import Settings, lint
from pubkit.markdown.document import Document
from pubkit.pipeline.reference_editions import check_body, index_rows
from pubkit.rules.base import Bad, Phase
from pubkit.rules.registry import RULES
from pubkit.text.chars import cells
from pubkit.text.edit import Safety
from pubkit.text.files import write_atomically
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from pubkit.editions.checks import EditionRule
    from pubkit.rules.base import Good, Option, Rule

LANGUAGES: tuple[Language, ...] = ("en", "zh")
#: The command that writes the pages of the project itself.
COMMAND = "pubkit rule --output docs/rules"
_MARK = "<!-- Generated from the rules by `pubkit rule --output`; do not edit. -->"
#: Characters that no page shows: controls, spaces of no or unusual width, private use.
_UNSEEN = re.compile("[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u2000-\u200f\u2028-\u202f\u2060-\u206f\ufe0e\ufeff\ue000-\uf8ff]")
_SAFETIES = {
    Safety.SAFE: Phrase("safe", "安全"),
    Safety.UNSAFE: Phrase("unsafe", "需复核"),
    Safety.MANUAL: Phrase("by hand", "需手动"),
}
_SEVERITIES = {
    "error": Phrase("error", "错误"),
    "warning": Phrase("warning", "警告"),
    "info": Phrase("info", "提示"),
}


def reference(rules: Iterable[Rule] = RULES) -> dict[str, str]:
    """All pages by their file names: one a rule and language, and an index in each language."""
    rules = sorted(rules, key=lambda rule: rule.code)
    pages = {_filename(rule.code, language): rule_page(rule, language) for rule in rules for language in LANGUAGES}
    pages |= {_filename(check.code, language): check_page(check, language) for check in CHECKS for language in LANGUAGES}
    return pages | {_filename("README", language): _index(rules, language) for language in LANGUAGES}


def write_reference(folder: Path) -> int:
    """Writes all pages into a folder and removes those of rules that are gone; returns how many pages there are now."""
    pages = reference()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.md"):
        if old.name not in pages and old.read_text(encoding="utf-8").startswith(_MARK):
            old.unlink()
    for name, text in pages.items():
        write_atomically(folder / name, text.encode("utf-8"))
    return len(pages)


def rule_page(rule: Rule, language: Language) -> str:
    """One page: what a rule finds, why it matters, how safe its fix is, examples, options, source."""
    return "\n".join([*_page_head(rule, language), *rule_body(rule, language)]) + "\n"


def check_page(check: EditionRule, language: Language) -> str:
    """One page about a check of editions."""
    return "\n".join([*_page_head(check, language), *check_body(check, language)]) + "\n"


def _page_head(rule: Rule | EditionRule, language: Language) -> list[str]:
    """Title and links of a page."""
    other: Language = "zh" if language == "en" else "en"
    link = f"[{'中文' if other == 'zh' else 'English'}]({_filename(rule.code, other)})"
    all_rules = f"[{_say('All rules', '全部规则', language)}]({_filename('README', language)})"
    return [_MARK, "", f"# {rule.code} {rule.name}", "", f"{link} · {all_rules}", ""]


def rule_body(rule: Rule, language: Language) -> Iterator[str]:
    """The lines of a rule's page below its title; headings of level 2."""

    def head(en: str, zh: str) -> tuple[str, ...]:
        return "", f"## {_say(en, zh, language)}", ""

    severity, fix = _SEVERITIES[rule.severity.word].of(language), fix_word(rule, language)
    off = "" if rule.default else _say(" · off by default", " · 默认不启用", language)
    yield _say(f"Severity: {severity} · fix: {fix}{off}", f"严重程度：{severity} · 修复：{fix}{off}", language)
    yield from ("", rule.what.of(language))
    yield from (*head("Why it matters", "为什么要紧"), rule.why.of(language))
    none = Phrase("None: only the editor can decide.", "无：只有编辑能决定。")
    yield from (*head("How safe the fix is", "修复有多安全"), (rule.fix_note or none).of(language))
    yield from head("Examples", "示例")[:2]
    for example in rule.examples:
        yield from _example(example, language)
    if rule.options:
        yield from (*head("Options", "选项"), *_options(rule, language))
    yield from (*head("Leave it out", "停用"), *_leaving_out(rule, language))
    if rule.source:
        yield from (*head("Source", "依据"), rule.source)


def fix_word(rule: Rule, language: Language) -> str:
    """How safe a rule's fixes are, in a word or two, as its own examples show it."""
    found = {
        finding.fix.safety
        for example in rule.examples
        if isinstance(example, Bad)
        for finding in lint(Document(_plain(example.text)), Settings((rule,)))
        if finding.fix
    }
    words = [_SAFETIES[safety].of(language) for safety in sorted(found, reverse=True)]
    return _say(", ", "、", language).join(words) or _say("none", "无", language)


def _index(rules: list[Rule], language: Language) -> str:
    other: Language = "zh" if language == "en" else "en"
    title = _say("Rules", "规则", language)
    lines = [_MARK, "", f"# {title}", "", f"[{'中文' if other == 'zh' else 'English'}]({_filename('README', other)})", ""]
    lines.append(_say(
        "`pubkit rule CODE` shows the same in a terminal. A *safe* fix never changes a word; it is made by `pubkit lint --fix`. "
        "Others need a look: `--unsafe-fixes`.",
        "`pubkit rule 编号` 在终端显示同样的内容。「安全」的修复绝不改变任何文字，用 `pubkit lint --fix` 完成；「需复核」的用 `--unsafe-fixes`。",
        language,
    ))
    columns = Phrase("| Code | Name | Severity | Fix | What it finds |", "| 编号 | 名称 | 严重程度 | 修复 | 找什么 |").of(language)
    lines += ["", columns, "|---|---|---|---|---|"]
    for rule in rules:
        link = f"[{rule.code}]({_filename(rule.code, language)})"
        severity = _SEVERITIES[rule.severity.word].of(language)
        lines.append(f"| {link} | {rule.name} | {severity} | {fix_word(rule, language)} | {_cell(rule.what.of(language))} |")
    return "\n".join([*lines, *index_rows(language)]) + "\n"


def _example(example: Bad | Good, language: Language) -> Iterator[str]:
    """An example: a diff of what the fix changes, or the text with carets under what is found."""
    if isinstance(example, Bad):
        said = _say("✗ Found", "✗ 问题", language)
        shown = _diff(_plain(example.text), example.fixed) if example.fixed is not None else _with_carets(example.text)
    else:
        said, shown = _say("✓ Left alone", "✓ 正常", language), example.text
    # An example says why in one language; a page in another shows it alone.
    why = _say(": ", "：", language) + example.why if example.why and (language == "en") == example.why.isascii() else ""
    kind = "diff" if isinstance(example, Bad) and example.fixed is not None else "text"
    yield from ("", f"{said}{why}", "", *_fenced(shown, kind))


def _diff(before: str, after: str) -> str:
    """Every line, those that a fix takes away with `-` and those that it puts there with `+`."""
    marks = {"  ": " ", "- ": "-", "+ ": "+"}
    lines = difflib.ndiff(before.split("\n"), after.split("\n"), linejunk=None, charjunk=None)
    return "\n".join(marks[line[:2]] + line[2:] for line in lines if line[:2] in marks)


def _with_carets(marked: str) -> str:
    """A text with a line of carets under each line that holds a mark."""
    shown = []
    for line in marked.split("\n"):
        plain, under = "", ""
        for piece in re.split("(⟦[^⟧]*⟧?)", line):
            text = _seen(piece.strip("⟦⟧"))
            plain += text
            under += ("^" * max(1, cells(text))) if piece.startswith("⟦") else " " * cells(text)
        shown += [plain, *([under.rstrip()] if "^" in under else [])]
    return "\n".join(shown)


def _fenced(text: str, kind: str) -> tuple[str, str, str]:
    """A block of code with a fence that the text does not hold."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return fence + kind, _seen(text.rstrip("\n")), fence


def _options(rule: Rule, language: Language) -> Iterator[str]:
    yield Phrase("| Option | Value | Default | What it does |", "| 选项 | 值 | 默认 | 作用 |").of(language)
    yield "|---|---|---|---|"
    for option in rule.options:
        yield f"| `{option.name}` | {_values(option, language)} | `{_default(option)}` | {_cell(option.what.of(language))} |"
    chosen = rule.options[0]
    yield from ("", *_fenced(f"lint:\n  options:\n    {rule.code}:\n      {chosen.name}: {_default(chosen)}", "yaml"))


def _values(option: Option, language: Language) -> str:
    kinds = {
        "boolean": "`true`, `false`",
        "number": _say("a number", "数字", language),
        "strings": _say("a list of texts", "文本列表", language),
    }
    return ", ".join(f"`{choice}`" for choice in option.choices) if option.kind == "choice" else kinds[option.kind]


def _default(option: Option) -> str:
    if isinstance(option.default, bool):
        return str(option.default).lower()
    return "[" + ", ".join(option.default) + "]" if isinstance(option.default, tuple) else str(option.default)


def _leaving_out(rule: Rule, language: Language) -> Iterator[str]:
    if rule.phase is not Phase.COMMENT:
        yield _say("In one place, in the text:", "某一处，写在文稿里：", language)
        reason = _say("reason", "理由", language)
        yield from ("", *_fenced(f"<!-- pubkit: ignore {rule.code} {reason} -->", "markdown"), "")
    yield _say("For the whole project, in `pubkit.yaml`:", "整个项目，写在 `pubkit.yaml` 里：", language)
    yield from ("", *_fenced(f"lint:\n  ignore: [{rule.code}]", "yaml"))


def _filename(stem: str, language: Language) -> str:
    return f"{stem}.md" if language == "en" else f"{stem}.{language}.md"


def _plain(marked: str) -> str:
    return marked.replace("⟦", "").replace("⟧", "")


def _seen(text: str) -> str:
    """Characters that no page shows, by their numbers."""
    return _UNSEEN.sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _say(en: str, zh: str, language: Language) -> str:
    return zh if language == "zh" else en
