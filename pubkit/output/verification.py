"""What verifying showed, for people as a table in cells (UAX #11: Chinese is two wide), and as plain data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pubkit.text.chars import cell_width, cells
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pubkit.pipeline.verified import Verified
    from pubkit.pipeline.verifying import CheckedReference, CheckedReport

_GAP = "  "
_LABELS = {
    "": Phrase("not asked", "未查询"),
    "alive": Phrase("alive", "有效"),
    "moved": Phrase("moved", "已迁移"),
    "title-differs": Phrase("title differs", "题名不符"),
    "dead": Phrase("dead", "失效"),
    "unreachable": Phrase("unreachable", "无法连接"),
    "certificate": Phrase("certificate", "证书有误"),
    "private": Phrase("private", "内网地址"),
    "robots": Phrase("robots.txt", "禁止抓取"),
    "blocked": Phrase("blocked", "拒绝访问"),
    "not-asked": Phrase("not asked", "未查询"),
    "other-work": Phrase("other work", "文献不符"),
    "no-such-work": Phrase("no such work", "查无此文"),
    "known": Phrase("known", "有收录"),
    "not-found": Phrase("not found", "未检出"),
}
_HEADS = (Phrase("key", "键"), Phrase("verdict", "结论"), Phrase("title", "题名"))
#: About these a person has to look, because no program can.
_BY_HAND = ("blocked", "robots")


def verification_records(report: CheckedReport, language: Language) -> Iterator[dict[str, Any]]:
    """Every entry as plain data, in the order of the list; the fields of what was verified as its file names them."""
    for one in report.references:
        yield {
            "filename": report.filename,
            "key": one.entry.key,
            "title": one.entry.item.get("title"),
            "address": one.entry.item.get("URL"),
            "location": one.entry.location._asdict() if one.entry.location else None,
            "to_do": one.is_to_do,
            "contradictions": [{"name": found.name, "message": found.message.of(language)} for found in one.contradictions],
            "online": online_record(one.verified, language) if one.verified else None,
        }


def online_record(known: Verified, language: Language) -> dict[str, Any]:
    """What is known of an entry, as plain data."""
    return {
        "status": known.status,
        "message": known.message.of(language) if known.message else None,
        "checked": known.checked,
        "http_status": known.http_status or None,
        "final_address": known.final_address or None,
        "moved_to": known.moved_to or None,
        "page_title": known.page_title or None,
        "archived": known.archived or None,
        "archived_on": known.archived_on or None,
        "work": known.work or None,
        "work_message": known.work_message.of(language) if known.work_message else None,
        "work_address": known.work_address or None,
    }


def verification_table(report: CheckedReport, language: Language, width: int) -> str:
    """The report's name, a line an entry and lines below for what there is to say, and a summary.

    Where no entry was ever asked about, only those are listed that deny something. No line of words is wider than `width`.

    Addresses are never cut: a terminal breaks them, and they can still be copied.
    """
    if not report.references:
        return Phrase("{}: no list of references\n", "{}：没有参考文献\n").format(report.filename).of(language)
    was_asked = any(one.verified for one in report.references)
    shown = [one for one in report.references if was_asked or one.contradictions]
    rows = [[head.of(language) for head in _HEADS], *(_row(one, language) for one in shown)]
    widths = [max(cells(row[n]) for row in rows) for n in range(2)]
    lines = [report.filename, _line(rows[0], widths, width)] if shown else [report.filename]
    for row, one in zip(rows[1:], shown, strict=True):
        lines += [_line(row, widths, width), *_details(one, language, sum(widths) + 2 * len(_GAP), width)]
    summary = [line for words in _summary(report, language) for line in _wrapped(words, width)]
    return "\n".join([*lines, *([""] if shown else []), *summary]) + "\n"


def verdict(known: Verified | None) -> Phrase:
    """What is known of an entry, in a word or two."""
    return _LABELS[_verdict(known)]


def _verdict(known: Verified | None) -> str:
    """The word for an entry: whether its work exists goes before whether its address lives."""
    if known is None:
        return ""
    if known.work in ("other-work", "no-such-work"):
        return known.work
    if known.status == "not-asked" and known.work:  # an entry without an address
        return "not-found" if known.work == "not-found" else "known"
    return known.status if known.status in _LABELS else ""


def _row(one: CheckedReference, language: Language) -> list[str]:
    return [one.entry.key, verdict(one.verified).of(language), _printable(str(one.entry.item.get("title") or one.entry.item.get("URL") or ""))]


def _line(row: Sequence[str], widths: Sequence[int], width: int) -> str:
    columns = [text + " " * (size - cells(text)) for text, size in zip(row, widths, strict=False)]
    return _GAP.join([*columns, _cut(row[2], width - sum(widths) - 2 * len(_GAP))]).rstrip()


def _details(one: CheckedReference, language: Language, indent: int, width: int) -> Iterator[str]:
    for words, address in _sayings(one):
        said = _printable(words.of(language))
        yield from (" " * indent + line for line in _wrapped(said, max(20, width - indent)))
        if address:
            yield " " * indent + _printable(address)


def _sayings(one: CheckedReference) -> Iterator[tuple[Phrase, str]]:
    """What there is to say below an entry, each with an address that belongs to it."""
    for found in one.contradictions:
        yield found.message, ""
    known = one.verified
    if known is None:
        return
    if known.moved_to:
        yield Phrase("moved for good to", "已永久迁移至"), known.moved_to
    elif known.message and known.work != "no-such-work":
        yield known.message, ""
    if known.archived:
        yield Phrase("archived on {}:", "{} 的存档：").format(known.archived_on), known.archived
    if known.work_message and (known.is_to_do or known.work != "found"):
        yield known.work_message, known.work_address if known.work == "other-work" else ""


def _summary(report: CheckedReport, language: Language) -> Iterator[str]:
    known = [one.verified for one in report.references if one.verified]
    total = Phrase("{} entries", "共 {} 条").format(len(report.references))
    denied = sum(bool(one.contradictions) for one in report.references)
    parts = [total.of(language)]
    words = Phrase("{} with contradictions", "{} 条有矛盾").format(denied) if denied else Phrase("no contradictions", "未见矛盾")
    parts.append(words.of(language))
    counts = Counter(map(_verdict, known))
    parts += [f"{_LABELS[status].of(language)} {counts[status]}" for status in _LABELS if counts[status]]
    yield ("，" if language == "zh" else ", ").join(parts)
    if by_hand := sum(counts[status] for status in _BY_HAND):
        yield Phrase("{} must be looked at by hand: their sites let no program in", "{} 条需人工查看：网站不接受程序访问").format(by_hand).of(language)
    days = sorted(record.checked[:10] for record in known if record.checked)
    if days:
        when = days[0] if days[0] == days[-1] else f"{days[0]} – {days[-1]}"
        yield Phrase("asked on {}", "查询日期 {}").format(when).of(language)


def _wrapped(text: str, width: int) -> Iterator[str]:
    """A text in lines of at most `width` cells, broken at spaces where there are some and between Han where not."""
    line, used, last_space = "", 0, -1
    for character in text:
        if used + cell_width(character) > width and line:
            cut = last_space + 1 if last_space > width // 3 and character != " " else len(line)
            yield line[:cut].rstrip()
            line = line[cut:].lstrip()
            used, last_space = cells(line), line.rfind(" ")
        if character == " ":
            last_space = len(line)
        if line or character != " ":
            line += character
            used += cell_width(character)
    if line:
        yield line


def _cut(text: str, width: int) -> str:
    if cells(text) <= max(width, 8):
        return text
    kept, room = "", max(width, 8) - 1
    for character in text:
        room -= cell_width(character)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + "…"


def _printable(text: str) -> str:
    """Control characters as a visible sign: a stranger's title must not steer the terminal."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)
