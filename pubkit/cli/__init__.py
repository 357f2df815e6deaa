"""The roof: what a person types. Each command is a module of this package, loaded when it is called.

What does not belong here: any decision about a text. A command reads options, calls `pipeline`, and shows the outcome.
"""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """The entry point of `pubkit`: runs a command and exits with its code (0, 1 findings, 2 input or usage, 3 tool or bug)."""
    try:
        code = _run()
    except KeyboardInterrupt:  # while modules are loaded; a command answers it itself
        code = 130
    gc.freeze()  # on its way out, Python looks for garbage in all that was loaded: 50 ms after a build
    sys.exit(code)


def _run() -> int:
    from pubkit.text.pattern import compile_with
    from pubkit.text.pattern_store import PatternStore, store_path

    store = PatternStore(store_path("lint" if sys.argv[1:2] == ["lint"] else "all"))
    compile_with(store.compile, store.save)
    store.answer_imports()
    if sys.argv[1:2] == ["build"] and not any(argument.startswith(("--format", "--help")) for argument in sys.argv):
        from pubkit.pipeline.pdf_workers import start_at_once

        start_at_once()
    from pubkit.cli.quick import run

    code = run(sys.argv[1:])
    store.save()
    return code
