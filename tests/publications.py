"""Publications that the tests of the publisher share: a small one, and one with everything in it."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from pubkit.publish.publication import Publication, Reference
from pubkit.publish.rendering import render

if TYPE_CHECKING:
    from pathlib import Path

    from pubkit.publish.rendered import Rendered

#: One transparent dot.
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'

REFERENCES = (
    Reference("8", 1, "稻田水位与甲烷排放", "https://example.org/paddy?a=1&b=2"),
    Reference("turn0search0", 2, "Methane from “flooded” fields", "https://example.org/flooded", "en"),
    Reference("12†L3-L7", 3, "无地址的一条", None),
    Reference("u", None, "没有引用的一条", "https://example.org/unused"),
)

EVERYTHING = r"""
标题之前的一段[@8]。

## 一、缘起 *重点* $x^2$[@8]

硬换行的一行，
接着的一行[@8; @turn0search0]。
“前引”
“后引”接 English
words。**粗体**[@12†L3-L7]，`code[@8]`。邮箱 a[@nobody]b@example.org。

##### 跳级的标题

表 1 各省水位[@8]

| 省份 | 水位 |
|:-----|----:|
| 湖南[@8] | 3.5 |
| 江西 | $\frac{a}{b}$ |

- [ ] 未查
- [x] 已查
  1. 甲
     - 乙

脚注[^n]与再引同一脚注[^n]。~~删去~~。

$$\sum_{i=1}^{n} a_i$$

![图一：水田[@8]](<田 一.png>)

<div onclick="x()">块里的 <b>字</b>[@8]<script>alert(1)</script></div>

行内 <b>字</b>、<script>alert(2)</script>、<ruby>稻<rt>dào</rt></ruby>、[危险](javascript:alert(1))、[网页](https://example.org/a?b=1&c=2)、[回头](#一缘起-重点-x2)。

```python
x = "**不是粗体** [@8] \*"
```

## 二、尾声

<https://example.org/%E6%B0%B4%E7%A8%BB/very/long/path> 与😀𠮷。

[^n]: 脚注的话[@8]。
"""


def publication(body: str, folder: Path, **changed: Any) -> Publication:
    """A publication with this body; every other field has a value that the keyword may change."""
    given: dict[str, Any] = {
        "name": "report",
        "language": "zh-CN",
        "title": "水稻与甲烷",
        "references": REFERENCES,
        "authors": ("沈禾", "江穗"),
        "date": "2026-03-05",
    }
    return Publication(body=body, folder=folder, **{**given, **changed})


def everything(folder: Path, **changed: Any) -> Publication:
    """A publication with everything that a body can hold; its picture is put into `folder`."""
    (folder / "田 一.png").write_bytes(PNG)
    return publication(EVERYTHING, folder, subtitle="一份样稿", notes=("（样稿声明）",), rights="© 2026", **changed)


def rendered(body: str, folder: Path, **changed: Any) -> Rendered:
    """A body rendered."""
    return render(publication(body, folder, **changed))


def page_markup(path: Path) -> str:
    """A finished page with quotes around every value: HTML lets a page leave them out, and what a test looks for has them."""
    return re.sub(
        r"<[a-zA-Z][^<>]*>",
        lambda tag: re.sub(r"=([^\s\"'=<>`]+)(?=[\s>])", r'="\1"', tag[0]),
        path.read_text(encoding="utf-8"),
    )
