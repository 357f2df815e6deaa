"""SUP1xx: comments that leave findings out. A silence that nobody can explain is worse than the finding.

What these rules find cannot be seen on the page alone: it depends on what all other rules found. `lint/suppress.py` finds
it; here is what each finding means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.rules.base import Bad, Good, Page, Phase, Rule
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.text.diagnostic import Diagnostic


class _AboutComments(Rule):
    phase: ClassVar[Phase] = Phase.COMMENT

    def check(self, page: Page) -> Iterator[Diagnostic]:  # noqa: ARG002
        """Nothing: see the module's docstring."""
        return iter(())


class UnusedSuppression(_AboutComments):
    code = "SUP101"
    name = "unused-suppression"
    what = Phrase(
        "A comment that leaves out what is not found there.",
        "忽略注释所在之处并没有它要忽略的问题。",
    )
    why = Phrase(
        "The text was mended and the comment stayed. It would hide the next finding of the same kind, which nobody has judged.",
        "正文已经改好，注释却留了下来。以后同类问题再出现在这里，会在没有人判断过的情况下被它掩盖。",
    )
    fix_note = Phrase(
        "Unsafe: takes out the comment, or the codes of it that leave nothing out. The reason that was written there goes with it.",
        "需复核：删去这条注释，或删去其中不再起作用的编号；写在里面的理由也会随注释一起删去。",
    )
    examples = (
        Bad("⟦<!-- pubkit: ignore ALL 表格来自原书 -->⟧\n\n储能产业持续增长。\n", "储能产业持续增长。\n"),
        Bad("储能产业持续增长。⟦<!-- pubkit: ignore ALL -->⟧\n", "储能产业持续增长。\n"),
        Good("`<!-- pubkit: ignore ALL -->`\n", why="code is not a comment"),
    )


class SuppressionWithoutReason(_AboutComments):
    code = "SUP102"
    name = "suppression-without-reason"
    default = False
    what = Phrase(
        "A comment that leaves a finding out and does not say why. Off by default; `require-reason: true` in `pubkit.yaml` turns it on.",
        "忽略注释没有写明理由。默认不启用；在 `pubkit.yaml` 里写 `require-reason: true` 即启用。",
    )
    why = Phrase(
        "Whoever reads the text after you cannot tell a decision from a convenience.",
        "后来读稿的人无法分辨这是经过判断的决定，还是图省事。",
    )
    examples = (
        Bad("储能产业持续增长。⟦<!-- pubkit: ignore ALL -->⟧\n"),
        Good("储能产业持续增长。<!-- pubkit: ignore ALL 引自原书，保持原貌 -->\n"),
    )


class UnreadableSuppression(_AboutComments):
    code = "SUP103"
    name = "unreadable-suppression"
    what = Phrase(
        "A comment to pubkit that names no rule, or one that does not exist, or asks for something unknown.",
        "写给 pubkit 的注释没有写规则编号，或编号不存在，或指令无法识别。",
    )
    why = Phrase(
        "Its author believes that a finding is left out, and it is not.",
        "写注释的人以为问题已被忽略，其实没有。",
    )
    examples = (
        Bad("储能产业持续增长。⟦<!-- pubkit: ignore CIT999 -->⟧\n", why="no such rule"),
        Bad("储能产业持续增长。⟦<!-- pubkit: ignore -->⟧\n", why="no rule is named"),
        Bad("储能产业持续增长。⟦<!-- pubkit: disable CIT101 -->⟧\n", why="not a word that pubkit knows"),
        Good("储能产业持续增长。<!-- 编者注：pubkit: 已核对 -->\n", why="not a comment to pubkit"),
    )


RULES = (UnusedSuppression(), SuppressionWithoutReason(), UnreadableSuppression())
