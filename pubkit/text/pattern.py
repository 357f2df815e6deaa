"""Regular expressions that are compiled when they are first used.

Python compiles a pattern in 0.1 to 3 ms, and pubkit has hundreds, most of which a given text never needs: compiled at import
they would take longer than linting. A pattern made here looks like `re.Pattern` to its users and to the type checker.

A pattern that begins with one class is searched three times as fast as any other: `re` then passes over what cannot begin a
match without trying one. So `[x][x]*` is written for `[x]+`, and `[ab](?:(?<=a)…|…)` for `a…|b…`, where a whole text is searched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable


def _keep() -> None:
    """Keeps nothing, until somebody says where."""


_compile: Callable[[str, int], re.Pattern[str]] = re.compile


def compile_with(compiler: Callable[[str, int], re.Pattern[str]], keep: Callable[[], None]) -> None:
    """From now on, patterns are compiled by `compiler`: the command line keeps them from run to run (see `pattern_store`)."""
    global _compile, _keep
    _compile, _keep = compiler, keep


def keep_patterns() -> None:
    """Keeps for the next run what was compiled, for a process that will be ended rather than end."""
    _keep()


class _Pattern:
    """Becomes its compiled self at the first access: after that its methods are those of `re.Pattern`."""

    def __init__(self, source: str, flags: int) -> None:
        self.pattern = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = _compile(self.pattern, self._flags)
        for method in ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split"):
            setattr(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def lazy(source: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, put off until the pattern is used. A wrong pattern fails then, and so every one is tested."""
    return cast("re.Pattern[str]", _Pattern(source, flags))
