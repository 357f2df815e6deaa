"""Which Traditional character is meant: the rules, the words around, OpenCC's phrases, and doubt where they do not decide.

In this order: a rule of grammar (a classifier behind a numeral), a person's name, the words of the table `readings` (a longer one
before those within it), the phrases of OpenCC's dictionary, the usual reading. A choice is certain where all that speaks agrees.
What does not belong here: the data (`readings`) and the library (`conversion`, which hands its dictionary in as a function).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pubkit.editions.personal_names import surname_reading
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pubkit.editions.readings import Reading, Table

_REACH = 8  # of the words in the table
NO_WORD = Phrase("no word around decides", "前后没有可以判定的词")
TWO_WORDS = Phrase("two words meet here: {} and {}", "两个词在此交叠：{}、{}")
TWO_MEANINGS = Phrase("`{}` is written by its meaning", "“{}”依意义有不同写法")
ONLY_DICTIONARY = Phrase("the dictionary has `{}`, if that is one word here", "词典收有“{}”，但此处未必是一个词")
NUMERAL = Phrase("behind a numeral: a classifier, or `only`", "数词之后：可能是量词，也可能表示“仅”")
A_NAME = Phrase("this may be a person's name", "这里可能是人名")
FOREIGN = Phrase("this may be part of a foreign name", "这里可能是外国人名或地名的译字")


class Choice(NamedTuple):
    """What was chosen for one character, and why it is worth a look (None: it is certain)."""

    at: int
    reading: str
    doubt: Phrase | None


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    reading: str
    text: str


class Chooser:
    """Chooses the readings of a text. `phrases(text)` is OpenCC's conversion in which a character that no phrase covers is marked.

    Marks are `marks[character]`; the conversion keeps the length.
    """

    def __init__(self, table: Table, phrases: Callable[[str], str], marks: dict[str, str]) -> None:
        self.table = table
        self._phrases = phrases
        self._marks = marks
        self._marked = frozenset(marks.values())
        self._character = re.compile(f"[{''.join(table.readings)}]")
        self._shapes = _shapes(table)
        self._seen: dict[tuple[str, int], tuple[str, Phrase | None]] = {}  # by the text around: reports repeat themselves

    def choices(self, text: str, converted: str) -> Iterator[Choice]:
        """A choice for each character of the table, in order. `converted` is `phrases(text)`."""
        for found in self._character.finditer(text):
            at = found.start()
            start = max(0, at - _REACH)
            around = text[start : at + _REACH + 1]
            key = (around, at - start)
            if key not in self._seen:
                self._seen[key] = self._choose(around, at - start, converted[at])
            yield Choice(at, *self._seen[key])

    def _choose(self, text: str, at: int, given: str) -> tuple[str, Phrase | None]:
        character = text[at]
        reading = self.table.readings[character]
        if ruled := _by_rule(text, at):
            return ruled
        words = self._words(text, at)
        if name := surname_reading(text, at):
            if not any(word.end == at + 1 for word in words):
                return name[0], None if name[1] else A_NAME
            if text[at - 1 : at + 1] == "由于":  # 由于先生校对: by Mr Yu, or because he …
                return reading.usual, A_NAME
        covered = given if given not in self._marked else None
        if words:
            return self._by_words(words, text, at, reading, covered)
        return self._by_phrases(text, at, reading, covered)

    def _words(self, text: str, at: int) -> list[_Word]:
        """The words of the table that hold the character, without those within another."""
        found: list[_Word] = []
        table = self.table.words
        for shift, length in self._shapes[text[at]]:
            start = at - shift
            end = start + length
            if start >= 0 and end <= len(text) and (word := table.get(text[start:end])) and shift in word:
                found.append(_Word(start, end, word[shift], text[start:end]))
        if len(found) < 2:
            return found
        return [word for word in found if not any(other is not word and other.start <= word.start and word.end <= other.end for other in found)]

    def _by_words(self, words: list[_Word], text: str, at: int, reading: Reading, covered: str | None) -> tuple[str, Phrase | None]:
        readings = dict.fromkeys(word.reading for word in words)
        if len(readings) > 1:
            chosen = reading.usual if reading.usual in readings else words[0].reading
            other = next(word for word in words if word.reading != words[0].reading)
            return chosen, TWO_WORDS.format(words[0].text, other.text)
        chosen = words[0].reading
        if doubtful := next((word for word in words if (word.text, at - word.start) in self.table.doubtful), None):
            return chosen, TWO_MEANINGS.format(doubtful.text)
        if covered is not None and covered != chosen and not self._is_clash(text, at, covered, words):
            return chosen, TWO_MEANINGS.format(words[0].text)
        return chosen, None

    def _is_clash(self, text: str, at: int, covered: str, words: list[_Word]) -> bool:
        """Whether the dictionary's other reading comes of an entry that ends or begins within ours, and not of one that holds it.

        参与制 (a system of participation) meets 制造: the word that reports have is meant.
        """
        start, end = words[0].start, words[0].end
        alone = self._phrases(text[start:end])[at - start]
        if alone == covered:  # the dictionary has our word, or a part of it, with the other reading: ours is meant for reports
            return True
        partly = ((a, b) for length in (2, 3) for a, b in _windows(text, at, length) if not (a <= start and end <= b))
        return any(self._phrases(text[a:b])[at - a] == covered for a, b in partly)

    def _by_phrases(self, text: str, at: int, reading: Reading, covered: str | None) -> tuple[str, Phrase | None]:
        found = self._phrases_over(text, at)
        readings = dict.fromkeys(found.values())
        if len(readings) > 1:
            longest = max(found, key=len)
            chosen = reading.usual if reading.usual in readings and len(longest) < 4 else found[longest]
            first, second = (next(word for word, value in found.items() if value == each) for each in list(readings)[:2])
            return chosen, TWO_WORDS.format(first, second)
        if len(readings) == 1:
            chosen = next(iter(readings))
            if chosen != reading.usual and not reading.asks and max(map(len, found)) < 3:
                return reading.usual, ONLY_DICTIONARY.format(next(iter(found)))  # 了如, 谷里: more often two words than one
            return chosen, ONLY_DICTIONARY.format(next(iter(found))) if reading.asks and max(map(len, found)) < 3 else None
        if covered is not None and covered != reading.usual:  # by a phrase of five characters or more
            return covered, None
        return self._usual(text, at, reading)

    def _usual(self, text: str, at: int, reading: Reading) -> tuple[str, Phrase | None]:
        hints = _HINTS.get(text[at])
        if hints is None:
            return reading.usual, NO_WORD if reading.asks else None
        near = (at and text[at - 1] in hints[0]) or (text[at + 1 : at + 2] and text[at + 1] in hints[1])
        return reading.usual, (FOREIGN if text[at] == "里" else NO_WORD) if near or reading.asks else None

    def _phrases_over(self, text: str, at: int) -> dict[str, str]:
        """The shortest entries of OpenCC's dictionary that hold the character, with the reading that each gives it."""
        found: dict[str, str] = {}
        spans: list[tuple[int, int]] = []
        for length in (2, 3, 4):
            windows = [(a, b) for a, b in _windows(text, at, length) if not any(a <= c and d <= b for c, d in spans)]
            given = self._phrases("\n".join(text[a:b] for a, b in windows)).split("\n") if windows else []
            for (a, b), converted in zip(windows, given, strict=True):
                if converted[at - a] not in self._marked:
                    spans.append((a, b))
                    found[text[a:b]] = converted[at - a]
        return found


def _windows(text: str, at: int, length: int) -> Iterator[tuple[int, int]]:
    for start in range(max(0, at - length + 1), min(at, len(text) - length) + 1):
        if "\n" not in text[start : start + length]:
            yield start, start + length


def _shapes(table: Table) -> dict[str, tuple[tuple[int, int], ...]]:
    """For each character: where in a word it stands, and how long the word is, of all words that hold it."""
    shapes: dict[str, set[tuple[int, int]]] = {character: set() for character in table.readings}
    for word, readings in table.words.items():
        for at in readings:
            shapes[word[at]].add((at, len(word)))
    return {character: tuple(sorted(found)) for character, found in shapes.items()}


_DIGITS = "0-9０-９〇零一二三四五六七八九十百千万亿两几数半"
_COUNT = rf"[{_DIGITS}]+\s*[多余来]?\s*$"
#: What follows 只 where it means `only`.
_VERBS = "能有是要会需可在用对为读限占够允考处做看说想写收包适知听卖买供得好见管剩出保计影给把被将由与从向就凭按让因靠求许应差取涉反覆依输使拉关认支针列显记留选存换查设不愿顾怕当作发到去来与以比"
_ANIMALS = "股基猫狗鸟鸡鸭鹅羊牛猪马熊虎兔鼠鸽鹰鱼虾蟹蝴蜂蚊虫蚁猴象狼狐船箱碗杯表鞋袜耳眼手脚翅胳票债小大黑白独老猎鹿骆企龟蜘蜻蝙鸳乌麻海飞野母公雄雌幼"


class _Rule(NamedTuple):
    before: re.Pattern[str] | None
    behind: re.Pattern[str] | None
    reading: str
    doubt: Phrase | None = None


def _rule(before: str | None, behind: str | None, reading: str, doubt: Phrase | None = None) -> _Rule:
    return _Rule(re.compile(before) if before else None, re.compile(behind) if behind else None, reading, doubt)


_RULES: dict[str, tuple[_Rule, ...]] = {
    "发": (_rule(r"[白黑金银长短]$", r"[了出给来着过]", "發", NO_WORD),),
    "划": (_rule(r"[船桨艇筏舟].{0,4}$", None, "划", NO_WORD),),
    "只": (
        _rule(r"(?:之|唯|统|其|万|合|归|单|专|惟|划)一$", rf"[{_VERBS}]", "只"),
        _rule(rf"(?:第\s*)?[{_DIGITS}]+\s*[多余来]?\s*$|[每另哪各]$", rf"\s*[{_VERBS}]", "只", NUMERAL),
        _rule(rf"(?:第\s*)?[{_DIGITS}]+\s*[多余来]?\s*$|[每另哪各]$", None, "隻"),
        _rule(r"[这那]$", rf"[{_ANIMALS}]", "隻"),
        _rule(r"[这那]$", rf"[{_VERBS}]", "只"),
        _rule(r"[这那]$", None, "只", NUMERAL),
    ),
    "里": (
        _rule("·$", None, "里"),
        _rule(None, "·", "里"),
        _rule(r"[表图章节页版例步题式]\s*[0-9]+\s*$", r"(?![面头边外程])", "裏"),
        _rule(_COUNT, r"(?![面头边侧间])", "里"),
    ),
    "周": (_rule(r"[0-9０-９一二三五六七八九十百两几双每半]\s*$", r"(?![围边遭到密全身折])", "週"), _rule(None, r"[一二三四五六日末](?![起同定直样般])", "週")),
    "钟": (_rule(r"[0-9０-９分秒点刻]\s*$", None, "鐘"),),
    "卷": (_rule(r"第?\s*[0-9一二三四五六七八九十百]+\s*$", None, "卷"), _rule(None, r"\s*[0-9]", "卷"), _rule(r"[上中下]$", r"[，。、（）\n]|$", "卷")),
    "干": (_rule(None, rf"[了过完]?(?:[{_DIGITS}]+)[多余来]?个?(?:年|天|月|小时|周|件|番|票|场|多年)", "幹"), _rule(r"[在会能想要肯敢所活]$", r"[什甚啥这那得]|的(?!燥|净)", "幹")),
    "制": (_rule(r"(?:^|[^研复印绘录缝配试仿监炼预特精编调自定])$", r"[度定约裁订衡服胜止动]", "制"),),
    "系": (_rule(r"(?:^|[^体联关语谱派星水学院科本专中外该我全])$", r"(?:由|因|指|为|基于|根据|按照|依据)", "係", TWO_MEANINGS.format("系")),),
    "注": (_rule(r"(?:^|[\n（(【])$", r"[：:]", "註"),),
    "表": (_rule(r"手$", r"[示现达明演态决述彰]", "表"),),
    "尽": (_rule(r"(?:^|[^不无穷殆耗用竭详自殚])$", r"(?:快|早|量|可能|速|管)", "儘"),),
    "面": (_rule(r"[吃煮下炒拌点卖][了过着完]$", None, "麪", NO_WORD), _rule(r"(?:^|[方页版界层平书表局正反负侧桌水地路海墙球网台画封前后里外上下对])$", r"(?:包(?:括|含|容|装|围)|条(?:件|款|例|目|理)|食品|团(?:队|结|体))", "面"),),
}


def _by_rule(text: str, at: int) -> tuple[str, Phrase | None] | None:
    """What grammar says: the first rule whose surroundings fit."""
    for before, behind, reading, doubt in _RULES.get(text[at], ()):
        if (before is None or before.search(text, 0, at)) and (behind is None or behind.match(text, at + 1)):
            return reading, doubt
    return None


_FOREIGN = "阿巴布达德尔厄恩弗戈哈赫基加杰卡凯科克奎拉莱兰劳雷黎利列鲁伦罗洛玛迈曼梅姆穆纳涅努诺欧帕佩皮普齐乔瑞萨塞桑莎什斯索泰坦特廷托瓦威韦维沃乌希肖休雅亚耶伊扎泽詹兹佐娜·"
#: Neighbours, before and behind, that make the usual reading doubtful.
_HINTS: dict[str, tuple[str, str]] = {
    "发": ("黑白金银长短秀毛须鬓理剪染烫脱洗束卷鬈假戴留梳散", "型廊夹丝梢髻妻色际带簪辫蜡胶膜髓根饰套"),
    "后": ("皇王太母影歌帝妃", "妃冠宫"),
    "面": ("吃煮炒拌擀汤凉拉挂揉", "粉条筋馆点糊茶汤"),
    "里": (_FOREIGN, _FOREIGN),
    "表": ("戴怀腕块", "带壳针链"),
    "历": ("日月农阴阳公旧新", "法书"),
    "了": ("明", "望"),
    "当": ("叮铃哐", "啷"),
    "台": ("", "风布灯球"),
    "云": ("诗书经子曰", ""),
    "尽": ("", "管快量早先"),
    "并": ("合兼吞归", "购入吞案轨网"),
    "划": ("", "船桨艇"),
    "出": ("", "戏"),
    "术": ("白苍", ""),
    "胡": ("", "子须茬渣"),
    "须": ("胡触虎龙鬓", ""),
    "占": ("", "卜星卦"),
    "丰": ("", "采姿韵"),
    "万": ("", "俟"),
    "曲": ("酒红", "霉酒"),
    "坛": ("酒醋", "子酒"),
    "团": ("饭面汤粉", ""),
    "愈": ("治痊病", "合"),
    "咽": ("吞", ""),
    "志": ("县方", ""),
}
