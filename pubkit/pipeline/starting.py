"""The verb `init`: the files of a new project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.errors import InputError
from pubkit.text.files import reason, write_atomically
from pubkit.text.phrase import Language, Phrase

if TYPE_CHECKING:
    from pathlib import Path

_CONFIG = Phrase(
    """# What this project decides for all its reports. `pubkit lint` and `pubkit build` read it.
# Every report has its folder: source/NAME/NAME.md
language: en
# author: Your name
# publisher: Your institute
# editions: [zh-Hans, ja]   # translations: `pubkit translate extract` makes their catalogues
# lint:
#   ignore: [CIT203]        # entries that are never cited
""",
    """# 本项目所有报告的共同设置，`pubkit lint` 与 `pubkit build` 会读取。
# 每份报告一个文件夹：source/报告名/报告名.md
language: zh-CN
# author: 作者姓名
# publisher: 机构名称
# editions: [zh-Hant, en]   # 另出繁体版（自动转换）和英文版（先运行 `pubkit translate extract`）
# lint:
#   ignore: [CIT203]        # 不提示从未引用的条目
""",
)
_REPORT = Phrase(
    """---
title: A first report
---

## One

Replace this text by your export, or write here in CommonMark. A citation stands before the mark that ends its clause[(1)](https://spec.commonmark.org/0.31.2/).

## References

\\[1] CommonMark Spec, version 0.31.2 [https://spec.commonmark.org/0.31.2/](https://spec.commonmark.org/0.31.2/)
""",
    """---
title: 第一份报告
---

## 一、概述

把导出的文稿粘贴到这里，或直接书写。引用放在分句末尾、标点之前，标点的用法见《中文排版需求》[(1)](https://www.w3.org/TR/clreq/)。

## 参考资料

\\[1] 中文排版需求 [https://www.w3.org/TR/clreq/](https://www.w3.org/TR/clreq/)
""",
)


def start_project(folder: Path, language: Language) -> list[Path]:
    """Writes `pubkit.yaml`, a first report and `.gitignore` where they are missing; returns what was written.

    Raises `InputError` where the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(
            Phrase("cannot make this folder: {}", "无法创建文件夹：{}").format(reason(error)), filename=str(folder)
        ) from None
    files = {folder / "pubkit.yaml": _CONFIG.of(language), folder / ".gitignore": "/build/\n/.pubkit-cache/\n"}
    if not (folder / "source").exists():
        files[folder / "source" / "first-report" / "first-report.md"] = _REPORT.of(language)
    written = []
    for path, content in files.items():
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, content.encode("utf-8"))
            written.append(path)
    return written
