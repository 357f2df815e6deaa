"""Citations at one place: one bracket, ranges, pages, author and date; and each of them a link with a way back."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from pubkit.publish.html import make_html
from pubkit.publish.publication import AuthorDateMarks, Publication, Reference
from pubkit.publish.rendering import render
from pubkit.publish.verify import verify

if TYPE_CHECKING:
    from pathlib import Path

_LINK = re.compile(r'<a href="#ref-(\w+)" id="([^"]+)"[^>]*role="doc-biblioref"[^>]*>([^<]*)</a>')


def publication(folder: Path, body: str, **values: object) -> Publication:
    """A publication with nine entries a … i, numbered 1 … 9."""
    references = tuple(Reference(key, n, f"储能研究之{key}", f"https://e.org/{key}") for n, key in enumerate("abcdefghi", 1))
    given = Publication(name="p", language="zh-CN", title="题", body=body + "\n", references=references, folder=folder)
    return replace(given, **values)  # type: ignore[arg-type]


def shown(given: Publication) -> str:
    """What a reader sees of the body."""
    return re.sub(r"<[^<>]*>", "", render(given).body_html)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("甲[@a]", "甲[1]"),
        ("甲[@a; @b]", "甲[1,2]"),
        ("甲[@a][@b][@c]", "甲[1-3]"),
        ("甲[@a; @b; @c; @e]", "甲[1-3,5]"),
        ("甲[@e; @a; @c; @b]", "甲[1-3,5]"),
        ("甲[@a; @c; @d; @f; @g; @h]", "甲[1,3,4,6-8]"),
        ("甲[@a; @a]", "甲[1]"),
        ("甲[@a; @b; @b; @c]", "甲[1-3]"),
        ("甲[@a; @b; @b]", "甲[1,2]"),
        ("甲[@a, 12-15]", "甲[1]12-15"),
        ("甲[@a; @b; @c, 7; @d]", "甲[1,2][3]7[4]"),
        ("甲[@a, 图3]", "甲[1]图3"),
        ("甲[@a,12]", "甲[@a,12]"),
    ],
)
def test_one_place_has_one_bracket(body: str, text: str, tmp_path: Path) -> None:
    """Sorted, three and more of them as a range, pages behind the bracket (GB/T 7714 10.1)."""
    assert shown(publication(tmp_path, body)) == text


@pytest.mark.parametrize(
    ("body", "text"), [("A[@a; @b; @c]", "A[1–3]"), ("A[@a, p. 12]", "A[1, p. 12]"), ("A[@a; @b, pp. 3–5]", "A[1][2, pp. 3–5]")]
)
def test_other_languages_have_pages_inside_and_a_dash(body: str, text: str, tmp_path: Path) -> None:
    """As IEEE sets them."""
    assert shown(publication(tmp_path, body, language="en")) == text


def test_ranges_can_be_left_out(tmp_path: Path) -> None:
    """Each number in its own brackets, in the order of the source."""
    assert shown(publication(tmp_path, "甲[@c; @a; @b]", citation_ranges=False)) == "甲[3][1][2]"


def test_every_citation_of_a_range_is_a_link_with_a_way_back(tmp_path: Path) -> None:
    """Those between have a name, a place in the text, and a link back from their entry; the file passes its checks."""
    given = publication(tmp_path, "甲[@a; @b; @c; @d; @d]，乙[@c]")
    links = _LINK.findall(render(given).body_html)
    assert [(key, text) for key, _, text in links] == [("a", "1"), ("b", "-"), ("c", ""), ("d", "4"), ("d", ""), ("c", "[3]")]
    assert len({name for _, name, _ in links}) == 6
    artifact = make_html(render(given), tmp_path / "p.html")
    page = artifact.path.read_text(encoding="utf-8")
    assert all(len(re.findall(rf"href=#{name}[ >]", page)) == 1 for _, name, _ in links)
    assert [check.name for check in verify(given, [artifact]) if not check.passed] == []


def test_a_lost_citation_of_a_range_is_found(tmp_path: Path) -> None:
    """The check counts what is inside ranges too."""
    given = publication(tmp_path, "甲[@a; @b; @c]")
    artifact = make_html(render(given), tmp_path / "p.html")
    page = artifact.path.read_text(encoding="utf-8")
    artifact.path.write_text(page.replace("aria-label=[2]>", "aria-label=[3]>", 1), encoding="utf-8")
    assert "html-citations-linked" in [check.name for check in verify(given, [artifact]) if not check.passed]


MARKED = (
    Reference("a", None, "赵一，2024. 储能", None, mark="赵一，2024", mark_year="2024"),
    Reference("b", None, "Smith J，2023. Grid", None, mark="Smith，2023", mark_year="2023"),
)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("甲[@a]。", "甲（赵一，2024）。"),
        ("甲[@a; @b]。", "甲（赵一，2024；Smith，2023）。"),
        ("赵一[-@a]指出", "赵一（2024）指出"),
        ("甲[@a, 12; @b]。", "甲（赵一，2024）12（Smith，2023）。"),
    ],
)
def test_author_and_date_stand_in_the_line(body: str, text: str, tmp_path: Path) -> None:
    """GB/T 7714 10.2: in full-width parentheses, pages above the line behind them."""
    given = publication(tmp_path, body, references=MARKED, author_date=AuthorDateMarks("（", "）", "；"))
    assert shown(given) == text
    artifact = make_html(render(given), tmp_path / "p.html")
    assert [check.name for check in verify(given, [artifact]) if not check.passed] == []


def test_author_and_date_have_a_space_before_them_in_western_languages(tmp_path: Path) -> None:
    """And the pages inside."""
    given = publication(tmp_path, "Costs fell[@a, p. 3; @b].", references=MARKED, author_date=AuthorDateMarks(), language="en")
    assert shown(given) == "Costs fell (赵一，2024, p. 3; Smith，2023)."


def test_entries_with_a_mark_stand_in_the_list(tmp_path: Path) -> None:
    """They have no number, and are no further reading."""
    page = make_html(render(publication(tmp_path, "甲[@a]。", references=MARKED, author_date=AuthorDateMarks())), tmp_path / "p.html").path
    html = page.read_text(encoding="utf-8")
    assert "class=references" in html
    assert 'class="further-reading"' not in html
