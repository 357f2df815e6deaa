"""The verb `convert`: a report in another script of Chinese, with its terms and what an editor has corrected before."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Literal

from pubkit.citations.resolve import find_citations
from pubkit.config import find_config
from pubkit.editions import conversion
from pubkit.editions.corrections import Correction, Corrections, approvals, corrections_text, learn, load_corrections
from pubkit.editions.joined_text import join
from pubkit.editions.terms import FILENAME, load_terms
from pubkit.markdown.document import Document
from pubkit.text.errors import UsageError
from pubkit.text.files import read_bytes, write_atomically
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase
from pubkit.text.tags import is_chinese

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from pubkit.editions.conversion import Conversion
    from pubkit.editions.corrections import Refused
    from pubkit.editions.quotation_marks import Quotes


def converted(
    document: Document,
    source_language: str,
    target: str,
    terms_paths: Sequence[Path] = (),
    corrections_path: Path | None = None,
    *,
    vocabulary: Literal["region", "keep"] | None = None,
    quotes: Quotes | None = None,
    cited_titles: Iterable[str] = (),
) -> Conversion:
    """A document in the script and region of `target` (BCP 47).

    `terms_paths`: `terms.yaml` of the project, then of the report; missing files are no error. `cited_titles` are those of a
    references file, which stay as published in 《》. Raises `ConfigError` for a list that cannot be meant.
    """
    return conversion.convert_document(
        document,
        find_citations(document),
        source_language,
        target,
        load_terms(terms_paths),
        load_corrections(corrections_path) if corrections_path else Corrections(),
        vocabulary=vocabulary,
        quotes=quotes,
        cited_titles=cited_titles,
    )


def terms_paths(report: Path) -> list[Path]:
    """Where the terms of a report stand: beside `pubkit.yaml`, then beside the report."""
    return list(dict.fromkeys([find_config(report).folder / FILENAME, report.parent.absolute() / FILENAME]))


def corrections_path(report: Path, target: str) -> Path:
    """Where the corrections of a report's edition stand: `<report>.<language>.corrections.yaml` beside it."""
    return report.with_name(f"{report.stem}.{target}.corrections.yaml")


class Converted(NamedTuple):
    """A report that was converted for a person: its document, the conversion, and the corrections that found no place."""

    document: Document
    conversion: Conversion
    corrections: Corrections
    unused: tuple[Correction, ...]


def convert_report(
    report: Path, target: str, *, vocabulary: Literal["region", "keep"] | None = None, quotes: Quotes | None = None
) -> Converted:
    """Converts a report file. Raises `InputError`, `ConfigError`, and `UsageError` where it is not Chinese or the target is not."""
    document = Document.read(report)
    source = source_language(document, report)
    if not (is_chinese(target) and is_chinese(source)):
        raise UsageError(
            Phrase("`{}` cannot be converted into `{}`", "`{}` 无法转换为 `{}`").format(source, target),
            hint=Phrase("Only Chinese is converted: --to zh-Hant, zh-HK, zh-Hans.", "只有中文可在繁简之间转换：--to zh-Hant、zh-HK、zh-Hans。"),
        )
    corrections = load_corrections(corrections_path(report, target))
    made = conversion.convert_document(
        document, find_citations(document), source, target, load_terms(terms_paths(report)), corrections, vocabulary=vocabulary, quotes=quotes
    )
    return Converted(document, made, corrections, corrections.unused(made))


def source_language(document: Document, report: Path) -> str:
    """The language of a report, as its front matter or the project says; Simplified Chinese where nobody does."""
    given = document.front_matter.get("lang") or document.front_matter.get("language")
    config = find_config(report)
    return str(given or config.get("language") or config.get("lang") or "zh-CN")


class Learned(NamedTuple):
    """What `learn_from` recorded, what it could not, and where."""

    recorded: tuple[Correction, ...]
    refused: tuple[Refused, ...]
    path: Path


def learn_from(report: Path, target: str, corrected: Path, made: Converted) -> Learned:
    """Records how an editor has changed the converted text, so that the next conversion says the same."""
    text = Document.from_bytes(read_bytes(corrected), str(corrected)).text
    joined = join(made.document, find_citations(made.document), conversion.metadata_spans(made.document))
    recorded, refused = learn(joined, made.conversion, text, datetime.datetime.now().astimezone().date())
    path = corrections_path(report, target)
    if recorded:
        _write(path, made.corrections.with_new(recorded))
    return Learned(tuple(recorded), tuple(refused), path)


def approve(report: Path, target: str, made: Converted) -> Path:
    """Records the choices that were made where they were not certain: they are no findings any more."""
    path = corrections_path(report, target)
    if made.conversion.uncertain:
        _write(path, made.corrections.with_new(approvals(made.conversion.uncertain, datetime.datetime.now().astimezone().date())))
    return path


def _write(path: Path, corrections: Corrections) -> None:
    write_atomically(path, corrections_text(corrections).encode("utf-8"))
