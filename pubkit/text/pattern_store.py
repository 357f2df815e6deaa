"""Compiled patterns kept from one run to the next, as Python keeps compiled modules.

`re` keeps none, and to compile the patterns that one report needs takes longer than to lint it: most of that goes into
the bitmaps of classes that hold thousands of Han. The code of a pattern is looked up by its source and its flags, in a file
of exactly this Python. `re._compiler` and `_sre` are private: where they are not as expected, `re.compile` is used, and
`tests/test_pattern_store.py` holds every pattern from a file to what `re.compile` makes.
Patterns that libraries compile while they are imported are kept as well: those of a build take a tenth of a second.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import re
import sys
from typing import Any

#: What is kept of a pattern: the arguments of `_sre.compile` behind the source; the code as 32-bit words.
_Entry = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
_MOST = 2_000  # patterns: with more, most are those of older versions, and all are dropped


class PatternStore:
    """The patterns in a file. Without a file that can be read or written it compiles as `re` does."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._kept = _read(path)
        self._new: dict[tuple[str, int], _Entry] = {}

    def compile(self, source: str, flags: int) -> re.Pattern[str]:
        """What `re.compile` gives, from the file where it is there."""
        try:
            return self._compile(source, int(flags))
        except re.error:
            raise
        except Exception:  # another Python, or a file that is not ours: nothing is lost but time
            return re.compile(source, flags)

    def _compile(self, source: str, flags: int) -> re.Pattern[str]:
        import _sre  # type: ignore[import-not-found]

        entry = self._kept.get((source, flags))
        if entry is None:
            entry = self._new[source, flags] = _compiled(source, flags)
        state, code, *rest = entry
        made: re.Pattern[str] = _sre.compile(source, state, memoryview(code).cast("I").tolist(), *rest)
        return made

    def answer_imports(self) -> None:
        """From now on, `re.compile` at the top of a module that is being imported, a library's too, is answered from here.

        What is compiled elsewhere may be made from a text, and is not worth keeping.
        """
        from re import _compiler  # type: ignore[attr-defined]

        original = _compiler.compile

        def compile_pattern(source: Any, flags: int = 0) -> re.Pattern[Any]:
            if type(source) is str and not flags & re.DEBUG and _is_imported():
                return self.compile(source, flags)
            found: re.Pattern[Any] = original(source, flags)
            return found

        _compiler.compile = compile_pattern

    def save(self) -> None:
        """Adds what was compiled to the file, atomically: two runs may share it. Quiet where it cannot be written."""
        if not self._new:
            return
        known = _read(self._path)  # another run may have added to it
        kept = self._new if len(known) > _MOST else known | self._new
        temporary = f"{self._path}.{os.getpid()}"
        with contextlib.suppress(OSError, ValueError):
            os.makedirs(os.path.dirname(self._path), exist_ok=True)  # noqa: PTH103, PTH120
            with open(temporary, "wb") as file:  # noqa: PTH123
                file.write(marshal.dumps(kept))
            os.replace(temporary, self._path)  # noqa: PTH105
        self._kept |= self._new
        self._new = {}


_FUNCTION = 0x1  # `inspect.CO_OPTIMIZED`: the body of a module or of a class has it not


def _is_imported() -> bool:
    """Whether a module is being imported that called `re.compile`, which called `re._compile`, which called our caller."""
    try:
        return not sys._getframe(4).f_code.co_flags & _FUNCTION
    except ValueError:
        return False


def store_path(purpose: str) -> str:
    """The file for this Python: in `PUBKIT_CACHE_DIR`, else in the user's cache folder (XDG Base Directory Specification).

    `purpose` keeps the patterns apart that few runs need: to read those of a build would cost `lint` a millisecond.
    """
    return os.path.join(cache_folder(), f"patterns-{purpose}-{kind_of_python()}")  # noqa: PTH118


def cache_folder() -> str:
    """Where things are kept from run to run: `PUBKIT_CACHE_DIR`, else in the user's cache folder."""
    return os.environ.get("PUBKIT_CACHE_DIR") or os.path.join(  # noqa: PTH118
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "pubkit"  # noqa: PTH111
    )


def kind_of_python() -> str:
    """For the name of what no other Python can read."""
    import _sre

    return f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{_sre.MAGIC}-{sys.byteorder}"


def _read(path: str) -> dict[tuple[str, int], _Entry]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            kept: Any = marshal.loads(file.read())  # noqa: S302  as private as Python's own cached modules
    except (OSError, ValueError, EOFError, TypeError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _compiled(source: str, flags: int) -> _Entry:
    """What `re._compiler.compile` passes to `_sre.compile`."""
    from re import _compiler, _parser  # type: ignore[attr-defined]

    parsed = _parser.parse(source, flags)
    code = memoryview(bytearray(4 * len(words := _compiler._code(parsed, flags)))).cast("I")
    for n, word in enumerate(words):
        code[n] = word
    groups: list[str | None] = [None] * parsed.state.groups
    for name, n in parsed.state.groupdict.items():
        groups[n] = name
    return flags | parsed.state.flags, code.tobytes(), parsed.state.groups - 1, parsed.state.groupdict, tuple(groups)
