"""What verifying showed, kept beside the report: `report.md` has `report.verified.json`, and a build needs no network.

One record an address, in the order of the list, plain enough for an editor to read and for a reviewer to compare.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit.text.errors import InputError
from pubkit.text.files import decode, read_bytes, write_atomically
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_ABOUT = "Written by `pubkit refs verify --online`: what each address answered, and when. 由 `pubkit refs verify --online` 写入。"


class Verified(NamedTuple):
    """What is known of a reference, as plain data. Texts are empty where there is nothing to say.

    `address` and `title` are those of the entry; `checked` is the time in UTC, ISO 8601; `status` is a word of
    `online.verdicts.STATUSES`, `message` says why; `final_address` is where the visit ended, `page_title` what the page calls
    itself; `moved_to` is the new address of what has moved for good. `work` says what a service knows: `found`, `other-work`,
    `no-such-work`, `not-found`, with its message and the address of its record. `is_to_do` says whether an editor has to act.
    """

    address: str
    title: str
    checked: str
    status: str
    message: Phrase | None = None
    http_status: int = 0
    final_address: str = ""
    page_title: str = ""
    moved_to: str = ""
    archived: str = ""
    archived_on: str = ""
    work: str = ""
    work_message: Phrase | None = None
    work_address: str = ""
    is_to_do: bool = False

    @property
    def name(self) -> tuple[str, str]:
        """What the record is about."""
        return self.address, self.title


def verified_path(report: str | Path) -> Path:
    """Where the records of a report are kept: beside it, under its name."""
    return Path(report).with_suffix(".verified.json")


def read_verified(report: str | Path) -> dict[tuple[str, str], Verified]:
    """The records of a report by address and title; empty where it was never verified.

    Raises `InputError` for a file that is none of ours.
    """
    path = verified_path(report)
    if not path.is_file():
        return {}
    try:
        data = json.loads(decode(read_bytes(path), str(path)))
        records = [_of_plain(record) for record in data["references"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise InputError(
            Phrase("these are no records of verified references", "这不是核验记录"),
            filename=str(path),
            hint=Phrase("Remove the file; `pubkit refs verify --online` writes it anew.", "请删除此文件；`pubkit refs verify --online` 会重新写入。"),
        ) from None
    return {record.name: record for record in records}


def write_verified(report: str | Path, records: Iterable[Verified]) -> Path:
    """Writes the records of a report and returns where. A file that is already so is not touched."""
    path = verified_path(report)
    data = {"about": _ABOUT, "references": [_plain(record) for record in records]}
    content = (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "backslashreplace")
    if not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content)
    return path


def _plain(record: Verified) -> dict[str, Any]:
    """A record without what is empty; phrases by language."""
    plain = {name: value._asdict() if isinstance(value, Phrase) else value for name, value in record._asdict().items()}
    return {name.replace("_", "-"): value for name, value in plain.items() if value or name in ("address", "status")}


def _of_plain(plain: Mapping[str, Any]) -> Verified:
    fields = {name.replace("-", "_"): value for name, value in plain.items()}
    for name in ("message", "work_message"):
        if name in fields:
            fields[name] = Phrase(str(fields[name]["en"]), str(fields[name]["zh"]))
    return Verified(**{"title": "", "checked": "", **fields})
