"""What the rules of prose share: a page's prose as a reader sees it, and the places where no rule may look.

A rule takes a mark, asks what stands before and after it to a reader's eye, and whether the prose around it is Chinese.
Everything here is found when it is first asked for, and `str.find` of one mark before any pattern: most texts hold few
marks of a kind, and a rule that finds none must cost next to nothing. To look for one character that is not there takes
1 µs in a report of 25,000 code points, for two in a row 25 µs, for one of a class of Han 95 µs.
What does not belong here: any judgement of what is wrong.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from pubkit.markdown.tree import ADDRESS, BLOCK, BREAK, CITATION, MARKUP, MASKS, NOTE
from pubkit.rules.base import Page, Phase, Rule
from pubkit.text.chars import HAN, is_han
from pubkit.text.edit import Edit, Safety
from pubkit.text.han_variants import TRADITIONAL
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.pattern import lazy
from pubkit.text.span import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.markdown.tree import Run
    from pubkit.text.diagnostic import Diagnostic
    from pubkit.text.edit import Fix

#: What a sentence runs on over: markup and addresses are not seen, citations and note numbers are raised.
PASSED = frozenset(MARKUP + ADDRESS + CITATION + NOTE)
#: Where a line or a block ends. The empty text is what `before` and `after` give there.
EDGE = frozenset((BLOCK, BREAK, "\n"))
#: Full-width marks that a half-width twin may stand for, with the quotes and the dash.
WIDE_MARKS = frozenset("，。；：！？、（）《》〈〉【】「」『』“”‘’…—～·")
WIDE_OPENING = frozenset("（《〈【「『“‘")
WIDE_CLOSING = frozenset("）》〉】」』”’")

_HAN = lazy(f"[{HAN}]")
_HAN_RUN = lazy(f"[{HAN}][{HAN}]*")
_KANA = lazy("[\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff]")
_WORD = lazy(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ]*(?:['’][A-Za-z]+)?")
#: Words that only a sentence has: a name or a term in Chinese prose seldom holds one.
_FUNCTION_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be but by can do for from has have if in into is it its not of on or that the then there "
        "this to was we were when which will with you your",
    )
)


#: Signs that open or close markup by what stands beside them: a space beside a lone one is not touched.
DELIMITERS = frozenset("*_~$[]`<>\\")
#: A pair of brackets or quotes that holds more code points than this is not judged: it is no remark, and often no pair.
LONGEST_PAIR = 600


class Pair(NamedTuple):
    """An opening and a closing mark that belong together: their places, in code points."""

    opening: int
    closing: int


class Pairs(NamedTuple):
    """The brackets and quotation marks of a page: those that match, and those that stand alone."""

    matched: list[Pair]
    alone: list[int]


class Prose:
    """The prose of one page. `text` is its masked text without citations and references, as long as the source."""

    def __init__(self, page: Page) -> None:
        self.text = page.body_masked
        self.source = page.text
        self.runs = page.body_runs
        self.end = page.body_end
        self._document = page.document
        self._places: dict[str, list[int]] = {}
        self._chinese: dict[int, bool] = {}
        self._firsts: dict[tuple[int, int], int] = {}

    def places(self, mark: str) -> list[int]:
        """Where `mark` stands in the prose, outside of what is frozen."""
        places = self.all_places(mark)
        if not places:
            return places
        starts, ends = self._frozen
        if not starts:
            return places
        return [at for at in places if not (n := bisect_right(starts, at)) or at >= ends[n - 1]]

    def all_places(self, mark: str) -> list[int]:
        """Where `mark` stands in the text, also in what is frozen.

        Several marks in a row are looked for where their first one that is no space stands.
        """
        places = self._places.get(mark)
        if places is None:
            places = self._places[mark] = self._rows(mark) if len(mark) > 1 else self._marks(mark)
        return places

    def _marks(self, mark: str) -> list[int]:
        find, end = self.text.find, self.end
        places = []
        at = find(mark, 0, end)
        while at >= 0:
            places.append(at)
            at = find(mark, at + 1, end)
        return places

    def _rows(self, marks: str) -> list[int]:
        shift = len(marks) - len(marks.lstrip(" "))
        text, places, done = self.text, [], 0
        for at in self.all_places(marks[shift]):
            start = at - shift
            if start >= done and text.startswith(marks, start):
                places.append(start)
                done = start + len(marks)
        return places

    def before(self, at: int) -> int:
        """The place of what a reader sees before `at`, spaces counted; -1 at the edge of a line or block."""
        text = self.text
        at -= 1
        while at >= 0 and text[at] in PASSED:
            at -= 1
        return at if at >= 0 and text[at] not in EDGE else -1

    def after(self, at: int) -> int:
        """The place of what a reader sees at `at` or behind it, spaces counted; -1 at the edge of a line or block."""
        text, last = self.text, len(self.text)
        while at < last and text[at] in PASSED:
            at += 1
        return at if at < last and text[at] not in EDGE else -1

    def character(self, at: int) -> str:
        """What stands at a place that `before` or `after` gave; nothing at an edge."""
        return self.text[at] if at >= 0 else ""

    def past_spaces(self, at: int) -> int:
        """The place behind the spaces that begin at `at`."""
        text, last = self.text, len(self.text)
        while at < last and text[at] == " ":
            at += 1
        return at

    def before_spaces(self, at: int) -> int:
        """Where the spaces that end at `at` begin."""
        text = self.text
        while at > 0 and text[at - 1] == " ":
            at -= 1
        return at

    # where no rule may look

    def free(self, at: int) -> bool:
        """Whether a rule may touch what stands at `at`."""
        starts, ends = self._frozen
        n = bisect_right(starts, at) - 1
        return n < 0 or at >= ends[n]

    @cached_property
    def _frozen(self) -> tuple[list[int], list[int]]:
        """Starts and ends of what is written as prose and is none: addresses, labels, templates, formulas."""
        spans = sorted(
            (*self.addresses, *_emails(self.text), *self._labels(), *_braces(self.text), *_wiki(self), *_fences(self),
             *_formulas(self))
        )  # fmt: skip
        starts: list[int] = []
        ends: list[int] = []
        for start, end in spans:
            if ends and start <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                starts.append(start)
                ends.append(end)
        return starts, ends

    @cached_property
    def addresses(self) -> list[tuple[int, int]]:
        """Bare addresses (`https://…`, `www.…`), each up to the first space or Chinese mark."""
        text, found = self.text, []
        done = 0
        for at in self.all_places("://"):
            if at < done:
                continue
            start = at
            while start > done and at - start < 12 and text[start - 1].isascii() and text[start - 1].isalpha():
                start -= 1
            done = self._address_end(at + 3)
            if start < at:
                found.append((start, done))
        done = 0
        for dot in self.all_places("."):
            at = dot - 3
            if at >= done and text.startswith("www", at):
                done = self._address_end(dot + 1)
                found.append((at, done))
        return sorted(found)

    def _address_end(self, at: int) -> int:
        end = _ADDRESS_END.search(self.text, at)
        return end.start() if end else len(self.text)

    def _labels(self) -> Iterator[tuple[int, int]]:
        """Texts of links that are their own label (`[text]`, `[text][]`): to change one is to break the link."""
        source = self.source
        for link in self._document.parsed.links:
            if source[link.end - 1] == "]":
                yield link.start, link.end

    # whether the prose is Chinese

    @cached_property
    def _run_starts(self) -> list[int]:
        return [run.start for run in self.runs]

    def run(self, at: int) -> Run | None:
        """The run that holds a place."""
        n = bisect_right(self._run_starts, at) - 1
        return self.runs[n] if n >= 0 and at < self.runs[n].end else None

    def is_chinese(self, at: int) -> bool:
        """Whether the run that holds a place is Chinese prose: more Han than Latin words, and no Japanese."""
        n = bisect_right(self._run_starts, at) - 1
        if n < 0 or at >= self.runs[n].end:
            return False
        verdict = self._chinese.get(n)
        if verdict is None:
            run = self.runs[n]
            verdict = self._chinese[n] = is_chinese(
                self.text[run.start : run.end], 1 if self.mostly_han else 3, may_hold_kana=self.has_kana
            )
        return verdict

    @cached_property
    def mostly_han(self) -> bool:
        """Whether the runs with Han make up half of the page or more, by their length."""
        without = self.without_han
        other = sum([run.end - run.start for run in self.runs if run.start in without]) if without else 0
        return sum([run.end - run.start for run in self.runs]) >= 2 * other

    @cached_property
    def without_han(self) -> frozenset[int]:
        """Where the runs begin that hold no Han."""
        text, search = self.text, _HAN.search
        return frozenset([run.start for run in self.runs if not search(text, run.start, run.end)])

    def is_japanese(self, at: int) -> bool:
        """Whether the run that holds a place has kana: its Han are not Chinese."""
        if not self.has_kana:
            return False
        run = self.run(at)
        return run is not None and _KANA.search(self.text, run.start, run.end) is not None and not self.is_chinese(at)

    @cached_property
    def has_kana(self) -> bool:
        """Whether the page holds hiragana or katakana anywhere."""
        return self.has_rarities and _KANA.search(self.text, 0, self.end) is not None

    @property
    def has_rarities(self) -> bool:
        """Whether the page may hold kana, full-width letters or digits, or characters of Traditional Chinese.

        Most reports hold none, and four rules that look for them need not.
        """
        return self._seen[0]

    @property
    def has_clusters(self) -> bool:
        """Whether two of `，。；：、！？` stand side by side anywhere, also in what is frozen."""
        return bool(self._seen[1])

    @cached_property
    def _seen(self) -> tuple[bool, list[tuple[int, int]]]:
        """What one look at the whole text shows: whether it has rarities, and its clusters."""
        clusters = []
        for found in _CLUSTER_OR_RARITY.finditer(self.text, 0, self.end):
            start, end = found.span()
            if end - start == 1:
                return True, [found.span() for found in _CLUSTER.finditer(self.text, 0, self.end)]
            clusters.append((start, end))
        return False, clusters

    @cached_property
    def has_escapes(self) -> bool:
        """Whether a backslash stands in the source, which may escape a mark."""
        return "\\" in self.source

    @cached_property
    def has_anchors(self) -> bool:
        """Whether the page links to places within itself."""
        return "](#" in self.source

    def first(self, pattern: re.Pattern[str], run: Run) -> int:
        """Where `pattern` is first found in a run, -1 where it is not; searched once for each run."""
        key = (id(pattern), run.start)
        at = self._firsts.get(key)
        if at is None:
            found = pattern.search(self.text, run.start, run.end)
            at = self._firsts[key] = found.start() if found else -1
        return at

    def clause_before(self, at: int) -> int:
        """Where the clause that ends at `at` begins: behind the last mark before it, 60 code points back at most."""
        text, start = self.text, max(0, at - 60)
        while at > start and text[at - 1] not in _CLAUSE_ENDS:
            at -= 1
        return at

    # marks in rows, brackets and quotation marks

    @cached_property
    def clusters(self) -> list[tuple[int, int]]:
        """Where two or more of `，。；：、！？` stand side by side."""
        return [(start, end) for start, end in self._seen[1] if self.free(start)]

    @cached_property
    def pairs(self) -> Pairs:
        """The brackets and curly quotation marks of the prose, matched within their runs; widths may differ."""
        return _match(self)


class ProseRule(Rule):
    """A rule of prose: finds in `examine`, while `check` sees to it that no safe fix breaks a link within the page.

    A heading's anchor is made of its words, with hyphens for spaces: where the page links to anchors, a fix that changes
    the spaces of a heading is unsafe.
    """

    phase: ClassVar[Phase] = Phase.PROSE

    @abstractmethod
    def examine(self, page: Page) -> Iterator[Diagnostic]:
        """The findings on a page, in any order."""

    def check(self, page: Page) -> Iterator[Diagnostic]:
        for found in self.examine(page):
            yield found if found.fix is None else _guarded(page, found, found.fix)


def _guarded(page: Page, found: Diagnostic, fix: Fix) -> Diagnostic:
    """A finding whose fix leaves no backslash behind and breaks no link."""
    text = prose(page)
    if text.has_escapes and "\\" in [text.source[edit.span.start - 1] for edit in fix.edits]:
        fix = fix._replace(edits=tuple([_with_escape(page, edit) for edit in fix.edits]))
        found = found._replace(fix=fix)
    run = text.run(fix.edits[0].span.start) if fix.edits and fix.safety is Safety.SAFE else None
    if run is not None and run.block.kind == "heading" and text.has_anchors and _changes_spaces(page, fix):
        return found._replace(fix=fix._replace(safety=Safety.UNSAFE))
    return found


def _with_escape(page: Page, edit: Edit) -> Edit:
    """The edit, and the backslash that escapes the mark with it: before `（` it would be shown."""
    start, end = edit.span
    escaped = start < end and page.text[start - 1 : start] == "\\" and page.document.masked[start - 1] == MARKUP
    return Edit(Span(start - 1, end), edit.text) if escaped and edit.text[:1] not in _ASCII_MARKS else edit


#: What may follow a backslash that escapes it (CommonMark 2.4).
_ASCII_MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def _changes_spaces(page: Page, fix: Fix) -> bool:
    return any(_gaps(edit.span.of(page.text)) != _gaps(edit.text) for edit in fix.edits)


def _gaps(text: str) -> int:
    return text.count(" ") + text.count("-")


def prose(page: Page) -> Prose:
    """The prose of a page, made once."""
    return page.shared(Prose)


def is_chinese(text: str, share: int = 1, *, may_hold_kana: bool = True) -> bool:
    """Whether a piece of prose is Chinese: at least `share` Han for each Latin word, and few kana among them.

    Words such as `the` and `of` weigh five times: they make a sentence English that only names Chinese words.
    """
    words = _WORD.findall(text)
    least = max(1, share * len(words) + 4 * function_words(words))
    if may_hold_kana:
        least = max(least, 5 * len(_KANA.findall(text)))
    han = 0
    for found in _HAN_RUN.finditer(text):
        han += found.end() - found.start()
        if han >= least:
            return True
    return False


def function_words(words: list[str]) -> int:
    """How many of `words` are such as only an English sentence has: `the`, `of`, `which`."""
    return len([word for word in words if word.lower() in _FUNCTION_WORDS])


def is_wide(character: str) -> bool:
    """Whether this is Han or a full-width mark."""
    return character != "" and (character in WIDE_MARKS or is_han(character))


def is_latin(character: str) -> bool:
    """Whether this is an ASCII letter or digit."""
    return character.isascii() and character.isalnum()


#: Full-width marks that only Chinese and Japanese have; curly quotes, dashes and `·` are Latin too.
CHINESE_ONLY = frozenset("，。；：！？、（）《》〈〉【】「」『』")
CLOSERS = frozenset(")]\"'”’…—）】》〉」』")
OPENERS = frozenset("([\"'“‘（【《〈「『")


def is_chinese_mark(character: str) -> bool:
    return character != "" and (character in CHINESE_ONLY or is_han(character))


def chinese_before(text: Prose, at: int) -> bool:
    """Whether Chinese stands before `at`, closing marks passed over."""
    place = text.before(at)
    while (seen := text.character(place)) in CLOSERS and seen not in CHINESE_ONLY:
        place = text.before(place)
    return is_chinese_mark(seen)


def chinese_after(text: Prose, at: int) -> bool:
    """Whether Chinese stands at `at` or behind it, spaces and opening marks passed over."""
    place = text.after(at)
    while (seen := text.character(place)) == " " or (seen in OPENERS and seen not in CHINESE_ONLY):
        place = text.after(place + 1)
    return is_chinese_mark(seen)


#: Where a clause ends. A full stop may stand in a name or a number.
_CLAUSE_ENDS = EDGE | frozenset("，。；：！？,;:!?")
#: Where a bare address ends for a reader who knows Chinese.
_ADDRESS_END = lazy(rf"[\s<>\"'|`，。；：！？、（）《》【】「」“”‘’…{MASKS}]")
_EMAIL_PART = lazy(r"[A-Za-z0-9._+-]{1,64}")


def _emails(text: str) -> Iterator[tuple[int, int]]:
    at = text.find("@")
    while at >= 0:
        start = at
        while start and at - start < 64 and _EMAIL_PART.match(text[start - 1]):
            start -= 1
        host = _EMAIL_PART.match(text, at + 1)
        if host:
            yield start, host.end()
        at = text.find("@", host.end() if host else at + 1)


def _braces(text: str) -> Iterator[tuple[int, int]]:
    """`{{ template }}`, `{% tag %}`, `{#id .class}`, `{:name}`, each on one line."""
    at = text.find("{")
    while at >= 0:
        end = at + 1
        if text[at + 1 : at + 2] in ("{", "%", "#", ".", ":"):
            found = _BRACE_END.search(text, at + 1, at + 400)
            if found and found[0] == "}":
                end = found.end()
                yield at, end
        at = text.find("{", end)


_BRACE_END = lazy(rf"[}}\n{BLOCK}]")


def _wiki(prose: Prose) -> Iterator[tuple[int, int]]:
    """`[[page]]`, on one line."""
    done = 0
    for at in prose.all_places("[["):
        found = _WIKI_END.search(prose.text, at + 2, at + 400) if at >= done else None
        if found and found[0] == "]]":
            done = found.end()
            yield at, done


_WIKI_END = lazy(rf"\]\]|[\n{BLOCK}]")


def _fences(prose: Prose) -> Iterator[tuple[int, int]]:
    """Lines of `::: name title`, a container of VuePress, MyST and pandoc."""
    done = 0
    for at in prose.all_places(":::"):
        if at >= done:
            found = _LINE_END.search(prose.text, at)
            done = found.start() if found else len(prose.text)
            yield at, done


_LINE_END = lazy(rf"[\n{BLOCK}{BREAK}]")


def _formulas(prose: Prose) -> Iterator[tuple[int, int]]:
    r"""`\[…\]` and `\(…\)` that hold TeX; a reader of CommonMark takes them for prose."""
    for opening, closing in (("[", "\\]"), ("(", "\\)")):
        done = 0
        for bracket in prose.all_places(opening):
            at = bracket - 1
            if at < done or prose.source[at] != "\\":
                continue
            done = prose.source.find(closing, at + 2)
            if done < 0:
                break
            if BLOCK not in prose.text[bracket:done] and _TEX.search(prose.source, at + 2, done):
                yield at, done + 2

_TEX = lazy(r"\\[A-Za-z]|[\^_]\{?[A-Za-z0-9]|=")


_POINTS = "，。；：、！？"
_CLUSTER = lazy(f"[{_POINTS}][{_POINTS}]+")
_RARITIES = f"\u3041-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff10-\uff19\uff21-\uff3a\uff41-\uff5a{TRADITIONAL}"
#: Two or more points, or one rarity. What may begin a match is one class, which is searched fastest.
_CLUSTER_OR_RARITY = lazy(f"[{_POINTS}{_RARITIES}](?:(?<![{_POINTS}])|[{_POINTS}]+)")
_BRACKETS = "()（）《》〈〉【】「」『』“”"
_CLOSED_BY = {"(": ")）", "（": ")）", "《": "》", "〈": "〉", "【": "】", "「": "」", "『": "』", "“": "”"}


def _match(prose: Prose) -> Pairs:
    matched: list[Pair] = []
    alone: list[int] = []
    starts = prose._run_starts
    stack: list[int] = []
    current = -1
    text = prose.text
    for at in sorted([at for mark in _BRACKETS for at in prose.places(mark)]):
        n = bisect_right(starts, at)
        if n != current:
            alone += stack
            stack.clear()
            current = n
        mark = text[at]
        if mark in _CLOSED_BY:
            stack.append(at)
        elif stack and mark in _CLOSED_BY[text[stack[-1]]]:
            matched.append(Pair(stack.pop(), at))
        else:
            _close_late(prose, stack, at, matched, alone)
    alone += stack
    matched.sort()
    alone.sort()
    return Pairs(matched, alone)


def _close_late(prose: Prose, stack: list[int], at: int, matched: list[Pair], alone: list[int]) -> None:
    """A closing mark that does not fit the innermost opening one: up to three unclosed marks may lie between."""
    text = prose.text
    mark = text[at]
    for depth in range(2, min(len(stack), 4) + 1):
        if mark in _CLOSED_BY[text[stack[-depth]]]:
            alone += stack[-depth + 1 :]
            matched.append(Pair(stack[-depth], at))
            del stack[-depth:]
            return
    alone.append(at)
