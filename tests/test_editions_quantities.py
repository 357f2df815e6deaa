"""Numbers of a text and what they are worth: what is found, and what only looks like one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from pubkit.editions.quantities import Quantity, in_language, quantities
from pubkit.editions.units import units

#: language | text | what is found, in order, as `brief` writes it. Empty: nothing.
TABLE = """
zh | 收入 1.2 亿元 | 120000000 CNY
zh | 12,000 家 | 12000
zh | １２３４ 人 | 1234 person
zh | 13.7 万亿元 | 13700000000000 CNY
zh | 5 千万 | 50000000
zh | 3 百万吨 | 3000000 t
zh | 1 亿 2000 万人 | 120000000 person
zh | 1亿2000万 | 120000000
zh | 1,200 万千瓦 | 12000000 kW
zh | 3 千瓦 | 3 kW
zh | 5000 千瓦时 | 5000 kWh
zh | 三千瓦 | w3 kW
zh | 20 兆瓦 | 20 MW
zh | 8.7 万余个 | 87000 over
zh | 10 多万人 | 100000 person over
zh | 300 余家 | 300 over
zh | 约 30 项 | 30 about
zh | 不足 50 人 | 50 person under
zh | 超过 2 万名 | 20000 person over
zh | 至少 3 次 | 3 over
zh | 100 公里以上 | 100 km over
zh | **1.2** 亿元 | 120000000 CNY
zh | 三十二 | w32
zh | 一百零五人 | w105 person
zh | 三千二百万 | w32000000
zh | 一万二千 | w12000
zh | 三千五 | w3500
zh | 一千零一 | w1001
zh | 十二个 | w12
zh | 二十家 | w20
zh | 两千万元 | w20000000 CNY
zh | 三家公司 | w3
zh | 两国 | w2
zh | 一项研究 | w1
zh | 一个 | w1
zh | 四级 | w4
zh | 五点建议 | w5
zh | 结论有三点。 | w3
zh | 三者 | w3
zh | 三大类 | w3
zh | 三五家 | w3..5 about
zh | 七八个 | w7..8 about
zh | 二三十年 | w20..30 year about
zh | 三点五倍 | x3.5
zh | 二是加强监管 | w#2
zh | 一、问题的提出 | w#1
zh | （二）方法 | w#2
zh | 3. 结论 | w#3
zh | 30% | 30%
zh | ３０％ | 30%
zh | 3.5‰ | 0.35%
zh | 两成 | w20%
zh | 三成五 | w35%
zh | 九成以上 | w90% over
zh | 3 成 | w30%
zh | 两成半 | w25%
zh | 百分之三十 | 30%
zh | 百分之三点五 | 3.5%
zh | 千分之三 | 0.3%
zh | 百分之百 | 100%
zh | 百分之一百二十 | 120%
zh | 63%～68% | 63..68%
zh | 63～68% | 63..68%
zh | 30%至40% | 30..40%
zh | 提高 2.5 个百分点 | 2.5 pp
zh | 下降百分之三个百分点 | 3 pp
zh | 30 个基点 | 30 bp
zh | 三分之二 | w2/3
zh | 四分之一 | w1/4
zh | 1/3 | 1/3
zh | 半数 | w1/2
zh | 一半 | w1/2
zh | 过半 | w1/2
zh | 翻一番 | wx2
zh | 翻了一番 | wx2
zh | 翻两番 | wx4
zh | 翻倍 | wx2
zh | 增长三倍 | wx3
zh | 3 倍 | x3
zh | 1.5 倍 | x1.5
zh | 减半 | w1/2
zh | 2025 年 8 月 15 日 | @2025-8-15
zh | 2025年8月 | @2025-8-0
zh | 8 月 15 日 | @0-8-15
zh | 8月 | @0-8-0
zh | 二〇二五年 | y2025
zh | 二〇二五年八月十五日 | @2025-8-15
zh | 八月十五日 | @0-8-15
zh | 2025-08-15 | @2025-8-15
zh | 2025/8/15 | @2025-8-15
zh | 2025.8.15 | @2025-8-15
zh | 2025 年 | y2025
zh | 2025 年底 | y2025
zh | 2025年度 | y2025
zh | 2020—2025 年 | y2020..2025
zh | 2020 年至 2025 年 | y2020..2025
zh | 2020-25 年 | y2020..2025
zh | （2019—2023） | y2019..2023
zh | 2025 年 3 月至 6 月 | @2025-3-0 @0-6-0
zh | 30 年 | 30 year
zh | 近 30 年 | 30 year about
zh | 5000 年历史 | 5000 year
zh | 三年 | w3 year
zh | 一年半 | w1.5 year
zh | 3 个月 | 3 month
zh | 1 个半小时 | 1.5 hour
zh | 3 年 2 个月 | 3 year 2 month
zh | 20 世纪 90 年代 | d1990
zh | 上世纪八十年代 | d1980
zh | 九十年代 | d1990
zh | 90 年代 | d1990
zh | 1990 年代 | d1990
zh | 21 世纪 | c21
zh | 二十世纪 | c20
zh | 本世纪初 | c21
zh | 第一季度 | q1
zh | 一季度 | q1
zh | 2025 年 Q1 | y2025 q1
zh | 前三季度 | q3
zh | 上半年 | h1
zh | 2025 年下半年 | y2025 h2
zh | “十四五”规划 | p14
zh | 十四五时期 | p14
zh | “十三五” | p13
zh | 十五五规划 | p15
zh | 第十四个五年规划 | p14
zh | 第三章 | w#3
zh | 第 3 章 | #3
zh | 第12页 | #12
zh | 第 3—5 条 | #3..5
zh | 第 650 号议题 | #650
zh | 第十二届 | w#12
zh | 二十大 | w20
zh | 下午3点 | t900
zh | 10:30 | t630
zh | US$1.2 亿 | 120000000 USD
zh | ¥300 | 300 ¥
zh | 300 美元 | 300 USD
zh | 5 亿港元 | 500000000 HKD
zh | 100 亿新台币 | 10000000000 TWD
zh | 3000 日元 | 3000 JPY
zh | 1.5 欧元 | 1.5 EUR
zh | 人民币 300 万元 | 3000000 CNY
zh | RMB 120 万 | 1200000 CNY
zh | 20～30 万元 | 200000..300000 CNY
zh | 20 万～30 万元 | 200000..300000 CNY
zh | 3—5 年 | 3..5 year
zh | 20 至 30 岁 | 20..30 year
zh | 5 亩 | 5 mu
zh | 收入（亿元） | w100000000 CNY
zh | 单位：万吨 | w10000 t
zh | （含税）、（三）、（见下） |
zh | 18 亿亩 | 1800000000 mu
zh | 12 公顷 | 12 ha
zh | 3 平方公里 | 3 km2
zh | 300 亿立方米 | 30000000000 m3
zh | 5km | 5 km
zh | 三十里 | w30 li
zh | 7 nm | 7 nm
zh | 12 GB | 12 GB
zh | -5℃ | -5 C
zh | 零下 10℃ | -10 C
zh | 65 岁 | 65 year
zh | 1.5 个字宽 | 1.5
zh | 3.3 版 | 3.3
zh | Chrome 123 | 123
zh | 0.31.2 | id:0.31.2
zh | GB/T 15834—2011 | id:GB/T15834-2011
zh | GB/T 7714-2025 | id:GB/T7714-2025
zh | ISO 14289-1:2014 | id:ISO14289-1-2014
zh | COVID-19 | id:COVID-19
zh | GPT-4 | id:GPT-4
zh | 5G 基站 | id:5G
zh | 3D 打印 | id:3D
zh | H100 | id:H100
zh | Qwen2.5-72B | id:QWEN2.5-72B
zh | 16:9 | 16 9
zh | 一些、一定、一般、一样、一直、一起 |
zh | 统一、唯一、同一、万一、逐一、单一 |
zh | 第一时间 |
zh | 千万别忘 |
zh | 三明治、三亚、四川、九江、九寨沟、五台山 |
zh | 五四运动 |
zh | 一带一路 |
zh | 十分重要 |
zh | 百姓、千岛湖、万科 |
zh | 双十一 |
zh | 半导体、大半生 | w1/2
zh | 千方百计、五花八门 |
zh | 成立、成果、变成 |
zh | 九三学社 |
zh | 数百万、上千、几十 |
zh | 二维码、多元、一元化 |
zh | 本世代、上下文、前后 |
zh | 减少、过去、翻译、翻页 |
zh | 程序员、成本、成员 |
zh | 人民、代码、代表 |
zh-TW | 營收 1.2 億元 | 120000000 CNY
zh-TW | 一萬兩千人 | w12000 person
zh-TW | 成長三成 | w30%
zh-TW | 兩國 | w2
zh-TW | 民國 114 年 | y2025
zh-TW | 20 世紀 90 年代 | d1990
zh-Hant | 8.7 萬餘個 | 87000 over
zh-Hant | 「十四五」規劃 | p14
zh-Hant | 3 個月 | 3 month
ja | 1.2億円 | 120000000 JPY
ja | 3割 | w30%
ja | 三割 | w30%
ja | 令和7年 | y2025
ja | 2025年8月15日 | @2025-8-15
ja | 3年間 | 3 year
ja | 12万人 | 120000 person
ja | 1兆円 | 1000000000000 JPY
ja | 30パーセント | 30%
ja | 2ポイント | 2 pp
ja | 第3章 | #3
ja | 第1四半期 | q1
ko | 1.2억 원 | 120000000 KRW
ko | 12만 명 | 120000 person
ko | 2025년 8월 15일 | @2025-8-15
ko | 30% | 30%
ko | 제3장 | #3
ko | 1990년대 | d1990
en | 1.2 billion yuan | 1200000000 CNY
en | RMB 1.2 billion | 1200000000 CNY
en | CNY120 million | 120000000 CNY
en | US$1.2bn | 1200000000 USD
en | $5m | 5000000 USD
en | $5 million | 5000000 USD
en | €3 million | 3000000 EUR
en | £20 | 20 GBP
en | ¥300 | 300 ¥
en | 300 US dollars | 300 USD
en | HK$500 million | 500000000 HKD
en | NT$10 billion | 10000000000 TWD
en | 3,000 yen | 3000 JPY
en | 12,000 firms | 12000
en | 120 million people | 120000000 person
en | 13.7 trillion | 13700000000000
en | 5 thousand | 5000
en | 1,234.5 km | 1234.5 km
en | 5 hectares | 5 ha
en | 5-year plan | 5 year
en | 24-hour | 24 hour
en | 40-character lines | 40
en | Revenue (million yuan) | w1000000 CNY
en | Revenue (100 million yuan) | 100000000 CNY
en | (see below), (years ago) |
en | 12 GB | 12 GB
en | 7 nm | 7 nm
en | -5 °C | -5 C
en | 30% | 30%
en | 30 percent | 30%
en | 30 per cent | 30%
en | 2.5 percentage points | 2.5 pp
en | 30 basis points | 30 bp
en | thirty percent | w30%
en | 63%–68% | 63..68%
en | 63–68% | 63..68%
en | 63% to 68% | 63..68%
en | 3–5 years | 3..5 year
en | 3 to 5 million | 3000000..5000000
en | $3 million to $5 million | 3000000..5000000 USD
en | between 200,000 and 300,000 yuan | 200000..300000 CNY
en | 20 and 30 | 20 30
en | three to five years | w3..5 year
en | seven or eight | w7..8
en | twenty-five people | w25 person
en | one hundred and five | w105
en | two and a half years | w2.5 year
en | a hundred | w100
en | a dozen | w12
en | two dozen | w24
en | three decades | w3 decade
en | a decade | w10 year
en | one third | w1/3
en | two-thirds | w2/3
en | a quarter | w1/4
en | three quarters | w3/4
en | one-fifth | w1/5
en | half | w1/2
en | 1/3 | 1/3
en | doubled | wx2
en | tripled | wx3
en | tenfold | wx10
en | three times | wx3
en | 3-fold | x3
en | 1.5 times | x1.5
en | both | w2
en | twice | wx2
en | first | w#1
en | the third chapter | w#3
en | the 3rd edition | #3
en | twenty-third | w#23
en | Chapter 3 | 3
en | Chapter III | #3
en | Part IV | #4
en | August 15, 2025 | @2025-8-15
en | 15 August 2025 | @2025-8-15
en | August 15th | @0-8-15
en | Aug. 15, 2025 | @2025-8-15
en | August 2025 | @2025-8-0
en | 2025-08-15 | @2025-8-15
en | in May 2024 | @2024-5-0
en | March and April 2025 | @0-3-0 @2025-4-0
en | in March | @0-3-0
en | May 3–5, 2025 | @2025-5-3..5
en | 2025 | y2025
en | 2020–2025 | y2020..2025
en | 2020-25 | y2020..2025
en | from 2020 to 2025 | y2020..2025
en | the 1990s | d1990
en | the mid-1990s | d1990
en | the '90s | d1990
en | the nineties | wd1990
en | the 20th century | c20
en | twentieth-century | c20
en | the twenty-first century | c21
en | Q1 2025 | q1 y2025
en | the first quarter | q1
en | the first three quarters | q3
en | the first half of 2025 | h1 y2025
en | the second half of the year | h2
en | the 14th Five-Year Plan | p14
en | the Fourteenth Five-Year Plan | p14
en | 3 p.m. | t900
en | 10:30 | t630
en | at least 30% | 30% over
en | 30% or more | 30% over
en | nearly 30% | 30% about
en | fewer than 50 | 50 under
en | up to 80 characters | 80 under
en | more than 87,000 | 87000 over
en | over 300 people | 300 person over
en | GB/T 15834-2011 | id:GB/T15834-2011
en | ISO 14289-1:2014 | id:ISO14289-1-2014
en | COVID-19 | id:COVID-19
en | GPT-4 | id:GPT-4
en | 5G | id:5G
en | H100 | id:H100
en | Chrome 123 | 123
en | UAX #14 | 14
en | EPUB 3.3 | 3.3
en | 0.31.2 | id:0.31.2
en | 100+ firms | 100 over
en | it may be so |
en | they march on |
en | thousands of firms |
en | a study, an answer, the other |
en | the someone, anyone, nothing |
en | weight, height, often, tension, tent |
en | Hundreds and millions |
en | an American |
en | quarterly |
en | W3C and UTF-8 | id:W3C id:UTF-8
fr | 1,2 million de yuans | 1200000 CNY
fr | 12 000 entreprises | 12000
fr | 30 % | 30%
fr | 30 pour cent | 30%
fr | 15 août 2025 | @2025-8-15
fr | 3 milliards d'euros | 3000000000 EUR
fr | 2,5 points de pourcentage | 2.5 pp
de | 1,2 Millionen Yuan | 1200000 CNY
de | 12.000 Firmen | 12000
de | 30 Prozent | 30%
de | 15. August 2025 | @2025-8-15
de | 3 Mrd. Euro | 3000000000 EUR
es | 30 por ciento | 30%
es | 15 de agosto de 2025 | @2025-8-15
es | 1.200 millones de euros | 1200000000 EUR
ar | ١٢٠ مليون يوان | 120000000 CNY
ar | ٣٠٪ | 30%
ar | ١٥ أغسطس ٢٠٢٥ | @2025-8-15
ru | 1,5 | 1.5
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in TABLE.strip().splitlines()]
_SIGNS = {"ordinal": "#", "multiple": "x", "year": "y", "decade": "d", "century": "c", "quarter": "q", "half-year": "h", "plan": "p", "time": "t"}


def brief(found: Quantity) -> str:
    """A quantity as the table writes it."""
    word = "w" if found.words else ""
    end = f"..{_number(found.high)}" if found.high is not None else ""
    if found.kind == "identifier":
        return f"id:{found.label}"
    if found.kind == "date":
        return "@" + "-".join(map(str, found.date)) + end
    value = word + _SIGNS.get(found.kind, "") + _number(found.value) + end + ("%" if found.kind == "percent" else "")
    return " ".join(part for part in (value, found.unit, found.bound) if part)


def _number(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):g}" if value == Fraction(f"{float(value):g}") else f"{value.numerator}/{value.denominator}"


@pytest.mark.parametrize(("language", "text", "expected"), ROWS, ids=[f"{language}-{text[:24]}" for language, text, _ in ROWS])
def test_a_text_holds_these_numbers_and_no_others(language: str, text: str, expected: str) -> None:
    """The numbers of each row of the table are found, in order, and nothing else is."""
    halves = {"0.5": "1/2", "0.25": "1/4", "0.75": "3/4", "0.2": "1/5"}
    found = " ".join(brief(each) if each.kind != "fraction" else ("w" if each.words else "") + halves.get(f"{float(each.value):g}", _number(each.value)) for each in quantities(text, language))
    assert found == expected


def test_the_table_is_large_enough() -> None:
    """The table has the size that it was promised to have, with texts without numbers among it."""
    assert len(ROWS) >= 250
    assert sum(not expected for _, _, expected in ROWS) >= 20


@pytest.mark.parametrize(("language", "text"), [(language, text) for language, text, _ in ROWS])
def test_a_number_stands_where_it_says(language: str, text: str) -> None:
    """Every span gives the text of its number, and spans are in order without meeting."""
    end = 0
    for found in quantities(text, language):
        assert found.text == text[found.span.start : found.span.end]
        assert found.span.start >= end
        end = found.span.end


@pytest.mark.parametrize(
    ("number", "language", "expected"),
    [
        ("1.2 亿元", "en", "120 million yuan"),
        ("13.7 万亿元", "en", "13.7 trillion yuan"),
        ("5 万元", "en", "50,000 yuan"),
        ("1.25 万亿美元", "en", "1.25 trillion US dollars"),
        ("2025 年 8 月", "en", "August 2025"),
        ("2025 年 8 月 15 日", "en", "15 August 2025"),
        ("2025 年 8 月 15 日", "fr", "15 août 2025"),
        ("2020—2025 年", "en", "2020–2025"),
        ("20 世纪 90 年代", "en", "1990s"),
        ("21 世纪", "en", "21st century"),
        ("30%", "en", "30%"),
        ("三成", "en", "30%"),
        ("63%～68%", "en", "63%–68%"),
        ("8.7 万余", "en", "more than 87,000"),
        ("500 公顷", "en", "500 hectares"),
        ("12 GB", "en", "12 GB"),
        ("3 年", "en", "3 years"),
        ("2 个百分点", "en", "2 percentage points"),
        ("13.7 万亿元", "fr", "13,7 billions de yuans"),
        ("1.2 亿元", "ja", "1.2億元"),
        ("1.2 亿元", "zh-TW", "1.2 億元"),
        ("15834—2011", "en", "15834—2011"),
        ("1.1", "fr", "1.1"),
        ("2025", "en", "2025"),
        ("abc", "en", "abc"),
    ],
)
def test_a_number_is_written_in_the_form_of_an_edition(number: str, language: str, expected: str) -> None:
    """A number placeholder without words takes the form of the edition's language."""
    assert in_language(number, "zh-CN", language) == expected


@pytest.mark.parametrize(("number", "language"), [("1.2 亿元", "en"), ("5 万人", "en"), ("2025 年 8 月 15 日", "en"), ("30%", "fr"), ("12 公顷", "en"), ("1.2 亿元", "ja")])
def test_what_is_written_is_worth_the_same(number: str, language: str) -> None:
    """Reading back a number that was written for an edition gives its value and unit."""
    (before,) = quantities(number, "zh")
    (after,) = quantities(in_language(number, "zh", language), language)
    assert (after.value, after.unit, after.date) == (before.value, before.unit, before.date)


def test_every_unit_can_be_named() -> None:
    """Codes of units are unique, and each has a name in English or a sign."""
    assert all(unit.name("en") for unit in units().values())
