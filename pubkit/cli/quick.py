"""The command lines of `pubkit lint` that editors and hooks run a thousand times a day, read without click.

Click takes longer to load than linting a report takes. Only what cannot be meant otherwise is read here; everything else,
and every mistake, is click's. `tests/test_cli_quick.py` holds both to the same reading.
"""

from __future__ import annotations

import gc
import os
from typing import TYPE_CHECKING, Any

from pubkit.cli.ending import ended
from pubkit.cli.speech import choose_language, prepare_streams

if TYPE_CHECKING:
    from collections.abc import Sequence

_FLAGS = {
    "--fix": "fix",
    "--unsafe-fixes": "unsafe_fixes",
    "--diff": "diff",
    "--statistics": "statistics",
    "--no-cache": "no_cache",
    "--quiet": "quiet",
    "-q": "quiet",
}
_MULTIPLE = {"--select": "select", "--ignore": "ignore"}
_FORMATS = ("text", "json")
_DEFAULTS: dict[str, Any] = {
    "fix": False,
    "unsafe_fixes": False,
    "diff": False,
    "select": (),
    "ignore": (),
    "format_name": "text",
    "output_file": None,
    "baseline": None,
    "update_baseline": False,
    "statistics": False,
    "jobs": 0,
    "no_cache": False,
    "stdin_filename": None,
    "show_dialect": False,
    "watch": False,
    "quiet": False,
}


def run(arguments: Sequence[str]) -> int:
    """Runs the command line and returns its exit code."""
    read = read_lint(arguments)
    if read is None:
        from pubkit.cli.app import run as run_application

        return run_application(arguments)
    paths, options = read
    choose_language(())
    prepare_streams()

    def command() -> int:
        gc.disable()  # all that modules make when they load stays: to look for garbage in it takes 5 ms
        from pubkit.cli.linting import lint_paths

        gc.freeze()
        gc.enable()
        return lint_paths(paths, options)

    return ended(command)


def read_lint(arguments: Sequence[str]) -> tuple[tuple[str, ...], dict[str, Any]] | None:
    """The paths and the options of a plain `lint`, as click would give them; None for all that click should read."""
    # on Windows click opens `*.md`; and it answers the shell that completes a line
    if arguments[:1] != ["lint"] or os.name == "nt" or "_PUBKIT_COMPLETE" in os.environ:
        return None
    options = dict(_DEFAULTS)
    paths: list[str] = []
    rest = iter(arguments[1:])
    for argument in rest:
        if argument == "-" or not argument.startswith("-"):
            paths.append(argument)
            continue
        name, equals, value = argument.partition("=")
        if argument in _FLAGS:
            options[_FLAGS[argument]] = True
            continue
        if not equals:
            value = next(rest, "")
        if not value or value.startswith("-"):
            return None
        if name in _MULTIPLE:
            options[_MULTIPLE[name]] += (value,)
        elif name == "--format" and value in _FORMATS:
            options["format_name"] = value
        else:
            return None
    return tuple(paths), options
