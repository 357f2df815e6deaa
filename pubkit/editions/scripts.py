"""The conversion of plain text between scripts of Chinese. The one door to OpenCC.

OpenCC's dictionary knows the characters and 49,000 phrases. It is asked in a way of our own, in which it marks the characters with
several readings that no phrase holds (`reading_choice` decides those), and every conversion keeps the length of its text: place n of
the result is place n of the source. What does not belong here: documents (`conversion`) and words (`vocabulary`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from pubkit.editions.reading_choice import Chooser
from pubkit.editions.readings import to_simplified, to_traditional
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.tags import chinese_script, subtags

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opencc import OpenCC

    from pubkit.editions.readings import Reading
    from pubkit.text.phrase import Phrase


class Way(NamedTuple):
    """From one script and region to another."""

    source: Literal["Hans", "Hant"]
    target: Literal["Hans", "Hant"]
    source_region: str  # tw, hk; of Simplified text: empty
    target_region: str


def way_between(source: str, target: str) -> Way:
    """From one language tag to another."""
    def side(tag: str) -> tuple[Literal["Hans", "Hant"], str]:
        traditional = chinese_script(tag) == "Hant"
        region = "hk" if {"hk", "mo"}.intersection(subtags(tag)) else "tw"
        return ("Hant", region) if traditional else ("Hans", "")

    (source_script, source_region), (target_script, target_region) = side(source), side(target)
    return Way(source_script, target_script, source_region, target_region)


class ReadingDoubt(NamedTuple):
    """A place of a plain text whose reading is not certain."""

    at: int
    chosen: str
    alternatives: tuple[str, ...]
    reason: Phrase


class Script:
    """The conversion of plain text one way, which keeps its length: OpenCC's dictionaries, and the choice of readings."""

    def __init__(self, way: Way) -> None:
        self.way = way
        self._before = _converter(f"{way.source_region}2t") if way.source_region else None
        self._chooser: Chooser | None = None
        self._forms: dict[str, str] = {}
        self._known: set[str] = set()
        if way.source != way.target:
            table = to_traditional() if way.target == "Hant" else to_simplified()
            marks = {character: chr(0xF0000 + n) for n, character in enumerate(table.readings)}
            converter = _marking_converter(way.target, marks)
            self._chooser = Chooser(table, converter.convert, marks)
            self._marked = converter

    def plain(self, text: str) -> str:
        """The text with the choices made, whatever their doubts."""
        return self.convert(text)[0]

    def convert(self, text: str) -> tuple[str, list[ReadingDoubt]]:
        """The text, as long as it was, and the places whose reading is not certain."""
        if self._before is not None:
            text = _converted(text, self._before)
        doubts: list[ReadingDoubt] = []
        if self._chooser is not None:
            marked = _converted(text, self._marked)
            characters = list(marked)
            for at, reading, reason in self._chooser.choices(text, marked):
                characters[at] = reading
                if reason is not None:
                    doubts.append(self._doubt(at, reading, self._chooser.table.readings[text[at]], reason))
            text = "".join(characters)
        return self.regional(text), doubts

    def _doubt(self, at: int, reading: str, readings: Reading, reason: Phrase) -> ReadingDoubt:
        alternatives = tuple(self.regional(each) for each in (readings.usual, *readings.others) if each != reading)
        return ReadingDoubt(at, self.regional(reading), alternatives, reason)

    def regional(self, text: str) -> str:
        """The forms of the characters that a region writes: 裡 for 裏 in Taiwan."""
        if self.way.target != "Hant":
            return text
        if new := set(text) - self._known:
            self._known |= new
            characters = "".join(new - {"\n"}) or " "
            lines = _converter(f"t2{self.way.target_region}").convert("\n".join(characters))  # each by itself: none is part of a phrase
            self._forms |= {old: form for old, form in zip(characters, lines.split("\n"), strict=True) if old != form}
            self._forms |= _HOUSE_FORMS.get(self.way.target_region, {})
        for old in self._forms.keys() & set(text):
            text = text.replace(old, self._forms[old])
        return text


#: Where we do not write as OpenCC's tables: 污染 is so in every law of Taiwan, 濕 in its press, and an account is 帳.
_HOUSE_FORMS: Mapping[str, Mapping[str, str]] = {"tw": {"污": "污", "溼": "濕", "賬": "帳"}}


@lru_cache(maxsize=8)
def script(way: Way) -> Script:
    """The conversion one way; dictionaries are read once (4 ms)."""
    return Script(way)


@lru_cache(maxsize=8)
def _converter(name: str) -> OpenCC:
    import opencc

    return opencc.OpenCC(name)


#: The dictionaries of OpenCC by the script of the result: phrases, then characters. Those that few fonts can show are left out.
_DICTIONARIES = {
    "Hant": (("STPhrases", "STPhrases_GeneratedFromRegionalPhrases"), ("STCharacters",)),
    "Hans": (("TSPhrases",), ("TSCharacters",)),
}


def _marking_converter(target: str, marks: Mapping[str, str]) -> OpenCC:
    """OpenCC's phrases and characters, where a character of `marks` that no phrase holds becomes its mark: so its dictionary says what it knows."""
    phrases, characters = _DICTIONARIES[target]
    return _custom(phrases, marks, characters)


@lru_cache(maxsize=2)
def _characters(target: str) -> OpenCC:
    """OpenCC's characters without its phrases."""
    return _custom((), {}, _DICTIONARIES[target][1])


def _custom(phrases: tuple[str, ...], marks: Mapping[str, str], characters: tuple[str, ...]) -> OpenCC:
    """OpenCC with a choice of its dictionaries, and one of ours between phrases and characters.

    The library reads dictionaries from files only; ours is written for it and taken away when it is read.
    """
    import json
    import tempfile
    from pathlib import Path

    import opencc

    shipped = Path(opencc.__file__).parent / "clib" / "share" / "opencc"
    known = [[{"type": "ocd2", "file": str(shipped / f"{name}.ocd2")} for name in names] for names in (phrases, characters)]
    with tempfile.TemporaryDirectory(prefix="pubkit-") as folder:
        own, settings = Path(folder) / "marks.txt", Path(folder) / "marking.json"
        own.write_text("".join(f"{character}\t{mark}\n" for character, mark in marks.items()), encoding="utf-8")
        first = [{"type": "group", "match_policy": "union", "dicts": known[0]}, {"type": "text", "file": str(own)}] if phrases else []
        chain = [{"dict": {"type": "group", "match_policy": "short_circuit", "dicts": [*first, *known[1]]}}]
        settings.write_text(json.dumps({"name": "readings", "conversion_chain": chain}), encoding="utf-8")
        return opencc.OpenCC(str(settings))


def _same_length(source: str, converted: str, converter: OpenCC) -> str:
    """What OpenCC gave, as long as what it was given: a line that it made longer or shorter is converted character by character."""
    if len(source) == len(converted):
        return converted
    pairs = zip(source.split("\n"), converted.split("\n"), strict=True)
    return "\n".join(new if len(old) == len(new) else "".join((converter.convert(c) or c)[:1] for c in old) for old, new in pairs)


def _converted(text: str, converter: OpenCC) -> str:
    return _same_length(text, converter.convert(text), converter)


#: Characters that both scripts write, though one of the tables changes them: 著作, 乾坤, 瞭望, 宫商角徵羽; 公里, 皇后, 岩石.
_OF_BOTH = frozenset("乾著瞭藉徵夥覆鍾沈於熏淀郁适雇采里辟荐胜苹虫跖腊腌范蚝蝎蜡膻准几凶厂厘划占台叶吁吃后帘岩岳党夸咨咸尸唇干广征确种筑皂挂涂涌杠杰极游据斗愿朴柜万丑丰伙于云亘仆价余佣㐹")


def characters_of_one_script(text: str, way: Way) -> tuple[str, str]:
    """The characters of a text that only the source's script has, and those that only the target's has."""
    if way.source == way.target:
        return "", ""
    characters = "".join(sorted({c for c in set(text) if "\u3400" <= c <= "\u9fff"} - _OF_BOTH))
    traditional, simplified = (_converted(characters, _characters(name)) for name in ("Hant", "Hans"))
    if way.target == "Hant":
        traditional = script(way).regional(traditional)  # 峰 and 群 are of both scripts, though OpenCC's standard writes 峯 and 羣
    rows = list(zip(characters, traditional, simplified, strict=True))
    hans = "".join(c for c, hant, hans in rows if hant != c == hans)
    hant = "".join(c for c, hant, hans in rows if hant == c != hans)
    return (hans, hant) if way.source == "Hans" else (hant, hans)
