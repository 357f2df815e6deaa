"""Conversion of documents: what is never touched, what a project decides, what is remembered."""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path

import pytest

from pubkit.citations.resolve import find_citations
from pubkit.cli.app import run as run_pubkit
from pubkit.editions.conversion import Conversion, convert_document, metadata_spans
from pubkit.editions.corrections import Correction, Corrections, approvals, corrections_text, learn, load_corrections
from pubkit.editions.joined_text import join
from pubkit.editions.quotation_marks import requoted
from pubkit.editions.terms import Term, Terms, load_terms
from pubkit.markdown.document import Document
from pubkit.text.edit import apply_edits
from pubkit.text.errors import ConfigError

TODAY = datetime.date(2026, 11, 24)
SAMPLE = Path(__file__).parent.parent / "source" / "chinese-typesetting" / "chinese-typesetting.md"
REPORT = """\
---
title: "软件的“后台”"
author: [范冰, 于谦]
lang: zh-CN
identifier: urn:软件
keywords: [发展, 面包]
---

# 后端的发展 {#sec:后端}

头**发**与[后台](https://e.org/软件 "里面")，见 `软件 后台` 与 $后$，<b title="里">里</b>面[(1)](https://e.org/后)。
网址 https://example.org/软件/后台 与 user@后.example，[@后来2024, 第12页] 及 @后来2024。[^后]

![图 1 软件后台](img/软件.png)

[^后]: 脚注里的软件。

```python
print("软件后台")  # 里面
```

| 软件 | 里程 |
|---|---|
| 面包 | 一只 |

<div id="后">软件</div>

据《软件后台发展史》记载，另见《后来》。

## 参考资料

\\[1] 软件后台发展史[ https://e.org/后](https://e.org/后)
"""


def convert(text: str, target: str = "zh-TW", *, source: str = "zh-CN", terms: Terms | None = None, corrections: Corrections | None = None, **options: object) -> Conversion:
    document = Document(text)
    return convert_document(document, find_citations(document), source, target, terms or Terms(), corrections or Corrections(), **options)  # type: ignore[arg-type]


def test_code_addresses_keys_and_the_list_are_never_touched() -> None:
    """Everything that is no prose is there as it was; prose, captions, cells, notes and the list's heading are converted."""
    text = convert(REPORT).text
    for kept in (
        "{#sec:后端}", '(https://e.org/软件 "里面")', "`软件 后台`", "$后$", '<b title="里">', "(https://e.org/后)", "https://example.org/软件/后台",
        "user@后.example", "[@后来2024, 第12页]", "@后来2024。", "[^后]", "(img/软件.png)", 'print("软件后台")  # 里面', '<div id="后">软件</div>',
        "\\[1] 软件后台发展史[ https://e.org/后]", "identifier: urn:软件", "《软件后台发展史》",
    ):  # fmt: skip
        assert kept in text, kept
    for made in ("# 後端的發展", "頭**髮**與[後臺]", "裡</b>面", "![圖 1 軟體後臺]", "[^后]: 腳註裡的軟體", "| 軟體 | 里程 |", "| 麵包 | 一隻 |", "《後來》", "## 參考資料"):
        assert made in text, made


def test_values_of_the_front_matter_are_converted_and_names_kept() -> None:
    """Title, keywords and authors; a surname is one, the language is that of the edition."""
    head = convert(REPORT).text.partition("\n# ")[0]
    assert 'title: "軟體的「後臺」"' in head
    assert "author: [范冰, 于謙]" in head
    assert "keywords: [發展, 麵包]" in head
    assert "lang: zh-TW" in head


def test_the_edits_lead_from_the_source_to_the_text_and_back() -> None:
    """Edits are in order and apart; each place of the result has its place in the source."""
    conversion = convert(REPORT)
    assert apply_edits(REPORT, conversion.edits) == conversion.text
    for word, source in (("發展 {", "发展 {"), ("網址", "网址"), ("《軟", "《软")):
        if word in conversion.text:
            assert conversion.place_in_source(conversion.text.index(word)) == REPORT.index(source)


def test_a_text_already_in_the_script_stays() -> None:
    """Converting twice is converting once; Traditional blocks and quotations within Simplified ones stay."""
    once = convert(REPORT).text
    assert convert(once, source="zh-CN").text == once
    assert convert("項目的程序與質量。\n\n后来的项目。\n", vocabulary="region").text == "項目的程序與質量。\n\n後來的專案。\n"
    assert convert(once, source="zh-TW").edits == ()


def test_only_what_is_asked_for_is_called_otherwise() -> None:
    """By default words that any report may change, with `region` those of trades too, with `keep` none."""
    text = "软件项目的程序支持数据库，诉讼程序的质量。\n"
    assert convert(text).text == "軟體項目的程序支持資料庫，訴訟程序的質量。\n"
    assert convert(text, vocabulary="keep").text == "軟件項目的程序支持數據庫，訴訟程序的質量。\n"
    asked = convert(text, vocabulary="region")
    assert asked.text == "軟體專案的程式支援資料庫，訴訟程序的品質。\n"
    assert {doubt.source for doubt in asked.uncertain} == {"项目", "程序", "支持", "质量"}


def test_terms_decide_before_everything_but_corrections() -> None:
    """The report's own words, with their context; a protected name stays; a listed title is only changed by its own term."""
    terms = Terms(
        (Term({"zh-Hans": ("程序",), "zh-Hant": ("程式",)}, near=("代码",)), Term({"zh-Hans": ("后来",), "zh-HK": ("其後",)}), Term({"zh-Hans": ("软件",), "zh-Hant": ("軟件",)})),
        ("里程发",),
    )
    assert convert("代码的程序。\n\n法院的程序。\n", terms=terms).text == "代碼的程式。\n\n法院的程序。\n"
    assert convert("后来\n", "zh-HK", terms=terms).text == "其後\n"
    assert convert("里程发说软件。\n", terms=terms).text == "里程发說軟件。\n"
    assert "《软件后台发展史》" in convert(REPORT, terms=terms).text


def test_cited_titles_of_a_references_file_stay() -> None:
    """A title that is given counts as one that is listed; a short one does not."""
    text = "见《电子后台发展》与《后来》。\n"
    assert convert(text, cited_titles=["电子后台发展：第二版", "后来"]).text == "見《电子后台发展》與《後來》。\n"


def test_a_word_that_changes_its_length_over_markup_is_shared_out() -> None:
    """Each piece of a word keeps its markup."""
    assert convert("**U**盘与面向**对象**。\n").text == "**隨身**碟與物件**導向**。\n"


@pytest.mark.parametrize(
    ("text", "quotes", "wanted"),
    [
        ("他说“a‘中’b”。", "corner", "他说「a『中』b」。"),
        ("他说“一“二”三”。", "corner", "他说「一『二』三」。"),
        ("‘中’", "corner", "「中」"),
        ("don’t say “hello” to Tom’s", "corner", "don’t say “hello” to Tom’s"),
        ("“第一段没有结束。", "corner", "「第一段没有结束。"),
        ("结束在这里。”", "corner", "结束在这里。」"),
        ("他說「a『中』b」。", "curly", "他說“a‘中’b”。"),
        ("他说“中”。", "keep", "他说“中”。"),
    ],
)
def test_quotation_marks_follow_the_edition(text: str, quotes: str, wanted: str) -> None:
    """By depth, only around Chinese, never an apostrophe."""
    found = list(text)
    for at, mark in requoted(text, quotes):  # type: ignore[arg-type]
        found[at] = mark
    assert "".join(found) == wanted


def learned(text: str, corrected: dict[str, str]) -> tuple[Corrections, int]:
    """What is remembered when an editor changes words of a converted text, and how many changes were refused."""
    document, conversion = Document(text), convert(text)
    changed = conversion.text
    for old, new in corrected.items():
        assert old in changed
        changed = changed.replace(old, new)
    joined = join(document, find_citations(document), metadata_spans(document))
    found, refused = learn(joined, conversion, changed, TODAY)
    return Corrections().with_new(found), len(refused)


def test_a_corrected_word_stays_corrected_when_the_source_changes() -> None:
    """Changes elsewhere, a moved paragraph and a changed word on one side leave it; elsewhere the same word is as before."""
    source = "第一段没有问题，质量很好。\n\n这个项目的质量由第三方核对，结果公开。\n"
    remembered, refused = learned(source, {"項目的質量由": "專案的品質由"})
    assert refused == 0
    again = convert(source, corrections=remembered)
    assert again.text == "第一段沒有問題，質量很好。\n\n這個專案的品質由第三方核對，結果公開。\n"
    moved = "# 新的标题\n\n那个项目的质量由第三方核对，结果公开。\n\n第一段没有问题，质量很好。\n"
    assert convert(moved, corrections=remembered).text == "# 新的標題\n\n那個專案的品質由第三方核對，結果公開。\n\n第一段沒有問題，質量很好。\n"


def test_a_correction_whose_words_are_gone_is_unused_and_kept(tmp_path: Path) -> None:
    """It is listed, and the file keeps it."""
    remembered, _ = learned("这个项目的质量很好。\n", {"質量": "品質"})
    conversion = convert("别的话。\n", corrections=remembered)
    assert remembered.unused(conversion) == remembered.entries
    path = tmp_path / "r.zh-Hant.corrections.yaml"
    path.write_text(corrections_text(remembered), encoding="utf-8")
    assert load_corrections(path) == remembered


def test_what_no_conversion_does_is_refused() -> None:
    """A change of code, an address or the list is not remembered, and said."""
    found, refused = learned(REPORT, {"`软件 后台`": "`软体 后台`", "urn:软件": "urn:软体", "# 後端": "# 後段"})
    assert refused == 2
    assert [entry.correction for entry in found.entries] == ["段"]


def test_an_approved_choice_is_no_finding_any_more() -> None:
    """It stays approved when the text around changes a little, and only there."""
    text = "工会的编制是什么？\n"
    doubts = convert(text).uncertain
    assert [(doubt.source, doubt.chosen, doubt.alternatives) for doubt in doubts] == [("制", "製", ("制",))]
    approved = Corrections().with_new(approvals(doubts, TODAY))
    assert convert(text, corrections=approved).uncertain == ()
    assert convert("工会的编制是什么样？\n", corrections=approved).uncertain == ()
    assert len(convert("别处说到编制。\n", corrections=approved).uncertain) == 1


def test_a_correction_at_the_edge_of_a_block_holds_only_there() -> None:
    """A cell of one character has no words around: its borders are."""
    entry = Correction("里", "¶", "¶", "裡", "里", "2026-11-24")
    assert convert("| 里 |\n|---|\n| 在这里 |\n", corrections=Corrections((entry,))).text == "| 里 |\n|---|\n| 在這裡 |\n"


@pytest.mark.parametrize(
    ("text", "row", "says"),
    [
        ("correction:\n", 1, "unknown key `correction`"),
        ("corrections:\n  - source: 里\n", 2, "has `source` and `correction`"),
        ("corrections:\n  - source: 里\n    correction: 里\n    behnd: 面\n", 4, "unknown key `behnd`"),
        ("approved: 里\n", 1, "`approved` is a list"),
        ("<<<<<<< ours\n", 1, "expected `key: value`"),
    ],
)
def test_a_broken_file_of_corrections_is_an_error_with_its_line(tmp_path: Path, text: str, row: int, says: str) -> None:
    """Nothing is guessed, and nothing is overwritten."""
    path = tmp_path / "r.zh-Hant.corrections.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_corrections(path)
    assert caught.value.row == row
    assert says in caught.value.message.en


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = run_pubkit(["convert", *arguments, "--language", "en"])
    out, err = capsys.readouterr()
    return code, out, err


def test_the_command_converts_learns_reviews_and_approves(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One round of an editor's work, in files."""
    report, made = tmp_path / "r.md", tmp_path / "made.md"
    report.write_text("工会的编制与质量。\n", encoding="utf-8")
    (tmp_path / "terms.yaml").write_text("terms: [{zh-Hans: 工会, zh-Hant: 公會}]\n", encoding="utf-8")
    code, _, err = run(capsys, str(report), "--to", "zh-Hant", "--output", str(made))
    assert (code, made.read_text(encoding="utf-8")) == (0, "公會的編製與質量。\n")
    assert "1 places are worth a look" in err
    code, out, _ = run(capsys, str(report), "--to", "zh-Hant", "--review", "--format", "json")
    assert [(each["source"], each["chosen"], each["location"]) for each in json.loads(out)] == [("制", "製", {"row": 1, "column": 5})]
    made.write_text("公會的編製與品質。\n", encoding="utf-8")
    _, out, _ = run(capsys, str(report), "--to", "zh-Hant", "--learn", str(made))
    assert "1 corrections recorded" in out
    _, out, _ = run(capsys, str(report), "--to", "zh-Hant", "--approve")
    assert "1 choices approved" in out
    code, out, err = run(capsys, str(report), "--to", "zh-Hant")
    assert (code, out, err) == (0, "公會的編製與品質。\n", "")
    _, out, _ = run(capsys, str(report), "--to", "zh-Hant", "--review")
    assert "every choice is certain" in out


def test_the_command_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another language, a missing file, two wishes at once."""
    report = tmp_path / "r.md"
    report.write_text("后来。\n", encoding="utf-8")
    assert run(capsys, str(report), "--to", "en")[0] == 2
    assert run(capsys, str(tmp_path / "none.md"), "--to", "zh-Hant")[0] == 2
    code, _, err = run(capsys, str(report), "--to", "zh-Hant", "--review", "--approve")
    assert code == 2
    assert "three different things" in err


def test_the_sample_report_is_converted_with_hardly_a_doubt() -> None:
    """Our own report, with its terms: fewer than three advisories in 1,000 characters, its references as published."""
    text = SAMPLE.read_text(encoding="utf-8")
    conversion = convert(text, "zh-Hant", terms=load_terms([SAMPLE.with_name("terms.yaml")]))
    assert len(conversion.uncertain) < 3 * len(text) / 1000
    assert "title: 中文長文件的數位排版" in conversion.text
    assert conversion.text.partition("\n## 參考資料\n")[2] == text.partition("\n## 参考资料\n")[2]


def test_conversion_is_quick() -> None:
    """Nothing is slow by its size: four times the text takes no more than seven times as long."""
    text = SAMPLE.read_text(encoding="utf-8").partition("\n## 参考资料\n")[0]

    def seconds(many: str) -> float:
        document = Document(many)
        citations = find_citations(document)
        best = 9.0
        for _ in range(4):
            start = time.process_time()
            convert_document(document, citations, "zh-CN", "zh-TW", Terms(), Corrections())
            best = min(best, time.process_time() - start)
        return best

    body = text.partition("\n---\n")[2]
    assert seconds(body * 4) < 7 * seconds(body) + 0.01
