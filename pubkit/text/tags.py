"""Language tags (BCP 47, RFC 5646): what of them a publisher asks for."""

from __future__ import annotations

from functools import lru_cache

from pubkit.text.pattern import lazy

_CHINESE = frozenset({"zh", "yue", "cmn"})
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ps", "yi", "ug", "sd"})


@lru_cache(maxsize=64)
def subtags(tag: str) -> tuple[str, ...]:
    """The parts of a tag in small letters: `zh_Hant-TW` is zh, hant, tw."""
    return tuple(tag.replace("_", "-").lower().split("-"))


def primary(tag: str) -> str:
    """The language of a tag, without script and region: `zh` of `zh-Hant-TW`."""
    return subtags(tag)[0]


def is_chinese(tag: str) -> bool:
    """Whether a tag is Chinese in any script."""
    return primary(tag) in _CHINESE


def chinese_script(tag: str) -> str:
    """`Hans` or `Hant` for Chinese, by the script or the region of its tag; empty for other languages."""
    if not is_chinese(tag):
        return ""
    parts = subtags(tag)
    return "Hant" if "hans" not in parts and _TRADITIONAL.intersection(parts) else "Hans"


def is_right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left in its usual script."""
    return primary(tag) in _RIGHT_TO_LEFT and "latn" not in subtags(tag)


def same_language(one: str, other: str) -> bool:
    """Whether two tags name the same language in the same script, whatever their regions: zh-CN and zh-Hans."""
    return primary(one) == primary(other) and chinese_script(one) == chinese_script(other)


#: Language, script, region, variants, private use (RFC 5646, section 2.1). Extensions are nothing that a text is told in, and extended
#: languages (zh-yue) have a tag of their own (yue).
_WELL_FORMED = lazy(
    r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-(?:[a-z]{2}|\d{3}))?(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*(?:-x(?:-[a-z\d]{1,8})+)?"
)
#: ISO 639-1; of languages with three letters any is taken that has no code of two.
_TWO_LETTERS = (
    "aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj "
    "fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky "
    "la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru "
    "rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
    "yo za zh zu"
)
#: Scripts of living languages (ISO 15924).
_SCRIPTS = (
    "adlm arab armn beng bopo brai cher cyrl deva ethi geor grek gujr guru hang hani hans hant hebr hira hrkt jpan kana khmr knda kore laoo "
    "latn lisu mlym mong mymr nkoo olck orya sinh sylo syrc taml telu tfng thaa thai tibt vaii yiii"
)
#: What people write for a language, and the tag that they mean.
_MEANT = {
    "cn": "zh-CN", "chs": "zh-Hans", "cht": "zh-Hant", "chinese": "zh-CN", "zh-chs": "zh-Hans", "zh-cht": "zh-Hant", "hant": "zh-Hant", "hans": "zh-Hans",
    "eng": "en", "chi": "zh-CN", "zho": "zh-CN", "jpn": "ja", "kor": "ko", "fra": "fr", "fre": "fr", "deu": "de", "ger": "de", "spa": "es", "rus": "ru",
    "tw": "zh-Hant", "hk": "zh-HK", "jp": "ja", "japanese": "ja", "kr": "ko", "korean": "ko", "english": "en", "us": "en-US", "gb": "en-GB",
    "french": "fr", "german": "de", "spanish": "es", "russian": "ru", "arabic": "ar", "ua": "uk", "cz": "cs", "dk": "da", "gr": "el",
    "中文": "zh-CN", "汉语": "zh-CN", "简体": "zh-Hans", "简体中文": "zh-Hans", "繁体": "zh-Hant", "繁體": "zh-Hant", "繁体中文": "zh-Hant", "繁體中文": "zh-Hant",
    "英文": "en", "英语": "en", "英語": "en", "日文": "ja", "日语": "ja", "日語": "ja", "日本語": "ja", "韩文": "ko", "韩语": "ko", "韓文": "ko",
    "法文": "fr", "法语": "fr", "德文": "de", "德语": "de", "西班牙语": "es", "俄文": "ru", "俄语": "ru", "阿拉伯语": "ar",
}  # fmt: skip


def is_tag(tag: str) -> bool:
    """Whether a tag names a language as BCP 47 does, in a script that there is: not `english`, `en_US`, `jp` or `zh-Hnat`."""
    found = _WELL_FORMED.fullmatch(tag.lower())
    if not found:
        return False
    language, script = found.groups()
    known = language in _TWO_LETTERS.split() if len(language) == 2 else language not in _MEANT  # the shortest code is the tag
    return known and (not script or script in _SCRIPTS.split())


def meant_tag(written: str) -> str | None:
    """The tag that is probably meant by what is none: `en-US` for `en_US`, `ja` for `jp`, `zh-Hant` for `zh-Hnat`."""
    if meant := _MEANT.get(written.lower().replace("_", "-")):
        return meant
    if is_tag(dashed := written.strip().replace("_", "-")):
        return dashed
    first, *rest = dashed.split("-")
    first = _MEANT.get(first.lower(), first)
    if not rest or not is_tag(first):
        return None
    mended = "-".join((first, _near_script(rest[0]) or rest[0], *rest[1:]))
    return mended if is_tag(mended) else None


def _near_script(part: str) -> str | None:
    import difflib

    near = difflib.get_close_matches(part.lower(), _SCRIPTS.split(), n=1, cutoff=0.6)
    return near[0].title() if near and len(part) > 2 else None  # two letters are a region
