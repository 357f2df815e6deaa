"""Patterns kept from run to run are those that `re.compile` makes."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import pubkit.citations
import pubkit.lint
import pubkit.markdown
import pubkit.rules
import pubkit.text
from pubkit.text.pattern import _Pattern
from pubkit.text.pattern_store import PatternStore, store_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _patterns() -> Iterator[tuple[str, int]]:
    """Source and flags of every lazy pattern in the packages that `pubkit lint` loads."""
    for package in (pubkit.text, pubkit.markdown, pubkit.citations, pubkit.rules, pubkit.lint):
        for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            for value in vars(importlib.import_module(found.name)).values():
                if isinstance(value, _Pattern):
                    yield value.pattern, int(value._flags)


def test_every_pattern_is_what_re_makes(tmp_path: Path) -> None:
    """Fresh, and again from the file: `re` compares the compiled code, the flags and the groups."""
    patterns = list(dict.fromkeys(_patterns()))
    assert len(patterns) > 200
    first = PatternStore(str(tmp_path / "patterns"))
    fresh = [first.compile(*pattern) for pattern in patterns]
    first.save()
    again = PatternStore(str(tmp_path / "patterns"))
    kept = [again.compile(*pattern) for pattern in patterns]
    assert not again._new
    for pattern, new, old in zip(patterns, fresh, kept, strict=True):
        made = re.compile(*pattern)
        assert new == made
        assert old == made
        assert old.groupindex == made.groupindex
    found = kept[0].search("")
    assert found is None or found.re == kept[0]


def test_names_of_groups_survive(tmp_path: Path) -> None:
    """A match from a kept pattern knows its groups by name and by number."""
    store = PatternStore(str(tmp_path / "patterns"))
    store.compile(r"(?P<year>\d{4})(-)(?P<month>\d\d)", re.ASCII)
    store.save()
    found = PatternStore(str(tmp_path / "patterns")).compile(r"(?P<year>\d{4})(-)(?P<month>\d\d)", re.ASCII).fullmatch("2026-11")
    assert found is not None
    assert (found["year"], found[2], found["month"], found.lastgroup) == ("2026", "-", "11", "month")


def test_two_runs_keep_what_both_compiled(tmp_path: Path) -> None:
    """Each adds to what the other has written."""
    path = str(tmp_path / "folder" / "patterns")
    one, two = PatternStore(path), PatternStore(path)
    one.compile("a[一-鿿]", 0)
    two.compile("b[一-鿿]", 0)
    one.save()
    two.save()
    third = PatternStore(path)
    third.compile("a[一-鿿]", 0)
    third.compile("b[一-鿿]", 0)
    assert not third._new
    assert [file.name for file in (tmp_path / "folder").iterdir()] == ["patterns"]


@pytest.mark.parametrize(
    "content", [b"", b"not ours", b"{\xff\xff", b"[\x00\x00\x00\x00", b"{" + b"(\x02\x00\x00\x00" * 3], ids=repr
)
def test_a_file_that_is_not_ours_costs_nothing_but_time(content: bytes, tmp_path: Path) -> None:
    """Patterns are compiled anew, and the file is written anew."""
    path = tmp_path / "patterns"
    path.write_bytes(content)
    store = PatternStore(str(path))
    assert store.compile("[一-鿿]+", 0).findall("电a价") == ["电", "价"]
    store.save()
    assert PatternStore(str(path))._kept


def test_an_entry_that_python_refuses_is_compiled_anew(tmp_path: Path) -> None:
    """Code of another engine is not run: Python checks it, and `re.compile` answers."""
    store = PatternStore(str(tmp_path / "patterns"))
    store._kept["[一-鿿]", 0] = (32, b"\xff\xff\xff\xff" * 4, 0, {}, (None,))
    assert store.compile("[一-鿿]", 0).match("电")


def test_a_wrong_pattern_is_still_an_error(tmp_path: Path) -> None:
    """With the error that `re` raises."""
    with pytest.raises(re.error, match="unterminated character set"):
        PatternStore(str(tmp_path / "patterns")).compile("[一", 0)


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    store = PatternStore(str(tmp_path / "file" / "patterns"))
    store.compile("a", 0)
    store.save()


def test_the_file_is_of_this_python_and_where_the_user_wants_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Another Python does not read it; `PUBKIT_CACHE_DIR` goes before `XDG_CACHE_HOME`."""
    monkeypatch.delenv("PUBKIT_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert store_path("lint").startswith(str(tmp_path / "pubkit" / "patterns-lint-"))
    assert f"{sys.hexversion:x}" in store_path("lint")
    assert store_path("lint") != store_path("all")
    monkeypatch.setenv("PUBKIT_CACHE_DIR", str(tmp_path / "own"))
    assert store_path("lint").startswith(str(tmp_path / "own" / "patterns-"))


def test_a_second_run_says_the_same(tmp_path: Path) -> None:
    """With patterns from the file, a report has the findings that it had without."""
    (tmp_path / "a.md").write_text("电价下降 ,需求[(8)](https://e.org/a)上升。\n\n## 参考资料\n\n\\[8] 年报 https://e.org/a\n", encoding="utf-8")
    environment = os.environ | {"PUBKIT_CACHE_DIR": str(tmp_path / "c"), "PUBKIT_LANGUAGE": "en"}
    runs = [
        subprocess.run(
            [sys.executable, "-m", "pubkit", "lint", "--no-cache", "a.md"], cwd=tmp_path, env=environment, capture_output=True, check=False
        )
        for _ in range(2)
    ]
    assert b"CIT102" in runs[0].stdout
    assert (runs[0].stdout, runs[0].stderr, runs[0].returncode) == (runs[1].stdout, runs[1].stderr, runs[1].returncode)
    assert [file.name.startswith("patterns-") for file in (tmp_path / "c").iterdir()] == [True]


def test_patterns_of_imported_modules_are_kept(tmp_path: Path) -> None:
    """Those of a module and of a class are, those that a function makes are not; all work."""
    (tmp_path / "library.py").write_text(
        "import re\nTOP = re.compile('a[一-鿿]', re.I)\nclass C:\n    IN = re.compile(r'b\\d')\n"
        "def late():\n    return re.compile('c+')\nBYTES = re.compile(b'd')\n",
        encoding="utf-8",
    )
    program = (
        "import sys; from pubkit.text.pattern_store import PatternStore\n"
        f"store = PatternStore({str(tmp_path / 'patterns')!r}); store.answer_imports()\n"
        "import library as l\n"
        "assert [p.fullmatch(t) is not None for p, t in ((l.TOP, 'A甲'), (l.C.IN, 'b1'), (l.late(), 'cc'), (l.BYTES, b'd'))] == [True] * 4\n"
        "assert l.C.IN.fullmatch('bb') is None\n"
        "print(sorted(source for source, _ in store._new)); store.save()"
    )
    runs = [subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True) for _ in range(2)]
    assert [run.stdout for run in runs] == ["['a[一-鿿]', 'b\\\\d']\n", "[]\n"]
