"""How WeasyPrint is loaded: without what it needs for few documents, and without asking where its libraries are.

What does not belong here: what is done with it (`pdf`), how it is changed (`weasyprint_patch`).
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, Final

from pubkit.text.errors import ToolError
from pubkit.text.phrase import Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: Parts of fontTools of which WeasyPrint calls functions: HarfBuzz cuts the fonts, and few fonts are variable.
_LATE: Final = ("fontTools.subset", "fontTools.varLib.instancer")


def warm_up() -> None:
    """Loads WeasyPrint, for a process that waits for its work. What is wrong with it is told when it is used."""
    with contextlib.suppress(ToolError):
        load_weasyprint()


@lru_cache(maxsize=1)
def load_weasyprint() -> Any:
    """The library. Raises `ToolError` with the command that installs what is missing."""
    try:
        with _quick_library_search(), _late_modules():
            import weasyprint
    except (ImportError, OSError) as error:
        raise ToolError(
            Phrase(f"WeasyPrint cannot be loaded: {error}", f"无法载入 WeasyPrint：{error}"),
            hint=Phrase(
                "Debian, Ubuntu: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0; "
                "macOS: brew install pango",
                "Debian、Ubuntu：apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0；"
                "macOS：brew install pango",
            ),
        ) from error
    return weasyprint


@contextlib.contextmanager
def _quick_library_search() -> Iterator[None]:
    """On Linux, let cffi open libraries by their file names alone.

    For each name that is no file (`pango-1.0`), it asks the compiler and `ldconfig`, 0.3 s in all; WeasyPrint gives the
    file names (`libpango-1.0.so.0`) as well.
    """
    import ctypes.util

    original = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None  # noqa: ARG005
    try:
        yield
    finally:
        ctypes.util.find_library = original


@contextlib.contextmanager
def _late_modules() -> Iterator[None]:
    """Lets WeasyPrint have parts of fontTools that are loaded when one of their functions is called: a quarter of its time."""
    kept = {name: _Late(name) for name in _LATE if name not in sys.modules}
    sys.modules.update(kept)
    try:
        yield
    finally:
        for name in kept:
            del sys.modules[name]


class _Late(ModuleType):
    """Stands for a module whose functions are called, and nothing else is asked of."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)

        def call(*given: Any, **named: Any) -> Any:
            return getattr(importlib.import_module(self.__name__), name)(*given, **named)

        return call
