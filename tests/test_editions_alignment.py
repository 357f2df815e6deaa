"""Two texts that say the same: which segment translates which."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pubkit.editions.alignment import SURE, Alignment, align, translation_of
from pubkit.editions.composition import compose, message_to_markdown
from pubkit.editions.segments import segments_of
from pubkit.markdown.document import Document

CHINESE = """---
title: 港口年报
---

# 概况

港口吞吐量达到 1.2 亿吨[@lin2024]，同比增长三成，见[白皮书](https://example.org/a)。

航线新增八条，其中四条通往南方的港口，另外四条往返于内河。

用 `pubkit` 统计，公式为 $a+b$，注释见[^1]。

| 港口 | 吨数 |
|---|---|
| 东港 | 2 万吨 |
| 西港 | 3 万吨[@wu2025] |

# 展望

- 扩建码头，投资 30 亿元
- 更新设备[@wu2025]

结语在此，感谢各方。

[^1]: 注释的话。
"""
ENGLISH = """---
title: Port Report
---

# Overview

See the [white paper](https://example.org/a): throughput reached 120 million tons, up 30 percent[@lin2024].

Eight routes were added, four of them to ports in the south and the other four on inland rivers.

Counted with `pubkit` by the formula $a+b$; see the note[^1].

| Port | Tons |
|---|---|
| East | 20,000 tons |
| West | 30,000 tons[@wu2025] |

# Outlook

- Expansion of the docks, 3 billion yuan invested
- New equipment[@wu2025]

This is the conclusion, with thanks to all.

[^1]: The words of the note.
"""


def aligned(chinese: str = CHINESE, english: str = ENGLISH) -> Alignment:
    return align(segments_of(Document(chinese)), segments_of(Document(english)), "zh", "en")


def pairs(alignment: Alignment) -> dict[str, str]:
    return {pair.source.message: pair.target.message for pair in alignment.pairs}


def test_a_whole_translation_is_aligned():
    """Every segment has its own, in order, and all are sure."""
    found = aligned()
    assert (found.unmatched_source, found.unmatched_target) == ((), ())
    assert [pair.source.kind for pair in found.pairs] == [pair.target.kind for pair in found.pairs]
    assert pairs(found)["东港"] == "East"
    assert pairs(found)["结语在此，感谢各方。"].startswith("This is the conclusion")
    assert min(pair.confidence for pair in found.pairs) >= SURE


@pytest.mark.parametrize(
    "gone",
    ["航线新增八条，其中四条通往南方的港口，另外四条往返于内河。\n\n", "- 更新设备[@wu2025]\n", "| 西港 | 3 万吨[@wu2025] |\n", "# 展望\n\n"],
)
def test_what_the_source_lacks_stands_alone(gone: str):
    """And the others still have their own."""
    whole, found = pairs(aligned()), aligned(CHINESE.replace(gone, ""))
    assert found.unmatched_target
    assert all(whole[source] == target for source, target in pairs(found).items())


def test_what_the_translation_lacks_stands_alone():
    """A paragraph that nobody has translated."""
    found = aligned(english=ENGLISH.replace("Counted with `pubkit` by the formula $a+b$; see the note[^1].\n\n", ""))
    assert [segment.message for segment in found.unmatched_source] == ["用 {k1:pubkit} 统计，公式为 {m1:a+b}，注释见{f1:1}。"]
    assert not found.unmatched_target


def test_another_text_in_the_same_place_is_not_sure():
    """Length and place alone are no proof."""
    found = aligned(english=ENGLISH.replace("throughput reached 120 million tons, up 30 percent[@lin2024]", "prices fell by 7 percent[@zhou]"))
    pair = next(pair for pair in found.pairs if "吞吐量" in pair.source.message)
    assert pair.confidence < SURE


def test_a_translation_takes_the_names_of_its_source():
    """Placeholders in another order; numbers keep the words of the translation; what the source lacks stays text."""
    found = {pair.source.message[:4]: pair for pair in aligned().pairs}
    pair = found["港口吞吐"]
    said = translation_of(pair.source, pair.target, "zh", "en")
    assert said == "See the [white paper]({a1}): throughput reached {n1:120 million tons}, up 30 percent{c1}."
    extra = segments_of(Document("Throughput reached 120 million tons[@lin2024], says `x`[@other]."))[0]
    assert translation_of(pair.source, extra, "zh", "en") == "Throughput reached {n1:120 million tons}{c1}, says `x`[@other]."


def test_an_aligned_translation_gives_the_same_markdown():
    """What goes into the catalogue comes out as the translated file has it."""
    chinese, english = Document(CHINESE), Document(ENGLISH)
    made = {
        pair.source.id: message_to_markdown(pair.source, translation_of(pair.source, pair.target, "zh", "en"))
        for pair in aligned().pairs
        if pair.source.kind != "metadata"
    }
    made |= {pair.source.id: pair.target.text for pair in aligned().pairs if pair.source.kind == "metadata"}
    assert compose(chinese, made) == english.text


def test_nothing_and_something():
    """Empty texts, and texts of very different lengths."""
    segments = segments_of(Document(CHINESE))
    assert align((), ()).pairs == ()
    assert align(segments, ()).unmatched_source == segments
    assert align((), segments).unmatched_target == segments
    many = tuple(replace(segment, id=f"{segment.id}-{n}") for n in range(20) for segment in segments)
    found = align(segments, many, "zh", "zh")
    assert len(found.pairs) == len(segments)
    assert len(found.unmatched_target) == len(many) - len(segments)
