"""The words of charts are told in every edition: captions, heads of columns, names in the data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pubkit.cli.app import run
from pubkit.editions.chart_words import chart_words
from pubkit.editions.composition import compose
from pubkit.editions.segments import segments_of
from pubkit.markdown.document import Document

if TYPE_CHECKING:
    from pathlib import Path

CHARTS = """正文。

```{.chart #fig:o type=line caption="产量（万吨）" alt="两条线"}
年份,煤炭,"风, 电"
2023,12,8
2024,11,10
```

> ~~~ chart
> 品种,数值
> 煤,1
> ~~~

```chart
mark: bar
caption: 煤的产量
data: d.csv
encoding: {x: 年份, y: 数值}
```

```text
年份,煤炭
```

尾段。
"""
WORDS = ["产量（万吨）", "两条线", "年份", "煤炭", "风, 电", "品种", "数值", "煤", "煤的产量"]


def test_every_word_of_a_chart_is_a_segment() -> None:
    """In the order of the text; numbers, names of columns in YAML and other blocks are none."""
    document = Document(CHARTS)
    assert [words.span.of(CHARTS) for words in chart_words(document)] == WORDS
    assert [segment.text for segment in segments_of(document)] == ["正文。", *WORDS, "尾段。"]


def test_told_words_leave_a_chart_whole() -> None:
    """Quotes, commas and colons of a translation are written as the block needs them."""
    document = Document(CHARTS)
    told = {segment.id: f'a "b", c: {n}' for n, segment in enumerate(segments_of(document)) if segment.chart}
    text = compose(document, told)
    assert "caption=\"a 'b', c: 1\" alt=\"a 'b', c: 2\"}\n" in text
    assert '\n"a ""b"", c: 3","a ""b"", c: 4","a ""b"", c: 5"\n2023,12,8' in text
    assert '\n> "a ""b"", c: 6","a ""b"", c: 7"\n> "a ""b"", c: 8",1\n> ~~~' in text
    assert '\ncaption: "a \\"b\\", c: 9"\n' in text
    assert compose(document, {segment.id: segment.text for segment in segments_of(document)}) == CHARTS


@pytest.mark.parametrize("text", ["", "```chart\n```\n", "```chart", "~~~chart\n甲", "```{.chart caption=\"\"}\n\n```\n", "```chart\n,,\n```\n", "    chart\n"])
def test_a_block_without_words_has_none(text: str) -> None:
    """Nor does what is cut off."""
    assert all(any(map(str.isalpha, words.span.of(text))) for words in chart_words(Document(text)))


def test_charts_of_editions(tmp_path: Path) -> None:
    """Converted with the text; what is not translated is shown as it is, without marks."""
    pytest.importorskip("vl_convert")
    path = tmp_path / "r.md"
    front = "---\ntitle: 图\nlanguage: zh-CN\neditions: {zh-Hant: {}, en: {from: translate}, ja: {from: translate, missing: omit}}\n---\n\n"
    path.write_text(front + CHARTS.replace("data: d.csv", "data: [{年份: 甲, 数值: 1}]"), encoding="utf-8")
    for language in ("en", "ja"):
        assert run(["translate", "extract", str(path), "--to", language]) == 0
    catalog = path.with_name("r.en.po")
    catalog.write_text(catalog.read_text("utf-8").replace('msgid "煤炭"\nmsgstr ""', 'msgid "煤炭"\nmsgstr "Coal, hard"'), encoding="utf-8")
    assert run(["build", str(path), "--format", "html", "--output", str(tmp_path / "out"), "-q"]) == 0
    hant, english, japanese = ((tmp_path / "out/r" / language / "resolved.md").read_text("utf-8") for language in ("zh-Hant", "en", "ja"))
    assert 'caption="產量（萬噸）" alt="兩條線"' in hant
    assert "年份,煤炭," in hant
    assert '年份,"Coal, hard","风, 电"\n' in english
    assert '年份,煤炭,"风, 电"\n' in japanese
    assert "尾段" not in japanese
