"""ZH109–ZH111: brackets of two widths, pairs that do not close, and the marks around a title."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from pubkit.rules.base import Bad, Good, Page, Rule
from pubkit.rules.prose import LONGEST_PAIR, Pair, Prose, ProseRule, is_latin, prose
from pubkit.text.chars import HAN
from pubkit.text.diagnostic import Diagnostic, Severity
from pubkit.text.edit import Edit, Fix, Safety
from pubkit.text.pattern import lazy
from pubkit.text.phrase import Phrase
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

_HAN = lazy(f"[{HAN}]")


class MixedBracket(ProseRule):
    """A bracket opened in one width and closed in the other."""

    code = "ZH109"
    name = "mixed-bracket"
    source: ClassVar[str] = "GB/T 15834—2011, 4.9 (括号)"
    what = Phrase("A bracket opened full-width and closed half-width, or the other way: `（…)`.", "括号一半全角、一半半角：`（…)`。")
    why = Phrase("The two halves differ in height and width, and search for a pair fails.", "左右两半高低宽窄不一，也不便检索。")
    fix_note: ClassVar[Phrase | None] = Phrase("Safe: the half-width one becomes full-width.", "安全：把半角的一半改为全角。")
    examples = (
        Bad("储能⟦（含抽水蓄能)⟧增长。", "储能（含抽水蓄能）增长。"),
        Bad("储能⟦(含抽水蓄能）⟧增长。", "储能（含抽水蓄能）增长。"),
        Good("储能（含抽水蓄能）增长，电网(含微网)也是。"),
        Good("步骤：1) 采样（每日）；2) 分析。"),
        Good("（见 a) 与 b) 两项）"),
        Good("表情 （^_^) 与 :)"),
        Good("（参见 `f(x)` 与 $g(x)$）"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        if ")" not in page.body_masked and "(" not in page.body_masked:
            return
        text = prose(page)
        for pair in text.pairs.matched:
            marks = text.text[pair.opening] + text.text[pair.closing]
            if marks in ("（)", "(）") and pair.closing - pair.opening < LONGEST_PAIR and self._is_bracket(text, pair):
                half = pair.closing if marks == "（)" else pair.opening
                wide = "）" if marks == "（)" else "（"
                fix = Fix(Phrase("Write `{}`", "改为 `{}`").format(wide), (Edit.replace(half, half + 1, wide),))
                message = Phrase("the two halves of this bracket differ in width", "括号一半全角、一半半角")
                yield self.finding(Span(pair.opening, pair.closing + 1), message, fix)

    def _is_bracket(self, text: Prose, pair: Pair) -> bool:
        masked = text.text
        inner = masked[pair.opening + 1 : pair.closing]
        if not _HAN.search(inner) and not _WORD.search(inner):
            return False
        if masked[pair.closing] == ")":
            return not _LABEL.search(inner) and inner.count("（") == inner.count("）")
        return not is_latin(masked[pair.opening - 1 : pair.opening])


_WORD = lazy("[A-Za-z]{2}")
#: What a label leaves before its bracket: `1)`, `a)`.
_LABEL = lazy(r"(?:\A|[\s，。；、（])(?:\d{1,2}|[A-Za-z]|[一二三四五六七八九十]{1,2})\Z")


class UnbalancedPair(ProseRule):
    """A bracket or quotation mark without its other half."""

    code = "ZH110"
    name = "unbalanced-pair"
    source: ClassVar[str] = "GB/T 15834—2011, 4.8, 4.9, 4.15 (引号、括号、书名号)"
    what = Phrase("A `（` `《` `「` `【` `“` that nothing closes, or one that closes nothing.", "`（` `《` `「` `【` `“` 没有与之配对的另一半。")
    why = Phrase(
        "The reader waits for the end of the bracket; often words were lost together with the missing half.",
        "读者找不到括号或引文的终点；缺的那一半常常连着被删掉的文字。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Only for quotation marks that were typed in the wrong direction (`“…“`): unsafe, they are turned.",
        "只对方向用反的引号（`“…“`）提供，为不安全：改正方向。",
    )
    examples = (
        Bad("储能⟦（⟧含抽水蓄能增长较快。"),
        Bad("见⟦《⟧电力年鉴⟦〉⟧第 3 页，又见⟦《⟧能源统计。"),
        Bad("他说“可以⟦“⟧。", "他说“可以”。"),
        Bad("储能增长⟦）⟧较快。"),
        Good("储能（含抽水蓄能（大型））增长，《论〈能源〉》“很‘好’”。"),
        Good("1）采样；2）分析；（3）汇总；a）报告。", "labels"),
        Good("“第一段引文。\n\n“第二段引文。”", "each paragraph of a quotation is opened anew"),
        Good("（本段的括号\n\n在下一段结束。）"),
        Good("太好了：） 笑脸（：", "smileys"),
        Good("`（` 与 “《” 是标点。"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        text = prose(page)
        open_later: dict[str, list[int]] = {}
        found: list[tuple[int, Fix | None]] = []
        for at in text.pairs.alone:
            mark = text.text[at]
            if mark in "()" or self._is_no_half(text, at):
                continue
            if mark in _CLOSED_BY:
                open_later.setdefault(_CLOSED_BY[mark], []).append(at)
            elif open_later.get(mark):
                open_later[mark].clear()  # opened in an earlier block
            else:
                found.append((at, None))
        found += [(at, self._turned(text, at)) for places in open_later.values() for at in places]
        for at, fix in found:
            if not (fix is None and self._answers(text, at)):
                message = Phrase("`{}` has no other half", "`{}` 没有配对").format(text.text[at])
                yield self.finding(Span(at, at + 1), message, fix)

    def _is_no_half(self, text: Prose, at: int) -> bool:
        """Whether a mark is a label's (`1）`), a smiley's (`：）`), spoken of (`“《”`), or not in Chinese prose."""
        masked = text.text
        before, after = masked[at - 1 : at], masked[at + 1 : at + 2]
        if masked[at] == "）" and _LABEL.search(masked, max(0, at - 4), at):
            return True
        if before in _SMILE or (masked[at] == "（" and after in _SMILE):
            return True
        if masked[at] == "“" and text.before(at) < 0:
            return True  # each paragraph of a long quotation is opened anew
        return (before in _QUOTE and after in _QUOTE) or not text.is_chinese(at)

    def _turned(self, text: Prose, at: int) -> Fix | None:
        """Closes a quotation that was opened twice: the second `“` of a run that has no `”`."""
        run = text.run(at)
        if text.text[at] != "“" or run is None:
            return None
        first = text.text.find("“", run.start, run.end)
        if text.text.find("“", first + 1, run.end) != at or text.text.find("“", at + 1, run.end) >= 0:
            return None
        if text.text.find("”", run.start, run.end) >= 0:
            return None
        return Fix(Phrase("Turn it: ”", "改为 ”"), (Edit.replace(at, at + 1, "”"),), Safety.UNSAFE)

    def _answers(self, text: Prose, at: int) -> bool:
        """Whether this is the first `“` of a quotation that was opened twice: the second one is the finding."""
        run = text.run(at)
        if text.text[at] != "“" or run is None:
            return False
        second = text.text.find("“", at + 1, run.end)
        return second >= 0 and self._turned(text, second) is not None


_CLOSED_BY = {"（": "）", "《": "》", "〈": "〉", "【": "】", "「": "」", "『": "』", "“": "”"}
_SMILE = frozenset(("：", "；", ":", ";", "^", "_", "~", "￣"))
_QUOTE = frozenset("“”‘’「」\"'`")


class WrongTitleMark(ProseRule):
    """Title marks that are not 《》, or nested ones that are not 〈〉."""

    code = "ZH111"
    name = "wrong-title-mark"
    severity = Severity.INFO
    source: ClassVar[str] = "GB/T 15834—2011, 4.15 (书名号)"
    what = Phrase("A title between `<<` and `>>`, or 《…》 within 《…》.", "书名用 `<<` `>>` 括住，或《》里面又用《》。")
    why = Phrase(
        "Title marks are 《》, and 〈〉 inside of them; angle brackets of mathematics may be read as HTML.",
        "书名号是《》，里面一层用〈〉；数学的尖括号还可能被当成 HTML。",
    )
    fix_note: ClassVar[Phrase | None] = Phrase(
        "Safe for nested title marks. Unsafe for `<<…>>`, whose signs also mean something by themselves.",
        "里层书名号为安全。`<<…>>` 本身也有含义，为不安全。",
    )
    examples = (
        Bad("读⟦<<能源年鉴>>⟧第 3 页。", "读《能源年鉴》第 3 页。"),
        Bad("见《读⟦《能源年鉴》⟧有感》一文。", "见《读〈能源年鉴〉有感》一文。"),
        Good("见《读〈能源年鉴〉有感》与《能源》。"),
        Good("用 cout << 名称 >> 文件 输出，`<<中文>>`，1 << 2。"),
        Good("替换 <名称> 与 <<EOF。"),
    )

    def examine(self, page: Page) -> Iterator[Diagnostic]:
        masked = page.body_masked
        if "<<" in masked:
            yield from self._angles(prose(page))
        if masked.count("《") > 1:
            yield from self._nested(prose(page))

    def _angles(self, text: Prose) -> Iterator[Diagnostic]:
        for at in text.places("<<"):
            found = _ANGLES.match(text.text, at)
            if found:
                start, end = found.span()
                edits = (Edit.replace(start, start + 2, "《"), Edit.replace(end - 2, end, "》"))
                fix = Fix(Phrase("Write 《…》", "改为《…》"), edits, Safety.UNSAFE)
                yield self.finding(Span(start, end), Phrase("title marks are 《》", "书名号应为《》"), fix)

    def _nested(self, text: Prose) -> Iterator[Diagnostic]:
        outer = Pair(-1, -1)
        for pair in text.pairs.matched:
            if text.text[pair.opening] != "《":
                continue
            if pair.opening > outer.closing:
                outer = pair
                continue
            edits = (
                Edit.replace(pair.opening, pair.opening + 1, "〈"),
                Edit.replace(pair.closing, pair.closing + 1, "〉"),
            )
            message = Phrase("inner title marks are 〈〉", "书名号里面应使用〈〉")
            yield self.finding(Span(pair.opening, pair.closing + 1), message, Fix(Phrase("Write 〈…〉", "改为〈…〉"), edits))


_ANGLES = lazy(rf"<<[{HAN}][{HAN}A-Za-z0-9：·—、]{{0,40}}>>(?!>)")


RULES: tuple[Rule, ...] = (MixedBracket(), UnbalancedPair(), WrongTitleMark())
