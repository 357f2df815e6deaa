"""How many planted defects do the checks of editions find, and do they keep quiet about the undamaged text?

    python benchmarks/planted_defects.py report.md report.en.md --languages zh-CN en

Takes a report and its translation, appends a short section with figures, links, terms and a note of its own (so that every kind of
defect can be planted in any report), plants one defect at a time, seeded, and runs the checks. A defect counts as found where a new
finding of a fitting check appears at the damaged passage or at the one that it came from. Exits 1 below 97 of 100, or where the
checks find anything in the undamaged text.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pubkit.citations.resolve import find_citations
from pubkit.editions.checks import CheckContext, EditionFinding, check_pairs
from pubkit.editions.pair import parallel_pairs
from pubkit.editions.segments import segments_of
from pubkit.editions.terms import Term, Terms
from pubkit.markdown.document import Document
from pubkit.text.tags import chinese_script, is_chinese

if TYPE_CHECKING:
    from collections.abc import Callable

    from pubkit.editions.segment import Placeholder, Segment

WANTED, OF = 97, 100
#: The section that is appended, by language; {0} and {1} are two citations of the report.
SECTIONS = {
    "Hans": """

## 核对数字

2024 年，全市规模以上企业收入达到 1.2 亿元，同比增长 30%{0}。其中三成五来自海外，出口额为 4,500 万美元{1}。

全国共有 3.6 亿名用户使用大语言模型，较 2023 年 8 月 15 日的 2.4 亿名提高 12.5 个百分点[^tested]。项目总投资 13.7 万亿元，占地 500 公顷{0}。

详见[白皮书](https://example.org/papers/white-paper)和[数据说明](https://example.org/data)，命令 `pubkit lint --fix` 可以检查全文，其中 $x^2+y^2=1$ 为约束条件。大语言模型的 **训练成本** 在“十四五”时期下降了三分之二{1}。

- 第一季度的产量为 1,250 吨，
- 第二季度的产量为 1,480 吨，
- 20 世纪 90 年代的产量不足 300 吨。

| 年份 | 收入 | 占比 |
| --- | --- | --- |
| 2022 年 | 52.4 亿元 | 18% |
| 2023 年 | 61.8 亿元 | 21% |
| 2024 年 | 70.3 亿元 | 26% |

[^tested]: 用户数不含试用账户，统计截至 2024 年 6 月。
""",
    "en": """

## Figures to Check

In 2024 the revenue of the city’s enterprises above designated size reached 120 million yuan, up 30% on the year {0}. Of this, 35 percent came from abroad, and exports were worth 45 million US dollars {1}.

In the whole country 360 million people use large language models, up 12.5 percentage points from the 240 million of 15 August 2023[^tested]. Total investment in the project is 13.7 trillion yuan, on an area of 500 hectares {0}.

See the [white paper](https://example.org/papers/white-paper) and the [notes on the data](https://example.org/data) for details; the command `pubkit lint --fix` checks the whole text, where $x^2+y^2=1$ is the constraint. The **training costs** of large language models fell by two thirds during the 14th Five-Year Plan {1}.

- In the first quarter the output was 1,250 tonnes,
- in the second quarter it was 1,480 tonnes,
- in the 1990s it was less than 300 tonnes.

| Year | Revenue | Share |
| --- | --- | --- |
| In 2022 | 5.24 billion yuan | 18% |
| In 2023 | 6.18 billion yuan | 21% |
| In 2024 | 7.03 billion yuan | 26% |

[^tested]: The number of users does not include trial accounts and is as of June 2024.
""",
    "Hant": """

## 核對數字

2024 年，全市規模以上企業營收達到 1.2 億元，年增 30%{0}。其中三成五來自海外，出口額為 4,500 萬美元{1}。

全國共有 3.6 億名用戶使用大型語言模型，較 2023 年 8 月 15 日的 2.4 億名提高 12.5 個百分點[^tested]。專案總投資 13.7 兆元，佔地 500 公頃{0}。

詳見[白皮書](https://example.org/papers/white-paper)和[資料說明](https://example.org/data)，指令 `pubkit lint --fix` 可以檢查全文，其中 $x^2+y^2=1$ 為約束條件。大型語言模型的 **訓練成本** 在「十四五」時期下降了三分之二{1}。

- 第一季度的產量為 1,250 噸，
- 第二季度的產量為 1,480 噸，
- 20 世紀 90 年代的產量不足 300 噸。

| 年份 | 營收 | 佔比 |
| --- | --- | --- |
| 2022 年 | 52.4 億元 | 18% |
| 2023 年 | 61.8 億元 | 21% |
| 2024 年 | 70.3 億元 | 26% |

[^tested]: 用戶數不含試用帳戶，統計截至 2024 年 6 月。
""",
}
TERMS = Terms(
    (
        Term(
            {"zh-Hans": ("大语言模型",), "zh-Hant": ("大型語言模型",), "en": ("large language model", "LLM")},
            {"en": ("big language model", "large linguistic model"), "zh-Hant": ("大語言模型", "大型语言模型")},
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Texts:
    """A report with its translation, both parsed, and what the defects choose from."""

    source: Document
    source_segments: tuple[Segment, ...]
    target: Document
    segments: tuple[Segment, ...]
    languages: tuple[str, str]
    keys: frozenset[str]

    @property
    def chinese(self) -> bool:
        return is_chinese(self.languages[1])

    def findings(self, text: str) -> tuple[EditionFinding, ...]:
        """What the checks say about a target text."""
        document = Document(text)
        document.named_dialect = self.target.named_dialect
        segments = segments_of(document, find_citations(document))
        pairs, extra = parallel_pairs(self.source_segments, segments, *self.languages)
        context = CheckContext(TERMS, self.keys, documents=(self.source, document), extra=extra)
        return check_pairs(pairs, context)

    def placeholders(self, kind: str) -> list[tuple[Segment, Placeholder]]:
        return [(segment, each) for segment in self.segments for each in segment.placeholders if each.kind == kind]

    def prose(self) -> list[Segment]:
        """Paragraphs, items and notes of some length."""
        return [segment for segment in self.segments if segment.kind in ("paragraph", "item", "footnote") and len(segment.text) > 15]


def read(source: Path, target: Path, languages: tuple[str, str]) -> Texts:
    """Both texts with the appended section."""
    first = Document.read(source)
    markers = list(dict.fromkeys(marker.span.of(first.text) for marker in find_citations(first).markers)) or ["", ""]
    both = []
    dialect = find_citations(first).dialect
    for path, language in ((source, languages[0]), (target, languages[1])):
        section = SECTIONS[chinese_script(language) or "en"].format(markers[0], markers[-1])
        text = Document.read(path).text.rstrip("\n")
        at = text.rfind("\n## ")  # before the list of references
        document = Document(text[:at] + section.rstrip("\n") + "\n" + text[at:] + "\n")
        document.named_dialect = dialect
        both.append((document, find_citations(document)))
    (one, cited), (other, theirs) = both
    keys = frozenset(each.key for each in cited.sources) | cited.known
    return Texts(one, segments_of(one, cited), other, segments_of(other, theirs), languages, keys or frozenset())


# ---- the defects: each gives a damaged text, None where the text has no place for it


def replaced(text: str, start: int, end: int, new: str) -> str:
    return text[:start] + new + text[end:]


def citation_moved(texts: Texts, rng: random.Random) -> str | None:
    """A citation taken from its paragraph to the end of the next."""
    choices = [
        (segment, each, following)
        for segment, following in zip(texts.segments, texts.segments[1:], strict=False)
        for each in segment.placeholders
        if each.kind == "citation" and following.kind in ("paragraph", "item", "cell") and not set(each.keys) & {key for other in following.placeholders for key in other.keys}
    ]
    if not choices:
        return None
    _, each, following = rng.choice(choices)
    text = texts.target.text
    moved = replaced(text, following.span.end, following.span.end, (" " if not texts.chinese else "") + each.text)
    return replaced(moved, *each.span, "")


def citation_removed(texts: Texts, rng: random.Random) -> str | None:
    choices = texts.placeholders("citation")
    return replaced(texts.target.text, *rng.choice(choices)[1].span, "") if choices else None


def citation_replaced(texts: Texts, rng: random.Random) -> str | None:
    """The mark of another source in its place."""
    choices = texts.placeholders("citation")
    _, each = rng.choice(choices)
    others = sorted({other.text for _, other in choices if not set(other.keys) & set(each.keys)})
    return replaced(texts.target.text, *each.span, rng.choice(others)) if others else None


def digit_changed(texts: Texts, rng: random.Random) -> str | None:
    """One digit of a number in prose or a cell."""
    numbers = [each for segment, each in texts.placeholders("number") if segment.kind != "metadata" and any(c.isdigit() for c in each.text)]
    each = rng.choice(numbers)
    places = [n for n, c in enumerate(each.text) if c.isdigit()]
    at = each.span.start + rng.choice(places)
    old = texts.target.text[at]
    return replaced(texts.target.text, at, at + 1, rng.choice([d for d in "123456789" if d != old]))


SCALES_EN = {"million": "billion", "billion": "million", "trillion": "billion"}
SCALES_ZH = {"亿": "万", "億": "萬", "萬": "億", "万": "亿", "兆": "億"}


def _swapped_words(texts: Texts, rng: random.Random, words: dict[str, str]) -> str | None:
    pattern = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    spans = [(segment.span.start + each.start(), each[0]) for segment in texts.segments if segment.kind != "metadata" for each in re.finditer(pattern, segment.text)]
    if not spans:
        return None
    at, old = rng.choice(spans)
    return replaced(texts.target.text, at, at + len(old), words[old])


def scale_changed(texts: Texts, rng: random.Random) -> str | None:
    """Million for billion, 萬 for 億."""
    words = {f" {one}": f" {other}" for one, other in SCALES_EN.items()} if not texts.chinese else {f" {one}": f" {other}" for one, other in SCALES_ZH.items()}
    return _swapped_words(texts, rng, words)


def link_dropped(texts: Texts, rng: random.Random) -> str | None:
    """The label stays, the link goes."""
    links = [each for each in re.finditer(r"(?<!!)\[([^\[\]()]+)\]\((https?://[^()\s]+)\)", texts.target.text) if each[2].startswith("https://example.org")]
    if not links:
        return None
    each = rng.choice(links)
    return replaced(texts.target.text, *each.span(), each[1])


def address_changed(texts: Texts, rng: random.Random) -> str | None:
    addresses = [each for _, each in texts.placeholders("address") if len(each.text) > 12]
    if not addresses:
        return None
    each = rng.choice(addresses)
    return replaced(texts.target.text, *each.span, each.text + rng.choice(["s", "-2", "/en"]))


def left_untranslated(texts: Texts, rng: random.Random) -> str | None:
    """A passage of the source in place of its translation."""
    pairs, _ = parallel_pairs(texts.source_segments, texts.segments, *texts.languages)
    choices = [pair for pair in pairs if pair.target is not None and pair.source.text != pair.target.text and pair.source.kind not in ("metadata",) and len(pair.source.text) > 3]
    pair = rng.choice(choices)
    assert pair.target is not None
    return replaced(texts.target.text, *pair.target.span, pair.source.text)


def term_swapped(texts: Texts, rng: random.Random) -> str | None:
    words = {"large language models": rng.choice(["big language models", "large linguistic models", "giant models of language"])} if not texts.chinese else {"大型語言模型": "大語言模型"}
    return _swapped_words(texts, rng, words)


def code_changed(texts: Texts, rng: random.Random) -> str | None:
    choices = [each for _, each in texts.placeholders("code") if len(each.text) > 4]
    each = rng.choice(choices)
    inner = each.text.strip("`")
    return replaced(texts.target.text, *each.span, f"`{inner.replace('-', '_') if '-' in inner else inner[:-1]}`")


def note_lost(texts: Texts, rng: random.Random) -> str | None:
    choices = texts.placeholders("footnote")
    return replaced(texts.target.text, *rng.choice(choices)[1].span, "") if choices else None


def points_for_percent(texts: Texts, rng: random.Random) -> str | None:
    """A share that becomes percentage points, or the other way."""
    if texts.chinese:
        return _swapped_words(texts, rng, {" 個百分點": "%", "30%": "30 個百分點"})
    return _swapped_words(texts, rng, {"30%": "30 percentage points", "35 percent ": "35 percentage points ", "percentage points": "percent"})


def date_changed(texts: Texts, rng: random.Random) -> str | None:
    if texts.chinese:
        return _swapped_words(texts, rng, {"8 月 15 日": "8 月 16 日", "2024 年 6 月": "2024 年 7 月", "2012 年": "2021 年", "2023 年 8 月": "2023 年 9 月", "1981 年": "1982 年", "90 年代": "80 年代"})
    return _swapped_words(
        texts, rng, {"15 August 2023": "16 August 2023", "June 2024": "July 2024", "1990s": "1980s", "14th Five": "13th Five", "first quarter": "third quarter", "In 2022": "In 2021", "1981": "1991", "May 2020": "May 2021"}
    )


def heading_level(texts: Texts, rng: random.Random) -> str | None:
    headings = [segment for segment in texts.segments if segment.kind == "heading"]
    segment = rng.choice(headings)
    line = texts.target.lines.span(texts.target.lines.row(segment.span.start)).start
    return replaced(texts.target.text, line, line, "#") if segment.level < 6 else None


def row_lost(texts: Texts, rng: random.Random) -> str | None:
    rows = [node for node in texts.target.tree.walk() if node.kind == "table_row"]
    if not rows:
        return None
    row = rng.choice(rows)
    line = texts.target.lines.span(texts.target.lines.row(row.start))
    return replaced(texts.target.text, line.start, line.end + 1, "")


def foreign_mark(texts: Texts, rng: random.Random) -> str | None:
    """A comma or full stop of the other language."""
    pattern, mark = (r"(?<=[一-鿿])，(?=[一-鿿])", ",") if texts.chinese else (r"(?<=[a-z]), (?=[a-z])", "，")
    spots = [(segment.span.start + at.start(), segment.span.start + at.end()) for segment in texts.prose() for at in re.finditer(pattern, segment.text)]
    return replaced(texts.target.text, *rng.choice(spots), mark) if spots else None


def bold_broken(texts: Texts, rng: random.Random) -> str | None:
    """A pair of stars that loses a half."""
    spots = [segment.span.start + at.start() for segment in texts.segments for at in re.finditer(r"\*\*", segment.text)]
    at = rng.choice(spots) if spots else -1
    return replaced(texts.target.text, at, at + 2, rng.choice(["", "*"])) if spots else None


def emptied(texts: Texts, rng: random.Random) -> str | None:
    """A paragraph of which nothing is left."""
    segment = rng.choice([each for each in texts.segments if each.kind in ("paragraph", "item")])
    return replaced(texts.target.text, *segment.span, "")


def currency_changed(texts: Texts, rng: random.Random) -> str | None:
    if texts.chinese:
        return _swapped_words(texts, rng, {"億元": "億美元", "萬美元": "萬元", "兆元": "兆日元"})
    return _swapped_words(texts, rng, {" yuan,": " US dollars,", " US dollars": " yuan", "billion yuan": "billion dollars"})


def number_dropped(texts: Texts, rng: random.Random) -> str | None:
    numbers = [each for segment, each in texts.placeholders("number") if segment.kind in ("paragraph", "item", "footnote")]
    return replaced(texts.target.text, *rng.choice(numbers).span, "") if numbers else None


def sentence_dropped(texts: Texts, rng: random.Random) -> str | None:
    """All sentences behind the first of a paragraph with three or more."""
    choices = []
    for segment in texts.prose():
        ends = [found.end() for found in re.finditer(r"[。！？]|[.!?](?= [A-Z])", segment.text)]
        if len(ends) > 2:
            choices.append((segment.span.start + ends[0], segment.span.end))
    return replaced(texts.target.text, *rng.choice(choices), "") if choices else None


def item_lost(texts: Texts, rng: random.Random) -> str | None:
    items = [segment for segment in texts.segments if segment.kind == "item"]
    if not items:
        return None
    line = texts.target.lines.span(texts.target.lines.row(rng.choice(items).span.start))
    return replaced(texts.target.text, line.start, line.end + 1, "")


def block_code_changed(texts: Texts, rng: random.Random) -> str | None:
    """A character of a code block."""
    blocks = [node for node in texts.target.tree.walk() if node.kind == "code_block" and node.end - node.start > 20]
    if not blocks:
        return None
    node = rng.choice(blocks)
    spots = [at.start() for at in re.finditer(r"[a-z]", texts.target.text[node.start : node.end]) if at.start() > 12]
    at = node.start + rng.choice(spots)
    return replaced(texts.target.text, at, at + 1, "q")


KINDS: dict[str, tuple[Callable[[Texts, random.Random], str | None], str]] = {
    "citation moved to the next block": (citation_moved, "EDN103 EDN101 EDN102"),
    "citation removed": (citation_removed, "EDN101 EDN103"),
    "citation of another source": (citation_replaced, "EDN101 EDN102 EDN103 EDN105"),
    "digit changed": (digit_changed, "EDN111 EDN112 EDN113"),
    "million for billion, 萬 for 億": (scale_changed, "EDN111"),
    "number dropped": (number_dropped, "EDN111 EDN112 EDN117 EDN113"),
    "link dropped": (link_dropped, "EDN121"),
    "address changed": (address_changed, "EDN121 EDN101 EDN102"),
    "left in the source's language": (left_untranslated, "EDN152 EDN153 EDN154 EDN155 EDN143"),
    "term swapped": (term_swapped, "EDN161 EDN162"),
    "code changed": (code_changed, "EDN122"),
    "code block changed": (block_code_changed, "EDN143"),
    "footnote lost": (note_lost, "EDN125"),
    "per cent and points": (points_for_percent, "EDN113 EDN111"),
    "date changed": (date_changed, "EDN112 EDN111"),
    "currency changed": (currency_changed, "EDN113"),
    "heading level": (heading_level, "EDN141"),
    "table row lost": (row_lost, "EDN142"),
    "list item lost": (item_lost, "EDN143"),
    "mark of the other language": (foreign_mark, "EDN171"),
    "bold broken": (bold_broken, "EDN131 EDN132"),
    "paragraph emptied": (emptied, "EDN143 EDN151 EDN101"),
    "sentences dropped": (sentence_dropped, "EDN181 EDN182 EDN143 EDN101 EDN111 EDN112 EDN121 EDN122"),
}


def plant(texts: Texts, seed: int, *, verbose: bool) -> tuple[Counter[str], Counter[str]]:
    """Plants the defects and counts found and planted for each kind."""
    before = {_identity(each) for each in texts.findings(texts.target.text)}
    planted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    names = list(KINDS)
    seen: set[str] = set()
    n = 0
    while sum(planted.values()) < OF and n < OF * 20:
        name = names[n % len(names)]
        rng = random.Random(f"{seed}/{n}")  # noqa: S311 -- seeded on purpose
        n += 1
        make, codes = KINDS[name]
        damaged = make(texts, rng)
        if damaged is None or damaged == texts.target.text or damaged in seen:
            continue
        seen.add(damaged)
        planted[name] += 1
        new = [each for each in texts.findings(damaged) if _identity(each) not in before]
        if any(each.code in codes for each in new):
            found[name] += 1
        elif verbose:
            print(f"missed: {name}: {_changed(texts.target.text, damaged)} -> {[each.code for each in new]}")
    return planted, found


def _identity(finding: EditionFinding) -> tuple[str, str, str]:
    return finding.code, finding.segment, finding.message.en


def _changed(old: str, new: str) -> str:
    """Where two texts part, with a little around it."""
    start = next((n for n, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    return f"…{old[max(0, start - 20) : start + 30]!r} / …{new[max(0, start - 20) : start + 30]!r}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--languages", nargs=2, default=("zh-CN", "en"), metavar=("SOURCE", "TARGET"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--verbose", action="store_true", help="show what was missed, and every finding in the undamaged text")
    given = parser.parse_args()
    texts = read(given.source, given.target, tuple(given.languages))
    alarms = texts.findings(texts.target.text)
    planted, found = plant(texts, given.seed, verbose=given.verbose)
    for name in KINDS:
        print(f"{name:<36} {found[name]:>3} / {planted[name]}")
    print(f"{'all':<36} {sum(found.values()):>3} / {sum(planted.values())} (seed {given.seed})")
    errors = sum(each.severity == "error" for each in alarms)
    print(f"undamaged text: {errors} errors, {len(alarms) - errors} advisories")
    if given.verbose:
        for each in alarms:
            print(f"  {each.code} {each.severity} {each.segment}: {each.message.en}")
    return 0 if sum(found.values()) >= WANTED * sum(planted.values()) / OF and sum(planted.values()) == OF and not alarms else 1


if __name__ == "__main__":
    sys.exit(main())
