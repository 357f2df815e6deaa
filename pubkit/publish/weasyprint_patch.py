"""How WeasyPrint is patched: only a release that we know, only functions that look as they did, and only for a while.

What does not belong here: what is patched and why (`justification`, `structure_tree`).
"""

from __future__ import annotations

import importlib
import inspect
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from pubkit.text.errors import ToolError
from pubkit.text.named_tuple import NamedTuple
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: The releases whose inner workings we know.
KNOWN_RELEASE: Final = re.compile(r"70\.\d+")


class Patch(NamedTuple):
    """A function of WeasyPrint that is replaced: `replace` is given the original and gives what stands in its place."""

    module: str  # below `weasyprint`
    name: str  # of a function, or `Class.method`
    parameters: str  # names, separated by spaces
    replace: Callable[[Callable[..., Any]], Callable[..., Any]]


@contextmanager
def patched(patches: tuple[Patch, ...], called: tuple[tuple[str, str, str], ...] = ()) -> Iterator[None]:
    """Within it the patches hold. `called` are functions (module, name, parameters) that the patches call.

    Not for several threads at once: WeasyPrint's modules are changed.
    Raises `ToolError` where WeasyPrint is not the release that the patches were written for.
    """
    _check([*((p.module, p.name, p.parameters) for p in patches), *called])
    kept = []
    try:
        for patch in patches:
            owner, name = _place(patch.module, patch.name)
            original = getattr(owner, name)
            kept.append((owner, name, original))
            setattr(owner, name, patch.replace(original))
        yield
    finally:
        for owner, name, original in reversed(kept):
            setattr(owner, name, original)


def _place(module: str, name: str) -> tuple[Any, str]:
    """The module or class that a function is kept in, and its name there; None for one that is not there."""
    try:
        owner: Any = importlib.import_module(f"weasyprint.{module}")
    except ModuleNotFoundError:
        owner = None
    *classes, last = name.split(".")
    for part in classes:
        owner = getattr(owner, part, None)
    return owner, last


def _check(functions: list[tuple[str, str, str]]) -> None:
    import weasyprint

    for module, name, expected in functions:
        function = getattr(*_place(module, name), None)
        parameters = list(inspect.signature(function).parameters) if callable(function) else []
        if not KNOWN_RELEASE.fullmatch(weasyprint.VERSION) or parameters != expected.split():
            raise ToolError(
                Phrase(
                    f"WeasyPrint {weasyprint.VERSION} is not a release that pubkit knows how to typeset with",
                    f"pubkit 不会用 WeasyPrint {weasyprint.VERSION} 排版",
                ),
                hint=Phrase(
                    'Install one that it knows: pip install "weasyprint>=70,<71"',
                    '请安装它认得的版本：pip install "weasyprint>=70,<71"',
                ),
            )
