"""Comments in the text that leave a finding out: `<!-- pubkit: ignore CIT102 理由 -->`.

    <!-- pubkit: ignore CIT102, CIT203 reason -->        inside a line: that line; on its own: the block that follows
    <!-- pubkit: ignore-file CIT203 reason -->           the whole file

A comment that leaves nothing out is a finding itself, and so is one without a reason where one is required: a silence
that nobody can explain is worse than the finding.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from pubkit.rules.registry import RULES
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pubkit.markdown.document import Document
    from pubkit.markdown.tree import Node

_COMMENT = lazy(r"<!--\s*pubkit:\s*(?P<verb>[\w-]+)(?P<rest>.*?)-->", re.DOTALL)
_CODE = lazy(r"\s*,?\s*([A-Z]{2,5}\d{0,3}|ALL)(?![A-Za-z0-9])")
UNUSED = ("SUP101", "unused-suppression")
UNREASONED = ("SUP102", "suppression-without-reason")
UNREADABLE = ("SUP103", "unreadable-suppression")


class Suppression(NamedTuple):
    """One comment: where it stands, which codes it names, where it holds, and why."""

    span: Span
    codes: tuple[str, ...]
    reach: Span
    reason: str
    verb: str

    def covers(self, finding: Diagnostic) -> bool:
        """Whether it leaves a finding out: one that begins where it holds, or that it touches."""
        named = any(code == "ALL" or finding.code.startswith(code) for code in self.codes)
        start, end = self.reach
        return named and start <= finding.span.start < max(end, start + 1)


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
        codes, at = [], 0
        rest = found["rest"]
        while code := _CODE.match(rest, at):
            codes.append(code[1])
            at = code.end()
        yield Suppression(
            Span(*found.span()), tuple(codes), _reach(document, node, found["verb"]), rest[at:].strip(" ,:：—-\n"), found["verb"]
        )


def _reach(document: Document, node: Node, verb: str) -> Span:
    """Where a comment holds: the file, the next block, or its line."""
    if verb == "ignore-file":
        return Span(0, len(document.text) + 1)
    if node.kind == "html_block":
        siblings = node.parent.children if node.parent else []
        place = siblings.index(node)
        follower = siblings[place + 1] if place + 1 < len(siblings) else None
        return follower.span if follower else Span(node.end, node.end)
    return document.lines.span(document.lines.row(node.start))


def apply_suppressions(
    document: Document, findings: Iterable[Diagnostic], ran: Iterable[str], *, require_reason: bool = False
) -> list[Diagnostic]:
    """`findings` without those that comments leave out, and with findings about the comments themselves.

    `ran` are the codes of the rules that ran: a comment for a rule that did not run is not called unused.
    """
    suppressions = find_suppressions(document)
    if not suppressions:
        return list(findings)
    used: set[Suppression] = set()
    kept = []
    for finding in findings:
        covering = [s for s in suppressions if s.covers(finding)]
        used.update(covering)
        if not covering:
            kept.append(finding)
    ran = set(ran)
    for suppression in suppressions:
        kept += _about(document, suppression, suppression in used, ran, require_reason=require_reason)
    return kept


def _about(
    document: Document, suppression: Suppression, used: bool, ran: set[str], *, require_reason: bool
) -> Iterator[Diagnostic]:
    """What is wrong with a comment itself."""
    known = [rule.code for rule in RULES]
    unknown = [code for code in suppression.codes if code != "ALL" and not any(k.startswith(code) for k in known)]
    if suppression.verb not in ("ignore", "ignore-file") or not suppression.codes or unknown:
        said = Phrase("this comment names no rule that exists: {}", "这条注释没有写明存在的规则：{}")
        yield _finding(UNREADABLE, suppression, said.format(", ".join(unknown) or suppression.verb))
        return
    if not used and any(code == "ALL" or any(r.startswith(code) for r in ran) for code in suppression.codes):
        said = Phrase("this comment leaves nothing out: {}", "这条注释没有对应的问题：{}")
        title = Phrase("Remove the comment", "删去注释")
        fix = Fix(title, (Edit(_with_space(document.text, suppression.span), ""),))
        yield _finding(UNUSED, suppression, said.format(", ".join(suppression.codes)), fix)
    if require_reason and not suppression.reason:
        yield _finding(UNREASONED, suppression, Phrase("say why this is left out", "请写明忽略的理由"))


def _finding(kind: tuple[str, str], suppression: Suppression, message: Phrase, fix: Fix | None = None) -> Diagnostic:
    return Diagnostic(*kind, Severity.WARNING, suppression.span, message, fix and fix._replace(safety=fix.safety.UNSAFE))


def _with_space(text: str, span: Span) -> Span:
    """A comment with the blank line or the space that it leaves."""
    start, end = span
    if text[:start].endswith("\n\n") or start == 0:
        while text[end : end + 1] == "\n":
            end += 1
    elif text[start - 1] == " ":
        start -= 1
    return Span(start, end)
