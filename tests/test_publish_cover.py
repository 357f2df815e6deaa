"""The cover of the PDF: what it says below its title, and how far its field goes down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from publications import publication

from pubkit.publish.cover import cover
from pubkit.publish.cover_abstract import cover_abstract
from pubkit.publish.publication import AuthorDateMarks, Facing
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.rendered import Rendered

ABSTRACT = "## 摘要\n\n本文讨论堤岸的高度[@8]。次句。\n\n另一段。\n\n## 一、堤岸\n\n正文。\n"


def rendered(folder: Path, body: str = "## 一\n\n正文。\n", **changed: object) -> Rendered:
    return render(publication(body, folder, **changed))


def words(folder: Path, body: str = "## 一\n\n正文。\n", **changed: object) -> str:
    return re.sub(r"<[^>]*>", "", cover_abstract(rendered(folder, body, **changed)))


def test_the_description_goes_before_the_abstract(tmp_path):
    """Both in whole sentences, the abstract without its citations and up to the end of its first paragraph."""
    assert words(tmp_path, ABSTRACT, description="一份说明") == "一份说明"
    assert words(tmp_path, ABSTRACT, description="") == "本文讨论堤岸的高度。次句。"


def test_an_opening_quotation_is_an_abstract(tmp_path):
    assert words(tmp_path, "> 开篇的话。\n\n## 一\n\n正文。\n", description="") == "开篇的话。"


@pytest.mark.parametrize(
    "body", ["## 一\n\n正文。\n", "## 摘要\n\n式 $x^2$ 成立。\n", "## 摘要\n\n- 只有要点\n", "正文在前。\n\n## 摘要\n\n其后。\n"], ids=["none", "formula", "list", "behind"]
)
def test_what_is_no_plain_abstract_is_not_shown(body, tmp_path):
    """A formula cannot be set there."""
    assert words(tmp_path, body, description="") == ""


def test_a_sentence_is_never_cut(tmp_path):
    """What has no room is left out from its beginning; a clause is no sentence, a point in a number no end."""
    long = "堤" * 100
    assert words(tmp_path, description=f"首句。{long}；{long}。末句。") == "首句。"
    assert words(tmp_path, description=f"{long}{long}。末句。") == ""
    assert words(tmp_path, description=f"The rise was 3.5 m. {'a' * 400}", language="en") == "The rise was 3.5 m."


def test_marks_in_the_line_are_no_words_of_a_cover(tmp_path):
    """In the author-date system they stand in the text: only a description is shown then."""
    assert words(tmp_path, ABSTRACT, description="", author_date=AuthorDateMarks()) == ""
    assert words(tmp_path, ABSTRACT, description="说明", author_date=AuthorDateMarks()) == "说明"


def test_two_languages_stand_side_by_side_or_not_at_all(tmp_path):
    """A description in one of them would be half a description."""
    facing = Facing("en", (("说明", "About"),))
    assert words(tmp_path, ABSTRACT, description="说明 / About", facing=facing) == "说明 About"
    assert words(tmp_path, ABSTRACT, description="", facing=facing) == ""


@pytest.mark.parametrize(
    ("changed", "extent"),
    [
        ({"description": "说明"}, "cover"),
        ({"description": ""}, "cover low"),
        ({"description": "", "authors": (), "publisher": "", "date": ""}, "cover whole"),
    ],
)
def test_the_less_there_is_to_say_the_larger_is_the_field(changed, extent, tmp_path):
    """And a rule at the foot stands only above what is there."""
    made = cover(rendered(tmp_path, **changed))
    assert f'class="title-block {extent}"' in made
    assert ("cover-foot" in made) is (extent != "cover whole")


def test_a_few_names_beside_an_abstract_stand_below_each_other(tmp_path):
    """They keep what parts them for who copies or listens."""
    few = cover(rendered(tmp_path, description="说明", authors=("甲", "乙")))
    assert 'class="authors beside apart"' in few
    assert "甲、乙" in re.sub(r"<[^>]*>", "", few)
    many = cover(rendered(tmp_path, description="说明", authors=tuple("甲乙丙丁戊己庚辛壬")))
    assert 'class="authors beside"' in many
