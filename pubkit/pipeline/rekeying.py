"""The verbs `refs merge` and `refs rename`: what would change in a report, in its references file, and in the reports beside it.

Nothing is written before all of it is worked out and read again; then the references file goes first, so that no citation is
ever without its entry.
What does not belong here: how a mark is rewritten (`citations.rekeying`), and what the user is asked.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pubkit.citations.collection import fit_key
from pubkit.citations.identity import is_same_source
from pubkit.citations.reference import parse_reference
from pubkit.citations.references_file import named_references, read_references, references_of
from pubkit.citations.rekeying import Rekeying, is_numbered_list, rekeyed, without_gaps
from pubkit.citations.resolve import find_citations
from pubkit.markdown.document import Document
from pubkit.pipeline.checking import unified_diff
from pubkit.pipeline.discovery import find_markdown
from pubkit.text.errors import InputError, UsageError
from pubkit.text.files import read_bytes, write_atomically
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pubkit.citations.model import Citations, Source


class Double(NamedTuple):
    """Two entries of one source: the key that goes and the key that stays. They are equal for a number listed twice."""

    key: str
    into: str


class Change(NamedTuple):
    """A file that would be another: its text before and afterwards, as documents."""

    before: Document
    after: Document

    @property
    def diff(self) -> str:
        """The change as a unified diff."""
        return unified_diff(self.before, self.after)


class Changes(NamedTuple):
    """All that would change, references files first, and the doubles that are merged by it."""

    files: tuple[Change, ...]
    doubles: tuple[Double, ...] = ()

    @property
    def diff(self) -> str:
        return "".join(change.diff for change in self.files)

    def write(self) -> None:
        """Makes the changes, each file at once."""
        for change in self.files:
            write_atomically(Path(change.before.path), change.after.encode())


class _Report(NamedTuple):
    """A report with all that it lists."""

    document: Document
    listed: Mapping[str, Mapping[str, Any]]
    citations: Citations

    @classmethod
    def read(cls, path: Path) -> _Report:
        return cls.of(Document.read(path))

    @classmethod
    def of(cls, document: Document) -> _Report:
        listed = references_of(document)
        return cls(document, listed, find_citations(document, known=listed))

    def has(self, key: str) -> bool:
        return key in self.listed or any(source.key == key for source in self.citations.sources)

    def items(self) -> list[tuple[str, Mapping[str, Any], Source | None]]:
        """Key, CSL item, and the entry in the text where it stands there; in the order of the list."""
        own = [(source.key, parse_reference(source).item, source) for source in self.citations.sources]
        return [*own, *((key, item, None) for key, item in self.listed.items())]


def doubles_in(document: Document) -> tuple[Double, ...]:
    """The entries of a report that are one source twice. The first of each stays."""
    return tuple(double for double, _ in _doubles(_Report.of(document)))


def _doubles(report: _Report) -> Iterator[tuple[Double, Source | None]]:
    gone: set[int] = set()
    for (n, (key, item, _)), (m, (other, same, source)) in combinations(enumerate(report.items()), 2):
        if n not in gone and m not in gone and is_same_source(item, same):
            gone.add(m)
            yield Double(other, key), source


def merge_doubles(path: Path, *, close_gaps: bool = False) -> Changes:
    """What merging all doubles of a report would change."""
    report = _Report.read(path)
    doubles = list(_doubles(report))
    mapping = {double.key: double.into for double, _ in doubles if double.key != double.into}
    dropped = [source for _, source in doubles if source is not None]
    return _changes(report, mapping, dropped, tuple(double for double, _ in doubles), close_gaps=close_gaps)


def merge(path: Path, key: str, into: str, *, close_gaps: bool = False) -> Changes:
    """What merging one entry into another would change. Raises `UsageError` for a key that the report does not list."""
    report = _Report.read(path)
    for name in (key, into):
        _must_be_listed(report, name)
    if key == into:
        raise UsageError(Phrase("an entry cannot be merged into itself", "条目不能并入自身"), filename=str(path))
    dropped = [source for source in report.citations.sources if source.key == key]
    return _changes(report, {key: into}, dropped, (Double(key, into),), close_gaps=close_gaps)


def rename(path: Path, old: str, new: str) -> Changes:
    """What another key for an entry would change. Raises `UsageError` for a key that is not listed, taken, or none at all."""
    report = _Report.read(path)
    _must_be_listed(report, old)
    if new != fit_key(new) and new != f"^{new[1:]}":
        raise UsageError(
            Phrase("`{}` cannot be a key", "`{}` 不能用作键").format(new),
            hint=Phrase("It may hold letters, digits and : . # % + ? / - _", "可用字母、汉字、数字和 : . # % + ? / - _"),
        )
    if report.has(new):
        raise UsageError(
            Phrase("another entry has the key `{}`", "键 `{}` 已属于另一条目").format(new),
            filename=str(path),
            hint=Phrase("To make one of the two, use `pubkit refs merge`.", "若要合并两条，请用 `pubkit refs merge`。"),
        )
    return _changes(report, {old: new}, (), ())


def _must_be_listed(report: _Report, key: str) -> None:
    if report.has(key):
        return
    import difflib

    near = difflib.get_close_matches(key, [name for name, _, _ in report.items()], 1, 0.6)
    raise UsageError(
        Phrase("no entry has the key `{}`", "没有键为 `{}` 的条目").format(key),
        filename=report.document.path,
        hint=Phrase("Did you mean `{}`?", "是否想写 `{}`？").format(near[0]) if near else None,
    )


def _changes(
    report: _Report, mapping: Mapping[str, str], dropped: Sequence[Source], doubles: tuple[Double, ...], *, close_gaps: bool = False
) -> Changes:
    if dropped and (close_gaps or is_numbered_list(report.document, report.citations)):
        mapping = without_gaps(report.citations, mapping, dropped)
    in_files = {key: new for key, new in mapping.items() if key in report.listed}
    gone = {key for key in in_files if in_files[key] in report.listed or any(s.key == in_files[key] for s in report.citations.sources)}
    files = [change for path in _paths(report.document) if (change := _file_change(path, in_files, gone))]
    others = _others(report, [Path(change.before.path) for change in files]) if files else []
    reports = [change for each in (report, *others) if (change := _report_change(each, report, mapping, dropped, gone))]
    return Changes((*files, *reports), doubles)


def _report_change(
    each: _Report, main: _Report, mapping: Mapping[str, str], dropped: Sequence[Source], gone: set[str]
) -> Change | None:
    used = mapping if each is main else {key: new for key, new in mapping.items() if key in main.listed}
    known_then = {used.get(key, key) for key in each.listed if key not in gone}
    asked = Rekeying(used, dropped if each is main else (), set(each.listed), known_then)
    text = rekeyed(each.document, each.citations, asked)
    return Change(each.document, each.document.edited(text)) if text != each.document.text else None


# ---- the files


def _paths(document: Document) -> list[Path]:
    return [named.path for named in named_references(document)]


def _others(report: _Report, changed: Sequence[Path]) -> list[_Report]:
    """The other reports of the project that cite from the same files."""
    folders = {path.absolute().parent for path in (*changed, Path(report.document.path))}
    wanted = {path.resolve() for path in changed}
    found = {path.resolve(): path for folder in folders for name in find_markdown([str(folder)]) if (path := Path(name))}
    found.pop(Path(report.document.path).resolve(), None)
    reports = []
    for path in found.values():
        document = Document.read(path)
        if any(each.resolve() in wanted for each in _paths(document)):
            reports.append(_Report.read(path))
    return reports


def _file_change(path: Path, mapping: Mapping[str, str], gone: set[str]) -> Change | None:
    """A references file with other keys: only the lines of these change. Raises `InputError` where that cannot be."""
    items = read_references(path)
    before = Document.from_bytes(read_bytes(path), str(path))
    wanted = [{**item, "id": mapping.get(str(item["id"]), item["id"])} for item in items if item["id"] not in gone]
    if wanted == items:
        return None
    text = before.text
    for key in (str(item["id"]) for item in items):
        if key in gone:
            text = _without_entry(path, text, key)
        elif key in mapping:
            text = _with_key(path, text, key, mapping[key])
    if _items(path, text) != wanted:
        raise InputError(
            Phrase("this file cannot be changed without loss", "无法在不损失内容的前提下修改此文件"),
            filename=str(path),
            hint=Phrase("Change the key in it by hand, or export it as CSL-YAML first.", "请手动修改其中的键，或先导出为 CSL-YAML。"),
        )
    return Change(before, before.edited(text))


def _items(path: Path, text: str) -> list[dict[str, Any]]:
    """The items of a text in the format of a file."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "copy").with_suffix(path.suffix)
        copy.write_text(text, encoding="utf-8")
        try:
            return read_references(copy)
        except InputError:
            return []


_KEY_LINES = {
    ".yaml": r"^(\s*(?:-\s*|\{{\s*)?(?:.*[{{,]\s*)?id:\s*['\"]?){}(?=['\"]?\s*(?:[,}}]|$))",
    ".json": r"(\"id\"\s*:\s*\"?){}(?=\"?\s*[,}}\n])",
    ".bib": r"^([ \t]*@[ \t]*\w+[ \t]*[{{(][ \t]*){}(?=[ \t]*,)",
    ".ris": r"^(ID {{1,2}}-[ \t]*){}(?=[ \t]*$)",
}
_FAMILY = {".yml": ".yaml", ".bibtex": ".bib"}


def _with_key(path: Path, text: str, old: str, new: str) -> str:
    suffix = path.suffix.lower()
    pattern = _KEY_LINES[_FAMILY.get(suffix, suffix)].format(re.escape(old))
    return re.sub(pattern, lambda found: found[1] + new, text, count=1, flags=re.MULTILINE)


def _without_entry(path: Path, text: str, key: str) -> str:
    """The text without the lines of an entry."""
    if path.suffix.lower() == ".json":
        from pubkit.citations.exchange.csl import write_csl_json

        return write_csl_json([item for item in _items(path, text) if item["id"] != key])
    rows = _rows(path, text)
    lines = text.splitlines(keepends=True)
    at = next(n for n, (name, _) in enumerate(rows) if name == key)
    start = rows[at][1] - 1
    end = rows[at + 1][1] - 1 if at + 1 < len(rows) else len(lines)
    return "".join(lines[:start] + lines[end:])


def _rows(path: Path, text: str) -> list[tuple[str, int]]:
    """Each entry's key and the line on which it begins."""
    from pubkit.citations.exchange.bibtex import read_outline
    from pubkit.citations.exchange.csl import read_csl_yaml
    from pubkit.citations.exchange.ris import read_ris

    suffix = path.suffix.lower()
    read = read_ris(text) if suffix == ".ris" else read_outline(text) if suffix in (".bib", ".bibtex") else read_csl_yaml(text, str(path))
    return [(str(item["id"]), row) for item, row in zip(read.items, read.rows, strict=True)]
