#!/usr/bin/env python3
"""Makes docs/before-after.png: a passage of the raw export, and the same passage as it is published.

    make build && .venv/bin/python docs/before_after.py

Needs chromium and poppler. The picture shows what `make build` makes, never a drawing of it.
"""

from __future__ import annotations

import base64
import html
import re
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "chinese-typesetting"
EXPORT = ROOT / "source" / f"{NAME}-export" / f"{NAME}-export.md"
PDF = ROOT / "build" / NAME / "zh-CN" / f"{NAME}.pdf"
#: What an editor stumbles over in the raw text.
DAMAGE = re.compile(r"\[\(\d+\)\]\([^)\s]*\)|\*\*\*\*\\\*\*\*\*\*|\\[_*$&]|&#x20;|\*\*")
PAGE, TOP, HEIGHT, SCALE = 3, 550, 1120, 130
STYLE = """
body { margin: 0; display: flex; gap: 28px; padding: 28px; background: #e8e6e1; font: 15px/1.75 "Noto Sans Mono CJK SC", monospace }
.raw { flex: 1; background: #23262b; color: #c8ccd2; padding: 24px 26px; border-radius: 6px; overflow: hidden; height: 512px;
       white-space: pre-wrap; word-break: break-all }
.raw b { font-weight: 400; color: #ff8f78; background: #4a2a28; border-radius: 3px }
.set { width: 760px; background: #fff; border-radius: 6px; overflow: hidden; box-shadow: 0 2px 14px #0003; height: 560px }
.set img { width: 820px; margin: -42px 0 0 -30px; display: block }
"""


def main() -> None:
    """Writes the picture."""
    text = EXPORT.read_text(encoding="utf-8")
    passage = text[text.index("### 1.1") : text.index("### 2.1")]
    marked = "".join(
        f"<b>{html.escape(piece)}</b>" if n % 2 else html.escape(piece)
        for n, piece in enumerate(re.split(f"({DAMAGE.pattern})", passage))
    )
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["pdftoppm", "-r", str(SCALE), "-f", str(PAGE), "-l", str(PAGE), "-y", str(TOP), "-H", str(HEIGHT), "-png", str(PDF), f"{folder}/page"],
            check=True,
        )
        picture = base64.b64encode(next(Path(folder).glob("page*.png")).read_bytes()).decode()
        page = Path(folder, "page.html")
        page.write_text(
            f'<!DOCTYPE html><meta charset="utf-8"><style>{STYLE}</style><div class="raw">{marked}</div>'
            f'<div class="set"><img src="data:image/png;base64,{picture}"></div>',
            encoding="utf-8",
        )
        flags = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --hide-scrollbars --window-size=1560,616"
        target = ROOT / "docs" / "before-after.png"
        subprocess.run(
            ["chromium", *flags.split(), f"--user-data-dir={folder}/profile", f"--screenshot={target}", page.as_uri()],
            check=True,
            capture_output=True,
        )


if __name__ == "__main__":
    main()
