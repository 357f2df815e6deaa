"""The rules of prose: silent on what a careful editor would leave, and true to their options."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

import pytest

from pubkit.lint.fixer import guard
from pubkit.markdown.document import Document
from pubkit.rules import dashes, language, numerals, pairs, punctuation, readers, spacing
from pubkit.rules.base import Page, Rule
from pubkit.text.edit import Safety, apply_edits, compatible, merge_edits

if TYPE_CHECKING:
    from pubkit.text.diagnostic import Diagnostic

TYPOGRAPHY: tuple[Rule, ...] = (
    *punctuation.RULES,
    *dashes.RULES,
    *pairs.RULES,
    *spacing.RULES,
    *numerals.RULES,
)
PROSE: tuple[Rule, ...] = (*TYPOGRAPHY, *readers.RULES, *language.RULES)


def findings(text: str, *codes: str, **options: object) -> list[Diagnostic]:
    """What the rules of prose (or those named) find, by place; `options` go to the one rule that is named."""
    rules = [rule for rule in PROSE if not codes or rule.code in codes]
    page = Page(Document(text), {codes[0]: options} if options else None)
    return sorted((found for rule in rules for found in rule.check(page)), key=lambda found: (found.span, found.code))


def fixed(text: str, *codes: str, least: Safety = Safety.SAFE, **options: object) -> str:
    """The text when the fixes of at least this safety are made, pass by pass."""
    for _ in range(12):
        fixes = [found.fix for found in findings(text, *codes, **options) if found.fix and found.fix.safety >= least]
        mended = apply_edits(text, merge_edits(compatible(fixes)))
        if mended == text:
            return text
        text = mended
    raise AssertionError("the rules do not settle")


CLEAN = """---
title: "储能, 电网: 综述 ( 草稿 )"
lang: zh-CN
---

# 储能技术综述（2024 年版）

会议 10:30 开始，画面比例 16:9，版本 v2.0.1，增长 3.5%，共 1,000 人，气温 -5℃，误差 ±0.5。

服务器 192.168.1.1:8080 与 [::1]:80 都可以访问；邮件发到 a.b+c@example.org，话题 #储能 与 #Vue3学习 已关闭。

文件 a.txt、README.md、C:/temp/数据.csv 由 Vue.js、Node.js、C++、.NET 与 U.S. 的团队提供。

步骤：(1) 采样；(2) 分析；3) 汇总；a) 报告。调用 print(x)、f(x, y) 与 `求和(甲,乙)`，公式 $f(甲,乙)$。

他说：“It's fine, isn't it? I think so.”然后走了。The report says: "No, thanks." 我们没有回答。

太好了 :) 下次再来 ;-) 表情 :smile: 与 (^_^) 都行。Q&A: 见附录。

引用[(8)](https://example.org/a,b;c)、[@li2022, 第 3 页]，脚注[^1]，图 ![图, 一](a(1).png)，[链接（甲）](https://example.org/a_(b,c) "题,名")。

| 项目 | Value, in kWh | 说明 |
|:---|---:|:---:|
| 风电 | 1,234.5 | “甲”与“乙” |
| Wind (onshore) | "yes" | – |

- [ ] 待办：核对数据
- [x] 已办：写作

> “引文的第一段。
>
> “引文的第二段。”

京沪高铁（北京—上海），1949—1978 年，3～5 天，10%～20%；参数 --force 与 -v，视觉-语言模型。

他想了想……“算了。”——可是太晚了。真的吗？！

This paragraph of the report names 北京 and 上海, and it is otherwise in English: no rule of Chinese prose applies.

[^1]: 说明见 <https://example.org/a，b>。

```python
print("你好,世界!")  # 注释,不动
```

<div title="甲,乙">

    缩进代码,也不动。

</div>
"""


def test_a_clean_page_has_no_finding() -> None:
    """Times, ratios, versions, files, mail, tags, labels, smileys, tables, notes, English: all of it stays."""
    assert [(found.code, found.span.of(CLEAN)) for found in findings(CLEAN)] == []


@pytest.mark.parametrize("rule", PROSE, ids=lambda rule: rule.code)
def test_an_english_page_has_no_finding(rule: Rule) -> None:
    """An English text that names Chinese words keeps its marks, quotes and brackets."""
    text = (
        "The term 深度学习, or \"deep learning\" (深度学习), is from the 2000s; it's used by 3-5 teams.\n\n"
        "See 北京: the city -- large... and old! Is it 上海? 'No,' he said, 'it is 5 % of the whole.'\n\n"
        "| Term | 中文 |\n|---|---|\n| deep learning | 深度学习 |\n"
    )
    assert list(rule.check(Page(Document(text)))) == []


@pytest.mark.parametrize("rule", TYPOGRAPHY, ids=lambda rule: rule.code)
def test_a_japanese_page_has_no_finding(rule: Rule) -> None:
    """Japanese has Han too, and standards of its own."""
    text = "これは日本語の文章です,そして、漢字(かんじ)を使います.「引用」と\"引用\"がある...\n\n２０２４年の資料！"
    assert list(rule.check(Page(Document(text)))) == []


def test_the_space_style_can_be_required_or_forbidden() -> None:
    """`style` of ZH121 is the document's own, unless the project names one."""
    text = "用Vue写 Go 代码，第3章共 20 页，A股与 #Go学习 不动。"
    assert findings(text, "ZH121") == []
    assert fixed(text, "ZH121", style="require") == "用 Vue 写 Go 代码，第3章共 20 页，A股与 #Go学习 不动。"
    assert fixed(text, "ZH121", style="forbid") == "用Vue写Go代码，第3章共20页，A股与 #Go学习 不动。"


def test_units_are_judged_only_where_a_style_is_named() -> None:
    """`unit` of ZH132: GB 3101 wants a space, many houses none; names such as 5G are no units."""
    text = "重 5kg，长 3 km，网络 5G，画质 4K。"
    assert findings(text, "ZH132") == []
    assert fixed(text, "ZH132", unit="require") == "重 5 kg，长 3 km，网络 5G，画质 4K。"
    assert fixed(text, "ZH132", unit="forbid") == "重 5kg，长 3km，网络 5G，画质 4K。"


def test_three_exclamation_marks_can_be_allowed() -> None:
    """`most` of ZH105: the standard allows three in a row."""
    assert len(findings("好！！！", "ZH105")) == 1
    assert findings("好！！！", "ZH105", most=3) == []
    assert fixed("好！！！！", "ZH105", least=Safety.UNSAFE, most=3) == "好！！！"


def test_an_indentation_of_full_width_spaces_can_be_forbidden() -> None:
    """`indent` of ZH124."""
    text = "\u3000\u3000储能电站。"
    assert findings(text, "ZH124") == []
    assert fixed(text, "ZH124", indent="forbid") == "储能电站。"


def test_a_text_that_is_wrapped_throughout_is_left_unless_forbidden() -> None:
    """`wrapped` of MD203: hard-wrapped Chinese is a habit of many writers."""
    paragraph = "储能电站在用电低谷时充电，在用电高峰时放电，从而降低电网的峰\n谷差，提高设备的利用率。"
    text = "\n\n".join([paragraph] * 6)
    assert findings(text, "MD203") == []
    assert "\n谷" not in fixed(text, "MD203", wrapped="forbid")


def test_labels_of_reference_links_are_frozen() -> None:
    """A link that is its own label breaks when its text changes; one with an address does not."""
    text = "见[说明,一]与[说明,二][]，再见[说明,三](a.html)。\n\n[说明,一]: a.html\n[说明,二]: b.html\n"
    assert [found.span.of(text[:40]) for found in findings(text, "ZH101")] == [","]
    assert "[说明，三](a.html)" in fixed(text, "ZH101")


def test_a_fix_that_moves_an_anchor_is_unsafe() -> None:
    """The anchor of a heading is made of its words and spaces: where the page links to it, spaces stay."""
    heading = "## 电网, 储能\n"
    assert [found.fix.safety for found in findings(heading, "ZH101") if found.fix] == [Safety.SAFE]
    linked = heading + "\n见[上文](#电网-储能)。\n"
    assert [found.fix.safety for found in findings(linked, "ZH101") if found.fix] == [Safety.UNSAFE]


def test_safe_fixes_keep_the_essence_of_any_text() -> None:
    """Random texts of marks, Han, letters and markup: the safe fixes settle, and nothing that counts is lost."""
    chance = random.Random(15834)  # noqa: S311
    pieces = [
        *"中文字一二年月。，；：！？、（）《》“”‘’…—～·「」,.;:!?()'\"-~%/*_`[]<>#$ \n0１9Ａa1b",
        *("**", "[a](b)", "https://e.org/a", "[(8)](https://e.org/a)", "`x`", "...", " - ", " / ", "\\[", "3~5", "麼"),
    ]
    for _ in range(300):
        text = "".join(chance.choice(pieces) for _ in range(chance.randrange(4, 50)))
        guard(Document(text), Document(fixed(text)))


@pytest.mark.parametrize(
    "unit",
    ["中,", "中“", "“", "(中", "\\[", "\\[a_1 ", "https://", "www.", "[[ ", "{{", ":::", "中...", "~", "中 / ", "软体", "中\n", "中 ", "<<中"],
)
def test_cost_does_not_explode(unit: str) -> None:
    """8,000 repetitions of what each rule looks for take all rules together a few seconds at worst, not minutes.

    The limit only tells linear from quadratic; benchmarks measure.
    """
    page = Page(Document(unit * 8000))
    page.body_masked  # noqa: B018  the parser's share is not the rules'
    started = time.perf_counter()
    for rule in PROSE:
        for _ in rule.check(page):
            pass
    assert time.perf_counter() - started < 10
