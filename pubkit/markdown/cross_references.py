"""How a text refers to its own sections, figures, tables and equations: `@fig:flow`, `[@fig:a; @tbl:b]`, and `{#fig:flow}` at the target.

Source: pandoc-crossref and Quarto. Names may hold Han, and Chinese has no spaces: `@fig:flow所示` refers to `fig:flow` where that is
the longest beginning that is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pubkit.text.pattern import lazy

if TYPE_CHECKING:
    from collections.abc import Container

KINDS = ("sec", "fig", "tbl", "eq")
_NAME = rf"(?:{'|'.join(KINDS)}):\w(?:[\w.:-]*\w)?"
_ONE = rf"-?@{_NAME}"
#: A name, anywhere.
NAME = lazy(_NAME)
#: A whole reference, with its brackets where it has them. Group 1 holds what is in the brackets, group 2 a bare name.
REFERENCE = lazy(rf"\[({_ONE}(?:;\s*{_ONE})*)\]|(?<![A-Za-z\d_@./:+\-\\])@({_NAME})")
#: The name of a target, in its braces.
TARGET = lazy(rf"\{{(?:[^{{}}\n]*\s)?#({_NAME})(?:\s[^{{}}\n]*)?\}}")


def may_refer(text: str) -> bool:
    """A look that costs nothing: most texts have no such reference."""
    return "@" in text and any(f"@{kind}:" in text for kind in KINDS)


def longest_known(name: str, known: Container[str]) -> str:
    """The longest beginning of a name that is known, as far as what follows is no ASCII; the name itself where there is none."""
    end = len(name)
    while end > 1:
        if name[:end] in known and (end == len(name) or not name[end].isascii()):
            return name[:end]
        end -= 1
    return name
