"""Number words of Western languages and Arabic: cardinals, ordinals, scales, months, and what stands for per cent.

Source: Unicode CLDR 45 (months, spelled-out numbers), for scales the long and short scales as each language has them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class NumberWords:
    """The words of one language, in small letters."""

    months: tuple[str, ...]
    scales: dict[str, int]
    cardinals: dict[str, int]
    ordinals: dict[str, int] = field(default_factory=dict)
    percent: tuple[str, ...] = ("%",)
    decimal_comma: bool = True
    point_groups: bool = False  # 1.500 is one thousand five hundred
    written_scales: tuple[tuple[int, str, str], ...] = ()  # value, one, many: as an edition writes them
    money_of: str = ""  # between a large number and its currency: 120 millions de yuans


def _numbered(words: str, first: int = 0) -> dict[str, int]:
    return {word: first + n for n, word in enumerate(words.split())}


def _tens(words: str) -> dict[str, int]:
    return {word: 20 + 10 * n for n, word in enumerate(words.split())}


_EN_CARDINALS = (
    _numbered("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
    | _tens("twenty thirty forty fifty sixty seventy eighty ninety")
)
_EN_ORDINALS = (
    _numbered("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth", 1)
    | _tens("twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth")
    | {"hundredth": 100}
)  # fmt: skip

_WORDS = {
    "en": NumberWords(
        ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"),
        {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9, "mn": 10**6, "tn": 10**12, "trn": 10**12},
        _EN_CARDINALS,
        _EN_ORDINALS,
        ("%", "percent", "per cent", "pct"),
        decimal_comma=False,
        written_scales=((10**12, "trillion", "trillion"), (10**9, "billion", "billion"), (10**6, "million", "million")),
    ),
    "fr": NumberWords(
        ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"),
        {"cent": 100, "cents": 100, "mille": 1000, "million": 10**6, "millions": 10**6, "milliard": 10**9, "milliards": 10**9, "billion": 10**12, "billions": 10**12},
        _numbered("zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize") | {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60},
        {"premier": 1, "première": 1, "deuxième": 2, "troisième": 3, "quatrième": 4, "cinquième": 5, "sixième": 6, "vingtième": 20},
        ("%", "pour cent", "p. cent"),
        written_scales=((10**12, "billion", "billions"), (10**9, "milliard", "milliards"), (10**6, "million", "millions")),
        money_of="de ",
    ),
    "de": NumberWords(
        ("januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "dezember"),
        {"hundert": 100, "tausend": 1000, "million": 10**6, "millionen": 10**6, "mio": 10**6, "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9, "billion": 10**12, "billionen": 10**12},
        _numbered("null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf") | {"ein": 1, "eine": 1, "zwanzig": 20, "dreißig": 30, "vierzig": 40, "fünfzig": 50},
        {"erste": 1, "ersten": 1, "zweite": 2, "zweiten": 2, "dritte": 3, "dritten": 3, "vierte": 4, "vierten": 4},
        ("%", "prozent"),
        point_groups=True,
        written_scales=((10**12, "Billion", "Billionen"), (10**9, "Milliarde", "Milliarden"), (10**6, "Million", "Millionen")),
    ),
    "es": NumberWords(
        ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
        {"cien": 100, "ciento": 100, "mil": 1000, "millón": 10**6, "millones": 10**6, "mil millones": 10**9, "billón": 10**12, "billones": 10**12},
        _numbered("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince") | {"un": 1, "una": 1, "veinte": 20, "treinta": 30},
        {"primer": 1, "primera": 1, "primero": 1, "segundo": 2, "segunda": 2, "tercer": 3, "tercera": 3, "cuarto": 4},
        ("%", "por ciento"),
        point_groups=True,
        written_scales=((10**12, "billón", "billones"), (10**9, "mil millones", "mil millones"), (10**6, "millón", "millones")),
        money_of="de ",
    ),
    "ar": NumberWords(
        ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"),
        {"مئة": 100, "مائة": 100, "ألف": 1000, "آلاف": 1000, "مليون": 10**6, "ملايين": 10**6, "مليار": 10**9, "مليارات": 10**9, "تريليون": 10**12},
        {"واحد": 1, "واحدة": 1, "اثنان": 2, "ثلاثة": 3, "ثلاث": 3, "أربعة": 4, "أربع": 4, "خمسة": 5, "خمس": 5, "ستة": 6, "ست": 6, "سبعة": 7, "سبع": 7, "ثمانية": 8, "ثماني": 8, "تسعة": 9, "تسع": 9, "عشرة": 10, "عشر": 10},
        {"الأول": 1, "الأولى": 1, "الثاني": 2, "الثانية": 2, "الثالث": 3, "الثالثة": 3, "الرابع": 4, "الرابعة": 4, "الخامس": 5},
        ("%", "في المئة", "في المائة", "بالمئة", "بالمائة"),
        decimal_comma=False,
        written_scales=((10**12, "تريليون", "تريليون"), (10**9, "مليار", "مليار"), (10**6, "مليون", "مليون")),
    ),
}  # fmt: skip
#: Languages that mark decimals with a comma and are not above (CLDR): only their digits are read, with English words.
_DECIMAL_COMMA = frozenset({"it", "pt", "nl", "ru", "uk", "pl", "cs", "sk", "sv", "da", "nb", "no", "fi", "tr", "id", "vi", "el", "hu", "ro", "bg"})


@lru_cache(maxsize=16)
def number_words(language: str) -> NumberWords:
    """The words of a language by its primary subtag; English words for languages that are not known here."""
    found = _WORDS.get(language)
    if found:
        return found
    english = _WORDS["en"]
    comma = language in _DECIMAL_COMMA
    return NumberWords(english.months, english.scales, english.cardinals, english.ordinals, english.percent, comma, comma, english.written_scales)
