"""The list of references of a publication: styles, order, uncited entries, marks, days of access, pages."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from pubkit.citations.locators import cited_works, printed_place
from pubkit.citations.resolve import find_citations
from pubkit.citations.styles.author_date import arrange, letters, reading
from pubkit.markdown.document import Document
from pubkit.pipeline.settling import settle
from pubkit.text.errors import ConfigError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.publication import Publication

ITEMS: list[dict[str, Any]] = [
    {"id": "zhao", "type": "article-journal", "title": "储能电站的调度", "author": [{"family": "赵", "given": "一"}], "container-title": "电力学报", "issued": {"date-parts": [[2024]]}, "URL": "https://e.org/z"},
    {"id": "zhao2", "type": "book", "title": "储能概论", "author": [{"family": "赵", "given": "一"}], "publisher": "某社", "publisher-place": "北京", "issued": {"date-parts": [[2024]]}},
    {"id": "smith", "type": "article-journal", "title": "Grid storage", "author": [{"family": "Smith", "given": "Jo"}, {"family": "Lee", "given": "K"}], "container-title": "Energy", "issued": {"date-parts": [[2021]]}, "URL": "https://e.org/s"},
    {"id": "web", "type": "webpage", "title": "电价公告", "URL": "https://e.org/w", "language": "zh"},
]  # fmt: skip
LIST = "\n\n## 参考资料\n\n\\[1] 甲文 <https://e.org/1>\n\n\\[2] 乙文 <https://e.org/2>\n\n\\[3] 丙文 <https://e.org/3>\n"


def settled(folder: Path, body: str, head: str = "", **settings: Any) -> Publication:
    """What a report beside a references file makes."""
    (folder / "r.json").write_text(json.dumps(ITEMS), encoding="utf-8")
    path = folder / "报告.md"
    path.write_text(f"---\nbibliography: r.json\n{head}---\n\n{body}\n", encoding="utf-8")
    return settle(Document.read(path), "报告", {"language": "zh-CN", **settings}, folder)


def listed(publication: Publication) -> list[tuple[str, int | None]]:
    return [(entry.key, entry.number) for entry in publication.references]


def test_of_a_shared_file_only_what_is_cited_is_listed(tmp_path: Path) -> None:
    """And what stands under `nocite`, apart."""
    assert listed(settled(tmp_path, "甲[@smith]。")) == [("smith", 1)]
    assert listed(settled(tmp_path, "甲[@smith]。", "nocite: '@web, @{zhao}'\n")) == [("smith", 1), ("zhao", None), ("web", None)]
    assert len(listed(settled(tmp_path, "甲[@smith]。", "nocite: '@*'\n"))) == 4


@pytest.mark.parametrize(
    ("uncited", "expected"),
    [
        ({}, [("2", 1), ("1", None), ("3", None)]),
        ({"uncited": "keep"}, [("2", 1), ("1", 2), ("3", 3)]),
        ({"uncited": "drop"}, [("2", 1)]),
        ({"uncited": "keep", "numbering": "source"}, [("2", 2), ("1", 1), ("3", 3)]),
    ],
)
def test_uncited_entries_are_apart_kept_or_dropped(uncited: dict[str, str], expected: list[tuple[str, int | None]], tmp_path: Path) -> None:
    """Apart where nothing is said."""
    document = Document("甲[2]。" + LIST, str(tmp_path / "a.md"))
    found = settle(document, "a", {"language": "zh-CN", **uncited}, tmp_path)
    assert sorted(listed(found)) == sorted(expected)
    numbers = [entry.number for entry in found.references if entry.number]
    assert numbers == sorted(numbers)


def test_a_value_that_uncited_does_not_have_is_said(tmp_path: Path) -> None:
    """With the file."""
    with pytest.raises(ConfigError) as caught:
        settled(tmp_path, "甲[@smith]。", uncited="some")
    assert "some" in caught.value.message.en
    assert str(caught.value.filename).endswith("报告.md")


def test_author_and_date_by_the_standard(tmp_path: Path) -> None:
    """Chinese first, by Pinyin; letters for works of one author and year; `等` and `et al.` by the work's language."""
    found = settled(tmp_path, "甲[@smith; @zhao2]，乙[@zhao, 第 5 页; @web]。", **{"reference-style": "gbt7714-2025-author-date"})
    assert [(entry.key, entry.mark) for entry in found.references] == [
        ("web", "佚名，日期不详"),
        ("zhao", "赵一，2024a"),
        ("zhao2", "赵一，2024b"),
        ("smith", "Smith et al.，2021"),
    ]
    assert [entry.text for entry in found.references if entry.key in ("zhao", "zhao2")] == [
        "赵一，2024a. 储能电站的调度[J/OL]. 电力学报.",
        "赵一，2024b. 储能概论[M]. 北京：某社.",
    ]
    assert "[@zhao, 5; @web]" in found.body
    assert found.author_date is not None


def test_an_author_in_the_sentence_is_named_once(tmp_path: Path) -> None:
    """`@key 指出` becomes the name and the number, or the name and the year."""
    assert "赵一[@zhao]指出" in settled(tmp_path, "@zhao 指出，如此[@zhao]。").body
    by_author = settled(tmp_path, "@zhao 指出，如此[-@zhao]。", **{"reference-style": "gbt7714-2025-author-date"})
    assert "赵一[-@zhao]指出，如此[-@zhao]。" in by_author.body


@pytest.mark.parametrize(
    ("style", "is_numbered", "start", "mark"),
    [
        ("apa", False, "Smith, J., & Lee, K. (2021). Grid storage", "Smith & Lee, 2021"),
        ("chicago", False, "Smith, Jo, and K Lee. 2021.", "Smith and Lee 2021"),
        ("ieee", True, "J. Smith and K. Lee, “Grid storage,” Energy", ""),
        ("vancouver", True, "Smith J, Lee K. Grid storage. Energy", ""),
        ("gbt7714-2015", True, "SMITH J, LEE K. Grid storage[J/OL]. Energy, 2021", ""),
    ],
)
def test_other_styles_come_from_citeproc(style: str, is_numbered: bool, start: str, mark: str, tmp_path: Path) -> None:
    """With their own marks, their own order, italics, and the address apart."""
    found = settled(tmp_path, "甲[@zhao]，乙[@smith]。", **{"reference-style": style})
    entries = {entry.key: entry for entry in found.references}
    assert entries["smith"].text.startswith(start)
    assert entries["smith"].mark == mark
    assert entries["smith"].address == "https://e.org/s"
    assert "https://e.org/s" not in entries["smith"].text
    assert (entries["zhao"].number, entries["smith"].number) == ((1, 2) if is_numbered else (None, None))
    assert (found.author_date is None) == is_numbered
    if style in ("apa", "ieee"):
        assert "<em>Energy</em>" in entries["smith"].markup


def test_a_style_file_stands_beside_the_report(tmp_path: Path) -> None:
    """Its name is relative to the report, or to a folder above it."""
    from pubkit.publish.pandoc import default_style

    (tmp_path / "own.csl").write_text(default_style(), encoding="utf-8")
    folder = tmp_path / "source" / "a"
    folder.mkdir(parents=True)
    found = settled(folder, "甲[@smith]。", **{"reference-style": "own.csl"})
    assert found.references[0].mark == "Smith and Lee 2021"


def test_an_unknown_style_is_said(tmp_path: Path) -> None:
    """With the nearest one."""
    with pytest.raises(UsageError) as caught:
        settled(tmp_path, "甲[@smith]。", **{"reference-style": "apx"})
    assert "apa" in (caught.value.hint.en if caught.value.hint else "")


def test_the_day_of_a_verification_is_the_day_of_access(tmp_path: Path) -> None:
    """Where the item has none, and only of pages that were seen."""
    records = [
        {"address": "https://e.org/w?utm_source=x", "title": "", "status": "alive", "checked": "2026-11-20T23:00:00Z"},
        {"address": "https://e.org/z", "title": "", "status": "dead", "checked": "2026-11-20T23:00:00Z"},
    ]
    (tmp_path / "报告.verified.json").write_text(json.dumps({"references": records}), encoding="utf-8")
    texts = {entry.key: entry.text for entry in settled(tmp_path, "甲[@web; @zhao]。").references}
    assert texts["web"] == "电价公告[EB/OL]. [2026-11-20]."
    assert "2026-11-20" not in texts["zhao"]


@pytest.mark.parametrize(
    ("place", "chinese", "english"),
    [
        ("第12页", "12", "p. 12"),
        ("第 12-15 页", "12-15", "pp. 12–15"),
        ("pp. 3–5, 8", "3-5,8", "pp. 3–5, 8"),
        ("7", "7", "p. 7"),
        ("*第 3 章*", "第3章", "ch. 3"),
        ("Fig. 2", "图2", "fig. 2"),
        ("§ 3.2", "第3.2节", "sec. 3.2"),
        ("L3-L7", "", ""),
        ("另见[附录]", "另见附录", "另见附录"),
    ],
)
def test_a_place_is_printed_in_the_language_of_the_report(place: str, chinese: str, english: str) -> None:
    """Pages alone in Chinese; the line numbers of an assistant's copy nowhere."""
    assert printed_place(place, "zh-CN") == chinese
    assert printed_place(place, "en-GB") == english


def test_what_a_mark_cites_is_read_with_its_places() -> None:
    """Prefix, place, and whether the author is left out or stands in the sentence."""
    text = "甲[见 @a1, 第 3 页; -@{b;c}; @d1]，@a1 说。\n"
    first, second = find_citations(Document(text), known={"a1", "b;c", "d1"}).markers
    assert [(work.words, work.key, work.place, work.is_author_named) for work in cited_works(first, text)] == [
        ("见", "a1", "第 3 页", False),
        ("", "b;c", "", True),
        ("", "d1", "", False),
    ]
    assert [work.is_in_sentence for work in cited_works(second, text)] == [True]


def test_the_order_of_names() -> None:
    """Pinyin, with the reading that family names have; western names without their accents."""
    names = ["赵一", "单二", "曾三", "北京大学", "解放军报", "解四", "Ärzte", "Brown", "Zorn", "佐藤"]
    items = [{"id": str(n), "type": "book", "title": "x", "author": [{"literal": name}], "issued": {"date-parts": [[2024]]}, "language": "ja" if name == "佐藤" else "en" if name.isascii() or name == "Ärzte" else "zh"} for n, name in enumerate(names)]  # fmt: skip
    assert [each.label for each in arrange(items)] == ["北京大学", "解放军报", "单二", "解四", "曾三", "赵一", "佐藤", "Ärzte", "Brown", "Zorn"]
    assert reading("解四", "zh")[0] == "xie"
    assert [letters(n) for n in (0, 25, 26)] == ["a", "z", "aa"]
