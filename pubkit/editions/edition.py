"""What an edition is: a language, and how its text comes about."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: `source` is the text as written; `convert` another script of Chinese, made at each build; `translate` comes from a
#: catalogue (PO); `parallel` is a Markdown file of its own that is checked against the source; `bilingual` sets two editions side by side.
Origin = Literal["source", "convert", "translate", "parallel", "bilingual"]
#: What a build does with a segment that has no current translation: show the source's, marked; leave it out; fail.
Missing = Literal["mark", "omit", "fail"]


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a report, as `editions:` of `pubkit.yaml` or of the front matter says.

    Files are named beside the report: `<report>.<language>.po` the catalogue, `<report>.<language>.md` a parallel text.
    """

    language: str  # BCP 47: zh-CN, zh-Hant, en; also the name of its folder. "zh-Hans+en" for a bilingual one
    origin: Origin
    file: Path | None = None  # the catalogue or the parallel text
    metadata: Mapping[str, Any] = field(default_factory=dict)  # title, author …: before those of the source
    labels: Mapping[str, str] = field(default_factory=dict)  # before those of the language (`publish.labels`)
    missing: Missing = "mark"
    threshold: float = 0.0  # least share of translated characters, 0 to 1; below it nothing is built
    accept_unreviewed: bool = False  # machine translation that nobody has read may be published
