"""Comments in the text that leave a finding out: `<!-- pubkit: ignore CIT102 理由 -->`.

    <!-- pubkit: ignore CIT102, CIT203 reason -->        inside a line: that line; on its own: the block that follows
    <!-- pubkit: ignore-file CIT203 reason -->           the whole file

A rule is named by its code, its name, or the beginning of a code. What is wrong with a comment is a finding itself: see
`rules/suppression.py`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pubkit.rules.registry import RULES, by_code
from pubkit.rules.suppression import SuppressionWithoutReason, UnreadableSuppression, UnusedSuppression
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node
    from pubkit.text.diagnostic import Diagnostic

_COMMENT = re.compile(r"<!--\s*pubkit:\s*(?P<verb>[\w-]*)(?P<rest>.*?)-->", re.DOTALL)
_CODE = re.compile(r"[\s,，、]*(?:(?P<code>[A-Z]{2,5}\d{0,3}|ALL)(?![A-Za-z0-9])|(?P<name>[a-z]+(?:-[a-z]+)+)(?![\w-]))")
_VERBS = ("ignore", "ignore-file")


class Suppression(NamedTuple):
    """One comment: where it stands, which rules it names and where, where it holds, and why.

    `codes` are codes or beginnings of codes, or `ALL`; `named` is the place of all of them together.
    """

    span: Span
    codes: tuple[str, ...]
    named: Span
    reach: Span
    reason: str
    verb: str

    def covering(self, finding: Diagnostic) -> str | None:
        """The first of its codes that leaves a finding out, which is one that begins where the comment holds."""
        if self.verb not in _VERBS or finding.span.start not in self.reach:
            return None
        return next((code for code in self.codes if code == "ALL" or finding.code.startswith(code)), None)


def find_suppressions(document: Document) -> list[Suppression]:
    """The comments of a document, in order. None where the text does not hold `pubkit:` at all."""
    if "pubkit:" not in document.text:
        return []
    return [
        suppression
        for node in document.tree.walk()
        if node.kind in ("html", "html_block") and (node.kind == "html_block" or node.inside("html_block") is None)
        for suppression in _in_node(document, node)
    ]


def _in_node(document: Document, node: Node) -> Iterator[Suppression]:
    for found in _COMMENT.finditer(document.text, node.start, node.end):
        codes, rest, at = [], found["rest"], 0
        while (named := _CODE.match(rest, at)) and (code := named["code"] or _names().get(named["name"])):
            codes.append(code)
            at = named.end()
        first = len(rest) - len(rest.lstrip())
        start = found.start("rest")
        reason = rest[at:].strip(" \t\n,:，：、—-")
        named_at = Span(start + first, start + max(first, at))
        yield Suppression(Span(*found.span()), tuple(codes), named_at, _reach(document, node, found["verb"]), reason, found["verb"])


def _names() -> dict[str, str]:
    return {rule.name: rule.code for rule in RULES}


def _reach(document: Document, node: Node, verb: str) -> Span:
    """Where a comment holds: the file, the next block that is no comment itself, or its line."""
    text = document.text
    if verb == "ignore-file":
        return Span(0, len(text) + 1)
    if node.kind != "html_block":
        start, end = document.lines.span(document.lines.row(node.start))
        return Span(start, end + 1)
    siblings = node.parent.children if node.parent else []
    for follower in siblings[siblings.index(node) + 1 :]:
        if follower.kind != "html_block" or not _is_comment(text[follower.start : follower.end]):
            return Span(follower.start, follower.end + (not text[follower.start : follower.end].endswith("\n")))
    return Span(node.end, node.end)


def _is_comment(text: str) -> bool:
    return text.lstrip().startswith("<!--") and text.rstrip().endswith("-->")


def apply_suppressions(document: Document, findings: Iterable[Diagnostic], ran: Collection[str]) -> list[Diagnostic]:
    """`findings` without those that comments leave out, and with findings about the comments themselves.

    `ran` are the codes of the rules that ran: a comment for a rule that did not run is not called unused, and only what
    these rules find is said about comments.
    """
    suppressions = find_suppressions(document)
    if not suppressions:
        return list(findings)
    used: set[tuple[int, str]] = set()
    kept = []
    for finding in findings:
        covering = [(s.span.start, code) for s in suppressions if (code := s.covering(finding))]
        used.update(covering)
        if not covering:
            kept.append(finding)
    about = [found for s in suppressions for found in _about(document, s, used, ran)]
    return kept + [finding for finding in about if finding.code in ran]


def _about(
    document: Document, suppression: Suppression, used: set[tuple[int, str]], ran: Collection[str]
) -> Iterator[Diagnostic]:
    """What is wrong with a comment itself."""
    if said := _unreadable(suppression):
        yield _UNREADABLE.finding(suppression.span, *said)
        return
    unused = [
        code
        for code in suppression.codes
        if (suppression.span.start, code) not in used and (code == "ALL" or any(name.startswith(code) for name in ran))
    ]
    if unused:
        message = Phrase("nothing is left out here by {}", "此处没有 {} 要忽略的问题").format(", ".join(unused))
        yield _UNUSED.finding(suppression.span, message, _without(document.text, suppression, unused))
    if not suppression.reason:
        yield _UNREASONED.finding(suppression.span, Phrase("say why this is left out", "请写明忽略的理由"))


_UNUSED, _UNREASONED, _UNREADABLE = UnusedSuppression(), SuppressionWithoutReason(), UnreadableSuppression()


def _unreadable(suppression: Suppression) -> tuple[Phrase] | None:
    """Why a comment cannot be followed; None where it can."""
    import difflib

    if suppression.verb not in _VERBS:
        said = Phrase("pubkit knows `ignore` and `ignore-file`, not `{}`", "pubkit 只识别 `ignore` 和 `ignore-file`，不识别 `{}`")
        return (said.format(suppression.verb),)
    if not suppression.codes:
        return (Phrase("this comment names no rule", "这条注释没有写明规则"),)
    known = by_code()
    for code in suppression.codes:
        if code != "ALL" and not any(name.startswith(code) for name in known):
            near = difflib.get_close_matches(code, known, n=1)
            hint = Phrase("; did you mean {}?", "，是否想写 {}？").format(near[0]) if near else Phrase("", "")
            return (Phrase("there is no rule {}{}", "没有规则 {}{}").format(code, hint),)
    return None


def _without(text: str, suppression: Suppression, unused: list[str]) -> Fix:
    """Takes the codes out of a comment, or the comment where none is left."""
    left = [code for code in suppression.codes if code not in unused]
    if left:
        edit = Edit(suppression.named, ", ".join(left))
        return Fix(Phrase("Remove {}", "删去 {}").format(", ".join(unused)), (edit,), Safety.UNSAFE)
    return Fix(Phrase("Remove the comment", "删去注释"), (Edit(_with_space(text, suppression.span), ""),), Safety.UNSAFE)


def _with_space(text: str, span: Span) -> Span:
    """A comment with the blank line or the space that it leaves."""
    start, end = span
    if start == 0 or text[:start].endswith("\n\n"):
        while text[end : end + 1] == "\n":
            end += 1
    elif text[start - 1] == " " and text[end : end + 1] in (" ", "\n", ""):
        start -= 1
    return Span(start, end)
