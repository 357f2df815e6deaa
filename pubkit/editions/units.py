"""Units and currencies by their names in many languages, so that two texts can be compared by what they say.

A unit has a code (`km2`), a dimension (`area`) and its size in the dimension's base unit. Currencies are units of the dimension
`money` without a size: no rate is known here. Sources: SI Brochure (9th edition), GB 3100—93, ISO 4217; 亩, 里, 斤 as defined in
the Order of the State Council of 1984 (市制).
What does not belong here: where a number stands and what it is worth (`quantities`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from pubkit.markdown.tree import MARKUP


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit. `size` is in base units of its dimension, 0 where none is known (money)."""

    code: str
    dimension: str
    size: Fraction
    names: tuple[tuple[str, tuple[str, ...]], ...]  # by kind of name: "sign", "zh", "ja", "ko", "en", "fr", "de", "es", "ar"

    def name(self, language: str) -> str:
        """Its first name in a language, its sign where the language has none; empty where it has neither."""
        names = dict(self.names)
        return next((names[kind][0] for kind in (language, "sign", "en") if names.get(kind)), "")


#: code | dimension | size | names by language, the one that is written first. `sign` is one that any language may use.
_TABLE = """
CNY|money|0|sign: RMB, CNY, CN¥|zh: 元, 人民币, 元人民币, 人民币元, 圆|ja: 元, 人民元|ko: 위안|en: yuan, renminbi, yuan renminbi, Chinese yuan|fr: yuans, yuan|de: Yuan|es: yuanes, yuan|ar: يوان
USD|money|0|sign: US$, USD, U.S.$|zh: 美元, 美金|ja: 米ドル, ドル|ko: 달러|en: US dollars, dollars, US dollar, dollar, U.S. dollars, American dollars|fr: dollars américains, dollars, dollar|de: US-Dollar, Dollar|es: dólares estadounidenses, dólares, dólar|ar: دولار أمريكي, دولار
HKD|money|0|sign: HK$, HKD|zh: 港元, 港币, 港圆|ja: 香港ドル|en: Hong Kong dollars, HK dollars, Hong Kong dollar
TWD|money|0|sign: NT$, TWD|zh: 新台币, 新台币元, 元新台币, 台币, 新臺幣, 新臺幣元|ja: 台湾ドル|en: New Taiwan dollars, NT dollars, Taiwan dollars, New Taiwan dollar
JPY|money|0|sign: JPY|zh: 日元, 日圆, 日币|ja: 円, 日本円|ko: 엔|en: yen, Japanese yen|fr: yens, yen|de: Yen|es: yenes|ar: ين
EUR|money|0|sign: €, EUR|zh: 欧元|ja: ユーロ|ko: 유로|en: euros, euro|fr: euros, euro|de: Euro|es: euros, euro|ar: يورو
GBP|money|0|sign: £, GBP|zh: 英镑|ja: ポンド|ko: 파운드|en: pounds sterling, British pounds|fr: livres sterling|de: Pfund|es: libras esterlinas
KRW|money|0|sign: ₩, KRW|zh: 韩元, 韩圆, 韩币|ja: ウォン|ko: 원|en: won, Korean won, South Korean won
RUB|money|0|sign: ₽, RUB|zh: 卢布|ja: ルーブル|ko: 루블|en: rubles, roubles, ruble, rouble
INR|money|0|sign: ₹, INR|zh: 卢比, 印度卢比|ja: ルピー|en: rupees, Indian rupees
AUD|money|0|sign: A$, AUD|zh: 澳元, 澳大利亚元|en: Australian dollars
CAD|money|0|sign: C$, CAD|zh: 加元, 加拿大元|en: Canadian dollars
SGD|money|0|sign: S$, SGD|zh: 新加坡元, 新元, 坡币|en: Singapore dollars
CHF|money|0|sign: CHF|zh: 瑞士法郎|en: Swiss francs
mu|area|2000/3|zh: 亩, 市亩|ja: ムー|en: mu, mou
ha|area|10000|sign: ha|zh: 公顷|ja: ヘクタール|ko: 헥타르|en: hectares, hectare|fr: hectares|de: Hektar|es: hectáreas|ar: هكتار
m2|area|1|sign: m², m2, ㎡|zh: 平方米, 平米, 平方公尺|ja: 平方メートル|ko: 제곱미터|en: square metres, square meters, square metre, square meter, sq m|fr: mètres carrés|de: Quadratmeter|es: metros cuadrados
km2|area|1000000|sign: km², km2|zh: 平方公里, 平方千米|ja: 平方キロメートル, 平方キロ|ko: 제곱킬로미터|en: square kilometres, square kilometers, sq km|fr: kilomètres carrés|de: Quadratkilometer|es: kilómetros cuadrados
acre|area|4046.8564224|zh: 英亩|ja: エーカー|en: acres, acre
m3|volume|1|sign: m³, m3|zh: 立方米, 立方公尺|ja: 立方メートル|en: cubic metres, cubic meters, cubic metre, cubic meter|fr: mètres cubes|de: Kubikmeter|es: metros cúbicos
L|volume|1/1000|sign: L, l|zh: 升, 公升|ja: リットル|ko: 리터|en: litres, liters, litre, liter|fr: litres|de: Liter|es: litros
mL|volume|1/1000000|sign: mL, ml|zh: 毫升|ja: ミリリットル|en: millilitres, milliliters, millilitre, milliliter
barrel|volume|0.158987294928|zh: 桶|ja: バレル|en: barrels, barrel|fr: barils|de: Barrel|es: barriles
km|length|1000|sign: km|zh: 公里, 千米|ja: キロメートル, キロ|ko: 킬로미터|en: kilometres, kilometers, kilometre, kilometer|fr: kilomètres, kilomètre|de: Kilometer|es: kilómetros|ar: كيلومتر
m|length|1|sign: m|zh: 米, 公尺|ja: メートル|ko: 미터|en: metres, meters, metre, meter|fr: mètres, mètre|de: Meter|es: metros|ar: متر
dm|length|1/10|sign: dm|zh: 分米, 公寸
cm|length|1/100|sign: cm|zh: 厘米, 公分|ja: センチメートル, センチ|ko: 센티미터|en: centimetres, centimeters, centimetre, centimeter|fr: centimètres|de: Zentimeter|es: centímetros
mm|length|1/1000|sign: mm|zh: 毫米, 公厘|ja: ミリメートル, ミリ|ko: 밀리미터|en: millimetres, millimeters, millimetre, millimeter|fr: millimètres|de: Millimeter|es: milímetros
um|length|1/1000000|sign: μm, µm, um|zh: 微米|ja: マイクロメートル|en: micrometres, micrometers, microns, micron
nm|length|1/1000000000|sign: nm|zh: 纳米, 奈米|ja: ナノメートル|ko: 나노미터|en: nanometres, nanometers, nanometre, nanometer, nano-metre|fr: nanomètres|de: Nanometer|es: nanómetros
li|length|500|zh: 里, 华里, 市里|en: li
mile|length|1609.344|zh: 英里|ja: マイル|en: miles, mile
nmi|length|1852|zh: 海里|ja: 海里|en: nautical miles, nautical mile
ft|length|0.3048|zh: 英尺|ja: フィート|en: feet, foot, ft
in|length|0.0254|zh: 英寸, 英吋|ja: インチ|en: inches, inch
t|mass|1000|sign: t|zh: 吨, 公吨|ja: トン|ko: 톤|en: tonnes, tons, tonne, ton, metric tons, metric tonnes|fr: tonnes, tonne|de: Tonnen, Tonne|es: toneladas, tonelada|ar: طن
kg|mass|1|sign: kg|zh: 公斤, 千克|ja: キログラム|ko: 킬로그램|en: kilograms, kilogrammes, kilos, kilogram|fr: kilogrammes|de: Kilogramm|es: kilogramos|ar: كيلوغرام
g|mass|1/1000|sign: g|zh: 克, 公克|ja: グラム|ko: 그램|en: grams, grammes, gram|fr: grammes|de: Gramm|es: gramos
mg|mass|1/1000000|sign: mg|zh: 毫克|ja: ミリグラム|en: milligrams, milligram
jin|mass|1/2|zh: 斤, 市斤|en: jin, catties
lb|mass|0.45359237|sign: lb|zh: 磅|en: pounds, pound, lbs
oz|mass|0.028349523|zh: 盎司|en: ounces, ounce
kWh|energy|1|sign: kWh, kW·h|zh: 千瓦时, 千瓦小时, 度电|ja: キロワット時|ko: 킬로와트시|en: kilowatt-hours, kilowatt hours, kilowatt-hour|fr: kilowattheures|de: Kilowattstunden|es: kilovatios hora
MWh|energy|1000|sign: MWh|zh: 兆瓦时|ja: メガワット時|en: megawatt-hours, megawatt hours, megawatt-hour
GWh|energy|1000000|sign: GWh|zh: 吉瓦时|ja: ギガワット時|en: gigawatt-hours, gigawatt hours, gigawatt-hour
TWh|energy|1000000000|sign: TWh|zh: 太瓦时|ja: テラワット時|en: terawatt-hours, terawatt hours, terawatt-hour
J|energy|1/3600000|sign: J|zh: 焦耳, 焦|ja: ジュール|en: joules, joule
W|power|1|sign: W|zh: 瓦, 瓦特|ja: ワット|ko: 와트|en: watts, watt
kW|power|1000|sign: kW|zh: 千瓦|ja: キロワット|ko: 킬로와트|en: kilowatts, kilowatt|fr: kilowatts|de: Kilowatt|es: kilovatios
MW|power|1000000|sign: MW|zh: 兆瓦|ja: メガワット|ko: 메가와트|en: megawatts, megawatt|fr: mégawatts|de: Megawatt|es: megavatios
GW|power|1000000000|sign: GW|zh: 吉瓦|ja: ギガワット|ko: 기가와트|en: gigawatts, gigawatt|fr: gigawatts|de: Gigawatt|es: gigavatios
TW|power|1000000000000|sign: TW|zh: 太瓦|en: terawatts
V|voltage|1|sign: V|zh: 伏, 伏特|en: volts, volt
kV|voltage|1000|sign: kV|zh: 千伏|en: kilovolts, kilovolt
Hz|frequency|1|sign: Hz|zh: 赫兹, 赫|en: hertz
kHz|frequency|1000|sign: kHz|zh: 千赫, 千赫兹|en: kilohertz
MHz|frequency|1000000|sign: MHz|zh: 兆赫, 兆赫兹|en: megahertz
GHz|frequency|1000000000|sign: GHz|zh: 吉赫, 吉赫兹|en: gigahertz
B|data|1|sign: B|zh: 字节|ja: バイト|ko: 바이트|en: bytes, byte|fr: octets|de: Byte|es: bytes
KB|data|1000|sign: KB, kB|zh: 千字节|en: kilobytes, kilobyte
MB|data|1000000|sign: MB|zh: 兆字节|ja: メガバイト|en: megabytes, megabyte
GB|data|1000000000|sign: GB|zh: 吉字节|ja: ギガバイト|ko: 기가바이트|en: gigabytes, gigabyte
TB|data|1000000000000|sign: TB|zh: 太字节|ja: テラバイト|ko: 테라바이트|en: terabytes, terabyte
PB|data|1000000000000000|sign: PB|zh: 拍字节|en: petabytes, petabyte
year|time|365|zh: 年, 周年, 年度, 载, 岁, 周岁|ja: 年間, 年, 歳, 周年|ko: 년, 세, 살|en: years, year, years old, year-old, years-old|fr: ans, années, an, année|de: Jahre, Jahren, Jahr|es: años, año|ar: سنوات, سنة, عاما
month|time|365/12|zh: 个月, 个多月|ja: か月, ヶ月, カ月, ヵ月|ko: 개월|en: months, month|fr: mois|de: Monate, Monaten, Monat|es: meses, mes
week|time|7|zh: 周, 星期, 个星期, 礼拜, 个礼拜, 个周|ja: 週間|ko: 주|en: weeks, week|fr: semaines, semaine|de: Wochen, Woche|es: semanas, semana
day|time|1|zh: 天, 个工作日, 个交易日, 昼夜|ja: 日間|ko: 일간|en: days, day|fr: jours, jour|de: Tage, Tagen, Tag|es: días, día|ar: أيام, يوم
hour|time|1/24|sign: h|zh: 小时, 个小时, 钟头, 个钟头|ja: 時間|ko: 시간|en: hours, hour|fr: heures, heure|de: Stunden, Stunde|es: horas, hora|ar: ساعات, ساعة
minute|time|1/1440|sign: min|zh: 分钟|ja: 分間|ko: 분|en: minutes, minute|fr: minutes, minute|de: Minuten, Minute|es: minutos, minuto
second|time|1/86400|sign: s|zh: 秒, 秒钟|ja: 秒|ko: 초|en: seconds|fr: secondes, seconde|de: Sekunden, Sekunde|es: segundos
ms|time|1/86400000|sign: ms|zh: 毫秒|ja: ミリ秒|en: milliseconds, millisecond
us|time|1/86400000000|sign: μs, µs|zh: 微秒|en: microseconds, microsecond
decade|time|3650|en: decades|fr: décennies|de: Jahrzehnte, Jahrzehnten|es: décadas
centuries|time|36500|zh: 个世纪|ja: 世紀間|en: centuries|fr: siècles|de: Jahrhunderte|es: siglos
C|temperature|1|sign: ℃, °C, ° C|zh: 摄氏度|ja: 度|ko: 도|en: degrees Celsius, degrees centigrade, degree Celsius|fr: degrés Celsius|de: Grad Celsius|es: grados Celsius
F|temperature|0|sign: ℉, °F|zh: 华氏度|en: degrees Fahrenheit
bp|points|1/100|sign: bp, bps|zh: 个基点, 基点|ja: ベーシスポイント|ko: 베이시스포인트|en: basis points, basis point
pp|points|1|sign: pp|zh: 个百分点, 百分点|ja: パーセントポイント, ポイント|ko: 퍼센트포인트, %포인트|en: percentage points, percentage point, percent points|fr: points de pourcentage, points|de: Prozentpunkte, Prozentpunkten, Prozentpunkt|es: puntos porcentuales|ar: نقطة مئوية
person|count|1|zh: 人, 名, 位, 人次|ja: 人, 名|ko: 명, 인|en: people, persons, person|fr: personnes|de: Menschen, Personen|es: personas
household|count|1|zh: 户|ja: 世帯, 戸|ko: 가구|en: households, household|fr: ménages|de: Haushalte|es: hogares
"""


@lru_cache(maxsize=1)
def units() -> dict[str, Unit]:
    """All units by their codes."""
    return {unit.code: unit for unit in map(_unit, _TABLE.strip().splitlines())}


def _unit(line: str) -> Unit:
    code, dimension, size, *names = line.split("|")
    by_kind = (column.partition(": ") for column in names)
    return Unit(code, dimension, Fraction(size), tuple((kind, tuple(words.split(", "))) for kind, _, words in by_kind))


#: Before a number; `$` and `¥` alone are told by nobody but the text.
BEFORE = {
    "$": "USD", "US$": "USD", "USD": "USD", "HK$": "HKD", "HKD": "HKD", "NT$": "TWD", "TWD": "TWD", "A$": "AUD", "AUD": "AUD",
    "C$": "CAD", "CAD": "CAD", "S$": "SGD", "SGD": "SGD", "¥": "¥", "￥": "¥", "CN¥": "CNY", "RMB": "CNY", "CNY": "CNY",
    "人民币": "CNY", "新台币": "TWD", "新臺幣": "TWD", "JPY": "JPY", "€": "EUR", "EUR": "EUR", "£": "GBP", "GBP": "GBP",
    "₩": "KRW", "KRW": "KRW", "₽": "RUB", "RUB": "RUB", "₹": "INR", "INR": "INR", "CHF": "CHF",
}  # fmt: skip
#: Signs that two currencies share.
_SHARED = {"¥": frozenset({"CNY", "JPY"})}


@lru_cache(maxsize=32)
def unit_names(language: str) -> dict[str, str]:
    """The code of every name that a text in `language` (its primary subtag) may use, longest names first; Latin names in small letters."""
    kinds = {"sign", language} | ({"en"} if language not in ("zh", "ja", "ko") else set())
    pairs = [(name, unit.code) for unit in units().values() for kind, names in unit.names if kind in kinds for name in names]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=32)
def unit_pattern(language: str) -> re.Pattern[str]:
    """Matches a unit right behind a number, with the space or hyphen between them; group 1 is the name."""
    return re.compile(f"[ \u00a0\u2009\u202f*{MARKUP}-]*({'|'.join(map(_name_pattern, unit_names(language)))})")


def _name_pattern(name: str) -> str:
    """A name, which must not go on: `m` is no metre in `min`. Han names need no end."""
    written = re.escape(name).replace("\\ ", "[ \u00a0-]").replace("\\-", "[ -]")
    if name == "元":
        return "元(?![化素论旦宵首老件音])"
    return written + ("(?![^\\W\\d_]|[²³])" if name[-1] < "\u0700" and name[-1].isalnum() else "")


def unit_of(name: str, language: str) -> str:
    """The code of a unit's name as it stands in a text; empty where there is none."""
    names = unit_names(language)
    plain = name.replace("\u00a0", " ")
    return names.get(plain) or names.get(plain.replace("-", " ")) or names.get(plain.replace(" ", "-")) or ""


def dimension(code: str) -> str:
    """The dimension of a unit; empty for none."""
    if code in _SHARED:
        return "money"
    unit = units().get(code)
    return unit.dimension if unit else ""


def compatible(one: str, other: str) -> bool:
    """Whether two unit codes may stand for one: they are equal, one is unknown, or one is a sign that the other shares."""
    return one == other or not one or not other or other in _SHARED.get(one, ()) or one in _SHARED.get(other, ())


def in_base(value: Fraction, code: str) -> tuple[Fraction, str] | None:
    """A value in the base unit of its dimension, and the dimension; None where no conversion is known."""
    unit = units().get(code)
    return (value * unit.size, unit.dimension) if unit and unit.size else None
