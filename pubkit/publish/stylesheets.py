"""Where the style sheets are: `styles/` beside the package in a source checkout, `pubkit/styles/` in a wheel.

What does not belong here: what a sheet says; designers own that.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pubkit.text.errors import ToolError
from pubkit.text.phrase import Phrase

_PACKAGE = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def styles_folder() -> Path:
    """The folder of the style sheets.

    Raises `ToolError` where the installation has none.
    """
    for folder in (_PACKAGE / "styles", _PACKAGE.parent / "styles"):
        if folder.is_dir():
            return folder
    raise ToolError(
        Phrase("the style sheets of pubkit are missing", "缺少 pubkit 的样式表"),
        hint=Phrase("Install pubkit again.", "请重新安装 pubkit。"),
    )


def stylesheet(name: str) -> str:
    """The text of one sheet, `web.css` for example.

    Raises `ToolError` naming the sheet where it is missing.
    """
    path = styles_folder() / name
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise ToolError(
            Phrase(f"the style sheet {path} cannot be read", f"无法读取样式表 {path}"),
            hint=Phrase("Install pubkit again.", "请重新安装 pubkit。"),
        ) from error
