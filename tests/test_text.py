"""Positions, edits, characters: the arithmetic that everything stands on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pubkit.text.chars import cell_width, cells, essence_of_prose, fold_width, is_han
from pubkit.text.edit import Edit, Fix, Safety, apply_edits, compatible, merge_edits
from pubkit.text.phrase import Phrase
from pubkit.text.span import ByteCursor, Lines, Location, Span

TEXTS = st.text(alphabet=st.sampled_from("ab1 \n中，。😀𠮷e\u0301\u3000\ufeff\u2028"), max_size=60)
TITLE = Phrase("t", "题")


@given(TEXTS, st.data())
def test_location_and_offset_are_inverse(text: str, data: st.DataObject) -> None:
    """Row and column lead back to the code point, astral characters and combining marks included."""
    lines = Lines(text)
    offset = data.draw(st.integers(0, len(text)))
    location = lines.location(offset)
    assert lines.offset(location) == offset
    assert text[:offset].count("\n") + 1 == location.row
    assert offset - (text.rfind("\n", 0, offset) + 1) + 1 == location.column


@given(TEXTS, st.data())
def test_utf16_columns_agree_with_the_codec(text: str, data: st.DataObject) -> None:
    """A UTF-16 column counts what the codec writes, and leads back to the code point."""
    lines = Lines(text)
    offset = data.draw(st.integers(0, len(text)))
    start = text.rfind("\n", 0, offset) + 1
    column = lines.utf16_column(offset)
    assert column == len(text[start:offset].encode("utf-16-le")) // 2
    assert lines.offset_of_utf16(text[:offset].count("\n"), column) == offset


@given(TEXTS, st.data())
def test_byte_offsets_agree_with_the_codec(text: str, data: st.DataObject) -> None:
    """Every character's byte offset becomes its code point, in the order of the text and in any other."""
    wanted = [len(text[:i].encode()) for i in range(len(text) + 1)]
    cursor = ByteCursor(text)
    assert [cursor.go(at) for at in wanted] == list(range(len(text) + 1))
    order = data.draw(st.permutations(range(len(text) + 1)))
    assert [cursor.go(wanted[n]) for n in order] == order


def test_a_row_that_does_not_exist_is_an_index_error() -> None:
    """Asking for a row behind the end is the caller's mistake."""
    with pytest.raises(IndexError):
        Lines("一行").offset(Location(2, 1))


@given(TEXTS, st.data())
def test_edits_change_their_spans_and_nothing_else(text: str, data: st.DataObject) -> None:
    """Applying disjoint edits keeps every character outside of them, in order."""
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edits = [Edit(Span(a, b), "X") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    kept = [text[a:b] for a, b in zip([0, *cuts[1::2]], [*cuts[: len(cuts) // 2 * 2 : 2], len(text)], strict=False)]
    assert apply_edits(text, edits) == "X".join(kept)


def test_overlapping_edits_are_refused() -> None:
    """Edits that overlap would lose text."""
    with pytest.raises(ValueError, match="overlap"):
        apply_edits("abcdef", [Edit.delete(0, 3), Edit.delete(2, 4)])


def test_fixes_that_meet_wait_for_the_next_pass() -> None:
    """The first of two overlapping fixes is taken; one that stands apart goes with it."""
    first = Fix(TITLE, (Edit.delete(0, 3),))
    second = Fix(TITLE, (Edit.delete(2, 4),))
    third = Fix(TITLE, (Edit.insert(6, "x"),))
    assert compatible([first, second, third]) == [first, third]


def test_two_moves_may_end_at_one_place_in_their_order() -> None:
    """Citations that belong to the same clause keep their order; other fixes may not insert at one place."""
    moves = [Fix(TITLE, (Edit.delete(n, n + 1), Edit.insert(5, str(n))), moves=True) for n in (0, 2)]
    assert compatible(moves) == moves
    assert apply_edits("a-b--.", merge_edits(moves)) == "---02."
    others = [Fix(TITLE, (Edit.insert(5, "x"),), Safety.SAFE) for _ in range(2)]
    assert len(compatible(others)) == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("用AI写", "用 AI 写"),
        ("你好,世界", "你好，世界"),
        ("**重点：**中", "**重点**：中"),
        ("（ＡＢ１２）", "(AB12)"),
        ("等等。。。", "等等……"),
        ("第3章,第4章", "第3章，第4章"),
        ("你好, 5 个", "你好，5 个"),
        ("比例为: 3", "比例为：3"),
    ],
)
def test_essence_allows_what_changes_no_word(before: str, after: str) -> None:
    """Spaces, the width of marks and markup are not what a text says."""
    assert essence_of_prose(before) == essence_of_prose(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("3.5%", "35%"),
        ("m²", "m2"),
        ("-5℃", "5℃"),
        ("v2.0", "v20"),
        ("≥3", "3"),
        ("3.5%", "3.5"),
        ("1,000", "1000"),
        ("10:30", "1030"),
        ("2024-05", "202405"),
        ("¥5", "5"),
        ("R&D", "RD"),
        ("几何", "几 何学"),
        ("e\u0301", "e"),
        ("a+b", "ab"),
    ],
)
def test_essence_refuses_what_changes_a_word(before: str, after: str) -> None:
    """A number, a sign, a letter or an accent that is lost is seen."""
    assert essence_of_prose(before) != essence_of_prose(after)


@given(TEXTS)
def test_folding_keeps_the_length(text: str) -> None:
    """Folding width never shifts a place."""
    assert len(fold_width(text)) == len(text)


def test_cells_count_as_a_terminal_does() -> None:
    """Han and full-width marks take two cells, combining marks none."""
    assert cells("中文，a1") == 8
    assert cell_width("\u0301") == 0
    assert cells("𠮷😀") == 4
    assert cells("e\u0301") == 1


def test_han_includes_the_extensions_and_excludes_kana() -> None:
    """Extension B is Han; kana, hangul and marks are not."""
    assert all(is_han(c) for c in "中𠮷〇々")
    assert not any(is_han(c) for c in "あ한，Ａ")
