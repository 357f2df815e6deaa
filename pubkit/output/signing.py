"""What stands against signing a report's references: for people, a kind a paragraph, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pubkit.pipeline.signing import name_of
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pubkit.pipeline.signing import Examined, Remark


def signing_record(examined: Examined, language: Language) -> dict[str, Any]:
    """A report as plain data. Rows and columns from 1, columns in code points."""
    return {
        "filename": examined.filename,
        "may_be_signed": not examined.obstacles,
        "entries": examined.entries,
        "citations": examined.citations,
        "remarks": [_record(remark, language) for remark in examined.remarks],
    }


def _record(remark: Remark, language: Language) -> dict[str, Any]:
    return {
        "name": remark.name,
        "code": remark.code or None,
        "key": remark.key or None,
        "severity": remark.severity.word,
        "is_obstacle": remark.is_obstacle,
        "message": remark.message.of(language),
        "location": remark.location._asdict() if remark.location else None,
    }


def signing_text(examined: Examined, language: Language) -> str:
    """The verdict, then each kind of remark with what it is about: obstacles first."""
    kinds: dict[str, list[Remark]] = {}
    for remark in examined.remarks:
        kinds.setdefault(remark.name, []).append(remark)
    lines = [_verdict(examined, language)]
    for remarks in kinds.values():
        lines += ["", *_kind(remarks, language)]
    return "\n".join(lines) + "\n"


def _verdict(examined: Examined, language: Language) -> str:
    obstacles, others = len(examined.obstacles), len(examined.remarks) - len(examined.obstacles)
    if not examined.entries and not examined.remarks:
        return Phrase("{}: no references", "{}：没有参考文献").format(examined.filename).of(language)
    words = (
        Phrase("{}: not yet to be signed: {} things to mend, {} to look at ({} entries, {} citations)", "{}：还不能定稿：须处理 {} 处，可查看 {} 处（文献 {} 条，引用 {} 处）")
        if obstacles
        else Phrase("{}: may be signed: {} things to mend, {} to look at ({} entries, {} citations)", "{}：可以定稿：须处理 {} 处，可查看 {} 处（文献 {} 条，引用 {} 处）")
    )
    return words.format(examined.filename, obstacles, others, examined.entries, examined.citations).of(language)


def _kind(remarks: list[Remark], language: Language) -> Iterator[str]:
    """A heading, and the entries in one line where they lack the same, else a line each."""
    first = remarks[0]
    sign = "✗" if first.is_obstacle else "·"
    code = f"{first.code} " if first.code else ""
    yield f"{sign} {code}{name_of(first).of(language)} ({len(remarks)})"
    if not first.code and first.name != "double":
        yield "    " + ("、" if language == "zh" else ", ").join(remark.key for remark in remarks)
        return
    for remark in remarks:
        place = f"{remark.location.row}:{remark.location.column}" if remark.location else remark.key
        key = f"[{remark.key}] " if remark.key and remark.location else ""
        yield f"    {place}  {key}{remark.message.of(language)}"
