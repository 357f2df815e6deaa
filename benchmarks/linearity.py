#!/usr/bin/env python3
"""Does the cost of linting grow as the text does?

    .venv/bin/python benchmarks/linearity.py [--fix]

Lints each text at 1, 2, 4 and 8 times its size in this process and prints the time of each step over the one before: 2.0
is linear. The texts are the sample export and inputs that are meant to hurt. Exits 1 where a step costs more than 3 times the
one before. Absolute times are this machine's; read the ratios.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pubkit.lint.fixer import fix
from pubkit.lint.linter import lint
from pubkit.markdown.document import Document

if TYPE_CHECKING:
    from collections.abc import Callable

SOURCE = Path(__file__).resolve().parent.parent / "source" / "chinese-typesetting-export" / "chinese-typesetting-export.md"
LIMIT = 3.0


def texts() -> dict[str, Callable[[int], str]]:
    """A text of `n` times its smallest size, by name."""
    sample = SOURCE.read_text(encoding="utf-8")
    chance = random.Random(7)  # noqa: S311  a seed, not a secret
    wild = "".join(chance.choice("[]()*_`\\!<>#&\n 中文a1。，|~^\"'") for _ in range(8 * 20_000))
    citation = "[(8)](https://e.org/a)"
    return {
        "the sample export": lambda n: sample * n,
        "random markup": lambda n: wild[: n * 20_000],
        "open brackets": lambda n: "[" * (6_000 * n),
        "stars": lambda n: "*中" * (2_500 * n),
        "double stars": lambda n: "**中：" * (1_500 * n),
        "one long line": lambda n: "中文，" * (20_000 * n),
        "nested quotes": lambda n: "> " * (600 * n) + "深",
        "citations in one clause": lambda n: ("字" + citation) * (150 * n),
        "open brackets of Chinese": lambda n: "（" * (2_000 * n) + citation + "字。",
        "references": lambda n: "## 参考资料\n\n" + "".join(f"\\[{k}] 题[ https://e.org/{k}](https://e.org/{k})\n\n" for k in range(150 * n)),
        "backslashes": lambda n: "\\" * (15_000 * n),
        "quotes": lambda n: '"中' * (2_000 * n),
        "digits and spaces": lambda n: "1 中 " * (3_000 * n),
        "deep list": lambda n: "".join("  " * k + "- 项\n" for k in range(60 * n)),
    }


def seconds(work: Callable[[], object]) -> float:
    """The shortest of four runs."""
    best = float("inf")
    for _ in range(4):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def _once(work: Callable[[Document], object], content: str) -> None:
    work(Document(content))


def main() -> None:
    """Prints a line a text and exits 1 where one grows faster than the limit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--fix", action="store_true", help="measure fixing instead of linting")
    work = fix if parser.parse_args().fix else lint
    failed = False
    for name, text in texts().items():
        times = [seconds(partial(_once, work, text(n))) for n in (1, 2, 4, 8)]
        steps = [b / max(a, 1e-4) for a, b in pairwise(times)]
        slow = times[-1] > 0.1 and max(steps) > LIMIT
        failed = failed or slow
        shown = " ".join(f"{step:4.1f}" for step in steps)
        print(f"{'SLOW' if slow else 'ok  '}  {name:26} {times[-1] * 1000:8.0f} ms at 8 times; steps {shown}")
    sys.exit(failed)


if __name__ == "__main__":
    main()
