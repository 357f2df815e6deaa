"""One references file for the reports of a project: a source has one key in it, and what is published stays the same."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from pubkit.citations.identity import Sources, is_same_source, stable_key
from pubkit.cli.app import run
from pubkit.markdown.document import Document
from pubkit.pipeline.normalizing import normalize_file
from pubkit.pipeline.references import list_references
from pubkit.pipeline.settling import settle
from pubkit.text.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

ONE = """# 储能一

电价下降[(1)](https://arxiv.org/pdf/2401.01234v2)，需求上升[(2)](https://e.org/a?utm_source=x)。

## 参考资料

\\[1] A Study of Grid Storage (pdf)[ https://arxiv.org/pdf/2401.01234v2](https://arxiv.org/pdf/2401.01234v2)

\\[2] 电价为何下降_某某网[ https://e.org/a?utm_source=x](https://e.org/a?utm_source=x)

\\[3] 没有引用的一条[ https://e.org/c](https://e.org/c)
"""
TWO = """# 储能二

另有一说[1]，又一说[2]。

## 参考资料

\\[1] 电价为何下降 <http://www.e.org/a>

\\[2] Grid storage <https://arxiv.org/abs/2401.01234>

\\[3] 别的 <https://e.org/d>
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pubkit.yaml").write_text("language: zh-CN\nbibliography: refs.yaml\n", encoding="utf-8")
    (tmp_path / "refs.yaml").write_text("# 团队的文献\nreferences:\n- {id: base, type: book, title: 底本}\n", encoding="utf-8")
    for name, text in (("one", ONE), ("two", TWO)):
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    return tmp_path


def keys(project: Path) -> list[str]:
    return [item["id"] for item in yaml.safe_load((project / "refs.yaml").read_text(encoding="utf-8"))["references"]]


def test_a_source_has_one_key_in_one_file(project: Path) -> None:
    """By arXiv number and by address without what only tracks; lines that the file had stay."""
    assert run(["normalize", str(project / "one.md"), str(project / "two.md"), "--references", str(project / "refs.yaml")]) == 0
    found = keys(project)
    assert found[:2] == ["base", "arxiv-2401.01234"]
    assert len(found) == len(set(found)) == 5
    assert (project / "refs.yaml").read_text(encoding="utf-8").startswith("# 团队的文献\nreferences:\n- {id: base")
    one, two = ((project / f"{name}.md").read_text(encoding="utf-8") for name in ("one", "two"))
    price = found[2]
    assert f"电价下降[@arxiv-2401.01234]，需求上升[@{price}]。" in one
    assert f"另有一说[@{price}]，又一说[@arxiv-2401.01234]。" in two


def test_the_order_of_the_reports_does_not_matter(project: Path) -> None:
    """Keys are made of the source, and not of the number in the report that came first."""
    arguments = ["--references", str(project / "refs.yaml")]
    assert run(["normalize", str(project / "two.md"), *arguments]) == 0
    assert run(["normalize", str(project / "one.md"), *arguments]) == 0
    assert "arxiv-2401.01234" in keys(project)
    assert len(keys(project)) == 5


def test_a_file_that_the_project_names_is_not_named_again(project: Path) -> None:
    """Another one is, relative to the report."""
    normalize_file(project / "one.md", references=project / "refs.yaml")
    assert "bibliography" not in (project / "one.md").read_text(encoding="utf-8")
    folder = project / "source"
    folder.mkdir()
    (folder / "two.md").write_text(TWO, encoding="utf-8")
    normalize_file(folder / "two.md", references=project / "other.json")
    assert "bibliography: '../other.json'" in (folder / "two.md").read_text(encoding="utf-8")


def test_uncited_entries_stay_with_their_report(project: Path) -> None:
    """Under `nocite`, so that the other reports do not list them."""
    run(["normalize", str(project / "one.md"), str(project / "two.md"), "--references", str(project / "refs.yaml")])
    for name, title in (("one", "没有引用的一条"), ("two", "别的")):
        document = Document.read(project / f"{name}.md")
        assert len(str(document.front_matter["nocite"]).split(",")) == 1
        further = [entry.text for entry in settle(document, name, {}, project).references if entry.number is None]
        assert [text.split("[")[0] for text in further] == [title]


def test_normalizing_again_changes_nothing(project: Path) -> None:
    """Neither the reports nor the file."""
    arguments = ["normalize", str(project / "one.md"), str(project / "two.md"), "--references", str(project / "refs.yaml")]
    run(arguments)
    before = {path.name: path.read_bytes() for path in project.iterdir() if path.is_file()}
    run(arguments)
    assert {path.name: path.read_bytes() for path in project.iterdir() if path.is_file()} == before


@pytest.mark.parametrize("shared", [False, True])
def test_what_is_published_stays_the_same(shared: bool, project: Path) -> None:
    """Normalised, built, and read back: the same entries in the same order under the same numbers."""
    path = project / "one.md"
    (project / "pubkit.yaml").write_text("language: zh-CN\n", encoding="utf-8")
    before = settle(Document.read(path), "one", {"language": "zh-CN"}, project)
    normalize_file(path, references=project / "shared.yaml" if shared else None)
    document = Document.read(path)
    after = settle(document, "one", {"language": "zh-CN"}, project)
    assert [(e.number, e.text, e.address) for e in after.references] == [(e.number, e.text, e.address) for e in before.references]
    assert re.sub(r"@[^\];]+", "@", after.body.replace("::: {#refs}\n:::\n", "")).split("## ")[0] == re.sub(r"@[^\];]+", "@", before.body).split("## ")[0]
    assert sum(len(entry.cited) for entry in list_references(document).entries) == 2


def test_a_file_of_another_kind_is_refused(project: Path) -> None:
    """Nothing of a BibTeX file is overwritten, and the report stays as it is."""
    (project / "refs.bib").write_text("@book{a, title={A}}\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        normalize_file(project / "one.md", references=project / "refs.bib")
    assert "refs import" in (caught.value.hint.en if caught.value.hint else "")
    assert (project / "one.md").read_text(encoding="utf-8") == ONE


ITEM: dict[str, Any] = {"id": "a", "type": "article", "title": "储能电站的经济调度研究", "URL": "https://arxiv.org/abs/2401.01234"}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"URL": "http://arxiv.org/pdf/2401.01234v3"}, True),
        ({"DOI": "10.48550/arXiv.2401.01234"}, True),
        ({"DOI": "10.48550/arXiv.2401.01234", "URL": "https://e.org/mirror"}, True),
        ({"URL": "https://arxiv.org/abs/2401.01235"}, False),
        ({"title": "储能电站的经济调度研究"}, True),
        ({"title": "储能电站的经济调度研究", "URL": "https://e.org/copy"}, False),
        ({"title": "储能"}, False),
        ({}, False),
    ],
)
def test_when_two_items_are_one_source(other: dict[str, Any], same: bool) -> None:
    """By DOI, arXiv number and address; by a long title only where one of them has no address."""
    item = {"id": "b", "type": "article", **other}
    assert is_same_source(ITEM, item) is same
    sources = Sources()
    sources.add(ITEM)
    assert (sources.find(item) == "a") is same


def test_a_key_is_made_of_the_source() -> None:
    """The same for every form of its address."""
    assert stable_key({"DOI": "10.1000/AB.c"}, "x") == "doi-10.1000-ab.c"
    assert stable_key({"URL": "https://arxiv.org/pdf/2401.01234v2"}, "x") == "arxiv-2401.01234"
    one, other = (stable_key({"URL": url}, "x") for url in ("https://www.e.org/a?utm_source=k", "http://e.org/a/"))
    assert one == other
    assert one.startswith("e-")
    assert stable_key({"title": "书"}, "one-3") == "one-3"
