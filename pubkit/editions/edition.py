"""What an edition is: a language, and how its text comes about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pubkit.config import share, tag_hint, wrong_tag
from pubkit.text.errors import UsageError
from pubkit.text.phrase import Phrase
from pubkit.text.tags import is_chinese, same_language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: `source` is the text as written; `convert` another script of Chinese, made at each build; `translate` comes from a
#: catalogue (PO); `parallel` is a Markdown file of its own that is checked against the source; `bilingual` sets two editions side by side.
Origin = Literal["source", "convert", "translate", "parallel", "bilingual"]
#: What a build does with a segment that has no current translation: show the source's, marked; leave it out; fail.
Missing = Literal["mark", "omit", "fail"]
#: Keys of `editions:` that are no metadata of the publication.
_OWN = frozenset({"from", "file", "labels", "missing", "threshold", "vocabulary", "quotes", "accept-unreviewed"})
_NOT_ALONE = 2


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a report, as `editions:` of `pubkit.yaml` or of the front matter says.

    Files are named beside the report: `<report>.<language>.po` the catalogue, `<report>.<language>.md` a parallel text.
    """

    language: str  # BCP 47: zh-CN, zh-Hant, en; also the name of its folder. "zh-CN+en" for a bilingual one
    origin: Origin
    file: Path | None = None  # the catalogue or the parallel text
    metadata: Mapping[str, Any] = field(default_factory=dict)  # title, author …: before those of the source
    labels: Mapping[str, str] = field(default_factory=dict)  # before those of the language (`publish.labels`)
    missing: Missing = "mark"
    threshold: float = 0.0  # least share of translated characters, 0 to 1; below it nothing is built
    vocabulary: Literal["region", "keep"] | None = None  # of a conversion; None where the converter decides
    quotes: str | None = None  # curly, corner, guillemets, keep; None: as the language has them
    accept_unreviewed: bool = False  # machine translation that nobody has read may be published

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that it holds: two for a bilingual edition."""
        return tuple(self.language.split("+"))


def editions_of(given: object, source_language: str, report: Path) -> tuple[Edition, ...]:
    """The editions of a report, that of its source first. `given` is the value of `editions:`: a mapping or a list of tags.

    Raises `UsageError` for what cannot be an edition.
    """
    wanted = dict.fromkeys(map(str, given)) if isinstance(given, (list, tuple)) else given if isinstance(given, dict) else {}
    _check_names(list(map(str, wanted)))
    found = [_edition(str(tag), value, source_language, report) for tag, value in wanted.items()]
    if not any(edition.origin == "source" for edition in found):
        found.insert(0, Edition(source_language, "source", report))
    return tuple(sorted(found, key=lambda edition: edition.origin != "source"))


def _check_names(tags: list[str]) -> None:
    """Raises `UsageError` for two tags that differ by case alone: they are one language, and one folder on many computers."""
    seen: dict[str, str] = {}
    for tag in tags:
        if (other := seen.setdefault(tag.casefold(), tag)) != tag:
            raise UsageError(
                Phrase("the editions `{}` and `{}` are the same language", "版本 `{}` 与 `{}` 是同一种语言").format(other, tag),
                hint=Phrase("Keep one of them.", "请只保留其中一个。"),
            )


def _edition(tag: str, value: object, source_language: str, report: Path) -> Edition:
    settings: dict[str, Any] = {"from": value} if isinstance(value, str) else dict(value) if isinstance(value, dict) else {}
    origin: Origin = settings.get("from") or _origin(tag, source_language, report)
    _check(tag, origin, source_language)
    return Edition(
        language=tag,
        origin=origin,
        file=_file(settings.get("file"), origin, tag, report),
        metadata={name: value for name, value in settings.items() if name not in _OWN},
        labels={str(name): str(word) for name, word in (settings.get("labels") or {}).items()},
        missing=settings.get("missing") or "mark",
        threshold=share(settings.get("threshold", 0)) or 0.0,
        vocabulary=settings.get("vocabulary"),
        quotes=settings.get("quotes"),
        accept_unreviewed=bool(settings.get("accept-unreviewed")),
    )


def _origin(tag: str, source_language: str, report: Path) -> Origin:
    """How an edition comes about that does not say so: what its tag and the files beside the report allow."""
    if "+" in tag:
        return "bilingual"
    if same_language(tag, source_language):
        return "source"
    if is_chinese(tag) and is_chinese(source_language):
        return "convert"
    return "parallel" if _beside(report, tag, "md").exists() and not _beside(report, tag, "po").exists() else "translate"


def _check(tag: str, origin: Origin, source_language: str) -> None:
    if wrong := wrong_tag(tag):
        raise UsageError(wrong, hint=tag_hint(tag))
    if origin == "bilingual" and len({part for part in tag.split("+") if part}) != _NOT_ALONE:
        raise UsageError(
            Phrase("the edition `{}` does not name two languages", "版本 `{}` 没有写明两种语言").format(tag),
            hint=Phrase("Write it as `zh-CN+en`.", "请写成 `zh-CN+en`。"),
        )
    if origin == "convert" and not (is_chinese(tag) and is_chinese(source_language)):
        raise UsageError(
            Phrase("`{}` cannot be converted from {}", "`{}` 无法由 {} 转换而来").format(tag, source_language),
            hint=Phrase("Only Chinese is converted, into its other script; other languages: `from: translate`.", "只有中文可在繁简之间转换；其他语言请用 `from: translate`。"),
        )


def _file(named: object, origin: Origin, tag: str, report: Path) -> Path | None:
    kinds = {"translate": "po", "parallel": "md"}
    if origin == "source":
        return report
    if origin not in kinds:
        return None
    return report.parent / str(named) if named else _beside(report, tag, kinds[origin])


def _beside(report: Path, tag: str, kind: str) -> Path:
    return report.with_name(f"{report.stem}.{tag}.{kind}")
