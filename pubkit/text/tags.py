"""Language tags (BCP 47, RFC 5646): what of them a publisher asks for."""

from __future__ import annotations

from functools import lru_cache

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
