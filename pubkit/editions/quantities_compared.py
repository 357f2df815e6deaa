"""Whether two texts hold the same numbers: each number of one finds its like in the other, whatever the words, the scale and the unit.

`三成` is `30 %`, `1.2 亿` is `120 million`, `十四五` is the 14th Five-Year Plan, `三年` is `three years`. Small numbers in words (`一个`,
`both`) belong to idiom: they are matched where they can be and never missed. What does not belong here: how bad a difference is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from pubkit.editions.units import compatible, dimension, in_base

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from pubkit.editions.quantities import Quantity

#: What a number counts as when it is compared: its kind, taken apart for dates and ranges.
Group = Literal["number", "ratio", "points", "multiple", "ordinal", "year", "month", "day", "decade", "century", "quarter", "half-year", "plan", "time", "identifier"]
#: Groups of calendar terms: a difference in them is one of dates.
CALENDAR = frozenset({"year", "month", "day", "decade", "century", "quarter", "half-year", "plan", "time"})
_PLAIN = frozenset({"number", "ordinal", "year", "month", "day", "decade", "century", "quarter", "plan", "multiple"})
#: Units of one country: to write another for them is a choice of the translator.
_CUSTOMARY = {"mu", "li", "jin", "acre", "mile", "nmi", "ft", "in", "lb", "oz", "barrel"}
_HALF_DAY = 720
_IDIOMATIC = 2  # one and two in words: 一个, both
_SPARED = 10  # three aspects may become aspects
_ROUGHLY = Fraction(2, 100)
_FIRST_PLAN = 1951  # the n-th Five-Year Plan begins in 1951 + 5 n since the tenth


@dataclass(slots=True)
class Fact:
    """One value to compare. `soft` is in words; `spare` may be left out by one text; `idiom` says nothing even where both have one."""

    group: Group
    value: Fraction
    unit: str
    quantity: Quantity
    soft: bool = False
    spare: bool = False
    idiom: bool = False
    label: str = ""


@dataclass(slots=True)
class Match:
    """Two values taken for the same. `how` is `same`, `unit` (unlike units), `converted`, `rounded`."""

    source: Fact
    target: Fact
    how: str = "same"


@dataclass(slots=True)
class Comparison:
    """What two texts have in common and what not. `changed` are values of both that stand for each other and differ."""

    matches: list[Match] = field(default_factory=list)
    changed: list[tuple[Fact, Fact]] = field(default_factory=list)
    lost: list[Fact] = field(default_factory=list)
    added: list[Fact] = field(default_factory=list)
    repeated: list[tuple[Fact, bool]] = field(default_factory=list)  # said twice on one side only; True where it is the source


def compare(source: Sequence[Quantity], target: Sequence[Quantity]) -> Comparison:
    """Compares the numbers of a text with those of its translation, order ignored."""
    ours, theirs = list(_facts(source)), list(_facts(target))
    all_ours, all_theirs = tuple(ours), tuple(theirs)
    found = Comparison()
    for how, alike in _ROUNDS:
        if not ours or not theirs:
            break
        _take(found, ours, theirs, how, alike)
    if ours or theirs:
        _leftover(found, ours, theirs, all_ours, all_theirs)
    return found


# ---- facts


def _facts(quantities: Iterable[Quantity]) -> Iterator[Fact]:
    for each in quantities:
        if each.kind == "date":
            yield from _dated(each)
        elif each.kind == "identifier":
            yield Fact("identifier", Fraction(0), "", each, label=each.label)
        else:
            yield from _numbered(each)


def _dated(quantity: Quantity) -> Iterator[Fact]:
    groups: tuple[Group, ...] = ("year", "month", "day")
    for group, value in zip(groups, quantity.date, strict=True):
        if value:
            yield Fact(group, Fraction(value), "", quantity)
    if quantity.high is not None:
        yield Fact("day", quantity.high, "", quantity)


def _numbered(quantity: Quantity) -> Iterator[Fact]:
    group = _group(quantity)
    unit = "" if dimension(quantity.unit) == "count" or (group != "number" and group != "points") else quantity.unit
    for value in (quantity.value, quantity.high):
        if value is None:
            continue
        worth = value / 100 if quantity.kind == "percent" else value % _HALF_DAY if group == "time" else value
        idiom = quantity.words and ((value <= _IDIOMATIC and group != "ratio") or quantity.high is not None or group == "ordinal" or quantity.bound == "about" or (group == "ratio" and value == Fraction(1, 2)))
        spare = idiom or (value == 1 and unit != "") or quantity.label == "scale"  # 1 美元 and the dollar; a column in 亿元
        spare = spare or (quantity.words and group == "number" and value <= _SPARED and not unit)
        yield Fact(group, worth, unit, quantity, soft=quantity.words, spare=spare, idiom=idiom)


def _group(quantity: Quantity) -> Group:
    if dimension(quantity.unit) == "points":
        return "points"
    if quantity.kind in ("percent", "fraction"):
        return "ratio"
    return quantity.kind  # type: ignore[return-value]  # date and identifier do not come here


# ---- rounds: the surest likeness first


def _take(found: Comparison, ours: list[Fact], theirs: list[Fact], how: str, alike: Callable[[Fact, Fact], bool]) -> None:
    for one in tuple(ours):
        other = next((each for each in theirs if alike(one, each)), None)
        if other is not None:
            ours.remove(one)
            theirs.remove(other)
            found.matches.append(Match(one, other, how))


def _same(one: Fact, other: Fact) -> bool:
    return one.group == other.group and one.value == other.value and one.unit == other.unit and one.label == other.label


def _same_value(one: Fact, other: Fact) -> bool:
    return one.group == other.group and one.value == other.value and compatible(one.unit, other.unit) and one.label == other.label


def _related(one: Fact, other: Fact) -> bool:
    """The same value under another name: 第三 and three, 2025 年 and 2025, 两倍 and two."""
    return one.group in _PLAIN and other.group in _PLAIN and one.value == other.value and compatible(one.unit, other.unit)


def _same_amount(one: Fact, other: Fact) -> bool:
    """The same in other units: 14 days and two weeks, 12 GW and 1,200 万千瓦, 30 bp and 0.3 pp; what people say for sums of years."""
    here, there = in_base(one.value, one.unit), in_base(other.value, other.unit)
    return here is not None and here == there and not ({one.unit, other.unit} & _CUSTOMARY and one.unit != other.unit)


def _other_unit(one: Fact, other: Fact) -> bool:
    if {one.group, other.group} == {"ratio", "points"}:
        ratio, points = (one, other) if one.group == "ratio" else (other, one)
        return points.unit == "pp" and ratio.value * 100 == points.value
    return one.group == other.group and one.value == other.value and one.group != "identifier"


def _multiplied(one: Fact, other: Fact) -> bool:
    """增长三倍 is four times as much; 1.5 倍 is 150 %; 翻一番 is an increase of 100 %."""
    groups = {one.group, other.group}
    if groups == {"multiple"} or groups == {"multiple", "number"}:
        return abs(one.value - other.value) == 1 and not one.unit and not other.unit
    if groups == {"multiple", "ratio"}:
        multiple, ratio = (one, other) if one.group == "multiple" else (other, one)
        return ratio.value in (multiple.value, multiple.value - 1)
    return False


def _named(one: Fact, other: Fact) -> bool:
    """A name with its number: 3D and 三维, 5G and fifth-generation."""
    if (one.group == "identifier") == (other.group == "identifier"):
        return False
    name, number = (one, other) if one.group == "identifier" else (other, one)
    digits = "".join(c for c in name.label if c.isdecimal() or c == ".").strip(".")
    return digits.count(".") < 2 and digits != "" and number.group in _PLAIN and Fraction(digits) == number.value


def _converted(one: Fact, other: Fact) -> bool:
    """About the same in another unit: 亩 and hectares, 公里 and miles."""
    here, there = in_base(one.value, one.unit), in_base(other.value, other.unit)
    if here is None or there is None or here[1] != there[1] or one.unit == other.unit:
        return False
    return abs(here[0] - there[0]) <= _ROUGHLY * max(abs(here[0]), abs(there[0]))


def _rounded(one: Fact, other: Fact) -> bool:
    """A rounder number, said to be one: 1.23 亿 and about 120 million."""
    if one.group != other.group or not compatible(one.unit, other.unit) or not (one.quantity.bound or other.quantity.bound):
        return False
    step = max(one.quantity.precision, other.quantity.precision, _last_place(one.value), _last_place(other.value))
    step = step / 100 if one.quantity.kind == "percent" else step
    near = abs(one.value - other.value)
    return 0 < near <= step / 2 and near * 20 <= max(abs(one.value), abs(other.value))


def _last_place(value: Fraction) -> Fraction:
    """What one of the last digit that is no zero is worth: 10 million in 120 million."""
    if not value or value.denominator != 1:
        return Fraction(0)
    digits = str(abs(value.numerator))
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0"))))


_ROUNDS: tuple[tuple[str, Callable[[Fact, Fact], bool]], ...] = (
    ("same", _same),
    ("same", _same_value),
    ("same", _related),
    ("same", _same_amount),
    ("same", _named),
    ("unit", _other_unit),
    ("same", _multiplied),
    ("converted", _converted),
    ("rounded", _rounded),
)


# ---- what is left


def _leftover(found: Comparison, ours: list[Fact], theirs: list[Fact], all_ours: Sequence[Fact], all_theirs: Sequence[Fact]) -> None:
    _told_by_plan(ours, all_theirs)
    _told_by_plan(theirs, all_ours)
    _pair_changed(found, ours, theirs, lambda fact: not fact.idiom)
    for side, opposite, ours_side in ((ours, all_theirs, True), (theirs, all_ours, False)):
        for fact in tuple(side):
            if any(fact.group == each.group and fact.value == each.value and fact.label == each.label for each in opposite):
                side.remove(fact)
                if not fact.spare and fact.group not in CALENDAR:
                    found.repeated.append((fact, ours_side))
    found.lost += [fact for fact in ours if not fact.spare]
    found.added += [fact for fact in theirs if not fact.spare]


def _told_by_plan(facts: list[Fact], others: Sequence[Fact]) -> None:
    """The years of a Five-Year Plan may be said beside its name: 十四五, the 14th Five-Year Plan (2021–2025)."""
    plans = {fact.value for fact in others if fact.group == "plan"}
    ends = {_FIRST_PLAN + 5 * plan + more for plan in plans for more in (0, 4)}
    facts[:] = [fact for fact in facts if not (fact.group == "year" and fact.value in ends)]


def _pair_changed(found: Comparison, ours: list[Fact], theirs: list[Fact], counts: Callable[[Fact], bool]) -> None:
    """Pairs what is left of both sides: of the same group and unit first, then of the same group, then what stands there in order."""
    for alike in (_like_unit, _like_group, _like_any):
        for one in tuple(ours):
            other = next((each for each in theirs if counts(one) and counts(each) and alike(one, each)), None)
            if other is not None:
                ours.remove(one)
                theirs.remove(other)
                found.changed.append((one, other))


def _like_unit(one: Fact, other: Fact) -> bool:
    return one.group == other.group and one.unit == other.unit and one.soft == other.soft


def _like_group(one: Fact, other: Fact) -> bool:
    return one.group == other.group


def _like_any(one: Fact, other: Fact) -> bool:
    return one.group != "identifier" and other.group != "identifier" and (not one.soft or not other.soft)
